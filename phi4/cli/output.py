"""Writing where a reader may leave, a disk be full, a stream be closed, or a terminal obey what a model writes."""

from __future__ import annotations

import json
import logging
import math
import os
import sys
from typing import Any, TextIO

import typer

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {*map(ord, "\n\t")}
_ESCAPED = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _CONTROLS}
"""C0 but newline and tab, DEL, C1, and what turns the direction of text: a terminal obeys these, and shows nothing."""
_ESCAPED[ord("\r")] = ""


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


def escaped(text: str) -> str:
    """`text` with its control characters in escapes that a terminal shows."""
    return text.translate(_ESCAPED)


def for_stdout(text: str) -> str:
    """`text` as it may be shown on stdout: a terminal's is escaped, a pipe's or a file's is as it is."""
    return escaped(text) if sys.stdout.isatty() else text


def for_rich(text: str) -> str:
    """The same, as text of a rich console, which would read markup in it."""
    from rich.markup import escape

    return escape(for_stdout(text))


def write(text: str) -> None:
    """Show `text` on stdout at once. When nobody reads any more, the program ends quietly and well.

    Raises:
        typer.Exit: the reader has left, or stdout cannot be written to, which was said.
    """
    try:
        sys.stdout.write(for_stdout(text))
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


def tell(text: str) -> None:
    """A note on stderr."""
    _to(sys.stderr, escaped(text) + "\n")


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


def _to(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except OSError:  # nobody can be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
