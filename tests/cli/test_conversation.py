"""No setting and no failure ends a chat or loses its conversation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import phi4
from phi4.cli.conversation import Conversation
from phi4.engine import LanguageModel
from phi4.engine.sampling import SAMPLING_FIELDS
from phi4.errors import InputError, Phi4Error
from tests.support.command import phi4 as run


@pytest.fixture(scope="module")
def nano() -> LanguageModel:
    return phi4.load("nano", executor="native")


SETTINGS = [
    "stop 5", 'stop [""]', "stop {}", 'logit_bias {"5": "1"}', "logit_bias 5", 'logit_bias {"999999": 1}',
    "stop_token_ids [1.5]", 'stop_token_ids "x"', "temperature NaN", "temperature Infinity", "temperature 1e999",
    "top_k 1e400", "n 2", "n 0", "self 5", "prompt 5", "tools 5", "logprobs 99", "max_tokens 0", "seed -1", "X Y",
    "ignore_eos 1", "seed " + "9" * 5000, "stop " + "[" * 100_000, "\x1b]0;x\x07 1", "max_new_tokens []",
]  # fmt: skip


def test_settings_that_are_refused_keep_the_conversation(tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    lines = ["What is 3 + 4?", *(f"/set {each}" for each in SETTINGS), "/retry", f"/save {file}"]
    done = run("chat", "--executor", "native", text="\n".join(lines) + "\n")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("phi4: ")]) == len(SETTINGS)
    assert "\x1b" not in done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("Answer")] == ["Answer: 7", "Answer: 7"]
    assert [each["content"] for each in json.loads(file.read_text())][:1] == ["What is 3 + 4?"]


def test_settings_that_are_taken(nano: LanguageModel) -> None:
    conversation = Conversation(nano, {})
    for line in (
        'logit_bias {"5": 1}',
        "stop Pattern",
        "max_tokens 5",
        "max_new_tokens 6",
        "seed 3",
        "stop null",
        "n 1",
    ):
        conversation.command(f"/set {line}")
    assert conversation.settings["max_new_tokens"] == 6
    assert nano.params(**conversation.settings).stop == ()
    assert "".join(conversation.answer("What is 3 + 4?"))
    assert len(conversation.messages) == 2


@settings(max_examples=200)
@given(st.sampled_from(sorted(SAMPLING_FIELDS)), st.one_of(st.text(max_size=8), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2), max_leaves=4,
).map(json.dumps)))  # fmt: skip
def test_any_value_of_a_setting_is_taken_or_refused(nano: LanguageModel, name: str, value: str) -> None:
    conversation = Conversation(nano, {"temperature": 0.0})
    try:
        conversation.command(f"/set {name} {value}")
    except InputError:
        assert conversation.settings == {"temperature": 0.0}
    nano.params(**conversation.settings)


def raising(error: type[BaseException]) -> Callable[..., Any]:
    def act(*_: Any, **__: Any) -> Any:
        raise error("x")

    return act


@pytest.mark.parametrize("error", [MemoryError, ValueError, Phi4Error, RuntimeError])
@pytest.mark.parametrize("place", ["prefill", "decode", "extend"])
def test_an_answer_that_fails_leaves_the_conversation_as_it_was(
    nano: LanguageModel, monkeypatch: pytest.MonkeyPatch, error: type[Exception], place: str
) -> None:
    conversation = Conversation(nano, {})
    first = "".join(conversation.answer("What is 3 + 4?"))
    before = list(conversation.messages)
    with monkeypatch.context() as patch:
        patch.setattr(nano.executor, place, raising(error))
        if place == "extend":
            patch.setattr(nano.executor, "decode", raising(error))
        with pytest.raises((error, Phi4Error)):
            "".join(conversation.answer("What is 2 + 2?"))
    assert conversation.messages == before
    assert "Answer: 4" in "".join(conversation.answer("What is 2 + 2?"))
    assert conversation.messages[1]["content"] == first


def test_an_answer_that_is_interrupted_is_kept(nano: LanguageModel) -> None:
    conversation = Conversation(nano, {})
    pieces = conversation.answer("What is 3 + 4?")
    start = next(pieces) + next(pieces)
    pieces.close()
    assert [each["role"] for each in conversation.messages] == ["user", "assistant"]
    assert conversation.messages[1]["content"] == start


def test_a_question_that_is_too_long_forgets_nothing(nano: LanguageModel) -> None:
    conversation = Conversation(nano, {})
    "".join(conversation.answer("What is 3 + 4?"))
    before = list(conversation.messages)
    for question in ("word " * 1000, "word " * 2_000_000):
        with pytest.raises(InputError, match="context"):
            conversation.overflow(question)
    assert conversation.messages == before


def test_files_that_cannot_be_saved(nano: LanguageModel) -> None:
    conversation = Conversation(nano, {}, messages=[{"role": "user", "content": "\udcff"}])
    for file in ("/nowhere/at/all", "a\0b", "~nosuchuser/x", "x" * 5000, "/tmp"):
        with pytest.raises(InputError, match="cannot be written"):
            conversation.command(f"/save {file}")


def test_a_failure_inside_a_chat_is_told_and_the_chat_goes_on() -> None:
    lines = "What is 3 + 4?\n" + "word " * 1000 + "\nWhat is 2 + 2?\n/clear\nWhat is 9 - 5?\n"
    done = run("chat", "--executor", "native", text=lines)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("Answer")] == [
        "Answer: 7",
        "Answer: 4",
        "Answer: 4",
    ]
    assert "context" in done.stderr
