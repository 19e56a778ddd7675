"""Puzzles about numbers themselves: digits, guessing, order, rounding."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, inserted, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import named, someone

FORMS = Forms(__file__)


def _digits(rng: random.Random) -> Drawn:
    ones = rng.randint(0, 9)
    tens = rng.randint(1, 9)
    while tens == ones:
        tens = rng.randint(1, 9)
    high, low = max(tens, ones), min(tens, ones)
    total, gap = tens + ones, high - low
    where = "tens" if tens > ones else "ones"
    lines = [
        f"The digits add up to {total}, and the {where} digit is {gap} more than the other.",
        f"Without the difference: {total} - {gap} = {2 * low}. Half of it is the smaller digit: {2 * low} ÷ 2 = {low}.",
        f"The larger digit: {low} + {gap} = {high}.",
        f"Tens {tens}, ones {ones}.",
    ]
    slots = {
        "where": where, "there": "ones" if where == "tens" else "tens", "who": named(rng),
    }  # fmt: skip
    return Drawn(lines, str(10 * tens + ones), {"total": total, "gap": gap, "larger": where}, slots)


DIGITS = Family("two digits", _digits, FORMS, past=False)


def _thinking(rng: random.Random) -> Drawn:
    number, factor, shift = rng.randint(2, 30), rng.randint(2, 9), rng.randint(1, 30)
    plus = rng.random() < 0.6 or shift >= number * factor
    result = number * factor + (shift if plus else -shift)
    who = someone(rng)
    lines = [
        f"A number times {factor}, then {'plus' if plus else 'minus'} {shift}, is {result}.",
        f"Go back: {subtracted(result, shift) if plus else added(result, shift)}.",
        f"{divided(number * factor, factor)}.",
    ]
    shifts = ("add", "adding", "more than") if plus else ("subtract", "subtracting", "less than")
    slots = {
        "who": who, "add": shifts[0], "adding": shifts[1], "more": shifts[2],
        "f": {2: rng.choice(("double it", "multiply it by 2")), 3: rng.choice(("triple it", "multiply it by 3"))}.get(
            factor, f"multiply it by {factor}"
        ),
        "plus": "plus" if plus else "minus", "adds": lambda voice: voice.say(f"<{shifts[0]}>"),
        "added": "added" if plus else "taken away", "sign": "+" if plus else "-",
    }  # fmt: skip
    return Drawn(lines, str(number), {"factor": factor, "shift": shift, "plus": plus, "result": result}, slots)


THINKING = Family("think of a number", _thinking, FORMS, ordered=True)


def _sorted(rng: random.Random) -> Drawn:
    count = rng.choice((3, 4, 4, 5))
    size = rng.choice((20, 100, 100, 1000))
    base = rng.randint(0, size)
    values = (
        rng.sample(range(max(0, base - 30), base + 40), count)
        if rng.random() < 0.5
        else rng.sample(range(1, size), count)
    )
    asked = rng.choice(("largest", "smallest", "order", "down", "second"))
    up = sorted(values)
    shown = ", ".join(map(str, up))
    lines = [
        f"The numbers are {', '.join(map(str, values))}.",
        inserted(values),
        f"In order: {' < '.join(map(str, up))}.",
    ]
    words = {
        "largest": ("what is the [largest|greatest|biggest] of them", "the [largest|greatest] number", str(up[-1])),
        "smallest": ("what is the [smallest|least] of them", "the smallest number", str(up[0])),
        "order": ("what is their order from the smallest to the largest",
                  "their order from the smallest to the largest", shown),
        "down": ("what is their order from the largest to the smallest", "their order from the largest to the smallest",
                 ", ".join(map(str, reversed(up)))),
        "second": ("what is the second largest of them", "the second largest number", str(up[-2])),
    }[asked]  # fmt: skip
    slots = {
        "row": ", ".join(map(str, values)), "who": named(rng), "q": lambda voice: voice.say(words[0]),
        "name": lambda voice: voice.say(words[1]),
    }  # fmt: skip
    return Drawn(lines, words[2], {"values": tuple(values), "asked": asked}, slots)


SORTED = Family("order of numbers", _sorted, FORMS, past=False, numeric=False)


def _rounded(rng: random.Random) -> Drawn:
    unit = rng.choice((10, 10, 100))
    number = rng.randint(11, 989) if unit == 10 else rng.randint(110, 9890)
    if number % unit == 0:
        number += rng.randint(1, unit - 1)
    low, high = number // unit * unit, number // unit * unit + unit
    up = number - low >= unit // 2
    lines = [
        f"{number} lies between {low} and {high}.",
        f"{number} - {low} = {number - low} and {high} - {number} = {high - number}.",
        f"{number - low} = {high - number}, so by rule it goes up."
        if 2 * (number - low) == unit
        else f"{'The second' if up else 'The first'} is less, so it goes {'up' if up else 'down'}.",
    ]
    name = {10: "ten", 100: "hundred"}[unit]
    slots = {"who": named(rng), "name": name, "number": str(number)}
    return Drawn(lines, str(high if up else low), {"value": number, "unit": unit}, slots)


ROUNDED = Family("rounding", _rounded, FORMS, past=False, numeric=False)


def _place_value(rng: random.Random) -> Drawn:
    number = rng.randint(102, 9876)
    digits = str(number)
    names = ("ones", "tens", "hundreds", "thousands")
    places = list(range(len(digits)))
    asked = rng.choice(places)
    digit = digits[-1 - asked]
    kind = rng.choice(("digit", "digit", "sum", "reverse"))
    lines = [
        f"The number is {number}: "
        + ", ".join(f"{names[place]} {digits[-1 - place]}" for place in reversed(places))
        + "."
    ]
    if kind == "digit":
        answer, question, name = digit, f"what is the {names[asked]} digit", f"the {names[asked]} digit"
        lines.append(f"The {names[asked]} digit is {digit}.")
    elif kind == "sum":
        values = [int(each) for each in digits]
        answer, question, name = str(sum(values)), "what is the sum of its digits", "the sum of its digits"
        lines.append(f"{summed(values)}.")
    else:
        while number % 10 == 0:
            number += 1
        digits = str(number)
        lines = [
            f"The number is {number}: the digits are {', '.join(digits)}.",
            f"From the back: {', '.join(digits[::-1])}.",
        ]
        answer, question, name = (
            digits[::-1],
            "what does one get by writing its digits backwards",
            "the number with its digits backwards",
        )
    slots = {"who": named(rng), "q": question, "name": name, "number": str(number)}
    return Drawn(lines, answer, {"value": number, "asked": kind, "place": asked}, slots)


PLACE_VALUE = Family("digits of a number", _place_value, FORMS, past=False, numeric=False)

FAMILIES = (DIGITS, THINKING, SORTED, ROUNDED, PLACE_VALUE)
