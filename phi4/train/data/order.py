"""In which order the lines of finite sources are learned from: rows of whole epochs, known before anything is computed.

The order is a pure function of the seed and of the lines' sizes. Lines are drawn from each source by its weight, each
epoch of it in another order, and packed a window at a time, best fit; a window ends where the epoch does, so that every
line comes once in each. What a row holds depends neither on micro-batches nor on processes: these take rows by number.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phi4.train.data.measure import Measured, piece_sizes
from phi4.train.data.packing import best_fit
from phi4.train.data.sources import Finite

Piece = tuple[int, int, int]
"""A source, a line of it, and which piece of the line."""
_PARTS = 2**32


@dataclass(frozen=True)
class Order:
    """Rows of the lines of `sources`.

    weights     how many tokens of each source are drawn for those of another: their sizes, for epochs
    end         tokens after which there is nothing; None, endless
    """

    sources: Sequence[Finite]
    measured: Sequence[Measured]
    weights: Sequence[int]
    length: int
    window_rows: int
    seed: int | str
    end: int | None = None

    @classmethod
    def of_epochs(
        cls, sources: Sequence[Finite], measured: Sequence[Measured], epochs: float, *, length: int, window_rows: int,
        seed: int | str,
    ) -> Order:  # fmt: skip
        """Every line of every source `epochs` times; of a part of an epoch, so much of each source."""
        weights = [each.tokens for each in measured]
        return cls(sources, measured, weights, length, window_rows, seed, max(1, round(epochs * sum(weights))))

    @classmethod
    def of_shares(
        cls, sources: Sequence[Finite], measured: Sequence[Measured], shares: Sequence[float], *, length: int,
        window_rows: int, seed: int | str, end: int | None = None,
    ) -> Order:  # fmt: skip
        """Endless, or of `end` tokens, by shares of tokens."""
        total = sum(shares)
        return cls(sources, measured, [max(1, round(share / total * _PARTS)) for share in shares], length, window_rows,
                   seed, end)  # fmt: skip

    def windows(self) -> Iterator[tuple[list[list[Piece]], int]]:
        """The rows of one window after another, and the tokens that are drawn with it."""
        numbers, drawn = [0] * len(self.sources), [0] * len(self.sources)
        total, at = sum(self.weights), 0
        # The source that takes longest to go round: with the ends of its epochs, windows end.
        slowest = max(range(len(self.sources)), key=lambda each: self.measured[each].tokens / self.weights[each])
        once, weight = self.measured[slowest].tokens, self.weights[slowest]
        for window in itertools.count():
            if self.end is not None and at >= self.end:
                return
            epoch = at * weight // total // once + 1
            until = min(at + self.window_rows * (self.length + 1), -(-epoch * once * total // weight))
            until = until if self.end is None else min(until, self.end)
            pieces: list[Piece] = []
            sizes: list[int] = []
            for index, (source, found) in enumerate(zip(self.sources, self.measured, strict=True)):
                while drawn[index] < until * self.weights[index] // total:
                    line = source.line_of(numbers[index])
                    numbers[index] += 1
                    for piece, size in enumerate(piece_sizes(int(found.sizes[line]), self.length)):
                        pieces.append((index, line, piece))
                        sizes.append(size)
                        drawn[index] += size
            rows = [[pieces[place] for place in row] for row in best_fit(sizes, self.length + 1)]
            random.Random(f"{self.seed}/rows/{window}").shuffle(rows)
            at = until
            yield rows, at

    def count(self) -> int:
        """How many rows there are, which takes an `end`."""
        return sum(len(rows) for rows, _ in self.windows())

    def passes(self, rows: int) -> list[float]:
        """How often each source is passed through in `rows` rows."""
        at = 0
        for found, at in self.windows():  # noqa: B007
            rows -= len(found)
            if rows <= 0:
                break
        total = sum(self.weights)
        return [at * weight / total / found.tokens for weight, found in zip(self.weights, self.measured, strict=True)]


class Rows:
    """The rows of an order by number, of which those of the last `behind` are held."""

    def __init__(self, order: Order, behind: int) -> None:
        self._windows, self._behind = order.windows(), behind
        self._held: list[list[Piece]] = []
        self._first = 0

    def row(self, number: int) -> list[Piece]:
        """Row `number`, empty where there is none; numbers may go back by `behind`."""
        while number >= self._first + len(self._held):
            found = next(self._windows, None)
            if found is None:
                return []
            self._held += found[0]
            gone = max(0, min(number - self._behind - self._first, len(self._held)))
            del self._held[:gone]
            self._first += gone
        return self._held[number - self._first]


@dataclass(frozen=True)
class Interleaved:
    """How rows of files and rows of endless sources follow each other: after n of the first, n * endless // files of
    the second."""

    files: int
    endless: int = 0

    def before(self, row: int) -> int:
        """Rows of files among the first `row`."""
        count = row * self.files // (self.files + self.endless)
        while count + count * self.endless // self.files < row:
            count += 1
        while count and count - 1 + (count - 1) * self.endless // self.files >= row:
            count -= 1
        return count

    def total(self, files: int) -> int:
        """All rows, with these rows of files."""
        return files + files * self.endless // self.files


FILES_ALONE = Interleaved(1)
