"""Readers in a process whose address space may grow by 200 times the files and 64 MB: a value or one sentence."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from phi4.config import preset, to_hf

READ = """
import resource, sys
from pathlib import Path
from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.gguf_checkpoint import GgufCheckpoint
from phi4.errors import Phi4Error
folder = Path(sys.argv[1])
files = [each for each in folder.iterdir()]
size = sum(each.stat().st_size for each in files)
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + 200 * size + 64 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
try:
    open_checkpoint(folder)
    print("read")
except Phi4Error as error:
    assert str(error).isprintable() and len(str(error)) < 1300
    print("refused", error)
"""
N = 1_500_000
LLAMA = to_hf(preset("tiny-llama"))
MIXTRAL = {"model_type": "mixtral", "vocab_size": 8, "hidden_size": 1, "intermediate_size": 1, "num_attention_heads": 1,
           "num_key_value_heads": 1, "head_dim": 2, "max_position_embeddings": 16, "num_hidden_layers": 4096,
           "num_local_experts": 4096, "num_experts_per_tok": 1}  # fmt: skip
EMPTY = {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}


def safetensors(header: bytes, data: bytes = b"") -> bytes:
    return struct.pack("<Q", len(header)) + header + data


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def gguf_pair(key: str, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


def gguf(pairs: list[bytes], infos: list[bytes], data: int = 0) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(pairs)) + b"".join(pairs) + b"".join(infos)
    return head + bytes(-len(head) % 32 + data + 32)


def gguf_mixtral() -> bytes:
    numbers = {"context_length": 16, "embedding_length": 1, "block_count": 4096, "feed_forward_length": 1,
               "attention.head_count": 1, "attention.key_length": 2, "expert_count": 4096,
               "expert_used_count": 1}  # fmt: skip
    pairs = [gguf_pair("general.architecture", 8, text("llama"))]
    pairs += [gguf_pair(f"llama.{key}", 4, struct.pack("<I", value)) for key, value in numbers.items()]
    pairs.append(gguf_pair("llama.attention.layer_norm_rms_epsilon", 6, struct.pack("<f", 1e-5)))
    names = ["token_embd.weight", "blk.0.attn_norm.weight", "blk.0.attn_q.weight"]
    return gguf(pairs, [text(name) + struct.pack("<IQQIQ", 2, 1, 8, 0, 32 * i) for i, name in enumerate(names)], 96)


def shards_of_a_name(count: int) -> bytes:
    return b'{"weight_map":{' + b",".join(b'"%x":"a.safetensors"' % i for i in range(count)) + b"}}"


CASES: dict[str, Callable[[], dict[str, bytes]]] = {
    "layers x experts": lambda: {"config.json": json.dumps(MIXTRAL).encode(),
                                 "model.safetensors": safetensors(json.dumps(EMPTY).encode(), bytes(4))},
    "layers x experts in GGUF": lambda: {"m.gguf": gguf_mixtral()},
    "a header of lists": lambda: {"model.safetensors": safetensors(b'{"a":[' + b"[]," * (N // 3) + b"[]]}")},
    "a header of objects": lambda: {"model.safetensors": safetensors(b'{"a":[' + b"{}," * (N // 3) + b"{}]}")},
    "a header of nested lists": lambda: {
        "model.safetensors": safetensors(b'{"a":[' + b"[[[[[[[[]]]]]]]]," * (N // 17) + b"[]]}")
    },
    "a header of numbers": lambda: {"model.safetensors": safetensors(b'{"a":[' + b"1e9," * (N // 4) + b"1]}")},
    "a header of names": lambda: {
        "model.safetensors": safetensors(
            b"{" + b",".join(b'"%x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}' % i for i in range(N // 58))
            + b"}"
        )
    },
    "an index of many": lambda: {"model.safetensors.index.json": shards_of_a_name(N // 25)},
    "an index of lists": lambda: {"model.safetensors.index.json": b'{"weight_map":[' + b"[]," * (N // 3) + b"[]]}"},
    "a config of lists": lambda: {"config.json": b'{"model_type":"llama","x":[' + b"[]," * (N // 3) + b"[]]}",
                                  "model.safetensors": safetensors(b"{}")},
    "an adapter's config": lambda: {"adapter_config.json": b"[" + b"[]," * (N // 3) + b"[]]"},
    "GGUF pairs": lambda: {"m.gguf": gguf([gguf_pair(f"{i:06x}", 7, b"\1") for i in range(N // 19)], [])},
    "GGUF tensors": lambda: {
        "m.gguf": gguf(
            [], [text(f"{i:06x}") + struct.pack("<IQIQ", 1, 1, 0, 32 * i) for i in range(N // 78)], N // 78 * 32
        )
    },
    "GGUF texts": lambda: {
        "m.gguf": gguf([gguf_pair("a", 9, struct.pack("<IQ", 8, N // 9) + text("x") * (N // 9))], [])
    },
    "GGUF numbers": lambda: {"m.gguf": gguf([gguf_pair("a", 9, struct.pack("<IQ", 0, N) + bytes(N))], [])},
    "GGUF ends": lambda: {
        "m.gguf": gguf_mixtral().replace(
            gguf_pair("llama.expert_used_count", 4, struct.pack("<I", 1)),
            gguf_pair("llama.expert_used_count", 9, struct.pack("<IQ", 0, N) + bytes(N)),
        )
    },
    "a sparse file": lambda: {"model.safetensors": struct.pack("<Q", 100_000_000) + b"{"},
}  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the size of a process is read from /proc")
@pytest.mark.parametrize("case", CASES)
def test_memory_is_in_proportion(tmp_path: Path, case: str) -> None:
    files = CASES[case]()
    if not any(name.endswith(".gguf") for name in files) and "adapter_config.json" not in files:
        files = {"config.json": json.dumps(LLAMA).encode(), **files}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    done = subprocess.run([sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, check=False,
                          env={"OPENBLAS_NUM_THREADS": "1", "PATH": ""}, timeout=250)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith("refused "), done.stdout


def test_the_limit_is_one_that_can_be_missed(tmp_path: Path) -> None:
    """Allocating more than 200 times the files and 64 MB does fail in such a process."""
    (tmp_path / "config.json").write_bytes(b"x")
    code = READ.replace("    open_checkpoint(folder)", "    import numpy; numpy.ones(80 << 20, numpy.uint8)")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
