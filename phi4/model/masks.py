"""Attention masks. Shapes: B batch, T queries, S keys (S >= T: the last T keys belong to the queries).

A mask is one of four things, and `attend` takes each: None (causal only, which torch does by
itself), a boolean tensor [B or 1, 1, T, S], a FlexAttention BlockMask, which never stores T x S, or `Blocked`, for
attention over one block of queries at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.attention.flex_attention import BlockMask, create_block_mask, flex_attention


@dataclass(frozen=True)
class Blocked:
    """A bias for attention scores, float [B or 1, 1, T, T] of 0 and -inf, for attention as explicit products.

    The backward pass of torch's fused attention is slow on a CPU. Blocks of queries skip the keys after them, which
    saves nearly half of the work and of the activations for the backward pass.
    """

    bias: Tensor


Mask = Tensor | BlockMask | Blocked | None
Attention = Literal["fused", "flex", "blocked"]
"""The attention implementation: torch's own; FlexAttention, for a GPU with torch.compile; blocks, for CPU training."""

BLOCK = 64


@dataclass(frozen=True)
class Visibility:
    """Restrictions of attention besides causality.

    documents   int [B, S] or None: a token sees its own document only (packed rows)
    padding     int [B] or None: number of leading padding keys of each row
    """

    queries: int
    keys: int
    documents: Tensor | None
    padding: Tensor | None
    device: torch.device

    def restricts(self, window: int | None) -> bool:
        return self.documents is not None or self.padding is not None or (window or self.keys) < self.keys

    def dense(self, window: int | None) -> Tensor:
        """Boolean [B or 1, 1, T, S]; padding attends to itself, so that no row of a softmax is empty."""
        key = torch.arange(self.keys, device=self.device)
        query = key[self.keys - self.queries :, None]
        seen = (key <= query)[None]
        if window is not None:
            seen = seen & (key > query - window)
        if self.documents is not None:
            seen = seen & (self.documents[:, self.keys - self.queries :, None] == self.documents[:, None, :])
        if self.padding is not None:
            seen = seen & ((key >= self.padding[:, None, None]) | (key == query))
        return seen[:, None]

    def blocks(self, window: int | None) -> BlockMask:
        """The mask as a BlockMask for FlexAttention."""
        documents, padding, offset = self.documents, self.padding, self.keys - self.queries

        def seen(batch: Tensor, head: Tensor, query: Tensor, key: Tensor) -> Tensor:  # noqa: ARG001
            query = query + offset
            visible = key <= query
            if window is not None:
                visible = visible & (key > query - window)
            if documents is not None:
                visible = visible & (documents[batch, query] == documents[batch, key])
            if padding is not None:
                visible = visible & ((key >= padding[batch]) | (key == query))
            return visible

        rows = next((each.shape[0] for each in (documents, padding) if each is not None), None)
        return create_block_mask(seen, rows, None, self.queries, self.keys, device=self.device)


def masks_by_window(
    visibility: Visibility, windows: set[int | None], *, attention: Attention
) -> dict[int | None, Mask]:
    """One mask for each window size, shared by layers."""
    chunked = 1 < visibility.queries < visibility.keys
    masks: dict[int | None, Mask] = {}
    for window in windows:
        if attention == "blocked" and 1 < visibility.queries == visibility.keys:
            dense = visibility.dense(window)
            masks[window] = Blocked(torch.zeros(dense.shape, device=dense.device).masked_fill(~dense, -torch.inf))
        elif not visibility.restricts(window) and not chunked:
            masks[window] = None
        else:
            masks[window] = visibility.blocks(window) if attention == "flex" else visibility.dense(window)
    return masks


def attend(q_BHTE: Tensor, k_BKSE: Tensor, v_BKSE: Tensor, mask: Mask, scale: float) -> Tensor:
    """Softmax attention with grouped queries -> [B, H, T, E]."""
    if isinstance(mask, Blocked):
        return _attend_in_blocks(q_BHTE, k_BKSE, v_BKSE, mask.bias, scale)
    if isinstance(mask, BlockMask):
        return flex_attention(q_BHTE, k_BKSE, v_BKSE, block_mask=mask, scale=scale, enable_gqa=True)
    return functional.scaled_dot_product_attention(
        q_BHTE,
        k_BKSE,
        v_BKSE,
        attn_mask=mask,
        is_causal=mask is None and q_BHTE.shape[2] > 1,
        scale=scale,
        enable_gqa=q_BHTE.shape[1] != k_BKSE.shape[1],
    )


def _attend_in_blocks(q_BHTE: Tensor, k_BKTE: Tensor, v_BKTE: Tensor, bias_B1TT: Tensor, scale: float) -> Tensor:
    """Queries that share a key head are multiplied with it at once, BLOCK positions at a time."""
    batch, heads, tokens, dim = q_BHTE.shape
    kv_heads = k_BKTE.shape[1]
    shared = heads // kv_heads
    blocks = []
    for start in range(0, tokens, BLOCK):
        end = min(start + BLOCK, tokens)
        q_BKQE = (q_BHTE[:, :, start:end] * scale).reshape(batch, kv_heads, shared * (end - start), dim)
        scores = (q_BKQE @ k_BKTE[:, :, :end].mT).view(batch, kv_heads, shared, end - start, end)
        weights = (scores.float() + bias_B1TT[:, :, None, start:end, :end]).softmax(dim=-1).to(v_BKTE.dtype)
        weights = weights.view(batch, kv_heads, shared * (end - start), end)
        blocks.append((weights @ v_BKTE[:, :, :end]).view(batch, heads, end - start, dim))
    return torch.cat(blocks, dim=2)
