"""What phi4-nano's stages learn from is a function of their files: the bytes that their seeds draw stay the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from phi4.checkpoint.shipped import SHIPPED
from phi4.text import Tokenizer
from phi4.train.data.encoding import Encoder
from phi4.train.data.mixture import streams_of
from phi4.train.data.tokenizer_texts import texts_of
from phi4.train.run.build import Places, mixture_of
from phi4.train.run.config import config_file, read_stage

DRAWN = {
    "nano/tokenizer": "283fb7696f367d4b",
    "nano/pretrain": "923a68b39a929459",
    "nano/midtrain": "f0fe2bd46ea4ba56",
    "nano/sft": "692af623c484342a",
    "nano/honest": "8285a91f79e77cfa",
    "nano/typed": "11de33a97297463d",
}  # fmt: skip
"""Of three packed batches of a stage's generators; of 30 documents for the tokenizer."""


@pytest.mark.parametrize("name", DRAWN)
def test_a_stage_draws_the_same_bytes(name: str, tmp_path: Path) -> None:
    config = read_stage(config_file(name))
    places, found = Places((tmp_path,)), hashlib.sha256()
    if config.stage == "tokenizer":
        for text in texts_of(config.data, places, seed=config.seed, documents=30):
            found.update(text.encode() + b"\0")
    else:
        folder = SHIPPED["nano"]
        ends = json.loads((folder / "generation_config.json").read_text())["eos_token_id"]
        encoder = Encoder(Tokenizer.from_folder(folder), ends, prompt_weight=config.data.prompt_weight)
        shares = {name: share for name, share in config.data.mixture.items() if name not in ("facts", "safety")}
        form = "text" if config.stage in ("pretrain", "midtrain") else "chat"
        mixture = mixture_of(config.data, encoder, places, form=form, seed=config.seed, shares=shares)
        (stream,) = streams_of(replace(mixture, window_rows=8), rows=4, numbers=[1], streams=2)
        for _ in range(3):
            batch = stream.next()
            for tensor in (batch.inputs, batch.targets, batch.weights, batch.documents):
                found.update(tensor.numpy().tobytes())
    assert found.hexdigest()[:16] == DRAWN[name]
