"""KL divergence between the predictions of two models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
ROWS_AT_ONCE = 128


@dataclass(frozen=True)
class KLDivergence:
    """KL divergence of a model from a reference model, in nats per token, and the perplexities of both.

    mean, p99      over tokens
    same_best      fraction of tokens with the same most probable next token
    perplexity, reference_perplexity   on the held-out sequences
    """

    mean: float
    p99: float
    same_best: float
    perplexity: float
    reference_perplexity: float
    tokens: int


def divergence(
    reference: Callable[[slice], Float32Array], other: Callable[[slice], Float32Array], sequences: npt.NDArray[np.int64]
) -> KLDivergence:
    """Compare two models on `sequences`, token ids [sequences, T].

    Each callable gives the logits [rows, V] of a slice of all tokens. Logits are requested in short slices, so that
    only one slice is in memory.
    """
    ids = sequences.reshape(-1)
    following = np.roll(sequences, -1, axis=1).reshape(-1)
    has_next = np.tile(np.arange(sequences.shape[1]) < sequences.shape[1] - 1, len(sequences))
    divergences, same, losses, reference_losses = [], 0, 0.0, 0.0
    for start in range(0, len(ids), ROWS_AT_ONCE):
        at = slice(start, min(start + ROWS_AT_ONCE, len(ids)))
        expected, measured = log_softmax(reference(at)), log_softmax(other(at))
        divergences.append((np.exp(expected) * (expected - measured)).sum(axis=1))
        same += int((expected.argmax(axis=1) == measured.argmax(axis=1)).sum())
        rows = np.flatnonzero(has_next[at])
        losses -= float(measured[rows, following[at][rows]].sum())
        reference_losses -= float(expected[rows, following[at][rows]].sum())
    per_token = np.concatenate(divergences)
    counted = int(has_next.sum())
    return KLDivergence(
        mean=float(per_token.mean()),
        p99=float(np.quantile(per_token, 0.99)),
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
