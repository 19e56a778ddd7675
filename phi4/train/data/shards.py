"""Tokenized documents in files that are memory-mapped, in the layout that datatrove's tokenizer writes:

    NAME.ds          token ids, little-endian, of 2 or 4 bytes
    NAME.ds.index    uint64: where each document ends, in tokens

`write_shards` adds shards.json, the list of them, so that one that is missing is missed. The list is empty until all
are written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.errors import InputError
from phi4.files import byte_lines, replace_json
from phi4.text import Tokenizer
from phi4.train.data.jsonl import form_of, record_of

MANIFEST = "shards.json"
INDEX_SUFFIX = ".index"
_SAMPLE = 2**16


class ShardFolder:
    """All shards of a folder, as one list of documents.

    documents, tokens   how many there are
    digest              a checksum of where documents end, and of the first tokens of each shard

    Raises:
        InputError: there are no shards, one of the list is missing, or a file does not fit its index.
    """

    def __init__(self, path: Path, *, vocab_size: int) -> None:
        self.path, self.vocab_size = path, vocab_size
        self._shards = [_Shard(path / name, tokens) for name, tokens in _listed(path)]
        self._firsts = np.cumsum([0, *(len(shard.ends) for shard in self._shards)])
        self.documents = int(self._firsts[-1])
        self.tokens = sum(shard.tokens for shard in self._shards)
        self.digest = hashlib.blake2b(b"".join(shard.digest for shard in self._shards), digest_size=8).hexdigest()
        if self.documents == 0:
            raise InputError(f"{path}: its shards hold no documents; write them again")

    def lengths(self) -> npt.NDArray[np.int64]:
        """The number of tokens of each document."""
        return np.concatenate([np.diff(shard.ends, prepend=0) for shard in self._shards])

    def document(self, number: int) -> npt.NDArray[np.int64]:
        """The token ids of a document, from 0 to `documents` - 1.

        Raises:
            InputError: the shard is gone, or an id is outside the vocabulary.
        """
        shard = int(np.searchsorted(self._firsts, number, side="right")) - 1
        ids = self._shards[shard].document(number - int(self._firsts[shard]))
        if len(ids) and int(ids.max()) >= self.vocab_size:
            raise InputError(
                f"{self._shards[shard].path}: holds the token {int(ids.max())}, and the vocabulary has "
                f"{self.vocab_size}; it was written with another tokenizer"
            )
        return ids


class _Shard:
    def __init__(self, path: Path, tokens: int | None) -> None:
        self.path = path
        try:
            self.ends = np.fromfile(path.with_name(path.name + INDEX_SUFFIX), dtype="<u8").astype(np.int64)
            size = path.stat().st_size
            with path.open("rb") as file:
                sample = file.read(_SAMPLE)
        except OSError as error:
            raise InputError(
                f"{path}: the shard or its index is missing ({error.strerror}); put it back, or take it out of "
                f"{MANIFEST} and start the run anew"
            ) from None
        self.digest = hashlib.blake2b(self.ends.tobytes() + sample).digest()
        self.tokens = int(self.ends[-1]) if len(self.ends) else 0
        width, rest = divmod(size, self.tokens) if self.tokens else (2, 0)
        if rest or width not in (2, 4) or (len(self.ends) and (np.diff(self.ends, prepend=0) < 0).any()):
            raise InputError(f"{path}: {size:,} bytes do not fit its index of {self.tokens:,} tokens; write it again")
        if tokens not in (None, self.tokens):
            raise InputError(f"{path}: has {self.tokens:,} tokens, and {MANIFEST} says {tokens:,}; write it again")
        self.dtype = np.dtype("<u2" if width == 2 else "<u4")
        self._ids: npt.NDArray[Any] | None = None

    def document(self, number: int) -> npt.NDArray[np.int64]:
        if self._ids is None:
            try:
                self._ids = np.memmap(self.path, dtype=self.dtype, mode="r")
            except OSError as error:
                raise InputError(f"{self.path}: the shard is gone ({error.strerror}); put it back and resume") from None
        start = int(self.ends[number - 1]) if number else 0
        return self._ids[start : int(self.ends[number])].astype(np.int64)


def _listed(path: Path) -> list[tuple[str, int | None]]:
    """Names of shards with their tokens, from the list or, without one, from the folder."""
    if (path / MANIFEST).is_file():
        try:
            listed = json.loads((path / MANIFEST).read_text(encoding="utf-8"))["shards"]
            shards: list[tuple[str, int | None]] = [(Path(each["file"]).name, int(each["tokens"])) for each in listed]
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(f"{path / MANIFEST}: is not a list of shards; write them again") from None
        if not shards:
            raise InputError(
                f"{path / MANIFEST}: lists no shards, as when writing them was cut short; write them again"
            )
        return shards
    found = sorted(file.name for file in path.glob("*.ds"))
    if not found:
        raise InputError(f"{path}: holds no token shards (NAME.ds); check the path")
    return [(name, None) for name in found]


@dataclass(frozen=True)
class Written:
    """What was written; `skipped` are lines that hold no text, of which `first` says what the first one is."""

    documents: int
    tokens: int
    skipped: int = 0
    first: str = ""


def shards_of_texts(path: Path, folder: Path, tokenizer: Tokenizer) -> Written:
    """Tokenize the {"text"} lines of a file, each between two end-of-text tokens, into shards in `folder`.

    Raises:
        InputError: the file cannot be read or holds no text, or the tokenizer has no bos token to end texts with.
    """
    skipped, first = 0, ""
    end = tokenizer.bos_id
    if end is None:
        raise InputError("the tokenizer names no bos_token, which separates documents; add it to its config")

    def documents() -> Iterator[list[int]]:
        nonlocal skipped
        nonlocal first
        for number, line in byte_lines(path):
            if not line.strip():
                continue
            record = record_of(line)
            text = (record or {}).get("text")
            if isinstance(text, str) and text:
                yield [end, *tokenizer.encode(text, add_bos=False), end]
            else:
                skipped += 1
                first = first or f"line {number} " + ("is not a JSON object" if record is None else form_of(record))

    try:
        written = write_shards(folder, documents(), vocab_size=tokenizer.vocab_size)
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}; check the path and the room there") from None
    if not written.documents:
        raise InputError(
            f'{path}: has no document that can be written: {first or "it is empty"}; give {{"text": ...}} lines'
        )
    return replace(written, skipped=skipped, first=first)


def write_shards(
    folder: Path, documents: Iterable[Sequence[int]], *, vocab_size: int, shard_tokens: int = 100_000_000
) -> Written:
    """Write token ids in shards of about `shard_tokens`; the list of them is empty until all are written."""
    folder.mkdir(parents=True, exist_ok=True)
    _list(folder, [])
    dtype = np.dtype("<u2" if vocab_size <= 1 << 16 else "<u4")
    shards: list[dict[str, Any]] = []
    waiting: list[npt.NDArray[Any]] = []
    held = 0

    def finish() -> None:
        nonlocal held
        name = f"{len(shards):05d}.ds"
        np.concatenate(waiting).tofile(folder / name)
        np.cumsum([len(each) for each in waiting]).astype("<u8").tofile(folder / (name + INDEX_SUFFIX))
        shards.append({"file": name, "tokens": held, "documents": len(waiting)})
        waiting.clear()
        held = 0

    for ids in documents:
        waiting.append(np.asarray(ids, dtype=dtype))
        held += len(ids)
        if held >= shard_tokens:
            finish()
    if waiting:
        finish()
    _list(folder, shards)
    return Written(sum(shard["documents"] for shard in shards), sum(shard["tokens"] for shard in shards))


def _list(folder: Path, shards: Sequence[dict[str, Any]]) -> None:
    replace_json(folder / MANIFEST, {"shards": shards})
