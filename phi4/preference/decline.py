"""Refusal data: the model's own failures decide which questions it should decline (Phi-4 report, section 4.4).

Several answers are sampled for each question. If the model is usually right, the SFT target is its right answer; if it
is usually wrong, a refusal. Unanswerable and harmful questions are always declined, and benign look-alikes answered. In
pairs, a right answer beats a refusal if the model is sometimes right, and a refusal beats a wrong answer if it is
sometimes wrong; only the first few tokens of each side count (five in the report).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phi4.errors import InputError
from phi4.files import json_objects
from phi4.grade.refusals import Refusals
from phi4.grade.verifiers import Question
from phi4.jobs.questions import question_of
from phi4.jobs.rollouts import Prefix
from phi4.jobs.task import WholeAnswers
from phi4.preference.judged import answers_pair


@dataclass(frozen=True)
class DeclineSettings:
    """Settings of refusal data.

    samples          answers to each question
    known, unknown   minimum fraction of right answers of a known question, and maximum of an unknown one; the report
                     does not give its thresholds
    first_tokens     tokens of each side of a pair that count; None is all
    refusals         refusal texts; a question always gets the same one
    contested        add pairs that prefer a right answer only if the model sometimes declines; without it, nearly all
                     pairs of a model that already declines well push towards answering

    Raises:
        InputError: a setting is out of range.
    """

    samples: int = 8
    known: float = 0.5
    unknown: float = 0.5
    first_tokens: int | None = 5
    refusals: tuple[str, ...] = ("I don't know.",)
    contested: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.samples <= 1024:
            raise InputError(f"{self.samples} samples are not supported; choose from 1 to 1024")
        if not 0 <= self.unknown <= self.known <= 1:
            raise InputError("the fractions of right answers must be 0 <= unknown <= known <= 1")
        if self.first_tokens is not None and self.first_tokens < 1:
            raise InputError("pairs need at least one token of each side")
        if not self.refusals or not all(each.strip() for each in self.refusals):
            raise InputError("there must be a refusal text, and none may be empty")


class Declining(WholeAnswers):
    """The task (phi4.jobs.task.Task) of deciding how the model should answer a question.

    refusal   the ids of the refusal, with its EOS id, and its text
    decode    decodes token ids without special tokens; `render` decodes with them
    """

    def __init__(
        self, question: Question, prompt: list[int], settings: DeclineSettings, *, refusal: tuple[list[int], str],
        refusals: Refusals, system: str | None, decode: Callable[[Prefix], str], render: Callable[[list[int]], str],
    ) -> None:  # fmt: skip
        super().__init__(question, prompt, settings.samples)
        self.settings = settings
        self._refusal, self._refusals, self._system = refusal, refusals, system
        self._decode, self._render = decode, render

    def result(self) -> dict[str, Any]:
        node, samples, expects = self.nodes[()], self.settings.samples, self.question.expects
        finished = [each for number in range(samples) if (each := node.rollouts[number]).ended == "stop"]
        declined = [each for each in finished if self._decode(each.ids) in self._refusals]
        right = [each for each in finished if node.right[each.number] and each not in declined]
        wrong = [each for each in finished if not node.right[each.number] and each not in declined]
        share = sum(node.right[number] for number in range(samples)) / samples
        if expects == "refusal":
            status = "declined"
        elif expects == "anything":
            status = "answered" if right else "unclear"
        else:
            status = "known" if share >= self.settings.known and right else (
                "unknown" if share < self.settings.known and share <= self.settings.unknown else "unclear"
            )  # fmt: skip
        answer_text = None
        if status in ("known", "answered"):
            answer_text = next((text for each in right if (text := self._decode(each.ids)).strip()), None)
        elif status in ("unknown", "declined"):
            answer_text = self._refusal[1]
        measured = {"question": self.question.question, "right": len(right), "wrong": len(wrong),
                    "declined": len(declined), "samples": samples}  # fmt: skip
        pairs = []
        if right and expects != "refusal" and (declined or not self.settings.contested):
            pairs.append(self._pair(list(right[0].ids), self._refusal[0], "answer over refusal", measured))
        if wrong:
            pairs.append(self._pair(self._refusal[0], list(wrong[0].ids), "refusal over answer", measured))
        return {
            "status": status, **measured, "pairs": [each for each in pairs if each is not None],
            "messages": [] if answer_text is None else self._messages(answer_text),
        }  # fmt: skip

    def _pair(
        self, chosen: list[int], rejected: list[int], kind: str, measured: dict[str, Any]
    ) -> dict[str, Any] | None:
        chosen, rejected = chosen[: self.settings.first_tokens], rejected[: self.settings.first_tokens]
        if chosen == rejected:
            return None
        return answers_pair(self.prompt, chosen, rejected, self._render, kind, measured)

    def _messages(self, answer_text: str) -> list[dict[str, str]]:
        system = [{"role": "system", "content": self._system}] if self._system else []
        return [*system, {"role": "user", "content": self.question.question},
                {"role": "assistant", "content": answer_text.strip()}]  # fmt: skip


def read_declinable(file: Path) -> list[Question]:
    """Questions that a model should answer or decline, one JSON object per line:

    {"question", "answer", "aliases"}    a fact
    {"question", "answer": null}         unanswerable, such as one about things that do not exist
    {"question", "harmful": true}        must be declined
    {"question", "harmful": false}       benign look-alike: any answer but a refusal is right

    Raises:
        InputError: the file cannot be read or is empty, or a line is none of these; the message names the line.
    """
    questions: list[Question] = []
    for where, line in json_objects(file):
        harmful, text = line.get("harmful"), line.get("question")
        if isinstance(harmful, bool) or ("answer" in line and line["answer"] is None):
            if not isinstance(text, str) or not text.strip():
                raise InputError(f"{where}: question must be a text that is not empty")
            questions.append(Question(text, "", expects="anything" if harmful is False else "refusal"))
        else:
            questions.append(question_of(where, line))
    if not questions:
        raise InputError(f"{file}: has no questions")
    return questions


def refusal_of(settings: DeclineSettings, question: Question) -> str:
    """The refusal text of a question, always the same one."""
    digest = hashlib.sha256(question.question.encode("utf-8", "surrogatepass")).digest()
    return settings.refusals[int.from_bytes(digest[:8], "little") % len(settings.refusals)]
