"""The number formats of GGUF, decoded to float32 with NumPy, many blocks at a time.

A block holds 32 or 256 consecutive values of a row. Each function takes uint8 [blocks, bytes] and gives float32
[blocks, values]. Source: the block structures of the ggml project (ggml-common.h, ggml-quants.c).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[Any]  # uint8; wider integers while bits are combined
Float32Array = npt.NDArray[np.float32]

_IQ4_VALUES = np.array([-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113], dtype=np.float32)


@dataclass(frozen=True)
class Block:
    """A block format: its name, values and bytes of one block, and its decoder."""

    name: str
    values: int
    bytes: int
    decode: Callable[[Bytes], Float32Array]


def _half(raw: Bytes, at: int) -> Float32Array:
    """The float16 at byte `at` of each block, [blocks, 1]."""
    return raw[:, at : at + 2].copy().view("<f2").astype(np.float32)


def _nibbles(packed: Bytes) -> Bytes:
    """Low halves, then high halves of each run of bytes [..., bytes] -> [..., 2, bytes]."""
    return np.stack([packed & 15, packed >> 4], axis=-2)


def _plain(dtype: str) -> Callable[[Bytes], Float32Array]:
    def decode(raw: Bytes) -> Float32Array:
        return np.ascontiguousarray(raw).view(dtype).astype(np.float32)

    return decode


def _bf16(raw: Bytes) -> Float32Array:
    return (np.ascontiguousarray(raw).view("<u2").astype(np.uint32) << np.uint32(16)).view(np.float32)


def _q8_0(raw: Bytes) -> Float32Array:
    return _half(raw, 0) * raw[:, 2:].view(np.int8).astype(np.float32)


def _q4_0(raw: Bytes) -> Float32Array:
    values = _nibbles(raw[:, 2:]).reshape(-1, 32).astype(np.int8) - np.int8(8)
    return _half(raw, 0) * values.astype(np.float32)


def _q4_1(raw: Bytes) -> Float32Array:
    return _half(raw, 0) * _nibbles(raw[:, 4:]).reshape(-1, 32).astype(np.float32) + _half(raw, 2)


def _fifth_bits(raw: Bytes, at: int) -> Bytes:
    """The 32 bits at byte `at` of each block, as the fifth bit of each value."""
    return np.unpackbits(raw[:, at : at + 4], axis=1, bitorder="little") << np.uint8(4)


def _q5_0(raw: Bytes) -> Float32Array:
    values = (_nibbles(raw[:, 6:]).reshape(-1, 32) | _fifth_bits(raw, 2)).astype(np.int8) - np.int8(16)
    return _half(raw, 0) * values.astype(np.float32)


def _q5_1(raw: Bytes) -> Float32Array:
    values = _nibbles(raw[:, 8:]).reshape(-1, 32) | _fifth_bits(raw, 4)
    return _half(raw, 0) * values.astype(np.float32) + _half(raw, 2)


def _scales_and_minima(raw: Bytes) -> tuple[Float32Array, Float32Array]:
    """Eight 6-bit scales and minima packed into 12 bytes, [blocks, 8, 1] each, times d and dmin before them."""
    packed = raw[:, 4:16]
    low, middle, high = packed[:, 0:4], packed[:, 4:8], packed[:, 8:12]
    scales = np.concatenate([low & 63, (high & 15) | (low >> 6 << 4)], axis=1)
    minima = np.concatenate([middle & 63, (high >> 4) | (middle >> 6 << 4)], axis=1)
    d, dmin = _half(raw, 0), _half(raw, 2)
    return (d * scales.astype(np.float32))[:, :, None], (dmin * minima.astype(np.float32))[:, :, None]


def _q4_k(raw: Bytes) -> Float32Array:
    scales, minima = _scales_and_minima(raw)
    values = _nibbles(raw[:, 16:].reshape(-1, 4, 32)).reshape(-1, 8, 32)
    return (scales * values.astype(np.float32) - minima).reshape(-1, 256)


def _q5_k(raw: Bytes) -> Float32Array:
    scales, minima = _scales_and_minima(raw)
    values = _nibbles(raw[:, 48:].reshape(-1, 4, 32)).reshape(-1, 8, 32)
    fifth = (raw[:, None, 16:48] >> np.arange(8, dtype=np.uint8)[:, None] & 1) << np.uint8(4)
    return (scales * (values | fifth).astype(np.float32) - minima).reshape(-1, 256)


def _q6_k(raw: Bytes) -> Float32Array:
    low = _nibbles(raw[:, :128].reshape(-1, 2, 64)).reshape(-1, 2, 4, 32)
    shifts = np.array([0, 2, 4, 6], dtype=np.uint8)[:, None]
    high = (raw[:, 128:192].reshape(-1, 2, 1, 32) >> shifts & 3) << np.uint8(4)
    values = ((low | high).astype(np.int8) - np.int8(32)).astype(np.float32).reshape(-1, 16, 16)
    scales = _half(raw, 208) * raw[:, 192:208].view(np.int8).astype(np.float32)
    return (scales[:, :, None] * values).reshape(-1, 256)


def _pairs_of_bits(packed: Bytes) -> Bytes:
    """64 bytes in halves of 32, each with four 2-bit planes -> [blocks, 16, 16] in the order of the values."""
    shifts = np.array([0, 2, 4, 6], dtype=np.uint8)[:, None]
    return (packed.reshape(-1, 2, 1, 32) >> shifts & 3).reshape(-1, 16, 16)


def _q2_k(raw: Bytes) -> Float32Array:
    d, dmin = _half(raw, 80), _half(raw, 82)
    scales = d * (raw[:, :16] & 15).astype(np.float32)
    minima = dmin * (raw[:, :16] >> 4).astype(np.float32)
    values = _pairs_of_bits(raw[:, 16:80]).astype(np.float32)
    return (scales[:, :, None] * values - minima[:, :, None]).reshape(-1, 256)


def _q3_k(raw: Bytes) -> Float32Array:
    packed = raw[:, 96:108]
    low = np.concatenate([packed[:, :8] & 15, packed[:, :8] >> 4], axis=1)
    shifts = np.array([0, 2, 4, 6], dtype=np.uint8)[:, None]
    high = (packed[:, None, 8:] >> shifts & 3).reshape(-1, 16)
    scales = _half(raw, 108) * ((low | high << np.uint8(4)).astype(np.int8) - np.int8(32)).astype(np.float32)
    bits = raw[:, None, :32] >> np.arange(8, dtype=np.uint8)[:, None] & 1
    below = (np.uint8(1) - bits).reshape(-1, 16, 16) << np.uint8(2)
    values = _pairs_of_bits(raw[:, 32:96]).astype(np.int8) - below.astype(np.int8)
    return (scales[:, :, None] * values.astype(np.float32)).reshape(-1, 256)


def _iq4_nl(raw: Bytes) -> Float32Array:
    return _half(raw, 0) * _IQ4_VALUES[_nibbles(raw[:, 2:]).reshape(-1, 32)]


def _iq4_xs(raw: Bytes) -> Float32Array:
    high = raw[:, 2:4].copy().view("<u2").astype(np.uint16) >> np.arange(0, 16, 2, dtype=np.uint16) & 3
    low = np.stack([raw[:, 4:8] & 15, raw[:, 4:8] >> 4], axis=-1).reshape(-1, 8)
    scales = _half(raw, 0) * ((low | high.astype(np.uint8) << np.uint8(4)).astype(np.int8) - np.int8(32)).astype(
        np.float32
    )
    values = _IQ4_VALUES[_nibbles(raw[:, 8:].reshape(-1, 8, 16)).reshape(-1, 8, 32)]
    return (scales[:, :, None] * values).reshape(-1, 256)


BLOCKS: dict[int, Block] = {
    0: Block("F32", 1, 4, _plain("<f4")),
    1: Block("F16", 1, 2, _plain("<f2")),
    2: Block("Q4_0", 32, 18, _q4_0),
    3: Block("Q4_1", 32, 20, _q4_1),
    6: Block("Q5_0", 32, 22, _q5_0),
    7: Block("Q5_1", 32, 24, _q5_1),
    8: Block("Q8_0", 32, 34, _q8_0),
    10: Block("Q2_K", 256, 84, _q2_k),
    11: Block("Q3_K", 256, 110, _q3_k),
    12: Block("Q4_K", 256, 144, _q4_k),
    13: Block("Q5_K", 256, 176, _q5_k),
    14: Block("Q6_K", 256, 210, _q6_k),
    20: Block("IQ4_NL", 32, 18, _iq4_nl),
    23: Block("IQ4_XS", 256, 136, _iq4_xs),
    30: Block("BF16", 1, 2, _bf16),
}
"""Block formats by ggml type number."""

BY_NAME: dict[str, Block] = {block.name: block for block in BLOCKS.values()}


def decoded_rows(raw: npt.NDArray[Any], name: str, columns: int) -> Float32Array:
    """Bytes of whole rows [rows, bytes a row] of the format `name` -> float32 [rows, columns]."""
    block = BY_NAME[name]
    with np.errstate(invalid="ignore", over="ignore"):
        return block.decode(raw.reshape(-1, block.bytes)).reshape(-1, columns)
