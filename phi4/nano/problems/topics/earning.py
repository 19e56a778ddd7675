"""Trading and saving: discount, profit, money put by."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import GOODS, currency, noun, someone

FORMS = Forms(__file__)


def percent_lines(whole: int, percent: int) -> list[str]:
    """The part that `percent` of a whole is: by a tenth or a hundredth, whichever stays whole."""
    part = whole * percent // 100
    if percent in (50, 25, 75, 20) and whole % {50: 2, 25: 4, 75: 4, 20: 5}[percent] == 0:
        share, times = {50: (2, 1), 25: (4, 1), 75: (4, 3), 20: (5, 1)}[percent]
        names = {2: "a half", 4: "a quarter", 5: "a fifth"}
        line = f"{percent}% is {'three quarters' if times == 3 else names[share]}: {divided(whole, share)}"
        return [line + (f", and {multiplied(whole // share, 3)}." if times == 3 else ".")]
    if whole % 10 == 0 and percent % 10 == 0:
        line = f"10% is {divided(whole, 10)}"
        return [f"{line}. {percent}% is {multiplied(whole // 10, percent // 10)}." if percent > 10 else f"{line}."]
    if whole % 10 == 0 and percent == 5 and whole % 20 == 0:
        return [f"10% is {divided(whole, 10)}. 5% is half of that: {divided(whole // 10, 2)}."]
    if whole % 100 == 0:
        return [f"1% is {divided(whole, 100)}. {percent}% is {multiplied(whole // 100, percent)}."]
    return [f"{percent}% of {whole}: {multiplied(whole, percent)}, and {divided(whole * percent, 100)}: {part}."]


def _discount(rng: random.Random) -> Drawn:
    good, money = rng.choice([each for each in GOODS if each.high > 20]), currency(rng)
    percent = rng.choice((10, 20, 25, 50, 30, 40, 5, 75))
    step = {10: 10, 20: 5, 25: 4, 50: 2, 30: 10, 40: 5, 5: 20, 75: 4}[percent]
    price = step * rng.randint(max(2, 8 // step), max(3, 160 // step))
    off = price * percent // 100
    lines = [
        f"The price is {money(price)}, and it falls by {percent}%.",
        *percent_lines(price, percent),
        f"New price: {money.noun.after(subtracted(price, off))}.",
    ]
    slots = {"who": someone(rng), "thing": good.noun, "p": money.say(price, rng)}
    slots["off"] = f"{percent}%" if rng.random() < 0.7 else f"{percent} percent"
    return Drawn(lines, money(price - off), {"price": price, "percent": percent}, slots)


DISCOUNT = Family("discount", _discount, FORMS)


def _profit(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, buy = rng.randint(2, 20), rng.randint(good.low, good.high)
    gain = rng.randint(1, max(2, buy // 2))
    sell = buy + gain
    lines = [
        f"{good.noun(count)} are bought at {money(buy)} each and sold at {money(sell)} each.",
        f"Profit on one: {money.noun.after(subtracted(sell, buy))}.",
        f"Profit on all: {money.noun.after(multiplied(count, gain))}.",
    ]
    slots = {"who": someone(rng), "thing": good.noun, "p": money.say(buy, rng), "q": money.say(sell, rng)}
    return Drawn(lines, money(gain * count), {"count": count, "buy": buy, "sell": sell}, slots)


PROFIT = Family("profit", _profit, FORMS, ordered=True, timed=True)


def _saving(rng: random.Random) -> Drawn:
    money = currency(rng)
    step, weeks = rng.randint(2, 20), rng.randint(2, 20)
    start = rng.choice((0, rng.randint(3, 50)))
    short = rng.randint(0, step - 1) if rng.random() < 0.4 else 0
    goal = start + step * weeks - short
    time = rng.choice((noun("week"), noun("week"), noun("month"), noun("day")))
    lines = [f"The goal is {money(goal)}, and each {time.one} {money(step)} are saved."]
    need = goal - start
    if start:
        lines = [
            f"The goal is {money(goal)}, there are {money(start)} already, and each {time.one} {money(step)} are saved."
        ]
        lines.append(f"Still needed: {subtracted(goal, start)}.")
    lines.append(f"{divided(need, step)}.")
    if short:
        lines.append(f"The rest needs one more {time.one}: {need // step} + 1 = {weeks}.")
    slots = {
        "who": someone(rng), "time": time, "goal": rng.choice(FORMS["saving"]["goals"]), "m": money.say(goal, rng),
        "p": money.say(step, rng), "q": money.say(start, rng) if start else "nothing",
    }  # fmt: skip
    return Drawn(lines, time(weeks), {"price": goal, "step": step, "start": start or "none"}, slots)


SAVING = Family("saving", _saving, FORMS)

FAMILIES = (DISCOUNT, PROFIT, SAVING)
