"""Floating-point operations of training, and what machines can do at most."""

from __future__ import annotations

import time

import torch

from phi4.config import ModelConfig
from phi4.train.ranks import Ranks

# Dense bfloat16 peaks in TFLOP/s and memory in GiB, from the vendors' data sheets (SXM versions).
GPUS: dict[str, tuple[float, float]] = {
    "h100": (989.0, 80.0),
    "h200": (989.0, 141.0),
    "b200": (2250.0, 192.0),
    "a100": (312.0, 80.0),
    "mi300x": (1307.0, 192.0),
}
_SIDE, _TRIES = 768, 8


def training_flops(config: ModelConfig, length: int) -> float:
    """Operations of a forward and backward pass for one token of a row of `length`.

    6 for each parameter that takes part in a product, and 12 * layers * heads * head_dim * length for attention scores
    and sums without regard to causality: the convention of PaLM (arXiv 2204.02311, appendix B).
    """
    embedding = 0 if config.tied_embeddings else config.vocab_size * config.hidden_size
    products = config.parameter_count(active=True) - embedding
    return 6.0 * products + 12.0 * config.layers * config.q_size * length


def peak_flops(precision: torch.dtype, ranks: Ranks) -> float | None:
    """What all ranks together can do in a second: a GPU's published peak, or what this CPU's cores are measured at."""
    if ranks.device.type == "cuda":
        name = torch.cuda.get_device_name(ranks.device).lower()
        found = next((peak for gpu, (peak, _) in GPUS.items() if gpu in name), None)
        return None if found is None else found * 1e12 * ranks.size
    a = torch.rand(_SIDE, _SIDE, dtype=precision)
    torch.mm(a, a)
    best = float("inf")
    for _ in range(_TRIES):
        start = time.perf_counter()
        torch.mm(a, a)
        best = min(best, time.perf_counter() - start)
    return 2.0 * _SIDE**3 / best * ranks.size
