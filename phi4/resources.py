"""Cores and memory that this process may use, with the limits of containers."""

from __future__ import annotations

import os
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path

from phi4.errors import InputError, shown

MAX_THREADS = 1024


@dataclass(frozen=True)
class Machine:
    """Resources that this process may use.

    cores               physical cores by affinity and quota, rounded down to at least one; hardware threads of one core
                        share its arithmetic units and count once
    hardware_threads    hardware threads of the whole machine
    quota               cores that the control group grants, or None
    total_bytes, available_bytes    memory, by the tightest limit
    """

    cores: int
    hardware_threads: int
    quota: float | None
    total_bytes: int
    available_bytes: int

    def __str__(self) -> str:
        """The number of threads that the engine uses, and what limits it."""
        threads = f"{self.cores} thread{'s' if self.cores > 1 else ''}"
        if self.quota is not None and int(self.quota) <= self.cores:
            return f"{threads}: the control group grants {self.quota:g} of {self.hardware_threads} hardware threads"
        return f"{threads}, one for each core that this process may use, of {self.hardware_threads} hardware threads"


def this_machine(root: Path = Path("/")) -> Machine:
    """The resources of the system under `root`, from /proc and cgroup v1 or v2."""
    hardware_threads = os.cpu_count() or 1
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(hardware_threads))
    cores = len({_siblings(root, thread) for thread in allowed})
    if (quota := _quota(root)) is not None:
        cores = min(cores, max(1, int(quota)))
    total, available = _memory(root)
    limit, used = _memory_limit(root)
    if limit is not None and limit < total:
        total, available = limit, min(available, max(0, limit - used))
    return Machine(cores, max(hardware_threads, len(allowed)), quota, total, available)


def threads_to_use(wanted: int | None = None) -> int:
    """The number of compute threads: `wanted`, or one per usable core, at most $OMP_NUM_THREADS.

    Raises:
        InputError: `wanted` or $OMP_NUM_THREADS is not a number from 1 to MAX_THREADS.
    """
    if wanted is not None:
        if not isinstance(wanted, Integral) or isinstance(wanted, bool) or not 1 <= int(wanted) <= MAX_THREADS:
            raise InputError(f"threads is {shown(wanted)}, and must be a whole number from 1 to {MAX_THREADS}")
        return int(wanted)
    cores = this_machine().cores
    # OpenMP allows a list, with the outermost level first.
    limit = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if not limit:
        return cores
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 10 and int(limit)):
        raise InputError(
            f"OMP_NUM_THREADS is {shown(limit)}, and must be a whole number from 1; correct it or unset it"
        )
    return min(cores, int(limit))


def _siblings(root: Path, thread: int) -> str:
    """The hardware threads of the core of `thread`; only `thread` itself if the system does not say."""
    return _text(root / f"sys/devices/system/cpu/cpu{thread}/topology/thread_siblings_list") or str(thread)


def _text(file: Path) -> str | None:
    try:
        return file.read_text().strip()
    except OSError:
        return None


def _number(file: Path) -> int | None:
    text = _text(file)
    return int(text) if text is not None and text.lstrip("-").isdigit() else None


def _cgroup_folders(root: Path, controller: str) -> list[Path]:
    """The control groups that limit this process: its own first, then the parents."""
    folders: list[Path] = []
    for line in (_text(root / "proc/self/cgroup") or "").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers == "" or controller in controllers.split(","):
            base = root / "sys/fs/cgroup" / ("" if controllers == "" else controller)
            group = base / path.lstrip("/")
            folders += [group, *[parent for parent in group.parents if parent.is_relative_to(base)]]
    return folders


def _quota(root: Path) -> float | None:
    """Cores by the CPU quota of v2 (cpu.max) or v1 (cpu.cfs_quota_us), the tightest of all parents."""
    found: list[float] = []
    for folder in _cgroup_folders(root, "cpu"):
        words = (_text(folder / "cpu.max") or "").split()
        if len(words) == 2 and words[0].isdigit() and words[1].isdigit() and int(words[1]):
            found.append(int(words[0]) / int(words[1]))
        quota, period = _number(folder / "cpu.cfs_quota_us"), _number(folder / "cpu.cfs_period_us")
        if quota is not None and quota > 0 and period:
            found.append(quota / period)
    return min(found, default=None)


def _memory(root: Path) -> tuple[int, int]:
    sizes: dict[str, int] = {}
    for line in (_text(root / "proc/meminfo") or "").splitlines():
        name, _, rest = line.partition(":")
        words = rest.split()
        if words and words[0].isdigit():
            sizes[name] = int(words[0]) * 1024
    if "MemTotal" not in sizes:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 8 * 2**30
        return pages, pages
    return sizes["MemTotal"], sizes.get("MemAvailable", sizes["MemTotal"])


def _memory_limit(root: Path) -> tuple[int | None, int]:
    """The tightest limit of v2 (memory.max) or v1 (memory.limit_in_bytes), and what is used of it."""
    limits: list[tuple[int, int]] = []
    for folder in _cgroup_folders(root, "memory"):
        for limit_name, used_name in (
            ("memory.max", "memory.current"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes"),
        ):
            limit = _number(folder / limit_name)
            if limit is not None:
                limits.append((limit, _number(folder / used_name) or 0))
    return min(limits, default=(None, 0))
