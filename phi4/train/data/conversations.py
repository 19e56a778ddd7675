"""Conversations as files have them: what is read of them, and whether a chat template renders all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from phi4.errors import TemplateError
from phi4.text import ChatTemplate, Message
from phi4.train.data.jsonl import Unusable

Tools = Sequence[Mapping[str, Any]] | None

_OPEN, _AT, _CLOSE = "\ufdec", "\ufded", "\ufdee"
"""Noncharacters around each part in a rendering that is made to see which parts are there."""
_BESIDE = (
    "text", "system", "instruction", "input", "output", "prompt", "completion", "response", "conversations",
    "documents", "functions", "function_call", "images", "audio",
)  # fmt: skip
_SPOKEN = ("reasoning_content", "reasoning", "thinking")
_NOT_READ = ("function_call", "images", "audio", "refusal")


def conversation_of(record: Mapping[str, Any]) -> tuple[list[Message], Tools]:
    """The messages of a record, with content of text parts joined, and its tools.

    Raises:
        Unusable: a message is malformed, or something beside the messages would be left out.
    """
    messages = record.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Unusable("form", "'messages' is not a list of messages")
    read: list[Message] = [_message(each, number) for number, each in enumerate(messages, 1)]
    contents: list[str] = [each["content"] for each in read if isinstance(each.get("content"), str)]
    for key in _BESIDE:
        value = record.get(key)
        if value and not (isinstance(value, str) and any(value in content for content in contents)):
            raise Unusable("lost", f"has {key!r} beside 'messages'")
    tools = record.get("tools")
    if tools and not (isinstance(tools, list) and all(isinstance(each, dict) for each in tools)):
        raise Unusable("form", "'tools' is not a list of objects")
    return list(read), tools or None


def _message(value: Any, number: int) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("role"), str):
        raise Unusable("form", f"message {number} has no 'role'")
    content = value.get("content")
    if isinstance(content, list):
        if not all(isinstance(each, dict) and isinstance(each.get("text"), str) for each in content):
            raise Unusable("lost", f"message {number} has parts that are not text")
        content = "".join(each["text"] for each in content)
    if not isinstance(content, str) and not (content is None and value.get("tool_calls")):
        raise Unusable("form", f"message {number} has no text as 'content'")
    for key in _NOT_READ:
        if value.get(key):
            raise Unusable("lost", f"message {number} has {key!r}")
    return {**value, "content": content}


def plain_text_of(messages: Sequence[Message]) -> list[Message]:
    """The messages, if they are nothing but text, which is what running text takes.

    Raises:
        Unusable: one calls tools.
    """
    for number, each in enumerate(messages, 1):
        if each.get("tool_calls") or not isinstance(each.get("content"), str):
            raise Unusable("lost", f"message {number} calls tools, which running text does not have")
    return list(messages)


def check_rendered(template: ChatTemplate, messages: Sequence[Message], tools: Tools) -> None:
    """That every part of a conversation is in what the template makes of it.

    Each part is put between marks, so that a short one is not taken for found in the template's own words, and so that
    the template may trim what stands around it.

    Raises:
        Unusable: a part is missing or changed.
    """
    marks = _Marks()
    marked = [marks.message(each, f"message {number}") for number, each in enumerate(messages, 1)]
    described = None if tools is None else [marks.tool(each, number) for number, each in enumerate(tools, 1)]
    try:
        rendered = template.render(marked, tools=described)
    except TemplateError:
        return  # it takes the conversation itself, and not with marks: what it renders cannot be told apart
    for mark in (_OPEN, _AT, _CLOSE):
        rendered = rendered.replace(json.dumps(mark)[1:-1], mark)
    for number, (where, text) in enumerate(marks.parts):
        _, begins, rest = rendered.partition(f"{_OPEN}{number}{_AT}")
        found, ends, _ = rest.partition(_CLOSE)
        if not begins or not ends or not _is_same(found, text):
            raise Unusable("lost", where)


def _is_same(found: str, text: str) -> bool:
    if found.strip() == text.strip():
        return True
    try:
        return bool(json.loads(f'"{found}"') == text)
    except ValueError:
        return False


class _Marks:
    """Puts marks around the parts of a conversation, and knows what stood where."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str]] = []

    def message(self, message: Message, where: str) -> Message:
        role = f"{message['role']:.20}"
        marked = {
            **message,
            "content": self._marked(message["content"], f"the content of {where}, of the role {role!r}"),
        }
        for key in _SPOKEN:
            if key in message:
                marked[key] = self._marked(message[key], f"{key!r} of {where}")
        if isinstance(calls := message.get("tool_calls"), list):
            marked["tool_calls"] = [self._call(each, f"a tool call of {where}") for each in calls]
        return marked

    def tool(self, tool: Mapping[str, Any], number: int) -> Mapping[str, Any]:
        return self._function(tool, ("name", "description"), f"tool {number} of 'tools'")

    def _call(self, call: Any, where: str) -> Any:
        return self._function(call, ("name", "arguments"), where) if isinstance(call, dict) else call

    def _function(self, value: Mapping[str, Any], keys: Sequence[str], where: str) -> Mapping[str, Any]:
        inner = value.get("function")
        if isinstance(inner, dict):
            return {**value, "function": self._function(inner, keys, where)}
        return {key: self._argument(each, where) if key in keys else each for key, each in value.items()}

    def _argument(self, value: Any, where: str) -> Any:
        """A value with marks around its texts; JSON in a text stays JSON."""
        if isinstance(value, dict):
            return {key: self._argument(each, where) for key, each in value.items()}
        if isinstance(value, list):
            return [self._argument(each, where) for each in value]
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return json.dumps(self._argument(json.loads(value), where), ensure_ascii=False)
            except (ValueError, RecursionError):
                pass
        return self._marked(value, where)

    def _marked(self, value: Any, where: str) -> Any:
        if not isinstance(value, str) or not value.strip():
            return value
        self.parts.append((where, value))
        return f"{_OPEN}{len(self.parts) - 1}{_AT}{value}{_CLOSE}"
