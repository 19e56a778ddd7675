"""A recipe that is small enough for tests, as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stage_files import MIDTRAIN, PRETRAIN, SFT, TOKENIZER


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
