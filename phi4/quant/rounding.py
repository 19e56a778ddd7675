"""One matrix from floats to packed codes: to the nearest, or with errors fed back (phi4/quant/gptq.py).

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
    louder: Float32Array | None = None,
    quieter: Float32Array | None = None,
) -> PackedWeights:
    """Pack `weights` [O, I], their columns times `louder` [I] and their rows divided by `quieter` [O].

    With `statistics` of inputs that were rotated alike, by error feedback, else to the nearest; some rows at a time, so
    that little memory is needed beside the result.

    Raises:
        FloatingPointError: something overflows; numpy.linalg.LinAlgError: the statistics cannot be inverted.
    """
    rows, inputs = weights.shape
    shapes = packed_shapes(bits, rows, inputs)
    codes, scales = np.empty(shapes["codes"], np.uint8), np.empty(shapes["scales"], np.uint8)
    row_scales = np.empty(shapes["row_scales"], np.float32)
    feedback = Feedback(statistics) if statistics is not None and statistics.tokens else None
    importance = np.ones(inputs, np.float32) if statistics is None else statistics.power()
    _demand_finite(importance, "what it is given by the calibration text overflows")
    step = max(VALUES_AT_ONCE // inputs // ROW_BLOCK, 1) * ROW_BLOCK
    for start in range(0, rows, step):
        turned = np.array(weights[start : start + step], np.float32)
        if louder is not None:
            turned *= louder
        if quieter is not None:
            turned /= quieter[start : start + step, None]
        if rotate:
            _engine.rotate(turned)
        if feedback is not None:
            turned = feedback.wanted(turned)
        _demand_finite(turned, "its weights overflow when they are scaled and rotated")
        found = _engine.quantize_rows(turned, importance, bits, threads)
        if feedback is not None:
            found = feedback.rounded(turned, found[2], bits, threads)
        piece = pack(bits, *found)
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
