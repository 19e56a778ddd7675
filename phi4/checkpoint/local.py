"""The model at a local path: a folder, or a GGUF file by its first bytes; other files are refused by kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from phi4.checkpoint.bounded import BoundedFile
from phi4.checkpoint.gguf_choice import choose, is_gguf_name
from phi4.checkpoint.kinds import PICKLED, is_model, problem_of_kind
from phi4.checkpoint.packed.folder import MANIFEST, PROGRESS_FILE
from phi4.config.files import disguise, read_json
from phi4.errors import CheckpointError, Phi4Error, shown

_MAX_DEPTH, _MAX_GGUF_DEPTH, _MAX_FILES = 4, 2, 5_000
_MAX_TEXT_BYTES = 2**20


def local_model(path: Path) -> tuple[Path, str | None]:
    """The model folder or GGUF file at `path`, and a sentence if it was chosen among several.

    Raises:
        CheckpointError: it is something else, which the message names, or cannot be read.
        InputError: it is a folder of GGUF files without a model.
    """
    if not path.is_dir():
        _refuse_other_files(path)
        return path, None
    names = files_below(path)
    if MANIFEST in names or PROGRESS_FILE in names or is_model(names):
        return path, None
    if ggufs := [name for name in names if is_gguf_name(name) and name.count("/") < _MAX_GGUF_DEPTH]:
        beside = [name for name in ggufs if "/" not in name]
        choice = choose(beside or ggufs, None, str(path))
        return path / choice.files[0], choice.note(str(path), "give the file itself to use another")
    if (problem := problem_of_kind(names, lambda name: _json(path / name))) is not None:
        raise CheckpointError(f"{path}: {problem}")
    if "config.json" not in names:
        inner = sorted({name.rpartition("/")[0] for name in names if name.endswith("/config.json")})
        if inner:
            raise CheckpointError(
                f"{path}: is not a model's folder, but {shown(inner[-1], 120)} in it has a config.json; give that one"
            )
    return path, None


def files_below(folder: Path) -> list[str]:
    """Names of the files of a folder and its subfolders, separated by "/"; of very many, the first ones.

    Raises:
        CheckpointError: the folder cannot be read.
    """
    return sorted(_walked(folder, ""))


def _walked(folder: Path, prefix: str) -> Iterator[str]:
    count, subfolders = 0, []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                count += 1
                if count > _MAX_FILES:
                    break
                if entry.is_file():
                    yield prefix + entry.name
                elif entry.is_dir(follow_symlinks=False):
                    subfolders.append(entry.name)
    except OSError as error:
        if not prefix:
            raise CheckpointError(f"{folder}: cannot be read ({error.strerror}); check its permissions") from None
        return
    if prefix.count("/") < _MAX_DEPTH - 1:
        for name in sorted(subfolders)[:64]:
            yield from _walked(folder / name, f"{prefix}{name}/")


def _refuse_other_files(path: Path) -> None:
    """Raises CheckpointError unless `path` begins like a GGUF file."""
    file = BoundedFile(path)
    start = file.bytes(0, min(64, file.size), "the first bytes")
    if start.startswith(b"GGUF"):
        return
    if (problem := disguise(start)) is not None:
        file.fail(problem)
    if is_gguf_name(path.name):
        file.fail("is not a GGUF file (it does not begin with GGUF); give a .gguf file or a folder")
    if path.name.endswith((".safetensors", ".safetensors.index.json")) or path.name == "config.json":
        file.fail("is one file of a model; give the folder that holds it and config.json")
    if PICKLED.fullmatch(path.name):
        file.fail("pickled weights are refused, since loading them can run any code; use a safetensors version")
    file.fail("is neither a folder nor a GGUF file; give a model's folder or GGUF file")


def _json(file: Path) -> Any:
    try:
        return read_json(file, max_bytes=_MAX_TEXT_BYTES, error=CheckpointError)
    except Phi4Error:
        return None
