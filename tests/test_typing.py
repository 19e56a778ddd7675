"""The types that a user's editor and checker see of the installed package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import phi4
from tests.support.repository import REPOSITORY

GOOD = """
import phi4

with phi4.load("nano", dtype="auto") as model:
    params = phi4.SamplingParams(temperature=0.5, max_tokens=8, stop="END")
    answer: phi4.Generation = model.chat([{"role": "user", "content": "hi"}], params, seed=1)
    choices: list[phi4.Choice] = answer.choices
    for event in model.stream("Once", top_k=5, stop=["a", "b"]):
        found: phi4.Event = event
        reveal_type(event.text)
    tokenizer: phi4.Tokenizer = model.tokenizer
    version: str = phi4.__version__
"""
BAD = """
import phi4

model = phi4.load("nano")
model.generate("Once", temprature=0.5)
model.chat([{"role": "user", "content": "hi"}], top_k="many")
phi4.SamplingParams(max_tokens="8")
"""


def test_a_script_is_checked_against_the_installed_package(tmp_path: Path) -> None:
    """By the project's own settings and cache, which the checks before the tests have filled."""
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    good.write_text(GOOD)
    bad.write_text(BAD)
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(good), str(bad)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    reports = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert [line.partition("bad.py:")[2].partition(":")[0] for line in reports] == ["5", "6", "7"], done.stdout
    assert "builtins.str" in done.stdout or 'Revealed type is "str"' in done.stdout


def test_the_marker_of_typed_packages_is_installed() -> None:
    assert (Path(str(phi4.__file__)).parent / "py.typed").is_file()
