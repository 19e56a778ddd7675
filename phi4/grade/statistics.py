"""How many rollouts an estimate of p(success) needs, and what follows from them.

Rollouts are sampled in looks of doubling size (16, 32, 64, 128), and a question is settled at the first look whose
interval settles it. With several looks, each interval has the level 1 - (1 - confidence) / looks (Bonferroni), so that
the intervals of all looks hold with probability `confidence`, whichever look is the last. A proportion has Wilson's
interval, a difference of two independent proportions Newcombe's (method 10 of Statistics in Medicine 17, 1998), which
combines two of Wilson's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

from phi4.errors import InputError


@dataclass(frozen=True)
class Count:
    """`right` of `total` rollouts succeeded; `certain` says that the proportion is known exactly."""

    right: int
    total: int
    certain: bool = False

    @property
    def share(self) -> float:
        return self.right / self.total

    def interval(self, z: float) -> tuple[float, float]:
        """Wilson's interval, `z` standard deviations to both sides."""
        if self.certain:
            return self.share, self.share
        n, p = self.total, self.share
        center = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        # At the ends the formula equals p except for rounding.
        return min(p, max(0.0, center - half)), max(p, min(1.0, center + half))


def difference(before: Count, after: Count, z: float) -> tuple[float, float]:
    """Newcombe's interval of after.share - before.share."""
    gain = after.share - before.share
    (low_a, high_a), (low_b, high_b) = after.interval(z), before.interval(z)
    below = math.hypot(after.share - low_a, high_b - before.share)
    above = math.hypot(high_a - after.share, before.share - low_b)
    return gain - below, gain + above


@dataclass(frozen=True)
class Looks:
    """Rollouts at the first look and at the last one, and the confidence of a conclusion at any look.

    Raises:
        InputError: a number is out of range.
    """

    first: int = 16
    most: int = 128
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.most <= 2**16:
            raise InputError(
                f"rollouts from {self.first} to {self.most} make no sense; the first number must be at least 1 and at "
                "most the second"
            )
        if not 0.5 <= self.confidence < 1:
            raise InputError(f"the confidence is {self.confidence}, and must be at least 0.5 and below 1")

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Rollouts at each look: the last one has `most`, each before it half as many, rounded up, down to `first`."""
        sizes = [self.most]
        while sizes[0] // 2 >= self.first:
            sizes.insert(0, (sizes[0] + 1) // 2)
        return tuple(sizes)

    @cached_property
    def z(self) -> float:
        """Standard deviations of each look's interval."""
        return NormalDist().inv_cdf(1 - (1 - self.confidence) / (2 * len(self.sizes)))

    def moves(self, before: Count, after: Count, gap: float) -> bool | None:
        """Whether the proportion moves by at least `gap`, up or down; None if the interval does not settle it."""
        low, high = difference(before, after, self.z)
        if low >= gap or high <= -gap:
            return True
        if -gap < low and high < gap:
            return False
        return None

    def direction(self, before: Count, after: Count) -> int | None:
        """1 if the proportion rises, -1 if it falls; None if the interval contains 0."""
        low, high = difference(before, after, self.z)
        return 1 if low > 0 else -1 if high < 0 else None

    def within(self, count: Count, low: float, high: float) -> bool | None:
        """Whether the proportion is from `low` to `high`; None if the interval does not settle it."""
        lower, upper = count.interval(self.z)
        if upper < low or lower > high:
            return False
        if low <= lower and upper <= high:
            return True
        return None
