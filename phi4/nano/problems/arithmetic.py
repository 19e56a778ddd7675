"""Sums worked out in steps that a small model can learn, and the check that every statement is true.

An addition or a subtraction goes by hundreds, tens and ones ("50 - 12 = 40 - 2 = 38"), a product by parts
("24 × 3 = 60 + 12 = 72"), a division by place ("2 × 20 = 40, 47 - 40 = 7, 2 × 3 = 6, 7 - 6 = 1, so 47 ÷ 2 is 23 with 1
left over"). Numbers of more than three digits are taken in pairs of digits from the right, as the tokenizer cuts them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction


def _parts(number: int) -> list[int]:
    """The number by hundreds, tens and ones, without zeros: 238 is 200, 30, 8."""
    return [part for part in (number // 100 * 100, number % 100 // 10 * 10, number % 10) if part]


def added(a: int, b: int) -> str:
    return _by_parts(a, b, "+")


def subtracted(a: int, b: int) -> str:
    return _by_parts(a, b, "-")


def _by_parts(a: int, b: int, operator: str) -> str:
    sign = 1 if operator == "+" else -1
    steps, parts = [f"{a} {operator} {b}"], _parts(b)
    if a >= 10 or sign < 0:
        at, left = a, b
        for part in parts[:-1]:
            at, left = at + sign * part, left - part
            steps.append(f"{at} {operator} {left}")
    return " = ".join([*steps, str(a + sign * b)])


def summed(numbers: Sequence[int]) -> str:
    """A sum of several, from left to right: "12 + 30 + 5 = 42 + 5 = 47"."""
    steps, at = [" + ".join(map(str, numbers))], numbers[0]
    for place, number in enumerate(numbers[1:], 2):
        at += number
        steps.append(" + ".join(map(str, [at, *numbers[place:]])))
    return " = ".join(steps)


def multiplied(a: int, b: int) -> str:
    """Two factors below 1,000, at least one of them below 100; the simpler one is best the second."""
    if len(_parts(a)) < len(_parts(b)) or (b > 10 >= a):
        a, b = b, a
    if b > 10 and len(_parts(a)) > 1 and len(_parts(b)) > 1:
        tens, ones = _parts(b)
        products = [part * other for other in (tens, ones) for part in _parts(a)]
        return f"{a} × {b} = {a} × {tens} + {a} × {ones} = {summed(products)}"
    parts = _parts(a)
    if len(parts) == 1 or b in (1, 10, 100, 1000) or a <= 10:
        return f"{a} × {b} = {a * b}"
    return f"{a} × {b} = {summed([part * b for part in parts])}"


def divided(a: int, b: int) -> str:
    """A division that may leave something over, place by place.

    With a divisor of two digits each product is compared with what is left, and where it nearly goes once more, that is
    tried first and found too much ("33 × 4 = 132 > 128"), so that a guess that is too high has a way back.
    """
    if b == 1:
        return f"{a} ÷ 1 = {a}"
    quotient, rest = divmod(a, b)
    steps, left = [], a
    for part in _parts(quotient):
        place = next(place for place in (100, 10, 1) if part >= place)
        above = b * (part + place)
        if b > 10 and 5 * (above - left) <= b * place:
            steps.append(f"{multiplied(b, part + place)} > {left}")
        product = b * part
        if b > 10:
            steps.append(multiplied(b, part) + (f" < {left}" if product < left else ""))
            steps.append(subtracted(left, product) if product < left else f"{left} - {left} = 0")
        else:
            steps += [f"{b} × {part} = {product}", f"{left} - {product} = {left - product}"]
        left -= product
    if not steps:
        steps.append(f"{a} is less than {b}")
    ending = f"{a} ÷ {b} = {quotient}" if rest == 0 else f"{a} ÷ {b} is {quotient} with {rest} left over"
    return f"{', '.join(steps)}, so {ending}"


def multiple(numbers: Sequence[int]) -> str:
    """A product of several, from left to right: "2 × 12 × 4: 12 × 2 = 24, 24 × 4 = 80 + 16 = 96"."""
    steps, at = [], numbers[0]
    for number in numbers[1:]:
        steps.append(multiplied(at, number))
        at *= number
    return f"{' × '.join(map(str, numbers))}: {', '.join(steps)}" if len(steps) > 1 else steps[0]


def _pairs(number: int, count: int) -> list[int]:
    """Pairs of digits from the right."""
    return [number // 100**place % 100 for place in range(count)]


def long_sum(a: int, b: int) -> str:
    """Pairs of digits from the right, with what is carried: "34 + 99 = 133, 12 + 9 + 1 = 22, so 1234 + 999 = 2233"."""
    count = (len(str(max(a, b))) + 1) // 2
    steps, carry = [], 0
    for first, second in zip(_pairs(a, count), _pairs(b, count), strict=True):
        total = first + second + carry
        steps.append(f"{first} + {second}{' + 1' if carry else ''} = {total}")
        carry = total // 100
    return f"{', '.join(steps)}, so {a} + {b} = {a + b}"


def long_difference(a: int, b: int) -> str:
    """Pairs of digits from the right, compared first; one that is too small borrows 100.

    "34 < 99, 134 - 99 = 35, 12 > 9 + 1, 12 - 9 - 1 = 2, so 1234 - 999 = 235".
    """
    count = (len(str(a)) + 1) // 2
    steps, borrowed = [], 0
    for first, second in zip(_pairs(a, count), _pairs(b, count), strict=True):
        left = first - second - borrowed
        borrows = left < 0
        top = first + 100 * borrows
        steps.append(f"{first} {'<' if left < 0 else '>' if left else '='} {second}{' + 1' if borrowed else ''}")
        steps.append(f"{top} - {second}{' - 1' if borrowed else ''} = {top - second - borrowed}")
        borrowed = int(borrows)
    return f"{', '.join(steps)}, so {a} - {b} = {a - b}"


def long_product(a: int, b: int) -> str:
    """`a` of up to four digits by `b` of one or two: `a` by each digit of `b`, part by part."""
    parts = [part for part in (b // 10 * 10, b % 10) if part]
    pieces = [part for place in range(3, -1, -1) if (part := a // 10**place % 10 * 10**place)]
    steps = []
    for part in parts:
        if len(pieces) == 1:
            steps.append(f"{a} × {part} = {a * part}")
        else:
            steps.append(f"{a} × {part} = {summed([piece * part for piece in pieces])}")
    if len(parts) == 1:
        return steps[0]
    return f"{', '.join(steps)}, {long_sum(a * parts[0], a * parts[1])}, so {a} × {b} = {a * b}"


_NUMBER = r"-?\d+(?:\.\d+)?(?:/\d+)?"
_TERM = rf"\(*{_NUMBER}\)*"
_SIDE = rf"{_TERM}(?: [+\-×÷] {_TERM})*"
_STATEMENT = re.compile(rf"(?<![\d/.:,])(?<![+\-×÷] ){_SIDE}(?: [=<>] {_SIDE})+(?![\d/]|[.:,]\d)")
_DIVISION_WITH_REST = re.compile(r"(\d+) ÷ (\d+) is (\d+) with (\d+) left over")
_TOKEN = re.compile(rf"[()+×÷]|-(?= )|{_NUMBER}")


def statements(text: str) -> list[str]:
    """The equations and comparisons in `text`, and its divisions with a rest."""
    return _STATEMENT.findall(text) + [found.group() for found in _DIVISION_WITH_REST.finditer(text)]


def false_statements(text: str) -> list[str]:
    """Every statement in `text` that does not hold; empty when all do. Products go before sums."""
    wrong = []
    for found in _STATEMENT.findall(text):
        first, *others = re.split(r" ([=<>]) ", found)
        at = value(first)
        for relation, side in zip(others[::2], map(value, others[1::2]), strict=True):
            if not (at == side if relation == "=" else at < side if relation == "<" else at > side):
                wrong.append(found)
                break
            at = side
    for match in _DIVISION_WITH_REST.finditer(text):
        a, b, quotient, rest = map(int, match.groups())
        if divmod(a, b) != (quotient, rest):
            wrong.append(match.group())
    return wrong


def value(expression: str) -> Fraction:
    """What an expression with + - × ÷ and parentheses is worth."""
    tokens = _TOKEN.findall(expression)[::-1]

    def total() -> Fraction:
        at = product()
        while tokens and tokens[-1] in "+-":
            at = at + product() if tokens.pop() == "+" else at - product()
        return at

    def product() -> Fraction:
        at = factor()
        while tokens and tokens[-1] in "×÷":
            at = at * factor() if tokens.pop() == "×" else at / factor()
        return at

    def factor() -> Fraction:
        token = tokens.pop()
        if token == "(":
            inside = total()
            tokens.pop()
            return inside
        return Fraction(token)

    return total()


def inserted(values: Sequence[int]) -> str:
    """The row in order after each number that is put into it: "30; 12, 30; 12, 17, 30"."""
    rows = [sorted(values[:count]) for count in range(1, len(values) + 1)]
    return f"Put in one by one: {'; '.join(', '.join(map(str, row)) for row in rows)}."
