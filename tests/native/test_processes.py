"""The process lives on, or ends as it should: at the end of the interpreter, after forks, without threads or files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import phi4
from phi4.config import preset
from phi4.native import NativeExecutor
from tests.support.repository import REPOSITORY
from tests.support.weights import RandomWeights


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=240, check=False, cwd=REPOSITORY
    )  # fmt: skip


def answered(child: Callable[[], bool]) -> bool:
    """Whether a forked child returns True from `child`; one that hangs is killed."""
    pid = os.fork()
    if pid == 0:
        code = 3
        try:
            code = 0 if child() else 1
        finally:
            os._exit(code)
    end = time.monotonic() + 120
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


@pytest.mark.parametrize("work", ["m.executor.logits([1] * 500)", "m.generate('hello', max_new_tokens=40)"])
def test_the_interpreter_ends_while_a_daemon_thread_is_in_a_step(work: str) -> None:
    done = python(
        f"""
import phi4, threading, time
m = phi4.load()
started = threading.Event()
def forever():
    while True:
        {work}
        started.set()
for _ in range(2):
    threading.Thread(target=forever, daemon=True).start()
started.wait()
time.sleep(0.05)
"""
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are enforced on Linux")
def test_threads_that_cannot_start_are_one_error() -> None:
    done = python(
        """
import os, resource
import numpy as np
from phi4.config import preset
from phi4.errors import Phi4Error
from phi4.native import _engine
from phi4.native.weights import native_shape
shape = native_shape(preset("tiny-phi3"))
before = len(os.listdir("/proc/self/task"))
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))  # a thread takes 8 MB of addresses
for work in (
    lambda: _engine.Model(shape, 1000),
    lambda: _engine.quantize_rows(np.ones((40, 20), np.float32), np.ones(20, np.float32), 4, 1000),
):
    try:
        work()
    except Phi4Error as error:
        print(error)
assert len(os.listdir("/proc/self/task")) == before
_engine.Model(shape, 2)
"""
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert len(lines) == 2
    assert all("1000 threads" in line and "fewer threads" in line for line in lines)


def test_a_child_forked_in_the_middle_of_a_step_answers() -> None:
    executor = NativeExecutor(RandomWeights(preset("tiny-phi3"), seed=1), threads=2)
    ids = np.random.default_rng(0).integers(0, 160, 60).tolist()
    scores = executor.logits(ids)
    kept, _ = executor.prefill([ids[:40]])
    stop = threading.Event()

    def step() -> None:
        while not stop.is_set():
            executor.prefill([ids[:30], ids * 5])

    def child() -> bool:
        fine = np.array_equal(executor.logits(ids), scores)
        fine &= np.array_equal(executor.decode(kept, [ids[40]])[0], scores[40])
        state, last = executor.prefill([ids])
        fine &= np.array_equal(last[0], scores[-1])
        executor.rewind(state, [50])
        fine &= np.array_equal(executor.extend(state, [ids[50:]])[0], scores[50:])
        return fine and answered(lambda: np.array_equal(executor.logits(ids), scores))

    threads = [threading.Thread(target=step) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        fine = [answered(child) for _ in range(12)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert all(fine)
    np.testing.assert_array_equal(executor.logits(ids), scores)


def test_a_child_answers_while_the_parent_streams() -> None:
    model = phi4.load()
    expected = model.generate("hello", max_new_tokens=5, temperature=0.0).ids
    stop = threading.Event()

    def stream() -> None:
        while not stop.is_set():
            for _ in model.stream("one two three", max_new_tokens=50, temperature=0.0):
                pass

    thread = threading.Thread(target=stream)
    thread.start()
    try:
        fine = [
            answered(lambda: model.generate("hello", max_new_tokens=5, temperature=0.0).ids == expected)
            for _ in range(5)
        ]  # fmt: skip
    finally:
        stop.set()
        thread.join()
    assert all(fine)


def test_a_child_without_a_step_under_way_computes_and_lets_go() -> None:
    executor = NativeExecutor(RandomWeights(preset("tiny-phi3"), seed=1), threads=3)
    scores = executor.logits(list(range(40)))

    def child() -> bool:
        nonlocal executor
        fine = np.array_equal(executor.logits(list(range(40))), scores)
        del executor
        return fine

    assert answered(child)
    np.testing.assert_array_equal(executor.logits(list(range(40))), scores)


CUT = """
import mmap, os, sys
import numpy as np
import phi4.cli, phi4.engine
def load(*_, **__):
    with open(sys.argv[-1], "r+b") as file:
        data = np.frombuffer(mmap.mmap(file.fileno(), 0), np.uint8)
        os.truncate(sys.argv[-1], 100)
        return data.sum()
"""


def test_a_command_whose_file_is_cut_ends_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(bytes(100_000))
    done = python(f"{CUT}\nphi4.engine.load = load\nsys.argv = ['phi4', 'ask', {str(path)!r}]\nphi4.cli.main()")
    assert done.returncode == 1
    assert done.stderr.startswith("phi4: a file of the model was truncated")
    assert done.stderr.count("\n") == 1


def test_other_bus_errors_end_the_process_as_usual() -> None:
    done = python(
        "import os, signal, time; from phi4.native import _engine; _engine.end_on_bus_error('no')\n"
        "while True: os.kill(os.getpid(), signal.SIGBUS); time.sleep(0.01)"
    )
    assert done.returncode == -signal.SIGBUS
    assert done.stderr == ""


def test_a_signal_is_heard_between_the_layers_of_a_long_step() -> None:
    """A step of many minutes, which would outlast the test."""
    done = python(
        """
import os, signal, threading, time
from dataclasses import replace
import numpy as np
from phi4.config import preset
from phi4.native import NativeExecutor
from tests.support.weights import RandomWeights
config = preset("tiny-llama")
config = replace(config, layers=64, sliding_windows=(None,) * 64, max_positions=1_000_000)
executor = NativeExecutor(RandomWeights(config, seed=1), threads=1)
scores = executor.logits([5, 6, 7])
row, _ = executor.prefill([[5, 6]])
def send():
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=send).start()
try:
    executor.prefill([[5] * 200_000])
    print("it ended")
except KeyboardInterrupt:
    print("interrupted")
assert np.array_equal(executor.decode(row, [7])[0], scores[-1])
"""
    )
    assert (done.stdout, done.returncode) == ("interrupted\n", 0), done.stderr
