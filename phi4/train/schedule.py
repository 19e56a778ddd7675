"""How the learning rate moves: a share of the peak for each step."""

from __future__ import annotations

from phi4.train.config import OptimizerSection


def share_of_peak(optimizer: OptimizerSection, step: int, steps: int) -> float:
    """The share of the peak rates at `step`, counted from 0, of `steps`.

    linear      up over `warmup_steps`, then straight down to `final_share` at the end: Phi-4's pretraining
    wsd         up, level, and straight down over the last `decay_share` of the steps (arXiv 2404.06395, section 4)
    constant    up, and level
    """
    warm = min(1.0, (step + 1) / optimizer.warmup_steps) if optimizer.warmup_steps else 1.0
    if optimizer.schedule == "constant":
        return warm
    falling = steps - optimizer.warmup_steps if optimizer.schedule == "linear" else steps * optimizer.decay_share
    left = min(1.0, (steps - step) / max(1.0, falling))
    return min(warm, optimizer.final_share + (1.0 - optimizer.final_share) * left)
