"""Runs tasks on many questions at once: rollouts in one batch, verdicts beside them, records into the journal."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from phi4.engine import LanguageModel, SamplingParams
from phi4.errors import InputError, Phi4Error
from phi4.grade.client import ReplyError
from phi4.grade.grader import FIRST_QUESTIONS, Grader
from phi4.grade.verifiers import Question, Verifier
from phi4.jobs.journal import Journal, Output, Record, journal_of
from phi4.jobs.rollouts import Rollout, RolloutPool, Tokens
from phi4.jobs.task import Node, Task

_MAX_REASONS = 5
MAX_UNJUDGED = 16
"""Questions in a row that may be skipped without a verdict; with more, the run ends."""


@dataclass
class JobProgress:
    """The progress of a run: `done` of `total` questions, `before` of them by an earlier run."""

    total: int
    before: int
    done: int
    rollouts: int = 0
    seconds: float = 0.0
    tokens: Tokens = field(default_factory=Tokens)
    """Tokens of the questions that this run has finished."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the user, which come while the run goes on."""


@dataclass(frozen=True)
class RunSettings:
    """Settings of a run.

    temperature      of the rollouts; 1 in the Phi-4 report
    max_new_tokens   maximum tokens of an answer; None is up to the context
    system           a system message before each question
    seed             makes sampling repeatable
    sequences        concurrent rollouts; results do not depend on it
    workers          concurrent verdicts of a slow verifier
    check_verifier   try the verifier on known answers first (Grader.try_out)

    Raises:
        InputError: the temperature is 0, at which all rollouts are the same.
    """

    temperature: float = 1.0
    max_new_tokens: int | None = None
    system: str | None = None
    seed: int = 0
    sequences: int = 32
    workers: int = 8
    check_verifier: bool = True

    def __post_init__(self) -> None:
        if self.temperature == 0:
            raise InputError("at temperature 0 all rollouts are the same; choose a higher one")


ProgressCallback = Callable[[JobProgress, Mapping[int, Record]], None]
"""Called after each step with the progress and the records so far."""


def perform(
    model: LanguageModel,
    questions: Sequence[Question],
    task_of: Callable[[Question], Task],
    verifier: Verifier,
    outputs: Mapping[Path, Output],
    settings: RunSettings,
    what: Mapping[str, Any],
    progress: ProgressCallback,
) -> tuple[dict[int, Record], JobProgress]:
    """Run the task of every question that the journal beside the first of `outputs` lacks, or that was skipped for a
    temporary reason; all records and the progress.

    task_of   gives a question's task, or raises InputError for a question that cannot be asked, such as one longer than
              the context: it is recorded as skipped
    what      further settings for the journal's header, beside the model, the questions and `settings`

    Raises:
        InputError: the outputs belong to another run, or the verifier accepts no known answer.
        Phi4Error: the verifier itself fails, or many questions in a row get no verdict; a single one is recorded as
            skipped.
    """
    if not questions:
        raise InputError("there are no questions to ask")
    params = SamplingParams(temperature=settings.temperature, max_new_tokens=settings.max_new_tokens)
    pool = RolloutPool(model.executor, params, eos_ids=model.eos_ids, seed=settings.seed, sequences=settings.sequences)
    header = {
        **what, "verifier": verifier.name, "model": fingerprint(model), "questions": _checksum(questions),
        "prompts": _prompts(model, questions, settings.system), "seed": settings.seed, "system": settings.system,
        "temperature": settings.temperature,
        "max_new_tokens": settings.max_new_tokens,
    }  # fmt: skip
    grader = Grader(verifier, settings.workers)
    try:
        if settings.check_verifier and not journal_of(next(iter(outputs))).exists():
            grader.try_out(questions)
        with Journal(outputs, header) as journal:
            state = _run(questions, task_of, pool, grader, journal, model, progress)
            return journal.records, state
    finally:
        grader.close()


def fingerprint(model: LanguageModel) -> str:
    """A fingerprint of what the model computes: a hash of its logits after 16 fixed tokens.

    Raises:
        InputError: the logits are not finite.
    """
    ids = np.random.default_rng(0).integers(0, model.config.vocab_size, min(16, model.config.max_positions - 1))
    scores = model.logits(ids.tolist())
    if not np.isfinite(scores).all():
        raise InputError("the model's logits are NaN or infinite; its weights are damaged: fetch or train it again")
    return hashlib.sha256(scores.tobytes()).hexdigest()


def _prompts(model: LanguageModel, questions: Sequence[Question], system: str | None) -> str:
    """A hash of the first questions' prompts, in the model's tokenizer and template, and of the EOS ids."""
    asked: list[list[int] | None] = []
    for question in questions[:FIRST_QUESTIONS]:
        try:
            asked.append(prompt_of(model, question, system))
        except InputError:
            asked.append(None)
    return hashlib.sha256(repr((asked, sorted(model.eos_ids))).encode()).hexdigest()


def prompt_of(model: LanguageModel, question: Question, system: str | None) -> list[int]:
    """The token ids of the question in the model's chat template."""
    return model.chat_ids(messages_of(question, system))


def messages_of(question: Question, system: str | None) -> list[dict[str, str]]:
    messages = [{"role": "system", "content": system}] if system else []
    return [*messages, {"role": "user", "content": question.question}]


def _checksum(questions: Sequence[Question]) -> str:
    listed = repr([(each.question, each.answer, each.aliases, each.expects) for each in questions])
    return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class _Running:
    number: int
    task: Task
    awaited: int = 0
    """Rollouts that are requested and not judged."""
    why: str | None = None
    """Why the question is skipped, once its other rollouts are judged."""


def _run(
    questions: Sequence[Question],
    task_of: Callable[[Question], Task],
    pool: RolloutPool,
    grader: Grader,
    journal: Journal,
    model: LanguageModel,
    progress: ProgressCallback,
) -> JobProgress:
    start = time.perf_counter()
    state = JobProgress(len(questions), len(journal.records), len(journal.records))
    waiting = [number for number in range(len(questions)) if number not in journal.records]
    waiting.reverse()
    running: dict[int, _Running] = {}
    judging: dict[Future[bool], list[Rollout]] = {}
    ending: dict[Future[dict[str, Any]], _Running] = {}
    unjudged = 0
    tried: list[bool] = []
    while waiting or running:
        while waiting and pool.backlog < 2 * pool.sequences:
            number = waiting.pop()
            try:
                task = task_of(questions[number])
                pool.add(number, task.prompt)
            except InputError as error:
                journal.add(number, _skipped(questions[number], str(error), again=False))
                state.done += 1
                continue
            running[number] = _Running(number, task)
            _ask(running[number], pool)
        finished = pool.step()
        for rollout in finished:
            task = running[rollout.owner].task
            verdict = grader.submit(task.question, model.tokenizer.decode([*rollout.prefix, *rollout.ids]))
            judging.setdefault(verdict, []).append(rollout)
        if (judging or ending) and not finished and not pool.backlog:
            wait(set[Future[Any]](judging) | set(ending), return_when=FIRST_COMPLETED)
        touched: dict[int, _Running] = {}
        for verdict in [future for future in judging if future.done()]:
            for rollout in judging.pop(verdict):
                entry = touched[rollout.owner] = running[rollout.owner]
                entry.awaited -= 1
                try:
                    right = verdict.result()
                except ReplyError as error:
                    entry.why = str(error)
                    continue
                node = entry.task.nodes[rollout.prefix]
                node.rollouts[rollout.number] = rollout
                node.right[rollout.number] = right
        concluded: list[tuple[_Running, Record]] = []
        for entry in touched.values():
            if entry.why is not None:
                if not entry.awaited:
                    concluded.append((entry, _skipped(entry.task.question, entry.why)))
                continue
            for ids in entry.task.release():
                pool.release(entry.number, ids)
            if not _ask(entry, pool) and not entry.awaited:
                ending[grader.beside(entry.task.result, slow=entry.task.slow)] = entry
        for result in [future for future in ending if future.done()]:
            entry = ending.pop(result)
            try:
                concluded.append((entry, result.result()))
            except ReplyError as error:
                concluded.append((entry, _skipped(entry.task.question, str(error))))
        for entry, record in concluded:
            unjudged = unjudged + 1 if record["status"] == "skipped" else 0
            if unjudged > MAX_UNJUDGED:
                raise Phi4Error(
                    f"{unjudged} questions in a row got no verdict; fix the judge or choose another ({record['why']})"
                )
            tokens = pool.drop(entry.number)
            spent = [tokens.computed, tokens.unshared, tokens.shared_by_call]
            journal.add(entry.number, {**record, "tokens": spent})
            grader.forget(entry.task.question)
            del running[entry.number]
            state.done += 1
            tried += (
                [_has_right_answers(entry.task)]
                if entry.task.question.expects == "answer" and entry.why is None
                else []
            )
            if len(tried) == FIRST_QUESTIONS and not any(tried):
                tried.append(True)
                state.notes.append(
                    f"none of the first {FIRST_QUESTIONS} questions has a right answer yet; see whether the model ends "
                    f"its answers as the verifier {grader.verifier.name:.80} reads them"
                )
            state.tokens.add(tokens)
        state.rollouts, state.seconds = pool.rollouts, time.perf_counter() - start
        progress(state, journal.records)
    return state


def _skipped(question: Question, why: str, *, again: bool = True) -> Record:
    """The record of a question without a result; `again` if the same command asks it once more."""
    return {"status": "skipped", "question": question.question, "why": why, "again": again}


def skipped(records: Mapping[int, Record]) -> dict[str, Any]:
    """Part of a summary: how many questions are left to ask again, and how many were skipped for each reason."""
    reasons = Counter(record.get("why", "") for record in records.values() if record["status"] == "skipped")
    left = sum(record["status"] == "skipped" and record.get("again", True) for record in records.values())
    return {"left": left, "skipped_because": dict(reasons.most_common(_MAX_REASONS))}


def _has_right_answers(task: Task) -> bool:
    return any(right for node in task.nodes.values() for right in node.right.values())


def _ask(entry: _Running, pool: RolloutPool) -> bool:
    """Request the rollouts that the task still needs; whether it needs any, requested or not."""
    wants = entry.task.wants()
    for prefix, size in wants.items():
        node = entry.task.nodes.setdefault(prefix, Node())
        if size > node.asked:
            pool.ask(entry.number, prefix, node.asked, size, hold=entry.task.holds(prefix))
            entry.awaited += size - node.asked
            node.asked = size
    return bool(wants)
