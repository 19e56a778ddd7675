"""GGUF files taken apart and put together with values of other types, which changes of single bytes seldom make."""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass

SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "B", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
Value = tuple[int, object]
"""The number of a type in GGUF and a value; of a list, the type is -1 less than its elements' type, negative."""


def list_of(kind: int, values: list[object]) -> Value:
    return -1 - kind, values


VALUES: tuple[Value, ...] = (
    *((kind, number) for kind in SCALARS if kind not in (6, 7, 12) for number in (0, 1, 100)),
    *((kind, -1) for kind in (1, 3, 5, 11)),
    (4, 2**32 - 1), (5, 2**31 - 1), (10, 2**64 - 1), (10, 2**31), (11, -(2**63)),
    *((kind, number) for kind in (6, 12) for number in (0.0, 1.0, 1.5, -1.0, 1e-38, float("nan"), float("inf"))),
    (12, 1e300), (7, 0), (7, 1),
    *((_STRING, text) for text in ("", "x", "yarn", "linear", "llama", "gpt2", "\0", "a\nb\x1b[2J", "x" * 300)),
    *(list_of(kind, [1] * count) for kind in SCALARS for count in (0, 1, 2, 24)),
    *(list_of(_STRING, ["x"] * count) for count in (0, 1, 2, 24)),
    list_of(6, [float("nan")]), list_of(6, [0.5, 0.25]), list_of(5, [-1, 1]), list_of(7, [0, 1]),
    list_of(10, [2**64 - 1]),
)  # fmt: skip


@dataclass
class Parts:
    """A GGUF file: its metadata by key as encoded values with their types, the tensors' descriptions, the data."""

    pairs: dict[str, bytes]
    tensors: int
    infos: bytes
    data: bytes

    @classmethod
    def of(cls, file: bytes) -> Parts:
        """Of a valid file whose alignment is 32."""
        tensors, count = struct.unpack_from("<QQ", file, 8)
        position, pairs = 24, {}
        for _ in range(count):
            (length,) = struct.unpack_from("<Q", file, position)
            key = file[position + 8 : position + 8 + length].decode()
            start = position + 8 + length
            position = _end(file, start + 4, struct.unpack_from("<I", file, start)[0])
            pairs[key] = file[start:position]
        start = position
        for _ in range(tensors):
            (length,) = struct.unpack_from("<Q", file, position)
            (dimensions,) = struct.unpack_from("<I", file, position + 8 + length)
            position += 8 + length + 4 + 8 * dimensions + 12
        return cls(pairs, tensors, file[start:position], file[position + -position % 32 :])

    def joined(self) -> bytes:
        head = b"GGUF" + struct.pack("<IQQ", 3, self.tensors, len(self.pairs))
        head += b"".join(_text(key) + value for key, value in self.pairs.items()) + self.infos
        return head + bytes(-len(head) % 32) + self.data


def encoded(value: Value) -> bytes:
    """A value with its type before it."""
    kind, content = value
    if kind >= 0:
        return struct.pack("<I", kind) + _one(kind, content)
    assert isinstance(content, list)
    inner = -1 - kind
    return struct.pack("<IIQ", _ARRAY, inner, len(content)) + b"".join(_one(inner, each) for each in content)


def retyped(valid: bytes, rng: random.Random) -> bytes:
    """A valid file with one to three of its values of other types, now and then one less or one more."""
    parts = Parts.of(valid)
    for _ in range(rng.randint(1, 3)):
        key = rng.choice(list(parts.pairs))
        match rng.randrange(10):
            case 0:
                del parts.pairs[key]
            case 1:
                parts.pairs[rng.choice(list(parts.pairs))] = parts.pairs[key]
            case _:
                parts.pairs[key] = encoded(rng.choice(VALUES))
    return parts.joined()


def _one(kind: int, content: object) -> bytes:
    if kind == _STRING:
        return _text(str(content))
    return struct.pack("<" + SCALARS[kind], content)


def _text(content: str) -> bytes:
    raw = content.encode()
    return struct.pack("<Q", len(raw)) + raw


def _end(file: bytes, position: int, kind: int) -> int:
    if kind in SCALARS:
        return position + struct.calcsize("<" + SCALARS[kind])
    if kind == _STRING:
        return int(position + 8 + struct.unpack_from("<Q", file, position)[0])
    inner, count = struct.unpack_from("<IQ", file, position)
    position += 12
    for _ in range(count):
        position = _end(file, position, inner)
    return position
