"""Error feedback: the compiled rounding against a slow one, and what feedback is for."""

from __future__ import annotations

import numpy as np
import pytest

from phi4.checkpoint.packed.format import unpack
from phi4.checkpoint.packed.hadamard import rotated, unrotated
from phi4.native import _engine
from phi4.quant.gptq import Feedback, InputStatistics
from phi4.quant.rounding import round_matrix


def slow_rounding(
    w: np.ndarray, spread: np.ndarray, row_scales: np.ndarray, bits: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One output at a time, one input after the other, every scale from 4 below to 4 above the one that holds all."""
    high = (1 << (bits - 1)) - 1
    low = -high if bits == 8 else -high - 1
    codes, errors = np.zeros(w.shape, np.int8), np.zeros(w.shape)
    scales = np.zeros((0 if bits == 8 else len(w) // 16, w.shape[1]), np.uint8)
    for row in range(w.shape[1]):
        left = w[:, row].astype(np.float64)
        for at in range(0, len(w), 16):
            group = slice(at, min(at + 16, len(w)))
            middle = min(round(np.abs(left[group]).max() / -low / row_scales[row]), 15)
            choices = [1] if bits == 8 else sorted({min(max(middle + offset, 1), 15) for offset in range(-4, 5)})
            best = None
            for scale in choices:
                step, trial, found, missed = row_scales[row] * scale, left.copy(), [], []
                for j in range(group.start, group.stop):
                    code = np.clip(np.rint(trial[j] / step), low, high)
                    error = (trial[j] - code * step) / spread[j, j]
                    trial[j + 1 :] -= error * spread[j, j + 1 :]
                    found.append(code)
                    missed.append(error)
                loss = np.square(missed).sum()
                if best is None or loss < best[0]:
                    best = (loss, scale, found, missed, trial)
            assert best is not None
            _, scale, codes[group, row], errors[group, row], left = best
            if bits != 8:
                scales[at // 16, row] = scale
    return codes, scales, errors


@pytest.mark.parametrize("bits", [8, 4, 3])
@pytest.mark.parametrize(("inputs", "rows"), [(16, 1), (64, 7), (48, 12)])
def test_compiled_rounding_is_the_slow_one(inputs: int, rows: int, bits: int) -> None:
    rng = np.random.default_rng(inputs + bits)
    if bits == 8:
        inputs -= 3
    w = rng.standard_normal((inputs, rows)).astype(np.float32)
    spread = np.triu(0.2 * rng.standard_normal((inputs, inputs)) + 2 * np.eye(inputs)).astype(np.float32)
    row_scales = (np.abs(w).max(axis=0) / (127 if bits == 8 else (1 << (bits - 1)) * 13)).astype(np.float32)
    expected, found = (
        slow_rounding(w, spread, row_scales, bits),
        _engine.round_feeding_back(w, spread, row_scales, bits, 2),
    )
    # A tie that float32 breaks another way changes all that follows in its row.
    same = (expected[0] == found[0]).all(axis=0)
    assert same.mean() >= 0.8
    np.testing.assert_array_equal(found[1][:, same], expected[1][:, same])
    np.testing.assert_allclose(found[2][:, same], expected[2][:, same], atol=1e-4)


def correlated(rng: np.random.Generator, tokens: int, inputs: int) -> np.ndarray:
    mixing = rng.standard_normal((inputs, inputs)) * np.exp(-np.arange(inputs) / 12)
    return (rng.standard_normal((tokens, inputs)) @ mixing.T).astype(np.float32)


@pytest.mark.parametrize("rotate", [True, False])
@pytest.mark.parametrize("inputs", [96, 100, 5136])
def test_feedback_lowers_the_error_of_products_of_correlated_inputs(inputs: int, rotate: bool) -> None:
    rng = np.random.default_rng(0)
    rows = correlated(rng, 2 * inputs, inputs) if inputs < 1000 else np.repeat(correlated(rng, 500, 107), 48, axis=1)
    weights = rng.standard_normal((20, inputs)).astype(np.float32)
    statistics = InputStatistics.empty(inputs, rotate=rotate, cross=False)
    statistics.add(rows)

    def error(with_feedback: bool) -> float:
        packed = round_matrix(
            weights, 4, rotate=rotate, threads=1, statistics=statistics if with_feedback else None
        )  # fmt: skip
        values = unpack(packed, *weights.shape)
        return float(np.square(rows @ ((unrotated(values) if rotate else values) - weights).T).mean())

    assert error(True) < 0.35 * error(False)


def test_what_earlier_layers_changed_is_made_up_for() -> None:
    """Inputs of the packed model that are a part of the float model's, and noise."""
    rng = np.random.default_rng(1)
    exact = correlated(rng, 3000, 64)
    seen = (0.8 * exact + 0.2 * rng.standard_normal(exact.shape) * exact.std()).astype(np.float32)
    weights = rng.standard_normal((24, 64)).astype(np.float32)
    errors = []
    for cross in (False, True):
        statistics = InputStatistics.empty(64, rotate=True, cross=cross)
        statistics.add(seen, exact if cross else None)
        values = unrotated(unpack(round_matrix(weights, 4, rotate=True, threads=1, statistics=statistics), 24, 64))
        errors.append(float(np.square(seen @ values.T - exact @ weights.T).mean()))
    assert errors[1] < 0.6 * errors[0]


def test_the_rows_scale_is_the_best_for_its_codes() -> None:
    rng = np.random.default_rng(2)
    rows = correlated(rng, 3000, 64)
    statistics = InputStatistics.empty(64, rotate=True, cross=False)
    statistics.add(rows)
    turned = rotated(rng.standard_normal((10, 64)).astype(np.float32))
    start = (np.abs(turned).max(axis=1) / 110).astype(np.float32)
    codes, scales, row_scales = Feedback(statistics).rounded(turned, start, 4, 1)
    whole = codes.astype(np.float64) * np.repeat(scales, 16, axis=1)
    moments = statistics.moments[0] + 0.005 * np.diagonal(statistics.moments[0]).mean() * np.eye(64)
    best = ((turned @ moments) * whole).sum(axis=1) / ((whole @ moments) * whole).sum(axis=1)
    np.testing.assert_allclose(row_scales, best, rtol=0.01)
