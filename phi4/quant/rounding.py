"""One matrix from floats to packed codes: to the nearest, or with the error of each input fed back to the next.

Error feedback is GPTQ (arXiv 2210.17323) with inputs in the order of their activations' power and scales fixed before.
Shapes: O outputs, I inputs, N calibration tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packing import GROUP, PackedWeights, pack
from phi4.checkpoint.rotation import rotated
from phi4.native import _engine

Float32Array = npt.NDArray[np.float32]
LARGEST_FEEDBACK = 5120
"""Inputs that feed errors to one another at most; wider matrices are cut into equal parts."""
DAMPING = 0.01
COLUMNS_AT_ONCE = 64


@dataclass
class InputStatistics:
    """Second moments of a matrix's rotated inputs, by the parts of the feedback: [parts, I / parts, I / parts]."""

    blocks: Float32Array
    tokens: int = 0

    @classmethod
    def empty(cls, inputs: int) -> InputStatistics:
        parts = next(
            count for count in range(-(-inputs // LARGEST_FEEDBACK), inputs + 1)
            if (inputs % count == 0 and (inputs // count) % GROUP == 0) or count == inputs or inputs <= LARGEST_FEEDBACK
        )  # fmt: skip
        return cls(np.zeros((parts, inputs // parts, inputs // parts), np.float32))

    def add(self, rows: Float32Array) -> None:
        """Take in inputs [N, I], as they come to the matrix."""
        turned = rotated(rows)
        width = self.blocks.shape[-1]
        for part, block in enumerate(self.blocks):
            piece = turned[:, part * width : (part + 1) * width]
            block += piece.T @ piece
        self.tokens += len(rows)

    def power(self) -> Float32Array:
        """Mean square of each input, [I], never zero."""
        found = np.concatenate([np.diagonal(block) for block in self.blocks]) / max(self.tokens, 1)
        return np.maximum(found, max(float(found.mean()), 1e-12) * 1e-3).astype(np.float32)


def round_matrix(
    weights: Float32Array, bits: int, *, rotate: bool, threads: int, statistics: InputStatistics | None = None
) -> PackedWeights:
    """Pack `weights` [O, I]; with `statistics`, by error feedback, else to the nearest."""
    turned = rotated(weights) if rotate else weights
    turned = np.ascontiguousarray(turned, np.float32)
    inputs = turned.shape[1]
    importance = np.ones(inputs, np.float32) if statistics is None else statistics.power()
    codes, scales, row_scales = _engine.quantize_rows(turned, importance, bits, threads)
    if statistics is not None and statistics.tokens:
        steps = np.repeat(scales, GROUP, axis=1)[:, :inputs].astype(np.float32) * row_scales[:, None]
        width = statistics.blocks.shape[-1]
        codes = np.concatenate(
            [
                fed_back(turned[:, at : at + width], steps[:, at : at + width], statistics.blocks[part], bits)
                for part, at in enumerate(range(0, inputs, width))
            ],
            axis=1,
        )
    return pack(bits, codes, scales, row_scales)


def fed_back(weights: Float32Array, steps: Float32Array, moments: Float32Array, bits: int) -> npt.NDArray[np.int8]:
    """Codes [O, I] of weights [O, I] at the given steps, so chosen that products with inputs of second moments
    `moments` [I, I] change little. The most powerful input is rounded first; each error is spread over those left.
    """
    low, high = (-127, 127) if bits == 8 else (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
    order = np.argsort(-np.diagonal(moments), kind="stable")
    damped = moments[np.ix_(order, order)].astype(np.float64)
    mean = float(np.diagonal(damped).mean())
    damped[np.diag_indices_from(damped)] += max(DAMPING * mean, 1e-12)
    # The upper factor U of the inverse, U^T U = inverse; row j holds how the error of input j is spread.
    inverse = np.linalg.inv(damped)
    spread = np.linalg.cholesky((inverse + inverse.T) / 2).T.astype(np.float32)
    # Columns are contiguous here, and a row of these arrays is one input.
    left = np.ascontiguousarray(weights[:, order].T)
    step = np.ascontiguousarray(steps[:, order].T)
    step_or_one = np.where(step > 0, step, np.float32(1))
    codes = np.zeros(left.shape, np.int8)
    inputs = len(left)
    for start in range(0, inputs, COLUMNS_AT_ONCE):
        end = min(start + COLUMNS_AT_ONCE, inputs)
        errors = np.empty((end - start, left.shape[1]), np.float32)
        for at in range(start, end):
            code = np.clip(np.rint(left[at] / step_or_one[at]), low, high)
            codes[at] = np.where(step[at] > 0, code, 0)
            error = (left[at] - code * step[at]) / spread[at, at]
            errors[at - start] = error
            if at + 1 < end:
                left[at + 1 : end] -= spread[at, at + 1 : end, None] * error
        left[end:] -= spread[start:end, end:].T @ errors
    result = np.empty(weights.shape, np.int8)
    result[:, order] = codes.T
    return result
