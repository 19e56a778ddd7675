"""Model configurations without torch: all families, rotary positions, presets."""

from phi4.config.families import FAMILIES, Family
from phi4.config.hf import from_hf, load_config, to_hf
from phi4.config.model_config import ModelConfig, tensor_shapes
from phi4.config.presets import PRESETS, preset
from phi4.config.rope import (
    LinearScaling,
    Llama3Scaling,
    LongRopeScaling,
    Rope,
    RopeScaling,
    YarnScaling,
)

__all__ = [
    "FAMILIES",
    "PRESETS",
    "Family",
    "LinearScaling",
    "Llama3Scaling",
    "LongRopeScaling",
    "ModelConfig",
    "Rope",
    "RopeScaling",
    "YarnScaling",
    "from_hf",
    "load_config",
    "preset",
    "tensor_shapes",
    "to_hf",
]
