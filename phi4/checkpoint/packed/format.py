"""The order of packed weights, as the kernels read them (docs/packed-format.md).

Shapes: O outputs, I inputs, B = ceil(O / 16) row blocks, G = ceil(I / 16) groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ROW_BLOCK = GROUP = 16
WIDTHS = (8, 4, 3)
MAX_OUTPUTS, MAX_INPUTS = 1 << 28, 1 << 16
"""Sides of a matrix: an int8 dot product of more inputs would not fit 32 bits."""


@dataclass(frozen=True)
class PackedWeights:
    """One matrix: codes uint8 [B, G, bits * 32], scales uint8 [B, G, 8] (none at 8 bits), row_scales float32 [16 B]."""

    bits: int
    codes: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.uint8]
    row_scales: npt.NDArray[np.float32]


def packed_shapes(bits: int, rows: int, cols: int) -> dict[str, tuple[int, ...]]:
    """Shapes of `codes`, `scales` and `row_scales` of a matrix [rows, cols]."""
    blocks, groups = -(-rows // ROW_BLOCK), -(-cols // GROUP)
    scales = (0,) if bits == 8 else (blocks, groups, 8)
    return {"codes": (blocks, groups, bits * 32), "scales": scales, "row_scales": (blocks * ROW_BLOCK,)}


def pack(
    bits: int, codes: npt.NDArray[np.int8], scales: npt.NDArray[np.uint8], row_scales: npt.NDArray[np.float32]
) -> PackedWeights:
    """Lay out codes [O, I] (-127..127, -8..7 or -4..3), group scales [O, G] (1..15) and row scales [O]."""
    rows, cols = codes.shape
    blocks, groups = -(-rows // ROW_BLOCK), -(-cols // GROUP)
    whole = np.zeros((blocks * ROW_BLOCK, groups * GROUP), np.int8)
    whole[:rows, :cols] = codes
    padded_scales = np.zeros((blocks * ROW_BLOCK, groups), np.uint8)
    padded_scales[:rows] = scales
    padded_rows = np.zeros(blocks * ROW_BLOCK, np.float32)
    padded_rows[:rows] = row_scales
    # [B, 16 rows, G, 4 quads, 4 inputs] -> [B, G, quad, row, input]
    quads = whole.reshape(blocks, ROW_BLOCK, groups, 4, 4).transpose(0, 2, 3, 1, 4).reshape(blocks, groups, 4, 64)
    if bits == 8:
        return PackedWeights(8, quads.view(np.uint8).reshape(blocks, groups, 256), np.empty(0, np.uint8), padded_rows)
    low_high = padded_scales.reshape(blocks, 2, 8, groups).transpose(1, 0, 3, 2)
    packed_scales = (low_high[0] | low_high[1] << 4).astype(np.uint8)
    unsigned = (quads + np.int8(1 << (bits - 1))).view(np.uint8)
    if bits == 4:
        packed = unsigned[:, :, 0::2] | unsigned[:, :, 1::2] << 4
        return PackedWeights(4, packed.astype(np.uint8).reshape(blocks, groups, 128), packed_scales, padded_rows)
    pairs = unsigned & 3
    low = pairs[:, :, 0] | pairs[:, :, 1] << 2 | pairs[:, :, 2] << 4 | pairs[:, :, 3] << 6
    high = np.packbits(unsigned >> 2, axis=-1, bitorder="little").reshape(blocks, groups, 32)
    return PackedWeights(3, np.concatenate([low, high], axis=-1), packed_scales, padded_rows)


def unpack(weights: PackedWeights, rows: int, cols: int) -> npt.NDArray[np.float32]:
    """The values [O, I] that packed weights stand for: code * group scale * row scale."""
    blocks, groups = weights.codes.shape[:2]
    if weights.bits == 8:
        exact = weights.codes.view(np.int8).reshape(blocks, groups, 4, 64)
        scaled = exact.astype(np.float32).reshape(blocks, groups, 4, ROW_BLOCK, 4)
    else:
        unsigned = np.empty((blocks, groups, 4, 64), np.uint8)
        if weights.bits == 4:
            pairs = weights.codes.reshape(blocks, groups, 2, 64)
            unsigned[:, :, 0::2], unsigned[:, :, 1::2] = pairs & 15, pairs >> 4
        else:
            low, high = weights.codes[..., :64], weights.codes[..., 64:].reshape(blocks, groups, 4, 8)
            bits = np.unpackbits(high, axis=-1, bitorder="little")
            for quad in range(4):
                unsigned[:, :, quad] = low >> (2 * quad) & 3 | bits[:, :, quad] << 2
        signed = unsigned.astype(np.float32) - np.float32(1 << (weights.bits - 1))
        scales = np.concatenate([weights.scales & 15, weights.scales >> 4], axis=-1)
        scaled = signed.reshape(blocks, groups, 4, ROW_BLOCK, 4) * scales[:, :, None, :, None]
    flat = scaled.transpose(0, 3, 1, 2, 4).reshape(blocks * ROW_BLOCK, groups * GROUP)
    values: npt.NDArray[np.float32] = (flat * weights.row_scales[:, None])[:rows, :cols]
    return values
