"""A packed folder while it is written: which files are complete, so that a stopped run resumes, and a lock, so that one
process writes at a time.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phi4.checkpoint.packed.folder import COPIED, MANIFEST, MAX_JSON_BYTES, PROGRESS_FILE, RESULTS, checksum
from phi4.config.files import read_json
from phi4.errors import CheckpointError, InputError
from phi4.files import replace_json, writing

LOCK = "packing.lock"
_STREAMS = "streams-"
_STREAMS_FILE = re.compile(rf"{_STREAMS}\d{{5,}}\.safetensors")
_WRITTEN = re.compile(r"(embedding|layer-\d{5,}|head)\.(safetensors|new)|(config|packed|packing)\.json\.new")
_POLL_SECONDS = 0.5
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextmanager
def one_writer(folder: Path, waiting: Callable[[int], None]) -> Iterator[None]:
    """Create `folder` and lock it for writing. While another process holds the lock, `waiting` is called repeatedly
    with the number of files that it has finished.

    The operating system releases the lock when the process ends. On file systems without locks there is no lock.

    Raises:
        CheckpointError: the folder holds other files, or cannot be created or written to.
        Phi4Error: the disk is full.
    """
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise CheckpointError(f"{folder}: is a file; give a folder to write to")
    from filelock import FileLock, Timeout  # imports asyncio, which a start without packing need not wait for

    lock = FileLock(folder / LOCK, mode=0o644)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = {each.name for each in folder.iterdir()} - {LOCK, f"{PROGRESS_FILE}.new"}
        if there and not there & {MANIFEST, PROGRESS_FILE}:
            raise CheckpointError(f"{folder}: holds other files, such as {min(there)!r:.80}; give a new folder")
        while not lock.is_locked:
            try:
                lock.acquire(timeout=_POLL_SECONDS)
            except Timeout:
                waiting(_files_done(folder))
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
                break
    try:
        yield
    finally:
        # A process that waits on the deleted file notices, and creates another.
        with suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
        lock.release(force=True)


def _files_done(folder: Path) -> int:
    with suppress(InputError, KeyError, TypeError):
        return len(_read(folder / PROGRESS_FILE)["files"])
    return 0


def _read(file: Path) -> Any:
    return read_json(file, max_bytes=MAX_JSON_BYTES, error=CheckpointError)


@dataclass(frozen=True)
class _Streams:
    """The file with the sequences' hidden states after the first `files` files: its name, bytes and CRC-32."""

    name: str
    entry: dict[str, int]
    files: int


class ResumableFolder:
    """A packed folder that resumes: finished files and those of a stopped run with the same plan are kept. Only one
    process may use it at a time (`one_writer`).

    made_of     what the files depend on: settings, quantizer, and fingerprints of the model and the sequences
    measured    what only the measurement depends on
    files       names of the files to write, in order
    overwrite   whether a finished folder of another source or other settings may be replaced

    `done` has the complete files by name, with their bytes and CRC-32. `streams` is the file with the sequences' hidden
    states after the last of them, if there is one. `finished` is the manifest if nothing is left to do.

    Raises:
        CheckpointError: a finished folder is of another source or other settings, or the folder cannot be written to.
        Phi4Error: the disk is full.
    """

    def __init__(
        self, folder: Path, made_of: dict[str, Any], measured: Any, files: list[str], *, overwrite: bool
    ) -> None:
        self.folder, self._made_of, self._files = folder, made_of, files
        self._plan = {**made_of, "held_out": measured}
        self.done: dict[str, dict[str, int]] = {}
        self._kept: _Streams | None = None
        self.finished: dict[str, Any] | None = None
        self._replaces = False
        manifest, progress = folder / MANIFEST, folder / PROGRESS_FILE
        if os.path.lexists(manifest):
            self._reuse(measured, overwrite)
            if self.finished is not None:
                return
        else:
            with suppress(InputError):
                self._resume(_read(progress))
        # In this order, a stop in between leaves either a finished folder or one that resumes.
        self._write()
        with writing(folder):
            manifest.unlink(missing_ok=True)
        if self._replaces:
            self._remove(lambda name: name in COPIED, but={"README.md"})  # it may be the user's own
        self._remove(_of_an_earlier_run, but={*self.done, "" if self.streams is None else self.streams.name})

    def _reuse(self, measured: Any, overwrite: bool) -> None:
        try:
            manifest = _read(self.folder / MANIFEST)
        except InputError:
            manifest = None
        manifest = manifest if isinstance(manifest, dict) else {}
        same = (
            self._made_of["source"] and {key: manifest[key] for key in manifest if key not in RESULTS} == self._made_of
        )
        if not same:
            if not overwrite:
                raise CheckpointError(f"{self.folder}: holds {self._difference(manifest)}; give a new folder, or "
                                      "--overwrite to replace it")  # fmt: skip
            self._replaces = True
            return
        measurement = manifest.get("measured")
        measured_before = measurement.get("held_out") if isinstance(measurement, dict) else None
        if measured is not None and measured_before != measured and not overwrite:
            raise CheckpointError(f"{self.folder}: holds this model with these settings, not measured on this text; "
                                  "give --overwrite to pack and measure it again")  # fmt: skip
        self.done = self._complete(manifest.get("files"))
        if len(self.done) == len(self._files) and (measured is None or measured_before == measured):
            self.finished = manifest
            with suppress(OSError):
                (self.folder / PROGRESS_FILE).unlink(missing_ok=True)

    def _difference(self, manifest: dict[str, Any]) -> str:
        if not isinstance(manifest.get("source"), str) or not manifest["source"] or not self._made_of["source"]:
            return "a packed model of an unknown source"
        if manifest["source"] != self._made_of["source"]:
            return "another packed model"
        key = next((key for key, value in self._made_of.items() if manifest.get(key) != value), "settings")
        return f"this model packed with other settings ({key} is {manifest.get(key)!r:.40})"

    def _resume(self, before: Any) -> None:
        if not isinstance(before, dict) or before.get("plan") != self._plan:
            return
        self.done = self._complete(before.get("files"))
        kept = before.get("streams")
        if isinstance(kept, dict) and set(kept) == {"name", "entry", "files"}:
            name, entry, files = kept["name"], kept["entry"], kept["files"]
            if isinstance(name, str) and _STREAMS_FILE.fullmatch(name) and type(files) is int and files >= 0:
                reached = set(self.done) == set(self._files[:files])
                if reached and self._is_complete(name, entry):
                    self._kept = _Streams(name, entry, files)

    def _complete(self, entries: Any) -> dict[str, dict[str, int]]:
        if not isinstance(entries, dict):
            return {}
        return {
            name: entries[name] for name in self._files if name in entries and self._is_complete(name, entries[name])
        }

    def _is_complete(self, name: str, entry: Any) -> bool:
        file = self.folder / name
        with suppress(OSError):
            return file.is_file() and checksum(file) == entry
        return False

    @property
    def streams(self) -> Path | None:
        return None if self._kept is None else self.folder / self._kept.name

    def next_streams(self) -> Path:
        """The file for the sequences' hidden states after the next file."""
        return self.folder / f"{_STREAMS}{len(self.done):05d}.safetensors"

    def add(self, name: str, entry: dict[str, int], streams: dict[str, int] | None) -> None:
        """Note that the file `name` is complete, and `next_streams` too if its entry is given."""
        state = self.next_streams().name
        self.done[name] = entry
        self._kept = None if streams is None else _Streams(state, streams, len(self.done))
        self._write()
        self._remove(lambda each: each.startswith(_STREAMS), but={state} if streams is not None else set())

    def forget(self) -> None:
        """Forget all files, and start over."""
        self.done, self._kept = {}, None
        self._write()
        self._remove(lambda name: name.startswith(_STREAMS), but=set())

    def finish(self, results: dict[str, Any]) -> None:
        """Write the manifest, last of all."""
        files = {name: self.done[name] for name in self._files}
        replace_json(self.folder / MANIFEST, {**self._made_of, **results, "files": files})
        self._remove(_of_the_run, but=set())

    def discard(self) -> None:
        """Remove all that was written."""
        self._remove(lambda name: name in self._files, but=set())
        self._remove(_of_the_run, but=set())

    def _remove(self, kind: Callable[[str], bool], *, but: set[str]) -> None:
        with writing(self.folder):
            for file in list(self.folder.iterdir()):
                if kind(file.name) and file.name not in but:
                    file.unlink(missing_ok=True)

    def _write(self) -> None:
        kept = None if self._kept is None else {"name": self._kept.name, "entry": self._kept.entry,
                                                "files": self._kept.files}  # fmt: skip
        replace_json(self.folder / PROGRESS_FILE, {"plan": self._plan, "files": self.done, "streams": kept})


def _of_the_run(name: str) -> bool:
    return name == PROGRESS_FILE or name.startswith(_STREAMS)


def _of_an_earlier_run(name: str) -> bool:
    return name.startswith(_STREAMS) or bool(_WRITTEN.fullmatch(name))
