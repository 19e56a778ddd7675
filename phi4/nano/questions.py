"""Questions with known answers, drawn from the families of problems."""

from __future__ import annotations

import random
from collections.abc import Sequence
from difflib import get_close_matches

from phi4.errors import InputError
from phi4.grade.verifiers import Question
from phi4.nano.problems import FAMILIES, problem_of


def written_questions(families: Sequence[str], count: int, *, seed: int) -> list[Question]:
    """`count` fresh problems of each of `families` (phi4.nano.problems.FAMILIES), one family after the other by turns.

    Raises:
        InputError: there is no such family.
    """
    drawn, known = [], set(FAMILIES)
    for family in families:
        if family not in known:
            near = get_close_matches(family, known, 1)
            listed = f"there are {', '.join(sorted(known))}"
            raise InputError(f"there is no family {family!r}; {f'perhaps {near[0]}' if near else listed}")
        rng = random.Random(f"preference/{seed}/{family}")
        problems = [problem_of(family, rng) for _ in range(count)]
        drawn.append([Question(each.question, each.answer) for each in problems])
    return [each for turn in zip(*drawn, strict=True) for each in turn]
