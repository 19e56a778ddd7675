"""Documents of token ids packed into rows. Shapes: B rows, T positions.

An example is what must lie together: one document, or several, such as a chosen and a rejected answer. It goes into one
row whole; its documents do not see each other.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True)
class Document:
    """Token ids, and for each how much its prediction counts in the loss; the first token is never predicted.

    channels    more numbers a token, by name, for objectives that need them; they are packed like the weights
    """

    ids: Sequence[int]
    weights: Sequence[float]
    channels: Mapping[str, Sequence[float]] = field(default_factory=dict)


Example = tuple[Document, ...]


@dataclass(frozen=True)
class Batch:
    """Rows of packed documents, each array [B, T].

    inputs      int64 token ids, 0 where there is padding
    targets     int64: the token that follows
    weights     float32: how much its prediction counts; 0 across a border and for padding
    documents   int64: the number of the document in its row, -1 for padding
    channels    float32, aligned with the targets
    """

    inputs: Tensor
    targets: Tensor
    weights: Tensor
    documents: Tensor
    channels: Mapping[str, Tensor] = field(default_factory=dict)

    @property
    def tokens(self) -> int:
        """Positions that hold a document's token."""
        return int((self.documents >= 0).sum())

    def to(self, device: torch.device) -> Batch:
        def moved(tensor: Tensor) -> Tensor:
            return tensor.to(device, non_blocking=True)

        return Batch(
            moved(self.inputs),
            moved(self.targets),
            moved(self.weights),
            moved(self.documents),
            {name: moved(each) for name, each in self.channels.items()},
        )


def size_of(example: Example) -> int:
    return sum(len(document.ids) for document in example)


def best_fit(sizes: Sequence[int], width: int) -> list[list[int]]:
    """Indices of `sizes` grouped into rows of at most `width`, longest first, each in the fullest row with room.

    Raises:
        ValueError: a size is larger than `width`.
    """
    rows: list[list[int]] = []
    rooms: list[tuple[int, int]] = []  # (room left, row), sorted
    for index in sorted(range(len(sizes)), key=lambda each: (-sizes[each], each)):
        size = sizes[index]
        if size > width:
            raise ValueError(f"an example of {size} tokens does not fit a row of {width}")
        place = bisect.bisect_left(rooms, (size, -1))
        if place == len(rooms):
            rows.append([index])
            bisect.insort(rooms, (width - size, len(rows) - 1))
        else:
            room, row = rooms.pop(place)
            rows[row].append(index)
            bisect.insort(rooms, (room - size, row))
    return rows


def batch_of(rows: Sequence[Sequence[Example]], length: int, channels: Sequence[str] = ()) -> Batch:
    """Lay examples, already grouped into rows, out in rows of `length` positions.

    A row holds up to `length` + 1 tokens, since the last one is only predicted.
    """
    width = length + 1
    ids = np.zeros((len(rows), width), dtype=np.int64)
    weights = np.zeros((len(rows), width), dtype=np.float32)
    numbers = np.full((len(rows), width), -1, dtype=np.int64)
    more = {name: np.zeros((len(rows), width), dtype=np.float32) for name in channels}
    for row, examples in enumerate(rows):
        start = 0
        documents = (document for example in examples for document in example)
        for number, document in enumerate(documents):
            end = start + len(document.ids)
            ids[row, start:end] = document.ids
            weights[row, start:end] = document.weights
            weights[row, start] = 0.0
            numbers[row, start:end] = number
            for name, array in more.items():
                array[row, start:end] = document.channels[name]
            start = end
    tensor = torch.from_numpy
    return Batch(
        inputs=tensor(ids[:, :-1].copy()),
        targets=tensor(ids[:, 1:].copy()),
        weights=tensor(weights[:, 1:].copy()),
        documents=tensor(numbers[:, :-1].copy()),
        channels={name: tensor(array[:, 1:].copy()) for name, array in more.items()},
    )
