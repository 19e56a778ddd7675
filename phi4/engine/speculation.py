"""Guesses of the next tokens, which the model checks in one step.

A guess stands if it is the token that the sampler draws there. Since the native engine's logits do not depend on how
tokens are divided into steps, and the draws use the same random numbers in the same order, an answer is token for token
what it would be without guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.engine.executor import Executor
from phi4.engine.sampling import Sampler

MOST_GUESSES = 4
GRAM_SIZES = (3, 2)
LARGEST_BATCH = 4
"""Rows up to which guesses help: with more of them, the step is bound by arithmetic and not by memory."""


class Guesser(Protocol):
    """Proposes what may follow one sequence."""

    def guess(self, ids: Sequence[int], sampler: Sampler, most: int) -> list[int]:
        """At most `most` tokens that may follow `ids`; `sampler` is left as it is."""

    def accepted(self, guessed: int, stood: int) -> None:
        """Of the last `guessed` tokens `stood` were drawn."""


class PromptLookup:
    """What followed the last few tokens when they last occurred; no model is needed.

    After guesses that failed it waits for longer matches, so that text that never repeats costs nearly nothing.
    """

    def __init__(self) -> None:
        self._places: dict[tuple[int, ...], int] = {}
        self._read = 0
        self._failures = 0

    def guess(self, ids: Sequence[int], sampler: Sampler, most: int) -> list[int]:  # noqa: ARG002
        self._index(ids)
        sizes = GRAM_SIZES if self._failures < 3 else GRAM_SIZES[:1]
        if self._failures >= 8 and self._failures % 8:
            self._failures += 1
            return []
        for size in sizes:
            place = self._places.get(tuple(ids[-size:])) if len(ids) > size else None
            if place is not None:
                period = len(ids) - place
                return [ids[place + i % period] for i in range(most)]
        return []

    def accepted(self, guessed: int, stood: int) -> None:
        if guessed:
            self._failures = 0 if stood else self._failures + 1

    def _index(self, ids: Sequence[int]) -> None:
        """Note the end of each short run of tokens but those that end at the last token."""
        for end in range(max(self._read, 1), len(ids)):
            for size in GRAM_SIZES:
                if end >= size:
                    self._places[tuple(ids[end - size : end])] = end
        self._read = max(self._read, len(ids))


class DraftModel:
    """A smaller model of the same vocabulary, which draws as the large one will: with a copy of its sampler."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._state: Any = None
        self._held: list[int] = []

    def guess(self, ids: Sequence[int], sampler: Sampler, most: int) -> list[int]:
        room = self._executor.config.max_positions - len(ids)
        if room <= 0:
            return []
        sampler = sampler.copy()
        guesses: list[int] = []
        logits = self._scores(list(ids))
        for _ in range(min(most, room)):
            token = sampler.draw(logits).token_id
            guesses.append(token)
            if len(guesses) < min(most, room):
                logits = self._scores([*ids, *guesses])
        return guesses

    def accepted(self, guessed: int, stood: int) -> None:
        """A draft model goes on guessing, whatever came of it."""

    def _scores(self, ids: list[int]) -> npt.NDArray[np.float32]:
        executor = self._executor
        common = next((i for i, (a, b) in enumerate(zip(self._held, ids, strict=False)) if a != b),
                      min(len(self._held), len(ids)))  # fmt: skip
        common = min(common, len(ids) - 1)
        if self._state is None or common == 0:
            self._state, logits = executor.prefill([ids])
            scores: npt.NDArray[np.float32] = logits[0]
        else:
            executor.rewind(self._state, [common])
            scores = executor.extend(self._state, [ids[common:]])[0][-1]
        self._held = ids
        return scores
