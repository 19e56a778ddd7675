"""From GGUF metadata to ModelConfig, for the architectures that llama.cpp gives the six families.

The metadata is turned into the `config.json` that it was converted from and read as one, so that both kinds of file
are held to the same rules. What changes the mathematics and is not known is refused by name.
Source: llama.cpp, convert_hf_to_gguf.py and conversion/*.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from phi4.config import FAMILIES, Llama3Scaling, ModelConfig, Rope
from phi4.errors import ConfigError

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
# Keys that are read elsewhere, or say nothing that the fields above do not.
_KNOWN = frozenset(
    """
    vocab_size rope.dimension_count attention.value_length attention.sliding_window
    attention.sliding_window_pattern rope.scaling.type rope.scaling.factor rope.scaling.original_context_length
    rope.scaling.attn_factor rope.scaling.finetuned rope.scaling.yarn_beta_fast rope.scaling.yarn_beta_slow
    """.split()
)
_NEUTRAL: Mapping[str, tuple[Any, ...]] = {
    "attention.causal": (True,),
    "expert_gating_func": (1,),  # softmax
    "expert_weights_scale": (1.0, 0.0),
    "expert_feed_forward_length": (0,),
    "tensor_data_layout": ("Meta AI original pth",),
    "use_parallel_residual": (False,),
}
_TOKENS = {"bos": "bos_token_id", "eos": "eos_token_id", "padding": "pad_token_id"}
_MOST_FREQUENCIES = 1 << 16


@dataclass(frozen=True)
class Architecture:
    """What llama.cpp makes of a family. `permuted` says that rows of q and k are stored in pairs, for its rotation."""

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
    """Tensors that hold divisors of the rotary frequencies, where a file has them."""

    frequencies: npt.NDArray[np.float32] | None = None
    short_factors: npt.NDArray[np.float32] | None = None
    long_factors: npt.NDArray[np.float32] | None = None


def architecture_of(metadata: Mapping[str, Any], where: str) -> tuple[str, Architecture]:
    """The architecture that a file names.

    Raises:
        ConfigError: it names none that phi4 runs.
    """
    name = metadata.get("general.architecture")
    if not isinstance(name, str) or name not in ARCHITECTURES:
        raise ConfigError(
            f"{where}: the architecture {name!r:.40} is not supported; phi4 runs {', '.join(ARCHITECTURES)}"
        )
    return name, ARCHITECTURES[name]


def config_of(
    metadata: Mapping[str, Any], *, vocab_size: int, tied: bool, qkv_bias: bool, rope: RopeTensors, where: str
) -> ModelConfig:
    """The configuration of a GGUF file; what only its tensors show (vocabulary, tied head, biases) is given.

    Raises:
        ConfigError: a key is malformed or asks for what phi4 does not compute; the message names it.
    """
    return _Reader(metadata, where).read(vocab_size, tied, qkv_bias, rope)


class _Reader:
    def __init__(self, metadata: Mapping[str, Any], where: str) -> None:
        self.metadata, self.where = metadata, where
        self.name, self.architecture = architecture_of(metadata, where)

    def fail(self, problem: str) -> NoReturn:
        raise ConfigError(f"{self.where}: {problem}")

    def get(self, key: str) -> Any:
        return self.metadata.get(f"{self.name}.{key}")

    def read(self, vocab_size: int, tied: bool, qkv_bias: bool, rope: RopeTensors) -> ModelConfig:
        self.refuse_unknown_keys()
        fields = {field: value for key, field in _FIELDS.items() if (value := self.get(key)) is not None}
        for field, value in fields.items():
            if isinstance(value, np.ndarray):
                if len(value) == 0 or (value != value[0]).any():
                    self.fail(f"{field} differs between layers, which phi4 does not compute")
                fields[field] = value[0].item()
        if self.name != "granite":
            self.refuse_multipliers(fields)
        model_type = self.model_type(fields)
        fields |= {"model_type": model_type, "vocab_size": vocab_size, "tie_word_embeddings": tied}
        if qkv_bias and model_type != "qwen2":
            self.fail("the attention has biases, which phi4 does not compute for this architecture in GGUF files")
        for key, field in _TOKENS.items():
            value = self.metadata.get(f"tokenizer.ggml.{key}_token_id")
            fields[field] = value
        fields |= self.windows(model_type)
        fields |= self.rotation(fields, rope)
        known = {**FAMILIES[model_type].defaults, **FAMILIES[model_type].reads}
        for field in ("num_local_experts", "num_experts_per_tok"):
            if field in fields and field not in known:
                del fields[field]
        return ModelConfig.from_hf(fields, where=self.where)

    def refuse_unknown_keys(self) -> None:
        prefix = f"{self.name}."
        for key, value in self.metadata.items():
            short = key.removeprefix(prefix)
            if short == key or short in _FIELDS or short in _KNOWN:
                continue
            if short in _NEUTRAL and not isinstance(value, (list, np.ndarray)) and value in _NEUTRAL[short]:
                continue
            if short == "expert_feed_forward_length" and value == self.get("feed_forward_length"):
                continue
            self.fail(f"the key {key!r:.60} may change the mathematics in a way that phi4 does not compute")

    def refuse_multipliers(self, fields: dict[str, Any]) -> None:
        for field in ("embedding_multiplier", "residual_multiplier", "logits_scaling", "attention_multiplier"):
            if fields.pop(field, None) not in (None, 0.0, 1.0):
                self.fail(f"a scale of Granite's ({field}) is set for {self.name}, which phi4 does not compute")

    def model_type(self, fields: Mapping[str, Any]) -> str:
        """The family: llama.cpp has one architecture for Llama and all of Mistral's."""
        if self.name != "llama":
            return self.name
        if fields.get("num_local_experts"):
            return "mixtral"
        return "ministral" if self.get("attention.sliding_window") else "llama"

    def windows(self, model_type: str) -> dict[str, Any]:
        window, pattern = self.get("attention.sliding_window"), self.get("attention.sliding_window_pattern")
        if not window:
            return {"sliding_window": None}
        if model_type == "qwen2":
            self.fail("qwen2.attention.sliding_window is set, which phi4 does not compute for Qwen in GGUF files")
        if pattern is None:
            return {"sliding_window": window}
        if not isinstance(pattern, np.ndarray):
            self.fail(f"{self.name}.attention.sliding_window_pattern is no list, which phi4 does not read")
        kinds = ["sliding_attention" if each else "full_attention" for each in pattern.tolist()]
        return {"sliding_window": window, "layer_types": kinds}

    def rotation(self, fields: dict[str, Any], rope: RopeTensors) -> dict[str, Any]:
        head_dim = self.head_dim(fields)
        dim = self.get("rope.dimension_count") or head_dim
        partial = {"partial_rotary_factor": dim / head_dim} if dim != head_dim else {}
        original = self.get("rope.scaling.original_context_length")
        if rope.long_factors is not None and rope.short_factors is not None:
            scaling: dict[str, Any] = {
                "rope_type": "longrope",
                "short_factor": _numbers(rope.short_factors),
                "long_factor": _numbers(rope.long_factors),
                "attention_factor": self.get("rope.scaling.attn_factor"),
            }
            return {**partial, "rope_scaling": scaling, "original_max_position_embeddings": original}
        if rope.frequencies is not None:
            return {**partial, "rope_scaling": self.llama3(rope.frequencies, fields, dim)}
        kind, factor = self.get("rope.scaling.type"), self.get("rope.scaling.factor")
        if kind in (None, "none"):
            return partial
        if kind not in ("linear", "yarn"):
            self.fail(f"{self.name}.rope.scaling.type {kind!r:.40} is not supported; phi4 computes linear and yarn")
        scaling = {"rope_type": kind, "factor": factor}
        if kind == "yarn":
            scaling |= {key: self.get(f"rope.scaling.yarn_{key}") for key in ("beta_fast", "beta_slow")}
            scaling["original_max_position_embeddings"] = original
        return {**partial, "rope_scaling": scaling}

    def head_dim(self, fields: Mapping[str, Any]) -> int:
        head_dim = fields.get("head_dim")
        if head_dim is None:
            hidden, heads = fields.get("hidden_size"), fields.get("num_attention_heads")
            if not isinstance(hidden, int) or not isinstance(heads, int) or heads < 1:
                self.fail(f"{self.name}.embedding_length or {self.name}.attention.head_count is missing or malformed")
            head_dim = hidden // heads
        if not isinstance(head_dim, int) or not 2 <= head_dim <= _MOST_FREQUENCIES:
            self.fail(f"the size of a head, {head_dim!r:.40}, is impossible")
        return head_dim

    def llama3(self, divisors: npt.NDArray[np.float32], fields: Mapping[str, Any], dim: int) -> dict[str, Any]:
        """Llama 3.1's scaling, of which GGUF keeps only the divisors: the parameters that give exactly these."""
        theta = fields.get("rope_theta", 10_000.0)
        if not isinstance(theta, (int, float)) or not theta > 1 or len(divisors) != dim // 2:
            self.fail("rope_freqs.weight does not fit the rotary dimensions; the file is corrupt: fetch it again")
        plain = np.array(Rope(float(theta), dim).inverse_frequencies(1))
        factor = round(float(divisors.max()), 4) if np.isfinite(divisors).all() else 0.0
        candidates = [Llama3Scaling(factor, 1.0, 4.0, 2**exponent) for exponent in range(4, 20)] if factor > 0 else []
        fitting = [
            each
            for each in candidates
            if np.allclose(plain / np.array(each.stretched(plain.tolist(), float(theta), 1)), divisors, rtol=1e-4)
        ]
        if not fitting:
            self.fail("rope_freqs.weight is of no rotary scaling that phi4 knows; use the safetensors of this model")
        return {
            "rope_type": "llama3",
            "factor": factor,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": fitting[-1].original_max_positions,
        }


def _numbers(values: npt.NDArray[np.float32]) -> list[float]:
    return [float(value) if math.isfinite(value) else 0.0 for value in values]
