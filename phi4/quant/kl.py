"""How far one model's predictions are from another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
ROWS_AT_ONCE = 128


@dataclass(frozen=True)
class Divergence:
    """KL divergence from the reference in nats a token, and what both make of the text that follows.

    mean, p99      over tokens
    same_best      share of tokens where both have the same best next token
    perplexity, reference_perplexity   of the held-out texts
    """

    mean: float
    p99: float
    same_best: float
    perplexity: float
    reference_perplexity: float
    tokens: int


def divergence(
    reference: Callable[[slice], Float32Array], other: Callable[[slice], Float32Array], texts: npt.NDArray[np.int64]
) -> Divergence:
    """Compare two models on `texts` [texts, T]; each gives logits [rows, V] of a slice of all tokens. Logits are asked
    for in short slices and let go of, so that no more than one slice of them is ever held.
    """
    ids = texts.reshape(-1)
    following = np.roll(texts, -1, axis=1).reshape(-1)
    has_next = np.tile(np.arange(texts.shape[1]) < texts.shape[1] - 1, len(texts))
    divergences, same, losses, reference_losses = [], 0, 0.0, 0.0
    for start in range(0, len(ids), ROWS_AT_ONCE):
        at = slice(start, min(start + ROWS_AT_ONCE, len(ids)))
        expected, found = log_softmax(reference(at)), log_softmax(other(at))
        divergences.append((np.exp(expected) * (expected - found)).sum(axis=1))
        same += int((expected.argmax(axis=1) == found.argmax(axis=1)).sum())
        rows = np.flatnonzero(has_next[at])
        losses -= float(found[rows, following[at][rows]].sum())
        reference_losses -= float(expected[rows, following[at][rows]].sum())
    every = np.concatenate(divergences)
    counted = int(has_next.sum())
    return Divergence(
        mean=float(every.mean()),
        p99=float(np.quantile(every, 0.99)),
        same_best=same / len(ids),
        perplexity=float(np.exp(losses / max(counted, 1))),
        reference_perplexity=float(np.exp(reference_losses / max(counted, 1))),
        tokens=len(ids),
    )


def log_softmax(logits: Float32Array) -> npt.NDArray[np.float64]:
    """Log-probabilities [rows, V] in float64 of logits [rows, V]."""
    values = logits.astype(np.float64)
    values -= values.max(axis=1, keepdims=True)
    values -= np.log(np.exp(values).sum(axis=1, keepdims=True))
    return values
