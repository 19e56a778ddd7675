"""Strings that know which of their characters a chat template wrote itself, through what templates do with strings.

A plain `str` is from outside: a message, a tool, the key of a mapping, or the result of anything that is not followed
here. So what is not followed loses the mark and can never gain it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, SupportsIndex

_CONVERSION = re.compile(r"%(?:\((?P<name>[^()]*)\))?(?P<rest>[#0\- +]*[0-9]*(?:\.[0-9]*)?[diouxXeEfFgGcrsa%])")


class Marked(str):
    """A string and, for each character, 1 if the template wrote it and 0 if it is from outside.

    Its value, and so every comparison and search, is that of the string.
    """

    __slots__ = ("_own",)
    _own: bytes

    def __new__(cls, text: object = "", own: bytes | None = None) -> Marked:
        self = super().__new__(cls, text)
        self._own = bytes(len(self)) if own is None or len(own) != len(self) else own
        return self

    def __str__(self) -> str:
        return self

    def __format__(self, spec: str) -> str:
        return self if not spec else super().__format__(spec)

    def __add__(self, other: str) -> str:
        return concat((self, other)) if type(other) in (str, Marked) else NotImplemented

    def __radd__(self, other: str) -> str:
        return concat((other, self)) if type(other) in (str, Marked) else NotImplemented

    def __mul__(self, count: SupportsIndex) -> str:
        text = super().__mul__(count)
        return Marked(text, self._own * (len(text) // max(1, len(self))))

    __rmul__ = __mul__

    def __mod__(self, values: Any) -> str:
        return _checked(super().__mod__(values), lambda: _percent(self, values))

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        own = self._own[key]
        return Marked(super().__getitem__(key), own if isinstance(own, bytes) else bytes((own,)))

    def __iter__(self) -> Iterator[str]:
        return (self[place] for place in range(len(self)))

    def lstrip(self, chars: str | None = None, /) -> str:
        return self[len(self) - len(super().lstrip(chars)) :]

    def rstrip(self, chars: str | None = None, /) -> str:
        return self[: len(super().rstrip(chars))]

    def strip(self, chars: str | None = None, /) -> str:
        return self.lstrip(chars).rstrip(chars)

    def removeprefix(self, prefix: str, /) -> str:
        return self[len(self) - len(super().removeprefix(prefix)) :]

    def removesuffix(self, suffix: str, /) -> str:
        return self[: len(super().removesuffix(suffix))]

    def split(self, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[str]:
        return self._located(super().split(sep, maxsplit), sep)

    def rsplit(self, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[str]:
        return self._located(super().rsplit(sep, maxsplit), sep)

    def splitlines(self, keepends: bool = False) -> list[str]:
        lines = self._located(super().splitlines(True), "")
        return [line[: len(short)] for line, short in zip(lines, super().splitlines(keepends), strict=True)]

    def partition(self, sep: str, /) -> tuple[str, str, str]:
        return self._three(*super().partition(sep))

    def rpartition(self, sep: str, /) -> tuple[str, str, str]:
        return self._three(*super().rpartition(sep))

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> str:
        if not old:
            return _uniform(super().replace(old, new, count), self, new)
        return marked(new).join(self.split(old, count))

    def join(self, pieces: Iterable[str], /) -> str:
        listed = list(pieces)
        return Marked(super().join(listed), self._own.join(map(own_of, listed)))

    def _located(self, parts: list[str], between: str | None) -> list[str]:
        """`parts`, which stand in this string one after the other, `between` them blanks if it is None."""
        found, at = [], 0
        for part in parts:
            at = self.find(part, at) if between is None else at
            found.append(self[at : at + len(part)])
            at += len(part) + len(between or "")
        return found

    def _three(self, before: str, middle: str, after: str) -> tuple[str, str, str]:
        ends = len(before), len(before) + len(middle)
        return self[: ends[0]], self[ends[0] : ends[1]], self[ends[1] : ends[1] + len(after)]


def _letter_by_letter(name: str) -> Callable[..., str]:
    """A method that changes characters in place, unless the result is of another length."""
    change = getattr(str, name)

    def method(self: Marked) -> str:
        text = change(self)
        return Marked(text, self._own) if len(text) == len(self) else _uniform(text, self)

    method.__name__ = name
    return method


def _all_or_nothing(name: str) -> Callable[..., str]:
    """A method whose result is the template's own if all that it was made of is."""
    change = getattr(str, name)

    def method(self: Marked, *values: Any) -> str:
        return _uniform(change(self, *values), self, *(each for each in values if isinstance(each, str)))

    method.__name__ = name
    return method


for _name in ("upper", "lower", "capitalize", "title", "swapcase", "casefold"):
    setattr(Marked, _name, _letter_by_letter(_name))
for _name in ("center", "ljust", "rjust", "zfill", "expandtabs"):
    setattr(Marked, _name, _all_or_nothing(_name))
METHODS = frozenset(name for name in vars(Marked) if not name.startswith("_"))
"""The methods that are followed; a plain string's are where it is `marked`."""


def own_of(text: str) -> bytes:
    """For each character of `text`, 1 if the template wrote it."""
    return text._own if isinstance(text, Marked) else bytes(len(text))


def marked(text: str) -> Marked:
    """`text` with its methods followed; a plain one stays from outside."""
    return text if isinstance(text, Marked) else Marked(text)


@lru_cache(maxsize=4096)
def _own_text(text: str) -> Marked:
    return Marked(text, b"\1" * len(text))


def own(value: Any) -> Any:
    """A constant of a template, with its strings as the template's own."""
    if isinstance(value, str):
        return _own_text(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(own, value))
    if isinstance(value, dict):
        return {own(key): own(each) for key, each in value.items()}
    return value


def concat(pieces: Iterable[str]) -> str:
    """As "".join."""
    listed = list(pieces)
    if not any(isinstance(each, Marked) for each in listed):
        return "".join(listed)
    return Marked("".join(listed), b"".join(map(own_of, listed)))


def formatted(formatter: Formatter, text: Marked, values: tuple[Any, ...], named: Mapping[str, Any]) -> str:
    """`text`.format of the values, by a formatter that guards what fields may reach."""

    def pieces() -> Iterator[str]:
        number = 0
        for literal, field, spec, conversion in formatter.parse(text):
            yield _uniform(literal, text)
            if field is None:
                continue
            if not field or field[0] in ".[":
                field, number = f"{number}{field}", number + 1
            value = formatter.convert_field(formatter.get_field(field, values, named)[0], conversion)
            yield value if isinstance(value, str) and not spec else formatter.format_field(value, spec or "")

    return _checked(formatter.vformat(text, values, named), pieces)


def _percent(text: Marked, values: Any) -> Iterator[str]:
    at, number = 0, 0
    listed = values if isinstance(values, tuple) else (values,)
    for found in _CONVERSION.finditer(text):
        yield text[at : found.start()]
        at = found.end()
        if found["rest"] == "%":
            yield text[at - 1 : at]
            continue
        value = values[found["name"]] if found["name"] is not None else listed[number]
        number += 1
        yield str(value) if found["rest"] == "s" else f"%{found['rest']}" % (value,)
    yield text[at:]


def _checked(text: str, pieces: Callable[[], Iterator[str]]) -> str:
    """`text` with the marks of `pieces`, if they join to it."""
    try:
        followed = concat(pieces())
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return text
    return followed if followed == text else text


def _uniform(text: str, *sources: str) -> str:
    return own(text) if all(all(own_of(each)) for each in sources) else text
