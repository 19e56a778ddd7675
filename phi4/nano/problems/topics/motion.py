"""Distance, speed and time: one mover, two movers, there and back, bridges, and the bird between two trains."""

from __future__ import annotations

import random
from dataclasses import dataclass

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import Noun, Someone, it, noun, someone, two_people


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
ASIDES = (
    "it <is|was> a warm day", "{speaker} <is|was> watching", "there <are|were> {x} trees by the road",
    "the weather <is|was> fine", "{speaker} <has|had> {x} books", "the road <is|was> {x} years old",
)  # fmt: skip


def moving(mover: Mover, rng: random.Random) -> dict[str, object]:
    """Slots: who moves, how (in the present and the past, and as an infinitive), and the units."""
    verb = rng.choice(mover.verbs.split())
    who = mover.who
    if rng.random() < 0.3 and mover.verbs.split()[0] in ("drive", "walk", "ride", "run", "sail"):
        who = someone(rng)
    return {
        "who": who, "go": lambda voice: voice.say(f"<{verb}>"), "move": verb, "unit": mover.unit, "time": mover.time,
    }  # fmt: skip


_SPEED = (
    "{who} {go} {speed unit} [per|a|each|every|in one] {time}",
    "{who.s} speed <is|was> {speed unit} [per|a] {time}",
    "{who} {go} at {speed unit} [per|a] {time}",
    "{who} <cover> {speed unit} [each|every|in one] {time}",
    "the speed of {who.n} <is|was> {speed unit} per {time}",
    "in [one|each] {time}[,|] {who} <cover> {speed unit}",
    "~{speed unit} <are|were> covered by {who.o} each {time}",
    "{who.s} pace <is|was> {speed unit} [per|each] {time}",
    "each {time} <takes|took> {who.o} {speed unit} farther",
    "a steady {speed unit} per {time} <is|was> {who.s} speed",
)


def _distance(rng: random.Random) -> Drawn:
    mover = rng.choice(MOVERS)
    speed, times = rng.randint(mover.low, mover.high), rng.randint(2, 12)
    unit, time = mover.unit, mover.time
    lines = [
        f"{unit(speed)} each {time.one}, for {time(times)}.",
        f"Distance: {multiplied(speed, times)} {unit.many}.",
    ]
    return Drawn(lines, unit(speed * times), {"speed": speed, "times": times}, moving(mover, rng))


DISTANCE = Family(
    "distance",
    _distance,
    facts={
        "speed": _SPEED,
        "times": (
            "{who} <be> on the way for {times time}",
            "{who} {go} for {times time}",
            "the trip <takes|took> {times time}",
            "{who} <keep> going for {times time}",
            "{who} <stop> after {times time}",
            "the trip <ends|ended> after {times time}",
            "~it <takes|took> {who.o} {times time} to arrive",
            "{who.s} trip <lasts|lasted> {times time}",
            "for {times time}[,|] {who} <be> moving",
            "{times time} <pass|passed> between {who.s} start and {who.s} stop",
        ),
        "speed times": (
            "{who} {go} for {times time} at {speed unit} [per|a] {time}",
            "{who} {go} {speed unit} [per|each] {time} for {times time}",
            "for {times time}, {who} {go} at a speed of {speed unit} per {time}",
            "{who} {go} at a speed of {speed unit} [per|a] {time} and <stop> after {times time}",
            "{who} <keep> up a speed of {speed unit} per {time} for {times time}",
            "~at {speed unit} [a|per] {time}, {who} <be> on the road for {times time}",
            "during {times time}, {who} {go} at {speed unit} per {time}",
            "{who} <spend> {times time} on the move, doing {speed unit} per {time}",
        ),
    },
    direct=(
        "how far <do> {who} {move}",
        "how far <do> {who} get",
        "what distance <do> {who} cover",
        "how many {unit+} <do> {who} {move}",
        "what distance <is|was> covered",
        "how many {unit+} <do> {who} cover",
        "over what distance <do> {who} {move}",
        "~how long is the way in {unit+}",
        "how much ground <do> {who} cover",
        "how many {unit+} from the start <do> {who} end up, going straight ahead",
        "to what distance <does|did> that add up",
    ),
    indirect=(
        "how far {who} {go}",
        "what distance {who} <cover>",
        "how many {unit+} {who} <cover>",
        "how far {who} <get>",
        "over what distance {who} {go}",
        "~how many {unit+} {who} <put> behind {who.o}",
        "how much ground {who} <cover>",
        "to how many {unit+} that <adds|added> up",
        "what stretch {who} <have> covered by the end",
    ),
    noun=(
        "the distance[| in {unit+}]",
        "the distance that {who} <cover>",
        "the number of {unit+} that {who} <cover>",
        "the number of {unit+} that {who} {go}",
        "~the length of the way",
        "the stretch covered by {who.o}, in {unit+}",
        "the whole distance from start to stop",
        "the sum of all {unit+} covered",
    ),
    labels=("speed: {speed unit} per {time}; duration: {times time}",),
    whole=(
        "How far <do> {who} {move} in {times time} at {speed unit} per {time}?",
        "If {who} <move> {speed unit} [each|every|per] {time}, how far <do> {who} get in {times time}?",
        "{who} {go} {speed unit} per {time}. [How far is that in {times time}|Where <be> {who} after {times time}, how far from the "
        "start|What distance is that in {times time}]?",
        "Speed {speed unit} per {time}; duration {times time}; distance?",
        "Find the distance that {who} {go} in {times time}, given a speed of {speed unit} per {time}.",
        "For {times time} {who} {go} without a stop, [each|every] {time} {speed unit} farther. How far <do> {who} get?",
        "How far from the start <be> {who} after {times time}, if every {time} <brings|brought> {who.o} {speed "
        "unit} farther?",
        "I move at {speed unit} per {time}. How many {unit+} will I cover in {times time}?",
        "{who} {go} at {speed unit} per {time} until {times time} <have|had> passed. What distance <is|was> that?",
        "~{times time} at {speed unit} per {time}: how long is the trip in {unit+}?",
        "Pace: {speed unit} per {time}. Time on the move: {times time}. {unit+} covered?",
        "Suppose the trip lasts {times time} and {who} <cover> {speed unit} in each {time}. To how many {unit+} does "
        "that add up?",
        "{speaker}: How fast <be> {who}?\n{listener}: ^{speed unit} per {time}, all the time.\n{speaker}: And how far "
        "is it, then, if the trip <lasts|lasted> {times time}?",
        "Exercise. A body moves uniformly with a speed of {speed unit} per {time}. Determine the distance it covers "
        "in {times time}.",
        "Can you tell me how much ground {who} <cover>? The pace never <changes|changed>: {speed unit} per {time}. "
        "And {who.n} <be> moving for {times time}.",
        "We follow {who.o} for {times time}. If {who.n} {go} at a steady {speed unit} per {time}, how many {unit+} do "
        "we cover in that time?",
        "Travel diary: left this morning, {times time} on the move, average speed {speed unit} per {time}. Now fill "
        "in the blank: distance covered in {unit+}?",
        "Each {time} adds {speed unit} to a trip. What is its length by the time {times time} are over?",
    ),
    asides=ASIDES,
)


def _duration(rng: random.Random) -> Drawn:
    mover = rng.choice(MOVERS)
    speed, times = rng.randint(mover.low, mover.high), rng.randint(2, 12)
    way, unit, time = speed * times, mover.unit, mover.time
    lines = [f"{unit(way)} at {unit(speed)} each {time.one}.", f"{divided(way, speed)}."]
    return Drawn(lines, time(times), {"speed": speed, "way": way}, moving(mover, rng))


DURATION = Family(
    "duration",
    _duration,
    facts={
        "speed": _SPEED,
        "way": (
            "the [way|trip|route|road] <is|was> {way unit} long",
            "{who} <have> to cover {way unit}",
            "{who} <want> to {move} {way unit}",
            "the distance <is|was> {way unit}",
            "the goal <is|was> {way unit} away",
            "~{way unit} <are|were> to be covered",
            "from start to goal it <is|was> {way unit}",
            "{who} <set> out for a place that <is|was> {way unit} away",
            "{who.s} trip <measures|measured> {way unit}",
        ),
        "speed way": (
            "{who} {go} {way unit} at {speed unit} [per|a] {time}",
            "for a trip of {way unit}[,|] {who} {go} at {speed unit} per {time}",
            "{who} {go} at {speed unit} per {time} and <have> {way unit} to go",
            "{who} <have> {way unit} to cover and {go} {speed unit} each {time}",
            "~at {speed unit} per {time}, {who} <set> out on a trip of {way unit}",
            "{who.s} goal <is|was> {way unit} away, and {who} {go} at {speed unit} per {time}",
            "with a trip of {way unit} to make, {who} <keep> to {speed unit} per {time}",
        ),
    },
    direct=(
        "how long <does|did> [it|the trip] take",
        "how many {time+} <does|did> [it|the trip] take",
        "how many {time+} <do> {who} need",
        "how much time <do> {who} need",
        "in how many {time+} <is|was> the goal reached",
        "how many {time+} <be> {who} on the way",
        "~after how many {time+} <do> {who} arrive",
        "what time <do> {who} need to get there",
        "for how many {time+} <do> {who} keep going",
        "how many {time+} <pass|passed> between start and arrival",
    ),
    indirect=(
        "how long it <takes|took>",
        "how many {time+} {who} <need>",
        "how much time {who} <need>",
        "in how many {time+} the goal <is|was> reached",
        "how long {who} <be> on the way",
        "~after how many {time+} {who} <arrive>",
        "for how many {time+} {who} <keep> going",
        "what time {who} <need> to get there",
        "how many {time+} <lie|lay> between start and arrival",
    ),
    noun=(
        "the time[| in {time+}]",
        "the time that {who} <need>",
        "the number of {time+} that {who} <need>",
        "the time for this [way|trip]",
        "~the duration of the trip",
        "the time between start and arrival",
        "the number of {time+} from start to goal",
        "the travel time[| in {time+}]",
    ),
    labels=("way: {way unit}; speed: {speed unit} per {time}",),
    whole=(
        "How long <do> {who} need for {way unit} at {speed unit} per {time}?",
        "{who} {go} {speed unit} [per|each|every] {time}. How [long|many {time+}] <do> {who} need for {way unit}?",
        "To cover {way unit} at {speed unit} per {time}, how many {time+} <do> {who} need?",
        "Distance {way unit}; speed {speed unit} per {time}; time?",
        "{who} <have> {way unit} to go and {go} at {speed unit} per {time}. In how many {time+} <be> {who} there?",
        "Work out the time for a trip of {way unit} if {who} {go} {speed unit} [per|each] {time}.",
        "I go {speed unit} per {time}, and my goal is {way unit} away. How many {time+} will I need?",
        "{who} {go} to a goal {way unit} away, always at {speed unit} per {time}. How many {time+} <be> {who} on "
        "the way?",
        "Given a speed of {speed unit} per {time}, how many {time+} does a distance of {way unit} take?",
        "~{way unit} lie ahead, and {who} {go} {speed unit} a {time}. When is it done?",
        "Pace: {speed unit} per {time}. Goal: {way unit} away. {time+} needed?",
        "Suppose {who} <keep> to a pace of {speed unit} per {time}. How many {time+} <pass|passed> until {way unit} "
        "<are|were> covered?",
        "{speaker}: It is {way unit} from here to the goal.\n{listener}: At {speed unit} per {time}, for how many "
        "{time+} will we be moving?",
        "Exercise. A body moves uniformly, {speed unit} in each {time}. Determine the time in which it covers {way "
        "unit}.",
        "A coach wants to plan the time for {way unit}, and the pace is {speed unit} per {time}. "
        "Work out how many {time+} it takes.",
        "Please wait for me at the goal! The start is {way unit} away from you, and {speed unit} per {time} is "
        "my speed. How many {time+} do you have to wait from the start on?",
        "A trip measures {way unit}. Every {time}, {speed unit} of it are done. After how many {time+} is nothing "
        "left?",
        "With {speed unit} covered per {time}, a trip goes on until it has reached {way unit}. What is its duration?",
    ),
    asides=ASIDES,
)


def _speed(rng: random.Random) -> Drawn:
    mover = rng.choice(MOVERS)
    speed, times = rng.randint(mover.low, mover.high), rng.randint(2, 12)
    way, unit, time = speed * times, mover.unit, mover.time
    lines = [f"{unit(way)} in {time(times)}.", f"In one {time.one}: {divided(way, times)}."]
    answer = f"{unit(speed)} per {time.one}"
    return Drawn(lines, answer, {"way": way, "times": times}, moving(mover, rng))


SPEED = Family(
    "speed",
    _speed,
    facts={
        "way": (
            "the [way|trip|route|road] <is|was> {way unit} long",
            "{who} <cover> {way unit}",
            "the distance <is|was> {way unit}",
            "{who} <have> {way unit} to go",
            "the goal <is|was> {way unit} away",
            "~a way of {way unit} <lies|lay> behind {who.o}",
            "from start to goal it <is|was> {way unit}",
            "{who.s} trip <measures|measured> {way unit}",
        ),
        "times": (
            "the trip <takes|took> {times time}",
            "{who} <need> {times time}",
            "{who} <arrive> after {times time}",
            "{who} <be> on the way for {times time}",
            "it <takes|took> {who.o} {times time}",
            "~it <is|was> done in {times time}",
            "between start and arrival, {times time} <pass|passed>",
            "{who.s} trip <lasts|lasted> {times time}",
        ),
        "way times": (
            "{who} {go} {way unit} in {times time}",
            "in {times time}, {who} {go} {way unit}",
            "for {way unit}[,|] {who} <need> {times time}",
            "it <takes|took> {who.o} {times time} to {move} {way unit}",
            "~after {times time}, {who} <have> {way unit} behind {who.o}",
            "{who} <spend> {times time} on a trip of {way unit}",
            "a trip of {way unit} <keeps|kept> {who} busy for {times time}",
        ),
    },
    direct=(
        "how fast <be> {who}, in {unit+} per {time}",
        "what <is|was> {who.s} speed in {unit+} per {time}",
        "how many {unit+} per {time} <is|was> that",
        "how many {unit+} <do> {who} {move} [each|per] {time}",
        "at how many {unit+} per {time} <do> {who} {move}",
        "what speed <is|was> that in {unit+} per {time}",
        "~how far <do> {who} get in one {time}",
        "what pace, in {unit+} per {time}, <do> {who} keep",
        "how many {unit+} <be> {who} farther with each {time}",
        "what <does|did> that make in {unit+} per {time}",
    ),
    indirect=(
        "how many {unit+} {who} {go} each {time}",
        "how fast {who} <be> in {unit+} per {time}",
        "what {who.s} speed <is|was> in {unit+} per {time}",
        "at how many {unit+} per {time} {who} {go}",
        "~how far {who} <get> in a single {time}",
        "what pace {who} <keep>, in {unit+} per {time}",
        "how many {unit+} {who} <cover> in each {time}",
        "what that <makes|made> in {unit+} per {time}",
    ),
    noun=(
        "the speed in {unit+} per {time}",
        "{who.s} speed in {unit+} per {time}",
        "the number of {unit+} that {who} {go} [per|in each] {time}",
        "~the distance covered in one {time}",
        "{who.s} pace in {unit+} per {time}",
        "the average speed in {unit+} per {time}",
        "the number of {unit+} covered by {who.o} each {time}",
    ),
    labels=("way: {way unit}; time: {times time}",),
    whole=(
        "What is the speed, in {unit+} per {time}, of one who covers {way unit} in {times time}?",
        "{way unit} in {times time}: how many {unit+} is that per {time}?",
        "{who} {go} {way unit} in {times time}, always at the same speed. What <is|was> this speed in {unit+} per "
        "{time}?",
        "If it <takes|took> {who.o} {times time} to {move} {way unit}, how many {unit+} <is|was> that in each {time}?",
        "Way {way unit}; time {times time}; speed in {unit+} per {time}?",
        "Work out how many {unit+} per {time} {who} {go}: a trip of {way unit} <takes|took> {times time}.",
        "I covered {way unit}, and it took me {times time}. How fast was I, in {unit+} per {time}?",
        "{who} <reach> a goal {way unit} away {times time} after the start. What <is|was> {who.s} speed in "
        "{unit+} per {time}?",
        "How many {unit+} must {who} {move} each {time} to cover {way unit} in {times time}?",
        "~Start at 0. After {times time}: {way unit}. What is the speed in {unit+} per {time}?",
        "{times time} for {way unit}. Pace in {unit+} per {time}?",
        "Suppose {who} <spend> {times time} on {way unit}. Divided evenly, how many {unit+} <belong|belonged> to each "
        "{time}?",
        "{speaker}: The trip lasted {times time}.\n{listener}: And how long was the way?\n{speaker}: ^{way "
        "unit}.\n{listener}: Then what was your speed, in {unit+} per {time}?",
        "Exercise. A body moves uniformly and covers {way unit} in {times time}. Determine its speed in {unit+} per "
        "{time}.",
        "Which steady pace, in {unit+} per {time}, takes {who.o} over a distance of {way unit} within {times time}?",
        "Travel diary: {times time} on the move, {way unit} covered. Now fill in the blank: average speed in {unit+} "
        "per {time}?",
        "A stretch of {way unit} was covered at a constant pace. That took {times time}. Please tell me the pace, in "
        "{unit+} per {time}.",
        "The goal is {way unit} away, and {who} <want> to be there in {times time}. What speed, in {unit+} per "
        "{time}, <is|was> needed?",
    ),
    asides=ASIDES,
)

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
    (who, other), (here, there) = two_people(rng), rng.sample(_TOWNS, 2)
    return {"who": who, "other": other, "here": here, "there": there, "unit": mover.unit, "time": mover.time}


_TOWNS = (
    "Ashton",
    "Bexley",
    "Corby",
    "Dalton",
    "Elton",
    "Farley",
    "Granby",
    "Hadley",
    "Milton",
    "Norwood",
    "Oakham",
    "Selby",
)

TOWARDS = Family(
    "towards each other",
    _towards,
    facts={
        "way": (
            "two {thing+} <are|were> {way unit} apart",
            "the distance between two {thing+} <is|was> {way unit}",
            "{here} and {there} <are|were> {way unit} apart, and a {thing} <leaves|left> each of them",
            "between {here} and {there} there <are|were> {way unit}, and from both ends a {thing} <sets|set> out",
            "two {thing+} <start|started> {way unit} apart",
            "the road between {here} and {there} <is|was> {way unit} long, and a {thing} <starts|started> at each end",
            "~{way unit} <lie|lay> between two {thing+}",
            "a distance of {way unit} <separates|separated> two {thing+}",
            "a {thing} <is|was> in {here} and another one in {there}, which <is|was> {way unit} from {here}",
            "from one {thing} to another it <is|was> {way unit}",
            "a {thing} <has|had> to go {way unit} to get to where another {thing} <is|was>",
            "a {thing} <leaves|left> {here} just when another one <leaves|left> {there}, which <is|was> {way unit} "
            "away",
            "the gap between two {thing+} <measures|measured> {way unit}",
        ),
        "speeds": (
            "+they [<move|moved>|<travel|traveled>] towards each other at {first} and {second unit} per {time}",
            "+one <goes|went> {first unit} per {time}, the other {second}, towards each other",
            "+they <go|went> to meet each other, the first at {first unit} per {time}, the second at {second}",
            "+they <come|came> towards each other, one at {first unit} per {time} and one at {second}",
            "+they <approach|approached> each other with speeds of {first} and {second unit} per {time}",
            "~+coming from opposite ends, they <do|did> {first} and {second unit} per {time}",
            "+the first <heads|headed> for the second at {first unit} per {time}, and the second for the first at "
            "{second}",
            "+each <comes|came> to meet the other, one doing {first unit} per {time} and one {second}",
            "+every {time}, one <makes|made> {first unit} and the other {second} in the direction of each other",
            "+they <close|closed> the distance from both sides, with {first unit} per {time} on one side and {second} "
            "on the other",
            "+the one <does|did> {first unit} per {time}, the other <comes|came> towards it at {second}",
            "+at {first} and {second unit} per {time}, they <get|got> nearer to one another",
        ),
    },
    direct=(
        "after how many {time+} do they meet",
        "how long does it take until they meet",
        "in how many {time+} will they meet",
        "how many {time+} do they need to meet",
        "how much time <passes|passed> before they <meet|met>",
        "~when do they pass each other",
        "how many {time+} are they on the way before they meet",
        "for how many {time+} must they go until they are at the same spot",
        "what time goes by until the meeting",
        "how many {time+} later are they together",
        "how much time is needed to bring the two together",
        "after what number of {time+} is the gap between them closed",
        "how many {time+} does the whole approach take",
        "how many {time+} must pass until they are face to face",
    ),
    indirect=(
        "after how many {time+} they meet",
        "in how many {time+} they meet",
        "how long it takes until they meet",
        "how many {time+} they need to meet",
        "~how long it is until they pass each other",
        "how many {time+} go by until the meeting",
        "for how many {time+} they must go until they are at the same spot",
        "what time they need to come together",
        "how many {time+} later they are together",
        "how much time is needed to bring the two together",
        "after what number of {time+} the gap between them is closed",
        "how many {time+} the whole approach takes",
        "how many {time+} must pass until they are face to face",
    ),
    noun=(
        "the time until they meet",
        "the number of {time+} until they meet",
        "the time that they need to meet",
        "the number of {time+} before the meeting",
        "the time that goes by until the meeting",
        "the time they take to come together",
        "the number of {time+} until they are together",
        "the number of {time+} after which the gap is closed",
        "the time it takes to bring the two together",
        "the duration of the approach",
        "the number of {time+} until they are face to face",
    ),
    labels=("distance: {way unit}; speeds: {first} and {second unit} per {time}, towards each other",),
    whole=(
        "From {here} and {there}, {way unit} apart, two {thing+} start at the same time towards each other, one at {first}, one at "
        "{second unit} per {time}. When do they meet?",
        "{who} goes from {here} to {there} at {first unit} per {time}, {other} from {there} to {here} at {second}. The towns are "
        "{way unit} apart, and they start together. After how many {time+} do they meet?",
        "A {thing} at {first unit} per {time} and another {thing} at {second} start {way unit} apart and move "
        "towards each other. After how many {time+} do they meet?",
        "Two {thing+}, {way unit} apart, approaching each other, {first} and {second unit} per {time}: time until "
        "the meeting?",
        "If two {thing+} start {way unit} apart and go towards each other at {first} and {second unit} per "
        "{time}, how many {time+} do they need to meet?",
        "{who} <leaves|left> {here}, and at the same time {other} <leaves|left> {there}, {way unit} away, to meet "
        "{who.o}. {who.n} <does|did> {first unit} per {time}, {other.n} {second}. After how many {time+} <do|did> "
        "they meet?",
        "There are {way unit} between {here} and {there}. A {thing} goes from {here} to {there} at {first unit} "
        "per {time}; at the same moment a second {thing} starts the other way at {second}. Work out after how "
        "many {time+} they meet.",
        "I go from {here} at {first unit} per {time} to meet {speaker}, who comes from {there} at {second} and "
        "starts when I do. The towns are {way unit} apart. In how many {time+} will we meet?",
        "~Two {thing+} head for each other over {way unit}. Speeds: {first} and {second unit} per {time}. How long until they meet?",
        "{first unit} per {time} from the left, {second} from the right, {way unit} in between at the start. {time+} "
        "until the two meet?",
        "Suppose {who} and {other} live {way unit} apart and set out at the same moment to meet on the road. {who.n} "
        "makes {first unit} per {time} and {other.n} {second}. How much time goes by until they shake hands?",
        "{who}: I am leaving {here} now, at {first unit} per {time}.\n{other}: And I am leaving {there} now, at "
        "{second}. I will come to meet you.\nThe two towns are {way unit} apart. How many {time+} later are they "
        "together?",
        "Exercise. Two bodies, at first {way unit} apart, move in a straight line towards one another with speeds of "
        "{first} and {second unit} per {time}. Determine the time until they meet.",
        "How many {time+} does it take two {thing+} to come together? The first covers {first unit} per {time}, the "
        "second {second}, and they come from the two ends of a road of {way unit}, starting at once.",
        "Dear {speaker}, let us meet on the road between {here} and {there}, which is {way unit} long. I start in "
        "{here} at {first unit} per {time}; you start in {there} at the same moment, at {second}. After how many "
        "{time+} will I see you?",
        "A road of {way unit} has a {thing} at each end. At the same signal both set out for the other end, one with "
        "a speed of {second}, one with a speed of {first unit} per {time}. In how many {time+} are they at the same "
        "spot?",
        "The gap between two {thing+} is {way unit}. As they come closer, one adds {first unit} per {time} to its way "
        "and the other {second}. What time is needed to close the gap?",
        "One {thing} makes {first unit} per {time}, another {second}. They come from places {way unit} apart, each in "
        "the direction of the other, and start together. After what number of {time+} is the gap closed?",
        "To close a distance of {way unit} from both sides, how many {time+} do two {thing+} need, at {first unit} "
        "per {time} on one side and {second} on the other?",
        "It is {way unit} from {who.n} to {other.n}. At the same moment both start: {who.n} goes to {other.n} at "
        "{first unit} per {time}, {other.n} goes to {who.n} at {second}. How many {time+} must pass until they are "
        "face to face?",
        "Distance: {way unit}. From {here}: {first unit} per {time}. From {there}: {second unit} per {time}. Same "
        "start, one towards the other. Meeting after how many {time+}?",
        "Each {time}, {first unit} of the road from {here} to {there} are done by {who.n}, and {second unit} by "
        "{other.n}, who comes from the other end. The road is {way unit} long, and they set off at the same moment. "
        "When nothing is left of it, they meet. How many {time+} does this take?",
        "{speaker}: How long is the road from {here} to {there}?\n{listener}: It is {way unit} long.\n{speaker}: You "
        "start there and I start here, both now. I make {first unit} per {time}.\n{listener}: And I make {second}. "
        "How many {time+} will pass before we meet?",
        "How much time is needed to bring two {thing+} together that are {way unit} apart and get nearer to one "
        "another, moving at {second} and {first unit} per {time}?",
        "Exercise. The initial distance of two objects is {way unit}. Each moves towards the other, one with {first "
        "unit} per {time}, one with {second}. After how many {time+} has the distance become zero?",
        "In {here}, {who} gets going at {first unit} per {time}; in {there}, {way unit} away, {other} gets going at "
        "the same moment, at {second}. They want to have lunch at the spot where they meet. After how many {time+} "
        "can they have it?",
        "Two friends call each other. They find that they are {way unit} apart, hang up and start at once, one friend "
        "in the direction of the other. If they make {first} and {second unit} per {time}, in how many {time+} will "
        "they shake hands?",
        "On a map, a pin marks each of two {thing+}. The pins show that they are {way unit} apart. One pin moves by "
        "{first unit} per {time}, the other comes towards it by {second}. How many {time+} later do the pins touch?",
        "A message has to go from {here} to {there}, {way unit} away. {who} carries it at {first unit} per {time}, "
        "while {other}, to get it sooner, comes from {there} at {second}, starting at the same moment. How many "
        "{time+} later does {other.n} have the message?",
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
        "way": rng.choice(("in the same direction", "the same way") if same else ("in opposite directions", "away from each other")),
    }  # fmt: skip
    return Drawn(lines, unit(by * times), {"first": first, "second": second, "times": times, "same": same}, slots)


APART = Family(
    "apart",
    _apart,
    facts={
        "speeds": (
            "two {thing+} <start|started> [at the same place|together] and <go|went> {way}, one at {first}, the other at {second unit} "
            "per {time}",
            "from the same place, {who} <goes|went> at {first unit} per {time} and {other} at {second}, {way}",
            "{who} and {other} <leave|left> {here} at the same time and <go|went> {way}, at {first} and {second unit} per {time}",
            "{who} and {other} <start|started> together and <go|went> {way}, {who.n} at {first unit} per {time}, "
            "{other.n} at {second}",
            "a {thing} at {first unit} per {time} and another {thing} at {second} <set|set> out from the same place "
            "and <go|went> {way}",
            "two {thing+} that <start|started> together in {here} <go|went> {way}, the first at {first unit} per "
            "{time} and the second at {second}",
            "~at {first} and {second unit} per {time}, two {thing+} <leave|left> {here} {way}",
            "{who} and {other}, who <set|set> out from {here} together, <go|went> {way}: {who.n} at {first}, "
            "{other.n} at {second unit} per {time}",
            "there <are|were> two {thing+} that <begin|began> side by side and <go|went> {way}, with speeds of "
            "{first} and {second unit} per {time}",
            "side by side at first, {who} and {other} <part|parted> in {here} and <go|went> {way}, {who.n} making "
            "{first unit} per {time} and {other.n} {second}",
            "{first unit} per {time} <is|was> the speed of one {thing} and {second} that of another, and from a "
            "common start they <go|went> {way}",
            "with {here} as their common start, two {thing+} <go|went> {way}; one <covers|covered> {first unit} each "
            "{time}, one {second}",
            "at the same moment and from the same spot, a {thing} <sets|set> out at {first unit} per {time} and a "
            "second {thing} at {second}, and they <go|went> {way}",
        ),
    },
    direct=(
        "how far apart <are|were> they after {times time}",
        "what <is|was> the distance between them after {times time}",
        "how far <are|were> they from each other after {times time}",
        "after {times time}, how many {unit+} apart <are|were> they",
        "how large <is|was> the gap between them after {times time}",
        "~how many {unit+} <lie|lay> between them when {times time} <are|were> over",
        "how wide <is|was> the gap when {times time} <have|had> passed",
        "how far <has|had> one got from the other in {times time}",
        "to how many {unit+} <does|did> the gap grow in {times time}",
        "what <does|did> their distance amount to after {times time}",
        "by how many {unit+} have they moved apart once {times time} <are|were> up",
        "how many {unit+} <is|was> it from one to the other after {times time}",
        "{times time} later, how large <is|was> their distance",
        "how long, in {unit+}, <is|was> the stretch from one to the other after {times time}",
    ),
    indirect=(
        "how far apart they <are|were> after {times time}",
        "what the distance between them <is|was> after {times time}",
        "how far they <are|were> from each other after {times time}",
        "how large the gap between them <is|was> after {times time}",
        "~how many {unit+} <are|were> between them after {times time}",
        "what distance there <is|was> from one to the other after {times time}",
        "to how many {unit+} the gap <grows|grew> in {times time}",
        "how many {unit+} apart the two <are|were> when {times time} have passed",
        "what their distance <amounts|amounted> to after {times time}",
        "by how many {unit+} they have moved apart once {times time} <are|were> up",
        "how many {unit+} it <is|was> from one to the other after {times time}",
        "how large their distance <is|was> {times time} later",
        "how many {unit+} one would have to go to get from one to the other after {times time}",
    ),
    noun=(
        "the distance between them after {times time}",
        "their distance from each other after {times time}",
        "the gap between them after {times time}",
        "the distance from one to the other when {times time} have passed",
        "the size, in {unit+}, of the gap after {times time}",
        "their distance, in {unit+}, when {times time} have gone by",
        "the distance that has opened between them after {times time}",
        "the number of {unit+} by which they have moved apart after {times time}",
        "the way from one to the other {times time} later",
        "their distance once {times time} <are|were> up",
        "the length of the stretch from one to the other after {times time}",
    ),
    labels=("start: the same place; directions: {way}; speeds: {first} and {second unit} per {time}",),
    whole=(
        "After {times time}, how far apart are two {thing+} that start together and go {way} at {first} and {second unit} per {time}?",
        "Two {thing+} start together and go {way}, the first at {first unit} per {time}, the second at {second}. "
        "Find the distance between them after {times time}.",
        "{who} and {other} <go|went> {way} from {here}, where they <start|started> together: {first unit} per "
        "{time} for {who.n}, {second} for {other.n}. How far apart <are|were> they {times time} later?",
        "Together at the start, then {way}, {first} and {second unit} per {time}. Distance after {times time}?",
        "How many {unit+} apart are two {thing+} {times time} after they set out together to go {way}, one at "
        "{first unit} per {time} and one at {second}?",
        "I go {first unit} per {time}, my friend {second}. We start together and go {way}. How far are we from "
        "each other after {times time}?",
        "For {times time}, one {thing} goes {first unit} per {time} and another {second}, {way}; they started "
        "side by side. What is the distance between them in the end?",
        "~One does {first}, one {second unit} per {time}, {way}, from the same start. What separates them after {times time}?",
        "{first unit} per {time}, {second unit} per {time}, same starting point, {way}. Gap after {times time}?",
        "Suppose that {who} and {other} leave {here} at the same moment and go {way}. {other.n} makes {second unit} "
        "per {time}, {who.n} makes {first}. To what size has the gap grown after {times time}?",
        "{who}: We start here together, and I go {first unit} per {time}.\n{other}: I go {second}.\nThe two of them "
        "go {way}. How many {unit+} are there from one to the other after {times time}?",
        "Exercise. Two bodies start from one point at the same moment and move {way} with speeds of {first} and "
        "{second unit} per {time}. Determine the distance between them after {times time}.",
        "How big is the gap between two {thing+} {times time} after a common start? They go {way}, and their speeds "
        "are {first} and {second unit} per {time}.",
        "Two {thing+} stand next to each other in {here}. Both set out at once, {way}: the first covers {first unit} "
        "in each {time}, the second {second}. Say how far from each other they are when {times time} are over.",
        "Hi {speaker}, remember that we left {here} together and went {way}? You did {first unit} per {time}, and I "
        "did {second}. How far from each other had we got after {times time}?",
        "{who} and {other} say goodbye to {speaker}, start at once and go {way}. With {first unit} per {time} for "
        "{who.n} and {second} for {other.n}, find their distance from each other after {times time}.",
        "{first unit} per {time} for {who}, {second} for {other}: so they part in {here}, and both go {way}. What "
        "does their distance amount to once {times time} are up?",
        "{times time} ago two {thing+} were at the same spot. Since then they have gone {way}, the one at {second "
        "unit} per {time}, the other at {first}. How far apart are they now?",
        "A common start, then {times time} of travel {way}: {who.n} covers {first unit} in each {time}, {other.n} "
        "covers {second}. By how many {unit+} have they moved apart?",
        "Directions: {way}. Start: same spot, same moment. One {thing}: {first unit} per {time}. Other {thing}: "
        "{second unit} per {time}. Time gone: {times time}. Distance?",
        "Picture two {thing+} at one spot. They leave it at the same moment and go {way}, with {first} and {second "
        "unit} per {time}. How many {unit+} is it from one to the other when {times time} are up?",
        "{speaker}: Did you and {other} start together?\n{listener}: Yes, from {here}, and we went {way}. I made "
        "{first unit} per {time}, {other.n} made {second}.\n{speaker}: How far from each other were you {times time} "
        "later?",
        "Every {time} takes one {thing} {first unit} and another {second unit} on their way. They leave the same "
        "place together and go {way}. State how far they have got from each other in {times time}.",
        "In {here}, at noon, two {thing+} are side by side. Both then go {way}; their speeds are {second} and {first "
        "unit} per {time}. It is {times time} past noon: how large has their distance become?",
        "A pilot looks down on two {thing+} that left {here} together {times time} before. They go {way}. One makes "
        "{first unit} per {time}, the other one {second}. How many {unit+} does the pilot see from one to the other?",
        "What would you answer: two {thing+} go {way} from a common start, one moving at {first unit} per {time}, one "
        "at {second}, and somebody wants to know their distance after {times time}?",
        'Radio message: "Left {here} together. Going {way}. My speed {first unit} per {time}, yours {second}." After '
        "{times time} of this, how far do radio messages have to reach from one to the other?",
        "Dear {speaker}, {who.n} and {other.n} quarreled in {here}, and off they went, {way}, at the same moment: "
        "{who.n} at {first unit} per {time} and {other.n} at {second}. How far apart are those two when {times time} "
        "have gone by?",
    ),
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


CATCHING_UP = Family(
    "catching up",
    _catching_up,
    facts={
        "ahead": (
            "{who} <is|was> {ahead unit} ahead of {other.o}",
            "{who} <has|had> a lead of {ahead unit} over {other.o}",
            "{other} <is|was> {ahead unit} behind {who.o}",
            "{other} <starts|started> {ahead unit} behind {who.o}",
            "there <is|was> a gap of {ahead unit} between {other.n} and {who.n}, who <is|was> ahead",
            "~between {who.n} in front and {other.n} behind there <are|were> {ahead unit}",
            "{other} <has|had> to make up {ahead unit} to reach {who.o}",
            "{who.s} lead over {other.o} <is|was> {ahead unit}",
            "{other} <is|was> trailing {who.o} by {ahead unit}",
            "{who} <leads|led> {other.o} by {ahead unit}",
            "{ahead unit} of road <separate|separated> {other.o} from {who.n}, who <is|was> the first of the two",
            "{who} <has|had> already covered {ahead unit} when {other} <starts|started> from the same place",
        ),
        "speeds": (
            "{who} <goes|went> {slow unit} per {time} and {other} {fast}, in the same direction",
            "{who.s} speed <is|was> {slow unit} per {time}, and {other} <does|did> {fast}",
            "{other} <follows|followed> at {fast unit} per {time} while {who} <does|did> {slow}",
            "{other} <goes|went> {fast unit} per {time} in the same direction as {who.n}, who <does|did> {slow}",
            "{who} <moves|moved> on at {slow unit} per {time}, and {other} <comes|came> after {who.o} at {fast}",
            "~in the same direction, {who} <does|did> {slow} and {other} {fast unit} per {time}",
            "{who} <flees|fled> at {slow unit} per {time}, and {other} <chases|chased> {who.o} at {fast}",
            "both <go|went> the same way, {other} with a speed of {fast unit} per {time}, {who} with one of {slow}",
            "{other} <makes|made> {fast unit} per {time} on the same road on which {who} <makes|made> only {slow}",
            "at {fast unit} per {time}, {other} <is|was> after {who.o}, who <moves|moved> away at {slow}",
            "each {time} {who} <gets|got> {slow unit} farther, but {other}, on the same road, <gets|got> {fast unit} "
            "farther",
            "while {who} <keeps|kept> to {slow unit} per {time}, {other} <hurries|hurried> after {who.o} at {fast}",
        ),
    },
    direct=(
        "after how many {time+} does {other} catch up",
        "how many {time+} does {other} need to catch up with {who.o}",
        "how long does it take until {other} has caught up",
        "after how many {time+} does {other} reach {who.o}",
        "how many {time+} <pass|passed> before {other} <has|had> caught up",
        "in how many {time+} is the lead gone",
        "~when is {other} level with {who.o}",
        "how many {time+} must {other} go to make up for the lead",
        "how much time goes by until {other} is beside {who.o}",
        "for how many {time+} does {who} stay in front of {other.o}",
        "how many {time+} does it take {other} to wipe out the lead of {who.n}",
        "how long can {who} keep ahead of {other.o}",
        "how many {time+} of chasing does {other} need",
        "for how many {time+} is {other} still behind {who.o}",
        "after what number of {time+} are the two side by side",
    ),
    indirect=(
        "after how many {time+} {other} catches up with {who.o}",
        "how many {time+} {other} needs to catch up",
        "in how many {time+} the lead is gone",
        "after how many {time+} {other} reaches {who.o}",
        "~how long {other} needs to draw level with {who.o}",
        "how many {time+} go by until {other} is beside {who.o}",
        "for how many {time+} {who} stays in front of {other.o}",
        "how much time {other} takes to make up for the lead",
        "how many {time+} it takes {other} to wipe out the lead of {who.n}",
        "how long {who} can keep ahead of {other.o}",
        "how many {time+} of chasing {other} needs",
        "for how many {time+} {other} is still behind {who.o}",
        "after what number of {time+} the two are side by side",
    ),
    noun=(
        "the time until {other} has caught up",
        "the number of {time+} that {other} needs to catch up",
        "the time that {other} needs to reach {who.o}",
        "the number of {time+} until the lead is gone",
        "the time that goes by until {other} is beside {who.o}",
        "the duration of the chase",
        "the number of {time+} for which {who} stays in front",
        "the number of {time+} that {who} can keep ahead",
        "the time it takes {other} to wipe out the lead of {who.n}",
        "the number of {time+} after which the two are side by side",
        "the number of {time+} that the chase goes on",
        "the time for which {other} is still behind {who.o}",
    ),
    labels=(
        "lead of {who.n}: {ahead unit}; {who.s} speed: {slow unit} per {time}; {other.s} speed: {fast unit} per {time}",
    ),
    whole=(
        "A {thing} at {fast unit} per {time} follows a {thing} at {slow unit} per {time} that is {ahead unit} ahead. How many {time+} "
        "until it catches up?",
        "{who} <goes|went> {slow unit} per {time} and <is|was> {ahead unit} ahead; {other} <follows|followed> at "
        "{fast unit} per {time}. How many {time+} <does|did> {other} need to catch up?",
        "How long does a {thing} at {fast unit} per {time} need to catch another one, {ahead unit} ahead of it at "
        "{slow unit} per {time}?",
        "Lead: {ahead unit}. Leader: {slow unit} per {time}. Follower: {fast unit} per {time}. Time to catch up?",
        "I am {ahead unit} behind {speaker}, who goes {slow unit} per {time}. I follow at {fast unit} per {time}. "
        "After how many {time+} do I catch up?",
        "Work out the number of {time+} until {other}, at {fast unit} per {time}, reaches {who.n}, who is {ahead "
        "unit} ahead and goes the same way at {slow}.",
        "Two {thing+} go the same way. The faster one does {fast unit} per {time}, {ahead unit} behind the slower "
        "one, which does {slow}. How many {time+} pass until they are side by side?",
        "~With a lead of {ahead unit}, one {thing} does {slow unit} per {time}; the one behind does {fast}. When does it catch up?",
        "{who}: {slow unit} per {time}. {other}: {fast unit} per {time}, same direction, but {ahead unit} behind. "
        "Length of the chase in {time+}?",
        "Suppose {other} chases {who}, who has got {ahead unit} away and moves on at {slow unit} per {time}. If "
        "{other.n} makes {fast unit} per {time}, how much time does the chase take?",
        "{who}: You will never get me! I am {ahead unit} in front and go {slow unit} per {time}.\n{other}: But I go "
        "{fast}!\nFor how many {time+} does {who.n} stay in front?",
        "Exercise. Two bodies move in the same direction with speeds of {slow} and {fast unit} per {time}, the slower "
        "one {ahead unit} in front at the start. Determine the time until the faster one reaches it.",
        "For how long can a {thing} stay in front if it makes {slow unit} per {time}, while a second {thing}, at "
        "first {ahead unit} behind, follows it with {fast}?",
        "Dear {speaker}, when I set out after you, you were already {ahead unit} away. You kept on at {slow unit} per "
        "{time}, and I hurried at {fast}. How many {time+} passed until I was beside you?",
        "A {thing} has to make up {ahead unit} on another one. The one in front keeps to {slow unit} per {time}, the "
        "chaser to {fast}. Say how many {time+} it takes until nothing is left of the lead.",
        "Because {other} makes {fast unit} in a {time} and {who} only {slow}, the gap of {ahead unit} between them "
        "gets smaller; {who.n} is in front. In how many {time+} is it closed?",
        "{ahead unit} is the lead of {who.n} over {other.n}. They go the same way, {other.n} at {fast unit} per "
        "{time} and {who.n} at {slow}. How many {time+} does it take to wipe out this lead?",
        "A {thing} trails another one by {ahead unit}. It makes {fast unit} per {time}, though, and the one that it "
        "chases only {slow}. After how many {time+} are the two side by side?",
        "{who} has covered {ahead unit} when {other} starts from the same place on the same road. From then on "
        "{who.n} does {slow unit} per {time} and {other.n} {fast}. For how many {time+} is {other.n} still behind?",
        "Gap: {ahead unit}. Speed in front: {slow unit} per {time}. Speed behind: {fast unit} per {time}. Same "
        "direction. {time+} until the gap is zero?",
        "How many {time+} of chasing will it be? The chaser does {fast unit} per {time}, the chased one {slow}, and "
        "at first {ahead unit} are missing.",
        "Chased by {other}, who does {fast unit} per {time}, {who} moves on at {slow}, at first {ahead unit} in "
        "front. How long, in {time+}, can {who.n} keep ahead?",
        "{speaker}: Look, a {thing}, {ahead unit} in front of us, doing {slow unit} per {time}!\n{listener}: We do "
        "{fast} and go the same way. How many {time+} will it be until we have reached it?",
        "Exercise. A pursuer moving at {fast unit} per {time} is {ahead unit} behind its target, which moves away "
        "from it at {slow unit} per {time}. After what number of {time+} is the target reached?",
        "Every {time}, {other} gets {fast unit} farther and {who}, on the same road, {slow}. Now {who.n} leads by "
        "{ahead unit}. In how many {time+} will {who.n} have lost the whole lead?",
        "The police set out after a thief who is {ahead unit} away and does {slow unit} per {time}. They themselves "
        "do {fast unit} per {time} on the same road. How many {time+} later is the thief caught?",
        'Message from {other} to {who}: "I see on the map that you are {ahead unit} before me on this road and do '
        '{slow unit} per {time}. I do {fast}. Guess in how many {time+} I shall be with you!"',
        "Somebody forgot a bag and went on at {slow unit} per {time}. {other} took the bag and went after the owner, "
        "who was {ahead unit} away by then, at {fast unit} per {time}. How many {time+} did it take to bring back the "
        "bag?",
    ),
    asides=(),
)

FAMILIES = (DISTANCE, DURATION, SPEED, TOWARDS, APART, CATCHING_UP)
