"""Repetition ends an answer: the detector against its slow definition, and through a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import phi4
from phi4.engine.repetition import RepetitionDetection, RepetitionDetector
from phi4.errors import ConfigError, InputError
from tests.support.chats import HELLO
from tests.support.successor import model_of


def repeats(ids: Sequence[int], wanted: RepetitionDetection) -> bool:
    """By definition: the end of `ids` is some pattern of an allowed size, `min_count` times."""
    for size in range(wanted.min_pattern_size, wanted.max_pattern_size + 1):
        whole = size * wanted.min_count
        if len(ids) >= whole and list(ids[-whole:]) == list(ids[-size:]) * wanted.min_count:
            return True
    return False


@st.composite
def detections(draw: st.DrawFn) -> RepetitionDetection:
    largest = draw(st.integers(1, 6))
    return RepetitionDetection(
        max_pattern_size=largest, min_pattern_size=draw(st.integers(1, largest)), min_count=draw(st.integers(2, 4))
    )


@settings(max_examples=400)
@given(detections(), st.lists(st.integers(0, 2), max_size=40))
@example(RepetitionDetection(max_pattern_size=3, min_pattern_size=2, min_count=2), [7, 7, 7, 7])
@example(RepetitionDetection(max_pattern_size=2, min_pattern_size=2, min_count=3), [1, 2, 1, 2, 1, 2])
@example(RepetitionDetection(max_pattern_size=1024, min_count=2), list(range(9)) * 2)
def test_every_token_gives_what_the_definition_gives(wanted: RepetitionDetection, ids: list[int]) -> None:
    detector = RepetitionDetector(wanted)
    for place, token in enumerate(ids):
        assert detector.push(token) == repeats(ids[: place + 1], wanted)


@pytest.mark.parametrize("speculate", [True, False])
def test_an_answer_ends_where_it_has_repeated_itself(phi_folder: Path, tmp_path: Path, speculate: bool) -> None:
    """ "<|im_sep|>hi" and then "hi" without end; prompt tokens are not part of the answer."""
    from phi4.engine.generate import generate

    model = model_of(tmp_path / "model", phi_folder, ["h", "i"])
    detection = {"max_pattern_size": 3, "min_pattern_size": 2, "min_count": 4}
    answer = model.generate("hihihihih", repetition_detection=detection, max_new_tokens=100)
    assert (answer.text, answer.finish_reason) == ("ihihihih", "repetition")
    events = list(model.stream("h", repetition_detection=detection, stop="never", max_new_tokens=100))
    assert "".join(event.text for event in events) == "ihihihih"
    assert [event.finish_reason for event in events] == [None] * 7 + ["repetition"]
    events = list(
        generate(
            model.executor, model.tokenizer, [model.tokenizer.encode("hihih")],
            model.params(repetition_detection=detection, max_new_tokens=100), speculate=speculate,
        )
    )  # fmt: skip
    assert [event.finish_reason for event in events] == [None] * 7 + ["repetition"]
    assert model.generate("h", max_new_tokens=100).finish_reason == "length"


def test_a_stop_string_that_completes_with_the_repetition_comes_first(phi_folder: Path, tmp_path: Path) -> None:
    model = model_of(tmp_path / "model", phi_folder, ["h", "i"])
    detection = RepetitionDetection(max_pattern_size=2, min_count=4)
    answer = model.generate("h", repetition_detection=detection, stop="hihih", max_new_tokens=100)
    assert (answer.text, answer.finish_reason) == ("i", "stop")


def test_a_model_can_ask_for_it_in_its_own_file(phi_folder: Path, tmp_path: Path) -> None:
    model_of(tmp_path / "model", phi_folder, ["<|im_sep|>", "h", "i"])
    file = tmp_path / "model" / "generation_config.json"
    file.write_text(json.dumps({"repetition_detection": {"max_pattern_size": 8, "min_count": 3}}))
    model = phi4.load(tmp_path / "model", executor="native")
    answer = model.chat(HELLO, ignore_eos=True)
    assert (answer.text, answer.finish_reason) == ("hihihi", "repetition")
    assert model.chat(HELLO, repetition_detection=False, max_new_tokens=30).finish_reason == "length"
    for wrong in (5, "on", True, [], {}, {"max_pattern_size": 0}, {"max_pattern_size": 4, "min_pattern_size": 5},
                  {"max_pattern_size": 4, "min_count": 1}, {"max_pattern_size": 4, "size": 1},
                  {"max_pattern_size": "4"}, {"max_pattern_size": 10**400}):  # fmt: skip
        file.write_text(json.dumps({"repetition_detection": wrong}))
        with pytest.raises(ConfigError, match=r"generation_config\.json: repetition_detection") as caught:
            phi4.load(tmp_path / "model", executor="native")
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("wrong", [{"max_pattern_size": 2, "min_count": 2.5}, {1: 2}, "x", [1, 2]])
def test_what_cannot_be_used_is_refused(wrong: Any) -> None:
    with pytest.raises(InputError, match="repetition_detection"):
        phi4.engine.SamplingParams(repetition_detection=wrong)


def test_transformers_reads_a_file_that_asks_for_it(tmp_path: Path) -> None:
    import transformers

    asked = {"do_sample": False, "repetition_detection": {"max_pattern_size": 8, "min_count": 3}}
    (tmp_path / "generation_config.json").write_text(json.dumps(asked))
    assert transformers.GenerationConfig.from_pretrained(tmp_path).do_sample is False
