"""Safe output: for closed pipes and streams, full disks, and terminals that interpret control characters."""

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
    """Make the three standard streams usable: open, and with unencodable characters replaced by question marks.

    The descriptor of a closed stream would be reused by the next file that is opened. Instead, a closed stdin is empty,
    writing to a closed stdout raises OSError, and notes to a closed stderr are dropped.
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
    """Write `text` to stdout and flush; in a terminal, control characters are escaped.

    Raises:
        typer.Exit: the pipe was closed (code 0), or stdout cannot be written to (code 1, after an error message).
    """
    try:
        sys.stdout.write(escaped(text) if sys.stdout.isatty() else text)
        sys.stdout.flush()
    except OSError as error:
        raise typer.Exit(cannot_write(error)) from None


def write_json(value: Any) -> None:
    """Write `value` as JSON, in ASCII if stdout is not Unicode; NaN and infinities become null."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    write(json.dumps(_finite(value), ensure_ascii=not unicode, indent=2, allow_nan=False) + "\n")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def cannot_write(error: OSError) -> int:
    """Close stdout after a failed write, with an error message unless the pipe was closed; the exit code."""
    # The interpreter would otherwise flush its buffer into it at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, BrokenPipeError):
        return 0
    complain(f"stdout cannot be written to ({error.strerror}); free space there, or send the output elsewhere")
    return 1


class _Warnings(logging.Handler):
    """Writes the library's warnings to stderr, one per line."""

    def emit(self, record: logging.LogRecord) -> None:
        tell(record.getMessage())


def show_warnings() -> None:
    """Show warnings and errors of the logger "phi4" on stderr."""
    logging.getLogger("phi4").addHandler(_Warnings(logging.WARNING))


def complain(message: str) -> None:
    """Write an error as one line to stderr."""
    tell("phi4: " + " ".join(message.splitlines()))


def trace(error: BaseException) -> None:
    """Write the traceback of `error` to stderr."""
    tell("".join(traceback.format_exception(error)).rstrip())
