"""Models equal to a trained one as functions and harder to round: what real checkpoints show, made on purpose."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from phi4.config import ModelConfig, tensor_shapes
from phi4.quant.float_twin import LayerRunner, rms_norm

Float32Array = npt.NDArray[np.float32]


class Source(Protocol):
    @property
    def config(self) -> ModelConfig: ...

    def read(self, name: str) -> Float32Array: ...


class Held:
    """A model whose tensors are in memory."""

    def __init__(self, config: ModelConfig, tensors: dict[str, Float32Array]) -> None:
        self.config, self.tensors = config, tensors

    @classmethod
    def of(cls, source: Source) -> Held:
        return cls(source.config, {name: source.read(name) for name in tensor_shapes(source.config)})

    def read(self, name: str) -> Float32Array:
        return self.tensors[name]


def outlier_channels(model: Held) -> Held:
    """A few channels of every norm 30 to 100 times larger, and the columns that read them as much smaller."""
    rng = np.random.default_rng(5)
    tensors = dict(model.tensors)
    size = model.config.hidden_size
    for norm, readers in _norms(model.config):
        gain = np.ones(size, np.float32)
        gain[rng.choice(size, max(size // 100, 3), replace=False)] = rng.uniform(30, 100, max(size // 100, 3))
        tensors[norm] = tensors[norm] * gain
        for reader in readers:
            tensors[reader] = tensors[reader] / gain
    return Held(model.config, tensors)


def massive_activations(model: Held, texts: npt.NDArray[np.int64]) -> Held:
    """Single tokens with values far beyond all others, in two places.

    In the residual stream: norms' gains are moved into the matrices, after which the stream may be rotated by any
    orthogonal matrix; it is rotated so that what the tokens of the largest norm of `texts` [N, T] have in
    common is one channel.
    In the MLP: of every layer the four inner channels that are most often small and sometimes large are made 100 times
    larger, and the columns that read them as much smaller.
    """
    config, tensors = model.config, dict(model.tensors)
    for norm, readers in _norms(config):
        for reader in readers:
            tensors[reader] = tensors[reader] * tensors[norm]
        tensors[norm] = np.ones_like(tensors[norm])
    flat = Held(config, tensors)
    stream, inner = _activations(flat, texts)
    size = np.square(stream).sum(axis=1)
    largest = stream[size >= np.quantile(size, 0.99)]
    direction = np.linalg.svd(largest, full_matrices=False)[2][0]
    # The reflection that swaps `direction` with the axis of channel 7.
    mirror = direction.copy()
    mirror[7] -= 1.0
    mirror /= max(float(np.linalg.norm(mirror)), 1e-6)
    turn = (np.eye(config.hidden_size) - 2 * np.outer(mirror, mirror)).astype(np.float32)
    tensors["embedding.weight"] = tensors["embedding.weight"] @ turn
    for _, readers in _norms(config):
        for reader in readers:
            tensors[reader] = tensors[reader] @ turn
    for layer in range(config.layers):
        for name in (f"layers.{layer}.attention.output.weight", f"layers.{layer}.mlp.down.weight"):
            tensors[name] = turn @ tensors[name]
        peaks = np.abs(inner[layer]).max(axis=0) / np.sqrt(np.square(inner[layer]).mean(axis=0))
        gain = np.ones(config.intermediate_size, np.float32)
        gain[np.argsort(-peaks)[:4]] = 100.0
        up = tensors[f"layers.{layer}.mlp.gate_up.weight"].copy()
        up[config.intermediate_size :] *= gain[:, None]
        tensors[f"layers.{layer}.mlp.gate_up.weight"] = up
        tensors[f"layers.{layer}.mlp.down.weight"] = tensors[f"layers.{layer}.mlp.down.weight"] / gain
    return Held(config, {name: np.ascontiguousarray(values) for name, values in tensors.items()})


def mean_squares(model: Held, texts: npt.NDArray[np.int64]) -> dict[str, Float32Array]:
    """Mean square of every input of every matrix on `texts` [N, T], by the matrix' canonical name: what llama.cpp
    calls an importance matrix.
    """
    config, found = model.config, dict[str, Float32Array]()

    def watch(layer: int, stem: str, rows: Float32Array) -> None:
        found[f"layers.{layer}.{stem}.weight"] = np.square(rows).mean(axis=0)

    stream = _run(model, texts, watch)
    normed = rms_norm(stream, model.tensors["norm.weight"], config.rms_norm_eps)
    found["lm_head.weight"] = np.square(normed).mean(axis=0)
    return found


def _activations(model: Held, texts: npt.NDArray[np.int64]) -> tuple[Float32Array, list[Float32Array]]:
    inner: list[Float32Array] = []

    def watch(_layer: int, stem: str, rows: Float32Array) -> None:
        if stem == "mlp.down":
            inner.append(rows)

    return _run(model, texts, watch), inner


def _run(model: Held, texts: npt.NDArray[np.int64], watch: object) -> Float32Array:
    config = model.config
    runner = LayerRunner(config, texts.shape[1])
    stream = model.tensors["embedding.weight"][texts.reshape(-1)] * np.float32(config.embedding_scale)
    for layer in range(config.layers):
        prefix = f"layers.{layer}."
        weights = {name.removeprefix(prefix): each for name, each in model.tensors.items() if name.startswith(prefix)}
        stream = runner.run(layer, weights, stream, lambda stem, _, rows, at=layer: watch(at, stem, rows))  # type: ignore[operator]
    return stream


def _norms(config: ModelConfig) -> list[tuple[str, list[str]]]:
    """Every norm, and the matrices that read what it gives."""
    found = [("norm.weight", ["lm_head.weight"])]
    for layer in range(config.layers):
        prefix = f"layers.{layer}."
        found.append((f"{prefix}attention_norm.weight", [f"{prefix}attention.qkv.weight"]))
        found.append((f"{prefix}mlp_norm.weight", [f"{prefix}mlp.gate_up.weight"]))
    return found
