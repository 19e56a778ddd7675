"""The torch transformer against transformers on random checkpoints of every family, in float32.

Tolerance: logits within 1e-4 of the largest, since sums run in another order; greedy tokens exactly.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from phi4.config import LinearScaling, ModelConfig, Rope, YarnScaling, preset
from phi4.model import TorchExecutor
from tests.support.weights import RandomWeights, reference_model

TINY = ["tiny-phi3", "tiny-phi4-mini", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-ministral", "tiny-mistral",
        "tiny-granite"]  # fmt: skip

ODD = {
    "head_dim is not hidden / heads": replace(
        preset("tiny-llama"), head_dim=24, rope=Rope(theta=1e4, dim=24), attention_scale=24**-0.5),
    "one kv head": replace(preset("tiny-phi3"), kv_heads=1),
    "as many kv heads as heads": replace(preset("tiny-mixtral"), kv_heads=4),
    "tied embeddings": replace(preset("tiny-qwen2"), tied_embeddings=True),
    "biases everywhere": replace(preset("tiny-llama"), qkv_bias=True, output_bias=True, mlp_bias=True),
    "width not a power of two": replace(preset("tiny-granite"), hidden_size=60, intermediate_size=76, vocab_size=131),
    "linear scaling": replace(preset("tiny-llama"), rope=Rope(1e4, 16, LinearScaling(4.0))),
    "yarn": replace(preset("tiny-qwen2"), rope=Rope(1e6, 16, YarnScaling(4.0, 64))),
    "partial rotation": replace(preset("tiny-phi3"), rope=Rope(1e4, 8)),
    "window on all layers of qwen2": replace(preset("tiny-qwen2"), sliding_windows=(None, None, 8, 8)),
    "three of five experts": replace(preset("tiny-mixtral"), experts=5, experts_per_token=3),
}  # fmt: skip

CONFIGS = {name: preset(name) for name in TINY} | ODD


@pytest.fixture(scope="module", params=CONFIGS, ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[TorchExecutor, torch.nn.Module]:
    config = CONFIGS[request.param]
    weights = RandomWeights(config, seed=7)
    return TorchExecutor.load(weights, dtype="float32", device="cpu"), reference_model(weights)


def prompts(config: ModelConfig, *lengths: int) -> list[list[int]]:
    generator = np.random.default_rng(sum(lengths))
    return [generator.integers(3, config.vocab_size, length).tolist() for length in lengths]


@pytest.mark.parametrize("length", [1, 7, 31, 33, 80])
def test_logits(pair: tuple[TorchExecutor, torch.nn.Module], length: int) -> None:
    executor, reference = pair
    ids = prompts(executor.config, length)[0]
    with torch.no_grad():
        expected = reference(torch.tensor([ids])).logits[0].numpy()
    got = executor.logits(ids)
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-4 * np.abs(expected).max())


def greedy(executor: TorchExecutor, batch: list[list[int]], steps: int) -> list[list[int]]:
    state, logits = executor.prefill(batch)
    rows: list[list[int]] = [[] for _ in batch]
    for step in range(steps):
        chosen = logits.argmax(axis=-1).tolist()
        for row, token in zip(rows, chosen, strict=True):
            row.append(token)
        if step + 1 < steps:
            logits = executor.decode(state, chosen)
    return rows


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
