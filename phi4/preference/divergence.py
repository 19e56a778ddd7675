"""How far a model has gone from its reference: the KL divergence on answers that it draws itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phi4.engine import LanguageModel, SamplingParams
from phi4.errors import InputError
from phi4.jobs.rollouts import RolloutPool


@dataclass(frozen=True)
class Divergence:
    """KL(model || reference) in nats, over whole answers and over a token of them, with the standard errors of both.

    At each place of an answer the divergence of the two distributions is summed over the vocabulary, so that only the
    choice of answers is drawn.
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
) -> Divergence:  # fmt: skip
    """Draw an answer of `model` to each of `prompts` (token ids), and compare the distributions along them.

    Raises:
        InputError: the models have different vocabularies, or there is no prompt.
    """
    if model.config.vocab_size != reference.config.vocab_size:
        raise InputError("the models have different vocabularies, so their distributions cannot be compared")
    if not prompts:
        raise InputError("there is no prompt to answer")
    pool = RolloutPool(
        model.executor, SamplingParams(temperature=1.0, max_new_tokens=max_new_tokens), ends=model.eos_ids, seed=seed
    )
    for owner, prompt in enumerate(prompts):
        pool.add(owner, prompt)
        # Prompts that are the same get different answers.
        pool.ask(owner, (), owner, owner + 1)
    sums, lengths = np.zeros(len(prompts)), np.zeros(len(prompts))
    while pool.backlog:
        for rollout in pool.step():
            ids = [*prompts[rollout.owner], *rollout.ids]
            at = slice(len(prompts[rollout.owner]) - 1, len(ids) - 1)
            own, other = (_log_softmax(each.logits(ids)[at]) for each in (model, reference))
            sums[rollout.owner] = (np.exp(own) * (own - other)).sum()
            lengths[rollout.owner] = len(rollout.ids)
    count, tokens = len(prompts), int(lengths.sum())
    per_token = float(sums.sum() / tokens)
    # Of a ratio of means, by the delta method.
    spread = math.sqrt(float(((sums - per_token * lengths) ** 2).sum()) / max(1, count - 1) / count)
    return Divergence(
        answers=count, tokens=tokens, per_answer=float(sums.mean()),
        per_answer_error=float(sums.std(ddof=1) / math.sqrt(count)) if count > 1 else math.nan,
        per_token=per_token, per_token_error=spread / (tokens / count) if count > 1 else math.nan,
    )  # fmt: skip


def _log_softmax(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    values = scores.astype(np.float64)
    values -= values.max(axis=1, keepdims=True)
    found: npt.NDArray[np.float64] = values - np.log(np.exp(values).sum(axis=1, keepdims=True))
    return found
