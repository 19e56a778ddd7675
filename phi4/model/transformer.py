"""The transformer: one class for all families, whose differences are data in ModelConfig.

Parameter names are the canonical names of `phi4.config.tensor_shapes`. Projections are fused (q, k, v in one product,
gate and up in one); RoPE may be partial; sliding windows are per layer; Granite's four scales are 1.0 for other
families; a row may hold several packed documents, or start with padding.

Shapes: B batch, T tokens, S keys, D hidden_size, H heads, K kv_heads, E head_dim, V vocab_size.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from phi4.config import ModelConfig, tensor_shapes
from phi4.model.cache import KVCache
from phi4.model.masks import Attention as AttentionKind
from phi4.model.masks import Mask, Visibility, attend, masks_by_window
from phi4.model.mlp import DenseMLP, ExpertsMLP
from phi4.model.rope import Rotation, rotate

INIT_STD = 0.02


class Attention(nn.Module):
    def __init__(self, config: ModelConfig, layer: int) -> None:
        super().__init__()
        self.layer = layer
        self.heads, self.kv_heads, self.head_dim = config.heads, config.kv_heads, config.head_dim
        self.scale = config.attention_scale
        self.qkv = nn.Linear(config.hidden_size, config.q_size + 2 * config.kv_size, bias=config.qkv_bias)
        self.output = nn.Linear(config.q_size, config.hidden_size, bias=config.output_bias)

    def forward(self, x_BTD: Tensor, rotation: tuple[Tensor, Tensor], mask: Mask, cache: KVCache | None) -> Tensor:
        batch, tokens, _ = x_BTD.shape
        heads = self.qkv(x_BTD).view(batch, tokens, -1, self.head_dim).transpose(1, 2)
        q_BHTE, k_BKTE, v_BKTE = heads.split([self.heads, self.kv_heads, self.kv_heads], dim=1)
        q_BHTE, k_BKTE = rotate(q_BHTE, *rotation), rotate(k_BKTE, *rotation)
        if cache is not None:
            k_BKTE, v_BKTE = cache.extend(self.layer, k_BKTE, v_BKTE)
        attended = attend(q_BHTE, k_BKTE, v_BKTE, mask, self.scale)
        return self.output(attended.transpose(1, 2).reshape(batch, tokens, -1))  # type: ignore[no-any-return]


class Block(nn.Module):
    def __init__(self, config: ModelConfig, layer: int) -> None:
        super().__init__()
        self.residual_scale = config.residual_scale
        self.attention_norm = nn.RMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        self.attention = Attention(config, layer)
        self.mlp_norm = nn.RMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        self.mlp = ExpertsMLP(config) if config.experts else DenseMLP(config)

    def forward(self, x_BTD: Tensor, rotation: tuple[Tensor, Tensor], mask: Mask, cache: KVCache | None) -> Tensor:
        attended = self.attention(self.attention_norm(x_BTD), rotation, mask, cache)
        x_BTD = x_BTD + self.residual_scale * attended
        return x_BTD + self.residual_scale * self.mlp(self.mlp_norm(x_BTD))  # type: ignore[no-any-return]


class Transformer(nn.Module):
    """A decoder-only language model; with tied embeddings, `lm_head` is the embedding.

    Attributes to set before training or inference:

    attention   the attention implementation
    compiled    whether the operations on its streams are compiled too
    """

    attention: AttentionKind = "fused"
    compiled: bool = False

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.hidden_size)
        self.rotation = Rotation(config.rope)
        self.layers = nn.ModuleList(Block(config, layer) for layer in range(config.layers))
        self.norm = nn.RMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        if not config.tied_embeddings:
            self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)

    @torch.no_grad()
    def init_weights(self, seed: int) -> None:
        """Initialize every parameter with `initial_weights`."""
        parameters = dict(self.named_parameters())
        for name, tensor in initial_weights(self.config, seed):
            parameters[name].copy_(tensor)

    def hidden(
        self,
        tokens_BT: Tensor,
        *,
        documents: Tensor | None = None,
        padding: Tensor | None = None,
        cache: KVCache | None = None,
    ) -> Tensor:
        """The hidden states after the last norm, float [B, T, D], of int `tokens_BT`.

        documents   int [B, T]: packed documents; a token sees only its own, and positions restart with each
        padding     int [B]: leading padding tokens of each row, in the cache and these tokens together
        cache       holds the tokens before these, and is extended by these; not together with `documents`
        """
        tokens = tokens_BT.shape[1]
        before = cache.length if cache is not None else 0
        positions_BT = self._positions(tokens_BT, before, documents, padding)
        visibility = Visibility(tokens, before + tokens, documents, padding, tokens_BT.device)
        masks = masks_by_window(visibility, set(self.config.sliding_windows), attention=self.attention)

        x_BTD = self.embedding(tokens_BT) * self.config.embedding_scale
        rotation = self.rotation(positions_BT, x_BTD.dtype)
        for layer, window in zip(self.layers, self.config.sliding_windows, strict=True):
            x_BTD = layer(x_BTD, rotation, masks[window], cache)
        if cache is not None:
            cache.advance(tokens)
        return self.norm(x_BTD)  # type: ignore[no-any-return]

    def logits(self, hidden: Tensor) -> Tensor:
        """Logits over the vocabulary, [..., V], of hidden states [..., D]."""
        return functional.linear(hidden, self.head) * self.config.logit_scale

    @property
    def head(self) -> Tensor:
        """The output projection, [V, D], without `config.logit_scale`."""
        return self.embedding.weight if self.config.tied_embeddings else self.lm_head.weight

    def forward(
        self,
        tokens_BT: Tensor,
        documents: Tensor | None = None,
        *,
        padding: Tensor | None = None,
        cache: KVCache | None = None,
    ) -> Tensor:
        """Logits [B, T, V]; the arguments are those of `hidden`."""
        return self.logits(self.hidden(tokens_BT, documents=documents, padding=padding, cache=cache))

    @staticmethod
    def _positions(tokens_BT: Tensor, before: int, documents: Tensor | None, padding: Tensor | None) -> Tensor:
        index = torch.arange(before, before + tokens_BT.shape[1], device=tokens_BT.device)
        if documents is not None:
            starts = torch.ones_like(documents, dtype=torch.bool)
            starts[:, 1:] = documents[:, 1:] != documents[:, :-1]
            return index - torch.where(starts, index, 0).cummax(dim=1).values
        if padding is not None:
            return (index - padding[:, None]).clamp(min=0)
        return index[None]


def initial_weights(config: ModelConfig, seed: int) -> Iterator[tuple[str, Tensor]]:
    """A new model's parameters by name, one at a time, float32 on the CPU; the same on every machine.

    norms                       1
    biases                      0
    attention.output, mlp.down  normal, std 0.02 / sqrt(2 layers): the residual stream keeps its size
    all others                  normal, std 0.02
    """
    generator = torch.Generator().manual_seed(seed)
    for name, shape in tensor_shapes(config).items():
        if name.endswith("norm.weight"):
            yield name, torch.ones(shape)
        elif name.endswith(".bias"):
            yield name, torch.zeros(shape)
        else:
            into_residual = name.endswith(("attention.output.weight", "mlp.down.weight"))
            std = INIT_STD / (2 * config.layers) ** 0.5 if into_residual else INIT_STD
            yield name, torch.empty(shape).normal_(0.0, std, generator=generator)
