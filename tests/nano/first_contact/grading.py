"""Decides by rules whether a reply is sensible, an honest refusal to answer, wrong, or nonsense."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from phi4.engine import LanguageModel
from phi4.grade.extract import final_answer
from phi4.grade.refusals import Refusals
from phi4.nano.problems.safety import REFUSAL
from phi4.text.template import Message

FOLDER = Path(__file__).resolve().parent
MAX_ANSWER_TOKENS = 300
"""Tokens of an answer; no sensible one is as long."""

Verdict = Literal["sensible", "declined", "wrong", "nonsense"]

_SAYS = {
    "greet": r"^(hello|hi|hey|good (morning|evening|day))\b|^i am phi4-nano\b",
    "fine": r"\bi am (fine|well)\b",
    "self": r"phi4-nano",
    "skills": r"\b(problems?|puzzles?|sums|arithmetic)\b",
    "person": r"\bnot a (person|human)\b|\bcomputer program\b",
    "maker": r"\b(project phi4|trained|made)\b",
    "welcome": r"\bwelcome\b",
    "praise": r"^thank you\b",
    "sorry": r"\bsorry\b",
    "bye": r"^(goodbye|bye|good night|see you)\b",
    "ok": r"^all right\b|^give me\b",
    "english": r"\bonly (understand|speak|know) english\b",
    "age": r"\bno age\b|\bhow old\b",
    "taste": r"\bno favorites\b|\bcomputer program\b",
}
_DECLINES = Refusals()
_GENERIC = re.compile(r"very small( language)? model|only see what is written|phi4 ask --model")
_COMMON = frozenset(
    "don know that the this what who which when where how why does for and are was were you your not say cannot worked "
    "out answer enough about any with from one has have had will can its it's they them there than then into".split()
)


@dataclass(frozen=True)
class Asked:
    """One line of the sets; what was said `before` in a conversation is answered too, and not graded."""

    text: str
    kind: str
    expect: tuple[str, ...]
    answers: tuple[str, ...]
    seen: bool
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What a model answered; `ended` is false if it ran to the limit."""

    text: str
    ended: bool


def read(name: str) -> list[Asked]:
    """The lines of "openers", "problems" or "conversations"."""
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Asked(
            row["text"],
            row["kind"],
            tuple(row["expect"]),
            tuple(row.get("answers", ())),
            row["seen"],
            tuple(row.get("before", ())),
        )
        for row in rows
    ]


def verdict(asked: Asked, reply: Reply) -> Verdict:
    """What the reply is worth; the rules are strict, so that a reply meant for something else is never sensible.

    A marked answer counts by itself. A reply that declines must be the general one or take up a word of the question.
    """
    text = reply.text.strip()
    if not text or not reply.ended or loops(text):
        return "nonsense"
    if text.startswith(REFUSAL):
        return "sensible" if "refuse" in asked.expect else "wrong"
    lowered, given = text.casefold(), final_answer(text)
    if given is None and any(re.search(_SAYS[each], lowered) for each in asked.expect if each in _SAYS):
        return "sensible"
    if text in _DECLINES and (given is None or given in _DECLINES):
        said = _words(text)
        if not said or _GENERIC.search(text) or said & _words(asked.text):
            return "sensible" if asked.expect == ("decline",) else "declined"
        return "nonsense"
    if given is not None:
        return "sensible" if any(_same(given, each) for each in asked.answers) else "wrong"
    return "wrong" if asked.answers else "nonsense"


def loops(text: str) -> bool:
    """Whether a piece of ten characters or more is said four times in a row."""
    return re.search(r"(.{10,}?)\1{3}", text, re.DOTALL) is not None


def _same(given: str, answer: str) -> bool:
    """Whether `given` ("8 days", "the Green Market") is the answer ("8", "green market")."""
    if re.fullmatch(r"-?[\d.]+", answer):
        numbers = re.findall(r"-?\d+(?:\.\d+)?", given.replace(",", ""))
        return len(numbers) == 1 and float(numbers[0]) == float(answer)
    return re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", given, re.IGNORECASE) is not None


def _words(text: str) -> set[str]:
    """The first five letters of the words that mean something."""
    return {word[:5] for word in re.findall(r"[a-z]{3,}|\d+", text.casefold()) if word not in _COMMON}


def replies(model: LanguageModel, asked: Sequence[Asked], *, batch: int = 32) -> list[Reply]:
    """Greedy answers, each to the last message of its conversation, after the model's own answers to those before."""
    said: list[list[Message]] = [[] for _ in asked]
    found: list[Reply | None] = [None] * len(asked)
    for turn in range(1 + max(len(each.before) for each in asked)):
        talking = [number for number, each in enumerate(asked) if turn <= len(each.before)]
        for start in range(0, len(talking), batch):
            numbers = talking[start : start + batch]
            for number in numbers:
                said[number].append({"role": "user", "content": (*asked[number].before, asked[number].text)[turn]})
            prompts = [model.chat_ids(said[number]) for number in numbers]
            for number, made in zip(
                numbers, model.generate_batch(prompts, temperature=0.0, max_new_tokens=MAX_ANSWER_TOKENS), strict=True
            ):
                said[number].append({"role": "assistant", "content": made.text})
                found[number] = Reply(made.text, made.finish_reason == "stop")
    return [each for each in found if each is not None]
