"""Practice in arithmetic alone: a few sums in one task, or numbers that are compared."""

from __future__ import annotations

import random

from phi4.nano.problems.family import Problem
from phi4.nano.problems.topics.sums import difference_of, product_of, quotient_of, sum_of

_SUMS = (("+", sum_of), ("-", difference_of), ("×", product_of), ("÷", quotient_of))
_TITLES = ("Compute:", "Calculate:", "Work out:", "Solve:", "What are these?")
_COUNT = 5


def drill(rng: random.Random, *, held_out: bool = False) -> Problem:
    """Sums of one kind or of all, each worked out on a line; or comparisons. `held_out` takes no effect: drills are
    all numbers."""
    del held_out
    if rng.random() < 0.15:
        return _comparisons(rng)
    chosen = rng.choice((*_SUMS, None, None))
    rows, lines, results = [], [], []
    for _ in range(_COUNT):
        sign, worker = chosen or rng.choice(_SUMS)
        a, b, work, result = worker(rng)
        rows.append(f"{a} {sign} {b}")
        lines.append(work)
        results.append(result)
    return _written("sums", "\n".join([rng.choice(_TITLES), *rows]), lines, results)


def _comparisons(rng: random.Random) -> Problem:
    rows, lines, results = [], [], []
    for _ in range(_COUNT):
        high = rng.choice((20, 100, 100, 1000, 10_000))
        a = rng.randint(0, high)
        b = a if rng.random() < 0.1 else rng.randint(0, high)
        sign = "=" if a == b else "<" if a < b else ">"
        rows.append(f"{a} ? {b}")
        lines.append(f"{a} {sign} {b}")
        results.append(sign)
    return _written(
        "comparisons", "\n".join(["Which sign belongs between the numbers, <, > or =?", *rows]), lines, results
    )


def _written(construction: str, question: str, lines: list[str], results: list[str]) -> Problem:
    return Problem(
        "drill", construction, question, "\n".join(lines), ", ".join(results), "drill", {"results": tuple(results)}
    )
