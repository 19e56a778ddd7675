"""Packed documents, chunked prefill and FlexAttention against the plain computation of each document alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from phi4.config import preset
from phi4.model import KVCache, TorchExecutor, Transformer
from phi4.model import executor as executor_module
from phi4.model.masks import Attention
from tests.support.weights import RandomWeights

UNCOMPILED = pytest.mark.filterwarnings("ignore:flex_attention called without torch.compile:UserWarning")


@pytest.fixture(scope="module", params=["tiny-phi3", "tiny-ministral", "tiny-mixtral"])
def model(request: pytest.FixtureRequest) -> Transformer:
    return TorchExecutor.load(RandomWeights(preset(request.param), seed=3), device="cpu").model


def rows_of_documents(lengths: list[list[int]], vocab_size: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(5)
    documents = torch.tensor([[i for i, length in enumerate(row) for _ in range(length)] for row in lengths])
    return torch.randint(0, vocab_size, documents.shape, generator=generator), documents


@pytest.mark.parametrize("attention", ["fused", "flex", "blocked"])
@UNCOMPILED
@torch.no_grad()
def test_a_packed_document_is_computed_as_if_alone(model: Transformer, attention: Attention) -> None:
    lengths = [[13, 1, 26, 60], [40, 20, 37, 3]]
    tokens, documents = rows_of_documents(lengths, model.config.vocab_size)
    model.attention = attention
    packed = model(tokens, documents)
    model.attention = "fused"
    for row, row_lengths in enumerate(lengths):
        start = 0
        for length in row_lengths:
            alone = model(tokens[row : row + 1, start : start + length])[0]
            torch.testing.assert_close(packed[row, start : start + length], alone, rtol=1e-4, atol=1e-4)
            start += length


@pytest.mark.parametrize("attention", ["flex", "blocked"])
@UNCOMPILED
@torch.no_grad()
def test_attention_equals_dense_masks_with_padding_and_windows(model: Transformer, attention: Attention) -> None:
    tokens, _ = rows_of_documents([[48], [48]], model.config.vocab_size)
    padding = torch.tensor([0, 19])
    model.attention = attention
    got = model(tokens, padding=padding)
    model.attention = "fused"
    dense = model(tokens, padding=padding)
    torch.testing.assert_close(got[0], dense[0], rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(got[1, 19:], dense[1, 19:], rtol=1e-4, atol=1e-4)


def test_attention_in_blocks_has_the_gradients_of_the_fused_one(model: Transformer) -> None:
    tokens, documents = rows_of_documents([[70, 80], [10, 140]], model.config.vocab_size)
    gradients = []
    for attention in ("fused", "blocked"):
        plain = Transformer(model.config)
        plain.init_weights(1)
        plain.attention = attention  # type: ignore[assignment]
        plain(tokens, documents).square().mean().backward()
        gradients.append([each.grad for each in plain.parameters()])
    for expected, got in zip(*gradients, strict=True):
        torch.testing.assert_close(got, expected, rtol=1e-3, atol=1e-6)


def test_prefill_in_chunks_equals_prefill_at_once(model: Transformer, monkeypatch: pytest.MonkeyPatch) -> None:
    executor = TorchExecutor(model)
    prompts = [list(range(3, 70)), list(range(10, 41))]
    at_once = executor.prefill(prompts)[1]
    monkeypatch.setattr(executor_module, "PREFILL_CHUNK", 16)
    np.testing.assert_allclose(executor.prefill(prompts)[1], at_once, rtol=1e-4, atol=1e-4)


def test_select_forks_drops_and_reorders_rows(model: Transformer) -> None:
    executor = TorchExecutor(model)
    state, _ = executor.prefill([[5, 6, 7], [8, 9, 10, 11, 12]])
    forked = executor.select(state, [1, 0, 1])
    got = executor.decode(forked, [20, 21, 22])
    for row, ids in enumerate(([8, 9, 10, 11, 12, 20], [5, 6, 7, 21], [8, 9, 10, 11, 12, 22])):
        np.testing.assert_allclose(got[row], executor.logits(ids)[-1], rtol=1e-4, atol=1e-4)


class Bfloat16Weights(RandomWeights):
    """The same weights rounded to bfloat16, as float32 and as bits."""

    def rounded(self, name: str) -> torch.Tensor:
        return torch.from_numpy(self.tensors[name]).bfloat16()

    def read_into(self, name: str, out: np.ndarray) -> None:
        out[...] = self.rounded(name).view(torch.uint16) if out.dtype == np.uint16 else self.rounded(name).float()


@pytest.mark.parametrize("name", ["tiny-phi3", "tiny-granite"])
def test_half_precision_stays_near_single(name: str) -> None:
    """Dense models only: rounding may send a token to another expert."""
    weights = Bfloat16Weights(preset(name), seed=3)
    single = TorchExecutor.load(weights, dtype="float32", device="cpu").logits(range(3, 40))
    half = TorchExecutor.load(weights, dtype="bfloat16", device="cpu").logits(range(3, 40))
    error = np.linalg.norm(half - single) / np.linalg.norm(single)
    assert 0 < error < 0.05


@torch.no_grad()
def test_cache_grows_past_its_first_capacity(model: Transformer) -> None:
    cache = KVCache(model.config, 1, dtype=torch.float32, device=torch.device("cpu"))
    tokens = torch.arange(3, 133)[None]
    steps = [model(tokens[:, i : i + 1], cache=cache) for i in range(130)]
    torch.testing.assert_close(torch.cat(steps, dim=1), model(tokens), rtol=1e-3, atol=1e-3)


def test_gradients_reach_every_parameter() -> None:
    for name in ("tiny-phi3", "tiny-mixtral", "tiny-qwen2", "tiny-granite"):
        model = Transformer(preset(name))
        model.init_weights(0)
        tokens, documents = rows_of_documents([[40, 24], [50, 14]], model.config.vocab_size)
        logits = model(tokens, documents)
        torch.nn.functional.cross_entropy(logits.flatten(0, 1), tokens.flatten()).backward()
        for parameter_name, parameter in model.named_parameters():
            assert parameter.grad is not None, parameter_name
            assert parameter.grad.abs().sum() > 0, parameter_name
