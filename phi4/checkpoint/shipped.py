"""Models that are part of the package, by the names that every command accepts for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]

SHIPPED: Mapping[str, Path] = {"nano": _PACKAGE / "nano" / "weights"}
"""Hugging Face folders with config.json, weights, tokenizer and chat template."""
