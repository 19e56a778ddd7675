"""Changes of the kinds that damage and malice make, to bytes and to the JSON in them."""

from __future__ import annotations

import copy
import json
import random
import struct
from collections.abc import Callable
from typing import Any

COUNTS = (0, 1, 2**16, 2**31, 2**32 - 1, 2**32, 2**62, 2**63, 2**64 - 1)
VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2, 7, 2**31 - 1, 2**31, 2**53, 2**63, 2**64, 10**40, 0.5, -0.0, 1e-320, 1e308,
    float("inf"), float("nan"), "", "a", "\ud800", "\0", "../a", "a" * 300, "\n", [], [[]], [1, 1], {},
    {"": None}, [0] * 50,
)  # fmt: skip
Mutation = Callable[[bytes, random.Random], bytes]


def mutated(valid: bytes, rng: random.Random, *, front: int | None = None) -> bytes:
    """A few changes of bytes, most of them in the first `front`."""
    data = bytearray(valid)
    for _ in range(rng.randint(1, 4)):
        if not data:
            break
        near = min(front or len(data), len(data))
        at = rng.randrange(near if rng.random() < 0.9 else len(data))
        match rng.randrange(7):
            case 0:
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                data[at] = rng.randrange(256)
            case 2:
                del data[at : at + rng.randint(1, 40)]
            case 3:
                data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 20)))
            case 4:
                data[at : at + 8] = struct.pack("<Q", rng.choice(COUNTS))
            case 5:
                other = rng.randrange(near)
                data[at : at + 16] = data[other : other + 16]
            case 6:
                del data[at:]
    return bytes(data)


def mutated_json(valid: bytes, rng: random.Random) -> bytes:
    """A few changes of values, names and elements; of what is no JSON, changes of bytes."""
    try:
        value = json.loads(valid)
    except (ValueError, RecursionError):
        return mutated(valid, rng)
    for _ in range(rng.randint(1, 3)):
        value = _changed(value, rng)
    try:
        return json.dumps(value).encode()
    except (ValueError, RecursionError):
        return mutated(valid, rng)


def mutated_safetensors(valid: bytes, rng: random.Random) -> bytes:
    """Half the time a header of changed values with its true length, else changes of bytes."""
    length = int.from_bytes(valid[:8], "little")
    if rng.random() < 0.5 or not 0 < length <= len(valid) - 8:
        return mutated(valid, rng, front=3000)
    header = mutated_json(valid[8 : 8 + length], rng)
    return struct.pack("<Q", len(header)) + header + valid[8 + length :]


def _changed(value: Any, rng: random.Random) -> Any:
    """One change somewhere inside `value`, the deeper the likelier."""
    if isinstance(value, (dict, list)) and value and rng.random() < 0.9:
        key = rng.choice(list(value)) if isinstance(value, dict) else rng.randrange(len(value))
        if rng.random() < 0.7:
            value[key] = _changed(value[key], rng)
            return value
        match rng.randrange(4):
            case 0:
                del value[key]
            case 1 if isinstance(value, dict):
                value[rng.choice(("a", "type", "", "\ud800", *value))] = copy.deepcopy(value[key])
            case 1:
                value.insert(key, copy.deepcopy(value[key]))
            case 2:
                other = rng.choice(list(value)) if isinstance(value, dict) else rng.randrange(len(value))
                value[key], value[other] = value[other], value[key]
            case 3:
                value[key] = copy.deepcopy(rng.choice(VALUES))
        return value
    if isinstance(value, str) and value and rng.random() < 0.5:
        at = rng.randrange(len(value))
        return (
            value[:at]
            + rng.choice(("", "\ud800", "\0", "(", "[", "*", "{{", "%}", "\\", " ", "9", "é"))
            + value[at + 1 :]
        )
    if type(value) is int and rng.random() < 0.5:
        return rng.choice((value + 1, value - 1, -value, 2 * value, value * 2**31))
    return copy.deepcopy(rng.choice(VALUES))
