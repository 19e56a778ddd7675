"""Texts of problems, and the slots of their templates."""

from __future__ import annotations

import random
import re

from phi4.nano.problems import problem


def texts() -> list[str]:
    rng = random.Random(0)
    written = [problem(rng) for _ in range(300)]
    return [text for each in written for text in (each.question, each.solution)]


def slots_of(template: str) -> set[str]:
    """The slots that `template` fills, those of its verbs included."""
    slots = {slot for pair in re.findall(r"\{(\w+)(?:[ -](\w+))?[}.:+]", template) for slot in pair if slot}
    return slots | {verb.rpartition(":")[0] or "who" for verb in re.findall(r"<([^|>]+)>", template)}
