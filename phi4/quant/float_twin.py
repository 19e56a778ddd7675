"""The float twin of a layer, in NumPy float32: calibration runs through it, and tests compare layers with it.

Shapes: N tokens of all sequences, T tokens of one, D hidden_size, H heads, K kv_heads, E head_dim, I matrix inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from phi4.config import ModelConfig

Float32Array = npt.NDArray[np.float32]
Product = Callable[[Float32Array], Float32Array]
"""Multiplies rows [n, I] by a matrix, [n, O]."""
InputObserver = Callable[[str, int | None, Float32Array], None]
"""Called before a matrix is used, with its stem, such as "mlp.down", its expert or None, and its inputs [N, I]."""
ROWS_AT_ONCE = 1024


class LayerRunner:
    """Runs sequences of T tokens through layers, with an 8-bit KV cache if `kv_bits` is 8, or an exact one."""

    def __init__(self, config: ModelConfig, sequence_tokens: int, kv_bits: int | None = None) -> None:
        self.config, self.length, self.kv_bits = config, sequence_tokens, kv_bits
        frequencies = np.array(config.rope.inverse_frequencies(sequence_tokens), np.float32)
        angles = np.arange(sequence_tokens, dtype=np.float32)[:, None] * frequencies
        factor = np.float32(config.rope.attention_factor)
        self._cosine, self._sine = np.cos(angles)[:, None] * factor, np.sin(angles)[:, None] * factor

    def run(
        self, layer: int, weights: Mapping[str, Float32Array], x_ND: Float32Array, observe: InputObserver | None = None
    ) -> Float32Array:
        """The residual stream after `layer`, [N, D]; `weights` has names such as "attention.qkv.weight"."""
        run = LayerPass(self, layer, weights, x_ND.copy())
        for stem, expert in run.matrices:
            if observe is not None:
                observe(stem, expert, run.inputs(stem, expert))
            matrix = weights[f"{stem}.weight"] if expert is None else weights[f"{stem}.weight"][expert]
            run.advance(stem, expert, lambda rows, matrix=matrix: rows @ matrix.T)  # type: ignore[misc]
        return run.x_ND

    def attention(self, qkv: Float32Array, layer: int) -> Float32Array:
        """Attention over one sequence: queries, keys and values [T, (H + 2 K) E] -> [T, H E]."""
        config, window = self.config, self.config.sliding_windows[layer]
        heads = qkv.reshape(len(qkv), -1, config.head_dim)
        with_rope = self._apply_rope(heads[:, : config.heads + config.kv_heads])
        q_THE, k_TKE = with_rope[:, : config.heads], with_rope[:, config.heads :]
        v_TKE = heads[:, config.heads + config.kv_heads :]
        if self.kv_bits == 8:
            k_TKE, v_TKE = _in_8_bits(k_TKE), _in_8_bits(v_TKE)
        position = np.arange(len(qkv))
        visible = position <= position[:, None]
        if window is not None:
            visible &= position > position[:, None] - window
        grouped = q_THE.reshape(len(qkv), config.kv_heads, -1, config.head_dim).transpose(1, 2, 0, 3)
        scores = grouped @ k_TKE.transpose(1, 2, 0)[:, None] * np.float32(config.attention_scale)
        probabilities = softmax(np.where(visible, scores, np.float32(-np.inf)))
        out: Float32Array = (
            (probabilities @ v_TKE.transpose(1, 0, 2)[:, None]).transpose(2, 0, 1, 3).reshape(len(qkv), -1)
        )
        return out

    def _apply_rope(self, x_THE: Float32Array) -> Float32Array:
        cosine, sine = self._cosine[: len(x_THE)], self._sine[: len(x_THE)]
        half = cosine.shape[-1]
        first, second, rest = x_THE[..., :half], x_THE[..., half : 2 * half], x_THE[..., 2 * half :]
        return np.concatenate([first * cosine - second * sine, second * cosine + first * sine, rest], axis=-1)


class LayerPass:
    """Runs all tokens through a layer, matrix by matrix: `inputs` gives the inputs of the next of `matrices`, and
    `advance` multiplies them by it, so that a matrix can be quantized with its inputs known.

    small    norms, biases and router, by names such as "attention_norm.weight"
    x_ND     the residual stream, which is changed in place
    """

    def __init__(self, runner: LayerRunner, layer: int, small: Mapping[str, Float32Array], x_ND: Float32Array) -> None:
        self.x_ND = x_ND
        self._runner, self._config, self._layer, self._small = runner, runner.config, layer, small
        self._scale = np.float32(self._config.residual_scale)
        self._inputs = self._normed("attention_norm.weight")
        self._activated: dict[int | None, Float32Array] = {}
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
        """The inputs of a matrix, [N, I]; for an expert, those of the tokens routed to it."""
        if stem == "mlp.down":
            return self._activated[expert]
        return self._inputs if expert is None else self._inputs[self._routes[expert][0]]

    def advance(self, stem: str, expert: int | None, product: Product) -> None:
        """Multiply the inputs of the next matrix by it, and add the bias."""
        bias = self._small.get(f"{stem}.bias", np.float32(0))
        rows = self.inputs(stem, expert)
        if stem == "attention.qkv":
            attended = np.empty((len(rows), self._config.q_size), np.float32)
            for sequence in self._pieces(len(rows), self._runner.length):
                attended[sequence] = self._runner.attention(product(rows[sequence]) + bias, self._layer)
            self._inputs = attended
        elif stem == "attention.output":
            for piece in self._pieces(len(rows)):
                self.x_ND[piece] += self._scale * (product(rows[piece]) + bias)
            self._inputs = self._normed("mlp_norm.weight")
            self._route()
        elif stem == "mlp.gate_up":
            activated = np.empty((len(rows), self._config.intermediate_size), np.float32)
            for piece in self._pieces(len(rows)):
                activated[piece] = swiglu(product(rows[piece]) + bias)
            self._activated[expert] = activated
            if expert is None:
                self._inputs = np.empty((0, 0), np.float32)
        else:
            del self._activated[expert]
            token, router_weights = self._routes.get(expert, (None, None))
            for piece in self._pieces(len(rows)):
                out = self._scale * (product(rows[piece]) + bias)
                if token is None or router_weights is None:
                    self.x_ND[piece] += out
                else:
                    self.x_ND[token[piece]] += router_weights[piece, None] * out

    def is_finite(self, stem: str, expert: int | None) -> bool:
        """Whether the outputs of the last `advance`, that of this matrix, are finite."""
        outputs = {"attention.qkv": self._inputs, "mlp.gate_up": self._activated.get(expert)}.get(stem, self.x_ND)
        return outputs is None or not outputs.size or bool(np.isfinite([outputs.min(), outputs.max()]).all())

    def _normed(self, gain: str) -> Float32Array:
        normed = np.empty_like(self.x_ND)
        for piece in self._pieces(len(normed)):
            normed[piece] = rms_norm(self.x_ND[piece], self._small[gain], self._config.rms_norm_eps)
        return normed

    def _route(self) -> None:
        """Route each token to its top experts, weighted by the router's probabilities scaled to sum to one."""
        if not self._config.experts:
            return
        probabilities = softmax(self._inputs @ self._small["mlp.router.weight"].T)
        chosen = np.argsort(-probabilities, axis=-1, kind="stable")[:, : self._config.experts_per_token]
        top = np.take_along_axis(probabilities, chosen, axis=-1)
        top = top / top.sum(axis=-1, keepdims=True)
        for expert in range(self._config.experts):
            token, place = np.nonzero(chosen == expert)
            self._routes[expert] = (token, top[token, place])

    @staticmethod
    def _pieces(rows: int, size: int = ROWS_AT_ONCE) -> Iterator[slice]:
        return (slice(start, min(start + size, rows)) for start in range(0, rows, size))


def rms_norm(x_ND: Float32Array, gain: Float32Array, eps: float) -> Float32Array:
    power = np.mean(np.square(x_ND), axis=-1, keepdims=True)
    normed: Float32Array = x_ND / np.sqrt(power + np.float32(eps)) * gain
    return normed


def softmax(scores: Float32Array) -> Float32Array:
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: Float32Array = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities


def swiglu(gate_up: Float32Array) -> Float32Array:
    gate, up = np.split(gate_up, 2, axis=-1)
    with np.errstate(over="ignore"):
        activated: Float32Array = gate / (1 + np.exp(-gate)) * up
    return activated


def _in_8_bits(x_TKE: Float32Array) -> Float32Array:
    """Rounded to 8 bits with one scale per token and head, as in the KV cache."""
    step = np.abs(x_TKE).max(axis=-1, keepdims=True) / np.float32(127)
    rounded: Float32Array = np.rint(x_TKE / np.where(step > 0, step, np.float32(1))) * step
    return rounded
