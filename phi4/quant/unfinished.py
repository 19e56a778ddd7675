"""A packed folder while it is written: what is whole of it, so that a run that was stopped can go on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from phi4.checkpoint.packed_folder import MANIFEST, PROGRESS_FILE, checksum
from phi4.errors import CheckpointError

_STREAMS = "streams-"


class UnfinishedFolder:
    """Makes `folder`, or takes it up again if a run with the same `plan` was stopped there.

    plan    all that the files depend on: the settings, and what identifies the model and the texts
    files   names of the files that will be written, in order

    Files that are whole are in `done`, by name, with their bytes and CRC-32. `streams` is the file in which the state
    of the texts after the last of them was kept, if it was.

    Raises:
        CheckpointError: the folder is in use for something else.
    """

    def __init__(self, folder: Path, plan: dict[str, Any], files: list[str]) -> None:
        self.folder, self._plan, self._files = folder, plan, files
        if folder.exists() and not folder.is_dir():
            raise CheckpointError(f"{folder}: is a file; give a folder to write to")
        folder.mkdir(parents=True, exist_ok=True)
        manifest = folder / MANIFEST
        if not manifest.exists() and not (folder / PROGRESS_FILE).exists() and any(folder.iterdir()):
            raise CheckpointError(f"{folder}: holds other files; give a new folder")
        manifest.unlink(missing_ok=True)
        self.done: dict[str, dict[str, int]] = {}
        self._kept: dict[str, Any] | None = None
        try:
            self._take_up(json.loads((folder / PROGRESS_FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self.done, self._kept = {}, None
        self._write()
        self._remove_streams(but=self.streams)

    def _take_up(self, before: dict[str, Any]) -> None:
        if before["plan"] != self._plan:
            return
        self.done = {
            name: entry
            for name, entry in before["files"].items()
            if name in self._files and self._is_whole(self.folder / name, entry)
        }
        kept = before["streams"]
        reached = kept is not None and set(self.done) == set(self._files[: kept["files"]])
        if reached and self._is_whole(self.folder / kept["name"], kept["entry"]):
            self._kept = kept

    @staticmethod
    def _is_whole(file: Path, entry: dict[str, int]) -> bool:
        return file.is_file() and checksum(file) == entry

    @property
    def streams(self) -> Path | None:
        return None if self._kept is None else self.folder / self._kept["name"]

    def next_streams(self) -> Path:
        """Where to write the state of the texts after the next file."""
        return self.folder / f"{_STREAMS}{len(self.done):05d}.safetensors"

    def add(self, name: str, entry: dict[str, int], streams: dict[str, int] | None) -> None:
        """The file `name` is whole, and `next_streams` too if its entry is given."""
        kept = None if streams is None else {"name": self.next_streams().name, "entry": streams}
        self.done[name] = entry
        self._kept = None if kept is None else {**kept, "files": len(self.done)}
        self._write()
        self._remove_streams(but=self.streams)

    def forget(self) -> None:
        """Begin again."""
        self.done, self._kept = {}, None
        self._write()
        self._remove_streams(but=None)

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, last of all."""
        write_json(self.folder / MANIFEST, {**manifest, "files": {name: self.done[name] for name in self._files}})
        self._clear()

    def discard(self) -> None:
        """Remove all that was written."""
        for name in self._files:
            (self.folder / name).unlink(missing_ok=True)
        self._clear()

    def _clear(self) -> None:
        self._remove_streams(but=None)
        (self.folder / PROGRESS_FILE).unlink()

    def _remove_streams(self, *, but: Path | None) -> None:
        for file in self.folder.glob(f"{_STREAMS}*"):
            if file != but:
                file.unlink()

    def _write(self) -> None:
        write_json(self.folder / PROGRESS_FILE, {"plan": self._plan, "files": self.done, "streams": self._kept})


def write_json(file: Path, contents: dict[str, Any]) -> None:
    beside = file.with_suffix(".json.new")
    beside.write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")
    os.replace(beside, file)
