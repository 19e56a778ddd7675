"""The work on one question as a state machine: it requests rollouts until it has a result.

A prefix that rollouts start from is a node. Its rollouts are numbered, and the outcome of each does not depend on when
it was sampled. A task draws its conclusions from the first n rollouts of a node, so the result does not depend on the
order in which rollouts end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from phi4.grade.statistics import Count
from phi4.grade.verifiers import Question
from phi4.jobs.rollouts import Prefix, Rollout


@dataclass
class Node:
    """Rollouts from one prefix: how many are requested (`asked`), and the judged answers with verdicts, by number."""

    asked: int = 0
    rollouts: dict[int, Rollout] = field(default_factory=dict)
    right: dict[int, bool] = field(default_factory=dict)

    def has(self, size: int) -> bool:
        """Whether the first `size` rollouts are judged."""
        return len(self.right) >= size and all(number in self.right for number in range(size))

    def count(self, size: int) -> Count:
        return Count(sum(self.right[number] for number in range(size)), size)


class Task(Protocol):
    """The work on one question. The driver fills `nodes`; the result of a `slow` task is computed in a thread beside
    the rollouts."""

    question: Question
    prompt: list[int]
    nodes: dict[Prefix, Node]
    slow: bool

    def wants(self) -> dict[Prefix, int]:
        """How many rollouts each of these nodes needs; empty when the work is done."""

    def holds(self, prefix: Prefix) -> bool:
        """Whether rollouts from here keep their caches and log-probabilities."""

    def release(self) -> list[Prefix]:
        """Answers whose caches are no longer needed."""

    def result(self) -> dict[str, Any]:
        """The record for the journal, a JSON object."""


class WholeAnswers:
    """The part of a task that samples `samples` whole answers to the prompt, and continues none of them."""

    def __init__(self, question: Question, prompt: list[int], samples: int) -> None:
        self.question, self.prompt, self.samples, self.slow = question, prompt, samples, False
        self.nodes: dict[Prefix, Node] = {}

    def wants(self) -> dict[Prefix, int]:
        return {} if self.nodes.get((), Node()).has(self.samples) else {(): self.samples}

    def holds(self, prefix: Prefix) -> bool:  # noqa: ARG002
        return False

    def release(self) -> list[Prefix]:
        return []
