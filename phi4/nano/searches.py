"""The stages of the recipe that train nothing: they find, in a model's own answers, what the next stage learns from.

Each has its settings in a TOML file here, writes JSON Lines files into its folder, and resumes where it was stopped
(phi4.jobs.journal).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from phi4.engine import LanguageModel
from phi4.errors import InputError
from phi4.grade.verifiers import FinalAnswer, Question
from phi4.jobs.driver import ProgressCallback, RunSettings
from phi4.nano import problems as synth
from phi4.nano.problems import SHARES, Problem
from phi4.nano.problems.safety import REFUSAL
from phi4.nano.problems.unknown import ANSWER
from phi4.nano.questions import written_questions
from phi4.nano.tasks import MAX_ANSWER_TOKENS
from phi4.preference.collect import find_what_to_decline, judge_answers
from phi4.preference.decline import DeclineSettings
from phi4.preference.judged import JudgeSettings
from phi4.preference.pivotal.find import find_pivotal
from phi4.preference.pivotal.search import SearchSettings
from phi4.train.run.config import section_of

SUMMARY = "summary.json"
FACTS, FACTS_SFT, SAFETY, SAFETY_SFT, PAIRS = (
    "facts.jsonl", "facts-sft.jsonl", "safety.jsonl", "safety-sft.jsonl", "pairs.jsonl",
)  # fmt: skip
UNKNOWN = f"{ANSWER}.\nAnswer: {ANSWER}"


@dataclass(frozen=True)
class Kinds:
    """Questions of each kind, for each problem of a family that is searched.

    Raises:
        InputError: a number is below 0.
    """

    facts: int
    unknown: int
    harmful: int
    harmless: int

    def __post_init__(self) -> None:
        if min(astuple(self)) < 0:
            raise InputError("decline.questions are numbers of questions, and must be 0 or more")


@dataclass(frozen=True)
class DeclineSearch:
    """What is asked, and DeclineSettings but for the texts to decline with, which the kinds decide."""

    questions: Kinds
    samples: int
    known: float
    unknown: float
    first_tokens: int
    contested: bool

    def __post_init__(self) -> None:
        self.settings(UNKNOWN)

    def settings(self, refusal: str) -> DeclineSettings:
        return DeclineSettings(
            self.samples, self.known, self.unknown, self.first_tokens, (refusal,), contested=self.contested
        )


@dataclass(frozen=True, kw_only=True)
class PivotalSearch(SearchSettings):
    """SearchSettings, and questions that cannot be answered, for each problem of a family that is searched: without
    them, all pairs about declining would prefer an answer.

    Raises:
        InputError: a setting is out of bounds.
    """

    unknown: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.unknown < 0:
            raise InputError("pivotal.unknown is a number of questions, and must be 0 or more")


SETTINGS = {"decline": DeclineSearch, "pivotal": PivotalSearch, "judge": JudgeSettings}


def search_of(kind: str, table: Mapping[str, Any], where: str) -> Any:
    """The settings of a search from the table of its file, which is `where`, without `stage` and `from`.

    Raises:
        InputError: a key or value is wrong.
    """
    settings = {key: value for key, value in table.items() if key not in ("stage", "from")}
    return section_of(SETTINGS[kind], settings, where, "")


def decline(
    model: LanguageModel, out: Path, *, settings: DeclineSearch, count: int, seed: int, watch: ProgressCallback
) -> dict[str, Any]:
    """What the model should decline, by its own failures: pairs and conversations about facts, what nobody knows,
    harmful requests and harmless ones that look like them."""
    asked = settings.questions
    drawn = {
        "facts": _questions(synth.known, asked.facts * count, f"{seed}/facts", "answer"),
        "unknown": _questions(synth.unknown, asked.unknown * count, f"{seed}/unknown", "refusal"),
        "harmful": _questions(synth.refusal, asked.harmful * count, f"{seed}/harmful", "refusal"),
        "harmless": _questions(synth.lookalike, asked.harmless * count, f"{seed}/harmless", "anything"),
    }
    found = {}
    for kinds, pairs, sft, refusal in (
        (("facts", "unknown"), FACTS, FACTS_SFT, UNKNOWN), (("harmful", "harmless"), SAFETY, SAFETY_SFT, REFUSAL),
    ):  # fmt: skip
        questions = [question for kind in kinds for question in drawn[kind]]
        found[pairs.removesuffix(".jsonl")] = find_what_to_decline(
            model, questions, out / pairs, sft=out / sft, verifier=FinalAnswer(), progress=watch,
            settings=settings.settings(refusal), running=RunSettings(seed=seed, max_new_tokens=MAX_ANSWER_TOKENS),
        )  # fmt: skip
    return found


def pivotal(
    model: LanguageModel, out: Path, *, settings: PivotalSearch, count: int, seed: int, watch: ProgressCallback
) -> dict[str, Any]:
    """Pairs of pivotal tokens, from `count` fresh problems of each family of training and what cannot be answered."""
    asked = [
        *written_questions(tuple(SHARES), count, seed=seed),
        *_questions(synth.unknown, settings.unknown * count, f"{seed}/lacking", "answer"),
    ]
    return find_pivotal(
        model, asked, out / PAIRS, verifier=FinalAnswer(), progress=watch,
        settings=settings, running=RunSettings(seed=seed, max_new_tokens=MAX_ANSWER_TOKENS),
    )  # fmt: skip


def judge(
    model: LanguageModel, out: Path, *, settings: JudgeSettings, count: int, seed: int, watch: ProgressCallback
) -> dict[str, Any]:
    """Pairs of whole answers, a right and a wrong one, to `count` more fresh problems of each family."""
    return judge_answers(
        model, written_questions(tuple(SHARES), count, seed=seed + 1), out / PAIRS, judge=FinalAnswer(), progress=watch,
        settings=settings, running=RunSettings(seed=seed, max_new_tokens=MAX_ANSWER_TOKENS),
    )  # fmt: skip


def said(found: dict[str, Any]) -> str:
    """What a search came to, in a few words."""
    if "pairs" not in found:
        return "; ".join(f"{name}: {said(each)}" for name, each in found.items())
    pairs = found["pairs"] if isinstance(found["pairs"], int) else sum(found["pairs"].values())
    statuses = ", ".join(f"{count} {status}" for status, count in found["statuses"].items())
    return f"{pairs} pairs from {found['questions']} questions ({statuses})"


def kept(file: Path) -> dict[str, Any] | None:
    """What `replace_json` wrote; None if there is nothing, or something else."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _questions(write: Callable[[random.Random], Problem], count: int, seed: str, expects: Any) -> Sequence[Question]:
    """Questions of a kind, none twice."""
    rng = random.Random(f"decline/{seed}")
    found: dict[str, Question] = {}
    for _ in range(20 * count):
        if len(found) == count:
            break
        written = write(rng)
        answer = written.answer if expects == "answer" else ""
        found.setdefault(written.question, Question(written.question, answer, expects=expects))
    return list(found.values())
