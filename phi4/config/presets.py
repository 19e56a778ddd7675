"""Named models: the six families' released shapes with their true values, their relatives, and tiny ones for tests.

Each entry is what the released `config.json` says, but for two: Ministral carries the trained pattern of its model
card (one full layer, then three with a window, over 128K) where the released file stops at 32K with windows alone,
and Phi-4 has the token ids of Microsoft's corrected files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from phi4.config.model_config import ModelConfig
from phi4.config.rope import Llama3Scaling, LongRopeScaling, Rope
from phi4.errors import ConfigError

_PHI_4_MINI_LONG_FACTORS = (
    1.0, 1.118320672, 1.250641126, 1.398617824, 1.564103225, 1.74916897, 1.956131817, 2.187582649,
    2.446418898, 2.735880826, 3.059592084, 3.421605075, 3.826451687, 4.279200023, 4.785517845, 5.351743533,
    5.984965424, 6.693110555, 7.485043894, 8.370679318, 9.36110372, 10.4687158, 11.70738129, 13.09260651,
    14.64173252, 16.37415215, 18.31155283, 20.47818807, 22.90118105, 25.61086418, 28.64115884, 32.03,
    32.1, 32.13, 32.23, 32.6, 32.61, 32.64, 32.66, 32.7, 32.71, 32.93, 32.97, 33.28, 33.49, 33.5, 44.16, 47.77,
)  # fmt: skip

_PHI_4 = ModelConfig(
    model_type="phi3",
    vocab_size=100_352,
    hidden_size=5120,
    intermediate_size=17920,
    layers=40,
    heads=40,
    kv_heads=10,
    head_dim=128,
    max_positions=16384,
    rms_norm_eps=1e-5,
    rope=Rope(theta=250_000.0, dim=128),
    sliding_windows=(None,) * 40,
    attention_scale=128**-0.5,
    bos_id=100_257,
    eos_ids=(100_265,),
    pad_id=100_349,
)

_RELEASED: Mapping[str, ModelConfig] = {
    "phi-4": _PHI_4,
    "phi-4-reasoning": replace(_PHI_4, max_positions=32768, rope=Rope(theta=500_000.0, dim=128)),
    "phi-4-mini": ModelConfig(
        model_type="phi3",
        vocab_size=200_064,
        hidden_size=3072,
        intermediate_size=8192,
        layers=32,
        heads=24,
        kv_heads=8,
        head_dim=128,
        max_positions=131_072,
        rms_norm_eps=1e-5,
        rope=Rope(
            theta=10_000.0,
            dim=96,
            scaling=LongRopeScaling(
                short_factors=(1.0,) * 48,
                long_factors=_PHI_4_MINI_LONG_FACTORS,
                original_max_positions=4096,
                factor=32.0,
            ),
        ),
        sliding_windows=(262_144,) * 32,
        attention_scale=128**-0.5,
        tied_embeddings=True,
        bos_id=199_999,
        eos_ids=(199_999,),
        pad_id=199_999,
    ),
    "phi-3-medium": replace(
        _PHI_4,
        vocab_size=32064,
        max_positions=4096,
        rope=Rope(theta=10_000.0, dim=128),
        sliding_windows=(2047,) * 40,
        bos_id=1,
        eos_ids=(32000,),
        pad_id=32000,
    ),
    "mixtral-8x7b": ModelConfig(
        model_type="mixtral",
        vocab_size=32000,
        hidden_size=4096,
        intermediate_size=14336,
        layers=32,
        heads=32,
        kv_heads=8,
        head_dim=128,
        max_positions=32768,
        rms_norm_eps=1e-5,
        rope=Rope(theta=1_000_000.0, dim=128),
        sliding_windows=(None,) * 32,
        attention_scale=128**-0.5,
        experts=8,
        experts_per_token=2,
        bos_id=1,
        eos_ids=(2,),
    ),
    "qwen2.5-14b": ModelConfig(
        model_type="qwen2",
        vocab_size=152_064,
        hidden_size=5120,
        intermediate_size=13824,
        layers=48,
        heads=40,
        kv_heads=8,
        head_dim=128,
        max_positions=32768,
        rms_norm_eps=1e-6,
        rope=Rope(theta=1_000_000.0, dim=128),
        sliding_windows=(None,) * 48,
        attention_scale=128**-0.5,
        qkv_bias=True,
        bos_id=151_643,
        eos_ids=(151_645,),
        pad_id=None,
    ),
    "llama-3.1-8b": ModelConfig(
        model_type="llama",
        vocab_size=128_256,
        hidden_size=4096,
        intermediate_size=14336,
        layers=32,
        heads=32,
        kv_heads=8,
        head_dim=128,
        max_positions=131_072,
        rms_norm_eps=1e-5,
        rope=Rope(theta=500_000.0, dim=128, scaling=Llama3Scaling(8.0, 1.0, 4.0, 8192)),
        sliding_windows=(None,) * 32,
        attention_scale=128**-0.5,
        bos_id=128_000,
        eos_ids=(128_001, 128_008, 128_009),
    ),
    "ministral-8b": ModelConfig(
        model_type="ministral",
        vocab_size=131_072,
        hidden_size=4096,
        intermediate_size=12288,
        layers=36,
        heads=32,
        kv_heads=8,
        head_dim=128,
        max_positions=131_072,
        rms_norm_eps=1e-5,
        rope=Rope(theta=100_000_000.0, dim=128),
        sliding_windows=(None, 32768, 32768, 32768) * 9,
        attention_scale=128**-0.5,
        bos_id=1,
        eos_ids=(2,),
    ),
    "granite-3-8b": ModelConfig(
        model_type="granite",
        vocab_size=49155,
        hidden_size=4096,
        intermediate_size=12800,
        layers=40,
        heads=32,
        kv_heads=8,
        head_dim=128,
        max_positions=131_072,
        rms_norm_eps=1e-5,
        rope=Rope(theta=10_000_000.0, dim=128),
        sliding_windows=(None,) * 40,
        attention_scale=1 / 128,
        tied_embeddings=True,
        embedding_scale=12.0,
        residual_scale=0.22,
        logit_scale=1 / 16,
        bos_id=0,
        eos_ids=(0,),
        pad_id=0,
    ),
}


def _tiny(name: str, **changes: object) -> ModelConfig:
    """A released model's oddities at a size that a test can afford: 4 layers, 4 heads of 16, width 64."""
    small: dict[str, object] = {
        "vocab_size": 160,
        "hidden_size": 64,
        "intermediate_size": 96,
        "layers": 4,
        "heads": 4,
        "kv_heads": 2,
        "head_dim": 16,
        "max_positions": 256,
        "rope": replace(_RELEASED[name].rope, dim=16),
        "sliding_windows": (None,) * 4,
        "attention_scale": 16**-0.5,
        "dtype": "float32",
        "bos_id": 1,
        "eos_ids": (2,),
        "pad_id": None,
    }
    return replace(_RELEASED[name], **{**small, **changes})  # type: ignore[arg-type]


_TINY: Mapping[str, ModelConfig] = {
    "tiny-phi3": _tiny("phi-4", pad_id=0),
    "tiny-phi4-mini": _tiny("phi-4-mini", pad_id=0, rope=Rope(theta=10_000.0, dim=12, scaling=LongRopeScaling(
        short_factors=(1.0,) * 6, long_factors=(1.0, 1.5, 2.5, 4.0, 8.0, 16.0), original_max_positions=32,
        factor=8.0))),
    "tiny-mixtral": _tiny("mixtral-8x7b"),
    "tiny-qwen2": _tiny("qwen2.5-14b"),
    "tiny-llama": _tiny("llama-3.1-8b", rope=Rope(
        theta=500_000.0, dim=16, scaling=Llama3Scaling(8.0, 1.0, 4.0, 32))),
    "tiny-ministral": _tiny("ministral-8b", sliding_windows=(None, 8, 8, 8)),
    "tiny-mistral": _tiny("ministral-8b", model_type="mistral", sliding_windows=(8,) * 4),
    "tiny-granite": _tiny("granite-3-8b", attention_scale=1 / 16),
}  # fmt: skip

PRESETS: Mapping[str, ModelConfig] = {**_RELEASED, **_TINY}


def preset(name: str) -> ModelConfig:
    """The configuration of a named model.

    Raises:
        ConfigError: there is no preset of that name.
    """
    if name not in PRESETS:
        raise ConfigError(f"there is no preset {name!r}; there are {', '.join(PRESETS)}")
    return PRESETS[name]
