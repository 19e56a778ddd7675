"""Phi-4, whole and in the open: run, make, judge and serve small language models.

`model = phi4.load("microsoft/phi-4")` takes a hub name, a folder, a GGUF file or "nano"; then `model.chat([...])`,
`model.generate(prompt)`, `model.logits(ids)`, `model.tokenizer`, `model.config`, and `model.close()` at the end. The
logger "phi4" is silent until a program configures logging.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phi4.config import ModelConfig
    from phi4.engine import Choice, Event, Generation, LanguageModel, SamplingParams, load
    from phi4.errors import Phi4Error
    from phi4.text import Tokenizer

    __version__: str

__all__ = [
    "Choice",
    "Event",
    "Generation",
    "LanguageModel",
    "ModelConfig",
    "Phi4Error",
    "SamplingParams",
    "Tokenizer",
    "__version__",
    "load",
]

_HOMES = {
    "Choice": "phi4.engine",
    "Event": "phi4.engine",
    "Generation": "phi4.engine",
    "LanguageModel": "phi4.engine",
    "ModelConfig": "phi4.config",
    "Phi4Error": "phi4.errors",
    "SamplingParams": "phi4.engine",
    "Tokenizer": "phi4.text",
    "load": "phi4.engine",
}


def __getattr__(name: str) -> Any:
    """Import public names on first use, so that `import phi4` is fast."""
    if name == "__version__":
        from importlib.metadata import version

        return version("phi4")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'phi4' has no attribute {name!r}")
