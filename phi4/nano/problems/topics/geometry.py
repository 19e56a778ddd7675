"""Rectangles: area, perimeter, the other side."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import Noun, noun, someone

FORMS = Forms(__file__)

UNITS = (
    noun("meter"),
    noun("meter"),
    noun("foot"),
    noun("centimeter"),
    Noun("m", "m"),
    Noun("cm", "cm"),
    noun("yard"),
    noun("inch"),
)
_SMALL = {"picture", "card", "flag", "table top", "carpet"}


def _unit(shape: str, rng: random.Random) -> Noun:
    small = shape in _SMALL
    fitting = [unit for unit in UNITS if small == (unit.one in ("centimeter", "cm", "inch"))]
    return rng.choice(fitting)


def squared(unit: Noun, count: int) -> str:
    return (
        f"{count} square {unit.one if count == 1 else unit.many}" if len(unit.one) > 2 else f"{count} square {unit.one}"
    )


def _sides(rng: random.Random) -> tuple[str, Noun, int, int]:
    shape = rng.choice(FORMS["words"]["shapes"])
    width = rng.randint(2, 25)
    length = width + rng.randint(1, 20)
    return shape, _unit(shape, rng), length, width


def _area(rng: random.Random) -> Drawn:
    shape, unit, length, width = _sides(rng)
    lines = [
        f"The {shape} is {unit(length)} long and {unit(width)} wide.",
        f"Area is length times width: {multiplied(length, width)}.",
    ]
    slots = {"shape": shape, "unit": unit, "who": someone(rng), "units": unit.many}
    return Drawn(lines, squared(unit, length * width), {"length": length, "width": width}, slots)


AREA = Family("area", _area, FORMS, ordered=True, past=False)


def _perimeter(rng: random.Random) -> Drawn:
    shape, unit, length, width = _sides(rng)
    lines = [
        f"The {shape} is {unit(length)} long and {unit(width)} wide.",
        f"Once around is twice length and width: {added(length, width)}, and {multiplied(length + width, 2)}.",
    ]
    slots = {
        "shape": shape,
        "unit": unit,
        "who": someone(rng),
        "units": unit.many,
        "fence": "border" if shape in _SMALL else "fence",
    }
    return Drawn(lines, unit(2 * (length + width)), {"length": length, "width": width}, slots)


PERIMETER = Family("perimeter", _perimeter, FORMS, ordered=True, past=False)


def _other_side(rng: random.Random) -> Drawn:
    shape, unit, length, width = _sides(rng)
    by_area = rng.random() < 0.5
    if by_area:
        lines = [
            f"The area is {squared(unit, length * width)}, and one side is {unit(length)}.",
            f"{divided(length * width, length)}.",
        ]
        told = {
            "m": f"an area of {squared(unit, length * width)}",
            "v": squared(unit, length * width),
            "name": "area",
        }
        numbers = {"area": length * width, "side": length}
    else:
        around = 2 * (length + width)
        lines = [
            f"The perimeter is {unit(around)}, and one side is {unit(length)}.",
            f"Half of the way around is both sides: {divided(around, 2)}.",
            f"{subtracted(length + width, length)}.",
        ]
        told = {"m": f"a perimeter of {unit(around)}", "v": unit(around), "name": "perimeter"}
        numbers = {"perimeter": around, "side": length}
    slots = {"shape": shape, "unit": unit, "who": someone(rng), **told}
    return Drawn(lines, unit(width), numbers, slots)


OTHER_SIDE = Family("the other side", _other_side, FORMS, ordered=True, past=False)

FAMILIES = (AREA, PERIMETER, OTHER_SIDE)
