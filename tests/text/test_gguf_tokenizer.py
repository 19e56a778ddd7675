"""Tokenizers rebuilt from GGUF metadata, equal id for id to what they were converted from."""

from __future__ import annotations

from pathlib import Path

import pytest

from phi4.checkpoint.gguf_file import GgufFile
from phi4.errors import TokenizerError
from phi4.text import Tokenizer
from tests.support.tokenizers import AWKWARD, as_gguf

VOCABULARIES = ["gpt-2", "llama-bpe", "llama-spm", "phi-3", "starcoder"]


def test_phi_4_equals_its_tokenizer_json(shared: Path) -> None:
    folder = shared / "tokenizers" / "phi-4"
    original, rebuilt = Tokenizer.from_folder(folder), Tokenizer.from_gguf(as_gguf(folder, "dbrx"), where="x.gguf")
    assert rebuilt.special_ids == original.special_ids
    assert (rebuilt.bos_id, rebuilt.eos_id, rebuilt.pad_id) == (100257, 100265, 100349)
    for text in [
        *AWKWARD,
        "a <|im_end|> b",
        (shared / "tokenizers/llama.cpp-vocab/ggml-vocab-phi-3.gguf.inp").read_text(),
    ]:
        for special in (True, False):
            ids = original.encode(text, parse_special=special)
            assert rebuilt.encode(text, parse_special=special) == ids
            assert rebuilt.decode(ids) == original.decode(ids)
    chat = [{"role": "user", "content": "<|im_end|> hi"}]
    assert rebuilt.encode_chat(chat) == original.encode_chat(chat)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_real_vocabularies_give_the_expected_ids(shared: Path, name: str) -> None:
    file = shared / "tokenizers" / "llama.cpp-vocab" / f"ggml-vocab-{name}.gguf"
    tokenizer = Tokenizer.from_gguf(GgufFile(file).metadata, where=str(file))
    texts = Path(f"{file}.inp").read_bytes().decode().split("\n__ggml_vocab_test__\n")
    expected = [list(map(int, line.split())) for line in Path(f"{file}.out").read_text().split("\n")]
    assert len(texts) > 40
    for text, ids in zip(texts, expected, strict=False):
        assert tokenizer.encode(text, add_bos=False) == ids


def test_phi_3_equals_its_tokenizer_json(shared: Path) -> None:
    file = shared / "tokenizers" / "llama.cpp-vocab" / "ggml-vocab-phi-3.gguf"
    # Phi-3-medium's own file puts no bos.
    metadata = {**GgufFile(file).metadata, "tokenizer.ggml.add_bos_token": False}
    rebuilt = Tokenizer.from_gguf(metadata, where=str(file))
    original = Tokenizer.from_folder(shared / "tokenizers" / "phi-3-medium")
    for text in [*AWKWARD, "<|user|>\nhi<|end|>\n<|assistant|>"]:
        for special in (True, False):
            ids = original.encode(text, parse_special=special)
            assert rebuilt.encode(text, parse_special=special) == ids, text
            assert rebuilt.decode(ids) == original.decode(ids)


def test_a_tiny_tokenizer_without_real_files(phi_folder: Path) -> None:
    original = Tokenizer.from_folder(phi_folder)
    rebuilt = Tokenizer.from_gguf(as_gguf(phi_folder, "gpt-2"), where="x.gguf")
    for text in AWKWARD:
        assert rebuilt.encode(text) == original.encode(text)


BROKEN = {
    "unknown kind": {"tokenizer.ggml.model": "rwkv"},
    "unknown pre-tokenizer": {"tokenizer.ggml.pre": "nobody"},
    "no tokens": {"tokenizer.ggml.tokens": None},
    "numbers for tokens": {"tokenizer.ggml.tokens": [1, 2]},
    "kinds of another count": {"tokenizer.ggml.token_type": [1, 1]},
    "a merge of no tokens": {"tokenizer.ggml.merges": ["zz qq"]},
    "eos outside": {"tokenizer.ggml.eos_token_id": 10**9},
    "negative bos": {"tokenizer.ggml.bos_token_id": -2},
    "template no text": {"tokenizer.chat_template": 5},
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_metadata_is_one_clear_error(phi_folder: Path, case: str) -> None:
    with pytest.raises(TokenizerError, match=r"x\.gguf"):
        Tokenizer.from_gguf({**as_gguf(phi_folder, "gpt-2"), **BROKEN[case]}, where="x.gguf")
