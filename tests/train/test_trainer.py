"""Training a tiny model for a few steps: it learns, resumes exactly, and packs documents whole."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from phi4.config import preset
from phi4.errors import InputError
from phi4.model import Transformer
from phi4.train.documents import Document, packed
from phi4.train.trainer import LOG, Trainer, TrainingConfig

CONFIG = TrainingConfig(steps=40, rows=4, length=32, warmup_steps=4, compile=False, threads=1)


def counting(rng: random.Random) -> Document:
    """Counting up by one, which a tiny model learns at once."""
    start, length = rng.randrange(3, 100), rng.randint(4, 20)
    return Document(list(range(start, start + length)), [0.0, 0.0] + [1.0] * (length - 2))


def trainer(folder: Path, config: TrainingConfig = CONFIG) -> Trainer:
    model = Transformer(preset("tiny-phi3"))
    model.init_weights(0)
    return Trainer(model, counting, config, folder)


def losses(folder: Path) -> list[float]:
    return [json.loads(line)["loss"] for line in (folder / LOG).read_text().splitlines()]


def test_the_loss_falls(tmp_path: Path) -> None:
    trainer(tmp_path, replace(CONFIG, steps=100)).run()
    found = losses(tmp_path)
    assert found[-1] < 0.5 * found[0]


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole = trainer(tmp_path / "whole")
    whole.run()
    first = trainer(tmp_path / "parts")
    first.run(until=17)
    second = trainer(tmp_path / "parts")
    assert second.step == 17
    second.run()
    for (name, expected), got in zip(whole.model.named_parameters(), second.model.parameters(), strict=True):
        torch.testing.assert_close(got, expected, rtol=0, atol=0, msg=name)
    assert len(list((tmp_path / "parts").glob("*.safetensors"))) == 1


def test_another_run_is_not_taken_for_this_one(tmp_path: Path) -> None:
    trainer(tmp_path).run(until=2)
    with pytest.raises(InputError, match="seed"):
        trainer(tmp_path, replace(CONFIG, seed=1))


def test_the_rate_rises_stays_and_falls_to_nothing() -> None:
    config = TrainingConfig(steps=100, warmup_steps=10, decay_share=0.5)
    assert config.rate(0) == pytest.approx(0.1)
    assert config.rate(30) == 1.0
    assert config.rate(75) == pytest.approx(0.5)
    assert config.rate(99) == pytest.approx(0.02)


def test_packing_keeps_documents_whole_and_apart() -> None:
    rng = random.Random(1)
    drawn: list[Document] = []

    def draw() -> Document:
        drawn.append(counting(rng))
        return drawn[-1]

    batch = packed(draw, rows=3, length=40)
    assert batch.inputs.shape == batch.targets.shape == batch.weights.shape == batch.documents.shape == (3, 40)
    placed = 0
    for row in range(3):
        for number in batch.documents[row].unique().tolist():
            where = batch.documents[row] == number
            if number < 0:
                assert not batch.weights[row][where].any()
                continue
            placed += 1
            ids = batch.inputs[row][where].tolist()
            document = next(
                each for each in drawn if each.ids[: len(ids)] == ids and len(each.ids) - len(ids) in (0, 1)
            )
            counted = sum(document.weights[1:])
            assert batch.weights[row][where].sum().item() == pytest.approx(counted)
    assert placed >= len(drawn) - 1
    counted = batch.weights > 0
    assert (batch.targets[counted] == batch.inputs[counted] + 1).all()


def test_a_document_that_fits_no_row_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        packed(lambda: Document(list(range(50)), [1.0] * 50), rows=2, length=20)
