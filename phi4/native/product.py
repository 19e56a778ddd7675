"""Products of a packed matrix with float rows, with the kernels of the engine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

import phi4.native._engine as _engine
from phi4.checkpoint.packed.format import PackedWeights

Float32Array = npt.NDArray[np.float32]
ROWS_AT_ONCE = 256


def packed_product(
    weights: PackedWeights, rows: int, cols: int, *, rotated: bool, threads: int
) -> Callable[[Float32Array], Float32Array]:
    """x [n, cols] -> [n, rows]: x is rotated if the weights are, and rounded to 8 bits with one scale per row."""

    def part(x: Float32Array) -> Float32Array:
        return _engine.packed_product(
            "", weights.bits, rows, cols, rotated, weights.codes, weights.scales, weights.row_scales, x
        )

    def product(x: Float32Array) -> Float32Array:
        size = max(1, min(ROWS_AT_ONCE, -(-len(x) // threads)))
        parts = [np.ascontiguousarray(x[at : at + size], np.float32) for at in range(0, len(x), size)]
        if len(parts) < 2 or threads < 2:
            outputs = [part(rows_part) for rows_part in parts]
        else:
            with ThreadPoolExecutor(threads) as pool:
                outputs = list(pool.map(part, parts))
        return np.concatenate(outputs) if outputs else np.empty((0, rows), np.float32)

    return product
