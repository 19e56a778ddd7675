"""Writes GGUF files as llama.cpp's converter does, with the `gguf` package, for configurations made here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import gguf
import numpy as np

from phi4.config import Llama3Scaling, LongRopeScaling
from tests.support.weights import RandomWeights

ARCHITECTURE = {"phi3": "phi3", "mixtral": "llama", "qwen2": "qwen2", "llama": "llama", "mistral": "llama",
                "ministral": "llama", "granite": "granite"}  # fmt: skip
Quantise = Callable[[str, np.ndarray], gguf.GGMLQuantizationType]


def always_f32(name: str, value: np.ndarray) -> gguf.GGMLQuantizationType:  # noqa: ARG001
    return gguf.GGMLQuantizationType.F32


def paired(rows: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp's order of q and k: dims i and i + half of each head side by side."""
    return rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def write_gguf(
    path: Path,
    weights: RandomWeights,
    *,
    quantise: Quantise = always_f32,
    old_experts: bool = False,
    keys: Mapping[str, object] | None = None,
    vectors: gguf.GGMLQuantizationType = gguf.GGMLQuantizationType.F32,
) -> None:
    """`keys` replace or add metadata; `vectors` is the type of rotary factors."""
    config, architecture = weights.config, ARCHITECTURE[weights.config.model_type]
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_context_length(config.max_positions)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.heads)
    writer.add_head_count_kv(config.kv_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(config.rope.dim)
    writer.add_rope_freq_base(config.rope.theta)
    writer.add_vocab_size(config.vocab_size)
    writer.add_bos_token_id(config.bos_id or 0)
    writer.add_eos_token_id(config.eos_ids[0])
    if config.experts:
        writer.add_expert_count(config.experts)
        writer.add_expert_used_count(config.experts_per_token)
    if config.model_type == "granite":
        writer.add_embedding_scale(config.embedding_scale)
        writer.add_residual_scale(config.residual_scale)
        writer.add_attention_scale(config.attention_scale)
        writer.add_logit_scale(1 / config.logit_scale)
    window = max((each for each in config.sliding_windows if each), default=None)
    if architecture == "phi3":
        writer.add_sliding_window(window or 0)
    elif window:
        writer.add_sliding_window(window)
        writer.add_sliding_window_pattern([each is not None for each in config.sliding_windows])
    for name, value in stored_tensors(weights, old_experts=old_experts).items():
        kind = quantise(name, value)
        data = value if kind == gguf.GGMLQuantizationType.F32 else gguf.quants.quantize(value, kind)
        writer.add_tensor(name, np.ascontiguousarray(data), raw_dtype=kind)
    scaling = config.rope.scaling
    if isinstance(scaling, LongRopeScaling):
        writer.add_rope_scaling_orig_ctx_len(scaling.original_max_positions)
        writer.add_rope_scaling_attn_factors(scaling.attention_factor)
        for name, factors in (("long", scaling.long_factors), ("short", scaling.short_factors)):
            data = gguf.quants.quantize(np.array([factors], np.float32), vectors)[0]
            writer.add_tensor(f"rope_factors_{name}.weight", data, raw_dtype=vectors)
    elif isinstance(scaling, Llama3Scaling):
        plain = [config.rope.theta ** (-2 * i / config.rope.dim) for i in range(config.rope.dim // 2)]
        divisors = np.array(plain) / np.array(config.rope.inverse_frequencies(1))
        data = gguf.quants.quantize(divisors.astype(np.float32)[None], vectors)[0]
        writer.add_tensor("rope_freqs.weight", data, raw_dtype=vectors)
    for key, value in (keys or {}).items():
        writer.kv_data[0].pop(key, None)
        kind = gguf.GGUFValueType.get_type(value)
        sub_type = gguf.GGUFValueType.get_type(value[0]) if isinstance(value, list) else None
        writer.add_key_value(key, value, kind, sub_type=sub_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def stored_tensors(weights: RandomWeights, *, old_experts: bool) -> dict[str, np.ndarray]:
    config, tensors = weights.config, weights.tensors
    architecture, inner = ARCHITECTURE[config.model_type], config.intermediate_size
    stored = {"token_embd.weight": tensors["embedding.weight"], "output_norm.weight": tensors["norm.weight"]}
    if not config.tied_embeddings:
        stored["output.weight"] = tensors["lm_head.weight"]
    for i in range(config.layers):
        ours, block = f"layers.{i}", f"blk.{i}"
        stored[f"{block}.attn_norm.weight"] = tensors[f"{ours}.attention_norm.weight"]
        stored[f"{block}.ffn_norm.weight"] = tensors[f"{ours}.mlp_norm.weight"]
        stored[f"{block}.attn_output.weight"] = tensors[f"{ours}.attention.output.weight"]
        for kind in ("weight", "bias"):
            if (qkv := tensors.get(f"{ours}.attention.qkv.{kind}")) is None:
                continue
            if architecture == "phi3":
                stored[f"{block}.attn_qkv.{kind}"] = qkv
                continue
            q, k, v = np.split(qkv, [config.q_size, config.q_size + config.kv_size])
            if architecture in ("llama", "granite"):
                q, k = paired(q, config.heads), paired(k, config.kv_heads)
            stored |= {f"{block}.attn_q.{kind}": q, f"{block}.attn_k.{kind}": k, f"{block}.attn_v.{kind}": v}
        gate_up, down = tensors[f"{ours}.mlp.gate_up.weight"], tensors[f"{ours}.mlp.down.weight"]
        if config.experts:
            stored[f"{block}.ffn_gate_inp.weight"] = tensors[f"{ours}.mlp.router.weight"]
            parts = {"gate": gate_up[:, :inner], "up": gate_up[:, inner:], "down": down}
            for name, value in parts.items():
                if old_experts:
                    stored |= {f"{block}.ffn_{name}.{expert}.weight": value[expert] for expert in range(config.experts)}
                else:
                    stored[f"{block}.ffn_{name}_exps.weight"] = value
        else:
            stored[f"{block}.ffn_down.weight"] = down
            if architecture == "phi3":
                stored[f"{block}.ffn_up.weight"] = gate_up
            else:
                stored |= {f"{block}.ffn_gate.weight": gate_up[:inner], f"{block}.ffn_up.weight": gate_up[inner:]}
    return stored


def split_in_two(path: Path) -> list[Path]:
    """The tensors of a file in two parts, named and marked as llama.cpp's splitter does."""
    reader = gguf.GGUFReader(path)
    parts = [path.with_name(f"split-{number:05d}-of-00002.gguf") for number in (1, 2)]
    half = len(reader.tensors) // 2
    for number, (part, tensors) in enumerate(zip(parts, (reader.tensors[:half], reader.tensors[half:]), strict=True)):
        writer = gguf.GGUFWriter(part, "llama")
        if number == 0:
            for key, field in reader.fields.items():
                if not key.startswith(("GGUF.", "general.architecture")):
                    kind = field.types[0]
                    sub_type = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
                    writer.add_key_value(key, field.contents(), kind, sub_type=sub_type)
        writer.add_uint16("split.no", number)
        writer.add_uint16("split.count", 2)
        for tensor in tensors:
            writer.add_tensor(tensor.name, np.array(tensor.data), raw_dtype=tensor.tensor_type)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
    return parts
