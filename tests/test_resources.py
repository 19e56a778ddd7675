"""Limits of containers, from faked system files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from phi4.resources import this_machine

GB = 2**30
MEMINFO = "MemTotal:       16777216 kB\nMemFree:  1 kB\nMemAvailable:    8388608 kB\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/meminfo").write_text(MEMINFO)
    return tmp_path


def put(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content + "\n")


def test_without_limits(root: Path) -> None:
    machine = this_machine(root)
    assert (machine.cores, machine.total_bytes, machine.available_bytes) == (8, 16 * GB, 8 * GB)


@pytest.mark.parametrize(("quota", "cores"), [("250000 100000", 2), ("50000 100000", 1), ("max 100000", 8), ("x", 8)])
def test_quota_of_cgroup_2_is_rounded_down(root: Path, quota: str, cores: int) -> None:
    put(root, {"proc/self/cgroup": "0::/app/inner", "sys/fs/cgroup/app/cpu.max": quota})
    assert this_machine(root).cores == cores


def test_quota_of_cgroup_1(root: Path) -> None:
    put(root, {"proc/self/cgroup": "4:cpu,cpuacct:/docker/x\n3:memory:/docker/x",
               "sys/fs/cgroup/cpu/docker/x/cpu.cfs_quota_us": "390000",
               "sys/fs/cgroup/cpu/docker/x/cpu.cfs_period_us": "100000",
               "sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes": str(4 * GB),
               "sys/fs/cgroup/memory/docker/x/memory.usage_in_bytes": str(GB)})  # fmt: skip
    machine = this_machine(root)
    assert machine.total_bytes == 4 * GB
    assert machine.available_bytes == 3 * GB


def test_threads_of_a_core_count_once(root: Path) -> None:
    for thread in range(8):
        put(
            root,
            {f"sys/devices/system/cpu/cpu{thread}/topology/thread_siblings_list": f"{thread % 4},{thread % 4 + 4}"},
        )
    assert this_machine(root).cores == 4
    assert str(this_machine(root)).startswith("4 threads, one for each core")
    put(root, {"proc/self/cgroup": "0::/app", "sys/fs/cgroup/app/cpu.max": "250000 100000"})
    assert this_machine(root).cores == 2
    assert "2 threads: the control group grants 2.5 of" in str(this_machine(root))


def test_memory_of_cgroup_2_by_the_tightest_parent(root: Path) -> None:
    put(root, {"proc/self/cgroup": "0::/a/b", "sys/fs/cgroup/a/b/memory.max": "max",
               "sys/fs/cgroup/a/memory.max": str(2 * GB), "sys/fs/cgroup/a/memory.current": str(GB)})  # fmt: skip
    machine = this_machine(root)
    assert (machine.total_bytes, machine.available_bytes) == (2 * GB, GB)


def test_this_very_machine() -> None:
    machine = this_machine()
    assert 1 <= machine.cores <= (os.cpu_count() or 1)
    assert 0 < machine.available_bytes <= machine.total_bytes
