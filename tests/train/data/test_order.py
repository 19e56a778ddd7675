"""An epoch is an epoch: every usable line once, whatever the number of lines, micro-batches and epochs."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phi4.train.data.jsonl import Unusable
from phi4.train.data.measure import measured
from phi4.train.data.mixture import BatchStream, Mixture, streams_of
from phi4.train.data.order import Interleaved, Order
from phi4.train.data.packing import Document, Example
from phi4.train.data.sources import permuted
from phi4.train.distributed.ranks import Ranks

LENGTH = 31


class File:
    """Lines of given sizes; a line's tokens say the file and the line. A size of 0 is a line that cannot be used."""

    def __init__(self, number: int, sizes: Sequence[int]) -> None:
        self.number, self.sizes = number, sizes
        self.name = self.fingerprint = f"file {number}"
        self.epoch = len(sizes)

    def example(self, number: int) -> Example:
        return self.of_line(self.line_of(number))

    def line_of(self, number: int) -> int:
        return permuted(number % self.epoch, self.epoch, f"{self.name}/{number // self.epoch}")

    def of_line(self, line: int) -> Example:
        if not self.sizes[line]:
            raise Unusable("broken")
        return (Document([self.number * 1000 + line] * self.sizes[line], [1.0] * self.sizes[line]),)

    def where(self, line: int) -> str:
        return f"line {line + 1}"


class Endless:
    name, epoch, fingerprint = "endless", None, "endless"

    def example(self, _: int) -> Example:
        return (Document([99_999] * 10, [1.0] * 10),)


def ordered(files: list[File], epochs: float, *, long: str = "skip") -> Mixture:
    found = [measured(each, length=LENGTH, long=long, minimum=0, ranks=Ranks()) for each in files]
    order = Order.of_epochs(files, found, epochs, length=LENGTH, window_rows=4, seed=0)
    return Mixture(files, [1.0] * len(files), length=LENGTH, long=long, window_rows=4, order=order)


def drawn(streams: list[BatchStream], steps: int) -> Counter[int]:
    """How often each document's own token was taken."""
    found: Counter[int] = Counter()
    for _ in range(steps):
        for stream in streams:
            batch = stream.next()
            for row in range(len(batch.inputs)):
                for document in batch.documents[row].unique().tolist():
                    if document >= 0:
                        found[int(batch.inputs[row][batch.documents[row] == document][0])] += 1
    return found


sizes_of_lines = st.lists(st.one_of(st.just(0), st.integers(2, LENGTH + 1)), min_size=1, max_size=60).filter(any)


@settings(deadline=None, max_examples=60)
@given(files=st.lists(sizes_of_lines, min_size=1, max_size=3), epochs=st.integers(1, 3), streams=st.integers(1, 5),
       rows=st.integers(1, 4))  # fmt: skip
def test_every_usable_line_comes_once_an_epoch(files: list[list[int]], epochs: int, streams: int, rows: int) -> None:
    sources = [File(number, sizes) for number, sizes in enumerate(files)]
    mixture = ordered(sources, epochs)
    assert mixture.order is not None
    steps = -(-mixture.order.count() // (streams * rows))
    taken = drawn(streams_of(mixture, rows=rows, numbers=range(streams), streams=streams), steps)
    usable = {each.number * 1000 + line for each in sources for line, size in enumerate(each.sizes) if size}
    assert taken == dict.fromkeys(usable, epochs)


def test_a_step_is_the_same_for_any_number_of_processes_and_goes_on_from_its_place() -> None:
    mixture = ordered([File(0, [5, 9, 30, 12, 7, 3] * 9)], 3)
    alone = streams_of(mixture, rows=2, numbers=range(4), streams=4)
    apart = [streams_of(mixture, rows=2, numbers=range(number, 4, 2), streams=4) for number in range(2)]
    for step in range(5):
        expected = [stream.next() for stream in alone]
        got = {stream.number: stream.next() for streams in apart for stream in streams}
        assert all(got[number].inputs.equal(batch.inputs) for number, batch in enumerate(expected)), step
        places = [stream.place for stream in alone]
        alone = streams_of(mixture, rows=2, numbers=range(4), streams=4)
        for stream, place in zip(alone, places, strict=True):
            stream.place = place


@pytest.mark.parametrize("size", [33, 62, 63, 64, 200])
def test_long_documents_come_once_in_pieces(size: int) -> None:
    mixture = ordered([File(0, [size, 5])], 1, long="cut")
    assert mixture.order is not None
    (stream,) = streams_of(mixture, rows=1, numbers=[0], streams=1)
    batches = [stream.next() for _ in range(mixture.order.count())]
    assert sum(int(batch.weights.sum()) for batch in batches) == size - 1 + 4
    assert mixture.order.measured[0].tokens == size + 5 + (size - 2) // LENGTH


@given(files=st.integers(1, 40), endless=st.integers(0, 80), more=st.integers(0, 50))
def test_rows_of_files_and_of_endless_sources_follow_each_other(files: int, endless: int, more: int) -> None:
    between = Interleaved(files, endless)
    count = files + more
    total = between.total(count)
    before = [between.before(row) for row in range(total + 1)]
    assert before[0] == 0
    assert all(0 <= later - earlier <= 1 for earlier, later in itertools.pairwise(before))
    assert before[-1] == count


def test_endless_sources_stand_beside_whole_epochs() -> None:
    from dataclasses import replace

    file = File(0, [10] * 50)
    plain = ordered([file], 2)
    assert plain.order is not None
    between = Interleaved(plain.order.count() // 2, 17)
    mixture = replace(plain, sources=[file, Endless()], shares=[1.0, 1.0], between=between)
    steps = -(-between.total(plain.order.count()) // 4)
    taken = drawn(streams_of(mixture, rows=2, numbers=range(2), streams=2), steps)
    assert taken.pop(99_999) > 80
    assert taken == dict.fromkeys(range(50), 2)


def test_shares_of_files_are_kept_and_no_line_comes_much_more_often_than_another() -> None:
    files = [File(0, [10] * 40), File(1, [8] * 7)]
    found = [measured(each, length=LENGTH, long="skip", minimum=0, ranks=Ranks()) for each in files]
    order = Order.of_shares(files, found, [3.0, 1.0], length=LENGTH, window_rows=8, seed=0)
    mixture = Mixture(files, [3.0, 1.0], length=LENGTH, window_rows=8, order=order)
    taken = drawn(streams_of(mixture, rows=2, numbers=[0, 1], streams=2), 60)
    first, second = ({key: count for key, count in taken.items() if key // 1000 == each} for each in (0, 1))
    share = 10 * sum(first.values()) / (10 * sum(first.values()) + 8 * sum(second.values()))
    assert share == pytest.approx(0.75, abs=0.03)
    assert len(first) == 40
    assert max(first.values()) - min(first.values()) <= 1
