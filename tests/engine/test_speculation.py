"""Speculative decoding changes the time that an answer takes, never its tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from phi4.config import preset
from phi4.engine.generate import generate
from phi4.engine.sampling import Sampler, SamplingParams, probabilities
from phi4.engine.speculation import DraftModel, PromptLookup
from phi4.native import NativeExecutor, _engine
from tests.support.weights import RandomWeights


class Counting:
    """An executor that counts its steps."""

    def __init__(self, executor: NativeExecutor) -> None:
        self._executor, self.steps = executor, 0

    def __getattr__(self, name: str) -> Any:
        if name in ("decode", "extend"):
            self.steps += 1
        return getattr(self._executor, name)


@pytest.fixture(scope="module", params=["tiny-phi3", "tiny-phi4-mini", "tiny-ministral"])
def executor(request: pytest.FixtureRequest) -> NativeExecutor:
    return NativeExecutor(RandomWeights(preset(request.param), seed=5), threads=2, dtype="float32")


def answers(
    executor: Any, prompts: Sequence[Sequence[int]], params: SamplingParams, **options: Any
) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for event in generate(executor, None, prompts, params, **options):
        found.setdefault((event.prompt, event.choice), []).append(event.token_id)
    return found


@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.5])
@pytest.mark.parametrize("drafted", [False, True])
def test_the_answer_is_the_same_token_for_token(executor: NativeExecutor, temperature: float, drafted: bool) -> None:
    prompts = [[3, 4, 5, 6] * 6, [9, 8, 7], [1, 2] * 10]
    params = SamplingParams(temperature=temperature, seed=11, max_new_tokens=60, top_p=0.95, repetition_penalty=1.05)
    plain = answers(executor, prompts, params, speculate=False)
    draft = NativeExecutor(RandomWeights(executor.config, seed=5), threads=1, dtype="bfloat16") if drafted else None
    assert answers(executor, prompts, params, draft=draft) == plain


def test_a_draft_of_the_same_weights_saves_steps(executor: NativeExecutor) -> None:
    params = SamplingParams(temperature=0.8, seed=2, max_new_tokens=50)
    draft = NativeExecutor(RandomWeights(executor.config, seed=5), threads=1, dtype="float32")
    plain, drafted = Counting(executor), Counting(executor)
    assert answers(plain, [[5, 6, 7]], params, speculate=False) == answers(drafted, [[5, 6, 7]], params, draft=draft)
    assert drafted.steps <= plain.steps // 3


def test_lookup_saves_steps_where_text_repeats(executor: NativeExecutor) -> None:
    params = SamplingParams(max_new_tokens=80, logit_bias={40: 100.0})
    plain, speculated = Counting(executor), Counting(executor)
    assert answers(plain, [[40] * 8], params, speculate=False) == answers(speculated, [[40] * 8], params)
    assert speculated.steps <= plain.steps // 3


def test_lookup_drafts_what_follows_the_last_earlier_match() -> None:
    sampler = Sampler(SamplingParams(), [1], 100)
    lookup = PromptLookup()
    assert lookup.draft([1, 2, 3, 4, 5, 1, 2, 3], sampler, 4) == [4, 5, 1, 2]
    assert lookup.draft([1, 2, 3, 4, 5, 1, 2, 3], sampler, 7) == [4, 5, 1, 2, 3, 4, 5]
    assert lookup.draft([1, 2, 3, 4, 5, 1, 2, 3, 9], sampler, 4) == []
    assert lookup.draft([1, 2, 3, 4, 5, 1, 2, 3, 9, 2, 3], sampler, 2) == [9, 2]


def test_a_draft_model_reuses_its_cache(executor: NativeExecutor) -> None:
    draft = DraftModel(executor)
    sampler = Sampler(SamplingParams(), [1, 2, 3], executor.config.vocab_size)
    first = draft.draft([1, 2, 3], sampler, 3)
    assert draft.draft([1, 2, 3, first[0]], sampler, 2) == first[1:]
    assert draft.draft([1, 2, 3], sampler, 3) == first


@pytest.mark.parametrize("seed", range(30))
def test_native_sampling_is_the_reference(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 3, int(rng.integers(1, 400)))
    params = SamplingParams(
        temperature=float(rng.uniform(0.1, 2)), top_k=int(rng.integers(0, 30)), top_p=float(rng.uniform(0, 1)),
        min_p=float(rng.uniform(0, 0.3)),
    )  # fmt: skip
    wanted = probabilities(scores.copy(), params)
    for uniform in rng.uniform(0, 1, 50):
        place = int(np.searchsorted(np.cumsum(wanted), uniform * wanted.sum(), side="right"))
        sampled = _engine.draw(scores, params.temperature, params.top_k, params.top_p, params.min_p, float(uniform))
        assert sampled == min(place, len(wanted) - 1)
