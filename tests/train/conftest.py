"""A recipe that is small enough for tests, as files."""

from __future__ import annotations

from pathlib import Path

import pytest

TOKENIZER = """
stage = "tokenizer"
[tokenizer]
vocab_size = 420
numbers = "digits"
special = "chat"
documents = 200
[data]
mixture = { "synth:reasoning" = 1.0 }
"""
PRETRAIN = """
stage = "pretrain"
from = "tokenizer"
seed = 3
[model]
hidden_size = 32
intermediate_size = 48
layers = 2
heads = 4
kv_heads = 2
[data]
mixture = { "synth:sum" = 0.8, "synth:difference" = 0.2 }
length = 96
validation = { tokens = 768, every = 8 }
[optimizer]
name = "muon"
learning_rate = 3e-3
warmup_steps = 2
[run]
steps = 24
tokens_per_step = 768
rows = 4
compile = false
log_every = 2
[parallel]
workers = 1
"""
MIDTRAIN = PRETRAIN.replace('"pretrain"', '"midtrain"').replace('from = "tokenizer"', 'from = "pretrain"')
MIDTRAIN = (
    MIDTRAIN[: MIDTRAIN.index("hidden_size")]
    + """
rope_theta = 40_000
max_positions = 192
"""
    + MIDTRAIN[MIDTRAIN.index("[data]") :].replace("length = 96", "length = 192").replace("rows = 4", "rows = 2")
)
SFT = PRETRAIN.replace('"pretrain"', '"sft"').replace('from = "tokenizer"', 'from = "midtrain"')
SFT = SFT[: SFT.index("[model]")] + SFT[SFT.index("[data]") :].replace("length = 96", "length = 192").replace(
    "rows = 4", "rows = 2"
)


@pytest.fixture(scope="session")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the configs of four stages, and the tokenizer made."""
    from phi4.train.distributed.ranks import Ranks
    from phi4.train.run.build import Places
    from phi4.train.run.config import read_stage
    from phi4.train.run.run_stage import run_stage

    folder = tmp_path_factory.mktemp("recipe")
    for name, text in {"tokenizer": TOKENIZER, "pretrain": PRETRAIN, "midtrain": MIDTRAIN, "sft": SFT}.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    out = folder / "tokenizer"
    run_stage(read_stage(folder / "tokenizer.toml"), out, Places.of(out, folder), Ranks())
    return folder


@pytest.fixture(scope="session")
def pretrained(recipe: Path) -> Path:
    """The folder of a stage 'pretrain'."""
    from phi4.train.distributed.ranks import Ranks
    from phi4.train.run.build import Places
    from phi4.train.run.config import read_stage
    from phi4.train.run.run_stage import run_stage

    out = recipe / "pretrain"
    run_stage(read_stage(recipe / "pretrain.toml"), out, Places((recipe,)), Ranks())
    return out
