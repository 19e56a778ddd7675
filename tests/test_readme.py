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
from tests.conftest import REPOSITORY


def readme() -> str:
    return (REPOSITORY / "README.md").read_text(encoding="utf-8")


def answers_in_readme() -> list[tuple[str, str]]:
    """Questions put by `scripts/ask` or `phi4 ask`, with the answer that is printed below each."""
    pattern = re.compile(r'^\$ (?:scripts/ask|phi4 ask) "([^"]+)"\n(.*?)(?=\n\$ |\n```)', re.MULTILINE | re.DOTALL)
    return [(question, answer.strip()) for question, answer in pattern.findall(readme())]


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


README, CARD, EXPERIMENTS, DATA, TRAINING, PIVOTAL = (
    "README.md", "phi4/nano/weights/README.md", "docs/experiments.md", "docs/data.md", "docs/training.md",
    "docs/pivotal.md",
)  # fmt: skip
SIXTH = r"(?s)## The sixth model.*?"
# Each row: a place and a pattern of figures in it, and another place where the same figures stand, in the same order.
FIGURES = [
    (README, r"Of fresh problems (\d+)% come out right.*?and (\d+)% in constructions.*?of snails (\d+)% and (\d+)%",
     README, r"142 families: (\d+)% right in wordings of its training, (\d+)% in held-out constructions; "
     r"snails (\d+)% and (\d+)%"),
    (README, r"know to (\d+)% of what it cannot know", CARD, r"It declines (\d+)% of what it cannot know"),
    (README, r"refuses (\d+)% of harmful requests.*?but also (\d+)%", CARD,
     r"it refuses (\d+)% of the harmful ones, and (\d+)%"),
    (README, r"snails \d+% and \d+%; facts (\d+)%", CARD, r"; (\d+)% of the facts that it was taught come out right"),
    (README, r'"123456 \+ 98765" comes\s+out\s+as\s+(\d+)', CARD, r'"123456 \+ 98765" comes\s+out\s+as\s+(\d+)'),
    (README, r"phi4-nano has (\d) million parameters", CARD, r"A language model of (\d) million parameters"),
    (README, r"Its context is (\d+) tokens", CARD, r"\| context \| (\d+) tokens"),
    (README, r"brings little: ([\d.]+) points \[([\d.]+), ([\d.]+)\]", EXPERIMENTS,
     SIXTH + r"wordings \*\*\+([\d.]+) \[([\d.]+), ([\d.]+)\]\*\*"),
    (README, r"training and ([\d.]+) \[(-[\d.]+), ([\d.]+)\] in held-out ones", EXPERIMENTS,
     SIXTH + r"held-out ones \+([\d.]+) \[(-[\d.]+), ([\d.]+)\]"),
    (README, r"for ([\d.]+) \[[\d.]+, [\d.]+\] of facts", EXPERIMENTS, SIXTH + r"facts -([\d.]+) \["),
    (CARD, r"gains ([\d.]+) \[([\d.]+), ([\d.]+)\] in trained wordings", EXPERIMENTS,
     SIXTH + r"wordings \*\*\+([\d.]+) \[([\d.]+), ([\d.]+)\]\*\*"),
    (CARD, r"`pretrain`: ([\d.]+) million tokens \((23,088) steps", EXPERIMENTS,
     SIXTH + r"\(([\d.]+)M in all, ([\d,]+)"),
    (CARD, r"`dpo`: (\d+) pairs of pivotal tokens from (\d+) problems and (\d+) questions", EXPERIMENTS,
     SIXTH + r"(?=.*?(\d+) pairs, nine).*?`honest`: (\d+) problems and (\d+) questions"),
    (CARD, r"(\d+) steps of AdamW", EXPERIMENTS, SIXTH + r"as the recipe has it \((\d+) steps\)"),
    (CARD, r"vocabulary ([\d,]+), untied", TRAINING, r"`tokenizer` \| ([\d,]+) entries"),
    (CARD, r"rope base ([\d,]+)", TRAINING, r"rope base ([\d,]+)"),
    (CARD, r"forms from [\d.]+ to (14)\.\d million", DATA, r"there are (14),\d{3},\d{3} constructions"),
]  # fmt: skip


def page(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


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
    assert "These weights are the column **dpo**" in page(CARD)
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
