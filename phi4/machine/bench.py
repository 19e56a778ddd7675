"""Benchmark full-size models with random packed weights against the measured limits of this machine."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packed.folder import Matrix, matrices_of
from phi4.checkpoint.packed.format import packed_shapes
from phi4.config import ModelConfig, tensor_shapes
from phi4.errors import OutOfMemoryError
from phi4.machine.limits import (
    PROBE_BYTES,
    Limits,
    Speed,
    expected_speed,
    matrix_weights,
    measure_limits,
    packed_bytes,
    page_mapped,
)
from phi4.native import _engine
from phi4.native.weights import native_shape, place
from phi4.resources import this_machine

BATCHES = (1, 2, 4, 8, 16, 32)
CONTEXTS = (512, 2048, 4096)
PROBE_SECONDS = 0.1
StatusCallback = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """Median tokens per second, the fraction of the bounding limit (median of paired ratios), and its quartiles."""

    tokens_per_second: float
    share_of_limit: float
    share_quartiles: tuple[float, float]


@dataclass(frozen=True)
class BatchFigure:
    """A batch of decoding sequences: total tokens per second, and fractions of both limits."""

    sequences: int
    tokens_per_second: float
    share_of_bandwidth: float
    share_of_peak: float


@dataclass(frozen=True)
class ContextFigure:
    context: int
    tokens_per_second: float


@dataclass(frozen=True)
class BenchReport:
    """`resident_bytes` is the memory of the process at the end, with a KV cache of `resident_context` tokens."""

    model: str
    layers: int
    bits: int
    parameters: int
    weight_bytes_per_token: int
    machine: dict[str, Any]
    prefill: Figure
    prefill_tokens: int
    decode: Figure
    batch: list[BatchFigure]
    context: list[ContextFigure]
    resident_bytes: int
    resident_context: int
    predicted: Speed

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class RandomModel:
    """A model of `config` with random packed weights, in memory that is paged like a mapped file."""

    def __init__(self, config: ModelConfig, bits: int, threads: int, progress: StatusCallback | None = None) -> None:
        needed = packed_bytes(config, bits) + (1 << 29)
        if needed > this_machine().available_bytes:
            raise OutOfMemoryError(
                f"the weights need {needed / 1e9:.1f} GB, and {this_machine().available_bytes / 1e9:.1f} GB are free; "
                "measure fewer layers (--layers) or bits"
            )
        self.config, self.bits = config, bits
        self.model = _engine.Model(native_shape(config), threads)
        names = [name for name in tensor_shapes(config) if name != "embedding.weight"]
        if config.tied_embeddings:
            names.append("lm_head.weight")
        matrices = [matrix for name in names for matrix in matrices_of(config, name)]
        sizes = [packed_shapes(bits, matrix.rows, matrix.cols) for matrix in matrices]
        rounded = [[-(-int(np.prod(size[part])) // 64) * 64 for part in ("codes", "scales")] for size in sizes]
        self.data = np.frombuffer(page_mapped(sum(map(sum, rounded)) or 64), np.uint8)
        noise = np.random.default_rng(0).integers(0x11, 0xFF, 67_108_859, np.uint8)
        at = 0
        for number, (matrix, size, (codes, scales)) in enumerate(zip(matrices, sizes, rounded, strict=True)):
            if progress is not None:
                progress(f"making weights: {number + 1} of {len(matrices)}")
            for start in range(at, at + codes + scales, len(noise)):
                end = min(start + len(noise), at + codes + scales)
                self.data[start:end] = noise[: end - start]
            self._set(matrix, size, self.data[at : at + codes], self.data[at + codes : at + codes + scales])
            at += codes + scales
        for name in names:
            if not matrices_of(config, name):
                self._set_small(name, tensor_shapes(config)[name])
        # Rows of the embedding are read on demand; unused rows stay out of memory.
        embedding = np.frombuffer(page_mapped(config.vocab_size * config.hidden_size), np.int8).reshape(
            config.vocab_size, config.hidden_size
        )
        self.tokens = min(config.vocab_size, 1024)
        embedding[: self.tokens] = noise[: self.tokens * config.hidden_size].view(np.int8).reshape(self.tokens, -1)
        self.model.set_embedding_codes(embedding, np.full(config.vocab_size, 0.01, np.float32))

    def _set(self, matrix: Matrix, size: dict[str, tuple[int, ...]], codes: Any, scales: Any) -> None:
        role, layer = place(matrix.name.removesuffix(".weight"))
        count, scale_count = int(np.prod(size["codes"])), int(np.prod(size["scales"]))
        self.model.set_packed(
            role, layer, matrix.expert or 0, self.bits, True, codes[:count].reshape(size["codes"]),
            scales[:scale_count].reshape(size["scales"]), np.full(size["row_scales"], 1e-4, np.float32),
        )  # fmt: skip

    def _set_small(self, name: str, shape: tuple[int, ...]) -> None:
        stem, _, kind = name.rpartition(".")
        role, layer = place(stem)
        if kind == "bias":
            self.model.set_bias(role, layer, np.zeros(shape, np.float32))
        elif role == "router":
            rng = np.random.default_rng(layer)
            self.model.set_float(role, layer, 0, "float32", rng.standard_normal(shape).astype(np.float32))
        else:
            self.model.set_norm(role, layer, np.ones(shape, np.float32))


def bench(
    name: str, subject: RandomModel, *, prompt: int = 512, batches: Sequence[int] = BATCHES,
    contexts: Sequence[int] = CONTEXTS, rounds: int = 9, progress: StatusCallback | None = None,
) -> BenchReport:  # fmt: skip
    """Measure prefill, decode, batches and contexts. The bandwidth is measured on the weights between the slices
    of each decode, and fractions are medians of paired ratios, because the bandwidth of a shared machine varies.
    """
    report_status = progress or (lambda _: None)
    config, model = subject.config, subject.model
    report_status("measuring the machine")
    limits = measure_limits(model)
    run = StepTimer(subject)
    active = matrix_weights(config, active=True, head=False)
    weight_bytes = packed_bytes(config, subject.bits, active=True)

    report_status(f"prefill of {prompt} tokens")
    run.prefill(min(prompt, 64))
    speeds, shares = [], []
    for _ in range(2 if active > 10**9 else 5):
        before = model.int8_peak(PROBE_SECONDS)
        seconds = run.prefill(prompt)
        peak = (before + model.int8_peak(PROBE_SECONDS)) / 2
        speeds.append(prompt / seconds)
        shares.append(2 * active * prompt / seconds / peak)
    prefill = Figure(median(speeds), median(shares), _quartiles(shares))

    report_status("decode")
    times, paired = run.decode_paired(1, context=64, rounds=rounds)
    ratios = [weight_bytes / seconds / bandwidth for seconds, bandwidth in paired]
    decode = Figure(1 / median(times), median(ratios), _quartiles(ratios))

    figures = []
    head = 2 * config.vocab_size * config.hidden_size
    for count in batches:
        report_status(f"{count} sequences together")
        times, paired = run.decode_paired(count, context=64, rounds=max(3, rounds // 3))
        bound = [weight_bytes / seconds / bandwidth for seconds, bandwidth in paired]
        share = count * (2 * active + head) / median(times) / limits.int8_peak
        figures.append(BatchFigure(count, count / median(times), median(bound), share))

    reached = []
    for context in contexts:
        report_status(f"decode after {context:,} tokens")
        times, _ = run.decode_paired(1, context=context, rounds=max(3, rounds // 3))
        reached.append(ContextFigure(context, 1 / median(times)))
    # Memory after all weights are read and one context is full.
    run.hold(max(contexts, default=prompt))
    machine = this_machine()
    return BenchReport(
        model=name,
        layers=config.layers,
        bits=subject.bits,
        parameters=config.parameter_count(),
        weight_bytes_per_token=weight_bytes,
        machine={
            "processor": _processor(),
            "cores": machine.cores,
            "memory_bytes": machine.total_bytes,
            **asdict(limits),
        },
        prefill=prefill,
        prefill_tokens=prompt,
        decode=decode,
        batch=figures,
        context=reached,
        resident_bytes=resident_bytes(),
        resident_context=max(contexts, default=prompt),
        predicted=expected_speed(config, subject.bits, _paired_limits(limits, paired)),
    )


class StepTimer:
    """Steps of a model on random tokens, timed."""

    def __init__(self, subject: RandomModel) -> None:
        config = subject.config
        self._model, self._tokens = subject.model, subject.tokens
        self.kernels = str(subject.model.kernels)
        # Weights that fit into the processor's caches do not measure memory bandwidth.
        self._probe = subject.data if len(subject.data) >= PROBE_BYTES else np.ones(PROBE_BYTES, np.uint8)
        self._cache = _engine.KvCache(config.layers, config.kv_heads, config.head_dim, 8)
        self._rng = np.random.default_rng(0)

    def prefill(self, count: int) -> float:
        sequence = self._cache.create()
        seconds = self._step([sequence], [count])
        self._cache.release(sequence)
        return seconds

    def decode(self, count: int, *, context: int, steps: int) -> float:
        """Median seconds of a step of `count` sequences of `context` tokens, after a warm-up step."""
        sequences = [self._cache.create() for _ in range(count)]
        for sequence in sequences:
            self._cache.extend_with_zeros(sequence, context)
        times = [self._step(sequences, [1] * count) for _ in range(steps + 1)][1:]
        for sequence in sequences:
            self._cache.release(sequence)
        return float(np.median(times))

    def decode_paired(self, count: int, *, context: int, rounds: int) -> tuple[list[float], list[tuple[float, float]]]:
        """Seconds of single steps, and pairs of a step's seconds and the bandwidth measured around it."""
        sequences = [self._cache.create() for _ in range(count)]
        for sequence in sequences:
            self._cache.extend_with_zeros(sequence, context)
        times, pairs = [], []
        self._step(sequences, [1] * count)
        before = self._bandwidth()
        for _ in range(rounds):
            slices: list[float] = []
            while sum(slices) < 3 * PROBE_SECONDS and len(slices) < 200:
                slices.append(self._step(sequences, [1] * count))
            after = self._bandwidth()
            times += slices
            pairs.append((sum(slices) / len(slices), (before + after) / 2))
            before = after
        for sequence in sequences:
            self._cache.release(sequence)
        return times, pairs

    def hold(self, context: int) -> None:
        sequence = self._cache.create()
        self._cache.extend_with_zeros(sequence, context)

    def _bandwidth(self) -> float:
        return self._model.read_bandwidth(self._probe, PROBE_SECONDS)

    def _step(self, sequences: list[int], counts: list[int]) -> float:
        tokens = self._rng.integers(0, self._tokens, sum(counts)).astype(np.int32)
        wanted: npt.NDArray[np.int32] = (np.cumsum(counts) - 1).astype(np.int32)
        start = time.perf_counter()
        self._model.step(self._cache, sequences, counts, [False] * len(counts), tokens, wanted)
        return time.perf_counter() - start


def resident_bytes() -> int:
    """Resident memory of this process in bytes, with mapped pages; 0 if the system does not tell."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def _paired_limits(limits: Limits, pairs: list[tuple[float, float]]) -> Limits:
    """The limits with the bandwidth measured during decoding."""
    seen = median(bandwidth for _, bandwidth in pairs)
    return Limits(limits.kernels, limits.threads, seen, limits.int8_peak)


def _quartiles(values: list[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or os.uname().machine
