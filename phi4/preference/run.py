"""Runs tasks on many questions at once: rollouts in one batch, verdicts as they come, results into the journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from phi4.errors import InputError
from phi4.preference.journal import Journal
from phi4.preference.rollouts import Prefix, Rollout, RolloutPool, Tokens
from phi4.preference.task import Node, Task
from phi4.preference.verifier import Grader, Question


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


@dataclass
class _Running:
    number: int
    task: Task
    awaited: int = 0
    """Rollouts that are asked for and not judged."""


def run(
    questions: Sequence[Question],
    task_of: Callable[[Question], Task],
    pool: RolloutPool,
    grader: Grader,
    journal: Journal,
    *,
    decode: Callable[[Prefix], str],
    progress: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Do the task of every question that the journal does not hold yet.

    `task_of` gives a question's task, or raises InputError for one that cannot be asked, such as a prompt that is
    longer than the context: it is noted as skipped. `decode` gives the text of an answer for the grader.
    """
    start = time.perf_counter()
    state = Progress(len(questions), len(journal.records), len(journal.records))
    waiting = [number for number in range(len(questions)) if number not in journal.records]
    waiting.reverse()
    running: dict[int, _Running] = {}
    judging: dict[Future[bool], list[Rollout]] = {}
    while waiting or running:
        while waiting and pool.backlog < 2 * pool.sequences:
            number = waiting.pop()
            try:
                task = task_of(questions[number])
                pool.add(number, task.prompt)
            except InputError as error:
                record = {"status": "skipped", "question": questions[number].question, "why": str(error)}
                journal.add(number, record)
                state.done += 1
                continue
            running[number] = _Running(number, task)
            _ask(running[number], pool)
        finished = pool.step()
        for rollout in finished:
            task = running[rollout.owner].task
            verdict = grader.submit(task.question, decode((*rollout.prefix, *rollout.ids)))
            judging.setdefault(verdict, []).append(rollout)
        if judging and not finished and not pool.backlog:
            wait(judging, return_when=FIRST_COMPLETED)
        touched: dict[int, _Running] = {}
        for verdict in [each for each in judging if each.done()]:
            for rollout in judging.pop(verdict):
                each = touched[rollout.owner] = running[rollout.owner]
                node = each.task.nodes[rollout.prefix]
                node.rollouts[rollout.number] = rollout
                node.right[rollout.number] = verdict.result()
                each.awaited -= 1
        for each in touched.values():
            for ids in each.task.let_go():
                pool.let_go(each.number, ids)
            if not _ask(each, pool) and not each.awaited:
                tokens = pool.drop(each.number)
                record = each.task.result()
                journal.add(
                    each.number, {**record, "tokens": [tokens.computed, tokens.unshared, tokens.shared_by_call]}
                )
                grader.forget(each.task.question)
                del running[each.number]
                state.done += 1
                state.tokens.add(tokens)
        state.rollouts, state.seconds = pool.rollouts, time.perf_counter() - start
        progress(state)
    return state


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
