"""One matrix from floats to packed codes: rounded to nearest, or with error feedback (phi4/quant/gptq.py).

Shapes: O outputs, I inputs, B = ceil(O / 16) row blocks.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packed.format import ROW_BLOCK, PackedWeights, pack, packed_shapes
from phi4.native import _engine
from phi4.quant.gptq import Feedback, InputStatistics

Float32Array = npt.NDArray[np.float32]
VALUES_AT_ONCE = 1 << 24


def round_matrix(
    weights: Float32Array,
    bits: int,
    *,
    rotate: bool,
    threads: int,
    statistics: InputStatistics | None = None,
    column_scales: Float32Array | None = None,
    row_norms: Float32Array | None = None,
) -> PackedWeights:
    """Pack `weights` [O, I], with columns multiplied by `column_scales` [I] and rows divided by `row_norms` [O].

    Rounds with error feedback if `statistics` of the inputs are given (of rotated inputs if `rotate`), and to nearest
    otherwise. Works on some rows at a time to bound memory.

    Raises:
        FloatingPointError: a value overflows.
        numpy.linalg.LinAlgError: the statistics cannot be inverted.
    """
    rows, inputs = weights.shape
    shapes = packed_shapes(bits, rows, inputs)
    codes, scales = np.empty(shapes["codes"], np.uint8), np.empty(shapes["scales"], np.uint8)
    row_scales = np.empty(shapes["row_scales"], np.float32)
    feedback = Feedback(statistics) if statistics is not None and statistics.tokens else None
    importance = np.ones(inputs, np.float32) if statistics is None else statistics.power()
    _demand_finite(importance, "its inputs on the calibration text overflow")
    step = max(VALUES_AT_ONCE // inputs // ROW_BLOCK, 1) * ROW_BLOCK
    for start in range(0, rows, step):
        scaled = np.array(weights[start : start + step], np.float32)
        if column_scales is not None:
            scaled *= column_scales
        if row_norms is not None:
            scaled /= row_norms[start : start + step, None]
        if rotate:
            _engine.rotate(scaled)
        if feedback is not None:
            scaled = feedback.target(scaled)
        _demand_finite(scaled, "its weights overflow when they are scaled and scaled")
        rounded = _engine.quantize_rows(scaled, importance, bits, threads)
        if feedback is not None:
            rounded = feedback.rounded(scaled, rounded[2], bits, threads)
        piece = pack(bits, *rounded)
        blocks = slice(start // ROW_BLOCK, start // ROW_BLOCK + len(piece.codes))
        codes[blocks] = piece.codes
        if bits != 8:
            scales[blocks] = piece.scales
        row_scales[start : start + len(piece.row_scales)] = piece.row_scales
    _demand_finite(row_scales, "its scales overflow")
    return PackedWeights(bits, codes, scales, row_scales)


def _demand_finite(values: Float32Array, problem: str) -> None:
    if not np.isfinite([values.min(), values.max()]).all():
        raise FloatingPointError(problem)
