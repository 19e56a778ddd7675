"""Problems that compute their answers: every statement is recomputed, every wording comes out whole."""

from __future__ import annotations

import random
import re

import pytest

from phi4.data.synth import FAMILIES, SHARES, problem, problem_of
from phi4.data.synth.arithmetic import added, divided, false_statements, multiplied, subtracted
from phi4.data.synth.climbing import HELD_OUT, STANDING_CLIMB, Climb, climbing, drawn_climb
from phi4.data.synth.wording import Problem, composed, in_words


@pytest.mark.parametrize("family", SHARES)
def test_every_statement_of_every_solution_is_true(family: str) -> None:
    rng = random.Random(family)
    for _ in range(1500):
        written = problem_of(family, rng)
        assert not false_statements(written.solution), written
        assert not re.search(r"[\[\]{}|]", written.question + written.solution), written
        assert written.question[:1] == written.question[:1].upper()
        if family not in ("drill", "conversation"):
            assert written.solution.endswith(f"Answer: {written.answer}")


def test_false_statements_are_found() -> None:
    assert false_statements("3 + 4 = 8.") == ["3 + 4 = 8"]
    assert false_statements("50 - 12 = 40 - 2 = 39") == ["50 - 12 = 40 - 2 = 39"]
    assert false_statements("7 ÷ 3 is 2 with 2 left over") == ["7 ÷ 3 is 2 with 2 left over"]
    assert false_statements("2 × 6 = 12, 12 - 12 = 0, so 12 ÷ 2 = 6.") == []


@pytest.mark.parametrize("numbers", [(a, b) for a in range(1, 130, 7) for b in range(1, 100, 3)])
def test_worked_sums(numbers: tuple[int, int]) -> None:
    a, b = numbers
    lines = [added(a, b), multiplied(a, min(b, 9)), divided(a, b)]
    if a >= b:
        lines.append(subtracted(a, b))
    assert false_statements("\n".join(lines)) == []


def test_the_climb_is_walked_and_not_computed() -> None:
    assert STANDING_CLIMB.periods() == 8
    assert Climb(10, 10, 9).periods() == 1
    assert Climb(11, 3, 3).periods() is None
    assert Climb(12, 5, 0).periods() == 3


def test_answers_of_climbs_equal_the_formula() -> None:
    rng = random.Random(1)
    for _ in range(3000):
        climb = drawn_climb(rng)
        if climb.up >= climb.height:
            expected: int | None = 1
        elif climb.up <= climb.down:
            expected = None
        else:
            expected = 1 - (climb.height - climb.up) // -(climb.up - climb.down)
        assert climb.periods() == expected


def test_the_standing_numbers_are_never_trained_on() -> None:
    rng = random.Random(2)
    assert all(drawn_climb(rng) != STANDING_CLIMB for _ in range(20_000))


def test_held_out_constructions_are_held_out() -> None:
    rng = random.Random(3)

    def parts(written: Problem) -> set[str]:
        return set(written.construction.split(" + "))

    for _ in range(1000):
        assert not parts(climbing(rng)) & HELD_OUT
        assert parts(climbing(rng, held_out=True)) & HELD_OUT
    for name, family in FAMILIES.items():
        for _ in range(100):
            assert problem_of(name, rng).construction not in family.held_out
            if family.held_out:
                assert problem_of(name, rng, held_out=True).construction in family.held_out


def test_a_seed_gives_the_same_problems() -> None:
    first, second = ([problem(random.Random(seed)) for seed in range(50)] for _ in range(2))
    assert first == second


def test_wordings_are_many() -> None:
    rng = random.Random(4)
    assert len({re.sub(r"\d+", "N", climbing(rng).question) for _ in range(2000)}) > 1950


def test_composition() -> None:
    rng = random.Random(5)
    outcomes = {composed("[a|b[c|]] {x}[.|]", {"x": "[1]"}, rng) for _ in range(200)}
    assert outcomes == {"a [1].", "bc [1].", "b [1].", "a [1]", "bc [1]", "b [1]"}


def test_numbers_in_words() -> None:
    assert [in_words(number) for number in (0, 12, 20, 21, 45, 99)] == [
        "zero", "twelve", "twenty", "twenty-one", "forty-five", "ninety-nine"
    ]  # fmt: skip
