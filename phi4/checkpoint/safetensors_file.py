"""A reader of the safetensors format that trusts nothing in the file.

Format: an 8-byte little-endian header length, a JSON header of {name: {dtype, shape, data_offsets}}, the data. The
data has no holes and no overlaps. Source: the README of huggingface/safetensors.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phi4.checkpoint.bounded import BoundedFile
from phi4.errors import CheckpointError

LARGEST_HEADER = 100_000_000
_ITEM_SIZES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "I64": 8, "I32": 4, "I16": 2,
    "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1,
}  # fmt: skip
_DISGUISES = (
    (b"PK\x03\x04", "is a zip archive, as torch.save writes, and not safetensors; pickled weights are refused, since "
     "loading them can run any code: convert the model to safetensors where it came from"),
    (b"\x80", "is a Python pickle and not safetensors; pickled weights are refused, since loading them can run any "
     "code: convert the model to safetensors where it came from"),
    (b"GGUF", "is a GGUF file and not safetensors; rename it to end in .gguf and give that name"),
    (b"\x93NUMPY", "is a NumPy array and not safetensors"),
    (b"version https://git-lfs", "is a Git LFS pointer, the weights themselves were not fetched; fetch them (git lfs "
     "pull)"),
    (b"<", "is a web page or XML and not safetensors; the download failed: fetch it again"),
)  # fmt: skip


@dataclass(frozen=True)
class StoredTensor:
    """Where a tensor lies: `offset` and `length` in bytes of the whole file; `dtype` as the format spells it."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    length: int


class SafetensorsFile:
    """The tensors of one file, all checked: inside the file, of the size their shape asks for, without overlaps.

    Raises:
        CheckpointError: the file is anything but a well-formed safetensors file; the message says what is wrong.
    """

    def __init__(self, path: Path) -> None:
        self.file = BoundedFile(path)
        start = self.file.bytes(0, min(24, self.file.size), "the first bytes")
        for magic, problem in _DISGUISES:
            # A header length may begin with any byte, but then the JSON's brace stands at byte 8.
            if start.startswith(magic) and start[8:9] != b"{":
                self.file.fail(problem)
        length = self.file.unsigned(0, 8, "the header's length")
        if length > LARGEST_HEADER:
            self.file.fail(
                f"claims a header of {length:,} bytes, above the limit of {LARGEST_HEADER:,}; it is "
                "corrupt or no safetensors file: fetch it again"
            )
        header = _parsed(self.file.bytes(8, length, "the header"), self.file)
        self.metadata = self._metadata(header.pop("__metadata__", {}))
        self.tensors = {name: self._tensor(name, entry, 8 + length) for name, entry in header.items()}
        self._refuse_holes(8 + length)

    def _metadata(self, metadata: Any) -> dict[str, str]:
        if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
            self.file.fail("its __metadata__ is not a map of text to text; the file is corrupt: fetch it again")
        return metadata

    def _tensor(self, name: str, entry: Any, data: int) -> StoredTensor:
        corrupt = "the file is corrupt: fetch it again"
        if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
            self.file.fail(f"tensor {name!r} must have exactly dtype, shape and data_offsets; {corrupt}")
        dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
        if not isinstance(dtype, str) or dtype not in _ITEM_SIZES:
            self.file.fail(f"tensor {name!r} has the unknown type {dtype!r}; phi4 reads F32, F16 and BF16")
        if not isinstance(shape, list) or not all(_is_count(side) for side in shape) or len(shape) > 8:
            self.file.fail(f"tensor {name!r} has the impossible shape {shape!r:.80}; {corrupt}")
        if not isinstance(offsets, list) or len(offsets) != 2 or not all(_is_count(each) for each in offsets):
            self.file.fail(f"tensor {name!r} has impossible data_offsets {offsets!r:.80}; {corrupt}")
        begin, end = offsets
        if begin > end or end - begin != math.prod(shape) * _ITEM_SIZES[dtype]:
            self.file.fail(
                f"tensor {name!r} spans bytes {begin:,} to {end:,}, which is not the size of {dtype} {shape}; {corrupt}"
            )
        self.file.check(data + begin, end - begin, f"tensor {name!r}")
        return StoredTensor(dtype, tuple(shape), data + begin, end - begin)

    def _refuse_holes(self, data: int) -> None:
        position = data
        for name, tensor in sorted(self.tensors.items(), key=lambda item: (item[1].offset, item[1].length)):
            if tensor.offset != position:
                kind = "overlaps what lies before it" if tensor.offset < position else "leaves a hole before it"
                self.file.fail(f"tensor {name!r} {kind}; the file is corrupt: fetch it again")
            position += tensor.length
        if position != self.file.size:
            self.file.fail(
                f"its tensors end at byte {position:,}, but the file has {self.file.size:,}; it is "
                "corrupt: fetch it again"
            )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _parsed(header: bytes, file: BoundedFile) -> dict[str, Any]:
    def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name occurs twice")
        return found

    try:
        parsed = json.loads(header.decode("utf-8"), object_pairs_hook=without_duplicates)
    except (ValueError, RecursionError) as error:
        raise CheckpointError(
            f"{file.path}: its header is not valid JSON ({str(error)[:80]}); it is corrupt or no safetensors file: "
            "fetch it again"
        ) from None
    if not isinstance(parsed, dict):
        file.fail("its header is no JSON object; it is corrupt or no safetensors file: fetch it again")
    return parsed
