"""Files in and out: JSON Lines of any origin are read within limits, and what is written is whole or not there."""

from __future__ import annotations

import codecs
import errno
import gzip
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from phi4.errors import InputError, Phi4Error

MAX_LINE, MAX_ARRAY = 2**24, 2**28
"""Bytes of a line, and of a file that is one JSON array."""
_OTHER_FORMS = {
    b"PAR1": "a Parquet file", b"\x28\xb5\x2f\xfd": "packed by zstd", b"BZh": "packed by bzip2",
    b"PK\x03\x04": "a zip file",
    b"\xfd7zXZ\x00": "packed by xz", codecs.BOM_UTF16_LE: "UTF-16 text", codecs.BOM_UTF16_BE: "UTF-16 text",
    b"ARROW1": "an Arrow file",
}  # fmt: skip
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOMEM, errno.EFBIG}


def byte_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, plain or packed by gzip, with their numbers, one at a time; a byte order mark is dropped.

    Raises:
        InputError: the file cannot be read, is of a form that is not read, or has a line longer than MAX_LINE.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(6)
            for magic, form in _OTHER_FORMS.items():
                if head.startswith(magic):
                    raise InputError(f"{file}: is {form}, which is not read; make it JSON Lines in UTF-8, plain or .gz")
            stream.seek(0)
            packed = head.startswith(b"\x1f\x8b") or file.suffix == ".gz"
            with gzip.open(stream) if packed else nullcontext(stream) as opened:
                number = 0
                while raw := opened.readline(MAX_LINE + 1):
                    number += 1
                    if len(raw) > MAX_LINE:
                        raise InputError(
                            f"{file}:{number}: the line is longer than {MAX_LINE:,} bytes; split the file anew"
                        )
                    yield number, raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{file}: is not a whole .gz file ({error}); fetch it again") from None
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); give a JSON Lines file") from None


def json_objects(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file, or of one that is a JSON array, each with its place for a message; empty lines
    are left out.

    Raises:
        InputError: the file cannot be read, or a line is not a JSON object; the message names the line.
    """
    for number, raw in byte_lines(file):
        where = f"{file}:{number}"
        if number == 1 and raw.lstrip().startswith(b"["):
            yield from _array(file)
            return
        if raw.strip():
            found = json_object(raw)
            if found is None:
                raise InputError(f"{where}: is not a JSON object; each line must be one, in UTF-8")
            yield where, found


def json_object(raw: bytes) -> dict[str, Any] | None:
    """The object that a line holds, or None: it is not UTF-8, not JSON, or another value."""
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _array(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file that is one JSON array."""
    size, parts = 0, []
    for _, raw in byte_lines(file):
        size += len(raw)
        if size > MAX_ARRAY:
            raise InputError(f"{file}: is a JSON array of more than {MAX_ARRAY:,} bytes; make it JSON Lines")
        parts.append(raw)
    try:
        value = json.loads(b"".join(parts))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        raise InputError(f"{file}:1: begins a JSON array that is malformed; mend it, or give an object a line")
    for number, each in enumerate(value, 1):
        if not isinstance(each, dict):
            raise InputError(f"{file}: entry {number} of its array is not a JSON object")
        yield f"{file}: entry {number}", each


def json_line(value: Mapping[str, Any]) -> bytes:
    """`value` as a line of JSON in UTF-8; half of a surrogate pair, which UTF-8 cannot hold, stays an escape."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def keys_of(line: Mapping[str, Any]) -> str:
    """The keys of an object, for a message."""
    return f"the keys {', '.join(repr(each)[:40] for each in list(line)[:8])}" if line else "no keys"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses while `path` is written, as one sentence.

    Raises:
        Phi4Error: there is no room, or the disk fails.
        InputError: nothing can be written there.
    """
    try:
        yield
    except Exception as error:
        number, why = cause(error)
        if number is None and not isinstance(error, (OSError, UnicodeError)) and not _is_of_safetensors(error):
            raise
        if number in _NO_ROOM:
            raise Phi4Error(
                f"{path}: cannot be written ({why}); make room and give the same command again, what is done so far "
                "is kept"
            ) from None
        raise InputError(f"{path}: cannot be written ({why}); give a place that can be made and written to") from None


def cause(error: Exception) -> tuple[int | None, str]:
    """The system's number of an error, if it has one, and the reason in words."""
    if isinstance(error, OSError) and error.strerror:
        return error.errno, error.strerror
    # The library that writes safetensors files gives the system's number in its text alone.
    match = re.search(r"\(os error (\d+)\)", str(error)) if _is_of_safetensors(error) else None
    number = int(match[1]) if match else None
    return number, os.strerror(number) if number is not None else " ".join(str(error).split())[:160]


def _is_of_safetensors(error: Exception) -> bool:
    return type(error).__name__ == "SafetensorError"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to, which takes the place of `path` at the end; of what fails nothing is left.

    Raises:
        Phi4Error, InputError: as `writing`.
    """
    beside = path.with_name(f"{path.name}.new")
    with writing(path):
        try:
            yield beside
            put_in_place(beside, path)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise


def put_in_place(beside: Path, path: Path) -> None:
    """Give what was written `beside` its name, in one step.

    Raises:
        OSError: it cannot be.
    """
    os.replace(beside, path)


def replace_text(path: Path, text: str) -> None:
    """Write `text` as the whole of a file, whose folder is made if there is none.

    Raises:
        Phi4Error, InputError: as `writing`.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8")


def replace_json(path: Path, content: Any) -> None:
    """`content` as JSON by `replace_text`."""
    replace_text(path, json.dumps(content, indent=2) + "\n")
