"""The loop, on a real random model: stopping, forking, streaming, limits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import phi4
from phi4.checkpoint import save_checkpoint
from phi4.config import preset
from phi4.engine import LanguageModel
from phi4.engine.stop import StopStrings
from phi4.errors import ConfigError, InputError, OutOfMemoryError, TokenizerError
from phi4.text import known_template
from tests.support.weights import RandomWeights


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, phi_folder: Path) -> Path:
    """A random model of Phi-4's layout with a real tokenizer."""
    from dataclasses import replace

    folder = tmp_path_factory.mktemp("model")
    config = replace(preset("tiny-phi3"), vocab_size=400, bos_id=330, eos_ids=(332,), pad_id=334)
    weights = RandomWeights(config, seed=2)
    save_checkpoint(folder, config, weights.tensors.items(), dtype="float32")
    for file in phi_folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


@pytest.fixture(scope="module", params=["native", "torch"])
def model(folder: Path, request: pytest.FixtureRequest) -> LanguageModel:
    return phi4.load(str(folder), executor=request.param)


PROMPT = "The snail climbs"


def test_greedy_equals_argmax_of_the_logits(model: LanguageModel) -> None:
    answer = model.generate(PROMPT, max_new_tokens=12, ignore_eos=True)
    ids = model.tokenizer.encode(PROMPT)
    for token in answer.ids:
        assert token == int(model.logits(ids)[-1].argmax())
        ids.append(token)
    assert answer.finish_reason == "length"
    assert answer.prompt_tokens == len(model.tokenizer.encode(PROMPT))
    assert answer.text == model.tokenizer.decode(answer.ids)
    assert str(answer) == answer.text


def test_a_batch_answers_each_as_alone(model: LanguageModel) -> None:
    prompts = ["a", "The snail climbs a wall. How many days?", "10 meters"]
    together = model.generate_batch(prompts, max_new_tokens=20, temperature=0.8, seed=3)
    for prompt, answer in zip(prompts, together, strict=True):
        assert model.generate(prompt, max_new_tokens=20, temperature=0.8, seed=3).ids == answer.ids


def test_n_answers_are_those_of_separate_requests(model: LanguageModel) -> None:
    answer = model.generate(PROMPT, n=3, temperature=1.0, seed=5, max_new_tokens=15)
    assert len({tuple(choice.ids) for choice in answer.choices}) == 3
    assert model.generate(PROMPT, temperature=1.0, seed=5, max_new_tokens=15).ids == answer.choices[0].ids


def test_streaming_gives_the_same_text(model: LanguageModel) -> None:
    events = list(model.stream(PROMPT, max_new_tokens=30, ignore_eos=True))
    whole = model.generate(PROMPT, max_new_tokens=30, ignore_eos=True)
    assert "".join(event.text for event in events) == whole.text
    assert [event.token_id for event in events] == whole.ids
    assert [event.finish_reason for event in events[:-1]] == [None] * 29


def test_closing_a_stream_ends_the_work(model: LanguageModel) -> None:
    stream = model.stream(PROMPT, ignore_eos=True)
    next(stream)
    stream.close()
    assert list(stream) == []


def test_end_tokens(model: LanguageModel) -> None:
    free = model.generate(PROMPT, max_new_tokens=10, ignore_eos=True)
    end = free.ids[4]
    stopped = model.generate(PROMPT, max_new_tokens=10, ignore_eos=True, stop_token_ids=[end])
    assert stopped.ids == free.ids[: free.ids.index(end) + 1]
    assert stopped.finish_reason == "stop"
    assert stopped.text == model.tokenizer.decode(stopped.ids[:-1])


def test_phi_4_stops_on_both_of_its_ends_whatever_the_file_says(model: LanguageModel) -> None:
    special = model.tokenizer.special_ids
    assert model.eos_ids == {332, special["<|im_end|>"], special["<|endoftext|>"]}


def test_stop_strings_end_the_answer_before_them(model: LanguageModel) -> None:
    free = model.generate(PROMPT, max_new_tokens=40, ignore_eos=True).text
    stop = free[len(free) // 2 : len(free) // 2 + 4]
    for n in (1, 2):
        answer = model.generate(PROMPT, max_new_tokens=40, ignore_eos=True, stop=["never there", stop], n=n)
        for choice in answer.choices:
            assert choice.text == free[: free.index(stop)]
            assert choice.finish_reason == "stop"


@settings(max_examples=300)
@given(st.lists(st.text("abc", max_size=4), max_size=12), st.lists(st.text("abc", min_size=1, max_size=4), max_size=3))
def test_stop_strings_in_any_pieces(pieces: list[str], stops: list[str]) -> None:
    """However the text is cut: what is shown is the text before the first stop that is complete, never more."""
    watcher, shown, stopped = StopStrings(stops), "", False
    for piece in pieces:
        text, stopped = watcher.push(piece)
        shown += text
        if stopped:
            break
    if not stopped:
        shown += watcher.finish()
    whole = "".join(pieces)
    places = [place for stop in stops if (place := whole.find(stop)) >= 0]
    assert stopped == bool(places)
    assert whole.startswith(shown)
    assert not any(stop in shown for stop in stops)
    if not places:
        assert shown == whole


def test_the_context_ends_an_answer(model: LanguageModel) -> None:
    prompt = [5] * (model.config.max_positions - 3)
    answer = model.generate(prompt, ignore_eos=True)
    assert len(answer.ids) == 3
    assert answer.finish_reason == "length"


@pytest.mark.parametrize(
    ("prompt", "named"),
    [([], "empty"), ([400], "vocabulary"), ([-1], "vocabulary"), ([1] * 256, "context"), ("", "empty")],
)
def test_prompts_that_cannot_be_answered(model: LanguageModel, prompt: list[int] | str, named: str) -> None:
    with pytest.raises(InputError, match=named):
        model.generate(prompt)


def test_logits_of_a_full_context(model: LanguageModel) -> None:
    logits = model.logits([7] * model.config.max_positions)
    assert logits.shape == (model.config.max_positions, 400)
    assert logits.dtype == np.float32
    with pytest.raises(InputError):
        model.logits([])


def test_unknown_settings_are_named(model: LanguageModel) -> None:
    with pytest.raises(InputError, match="temprature"):
        model.generate("a", temprature=1.0)


def test_a_folder_without_tokenizer_computes_and_says_what_it_cannot(folder: Path, tmp_path: Path) -> None:
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    model = phi4.load(str(tmp_path), executor="native")
    assert len(model.generate([5, 6], max_new_tokens=4, ignore_eos=True).ids) == 4
    for act in (lambda: model.generate("a"), lambda: model.chat([{"role": "user", "content": "a"}])):
        with pytest.raises(TokenizerError, match=r"no tokenizer\.json"):
            act()


def test_a_missing_template_is_stood_in_for_with_a_note(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    settings = json.loads((tmp_path / "tokenizer_config.json").read_text())
    del settings["chat_template"]
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(settings))
    model, whole = phi4.load(str(tmp_path), executor="native"), phi4.load(str(folder), executor="native")
    chat = [{"role": "user", "content": "hi"}]
    assert model.chat_ids(chat) == whole.chat_ids(chat)
    assert "no chat template" in model.notes[0]
    settings["chat_template"] = known_template("phi-4-first-release")
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(settings))
    assert "first chat template" in phi4.load(str(tmp_path), executor="native").notes[0]


def test_the_models_own_settings_are_the_defaults(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    file = tmp_path / "generation_config.json"
    file.write_text(json.dumps({"do_sample": True, "top_p": 0.8, "repetition_penalty": 1.05, "eos_token_id": [7, 8]}))
    model = phi4.load(str(tmp_path), executor="native")
    assert (model.defaults.temperature, model.defaults.top_k, model.defaults.top_p) == (1.0, 50, 0.8)
    assert model.defaults.repetition_penalty == 1.05
    assert {7, 8} <= model.eos_ids
    file.write_text(json.dumps({"temperature": 0.6}))
    assert phi4.load(str(tmp_path), executor="native").defaults.temperature == 0.0
    for bad in ("[]", "{", '{"do_sample": true, "top_p": 7}', '{"eos_token_id": 400}', '{"repetition_penalty": "x"}'):
        file.write_text(bad)
        with pytest.raises(ConfigError, match="generation_config"):
            phi4.load(str(tmp_path), executor="native")


def test_what_does_not_fit_memory_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from phi4.engine import executor as executor_module
    from phi4.resources import Machine

    monkeypatch.setattr(executor_module, "this_machine", lambda: Machine(1, 1, None, 100_000, 100_000))
    with pytest.raises(OutOfMemoryError, match="need"):
        phi4.load(str(folder), executor="torch")
    with pytest.raises(OutOfMemoryError, match=r"packed in 4 bits they need about 0\.0 GB: free some memory"):
        phi4.load(str(folder))
    monkeypatch.setattr(executor_module, "this_machine", lambda: Machine(1, 1, None, 200_000, 200_000))
    with pytest.raises(OutOfMemoryError, match=r'dtype="4-bit".*phi4 quantize'):
        phi4.load(str(folder))
    monkeypatch.setattr(executor_module, "this_machine", lambda: Machine(1, 1, None, 500_000, 500_000))
    assert phi4.load(str(folder), dtype="bfloat16").executor.name == "native"
    tight = phi4.load(str(folder), executor="torch")
    assert str(tight.executor.dtype) == "torch.bfloat16"  # type: ignore[attr-defined]


def test_loading_tells_how_far_it_is(folder: Path) -> None:
    for executor in ("native", "torch"):
        calls: list[tuple[int, int]] = []
        phi4.load(str(folder), executor=executor, progress=lambda read, total: calls.append((read, total)))  # noqa: B023
        assert calls[-1][0] == calls[-1][1] == len(calls)


def test_a_gguf_file_answers_as_its_folder_does(folder: Path, phi_folder: Path, tmp_path: Path) -> None:
    """Weights, tokenizer, special tokens and template, all from the one file."""
    from phi4.checkpoint import open_checkpoint
    from phi4.config import tensor_shapes
    from tests.support.gguf_writer import write_gguf
    from tests.support.tokenizers import as_gguf

    original = phi4.load(str(folder), executor="native")
    checkpoint = open_checkpoint(folder)
    weights = RandomWeights(checkpoint.config, seed=2)
    weights.tensors = {name: checkpoint.read(name) for name in tensor_shapes(checkpoint.config)}
    write_gguf(tmp_path / "model.gguf", weights, keys=as_gguf(phi_folder, "gpt-2"))
    model = phi4.load(str(tmp_path / "model.gguf"), executor="native")
    chat = [{"role": "user", "content": "How many days? <|im_end|>"}]
    assert model.chat_ids(chat) == original.chat_ids(chat)
    assert model.eos_ids == original.eos_ids
    answers = [each.chat(chat, max_new_tokens=20).text for each in (model, original)]
    assert answers[0] == answers[1]
