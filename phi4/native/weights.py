"""Set the weights of an engine model: packed weights from mapped files, others as floats in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

import phi4.native._engine as _engine
from phi4.checkpoint import LoadProgress, PackedCheckpoint, Weights
from phi4.checkpoint.packed.folder import Matrix, matrices_of
from phi4.config import ModelConfig, tensor_shapes

FLOAT_TYPES = {"float32": np.float32, "bfloat16": np.uint16, "float16": np.float16}
_ROLES = {
    "attention.qkv": "qkv", "attention.output": "output", "mlp.router": "router", "mlp.gate_up": "gate_up",
    "mlp.down": "down", "attention_norm": "attention_norm", "mlp_norm": "mlp_norm", "norm": "norm",
    "lm_head": "lm_head",
}  # fmt: skip


def native_shape(config: ModelConfig) -> _engine.ModelShape:
    """The engine's description of a model without its weights."""
    rope, switch = config.rope, config.rope.switch_length
    return _engine.ModelShape(
        {
            "vocab_size": config.vocab_size,
            "hidden_size": config.hidden_size,
            "intermediate_size": config.intermediate_size,
            "layers": config.layers,
            "heads": config.heads,
            "kv_heads": config.kv_heads,
            "head_dim": config.head_dim,
            "rope_dim": rope.dim,
            "experts": config.experts,
            "experts_per_token": config.experts_per_token,
            "rms_norm_eps": config.rms_norm_eps,
            "attention_scale": config.attention_scale,
            "embedding_scale": config.embedding_scale,
            "residual_scale": config.residual_scale,
            "logit_scale": config.logit_scale,
            "rope_factor": rope.attention_factor,
            "windows": [window or 0 for window in config.sliding_windows],
            "frequencies": rope.inverse_frequencies(1),
            "long_frequencies": rope.inverse_frequencies(switch + 1) if switch is not None else [],
            "switch_length": switch or 0,
        }
    )


def place(name: str) -> tuple[str, int]:
    """The engine's role of a canonical tensor's stem, and its layer (0 outside layers)."""
    if name.startswith("layers."):
        _, layer, rest = name.split(".", 2)
        return _ROLES[rest], int(layer)
    return _ROLES[name], 0


def set_packed_weights(
    model: _engine.Model, checkpoint: PackedCheckpoint, progress: LoadProgress | None = None
) -> None:
    """Set packed weights, which stay in the mapped files; norms and biases are floats."""
    config = checkpoint.config
    names = [*tensor_shapes(config), *(["lm_head.weight"] if config.tied_embeddings else [])]
    for number, name in enumerate(names, 1):
        if name == "embedding.weight":
            model.set_embedding_codes(checkpoint.tensor("embedding.codes"), checkpoint.tensor("embedding.scales"))
        elif matrices := matrices_of(config, name):
            for matrix in matrices:
                _set_matrix(model, matrix, checkpoint)
        else:
            _set_small(model, name, checkpoint.tensor(name))
        if progress is not None:
            progress(number, len(names))


def _set_matrix(model: _engine.Model, matrix: Matrix, checkpoint: PackedCheckpoint) -> None:
    role, layer = place(matrix.name.removesuffix(".weight"))
    weights = checkpoint.packed(matrix)
    model.set_packed(
        role, layer, matrix.expert or 0, weights.bits, checkpoint.rotated, weights.codes, weights.scales,
        weights.row_scales,
    )  # fmt: skip


def set_float_weights(model: _engine.Model, weights: Weights, dtype: str, progress: LoadProgress | None = None) -> None:
    """Read all weights into memory as `dtype`; norms, biases and routers are kept in float32."""
    shapes = tensor_shapes(weights.config)
    for number, (name, shape) in enumerate(shapes.items(), 1):
        stem = name.rpartition(".")[0]
        if name == "embedding.weight":
            embedding = _as(weights, name, shape, dtype)
            model.set_embedding(dtype, embedding)
            if weights.config.tied_embeddings:
                model.set_float("lm_head", 0, 0, dtype, embedding)
        elif len(shape) == 1 or stem.endswith("router"):
            _set_small(model, name, weights.read(name))
        else:
            role, layer = place(stem)
            values = _as(weights, name, shape, dtype)
            for expert, matrix in enumerate(values if len(shape) == 3 else [values]):
                model.set_float(role, layer, expert, dtype, matrix)
        if progress is not None:
            progress(number, len(shapes))


def _set_small(model: _engine.Model, name: str, values: npt.NDArray[Any]) -> None:
    stem, _, kind = name.rpartition(".")
    role, layer = place(stem)
    values = np.ascontiguousarray(values, np.float32)
    if kind == "bias":
        model.set_bias(role, layer, values)
    elif role == "router":
        model.set_float(role, layer, 0, "float32", values)
    else:
        model.set_norm(role, layer, values)


def _as(weights: Weights, name: str, shape: tuple[int, ...], dtype: str) -> npt.NDArray[Any]:
    if dtype == "float32":
        return np.ascontiguousarray(weights.read(name))
    out = np.empty(shape, FLOAT_TYPES[dtype])
    weights.read_into(name, out)
    return out
