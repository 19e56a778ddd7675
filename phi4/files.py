"""Small files that are whole or not there, and what the system refuses as one sentence."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from phi4.errors import CheckpointError, Phi4Error

MAX_JSON_BYTES = 16 * 2**20
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOMEM}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses while `path` is written, as one sentence.

    Raises:
        Phi4Error: there is no room, or the disk fails.
        CheckpointError: nothing can be written there.
    """
    try:
        yield
    except (OSError, SafetensorError, UnicodeError) as error:
        number, reason = _cause(error)
        if number in _NO_ROOM:
            raise Phi4Error(
                f"{path}: cannot be written ({reason}); make room and run it again, what is done so far is kept"
            ) from None
        raise CheckpointError(
            f"{path}: cannot be written ({reason}); choose a folder that can be made and written to"
        ) from None


def _cause(error: Exception) -> tuple[int | None, str]:
    if isinstance(error, OSError) and error.strerror:
        return error.errno, error.strerror
    # The library that writes safetensors files gives the system's number in its text alone.
    match = re.search(r"\(os error (\d+)\)", str(error))
    number = int(match[1]) if match else None
    return number, os.strerror(number) if number is not None else " ".join(str(error).split())[:160]


def write_json(file: Path, contents: Mapping[str, Any]) -> None:
    """Write `contents` beside `file`, then put them in its place.

    Raises:
        Phi4Error, CheckpointError: as `writing`.
    """
    beside = file.with_suffix(".json.new")
    with writing(file):
        beside.write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")
        os.replace(beside, file)


def read_json(file: Path) -> Any:
    """The value in a regular file of at most MAX_JSON_BYTES.

    Raises:
        OSError: it cannot be read.
        ValueError: it is larger, or not JSON in UTF-8.
    """
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > MAX_JSON_BYTES:
            raise ValueError(f"larger than {MAX_JSON_BYTES:,} bytes")
        text = stream.read(size)
    try:
        return json.loads(text.decode("utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
