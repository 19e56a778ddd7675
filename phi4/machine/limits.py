"""What a machine can do at most, and what a model could reach there: bytes over bandwidth, operations over peak."""

from __future__ import annotations

import mmap
from dataclasses import dataclass

import numpy as np

from phi4.config import ModelConfig, preset
from phi4.native import _engine
from phi4.native.weights import native_shape

BITS_PER_WEIGHT = {16: 16.0, 8: 8.0, 4: 4.25, 3: 3.25}
"""Bits that a weight takes with its share of group scales."""
PROBE_BYTES = 256 << 20

# Shares of the limits that benchmarks/ measured on the project's machines; what predictions assume.
DECODE_SHARE, PREFILL_SHARE, BATCH_SHARE = 0.90, 0.80, 0.72


@dataclass(frozen=True)
class Limits:
    """Of this machine, with `threads`: bytes a second of plain reads, int8 operations a second in registers."""

    kernels: str
    threads: int
    bandwidth: float
    int8_peak: float


@dataclass(frozen=True)
class Speed:
    """Tokens a second to expect, and the bytes of weights that one token reads."""

    bits: int
    weight_bytes: int
    prefill: float
    decode: float
    batch16: float


def limits_here(threads: int) -> Limits:
    """This machine's limits, in about a second."""
    return measure_limits(_engine.Model(native_shape(preset("tiny-phi3")), threads))


def measure_limits(model: _engine.Model, seconds: float = 0.5) -> Limits:
    """Measure with the threads and kernels of `model`, for about twice `seconds`."""
    data = np.ones(PROBE_BYTES, np.uint8)
    bandwidth = sorted(model.read_bandwidth(data, seconds / 5) for _ in range(5))[2]
    peak = sorted(model.int8_peak(seconds / 5) for _ in range(5))[2]
    return Limits(model.kernels, model.threads, bandwidth, peak)


def matrix_weights(config: ModelConfig, *, active: bool, head: bool = True) -> int:
    """Weights of all matrices but the embedding; with `active`, those that one token passes through."""
    layer = config.hidden_size * (2 * config.q_size + 2 * config.kv_size)
    experts = (config.experts_per_token if active else config.experts) or 1
    layer += experts * 3 * config.hidden_size * config.intermediate_size
    return config.layers * layer + (config.vocab_size * config.hidden_size if head else 0)


def packed_bytes(config: ModelConfig, bits: int, *, active: bool = False) -> int:
    """Bytes of the matrices at a width, and of the router and norms; with `active`, those that one token reads."""
    small = config.layers * (2 + config.experts) * config.hidden_size * 4
    return int(matrix_weights(config, active=active) * BITS_PER_WEIGHT[bits] / 8) + small


def expected_speed(config: ModelConfig, bits: int, limits: Limits) -> Speed:
    """What a machine of these limits should reach with a short context."""
    decode_bytes = packed_bytes(config, bits, active=True)
    operations = 2 * matrix_weights(config, active=True, head=False)
    head_operations = 2 * config.vocab_size * config.hidden_size
    by_bytes = DECODE_SHARE * limits.bandwidth / decode_bytes
    by_arithmetic = BATCH_SHARE * limits.int8_peak / (operations + head_operations)
    # Sixteen tokens of a mixture choose most of the experts between them.
    chosen = 1 - (1 - config.experts_per_token / config.experts) ** 16 if config.experts else 1.0
    every = packed_bytes(config, bits)
    batch_bytes = decode_bytes + max(0.0, chosen * every - decode_bytes)
    batch = 16 / max(batch_bytes / (DECODE_SHARE * limits.bandwidth), 16 / by_arithmetic)
    return Speed(
        bits=bits,
        weight_bytes=decode_bytes,
        prefill=PREFILL_SHARE * limits.int8_peak / operations,
        decode=min(by_bytes, by_arithmetic),
        batch16=batch,
    )


def page_mapped(size: int) -> mmap.mmap:
    """Memory in pages of a file, as a mapped model's weights are; without such files, plain memory."""
    import os

    if not hasattr(os, "memfd_create"):
        return mmap.mmap(-1, size)
    descriptor = os.memfd_create("phi4-bench")
    try:
        os.ftruncate(descriptor, size)
        return mmap.mmap(descriptor, size)
    finally:
        os.close(descriptor)
