"""A model in which one token follows another by a table: every layer adds zero, and the head reads the embedding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

import phi4
from phi4.checkpoint import save_checkpoint
from phi4.config import ModelConfig, Rope, tensor_shapes
from phi4.engine import LanguageModel
from phi4.text import Tokenizer
from tests.support.weights import RandomWeights

HIDDEN = 64


def chained(ids: Sequence[int]) -> dict[int, int]:
    """Each of `ids`, all different, is followed by the next, and the last by the first."""
    return dict(zip(ids, [*ids[1:], ids[0]], strict=True))


def successor_weights(
    successors: Mapping[int, int], *, vocab_size: int, eos_ids: tuple[int, ...] = (0,), model_type: str = "phi3"
) -> RandomWeights:
    config = ModelConfig(
        model_type=model_type, vocab_size=vocab_size, hidden_size=HIDDEN, intermediate_size=64, layers=1, heads=2,
        kv_heads=1, head_dim=32, max_positions=256, rms_norm_eps=1e-5, rope=Rope(theta=10_000.0, dim=32),
        sliding_windows=(None,), attention_scale=32**-0.5, bos_id=None, eos_ids=eos_ids, pad_id=None,
    )  # fmt: skip
    weights = RandomWeights(config, seed=0)
    weights.tensors = {name: np.zeros(shape, np.float32) for name, shape in tensor_shapes(config).items()}
    for name, value in weights.tensors.items():
        if name.endswith("norm.weight"):
            value[...] = 1
    assert len(successors) <= HIDDEN
    for place, (token, following) in enumerate(successors.items()):
        weights.tensors["embedding.weight"][token, place] = 1
        weights.tensors["lm_head.weight"][following, place] = 1
    return weights


def save_successor(folder: Path, weights: RandomWeights, tokenizer: Path) -> Path:
    """The model as a Hugging Face folder, with the files of the folder `tokenizer`."""
    save_checkpoint(folder, weights.config, weights.tensors.items(), dtype="float32")
    for file in tokenizer.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def model_of(path: Path, tokenizer: Path, texts: list[str | int]) -> LanguageModel:
    """A model that says one of `texts` (tokens, or their ids) after the other, from the first on."""
    read = Tokenizer.from_folder(tokenizer)
    ids = [each if isinstance(each, int) else id_of(read, each) for each in texts]
    weights = successor_weights(chained(ids), vocab_size=read.vocab_size, eos_ids=(300,))
    return phi4.load(save_successor(path, weights, tokenizer), executor="native")


def id_of(tokenizer: Tokenizer, token: str) -> int:
    id_ = tokenizer._backend.token_to_id(token)
    assert id_ is not None, token
    return int(id_)
