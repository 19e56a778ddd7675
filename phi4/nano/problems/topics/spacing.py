"""One more, or one less: posts and gaps, cuts and pieces, floors and flights of stairs, pages, places in a row."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import listed, noun, nouns, ordinal, ordinal_in_words, someone, two_people

FORMS = Forms(__file__)

METER = noun("meter")
_UNITS = (METER, METER, noun("foot"), noun("yard"))
_LINES = (
    (noun("post"), "fence"), (noun("tree"), "road"), (noun("lamp"), "street"), (noun("flag"), "path"),
    (noun("bench"), "walk"), (noun("tree"), "avenue"), (noun("pole"), "track"), (noun("bush"), "wall"),
    (noun("stone"), "garden path"), (noun("pillar"), "hall"),
)  # fmt: skip


def _posts(rng: random.Random) -> Drawn:
    gap, gaps = rng.randint(2, 15), rng.randint(2, 30)
    post, line = rng.choice(_LINES)
    unit = rng.choice(_UNITS)
    length = gap * gaps
    lines = [
        f"The {line} is {unit(length)} long, with a {post.one} every {unit(gap)}.",
        f"Gaps: {divided(length, gap)}.",
        f"Exception: there is a {post.one} at both ends, so one more than gaps: {gaps} + 1 = {gaps + 1}.",
    ]
    slots = {"post": post, "line": line, "unit": unit, "who": someone(rng)}
    return Drawn(lines, post(gaps + 1), {"length": length, "gap": gap}, slots)


POSTS = Family("posts and gaps", _posts, FORMS)


def _around(rng: random.Random) -> Drawn:
    gap, gaps = rng.randint(2, 15), rng.randint(4, 30)
    post = rng.choice(nouns("tree, post, lamp, flag, bench, candle, chair, tent"))
    ring = rng.choice(FORMS["around a ring"]["rings"])
    unit = rng.choice(_UNITS)
    length = gap * gaps
    lines = [
        f"The {ring} is {unit(length)} around, with a {post.one} every {unit(gap)}.",
        f"Gaps: {divided(length, gap)}.",
        f"Exception: a ring has no ends, so there are as many {post.many} as gaps.",
    ]
    slots = {"post": post, "ring": ring, "unit": unit, "who": someone(rng)}
    return Drawn(lines, post(gaps), {"length": length, "gap": gap}, slots)


AROUND = Family("around a ring", _around, FORMS, ordered=True)

_LONG = nouns("log, board, rope, ribbon, pipe, stick, beam, rod, plank, wire, loaf, cable")


def _cuts(rng: random.Random) -> Drawn:
    log, minute = rng.choice(_LONG), rng.choice((noun("minute"), noun("minute"), noun("second")))
    pieces, each = rng.randint(2, 15), rng.randint(1, 9)
    who, cuts = someone(rng), pieces - 1
    word = "saw" if log.one in ("log", "board", "beam", "plank") else "cut"
    lines = [
        f"The {log.one} becomes {pieces} pieces, and one cut takes {minute(each)}.",
        f"Exception: the last cut makes two pieces, so there is one cut fewer than pieces: {pieces} - 1 = {cuts}.",
        f"{minute.after(multiplied(each, cuts))}.",
    ]
    slots = {"who": who, "log": log, "minute": minute, "saw": lambda voice: voice.say(f"<{word}>"), "to": word}
    return Drawn(lines, minute(each * cuts), {"pieces": pieces, "each": each}, slots)


CUTS = Family("cuts and pieces", _cuts, FORMS)


def _floors(rng: random.Random) -> Drawn:
    first, each = rng.randint(2, 8), rng.randint(2, 30)
    later = rng.randint(3, 20)
    while later == first:
        later = rng.randint(3, 20)
    unit = rng.choice((noun("second"), noun("second"), noun("step"), noun("stair")))
    time = unit.one == "second"
    flights = first - 1
    goes = "It takes" if time else "There are"
    lines = [
        f"{goes} {unit(each * flights)} from floor 1 to floor {first}.",
        f"Exception: from floor 1 to floor {first} there are only {first} - 1 = {flights} flights.",
        f"One flight: {divided(each * flights, flights)}.",
        f"From floor 1 to floor {later}: {later} - 1 = {later - 1} flights, "
        f"and {multiplied(each, later - 1)} {unit.many}.",
    ]
    who = someone(rng)
    slots = {"who": who, "unit": unit, "nth": ordinal_in_words(first), "kth": ordinal_in_words(later)}
    if time:
        slots |= {"takes": lambda v: v.say("it <takes|took> {who.o} {known unit}"), "need": "seconds does it take"}
    else:
        slots |= {"takes": lambda v: v.say("{who} <climb> {known unit}"), "need": f"{unit.many} are there"}
    return Drawn(lines, unit(each * (later - 1)), {"first": first, "known": each * flights, "later": later}, slots)


FLOORS = Family("floors", _floors, FORMS)


def _elevator(rng: random.Random) -> Drawn:
    floors = [rng.randint(1, 15)]
    moves: list[int] = []
    count = rng.choice((2, 3, 3, 4))
    for place in range(count):
        up = rng.random() < 0.5 if place else True
        low, high = (1, 9) if up else (1, floors[-1])
        if not up and floors[-1] < 2:
            up = True
            low, high = 1, 9
        if not up:
            high = min(9, floors[-1] - 1)
            if high < 1:
                up, high = True, 9
        step = rng.randint(low, high)
        moves.append(step if up else -step)
        floors.append(floors[-1] + moves[-1])
    words = [f"up {abs(move)}" if move > 0 else f"down {abs(move)}" for move in moves]
    lines = [f"Start: floor {floors[0]}. Moves: {', '.join(words)}."]
    lines += [
        f"{'Up' if move > 0 else 'Down'}: {(added if move > 0 else subtracted)(at, abs(move))}."
        for at, move in zip(floors, moves, strict=False)
    ]
    told = [f"{abs(move)} {'floors' if abs(move) > 1 else 'floor'} {'up' if move > 0 else 'down'}" for move in moves]
    slots = {
        "who": someone(rng), "moves": listed(told),
        "then": f"{', then '.join(told)}",
    }  # fmt: skip
    return Drawn(lines, f"floor {floors[-1]}", {"start": floors[0], "steps": tuple(moves)}, slots)


ELEVATOR = Family("elevator", _elevator, FORMS, ordered=True, timed=True, numeric=False)


def _pages(rng: random.Random) -> Drawn:
    kind = rng.choice((("page", "read"), ("exercise", "solve"), ("seat", "reserve"), ("ticket", "sell"),
                       ("chapter", "read"), ("box", "check"), ("picture", "paint"), ("door", "paint"),
                       ("house", "visit")))  # fmt: skip
    first = rng.randint(2, 90)
    last = first + rng.randint(2, 40)
    thing, who = noun(kind[0]), someone(rng)
    lines = [
        f"The first is number {first}, the last is number {last}, and both count.",
        f"{subtracted(last, first)}.",
        f"Exception: both ends count, so it is one more: {last - first} + 1 = {last - first + 1}.",
    ]
    slots = {"who": who, "thing": thing, "does": lambda voice: voice.say(f"<{kind[1]}>"), "do": kind[1]}
    return Drawn(lines, thing(last - first + 1), {"first": first, "last": last}, slots)


PAGES = Family("from first to last", _pages, FORMS)


def _in_row(rng: random.Random) -> Drawn:
    left, right = rng.randint(2, 20), rng.randint(2, 20)
    who, _ = two_people(rng)
    kind, sides = rng.choice((
        ("row", ("the left", "the right")), ("line", ("the front", "the back")), ("queue", ("the front", "the end")),
        ("row of chairs", ("the left", "the right")), ("class list", ("the top", "the bottom")),
        ("race", ("the first", "the last")), ("column", ("the top", "the bottom")),
    ))  # fmt: skip
    person = rng.choice((noun("person"), noun("child"), noun("student")))
    lines = [
        f"{who} is number {left} from {sides[0]} and number {right} from {sides[1]}.",
        f"{added(left, right)}.",
        f"Exception: {who} is counted twice, so take one away: {left + right} - 1 = {left + right - 1}.",
    ]
    words = rng.random() < 0.3
    say = ordinal_in_words if words else ordinal
    slots = {
        "who": who, "row": kind, "one": sides[0], "other": sides[1], "a": say(left), "b": say(right), "person": person,
    }  # fmt: skip
    return Drawn(lines, person(left + right - 1), {"left": left, "right": right}, slots)


IN_ROW = Family("place in a row", _in_row, FORMS)

FAMILIES = (POSTS, AROUND, CUTS, FLOORS, ELEVATOR, PAGES, IN_ROW)
