"""The stages from nothing to a folder that phi4 and transformers load, and what happens to runs that are stopped."""

from __future__ import annotations

import json
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
from safetensors import safe_open

import phi4
from phi4.errors import InputError, TrainingError
from phi4.train.building import Places
from phi4.train.config import read_stage
from phi4.train.ranks import Ranks
from phi4.train.stages import run_stage
from phi4.train.tracking import records


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


@pytest.fixture(scope="module")
def pretrained(recipe: Path) -> Path:
    run(recipe, "pretrain", recipe / "pretrain")
    return recipe / "pretrain"


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


def test_a_start_that_is_nowhere_and_sizes_that_cannot_change(recipe: Path, pretrained: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'from' names 'nowhere'"):
        run(recipe, "pretrain", tmp_path / "a", 'from="nowhere"')
    with pytest.raises(InputError, match="layers cannot be changed"):
        run(recipe, "midtrain", tmp_path / "b", "model.layers=3")
    with pytest.raises(InputError, match="length is 192, and the model has 96 positions"):
        run(recipe, "sft", tmp_path / "c", f'from="{pretrained}"')


def test_epochs_are_counted_in_the_files(recipe: Path, pretrained: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"messages": [{"role": "user", "content": f"What is {n} + 1?"},
                                      {"role": "assistant", "content": f"{n} + 1 = {n + 1}"}]})
             for n in range(200)]  # fmt: skip
    (tmp_path / "sums.jsonl").write_text("\n".join(lines) + "\n")
    changes = [f'from="{pretrained}"', 'data.mixture={"sums" = 1.0}', 'data.sources.sums.path="sums.jsonl"',
               "data.length=96", "run.rows=4", "run.steps=10", "data.validation.tokens=1"]  # fmt: skip
    run(recipe, "sft", tmp_path / "ten", *changes)
    config = recipe / "sft.toml"
    without = tmp_path / "epochs.toml"
    without.write_text(config.read_text().replace("steps = 24", "epochs = 2"))
    stage = read_stage(without, [each for each in changes if "steps" not in each])
    out = tmp_path / "two"
    run_stage(stage, out, Places((tmp_path,)), Ranks())
    state = json.loads((out / "state.json").read_text())
    numbers = sum(place[2] for place in state["places"])
    assert numbers <= 400
    assert numbers + 128 > 400  # what the window in hand has drawn is not counted yet
    with pytest.raises(InputError, match=r"'sums' would be gone through \d+\.\d times, and max_epochs is 1"):
        run(recipe, "sft", tmp_path / "more", *changes, "data.sources.sums.max_epochs=1")


def test_a_full_disk_stops_the_run_and_loses_no_checkpoint(recipe: Path, tmp_path: Path) -> None:
    changes = ["run.checkpoint_minutes=1e-9"]
    run(recipe, "pretrain", tmp_path / "whole", *changes)
    out = tmp_path / "full"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    stopped = _stopped_at(recipe, out, 6, changes)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        with pytest.raises(TrainingError, match=r"cannot be written .* the one of step 6 stands: make room"):
            run(recipe, "pretrain", out, *changes)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert stopped == 6
    assert {file.name for file in out.glob("*.safetensors")} == {"6.safetensors"}
    run(recipe, "pretrain", out, *changes)
    assert curve(out) == curve(tmp_path / "whole")


def _stopped_at(recipe: Path, out: Path, step: int, changes: list[str]) -> int:
    """Run until the log reaches `step`, then ask to stop as Ctrl-C does."""
    from phi4.train import tracking

    log = tracking.Tracker.log

    def log_and_ask(self: tracking.Tracker, record: dict[str, float]) -> None:
        log(self, record)
        if record["step"] == step - 1 or record["step"] == step - 2:
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


def environment() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1"}


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_twice_and_the_curve_is_the_same_bit_for_bit(recipe: Path, tmp_path: Path, workers: int) -> None:
    """Checkpoints are written after every step, so that a kill falls into the writing as often as not."""
    changes = (f"parallel.workers={workers}", "run.checkpoint_minutes=1e-9", "run.log_every=1")
    run_with = {"cwd": recipe, "env": environment(), "stderr": subprocess.PIPE, "text": True}
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    done = subprocess.run(command(recipe, tmp_path / "whole", *changes), check=False, **run_with)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    out, rng = tmp_path / "killed", random.Random(workers)
    for step in (5, 12):
        process = subprocess.Popen(command(recipe, out, *changes), **run_with)  # type: ignore[call-overload]
        deadline = time.monotonic() + 120
        while len(records(out)) < step:
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(rng.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (out / "model").exists()
    done = subprocess.run(command(recipe, out, *changes), check=False, **run_with)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    assert curve(out) == curve(tmp_path / "whole")
    expected, got = weights(tmp_path / "whole"), weights(out)
    assert expected.keys() == got.keys()
    assert all(torch.equal(expected[name], got[name]) for name in expected)


@pytest.mark.slow
def test_two_processes_have_the_curve_of_one(recipe: Path, tmp_path: Path) -> None:
    """gloo on this machine: alone, as two replicas, and under torchrun with the weights in one and in two shards."""
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node"]
    curves = {}
    for name, processes in {"one": None, "replicas": 2, "shard": 1, "shards": 2}.items():
        line = command(recipe, tmp_path / name, f"parallel.workers={processes or 1}")
        if name.startswith("shard"):
            line = [line[0], *torchrun, str(processes), *line[1:]]
        done = subprocess.run(line, cwd=recipe, env=environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        curves[name] = np.array(curve(tmp_path / name))
    for name in ("replicas", "shard", "shards"):
        np.testing.assert_allclose(curves[name], curves["one"], rtol=2e-4, err_msg=name)


@pytest.mark.slow
def test_shards_are_resumed_bit_for_bit(recipe: Path, tmp_path: Path) -> None:
    shutil.copytree(recipe / "tokenizer", tmp_path / "tokenizer")
    changes = ("run.checkpoint_minutes=1e-9", "run.log_every=1")
    line = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    run_with = {"cwd": recipe, "env": environment(), "stderr": subprocess.PIPE, "text": True}
    whole = [*line, *command(recipe, tmp_path / "whole", *changes)[1:]]
    done = subprocess.run(whole, check=False, **run_with)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    out = tmp_path / "killed"
    for step in (4, 11):
        process = subprocess.Popen([*line, *command(recipe, out, *changes)[1:]], start_new_session=True, **run_with)  # type: ignore[call-overload]
        deadline = time.monotonic() + 120
        while len(records(out)) < step:
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    done = subprocess.run([*line, *command(recipe, out, *changes)[1:]], check=False, **run_with)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    assert curve(out) == curve(tmp_path / "whole")
    expected, got = weights(tmp_path / "whole"), weights(out)
    assert all(torch.equal(expected[name], got[name]) for name in expected)
