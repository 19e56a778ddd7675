"""Tokenizers made here: a byte-level one in Phi-4's style, and a SentencePiece-like one with byte fallback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from phi4.text import known_template
from phi4.text.renderer import Renderer

TEXT = [
    "The snail climbs a wall. How many days? 10 meters, 3 up and 2 down!",
    "héllo wörld 你好 😀 naïve",
    "  two  spaces\n",
]
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|dummy_85|>"]


@pytest.fixture(scope="session")
def phi_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a byte-level tokenizer, Phi-4's special tokens, flags and template."""
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    backend.train_from_iterator(
        TEXT, trainers.BpeTrainer(vocab_size=330, initial_alphabet=alphabet, show_progress=False)
    )
    backend.add_special_tokens([AddedToken(each, lstrip=True, rstrip=True) for each in SPECIAL])
    folder = tmp_path_factory.mktemp("phi")
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


@pytest.fixture(scope="session")
def spm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
    folder = tmp_path_factory.mktemp("spm")
    (folder / "tokenizer.json").write_text(json.dumps(definition))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>",
        "chat_template": known_template("mixtral"),
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return folder


@pytest.fixture(scope="module")
def one_renderer() -> Iterator[None]:
    """Templates that are made in a module are rendered by the same processes, not by a new one each."""
    shared = Renderer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("phi4.text.template.Renderer", lambda: shared)
        yield
