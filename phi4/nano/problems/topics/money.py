"""Buying: what things cost, the change, how many the money is enough for."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import GOODS, Good, currency, someone

FORMS = Forms(__file__)


def two_goods(rng: random.Random) -> tuple[Good, Good]:
    """Two different goods of similar prices."""
    first = rng.choice(GOODS)
    second = rng.choice([each for each in GOODS if each.high == first.high and each is not first])
    return first, second


def _cost(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, price = rng.randint(2, 12), rng.randint(good.low, good.high)
    lines = [
        f"One {good.noun.one} costs {money(price)}, and there are {good.noun(count)}.",
        f"Total: {multiplied(price, count)} {money.noun.many}.",
    ]
    slots = {"who": someone(rng), "thing": good.noun, "p": money.say(price, rng)}
    return Drawn(lines, money(price * count), {"count": count, "price": price}, slots)


COST = Family("cost", _cost, FORMS)


def _shopping(rng: random.Random) -> Drawn:
    (first, second), money = two_goods(rng), currency(rng)
    count, price = rng.randint(2, 9), rng.randint(first.low, first.high)
    more, cost = rng.randint(2, 9), rng.randint(second.low, second.high)
    one, other = price * count, cost * more
    lines = [
        f"{first.noun(count)} at {money(price)} each and {second.noun(more)} at {money(cost)} each.",
        f"{first.noun.many.capitalize()}: {multiplied(price, count)}.",
        f"{second.noun.many.capitalize()}: {multiplied(cost, more)}.",
        f"Together: {added(one, other)} {money.noun.many}.",
    ]
    numbers = {"count": count, "price": price, "more": more, "cost": cost}
    slots = {
        "who": someone(rng), "thing": first.noun, "other": second.noun, "p": money.say(price, rng),
        "q": money.say(cost, rng),
    }  # fmt: skip
    return Drawn(lines, money(one + other), numbers, slots)


SHOPPING = Family("shopping", _shopping, FORMS, ordered=True)


def _change(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, price = rng.randint(1, 9), rng.randint(good.low, good.high)
    total = count * price
    paid = rng.choice([note for note in (10, 20, 50, 100, 200, 500, 1000) if note > total][:2])
    what = f"{good.noun(count)} at {money(price)} each" if count > 1 else f"one {good.noun.one} for {money(price)}"
    lines = [f"{what}, paid with {money(paid)}."]
    if count > 1:
        lines.append(f"Total: {multiplied(price, count)}.")
    lines.append(f"Change: {money.noun.after(subtracted(paid, total))}.")
    slots = {
        "who": someone(rng), "thing": good.noun, "p": money.say(price, rng), "m": money.say(paid, rng),
        "money": money.noun, "each": " each" if count > 1 else "",
    }  # fmt: skip
    return Drawn(lines, money(paid - total), {"count": count, "price": price, "paid": paid}, slots)


CHANGE = Family("change", _change, FORMS)


def _budget(rng: random.Random) -> Drawn:
    good, money = rng.choice([each for each in GOODS if each.high > 4]), currency(rng)
    price, count = rng.randint(max(2, good.low), good.high), rng.randint(2, 15)
    rest = rng.randint(0, price - 1) if rng.random() < 0.7 else 0
    have = price * count + rest
    lines = [f"There are {money(have)}, and one {good.noun.one} costs {money(price)}.", f"{divided(have, price)}."]
    if rest:
        lines.append(f"The {money(rest)} left over {'is' if rest == 1 else 'are'} not enough for another one.")
    slots = {
        "who": someone(rng), "thing": good.noun, "p": money.say(price, rng), "m": money.say(have, rng),
        "money": money.noun
    }  # fmt: skip
    return Drawn(lines, good.noun(count), {"have": have, "price": price}, slots)


BUDGET = Family("budget", _budget, FORMS)


def _unit_price(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, price = rng.randint(2, 9), rng.randint(max(2, good.low), good.high)
    wanted = rng.choice([number for number in range(1, 13) if number != count])
    total = count * price
    lines = [
        f"{good.noun(count)} cost {money(total)}, and the question is about {good.noun(wanted)}.",
        f"One {good.noun.one}: {divided(total, count)}.",
    ]
    if wanted > 1:
        lines.append(f"{good.noun(wanted)}: {multiplied(price, wanted)} {money.noun.many}.")
    numbers = {"count": count, "total": total, "wanted": wanted}
    slots = {"who": someone(rng), "thing": good.noun, "m": money.say(total, rng)}
    return Drawn(lines, money(price * wanted), numbers, slots)


UNIT_PRICE = Family("unit price", _unit_price, FORMS)

FAMILIES = (COST, SHOPPING, CHANGE, BUDGET, UNIT_PRICE)
