"""A command in a pseudo-terminal, and a model whose answers hold what a terminal would obey."""

from __future__ import annotations

import os
import sys
import typing
from pathlib import Path

import pexpect

from tests.support.successor import model_of
from tests.support.tokenizers import with_added

HOSTILE = "\x1b]0;owned\x07\x1b[31m\x7f\x9b2J\u202e"


def hostile_model(folder: Path, tokenizer: Path) -> Path:
    """A model that answers with escape sequences and markup, token by token, and its path."""
    added = with_added(tokenizer, folder / "tokenizer", {HOSTILE: False, "[bold red]": False})
    model_of(folder / "model", added, ["<|im_sep|>", "h", HOSTILE, "[bold red]", "<|im_end|>"])
    return folder / "model"


def in_terminal(*arguments: str, lines: typing.Sequence[str] = ()) -> str:
    child = pexpect.spawn(sys.executable, ["-m", "phi4", *arguments], timeout=60, encoding="utf-8",
                          env={**os.environ, "TERM": "dumb", "NO_COLOR": "1"}, dimensions=(40, 200))  # fmt: skip
    for line in lines:
        child.send(line)
    child.expect(pexpect.EOF)
    child.close()
    return child.before or ""
