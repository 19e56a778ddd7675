"""Where an answer ends: ends of turn by text, by the files' ids, and stop strings of every kind of token."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import phi4
from phi4.engine import LanguageModel
from phi4.engine.stop import END_TEXTS, end_ids
from phi4.text import Tokenizer
from tests.checkpoint.gguf_writer import write_gguf
from tests.engine.successor import chained, save_successor, successor_weights
from tests.text.test_gguf_tokenizer import as_gguf

HELLO = [{"role": "user", "content": "Hi"}]


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


@pytest.mark.parametrize("special", [True, False])
def test_every_end_of_turn_ends_an_answer_that_no_file_names(
    phi_folder: Path,
    tmp_path: Path,
    special: bool,
) -> None:
    texts = [text for text in END_TEXTS if text not in ("<|im_end|>", "<|endoftext|>")]
    folder = with_added(phi_folder, tmp_path / "tokenizer", dict.fromkeys(texts, special))
    config = successor_weights({}, vocab_size=500).config
    tokenizer = Tokenizer.from_folder(folder)
    assert end_ids(config, [], tokenizer) >= {tokenizer.special_ids[text] for text in END_TEXTS}


@pytest.mark.parametrize("end", ["<|end|>", "<|eot_id|>", "<|eom_id|>", "</s>", "<end_of_turn>", "<|end_of_text|>"])
def test_a_chat_stops_at_the_end_of_its_turn(phi_folder: Path, tmp_path: Path, end: str) -> None:
    folder = with_added(phi_folder, tmp_path / "tokenizer", {end: True, "<|user|>": True})
    model = model_of(tmp_path / "model", folder, ["<|im_sep|>", "h", "i", end, "<|user|>"])
    answer = model.chat(HELLO, max_new_tokens=20)
    assert (answer.text, answer.finish_reason, len(answer.ids)) == ("hi", "stop", 3)
    assert model.chat(HELLO, max_new_tokens=20, ignore_eos=True).finish_reason == "length"


def test_a_gguf_file_whose_eos_is_not_its_end_of_turn(phi_folder: Path, tmp_path: Path) -> None:
    """As files of Phi-3 are: eos_token_id is <|endoftext|>, answers end with <|end|>."""
    folder = with_added(phi_folder, tmp_path / "tokenizer", {"<|end|>": True, "<|user|>": True})
    tokenizer = Tokenizer.from_folder(folder)
    ids = [id_of(tokenizer, each) for each in ("<|im_sep|>", "h", "i", "<|end|>", "<|user|>")]
    weights = successor_weights(chained(ids), vocab_size=tokenizer.vocab_size)
    eos = tokenizer.special_ids["<|endoftext|>"]
    write_gguf(
        tmp_path / "model.gguf", weights,
        keys={**as_gguf(folder, "gpt-2"), "tokenizer.ggml.eos_token_id": eos},
    )  # fmt: skip
    model = phi4.load(tmp_path / "model.gguf", executor="native")
    assert {eos, ids[3]} <= model.eos_ids
    answer = model.chat(HELLO, max_new_tokens=20)
    assert (answer.text, answer.finish_reason, answer.ids) == ("hi", "stop", ids[1:4])


def test_a_text_like_an_end_made_of_ordinary_tokens_is_text(phi_folder: Path, tmp_path: Path) -> None:
    """A base model whose vocabulary has an ordinary token of that text."""
    definition = json.loads((phi_folder / "tokenizer.json").read_text())
    vocabulary = definition["model"]["vocab"]
    ordinary = next(text for text in vocabulary if len(text) > 2)
    merges = [each for each in definition["model"]["merges"] if ordinary not in "".join(each).replace(" ", "")]
    vocabulary["<|end|>"] = vocabulary.pop(ordinary)
    definition["model"]["merges"] = merges
    folder = tmp_path / "tokenizer"
    folder.mkdir()
    for file in phi_folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "tokenizer.json").write_text(json.dumps(definition))
    model = model_of(tmp_path / "model", folder, ["h", "<|end|>", "i"])
    answer = model.generate("h", max_new_tokens=3)
    assert (answer.text, answer.finish_reason) == ("<|end|>ih", "length")


def test_ids_beyond_the_model_end_nothing() -> None:
    config = successor_weights({}, vocab_size=20, eos_ids=(3,)).config
    assert end_ids(config, [7, 20, -1], None) == {3, 7}


def test_the_ids_of_generation_config_end_an_answer(phi_folder: Path, tmp_path: Path) -> None:
    folder = with_added(phi_folder, tmp_path / "tokenizer", {"<turn>": True})
    id_ = Tokenizer.from_folder(folder).special_ids["<turn>"]
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": [id_, -1]}))
    model = model_of(tmp_path / "model", folder, ["<|im_sep|>", "h", "i", "<turn>"])
    assert model.chat(HELLO, max_new_tokens=20).ids[-1] == id_


def test_special_tokens_are_stop_strings(phi_folder: Path, tmp_path: Path) -> None:
    folder = with_added(phi_folder, tmp_path / "tokenizer", {"<|user|>": True, "<obs>": False})
    for stop in ("<|user|>", "<obs>"):
        model = model_of(tmp_path / stop.strip("<>|"), folder, ["<|im_sep|>", "h", stop, "i"])
        answer = model.chat(HELLO, stop=["never", stop], max_new_tokens=20)
        assert (answer.text, answer.finish_reason, len(answer.ids)) == ("h", "stop", 2)
        assert model.chat(HELLO, stop=stop, max_new_tokens=20).text == "h"
    answer = model.chat(HELLO, stop="<|im_end|>", ignore_eos=True, max_new_tokens=5)
    assert answer.finish_reason == "length"


@pytest.fixture(scope="module")
def pieces(spm_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """Says "▁Th", "l", the four bytes of an emoji, "s", and again."""
    bytes_ = [f"<0x{byte:02X}>" for byte in "😀".encode()]
    return model_of(tmp_path_factory.mktemp("pieces") / "model", spm_folder, ["▁Th", "l", *bytes_, "s"])


def test_a_stop_string_of_byte_tokens_is_found_as_soon_as_it_is_complete(pieces: LanguageModel) -> None:
    answer = pieces.generate("Th", stop="😀", max_new_tokens=20)
    assert (answer.text, answer.finish_reason, len(answer.ids)) == ("l", "stop", 5)


def test_the_space_that_begins_a_completion_is_kept(spm_folder: Path, tmp_path: Path) -> None:
    model = model_of(tmp_path / "model", spm_folder, ["s", "▁Th", "l"])
    for prompt in ("How s", model.tokenizer.encode("How s")):
        answer = model.generate(prompt, max_new_tokens=3)
        assert answer.text == " Thls"
        assert "".join(event.text for event in model.stream(prompt, max_new_tokens=3)) == " Thls"
    assert model.generate("How s", max_new_tokens=3, stop=" Th").text == ""
    assert model.generate("How s", max_new_tokens=3, stop=" Th").finish_reason == "stop"


def test_a_chat_begins_without_that_space(spm_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tokenizer"
    folder.mkdir()
    for file in spm_folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings["chat_template"] = "{{ messages[0]['content'] }} s"
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    model = model_of(tmp_path / "model", folder, ["s", "▁Th", "l"])
    assert model.chat(HELLO, max_new_tokens=2).text == "Thl"
    assert "".join(event.text for event in model.stream_chat(HELLO, max_new_tokens=2)) == "Thl"
