"""The NumPy executor against the torch transformer, which is held to transformers, on every family."""

from __future__ import annotations

import numpy as np
import pytest

from phi4.config import preset
from phi4.model import TorchExecutor
from phi4.native.numpy_executor import NumpyExecutor
from tests.model.reference import RandomWeights
from tests.model.test_against_transformers import CONFIGS, greedy, prompts

ALL_IN_MEMORY, NONE_IN_MEMORY = 2**40, 0


@pytest.fixture(scope="module", params=CONFIGS, ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[NumpyExecutor, TorchExecutor]:
    weights = RandomWeights(CONFIGS[request.param], seed=7)
    executor = NumpyExecutor(weights, memory_bytes=ALL_IN_MEMORY)
    return executor, TorchExecutor.load(weights, dtype="float32", device="cpu")


@pytest.mark.parametrize("length", [1, 7, 33, 80])
def test_logits(pair: tuple[NumpyExecutor, TorchExecutor], length: int) -> None:
    executor, reference = pair
    ids = prompts(executor.config, length)[0]
    expected = reference.logits(ids)
    np.testing.assert_allclose(executor.logits(ids), expected, rtol=0, atol=1e-4 * np.abs(expected).max())


def test_greedy_tokens_of_a_batch_with_cache(pair: tuple[NumpyExecutor, TorchExecutor]) -> None:
    executor, reference = pair
    batch = prompts(executor.config, 3, 17, 9)
    assert greedy(executor, batch, 64) == greedy(reference, batch, 64)


def test_rows_are_dropped_and_forked(pair: tuple[NumpyExecutor, TorchExecutor]) -> None:
    executor, reference = pair
    state, _ = executor.prefill([[5, 6, 7], [8, 9, 10, 11]])
    state = executor.select(state, [1, 1])
    got = executor.decode(state, [20, 21])
    for row, token in enumerate((20, 21)):
        expected = reference.logits([8, 9, 10, 11, token])[-1]
        np.testing.assert_allclose(got[row], expected, rtol=0, atol=1e-4 * np.abs(expected).max())


def test_weights_that_do_not_fit_are_read_when_used() -> None:
    weights = RandomWeights(preset("tiny-phi3"), seed=7)
    held, streamed = (NumpyExecutor(weights, memory_bytes=each) for each in (ALL_IN_MEMORY, NONE_IN_MEMORY))
    np.testing.assert_array_equal(held.logits([3, 4, 5]), streamed.logits([3, 4, 5]))


def test_long_prompts_are_attended_in_pieces() -> None:
    weights = RandomWeights(preset("tiny-ministral"), seed=7)
    ids = prompts(weights.config, 255)[0] * 3
    expected = TorchExecutor.load(weights, device="cpu").logits(ids)
    got = NumpyExecutor(weights, memory_bytes=ALL_IN_MEMORY).logits(ids)
    np.testing.assert_allclose(got, expected, rtol=0, atol=2e-4 * np.abs(expected).max())
