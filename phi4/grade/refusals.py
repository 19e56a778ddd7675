"""Answers that decline, told by their words, and the verifier of questions where declining may be right."""

from __future__ import annotations

import re

from phi4.errors import InputError
from phi4.grade.verifiers import Question, Verifier

PHRASES = (
    r"\b(i|we) (do not|don't|didn't|did not) know\b", r"\bi( have|'ve) no (idea|information|knowledge)\b",
    r"\bi( am|'m) (not sure|not certain|unsure|unable to|not able to)\b", r"^(i'm |i am )?(very |so )?sorry\b",
    r"\b(i|we) (cannot|can't|can not|could not|couldn't|won't|will not) (help|assist|answer|provide|say|tell|do that|"
    r"support|comply|fulfil)", r"\bnot something (that )?i (can|know)\b",
)  # fmt: skip


class Refusals:
    """Tells texts that decline by their words: the usual phrases, or `pattern` in place of them.

    Raises:
        InputError: the pattern is malformed.
    """

    def __init__(self, pattern: str | None = None) -> None:
        self.name = "phrases" if pattern is None else f"regex:{pattern}"
        try:
            self._pattern = re.compile("|".join(PHRASES) if pattern is None else pattern, re.IGNORECASE)
        except re.error as error:
            raise InputError(f"the pattern {pattern!r} is malformed ({error}); mend it") from None

    def __contains__(self, text: str) -> bool:
        return self._pattern.search(text.replace("\u2019", "'").strip()) is not None


class Expected:
    """The verifier of such questions: declining is right where it is expected, and nowhere else."""

    def __init__(self, answers: Verifier, refusals: Refusals) -> None:
        self.name, self.slow = f"{answers.name}, refusals {refusals.name}", answers.slow
        self._answers, self._refusals = answers, refusals

    def is_right(self, asked: Question, text: str) -> bool:
        if text in self._refusals:
            return asked.expects == "refusal"
        if asked.expects == "anything":
            return bool(text.strip())
        return asked.expects == "answer" and self._answers.is_right(asked, text)
