"""Values from outside, a caller's or a JSON request's: each becomes what the engine works with, or one InputError."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence, Set
from numbers import Integral, Real
from typing import Any

import numpy as np

from phi4.errors import InputError

MAX_STOPS, MAX_STOP_LENGTH = 16, 4096
MAX_BIAS = 1e300
"""Added to a logit and divided by a temperature, it stays finite."""
_MAX_ID = 2**31 - 1


def quoted(value: object) -> str:
    """The beginning of a value's repr, at most 60 characters and printable."""
    try:
        text = reprlib.repr(value)
    except Exception:  # a repr can raise anything, and that of a long integer does
        text = f"a value of type {type(value).__name__}"
    return "".join(each if each.isprintable() else " " for each in text)[:60]


def number(name: str, value: Any, low: float, high: float) -> float:
    """Python's and NumPy's numbers but no booleans, as a float from `low` to `high`."""
    if isinstance(value, Real) and not isinstance(value, bool):
        try:
            converted = float(value)
        except OverflowError:
            converted = float("nan")
        if low <= converted <= high:
            return converted
    raise InputError(f"{name} is {quoted(value)}, and must be a number from {low:g} to {high:g}")


def whole(name: str, value: Any, low: int, high: int) -> int:
    """Python's and NumPy's integers but no booleans, from `low` to `high`."""
    if isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high:
        return int(value)
    raise InputError(f"{name} is {quoted(value)}, and must be a whole number from {low} to {high}")


def flag(name: str, value: Any) -> bool:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise InputError(f"{name} is {quoted(value)}, and must be true or false")


def stop_strings(value: Any, name: str = "stop") -> tuple[str, ...]:
    """One text, or a list of them."""
    wanted = f"a text or a list of at most {MAX_STOPS} texts"
    stops = listed(name, [value] if isinstance(value, str) else value, wanted)
    if len(stops) > MAX_STOPS:
        raise InputError(f"{name} has {len(stops):,} texts, and must be {wanted}")
    for each in stops:
        if not isinstance(each, str) or not 0 < len(each) <= MAX_STOP_LENGTH:
            raise InputError(f"{name} holds {quoted(each)}; each must be a text of 1 to {MAX_STOP_LENGTH:,} characters")
    return tuple(stops)


def token_ids(name: str, value: Any) -> tuple[int, ...]:
    """One id, or several in any order."""
    if isinstance(value, Integral):
        value = [value]
    elif isinstance(value, Set):
        value = sorted(value, key=repr)
    ids = _ids(name, value)
    if wrong := [each for each in ids if not _is_id(each)]:
        raise InputError(f"{name} holds {quoted(wrong[0])}, which is not a token id")
    return tuple(ids)


def biases(value: Any) -> dict[int, float]:
    """Numbers by token id; JSON, which has no other keys, writes the ids as texts."""
    if not isinstance(value, Mapping):
        raise InputError(f'logit_bias is {quoted(value)}, and must map token ids to numbers, as in {{"11": -100}}')
    found: dict[int, float] = {}
    for key, each in value.items():
        # An id has at most ten digits; `isdecimal` alone takes those of other scripts too.
        id_ = int(key) if isinstance(key, str) and key.isascii() and key.isdecimal() and len(key) <= 10 else key
        if not _is_id(id_):
            raise InputError(f"logit_bias names {quoted(key)}, which is not a token id")
        if int(id_) in found:
            raise InputError(f"logit_bias names token {id_} twice; keep one of the two")
        found[int(id_)] = number(f"logit_bias of token {id_}", each, -MAX_BIAS, MAX_BIAS)
    return found


def listed(name: str, value: Any, wanted: str) -> Sequence[Any]:
    """A list or tuple, or what an array or a tensor holds."""
    held = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(held, Sequence) or isinstance(held, (str, bytes, bytearray, memoryview)):
        raise InputError(f"{name} is {quoted(value)}, and must be {wanted}")
    return held


def prompt_ids(prompt: Any) -> list[int]:
    """The token ids of a prompt: a list, a tuple, or an array of integers in one dimension."""
    return _ids("the prompt", prompt)


def _ids(name: str, value: Any) -> list[int]:
    ids = listed(name, value, "a list of token ids")
    for each in ids:
        if not isinstance(each, Integral) or isinstance(each, bool):
            raise InputError(f"{name} holds {quoted(each)}, which is not a token id; it must be a flat list of ids")
    return [int(each) for each in ids]


def _is_id(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and 0 <= int(value) <= _MAX_ID
