"""What the lines of a finite source come to, read before the work begins: sizes, and why some are left out."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from phi4.errors import InputError
from phi4.train.data.jsonl import FORMS, REASONS, Unusable
from phi4.train.data.packing import Document, Example, size_of
from phi4.train.data.shards import ShardFolder
from phi4.train.data.sources import Finite, JsonLines, Shards
from phi4.train.distributed.ranks import Ranks
from phi4.train.objectives.dpo import Preferences

SMALL_BYTES, SMALL_DOCUMENTS = 2**26, 2**18
"""Bytes of lines, and documents of shards, up to which a source is read at the start of any run."""
_REASONS = tuple(REASONS)


@dataclass(frozen=True)
class Skipped:
    """Lines that are left out for one reason, and what the first of them is."""

    reason: str
    count: int
    first: str


@dataclass(frozen=True)
class Measured:
    """What a finite source holds.

    sizes       int64 [lines]: tokens of each usable line, and 0 of the others
    tokens      of one pass; where a long document is cut, the token at which a piece begins counts twice
    """

    name: str
    sizes: npt.NDArray[np.int64]
    tokens: int
    skipped: Sequence[Skipped]

    @property
    def usable(self) -> int:
        return int((self.sizes > 0).sum())

    def __str__(self) -> str:
        lines = len(self.sizes)
        left_out = "".join(f"; {each.count:,} {REASONS[each.reason]} ({each.first})" for each in self.skipped)
        return f"{self.name}: {lines:,} lines, {self.usable:,} usable, {self.tokens:,} tokens{left_out}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "lines": len(self.sizes), "usable": self.usable, "tokens": self.tokens,
            "skipped": {each.reason: {"lines": each.count, "first": each.first} for each in self.skipped},
        }  # fmt: skip


def is_small(source: Finite) -> bool:
    """Whether reading the whole of a source takes little beside a run."""
    if isinstance(source, (JsonLines, Preferences)):
        return source.size <= SMALL_BYTES
    return source.epoch <= SMALL_DOCUMENTS


def measured(source: Finite, *, length: int, long: str, minimum: int, ranks: Ranks) -> Measured:
    """Read all of `source`, each rank its part of the lines.

    Raises:
        InputError: no line can be used, or the file holds preference pairs where conversations are learned.
    """
    found = torch.zeros(source.epoch, dtype=torch.int64)
    if isinstance(source, Shards):
        found += torch.from_numpy(_of_lengths(source.folder, length=length, long=long, minimum=minimum))
    else:
        for line in range(ranks.number, source.epoch, ranks.size):
            try:
                found[line] = size_of(_usable(source.of_line(line), length=length, long=long, minimum=minimum))
            except Unusable as error:
                found[line] = -1 - _REASONS.index(error.reason)
        found = ranks.sum(found.to(ranks.device)).cpu()
    codes = found.numpy()
    skipped = [
        Skipped(reason, len(lines), _first(source, int(lines[0]), length=length, long=long, minimum=minimum))
        for code, reason in enumerate(_REASONS)
        if len(lines := np.flatnonzero(codes == -1 - code))
    ]
    path = getattr(source, "path", None) or source.name
    for each in skipped:
        if each.reason == "rejected":
            raise InputError(
                f"{path}: holds preference pairs ({each.first}), whose rejected answers would be learned too; use the "
                "file in a stage 'dpo', or give the chosen answers alone as conversations"
            )
    sizes = np.maximum(codes, 0)
    if not sizes.any():
        most = max(skipped, key=lambda each: each.count)
        form = '{"prompt_ids", "chosen_ids", "rejected_ids"}' if isinstance(source, Preferences) else FORMS
        raise InputError(
            f"{path}: holds nothing that can be used: {most.count:,} of {source.epoch:,} lines are "
            f"{REASONS[most.reason]} ({most.first}); the lines that are read are {form}"
        )
    pieces = (sizes - 2) // length if long == "cut" else np.zeros_like(sizes)
    return Measured(source.name, sizes, int(sizes.sum() + np.maximum(pieces, 0).sum()), skipped)


def fitted(example: Example, length: int, long: str) -> list[Example]:
    """An example as it goes into rows: whole, or a single document cut where that is asked for.

    Raises:
        Unusable: it is longer than a row, or of one token, which nothing predicts.
    """
    width, size = length + 1, size_of(example)
    if size < 2:
        raise Unusable("short", "one token")
    if size <= width:
        return [example]
    if long == "skip" or len(example) > 1:
        raise Unusable("long", f"{size:,} tokens, and a row has {length:,}")
    document = example[0]
    # Each piece begins with the last token of the one before, so that every token is predicted once.
    return [
        (Document(document.ids[start : start + width], document.weights[start : start + width]),)
        for start in range(0, len(document.ids) - 1, length)
    ]


def piece_sizes(size: int, length: int) -> list[int]:
    """The sizes of the pieces that `fitted` cuts an example of `size` tokens into."""
    return [min(length + 1, size - start) for start in range(0, size - 1, length)]


def _usable(example: Example, *, length: int, long: str, minimum: int) -> Example:
    """`example`, if it is learned from; raises Unusable."""
    if (size := size_of(example)) < minimum:
        raise Unusable("short", f"{size} tokens, and min_tokens is {minimum}")
    fitted(example, length, long)
    return example


def _of_lengths(folder: ShardFolder, *, length: int, long: str, minimum: int) -> npt.NDArray[np.int64]:
    sizes = folder.lengths()
    sizes[sizes < max(2, minimum)] = -1 - _REASONS.index("short")
    if long == "skip":
        sizes[sizes > length + 1] = -1 - _REASONS.index("long")
    return sizes


def _first(source: Finite, line: int, *, length: int, long: str, minimum: int) -> str:
    """What the first line of a kind is, which one rank alone has read."""
    where, detail = source.where(line), ""
    with contextlib.suppress(InputError):
        try:
            _usable(source.of_line(line), length=length, long=long, minimum=minimum)
        except Unusable as error:
            detail = error.detail
    return f"{where}: {detail}" if detail else where
