"""What fills, shrinks and doubles: tanks, pipes, candles, lilies, bacteria."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import Noun, noun, nouns, someone

LITERS = (noun("liter"), noun("gallon"), noun("bucket"), noun("litre"))
VESSELS = ("tank", "pool", "tub", "barrel", "bath", "pond", "cistern", "basin")
_TIMES = (noun("hour"), noun("minute"), noun("minute"), noun("day"))


def _vessel(rng: random.Random) -> dict[str, object]:
    return {"vessel": rng.choice(VESSELS), "unit": rng.choice(LITERS), "time": rng.choice(_TIMES), "who": someone(rng)}


_HOLDS = (
    "[a|the] {vessel} <holds|held> {size unit}",
    "[a|the] {vessel} <has|had> room for {size unit}",
    "{who} <fill> [a|the] {vessel} of {size unit}",
    "{size unit} <fit|fit> into [a|the] {vessel}",
    "an empty {vessel} <holds|held> {size unit} when full",
    "~it <takes|took> {size unit} to fill [a|the] {vessel}",
)


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


FILLING = Family(
    "filling",
    _filling,
    facts={
        "size": _HOLDS,
        "flow": (
            "[each|every] {time} {inflow unit} [flow|come|run] in and {leak} [leak|flow|run] out",
            "{inflow unit} [flow|run] in [each|every|per] {time}, but {leak} [leak|run] out",
            "a pump [puts|brings] in {inflow unit} [each|every|a] {time}, but {leak} leak away",
            "a pipe brings {inflow unit} per {time}, while a hole loses {leak}",
            "it gains {inflow unit} and loses {leak} [each|every|a] {time}",
            "~through a hole {leak unit} are lost [each|every] {time}, while {inflow} are poured in",
        ),
    },
    direct=(
        "how many {time+} does it take until the {vessel} is full",
        "how long does it take to fill the {vessel}",
        "after how many {time+} is the {vessel} full",
        "when is the {vessel} full",
        "how many {time+} must one wait until the {vessel} is full",
        "how much time does the {vessel} need to fill up",
        "in how many {time+} is the {vessel} filled",
        "~how many {time+} pass before the {vessel} runs over",
    ),
    indirect=(
        "how many {time+} it takes to fill the {vessel}",
        "when the {vessel} is full",
        "how long it takes until the {vessel} is full",
        "after how many {time+} the {vessel} is full",
        "how much time the {vessel} needs to fill up",
        "~after how many {time+} no more fits in",
    ),
    noun=(
        "the time until the {vessel} is full",
        "the number of {time+} until the {vessel} is full",
        "the time needed to fill the {vessel}",
        "the number of {time+} that it takes to fill the {vessel}",
    ),
    labels=("{vessel}: {size unit}; in: {inflow} a {time}; out: {leak} a {time}",),
    whole=(
        "To fill a {vessel} of {size unit}, {inflow unit} come in each {time}, but {leak unit} leak out. How long does it take?",
        "How many {time+} does it take to fill a {vessel} of {size unit} if {inflow unit} flow in and {leak} leak out each {time}?",
        "A {vessel} of {size unit}: {inflow unit} flow in each {time}, but {leak} leak out. How long does it take to fill?",
        "Each {time} {inflow unit} come into a {vessel} and {leak} {leak:gets|get} lost again. If it is empty now "
        "and holds {size unit}, after how many {time+} is it full?",
        "{size unit} fit into a {vessel}. Water in per {time}: {inflow unit}. Water out per {time}: {leak}. Time "
        "to fill it?",
        "Work out how many {time+} {who} must wait for an empty {vessel} of {size unit} to fill up, with {inflow "
        "unit} coming in and {leak} running out each {time}.",
        "I let {inflow unit} run into a {vessel} every {time}, but {leak} {leak:leaks|leak} away. It holds {size "
        "unit} and was empty. How many {time+} until it is full?",
        "How long must a tap with {inflow unit} per {time} run to fill a {vessel} of {size unit} that loses {leak "
        "unit} per {time}?",
        "After how many {time+} does a {vessel} hold its full {size unit}, if it takes in {inflow unit} but gives "
        "off {leak} in each {time}?",
        "~An empty {vessel} of {size unit} gains {inflow unit} and loses {leak} each {time}. When is it full?",
    ),
    past=False,
)


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


TWO_PIPES = Family(
    "two pipes",
    _two_pipes,
    facts={
        "size": _HOLDS,
        "pipes": (
            "one [pipe|tap] brings {first unit} [a|each|per] {time}, another [pipe|tap] {second}",
            "two [pipes|taps|pumps] bring {first} and {second unit} [a|each|per] {time}",
            "{first unit} per {time} come from one tap, {second unit} from a second one",
            "the [cold|left] tap gives {first unit} a {time} and the [hot|right] one {second}",
            "~from two sides, {first} and {second unit} run in every {time}",
        ),
    },
    direct=(
        "how long do [both|the two] together need to fill it",
        "how many {time+} does it take until the {vessel} is full",
        "after how many {time+} is the {vessel} full if both run",
        "~how many {time+} do they need when both are open",
    ),
    indirect=(
        "how many {time+} both together need to fill the {vessel}",
        "~after how many {time+} nothing more fits in",
    ),
    noun=("the time until the {vessel} is full", "the number of {time+} until the {vessel} is full"),
    labels=("{vessel}: {size unit}; first pipe: {first} a {time}; second pipe: {second} a {time}",),
    whole=(
        "Two pipes fill a {vessel} of {size unit}, one with {first unit} a {time} and one with {second}. How long does it take?",
        "~{size unit} must come in, {first} by one pipe and {second} by the other each {time}. How many {time+} will it be?",
    ),
    past=False,
    skip=frozenset({"question, facts", "question if"}),
)


def _candle(rng: random.Random) -> Drawn:
    shrink, times = rng.randint(2, 9), rng.randint(2, 12)
    left = rng.choice((0, 0, rng.randint(1, 20)))
    length = shrink * times + left
    unit, time = (
        rng.choice((noun("centimeter"), noun("inch"), noun("millimeter"))),
        rng.choice((noun("hour"), noun("day"))),
    )
    thing = rng.choice(("candle", "candle", "pencil", "icicle", "block of ice", "bar of soap", "chalk"))
    verb = {"candle": ("burn down", "burns down"), "pencil": ("get shorter", "gets shorter"), "chalk": ("wear down", "wears down"),
            "icicle": ("melt", "melts"), "block of ice": ("melt", "melts"), "bar of soap": ("shrink", "shrinks")}[thing]  # fmt: skip
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


CANDLE = Family(
    "burning down",
    _candle,
    facts={
        "length": (
            "a {thing} is {length unit} long",
            "the length of a {thing} is {length unit}",
            "there is a {thing} of {length unit}",
            "a {thing} has a length of {length unit}",
            "~a {thing} measures {length unit}",
        ),
        "shrink": (
            "it {melts} by {shrink unit} [each|every|per|a] {time}",
            "[each|every] {time} it loses {shrink unit}",
            "{shrink unit} [disappear|are lost] [each|every] {time}",
            "~every {time} makes it {shrink unit} shorter",
        ),
    },
    direct=(
        "after how many {time+} can one say that it {end}",
        "how many {time+} does it take until it {end}",
        "how long does it take until it {end}",
        "~how many {time+} pass before it {end}",
    ),
    indirect=("after how many {time+} it {end}", "~how many {time+} pass before it {end}"),
    noun=("the time until it {end}", "the number of {time+} until it {end}"),
    labels=("length: {length unit}; loss each {time}: {shrink unit}",),
    whole=(
        "A {thing} of {length unit} {melts} by {shrink unit} each {time}. When can one say that it {end}?",
        "~{length unit} at first, {shrink unit} less each {time}: when does the {thing} reach the point where it {end}?",
    ),
    ordered=True,
    past=False,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "wonder", "in need", "polite, if",
                    "what is if", "command if", "wonder, known"}),
)  # fmt: skip

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


LILIES = Family(
    "doubling area",
    _lilies,
    facts={
        "doubles": (
            "{what} in a {place} double the area that they cover [each|every] {time}",
            "the area of {what} in a {place} doubles [each|every] {time}",
            "[each|every] {time} the {what} on a {place} cover twice as much",
            "the area that {what} cover in a {place} becomes twice as large [each|every] {time}",
            "in a {place}, the area of {what} is doubled [each|every] {time}",
            "~every {time}, {what} cover twice as much of a {place} as before",
        ),
        "full": (
            "the whole {place} is covered after {days time}",
            "it takes {days time} until the {place} is full",
            "after {days time} the {place} is covered completely",
            "the {place} is full after {days time}",
            "+in {days time} they cover the whole {place}",
            "~{days time} go by until nothing of the {place} is free",
        ),
    },
    direct=(
        "after how many {time+} is {share} of the {place} covered",
        "how long does it take until {share} of the {place} is covered",
        "when is {share} of the {place} covered",
        "how many {time+} does it take until {share} of the {place} is covered",
        "in how many {time+} is {share} of the {place} covered",
        "+after how many {time+} do they cover {share} of the {place}",
        "~at which {time} is just {share} of the {place} covered",
    ),
    indirect=(
        "after how many {time+} {share} of the {place} is covered",
        "how long it takes until {share} of the {place} is covered",
        "in how many {time+} {share} of the {place} is covered",
        "how many {time+} pass until {share} of the {place} is covered",
        "~when just {share} of the {place} was covered",
    ),
    noun=(
        "the time until {share} of the {place} is covered",
        "the number of {time+} until {share} of the {place} is covered",
        "the time that it takes to cover {share} of the {place}",
        "the number of {time+} needed to cover {share} of the {place}",
    ),
    labels=("area: doubles each {time}; {place} full after: {days time}",),
    whole=(
        "A patch of {what} doubles each {time} and covers a {place} in {days time}. How long does it take to cover {share} of it?",
        "{what} cover a {place} completely after {days time}, and their area doubles each {time}. After how many "
        "{time+} do they cover {share} of it?",
        "Each {time} the {what} double. {place} full: after {days time}. {share} full: after how many {time+}?",
        "How long did {what} need for {share} of a {place}, if their area doubled each {time} and the whole "
        "{place} was covered after {days time}?",
        "I watch {what} in a {place}: their area doubles from one {time} to the next, and after {days time} they "
        "cover all of it. After how many {time+} do they cover {share}?",
        "Work out when {share} of a {place} is covered by {what}: the covered part doubles every {time} and is "
        "the whole {place} after {days time}.",
        "Given that the area of some {what} doubles in every {time}, and that it fills a {place} in {days time}, "
        "after how many {time+} does it fill {share} of it?",
        "~If {what} that double each {time} fill a {place} in {days time}, when was {share} of it filled?",
    ),
    past=False,
)

_CELLS = (
    (Noun("bacterium", "bacteria"), "hour minute"), (noun("yeast cell"), "hour minute"), (noun("rabbit"), "month year"),
    (noun("fly"), "week month"), (noun("amoeba"), "day hour"), (noun("mushroom"), "day week"), (noun("cell"), "hour day"),
    (noun("follower"), "day week"), (noun("visitor"), "day week"), (noun("bubble"), "minute second"), (noun("coin"), "day"),
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


DOUBLING = Family(
    "doubling",
    _doubling,
    facts={
        "start": (
            "at first one counts {start cell}",
            "we begin with {start cell}",
            "the start is {start cell}",
            "somebody counts {start cell}",
            "there {start:is|are} {start cell} at first",
            "the first count gives {start cell}",
            "~at the beginning one sees {start cell}",
        ),
        "factor": (
            "[each|every] {time} the number of {cell+} {doubles}",
            "the number of {cell+} {doubles} [each|every] {time}",
            "after each {time} there are {times} as many {cell+}",
            "[each|every] {time} brings {times} as many {cell+} as before",
            "with [each|every] {time} that passes, the number of {cell+} {doubles}",
            "~{times} as many {cell+} are there after every {time}",
        ),
    },
    direct=(
        "how many {cell+} are there after {rounds time}",
        "what is the number of {cell+} after {rounds time}",
        "after {rounds time}, how many are there",
        "how many {cell+} will there be after {rounds time}",
        "how large is the number of {cell+} after {rounds time}",
        "when {rounds time} have passed, how many {cell+} are there",
        "~how many {cell+} can be counted {rounds time} later",
    ),
    indirect=(
        "how many {cell+} there are after {rounds time}",
        "what the number of {cell+} is after {rounds time}",
        "how many {cell+} there will be when {rounds time} have passed",
        "how large the number of {cell+} is after {rounds time}",
        "~to how many {cell+} they grow in {rounds time}",
    ),
    noun=(
        "the number of {cell+} after {rounds time}",
        "the count of {cell+} after {rounds time}",
        "the number of {cell+} when {rounds time} have passed",
    ),
    labels=("start: {start cell}; rule: {doubles} each {time}; duration: {rounds time}",),
    whole=(
        "{start cell} at first, and the number {doubles} each {time}. How many after {rounds time}?",
        "Start: {start cell}; each {time}: {times} as many; after {rounds time}: how many?",
        "How many {cell+} are there after {rounds time} if there {start:is|are} {start} now and [each|every] "
        "{time} the number {doubles}?",
        "I have {start cell}. Every {time} I have {times} as many as before. How many do I have after {rounds time}?",
        "Work out the number of {cell+} after {rounds time}: it is {start} at first and {doubles} with each {time}.",
        "The number of {cell+} {doubles} once [a|each|every] {time}. It begins with {start}, and {rounds time} "
        "pass. What number is reached?",
        "For {rounds time}, the number of {cell+} {doubles} every {time}. If it was {start} before, what is it now?",
        "~If {cell+} grow so that their number {doubles} each {time}, and at first there were {start}, how many are there {rounds "
        "time} later?",
    ),
    past=False,
)

FAMILIES = (FILLING, TWO_PIPES, CANDLE, LILIES, DOUBLING)
