"""Weights that are too large for float32's products: the tensor is named, and nothing looks whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from phi4.checkpoint import open_checkpoint
from phi4.config import preset
from phi4.errors import CheckpointError, Phi4Error
from phi4.quant import QuantizeOptions, quantize
from tests.support.weights import RandomWeights

HOW = ["nearest", "nearest, measured", "gptq", "gptq, measured"]


def options(how: str, vocab_size: int) -> QuantizeOptions:
    texts = np.random.default_rng(0).integers(0, vocab_size, (12, 32))
    return QuantizeOptions(
        method=how.split(",")[0],
        sequences=texts[:8] if how.startswith("gptq") else None,
        held_out=texts[8:] if "measured" in how else None,
    )


def refused(weights: RandomWeights, how: str, folder: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        quantize(weights, folder, options(how, weights.config.vocab_size))
    with pytest.raises(Phi4Error):
        open_checkpoint(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("family", ["tiny-phi3", "tiny-mixtral"])
@pytest.mark.parametrize("name", ["embedding.weight", "layers.0.attention.qkv.weight", "layers.1.mlp_norm.weight",
                                  "layers.1.mlp.gate_up.weight", "layers.1.mlp.down.weight", "norm.weight",
                                  "lm_head.weight"])  # fmt: skip
def test_two_weights_of_3e38(name: str, family: str, how: str, tmp_path: Path) -> None:
    weights = RandomWeights(preset(family), seed=4)
    weights.tensors[name].reshape(-1)[3:5] = 3e38
    assert name in refused(weights, how, tmp_path / "packed")


@pytest.mark.parametrize("how", ["nearest, measured", "gptq", "gptq, measured"])
def test_products_that_overflow_name_the_matrix(how: str, tmp_path: Path) -> None:
    """Every weight is in range, and the two layers of the MLP together are not."""
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    for name in ("layers.1.mlp.gate_up.weight", "layers.1.mlp.down.weight"):
        weights.tensors[name] *= np.float32(1e16)
    assert "layers.1.mlp" in refused(weights, how, tmp_path / "packed")


@pytest.mark.parametrize("how", ["nearest, measured", "gptq, measured"])
def test_scores_that_overflow_are_no_divergence(how: str, tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    weights.tensors["norm.weight"] *= np.float32(1e17)
    weights.tensors["lm_head.weight"] *= np.float32(1e17)
    weights.tensors["norm.weight"][:] = np.float32(9e17)
    weights.tensors["lm_head.weight"][:] = np.float32(9e17) * np.sign(weights.tensors["lm_head.weight"])
    assert "lm_head.weight" in refused(weights, how, tmp_path / "packed")


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("scale", [1e-30, 1e-12, 1e4, 1e9])
def test_loud_and_quiet_models_are_packed(scale: float, how: str, tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    weights.tensors["layers.0.attention.qkv.weight"] *= np.float32(scale)
    weights.tensors["layers.1.attention.qkv.weight"][:, 3] = 0
    weights.tensors["layers.1.mlp.down.weight"][:] = 0
    report = quantize(weights, tmp_path / "packed", options(how, weights.config.vocab_size))
    assert (report.divergence is None) == ("measured" not in how)
    packed = open_checkpoint(tmp_path / "packed")
    assert np.isfinite(packed.read("layers.0.attention.qkv.weight")).all()
