"""What is done with one question, as a state machine: it says which rollouts it still needs, until it has a result.

A place that rollouts start from is a node. Its rollouts are numbered, each with an outcome that does not depend on
when it was made; whatever a task concludes, it concludes from the first so many rollouts of a node. So the result does
not depend on the order in which rollouts end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from phi4.grade.statistics import Count
from phi4.grade.verifiers import Question
from phi4.jobs.rollouts import Prefix, Rollout


@dataclass
class Node:
    """Rollouts from one prefix: `asked` for, and the answers and outcomes of those that are judged, by number."""

    asked: int = 0
    rollouts: dict[int, Rollout] = field(default_factory=dict)
    right: dict[int, bool] = field(default_factory=dict)

    def has(self, size: int) -> bool:
        """Whether the first `size` rollouts are judged."""
        return len(self.right) >= size and all(number in self.right for number in range(size))

    def count(self, size: int) -> Count:
        return Count(sum(self.right[number] for number in range(size)), size)


class Task(Protocol):
    """The work on one question. `nodes` are filled by who runs the task; a `slow` one has its result made beside the
    rollouts."""

    question: Question
    prompt: list[int]
    nodes: dict[Prefix, Node]
    slow: bool

    def wants(self) -> dict[Prefix, int]:
        """How many rollouts each of these nodes must have for the work to go on; none, when it is done."""

    def holds(self, prefix: Prefix) -> bool:
        """Whether rollouts from here are to keep their caches and log-probabilities."""

    def let_go(self) -> list[Prefix]:
        """Answers whose caches are needed no more."""

    def result(self) -> dict[str, Any]:
        """What came of it, for the journal; JSON can hold it."""


class WholeAnswers:
    """The part of a task that draws `samples` answers from the prompt itself, and goes on from none of them."""

    def __init__(self, question: Question, prompt: list[int], samples: int) -> None:
        self.question, self.prompt, self.samples, self.slow = question, prompt, samples, False
        self.nodes: dict[Prefix, Node] = {}

    def wants(self) -> dict[Prefix, int]:
        return {} if self.nodes.get((), Node()).has(self.samples) else {(): self.samples}

    def holds(self, prefix: Prefix) -> bool:  # noqa: ARG002
        return False

    def let_go(self) -> list[Prefix]:
        return []
