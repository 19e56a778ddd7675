"""Hub names through the real client, against a local server, each call in a process with its own environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from phi4.checkpoint import HubName, save_checkpoint
from phi4.config import preset
from tests.checkpoint.gguf_writer import write_gguf
from tests.checkpoint.hub_server import Hub, serving
from tests.model.reference import RandomWeights

RESOLVE = """
import sys
from pathlib import Path
from phi4.checkpoint import open_checkpoint, remote_model, resolve
from phi4.errors import Phi4Error
try:
    if sys.argv[1] == "remote":
        from phi4.checkpoint import HubName
        found = remote_model(HubName.parsed(sys.argv[2]))
        print(found.config.parameter_count(), found.weight_bytes, found.files, sorted(found.stored.items()))
    else:
        path = resolve(sys.argv[2], nano=Path("nano"), offline=sys.argv[1] == "offline")
        print(open_checkpoint(path).config.model_type, path)
except Phi4Error as error:
    print(type(error).__name__, error)
    sys.exit(error.exit_code)
"""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    weights = RandomWeights(preset("tiny-llama"), seed=1)
    model, files = tmp_path / "model", tmp_path / "files"
    save_checkpoint(model, weights.config, weights.tensors.items(), dtype="float32", max_shard_bytes=300_000)
    (model / "pytorch_model.bin").write_bytes(b"pickled")
    files.mkdir()
    write_gguf(files / "model-F32.gguf", weights)
    write_gguf(files / "model-copy.gguf", weights)
    with serving(Hub({"org/model": model, "org/files": files}, gated={"org/gated"})) as hub:
        yield hub


def call(hub: Hub, cache: Path, how: str, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-c", RESOLVE, how, name], hub, cache, **environment)


def run(command: list[str], hub: Hub, cache: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}
    variables |= {"HF_ENDPOINT": hub.url, "HF_HOME": str(cache), "HF_HUB_DISABLE_XET": "1", "HF_HUB_ETAG_TIMEOUT": "5",
                  "HF_HUB_DISABLE_TELEMETRY": "1", **environment}  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=variables, check=False)


def test_a_folder_is_fetched_once_and_without_pickles(hub: Hub, tmp_path: Path) -> None:
    first = call(hub, tmp_path / "cache", "online", "org/model")
    assert first.returncode == 0, first.stdout + first.stderr
    assert first.stdout.startswith("llama ")
    assert not any(path.endswith(".bin") for _, path, _ in hub.requests)
    sent = hub.sent_bytes
    again = call(hub, tmp_path / "cache", "online", "org/model")
    assert again.stdout == first.stdout
    assert hub.sent_bytes - sent < 20_000


def test_offline_mode_uses_the_cache_and_nothing_else(hub: Hub, tmp_path: Path) -> None:
    missing = call(hub, tmp_path / "cache", "offline", "org/model")
    assert missing.returncode == 1
    assert missing.stdout.startswith("HubError")
    call(hub, tmp_path / "cache", "online", "org/model")
    hub.requests.clear()
    for how, environment in (("offline", {}), ("online", {"HF_HUB_OFFLINE": "1"})):
        cached = call(hub, tmp_path / "cache", how, "org/model", **environment)
        assert cached.stdout.startswith("llama "), cached.stdout
    assert hub.requests == []


def test_a_download_that_was_cut_goes_on_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    """A file of 40 MB, since the client keeps what it has in pieces of 10."""
    weights = RandomWeights(replace(preset("tiny-llama"), vocab_size=80_000), seed=1)
    hub.repositories["org/large"] = tmp_path / "large"
    save_checkpoint(tmp_path / "large", weights.config, weights.tensors.items(), dtype="float32")
    hub.cut_after["model.safetensors"] = 25_000_000
    for _ in range(3):
        result = call(hub, tmp_path / "cache", "online", "org/large")
        if result.returncode == 0:
            break
        assert result.returncode == 1
        assert "run it again" in result.stdout
    assert result.stdout.startswith("llama ")
    ranges = [span for method, path, span in hub.requests if method == "GET" and path.endswith("model.safetensors")]
    assert len(ranges) == 2
    assert ranges[1] is not None
    assert int(ranges[1].removeprefix("bytes=").removesuffix("-")) >= 10_000_000


def test_an_unreachable_hub(hub: Hub, tmp_path: Path) -> None:
    result = call(hub, tmp_path / "cache", "online", "org/model", HF_ENDPOINT="http://127.0.0.1:9")
    assert result.returncode == 1
    assert result.stdout.startswith("HubError org/model")
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize(("name", "named"), [("org/nothing", "check the spelling"), ("org/gated", "licence")])
def test_names_that_the_hub_refuses(hub: Hub, tmp_path: Path, name: str, named: str) -> None:
    for how in ("online", "remote"):
        result = call(hub, tmp_path / "cache", how, name)
        assert result.returncode == 2, result.stdout + result.stderr
        assert result.stdout.startswith("InputError")
        assert named in result.stdout


def test_headers_are_all_that_is_fetched_to_describe(hub: Hub, tmp_path: Path) -> None:
    result = call(hub, tmp_path / "cache", "remote", "org/model")
    count = preset("tiny-llama").parameter_count()
    files = len(list(hub.repositories["org/model"].glob("*.safetensors")))
    assert result.stdout.strip() == f"{count} {4 * count} {files} [('F32', {count})]", result.stdout + result.stderr
    shards = [span for method, path, span in hub.requests if method == "GET" and path.endswith(".safetensors")]
    assert shards
    assert None not in shards
    weights = sum(each.stat().st_size for each in hub.repositories["org/model"].glob("*.safetensors"))
    assert hub.sent_bytes < weights / 2


def test_info_of_a_hub_name(hub: Hub, tmp_path: Path) -> None:
    done = run([sys.executable, "-m", "phi4", "info", "org/model", "--json"], hub, tmp_path / "cache")
    report = json.loads(done.stdout)
    assert report["parameters"] == preset("tiny-llama").parameter_count()
    assert report["stored_dtype"] == "F32"
    assert report["notes"] == ["the model has no chat template of its own"]
    missing = run([sys.executable, "-m", "phi4", "info", "org/nothing"], hub, tmp_path / "cache")
    assert missing.returncode == 2
    assert len(missing.stderr.strip().splitlines()) == 1


def test_one_gguf_of_several(hub: Hub, tmp_path: Path) -> None:
    found = call(hub, tmp_path / "cache", "online", "org/files:f32")
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.strip().endswith("model-F32.gguf")
    both = call(hub, tmp_path / "cache", "online", "org/files:model")
    assert both.returncode == 2
    assert "several" in both.stdout
    offline = call(hub, tmp_path / "cache", "offline", "org/files:f32")
    assert offline.stdout == found.stdout


@pytest.mark.parametrize(
    "name", ["../x", "a/../b", "a/b/c", "/etc/passwd", "a", "", "a/b.gguf", "-x/y", "a--b/c", "a/.."]
)
def test_what_is_no_hub_name_never_reaches_it(hub: Hub, tmp_path: Path, name: str) -> None:
    result = call(hub, tmp_path / "cache", "online", name)
    assert result.returncode == 2
    assert result.stdout.startswith(("InputError", "CheckpointError", "ConfigError"))
    assert hub.requests == []


def test_parts_of_a_name() -> None:
    assert HubName.parsed("microsoft/phi-4") == HubName("microsoft/phi-4")
    assert HubName.parsed("a/b@main:Q4_K_M") == HubName("a/b", "main", "Q4_K_M")
    assert json.dumps(HubName.parsed("a b/c")) == "null"
