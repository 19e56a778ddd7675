"""One layer in plain NumPy, float32: what calibration runs text through, and the slow reference of quantised layers.

Shapes: N tokens of all texts, T tokens of a text, D hidden_size, H heads, K kv_heads, E head_dim, I inputs of a matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from phi4.config import ModelConfig

Float32Array = npt.NDArray[np.float32]
Product = Callable[[Float32Array], Float32Array]
"""Rows [n, I] times a matrix, [n, O]."""
Watch = Callable[[str, int | None, Float32Array], None]
"""Called with the inputs [N, I] of a matrix before it is used: its stem, as "mlp.down", and the expert or None."""
ROWS_AT_ONCE = 1024


class LayerRunner:
    """Runs texts of T tokens through layers, with keys and values as a cache of `kv_bits` 8 keeps them, or exact."""

    def __init__(self, config: ModelConfig, text_tokens: int, kv_bits: int | None = None) -> None:
        self.config, self.length, self.kv_bits = config, text_tokens, kv_bits
        frequencies = np.array(config.rope.inverse_frequencies(text_tokens), np.float32)
        angles = np.arange(text_tokens, dtype=np.float32)[:, None] * frequencies
        factor = np.float32(config.rope.attention_factor)
        self._cosine, self._sine = np.cos(angles)[:, None] * factor, np.sin(angles)[:, None] * factor

    def run(
        self, layer: int, weights: Mapping[str, Float32Array], x_ND: Float32Array, watch: Watch | None = None
    ) -> Float32Array:
        """The stream after `layer`, [N, D]; weights are given by stem, such as "attention.qkv.weight"."""
        run = LayerPass(self, layer, weights, x_ND.copy())
        for stem, expert in run.matrices:
            if watch is not None:
                watch(stem, expert, run.inputs(stem, expert))
            matrix = weights[f"{stem}.weight"] if expert is None else weights[f"{stem}.weight"][expert]
            run.take(stem, expert, lambda rows, matrix=matrix: rows @ matrix.T)  # type: ignore[misc]
        return run.x_ND

    def attention(self, qkv: Float32Array, layer: int) -> Float32Array:
        """What one text's queries, keys and values [T, (H + 2 K) E] become, [T, H E]."""
        config, window = self.config, self.config.sliding_windows[layer]
        heads = qkv.reshape(len(qkv), -1, config.head_dim)
        turned = self._rotated(heads[:, : config.heads + config.kv_heads])
        q_THE, k_TKE = turned[:, : config.heads], turned[:, config.heads :]
        v_TKE = heads[:, config.heads + config.kv_heads :]
        if self.kv_bits == 8:
            k_TKE, v_TKE = _in_8_bits(k_TKE), _in_8_bits(v_TKE)
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


class LayerPass:
    """All tokens on their way through a layer, matrix by matrix: `inputs` gives what goes into the next of `matrices`,
    and `take` sends it through. So a matrix can be chosen in sight of what it will be given.

    small    norms, biases and router by stem, such as "attention_norm.weight"
    x_ND     the stream, which is changed in place
    """

    def __init__(self, runner: LayerRunner, layer: int, small: Mapping[str, Float32Array], x_ND: Float32Array) -> None:
        self.x_ND = x_ND
        self._runner, self._config, self._layer, self._small = runner, runner.config, layer, small
        self._scale = np.float32(self._config.residual_scale)
        self._held = self._normed("attention_norm.weight")
        self._inner: dict[int | None, Float32Array] = {}
        self._routes: dict[int | None, tuple[npt.NDArray[np.intp], Float32Array]] = {}

    @property
    def matrices(self) -> Iterator[tuple[str, int | None]]:
        """Stems and experts in the order of use."""
        experts: list[int | None] = [*range(self._config.experts)] or [None]
        yield "attention.qkv", None
        yield "attention.output", None
        for stem in ("mlp.gate_up", "mlp.down"):
            for expert in experts:
                yield stem, expert

    def inputs(self, stem: str, expert: int | None) -> Float32Array:
        """What goes into a matrix: [N, I], or of an expert the tokens that chose it."""
        if stem == "mlp.down":
            return self._inner[expert]
        return self._held if expert is None else self._held[self._routes[expert][0]]

    def take(self, stem: str, expert: int | None, product: Product) -> None:
        """Send the inputs of the next matrix through it; a bias is added here."""
        bias = self._small.get(f"{stem}.bias", np.float32(0))
        rows = self.inputs(stem, expert)
        if stem == "attention.qkv":
            attended = np.empty((len(rows), self._config.q_size), np.float32)
            for text in self._pieces(len(rows), self._runner.length):
                attended[text] = self._runner.attention(product(rows[text]) + bias, self._layer)
            self._held = attended
        elif stem == "attention.output":
            for piece in self._pieces(len(rows)):
                self.x_ND[piece] += self._scale * (product(rows[piece]) + bias)
            self._held = self._normed("mlp_norm.weight")
            self._route()
        elif stem == "mlp.gate_up":
            inner = np.empty((len(rows), self._config.intermediate_size), np.float32)
            for piece in self._pieces(len(rows)):
                inner[piece] = swiglu(product(rows[piece]) + bias)
            self._inner[expert] = inner
            if expert is None:
                self._held = np.empty((0, 0), np.float32)
        else:
            del self._inner[expert]
            token, shares = self._routes.get(expert, (None, None))
            for piece in self._pieces(len(rows)):
                out = self._scale * (product(rows[piece]) + bias)
                if token is None or shares is None:
                    self.x_ND[piece] += out
                else:
                    self.x_ND[token[piece]] += shares[piece, None] * out

    def is_finite(self, stem: str, expert: int | None) -> bool:
        """Whether all that the last `take`, of these, made is finite numbers."""
        made = {"attention.qkv": self._held, "mlp.gate_up": self._inner.get(expert)}.get(stem, self.x_ND)
        return made is None or not made.size or bool(np.isfinite([made.min(), made.max()]).all())

    def _normed(self, gain: str) -> Float32Array:
        normed = np.empty_like(self.x_ND)
        for piece in self._pieces(len(normed)):
            normed[piece] = rms_norm(self.x_ND[piece], self._small[gain], self._config.rms_norm_eps)
        return normed

    def _route(self) -> None:
        """Each expert runs on the tokens that chose it, weighted by the router's shares scaled to sum to one."""
        if not self._config.experts:
            return
        shares = softmax(self._held @ self._small["mlp.router.weight"].T)
        chosen = np.argsort(-shares, axis=-1, kind="stable")[:, : self._config.experts_per_token]
        taken = np.take_along_axis(shares, chosen, axis=-1)
        taken = taken / taken.sum(axis=-1, keepdims=True)
        for expert in range(self._config.experts):
            token, place = np.nonzero(chosen == expert)
            self._routes[expert] = (token, taken[token, place])

    @staticmethod
    def _pieces(rows: int, size: int = ROWS_AT_ONCE) -> Iterator[slice]:
        return (slice(start, min(start + size, rows)) for start in range(0, rows, size))


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


def _in_8_bits(x_TKE: Float32Array) -> Float32Array:
    """Rounded with one scale a token and head, as the cache keeps them."""
    step = np.abs(x_TKE).max(axis=-1, keepdims=True) / np.float32(127)
    rounded: Float32Array = np.rint(x_TKE / np.where(step > 0, step, np.float32(1))) * step
    return rounded
