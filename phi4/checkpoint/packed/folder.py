"""Packed folders: memory-mapped low-bit weights in the order of the kernels (docs/packed-format.md).

A folder holds config.json, packed.json, the tokenizer's files, and safetensors files for the embedding, each layer and
the head. packed.json is written last, so a folder without it is incomplete.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import TensorSpec, serialize_file

from phi4.checkpoint.bounded import BoundedFile
from phi4.checkpoint.packed.format import MAX_INPUTS, MAX_OUTPUTS, WIDTHS, PackedWeights, packed_shapes, unpack
from phi4.checkpoint.safetensors_file import SafetensorsFile
from phi4.config import ModelConfig, load_config, tensor_shapes
from phi4.config.files import read_json
from phi4.errors import CheckpointError
from phi4.files import replacing

MANIFEST, PROGRESS_FILE = "packed.json", "packing.json"
VERSION = 1
MAX_JSON_BYTES = 16 * 2**20
RESULTS = ("files", "divergence", "measured")
"""Keys of the manifest for results; the others are the source and the settings."""
Float32Array = npt.NDArray[np.float32]
_DTYPES = {"U8": np.uint8, "I8": np.int8, "F32": np.float32}
COPIED = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json",
          "chat_template.jinja", "chat_template.json", "vocab.json", "merges.txt", "tokenizer.model",
          "added_tokens.json", "README.md")  # fmt: skip
"""Files beside the weights that are copied into a packed folder."""
_PIECE_BYTES = 1 << 24
_MATRICES = ("attention.qkv.weight", "attention.output.weight", "mlp.gate_up.weight", "mlp.down.weight")


@dataclass(frozen=True)
class Matrix:
    """A packed matrix: its canonical name, its expert (or None), and its shape."""

    name: str
    expert: int | None
    rows: int
    cols: int

    @property
    def stored(self) -> str:
        """The prefix of its tensors' names."""
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
    """The safetensors files of a packed folder, with the canonical names of their tensors."""
    files: dict[str, list[str]] = {"embedding.safetensors": ["embedding.weight"]}
    for name in tensor_shapes(config):
        if name.startswith("layers."):
            layer = int(name.split(".", 2)[1])
            files.setdefault(f"layer-{layer:05d}.safetensors", []).append(name)
    files["head.safetensors"] = ["norm.weight", "lm_head.weight"]
    return files


def check_sizes(config: ModelConfig, where: str) -> None:
    """Raises CheckpointError if a matrix of `config` is too large for the kernels for packed weights."""
    shapes = tensor_shapes(config)
    first_layer = {name: shape for name, shape in shapes.items() if name.startswith("layers.0.")}
    for name, shape in {**first_layer, "lm_head.weight": shapes["embedding.weight"]}.items():
        if name.endswith((*_MATRICES, "lm_head.weight")) and (shape[-2] > MAX_OUTPUTS or shape[-1] > MAX_INPUTS):
            raise CheckpointError(
                f"{where}: {name} has {shape[-1]:,} inputs and {shape[-2]:,} outputs, and a packed matrix has at most "
                f"{MAX_INPUTS:,} and {MAX_OUTPUTS:,}; run this model unpacked, with --dtype bfloat16"
            )


def write_tensors(file: Path, tensors: Mapping[str, npt.NDArray[Any]]) -> dict[str, int]:
    """Write a safetensors file, which gets its name when it is complete; returns its "bytes" and "crc32".

    Raises:
        Phi4Error, InputError: it cannot be written; no partial file remains.
    """
    names = {np.dtype(np.uint8): "uint8", np.dtype(np.int8): "int8", np.dtype(np.float32): "float32"}
    held = {name: np.ascontiguousarray(values) for name, values in tensors.items()}
    specs = {
        name: TensorSpec(
            dtype=names[values.dtype], shape=list(values.shape), data_ptr=values.ctypes.data, data_len=values.nbytes
        )
        for name, values in held.items()
    }
    with replacing(file) as beside:
        serialize_file(specs, str(beside))
        beside.chmod(0o644)
        return checksum(beside)


def checksum(file: Path) -> dict[str, int]:
    """Size and CRC-32 of a whole file."""
    crc, size = 0, 0
    with file.open("rb") as stream:
        while piece := stream.read(1 << 22):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
    return {"bytes": size, "crc32": crc}


class PackedCheckpoint:
    """A packed folder. Names, types, shapes and sizes are checked on opening, checksums by `verify`, and scales and
    norms for finite values when they are read.

    `manifest` is packed.json; `made_of` is its part with the source and the settings.

    Raises:
        CheckpointError, ConfigError: the folder is malformed, incomplete or not supported.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = self._manifest()
        self.config = load_config(path)
        check_sizes(self.config, str(path))
        self.bits: int = self.manifest["bits"]
        self.rotated: bool = self.manifest["rotated"]
        self.method: str = self.manifest.get("method", "")
        self._entries: dict[str, dict[str, int]] = self.manifest["files"]
        self._tensors: dict[str, tuple[SafetensorsFile, str]] = {}
        self.files: list[BoundedFile] = []
        expected = files_of(self.config)
        if set(self._entries) != set(expected):
            raise CheckpointError(f"{path / MANIFEST}: its files are not those of the model; quantize it again")
        for name, contents in expected.items():
            self._open(path / name, contents)
        if repr(self._manifest()) != repr(self.manifest):  # as text, because NaN does not equal itself
            raise CheckpointError(f"{path}: was packed again while it was opened; try again")

    @property
    def made_of(self) -> dict[str, Any]:
        """The part of the manifest with the source, the settings and the version of the quantizer."""
        return {key: value for key, value in self.manifest.items() if key not in RESULTS}

    def _manifest(self) -> dict[str, Any]:
        file = self.path / MANIFEST
        found = read_json(file, max_bytes=MAX_JSON_BYTES, error=CheckpointError)
        if not isinstance(found, dict) or found.get("format") != "phi4-packed":
            raise CheckpointError(f"{file}: is not the manifest of a packed folder; quantize the model again")
        version = found.get("version")
        if type(version) is not int or version != VERSION:
            raise CheckpointError(
                f"{file}: has version {version!r:.40} of the packed format, and phi4 reads {VERSION}; "
                "quantize the model again"
            )
        files = found.get("files")
        whole = isinstance(files, dict) and all(
            isinstance(entry, dict) and all(_is_count(entry.get(key)) for key in ("bytes", "crc32"))
            for entry in files.values()
        )
        if type(found.get("bits")) is not int or found["bits"] not in WIDTHS:
            problem = f"lacks bits of {', '.join(map(str, WIDTHS))}, it has {found.get('bits')!r:.40}"
        elif not isinstance(found.get("rotated"), bool) or not whole:
            problem = "lacks rotated or files"
        elif not isinstance(found.get("method", ""), str):
            problem = f"method is {found['method']!r:.40}, and must be a string"
        elif not _is_number(found.get("divergence", 0)):
            problem = f"divergence is {found['divergence']!r:.40}, and must be a finite number"
        else:
            return found
        raise CheckpointError(f"{file}: {problem}; quantize the model again")

    def _open(self, file: Path, contents: list[str]) -> None:
        opened = SafetensorsFile(file)
        if opened.file.size != self._entries[file.name]["bytes"]:
            opened.file.fail(f"has {opened.file.size:,} bytes, not the {self._entries[file.name]['bytes']:,} that "
                             f"{MANIFEST} names; quantize the model again")  # fmt: skip
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
            opened.file.fail(f"tensor {wrong!r:.80} is {found.get(wrong)}, and should be {expected.get(wrong)}; "
                             "quantize the model again")  # fmt: skip
        self.files.append(opened.file)
        self._tensors |= dict.fromkeys(expected, (opened, file.name))

    def verify(self, *, threads: int = 1) -> None:
        """Compare every file with its checksum.

        Raises:
            CheckpointError: a file was changed.
        """
        with ThreadPoolExecutor(max(threads, 1)) as pool:
            for file, crc in zip(self.files, pool.map(_crc32, self.files), strict=True):
                if crc != self._entries[file.path.name]["crc32"]:
                    file.fail("its checksum is wrong, so it was changed or damaged; quantize the model again, with the "
                              "same command, which keeps intact files")  # fmt: skip

    @property
    def stored_dtype(self) -> str:
        return f"{self.bits}-bit"

    @property
    def stored_bytes(self) -> int:
        return sum(entry["bytes"] for entry in self._entries.values())

    def tensor(self, name: str) -> npt.NDArray[Any]:
        """A stored tensor as a view of the file; misaligned floats are copied."""
        file, _ = self._tensors[name]
        stored = file.tensors[name]
        values = file.file.array(stored.offset, _DTYPES[stored.dtype], stored.shape, f"tensor {name!r}")
        if stored.dtype == "F32" and not np.isfinite(values).all():
            file.file.fail(f"tensor {name!r} holds a NaN or an infinity, so it is damaged; quantize the model again")
        return values if values.flags.aligned else values.copy()

    def packed(self, matrix: Matrix) -> PackedWeights:
        parts = (self.tensor(f"{matrix.stored}.{part}") for part in ("codes", "scales", "row_scales"))
        return PackedWeights(self.bits, *parts)

    def read(self, name: str) -> Float32Array:
        """The dequantized values; rotated matrices are rotated back."""
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
                from phi4.checkpoint.packed.hadamard import unrotated

                values = [unrotated(each) for each in values]
        return values[0] if matrices[0].expert is None else np.stack(values)

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        """Fill `out`, an array of float32, float16, or uint16 for the bits of bfloat16."""
        from phi4.checkpoint.conversion import to_bfloat16

        values = self.read(name)
        out[...] = to_bfloat16(values) if out.dtype == np.uint16 else values

    def skip(self, name: str) -> None:
        """Does nothing: the files stay mapped."""


def copied_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of `folder` to copy into a packed folder, and those that are not copied because they link outside: a
    packed folder may be published, and a link could point to any file of its user.

    Links into the hub's cache of the same model are allowed, since that cache consists of links.
    """
    root = folder.resolve()
    homes = [root, *([root.parents[1] / "blobs"] if root.parent.name == "snapshots" else [])]
    existing = [folder / name for name in COPIED if (folder / name).is_file()]
    inside = [file for file in existing if any(file.resolve().is_relative_to(home) for home in homes)]
    return inside, [file for file in existing if file not in inside]


def _crc32(file: BoundedFile) -> int:
    crc = 0
    for start in range(0, file.size, _PIECE_BYTES):
        length = min(_PIECE_BYTES, file.size - start)
        crc = zlib.crc32(file.array(start, np.uint8, (length,), "a piece").data, crc)
    return crc


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**63


def _is_number(value: Any) -> bool:
    return _is_count(value) or (type(value) is float and math.isfinite(value))
