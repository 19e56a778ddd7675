"""The loop that turns prompts into answers: draw, stop, decode, for a batch of rows that end one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from phi4.engine.checks import prompt_ids, quoted
from phi4.engine.executor import Executor, enough_memory
from phi4.engine.repetition import RepetitionDetector
from phi4.engine.sampling import Sampler, SamplingParams, TokenLogprob
from phi4.engine.speculation import LARGEST_BATCH, MOST_GUESSES, DraftModel, Guesser, PromptLookup
from phi4.engine.stop import StopStrings
from phi4.errors import InputError
from phi4.text import StreamingDetokenizer, Tokenizer

FinishReason = Literal["stop", "length", "repetition"]


@dataclass(frozen=True)
class Event:
    """A step of one answer: of prompt `prompt`, choice `choice`.

    `text` is what became certain with this token, perhaps nothing. The last event of an answer has a
    `finish_reason`: "stop" for an end token or stop string, "length" for max_new_tokens or a full context,
    "repetition" where it repeats itself as `repetition_detection` says; what it repeated is part of the text.
    """

    prompt: int
    choice: int
    text: str
    token_id: int
    logprob: TokenLogprob | None
    finish_reason: FinishReason | None


class _Answer:
    """One row on its way."""

    def __init__(
        self, prompt: int, choice: int, ids: Sequence[int], params: SamplingParams, limit: int, executor: Executor,
        stream: StreamingDetokenizer | None, ends: Collection[int], unseen: Mapping[int, str],
    ) -> None:  # fmt: skip
        self.prompt, self.choice, self.limit, self.ends = prompt, choice, limit, ends
        self.sampler = Sampler(params, ids, executor.config.vocab_size, choice=choice)
        self.wants_logprobs = params.logprobs is not None
        self.stream, self.stops, self.unseen = stream, StopStrings(params.stop), unseen
        self.repeats = RepetitionDetector(params.repetition_detection) if params.repetition_detection else None
        self.made = 0
        self.ids = list(ids)
        self.switch = executor.config.rope.switch_length

    def guesses(self, guesser: Guesser) -> list[int]:
        """What may follow, as far as the answer may go; not past where LongRoPE computes a row anew."""
        most = min(MOST_GUESSES, self.limit - self.made - 1)
        if self.switch is not None and len(self.ids) <= self.switch:
            most = min(most, self.switch - len(self.ids))
        return guesser.guess(self.ids, self.sampler, most) if most > 0 else []

    def accept(self, logits: np.ndarray) -> Event:
        drawn = self.sampler.draw(logits)
        self.made += 1
        self.ids.append(drawn.token_id)
        text, stopped = self._read(drawn.token_id)
        reason: FinishReason | None = None
        repeats = self.repeats is not None and self.repeats.push(drawn.token_id)
        if stopped or drawn.token_id in self.ends:
            reason = "stop"
        elif repeats:
            reason = "repetition"
        elif self.made >= self.limit:
            reason = "length"
        if reason is not None and not stopped:
            text += self._rest()
        logprob = drawn if self.wants_logprobs else None
        return Event(self.prompt, self.choice, text, drawn.token_id, logprob, reason)

    def _read(self, token_id: int) -> tuple[str, bool]:
        """What may be shown with this token, and whether it completes a stop string. A token that ends is not shown."""
        if self.stream is None:
            return "", False
        if token_id in self.unseen:
            return self.stops.push(self.unseen[token_id], visible=False)
        return ("", False) if token_id in self.ends else self.stops.push(self.stream.push(token_id))

    def _rest(self) -> str:
        """What was held back; a stop string that only the last piece completes still ends the answer before it."""
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

    Without a tokenizer events carry no text, and there can be no stop strings. With `continues` the text of an answer
    is what it adds to that of its prompt: a space that begins it stays, which tokenizers of SentencePiece drop where a
    text of its own begins. Where the executor can check several tokens in one step, it is given guesses, by `draft` if
    there is one, unless `speculate` is off; what is answered is the same (see phi4.engine.speculation).

    Raises:
        InputError: a prompt is empty, holds an id outside the vocabulary, or leaves no room in the model's context.
        OutOfMemoryError: while it answers, there is not enough memory for the keys and values.
        Phi4Error: while it answers, the model gives scores that are not numbers.
    """
    checked = [check_prompt(executor, prompt) for prompt in prompts]
    if params.stop and tokenizer is None:
        raise InputError("stop strings need a tokenizer, and this model has none; use stop_token_ids")
    ends = set(params.stop_token_ids) | (set() if params.ignore_eos else set(eos_ids))
    unseen: dict[int, str] = {}
    if tokenizer is not None:  # the text of special tokens, which is not shown
        unseen = {id_: text for text, id_ in tokenizer.special_ids.items() if id_ in tokenizer.control_ids}
    answers = []
    for number, prompt in enumerate(checked):
        room = executor.config.max_positions - len(prompt)
        limit = min(room, params.max_new_tokens or room)
        for choice in range(params.n):
            stream = tokenizer.stream(after=prompt if continues else ()) if tokenizer else None
            answers.append(_Answer(number, choice, prompt, params, limit, executor, stream, ends, unseen))
    return _within_memory(_generated(executor, checked, answers, params.n, draft, speculate), len(answers))


def check_prompt(executor: Executor, prompt: Sequence[int], *, room: int = 1) -> list[int]:
    """The ids of `prompt`, after which the context has `room` for so many tokens.

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
            f"the prompt holds token {quoted(wrong)}, outside the vocabulary of {config.vocab_size:,}; leave it out"
        )
    if len(prompt) + room > config.max_positions:
        raise InputError(
            f"the prompt has {len(prompt):,} tokens, and the model's context holds {config.max_positions:,} with the "
            "answer; shorten it"
        )
    return prompt


def _within_memory(events: Iterator[Event], answers: int) -> Iterator[Event]:
    with enough_memory(f"the keys and values of {answers} answer{'s' if answers > 1 else ''}"):
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
    scores = [each[None] for each in first]
    guesses: list[list[int]] = [[] for _ in answers]
    guessers = [DraftModel(draft) if draft else PromptLookup() for _ in answers]
    while True:
        going, kept = [], []
        for row, (answer, seen, guess) in enumerate(zip(answers, scores, guesses, strict=True)):
            stood = 0
            while True:
                event = answer.accept(seen[stood])
                yield event
                if event.finish_reason is not None or stood == len(guess) or event.token_id != guess[stood]:
                    break
                stood += 1
            guessers[row].accepted(len(guess), stood)
            if event.finish_reason is None:
                going.append(row)
                kept.append(len(answer.ids) - 1)
        if not going:
            return
        if len(going) < len(answers):
            state = executor.select(state, going)
            answers, guessers = [answers[row] for row in going], [guessers[row] for row in going]
            guesses = [guesses[row] for row in going]
        if any(guesses):
            executor.rewind(state, kept)
        guesses = [[] for _ in answers]
        if speculate and executor.speculates and len(answers) <= LARGEST_BATCH:
            guesses = [answer.guesses(guesser) for answer, guesser in zip(answers, guessers, strict=True)]
        last = [answer.ids[-1] for answer in answers]
        if any(guesses):
            scores = executor.extend(state, [[id_, *guess] for id_, guess in zip(last, guesses, strict=True)])
        else:
            scores = [each[None] for each in executor.decode(state, last)]
