"""Years of birth, and ages that are compared over the years."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.topics.ages import YEAR, years
from phi4.nano.problems.words import named, ordinal, two_people

FORMS = Forms(__file__)


def _age_in_year(rng: random.Random) -> Drawn:
    who, age = named(rng), rng.randint(3, 95)
    year = rng.randint(1950, 2030)
    born = year - age
    lines = [f"{who} was born in {born}, and the year is {year}.", f"{who} turns {subtracted(year, born)}."]
    return Drawn(lines, years(age), {"born": born, "year": year}, {"who": who, "b": str(born), "y": str(year)})


AGE_IN_YEAR = Family("age in a year", _age_in_year, FORMS, past=False)


def _birth_year(rng: random.Random) -> Drawn:
    who, age = named(rng), rng.randint(3, 95)
    year = rng.randint(1950, 2030)
    born = year - age
    lines = [f"{who} turned {age} in {year}.", f"Year of birth: {subtracted(year, age)}."]
    return Drawn(lines, str(born), {"age": age, "year": year}, {"who": who, "y": str(year), "nth": ordinal(age)})


BIRTH_YEAR = Family("year of birth", _birth_year, FORMS, past=False)


def _twice_as_old(rng: random.Random) -> Drawn:
    child, wait = rng.randint(2, 14), rng.randint(2, 25)
    while not 20 <= 2 * child + wait <= 60 or wait + child < 18:
        child, wait = rng.randint(2, 14), rng.randint(2, 25)
    parent = 2 * child + wait
    gap = parent - child
    who, other = two_people(rng)
    lines = [
        f"{who} is {parent} and {other} is {child}.",
        f"Pattern: the difference stays {subtracted(parent, child)}.",
        f"{who} is twice as old when {other} is as old as the difference, {gap}.",
        f"That takes {YEAR.after(subtracted(gap, child))}.",
    ]
    numbers = {"older": parent, "younger": child}
    return Drawn(lines, years(wait), numbers, {"who": who, "other": other})


TWICE_AS_OLD = Family("twice as old", _twice_as_old, FORMS, past=False)


def _half_my_age(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    half = rng.random() < 0.7
    young = rng.randint(2, 10)
    then = young * 2
    now = rng.randint(then + 5, 90)
    gap = young
    first = then if half else young
    lines = [
        f"When {who} was {first}, {other} was {'half' if half else 'twice'} as old: "
        f"{divided(then, 2) if half else multiplied(young, 2)}.",
        f"Pattern: the difference of the ages stays {subtracted(then, young)}.",
    ]
    answer = now - gap if half else now + gap
    lines.append(f"Now {who} is {now}, so {other} is {subtracted(now, gap) if half else added(now, gap)}.")
    slots = {"who": who, "other": other}
    return Drawn(lines, years(answer), {"then": first, "half": "half" if half else "twice", "now": now}, slots)


HALF_MY_AGE = Family("when I was six", _half_my_age, FORMS, past=False)

FAMILIES = (AGE_IN_YEAR, BIRTH_YEAR, TWICE_AS_OLD, HALF_MY_AGE)
