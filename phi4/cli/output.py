"""Writing where a reader may leave, a disk be full, a stream be closed, or a terminal obey what a model writes."""

from __future__ import annotations

import json
import logging
import math
import os
import sys
import traceback
from typing import Any

import typer

from phi4.terminal import escaped, tell


def prepare() -> None:
    """Make the three streams safe to use: open ones, that show what they cannot hold as a question mark.

    A closed stream's number would be given to the next file that is opened. In its place stdin is at its end, writing
    to stdout fails with an OSError, and notes are lost.
    """
    for number, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            descriptor = os.open(os.devnull, flags)  # the lowest free number, which is this one
            if descriptor != number:
                os.dup2(descriptor, number)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)


def write(text: str) -> None:
    """Show `text` on stdout at once, in a terminal with escapes for control characters.

    When nobody reads any more, the program ends quietly and well.

    Raises:
        typer.Exit: the reader has left, or stdout cannot be written to, which was said.
    """
    try:
        sys.stdout.write(escaped(text) if sys.stdout.isatty() else text)
        sys.stdout.flush()
    except OSError as error:
        raise typer.Exit(cannot_write(error)) from None


def write_json(value: Any) -> None:
    """Show `value` as JSON, in ASCII where stdout holds nothing else; NaN and infinities are null, as JSON has none."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    write(json.dumps(_finite(value), ensure_ascii=not unicode, indent=2, allow_nan=False) + "\n")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def cannot_write(error: OSError) -> int:
    """Give stdout up, and say so unless its reader just left: the exit code."""
    # Leave nothing for the interpreter to flush into it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, BrokenPipeError):
        return 0
    complain(f"stdout cannot be written to ({error.strerror}); free space there, or send the output elsewhere")
    return 1


class _Warnings(logging.Handler):
    """The library's warnings on stderr, a line each."""

    def emit(self, record: logging.LogRecord) -> None:
        tell(record.getMessage())


def show_warnings() -> None:
    """Show the warnings of the logger "phi4" on stderr; less than a warning is not shown."""
    logging.getLogger("phi4").addHandler(_Warnings(logging.WARNING))


def complain(message: str) -> None:
    """An error in one line on stderr."""
    tell("phi4: " + " ".join(message.splitlines()))


def trace(error: BaseException) -> None:
    """The traceback of `error` on stderr."""
    tell("".join(traceback.format_exception(error)).rstrip())
