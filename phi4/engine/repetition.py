"""Repetition that ends an answer: its last tokens are one pattern several times in a row."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from phi4.engine import checks
from phi4.errors import InputError

MAX_PATTERN_SIZE, MAX_COUNT = 1024, 1000


@dataclass(frozen=True, kw_only=True)
class RepetitionDetection:
    """Which repetition ends an answer, in the fields of vLLM's RepetitionDetectionParams.

    max_pattern_size   the longest pattern that is looked for, in tokens: 1 to 1,024
    min_pattern_size   the shortest, which counts too where it is itself made of shorter ones
    min_count          how many times in a row it has come when the answer ends: 2 to 1,000

    Raises:
        InputError: a field is of another kind or outside its range; the message names it.
    """

    max_pattern_size: int
    min_pattern_size: int = 1
    min_count: int = 2

    def __post_init__(self) -> None:
        largest = checks.whole("max_pattern_size", self.max_pattern_size, 1, MAX_PATTERN_SIZE)
        object.__setattr__(self, "max_pattern_size", largest)
        object.__setattr__(
            self, "min_pattern_size", checks.whole("min_pattern_size", self.min_pattern_size, 1, largest)
        )
        object.__setattr__(self, "min_count", checks.whole("min_count", self.min_count, 2, MAX_COUNT))


def repetition_detection(value: Any) -> RepetitionDetection | None:
    """A RepetitionDetection, or its fields by name as JSON gives them; None and False are none.

    Raises:
        InputError: `value` is something else, or a field cannot be used.
    """
    if value is None or value is False:
        return None
    names = [each.name for each in fields(RepetitionDetection)]
    if isinstance(value, RepetitionDetection):
        value = asdict(value)
    if not isinstance(value, Mapping) or "max_pattern_size" not in value or not set(value) <= set(names):
        raise InputError(
            f"repetition_detection is {checks.quoted(value)}, and must be false or have max_pattern_size, and perhaps "
            "min_pattern_size and min_count"
        )
    try:
        return RepetitionDetection(**value)
    except InputError as error:
        raise InputError(f"repetition_detection: {error}") from None


class RepetitionDetector:
    """Follows the tokens of one answer. A token takes time in proportion to the longest pattern."""

    def __init__(self, settings: RepetitionDetection) -> None:
        self._smallest, self._copies = settings.min_pattern_size, settings.min_count - 1
        self._last: deque[int] = deque(maxlen=settings.max_pattern_size)  # the newest first
        self._alike: dict[int, int] = {}  # by size: how many last tokens equal those so many places before them

    def push(self, token_id: int) -> bool:
        """Whether the tokens up to this one end in a pattern that has come `min_count` times in a row."""
        self._alike = {
            size: self._alike.get(size, 0) + 1
            for size, before in enumerate(self._last, 1)
            if before == token_id and size >= self._smallest
        }
        self._last.appendleft(token_id)
        return any(count >= size * self._copies for size, count in self._alike.items())
