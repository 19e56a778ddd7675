"""The text that phi4 ships to calibrate on: what it holds, and that every model is given a share of each kind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.shipped import SHIPPED
from phi4.quant.calibration import SEQUENCE_TOKENS, SHIPPED_TEXT, calibration_sequences, shipped_text
from phi4.text import Tokenizer

KINDS = {"prose", "technical", "code", "mathematics", "dialogue", "languages"}


def test_the_shipped_text_is_small_and_spread_over_its_kinds() -> None:
    assert SHIPPED_TEXT.stat().st_size <= 300_000
    header = SHIPPED_TEXT.read_text(encoding="utf-8").partition("\n== ")[0]
    assert all(line.startswith("#") for line in header.splitlines())
    pieces = shipped_text()
    assert {kind for kind, _ in pieces} == KINDS == {kind for kind, _ in pieces[: len(pieces) // 8]}
    assert all(f"# {kind}" in header for kind in KINDS)
    assert not any(piece.startswith("#  ") for _, piece in pieces)
    assert all(piece.count("\n--\n") == (kind == "dialogue") for kind, piece in pieces)


def test_dialogues_are_in_the_models_own_format_and_all_else_is_plain(tmp_path: Path) -> None:
    checkpoint = open_checkpoint(SHIPPED["nano"])
    texts, held_out = calibration_sequences(checkpoint, None, 16384)
    assert texts.shape == (64, SEQUENCE_TOKENS)
    assert held_out.shape == (16, SEQUENCE_TOKENS)
    tokenizer = Tokenizer.from_folder(SHIPPED["nano"])
    turns = [id_ for text, id_ in tokenizer.special_ids.items() if text in ("<|im_start|>", "<|user|>")]
    assert turns
    assert np.isin(texts, turns).any()
    folder = tmp_path / "base"
    shutil.copytree(SHIPPED["nano"], folder)
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings.pop("chat_template")
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    plain, _ = calibration_sequences(open_checkpoint(folder), None, 16384)
    assert not np.isin(plain, turns).any()


def test_texts_are_the_same_each_time() -> None:
    checkpoint = open_checkpoint(SHIPPED["nano"])
    one, other = (calibration_sequences(checkpoint, None, 2048) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
