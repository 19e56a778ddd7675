"""What Python may hand the engine by mistake is refused, and never read or written outside."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from phi4.checkpoint.packed.format import pack
from phi4.config import ModelConfig, preset
from phi4.errors import ConfigError
from phi4.native import NativeExecutor, _engine
from tests.support.weights import RandomWeights


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


class NoWeights:
    """A model of which nothing is read."""

    def __init__(self, config: ModelConfig) -> None:
        self.config = config

    def read(self, name: str) -> np.ndarray:
        raise AssertionError(name)


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


@pytest.mark.parametrize("odd", ["qkv", "output", "gate_up", "down", "lm_head"])
@pytest.mark.parametrize("others_packed", [True, False])
def test_matrices_in_floats_and_packed_ones_mix(odd: str, others_packed: bool) -> None:
    """One matrix of the other kind than all others: the scores are near those of either kind."""
    shape = _engine.ModelShape(shape_of(intermediate_size=48))
    rng = np.random.default_rng(0)
    sides = {"qkv": (64, 16), "output": (16, 32), "gate_up": (96, 16), "down": (16, 48), "lm_head": (10, 16)}
    values = {role: 0.2 * rng.standard_normal(side).astype(np.float32) for role, side in sides.items()}
    embedding = rng.standard_normal((10, 16)).astype(np.float32)

    def scores(packed: dict[str, bool]) -> np.ndarray:
        model, cache = _engine.Model(shape, 1), _engine.KvCache(1, 1, 16, 32)
        model.set_embedding("float32", embedding)
        for role in ("norm", "attention_norm", "mlp_norm"):
            model.set_norm(role, 0, np.ones(16, np.float32))
        for role, w in values.items():
            if packed[role]:
                made = pack(8, *_engine.quantize_rows(w, np.ones(w.shape[1], np.float32), 8, 1))
                model.set_packed(role, 0, 0, 8, False, made.codes, made.scales, made.row_scales)
            else:
                model.set_float(role, 0, 0, "float32", w)
        ids = np.arange(8, dtype=np.int32)
        return model.step(cache, [cache.create()], [8], [False], ids, ids)

    exact = scores(dict.fromkeys(sides, False))
    mixed = scores({role: others_packed != (role == odd) for role in sides})
    assert np.abs(mixed - exact).max() < 0.05 * np.abs(exact).max()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"head_dim": 70_000, "heads": 1, "kv_heads": 1}, "70000 numbers in a head"),
        ({"kv_heads": 70_000, "heads": 70_000, "head_dim": 16}, "70000 key heads"),
    ],
)
def test_sizes_that_the_engine_has_not_are_one_sentence(change: dict[str, int], problem: str) -> None:
    config = replace(preset("tiny-llama"), hidden_size=1, intermediate_size=1, layers=1, sliding_windows=(None,))
    with pytest.raises(ConfigError, match=f"the engine cannot run this model: .*{problem}"):
        NativeExecutor(NoWeights(replace(config, **change)), threads=1)


def test_matrices_too_wide_to_be_packed_are_one_sentence() -> None:
    wide = np.ones((1, 70_000), np.float32)
    raw = np.empty(0, np.uint8)
    for work in (
        lambda: _engine.quantize_rows(wide, wide[0], 4, 1),
        lambda: _engine.packed_product("portable", 8, 1, 70_000, False, raw, raw, wide[0], wide),
        lambda: _engine.round_feeding_back(wide.T.copy(), wide, wide[0, :1], 8, 1),
    ):
        with pytest.raises(ConfigError, match=r"at most 65536 inputs, .* 70000"):
            work()


def hostile(rng: np.random.Generator) -> object:
    """What no caller should give."""
    number = rng.choice([-(2**63), -(2**31), -1, 0, 1, 2**16 + 1, 2**31 - 1, 2**31, 2**62])
    kinds = (np.float32, np.float64, np.int8, np.uint8, np.uint16, np.int32, np.int64)
    shape = [(0,), (1,), (16,), (3, 5), (16, 16), (0, 16), (2, 0)][rng.integers(7)]
    things = [
        int(number), float("nan"), -1.0, 1e308, "", "lm_head", "qkv", "output", "norm", "float32", "x" * 5000, None,
        True, [], [int(number)], [0, 0], ["a"], {}, b"ab", np.zeros(shape, kinds[rng.integers(len(kinds))]),
        np.zeros((8, 8), np.float32)[::2], np.zeros((4, 4), np.float32).T, misaligned(np.ones(16, np.float32)),
    ]  # fmt: skip
    return things[rng.integers(len(things))]


@pytest.mark.parametrize("seed", range(20))
def test_any_arguments_give_a_value_or_an_exception(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cache, model = _engine.KvCache(1, 1, 16, 8), _engine.Model(_engine.ModelShape(shape_of()), 1)
    takes = {
        _engine.packed_product: 9, _engine.rotate: 1, _engine.draw: 6, _engine.quantize_rows: 4,
        _engine.round_feeding_back: 5, _engine.rotation_block: 1, _engine.KvCache: 4, _engine.ModelShape: 1,
        model.set_packed: 8, model.set_float: 5, model.set_bias: 3, model.set_norm: 3, model.set_embedding: 2,
        model.set_embedding_codes: 2, model.step: 6, cache.fork: 2, cache.truncate: 2, cache.release: 1, cache.end: 4,
        cache.begin: 2, cache.lengths: 1, cache.length: 1, cache.extend_with_zeros: 2,
    }  # fmt: skip
    calls = raised = 0
    for _ in range(60):
        for function, count in takes.items():
            calls += 1
            try:
                function(*(hostile(rng) for _ in range(count)))
            except (ValueError, TypeError, KeyError, RuntimeError, MemoryError, ConfigError):
                raised += 1
    assert raised > calls / 2
    assert cache.bytes == 0


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
