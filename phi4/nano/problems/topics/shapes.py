"""Squares, tiles, boxes and triangles."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided, multiple, multiplied, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.topics.geometry import UNITS, squared
from phi4.nano.problems.words import noun, someone

FORMS = Forms(__file__)


def _square(rng: random.Random) -> Drawn:
    side, unit = rng.randint(2, 25), rng.choice(UNITS)
    known, asked = rng.choice(
        (
            ("perimeter", "area"),
            ("area", "perimeter"),
            ("side", "area"),
            ("side", "perimeter"),
            ("perimeter", "side"),
            ("area", "side"),
        )
    )
    area, around = side * side, 4 * side
    values = {"perimeter": unit(around), "area": squared(unit, area), "side": unit(side)}
    lines = [f"The {known} of the square is {values[known]}, and the {asked} is wanted."]
    if known == "perimeter":
        lines.append(f"All four sides are equal: {divided(around, 4)}.")
    elif known == "area":
        lines.append(f"A side times itself is {area}: {side} × {side} = {area}, so it is {side}.")
    if asked == "area":
        lines.append(f"Area: {multiplied(side, side)}.")
    elif asked == "perimeter":
        lines.append(f"Perimeter: {multiplied(side, 4)}.")
    slots = {
        "known": known,
        "asked": asked,
        "v": values[known],
        "who": someone(rng),
        "thing": rng.choice(("square", "square field", "square room", "square tile", "square garden")),
    }
    numbers = {"given": known, "size": {"perimeter": around, "area": area, "side": side}[known], "asked": asked}
    return Drawn(lines, values[asked], numbers, slots)


SQUARE = Family("square", _square, FORMS, past=False)


def _tiles(rng: random.Random) -> Drawn:
    unit = rng.choice((noun("foot"), noun("meter"), noun("centimeter")))
    tile = 1 if unit.one == "meter" else rng.choice((1, 2, 3, 5, 10))
    columns, rows = rng.randint(2, 20), rng.randint(2, 20)
    length, width = tile * columns, tile * rows
    place = (
        rng.choice(("floor", "wall", "kitchen floor", "terrace", "hall", "bathroom wall"))
        if unit.one != "centimeter"
        else rng.choice(("table top", "shelf", "tray"))
    )
    lines = [
        f"The {place} is {length} by {width} {unit.many}, and a tile is {unit(tile)} on each side.",
        f"Along one side: {divided(length, tile)}. Along the other: {divided(width, tile)}.",
        f"{multiplied(columns, rows)} tiles.",
    ]
    slots = {"place": place, "unit": unit, "who": someone(rng)}
    return Drawn(lines, noun("tile")(columns * rows), {"length": length, "width": width, "tile": tile}, slots)


TILES = Family("tiles", _tiles, FORMS, past=False)


def _volume(rng: random.Random) -> Drawn:
    unit = rng.choice((noun("centimeter"), noun("inch"), noun("meter"), noun("foot")))
    cube = rng.random() < 0.3
    sides = [rng.randint(2, 10)] * 3 if cube else [rng.randint(2, 12) for _ in range(3)]
    thing = (
        rng.choice(("box", "crate", "tank", "chest", "block", "room"))
        if unit.one in ("meter", "foot")
        else rng.choice(("box", "brick", "block", "tin"))
    )
    volume = sides[0] * sides[1] * sides[2]
    if cube:
        told = f"{unit(sides[0])} on each side"
        lines = [f"The cube has sides of {unit(sides[0])}."]
        thing = rng.choice(("cube", "wooden cube", "cube of ice"))
        slots = {"v": f"with sides of {unit(sides[0])}", "is": f"is {told}", "has": f"has sides of {unit(sides[0])}"}
    else:
        lines = [f"The {thing} is {unit(sides[0])} long, {unit(sides[1])} wide and {unit(sides[2])} high."]
        slots = {
            "v": f"of {sides[0]} by {sides[1]} by {unit(sides[2])}",
            "is": f"is {unit(sides[0])} long, {sides[1]} wide and {sides[2]} high",
            "has": f"has a length of {unit(sides[0])}, a width of {unit(sides[1])} and a height of {unit(sides[2])}",
        }  # fmt: skip
    lines.append(f"Volume: {multiple(sides)}.")
    answer = f"{volume} cubic {unit.many}"
    slots |= {"thing": thing, "units": unit.many}
    return Drawn(lines, answer, {"sides": tuple(sides)}, slots)


VOLUME = Family("volume", _volume, FORMS, past=False)


def _angles(rng: random.Random) -> Drawn:
    quad = rng.random() < 0.25
    total, count = (360, 4) if quad else (180, 3)
    angles = []
    left = total
    for place in range(count - 1):
        high = left - 20 * (count - 1 - place)
        angles.append(
            rng.randint(4, max(5, min(high, 130) // 5)) * 5
            if rng.random() < 0.7
            else rng.randint(20, max(21, min(high, 130)))
        )
        left -= angles[-1]
    if left < 5:
        return _angles(rng)
    shape = "quadrilateral" if quad else "triangle"
    lines = [
        f"The {shape} has angles of {(', ' if quad else ' and ').join(map(str, angles))} degrees.",
        f"Pattern: the angles of a {shape} add up to {total}.",
        f"{summed(angles)}.",
        f"{subtracted(total, sum(angles))}.",
    ]
    told = ", ".join(map(str, angles[:-1])) + f" and {angles[-1]} degrees"
    slots = {
        "shape": shape,
        "row": told,
        "n": {3: "two", 4: "three"}[count],
        "last": {3: "third", 4: "fourth"}[count],
        "who": someone(rng),
    }
    return Drawn(lines, noun("degree")(left), {"angles": tuple(angles), "sum": total}, slots)


ANGLES = Family("angles", _angles, FORMS, past=False)

FAMILIES = (SQUARE, TILES, VOLUME, ANGLES)
