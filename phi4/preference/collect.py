"""Judged pairs and refusal data over many questions, for `phi4 data judge` and `phi4 data decline`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from phi4.engine import LanguageModel
from phi4.errors import InputError
from phi4.grade.refusals import Expected, Refusals
from phi4.grade.verifiers import Question, Verifier
from phi4.jobs.driver import JobProgress, ProgressCallback, RunSettings, messages_of, perform, prompt_of, skipped
from phi4.jobs.journal import Record
from phi4.preference.decline import DeclineSettings, Declining, refusal_of
from phi4.preference.judged import JudgedAnswers, JudgeSettings, Teacher


class Anything:
    """Accepts every answer: for questions that a teacher judges."""

    name = "anything"
    slow = False

    def is_right(self, asked: Question, text: str) -> bool:  # noqa: ARG002
        return True


def judge_answers(
    model: LanguageModel,
    questions: Sequence[Question],
    out: Path,
    *,
    judge: Verifier | Teacher,
    settings: JudgeSettings | None = None,
    running: RunSettings | None = None,
    progress: ProgressCallback = lambda *_: None,
) -> dict[str, Any]:
    """Sample answers to `questions`, and write pairs of better and worse ones to `out`; returns a summary.

    Raises:
        InputError: `out` belongs to another run.
        Phi4Error: the judge is not there, or judges none of many questions.
    """
    settings, running = settings or JudgeSettings(), running or RunSettings()
    teacher, verifier = (judge, Anything()) if isinstance(judge, Teacher) else (None, judge)

    def task_of(question: Question) -> JudgedAnswers:
        return JudgedAnswers(
            question, prompt_of(model, question, running.system), settings, teacher=teacher,
            decode=model.tokenizer.decode, render=lambda ids: model.tokenizer.decode(ids, skip_special=False),
        )  # fmt: skip

    what = {"task": "judge", **asdict(settings), "judge": judge.name}
    return _summary(*perform(model, questions, task_of, verifier, {out: _pairs}, running, what, progress))


def find_what_to_decline(
    model: LanguageModel,
    questions: Sequence[Question],
    out: Path,
    *,
    sft: Path | None = None,
    verifier: Verifier,
    refusals: Refusals | None = None,
    settings: DeclineSettings | None = None,
    running: RunSettings | None = None,
    progress: ProgressCallback = lambda *_: None,
) -> dict[str, Any]:
    """Sample answers to `questions`, and write pairs to `out` and conversations ({"messages"}, for SFT) to `sft`; see
    phi4.preference.decline. `refusals` recognizes answers that decline. Returns a summary.

    Raises:
        InputError: `out` belongs to another run, or `refusals` does not recognize a refusal text.
        Phi4Error: the verifier itself fails.
    """
    settings, running, refusals = settings or DeclineSettings(), running or RunSettings(), refusals or Refusals()
    for text in settings.refusals:
        if text not in refusals:
            raise InputError(f"{text!r} is not recognized as a refusal; give a pattern of refusals that matches it")

    def task_of(question: Question) -> Declining:
        text = refusal_of(settings, question)
        return Declining(
            question, prompt_of(model, question, running.system), settings,
            refusal=(answer_ids(model, question, text, running.system), text), refusals=refusals,
            system=running.system, decode=model.tokenizer.decode,
            render=lambda ids: model.tokenizer.decode(ids, skip_special=False),
        )  # fmt: skip

    if sft is not None and sft.resolve() == out.resolve():
        raise InputError(f"{out}: pairs and conversations cannot go to the same file; name two")
    outputs = {out: _pairs} if sft is None else {out: _pairs, sft: _conversations}
    what = {"task": "decline", **asdict(settings)}
    expected = Expected(verifier, refusals)
    return _summary(*perform(model, questions, task_of, expected, outputs, running, what, progress))


def answer_ids(model: LanguageModel, question: Question, text: str, system: str | None) -> list[int]:
    """The ids of the assistant's answer `text` in the chat template, up to its EOS id.

    Raises:
        InputError: the template changes the prompt when an answer follows.
    """
    messages = messages_of(question, system)
    prompt = model.tokenizer.encode_chat(messages)
    whole = model.tokenizer.encode_chat(
        [*messages, {"role": "assistant", "content": text}], add_generation_prompt=False
    )
    ids = whole[len(prompt) :]
    eos_places = [place for place, id_ in enumerate(ids) if id_ in model.eos_ids]
    if whole[: len(prompt)] != prompt or not ids:
        raise InputError("the chat template changes the prompt when an answer follows; give the model another template")
    return ids[: eos_places[-1] + 1] if eos_places else ids


def _pairs(record: Record) -> list[Mapping[str, Any]]:
    return list(record.get("pairs", []))


def _conversations(record: Record) -> list[Mapping[str, Any]]:
    return [{"messages": record["messages"]}] if record.get("messages") else []


def _summary(records: Mapping[int, Record], state: JobProgress) -> dict[str, Any]:
    """A summary of all records and of this run, with the most frequent reasons for skipped questions."""
    pairs = [pair for record in records.values() for pair in record.get("pairs", [])]
    done = state.done - state.before
    return {
        "questions": state.total,
        "statuses": dict(sorted(Counter(record["status"] for record in records.values()).items())),
        "pairs": dict(sorted(Counter(pair["kind"] for pair in pairs).items())),
        "conversations": sum(bool(record.get("messages")) for record in records.values()),
        **skipped(records),
        "this_run": {
            "questions": done, "rollouts": state.rollouts, "seconds": round(state.seconds, 2),
            "rollouts_per_second": round(state.rollouts / max(state.seconds, 1e-9), 1),
            "tokens_computed": state.tokens.computed, "tokens_unshared": state.tokens.unshared,
        },
    }  # fmt: skip
