"""Generators of documents by name: "phi4.nano.problems:reasoning" is `reasoning` of what a package registers.

A generator is a function of the random.Random that it is given, and gives the turns of a document, one or several. A
package registers its generators in its pyproject.toml:

    [project.entry-points."phi4.generators"]
    "phi4.nano.problems" = "phi4.nano.problems:GENERATORS"      # a mapping of names to generators

Only what is registered is ever imported, whatever a config names.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol

from phi4.errors import InputError, nearest, shown

GROUP = "phi4.generators"


class Turn(Protocol):
    """A question and its worked solution."""

    @property
    def question(self) -> str: ...

    @property
    def solution(self) -> str: ...


Generator = Callable[[random.Random], Sequence[Turn]]


def generator_named(name: str) -> Generator:
    """The generator `name`, as REGISTERED:GENERATOR.

    Raises:
        InputError: it is not registered, or what is registered cannot be loaded.
    """
    package, colon, generator = name.partition(":")
    if not colon:
        raise InputError(f"the generator {shown(name)} is not of the form 'phi4.nano.problems:reasoning'")
    generators = _registered(package)
    if generator not in generators:
        near = nearest(generator, generators) or f", but {', '.join(sorted(generators)[:5])} and others"
        raise InputError(f"{package} has no generator {shown(generator)}{near}")
    return generators[generator]


@cache
def _registered(package: str) -> Mapping[str, Generator]:
    entries = {each.name: each for each in entry_points(group=GROUP)}
    if package not in entries:
        raise InputError(
            f"no generators are registered as {shown(package)}{nearest(package, entries)}; registered are "
            f"{', '.join(sorted(entries)) or 'none'}, and a new entry point needs a new installation"
        )
    entry = entries[package]
    try:
        found = entry.load()
    except Exception as error:  # whatever a package raises while it is imported
        raise InputError(
            f"the generators {shown(package)} cannot be loaded from {entry.value} ({error}); install the package again"
        ) from None
    if not isinstance(found, Mapping) or not all(callable(each) for each in found.values()):
        raise InputError(f"the generators {shown(package)} are not a mapping of names to functions: {entry.value}")
    return found
