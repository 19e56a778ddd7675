"""Plans of the 14B model's own stages: figures that are published, and what does not go together."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from phi4.config import load_config, preset
from phi4.errors import InputError
from phi4.train.distributed.ranks import Ranks
from phi4.train.run.build import Places
from phi4.train.run.config import RECIPES, config_file, read_stage
from phi4.train.run.plan import Plan, activation_bytes, memory, plan, planned_model
from phi4.train.run.run_stage import run_stage
from tests.support.command import phi4

PHI_4 = RECIPES / "phi-4"


def planned(stage: str, *changes: str, gpus: int | None = 1920, gpu: str = "h100", mfu: float = 0.4) -> Plan:
    path = config_file(f"phi-4/{stage}")
    return plan(read_stage(path, changes), path, gpus=gpus, gpu=gpu, mfu=mfu)


def test_pretraining_is_what_was_published() -> None:
    """The model card: 9.8T tokens, 1,920 H100, 21 days; Table 5 of the report: epochs of each source."""
    found = planned("pretrain", "run.tokens=9.8e12", mfu=0.27)
    assert found.parameters == 14_659_507_200
    assert found.days == pytest.approx(21, rel=0.02)
    assert found.steps == pytest.approx(415_000, rel=0.01)
    published = {"web": 1.2, "web_rewrites": 5.2, "synthetic": 13.8, "code": 2.4, "acquired": 1.7}
    for name, epochs in planned("pretrain").epochs.items():
        assert epochs == pytest.approx(published[name], abs=0.1), name


@pytest.mark.parametrize(("stage", "gpus"), [("pretrain", 1920), ("midtrain", 1440), ("sft", 64)])
def test_every_stage_fits_the_gpus_it_is_written_for(stage: str, gpus: int) -> None:
    found = planned(stage, gpus=gpus)
    assert found.fits
    assert found.micro_batches_per_gpu >= 1
    assert found.replicas * found.shard == gpus
    assert not planned(stage, "parallel.shard=1", gpus=gpus).fits


@pytest.mark.parametrize(
    ("stage", "gpus"), [("pretrain", 1920), ("midtrain", 1440), ("sft", 128), ("dpo", 64), ("dpo-judged", 128)]
)
def test_a_plan_takes_as_many_gpus_as_can_share_a_step(stage: str, gpus: int) -> None:
    assert planned(stage, gpus=None).gpus == gpus
    assert planned("sft", "run.tokens_per_step=1_638_400", gpus=None).gpus == 50


def test_memory_is_counted_in_bytes_a_parameter() -> None:
    model = preset("phi-4")
    count = model.parameter_count()
    alone = memory(model, rows=1, length=4096, shard=1, muon=False, checkpointing=False)
    assert alone.weights + alone.gradients + alone.optimizer == 16 * count
    shared = memory(model, rows=1, length=4096, shard=8, muon=False, checkpointing=False)
    assert shared.weights == alone.weights / 8
    assert activation_bytes(model, checkpointing=True) < activation_bytes(model, checkpointing=False) / 5


def test_time_falls_with_gpus_and_rises_with_recomputation() -> None:
    one, two = planned("pretrain", gpus=960), planned("pretrain")
    assert one.days == pytest.approx(2 * two.days)
    assert planned("pretrain", "parallel.activation_checkpointing=true").days == pytest.approx(two.days * 4 / 3)


def test_what_does_not_go_together_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="which 7 GPUs cannot share"):
        planned("pretrain", gpus=7)
    with pytest.raises(InputError, match="no GPU 'abacus'"):
        planned("pretrain", gpu="abacus")
    with pytest.raises(InputError, match=r"not a multiple of .* shard"):
        planned("pretrain", gpus=96)
    lone = tmp_path / "sft.toml"
    lone.write_text((PHI_4 / "sft.toml").read_text())
    with pytest.raises(InputError, match=r"'midtrain', which is not a model's folder, .* no midtrain\.toml beside it"):
        planned_model(read_stage(lone), lone)
    with pytest.raises(InputError, match="phi-4/pretrain"):
        config_file("phi-5/pretrain")


OWN = """
stage = "sft"
from = "my-model"
[data]
mixture = { mine = 1.0 }
sequence_length = 64
sources.mine = { path = "mine.jsonl" }
[optimizer]
learning_rate = 1e-4
[run]
epochs = 3
tokens_per_step = 256
micro_batch_size = 2
"""


def test_a_folder_of_ones_own_in_epochs_of_ones_own_file(pretrained: Path, tmp_path: Path) -> None:
    """Sizes are those of config.json, and steps and passes those of the run itself."""
    file = tmp_path / "sft.toml"
    file.write_text(OWN)
    with pytest.raises(InputError, match=r"'my-model', which is not a model's folder, .* no my-model\.toml beside it"):
        plan(read_stage(file), file, gpu="h100")
    shutil.copytree(pretrained / "model", tmp_path / "my-model")
    with pytest.raises(InputError, match=r"in epochs, .* cannot be counted: the source 'mine' .* --set run\.tokens"):
        plan(read_stage(file), file, gpu="h100")
    assert plan(read_stage(file, ["run.tokens=2560"]), file, gpu="h100").steps == 10
    lines = [{"messages": [{"role": "user", "content": f"Is {n} odd?"}, {"role": "assistant", "content": "Yes. " * n}]}
             for n in range(1, 40, 2)]  # fmt: skip
    (tmp_path / "mine.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))
    found = plan(read_stage(file), file, gpu="h100")
    assert found.parameters == load_config(tmp_path / "my-model").parameter_count()
    made = run_stage(read_stage(file, ["run.compile=false"]), tmp_path / "out", Places((tmp_path,)), Ranks())
    done = json.loads((made.parent / "data.json").read_text())
    assert found.steps == done["steps"] > 3
    assert found.epochs == {"mine": done["sources"]["mine"]["passes"]} == {"mine": 3.0}
    assert found.data[0].startswith("mine: 20 lines, ")
    with pytest.raises(InputError, match="layers cannot be changed in a trained model"):
        plan(read_stage(file, ["model.layers=7"]), file, gpu="h100")
    (tmp_path / "config.json").write_text("{}")  # a folder that is none of a model leaves what is found as it is
    said = phi4("train", "plan", str(file))
    assert said.returncode == 0, said.stderr
    assert "mine: 20 lines" in said.stdout
    later = tmp_path / "later.toml"
    later.write_text(OWN.replace('"my-model"', '"sft"'))
    with pytest.raises(InputError, match="in epochs, and 'sft' is not made yet"):
        plan(read_stage(later), later, gpu="h100")
    assert plan(read_stage(later, ["run.steps=7"]), later, gpu="h100").parameters == found.parameters


def test_the_command_says_it_as_text_and_as_json() -> None:
    done = phi4("train", "plan", "phi-4/pretrain")
    assert done.returncode == 0
    assert "an assumed MFU of 0.40" in done.stdout
    assert "no tensor parallelism" in done.stdout
    assert "1,920 h100: 30 copies" in done.stdout
    assert "the most GPUs up to 1,920 that can share a step" in done.stdout
    found = json.loads(phi4("train", "plan", "phi-4/midtrain", "--gpus", "1440", "--json").stdout)
    assert found["fits"] is True
    assert found["memory"]["total"] > 1e9
    assert phi4("train", "plan", "phi-4/pretrain", "--gpus", "7").returncode == 2
