"""Small configurations of every family and of odd kinds, with prompts and greedy answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from phi4.config import LinearScaling, ModelConfig, Rope, YarnScaling, preset

TINY = ["tiny-phi3", "tiny-phi4-mini", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-ministral", "tiny-mistral",
        "tiny-granite"]  # fmt: skip
ODD = {
    "head_dim is not hidden / heads": replace(
        preset("tiny-llama"), head_dim=24, rope=Rope(theta=1e4, dim=24), attention_scale=24**-0.5),
    "one kv head": replace(preset("tiny-phi3"), kv_heads=1),
    "as many kv heads as heads": replace(preset("tiny-mixtral"), kv_heads=4),
    "tied embeddings": replace(preset("tiny-qwen2"), tied_embeddings=True),
    "biases everywhere": replace(preset("tiny-llama"), qkv_bias=True, output_bias=True, mlp_bias=True),
    "width not a power of two": replace(preset("tiny-granite"), hidden_size=60, intermediate_size=76, vocab_size=131),
    "linear scaling": replace(preset("tiny-llama"), rope=Rope(1e4, 16, LinearScaling(4.0))),
    "yarn": replace(preset("tiny-qwen2"), rope=Rope(1e6, 16, YarnScaling(4.0, 64))),
    "partial rotation": replace(preset("tiny-phi3"), rope=Rope(1e4, 8)),
    "window on all layers of qwen2": replace(preset("tiny-qwen2"), sliding_windows=(None, None, 8, 8)),
    "three of five experts": replace(preset("tiny-mixtral"), experts=5, experts_per_token=3),
}  # fmt: skip
CONFIGS = {name: preset(name) for name in TINY} | ODD


def prompts(config: ModelConfig, *lengths: int) -> list[list[int]]:
    generator = np.random.default_rng(sum(lengths))
    return [generator.integers(3, config.vocab_size, length).tolist() for length in lengths]


def greedy(executor: Any, batch: list[list[int]], steps: int) -> list[list[int]]:
    state, logits = executor.prefill(batch)
    rows: list[list[int]] = [[] for _ in batch]
    for step in range(steps):
        chosen = logits.argmax(axis=-1).tolist()
        for row, token in zip(rows, chosen, strict=True):
            row.append(token)
        if step + 1 < steps:
            logits = executor.decode(state, chosen)
    return rows
