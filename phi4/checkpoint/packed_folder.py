"""Packed folders: low-bit weights as the kernels read them, memory-mapped (docs/packed-format.md).

A folder holds config.json, packed.json, the tokenizer's files, and safetensors files for the embedding, each layer and
the head. packed.json is written last, so a folder without it is not finished.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import TensorSpec, serialize_file

from phi4.checkpoint.packing import WIDTHS, PackedWeights, packed_shapes, unpack
from phi4.checkpoint.safetensors_file import SafetensorsFile
from phi4.config import ModelConfig, load_config, tensor_shapes
from phi4.errors import CheckpointError

MANIFEST, PROGRESS_FILE = "packed.json", "packing.json"
VERSION = 1
Float32Array = npt.NDArray[np.float32]
_DTYPES = {"U8": np.uint8, "I8": np.int8, "F32": np.float32}
_MATRICES = ("attention.qkv.weight", "attention.output.weight", "mlp.gate_up.weight", "mlp.down.weight")


@dataclass(frozen=True)
class Matrix:
    """A matrix that is packed: its canonical name, the expert it is (or None), and its sides."""

    name: str
    expert: int | None
    rows: int
    cols: int

    @property
    def stored(self) -> str:
        """What its tensors' names begin with."""
        stem = self.name.removesuffix(".weight")
        return stem if self.expert is None else f"{stem}.{self.expert}"


def matrices_of(config: ModelConfig, name: str) -> list[Matrix]:
    """The packed matrices that the canonical tensor `name` becomes; none if it stays in floats.

    A tied head is packed as "lm_head.weight" beside the embedding.
    """
    if name == "lm_head.weight":
        return [Matrix(name, None, config.vocab_size, config.hidden_size)]
    if not name.endswith(_MATRICES):
        return []
    shape = tensor_shapes(config)[name]
    if len(shape) == 2:
        return [Matrix(name, None, *shape)]
    return [Matrix(name, expert, *shape[1:]) for expert in range(shape[0])]


def files_of(config: ModelConfig) -> dict[str, list[str]]:
    """The safetensors files of a packed folder, and the canonical names of what each holds."""
    files: dict[str, list[str]] = {"embedding.safetensors": ["embedding.weight"]}
    for layer in range(config.layers):
        prefix = f"layers.{layer}."
        files[f"layer-{layer:05d}.safetensors"] = [name for name in tensor_shapes(config) if name.startswith(prefix)]
    files["head.safetensors"] = ["norm.weight", "lm_head.weight"]
    return files


def write_tensors(file: Path, tensors: Mapping[str, npt.NDArray[Any]]) -> dict[str, int]:
    """Write a safetensors file under its name when it is whole; returns its "bytes" and "crc32"."""
    names = {np.dtype(np.uint8): "uint8", np.dtype(np.int8): "int8", np.dtype(np.float32): "float32"}
    held = {name: np.ascontiguousarray(values) for name, values in tensors.items()}
    beside = file.with_suffix(".new")
    specs = {
        name: TensorSpec(
            dtype=names[values.dtype], shape=list(values.shape), data_ptr=values.ctypes.data, data_len=values.nbytes
        )
        for name, values in held.items()
    }
    serialize_file(specs, str(beside))
    beside.chmod(0o644)
    entry = checksum(beside)
    os.replace(beside, file)
    return entry


def checksum(file: Path) -> dict[str, int]:
    """Size and CRC-32 of a whole file."""
    crc, size = 0, 0
    with file.open("rb") as stream:
        while piece := stream.read(1 << 22):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
    return {"bytes": size, "crc32": crc}


class PackedCheckpoint:
    """A packed folder. Names, types, shapes and sizes of everything are checked when it is opened.

    Raises:
        CheckpointError, ConfigError: what is wrong, where, and what to do.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        manifest = self._manifest()
        self.config = load_config(path)
        self.bits, self.rotated, self.method = manifest["bits"], manifest["rotated"], manifest.get("method", "")
        self._files: dict[str, dict[str, int]] = manifest["files"]
        self._tensors: dict[str, tuple[SafetensorsFile, str]] = {}
        expected = files_of(self.config)
        if set(self._files) != set(expected):
            raise CheckpointError(f"{path / MANIFEST}: its files are not those of the model; quantise it again")
        for name, contents in expected.items():
            self._open(path / name, contents)

    def _manifest(self) -> dict[str, Any]:
        file = self.path / MANIFEST
        try:
            found = json.loads(_text(file))
        except (ValueError, RecursionError):
            raise CheckpointError(f"{file}: is not JSON; quantise the model again") from None
        if not isinstance(found, dict) or found.get("format") != "phi4-packed":
            raise CheckpointError(f"{file}: is not the manifest of a packed folder; quantise the model again")
        if found.get("version") != VERSION:
            raise CheckpointError(
                f"{file}: has version {found.get('version')!r:.40} of the packed format, and phi4 reads {VERSION}; "
                "quantise the model again"
            )
        files = found.get("files")
        whole = isinstance(files, dict) and all(
            isinstance(entry, dict) and {"bytes", "crc32"} <= set(entry) and all(type(v) is int for v in entry.values())
            for entry in files.values()
        )
        if found.get("bits") not in WIDTHS or not isinstance(found.get("rotated"), bool) or not whole:
            raise CheckpointError(f"{file}: lacks bits, rotated or files; quantise the model again")
        return found

    def _open(self, file: Path, contents: list[str]) -> None:
        opened = SafetensorsFile(file)
        if opened.file.size != self._files[file.name]["bytes"]:
            opened.file.fail(f"has {opened.file.size:,} bytes, not the {self._files[file.name]['bytes']:,} that "
                             f"{MANIFEST} names; quantise the model again")  # fmt: skip
        expected: dict[str, tuple[str, tuple[int, ...]]] = {}
        shapes = tensor_shapes(self.config)
        for name in contents:
            if name == "embedding.weight":
                expected["embedding.codes"] = ("I8", shapes[name])
                expected["embedding.scales"] = ("F32", shapes[name][:1])
            elif matrices := matrices_of(self.config, name):
                for matrix in matrices:
                    for part, shape in packed_shapes(self.bits, matrix.rows, matrix.cols).items():
                        expected[f"{matrix.stored}.{part}"] = ("F32" if part == "row_scales" else "U8", shape)
            else:
                expected[name] = ("F32", shapes[name])
        found = {name: (tensor.dtype, tensor.shape) for name, tensor in opened.tensors.items()}
        if found != expected:
            wrong = min(name for name in {*found, *expected} if found.get(name) != expected.get(name))
            opened.file.fail(f"tensor {wrong!r} is {found.get(wrong)}, and should be {expected.get(wrong)}; quantise "
                             "the model again")  # fmt: skip
        self._tensors |= dict.fromkeys(expected, (opened, file.name))

    def verify(self) -> None:
        """Read everything and hold it to the checksums.

        Raises:
            CheckpointError: a file was changed.
        """
        for name, entry in self._files.items():
            if checksum(self.path / name) != entry:
                raise CheckpointError(f"{self.path / name}: its checksum is wrong, it was changed; quantise it again")

    @property
    def stored_dtype(self) -> str:
        return f"{self.bits}-bit"

    @property
    def stored_bytes(self) -> int:
        return sum(entry["bytes"] for entry in self._files.values())

    def tensor(self, name: str) -> npt.NDArray[Any]:
        """A stored tensor as a view of the file; of floats that lie at no multiple of their size, a copy."""
        file, _ = self._tensors[name]
        stored = file.tensors[name]
        values = file.file.array(stored.offset, _DTYPES[stored.dtype], stored.shape, f"tensor {name!r}")
        return values if values.flags.aligned else values.copy()

    def packed(self, matrix: Matrix) -> PackedWeights:
        parts = (self.tensor(f"{matrix.stored}.{part}") for part in ("codes", "scales", "row_scales"))
        return PackedWeights(self.bits, *parts)

    def read(self, name: str) -> Float32Array:
        """The values that the packed weights stand for; of rotated matrices, rotated back."""
        if name == "embedding.weight":
            codes, scales = self.tensor("embedding.codes"), self.tensor("embedding.scales")
            with np.errstate(over="ignore", invalid="ignore"):
                embedding: Float32Array = np.multiply(codes, scales[:, None], dtype=np.float32)
            return embedding
        matrices = matrices_of(self.config, name)
        if not matrices:
            return np.array(self.tensor(name))
        with np.errstate(over="ignore", invalid="ignore"):  # a scale may be any float
            values = [unpack(self.packed(matrix), matrix.rows, matrix.cols) for matrix in matrices]
            if self.rotated:
                from phi4.checkpoint.rotation import unrotated

                values = [unrotated(each) for each in values]
        return values[0] if matrices[0].expert is None else np.stack(values)

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        """Fill `out`, of float32, float16, or uint16 for the bits of bfloat16."""
        from phi4.checkpoint.conversion import to_bfloat16

        values = self.read(name)
        out[...] = to_bfloat16(values) if out.dtype == np.uint16 else values


def tokenizer_files(folder: Path) -> Iterator[Path]:
    """The files of `folder` that are not weights and that a model needs beside them."""
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json",
                 "chat_template.jinja", "chat_template.json", "vocab.json", "merges.txt", "tokenizer.model",
                 "added_tokens.json", "README.md"):  # fmt: skip
        if (folder / name).is_file():
            yield folder / name


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CheckpointError(f"{file}: cannot be read; the folder is not a whole packed model") from None
