"""The text that phi4 ships to calibrate on: its form, its kinds, and how a model's tokenizer reads it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.shipped import SHIPPED
from phi4.quant.calibration import SHIPPED_TEXT, calibration_texts, sections

KINDS = {"prose", "textbook", "code", "dialogue", "language"}


def test_it_is_small_and_names_where_it_comes_from() -> None:
    text = SHIPPED_TEXT.read_text(encoding="utf-8")
    header = text[: text.index("\n====")]
    assert len(text.encode()) <= 300_000
    assert all(kind in header for kind in KINDS)
    assert all(licence in header for licence in ("public domain", "CC-BY-3.0", "MIT", "Apache-2.0"))


def test_any_beginning_of_it_holds_all_kinds() -> None:
    found = list(sections(SHIPPED_TEXT.read_text(encoding="utf-8")))
    assert Counter(kind for kind, _ in found).keys() == KINDS
    assert {kind for kind, _ in found[:16]} == KINDS
    assert all(section.strip() for _, section in found)


@pytest.mark.parametrize("tokens", [512, 16_384])
def test_as_a_model_reads_it(tokens: int) -> None:
    checkpoint = open_checkpoint(SHIPPED["nano"])
    texts, held_out = calibration_texts(checkpoint, None, tokens)
    assert texts.shape[1] == held_out.shape[1] == 256
    assert tokens <= texts.size < tokens + 4096
    assert max(texts.max(), held_out.max()) < checkpoint.config.vocab_size
    again, _ = calibration_texts(checkpoint, None, tokens)
    np.testing.assert_array_equal(texts, again)
