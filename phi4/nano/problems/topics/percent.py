"""Percentages and proportions: parts, rises and falls, recipes, mixtures."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.topics.earning import percent_lines
from phi4.nano.problems.words import currency, noun, nouns, someone

FORMS = Forms(__file__)


def _percent_of(rng: random.Random) -> Drawn:
    percent = rng.choice((10, 20, 25, 50, 75, 5, 30, 40, 60, 1, 15, 80, 90))
    step = {10: 10, 20: 5, 25: 4, 50: 2, 75: 4, 5: 20, 30: 10, 40: 10, 60: 10, 1: 100, 15: 20, 80: 10, 90: 10}[percent]
    whole = step * rng.randint(2, 12 if step > 50 else 40)
    while whole > 900:
        whole -= step
    person = rng.choice(nouns("student, guest, visitor, member, ticket, egg, tree, house"))
    what = {"ticket": "sold", "egg": "broken", "tree": "old", "house": "empty"}.get(
        person.one, rng.choice(("present", "from abroad", "left-handed", "under 12"))
    )
    lines = [f"{percent}% of {person(whole)}.", *percent_lines(whole, percent)]
    part = whole * percent // 100
    slots = {"person": person, "what": what, "f": f"{percent}%" if rng.random() < 0.7 else f"{percent} percent"}
    return Drawn(lines, person(part), {"whole": whole, "percent": percent}, slots)


PERCENT_OF = Family("percent of", _percent_of, FORMS, ordered=True)


def _percent_change(rng: random.Random) -> Drawn:
    percent = rng.choice((10, 20, 25, 50, 5, 30, 40))
    step = {10: 10, 20: 5, 25: 4, 50: 2, 5: 20, 30: 10, 40: 5}[percent]
    start = step * rng.randint(-(-20 // step), 40)
    up = rng.random() < 0.6
    part = start * percent // 100
    what, unit = rng.choice((("rent", "dollars"), ("number of students", ""), ("price of a table", "dollars"),
                             ("population of a village", ""), ("number of members", ""),
                             ("weight of a calf", "kilograms"), ("height of a tree", "centimeters"),
                             ("pay for the job", "dollars"), ("number of visitors", ""),
                             ("salary", "dollars")))  # fmt: skip
    unit_text = f" {unit}" if unit else ""
    lines = [
        f"It is {start}{unit_text} and goes {'up' if up else 'down'} by {percent}%.",
        *percent_lines(start, percent),
        f"{(added if up else subtracted)(start, part)}{unit_text}.",
    ]
    end = start + part if up else start - part
    moves = (
        "<[rises|goes up|grows]|[rose|went up|grew]>" if up else "<[falls|goes down|drops]|[fell|went down|dropped]>"
    )
    slots = {
        "what": what, "s": f"{start}{unit_text}", "f": f"{percent}%" if rng.random() < 0.7 else f"{percent} percent",
        "rises": lambda voice: voice.say(moves),
        "more": "higher" if up else "lower",
    }  # fmt: skip
    return Drawn(lines, f"{end}{unit_text}", {"start": start, "percent": percent, "up": up}, slots)


PERCENT_CHANGE = Family("rise and fall in percent", _percent_change, FORMS, ordered=True)


def _what_percent(rng: random.Random) -> Drawn:
    whole = rng.choice((10, 20, 25, 50, 100, 200, 4, 5))
    part = rng.randint(2, whole - 1)
    one, what = rng.choice(FORMS.rows("what percent", "parts of things"))
    thing = noun(one)
    lines = [f"{part} of {whole} {thing.many} are {what}."]
    if whole <= 100:
        lines.append(
            f"100 ÷ {whole} = {100 // whole}. {multiplied(part, 100 // whole)}."
            if whole < 100
            else f"Of 100, {part} is {part}%."
        )
        percent = f"{part * 100 // whole}%"
    else:
        part = part // 2 * 2 or 2
        lines = [f"{part} of {whole} {thing.many} are {what}.", f"Of 100 it is half of that: {divided(part, 2)}."]
        percent = f"{part // 2}%"
    slots = {"thing": thing, "what": what, "who": someone(rng)}
    return Drawn(lines, percent, {"part": part, "whole": whole}, slots)


WHAT_PERCENT = Family("what percent", _what_percent, FORMS, ordered=True)

_FOODS = (
    (noun("egg"), noun("pancake")), (noun("cup of flour", "cups of flour"), noun("muffin")),
    (noun("spoon of sugar", "spoons of sugar"), noun("cookie")), (noun("apple"), noun("pie")),
    (noun("lemon"), noun("glass of lemonade", "glasses of lemonade")),
    (noun("potato"), noun("bowl of soup", "bowls of soup")), (noun("gram of rice", "grams of rice"), noun("serving")),
    (noun("tomato"), noun("pizza")), (noun("banana"), noun("smoothie")),
    (noun("gram of pasta", "grams of pasta"), noun("serving")),
)  # fmt: skip


def _recipe(rng: random.Random) -> Drawn:
    food, dish = rng.choice(_FOODS)
    base = rng.randint(2, 8)
    factor = rng.randint(2, 9)
    per = rng.randint(2, 12)
    if "gram" in food.one:
        per *= 25
    down = rng.random() < 0.2
    dishes, wanted, need, answer = (
        (base * factor, base, per * factor, per) if down else (base, base * factor, per, per * factor)
    )
    lines = [f"{food(need)} are for {dish(dishes)}, and {dish(wanted)} are wanted."]
    if down:
        lines += [
            f"{wanted} < {dishes}, so that is a part: {divided(dishes, wanted)}, so {factor} times less.",
            f"{divided(need, factor)}.",
        ]
    else:
        lines += [
            f"{wanted} > {dishes}, so that is more: {divided(wanted, dishes)}, so {factor} times as much.",
            f"{multiplied(need, factor)} {food.many}.",
        ]
    slots = {"food": food, "dish": dish, "who": someone(rng)}
    return Drawn(lines, food(answer), {"need": need, "dishes": dishes, "wanted": wanted}, slots)


RECIPE = Family("recipe", _recipe, FORMS)


def _mixture(rng: random.Random) -> Drawn:
    money = currency(rng)
    low, high = sorted(rng.sample(range(2, 30), 2))
    a, b = rng.randint(1, 9), rng.randint(1, 9)
    while (a * low + b * high) % (a + b):
        low, high = sorted(rng.sample(range(2, 30), 2))
        a, b = rng.randint(1, 9), rng.randint(1, 9)
    what = rng.choice(("tea", "coffee", "nuts", "rice", "candy", "seed", "flour"))
    unit = rng.choice((noun("kilogram"), noun("pound"), noun("bag")))
    if money.noun.one == "pound" and unit.one == "pound":
        unit = noun("bag")
    one, other = a * low, b * high
    lines = [
        f"{unit(a)} at {money(low)} and {unit(b)} at {money(high)} a {unit.one}.",
        f"{multiplied(low, a)}, {multiplied(high, b)}. Together: {added(one, other)}.",
        f"There are {a} + {b} = {a + b} {unit.many}, so one costs {divided(one + other, a + b)}.",
    ]
    slots = {
        "what": what, "unit": unit, "p": money.say(low, rng), "q": money.say(high, rng), "who": someone(rng),
        "money": money.noun
    }  # fmt: skip
    return Drawn(lines, money((one + other) // (a + b)), {"a": a, "low": low, "b": b, "high": high}, slots)


MIXTURE = Family("mixture", _mixture, FORMS)

FAMILIES = (PERCENT_OF, PERCENT_CHANGE, WHAT_PERCENT, RECIPE, MIXTURE)
