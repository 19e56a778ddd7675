"""Rotary position embeddings as data: base, rotated width, and the scaling of frequencies for long contexts.

All are half-split ("NeoX"): dimension i of the rotated part is paired with dimension i + dim/2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class LinearScaling:
    """Every frequency divided by `factor` (position interpolation, arXiv 2306.15595)."""

    factor: float

    def stretched(self, frequencies: list[float], theta: float, length: int) -> list[float]:  # noqa: ARG002
        return [frequency / self.factor for frequency in frequencies]

    @property
    def attention_factor(self) -> float:
        return 1.0


@dataclass(frozen=True)
class Llama3Scaling:
    """Llama 3.1: long wavelengths divided by `factor`, short ones kept, a ramp between.

    Source: meta-llama/Llama-3.1-8B-Instruct config.json, rope_scaling with rope_type "llama3".
    """

    factor: float
    low_freq_factor: float
    high_freq_factor: float
    original_max_positions: int

    def stretched(self, frequencies: list[float], theta: float, length: int) -> list[float]:  # noqa: ARG002
        return [self._stretch(frequency) for frequency in frequencies]

    def _stretch(self, frequency: float) -> float:
        turns = self.original_max_positions * frequency / (2 * math.pi)
        if turns < self.low_freq_factor:
            return frequency / self.factor
        if turns > self.high_freq_factor:
            return frequency
        kept = (turns - self.low_freq_factor) / (self.high_freq_factor - self.low_freq_factor)
        return (1 - kept) * frequency / self.factor + kept * frequency

    @property
    def attention_factor(self) -> float:
        return 1.0


@dataclass(frozen=True)
class YarnScaling:
    """YaRN (arXiv 2309.00071): a ramp over dimensions between kept and interpolated frequencies.

    `explicit_attention_factor`, or else `mscale` and `mscale_all_dim` together, replace the paper's
    0.1 ln(factor) + 1. `truncate` rounds the ramp's ends to whole dimensions, as the released code does.
    """

    factor: float
    original_max_positions: int
    beta_fast: float = 32.0
    beta_slow: float = 1.0
    explicit_attention_factor: float | None = None
    mscale: float | None = None
    mscale_all_dim: float | None = None
    truncate: bool = True

    def stretched(self, frequencies: list[float], theta: float, length: int) -> list[float]:  # noqa: ARG002
        dim = 2 * len(frequencies)
        low, high = (self._dimension(turns, dim, theta) for turns in (self.beta_fast, self.beta_slow))
        if self.truncate:
            low, high = math.floor(low), math.ceil(high)
        low, high = max(low, 0), min(high, dim - 1)
        width = high - low if high != low else 0.001
        interpolated = [min(max((i - low) / width, 0.0), 1.0) for i in range(len(frequencies))]
        return [
            weight * frequency / self.factor + (1 - weight) * frequency
            for weight, frequency in zip(interpolated, frequencies, strict=True)
        ]

    def _dimension(self, turns: float, dim: int, theta: float) -> float:
        """The (fractional) dimension that turns `turns` times over the original context."""
        return dim * math.log(self.original_max_positions / (turns * 2 * math.pi)) / (2 * math.log(theta))

    @property
    def attention_factor(self) -> float:
        if self.explicit_attention_factor is not None:
            return self.explicit_attention_factor
        if self.mscale and self.mscale_all_dim:
            return self._magnitude(self.mscale) / self._magnitude(self.mscale_all_dim)
        return self._magnitude(1.0)

    def _magnitude(self, mscale: float) -> float:
        return 1.0 if self.factor <= 1 else 0.1 * mscale * math.log(self.factor) + 1.0


@dataclass(frozen=True)
class LongRopeScaling:
    """LongRoPE (arXiv 2402.13753): a divisor for each frequency, one set up to the original length, one beyond.

    Crossing `original_max_positions` changes the frequencies of every position, which invalidates cached keys.
    Source: microsoft/Phi-4-mini-instruct config.json; transformers, modeling_rope_utils.py.
    """

    short_factors: tuple[float, ...]
    long_factors: tuple[float, ...]
    original_max_positions: int
    factor: float
    explicit_attention_factor: float | None = None

    def stretched(self, frequencies: list[float], theta: float, length: int) -> list[float]:  # noqa: ARG002
        factors = self.long_factors if length > self.original_max_positions else self.short_factors
        return [frequency / factor for frequency, factor in zip(frequencies, factors, strict=True)]

    @property
    def attention_factor(self) -> float:
        if self.explicit_attention_factor is not None:
            return self.explicit_attention_factor
        if self.factor <= 1:
            return 1.0
        return math.sqrt(1 + math.log(self.factor) / math.log(self.original_max_positions))


RopeScaling = LinearScaling | Llama3Scaling | YarnScaling | LongRopeScaling


@dataclass(frozen=True)
class Rope:
    """Rotary position embeddings.

    `theta` is the base; the leading `dim` dimensions of each head are rotated (all of them unless the model
    rotates partially) and the rest pass through.
    """

    theta: float
    dim: int
    scaling: RopeScaling | None = None

    def inverse_frequencies(self, length: int) -> list[float]:
        """Radians per position, [dim / 2], for a sequence of `length` tokens (only LongRoPE uses the length)."""
        frequencies = [self.theta ** (-2 * i / self.dim) for i in range(self.dim // 2)]
        return frequencies if self.scaling is None else self.scaling.stretched(frequencies, self.theta, length)

    @property
    def attention_factor(self) -> float:
        """Factor of cosine and sine."""
        return 1.0 if self.scaling is None else self.scaling.attention_factor

    @property
    def switch_length(self) -> int | None:
        """The length beyond which all positions have other frequencies (LongRoPE); None otherwise."""
        return self.scaling.original_max_positions if isinstance(self.scaling, LongRopeScaling) else None
