"""Generators are what installed packages register, and nothing that a config names is imported besides."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from phi4.data.generators import _registered, generator_named
from phi4.errors import InputError
from phi4.nano.problems import SHARES, problem, problem_of


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, where "theirs" registers generators as pip leaves it."""
    (tmp_path / "theirs.py").write_text(
        "from types import SimpleNamespace\n"
        "def sums(rng):\n    n = rng.randint(1, 9)\n"
        "    return [SimpleNamespace(question=f'{n} + 1?', solution=f'{n + 1}')]\n"
        "GENERATORS = {'sums': sums}\nsecret = sums\n"
    )
    (tmp_path / "broken_generators.py").write_text("raise RuntimeError('no data')\n")
    about = tmp_path / "theirs-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[phi4.generators]\ntheirs = theirs:GENERATORS\nbroken = broken_generators:GENERATORS\nflat = theirs:sums\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    _registered.cache_clear()
    yield tmp_path
    _registered.cache_clear()
    sys.modules.pop("theirs", None)


def test_those_of_nano_are_registered() -> None:
    assert generator_named("phi4.nano.problems:reasoning")(random.Random(1)) == (problem(random.Random(1)),)
    for name in (*SHARES, "known", "unknown", "chat", "refusal", "lookalike", "drill", "careless", "snail", "terse"):
        assert generator_named(f"phi4.nano.problems:{name}")(random.Random(1))[0].question
    assert len(generator_named("phi4.nano.problems:conversation")(random.Random(1))) > 1
    drawn = generator_named("phi4.nano.problems:climbing")(random.Random(2))
    assert drawn == (problem_of("climbing", random.Random(2)),)


@pytest.mark.usefixtures("installed")
def test_a_package_of_somebody_elses_registers_its_own() -> None:
    assert generator_named("theirs:sums")(random.Random(1))[0].question.endswith("+ 1?")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("phi4.nano.problems:resoning", "has no generator 'resoning'; did you mean 'reasoning'"),
        ("phi4.nano.problem:reasoning", "registered as 'phi4.nano.problem'; did you mean 'phi4.nano.problems'"),
        ("reasoning", "'reasoning' is not of the form"),
        ("theirs:secret", "theirs has no generator 'secret', but sums"),
        ("broken:sums", r"cannot be loaded from broken_generators:GENERATORS \(no data\)"),
        ("flat:sums", "are not a mapping of names to functions: theirs:sums"),
        ("os:system", "no generators are registered as 'os'"),
        ("theirs.secret:x", "no generators are registered as 'theirs.secret'"),
    ],
)
def test_what_is_not_registered_is_refused_with_the_nearest_name(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        generator_named(name)


def test_the_rest_is_not_imported(installed: Path) -> None:
    (installed / "unregistered.py").write_text("raise AssertionError('imported')\n")
    with pytest.raises(InputError, match="no generators are registered as 'unregistered'"):
        generator_named("unregistered:GENERATORS")
    assert "unregistered" not in sys.modules
