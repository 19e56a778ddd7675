"""Model families: the fields that their `config.json` may have, and the defaults of missing fields.

A field is in `COMMON` or its family's `reads` (it is used), in `neutral` (it must have one of the listed values, which
phi4 computes), or in `HARMLESS` or `GENERATION` (it does not affect the forward pass). Any other field is accepted only
if it is switched off: null, false or empty; otherwise it is refused by name. `defaults` are those of the family's
configuration class in transformers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COMMON = frozenset(
    """
    model_type vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads num_key_value_heads
    head_dim max_position_embeddings rms_norm_eps tie_word_embeddings rope_theta rope_scaling rope_parameters
    partial_rotary_factor original_max_position_embeddings
    layer_types sliding_window torch_dtype dtype bos_token_id eos_token_id pad_token_id
    """.split()
)

HARMLESS = frozenset(
    """
    architectures auto_map transformers_version _name_or_path name_or_path _commit_hash _attn_implementation
    attn_implementation _attn_implementation_autoset initializer_range initializer_factor use_cache output_attentions
    output_hidden_states output_router_logits return_dict torchscript task_specific_params problem_type id2label
    label2id num_labels chunk_size_feed_forward router_aux_loss_coef router_jitter_noise pretraining_tp
    tokenizer_class tokenizer_name prefix finetuning_task unsloth_fixed unsloth_version model_name
    quantization_config use_bfloat16 tf_legacy_loss is_llama_config max_window_layers gradient_checkpointing
    xla_device flash_attention use_flash_attention use_flash_attention_2 use_flash_attn _flash_attn_2_enabled
    num_logits_to_keep logits_to_keep max_sequence_length max_seq_length seq_length model_max_length
    _experts_implementation experts_implementation base_model_name training_args library_name license language tags
    """.split()
)
"""Fields that do not affect the forward pass: bookkeeping of libraries, losses, lengths that only trainers use."""

GENERATION = frozenset(
    """
    max_length min_length max_new_tokens min_new_tokens do_sample early_stopping num_beams num_beam_groups
    diversity_penalty temperature top_k top_p min_p typical_p epsilon_cutoff eta_cutoff repetition_penalty
    encoder_repetition_penalty length_penalty no_repeat_ngram_size encoder_no_repeat_ngram_size bad_words_ids
    force_words_ids num_return_sequences output_scores output_logits return_dict_in_generate forced_bos_token_id
    forced_eos_token_id remove_invalid_values exponential_decay_length_penalty suppress_tokens begin_suppress_tokens
    forced_decoder_ids sequence_bias guidance_scale low_memory cache_implementation cache_config penalty_alpha
    max_time stop_strings renormalize_logits constraints prompt_lookup_num_tokens assistant_early_exit
    generation_config is_assistant num_assistant_tokens decoder_start_token_id
    """.split()
)
"""Sampling settings of older tools; they belong into generation_config.json."""

HARMLESS_KINDS = re.compile(
    r"_?unsloth\w*|\w*_pdrop|\w*dropout(_prob)?|(sep|cls|mask|unk|image|video|audio)_token_id"
    r"|transformers[._]js_config|\w*_loss_coef(ficient)?|wandb\w*|_name_or_path_\w*"
)
"""Patterns of further harmless field names."""

MATHEMATICAL = re.compile(r"causal|rope|rotary|norm|scal|residual|bias|mask|position|alibi|softmax")
"""Words in a field name for which even "false" may switch off a usual part of the computation."""

NEUTRAL: Mapping[str, tuple[Any, ...]] = {
    "hidden_act": ("silu", "swish"),
    "is_encoder_decoder": (False,),
    "is_decoder": (False, True),
    "cross_attention_hidden_size": (None,),
    "pruned_heads": ({}, None),
    "lm_head_bias": (False,),
    "interpolate_factor": (1,),
    "full_attn_mod": (1,),
    "use_mrope": (False,),
    "rope_interleaved": (False,),
    "use_parallel_residual": (False,),
    "is_causal": (True,),
    "use_rope": (True,),
    "scale_attn_weights": (True,),
}
"""Fields that must have one of these values; where `false` is allowed, null is too."""

_UNBIASED: Mapping[str, tuple[Any, ...]] = {"attention_bias": (False,), "mlp_bias": (False,)}


@dataclass(frozen=True)
class Family:
    """The `config.json` of a family.

    `reads` maps Hugging Face fields to ModelConfig fields; `inverted` are fields that are stored as their reciprocal.
    `fused_projections` says whether released files store q, k, v and gate, up fused.
    """

    architecture: str
    source: str
    defaults: Mapping[str, Any]
    reads: Mapping[str, str] = field(default_factory=dict)
    inverted: frozenset[str] = frozenset()
    neutral: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    fused_projections: bool = False
    windows_from_layer: str | None = None
    windows_switch: str | None = None
    ragged_windows_as: str | None = None


_LLAMA_DEFAULTS: Mapping[str, Any] = {
    "vocab_size": 32000,
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": None,
    "max_position_embeddings": 2048,
    "rms_norm_eps": 1e-6,
    "tie_word_embeddings": False,
    "rope_theta": 10_000.0,
    "sliding_window": None,
    "attention_bias": False,
    "mlp_bias": False,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": None,
}
_MISTRAL_DEFAULTS: Mapping[str, Any] = {
    **_LLAMA_DEFAULTS,
    "intermediate_size": 14336,
    "num_key_value_heads": 8,
    "max_position_embeddings": 131_072,
    "sliding_window": 4096,
}
_BIASES: Mapping[str, str] = {"mlp_bias": "mlp_bias"}

FAMILIES: Mapping[str, Family] = {
    "phi3": Family(
        architecture="Phi3ForCausalLM",
        source="microsoft/phi-4 and microsoft/Phi-4-mini-instruct, config.json; transformers, modeling_phi3.py",
        defaults={
            **_LLAMA_DEFAULTS,
            "vocab_size": 32064,
            "hidden_size": 3072,
            "intermediate_size": 8192,
            "max_position_embeddings": 4096,
            "original_max_position_embeddings": 4096,
            "rms_norm_eps": 1e-5,
            "eos_token_id": 32000,
            "pad_token_id": 32000,
        },
        neutral=_UNBIASED,
        fused_projections=True,
    ),
    "mixtral": Family(
        architecture="MixtralForCausalLM",
        source="mistralai/Mixtral-8x7B-Instruct-v0.1, config.json; transformers, modeling_mixtral.py",
        defaults={
            **_MISTRAL_DEFAULTS,
            "rms_norm_eps": 1e-5,
            "rope_theta": 1_000_000.0,
            "sliding_window": None,
            "num_local_experts": 8,
            "num_experts_per_tok": 2,
        },
        reads={"num_local_experts": "experts", "num_experts_per_tok": "experts_per_token"},
        neutral=_UNBIASED,
    ),
    "qwen2": Family(
        architecture="Qwen2ForCausalLM",
        source="Qwen/Qwen2.5-14B-Instruct, config.json; transformers, modeling_qwen2.py",
        defaults={
            **_LLAMA_DEFAULTS,
            "vocab_size": 151_936,
            "intermediate_size": 22016,
            "num_key_value_heads": 32,
            "max_position_embeddings": 32768,
            "sliding_window": 4096,
            "use_sliding_window": False,
            "max_window_layers": 28,
            "bos_token_id": None,
            "eos_token_id": None,
        },
        reads={"use_sliding_window": "", "max_window_layers": ""},
        neutral={"attention_bias": (True, None), "mlp_bias": (False,)},
        fixed={"qkv_bias": True},
        windows_from_layer="max_window_layers",
        windows_switch="use_sliding_window",
    ),
    "llama": Family(
        architecture="LlamaForCausalLM",
        source="meta-llama/Llama-3.1-8B-Instruct, config.json; transformers, modeling_llama.py",
        defaults=_LLAMA_DEFAULTS,
        reads={"attention_bias": "qkv_bias output_bias", **_BIASES},
        neutral={"sliding_window": (None,)},
    ),
    "mistral": Family(
        architecture="MistralForCausalLM",
        source="mistralai/Ministral-8B-Instruct-2410, config.json; transformers, modeling_mistral.py",
        defaults=_MISTRAL_DEFAULTS,
        neutral=_UNBIASED,
        ragged_windows_as="ministral",
    ),
    "ministral": Family(
        architecture="MinistralForCausalLM",
        source="transformers, modeling_ministral.py; the card of mistralai/Ministral-8B-Instruct-2410",
        defaults=_MISTRAL_DEFAULTS,
        neutral=_UNBIASED,
    ),
    "granite": Family(
        architecture="GraniteForCausalLM",
        source="ibm-granite/granite-3.1-8b-instruct, config.json; transformers, modeling_granite.py",
        defaults={
            **_LLAMA_DEFAULTS,
            "embedding_multiplier": 1.0,
            "attention_multiplier": 1.0,
            "residual_multiplier": 1.0,
            "logits_scaling": 1.0,
        },
        reads={
            "attention_bias": "qkv_bias output_bias",
            **_BIASES,
            "embedding_multiplier": "embedding_scale",
            "attention_multiplier": "attention_scale",
            "residual_multiplier": "residual_scale",
            "logits_scaling": "logit_scale",
        },
        inverted=frozenset({"logits_scaling"}),
        neutral={"sliding_window": (None,)},
    ),
}
