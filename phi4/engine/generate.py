"""The loop that turns prompts into answers: sample, stop, decode, for a batch whose rows end one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from phi4.engine.checks import prompt_ids
from phi4.engine.executor import Executor, enough_memory
from phi4.engine.repetition import RepetitionDetector
from phi4.engine.sampling import Sampler, SamplingParams, TokenLogprob
from phi4.engine.speculation import MAX_BATCH_ROWS, MAX_DRAFT_TOKENS, Drafter, DraftModel, PromptLookup
from phi4.engine.stop import StopStrings
from phi4.errors import InputError, shown
from phi4.text import StreamingDetokenizer, Tokenizer

FinishReason = Literal["stop", "length", "repetition"]


@dataclass(frozen=True)
class Event:
    """A step of one answer: of prompt `prompt`, choice `choice`.

    `text` is the text that this token completes; it may be empty. The last event of an answer has a `finish_reason`:
    "stop" for an EOS id or stop string, "length" for max_new_tokens or a full context, "repetition" for a repetition
    that `repetition_detection` describes; the repeated text is part of the answer.
    """

    prompt: int
    choice: int
    text: str
    token_id: int
    logprob: TokenLogprob | None
    finish_reason: FinishReason | None


class _Answer:
    """One row of the batch: an answer that is being generated."""

    def __init__(
        self, prompt: int, choice: int, ids: Sequence[int], params: SamplingParams, limit: int, executor: Executor,
        stream: StreamingDetokenizer | None, eos_ids: Collection[int], hidden: Mapping[int, str],
    ) -> None:  # fmt: skip
        self.prompt, self.choice, self.limit, self.eos_ids = prompt, choice, limit, eos_ids
        self.sampler = Sampler(params, ids, executor.config.vocab_size, choice=choice)
        self.wants_logprobs = params.logprobs is not None
        self.stream, self.stops, self.hidden = stream, StopStrings(params.stop), hidden
        self.repeats = RepetitionDetector(params.repetition_detection) if params.repetition_detection else None
        self.generated = 0
        self.ids = list(ids)
        self.switch = executor.config.rope.switch_length

    def draft(self, drafter: Drafter) -> list[int]:
        """Draft tokens up to the answer's limit, and not past the length at which LongRoPE recomputes the row."""
        limit = min(MAX_DRAFT_TOKENS, self.limit - self.generated - 1)
        if self.switch is not None and len(self.ids) <= self.switch:
            limit = min(limit, self.switch - len(self.ids))
        return drafter.draft(self.ids, self.sampler, limit) if limit > 0 else []

    def accept(self, logits: np.ndarray) -> Event:
        sampled = self.sampler.sample(logits)
        self.generated += 1
        self.ids.append(sampled.token_id)
        text, stopped = self._read(sampled.token_id)
        reason: FinishReason | None = None
        repeats = self.repeats is not None and self.repeats.push(sampled.token_id)
        if stopped or sampled.token_id in self.eos_ids:
            reason = "stop"
        elif repeats:
            reason = "repetition"
        elif self.generated >= self.limit:
            reason = "length"
        if reason is not None and not stopped:
            text += self._rest()
        logprob = sampled if self.wants_logprobs else None
        return Event(self.prompt, self.choice, text, sampled.token_id, logprob, reason)

    def _read(self, token_id: int) -> tuple[str, bool]:
        """The text to show with this token, and whether it completes a stop string. EOS ids are not shown."""
        if self.stream is None:
            return "", False
        if token_id in self.hidden:
            return self.stops.push(self.hidden[token_id], visible=False)
        return ("", False) if token_id in self.eos_ids else self.stops.push(self.stream.push(token_id))

    def _rest(self) -> str:
        """The text held back, without a stop string that only the last piece completes."""
        text, stopped = self.stops.push(self.stream.finish() if self.stream else "")
        return text if stopped else text + self.stops.finish()


def generate(
    executor: Executor,
    tokenizer: Tokenizer | None,
    prompts: Sequence[Sequence[int]],
    params: SamplingParams,
    *,
    eos_ids: Collection[int] = (),
    draft: Executor | None = None,
    speculate: bool = True,
    continues: bool = False,
) -> Iterator[Event]:
    """Answer all `prompts` (token ids) together, `params.n` times each; closing the iterator ends the work.

    Without a tokenizer, events carry no text, and stop strings are refused. With `continues`, an answer continues the
    text of its prompt and keeps a leading space, which SentencePiece tokenizers drop at the beginning of a text. If the
    executor can verify several tokens in one step, it verifies draft tokens, of the model `draft` if there is one,
    unless `speculate` is off; the answers are the same (see phi4.engine.speculation).

    Raises:
        InputError: a prompt is empty, holds an id outside the vocabulary, or leaves no room in the model's context.
        OutOfMemoryError: during the iteration, the KV cache does not fit into memory.
        Phi4Error: during the iteration, the model gives logits that are NaN or infinite.
    """
    checked = [check_prompt(executor, prompt) for prompt in prompts]
    if params.stop and tokenizer is None:
        raise InputError("stop strings need a tokenizer, and this model has none; use stop_token_ids")
    all_eos_ids = set(params.stop_token_ids) | (set() if params.ignore_eos else set(eos_ids))
    hidden: dict[int, str] = {}
    if tokenizer is not None:  # special tokens: their text is not shown, and may complete a stop string
        hidden = {id_: text for text, id_ in tokenizer.special_ids.items() if id_ in tokenizer.control_ids}
    answers = []
    for number, prompt in enumerate(checked):
        room = executor.config.max_positions - len(prompt)
        limit = min(room, params.max_new_tokens or room)
        for choice in range(params.n):
            stream = tokenizer.stream(after=prompt if continues else ()) if tokenizer else None
            answers.append(_Answer(number, choice, prompt, params, limit, executor, stream, all_eos_ids, hidden))
    return _within_memory(_generated(executor, checked, answers, params.n, draft, speculate), len(answers))


def check_prompt(executor: Executor, prompt: Sequence[int], *, room: int = 1) -> list[int]:
    """The ids of `prompt`, checked to leave `room` tokens of the context free.

    Raises:
        InputError: it is not a list of token ids of this model, is empty, or leaves no room.
    """
    config = executor.config
    prompt = prompt_ids(prompt)
    if not prompt:
        raise InputError("the prompt is empty; say something")
    if min(prompt) < 0 or max(prompt) >= config.vocab_size:
        wrong = next(id_ for id_ in prompt if not 0 <= id_ < config.vocab_size)
        raise InputError(
            f"the prompt holds token {shown(wrong)}, outside the vocabulary of {config.vocab_size:,}; leave it out"
        )
    if len(prompt) + room > config.max_positions:
        raise InputError(
            f"the prompt has {len(prompt):,} tokens, and the model's context holds {config.max_positions:,} with the "
            "answer; shorten it"
        )
    return prompt


def _within_memory(events: Iterator[Event], answers: int) -> Iterator[Event]:
    with enough_memory(f"the KV cache of {answers} answer{'s' if answers > 1 else ''}"):
        yield from events


def _generated(
    executor: Executor,
    prompts: Sequence[Sequence[int]],
    answers: list[_Answer],
    n: int,
    draft: Executor | None,
    speculate: bool,
) -> Iterator[Event]:
    if not answers:
        return
    state, first = executor.prefill(prompts)
    if n > 1:
        forks = [number for number in range(len(prompts)) for _ in range(n)]
        state, first = executor.select(state, forks), first[forks]
    logits = [row_logits[None] for row_logits in first]
    drafts: list[list[int]] = [[] for _ in answers]
    drafters = [DraftModel(draft) if draft else PromptLookup() for _ in answers]
    while True:
        running, lengths = [], []  # rows that go on, and how many of their tokens the cache keeps
        for row, (answer, row_logits, row_draft) in enumerate(zip(answers, logits, drafts, strict=True)):
            accepted = 0
            while True:
                event = answer.accept(row_logits[accepted])
                yield event
                rejected = accepted == len(row_draft) or event.token_id != row_draft[accepted]
                if event.finish_reason is not None or rejected:
                    break
                accepted += 1
            drafters[row].record(len(row_draft), accepted)
            if event.finish_reason is None:
                running.append(row)
                lengths.append(len(answer.ids) - 1)
        if not running:
            return
        if len(running) < len(answers):
            state = executor.select(state, running)
            answers, drafters = [answers[row] for row in running], [drafters[row] for row in running]
            drafts = [drafts[row] for row in running]
        if any(drafts):
            executor.rewind(state, lengths)
        drafts = [[] for _ in answers]
        if speculate and executor.speculates and len(answers) <= MAX_BATCH_ROWS:
            drafts = [answer.draft(drafter) for answer, drafter in zip(answers, drafters, strict=True)]
        last = [answer.ids[-1] for answer in answers]
        if any(drafts):
            logits = executor.extend(state, [[id_, *tokens] for id_, tokens in zip(last, drafts, strict=True)])
        else:
            logits = [row_logits[None] for row_logits in executor.decode(state, last)]
