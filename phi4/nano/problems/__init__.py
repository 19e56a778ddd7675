"""Procedural writers: problems in many wordings with worked solutions, and other documents, all with known answers.

A problem of reasoning, its solution and its answer come from `problem` (any family, by `SHARES`) and `problem_of` (one
family). `held_out=True` takes wordings that training never sees, and `HELD_OUT_FAMILIES` are never drawn by `problem`.
Other kinds have writers of their own: `known`, `unknown`, `chat`, `refusal`, `lookalike`, `drill`; `document` draws
from all. `conversation` writes several messages with their answers. Every writer is a function of the `random.Random`
that it is given.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from phi4.nano.problems.climb_clauses import CLIMBING
from phi4.nano.problems.conversation import conversation
from phi4.nano.problems.drills import drill
from phi4.nano.problems.facts import known
from phi4.nano.problems.family import Problem, Written
from phi4.nano.problems.onestep import onestep
from phi4.nano.problems.opener import opener
from phi4.nano.problems.safety import lookalike, refusal
from phi4.nano.problems.talk import chat
from phi4.nano.problems.terse import RENAMED, snail, terse
from phi4.nano.problems.topics import FAMILIES as _FAMILIES
from phi4.nano.problems.typing import as_typed, renamed
from phi4.nano.problems.unknown import unknown

FAMILIES: Mapping[str, Written] = {"climbing": CLIMBING, **{family.name: family for family in _FAMILIES}}
"""Every family by its name."""

HELD_OUT_FAMILIES: frozenset[str] = frozenset(
    {"around a ring", "burning down", "left over", "month after", "only one of two", "race", "two pipes"}
)
"""Families that training never sees, though it sees others that are near them."""

_SHARES_OF: Mapping[float, str] = {
    6.0: "climbing",
    2.5: "alternating sequence; better offer; chain of ages; chance; counting numbers; if and then; odd one out; "
    "order of numbers; ratio; reading a table; seats; tallest and shortest; two remainders",
    2.0: "average; balance; coin values; days between dates; fewest coins; growing steps; machines; "
    "median, range and mode; nth number; sequence; temperature; train on a bridge; truth-tellers and liars; two bells",
    1.5: "budget; difference; duration; how long; percent of; product; quotient; shopping; sum; units; weekday before; "
    "work together",
    0.5: "12 and 24 hours; all but; apart; crossing a river; elevator; fraction of; hands of a clock; "
    "heads and legs; legs; map scale; missing number; one every half hour; order of operations; overtaking; "
    "posts and gaps; profit; repeating pattern; rounding; square; strokes of a bell; think of a number; "
    "weeks and days; weighing coins",
}
_SHARE = {name: share for share, names in _SHARES_OF.items() for name in names.split("; ")}
SHARES: Mapping[str, float] = {name: _SHARE.get(name, 1.0) for name in FAMILIES if name not in HELD_OUT_FAMILIES}
"""How often `problem` draws the families of training, against each other: those more that take longer to learn."""

KINDS: Mapping[str, tuple[float, Callable[..., Problem]]] = {
    "fact": (0.06, known),
    "unknown": (0.08, unknown),
    "chat": (0.03, chat),
    "refusal": (0.02, refusal),
    "lookalike": (0.02, lookalike),
    "drill": (0.10, drill),
    "opener": (0.04, opener),
    "onestep": (0.03, onestep),
    "terse": (0.05, terse),
}
"""The kinds beside "reasoning": their share of `document`, and their writers."""

__all__ = [
    "FAMILIES", "GENERATORS", "HELD_OUT_FAMILIES", "KINDS", "SHARES", "Problem", "careless", "chat", "conversation",
    "document", "drill", "known", "lookalike", "onestep", "opener", "problem", "problem_of", "refusal", "snail",
    "terse", "typed", "unknown",
]  # fmt: skip

_PREFIXES = ("Question: ", "Please solve: ", "Solve this: ", "A puzzle: ", "Problem: ", "Can you solve this? ")
_SUFFIXES = (" Think step by step.", " Show your work.", " Explain.", " Please answer.", " Give the answer.")
_NAMES, _WEIGHTS = tuple(SHARES), tuple(SHARES.values())


def problem(rng: random.Random) -> Problem:
    """A problem of any family, by `SHARES`, in wordings that training may see, as carelessly typed as people do."""
    written = problem_of(rng.choices(_NAMES, _WEIGHTS)[0], rng)
    return replace(written, question=typed(written.question, rng))


def careless(rng: random.Random) -> Problem:
    """As `problem`, typed with less care: small letters, no marks, shortened words, slips."""
    written = problem_of(rng.choices(_NAMES, _WEIGHTS)[0], rng)
    question, solution, answer = written.question, written.solution, written.answer
    if rng.random() < RENAMED:
        question, solution, answer = renamed((question, solution, answer), rng)
    return replace(written, question=as_typed(question, rng, care=0.1), solution=solution, answer=answer)


def problem_of(family: str, rng: random.Random, *, held_out: bool = False) -> Problem:
    """A problem of `family`; `held_out` takes constructions that training never sees.

    Raises:
        KeyError: there is no such family.
    """
    return FAMILIES[family].problem(rng, held_out=held_out)


def document(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A problem, or one of the other kinds by its share in `KINDS`; `held_out` takes wordings that training never sees,
    and problems of any family alike."""
    chance = rng.random()
    for share, writer in KINDS.values():
        if chance < share:
            return writer(rng, held_out=held_out)
        chance -= share
    return problem_of(rng.choice(list(FAMILIES)), rng, held_out=True) if held_out else problem(rng)


def typed(question: str, rng: random.Random) -> str:
    """`question` now and then in small letters, without its last mark, or with a phrase before or after it."""
    chance = rng.random()
    if chance < 0.06:
        return question.lower()
    if chance < 0.10:
        return question.rstrip("?.")
    if chance < 0.13:
        return rng.choice(_PREFIXES) + question
    if chance < 0.16:
        return question + rng.choice(_SUFFIXES)
    return question


def _alone(generator: Callable[[random.Random], Problem], rng: random.Random) -> tuple[Problem, ...]:
    return (generator(rng),)


_ALONE: Mapping[str, Callable[[random.Random], Problem]] = {
    **{family: partial(problem_of, family) for family in SHARES},
    "reasoning": problem, "careless": careless, "document": document, "snail": snail,
    **{generator.__name__: generator for _, generator in KINDS.values()},
}  # fmt: skip
GENERATORS: Mapping[str, Callable[[random.Random], Sequence[Problem]]] = {
    **{name: partial(_alone, generator) for name, generator in _ALONE.items()}, "conversation": conversation,
}  # fmt: skip
"""What a data source may name (phi4.data.generators), such as "phi4.nano.problems:reasoning": a document's turns."""
