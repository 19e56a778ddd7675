"""Times of day: ends, durations, 12 and 24 hours, hands, strokes of a bell, pills by the hour, bells that meet."""

from __future__ import annotations

import math
import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import named, noun, nouns, someone

HOUR, MINUTE, SECOND = noun("hour"), noun("minute"), noun("second")


def clock(minutes: int, *, halves: bool) -> str:
    """A time of day, of 24 hours or of two halves: "15:05", "3:05 pm"."""
    hour, minute = minutes // 60 % 24, minutes % 60
    if not halves:
        return f"{hour}:{minute:02d}"
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'am' if hour < 12 else 'pm'}"


def _said(minutes: int, *, halves: bool, rng: random.Random) -> str:
    """A time of day as people say it."""
    hour, minute = minutes // 60 % 24, minutes % 60
    if halves and rng.random() < 0.3:
        half = "am" if hour < 12 else "pm"
        if minute == 0 and minutes == 12 * 60:
            return "noon"
        if minute == 0:
            return f"{(hour - 1) % 12 + 1} {half}"
        if minute in (15, 30):
            return f"{'quarter' if minute == 15 else 'half'} past {(hour - 1) % 12 + 1} {half}"
    return clock(minutes, halves=halves)


def span(minutes: int) -> str:
    """A duration as answers give it: "1 hour and 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    return " and ".join([HOUR(hours)] * bool(hours) + [MINUTE(rest)] * bool(rest))


def _span_said(minutes: int, rng: random.Random) -> str:
    hours, rest = divmod(minutes, 60)
    if rest == 30 and hours and rng.random() < 0.4:
        return f"{hours} and a half hours"
    if minutes == 30 and rng.random() < 0.5:
        return "half an hour"
    if minutes < 180 and hours and rng.random() < 0.3:
        return MINUTE(minutes)
    return span(minutes)


_WHAT = (("movie", "ends"), ("lesson", "ends"), ("concert", "ends"), ("match", "is over"), ("meeting", "ends"), ("flight", "lands"),
         ("train", "arrives"), ("bus", "arrives"), ("show", "ends"), ("class", "is over"), ("party", "ends"), ("ferry", "arrives"))  # fmt: skip


def _moment(rng: random.Random) -> int:
    return rng.randint(5 * 60, 21 * 60) // 5 * 5


def _in_24(minutes: int, *, halves: bool) -> str:
    """A time in the solution: with its 24-hour form where that differs."""
    told = clock(minutes, halves=halves)
    return f"{told}, which is {clock(minutes, halves=False)}," if halves and minutes >= 13 * 60 else told


def _end_time(rng: random.Random) -> Drawn:
    halves = rng.random() < 0.6
    start = _moment(rng)
    length = rng.randint(1, 60) * 5 if rng.random() < 0.8 else rng.randint(7, 200)
    length = min(length, 23 * 60 + 55 - start)
    end = start + length
    hours, minutes = divmod(length, 60)
    lines = [f"Start: {_in_24(start, halves=halves)} and it takes {span(length)}."]
    total = start % 60 + minutes
    if minutes:
        line = f"Minutes: {added(start % 60, minutes)}"
        lines.append(f"{line}, which is 1 hour and {MINUTE(total - 60)}." if total >= 60 else f"{line}.")
    carry = total >= 60
    if hours or carry:
        parts = [start // 60, *([hours] if hours else []), *([1] if carry else [])]
        lines.append(f"Hours: {' + '.join(map(str, parts))} = {sum(parts)}.")
    if halves and end >= 13 * 60:
        lines.append(f"{clock(end, halves=False)} is {clock(end, halves=True)}.")
    what, over = rng.choice(_WHAT)
    slots = {
        "who": someone(rng), "t": _said(start, halves=halves, rng=rng), "d": _span_said(length, rng), "what": what, "over": over,
    }  # fmt: skip
    return Drawn(lines, clock(end, halves=halves), {"start": start, "length": length, "halves": halves}, slots)


END_TIME = Family(
    "end time",
    _end_time,
    facts={
        "start": (
            "[a|the] {what} starts at {t}",
            "at {t}[,|] [a|the] {what} starts",
            "the start of [a|the] {what} is at {t}",
            "it is {t} when [a|the] {what} starts",
            "~the beginning of the {what} is set for {t}",
        ),
        "length": (
            "it takes {d}",
            "it lasts {d}",
            "the {what} takes {d}",
            "the {what} goes on for {d}",
            "~{d} pass before it {over}",
        ),
        "start length": (
            "[a|the] {what} starts at {t} and takes {d}",
            "[a|the] {what} of {d} starts at {t}",
            "starting at {t}, [a|the] {what} takes {d}",
        ),
    },
    direct=(
        "when does it come to its end",
        "at what time is it over",
        "what time is it at the end",
        "at what time does the {what} finish",
        "~what does the clock show when it {over}",
    ),
    indirect=("at what time it {over}", "when it {over}", "~what the clock shows when it {over}"),
    noun=("the time at which it {over}", "the end time"),
    labels=("start: {t}; duration: {d}", "{what}: starts {t}, takes {d}"),
    whole=(
        "What time is it {d} after {t}?",
        "It is {t}. What time will it be in {d}?",
        "{who} <start> at {t} and <work> for {d}. At what time <be> {who} done?",
        "If it is {t} now, what time is it {d} later?",
        "~{t} plus {d}: what time is that?",
    ),
    asides=(),
    past=False,
    ordered=True,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if", "polite, if"}),
)


def _how_long(rng: random.Random) -> Drawn:
    halves = rng.random() < 0.6
    start = _moment(rng)
    length = rng.randint(2, 70) * 5 if rng.random() < 0.8 else rng.randint(7, 300)
    length = min(length, 23 * 60 + 55 - start)
    end = start + length
    first, second = start % 60, end % 60
    hours = end // 60
    lines = [f"From {clock(start, halves=halves)} to {clock(end, halves=halves)}."]
    if halves and end >= 13 * 60:
        lines = [f"From {clock(start, halves=False)} to {clock(end, halves=False)} on the 24-hour clock."]
    if second < first:
        lines.append(f"{second} is less than {first}, so take an hour: {second} + 60 = {second + 60}.")
        second, hours = second + 60, hours - 1
    if second > first:
        lines.append(f"Minutes: {subtracted(second, first) if first else f'{second} - 0 = {second}'}.")
    if hours > start // 60:
        lines.append(f"Hours: {subtracted(hours, start // 60)}.")
    what, over = rng.choice(_WHAT)
    slots = {
        "who": someone(rng), "t": _said(start, halves=halves, rng=rng), "u": _said(end, halves=halves, rng=rng), "what": what,
        "over": over,
    }  # fmt: skip
    return Drawn(lines, span(length), {"start": start, "end": end}, slots)


HOW_LONG = Family(
    "how long",
    _how_long,
    facts={
        "start": (
            "[a|the] {what} starts at {t}",
            "at {t}[,|] [a|the] {what} starts",
            "the start of [a|the] {what} is at {t}",
            "~it is {t} when the {what} gets going",
        ),
        "end": (
            "it {over} at {u}",
            "the end is at {u}",
            "at {u} it {over}",
            "~it is {u} when it {over}",
        ),
        "start end": (
            "[a|the] {what} starts at {t} and {over} at {u}",
            "from {t} to {u} there is a {what}",
            "[a|the] {what} goes from {t} to {u}",
        ),
    },
    direct=(
        "how long does it take",
        "how long does the {what} take",
        "how much time passes between start and end",
        "~how many hours and minutes does the {what} go on",
    ),
    indirect=("how long it takes", "how long the {what} takes", "~how much time goes by between the two"),
    noun=("the duration", "the time that the {what} takes"),
    labels=("start of the {what}: {t}; end: {u}",),
    whole=(
        "How much time is there between {t} and {u}?",
        "How long is it from {t} to {u}?",
        "{who} <sleep> from {t} to {u}. How long is that?",
        "{who} <leave> at {t} and <arrive> at {u}. How long <be> {who} on the way?",
        "~{t} until {u}: how many hours and minutes?",
    ),
    asides=(),
    past=False,
    ordered=True,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if", "polite, if"}),
)


def _twelve(rng: random.Random) -> Drawn:
    moment = rng.randint(13 * 60, 23 * 60 + 59) if rng.random() < 0.6 else rng.randint(1 * 60, 23 * 60 + 59)
    hour = moment // 60
    minute = f"{moment % 60:02d}"
    if rng.random() < 0.5:
        lines = [f"{clock(moment, halves=False)} is to be told with am or pm."]
        if hour > 12:
            lines.append(f"{hour} is more than 12: {hour} - 12 = {hour - 12}, pm.")
        else:
            lines.append("From 12:00 on it is pm." if hour == 12 else f"{hour} is less than 12: am.")
        known, wanted = clock(moment, halves=False), clock(moment, halves=True)
        slots = {"t": known, "style": "on a 12-hour clock", "styled": "with am or pm", "from": "24-hour"}
    else:
        known, wanted = clock(moment, halves=True), clock(moment, halves=False)
        lines = [f"{known} is to be told on the 24-hour clock."]
        if hour > 12:
            lines.append(f"In the afternoon 12 is added: {hour - 12} + 12 = {hour}.")
        else:
            lines.append(f"Before 1 pm the hour stays: {hour}:{minute}.")
        slots = {"t": known, "style": "on a 24-hour clock", "styled": "in 24-hour time", "from": "12-hour"}
    return Drawn(lines, wanted, {"minutes": moment, "to": slots["style"]}, {**slots, "who": someone(rng)})


TWELVE = Family(
    "12 and 24 hours",
    _twelve,
    facts={
        "time": (
            "it is {t}",
            "the {from} clock shows {t}",
            "a timetable says {t}",
            "the time is {t}",
            "~on the wall one reads {t}",
        ),
    },
    direct=("what is that {style}", "how is this written {styled}", "what time is that {style}", "~how would one say it {styled}"),
    indirect=("what that is {style}", "how this is written {styled}", "~how one says it {styled}"),
    noun=("this time {style}", "the same time {styled}"),
    whole=(
        "What is {t} {style}?",
        "Write {t} {styled}.",
        "How do you write {t} {styled}?",
        "~{t} {styled}: what is it?",
    ),
    asides=(),
    past=False,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "polite, if", "wonder", "in need",
                    "what is if", "command if", "wonder, known"}),
)  # fmt: skip


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
            "~when a {bell} sounds {strokes} times, the last stroke comes {seconds second} after the first",
        ),
    },
    direct=(
        "how many seconds does it need for {more} strokes",
        "how long do {more} strokes take",
        "how many seconds are there from the first to the last of {more} strokes",
        "~how long after the first does the last of {more} strokes come",
    ),
    indirect=("how many seconds {more} strokes take", "~how long after the first the last of {more} strokes comes"),
    noun=("the time for {more} strokes", "the time from the first to the last of {more} strokes"),
    whole=(
        "A {bell} strikes {strokes} in {seconds second}. In how many seconds does it strike {more}?",
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
    slots = {"who": someone(rng), "dose": dose, "unit": unit, "take": lambda voice: voice.say(f"<{verb}>"), "taking": verb}
    return Drawn(lines, unit(every * (count - 1)), {"count": count, "every": every}, slots)


PILLS = Family(
    "one every half hour",
    _pills,
    facts={
        "count": (
            "{who} <have> to {taking} {count dose}",
            "{who} {take} {count dose}",
            "there <are|were> {count dose} for {who.o}",
            "~in all {who} <be> to {taking} {count dose}",
        ),
        "every": (
            "+one <is|was> due every {every unit}",
            "+there <is|was> one every {every unit}, the first at once",
            "+between one and the next there <are|were> {every unit}",
            "~+each <comes|came> {every unit} after the one before",
        ),
        "count every": (
            "{who} {take} {count dose}, one every {every unit}",
            "{who} <be> to {taking} one {dose} every {every unit}, {count} in all",
            "every {every unit} {who} {take} one of {count dose}",
        ),
    },
    direct=(
        "how much time <is|was> there between the first and the last",
        "how many {unit+} after the first <is|was> the last one",
        "how long <does|did> it take from the first to the last",
        "~for how many {unit+} do they last, beginning with the first",
    ),
    indirect=("how many {unit+} after the first the last one <is|was>", "~how long it <takes|took> from the first to the last"),
    noun=("the time from the first to the last {dose}",),
    whole=(
        "A doctor gives you {count dose} and says: one every {every unit}. How many {unit+} do they last, from the first to the last?",
        "~{count dose}, one each {every unit}, starting now. When, in how many {unit+}, is the last one?",
    ),
    ordered=True,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if", "polite, if"}),
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
            "~with {two} that {ring}, there are {first unit} from one time to the next for the one, and {second} for the other",
        ),
        "start": (
            "[now|at this moment] they {ring} [together|at the same time]",
            "they both {ring} right now",
            "they start together",
            "~at the beginning both {ring} at once",
        ),
    },
    direct=(
        "after how many {unit+} do they {ring} together again",
        "in how many {unit+} will they {ring} at the same time again",
        "when do they next {ring} together",
        "~how many {unit+} is it until both {ring} at once again",
    ),
    indirect=("after how many {unit+} they {ring} together again", "~how long it is until both {ring} at once again"),
    noun=("the number of {unit+} until they {ring} together again",),
    labels=("one: every {first unit}; the other: every {second unit}; start: together",),
    whole=(
        "{two} {ring} together now. One {rings} every {first unit}, one every {second}. In how many {unit+} will they {ring} together again?",
        "~Every {first unit} the one, every {second unit} the other, and both now: in how many {unit+} do {two} {ring} together again?",
    ),
    ordered=True,
    past=False,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if", "polite, if",
                    "wonder", "in need", "wonder, known"}),
)  # fmt: skip


def _hands(rng: random.Random) -> Drawn:
    hour = rng.randint(1, 12)
    gaps = hour % 12
    angle = gaps * 30
    lines = [f"It is {hour} o'clock. The long hand points to 12, the short one to {hour}.", "Pattern: a circle has 360 degrees: 360 ÷ 12 = 30 from one hour to the next."]
    if gaps > 6:
        lines.append(f"The smaller angle has 12 - {gaps} = {12 - gaps} parts: 30 × {12 - gaps} = {30 * (12 - gaps)}.")
        angle = 360 - angle
    else:
        lines.append(f"30 × {gaps} = {angle}.")
    return Drawn(lines, noun("degree")(angle), {"hour": hour}, {"t": f"{hour} o'clock", "who": named(rng)})


HANDS = Family(
    "hands of a clock",
    _hands,
    facts={
        "time": (
            "it is {t}",
            "a clock shows {t}",
            "the clock on the wall stands at {t}",
            "{who} looks at a clock at {t}",
            "~at this moment it is exactly {t}",
        ),
    },
    direct=(
        "what is the [smaller |]angle between the hands",
        "how many degrees are between the two hands",
        "~how wide, in degrees, do the hands stand apart",
    ),
    indirect=("how many degrees are between the hands", "~how wide the hands stand apart in degrees"),
    noun=("the angle between the hands", "the smaller angle that the hands make"),
    labels=("time: {t}",),
    whole=(
        "What angle do the hands of a clock make at {t}?",
        "At {t}, how large is the angle between the hour hand and the minute hand?",
        "~The hands of a clock at {t}: what is the smaller angle?",
    ),
    asides=(),
    past=False,
    skip=frozenset({"labels", "labels, command"}),
)

FAMILIES = (END_TIME, HOW_LONG, TWELVE, STROKES, PILLS, BELLS, HANDS)
