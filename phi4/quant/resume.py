"""A packed folder while it is written: what is whole of it, so that a run that was stopped resumes, and a lock, so that
one process writes at a time.
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

from phi4.checkpoint.packed.folder import COPIED, MANIFEST, PROGRESS_FILE, RESULTS, checksum
from phi4.errors import CheckpointError
from phi4.files import read_json, write_json, writing

LOCK = "packing.lock"
_STREAMS = "streams-"
_STREAMS_FILE = re.compile(rf"{_STREAMS}\d{{5,}}\.safetensors")
_WRITTEN = re.compile(r"(embedding|layer-\d{5,}|head)\.(safetensors|new)|(config|packed|packing)\.json\.new")
_SECONDS_BETWEEN_LOOKS = 0.5
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextmanager
def one_writer(folder: Path, waiting: Callable[[int], None]) -> Iterator[None]:
    """Make `folder` and be the only one that writes to it. While another process is, `waiting` is called again and
    again with the number of files that it has finished.

    The lock goes with the process that holds it, however that ends. Where the file system has no locks there is none.

    Raises:
        CheckpointError: the folder holds other files, or cannot be made or written to.
        Phi4Error: there is no room.
    """
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise CheckpointError(f"{folder}: is a file; give a folder to write to")
    from filelock import FileLock, Timeout  # brings asyncio, and to run a model needs neither

    lock = FileLock(folder / LOCK, mode=0o644)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = {each.name for each in folder.iterdir()} - {LOCK, f"{PROGRESS_FILE}.new"}
        if there and not there & {MANIFEST, PROGRESS_FILE}:
            raise CheckpointError(f"{folder}: holds other files, such as {min(there)!r:.80}; give a new folder")
        while not lock.is_locked:
            try:
                lock.acquire(timeout=_SECONDS_BETWEEN_LOOKS)
            except Timeout:
                waiting(_files_done(folder))
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
                break
    try:
        yield
    finally:
        # Who waits for the file sees that it is gone, and makes another.
        with suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
        lock.release(force=True)


def _files_done(folder: Path) -> int:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return len(read_json(folder / PROGRESS_FILE)["files"])
    return 0


@dataclass(frozen=True)
class _Streams:
    """The state of the texts after the first `files` files: its file's name, bytes and CRC-32."""

    name: str
    entry: dict[str, int]
    files: int


class UnfinishedFolder:
    """Takes `folder` up: as it was if it is finished or a run with the same `plan` was stopped there, else from the
    start. One process at a time (`one_writer`).

    made_of     what the files depend on: settings, quantizer, and what identifies the model and the texts
    measured    what only the measurement depends on
    files       names of the files that will be written, in order
    overwrite   whether a finished folder that was made of something else may be replaced

    Files that are whole are in `done`, by name, with their bytes and CRC-32. `streams` is the file in which the state
    of the texts after the last of them was kept, if it was. `finished` is the manifest if nothing is left to do.

    Raises:
        CheckpointError: a finished folder was made of something else, or the folder cannot be written to.
        Phi4Error: there is no room.
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
            self._take_finished(measured, overwrite)
            if self.finished is not None:
                return
        else:
            with suppress(OSError, ValueError):
                self._take_unfinished(read_json(progress))
        # In this order a stop in between leaves a finished folder or an unfinished one.
        self._write()
        with writing(folder):
            manifest.unlink(missing_ok=True)
        if self._replaces:
            self._remove(lambda name: name in COPIED, but={"README.md"})  # that may be its user's own
        self._remove(_of_an_earlier_run, but={*self.done, "" if self.streams is None else self.streams.name})

    def _take_finished(self, measured: Any, overwrite: bool) -> None:
        try:
            found = read_json(self.folder / MANIFEST)
        except (OSError, ValueError):
            found = None
        found = found if isinstance(found, dict) else {}
        same = self._made_of["source"] and {key: found[key] for key in found if key not in RESULTS} == self._made_of
        if not same:
            if not overwrite:
                raise CheckpointError(f"{self.folder}: holds {self._difference(found)}; give a new folder, or "
                                      "--overwrite to replace it")  # fmt: skip
            self._replaces = True
            return
        measurement = found.get("measured")
        there = measurement.get("held_out") if isinstance(measurement, dict) else None
        if measured is not None and there != measured and not overwrite:
            raise CheckpointError(f"{self.folder}: holds this model with these settings, not measured on this text; "
                                  "give --overwrite to pack and measure it again")  # fmt: skip
        self.done = self._whole(found.get("files"))
        if len(self.done) == len(self._files) and (measured is None or there == measured):
            self.finished = found
            with suppress(OSError):
                (self.folder / PROGRESS_FILE).unlink(missing_ok=True)

    def _difference(self, found: dict[str, Any]) -> str:
        if not isinstance(found.get("source"), str) or not found["source"] or not self._made_of["source"]:
            return "a packed model of a source that is not known"
        if found["source"] != self._made_of["source"]:
            return "another packed model"
        key = next((key for key, value in self._made_of.items() if found.get(key) != value), "settings")
        return f"this model packed with other settings ({key} is {found.get(key)!r:.40})"

    def _take_unfinished(self, before: Any) -> None:
        if not isinstance(before, dict) or before.get("plan") != self._plan:
            return
        self.done = self._whole(before.get("files"))
        kept = before.get("streams")
        if isinstance(kept, dict) and set(kept) == {"name", "entry", "files"}:
            name, entry, files = kept["name"], kept["entry"], kept["files"]
            if isinstance(name, str) and _STREAMS_FILE.fullmatch(name) and type(files) is int and files >= 0:
                reached = set(self.done) == set(self._files[:files])
                if reached and self._is_whole(name, entry):
                    self._kept = _Streams(name, entry, files)

    def _whole(self, entries: Any) -> dict[str, dict[str, int]]:
        if not isinstance(entries, dict):
            return {}
        return {name: entries[name] for name in self._files if name in entries and self._is_whole(name, entries[name])}

    def _is_whole(self, name: str, entry: Any) -> bool:
        file = self.folder / name
        with suppress(OSError):
            return file.is_file() and checksum(file) == entry
        return False

    @property
    def streams(self) -> Path | None:
        return None if self._kept is None else self.folder / self._kept.name

    def next_streams(self) -> Path:
        """Where to write the state of the texts after the next file."""
        return self.folder / f"{_STREAMS}{len(self.done):05d}.safetensors"

    def add(self, name: str, entry: dict[str, int], streams: dict[str, int] | None) -> None:
        """The file `name` is whole, and `next_streams` too if its entry is given."""
        state = self.next_streams().name
        self.done[name] = entry
        self._kept = None if streams is None else _Streams(state, streams, len(self.done))
        self._write()
        self._remove(lambda each: each.startswith(_STREAMS), but={state} if streams is not None else set())

    def forget(self) -> None:
        """Begin again."""
        self.done, self._kept = {}, None
        self._write()
        self._remove(lambda name: name.startswith(_STREAMS), but=set())

    def finish(self, results: dict[str, Any]) -> None:
        """Write the manifest, last of all."""
        files = {name: self.done[name] for name in self._files}
        write_json(self.folder / MANIFEST, {**self._made_of, **results, "files": files})
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
        write_json(self.folder / PROGRESS_FILE, {"plan": self._plan, "files": self.done, "streams": kept})


def _of_the_run(name: str) -> bool:
    return name == PROGRESS_FILE or name.startswith(_STREAMS)


def _of_an_earlier_run(name: str) -> bool:
    return name.startswith(_STREAMS) or bool(_WRITTEN.fullmatch(name))
