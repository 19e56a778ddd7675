"""What a token of training takes, and what machines can do at most."""

from __future__ import annotations

from dataclasses import dataclass

from phi4.config import ModelConfig


@dataclass(frozen=True)
class Gpu:
    """Dense bfloat16 operations a second and memory, as the vendor's data sheet has them (SXM or OAM version)."""

    bf16_flops: float
    memory_gib: float


GPUS: dict[str, Gpu] = {
    "h100": Gpu(989e12, 80),
    "h200": Gpu(989e12, 141),
    "b200": Gpu(2250e12, 180),
    "a100": Gpu(312e12, 80),
    "mi300x": Gpu(1307e12, 192),
}


def training_flops(config: ModelConfig, length: int) -> float:
    """Operations of a forward and backward pass for one token of a row of `length`.

    6 for each parameter that takes part in a product, and 12 * layers * heads * head_dim * length for attention scores
    and sums without regard to causality: the convention of PaLM (arXiv 2204.02311, appendix B).
    """
    embedding = 0 if config.tied_embeddings else config.vocab_size * config.hidden_size
    products = config.parameter_count(active=True) - embedding
    return 6.0 * products + 12.0 * config.layers * config.q_size * length
