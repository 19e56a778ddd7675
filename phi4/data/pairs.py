"""Preference pairs in JSON Lines: what pivotal token search and judges write, and what DPO trains on.

A line holds `prompt_ids`, `chosen_ids` and `rejected_ids` (token ids; the prompt ends where the two differ), the texts
`prompt`, `chosen` and `rejected`, a `kind`, and whatever else its writer measured.
"""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phi4.errors import InputError

LONGEST_LINE = 2**24
LARGEST_ARRAY = 2**28
_OTHER_FORMS = {
    b"PAR1": "a Parquet file", b"\x28\xb5\x2f\xfd": "packed by zstd", b"BZh": "packed by bzip2",
    b"PK\x03\x04": "a zip file",
    b"\xfd7zXZ\x00": "packed by xz", codecs.BOM_UTF16_LE: "UTF-16 text", codecs.BOM_UTF16_BE: "UTF-16 text",
    b"ARROW1": "an Arrow file",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two continuations of one prompt, the first of which is preferred.

    `measured` are further fields of the line, such as p(success) of each side.
    """

    prompt_ids: Sequence[int]
    chosen_ids: Sequence[int]
    rejected_ids: Sequence[int]
    prompt: str = ""
    chosen: str = ""
    rejected: str = ""
    kind: str = ""
    measured: Mapping[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The pair as JSON can hold it."""
        return {
            "prompt_ids": list(self.prompt_ids), "chosen_ids": list(self.chosen_ids),
            "rejected_ids": list(self.rejected_ids), "prompt": self.prompt, "chosen": self.chosen,
            "rejected": self.rejected, "kind": self.kind, **self.measured,
        }  # fmt: skip


def json_line(value: Mapping[str, Any]) -> bytes:
    """`value` as a line of JSON in UTF-8; half of a surrogate pair, which UTF-8 cannot hold, stays an escape."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


_TEXTS = ("prompt", "chosen", "rejected", "kind")
_IDS = ("prompt_ids", "chosen_ids", "rejected_ids")


def read_pairs(file: Path, *, vocab_size: int | None = None) -> Iterator[Pair]:
    """The pairs of `file`, in order; ids are checked against `vocab_size` if it is given.

    Raises:
        InputError: the file cannot be read, or a line is no pair; the message names the line.
    """
    for where, line in lines_of(file):
        yield pair_of(where, line, vocab_size)


def lines_of(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a JSON Lines file, each with its place for a message; empty lines are left out.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object; the message names the line.
    """
    for number, raw in byte_lines(file):
        where = f"{file}:{number}"
        if number == 1 and raw.lstrip().startswith(b"["):
            yield from _array(file)
            return
        if raw.strip():
            yield where, _object(where, raw)


def byte_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, plain or packed by gzip, with their numbers, one at a time; a byte order mark is dropped.

    Raises:
        InputError: the file cannot be read, is of a form that is not read, or has a line longer than LONGEST_LINE.
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
                while raw := opened.readline(LONGEST_LINE + 1):
                    number += 1
                    if len(raw) > LONGEST_LINE:
                        raise InputError(
                            f"{file}:{number}: the line is longer than {LONGEST_LINE:,} bytes; split the file anew"
                        )
                    yield number, raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{file}: is not a whole .gz file ({error}); fetch it again") from None
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); give a JSON Lines file") from None


def _array(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file that is one JSON array."""
    size, parts = 0, []
    for _, raw in byte_lines(file):
        size += len(raw)
        if size > LARGEST_ARRAY:
            raise InputError(f"{file}: is a JSON array of more than {LARGEST_ARRAY:,} bytes; make it JSON Lines")
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


def named(line: Mapping[str, Any]) -> str:
    """The keys of an object, for a message."""
    return f"the keys {', '.join(repr(each)[:40] for each in list(line)[:8])}" if line else "no keys"


def _object(where: str, raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InputError(f"{where}: is not a JSON object; each line must be one, in UTF-8")
    return value


def pair_of(where: str, line: Mapping[str, Any], vocab_size: int | None) -> Pair:
    """The pair of a line's object; raises InputError, with `where`, if it is none."""
    for name in _IDS:
        ids = line.get(name)
        if not isinstance(ids, list) or not ids or not all(type(each) is int and each >= 0 for each in ids):
            raise InputError(
                f"{where}: {name} must be a list of token ids that is not empty; the line has {named(line)}"
            )
        if vocab_size is not None and max(ids) >= vocab_size:
            raise InputError(
                f"{where}: {name} holds token {max(ids)}, outside the vocabulary of {vocab_size:,}; "
                "the pairs belong to another model"
            )
    for name in _TEXTS:
        if not isinstance(line.get(name, ""), str):
            raise InputError(f"{where}: {name} must be text")
    if line["chosen_ids"] == line["rejected_ids"]:
        raise InputError(f"{where}: chosen_ids and rejected_ids are the same")
    rest = {name: value for name, value in line.items() if name not in (*_IDS, *_TEXTS)}
    return Pair(
        line["prompt_ids"], line["chosen_ids"], line["rejected_ids"],
        line.get("prompt", ""), line.get("chosen", ""), line.get("rejected", ""), line.get("kind", ""), rest,
    )  # fmt: skip
