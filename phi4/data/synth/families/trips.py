"""Longer trips: there and back, two parts, stops, a train on a bridge, the bird between two riders, maps, fuel."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied
from phi4.data.synth.families.motion import MOVERS, moving
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import Noun, noun, someone, two_people

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


ROUND_TRIP = Family(
    "round trip",
    _round_trip,
    facts={
        "way": (
            "the [next town|lake|castle|village] <is|was> {way unit} away",
            "{who} <travel> {way unit} and then all the way back",
            "the way [to the sea|to the city|to work] <is|was> {way unit} long, and {who} <go> there and back",
            "~{who} <have> to go {way unit}, and home again",
        ),
        "speeds": (
            "{who} <go> there at {out unit} per hour and [<come> back|<return>] at {back}",
            "the speed <is|was> {out unit} per hour on the way there and {back} on the way back",
            "on the way out {who} <do> {out unit} per hour, on the way home {back}",
            "~it <goes|went> at {out unit} per hour in one direction and at {back} in the other",
        ),
    },
    direct=(
        "how many hours <does|did> the whole trip take",
        "how long <be> {who} on the way in all",
        "how many hours <does|did> it take there and back",
        "~after how many hours of travel <be> {who} home again",
    ),
    indirect=("how many hours the whole trip <takes|took>", "~how long, in hours, {who} <be> on the way altogether"),
    noun=("the time for the whole trip in hours", "the total time of the trip"),
    labels=("way: {way unit}; speed there: {out unit} per hour; speed back: {back unit} per hour",),
    whole=(
        "{who} <go> {way unit} at {out unit} per hour and <return> at {back unit} per hour. How many hours <does|did> it take in all?",
        "~{way unit} out at {out unit} per hour, {way unit} home at {back}. How many hours are that together?",
    ),
    asides=(),
)


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


TWO_PARTS = Family(
    "trip in two parts",
    _two_parts,
    facts={
        "first": (
            "{who} {go} [first |]for {hours hour} at {first unit} per hour",
            "[first|at first][,|] {who} {go} {first unit} per hour for {hours hour}",
            "for the first {hours hour}, {who.s} speed <is|was> {first unit} per hour",
            "~during the first {hours hour} {who} <cover> {first unit} in each",
        ),
        "second": (
            "+after that {who} {go} {more} more hours at {second unit} per hour",
            "+for another {more hour} the speed <is|was> {second unit} per hour",
            "+the next {more hour} [go|pass] at {second unit} per hour",
            "~+then {who} {go} on for {more hour}, now at {second unit} per hour",
        ),
    },
    direct=(
        "how far <do> {who} {move} in all",
        "what <is|was> the whole distance",
        "how many {unit+} <do> {who} cover[| in all| altogether]",
        "~how long <is|was> the whole way",
    ),
    indirect=("how far {who} {go} in all", "~how many {unit+} the whole trip <has|had>"),
    noun=("the whole distance", "the distance that {who} <cover> in all"),
    labels=("first part: {hours hour} at {first unit} per hour; second part: {more hour} at {second unit} per hour",),
    whole=(
        "{hours hour} at {first unit} per hour and then {more hour} at {second unit} per hour: how far is that in all?",
        "~A trip has two legs: {first unit} per hour for {hours hour}, {second unit} per hour for {more hour}. How long is it?",
    ),
    ordered=True,
    asides=(),
    skip=frozenset({"question if", "question, facts", "message", "question, points", "polite, if"}),
)

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
        f"The train is {meter(length)} long, the {place} {meter(place_length)}, and the speed is {meter(speed)} per second.",
        f"Exception: the train is past only when its end is. So it must go {added(place_length, length)} meters.",
        f"{divided(total, speed)}.",
    ]
    slots = {"place": place, "meter": meter}
    return Drawn(lines, second(seconds), {"length": length, "place_length": place_length, "speed": speed}, slots)


LONG_TRAIN = Family(
    "train on a bridge",
    _long_train,
    facts={
        "length": (
            "a train <is|was> {length meter} long",
            "the length of a train <is|was> {length meter}",
            "a train <has|had> a length of {length meter}",
            "~from front to end a train <measures|measured> {length meter}",
        ),
        "place": (
            "the {place} <is|was> {place_length meter} long",
            "it <comes|came> to a {place} of {place_length meter}",
            "the length of the {place} <is|was> {place_length meter}",
            "~the {place} <has|had> {place_length meter} from end to end",
        ),
        "speed": (
            "it <goes|went> {speed meter} per second",
            "the speed of the train <is|was> {speed meter} per second",
            "the train <moves|moved> at {speed meter} [per|a] second",
            "~every second the train <moves|moved> on by {speed meter}",
        ),
        "length speed": (
            "a {length-meter} train <goes|went> {speed meter} per second",
            "a train of {length meter} <moves|moved> at {speed meter} per second",
        ),
    },
    direct=(
        "how many seconds does the train need to pass the {place} completely",
        "how long does it take until the whole train is past the {place}",
        "how many seconds pass from the moment it reaches the {place} until its end has left it",
        "~for how many seconds is some part of the train at the {place}",
    ),
    indirect=(
        "how many seconds it takes until the whole train has passed the {place}",
        "~for how many seconds some part of the train is at the {place}",
    ),
    noun=("the time in seconds until the whole train has passed the {place}",),
    labels=("train: {length meter} long; {place}: {place_length meter} long; speed: {speed meter} per second",),
    whole=(
        "How many seconds does a train of {length meter} at {speed meter} per second need to pass completely a {place} of "
        "{place_length meter}?",
        "~A {place_length-meter} {place}, a {length-meter} train, {speed meter} per second: how long until the last car is past?",
    ),
    ordered=True,
    asides=(),
    skip=frozenset(
        {"question if", "question, facts", "message", "question, points", "polite, if", "what is, facts", "what is if"}
    ),
)

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
        f"Pattern: the {flier} moves as long as it takes the two to meet. They come closer by {added(first, second)} an hour.",
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


BIRD = Family(
    "bird between two",
    _bird,
    facts={
        "riders": (
            "two {thing+} <are|were> {way unit} apart and <go|went> towards each other at {first} and {second unit} per hour",
            "{who.n} and {other.n} <start|started> {way unit} apart and <go|went> to meet each other at {first} and {second unit} per hour",
            "from {way unit} apart, two {thing+} <approach|approached> each other, one at {first}, one at {second unit} per hour",
            "~over {way unit} of road two {thing+} <head|headed> for each other at {first} and {second unit} per hour",
        ),
        "flier": (
            "+a {flier} <goes|went> back and forth between them at {fast unit} per hour until they <meet|met>",
            "+until they <meet|met>, a {flier} <moves|moved> to and fro between them at {fast unit} per hour",
            "~+at {fast unit} per hour a {flier} <travels|traveled> from one to the other and back, again and again, until they <meet|met>",
        ),
    },
    direct=(
        "how far does the {flier} go in all",
        "what distance does the {flier} cover",
        "~how many {unit+} has the {flier} behind it when they meet",
    ),
    indirect=("how far the {flier} goes in all", "~how many {unit+} the {flier} covers before they meet"),
    noun=("the whole distance that the {flier} covers",),
    whole=(
        "Two {thing+}, {way unit} apart, come towards each other at {first} and {second unit} per hour, while a {flier} goes between "
        "them at {fast unit} per hour without a stop until they meet. How far does it go?",
        "~How many {unit+} does a {flier} at {fast unit} per hour cover between two {thing+} that start {way unit} apart and meet, "
        "doing {first} and {second} per hour?",
    ),
    ordered=True,
    asides=(),
    skip=frozenset(
        {
            "question if",
            "question, facts",
            "message",
            "question, points",
            "polite, if",
            "what is, facts",
            "wonder",
            "in need",
        }
    ),
)


def _map_scale(rng: random.Random) -> Drawn:
    scale, on_map = rng.randint(2, 50), rng.randint(2, 20)
    unit = rng.choice((noun("kilometer"), noun("mile"), noun("meter"), Noun("km", "km")))
    small = rng.choice((noun("centimeter"), noun("inch"), Noun("cm", "cm")))
    lines = [f"1 {small.one} on the map is {unit(scale)}, and the way is {small(on_map)} on the map."]
    slots = {"who": someone(rng), "unit": unit, "small": small}
    lines.append(f"In truth: {multiplied(scale, on_map)} {unit.many}.")
    return Drawn(lines, unit(scale * on_map), {"scale": scale, "map": on_map}, slots)


MAP_SCALE = Family(
    "map scale",
    _map_scale,
    facts={
        "scale": (
            "[one|1] {small} on [a|the] map [<is|was>|<stands|stood> for|<means|meant>] {scale unit}",
            "on a map, {scale unit} <are|were> drawn as [one|1] {small}",
            "the scale of [a|the] map <is|was> [one|1] {small} to {scale unit}",
            "~{scale unit} in the world <are|were> [one|1] {small} on paper",
        ),
        "map": (
            "two towns <are|were> {map small} apart on the map",
            "on the map[,|] the [road|river|way] <is|was> {map small} long",
            "{who} <measure> {map small} on the map",
            "~the line that {who} <draw> on the map <has|had> a length of {map small}",
        ),
    },
    direct=(
        "how far is that in [reality|truth]",
        "how many {unit+} is that in reality",
        "what is the real distance",
        "~how long is it out there in {unit+}",
    ),
    indirect=("how far that is in reality", "~how many {unit+} that would be outside"),
    noun=("the real distance", "the distance in {unit+}"),
    labels=("map: 1 {small} for {scale unit}; measured: {map small}",),
    whole=(
        "How many {unit+} are {map small} on a map where one {small} stands for {scale unit}?",
        "~On a map of scale 1 {small} : {scale unit}, {map small} are how many {unit+}?",
    ),
    asides=(),
)


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


FUEL = Family(
    "fuel",
    _fuel,
    facts={
        "use": (
            "[a|the|{who.s}] {vehicle} <uses|used> {per liter} for {every unit}",
            "[a|the] {vehicle} <needs|needed> {per liter} of fuel [every|per] {every unit}",
            "for {every unit} [a|the] {vehicle} <burns|burned> {per liter}",
            "~with {per liter} [a|the] {vehicle} <gets|got> {every unit} far",
        ),
        "way": (
            "the trip <is|was> {way unit} long",
            "{who} <drive> {way unit}",
            "{who} <have> {way unit} to go",
            "~{way unit} <lie|lay> ahead",
        ),
    },
    direct=(
        "how many {liter+} <are|were> needed",
        "how much fuel <does|did> the trip take",
        "how many {liter+} <does|did> the {vehicle} use",
        "~what <does|did> the tank have to hold for this",
    ),
    indirect=("how much fuel the trip <needs|needed>", "~how many {liter+} the tank must hold for this"),
    noun=("the fuel needed for the trip", "the number of {liter+} for the trip"),
    labels=("use: {per liter} for {every unit}; trip: {way unit}",),
    whole=(
        "How many {liter+} does a {vehicle} need for {way unit} if it uses {per liter} for every {every unit}?",
        "~{per liter} to {every unit}, and a way of {way unit}: how much fuel is that?",
    ),
)

FAMILIES = (ROUND_TRIP, TWO_PARTS, LONG_TRAIN, BIRD, MAP_SCALE, FUEL)
