"""Files that lie: every count, length, offset and type may be wrong, and the outcome is a checkpoint or one error."""

from __future__ import annotations

import json
import os
import random
import resource
import struct
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from phi4.checkpoint import open_checkpoint, save_checkpoint
from phi4.checkpoint.bounded import BoundedFile
from phi4.checkpoint.gguf_checkpoint import GgufCheckpoint
from phi4.checkpoint.safetensors_file import SafetensorsFile
from phi4.config import preset, tensor_shapes
from phi4.errors import CheckpointError, ConfigError, Phi4Error
from tests.support.gguf_writer import write_gguf
from tests.support.mutations import mutated
from tests.support.safetensors_writer import safetensors_bytes
from tests.support.weights import RandomWeights

QUICK, THOROUGH = 1500, 20_000


def entry(dtype: str = "F32", shape: object = (1,), offsets: object = (0, 4)) -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


LIES: dict[str, bytes] = {
    "empty": b"",
    "short": b"\x01",
    "header beyond the file": struct.pack("<Q", 1000) + b"{}",
    "header of exabytes": struct.pack("<Q", 2**63) + b"{}",
    "header over the limit": struct.pack("<Q", 200_000_000) + b"{}" * 100,
    "header no JSON": safetensors_bytes(b"{nope"),
    "header a list": safetensors_bytes([1]),
    "header not UTF-8": safetensors_bytes(b'{"\xff": 1}'),
    "header deeply nested": safetensors_bytes(b"[" * 200_000),
    "a number of many digits": safetensors_bytes(b'{"a": ' + b"9" * 10_000 + b"}"),
    "a name twice": safetensors_bytes(b'{"a": {"dtype":"F32","shape":[1],"data_offsets":[0,4]}, '
                                      b'"a": {"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
    "offsets beyond the file": safetensors_bytes({"a": entry(shape=[100], offsets=[0, 400])}, bytes(4)),
    "offsets reversed": safetensors_bytes({"a": entry(offsets=[4, 0])}, bytes(4)),
    "offsets negative": safetensors_bytes({"a": entry(offsets=[-4, 0])}, bytes(4)),
    "offsets fractional": safetensors_bytes({"a": entry(offsets=[0, 4.0])}, bytes(4)),
    "offsets true": safetensors_bytes({"a": entry(shape=[], offsets=[False, 4])}, bytes(4)),
    "offsets three": safetensors_bytes({"a": entry(offsets=[0, 2, 4])}, bytes(4)),
    "overlap": safetensors_bytes({"a": entry(), "b": entry(shape=[1], offsets=[0, 4])}, bytes(4)),
    "hole": safetensors_bytes({"a": entry(), "b": entry(offsets=[8, 12])}, bytes(12)),
    "data left over": safetensors_bytes({"a": entry()}, bytes(8)),
    "shape does not fit": safetensors_bytes({"a": entry(shape=[2])}, bytes(4)),
    "shape overflows": safetensors_bytes({"a": entry(shape=[2**32, 2**32])}, bytes(4)),
    "shape negative": safetensors_bytes({"a": entry(shape=[-1])}, bytes(4)),
    "shape huge": safetensors_bytes({"a": entry(shape=[10**30])}, bytes(4)),
    "unknown type": safetensors_bytes({"a": entry(dtype="F99")}, bytes(4)),
    "no type": safetensors_bytes({"a": {"shape": [1], "data_offsets": [0, 4]}}, bytes(4)),
    "metadata of numbers": safetensors_bytes({"__metadata__": {"a": 1}, "a": entry()}, bytes(4)),
    "zip": b"PK\x03\x04" + bytes(100),
    "pickle": b"\x80\x02}q\x00." + bytes(100),
    "GGUF": b"GGUF" + bytes(100),
    "NumPy": b"\x93NUMPY" + bytes(100),
    "LFS pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    "web page": b"<!DOCTYPE html><html></html>",
}  # fmt: skip


@pytest.mark.parametrize("case", LIES)
def test_each_lie_of_a_safetensors_file_is_one_clear_error(tmp_path: Path, case: str) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(LIES[case])
    with pytest.raises(CheckpointError, match=r"model\.safetensors: ") as caught:
        SafetensorsFile(file)
    assert "\n" not in str(caught.value)


def test_a_valid_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(safetensors_bytes({"b": entry(shape=[0], offsets=[4, 4]), "a": entry()}, struct.pack("<f", 1.5)))
    parsed = SafetensorsFile(file)
    assert parsed.file.array(parsed.tensors["a"].offset, "<f4", (1,), "a")[0] == 1.5


def gguf_header(tensors: int, pairs: int, rest: bytes = b"", version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, pairs) + rest


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def tensor_info(name: str, shape: tuple[int, ...], kind: int = 0, offset: int = 0) -> bytes:
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)


PAIR = text("a") + struct.pack("<I", 4)
GGUF_LIES: dict[str, bytes] = {
    "empty": b"",
    "magic alone": b"GGUF",
    "version 1": gguf_header(0, 0, version=1),
    "big-endian": b"GGUF" + struct.pack(">IQQ", 3, 0, 0),
    "version of the future": gguf_header(0, 0, version=9),
    "2^60 tensors": gguf_header(2**60, 0),
    "2^64 - 1 pairs": gguf_header(0, 2**64 - 1),
    "a key beyond the file": gguf_header(0, 1, struct.pack("<Q", 2**40) + bytes(40)),
    "a text beyond the file": gguf_header(0, 1, text("a") + struct.pack("<IQ", 8, 2**62)),
    "an array of 2^60 texts": gguf_header(0, 1, text("a") + struct.pack("<IIQ", 9, 8, 2**60)),
    "an array of 2^61 numbers": gguf_header(0, 1, text("a") + struct.pack("<IIQ", 9, 12, 2**61)),
    "an array of arrays": gguf_header(0, 1, text("a") + struct.pack("<IIQ", 9, 9, 1) + bytes(50)),
    "a text in an array beyond": gguf_header(0, 1, text("a") + struct.pack("<IIQQ", 9, 8, 1, 2**63) + bytes(9)),
    "an unknown type": gguf_header(0, 1, text("a") + struct.pack("<I", 77)),
    "a key twice": gguf_header(0, 2, (PAIR + bytes(4)) * 2),
    "a key not UTF-8": gguf_header(0, 1, struct.pack("<Q", 2) + b"\xff\xfe" + bytes(20)),
    "alignment 0": gguf_header(0, 1, text("general.alignment") + struct.pack("<II", 4, 0)),
    "alignment 3": gguf_header(0, 1, text("general.alignment") + struct.pack("<II", 4, 3)),
    "alignment text": gguf_header(0, 1, text("general.alignment") + struct.pack("<I", 8) + text("x")),
    "no dimensions": gguf_header(1, 0, text("a") + bytes(40)),
    "99 dimensions": gguf_header(1, 0, text("a") + struct.pack("<I", 99) + bytes(40)),
    "a dimension of 0": gguf_header(1, 0, tensor_info("a", (0,)) + bytes(64)),
    "dimensions overflow": gguf_header(1, 0, tensor_info("a", (2**32, 2**32)) + bytes(64)),
    "rows no whole blocks": gguf_header(1, 0, tensor_info("a", (33,), kind=2) + bytes(64)),
    "an unknown tensor type": gguf_header(1, 0, tensor_info("a", (32,), kind=999) + bytes(64)),
    "an unsupported tensor type": gguf_header(1, 0, tensor_info("a", (256,), kind=16) + bytes(640)),
    "data beyond the file": gguf_header(1, 0, tensor_info("a", (1000,)) + bytes(64)),
    "an offset beyond the file": gguf_header(1, 0, tensor_info("a", (1,), offset=2**63) + bytes(64)),
    "an offset not aligned": gguf_header(1, 0, tensor_info("a", (1,), offset=4) + bytes(64)),
    "two tensors in one place": gguf_header(2, 0, tensor_info("a", (8,)) + tensor_info("b", (8,)) + bytes(96)),
    "one name twice": gguf_header(2, 0, tensor_info("a", (8,)) + tensor_info("a", (8,), offset=32) + bytes(96)),
}


@pytest.mark.parametrize("case", GGUF_LIES)
def test_each_lie_of_a_gguf_file_is_one_clear_error(tmp_path: Path, case: str) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(GGUF_LIES[case])
    tracemalloc.start()
    with pytest.raises(CheckpointError, match=r"model\.gguf: ") as caught:
        GgufCheckpoint(file)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert "\n" not in str(caught.value)


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.gguf")
    with pytest.raises(CheckpointError, match="not a regular file"):
        open_checkpoint(tmp_path / "model.gguf")
    with pytest.raises(CheckpointError, match="not a regular file"):
        BoundedFile(Path("/dev/zero"))
    with pytest.raises(CheckpointError, match="cannot be opened"):
        BoundedFile(tmp_path / "nothing.gguf")


def edited_numbers(valid: bytes, rng: random.Random) -> bytes:
    """A safetensors header with one number replaced, its length kept true."""
    length = struct.unpack("<Q", valid[:8])[0]
    header = json.loads(valid[8 : 8 + length])
    name = rng.choice([key for key in header if key != "__metadata__"])
    value = rng.choice((-1, 0, 1, 2**31, 2**63, 2**64, 10**40, 1.5, None, "1", True, [], {}))
    field = rng.choice(("shape", "data_offsets", "dtype"))
    if field == "dtype" or not header[name][field]:
        header[name][field] = value
    else:
        header[name][field][rng.randrange(len(header[name][field]))] = value
    return safetensors_bytes(header, valid[8 + length :])


def outcome_is_allowed(path: Path, values: dict[str, tuple[int, ...]]) -> bool:
    """Either an error of ours, or a checkpoint whose tensors have the shapes it promises. True if it was read."""
    try:
        checkpoint = open_checkpoint(path)
        for name in list(tensor_shapes(checkpoint.config))[:3]:
            assert checkpoint.read(name).shape == tensor_shapes(checkpoint.config)[name]
    except Phi4Error as error:
        complaint = str(error)
    else:
        return bool(values)
    assert complaint
    assert "\n" not in complaint
    return False


def run_mutations(count: int, path: Path, file: Path, mutate: Callable[[random.Random], bytes], seed: int) -> int:
    config = preset("tiny-phi3")
    rng, read = random.Random(seed), 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(count):
        file.write_bytes(mutate(rng))
        read += outcome_is_allowed(path, tensor_shapes(config))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300_000, f"memory grew by {grown} kB over files of {file.stat().st_size} bytes"
    return read


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("valid")
    weights = RandomWeights(preset("tiny-phi3"), seed=1)
    save_checkpoint(folder, weights.config, weights.tensors.items(), max_shard_bytes=100_000)
    write_gguf(folder / "model.gguf", weights)
    return folder


@pytest.mark.parametrize("count", [QUICK, pytest.param(THOROUGH, marks=[pytest.mark.slow, pytest.mark.timeout(1200)])])
def test_mutated_safetensors(folder: Path, tmp_path: Path, count: int) -> None:
    for source in folder.iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    file = next(tmp_path.glob("model-00001*"))
    valid = file.read_bytes()
    run_mutations(count, tmp_path, file, lambda rng: mutated(valid, rng, front=3000), 1)
    run_mutations(count // 3, tmp_path, file, lambda rng: edited_numbers(valid, rng), 2)
    file.write_bytes(valid)
    assert outcome_is_allowed(tmp_path, {"x": (1,)})


@pytest.mark.parametrize("name", ["config.json", "model.safetensors.index.json"])
def test_mutated_json(folder: Path, tmp_path: Path, name: str) -> None:
    for source in folder.iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    valid = (folder / name).read_bytes()
    run_mutations(QUICK // 3, tmp_path, tmp_path / name, lambda rng: mutated(valid, rng, front=len(valid)), 3)


@pytest.mark.parametrize("count", [QUICK, pytest.param(THOROUGH, marks=[pytest.mark.slow, pytest.mark.timeout(1200)])])
def test_mutated_gguf(folder: Path, tmp_path: Path, count: int) -> None:
    valid = (folder / "model.gguf").read_bytes()
    file = tmp_path / "model.gguf"
    run_mutations(count, file, file, lambda rng: mutated(valid, rng, front=4000), 4)
    file.write_bytes(valid)
    assert outcome_is_allowed(file, {"x": (1,)})


MEASURE = """
import resource, sys
from pathlib import Path
import numpy as np
from phi4.checkpoint import open_checkpoint
from phi4.config import tensor_shapes
checkpoint = open_checkpoint(Path(sys.argv[1]))
shapes = tensor_shapes(checkpoint.config)
held = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
for value in held.values():
    value.fill(1)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, value in held.items():
    checkpoint.read_into(name, value)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_loading_takes_about_one_tensor_over_the_result(tmp_path: Path) -> None:
    """A process that holds the result already grows by little more than one tensor while it reads 180 MB."""
    from dataclasses import replace

    config = replace(
        preset("tiny-llama"), vocab_size=20_000, hidden_size=512, intermediate_size=4096, layers=12,
        sliding_windows=(None,) * 12,
    )  # fmt: skip
    shapes = tensor_shapes(config)
    largest = max(4 * int(np.prod(shape)) for shape in shapes.values())
    zeros = ((name, np.zeros(shape, np.float32)) for name, shape in shapes.items())
    save_checkpoint(tmp_path, config, zeros, dtype="bfloat16")
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert int(measured.stdout) * 1024 < 1.5 * largest + 16 * 2**20


def test_an_index_that_is_no_index(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes((folder / "config.json").read_bytes())
    for content in ("", "[]", "{}", '{"weight_map": 3}', '{"weight_map": {}}', "[" * 100_000):
        (tmp_path / "model.safetensors.index.json").write_text(content)
        with pytest.raises((CheckpointError, ConfigError)):
            open_checkpoint(tmp_path)
