"""Longer trips: there and back, two parts, stops, a train on a bridge, the bird between two riders, maps, fuel."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.topics.motion import MOVERS, moving
from phi4.nano.problems.words import Noun, noun, someone, two_people

FORMS = Forms(__file__)

_HOURLY = tuple(mover for mover in MOVERS if mover.time.one == "hour")
_HOUR = noun("hour")


def _round_trip(rng: random.Random) -> Drawn:
    mover = rng.choice(_HOURLY)
    there, back = rng.randint(1, 9), rng.randint(1, 9)
    base = rng.randint(2, 12)
    # Both speeds divide the way.
    way = base * there * back
    speeds = way // there, way // back
    while max(speeds) > 120 or way > 600:
        there, back, base = rng.randint(1, 6), rng.randint(1, 6), rng.randint(2, 12)
        way = base * there * back
        speeds = way // there, way // back
    unit = mover.unit
    lines = [
        f"The way is {unit(way)}, at {speeds[0]} there and at {speeds[1]} back.",
        f"There: {divided(way, speeds[0])}. Back: {divided(way, speeds[1])}.",
        f"In all: {_HOUR.after(added(there, back))}.",
    ]
    slots = {"who": someone(rng), "unit": unit, "hour": _HOUR}
    return Drawn(lines, _HOUR(there + back), {"way": way, "out": speeds[0], "back": speeds[1]}, slots)


ROUND_TRIP = Family("round trip", _round_trip, FORMS)


def _two_parts(rng: random.Random) -> Drawn:
    mover = rng.choice(_HOURLY)
    first, second = rng.randint(mover.low, mover.high), rng.randint(mover.low, mover.high)
    hours, more = rng.randint(2, 6), rng.randint(2, 6)
    unit = mover.unit
    lines = [
        f"First {_HOUR(hours)} at {first}, then {_HOUR(more)} at {second}.",
        f"First part: {multiplied(first, hours)}.",
        f"Second part: {multiplied(second, more)}.",
        f"Together: {added(first * hours, second * more)} {unit.many}.",
    ]
    slots = {**moving(mover, rng), "hour": _HOUR}
    numbers = {"first": first, "hours": hours, "second": second, "more": more}
    return Drawn(lines, unit(first * hours + second * more), numbers, slots)


TWO_PARTS = Family("trip in two parts", _two_parts, FORMS, ordered=True)

_TUNNELS = ("bridge", "tunnel", "platform", "viaduct", "station")


def _long_train(rng: random.Random) -> Drawn:
    speed, seconds = rng.randint(5, 40), rng.randint(6, 40)
    total = speed * seconds
    length = rng.randint(2, max(2, total // 30)) * 10
    place_length = total - length
    while place_length < 20:
        seconds += 5
        total = speed * seconds
        place_length = total - length
    meter, second = noun("meter"), noun("second")
    place = rng.choice(_TUNNELS)
    lines = [
        f"The train is {meter(length)} long, the {place} {meter(place_length)}, "
        f"and the speed is {meter(speed)} per second.",
        f"Exception: the train is past only when its end is. So it must go {added(place_length, length)} meters.",
        f"{divided(total, speed)}.",
    ]
    slots = {"place": place, "meter": meter}
    return Drawn(lines, second(seconds), {"length": length, "place_length": place_length, "speed": speed}, slots)


LONG_TRAIN = Family("train on a bridge", _long_train, FORMS, ordered=True)

_FLIERS = ("bird", "fly", "bee", "pigeon", "drone", "swallow", "dog")


def _bird(rng: random.Random) -> Drawn:
    mover = rng.choice([each for each in _HOURLY if each.high <= 30])
    first, second = rng.randint(mover.low, mover.high), rng.randint(mover.low, mover.high)
    hours = rng.randint(1, 6)
    flier = rng.choice(_FLIERS)
    fast = rng.randint(max(first, second) + 1, max(first, second) + 25)
    unit = mover.unit
    both = first + second
    lines = [
        f"The way is {unit(both * hours)}, the speeds are {first} and {second}, and the {flier} does {fast}.",
        f"Pattern: the {flier} moves as long as it takes the two to meet. "
        f"They come closer by {added(first, second)} an hour.",
        f"{divided(both * hours, both)}.",
        f"In {_HOUR(hours)} the {flier} covers {multiplied(fast, hours)} {unit.many}.",
    ]
    who, other = two_people(rng)
    slots = {
        "who": who,
        "other": other,
        "unit": unit,
        "flier": flier,
        "thing": noun(mover.who.again.removeprefix("the ")),
    }
    numbers = {"way": both * hours, "first": first, "second": second, "fast": fast}
    return Drawn(lines, unit(fast * hours), numbers, slots)


BIRD = Family("bird between two", _bird, FORMS, ordered=True)


def _map_scale(rng: random.Random) -> Drawn:
    scale, on_map = rng.randint(2, 50), rng.randint(2, 20)
    unit = rng.choice((noun("kilometer"), noun("mile"), noun("meter"), Noun("km", "km")))
    small = rng.choice((noun("centimeter"), noun("inch"), Noun("cm", "cm")))
    lines = [f"1 {small.one} on the map is {unit(scale)}, and the way is {small(on_map)} on the map."]
    slots = {"who": someone(rng), "unit": unit, "small": small}
    lines.append(f"In truth: {multiplied(scale, on_map)} {unit.many}.")
    return Drawn(lines, unit(scale * on_map), {"scale": scale, "map": on_map}, slots)


MAP_SCALE = Family("map scale", _map_scale, FORMS)


def _fuel(rng: random.Random) -> Drawn:
    per, parts = rng.randint(2, 12), rng.randint(2, 9)
    unit = rng.choice((noun("kilometer"), noun("mile"), Noun("km", "km")))
    liter = rng.choice((noun("liter"), noun("gallon"), noun("litre")))
    every = rng.choice((10, 20, 25, 50, 100))
    way = every * parts
    vehicle = rng.choice(("car", "truck", "van", "bus", "motorbike", "boat"))
    lines = [
        f"{liter(per)} for each {unit(every)}, and the trip is {unit(way)}.",
        f"Parts of {every}: {divided(way, every)}.",
        f"In all: {multiplied(per, parts)} {liter.many}.",
    ]
    slots = {"who": someone(rng), "unit": unit, "liter": liter, "vehicle": vehicle}
    return Drawn(lines, liter(per * parts), {"per": per, "every": every, "way": way}, slots)


FUEL = Family("fuel", _fuel, FORMS)

FAMILIES = (ROUND_TRIP, TWO_PARTS, LONG_TRAIN, BIRD, MAP_SCALE, FUEL)
