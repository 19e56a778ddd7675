"""The README's commands are the scripts that exist, its answers are the model's."""

from __future__ import annotations

import re
import subprocess

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
    (tmp_path / "csrc").mkdir()
    for name in ("scripts/setup", "pyproject.toml", "CMakeLists.txt", "csrc/binding.cpp"):
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
    import sys

    assert "C++ compiler" in complaint(PYTHON=sys.executable)
