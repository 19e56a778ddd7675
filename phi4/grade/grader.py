"""Verdicts on many texts, cached by question and text; slow verifiers run in threads beside the rollouts."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from phi4.errors import InputError
from phi4.grade.client import ReplyError
from phi4.grade.verifiers import Pattern, Question, Verifier

T = TypeVar("T")
FIRST_QUESTIONS = 16
"""Questions that a verifier is tried on: it must accept one of their known answers."""


@dataclass
class Grader:
    """Judges texts with `verifier`, in `workers` threads if it is slow; the same text of a question is judged once.

    The threads are daemons, which end with the program.
    """

    verifier: Verifier
    workers: int = 8
    _verdicts: dict[tuple[Question, str], Future[bool]] = field(default_factory=dict)
    _waiting: queue.SimpleQueue[Callable[[], None] | None] = field(default_factory=queue.SimpleQueue)
    _threads: list[threading.Thread] = field(default_factory=list)

    def submit(self, asked: Question, text: str) -> Future[bool]:
        key = (asked, text)
        if key not in self._verdicts:
            judged = partial(self.verifier.is_right, asked, text)
            self._verdicts[key] = self.beside(judged, slow=self.verifier.slow)
        return self._verdicts[key]

    def forget(self, asked: Question) -> None:
        """Drop the verdicts on a question."""
        self._verdicts = {key: value for key, value in self._verdicts.items() if key[0] != asked}

    def close(self) -> None:
        """Start no more verdicts, and wait for none."""
        while not self._waiting.empty():
            self._waiting.get()
        for _ in self._threads:
            self._waiting.put(None)

    def beside(self, work: Callable[[], T], *, slow: bool) -> Future[T]:
        """The future result of `work`: run in one of the threads if it is slow, and immediately otherwise."""
        done: Future[T] = Future()
        if not slow:
            done.set_result(work())
            return done
        self._waiting.put(partial(_settle, done, work))
        if len(self._threads) < self.workers:
            thread = threading.Thread(target=self._serve, name="phi4-grader", daemon=True)
            self._threads.append(thread)
            thread.start()
        return done

    def _serve(self) -> None:
        while (work := self._waiting.get()) is not None:
            work()

    def try_out(self, questions: Sequence[Question]) -> None:
        """Check that the verifier accepts the known answer of one of the first questions.

        Raises:
            InputError: it accepts none of them.
            Phi4Error: the verifier itself fails.
        """
        asked = [each for each in questions if each.expects == "answer" and each.answer.strip()][:FIRST_QUESTIONS]
        if not asked or (isinstance(self.verifier, Pattern) and self.verifier.wants_a_form):
            return
        late: ReplyError | None = None
        for texts in ([each.answer for each in asked], [f"Answer: {each.answer}" for each in asked]):
            for start in range(0, len(asked), self.workers):
                part = slice(start, start + self.workers)
                for verdict in [self.submit(*each) for each in zip(asked[part], texts[part], strict=True)]:
                    try:
                        if verdict.result():
                            return
                    except ReplyError as error:
                        late = error
        if late is not None:
            raise late
        raise InputError(
            f"the verifier {self.verifier.name:.80} accepts no known answer of the first {len(asked)} questions, such "
            f"as {asked[0].answer[-80:]!r}; choose another, or --no-verifier-check if answers must have another form"
        )


def _settle(done: Future[Any], work: Callable[[], Any]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        done.set_result(work())
    except BaseException as error:
        done.set_exception(error)
