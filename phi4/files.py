"""Reading JSON Lines within size limits, and writing files atomically."""

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

MAX_LINE_BYTES, MAX_ARRAY_BYTES = 2**24, 2**28
"""Limits of a line, and of a file that is one JSON array."""
_OTHER_FORMATS = {
    b"PAR1": "a Parquet file", b"\x28\xb5\x2f\xfd": "compressed by zstd", b"BZh": "compressed by bzip2",
    b"PK\x03\x04": "a zip file",
    b"\xfd7zXZ\x00": "compressed by xz", codecs.BOM_UTF16_LE: "UTF-16 text", codecs.BOM_UTF16_BE: "UTF-16 text",
    b"ARROW1": "an Arrow file",
}  # fmt: skip
_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOMEM, errno.EFBIG}


def byte_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The numbered lines of a plain or gzipped file, one at a time, without a byte order mark.

    Raises:
        InputError: the file cannot be read, has another format, or has a line longer than MAX_LINE_BYTES.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(6)
            for magic, form in _OTHER_FORMATS.items():
                if head.startswith(magic):
                    raise InputError(f"{file}: is {form}; make it JSON Lines in UTF-8, plain or .gz")
            stream.seek(0)
            packed = head.startswith(b"\x1f\x8b") or file.suffix == ".gz"
            with gzip.open(stream) if packed else nullcontext(stream) as opened:
                number = 0
                while raw := opened.readline(MAX_LINE_BYTES + 1):
                    number += 1
                    if len(raw) > MAX_LINE_BYTES:
                        raise InputError(
                            f"{file}:{number}: the line is longer than {MAX_LINE_BYTES:,} bytes; split the line"
                        )
                    yield number, raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{file}: is not a complete .gz file ({error}); fetch it again") from None
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); give a JSON Lines file") from None


def json_objects(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file or of a JSON array, each with its location; empty lines are skipped.

    Raises:
        InputError: the file cannot be read, or a line is not a JSON object; the message names the line.
    """
    for number, raw in byte_lines(file):
        where = f"{file}:{number}"
        if number == 1 and raw.lstrip().startswith(b"["):
            yield from _array(file)
            return
        if raw.strip():
            value = json_object(raw)
            if value is None:
                raise InputError(f"{where}: is not a JSON object; each line must be one, in UTF-8")
            yield where, value


def json_object(raw: bytes) -> dict[str, Any] | None:
    """The JSON object in a line, or None if the line is not UTF-8, not JSON, or another value."""
    try:
        value = json.loads(raw.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _array(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file that is one JSON array."""
    size, parts = 0, []
    for _, raw in byte_lines(file):
        size += len(raw)
        if size > MAX_ARRAY_BYTES:
            raise InputError(f"{file}: is a JSON array of more than {MAX_ARRAY_BYTES:,} bytes; make it JSON Lines")
        parts.append(raw)
    try:
        value = json.loads(b"".join(parts))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        raise InputError(f"{file}:1: begins a JSON array that is malformed; fix it, or write one object per line")
    for number, entry in enumerate(value, 1):
        if not isinstance(entry, dict):
            raise InputError(f"{file}: entry {number} of its array is not a JSON object")
        yield f"{file}: entry {number}", entry


def json_line(value: Mapping[str, Any]) -> bytes:
    """`value` as a line of JSON in UTF-8; lone surrogates, which UTF-8 cannot encode, stay escaped."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def keys_of(line: Mapping[str, Any]) -> str:
    """The keys of an object, for a message."""
    return f"the keys {', '.join(repr(each)[:40] for each in list(line)[:8])}" if line else "no keys"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn errors of the operating system while `path` is written into one sentence.

    Raises:
        Phi4Error: the disk is full or fails.
        InputError: the path is not writable.
    """
    try:
        yield
    except Exception as error:
        number, why = cause(error)
        if number is None and not isinstance(error, (OSError, UnicodeError)) and not _is_of_safetensors(error):
            raise
        if number in _DISK_ERRORS:
            raise Phi4Error(
                f"{path}: cannot be written ({why}); make room and give the same command again; finished work is kept"
            ) from None
        raise InputError(f"{path}: cannot be written ({why}); give a path that is writable") from None


def cause(error: Exception) -> tuple[int | None, str]:
    """The errno of an error, if it has one, and the reason in words."""
    if isinstance(error, OSError) and error.strerror:
        return error.errno, error.strerror
    # The safetensors library gives the errno only in its message.
    match = re.search(r"\(os error (\d+)\)", str(error)) if _is_of_safetensors(error) else None
    number = int(match[1]) if match else None
    return number, os.strerror(number) if number is not None else " ".join(str(error).split())[:160]


def _is_of_safetensors(error: Exception) -> bool:
    return type(error).__name__ == "SafetensorError"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` to write to, which replaces `path` at the end; it is deleted after a failure.

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
    """Rename the file `beside` to `path` atomically.

    Raises:
        OSError: it fails.
    """
    os.replace(beside, path)


def replace_text(path: Path, text: str) -> None:
    """Write `text` to a file atomically, and create its folder if necessary.

    Raises:
        Phi4Error, InputError: as `writing`.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8")


def replace_json(path: Path, content: Any) -> None:
    """Write `content` as JSON, as `replace_text`."""
    replace_text(path, json.dumps(content, indent=2) + "\n")
