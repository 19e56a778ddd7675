"""The checkout that is tested, and its README."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def readme() -> str:
    return (REPOSITORY / "README.md").read_text(encoding="utf-8")


def answers_in_readme() -> list[tuple[str, str]]:
    """Questions put by `scripts/ask` or `phi4 ask`, with the answer that is printed below each."""
    pattern = re.compile(r'^\$ (?:scripts/ask|phi4 ask) "([^"]+)"\n(.*?)(?=\n\$ |\n```)', re.MULTILINE | re.DOTALL)
    return [(question, answer.strip()) for question, answer in pattern.findall(readme())]
