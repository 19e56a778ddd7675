"""What a worker process has to say reaches the user, once, by the one that leads."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from phi4.errors import InputError, TrainingError
from phi4.train.distributed import workers
from phi4.train.distributed.ranks import Ranks
from phi4.train.run.build import Places
from phi4.train.run.config import StageConfig, stage_of
from tests.train.conftest import TOKENIZER


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
