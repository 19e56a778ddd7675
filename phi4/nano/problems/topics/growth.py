"""What fills, shrinks and doubles: tanks, pipes, candles, lilies, bacteria."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import Noun, noun, nouns, someone

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
    "[a|the] {vessel} <has|had> a capacity of {size unit}",
    "{size unit} <is|was> the most that [a|the] {vessel} <takes|took>",
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
            "the inflow is {inflow unit} [a|per|each] {time} and the outflow {leak}",
            "[each|every] {time} a hose adds {inflow unit}, of which {leak} {leak:drips|drip} out again",
            "though {leak unit} {leak:escapes|escape} [each|every] {time}, {inflow} are added in the same time",
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
        "starting with nothing in it, how many {time+} does the {vessel} take to fill",
        "for how many {time+} must the inflow go on until the {vessel} is full",
        "what time goes by until the {vessel} has been filled",
    ),
    indirect=(
        "how many {time+} it takes to fill the {vessel}",
        "when the {vessel} is full",
        "how long it takes until the {vessel} is full",
        "after how many {time+} the {vessel} is full",
        "how much time the {vessel} needs to fill up",
        "~after how many {time+} no more fits in",
        "what time goes by until the {vessel} has been filled",
        "for how many {time+} the inflow must go on until the {vessel} is full",
        "how many {time+} one has to wait for a full {vessel}",
    ),
    noun=(
        "the time until the {vessel} is full",
        "the number of {time+} until the {vessel} is full",
        "the time needed to fill the {vessel}",
        "the number of {time+} that it takes to fill the {vessel}",
        "the filling time of the {vessel}",
        "the number of {time+} that one has to wait for a full {vessel}",
        "the time that goes by until the {vessel} has been filled",
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
        "{vessel}: {size unit}, empty. In: {inflow unit} a {time}. Out: {leak unit} a {time}. Filling time?",
        "Suppose the plug of a {vessel} does not fit, so that {leak unit} {leak:escapes|escape} every {time}. The tap "
        "brings {inflow unit} in the same time. For how many {time+} must it run until {size unit} are in the "
        "{vessel}?",
        "{speaker}: The {vessel} takes {size unit}, and I have just opened the tap.\n{listener}: It brings {inflow "
        "unit} per {time}. But there is a crack, and {leak} {leak:goes|go} out again!\n{speaker}: Then how many "
        "{time+} will it take?",
        "Exercise. A {vessel} with a capacity of {size unit} is empty. Inflow: {inflow unit} per {time}; outflow: "
        "{leak unit} per {time}. Determine the number of {time+} after which it is full.",
        "How many {time+} go by until an empty {vessel} is full to the rim? Into it come {inflow unit} in every "
        "{time}, out of it {leak:comes|come} {leak}, and its capacity is {size unit}.",
        "Dear {speaker}, please turn off the pump as soon as the {vessel} is full. It takes {size unit} and has "
        "nothing in it now; the pump adds {inflow unit} per {time}, while {leak} {leak:seeps|seep} away. How many "
        "{time+} from now is that?",
        "From an old book: a {vessel} of {size unit} has two holes. By the upper one, {inflow unit} enter in each "
        "{time}; by the lower one, {leak unit} {leak:leaves|leave}. In how many {time+} does the {vessel}, empty at "
        "first, become full?",
        "Because of a leak, a {vessel} loses {leak unit} per {time} while a hose fills it with {inflow unit} per "
        "{time}. Nothing is in it yet. Say how much time is needed to get {size unit} into it.",
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
            "the first [pipe|tap|hose] lets in {first unit} [a|each|per] {time}, the second {second}",
            "through one [pipe|hose] {first unit} come in [each|every] {time}, and {second} through another",
            "in each {time}, one [pump|hose] adds {first unit} and another adds {second}",
        ),
    },
    direct=(
        "how long do [both|the two] together need to fill it",
        "how many {time+} does it take until the {vessel} is full",
        "after how many {time+} is the {vessel} full if both run",
        "~how many {time+} do they need when both are open",
        "with both of them running, how much time does the {vessel} take to fill",
        "what time goes by until the {vessel} has been filled by both",
        "for how many {time+} must both run to fill the {vessel}",
    ),
    indirect=(
        "how many {time+} both together need to fill the {vessel}",
        "~after how many {time+} nothing more fits in",
        "for how many {time+} both must run to fill the {vessel}",
        "how long it takes until the {vessel} is full if both run",
        "what time goes by until the {vessel} has been filled by both",
    ),
    noun=(
        "the time until the {vessel} is full",
        "the number of {time+} until the {vessel} is full",
        "the filling time of the {vessel} with both running",
        "the time for which both must run to fill the {vessel}",
        "the number of {time+} that both together need to fill the {vessel}",
    ),
    labels=("{vessel}: {size unit}; first pipe: {first} a {time}; second pipe: {second} a {time}",),
    whole=(
        "Two pipes fill a {vessel} of {size unit}, one with {first unit} a {time} and one with {second}. How long does it take?",
        "~{size unit} must come in, {first} by one pipe and {second} by the other each {time}. How many {time+} will it be?",
        "{vessel}: {size unit}. Tap one: {first unit} a {time}. Tap two: {second unit} a {time}. Filling time with "
        "both?",
        "How many {time+} does it take to fill a {vessel} of {size unit} if one hose brings {first unit} and a second "
        "hose {second unit} in each {time}?",
        "Suppose two taps run into an empty {vessel}. The first gives {first unit} per {time}, the second gives "
        "{second}. When {size unit} are in it, the {vessel} is full. After how many {time+} does this happen?",
        "{speaker}: My hose brings {first unit} per {time}.\n{listener}: Mine brings {second}. Let us fill the "
        "{vessel} with both!\n{speaker}: It takes {size unit}. So for how many {time+} will they have to run?",
        "Exercise. A {vessel} with a capacity of {size unit} is filled by two pumps, which bring in {first} and "
        "{second unit} per {time}. Determine the filling time.",
        "I opened both taps above my empty {vessel}. From the left one come {first unit} in a {time}, from the right "
        "one {second}, and {size unit} fit into it. How long must I wait until it is full?",
        "Work out the number of {time+} after which two pipes, working at once, have filled a {vessel}: it holds "
        "{size unit}, and the pipes supply {second} and {first unit} per {time}.",
        "A farmer fills a {vessel} from two springs at the same time. One spring yields {first unit} in every {time}, "
        "the other one {second}. If the {vessel} has room for {size unit}, how much time does the farmer need?",
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
            "somebody has a {thing} with a length of {length unit}",
            "from end to end, a {thing} is {length unit} long",
        ),
        "shrink": (
            "it {melts} by {shrink unit} [each|every|per|a] {time}",
            "[each|every] {time} it loses {shrink unit}",
            "{shrink unit} [disappear|are lost] [each|every] {time}",
            "~every {time} makes it {shrink unit} shorter",
            "its length goes down by {shrink unit} [each|every|per|a] {time}",
            "with [each|every] {time} that passes, it gets shorter by {shrink unit}",
        ),
    },
    direct=(
        "after how many {time+} can one say that it {end}",
        "how many {time+} does it take until it {end}",
        "how long does it take until it {end}",
        "~how many {time+} pass before it {end}",
        "for how many {time+} must one wait until it {end}",
        "in how many {time+} does it come so far that it {end}",
        "what time goes by until it {end}",
    ),
    indirect=(
        "after how many {time+} it {end}",
        "~how many {time+} pass before it {end}",
        "how long it takes until it {end}",
        "for how many {time+} one must wait until it {end}",
        "what time goes by until it {end}",
    ),
    noun=(
        "the time until it {end}",
        "the number of {time+} until it {end}",
        "the time that goes by until it {end}",
        "the number of {time+} after which it {end}",
        "the time that one must wait until it {end}",
    ),
    labels=("length: {length unit}; loss each {time}: {shrink unit}",),
    whole=(
        "A {thing} of {length unit} {melts} by {shrink unit} each {time}. When can one say that it {end}?",
        "~{length unit} at first, {shrink unit} less each {time}: when does the {thing} reach the point where it {end}?",
        "{thing}: {length unit} now, minus {shrink unit} per {time}. {time+} until it {end}?",
        "How many {time+} does it take until a {thing} of {length unit} {end}, if it {melts} by {shrink unit} in each "
        "{time}?",
        "Suppose that a {thing} is {length unit} long and that every {time} takes away {shrink unit}. After how many "
        "{time+} can we say that it {end}?",
        "{speaker}: My {thing} has a length of {length unit}.\n{listener}: But it {melts}, by {shrink unit} each "
        "{time}!\n{speaker}: So in how many {time+} can I say that it {end}?",
        "Exercise. The length of a {thing} is {length unit} at the start and goes down by {shrink unit} per {time}. "
        "Determine the number of {time+} until it {end}.",
        "I look at a {thing} that loses {shrink unit} of its length per {time}. Its length at this moment is {length "
        "unit}. How long do I have to wait until it {end}?",
        "Since a {thing} {melts} by {shrink unit} with every {time}, it will not stay {length unit} long, as it is "
        "now. Work out how much time is left until it {end}.",
        "Dear {speaker}, the {thing} that you gave me was {length unit} long. Now {shrink unit} of it disappear in "
        "every {time}. For how many {time+} can this go on until it {end}?",
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
            "with [each|every] {time} that passes, {what} take up double the area of a {place}",
            "what {what} cover of a {place} grows to double its size in one {time}",
        ),
        "full": (
            "the whole {place} is covered after {days time}",
            "it takes {days time} until the {place} is full",
            "after {days time} the {place} is covered completely",
            "the {place} is full after {days time}",
            "+in {days time} they cover the whole {place}",
            "~{days time} go by until nothing of the {place} is free",
            "+all of the {place} is under them after {days time}",
            "+they need {days time} for all of the {place}",
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
        "what time goes by until {share} of the {place} is covered",
        "+for {share} of the {place}, how many {time+} are needed",
        "how many {time+} from the start is {share} of the {place} covered",
    ),
    indirect=(
        "after how many {time+} {share} of the {place} is covered",
        "how long it takes until {share} of the {place} is covered",
        "in how many {time+} {share} of the {place} is covered",
        "how many {time+} pass until {share} of the {place} is covered",
        "~when just {share} of the {place} was covered",
        "what time goes by until {share} of the {place} is covered",
        "+how many {time+} are needed for {share} of the {place}",
        "how many {time+} from the start {share} of the {place} is covered",
    ),
    noun=(
        "the time until {share} of the {place} is covered",
        "the number of {time+} until {share} of the {place} is covered",
        "the time that it takes to cover {share} of the {place}",
        "the number of {time+} needed to cover {share} of the {place}",
        "+the time needed for {share} of the {place}",
        "the number of {time+} from the start until {share} of the {place} is covered",
        "+the time that goes by until they cover {share} of the {place}",
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
        "{what}: double area every {time}. All of the {place}: {days time}. For {share} of it: how many {time+}?",
        "Suppose that {what} spread so fast that one {time} makes their area twice as large. They need {days time} "
        "for a whole {place}. What time do they need for {share} of it?",
        "{speaker}: Those {what}! The area they cover doubles every {time}.\n{listener}: And in {days time} the whole "
        "{place} was covered.\n{speaker}: So after how many {time+} was {share} of it covered?",
        "Exercise. The area covered by {what} grows by a factor of two per {time}. After {days time} a {place} is "
        "covered entirely. Determine the time after which {share} of it was covered.",
        "How many {time+} from the start is {share} of a {place} under {what}? The whole of it is under them after "
        "{days time}, and their area becomes twice as large in each {time}.",
        "An old riddle: in {days time}, {what} come to cover a {place} from shore to shore. In each {time} their area "
        "becomes double what it was. In how many {time+} did they come to {share} of it?",
        "Dear {speaker}, our {place} was clear at the start, but then {what} came, and their area doubled with each "
        "{time}. After {days time} no water could be seen. How many {time+} had it taken them to cover {share} of the "
        "{place}?",
        "Be careful with this one. {share} of a {place} is covered by {what} some time before all of it is, for they "
        "double their area every {time}. If all of it takes {days time}, what does {share} of it take?",
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
            "the number of {cell+} is {start} in the beginning",
            "it all begins with {start cell}",
            "to start with, the number of {cell+} is {start}",
            "{start cell} {start:makes|make} up the first count",
            "on the first look there {start:is|are} {start cell}",
            "someone starts out with {start cell}",
        ),
        "factor": (
            "[each|every] {time} the number of {cell+} {doubles}",
            "the number of {cell+} {doubles} [each|every] {time}",
            "after each {time} there are {times} as many {cell+}",
            "[each|every] {time} brings {times} as many {cell+} as before",
            "with [each|every] {time} that passes, the number of {cell+} {doubles}",
            "~{times} as many {cell+} are there after every {time}",
            "one {time} is all it takes until the number of {cell+} {doubles}",
            "the count of {cell+} {doubles} from one {time} to the next",
            "in the course of [each|every] {time}, the number of {cell+} {doubles}",
            "each new count, taken one {time} after the last, finds {times} as many {cell+}",
            "waiting one {time} always means having {times} as many {cell+}",
            "by the end of [each|every] {time}, there are {times} as many {cell+} as there were at its beginning",
            "the rule of growth is that the number of {cell+} {doubles} per {time}",
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
        "to what number of {cell+} does that lead in {rounds time}",
        "how many {cell+} does one have at the end of {rounds time}",
        "once {rounds time} are over, what is the count of {cell+}",
        "what will a count of the {cell+} show after {rounds time}",
        "how many {cell+} exist after {rounds time}",
        "after a wait of {rounds time}, what is the number of {cell+}",
        "what number of {cell+} is reached in {rounds time}",
        "how many {cell+} does this growth give in {rounds time}",
    ),
    indirect=(
        "how many {cell+} there are after {rounds time}",
        "what the number of {cell+} is after {rounds time}",
        "how many {cell+} there will be when {rounds time} have passed",
        "how large the number of {cell+} is after {rounds time}",
        "~to how many {cell+} they grow in {rounds time}",
        "to what number of {cell+} that leads in {rounds time}",
        "how many {cell+} one has at the end of {rounds time}",
        "what the count of {cell+} is once {rounds time} are over",
        "what a count of the {cell+} will show after {rounds time}",
        "how many {cell+} exist after {rounds time}",
        "what number of {cell+} is reached in {rounds time}",
        "how many {cell+} this growth gives in {rounds time}",
        "what the number of {cell+} is after a wait of {rounds time}",
    ),
    noun=(
        "the number of {cell+} after {rounds time}",
        "the count of {cell+} after {rounds time}",
        "the number of {cell+} when {rounds time} have passed",
        "the number of {cell+} at the end of {rounds time}",
        "the number of {cell+} to which that leads in {rounds time}",
        "the size of the count of {cell+} once {rounds time} are over",
        "the number of {cell+} that is reached in {rounds time}",
        "the result of a count of the {cell+} after {rounds time}",
        "the number of {cell+} that exist after {rounds time}",
        "the number of {cell+} after a wait of {rounds time}",
        "the number of {cell+} that this growth gives in {rounds time}",
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
        "{cell+}: {start} now, {times} as many one {time} later, and so on. Number after {rounds time}?",
        "Suppose that the number of {cell+} {doubles} from each {time} to the next and that today it is {start}. What "
        "will it be once {rounds time} are over?",
        "{speaker}: I counted {start cell} in the beginning.\n{listener}: But the number {doubles} with every "
        "{time}!\n{speaker}: Then what will I count after {rounds time}?",
        "Exercise. A quantity of {start cell} {doubles} in every {time}. Determine the quantity after {rounds time}.",
        "What number will {start cell} have become in {rounds time}? The rule is that one {time} always makes {times} "
        "as many of them.",
        "Day book: first count, {start cell}. It was found that the number {doubles} every {time}. Now fill in the "
        "blank: number of {cell+} at the end of {rounds time}?",
        "Dear {speaker}, you left me {start cell}. Since then {rounds time} have gone by, and with each {time} the "
        "number became {times} as large. How many {cell+} have I got now?",
        "Take {start cell}. When one {time} is over, take {times} as many, and do so again with every {time}. How "
        "many {cell+} do you have at the end of {rounds time}?",
        "Wait one {time}, and you have {times} as many {cell+}. Wait {rounds time}, starting with {start "
        "cell}, and you have how many?",
        "There will be {rounds time} of growth. In each {time}, the number of {cell+} {doubles}. To what "
        "number do we come from {start}?",
        "By how many {cell+} {start:is|are} {start cell} replaced after {rounds time}, if each {time} makes {times} as many?",
        "Telegram: {start cell} on arrival. Number {doubles} every {time}. Have waited {rounds time}. How "
        "many {cell+} should I report?",
        "A first count found {start cell}. Each later count, made one {time} after the one before, found "
        "{times} as many. What did the count after {rounds time} find?",
        "The number of {cell+} never stays the same for long: it {doubles} per {time}. To begin with, it "
        "is {start}. What is the number after {rounds time}?",
        "{speaker} goes away for {rounds time} and leaves {start cell} behind. With every {time}, the "
        "number {doubles}. How many {cell+} does {speaker} find on coming back?",
        "{listener}: How fast does the number of {cell+} grow?\n{speaker}: It {doubles} each "
        "{time}.\n{listener}: And how many are there at the start?\n{speaker}: ^{start}.\nHow many will "
        "they have after {rounds time}?",
        "A researcher notes that the number of {cell+} at the end of any {time} is {times} the number at "
        "its start. Before the first {time} it is {start}. What is it when {rounds time} are over?",
        "Let there be {start cell}, and let their number grow so that it {doubles} per {time}. State the "
        "number after {rounds time}.",
        "Can you say what becomes of {start cell} in {rounds time}? Remember that the number {doubles} "
        "every {time}. I want to know how many {cell+} that makes.",
        "Of {cell+} there {start:is|are} {start} today. Since one {time} brings {times} as many, and the "
        "next {time} {times} as many again, and so on, how many {cell+} will {rounds time} bring us to?",
        "Multiply over and over: the number of {cell+} is {start}, it {doubles} each {time}, and {rounds "
        "time} go by. Where does the number stand after that?",
    ),
    past=False,
)

FAMILIES = (FILLING, TWO_PIPES, CANDLE, LILIES, DOUBLING)
