"""Training a tiny model for a few steps: it learns, and resumes exactly."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from phi4.config import preset
from phi4.errors import InputError, TrainingError
from phi4.model import Transformer, initial_weights
from phi4.train.data.jsonl import Unusable
from phi4.train.data.mixture import Mixture
from phi4.train.data.packing import Document, Example
from phi4.train.distributed.parallel import fill, parallel_model, whole
from phi4.train.distributed.ranks import Ranks
from phi4.train.objectives.next_token import NextToken
from phi4.train.optim.optimizers import optimizers_of
from phi4.train.run.checkpoints import Checkpoints, Progress
from phi4.train.run.config import OptimizerSection, ParallelSection
from phi4.train.run.tracking import records
from phi4.train.run.trainer import Settings, Trainer

SETTINGS = Settings(
    steps=40, micro_batches=2, rows=2, optimizer=OptimizerSection(learning_rate=3e-3, name="muon", warmup_steps=4),
    log_every=4,
)  # fmt: skip


class Counting:
    """Counting up by one, which a tiny model learns at once."""

    name, epoch, fingerprint = "counting", None, "counting"

    def example(self, number: int) -> Example:
        rng = random.Random(number)
        start, length = rng.randrange(3, 100), rng.randint(4, 20)
        return (Document(list(range(start, start + length)), [0.0, 0.0] + [1.0] * (length - 2)),)


def trainer(folder: Path, settings: Settings = SETTINGS) -> Trainer:
    torch.set_num_threads(1)
    model = Transformer(preset("tiny-phi3"))
    model.init_weights(0)
    mixture = Mixture([Counting()], [1.0], length=32, window_rows=8)
    return Trainer(model, NextToken(), mixture, settings, folder)


def losses(folder: Path) -> list[tuple[float, float]]:
    return [(each["step"], each["loss"]) for each in records(folder)]


def test_the_loss_falls(tmp_path: Path) -> None:
    trainer(tmp_path, replace(SETTINGS, steps=100)).run()
    found = losses(tmp_path)
    assert found[-1][1] < 0.5 * found[0][1]


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole = trainer(tmp_path / "whole")
    whole.run()
    trainer(tmp_path / "parts").run(until=7)
    trainer(tmp_path / "parts").run(until=18)
    last = trainer(tmp_path / "parts")
    assert last.step == 18
    last.run()
    for (name, expected), got in zip(whole.model.named_parameters(), last.model.parameters(), strict=True):
        torch.testing.assert_close(got, expected, rtol=0, atol=0, msg=name)
    assert losses(tmp_path / "parts") == losses(tmp_path / "whole")
    assert len(list((tmp_path / "parts").glob("*.safetensors"))) == 1


def test_another_run_is_not_taken_for_this_one(tmp_path: Path) -> None:
    trainer(tmp_path, replace(SETTINGS, identity={"seed": 0})).run(until=2)
    with pytest.raises(InputError, match="seed"):
        trainer(tmp_path, replace(SETTINGS, identity={"seed": 1}))


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_checkpoint(tmp_path: Path) -> None:
    run = trainer(tmp_path)
    run.run(until=4)
    with torch.no_grad():
        run.model.norm.weight[0] = torch.nan
    with pytest.raises(TrainingError, match=r"step 5: .* the checkpoint of step 4 stands"):
        run.run()
    resumed = trainer(tmp_path)
    assert resumed.step == 4
    assert all(parameter.isfinite().all() for parameter in resumed.model.parameters())


class Gappy(Counting):
    """Every third example is broken."""

    def example(self, number: int) -> Example:
        if number % 3 == 0:
            raise Unusable("broken")
        return super().example(number)


def test_what_is_skipped_is_logged_once_however_often_the_run_is_stopped(tmp_path: Path) -> None:
    def run(folder: Path, until: int | None = None) -> None:
        model = Transformer(preset("tiny-phi3"))
        model.init_weights(0)
        mixture = Mixture([Gappy()], [1.0], length=32, window_rows=8)
        Trainer(model, NextToken(), mixture, SETTINGS, folder).run(until)

    run(tmp_path / "whole")
    for until in (3, 10, 11, None):
        run(tmp_path / "parts", until)
    skipped = [
        [(each["step"], each.get("skipped")) for each in records(tmp_path / name)] for name in ("whole", "parts")
    ]
    assert skipped[0] == skipped[1]
    assert sum(count or 0 for _, count in skipped[0]) > 20


def test_held_out_documents_are_measured_when_asked_for(tmp_path: Path) -> None:
    torch.set_num_threads(1)
    model = Transformer(preset("tiny-phi3"))
    model.init_weights(0)
    data = Mixture([Counting()], [1.0], length=32, window_rows=8)
    settings = replace(SETTINGS, steps=8, log_every=4, validate_every=3, validation_tokens=1)
    Trainer(model, NextToken(), data, settings, tmp_path, validation=data).run()
    logged = {each["step"]: "validation_loss" in each for each in records(tmp_path)}
    assert logged == {3: True, 4: False, 6: True, 8: True}


def test_a_run_that_went_further_is_not_taken_for_a_shorter_one(tmp_path: Path) -> None:
    trainer(tmp_path).run(until=3)
    with pytest.raises(InputError, match="has done 3 steps, and this one has 2"):
        trainer(tmp_path, replace(SETTINGS, steps=2))
    assert trainer(tmp_path).step == 3


def test_checkpoints_go_from_one_process_to_shards_and_back(tmp_path: Path) -> None:
    def checkpoints(folder: str, ranks: Ranks, seed: int) -> Checkpoints:
        config = preset("tiny-phi3")
        model = parallel_model(config, ParallelSection(), ranks, precision=torch.float32, compiled=False)
        fill(model, initial_weights(config, seed))
        optimizers = optimizers_of(model, SETTINGS.optimizer, torch.float32)
        return Checkpoints(tmp_path / folder, model, optimizers, ranks)

    def tensors(found: Checkpoints) -> dict[str, torch.Tensor]:
        return {name: whole(tensor) for name, tensor in found._tensors()}

    alone, sharded = Ranks(), Ranks(kind="sharded")
    torch.distributed.init_process_group("gloo", init_method=f"file://{tmp_path}/store", rank=0, world_size=1)
    try:
        for number, (first, then) in enumerate([(alone, sharded), (sharded, alone)]):
            before, after = checkpoints(str(number), first, 1), checkpoints(str(number), then, 2)
            for _, tensor in before._tensors():
                tensor.add_(1.0)
            before.save(Progress(7, [[0]], {}), {})
            assert after.load({}) == Progress(7, [[0]], {})
            expected, got = tensors(before), tensors(after)
            assert expected.keys() == got.keys()
            assert all(torch.equal(got[name], each) for name, each in expected.items())
    finally:
        torch.distributed.destroy_process_group()


class Unanswered(Counting):
    """Documents of which nothing counts."""

    def example(self, number: int) -> Example:
        (document,) = super().example(number)
        return (Document(document.ids, [0.0] * len(document.ids)),)


def test_held_out_documents_of_which_nothing_counts_are_told_before_the_work_begins(tmp_path: Path) -> None:
    model = Transformer(preset("tiny-phi3"))
    model.init_weights(0)
    data, held_out = (Mixture([source], [1.0], length=32, window_rows=8) for source in (Counting(), Unanswered()))
    with pytest.raises(InputError, match=r"\[data\.validation\] gives documents in which no token counts"):
        Trainer(model, NextToken(), data, SETTINGS, tmp_path, validation=held_out)
    assert not records(tmp_path)


class Half(Counting):
    """Documents that leave more than a third of a row empty, and two do not fit."""

    def example(self, number: int) -> Example:
        return (Document([number % 100, *range(19)], [1.0] * 20),)


def test_speed_and_share_of_peak_are_of_tokens_and_not_of_padding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count()
    monkeypatch.setattr("phi4.train.run.trainer.time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    model = Transformer(preset("tiny-phi3"))
    model.init_weights(0)
    data = Mixture([Half()], [1.0], length=32, window_rows=8)
    settings = replace(SETTINGS, steps=3, log_every=1, flops_per_token=2.0, peak_flops=1000.0, checkpoint_seconds=1e9)
    Trainer(model, NextToken(), data, settings, tmp_path).run()
    learned = SETTINGS.micro_batches * SETTINGS.rows * 20  # in rows of 32 positions
    seconds = 2  # the clock ticks when it is read: when a step is done, and when it is logged
    speeds = [(each["tokens_per_second"], each["mfu"]) for each in records(tmp_path)]
    assert speeds == [(learned / seconds, learned / seconds * 2.0 / 1000.0)] * 3
