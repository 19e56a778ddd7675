"""Hub names through the real client, against a local server, each call in a process with its own environment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from phi4.checkpoint import HubName, save_checkpoint
from phi4.config import preset
from tests.support.gguf_writer import split_in_two, write_gguf
from tests.support.hub_server import Hub, serving
from tests.support.not_models import KINDS, laid_out
from tests.support.weights import RandomWeights

RESOLVE = """
import logging
import sys
logging.basicConfig()
from pathlib import Path
from phi4.checkpoint import open_checkpoint, remote_model, resolve
from phi4.errors import Phi4Error
try:
    if sys.argv[1] == "remote":
        from phi4.checkpoint import HubName
        found = remote_model(HubName.parsed(sys.argv[2]))
        print(found.config.parameter_count(), found.weight_bytes, found.files, sorted(found.stored.items()))
    else:
        path = resolve(sys.argv[2], offline=sys.argv[1] == "offline")
        print(open_checkpoint(path).config.model_type, path)
except Phi4Error as error:
    print(type(error).__name__, error)
    sys.exit(error.exit_code)
"""


MANY = """
import sys
from pathlib import Path
from phi4.checkpoint import HubName, open_checkpoint, remote_model, resolve
from phi4.errors import Phi4Error
for name in sys.argv[2:]:
    try:
        if sys.argv[1] == "remote":
            remote_model(HubName.parsed(name))
        else:
            open_checkpoint(resolve(name))
        print("read", name)
    except Phi4Error as error:
        print(type(error).__name__, error)
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


@pytest.mark.parametrize(("name", "named"), [("org/nothing", "check the spelling"), ("org/gated", "license")])
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


def fetched(hub: Hub) -> set[str]:
    """Names of the files that were asked for."""
    matches = (re.search(r"/resolve/[^/]+/(.+)", path) for method, path, _ in hub.requests if method == "GET")
    return {match[1] for match in matches if match}


def test_a_repository_of_gguf_files_has_a_default(hub: Hub, tmp_path: Path) -> None:
    """Four bits of several, all its parts and nothing else; the choice is said before the download."""
    files = hub.repositories["org/files"]
    source = files / "model-F32.gguf"
    first, second = split_in_two(source)
    (files / "Q4_K_M").mkdir()
    for part in (first, second):
        part.rename(files / "Q4_K_M" / part.name.replace("split", "model-Q4_K_M"))
    (files / "model-Q8_0.gguf").write_bytes(source.read_bytes())
    (files / "mmproj-F16.gguf").write_bytes(source.read_bytes())
    (files / "config.json").write_text("{}")
    online = call(hub, tmp_path / "cache", "online", "org/files")
    assert online.returncode == 0, online.stdout + online.stderr
    assert online.stdout.strip().endswith("Q4_K_M/model-Q4_K_M-00001-of-00002.gguf")
    assert {name for name in fetched(hub) if name.endswith(".gguf")} == {
        f"Q4_K_M/model-Q4_K_M-0000{number}-of-00002.gguf" for number in (1, 2)
    }
    assert "is used of 4 GGUF models" in online.stderr
    assert "org/files:Q8_0" in online.stderr
    offline = call(hub, tmp_path / "cache", "offline", "org/files")
    assert offline.stdout == online.stdout
    named = call(hub, tmp_path / "cache", "online", "org/files:Q8_0")
    assert named.stdout.strip().endswith("model-Q8_0.gguf")
    assert "is used" not in named.stderr
    info = run([sys.executable, "-m", "phi4", "info", "org/files", "--json"], hub, tmp_path / "cache")
    assert any("is used of" in note for note in json.loads(info.stdout)["notes"]), info.stdout + info.stderr


def test_only_what_the_index_names_is_fetched(hub: Hub, tmp_path: Path) -> None:
    """Not the same weights again in other files, nor adapters, nor other formats; `info` promises as much."""
    model = hub.repositories["org/model"]
    shards = {each.name for each in model.glob("*.safetensors")}
    extra = {"consolidated.safetensors", "model.fp16.safetensors", "original/model.safetensors", "tf_model.h5",
             "speech-lora/adapter_model.safetensors", "onnx/model.onnx", "README.md", "figures/a.png",
             "model-q4.gguf", "original/params.json", "runs/trainer_state.json"}  # fmt: skip
    for name in extra:
        (model / name).parent.mkdir(exist_ok=True)
        (model / name).write_bytes(b"x" * 1000)
    for name in ("tokenizer.json", "tokenizer_config.json", "generation_config.json", "merges.txt", "vocab.json"):
        (model / name).write_text("{}")
    online = call(hub, tmp_path / "cache", "online", "org/model")
    assert online.returncode == 0, online.stdout + online.stderr
    held = Path(online.stdout.split(" ", 1)[1].strip())
    names = {str(each.relative_to(held)) for each in held.rglob("*") if each.is_file()}
    assert names == {*shards, "config.json", "model.safetensors.index.json", "tokenizer.json", "tokenizer_config.json",
                     "generation_config.json", "merges.txt", "vocab.json"}  # fmt: skip
    assert not fetched(hub) & extra
    info = call(hub, tmp_path / "other", "remote", "org/model")
    assert f" {4 * preset('tiny-llama').parameter_count()} {len(shards)} " in info.stdout
    offline = call(hub, tmp_path / "cache", "offline", "org/model")
    assert offline.stdout == online.stdout
    hub.requests.clear()
    described = run([sys.executable, "-m", "phi4", "info", "org/model", "--offline", "--json"], hub, tmp_path / "cache")
    assert json.loads(described.stdout)["stored_bytes"] == 4 * preset("tiny-llama").parameter_count()
    assert hub.requests == []


def test_a_single_file_is_fetched_without_the_shards_beside_it(hub: Hub, tmp_path: Path) -> None:
    model = tmp_path / "single"
    weights = RandomWeights(preset("tiny-llama"), seed=1)
    save_checkpoint(model, weights.config, weights.tensors.items(), dtype="float32")
    (model / "model.safetensors.index.json").write_text('{"weight_map": {"a": "model-00001-of-00001.safetensors"}}')
    (model / "model-00001-of-00001.safetensors").write_bytes(b"x" * 1000)
    hub.repositories["org/single"] = model
    assert call(hub, tmp_path / "cache", "online", "org/single").returncode == 0
    assert {name for name in fetched(hub) if name.endswith(".safetensors")} == {"model.safetensors"}


def test_a_packed_model_on_the_hub(hub: Hub, tmp_path: Path) -> None:
    from phi4.quant import QuantizeOptions, quantize

    quantize(RandomWeights(preset("tiny-llama"), seed=1), tmp_path / "packed", QuantizeOptions(bits=4))
    hub.repositories["org/packed"] = tmp_path / "packed"
    for how in ("online", "offline"):
        found = call(hub, tmp_path / "cache", how, "org/packed")
        assert found.stdout.startswith("llama "), found.stdout + found.stderr


REMOTE_KINDS = ["LoRA", "MLX", "AWQ", "diffusers", "ONNX", "pickles", "Mistral's", "no weights", "shards alone",
                "LFS config", "LFS index", "nothing"]  # fmt: skip


def test_what_is_not_a_model_on_the_hub_is_named(hub: Hub, tmp_path: Path) -> None:
    for number, case in enumerate(REMOTE_KINDS):
        files, _ = KINDS[case]
        hub.repositories[f"org/r{number}"] = laid_out(tmp_path / "repositories" / str(number), files)
    (tmp_path / "repositories" / str(REMOTE_KINDS.index("nothing"))).mkdir()
    names = [f"org/r{number}" for number in range(len(REMOTE_KINDS))]
    for how in ("online", "remote"):
        result = run([sys.executable, "-c", MANY, how, *names], hub, tmp_path / "cache" / how)
        said = result.stdout.splitlines()
        assert len(said) == len(names), result.stdout + result.stderr
        for case, line in zip(REMOTE_KINDS, said, strict=True):
            assert re.match(r"(InputError|CheckpointError|ConfigError) ", line), line
            assert re.search(KINDS[case][1], line), (case, line)
    info = run([sys.executable, "-m", "phi4", "info", names[0], "--json"], hub, tmp_path / "cache")
    assert info.returncode == 2
    assert "is a LoRA adapter for microsoft/phi-4" in info.stderr
    assert len(info.stderr.strip().splitlines()) == 1


MALFORMED_LISTINGS = [b"", b"[]", b"5", b"null", b'"x"', b"{}", b'{"siblings": 5}', b'{"siblings": [5]}', b"<html>",
                      b'{"siblings": [{"rfilename": 5}]}', b'{"siblings": [{"rfilename": null}], "id": 3}', b"\xff",
                      b'{"siblings": [{"rfilename": "../../x.safetensors"}, {"rfilename": "/etc/passwd"}]}',
                      b'{"id": "a/b", "siblings": [{"rfilename": "config.json"}, {"rfilename": "packed.json"}]}',
                      b"[" * 100_000]  # fmt: skip


def test_a_malformed_answer_is_one_sentence(hub: Hub, tmp_path: Path) -> None:
    hub.listings = {f"org/r{number}": listing for number, listing in enumerate(MALFORMED_LISTINGS)}
    hub.repositories |= dict.fromkeys(hub.listings, tmp_path)
    result = run([sys.executable, "-c", MANY, "online", *hub.listings], hub, tmp_path / "cache")
    said = result.stdout.splitlines()
    assert len(said) == len(MALFORMED_LISTINGS), result.stdout + result.stderr
    for name, line in zip(hub.listings, said, strict=True):
        assert re.match(f"(Input|Hub|Checkpoint)Error {name}: ", line), line


NO_NAMES = ["../x", "a/../b", "a/b/c", "/etc/passwd", "a", "", "a/b.gguf", "-x/y", "a--b/c", "a/.."]


def test_what_is_no_hub_name_never_reaches_it(hub: Hub, tmp_path: Path) -> None:
    result = run([sys.executable, "-c", MANY, "online", *NO_NAMES], hub, tmp_path / "cache")
    said = result.stdout.splitlines()
    assert len(said) == len(NO_NAMES), result.stdout + result.stderr
    for name, line in zip(NO_NAMES, said, strict=True):
        assert line.startswith(("InputError", "CheckpointError", "ConfigError")), (name, line)
    assert hub.requests == []


def test_parts_of_a_name() -> None:
    assert HubName.parsed("microsoft/phi-4") == HubName("microsoft/phi-4")
    assert HubName.parsed("a/b@main:Q4_K_M") == HubName("a/b", "main", "Q4_K_M")
    assert json.dumps(HubName.parsed("a b/c")) == "null"
