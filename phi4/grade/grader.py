"""Verdicts on many texts: one for each text of a question, and slow ones beside the rollouts."""

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
FIRST = 16
"""Questions by which a verifier is tried: it must accept a known answer of theirs."""


@dataclass
class Grader:
    """Judges texts with `verifier`, a slow one in `workers` threads; the same text of a question is judged once.

    The threads end with the program, whatever they wait for.
    """

    verifier: Verifier
    workers: int = 8
    _known: dict[tuple[Question, str], Future[bool]] = field(default_factory=dict)
    _waiting: queue.SimpleQueue[Callable[[], None] | None] = field(default_factory=queue.SimpleQueue)
    _threads: list[threading.Thread] = field(default_factory=list)

    def submit(self, asked: Question, text: str) -> Future[bool]:
        key = (asked, text)
        if key not in self._known:
            judged = partial(self.verifier.is_right, asked, text)
            self._known[key] = self.beside(judged, slow=self.verifier.slow)
        return self._known[key]

    def forget(self, asked: Question) -> None:
        """Drop what is known of a question."""
        self._known = {key: value for key, value in self._known.items() if key[0] != asked}

    def close(self) -> None:
        """Begin no more verdicts, and wait for none."""
        while not self._waiting.empty():
            self._waiting.get()
        for _ in self._threads:
            self._waiting.put(None)

    def beside(self, work: Callable[[], T], *, slow: bool) -> Future[T]:
        """What `work` gives: made in one of the threads if it is slow, and at once if not."""
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
        """Give the known answers of the first questions to the verifier as if they were a model's.

        Raises:
            InputError: it accepts none of them.
            Phi4Error: it fails of itself.
        """
        asked = [each for each in questions if each.expects == "answer" and each.answer.strip()][:FIRST]
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
