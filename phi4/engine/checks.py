"""Checks of values from callers and JSON requests: a value of the engine's own type, or an InputError."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from numbers import Integral, Real
from typing import Any

import numpy as np

from phi4.errors import InputError, shown

MAX_STOPS, MAX_STOP_LENGTH = 16, 4096
MAX_BIAS = 1e300
"""Small enough that a biased logit divided by the lowest temperature stays finite."""
_MAX_ID = 2**31 - 1


def number(name: str, value: Any, low: float, high: float) -> float:
    """A Python or NumPy number, not a boolean, as a float from `low` to `high`."""
    if isinstance(value, Real) and not isinstance(value, bool):
        try:
            converted = float(value)
        except OverflowError:
            converted = float("nan")
        if low <= converted <= high:
            return converted
    raise InputError(f"{name} is {shown(value)}, and must be a number from {low:g} to {high:g}")


def whole(name: str, value: Any, low: int, high: int) -> int:
    """A Python or NumPy integer, not a boolean, from `low` to `high`."""
    if isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high:
        return int(value)
    raise InputError(f"{name} is {shown(value)}, and must be a whole number from {low} to {high}")


def flag(name: str, value: Any) -> bool:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise InputError(f"{name} is {shown(value)}, and must be true or false")


def stop_strings(value: Any, name: str = "stop") -> tuple[str, ...]:
    """One string, or a list of strings."""
    wanted = f"a string or a list of at most {MAX_STOPS} strings"
    stops = listed(name, [value] if isinstance(value, str) else value, wanted)
    if len(stops) > MAX_STOPS:
        raise InputError(f"{name} has {len(stops):,} strings, and must be {wanted}")
    for each in stops:
        if not isinstance(each, str) or not 0 < len(each) <= MAX_STOP_LENGTH:
            raise InputError(
                f"{name} holds {shown(each)}; each must be a string of 1 to {MAX_STOP_LENGTH:,} characters"
            )
    return tuple(stops)


def token_ids(name: str, value: Any) -> tuple[int, ...]:
    """One id, or several in any order."""
    if isinstance(value, Integral):
        value = [value]
    elif isinstance(value, Set):
        value = sorted(value, key=repr)
    ids = _ids(name, value)
    if wrong := [each for each in ids if not _is_id(each)]:
        raise InputError(f"{name} holds {shown(wrong[0])}, which is not a token id")
    return tuple(ids)


def biases(value: Any) -> dict[int, float]:
    """A bias for each token id. Keys may be strings, the only keys that JSON has."""
    if not isinstance(value, Mapping):
        raise InputError(f'logit_bias is {shown(value)}, and must map token ids to numbers, as in {{"11": -100}}')
    by_id: dict[int, float] = {}
    for key, bias in value.items():
        # An id has at most ten digits. `isdecimal` alone accepts digits of other scripts.
        id_ = int(key) if isinstance(key, str) and key.isascii() and key.isdecimal() and len(key) <= 10 else key
        if not _is_id(id_):
            raise InputError(f"logit_bias names {shown(key)}, which is not a token id")
        if int(id_) in by_id:
            raise InputError(f"logit_bias names token {id_} twice; keep one of the two")
        by_id[int(id_)] = number(f"logit_bias of token {id_}", bias, -MAX_BIAS, MAX_BIAS)
    return by_id


def listed(name: str, value: Any, wanted: str) -> Sequence[Any]:
    """A list or tuple, or the contents of an array or a tensor as a list."""
    contents = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(contents, Sequence) or isinstance(contents, (str, bytes, bytearray, memoryview)):
        raise InputError(f"{name} is {shown(value)}, and must be {wanted}")
    return contents


def prompt_ids(prompt: Any) -> list[int]:
    """The token ids of a prompt: a list, a tuple, or a one-dimensional array of integers."""
    return _ids("the prompt", prompt)


def _ids(name: str, value: Any) -> list[int]:
    ids = listed(name, value, "a list of token ids")
    for each in ids:
        if not isinstance(each, Integral) or isinstance(each, bool):
            raise InputError(f"{name} holds {shown(each)}, which is not a token id; it must be a flat list of ids")
    return [int(each) for each in ids]


def _is_id(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and 0 <= int(value) <= _MAX_ID
