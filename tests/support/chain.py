"""A model whose every probability is known: what it says next depends on its last token alone, by a table.

Attention and MLP add nothing to the stream, and embeddings are unit vectors, so the head turns the last token into the
logarithms of its row of the table. p(success) of every token follows by summing over what comes after.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import tokenizers

from phi4.checkpoint import save_checkpoint
from phi4.config import ModelConfig, Rope, tensor_shapes
from phi4.engine import LanguageModel, load
from phi4.text import known_template

END, START, SEPARATOR = "<|im_end|>", "<|im_start|>", "<|im_sep|>"
TABLE: dict[str, dict[str, float]] = {
    SEPARATOR: {"so": 0.5, "well": 0.5},
    "so": {"we": 1.0},
    "well": {"we": 1.0},
    "we": {"left": 0.5, "right": 0.3, "up": 0.2},  # p = 0.58
    "left": {"and": 1.0},  # 0.9
    "and": {"then": 1.0},
    "then": {"yes": 0.9, "no": 0.1},
    "right": {"but": 1.0},  # 0.1
    "but": {"later": 1.0},
    "later": {"yes": 0.1, "no": 0.9},
    "up": {"maybe": 0.5, "perhaps": 0.5},  # 0.5
    "maybe": {"yes": 0.53, "no": 0.47},
    "perhaps": {"yes": 0.47, "no": 0.53},
    "yes": {END: 1.0},
    "no": {END: 1.0},
}
WORDS = [*dict.fromkeys([*TABLE, *(word for row in TABLE.values() for word in row)])]
WORDS += ["[unk]", START, "user", "assistant", "system", "ask", *map(str, range(20))]
SIZE = 64


@cache
def p(word: str) -> float:
    """p(success) after `word`: the share of answers that end with yes."""
    if word in ("yes", "no"):
        return float(word == "yes")
    return sum(share * p(after) for after, share in TABLE[word].items())


def save_chain(folder: Path) -> Path:
    """The model as a Hugging Face folder."""
    config = ModelConfig(
        model_type="phi3", vocab_size=SIZE, hidden_size=SIZE, intermediate_size=SIZE, layers=1, heads=2, kv_heads=1,
        head_dim=32, max_positions=256, rms_norm_eps=1e-5, rope=Rope(theta=10_000.0, dim=32), sliding_windows=(None,),
        attention_scale=32**-0.5, bos_id=None, eos_ids=(WORDS.index(END),), pad_id=None,
    )  # fmt: skip
    tensors = {name: np.zeros(shape, np.float32) for name, shape in tensor_shapes(config).items()}
    for name, value in tensors.items():
        if name.endswith("norm.weight"):
            value[...] = 1
    tensors["embedding.weight"][...] = np.eye(SIZE)
    head = np.full((SIZE, SIZE), -60.0, np.float32)
    for word, row in TABLE.items():
        for after, share in row.items():
            head[WORDS.index(after), WORDS.index(word)] = np.log(share)
    tensors["lm_head.weight"][...] = head / np.sqrt(1 / (1 / SIZE + 1e-5))
    save_checkpoint(folder, config, tensors.items(), dtype="float32")
    vocabulary = tokenizers.models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[unk]")
    tokenizer = tokenizers.Tokenizer(vocabulary)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.add_special_tokens([tokenizers.AddedToken(each, special=True) for each in (START, END, SEPARATOR)])
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"eos_token": END, "chat_template": known_template("phi-4")}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


def load_chain(folder: Path) -> LanguageModel:
    return load(str(folder), executor="native", dtype="float32")
