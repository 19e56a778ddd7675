"""Times of day: ends, durations, 12 and 24 hours, the hands of a clock."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import named, noun, someone

FORMS = Forms(__file__)

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


_WHAT = (("movie", "ends"), ("lesson", "ends"), ("concert", "ends"), ("match", "is over"), ("meeting", "ends"),
         ("flight", "lands"), ("train", "arrives"), ("bus", "arrives"), ("show", "ends"), ("class", "is over"),
         ("party", "ends"), ("ferry", "arrives"))  # fmt: skip


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
        "who": someone(rng), "t": _said(start, halves=halves, rng=rng), "d": _span_said(length, rng), "what": what,
        "over": over,
    }  # fmt: skip
    return Drawn(lines, clock(end, halves=halves), {"start": start, "length": length, "halves": halves}, slots)


END_TIME = Family("end time", _end_time, FORMS, past=False, ordered=True, numeric=False)


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
        "who": someone(rng), "t": _said(start, halves=halves, rng=rng), "u": _said(end, halves=halves, rng=rng),
        "what": what, "over": over,
    }  # fmt: skip
    return Drawn(lines, span(length), {"start": start, "end": end}, slots)


HOW_LONG = Family("how long", _how_long, FORMS, past=False, ordered=True, numeric=False)


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


TWELVE = Family("12 and 24 hours", _twelve, FORMS, past=False, numeric=False)


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


HANDS = Family("hands of a clock", _hands, FORMS, past=False)

FAMILIES = (END_TIME, HOW_LONG, TWELVE, HANDS)
