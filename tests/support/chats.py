"""Conversations that templates are tried on."""

from __future__ import annotations

from typing import Any

TEMPLATES = ["phi-4", "phi-4-first-release", "phi-4-mini", "phi-3-medium", "qwen2.5", "llama-3.1", "mixtral",
             "ministral", "granite-3.0", "granite-3.3"]  # fmt: skip
"""Known templates (phi4.text.known_template)."""
HELLO = [{"role": "user", "content": "Hi"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Weather of a city <&>",
        "parameters": {"type": "object", "properties": {"city": {"type": "string", "description": "é"}}},
    },
}
CALL = {"type": "function", "id": "abcdefghi", "function": {"name": "weather", "arguments": {"city": "Köln"}}}
USER, ASSISTANT = {"role": "user", "content": " What is 2+2? "}, {"role": "assistant", "content": "4\n"}
SYSTEM = {"role": "system", "content": "Be brief."}
CHATS: dict[str, list[dict[str, Any]]] = {
    "one turn": [USER],
    "system": [SYSTEM, USER],
    "several turns": [SYSTEM, USER, ASSISTANT, {"role": "user", "content": "And <b>3</b>+3?"}],
    "ends with an answer": [USER, ASSISTANT],
    "tool results": [
        USER,
        {"role": "assistant", "content": "", "tool_calls": [CALL]},
        {"role": "tool", "content": '{"t": 3}', "name": "weather", "tool_call_id": "abcdefghi"},
    ],
    "roles out of order": [ASSISTANT, ASSISTANT],
    "nothing": [],
}
