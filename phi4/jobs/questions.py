"""Questions with known answers, from a JSON Lines file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from phi4.errors import InputError
from phi4.files import json_objects, keys_of
from phi4.grade.verifiers import Question


def read_questions(file: Path) -> list[Question]:
    """The questions of a file whose lines hold {"question", "answer"}, and "aliases" if the answer has other spellings.

    Raises:
        InputError: the file cannot be read or is empty, or a line is not a question; the message names the line.
    """
    questions = [question_of(where, line) for where, line in json_objects(file)]
    if not questions:
        raise InputError(f'{file}: holds no question; each line must be {{"question": ..., "answer": ...}}')
    return questions


def question_of(where: str, line: dict[str, Any]) -> Question:
    """The question of a line; raises InputError, with `where`, if it is none."""
    question, answer, aliases = line.get("question"), line.get("answer"), line.get("aliases", [])
    if isinstance(answer, int | float) and not isinstance(answer, bool) and math.isfinite(answer):
        answer = str(answer)
    if not isinstance(question, str) or not question.strip() or not isinstance(answer, str) or not answer.strip():
        raise InputError(f"{where}: question and answer must be texts that are not empty; the line has {keys_of(line)}")
    if not isinstance(aliases, list) or not all(isinstance(each, str) for each in aliases):
        raise InputError(f"{where}: aliases must be a list of texts")
    return Question(question, answer, tuple(aliases))
