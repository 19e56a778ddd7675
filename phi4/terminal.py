"""Untrusted text, from models and files, without control characters that a terminal would execute."""

from __future__ import annotations

import os
import sys

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {*map(ord, "\n\t")}
_ESCAPED = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _CONTROLS}
"""C0 except newline and tab, DEL, C1, and bidirectional controls, which a terminal executes and does not show."""
_ESCAPED[ord("\r")] = ""


def escaped(text: str) -> str:
    """`text` with control characters as visible escapes."""
    return text.translate(_ESCAPED)


def tell(text: str) -> None:
    """Write a note to stderr; it is dropped if stderr cannot be written to."""
    try:
        sys.stderr.write(escaped(text) + "\n")
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
