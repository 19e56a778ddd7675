"""config.json in both spellings, the families' defaults, and what must be refused."""

from __future__ import annotations

import contextlib
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phi4.config import FAMILIES, PRESETS, Rope, from_hf, load_config, preset, to_hf
from phi4.errors import ConfigError

PUBLISHED = {
    "phi-4": (14_659_507_200, 14_659_507_200),
    "mixtral-8x7b": (46_702_792_704, 12_879_925_248),
    "qwen2.5-14b": (14_770_033_664, 14_770_033_664),
    "llama-3.1-8b": (8_030_261_248, 8_030_261_248),
    "ministral-8b": (8_019_808_256, 8_019_808_256),
    "granite-3-8b": (8_170_848_256, 8_170_848_256),
    "phi-4-mini": (3_836_021_760, 3_836_021_760),
}

# As published: microsoft/phi-4 and others, config.json, the fields that matter or that have confused readers.
RELEASED: dict[str, dict[str, Any]] = {
    "phi-4": {
        "_name_or_path": "phi-4", "architectures": ["Phi3ForCausalLM"], "attention_bias": False,
        "attention_dropout": 0.0, "auto_map": {}, "bos_token_id": 100257, "embd_pdrop": 0.0, "eos_token_id": 100265,
        "hidden_act": "silu", "hidden_size": 5120, "initializer_range": 0.02, "intermediate_size": 17920,
        "max_position_embeddings": 16384, "model_type": "phi3", "num_attention_heads": 40, "num_hidden_layers": 40,
        "num_key_value_heads": 10, "original_max_position_embeddings": 16384, "pad_token_id": 100349,
        "resid_pdrop": 0.0, "rms_norm_eps": 1e-05, "rope_scaling": None, "rope_theta": 250000,
        "sliding_window": None, "tie_word_embeddings": False, "torch_dtype": "bfloat16",
        "transformers_version": "4.47.0", "use_cache": True, "vocab_size": 100352,
    },
    "qwen2.5-14b": {
        "architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643,
        "eos_token_id": 151645, "hidden_act": "silu", "hidden_size": 5120, "initializer_range": 0.02,
        "intermediate_size": 13824, "max_position_embeddings": 32768, "max_window_layers": 70, "model_type": "qwen2",
        "num_attention_heads": 40, "num_hidden_layers": 48, "num_key_value_heads": 8, "rms_norm_eps": 1e-06,
        "rope_theta": 1000000.0, "sliding_window": 131072, "tie_word_embeddings": False, "torch_dtype": "bfloat16",
        "transformers_version": "4.43.1", "use_cache": True, "use_sliding_window": False, "vocab_size": 152064,
    },
    "llama-3.1-8b": {
        "architectures": ["LlamaForCausalLM"], "attention_bias": False, "attention_dropout": 0.0,
        "bos_token_id": 128000, "eos_token_id": [128001, 128008, 128009], "hidden_act": "silu", "hidden_size": 4096,
        "initializer_range": 0.02, "intermediate_size": 14336, "max_position_embeddings": 131072, "mlp_bias": False,
        "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
        "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_theta": 500000.0, "tie_word_embeddings": False,
        "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                         "original_max_position_embeddings": 8192, "rope_type": "llama3"},
        "torch_dtype": "bfloat16", "transformers_version": "4.42.3", "use_cache": True, "vocab_size": 128256,
    },
    "granite-3-8b": {
        "architectures": ["GraniteForCausalLM"], "attention_bias": False, "attention_dropout": 0.1,
        "attention_multiplier": 0.0078125, "bos_token_id": 0, "embedding_multiplier": 12.0, "eos_token_id": 0,
        "hidden_act": "silu", "hidden_size": 4096, "initializer_range": 0.02, "intermediate_size": 12800,
        "logits_scaling": 16.0, "max_position_embeddings": 131072, "mlp_bias": False, "model_type": "granite",
        "num_attention_heads": 32, "num_hidden_layers": 40, "num_key_value_heads": 8, "pad_token_id": 0,
        "residual_multiplier": 0.22, "rms_norm_eps": 1e-05, "rope_scaling": None, "rope_theta": 10000000.0,
        "tie_word_embeddings": True, "torch_dtype": "bfloat16", "transformers_version": "4.47.0", "use_cache": True,
        "vocab_size": 49155,
    },
    "mixtral-8x7b": {
        "architectures": ["MixtralForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2,
        "hidden_act": "silu", "hidden_size": 4096, "initializer_range": 0.02, "intermediate_size": 14336,
        "max_position_embeddings": 32768, "model_type": "mixtral", "num_attention_heads": 32,
        "num_experts_per_tok": 2, "num_hidden_layers": 32, "num_key_value_heads": 8, "num_local_experts": 8,
        "output_router_logits": False, "rms_norm_eps": 1e-05, "rope_theta": 1000000.0, "router_aux_loss_coef": 0.02,
        "sliding_window": None, "tie_word_embeddings": False, "torch_dtype": "bfloat16",
        "transformers_version": "4.36.0.dev0", "use_cache": True, "vocab_size": 32000,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_parameter_counts_equal_the_published(name: str) -> None:
    config = preset(name)
    assert (config.parameter_count(), config.parameter_count(active=True)) == PUBLISHED[name]


@pytest.mark.parametrize("name", RELEASED)
def test_released_files_read_as_their_presets(name: str) -> None:
    assert from_hf(RELEASED[name]) == preset(name)


@pytest.mark.parametrize("name", PRESETS)
def test_round_trip(name: str) -> None:
    assert from_hf(json.loads(json.dumps(to_hf(preset(name))))) == preset(name)


@pytest.mark.parametrize("name", PRESETS)
def test_the_spelling_of_transformers_5_reads_the_same(name: str) -> None:
    """The file that transformers 5 itself saves from our file."""
    transformers = pytest.importorskip("transformers")
    config = preset(name)
    saved = transformers.AutoConfig.for_model(**to_hf(config)).to_dict()
    assert "rope_parameters" in saved
    assert "rope_theta" not in saved
    saved["dtype"] = config.dtype
    assert from_hf(saved) == config


@pytest.mark.parametrize("model_type", FAMILIES)
def test_what_a_file_leaves_out_takes_the_familys_default(model_type: str) -> None:
    """A file of nothing but the family's name equals the configuration class of transformers."""
    transformers = pytest.importorskip("transformers")
    defaults = transformers.AutoConfig.for_model(model_type)
    config = from_hf({"model_type": model_type})
    assert config.rope.theta == defaults.rope_parameters["rope_theta"]
    assert config.rms_norm_eps == defaults.rms_norm_eps
    assert config.max_positions == defaults.max_position_embeddings
    assert config.vocab_size == defaults.vocab_size
    assert config.kv_heads == defaults.num_key_value_heads
    assert config.tied_embeddings == defaults.tie_word_embeddings
    assert config.bos_id == defaults.bos_token_id
    assert list(config.eos_ids) == ([] if defaults.eos_token_id is None else [defaults.eos_token_id])


def test_mixtral_rotates_with_a_million() -> None:
    config = {key: value for key, value in RELEASED["mixtral-8x7b"].items() if key != "rope_theta"}
    assert from_hf(config).rope.theta == 1e6


def test_mistral_with_layer_types_interleaves() -> None:
    kinds = ["full_attention", "sliding_attention", "sliding_attention", "sliding_attention"]
    config = from_hf({"model_type": "mistral", "num_hidden_layers": 4, "sliding_window": 32,
                                  "layer_types": kinds})  # fmt: skip
    assert config.sliding_windows == (None, 32, 32, 32)
    assert config.model_type == "ministral"


def test_longrope_factors_switch_with_the_length() -> None:
    rope = preset("phi-4-mini").rope
    assert rope.attention_factor == pytest.approx(1.190238, abs=1e-6)
    assert rope.dim == 96
    assert rope.inverse_frequencies(4096) == [10_000 ** (-2 * i / 96) for i in range(48)]
    assert rope.inverse_frequencies(4097)[47] == pytest.approx(10_000 ** (-94 / 96) / 47.77)


def test_llama3_keeps_short_waves_and_stretches_long_ones() -> None:
    plain, scaled = Rope(5e5, 128).inverse_frequencies(1), preset("llama-3.1-8b").rope.inverse_frequencies(1)
    for before, after in zip(plain, scaled, strict=True):
        wavelength = 2 * math.pi / before
        if wavelength < 8192 / 4:
            assert after == before
        elif wavelength > 8192:
            assert after == before / 8
        else:
            assert before / 8 < after < before


PHI = RELEASED["phi-4"]
REFUSED = {
    "model_type": ({"model_type": "gpt2"}, "gpt2"),
    "no model_type": ({"model_type": None}, "model_type"),
    "activation": ({"hidden_act": "gelu"}, "hidden_act"),
    "bias that phi3 lacks": ({"attention_bias": True}, "attention_bias"),
    "unknown field": ({"final_logit_softcapping": 30.0}, "final_logit_softcapping"),
    "unknown rope": ({"rope_scaling": {"rope_type": "dynamic", "factor": 2.0}}, "dynamic"),
    "a list for a rope type": ({"rope_scaling": {"rope_type": [1]}}, "rope scaling"),
    "unknown rope field": ({"rope_scaling": {"rope_type": "linear", "factor": 2.0, "bend": 1}}, "bend"),
    "two thetas": ({"rope_parameters": {"rope_theta": 1e4}}, "rope_theta"),
    "heads": ({"num_key_value_heads": 7}, "num_key_value_heads"),
    "negative size": ({"hidden_size": -5120}, "hidden_size"),
    "fractional size": ({"hidden_size": 5120.5}, "hidden_size"),
    "text for a size": ({"num_hidden_layers": "40"}, "num_hidden_layers"),
    "true for a size": ({"num_hidden_layers": True}, "num_hidden_layers"),
    "endless layers": ({"num_hidden_layers": 10**12}, "num_hidden_layers"),
    "NaN": ({"rms_norm_eps": math.nan}, "rms_norm_eps"),
    "eos outside the vocabulary": ({"eos_token_id": 100352}, "eos_token_id"),
    "two pads": ({"pad_token_id": [1, 2]}, "pad_token_id"),
    "odd rotation": ({"partial_rotary_factor": 0.01}, "partial_rotary_factor"),
    "a rotation of endless dimensions": ({"partial_rotary_factor": 1e308}, "partial_rotary_factor"),
    "a number that float32 has not": ({"rms_norm_eps": 1e-320}, "rms_norm_eps"),
    "a ramp of endless turns": ({"rope_scaling": {"rope_type": "yarn", "factor": 2.0, "beta_fast": 1e308}},
                                "beta_fast"),
    "layer_types too short": ({"layer_types": ["full_attention"]}, "layer_types"),
    "chunked attention": ({"layer_types": ["chunked_attention"] * 40}, "chunked_attention"),
    "longrope factors": ({"rope_scaling": {"type": "longrope", "short_factor": [1.0], "long_factor": [1.0]}},
                         "short_factor"),
    "dtype": ({"torch_dtype": "float8_e4m3fn"}, "dtype"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_change_the_mathematics_is_refused_by_name(case: str) -> None:
    change, named = REFUSED[case]
    with pytest.raises(ConfigError, match=named):
        from_hf({**PHI, **change})


def test_phi3_first_releases_called_longrope_su() -> None:
    factors = [1.0] * 64
    change = {"rope_scaling": {"type": "su", "short_factor": factors, "long_factor": factors}}
    assert from_hf({**PHI, **change}).rope.switch_length == 16384


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4),
    max_leaves=6,
)


@settings(max_examples=400)
@given(st.sampled_from(sorted(RELEASED)), st.data())
def test_any_value_in_any_field_is_read_or_refused(name: str, data: st.DataObject) -> None:
    config = dict(RELEASED[name])
    fields = [*sorted(config), "rope_parameters", "layer_types", "head_dim", "dtype"]
    for field in data.draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3)):
        config[field] = data.draw(json_values)
    with contextlib.suppress(ConfigError):
        assert from_hf(config).vocab_size >= 1


@pytest.mark.parametrize("text", ["", "[1]", "{", "[" * 100_000, '{"model_type": "phi3", "model_type"', "\ud800"])
def test_a_file_that_is_no_config(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ConfigError):
        load_config(tmp_path)


def test_a_folder_without_a_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no config\.json"):
        load_config(tmp_path)
