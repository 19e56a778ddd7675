"""Keys and values of the tokens already seen. Shapes: B batch, K kv_heads, S tokens so far, E head_dim."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from phi4.config import ModelConfig


class KVCache:
    """One pair of tensors a layer, [B, K, capacity, E], grown by doubling; all rows have the same `length`."""

    def __init__(self, config: ModelConfig, batch: int, *, dtype: torch.dtype, device: torch.device) -> None:
        self.length = 0
        empty = torch.empty(batch, config.kv_heads, 0, config.head_dim, dtype=dtype, device=device)
        self._layers = [(empty, empty) for _ in range(config.layers)]

    def extend(self, layer: int, k_BKTE: Tensor, v_BKTE: Tensor) -> tuple[Tensor, Tensor]:
        """Append T tokens to `layer` and return all its keys and values, [B, K, length + T, E].

        `length` moves by `advance` once every layer has been extended.
        """
        end = self.length + k_BKTE.shape[2]
        keys, values = self._layers[layer]
        if end > keys.shape[2]:
            keys, values = (self._grown(each, end) for each in (keys, values))
            self._layers[layer] = keys, values
        keys[:, :, self.length : end] = k_BKTE
        values[:, :, self.length : end] = v_BKTE
        return keys[:, :, :end], values[:, :, :end]

    def advance(self, tokens: int) -> None:
        self.length += tokens

    def select(self, rows: Tensor) -> KVCache:
        """A cache of the given rows, which may repeat."""
        chosen = object.__new__(KVCache)
        chosen.length = self.length
        chosen._layers = [(keys[rows], values[rows]) for keys, values in self._layers]
        return chosen

    def fork(self, row: int, start: int, end: int) -> KVCache:
        """A cache of one row, positions `start` to `end` of that row."""
        forked = object.__new__(KVCache)
        forked.length = end - start
        forked._layers = [
            (keys[row : row + 1, :, start:end].clone(), values[row : row + 1, :, start:end].clone())
            for keys, values in self._layers
        ]
        return forked

    @staticmethod
    def joined(caches: Sequence[KVCache], length: int) -> KVCache:
        """A cache of the rows of all `caches`, each cut at its beginning to `length`, or filled up with zeros there."""
        joined = object.__new__(KVCache)
        joined.length = length
        joined._layers = []
        for layers in zip(*(each._layers for each in caches), strict=True):
            keys, values = (
                torch.cat(
                    [
                        functional.pad(layer[part][:, :, : each.length], (0, 0, joined.length - each.length, 0))
                        for each, layer in zip(caches, layers, strict=True)
                    ]
                )
                for part in (0, 1)
            )
            joined._layers.append((keys, values))
        return joined

    def _grown(self, tensor: Tensor, needed: int) -> Tensor:
        capacity = max(needed, 2 * tensor.shape[2], 64)
        grown = tensor.new_empty(*tensor.shape[:2], capacity, tensor.shape[3])
        grown[:, :, : self.length] = tensor[:, :, : self.length]
        return grown
