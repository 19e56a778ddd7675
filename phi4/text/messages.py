"""Messages as clients send them, and the plainer forms that templates without a notion of these take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, SupportsIndex

ROLES = frozenset({
    "system", "user", "assistant", "tool", "developer", "function", "ipython", "model", "human", "bot", "gpt",
    "observation", "tool_response", "tool_call", "tools", "available_tools", "document", "documents", "environment",
})  # fmt: skip
"""Roles that count as a template's own text, since templates write special tokens around them."""
_MEDIA = ("image", "audio", "video", "file")


class UnfitMessageError(Exception):
    """A message that is not of the kind that a conversation is made of; the text says which and why."""


class Parts(list[Any]):
    """A content of several parts. It notes whether they were `read`, and is never written as Python shows a list."""

    def __init__(self, parts: Sequence[Any]) -> None:
        super().__init__(parts)
        self.read = not parts

    def __iter__(self) -> Iterator[Any]:
        for each in super().__iter__():
            self.read = True
            yield each

    def __reversed__(self) -> Iterator[Any]:
        self.read = True
        return super().__reversed__()

    def __getitem__(self, key: SupportsIndex | slice) -> Any:
        self.read = True
        return super().__getitem__(key)

    def __str__(self) -> str:
        raise TypeError("the template takes text, and not a list of parts")

    __repr__ = __str__


def read_all(value: Any) -> None:
    """Note that every part within `value` was read."""
    if isinstance(value, Parts):
        value.read = True
    elif isinstance(value, (list, tuple)):
        for each in value:
            read_all(each)
    elif isinstance(value, dict):
        for each in value.values():
            read_all(each)


def checked(messages: Any) -> list[dict[str, Any]]:
    """`messages` as a list of dictionaries of what JSON can say.

    Raises:
        UnfitMessageError: they are something else, or one has no role, or holds a picture or a sound.
    """
    if isinstance(messages, (str, bytes, Mapping)) or not hasattr(messages, "__iter__"):
        raise UnfitMessageError(
            f'messages is {_kind(messages)}, and must be a list of mappings such as {{"role": "user", "content": "Hi"}}'
        )
    found = []
    for number, message in enumerate(messages):
        if not isinstance(message, Mapping):
            raise UnfitMessageError(
                f'messages[{number}] is {_kind(message)}, and must be a mapping with "role" and "content"'
            )
        if not isinstance(message.get("role"), str):
            raise UnfitMessageError(f'messages[{number}] has no "role" that is text, such as "user"')
        plain = jsonable(message, f"messages[{number}]")
        for part in plain["content"] if isinstance(plain.get("content"), list) else ():
            kind = str(part.get("type", "")) if isinstance(part, dict) else ""
            if any(kind.removeprefix("input_").startswith(each) for each in _MEDIA):
                raise UnfitMessageError(f"messages[{number}] holds a part of type {kind!r:.40}; phi4 takes text alone")
        found.append(plain)
    return found


def jsonable(value: Any, where: str) -> Any:
    """A copy of `value` in the types that JSON has.

    Raises:
        UnfitMessageError: it holds something else; `where` begins the path to it.
    """
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return "".join((value,))
    if isinstance(value, Mapping):
        return {
            key if type(key) is str else jsonable_key(key, where): jsonable(each, f"{where}[{key!r:.40}]")
            for key, each in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [jsonable(each, f"{where}[{number}]") for number, each in enumerate(value)]
    raise UnfitMessageError(
        f"{where:.200} is {_kind(value)}, which JSON cannot say; give text, numbers, lists or mappings"
    )


def jsonable_key(key: Any, where: str) -> str:
    """A mapping's key as JSON writes it."""
    if isinstance(key, str):
        return "".join((key,))
    if key is None or isinstance(key, (bool, int, float)):
        return json.dumps(key)
    raise UnfitMessageError(f"{where:.200} has a key that is {_kind(key)}; keys are text")


def forms(messages: Sequence[Mapping[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The messages in the forms to try in turn, those that differ.

    First the arguments of tool calls become mappings, as templates that list or re-encode them expect, and contents
    stay; then contents become text: the texts of parts with line breaks between, and none for null. Last the same with
    arguments as JSON text, for templates that write them as they are.
    """
    given = [dict(message) for message in messages]
    mappings = [_with_arguments(message, _parsed) for message in given]
    yield mappings
    plain = [_plain(message, number) for number, message in enumerate(mappings)]
    if plain != mappings:
        yield plain
    texts = [_with_arguments(message, _written) for message in given]
    if texts != mappings:
        yield texts
        if plain != mappings:
            yield [_plain(message, number) for number, message in enumerate(texts)]


def _plain(message: dict[str, Any], number: int) -> dict[str, Any]:
    content = message.get("content")
    if content is None and ("content" in message or "tool_calls" in message):
        return {**message, "content": ""}
    if not isinstance(content, list):
        return message
    texts = [
        part if isinstance(part, str) else part.get("text") if isinstance(part, dict) else None for part in content
    ]
    for part, text in zip(content, texts, strict=True):
        if not isinstance(text, str):
            kind = part.get("type") if isinstance(part, dict) else type(part).__name__
            raise UnfitMessageError(
                f"messages[{number}] holds a part of type {kind!r:.40} where the template takes text"
            )
    return {**message, "content": "\n".join(texts)}  # type: ignore[arg-type]


def _with_arguments(message: dict[str, Any], change: Any) -> dict[str, Any]:
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        return message
    return {**message, "tool_calls": [_call_with_arguments(call, change) for call in calls]}


def _call_with_arguments(call: Any, change: Any) -> Any:
    if not isinstance(call, dict):
        return call
    if isinstance(function := call.get("function"), dict) and "arguments" in function:
        return {**call, "function": {**function, "arguments": change(function["arguments"])}}
    return {**call, "arguments": change(call["arguments"])} if "arguments" in call else call


def _parsed(arguments: Any) -> Any:
    if not isinstance(arguments, str):
        return arguments
    try:
        parsed = json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments
    return parsed if isinstance(parsed, dict) else arguments


def _written(arguments: Any) -> Any:
    return json.dumps(arguments, ensure_ascii=False) if isinstance(arguments, dict) else arguments


def _kind(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
