"""Longer trips: there and back, two parts, stops, a train on a bridge, the bird between two riders, maps, fuel."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.motion import MOVERS, moving
from phi4.nano.problems.words import Noun, noun, someone, two_people

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
            "{who} <visit> a [friend|cousin|museum] {way unit} away and <go> home again on the same road",
            "each of the two ways, out and home, <measures|measured> {way unit}",
        ),
        "speeds": (
            "{who} <go> there at {out unit} per hour and [<come> back|<return>] at {back}",
            "the speed <is|was> {out unit} per hour on the way there and {back} on the way back",
            "on the way out {who} <do> {out unit} per hour, on the way home {back}",
            "the way there <is|was> done at {out unit} per hour and the way back at {back unit} per hour",
            "{who} <make> the trip there at {out unit} per hour and the return trip at {back unit} per hour",
            "~it <goes|went> at {out unit} per hour in one direction and at {back} in the other",
            "going out, {who} <make> {out unit} per hour, and coming home, {back}",
            "{who.s} speed <is|was> {out unit} per hour at first and {back unit} per hour on the return",
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
        "how much time, in hours, <do> {who} spend on both ways",
        "what number of hours <is|was> needed for going and coming back",
        "how many hours <do> {who} spend on the road, out and home",
    ),
    indirect=(
        "how many hours the whole trip <takes|took>",
        "how many hours {who} <travel> in all",
        "how long the round trip <takes|took>",
        "how many hours it <takes|took> there and back",
        "~how long, in hours, {who} <be> on the way altogether",
        "how much time, in hours, {who} <spend> on both ways",
        "what number of hours <is|was> needed for going and coming back",
        "how many hours {who} <spend> on the road, out and home",
    ),
    noun=(
        "the time for the whole trip in hours",
        "the total time of the trip",
        "the hours for both ways together",
        "the time for going there and coming back",
        "the number of hours spent on the road, out and home",
        "the sum of the hours for going and for coming back",
        "the duration of the round trip in hours",
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
        "Speeds: {out unit} per hour out, {back unit} per hour home. One way: {way unit}. Hours altogether?",
        "Suppose that {who} <visit> a castle. The speed <is|was> {out unit} per hour when going and {back} when "
        "coming home, and the castle <is|was> {way unit} away. How much time, in hours, <is|was> spent on the road?",
        "{speaker}: My uncle lives {way unit} from here. I got to him at {out unit} per hour.\n{listener}: And the "
        "same road home?\n{speaker}: ^{back unit} per hour. How many hours is that for both?",
        "Exercise. A distance of {way unit} is covered twice: first at {out unit} per hour, then, in the opposite "
        "direction, at {back unit} per hour. Determine the total number of hours.",
        "How many hours of a day off are spent on the road, if the trip to the sea, {way unit}, is made at {out unit} "
        "per hour and the return, just as long, at {back unit} per hour?",
        "Dear {speaker}, the road from my home to yours is {way unit} long. I will come at {out unit} per hour and "
        "return at {back}. For how many hours will I be traveling, both ways counted?",
        "On the return, a speed of {back unit} per hour was reached; before that, on the way out, it had been {out "
        "unit} per hour. Each way was {way unit} long. Add up the hours.",
        "Two ways of {way unit} each: the first, to market, at {out unit} per hour, the second, home from market, at "
        "{back unit} per hour. Say how many hours both take.",
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
            "{who} <spend> {hours hour} going at {first unit} per hour[| at first]",
            "in the first part, which <lasts|lasted> {hours hour}, {who} <make> {first unit} per hour",
        ),
        "second": (
            "+after that {who} {go} {more} more hours at {second unit} per hour",
            "+for another {more hour} the speed <is|was> {second unit} per hour",
            "+the next {more hour} [go|pass] at {second unit} per hour",
            "+the last {more hour} <are|were> done at {second unit} per hour",
            "+afterwards {who} {go} for {more hour} at {second unit} per hour",
            "~+then {who} {go} on for {more hour}, now at {second unit} per hour",
            "+in the second part, which <lasts|lasted> {more hour}, the speed <is|was> {second unit} per hour",
            "+what <follows|followed> <is|was> a part of {more hour} at {second unit} per hour",
        ),
    },
    direct=(
        "how far <do> {who} {move} in all",
        "what <is|was> the whole distance",
        "how many {unit+} <do> {who} cover[| in all| altogether]",
        "how many {unit+} <is|was> that altogether",
        "what distance <do> {who} cover from start to finish",
        "~how long <is|was> the whole way",
        "how far <is|was> that, both parts counted",
        "to how many {unit+} <do|did> the two parts add up",
        "how much ground <do> {who} cover in the whole time",
    ),
    indirect=(
        "how far {who} {go} in all",
        "what distance {who} <cover> in all",
        "how many {unit+} that <is|was> altogether",
        "how long both parts <are|were> together",
        "~how many {unit+} the whole trip <has|had>",
        "to how many {unit+} the two parts <add|added> up",
        "how much ground {who} <cover> in the whole time",
        "what length the entire trip <has|had>",
    ),
    noun=(
        "the whole distance",
        "the distance that {who} <cover> in all",
        "the length of both parts together",
        "the number of {unit+} from start to finish",
        "the sum of the two distances",
        "the length of the entire trip in {unit+}",
        "the ground covered by {who.o} in the whole time, in {unit+}",
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
        "{first unit} per hour, {hours hour}; after that {second unit} per hour, {more hour}. Sum of both distances?",
        "Suppose {who} <change> speed once: from {first unit} per hour, kept up for {hours hour}, to {second unit} "
        "per hour, kept up for {more hour}. How much ground <is|was> covered?",
        "{speaker}: We were on the way for {hours hour} at {first unit} per hour.\n{listener}: Was that "
        "all?\n{speaker}: No, {more hour} at {second unit} per hour followed. How many {unit+} did we make?",
        "Exercise. A body moves with a speed of {first unit} per hour during {hours hour} and with a speed of {second "
        "unit} per hour during the next {more hour}. Determine the total distance.",
        "How many {unit+} will the counter show? It stood at zero; {hours hour} were done at {first unit} per hour, "
        "and then {more hour} at {second unit} per hour.",
        "Travel diary. Morning: {hours hour}, {first unit} per hour. Afternoon: {more hour}, {second unit} per hour. "
        "Now fill in the blank: {unit+} in the whole day?",
        "{who} <take> a rest in the middle of a trip. Before it, {who.n} {go} for {hours hour} at {first unit} per "
        "hour; after it, for {more hour} at {second unit} per hour. Find the length of the trip in {unit+}.",
        "Add two distances: the first is what {hours hour} at {first unit} per hour give, the second what {more hour} "
        "at {second unit} per hour give. What is the sum in {unit+}?",
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
            "there <is|was> a train with a length of {length meter}",
            "all its cars included, a train <is|was> {length meter} long",
            "a train <takes|took> up {length meter} of track",
            "the train that <comes|came> along <is|was> {length meter} in length",
            "a train <stretches|stretched> over {length meter}",
            "a train <is|was> made up of cars that <add|added> up to {length meter}",
        ),
        "place": (
            "the {place} <is|was> {place_length meter} long",
            "it <comes|came> to a {place} of {place_length meter}",
            "the length of the {place} <is|was> {place_length meter}",
            "ahead <is|was> a {place} of {place_length meter}",
            "{place_length meter} <is|was> the length of the {place}",
            "~the {place} <has|had> {place_length meter} from end to end",
            "the train <has|had> to get past a {place} that <is|was> {place_length meter} long",
            "on the line <is|was> a {place} with a length of {place_length meter}",
            "the {place} <stretches|stretched> over {place_length meter}",
            "the {place} in question <measures|measured> {place_length meter}",
            "the train <reaches|reached> a {place} whose length <is|was> {place_length meter}",
            "for {place_length meter} the track <runs|ran> along the {place}",
        ),
        "speed": (
            "it <goes|went> {speed meter} per second",
            "the speed of the train <is|was> {speed meter} per second",
            "the train <moves|moved> at {speed meter} [per|a] second",
            "the train <travels|traveled> at a speed of {speed meter} per second",
            "{speed meter} per second <is|was> the train's speed",
            "~every second the train <moves|moved> on by {speed meter}",
            "the train <does|did> {speed meter} in each second",
            "per second the train <covers|covered> {speed meter}",
            "in one second the train <gets|got> {speed meter} farther",
            "the train <keeps|kept> up a pace of {speed meter} per second",
            "the train <rolls|rolled> along at {speed meter} a second",
            "a second <is|was> what the train <needs|needed> for {speed meter}",
        ),
        "length speed": (
            "a {length-meter} train <goes|went> {speed meter} per second",
            "a train of {length meter} <moves|moved> at {speed meter} per second",
            "at {speed meter} per second <comes|came> a train of {length meter}",
            "a train <is|was> {length meter} long and <goes|went> at {speed meter} per second",
            "a train with a speed of {speed meter} per second <has|had> a length of {length meter}",
            "{length meter} <is|was> the length of a train that <does|did> {speed meter} per second",
            "a train {length meter} long <rolls|rolled> along at {speed meter} per second",
            "a train <covers|covered> {speed meter} in a second and <is|was> {length meter} long",
            "{speed meter} per second <is|was> the pace of a {length-meter} train",
            "a train that <takes|took> up {length meter} of track <keeps|kept> up {speed meter} per second",
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
        "what time in seconds goes by from the arrival of its front at the {place} to the departure of its end",
        "for the whole train to get past the {place}, how many seconds are needed",
        "how many seconds go by until the train has left the {place} with its full length",
        "how many seconds must the train go on until nothing of it is left at the {place}",
        "from its front coming to the {place} to its end leaving it, how many seconds does the train take",
        "how many seconds is it before the {place} is free of the train again",
        "in how many seconds is the {place} passed by all of the train",
        "counted from the arrival of its front, after how many seconds is the end of the train beyond the {place}",
    ),
    indirect=(
        "how many seconds it takes until the whole train has passed the {place}",
        "how long the whole train takes to get past the {place}",
        "how many seconds the train needs to clear the {place} completely",
        "how many seconds pass from the moment the train reaches the {place} until its end has left it",
        "~for how many seconds some part of the train is at the {place}",
        "how many seconds go by from the arrival of the train's front at the {place} to the departure of its end",
        "what time in seconds the train needs to pass the {place} with its full length",
        "how many seconds are needed for the whole train to leave the {place} behind",
        "how many seconds the train must go on until nothing of it is left at the {place}",
        "how many seconds it is before the {place} is free of the train again",
        "in how many seconds the {place} is passed by all of the train",
        "after how many seconds, counted from the arrival of its front, the end of the train is beyond the {place}",
        "how long, in seconds, the train occupies the {place}",
    ),
    noun=(
        "the time in seconds until the whole train has passed the {place}",
        "the number of seconds the train needs to clear the {place} completely",
        "the time in seconds for the whole train to get past the {place}",
        "the number of seconds from the arrival of the train's front at the {place} to the departure of its end",
        "the time in seconds that the train needs to leave the {place} behind completely",
        "the seconds that the train needs to pass the {place} with its full length",
        "the time in seconds for which the train occupies the {place}",
        "the number of seconds until the {place} is free of the train again",
        "the seconds between the front's arrival at the {place} and the moment when the end is beyond it",
        "the time in seconds in which the {place} is passed by all of the train",
        "the number of seconds until nothing of the train is left at the {place}",
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
        "{speed meter} per second; {place} {place_length meter}; train {length meter}. Seconds from first contact "
        "with the {place} to the last?",
        "Suppose you stand at a {place} of {place_length meter} and start your watch when a train arrives at it. The "
        "train does {speed meter} per second and is {length meter} long. What does the watch say, in seconds, when "
        "its end leaves the {place}?",
        "{speaker}: Our {place} is {place_length meter} long.\n{listener}: And the train, {length meter}.\n{speaker}: "
        "It does {speed meter} per second. In how many seconds has it passed completely, from its front coming to its "
        "end leaving?",
        "Exercise. A train of length {length meter} moves uniformly at {speed meter} per second. Determine the time "
        "in seconds that it needs to pass completely a {place} of length {place_length meter}.",
        "How many seconds separate two moments: the front of a train gets to a {place}, and its end gets away from "
        "it? The {place} measures {place_length meter}, the train {length meter}, and it covers {speed meter} per "
        "second.",
        "Note for the signalman: the {place} must stay closed from the arrival of the train's front until its end has "
        "left. Length of the {place}: {place_length meter}; length of the train: {length meter}; speed: {speed meter} "
        "per second. For how many seconds is that?",
        "To get past a {place}, a train must cover the {place} and its own length. If the train is {length meter} "
        "long, the {place} {place_length meter}, and one second brings it {speed meter} forward, how many seconds "
        "does it need?",
        "The front of a train arrives at a {place}. In each second it gets {speed meter} farther. Tell me after how "
        "many seconds the end of the train is out, as the {place} is {place_length meter} and the train {length "
        "meter} long.",
        "A {place} stretches over {place_length meter}. A train that takes up {length meter} of track rolls towards "
        "it at {speed meter} per second. From its first touch to its last, how many seconds does the train occupy the "
        "{place}?",
        "At {speed meter} per second, how many seconds must a train of {length meter} go on, once its front has come "
        "to a {place} of {place_length meter}, until nothing of it is left there?",
        "Watch in hand, {speaker} sees the front of a train enter a {place}; it is {place_length meter} long. The "
        "train is {length meter} long and covers {speed meter} in each second. How many seconds later does its end "
        "leave the {place}?",
        "{place}: {place_length meter}. Train: {length meter}, {speed meter} per second. Time, in seconds, for which "
        "the {place} is occupied?",
        "In each second a train gets {speed meter} farther. It must go the length of a {place}, {place_length meter}, "
        "and then its own length, {length meter}. How many seconds does all that take?",
        "{speaker}: How long will this train keep the {place} occupied?\n{listener}: The {place} has a length of "
        "{place_length meter}, the train one of {length meter}.\n{speaker}: And it goes {speed meter} per second. So "
        "how many seconds is it?",
        "Tell me the number of seconds until a {place} of {place_length meter} is free again. A train of {length "
        "meter} is just arriving at it with a speed of {speed meter} per second.",
        "Exercise. A train has a speed of {speed meter} per second and a length of {length meter}. For what time, in "
        "seconds, does it occupy a {place} whose length is {place_length meter}?",
        "Dear {speaker}, I filmed a train from the moment its front came to the {place} to the moment its end was "
        "gone from it. The {place} is {place_length meter} long, and the train, doing {speed meter} per second, "
        "{length meter}. How many seconds long is my film?",
        "The signal behind a {place} turns green when all of a train has passed. The {place} measures {place_length "
        "meter}; a train of {length meter} comes to it at {speed meter} per second. How many seconds after the front "
        "of the train arrives does the signal turn green?",
        "For {place_length meter} the track runs along a {place}. How many seconds does it take a train, {length "
        "meter} from front to back, to come and be gone completely, if it keeps up {speed meter} per second?",
        "The driver in front notes when he comes to a {place} of {place_length meter}; the guard at the very end of "
        "the train, {length meter} behind him, notes when she leaves it. The speed is {speed meter} per second. By "
        "how many seconds do their notes differ?",
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
            "at first {way unit} <separate|separated> two {thing+} that <come|came> to meet each other with speeds of "
            "{first} and {second unit} per hour",
            "{who.n} at {first unit} per hour and {other.n} at {second} <move|moved> towards each other, {way unit} "
            "apart at the start",
        ),
        "flier": (
            "+a {flier} <goes|went> back and forth between them at {fast unit} per hour until they <meet|met>",
            "+until they <meet|met>, a {flier} <moves|moved> to and fro between them at {fast unit} per hour",
            "+a {flier} <keeps|kept> going between the two at {fast unit} per hour until they <meet|met>",
            "+a {flier} <shuttles|shuttled> between them without a rest, {fast unit} in each hour, and "
            "<stops|stopped> when they <meet|met>",
            "~+at {fast unit} per hour a {flier} <travels|traveled> from one to the other and back, again and again, until they <meet|met>",
            "+all the time until they <meet|met>, a {flier} <hurries|hurried> from one to the other and back at {fast "
            "unit} per hour",
            "+a {flier} with a speed of {fast unit} per hour <does|did> not stop going from one to the other and back "
            "until they <meet|met>",
        ),
    },
    direct=(
        "how far does the {flier} go in all",
        "what distance does the {flier} cover",
        "how many {unit+} does the {flier} go altogether",
        "how long is the whole way of the {flier}",
        "by the time of the meeting, how far has the {flier} gone",
        "~how many {unit+} has the {flier} behind it when they meet",
        "to how many {unit+} do all the ways of the {flier} add up",
        "what does the total for the {flier} come to, in {unit+}",
        "what is the sum of all the ways of the {flier}",
    ),
    indirect=(
        "how far the {flier} goes in all",
        "what distance the {flier} covers in all",
        "how long the whole way of the {flier} is",
        "how far the {flier} has gone by the time of the meeting",
        "~how many {unit+} the {flier} covers before they meet",
        "to how many {unit+} all the ways of the {flier} add up",
        "what the total for the {flier} comes to, in {unit+}",
        "what the sum of all the ways of the {flier} is",
    ),
    noun=(
        "the whole distance that the {flier} covers",
        "the length of the whole way of the {flier}",
        "the number of {unit+} that the {flier} goes in all",
        "the sum of all the ways of the {flier}",
        "the total distance for the {flier} until the meeting",
        "the number of {unit+} covered by the {flier}",
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
        "Gap: {way unit}. Closing it: one {thing} at {first} and one at {second unit} per hour. In between, to and "
        "fro until they meet: a {flier} at {fast unit} per hour. Distance made by the {flier}?",
        "Suppose a {flier} never rests. It makes {fast unit} per hour, always from one {thing} to another and back, "
        "while these two, {way unit} apart at first, come closer at {first} and {second unit} per hour. What is the "
        "sum of its ways when they meet?",
        "{who}: I come towards you at {first unit} per hour.\n{other}: And I towards you at {second}. We are {way "
        "unit} apart.\n{who.n}: My {flier} will go back and forth between us at {fast unit} per hour until we "
        "meet.\nHow many {unit+} does the {flier} make?",
        "Exercise. Two bodies, initially {way unit} apart, move towards one another at {first} and {second unit} per "
        "hour. Until they meet, a {flier} moves back and forth between them at {fast unit} per hour. Determine the "
        "length of its path.",
        "What distance is covered by a {flier} that goes to and fro between {who.n} and {other.n} until they meet? "
        "Its speed is {fast unit} per hour, {who.n} and {other.n} come from {way unit} apart, and they make {first} "
        "and {second unit} per hour.",
        "An old riddle: {way unit} of road, a {thing} at each end. They start at once to meet each other, at {first} "
        "and at {second unit} per hour. With them starts a {flier}, {fast unit} per hour, which turns back whenever "
        "it reaches one of them. At the meeting it stops. How far has it gone?",
        "A {flier} is let loose between two {thing+} at the moment when these are {way unit} apart. They are going "
        "towards each other, one making {first} and one {second unit} per hour; the {flier} goes from one to the "
        "other and back, making {fast unit} per hour, until they meet. Say how long its whole path is.",
        "Dear {speaker}, when we were still {way unit} apart, I sent off my {flier} to you. It went to and fro "
        "between us until we met, at {fast unit} per hour. You came at {first unit} per hour, and I at {second}. How "
        "many {unit+} did the {flier} do?",
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
            "{scale unit} of land <take|took> up [one|1] {small} on [a|the] map",
            "for each {small} on [a|the] map, one <has|had> to go {scale unit} in reality",
        ),
        "map": (
            "two towns <are|were> {map small} apart on the map",
            "on the map[,|] the [road|river|way] <is|was> {map small} long",
            "{who} <measure> {map small} on the map",
            "the distance between two [villages|lakes] on the map <is|was> {map small}",
            "with a ruler[,|] {who} <find> {map small} on the map between two [towns|places]",
            "~the line that {who} <draw> on the map <has|had> a length of {map small}",
            "between two [towns|farms|hills] there <are|were> {map small} on the map",
            "a [path|canal|railway] <takes|took> up {map small} on the map",
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
        "to what real length does that correspond",
        "measured in reality, how many {unit+} is that",
        "what is the length in reality, in {unit+}",
    ),
    indirect=(
        "how far that is in reality",
        "how many {unit+} that stands for",
        "what the real distance is",
        "how long the real way is",
        "~how many {unit+} that would be outside",
        "to what real length that corresponds",
        "how many {unit+} that is when measured in reality",
        "what the length in reality is, in {unit+}",
    ),
    noun=(
        "the real distance",
        "the distance in {unit+}",
        "the true distance in {unit+}",
        "the length of the real way",
        "the length in reality",
        "the corresponding number of {unit+} in reality",
        "the actual distance, in {unit+}, between the two ends",
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
        "Map: {map small}. One {small}: {scale unit}. Reality: how many {unit+}?",
        "Suppose every {small} on my map corresponds to {scale unit} of country. To what real length do {map small} "
        "correspond?",
        "{speaker}: On the map it looks quite near, just {map small}.\n{listener}: But each {small} is {scale unit} "
        "in reality!\n{speaker}: So how many {unit+} would we have to go?",
        "Exercise. The scale of a map is given: {scale unit} correspond to one {small}. Determine the actual length "
        "of a river that has {map small} on it.",
        "How many {unit+} <do> {who} have to go to get from one village to the next? On the map they are {map small} "
        "apart, and it says in the corner that one {small} means {scale unit}.",
        "Hi {speaker}, before we go, please check the way. I measured it on our map with a ruler: {map small}. The "
        "map has {scale unit} to the {small}. What is the real length?",
        "An island was drawn so that {scale unit} became one {small}. Its coast is {map small} long in the drawing. "
        "Find the true length of the coast.",
        "Take a ruler: from the castle to the lake it is {map small} on paper. Now translate into reality, where one "
        "{small} becomes {scale unit}. What do you get?",
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
            "every {every unit} <cost|cost> the {vehicle} {per liter} of fuel",
            "[a|the] {vehicle} <takes|took> {per liter} of fuel to go {every unit}",
            "each stretch of {every unit} <takes|took> {per liter} out of the tank of [a|the] {vehicle}",
            "it <takes|took> {per liter} to move [a|the] {vehicle} {every unit}",
            "{per liter} of fuel <are|were> burned by [a|the] {vehicle} for each {every unit}",
            "over {every unit}[,|] the tank of [a|the] {vehicle} <loses|lost> {per liter}",
        ),
        "way": (
            "the trip <is|was> {way unit} long",
            "{who} <drive> {way unit}",
            "{who} <have> {way unit} to go",
            "{who} <plan> a trip of {way unit}",
            "the whole way <is|was> {way unit}",
            "~{way unit} <lie|lay> ahead",
            "from start to goal it <is|was> {way unit}",
            "{who} <go> on a trip of {way unit}",
            "the place that {who} <want> to reach <is|was> {way unit} away",
            "at the end of the trip {who} <have> covered {way unit}",
            "the length of the trip <is|was> {way unit}",
            "{who} <set> out on a trip that <measures|measured> {way unit}",
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
        "how many {liter+} of fuel <do> {who} have to buy for the trip",
        "to how many {liter+} <does|did> the fuel for the trip add up",
        "what <does|did> the {vehicle} burn on the whole trip, in {liter+}",
        "how many {liter+} will be gone from the tank after the trip",
        "how much fuel, in {liter+}, <is|was> used up on the way",
        "how many {liter+} must {who} fill in for the trip",
        "what <is|was> the fuel use of the whole trip",
        "how many {liter+} <do> {who} spend on the trip",
    ),
    indirect=(
        "how much fuel the trip <needs|needed>",
        "how many {liter+} <are|were> needed for the trip",
        "how many {liter+} the {vehicle} <uses|used>",
        "what amount of fuel {who} <need>",
        "~how many {liter+} the tank must hold for this",
        "to how many {liter+} the fuel for the trip <adds|added> up",
        "how many {liter+} of fuel {who} <have> to buy for the trip",
        "what the {vehicle} <burns|burned> on the whole trip, in {liter+}",
        "how many {liter+} will be gone from the tank after the trip",
        "how much fuel, in {liter+}, <is|was> used up on the way",
        "how many {liter+} {who} must fill in for the trip",
        "what the fuel use of the whole trip <is|was>",
        "how many {liter+} {who} <spend> on the trip",
    ),
    noun=(
        "the fuel needed for the trip",
        "the number of {liter+} for the trip",
        "the amount of fuel for the whole way",
        "the number of {liter+} that the {vehicle} <uses|used>",
        "the fuel burned on the trip, in {liter+}",
        "the number of {liter+} to buy for the trip",
        "the total of {liter+} that the trip <costs|cost>",
        "the fuel use of the whole trip",
        "the number of {liter+} used up on the way",
        "the number of {liter+} that will be gone from the tank",
        "the amount of fuel, in {liter+}, that {who} must fill in",
        "the quantity of fuel that the trip <takes|took>",
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
        "{way unit} to go, {every unit} for each {per liter}. {liter+} for the trip?",
        "Suppose a {vehicle} burns {per liter} on a stretch of {every unit}. How many {liter+} does it burn on a trip "
        "of {way unit} if nothing changes?",
        "{speaker}: Does your {vehicle} need much fuel?\n{listener}: ^{per liter} for {every unit}.\n{speaker}: Then "
        "how many {liter+} go into a trip of {way unit}?",
        "Exercise. The consumption of a {vehicle} is {per liter} per {every unit}. Determine its consumption, in "
        "{liter+}, over {way unit}.",
        "How many {liter+} should {who} buy before setting out with a {vehicle}? The trip measures {way unit}, and "
        "each {every unit} will cost {per liter}.",
        "Dear {speaker}, you may borrow my {vehicle} for your trip of {way unit}. Please fill in as much fuel as you "
        "burn; it is {per liter} on {every unit}. How many {liter+} will you have to fill in?",
        "On a trip of {way unit}, {per liter} of fuel were burned in each stretch of {every unit}. Add it all up: how "
        "many {liter+} did the {vehicle} burn?",
        "A {vehicle} comes home after {way unit}. If its engine drinks {per liter} in {every unit}, what amount of "
        "fuel, in {liter+}, was drunk on the way?",
        "Every {every unit}, {per liter} are gone from the tank of a {vehicle}. How many will be gone after {way "
        "unit}?",
        "A trip of {way unit} has several stretches of {every unit}, and in each of them a {vehicle} uses up {per "
        "liter}. What is the fuel use of the whole trip?",
        "{who} <set> out for a place {way unit} away. The {vehicle} <needs|needed> {per liter} to move {every unit}. "
        "How much fuel, in {liter+}, <is|was> used up on the way?",
        "Vehicle: {vehicle}. Per {every unit}: {per liter}. Planned: {way unit}. {liter+} to fill in?",
        "A {vehicle} stops for fuel after each {every unit} and takes in {per liter} every time, just what was "
        "burned. What quantity of fuel is burned over {way unit}?",
        "Tell me how many {liter+} to fill in, please: I go {way unit} by {vehicle}, and it burns {per liter} per "
        "{every unit}.",
        "{speaker}: The tank loses {per liter} over {every unit}.\n{listener}: And how long is our trip?\n{speaker}: "
        "It is {way unit}.\n{listener}: How many {liter+} will the tank lose, then?",
        "Exercise. The fuel that a {vehicle} uses is proportional to the distance. {every unit} take {per liter}. "
        "Find how many {liter+} are taken by {way unit}.",
        'The owner of a {vehicle} writes in her notebook: "{way unit} since Monday." She knows that each {every unit} '
        "uses up {per liter}. How many {liter+} have been used up since Monday?",
        "Hi {listener}, can you lend me your {vehicle}? I would have to go {way unit}. You say that {per liter} are "
        "burned over {every unit}. How many {liter+} would I burn?",
        "Before the rally, the team calculates: the route measures {way unit}, the {vehicle} wants {per liter} for a "
        "stretch of {every unit}. How many {liter+} of fuel must be taken along?",
        "How much fuel, in {liter+}, is it to the sea? The sea is {way unit} away, and our {vehicle} takes {per "
        "liter} from its tank for {every unit}.",
    ),
)

FAMILIES = (ROUND_TRIP, TWO_PARTS, LONG_TRAIN, BIRD, MAP_SCALE, FUEL)
