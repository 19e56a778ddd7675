"""A stream of packed batches from a weighted mixture of sources, whose place is a few integers.

The work of a step is cut into a fixed number of streams, one for each micro-batch, and stream m of M takes the examples
m, m + M, m + 2M, ... of every source. So what a step holds depends neither on the number of processes that share the
streams out, nor on anything but the seed and the place.

Documents are packed a window at a time, best fit, in an order of rows that is shuffled; all of a window is used.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phi4.errors import InputError
from phi4.train.packing import Batch, Document, Example, batch_of, best_fit, size_of
from phi4.train.sources import Source

UNUSABLE_LIMIT = 1000
"""So many examples in a row that cannot be used mean that the data is not what it is taken for."""


@dataclass
class Place:
    """Where a stream is.

    window          windows that were begun before the one in hand
    taken           rows that were given out of the window in hand
    numbers         for each source, its next example at the beginning of the window in hand
    tokens          for each source, tokens drawn before the window in hand
    """

    window: int
    taken: int
    numbers: list[int]
    tokens: list[int]

    def to_list(self) -> list[int]:
        return [self.window, self.taken, *self.numbers, *self.tokens]

    @classmethod
    def from_list(cls, values: Sequence[int]) -> Place:
        window, taken, *rest = values
        half = len(rest) // 2
        return cls(window, taken, rest[:half], rest[half:])


@dataclass(frozen=True)
class Mixture:
    """Sources with their shares of the tokens, and how their documents become rows.

    length      positions of a row
    long        "cut" or "skip" what does not fit a row
    minimums    by source: shorter examples are passed over
    """

    sources: Sequence[Source]
    shares: Sequence[float]
    length: int
    long: str = "skip"
    minimums: Mapping[str, int] | None = None
    window_rows: int = 128
    seed: int = 0


class Stream:
    """One micro-batch of `rows` after another, by `next`; setting `place` goes there.

    skipped     examples that could not be used, by source, since this stream was made
    """

    def __init__(self, mixture: Mixture, *, rows: int, number: int, streams: int, channels: Sequence[str] = ()) -> None:
        self.mixture, self.rows, self.number, self.streams = mixture, rows, number, streams
        self.channels = tuple(channels)
        total = sum(mixture.shares)
        self._shares = [share / total for share in mixture.shares]
        self.skipped = dict.fromkeys((source.name for source in mixture.sources), 0)
        self.place = Place(0, 0, [0] * len(mixture.sources), [0] * len(mixture.sources))

    @property
    def place(self) -> Place:
        """Where the next micro-batch begins."""
        return Place(self._window, self._taken, list(self._numbers), list(self._tokens))

    @place.setter
    def place(self, place: Place) -> None:
        self._window, self._taken = place.window, place.taken
        self._numbers, self._tokens = list(place.numbers), list(place.tokens)
        self._rows: list[list[Example]] | None = None

    def next(self) -> Batch:
        """The next micro-batch; its rows may come from two windows."""
        rows: list[list[Example]] = []
        while len(rows) < self.rows:
            if self._rows is None:
                self._rows, self._numbers_after, self._tokens_after = self._packed_window()
            taken = self._rows[self._taken : self._taken + self.rows - len(rows)]
            rows += taken
            self._taken += len(taken)
            if self._taken == len(self._rows):
                self._window, self._taken = self._window + 1, 0
                self._numbers, self._tokens = self._numbers_after, self._tokens_after
                self._rows = None
        return batch_of(rows, self.mixture.length, self.channels)

    def _packed_window(self) -> tuple[list[list[Example]], list[int], list[int]]:
        """The window in hand as rows, and the places of the sources after it."""
        width = self.mixture.length + 1
        skipped_before = dict(self.skipped)
        numbers, tokens = list(self._numbers), list(self._tokens)
        drawn: list[Example] = []
        held = 0
        while held < self.mixture.window_rows * width:
            for example in self._drawn(numbers, tokens):
                drawn.append(example)
                held += size_of(example)
        if self._taken:  # drawn again, to go on within it: what it skips was counted when it was begun
            self.skipped = skipped_before
        packed = [[drawn[index] for index in row] for row in best_fit([size_of(each) for each in drawn], width)]
        random.Random(f"{self.mixture.seed}/rows/{self.number}/{self._window}").shuffle(packed)
        return packed, numbers, tokens

    def _drawn(self, numbers: list[int], tokens: list[int]) -> list[Example]:
        """An example of the source that is furthest behind its share, cut to fit where that is asked for."""
        total = sum(tokens)
        behind = [share * (total + 1) - had for share, had in zip(self._shares, tokens, strict=True)]
        index = max(range(len(behind)), key=behind.__getitem__)
        source = self.mixture.sources[index]
        minimum = (self.mixture.minimums or {}).get(source.name, 0)
        for _ in range(UNUSABLE_LIMIT):
            example = source.example(numbers[index] * self.streams + self.number)
            numbers[index] += 1
            pieces = [] if example is None else self._fitted(example)
            if pieces and sum(map(size_of, pieces)) >= minimum:
                tokens[index] += sum(map(size_of, pieces))
                return pieces
            if not pieces:
                self.skipped[source.name] += 1
        raise InputError(
            f"the source {source.name!r} gave {UNUSABLE_LIMIT} examples in a row that are broken, shorter than "
            f"min_tokens ({minimum}) or longer than a row of {self.mixture.length} tokens; check its lengths"
        )

    def _fitted(self, example: Example) -> list[Example]:
        width = self.mixture.length + 1
        if size_of(example) <= width:
            return [example] if size_of(example) > 1 else []
        if self.mixture.long == "skip" or len(example) > 1:
            return []
        document = example[0]
        # Each piece begins with the last token of the one before, so that every token is predicted once.
        return [
            (Document(document.ids[start : start + width], document.weights[start : start + width]),)
            for start in range(0, len(document.ids) - 1, self.mixture.length)
        ]
