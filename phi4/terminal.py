"""Text from outside, a model's or a file's, that a terminal shows and never obeys."""

from __future__ import annotations

import os
import sys

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {*map(ord, "\n\t")}
_ESCAPED = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _CONTROLS}
"""C0 but newline and tab, DEL, C1, and what turns the direction of text: a terminal obeys these, and shows nothing."""
_ESCAPED[ord("\r")] = ""


def escaped(text: str) -> str:
    """`text` with its control characters in escapes that a terminal shows."""
    return text.translate(_ESCAPED)


def tell(text: str) -> None:
    """A note on stderr, lost where nobody can be told."""
    try:
        sys.stderr.write(escaped(text) + "\n")
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
