"""The engine's own check, built with sanitizers, and for ARM under an emulator."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

COMMON = ["cpu_features", "kernels", "thread_pool", "kv_cache", "model", "quantize", "sampling", "tests/engine_check"]
FLOAT = ["-ffp-contract=fast", "-Wno-psabi"]
AVX2 = ["-mavx2", "-mfma"]
AVX512 = [*AVX2, "-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl", "-mavx512vnni", "-mprefer-vector-width=512"]
KERNELS = {
    "x86_64": ("PHI4_X86", {"portable": [], "avx2": AVX2, "avx512": AVX512}),
    "aarch64": ("PHI4_ARM", {"portable": [], "neon": ["-march=armv8.2-a+dotprod"]}),
}


def build(compiler: str, processor: str, folder: Path, *flags: str) -> Path:
    macro, kernels = KERNELS[processor]
    sources = [(name, []) for name in COMMON] + [(f"kernels_{name}", [*FLOAT, *more]) for name, more in kernels.items()]
    running, objects = [], []
    for name, more in sources:
        target = folder / f"{Path(name).name}.o"
        command = [compiler, "-std=c++20", "-c", f"-D{macro}", *flags, *more, str(REPOSITORY / f"csrc/{name}.cpp")]
        running.append(subprocess.Popen([*command, "-o", str(target)], stderr=subprocess.PIPE, text=True))
        objects.append(str(target))
        if len(running) % 2 == 0:
            running[-2].wait()
    for each in running:
        _, problem = each.communicate()
        assert each.returncode == 0, problem
    subprocess.run([compiler, *flags, *objects, "-pthread", "-o", str(folder / "check")], check=True)
    return folder / "check"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the sanitizers are run on x86-64")
@pytest.mark.timeout(600)
def test_with_sanitizers(tmp_path: Path) -> None:
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no C++ compiler is on the path; the engine came as a wheel")
    flags = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-sanitize=alignment")
    program = build(compiler, "x86_64", tmp_path, *flags)
    done = subprocess.run([str(program)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "portable: fine" in done.stdout


@pytest.mark.timeout(600)
def test_on_arm_under_an_emulator(tmp_path: Path) -> None:
    compiler, emulator = shutil.which("aarch64-linux-gnu-g++"), shutil.which("qemu-aarch64")
    if compiler is None or emulator is None:
        pytest.skip("needs aarch64-linux-gnu-g++ and qemu-aarch64, which .ci/run installs where it can")
    program = build(compiler, "aarch64", tmp_path, "-O2", "-static")
    done = subprocess.run([emulator, "-cpu", "max", str(program)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "neon_dotprod: fine" in done.stdout
