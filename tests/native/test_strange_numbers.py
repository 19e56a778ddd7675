"""Numbers that are not finite stay where they are: no token changes the scores of those before it."""

from __future__ import annotations

import numpy as np
import pytest

from phi4.config import preset
from phi4.native import NativeExecutor, _engine
from tests.support.weights import RandomWeights

STRANGE = {3: np.inf, 4: -np.inf, 5: np.nan}
"""Tokens whose embedding holds such a number."""


@pytest.fixture(params=_engine.kernel_names(), autouse=True)
def kernels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PHI4_KERNELS", request.param)
    return str(request.param)


def executor_of(family: str, kv_bits: int, threads: int = 2) -> NativeExecutor:
    weights = RandomWeights(preset(family), seed=11)
    for token, value in STRANGE.items():
        weights.tensors["embedding.weight"][token, 7] = value
    return NativeExecutor(weights, threads=threads, kv_bits=kv_bits)


@pytest.mark.parametrize("kv_bits", [32, 16, 8])
@pytest.mark.parametrize("family", ["tiny-phi3", "tiny-mixtral", "tiny-ministral", "tiny-llama"])
def test_later_tokens_leave_earlier_scores(family: str, kv_bits: int) -> None:
    executor = executor_of(family, kv_bits)
    rng = np.random.default_rng(0)
    for length in (1, 2, 7, 8, 31, 32, 33, 40, 70):
        prefix = rng.integers(6, 160, length).tolist()
        alone = executor.logits(prefix)
        assert np.isfinite(alone).all()
        for strange in STRANGE:
            for tail in ([strange], [8, strange, 9], [strange] * 12):
                together = executor.logits(prefix + tail)
                np.testing.assert_array_equal(together[:length], alone)
                if kv_bits == 32:
                    assert np.isnan(together[-1]).all()


@pytest.mark.parametrize("kv_bits", [32, 16, 8])
@pytest.mark.parametrize("family", ["tiny-phi3", "tiny-ministral"])
def test_scores_do_not_depend_on_the_division_into_steps(family: str, kv_bits: int) -> None:
    """Among strange tokens too, also where a window has passed them; and beside rows that hold some."""
    executor = executor_of(family, kv_bits)
    rng = np.random.default_rng(1)
    for _ in range(6):
        ids = rng.integers(6, 160, 110).tolist()
        ids[int(rng.integers(len(ids)))] = int(rng.integers(3, 6))
        whole = executor.logits(ids)
        cut = int(rng.integers(1, 60))
        state, first = executor.prefill([ids[:cut], [5, 3, 4] * 9])
        np.testing.assert_array_equal(first[0], whole[cut - 1])
        parts, at = [], cut
        while at < len(ids):
            size = min(int(rng.choice([1, 1, 3, 20])), len(ids) - at)
            parts.append(executor.extend(state, [ids[at : at + size], [3]])[0])
            at += size
        np.testing.assert_array_equal(np.concatenate(parts), whole[cut:])
