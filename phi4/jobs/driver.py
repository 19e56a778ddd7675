"""Runs tasks on many questions at once: rollouts in one batch, verdicts as they come, results into the journal."""

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
from phi4.grade.grader import FIRST, Grader
from phi4.grade.verifiers import Question, Verifier
from phi4.jobs.journal import Journal, Output, Record, journal_of
from phi4.jobs.rollouts import Rollout, RolloutPool, Tokens
from phi4.jobs.task import Node, Task

_REASONS = 5
MOST_UNJUDGED = 16
"""Questions in a row that may be skipped because the judge does not judge them: with more, it judges none."""


@dataclass
class Progress:
    """How far a run is; `done` of `total` questions, of which `before` were done by an earlier run."""

    total: int
    before: int
    done: int
    rollouts: int = 0
    seconds: float = 0.0
    tokens: Tokens = field(default_factory=Tokens)
    """Of the questions that this run has finished."""
    notes: list[str] = field(default_factory=list)
    """What the user should know while the run goes on."""


@dataclass(frozen=True)
class RunSettings:
    """temperature      of the rollouts; the report's is 1
    max_new_tokens   of an answer; None, what the context holds
    system           a system message before each question
    seed             makes the draws repeatable
    sequences        rollouts under way together; what comes out does not depend on it
    workers          verdicts of a slow verifier under way together
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


Watcher = Callable[[Progress, Mapping[int, Record]], None]
"""Called after each step with the progress and the records so far."""


def perform(
    model: LanguageModel,
    questions: Sequence[Question],
    task_of: Callable[[Question], Task],
    verifier: Verifier,
    outputs: Mapping[Path, Output],
    settings: RunSettings,
    what: Mapping[str, Any],
    watch: Watcher,
) -> tuple[dict[int, Record], Progress]:
    """Do the task of every question that the journal beside the first of `outputs` does not hold yet, and of those that
    were skipped for a passing reason; all records.

    task_of   a question's task, or InputError for one that cannot be asked, such as a prompt that is longer than the
              context: it is noted as skipped
    what      is asked of the run, beside the model, the questions and the settings; a journal with other is refused

    Raises:
        InputError: the outputs belong to another run, or the verifier accepts no known answer.
        Phi4Error: the verifier fails of itself, or judges none of many questions; one is noted as skipped.
    """
    if not questions:
        raise InputError("there is no question to ask")
    params = SamplingParams(temperature=settings.temperature, max_new_tokens=settings.max_new_tokens)
    pool = RolloutPool(model.executor, params, ends=model.eos_ids, seed=settings.seed, sequences=settings.sequences)
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
            state = _run(questions, task_of, pool, grader, journal, model, watch)
            return journal.records, state
    finally:
        grader.close()


def fingerprint(model: LanguageModel) -> str:
    """A checksum of what the model computes: its scores, to the bit, after 16 fixed tokens.

    Raises:
        InputError: they are not finite.
    """
    ids = np.random.default_rng(0).integers(0, model.config.vocab_size, min(16, model.config.max_positions - 1))
    scores = model.logits(ids.tolist())
    if not np.isfinite(scores).all():
        raise InputError("the model's scores are NaN or infinite; see whether its weights are whole")
    return hashlib.sha256(scores.tobytes()).hexdigest()


def _prompts(model: LanguageModel, questions: Sequence[Question], system: str | None) -> str:
    """A checksum of how the model's tokenizer and template ask the first questions, and of the tokens that end."""
    asked: list[list[int] | None] = []
    for question in questions[:FIRST]:
        try:
            asked.append(prompt_of(model, question, system))
        except InputError:
            asked.append(None)
    return hashlib.sha256(repr((asked, sorted(model.eos_ids))).encode()).hexdigest()


def prompt_of(model: LanguageModel, question: Question, system: str | None) -> list[int]:
    """The question as the model's chat template asks it."""
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
    """Rollouts that are asked for and not judged."""
    why: str | None = None
    """Why it is given up; its other rollouts are waited for."""


def _run(
    questions: Sequence[Question],
    task_of: Callable[[Question], Task],
    pool: RolloutPool,
    grader: Grader,
    journal: Journal,
    model: LanguageModel,
    watch: Watcher,
) -> Progress:
    start = time.perf_counter()
    state = Progress(len(questions), len(journal.records), len(journal.records))
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
        for verdict in [each for each in judging if each.done()]:
            for rollout in judging.pop(verdict):
                each = touched[rollout.owner] = running[rollout.owner]
                each.awaited -= 1
                try:
                    right = verdict.result()
                except ReplyError as error:
                    each.why = str(error)
                    continue
                node = each.task.nodes[rollout.prefix]
                node.rollouts[rollout.number] = rollout
                node.right[rollout.number] = right
        concluded: list[tuple[_Running, Record]] = []
        for each in touched.values():
            if each.why is not None:
                if not each.awaited:
                    concluded.append((each, _skipped(each.task.question, each.why)))
                continue
            for ids in each.task.let_go():
                pool.let_go(each.number, ids)
            if not _ask(each, pool) and not each.awaited:
                ending[grader.beside(each.task.result, slow=each.task.slow)] = each
        for result in [each for each in ending if each.done()]:
            each = ending.pop(result)
            try:
                concluded.append((each, result.result()))
            except ReplyError as error:
                concluded.append((each, _skipped(each.task.question, str(error))))
        for each, record in concluded:
            unjudged = unjudged + 1 if record["status"] == "skipped" else 0
            if unjudged > MOST_UNJUDGED:
                raise Phi4Error(
                    f"{unjudged} questions in a row were not judged; mend the judge or take another ({record['why']})"
                )
            tokens = pool.drop(each.number)
            spent = [tokens.computed, tokens.unshared, tokens.shared_by_call]
            journal.add(each.number, {**record, "tokens": spent})
            grader.forget(each.task.question)
            del running[each.number]
            state.done += 1
            tried += (
                [_has_right_answers(each.task)] if each.task.question.expects == "answer" and each.why is None else []
            )
            if len(tried) == FIRST and not any(tried):
                tried.append(True)
                state.notes.append(
                    f"none of the first {FIRST} questions has a right answer yet; see whether the model ends its "
                    f"answers as the verifier {grader.verifier.name:.80} reads them"
                )
            state.tokens.add(tokens)
        state.rollouts, state.seconds = pool.rollouts, time.perf_counter() - start
        watch(state, journal.records)
    return state


def _skipped(question: Question, why: str, *, again: bool = True) -> Record:
    """The record of a question that came to nothing; `again`, if the same command is to ask it once more."""
    return {"status": "skipped", "question": question.question, "why": why, "again": again}


def skipped(records: Mapping[int, Record]) -> dict[str, Any]:
    """How many questions are left to be asked again, and how many were skipped for each reason, for a summary."""
    reasons = Counter(record.get("why", "") for record in records.values() if record["status"] == "skipped")
    left = sum(record["status"] == "skipped" and record.get("again", True) for record in records.values())
    return {"left": left, "skipped_because": dict(reasons.most_common(_REASONS))}


def _has_right_answers(task: Task) -> bool:
    return any(right for node in task.nodes.values() for right in node.right.values())


def _ask(each: _Running, pool: RolloutPool) -> bool:
    """Ask for the rollouts that the task wants and has not asked for; whether it wants any, asked for or not."""
    wants = each.task.wants()
    for prefix, size in wants.items():
        node = each.task.nodes.setdefault(prefix, Node())
        if size > node.asked:
            pool.ask(each.number, prefix, node.asked, size, hold=each.task.holds(prefix))
            each.awaited += size - node.asked
            node.asked = size
    return bool(wants)
