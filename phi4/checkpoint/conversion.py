"""Conversion between the floating-point types of files and arrays, in bounded pieces. bfloat16 is held as uint16."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

STORAGE: dict[str, np.dtype[Any]] = {
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype("<u2"),
    "F64": np.dtype("<f8"),
}
"""The NumPy dtype of a safetensors type."""

_CHUNK = 1 << 20


def to_float32(values: npt.NDArray[Any], stored: str) -> npt.NDArray[np.float32]:
    """`values` of the `stored` type as float32: exactly for F32, F16 and BF16, the nearest for F64."""
    if stored == "BF16":
        return (values.astype(np.uint32) << np.uint32(16)).view(np.float32)
    with np.errstate(over="ignore"):
        return values.astype(np.float32)


def to_bfloat16(values: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    """The bits of the nearest bfloat16, ties to even; NaN stays NaN."""
    bits = np.ascontiguousarray(values).view(np.uint32)
    rounded = (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) >> np.uint32(16)
    kept = (bits >> np.uint32(16)) | np.uint32(0x40)
    return np.where(np.isnan(values), kept, rounded).astype(np.uint16)


def convert_into(source: npt.NDArray[Any], stored: str, out: npt.NDArray[Any]) -> None:
    """Fill `out` (float32, float16, or uint16 for bfloat16) with `source` of the `stored` type, of the same shape.

    Works on small pieces to bound memory. Values beyond float16's range become infinite there.
    """
    if _kind(out) == stored:
        out[...] = source
        return
    rows = max(1, _CHUNK // max(1, source[:1].size))
    for start in range(0, len(source), rows):
        piece = slice(start, start + rows)
        out[piece] = _converted(to_float32(source[piece], stored), out)


def _kind(out: npt.NDArray[Any]) -> str:
    return {"f4": "F32", "f2": "F16", "u2": "BF16"}[out.dtype.str[1:]]


def _converted(values: npt.NDArray[np.float32], out: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if _kind(out) == "BF16":
        return to_bfloat16(values)
    with np.errstate(over="ignore"):
        return values.astype(out.dtype)
