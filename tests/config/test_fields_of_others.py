"""Fields of config.json that say nothing of the mathematics are read over; those that do are refused by name."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from phi4.config import FAMILIES, from_hf, load_config, preset, to_hf
from phi4.config.files import read_text
from phi4.config.quantized import quantized_by
from phi4.errors import CheckpointError, ConfigError, one_line, shown

TINY = ("tiny-phi3", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-mistral", "tiny-ministral", "tiny-granite")
# As they stand in published configurations of these families and in those that tools write.
HARMLESS: dict[str, Any] = {
    "max_length": 4096, "min_length": 0, "do_sample": False, "temperature": 0.6, "top_k": 50, "top_p": 0.95,
    "num_beams": 1, "repetition_penalty": 1.0, "no_repeat_ngram_size": 0, "bad_words_ids": None, "typical_p": 1.0,
    "cache_implementation": "hybrid", "early_stopping": False, "length_penalty": 1.0, "num_return_sequences": 1,
    "forced_eos_token_id": None, "suppress_tokens": None, "exponential_decay_length_penalty": None,
    "remove_invalid_values": False, "output_scores": False, "return_dict_in_generate": False, "max_new_tokens": 256,
    "_load_in_4bit": False, "_load_in_8bit": False, "load_in_4bit": False, "load_in_8bit": False,
    "quantization_config": None, "quantization": None, "quantization_method": None, "pre_quantization_dtype": None,
    "transformers_version": "4.51.3", "_name_or_path": "x", "_attn_implementation_autoset": True,
    "attn_implementation": "flash_attention_2", "_flash_attn_2_enabled": True, "use_flash_attention_2": True,
    "unsloth_fixed": True, "unsloth_version": "2025.3.18", "_unsloth_anything": 1, "unsloth_tiled_mlp": True,
    "gradient_checkpointing": False, "use_mrope": False, "is_llama_config": True, "rope_interleaved": False,
    "transformers.js_config": {"kv_cache_dtype": {"q4f16": "float16"}}, "prefix": None, "xla_device": None,
    "attention_dropout": 0.0, "hidden_dropout": 0.0, "classifier_dropout": None, "hidden_dropout_prob": 0.1,
    "torch_dtype": "auto", "use_bfloat16": False, "tokenizer_class": "LlamaTokenizer", "num_labels": 2,
    "cls_token_id": 4, "mask_token_id": None, "sep_token_id": None, "unk_token_id": 0, "logits_to_keep": 0,
    "max_sequence_length": 2048, "max_window_layers": 4, "pretraining_tp": 1, "tie_encoder_decoder": False,
    "add_cross_attention": False, "some_new_feature": False, "another": None, "a_list_of_things": [], "a_map": {},
    "a_text": "", "is_causal": True,
}  # fmt: skip
HARMFUL: dict[str, Any] = {
    "final_logit_softcapping": 30.0, "attn_logit_softcapping": 50.0, "use_mrope": True, "_load_in_4bit": True,
    "load_in_8bit": True, "is_causal": False, "use_rope": False, "rope_interleaved": True, "some_new_feature": True,
    "use_qk_norm": True, "qk_layernorm": True, "alibi": True, "parallel_attn": True, "use_parallel_residual": True,
    "num_nextn_predict_layers": 1, "lm_head_bias": True, "rms_norm_unit_offset": True, "no_rope_layers": [1, 0],
    "scale_attn_weights": False, "attention_sinks": 4, "hidden_act": "gelu", "use_rms_norm": False,
}  # fmt: skip


@pytest.mark.parametrize("name", TINY)
@pytest.mark.parametrize("field", HARMLESS)
def test_what_says_nothing_of_the_mathematics_is_read_over(name: str, field: str) -> None:
    config = preset(name)
    read = from_hf({**to_hf(config), field: HARMLESS[field]})
    if field != "torch_dtype":
        assert read == config
    else:
        assert read.dtype == "bfloat16"


@pytest.mark.parametrize("name", TINY)
@pytest.mark.parametrize("field", HARMFUL)
def test_what_changes_the_mathematics_is_refused_by_name(name: str, field: str) -> None:
    with pytest.raises(ConfigError, match=field):
        from_hf({**to_hf(preset(name)), field: HARMFUL[field]})


@pytest.mark.parametrize("name", TINY)
def test_windows_switched_off(name: str) -> None:
    """In families that have no such switch too."""
    written = to_hf(preset(name))
    if "use_sliding_window" not in FAMILIES[preset(name).model_type].reads:
        assert from_hf({**written, "use_sliding_window": False}) == preset(name)
        with pytest.raises(ConfigError, match="use_sliding_window"):
            from_hf({**written, "use_sliding_window": True})


@pytest.mark.parametrize("name", TINY)
@pytest.mark.parametrize("field", ["attention_bias", "mlp_bias", "tie_word_embeddings", "use_sliding_window"])
def test_null_is_no(name: str, field: str) -> None:
    written = {**to_hf(preset(name)), field: None}
    read = from_hf(written)
    assert read.qkv_bias == preset(name).qkv_bias
    assert not read.mlp_bias
    if field == "tie_word_embeddings":
        assert read.tied_embeddings == FAMILIES[read.model_type].defaults[field]


@pytest.mark.parametrize("field", ["bos_token_id", "eos_token_id", "pad_token_id"])
def test_minus_one_is_no_token(field: str) -> None:
    read = from_hf({**to_hf(preset("tiny-llama")), field: -1})
    assert {"bos_token_id": read.bos_id, "eos_token_id": read.eos_ids or None, "pad_token_id": read.pad_id}[
        field
    ] is None


def test_padding_beyond_the_vocabulary_is_none() -> None:
    """As of a tokenizer with one token more than the model has rows."""
    assert from_hf({**to_hf(preset("tiny-llama")), "pad_token_id": 160}).pad_id is None


@pytest.mark.parametrize(
    ("written", "read"),
    [("torch.bfloat16", "bfloat16"), ("torch.float16", "float16"), ("float64", "float32"), ("auto", "bfloat16"),
     ("half", "float16"), (None, "bfloat16")],
)  # fmt: skip
def test_spellings_of_types(written: str | None, read: str) -> None:
    assert from_hf({**to_hf(preset("tiny-llama")), "torch_dtype": written}).dtype == read


@pytest.mark.parametrize(
    "change",
    [
        {"head_dim": 70_000}, {"hidden_size": 70_000}, {"intermediate_size": 70_000},
        {"num_attention_heads": 1024, "num_key_value_heads": 1024, "head_dim": 128},
    ],
)  # fmt: skip
def test_sizes_that_the_engine_does_not_take(change: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="65,536"):
        from_hf({**to_hf(preset("tiny-llama")), **change})


def test_the_largest_released_model_of_these_families_is_taken() -> None:
    """Llama 3.1 405B."""
    change = {"hidden_size": 16384, "intermediate_size": 53248, "num_attention_heads": 128, "head_dim": 128,
              "num_key_value_heads": 8, "num_hidden_layers": 126}  # fmt: skip
    assert from_hf({**to_hf(preset("llama-3.1-8b")), **change}).parameter_count() > 400e9


HUGE: list[Any] = [
    "a" * 10**6,
    [0] * 10**5,
    {"a": "b" * 10**6},
    ["a" * 10**6] * 4,
    "a\nb\x1b]0;x\x07",
    "\ud800",
    10**4000,
]


@pytest.mark.parametrize("value", HUGE, ids=range(len(HUGE)))
@pytest.mark.parametrize(
    "field", ["model_type", "hidden_act", "vocab_size", "rope_scaling", "layer_types", "bos_token_id", "torch_dtype",
              "rope_theta", "tie_word_embeddings", "sliding_window"],
)  # fmt: skip
def test_what_a_message_quotes_is_bounded(field: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        from_hf({**to_hf(preset("tiny-mistral")), field: value})
    assert len(str(caught.value)) < 400
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("depth", [200, 900, 980, 100_000])
def test_nesting(tmp_path: Path, depth: int) -> None:
    for field in ("hidden_act", "vocab_size", "rope_scaling", "torch_dtype", "model_type", "unknown"):
        written = json.dumps({**to_hf(preset("tiny-llama")), field: "@"}).replace('"@"', "[" * depth + "]" * depth)
        (tmp_path / "config.json").write_text(written)
        with pytest.raises(ConfigError) as caught:
            load_config(tmp_path)
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("config", "tool"),
    [
        ({}, None),
        ({"quantization_config": None}, None),
        ({"quantization_config": {}}, None),
        ({"quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": False, "load_in_8bit": False}}, None),
        ({"quantization_config": {"quant_method": "gptq", "bits": 4, "group_size": 1}}, "gptq (4 bits, groups of 1)"),
        ({"quantization_config": {"quant_method": "fp8", "weight_block_size": [128, 128]}}, "fp8"),
        ({"quantization_config": {"load_in_8bit": True}}, "an unknown tool (8 bits)"),
        ({"quantization": {"bits": 4, "group_size": 64}}, "MLX (4 bits, groups of 64)"),
        ({"quantization_config": [1]}, "an unknown tool"),
        ({"quantization_config": {"quant_method": [1], "bits": "y" * 99}}, "an unknown tool ('yyy...yyyy' bits)"),
        ([1], None),
    ],
)  # fmt: skip
def test_quantized_by(config: Any, tool: str | None) -> None:
    assert quantized_by(config) == tool


def test_a_quantized_folder_is_named_wherever_its_configuration_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "llama", "quantization": {"bits": 4}}))
    with pytest.raises(CheckpointError, match="quantized by MLX"):
        load_config(tmp_path)


def test_texts_are_read_within_limits(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("x" * 11)
    with pytest.raises(CheckpointError, match="larger than 10 bytes"):
        read_text(file, max_bytes=10, error=CheckpointError)
    file.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_text(file, max_bytes=10, error=ConfigError)
    with pytest.raises(ConfigError, match="not a regular file"):
        read_text(tmp_path, max_bytes=10, error=ConfigError)


def test_quoting() -> None:
    assert shown("a\nb") == "'a\\nb'"
    assert shown(math.nan) == "nan"
    assert shown(list(range(100))) == "[0, 1, 2, 3, 4, 5, ...]"
    assert len(shown("x" * 100)) == 60
    assert one_line("a\nb\x1b[2J\ud800") == "a b\\x1b[2J\\ud800"
    assert len(one_line("x" * 10**6)) < 1300
