"""Folders that differ from what a fresh save writes and that transformers runs: they load, with the same weights."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from phi4.checkpoint import open_checkpoint, save_checkpoint
from phi4.config import ModelConfig, preset, tensor_shapes
from phi4.config.files import own_file
from phi4.errors import CheckpointError, TokenizerError
from phi4.text import template_of
from tests.support.safetensors_writer import safetensors_bytes
from tests.support.weights import RandomWeights


def saved(folder: Path, config: ModelConfig, *, shard: int = 10**9) -> RandomWeights:
    weights = RandomWeights(config, seed=11)
    save_checkpoint(folder, config, weights.tensors.items(), dtype="float32", max_shard_bytes=shard)
    return weights


def assert_reads(folder: Path, weights: RandomWeights) -> None:
    checkpoint = open_checkpoint(folder)
    for name in tensor_shapes(weights.config):
        np.testing.assert_array_equal(checkpoint.read(name), weights.tensors[name], err_msg=name)
    assert checkpoint.stored_dtype == "float32"
    assert checkpoint.stored_bytes == 4 * weights.config.parameter_count()


def edit(folder: Path, change: dict[str, np.ndarray | None], metadata: dict[str, str] | None = None) -> None:
    tensors = load_file(folder / "model.safetensors")
    tensors |= {name: value for name, value in change.items() if value is not None}
    for name in [name for name, value in change.items() if value is None]:
        del tensors[name]
    save_file(tensors, folder / "model.safetensors", metadata=metadata)


def header_of(file: Path) -> tuple[dict[str, Any], bytes]:
    raw = file.read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    return json.loads(raw[8 : 8 + length]), raw[8 + length :]


def test_an_index_may_list_tensors_that_no_shard_has(tmp_path: Path) -> None:
    weights = saved(tmp_path, preset("tiny-llama"), shard=100_000)
    index = tmp_path / "model.safetensors.index.json"
    content = json.loads(index.read_text())
    shards = sorted(set(content["weight_map"].values()))
    for layer in range(4):
        content["weight_map"][f"model.layers.{layer}.self_attn.rotary_emb.inv_freq"] = shards[0]
    del content["weight_map"]["model.norm.weight"]
    content["weight_map"]["model.embed_tokens.weight"] = shards[-1]  # not where it lies
    content["metadata"] = None
    index.write_text(json.dumps(content))
    assert_reads(tmp_path, weights)


def test_only_the_head_is_kept_of_tied_weights(tmp_path: Path) -> None:
    weights = saved(tmp_path, preset("tiny-granite"))
    embedding = weights.tensors["embedding.weight"]
    edit(tmp_path, {"model.embed_tokens.weight": None, "lm_head.weight": embedding})
    assert_reads(tmp_path, weights)
    edit(tmp_path, {}, metadata={"format": "pt", "model.embed_tokens.weight": "lm_head.weight"})
    assert_reads(tmp_path, weights)


def test_a_shared_tensor_is_found_under_the_name_that_was_kept(tmp_path: Path) -> None:
    """Not said to be tied, but saved once by a library that notes it."""
    weights = saved(tmp_path, preset("tiny-llama"))
    weights.tensors["lm_head.weight"] = weights.tensors["embedding.weight"]
    edit(tmp_path, {"lm_head.weight": None}, metadata={"lm_head.weight": "model.embed_tokens.weight"})
    checkpoint = open_checkpoint(tmp_path)
    np.testing.assert_array_equal(checkpoint.read("lm_head.weight"), weights.tensors["embedding.weight"])
    edit(tmp_path, {}, metadata={"lm_head.weight": "model.norm.weight"})
    with pytest.raises(CheckpointError, match=r"model\.norm\.weight"):
        open_checkpoint(tmp_path)
    edit(tmp_path, {}, metadata={"lm_head.weight": "nothing"})
    with pytest.raises(CheckpointError, match=r"lm_head\.weight"):
        open_checkpoint(tmp_path)


@pytest.mark.parametrize("metadata", [None, {}])
def test_metadata_may_be_null(tmp_path: Path, metadata: object) -> None:
    weights = saved(tmp_path, preset("tiny-phi3"))
    header, data = header_of(tmp_path / "model.safetensors")
    header["__metadata__"] = metadata
    (tmp_path / "model.safetensors").write_bytes(safetensors_bytes(header, data))
    assert_reads(tmp_path, weights)


@pytest.mark.parametrize("dtype", ["I64", "F64", "BOOL", "F8_E4M3", "F32", "U8"])
@pytest.mark.parametrize(
    "name",
    [
        "model.layers.0.self_attn.rotary_emb.inv_freq", "model.layers.3.self_attn.rotary_emb.cos_cached",
        "model.layers.0.self_attn.rotary_emb.sin_cached", "model.layers.0.self_attn.masked_bias",
        "model.layers.0.self_attn.bias", "model.rotary_emb.inv_freq", "layers.0.self_attn.rotary_emb.inv_freq",
    ],
)  # fmt: skip
def test_tensors_that_repeat_the_configuration_do_not_count(tmp_path: Path, name: str, dtype: str) -> None:
    """Of whatever type, and larger than all weights."""
    weights = saved(tmp_path, preset("tiny-phi3"))
    header, data = header_of(tmp_path / "model.safetensors")
    size = len(data) + 8 - len(data) % 8
    width = {"I64": 8, "F64": 8, "F32": 4}.get(dtype, 1)
    header[name] = {"dtype": dtype, "shape": [size // width], "data_offsets": [len(data), len(data) + size]}
    (tmp_path / "model.safetensors").write_bytes(safetensors_bytes(header, data + bytes(size)))
    assert_reads(tmp_path, weights)


def test_float64_weights_are_read(tmp_path: Path) -> None:
    weights = saved(tmp_path, preset("tiny-llama"))
    tensors = load_file(tmp_path / "model.safetensors")
    save_file({name: value.astype(np.float64) for name, value in tensors.items()}, tmp_path / "model.safetensors")
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "torch_dtype": "float64"}))
    checkpoint = open_checkpoint(tmp_path)
    assert checkpoint.stored_dtype == "float32"
    np.testing.assert_array_equal(checkpoint.read("norm.weight"), weights.tensors["norm.weight"])


@pytest.mark.parametrize("dtype", ["F8_E4M3", "I8", "U8", "F4", "I32"])
def test_a_weight_that_is_not_float_is_named(tmp_path: Path, dtype: str) -> None:
    saved(tmp_path, preset("tiny-phi3"))
    header, data = header_of(tmp_path / "model.safetensors")
    entry = header["model.norm.weight"]
    begin = entry["data_offsets"][0]
    length = {"F4": 32, "I32": 256}.get(dtype, 64)
    for other in header.values():
        if isinstance(other, dict) and other.get("data_offsets", [0])[0] > begin:
            other["data_offsets"] = [each - 256 + length for each in other["data_offsets"]]
    header["model.norm.weight"] = {"dtype": dtype, "shape": [64], "data_offsets": [begin, begin + length]}
    file = tmp_path / "model.safetensors"
    file.write_bytes(safetensors_bytes(header, data[:begin] + bytes(length) + data[begin + 256 :]))
    with pytest.raises(CheckpointError, match=dtype):
        open_checkpoint(tmp_path)


def test_names_in_an_index_may_not_be_longer_than_names_are(tmp_path: Path) -> None:
    saved(tmp_path, preset("tiny-phi3"))
    (tmp_path / "model.safetensors").unlink()
    index = {"weight_map": {"model.norm.weight": "x" * 5000 + ".safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(CheckpointError, match="not a safetensors file of this folder") as caught:
        open_checkpoint(tmp_path)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("name", ["chat_template.jinja", "chat_template.json", "tokenizer_config.json"])
def test_a_link_out_of_the_folder_does_not_become_the_prompt(tmp_path: Path, name: str) -> None:
    secret, folder = tmp_path / "id_rsa", tmp_path / "model"
    secret.write_text('{"chat_template": "PRIVATE"}')
    folder.mkdir()
    (folder / name).symlink_to(secret)
    with pytest.raises(TokenizerError, match="leads out of"):
        template_of(folder)
    (folder / name).unlink()
    (folder / name).symlink_to("../id_rsa")
    with pytest.raises(TokenizerError, match="leads out of"):
        template_of(folder)


def test_links_within_a_folder_and_into_the_clients_cache_are_followed(tmp_path: Path) -> None:
    cache = tmp_path / "models--a--b"
    blobs, snapshot = cache / "blobs", cache / "snapshots" / "0123"
    blobs.mkdir(parents=True)
    snapshot.mkdir(parents=True)
    (blobs / "abc").write_text("{{ 'from the cache' }}")
    (snapshot / "chat_template.jinja").symlink_to("../../blobs/abc")
    assert template_of(snapshot) == "{{ 'from the cache' }}"
    elsewhere = tmp_path / "linked"
    elsewhere.symlink_to(snapshot)
    assert template_of(elsewhere) == "{{ 'from the cache' }}"
    (snapshot / "real.jinja").write_text("x")
    (snapshot / "link.jinja").symlink_to("real.jinja")
    assert own_file(snapshot, "link.jinja") == snapshot / "link.jinja"
    assert own_file(snapshot, "nothing.jinja") is None
    (tmp_path / "outside").write_text("x")
    (snapshot / "bad.jinja").symlink_to("../../../outside")
    with pytest.raises(CheckpointError, match="leads out of"):
        own_file(snapshot, "bad.jinja")


def test_a_mixture_may_be_tied_and_keep_its_head(tmp_path: Path) -> None:
    config = replace(preset("tiny-mixtral"), tied_embeddings=True)
    weights = saved(tmp_path, config)
    edit(tmp_path, {"model.embed_tokens.weight": None, "lm_head.weight": weights.tensors["embedding.weight"]})
    assert_reads(tmp_path, weights)
