from __future__ import annotations

import platform
from pathlib import Path

import pytest

from phi4.native import cpu_features


def test_features_are_those_that_the_kernel_names() -> None:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists() or platform.machine() != "x86_64":
        pytest.skip("the kernel of this machine lists no x86 features in /proc/cpuinfo")
    flags = next(line for line in cpuinfo.read_text().splitlines() if line.startswith("flags")).split()
    interesting = ["avx2", "fma", "avx512f", "avx512_vnni", "amx_tile", "amx_int8"]
    assert cpu_features() == [name for name in interesting if name in flags]
