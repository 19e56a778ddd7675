"""Short chat: greetings, thanks, who phi4-nano is and what it can do."""

from __future__ import annotations

import random

from phi4.nano.problems.family import Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.words import NAMES

FORMS = Forms(__file__)

SELF = "I am phi4-nano, a very small language model with the architecture of Phi-4."
SKILLS = "I can solve short problems and puzzles step by step, do arithmetic, and answer a few simple questions."
LIMITS = "I know only a few facts, and I say so when I don't know something."


def chat(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A short message that is no problem, and the answer to it; `held_out` takes wordings that training never sees."""
    said = FORMS["said"]
    kind = rng.choices(tuple(said), [len(forms) for forms in said.values()])[0]
    answer = answer_to(kind)
    numbered = [(number, form) for number, form in enumerate(said[kind]) if form.startswith("~") == held_out]
    number, form = rng.choice(numbered)
    voice = Voice({"name": rng.choice(NAMES)}, rng)
    voice.say(form.removeprefix("~"))
    return Problem(kind, f"{number}{'~' * held_out}", voice.text(), answer, answer, "chat")


def answer_to(kind: str) -> str:
    """What is answered to small talk of a kind ("greeting", "thanks", ...)."""
    return FORMS["answers"][kind][0].format(self=SELF, skills=SKILLS, limits=LIMITS)
