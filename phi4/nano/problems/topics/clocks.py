"""Times of day: ends, durations, 12 and 24 hours, the hands of a clock."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import named, noun, someone

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
            "[a|the] {what} begins at {t}",
            "{t} is when [a|the] {what} starts",
            "the time at which [a|the] {what} starts is {t}",
            "there is a {what} that starts at {t}",
            "[a|the] {what} gets under way at {t}",
            "[a|the] {what} has its start at {t}",
            "{t} is the start of [a|the] {what}",
            "when it is {t}, [a|the] {what} begins",
            "on the program, [a|the] {what} stands at {t}",
            "~the beginning of the {what} is set for {t}",
        ),
        "length": (
            "it takes {d}",
            "it lasts {d}",
            "the {what} takes {d}",
            "the {what} goes on for {d}",
            "it {over} {d} later",
            "from start to end it takes {d}",
            "its duration is {d}",
            "the whole {what} needs {d}",
            "one has to allow {d} for it",
            "it is over after {d}",
            "its length is {d}",
            "{d} is how long it takes",
            "the {what} has a length of {d}",
            "~{d} pass before it {over}",
        ),
        "start length": (
            "[a|the] {what} starts at {t} and takes {d}",
            "[a|the] {what} of {d} starts at {t}",
            "starting at {t}, [a|the] {what} takes {d}",
            "[a|the] {what}, which takes {d}, starts at {t}",
            "at {t}[,|] [a|the] {what} begins, and it goes on for {d}",
            "[a|the] {what} is planned to start at {t} and to take {d}",
            "{d} is how long [a|the] {what} takes, and it starts at {t}",
            "[a|the] {what} that takes {d} begins at {t}",
            "for {d}, beginning at {t}, there is a {what}",
            "[a|the] {what} begins at {t} and is over after {d}",
            "[a|the] {what} has its start at {t} and a length of {d}",
        ),
    },
    direct=(
        "when does it come to its end",
        "at what time is it over",
        "what time is it at the end",
        "at what time does the {what} finish",
        "when will it be over",
        "what time does it finish",
        "what is its end time",
        "until what time does it go on",
        "by what time has the {what} come to its end",
        "which time marks its end",
        "how late is it when the {what} {over}",
        "at what time is the {what} finished",
        "when is the end of the {what}",
        "what time will it be when it {over}",
        "at which hour and minute does it come to an end",
        "up to what time does it last",
        "~what does the clock show when it {over}",
    ),
    indirect=(
        "at what time it {over}",
        "when it {over}",
        "at what time it finishes",
        "what its end time is",
        "until what time it goes on",
        "by what time the {what} has come to its end",
        "which time marks its end",
        "how late it is when the {what} {over}",
        "at what time the {what} is finished",
        "when the end of the {what} is",
        "what time it will be when it {over}",
        "at which hour and minute it comes to an end",
        "up to what time it lasts",
        "~what the clock shows when it {over}",
    ),
    noun=(
        "the time at which it {over}",
        "the end time",
        "the time of the end",
        "the moment at which it finishes",
        "the finishing time",
        "the hour and minute of its end",
        "the time when the {what} is finished",
        "the time of day at its end",
        "the time up to which it lasts",
        "the time of day when it {over}",
        "the clock time that marks its end",
    ),
    labels=("start: {t}; duration: {d}", "{what}: starts {t}, takes {d}"),
    whole=(
        "What time is it {d} after {t}?",
        "It is {t}. What time will it be in {d}?",
        "{who} <start> at {t} and <work> for {d}. At what time <be> {who} done?",
        "If it is {t} now, what time is it {d} later?",
        "Start at {t}, duration {d}: when is the end?",
        "The {what} takes {d}. If it starts at {t}, when is it over?",
        "Given a {what} that starts at {t} and takes {d}, at what time does it finish?",
        "Work out the time at which the {what} {over}: it starts at {t} and takes {d}.",
        "At {t} {who} <set> a timer for {d}. When does it ring?",
        "It was {t} when the {what} began, and {d} later it was over. What time was it then?",
        "A cake is put into the oven at {t} and must bake for {d}. At what time is it done?",
        "Begin: {t}. Length: {d}. Finish?",
        "{speaker}: The {what} starts at {t}.\n{listener}: It takes {d}, so when is it over?",
        "Suppose a train leaves at {t} and is under way for {d}. At what time does it arrive?",
        "Give the time of the end of a {what}: it starts at {t} and lasts {d}.",
        "{d} of homework must be done. If I sit down to it at {t}, by what time am I finished?",
        "Determine the time of day that comes {d} after {t}.",
        "The battery of a phone is full at {t} and lasts {d}. At what time is it empty?",
        "Parking is paid for {d}, counted from {t}. Until what time may the car stay?",
        'Note on the door: "Back in {d}." It was hung up at {t}. When will the door be opened again?',
        "Now: {t}. Ready in: {d}. Ready when?",
        "A nap begins at {t}. The sleeper wakes up after {d}. What time is it then?",
        "Telegram: {what} starts {t}. Stop. Lasts {d}. Stop. When is it over? Stop.",
        "Rice has to cook for {d}. It goes on the stove at {t}. Until what time must it stay there?",
        "{speaker}: I am leaving now, at {t}.\n{listener}: You need {d} to get here. So when can I expect you?",
        "At what time does somebody come home who goes out at {t} and stays away for {d}?",
        "A plane takes off at {t}. In the same time zone, {d} later, it lands. When does it land?",
        "By the plan, the {what} is {d} long and begins at {t}. Say at what time it is finished.",
        "A pill is taken at {t}, the next one {d} later. For what time of day is the next one due?",
        "Set an alarm so that it rings {d} after {t}. To which time must it be set?",
        "A train is due at {t} but comes {d} late. When does it come?",
        "It lasts {d}, this {what}, and it has its start at {t}. Find the time of its end.",
        "The pool is closed from {t} on and opens again after {d}. From what time on can people swim again?",
        "~{t} plus {d}: what time is that?",
    ),
    asides=(),
    past=False,
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
    numeric=False,
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
    else:
        lines.append(f"Minutes: {second} both times, so none.")
    if hours > start // 60:
        lines.append(f"Hours: {subtracted(hours, start // 60)}.")
    else:
        lines.append(f"Hours: {hours} both times, so no full hour.")
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
            "[a|the] {what} begins at {t}",
            "{t} is when [a|the] {what} starts",
            "the time at which [a|the] {what} starts is {t}",
            "there is a {what} that starts at {t}",
            "~it is {t} when the {what} gets going",
        ),
        "end": (
            "it {over} at {u}",
            "the end is at {u}",
            "at {u} it {over}",
            "the end comes at {u}",
            "the time at the end is {u}",
            "the time at which it {over} is {u}",
            "at {u} the {what} {over}",
            "{u} is when it {over}",
            "~it is {u} when it {over}",
        ),
        "start end": (
            "[a|the] {what} starts at {t} and {over} at {u}",
            "from {t} to {u} there is a {what}",
            "[a|the] {what} goes from {t} to {u}",
            "[a|the] {what} {over} at {u}, having started at {t}",
            "between {t} and {u} there is a {what}",
            "[a|the] {what} is planned from {t} until {u}",
            "the start of [a|the] {what} is at {t}, its end at {u}",
        ),
    },
    direct=(
        "how long does it take",
        "how long does the {what} take",
        "how much time passes between start and end",
        "how much time does it take",
        "what is its duration",
        "how long is it from start to end",
        "what length of time does the {what} take",
        "how much time has to be allowed for the {what}",
        "what amount of time lies between start and end",
        "~how many hours and minutes does the {what} go on",
    ),
    indirect=(
        "how long it takes",
        "how long the {what} takes",
        "how much time it takes",
        "how long it is from start to end",
        "what its duration is",
        "what length of time the {what} takes",
        "how much time has to be allowed for the {what}",
        "what amount of time lies between start and end",
        "~how much time goes by between the two",
    ),
    noun=(
        "the duration",
        "the time that the {what} takes",
        "the length of time from start to end",
        "the time between start and end",
        "the amount of time from start to end",
        "the amount of time needed for the {what}",
    ),
    labels=("start of the {what}: {t}; end: {u}",),
    whole=(
        "How much time is there between {t} and {u}?",
        "How long is it from {t} to {u}?",
        "{who} <sleep> from {t} to {u}. How long is that?",
        "{who} <leave> at {t} and <arrive> at {u}. How long <be> {who} on the way?",
        "Start {t}, end {u}: duration?",
        "The {what} {over} at {u}. It started at {t}. How long did it take?",
        "Given a start at {t} and an end at {u}, how long does the {what} take?",
        "Work out how much time passes from {t} to {u}.",
        "{who} <arrive> at {u} after a journey that began at {t}. How long was the journey?",
        "If a shop opens at {t} and closes at {u}, how long is it open?",
        "It is {t} now. How long must {who} wait until {u}?",
        "Begin: {t}. Finish: {u}. Time taken?",
        "{speaker}: The {what} starts at {t}.\n{listener}: And it {over} at {u}. How long is that?",
        "Suppose a candle is lit at {t} and goes out at {u}. For how long does it burn?",
        "By how much is {u} later than {t}?",
        "A plumber comes at {t} and goes at {u}. What length of time must be paid for?",
        "Determine the length of the time from {t} to {u} on the same day.",
        "My shift ends at {u}; it begins at {t}. How long is my shift?",
        "At {t} the rain set in, and at {u} it stopped. State how long it rained.",
        "What is the duration of a {what} if {t} is its start and {u} its end?",
        "~{t} until {u}: how many hours and minutes?",
    ),
    asides=(),
    past=False,
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
    numeric=False,
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
            "a ticket gives the time as {t}",
            "a message was sent at {t}",
            "the time on a sign is {t}",
            "{t} is the time given on a poster",
            "somebody gives the time as {t}",
            "~on the wall one reads {t}",
        ),
    },
    direct=(
        "what is that {style}",
        "how is this written {styled}",
        "what time is that {style}",
        "what does that become {styled}",
        "how does this time look {style}",
        "how do you write this time {styled}",
        "which time is that {style}",
        "what must be written for this time {styled}",
        "what does this time read {style}",
        "~how would one say it {styled}",
    ),
    indirect=(
        "what that is {style}",
        "how this is written {styled}",
        "what that becomes {styled}",
        "how this time looks {style}",
        "how to write this time {styled}",
        "which time that is {style}",
        "what must be written for this time {styled}",
        "~how one says it {styled}",
    ),
    noun=(
        "this time {style}",
        "the same time {styled}",
        "that time of day {styled}",
        "the way to write this time {styled}",
        "the form that this time has {style}",
        "this time as it is told {styled}",
    ),
    whole=(
        "What is {t} {style}?",
        "Write {t} {styled}.",
        "How do you write {t} {styled}?",
        "It is {t}. How do I write that {styled}?",
        "Work out what {t} is {styled}.",
        "Given the time {t}, what is it {style}?",
        "{t} is the {from} time. Give it {styled}.",
        "How does {t} look {style}?",
        "My phone shows {t}, but I want that told {styled}. What should it show?",
        "A train leaves at {t}. {who} <want> to know this time {styled}. What is it?",
        "{speaker}: My bus leaves at {t}.\n{listener}: What is that {styled}?",
        "Suppose it is {t}. Which time is that {style}?",
        "Time given: {t}. The same time {style}?",
        "Told {styled}, what time is {t}?",
        "An invitation says {t}. State that time {styled}.",
        "A {from} clock reads {t}. What must another clock show {styled} at the same moment?",
        "Please rewrite the time {t} {styled}.",
        "The shop closes at {t}, and this has to be put on a sign {styled}. What goes on the sign?",
        "Determine how {t} is read {style}.",
        "~{t} {styled}: what is it?",
    ),
    asides=(),
    past=False,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "polite, if", "wonder", "in need",
                    "what is if", "command if", "wonder, known"}),
    numeric=False,
)  # fmt: skip


def _hands(rng: random.Random) -> Drawn:
    hour = rng.randint(1, 12)
    gaps = hour % 12
    angle = gaps * 30
    lines = [
        f"It is {hour} o'clock. The long hand points to 12, the short one to {hour}.",
        "Pattern: a circle has 360 degrees: 360 ÷ 12 = 30 from one hour to the next.",
    ]
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
            "the time is {t}",
            "a watch says {t}",
            "the hands of a clock are set to {t}",
            "{t} is the time on a clock",
            "{who} reads {t} from a clock with two hands",
            "~at this moment it is exactly {t}",
        ),
    },
    direct=(
        "what is the [smaller |]angle between the hands",
        "how many degrees are between the two hands",
        "what angle do the two hands form",
        "how large is the [smaller |]angle between the hour hand and the minute hand",
        "how many degrees lie between the long hand and the short hand",
        "what is the size of the smaller angle made by the two hands",
        "by how many degrees are the two hands apart, measured the shorter way",
        "how big is the smaller angle that the clock's hands enclose",
        "~how wide, in degrees, do the hands stand apart",
    ),
    indirect=(
        "how many degrees are between the hands",
        "what angle the two hands form",
        "how large the [smaller |]angle between the two hands is",
        "how many degrees lie between the long hand and the short hand",
        "how big the smaller angle made by the two hands is",
        "by how many degrees the hands are apart, measured the shorter way",
        "~how wide the hands stand apart in degrees",
    ),
    noun=(
        "the angle between the hands",
        "the smaller angle that the hands make",
        "the number of degrees between the two hands",
        "the smaller angle between the hour hand and the minute hand",
        "the size of the smaller angle enclosed by the two hands",
        "the degrees from one hand to the other, the shorter way",
    ),
    labels=("time: {t}",),
    whole=(
        "What angle do the hands of a clock make at {t}?",
        "At {t}, how large is the angle between the hour hand and the minute hand?",
        "{who} looks at the clock and sees that it is {t}. How many degrees is it from one hand to the other, "
        "the shorter way?",
        "Given that it is {t}, find the smaller angle between the two hands of a clock.",
        "If a clock shows {t}, how many degrees lie between its long hand and its short hand?",
        "Work out the smaller angle that the hour hand and the minute hand form at {t}.",
        "Time: {t}. Smaller angle between the hands of the clock, in degrees?",
        "I draw a clock that shows {t}. What angle, at most 180 degrees, must I draw between the two hands?",
        "The long hand of a clock points to 12, the short one to {hour}. How many degrees, at most 180, are "
        "between them?",
        "How many degrees apart are a clock's two hands at {t}, measured the shorter way?",
        "{speaker}: It is {t}.\n{listener}: Then how many degrees is the smaller angle between the two hands of the "
        "clock?",
        "Suppose a clock is stopped at {t}. What is the size of the smaller angle that its hands enclose?",
        "Determine, in degrees, the smaller of the angles enclosed by the hour hand and the minute hand when it is "
        "{t}.",
        "{who} sets a toy clock to {t} and lays a protractor on it. How many degrees are read for the smaller angle "
        "between the hands?",
        "It is {t}. {who} wants to write down how many degrees the smaller angle between the two hands of the clock "
        "has. What number is that?",
        "The minute hand is at 12 and the hour hand is at {hour}. State the smaller angle between them in degrees.",
        "A tower clock strikes, for it is {t}. Find the number of degrees between its two hands, going the shorter "
        "way around.",
        "~The hands of a clock at {t}: what is the smaller angle?",
    ),
    asides=(),
    past=False,
    skip=frozenset({"labels", "labels, command"}),
)

FAMILIES = (END_TIME, HOW_LONG, TWELVE, HANDS)
