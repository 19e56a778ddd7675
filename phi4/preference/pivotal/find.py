"""Pivotal token search over many questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from phi4.engine import LanguageModel
from phi4.grade.verifiers import Question, Verifier
from phi4.jobs.driver import JobProgress, ProgressCallback, RunSettings, perform, prompt_of, skipped
from phi4.jobs.journal import Record
from phi4.preference.pivotal.search import PivotalSearch, SearchSettings


def find_pivotal(
    model: LanguageModel,
    questions: Sequence[Question],
    out: Path,
    *,
    verifier: Verifier,
    settings: SearchSettings | None = None,
    running: RunSettings | None = None,
    progress: ProgressCallback = lambda *_: None,
) -> dict[str, Any]:
    """Search the pivotal tokens of the model's answers to `questions`, and write their pairs to `out` (JSON Lines, see
    phi4.data.pairs); a stopped search resumes. Returns a summary.

    Raises:
        InputError: `out` belongs to another search.
        Phi4Error: the verifier fails.
    """
    settings, running = settings or SearchSettings(), running or RunSettings()

    def task_of(question: Question) -> PivotalSearch:
        return PivotalSearch(
            question,
            prompt_of(model, question, running.system),
            settings,
            eos_ids=model.eos_ids,
            decode=lambda ids: model.tokenizer.decode(ids, skip_special=False),
            pieces=lambda ids: pieces_of(model, ids),
        )

    what = {"task": "pivotal", **asdict(settings)}
    outputs = {out: lambda record: record.get("pairs", [])}
    return summary_of(*perform(model, questions, task_of, verifier, outputs, running, what, progress))


def pieces_of(model: LanguageModel, ids: Sequence[int]) -> list[str]:
    """A text for each id, which join to the whole text. A character of several tokens belongs to the last one."""
    stream = model.tokenizer.stream(skip_special=False)
    pieces = [stream.push(id_) for id_ in ids]
    if pieces:
        pieces[-1] += stream.finish()
    return pieces


def summary_of(records: Mapping[int, Record], state: JobProgress) -> dict[str, Any]:
    """A summary of a search: totals of all records, and time and work of this run."""
    statuses = Counter(record["status"] for record in records.values())
    answers = [answer for record in records.values() for answer in record.get("answers", [])]
    pivotal = [each for answer in answers for each in answer["pivotal"]]
    done = state.done - state.before
    tokens = state.tokens
    return {
        "questions": state.total,
        "statuses": dict(sorted(statuses.items())),
        **skipped(records),
        "answers_searched": len(answers),
        "pivotal_tokens": len(pivotal),
        "pivotal_tokens_that_raise": sum(each["after"][0] * each["before"][1] > each["before"][0] * each["after"][1]
                                         for each in pivotal),
        "pairs": sum(len(record.get("pairs", [])) for record in records.values()),
        "this_run": {
            "questions": done, "rollouts": state.rollouts, "seconds": round(state.seconds, 2),
            "rollouts_per_second": round(state.rollouts / max(state.seconds, 1e-9), 1),
            "questions_per_minute": round(60 * done / max(state.seconds, 1e-9), 1),
            "tokens_computed": tokens.computed, "tokens_unshared": tokens.unshared,
            "tokens_shared_by_call": tokens.shared_by_call,
        },
    }  # fmt: skip
