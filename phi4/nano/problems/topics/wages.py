"""Wages, bills that are shared, money that is spent."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import currency, noun, someone

FORMS = Forms(__file__)

_WORK = (
    "babysitting", "washing cars", "walking dogs", "mowing lawns", "tutoring", "delivering papers", "cleaning windows",
    "painting fences", "picking apples", "working in a garden", "helping in a shop", "raking leaves",
)  # fmt: skip


def _wage(rng: random.Random) -> Drawn:
    money = currency(rng)
    pay, hours, extra = rng.randint(5, 30), rng.randint(2, 12), rng.randint(3, 60)
    earned = pay * hours
    lines = [
        f"{noun('hour')(hours)} at {money(pay)} an hour, and {money(extra)} more.",
        f"Pay: {multiplied(pay, hours)}.",
        f"With the {extra}: {added(earned, extra)} {money.noun.many}.",
    ]
    slots = {
        "who": someone(rng), "work": rng.choice(_WORK), "p": money.say(pay, rng), "hour": noun("hour"),
        "e": money.say(extra, rng),
    }  # fmt: skip
    return Drawn(lines, money(earned + extra), {"pay": pay, "hours": hours, "extra": extra}, slots)


WAGE = Family("wage", _wage, FORMS)


def _bill(rng: random.Random) -> Drawn:
    money = currency(rng)
    guests, each, tip = rng.randint(2, 8), rng.randint(5, 40), rng.randint(2, 20)
    while (guests * each - tip) < 5:
        each += 1
    total = guests * each
    bill = total - tip
    lines = [
        f"The bill is {money(bill)}, the tip is {money(tip)}, and {guests} people share.",
        f"Together: {added(bill, tip)}.",
        f"Each: {divided(total, guests)}.",
    ]
    slots = {
        "m": money.say(bill, rng), "p": money.say(tip, rng), "place": rng.choice(("restaurant", "café", "pizzeria",
                                                                                  "diner", "bar")),
        "people": rng.choice((noun("friend"), noun("person"), noun("colleague"), noun("guest"), noun("student"))),
        "tip": rng.choice(("tip", "tip", "service charge", "delivery fee")), "money": money.noun,
    }  # fmt: skip
    return Drawn(lines, money(each), {"guests": guests, "bill": bill, "tip": tip}, slots)


BILL = Family("sharing a bill", _bill, FORMS)


def _spending(rng: random.Random) -> Drawn:
    money = currency(rng)
    first, second = rng.randint(2, 40), rng.randint(2, 40)
    left = rng.randint(1, 60)
    have = first + second + left
    item, other = rng.sample(FORMS["spending"]["items"], 2)
    lines = [
        f"Start: {money(have)}. Spent: {money(first)} and {money(second)}.",
        f"After the first: {subtracted(have, first)}.",
        f"After the second: {money.noun.after(subtracted(have - first, second))}.",
    ]
    slots = {
        "who": someone(rng), "item": item, "other": other, "m": money.say(have, rng), "p": money.say(first, rng),
        "q": money.say(second, rng), "money": money.noun,
    }  # fmt: skip
    return Drawn(lines, money(left), {"have": have, "first": first, "second": second}, slots)


SPENDING = Family("spending", _spending, FORMS)

FAMILIES = (WAGE, BILL, SPENDING)
