"""A Hugging Face folder as a checkpoint: config.json and one or several safetensors files, memory-mapped."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.conversion import STORAGE, convert_into
from phi4.checkpoint.layout import IGNORED_SUFFIXES, Layout, Part, parts
from phi4.checkpoint.safetensors_file import SafetensorsFile, StoredTensor
from phi4.config import load_config, tensor_shapes
from phi4.errors import CheckpointError

SINGLE, INDEX = "model.safetensors", "model.safetensors.index.json"
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_LARGEST_INDEX = 64 * 2**20
DTYPES = {"F32": "float32", "F16": "float16", "BF16": "bfloat16"}


class HfCheckpoint:
    """Weights of a folder; every name, shape, type and place is checked when it is opened, values are read on demand.

    Raises:
        ConfigError: config.json is missing or describes what phi4 does not compute.
        CheckpointError: the weights are missing, pickled, quantised in a way that is not supported, corrupt, or do
            not fit the configuration.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config = load_config(path)
        _refuse_quantised(path)
        shards = [SafetensorsFile(path / name) for name in shard_names(path)]
        self.files = [shard.file for shard in shards]
        self._stored: dict[str, tuple[SafetensorsFile, StoredTensor]] = {}
        for shard in shards:
            for name, tensor in shard.tensors.items():
                if with_prefix(name) in self._stored:
                    shard.file.fail(f"tensor {name!r} is there twice, perhaps in another shard; fetch the model again")
                self._stored[with_prefix(name)] = shard, tensor
        self._check_index()
        self._parts = self._matched()

    @property
    def stored_dtype(self) -> str:
        """The type of most of the weights: float32, float16 or bfloat16."""
        sizes: Counter[str] = Counter()
        for _, tensor in self._stored.values():
            sizes[tensor.dtype] += tensor.length
        return DTYPES[sizes.most_common(1)[0][0]]

    @property
    def stored_bytes(self) -> int:
        return sum(tensor.length for _, tensor in self._stored.values())

    def read(self, name: str) -> npt.NDArray[np.float32]:
        """The canonical tensor `name` as float32; `name` is one of phi4.config.tensor_shapes."""
        out = np.empty(tensor_shapes(self.config)[name], dtype=np.float32)
        self.read_into(name, out)
        return out

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        """Fill `out` [canonical shape] of float32, float16, or uint16 (bits of bfloat16) with the tensor `name`."""
        for part in self._parts[name]:
            shard, tensor = self._stored[part.name]
            view = shard.file.array(tensor.offset, STORAGE[tensor.dtype], tensor.shape, f"tensor {part.name!r}")
            convert_into(view, tensor.dtype, out[part.place])
            shard.file.release(tensor.offset, tensor.length)

    def _matched(self) -> dict[str, list[Part]]:
        """The parts of each canonical tensor; what is missing, left over or of another shape is an error."""
        layout = Layout.of_names(self._stored)
        matched = {
            name: list(parts(self.config, name, shape, layout)) for name, shape in tensor_shapes(self.config).items()
        }
        wanted = {part.name: part for group in matched.values() for part in group}
        if missing := [name for name in wanted if name not in self._stored]:
            raise CheckpointError(
                f"{self.path}: {len(missing)} tensors that config.json asks for are missing, such as {missing[0]!r}; "
                "the folder is incomplete or its config.json belongs to another model: fetch it again"
            )
        for name, part in wanted.items():
            _, tensor = self._stored[name]
            if tensor.shape != part.shape:
                raise CheckpointError(
                    f"{self.path}: tensor {name!r} is {list(tensor.shape)} and config.json asks for "
                    f"{list(part.shape)}; the two belong to different models"
                )
            if tensor.dtype not in STORAGE:
                raise CheckpointError(
                    f"{self.path}: tensor {name!r} is of type {tensor.dtype}, a quantised layout that is not "
                    "supported; use the float checkpoint of this model"
                )
        self._refuse_extra(set(self._stored) - set(wanted))
        return matched

    def _refuse_extra(self, extra: set[str]) -> None:
        for name in sorted(extra):
            if name.endswith(IGNORED_SUFFIXES):
                continue
            if name == "lm_head.weight" and self.config.tied_embeddings and self._equals_embedding(name):
                continue
            hint = (
                "it belongs to a quantised layout that is not supported: use the float checkpoint of this model"
                if name.endswith(("qweight", "qzeros", "scales", "absmax", "weight_scale", "weight_scale_inv", "SCB"))
                else "its config.json belongs to another model, or the file holds more than a language model"
            )
            raise CheckpointError(
                f"{self.path}: {len(extra)} tensors have no place in this model, such as {name!r}; {hint}"
            )

    def _equals_embedding(self, name: str) -> bool:
        """Whether a head that tied embeddings make needless repeats them, as some tools write it."""
        (shard, head), (other, embedding) = self._stored[name], self._stored["model.embed_tokens.weight"]
        if (head.dtype, head.shape) != (embedding.dtype, embedding.shape):
            return False
        step = 1 << 24
        return all(
            shard.file.bytes(head.offset + start, min(step, head.length - start), name)
            == other.file.bytes(embedding.offset + start, min(step, head.length - start), name)
            for start in range(0, head.length, step)
        )

    def _check_index(self) -> None:
        if (self.path / SINGLE).exists():
            return
        mapped = {with_prefix(name) for name in _weight_map(self.path / INDEX)}
        if mapped != set(self._stored):
            name = min(mapped ^ set(self._stored))
            where = "in the index but in no shard" if name in mapped else "in a shard but not in the index"
            raise CheckpointError(f"{self.path / INDEX}: tensor {name!r} is {where}; fetch the model again")


def shard_names(path: Path) -> list[str]:
    """The safetensors files of a folder: `model.safetensors`, or the shards that its index names.

    Raises:
        CheckpointError: there are none, they are pickled, or the index is malformed, names a file outside the
            folder or one that is not there.
    """
    if (path / SINGLE).exists():
        return [SINGLE]
    if (path / INDEX).exists():
        names = sorted(set(_weight_map(path / INDEX).values()))
        for name in names:
            if not (path / name).exists():
                raise CheckpointError(
                    f"{path}: {name}, which the index names, is missing; the download is incomplete: fetch it again"
                )
        return names
    for pattern in _PICKLED:
        for pickled in sorted(path.glob(pattern)):
            raise CheckpointError(
                f"{pickled}: pickled weights are refused, since loading them can run any code; use a safetensors "
                "version of this model, or convert it where you trust it"
            )
    raise CheckpointError(
        f"{path}: has neither {SINGLE} nor {INDEX}; give a folder with safetensors weights or a .gguf file"
    )


def _weight_map(index: Path) -> dict[str, str]:
    """Tensor name to file name of an index; every file name is one plain name that stays in the folder."""
    if index.stat().st_size > _LARGEST_INDEX:
        raise CheckpointError(f"{index}: larger than {_LARGEST_INDEX:,} bytes, which no index is; fetch it again")
    try:
        weight_map = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        items = list(weight_map.items())
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise CheckpointError(f"{index}: is no index of safetensors files; fetch it again") from None
    for _, name in items:
        plain = isinstance(name, str) and not set(name) & set("/\\:\0") and not name.startswith(".")
        if not plain or not name.endswith(".safetensors"):
            raise CheckpointError(
                f"{index}: names {str(name)!r:.80}, which is no safetensors file of this folder; do not use this model"
            )
    if not items:
        raise CheckpointError(f"{index}: names no tensors; fetch it again")
    return dict(items)


def with_prefix(name: str) -> str:
    """Base models are saved without the leading "model."."""
    return f"model.{name}" if name.startswith(("layers.", "embed_tokens.", "norm.")) else name


def _refuse_quantised(path: Path) -> None:
    config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    quantised = config.get("quantization_config")
    if quantised:
        method = quantised.get("quant_method", "unknown") if isinstance(quantised, dict) else "unknown"
        raise CheckpointError(
            f"{path}: is quantised by {str(method)!r:.40}, a layout that is not supported; use the float checkpoint of "
            "this model or a GGUF file"
        )
