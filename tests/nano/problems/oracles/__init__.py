"""For every family a second way to its answer: by counting, walking, trying out, or the calendar of Python.

An oracle takes the numbers of a problem by role and gives the numbers of its answer, or the answer as a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Oracle = Callable[..., Any]
ORACLES: dict[str, Oracle] = {}


def oracle(*families: str) -> Callable[[Oracle], Oracle]:
    def register(function: Oracle) -> Oracle:
        for family in families:
            assert family not in ORACLES
            ORACLES[family] = function
        return function

    return register


def expected(family: str, numbers: Mapping[str, object]) -> object:
    return ORACLES[family](**{name.replace(" ", "_"): value for name, value in numbers.items()})


from tests.nano.problems.oracles import amounts, orders, puzzles, times  # noqa: E402, F401
