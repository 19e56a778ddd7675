"""Several processes and threads that pack the same model into one folder: one works, the others wait for it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from phi4.checkpoint import PackedCheckpoint, open_checkpoint, save_checkpoint
from phi4.config import preset
from phi4.quant import QuantizeOptions, quantize
from phi4.quant.on_load import packed_once
from phi4.quant.resume import LOCK, one_writer
from tests.model.reference import RandomWeights

LOAD = """
import sys, json
import phi4
model = phi4.load(sys.argv[1], dtype="4-bit", executor="native")
print(json.dumps([model.notes, model.logits([1, 2, 3]).sum().item()]))
"""
HOLD = """
import sys, time
from pathlib import Path
from phi4.quant.resume import one_writer
with one_writer(Path(sys.argv[1]), lambda done: None):
    print("held", flush=True)
    time.sleep(300)
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    weights = RandomWeights(preset("tiny-llama"), seed=1)
    save_checkpoint(tmp_path / "model", weights.config, weights.tensors.items(), dtype="float32")
    return tmp_path / "model"


def test_of_several_processes_one_packs_and_all_answer_alike(model: Path, tmp_path: Path) -> None:
    variables = {**os.environ, "PHI4_CACHE": str(tmp_path / "cache")}
    running = [
        subprocess.Popen([sys.executable, "-c", LOAD, str(model)], env=variables, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
        for _ in range(5)
    ]  # fmt: skip
    found = []
    for process in running:
        out, problem = process.communicate(timeout=200)
        assert process.returncode == 0, problem
        found.append(json.loads(out))
    assert len({total for _, total in found}) == 1
    assert sum("once" in note for notes, _ in found for note in notes) == 1
    [folder] = [each for each in (tmp_path / "cache").iterdir() if each.name.endswith("4bit")]
    packed = open_checkpoint(folder)
    assert isinstance(packed, PackedCheckpoint)
    packed.verify()
    assert not (folder / LOCK).exists()
    assert not list(folder.glob("*.new"))


def test_threads_wait_too(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHI4_CACHE", str(tmp_path / "cache"))
    notes: list[str | None] = []
    problems: list[BaseException] = []

    def load() -> None:
        try:
            notes.append(packed_once(open_checkpoint(model), 4)[1])
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert sum(note is not None and "once" in note for note in notes) == 1


def test_a_killed_holder_leaves_no_stale_lock(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "packed"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waited = threading.Event()
    progress: list[tuple[int, int]] = []

    def kill() -> None:
        waited.wait(100)
        holder.send_signal(signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    report = quantize(
        open_checkpoint(model), folder, QuantizeOptions(), waiting=waited.set,
        progress=lambda done, total: progress.append((done, total)),
    )  # fmt: skip
    killer.join()
    holder.wait()
    holder.stdout.close()
    assert waited.is_set()
    assert progress[0][0] == 0
    assert not report.already
    assert open_checkpoint(folder)
    assert not (folder / LOCK).exists()


def test_who_waited_finds_the_result(model: Path, tmp_path: Path) -> None:
    folder, waiting = tmp_path / "packed", threading.Event()

    def pack(done: int, total: int) -> None:
        if done == total:
            waiting.wait(100)

    first = threading.Thread(target=lambda: quantize(open_checkpoint(model), folder, QuantizeOptions(), progress=pack))
    first.start()
    while not (folder / LOCK).exists():
        time.sleep(0.01)
    report = quantize(open_checkpoint(model), folder, QuantizeOptions(), waiting=waiting.set)
    first.join()
    assert report.already
    assert report.bytes == sum(file.stat().st_size for file in folder.glob("*.safetensors"))


def test_where_there_are_no_locks_a_model_is_packed_all_the_same(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    quantize(open_checkpoint(model), tmp_path / "packed", QuantizeOptions())
    assert open_checkpoint(tmp_path / "packed")


def test_the_lock_goes_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), one_writer(tmp_path / "packed", lambda _: None):
        raise KeyboardInterrupt
    assert not list((tmp_path / "packed").iterdir())
    with one_writer(tmp_path / "packed", lambda _: pytest.fail("the lock is still held")):
        pass
