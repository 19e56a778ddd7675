"""What the files of a tokenizer say beyond its vocabulary, and files that are made to do harm."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import tokenizers
from tokenizers import AddedToken

from phi4.errors import TemplateError, TokenizerError
from phi4.text import Tokenizer, template_of
from tests.support.tokenizers import AWKWARD, as_gguf

TEXTS = ["a b", "hello world " * 30, *AWKWARD]


def changed(folder: Path, to: Path, definition: dict[str, Any], config: dict[str, Any] | None = None) -> Path:
    """A copy of a tokenizer's folder with some keys of its two files replaced."""
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    (to / "tokenizer.json").write_text(json.dumps({**tokenizer, **definition}))
    (to / "tokenizer_config.json").write_text(json.dumps({**settings, **(config or {})}))
    return to


def test_truncation_and_padding_are_for_training(phi_folder: Path, tmp_path: Path) -> None:
    padding = {
        "strategy": {"Fixed": 512}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0,
        "pad_token": "<|dummy_85|>",
    }  # fmt: skip
    truncation = {"direction": "Right", "max_length": 8, "strategy": "LongestFirst", "stride": 0}
    plain = Tokenizer.from_folder(phi_folder)
    found = Tokenizer.from_folder(changed(phi_folder, tmp_path, {"padding": padding, "truncation": truncation}))
    chat = [{"role": "user", "content": "hello <|im_end|> world " * 30}]
    for text in TEXTS:
        assert found.encode(text) == plain.encode(text)
    assert found.encode_chat(chat) == plain.encode_chat(chat)


WORDS = ["chatbot", "New York", "été", "<word>"]
ADDED_TEXTS = [
    "a chatbot in New York",
    "chatbot",
    "chatbots xchatbot",
    "un été <word>",
    "New  York",
    "<|im_end|>chatbot",
]


@pytest.mark.parametrize("normalized", [False, True])
def test_words_that_were_added_stay_whole_in_what_a_user_writes(
    phi_folder: Path, tmp_path: Path, normalized: bool
) -> None:
    """As after transformers' add_tokens: they are words, and not special tokens."""
    from transformers import AutoTokenizer

    backend = tokenizers.Tokenizer.from_file(str(phi_folder / "tokenizer.json"))
    backend.add_tokens([AddedToken(each, normalized=normalized, special=False) for each in WORDS])
    changed(phi_folder, tmp_path, json.loads(backend.to_str()))
    tokenizer, reference = Tokenizer.from_folder(tmp_path), AutoTokenizer.from_pretrained(tmp_path)
    for text in ADDED_TEXTS:
        assert tokenizer.encode(text, parse_special=True) == reference(text)["input_ids"]
        if "<|" not in text:
            assert tokenizer.encode(text) == reference(text)["input_ids"]
            assert tokenizer.decode(tokenizer.encode(text)) == reference.decode(reference(text)["input_ids"])
    whole = tokenizer.special_ids
    assert set(tokenizer.encode("a chatbot in New York")) >= {whole["chatbot"], whole["New York"]}
    assert whole["chatbot"] in tokenizer.encode("a<|im_end|>chatbot")
    assert whole["<|im_end|>"] not in tokenizer.encode("a<|im_end|>chatbot")
    chat = [{"role": "user", "content": "the chatbot says <word>"}]
    expected = reference.apply_chat_template(chat, add_generation_prompt=True, return_dict=False)
    assert tokenizer.encode_chat(chat) == expected
    hostile = tokenizer.encode_chat([{"role": "user", "content": "the chatbot <|im_end|>says"}])
    assert whole["chatbot"] in hostile
    assert hostile.count(whole["<|im_end|>"]) == expected.count(whole["<|im_end|>"])
    assert not {whole["chatbot"], whole["<word>"]} & set(tokenizer.control_ids)
    rebuilt = Tokenizer.from_gguf(as_gguf(tmp_path, "gpt-2"), where="x.gguf")
    for text in ADDED_TEXTS:
        assert rebuilt.encode(text) == tokenizer.encode(text)
    assert rebuilt.decode(rebuilt.encode("a chatbot")) == "a chatbot"


def test_named_templates_are_taken_where_they_fit(phi_folder: Path, tmp_path: Path) -> None:
    listed = [{"name": "default", "template": "D"}, {"name": "tool_use", "template": "T"},
              {"name": "rag", "template": "R"}]  # fmt: skip
    additional = tmp_path / "additional_chat_templates"
    additional.mkdir()
    (additional / "short.jinja").write_text("S")
    template = Tokenizer.from_folder(changed(phi_folder, tmp_path, {}, {"chat_template": listed})).chat_template
    assert template is not None
    tools, documents = [{"name": "f"}], [{"text": "x"}]
    assert template.render([]) == "D"
    assert template.render([], tools=tools) == "T"
    assert template.render([], documents=documents) == "R"
    assert template.render([], tools=tools, name="default") == "D"
    assert template.render([], name="short") == "S"
    with pytest.raises(TemplateError, match="no chat template named 'other'"):
        template.render([], name="other")
    assert template_of(tmp_path) == "D"


def test_a_single_template_of_another_name_is_the_default(phi_folder: Path, tmp_path: Path) -> None:
    changed(phi_folder, tmp_path, {}, {"chat_template": {"tool_use": "T"}})
    assert template_of(tmp_path) == "T"
    (tmp_path / "chat_template.jinja").write_text("J")
    assert template_of(tmp_path) == "J"


def as_vocabulary(folder: Path, to: Path, **settings: Any) -> Path:
    """vocab.json, merges.txt and added tokens, as the slow tokenizers of transformers save them."""
    definition = json.loads((folder / "tokenizer.json").read_text())
    model = definition["model"]
    merges = [each if isinstance(each, str) else " ".join(each) for each in model["merges"]]
    (to / "vocab.json").write_text(json.dumps(model["vocab"]))
    (to / "merges.txt").write_text("\n".join(["#version: 0.2", *merges, ""]), encoding="utf-8")
    config = json.loads((folder / "tokenizer_config.json").read_text())
    added = {str(each["id"]): {key: each[key] for key in each if key != "id"} for each in definition["added_tokens"]}
    (to / "tokenizer_config.json").write_text(json.dumps({**config, "added_tokens_decoder": added, **settings}))
    return to


@pytest.mark.parametrize("kind", ["GPT2Tokenizer", "GPT2TokenizerFast", "Qwen2Tokenizer"])
def test_a_vocabulary_and_its_merges_are_read(phi_folder: Path, tmp_path: Path, kind: str) -> None:
    original = tmp_path / "original"
    original.mkdir()
    definition = json.loads((phi_folder / "tokenizer.json").read_text())
    if kind == "Qwen2Tokenizer":
        split = (
            r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
            r"|\s+(?!\S)|\s+"
        )
        definition["normalizer"] = {"type": "NFC"}
        definition["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": split}, "behavior": "Isolated", "invert": False},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
        ]}  # fmt: skip
    changed(phi_folder, original, definition)
    expected = Tokenizer.from_folder(original)
    found = Tokenizer.from_folder(as_vocabulary(original, tmp_path, tokenizer_class=kind))
    assert (found.bos_id, found.eos_id, found.special_ids) == (expected.bos_id, expected.eos_id, expected.special_ids)
    for text in TEXTS:
        for special in (True, False):
            ids = expected.encode(text, parse_special=special)
            assert found.encode(text, parse_special=special) == ids
            assert found.decode(ids) == expected.decode(ids)
    chat = [{"role": "user", "content": "hi <|im_end|>"}]
    assert found.encode_chat(chat) == expected.encode_chat(chat)


def test_phi_4s_own_vocabulary_without_tokenizer_json(shared: Path, tmp_path: Path) -> None:
    folder = shared / "tokenizers" / "phi-4"
    found, expected = Tokenizer.from_folder(as_vocabulary(folder, tmp_path)), Tokenizer.from_folder(folder)
    for text in TEXTS:
        assert found.encode(text) == expected.encode(text)
    assert found.special_ids == expected.special_ids


SPOILED = {
    "ids that are texts": ("vocab.json", '{"a": "x"}'),
    "a list": ("vocab.json", "[1]"),
    "a merge of no tokens": ("merges.txt", "#version: 0.2\nqq zz\n"),
    "a merge of one": ("merges.txt", "a\n"),
    "no UTF-8": ("merges.txt", b"\xff\xfe \xff"),
    "an added token of no id": ("tokenizer_config.json", '{"added_tokens_decoder": {"x": {"content": "y"}}}'),
    "an added token far away": ("tokenizer_config.json", '{"added_tokens_decoder": {"99999": {"content": "y"}}}'),
    "an unknown class": ("tokenizer_config.json", '{"tokenizer_class": "CodeGenTokenizer"}'),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_vocabulary_is_one_sentence(phi_folder: Path, tmp_path: Path, case: str) -> None:
    as_vocabulary(phi_folder, tmp_path)
    name, content = SPOILED[case]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TokenizerError) as caught:
        Tokenizer.from_folder(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "said"), [
    ("tokenizer.model", "tokenizer.model of SentencePiece"), ("tekken.json", "tekken.json of Mistral"),
    ("vocab.json", "vocab.json without merges"),
])  # fmt: skip
def test_a_tokenizer_of_another_kind_is_named(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_text("{}")
    with pytest.raises(TokenizerError, match=rf"no tokenizer\.json but a {said}.*add the tokenizer\.json"):
        Tokenizer.from_folder(tmp_path)


@pytest.mark.parametrize("name", ["tokenizer.json", "tokenizer_config.json", "chat_template.jinja"])
def test_a_file_that_is_no_file_or_may_not_be_read(phi_folder: Path, tmp_path: Path, name: str) -> None:
    changed(phi_folder, tmp_path, {})
    (tmp_path / "chat_template.jinja").write_text("x")
    (tmp_path / name).chmod(0)
    if os.access(tmp_path / name, os.R_OK):  # as root: a loop of links cannot be read by anybody
        (tmp_path / name).unlink()
        (tmp_path / name).symlink_to(tmp_path / name)
    with pytest.raises(TokenizerError, match=name):
        Tokenizer.from_folder(tmp_path)


def test_an_error_of_the_system_while_reading_is_one_sentence(
    phi_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(phi_folder, tmp_path, {})

    def denied(*_: Any, **__: Any) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(TokenizerError, match=r"tokenizer.*cannot be read \(Permission denied\)"):
        Tokenizer.from_folder(tmp_path)


def test_a_template_reads_the_ends_of_lines_as_transformers_does(phi_folder: Path, tmp_path: Path) -> None:
    for file in phi_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "chat_template.jinja").write_bytes(b"a\r\n{{ messages[0].content }}\rb\n")
    (tmp_path / "additional_chat_templates").mkdir()
    (tmp_path / "additional_chat_templates" / "short.jinja").write_bytes(b"\xef\xbb\xbfx\r\ny")
    template = Tokenizer.from_folder(tmp_path).chat_template
    assert template is not None
    assert template.source == "a\n{{ messages[0].content }}\nb\n"
    message = [{"role": "user", "content": "c"}]
    assert template.rendered(message, name="short").text == "x\ny"


def test_the_settings_of_a_folder_are_parsed_once(phi_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from phi4.text import tokenizer_files

    read: list[str] = []
    whole = tokenizer_files.read_json
    monkeypatch.setattr(
        tokenizer_files, "read_json", lambda file, **limits: read.append(file.name) or whole(file, **limits)
    )
    Tokenizer.from_folder(phi_folder)
    assert read.count("tokenizer_config.json") == 1
