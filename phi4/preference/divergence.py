"""KL divergence of a trained model from its reference, on answers sampled from the model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from phi4.engine import LanguageModel, SamplingParams, load
from phi4.errors import InputError
from phi4.jobs.rollouts import RolloutPool
from phi4.quant.kl import log_softmax


@dataclass(frozen=True)
class PolicyDivergence:
    """KL(model || reference) in nats, per answer and per token, with standard errors.

    At each position the divergence of the two distributions is summed over the vocabulary, so only the answers are
    sampled.
    """

    answers: int
    tokens: int
    per_answer: float
    per_answer_error: float
    per_token: float
    per_token_error: float


def divergence(
    model: LanguageModel, reference: LanguageModel, prompts: Sequence[Sequence[int]], *, seed: int = 0,
    max_new_tokens: int | None = None,
) -> PolicyDivergence:  # fmt: skip
    """Sample an answer of `model` to each of `prompts` (token ids), and compare the distributions along it.

    Raises:
        InputError: the models have different vocabularies, or there is no prompt.
    """
    if model.config.vocab_size != reference.config.vocab_size:
        raise InputError("the models have different vocabularies, so their distributions cannot be compared")
    if not prompts:
        raise InputError("there is no prompt to answer")
    pool = RolloutPool(
        model.executor, SamplingParams(temperature=1.0, max_new_tokens=max_new_tokens), eos_ids=model.eos_ids, seed=seed
    )
    for owner, prompt in enumerate(prompts):
        pool.add(owner, prompt)
        # Equal prompts get different answers.
        pool.ask(owner, (), owner, owner + 1)
    sums, lengths = np.zeros(len(prompts)), np.zeros(len(prompts))
    while pool.backlog:
        for rollout in pool.step():
            ids = [*prompts[rollout.owner], *rollout.ids]
            at = slice(len(prompts[rollout.owner]) - 1, len(ids) - 1)
            own, other = (log_softmax(each.logits(ids)[at]) for each in (model, reference))
            sums[rollout.owner] = (np.exp(own) * (own - other)).sum()
            lengths[rollout.owner] = len(rollout.ids)
    count, tokens = len(prompts), int(lengths.sum())
    per_token = float(sums.sum() / tokens)
    # The standard error of a ratio of means, by the delta method.
    spread = math.sqrt(float(((sums - per_token * lengths) ** 2).sum()) / max(1, count - 1) / count)
    return PolicyDivergence(
        answers=count, tokens=tokens, per_answer=float(sums.mean()),
        per_answer_error=float(sums.std(ddof=1) / math.sqrt(count)) if count > 1 else math.nan,
        per_token=per_token, per_token_error=spread / (tokens / count) if count > 1 else math.nan,
    )  # fmt: skip


def measure_kl(model: Path, reference: Path, prompts: Sequence[Sequence[int]]) -> dict[str, Any]:
    """`divergence` of the models in two folders, in float32, as a dictionary."""
    trained, other = (load(str(folder), executor="native", dtype="float32") for folder in (model, reference))
    return asdict(divergence(trained, other, prompts))
