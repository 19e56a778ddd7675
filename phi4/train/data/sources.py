"""Where documents come from. A source is a pure function of its seed and a number: `example(n)` is the n-th example of
an endless order, so that the position in the data is a few integers, and a resumed run sees what it would have seen.
"""

from __future__ import annotations

import hashlib
import mmap
import random
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from phi4.data.generators import generator_named
from phi4.errors import InputError
from phi4.train.data.encoding import Encoder
from phi4.train.data.jsonl import Unusable, mapped, record_of
from phi4.train.data.packing import Document, Example
from phi4.train.data.shards import ShardFolder

_ENDED_EARLY = 0.75
_SAMPLE = 2**16
_MAX_EMPTY_BYTES = 16
"""Bytes of a line that may hold nothing but blanks; longer ones are taken for broken."""


class Source(Protocol):
    """Examples in an endless order; a finite set is gone through again, in another order, each epoch.

    name            as in the mixture
    epoch           examples of one pass, or None for writers that never repeat
    fingerprint     what must be the same for a resumed run to see the same data
    """

    @property
    def name(self) -> str: ...

    @property
    def epoch(self) -> int | None: ...

    @property
    def fingerprint(self) -> str: ...

    def example(self, number: int) -> Example:
        """The example at `number`.

        Raises:
            Unusable: it cannot be learned from.
        """


@runtime_checkable
class Finite(Source, Protocol):
    """A source of `epoch` lines, which are counted from 0."""

    @property
    def epoch(self) -> int: ...

    def line_of(self, number: int) -> int:
        """The line that is the example at `number`."""

    def of_line(self, line: int) -> Example:
        """The example of a line.

        Raises:
            Unusable: it cannot be learned from.
        """

    def where(self, line: int) -> str:
        """A line's place for a message."""


class Procedural:
    """Documents of a registered generator (phi4.data.generators), written as they are needed.

    problems        the least and the greatest number of problems in one document
    answer_tokens   in chat form three of four documents end after this number of tokens of their last answer

    Raises:
        InputError: there is no such generator.
    """

    epoch = None

    def __init__(
        self, name: str, generator: str, encoder: Encoder, *, form: str, seed: int | str,
        problems: tuple[int, int] = (1, 1), answer_tokens: int | None = None,
    ) -> None:  # fmt: skip
        self.name, self.encoder, self.form, self.seed, self.problems = name, encoder, form, seed, problems
        self.write = generator_named(generator)
        self.answer_tokens = answer_tokens
        self.fingerprint = f"{name} {generator} {form} {seed} {problems} {answer_tokens}"

    def example(self, number: int) -> Example:
        rng = random.Random(f"{self.seed}/{seed_of(self.name)}/{number}")
        written = [each for _ in range(rng.randint(*self.problems)) for each in self.write(rng)]
        between = ("\n", "\n\n") if self.form == "text" else ("", "")
        messages = [
            message
            for each in written
            for message in (
                {"role": "user", "content": each.question + between[0]},
                {"role": "assistant", "content": each.solution + between[1]},
            )
        ]
        if self.form == "text":
            messages[-1]["content"] = written[-1].solution
            return (self.encoder.text(*messages),)
        document = self.encoder.chat(messages)
        if self.answer_tokens is None or rng.random() > _ENDED_EARLY:
            return (document,)
        answer = len(document.weights)
        while document.weights[answer - 1] != 1.0:
            answer -= 1
        while document.weights[answer - 1] == 1.0:
            answer -= 1
        end = answer + self.answer_tokens
        return (Document(document.ids[:end], document.weights[:end]),)


def seed_of(name: str) -> str:
    """What a source's name adds to the seed of its documents; the prefix keeps those that were drawn before."""
    return f"synth:{name}"


class JsonLines:
    """A .jsonl file of {"text"} or {"messages"}, which gzip may have compressed; the whole of it is an epoch.

    Only the places of its lines are held; empty ones are not counted.

    Raises:
        InputError: the file cannot be read, or has no lines.
    """

    def __init__(self, name: str, path: Path, encoder: Encoder, *, form: str, seed: int | str) -> None:
        self.name, self.path, self.encoder, self.form = name, path, encoder, form
        self.seed = f"{seed}/{name}"
        try:
            self._bytes = mapped(path)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise InputError(f"{path}: cannot be read as the source {name!r} ({error}); check the path") from None
        self.size = len(self._bytes)
        ends = np.flatnonzero(np.frombuffer(self._bytes, dtype=np.uint8) == ord("\n")) + 1
        if not len(ends) or ends[-1] < self.size:
            ends = np.append(ends, self.size)
        starts: npt.NDArray[np.int64] = np.concatenate(([0], ends[:-1]))
        short = np.flatnonzero(ends - starts <= _MAX_EMPTY_BYTES)
        empty = [line for line in short.tolist() if not self._bytes[starts[line] : ends[line]].strip()]
        kept = np.delete(np.arange(len(ends)), empty)
        self._starts, self._ends, self._numbers = starts[kept], ends[kept], kept + 1
        self.epoch = len(kept)
        if not self.epoch:
            raise InputError(f"{path}: has no lines but empty ones; check the file")
        self.fingerprint = f"{name} {form} {seed} {self.size} bytes {self.epoch} lines in rows {_sampled(self._bytes)}"

    def example(self, number: int) -> Example:
        return self.of_line(self.line_of(number))

    def line_of(self, number: int) -> int:
        return _shuffled(number, self.epoch, self.seed)

    def of_line(self, line: int) -> Example:
        return self.encoder.record(self.record(line), self.form)

    def where(self, line: int) -> str:
        return f"line {self._numbers[line]}"

    def record(self, line: int) -> dict[str, Any]:
        """The object of a line.

        Raises:
            Unusable: it is broken.
        """
        record = record_of(self._bytes[self._starts[line] : self._ends[line]])
        if record is None:
            raise Unusable("broken")
        return record


class Shards:
    """A folder of token shards (phi4.train.data.shards); all its documents are an epoch."""

    def __init__(self, name: str, folder: ShardFolder, *, seed: int | str) -> None:
        self.name, self.folder = name, folder
        self.seed = f"{seed}/{name}"
        self.epoch = folder.documents
        self.fingerprint = f"{name} {seed} {folder.documents} documents {folder.tokens} tokens {folder.digest}"

    def example(self, number: int) -> Example:
        return self.of_line(self.line_of(number))

    def line_of(self, number: int) -> int:
        return _shuffled(number, self.epoch, self.seed)

    def of_line(self, line: int) -> Example:
        ids = self.folder.document(line)
        return (Document(ids, np.ones(len(ids), dtype=np.float32)),)  # type: ignore[arg-type]

    def where(self, line: int) -> str:
        return f"document {line}"


def _sampled(content: mmap.mmap) -> str:
    """A checksum of the beginning, the middle and the end of a file."""
    found = hashlib.blake2b(digest_size=8)
    for start in (0, len(content) // 2, max(0, len(content) - _SAMPLE)):
        found.update(content[start : start + _SAMPLE])
    return found.hexdigest()


def _shuffled(number: int, size: int, seed: str) -> int:
    """The line at `number` of an endless order of `size` lines, shuffled anew in every epoch."""
    epoch, place = divmod(number, size)
    return permuted(place, size, f"{seed}/{epoch}")


def permuted(place: int, size: int, seed: str) -> int:
    """Where `place` goes in a shuffle of range(`size`): a pure function, with no table.

    A Feistel network of four rounds permutes the next even power of two; values beyond `size` are sent through again.
    """
    keys = _round_keys(seed)
    half = max(1, (max(1, (size - 1).bit_length()) + 1) // 2)
    mask = (1 << half) - 1
    while True:
        left, right = place >> half, place & mask
        for key in keys:
            mixed = (right * 0x9E3779B97F4A7C15 + key) & 0xFFFFFFFFFFFFFFFF
            mixed = ((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
            left, right = right, left ^ ((mixed >> 32) & mask)
        place = left << half | right
        if place < size:
            return place


@lru_cache(maxsize=64)
def _round_keys(seed: str) -> Sequence[int]:
    rng = random.Random(seed)
    return [rng.getrandbits(64) for _ in range(4)]
