"""Every generator draws the problems that it drew when their digests were recorded, byte for byte.

Trained models, packed files and evaluations stand on these problems, so a change of them is a decision: it is made by
`python -m tests.nano.problems.test_drawn`, which records the digests anew, in a commit that says why.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from phi4.nano import problems as synth
from phi4.nano.problems import FAMILIES, KINDS, Problem, problem_of
from phi4.nano.problems.climbing import climbing

RECORDED = Path(__file__).with_name("drawn.json")
DRAWS = 40
DRAWS_OF_KINDS = 400

Generator = Callable[..., Problem | tuple[Problem, ...]]
GENERATORS: dict[str, tuple[Generator, int]] = {
    **{f"family: {name}": (partial(problem_of, name), DRAWS) for name in FAMILIES},
    **{f"kind: {name}": (writer, DRAWS_OF_KINDS) for name, (_, writer) in KINDS.items()},
    "document": (synth.document, DRAWS_OF_KINDS),
    "climbing": (climbing, DRAWS_OF_KINDS),
}
TYPED: dict[str, Generator] = {
    "problem": synth.problem, "careless": synth.careless, "snail": synth.snail, "conversation": synth.conversation,
}  # fmt: skip
"""Generators of training, of which nothing is held out."""


def digest(generator: Generator, count: int, seed: str) -> str:
    """The SHA-256 of `count` problems as JSON, with all of their fields."""
    rng = random.Random(seed)
    drawn = []
    for _ in range(count):
        problems = generator(rng)
        drawn += map(dataclasses.asdict, problems if isinstance(problems, tuple) else (problems,))
    return hashlib.sha256(json.dumps(drawn, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digests() -> dict[str, str]:
    """What is drawn for training, and held out from it, by the name of the generator."""
    found = {name: digest(generator, DRAWS_OF_KINDS, f"drawn/{name}") for name, generator in TYPED.items()}
    for name, (generator, count) in GENERATORS.items():
        found[name] = digest(generator, count, f"drawn/{name}")
        found[f"{name}, held out"] = digest(partial(generator, held_out=True), count, f"drawn/{name}/held out")
    return found


@pytest.fixture(scope="module")
def recorded() -> dict[str, str]:
    found: dict[str, str] = json.loads(RECORDED.read_text())
    return found


def test_every_generator_is_recorded(recorded: dict[str, str]) -> None:
    named = {*TYPED, *GENERATORS, *(f"{name}, held out" for name in GENERATORS)}
    assert set(recorded) == named


def test_the_problems_are_those_recorded(recorded: dict[str, str]) -> None:
    assert {name: found for name, found in digests().items() if found != recorded[name]} == {}


if __name__ == "__main__":
    RECORDED.write_text(f"{json.dumps(digests(), indent=0)}\n")
