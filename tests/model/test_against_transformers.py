"""The torch transformer against transformers on random checkpoints of every family, in float32.

Tolerance: logits within 1e-4 of the largest, since sums run in another order; greedy tokens exactly.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from phi4.model import TorchExecutor
from tests.support.configs import CONFIGS, greedy, prompts
from tests.support.weights import RandomWeights, reference_model


@pytest.fixture(scope="module", params=CONFIGS, ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[TorchExecutor, torch.nn.Module]:
    config = CONFIGS[request.param]
    weights = RandomWeights(config, seed=7)
    return TorchExecutor.load(weights, dtype="float32", device="cpu"), reference_model(weights)


@pytest.mark.parametrize("length", [1, 7, 31, 33, 80])
def test_logits(pair: tuple[TorchExecutor, torch.nn.Module], length: int) -> None:
    executor, reference = pair
    ids = prompts(executor.config, length)[0]
    with torch.no_grad():
        expected = reference(torch.tensor([ids])).logits[0].numpy()
    got = executor.logits(ids)
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-4 * np.abs(expected).max())


def test_greedy_tokens_with_cache(pair: tuple[TorchExecutor, torch.nn.Module]) -> None:
    executor, reference = pair
    ids = prompts(executor.config, 11)
    expected = reference.generate(torch.tensor(ids), max_new_tokens=64, do_sample=False)[0, 11:].tolist()
    assert greedy(executor, ids, 64)[0] == expected


def test_greedy_tokens_of_a_left_padded_batch(pair: tuple[TorchExecutor, torch.nn.Module]) -> None:
    """Each row alone in transformers, all together here: filler must not be seen, and rows must not mix."""
    executor, reference = pair
    batch = prompts(executor.config, 3, 17, 9)
    together = greedy(executor, batch, 64)
    for ids, got in zip(batch, together, strict=True):
        expected = reference.generate(torch.tensor([ids]), max_new_tokens=64, do_sample=False)[0, len(ids) :].tolist()
        assert got == expected


def test_left_padded_batch_of_transformers(pair: tuple[TorchExecutor, torch.nn.Module]) -> None:
    executor, reference = pair
    if executor.config.rope.switch_length is not None:
        pytest.skip("transformers gives every row of a batch the frequencies of the longest; phi4 each its own")
    batch = prompts(executor.config, 5, 20)
    padded = torch.tensor([[0] * 15 + batch[0], batch[1]])
    mask = torch.ones_like(padded)
    mask[0, :15] = 0
    expected = reference.generate(padded, attention_mask=mask, max_new_tokens=24, do_sample=False)[:, 20:].tolist()
    assert greedy(executor, batch, 24) == expected
