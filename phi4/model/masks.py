"""Who may attend to whom. Shapes: B batch, T queries, S keys (S >= T: the last T keys belong to the queries).

A mask is one of three things, and `attend` takes each: None (no restriction but causality, which torch does by
itself), a boolean tensor [B or 1, 1, T, S], or a FlexAttention BlockMask, which never stores T x S.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.attention.flex_attention import BlockMask, create_block_mask, flex_attention

Mask = Tensor | BlockMask | None


@dataclass(frozen=True)
class Visibility:
    """What restricts attention beside causality.

    documents   int [B, S] or None: a token sees its own document only (packed rows)
    padding     int [B] or None: so many leading keys of a row are filler
    """

    queries: int
    keys: int
    documents: Tensor | None
    padding: Tensor | None
    device: torch.device

    def restricts(self, window: int | None) -> bool:
        return self.documents is not None or self.padding is not None or (window or self.keys) < self.keys

    def dense(self, window: int | None) -> Tensor:
        """Boolean [B or 1, 1, T, S]; filler sees itself, so that no row of a softmax is empty."""
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
        """The same as a BlockMask, for FlexAttention."""
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


def masks_by_window(visibility: Visibility, windows: set[int | None], *, flex: bool) -> dict[int | None, Mask]:
    """One mask for each window that some layer has; layers share them."""
    chunked = 1 < visibility.queries < visibility.keys
    masks: dict[int | None, Mask] = {}
    for window in windows:
        if not visibility.restricts(window) and not chunked:
            masks[window] = None
        else:
            masks[window] = visibility.blocks(window) if flex else visibility.dense(window)
    return masks


def attend(q_BHTE: Tensor, k_BKSE: Tensor, v_BKSE: Tensor, mask: Mask, scale: float) -> Tensor:
    """Softmax attention with grouped queries -> [B, H, T, E]."""
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
