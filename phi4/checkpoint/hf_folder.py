"""A Hugging Face folder as a checkpoint: config.json and one or several safetensors files, memory-mapped."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.conversion import STORAGE, convert_into
from phi4.checkpoint.layout import Layout, Part, is_ignored, is_shard_name, matched
from phi4.checkpoint.safetensors_file import SafetensorsFile, StoredTensor
from phi4.config import load_config, tensor_shapes
from phi4.config.files import is_file, read_json
from phi4.config.quantized import quantized_names, quantized_sentence
from phi4.errors import CheckpointError, shown

SINGLE, INDEX = "model.safetensors", "model.safetensors.index.json"
_MAX_INDEX_BYTES = 64 * 2**20
DTYPES = {"F32": "float32", "F16": "float16", "BF16": "bfloat16", "F64": "float32"}
"""The dtype in which weights of a stored type run by default."""


class HfCheckpoint:
    """Weights of a folder. Names, shapes, types and offsets are checked on opening, and values are read on demand.

    Raises:
        ConfigError: config.json is missing or not supported.
        CheckpointError: the weights are missing, in an unsupported quantized format, corrupt, or do not fit the
            configuration.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config = load_config(path)
        shards = [SafetensorsFile(path / name) for name in shard_names(path)]
        self.files = [shard.file for shard in shards]
        self._stored: dict[str, tuple[SafetensorsFile, StoredTensor]] = {}
        for shard in shards:
            for name, tensor in shard.tensors.items():
                if with_prefix(name) in self._stored:
                    shard.file.fail(f"tensor {name!r} occurs twice, perhaps in another shard; fetch the model again")
                self._stored[with_prefix(name)] = shard, tensor
        self._parts = self._matched(self._repeated(shards))

    @property
    def stored_dtype(self) -> str:
        """The type of most weights: float32 (also for float64), float16 or bfloat16."""
        sizes: Counter[str] = Counter()
        for tensor in self._read_tensors():
            sizes[tensor.dtype] += tensor.length
        return DTYPES[sizes.most_common(1)[0][0]]

    @property
    def stored_bytes(self) -> int:
        return sum(tensor.length for tensor in self._read_tensors())

    def _read_tensors(self) -> list[StoredTensor]:
        return [self._stored[name][1] for name in {part.name for group in self._parts.values() for part in group}]

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

    def skip(self, name: str) -> None:
        """Does nothing: the files stay mapped."""

    def _repeated(self, shards: list[SafetensorsFile]) -> dict[str, str]:
        """Tensors that are stored under the name of another tensor with the same values.

        safetensors saves shared tensors once and puts the other names into the metadata; of tied embeddings the file
        may have only the head.
        """
        found = {with_prefix(name): with_prefix(kept) for shard in shards for name, kept in shard.metadata.items()}
        if self.config.tied_embeddings:
            found.setdefault("model.embed_tokens.weight", "lm_head.weight")
        return {name: kept for name, kept in found.items() if name not in self._stored and kept in self._stored}

    def _matched(self, repeated: dict[str, str]) -> dict[str, list[Part]]:
        """The parts of each canonical tensor; a missing, extra or misshaped tensor is an error."""
        layout = Layout.of_names(self._stored)
        if (tool := quantized_names(self._stored)) is not None:
            raise CheckpointError(f"{self.path}: {quantized_sentence(tool)}")
        try:
            found = matched(self.config, layout, {*self._stored, *repeated})
        except KeyError as missing:
            raise CheckpointError(
                f"{self.path}: tensor {missing.args[0]!r}, which config.json asks for, is missing; the folder is "
                "incomplete or its config.json belongs to another model: fetch it again"
            ) from None
        found = {
            name: [replace(part, name=repeated.get(part.name, part.name)) for part in group]
            for name, group in found.items()
        }
        wanted = {part.name: part for group in found.values() for part in group}
        for name, part in wanted.items():
            _, tensor = self._stored[name]
            if tensor.shape != part.shape:
                raise CheckpointError(
                    f"{self.path}: tensor {name!r} is {shown(list(tensor.shape))} and config.json asks for "
                    f"{list(part.shape)}; the two belong to different models"
                )
            if tensor.dtype not in STORAGE:
                kind = "a quantized layout" if tensor.dtype[:2] in ("F8", "F6", "F4", "I8", "U8") else "a type"
                raise CheckpointError(
                    f"{self.path}: tensor {name!r} is of type {tensor.dtype}, {kind} that is not supported for "
                    "weights; use the float checkpoint of this model"
                )
        self._refuse_extra(set(self._stored) - set(wanted))
        return found

    def _refuse_extra(self, extra: set[str]) -> None:
        for name in sorted(extra):
            if is_ignored(name):
                continue
            if name == "lm_head.weight" and self.config.tied_embeddings and self._equals_embedding(name):
                continue
            raise CheckpointError(
                f"{self.path}: {len(extra)} tensors do not belong to this model, such as {shown(name)}; its "
                "config.json belongs to another model, or the file holds more than a language model"
            )

    def _equals_embedding(self, name: str) -> bool:
        """Whether a stored head equals the tied embedding, as some tools write it."""
        (shard, head), (other, embedding) = self._stored[name], self._stored["model.embed_tokens.weight"]
        if (head.dtype, head.shape) != (embedding.dtype, embedding.shape):
            return False
        step = 1 << 24
        return all(
            shard.file.bytes(head.offset + start, min(step, head.length - start), name)
            == other.file.bytes(embedding.offset + start, min(step, head.length - start), name)
            for start in range(0, head.length, step)
        )


def shard_names(path: Path) -> list[str]:
    """The safetensors files of a folder: `model.safetensors`, or the shards that its index names.

    Raises:
        CheckpointError: there are none, or the index is malformed, names a file outside the folder or a
            missing one.
    """
    if _exists(path / SINGLE):
        return [SINGLE]
    if _exists(path / INDEX):
        names = sorted(set(weight_map(path / INDEX).values()))
        for name in names:
            if not is_file(path / name):
                raise CheckpointError(
                    f"{path}: {name}, which the index names, is missing; the download is incomplete: fetch it again"
                )
        return names
    raise CheckpointError(
        f"{path}: has neither {SINGLE} nor {INDEX}; give a folder with safetensors weights or a .gguf file"
    )


def weight_map(index: Path) -> dict[str, str]:
    """The map from tensor to file name of an index; file names are plain names inside the folder.

    Raises:
        CheckpointError: the index is malformed, or names another kind of file.
    """
    content = read_json(index, max_bytes=_MAX_INDEX_BYTES, error=CheckpointError)
    files = content.get("weight_map") if isinstance(content, dict) else None
    if not isinstance(files, dict):
        raise CheckpointError(f"{index}: is not an index of safetensors files; fetch it again")
    for name in files.values():
        if not is_shard_name(name):
            raise CheckpointError(
                f"{index}: names {shown(name, 80)}, which is not a safetensors file of this folder; do not use it"
            )
    if not files:
        raise CheckpointError(f"{index}: names no tensors; fetch it again")
    return files


def _exists(file: Path) -> bool:
    return file.is_dir() or is_file(file)


def with_prefix(name: str) -> str:
    """The name with the leading "model.", which base models lack."""
    return f"model.{name}" if name.startswith(("layers.", "embed_tokens.", "norm.")) else name
