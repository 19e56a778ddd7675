"""Days, weeks and months: weekdays before and after, dates, spans between dates."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import DAYS, MONTH_LENGTHS, MONTHS, named, noun, ordinal

DAY, WEEK = noun("day"), noun("week")
_EVENTS = (
    "party",
    "test",
    "wedding",
    "concert",
    "trip",
    "fair",
    "match",
    "show",
    "exam",
    "race",
    "festival",
    "meeting",
)


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
    slots = {"today": DAYS[start], "day": DAY, "event": rng.choice(_EVENTS)}
    return Drawn(lines, DAYS[end], {"start": start, "days": days}, slots)


WEEKDAY_AFTER = Family(
    "weekday after",
    lambda rng: _weekday(rng, back=False),
    facts={
        "today": (
            "today is [a |]{today}",
            "it is {today}[| today]",
            "this day is a {today}",
            "the calendar shows {today}",
            "today's weekday is {today}",
            "today falls on a {today}",
            "the present day is a {today}",
            "the day of the week today is {today}",
            "we have {today} today",
            "~a new {today} has just begun",
        ),
    },
    direct=(
        "[what|which] day [of the week |]will it be in {days day}",
        "[what|which] day [of the week |]is it {days day} [later|from now|from today]",
        "which weekday comes {days day} after that",
        "what day will it be when {days day} have passed",
        "what will the weekday be in {days day}",
        "after {days day}, [what|which] day of the week is it",
        "[what|which] weekday is {days day} away",
        "which weekday will we have when {days day} are over",
        "{days day} from today, what day of the week do we have",
        "to which day of the week do the next {days day} lead",
        "~on what weekday does one arrive by counting {days day} forward",
    ),
    indirect=(
        "[what|which] day it will be in {days day}",
        "which weekday it is {days day} [later|from now]",
        "what the weekday will be in {days day}",
        "which day of the week comes {days day} later",
        "what weekday is {days day} away",
        "which day of the week we will have once {days day} are over",
        "to which weekday the next {days day} lead",
        "~what weekday one gets by counting {days day} forward",
    ),
    noun=(
        "the weekday {days day} [later|from now]",
        "the day of the week in {days day}",
        "the weekday in {days day}",
        "the day of the week that comes {days day} later",
        "the day of the week when {days day} are over",
        "the name of the day {days day} ahead",
    ),
    labels=("today: {today}; days that pass: {days}",),
    whole=(
        "A {event} is in {days day}, and today is {today}. On what day of the week is the {event}?",
        "What day comes {days day} after a {today}?",
        "If today is {today}, what day will it be {days day} from now?",
        "Today: {today}. Weekday in {days day}?",
        "{days day} until the {event}, and it is {today} today. Which weekday is the {event} on?",
        "I have a {event} in {days day}. If it is {today} now, on which weekday is my {event}?",
        "Given that today is {today}, name the weekday {days day} later.",
        "Work out which day of the week the {event} falls on: it takes place {days day} after today, a {today}.",
        "A ship leaves on a {today} and comes back {days day} later. On which day of the week is it back?",
        "{days day} from now, which weekday will it be? Today is {today}.",
        "{speaker}: The {event} is in {days day}.\n{listener}: And today is {today}. So on which weekday is it?",
        "Suppose today is a {today}. Name the weekday that follows when {days day} have gone by.",
        "Note to myself: pay the rent {days day} after this {today}. Which day of the week will that be?",
        "Today being a {today}, determine the day of the week {days day} from today.",
        "A plant is watered on a {today} and again {days day} later. What day of the week is the second watering?",
        "My library book is due in {days day}. It is {today} today. Tell me the weekday on which it is due.",
        "Which day of the week is the {event}, if it is held {days day} from today and today happens to be a {today}?",
        '{speaker} asks {listener} on a {today}: "What weekday will we have in {days day}?" What is the right reply?',
        "~{today} plus {days day}: which weekday is that?",
    ),
    asides=("{speaker} likes weekends",),
    past=False,
    numeric=False,
)

WEEKDAY_BEFORE = Family(
    "weekday before",
    lambda rng: _weekday(rng, back=True),
    facts={
        "today": (
            *WEEKDAY_AFTER.facts["today"],
            "it happens to be a {today} today",
            "{today} is today's day of the week",
            "the day that we have now is a {today}",
            "the newspaper of this day has {today} on its front page",
        ),
    },
    direct=(
        "[what|which] day [of the week |]was it {days day} ago",
        "which weekday was it {days day} [before|earlier]",
        "what day of the week came {days day} before",
        "what was the weekday {days day} ago",
        "{days day} ago, [what|which] day of the week was it",
        "[what|which] weekday lies {days day} in the past",
        "which weekday did we have {days day} ago",
        "looking back {days day}, what day of the week do we find",
        "which day of the week was the day {days day} before today",
        "which of the seven weekdays was it {days day} ago",
        "what was the name of the day {days day} ago",
        "the day {days day} before this one was which weekday",
        "which weekday does the calendar give for the day {days day} ago",
        "on which weekday did something happen that took place {days day} ago",
        "~on what weekday does one arrive by counting {days day} back",
    ),
    indirect=(
        "[what|which] day it was {days day} ago",
        "what the weekday was {days day} ago",
        "which day of the week it was {days day} earlier",
        "what weekday lies {days day} in the past",
        "which weekday we had {days day} ago",
        "what day of the week the day {days day} before today was",
        "which of the seven weekdays it was {days day} ago",
        "what the name of the day {days day} ago was",
        "which weekday the calendar gives for the day {days day} ago",
        "what day of the week people had {days day} earlier",
        "on which weekday something happened that took place {days day} ago",
        "~what weekday one gets by counting {days day} back",
    ),
    noun=(
        "the weekday {days day} ago",
        "the day of the week {days day} earlier",
        "the weekday {days day} before today",
        "the day of the week that was {days day} ago",
        "the name of the day {days day} ago",
        "the weekday that we had {days day} before",
        "the weekday of what happened {days day} ago",
        "the weekday that the calendar gives for the day {days day} ago",
        "the day of the week that now lies {days day} in the past",
        "the weekday of the day {days day} earlier than today",
        "that one of the seven weekdays which we had {days day} ago",
    ),
    labels=("today: {today}; days back: {days}",),
    whole=(
        "A {event} was {days day} ago, and today is {today}. On what day of the week was the {event}?",
        "What day comes {days day} before a {today}?",
        "If today is {today}, what day was it {days day} ago?",
        "Today: {today}. Weekday {days day} ago?",
        "It is {today}. The {event} took place {days day} ago; on which weekday was it?",
        "I had a {event} {days day} ago. If it is {today} now, on which day of the week was my {event}?",
        "Given that today is {today}, name the weekday {days day} earlier.",
        "Since the {event}, {days day} have gone by, and today is {today}. Which weekday was the {event} on?",
        "A ship came back on a {today} after {days day} at sea. On which weekday had it left?",
        "{days day} ago, which weekday was it? Today is {today}.",
        "{speaker}: The {event} was {days day} ago.\n{listener}: And today is {today}. So on which weekday was it?",
        "Suppose today is a {today}. Name the weekday on which it was still {days day} until today.",
        "A letter came today, a {today}. It was posted {days day} earlier. Which day of the week was it posted?",
        "Today being a {today}, determine the day of the week {days day} before today.",
        "My tooth began to ache {days day} ago. Today is {today}. Tell me the weekday on which the pain began.",
        "On which day of the week was the {event} held, if it was {days day} before today and today happens to be a "
        "{today}?",
        "I planted a tree {days day} ago and want to know on which weekday that was. We have {today} today.",
        '{speaker} asks {listener} on a {today}: "What weekday did we have {days day} ago?" What is the right reply?',
        "The {event} is now {days day} in the past, and I write this on a {today}. Name the weekday of the {event}.",
        "Telegram: {event} took place {days day} ago. Stop. Today is {today}. Stop. Which weekday was it? Stop.",
        'On a {today} somebody writes in a diary: "I fell ill {days day} ago." On what day of the week did '
        "the illness begin?",
        "On which weekday did a hen sit down on her eggs, if the chicks came out {days day} later, on a {today}?",
        "Turn the calendar back by {days day}, starting from a {today}. What weekday does it show then?",
        "The work on a shed began {days day} before it was done. It was done on a {today}. On what weekday "
        "did it begin?",
        "{listener} has known a secret for {days day} now. If this is a {today}, on which day of the week did "
        "{listener} hear of it?",
        "The bread in the kitchen is {days day} old, and it is {today}. On what weekday was it baked?",
        "This {today} a bill is {days day} overdue. On which weekday was it due?",
        "{speaker}: What day is it?\n{listener}: ^{today}.\n{speaker}: Then what day was it when I called "
        "you, {days day} ago?",
        "A dragon has been asleep for exactly {days day}. It wakes up on a {today}. Name the day of the week "
        "on which it fell asleep.",
        "Seen from a {today}, which weekday lies {days day} back?",
        "From one weekday to this {today} it took {days day}. Which weekday was it at the start?",
        "~{today} minus {days day}: which weekday is that?",
    ),
    asides=("{speaker} likes weekends",),
    past=False,
    numeric=False,
)


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
        "a": _spelled(first, month, rng), "b": _spelled(second, month, rng), "today": DAYS[start], "event": rng.choice(_EVENTS)
    }  # fmt: skip
    return Drawn(lines, DAYS[end], {"first": first, "second": second, "month": month, "start": start}, slots)


WEEKDAY_OF_DATE = Family(
    "weekday of a date",
    _same_month,
    facts={
        "known": (
            "{a} is a {today}",
            "{a} falls on a {today}",
            "in some year, {a} is a {today}",
            "on {a} it is {today}",
            "it is a {today} on {a}",
            "the weekday of {a} is {today}",
            "{today} is the weekday of {a}",
            "the day of the week on {a} is {today}",
            "the date {a} comes on a {today}",
            "~the calendar has {today} at {a}",
        ),
    },
    direct=(
        "[what|which] [day of the week|weekday] is {b} of the same year",
        "on [what|which] day [of the week |]does {b} fall",
        "what day is it on {b}",
        "[what|which] weekday does {b} fall on",
        "what is the weekday of {b}",
        "{b} is [what|which] day of the week",
        "what day of the week does {b} come on",
        "which day of the week belongs to the date {b}",
        "{b} falls on which weekday",
        "~which weekday does the calendar have at {b}",
    ),
    indirect=(
        "[what|which] day of the week {b} is",
        "on which day {b} falls",
        "what weekday {b} falls on",
        "what the weekday of {b} is",
        "which day of the week it is on {b}",
        "what day of the week {b} comes on",
        "which weekday belongs to the date {b}",
        "~which weekday the calendar has at {b}",
    ),
    noun=(
        "the weekday of {b}",
        "the day of the week on {b}",
        "the weekday on which {b} falls",
        "the day of the week of {b} in the same year",
        "the day of the week that {b} comes on",
        "the weekday that belongs to the date {b}",
    ),
    labels=("{a}: {today}; {b}: ?",),
    whole=(
        "If {a} is a {today}, what day of the week is {b}?",
        "A {event} is on {b}. {a} is a {today}. On which weekday is the {event}?",
        "On which weekday does {b} fall in a year in which {a} falls on a {today}?",
        "Somebody tells me that {a} is a {today}. I have a {event} on {b}: which day of the week is that?",
        "Given a year with {a} on a {today}, name the weekday of {b}.",
        "Work out the day of the week of {b}, if in the same year {a} is a {today}.",
        "It is {today}, {a}. The {event} is on {b}; what weekday will that be?",
        "{speaker} was born on {a}, a {today}, and {listener} on {b} of the same year. On which day of the week "
        "was {listener} born?",
        "Which weekday is {b}? We know that {a} of the same year is a {today}.",
        "{speaker}: {a} is a {today} this year.\n{listener}: Then what day of the week is {b}?",
        "Suppose that {a} comes on a {today}. Determine the day of the week of {b} in that year.",
        "Rent is paid on {a}, a {today}, and the {event} follows on {b} of the same year. What day of the week is "
        "the {event}?",
        "Please help me to plan: my {event} is on {b}, and I only know that {a} is a {today}. On which day of the "
        "week is it?",
        "Exercise: {today} is the weekday of {a}. State the weekday of {b} of that year.",
        "School starts on {a}, which is a {today}. The first test is written on {b} of the same year. Name the "
        "weekday of the test.",
        "What is the weekday of the {event} on {b}, seeing that {a} of this year is a {today}?",
        "~{a}, {today}. {b}, what weekday?",
    ),
    asides=(),
    past=False,
    numeric=False,
)


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
            f"{MONTHS[month]} has {MONTH_LENGTHS[month]} days, so {subtracted(MONTH_LENGTHS[month], first)} are left in it."
        )
        total = rest
        for between in range(month + 1, later):
            lines.append(f"{MONTHS[between]}: {added(total, MONTH_LENGTHS[between])}.")
            total += MONTH_LENGTHS[between]
        lines.append(f"And {second} in {MONTHS[later]}: {added(total, second)}.")
        total += second
    slots = {
        "a": _spelled(first, month, rng), "b": _spelled(second, later, rng), "day": DAY, "who": named(rng),
        "event": rng.choice(_EVENTS), "year": rng.choice(("", "", " in a year that is no leap year")),
    }  # fmt: skip
    if month <= 1 <= later:
        slots["year"] = " in a year that is no leap year"
    return Drawn(lines, DAY(total), {"month": month, "first": first, "later": later, "second": second}, slots)


DAYS_BETWEEN = Family(
    "days between dates",
    _between_dates,
    facts={
        "from": (
            "today is {a}{year}",
            "it is {a}{year}",
            "{who} starts counting on {a}{year}",
            "today's date is {a}{year}",
            "the date today is {a}{year}",
            "we have {a} today{year}",
            "the present date is {a}{year}",
            "the newspaper of today bears the date {a}{year}",
            "the day on which we count is {a}{year}",
            "now it is {a}{year}",
            "{a} is today's date{year}",
            "~the calendar shows {a}{year}",
        ),
        "to": (
            "the {event} is on {b}",
            "{who} is waiting for {b}",
            "{who.s} birthday is on {b}",
            "the date of the {event} is {b}",
            "{who} has a {event} on {b}",
            "{who} is going away on {b}",
            "{b} is the day of the {event}",
            "the {event} is planned for {b}",
            "the day for which {who} longs is {b}",
            "the {event} has been fixed for {b}",
            "on {b} there is a {event}",
            "{who} has marked {b} as the day of the {event}",
            "~on {b} the {event} takes place",
        ),
    },
    direct=(
        "how many days are there [until then|to go]",
        "how many days later is that",
        "in how many days is that",
        "how many days remain until then",
        "how many days away is that",
        "how many more days is it until then",
        "by how many days does that date lie ahead",
        "how many days must pass until that date",
        "what is the number of days up to that date",
        "how many days separate the two dates",
        "how many days does one have to count to get from the one date to the other",
        "how far off is that in days",
        "how many days is the second date later than the first",
        "after how many days has that date come",
        "~for how many days does one have to wait",
    ),
    indirect=(
        "how many days are left until then",
        "in how many days that is",
        "how many days remain until then",
        "how many days away that is",
        "how many more days it is until then",
        "how many days must pass until that date",
        "by how many days that date lies ahead",
        "how many days separate the two dates",
        "how far off that is in days",
        "after how many days that date has come",
        "how many days the second date is later than the first",
        "how many days one has to count to get from the one date to the other",
        "~how many nights it takes until then",
    ),
    noun=(
        "the number of days until then",
        "the number of days that remain until then",
        "the time until then in days",
        "the number of days that must pass until that date",
        "the distance in days to that date",
        "the number of days by which the second date is later",
        "the number of days after which that date has come",
        "the difference of the two dates in days",
        "the wait in days until that date",
        "the number of days that one has to count to get to that date",
    ),
    whole=(
        "How many days are there from {a} to {b}{year}?",
        "How many days after {a} is {b}{year}?",
        "{who} leaves on {a} and comes back on {b}{year}. How many days later is that?",
        "Count the days from {a} to {b}{year}.",
        "From {a} to {b}{year}: how many days?",
        "Today is {a}{year}. Days until {b}?",
        "I am counting the days to a {event} on {b}. Today is {a}{year}. How many days are left?",
        "Given the dates {a} and {b}{year}, how many days is the second one after the first?",
        "The {event} is on {b}. How many days away is it if today is {a}{year}?",
        "Work out how many days {who} has to count to get from {a} to {b}{year}.",
        "A parcel is sent on {a}{year} and delivered on {b}. After how many days is it delivered?",
        "How far apart, in days, are {a} and {b}{year}?",
        "{speaker}: Today is {a}{year}.\n{listener}: My birthday is on {b}. How many days must I still wait?",
        "Suppose it is {a}{year}. In how many days will it be {b}?",
        "First date: {a}. Second date: {b}{year}. Difference in days?",
        "Seeds are sown on {a} and come up on {b}{year}. How many days did they need?",
        "A bill is written on {a} and has to be paid on {b}{year}. How many days later than the bill is the payment "
        "due?",
        "Determine the number of days by which {b} is later than {a}{year}.",
        "{who} puts a cross in the calendar for {b}, the day of the {event}. It is {a}{year}. How many days are "
        "there still to go?",
        "If a ship sails on {a} and reaches its port on {b}{year}, after how many days does it get there?",
        "{b} comes how many days after {a}{year}?",
        "The {event} is on {b}. On {a}{year} a child asks: in how many days is it?",
        "Telegram: left on {a}{year}. Stop. Home on {b}. Stop. How many days later is that? Stop.",
        "Since {a}{year} a snowman has stood in the garden, and on {b} it is gone. How many days after the first date is "
        "that?",
        "A library book was borrowed on {a} and brought back on {b}{year}. For how many days was it away?",
        "A tent was put up on {a} and taken down on {b}{year}. How many days later was it taken down?",
        "Exercise: let two dates be given, {a} and, later on, {b}{year}. State the number of days from the "
        "first to the second.",
        "{listener}: When is the {event}?\n{speaker}: On {b}.\n{listener}: And today is {a}{year}. So how "
        "many days is that from now?",
        "Dear {listener}, I write to you on {a}{year} and will see you on {b}. After how many days will we "
        "meet? Love, {speaker}",
        "The paint was put on the wall on {a}{year}; it must dry until {b}. How many days of drying is that?",
        "{who} wakes up on {a}{year}, looks at the calendar and sees the {event} on {b}. How many more days "
        "must {who} wait?",
        "What is the difference, in days, of the dates {b} and {a}{year}?",
        "To move a pin on a calendar from {a} to {b}{year}, by how many days must it be moved on?",
        "~A trip begins on {a} and ends on {b}{year}. How many nights are in between?",
    ),
    asides=(),
    past=False,
    ordered=True,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "wonder", "in need", "polite, if",
                    "what is if", "command if", "wonder, known"}),
)  # fmt: skip


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
        "a": _spelled(first, month, rng), "day": DAY, "who": named(rng), "event": rng.choice(_EVENTS),
        "year": " in a year that is no leap year" if feb else "",
    }  # fmt: skip
    return Drawn(lines, answer, {"month": month, "first": first, "days": days}, slots)


DATE_AFTER = Family(
    "date after days",
    _date_after,
    facts={
        "from": (
            "today is {a}{year}",
            "it is {a}{year}",
            "{who} begins a job on {a}{year}",
            "the {event} begins on {a}{year}",
            "today's date is {a}{year}",
            "{who} sets out on {a}{year}",
            "the first date is {a}{year}",
            "{who} starts to wait on {a}{year}",
            "the present date is {a}{year}",
            "~the calendar shows {a}{year}",
        ),
    },
    direct=(
        "what is the date {days day} later",
        "which date is it after {days day}",
        "what date comes {days day} after that",
        "what will the date be after {days day}",
        "{days day} later, what is the date",
        "on which date are {days day} over",
        "what date do we have once {days day} have passed",
        "when {days day} have gone by, which date is it",
        "which day of which month comes {days day} later",
        "~to which date does one come by counting {days day} on",
    ),
    indirect=(
        "what the date is {days day} later",
        "which date comes {days day} after that",
        "what the date will be after {days day}",
        "on which date {days day} are over",
        "which date it is {days day} later",
        "what date we have once {days day} have passed",
        "which day of which month comes {days day} later",
        "~which date is reached {days day} on",
    ),
    noun=(
        "the date {days day} later",
        "the date after {days day}",
        "the date that comes {days day} after that",
        "the day and month {days day} later",
        "the date when {days day} have passed",
        "the date on which {days day} have gone by",
    ),
    labels=("start: {a}{year}; days that pass: {days}",),
    whole=(
        "What date is {days day} after {a}{year}?",
        "{who} goes away on {a}{year} for {days day}. When is {who} back?",
        "If today is {a}{year}, what is the date in {days day}?",
        "Start date: {a}{year}. Date {days day} later?",
        "I leave on {a}{year} and come home {days day} later. On what date am I home?",
        "Given that {who} borrows a book on {a}{year} for {days day}, on what date must it be back?",
        "Work out the date of the {event}: it takes place {days day} after {a}{year}.",
        "The {event} is {days day} away, and today is {a}{year}. On what date is the {event}?",
        "Which date is it when {days day} have gone by since {a}{year}?",
        "Which date do we have {days day} from {a}{year}?",
        "{speaker}: Today is {a}{year}.\n{listener}: My vacation starts in {days day}. What date is that?",
        "Suppose it is {a}{year}. Name the date on which {days day} have passed.",
        "A bill dated {a}{year} is due {days day} later. Due date?",
        "Cheese is put into a cellar on {a}{year} and has to lie there for {days day}. When may it be taken out?",
        "In {days day} {who} has a {event}. If this is {a}{year}, what is the date of the {event}?",
        "Determine the date that lies {days day} after {a}{year}.",
        "Eggs are laid on {a}{year}, and the chicks hatch {days day} later. On which date do they hatch?",
        "The {event} had to be put off by {days day}; it was to be on {a}{year}. On what date does it take place now?",
        "~{a} plus {days day}{year}: which date is that?",
    ),
    asides=(),
    past=False,
    numeric=False,
)


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
        "after": "before" if back else "after", "will": "was it" if back else "will it be", "forward": "back" if back else "forward",
    }  # fmt: skip
    return Drawn(lines, MONTHS[end], {"start": start, "count": count, "back": back}, slots)


MONTH_AFTER = Family(
    "month after",
    _month_after,
    facts={
        "now": (
            "it is {m}[| now]",
            "this month is {m}",
            "the current month is {m}",
            "at present the month is {m}",
            "today's date falls in {m}",
            "{m} is the month now",
            "~we are in {m}",
        ),
    },
    direct=(
        "which month {is} it {count month} {later}",
        "what month comes {count month} {after} {m}",
        "which month {is} {count month} {later}",
        "what month {will} {count month} {later}",
        "{count month} {later}, which month {is} it",
        "what is the name of the month {count month} {after} {m}",
        "~which month does one reach by counting {count month} {forward}",
    ),
    indirect=(
        "which month it {is} {count month} {later}",
        "what month comes {count month} {after} {m}",
        "what the month {is} {count month} {later}",
        "~which month one reaches by counting {count month} {forward}",
    ),
    noun=(
        "the month {count month} {later}",
        "the name of the month {count month} {later}",
        "the month that lies {count month} {after} {m}",
    ),
    whole=(
        "What month comes {count month} {after} {m}?",
        "Which month {is} {count month} {after} {m}?",
        "If it is {m}, what month {is} it {count month} {later}?",
        "Month now: {m}. Month {count month} {later}?",
        "{speaker}: It is {m} now.\n{listener}: Then which month {will} {count month} {later}?",
        "Suppose this month is {m}. Name the month {count month} {later}.",
        "Which month lies {count month} {after} {m}?",
        "I have to find the month {count month} {after} {m}. Which one is it?",
        "{count month} {later}, what month {is} it, given that this month is {m}?",
        "Work out the name of the month that comes {count month} {after} {m}.",
        "Let the present month be {m}. Determine which month {is} {count month} {later}.",
        "My calendar is open at {m}, and I turn {count} pages {forward}, one for each month. Which month do I see?",
        '{speaker} is asked in {m}: "What month {will} {count month} {later}?" What is the right reply?',
        "~Count {count month} {forward} from {m}. Which month is it?",
    ),
    asides=(),
    past=False,
    numeric=False,
)


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
            "event": rng.choice(_EVENTS),
        }
        return Drawn(lines, answer, {"days": total}, slots)
    lines = [
        f"A week has 7 days, and there are {WEEK(weeks)}" + (f" and {DAY(rest)}." if rest else "."),
        f"{multiplied(7, weeks)}.",
    ]
    if rest:
        lines.append(f"{added(7 * weeks, rest)}.")
    span = WEEK(weeks) + (f" and {DAY(rest)}" if rest else "")
    slots = {"span": span, "unit": "in days", "units": "days", "event": rng.choice(_EVENTS)}
    return Drawn(lines, DAY(7 * weeks + rest), {"weeks": weeks, "rest": rest}, slots)


WEEKS_AND_DAYS = Family(
    "weeks and days",
    _weeks_and_days,
    facts={
        "span": (
            "the holidays last {span}",
            "it is {span} until the {event}",
            "a ship is at sea for {span}",
            "the work takes {span}",
            "a baby is {span} old",
            "a tourist is away for {span}",
            "{speaker} has been on the road for {span}",
            "the school is closed for {span}",
            "the {event} is {span} away",
            "~{span} go by before the {event}",
        ),
    },
    direct=(
        "how long is that {unit}",
        "how much is that {unit}",
        "how many {units} are that",
        "how many {units} does that make",
        "what is the same time {unit}",
        "how do you write that {unit}",
        "what does this time come to {unit}",
        "what length of time is that {unit}",
        "expressed {unit}, how long is that",
        "~what does one get by giving it {unit}",
    ),
    indirect=(
        "how long that is {unit}",
        "how many {units} that makes",
        "what the same time is {unit}",
        "how to write that {unit}",
        "what this time comes to {unit}",
        "what length of time that is {unit}",
        "how this span is expressed {unit}",
        "~how one says that {unit}",
    ),
    noun=(
        "this time {unit}",
        "the time {unit}",
        "the length of this time {unit}",
        "the same span of time {unit}",
        "this span expressed {unit}",
        "the same length of time expressed {unit}",
    ),
    whole=(
        "How many {units} are {span}?",
        "Write {span} {unit}.",
        "What is {span} {unit}?",
        "{span} = how many {units}?",
        "The {event} is {span} away. How far away is it {unit}?",
        "I have to write {span} {unit}. What do I write?",
        "Given {span}, how many {units} does that make?",
        "Work out how many {units} make up {span}.",
        "If the holidays last {span}, how long do they last {unit}?",
        "{speaker} stays with {listener} for {span}. Express the length of the visit {unit}.",
        "{speaker}: The {event} is in {span}.\n{listener}: How long is that {unit}?",
        "Suppose a voyage takes {span}. How long is it, told {unit}?",
        "Time: {span}. The same {unit}?",
        "Expressed {unit}, how long is a time of {span}?",
        "A plant is {span} old. State its age {unit}.",
        "Please help me to fill in a form: it asks {unit} how long I was ill, and I was ill for {span}. What do I "
        "fill in?",
        "Determine the number of {units} in {span}.",
        "The repair of a bridge is said to take {span}. Somebody would like to hear that {unit}. What do you answer?",
        "~Convert {span}: how much is it {unit}?",
    ),
    asides=(),
    past=False,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "wonder", "in need", "polite, if",
                    "what is if", "command if", "wonder, known"}),
    numeric=False,
)  # fmt: skip

FAMILIES = (
    WEEKDAY_AFTER, WEEKDAY_BEFORE, WEEKDAY_OF_DATE, DAYS_BETWEEN, DATE_AFTER, MONTH_AFTER, WEEKS_AND_DAYS,
)  # fmt: skip
