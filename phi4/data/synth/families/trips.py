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
            "from home to the [beach|market|farm] it <is|was> {way unit}",
            "it <is|was> {way unit} to the [river|station|school], and the same way back",
            "~{who} <have> to go {way unit}, and home again",
        ),
        "speeds": (
            "{who} <go> there at {out unit} per hour and [<come> back|<return>] at {back}",
            "the speed <is|was> {out unit} per hour on the way there and {back} on the way back",
            "on the way out {who} <do> {out unit} per hour, on the way home {back}",
            "the way there <is|was> done at {out unit} per hour and the way back at {back unit} per hour",
            "{who} <make> the trip there at {out unit} per hour and the return trip at {back unit} per hour",
            "~it <goes|went> at {out unit} per hour in one direction and at {back} in the other",
        ),
    },
    direct=(
        "how many hours <does|did> the whole trip take",
        "how long <be> {who} on the way in all",
        "how many hours <does|did> it take there and back",
        "how long <does|did> the round trip take",
        "what <is|was> the total time for both ways",
        "how many hours <do> {who} travel in all",
        "~after how many hours of travel <be> {who} home again",
    ),
    indirect=(
        "how many hours the whole trip <takes|took>",
        "how many hours {who} <travel> in all",
        "how long the round trip <takes|took>",
        "how many hours it <takes|took> there and back",
        "~how long, in hours, {who} <be> on the way altogether",
    ),
    noun=(
        "the time for the whole trip in hours",
        "the total time of the trip",
        "the hours for both ways together",
        "the time for going there and coming back",
    ),
    labels=("way: {way unit}; speed there: {out unit} per hour; speed back: {back unit} per hour",),
    whole=(
        "{who} <go> {way unit} at {out unit} per hour and <return> at {back unit} per hour. How many hours <does|did> it take in all?",
        "Round trip, {way unit} each way. Speed there: {out unit} per hour. Speed back: {back unit} per "
        "hour. How many hours in all?",
        "I went to a town {way unit} away at {out unit} per hour and came back the same way at {back unit} "
        "per hour. How many hours did I travel?",
        "At {out unit} per hour on the way out and {back unit} per hour on the way back, how many hours does "
        "a trip of {way unit} each way take?",
        "How long does it take to go {way unit} at {out unit} per hour and come back the same way at {back "
        "unit} per hour?",
        "Work out the hours for a round trip: {way unit} there at {out unit} per hour; the same way back at "
        "{back unit} per hour.",
        "{who} <reach> the sea after {way unit} at {out unit} per hour, <turn> around and <come> home at "
        "{back unit} per hour. How many hours <do> {who} need for both ways?",
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
            "{who} <start> with {hours hour} at {first unit} per hour",
            "the [trip|journey] <begins|began> with {hours hour} at {first unit} per hour",
            "~during the first {hours hour} {who} <cover> {first unit} in each",
        ),
        "second": (
            "+after that {who} {go} {more} more hours at {second unit} per hour",
            "+for another {more hour} the speed <is|was> {second unit} per hour",
            "+the next {more hour} [go|pass] at {second unit} per hour",
            "+the last {more hour} <are|were> done at {second unit} per hour",
            "+afterwards {who} {go} for {more hour} at {second unit} per hour",
            "~+then {who} {go} on for {more hour}, now at {second unit} per hour",
        ),
    },
    direct=(
        "how far <do> {who} {move} in all",
        "what <is|was> the whole distance",
        "how many {unit+} <do> {who} cover[| in all| altogether]",
        "how many {unit+} <is|was> that altogether",
        "what distance <do> {who} cover from start to finish",
        "~how long <is|was> the whole way",
    ),
    indirect=(
        "how far {who} {go} in all",
        "what distance {who} <cover> in all",
        "how many {unit+} that <is|was> altogether",
        "how long both parts <are|were> together",
        "~how many {unit+} the whole trip <has|had>",
    ),
    noun=(
        "the whole distance",
        "the distance that {who} <cover> in all",
        "the length of both parts together",
        "the number of {unit+} from start to finish",
    ),
    labels=("first part: {hours hour} at {first unit} per hour; second part: {more hour} at {second unit} per hour",),
    whole=(
        "{hours hour} at {first unit} per hour and then {more hour} at {second unit} per hour: how far is that in all?",
        "I travel for {hours hour} at {first unit} per hour and after that for {more hour} at {second unit} "
        "per hour. How many {unit+} is that in all?",
        "Part one: {hours hour} at {first unit} per hour. Part two: {more hour} at {second unit} per hour. "
        "Total distance?",
        "If {who} {go} {first unit} per hour for {hours hour} and {second unit} per hour for {more hour} "
        "after that, how far <do> {who} get in all?",
        "Work out the whole distance of a trip with {hours hour} at {first unit} per hour, followed by {more "
        "hour} at {second unit} per hour.",
        "After {hours hour} at {first unit} per hour, {who} {go} {more} more hours at {second unit} per "
        "hour. What distance <have> {who} covered by the end?",
        "The speed <is|was> {first unit} per hour until {hours hour} <have|had> passed, and {second unit} "
        "per hour for the {more hour} after that. How many {unit+} <do> {who} {move} in the whole time?",
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
            "{length meter} <is|was> the length of a train",
            "a train that <is|was> {length meter} long <comes|came> along",
            "~from front to end a train <measures|measured> {length meter}",
        ),
        "place": (
            "the {place} <is|was> {place_length meter} long",
            "it <comes|came> to a {place} of {place_length meter}",
            "the length of the {place} <is|was> {place_length meter}",
            "ahead <is|was> a {place} of {place_length meter}",
            "{place_length meter} <is|was> the length of the {place}",
            "~the {place} <has|had> {place_length meter} from end to end",
        ),
        "speed": (
            "it <goes|went> {speed meter} per second",
            "the speed of the train <is|was> {speed meter} per second",
            "the train <moves|moved> at {speed meter} [per|a] second",
            "the train <travels|traveled> at a speed of {speed meter} per second",
            "{speed meter} per second <is|was> the train's speed",
            "~every second the train <moves|moved> on by {speed meter}",
        ),
        "length speed": (
            "a {length-meter} train <goes|went> {speed meter} per second",
            "a train of {length meter} <moves|moved> at {speed meter} per second",
            "at {speed meter} per second <comes|came> a train of {length meter}",
            "a train <is|was> {length meter} long and <goes|went> at {speed meter} per second",
        ),
    },
    direct=(
        "how many seconds does the train need to pass the {place} completely",
        "how long does it take until the whole train is past the {place}",
        "how many seconds pass from the moment it reaches the {place} until its end has left it",
        "how many seconds does the whole train take to get past the {place}",
        "how long does it take the train to clear the {place} completely",
        "how many seconds after the train's front reaches the {place} does its end leave it",
        "~for how many seconds is some part of the train at the {place}",
    ),
    indirect=(
        "how many seconds it takes until the whole train has passed the {place}",
        "how long the whole train takes to get past the {place}",
        "how many seconds the train needs to clear the {place} completely",
        "how many seconds pass from the moment the train reaches the {place} until its end has left it",
        "~for how many seconds some part of the train is at the {place}",
    ),
    noun=(
        "the time in seconds until the whole train has passed the {place}",
        "the number of seconds the train needs to clear the {place} completely",
        "the time in seconds for the whole train to get past the {place}",
    ),
    labels=("train: {length meter} long; {place}: {place_length meter} long; speed: {speed meter} per second",),
    whole=(
        "How many seconds does a train of {length meter} at {speed meter} per second need to pass completely a {place} of "
        "{place_length meter}?",
        "A train, {length meter} long, goes {speed meter} per second. Its front has just reached a {place} "
        "of {place_length meter}. How many seconds pass until the whole train is past it?",
        "Train: {length meter}. {place}: {place_length meter}. Speed: {speed meter} per second. Seconds "
        "until the whole train has passed?",
        "My train is {length meter} long and goes {speed meter} per second. How many seconds does it need to "
        "pass a {place} of {place_length meter} with its full length?",
        "If a {place} of {place_length meter} is passed by a train of {length meter} at {speed meter} per "
        "second, how many seconds is it from the arrival of its front to the departure of its end?",
        "Work out how long a train takes to clear a {place} completely: train {length meter}, {place} "
        "{place_length meter}, speed {speed meter} per second.",
        "Given a speed of {speed meter} per second, a {place} of {place_length meter} and a train of {length "
        "meter}, how many seconds does the whole train need to get past?",
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
            "the distance between two {thing+} <is|was> {way unit}, and they <come|came> closer to each other at "
            "{first} and {second unit} per hour",
            "two {thing+}, one doing {first}, one {second unit} per hour, <go|went> towards each other from {way "
            "unit} apart",
            "~over {way unit} of road two {thing+} <head|headed> for each other at {first} and {second unit} per hour",
        ),
        "flier": (
            "+a {flier} <goes|went> back and forth between them at {fast unit} per hour until they <meet|met>",
            "+until they <meet|met>, a {flier} <moves|moved> to and fro between them at {fast unit} per hour",
            "+a {flier} <keeps|kept> going between the two at {fast unit} per hour until they <meet|met>",
            "+a {flier} <shuttles|shuttled> between them without a rest, {fast unit} in each hour, and "
            "<stops|stopped> when they <meet|met>",
            "~+at {fast unit} per hour a {flier} <travels|traveled> from one to the other and back, again and again, until they <meet|met>",
        ),
    },
    direct=(
        "how far does the {flier} go in all",
        "what distance does the {flier} cover",
        "how many {unit+} does the {flier} go altogether",
        "how long is the whole way of the {flier}",
        "by the time of the meeting, how far has the {flier} gone",
        "~how many {unit+} has the {flier} behind it when they meet",
    ),
    indirect=(
        "how far the {flier} goes in all",
        "what distance the {flier} covers in all",
        "how long the whole way of the {flier} is",
        "how far the {flier} has gone by the time of the meeting",
        "~how many {unit+} the {flier} covers before they meet",
    ),
    noun=(
        "the whole distance that the {flier} covers",
        "the length of the whole way of the {flier}",
        "the number of {unit+} that the {flier} goes in all",
    ),
    whole=(
        "Two {thing+}, {way unit} apart, come towards each other at {first} and {second unit} per hour, while a {flier} goes between "
        "them at {fast unit} per hour without a stop until they meet. How far does it go?",
        "Between two {thing+} that approach each other at {first} and {second unit} per hour, {way unit} "
        "apart at first, a {flier} goes to and fro at {fast unit} per hour until they meet. How far does it "
        "go in all?",
        "Distance between two {thing+}: {way unit}. Their speeds towards each other: {first} and {second "
        "unit} per hour. A {flier} goes back and forth between them at {fast unit} per hour until they meet. "
        "How long is its whole way?",
        "My friend and I are {way unit} apart and come towards each other, I at {first} and my friend at "
        "{second unit} per hour. A {flier} goes back and forth between us at {fast unit} per hour until we "
        "meet. What distance does it cover?",
        "If two {thing+} {way unit} apart were to move towards each other at {first} and {second unit} per "
        "hour, and a {flier} went back and forth between them at {fast unit} per hour until they met, how "
        "far would it go?",
        "Work out how far a {flier} goes: it moves to and fro at {fast unit} per hour between two {thing+} "
        "until they meet; these are {way unit} apart and come closer at {first} and {second unit} per hour.",
        "{who.n} and {other.n} set out {way unit} from each other, {who.n} at {first} and {other.n} at "
        "{second unit} per hour, to meet on the way. Until then a {flier} goes between them at {fast unit} "
        "per hour. How far does it go?",
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
            "a map <uses|used> [one|1] {small} for every {scale unit}",
            "each {small} on [a|the] map <is|was> worth {scale unit} in reality",
            "~{scale unit} in the world <are|were> [one|1] {small} on paper",
        ),
        "map": (
            "two towns <are|were> {map small} apart on the map",
            "on the map[,|] the [road|river|way] <is|was> {map small} long",
            "{who} <measure> {map small} on the map",
            "the distance between two [villages|lakes] on the map <is|was> {map small}",
            "with a ruler[,|] {who} <find> {map small} on the map between two [towns|places]",
            "~the line that {who} <draw> on the map <has|had> a length of {map small}",
        ),
    },
    direct=(
        "how far is that in [reality|truth]",
        "how many {unit+} is that in reality",
        "what is the real distance",
        "how many {unit+} does that stand for",
        "how long is the real way",
        "how large is the distance in reality",
        "~how long is it out there in {unit+}",
    ),
    indirect=(
        "how far that is in reality",
        "how many {unit+} that stands for",
        "what the real distance is",
        "how long the real way is",
        "~how many {unit+} that would be outside",
    ),
    noun=(
        "the real distance",
        "the distance in {unit+}",
        "the true distance in {unit+}",
        "the length of the real way",
    ),
    labels=("map: 1 {small} for {scale unit}; measured: {map small}",),
    whole=(
        "How many {unit+} are {map small} on a map where one {small} stands for {scale unit}?",
        "My map shows {scale unit} as one {small}. I measure {map small}. How many {unit+} is that in reality?",
        "Scale: one {small} = {scale unit}. Way on the map: {map small}. Real way?",
        "If one {small} of a map is {scale unit} of land, what is the real distance between two towns {map small} "
        "apart on it?",
        "Work out the real length of a road that is {map small} long on a map where {scale unit} are drawn "
        "as one {small}.",
        "Given a map with {scale unit} to each {small}, how far is it in reality between two places that are "
        "{map small} apart on it?",
        "Two villages lie {map small} apart on a map. How many {unit+} must {who} travel from one to the "
        "other if the map uses one {small} for {scale unit}?",
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
            "[a|the] {vehicle} <goes|went> through {per liter} every {every unit}",
            "the fuel use of [a|the] {vehicle} <is|was> {per liter} per {every unit}",
            "~with {per liter} [a|the] {vehicle} <gets|got> {every unit} far",
        ),
        "way": (
            "the trip <is|was> {way unit} long",
            "{who} <drive> {way unit}",
            "{who} <have> {way unit} to go",
            "{who} <plan> a trip of {way unit}",
            "the whole way <is|was> {way unit}",
            "~{way unit} <lie|lay> ahead",
        ),
    },
    direct=(
        "how many {liter+} <are|were> needed",
        "how much fuel <does|did> the trip take",
        "how many {liter+} <does|did> the {vehicle} use",
        "how much fuel <do> {who} need",
        "how many {liter+} <are|were> burned [on the trip|on the way|in all]",
        "what amount of fuel <is|was> needed for the trip",
        "~what <does|did> the tank have to hold for this",
    ),
    indirect=(
        "how much fuel the trip <needs|needed>",
        "how many {liter+} <are|were> needed for the trip",
        "how many {liter+} the {vehicle} <uses|used>",
        "what amount of fuel {who} <need>",
        "~how many {liter+} the tank must hold for this",
    ),
    noun=(
        "the fuel needed for the trip",
        "the number of {liter+} for the trip",
        "the amount of fuel for the whole way",
        "the number of {liter+} that the {vehicle} <uses|used>",
    ),
    labels=("use: {per liter} for {every unit}; trip: {way unit}",),
    whole=(
        "How many {liter+} does a {vehicle} need for {way unit} if it uses {per liter} for every {every unit}?",
        "Fuel use: {per liter} per {every unit}. Trip: {way unit}. Fuel needed?",
        "I have to go {way unit} in a {vehicle} that uses {per liter} for {every unit}. How many {liter+} do I need?",
        "Work out how much fuel a trip of {way unit} takes when the {vehicle} burns {per liter} on {every unit}.",
        "If {per liter} of fuel last a {vehicle} for {every unit}, how many {liter+} does it need for {way unit}?",
        "After every {every unit}, a {vehicle} has burned another {per liter}. How many {liter+} are gone "
        "after {way unit}?",
        "Given a trip of {way unit} and a {vehicle} that takes {per liter} for each {every unit}, how much "
        "fuel must {who} buy?",
        "~{per liter} to {every unit}, and a way of {way unit}: how much fuel is that?",
    ),
)

FAMILIES = (ROUND_TRIP, TWO_PARTS, LONG_TRAIN, BIRD, MAP_SCALE, FUEL)
