"""Chat templates: from messages to the text that a model was trained on, and how one compares with the family's own."""

from __future__ import annotations

import difflib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from phi4.errors import TemplateError
from phi4.text.renderer import Renderer
from phi4.text.rendering import RenderingError, render

Message = Mapping[str, Any]
LARGEST_SOURCE = 256 * 1024

_KNOWN_FOLDER = Path(__file__).with_name("known_templates")
_BY_FAMILY = {
    "phi3": ("phi-4", "phi-4-first-release", "phi-4-mini", "phi-3-medium"),
    "mixtral": ("mixtral",),
    "mistral": ("ministral", "mixtral"),
    "ministral": ("ministral",),
    "qwen2": ("qwen2.5",),
    "llama": ("llama-3.1", "phi-4"),
    "granite": ("granite-3.3", "granite-3.0"),
}
# The template that stands in for a missing one, and a special token that shows the vocabulary is of its kind.
_DEFAULTS = {
    "phi3": (("phi-4", "<|im_sep|>"), ("phi-4-mini", "<|tool_call|>"), ("phi-3-medium", "<|placeholder1|>")),
    "mixtral": (("mixtral", "</s>"),),
    "mistral": (("ministral", "[/INST]"),),
    "ministral": (("ministral", "[/INST]"),),
    "qwen2": (("qwen2.5", "<|im_start|>"),),
    "llama": (("llama-3.1", "<|start_header_id|>"), ("phi-4", "<|im_sep|>")),
    "granite": (("granite-3.3", "<|start_of_role|>"),),
}
_renderer = Renderer()


@cache
def known_template(name: str) -> str:
    """The source of a template that phi4 ships, such as "phi-4"; phi4/text/known_templates says where each is from."""
    return (_KNOWN_FOLDER / f"{name}.jinja").read_bytes().decode("utf-8")


@cache
def _known_sources() -> frozenset[str]:
    return frozenset(known_template(name) for names in _BY_FAMILY.values() for name in names)


class ChatTemplate:
    """A checkpoint's chat template, which is a program from outside: it runs sandboxed, in bounded time and output.

    `tokens` are the names a template may use for special tokens, such as bos_token.
    """

    def __init__(self, source: str, tokens: Mapping[str, str] | None = None) -> None:
        if len(source) > LARGEST_SOURCE:
            raise TemplateError(
                f"the chat template has {len(source):,} characters, above the limit of {LARGEST_SOURCE:,}; "
                "use another checkpoint, or remove chat_template from its tokenizer_config.json"
            )
        self.source = source
        self.tokens = dict(tokens or {})

    def render(
        self,
        messages: Sequence[Message],
        *,
        tools: Sequence[Mapping[str, Any]] | None = None,
        documents: Sequence[Mapping[str, Any]] | None = None,
        add_generation_prompt: bool = False,
        variables: Mapping[str, Any] | None = None,
    ) -> str:
        """The prompt, as transformers' apply_chat_template renders it.

        `messages` are mappings with at least "role" and "content"; `variables` reach the template by name, and may be
        whatever JSON can say.

        Raises:
            TemplateError: the template is malformed, refuses these messages, or exceeds its limits.
        """
        names: dict[str, Any] = {
            **self.tokens,
            **(variables or {}),
            "messages": [dict(message) for message in messages],
            "tools": None if tools is None else [dict(tool) for tool in tools],
            "documents": None if documents is None else [dict(document) for document in documents],
            "add_generation_prompt": add_generation_prompt,
        }
        known = self.source in _known_sources()
        try:
            return render(self.source, names) if known else _renderer.render(self.source, names)
        except RenderingError as error:
            raise TemplateError(f"the chat template does not take these messages: {error}") from None
        except (TypeError, ValueError) as error:
            raise TemplateError(f"the messages cannot be given to the chat template: {error}") from None


@dataclass(frozen=True)
class TemplateComparison:
    """How a template stands to the known ones of its family: the nearest, whether it is the same, and the lines of a
    unified diff from the known to the given."""

    known_name: str
    equal: bool
    diff: list[str]


def default_template(model_type: str, special: Container[str]) -> str | None:
    """The name of the known template for a model that came without one, if its `special` tokens are of that kind."""
    return next((name for name, token in _DEFAULTS.get(model_type, ()) if token in special), None)


def compare_with_known(source: str, model_type: str) -> TemplateComparison | None:
    """Compare with the known templates of a family; None if the family has none."""
    names = _BY_FAMILY.get(model_type, ())
    if not names:
        return None
    for name in names:
        if known_template(name) == source:
            return TemplateComparison(name, True, [])
    bounded = source[:LARGEST_SOURCE]
    nearest = max(names, key=lambda name: difflib.SequenceMatcher(None, known_template(name), bounded).quick_ratio())
    diff = difflib.unified_diff(
        known_template(nearest).splitlines(), bounded.splitlines(), f"known {nearest}", "this checkpoint", lineterm=""
    )
    return TemplateComparison(nearest, False, list(diff))
