"""Days, weeks and months: weekdays before and after, dates, spans between dates."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import DAYS, MONTH_LENGTHS, MONTHS, named, noun, ordinal

FORMS = Forms(__file__)

DAY, WEEK = noun("day"), noun("week")


def _event(rng: random.Random) -> str:
    return rng.choice(FORMS["words"]["events"])


def _spelled(day: int, month: int, rng: random.Random) -> str:
    """A date: "March 5", "5 March" or "March 5th"."""
    return rng.choice((f"{MONTHS[month]} {day}", f"{day} {MONTHS[month]}", f"{MONTHS[month]} {ordinal(day)}"))


def date_of(day: int, month: int) -> str:
    """A date as answers give it: "March 5"."""
    return f"{MONTHS[month]} {day}"


def _counted(start: int, rest: int, step: int) -> str:
    """The days named one by one: "Monday, Tuesday, Wednesday"."""
    return ", ".join(DAYS[(start + step * place) % 7] for place in range(1, rest + 1))


def _weekday(rng: random.Random, *, back: bool) -> Drawn:
    start = rng.randrange(7)
    days = rng.randint(2, 60) if rng.random() < 0.8 else rng.randint(60, 365)
    weeks, rest = divmod(days, 7)
    step = -1 if back else 1
    end = (start + step * days) % 7
    where = "before" if back else "after"
    lines = [f"Today is {DAYS[start]}, and the question is about {days} days {'ago' if back else 'later'}."]
    if weeks:
        lines.append(f"Pattern: every 7 days the weekday is the same. {divided(days, 7)}.")
    if rest:
        lines.append(f"{DAY(rest)} {where} {DAYS[start]}: {_counted(start, rest, step)}.")
    else:
        lines.append("Nothing is left over, so it is the same weekday.")
    slots = {"today": DAYS[start], "day": DAY, "event": _event(rng)}
    return Drawn(lines, DAYS[end], {"start": start, "days": days}, slots)


WEEKDAY_AFTER = Family("weekday after", lambda rng: _weekday(rng, back=False), FORMS, past=False, numeric=False)

WEEKDAY_BEFORE = Family("weekday before", lambda rng: _weekday(rng, back=True), FORMS, past=False, numeric=False)


def _same_month(rng: random.Random) -> Drawn:
    month, start = rng.randrange(12), rng.randrange(7)
    first = rng.randint(1, MONTH_LENGTHS[month] - 2)
    second = rng.randint(first + 1, MONTH_LENGTHS[month])
    days = second - first
    rest = days % 7
    end = (start + days) % 7
    lines = [
        f"{date_of(first, month)} is a {DAYS[start]}, and the question is about {date_of(second, month)}.",
        f"That is {subtracted(second, first)} {'day' if days == 1 else 'days'} later.",
    ]
    if days >= 7:
        lines.append(f"Pattern: every 7 days the weekday is the same. {divided(days, 7)}.")
    lines.append(
        f"{DAY(rest)} after {DAYS[start]}: {_counted(start, rest, 1)}."
        if rest
        else "Nothing is left over, so it is the same weekday."
    )
    slots = {
        "a": _spelled(first, month, rng), "b": _spelled(second, month, rng), "today": DAYS[start], "event": _event(rng)
    }  # fmt: skip
    return Drawn(lines, DAYS[end], {"first": first, "second": second, "month": month, "start": start}, slots)


WEEKDAY_OF_DATE = Family("weekday of a date", _same_month, FORMS, past=False, numeric=False)


def _between_dates(rng: random.Random) -> Drawn:
    month = rng.randrange(11)
    first = rng.randint(1, MONTH_LENGTHS[month])
    kind = rng.random()
    later = month if kind < 0.35 and first < MONTH_LENGTHS[month] - 1 else month + (1 if kind < 0.8 or month > 9 else 2)
    second = rng.randint(first + 1, MONTH_LENGTHS[later]) if later == month else rng.randint(1, MONTH_LENGTHS[later])
    lines = [f"From {date_of(first, month)} to {date_of(second, later)}."]
    if later == month:
        total = second - first
        lines.append(f"In the same month: {DAY.after(subtracted(second, first))}.")
    else:
        rest = MONTH_LENGTHS[month] - first
        lines.append(
            f"{MONTHS[month]} has {MONTH_LENGTHS[month]} days, "
            f"so {subtracted(MONTH_LENGTHS[month], first)} are left in it."
        )
        total = rest
        for between in range(month + 1, later):
            lines.append(f"{MONTHS[between]}: {added(total, MONTH_LENGTHS[between])}.")
            total += MONTH_LENGTHS[between]
        lines.append(f"And {second} in {MONTHS[later]}: {added(total, second)}.")
        total += second
    slots = {
        "a": _spelled(first, month, rng), "b": _spelled(second, later, rng), "day": DAY, "who": named(rng),
        "event": _event(rng), "year": rng.choice(("", "", " in a year that is no leap year")),
    }  # fmt: skip
    if month <= 1 <= later:
        slots["year"] = " in a year that is no leap year"
    return Drawn(lines, DAY(total), {"month": month, "first": first, "later": later, "second": second}, slots)


DAYS_BETWEEN = Family("days between dates", _between_dates, FORMS, past=False, ordered=True)


def _date_after(rng: random.Random) -> Drawn:
    month = rng.randrange(11)
    first = rng.randint(1, MONTH_LENGTHS[month])
    days = rng.randint(2, MONTH_LENGTHS[month] - first + MONTH_LENGTHS[month + 1])
    total = first + days
    lines = [f"Start: {date_of(first, month)}, and {days} days pass.", f"{added(first, days)}."]
    if total > MONTH_LENGTHS[month]:
        lines.append(
            f"{MONTHS[month]} has only {MONTH_LENGTHS[month]} days, so it is in {MONTHS[month + 1]}: "
            f"{subtracted(total, MONTH_LENGTHS[month])}."
        )
        answer = date_of(total - MONTH_LENGTHS[month], month + 1)
    else:
        lines.append(f"{MONTHS[month]} has {MONTH_LENGTHS[month]} days, so it is still in {MONTHS[month]}.")
        answer = date_of(total, month)
    feb = month <= 1
    slots = {
        "a": _spelled(first, month, rng), "day": DAY, "who": named(rng), "event": _event(rng),
        "year": " in a year that is no leap year" if feb else "",
    }  # fmt: skip
    return Drawn(lines, answer, {"month": month, "first": first, "days": days}, slots)


DATE_AFTER = Family("date after days", _date_after, FORMS, past=False, numeric=False)


def _month_after(rng: random.Random) -> Drawn:
    start, count = rng.randrange(12), rng.randint(2, 30)
    end = (start + count) % 12
    back = rng.random() < 0.3
    step = -1 if back else 1
    end = (start + step * count) % 12
    rest = count % 12
    lines = [f"It is {MONTHS[start]}, and the question is about {count} months {'ago' if back else 'later'}."]
    if count >= 12:
        lines.append(f"Pattern: after 12 months the month is the same. {divided(count, 12)}.")
    names = ", ".join(MONTHS[(start + step * place) % 12] for place in range(1, rest + 1))
    if rest:
        lines.append(f"{noun('month')(rest)} {'before' if back else 'after'} {MONTHS[start]}: {names}.")
    else:
        lines.append("Nothing is left over, so it is the same month.")
    slots = {
        "m": MONTHS[start], "month": noun("month"), "is": "was" if back else "is", "later": "ago" if back else "later",
        "after": "before" if back else "after", "will": "was it" if back else "will it be",
        "forward": "back" if back else "forward",
    }  # fmt: skip
    return Drawn(lines, MONTHS[end], {"start": start, "count": count, "back": back}, slots)


MONTH_AFTER = Family("month after", _month_after, FORMS, past=False, numeric=False)


def _weeks_and_days(rng: random.Random) -> Drawn:
    weeks, rest = rng.randint(1, 20), rng.randint(0, 6)
    if rng.random() < 0.5:
        total = weeks * 7 + rest
        lines = [f"A week has 7 days, and there are {DAY(total)}.", f"{divided(total, 7)}."]
        answer = f"{WEEK(weeks)}" + (f" and {DAY(rest)}" if rest else "")
        slots = {
            "span": DAY(total),
            "unit": "in weeks and days",
            "units": "weeks and days",
            "event": _event(rng),
        }
        return Drawn(lines, answer, {"days": total}, slots)
    lines = [
        f"A week has 7 days, and there are {WEEK(weeks)}" + (f" and {DAY(rest)}." if rest else "."),
        f"{multiplied(7, weeks)}.",
    ]
    if rest:
        lines.append(f"{added(7 * weeks, rest)}.")
    span = WEEK(weeks) + (f" and {DAY(rest)}" if rest else "")
    slots = {"span": span, "unit": "in days", "units": "days", "event": _event(rng)}
    return Drawn(lines, DAY(7 * weeks + rest), {"weeks": weeks, "rest": rest}, slots)


WEEKS_AND_DAYS = Family("weeks and days", _weeks_and_days, FORMS, past=False, numeric=False)

FAMILIES = (
    WEEKDAY_AFTER, WEEKDAY_BEFORE, WEEKDAY_OF_DATE, DAYS_BETWEEN, DATE_AFTER, MONTH_AFTER, WEEKS_AND_DAYS,
)  # fmt: skip
