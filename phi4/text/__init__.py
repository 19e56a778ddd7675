"""Text in and out: tokenizers, chat templates, streaming detokenisation."""

from phi4.text.detokenizer import StreamingDetokenizer
from phi4.text.template import (
    ChatTemplate,
    Message,
    TemplateComparison,
    compare_with_known,
    default_template,
    known_template,
)
from phi4.text.tokenizer import Tokenizer
from phi4.text.tokenizer_files import template_of

__all__ = [
    "ChatTemplate",
    "Message",
    "StreamingDetokenizer",
    "TemplateComparison",
    "Tokenizer",
    "compare_with_known",
    "default_template",
    "known_template",
    "template_of",
]
