"""The engine against the torch transformer, which is held to transformers, on every family."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import phi4
from phi4.config import preset
from phi4.errors import InputError
from phi4.model import TorchExecutor
from phi4.native import NativeExecutor, _engine
from tests.support.configs import CONFIGS, greedy, prompts
from tests.support.weights import RandomWeights


@pytest.fixture(scope="module", params=CONFIGS, ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[NativeExecutor, TorchExecutor]:
    weights = RandomWeights(CONFIGS[request.param], seed=7)
    return NativeExecutor(weights, threads=2), TorchExecutor.load(weights, dtype="float32", device="cpu")


@pytest.mark.parametrize("length", [1, 7, 33, 80])
def test_logits(pair: tuple[NativeExecutor, TorchExecutor], length: int) -> None:
    executor, reference = pair
    ids = prompts(executor.config, length)[0]
    expected = reference.logits(ids)
    np.testing.assert_allclose(executor.logits(ids), expected, rtol=0, atol=1e-4 * np.abs(expected).max())


def test_greedy_tokens_of_a_batch_with_cache(pair: tuple[NativeExecutor, TorchExecutor]) -> None:
    executor, reference = pair
    batch = prompts(executor.config, 3, 17, 9)
    assert greedy(executor, batch, 64) == greedy(reference, batch, 64)


def test_rows_are_dropped_and_forked(pair: tuple[NativeExecutor, TorchExecutor]) -> None:
    executor, reference = pair
    state, _ = executor.prefill([[5, 6, 7], [8, 9, 10, 11]])
    state = executor.select(state, [1, 1])
    got = executor.decode(state, [20, 21])
    for row, token in enumerate((20, 21)):
        expected = reference.logits([8, 9, 10, 11, token])[-1]
        np.testing.assert_allclose(got[row], expected, rtol=0, atol=1e-4 * np.abs(expected).max())


@pytest.mark.parametrize("kernels", _engine.kernel_names())
@pytest.mark.parametrize("kv_bits", [8, 16])
@pytest.mark.parametrize("family", ["tiny-phi3", "tiny-mixtral", "tiny-qwen2", "tiny-ministral", "tiny-granite"])
def test_narrow_caches_and_all_kernels_are_near(
    family: str, kv_bits: int, kernels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = RandomWeights(preset(family), seed=7)
    reference = NativeExecutor(weights, threads=1)
    monkeypatch.setenv("PHI4_KERNELS", kernels)
    executor = NativeExecutor(weights, threads=2, kv_bits=kv_bits)
    assert executor.model.kernels == kernels
    ids = prompts(executor.config, 70)[0]
    expected = reference.logits(ids)
    # The median, since a router's near tie may send a few tokens to other experts.
    error = np.median(np.abs(executor.logits(ids) - expected)) / np.abs(expected).mean()
    assert error < {8: 0.05, 16: 0.005}[kv_bits]


def test_a_trained_model_tells_the_same_story_in_every_width(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """260K parameters, trained: floats give torch's 200 greedy tokens; 8 bits give others where two are nearly even."""
    monkeypatch.setenv("PHI4_CACHE", str(tmp_path))
    folder = str(shared / "checkpoints" / "stories260K-as-phi3")

    def story(executor: str, dtype: str) -> list[int]:
        model = phi4.load(folder, executor=executor, dtype=dtype)
        return model.generate([1], max_new_tokens=200, temperature=0.0).ids

    expected = story("torch", "float32")
    assert story("native", "float32") == expected
    assert story("native", "bfloat16") == expected
    exact, packed = (
        phi4.load(folder, executor="native", dtype=dtype).logits([1, *expected]) for dtype in ("float32", "8-bit")
    )
    chosen = packed.argmax(axis=-1)
    assert (chosen == exact.argmax(axis=-1)).mean() >= 0.96
    assert (exact.max(axis=-1) - exact[np.arange(len(exact)), chosen]).max() < 0.4


def test_unknown_kernels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHI4_KERNELS", "abacus")
    with pytest.raises(InputError, match="abacus"):
        NativeExecutor(RandomWeights(preset("tiny-phi3"), seed=7), threads=1)
