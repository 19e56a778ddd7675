"""Distance, speed and time: one mover, two movers, there and back, bridges, and the bird between two trains."""

from __future__ import annotations

import random
from dataclasses import dataclass

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import Noun, Someone, it, noun, someone, two_people

FORMS = Forms(__file__)


@dataclass(frozen=True)
class Mover:
    """Something that moves, and how fast it may be in which units."""

    who: Someone
    verbs: str
    low: int
    high: int
    unit: Noun
    time: Noun


_HOUR, _MINUTE, _SECOND = noun("hour"), noun("minute"), noun("second")
_KM, _MILE, _METER, _FOOT = noun("kilometer"), noun("mile"), noun("meter"), noun("foot")


def _movers(names: str, verbs: str, low: int, high: int, units: tuple[Noun, ...], time: Noun) -> tuple[Mover, ...]:
    return tuple(Mover(it(name), verbs, low, high, unit, time) for name in names.split(", ") for unit in units)


_LONG = (_KM, _MILE, Noun("km", "km"))
MOVERS = (
    *_movers("car, truck, bus, van", "drive travel go", 30, 90, _LONG, _HOUR),
    *_movers("train", "travel run go", 50, 120, _LONG, _HOUR),
    *_movers("ship, boat", "sail travel go", 8, 30, _LONG, _HOUR),
    *_movers("plane", "fly travel", 20, 90, (Noun("kilometer", "kilometers"), _MILE), _MINUTE),
    *_movers("cyclist, horse rider", "ride travel go", 8, 25, _LONG, _HOUR),
    *_movers("hiker, walker, tourist", "walk hike", 2, 6, _LONG, _HOUR),
    *_movers("runner, dog, robot", "run go", 2, 9, (_METER, _FOOT), _SECOND),
    *_movers("drone, ball, toy train", "go travel move", 2, 12, (_METER, _FOOT), _SECOND),
    *_movers("turtle, snail, beetle, ant", "crawl go move", 2, 20, (_METER, _FOOT, noun("inch")), _MINUTE),
)


def moving(mover: Mover, rng: random.Random) -> dict[str, object]:
    """Slots: who moves, how (in the present and the past, and as an infinitive), and the units."""
    verb = rng.choice(mover.verbs.split())
    who = mover.who
    if rng.random() < 0.3 and mover.verbs.split()[0] in ("drive", "walk", "ride", "run", "sail"):
        who = someone(rng)
    return {
        "who": who, "go": lambda voice: voice.say(f"<{verb}>"), "move": verb, "unit": mover.unit, "time": mover.time,
    }  # fmt: skip


def _distance(rng: random.Random) -> Drawn:
    mover = rng.choice(MOVERS)
    speed, times = rng.randint(mover.low, mover.high), rng.randint(2, 12)
    unit, time = mover.unit, mover.time
    lines = [
        f"{unit(speed)} each {time.one}, for {time(times)}.",
        f"Distance: {multiplied(speed, times)} {unit.many}.",
    ]
    return Drawn(lines, unit(speed * times), {"speed": speed, "times": times}, moving(mover, rng))


DISTANCE = Family("distance", _distance, FORMS)


def _duration(rng: random.Random) -> Drawn:
    mover = rng.choice(MOVERS)
    speed, times = rng.randint(mover.low, mover.high), rng.randint(2, 12)
    way, unit, time = speed * times, mover.unit, mover.time
    lines = [f"{unit(way)} at {unit(speed)} each {time.one}.", f"{divided(way, speed)}."]
    return Drawn(lines, time(times), {"speed": speed, "way": way}, moving(mover, rng))


DURATION = Family("duration", _duration, FORMS)


def _speed(rng: random.Random) -> Drawn:
    mover = rng.choice(MOVERS)
    speed, times = rng.randint(mover.low, mover.high), rng.randint(2, 12)
    way, unit, time = speed * times, mover.unit, mover.time
    lines = [f"{unit(way)} in {time(times)}.", f"In one {time.one}: {divided(way, times)}."]
    answer = f"{unit(speed)} per {time.one}"
    return Drawn(lines, answer, {"way": way, "times": times}, moving(mover, rng))


SPEED = Family("speed", _speed, FORMS)

_FAST = tuple(mover for mover in MOVERS if mover.time is _HOUR)


def _towards(rng: random.Random) -> Drawn:
    mover = rng.choice(_FAST)
    first, second = rng.randint(mover.low, mover.high), rng.randint(mover.low, mover.high)
    times, unit, time = rng.randint(2, 9), mover.unit, mover.time
    both = first + second
    way = both * times
    lines = [
        f"The way is {unit(way)}. The speeds are {first} and {second}, towards each other.",
        f"Pattern: each {time.one} they come closer by {added(first, second)} {unit.many}.",
        f"{divided(way, both)}.",
    ]
    thing = noun(mover.who.again.removeprefix("the "))
    return Drawn(
        lines, time(times), {"way": way, "first": first, "second": second}, {**_two(mover, rng), "thing": thing}
    )


def _two(mover: Mover, rng: random.Random) -> dict[str, object]:
    (who, other), (here, there) = two_people(rng), rng.sample(FORMS["words"]["towns"], 2)
    return {"who": who, "other": other, "here": here, "there": there, "unit": mover.unit, "time": mover.time}


TOWARDS = Family("towards each other", _towards, FORMS, ordered=True)


def _apart(rng: random.Random) -> Drawn:
    mover = rng.choice(_FAST)
    first, second = rng.randint(mover.low, mover.high), rng.randint(mover.low, mover.high)
    same = rng.random() < 0.45 and first != second
    times, unit, time = rng.randint(2, 9), mover.unit, mover.time
    high, low = max(first, second), min(first, second)
    by = high - low if same else first + second
    lines = [f"The speeds are {first} and {second}, in {'the same direction' if same else 'opposite directions'}."]
    if same:
        lines.append(f"Pattern: each {time.one} the faster one gains {unit.after(subtracted(high, low))}.")
    else:
        lines.append(f"Pattern: each {time.one} they get farther apart by {added(first, second)} {unit.many}.")
    lines.append(f"In {time(times)}: {unit.after(multiplied(by, times))}.")
    slots = {
        **_two(mover, rng), "thing": noun(mover.who.again.removeprefix("the ")),
        "way": rng.choice(("in the same direction",
                           "the same way") if same else ("in opposite directions", "away from each other")),
    }  # fmt: skip
    return Drawn(lines, unit(by * times), {"first": first, "second": second, "times": times, "same": same}, slots)


APART = Family("apart", _apart, FORMS)


def _catching_up(rng: random.Random) -> Drawn:
    mover = rng.choice(_FAST)
    slow = rng.randint(mover.low, mover.high - 2)
    gain = rng.randint(1, min(12, mover.high - slow))
    fast, times = slow + gain, rng.randint(2, 9)
    unit, time = mover.unit, mover.time
    ahead = gain * times
    lines = [
        f"The lead is {unit(ahead)}. The speeds are {fast} and {slow}.",
        f"Pattern: each {time.one} the lead shrinks by {unit.after(subtracted(fast, slow))}.",
        f"{divided(ahead, gain)}.",
    ]
    slots = {**_two(mover, rng), "thing": noun(mover.who.again.removeprefix("the "))}
    return Drawn(lines, time(times), {"ahead": ahead, "slow": slow, "fast": fast}, slots)


CATCHING_UP = Family("catching up", _catching_up, FORMS)

FAMILIES = (DISTANCE, DURATION, SPEED, TOWARDS, APART, CATCHING_UP)
