"""The small text files of a model's folder, read within size limits, and not through links out of the folder."""

from __future__ import annotations

import codecs
import json
import os
import stat
from pathlib import Path
from typing import Any

from phi4.errors import CheckpointError, InputError

DISGUISES = (
    (b"version https://git-lfs", "is a Git LFS pointer, the file itself was not fetched; fetch it (git lfs pull)"),
    (b"<!DOCTYPE", "is a web page; the download failed: fetch it again"),
    (b"<html", "is a web page; the download failed: fetch it again"),
    (b"<?xml", "is XML, perhaps a server's error message; the download failed: fetch it again"),
)
"""First bytes of what failed downloads leave in a file's place, and the problem."""


def disguise(start: bytes) -> str | None:
    """The problem with a file that begins with `start`, if a failed download left it."""
    return next(
        (problem for magic, problem in DISGUISES if start.lstrip()[:40].lower().startswith(magic.lower())), None
    )


def is_file(file: Path, *, error: type[InputError] = CheckpointError) -> bool:
    """Whether `file` is a regular file.

    Raises:
        error: the name is too long, or its folder is not accessible.
    """
    try:
        return stat.S_ISREG(os.stat(file).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as problem:
        raise error(f"{file}: cannot be reached ({_reason(problem)}); check the path and its permissions") from None


def own_file(folder: Path, name: str, *, error: type[InputError] = CheckpointError) -> Path | None:
    """The file `name` of a model's folder, if it exists; for files that are shown to the model or copied.

    A symbolic link must stay in the folder, or in the hub client's cache, whose files are links into `blobs` beside
    `snapshots`: otherwise a folder from outside could publish any file of its user.

    Raises:
        error: it links outside the folder, or is not accessible.
    """
    file = folder / name
    if not is_file(file, error=error):
        return None
    if not file.is_symlink():
        return file
    target, home = file.resolve(), folder.resolve()
    homes = [home, home.parent.parent / "blobs"] if home.parent.name == "snapshots" else [home]
    if not any(target.is_relative_to(each) for each in homes):
        raise error(
            f"{file}: is a link that leads out of the model's folder, and is not followed; put the file itself there"
        )
    return file


def read_text(file: Path, *, max_bytes: int, error: type[InputError]) -> str:
    """The text of a file of at most `max_bytes` bytes.

    Raises:
        error: it cannot be read, is larger, is not UTF-8, or is the rest of a failed download.
    """
    try:
        if file.exists() and not file.is_file():
            raise error(f"{file}: is not a regular file; fetch the model again")
        with file.open("rb") as stream:
            raw = stream.read(min(os.fstat(stream.fileno()).st_size, max_bytes) + 1)
    except (OSError, ValueError) as problem:
        raise error(f"{file}: cannot be read ({_reason(problem)}); check its permissions") from None
    if len(raw) > max_bytes:
        raise error(f"{file}: is larger than {max_bytes:,} bytes, the limit for such files; fetch the model again")
    if (found := disguise(raw[:64])) is not None:
        raise error(f"{file}: {found}")
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        raise error(f"{file}: is not UTF-8 text; fetch the model again") from None


def read_json(file: Path, *, max_bytes: int, error: type[InputError]) -> Any:
    """The JSON value of a file of at most `max_bytes` bytes.

    Raises:
        error: as `read_text`, or it is not JSON.
    """
    text = read_text(file, max_bytes=max_bytes, error=error)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise error(f"{file}: is not valid JSON ({str(problem)[:80]}); fetch the model again") from None


def _reason(problem: Exception) -> str:
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem)[:80]
