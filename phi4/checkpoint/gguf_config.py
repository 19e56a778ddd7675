"""From GGUF metadata to ModelConfig, for llama.cpp's architectures of the six families.

The metadata is converted back to the `config.json` that it came from and read as one, so that the same rules hold for
both kinds of file. Unknown keys that may change the computation are refused by name.
Source: llama.cpp, convert_hf_to_gguf.py and conversion/*.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from phi4.config import FAMILIES, Llama3Scaling, ModelConfig, Rope, from_hf
from phi4.config.families import MATHEMATICAL
from phi4.errors import ConfigError, shown

# architecture.key -> field of config.json
_FIELDS = {
    "context_length": "max_position_embeddings",
    "embedding_length": "hidden_size",
    "block_count": "num_hidden_layers",
    "feed_forward_length": "intermediate_size",
    "attention.head_count": "num_attention_heads",
    "attention.head_count_kv": "num_key_value_heads",
    "attention.key_length": "head_dim",
    "attention.layer_norm_rms_epsilon": "rms_norm_eps",
    "rope.freq_base": "rope_theta",
    "expert_count": "num_local_experts",
    "expert_used_count": "num_experts_per_tok",
    "embedding_scale": "embedding_multiplier",
    "residual_scale": "residual_multiplier",
    "logit_scale": "logits_scaling",
    "attention.scale": "attention_multiplier",
}
# Keys that are read elsewhere, or repeat the fields above. For these architectures llama.cpp ignores YaRN's own keys
# and uses its defaults, which are also those of the families.
_KNOWN = frozenset(
    """
    vocab_size rope.dimension_count attention.value_length attention.sliding_window
    attention.sliding_window_pattern rope.scaling.type rope.scaling.factor rope.scale_linear
    rope.scaling.original_context_length rope.scaling.attn_factor rope.scaling.finetuned rope.scaling.yarn_beta_fast
    rope.scaling.yarn_beta_slow rope.scaling.yarn_attn_factor rope.scaling.yarn_ext_factor
    """.split()
)
_NEUTRAL: Mapping[str, tuple[Any, ...]] = {
    "attention.causal": (True,),
    "expert_gating_func": (1,),  # softmax
    "expert_weights_scale": (1.0, 0.0),
    "expert_feed_forward_length": (0,),
    "expert_weights_norm": (True,),
    "tensor_data_layout": ("Meta AI original pth",),
}
_TOKENS = {"bos": "bos_token_id", "padding": "pad_token_id"}
_EOS_KEYS = (
    "eot_token_id",
    "eom_token_id",
    "eos_token_ids",
    "fim_pad_token_id",
    "fim_rep_token_id",
    "fim_sep_token_id",
)
"""Keys besides eos_token_id whose tokens end an answer in llama.cpp (eos_token_ids is Ollama's)."""
_NO_TOKEN = (-1, 2**32 - 1, 2**64 - 1)
"""Values for "no such token": -1 in each integer width."""
_OLD_PHI3_WINDOWS = {(32, 4096): 2047, (40, 4096): 2047}
"""Sliding windows by (layers, context) for Phi-3 files from before August 2024, which have no key for them."""
_MAX_HEAD_DIM = 1 << 16
_MAX_LAYERS = 4096


@dataclass(frozen=True)
class Architecture:
    """llama.cpp's architecture of some families. `permuted`: the rows of q and k are permuted for its RoPE."""

    model_types: Sequence[str]
    permuted: bool


ARCHITECTURES: Mapping[str, Architecture] = {
    "phi3": Architecture(("phi3",), permuted=False),
    "llama": Architecture(("llama", "mistral", "mixtral", "ministral"), permuted=True),
    "qwen2": Architecture(("qwen2",), permuted=False),
    "granite": Architecture(("granite",), permuted=True),
}


@dataclass(frozen=True)
class RopeTensors:
    """Tensors with divisors of the rotary frequencies, if a file has them, and their relative precision."""

    frequencies: npt.NDArray[np.float32] | None = None
    short_factors: npt.NDArray[np.float32] | None = None
    long_factors: npt.NDArray[np.float32] | None = None
    tolerance: float = 1e-4


def other_kind(metadata: Mapping[str, Any]) -> str | None:
    """The problem with this file if it is a GGUF file of something else than a model."""
    kind, architecture = (
        value if isinstance(value := metadata.get(f"general.{key}"), str) else "" for key in ("type", "architecture")
    )
    if kind == "adapter" or "adapter.type" in metadata:
        base = metadata.get("general.base_model.0.name")
        named = f" for {shown(base)}" if isinstance(base, str) else ""
        return (
            f"is a LoRA adapter{named}, not a model; merge it into its base model (llama-export-lora of llama.cpp) and "
            "give the merged file"
        )
    if kind == "mmproj" or architecture == "clip":
        return "is a projector of images (mmproj), not a language model; give the GGUF file that it belongs to"
    if kind == "imatrix" or architecture == "imatrix" or "imatrix.datasets" in metadata:
        return "holds statistics for quantization (imatrix), not a model; give the model's own GGUF file"
    return None


def architecture_of(metadata: Mapping[str, Any], where: str) -> tuple[str, Architecture]:
    """The architecture of a file.

    Raises:
        ConfigError: phi4 does not support it.
    """
    name = metadata.get("general.architecture")
    if not isinstance(name, str) or name not in ARCHITECTURES:
        raise ConfigError(
            f"{where}: the architecture {shown(name)} is not supported; phi4 runs {', '.join(ARCHITECTURES)}"
        )
    return name, ARCHITECTURES[name]


def config_of(
    metadata: Mapping[str, Any], *, vocab_size: int, tied: bool, qkv_bias: bool, rope: RopeTensors, where: str
) -> ModelConfig:
    """The configuration of a GGUF file, from its metadata and facts about its tensors (vocabulary, tied head, biases).

    Raises:
        ConfigError: a key is malformed or not supported; the message names it.
    """
    return _Reader(metadata, where).read(vocab_size, tied, qkv_bias, rope)


class _Reader:
    def __init__(self, metadata: Mapping[str, Any], where: str) -> None:
        self.metadata, self.where = metadata, where
        self.name, self.architecture = architecture_of(metadata, where)

    def fail(self, problem: str) -> NoReturn:
        raise ConfigError(f"{self.where}: {problem}")

    def get(self, key: str) -> Any:
        """The value of a key of the architecture; for a list of equal values, that value.

        Raises:
            ConfigError: the values of a list differ.
        """
        value = self.metadata.get(f"{self.name}.{key}")
        if not isinstance(value, list):
            return value
        if not value or any(each != value[0] for each in value):
            self.fail(f"{self.name}.{key} differs between layers or is empty, which phi4 does not compute")
        return value[0]

    def integer(self, key: str) -> int | None:
        value = self.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            self.fail(f"{self.name}.{key} is {shown(value)}, and must be a whole number")
        return value

    def number(self, key: str) -> float | None:
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.fail(f"{self.name}.{key} is {shown(value)}, and must be a number")
        return float(value)

    def read(self, vocab_size: int, tied: bool, qkv_bias: bool, rope: RopeTensors) -> ModelConfig:
        self.refuse_unknown_keys()
        fields = {field: value for key, field in _FIELDS.items() if (value := self.get(key)) is not None}
        if self.name != "granite":
            self.refuse_multipliers(fields)
        model_type = self.model_type()
        fields |= {"model_type": model_type, "vocab_size": vocab_size, "tie_word_embeddings": tied}
        if qkv_bias and model_type != "qwen2":
            self.fail("the attention has biases, which phi4 does not compute for this architecture in GGUF files")
        for key, field in _TOKENS.items():
            fields[field] = _token(self.metadata.get(f"tokenizer.ggml.{key}_token_id"))
        fields["eos_token_id"] = self.eos_ids(vocab_size)
        fields |= self.windows(model_type)
        fields |= self.rope_fields(fields, rope)
        known = {**FAMILIES[model_type].defaults, **FAMILIES[model_type].reads}
        for field in ("num_local_experts", "num_experts_per_tok"):
            if field in fields and field not in known:
                del fields[field]
        return from_hf(fields, where=self.where)

    def eos_ids(self, vocab_size: int) -> list[Any]:
        """EOS ids; ids outside the vocabulary, except that of eos_token_id, are ignored as in llama.cpp."""
        eos = _token(self.metadata.get("tokenizer.ggml.eos_token_id"))
        ids = [] if eos is None else [eos]
        for key in _EOS_KEYS:
            value = self.metadata.get(f"tokenizer.ggml.{key}")
            for each in value if isinstance(value, list) else [value]:
                if each is not None and (isinstance(each, bool) or not isinstance(each, int)):
                    self.fail(f"tokenizer.ggml.{key} is {shown(value)}, and must be a token id")
                if each is not None and 0 <= each < vocab_size and each not in ids:
                    ids.append(each)
        return ids

    def refuse_unknown_keys(self) -> None:
        prefix = f"{self.name}."
        for key in self.metadata:
            short = key.removeprefix(prefix)
            if short == key or short in _FIELDS or short in _KNOWN:
                continue
            value = self.get(short)
            if short in _NEUTRAL:
                if value in _NEUTRAL[short]:
                    continue
                if short == "expert_feed_forward_length" and value == self.get("feed_forward_length"):
                    continue
            elif value in (0, "") and not (value is False and MATHEMATICAL.search(short)):
                continue
            self.fail(f"the key {shown(key)} may change the computation in a way that phi4 does not support")

    def refuse_multipliers(self, fields: dict[str, Any]) -> None:
        for field in ("embedding_multiplier", "residual_multiplier", "logits_scaling", "attention_multiplier"):
            if fields.pop(field, None) not in (None, 0.0, 1.0):
                self.fail(f"a scale of Granite's ({field}) is set for {self.name}, which phi4 does not compute")

    def model_type(self) -> str:
        """The family; llama.cpp has one architecture for Llama and all of Mistral's models."""
        if self.name != "llama":
            return self.name
        if self.integer("expert_count"):
            return "mixtral"
        return "ministral" if self.integer("attention.sliding_window") else "llama"

    def windows(self, model_type: str) -> dict[str, Any]:
        window = self.integer("attention.sliding_window")
        if window is None and model_type == "phi3":
            window = _OLD_PHI3_WINDOWS.get((self.integer("block_count") or 0, self.integer("context_length") or 0))
        if not window:
            return {"sliding_window": None}
        if model_type == "qwen2":
            self.fail("qwen2.attention.sliding_window is set, which phi4 does not compute for Qwen in GGUF files")
        kinds = self.pattern()
        if kinds is None:
            return {"sliding_window": window}
        return {
            "sliding_window": window,
            "layer_types": ["sliding_attention" if each else "full_attention" for each in kinds],
        }

    def pattern(self) -> list[bool] | None:
        """Which layers have a sliding window: a list of flags, or N if the last of every N layers has none."""
        value = self.metadata.get(f"{self.name}.attention.sliding_window_pattern")
        if value is None:
            return None
        if isinstance(value, list) and all(isinstance(each, int) for each in value):
            return [bool(each) for each in value]
        layers = self.integer("block_count")
        period = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if not period or layers is None or not 0 < layers <= _MAX_LAYERS:
            self.fail(f"{self.name}.attention.sliding_window_pattern is {shown(value)}, and must be a list of flags")
        return [value == 0 or layer % value < value - 1 for layer in range(layers)]

    def rope_fields(self, fields: dict[str, Any], rope: RopeTensors) -> dict[str, Any]:
        head_dim = self.head_dim(fields)
        dim = self.integer("rope.dimension_count") or head_dim
        partial = {"partial_rotary_factor": dim / head_dim} if 0 < dim < _MAX_HEAD_DIM and dim != head_dim else {}
        if not 0 < dim <= head_dim:
            self.fail(f"{self.name}.rope.dimension_count is {shown(dim)}, and a head has {head_dim}")
        original, attention = (
            self.integer("rope.scaling.original_context_length"),
            self.number("rope.scaling.attn_factor"),
        )
        if rope.long_factors is not None and rope.short_factors is not None:
            scaling: dict[str, Any] = {
                "rope_type": "longrope",
                "short_factor": _numbers(rope.short_factors),
                "long_factor": _numbers(rope.long_factors),
                "attention_factor": attention,
            }
            return {**partial, "rope_scaling": scaling, "original_max_position_embeddings": original}
        kind, factor = self.scaling()
        if kind != "yarn" and attention not in (None, 0.0, 1.0):
            self.fail(
                f"{self.name}.rope.scaling.attn_factor is {attention:g}, which phi4 computes for yarn and longrope"
            )
        if rope.frequencies is not None:
            if kind != "none":
                self.fail(f"has both rope_freqs.weight and {self.name}.rope.scaling, which phi4 does not compute")
            return {**partial, "rope_scaling": self.llama3(rope.frequencies, fields, dim, rope.tolerance)}
        if kind == "none":
            return partial
        scaling = {"rope_type": kind, "factor": factor}
        if kind == "yarn":
            scaling |= {key: self.number(f"rope.scaling.yarn_{key}") for key in ("beta_fast", "beta_slow")}
            scaling["original_max_position_embeddings"] = original
            if attention not in (None, 0.0, 1.0) and factor > 1:
                scaling["attention_factor"] = attention * (0.1 * math.log(factor) + 1)
        return {**partial, "rope_scaling": scaling}

    def scaling(self) -> tuple[str, float]:
        """Type and factor of the RoPE scaling; a factor without a type is linear, as in llama.cpp."""
        kind, factor = self.get("rope.scaling.type"), self.number("rope.scaling.factor")
        factor = self.number("rope.scale_linear") if factor is None else factor
        if kind not in (None, "none", "linear", "yarn"):
            self.fail(f"{self.name}.rope.scaling.type {shown(kind)} is not supported; phi4 computes linear and yarn")
        if kind == "none" or factor in (None, 0.0) or (factor == 1.0 and kind != "yarn"):
            return "none", 1.0
        return kind or "linear", factor

    def head_dim(self, fields: Mapping[str, Any]) -> int:
        head_dim = fields.get("head_dim")
        if head_dim is None:
            hidden, heads = fields.get("hidden_size"), fields.get("num_attention_heads")
            if not isinstance(hidden, int) or not isinstance(heads, int) or heads < 1:
                self.fail(f"{self.name}.embedding_length or {self.name}.attention.head_count is missing or malformed")
            head_dim = hidden // heads
        if not isinstance(head_dim, int) or not 2 <= head_dim <= _MAX_HEAD_DIM:
            self.fail(f"the head size {shown(head_dim)} is impossible")
        return head_dim

    def llama3(
        self, divisors: npt.NDArray[np.float32], fields: Mapping[str, Any], dim: int, tolerance: float
    ) -> dict[str, Any]:
        """Llama 3.1's RoPE scaling: the parameters that give the frequency divisors stored in a GGUF file."""
        theta = fields.get("rope_theta", 10_000.0)
        if not isinstance(theta, (int, float)) or not theta > 1 or len(divisors) != dim // 2:
            self.fail("rope_freqs.weight does not fit the rotary dimensions; the file is corrupt: fetch it again")
        plain = np.array(Rope(float(theta), dim).inverse_frequencies(1))
        factor = round(float(divisors.max()), 4) if np.isfinite(divisors).all() else 0.0
        candidates = [Llama3Scaling(factor, 1.0, 4.0, 2**exponent) for exponent in range(4, 20)] if factor > 0 else []
        with np.errstate(
            divide="ignore", invalid="ignore", over="ignore"
        ):  # the base and the divisors can be any numbers
            fitting = [
                each
                for each in candidates
                if np.allclose(plain / each.stretched(plain.tolist(), float(theta), 1), divisors, rtol=tolerance)
            ]
        if not fitting:
            self.fail("rope_freqs.weight fits no RoPE scaling that phi4 supports; use the safetensors of this model")
        return {
            "rope_type": "llama3",
            "factor": factor,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": fitting[-1].original_max_positions,
        }


def _token(value: Any) -> Any:
    """A special token's id, or None if the file has a value for "no such token"."""
    return None if isinstance(value, int) and value in _NO_TOKEN else value


def _numbers(values: npt.NDArray[np.float32]) -> list[float]:
    return [float(value) if math.isfinite(value) else 0.0 for value in values]
