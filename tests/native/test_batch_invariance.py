"""A row's logits are the same bits alone, in a batch, in one chunk or many, its prefix fresh or reused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phi4.checkpoint import open_checkpoint
from phi4.config import preset
from phi4.native import NativeExecutor
from phi4.quant import QuantizeOptions, quantize
from tests.support.weights import RandomWeights

FAMILIES = ["tiny-phi3", "tiny-mixtral", "tiny-qwen2", "tiny-ministral", "tiny-granite", "tiny-llama"]
WEIGHTS = ["float32", "bfloat16", "4-bit", "8-bit"]
_made: dict[tuple[str, str], NativeExecutor] = {}


def executor_of(family: str, kind: str, root: Path) -> NativeExecutor:
    if (family, kind) not in _made:
        weights = RandomWeights(preset(family), seed=3)
        if kind.endswith("-bit"):
            folder = root / f"{family}-{kind}"
            quantize(weights, folder, QuantizeOptions(bits=int(kind[0])))
            _made[family, kind] = NativeExecutor(open_checkpoint(folder), threads=2)
        else:
            _made[family, kind] = NativeExecutor(weights, threads=2, dtype=kind)
    return _made[family, kind]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packed")


@pytest.mark.parametrize("kind", WEIGHTS)
@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=12)
@given(data=st.data())
def test_bits_do_not_depend_on_the_company(root: Path, family: str, kind: str, data: st.DataObject) -> None:
    executor = executor_of(family, kind, root)
    vocab = executor.config.vocab_size
    count = data.draw(st.sampled_from([1, 2, 3, 17, 32]))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    prompts = [rng.integers(0, vocab, int(rng.integers(1, 120))).tolist() for _ in range(count)]
    if count > 1:
        prompts[1] = prompts[0][: len(prompts[0]) // 2 + 1] + prompts[1]
    watched = int(rng.integers(count))
    alone = executor.logits(prompts[watched])

    _, together = executor.prefill(prompts)
    np.testing.assert_array_equal(together[watched], alone[-1])

    cut = int(rng.integers(1, len(prompts[watched]) + 1))
    state, _ = executor.prefill([prompts[watched][:cut]])
    pieces, at = [], cut
    while at < len(prompts[watched]):
        size = min(int(rng.integers(1, 40)), len(prompts[watched]) - at)
        pieces.append(executor.extend(state, [prompts[watched][at : at + size]])[0])
        at += size
    if pieces:
        np.testing.assert_array_equal(np.concatenate(pieces), alone[cut:])


@pytest.mark.parametrize("kind", WEIGHTS)
def test_forks_and_rewinds_leave_the_others_alone(root: Path, kind: str) -> None:
    executor = executor_of("tiny-phi3", kind, root)
    prompt = list(range(5, 45))
    state, _ = executor.prefill([prompt])
    state = executor.select(state, [0, 0, 0])
    executor.extend(state, [[7, 8, 9], [10], [11, 12]])
    executor.rewind(state, [len(prompt) + 1, len(prompt), len(prompt) + 2])
    got = executor.decode(state, [50, 51, 52])
    for row, tail in enumerate(([7, 50], [51], [11, 12, 52])):
        np.testing.assert_array_equal(got[row], executor.logits(prompt + tail)[-1])


def test_forks_share_pages() -> None:
    executor = NativeExecutor(RandomWeights(preset("tiny-phi3"), seed=3), threads=1, reuse_tokens=0)
    state, _ = executor.prefill([list(range(64))])
    one = executor.cache.bytes
    state = executor.select(state, [0] * 8)
    assert executor.cache.bytes == one
    executor.decode(state, list(range(8)))
    assert executor.cache.bytes == one + 8 * (one // 2)
    del state
    assert executor.cache.bytes == 0


def test_a_prompt_that_begins_alike_takes_what_is_there() -> None:
    executor = NativeExecutor(RandomWeights(preset("tiny-phi3"), seed=3), threads=1)
    first, _ = executor.prefill([list(range(40))])
    alone = executor.cache.bytes
    del first
    kept, scores = executor.prefill([[*range(40), 9]])
    assert executor.cache.bytes == alone + alone // 2  # of two pages each, the first is shared
    del kept
    np.testing.assert_array_equal(scores[0], executor.logits([*range(40), 9])[-1])


@pytest.mark.parametrize(
    ("sequences", "counts", "tokens", "wanted", "problem"),
    [
        ([0], [1], [-1], [0], "vocabulary"),
        ([0], [1], [160], [0], "vocabulary"),
        ([0], [2], [1], [0], "longer"),
        ([0], [1], [1, 2], [0], "shorter"),
        ([0], [1], [1], [1], "ascend"),
        ([7], [1], [1], [0], "no sequence"),
        ([0, 0], [1, 1], [1, 2], [0], "twice"),
        ([0], [0], [], [], "empty"),
    ],
)
def test_impossible_steps_are_refused(
    sequences: list[int], counts: list[int], tokens: list[int], wanted: list[int], problem: str
) -> None:
    executor = NativeExecutor(RandomWeights(preset("tiny-phi3"), seed=3), threads=1)
    executor.cache.create()
    with pytest.raises(ValueError, match=problem):
        executor.model.step(
            executor.cache, sequences, counts, [False] * len(counts), np.array(tokens, np.int32),
            np.array(wanted, np.int32),
        )  # fmt: skip
