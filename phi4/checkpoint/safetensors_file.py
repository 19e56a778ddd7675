"""A reader of the safetensors format that trusts nothing in the file.

Format: an 8-byte little-endian header length, a JSON header of {name: {dtype, shape, data_offsets}}, the data. The
data has no holes and no overlaps. Source: the README of huggingface/safetensors.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from phi4.checkpoint.bounded import BoundedFile
from phi4.config.files import DISGUISES
from phi4.errors import CheckpointError, shown

MAX_HEADER_BYTES = 100_000_000
_BITS = {
    "F64": 64, "F32": 32, "F16": 16, "BF16": 16, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8, "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4, "I64": 64, "I32": 32, "I16": 16, "I8": 8, "U64": 64,
    "U32": 32, "U16": 16, "U8": 8, "BOOL": 8, "C64": 64,
}  # fmt: skip
_DISGUISES = (
    (b"PK\x03\x04", "is a zip archive, as torch.save writes, and not safetensors; pickled weights are refused, since "
     "loading them can run any code: convert the model to safetensors where it came from"),
    (b"\x80", "is a Python pickle and not safetensors; pickled weights are refused, since loading them can run any "
     "code: convert the model to safetensors where it came from"),
    (b"GGUF", "is a GGUF file and not safetensors; rename it to end in .gguf and give that name"),
    (b"\x93NUMPY", "is a NumPy array and not safetensors"),
    (b"<", "is a web page or XML and not safetensors; the download failed: fetch it again"),
)  # fmt: skip


@dataclass(frozen=True)
class StoredTensor:
    """A tensor in a file: `dtype` as the format spells it, `shape`, and `offset` and `length` in bytes of the file."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    length: int


class SafetensorsFile:
    """The tensors of one file, checked to be inside the file, of the size of their shape, and without overlaps.

    Raises:
        CheckpointError: the file is not a well-formed safetensors file.
    """

    def __init__(self, path: Path) -> None:
        self.file = BoundedFile(path)
        start = self.file.bytes(0, min(24, self.file.size), "the first bytes")
        for magic, problem in (*DISGUISES, *_DISGUISES):
            # A valid file may begin with any byte, but has the JSON's brace at byte 8.
            if start.startswith(magic) and start[8:9] != b"{":
                self.file.fail(problem)
        length = self.file.unsigned(0, 8, "the header's length")
        if length > MAX_HEADER_BYTES:
            self.file.fail(
                f"claims a header of {length:,} bytes, above the limit of {MAX_HEADER_BYTES:,}; it is "
                "corrupt or not a safetensors file: fetch it again"
            )
        header = _parsed(self.file.bytes(8, length, "the header"), self.file)
        self.metadata = self._metadata(header.pop("__metadata__", None))
        self.tensors = {name: self._tensor(name, entry, 8 + length) for name, entry in header.items()}
        self._refuse_holes(8 + length)

    def _metadata(self, metadata: Any) -> dict[str, str]:
        if metadata is None:
            return {}
        if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
            self.file.fail("its __metadata__ is not a map of strings to strings; the file is corrupt: fetch it again")
        return metadata

    def _tensor(self, name: str, entry: Any, data: int) -> StoredTensor:
        tensor = checked_entry(name, entry, data, self.file.fail)
        self.file.check(tensor.offset, tensor.length, f"tensor {shown(name)}")
        return tensor

    def _refuse_holes(self, data: int) -> None:
        position = data
        for name, tensor in sorted(self.tensors.items(), key=lambda item: (item[1].offset, item[1].length)):
            if tensor.offset != position:
                kind = "overlaps the tensor before it" if tensor.offset < position else "leaves a hole before it"
                self.file.fail(f"tensor {shown(name)} {kind}; the file is corrupt: fetch it again")
            position += tensor.length
        if position != self.file.size:
            self.file.fail(
                f"its tensors end at byte {position:,}, but the file has {self.file.size:,}; it is "
                "corrupt: fetch it again"
            )


def checked_entry(name: str, entry: Any, data: int, fail: Callable[[str], NoReturn]) -> StoredTensor:
    """A header `entry` of a file whose data begins at byte `data`; `fail` is called with a problem.

    Everything is checked except the size of the file.
    """
    corrupt, tensor = "the file is corrupt: fetch it again", f"tensor {shown(name)}"
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        fail(f"{tensor} must have exactly dtype, shape and data_offsets; {corrupt}")
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in _BITS:
        fail(f"{tensor} has the unknown type {shown(dtype)}; phi4 reads F32, F16, BF16 and F64")
    if not isinstance(shape, list) or not all(_is_count(side) for side in shape) or len(shape) > 8:
        fail(f"{tensor} has the impossible shape {shown(shape)}; {corrupt}")
    if not isinstance(offsets, (list, tuple)) or len(offsets) != 2 or not all(_is_count(each) for each in offsets):
        fail(f"{tensor} has impossible data_offsets {shown(offsets)}; {corrupt}")
    begin, end = offsets
    if begin > end or 8 * (end - begin) != math.prod(shape) * _BITS[dtype]:
        fail(f"{tensor} spans bytes {begin:,} to {end:,}, which is not the size of {dtype} {shown(shape)}; {corrupt}")
    return StoredTensor(dtype, tuple(shape), data + begin, end - begin)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _parsed(header: bytes, file: BoundedFile) -> dict[str, Any]:
    def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        unique = dict(pairs)
        if len(unique) != len(pairs):
            raise ValueError("a name occurs twice")
        return unique

    try:
        parsed = json.loads(header.decode("utf-8"), object_pairs_hook=without_duplicates)
    except (ValueError, RecursionError) as error:
        raise CheckpointError(
            f"{file.path}: its header is not valid JSON ({str(error)[:80]}); it is corrupt or not a safetensors file: "
            "fetch it again"
        ) from None
    if not isinstance(parsed, dict):
        file.fail("its header is not a JSON object; it is corrupt or not a safetensors file: fetch it again")
    return parsed
