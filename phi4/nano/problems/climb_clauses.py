"""The climb told in clauses, in every order and dress."""

from __future__ import annotations

import random

from phi4.nano.problems.climb import (
    CLIMBERS,
    CLIMBS,
    PLACES,
    SLIDES,
    UNITS,
    Climb,
    apart_from_standing,
    drawn_climb,
    solved,
)
from phi4.nano.problems.climbing import Tables
from phi4.nano.problems.family import Drawn, Family, Several
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import Noun, it, noun

FORMS = Forms(__file__)

# A stretch of time, the part of it in which one climbs, the part in which one slides, and how to say that it is then.
_TIMES = (
    *(("day", "day", "night", "at night"),) * 6, ("day", "daytime", "night",
                                                  "at night"), ("day", "morning", "night", "at night"),
    ("day", "morning", "evening", "in the evening"), ("week", "week", "weekend", "at the weekend"),
)  # fmt: skip


def drawn_words(rng: random.Random, *, slides: bool) -> Drawn:
    """A climb in random words, with a slide or without."""
    climb = drawn_climb(rng)
    while bool(climb.down) != slides:
        climb = drawn_climb(rng)
    return _worded(climb, rng)


def _worded(climb: Climb, rng: random.Random) -> Drawn:
    (place, far), (one, many) = rng.choice(PLACES), rng.choice(UNITS)
    time, day, night, then = rng.choice(_TIMES)
    lines, answer = solved(climb, (one, many), time, place)
    slots = {
        "who": it(rng.choice(CLIMBERS)), "place": place, "far": far, "unit": Noun(one, many), "time": noun(time),
        "day": day, "night": night, "then": then, "climbs": rng.choice(CLIMBS), "slides": rng.choice(SLIDES),
    }  # fmt: skip
    return Drawn(lines, answer, climb.numbers(), slots)


# What the tables hold out as well.
_UNSEEN = frozenset({"given, question", "given, command", "labels", "labels, command"})
SLIDING = Family(
    "climbing",
    lambda rng: drawn_words(rng, slides=True),
    FORMS,
    section="sliding",
    past=False,
    unseen=_UNSEEN,
)
STEADY = Family(
    "climbing",
    lambda rng: drawn_words(rng, slides=False),
    FORMS,
    section="never sliding",
    past=False,
    unseen=_UNSEEN,
)
CLIMBING = Several("climbing", ((0.35, Tables()), (0.53, SLIDING), (0.12, STEADY)), accepts=apart_from_standing)

FAMILIES = (CLIMBING,)
