"""Every error that a user can cause or mend.

    Phi4Error                       the work failed               exit code 1
    |-- HubError                    a download failed
    |-- MissingDependencyError      an extra is not installed
    |-- OutOfMemoryError            a model does not fit this machine
    |-- TrainingError               a run cannot continue; its last checkpoint is intact
    `-- InputError                  wrong usage or input          exit code 2
        |-- ConfigError             a model's configuration
        |-- CheckpointError         a file of weights
        |-- TokenizerError          a tokenizer's file, or text that it cannot encode
        `-- TemplateError           a chat template

A message is one sentence: what is wrong, where, and what to do. It may quote a hostile file, so it is kept to one line
of bounded length without control characters.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable

_MAX_START, _MAX_END = 800, 400


def one_line(text: str) -> str:
    """`text` on one line: a long middle is left out, and control and unprintable characters are escaped."""
    if len(text) > _MAX_START + _MAX_END + 5:
        text = f"{text[:_MAX_START]} ... {text[-_MAX_END:]}"
    return "".join(
        char if char.isprintable() else " " if char.isspace() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def shown(value: object, limit: int = 60) -> str:
    """The repr of any object as a message quotes it: printable, on one line, at most `limit` characters."""
    bounded = reprlib.Repr()
    bounded.maxlevel, bounded.maxstring, bounded.maxother, bounded.maxlong = 4, limit, limit, limit
    try:
        text = bounded.repr(value[:limit] if isinstance(value, (bytes, bytearray)) else value)
    except Exception:  # a repr can raise anything, and that of a long integer does
        text = f"a value of type {type(value).__name__}"
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def nearest(word: object, known: Iterable[object], cutoff: float = 0.5) -> str:
    """The end of a message: the word of `known` that may have been meant, if any is near."""
    from difflib import get_close_matches  # here, so that a start without errors need not import it

    found = get_close_matches(str(word), [str(each) for each in known], n=1, cutoff=cutoff)
    return f"; did you mean {found[0]!r}?" if found else ""


class Phi4Error(Exception):
    """Base of every error that a user can cause or mend; `exit_code` is what the command line returns."""

    exit_code = 1

    def __init__(self, message: object = "") -> None:
        super().__init__(one_line(str(message)))


class HubError(Phi4Error):
    """A model could not be fetched."""


class MissingDependencyError(Phi4Error):
    """A feature needs an optional dependency that is not installed."""


class OutOfMemoryError(Phi4Error):
    """A model needs more memory than there is."""


class TrainingError(Phi4Error):
    """A training run cannot continue: the loss is NaN, a disk is full, a process has died."""


class InputError(Phi4Error):
    """The request or a file is wrong, and trying again will not help."""

    exit_code = 2


class ConfigError(InputError):
    """A model's configuration is malformed or needs a computation that phi4 does not have."""


class CheckpointError(InputError):
    """A file of weights is truncated, corrupt, mismatched or of an unsupported kind."""


class TokenizerError(InputError):
    """A tokenizer's files are missing or malformed."""


class TemplateError(InputError):
    """A chat template is malformed, refuses the messages, or exceeds its limits."""
