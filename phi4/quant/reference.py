"""One layer in plain NumPy, float32: what calibration runs text through, and the slow reference of quantised layers.

Shapes: N tokens of all texts, T tokens of a text, D hidden_size, H heads, K kv_heads, E head_dim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from phi4.config import ModelConfig

Float32Array = npt.NDArray[np.float32]
Watch = Callable[[str, int | None, Float32Array], None]
"""Called with the inputs [N, I] of a matrix before it is used: its stem, as "mlp.down", and the expert or None."""


class LayerRunner:
    """Runs texts of T tokens each through layers whose weights are given by stem, such as "attention.qkv.weight"."""

    def __init__(self, config: ModelConfig, text_tokens: int) -> None:
        self._config, self._length = config, text_tokens
        frequencies = np.array(config.rope.inverse_frequencies(text_tokens), np.float32)
        angles = np.arange(text_tokens, dtype=np.float32)[:, None] * frequencies
        factor = np.float32(config.rope.attention_factor)
        self._cosine, self._sine = np.cos(angles)[:, None] * factor, np.sin(angles)[:, None] * factor

    def run(
        self, layer: int, weights: Mapping[str, Float32Array], x_ND: Float32Array, watch: Watch | None = None
    ) -> Float32Array:
        """The stream after `layer`, [N, D]."""
        config, scale = self._config, np.float32(self._config.residual_scale)
        watch = watch or (lambda *_: None)
        normed = rms_norm(x_ND, weights["attention_norm.weight"], config.rms_norm_eps)
        watch("attention.qkv", None, normed)
        qkv = _linear(normed, weights, "attention.qkv")
        attended = np.concatenate(
            [
                self._attention(qkv[start : start + self._length], config.sliding_windows[layer])
                for start in range(0, len(qkv), self._length)
            ]
        )
        watch("attention.output", None, attended)
        x_ND = x_ND + scale * _linear(attended, weights, "attention.output")
        normed = rms_norm(x_ND, weights["mlp_norm.weight"], config.rms_norm_eps)
        if config.experts:
            return x_ND + scale * self._experts(normed, weights, watch)
        watch("mlp.gate_up", None, normed)
        inner = swiglu(_linear(normed, weights, "mlp.gate_up"))
        watch("mlp.down", None, inner)
        return x_ND + scale * _linear(inner, weights, "mlp.down")

    def _attention(self, qkv: Float32Array, window: int | None) -> Float32Array:
        config = self._config
        heads = qkv.reshape(len(qkv), -1, config.head_dim)
        turned = self._rotated(heads[:, : config.heads + config.kv_heads])
        q_THE, k_TKE = turned[:, : config.heads], turned[:, config.heads :]
        v_TKE = heads[:, config.heads + config.kv_heads :]
        position = np.arange(len(qkv))
        visible = position <= position[:, None]
        if window is not None:
            visible &= position > position[:, None] - window
        grouped = q_THE.reshape(len(qkv), config.kv_heads, -1, config.head_dim).transpose(1, 2, 0, 3)
        scores = grouped @ k_TKE.transpose(1, 2, 0)[:, None] * np.float32(config.attention_scale)
        shares = softmax(np.where(visible, scores, np.float32(-np.inf)))
        out: Float32Array = (shares @ v_TKE.transpose(1, 0, 2)[:, None]).transpose(2, 0, 1, 3).reshape(len(qkv), -1)
        return out

    def _rotated(self, x_THE: Float32Array) -> Float32Array:
        cosine, sine = self._cosine[: len(x_THE)], self._sine[: len(x_THE)]
        half = cosine.shape[-1]
        first, second, rest = x_THE[..., :half], x_THE[..., half : 2 * half], x_THE[..., 2 * half :]
        return np.concatenate([first * cosine - second * sine, second * cosine + first * sine, rest], axis=-1)

    def _experts(self, x_ND: Float32Array, weights: Mapping[str, Float32Array], watch: Watch) -> Float32Array:
        """Each expert runs on the tokens that chose it, weighted by the router's shares scaled to sum to one."""
        shares = softmax(x_ND @ weights["mlp.router.weight"].T)
        chosen = np.argsort(-shares, axis=-1, kind="stable")[:, : self._config.experts_per_token]
        taken = np.take_along_axis(shares, chosen, axis=-1)
        taken = taken / taken.sum(axis=-1, keepdims=True)
        out = np.zeros_like(x_ND)
        for expert in np.unique(chosen).tolist():
            token, place = np.nonzero(chosen == expert)
            watch("mlp.gate_up", expert, x_ND[token])
            inner = swiglu(x_ND[token] @ weights["mlp.gate_up.weight"][expert].T)
            watch("mlp.down", expert, inner)
            out[token] += taken[token, place, None] * (inner @ weights["mlp.down.weight"][expert].T)
        return out


def rms_norm(x_ND: Float32Array, gain: Float32Array, eps: float) -> Float32Array:
    power = np.mean(np.square(x_ND), axis=-1, keepdims=True)
    normed: Float32Array = x_ND / np.sqrt(power + np.float32(eps)) * gain
    return normed


def softmax(scores: Float32Array) -> Float32Array:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Float32Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def swiglu(gate_up: Float32Array) -> Float32Array:
    gate, up = np.split(gate_up, 2, axis=-1)
    with np.errstate(over="ignore"):
        activated: Float32Array = gate / (1 + np.exp(-gate)) * up
    return activated


def _linear(x_ND: Float32Array, weights: Mapping[str, Float32Array], stem: str) -> Float32Array:
    product: Float32Array = x_ND @ weights[f"{stem}.weight"].T
    bias = weights.get(f"{stem}.bias")
    return product if bias is None else product + bias
