"""From logits to the next token. Shapes: V vocab_size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from phi4.errors import InputError
from phi4.native import _engine

Float32Array = npt.NDArray[np.float32]
MOST_LOGPROBS, MOST_CHOICES, MOST_STOPS = 20, 128, 16


@dataclass(frozen=True, kw_only=True)
class SamplingParams:
    """How an answer is drawn; the order of what is applied is that of the fields.

    repetition_penalty   divides the positive and multiplies the negative logits of tokens in prompt and answer
    frequency_penalty    taken off a logit for each time the token is in the answer
    presence_penalty     taken off a logit if the token is in the answer
    logit_bias           added to the logits of these token ids
    temperature          divides the logits; 0 takes the best token
    top_k                keeps so many best tokens; 0, all
    top_p                keeps the best tokens that make up this share of the probability
    min_p                keeps tokens of at least this share of the best one's probability
    seed                 makes the draws repeatable; None, fresh ones
    max_new_tokens       ends the answer; None, the model's context does
    stop                 texts that end the answer and are not part of it
    stop_token_ids       token ids that end it, beside the model's own
    ignore_eos           goes on past the model's own end tokens
    n                    answers to each prompt
    logprobs             log-probabilities of so many best tokens with each token; None, none

    Raises:
        InputError: a field is outside its range; the message names it.
    """

    repetition_penalty: float = 1.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    logit_bias: Mapping[int, float] = field(default_factory=dict)
    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    seed: int | None = None
    max_new_tokens: int | None = None
    stop: Sequence[str] = ()
    stop_token_ids: Sequence[int] = ()
    ignore_eos: bool = False
    n: int = 1
    logprobs: int | None = None

    def __post_init__(self) -> None:
        for name, low, high in (
            ("repetition_penalty", 0.01, 100.0),
            ("frequency_penalty", -100.0, 100.0),
            ("presence_penalty", -100.0, 100.0),
            ("temperature", 0.0, 100.0),
            ("top_p", 0.0, 1.0),
            ("min_p", 0.0, 1.0),
        ):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
                raise InputError(f"{name} is {value!r}, and must be a number from {low} to {high}")
        for name, low_count, high_count in (
            ("top_k", 0, 2**31),
            ("seed", 0, 2**64 - 1),
            ("max_new_tokens", 1, 2**31),
            ("n", 1, MOST_CHOICES),
            ("logprobs", 0, MOST_LOGPROBS),
        ):
            value = getattr(self, name)
            optional = name in ("seed", "max_new_tokens", "logprobs")
            if value is None and optional:
                continue
            if isinstance(value, bool) or not isinstance(value, int) or not low_count <= value <= high_count:
                raise InputError(f"{name} is {value!r}, and must be a whole number from {low_count} to {high_count}")
        if isinstance(self.stop, str) or len(self.stop) > MOST_STOPS or not all(self.stop):
            raise InputError(f"stop must be a list of at most {MOST_STOPS} texts that are not empty")
        if not all(math.isfinite(bias) for bias in self.logit_bias.values()):
            raise InputError("logit_bias must hold finite numbers")


SAMPLING_FIELDS = frozenset(each.name for each in fields(SamplingParams))


@dataclass(frozen=True)
class TokenLogprob:
    """The natural log of the probability that the model itself gave, before any of the settings above."""

    token_id: int
    logprob: float
    best: tuple[tuple[int, float], ...] = ()


class Sampler:
    """Draws the tokens of one answer. Its draws depend on its seed and `choice` alone, not on other answers."""

    def __init__(self, params: SamplingParams, prompt: Sequence[int], vocab_size: int, *, choice: int = 0) -> None:
        self.params = params
        self._in_text = np.zeros(vocab_size, dtype=bool)
        self._in_text[np.asarray(prompt, dtype=np.int64)] = True
        self._counts: Counter[int] = Counter()
        for token in params.logit_bias:
            if not 0 <= token < vocab_size:
                raise InputError(f"logit_bias names token {token}, outside the vocabulary of {vocab_size:,}")
        seed = np.random.SeedSequence() if params.seed is None else np.random.SeedSequence([params.seed, choice])
        self._random = np.random.Generator(np.random.PCG64(seed))

    def draw(self, logits: Float32Array) -> TokenLogprob:
        """The next token for `logits` [V], which are left as they are."""
        scores = self.adjusted(logits)
        if self.params.temperature == 0:
            token = int(scores.argmax())
        else:
            params = self.params
            token = _engine.draw(
                scores, params.temperature, params.top_k, params.top_p, params.min_p, self._random.random()
            )
        self._in_text[token] = True
        self._counts[token] += 1
        return self._logprob(logits, token)

    def adjusted(self, logits: Float32Array) -> npt.NDArray[np.float64]:
        """Penalties and bias, [V]."""
        params, scores = self.params, logits.astype(np.float64)
        if params.repetition_penalty != 1.0:
            seen = scores[self._in_text]
            scores[self._in_text] = np.where(
                seen > 0, seen / params.repetition_penalty, seen * params.repetition_penalty
            )
        if self._counts and (params.frequency_penalty or params.presence_penalty):
            tokens = np.fromiter(self._counts, dtype=np.int64)
            counts = np.fromiter(self._counts.values(), dtype=np.int64)
            scores[tokens] -= params.frequency_penalty * counts + params.presence_penalty
        for token, bias in params.logit_bias.items():
            scores[token] += bias
        return scores

    def _logprob(self, logits: Float32Array, token: int) -> TokenLogprob:
        if self.params.logprobs is None:
            return TokenLogprob(token, math.nan)
        values = logits.astype(np.float64)
        values -= values.max()
        values -= np.log(np.exp(values).sum())
        best = np.argsort(-values, kind="stable")[: self.params.logprobs]
        return TokenLogprob(token, float(values[token]), tuple((int(each), float(values[each])) for each in best))


def probabilities(scores: npt.NDArray[np.float64], params: SamplingParams) -> npt.NDArray[np.float64]:
    """Temperature, top_k, top_p, min_p, in this order, as transformers applies them -> probabilities [V].

    The slow reference of the engine's own draw.
    """
    scores = scores / params.temperature
    if 0 < params.top_k < len(scores):
        scores = np.where(scores < np.partition(scores, -params.top_k)[-params.top_k], -np.inf, scores)
    shares = _softmax(scores)
    if params.top_p < 1:
        order = np.argsort(shares, kind="stable")
        removed = order[np.cumsum(shares[order]) <= 1 - params.top_p]
        removed = removed[removed != order[-1]]
        scores[removed] = -np.inf
        shares = _softmax(scores)
    if params.min_p > 0:
        shares = np.where(shares < params.min_p * shares.max(), 0.0, shares)
        shares /= shares.sum()
    return shares


def _softmax(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    powers = np.exp(scores - scores.max())
    shares: npt.NDArray[np.float64] = powers / powers.sum()
    return shares
