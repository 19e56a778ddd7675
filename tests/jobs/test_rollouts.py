"""Rollouts from forks of the cache, in one batch that they join and leave, against each one drawn alone."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from phi4.config import preset
from phi4.engine import SamplingParams
from phi4.engine.sampling import Sampler
from phi4.jobs.rollouts import Rollout, RolloutPool
from phi4.model import TorchExecutor
from phi4.native import NativeExecutor
from tests.support.weights import RandomWeights

FAMILIES = ("tiny-phi3", "tiny-mixtral", "tiny-ministral", "tiny-granite")
PARAMS = SamplingParams(temperature=0.9, max_new_tokens=24)
ENDS = frozenset(range(40, 44))


def alone(executor: NativeExecutor, pool: RolloutPool, prompt: list[int], rollout: Rollout) -> tuple[int, ...]:
    """The same rollout on an executor that computes it by itself."""
    params = pool._seeded(prompt, rollout.prefix)
    before = [*prompt, *rollout.prefix]
    sampler = Sampler(params, before, executor.config.vocab_size, choice=rollout.number)
    ids: list[int] = []
    state, scores = executor.prefill([before])
    while len(rollout.prefix) + len(ids) < 24 and not (ids and ids[-1] in ENDS):
        ids.append(sampler.sample(scores[0]).token_id)
        scores = executor.decode(state, ids[-1:])
    return tuple(ids)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sequences", [1, 7, 50])
def test_each_rollout_is_what_it_would_be_alone(family: str, sequences: int) -> None:
    weights = RandomWeights(preset(family), seed=1)
    executor = NativeExecutor(weights, threads=1)
    reference = NativeExecutor(weights, threads=1, reuse_tokens=0)
    rng = random.Random(f"{family}/{sequences}")
    pool = RolloutPool(executor, PARAMS, eos_ids=ENDS, seed=5, sequences=sequences)
    prompts = [[rng.randrange(50, 160) for _ in range(rng.randint(1, 40))] for _ in range(3)]
    for owner, prompt in enumerate(prompts):
        pool.add(owner, prompt)
        pool.ask(owner, (), 0, 6, hold=True)
    done: list[Rollout] = []
    while pool.backlog:
        for rollout in pool.step():
            done.append(rollout)
            if not rollout.prefix and rollout.number % 2 == 0 and len(rollout.ids) > 1:
                # From within an answer that is held, from one that was let go, and by another way than it went.
                if rollout.number == 4:
                    pool.release(rollout.owner, rollout.ids)
                cut = rng.randint(1, len(rollout.ids) - 1)
                pool.ask(rollout.owner, rollout.ids[:cut], 3, 8)
                pool.ask(rollout.owner, (*rollout.ids[:cut], 77), 0, 2)
    assert len(done) > 18
    assert {each.ended for each in done} == {"stop", "length"}
    for rollout in done:
        assert rollout.ids == alone(reference, pool, prompts[rollout.owner], rollout), rollout
        if not rollout.prefix:
            scores = reference.logits([*prompts[rollout.owner], *rollout.ids])[len(prompts[rollout.owner]) - 1 : -1]
            logs = scores.astype(np.float64) - np.logaddexp.reduce(scores.astype(np.float64), axis=1)[:, None]
            expected = logs[np.arange(len(rollout.ids)), list(rollout.ids)]
            np.testing.assert_allclose(rollout.logprobs, expected, rtol=1e-9)


@pytest.mark.parametrize("kind", ["native", "torch"])
@pytest.mark.parametrize("family", [*FAMILIES, "tiny-phi4-mini"])
def test_forked_and_joined_rows_go_on_as_if_computed_afresh(kind: str, family: str) -> None:
    config = preset(family)
    weights = RandomWeights(config, seed=2)
    executor: Any = (
        NativeExecutor(weights, threads=1)
        if kind == "native"
        else TorchExecutor.load(weights, dtype="float32", device="cpu")
    )
    rng = random.Random(3)
    long = [rng.randrange(config.vocab_size) for _ in range(90)]
    short = [rng.randrange(config.vocab_size) for _ in range(9)]
    state, _ = executor.prefill([short, long])
    forks = [(0, 4), (1, 20), (1, 90), (1, 57)]
    joined = executor.join([executor.fork(state, row, length) for row, length in forks])
    joined = executor.select(joined, [0, 1, 3, 3])
    added = [11, 12, 13, 14]
    scores = executor.decode(joined, added)
    sequences = [[*short[:4], 11], [*long[:20], 12], [*long[:57], 13], [*long[:57], 14]]
    again, _ = executor.prefill([short])
    scores = executor.decode(executor.join([joined, executor.fork(again, 0, 9)]), [*added, 15])
    for row, (sequence, token) in enumerate(zip([*sequences, short], [*added, 15], strict=True)):
        expected = executor.logits([*sequence, token])[-1]
        np.testing.assert_allclose(scores[row], expected, rtol=0, atol=1e-4 * np.abs(expected).max())
    # What was forked from is as it was.
    after = executor.decode(state, [20, 21])
    for row, prompt in enumerate((short, long)):
        expected = executor.logits([*prompt, 20 + row])[-1]
        np.testing.assert_allclose(after[row], expected, rtol=0, atol=1e-4 * np.abs(expected).max())


def test_a_torch_batch_whose_rows_come_and_go_does_not_grow() -> None:
    executor = TorchExecutor.load(RandomWeights(preset("tiny-phi3"), seed=2), dtype="float32", device="cpu")
    root, _ = executor.prefill([[5, 6, 7]])
    state = executor.select(executor.fork(root, 0, 3), [0])
    for _ in range(30):
        executor.decode(state, [9] * len(state.histories))
        if len(state.histories) > 1:
            state = executor.select(state, [1])
        state = executor.join([state, executor.fork(root, 0, 3)])
    assert state.cache.length <= 6
