"""The README's commands are the scripts that exist, its answers are the model's, its figures those of other pages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import Any

import pytest
import typer.main

from phi4.checkpoint.shipped import SHIPPED
from phi4.cli import VERBS, app, register
from phi4.config import preset
from phi4.nano.problems import FAMILIES, HELD_OUT_FAMILIES, SHARES
from tests.support.pages import CARD, DATA, EXPERIMENTS, FIGURES, README, page
from tests.support.repository import REPOSITORY, readme


def test_the_two_commands_are_there_and_run_by_ci() -> None:
    assert "scripts/ask " in readme()
    assert "\nscripts/test" in readme()
    assert "exec scripts/test" in (REPOSITORY / ".ci" / "run").read_text()
    for script in ("setup", "ask", "test"):
        subprocess.run(["sh", "-n", str(REPOSITORY / "scripts" / script)], check=True)


def test_set_up_says_what_is_missing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A copy of the sources, on a machine without a compiler, and on one without Python."""
    (tmp_path / "scripts").mkdir()
    shutil.copytree(REPOSITORY / "csrc", tmp_path / "csrc")
    for name in ("scripts/setup", "pyproject.toml", "CMakeLists.txt"):
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "cat", "cksum", "grep"):
        found = subprocess.run(["sh", "-c", f"command -v {tool}"], capture_output=True, text=True, check=True)
        (tools / tool).symlink_to(found.stdout.strip())

    def complaint(**environment: str) -> str:
        done = subprocess.run(
            ["sh", str(tmp_path / "scripts" / "setup")], capture_output=True, text=True, check=False,
            env={"PATH": str(tools), **environment},
        )  # fmt: skip
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1
        return done.stderr

    assert "Python 3.11" in complaint()
    assert "C++ compiler" in complaint(PYTHON=sys.executable)


@pytest.mark.parametrize(("here", "pattern", "there", "other"), FIGURES, ids=[row[1][:40] for row in FIGURES])
def test_a_figure_that_stands_in_two_places_is_one_figure(here: str, pattern: str, there: str, other: str) -> None:
    first, second = re.search(pattern, page(here), re.DOTALL), re.search(other, page(there), re.DOTALL)
    assert first is not None, f"{here} has lost a figure: {pattern}"
    assert second is not None, f"{there} has lost a figure: {other}"
    assert len(first.groups()) == len(second.groups()) > 0
    assert first.groups() == second.groups()


def test_the_tables_of_the_shipped_stage_are_the_same_in_the_card_and_the_experiments() -> None:
    row = re.compile(r"^\| [a-z, -]+: .*?\| [^|]*(?:\|[^|]*){4}\|$", re.MULTILINE)
    card = row.findall(page(CARD))
    assert len(card) == 10
    assert card == row.findall(page(EXPERIMENTS).partition("## The sixth model")[2])


def test_which_stage_is_in_the_weights() -> None:
    assert "up to its stage `dpo`" in page(CARD)
    assert "The column **dpo** is the sixth" in page(CARD)
    assert "a mean of weights (`phi4 train mean`)" in page(CARD)
    assert "that is in its weights" in page(README)
    assert "not in\n  the weights" not in page(README)


def test_what_is_counted_is_counted_right() -> None:
    counts = {
        README: {
            r"it knows the (\d+) kinds of short problems": len(SHARES),
            r"fresh problems of (\d+) families": len(SHARES),
        },
        DATA: {r"\n(\d+) families of grade-school": len(FAMILIES)},
        CARD: {r"\| shape \| (\d) layers": 4},
    }
    assert len(FAMILIES) == len(SHARES) + len(HELD_OUT_FAMILIES)
    for name, patterns in counts.items():
        for pattern, count in patterns.items():
            found = re.search(pattern, page(name))
            assert found is not None, f"{name} has lost a figure: {pattern}"
            assert int(found[1]) == count
    size = (SHIPPED["nano"] / "model.safetensors").stat().st_size
    assert f"{size / 1e6:.1f} MB, bfloat16" in page(CARD)
    assert f"{preset('phi-4').parameter_count() / 1e9:.1f} billion parameters" in page(README)


def commands() -> list[tuple[str, str]]:
    """Every line of a page's code blocks that begins with phi4, with the page."""
    pages = [REPOSITORY / README, REPOSITORY / CARD, *sorted((REPOSITORY / "docs").glob("*.md"))]
    return [
        (file.name, line.removeprefix("$ "))
        for file in pages
        for block in re.findall(r"^```\w*\n(.*?)^```", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
        if line.removeprefix("$ ").startswith("phi4 ")
    ]


@pytest.fixture(scope="module")
def verbs() -> Any:
    register([])
    return typer.main.get_command(app)


@pytest.mark.parametrize(("name", "line"), commands())
def test_commands_and_their_options_exist(name: str, line: str, verbs: Any) -> None:  # noqa: ARG001
    command = verbs
    words = re.sub(r'"[^"]*"', "TEXT", line.partition("  #")[0].partition("   ")[0]).replace(",", " ").split()[1:]
    assert words[0] in VERBS
    options: set[str] = set()
    for word in words:
        options |= {each for parameter in command.params for each in parameter.opts}
        command = getattr(command, "commands", {}).get(word, command)
        options |= {each for parameter in command.params for each in parameter.opts}
    missing = [word for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in options]
    assert not missing
