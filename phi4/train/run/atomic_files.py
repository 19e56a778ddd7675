"""Files of a run: each is whole or not there, and one that cannot be written is said in a sentence."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from phi4.errors import InputError, TrainingError

LOCK = ".lock"


def replace_text(path: Path, text: str) -> None:
    """Write `text` beside `path`, then put it in its place.

    Raises:
        TrainingError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.new")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)


def replace_json(path: Path, content: Any) -> None:
    """`content` as JSON by `replace_text`."""
    replace_text(path, json.dumps(content, indent=2) + "\n")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the disk refuses to write at `path`, as a TrainingError."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        raise TrainingError(
            f"{path}: cannot be written ({reason(error)}); make room or give a folder that can be written to, and run "
            "again to go on"
        ) from None


def reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the one run that works in `folder`; a process that is killed leaves no lock.

    Raises:
        InputError: another run works there.
        TrainingError: the folder cannot be written to.
    """
    path = folder / LOCK
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"{folder}: another run works here; wait for it, or give another folder") from None
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):  # a file system without locks
                raise
        yield


def difference(before: Any, now: Any, key: str = "") -> str | None:
    """The first key at which two settings differ, with both values, as part of a sentence, or None."""
    if before == now:
        return None
    if isinstance(before, dict) and isinstance(now, dict):
        for each in [*before, *(name for name in now if name not in before)]:
            if (found := difference(before.get(each), now.get(each), f"{key}.{each}" if key else each)) is not None:
                return found
    return f"{key} differs: {_short(before)} before, {_short(now)} now"


def _short(value: Any) -> str:
    text = "not set" if value is None else json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
