"""Rollouts: many answers at once, from prompts and from prefixes of answers, with nothing computed twice.

The KV cache of a question's prompt, and of answers that are kept, is forked. A rollout from the middle of an answer
forks it and computes only what follows; first, one token is computed (the last of the prefix, whose logits all rollouts
from there share). Rollouts of all questions decode as one batch, which they join and leave at any step.

The random numbers of a rollout depend on the seed, the prompt, the prefix and its number alone. On the native engine
the logits do not depend on the batch either, so neither do results.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from phi4.engine.executor import Executor
from phi4.engine.generate import check_prompt
from phi4.engine.sampling import Sampler, SamplingParams

Prefix = tuple[int, ...]
Float32Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Rollout:
    """Answer number `number` from `prefix` (ids of the answer so far) of question `owner`.

    ids        sampled ids after the prefix, with the EOS id if it came; empty if the prefix reaches the limit already
    ended      "stop" for an EOS id, "length" for the limit of the answer or the context
    logprobs   natural log-probability of each of `ids`, before temperature; empty unless the rollout's cache is kept
    """

    owner: int
    prefix: Prefix
    number: int
    ids: Prefix
    ended: Literal["stop", "length"]
    logprobs: tuple[float, ...] = ()


@dataclass
class Tokens:
    """Tokens that the rollouts of a question needed: those `computed`, those if every rollout had computed its own
    prompt and prefix (`unshared`), and those if the rollouts of one call had shared them (`shared_by_call`)."""

    computed: int = 0
    unshared: int = 0
    shared_by_call: int = 0

    def add(self, other: Tokens) -> None:
        self.computed += other.computed
        self.unshared += other.unshared
        self.shared_by_call += other.shared_by_call


@dataclass
class _Question:
    prompt: list[int]
    limit: int
    tokens: Tokens = field(default_factory=Tokens)
    root: Any = None
    scores: Float32Array | None = None
    held: dict[Prefix, Any] = field(default_factory=dict)  # by an answer's ids; the cache lacks its last token


@dataclass
class _Job:
    """Rollouts `first` to `last` - 1 from a prefix; it has begun once the logits after the prefix are known."""

    owner: int
    prefix: Prefix
    first: int
    last: int
    hold: bool
    root: Any = None
    scores: Float32Array | None = None


@dataclass
class _Row:
    """A row of the batch: a running rollout, or the root of a job whose prefix is being computed."""

    job: _Job
    number: int = -1
    sampler: Sampler | None = None
    ids: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    pending: deque[int] = field(default_factory=deque)


class RolloutPool:
    """Up to `sequences` concurrent rollouts on `executor`, sampled with `params` up to its max_new_tokens."""

    def __init__(
        self, executor: Executor, params: SamplingParams, *, eos_ids: Collection[int], seed: int, sequences: int = 32
    ) -> None:
        self._executor, self._params, self._eos_ids, self._seed = executor, params, frozenset(eos_ids), seed
        self.sequences = sequences
        self.rollouts = self.steps = 0
        self._questions: dict[int, _Question] = {}
        self._asked: deque[_Job] = deque()
        self._begun: deque[_Job] = deque()
        self._rows: list[_Row] = []
        self._state: Any = None

    def add(self, owner: int, prompt: Sequence[int]) -> None:
        """Add question `owner` with its prompt.

        Raises:
            InputError: the prompt cannot be answered (phi4.engine.generate.check_prompt).
        """
        check_prompt(self._executor, prompt)
        room = self._executor.config.max_positions - len(prompt)
        self._questions[owner] = _Question(list(prompt), min(room, self._params.max_new_tokens or room))

    def ask(self, owner: int, prefix: Prefix, first: int, last: int, *, hold: bool = False) -> None:
        """Request rollouts number `first` to `last` - 1 from `prefix`. `hold`, for whole answers, keeps the cache of
        each for rollouts from its prefixes."""
        self._asked.append(_Job(owner, prefix, first, last, hold))

    def release(self, owner: int, ids: Prefix) -> None:
        """Free the cache of an answer that was kept."""
        self._questions[owner].held.pop(ids, None)

    def drop(self, owner: int) -> Tokens:
        """Free question `owner`, which has no running rollouts; the tokens that it needed."""
        return self._questions.pop(owner).tokens

    @property
    def backlog(self) -> int:
        """Rollouts requested and not finished."""
        waiting = sum(job.last - job.first for jobs in (self._asked, self._begun) for job in jobs)
        return waiting + sum(row.job.last - row.job.first if row.sampler is None else 1 for row in self._rows)

    def step(self) -> list[Rollout]:
        """Compute one token of every row; the rollouts that are finished."""
        finished = self._admit()
        if not self._rows:
            return finished
        scores = self._executor.decode(self._state, [self._next(row) for row in self._rows])
        self.steps += 1
        running = []
        for number, row in enumerate(self._rows):
            self._questions[row.job.owner].tokens.computed += 1
            if row.sampler is None:
                if row.pending:
                    running.append(number)
                else:
                    length = len(self._questions[row.job.owner].prompt) + len(row.job.prefix)
                    self._begin(row.job, self._executor.fork(self._state, number, length), scores[number].copy())
            elif (rollout := self._sample(row, scores[number], number)) is not None:
                finished.append(rollout)
            else:
                running.append(number)
        if len(running) < len(self._rows):
            self._rows = [self._rows[number] for number in running]
            self._state = self._executor.select(self._state, running) if running else None
        return finished

    def _next(self, row: _Row) -> int:
        return row.ids[-1] if row.sampler is not None else row.pending.popleft()

    def _admit(self) -> list[Rollout]:
        """Fill the batch. Rollouts that end with their first token never enter it."""
        finished: list[Rollout] = []
        while len(self._rows) < self.sequences and (self._begun or self._asked):
            if self._begun:
                finished += self._spawn(self._begun[0])
            elif len(self._asked[0].prefix) >= self._questions[self._asked[0].owner].limit:
                job = self._asked.popleft()
                finished += [Rollout(job.owner, job.prefix, n, (), "length") for n in range(job.first, job.last)]
            else:
                self._prepare(self._asked.popleft())
        return finished

    def _prepare(self, job: _Job) -> None:
        """Find the logits after the prefix, or start to compute them in the batch."""
        question = self._questions[job.owner]
        if question.root is None:
            question.root, scores = self._executor.prefill([question.prompt])
            question.scores = scores[0].copy()
            question.tokens.computed += len(question.prompt)
        if not job.prefix:
            assert question.scores is not None
            self._begin(job, question.root, question.scores)
            return
        # The cache of a kept answer lacks its last token, and at least one token must be computed for its logits.
        known, source = 0, question.root
        for ids, state in question.held.items():
            shared = min(_common(ids, job.prefix), len(ids) - 1, len(job.prefix) - 1)
            if shared > known:
                known, source = shared, state
        root = self._executor.fork(source, 0, len(question.prompt) + known)
        self._join(root, [_Row(job, pending=deque(job.prefix[known:]))])

    def _begin(self, job: _Job, root: Any, scores: Float32Array) -> None:
        question, size = self._questions[job.owner], job.last - job.first
        before = len(question.prompt) + len(job.prefix)
        question.tokens.shared_by_call += before
        question.tokens.unshared += before * size
        job.root, job.scores = root, scores
        self._begun.append(job)

    def _spawn(self, job: _Job) -> list[Rollout]:
        """Sample the first tokens of as many rollouts of `job` as the batch has room for, and fork their rows."""
        assert job.scores is not None
        question = self._questions[job.owner]
        finished: list[Rollout] = []
        rows: list[_Row] = []
        free, vocab_size = self.sequences - len(self._rows), self._executor.config.vocab_size
        before, params = [*question.prompt, *job.prefix], self._seeded(question.prompt, job.prefix)
        while len(rows) < free and job.first < job.last:
            row = _Row(job, job.first, Sampler(params, before, vocab_size, choice=job.first))
            job.first += 1
            rollout = self._sample(row, job.scores, None)
            if rollout is None:
                rows.append(row)
            else:
                finished.append(rollout)
        if rows:
            root = self._executor.fork(job.root, 0, len(before))
            self._join(self._executor.select(root, [0] * len(rows)), rows)
        if job.first == job.last:
            self._begun.popleft()
            job.root = job.scores = None
        return finished

    def _sample(self, row: _Row, scores: Float32Array, number: int | None) -> Rollout | None:
        """Sample the next token of a rollout; the rollout if it ends there."""
        assert row.sampler is not None
        job, question = row.job, self._questions[row.job.owner]
        token = row.sampler.sample(scores).token_id
        row.ids.append(token)
        if job.hold:
            row.logprobs.append(_logprob(scores, token))
        if token not in self._eos_ids and len(job.prefix) + len(row.ids) < question.limit:
            return None
        if job.hold and number is not None:
            length = len(question.prompt) + len(row.ids) - 1
            question.held[tuple(row.ids)] = self._executor.fork(self._state, number, length)
        self.rollouts += 1
        decoded = len(row.ids) - 1
        question.tokens.unshared += decoded
        question.tokens.shared_by_call += decoded
        ended: Literal["stop", "length"] = "stop" if token in self._eos_ids else "length"
        return Rollout(job.owner, job.prefix, row.number, tuple(row.ids), ended, tuple(row.logprobs))

    def _join(self, state: Any, rows: list[_Row]) -> None:
        self._state = state if self._state is None else self._executor.join([self._state, state])
        self._rows += rows

    def _seeded(self, prompt: Sequence[int], prefix: Prefix) -> SamplingParams:
        """The parameters with a seed for each prefix that rollouts start from."""
        place = np.asarray([len(prompt), *prompt, *prefix], np.int64).tobytes()
        digest = hashlib.blake2b(place, digest_size=8, key=self._seed.to_bytes(8, "little"))
        return replace(self._params, seed=int.from_bytes(digest.digest(), "little"))


def _common(a: Prefix, b: Prefix) -> int:
    """The length of the common prefix of `a` and `b`."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _logprob(scores: Float32Array, token: int) -> float:
    values = scores.astype(np.float64)
    best = values.max()
    return float(values[token] - best - np.log(np.exp(values - best).sum()))
