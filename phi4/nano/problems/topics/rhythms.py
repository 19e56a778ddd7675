"""What comes again and again: strokes of a bell, pills by the hour, bells that meet."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import divided, multiplied
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.clocks import HOUR, MINUTE, SECOND
from phi4.nano.problems.words import named, noun, nouns, someone


def _strokes(rng: random.Random) -> Drawn:
    strokes, gap, more = rng.randint(2, 8), rng.randint(1, 6), rng.randint(3, 15)
    while more == strokes:
        more = rng.randint(3, 15)
    gaps = strokes - 1
    lines = [
        f"{strokes} strokes take {SECOND(gap * gaps)}, from the first to the last.",
        f"Exception: the time is in the gaps, and there is one gap fewer than strokes: {strokes} - 1 = {gaps}.",
        f"One gap: {divided(gap * gaps, gaps)}.",
        f"{more} strokes have {more} - 1 = {more - 1} gaps: {multiplied(gap, more - 1)} seconds.",
    ]
    slots = {"bell": rng.choice(("clock", "church bell", "bell", "drum", "gong", "tower clock")), "second": SECOND}
    return Drawn(lines, SECOND(gap * (more - 1)), {"strokes": strokes, "seconds": gap * gaps, "more": more}, slots)


STROKES = Family(
    "strokes of a bell",
    _strokes,
    facts={
        "known": (
            "a {bell} needs {seconds second} for {strokes} strokes",
            "for {strokes} strokes, from the first to the last, a {bell} takes {seconds second}",
            "a {bell} sounds {strokes} times, and {seconds second} lie between the first and the last stroke",
            "from the first to the last of {strokes} strokes of a {bell} there are {seconds second}",
            "it takes a {bell} {seconds second} to sound {strokes} times",
            "{strokes} strokes of a {bell} last {seconds second} from the first to the last",
            "the time between the first and the last of {strokes} strokes of a {bell} is {seconds second}",
            "a {bell} that sounds {strokes} times is done {seconds second} after its first stroke",
            "somebody hears {strokes} strokes of a {bell} and measures {seconds second} from the first to the last",
            "~when a {bell} sounds {strokes} times, the last stroke comes {seconds second} after the first",
        ),
    },
    direct=(
        "how many seconds does it need for {more} strokes",
        "how long do {more} strokes take",
        "how many seconds are there from the first to the last of {more} strokes",
        "how many seconds pass between the first and the last of {more} strokes",
        "+how much time does it take to sound {more} times",
        "how many seconds are needed for {more} strokes",
        "+how much time is required for {more} strokes",
        "how many seconds must one allow for {more} strokes",
        "with {more} strokes, how many seconds is it from the first to the last",
        "~how long after the first does the last of {more} strokes come",
    ),
    indirect=(
        "how many seconds {more} strokes take",
        "how many seconds there are from the first to the last of {more} strokes",
        "how long {more} strokes take",
        "how much time is needed for {more} strokes",
        "how many seconds it is from the first to the last of {more} strokes",
        "how many seconds must be allowed for {more} strokes",
        "~how long after the first the last of {more} strokes comes",
    ),
    noun=(
        "the time for {more} strokes",
        "the time from the first to the last of {more} strokes",
        "the number of seconds that {more} strokes take",
        "the time that {more} strokes need",
        "the length in seconds of {more} strokes, from the first to the last",
        "the seconds between the first and the last of {more} strokes",
    ),
    whole=(
        "A {bell} strikes {strokes} in {seconds second}. In how many seconds does it strike {more}?",
        "How long does a {bell} take to sound {more} times, if it takes {seconds second} to sound {strokes} times?",
        "It takes {seconds second} for a {bell} to sound {strokes} times. Work out how many seconds {more} strokes need.",
        "{seconds second} {seconds:passes|pass} between the first and the last of {strokes} strokes of a {bell}. How many seconds pass between the first and the last of {more} strokes?",
        "Given that {strokes} strokes of a {bell} take {seconds second}, find the time for {more} strokes.",
        "I hear a {bell} sound {strokes} times in {seconds second}, first stroke to last. How many seconds does it take if it sounds {more} times?",
        "We time a {bell}. The first of {strokes} strokes is {seconds second} before the last one. At the same pace, what is the time for {more} strokes?",
        "{speaker}: The {bell} took {seconds second} for {strokes} strokes, from the first to the "
        "last.\n{listener}: How many seconds would it take for {more} strokes?",
        "Suppose a {bell} sounds {strokes} times at equal intervals, and {seconds second} "
        "{seconds:separates|separate} the first stroke from the last. What time would separate them if there were "
        "{more} strokes?",
        "For {more} strokes of a {bell}, calculate the time from the first to the last, if for {strokes} strokes it "
        "is {seconds second}.",
        "For how many seconds does a {bell} sound that strikes {more} times? Striking {strokes} times, it sounds "
        "for {seconds second} from the first stroke to the last.",
        "A {bell} is struck {strokes} times, always after the same pause, and a stopwatch runs from the first "
        "stroke to the last: it shows {seconds second}. What would it show for {more} strokes?",
        "Determine the time from the first to the last of {more} strokes of a {bell} which completes {strokes} "
        "strokes in {seconds second}.",
        "At one hour a {bell} sounds {strokes} times, at another it sounds {more} times. The first takes {seconds "
        "second}, counted from the first stroke to the last. How many seconds does the other take?",
        'My neighbor lives beside a {bell}. She says: "{strokes} strokes, and from the first to the last it is '
        '{seconds second}." How many seconds will it be when there are {more} strokes?',
        "~{strokes} strokes: {seconds second}. {more} strokes: how many seconds, from first to last?",
    ),
    past=False,
)

_DOSES = nouns("pill, injection, dose, tablet, capsule")


def _pills(rng: random.Random) -> Drawn:
    count, every = rng.randint(2, 12), rng.choice((10, 15, 20, 30, 5, 45, 2, 3, 4, 6, 8))
    unit = HOUR if every < 10 and every != 5 else MINUTE
    dose = rng.choice(_DOSES)
    lines = [
        f"There are {dose(count)}, one every {unit(every)}.",
        f"Exception: the first one is at the very start, so there is one gap fewer: {count} - 1 = {count - 1}.",
        f"{multiplied(every, count - 1)} {unit.many}.",
    ]
    verb = "get" if dose.one == "injection" else "take"
    slots = {
        "who": someone(rng),
        "dose": dose,
        "unit": unit,
        "take": lambda voice: voice.say(f"<{verb}>"),
        "taking": verb,
    }
    return Drawn(lines, unit(every * (count - 1)), {"count": count, "every": every}, slots)


PILLS = Family(
    "one every half hour",
    _pills,
    facts={
        "count": (
            "{who} <have> to {taking} {count dose}",
            "{who} {take} {count dose}",
            "there <are|were> {count dose} for {who.o}",
            "the doctor <orders|ordered> {count dose} for {who.o}",
            "{who} <need> {count dose}",
            "the number of {dose+} for {who.o} <is|was> {count}",
            "the doctor <tells|told> {who.o} to {taking} {count dose}",
            "~in all {who} <be> to {taking} {count dose}",
        ),
        "every": (
            "+one <is|was> due every {every unit}",
            "+there <is|was> one every {every unit}, the first at once",
            "+between one and the next there <are|were> {every unit}",
            "+{every unit} <pass|passed> between two of them",
            "+after each, {who} <wait> {every unit} for the next",
            "+the time from one to the next <is|was> {every unit}",
            "+the next one always <follows|followed> after {every unit}",
            "+the {dose+} <are|were> {every unit} apart",
            "+the interval from each to the next <is|was> {every unit}",
            "~+each <comes|came> {every unit} after the one before",
        ),
        "count every": (
            "{who} {take} {count dose}, one every {every unit}",
            "{who} <be> to {taking} one {dose} every {every unit}, {count} in all",
            "every {every unit} {who} {take} one of {count dose}",
            "{who} {take} the first of {count dose} at once and then one every {every unit}",
            "{count dose} for {who.o} <are|were> spaced {every unit} apart",
            "the doctor <has|had> {who.o} {taking} {count dose}, with {every unit} from each to the next",
            "at intervals of {every unit} {who} {take} {count dose}",
        ),
    },
    direct=(
        "how much time <is|was> there between the first and the last",
        "how many {unit+} after the first <is|was> the last one",
        "how long <does|did> it take from the first to the last",
        "how many {unit+} <go|went> by from the first to the last",
        "how many {unit+} after the first <is|was> the last one due",
        "how many {unit+} <lie|lay> between the first and the last",
        "what length of time <passes|passed> from the first {dose} to the last",
        "how many {unit+} <separate|separated> the last one from the first",
        "by how many {unit+} <does|did> the last one follow the first",
        "~for how many {unit+} do they last, beginning with the first",
    ),
    indirect=(
        "how many {unit+} after the first the last one <is|was>",
        "how many {unit+} <lie|lay> between the first and the last",
        "how much later than the first the last one <is|was>",
        "how many {unit+} <separate|separated> the last one from the first",
        "how much time <passes|passed> between the first and the last",
        "by how many {unit+} the last one <follows|followed> the first",
        "~how long it <takes|took> from the first to the last",
    ),
    noun=(
        "the time from the first to the last {dose}",
        "the number of {unit+} between the first and the last {dose}",
        "the time between the first {dose} and the last",
        "the number of {unit+} that separate the last {dose} from the first",
        "the time that <passes|passed> from the first {dose} until the last",
    ),
    whole=(
        "A doctor gives you {count dose} and says: one every {every unit}. How many {unit+} do they last, from the first to the last?",
        "How many {unit+} lie between the first and the last of {count dose} if there is one every {every unit}?",
        "{who} {take} the first of {count dose} at noon, then one every {every unit}. How many {unit+} after noon <is|was> the last one?",
        "Every {every unit} one {dose} <is|was> due, until {who} <have> had all {count}. How many {unit+} <pass|passed> from the first to the last?",
        "Given {count dose} at intervals of {every unit}, how long is it from the first to the last?",
        "The plan says {every unit} from each {dose} to the next, and there are {count} of them. Work out the time from the first to the last.",
        "I am to {taking} {count dose}, with {every unit} between one and the next. After the first, how many {unit+} is it until the last?",
        "Interval: {every unit}. Number of {dose+}: {count}. Time from the first to the last?",
        "{speaker}: I must {taking} {count dose}.\n{listener}: And you need to leave {every unit} between one and "
        "the next? Then how many {unit+} after the first is the last?",
        "Suppose {count dose} are given at intervals of {every unit}. How much time separates the last from the first?",
        "How much later than the first {dose} <is|was> the last, if there <are|were> {count} in all and a new one "
        "<is|was> due after every {every unit}?",
        "A nurse has {count dose} to give to one patient, and she comes with one every {every unit}. She has just "
        "given the first. In how many {unit+} will she give the last?",
        "Determine the time between the first and the last {dose}: there are {count} of them, and the interval is "
        "{every unit}.",
        'Label on a box: "Contains {count dose}. Wait {every unit} before the next one." By how many {unit+} does '
        "the last one follow the first?",
        "With the first {dose}, {who} <start> a stopwatch. The next ones <follow|followed> every {every unit}, and "
        "there <are|were> {count} altogether. How many {unit+} <does|did> the stopwatch show at the last one?",
        "~{count dose}, one each {every unit}, starting now. When, in how many {unit+}, is the last one?",
    ),
    ordered=True,
    skip=frozenset(
        {
            "question if",
            "question, facts",
            "what is, facts",
            "message",
            "question, points",
            "what is if",
            "command if",
            "polite, if",
        }
    ),
)

# Who meets, how each comes, and in which units.
_MEETERS = (
    ("two bells", "ring", "rings", MINUTE), ("two lamps", "flash", "flashes", SECOND), ("two clocks", "chime", "chimes", MINUTE),
    ("two lights", "blink", "blinks", SECOND), ("two buses", "leave the station", "leaves", MINUTE),
    ("two runners", "pass the start", "passes it", MINUTE), ("two alarms", "sound", "sounds", MINUTE),
    ("two trams", "leave the stop", "leaves", MINUTE), ("two ships", "leave the port", "leaves", noun("day")),
    ("two nurses", "visit the ward", "comes", HOUR), ("two friends", "visit the library", "goes", noun("day")),
)  # fmt: skip


def _bells(rng: random.Random) -> Drawn:
    first, second = rng.randint(2, 20), rng.randint(2, 20)
    while first == second:
        second = rng.randint(2, 20)
    first, second = max(first, second), min(first, second)
    both = math.lcm(first, second)
    while both // first > 9:
        second = rng.randint(2, 20)
        if first != second:
            first, second = max(first, second), min(first, second)
            both = math.lcm(first, second)
    names, verb, third, unit = rng.choice(_MEETERS)
    lines = [
        f"One comes every {unit(first)}, the other every {unit(second)}.",
        f"Pattern: they meet at the first number that is in both rows. Look at the multiples of {first}:",
    ]
    tried = []
    for number in range(first, both + 1, first):
        tried.append(f"{number} is {'' if number % second == 0 else 'not '}a multiple of {second}")
    lines.append(", ".join(tried) + ".")
    pair = [first, second]
    rng.shuffle(pair)
    slots = {"two": names, "ring": verb, "rings": third, "unit": unit, "who": named(rng)}
    return Drawn(lines, unit(both), {"first": pair[0], "second": pair[1]}, slots)


BELLS = Family(
    "two bells",
    _bells,
    facts={
        "rhythm": (
            "one of {two} {rings} every {first unit}, the other every {second unit}",
            "{two} {ring}, one every {first} and one every {second unit}",
            "the first of {two} {rings} each {first unit}, the second each {second unit}",
            "{two} {ring} again and again, one every {first unit}, the other every {second unit}",
            "{two} {ring} regularly, the first every {first unit} and the second every {second unit}",
            "{two} {ring} at fixed intervals, {first unit} for the one and {second unit} for the other",
            "the intervals at which {two} {ring} are {first unit} and {second unit}",
            "~with {two} that {ring}, there are {first unit} from one time to the next for the one, and {second} for the other",
        ),
        "start": (
            "[now|at this moment] they {ring} [together|at the same time]",
            "they both {ring} right now",
            "they start together",
            "both of them {ring} at this very moment",
            "this time, both {ring} together",
            "the two {ring} at the same moment now",
            "they begin by doing it together",
            "~at the beginning both {ring} at once",
        ),
    },
    direct=(
        "after how many {unit+} do they {ring} together again",
        "in how many {unit+} will they {ring} at the same time again",
        "when do they next {ring} together",
        "how many {unit+} later do they {ring} together the next time",
        "after what time, in {unit+}, do both {ring} together once more",
        "what is the next time, in {unit+} from now, that they {ring} together",
        "how many {unit+} from now do they {ring} at the same moment again",
        "what number of {unit+} must pass before they {ring} together again",
        "how much time, in {unit+}, passes before they next {ring} at the same moment",
        "~how many {unit+} is it until both {ring} at once again",
    ),
    indirect=(
        "after how many {unit+} they {ring} together again",
        "in how many {unit+} they will {ring} at the same time again",
        "when they next {ring} together",
        "how many {unit+} later they {ring} together the next time",
        "how many {unit+} from now they {ring} at the same moment again",
        "what number of {unit+} must pass before they {ring} together again",
        "~how long it is until both {ring} at once again",
    ),
    noun=(
        "the number of {unit+} until they {ring} together again",
        "the time until they next {ring} together, in {unit+}",
        "the number of {unit+} from now to the next time they {ring} together",
        "the number of {unit+} that must pass before they {ring} together again",
        "the shortest time, in {unit+}, after which they {ring} together again",
    ),
    labels=("one: every {first unit}; the other: every {second unit}; start: together",),
    whole=(
        "{two} {ring} together now. One {rings} every {first unit}, one every {second}. In how many {unit+} will they {ring} together again?",
        "How many {unit+} from now will {two} {ring} together again, if they do so now, one every {first unit} and the other every {second unit}?",
        "At noon {two} {ring} together. From then on, one {rings} every {first unit}, the other every {second unit}. After how many {unit+} do they {ring} together again?",
        "Given that {two} {ring} together at first, and then one every {first unit} and one every {second unit}, how many {unit+} later do they {ring} together again?",
        "Work out in how many {unit+} {two} {ring} together again: they start together, then one {rings} every {first} and the other every {second unit}.",
        "I notice that {two} {ring} at the same moment. The first {rings} every {first unit}; the second {rings} every {second unit}. How long is it until I notice this again?",
        "After {two} {ring} together, one {rings} each {first unit} and the other each {second unit}. When is the next time for both together, in {unit+}?",
        "{speaker}: Look, {two} {ring} together!\n{listener}: One {rings} every {first unit}, the other every "
        "{second unit}. In how many {unit+} will we see that again?",
        "Suppose {two} {ring} together at the start; the one {rings} every {first unit} and the other every {second "
        "unit}. What is the shortest time after which they {ring} together again?",
        "{two} {ring} together now. Intervals: {first unit} and {second unit}. Together again in how many {unit+}?",
        "When, counted in {unit+} from now, will {two} next {ring} at the same moment? They do so now, and the "
        "first {rings} every {first unit}, the second every {second unit}.",
        "Two rhythms begin at the same moment: {two} {ring}, one every {first unit} and one every {second unit}. "
        "Determine the number of {unit+} until they next {ring} together.",
        "{who} sees that {two} {ring} together. If the first {rings} again after every {first unit} and the second "
        "after every {second unit}, how many {unit+} must pass before they {ring} together again?",
        "At the beginning of this exercise, {two} {ring} together. The interval is {first unit} for one of them and "
        "{second unit} for the other. After how many {unit+} do they first {ring} together again?",
        "Please help me: {two} {ring} together now, and I want to be there the next time they do. One {rings} every "
        "{second unit}, the other every {first unit}. In how many {unit+} must I be back?",
        "~Every {first unit} the one, every {second unit} the other, and both now: in how many {unit+} do {two} {ring} together again?",
    ),
    ordered=True,
    past=False,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if", "polite, if",
                    "wonder", "in need", "wonder, known"}),
)  # fmt: skip

FAMILIES = (STROKES, PILLS, BELLS)
