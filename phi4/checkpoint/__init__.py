"""Reading and writing weights: Hugging Face folders, GGUF files, packed folders, names on the hub."""

from __future__ import annotations

from pathlib import Path

from phi4.checkpoint.hf_folder import HfCheckpoint
from phi4.checkpoint.hub import HubName, RemoteModel, hub_name, is_gguf_repository, remote_model, resolve
from phi4.checkpoint.local import local_model
from phi4.checkpoint.packed.folder import MANIFEST, PROGRESS_FILE, PackedCheckpoint
from phi4.checkpoint.save import save_checkpoint
from phi4.checkpoint.weights import Checkpoint, LoadProgress, Weights
from phi4.config.files import is_file
from phi4.errors import CheckpointError

__all__ = [
    "Checkpoint",
    "HubName",
    "LoadProgress",
    "PackedCheckpoint",
    "RemoteModel",
    "Weights",
    "hub_name",
    "is_gguf_repository",
    "open_checkpoint",
    "remote_model",
    "resolve",
    "save_checkpoint",
]


def open_checkpoint(path: Path) -> Checkpoint:
    """Open a Hugging Face folder, a packed folder, a GGUF file, or one GGUF file of a folder.

    Everything but the values is checked now; weights are read later.

    Raises:
        ConfigError, CheckpointError: the model is malformed or not supported.
    """
    path, _ = local_model(path)
    if not path.is_dir():
        from phi4.checkpoint.gguf_checkpoint import GgufCheckpoint

        return GgufCheckpoint(path)
    if is_file(path / MANIFEST):
        return PackedCheckpoint(path)
    if is_file(path / PROGRESS_FILE):
        raise CheckpointError(f"{path}: packing was stopped; give the same phi4 quantize command again to resume")
    return HfCheckpoint(path)
