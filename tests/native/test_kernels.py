"""Every instruction set gives what plain arithmetic gives, on all tails."""

from __future__ import annotations

import numpy as np
import pytest

from phi4.checkpoint.packed.format import PackedWeights, pack, packed_shapes, unpack
from phi4.native import _engine

KERNELS = _engine.kernel_names()


def random_weights(rng: np.random.Generator, bits: int, rows: int, cols: int) -> PackedWeights:
    low, high = {8: (-127, 128), 4: (-8, 8), 3: (-4, 4)}[bits]
    groups = -(-cols // 16)
    scales = np.ones((rows, groups), np.uint8) if bits == 8 else rng.integers(1, 16, (rows, groups), np.uint8)
    row_scales = rng.uniform(0.5, 2, rows).astype(np.float32)
    return pack(bits, rng.integers(low, high, (rows, cols), np.int8), scales, row_scales)


def product(kernels: str, weights: PackedWeights, rows: int, x: np.ndarray, *, rotated: bool = False) -> np.ndarray:
    return _engine.packed_product(
        kernels, weights.bits, rows, x.shape[1], rotated, weights.codes, weights.scales, weights.row_scales, x
    )


@pytest.mark.parametrize("kernels", KERNELS)
@pytest.mark.parametrize("bits", [8, 4, 3])
@pytest.mark.parametrize("seed", range(12))
def test_products_are_exact(kernels: str, bits: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, cols, m = int(rng.integers(1, 90)), int(rng.integers(1, 300)), int(rng.integers(1, 60))
    weights = random_weights(rng, bits, rows, cols)
    # Whole numbers up to 127, at least one of them 127, are their own 8-bit codes.
    x = rng.integers(-127, 128, (m, cols)).astype(np.float32)
    x[:, 0] = 127
    values = unpack(weights, rows, cols).astype(np.float64)
    found = product(kernels, weights, rows, x)
    # The sums are exact; the unpacked values and the result are rounded to float32.
    assert (np.abs(found - x.astype(np.float64) @ values.T) <= 2e-7 * (np.abs(x) @ np.abs(values).T)).all()


@pytest.mark.parametrize("kernels", KERNELS)
@pytest.mark.parametrize("bits", [8, 4, 3])
def test_all_kernels_give_the_bits_of_the_portable_one(kernels: str, bits: int) -> None:
    rng = np.random.default_rng(bits)
    for m in range(1, 50):
        weights = random_weights(rng, bits, 48, 160)
        x = rng.standard_normal((m, 160)).astype(np.float32)
        np.testing.assert_array_equal(product(kernels, weights, 48, x), product("portable", weights, 48, x))


def any_bytes(rng: np.random.Generator, bits: int, rows: int, cols: int) -> PackedWeights:
    """Weights of any codes and scales that a file may hold, 0x80 among them."""
    shapes = packed_shapes(bits, rows, cols)
    codes, scales = (rng.integers(0, 256, shapes[name], np.uint8) for name in ("codes", "scales"))
    if rng.random() < 0.3:
        codes[:] = rng.choice(np.array([0x80, 0x00, 0xFF, 0x7F], np.uint8))
    if rng.random() < 0.3:
        scales[:] = 0xFF
    return PackedWeights(bits, codes, scales, rng.standard_normal(shapes["row_scales"]).astype(np.float32))


def rounded_product(weights: PackedWeights, rows: int, x: np.ndarray) -> np.ndarray:
    """What every kernel gives: activations are scaled in float32 and rounded to the nearest, halves to even."""
    ones = PackedWeights(weights.bits, weights.codes, weights.scales, np.ones_like(weights.row_scales))
    peak = np.abs(x).max(axis=1, keepdims=True)
    codes = np.rint(x * (np.float32(127) / peak)).astype(np.int64)
    sums = (codes @ unpack(ones, rows, x.shape[1]).astype(np.int64).T).astype(np.float32)
    return sums * (weights.row_scales[:rows] * (peak / np.float32(127)))


@pytest.mark.parametrize("bits", [8, 4, 3])
@pytest.mark.parametrize("seed", range(20))
def test_products_of_any_codes_and_inputs_are_the_same_bits(bits: int, seed: int) -> None:
    rng = np.random.default_rng([bits, seed])
    for m in (1, 2, 3, 4, 5, 7, 8, 16, 17, 48, 49, 60):
        rows, cols = int(rng.integers(1, 70)), int(rng.integers(1, 300))
        weights = any_bytes(rng, bits, rows, cols)
        x = rng.standard_normal((m, cols)).astype(np.float32) * np.float32(10.0 ** rng.integers(-20, 20))
        if rng.random() < 0.3:
            x = np.sign(x)
        if rng.random() < 0.5:
            x[rng.integers(m), rng.integers(cols)] = rng.choice(np.array([np.nan, np.inf, 1e-40, 3e38], np.float32))
        for rotated in (False, True):
            expected = product("portable", weights, rows, x, rotated=rotated)
            for kernels in KERNELS:
                np.testing.assert_array_equal(product(kernels, weights, rows, x, rotated=rotated), expected)


@pytest.mark.parametrize("kernels", KERNELS)
def test_activations_near_a_half_are_rounded_alike(kernels: str) -> None:
    """Numbers that go to one side if the product with the scale is rounded first, and to the other if it is not."""
    rng = np.random.default_rng(0)
    weights = pack(8, np.eye(64, dtype=np.int8), np.ones((64, 4), np.uint8), np.ones(64, np.float32))
    near = []
    while len(near) < 60:
        peaks = rng.uniform(0.5, 100, 200_000).astype(np.float32)
        inverse = np.float32(127) / peaks
        x = ((rng.integers(-120, 120, len(peaks)) + 0.5) / inverse).astype(np.float32)
        once = np.rint(x.astype(np.float64) * inverse.astype(np.float64))
        found = np.flatnonzero(np.rint(x * inverse) != once)
        near += [(peaks[i], x[i]) for i in found]
    rows = np.zeros((len(near), 64), np.float32)
    rows[:, 5] = [peak for peak, _ in near]
    for at in (0, 17, 63):
        rows[:, at] = [each for _, each in near]
    np.testing.assert_array_equal(product(kernels, weights, 64, rows), rounded_product(weights, 64, rows))
    # The last numbers of a row, short of a vector.
    weights = pack(8, np.eye(23, dtype=np.int8), np.ones((23, 2), np.uint8), np.ones(23, np.float32))
    rows = np.concatenate([rows[:, :22], rows[:, 63:]], axis=1)
    np.testing.assert_array_equal(product(kernels, weights, 23, rows), rounded_product(weights, 23, rows))


@pytest.mark.parametrize("kernels", KERNELS)
@pytest.mark.parametrize("bits", [8, 4, 3])
def test_products_are_what_the_format_says(kernels: str, bits: int) -> None:
    rng = np.random.default_rng(bits)
    for _ in range(60):
        rows, cols, m = int(rng.integers(1, 70)), int(rng.integers(1, 300)), int(rng.integers(1, 60))
        weights = any_bytes(rng, bits, rows, cols)
        x = rng.standard_normal((m, cols)).astype(np.float32) * np.float32(10.0 ** rng.integers(-20, 20))
        np.testing.assert_array_equal(product(kernels, weights, rows, x), rounded_product(weights, rows, x))


@pytest.mark.parametrize("kernels", KERNELS)
def test_the_extremes_do_not_overflow(kernels: str) -> None:
    for bits, code, scale in ((8, 127, 1), (8, -127, 1), (4, -8, 15), (3, -4, 15)):
        cols = 17920
        weights = pack(
            bits,
            np.full((16, cols), code, np.int8),
            np.full((16, cols // 16), scale, np.uint8),
            np.ones(16, np.float32),
        )
        for sign in (1, -1):
            found = product(kernels, weights, 16, np.full((20, cols), sign * 127, np.float32))
            assert found == pytest.approx(sign * 127.0 * code * scale * cols, rel=1e-6)


@pytest.mark.parametrize("n", [1, 7, 16, 24, 64, 352, 704, 5120, 17920])
def test_the_rotation_is_orthogonal(n: int) -> None:
    rows = np.eye(n, dtype=np.float32) if n <= 704 else np.random.default_rng(n).standard_normal((4, n), np.float32)
    turned = rows.copy()
    _engine.rotate(turned)
    np.testing.assert_allclose(
        turned @ turned.T, rows @ rows.T, rtol=1e-4, atol=2e-3 * np.abs(rows @ rows.T).max() / 10
    )


@pytest.mark.parametrize("bits", [8, 4, 3])
def test_packing_is_undone_by_unpacking(bits: int) -> None:
    rng = np.random.default_rng(1)
    codes = rng.integers(-4, 4, (37, 83), np.int8)
    scales = np.ones((37, 6), np.uint8) if bits == 8 else rng.integers(1, 16, (37, 6), np.uint8)
    row_scales = rng.uniform(0.5, 2, 37).astype(np.float32)
    expected = codes * np.repeat(scales, 16, axis=1)[:, :83] * row_scales[:, None]
    np.testing.assert_allclose(unpack(pack(bits, codes, scales, row_scales), 37, 83), expected, rtol=1e-6)


@pytest.mark.parametrize(("bits", "error"), [(8, 0.0002), (4, 0.0075), (3, 0.031)])
def test_scale_search_is_near_what_a_normal_distribution_allows(bits: int, error: float) -> None:
    w = np.random.default_rng(0).standard_normal((64, 1000)).astype(np.float32)
    codes, scales, row_scales = _engine.quantize_rows(w, np.ones(1000, np.float32), bits, 2)
    rounded = codes * np.repeat(scales, 16, axis=1)[:, :1000].astype(np.float32) * row_scales[:, None]
    assert np.square(w - rounded).mean() < error


@pytest.mark.parametrize("kernels", KERNELS)
def test_zeros_and_overflow_are_told_apart(kernels: str) -> None:
    weights = random_weights(np.random.default_rng(0), 4, 16, 32)
    x = np.zeros((4, 32), np.float32)
    x[1, 3], x[2, 5], x[3, 3], x[3, 7] = np.inf, np.nan, np.inf, -np.inf
    for rotated in (False, True):
        found = product(kernels, weights, 16, x, rotated=rotated)
        assert (found[0] == 0).all()
        assert np.isnan(found[1:]).all()
