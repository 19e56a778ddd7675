"""Speculative decoding: drafters propose the next tokens, and the model verifies them in one step.

A draft token is accepted if it is the token that the sampler takes at its position. The native engine's logits do not
depend on how tokens are divided into steps, and sampling uses the same random numbers in the same order, so an answer
has the same tokens with and without speculation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.engine.executor import Executor
from phi4.engine.sampling import Sampler

MAX_DRAFT_TOKENS = 4
NGRAM_SIZES = (3, 2)
MAX_BATCH_ROWS = 4
"""The largest batch that speculates: with more rows a step is compute-bound, and draft tokens cost time."""


class Drafter(Protocol):
    """Proposes draft tokens for one sequence."""

    def draft(self, ids: Sequence[int], sampler: Sampler, limit: int) -> list[int]:
        """At most `limit` tokens that may follow `ids`. `sampler` is not changed."""

    def record(self, drafted: int, accepted: int) -> None:
        """Take note that `accepted` of the last `drafted` tokens were accepted."""


class PromptLookup:
    """An n-gram drafter without a model: it finds the last earlier place of the newest tokens and copies what follows.

    After rejected drafts it asks for a longer match, so that text without repetition costs almost nothing.
    """

    def __init__(self) -> None:
        self._ends: dict[tuple[int, ...], int] = {}
        self._indexed = 0
        self._failures = 0

    def draft(self, ids: Sequence[int], sampler: Sampler, limit: int) -> list[int]:  # noqa: ARG002
        self._index(ids)
        sizes = NGRAM_SIZES if self._failures < 3 else NGRAM_SIZES[:1]
        if self._failures >= 8 and self._failures % 8:
            self._failures += 1
            return []
        for size in sizes:
            end = self._ends.get(tuple(ids[-size:])) if len(ids) > size else None
            if end is not None:
                period = len(ids) - end
                return [ids[end + i % period] for i in range(limit)]
        return []

    def record(self, drafted: int, accepted: int) -> None:
        if drafted:
            self._failures = 0 if accepted else self._failures + 1

    def _index(self, ids: Sequence[int]) -> None:
        """Index the end of every n-gram, without those that end at the last token."""
        for end in range(max(self._indexed, 1), len(ids)):
            for size in NGRAM_SIZES:
                if end >= size:
                    self._ends[tuple(ids[end - size : end])] = end
        self._indexed = max(self._indexed, len(ids))


class DraftModel:
    """A smaller model of the same vocabulary, which samples with a copy of the large model's sampler."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._state: Any = None
        self._cached: list[int] = []

    def draft(self, ids: Sequence[int], sampler: Sampler, limit: int) -> list[int]:
        room = self._executor.config.max_positions - len(ids)
        if room <= 0:
            return []
        sampler = sampler.copy()
        drafted: list[int] = []
        logits = self._next_logits(list(ids))
        for _ in range(min(limit, room)):
            token = sampler.sample(logits).token_id
            drafted.append(token)
            if len(drafted) < min(limit, room):
                logits = self._next_logits([*ids, *drafted])
        return drafted

    def record(self, drafted: int, accepted: int) -> None:
        """A draft model drafts regardless of how many tokens were accepted."""

    def _next_logits(self, ids: list[int]) -> npt.NDArray[np.float32]:
        executor = self._executor
        common = next((i for i, (a, b) in enumerate(zip(self._cached, ids, strict=False)) if a != b),
                      min(len(self._cached), len(ids)))  # fmt: skip
        common = min(common, len(ids) - 1)
        if self._state is None or common == 0:
            self._state, first = executor.prefill([ids])
            logits: npt.NDArray[np.float32] = first[0]
        else:
            executor.rewind(self._state, [common])
            logits = executor.extend(self._state, [ids[common:]])[0][-1]
        self._cached = ids
        return logits
