"""phi4-nano, the model that the package ships: its files, and the recipe that makes them."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The shipped model: config.json, model.safetensors, tokenizer and chat template, as any Hugging Face folder."""
    return Path(__file__).resolve().parent / "weights"
