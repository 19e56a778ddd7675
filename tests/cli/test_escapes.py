"""Text of a model or a file never reaches a terminal with its control characters, nor is it read as markup."""

from __future__ import annotations

import ast
import io
import json
import shutil
from pathlib import Path

import pytest
from rich.progress import MofNCompleteColumn
from rich.table import Table
from rich.text import Text

from phi4.console import Console, progress_bar, text_column
from tests.support.repository import REPOSITORY
from tests.support.terminal import HOSTILE, in_terminal

ESCAPED = "\\x1b]0;owned\\x07\\x1b[31m\\x7f\\x9b2J\\u202e"
RAW = set("\x1b\x07\x7f\x9b\u202e")
MAY_WRITE = {"terminal.py", "console.py", "cli/output.py"}
"""Where text becomes output, and is escaped."""
WRITERS = {
    "print", "typer.echo", "typer.secho", "typer.echo_via_pager", "click.echo", "click.secho", "rich.print", "os.write",
    "sys.stdout.write", "sys.stderr.write", "sys.stdout.writelines", "sys.stderr.writelines", "sys.stdout.buffer.write",
    "sys.stderr.buffer.write", "traceback.print_exception", "traceback.print_exc", "warnings.warn", "Text.from_markup",
    "Text.from_ansi",
}  # fmt: skip
SOURCES = sorted((REPOSITORY / "phi4").rglob("*.py"))


def ways_out(source: str) -> set[str]:
    """The calls, names and imports of a module by which text reaches a terminal as it is."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name | ast.Attribute):
            found |= {ast.unparse(node)} & WRITERS
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if node.module in ("rich.console", "rich") and names & {"Console", "print"}:
                found.add(f"{node.module}: {names}")
            if node.module in ("typer", "click", "rich.progress"):
                found |= names & {"echo", "secho", "Progress", "TextColumn", "track"}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & {"rich", "rich.console", "tqdm"}
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_text_goes_out_in_three_places_only(path: Path) -> None:
    if str(path.relative_to(REPOSITORY / "phi4")) not in MAY_WRITE:
        assert not ways_out(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    ["print(x)", "say = typer.echo", "f(say=print)", "import sys\nsys.stdout.write(x)",
     "from rich.console import Console", "from rich import print", "import rich", "from rich.progress import Progress",
     "from rich.progress import TextColumn", "from typer import echo"],
)  # fmt: skip
def test_a_new_way_out_is_noticed(source: str) -> None:
    assert ways_out(source)


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> tuple[Console, io.StringIO]:
    for name, value in (("TTY_COMPATIBLE", "1"), ("TERM", "dumb"), ("NO_COLOR", "1"), ("COLUMNS", "300")):
        monkeypatch.setenv(name, value)
    console = Console()
    console.file = shown = io.StringIO()
    return console, shown


def test_whatever_is_rendered(console: tuple[Console, io.StringIO]) -> None:
    table = Table(title=f"title {HOSTILE}")
    table.add_column(f"[bold]{HOSTILE}")
    table.add_row(f"[/red] cell :smile: {HOSTILE}")
    for each in (f"[/red] text {HOSTILE}", Text(f"styled {HOSTILE}", "bold"), table, {"key": HOSTILE}):
        console[0].print(each)
    console[0].print(HOSTILE, style="bold", end=f" {HOSTILE}\n")
    shown = console[1].getvalue()
    assert shown.count(ESCAPED.replace("\\x07", "")) + shown.count(ESCAPED) >= 6
    assert {"[/red] text", "[/red] cell :smile:", "[bold]"} <= {each for each in (
        "[/red] text", "[/red] cell :smile:", "[bold]") if each in shown}  # fmt: skip
    assert not set(shown) & RAW


def test_descriptions_of_progress_bars(console: tuple[Console, io.StringIO]) -> None:
    bar = progress_bar(MofNCompleteColumn(), text_column("{task.fields[found]}"))
    bar.live.console = console[0]
    with bar:
        bar.add_task(f"[/red] {HOSTILE}", total=2, completed=1, found=f"[/bold] {HOSTILE}")
    shown = console[1].getvalue()
    assert "[/red] \\x1b]0;owned" in shown
    assert "[/bold] \\x1b]0;owned" in shown
    assert not set(shown) & RAW


def test_a_pipe_gets_text_as_it_is() -> None:
    console = Console(soft_wrap=True)
    console.file = shown = io.StringIO()
    console.print("[red] \x1b[31m")
    assert shown.getvalue() == "[red] \x1b[31m\n"


def named(folder: Path) -> Path:
    """A new folder whose name is hostile."""
    made = folder / f"[/red]{HOSTILE}"
    made.mkdir(parents=True)
    return made


def clean(shown: str) -> str:
    assert "\\x1b]0;owned" in shown, shown
    assert not set(shown) & RAW, shown
    assert "Traceback" not in shown
    return shown


def test_quantize(hostile: Path, tmp_path: Path) -> None:
    folder = named(tmp_path)
    shutil.copytree(hostile, folder / "model")
    assert "bits per weight" in clean(in_terminal("quantize", str(folder / "model"), str(folder / "packed")))
    assert "already there" in clean(in_terminal("quantize", str(folder / "model"), str(folder / "packed")))


def test_train(hostile: Path, tmp_path: Path) -> None:
    folder = named(tmp_path)
    (folder / "texts.jsonl").write_text(json.dumps({"text": "hi " * 50}) + "\n" + json.dumps({HOSTILE: 1}) + "\n")
    shown = in_terminal("train", "shards", str(folder / "texts.jsonl"), str(folder / "s"), "--tokenizer", str(hostile))
    assert "1 lines skipped" in clean(shown)
    (folder / "bad.toml").write_text(f'stage = "sft"\n"{json.dumps(HOSTILE)[1:-1]}" = 1\n')
    clean(in_terminal("train", "sft", str(folder / "bad.toml")))


def test_data(tmp_path: Path) -> None:
    folder = named(tmp_path)
    text = "A man walks nine miles to a lake, rests there, and walks home on a road of twelve miles. How far is it?"
    (folder / "test.jsonl").write_text(json.dumps({"question": f"{text} {HOSTILE}"}) + "\n")
    (folder / "data.jsonl").write_text(json.dumps({"text": f"{HOSTILE} {text} {HOSTILE}"}) + "\n")
    (folder / "tests").mkdir()
    shutil.copyfile(folder / "test.jsonl", folder / "tests" / "test.jsonl")
    (folder / "tests" / f"{HOSTILE}.bin").write_bytes(b"")
    shown = clean(in_terminal("data", "decontaminate", str(folder / "data.jsonl"), "--against", str(folder / "tests")))
    assert "note: not read" in shown
    clean(in_terminal("data", "judge", "-q", str(folder / "test.jsonl"), "--out", str(folder / "out.jsonl")))


def test_pivotal(hostile: Path, tmp_path: Path) -> None:
    folder = named(tmp_path)
    question = {"question": f"Who? {HOSTILE}", "answer": f"h{HOSTILE}[bold red]"}
    (folder / "q.jsonl").write_text(json.dumps(question) + "\n")
    out = str(folder / "out.jsonl")
    asked = ("-q", str(folder / "q.jsonl"), "--model", str(hostile), "--executor", "native", "--out", out, "--rollouts",
             "16", "--verifier", "contains", "--no-verifier-check", "--easiest", "1")  # fmt: skip
    assert "1 questions" in clean(in_terminal("pivotal", *asked))
    assert not set(in_terminal("pivotal", "show", out)) & RAW


def test_recipe(tmp_path: Path) -> None:
    clean(in_terminal("recipe", "nano", "--out", str(named(tmp_path) / "run"), "--from", str(tmp_path / HOSTILE)))
    clean(in_terminal("recipe", HOSTILE))


def test_a_traceback_that_was_asked_for() -> None:
    shown = in_terminal("--debug", "info", HOSTILE, "--offline")
    assert "Traceback" in shown
    assert "\\x1b]0;owned" in shown
    assert not set(shown) & RAW
