"""Every error that a user can cause or mend.

    Phi4Error                       the work failed               exit code 1
    |-- HubError                    a download failed
    |-- MissingDependencyError      an extra is not installed
    |-- OutOfMemoryError            a model does not fit this machine
    |-- TrainingError               a run cannot go on; its last checkpoint stands
    `-- InputError                  wrong usage or input          exit code 2
        |-- ConfigError             a model's configuration
        |-- CheckpointError         a file of weights
        |-- TokenizerError          a file of vocabulary, or text that it cannot take
        `-- TemplateError           a chat template

A message is one sentence: what is wrong, where, and what to do. What it quotes may come from a hostile file, so it is
kept to one line of bounded length without control characters.
"""

from __future__ import annotations

_MAX_START, _MAX_END = 800, 400


def one_line(text: str) -> str:
    """`text` without its middle if it is long, and with what a terminal would obey or could not show spelled out."""
    if len(text) > _MAX_START + _MAX_END + 5:
        text = f"{text[:_MAX_START]} ... {text[-_MAX_END:]}"
    return "".join(
        each if each.isprintable() else " " if each.isspace() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def shown(value: object, limit: int = 60) -> str:
    """`value` as a message quotes it: one line, at most `limit` characters."""
    try:
        size = len(value) if not isinstance(value, str) else 0  # type: ignore[arg-type]
    except TypeError:
        size = 0
    if size > limit:
        return f"a {type(value).__name__} of {size:,}"
    try:
        text = repr(value[: limit + 1] if isinstance(value, str) else value)
    except (RecursionError, ValueError):
        return f"a {type(value).__name__} too large to show"
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 3] + "..."


class Phi4Error(Exception):
    """Base of every error that a user can cause or mend; `exit_code` is what the command line returns."""

    exit_code = 1

    def __init__(self, message: object = "") -> None:
        super().__init__(one_line(str(message)))


class HubError(Phi4Error):
    """A model could not be fetched."""


class MissingDependencyError(Phi4Error):
    """An optional part was asked for that is not installed."""


class OutOfMemoryError(Phi4Error):
    """A model needs more memory than there is."""


class TrainingError(Phi4Error):
    """A training run cannot go on: the loss is no number, a disk is full, a process is gone."""


class InputError(Phi4Error):
    """The request or a file is wrong, and trying again will not help."""

    exit_code = 2


class ConfigError(InputError):
    """A model's configuration is malformed or asks for mathematics that phi4 does not have."""


class CheckpointError(InputError):
    """A file of weights is truncated, corrupt, mismatched or of a kind that is refused."""


class TokenizerError(InputError):
    """A tokenizer's files are missing or malformed."""


class TemplateError(InputError):
    """A chat template is malformed, refuses the messages, or exceeds its limits."""
