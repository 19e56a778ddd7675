"""Tokenizers made here: a byte-level one in Phi-4's style, and a SentencePiece-like one with byte fallback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from phi4.text import known_template

TEXT = [
    "The snail climbs a wall. How many days? 10 meters, 3 up and 2 down!",
    "héllo wörld 你好 😀 naïve",
    "  two  spaces\n",
]
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|dummy_85|>"]
AWKWARD = [
    "", " ", "\n\n \t\r\n", "Hello, world!", "  leading", "trailing  ", "don't I'LL we've", "1234567 3.14 1,000",
    "你好，世界 😀👩‍👩‍👧 naïve café e\u0301", "a\u200bb\ufeffc", "\x00\x01\x7f", "x" * 300, "ß ẞ İ ı Σς",
    "\u202eabc", "़ा हिन्दी",
    "def f(x):\n\treturn x**2  # <tag>", "<s>", "</s> x", "<|im_end|>", "▁▁", "\U0001f1e9\U0001f1ea",
]  # fmt: skip


def save_phi(folder: Path) -> Path:
    """A folder with a byte-level tokenizer, Phi-4's special tokens, flags and template."""
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    backend.train_from_iterator(
        TEXT, trainers.BpeTrainer(vocab_size=330, initial_alphabet=alphabet, show_progress=False)
    )
    backend.add_special_tokens([AddedToken(each, lstrip=True, rstrip=True) for each in SPECIAL])
    backend.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<|endoftext|>",
        "eos_token": "<|im_end|>",
        "pad_token": "<|dummy_85|>",
        "chat_template": known_template("phi-4"),
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return folder


def save_spm(folder: Path) -> Path:
    """A folder with a tokenizer in the manner of Llama 2 and Mixtral: ▁ for spaces, byte fallback, bos first."""
    backend = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    backend.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    parts = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    backend.decoder = decoders.Sequence(parts)
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=340, special_tokens=["<unk>", "<s>", "</s>", *bytes_], show_progress=False)
    backend.train_from_iterator([TEXT[0]], trainer)
    definition = json.loads(backend.to_str())
    definition["added_tokens"] = [each for each in definition["added_tokens"] if each["id"] < 3]
    begin, text = {"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}
    definition["post_processor"] = {
        "type": "TemplateProcessing", "single": [begin, text], "pair": [begin, text, text],
        "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}},
    }  # fmt: skip
    (folder / "tokenizer.json").write_text(json.dumps(definition))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>",
        "chat_template": known_template("mixtral"),
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return folder


def as_gguf(folder: Path, pre: str) -> dict[str, Any]:
    """What llama.cpp's converter writes for a tokenizer.json of byte-level BPE."""
    definition = json.loads((folder / "tokenizer.json").read_text())
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    added = {each["content"]: each for each in definition["added_tokens"]}
    vocabulary = {**definition["model"]["vocab"], **{text: each["id"] for text, each in added.items()}}
    tokens = sorted(vocabulary, key=vocabulary.__getitem__)
    merges = definition["model"]["merges"]
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": pre,
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [
            1 if text not in added else 3 if added[text]["special"] else 4 for text in tokens
        ],
        "tokenizer.ggml.merges": [each if isinstance(each, str) else " ".join(each) for each in merges],
        "tokenizer.ggml.bos_token_id": vocabulary[settings["bos_token"]],
        "tokenizer.ggml.eos_token_id": vocabulary[settings["eos_token"]],
        "tokenizer.ggml.padding_token_id": vocabulary[settings["pad_token"]],
        "tokenizer.chat_template": settings["chat_template"],
    }


def with_added(folder: Path, target: Path, added: dict[str, bool]) -> Path:
    """The tokenizer of `folder` with more added tokens: whether each is special."""
    target.mkdir(exist_ok=True)
    for file in folder.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    definition = json.loads((folder / "tokenizer.json").read_text())
    taken = [*definition["model"]["vocab"].values(), *(each["id"] for each in definition["added_tokens"])]
    for id_, (text, special) in enumerate(added.items(), max(taken) + 1):
        flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
        definition["added_tokens"].append({"id": id_, "content": text, "special": special, **flags})
    (target / "tokenizer.json").write_text(json.dumps(definition))
    return target
