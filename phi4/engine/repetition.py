"""Repetition detection: ends an answer whose last tokens are one pattern several times in a row."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from phi4.engine import checks
from phi4.errors import InputError, shown

MAX_PATTERN_SIZE, MAX_COUNT = 1024, 1000


@dataclass(frozen=True, kw_only=True)
class RepetitionDetection:
    """Which repetition ends an answer; the fields are those of vLLM's RepetitionDetectionParams.

    max_pattern_size   longest pattern to look for, in tokens: 1 to 1,024
    min_pattern_size   shortest pattern to look for, even if it consists of shorter ones
    min_count          repetitions in a row that end the answer: 2 to 1,000

    Raises:
        InputError: a field has the wrong type or is out of range; the message names it.
    """

    max_pattern_size: int
    min_pattern_size: int = 1
    min_count: int = 2

    def __post_init__(self) -> None:
        max_pattern_size = checks.whole("max_pattern_size", self.max_pattern_size, 1, MAX_PATTERN_SIZE)
        object.__setattr__(self, "max_pattern_size", max_pattern_size)
        object.__setattr__(
            self, "min_pattern_size", checks.whole("min_pattern_size", self.min_pattern_size, 1, max_pattern_size)
        )
        object.__setattr__(self, "min_count", checks.whole("min_count", self.min_count, 2, MAX_COUNT))


def repetition_detection(value: Any) -> RepetitionDetection | None:
    """A RepetitionDetection from one, or from a JSON object of its fields; None and False turn it off.

    Raises:
        InputError: `value` is of another type, or a field is invalid.
    """
    if value is None or value is False:
        return None
    names = [each.name for each in fields(RepetitionDetection)]
    if isinstance(value, RepetitionDetection):
        value = asdict(value)
    if not isinstance(value, Mapping) or "max_pattern_size" not in value or not set(value) <= set(names):
        raise InputError(
            f"repetition_detection is {shown(value)}, and must be false or have max_pattern_size, and perhaps "
            "min_pattern_size and min_count"
        )
    try:
        return RepetitionDetection(**value)
    except InputError as error:
        raise InputError(f"repetition_detection: {error}") from None


class RepetitionDetector:
    """Follows the tokens of one answer, in time proportional to the longest pattern for each token."""

    def __init__(self, settings: RepetitionDetection) -> None:
        self._smallest, self._copies = settings.min_pattern_size, settings.min_count - 1
        self._last: deque[int] = deque(maxlen=settings.max_pattern_size)  # the newest first
        self._matches: dict[int, int] = {}  # by pattern size: how many last tokens equal the token `size` before

    def push(self, token_id: int) -> bool:
        """Add a token; whether the tokens now end in `min_count` copies of one pattern."""
        self._matches = {
            size: self._matches.get(size, 0) + 1
            for size, before in enumerate(self._last, 1)
            if before == token_id and size >= self._smallest
        }
        self._last.appendleft(token_id)
        return any(count >= size * self._copies for size, count in self._matches.items())
