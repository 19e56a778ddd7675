"""How old people are: gaps, sums, multiples, chains."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import Someone, named, noun, two_people

FORMS = Forms(__file__)

YEAR = noun("year")
_TIMES = {2: ("twice", "2 times"), 3: ("three times", "3 times"), 4: ("four times", "4 times"),
          5: ("five times", "5 times"), 6: ("six times", "6 times")}  # fmt: skip


def times(factor: int, rng: random.Random) -> str:
    """ "twice", "three times" or "3 times"."""
    return rng.choice(_TIMES[factor])


def years(age: int) -> str:
    return YEAR(age)


def _older(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    age, gap, later = rng.randint(3, 45), rng.randint(2, 20), rng.randint(2, 20)
    lines = [
        f"{who} is {age}, and {other} is {gap} years older: {added(age, gap)}.",
        f"In {later} years {other} is {added(age + gap, later)}.",
    ]
    slots = {"who": who, "other": other}
    return Drawn(lines, years(age + gap + later), {"age": age, "gap": gap, "later": later}, slots)


OLDER = Family("older", _older, FORMS, past=False)


def _times_as_old(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    factor = rng.randint(2, 6)
    age = rng.randint(3, 90 // factor)
    reverse = rng.random() < 0.35
    whole = age * factor
    slots = {"who": who, "other": other, "f": times(factor, rng)}
    told = f"{other} is {factor} times as old as {who}: {who} younger, {other} older."
    if reverse:
        lines = [f"{told} {other} is {whole}.", f"Asked: {who} younger, so {divided(whole, factor)}."]
        slots |= {"known": other, "asked": who}
        return Drawn(lines, years(age), {"age": whole, "factor": factor, "of": "older"}, slots)
    lines = [f"{told} {who} is {age}.", f"Asked: {other} older, so {multiplied(age, factor)}."]
    slots |= {"known": who, "asked": other}
    return Drawn(lines, years(whole), {"age": age, "factor": factor, "of": "younger"}, slots)


TIMES_AS_OLD = Family("times as old", _times_as_old, FORMS, past=False)


def _together(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    young, gap = rng.randint(3, 45), rng.randint(1, 30)
    old, total = young + gap, young * 2 + gap
    asked = rng.choice((who, other))
    lines = [
        f"Together they are {total}, and {who} is {gap} {'years' if gap > 1 else 'year'} older than {other}. "
        f"By age: {other} younger, {who} older. Asked: {asked} {'older' if asked is who else 'younger'}.",
        f"Without the difference: {subtracted(total, gap)}. Half of it is {other}'s age: {divided(2 * young, 2)}.",
    ]
    if asked is who:
        lines.append(f"{who}: {added(young, gap)}.")
    slots = {"who": who, "other": other, "asked": asked, "year": YEAR}
    numbers = {"total": total, "gap": gap, "older": asked is who}
    return Drawn(lines, years(old if asked is who else young), numbers, slots)


TOGETHER = Family("ages together", _together, FORMS, past=False)


def _past_and_future(rng: random.Random) -> Drawn:
    who = named(rng)
    ago, later, age = rng.randint(2, 20), rng.randint(2, 25), rng.randint(3, 50)
    if rng.random() < 0.5:
        now = age + ago
        lines = [
            f"{ago} years ago {who} was {age}, so now: {added(age, ago)}.",
            f"In {later} years: {added(now, later)}.",
        ]
        numbers = {"age": age, "ago": ago, "later": later, "told": "past"}
        slots = {"who": who, **_when(f"{ago} years ago", f"in {later} years", "was", "will be", "be")}
        return Drawn(lines, years(now + later), numbers, slots)
    now = age + ago
    future = now + later
    lines = [
        f"In {later} years {who} will be {future}, so now: {subtracted(future, later)}.",
        f"{ago} years ago: {subtracted(now, ago)}.",
    ]
    slots = {"who": who, **_when(f"in {later} years", f"{ago} years ago", "will be", "was", "")}
    return Drawn(lines, years(age), {"age": future, "ago": ago, "later": later, "told": "future"}, slots)


def _when(known: str, asked: str, verb: str, asked_verb: str, infinitive: str) -> dict[str, str]:
    inverted = "will" if infinitive else "was"
    return {"then": known, "when": asked, "is": verb, "will": asked_verb, "inverted": inverted, "be": infinitive}


PAST_AND_FUTURE = Family("past and future age", _past_and_future, FORMS, past=False)


def _chain(rng: random.Random) -> Drawn:
    (who, other), third = two_people(rng), named(rng)
    while third.first in (who.first, other.first):
        third = named(rng)
    age, first, second = rng.randint(22, 50), rng.randint(1, 10), rng.randint(1, 10)
    up, also = rng.random() < 0.5, rng.random() < 0.5
    middle = age + first if up else age - first
    last = middle + second if also else middle - second
    words = [("older" if each else "younger") for each in (up, also)]
    against = [("younger" if each else "older") for each in (up, also)]

    def step(start: int, by: int, upwards: bool) -> str:
        return added(start, by) if upwards else subtracted(start, by)

    lines = [
        f"From {who} to {other} to {third}. {who} is {age}.",
        f"{who} is the {against[0]}, {other} the {words[0]}, by {YEAR(first)}: {step(age, first, up)}.",
        f"{other} is the {against[1]}, {third} the {words[1]}, by {YEAR(second)}: {step(middle, second, also)}.",
    ]
    slots = {
        "who": _plain(who), "other": _plain(other), "third": _plain(third), "year": YEAR, "w": words[0], "v": words[1],
        "rw": against[0], "rv": against[1],
    }  # fmt: skip
    numbers = {"age": age, "first": first, "second": second, "up": up, "also": also}
    return Drawn(lines, years(last), numbers, slots)


def _plain(someone: Someone) -> str:
    return someone.first


CHAIN = Family("chain of ages", _chain, FORMS, past=False)

FAMILIES = (OLDER, TIMES_AS_OLD, TOGETHER, PAST_AND_FUTURE, CHAIN)
