"""The packed cache runs the weights that were asked for: whatever is replaced, however it is copied, is packed anew."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from phi4.checkpoint import PackedCheckpoint, open_checkpoint, save_checkpoint
from phi4.checkpoint import fingerprint as identities
from phi4.checkpoint.fingerprint import Remembered, fingerprint, stamp
from phi4.config import preset
from phi4.errors import CheckpointError
from phi4.quant import QuantizeOptions, quantize
from phi4.quant.on_load import check_once, packed_once
from tests.support.gguf_writer import split_in_two, write_gguf
from tests.support.weights import RandomWeights


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PHI4_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"  # type: ignore[return-value]


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were written in this moment count as files of long ago."""
    monkeypatch.setattr(identities, "SETTLED_NS", -(10**15))


def saved(folder: Path, seed: int, family: str = "tiny-llama", *, shard_bytes: int = 10**9) -> Path:
    weights = RandomWeights(preset(family), seed=seed)
    save_checkpoint(folder, weights.config, weights.tensors.items(), dtype="float32", max_shard_bytes=shard_bytes)
    return folder


def packed_now(path: Path, bits: int = 4) -> tuple[PackedCheckpoint, bool]:
    """What the cache gives for a model, and whether it packed it now."""
    packed, note = packed_once(open_checkpoint(path), bits)
    return packed, note is not None


def same_weights(packed: PackedCheckpoint, path: Path, scratch: Path) -> bool:
    """Whether a packed model has the bytes that packing the checkpoint at `path` gives."""
    shutil.rmtree(scratch, ignore_errors=True)
    quantize(open_checkpoint(path), scratch, QuantizeOptions(bits=packed.bits))
    return all(file.read_bytes() == (packed.path / file.name).read_bytes() for file in scratch.glob("*.safetensors"))


def keeping_times(file: Path, content: bytes, *, in_place: bool) -> None:
    """Give `file` other bytes of the same length and the same time of change, as `cp -p` and `rsync -t` can."""
    before = file.stat()
    assert len(content) == before.st_size
    if in_place:
        with file.open("r+b") as stream:
            stream.write(content)
    else:
        beside = file.with_suffix(".other")
        beside.write_bytes(content)
        os.replace(beside, file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("shard_bytes", [10**9, 60_000])
def test_a_replaced_file_of_the_same_size_and_time_is_packed_anew(
    in_place: bool, shard_bytes: int, tmp_path: Path
) -> None:
    model = saved(tmp_path / "model", 1, shard_bytes=shard_bytes)
    other = saved(tmp_path / "other", 2, shard_bytes=shard_bytes)
    assert packed_now(model)[1]
    assert not packed_now(model)[1]
    file = sorted(model.glob("*.safetensors"))[-1]
    keeping_times(file, (other / file.name).read_bytes(), in_place=in_place)
    packed, anew = packed_now(model)
    assert anew
    assert same_weights(packed, model, tmp_path / "scratch")
    assert not packed_now(model)[1]


@pytest.mark.usefixtures("settled")
def test_one_changed_byte_is_another_model(tmp_path: Path) -> None:
    model = saved(tmp_path / "model", 1)
    packed_now(model)
    file = model / "model.safetensors"
    content = bytearray(file.read_bytes())
    content[len(content) // 2 + 5001] ^= 1
    keeping_times(file, bytes(content), in_place=True)
    assert packed_now(model)[1]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("part", [0, 1])
def test_every_part_of_a_split_gguf_counts(part: int, tmp_path: Path) -> None:
    models = []
    for seed in (1, 2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        write_gguf(folder / "model.gguf", RandomWeights(preset("tiny-llama"), seed=seed))
        models.append(split_in_two(folder / "model.gguf"))
    assert packed_now(models[0][0])[1]
    assert not packed_now(models[0][0])[1]
    keeping_times(models[0][part], models[1][part].read_bytes(), in_place=False)
    packed, anew = packed_now(models[0][0])
    assert anew
    assert same_weights(packed, models[0][0], tmp_path / "scratch")


def test_a_model_that_is_only_touched_or_restored_is_not_packed_again(tmp_path: Path) -> None:
    model = saved(tmp_path / "model", 1)
    packed_now(model)
    for file in model.iterdir():
        os.utime(file, ns=(1, 1))
        file.chmod(0o600)
    assert not packed_now(model)[1]
    shutil.copytree(model, tmp_path / "copy")
    shutil.rmtree(model)
    (tmp_path / "copy").rename(model)
    assert not packed_now(model)[1]


def test_another_configuration_of_the_same_weights_is_another_model(tmp_path: Path) -> None:
    model = saved(tmp_path / "model", 1)
    packed_now(model)
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "rms_norm_eps": 1e-3}))
    packed, anew = packed_now(model)
    assert anew
    assert packed.config.rms_norm_eps == 1e-3


@pytest.mark.parametrize("file", ["config.json", "layer-00001.safetensors", "embedding.safetensors", "packed.json"])
def test_a_damaged_pack_is_mended(file: str, tmp_path: Path) -> None:
    model = saved(tmp_path / "model", 1)
    first, _ = packed_now(model)
    whole = {each.name: each.read_bytes() for each in first.path.iterdir()}
    if file == "config.json":
        (first.path / file).write_bytes(whole[file].replace(b'"rms_norm_eps": 1e-05', b'"rms_norm_eps": 1e-02'))
    else:
        (first.path / file).write_bytes(whole[file][:-9] + b"!" + whole[file][-8:])
    assert (first.path / file).read_bytes() != whole[file]
    packed_now(model)
    assert {each.name: each.read_bytes() for each in first.path.iterdir()} == whole
    assert not packed_now(model)[1]


@pytest.mark.parametrize("change", [{"source": None}, {"quantizer": 0}, {"source": "0" * 64}, {"rotated": False}])
def test_a_pack_of_an_older_version_or_of_other_settings_is_packed_anew(
    change: dict[str, object], tmp_path: Path
) -> None:
    model = saved(tmp_path / "model", 1)
    packed, _ = packed_now(model)
    manifest = {key: value for key, value in {**packed.manifest, **change}.items() if value is not None}
    (packed.path / "packed.json").write_text(json.dumps(manifest))
    assert packed_now(model)[1]
    assert not packed_now(model)[1]


def test_packed_folders_without_a_source_are_still_read(tmp_path: Path) -> None:
    quantize(RandomWeights(preset("tiny-llama"), seed=1), tmp_path / "packed", QuantizeOptions())
    file = tmp_path / "packed" / "packed.json"
    manifest = json.loads(file.read_text())
    kept = {key: manifest[key] for key in ("format", "version", "bits", "rotated", "method", "files")}
    file.write_text(json.dumps(kept))
    assert open_checkpoint(tmp_path / "packed").read("norm.weight").shape


def test_a_resumed_packing_never_mixes_two_models(tmp_path: Path) -> None:
    model, other = saved(tmp_path / "model", 1), saved(tmp_path / "other", 2)

    def stop(done: int, total: int) -> None:
        if done > 0.8 * total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        packed_once(open_checkpoint(model), 4, progress=stop)
    keeping_times(model / "model.safetensors", (other / "model.safetensors").read_bytes(), in_place=True)
    packed, _ = packed_now(model)
    assert same_weights(packed, other, tmp_path / "scratch")


def test_a_model_that_changes_while_it_is_packed_is_refused(tmp_path: Path) -> None:
    file = saved(tmp_path / "model", 1) / "model.safetensors"

    def change(done: int, total: int) -> None:  # noqa: ARG001
        with file.open("r+b") as stream:
            stream.seek(-5, os.SEEK_END)
            stream.write(b"!")

    with pytest.raises(CheckpointError, match="changed while it was packed"):
        packed_once(open_checkpoint(tmp_path / "model"), 4, progress=change)
    packed, anew = packed_now(tmp_path / "model")
    assert anew
    assert same_weights(packed, tmp_path / "model", tmp_path / "scratch")


def test_a_model_whose_permissions_change_while_it_is_packed_is_the_same(tmp_path: Path) -> None:
    model = saved(tmp_path / "model", 1)
    packed_once(open_checkpoint(model), 4, progress=lambda *_: (model / "model.safetensors").chmod(0o600))
    assert not packed_now(model)[1]


@pytest.mark.usefixtures("settled")
def test_what_is_remembered_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = saved(tmp_path / "model", 1)
    packed_now(model)
    packed_now(model)

    def never(*_: object, **__: object) -> str:
        raise AssertionError("read again")

    monkeypatch.setattr("phi4.quant.on_load.fingerprint", never)
    monkeypatch.setattr(PackedCheckpoint, "verify", never)
    assert not packed_now(model)[1]


def test_files_of_this_moment_are_not_remembered(tmp_path: Path) -> None:
    model = open_checkpoint(saved(tmp_path / "model", 1))
    assert stamp(model.files) is None  # type: ignore[attr-defined]
    asked = []
    for _ in range(2):
        Remembered(tmp_path / "notes").recall("x", model.files, lambda: asked.append(1) or "found")  # type: ignore[attr-defined, func-returns-value]
    assert len(asked) == 2


@pytest.mark.usefixtures("settled")
def test_a_folder_of_notes_that_cannot_be_used_costs_only_time(tmp_path: Path) -> None:
    model = open_checkpoint(saved(tmp_path / "model", 1))
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file" / "notes", Path("/proc/x"), None):
        assert Remembered(folder).recall("x", model.files, lambda: "found") == "found"  # type: ignore[attr-defined]
    remembered = Remembered(tmp_path / "notes")
    remembered.recall("x", model.files, lambda: "found")  # type: ignore[attr-defined]
    for note in (tmp_path / "notes").iterdir():
        note.write_bytes(b"\xff\xfe")
    assert remembered.recall("x", model.files, lambda: "again") == "again"  # type: ignore[attr-defined]


def test_the_identity_is_of_content_alone(tmp_path: Path) -> None:
    first = fingerprint(open_checkpoint(saved(tmp_path / "a", 1)))
    assert first == fingerprint(open_checkpoint(saved(tmp_path / "b", 1)), threads=3)
    assert first != fingerprint(open_checkpoint(saved(tmp_path / "c", 2)))
    weights = RandomWeights(preset("tiny-llama"), seed=1)
    assert fingerprint(weights) == ""
    longer = replace(weights.config, max_positions=weights.config.max_positions + 1)
    save_checkpoint(tmp_path / "d", longer, weights.tensors.items(), dtype="float32")
    assert first != fingerprint(open_checkpoint(tmp_path / "d"))


def test_the_checksums_of_a_folder_are_compared_when_it_is_first_used(tmp_path: Path) -> None:
    quantize(RandomWeights(preset("tiny-llama"), seed=1), tmp_path / "packed", QuantizeOptions())
    packed = open_checkpoint(tmp_path / "packed")
    assert isinstance(packed, PackedCheckpoint)
    check_once(packed)
    file = tmp_path / "packed" / "layer-00001.safetensors"
    content = bytearray(file.read_bytes())
    content[-100] ^= 4
    file.write_bytes(content)
    changed = open_checkpoint(tmp_path / "packed")
    assert isinstance(changed, PackedCheckpoint)
    with pytest.raises(CheckpointError, match="checksum"):
        check_once(changed)
    np.testing.assert_array_equal(changed.read("norm.weight"), packed.read("norm.weight"))


def test_names_of_any_alphabet_make_a_folder_of_the_cache(tmp_path: Path) -> None:
    for name in ("\U0001f600" * 60, "a b\tc", os.fsdecode(b"\xff\xfe")):
        assert packed_now(saved(tmp_path / name, 1))[1]
