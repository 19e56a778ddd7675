"""From logits to the next token. Shapes: V vocab_size."""

from __future__ import annotations

import copy
import difflib
import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from phi4.engine import checks
from phi4.engine.repetition import RepetitionDetection, repetition_detection
from phi4.errors import InputError, Phi4Error
from phi4.native import _engine

Float32Array = npt.NDArray[np.float32]
MOST_LOGPROBS, MOST_CHOICES = 20, 128


class SamplingSettings(TypedDict, total=False):
    """The settings of SamplingParams as keywords; `max_tokens` and `max_completion_tokens` mean `max_new_tokens`."""

    repetition_penalty: float | None
    frequency_penalty: float | None
    presence_penalty: float | None
    logit_bias: Mapping[int, float] | None
    temperature: float | None
    top_k: int | None
    top_p: float | None
    min_p: float | None
    seed: int | None
    max_new_tokens: int | None
    max_tokens: int | None
    max_completion_tokens: int | None
    stop: str | Sequence[str] | None
    stop_token_ids: int | Collection[int] | None
    ignore_eos: bool | None
    n: int | None
    logprobs: int | None
    repetition_detection: RepetitionDetection | Mapping[str, int] | Literal[False] | None


@dataclass(frozen=True, init=False)
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
    stop                 a text, or several, that end the answer and are not part of it; special tokens too, alone or
                         with text around them
    stop_token_ids       token ids that end it, beside the model's own
    repetition_detection ends an answer whose last tokens are one pattern several times in a row; None or False, never
    ignore_eos           goes on past the model's own end tokens
    n                    answers to each prompt
    logprobs             log-probabilities of so many best tokens with each token; None, none

    None is a field's default. NumPy's numbers are numbers, and `logit_bias` may have its ids as texts, as JSON does.
    `max_tokens` and `max_completion_tokens` are other names of `max_new_tokens`.

    Raises:
        InputError: a setting is unknown, of another kind or outside its range; the message names it.
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
    stop_token_ids: Collection[int] = ()
    repetition_detection: RepetitionDetection | None = None
    ignore_eos: bool = False
    n: int = 1
    logprobs: int | None = None

    def __init__(self, **settings: Unpack[SamplingSettings]) -> None:
        given = by_field(settings)
        for each in fields(self):
            value = given.get(each.name)
            if value is None:
                value = {} if each.name == "logit_bias" else each.default
            object.__setattr__(self, each.name, None if value is None else _CHECKS[each.name](value))

    @property
    def max_tokens(self) -> int | None:
        """`max_new_tokens` under its other name."""
        return self.max_new_tokens


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "repetition_penalty": lambda value: checks.number("repetition_penalty", value, 0.01, 100),
    "frequency_penalty": lambda value: checks.number("frequency_penalty", value, -100, 100),
    "presence_penalty": lambda value: checks.number("presence_penalty", value, -100, 100),
    "logit_bias": checks.biases,
    "temperature": lambda value: checks.number("temperature", value, 0, 100),
    "top_k": lambda value: checks.whole("top_k", value, 0, 2**31),
    "top_p": lambda value: checks.number("top_p", value, 0, 1),
    "min_p": lambda value: checks.number("min_p", value, 0, 1),
    "seed": lambda value: checks.whole("seed", value, 0, 2**64 - 1),
    "max_new_tokens": lambda value: checks.whole("max_new_tokens", value, 1, 2**31),
    "stop": checks.stop_strings,
    "stop_token_ids": lambda value: checks.token_ids("stop_token_ids", value),
    "repetition_detection": repetition_detection,
    "ignore_eos": lambda value: checks.flag("ignore_eos", value),
    "n": lambda value: checks.whole("n", value, 1, MOST_CHOICES),
    "logprobs": lambda value: checks.whole("logprobs", value, 0, MOST_LOGPROBS),
}
SAMPLING_FIELDS = frozenset(each.name for each in fields(SamplingParams))
_OTHER_NAMES = {"max_tokens": "max_new_tokens", "max_completion_tokens": "max_new_tokens"}
"""What other libraries call a setting."""


def by_field(settings: Mapping[str, Any]) -> dict[str, Any]:
    """`settings` under the names of SamplingParams' fields.

    Raises:
        InputError: a setting is unknown, or given under two names.
    """
    found: dict[str, Any] = {}
    for given, value in settings.items():
        name = _OTHER_NAMES.get(given, given)
        if name not in SAMPLING_FIELDS:
            near = difflib.get_close_matches(given[:40], [*SAMPLING_FIELDS, *_OTHER_NAMES], n=1)
            raise InputError(
                f"there is no setting {checks.quoted(given)}; "
                + (f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(SAMPLING_FIELDS))}")
            )
        if name in found:
            raise InputError(f"{name} is given under two names; keep one of them")
        found[name] = value
    return found


@dataclass(frozen=True)
class TokenLogprob:
    """The natural log of the probability that the model itself gave, before any of the settings above."""

    token_id: int
    logprob: float
    best: tuple[tuple[int, float], ...] = ()


def check_vocabulary(params: SamplingParams, vocab_size: int) -> None:
    """Raises InputError if a bias is for a token that the model does not have."""
    for token in params.logit_bias:
        if token >= vocab_size:
            raise InputError(f"logit_bias names token {token}, outside the vocabulary of {vocab_size:,}")


class Sampler:
    """Draws the tokens of one answer. Its draws depend on its seed and `choice` alone, not on other answers."""

    def __init__(self, params: SamplingParams, prompt: Sequence[int], vocab_size: int, *, choice: int = 0) -> None:
        self.params = params
        self._in_text = np.zeros(vocab_size, dtype=bool)
        self._in_text[np.asarray(prompt, dtype=np.int64)] = True
        self._counts: Counter[int] = Counter()
        check_vocabulary(params, vocab_size)
        self._biased = np.fromiter(params.logit_bias, np.int64, len(params.logit_bias))
        self._biases = np.fromiter(params.logit_bias.values(), np.float64, len(params.logit_bias))
        seed = np.random.SeedSequence() if params.seed is None else np.random.SeedSequence([params.seed, choice])
        self._random = np.random.Generator(np.random.PCG64(seed))

    def copy(self) -> Sampler:
        """A sampler that draws what this one would, and leaves it as it is."""
        other = copy.copy(self)
        other._in_text, other._counts = self._in_text.copy(), self._counts.copy()
        other._random = copy.deepcopy(self._random)
        return other

    def draw(self, logits: Float32Array) -> TokenLogprob:
        """The next token for `logits` [V], which are left as they are.

        Raises:
            Phi4Error: the model is damaged: a logit is NaN or infinite, other than -inf for a token that cannot come.
        """
        if not math.isfinite(logits.max()):
            raise Phi4Error(
                "the model gives NaN or infinite scores for the next token: its weights are damaged, or too large for "
                "this dtype; fetch the model again, or try another dtype"
            )
        scores = self.adjusted(logits)
        params = self.params
        if params.temperature == 0:
            token = int(scores.argmax())
        else:
            token = _engine.draw(
                scores, params.temperature, min(params.top_k, len(scores)), params.top_p, params.min_p,
                self._random.random(),
            )  # fmt: skip
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
        scores[self._biased] += self._biases
        return scores

    def _logprob(self, logits: Float32Array, token: int) -> TokenLogprob:
        if self.params.logprobs is None:
            return TokenLogprob(token, math.nan)
        values = logits.astype(np.float64)
        values -= values.max()
        values -= np.log(np.exp(values).sum())
        count = min(self.params.logprobs, len(values))
        least = np.partition(values, -count)[-count] if count else math.inf
        candidates = np.flatnonzero(values >= least)
        best = candidates[np.argsort(-values[candidates], kind="stable")][:count]
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
