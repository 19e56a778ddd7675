"""Weights that another tool has quantized, recognized from `config.json` and from the names of tensors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from phi4.errors import shown

_BY_SUFFIX = (
    (".qweight", "GPTQ or AWQ"),
    (".qzeros", "GPTQ or AWQ"),
    (".weight.absmax", "bitsandbytes"),
    (".quant_map", "bitsandbytes"),
    (".SCB", "bitsandbytes"),
    (".weight_packed", "compressed-tensors"),
    (".weight_scale_inv", "FP8"),
    (".weight_scale", "FP8 or compressed-tensors"),
    (".q_invperm", "EXL2"),
    (".W_q", "HQQ"),
    (".biases", "MLX"),
    (".scales", "GPTQ, AWQ or MLX"),
)
"""Suffixes of the names of scales and codes, the most specific first."""


def quantized_by(config: Any) -> str | None:
    """The tool and width of quantized weights, by `config.json`, or None for float weights."""
    if not isinstance(config, Mapping):
        return None
    named, mlx = config.get("quantization_config"), config.get("quantization")
    if isinstance(mlx, Mapping) and "bits" in mlx:
        return f"MLX{_width(mlx)}"
    named = named or config.get("compression_config")
    if not named:
        return None
    if not isinstance(named, Mapping):
        return "an unknown tool"
    method = named.get("quant_method") or named.get("format")
    if method is None and "bits" in named and "group_size" in named:
        return f"MLX{_width(named)}"
    if method in (None, "bitsandbytes") and named.get("load_in_4bit") is False and named.get("load_in_8bit") is False:
        return None
    bits = 4 if named.get("load_in_4bit") is True else 8 if named.get("load_in_8bit") is True else named.get("bits")
    return f"{method if isinstance(method, str) and method[:40].isprintable() else 'an unknown tool':.40}" + _width(
        {**named, "bits": bits}
    )


def quantized_names(names: Collection[str]) -> str | None:
    """The tool that wrote tensors of these names, or None for float weights."""
    for suffix, tool in _BY_SUFFIX:
        if any(name.endswith(suffix) for name in names):
            return tool
    return None


def quantized_sentence(tool: str) -> str:
    return (
        f"is quantized by {tool}, in a layout that is not supported; give the float model that it was made from, or a "
        "GGUF file of it"
    )


def _width(settings: Mapping[str, Any]) -> str:
    bits, group = settings.get("bits"), settings.get("group_size")
    parts = [f"{shown(bits, 12)} bits"] if bits is not None else []
    parts += [f"groups of {shown(group, 12)}"] if group is not None and bits is not None else []
    return f" ({', '.join(parts)})" if parts else ""
