"""Packing a model of the hub: each shard is fetched once, dropped when it has been packed, and a stop costs little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from phi4.checkpoint import open_checkpoint, save_checkpoint
from phi4.checkpoint.layout import Layout, matched, parts
from phi4.config import preset, tensor_shapes
from phi4.quant import QuantizeOptions, quantize
from tests.support.hub_server import COMMIT, Hub, serving
from tests.support.weights import RandomWeights

PACK = """
import json, os, sys
from pathlib import Path
from phi4.quant.on_load import cache_folder, packing_source
from phi4.quant import QuantizeOptions, quantize
held = []
def look(done, total):
    shards = [each for each in cache_folder().rglob("*.safetensors")]
    held.append(sum(each.stat().st_size for each in shards))
    if 100 * done >= int(sys.argv[2]) * total:
        os._exit(9)
quantize(packing_source("org/model", offline=False), Path(sys.argv[1]), QuantizeOptions(bits=4), progress=look)
print(json.dumps({"held": held, "left": [str(each) for each in cache_folder().rglob("*.safetensors")]}))
"""

PACK_ALONE = """
import sys
from pathlib import Path
from phi4.quant.on_load import packing_source
from phi4.quant import QuantizeOptions, quantize
quantize(packing_source("org/model", offline=False), Path(sys.argv[1]), QuantizeOptions(bits=4))
"""


@pytest.fixture(params=["tiny-llama", "tiny-granite"])
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hub]:
    weights = RandomWeights(preset(request.param), seed=1)
    save_checkpoint(
        tmp_path / "model", weights.config, weights.tensors.items(), dtype="float32", max_shard_bytes=150_000
    )
    with serving(Hub({"org/model": tmp_path / "model"})) as hub:
        yield hub


def pack(hub: Hub, folder: Path, *, stop_after: int = 101, script: str = PACK) -> subprocess.CompletedProcess[str]:
    variables = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}
    variables |= {"HF_ENDPOINT": hub.url, "HF_HOME": str(folder.parent / "cache"), "HF_HUB_DISABLE_XET": "1",
                  "HF_HUB_DISABLE_TELEMETRY": "1", "PHI4_CACHE": str(folder.parent / "phi4-cache")}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", script, str(folder), str(stop_after)],
        env=variables, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def fetched(hub: Hub) -> list[str]:
    """Names of the shards that were asked for whole, in order."""
    return [
        Path(path).name
        for method, path, part in hub.requests
        if method == "GET" and path.endswith(".safetensors") and part is None
    ]


def test_shards_come_and_go(hub: Hub, tmp_path: Path) -> None:
    done = pack(hub, tmp_path / "packed")
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    shards = [each.stat().st_size for each in (tmp_path / "model").glob("*.safetensors")]
    assert len(shards) > 3
    assert max(seen["held"]) <= 2 * max(shards)
    assert seen["left"] == []
    names = fetched(hub)
    tied = open_checkpoint(tmp_path / "model").config.tied_embeddings
    assert len(names) == len(shards) + tied
    expected = quantize(open_checkpoint(tmp_path / "model"), tmp_path / "at once", QuantizeOptions(bits=4))
    for file in expected.folder.glob("*.safetensors"):
        assert file.read_bytes() == (tmp_path / "packed" / file.name).read_bytes()


def test_a_killed_run_fetches_what_is_left(hub: Hub, tmp_path: Path) -> None:
    assert pack(hub, tmp_path / "packed", stop_after=40).returncode == 9
    assert not (tmp_path / "packed" / "packed.json").exists()
    before = len(fetched(hub))
    done = pack(hub, tmp_path / "packed")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["left"] == []
    shards = len(list((tmp_path / "model").glob("*.safetensors")))
    assert 0 < before < shards
    assert len(fetched(hub)) <= shards + 2
    expected = quantize(open_checkpoint(tmp_path / "model"), tmp_path / "at once", QuantizeOptions(bits=4))
    for file in expected.folder.glob("*.safetensors"):
        assert file.read_bytes() == (tmp_path / "packed" / file.name).read_bytes()


@pytest.mark.parametrize(
    "evil",
    [
        "{victim}",
        "../victim.safetensors",
        "..",
        "a/b.safetensors",
        "a\\b.safetensors",
        ".safetensors",
        "a\0.safetensors",
    ],
)
@pytest.mark.parametrize("hub", ["tiny-llama"], indirect=True)
def test_names_in_an_index_never_leave_the_folder(evil: str, hub: Hub, tmp_path: Path) -> None:
    victim = tmp_path / "victim.safetensors"
    file = tmp_path / "model" / "model.safetensors.index.json"
    index = json.loads(file.read_text())
    shard = index["weight_map"]["model.embed_tokens.weight"]
    victim.write_bytes((tmp_path / "model" / shard).read_bytes())
    content = victim.read_bytes()
    name = str(victim) if evil == "{victim}" else evil
    file.write_text(json.dumps({"weight_map": dict.fromkeys(index["weight_map"], name)}))
    done = pack(hub, tmp_path / "packed")
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("phi4.errors."), last
    assert victim.read_bytes() == content
    assert not (tmp_path / "packed" / "packed.json").exists()


def test_a_packed_model_names_its_commit(hub: Hub, tmp_path: Path) -> None:
    assert pack(hub, tmp_path / "packed").returncode == 0
    assert json.loads((tmp_path / "packed" / "packed.json").read_text())["source"] == f"org/model@{COMMIT}"


def test_several_processes_pack_a_model_of_the_hub_at_once(hub: Hub, tmp_path: Path) -> None:
    """Each drops the files that it has packed, from the folder that they share."""
    results: list[int] = []

    def work(number: int) -> None:
        results.append(pack(hub, tmp_path / f"packed-{number}", script=PACK_ALONE).returncode)

    threads = [threading.Thread(target=work, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [0, 0, 0]


def test_many_layers_of_many_experts_are_not_listed_before_one_is_missed() -> None:
    """335 bytes of configuration may ask for fifty million tensors."""
    config = preset("tiny-mixtral")
    config = replace(config, layers=4096, experts=4096, sliding_windows=(None,) * 4096)
    layout = Layout.of_family(config.model_type)
    stored = {"model.embed_tokens.weight": 0, "model.layers.0.input_layernorm.weight": 0}
    tracemalloc.start()
    with pytest.raises(KeyError, match="self_attn"):
        matched(config, layout, stored)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * 2**20


@pytest.mark.parametrize("family", ["tiny-mixtral", "tiny-phi3", "tiny-granite"])
def test_parts_that_are_all_there_are_all_of_them(family: str) -> None:
    config = preset(family)
    layout = Layout.of_family(config.model_type)
    every = {name: list(parts(config, name, shape, layout)) for name, shape in tensor_shapes(config).items()}
    stored = {part.name for group in every.values() for part in group}
    assert matched(config, layout, stored) == every
    for name in list(stored)[:20]:
        with pytest.raises(KeyError, match=name):
            matched(config, layout, stored - {name})
