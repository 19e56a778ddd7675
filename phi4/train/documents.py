"""Documents of token ids packed into rows. Shapes: B rows, T positions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Document:
    """Token ids, and for each how much its prediction counts in the loss."""

    ids: list[int]
    weights: list[float]


@dataclass(frozen=True)
class Batch:
    """Rows of packed documents, each array [B, T]; what predicts across a border or is filler has weight 0."""

    inputs: Tensor
    targets: Tensor
    weights: Tensor
    documents: Tensor


def packed(draw: Callable[[], Document], *, rows: int, length: int) -> Batch:
    """Fill `rows` of `length` positions with documents from `draw`, each in the fullest row that still has room.

    A document that fits nowhere ends the drawing; one that is longer than a row is an error of the caller.
    """
    width = length + 1
    filled: list[list[Document]] = [[] for _ in range(rows)]
    room = [width] * rows
    while True:
        document = draw()
        if len(document.ids) > width:
            raise ValueError(f"a document of {len(document.ids)} tokens does not fit a row of {length}")
        fitting = [row for row in range(rows) if room[row] >= len(document.ids)]
        if not fitting:
            break
        row = min(fitting, key=room.__getitem__)
        filled[row].append(document)
        room[row] -= len(document.ids)

    ids = torch.zeros(rows, width, dtype=torch.long)
    weights = torch.zeros(rows, width)
    numbers = torch.full((rows, width), -1, dtype=torch.long)
    for row, documents in enumerate(filled):
        start = 0
        for number, document in enumerate(documents):
            end = start + len(document.ids)
            ids[row, start:end] = torch.tensor(document.ids)
            weights[row, start:end] = torch.tensor([0.0, *document.weights[1:]])
            numbers[row, start:end] = number
            start = end
    return Batch(ids[:, :-1], ids[:, 1:], weights[:, 1:], numbers[:, :-1])
