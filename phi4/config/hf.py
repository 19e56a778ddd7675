"""`config.json` of Hugging Face, read into ModelConfig and written back; the tables are in families.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from phi4.config.families import (
    COMMON,
    FAMILIES,
    GENERATION,
    HARMLESS,
    HARMLESS_KINDS,
    MATHEMATICAL,
    NEUTRAL,
    Family,
)
from phi4.config.files import is_file, read_json
from phi4.config.hf_rope import ScalingReader, scaling_to_hf
from phi4.config.model_config import ModelConfig
from phi4.config.quantized import quantized_by, quantized_sentence
from phi4.config.rope import Rope
from phi4.errors import CheckpointError, ConfigError, shown

_MAX_SIZES = {
    "num_hidden_layers": 4096, "num_local_experts": 4096, "num_attention_heads": 65536, "head_dim": 65536,
    "hidden_size": 65536, "intermediate_size": 65536,
}  # fmt: skip
"""Limits of the engine's kernels; the largest released models of these families have 53,248."""
_MAX_SIZE = 2**31 - 1
_MIN_NUMBER, _MAX_NUMBER = 1e-30, 1e30
_MAX_FILE_BYTES = 16 * 2**20
_DTYPES = ("float32", "float16", "bfloat16")
_DTYPES_READ = {"auto": "bfloat16", "float64": "float32", "half": "float16", "float": "float32"}


def load_config(path: Path) -> ModelConfig:
    """Read `config.json` of a model's folder.

    Raises:
        ConfigError: the file is missing, is not JSON, or describes a model that phi4 does not support.
        CheckpointError: the weights are quantized in another tool's format.
    """
    file = path / "config.json"
    if not is_file(file, error=ConfigError):
        raise ConfigError(
            f"{path}: there is no config.json, so this is not a model's folder; give the folder "
            "that holds config.json and the .safetensors files"
        )
    config = read_json(file, max_bytes=_MAX_FILE_BYTES, error=ConfigError)
    if (tool := quantized_by(config)) is not None:
        raise CheckpointError(f"{path}: {quantized_sentence(tool)}")
    return from_hf(config, where=str(file))


def from_hf(config: Mapping[str, Any], *, where: str = "config.json") -> ModelConfig:
    """Read a Hugging Face `config.json`, in the released spelling or that of transformers 5.

    Raises:
        ConfigError: an unknown family, a malformed value, or an unknown field that may change the
            computation; the message names it and the file `where`.
    """
    return _Reader(config, where).read()


class _Reader:
    """One `config.json` with its family's defaults; every value is checked when it is read."""

    def __init__(self, config: Mapping[str, Any], where: str) -> None:
        self.where = where
        if not isinstance(config, Mapping):
            self.fail("is not a JSON object; fetch the model again")
        model_type = config.get("model_type")
        if not isinstance(model_type, str) or model_type not in FAMILIES:
            self.fail(f"model_type {shown(model_type)} is not supported; phi4 runs {', '.join(sorted(FAMILIES))}")
        self.model_type: str = model_type
        self.family: Family = FAMILIES[model_type]
        self.config = config
        self.refuse_unknown_fields()

    def fail(self, problem: str) -> NoReturn:
        raise ConfigError(f"{self.where}: {problem}")

    def refuse_unknown_fields(self) -> None:
        family = self.family
        neutral = {**NEUTRAL, **family.neutral}
        known = COMMON | HARMLESS | GENERATION | set(family.reads)
        for name, value in self.config.items():
            if name in neutral:
                off = value is None and False in neutral[name]
                if not off and not any(value == allowed for allowed in neutral[name]):
                    allowed = " or ".join(json.dumps(each) for each in neutral[name])
                    self.fail(
                        f"{name} is {shown(value)}, which phi4 does not compute for {self.model_type} "
                        f"(only {allowed}); use a checkpoint without it"
                    )
            elif name not in known and not HARMLESS_KINDS.fullmatch(name) and not _is_off(name, value):
                self.fail(
                    f"the field {shown(name)} is unknown for {self.model_type} and may change the computation; "
                    "remove it from the file if you know that it does not"
                )

    def get(self, name: str) -> Any:
        value = self.config.get(name)
        if value is None and name not in self.config:
            return self.family.defaults.get(name)
        return value

    def size(self, name: str, value: Any = None) -> int:
        value = self.get(name) if value is None else value
        limit = _MAX_SIZES.get(name, _MAX_SIZE)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= limit:
            self.fail(f"{name} is {shown(value)}, and must be a whole number from 1 to {limit:,}")
        return value

    def number(self, name: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fail(f"{name} is {shown(value)}, and must be a number")
        # No model has numbers beyond these limits, which are near those of float32.
        if not _MIN_NUMBER <= value <= _MAX_NUMBER:
            self.fail(f"{name} is {shown(value)}, and must be a number from {_MIN_NUMBER:g} to {_MAX_NUMBER:g}")
        return float(value)

    def flag(self, name: str, value: Any) -> bool:
        if value is None:
            return bool(self.family.defaults.get(name, False))
        if not isinstance(value, bool):
            self.fail(f"{name} is {shown(value)}, and must be true or false")
        return value

    def read(self) -> ModelConfig:
        hidden, heads = self.size("hidden_size"), self.size("num_attention_heads")
        kv_heads = self.size("num_key_value_heads") if self.get("num_key_value_heads") is not None else heads
        if heads % kv_heads:
            self.fail(f"num_attention_heads {heads} is not a multiple of num_key_value_heads {kv_heads}")
        if self.get("head_dim") is not None:
            head_dim = self.size("head_dim")
        elif hidden % heads:
            self.fail(f"hidden_size {hidden} is not a multiple of num_attention_heads {heads}, and head_dim is missing")
        else:
            head_dim = hidden // heads
        if heads * head_dim > _MAX_SIZES["hidden_size"]:
            self.fail(f"{heads:,} heads of {head_dim:,} are above the {_MAX_SIZES['hidden_size']:,} that phi4 computes")
        layers, max_positions = self.size("num_hidden_layers"), self.size("max_position_embeddings")
        windows = self.windows(layers)
        ragged = self.family.ragged_windows_as
        values: dict[str, Any] = {
            "model_type": ragged if ragged and len(set(windows)) > 1 else self.model_type,
            "vocab_size": self.size("vocab_size"),
            "hidden_size": hidden,
            "intermediate_size": self.size("intermediate_size"),
            "layers": layers,
            "heads": heads,
            "kv_heads": kv_heads,
            "head_dim": head_dim,
            "max_positions": max_positions,
            "rms_norm_eps": self.number("rms_norm_eps", self.get("rms_norm_eps")),
            "rope": self.rope(head_dim, max_positions),
            "sliding_windows": windows,
            "attention_scale": head_dim**-0.5,
            "tied_embeddings": self.flag("tie_word_embeddings", self.get("tie_word_embeddings")),
            "dtype": self.dtype(),
        }
        values |= {**self.token_ids(values["vocab_size"]), **self.family.fixed, **self.family_fields()}
        if values.get("experts_per_token", 0) > values.get("experts", 0):
            self.fail(f"num_experts_per_tok {values['experts_per_token']} exceeds the {values['experts']} experts")
        return ModelConfig(**values)

    def family_fields(self) -> dict[str, Any]:
        """The fields of this family alone, checked by the types of their defaults."""
        values: dict[str, Any] = {}
        for name, targets in self.family.reads.items():
            value, default = self.get(name), self.family.defaults[name]
            if isinstance(default, bool):
                checked: Any = self.flag(name, value)
            elif isinstance(default, int):
                checked = self.size(name) if targets else value
            else:
                checked = self.number(name, value)
                checked = 1.0 / checked if name in self.family.inverted else checked
            for target in targets.split():
                values[target] = checked
        return values

    def dtype(self) -> str:
        name = self.config.get("dtype") or self.config.get("torch_dtype") or "bfloat16"
        spelled = name.removeprefix("torch.") if isinstance(name, str) else ""
        dtype = _DTYPES_READ.get(spelled, spelled)
        if dtype not in _DTYPES:
            self.fail(f"dtype {shown(name)} is not supported; phi4 reads {', '.join(_DTYPES)}")
        return dtype

    def token_ids(self, vocab_size: int) -> dict[str, Any]:
        """Special ids. Some files write -1 for none, and a padding id outside the vocabulary is ignored."""

        def ids(name: str) -> tuple[int, ...]:
            value = self.get(name)
            listed = value if isinstance(value, list) else [] if value is None else [value]
            explicit = name in self.config
            for id_ in listed:
                if isinstance(id_, bool) or not isinstance(id_, int):
                    self.fail(f"{name} is {shown(value)}, and must be a token id")
                if explicit and not (0 <= id_ < vocab_size or id_ == -1 or (id_ > 0 and name == "pad_token_id")):
                    self.fail(f"{name} {shown(id_)} is outside the vocabulary of {vocab_size:,}")
            return tuple(each for each in listed if 0 <= each < vocab_size)

        def single(name: str) -> int | None:
            listed = ids(name)
            if len(listed) > 1:
                self.fail(f"{name} is {shown(list(listed))}, and must be a single token id")
            return listed[0] if listed else None

        return {"bos_id": single("bos_token_id"), "eos_ids": ids("eos_token_id"), "pad_id": single("pad_token_id")}

    def windows(self, layers: int) -> tuple[int | None, ...]:
        switch = self.family.windows_switch
        off = switch is not None and not self.flag(switch, self.get(switch))
        window = None if off or self.get("sliding_window") is None else self.size("sliding_window")
        kinds = self.config.get("layer_types")
        if kinds is None:
            first = 0
            if self.family.windows_from_layer and window is not None:
                first = self.get(self.family.windows_from_layer)
                if isinstance(first, bool) or not isinstance(first, int) or first < 0:
                    self.fail(f"{self.family.windows_from_layer} is {shown(first)}, and must be a layer's number")
            return tuple(window if i >= first else None for i in range(layers))
        if not isinstance(kinds, list) or len(kinds) != layers:
            self.fail(f"layer_types must list a kind for each of the {layers} layers")
        for kind in kinds:
            if kind not in ("full_attention", "sliding_attention"):
                self.fail(f"layer_types has {shown(kind)}; phi4 computes full_attention and sliding_attention")
        if "sliding_attention" in kinds and window is None:
            self.fail("layer_types asks for sliding_attention, but no sliding_window is set")
        return tuple(window if kind == "sliding_attention" else None for kind in kinds)

    def rope(self, head_dim: int, max_positions: int) -> Rope:
        parameters = dict(self.rope_parameters())
        for name in ("rope_theta", "partial_rotary_factor"):
            outer, inner = self.config.get(name), parameters.pop(name, None)
            if outer is not None and inner is not None and outer != inner:
                self.fail(
                    f"{name} is {shown(outer)} beside rope_parameters and {shown(inner)} in it; "
                    "keep the one that the model was trained with"
                )
            value = inner if inner is not None else outer if outer is not None else self.family.defaults.get(name, 1.0)
            parameters[name] = self.number(name, value)
        theta, partial = parameters.pop("rope_theta"), parameters.pop("partial_rotary_factor")
        if theta <= 1:
            self.fail(f"rope_theta is {shown(theta)}, and must be above 1")
        dim = int(head_dim * partial)
        if partial > 1 or dim < 2 or dim % 2:
            self.fail(
                f"partial_rotary_factor {partial} rotates {dim} of {head_dim} dimensions of a head; "
                "an even number from 2 to the whole head is needed"
            )
        scaling = ScalingReader(
            self,
            parameters,
            frequencies=dim // 2,
            max_positions=max_positions,
            original_max_positions=self.outer_original(parameters),
        ).read()
        return Rope(theta=theta, dim=dim, scaling=scaling)

    def outer_original(self, parameters: Mapping[str, Any]) -> int | None:
        """The original context, which Phi-3's files have outside the rope dictionary, or the family's default."""
        name = "original_max_position_embeddings"
        if self.config.get(name) is None and (name in parameters or name not in self.family.defaults):
            return None
        return self.size(name, self.config.get(name) or self.family.defaults.get(name))

    def rope_parameters(self) -> Mapping[str, Any]:
        given = [self.config[name] for name in ("rope_parameters", "rope_scaling") if self.config.get(name)]
        if any(not isinstance(each, Mapping) for each in given):
            self.fail("rope_parameters and rope_scaling must be JSON objects")
        if len(given) == 2 and any(given[0].get(name) != value for name, value in given[1].items()):
            self.fail("rope_parameters and rope_scaling disagree; keep the one that the model was trained with")
        parameters = given[0] if given else {}
        nested = [value for value in parameters.values() if isinstance(value, Mapping)]
        if nested:
            if len(nested) != len(parameters) or any(each != nested[0] for each in nested):
                self.fail("rope_parameters differ between kinds of layers, which phi4 does not compute")
            return dict(nested[0])
        return dict(parameters)


def _is_off(name: str, value: Any) -> bool:
    """Whether the value of an unknown field switches it off."""
    return value in (None, "", [], {}) or (value is False and not MATHEMATICAL.search(name))


def to_hf(config: ModelConfig) -> dict[str, Any]:
    """The `config.json` of a model, in the spelling of released files, which every reader accepts."""
    family = FAMILIES[config.model_type]
    eos = list(config.eos_ids)
    written: dict[str, Any] = {
        "architectures": [family.architecture],
        "model_type": config.model_type,
        "vocab_size": config.vocab_size,
        "hidden_size": config.hidden_size,
        "intermediate_size": config.intermediate_size,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.kv_heads,
        "head_dim": config.head_dim,
        "hidden_act": "silu",
        "max_position_embeddings": config.max_positions,
        "rms_norm_eps": config.rms_norm_eps,
        "tie_word_embeddings": config.tied_embeddings,
        "rope_theta": config.rope.theta,
        "rope_scaling": scaling_to_hf(config.rope.scaling),
        "torch_dtype": config.dtype,
        "bos_token_id": config.bos_id,
        "eos_token_id": eos[0] if len(eos) == 1 else eos or None,
        "pad_token_id": config.pad_id,
    }
    if config.rope.dim != config.head_dim:
        written["partial_rotary_factor"] = config.rope.dim / config.head_dim
    written |= _windows_to_hf(config, family)
    for name, targets in family.reads.items():
        if targets:
            value = getattr(config, targets.split()[0])
            written[name] = 1.0 / value if name in family.inverted else value
    if "original_max_position_embeddings" in family.defaults:
        written["original_max_position_embeddings"] = getattr(
            config.rope.scaling, "original_max_positions", config.max_positions
        )
    _check_round_trip(config, written)
    return written


def _check_round_trip(config: ModelConfig, written: dict[str, Any]) -> None:
    """Raises ConfigError if reading `written` would give another configuration."""
    reread = from_hf(written, where=f"a config.json of {config.model_type}")
    for field in fields(ModelConfig):
        if getattr(reread, field.name) != getattr(config, field.name):
            raise ConfigError(
                f"a config.json of {config.model_type} cannot express that {field.name} is "
                f"{getattr(config, field.name)!r}; choose another family"
            )


def _windows_to_hf(config: ModelConfig, family: Family) -> dict[str, Any]:
    kinds = set(config.sliding_windows)
    window = max((each for each in kinds if each is not None), default=None)
    written: dict[str, Any] = {}
    if family.neutral.get("sliding_window") != (None,):
        written["sliding_window"] = window
    if family.windows_switch:
        written[family.windows_switch] = window is not None
    if len(kinds) > 1 or config.model_type == "ministral":
        written["layer_types"] = [
            "full_attention" if each is None else "sliding_attention" for each in config.sliding_windows
        ]
    elif family.windows_from_layer:
        written[family.windows_from_layer] = 0 if window is not None else config.layers
    return written
