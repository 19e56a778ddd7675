"""Where an answer ends: ends of turn by text, by the files' ids, and stop strings of every kind of token."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import phi4
from phi4.engine import LanguageModel, SamplingParams
from phi4.engine.generate import generate
from phi4.engine.stop import EOS_TEXTS, all_eos_ids
from phi4.errors import ConfigError
from phi4.text import Tokenizer
from tests.support.chats import HELLO
from tests.support.gguf_writer import write_gguf
from tests.support.successor import chained, id_of, model_of, successor_weights
from tests.support.tokenizers import as_gguf, with_added


@pytest.mark.parametrize("special", [True, False])
def test_every_end_of_turn_ends_an_answer_that_no_file_names(
    phi_folder: Path,
    tmp_path: Path,
    special: bool,
) -> None:
    texts = [text for text in EOS_TEXTS if text not in ("<|im_end|>", "<|endoftext|>")]
    folder = with_added(phi_folder, tmp_path / "tokenizer", dict.fromkeys(texts, special))
    config = successor_weights({}, vocab_size=500).config
    tokenizer = Tokenizer.from_folder(folder)
    assert all_eos_ids(config, [], tokenizer) >= {tokenizer.special_ids[text] for text in EOS_TEXTS}


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
    assert all_eos_ids(config, [7, 20, -1], None) == {3, 7}


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


MIXED = [
    "<|user|>\n",
    "i<|user|>",
    "hi<|user|>\n",
    "<|user|><|user|>",
    "i<|user|>\n<obs>",
    "\n<obs>",
    "<|user|>\n<obs>h",
]


@pytest.mark.parametrize("stop", MIXED)
def test_special_tokens_with_text_around_them_are_stop_strings(phi_folder: Path, tmp_path: Path, stop: str) -> None:
    """The answer is "hi", a special token, a newline, an added token that is shown, and again."""
    folder = with_added(phi_folder, tmp_path / "tokenizer", {"<|user|>": True, "<obs>": False})
    model = model_of(tmp_path / "model", folder, ["<obs>", "h", "i", "<|user|>", "Ċ"])
    written = model.tokenizer.decode(model.generate("<obs>", max_new_tokens=12).ids, skip_special=False)
    assert written.startswith("hi<|user|>\n<obs>hi<|user|>\n<obs>h")
    before = written.partition(stop)[0].replace("<|user|>", "")
    shown = ""
    for event in model.stream("<obs>", stop=stop, max_new_tokens=12):
        shown += event.text
        assert before.startswith(shown)
    found = stop in written
    assert (shown, event.finish_reason) == (before, "stop" if found else "length")
    assert model.generate("<obs>", stop=stop, max_new_tokens=12).text == shown


def test_a_stop_string_that_ends_in_an_end_of_turn_hides_the_text_before_it(phi_folder: Path, tmp_path: Path) -> None:
    model = model_of(tmp_path / "model", phi_folder, ["<|im_sep|>", "h", "i", "<|im_end|>"])
    answer = model.chat(HELLO, stop=["i<|im_end|>", "<|im_end|>\n"], max_new_tokens=20)
    assert (answer.text, answer.finish_reason) == ("h", "stop")
    assert model.chat(HELLO, stop="<|im_end|>\n", max_new_tokens=20).text == "hi"


class Scripted:
    """Gives these tokens one after the other, whatever they are given; the rest of an executor is not asked for."""

    speculates = False

    def __init__(self, ids: list[int], vocab_size: int) -> None:
        self.config = successor_weights({}, vocab_size=vocab_size).config
        self._ids = iter(ids)

    def prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[None, np.ndarray]:
        return None, self.decode(None, [0] * len(prompts))

    def decode(self, state: None, ids: Sequence[int]) -> np.ndarray:  # noqa: ARG002
        scores = np.zeros((len(ids), self.config.vocab_size), np.float32)
        scores[:, next(self._ids)] = 1
        return scores


def spoken(tokenizer: Tokenizer, ids: list[int], stop: str) -> tuple[list[str], str | None]:
    params = SamplingParams(stop=stop, max_new_tokens=len(ids))
    events = list(generate(Scripted(ids, tokenizer.vocab_size), tokenizer, [[0]], params))  # type: ignore[arg-type]
    return [event.text for event in events], events[-1].finish_reason


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["<|im_start|>", "<|im_end|>", "h", "i", "\n", "é", "😀", "<|", "im_end"]), min_size=1,
                max_size=12), st.data())  # fmt: skip
def test_stop_strings_of_any_tokens(phi_folder: Path, said: list[str], data: st.DataObject) -> None:
    """What is shown is what stands before the stop string in the text of all tokens, without the special ones."""
    tokenizer = Tokenizer.from_folder(phi_folder)
    ids, written, visible = [], "", ""
    for each in said:
        ids += tokenizer.encode(each, parse_special=True)
        written += each
        visible += ("-" if each in tokenizer.special_ids else "+") * len(each)
    assert tokenizer.decode(ids, skip_special=False) == written
    start = data.draw(st.integers(0, len(written) - 1))
    stop = data.draw(
        st.sampled_from([written[start : start + size] for size in (1, 3, 11, 14)]) | st.just("hi<|im_end|>")
    )
    place = written.find(stop)
    before = "".join(
        c for c, mark in zip(written[: place if place >= 0 else None], visible, strict=False) if mark == "+"
    )
    pieces, reason = spoken(tokenizer, ids, stop)
    assert ("".join(pieces), reason) == (before, "stop" if place >= 0 else "length")


def test_the_stop_strings_of_generation_config_are_the_models_defaults(phi_folder: Path, tmp_path: Path) -> None:
    folder = with_added(phi_folder, tmp_path / "tokenizer", {"<|user|>": True})
    model_of(tmp_path / "model", folder, ["<|im_sep|>", "h", "i", "<|user|>", "Ċ"])
    file = tmp_path / "model" / "generation_config.json"
    for stops in ("<|user|>\n", ["never", "<|user|>\n"]):
        file.write_text(json.dumps({"stop_strings": stops}))
        model = phi4.load(tmp_path / "model", executor="native")
        answer = model.chat(HELLO, max_new_tokens=30)
        assert (answer.text, answer.finish_reason, len(answer.ids)) == ("hi", "stop", 4)
        assert model.chat(HELLO, stop="i", max_new_tokens=30).text == "h"
        assert model.chat(HELLO, stop=[], max_new_tokens=30).finish_reason == "length"
    file.write_text(json.dumps({"stop_strings": None}))
    assert phi4.load(tmp_path / "model", executor="native").defaults.stop == ()
    for wrong in (5, True, {}, [""], [5], ["x" * 5000], ["x"] * 17, ""):
        file.write_text(json.dumps({"stop_strings": wrong}))
        with pytest.raises(ConfigError, match=r"generation_config\.json: stop_strings") as caught:
            phi4.load(tmp_path / "model", executor="native")
        assert str(caught.value).isprintable()


def test_a_model_without_tokenizer_leaves_its_stop_strings_out(phi_folder: Path, tmp_path: Path) -> None:
    model_of(tmp_path / "model", phi_folder, ["h", "i"])
    (tmp_path / "model" / "generation_config.json").write_text(json.dumps({"stop_strings": "i"}))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tmp_path / "model" / name).unlink()
    assert len(phi4.load(tmp_path / "model", executor="native").generate([5], max_new_tokens=3).ids) == 3


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
