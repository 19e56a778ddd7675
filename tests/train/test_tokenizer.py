"""Tokenizers that are learned: Phi-4's special tokens in Phi-4's order, and numbers cut as asked."""

from __future__ import annotations

import json
import resource
from pathlib import Path
from typing import Any

import pytest
import tokenizers

from phi4.errors import InputError, Phi4Error
from phi4.text import Tokenizer
from phi4.train.run.config import TokenizerSection
from phi4.train.tokenizer import CHAT_SPECIAL, byte_lengths, learned_tokenizer, phi4_special, save_tokenizer
from tests.support.problems import texts


def learned(numbers: str, special: str = "chat", vocab_size: int = 700) -> tokenizers.Tokenizer:
    return learned_tokenizer(texts(), TokenizerSection(vocab_size=vocab_size, numbers=numbers, special=special))  # type: ignore[arg-type]


def pieces(tokenizer: tokenizers.Tokenizer, text: str) -> list[str]:
    return [tokenizer.decode([id_]) for id_ in tokenizer.encode(text).ids]


def test_pairs_are_cut_from_the_right_and_each_is_one_token() -> None:
    tokenizer = learned("pairs")
    for number in range(100):
        for text in (f" {number}", f"{number:02d}"):
            assert len(tokenizer.encode(f"x{text}").ids) == 2, text
    assert pieces(tokenizer, "a 12345")[1:] == [" 1", "23", "45"]
    assert pieces(tokenizer, "a 1234")[1:] == [" 12", "34"]


def test_digits_are_cut_one_by_one() -> None:
    tokenizer = learned("digits")
    assert pieces(tokenizer, "a 12345")[1:] == [" 1", "2", "3", "4", "5"]


def test_phi_4s_cut_takes_up_to_three_from_the_left() -> None:
    tokenizer = learned("phi-4")
    spans = tokenizer.pre_tokenizer.pre_tokenize_str("a 12345")
    assert [text for text, _ in spans] == ["a", "Ġ", "123", "45"]


def test_special_tokens_stand_at_the_end_in_phi_4s_order() -> None:
    few, all_ = learned("pairs"), learned("pairs", "phi-4", 800)
    assert [few.token_to_id(text) for text in CHAT_SPECIAL] == list(range(695, 700))
    assert [all_.token_to_id(text) for text in phi4_special()] == list(range(704, 800))
    assert len(set(phi4_special())) == 96


def test_the_special_tokens_and_the_cut_are_the_released_ones(shared: Path) -> None:
    released = json.loads((shared / "tokenizers" / "phi-4" / "tokenizer.json").read_text())
    assert tuple(each["content"] for each in released["added_tokens"]) == phi4_special()
    pattern = released["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
    assert json.loads(learned("phi-4").to_str())["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] == pattern


@pytest.mark.parametrize("numbers", ["phi-4", "digits", "pairs"])
def test_every_text_comes_back_and_its_bytes_are_counted(numbers: str, tmp_path: Path) -> None:
    backend = learned(numbers)
    save_tokenizer(backend, tmp_path)
    tokenizer, lengths = Tokenizer.from_folder(tmp_path), byte_lengths(backend)
    assert (tokenizer.bos_id, tokenizer.eos_id, tokenizer.pad_id) == (695, 697, 699)
    for text in ("2 + 2 = 4", "naïve café 数字 12345 ½", "\n\n  tabs\t", " 007", "😀 007.5"):
        ids = tokenizer.encode(text)
        assert tokenizer.decode(ids) == text
        assert sum(lengths[id_] for id_ in ids) == len(text.encode())
    assert lengths[695:] == [0] * 5


def test_too_little_text_for_a_vocabulary_is_an_error() -> None:
    with pytest.raises(InputError, match="give only"):
        learned_tokenizer(["a b c"], TokenizerSection(vocab_size=5000))


def test_a_tokenizer_that_does_not_fit_the_disk_leaves_no_part_of_it(tmp_path: Path) -> None:
    backend = learned("phi-4")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(Phi4Error, match=r"tokenizer\.json: cannot be written"):
            save_tokenizer(backend, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not (tmp_path / "tokenizer.json").exists()


@pytest.mark.parametrize(("special", "least"), [("phi-4", 352), ("chat", 261)])
def test_a_vocabulary_below_what_it_must_hold_is_told_to_be_larger(special: Any, least: int) -> None:
    said = rf"vocab_size is 260, and 256 bytes and the \d+ special tokens take {least}; ask for more"
    with pytest.raises(InputError, match=said):
        learned_tokenizer(texts(), TokenizerSection(vocab_size=260, special=special))
    assert learned("phi-4", special, least).get_vocab_size() == least
