"""Calendars, clocks and rhythms: by Python's calendar, or by waiting."""

from __future__ import annotations

import calendar
import datetime
import itertools

from tests.nano.problems.oracles import oracle

YEAR = 2023  # no leap year


@oracle("weekday after")
def weekday_after(start, days):
    day = datetime.date(2024, 1, 1) + datetime.timedelta(days=start)  # a Monday, and `start` more
    return calendar.day_name[(day + datetime.timedelta(days=days)).weekday()]


@oracle("weekday before")
def weekday_before(start, days):
    day = datetime.date(2024, 1, 1) + datetime.timedelta(days=start)
    return calendar.day_name[(day - datetime.timedelta(days=days)).weekday()]


@oracle("weekday of a date")
def weekday_of_date(first, second, month, start):
    for year in range(1, 400):
        try:
            known = datetime.date(year, month + 1, first)
        except ValueError:
            continue
        if known.weekday() == start and not (month == 1 and calendar.isleap(year)):
            return calendar.day_name[datetime.date(year, month + 1, second).weekday()]
    raise AssertionError


@oracle("days between dates")
def days_between(month, first, later, second):
    return (datetime.date(YEAR, later + 1, second) - datetime.date(YEAR, month + 1, first)).days


@oracle("date after days")
def date_after(month, first, days):
    day = datetime.date(YEAR, month + 1, first) + datetime.timedelta(days=days)
    return f"{calendar.month_name[day.month]} {day.day}"


@oracle("month after")
def month_after(start, count, back):
    months = list(calendar.month_name)[1:]
    for _ in range(count):
        months = [months[-1], *months[:-1]] if back else [*months[1:], months[0]]
    return months[start]


@oracle("weeks and days")
def weeks_and_days(days=None, weeks=None, rest=None):
    if days is None:
        return sum([7] * weeks) + rest
    weeks = 0
    while days >= 7:
        days, weeks = days - 7, weeks + 1
    return (weeks, days) if days else weeks


def _clock(moment, style):
    return moment.strftime(style).lstrip("0").lower() if "%I" in style else f"{moment.hour}:{moment.minute:02d}"


@oracle("end time")
def end_time(start, length, halves):
    moment = datetime.datetime(YEAR, 1, 1) + datetime.timedelta(minutes=start + length)
    return _clock(moment, "%I:%M %p" if halves else "%H:%M")


@oracle("how long")
def how_long(start, end):
    hours = minutes = 0
    while start < end:
        start, minutes = start + 1, minutes + 1
        if minutes == 60:
            hours, minutes = hours + 1, 0
    return tuple(number for number in (hours, minutes) if number)


@oracle("12 and 24 hours")
def twelve(minutes, to):
    moment = datetime.datetime(YEAR, 1, 1) + datetime.timedelta(minutes=minutes)
    return _clock(moment, "%I:%M %p" if "12" in to else "%H:%M")


@oracle("hands of a clock")
def hands(hour):
    short, long = 30 * hour % 360, 0
    return min((short - long) % 360, (long - short) % 360)


@oracle("strokes of a bell")
def strokes(strokes, seconds, more):
    gap = next(gap for gap in itertools.count(1) if list(range(0, gap * strokes, gap))[-1] == seconds)
    return list(range(0, gap * more, gap))[-1]


@oracle("one every half hour")
def pills(count, every):
    times = [every * number for number in range(count)]
    return times[-1] - times[0]


@oracle("two bells")
def bells(first, second):
    return next(time for time in itertools.count(1) if time % first == 0 and time % second == 0)
