"""GPTQ: each rounding error is compensated by the weights of inputs that are rounded later.

GPTQ (arXiv 2210.17323) with groups of inputs ordered by activation power. The target is not the matrix itself but the
matrix that maps the packed model's inputs to the float model's outputs (as in GPTAQ, arXiv 2504.02692, but in closed
form). A group's scale is the one with the smallest error after feedback, and a row's scale is refitted at the end.
Shapes: O outputs, I inputs, N calibration tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packed.format import GROUP
from phi4.native import _engine

Float32Array = npt.NDArray[np.float32]
MAX_FEEDBACK_INPUTS = 5120
"""Inputs among which errors are fed back; wider matrices are split into equal parts."""
MIN_DAMPING, DAMPING, SHRINKAGE = 0.005, 0.4, 1.3
"""Damping on the diagonal of the second moments, as a fraction of its mean: DAMPING times inputs / tokens, at least
MIN_DAMPING. Few tokens give noisy moments, which need more damping (measured). SHRINKAGE does the same for the
regression between the two models' inputs."""
INPUTS_AT_ONCE = 64


@dataclass
class InputStatistics:
    """Second moments of a matrix's inputs for each part of the feedback, [parts, I / parts, I / parts], with I rounded
    up to whole groups: `moments` of the packed model's inputs, `cross` of the float model's with the packed model's.
    """

    inputs: int
    rotate: bool
    moments: Float32Array
    cross: Float32Array | None
    tokens: int = 0

    @classmethod
    def empty(cls, inputs: int, *, rotate: bool, cross: bool) -> InputStatistics:
        padded = -(-inputs // GROUP) * GROUP
        parts = next(
            count
            for count in range(-(-padded // MAX_FEEDBACK_INPUTS), padded + 1)
            if padded % count == 0 and (padded // count) % GROUP == 0
        )
        zeros = np.zeros((2 if cross else 1, parts, padded // parts, padded // parts), np.float32)
        return cls(inputs, rotate, zeros[0], zeros[1] if cross else None)

    def add(self, rows: Float32Array, float_rows: Float32Array | None = None) -> None:
        """Add inputs [N, I] of the packed matrix, and those of the float matrix for the same tokens."""
        rotated = self._rotated_rows(rows)
        exact = None if float_rows is None else self._rotated_rows(float_rows)
        width = self.moments.shape[-1]
        for part, moments in enumerate(self.moments):
            place = slice(part * width, (part + 1) * width)
            moments += rotated[:, place].T @ rotated[:, place]
            if self.cross is not None and exact is not None:
                self.cross[part] += exact[:, place].T @ rotated[:, place]
        self.tokens += len(rows)

    def _rotated_rows(self, rows: Float32Array) -> Float32Array:
        rotated = np.zeros((len(rows), self.moments.shape[0] * self.moments.shape[-1]), np.float32)
        rotated[:, : self.inputs] = rotated_in_place(rows.copy()) if self.rotate else rows
        return rotated

    def power(self) -> Float32Array:
        """Mean square of each input, [I], never zero."""
        power = np.concatenate([np.diagonal(moments) for moments in self.moments]) / max(self.tokens, 1)
        return np.maximum(power, max(float(power.mean()), 1e-12) * 1e-3).astype(np.float32)[: self.inputs]


def rotated_in_place(rows: Float32Array) -> Float32Array:
    _engine.rotate(rows)
    return rows


class Feedback:
    """Rounds rows of one matrix with error feedback, from the statistics of its inputs."""

    def __init__(self, statistics: InputStatistics) -> None:
        self._parts = [
            _Part(moments, None if statistics.cross is None else statistics.cross[part], statistics.tokens)
            for part, moments in enumerate(statistics.moments)
        ]

    def target(self, weights: Float32Array) -> Float32Array:
        """The weights [O, I] that map the packed model's inputs to what `weights` give for the float model's inputs;
        both rotated if the statistics are.
        """
        outputs, inputs = weights.shape
        width = self._parts[0].width
        padded = np.zeros((outputs, width * len(self._parts)), np.float32)
        padded[:, :inputs] = weights
        for number, part in enumerate(self._parts):
            place = slice(number * width, (number + 1) * width)
            if part.target is not None:
                padded[:, place] = padded[:, place] @ part.target
        return np.ascontiguousarray(padded[:, :inputs])

    def rounded(
        self, weights: Float32Array, row_scales: Float32Array, bits: int, threads: int
    ) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.uint8], Float32Array]:
        """Codes [O, I], group scales [O, I / 16 rounded up] and row scales [O] of the `target` weights [O, I];
        `row_scales` [O] are first estimates.
        """
        outputs, inputs = weights.shape
        width = self._parts[0].width
        padded = np.zeros((outputs, width * len(self._parts)), np.float32)
        padded[:, :inputs] = weights
        codes = np.empty(padded.shape, np.int8)
        scales = np.ones((outputs, padded.shape[1] // GROUP), np.uint8)
        along, power = np.zeros(outputs), np.zeros(outputs)
        for number, part in enumerate(self._parts):
            at, group = number * width, number * width // GROUP
            part.round(
                padded[:, at : at + width], row_scales, bits, threads, codes[:, at : at + width],
                scales[:, group : group + width // GROUP], along, power,
            )  # fmt: skip
        # Errors are linear in a row's scale, so the best scale has a closed form.
        fitted = row_scales + np.divide(along, power, out=np.zeros(outputs), where=power > 0)
        fitted = np.where(fitted > 0, fitted, row_scales).astype(np.float32)
        return codes[:, :inputs], scales[:, : -(-inputs // GROUP)], fitted


class _Part:
    """The inputs among which errors are fed back."""

    def __init__(self, moments: Float32Array, cross: Float32Array | None, tokens: int) -> None:
        self.width = len(moments)
        groups = np.diagonal(moments).reshape(-1, GROUP).sum(axis=1)
        self._groups = np.argsort(-groups, kind="stable")
        self._order = (self._groups[:, None] * GROUP + np.arange(GROUP)).reshape(-1)
        mean = max(float(np.diagonal(moments).mean()), 1e-12)
        noise = self.width / max(tokens, 1)
        self.target = None if cross is None else _regression(moments, cross, max(SHRINKAGE * noise, MIN_DAMPING) * mean)
        damped = moments.astype(np.float64)
        damped[np.diag_indices_from(damped)] += max(DAMPING * noise, MIN_DAMPING) * mean
        self._spread = _spread(damped[np.ix_(self._order, self._order)]).astype(np.float32)

    def round(
        self, weights: Float32Array, row_scales: Float32Array, bits: int, threads: int, codes: npt.NDArray[np.int8],
        scales: npt.NDArray[np.uint8], along: npt.NDArray[np.float64], power: npt.NDArray[np.float64],
    ) -> None:  # fmt: skip
        """Fill `codes` and `scales`, and add to the sums `along` and `power` that the row scales are fitted from."""
        # Below, arrays have one row for each input.
        left = np.ascontiguousarray(weights[:, self._order].T)
        # The errors, and their derivative by the row's scale.
        errors = np.empty((2, *left.shape), np.float32)
        rounded = np.empty(left.shape, np.int8)
        group_scales = np.ones((self.width // GROUP, left.shape[1]), np.uint8)
        for start in range(0, self.width, INPUTS_AT_ONCE):
            end = min(start + INPUTS_AT_ONCE, self.width)
            before = self._spread[:start, start:end].T
            corner = np.ascontiguousarray(self._spread[start:end, start:end])
            block = left[start:end] - before @ errors[0, :start]
            code, scale, errors[0, start:end] = _engine.round_feeding_back(block, corner, row_scales, bits, threads)
            rounded[start:end] = code
            whole = code.astype(np.float32)
            if bits != 8:
                group_scales[start // GROUP : end // GROUP] = scale
                whole *= np.repeat(scale, GROUP, axis=0)
            errors[1, start:end] = np.linalg.solve(corner.T, whole - before @ errors[1, :start])
        along += np.einsum("io,io->o", errors[0], errors[1], dtype=np.float64)
        power += np.einsum("io,io->o", errors[1], errors[1], dtype=np.float64)
        codes[:, self._order] = rounded.T
        scales[:, self._groups] = group_scales.T


def _regression(moments: Float32Array, cross: Float32Array, shrinkage: float) -> Float32Array:
    """Ridge regression of the float model's inputs on the packed model's: M such that W M x_packed is nearest to
    W x_float. With few tokens it shrinks to the identity.
    """
    diagonal = np.eye(len(moments)) * shrinkage
    return np.linalg.solve(moments + diagonal, (cross + diagonal).T).T.astype(np.float32)


def _spread(moments: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The upper factor U of the inverse, U^T U = moments^-1: row j says how the error of input j is fed back."""
    lower = np.linalg.cholesky(moments[::-1, ::-1]).astype(np.float64, copy=False)
    return _upper_inverse(lower[::-1, ::-1])  # upper, R R^T = moments


def _upper_inverse(upper: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Recursive halving, which does nearly all of the work in matrix products."""
    size = len(upper)
    if size <= 128:
        return np.triu(np.linalg.inv(upper))
    half = size // 2
    out = np.zeros_like(upper)
    out[:half, :half], out[half:, half:] = _upper_inverse(upper[:half, :half]), _upper_inverse(upper[half:, half:])
    out[:half, half:] = -out[:half, :half] @ upper[:half, half:] @ out[half:, half:]
    return out
