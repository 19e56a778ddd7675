"""Wages, bills that are shared, money that is spent."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.money import ASIDES
from phi4.nano.problems.words import currency, noun, someone

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
            "{who.s} hourly pay <is|was> {p}",
            "{work} <pays|paid> {p} an hour",
            "{who} <be> paid {p} per hour for {work}",
            "for an hour of {work} {who} <receive> {p}",
            "one hour of {work} <earns|earned> {who.o} {p}",
            "~each hour of {work} <brings|brought> {who.o} {p}",
        ),
        "hours": (
            "{who} <work> for {hours hour}",
            "{who} <work> {hours hour} [on Saturday|this week|in all]",
            "{who} <spend> {hours hour} at work",
            "{who} <be> at work for {hours hour}",
            "{who.s} working time <is|was> {hours hour}",
            "+{who} <do> this for {hours hour}",
            "altogether, {who} <work> for {hours hour}",
            "it <is|was> {hours hour} of work for {who.o}",
            "~the work <takes|took> {hours hour}",
        ),
        "extra": (
            "{who} [also |]<get> {e} [as a tip|as a bonus|in tips]",
            "there <is|was> [also |]a bonus of {e}",
            "{who} <be> given {e} on top of the pay",
            "{who.s} bonus <is|was> {e}",
            "besides the pay, {who} <receive> {e}",
            "someone <gives|gave> {who.o} a tip of {e}",
            "in addition, {who} <earn> a bonus of {e}",
            "{e} more <is|was> given to {who.o} as a tip",
            "{who} <have> {e} in tips besides",
            "~a tip of {e} <comes|came> on top",
        ),
        "pay hours": (
            "{who} <work> {hours hour} at {p} an hour",
            "for {hours hour} of {work} {who} <get> {p} an hour",
            "{hours hour} of {work} <are|were> paid at {p} an hour",
            "{who} <work> {hours hour} and <get> {p} for each of them",
            "{who} <be> paid {p} an hour and <work> {hours hour}",
            "{who} <be> hired for {hours hour} of {work}, and each hour <pays|paid> {p}",
            "the pay <is|was> {p} an hour, and {who} <work> for {hours hour}",
            "~at {p} an hour, {who} <do> {hours hour} of {work}",
        ),
    },
    direct=(
        "how much [money |]<do> {who} [earn|get|make][| in all| altogether]",
        "what <are|were> {who.s} earnings",
        "how much <is|was> paid to {who.o} in all",
        "how much <have> {who} earned[ in all| in the end]",
        "what <is|was> {who.s} total income",
        "how much <do> {who} get for everything",
        "how much money <does|did> all that bring {who.o}",
        "what sum <do> {who} receive in all",
        "how much <is|was> {who.s} pay, everything included",
        "~what <do> {who} take home",
    ),
    indirect=(
        "how much [money |]{who} [<earn>|<get>][| in all| altogether]",
        "how much {who} <be> paid in all",
        "what {who.s} earnings <are|were>",
        "how much money {who} <make> in all",
        "how much money all that <brings|brought> {who.o}",
        "what sum {who} <receive> in all",
        "how much {who.s} pay <is|was>, everything included",
        "~what {who} <take> home",
    ),
    noun=(
        "the money {who} [<earn>|<get>]",
        "the whole pay",
        "the total of {who.s} earnings",
        "the amount paid to {who.o} in all",
        "all the money that {who} <make>",
        "the sum {who} <receive> in all",
        "{who.s} total pay, everything included",
        "~the sum that {who} <take> home",
    ),
    labels=("pay: {p} an hour; hours: {hours}; tip: {e}",),
    whole=(
        "How much are {hours hour} at {p} an hour and a bonus of {e}?",
        "I <work|worked> {hours hour} for {p} an hour and <get|got> {e} as a tip. What <do|did> I earn in all?",
        "{hours hour} of {work}, {p} an hour, {e} as a bonus: what <is|was> the whole pay?",
        "Besides a bonus of {e}, {who} <get> {p} for each hour of {work}. How much <do> {who} earn in {hours hour}, "
        "bonus included?",
        "How much money <do> {who} make with {hours hour} of {work} if an hour <pays|paid> {p} and a tip of {e} "
        "<is|was> added?",
        "Work out {who.s} earnings: {p} for each of {hours hour}, and {e} as a bonus.",
        "If {p} <is|was> the pay for one hour of {work}, what <do> {who} receive for {hours hour}, together with a tip "
        "of {e}?",
        "Calculate the whole pay for {hours hour} of {work} when {p} is paid per hour and, once, a bonus of {e}.",
        "{speaker}: I worked for {hours hour} and got {p} for each hour.\n{listener}: And you had a tip of {e} as "
        "well. How much is that in all?",
        "Suppose that an hour of {work} is paid with {p}. What does somebody receive who works for {hours hour} and "
        "is given a bonus of {e} besides?",
        "How much will a boss have to pay for {hours hour} of {work}, when {p} per hour was agreed and a bonus of "
        "{e} was promised?",
        "Dear boss, please send me my money: I did {hours hour} of {work} at {p} an hour, and you also promised me "
        "{e} as a bonus. How much must the boss send?",
        "{who} <get> a tip of {e} after {hours hour} of {work}. The hourly pay <is|was> {p}. Determine how much "
        "money that <is|was> with the tip.",
        "My cousin has a job: {work}. It brings her {p} an hour. Yesterday she worked {hours hour} and was given "
        "{e} more as a tip. What did she make yesterday?",
        "Add a tip of {e} to the pay for {hours hour} of {work}, when each hour is worth {p}. What sum do you get?",
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
            "{guests people} <go|went> to a {place}",
            "a group of {guests people} <has|had> dinner [in a {place}|together]",
            "{guests people} <have|had> a meal [at a {place}|together]",
            "the bill <is|was> for {guests people}, who all <pay|paid> the same",
            "~a {place} table <is|was> taken by {guests people}",
        ),
        "bill": (
            "the bill <is|was> {m}",
            "the food <costs|cost> {m}",
            "dinner [at the {place} |]<costs|cost> {m}",
            "the waiter <brings|brought> a bill of {m}",
            "{m} <is|was> the price of the food",
            "the meal <comes|came> to {m}",
            "for the food they <are|were> charged {m}",
            "on the bill for the food <stands|stood> {m}",
            "~they <have|had> food for {m}",
        ),
        "tip": (
            "they <add|added> a {tip} of {p}",
            "there <is|was> a {tip} of {p}",
            "{p} <is|was> added as a {tip}",
            "the {tip} <is|was> {p}",
            "the {tip} <adds|added> {p} to the bill",
            "+to the bill they <add|added> {p} as a {tip}",
            "+besides, they <pay|paid> a {tip} of {p}",
            "{p} more <has|had> to be paid as a {tip}",
            "+the {tip}, which <is|was> extra, <is|was> {p}",
            "~a {tip} of {p} <comes|came> on top",
        ),
        "bill tip": (
            "the bill <is|was> {m}, and the {tip} {p}",
            "they <pay|paid> {m} for the food and {p} as a {tip}",
            "the food <is|was> {m} and the {tip} {p}",
            "{m} for the food and {p} as a {tip} <are|were> to be paid",
            "the {tip} of {p} <is|was> not yet in the bill of {m}",
            "besides the bill of {m}, they <pay|paid> a {tip} of {p}",
            "the meal <comes|came> to {m}, and a {tip} of {p} <is|was> added",
            "~on top of {m} for the food, there <is|was> {p} as a {tip}",
        ),
    },
    direct=(
        "how much does each [of them |]pay if they share equally",
        "what <is|was> the share of each",
        "how much must each of the {people+} pay if all pay the same",
        "how much does one of them pay if the whole cost is split evenly",
        "with equal shares, how much does each [person |]pay in all",
        "what does each of the {people+} owe if everybody pays the same",
        "how much money does each of the {people+} have to give if the cost is split evenly",
        "in equal parts, how much <is|was> it for one of the {people+}",
        "what sum falls to each if they divide the whole cost equally",
        "~how many {money+} does it make for each",
    ),
    indirect=(
        "how much each [of them |][pays|has to pay] if all pay the same",
        "what each of the {people+} owes if everybody pays the same",
        "how large each share is if they split the cost evenly",
        "how much one person pays if all of it is divided evenly",
        "what sum falls to each if they divide the whole cost equally",
        "how much each of the {people+} must give when all give the same",
        "~what the fair share of each is",
    ),
    noun=(
        "the [equal |fair |]share of each",
        "what each of them pays if they share equally",
        "an equal share for one of the {people+}",
        "the amount that each of the {people+} owes if the cost is split evenly",
        "the sum that falls to each if the whole cost is divided equally",
        "one person's part if all pay the same",
    ),
    labels=("guests: {guests}; bill: {m}; {tip}: {p}",),
    whole=(
        "A bill of {m} and a {tip} of {p} are split evenly among {guests people}. What does each pay?",
        "We are {guests people}, and we share a bill of {m} and a {tip} of {p} evenly. How much do I pay?",
        "Bill: {m}. {tip}: {p}. {guests people} pay it all in equal shares. How much does one pay?",
        "What is one share when {guests people} divide a bill of {m} evenly, after a {tip} of {p} <is|was> added to "
        "it?",
        "After {p} <is|was> added as a {tip} to a bill of {m}, {guests people} <pay|paid> equal parts of the whole. "
        "How large <is|was> one part?",
        "Work out what each of {guests people} owes: the food <is|was> {m}, the {tip} <is|was> {p}, and all pay the "
        "same.",
        "If a {place} <charges|charged> {m} for the food and {p} as a {tip}, and {guests people} <pay|paid> in equal "
        "shares, how much <does|did> one of them pay?",
        "Dinner: {m}. {tip}: {p}. {guests people}, equal shares: how much for one?",
        "{speaker}: The bill is {m}, and we should add a {tip} of {p}.\n{listener}: There are {guests} of us, and "
        "we all pay the same. What do I owe?",
        "Suppose {guests people} eat for {m} at a {place} and pay a {tip} of {p} as well. If everybody gives the "
        "same, how much does each give?",
        "How much should each of {guests people} put on the table, when the bill of a {place} says {m}, a {tip} of "
        "{p} has to be added, and all pay alike?",
        "The waiter of a {place} asks for {m}. Add {p} as a {tip}, and let {guests people} pay for everything in "
        "equal parts. Determine one part.",
        "Equal parts are paid by {guests people} for a meal of {m} together with a {tip} of {p}. How large is each "
        "part?",
        "I was at a {place} with others; we were {guests people} in all. The food was {m}, to which a {tip} of {p} "
        "was added, and we divided the whole evenly. What was my part?",
        "Please tell us what everybody has to pay. Guests: {guests people}. The meal: {m}. Not yet in it: a {tip} "
        "of {p}. Everybody is to pay the same.",
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
            "{who.s} pocket money <is|was> {m}",
            "{m} <is|was> all the money {who} <have>",
            "{who} <carry> {m} in a [purse|wallet]",
            "at the start, {who} <own> {m}",
            "{who} <have> {m} to spend",
            "~{who} <leave> the house with {m}",
        ),
        "spend": (
            "{who} <spend> {p} on {item} and {q} on {other}",
            "{who} <pay> {p} for {item} and [then |]{q} for {other}",
            "{p} <goes|went> for {item} and {q} for {other}",
            "{item} <costs|cost> {who.o} {p} and {other} {q}",
            "first {who} <spend> {p} on {item}, then {q} on {other}",
            "{p} <is|was> spent on {item} and {q} on {other}",
            "{who} <use> {p} to pay for {item} and {q} to pay for {other}",
            "{who} <give> {p} for {item} and {q} for {other}",
            "{who} <need> {p} for {item} and {q} for {other}, and <pay> both",
            "the cost of {item} <is|was> {p}, that of {other} {q}, and {who} <pay> both",
            "~on {item} {who} <spend> {p}, on {other} {q}",
        ),
    },
    direct=(
        "how much [money |]<do> {who} have left",
        "how much [money |]<is|was> left",
        "how many {money+} <remain|remained>",
        "how much money <is|was> not spent",
        "what amount <do> {who} keep",
        "+after that, how much <do> {who} have",
        "what sum of money <is|was> left over",
        "how many {money+} <do> {who} have in the end",
        "how much <have> {who} not spent",
        "~what <is|was> still in {who.s} purse in the end",
    ),
    indirect=(
        "how much [money |]{who} <have> left",
        "how many {money+} <are|were> left",
        "how much {who} <have> after paying for everything",
        "how much money <is|was> not spent",
        "what amount {who} <keep>",
        "what sum of money <is|was> left over",
        "how many {money+} {who} <have> in the end",
        "how much {who} <have> not spent",
        "~what <remains|remained> of the money",
    ),
    noun=(
        "the money that <is|was> left",
        "the amount {who} <have> left",
        "the amount that <is|was> not spent",
        "{who.s} money after these expenses",
        "the money {who} <keep>",
        "the sum of money left over",
        "{who.s} money in the end",
        "~the rest of the money",
    ),
    labels=("at first: {m}; {item}: {p}; {other}: {q}",),
    whole=(
        "{who} <have> {m}, and <spend> {p} on {item} and {q} on {other}. How much <is|was> left?",
        "What is left of {m} after {p} for {item} and {q} for {other}?",
        "I <have|had> {m}. First I <pay|paid> {p} for {item}, then {q} for {other}. How much <do|did> I have left?",
        "Money at the start: {m}. Minus {p} for {item}, minus {q} for {other}. How much is left?",
        "After spending {p} on {item} and {q} on {other}, how much <do> {who} have left, having started with {m}?",
        "The price of {item} <is|was> {p}, the price of {other} <is|was> {q}, and {who} <pay> for both out of {m}. "
        "How much <do> {who} keep?",
        "Work out what {who} <have> left: {m} to begin with, {p} spent on {item}, {q} spent on {other}.",
        "How much of {who.s} {m} <is|was> left once {p} <is|was> paid for {item} and {q} for {other}?",
        "{m} at first, {p} for {item}, {q} for {other}: how much is left?",
        "{speaker}: I had {m} with me, but I paid {p} for {item}.\n{listener}: And {q} for {other}! How much do you "
        "have left?",
        "Suppose you own {m}. For {item} you pay {p}, and for {other} another {q}. What sum do you keep?",
        "How much money is in {who.s} pocket at last? {who} <start> with {m}, and {p} <goes|went> for {item} and "
        "{q} for {other}.",
        "{item}: {p}. {other}: {q}. Both are paid from {m}. Money left over?",
        "My mother gave me {m}. I needed {q} for {other} and {p} for {item}, and I give her back whatever I did not "
        "spend. How much does she get back?",
        "Determine the sum that is not spent when {who} <have> {m} and <use> {p} for {item} and {q} for {other}.",
        "Two things have to be paid for out of {m}: {item} for {p} and {other} for {q}. How much money will there "
        "still be after that?",
        "Note in a cash book: {m} received; {p} paid for {item}; {q} paid for {other}. What amount must be left in "
        "the box?",
        "~From {m} take {p} for {item} and {q} for {other}. What remains?",
    ),
    asides=(),
)

FAMILIES = (WAGE, BILL, SPENDING)
