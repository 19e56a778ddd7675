"""What Python may hand the engine by mistake is refused, and never read or written outside."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from phi4.checkpoint.packing import pack
from phi4.config import preset
from phi4.native import NativeExecutor, _engine
from tests.model.reference import RandomWeights


def misaligned(values: np.ndarray) -> np.ndarray:
    """The same numbers, one byte past where they should lie."""
    raw = np.zeros(values.nbytes + 1, np.uint8)
    raw[1:] = values.view(np.uint8).reshape(-1)
    return raw[1:].view(values.dtype).reshape(values.shape)


def shape_of(**changes: object) -> dict[str, object]:
    rope = preset("tiny-llama").rope
    return {
        "vocab_size": 10, "hidden_size": 16, "intermediate_size": 16, "layers": 1, "heads": 2, "kv_heads": 1,
        "head_dim": 16, "rope_dim": 16, "experts": 0, "experts_per_token": 0, "rms_norm_eps": 1e-5,
        "attention_scale": 1.0, "embedding_scale": 1.0, "residual_scale": 1.0, "logit_scale": 1.0, "rope_factor": 1.0,
        "windows": [0], "frequencies": rope.inverse_frequencies(1), "long_frequencies": [], "switch_length": 0,
        **changes,
    }  # fmt: skip


IMPOSSIBLE = [
    {"vocab_size": 0}, {"hidden_size": -1}, {"intermediate_size": 2**31 - 1}, {"heads": 3, "kv_heads": 2},
    {"heads": 2**20, "kv_heads": 1, "head_dim": 2**12}, {"windows": []}, {"windows": [-1]}, {"rope_dim": 32},
    {"rope_dim": -2, "frequencies": []}, {"experts": 2}, {"experts": 2, "experts_per_token": 3},
    {"experts_per_token": -1}, {"long_frequencies": [1.0]},
]  # fmt: skip


@pytest.mark.parametrize("change", IMPOSSIBLE)
def test_impossible_shapes(change: dict[str, object]) -> None:
    _engine.ModelShape(shape_of())
    with pytest.raises(ValueError, match=r"impossible|window|fit"):
        _engine.ModelShape(shape_of(**change))


@pytest.mark.parametrize(
    "shape", [(0, 1, 1, 8), (1, -1, 1, 8), (1, 1, 2**20, 8), (2**30, 2**30, 2**30, 8), (1, 1, 1, 4)]
)
def test_impossible_caches(shape: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"shape|bits"):
        _engine.KvCache(*shape)


def test_the_cache_keeps_to_its_sequences() -> None:
    cache = _engine.KvCache(1, 1, 4, 8)
    sequence = cache.create()
    cache.extend_with_zeros(sequence, 40)
    for wrong in (
        lambda: cache.fork(sequence, 41),
        lambda: cache.fork(sequence, -1),
        lambda: cache.truncate(sequence, 41),
        lambda: cache.release(7),
        lambda: cache.extend_with_zeros(sequence, -1),
        lambda: cache.extend_with_zeros(sequence, 2**30),
        lambda: cache.extend_with_zeros(sequence, 5),  # not at the end of a page
    ):
        with pytest.raises(ValueError, match=r"sequence|fork|zeros"):
            wrong()
    assert cache.length(sequence) == 40


def test_arrays_of_the_wrong_size_or_place() -> None:
    rng = np.random.default_rng(0)
    weights = pack(4, rng.integers(-8, 8, (16, 32), np.int8), np.ones((16, 2), np.uint8), np.ones(16, np.float32))
    x = np.ones((1, 32), np.float32)

    def product(rows: int, codes: np.ndarray, scales: np.ndarray, row_scales: np.ndarray) -> np.ndarray:
        return _engine.packed_product("portable", 4, rows, 32, False, codes, scales, row_scales, x)

    assert product(16, weights.codes, weights.scales, weights.row_scales).shape == (1, 16)
    for wrong in (
        lambda: product(17, weights.codes, weights.scales, weights.row_scales),
        lambda: product(2**31 - 1, weights.codes, weights.scales, weights.row_scales),
        lambda: product(16, weights.codes[:, :1], weights.scales, weights.row_scales),
        lambda: product(16, weights.codes, weights.scales[:, :1], weights.row_scales),
        lambda: product(16, weights.codes, weights.scales, misaligned(weights.row_scales)),
    ):
        with pytest.raises((ValueError, TypeError)):
            wrong()
    model = _engine.Model(_engine.ModelShape(shape_of()), 1)
    with pytest.raises(ValueError, match="aligned"):
        model.set_norm("norm", 0, misaligned(np.ones(16, np.float32)))
    with pytest.raises(ValueError, match="no norm"):
        model.set_norm("nobody", 0, np.ones(16, np.float32))
    with pytest.raises(ValueError, match="lacks weights"):
        model.step(_engine.KvCache(1, 1, 16, 8), [0], [1], [False], np.zeros(1, np.int32), np.zeros(1, np.int32))


def test_drawing_takes_infinite_scores() -> None:
    rng = np.random.default_rng(0)
    scores = rng.standard_normal(300)
    scores[rng.integers(0, 300, 100)] = -np.inf
    for top_k in (0, 5, 2**31, 2**40):
        assert np.isfinite(scores[_engine.draw(scores, 0.7, top_k, 0.9, 0.05, 0.5)])
    scores[[7, 200]] = np.inf
    for uniform, expected in ((0.0, 7), (0.49, 7), (0.51, 200), (1 - 2**-53, 200)):
        assert _engine.draw(scores, 0.7, 0, 1.0, 0.0, uniform) == expected
    with pytest.raises(ValueError, match="scores"):
        _engine.draw(np.empty(0), 1.0, 0, 1.0, 0.5, 0.5)
    for temperature in (0.0, -1.0, np.nan):
        with pytest.raises(ValueError, match="temperature"):
            _engine.draw(scores, temperature, 0, 1.0, 0.5, 0.5)


@pytest.mark.parametrize("temperature", [1e-3, 1e-300, 1e-307, 1e-308, 5e-324])
@pytest.mark.parametrize("scale", [1.0, 1e30, 1e300])
def test_the_limit_of_low_temperatures_is_the_best_token(temperature: float, scale: float) -> None:
    rng = np.random.default_rng(1)
    for offset in (-50.0, 0.0, 50.0):
        scores = (rng.permutation(300) + offset) * scale
        for top_k, top_p, min_p in ((0, 1.0, 0.0), (5, 0.9, 0.05)):
            for uniform in (0.0, 0.5, 1 - 2**-53):
                assert _engine.draw(scores, temperature, top_k, top_p, min_p, uniform) == scores.argmax()


def test_scores_without_an_order_are_refused() -> None:
    scores = np.zeros(300)
    scores[123] = np.nan
    with pytest.raises(ValueError, match="not a number"):
        _engine.draw(scores, 0.7, 0, 1.0, 0.0, 0.5)
    with pytest.raises(ValueError, match="minus infinity"):
        _engine.draw(np.full(300, -np.inf), 0.7, 0, 1.0, 0.0, 0.5)


def test_weights_that_are_no_numbers_are_not_rounded() -> None:
    w = np.ones((3, 20), np.float32)
    w[1, 7] = np.nan
    with pytest.raises(ValueError, match="not a number"):
        _engine.quantize_rows(w, np.ones(20, np.float32), 4, 2)
    with pytest.raises(ValueError, match="importance"):
        _engine.quantize_rows(np.ones((3, 20), np.float32), np.full(20, -1, np.float32), 4, 2)


def test_threads_share_a_model() -> None:
    """Each thread's logits are those it gets alone, while the others step, fork and let go of rows."""
    executor = NativeExecutor(RandomWeights(preset("tiny-llama"), seed=2), threads=2)
    prompts = [np.random.default_rng(seed).integers(0, 160, 50).tolist() for seed in range(4)]
    alone = [executor.logits(prompt) for prompt in prompts]
    wrong: list[int] = []

    def ask(number: int) -> None:
        for _ in range(5):
            if not np.array_equal(executor.logits(prompts[number]), alone[number]):
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
