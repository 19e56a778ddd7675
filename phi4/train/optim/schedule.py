"""How the learning rate moves: a share of the peak for each step."""

from __future__ import annotations

import math

from phi4.train.run.config import OptimizerSection


def warmup_of(optimizer: OptimizerSection, steps: int) -> int:
    """The steps over which the rate rises, of `steps`."""
    return math.ceil(optimizer.warmup_share * steps) if optimizer.warmup_steps is None else optimizer.warmup_steps


def share_of_peak(optimizer: OptimizerSection, step: int, steps: int) -> float:
    """The share of the peak rates at `step`, counted from 0, of `steps`.

    linear      up over the warm-up, then straight down to `final_share` at the end: Phi-4's pretraining
    wsd         up, level, and straight down over the last `decay_share` of the steps (arXiv 2404.06395, section 4)
    constant    up, and level
    """
    warmup = warmup_of(optimizer, steps)
    warm = min(1.0, (step + 1) / warmup) if warmup else 1.0
    if optimizer.schedule == "constant":
        return warm
    falling = steps - warmup if optimizer.schedule == "linear" else steps * optimizer.decay_share
    left = min(1.0, (steps - step) / max(1.0, falling))
    return min(warm, optimizer.final_share + (1.0 - optimizer.final_share) * left)
