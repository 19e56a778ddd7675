"""Conversations of a few turns as people type them: sums after sums, a greeting and a problem, thanks for an answer."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from phi4.nano.problems.facts import known
from phi4.nano.problems.family import Problem
from phi4.nano.problems.onestep import onestep, small_sum
from phi4.nano.problems.opener import opener, small_talk
from phi4.nano.problems.terse import snail, terse
from phi4.nano.problems.typing import as_typed
from phi4.nano.problems.unknown import unknown

MAX_CHARACTERS = 1000
"""Characters of a conversation, but for its last turn, and twice those of one; about 350 tokens."""

Write = Callable[[random.Random], Problem]


def conversation(rng: random.Random) -> tuple[Problem, ...]:
    """Two to six messages with their answers. Each can be answered by itself."""
    turns: list[Problem] = []
    for write in rng.choices((_sums, _greeted, _reacted, _mixed), (0.3, 0.2, 0.25, 0.25))[0](rng):
        if len(turns) > 1 and sum(len(each.question) + len(each.solution) for each in turns) > MAX_CHARACTERS:
            break
        written = write(rng)
        while len(written.question) + len(written.solution) > MAX_CHARACTERS // 2:
            written = write(rng)
        turns.append(_linked(written, rng) if turns else written)
    return tuple(turns)


def _sums(rng: random.Random) -> list[Write]:
    """Small sums one after the other; now and then another calculation among them."""
    return [small_sum if rng.random() < 0.85 else onestep for _ in range(rng.randint(2, 6))]


def _greeted(rng: random.Random) -> list[Write]:
    """Small talk first."""
    first = [small_talk(*rng.choice((("greeting",), ("greeting", "how are you"), ("who",), ("skills",))))]
    return [*first, *([small_talk("how are you", "who", "skills")] if rng.random() < 0.3 else []), *_tasks(rng)]


def _reacted(rng: random.Random) -> list[Write]:
    """A word after each answer."""
    writers: list[Write] = []
    for task in _tasks(rng):
        writers.append(task)
        if len(writers) == 1 or rng.random() < 0.8:
            writers.append(small_talk("thanks", "thanks", "praise", "complaint", "yes or no", "example", "goodbye"))
    return writers


def _mixed(rng: random.Random) -> list[Write]:
    return [rng.choice((opener, opener, *_TASKS)) for _ in range(rng.randint(2, 4))]


def _known(rng: random.Random) -> Problem:
    written = known(rng)
    return replace(written, question=as_typed(written.question, rng, care=0.5))


_TASKS: tuple[Write, ...] = (small_sum, small_sum, onestep, onestep, terse, terse, snail, _known, unknown)


def _tasks(rng: random.Random) -> list[Write]:
    return [rng.choice(_TASKS) for _ in range(rng.choice((1, 1, 2, 3)))]


_LINKS = ("and ", "ok, ", "ok ", "now ", "then ", "and now ", "next: ", "what about ", "another one: ", "one more: ",
          "also ", "so ", "ok and ", "cool, ", "thanks. ", "great. ")  # fmt: skip


def _linked(written: Problem, rng: random.Random) -> Problem:
    """Now and then with a word that goes on from the message before; small talk has its own."""
    if written.kind == "opener" or rng.random() > 0.15:
        return written
    return replace(written, question=rng.choice(_LINKS) + written.question)
