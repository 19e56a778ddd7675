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
from phi4.errors import InputError, Phi4Error, shown
from phi4.native import _engine

Float32Array = npt.NDArray[np.float32]
MAX_LOGPROBS, MAX_CHOICES = 20, 128


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
    """How tokens are sampled. The settings are applied in the order of the fields.

    repetition_penalty   divides the positive and multiplies the negative logits of tokens in prompt and answer
    frequency_penalty    subtracted from a token's logit once for each time it is in the answer
    presence_penalty     subtracted from a token's logit if it is in the answer
    logit_bias           added to the logits of these token ids
    temperature          divides the logits; 0 is greedy
    top_k                keeps the k most probable tokens; 0 keeps all
    top_p                keeps the most probable tokens whose probabilities add up to this
    min_p                keeps tokens with at least this fraction of the highest probability
    seed                 makes sampling repeatable; None takes a random seed
    max_new_tokens       maximum tokens of the answer; None is up to the model's context
    stop                 a string or several that end the answer and are not part of it; the text of special tokens
                         counts too
    stop_token_ids       token ids that end the answer, in addition to the model's EOS ids
    repetition_detection ends an answer whose last tokens are one pattern several times in a row; None or False is off
    ignore_eos           continues after the model's EOS ids
    n                    number of answers to each prompt
    logprobs             number of best tokens whose log-probabilities come with each token; None is off

    None stands for a field's default. NumPy numbers are accepted, and `logit_bias` may have string keys, as in JSON.
    `max_tokens` and `max_completion_tokens` are other names of `max_new_tokens`.

    Raises:
        InputError: a setting is unknown, has the wrong type or is out of range; the message names it.
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
    "n": lambda value: checks.whole("n", value, 1, MAX_CHOICES),
    "logprobs": lambda value: checks.whole("logprobs", value, 0, MAX_LOGPROBS),
}
SAMPLING_FIELDS = frozenset(each.name for each in fields(SamplingParams))
_OTHER_NAMES = {"max_tokens": "max_new_tokens", "max_completion_tokens": "max_new_tokens"}
"""Names that other libraries give a setting."""


def by_field(settings: Mapping[str, Any]) -> dict[str, Any]:
    """`settings` under the names of SamplingParams' fields.

    Raises:
        InputError: a setting is unknown, or given under two names.
    """
    named: dict[str, Any] = {}
    for given, value in settings.items():
        name = _OTHER_NAMES.get(given, given)
        if name not in SAMPLING_FIELDS:
            near = difflib.get_close_matches(given[:40], [*SAMPLING_FIELDS, *_OTHER_NAMES], n=1)
            raise InputError(
                f"there is no setting {shown(given)}; "
                + (f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(SAMPLING_FIELDS))}")
            )
        if name in named:
            raise InputError(f"{name} is given under two names; keep one of them")
        named[name] = value
    return named


@dataclass(frozen=True)
class TokenLogprob:
    """A token and the natural log of its probability, before penalties, bias and temperature."""

    token_id: int
    logprob: float
    best: tuple[tuple[int, float], ...] = ()


def check_vocabulary(params: SamplingParams, vocab_size: int) -> None:
    """Raises InputError if a bias is for a token that the model does not have."""
    for token in params.logit_bias:
        if token >= vocab_size:
            raise InputError(f"logit_bias names token {token}, outside the vocabulary of {vocab_size:,}")


class Sampler:
    """Samples the tokens of one answer. Its random numbers depend on the seed and `choice` alone."""

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
        """A sampler in the same state, which samples the same tokens."""
        other = copy.copy(self)
        other._in_text, other._counts = self._in_text.copy(), self._counts.copy()
        other._random = copy.deepcopy(self._random)
        return other

    def sample(self, logits: Float32Array) -> TokenLogprob:
        """The next token for `logits` [V], which are not changed.

        Raises:
            Phi4Error: a logit is NaN or +inf, or all are -inf: the model is damaged.
        """
        if not math.isfinite(logits.max()):
            raise Phi4Error(
                "the model gives NaN or infinite logits for the next token: its weights are damaged, or too large for "
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
        """The logits with penalties and bias, float64 [V]."""
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
        lowest = np.partition(values, -count)[-count] if count else math.inf
        candidates = np.flatnonzero(values >= lowest)
        best = candidates[np.argsort(-values[candidates], kind="stable")][:count]
        return TokenLogprob(token, float(values[token]), tuple((int(each), float(values[each])) for each in best))


def probabilities(scores: npt.NDArray[np.float64], params: SamplingParams) -> npt.NDArray[np.float64]:
    """Temperature, top_k, top_p, min_p, in this order, as transformers applies them -> probabilities [V].

    The slow reference of the engine's sampling.
    """
    scores = scores / params.temperature
    if 0 < params.top_k < len(scores):
        scores = np.where(scores < np.partition(scores, -params.top_k)[-params.top_k], -np.inf, scores)
    kept = _softmax(scores)
    if params.top_p < 1:
        order = np.argsort(kept, kind="stable")
        removed = order[np.cumsum(kept[order]) <= 1 - params.top_p]
        removed = removed[removed != order[-1]]
        scores[removed] = -np.inf
        kept = _softmax(scores)
    if params.min_p > 0:
        kept = np.where(kept < params.min_p * kept.max(), 0.0, kept)
        kept /= kept.sum()
    return kept


def _softmax(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    exponentials = np.exp(scores - scores.max())
    normalized: npt.NDArray[np.float64] = exponentials / exponentials.sum()
    return normalized
