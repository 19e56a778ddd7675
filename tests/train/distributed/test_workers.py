"""What a worker process has to say reaches the user, once, by the one that leads."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import torch

from phi4 import resources as machine
from phi4.errors import InputError, TrainingError
from phi4.train.distributed import workers
from phi4.train.distributed.ranks import Ranks
from phi4.train.run.build import Places
from phi4.train.run.config import StageConfig, stage_of
from tests.support.stage_files import PRETRAIN, TOKENIZER


class Worker:
    """A worker that has done its part, in this process, as soon as it is told what that is."""

    class Orders:
        order: bytes

        def write(self, order: bytes) -> None:
            self.order = order

        def close(self) -> None:
            with pytest.raises(SystemExit):
                workers._take_part(json.loads(self.order))

    def __init__(self, *_: Any, **__: Any) -> None:
        self.stdin = self.Orders()

    def poll(self) -> int:
        return 1

    def wait(self, **_: float) -> int:
        return 1


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch) -> StageConfig:
    monkeypatch.setattr("phi4.train.distributed.workers.subprocess.Popen", Worker)
    monkeypatch.setattr(workers, "joined", lambda *_: Ranks())
    return stage_of(tomllib.loads(TOKENIZER), "the test")


def led(config: StageConfig, folder: Path, error: Exception) -> None:
    with workers._workers(config, folder, Places((folder,)), 2):
        raise error


def test_what_one_worker_finds_wrong_is_said(
    config: StageConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object) -> None:
        raise InputError("web.jsonl: holds nothing")

    monkeypatch.setattr(workers, "run_stage", run)
    with pytest.raises(InputError, match=r"^web\.jsonl: holds nothing$"):
        led(config, tmp_path, RuntimeError("Connection closed by peer"))
    with pytest.raises(TrainingError, match=r"^its own$"):
        led(config, tmp_path, TrainingError("its own"))


def test_a_worker_that_ends_without_a_word_is_told_of(
    config: StageConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workers, "run_stage", run)
    with pytest.raises(TrainingError, match=r"a worker process ended \(Connection closed by peer\)"):
        led(config, tmp_path, RuntimeError("Connection closed by peer"))


def test_workers_and_their_threads_are_no_more_than_omp_num_threads(
    config: StageConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(machine, "_siblings", lambda _, thread: str(thread))
    monkeypatch.setattr(machine, "_quota", lambda _: None)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    threads: list[int] = []
    monkeypatch.setattr(workers, "joined", lambda *order: threads.append(order[3]) or Ranks())
    monkeypatch.setattr(workers, "run_stage", lambda *_: sys.exit(0))
    table = tomllib.loads(PRETRAIN)
    table["run"] |= {"micro_batch_size": 1}  # 8 micro-batches a step
    for limit, asked, count, of_each in ((None, 0, 8, 1), ("2", 0, 2, 1), ("4", 0, 4, 1), ("4", 2, 2, 2),
                                         ("1", 2, 2, 1), ("64", 0, 8, 1)):  # fmt: skip
        if limit is not None:
            monkeypatch.setenv("OMP_NUM_THREADS", limit)
        stage = stage_of({**table, "parallel": {"workers": asked}}, "the test")
        assert workers.worker_count(stage, Ranks(device=torch.device("cpu"))) == count, limit
        threads.clear()
        with workers._workers(config, tmp_path, Places((tmp_path,)), count):
            pass
        assert threads == [of_each] * count, limit
