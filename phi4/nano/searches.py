"""The stages of the recipe that train nothing: they find, in a model's own answers, what the next stage learns from.

Each writes JSON Lines files into its folder, and goes on where it was stopped (phi4.preference.journal).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from phi4.data import synth
from phi4.data.synth import SHARES, Problem
from phi4.data.synth.safety import REFUSAL
from phi4.data.synth.unknown import ANSWER
from phi4.engine import LanguageModel
from phi4.nano.evaluation import LONGEST
from phi4.preference.collect import find_what_to_decline, judge_answers
from phi4.preference.decline import DeclineSettings
from phi4.preference.estimate import Looks
from phi4.preference.judged import JudgeSettings
from phi4.preference.pivotal import find_pivotal
from phi4.preference.questions import written_questions
from phi4.preference.run import RunSettings, Watcher
from phi4.preference.search import SearchSettings
from phi4.preference.verifier import MarkedAnswer, Question

SUMMARY = "summary.json"
FACTS, FACTS_SFT, SAFETY, SAFETY_SFT, PAIRS = (
    "facts.jsonl", "facts-sft.jsonl", "safety.jsonl", "safety-sft.jsonl", "pairs.jsonl",
)  # fmt: skip
OF_FACTS = 160
ROLLOUTS = 64
UNKNOWN = f"{ANSWER}.\nAnswer: {ANSWER}"


def decline(model: LanguageModel, out: Path, *, count: int, seed: int, watch: Watcher) -> dict[str, Any]:
    """What the model should decline, by its own failures: pairs and conversations about facts, what nobody knows,
    harmful requests and harmless ones that look like them. OF_FACTS times `count` questions, half of them facts."""
    drawn = {
        "facts": _questions(synth.known, OF_FACTS * count // 2, f"{seed}/facts", "answer"),
        "unknown": _questions(synth.unknown, OF_FACTS * count // 4, f"{seed}/unknown", "refusal"),
        "harmful": _questions(synth.refusal, OF_FACTS * count // 8, f"{seed}/harmful", "refusal"),
        "harmless": _questions(synth.lookalike, OF_FACTS * count // 8, f"{seed}/harmless", "anything"),
    }
    found = {}
    for kinds, pairs, sft, refusal in (
        (("facts", "unknown"), FACTS, FACTS_SFT, UNKNOWN), (("harmful", "harmless"), SAFETY, SAFETY_SFT, REFUSAL),
    ):  # fmt: skip
        questions = [question for kind in kinds for question in drawn[kind]]
        found[pairs.removesuffix(".jsonl")] = find_what_to_decline(
            model, questions, out / pairs, sft=out / sft, verifier=MarkedAnswer(), watch=watch,
            settings=DeclineSettings(refusals=(refusal,), contested=True),
            running=RunSettings(seed=seed, max_new_tokens=LONGEST),
        )  # fmt: skip
    return found


def pivotal(model: LanguageModel, out: Path, *, count: int, seed: int, watch: Watcher) -> dict[str, Any]:
    """Pairs of pivotal tokens, from `count` fresh problems of each family of training."""
    return find_pivotal(
        model, written_questions(tuple(SHARES), count, seed=seed), out / PAIRS, verifier=MarkedAnswer(), watch=watch,
        settings=SearchSettings(looks=Looks(16, ROLLOUTS)), running=RunSettings(seed=seed, max_new_tokens=LONGEST),
    )  # fmt: skip


def judge(model: LanguageModel, out: Path, *, count: int, seed: int, watch: Watcher) -> dict[str, Any]:
    """Pairs of whole answers, a right and a wrong one, to `count` more fresh problems of each family."""
    return judge_answers(
        model, written_questions(tuple(SHARES), count, seed=seed + 1), out / PAIRS, judge=MarkedAnswer(), watch=watch,
        settings=JudgeSettings(samples=8, pairs=2), running=RunSettings(seed=seed, max_new_tokens=LONGEST),
    )  # fmt: skip


def said(found: dict[str, Any]) -> str:
    """What a search came to, in a few words."""
    if "pairs" not in found:
        return "; ".join(f"{name}: {said(each)}" for name, each in found.items())
    pairs = found["pairs"] if isinstance(found["pairs"], int) else sum(found["pairs"].values())
    statuses = ", ".join(f"{count} {status}" for status, count in found["statuses"].items())
    return f"{pairs} pairs from {found['questions']} questions ({statuses})"


def kept(file: Path) -> dict[str, Any] | None:
    """The summary of a search that is done."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


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
