"""Chat templates: from messages to the text that a model was trained on, and how one compares with the family's own."""

from __future__ import annotations

import difflib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from phi4.errors import TemplateError
from phi4.text.messages import UnfitMessageError, checked, jsonable
from phi4.text.renderer import NoRendererError, Renderer
from phi4.text.rendering import Rendered, RenderingError, one_line, render

Message = Mapping[str, Any]
MAX_SOURCE_CHARS = 256 * 1024

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


@cache
def known_template(name: str) -> str:
    """The source of a template that phi4 ships, such as "phi-4"; phi4/text/known_templates says where each is from."""
    return (_KNOWN_FOLDER / f"{name}.jinja").read_bytes().decode("utf-8")


@cache
def _known_sources() -> frozenset[str]:
    return frozenset(known_template(name) for names in _BY_FAMILY.values() for name in names)


class ChatTemplate:
    """A checkpoint's chat template, which is a program from outside: it runs sandboxed, in bounded time and output.

    source      the template named "default"
    tokens      the names that a template may use for special tokens, such as bos_token
    named       further templates by name: "tool_use" is taken where there are tools, "rag" where there are documents
    """

    def __init__(
        self, source: str, tokens: Mapping[str, str] | None = None, *, named: Mapping[str, str] | None = None
    ) -> None:
        self.source = source
        self.tokens = dict(tokens or {})
        self.named = {name: text for name, text in (named or {}).items() if name != "default"}
        for text in (source, *self.named.values()):
            if len(text) > MAX_SOURCE_CHARS:
                raise TemplateError(
                    f"the chat template has {len(text):,} characters, above the limit of {MAX_SOURCE_CHARS:,}; "
                    "use another checkpoint, or remove chat_template from its tokenizer_config.json"
                )
        self._renderer = Renderer()

    def close(self) -> None:
        """End the processes that render it; another rendering starts one again."""
        self._renderer.close()

    def render(
        self,
        messages: Sequence[Message],
        *,
        tools: Sequence[Mapping[str, Any]] | None = None,
        documents: Sequence[Mapping[str, Any]] | None = None,
        add_generation_prompt: bool = False,
        variables: Mapping[str, Any] | None = None,
        name: str | None = None,
    ) -> str:
        """The prompt, as transformers' apply_chat_template renders it; see `rendered`."""
        return self.rendered(
            messages, tools=tools, documents=documents, add_generation_prompt=add_generation_prompt,
            variables=variables, name=name,
        ).text  # fmt: skip

    def rendered(
        self,
        messages: Sequence[Message],
        *,
        tools: Sequence[Mapping[str, Any]] | None = None,
        documents: Sequence[Mapping[str, Any]] | None = None,
        add_generation_prompt: bool = False,
        variables: Mapping[str, Any] | None = None,
        name: str | None = None,
    ) -> Rendered:
        """The prompt, and which of its characters the template itself wrote.

        messages        mappings with "role" and "content". A content may be a list of parts: a template that takes
                        text is given their texts with line breaks between. It may be null beside "tool_calls", whose
                        arguments may be mappings or JSON text
        variables       reach the template by name, and may be whatever JSON can say
        name            of the template to use, if not the one that fits

        Raises:
            TemplateError: the template is malformed, refuses these messages, or exceeds its limits; they are no list
                of messages; or there is no template of that name.
        """
        source = self._chosen(name, tools, documents)
        try:
            names: dict[str, Any] = {
                **jsonable(variables or {}, "variables"),
                "messages": checked(messages),
                "tools": None if tools is None else jsonable(list(tools), "tools"),
                "documents": None if documents is None else jsonable(list(documents), "documents"),
                "add_generation_prompt": add_generation_prompt,
            }
            tokens = {name: text for name, text in self.tokens.items() if name not in names}
            if source in _known_sources():
                return render(source, names, tokens)
            return self._renderer.render(source, names, tokens)
        except RenderingError as error:
            raise TemplateError(f"the chat template does not take these messages: {error}") from None
        except NoRendererError as error:
            raise TemplateError(f"the chat template cannot be rendered: {error}") from None
        except (UnfitMessageError, TypeError, ValueError, RecursionError) as error:
            raise TemplateError(f"the messages cannot be given to the chat template: {one_line(str(error))}") from None

    def _chosen(self, name: str | None, tools: object, documents: object) -> str:
        if name is not None:
            if name != "default" and name not in self.named:
                names = ", ".join(["default", *self.named])
                raise TemplateError(f"the model has no chat template named {name!r:.40}; it has {names:.200}")
            return self.named.get(name, self.source)
        fitting = ["tool_use"] * (tools is not None) + ["rag"] * (documents is not None)
        return next((self.named[each] for each in fitting if each in self.named), self.source)


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
    bounded = source[:MAX_SOURCE_CHARS]
    nearest = max(names, key=lambda name: difflib.SequenceMatcher(None, known_template(name), bounded).quick_ratio())
    diff = difflib.unified_diff(
        known_template(nearest).splitlines(), bounded.splitlines(), f"known {nearest}", "this checkpoint", lineterm=""
    )
    return TemplateComparison(nearest, False, list(diff))
