"""Procedural writers: problems in many wordings with worked solutions whose every answer is computed."""

from __future__ import annotations

import random
from dataclasses import replace

from phi4.data.synth.climbing import climbing
from phi4.data.synth.conversation import conversation
from phi4.data.synth.everyday import FAMILIES, drilled, everyday
from phi4.data.synth.wording import Problem

# Shares of the documents that are written; climbing is what the model is for.
SHARES: dict[str, float] = {
    "climbing": 0.36,
    "change": 0.05,
    "cost": 0.05,
    "sharing": 0.06,
    "distance": 0.05,
    "duration": 0.05,
    "filling": 0.05,
    "older": 0.04,
    "times as old": 0.03,
    "sequence": 0.04,
    "had": 0.04,
    "sum": 0.02,
    "difference": 0.02,
    "product": 0.02,
    "quotient": 0.02,
    "drill": 0.07,
    "conversation": 0.03,
}

__all__ = ["FAMILIES", "SHARES", "Problem", "problem", "problem_of"]


PREFIXES = ("Question: ", "Please solve: ", "Solve this: ", "A puzzle: ", "Problem: ", "Can you solve this? ")
SUFFIXES = (" Think step by step.", " Show your work.", " Explain.", " Please answer.", " Give the answer.")


def problem(rng: random.Random) -> Problem:
    """A problem of any family, by `SHARES`, in wordings that training may see, as carelessly typed as people do."""
    written = problem_of(rng.choices(list(SHARES), list(SHARES.values()))[0], rng)
    return replace(written, question=typed(written.question, rng))


def typed(question: str, rng: random.Random) -> str:
    """`question` now and then in small letters, without its last mark, or with a phrase before or after it."""
    chance = rng.random()
    if chance < 0.06:
        return question.lower()
    if chance < 0.10:
        return question.rstrip("?.")
    if chance < 0.13:
        return rng.choice(PREFIXES) + question
    if chance < 0.16:
        return question + rng.choice(SUFFIXES)
    return question


def problem_of(family: str, rng: random.Random, *, held_out: bool = False) -> Problem:
    """A problem of `family`; `held_out` takes constructions that training never sees, where the family has some."""
    if family == "climbing":
        return climbing(rng, held_out=held_out)
    if family == "conversation":
        return conversation(rng)
    if family == "drill":
        return drilled(rng)
    return everyday(family, rng, held_out=held_out)
