"""The torch executor's rows, cut and extended, are those that were read at once."""

from __future__ import annotations

import numpy as np

from phi4.config import preset
from phi4.model import TorchExecutor
from tests.support.weights import RandomWeights


def test_rows_that_are_cut_and_extended() -> None:
    executor = TorchExecutor.load(RandomWeights(preset("tiny-phi3"), seed=0), dtype="float32", device="cpu")
    prompts, more = [[5, 6, 7], [8, 9, 10, 11, 12]], [[20, 21], [22]]
    state, _ = executor.prefill(prompts)
    scores = executor.extend(state, more)
    for prompt, added, found in zip(prompts, more, scores, strict=True):
        np.testing.assert_allclose(found, executor.logits(prompt + added)[len(prompt) :], atol=1e-4)
    executor.rewind(state, [2, 4])
    after = executor.decode(state, [30, 31])
    for prompt, length, token, found in zip(prompts, (2, 4), (30, 31), after, strict=True):
        np.testing.assert_allclose(found, executor.logits([*prompt[:length], token])[-1], atol=1e-4)
    assert [len(each) for each in state.histories] == [3, 5]
