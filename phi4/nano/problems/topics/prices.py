"""Prices that are compared and added up: tickets, offers of shops, coins."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import GOODS, Noun, currency, listed, noun, people, someone

FORMS = Forms(__file__)

_SHOWS = ("show", "museum", "zoo", "circus", "concert", "movie", "fair", "play", "game", "park", "pool", "train ride")


def _tickets(rng: random.Random) -> Drawn:
    money = currency(rng)
    price = rng.randint(5, 30)
    half = rng.random() < 0.25 and price % 2 == 0
    child = price // 2 if half else rng.randint(2, price - 1)
    adults, children = rng.randint(1, 8), rng.randint(2, 12)
    one, other = adults * price, children * child
    grown, young = noun("adult"), noun("child")
    lines = [f"{grown(adults)} at {money(price)} each and {young(children)} at {money(child)} each."]
    if half:
        lines = [f"{grown(adults)} at {money(price)} each and {young(children)} at half price: {divided(price, 2)}."]
    lines += [
        f"Adults: {multiplied(price, adults)}.",
        f"Children: {multiplied(child, children)}.",
        f"Together: {added(one, other)} {money.noun.many}.",
    ]
    numbers = {"adults": adults, "price": price, "children": children, "child_price": "half" if half else child}
    slots = {
        "p": money.say(price, rng), "q": "half of that" if half else money.say(child, rng), "show": rng.choice(_SHOWS),
        "adult": grown, "young": young, "group": rng.choice(("family", "group", "club", "party")), "who": someone(rng),
    }  # fmt: skip
    return Drawn(lines, money(one + other), numbers, slots)


TICKETS = Family("tickets", _tickets, FORMS)

_SHOPS = ("Corner Shop", "Big Market", "Blue Store", "Sun Shop", "Old Mill", "City Shop", "Green Market", "Red Barn")


def _better_offer(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    here, there = rng.sample(_SHOPS, 2)
    counts = [rng.randint(2, 9), rng.randint(2, 9)]
    prices = rng.sample(range(max(1, good.low), good.high + 2), 2)
    totals = [count * price for count, price in zip(counts, prices, strict=True)]
    best = here if prices[0] < prices[1] else there
    lines = [
        f"At the {here}: {good.noun(counts[0])} for {money(totals[0])}. One costs: {divided(totals[0], counts[0])}.",
        f"At the {there}: {good.noun(counts[1])} for {money(totals[1])}. One costs: {divided(totals[1], counts[1])}.",
        f"One each: {prices[0]} {here}, {prices[1]} {there}. The smaller: {min(prices)} {best}.",
    ]
    numbers = {
        "count": counts[0],
        "total": totals[0],
        "more": counts[1],
        "cost": totals[1],
        "here": here,
        "there": there,
    }
    slots = {"thing": good.noun, "m": money.say(totals[0], rng), "q": money.say(totals[1], rng), "who": someone(rng)}
    return Drawn(lines, f"the {best}", numbers, slots)


BETTER_OFFER = Family("better offer", _better_offer, FORMS, ordered=True, numeric=False)


def _coin_values(rng: random.Random) -> Drawn:
    kinds = rng.sample((("nickel", 5), ("dime", 10), ("quarter", 25), ("penny", 1)), rng.choice((2, 2, 3)))
    counts = [rng.randint(2, 9) for _ in kinds]
    names = [Noun(name, "pennies" if name == "penny" else f"{name}s") for name, _ in kinds]
    totals = [count * worth for count, (_, worth) in zip(counts, kinds, strict=True)]
    lines = [
        "A " + ", a ".join(f"{name} is {noun('cent')(worth)}" for name, worth in kinds) + ".",
        *(
            f"{name(count)}: {multiplied(worth, count)}."
            for name, count, (_, worth) in zip(names, counts, kinds, strict=True)
        ),
    ]
    at = totals[0]
    for total in totals[1:]:
        lines.append(f"{added(at, total)}.")
        at += total
    told = [name(count) for name, count in zip(names, counts, strict=True)]
    slots = {"who": someone(rng), "coins": listed(told), "friend": people(rng, 1)[0]}
    numbers = {name: count for (name, _), count in zip(kinds, counts, strict=True)}
    return Drawn(lines, noun("cent")(at), numbers, slots)


COIN_VALUES = Family("coin values", _coin_values, FORMS)

FAMILIES = (TICKETS, BETTER_OFFER, COIN_VALUES)
