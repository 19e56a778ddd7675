"""A checkpoint on the hub that streams: files are fetched when first read and deleted after their last tensor."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.conversion import STORAGE, convert_into
from phi4.checkpoint.hf_folder import DTYPES, with_prefix
from phi4.checkpoint.hub import HubName, errors_of, remote_model
from phi4.checkpoint.layout import Layout, is_shard_name, matched
from phi4.checkpoint.safetensors_file import SafetensorsFile
from phi4.config import tensor_shapes
from phi4.errors import CheckpointError

if TYPE_CHECKING:
    from filelock import FileLock

_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "tokenizer.model",
                    "vocab.json", "merges.txt", "added_tokens.json", "chat_template.jinja")  # fmt: skip


class HubCheckpoint:
    """Weights that are read once, in the order of layers, so that only the files of one layer are on disk.

    name       the model on the hub
    scratch    folder for downloaded files, or a folder beside it while another process uses it; interrupted downloads
               there are resumed
    offline    use only files in the hub's cache, which are never deleted

    All files come from the commit that the name pointed to on opening; `origin` names it.

    Raises:
        InputError, HubError, ConfigError: as phi4.checkpoint.remote_model.
        CheckpointError: the files do not fit the configuration, or their names point outside the model's folder.
    """

    def __init__(self, name: HubName, scratch: Path, *, offline: bool = False) -> None:
        from huggingface_hub import hf_hub_download
        from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

        remote = remote_model(name, offline=offline)
        self.path, self.config, self.stored_bytes = remote.folder, remote.config, remote.weight_bytes
        if not remote.stored:
            raise CheckpointError(f"{name.repo}: its safetensors files hold no tensors; choose another model")
        dtype = max(remote.stored, key=remote.stored.__getitem__)
        self.stored_dtype = DTYPES.get(dtype, dtype)
        commit = remote.folder.name  # the client's cache names each snapshot after its commit
        self.origin = f"{name.repo}@{commit}"
        self._name, self._commit, self._offline = name, commit, offline
        self._scratch, self._lock = _own_folder(scratch)
        with errors_of(name):
            for file in _TOKENIZER_FILES:
                try:
                    hf_hub_download(name.repo, file, revision=commit, local_files_only=offline)
                except (EntryNotFoundError, LocalEntryNotFoundError):
                    continue
        weight_map = _weight_map(name, commit)
        self._file_of = {with_prefix(tensor): file for tensor, file in weight_map.items()}
        self._spelled = {with_prefix(tensor): tensor for tensor in weight_map}
        try:
            self._parts = matched(self.config, Layout.of_names(self._file_of), self._file_of)
        except KeyError as missing:
            raise CheckpointError(f"{name.repo}: tensor {missing.args[0]!r:.80} is missing; the model on the hub is "
                                  "incomplete or of another kind") from None  # fmt: skip
        self._left = Counter(self._file_of[part.name] for group in self._parts.values() for part in group)
        self._open: dict[str, SafetensorsFile] = {}

    def read(self, name: str) -> npt.NDArray[np.float32]:
        out = np.empty(tensor_shapes(self.config)[name], np.float32)
        self.read_into(name, out)
        return out

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        """Fill `out`, of float32, float16, or uint16 for the bits of bfloat16."""
        for part in self._parts[name]:
            file = self._file_of[part.name]
            shard = self._opened(file)
            tensor = shard.tensors.get(self._spelled[part.name])
            if tensor is None or tensor.shape != part.shape or tensor.dtype not in STORAGE:
                shard.file.fail(f"tensor {part.name!r} is missing, or not of the shape that config.json asks for")
            view = shard.file.array(tensor.offset, STORAGE[tensor.dtype], tensor.shape, f"tensor {part.name!r}")
            convert_into(view, tensor.dtype, out[part.place])
            shard.file.release(tensor.offset, tensor.length)
            self._done(file)

    def skip(self, name: str) -> None:
        """Announce that `name` will not be read, so that its file can be deleted sooner."""
        for part in self._parts.get(name, []):
            self._done(self._file_of[part.name])

    def _done(self, file: str) -> None:
        """Count a tensor of `file` as read; delete the file after its last tensor, unless it is in the hub's cache."""
        self._left[file] -= 1
        if self._left[file] <= 0:
            self._open.pop(file, None)
            (self._scratch / file).unlink(missing_ok=True)

    def _opened(self, file: str) -> SafetensorsFile:
        if file not in self._open:
            self._open[file] = SafetensorsFile(self._fetched(file))
        return self._open[file]

    def _fetched(self, file: str) -> Path:
        from huggingface_hub import hf_hub_download, try_to_load_from_cache

        held = try_to_load_from_cache(self._name.repo, file, revision=self._commit)
        if isinstance(held, str):
            return Path(held)
        with errors_of(self._name):
            return Path(
                hf_hub_download(
                    self._name.repo, file, revision=self._commit, local_dir=self._scratch,
                    local_files_only=self._offline,
                )
            )  # fmt: skip


def _own_folder(scratch: Path) -> tuple[Path, FileLock | None]:
    """A folder that no other process uses while the lock is held."""
    from filelock import FileLock, Timeout  # imports asyncio, which a start without packing need not wait for

    for number in itertools.count(1):
        folder = scratch if number == 1 else scratch.with_name(f"{scratch.name}-{number}")
        lock = FileLock(folder.with_name(f"{folder.name}.lock"))
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
            return folder, lock
        except Timeout:
            continue
        except OSError:  # not writable, which only matters if a file must be fetched, or no locks on this file system
            break
    return scratch, None


def _weight_map(name: HubName, commit: str) -> dict[str, str]:
    """The map from tensor to file name in the model's index on the hub."""
    from huggingface_hub import get_safetensors_metadata
    from huggingface_hub.errors import NotASafetensorsRepoError, SafetensorsParsingError

    with errors_of(name):
        try:
            found = get_safetensors_metadata(name.repo, revision=commit).weight_map
            items = list(found.items())
        except (NotASafetensorsRepoError, SafetensorsParsingError, ValueError, KeyError, TypeError, AttributeError):
            raise CheckpointError(f"{name.repo}: its index or a header on the hub is malformed") from None
    for tensor, file in items:
        if not is_shard_name(file):
            raise CheckpointError(f"{name.repo}: its index on the hub names {str(file)!r:.80} for {tensor!r:.80}, "
                                  "which is not a safetensors file of this model; do not use it")  # fmt: skip
    return found
