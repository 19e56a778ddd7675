"""Error feedback: each rounding error is made up for by the inputs that are rounded later.

GPTQ (arXiv 2210.17323), groups of inputs in the order of their activations' power. What is rounded is not the matrix
itself but the one that makes, of the packed model's inputs, what the float model makes of its own (as GPTAQ, arXiv
2504.02692, but in closed form). A group's scale is the one whose errors after feedback are the least, and a row's scale
is fitted again at the end. Shapes: O outputs, I inputs, N calibration tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packed.format import GROUP
from phi4.native import _engine

Float32Array = npt.NDArray[np.float32]
LARGEST_FEEDBACK = 5120
"""Inputs that feed errors to one another at most; wider matrices are cut into equal parts."""
LEAST_DAMPING, DAMPING, SHRINKAGE = 0.005, 0.4, 1.3
"""What is added to the moments' diagonal, as a share of its mean: so much times inputs over tokens. Measured: with few
tokens the moments are noise, and more must be added. Shrinkage is the same where the two models' inputs are related."""
INPUTS_AT_ONCE = 64


@dataclass
class InputStatistics:
    """Second moments of a matrix's inputs by the parts of the feedback, [parts, I / parts, I / parts], I rounded up to
    whole groups: `moments` of the packed model's, and `cross` of the float model's with these, if those are known.
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
            for count in range(-(-padded // LARGEST_FEEDBACK), padded + 1)
            if padded % count == 0 and (padded // count) % GROUP == 0
        )
        zeros = np.zeros((2 if cross else 1, parts, padded // parts, padded // parts), np.float32)
        return cls(inputs, rotate, zeros[0], zeros[1] if cross else None)

    def add(self, rows: Float32Array, float_rows: Float32Array | None = None) -> None:
        """Take in inputs [N, I] as they come to the packed matrix, and the same tokens' as to the float one."""
        turned = self._turned(rows)
        exact = None if float_rows is None else self._turned(float_rows)
        width = self.moments.shape[-1]
        for part, moments in enumerate(self.moments):
            place = slice(part * width, (part + 1) * width)
            moments += turned[:, place].T @ turned[:, place]
            if self.cross is not None and exact is not None:
                self.cross[part] += exact[:, place].T @ turned[:, place]
        self.tokens += len(rows)

    def _turned(self, rows: Float32Array) -> Float32Array:
        turned = np.zeros((len(rows), self.moments.shape[0] * self.moments.shape[-1]), np.float32)
        turned[:, : self.inputs] = rotated_in_place(rows.copy()) if self.rotate else rows
        return turned

    def power(self) -> Float32Array:
        """Mean square of each input, [I], never zero."""
        found = np.concatenate([np.diagonal(each) for each in self.moments]) / max(self.tokens, 1)
        return np.maximum(found, max(float(found.mean()), 1e-12) * 1e-3).astype(np.float32)[: self.inputs]


def rotated_in_place(rows: Float32Array) -> Float32Array:
    _engine.rotate(rows)
    return rows


class Feedback:
    """Rounds rows of one matrix by the statistics of its inputs."""

    def __init__(self, statistics: InputStatistics) -> None:
        self._parts = [
            _Part(moments, None if statistics.cross is None else statistics.cross[part], statistics.tokens)
            for part, moments in enumerate(statistics.moments)
        ]

    def wanted(self, weights: Float32Array) -> Float32Array:
        """The weights [O, I] that make of the packed model's inputs what `weights` make of the float model's; both
        rotated if the statistics were.
        """
        outputs, inputs = weights.shape
        width = self._parts[0].width
        padded = np.zeros((outputs, width * len(self._parts)), np.float32)
        padded[:, :inputs] = weights
        for number, part in enumerate(self._parts):
            place = slice(number * width, (number + 1) * width)
            if part.wanted is not None:
                padded[:, place] = padded[:, place] @ part.wanted
        return np.ascontiguousarray(padded[:, :inputs])

    def rounded(
        self, weights: Float32Array, row_scales: Float32Array, bits: int, threads: int
    ) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.uint8], Float32Array]:
        """Codes [O, I], group scales [O, I / 16 rounded up] and row scales [O] of the `wanted` weights [O, I];
        `row_scales` [O] are near those that are sought.
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
        # Errors are linear in the row's scale, so its best value has a closed form.
        fitted = row_scales + np.divide(along, power, out=np.zeros(outputs), where=power > 0)
        fitted = np.where(fitted > 0, fitted, row_scales).astype(np.float32)
        return codes[:, :inputs], scales[:, : -(-inputs // GROUP)], fitted


class _Part:
    """Inputs that feed errors to one another."""

    def __init__(self, moments: Float32Array, cross: Float32Array | None, tokens: int) -> None:
        self.width = len(moments)
        groups = np.diagonal(moments).reshape(-1, GROUP).sum(axis=1)
        self._groups = np.argsort(-groups, kind="stable")
        self._order = (self._groups[:, None] * GROUP + np.arange(GROUP)).reshape(-1)
        mean = max(float(np.diagonal(moments).mean()), 1e-12)
        noise = self.width / max(tokens, 1)
        self.wanted = (
            None if cross is None else _regression(moments, cross, max(SHRINKAGE * noise, LEAST_DAMPING) * mean)
        )
        damped = moments.astype(np.float64)
        damped[np.diag_indices_from(damped)] += max(DAMPING * noise, LEAST_DAMPING) * mean
        self._spread = _spread(damped[np.ix_(self._order, self._order)]).astype(np.float32)

    def round(
        self, weights: Float32Array, row_scales: Float32Array, bits: int, threads: int, codes: npt.NDArray[np.int8],
        scales: npt.NDArray[np.uint8], along: npt.NDArray[np.float64], power: npt.NDArray[np.float64],
    ) -> None:  # fmt: skip
        """Fill in `codes` and `scales`, and add what the fit of the row's scale needs."""
        # A row of these is one input.
        left = np.ascontiguousarray(weights[:, self._order].T)
        # Errors, and beside them what they would be of the rounded weights alone, per unit of the row's scale.
        errors = np.empty((2, *left.shape), np.float32)
        found = np.empty(left.shape, np.int8)
        found_scales = np.ones((self.width // GROUP, left.shape[1]), np.uint8)
        for start in range(0, self.width, INPUTS_AT_ONCE):
            end = min(start + INPUTS_AT_ONCE, self.width)
            before = self._spread[:start, start:end].T
            corner = np.ascontiguousarray(self._spread[start:end, start:end])
            block = left[start:end] - before @ errors[0, :start]
            code, scale, errors[0, start:end] = _engine.round_feeding_back(block, corner, row_scales, bits, threads)
            found[start:end] = code
            whole = code.astype(np.float32)
            if bits != 8:
                found_scales[start // GROUP : end // GROUP] = scale
                whole *= np.repeat(scale, GROUP, axis=0)
            errors[1, start:end] = np.linalg.solve(corner.T, whole - before @ errors[1, :start])
        along += np.einsum("io,io->o", errors[0], errors[1], dtype=np.float64)
        power += np.einsum("io,io->o", errors[1], errors[1], dtype=np.float64)
        codes[:, self._order] = found.T
        scales[:, self._groups] = found_scales.T


def _regression(moments: Float32Array, cross: Float32Array, shrinkage: float) -> Float32Array:
    """M such that W M, applied to the packed model's inputs, is nearest to W applied to the float model's; with too few
    tokens to say, the identity.
    """
    diagonal = np.eye(len(moments)) * shrinkage
    return np.linalg.solve(moments + diagonal, (cross + diagonal).T).T.astype(np.float32)


def _spread(moments: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The upper factor U of the inverse, U^T U = moments^-1: row j holds how the error of input j is spread."""
    lower = np.linalg.cholesky(moments[::-1, ::-1]).astype(np.float64, copy=False)
    return _upper_inverse(lower[::-1, ::-1])  # upper, R R^T = moments


def _upper_inverse(upper: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """By halves, so that nearly all of it is products."""
    size = len(upper)
    if size <= 128:
        return np.triu(np.linalg.inv(upper))
    half = size // 2
    out = np.zeros_like(upper)
    out[:half, :half], out[half:, half:] = _upper_inverse(upper[:half, :half]), _upper_inverse(upper[half:, half:])
    out[:half, half:] = -out[:half, :half] @ upper[:half, half:] @ out[half:, half:]
    return out
