"""The engine's own check, built with sanitizers, and for ARM under an emulator."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.repository import REPOSITORY


@dataclass(frozen=True)
class Source:
    """A file of csrc, its own flags, and the name of its object."""

    name: str
    flags: Sequence[str] = ()
    target: str = ""


COMMON = [
    *(Source(f"engine/{name}") for name in ("thread_pool", "turns", "kv_cache", "model", "sampling")),
    *(Source(f"kernels/{name}") for name in ("cpu_features", "kernels")),
    Source("quant/feedback", ["-ffp-contract=off", "-Wno-psabi"]),
    Source("quant/quantize", ["-ffp-contract=off"]),
]
FLOAT = ["-ffp-contract=fast", "-Wno-psabi"]
AVX2 = ["-mavx2", "-mfma"]
EMULATED = ["-DPHI4_EMULATED", "-Davx512_kernels=emulated_avx512_kernels", "-Damx_kernels=emulated_amx_kernels"]


X86 = [
    Source("kernels/portable", FLOAT),
    Source("kernels/avx2", [*FLOAT, *AVX2]),
    Source("kernels/avx512", [*FLOAT, *EMULATED], "emulated_avx512"),
    Source("kernels/amx", [*FLOAT, *EMULATED], "emulated_amx"),
    Source("tests/engine_check", ["-DPHI4_EMULATED"]),
    *COMMON,
]
ARM = [
    Source("kernels/portable", FLOAT),
    Source("kernels/neon", [*FLOAT, "-march=armv8.2-a+dotprod"]),
    Source("tests/engine_check"),
    *COMMON,
]


KEPT = REPOSITORY / "build" / "checks"
"""Objects by the content of what they were compiled from: most runs of the tests change none of it."""
KEPT_DAYS = 14


def key_of(command: Sequence[str], source: Path) -> str:
    """Of the compiler, its flags, the source, and every file that it could include."""
    version = subprocess.run([command[0], "--version"], capture_output=True, check=True).stdout
    found = hashlib.sha256(repr((version, command)).encode())
    headers = sorted(each for each in (REPOSITORY / "csrc").rglob("*") if each.is_file() and each.suffix != ".cpp")
    for file in (source, *headers):
        found.update(f"{file.relative_to(REPOSITORY)} {file.stat().st_size} ".encode() + file.read_bytes())
    return found.hexdigest()


def build(compiler: str, sources: Sequence[Source], folder: Path, *flags: str) -> Path:
    KEPT.mkdir(parents=True, exist_ok=True)
    for each in KEPT.iterdir():
        if time.time() - each.stat().st_mtime > 86400 * KEPT_DAYS:
            each.unlink(missing_ok=True)

    def compiled(source: Source) -> str:
        file = REPOSITORY / f"csrc/{source.name}.cpp"
        command = [compiler, "-std=c++20", f"-I{REPOSITORY / 'csrc'}", "-c", *flags, *source.flags, str(file)]
        kept, made = KEPT / f"{key_of(command, file)}.o", folder / f"{source.target or file.name}.o"
        if not kept.exists():
            done = subprocess.run([*command, "-o", str(made)], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            made.replace(kept)
        kept.touch()
        return str(kept)

    with ThreadPoolExecutor(2) as two:
        objects = list(two.map(compiled, sources))
    subprocess.run([compiler, *flags, *objects, "-pthread", "-o", str(folder / "check")], check=True)
    return folder / "check"


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the sanitizers are run on x86-64")
@pytest.mark.timeout(600)
def test_with_sanitizers(tmp_path: Path) -> None:
    """The kernels for AVX-512 and AMX run on an emulation in plain C++, so that any x86-64 machine checks them."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no C++ compiler is on the path; the engine came as a wheel")
    sanitizers = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-sanitize=alignment")
    program = build(compiler, X86, tmp_path, "-O1", "-g1", *sanitizers, "-DPHI4_X86", "-DPHI4_ROLLED")
    printed = run(str(program))
    for name in ("portable", "avx512_vnni (emulated)", "amx_int8 (emulated)"):
        assert f"{name}: fine" in printed


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the sanitizers are run on x86-64")
@pytest.mark.timeout(600)
def test_threads_under_thread_sanitizer(tmp_path: Path) -> None:
    """The pool, threads that step on one model, and threads that fork, cut and release sequences of one cache."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no C++ compiler is on the path; the engine came as a wheel")
    probe = tmp_path / "probe.cpp"
    probe.write_text("#include <thread>\nint main() { std::thread([] {}).join(); }\n")
    tried = [compiler, "-fsanitize=thread", str(probe), "-pthread", "-o", str(tmp_path / "probe")]
    built = subprocess.run(tried, capture_output=True, check=False)
    if built.returncode or subprocess.run([str(tmp_path / "probe")], capture_output=True, check=False).returncode:
        pytest.skip("the compiler lacks ThreadSanitizer, or it does not run on this system")
    sources = [Source("kernels/portable", FLOAT), Source("tests/engine_check"), *COMMON]
    program = build(compiler, sources, tmp_path, "-O1", "-g1", "-fsanitize=thread", "-DPHI4_ROLLED")
    assert "threads: fine" in run(str(program), "threads")


@pytest.mark.timeout(600)
def test_on_arm_under_an_emulator(tmp_path: Path) -> None:
    compiler, emulator = shutil.which("aarch64-linux-gnu-g++"), shutil.which("qemu-aarch64")
    if compiler is None or emulator is None:
        pytest.skip("needs aarch64-linux-gnu-g++ and qemu-aarch64, which .ci/run installs where it can")
    program = build(compiler, ARM, tmp_path, "-O2", "-static", "-DPHI4_ARM")
    assert "neon_dotprod: fine" in run(emulator, "-cpu", "max", str(program))
