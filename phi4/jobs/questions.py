"""Where questions with known answers come from: a JSON Lines file, or the procedural writers."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from phi4.data.pairs import lines_of, named
from phi4.errors import InputError
from phi4.grade.verifiers import Question
from phi4.nano.problems import FAMILIES, problem_of


def read_questions(file: Path) -> list[Question]:
    """The questions of a file whose lines hold {"question", "answer"}, and "aliases" if the answer has other spellings.

    Raises:
        InputError: the file cannot be read or is empty, or a line is no question; the message names the line.
    """
    questions = [question_of(where, line) for where, line in lines_of(file)]
    if not questions:
        raise InputError(f'{file}: holds no question; each line must be {{"question": ..., "answer": ...}}')
    return questions


def question_of(where: str, line: dict[str, Any]) -> Question:
    """The question of a line; raises InputError, with `where`, if it is none."""
    question, answer, aliases = line.get("question"), line.get("answer"), line.get("aliases", [])
    if isinstance(answer, int | float) and not isinstance(answer, bool) and math.isfinite(answer):
        answer = str(answer)
    if not isinstance(question, str) or not question.strip() or not isinstance(answer, str) or not answer.strip():
        raise InputError(f"{where}: question and answer must be texts that are not empty; the line has {named(line)}")
    if not isinstance(aliases, list) or not all(isinstance(each, str) for each in aliases):
        raise InputError(f"{where}: aliases must be a list of texts")
    return Question(question, answer, tuple(aliases))


def written_questions(families: Sequence[str], count: int, *, seed: int) -> list[Question]:
    """`count` fresh problems of each family of the procedural writers (phi4.nano.problems), one family after the other
    by turns.

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
