"""Years of birth, and ages that are compared over the years."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.families.ages import ASIDES, YEAR, years
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import named, ordinal, two_people


def _age_in_year(rng: random.Random) -> Drawn:
    who, age = named(rng), rng.randint(3, 95)
    year = rng.randint(1950, 2030)
    born = year - age
    lines = [f"{who} was born in {born}, and the year is {year}.", f"{who} turns {subtracted(year, born)}."]
    return Drawn(lines, years(age), {"born": born, "year": year}, {"who": who, "b": str(born), "y": str(year)})


AGE_IN_YEAR = Family(
    "age in a year",
    _age_in_year,
    facts={
        "born": (
            "{who} was born in {b}",
            "{who.s} year of birth is {b}",
            "{b} is the year in which {who} was born",
            "in {b}[,|] {who} was born",
            "{who.s} birth was in {b}",
            "~{who} came into the world in {b}",
        ),
    },
    direct=(
        "how old does {who} turn in {y}",
        "what age does {who} reach in {y}",
        "in {y}, how old does {who} turn",
        "how old does {who} become in {y}",
        "what age does {who} get to in {y}",
        "what is {who.s} new age after {who.p} birthday in {y}",
        "~how many birthdays has {who} had by the end of {y}",
    ),
    indirect=(
        "how old {who} turns in {y}",
        "what age {who} reaches in {y}",
        "how old {who} becomes in {y}",
        "what {who.s} new age is after {who.p} birthday in {y}",
        "~which birthday {who} has in {y}",
    ),
    noun=(
        "the age that {who} reaches in {y}",
        "{who.s} age after {who.p} birthday in {y}",
        "the age that {who} gets to in {y}",
        "~{who.s} age at the end of {y}",
    ),
    labels=("{who.n}: born in {b}; year: {y}",),
    whole=(
        "Born in {b}: how old does one turn in {y}?",
        "If {who} was born in {b}, how old does {who} turn in {y}?",
        "How old does {who} turn in {y}? Year of birth: {b}.",
        "{who.n}: born {b}. Age reached in {y}?",
        '"I was born in {b}," says {who}. "How old do I turn in {y}?"',
        "Given {who.s} year of birth, {b}, what age does {who} reach in {y}?",
        "From {b}, when {who} was born, to {who.p} birthday in {y}: how many years is that?",
        "Work out the age that {who} turns in {y}; the year of {who.p} birth is {b}.",
        "~The year is {y}. {who}, born in {b}, has a birthday party. How old is {who} now?",
    ),
    asides=ASIDES,
    past=False,
)


def _birth_year(rng: random.Random) -> Drawn:
    who, age = named(rng), rng.randint(3, 95)
    year = rng.randint(1950, 2030)
    born = year - age
    lines = [f"{who} turned {age} in {year}.", f"Year of birth: {subtracted(year, age)}."]
    return Drawn(lines, str(born), {"age": age, "year": year}, {"who": who, "y": str(year), "nth": ordinal(age)})


BIRTH_YEAR = Family(
    "year of birth",
    _birth_year,
    facts={
        "age": (
            "{who} turned {age} in {y}",
            "in {y}[,|] {who} turned {age}[| years old]",
            "{who} had {who.p} {nth} birthday in {y}",
            "{y} was the year in which {who} became {age}",
            "{who.s} {nth} birthday was in {y}",
            "{who} celebrated {who.p} {nth} birthday in {y}",
            "~by the end of {y}, {who} was {age}",
        ),
    },
    direct=(
        "in [which|what] year was {who} born",
        "when was {who} born",
        "what is {who.s} year of birth",
        "[which|what] year was {who} born in",
        "what is {who.s} birth year",
        "in [which|what] year was {who.s} birth",
        "~which year did {who} come into the world",
    ),
    indirect=(
        "in which year {who} was born",
        "when {who} was born",
        "what year {who} was born in",
        "what {who.s} year of birth is",
        "in which year {who.s} birth was",
        "~the year in which {who} came into the world",
    ),
    noun=("{who.s} year of birth", "the year of {who.s} birth", "{who.s} birth year", "the year when {who} was born"),
    labels=("age of {who.n} at the end of {y}: {age}",),
    whole=(
        "If {who} turned {age} in {y}, when was {who} born?",
        "Which year of birth has somebody who turned {age} in {y}?",
        "{who.n}: turned {age} in {y}. Year of birth?",
        "When was {who} born? In {y} {who} had {who.p} {nth} birthday.",
        '"I turned {age} in {y}," says {who}. "In which year was I born?"',
        "Given {who.s} {nth} birthday in {y}, find {who.p} year of birth.",
        "In {y} there were {age} candles on {who.s} birthday cake, one for each year. When was {who} born?",
        "Work out the year when {who} was born: {y} is when {who} turned {age}.",
        "~{y} minus a life of {age} years: when did it begin?",
    ),
    asides=ASIDES,
    past=False,
)


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


TWICE_AS_OLD = Family(
    "twice as old",
    _twice_as_old,
    facts={
        "ages": (
            "{who} is {older}[| years old] and {other} is {younger}",
            "{other} is {younger}[| years old] and {who} is {older}",
            "{who.n}, {older}, lives with {other.n}, {younger}",
            "today {who} is {older} while {other} is {younger}",
            "{other} is only {younger}, but {who} is [already |]{older}",
            "{who.s} age is {older} and {other.s} age is {younger}",
            "~{younger} and {older} are the ages of {other.n} and {who.n}",
        ),
    },
    direct=(
        "in how many years will {who} be twice as old as {other.o}",
        "how many years does it take until {who} is twice as old as {other.o}",
        "after how many years is {who} twice as old as {other.o}",
        "in how many years will {other} be half as old as {who.o}",
        "how many years must go by until {who} is twice as old as {other.o}",
        "~how long is it, in years, until {who.s} age is double that of {other.n}",
    ),
    indirect=(
        "in how many years {who} will be twice as old as {other.o}",
        "after how many years {who} is twice as old as {other.o}",
        "in how many years {other} will be half as old as {who.o}",
        "how many years must go by until {who} is twice as old as {other.o}",
        "~how many years from now {who.s} age will be double {other.s} age",
    ),
    noun=(
        "the number of years until {who} is twice as old as {other.o}",
        "the number of years after which {who} is twice as old as {other.o}",
        "the time in years until {other} is half as old as {who.o}",
    ),
    labels=("{who.n}: {older}; {other.n}: {younger}",),
    whole=(
        "{who} is {older}, {other.n} {younger}. When, in how many years, is {who} exactly twice as old?",
        "In how many years will {who} be twice as old as {other.o}, if today {who} is {older} and {other} is "
        "{younger}?",
        "{other.n} is {younger}; {who.n} is {older}. Years until {who.n} is twice as old as {other.n}?",
        "My name is {who.n}. I am {older} and {other} is {younger}. How many years must I wait until I am twice "
        "as old as {other.n}?",
        "Given {other.s} age, {younger}, and {who.s} age, {older}, after how many years is {who} exactly twice "
        "as old as {other.o}?",
        "Work out how many years go by until {other} is half as old as {who.o}: {other.n} is {younger} now and "
        "{who.n} is {older}.",
        "{other} is {younger}, which is less than half of {who.s} age, {older}. After how many years will "
        "{other} be exactly half as old as {who.o}?",
        '{who}, who is {older}, asks {other.n}, who is {younger}: "In how many years will I be twice as old as you?"',
        "~Now: {who.n} {older}, {other.n} {younger}. Later: {who.n} twice as old as {other.n}. How many years later?",
    ),
    asides=ASIDES,
    past=False,
)


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


HALF_MY_AGE = Family(
    "when I was six",
    _half_my_age,
    facts={
        "then": (
            "when {who} was {then}, {other} was {half} as old",
            "at the time when {who} was {then}[| years old], {other} was {half} {who.s} age",
            "{other} was {half} as old as {who.o} when {who} was {then}",
            "back when {who} was {then}, {other} was {half} that age",
            "in the year in which {who} turned {then}, {other} was {half} as old as {who.o}",
            "~there was a time when {who} was {then} and {other.n} {half} as old",
        ),
        "now": (
            "now {who} is {now}[| years old]",
            "today {who} is {now}",
            "{who} is {now} [now|today]",
            "{who} is aged {now} [now|today]",
            "the present age of {who.n} is {now}",
            "~by now {who} has reached the age of {now}",
        ),
    },
    direct=(
        "how old is {other}[| now| today]",
        "what is {other.s} age[| now]",
        "+how old does that make {other.o} [now|today]",
        "what is the age of {other.n} [now|today]",
        "{other} is how old [now|today]",
        "~what age does {other} have now",
    ),
    indirect=(
        "how old {other} is [now|today]",
        "what {other.s} age is [now|today]",
        "how old {other} must be [now|today]",
        "~what age {other} has now",
    ),
    noun=(
        "{other.s} age [now|today]",
        "the age of {other.n}",
        "{other.s} present age",
        "{other.s} age in years [now|today]",
    ),
    labels=("{who.n} then: {then}; {other.n} then: {half} as old; {who.n} now: {now}",),
    whole=(
        "{who} says: When I was {then}, {other} was {half} my age. Now I am {now}. How old is {other}?",
        "{who} is {now} now. At {then}, {who} had a friend, {other}, who was {half} as old. How old is {other} now?",
        "How old is {other} today if {other} was {half} as old as {who.o} when {who} was {then}, and {who} is "
        "{now} now?",
        "{who.n} back then: {then}. {other.n} back then: {half} as old. {who.n} today: {now}. {other.n} today?",
        "Work out the age of {other.n}. Today {who} is {now}; back when {who} was {then}, {other} was {half} as old.",
        "Given that {who} is {now} today and that at the time when {who} was {then}, {other} was {half} as old, "
        "how old is {other}?",
        "My name is {who.n} and I am {now} now. When I was {then}, {other} was {half} as old as I was. How old "
        "is {other} now?",
        "{who.n} and {other.n} have the same birthday. When {who} turned {then}, {other} was {half} as old; "
        "today {who} turns {now}. How old is {other} today?",
        "~{other} was {half} {who.s} age when {who} was {then}. {who} has turned {now}. And {other.n}?",
    ),
    asides=ASIDES,
    past=False,
)

FAMILIES = (AGE_IN_YEAR, BIRTH_YEAR, TWICE_AS_OLD, HALF_MY_AGE)
