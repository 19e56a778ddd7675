"""Metadata of GGUF files as users have them: read as llama.cpp reads it, and of any other type one sentence."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest

from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.gguf_checkpoint import GgufCheckpoint
from phi4.config import LinearScaling, Llama3Scaling, LongRopeScaling, ModelConfig, YarnScaling, preset, tensor_shapes
from phi4.errors import CheckpointError, ConfigError, Phi4Error
from tests.support.gguf_types import VALUES, Parts, Value, encoded, list_of, retyped
from tests.support.gguf_writer import write_gguf
from tests.support.weights import RandomWeights

U8, U16, U32, I32, F32, BOOL, STRING, U64, F64 = 0, 2, 4, 5, 6, 7, 8, 10, 12


def small(name: str, **changes: object) -> ModelConfig:
    config = preset(name)
    layers = int(changes.pop("layers", 1))  # type: ignore[call-overload]
    return replace(
        config, **{"vocab_size": 24, "hidden_size": 32, "intermediate_size": 32, "heads": 2, "kv_heads": 1,
                   "layers": layers, "sliding_windows": config.sliding_windows[-1:] * layers,
                   "experts": min(config.experts, 2), "experts_per_token": min(config.experts_per_token, 2), **changes},
    )  # fmt: skip


def changed(path: Path, config: ModelConfig, changes: dict[str, Value | None]) -> Path:
    """A file of `config` with values of given types in place of its own, or without them."""
    write_gguf(path, RandomWeights(config, seed=3))
    parts = Parts.of(path.read_bytes())
    for key, value in changes.items():
        parts.pairs.pop(key, None)
        if value is not None:
            parts.pairs[key] = encoded(value)
    path.write_bytes(parts.joined())
    return path


def config_with(path: Path, name: str, changes: dict[str, Value | None], **shape: object) -> ModelConfig:
    return GgufCheckpoint(changed(path / "model.gguf", small(name, **shape), changes)).config


@pytest.mark.parametrize(
    ("keys", "ends"),
    [
        ({"eot_token_id": (U32, 7)}, (2, 7)),
        ({"eot_token_id": (U64, 7), "eom_token_id": (I32, 8)}, (2, 7, 8)),
        ({"eos_token_id": (I32, -1), "eot_token_id": (U8, 7)}, (7,)),
        ({"eos_token_id": (U32, 2**32 - 1), "eom_token_id": (U16, 8)}, (8,)),
        ({"eos_token_id": None, "eot_token_id": (U32, 7)}, (7,)),
        ({"eot_token_id": (U32, 2), "eom_token_id": (U32, 24)}, (2,)),
        ({"eot_token_id": (I32, -1)}, (2,)),
        ({"fim_pad_token_id": (U32, 9), "eos_token_ids": list_of(I32, [2, 5])}, (2, 5, 9)),
    ],
)
def test_every_key_that_llama_cpp_ends_at(tmp_path: Path, keys: dict[str, Value | None], ends: tuple[int, ...]) -> None:
    config = config_with(tmp_path, "tiny-phi3", {f"tokenizer.ggml.{key}": value for key, value in keys.items()})
    assert config.eos_ids == ends


@pytest.mark.parametrize("name", ["bos", "eos", "padding"])
@pytest.mark.parametrize("value", [(I32, -1), (11, -1), (U32, 2**32 - 1), (U64, 2**64 - 1), (1, -1)])
def test_minus_one_is_no_token(tmp_path: Path, name: str, value: Value) -> None:
    config = config_with(tmp_path, "tiny-llama", {f"tokenizer.ggml.{name}_token_id": value})
    assert {"bos": config.bos_id, "eos": config.eos_ids or None, "padding": config.pad_id}[name] is None


@pytest.mark.parametrize(
    ("layers", "context", "key", "window"),
    [
        (32, 4096, None, 2047),
        (40, 4096, None, 2047),
        (40, 16384, None, None),
        (24, 4096, None, None),
        (32, 4096, (U32, 0), None),
        (32, 4096, (U32, 1000), 1000),
        (32, 4096, list_of(U32, [512] * 32), 512),
    ],
)
def test_windows_of_phi_3(tmp_path: Path, layers: int, context: int, key: Value | None, window: int | None) -> None:
    config = config_with(
        tmp_path, "tiny-phi3", {"phi3.attention.sliding_window": key}, layers=layers, max_positions=context
    )
    assert set(config.sliding_windows) == {window}


def test_a_period_of_windows(tmp_path: Path) -> None:
    """A number N instead of a list: of every N layers the last sees everything."""
    changes: dict[str, Value | None] = {"llama.attention.sliding_window_pattern": (U32, 4),
                                        "llama.attention.sliding_window": (U32, 8)}  # fmt: skip
    config = config_with(tmp_path, "tiny-ministral", changes, layers=6)
    assert config.sliding_windows == (8, 8, 8, None, 8, 8)


@pytest.mark.parametrize(
    ("key", "value", "field", "expected"),
    [
        ("attention.head_count_kv", list_of(I32, [1]), "kv_heads", 1),
        ("attention.head_count_kv", list_of(U64, [1]), "kv_heads", 1),
        ("feed_forward_length", list_of(U32, [32]), "intermediate_size", 32),
        ("attention.head_count", (U64, 2), "heads", 2),
        ("attention.head_count", (U8, 2), "heads", 2),
        ("attention.layer_norm_rms_epsilon", (F64, 1e-5), "rms_norm_eps", 1e-5),
        ("attention.key_length", (U16, 16), "head_dim", 16),
    ],
)
def test_numbers_of_any_width_and_lists_of_equal_ones(
    tmp_path: Path, key: str, value: Value, field: str, expected: object
) -> None:
    assert getattr(config_with(tmp_path, "tiny-qwen2", {f"qwen2.{key}": value}), field) == expected


@pytest.mark.parametrize("value", [(F64, 5e5), (U32, 500_000), (F32, 5e5), (U64, 500_000)])
def test_the_base_of_the_rotation_may_be_any_number(tmp_path: Path, value: Value) -> None:
    assert config_with(tmp_path, "tiny-qwen2", {"qwen2.rope.freq_base": value}).rope.theta == 5e5


def test_scaling_as_llama_cpp_takes_it(tmp_path: Path) -> None:
    """A factor without a type is linear, the old key counts, a type "none" cancels it, and attn_factor multiplies."""
    linear = {"qwen2.rope.scaling.factor": (F32, 4.0)}
    assert config_with(tmp_path, "tiny-qwen2", linear).rope.scaling == LinearScaling(4.0)
    assert config_with(tmp_path, "tiny-qwen2", {"qwen2.rope.scale_linear": (F32, 2.0)}).rope.scaling == LinearScaling(2)
    none = {**linear, "qwen2.rope.scaling.type": (STRING, "none")}
    assert config_with(tmp_path, "tiny-qwen2", none).rope.scaling is None
    yarn: dict[str, Value | None] = {
        **linear, "qwen2.rope.scaling.type": (STRING, "yarn"), "qwen2.rope.scaling.yarn_attn_factor": (F32, 1.0),
        "qwen2.rope.scaling.original_context_length": (U32, 64), "qwen2.rope.scaling.yarn_ext_factor": (F32, 1.0),
    }  # fmt: skip
    scaling = config_with(tmp_path, "tiny-qwen2", yarn).rope.scaling
    assert scaling == YarnScaling(factor=4.0, original_max_positions=64)
    assert scaling.attention_factor == pytest.approx(0.1 * np.log(4) + 1)
    scaling = config_with(tmp_path, "tiny-qwen2", {**yarn, "qwen2.rope.scaling.attn_factor": (F32, 1.5)}).rope.scaling
    assert scaling is not None
    assert scaling.attention_factor == pytest.approx(1.5 * (0.1 * np.log(4) + 1))
    with pytest.raises(ConfigError, match="attn_factor"):
        config_with(tmp_path, "tiny-qwen2", {**linear, "qwen2.rope.scaling.attn_factor": (F32, 1.5)})


@pytest.mark.parametrize("kind", ["F16", "BF16"])
def test_rotary_factors_in_16_bits(tmp_path: Path, kind: str) -> None:
    target = gguf.GGMLQuantizationType[kind]
    for name in ("tiny-llama", "tiny-phi4-mini"):
        config = replace(preset(name), layers=1, sliding_windows=preset(name).sliding_windows[:1])
        path = tmp_path / "model.gguf"
        write_gguf(path, RandomWeights(config, seed=3), vectors=target)
        scaling = open_checkpoint(path).config.rope.scaling
        if isinstance(scaling, LongRopeScaling):
            np.testing.assert_allclose(scaling.long_factors, config.rope.scaling.long_factors, rtol=1e-2)  # type: ignore[union-attr]
        else:
            assert isinstance(scaling, Llama3Scaling)
            assert scaling == config.rope.scaling


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"llama.attention.head_count_kv": list_of(I32, [1, 2])}, "differs between layers"),
        ({"llama.attention.head_count_kv": list_of(I32, [])}, "empty"),
        ({"llama.block_count": (STRING, "x" * 5000)}, "num_hidden_layers"),
        ({"llama.rope.dimension_count": (STRING, "x")}, "rope.dimension_count"),
        ({"llama.attention.sliding_window": (F32, 1.5)}, "sliding_window"),
        ({"llama.rope.scaling.type": list_of(STRING, ["x", "y"])}, "rope.scaling.type"),
        ({"general.architecture": list_of(I32, [1] * 1000)}, "architecture"),
        ({"tokenizer.ggml.eot_token_id": (F32, 7.0)}, "eot_token_id"),
        ({"tokenizer.ggml.eos_token_id": (BOOL, 1)}, "eos_token_id"),
        ({"llama.attention.causal": (BOOL, 0)}, "causal"),
        ({"llama.attention.use_rope": (BOOL, 0)}, "use_rope"),
        ({"llama.attention.clamp_kqv": (F32, 8.0)}, "clamp_kqv"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, changes: dict[str, Value | None], named: str) -> None:
    with pytest.raises(ConfigError, match=named) as caught:
        config_with(tmp_path, "tiny-llama", changes)
    assert len(str(caught.value)) < 600


def test_a_key_that_switches_something_off_is_harmless(tmp_path: Path) -> None:
    changes: dict[str, Value | None] = {
        "llama.attention.clamp_kqv": (F32, 0.0), "llama.expert_shared_count": (U32, 0), "llama.pooling_type": (U32, 0),
        "llama.final_logit_softcapping": (F32, 0.0),
    }  # fmt: skip
    assert config_with(tmp_path, "tiny-llama", changes).hidden_size == 32


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ({"general.type": "adapter", "general.base_model.0.name": "Phi 4"}, "adapter for 'Phi 4'"),
        ({"adapter.type": "lora"}, "adapter"),
        ({"general.type": "mmproj"}, "projector"),
        ({"general.type": "imatrix"}, "imatrix"),
    ],
)  # fmt: skip
def test_gguf_files_that_are_not_models_are_named(tmp_path: Path, keys: dict[str, object], named: str) -> None:
    write_gguf(tmp_path / "x.gguf", RandomWeights(small("tiny-llama"), seed=3), keys=keys)
    with pytest.raises(CheckpointError, match=named):
        open_checkpoint(tmp_path / "x.gguf")


NAMES = ("tiny-llama", "tiny-phi3", "tiny-mixtral", "tiny-qwen2", "tiny-granite", "tiny-phi4-mini", "tiny-ministral")
ABSENT = (
    "rope.scaling.type", "rope.scaling.factor", "rope.scale_linear", "rope.scaling.original_context_length",
    "rope.scaling.attn_factor", "rope.scaling.yarn_beta_fast", "rope.scaling.yarn_attn_factor", "attention.causal",
    "attention.sliding_window", "attention.sliding_window_pattern", "expert_count", "expert_used_count",
    "expert_feed_forward_length", "embedding_scale", "logit_scale", "attention.scale", "use_parallel_residual",
    "tensor_data_layout",
)  # fmt: skip
OTHERS = ("general.type", "general.alignment", "split.count", "tokenizer.ggml.eot_token_id",
          "tokenizer.ggml.eos_token_ids", "tokenizer.ggml.padding_token_id")  # fmt: skip


def outcome(file: Path) -> bool:
    """Whether a file is read; if not, it must be for one sentence."""
    try:
        checkpoint = GgufCheckpoint(file)
    except Phi4Error as error:
        complaint = str(error)
    else:
        complaint = ""
    assert complaint.isprintable()
    assert len(complaint) < 1300
    if complaint:
        return False
    for name, shape in list(tensor_shapes(checkpoint.config).items())[:2]:
        assert checkpoint.read(name).shape == shape
    return True


def test_any_key_of_any_type_gives_a_value_or_a_sentence(tmp_path: Path) -> None:
    """Each key with each value, the architectures taking turns."""
    file, read, tried = tmp_path / "model.gguf", 0, 0
    for turn, name in enumerate(NAMES):
        write_gguf(file, RandomWeights(small(name), seed=3))
        valid = Parts.of(file.read_bytes())
        architecture = next(key for key in valid.pairs if key.endswith(".block_count")).partition(".")[0]
        keys = list(dict.fromkeys([*valid.pairs, *(f"{architecture}.{key}" for key in ABSENT), *OTHERS]))
        for number, (key, value) in enumerate((key, value) for key in keys for value in VALUES):
            if number % len(NAMES) == turn:
                file.write_bytes(replace(valid, pairs={**valid.pairs, key: encoded(value)}).joined())
                read += outcome(file)
                tried += 1
    assert tried > 3000
    assert read > tried // 20


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_a_hundred_thousand_type_confused_files(tmp_path: Path) -> None:
    file, rng, read = tmp_path / "model.gguf", random.Random("types"), 0
    seeds = []
    for name in NAMES:
        write_gguf(file, RandomWeights(small(name), seed=3))
        seeds.append(file.read_bytes())
    for _ in range(100_000):
        file.write_bytes(retyped(rng.choice(seeds), rng))
        read += outcome(file)
    assert read > 1000
