"""Configs of stages: what they say, and what is said of those that are wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi4.errors import InputError
from phi4.train.optim.schedule import share_of_peak
from phi4.train.run.config import DataSection, OptimizerSection, read_stage, stage_of, table_of
from phi4.train.run.recipe import TRAINED
from tests.support.repository import REPOSITORY

PRETRAIN = """
stage = "pretrain"
from = "tokenizer"
[model]
hidden_size = 64
intermediate_size = 96
layers = 2
heads = 4
[data]
mixture = { reasoning = 0.7, web = 0.3 }
sequence_length = 64
[data.sources.web]
path = "web.jsonl"
[data.sources.reasoning]
generator = "phi4.nano.problems:reasoning"
[optimizer]
learning_rate = 1e-3
[run]
steps = 10
tokens_per_step = 1024
micro_batch_size = 4
"""


def stage_file(folder: Path, text: str) -> Path:
    path = folder / "stage.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_stage_is_read_and_written(tmp_path: Path) -> None:
    config = read_stage(stage_file(tmp_path, PRETRAIN))
    assert config.start == "tokenizer"
    assert config.data.mixture == {"reasoning": 0.7, "web": 0.3}
    assert config.data.sources["web"].path == "web.jsonl"
    assert config.optimizer == OptimizerSection(learning_rate=1e-3)
    assert stage_of(table_of(config), "again") == config


def test_keys_are_changed_from_outside(tmp_path: Path) -> None:
    path = stage_file(tmp_path, PRETRAIN)
    changed = read_stage(path, ["run.steps=7", "optimizer.name=muon", "data.validation.tokens=100", 'from="other"'])
    assert changed.run is not None
    assert changed.optimizer is not None
    assert (changed.run.steps, changed.optimizer.name, changed.start) == (7, "muon", "other")
    assert changed.data.validation.tokens == 100
    with pytest.raises(InputError, match="KEY=VALUE"):
        read_stage(path, ["run.steps"])


WRONG = {
    "a misspelt key": ("learning_rate =", "learning_rat =", "optimizer.learning_rat is not a key; .*'learning_rate'"),
    "a generator as mixtures named it": (
        "mixture = { reasoning",
        'mixture = { "synth:terse"',
        r"call it 'terse' there, .*:terse",
    ),
    "a path and a generator": (
        'path = "web.jsonl"',
        'path = "a"\ngenerator = "b"',
        r"has a path and a generator",
    ),
    "a key's old name": ("micro_batch_size =", "rows =", "run.rows is called micro_batch_size now; rename it"),
    "another key's old name": ("sequence_length =", "length =", "data.length is called sequence_length now"),
    "a misspelt section": ("[optimizer]", "[optimiser]", "optimiser is not a key; did you mean 'optimizer'"),
    "a misspelt choice": ('"pretrain"', '"pretrian"', "did you mean 'pretrain'"),
    "a missing key": ("learning_rate = 1e-3", "", "optimizer.learning_rate is missing"),
    "a text for a number": ("steps = 10", 'steps = "ten"', "run.steps is 'ten', and must be a whole number"),
    "a truth for a number": ("steps = 10", "steps = true", "run.steps is True"),
    "outside its range": ("learning_rate = 1e-3", "learning_rate = -1.0", "must be above 0"),
    "two lengths of a run": ("steps = 10", "steps = 10\ntokens = 1e6", "exactly one of steps, tokens and epochs"),
    "a step that is no multiple": ("tokens_per_step = 1024", "tokens_per_step = 1000", "not a multiple of 4 rows x 64"),
    "no start": ('from = "tokenizer"', "", "'from' is missing"),
    "a share of nothing": ("web = 0.3", "web = 0.0", "shares above 0"),
    "no problems": ("[optimizer]", "problems = [0, 0]\n[optimizer]", "problems is .0, 0., and must be the least"),
    "more at least than at most": ("[optimizer]", "problems = [4, 2]\n[optimizer]", "problems is .4, 2., and must be"),
    "no section": ("[run]", "[data.validation]", "needs a section|is not a key"),
    "no TOML": ("[run]", "[run", "is no TOML"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_a_sentence(case: str, tmp_path: Path) -> None:
    old, new, said = WRONG[case]
    assert old in PRETRAIN
    with pytest.raises(InputError, match=said) as found:
        read_stage(stage_file(tmp_path, PRETRAIN.replace(old, new)))
    assert str(tmp_path / "stage.toml") in str(found.value)


def test_the_configs_that_phi4_ships_are_right() -> None:
    tables = {file: tomllib.loads(file.read_text()) for file in (REPOSITORY / "phi4").rglob("*.toml")}
    assert all("from" in table or table["stage"] == "tokenizer" for table in tables.values())
    stages = {file: table["stage"] for file, table in tables.items() if table["stage"] in TRAINED}
    assert len(stages) >= 13
    for file, stage in stages.items():
        config = read_stage(file)
        assert config.stage == stage
        assert isinstance(config.data, DataSection)


SCHEDULE = OptimizerSection(learning_rate=1.0, warmup_steps=10, decay_share=0.25)


def test_linear_rises_and_falls_to_nothing() -> None:
    shares = [share_of_peak(SCHEDULE, step, 110) for step in range(110)]
    assert shares[:10] == pytest.approx([(step + 1) / 10 for step in range(10)])
    assert shares[10] == 1.0
    assert shares[60] == pytest.approx(0.5)
    assert shares[-1] == pytest.approx(0.01)


def test_wsd_stays_level_until_its_decay() -> None:
    from dataclasses import replace

    optimizer = replace(SCHEDULE, schedule="wsd", final_share=0.1)
    shares = [share_of_peak(optimizer, step, 100) for step in range(101)]
    assert set(shares[9:76]) == {1.0}
    assert shares[88] == pytest.approx(0.1 + 0.9 * 12 / 25)
    assert shares[100] == pytest.approx(0.1)


@given(
    schedule=st.sampled_from(["linear", "wsd", "constant"]),
    steps=st.integers(1, 300),
    warmup=st.integers(0, 400),
    decay=st.floats(0, 1),
    final=st.floats(0, 1),
)
def test_no_schedule_leaves_its_bounds(schedule: str, steps: int, warmup: int, decay: float, final: float) -> None:
    optimizer = OptimizerSection(
        learning_rate=1.0, schedule=schedule, warmup_steps=warmup, decay_share=decay, final_share=final  # type: ignore[arg-type]
    )  # fmt: skip
    shares = [share_of_peak(optimizer, step, steps) for step in range(steps)]
    assert all(0 < share <= 1 for share in shares)


def test_the_warm_up_is_a_share_of_the_run_by_default() -> None:
    optimizer = OptimizerSection(learning_rate=1.0)
    assert share_of_peak(optimizer, 0, 1) == 1.0
    assert [share_of_peak(optimizer, step, 100) for step in range(4)] == pytest.approx([1 / 3, 2 / 3, 1.0, 1.0])
    assert share_of_peak(OptimizerSection(learning_rate=1.0, warmup_steps=0), 0, 10) == 1.0
