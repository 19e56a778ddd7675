"""Sums worked out in steps, and the check that finds a false one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi4.nano.problems.arithmetic import (
    added,
    divided,
    false_statements,
    long_difference,
    long_product,
    long_sum,
    multiple,
    multiplied,
    statements,
    subtracted,
    summed,
    value,
)


def test_false_statements_are_found() -> None:
    assert false_statements("3 + 4 = 8.") == ["3 + 4 = 8"]
    assert false_statements("50 - 12 = 40 - 2 = 39") == ["50 - 12 = 40 - 2 = 39"]
    assert false_statements("7 ÷ 3 is 2 with 2 left over") == ["7 ÷ 3 is 2 with 2 left over"]
    assert false_statements("2 × 6 = 12, 12 - 12 = 0, so 12 ÷ 2 = 6.") == []
    assert false_statements("2 + 3 × 4 = 14, (2 + 3) × 4 = 20, 1/2 + 1/3 = 5/6, 2.5 × 2 = 5, -3 + 5 = 2") == []
    assert false_statements("2 + 3 × 4 = 20") == ["2 + 3 × 4 = 20"]
    assert false_statements("3 < 5, 5 < 4 and 7 > 6") == ["5 < 4"]
    assert false_statements("15:45 + 30 minutes, floor 3 = 3") == []


@given(a=st.integers(1, 999), b=st.integers(1, 999))
def test_worked_sums_hold(a: int, b: int) -> None:
    high, low = max(a, b), min(a, b)
    lines = [
        added(a, b),
        subtracted(high, low),
        summed([a, b, 7]),
        divided(high, low),
        multiple([a % 9 + 1, b % 9 + 1, 3]),
    ]
    lines += [multiplied(a, b % 99 + 1), multiplied(b % 99 + 1, a)]
    for line in lines:
        assert statements(line), line
        assert false_statements(line) == []


@given(a=st.integers(0, 999_999), b=st.integers(0, 999_999))
def test_long_sums_hold(a: int, b: int) -> None:
    high, low = max(a, b), min(a, b)
    for line, end in (
        (long_sum(a, b), f"{a} + {b} = {a + b}"),
        (long_difference(high, low), f"{high} - {low} = {high - low}"),
        (long_product(a % 9999 + 1, b % 99 + 1), str((a % 9999 + 1) * (b % 99 + 1))),
    ):
        assert line.endswith(end)
        assert false_statements(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (added(27, 14), "27 + 14 = 37 + 4 = 41"), (subtracted(50, 12), "50 - 12 = 40 - 2 = 38"),
        (multiplied(24, 3), "24 × 3 = 60 + 12 = 72"), (multiplied(6, 7), "6 × 7 = 42"),
        (divided(47, 2), "2 × 20 = 40, 47 - 40 = 7, 2 × 3 = 6, 7 - 6 = 1, so 47 ÷ 2 is 23 with 1 left over"),
        (
            divided(252, 14),
            "14 × 20 = 200 + 80 = 280 > 252, 14 × 10 = 140 < 252, 252 - 140 = 152 - 40 = 112, "
            "14 × 8 = 80 + 32 = 112, 112 - 112 = 0, so 252 ÷ 14 = 18",
        ),
        (divided(3, 5), "3 is less than 5, so 3 ÷ 5 is 0 with 3 left over"),
        (long_sum(1234, 999), "34 + 99 = 133, 12 + 9 + 1 = 22, so 1234 + 999 = 2233"),
        (long_difference(1234, 999), "34 < 99, 134 - 99 = 35, 12 > 9 + 1, 12 - 9 - 1 = 2, so 1234 - 999 = 235"),
    ],
)  # fmt: skip
def test_the_steps_are_those_that_were_chosen(line: str, expected: str) -> None:
    assert line == expected


def test_values_are_those_of_python() -> None:
    rng = random.Random(1)
    for _ in range(500):
        terms = [str(rng.randint(0, 20))]
        for _ in range(rng.randint(1, 4)):
            terms += [rng.choice("+-×"), str(rng.randint(0, 20))]
        text = " ".join(terms)
        assert value(text) == eval(text.replace("×", "*"))
