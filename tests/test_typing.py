"""The types that a user's editor and checker see of the installed package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import phi4

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


def checked(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    (folder / "script.py").write_text(script)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder.parent / "cache"), "script.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_script_is_checked_against_the_installed_package(tmp_path: Path) -> None:
    good = checked(tmp_path, GOOD)
    assert good.returncode == 0, good.stdout + good.stderr
    assert 'Revealed type is "str"' in good.stdout or "builtins.str" in good.stdout
    bad = checked(tmp_path, BAD)
    assert [line.split(":")[1] for line in bad.stdout.splitlines() if ": error:" in line] == ["5", "6", "7"]


def test_the_marker_of_typed_packages_is_installed() -> None:
    assert (Path(str(phi4.__file__)).parent / "py.typed").is_file()
