"""Threads that share an executor, and exceptions that come between any two of its instructions."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np
import pytest

from phi4.config import preset
from phi4.native import NativeExecutor
from phi4.native import executor as module
from phi4.native.executor import NativeState
from tests.support.weights import RandomWeights

VOCABULARY = 160


@pytest.mark.parametrize("reuse_tokens", [0, 100, 8192])
def test_threads_that_share_beginnings_get_their_own_scores(reuse_tokens: int) -> None:
    executor = NativeExecutor(RandomWeights(preset("tiny-phi3"), seed=1), threads=2, reuse_tokens=reuse_tokens)
    rng = np.random.default_rng(0)
    prefix = list(range(5, 25))
    prompts = [prefix + rng.integers(0, VOCABULARY, int(rng.integers(1, 40))).tolist() for _ in range(12)]
    alone = [executor.logits(prompt)[-1] for prompt in prompts]
    problems: list[str] = []

    def work(seed: int) -> None:
        random = np.random.default_rng(seed)
        try:
            for _ in range(60):
                which = random.integers(0, len(prompts), int(random.integers(1, 4))).tolist()
                state, scores = executor.prefill([prompts[each] for each in which])
                for row, each in enumerate(which):
                    if not np.array_equal(scores[row], alone[each]):
                        problems.append(f"the scores of prompt {each} differ")
                executor.decode(executor.select(state, [0, 0]), [3, 4])
        except Exception as error:
            problems.append(repr(error))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not problems
    assert sum(len(ids) for ids, _ in executor.cache.ended().values()) <= reuse_tokens
    for sequence in executor.cache.ended():
        executor.cache.release(sequence)
    assert executor.cache.bytes == 0


def interrupted_at(number: int, work: Callable[[], Any]) -> bool:
    """Run `work`, with a KeyboardInterrupt before the instruction `number` of the executor; whether it came to that."""
    count = 0

    def local(_frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if event == "opcode":
            count += 1
            if count == number:
                raise KeyboardInterrupt
        return local

    def every(frame: FrameType, _: str, __: object) -> Any:
        if frame.f_code.co_filename != module.__file__ or frame.f_code.co_name == "__del__":
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return local

    before = sys.gettrace()
    sys.settrace(every)
    try:
        work()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


OPERATIONS: dict[str, Callable[[NativeExecutor, NativeState], object]] = {
    "decode": lambda executor, state: executor.decode(state, [3, 4]),
    "extend": lambda executor, state: executor.extend(state, [[3, 4, 5], [6]]),
    "rewind": lambda executor, state: executor.rewind(state, [20, 31]),
    "select": lambda executor, state: executor.select(state, [1, 1, 0]),
    "fork": lambda executor, state: executor.fork(state, 0, 18),
    "prefill": lambda executor, _: executor.prefill([list(range(5, 30)), list(range(5, 60))]),
    "letting go": lambda executor, state: executor.select(executor.select(state, [0, 0]), [1]),
}


@pytest.mark.parametrize("family", ["tiny-phi3", "tiny-phi4-mini"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_are_right_after_an_interrupt_at_any_instruction(name: str, family: str) -> None:
    weights = RandomWeights(preset(family), seed=1)
    oracle = NativeExecutor(weights, threads=1, reuse_tokens=0)
    known: dict[tuple[int, ...], np.ndarray] = {}

    def expected(ids: list[int]) -> np.ndarray:
        if tuple(ids) not in known:
            known[tuple(ids)] = oracle.logits(ids)[-1]
        return known[tuple(ids)]

    executor = NativeExecutor(weights, threads=1)
    switch = oracle.config.rope.switch_length
    # The second row is one token short of the switch, if there is one: the operations take it past.
    prompts = [list(range(5, 33)), [each % 150 for each in range(5, 5 + (switch or 40))]]
    number = 0
    while True:
        number += 1
        state, _ = executor.prefill(prompts)
        before = [list(row.ids) for row in state.rows]
        came = interrupted_at(number, lambda state=state: OPERATIONS[name](executor, state))
        for row, old in zip(state.rows, before, strict=True):
            assert row.ids[: len(old)] == old[: len(row.ids)]
        ids = [list(row.ids) for row in state.rows]
        scores = executor.decode(state, [7, 8])
        for row in range(2):
            np.testing.assert_array_equal(scores[row], expected([*ids[row], 7 + row]))
        del state
        # What ended serves only what it is right for.
        for prompt in (prompts[0] + [9], prompts[1][:30], prompts[1] + [9, 9]):
            _, scores = executor.prefill([prompt])
            np.testing.assert_array_equal(scores[0], expected(prompt))
        if not came:
            break
    assert number > 10
