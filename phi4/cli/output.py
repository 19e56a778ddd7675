"""Writing to stdout, which may be a pipe whose reader leaves."""

from __future__ import annotations

import os
import sys

import typer


def write(text: str) -> None:
    """Show `text` at once. When nobody reads any more, the program ends quietly and well.

    Raises:
        typer.Exit: the reader has left.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Leave nothing for the interpreter to flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
