"""Models that come with the package, by the names that stand for them wherever a model is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]

SHIPPED: Mapping[str, Path] = {"nano": _PACKAGE / "nano" / "weights"}
"""Folders with config.json, weights, tokenizer and chat template, as any Hugging Face folder."""
