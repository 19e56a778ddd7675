"""Divisors, multiples and remainders, and the order of operations."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import CONTAINERS, THINGS, named, someone

FORMS = Forms(__file__)


def _groups(rng: random.Random) -> Drawn:
    common = rng.randint(2, 15)
    first, second = rng.sample(range(2, 10), 2)
    while math.gcd(first, second) > 1:
        first, second = rng.sample(range(1, 10), 2)
    a, b = common * first, common * second
    thing, other = rng.sample(THINGS, 2)
    box = rng.choice(CONTAINERS)
    lines = [
        f"{thing(a)} and {other(b)}, and nothing may be left over.",
        f"Pattern: the number of {box.many} divides both. "
        "Divide the larger by the smaller, then the smaller by what is left.",
    ]
    large, small = max(a, b), min(a, b)
    while small:
        lines.append(f"{divided(large, small)}.")
        large, small = small, large % small
    lines.append(f"Nothing is left with {common}.")
    slots = {"thing": thing, "other": other, "box": box, "who": someone(rng)}
    return Drawn(lines, box(common), {"first": a, "second": b}, slots)


GROUPS = Family("largest equal groups", _groups, FORMS, ordered=True)


def _count_multiples(rng: random.Random) -> Drawn:
    kind = rng.choice(("even", "odd", "multiple"))
    low, high = rng.randint(1, 50), 0
    if kind == "multiple":
        step = rng.randint(3, 12)
        low, high = 1, step * rng.randint(2, 12) + rng.randint(0, step - 1)
        found = high // step
        lines = [f"The numbers are 1 to {high}, and multiples of {step} count.", f"{divided(high, step)}."]
        what, name = f"multiples of {step}", f"numbers that {step} divides"
    else:
        high = low + rng.randint(4, 20)
        numbers = [number for number in range(low, high + 1) if number % 2 == (kind == "odd")]
        found = len(numbers)
        first, last = numbers[0], numbers[-1]
        lines = [
            f"The numbers are {low} to {high}. The first {kind} one is {first}, the last {kind} one is {last}.",
            f"They go up by 2: {subtracted(last, first)}, {divided(last - first, 2)}.",
            f"Exception: the first one counts too. {found - 1} + 1 = {found}.",
        ]
        what = name = f"{kind} numbers"
        step = 2
    numbers_told = {"low": low, "high": high, "kind": kind, "step": step}
    return Drawn(lines, str(found), numbers_told, {"what": what, "name": name, "who": named(rng)})


COUNT_MULTIPLES = Family("counting numbers", _count_multiples, FORMS, past=False)


def _operations(rng: random.Random) -> Drawn:
    a, b, c = rng.randint(2, 30), rng.randint(2, 9), rng.randint(2, 12)
    product = b * c
    kind = rng.randrange(5)
    if kind == 0:
        text, words = f"{a} + {b} × {c}", f"{a} plus {b} times {c}"
        lines = [
            f"The term is {text}. Pattern: times goes before plus.",
            f"{multiplied(c, b)}.",
            f"{added(a, product)}.",
        ]
        answer = a + product
    elif kind == 1:
        text, words = f"{b} × {c} + {a}", f"{b} times {c}, plus {a}"
        lines = [
            f"The term is {text}. Pattern: times goes before plus.",
            f"{multiplied(c, b)}.",
            f"{added(product, a)}.",
        ]
        answer = product + a
    elif kind == 2:
        a = product + rng.randint(1, 40)
        text, words = f"{a} - {b} × {c}", f"{a} minus {b} times {c}"
        lines = [
            f"The term is {text}. Pattern: times goes before minus.",
            f"{multiplied(c, b)}.",
            f"{subtracted(a, product)}.",
        ]
        answer = a - product
    elif kind == 3:
        text, words = f"({a} + {c}) × {b}", f"the sum of {a} and {c}, times {b}"
        lines = [
            f"The term is {text}. Pattern: the parentheses go first.",
            f"{added(a, c)}.",
            f"{multiplied(a + c, b)}.",
        ]
        answer = (a + c) * b
    else:
        a = c + rng.randint(1, 30)
        text, words = f"({a} - {c}) × {b}", f"the difference of {a} and {c}, times {b}"
        lines = [
            f"The term is {text}. Pattern: the parentheses go first.",
            f"{subtracted(a, c)}.",
            f"{multiplied(a - c, b)}.",
        ]
        answer = (a - c) * b
    slots = {"text": text, "words": words, "who": named(rng)}
    return Drawn(lines, str(answer), {"expression": text}, slots)


OPERATIONS = Family("order of operations", _operations, FORMS, past=False)


def _remainder(rng: random.Random) -> Drawn:
    first, second = rng.sample(range(3, 10), 2)
    while math.gcd(first, second) > 1:
        first, second = rng.sample(range(3, 10), 2)
    number = rng.randint(max(first, second), first * second - 1)
    r, q = number % first, number % second
    big, small = max(first, second), min(first, second)
    rb, rs = number % big, number % small
    row = list(range(rb if rb else big, number + 1, big))
    while len(row) > 8:
        number = rng.randint(max(first, second), first * second - 1)
        r, q = number % first, number % second
        rb, rs = number % big, number % small
        row = list(range(rb if rb else big, number + 1, big))
    lines = [
        f"Divided by {first} it leaves {r}, divided by {second} it leaves {q}.",
        f"The larger is {big}: divided by {big} it leaves {rb}. Wanted: divided by {small} it leaves {rs}.",
        f"Numbers by {small}: {', '.join(f'{each} leaves {each % small}' for each in row)}. So it is {number}.",
    ]
    slots = {"who": someone(rng), "thing": rng.choice(THINGS)}
    return Drawn(lines, str(number), {"first": first, "r": r, "second": second, "q": q}, slots)


REMAINDER = Family("two remainders", _remainder, FORMS, ordered=True, past=False)

FAMILIES = (GROUPS, COUNT_MULTIPLES, OPERATIONS, REMAINDER)
