"""The rotation of a matrix's inputs: random signs, then Hadamard blocks (docs/packed-format.md).

The engine turns activations as quantisation turned the weights, so products stay the same, while values that a few
channels concentrate are spread over a block and need fewer bits (QuaRot, arXiv 2404.00456).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
MAX_BLOCK_SIZE = 1024


def rotation_block(inputs: int) -> int:
    """The largest power of two, at most 1024, that divides `inputs`."""
    return min(inputs & -inputs, MAX_BLOCK_SIZE)


def signs(inputs: int) -> Float32Array:
    """-1 where bit 31 of (i + 1) * 2654435761 mod 2^32 is set, and 1 elsewhere."""
    hashed = (np.arange(1, inputs + 1, dtype=np.uint64) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    flips: Float32Array = np.where(hashed >> np.uint64(31), np.float32(-1), np.float32(1))
    return flips


def rotated(rows: Float32Array) -> Float32Array:
    """Each row [I] turned: what the engine does to activations."""
    inputs = rows.shape[-1]
    block = rotation_block(inputs)
    return rows if block == 1 else _transformed(rows * signs(inputs), block)


def unrotated(rows: Float32Array) -> Float32Array:
    """The inverse of `rotated`; the transform is its own inverse."""
    inputs = rows.shape[-1]
    block = rotation_block(inputs)
    return rows if block == 1 else _transformed(rows, block) * signs(inputs)


def _transformed(rows: Float32Array, block: int) -> Float32Array:
    values = np.array(rows, np.float32).reshape(-1, block)
    stride = 1
    while stride < block:
        pairs = values.reshape(-1, block // (2 * stride), 2, stride)
        first, second = pairs[:, :, 0] + pairs[:, :, 1], pairs[:, :, 0] - pairs[:, :, 1]
        pairs[:, :, 0], pairs[:, :, 1] = first, second
        stride *= 2
    values *= np.float32(block**-0.5)
    return values.reshape(rows.shape)
