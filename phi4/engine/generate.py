"""The loop that turns prompts into answers: draw, stop, decode, for a batch of rows that end one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from phi4.engine.executor import Executor
from phi4.engine.sampling import Sampler, SamplingParams, TokenLogprob
from phi4.errors import InputError
from phi4.text import StreamingDetokenizer, Tokenizer

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True)
class Event:
    """A step of one answer: of prompt `prompt`, choice `choice`.

    `text` is what became certain with this token, perhaps nothing. The last event of an answer has a
    `finish_reason`: "stop" for an end token or stop text, "length" for max_new_tokens or a full context.
    """

    prompt: int
    choice: int
    text: str
    token_id: int
    logprob: TokenLogprob | None
    finish_reason: FinishReason | None


class StopTexts:
    """Looks for texts that end an answer, and holds back what may be the beginning of one."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = stops
        self._held = ""

    def push(self, text: str) -> tuple[str, bool]:
        """What may be shown of the text so far, and whether a stop text has come; what follows it is dropped."""
        self._held += text
        found = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if found:
            shown, self._held = self._held[: min(found)], ""
            return shown, True
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        cut = len(self._held) - keep
        shown, self._held = self._held[:cut], self._held[cut:]
        return shown, False

    def finish(self) -> str:
        shown, self._held = self._held, ""
        return shown


def _overlap(text: str, stop: str) -> int:
    """How many last characters of `text` begin `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(stop[:size])), 0)


class _Answer:
    """One row on its way."""

    def __init__(
        self, prompt: int, choice: int, ids: Sequence[int], params: SamplingParams, limit: int, executor: Executor,
        stream: StreamingDetokenizer | None, ends: Collection[int],
    ) -> None:  # fmt: skip
        self.prompt, self.choice, self.limit, self.ends = prompt, choice, limit, ends
        self.sampler = Sampler(params, ids, executor.config.vocab_size, choice=choice)
        self.wants_logprobs = params.logprobs is not None
        self.stream, self.stops = stream, StopTexts(params.stop)
        self.made = 0

    def accept(self, logits: np.ndarray) -> Event:
        drawn = self.sampler.draw(logits)
        self.made += 1
        reason: FinishReason | None = None
        text, stopped = "", False
        if drawn.token_id in self.ends:
            reason = "stop"
        else:
            text, stopped = self.stops.push(self.stream.push(drawn.token_id) if self.stream else "")
            reason = "stop" if stopped else "length" if self.made >= self.limit else None
        if reason is not None and not stopped:
            text += self._rest()
        logprob = drawn if self.wants_logprobs else None
        return Event(self.prompt, self.choice, text, drawn.token_id, logprob, reason)

    def _rest(self) -> str:
        """What was held back; a stop text that only the last piece completes still ends the answer before it."""
        text, stopped = self.stops.push(self.stream.finish() if self.stream else "")
        return text if stopped else text + self.stops.finish()


def generate(
    executor: Executor,
    tokenizer: Tokenizer | None,
    prompts: Sequence[Sequence[int]],
    params: SamplingParams,
    *,
    eos_ids: Collection[int] = (),
) -> Iterator[Event]:
    """Answer all `prompts` (token ids) together, `params.n` times each; closing the iterator ends the work.

    Without a tokenizer events carry no text, and there can be no stop texts.

    Raises:
        InputError: a prompt is empty, holds an id outside the vocabulary, or leaves no room in the model's context.
    """
    for prompt in prompts:
        check_prompt(executor, prompt)
    if params.stop and tokenizer is None:
        raise InputError("stop texts need a tokenizer, and this model has none; use stop_token_ids")
    return _generated(executor, tokenizer, prompts, params, eos_ids)


def check_prompt(executor: Executor, prompt: Sequence[int]) -> None:
    """Raises InputError unless `prompt` can be answered."""
    config = executor.config
    if not len(prompt):
        raise InputError("the prompt is empty; say something")
    if not all(0 <= id_ < config.vocab_size for id_ in prompt):
        wrong = next(id_ for id_ in prompt if not 0 <= id_ < config.vocab_size)
        raise InputError(f"the prompt holds token {wrong}, outside the vocabulary of {config.vocab_size:,}")
    if len(prompt) >= config.max_positions:
        raise InputError(
            f"the prompt has {len(prompt):,} tokens, and the model's context holds {config.max_positions:,} with the "
            "answer; shorten it"
        )


def _generated(
    executor: Executor,
    tokenizer: Tokenizer | None,
    prompts: Sequence[Sequence[int]],
    params: SamplingParams,
    eos_ids: Collection[int],
) -> Iterator[Event]:
    if not prompts:
        return
    ends = set(params.stop_token_ids) | (set() if params.ignore_eos else set(eos_ids))
    answers = []
    for number, prompt in enumerate(prompts):
        room = executor.config.max_positions - len(prompt)
        limit = min(room, params.max_new_tokens or room)
        for choice in range(params.n):
            stream = tokenizer.stream() if tokenizer else None
            answers.append(_Answer(number, choice, prompt, params, limit, executor, stream, ends))
    state, logits = executor.prefill(prompts)
    if params.n > 1:
        forks = [number for number in range(len(prompts)) for _ in range(params.n)]
        state, logits = executor.select(state, forks), logits[forks]
    while answers:
        events = [answer.accept(scores) for answer, scores in zip(answers, logits, strict=True)]
        yield from events
        going = [row for row, event in enumerate(events) if event.finish_reason is None]
        if not going:
            return
        if len(going) < len(answers):
            state = executor.select(state, going)
        answers = [answers[row] for row in going]
        logits = executor.decode(state, [events[row].token_id for row in going])
