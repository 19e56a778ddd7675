"""One description for every model that phi4 runs: what differs between families is data here, never a class."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from phi4.config.rope import Rope


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """A decoder-only transformer: RMSNorm before blocks, rotary positions, grouped queries, SwiGLU, optional experts.

    Neutral values switch a feature off: `experts` 0, scales 1.0, a window of None.

    hidden_size          width of the residual stream
    intermediate_size    width of the MLP, or of one expert
    heads, kv_heads      query heads, and the key/value heads that they share in equal groups
    sliding_windows      one per layer: with W a token sees itself and the W - 1 before it; with None, all before it
    max_positions        tokens of context the model was trained for
    attention_scale      multiplies q.k, usually head_dim ** -0.5
    embedding_scale      multiplies the embeddings; residual_scale, the output of each block; logit_scale, the logits
    eos_ids              every id that ends an answer
    """

    model_type: str
    vocab_size: int
    hidden_size: int
    intermediate_size: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    max_positions: int
    rms_norm_eps: float
    rope: Rope
    sliding_windows: tuple[int | None, ...]
    attention_scale: float
    qkv_bias: bool = False
    output_bias: bool = False
    mlp_bias: bool = False
    tied_embeddings: bool = False
    experts: int = 0
    experts_per_token: int = 0
    embedding_scale: float = 1.0
    residual_scale: float = 1.0
    logit_scale: float = 1.0
    dtype: str = "bfloat16"
    bos_id: int | None = None
    eos_ids: tuple[int, ...] = ()
    pad_id: int | None = None

    @property
    def q_size(self) -> int:
        return self.heads * self.head_dim

    @property
    def kv_size(self) -> int:
        return self.kv_heads * self.head_dim

    @property
    def kv_values_per_token(self) -> int:
        """Numbers that one token adds to the KV cache, in all layers."""
        return 2 * self.kv_size * self.layers

    def parameter_count(self, *, active: bool = False) -> int:
        """Number of parameters, or only of those that are active for one token."""
        total = 0
        for shape in tensor_shapes(self).values():
            count = math.prod(shape)
            if active and len(shape) == 3:
                count = count // self.experts * self.experts_per_token
            total += count
        return total


@functools.lru_cache(maxsize=16)
def tensor_shapes(config: ModelConfig) -> Mapping[str, tuple[int, ...]]:
    """The shapes of a model's tensors by canonical name, in file order; a weight is [out, in].

    `qkv` holds all query heads, then keys, then values; `gate_up` the gate, then the up projection; experts
    are stacked along a first dimension.
    """
    hidden, inner, experts = config.hidden_size, config.intermediate_size, config.experts
    qkv = config.q_size + 2 * config.kv_size
    stack: tuple[int, ...] = (experts,) if experts else ()
    shapes: dict[str, tuple[int, ...]] = {"embedding.weight": (config.vocab_size, hidden)}
    for i in range(config.layers):
        layer = f"layers.{i}"
        shapes[f"{layer}.attention_norm.weight"] = (hidden,)
        shapes[f"{layer}.attention.qkv.weight"] = (qkv, hidden)
        if config.qkv_bias:
            shapes[f"{layer}.attention.qkv.bias"] = (qkv,)
        shapes[f"{layer}.attention.output.weight"] = (hidden, config.q_size)
        if config.output_bias:
            shapes[f"{layer}.attention.output.bias"] = (hidden,)
        shapes[f"{layer}.mlp_norm.weight"] = (hidden,)
        if experts:
            shapes[f"{layer}.mlp.router.weight"] = (experts, hidden)
        shapes[f"{layer}.mlp.gate_up.weight"] = (*stack, 2 * inner, hidden)
        if config.mlp_bias:
            shapes[f"{layer}.mlp.gate_up.bias"] = (2 * inner,)
        shapes[f"{layer}.mlp.down.weight"] = (*stack, hidden, inner)
        if config.mlp_bias:
            shapes[f"{layer}.mlp.down.bias"] = (hidden,)
    shapes["norm.weight"] = (hidden,)
    if not config.tied_embeddings:
        shapes["lm_head.weight"] = (config.vocab_size, hidden)
    return MappingProxyType(shapes)
