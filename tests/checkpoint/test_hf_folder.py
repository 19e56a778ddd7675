"""Folders read and written: against transformers both ways, and in either layout of projections."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file

from phi4.checkpoint import open_checkpoint, save_checkpoint
from phi4.config import ModelConfig, preset, tensor_shapes
from phi4.errors import CheckpointError, ConfigError
from phi4.model import TorchExecutor
from tests.support.weights import RandomWeights

TINY = ["tiny-phi3", "tiny-phi4-mini", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-ministral", "tiny-granite"]


def saved(folder: Path, config: ModelConfig, *, dtype: str = "float32", shard: int = 2_000_000_000) -> RandomWeights:
    weights = RandomWeights(config, seed=11)
    save_checkpoint(folder, config, weights.tensors.items(), dtype=dtype, max_shard_bytes=shard)
    return weights


@pytest.mark.parametrize("shard", [2_000_000_000, 100_000], ids=["one file", "shards"])
@pytest.mark.parametrize("name", TINY)
def test_transformers_loads_what_we_write_and_we_what_it_writes(tmp_path: Path, name: str, shard: int) -> None:
    from transformers import AutoModelForCausalLM

    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    weights = saved(ours, preset(name), shard=shard)
    assert (ours / "model.safetensors.index.json").exists() == (shard < 2_000_000_000)
    model = AutoModelForCausalLM.from_pretrained(ours, dtype=torch.float32)
    ids = torch.arange(3, 43)[None]
    expected = model(ids).logits[0].detach().numpy()
    executor = TorchExecutor.load(open_checkpoint(ours), device="cpu")
    np.testing.assert_allclose(executor.logits(ids[0].tolist()), expected, rtol=0, atol=1e-4 * np.abs(expected).max())

    model.save_pretrained(theirs)
    back = open_checkpoint(theirs)
    for tensor in tensor_shapes(preset(name)):
        np.testing.assert_array_equal(back.read(tensor), weights.tensors[tensor])


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float32"])
def test_stored_types_round_to_nearest(tmp_path: Path, dtype: str) -> None:
    weights = saved(tmp_path, preset("tiny-phi3"), dtype=dtype)
    checkpoint = open_checkpoint(tmp_path)
    assert checkpoint.stored_dtype == dtype
    for name in ("embedding.weight", "layers.2.mlp.gate_up.weight"):
        rounded = torch.from_numpy(weights.tensors[name]).to(getattr(torch, dtype))
        np.testing.assert_array_equal(checkpoint.read(name), rounded.float().numpy())
        bits = np.empty(rounded.shape, np.uint16)
        checkpoint.read_into(name, bits)
        np.testing.assert_array_equal(bits, rounded.bfloat16().view(torch.uint16).numpy())
        half = np.empty(rounded.shape, np.float16)
        checkpoint.read_into(name, half)
        np.testing.assert_array_equal(half, rounded.half().numpy())


def test_a_phi_4_changes_to_split_projections_and_back(tmp_path: Path) -> None:
    """What Unsloth's re-upload is: the same function as a Llama."""
    fused = preset("tiny-phi3")
    weights = saved(tmp_path / "fused", fused)
    split = open_checkpoint(tmp_path / "fused")
    names = list(tensor_shapes(fused))
    save_checkpoint(
        tmp_path / "split", replace(fused, model_type="llama"), ((n, split.read(n)) for n in names), dtype="float32"
    )
    stored = load_file(tmp_path / "split" / "model.safetensors")
    assert "model.layers.0.self_attn.q_proj.weight" in stored
    as_llama = open_checkpoint(tmp_path / "split")
    assert as_llama.config.model_type == "llama"
    for name in names:
        np.testing.assert_array_equal(as_llama.read(name), weights.tensors[name])
    save_checkpoint(
        tmp_path / "again", replace(as_llama.config, model_type="phi3"), ((n, as_llama.read(n)) for n in names),
        dtype="float32",
    )  # fmt: skip
    again = load_file(tmp_path / "again" / "model.safetensors")
    assert "model.layers.0.self_attn.qkv_proj.weight" in again


@pytest.mark.parametrize(("model_type", "name"), [("phi3", "tiny-llama"), ("llama", "tiny-phi3")])
def test_the_layout_is_seen_from_the_names(tmp_path: Path, model_type: str, name: str) -> None:
    """A phi3 folder with split projections, and a llama folder with fused ones."""
    config = replace(preset(name), rope=preset("tiny-phi3").rope)
    weights = saved(tmp_path, config)
    file = tmp_path / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "model_type": model_type}))
    checkpoint = open_checkpoint(tmp_path)
    assert checkpoint.config.model_type == model_type
    for tensor in tensor_shapes(config):
        np.testing.assert_array_equal(checkpoint.read(tensor), weights.tensors[tensor])


def rewritten(folder: Path, change: dict[str, np.ndarray | None]) -> None:
    tensors = load_file(folder / "model.safetensors")
    for name, value in change.items():
        if value is None:
            del tensors[name]
        else:
            tensors[name] = value
    save_file(tensors, folder / "model.safetensors")


def test_a_tied_head_may_be_there_if_it_repeats_the_embedding(tmp_path: Path) -> None:
    weights = saved(tmp_path, preset("tiny-granite"))
    rewritten(tmp_path, {"lm_head.weight": weights.tensors["embedding.weight"]})
    assert open_checkpoint(tmp_path).config.tied_embeddings
    rewritten(tmp_path, {"lm_head.weight": weights.tensors["embedding.weight"] + 1})
    with pytest.raises(CheckpointError, match=r"lm_head\.weight"):
        open_checkpoint(tmp_path)


def test_a_base_model_without_prefix_and_old_frequencies(tmp_path: Path) -> None:
    saved(tmp_path, preset("tiny-llama"))
    tensors = load_file(tmp_path / "model.safetensors")
    tensors = {name.removeprefix("model."): value for name, value in tensors.items()}
    tensors["layers.0.self_attn.rotary_emb.inv_freq"] = np.ones(8, np.float32)
    save_file(tensors, tmp_path / "model.safetensors")
    assert open_checkpoint(tmp_path).read("norm.weight").shape == (64,)


MISMATCHED = {
    "missing": ({"model.norm.weight": None}, r"model\.norm\.weight"),
    "extra": ({"model.vision.weight": np.zeros(3, np.float32)}, r"model\.vision\.weight"),
    "shape": ({"model.norm.weight": np.zeros(65, np.float32)}, r"\[65\]"),
    "type": ({"model.norm.weight": np.zeros(64, np.int8)}, "I8"),
    "quantised": ({"model.layers.0.mlp.down_proj.qweight": np.zeros(3, np.int32)}, "quantized"),
}


@pytest.mark.parametrize("case", MISMATCHED)
def test_what_does_not_fit_the_configuration_is_named(tmp_path: Path, case: str) -> None:
    change, named = MISMATCHED[case]
    saved(tmp_path, preset("tiny-phi3"))
    rewritten(tmp_path, change)
    with pytest.raises(CheckpointError, match=named):
        open_checkpoint(tmp_path)


@pytest.mark.parametrize("method", ["gptq", "awq", "bitsandbytes", "fp8", "compressed-tensors", "mxfp4"])
def test_quantised_layouts_are_refused_by_name(tmp_path: Path, method: str) -> None:
    saved(tmp_path, preset("tiny-phi3"))
    file = tmp_path / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "quantization_config": {"quant_method": method}}))
    with pytest.raises(CheckpointError, match=method):
        open_checkpoint(tmp_path)


def test_pickles_are_refused(tmp_path: Path) -> None:
    saved(tmp_path, preset("tiny-phi3"))
    (tmp_path / "model.safetensors").unlink()
    torch.save({"a": torch.zeros(2)}, tmp_path / "pytorch_model.bin")
    with pytest.raises(CheckpointError, match="pickled weights are refused"):
        open_checkpoint(tmp_path)
    with pytest.raises(CheckpointError, match="pickled weights are refused"):
        open_checkpoint(tmp_path / "pytorch_model.bin")
    (tmp_path / "pytorch_model.bin").rename(tmp_path / "model.safetensors")
    with pytest.raises(CheckpointError, match="zip archive"):
        open_checkpoint(tmp_path)


@pytest.mark.parametrize("name", ["../model.safetensors", "/etc/passwd", "a/b.safetensors", "..\\x.safetensors", 7, ""])
def test_names_in_an_index_never_leave_the_folder(tmp_path: Path, name: object) -> None:
    folder = tmp_path / "model"
    saved(folder, preset("tiny-phi3"))
    (folder / "model.safetensors").rename(tmp_path / "model.safetensors")
    index = {"weight_map": dict.fromkeys(load_file(tmp_path / "model.safetensors"), name)}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(CheckpointError, match="not a safetensors file of this folder"):
        open_checkpoint(folder)


def test_an_incomplete_download_is_named(tmp_path: Path) -> None:
    saved(tmp_path, preset("tiny-phi3"), shard=100_000)
    next(iter(sorted(tmp_path.glob("model-00002*")))).unlink()
    with pytest.raises(CheckpointError, match="model-00002"):
        open_checkpoint(tmp_path)


def test_a_folder_that_was_not_finished_does_not_look_whole(tmp_path: Path) -> None:
    config = preset("tiny-phi3")
    weights = saved(tmp_path, config)
    half = list(weights.tensors.items())[:10]
    with pytest.raises(CheckpointError, match="were not given"):
        save_checkpoint(tmp_path, config, half)
    with pytest.raises(ConfigError, match=r"no config\.json"):
        open_checkpoint(tmp_path)


def test_a_family_that_cannot_say_it_is_refused(tmp_path: Path) -> None:
    config = replace(preset("tiny-qwen2"), model_type="phi3")
    with pytest.raises(ConfigError, match="qkv_bias"):
        save_checkpoint(tmp_path, config, [])


def test_a_trained_model_of_the_released_layout(shared: Path) -> None:
    """Greedy text of a 260K-parameter story model in Phi-4's sharded layout must be fluent."""
    folder = shared / "checkpoints" / "stories260K-as-phi3"
    pieces = [piece for piece, _ in json.loads((folder / "tok512.json").read_text())["pieces"]]
    executor = TorchExecutor.load(open_checkpoint(folder), device="cpu")
    state, logits = executor.prefill([[1]])
    text = ""
    for _ in range(60):
        token = int(logits[0].argmax())
        text += pieces[token]
        logits = executor.decode(state, [token])
    assert text.strip().startswith("Once upon a time, there was a little")
