"""Tensor names of Hugging Face files and canonical names: one table for the reader and the writer.

q, k, v and gate, up are stored fused (phi3) or split (all others), and a mixture of experts names its parts in its own
way. The layout is recognized from a file's names, so a split Phi-4 or a fused Llama can be read too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass

from phi4.config import FAMILIES, ModelConfig, tensor_shapes

_REPEATED = re.compile(r"rotary_emb\.\w+|(self_attn|attn|attention)\.(masked_bias|bias)")
"""Ends of names of redundant tensors: rotary tables and causal masks of old files."""

_PLAIN = {
    "attention_norm.weight": "input_layernorm.weight",
    "attention.output.weight": "self_attn.o_proj.weight",
    "attention.output.bias": "self_attn.o_proj.bias",
    "mlp_norm.weight": "post_attention_layernorm.weight",
    "mlp.down.weight": "mlp.down_proj.weight",
    "mlp.down.bias": "mlp.down_proj.bias",
}
_TOP = {
    "embedding.weight": "model.embed_tokens.weight",
    "norm.weight": "model.norm.weight",
    "lm_head.weight": "lm_head.weight",
}


def is_ignored(name: str) -> bool:
    """Whether a tensor of this name is redundant with the configuration."""
    return _REPEATED.fullmatch(".".join(name.rsplit(".", 2)[-2:])) is not None


@dataclass(frozen=True)
class Layout:
    """Whether a file stores projections fused."""

    fused_qkv: bool
    fused_gate_up: bool

    @classmethod
    def of_family(cls, model_type: str) -> Layout:
        fused = FAMILIES[model_type].fused_projections
        return cls(fused, fused)

    @classmethod
    def of_names(cls, names: Collection[str]) -> Layout:
        """The layout of a file with these names."""
        return cls(
            any(".self_attn.qkv_proj." in name for name in names),
            any(".mlp.gate_up_proj." in name for name in names),
        )


@dataclass(frozen=True)
class Part:
    """A stored tensor `name` and the part of the canonical tensor that it fills: an expert, and rows from `start`."""

    name: str
    shape: tuple[int, ...]
    expert: int | None = None
    start: int = 0

    @property
    def place(self) -> tuple[int | slice, ...]:
        rows = slice(self.start, self.start + self.shape[0])
        return (rows,) if self.expert is None else (self.expert, rows)


def matched(config: ModelConfig, layout: Layout, stored: Container[str]) -> dict[str, list[Part]]:
    """The parts of every canonical tensor. It stops at the first name that is not `stored`, so that a hostile
    configuration of many layers and experts takes no more memory than its file.

    Raises:
        KeyError: the missing name.
    """
    found: dict[str, list[Part]] = {}
    for name, shape in tensor_shapes(config).items():
        group = found[name] = []
        for part in parts(config, name, shape, layout):
            if part.name not in stored:
                raise KeyError(part.name)
            group.append(part)
    return found


def is_shard_name(name: object) -> bool:
    """Whether `name`, from an index, is the plain name of a safetensors file inside its folder."""
    return (
        isinstance(name, str)
        and name.endswith(".safetensors")
        and not name.startswith(".")
        and not set(name) & set("/\\:\0")
        and len(name.encode(errors="replace")) <= 255
    )


def parts(config: ModelConfig, canonical: str, shape: tuple[int, ...], layout: Layout) -> Iterator[Part]:
    """The stored tensors that make up the tensor `canonical` of `shape`, in order."""
    if canonical in _TOP:
        yield Part(_TOP[canonical], shape)
        return
    _, index, field = canonical.split(".", 2)
    layer = f"model.layers.{index}"
    if field in _PLAIN and not (config.experts and field.startswith("mlp.")):
        yield Part(f"{layer}.{_PLAIN[field]}", shape)
    elif field == "mlp.router.weight":
        yield Part(f"{layer}.block_sparse_moe.gate.weight", shape)
    elif field.startswith("attention.qkv."):
        sizes = {"q_proj": config.q_size, "k_proj": config.kv_size, "v_proj": config.kv_size}
        yield from _rows(f"{layer}.self_attn", "qkv_proj", layout.fused_qkv, sizes, field, shape)
    elif config.experts:
        yield from _experts(config, field, f"{layer}.block_sparse_moe.experts", shape)
    else:
        sizes = {"gate_proj": config.intermediate_size, "up_proj": config.intermediate_size}
        yield from _rows(f"{layer}.mlp", "gate_up_proj", layout.fused_gate_up, sizes, field, shape)


def _rows(
    module: str, fused_name: str, fused: bool, sizes: dict[str, int], field: str, shape: tuple[int, ...]
) -> Iterator[Part]:
    kind = field.rpartition(".")[2]
    if fused:
        yield Part(f"{module}.{fused_name}.{kind}", shape)
        return
    start = 0
    for name, size in sizes.items():
        yield Part(f"{module}.{name}.{kind}", (size, *shape[1:]), start=start)
        start += size


def _experts(config: ModelConfig, field: str, module: str, shape: tuple[int, ...]) -> Iterator[Part]:
    """Mixtral: w1 is the gate, w3 the up projection, w2 the down projection."""
    inner = config.intermediate_size
    for expert in range(config.experts):
        if field == "mlp.down.weight":
            yield Part(f"{module}.{expert}.w2.weight", shape[1:], expert)
        else:
            yield Part(f"{module}.{expert}.w1.weight", (inner, shape[2]), expert)
            yield Part(f"{module}.{expert}.w3.weight", (inner, shape[2]), expert, inner)
