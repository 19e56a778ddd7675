"""Many answers at once, from prompts and from places within answers, with nothing computed twice.

What was computed stays as forks of the KV cache: of a question's prompt, and of the answers that are held. A rollout
from the middle of an answer forks it and computes only what follows; to begin, one token is computed (the last of the
prefix, whose scores all rollouts from there share). Rollouts of all questions decode together, and join and leave the
batch at any step.

What a rollout draws depends on the seed, the prompt, the prefix and its number alone. On the native engine its scores
do too, to the bit, so results do not depend on the batch.
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

    ids        what was drawn after the prefix, with the end token if it came; nothing if the prefix is full already
    ended      "stop" for an end token, "length" for a full answer or context
    logprobs   of each of `ids`, natural, before temperature; empty unless the rollout was to be held
    """

    owner: int
    prefix: Prefix
    number: int
    ids: Prefix
    ended: Literal["stop", "length"]
    logprobs: tuple[float, ...] = ()


@dataclass
class Tokens:
    """What the rollouts of a question cost: tokens `computed`; tokens that would have been if every rollout had
    computed its prompt and prefix (`unshared`), and if those of one call had shared them (`shared_by_call`)."""

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
    held: dict[Prefix, Any] = field(default_factory=dict)  # by the ids of the answer; its last token has no keys


@dataclass
class _Job:
    """Rollouts `first` to `last` from a prefix; `begun` once its scores are known."""

    owner: int
    prefix: Prefix
    first: int
    last: int
    hold: bool
    root: Any = None
    scores: Float32Array | None = None


@dataclass
class _Row:
    """A row of the batch: a rollout under way, or the root of a job whose last tokens are being computed."""

    job: _Job
    number: int = -1
    sampler: Sampler | None = None
    ids: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    pending: deque[int] = field(default_factory=deque)


class RolloutPool:
    """Up to `sequences` rollouts under way on `executor`, drawn as `params` say, each to at most its
    max_new_tokens."""

    def __init__(
        self, executor: Executor, params: SamplingParams, *, ends: Collection[int], seed: int, sequences: int = 32
    ) -> None:
        self._executor, self._params, self._ends, self._seed = executor, params, frozenset(ends), seed
        self.sequences = sequences
        self.rollouts = self.steps = 0
        self._questions: dict[int, _Question] = {}
        self._asked: deque[_Job] = deque()
        self._begun: deque[_Job] = deque()
        self._rows: list[_Row] = []
        self._state: Any = None

    def add(self, owner: int, prompt: Sequence[int]) -> None:
        """Take up question `owner`.

        Raises:
            InputError: the prompt cannot be answered (phi4.engine.generate.check_prompt).
        """
        check_prompt(self._executor, prompt)
        room = self._executor.config.max_positions - len(prompt)
        self._questions[owner] = _Question(list(prompt), min(room, self._params.max_new_tokens or room))

    def ask(self, owner: int, prefix: Prefix, first: int, last: int, *, hold: bool = False) -> None:
        """Make rollouts number `first` to `last` - 1 from `prefix`; with `hold`, which is for whole answers, keep the
        cache of each, for rollouts from prefixes of it."""
        self._asked.append(_Job(owner, prefix, first, last, hold))

    def let_go(self, owner: int, ids: Prefix) -> None:
        """Drop the cache of an answer that was held."""
        self._questions[owner].held.pop(ids, None)

    def drop(self, owner: int) -> Tokens:
        """Let go of question `owner`, none of whose rollouts are under way; what it cost."""
        return self._questions.pop(owner).tokens

    @property
    def backlog(self) -> int:
        """Rollouts asked for and not finished."""
        waiting = sum(job.last - job.first for jobs in (self._asked, self._begun) for job in jobs)
        return waiting + sum(row.job.last - row.job.first if row.sampler is None else 1 for row in self._rows)

    def step(self) -> list[Rollout]:
        """Compute one token of everything under way; the rollouts that ended with it, or before."""
        finished = self._admit()
        if not self._rows:
            return finished
        scores = self._executor.decode(self._state, [self._next(row) for row in self._rows])
        self.steps += 1
        going = []
        for number, row in enumerate(self._rows):
            self._questions[row.job.owner].tokens.computed += 1
            if row.sampler is None:
                if row.pending:
                    going.append(number)
                else:
                    length = len(self._questions[row.job.owner].prompt) + len(row.job.prefix)
                    self._begin(row.job, self._executor.fork(self._state, number, length), scores[number].copy())
            elif (rollout := self._draw(row, scores[number], number)) is not None:
                finished.append(rollout)
            else:
                going.append(number)
        if len(going) < len(self._rows):
            self._rows = [self._rows[number] for number in going]
            self._state = self._executor.select(self._state, going) if going else None
        return finished

    def _next(self, row: _Row) -> int:
        return row.ids[-1] if row.sampler is not None else row.pending.popleft()

    def _admit(self) -> list[Rollout]:
        """Fill the batch; rollouts that end with their first token never enter it."""
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
        """Find the scores after the prefix, or begin to compute them in the batch."""
        question = self._questions[job.owner]
        if question.root is None:
            question.root, scores = self._executor.prefill([question.prompt])
            question.scores = scores[0].copy()
            question.tokens.computed += len(question.prompt)
        if not job.prefix:
            assert question.scores is not None
            self._begin(job, question.root, question.scores)
            return
        # A held answer has no keys of its own last token, and the scores take at least one token to compute.
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
        """Draw first tokens of as many rollouts of `job` as there is room for, and fork their rows."""
        assert job.scores is not None
        question = self._questions[job.owner]
        finished: list[Rollout] = []
        rows: list[_Row] = []
        free, vocab_size = self.sequences - len(self._rows), self._executor.config.vocab_size
        before, params = [*question.prompt, *job.prefix], self._seeded(question.prompt, job.prefix)
        while len(rows) < free and job.first < job.last:
            row = _Row(job, job.first, Sampler(params, before, vocab_size, choice=job.first))
            job.first += 1
            rollout = self._draw(row, job.scores, None)
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

    def _draw(self, row: _Row, scores: Float32Array, number: int | None) -> Rollout | None:
        """Draw the next token of a rollout; the rollout, if that ends it."""
        assert row.sampler is not None
        job, question = row.job, self._questions[row.job.owner]
        token = row.sampler.sample(scores).token_id
        row.ids.append(token)
        if job.hold:
            row.logprobs.append(_logprob(scores, token))
        if token not in self._ends and len(job.prefix) + len(row.ids) < question.limit:
            return None
        if job.hold and number is not None:
            length = len(question.prompt) + len(row.ids) - 1
            question.held[tuple(row.ids)] = self._executor.fork(self._state, number, length)
        self.rollouts += 1
        drawn = len(row.ids) - 1
        question.tokens.unshared += drawn
        question.tokens.shared_by_call += drawn
        ended: Literal["stop", "length"] = "stop" if token in self._ends else "length"
        return Rollout(job.owner, job.prefix, row.number, tuple(row.ids), ended, tuple(row.logprobs))

    def _join(self, state: Any, rows: list[_Row]) -> None:
        self._state = state if self._state is None else self._executor.join([self._state, state])
        self._rows += rows

    def _seeded(self, prompt: Sequence[int], prefix: Prefix) -> SamplingParams:
        """The parameters with a seed of its own for each place that rollouts start from."""
        place = np.asarray([len(prompt), *prompt, *prefix], np.int64).tobytes()
        digest = hashlib.blake2b(place, digest_size=8, key=self._seed.to_bytes(8, "little"))
        return replace(self._params, seed=int.from_bytes(digest.digest(), "little"))


def _common(a: Prefix, b: Prefix) -> int:
    """How many first tokens of `a` and `b` are the same."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _logprob(scores: Float32Array, token: int) -> float:
    values = scores.astype(np.float64)
    best = values.max()
    return float(values[token] - best - np.log(np.exp(values - best).sum()))
