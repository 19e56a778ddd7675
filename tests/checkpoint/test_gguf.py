"""GGUF files of every family, written as llama.cpp's converter writes them, read back; decoding against `gguf`."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import pytest

from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.gguf_blocks import BY_NAME, decoded_rows
from phi4.checkpoint.gguf_file import GgufFile
from phi4.config import preset, tensor_shapes
from phi4.errors import CheckpointError, ConfigError
from phi4.model import TorchExecutor
from tests.support.gguf_writer import split_in_two, write_gguf
from tests.support.weights import RandomWeights

TINY = ["tiny-phi3", "tiny-phi4-mini", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-ministral", "tiny-granite"]


@pytest.mark.parametrize("name", BY_NAME)
def test_decoding_equals_the_gguf_package_bit_for_bit(name: str) -> None:
    """Random bytes: every scale there is, infinities and NaN included."""
    block = BY_NAME[name]
    raw = np.random.default_rng(0).integers(0, 256, (64, 3 * block.bytes), dtype=np.uint8)
    with np.errstate(all="ignore"):
        expected = gguf.quants.dequantize(raw, gguf.GGMLQuantizationType[name]).astype(np.float32)
    got = decoded_rows(raw, name, 3 * block.values)
    finite = ~np.isnan(expected)
    np.testing.assert_array_equal(np.isnan(got), ~finite)
    np.testing.assert_array_equal(got.view(np.uint32)[finite], expected.view(np.uint32)[finite])


@pytest.mark.parametrize("name", TINY)
def test_every_family_reads_back(tmp_path: Path, name: str) -> None:
    weights = RandomWeights(preset(name), seed=5)
    write_gguf(tmp_path / "model.gguf", weights)
    checkpoint = open_checkpoint(tmp_path / "model.gguf")
    for tensor in tensor_shapes(weights.config):
        np.testing.assert_array_equal(checkpoint.read(tensor), weights.tensors[tensor], err_msg=tensor)
    ids = list(range(3, 60))
    expected = TorchExecutor.load(weights, device="cpu").logits(ids)
    got = TorchExecutor.load(checkpoint, device="cpu").logits(ids)
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-4 * np.abs(expected).max())
    assert checkpoint.config.eos_ids == weights.config.eos_ids
    assert checkpoint.config.model_type == weights.config.model_type


def test_old_files_keep_each_expert_apart(tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-mixtral"), seed=5)
    write_gguf(tmp_path / "model.gguf", weights, old_experts=True)
    checkpoint = open_checkpoint(tmp_path / "model.gguf")
    for tensor in tensor_shapes(weights.config):
        np.testing.assert_array_equal(checkpoint.read(tensor), weights.tensors[tensor])


@pytest.mark.parametrize("kind", ["Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "BF16", "F16"])
def test_quantised_weights_decode_through_the_whole_path(tmp_path: Path, kind: str) -> None:
    """Also the permuted rows of q and k, and experts in one tensor."""
    for name in ("tiny-llama", "tiny-mixtral"):
        weights = RandomWeights(preset(name), seed=5)
        target = gguf.GGMLQuantizationType[kind]
        write_gguf(
            tmp_path / "model.gguf", weights,
            quantise=lambda _, value, target=target: target if value.ndim > 1 else gguf.GGMLQuantizationType.F32,
        )  # fmt: skip
        checkpoint = open_checkpoint(tmp_path / "model.gguf")
        assert checkpoint.stored_dtype == kind
        for tensor in tensor_shapes(weights.config):
            value = weights.tensors[tensor]
            rows = value.reshape(-1, value.shape[-1])
            if value.ndim > 1:
                rows = gguf.quants.dequantize(gguf.quants.quantize(rows, target), target)
            np.testing.assert_array_equal(checkpoint.read(tensor), rows.reshape(value.shape), err_msg=tensor)
            half = np.empty(value.shape, np.float16)
            checkpoint.read_into(tensor, half)
            np.testing.assert_array_equal(half, rows.reshape(value.shape).astype(np.float16))


@pytest.mark.parametrize("name", ["gpt-2", "phi-3"])
def test_metadata_equals_the_gguf_packages(shared: Path, name: str) -> None:
    """One vocabulary with merges, one with scores; that package takes seconds for a large one."""
    file = shared / "tokenizers" / "llama.cpp-vocab" / f"ggml-vocab-{name}.gguf"
    ours, theirs = GgufFile(file).metadata, gguf.GGUFReader(file).fields
    assert set(theirs) - set(ours) <= {"GGUF.version", "GGUF.tensor_count", "GGUF.kv_count"}
    for key, value in ours.items():
        expected = theirs[key].contents()
        assert value.tolist() == expected if isinstance(value, np.ndarray) else value == expected, key


def test_a_vocabulary_alone_is_no_checkpoint(shared: Path) -> None:
    files = sorted((shared / "tokenizers" / "llama.cpp-vocab").glob("*.gguf"))
    assert files
    for file in files:
        with pytest.raises((CheckpointError, ConfigError)):
            open_checkpoint(file)


def test_a_split_model(tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-llama"), seed=5)
    write_gguf(tmp_path / "model.gguf", weights)
    first, second = split_in_two(tmp_path / "model.gguf")
    checkpoint = open_checkpoint(first)
    for tensor in tensor_shapes(weights.config):
        np.testing.assert_array_equal(checkpoint.read(tensor), weights.tensors[tensor])
    with pytest.raises(CheckpointError, match="not the first shard"):
        open_checkpoint(second)
    second.unlink()
    with pytest.raises(CheckpointError, match="00002-of-00002"):
        open_checkpoint(first)
    renamed = first.rename(tmp_path / "renamed.gguf")
    with pytest.raises(CheckpointError, match="shards"):
        open_checkpoint(renamed)


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ({"llama.final_logit_softcapping": 30.0}, "softcapping"),
        ({"llama.attention.causal": False}, "causal"),
        ({"llama.expert_gating_func": 2}, "gating"),
        ({"llama.ssm.conv_kernel": 4}, "ssm"),
        ({"llama.logit_scale": 3.0}, "logits_scaling"),
    ],
)
def test_what_would_change_the_mathematics_is_refused_by_name(
    tmp_path: Path, keys: dict[str, object], named: str
) -> None:
    weights = RandomWeights(preset("tiny-llama"), seed=5)
    write_gguf(tmp_path / "model.gguf", weights, keys=keys)
    with pytest.raises(ConfigError, match=named):
        open_checkpoint(tmp_path / "model.gguf")


def test_an_unknown_architecture(tmp_path: Path) -> None:
    writer = gguf.GGUFWriter(tmp_path / "x.gguf", "gemma3")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(ConfigError, match="gemma3"):
        open_checkpoint(tmp_path / "x.gguf")


@pytest.mark.parametrize(("keys", "named"), [({"llama.block_count": 3}, "blk.3"), ({"llama.block_count": 5}, "blk.4")])
def test_missing_and_extra_tensors_are_named(tmp_path: Path, keys: dict[str, object], named: str) -> None:
    write_gguf(tmp_path / "model.gguf", RandomWeights(preset("tiny-llama"), seed=5), keys=keys)
    with pytest.raises((CheckpointError, ConfigError), match=named):
        open_checkpoint(tmp_path / "model.gguf")
