"""Plain sums of two numbers, asked in words and in signs, with numbers of one to four digits."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import (
    added,
    divided,
    long_difference,
    long_product,
    long_sum,
    multiplied,
    subtracted,
)
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import named

FORMS = Forms(__file__)

_NAMES = {"+": "sum", "-": "difference", "×": "product", "÷": "quotient"}


def _number(rng: random.Random) -> int:
    """Mostly of two digits, at times of one, three or four."""
    return rng.randint(*rng.choice(((1, 9), (10, 99), (10, 99), (10, 99), (100, 999), (1000, 9999))))


def sum_of(rng: random.Random) -> tuple[int, int, str, str]:
    """Two numbers, the worked sum, the result."""
    a, b = _number(rng), _number(rng)
    return a, b, long_sum(a, b) if max(a, b) > 999 else added(a, b), str(a + b)


def difference_of(rng: random.Random) -> tuple[int, int, str, str]:
    a, b = sorted((_number(rng), _number(rng)), reverse=True)
    return a, b, long_difference(a, b) if a > 999 else subtracted(a, b), str(a - b)


def product_of(rng: random.Random) -> tuple[int, int, str, str]:
    a, b = rng.choice(((9, 9), (99, 9), (99, 9), (99, 20), (999, 9), (99, 99), (9999, 9), (999, 99)))
    a, b = rng.randint(max(2, a // 10), a), rng.randint(2, b)
    work = long_product(a, b) if a > 999 or (a > 99 and b > 9) else multiplied(a, b)
    if rng.random() < 0.3 and a <= 99:
        return b, a, work if work.startswith(f"{b} ×") else f"{b} × {a} = {work}", str(a * b)
    return a, b, work, str(a * b)


def quotient_of(rng: random.Random) -> tuple[int, int, str, str]:
    divisor = rng.choice((rng.randint(2, 9), rng.randint(2, 12), rng.randint(11, 30)))
    quotient = rng.randint(2, rng.choice((12, 30, 99, 400)))
    rest = rng.randint(1, divisor - 1) if rng.random() < 0.3 else 0
    a = divisor * quotient + rest
    return a, divisor, divided(a, divisor), f"{quotient} remainder {rest}" if rest else str(quotient)


_WORKERS = {"+": sum_of, "-": difference_of, "×": product_of, "÷": quotient_of}


def _drawn(sign: str, rng: random.Random) -> Drawn:
    a, b, work, result = _WORKERS[sign](rng)
    signs = {"+": "+", "-": "-", "×": rng.choice("×××*x"), "÷": rng.choice("÷÷/")}
    # Beside a sign numbers are never in words.
    return Drawn([f"{work}."], result, {"a": a, "b": b}, {"term": f"{a} {signs[sign]} {b}", "who": named(rng)})


def _family(sign: str) -> Family:
    return Family(_NAMES[sign], lambda rng: _drawn(sign, rng), FORMS, past=False)


FAMILIES = tuple(map(_family, _NAMES))
