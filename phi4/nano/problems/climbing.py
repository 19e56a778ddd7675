"""The climbing snail in sentences of three parts: the height, the moves, the question; and in texts written whole."""

from __future__ import annotations

import random

from phi4.nano.problems.climb import (
    CLIMBERS,
    CLIMBS,
    PLACES,
    SLIDES,
    TIMES,
    UNITS,
    Climb,
    apart_from_standing,
    drawn_climb,
    solved,
)
from phi4.nano.problems.family import Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.words import NAMES, Noun

FORMS = Forms(__file__)
# Never trained on: what accuracy on unseen wordings is measured by.
HELD_OUT = frozenset({"has to cover", "while asleep", "for every", "after how many", "given that", "telegram",
                      "keeps its height"})  # fmt: skip
STANDING = ("A climbs a height", "each period", "how many will it take")


class Tables:
    """The writer of these wordings."""

    name = "climbing"
    held_out = True

    def problem(self, rng: random.Random, *, held_out: bool = False) -> Problem:
        return climbing(rng, held_out=held_out)

    def constructions(self) -> int:
        """How many ways the parts combine, and how many texts are written whole."""
        moves = len(FORMS["moves"]) + len(FORMS["moves without a slide"])
        return len(FORMS["heights"]) * moves * len(FORMS["questions"]) + len(FORMS["whole"])


def climbing(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A climb in random words; `held_out` uses at least one construction that training never sees."""
    while True:
        climb = drawn_climb(rng)
        construction, question, unit, time, place = _asked(climb, rng, standing=not held_out and rng.random() < 0.12)
        if bool(HELD_OUT & set(construction)) == held_out and apart_from_standing(question):
            break
    lines, answer = solved(climb, unit, time, place)
    name = " + ".join(each + "~" * (each in HELD_OUT) for each in construction)
    solution = "\n".join([*lines, f"Answer: {answer}"])
    return Problem("climbing", name, question, solution, answer, numbers=climb.numbers())


def _asked(
    climb: Climb, rng: random.Random, *, standing: bool
) -> tuple[tuple[str, ...], str, tuple[str, str], str, str]:
    who, (place, far), unit = rng.choice(CLIMBERS), rng.choice(PLACES), rng.choice(UNITS)
    time, day, night = rng.choice(TIMES)
    if standing:
        who, (place, far), unit = "snail", ("wall", "high"), ("meter", "meters")
        time, day, night = "day", "day", "night"
    slots: dict[str, object] = {
        "who": who, "place": place, "far": far, "unit": Noun(*unit),
        "h": str(climb.height) if standing else climb.height, "u": climb.up, "d": climb.down, "time": time,
        "times": f"{time}s", "day": day, "night": night, "climbs": rng.choice(CLIMBS), "slides": rng.choice(SLIDES),
        "name": rng.choice(NAMES), "x": str(rng.randint(2, 60)),
    }  # fmt: skip
    if climb.down and not standing and rng.random() < 0.3:
        name = rng.choice(sorted(FORMS["whole"]))
        return (name,), _said(FORMS["whole"][name][0], slots, rng), unit, time, place
    moves = "moves" if climb.down else "moves without a slide"
    tables = (FORMS["heights"], FORMS[moves], FORMS["questions"])
    names = [rng.choice(sorted(table)) for table in tables]
    while names[0] == "fell into" and far != "deep":
        names[0] = rng.choice(sorted(FORMS["heights"]))
    if standing:
        names = [STANDING[0], STANDING[1] if climb.down else names[1], STANDING[2]]
        slots["climbs"] = rng.choice(("ascends", "climbs", "goes up", "ascends"))
        slots["slides"] = rng.choice(("slides down", "slides down", "slides back", "slips back"))
    sentences = [_said(table[name][0], slots, rng) for table, name in zip(tables, names, strict=True)]
    if not standing and rng.random() < 0.15 and who in sentences[1]:
        sentences[0], sentences[1] = sentences[1], sentences[0]
    if not standing and rng.random() < 0.12:
        sentences.insert(rng.randint(1, 2), _said(rng.choice(FORMS["asides"]["all"]), slots, rng))
    return tuple(names), " ".join(sentences), unit, time, place


def _said(template: str, slots: dict[str, object], rng: random.Random) -> str:
    voice = Voice(slots, rng, in_words=0.12)
    voice.say(template)
    return voice.text()
