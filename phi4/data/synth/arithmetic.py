"""Sums worked out in steps that a small model can learn, and the check that every step is true.

A subtraction or addition of a two-digit number goes by tens, then ones ("50 - 12 = 40 - 2 = 38"); a product of a
two-digit number by parts ("24 × 3 = 60 + 12 = 72"); a division by place ("47 ÷ 2: 2 × 20 = 40, 47 - 40 = 7, ...").
"""

from __future__ import annotations

import re


def added(a: int, b: int) -> str:
    if b >= 10 and b % 10 and a >= 10:
        return f"{a} + {b} = {a + b // 10 * 10} + {b % 10} = {a + b}"
    return f"{a} + {b} = {a + b}"


def subtracted(a: int, b: int) -> str:
    if b >= 10 and b % 10:
        return f"{a} - {b} = {a - b // 10 * 10} - {b % 10} = {a - b}"
    return f"{a} - {b} = {a - b}"


def multiplied(a: int, b: int) -> str:
    """`b` has one digit or is a multiple of ten, or the two are swapped."""
    if b > 10 and a <= 10:
        a, b = b, a
    if a > 10 and a % 10 and b > 1:
        tens, ones = a // 10 * 10 * b, a % 10 * b
        return f"{a} × {b} = {tens} + {ones} = {a * b}"
    return f"{a} × {b} = {a * b}"


def divided(a: int, b: int) -> str:
    """A division that may leave something over, place by place; the quotient is below 100."""
    if b == 1:
        return f"{a} ÷ 1 = {a}"
    quotient, rest = divmod(a, b)
    tens, ones = quotient // 10 * 10, quotient % 10
    steps, left = [], a
    for part in (tens, ones):
        if part:
            steps.append(f"{b} × {part} = {b * part}, {left} - {b * part} = {left - b * part}")
            left -= b * part
    if not steps:
        steps.append(f"{a} is less than {b}")
    ending = f"{a} ÷ {b} = {quotient}" if rest == 0 else f"{a} ÷ {b} is {quotient} with {rest} left over"
    return f"{', '.join(steps)}, so {ending}"


_TERM = r"\d+(?: [+\-×÷] \d+)*"
_EQUATION = re.compile(rf"{_TERM}(?: = {_TERM})+")
_DIVISION_WITH_REST = re.compile(r"(\d+) ÷ (\d+) is (\d+) with (\d+) left over")


def false_statements(text: str) -> list[str]:
    """Every equation in `text` whose sides differ; empty when all hold. Sides are read from left to right."""
    wrong = [found for found in _EQUATION.findall(text) if len({_value(side) for side in found.split(" = ")}) > 1]
    for match in _DIVISION_WITH_REST.finditer(text):
        a, b, quotient, rest = map(int, match.groups())
        if divmod(a, b) != (quotient, rest):
            wrong.append(match.group())
    return wrong


def _value(side: str) -> float:
    first, *others = side.split(" ")
    value = float(first)
    for operator, number in zip(others[::2], map(float, others[1::2]), strict=True):
        if operator == "+":
            value += number
        elif operator == "-":
            value -= number
        elif operator == "×":
            value *= number
        else:
            value /= number
    return value
