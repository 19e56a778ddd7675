"""Random weights of any configuration, and the same model in transformers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from phi4.config import ModelConfig, tensor_shapes, to_hf


class RandomWeights:
    """Every canonical tensor, drawn once; large enough that each part of a model shows in its logits."""

    def __init__(self, config: ModelConfig, *, seed: int) -> None:
        self.config = config
        generator = np.random.default_rng(seed)
        self.tensors: dict[str, npt.NDArray[np.float32]] = {}
        for name, shape in tensor_shapes(config).items():
            draw = generator.standard_normal(shape, dtype=np.float32)
            self.tensors[name] = 1 + 0.1 * draw if name.endswith("norm.weight") else 0.15 * draw

    def read(self, name: str) -> npt.NDArray[np.float32]:
        return self.tensors[name]

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        out[...] = self.tensors[name]

    def skip(self, name: str) -> None:
        """All tensors stay in memory."""


def reference_model(weights: RandomWeights) -> Any:
    """The transformers model of the same configuration and weights, eager attention, float32, never ending."""
    from transformers import AutoConfig, AutoModelForCausalLM

    config = weights.config
    hf_config = AutoConfig.for_model(**to_hf(config))
    hf_config.eos_token_id = None
    model = AutoModelForCausalLM.from_config(hf_config, dtype=torch.float32, attn_implementation="eager").eval()
    state = model.state_dict()
    for name, value in hf_state(weights).items():
        assert state[name].shape == value.shape, name
        state[name].copy_(torch.from_numpy(np.ascontiguousarray(value)))
    model.generation_config.eos_token_id = None
    model.generation_config.pad_token_id = 0
    return model


def hf_state(weights: RandomWeights) -> dict[str, npt.NDArray[np.float32]]:
    """The tensors under the names that transformers keeps in memory."""
    config, tensors = weights.config, weights.tensors
    fused = config.model_type == "phi3"
    state = {"model.embed_tokens.weight": tensors["embedding.weight"], "model.norm.weight": tensors["norm.weight"]}
    state["lm_head.weight"] = tensors["embedding.weight" if config.tied_embeddings else "lm_head.weight"]
    q, kv, inner = config.q_size, config.kv_size, config.intermediate_size
    for i in range(config.layers):
        ours, theirs = f"layers.{i}", f"model.layers.{i}"
        state[f"{theirs}.input_layernorm.weight"] = tensors[f"{ours}.attention_norm.weight"]
        state[f"{theirs}.post_attention_layernorm.weight"] = tensors[f"{ours}.mlp_norm.weight"]
        for kind in ("weight", "bias"):
            if (output := tensors.get(f"{ours}.attention.output.{kind}")) is not None:
                state[f"{theirs}.self_attn.o_proj.{kind}"] = output
            if (qkv := tensors.get(f"{ours}.attention.qkv.{kind}")) is not None:
                if fused:
                    state[f"{theirs}.self_attn.qkv_proj.{kind}"] = qkv
                else:
                    for part, rows in zip("qkv", np.split(qkv, [q, q + kv]), strict=True):
                        state[f"{theirs}.self_attn.{part}_proj.{kind}"] = rows
            if (gate_up := tensors.get(f"{ours}.mlp.gate_up.{kind}")) is None:
                continue
            down = tensors[f"{ours}.mlp.down.{kind}"]
            if config.experts:
                state[f"{theirs}.mlp.gate.weight"] = tensors[f"{ours}.mlp.router.weight"]
                state[f"{theirs}.mlp.experts.gate_up_proj"] = gate_up
                state[f"{theirs}.mlp.experts.down_proj"] = down
            else:
                state[f"{theirs}.mlp.down_proj.{kind}"] = down
                if fused:
                    state[f"{theirs}.mlp.gate_up_proj.{kind}"] = gate_up
                else:
                    state[f"{theirs}.mlp.gate_proj.{kind}"] = gate_up[:inner]
                    state[f"{theirs}.mlp.up_proj.{kind}"] = gate_up[inner:]
    return state
