"""What is concluded from rollouts holds as often as it says, although rollouts stop as soon as it is clear."""

from __future__ import annotations

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi4.errors import InputError
from phi4.grade.statistics import Count, Looks, difference

GAP = 0.2
LOOKS = Looks()


def stopped(before: float, after: float, rng: random.Random) -> tuple[bool | None, Count, Count]:
    """Counts when `moves` is settled, or after the last look, of two places with these true shares."""
    a = [rng.random() < before for _ in range(LOOKS.most)]
    b = [rng.random() < after for _ in range(LOOKS.most)]
    for size in LOOKS.sizes:
        counts = Count(sum(a[:size]), size), Count(sum(b[:size]), size)
        if (moves := LOOKS.moves(*counts, GAP)) is not None:
            break
    return moves, *counts


@pytest.mark.parametrize(
    ("before", "after"), [(0.5, 0.5), (0.5, 0.7), (0.2, 0.95), (0.0, 0.05), (0.02, 0.25), (1.0, 1.0), (0.9, 0.99)]
)
def test_intervals_cover_the_truth_although_rollouts_stop_early(before: float, after: float) -> None:
    rng = random.Random(f"{before}/{after}")
    runs, covered, wrong, directed = 2000, 0, 0, 0
    for _ in range(runs):
        moves, a, b = stopped(before, after, rng)
        low, high = difference(a, b, LOOKS.z)
        covered += low <= after - before <= high
        wrong += moves is not None and moves != (abs(after - before) >= GAP)
        direction = LOOKS.direction(a, b)
        directed += direction is not None and direction * (after - before) <= 0
    # Three standard errors of 2000 runs below 95%.
    assert covered / runs > 0.95 - 3 * (0.95 * 0.05 / runs) ** 0.5
    # On the gap itself both conclusions are true but for rounding.
    if abs(abs(after - before) - GAP) > 1e-9:
        assert wrong / runs < 0.05
    assert directed / runs < 0.05


def test_clear_cases_take_few_rollouts() -> None:
    rng = random.Random(0)
    assert sum(stopped(0.1, 0.9, rng)[1].total for _ in range(200)) / 200 < 20
    assert sum(stopped(0.0, 0.0, rng)[1].total for _ in range(200)) / 200 < 40


@given(total=st.integers(1, 60), share=st.floats(0.01, 0.99), z=st.floats(1, 3))
def test_wilson_inverts_the_score_test(total: int, share: float, z: float) -> None:
    """A share is inside exactly if the count is within z standard deviations of what it expects."""
    for right in range(total + 1):
        low, high = Count(right, total).interval(z)
        assert 0 <= low <= right / total <= high <= 1
        deviations = abs(right / total - share) / (share * (1 - share) / total) ** 0.5
        if abs(deviations - z) > 1e-6:
            assert (low <= share <= high) == (deviations < z)


def test_wilson_covers_by_enumeration() -> None:
    """The mean coverage over true shares is at the level, summed over all outcomes."""
    total, z = 32, 1.959964
    inside = [Count(right, total).interval(z) for right in range(total + 1)]
    shares = [i / 200 for i in range(1, 200)]
    coverage = [
        sum(comb(total, right) * share**right * (1 - share) ** (total - right)
            for right, (low, high) in enumerate(inside) if low <= share <= high)
        for share in shares
    ]  # fmt: skip
    assert sum(coverage) / len(coverage) == pytest.approx(0.95, abs=0.01)


def test_what_is_certain_has_no_interval() -> None:
    assert Count(1, 1, certain=True).interval(2.0) == (1.0, 1.0)
    assert LOOKS.moves(Count(0, 16), Count(1, 1, certain=True), GAP) is True


@pytest.mark.parametrize(("first", "most", "sizes"), [(16, 128, (16, 32, 64, 128)), (16, 100, (25, 50, 100)),
                                                      (5, 5, (5,)), (1, 3, (1, 2, 3))])  # fmt: skip
def test_looks_double(first: int, most: int, sizes: tuple[int, ...]) -> None:
    assert Looks(first, most).sizes == sizes


@pytest.mark.parametrize("wrong", [{"first": 0}, {"first": 200}, {"confidence": 1.0}, {"confidence": 0.1}])
def test_looks_that_make_no_sense(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Looks(**wrong)  # type: ignore[arg-type]
