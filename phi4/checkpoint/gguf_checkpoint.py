"""A GGUF file as a checkpoint: its tensors under the canonical names, decoded on demand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.conversion import convert_into
from phi4.checkpoint.gguf_blocks import BY_NAME, decoded_rows
from phi4.checkpoint.gguf_config import RopeTensors, architecture_of, config_of, other_kind
from phi4.checkpoint.gguf_file import GgufFile, GgufTensor
from phi4.config import ModelConfig, tensor_shapes
from phi4.errors import CheckpointError

_ROPE = ("rope_freqs.weight", "rope_factors_short.weight", "rope_factors_long.weight")
_TOP = {"embedding.weight": "token_embd.weight", "norm.weight": "output_norm.weight", "lm_head.weight": "output.weight"}
_PLAIN = {
    "attention_norm.weight": "attn_norm.weight",
    "attention.output.weight": "attn_output.weight",
    "mlp_norm.weight": "ffn_norm.weight",
    "mlp.down.weight": "ffn_down.weight",
    "mlp.router.weight": "ffn_gate_inp.weight",
}
_VALUES_AT_ONCE = 1 << 22
_MAX_VECTOR_LENGTH = 1 << 16
_VECTOR_TOLERANCES = {"F32": 1e-4, "F16": 2e-3, "BF16": 2e-2}
"""Relative precision of rotary frequency divisors stored in a type."""


@dataclass(frozen=True)
class _Part:
    """A stored tensor and the rows of the canonical tensor that it fills, of one expert or of all."""

    name: str
    shape: tuple[int, ...]
    start: int = 0
    expert: int | None = None
    heads: int | None = None  # rows are permuted within each of `heads` heads, as for llama.cpp's RoPE


class GgufCheckpoint:
    """Weights of a GGUF file with all its shards. Everything is checked on opening, and values are decoded on demand.

    `metadata` is the file's own; it holds the tokenizer and the chat template.

    Raises:
        CheckpointError: the file is malformed, or its tensors are not those of its configuration.
        ConfigError: its metadata describes a model that phi4 does not support.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = GgufFile(path)
        self.metadata, self.files = self._file.metadata, self._file.files
        if (problem := other_kind(self.metadata)) is not None:
            raise CheckpointError(f"{path}: {problem}")
        _, self._architecture = architecture_of(self.metadata, str(path))
        if not self._file.tensors:
            raise CheckpointError(f"{path}: holds a vocabulary but no weights; give the model's own GGUF file")
        self.config = self._config()
        self._parts = self._matched()

    @property
    def stored_dtype(self) -> str:
        """The GGUF type of most of the weights, such as "Q4_K"."""
        sizes: Counter[str] = Counter()
        for tensor in self._file.tensors.values():
            sizes[tensor.type] += tensor.length
        return sizes.most_common(1)[0][0]

    @property
    def stored_bytes(self) -> int:
        return sum(tensor.length for tensor in self._file.tensors.values())

    def read(self, name: str) -> npt.NDArray[np.float32]:
        """The canonical tensor `name` as float32."""
        out = np.empty(tensor_shapes(self.config)[name], dtype=np.float32)
        self.read_into(name, out)
        return out

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        """Fill `out` [canonical shape] of float32, float16, or uint16 (bits of bfloat16) with the tensor `name`."""
        for part in self._parts[name]:
            stored = self._file.tensors[part.name]
            rows = slice(part.start, part.start + part.shape[-2 if len(part.shape) > 1 else 0])
            if len(part.shape) == 3:
                for expert in range(part.shape[0]):
                    self._fill(stored, out[expert, rows], part, expert)
            else:
                self._fill(stored, out[rows] if part.expert is None else out[part.expert, rows], part, 0)
            stored.file.release(stored.offset, stored.length)

    def skip(self, name: str) -> None:
        """Does nothing: the files stay mapped."""

    def _fill(self, stored: GgufTensor, out: npt.NDArray[Any], part: _Part, expert: int) -> None:
        """Decode the matrix or vector of `expert` into `out`, some rows at a time."""
        block, columns = BY_NAME[stored.type], stored.shape[-1]
        rows = 1 if out.ndim == 1 else out.shape[0]
        row_bytes = columns // block.values * block.bytes
        raw = stored.file.array(
            stored.offset + expert * rows * row_bytes, np.uint8, (rows, row_bytes), f"tensor {part.name!r}"
        )
        if part.heads is not None:
            raw = raw[_unpaired(rows, part.heads)]
        step = max(1, _VALUES_AT_ONCE // columns)
        matrix = out.reshape(rows, columns)
        for start in range(0, rows, step):
            convert_into(
                decoded_rows(raw[start : start + step], stored.type, columns), "F32", matrix[start : start + step]
            )

    def _config(self) -> ModelConfig:
        tensors, where = self._file.tensors, str(self.path)
        embedding = tensors.get("token_embd.weight")
        if embedding is None or len(embedding.shape) != 2:
            raise CheckpointError(f"{where}: has no token_embd.weight; the file is incomplete: fetch it again")
        frequencies, short, long = (self._vector(name) for name in _ROPE)
        stored_type = tensors[_ROPE[0]].type if frequencies is not None else "F32"
        return config_of(
            self.metadata,
            vocab_size=embedding.shape[0],
            tied="output.weight" not in tensors,
            qkv_bias="blk.0.attn_q.bias" in tensors or "blk.0.attn_qkv.bias" in tensors,
            rope=RopeTensors(frequencies, short, long, _VECTOR_TOLERANCES[stored_type]),
            where=where,
        )

    def _vector(self, name: str) -> npt.NDArray[np.float32] | None:
        stored = self._file.tensors.get(name)
        if stored is None:
            return None
        if stored.type not in _VECTOR_TOLERANCES or len(stored.shape) != 1 or stored.shape[0] > _MAX_VECTOR_LENGTH:
            raise CheckpointError(
                f"{self.path}: {name} is not a list of at most {_MAX_VECTOR_LENGTH:,} floats; the file is corrupt: "
                "fetch it again"
            )
        raw = stored.file.array(stored.offset, np.uint8, (1, stored.length), name)
        vector: npt.NDArray[np.float32] = decoded_rows(raw, stored.type, stored.shape[0])[0]
        return vector

    def _matched(self) -> dict[str, list[_Part]]:
        """The stored parts of each canonical tensor; a missing, extra or misshaped tensor is an error."""
        stored = self._file.tensors
        matched = {name: self._parts_of(name, shape) for name, shape in tensor_shapes(self.config).items()}
        wanted = {part.name: part for parts in matched.values() for part in parts}
        for name, part in wanted.items():
            if name not in stored:
                self._refuse_missing(name)
            if stored[name].shape != part.shape:
                raise CheckpointError(
                    f"{self.path}: tensor {name!r} is {list(stored[name].shape)} and the metadata asks for "
                    f"{list(part.shape)}; the file is corrupt: fetch it again"
                )
        if extra := sorted(set(stored) - set(wanted) - set(_ROPE)):
            raise CheckpointError(
                f"{self.path}: {len(extra)} tensors do not belong to this model, such as {extra[0]!r:.60}; "
                "phi4 does not run this variant"
            )
        return matched

    def _refuse_missing(self, name: str) -> NoReturn:
        raise CheckpointError(f"{self.path}: tensor {name!r} is missing; the file is incomplete: fetch it again")

    def _parts_of(self, canonical: str, shape: tuple[int, ...]) -> list[_Part]:
        if canonical in _TOP:
            return [_Part(_TOP[canonical], shape)]
        _, index, field = canonical.split(".", 2)
        block = f"blk.{index}"
        if field.startswith("attention.qkv."):
            return self._qkv(block, field.rpartition(".")[2], shape)
        if self.config.experts and field in ("mlp.gate_up.weight", "mlp.down.weight"):
            return self._experts(block, field, shape)
        if field == "mlp.gate_up.weight":
            return self._gate_up(block, shape)
        return [_Part(f"{block}.{_PLAIN[field]}", shape)]

    def _qkv(self, block: str, kind: Literal["weight", "bias"] | str, shape: tuple[int, ...]) -> list[_Part]:
        if f"{block}.attn_qkv.{kind}" in self._file.tensors:
            return [_Part(f"{block}.attn_qkv.{kind}", shape)]
        config, permuted = self.config, self._architecture.permuted
        sizes = (
            ("q", config.q_size, config.heads),
            ("k", config.kv_size, config.kv_heads),
            ("v", config.kv_size, None),
        )
        parts, start = [], 0
        for letter, size, heads in sizes:
            part = _Part(f"{block}.attn_{letter}.{kind}", (size, *shape[1:]), start, heads=heads if permuted else None)
            parts.append(part)
            start += size
        return parts

    def _gate_up(self, block: str, shape: tuple[int, ...]) -> list[_Part]:
        if f"{block}.ffn_gate.weight" not in self._file.tensors:
            return [_Part(f"{block}.ffn_up.weight", shape)]
        half = (self.config.intermediate_size, shape[1])
        return [_Part(f"{block}.ffn_gate.weight", half), _Part(f"{block}.ffn_up.weight", half, half[0])]

    def _experts(self, block: str, field: str, shape: tuple[int, ...]) -> list[_Part]:
        """All experts in one tensor, or one tensor per expert in old files."""
        inner, experts = self.config.intermediate_size, self.config.experts
        names = (("down", 0, shape[1]),) if field == "mlp.down.weight" else (("gate", 0, inner), ("up", inner, inner))
        parts = []
        for name, start, rows in names:
            if f"{block}.ffn_{name}_exps.weight" in self._file.tensors:
                parts.append(_Part(f"{block}.ffn_{name}_exps.weight", (experts, rows, shape[2]), start))
                continue
            for expert in range(experts):
                stored = f"{block}.ffn_{name}.{expert}.weight"
                if stored not in self._file.tensors:  # before the list grows as long as the metadata claims
                    self._refuse_missing(stored)
                parts.append(_Part(stored, (rows, shape[2]), start, expert))
        return parts


def _unpaired(rows: int, heads: int) -> npt.NDArray[np.intp]:
    """Row numbers that undo llama.cpp's permutation, in which dims i and i + half of a head are adjacent."""
    return np.arange(rows).reshape(heads, rows // heads // 2, 2).swapaxes(1, 2).reshape(-1)
