"""The mean of models' weights."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from phi4.checkpoint import open_checkpoint, save_checkpoint
from phi4.checkpoint.shipped import SHIPPED
from phi4.config import tensor_shapes
from phi4.errors import InputError
from phi4.train.mean import mean_of
from tests.support.command import phi4


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """phi4-nano with all its weights twice as large."""
    made, nano = tmp_path / "other", open_checkpoint(SHIPPED["nano"])
    save_checkpoint(made, nano.config, ((name, nano.read(name) * 2) for name in tensor_shapes(nano.config)))
    shutil.copyfile(SHIPPED["nano"] / "tokenizer.json", made / "tokenizer.json")
    return made


def test_each_weight_is_the_mean_by_the_shares(other: Path, tmp_path: Path) -> None:
    nano = open_checkpoint(SHIPPED["nano"])
    made = open_checkpoint(mean_of([(SHIPPED["nano"], 3.0), (other, 1.0)], tmp_path / "mean"))
    assert made.config == nano.config
    assert made.stored_dtype == "bfloat16"
    for name in tensor_shapes(nano.config):
        np.testing.assert_allclose(made.read(name), nano.read(name) * 1.25, rtol=2**-8)
    assert (tmp_path / "mean" / "tokenizer.json").read_bytes() == (SHIPPED["nano"] / "tokenizer.json").read_bytes()
    assert (tmp_path / "mean" / "generation_config.json").is_file()


def test_models_that_have_no_mean_are_refused(other: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="shares above 0"):
        mean_of([(SHIPPED["nano"], 1.0), (other, 0.0)], tmp_path / "mean")
    with pytest.raises(InputError, match="is there already"):
        mean_of([(SHIPPED["nano"], 1.0)], other)
    (other / "tokenizer.json").write_text("{}")
    with pytest.raises(InputError, match="another tokenizer"):
        mean_of([(SHIPPED["nano"], 1.0), (other, 1.0)], tmp_path / "mean")
    settings = other / "config.json"
    settings.write_text(settings.read_text().replace("40000.0", "10000.0"))
    with pytest.raises(InputError, match="another shape"):
        mean_of([(SHIPPED["nano"], 1.0), (other, 1.0)], tmp_path / "mean")


def test_the_command(other: Path, tmp_path: Path) -> None:
    given = ["train", "mean", str(SHIPPED["nano"]), str(other), "--out", str(tmp_path / "mean")]
    assert phi4(*given, "--shares", "0.5,0.5").returncode == 0
    name = "norm.weight"
    np.testing.assert_allclose(
        open_checkpoint(tmp_path / "mean").read(name), open_checkpoint(SHIPPED["nano"]).read(name) * 1.5, rtol=2**-8
    )
    for wrong in ("1", "a,b"):
        assert phi4(*given, "--shares", wrong).returncode == 2
