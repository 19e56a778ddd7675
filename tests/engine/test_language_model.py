"""What a model does beside answering: prompts with special tokens, tools, threads, damage, memory, odd tokenizers."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import phi4
from phi4.engine import LanguageModel
from phi4.errors import InputError, OutOfMemoryError, Phi4Error, TokenizerError
from phi4.native import NativeExecutor
from phi4.text import Tokenizer
from tests.support.chats import HELLO
from tests.support.successor import chained, id_of, model_of, save_successor, successor_weights
from tests.support.tokenizers import with_added


def executor_of(model: LanguageModel) -> NativeExecutor:
    assert isinstance(model.executor, NativeExecutor)
    return model.executor


@pytest.fixture
def model(phi_folder: Path, tmp_path: Path) -> LanguageModel:
    folder = with_added(phi_folder, tmp_path / "tokenizer", {"<|fim_prefix|>": True, "<|fim_middle|>": True})
    return model_of(tmp_path / "model", folder, ["<|fim_middle|>", "m", "e", "t"])


def test_special_tokens_in_a_prompt_where_they_are_asked_for(model: LanguageModel) -> None:
    prompt = "<|fim_prefix|>10 <|fim_middle|>"
    special = model.tokenizer.special_ids
    answer = model.generate(prompt, parse_special=True, max_new_tokens=3)
    assert answer.text == "met"
    assert answer.prompt_tokens == len(model.tokenizer.encode("10 ")) + 2
    assert "".join(event.text for event in model.stream(prompt, parse_special=True, max_new_tokens=3)) == "met"
    assert model.generate_batch([prompt, "m"], parse_special=True, max_new_tokens=2)[0].text == "me"
    plain = model.generate(prompt, max_new_tokens=1)
    assert plain.prompt_tokens == len(model.tokenizer.encode(prompt)) > answer.prompt_tokens
    assert not set(special.values()) & set(model.tokenizer.encode(prompt))
    with pytest.raises(InputError, match="parse_special"):
        model.generate(prompt, parse_special="yes")  # type: ignore[arg-type]


def test_a_prompt_that_spells_its_bos_has_one(spm_folder: Path, tmp_path: Path) -> None:
    model = model_of(tmp_path / "model", spm_folder, ["s", "l"])
    plain = model.generate("s", max_new_tokens=1).prompt_tokens
    assert model.generate("<s>s", parse_special=True, max_new_tokens=1).prompt_tokens == plain


def test_tools_and_documents_reach_the_template(phi_folder: Path, tmp_path: Path) -> None:
    folder = with_added(phi_folder, tmp_path / "tokenizer", {})
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings["chat_template"] = "{% for each in tools or documents or [{}] %}{{ each.name }}{% endfor %}h"
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    model = model_of(tmp_path / "model", folder, ["h", "i"])
    lengths = {
        model.chat(HELLO, tools=[{"name": "weather"}], max_new_tokens=1).prompt_tokens,
        model.chat(HELLO, documents=[{"name": "weather"}], max_new_tokens=1).prompt_tokens,
        len(model.chat_ids(HELLO, documents=[{"name": "weather"}])),
        len(model.tokenizer.encode("weatherh")),
    }
    assert len(lengths) == 1
    assert [event.text for event in model.stream_chat(HELLO, tools=[{"name": "weather"}], max_new_tokens=1)] == ["i"]


def test_a_tokenizer_with_a_few_tokens_more_than_the_model(phi_folder: Path, tmp_path: Path) -> None:
    plain = Tokenizer.from_folder(phi_folder)
    folder = with_added(phi_folder, tmp_path / "tokenizer", {"[PAD]": True, "</s>": True})
    weights = successor_weights(chained([id_of(plain, "h"), id_of(plain, "i")]), vocab_size=plain.vocab_size)
    model = phi4.load(save_successor(tmp_path / "model", weights, folder), executor="native")
    assert any("[PAD]" in note for note in model.notes)
    assert model.generate("h", max_new_tokens=3, ignore_eos=True).text == "ihi"
    assert model.generate("a [PAD] h", max_new_tokens=1).text == "i"
    assert max(model.eos_ids) < plain.vocab_size
    with pytest.raises(InputError, match="outside the vocabulary"):
        model.generate("[PAD]h", parse_special=True)


def test_a_tokenizer_of_another_model_is_refused(phi_folder: Path, tmp_path: Path) -> None:
    weights = successor_weights(chained([5, 6]), vocab_size=200)
    model = phi4.load(save_successor(tmp_path / "model", weights, phi_folder), executor="native")
    with pytest.raises(TokenizerError, match="different models"):
        model.generate("h")


@pytest.mark.parametrize("damage", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("settings", [{}, {"temperature": 1.0, "seed": 1}, {"n": 2}])
def test_scores_that_are_not_numbers_end_an_answer_with_a_sentence(damage: float, settings: dict[str, Any]) -> None:
    weights = successor_weights(chained([5, 6, 7]), vocab_size=40)
    weights.tensors["lm_head.weight"][9 if damage != -np.inf else slice(None)] = damage
    model = LanguageModel(NativeExecutor(weights, threads=1), tokenizer=TokenizerError("none"))
    with pytest.raises(Phi4Error, match="damaged") as caught:
        model.generate([5], max_new_tokens=3, **settings)
    assert not isinstance(caught.value, InputError)


class _Scores:
    """An executor whose scores are given."""

    name, speculates = "given", False

    def __init__(self, scores: np.ndarray) -> None:
        self.config, self._scores = successor_weights({}, vocab_size=len(scores)).config, scores

    def prefill(self, prompts: Any) -> tuple[None, np.ndarray]:
        return None, np.stack([self._scores] * len(prompts))

    def decode(self, state: Any, ids: Any) -> np.ndarray:  # noqa: ARG002
        return np.stack([self._scores] * len(ids))


def test_a_token_that_cannot_come_may_score_minus_infinity() -> None:
    scores = np.full(20, -np.inf, np.float32)
    scores[4] = 0
    model = LanguageModel(_Scores(scores), tokenizer=TokenizerError("none"))  # type: ignore[arg-type]
    for settings in ({}, {"temperature": 1.0}, {"temperature": 1e-310}, {"repetition_penalty": 1.2, "logprobs": 2}):
        assert model.generate([5], max_new_tokens=3, **settings).ids == [4, 4, 4]


def failing(error: Callable[[], Exception]) -> Callable[..., Any]:
    def act(*_: Any, **__: Any) -> Any:
        raise error()

    return act


class OutOfMemoryError_(RuntimeError):
    """torch's own, by its name."""


OutOfMemoryError_.__name__ = "OutOfMemoryError"
CPU_TEXT = "[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory: you tried ..."


@pytest.mark.parametrize(
    "error",
    [MemoryError, lambda: RuntimeError(CPU_TEXT), lambda: OutOfMemoryError_("CUDA")],
    ids=["host", "cpu", "gpu"],
)
def test_memory_that_runs_out_is_said(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]
) -> None:
    for name, act in {
        "prefill": lambda: model.generate("m"),
        "decode": lambda: list(model.stream("m", logit_bias={1: 0})),
        "logits": lambda: model.logits([5]),
    }.items():
        with monkeypatch.context() as patch:
            patch.setattr(model.executor, name, failing(error))
            with pytest.raises(OutOfMemoryError, match="not enough memory"):
                act()
    assert model.generate("m", max_new_tokens=1).text == "e"


def test_memory_that_runs_out_while_loading_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from phi4.engine import language_model

    monkeypatch.setattr(language_model, "load_executor", failing(MemoryError))
    with pytest.raises(OutOfMemoryError, match="not enough memory for this model"):
        phi4.load("nano")


def test_other_errors_stay_what_they_are(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model.executor, "prefill", failing(lambda: RuntimeError("something else")))
    with pytest.raises(RuntimeError, match="something else"):
        model.generate("m")


def test_a_text_that_cannot_fit_is_not_divided_into_tokens(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tokenizer, "encode", failing(lambda: AssertionError("was tokenized")))
    monkeypatch.setattr(Tokenizer, "encode_chat", failing(lambda: AssertionError("was rendered")))
    most = model.config.max_positions * model.tokenizer.longest_token
    for act in (
        lambda: model.generate("x" * 10_000_000),
        lambda: model.chat([{"role": "user", "content": "x" * 10_000_000}]),
        lambda: model.generate("x" * (most + 1)),
    ):
        with pytest.raises(InputError, match="characters"):
            act()


def test_the_longest_text_that_may_fit_is_answered(model: LanguageModel) -> None:
    token = max(model.tokenizer._backend.get_vocab(with_added_tokens=False), key=len)
    text = model.tokenizer.decode([id_of(model.tokenizer, token)])
    assert model.generate(text * 20, max_new_tokens=1).prompt_tokens <= 20


def test_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    from phi4 import resources as machine

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    monkeypatch.setattr(machine, "_siblings", lambda _, thread: str(thread))
    monkeypatch.setattr(machine, "_quota", lambda _: None)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)

    def threads(**options: Any) -> int:
        return int(executor_of(phi4.load("nano", executor="native", **options)).model.threads)

    assert threads() == 3
    assert threads(threads=1) == 1
    assert threads(threads=np.int64(4)) == 4
    for limit, wanted in (("1", 1), ("2,1", 2), ("64", 3), ("", 3), (" 2 ", 2)):
        monkeypatch.setenv("OMP_NUM_THREADS", limit)
        assert threads() == wanted
        assert threads(threads=2) == 2
    for wrong in ("0", "-1", "many", "1.5", "٣", "9" * 30):
        monkeypatch.setenv("OMP_NUM_THREADS", wrong)
        with pytest.raises(InputError, match="OMP_NUM_THREADS"):
            threads()
        assert threads(threads=2) == 2
    for given in (0, -1, 1.0, "2", True, 10**9):
        with pytest.raises(InputError, match="threads"):
            threads(threads=given)


def test_load_takes_paths_and_refuses_what_is_none(tmp_path: Path) -> None:
    for wrong in (tmp_path / "nowhere", 5, None, b"nano", ["nano"]):
        with pytest.raises(Phi4Error):
            phi4.load(wrong)  # type: ignore[arg-type]
    assert "threads" in inspect.signature(phi4.load).parameters


def test_a_configuration_of_generation_that_is_confused(phi_folder: Path, tmp_path: Path) -> None:
    folder = with_added(phi_folder, tmp_path / "tokenizer", {})
    model_of(tmp_path / "model", folder, ["h", "i"])
    file = tmp_path / "model" / "generation_config.json"
    for wrong in ({"do_sample": "false"}, {"do_sample": True, "temperature": "hot"}, {"eos_token_id": [[1]]},
                  {"eos_token_id": 10**400}, {"repetition_penalty": {}}, {"eos_token_id": -2}):  # fmt: skip
        file.write_text(json.dumps(wrong))
        with pytest.raises(Phi4Error, match=r"generation_config\.json") as caught:
            phi4.load(tmp_path / "model", executor="native")
        assert str(caught.value).isprintable()
