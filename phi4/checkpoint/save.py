"""Write a Hugging Face folder that transformers and vLLM load.

llama.cpp's converter accepts the folder with the tokenizer of a released model. It recognizes a tokenizer by a hash of
how it encodes a fixed text; docs/training.md says how to make it accept a new tokenizer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import TensorSpec, serialize_file

from phi4.checkpoint.conversion import to_bfloat16
from phi4.checkpoint.hf_folder import INDEX, SINGLE
from phi4.checkpoint.layout import Layout, Part, parts
from phi4.config import ModelConfig, tensor_shapes, to_hf
from phi4.errors import CheckpointError
from phi4.files import put_in_place, replace_json

_ITEM_SIZES = {"float32": 4, "float16": 2, "bfloat16": 2}


def save_checkpoint(
    folder: Path,
    config: ModelConfig,
    tensors: Iterable[tuple[str, npt.NDArray[np.float32]]],
    *,
    dtype: str = "bfloat16",
    max_shard_bytes: int = 2_000_000_000,
) -> None:
    """Write `tensors` (canonical name, float32) as `dtype`, with config.json, in the layout of the config's family.

    Tensors are consumed one at a time, in any order, and at most one shard is in memory. The layout follows the
    family: `replace(config, model_type="llama")` writes a Phi-4 with split projections, and "phi3" fuses a Llama's.
    Files get their names when all are written, config.json last, so an unfinished folder is not taken for a model.

    Raises:
        ConfigError: the family's config.json cannot say what `config` does.
        CheckpointError: a tensor is unknown, missing, given twice or of another shape than `config` asks for.
        ValueError: `dtype` is none of float32, float16, bfloat16.
    """
    if dtype not in _ITEM_SIZES:
        raise ValueError(f"dtype must be one of {', '.join(_ITEM_SIZES)}, not {dtype!r}")
    written_config = {**to_hf(config), "torch_dtype": dtype}
    folder.mkdir(parents=True, exist_ok=True)
    for stale in (SINGLE, INDEX, "config.json"):
        (folder / stale).unlink(missing_ok=True)
    shards = _Shards(folder, dtype, max_shard_bytes)
    shapes, layout = tensor_shapes(config), Layout.of_family(config.model_type)
    missing = set(shapes)
    for name, tensor in tensors:
        if name not in missing:
            raise CheckpointError(f"{folder}: tensor {name!r} is unknown to this model or was given twice")
        if tensor.shape != shapes[name]:
            raise CheckpointError(f"{folder}: tensor {name!r} is {tensor.shape}, the model has {shapes[name]}")
        missing.remove(name)
        for part in parts(config, name, shapes[name], layout):
            shards.add(part, tensor)
    if missing:
        raise CheckpointError(f"{folder}: {len(missing)} tensors were not given, such as {min(missing)!r}")
    shards.finish()
    replace_json(folder / "config.json", written_config)


class _Shards:
    """Collects stored tensors up to a size, and writes them as shards."""

    def __init__(self, folder: Path, dtype: str, max_bytes: int) -> None:
        self.folder, self.dtype, self.max_bytes = folder, dtype, max_bytes
        self.pending: dict[str, npt.NDArray[Any]] = {}
        self.pending_bytes = 0
        self.files: list[tuple[Path, list[str]]] = []
        self.total_bytes = 0

    def add(self, part: Part, tensor: npt.NDArray[np.float32]) -> None:
        values = np.ascontiguousarray(tensor[part.place], dtype=np.float32)
        size = values.size * _ITEM_SIZES[self.dtype]
        if self.pending and self.pending_bytes + size > self.max_bytes:
            self._write()
        stored = to_bfloat16(values) if self.dtype == "bfloat16" else values.astype(self.dtype)
        self.pending[part.name] = stored.copy() if np.may_share_memory(stored, tensor) else stored
        self.pending_bytes += size
        self.total_bytes += size

    def _write(self) -> None:
        file = self.folder / f"shard-{len(self.files) + 1}.new"
        contents = {
            name: TensorSpec(
                dtype=self.dtype, shape=list(values.shape), data_ptr=values.ctypes.data, data_len=values.nbytes
            )
            for name, values in self.pending.items()
        }
        serialize_file(contents, str(file), metadata={"format": "pt"})
        file.chmod(0o644)  # the library makes the file readable for its owner only
        self.files.append((file, list(self.pending)))
        self.pending, self.pending_bytes = {}, 0

    def finish(self) -> None:
        self._write()
        if len(self.files) == 1:
            put_in_place(self.files[0][0], self.folder / SINGLE)
            return
        weight_map: dict[str, str] = {}
        for number, (file, names) in enumerate(self.files, start=1):
            shard = f"model-{number:05d}-of-{len(self.files):05d}.safetensors"
            put_in_place(file, self.folder / shard)
            weight_map |= dict.fromkeys(names, shard)
        index = {"metadata": {"total_size": self.total_bytes}, "weight_map": weight_map}
        replace_json(self.folder / INDEX, index)
