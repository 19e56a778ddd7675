"""A reader of the GGUF container (versions 2 and 3, little-endian) that trusts nothing in the file.

Format: magic, version, counts; key-value metadata; for each tensor a name, dimensions (fastest first), a type and an
offset; then the data, aligned. Source: the GGUF specification in the ggml project.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from phi4.checkpoint.bounded import BoundedFile
from phi4.checkpoint.gguf_blocks import BLOCKS
from phi4.config.files import disguise

_SCALARS: dict[int, np.dtype[Any]] = {
    0: np.dtype("u1"), 1: np.dtype("i1"), 2: np.dtype("<u2"), 3: np.dtype("<i2"), 4: np.dtype("<u4"),
    5: np.dtype("<i4"), 6: np.dtype("<f4"), 7: np.dtype("?"), 10: np.dtype("<u8"), 11: np.dtype("<i8"),
    12: np.dtype("<f8"),
}  # fmt: skip
_BOOL, _STRING, _ARRAY = 7, 8, 9
_MIN_PAIR_BYTES, _MIN_TENSOR_BYTES = 13, 32  # lower bounds of their sizes
_MAX_ALIGNMENT = 1 << 20
_SHARD = re.compile(r"(?P<stem>.*)-(?P<number>\d{5})-of-(?P<count>\d{5})(?P<suffix>\.gguf)", re.IGNORECASE)
_MAX_SHARDS = 1000


@dataclass(frozen=True)
class GgufTensor:
    """A stored tensor: type name, shape (slowest dimension first), and offset and length in `file`, in bytes."""

    file: BoundedFile
    type: str
    shape: tuple[int, ...]
    offset: int
    length: int


class GgufFile:
    """Metadata and tensors of a GGUF model with all its shards; every offset is checked against the files.

    `metadata` holds numbers, flags, strings and lists of them as Python values.

    Raises:
        CheckpointError: the file is not GGUF, has another version or byte order, or is truncated or corrupt.
    """

    def __init__(self, path: Path) -> None:
        first = _Part(path)
        self.path, self.metadata, self.tensors = path, first.metadata, first.tensors
        self.files = [first.file]
        count = first.metadata.get("split.count", 0)
        if isinstance(count, int) and not isinstance(count, bool) and count > 1:
            self._add_parts(first, count)

    def _add_parts(self, first: _Part, count: int) -> None:
        match = _SHARD.fullmatch(self.path.name)
        if match is None or int(match["count"]) != count or count > _MAX_SHARDS:
            first.file.fail(f"is one of {count} shards, but its name is not NAME-00001-of-...; keep the original names")
        if int(match["number"]) != 1:
            first.file.fail("is not the first shard of its model; give the one that ends in -00001-of-...")
        self.tensors = dict(first.tensors)
        for number in range(2, count + 1):
            part = _Part(self.path.with_name(f"{match['stem']}-{number:05d}-of-{count:05d}{match['suffix']}"))
            self.files.append(part.file)
            for name, tensor in part.tensors.items():
                if name in self.tensors:
                    part.file.fail(f"tensor {name!r} is also in another shard; fetch the model again")
                self.tensors[name] = tensor


class _Part:
    """One file, read sequentially."""

    def __init__(self, path: Path) -> None:
        self.file = BoundedFile(path)
        self.position = 0
        magic = self.file.bytes(0, 4, "the magic")
        if magic != b"GGUF":
            if (problem := disguise(self.file.bytes(0, min(64, self.file.size), "the first bytes"))) is not None:
                self.file.fail(problem)
            self.file.fail("is not a GGUF file (it does not begin with GGUF); give a .gguf file or a folder")
        self.position = 4
        version = self._unsigned(4, "the version")
        if version in (0x02000000, 0x03000000):
            self.file.fail("is a big-endian GGUF file, which is not supported; use the little-endian one")
        if version not in (2, 3):
            self.file.fail(f"is a GGUF file of version {version}; phi4 reads versions 2 and 3: convert it again")
        tensors = self._count(_MIN_TENSOR_BYTES, "tensors")
        pairs = self._count(_MIN_PAIR_BYTES, "metadata pairs")
        self.metadata: dict[str, Any] = {}
        for _ in range(pairs):
            key = self._text("a metadata key")
            if key in self.metadata:
                self.file.fail(f"the metadata key {key!r:.60} occurs twice; the file is corrupt: fetch it again")
            self.metadata[key] = self._value(self._unsigned(4, f"the type of {key!r:.60}"), key)
        infos = [self._info() for _ in range(tensors)]
        alignment = self._alignment()
        data = self.position + (-self.position % alignment)
        self.tensors = {info[0]: self._tensor(*info, data, alignment) for info in infos}
        if len(self.tensors) != tensors:
            self.file.fail("two tensors have the same name; the file is corrupt: fetch it again")
        self._refuse_overlaps()

    def _unsigned(self, width: int, what: str) -> int:
        value = self.file.unsigned(self.position, width, what)
        self.position += width
        return value

    def _count(self, min_bytes: int, what: str) -> int:
        """A count of items of at least `min_bytes` bytes, which must fit into the rest of the file."""
        count = self._unsigned(8, f"the number of {what}")
        self.file.check(self.position, count * min_bytes, f"the {count:,} {what}")
        return count

    def _text(self, what: str) -> str:
        length = self._unsigned(8, f"the length of {what}")
        raw = self.file.bytes(self.position, length, what)
        self.position += length
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self.file.fail(f"{what} is not UTF-8; the file is corrupt: fetch it again")

    def _value(self, kind: int, key: str) -> Any:
        what = f"the value of {key!r:.60}"
        if kind in _SCALARS:
            dtype = _SCALARS[kind]
            value = self.file.array(self.position, dtype, (1,), what)[0]
            self.position += dtype.itemsize
            return value.item()
        if kind == _STRING:
            return self._text(what)
        if kind != _ARRAY:
            self.file.fail(f"{what} has the unknown type {kind}; the file is corrupt or newer than phi4")
        return self._array(self._unsigned(4, what), what)

    def _array(self, kind: int, what: str) -> Any:
        if kind == _STRING:
            return self._texts(self._count(8, f"texts in {what}"), what)
        if kind not in _SCALARS:
            self.file.fail(f"{what} is a list of type {kind}, which phi4 does not read; the file is corrupt")
        dtype = _SCALARS[kind]
        count = self._count(dtype.itemsize, f"numbers in {what}")
        values = self.file.array(self.position, dtype, (count,), what)
        self.position += count * dtype.itemsize
        return (values.view(np.uint8) != 0 if kind == _BOOL else values).tolist()

    def _texts(self, count: int, what: str) -> list[str]:
        """Vocabularies have some hundred thousand strings: one view of the rest of the file bounds them all."""
        rest = self.file.array(self.position, np.uint8, (self.file.size - self.position,), what).data
        unpack, position, texts = struct.Struct("<Q").unpack_from, 0, []
        try:
            for _ in range(count):
                (length,) = unpack(rest, position)
                end = position + 8 + length
                if end > len(rest):
                    self.file.check(self.position + position + 8, length, what)
                texts.append(str(rest[position + 8 : end], "utf-8"))
                position = end
        except (struct.error, UnicodeDecodeError):
            self.file.fail(f"{what} is cut short or not UTF-8; the file is corrupt: fetch it again")
        self.position += position
        return texts

    def _info(self) -> tuple[str, tuple[int, ...], int, int]:
        name = self._text("a tensor's name")
        dimensions = self._unsigned(4, f"the dimensions of {name!r:.60}")
        if not 1 <= dimensions <= 4:
            self.file.fail(f"tensor {name!r:.60} has {dimensions} dimensions, not 1 to 4; the file is corrupt")
        shape = tuple(self._unsigned(8, f"the shape of {name!r:.60}") for _ in range(dimensions))
        kind = self._unsigned(4, f"the type of {name!r:.60}")
        return name, shape[::-1], kind, self._unsigned(8, f"the offset of {name!r:.60}")

    def _alignment(self) -> int:
        value = self.metadata.get("general.alignment", 32)
        power = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_ALIGNMENT
        if not power or value & (value - 1):
            self.file.fail(f"general.alignment is {value!r:.40}, and must be a power of two; the file is corrupt")
        return int(value)

    def _tensor(
        self, name: str, shape: tuple[int, ...], kind: int, offset: int, data: int, alignment: int
    ) -> GgufTensor:
        if kind not in BLOCKS:
            self.file.fail(
                f"tensor {name!r:.60} is of GGUF type {kind}, which is not supported; phi4 reads "
                f"{', '.join(block.name for block in BLOCKS.values())}"
            )
        block = BLOCKS[kind]
        if 0 in shape or shape[-1] % block.values:
            self.file.fail(f"tensor {name!r:.60} is {list(shape)}, which {block.name} cannot hold; the file is corrupt")
        if offset % alignment:
            self.file.fail(f"tensor {name!r:.60} is not aligned to {alignment} bytes; the file is corrupt")
        length = math.prod(shape) // block.values * block.bytes
        self.file.check(data + offset, length, f"tensor {name!r:.60}")
        return GgufTensor(self.file, block.name, shape, data + offset, length)

    def _refuse_overlaps(self) -> None:
        end, before = 0, ""
        for name, tensor in sorted(self.tensors.items(), key=lambda item: item[1].offset):
            if tensor.offset < end:
                self.file.fail(f"tensors {before!r:.60} and {name!r:.60} overlap; the file is corrupt: fetch it again")
            end, before = tensor.offset + tensor.length, name
