"""Problems of the families as people type them: short, careless, the numbers in any order, with the family's solution.

A form (terse.forms) takes the slots of its family (`families`); what it says is then typed carelessly (`typing`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import cache

from phi4.nano.problems.climb import apart_from_standing
from phi4.nano.problems.climb_clauses import drawn_words
from phi4.nano.problems.family import Drawn, Family, Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.topics import FAMILIES
from phi4.nano.problems.typing import as_typed, renamed

FORMS = Forms(__file__)

_BY_NAME: Mapping[str, Family] = {family.name: family for family in FAMILIES if isinstance(family, Family)}
SNAILS = 0.16
"""The share of climbs."""
RENAMED = 0.35


@cache
def _weighted() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The families that have forms here, and how often each is drawn."""
    names = tuple(name for name in FORMS["families"] if name in _BY_NAME)
    return names, tuple(min(8, len(FORMS["families"][name])) for name in names)


def terse(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A problem of a family, in few words and carelessly typed; `held_out` takes no effect: what is held out of these
    was written by hand, and is in the tests."""
    del held_out
    if rng.random() < SNAILS:
        return snail(rng)
    name = rng.choices(*_weighted())[0]
    return _said(name, _BY_NAME[name].draw(rng), FORMS["families"][name], rng)


def snail(rng: random.Random) -> Problem:
    """A climb with a slide, in few words."""
    while True:
        written = _said("climbing", drawn_words(rng, slides=True), FORMS["climbing"]["sliding"], rng)
        if apart_from_standing(written.question):
            return written


def _said(name: str, drawn: Drawn, forms: tuple[str, ...], rng: random.Random) -> Problem:
    number = rng.randrange(len(forms))
    slots = {**drawn.numbers, **drawn.slots}
    if name == "climbing":
        slots["who"] = str(slots["who"]).removeprefix("the ")
    voice = Voice(slots, rng, in_words=0.03)
    voice.say(forms[number])
    solution = "\n".join([*drawn.lines, f"Answer: {drawn.answer}"])
    question, answer = voice.text(), drawn.answer
    if "row" in slots and rng.random() < 0.4:
        question = re.sub(r"(?<=\d),(?= \d)", "", question)
    if name == "temperature" and rng.random() < 0.5:
        question = re.sub(r"(\d+) degrees below zero", r"-\1 degrees", question)
    if rng.random() < RENAMED:
        question, solution, answer = renamed((question, solution, answer), rng)
    question = as_typed(question, rng, care=0.15)
    return Problem(name, f"terse {number}", question, solution, answer, "terse", numbers=drawn.numbers)
