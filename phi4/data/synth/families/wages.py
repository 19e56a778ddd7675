"""Wages, bills that are shared, money that is spent."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.families.money import ASIDES
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import currency, noun, someone

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


WAGE = Family(
    "wage",
    _wage,
    facts={
        "pay": (
            "{who} <earn> {p} an hour [by|for] {work}",
            "{who} <get> {p} [for each|for every|per|an] hour of {work}",
            "the pay for {work} <is|was> {p} an hour",
            "~each hour of {work} <brings|brought> {who.o} {p}",
        ),
        "hours": (
            "{who} <work> for {hours hour}",
            "{who} <work> {hours hour} [on Saturday|this week|in all]",
            "{who} <spend> {hours hour} at work",
            "~the work <takes|took> {hours hour}",
        ),
        "extra": (
            "{who} [also |]<get> {e} [as a tip|as a bonus|in tips]",
            "there <is|was> [also |]a bonus of {e}",
            "{who} <be> given {e} on top of the pay",
            "~a tip of {e} <comes|came> on top",
        ),
        "pay hours": (
            "{who} <work> {hours hour} at {p} an hour",
            "for {hours hour} of {work} {who} <get> {p} an hour",
            "~at {p} an hour, {who} <do> {hours hour} of {work}",
        ),
    },
    direct=(
        "how much [money |]<do> {who} [earn|get|make][| in all| altogether]",
        "what <are|were> {who.s} earnings",
        "how much <is|was> paid to {who.o} in all",
        "~what <do> {who} take home",
    ),
    indirect=("how much [money |]{who} [<earn>|<get>][| in all| altogether]", "~what {who} <take> home"),
    noun=("the money {who} [<earn>|<get>]", "the whole pay", "~the sum that {who} <take> home"),
    labels=("pay: {p} an hour; hours: {hours}; tip: {e}",),
    whole=(
        "How much are {hours hour} at {p} an hour and a bonus of {e}?",
        "~Timesheet: {hours hour}. Rate: {p} per hour. Tip: {e}. What is to be paid out?",
    ),
    asides=ASIDES,
)


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
        "m": money.say(bill, rng), "p": money.say(tip, rng), "place": rng.choice(("restaurant", "café", "pizzeria", "diner", "bar")),
        "people": rng.choice((noun("friend"), noun("person"), noun("colleague"), noun("guest"), noun("student"))),
        "tip": rng.choice(("tip", "tip", "service charge", "delivery fee")), "money": money.noun,
    }  # fmt: skip
    return Drawn(lines, money(each), {"guests": guests, "bill": bill, "tip": tip}, slots)


BILL = Family(
    "sharing a bill",
    _bill,
    facts={
        "guests": (
            "{guests people} <eat|ate> [at a {place}|together]",
            "{guests people} [<share|shared>|<split|split>] the bill [equally|evenly]",
            "there <are|were> {guests people} at the table",
            "~a {place} table <is|was> taken by {guests people}",
        ),
        "bill": (
            "the bill <is|was> {m}",
            "the food <costs|cost> {m}",
            "dinner [at the {place} |]<costs|cost> {m}",
            "~they <have|had> food for {m}",
        ),
        "tip": (
            "they <add|added> a {tip} of {p}",
            "there <is|was> a {tip} of {p}",
            "{p} <is|was> added as a {tip}",
            "the {tip} <is|was> {p}",
            "~a {tip} of {p} <comes|came> on top",
        ),
        "bill tip": (
            "the bill <is|was> {m}, and the {tip} {p}",
            "they <pay|paid> {m} for the food and {p} as a {tip}",
            "~on top of {m} for the food, there <is|was> {p} as a {tip}",
        ),
    },
    direct=(
        "how much does each [of them |]pay if they share equally",
        "what <is|was> the share of each",
        "how much must each of the {people+} pay if all pay the same",
        "~how many {money+} does it make for each",
    ),
    indirect=("how much each [of them |][pays|has to pay] if all pay the same", "~what the fair share of each is"),
    noun=("the [equal |fair |]share of each", "what each of them pays if they share equally"),
    labels=("guests: {guests}; bill: {m}; {tip}: {p}",),
    whole=(
        "A bill of {m} and a {tip} of {p} are split evenly among {guests people}. What does each pay?",
        "~{guests people} split {m} plus a {tip} of {p}. How much is it for each?",
    ),
    skip=frozenset({"question if", "polite, if", "what is, facts", "question, facts", "message"}),
    asides=ASIDES,
)

_ITEMS = (
    "the bus",
    "lunch",
    "sweets",
    "a magazine",
    "the movies",
    "a gift",
    "a notebook",
    "snacks",
    "a cap",
    "a coffee",
)


def _spending(rng: random.Random) -> Drawn:
    money = currency(rng)
    first, second = rng.randint(2, 40), rng.randint(2, 40)
    left = rng.randint(1, 60)
    have = first + second + left
    item, other = rng.sample(_ITEMS, 2)
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


SPENDING = Family(
    "spending",
    _spending,
    facts={
        "have": (
            "{who} <have> {m}[| in the morning| at first]",
            "{who} <get> {m} [of|as] pocket money",
            "there <is|was> {m} in {who.s} [purse|wallet]",
            "{who} <start> the day with {m}",
            "~{who} <leave> the house with {m}",
        ),
        "spend": (
            "{who} <spend> {p} on {item} and {q} on {other}",
            "{who} <pay> {p} for {item} and [then |]{q} for {other}",
            "{p} <goes|went> for {item} and {q} for {other}",
            "{item} <costs|cost> {who.o} {p} and {other} {q}",
            "~on {item} {who} <spend> {p}, on {other} {q}",
        ),
    },
    direct=(
        "how much [money |]<do> {who} have left",
        "how much [money |]<is|was> left",
        "how many {money+} <remain|remained>",
        "~what <is|was> still in {who.s} purse in the end",
    ),
    indirect=(
        "how much [money |]{who} <have> left",
        "how many {money+} <are|were> left",
        "~what <remains|remained> of the money",
    ),
    noun=("the money that <is|was> left", "the amount {who} <have> left", "~the rest of the money"),
    labels=("at first: {m}; {item}: {p}; {other}: {q}",),
    whole=(
        "{who} <have> {m}, and <spend> {p} on {item} and {q} on {other}. How much <is|was> left?",
        "What is left of {m} after {p} for {item} and {q} for {other}?",
        "~From {m} take {p} for {item} and {q} for {other}. What remains?",
    ),
    asides=(),
)

FAMILIES = (WAGE, BILL, SPENDING)
