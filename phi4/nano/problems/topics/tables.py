"""Several numbers at once: averages, the number in the middle, and tables that are read."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, inserted, multiplied, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import DAYS, THINGS, Noun, named, noun, people, someone

FORMS = Forms(__file__)

_MEASURED = (
    ("points in a game", noun("point"), 2,
     40), ("goals in a match", noun("goal"), 0, 9), ("pages a day", noun("page"), 5, 60),
    ("degrees at noon", noun("degree"), 5,
     35), ("kilometers a day", noun("kilometer"), 2, 40), ("points in a test", noun("point"), 40, 100),
    ("visitors a day", noun("visitor"), 20,
     99), ("eggs a week", noun("egg"), 3, 30), ("cups of tea a week", noun("cup"), 2, 30),
    ("minutes on the way", noun("minute"), 10,
     60), ("kilograms", noun("kilogram"), 10, 90), ("calls an hour", noun("call"), 3, 30),
)  # fmt: skip


def _listed(values: list[int], last: str = "and") -> str:
    return f"{', '.join(map(str, values[:-1]))} {last} {values[-1]}"


def _average(rng: random.Random) -> Drawn:
    what, unit, low, high = rng.choice(_MEASURED)
    count = rng.choice((2, 3, 3, 4, 4, 5))
    values = [rng.randint(low, high) for _ in range(count)]
    while sum(values) % count:
        values[-1] += 1
    total = sum(values)
    lines = [
        f"There are {count} numbers: {', '.join(map(str, values))}.",
        f"Sum: {summed(values)}.",
        f"{divided(total, count)}.",
    ]
    slots = {
        "who": someone(rng),
        "what": what,
        "row": _listed(values),
        "unit": unit,
        "units": unit.many,
        "many": noun("time"),
    }
    return Drawn(lines, unit(total // count), {"values": tuple(values)}, slots)


AVERAGE = Family("average", _average, FORMS)


def _missing_score(rng: random.Random) -> Drawn:
    count, mean = rng.choice((2, 3, 3, 4)), rng.randint(5, 60)
    values = [max(1, mean + rng.randint(-5, 5)) for _ in range(count)]
    total = mean * (count + 1)
    last = total - sum(values)
    while last < 1:
        values[0] -= 1
        last = total - sum(values)
    what, one = rng.choice(
        (
            ("test", "point"),
            ("game", "point"),
            ("match", "goal"),
            ("day", "page"),
            ("week", "visitor"),
            ("round", "point"),
        )
    )
    unit = noun(one)
    lines = [
        f"So far {', '.join(map(str, values))}; with one more the average must be {mean}.",
        f"All {count + 1} together: {multiplied(mean, count + 1)}.",
        f"So far: {summed(values)}.",
        f"Missing: {unit.after(subtracted(total, sum(values)))}.",
    ]
    slots = {"who": someone(rng), "row": _listed(values), "what": noun(what), "unit": unit, "count": count}
    return Drawn(lines, unit(last), {"values": tuple(values), "mean": mean}, slots)


MISSING_SCORE = Family("number for an average", _missing_score, FORMS, ordered=True, past=False)


def _median(rng: random.Random) -> Drawn:
    count = rng.choice((3, 5, 5, 7))
    kind = rng.choice(("median", "median", "range", "mode"))
    values = rng.sample(range(1, rng.choice((20, 60, 100))), count)
    if kind == "mode":
        values[rng.randrange(1, count)] = values[0]
        rng.shuffle(values)
    up = sorted(values)
    lines = [
        f"The numbers are {', '.join(map(str, values))}.",
        inserted(values),
        f"In order: {', '.join(map(str, up))}.",
    ]
    if kind == "median":
        answer, name = up[count // 2], "median"
        lines.append(f"Number {count // 2 + 1} of {count} is in the middle: {answer}.")
    elif kind == "range":
        answer, name = up[-1] - up[0], "range"
        lines.append(f"Largest minus smallest: {subtracted(up[-1], up[0])}.")
    else:
        answer, name = max(values, key=values.count), "mode"
        lines.append(f"{answer} is there most often.")
    slots = {"row": ", ".join(map(str, values)), "name": name, "who": named(rng)}
    return Drawn(lines, str(answer), {"values": tuple(values), "kind": kind}, slots)


MEDIAN = Family("median, range and mode", _median, FORMS, past=False)


def _table(rng: random.Random) -> Drawn:
    by_day = rng.random() < 0.4
    count = rng.choice((3, 4, 4, 5))
    keys = [DAYS[place] for place in range(rng.randint(0, 2), 7)][:count] if by_day else people(rng, count)
    thing: Noun = (
        rng.choice(THINGS)
        if not by_day
        else rng.choice((noun("visitor"), noun("page"), noun("egg"), noun("car"), noun("call")))
    )
    values = rng.sample(range(2, 60), count)
    cells = dict(zip(keys, values, strict=True))
    rows = _rows(cells, rng)
    where = "on" if by_day else "for"
    kind = rng.choice(("cell", "total", "most", "least", "gap", "pair"))
    first, second = rng.sample(keys, 2)
    if cells[first] < cells[second]:
        first, second = second, first
    told = ", ".join(f"{key} {value}" for key, value in cells.items())
    question, lines, answer = _asked(kind, cells, first, second, thing, told, where)
    slots = {"rows": rows, "q": question, "thing": thing, "what": "Day" if by_day else "Name"}
    return Drawn(
        lines, answer, {"cells": cells, "kind": kind, "first": first, "second": second, "thing": thing.one}, slots
    )


def _rows(cells: dict[str, int], rng: random.Random) -> str:
    """The table as text, in one of the ways in which people type tables."""
    style = rng.randrange(5)
    if style == 0:
        return "\n".join(f"| {key} | {value} |" for key, value in cells.items())
    if style == 1:
        return "\n".join(f"{key}: {value}" for key, value in cells.items())
    if style == 2:
        return "\n".join(f"{key} - {value}" for key, value in cells.items())
    if style == 3:
        return "; ".join(f"{key} = {value}" for key, value in cells.items())
    return ", ".join(f"{key} {value}" for key, value in cells.items())


def _so_far(cells: dict[str, int], most: bool) -> str:
    """The best row after each row that is read: "Ann 3; Bob 5 > 3, Bob 5; Cleo 4 < 5, Bob 5"."""
    (best, *others), parts = cells, []
    for key in others:
        held, number = cells[best], cells[key]
        if (number > held) == most:
            best = key
        parts.append(f"{key} {number} {'>' if number > held else '<'} {held}, {best} {cells[best]}")
    first = next(iter(cells))
    return "; ".join([f"{first} {cells[first]}", *parts])


def _asked(
    kind: str, cells: dict[str, int], first: str, second: str, thing: Noun, told: str, where: str
) -> tuple[str, list[str], str]:
    values = list(cells.values())
    if kind == "cell":
        return (
            f"how many {thing.many} are there {where} {first}",
            [f"The row of {first} says {cells[first]}."],
            thing(cells[first]),
        )
    if kind == "total":
        return (
            f"how many {thing.many} are there in all",
            [f"The table: {told}.", f"{summed(values)}."],
            thing(sum(values)),
        )
    if kind in ("most", "least"):
        best = max(cells, key=cells.__getitem__) if kind == "most" else min(cells, key=cells.__getitem__)
        who = "who has" if where == "for" else "which day has"
        return (
            f"{who} the {'most' if kind == 'most' else 'fewest'} {thing.many}",
            [f"The {'most' if kind == 'most' else 'fewest'} so far: {_so_far(cells, kind == 'most')}."],
            best,
        )
    if kind == "gap":
        gap = cells[first] - cells[second]
        return (
            f"how many more {thing.many} are there {where} {first} than {where} {second}",
            [f"{first}: {cells[first]}. {second}: {cells[second]}.", f"{subtracted(cells[first], cells[second])}."],
            thing(gap),
        )
    return (
        f"how many {thing.many} are there {where} {first} and {second} together",
        [f"{first}: {cells[first]}. {second}: {cells[second]}.", f"{added(cells[first], cells[second])}."],
        thing(cells[first] + cells[second]),
    )


TABLE = Family("reading a table", _table, FORMS, past=False)

FAMILIES = (AVERAGE, MISSING_SCORE, MEDIAN, TABLE)
