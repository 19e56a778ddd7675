"""The stages from nothing to a folder that phi4 and transformers load, and what happens to runs that are stopped."""

from __future__ import annotations

import json
import math
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import SafetensorError, safe_open

import phi4
from phi4.errors import InputError, Phi4Error, TrainingError
from phi4.train.distributed.ranks import Ranks
from phi4.train.run import run_stage as stages
from phi4.train.run.build import Places
from phi4.train.run.config import read_stage
from phi4.train.run.run_stage import run_stage
from phi4.train.run.tracking import records
from phi4.train.run.trainer import Trainer


def run(recipe: Path, stage: str, out: Path, *changes: str) -> Path:
    torch.set_num_threads(1)
    config = read_stage(recipe / f"{stage}.toml", changes)
    return run_stage(config, out, Places((recipe, out.parent)), Ranks())


def curve(folder: Path) -> list[tuple[float, ...]]:
    keys = ("step", "loss", "gradient_norm", "rate", "validation_loss", "validation_bits_per_byte")
    return [tuple(record.get(key, -1.0) for key in keys) for record in records(folder)]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    with safe_open(folder / "model" / "model.safetensors", framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def test_the_recipe_ends_in_a_folder_that_everybody_loads(recipe: Path, pretrained: Path) -> None:
    from transformers import AutoModelForCausalLM

    assert curve(pretrained)[-1][1] < curve(pretrained)[0][1]
    assert curve(pretrained)[-1][5] > 0
    run(recipe, "midtrain", recipe / "midtrain")
    made = run(recipe, "sft", recipe / "sft")
    assert (recipe / "sft" / "loss.png").stat().st_size > 5000
    model = phi4.load(str(made), executor="native")
    assert model.config.rope.theta == 40_000
    assert model.config.max_positions == 192
    prompt = model.chat_ids([{"role": "user", "content": "What is 2 + 2?"}])
    assert model.tokenizer.decode(prompt, skip_special=False) == (
        "<|im_start|>user<|im_sep|>What is 2 + 2?<|im_end|><|im_start|>assistant<|im_sep|>"
    )
    reference = AutoModelForCausalLM.from_pretrained(made, dtype=torch.float32)
    with torch.no_grad():
        expected = reference(torch.tensor([prompt])).logits[0].numpy()
    np.testing.assert_allclose(model.logits(prompt), expected, atol=2e-3)
    settings = json.loads((made / "generation_config.json").read_text())
    assert settings["eos_token_id"] == [model.tokenizer.eos_id, model.tokenizer.bos_id]


def test_a_stage_that_is_done_is_left_and_another_is_not_taken_for_it(recipe: Path, pretrained: Path) -> None:
    before = (pretrained / "model" / "model.safetensors").stat().st_mtime_ns
    run(recipe, "pretrain", pretrained)
    run(recipe, "pretrain", pretrained, "run.log_every=5", "parallel.workers=3", "run.compile=true")
    assert (pretrained / "model" / "model.safetensors").stat().st_mtime_ns == before
    with pytest.raises(InputError, match="another config"):
        run(recipe, "pretrain", pretrained, "optimizer.learning_rate=1e-2")


def test_a_run_at_a_level_rate_may_be_made_longer(
    recipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    level = 'optimizer.schedule="constant"'
    run(recipe, "pretrain", tmp_path / "whole", level)
    run(recipe, "pretrain", tmp_path / "parts", level, "run.steps=10")
    assert curve(tmp_path / "parts")[-1][0] == 10

    def stopped(*_: object) -> None:
        raise TrainingError("stopped at once")

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "run", stopped)
        with pytest.raises(TrainingError, match="at once"):
            run(recipe, "pretrain", tmp_path / "parts", level)
    run(recipe, "pretrain", tmp_path / "parts", level)
    whole, parts = weights(tmp_path / "whole"), weights(tmp_path / "parts")
    assert all(torch.equal(parts[name], each) for name, each in whole.items())
    with pytest.raises(InputError, match=r"run\.micro_batch_size differs: 4 before, 8 now"):
        run(recipe, "pretrain", tmp_path / "parts", level, "run.micro_batch_size=8")


def test_a_run_at_a_level_rate_is_not_made_shorter(recipe: Path, tmp_path: Path) -> None:
    level = 'optimizer.schedule="constant"'
    made = run(recipe, "pretrain", tmp_path / "out", level, "run.steps=2")
    said = (tmp_path / "out" / "stage.json").read_text()
    with pytest.raises(InputError, match="has done 2 steps, and this one has 1; ask for more"):
        run(recipe, "pretrain", tmp_path / "out", level, "run.steps=1")
    assert (tmp_path / "out" / "stage.json").read_text() == said
    assert (made / "config.json").is_file()


@pytest.mark.parametrize("moment", ["shutil.copyfile", "plot"])
def test_a_stage_that_is_killed_at_its_end_is_not_done(
    recipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(f"phi4.train.run.run_stage.{moment}", killed)
        with pytest.raises(KeyboardInterrupt):
            run(recipe, "pretrain", out, "run.steps=1")
    assert not (out / "model").exists()
    made = run(recipe, "pretrain", out, "run.steps=1")
    assert {"config.json", "tokenizer.json", "generation_config.json"} <= {file.name for file in made.iterdir()}
    assert {file.name for file in out.iterdir() if file.name.endswith(".new")} == set()


def test_what_cannot_be_written_is_one_sentence(recipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    (tmp_path / "file").touch()
    with pytest.raises(Phi4Error, match="out: cannot be written"):
        run(recipe, "pretrain", tmp_path / "file" / "out", "run.steps=1")
    with pytest.raises(Phi4Error, match=r"stage\.json: cannot be written"):
        run(recipe, "tokenizer", tmp_path / "file" / "out")
    monkeypatch.setattr(stages, "save_checkpoint", refused)
    with pytest.raises(Phi4Error, match=r"cannot be written \(No space left on device\); make room"):
        run(recipe, "pretrain", tmp_path / "out", "run.steps=1")


def test_epochs_of_what_has_none_are_told(recipe: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'sum' never repeats; take max_epochs out"):
        run(recipe, "pretrain", tmp_path / "a", "data.sources.sum.max_epochs=2")
    (tmp_path / "bad.jsonl").write_text("broken\n")
    with pytest.raises(InputError, match=r"bad\.jsonl: holds nothing that can be used"):
        run(recipe, "pretrain", tmp_path / "b", "data.mixture={bad = 1.0}",
            'data.sources={bad = {path = "bad.jsonl", max_epochs = 2}}')  # fmt: skip


def test_a_start_that_is_nowhere_and_sizes_that_cannot_change(recipe: Path, pretrained: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'from' names 'nowhere'"):
        run(recipe, "pretrain", tmp_path / "a", 'from="nowhere"')
    with pytest.raises(InputError, match="layers cannot be changed"):
        run(recipe, "midtrain", tmp_path / "b", "model.layers=3")
    with pytest.raises(InputError, match="length is 192, and the model has 96 positions"):
        run(recipe, "sft", tmp_path / "c", f'from="{pretrained}"')


def test_pretraining_goes_on_from_a_model(recipe: Path, pretrained: Path, tmp_path: Path) -> None:
    changes = [f'from="{pretrained}"', "run.steps=2", "optimizer.learning_rate=1e-9", "model.rope_theta=40_000"]
    made = run(recipe, "pretrain", tmp_path / "on", *changes)
    assert phi4.load(str(made)).config.rope.theta == 40_000
    before, after = weights(pretrained), weights(tmp_path / "on")
    assert all(torch.equal(after[name], each) for name, each in before.items())
    with pytest.raises(InputError, match="layers cannot be changed"):
        run(recipe, "pretrain", tmp_path / "deeper", *changes, "model.layers=7")


def test_epochs_are_counted_in_the_files(recipe: Path, pretrained: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"messages": [{"role": "user", "content": f"What is {n} + 1?"},
                                      {"role": "assistant", "content": f"{n} + 1 = {n + 1}"}]})
             for n in range(200)]  # fmt: skip
    (tmp_path / "sums.jsonl").write_text("\n".join(lines) + "\n")
    changes = [f'from="{pretrained}"', 'data.mixture={"sums" = 1.0}', 'data.sources.sums.path="sums.jsonl"',
               "data.sequence_length=96", "run.micro_batch_size=4", "run.steps=10",
               "data.validation.tokens=1"]  # fmt: skip
    run(recipe, "sft", tmp_path / "ten", *changes)
    config = recipe / "sft.toml"
    without = tmp_path / "epochs.toml"
    without.write_text(config.read_text().replace("steps = 24", "epochs = 2"))
    stage = read_stage(without, [each for each in changes if "steps" not in each])
    out = tmp_path / "two"
    run_stage(stage, out, Places((tmp_path,)), Ranks())
    said = json.loads((out / "data.json").read_text())
    assert (said["sources"]["sums"]["lines"], said["sources"]["sums"]["usable"]) == (200, 200)
    assert records(out)[-1]["step"] == said["steps"] >= math.ceil(2 * said["sources"]["sums"]["tokens"] / 776)
    with pytest.raises(InputError, match=r"'sums' would be gone through \d+\.\d times, and max_epochs is 1"):
        run(recipe, "sft", tmp_path / "more", *changes, "data.sources.sums.max_epochs=1")


def test_a_full_disk_stops_the_run_and_loses_no_checkpoint(recipe: Path, tmp_path: Path) -> None:
    changes = ["run.checkpoint_minutes=1e-9"]
    run(recipe, "pretrain", tmp_path / "whole", *changes)
    out = tmp_path / "full"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    stopped = _stopped_after(recipe, out, 4, changes)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        with pytest.raises(TrainingError, match=r"cannot be written .* the one of step 5 stands: make room"):
            run(recipe, "pretrain", out, *changes)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert stopped == 5
    assert {file.name for file in out.glob("*.safetensors")} == {"5.safetensors"}
    run(recipe, "pretrain", out, *changes)
    assert curve(out) == curve(tmp_path / "whole")


def _stopped_after(recipe: Path, out: Path, step: int, changes: list[str]) -> int:
    """Run until `step` is logged, then ask to stop as Ctrl-C does, which a step hears at its end."""
    from phi4.train.run import tracking

    log = tracking.Tracker.log

    def log_and_ask(self: tracking.Tracker, record: dict[str, float]) -> None:
        log(self, record)
        if record["step"] == step:
            os.kill(os.getpid(), signal.SIGINT)

    tracking.Tracker.log = log_and_ask  # type: ignore[method-assign, assignment]
    try:
        with pytest.raises(KeyboardInterrupt):
            run(recipe, "pretrain", out, *changes)
    finally:
        tracking.Tracker.log = log  # type: ignore[method-assign]
    return int(json.loads((out / "state.json").read_text())["step"])


def command(recipe: Path, out: Path, *changes: str) -> list[str]:
    sets = [part for change in changes for part in ("--set", change)]
    return [sys.executable, "-m", "phi4", "train", "pretrain", str(recipe / "pretrain.toml"), "--out", str(out), *sets]


TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node")


def environment() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1"}


def finished(line: list[str], recipe: Path) -> None:
    done = subprocess.run(line, cwd=recipe, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def killed(line: list[str], recipe: Path, out: Path, step: int, delay: float) -> None:
    """Run until `step` is logged and a moment longer, then kill -9 the process and whatever it started."""
    with (
        (recipe / "stderr").open("wb") as stderr,
        subprocess.Popen(line, cwd=recipe, env=environment(), stderr=stderr, start_new_session=True) as process,
    ):
        deadline = time.monotonic() + 200
        while len(records(out)) < step:
            assert process.poll() is None, (recipe / "stderr").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
    assert not (out / "model").exists()


def same_run(one: Path, other: Path) -> bool:
    """Whether two runs have the same curve and the same weights, bit for bit."""
    first, second = weights(one), weights(other)
    return curve(one) == curve(other) and all(torch.equal(first[name], second[name]) for name in first | second)


EVERY_STEP = ("run.checkpoint_minutes=1e-9", "run.log_every=1")
"""Checkpoints are written after each step, so that a kill falls into the writing as often as not."""


def test_killed_twice_and_the_curve_is_the_same_bit_for_bit(recipe: Path, tmp_path: Path) -> None:
    run(recipe, "pretrain", tmp_path / "whole", *EVERY_STEP)
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    line = command(recipe, tmp_path / "killed", "parallel.workers=1", *EVERY_STEP)
    killed(line, recipe, tmp_path / "killed", 5, random.Random(1).random() * 0.05)
    killed(line, recipe, tmp_path / "killed", 12, random.Random(2).random() * 0.05)
    finished(line, recipe)
    assert same_run(tmp_path / "killed", tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["replicas", "shards"])
def test_two_processes_are_resumed_bit_for_bit(recipe: Path, tmp_path: Path, kind: str) -> None:
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    lines = [command(recipe, tmp_path / name, "parallel.workers=2", *EVERY_STEP) for name in ("whole", "killed")]
    if kind == "shards":
        lines = [[line[0], *TORCHRUN, "2", *line[1:]] for line in lines]
    finished(lines[0], recipe)
    for step in (4, 11):
        killed(lines[1], recipe, tmp_path / "killed", step, random.Random(step).random() * 0.05)
    finished(lines[1], recipe)
    assert same_run(tmp_path / "killed", tmp_path / "whole")


@pytest.mark.slow
def test_two_processes_have_the_curve_of_one(recipe: Path, tmp_path: Path) -> None:
    """gloo on this machine: alone, as two replicas, and under torchrun with the weights in one and in two shards.

    In float32: shards round to bfloat16 in other places.
    """
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    curves = {}
    for name, processes in {"one": None, "replicas": 2, "shard": 1, "shards": 2}.items():
        line = command(recipe, tmp_path / name, f"parallel.workers={processes or 1}", "run.precision=float32")
        if name.startswith("shard"):
            line = [line[0], *TORCHRUN, str(processes), *line[1:]]
        finished(line, recipe)
        curves[name] = np.array(curve(tmp_path / name))
    for name in ("replicas", "shard", "shards"):
        np.testing.assert_allclose(curves[name], curves["one"], rtol=2e-4, err_msg=name)


@pytest.mark.slow
def test_replicas_of_shards_have_the_curve_of_one(recipe: Path, tmp_path: Path) -> None:
    """As the configs of large models have it: copies of two shards each, layers compiled and computed again."""
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    both = ("run.micro_batch_size=2", "run.precision=float32")
    finished(command(recipe, tmp_path / "one", "parallel.workers=1", *both), recipe)
    changes = ("run.compile=true", "parallel.shard=2", "parallel.activation_checkpointing=true")
    line = command(recipe, tmp_path / "four", *both, *changes)
    finished([line[0], *TORCHRUN, "4", *line[1:]], recipe)
    np.testing.assert_allclose(np.array(curve(tmp_path / "four")), np.array(curve(tmp_path / "one")), rtol=2e-4)


@pytest.mark.slow
def test_a_worker_that_dies_ends_the_run_with_a_sentence(recipe: Path, tmp_path: Path) -> None:
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    line = command(recipe, tmp_path / "out", "parallel.workers=2", "run.steps=100000", *EVERY_STEP)
    with (
        (tmp_path / "stderr").open("wb") as stderr,
        subprocess.Popen(line, cwd=recipe, env=environment(), stderr=stderr) as process,
    ):
        while len(records(tmp_path / "out")) < 3:
            assert process.poll() is None, (tmp_path / "stderr").read_text()
            time.sleep(0.05)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        worker = next(pid for pid in children if "workers" in Path(f"/proc/{pid}/cmdline").read_text())
        os.kill(int(worker), signal.SIGKILL)
        assert process.wait(timeout=60) == 1
    said = (tmp_path / "stderr").read_text().strip().splitlines()[-1]
    assert "a worker process ended" in said
    assert "Traceback" not in (tmp_path / "stderr").read_text()


@pytest.mark.slow
def test_torchrun_reports_a_rank_that_died(recipe: Path, tmp_path: Path) -> None:
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    line = command(recipe, tmp_path / "out", "run.steps=100000", *EVERY_STEP)
    line = [line[0], *TORCHRUN, "2", *line[1:]]
    with (
        (tmp_path / "stderr").open("wb") as stderr,
        subprocess.Popen(line, cwd=recipe, env=environment(), stderr=stderr) as process,
    ):
        while len(records(tmp_path / "out")) < 3:
            assert process.poll() is None, (tmp_path / "stderr").read_text()
            time.sleep(0.05)
        ranks = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert len(ranks) == 2
        os.kill(int(ranks[1]), signal.SIGKILL)
        assert process.wait(timeout=100) == 1
    assert not (tmp_path / "out" / "model").exists()
    assert "terminate called" not in (tmp_path / "stderr").read_text()
