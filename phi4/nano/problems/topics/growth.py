"""What fills, shrinks and doubles: tanks, pipes, candles, lilies, bacteria."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import Noun, noun, nouns, someone

FORMS = Forms(__file__)

LITERS = (noun("liter"), noun("gallon"), noun("bucket"), noun("litre"))
VESSELS = ("tank", "pool", "tub", "barrel", "bath", "pond", "cistern", "basin")
_TIMES = (noun("hour"), noun("minute"), noun("minute"), noun("day"))


def _vessel(rng: random.Random) -> dict[str, object]:
    return {"vessel": rng.choice(VESSELS), "unit": rng.choice(LITERS), "time": rng.choice(_TIMES), "who": someone(rng)}


def _filling(rng: random.Random) -> Drawn:
    inflow = rng.randint(3, 20)
    leak = rng.randint(max(1, inflow - 9), inflow - 1)
    net, times = inflow - leak, rng.randint(2, 20)
    slots = _vessel(rng)
    unit, time = slots["unit"], slots["time"]
    assert isinstance(unit, Noun)
    assert isinstance(time, Noun)
    lines = [
        f"The {slots['vessel']} holds {unit(net * times)}. Each {time.one} {inflow} flow in and {leak} leak out.",
        f"Pattern: each {time.one} it gains {subtracted(inflow, leak)}.",
        f"{divided(net * times, net)}.",
    ]
    return Drawn(lines, time(times), {"size": net * times, "inflow": inflow, "leak": leak}, slots)


FILLING = Family("filling", _filling, FORMS, past=False)


def _two_pipes(rng: random.Random) -> Drawn:
    first, second, times = rng.randint(2, 20), rng.randint(2, 20), rng.randint(2, 15)
    both = first + second
    slots = _vessel(rng)
    unit, time = slots["unit"], slots["time"]
    assert isinstance(unit, Noun)
    assert isinstance(time, Noun)
    lines = [
        f"The {slots['vessel']} holds {unit(both * times)}. The pipes bring {first} and {second} each {time.one}.",
        f"Together: {added(first, second)} each {time.one}.",
        f"{divided(both * times, both)}.",
    ]
    return Drawn(lines, time(times), {"size": both * times, "first": first, "second": second}, slots)


TWO_PIPES = Family("two pipes", _two_pipes, FORMS, past=False)


def _candle(rng: random.Random) -> Drawn:
    shrink, times = rng.randint(2, 9), rng.randint(2, 12)
    left = rng.choice((0, 0, rng.randint(1, 20)))
    length = shrink * times + left
    unit, time = (
        rng.choice((noun("centimeter"), noun("inch"), noun("millimeter"))),
        rng.choice((noun("hour"), noun("day"))),
    )
    thing = rng.choice(("candle", "candle", "pencil", "icicle", "block of ice", "bar of soap", "chalk"))
    verb = {"candle": ("burn down", "burns down"), "pencil": ("get shorter", "gets shorter"),
            "chalk": ("wear down", "wears down"), "icicle": ("melt", "melts"), "block of ice": ("melt", "melts"),
            "bar of soap": ("shrink", "shrinks")}[thing]  # fmt: skip
    end = "is gone" if not left else f"is {unit(left)} long"
    lines = [f"The {thing} is {unit(length)} long and loses {unit(shrink)} each {time.one}."]
    if left:
        lines.append(f"It may lose {subtracted(length, left)} {unit.many}.")
    lines.append(f"{divided(length - left, shrink)}.")
    slots = {
        "thing": f"piece of {thing}" if thing == "chalk" else thing,
        "unit": unit,
        "time": time,
        "melts": verb[1],
        "end": end,
    }
    return Drawn(lines, time(times), {"length": length, "shrink": shrink, "left": left}, slots)


CANDLE = Family("burning down", _candle, FORMS, ordered=True, past=False)

_GROWERS = nouns("lily pad, water lily, weed, floating plant, leaf")
_PLACES = ("pond", "lake", "pool", "ditch", "basin")


def _lilies(rng: random.Random) -> Drawn:
    days = rng.randint(5, 60)
    steps = rng.randint(1, 3)
    share = {1: "half", 2: "a quarter", 3: "an eighth"}[steps]
    time = rng.choice((noun("day"), noun("day"), noun("hour"), noun("week")))
    what, place = rng.choice(_GROWERS).many, rng.choice(_PLACES)
    lines = [
        f"The area doubles each {time.one}, and the {place} is full after {time(days)}.",
        f"Pattern: going back one {time.one} halves it.",
    ]
    at = days
    for name in ("half", "a quarter", "an eighth")[:steps]:
        lines.append(f"{name.capitalize()} full: {at} - 1 = {at - 1}.")
        at -= 1
    slots = {"what": what, "place": place, "time": time, "share": share}
    return Drawn(lines, time(at), {"days": days, "steps": steps}, slots)


LILIES = Family("doubling area", _lilies, FORMS, past=False)

_CELLS = (
    (Noun("bacterium", "bacteria"), "hour minute"), (noun("yeast cell"), "hour minute"), (noun("rabbit"), "month year"),
    (noun("fly"), "week month"), (noun("amoeba"), "day hour"), (noun("mushroom"), "day week"),
    (noun("cell"), "hour day"), (noun("follower"), "day week"), (noun("visitor"), "day week"),
    (noun("bubble"), "minute second"), (noun("coin"), "day"),
)  # fmt: skip


def _doubling(rng: random.Random) -> Drawn:
    start, factor = rng.randint(1, 12), rng.choice((2, 2, 2, 3))
    rounds = rng.randint(2, 5) if factor == 2 else rng.randint(2, 3)
    cell, spans = rng.choice(_CELLS)
    time = noun(rng.choice(spans.split()))
    word = "doubles" if factor == 2 else "triples"
    at, steps = start, []
    for _ in range(rounds):
        steps.append(multiplied(at, factor) if at * factor >= 100 else f"{at} × {factor} = {at * factor}")
        at *= factor
    lines = [
        f"There {'is' if start == 1 else 'are'} {cell(start)}, and the number {word} each {time.one}, {rounds} times."
    ]
    lines.append(", ".join(steps) + ".")
    slots = {"cell": cell, "time": time, "doubles": word, "times": f"{'twice' if factor == 2 else 'three times'}"}
    return Drawn(lines, cell(at), {"start": start, "rounds": rounds, "factor": factor}, slots)


DOUBLING = Family("doubling", _doubling, FORMS, past=False)

FAMILIES = (FILLING, TWO_PIPES, CANDLE, LILIES, DOUBLING)
