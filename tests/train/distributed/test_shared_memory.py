"""Sums in shared memory against those of torch's own collective, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROCESS = """
import sys
from pathlib import Path
import torch
from phi4.train.distributed import shared_memory as shared
from phi4.train.distributed.workers import joined
store, number, size, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
shared._MEMORY = Path(memory)
ranks = joined(store, number, size, 1)
generator = torch.Generator().manual_seed(number)
for turn in range(5):
    tensors = [torch.randn(shape, generator=generator) for shape in ((3, 5), (7,), (), (2, 2, 2))]
    expected = [ranks.sum(each.clone()) for each in tensors]
    assert ranks.shared.holds(tensors) == Path(memory).is_dir()
    ranks.sum_gradients(tensors)
    for got, wanted in zip(tensors, expected, strict=True):
        torch.testing.assert_close(got, wanted)
assert not any(Path(memory).glob("*-sums"))
"""
_SECONDS = 600
"""A hang, and not a machine on which twenty others work: there three processes need minutes to import torch."""
pytestmark = pytest.mark.timeout(_SECONDS + 60)


def _run(folder: Path, size: int, memory: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, str(folder / "store"), str(number), str(size), str(memory)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(size)
    ]
    try:
        for process in processes:
            _, said = process.communicate(timeout=_SECONDS)
            assert process.returncode == 0, said
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="files cannot be given memory beforehand")
@pytest.mark.parametrize("size", [2, 3])
def test_every_process_has_the_sum_and_no_file_stays(size: int, tmp_path: Path) -> None:
    _run(tmp_path, size, tmp_path)


def test_without_room_sums_go_through_sockets(tmp_path: Path) -> None:
    _run(tmp_path, 2, tmp_path / "nowhere")
