"""Squares, tiles, boxes and triangles."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided, multiple, multiplied, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.topics.geometry import UNITS, squared
from phi4.nano.problems.words import noun, someone


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


SQUARE = Family(
    "square",
    _square,
    facts={
        "known": (
            "a {thing} has a {known} of {v}",
            "the {known} of a {thing} is {v}",
            "there is a {thing} whose {known} is {v}",
            "you see a {thing} with a {known} of {v}",
            "for a {thing}, the {known} is {v}",
            "~{v} is the {known} of a {thing}",
            "someone measures the {known} of a {thing} and gets {v}",
            "a {thing} has {v} as its {known}",
        ),
    },
    direct=(
        "what is its {asked}",
        "how large is its {asked}",
        "what {asked} does it have",
        "what is the size of its {asked}",
        "what is the {asked} of this {thing}",
        "~what does one find for its {asked}",
        "what does its {asked} come to",
        "how big is the {asked} of this {thing}",
    ),
    indirect=(
        "what its {asked} is",
        "how large its {asked} is",
        "what {asked} it has",
        "what the {asked} of this {thing} is",
        "~what one finds for its {asked}",
        "what its {asked} comes to",
        "how big the {asked} of this {thing} is",
    ),
    noun=(
        "its {asked}",
        "the {asked}",
        "the size of its {asked}",
        "the {asked} of this {thing}",
        "the {asked} that it has",
        "the {asked} that belongs to it",
    ),
    labels=("{thing}: {known} {v}",),
    whole=(
        "What is the {asked} of a {thing} with a {known} of {v}?",
        "Find the {asked} of a {thing} whose {known} is {v}.",
        "If the {known} of a {thing} is {v}, what is its {asked}?",
        "Given a {thing} with a {known} of {v}, work out its {asked}.",
        "I know only the {known} of a {thing}, {v}. What {asked} does it have?",
        "How large is the {asked} of a {thing} if its {known} measures {v}?",
        "The {asked} of a {thing} is wanted, and its {known} is known to be {v}. Work it out.",
        "One {thing}; {known} = {v}; {asked} = ?",
        "~{known} of a {thing}: {v}. Its {asked}?",
        "Known: {known}, {v}. Needed: {asked}. The shape is a {thing}.",
        "Suppose you know that a {thing} has {v} as its {known}. How large is the {asked}?",
        "Exercise: the {known} of a {thing} equals {v}. Determine the {asked}.",
        "{speaker}: This {thing} has a {known} of {v}.\n{listener}: Then what is its {asked}?\nGive the right answer.",
        "Someone tells me that the {known} of a {thing} is {v}, but I need the {asked}. What is it?",
        "With a {known} of {v}, what {asked} must a {thing} have?",
        "Tell me how large the {asked} of a {thing} is when its {known} comes to {v}.",
        "All four sides of a {thing} are equally long, and its {known} is {v}. Compute its {asked}.",
        "Can you find the {asked} of a {thing} from its {known}? The {known} is {v}.",
    ),
    past=False,
    asides=(),
    skip=SKIP - {"wonder", "wonder, known", "in need"},
)


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


TILES = Family(
    "tiles",
    _tiles,
    facts={
        "place": (
            "a {place} is {length unit} long and {width unit} wide",
            "a {place} measures {length unit} by {width unit}",
            "there is a {place} of {length unit} by {width unit}",
            "{who} <want> to tile a {place} of {length unit} by {width unit}",
            "a {place} has a length of {length unit} and a width of {width unit}",
            "the length of a {place} is {length unit}, its width {width unit}",
            "~the sides of a {place} are {length unit} and {width unit}",
            "{length unit} by {width unit} is the size of a {place}",
            "someone wants to cover a {place} that is {length unit} long and {width unit} wide",
        ),
        "tile": (
            "there are square tiles with sides of {tile unit}",
            "each tile is a square of {tile unit} by {tile unit}",
            "one side of a square tile is {tile unit}",
            "the tiles are squares with a side of {tile unit}",
            "square tiles of {tile unit} by {tile unit} are used",
            "each side of a square tile measures {tile unit}",
            "~every tile has four sides of {tile unit} each",
            "the side of each square tile is {tile unit} long",
            "only square tiles that are {tile unit} wide are at hand",
        ),
    },
    direct=(
        "how many tiles are needed",
        "how many tiles cover it",
        "how many tiles does it take to cover the {place}",
        "how many tiles must be laid to cover the {place}",
        "with how many tiles is the {place} covered",
        "how many tiles does the {place} take",
        "~what number of tiles fits on it",
        "what is the number of tiles for the {place}",
        "how many tiles does one use for the whole {place}",
    ),
    indirect=(
        "how many tiles are needed",
        "how many tiles cover the {place}",
        "how many tiles must be laid to cover the {place}",
        "with how many tiles the {place} is covered",
        "~what number of tiles fits on the {place}",
        "what the number of tiles for the {place} is",
        "how many tiles one uses for the whole {place}",
    ),
    noun=(
        "the number of tiles needed",
        "the number of tiles",
        "the number of tiles that cover the {place}",
        "the count of tiles for the {place}",
        "the number of tiles for the whole {place}",
        "the number of tiles that one uses",
    ),
    labels=("{place}: {length unit} by {width unit}; tile: {tile unit} by {tile unit}",),
    whole=(
        "How many square tiles with a side of {tile unit} cover a {place} of {length unit} by {width unit}?",
        "A {place} is {length unit} long and {width unit} wide. Work out how many square tiles of {tile unit} by {tile unit} cover it.",
        "If a square tile has a side of {tile unit}, how many of them cover a {place} that measures {length unit} by {width unit}?",
        "{who} <cover> a {place} of {length unit} by {width unit} with square tiles. Each tile is {tile unit} by {tile unit}. How many tiles does that take?",
        "I have a {place} to tile: length {length unit}, width {width unit}. My tiles are squares with a side of {tile unit}. How many do I need?",
        "Given square tiles with sides of {tile unit}, find the number that covers a {place} of {length unit} by {width unit}.",
        "Length of the {place}: {length unit}. Width: {width unit}. Side of a square tile: {tile unit}. Number of tiles to cover it?",
        "~Tiles of {tile unit} by {tile unit}, a {place} of {length unit} by {width unit}: how many are needed?",
        "Tiling job. ^{place}: {length unit} long, {width unit} wide. Square tiles: {tile unit} wide. Tiles needed?",
        "Suppose the tiles are squares with sides of {tile unit} and the {place} is a rectangle of {length "
        "unit} by {width unit}. With how many tiles will it be covered completely?",
        "Exercise: square tiles, each {tile unit} wide, are put on a rectangular {place} that is {length "
        "unit} long and {width unit} wide. Determine how many tiles cover it.",
        "{speaker}: The {place} is {length unit} by {width unit}.\n{listener}: And the tiles?\n{speaker}: They "
        "are squares with a side of {tile unit}.\nHow many tiles do they need to cover it?",
        "How many tiles should I order? They are square, {tile unit} on each side, and must cover my whole "
        "{place}, which is {width unit} by {length unit}.",
        "A worker covers a {place} completely. It is {length unit} long and {width unit} wide, and every "
        "tile measures {tile unit} by {tile unit}. How many tiles does the worker lay?",
        "Each square tile is {tile unit} wide. Count the tiles that it takes to cover a {place} with a width "
        "of {width unit} and a length of {length unit}.",
        "What number of square tiles, {tile unit} long on each side, is used up for a {place} that is "
        "{length unit} by {width unit}?",
    ),
    past=False,
    asides=(),
)


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
            "v": f"of {sides[0]} by {sides[1]} by {unit(sides[2])}", "is": f"is {unit(sides[0])} long, {sides[1]} wide and {sides[2]} high",
            "has": f"has a length of {unit(sides[0])}, a width of {unit(sides[1])} and a height of {unit(sides[2])}",
        }  # fmt: skip
    lines.append(f"Volume: {multiple(sides)}.")
    answer = f"{volume} cubic {unit.many}"
    slots |= {"thing": thing, "units": unit.many}
    return Drawn(lines, answer, {"sides": tuple(sides)}, slots)


VOLUME = Family(
    "volume",
    _volume,
    facts={
        "sides": (
            "a {thing} {is}",
            "a {thing} {has}",
            "there is a {thing} {v}",
            "we look at a {thing} {v}",
            "we have a {thing} that {is}",
            "you see a {thing} that {has}",
            "~before us is a {thing} {v}",
            "a picture shows a {thing} {v}",
            "somebody measures a {thing} and finds that it {has}",
            "the {thing} in question {is}",
            "a guide tells us about a {thing} that {is}",
            "someone builds a {thing} {v}",
            "according to a drawing, a {thing} {has}",
            "it is a {thing} {v} that we are dealing with",
        ),
    },
    direct=(
        "what is its volume",
        "how large is its volume",
        "how many cubic {units} does it have",
        "what volume does it have",
        "how many cubic {units} is its volume",
        "how large is the volume of this {thing}",
        "~how much space is in it, in cubic {units}",
        "what does its volume come to",
        "what is the volume of this {thing}",
        "+how big is this {thing} in cubic {units}",
        "what is the size of this {thing} in cubic {units}",
        "how many cubic {units} does one calculate for it",
        "to how many cubic {units} does its volume amount",
        "what number of cubic {units} fills it",
        "how many cubic {units} are inside this {thing}",
        "what do its sides give for the volume",
    ),
    indirect=(
        "what its volume is",
        "how large its volume is",
        "how many cubic {units} it has",
        "what volume this {thing} has",
        "~how much space is in it, in cubic {units}",
        "what its volume comes to",
        "what the volume of this {thing} is",
        "how many cubic {units} one calculates for it",
        "to how many cubic {units} its volume amounts",
        "how many cubic {units} are inside this {thing}",
        "what number of cubic {units} fills it",
        "what its sides give for the volume",
    ),
    noun=(
        "its volume",
        "the volume",
        "the volume of this {thing}",
        "its volume in cubic {units}",
        "the volume of the whole {thing}",
        "the volume that it has",
        "the number of cubic {units} inside it",
        "the size of the {thing} in cubic {units}",
        "the volume that its sides give",
        "the number of cubic {units} that it contains",
        "the full volume in cubic {units}",
    ),
    labels=("{thing} {v}",),
    whole=(
        "What is the volume of a {thing} {v}?",
        "How many cubic {units} has a {thing} {v}?",
        "If a {thing} {is}, what is its volume?",
        "Given a {thing} that {has}, work out its volume.",
        "I have a {thing} {v}. What volume does my {thing} have?",
        "The volume of a {thing} is wanted. The {thing} {is}. Calculate it in cubic {units}.",
        "How large is the volume of a {thing} that {is}?",
        "One {thing} {has}; volume in cubic {units}?",
        "~A {thing} {v}: find the volume.",
        "Volume of a {thing} {v}?",
        "Suppose a {thing} {is}. What does its volume come to?",
        "Exercise: a {thing} {has}. Determine its volume.",
        "{speaker}: How big is the {thing}?\n{listener}: It {is}.\nWhat is its volume?",
        "Tell me how many cubic {units} a {thing} {v} has.",
        "My {thing} {has}. Can you work out the volume for me?",
        "In cubic {units}, what is the volume of a {thing} that {is}?",
        "A worker measures a {thing}. It {has}. What volume does the worker calculate?",
        "Compute the volume. The {thing} {is}.",
        "A {thing} {has}. To how many cubic {units} does that amount?",
        "Every side of a {thing} has been measured: it {is}. From this, calculate the volume.",
        "How many cubic {units} are inside a {thing}, if it {has}?",
        "Telegram: {thing} {v}. Send volume in cubic {units}.",
        "A sign next to a {thing} should state its volume. The {thing} {is}. What should be written on the sign?",
        "The number of cubic {units} in a {thing} {v} is asked for. What is that number?",
        "What space, in cubic {units}, does a {thing} take up that {is}?",
        "Multiply what has to be multiplied: a {thing} {has}, and we want its volume.",
        "{speaker}: I know the sides of this {thing}, but what is its volume?\n{listener}: Tell me the "
        "sides.\n{speaker}: It {has}.\nWhat should {listener} answer?",
        "From its sides alone, find how many cubic {units} belong to a {thing} {v}.",
        "Dear {speaker}, the {thing} you asked about {has}. You can work out its volume yourself. What is "
        "it? Yours, {listener}",
        "A visitor looks at a {thing} and is told that it {is}. How many cubic {units} does the visitor calculate for it?",
        "Let a {thing} be given that {has}. State its volume in cubic {units}.",
    ),
    past=False,
    asides=(),
    skip=SKIP - {"wonder", "wonder, known", "in need"},
)


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
        f"The {shape} has angles of {' and '.join(map(str, angles)) if not quad else ', '.join(map(str, angles))} degrees.",
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


ANGLES = Family(
    "angles",
    _angles,
    facts={
        "known": (
            "{n} angles of a {shape} are {row}",
            "a {shape} has angles of {row}",
            "in a {shape}[,|] {n} of the angles measure {row}",
            "there is a {shape} with angles of {row}",
            "you measure {n} angles of a {shape} and get {row}",
            "at {n} corners of a {shape} there are angles of {row}",
            "~{row} are {n} of the angles in a {shape}",
            "someone draws a {shape} with {n} angles of {row}",
            "the first {n} angles of a {shape} measure {row}",
            "of all the angles in a {shape}, {n} are known to be {row}",
            "a plan gives {row} for {n} angles of a {shape}",
            "a {shape} is drawn so that {n} of its angles have {row}",
            "{n} corners of a {shape} open by {row}",
        ),
    },
    direct=(
        "how large is the {last} angle",
        "what is the {last} angle",
        "what does the {last} angle measure",
        "how big is the {last} angle",
        "what size does the {last} angle have",
        "what must the {last} angle be",
        "~how many degrees are left for the {last} angle",
        "how wide is the {last} angle",
        "what value does the {last} angle have",
        "by how many degrees does the {last} corner open",
        "what is the measure of the {last} angle",
        "what has to be written at the {last} corner",
        "how many degrees does the {last} angle contribute",
    ),
    indirect=(
        "how large the {last} angle is",
        "what the {last} angle measures",
        "how big the {last} angle is",
        "what the size of the {last} angle is",
        "~how many degrees are left for the {last} angle",
        "how wide the {last} angle is",
        "what value the {last} angle has",
        "by how many degrees the {last} corner opens",
        "what the measure of the {last} angle is",
        "what has to be written at the {last} corner",
        "what the {last} angle must be",
    ),
    noun=(
        "the {last} angle",
        "the size of the {last} angle",
        "the measure of the {last} angle",
        "the number of degrees in the {last} angle",
        "the value of the {last} angle",
        "the angle that is not given",
        "the angle at the {last} corner",
        "the angle that is still unknown",
        "the degrees of the {last} angle",
        "the opening of the {last} corner",
        "the missing angle",
    ),
    labels=("{shape}: angles {row}",),
    whole=(
        "What is the {last} angle of a {shape} with {n} angles of {row}?",
        "If {n} angles of a {shape} measure {row}, how large is the {last} one?",
        "A {shape} has angles of {row}. Work out the {last} angle.",
        "Given a {shape} in which {n} angles are {row}, find the {last} one.",
        "I measure {n} angles of a {shape} and get {row}. Without measuring, what is the {last} one?",
        "Known: {n} angles of a {shape}, {row}. Wanted: the {last} angle.",
        "How big must the {last} angle of a {shape} be when the other {n} are {row}?",
        "~{shape}: {row}, and one more angle. How large is that one?",
        "In a {shape}, {n} angles of {row} are marked. How large is the angle that is not marked?",
        "Suppose a {shape} has {n} angles that measure {row}. What does the {last} one measure?",
        "Exercise: determine the {last} angle of a {shape} if the others are {row}.",
        "{speaker}: The angles of my {shape} are {row}.\n{listener}: You forgot the {last} one!\nHow big is it?",
        "{last} angle of a {shape}, the others {row}: what size?",
        "A worksheet shows a {shape}. ^{n} of its angles are labeled {row}. What label belongs to the {last} one?",
        "How many degrees does the {last} angle have in a {shape} whose other angles are {row}?",
        "Tell me the {last} angle. The shape is a {shape}, and the angles I know are {row}.",
        "{who} <cut> a {shape} out of paper, and {n} of its angles are {row}. How large is the {last} one?",
        "One angle of a {shape} is unknown; the rest are {row}. How large is the unknown one?",
        "With {n} angles of {row}, what is left for the {last} angle of a {shape}?",
        "To close a {shape} that has {n} angles of {row}, what must its {last} angle measure?",
        "The label at one corner of a {shape} is smudged. At the other corners one can read {row}. What "
        "does the smudged label say?",
        "Telegram: {shape}. Angles known: {row}. Send the {last}.",
        "{row} have already been used up by {n} angles of a {shape}. How much does that leave for the {last}?",
        "A carpenter builds a frame in the shape of a {shape}. She has cut {n} corners with angles of "
        "{row}. At what angle does the {last} corner close?",
        "Complete the set of angles of a {shape}: {row}, and what else?",
        "By how many degrees does the {last} corner of a {shape} open, when {row} are the angles at the "
        "rest of its corners?",
        "{listener}: Do you know all angles of your {shape}?\n{speaker}: All but the {last}. The others "
        "are {row}.\nFind the angle that {speaker} does not know.",
        "A piece of land is a {shape}. On the map, {n} of its corners are marked with {row}, and the mark "
        "of the {last} corner is lost. What was it?",
        "Let {row} be the angles at {n} corners of a {shape}. State the angle at the {last} corner.",
        "Everything but the {last} angle of a {shape} has been measured, and the results are {row}. What "
        "is the result for the {last} going to be?",
    ),
    past=False,
    asides=(),
    skip=SKIP - {"wonder", "wonder, known", "in need", "question if"},
)

FAMILIES = (SQUARE, TILES, VOLUME, ANGLES)
