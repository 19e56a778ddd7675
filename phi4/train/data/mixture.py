"""A stream of packed batches from a weighted mixture of sources, whose place is a few integers.

The work of a step is cut into a fixed number of streams, one for each micro-batch, so that what a step holds depends
neither on the number of processes that share the streams out, nor on anything but the seed and the place.

Where the lines of files are known beforehand (phi4.train.data.order), streams take the rows of one order by turns.
Elsewhere stream m of M takes the examples m, m + M, m + 2M, ... of every source, and documents are packed a window at
a time, best fit, in an order of rows that is shuffled; all of a window is used, and it ends where a file's epoch does.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from phi4.errors import InputError
from phi4.train.data.jsonl import REASONS, Unusable
from phi4.train.data.measure import fitted
from phi4.train.data.order import FILES_ALONE, Interleaved, Order, Rows
from phi4.train.data.packing import Batch, Example, batch_of, best_fit, size_of
from phi4.train.data.sources import Source

UNUSABLE_LIMIT = 1000
"""So many examples in a row that cannot be used mean that the data is not what it is taken for."""
_MIN_ROWS = 8
"""The least number of a window, however short an epoch is: fewer are packed badly."""
_CUT_HELD = 32


@dataclass
class _Place:
    """Where a stream of examples is.

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
    def from_list(cls, values: Sequence[int]) -> _Place:
        window, taken, *rest = values
        half = len(rest) // 2
        return cls(window, taken, rest[:half], rest[half:])


@dataclass(frozen=True)
class Mixture:
    """Sources with their shares of the tokens, and how their documents become rows.

    length      positions of a row
    long        "cut" or "skip" what does not fit a row
    minimums    by source: shorter examples are passed over
    counted     sources whose unusable lines were counted beforehand
    order       the rows of those sources that are files, if they are known beforehand
    between     how those rows and rows of the other sources follow each other
    """

    sources: Sequence[Source]
    shares: Sequence[float]
    length: int
    long: str = "skip"
    minimums: Mapping[str, int] | None = None
    window_rows: int = 128
    seed: int = 0
    counted: frozenset[str] = frozenset()
    order: Order | None = None
    between: Interleaved = FILES_ALONE


class BatchStream(Protocol):
    """One micro-batch after another, by `next`; setting `place` goes there.

    number      of the stream, from 0
    skipped     examples that could not be used, by source, since this stream was made, but for those that were counted
                beforehand
    """

    number: int
    skipped: dict[str, int]

    @property
    def place(self) -> list[int]: ...

    @place.setter
    def place(self, place: Sequence[int]) -> None: ...

    def next(self) -> Batch: ...


def streams_of(
    mixture: Mixture, *, rows: int, numbers: Sequence[int], streams: int, channels: Sequence[str] = ()
) -> list[BatchStream]:
    """The streams `numbers`, of `streams`, of micro-batches of `rows`."""
    if mixture.order is None:
        return [Stream(mixture, rows=rows, number=each, streams=streams, channels=channels) for each in numbers]
    given = Rows(mixture.order, behind=rows * streams)
    return [OrderedStream(mixture, given, rows=rows, number=each, streams=streams, channels=channels)
            for each in numbers]  # fmt: skip


class OrderedStream:
    """The rows of an order, of which every stream takes `rows` by turns, with rows of the sources that have no end.

    Behind the end of the order rows are empty.
    """

    def __init__(
        self, mixture: Mixture, given: Rows, *, rows: int, number: int, streams: int, channels: Sequence[str]
    ) -> None:
        assert mixture.order is not None
        self.mixture, self.given, self.rows, self.number, self.streams = mixture, given, rows, number, streams
        self.channels, self._sources = tuple(channels), mixture.order.sources
        self._taken = 0
        self._cut: dict[tuple[int, int], list[Example]] = {}
        endless = [
            (source, share) for source, share in zip(mixture.sources, mixture.shares, strict=True)
            if source not in self._sources
        ]  # fmt: skip
        self._endless = None
        if endless and mixture.between.endless:
            others = replace(mixture, sources=[each for each, _ in endless], shares=[each for _, each in endless])
            self._endless = Stream(others, rows=rows, number=number, streams=streams, channels=channels)
        self.skipped = {} if self._endless is None else self._endless.skipped

    @property
    def place(self) -> list[int]:
        return [self._taken, *(self._endless.place if self._endless else ())]

    @place.setter
    def place(self, place: Sequence[int]) -> None:
        self._taken = place[0]
        if self._endless is not None:
            self._endless.place = list(place[1:])

    def next(self) -> Batch:
        first = (self._taken * self.streams + self.number) * self.rows
        self._taken += 1
        between = self.mixture.between
        rows: list[list[Example]] = []
        for row in range(first, first + self.rows):
            number = between.before(row)
            if between.before(row + 1) > number:
                rows.append([self._piece(*each) for each in self.given.row(number)])
            elif self._endless is not None:
                rows += self._endless.take(1)
        return batch_of(rows, self.mixture.length, self.channels)

    def _piece(self, source: int, line: int, piece: int) -> Example:
        if (source, line) not in self._cut:
            if len(self._cut) >= _CUT_HELD:
                self._cut.clear()
            try:
                example = self._sources[source].of_line(line)
                self._cut[source, line] = fitted(example, self.mixture.length, self.mixture.long)
            except Unusable as error:
                raise InputError(
                    f"the source {self._sources[source].name!r} was changed while it was read "
                    f"({self._sources[source].where(line)}: {error}); run again"
                ) from None
        return self._cut[source, line][piece]


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
        self.place = [0] * (2 + 2 * len(mixture.sources))

    @property
    def place(self) -> list[int]:
        """Where the next micro-batch begins."""
        return _Place(self._window, self._taken, self._numbers, self._tokens).to_list()

    @place.setter
    def place(self, values: Sequence[int]) -> None:
        place = _Place.from_list(values)
        self._window, self._taken = place.window, place.taken
        self._numbers, self._tokens = list(place.numbers), list(place.tokens)
        self._rows: list[list[Example]] | None = None

    def next(self) -> Batch:
        """The next micro-batch; its rows may come from two windows."""
        return batch_of(self.take(self.rows), self.mixture.length, self.channels)

    def take(self, count: int) -> list[list[Example]]:
        """The next `count` rows."""
        rows: list[list[Example]] = []
        while len(rows) < count:
            if self._rows is None:
                self._rows, self._numbers_after, self._tokens_after = self._packed_window()
            taken = self._rows[self._taken : self._taken + count - len(rows)]
            rows += taken
            self._taken += len(taken)
            if self._taken == len(self._rows):
                self._window, self._taken = self._window + 1, 0
                self._numbers, self._tokens = self._numbers_after, self._tokens_after
                self._rows = None
        return rows

    def _packed_window(self) -> tuple[list[list[Example]], list[int], list[int]]:
        """The window in hand as rows, and the places of the sources after it."""
        width = self.mixture.length + 1
        skipped_before = dict(self.skipped)
        numbers, tokens = list(self._numbers), list(self._tokens)
        drawn: list[Example] = []
        held = 0
        epochs = self._epochs(numbers)
        while held < self.mixture.window_rows * width:
            if held >= _MIN_ROWS * width and self._epochs(numbers) != epochs:
                break
            for example in self._drawn(numbers, tokens):
                drawn.append(example)
                held += size_of(example)
        if self._taken:  # drawn again, to continue within it: what it skips was counted when it was begun
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
        found = ""
        for _ in range(UNUSABLE_LIMIT):
            number = numbers[index] * self.streams + self.number
            numbers[index] += 1
            try:
                pieces = fitted(source.example(number), self.mixture.length, self.mixture.long)
            except Unusable as error:
                if error.reason == "rejected":
                    raise InputError(
                        f"the source {source.name!r} holds preference pairs, whose rejected answers would be learned "
                        "too; use the file in a stage 'dpo'"
                    ) from None
                found = found or str(error)
                self.skipped[source.name] += source.name not in self.mixture.counted
                continue
            if sum(map(size_of, pieces)) >= minimum:
                tokens[index] += sum(map(size_of, pieces))
                return pieces
        found = found or f"{REASONS['short']} (min_tokens is {minimum})"
        raise InputError(
            f"the source {source.name!r} gave {UNUSABLE_LIMIT} examples in a row that cannot be used, the first as "
            f"it is {found}; look at its data and at [data] sequence_length"
        )

    def _epochs(self, numbers: Sequence[int]) -> list[int]:
        """The epoch of each source that has an end."""
        return [
            (number * self.streams + self.number) // source.epoch
            for source, number in zip(self.mixture.sources, numbers, strict=True)
            if source.epoch
        ]
