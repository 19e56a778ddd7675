"""Settings and prompts of every kind: a value that the engine takes, or one sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from phi4.engine import LanguageModel, SamplingParams
from phi4.engine.generate import generate
from phi4.engine.sampling import SAMPLING_FIELDS, Sampler, SamplingSettings, by_field
from phi4.errors import InputError, TokenizerError, shown
from phi4.native import NativeExecutor
from tests.support.successor import chained, successor_weights

VOCAB = 40
MODEL = LanguageModel(
    NativeExecutor(successor_weights(chained([5, 6, 7]), vocab_size=VOCAB), threads=1),
    tokenizer=TokenizerError("no tokenizer"),
)

NUMPY = st.one_of(
    st.floats(width=32).map(np.float32), st.floats().map(np.float64), st.integers(0, 2**63).map(np.uint64),
    st.integers(-(2**15), 2**15 - 1).map(np.int16), st.booleans().map(np.bool_),
)  # fmt: skip
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(10**400), st.just(-(10**4000)), st.floats(), st.text(max_size=5),
    st.binary(max_size=3), NUMPY,
    st.sampled_from([5e-324, 1e-310, 1j, Fraction(1, 3), object(), "-100", "NaN", "٣", "1_0"]),
)  # fmt: skip
NAMES = [*sorted(SAMPLING_FIELDS), "self", "max_tokens"]
KEYS = st.one_of(st.integers(-2, 60), st.integers(-2, 60).map(str), st.text(max_size=3), st.floats(), st.booleans())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.tuples(inner, inner), st.dictionaries(KEYS, inner, max_size=3),
        st.lists(st.integers(-3, 50), max_size=4).map(np.array), st.lists(st.floats(), max_size=3).map(np.array),
        st.sets(st.integers(0, 5)), st.just(np.zeros((2, 2), int)), st.just(np.array(1)),
    ),
    max_leaves=6,
)  # fmt: skip


def sentence(error: InputError) -> str:
    text = str(error)
    assert text.isprintable()
    assert len(text) < 300
    return text


@settings(max_examples=600)
@given(st.sampled_from(sorted(SAMPLING_FIELDS)), VALUES)
def test_any_value_of_any_setting_is_taken_or_refused_in_a_sentence(name: str, value: Any) -> None:
    try:
        params = MODEL.params(**{name: value})
    except InputError as error:
        assert name in sentence(error)  # noqa: PT017
        return
    assert params == SamplingParams(**{name: value})
    Sampler(params, [5], VOCAB).sample(np.linspace(-3, 3, VOCAB, dtype=np.float32))


@settings(max_examples=200)
@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=4)), VALUES, max_size=4))
def test_any_settings_together(given: dict[str, Any]) -> None:
    try:
        params = MODEL.params(**given)
    except InputError as error:
        sentence(error)
        return
    if not params.stop:
        events = generate(
            MODEL.executor, None, [[5]], SamplingParams(**{**by_field(given), "max_new_tokens": 2, "n": 1})
        )
        assert len(list(events)) <= 2


@settings(max_examples=600)
@given(VALUES)
def test_any_value_as_a_prompt_is_answered_or_refused_in_a_sentence(value: Any) -> None:
    for act in (lambda: MODEL.generate(value, max_new_tokens=1), lambda: MODEL.logits(value)):
        try:
            act()
        except InputError as error:
            sentence(error)
        else:
            assert len(value)


@settings(max_examples=300)
@given(VALUES)
def test_any_value_as_a_conversation_or_a_batch_is_a_sentence(value: Any) -> None:
    for act in (lambda: MODEL.chat(value), lambda: MODEL.stream_chat(value)):
        with pytest.raises(InputError) as caught:
            act()
        sentence(caught.value)
    try:
        MODEL.generate_batch(value, max_new_tokens=1)
    except InputError as error:
        sentence(error)


def test_values_as_json_and_other_libraries_give_them() -> None:
    params = MODEL.params(
        logit_bias={"6": -100, 7: 1}, stop="text", stop_token_ids=np.array([3, 4]), max_tokens=np.int64(3),
        temperature=np.float32(0.5), top_k=np.uint8(5), seed=np.uint64(2**64 - 1), n=np.int32(2), top_p=Fraction(1, 2),
        ignore_eos=np.bool_(True), min_p=None,
    )  # fmt: skip
    assert params == SamplingParams(
        logit_bias={6: -100.0, 7: 1.0}, stop=("text",), stop_token_ids=(3, 4), max_new_tokens=3, temperature=0.5,
        top_k=5, seed=2**64 - 1, n=2, top_p=0.5, ignore_eos=True,
    )  # fmt: skip
    assert type(params.max_new_tokens) is int
    assert type(params.temperature) is float
    assert MODEL.params(stop_token_ids={4, 3}).stop_token_ids == MODEL.params(stop_token_ids=[3, 4]).stop_token_ids
    assert MODEL.params(max_completion_tokens=3).max_new_tokens == 3
    assert len(MODEL.generate([5], max_tokens=4, ignore_eos=True).ids) == 4
    assert MODEL.generate([5], logit_bias={"6": -100}, max_tokens=1).ids != [6]
    assert MODEL.generate([5], logit_bias={"6": -100.0, "5": 100.0}, max_tokens=1).ids == [5]


@pytest.mark.parametrize(
    "wrong",
    [
        {"logit_bias": {"6": "-100"}}, {"logit_bias": {6: 1, "6": 1}}, {"logit_bias": {VOCAB: 1}},
        {"logit_bias": {"٣": 1}}, {"logit_bias": [[6, 1]]}, {"stop_token_ids": ["Paris"]},
        {"stop_token_ids": [1.0]}, {"stop_token_ids": [True]},
        {"stop_token_ids": "12"}, {"stop": 5}, {"stop": [b"x"]}, {"stop": ["x"] * 17}, {"stop": "x" * 5000},
        {"ignore_eos": "no"}, {"ignore_eos": 1}, {"max_tokens": 3, "max_new_tokens": 3}, {"top_k": 5.0},
        {"temperature": np.bool_(True)}, {"temperature": 10**400}, {"seed": 10**4000}, {"temperature": "\x1b[31m" * 99},
    ],
)  # fmt: skip
def test_settings_that_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        MODEL.generate([5], **wrong)
    sentence(caught.value)


@pytest.mark.parametrize(
    "prompt", [(5, 6), np.array([5, 6]), np.array([5, 6], np.uint8), torch.tensor([5, 6]), range(5, 7)]
)
def test_prompts_of_several_kinds(prompt: Any) -> None:
    assert MODEL.generate(prompt, max_new_tokens=2).ids == [7, 5]
    assert MODEL.logits(prompt).shape == (2, VOCAB)


@pytest.mark.parametrize(
    "prompt",
    [
        [1.5, 2.0], [1.0, 2.0], b"ab", None, ["a"], ["a", 5], [None], [True, False], [[1]], [2**70], [-1], {1, 2},
        {1: 2}, 5, np.array([1.5]), np.zeros((2, 2), int), np.array([True]), np.array(3), bytearray(b"ab"),
        memoryview(b"ab"), iter([5]), [VOCAB], [5] * 256, [],
    ],
)  # fmt: skip
def test_prompts_that_are_refused(prompt: Any) -> None:
    for act in (MODEL.generate, lambda given: next(iter(MODEL.stream(given)))):
        with pytest.raises(InputError) as caught:
            act(prompt)
        sentence(caught.value)


def test_the_last_token_of_a_full_context_is_checked_too() -> None:
    with pytest.raises(InputError, match="outside the vocabulary"):
        MODEL.logits([5] * 255 + [VOCAB])


@pytest.mark.parametrize("temperature", [5e-324, 1e-310, 1e-300, 1e-31, 1e-5])
def test_a_temperature_near_zero_takes_the_best_token(temperature: float) -> None:
    logits = np.random.default_rng(3).normal(0, 3, VOCAB).astype(np.float32)
    for bias in ({}, {4: 1e300}, {4: -1e300}):
        greedy = Sampler(SamplingParams(logit_bias=bias), [0], VOCAB).sample(logits).token_id
        for seed in range(5):
            params = SamplingParams(temperature=temperature, seed=seed, logit_bias=bias, top_p=0.9, min_p=0.1, top_k=7)
            assert Sampler(params, [0], VOCAB).sample(logits).token_id == greedy


def test_the_highest_temperature_is_nearly_uniform() -> None:
    logits = np.zeros(VOCAB, np.float32)
    logits[3] = 10
    sampler = Sampler(SamplingParams(temperature=100, seed=1), [0], VOCAB)
    assert len({sampler.sample(logits).token_id for _ in range(500)}) > VOCAB * 3 // 4


class _Unprintable:
    def __repr__(self) -> str:
        raise ValueError("no")


@pytest.mark.parametrize(
    "value", [_Unprintable(), 10**4000, "\x1b]0;x\x07\n" * 100, "\u202e", b"x" * 10**6, [[[[[[[1]]]]]]] * 1000]
)
def test_quoted_values_are_short_and_printable(value: object) -> None:
    text = shown(value)
    assert 0 < len(text) <= 60
    assert text.isprintable()


def test_nothing_is_lost_in_conversion() -> None:
    checked: list[tuple[Callable[[], SamplingParams], str, Any]] = [
        (lambda: SamplingParams(temperature=1e-310), "temperature", 1e-310),
        (lambda: SamplingParams(seed=2**64 - 1), "seed", 2**64 - 1),
        (lambda: SamplingParams(logit_bias={2: -1e300}), "logit_bias", {2: -1e300}),
    ]
    for act, name, value in checked:
        assert getattr(act(), name) == value
    assert math.isclose(SamplingParams(temperature=np.float32(0.1)).temperature, 0.1, rel_tol=1e-6)


def test_params_as_an_object_and_by_name() -> None:
    params = SamplingParams(temperature=0.5, max_tokens=3, stop="text", ignore_eos=True)
    assert params.max_new_tokens == params.max_tokens == 3
    assert MODEL.params(params) == params
    assert MODEL.params(params, temperature=None, top_k=4) == replace(params, top_k=4)
    assert replace(params, max_new_tokens=7).max_tokens == 7
    tokens = replace(params, stop=(), seed=1)
    answer = MODEL.generate([5], tokens)
    assert len(answer.ids) == 3
    assert MODEL.generate_batch([[5]], tokens)[0].ids == answer.ids
    assert [event.token_id for event in MODEL.stream([5], tokens)] == answer.ids
    assert len(MODEL.generate([5], tokens, max_tokens=2).ids) == 2
    assert set(SamplingSettings.__annotations__) == SAMPLING_FIELDS | {"max_tokens", "max_completion_tokens"}


@pytest.mark.parametrize("act", [MODEL.params, SamplingParams])
def test_an_unknown_setting_names_the_nearest(act: Callable[..., object]) -> None:
    for wrong, right in (("temprature", "temperature"), ("max_token", "max_tokens"), ("topk", "top_k")):
        with pytest.raises(InputError, match=f"did you mean {right}"):
            act(**{wrong: 1})
    with pytest.raises(InputError, match="under two names"):
        act(max_tokens=3, max_new_tokens=3)


def test_params_of_another_kind_are_refused() -> None:
    with pytest.raises(InputError, match="must be SamplingParams"):
        MODEL.generate([5], {"temperature": 1})  # type: ignore[arg-type]
