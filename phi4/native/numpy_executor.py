"""Inference in plain NumPy, float32: what answers where torch is not installed, until the native engine does.

Shapes: N tokens of all rows, T tokens of one row, S its keys, D hidden_size, H heads, K kv_heads, E head_dim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from phi4.config import ModelConfig, tensor_shapes

Float32Array = npt.NDArray[np.float32]

QUERIES_AT_ONCE = 256


class Weights(Protocol):
    """Where parameters come from: phi4.checkpoint's Checkpoint, or anything that gives an array by name."""

    @property
    def config(self) -> ModelConfig: ...

    def read(self, name: str) -> Float32Array: ...


class Row:
    """One sequence: its ids, and the keys and values of each layer, [capacity, 2, K, E], grown by doubling."""

    def __init__(self, config: ModelConfig) -> None:
        self.ids: list[int] = []
        self.cached = 0
        self.layers = [np.empty((0, 2, config.kv_heads, config.head_dim), np.float32) for _ in range(config.layers)]

    def extend(self, layer: int, keys_values: Float32Array) -> Float32Array:
        """Append [T, 2, K, E] to `layer`; returns all its keys and values, [S, 2, K, E]."""
        end = self.cached + len(keys_values)
        held = self.layers[layer]
        if end > len(held):
            grown = np.empty((max(end, 2 * len(held), 64), *held.shape[1:]), np.float32)
            grown[: self.cached] = held[: self.cached]
            self.layers[layer] = held = grown
        held[self.cached : end] = keys_values
        return held[:end]

    def copy(self) -> Row:
        other = object.__new__(Row)
        other.ids, other.cached = list(self.ids), self.cached
        other.layers = [layer[: self.cached].copy() for layer in self.layers]
        return other


@dataclass
class NumpyState:
    rows: list[Row]


class NumpyExecutor:
    """See phi4.engine.executor.Executor for what each method takes and gives.

    Weights are held as float32 if they take at most `memory_bytes`, else each is read again whenever it is used.
    """

    name = "numpy"

    def __init__(self, weights: Weights, *, memory_bytes: int) -> None:
        self.config = weights.config
        self._weights = weights
        self._held: dict[str, Float32Array] = {}
        if 4 * self.config.parameter_count() <= memory_bytes:
            self._held = {name: weights.read(name) for name in tensor_shapes(self.config)}

    def logits(self, ids: Sequence[int]) -> Float32Array:
        row = Row(self.config)
        return self._scores(self._run([row], [list(ids)]))

    def prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[NumpyState, Float32Array]:
        rows = [Row(self.config) for _ in prompts]
        hidden = self._run(rows, [list(prompt) for prompt in prompts])
        return NumpyState(rows), self._scores(hidden[np.cumsum([len(prompt) for prompt in prompts]) - 1])

    def decode(self, state: NumpyState, ids: Sequence[int]) -> Float32Array:
        switch = self.config.rope.switch_length
        fresh = []
        for row, token in zip(state.rows, ids, strict=True):
            crossing = switch is not None and len(row.ids) == switch
            fresh.append([*row.ids, token] if crossing else [token])
            if crossing:
                row.ids, row.cached = [], 0
        hidden = self._run(state.rows, fresh)
        return self._scores(hidden[np.cumsum([len(tokens) for tokens in fresh]) - 1])

    def select(self, state: NumpyState, rows: Sequence[int]) -> NumpyState:
        used: set[int] = set()
        chosen = []
        for row in rows:
            chosen.append(state.rows[row].copy() if row in used else state.rows[row])
            used.add(row)
        return NumpyState(chosen)

    def _weight(self, name: str) -> Float32Array:
        held = self._held.get(name)
        return self._weights.read(name) if held is None else held

    def _linear(self, x_ND: Float32Array, layer: str, *, bias: bool) -> Float32Array:
        product = x_ND @ self._weight(f"{layer}.weight").T
        return product + self._weight(f"{layer}.bias") if bias else product

    def _scores(self, hidden: Float32Array) -> Float32Array:
        head = "embedding.weight" if self.config.tied_embeddings else "lm_head.weight"
        scores: Float32Array = hidden @ self._weight(head).T * np.float32(self.config.logit_scale)
        return scores

    def _run(self, rows: list[Row], fresh: list[list[int]]) -> Float32Array:
        """Pass the `fresh` tokens of all rows through all layers -> the stream after the last norm, [N, D]."""
        config = self.config
        tokens = np.array([token for row in fresh for token in row])
        ends = np.cumsum([len(row) for row in fresh])
        rotations = [self._rotation(row, len(new)) for row, new in zip(rows, fresh, strict=True)]
        x_ND = self._weight("embedding.weight")[tokens] * np.float32(config.embedding_scale)
        for layer, window in enumerate(config.sliding_windows):
            name = f"layers.{layer}"
            normed = self._norm(x_ND, f"{name}.attention_norm")
            qkv = self._linear(normed, f"{name}.attention.qkv", bias=config.qkv_bias)
            attended = [
                self._attention(part, row, layer, window, rotation)
                for part, row, rotation in zip(np.split(qkv, ends[:-1]), rows, rotations, strict=True)
            ]
            mixed = self._linear(np.concatenate(attended), f"{name}.attention.output", bias=config.output_bias)
            x_ND = x_ND + np.float32(config.residual_scale) * mixed
            normed = self._norm(x_ND, f"{name}.mlp_norm")
            mixed = self._experts(normed, name) if config.experts else self._mlp(normed, name)
            x_ND = x_ND + np.float32(config.residual_scale) * mixed
        for row, new in zip(rows, fresh, strict=True):
            row.ids += new
            row.cached += len(new)
        return self._norm(x_ND, "norm")

    def _norm(self, x_ND: Float32Array, name: str) -> Float32Array:
        power = np.mean(np.square(x_ND), axis=-1, keepdims=True)
        normed: Float32Array = (
            x_ND / np.sqrt(power + np.float32(self.config.rms_norm_eps)) * self._weight(f"{name}.weight")
        )
        return normed

    def _rotation(self, row: Row, fresh: int) -> tuple[Float32Array, Float32Array]:
        """Cosine and sine, [T, 1, R / 2], at the positions of the `fresh` tokens."""
        positions = np.arange(row.cached, row.cached + fresh, dtype=np.float32)
        frequencies = np.array(self.config.rope.inverse_frequencies(row.cached + fresh), np.float32)
        angles = positions[:, None, None] * frequencies
        factor = np.float32(self.config.rope.attention_factor)
        return np.cos(angles) * factor, np.sin(angles) * factor

    def _attention(
        self, qkv: Float32Array, row: Row, layer: int, window: int | None, rotation: tuple[Float32Array, Float32Array]
    ) -> Float32Array:
        config = self.config
        heads = qkv.reshape(len(qkv), -1, config.head_dim)
        turned = _rotated(heads[:, : config.heads + config.kv_heads], *rotation)
        q_THE, k_TKE = turned[:, : config.heads], turned[:, config.heads :]
        v_TKE = heads[:, config.heads + config.kv_heads :]
        seen = row.extend(layer, np.stack([k_TKE, v_TKE], axis=1))
        k_KES, v_KSE = seen[:, 0].transpose(1, 2, 0), seen[:, 1].transpose(1, 0, 2)
        out = np.empty_like(q_THE)
        key = np.arange(len(seen))
        for start in range(0, len(q_THE), QUERIES_AT_ONCE):
            part = q_THE[start : start + QUERIES_AT_ONCE]
            query = row.cached + start + np.arange(len(part))[:, None]
            visible = key <= query if window is None else (key <= query) & (key > query - window)
            grouped = part.reshape(len(part), config.kv_heads, -1, config.head_dim).transpose(1, 2, 0, 3)
            scores = grouped @ k_KES[:, None] * np.float32(config.attention_scale)
            shares = _softmax(np.where(visible, scores, np.float32(-np.inf)))
            out[start : start + len(part)] = (shares @ v_KSE[:, None]).transpose(2, 0, 1, 3).reshape(part.shape)
        return out.reshape(len(qkv), -1)

    def _mlp(self, x_ND: Float32Array, name: str) -> Float32Array:
        bias = self.config.mlp_bias
        return self._linear(
            _swiglu(self._linear(x_ND, f"{name}.mlp.gate_up", bias=bias)), f"{name}.mlp.down", bias=bias
        )

    def _experts(self, x_ND: Float32Array, name: str) -> Float32Array:
        """Each expert runs on the tokens that chose it, weighted by the router's shares scaled to sum to one."""
        shares = _softmax(x_ND @ self._weight(f"{name}.mlp.router.weight").T)
        chosen = np.argsort(-shares, axis=-1, kind="stable")[:, : self.config.experts_per_token]
        taken = np.take_along_axis(shares, chosen, axis=-1)
        taken = taken / taken.sum(axis=-1, keepdims=True)
        gate_up, down = self._weight(f"{name}.mlp.gate_up.weight"), self._weight(f"{name}.mlp.down.weight")
        out = np.zeros_like(x_ND)
        for expert in np.unique(chosen):
            token, place = np.nonzero(chosen == expert)
            out[token] += taken[token, place, None] * (_swiglu(x_ND[token] @ gate_up[expert].T) @ down[expert].T)
        return out


def _rotated(x_THE: Float32Array, cosine: Float32Array, sine: Float32Array) -> Float32Array:
    half = cosine.shape[-1]
    first, second, rest = x_THE[..., :half], x_THE[..., half : 2 * half], x_THE[..., 2 * half :]
    return np.concatenate([first * cosine - second * sine, second * cosine + first * sine, rest], axis=-1)


def _softmax(scores: Float32Array) -> Float32Array:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Float32Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _swiglu(gate_up: Float32Array) -> Float32Array:
    gate, up = np.split(gate_up, 2, axis=-1)
    with np.errstate(over="ignore"):
        activated: Float32Array = gate / (1 + np.exp(-gate)) * up
    return activated
