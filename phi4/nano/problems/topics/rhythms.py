"""What comes again and again: strokes of a bell, pills by the hour, bells that meet."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import divided, multiplied
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.topics.clocks import HOUR, MINUTE, SECOND
from phi4.nano.problems.words import named, noun, nouns, someone

FORMS = Forms(__file__)


def _strokes(rng: random.Random) -> Drawn:
    strokes, gap, more = rng.randint(2, 8), rng.randint(1, 6), rng.randint(3, 15)
    while more == strokes:
        more = rng.randint(3, 15)
    gaps = strokes - 1
    lines = [
        f"{strokes} strokes take {SECOND(gap * gaps)}, from the first to the last.",
        f"Exception: the time is in the gaps, and there is one gap fewer than strokes: {strokes} - 1 = {gaps}.",
        f"One gap: {divided(gap * gaps, gaps)}.",
        f"{more} strokes have {more} - 1 = {more - 1} gaps: {multiplied(gap, more - 1)} seconds.",
    ]
    slots = {"bell": rng.choice(("clock", "church bell", "bell", "drum", "gong", "tower clock")), "second": SECOND}
    return Drawn(lines, SECOND(gap * (more - 1)), {"strokes": strokes, "seconds": gap * gaps, "more": more}, slots)


STROKES = Family("strokes of a bell", _strokes, FORMS, past=False)

_DOSES = nouns("pill, injection, dose, tablet, capsule")


def _pills(rng: random.Random) -> Drawn:
    count, every = rng.randint(2, 12), rng.choice((10, 15, 20, 30, 5, 45, 2, 3, 4, 6, 8))
    unit = HOUR if every < 10 and every != 5 else MINUTE
    dose = rng.choice(_DOSES)
    lines = [
        f"There are {dose(count)}, one every {unit(every)}.",
        f"Exception: the first one is at the very start, so there is one gap fewer: {count} - 1 = {count - 1}.",
        f"{multiplied(every, count - 1)} {unit.many}.",
    ]
    verb = "get" if dose.one == "injection" else "take"
    slots = {
        "who": someone(rng),
        "dose": dose,
        "unit": unit,
        "take": lambda voice: voice.say(f"<{verb}>"),
        "taking": verb,
    }
    return Drawn(lines, unit(every * (count - 1)), {"count": count, "every": every}, slots)


PILLS = Family("one every half hour", _pills, FORMS, ordered=True)

# Who meets, how each comes, and in which units.
_MEETERS = (
    ("two bells", "ring", "rings",
     MINUTE), ("two lamps", "flash", "flashes", SECOND), ("two clocks", "chime", "chimes", MINUTE),
    ("two lights", "blink", "blinks", SECOND), ("two buses", "leave the station", "leaves", MINUTE),
    ("two runners", "pass the start", "passes it", MINUTE), ("two alarms", "sound", "sounds", MINUTE),
    ("two trams", "leave the stop", "leaves", MINUTE), ("two ships", "leave the port", "leaves", noun("day")),
    ("two nurses", "visit the ward", "comes", HOUR), ("two friends", "visit the library", "goes", noun("day")),
)  # fmt: skip


def _bells(rng: random.Random) -> Drawn:
    first, second = rng.randint(2, 20), rng.randint(2, 20)
    while first == second:
        second = rng.randint(2, 20)
    first, second = max(first, second), min(first, second)
    both = math.lcm(first, second)
    while both // first > 9:
        second = rng.randint(2, 20)
        if first != second:
            first, second = max(first, second), min(first, second)
            both = math.lcm(first, second)
    names, verb, third, unit = rng.choice(_MEETERS)
    lines = [
        f"One comes every {unit(first)}, the other every {unit(second)}.",
        f"Pattern: they meet at the first number that is in both rows. Look at the multiples of {first}:",
    ]
    tried = []
    for number in range(first, both + 1, first):
        tried.append(f"{number} is {'' if number % second == 0 else 'not '}a multiple of {second}")
    lines.append(", ".join(tried) + ".")
    pair = [first, second]
    rng.shuffle(pair)
    slots = {"two": names, "ring": verb, "rings": third, "unit": unit, "who": named(rng)}
    return Drawn(lines, unit(both), {"first": pair[0], "second": pair[1]}, slots)


BELLS = Family("two bells", _bells, FORMS, ordered=True, past=False)

FAMILIES = (STROKES, PILLS, BELLS)
