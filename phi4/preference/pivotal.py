"""Pivotal token search over many questions, with the project's own engine."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from phi4.engine import LanguageModel, SamplingParams
from phi4.errors import InputError
from phi4.preference.journal import Journal, Record
from phi4.preference.rollouts import RolloutPool
from phi4.preference.run import Progress, run
from phi4.preference.search import PivotalSearch, SearchSettings
from phi4.preference.verifier import Grader, Question, Verifier

SEQUENCES = 32
Watcher = Callable[[Progress, Mapping[int, Record]], None]


def find_pivotal(
    model: LanguageModel,
    questions: Sequence[Question],
    out: Path,
    *,
    verifier: Verifier,
    settings: SearchSettings | None = None,
    temperature: float = 1.0,
    max_new_tokens: int | None = None,
    system: str | None = None,
    seed: int = 0,
    sequences: int = SEQUENCES,
    workers: int = 8,
    watch: Watcher = lambda *_: None,
) -> dict[str, Any]:
    """Search the pivotal tokens of the model's answers to `questions`, and write their pairs to `out` (JSON Lines, see
    phi4.data.preferences); a search that was stopped goes on. A summary comes back.

    temperature      of the rollouts; the report's is 1
    sequences        rollouts under way together
    workers          verdicts of a slow verifier under way together
    watch            called after each step with the progress and the records so far

    Raises:
        InputError: `out` belongs to another search, or a setting is outside its range.
        Phi4Error: the verifier fails.
    """
    settings = settings or SearchSettings()
    if temperature == 0:
        raise InputError("at temperature 0 all rollouts are the same; choose a higher one")
    params = SamplingParams(temperature=temperature, max_new_tokens=max_new_tokens)
    header = {
        "task": "pivotal", **asdict(settings), "verifier": verifier.name,
        **header_of(model, questions, params, seed=seed, system=system),
    }  # fmt: skip

    def task_of(question: Question) -> PivotalSearch:
        return PivotalSearch(
            question,
            prompt_of(model, question, system),
            settings,
            ends=model.eos_ids,
            decode=lambda ids: model.tokenizer.decode(ids, skip_special=False),
            pieces=lambda ids: pieces_of(model, ids),
        )

    pool = RolloutPool(model.executor, params, ends=model.eos_ids, seed=seed, sequences=sequences)
    grader = Grader(verifier, workers)
    with Journal({out: lambda record: record.get("pairs", [])}, header) as journal:
        try:
            state = run(
                questions, task_of, pool, grader, journal, decode=lambda ids: model.tokenizer.decode(ids),
                progress=lambda state: watch(state, journal.records),
            )  # fmt: skip
        finally:
            grader.close()
        return summary_of(journal.records, state)


def header_of(
    model: LanguageModel, questions: Sequence[Question], params: SamplingParams, *, seed: int, system: str | None
) -> dict[str, Any]:
    """What every run over questions depends on, for the journal's header."""
    asked = hashlib.sha256(
        repr([(each.question, each.answer, each.aliases) for each in questions]).encode("utf-8", "surrogatepass")
    )
    return {
        "model": fingerprint(model), "questions": asked.hexdigest(), "seed": seed, "system": system,
        "temperature": params.temperature, "max_new_tokens": params.max_new_tokens,
    }  # fmt: skip


def fingerprint(model: LanguageModel) -> str:
    """A checksum of what the model computes: its scores, to the bit, after 16 fixed tokens."""
    ids = np.random.default_rng(0).integers(0, model.config.vocab_size, min(16, model.config.max_positions - 1))
    return hashlib.sha256(model.logits(ids.tolist()).tobytes()).hexdigest()


def prompt_of(model: LanguageModel, question: Question, system: str | None) -> list[int]:
    """The question as the model's chat template asks it."""
    messages = [{"role": "system", "content": system}] if system else []
    return model.chat_ids([*messages, {"role": "user", "content": question.question}])


def pieces_of(model: LanguageModel, ids: Sequence[int]) -> list[str]:
    """A text for each id; they join to the text of all. A character of several tokens stands with its last one."""
    stream = model.tokenizer.stream(skip_special=False)
    pieces = [stream.push(each) for each in ids]
    if pieces:
        pieces[-1] += stream.finish()
    return pieces


def summary_of(records: Mapping[int, Record], state: Progress) -> dict[str, Any]:
    """The sums of a search: of all its records, and of the time and work of this run."""
    statuses = Counter(record["status"] for record in records.values())
    answers = [answer for record in records.values() for answer in record.get("answers", [])]
    pivotal = [each for answer in answers for each in answer["pivotal"]]
    done = state.done - state.before
    tokens = state.tokens
    return {
        "questions": state.total,
        "statuses": dict(sorted(statuses.items())),
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
