"""Each way of shaping the distribution against transformers' processors on random logits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
import transformers

from phi4.engine.sampling import Sampler, SamplingParams, probabilities
from phi4.errors import InputError

VOCAB = 97


def random_logits(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 3, VOCAB).astype(np.float32)


def through(logits: np.ndarray, *processors: Any, ids: list[int] | None = None) -> np.ndarray:
    scores, seen = torch.from_numpy(logits.astype(np.float64))[None], torch.tensor([ids or [0]])
    for processor in processors:
        scores = processor(seen, scores)
    return scores[0].softmax(-1).numpy()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "settings",
    [
        {"temperature": 0.3}, {"temperature": 1.7}, {"top_k": 1}, {"top_k": 7}, {"top_k": 500}, {"top_p": 0.01},
        {"top_p": 0.5}, {"top_p": 0.97}, {"min_p": 0.05}, {"min_p": 1.0},
        {"temperature": 0.7, "top_k": 20, "top_p": 0.8, "min_p": 0.02},
    ],
)  # fmt: skip
def test_equal_to_transformers(settings: dict[str, Any], seed: int) -> None:
    logits = random_logits(seed)
    processors: list[Any] = []
    if "temperature" in settings:
        processors.append(transformers.TemperatureLogitsWarper(settings["temperature"]))
    if "top_k" in settings:
        processors.append(transformers.TopKLogitsWarper(settings["top_k"]))
    if "top_p" in settings:
        processors.append(transformers.TopPLogitsWarper(settings["top_p"]))
    if "min_p" in settings:
        processors.append(transformers.MinPLogitsWarper(settings["min_p"]))
    got = probabilities(logits.astype(np.float64), SamplingParams(**{"temperature": 1.0, **settings}))
    np.testing.assert_allclose(got, through(logits, *processors), atol=1e-9)


@pytest.mark.parametrize("penalty", [0.7, 1.3])
def test_repetition_penalty_counts_prompt_and_answer(penalty: float) -> None:
    logits, prompt = random_logits(9), [3, 5, 5, 90]
    sampler = Sampler(SamplingParams(repetition_penalty=penalty), prompt, VOCAB)
    sampled = [sampler.sample(random_logits(seed)).token_id for seed in (1, 2)]
    expected = through(logits, transformers.RepetitionPenaltyLogitsProcessor(penalty), ids=[*prompt, *sampled])
    scores = sampler.adjusted(logits)
    powers = np.exp(scores - scores.max())
    np.testing.assert_allclose(powers / powers.sum(), expected, atol=1e-9)


def test_frequency_and_presence_count_the_answer_alone() -> None:
    sampler = Sampler(SamplingParams(frequency_penalty=0.5, presence_penalty=0.25), [4], VOCAB)
    sharp = np.full(VOCAB, -50, np.float32)
    sharp[7] = 50
    sampler.sample(sharp)
    sampler.sample(sharp)
    change = sampler.adjusted(np.zeros(VOCAB, np.float32))
    assert change[7] == pytest.approx(-2 * 0.5 - 0.25)
    assert np.count_nonzero(change) == 1


def test_logit_bias_can_force_and_forbid() -> None:
    logits = random_logits(1)
    best = int(logits.argmax())
    assert Sampler(SamplingParams(logit_bias={11: 100.0}), [0], VOCAB).sample(logits).token_id == 11
    assert Sampler(SamplingParams(logit_bias={best: -100.0}), [0], VOCAB).sample(logits).token_id != best
    with pytest.raises(InputError, match="logit_bias"):
        Sampler(SamplingParams(logit_bias={VOCAB: 1.0}), [0], VOCAB)


def test_draws_follow_the_distribution_and_the_seed() -> None:
    logits = random_logits(4)
    params = SamplingParams(temperature=1.0, seed=12)
    sampler = Sampler(params, [0], VOCAB)
    sampled = [sampler.sample(logits).token_id for _ in range(20_000)]
    shares = np.bincount(sampled, minlength=VOCAB) / len(sampled)
    np.testing.assert_allclose(shares, probabilities(logits.astype(np.float64), params), atol=0.02)
    again = Sampler(params, [0], VOCAB)
    assert [again.sample(logits).token_id for _ in range(50)] == sampled[:50]
    other = Sampler(params, [0], VOCAB, choice=1)
    assert [other.sample(logits).token_id for _ in range(50)] != sampled[:50]


def test_logprobs_are_the_models_own() -> None:
    logits = random_logits(5)
    sampled = Sampler(SamplingParams(temperature=2.0, top_k=3, logprobs=4, seed=1), [0], VOCAB).sample(logits)
    expected = torch.from_numpy(logits).double().log_softmax(-1).numpy()
    assert sampled.logprob == pytest.approx(expected[sampled.token_id])
    assert [token for token, _ in sampled.best] == np.argsort(-logits)[:4].tolist()
    assert sum(math.exp(value) for _, value in sampled.best) <= 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", -0.1), ("temperature", math.nan), ("temperature", "1"), ("top_p", 1.5), ("min_p", -1.0),
        ("top_k", -1), ("top_k", 1.5), ("n", 0), ("n", 10**6), ("max_new_tokens", 0), ("seed", -1), ("logprobs", 21),
        ("repetition_penalty", 0.0), ("stop", ""), ("stop", [""]), ("logit_bias", {1: math.inf}), ("n", True),
    ],
)  # fmt: skip
def test_settings_outside_their_range_are_named(name: str, value: Any) -> None:
    with pytest.raises(InputError, match=name):
        SamplingParams(**{name: value})
