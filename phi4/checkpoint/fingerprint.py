"""Fingerprints of checkpoints over all of their bytes, so that packed weights are never taken for those of another."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from phi4.checkpoint.bounded import BoundedFile
from phi4.config import to_hf
from phi4.files import put_in_place

PIECE_BYTES = 1 << 24
SAMPLES, SAMPLE_BYTES = 8, 4096
SETTLED_NS = 3_000_000_000
"""A file that changed less than this ago could change again without new times, so it is not remembered."""


def fingerprint(checkpoint: Any, *, threads: int = 1) -> str:
    """A hash of the configuration and of all bytes of the weights' files, 64 hexadecimal digits.

    For a model on the hub it is the name and the commit; for weights without files it is "". It reads the files whole,
    so callers that need it often keep it in `Remembered`.
    """
    if (named := getattr(checkpoint, "origin", None)) is not None:
        return str(named)
    files: Sequence[BoundedFile] | None = getattr(checkpoint, "files", None)
    if not files:
        return ""
    pieces = [(file, start) for file in files for start in range(0, file.size, PIECE_BYTES)]
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        hashes = list(pool.map(_piece_hash, pieces))
    whole = hashlib.blake2b(json.dumps(to_hf(checkpoint.config), sort_keys=True).encode(), digest_size=32)
    for file in files:
        whole.update(file.size.to_bytes(8, "little"))
    for piece_hash in hashes:
        whole.update(piece_hash)
    return whole.hexdigest()


def _piece_hash(place: tuple[BoundedFile, int]) -> bytes:
    file, start = place
    length = min(PIECE_BYTES, file.size - start)
    digest = hashlib.blake2b(file.array(start, np.uint8, (length,), "a piece").data, digest_size=32).digest()
    file.release(start, length)
    return digest


def stamp(files: Sequence[BoundedFile]) -> str | None:
    """A short hash that changes with any write to the files, without reading them whole.

    It covers each file's path, size, mtime, ctime, inode number, and samples from the first byte to the last. A copy
    that keeps size and mtime (`cp -p`, `rsync -t`, some archives) has another inode or ctime; the samples are for file
    systems that have neither. None if a file was replaced since it was opened, or changed so recently that its times
    may not show the next change.
    """
    found = hashlib.blake2b(digest_size=16)
    for file in files:
        try:
            there = os.stat(file.path)
        except OSError:
            return None
        times = _times(there)
        if times != _times(file.status) or there.st_ctime_ns > time.time_ns() - SETTLED_NS:
            return None
        found.update(os.fsencode(os.path.realpath(file.path)) + repr(times).encode())
        length = min(SAMPLE_BYTES, file.size)
        for number in range(SAMPLES):
            start = number * (file.size - length) // (SAMPLES - 1)
            found.update(file.array(start, np.uint8, (length,), "a sample").data)
    return found.hexdigest()


def unchanged(files: Sequence[BoundedFile]) -> bool:
    """Whether the files at these paths are still the opened ones, without changes."""
    with suppress(OSError):
        return all(_times(os.stat(file.path)) == _times(file.status) for file in files)
    return False


def _times(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class Remembered:
    """A cache in `folder` of results that need files to be read whole, keyed by the files' `stamp`.

    Without a folder, or with one that cannot be written to or is damaged, results are computed each time.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def recall(self, kind: str, files: Sequence[BoundedFile], find: Callable[[], str]) -> str:
        """The result of `find`, a short text, computed now or remembered for the same `kind` and `files`."""
        before = stamp(files) if files else None
        if before is None or self._folder is None:
            return find()
        note = self._folder / hashlib.blake2b(f"{kind} {before}".encode(), digest_size=16).hexdigest()
        with suppress(OSError, UnicodeError):
            if kept := note.read_text(encoding="ascii"):
                return kept
        found = find()
        if stamp(files) == before:
            with suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                beside = note.with_name(f"{note.name}.{os.getpid()}-{threading.get_ident()}")
                beside.write_text(found, encoding="ascii")
                put_in_place(beside, note)
        return found
