"""Rectangles: area, perimeter, the other side."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import Noun, noun, someone

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
_SHAPES = (
    "garden",
    "field",
    "room",
    "carpet",
    "playground",
    "yard",
    "picture",
    "floor",
    "table top",
    "park",
    "card",
    "wall",
    "flag",
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
    shape = rng.choice(_SHAPES)
    width = rng.randint(2, 25)
    length = width + rng.randint(1, 20)
    return shape, _unit(shape, rng), length, width


_RECTANGLE = {
    "length": (
        "a rectangular {shape} is {length unit} long",
        "the length of a rectangular {shape} is {length unit}",
        "a rectangular {shape} has a length of {length unit}",
        "a rectangular {shape} has a long side of {length unit}",
        "the long side of a rectangular {shape} is {length unit}",
        "~from left to right, a rectangular {shape} measures {length unit}",
        "{length unit} is the length of a rectangular {shape}",
        "a {shape} has the form of a rectangle and a length of {length unit}",
    ),
    "width": (
        "+it is {width unit} wide",
        "+its width is {width unit}",
        "+it has a width of {width unit}",
        "+its short side is {width unit}",
        "+it is only {width unit} wide",
        "~+across it measures {width unit}",
        "+the width comes to {width unit}",
        "+the distance between its long sides is {width unit}",
    ),
    "length width": (
        "a rectangular {shape} is {length unit} long and {width unit} wide",
        "a rectangular {shape} measures {length unit} by {width unit}",
        "the sides of a rectangular {shape} are {length unit} and {width unit}",
        "there is a {shape} of {length unit} by {width unit}",
        "the length of a rectangular {shape} is {length unit}, and its width is {width unit}",
        "~with a length of {length unit} and a width of {width unit} there is a rectangular {shape}",
        "a {shape} is a rectangle of {length unit} by {width unit}",
        "{length unit} is the length and {width unit} the width of a rectangular {shape}",
    ),
}
_RECTANGLE_LABELS = ("{shape}: length {length unit}; width {width unit}",)

# More of the same, for the area only.
_AREA_FACTS = {
    "length": (
        *_RECTANGLE["length"],
        "a rectangular {shape} extends {length unit} lengthwise",
        "each long edge of a rectangular {shape} is {length unit}",
        "we have a {shape} that is a rectangle, {length unit} long",
        "someone measures the long side of a rectangular {shape} as {length unit}",
    ),
    "width": (
        *_RECTANGLE["width"],
        "+each of its short edges is {width unit}",
        "+for the width, {width unit} has been measured",
        "+the side next to the long one is {width unit}",
        "+{width unit} is how wide it is",
    ),
    "length width": (
        *_RECTANGLE["length width"],
        "a rectangular {shape} has edges of {length unit} and {width unit}",
        "a rectangular {shape} is {width unit} wide and has a length of {length unit}",
        "a rectangular {shape} extends {length unit} one way and {width unit} the other",
        "the width of a rectangular {shape} is {width unit}, the length {length unit}",
    ),
}


def _area(rng: random.Random) -> Drawn:
    shape, unit, length, width = _sides(rng)
    lines = [
        f"The {shape} is {unit(length)} long and {unit(width)} wide.",
        f"Area is length times width: {multiplied(length, width)}.",
    ]
    slots = {"shape": shape, "unit": unit, "who": someone(rng), "units": unit.many}
    return Drawn(lines, squared(unit, length * width), {"length": length, "width": width}, slots)


AREA = Family(
    "area",
    _area,
    facts=_AREA_FACTS,
    direct=(
        "what is its area",
        "how large is its area",
        "what is the area of the {shape}",
        "what area does it have",
        "how much area does the {shape} have",
        "~how many square {units} does it cover",
        "how big an area does it take up",
        "what does its area come to",
        "how much surface does the {shape} have",
        "what number of square {units} lies within its edges",
        "what do its length and its width give for the area",
        "how many square {units} does the area of the {shape} amount to",
        "how much flat space is inside its edges",
        "what is the size of the {shape} in square {units}",
    ),
    indirect=(
        "what its area is",
        "how large the area is",
        "what area it has",
        "how big the area of the {shape} is",
        "~how many square {units} it covers",
        "how big an area it takes up",
        "what its area comes to",
        "how much surface the {shape} has",
        "what number of square {units} lies within its edges",
        "what its length and its width give for the area",
        "how many square {units} the area of the {shape} amounts to",
        "what the size of the {shape} is in square {units}",
    ),
    noun=(
        "its area",
        "the area",
        "the area of the {shape}",
        "the size of its area",
        "the area of the whole {shape}",
        "the area that it takes up",
        "the area inside its four sides",
        "the surface of the {shape}",
        "the size of the {shape} in square {units}",
        "the number of square {units} within its edges",
        "the area that its length and its width give",
        "the space between its four edges",
    ),
    labels=_RECTANGLE_LABELS,
    whole=(
        "What is the area of a {shape} of {length unit} by {width unit}?",
        "Find the area of a {shape} with the sides {length unit} and {width unit}.",
        "How many square {units} are {length unit} by {width unit}?",
        "{shape}, {length unit} long, {width unit} wide. Area?",
        "I have a rectangular {shape}. Its sides are {length unit} and {width unit}. How big is its area?",
        "If a rectangular {shape} is {length unit} long and {width unit} wide, what area does it have?",
        "A rectangular {shape} has a width of {width unit} and a length of {length unit}. Work out its area.",
        "Given a {shape} that measures {length unit} by {width unit}, what is its area?",
        "{who} <measure> a rectangular {shape}: {length unit} one way, {width unit} the other. What area is that?",
        "~{length unit} times {width unit}: how large is the {shape} in square {units}?",
        "Area of a rectangular {shape}, {length unit} by {width unit}?",
        "The two sides of my rectangular {shape} measure {width unit} and {length unit}. Can you tell me its area?",
        "Suppose a rectangular {shape} has a length of {length unit} and is {width unit} wide. How big an "
        "area does it take up?",
        "Exercise: a rectangular {shape} has sides of {length unit} and {width unit}. Determine its area.",
        "{speaker}: How big is the {shape}?\n{listener}: It is a rectangle, {length unit} long and {width "
        "unit} wide.\nWhat is the area?",
        "What area lies inside the edges of a rectangular {shape} if the long edges are {length unit} and "
        "the short ones {width unit}?",
        "{who} <need> the area of a rectangular {shape} whose width is {width unit} and whose length is "
        "{length unit}. What is it?",
        "Width {width unit}, length {length unit}, form: rectangle. Find the area of this {shape}.",
        "Please calculate the area for me. The {shape} is rectangular, its length is {length unit}, its "
        "width is {width unit}.",
        "A rectangular {shape} is to be painted all over. It is {length unit} long and {width unit} wide. "
        "How many square {units} have to be painted?",
        "{width unit} separate the two long edges of a rectangular {shape}, and each of these edges is "
        "{length unit} long. How large is its area?",
        "Telegram: {shape}, rectangle. Long side {length unit}. Short side {width unit}. Send area.",
        "To how many square {units} does the area of a rectangular {shape} amount, when it is {width "
        "unit} in width and {length unit} in length?",
        "Multiply what has to be multiplied: {width unit} is the width and {length unit} the length of a "
        "rectangular {shape}, and the area is wanted.",
        "Somebody asks how much surface a {shape} has. It is a rectangle with a long side of {length "
        "unit} and a short side of {width unit}. What do you answer?",
        "In square {units}, what is the size of a rectangular {shape} that extends {length unit} in one "
        "direction and {width unit} in the other?",
        "{listener}: I need to know the area of your {shape}.\n{speaker}: Its width is {width "
        "unit}.\n{listener}: And the length?\n{speaker}: The length is {length unit}, and it is a "
        "rectangle.\nHow large is the area?",
        "A paper of exactly the same size shall cover a rectangular {shape} of {width unit} by {length "
        "unit}. How many square {units} of paper is that?",
        "Let a {shape} be a rectangle, let its sides be {width unit} and {length unit}, and state its area.",
        "On a plan, a rectangular {shape} is marked with {length unit} along the long edge and with "
        "{width unit} along the short edge. Its area is not marked. Work it out.",
        "Between edges of {length unit} and {width unit} lies a rectangular {shape}. How much area is enclosed?",
        "Dear {speaker}, the rectangular {shape} turned out to be {width unit} wide, and its length is "
        "{length unit}. Can you work out how large its area is? Yours, {listener}",
    ),
    ordered=True,
    past=False,
    asides=(),
)


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


PERIMETER = Family(
    "perimeter",
    _perimeter,
    facts=_RECTANGLE,
    direct=(
        "what is its perimeter",
        "how long is the way once around it",
        "how many {units} of {fence} does it need all around",
        "what is the perimeter of the {shape}",
        "what do its four sides add up to",
        "how long is the edge of the {shape}",
        "what is the sum of all its sides",
        "~how far is it around the {shape}",
        "how long is its outline",
        "what total length do its four sides have",
    ),
    indirect=(
        "what its perimeter is",
        "how long the way once around it is",
        "what its four sides add up to",
        "how long the edge of the {shape} is",
        "~how far it is around the {shape}",
        "how long its outline is",
        "what total length its four sides have",
    ),
    noun=(
        "its perimeter",
        "the perimeter",
        "the length of a {fence} all around it",
        "the sum of its four sides",
        "the length of the whole edge",
        "the length of its outline",
        "the total length of its sides",
    ),
    labels=_RECTANGLE_LABELS,
    whole=(
        "What is the perimeter of a {shape} of {length unit} by {width unit}?",
        "How many {units} is it once around a rectangular {shape} with the sides {length unit} and {width unit}?",
        "{who} <walk> once around a {shape} of {length unit} by {width unit}. How far is that?",
        "{shape}, {length unit} long and {width unit} wide: perimeter?",
        "I need {fence} for all four sides of a rectangular {shape}. "
        "It is {length unit} long and {width unit} wide. How many {units} do I need?",
        "Work out the perimeter of a rectangular {shape} that is {width unit} wide and {length unit} long.",
        "Two sides of a rectangular {shape} are {length unit} long, the other two {width unit}. "
        "What do all four add up to?",
        "If {who} <follow> the edge of a rectangular {shape}, {length unit} by {width unit}, until {who} "
        "<be> back at the start, how many {units} <do> {who} go?",
        "Given a {shape} whose sides are {length unit} and {width unit}, what is the length of its whole edge?",
        "~{length unit} by {width unit}: how long is a {fence} around it?",
        "Perimeter of a rectangular {shape} with length {length unit} and width {width unit}?",
        "Suppose an ant crawls along all four edges of a rectangular {shape} and returns to where it began. "
        "The {shape} is {length unit} long and {width unit} wide. How long is the ant's path?",
        "Exercise: a rectangular {shape} has sides of {width unit} and {length unit}. Determine its perimeter.",
        "{speaker}: My rectangular {shape} is {length unit} by {width unit}.\n{listener}: And its "
        "perimeter?\nWhat does {speaker} answer?",
        "How much {fence} does it take to go along every side of a rectangular {shape} if its width is "
        "{width unit} and its length is {length unit}?",
        "Add up all the sides of a rectangular {shape} that measures {length unit} by {width unit}. What do you get?",
        "{who} <want> a ribbon along the whole edge of a rectangular {shape}. One side is {length unit}, the "
        "one next to it {width unit}. How long must the ribbon be?",
        "The outline of a rectangular {shape} is to be drawn in chalk. Length {length unit}, width {width "
        "unit}. How long is the line?",
        "Long sides {length unit} each, short sides {width unit} each: what is the perimeter of the "
        "rectangular {shape}?",
    ),
    ordered=True,
    past=False,
    asides=(),
)


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


OTHER_SIDE = Family(
    "the other side",
    _other_side,
    facts={
        "whole": (
            "a rectangular {shape} has {m}",
            "the {name} of a rectangular {shape} is {v}",
            "there is a rectangular {shape} with {m}",
            "a {shape} in the form of a rectangle has {m}",
            "{who} <have> a rectangular {shape} with {m}",
            "~{v} is the {name} of a rectangular {shape}",
            "a {shape} is a rectangle with {m}",
            "somebody measured a rectangular {shape} and found {m}",
        ),
        "side": (
            "+one side is {side unit} long",
            "+one of its sides is {side unit}",
            "+it is {side unit} long",
            "+its length is {side unit}",
            "+the longer side is {side unit}",
            "~+along one side it measures {side unit}",
            "+the known side measures {side unit}",
            "+{side unit} is the length of one side",
        ),
        "whole side": (
            "a rectangular {shape} with {m} is {side unit} long",
            "a rectangular {shape} has {m} and one side of {side unit}",
            "the {name} of a rectangular {shape} is {v}, and its length is {side unit}",
            "one side of a rectangular {shape} with {m} is {side unit} long",
            "a rectangular {shape} is {side unit} long and has {m}",
            "{m} and a side of {side unit} belong to a rectangular {shape}",
        ),
    },
    direct=(
        "how long is the other side",
        "how wide is it",
        "what is the length of the other side",
        "what is its width",
        "how long must the other side be",
        "what length is left for the other side",
        "~how many {unit+} has the other side",
        "what does the other side measure",
        "how long is the unknown side",
    ),
    indirect=(
        "how long the other side is",
        "how wide it is",
        "what the length of the other side is",
        "how long the other side must be",
        "~how many {unit+} the other side has",
        "what the other side measures",
        "how long the unknown side is",
    ),
    noun=(
        "the other side",
        "the length of the other side",
        "its width",
        "the length of the side that is not known",
        "the unknown side",
        "the measure of the second side",
    ),
    labels=("{name}: {v}; one side: {side unit}",),
    whole=(
        "How wide is a {shape} that has {m} and is {side unit} long?",
        "A rectangular {shape} has {m}. One of its sides is {side unit}. Work out the other side.",
        "I know two things about a rectangular {shape}: it has {m}, and it is {side unit} long. How wide is it?",
        "The length of a rectangular {shape} is {side unit}. Its {name} is {v}. Find its width.",
        "What is the width of a rectangular {shape} if its {name} is {v} and its length {side unit}?",
        "Given a rectangular {shape} with {m} and a side of {side unit}, what is the length of the other side?",
        "Rectangular {shape}, {side unit} long, with {m}: how wide?",
        "~{name} {v}, one side {side unit}. And the other side?",
        "{shape}: rectangle with {m}, length {side unit}. Width?",
        "Suppose one side of a rectangular {shape} is {side unit} and its {name} is {v}. What does the other "
        "side measure?",
        "Exercise: the {name} of a rectangular {shape} is {v}, its length {side unit}. Determine the width.",
        "{speaker}: The rectangular {shape} has {m}.\n{listener}: And how long is it?\n{speaker}: It is {side "
        "unit} long.\nHow wide is it?",
        "One side of our rectangular {shape} cannot be reached with the tape. The other is {side unit}, and "
        "the {shape} has {m}. How long is the side that cannot be reached?",
        "A rectangular {shape} is to have {m}. If one side is made {side unit} long, how long must the other be made?",
        "Which width goes with a length of {side unit} if a rectangular {shape} has {m}?",
        "{who} <know> the length of a rectangular {shape}, {side unit}, and its {name}, {v}, but not its "
        "width. What is the width?",
    ),
    ordered=True,
    past=False,
    asides=(),
)

FAMILIES = (AREA, PERIMETER, OTHER_SIDE)
