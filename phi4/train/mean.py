"""The mean of several models' weights, of one shape and tokenizer: "model soups" (https://arxiv.org/abs/2203.05482)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import open_checkpoint, save_checkpoint
from phi4.config import tensor_shapes
from phi4.errors import InputError


def mean_of(models: Sequence[tuple[Path, float]], out: Path) -> Path:
    """Write the mean of `models`, folders with their shares, to the folder `out`, as bfloat16.

    Shares are scaled to a sum of 1. What else is in the first model's folder, such as its tokenizer, is copied.

    Raises:
        InputError: there are no models, a share is not above 0, or the models differ in shape or tokenizer.
        ConfigError, CheckpointError: a model cannot be read.
    """
    if not models or min(share for _, share in models) <= 0:
        raise InputError("a mean needs at least one model, and shares above 0")
    opened = [open_checkpoint(path) for path, _ in models]
    first = opened[0]
    for each in opened[1:]:
        if each.config != first.config:
            raise InputError(f"{each.path}: is of another shape than {first.path}; a mean needs models of one shape")
        if _bytes(each.path / "tokenizer.json") != _bytes(first.path / "tokenizer.json"):
            raise InputError(
                f"{each.path}: has another tokenizer than {first.path}; a mean needs models of one tokenizer"
            )
    total = sum(share for _, share in models)

    def tensors() -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        for name in tensor_shapes(first.config):
            mean = sum(each.read(name) * (share / total) for each, (_, share) in zip(opened, models, strict=True))
            yield name, np.asarray(mean, dtype=np.float32)

    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: is there already; remove it, or give another folder")
    save_checkpoint(out, first.config, tensors(), dtype="bfloat16")
    for file in first.path.iterdir():
        if file.is_file() and file.name != "config.json" and ".safetensors" not in file.name:
            shutil.copyfile(file, out / file.name)
    return out


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
