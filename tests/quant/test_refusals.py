"""What packing refuses: one sentence, and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors import SafetensorError
from typer.testing import CliRunner

import phi4
from phi4 import cli
from phi4.checkpoint import PackedCheckpoint, open_checkpoint, save_checkpoint
from phi4.checkpoint.shipped import SHIPPED
from phi4.config import from_hf, preset, tensor_shapes
from phi4.errors import CheckpointError, InputError, OutOfMemoryError, Phi4Error
from phi4.quant import QuantizeOptions, quantize
from phi4.quant.calibration import calibration_sequences, note_on_sequences
from phi4.quant.on_load import cache_folder, packed_once
from tests.support.weights import RandomWeights


def saved(folder: Path, seed: int = 1) -> Path:
    weights = RandomWeights(preset("tiny-llama"), seed=seed)
    save_checkpoint(folder, weights.config, weights.tensors.items(), dtype="float32")
    return folder


def is_a_sentence(error: BaseException) -> bool:
    text = str(error)
    return len(text) < 600 and "\n" not in text and text.isprintable()


@pytest.mark.parametrize("kind", ["/proc/x", "a file", "below a file", "a link to nothing"])
def test_a_cache_folder_that_cannot_be_made(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, place = saved(tmp_path / "model"), Path(kind) if kind.startswith("/") else tmp_path / "place"
    if kind.endswith("a file"):
        place.write_text("mine")
    elif kind.startswith("a link"):
        place.symlink_to("/proc/x/y")
    monkeypatch.setenv("PHI4_CACHE", str(place / "x" if kind == "below a file" else place))
    with pytest.raises(Phi4Error, match="PHI4_CACHE") as caught:
        phi4.load(str(model), dtype="8-bit", executor="native")
    assert is_a_sentence(caught.value)


def test_without_a_home_the_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for variable in ("PHI4_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    with pytest.raises(InputError, match="PHI4_CACHE"):
        cache_folder()
    monkeypatch.setenv("PHI4_CACHE", "~nosuchuser/x")
    with pytest.raises(InputError, match="PHI4_CACHE"):
        cache_folder()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"),
                                   SafetensorError("I/O error: No space left on device (os error 28)")])  # fmt: skip
@pytest.mark.parametrize("file", [1, 3])
def test_a_full_disk(error: Exception, file: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, no half file is left, and what was done is kept."""
    from phi4.checkpoint.packed import folder as packed_folder

    model, written = saved(tmp_path / "model"), []
    real = packed_folder.serialize_file

    def write(specs: object, name: str) -> None:
        written.append(name)
        if len(written) > file:
            Path(name).write_bytes(b"half")
            raise error
        real(specs, name)

    monkeypatch.setattr(packed_folder, "serialize_file", write)
    monkeypatch.setenv("PHI4_CACHE", str(tmp_path / "cache"))
    with pytest.raises(Phi4Error, match=r"No space left.*PHI4_CACHE") as caught:
        packed_once(open_checkpoint(model), 4)
    assert caught.value.exit_code == 1
    assert is_a_sentence(caught.value)
    [folder] = [each for each in (tmp_path / "cache").iterdir() if each.name.endswith("4bit")]
    assert len(list(folder.glob("*.safetensors"))) == file
    assert not list(folder.glob("*.new"))
    with pytest.raises(CheckpointError, match="packing was stopped"):
        open_checkpoint(folder)
    written.clear()
    monkeypatch.setattr(packed_folder, "serialize_file", lambda specs, name: (written.append(name), real(specs, name)))
    packed_once(open_checkpoint(model), 4)
    assert len(written) == len(list(folder.glob("*.safetensors"))) - file


@pytest.mark.parametrize("name", ["packing.json", "packed.json", "config.json", "tokenizer.json"])
def test_small_files_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    """A folder stands where the file must go."""
    model, folder = saved(tmp_path / "model"), tmp_path / "packed"
    (model / "tokenizer.json").write_text("{}")
    (folder / "packing.json").mkdir(parents=True) if name == "packing.json" else folder.mkdir()
    (folder / name).mkdir(exist_ok=True)
    if name != "packing.json":
        (folder / "packing.json").write_text("{}")
    with pytest.raises(Phi4Error) as caught:
        quantize(open_checkpoint(model), folder, QuantizeOptions())
    assert is_a_sentence(caught.value)
    (folder / name).rmdir()
    quantize(open_checkpoint(model), folder, QuantizeOptions(), overwrite=True)
    assert open_checkpoint(folder)


@pytest.mark.parametrize("place", ["/proc/x", "/dev/null/x", "{tmp}/file", "{tmp}/" + "a" * 300])
def test_folders_that_cannot_be_written_to(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    folder = Path(place.replace("{tmp}", str(tmp_path)))
    with pytest.raises(InputError) as caught:
        quantize(RandomWeights(preset("tiny-llama"), seed=1), folder, QuantizeOptions())
    assert is_a_sentence(caught.value)
    assert (tmp_path / "file").read_text() == "mine"


VALUES = [None, True, -1, 1.5, 10**400, "a\0b", "a" * 5000, "../../etc/passwd", [1], {"a": 1}]


@pytest.mark.parametrize(
    "text",
    ["", "[", "[" * 100_000, '{"plan": ' * 50_000, "9" * 10_000, "[]", "\ufeff{}", '"\\ud800"', "NaN", '{"plan": NaN}'],
    ids=range(10),
)
def test_a_damaged_record_of_progress_starts_anew(text: str, tmp_path: Path) -> None:
    (tmp_path / "packing.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    quantize(RandomWeights(preset("tiny-llama"), seed=1), tmp_path, QuantizeOptions())
    assert isinstance(open_checkpoint(tmp_path), PackedCheckpoint)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_a_record_of_progress_of_other_types_starts_anew(value: object, tmp_path: Path) -> None:
    """Every key and every part of the state of the texts, each as something else."""
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    texts = np.random.default_rng(0).integers(0, weights.config.vocab_size, (4, 16))
    options = QuantizeOptions(held_out=texts)
    folder = tmp_path / "packed"

    def stop(done: int, total: int) -> None:
        if done > 0.5 * total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        quantize(weights, folder, options, progress=stop)
    good = json.loads((folder / "packing.json").read_text())
    state = good["streams"]
    assert state is not None
    name = next(iter(good["files"]))
    changes = [{**good, key: value} for key in good]
    changes += [{**good, "files": {**good["files"], key: value}} for key in (name, "x", "../y")]
    changes += [{**good, "files": {name: {"bytes": value, "crc32": value}}}]
    changes += [{**good, "streams": {**state, key: value}} for key in state]
    changes += [{**good, "streams": {**state, "entry": {"bytes": value}}}]
    for number, changed in enumerate(changes):
        again = tmp_path / str(number)
        again.mkdir()
        for file in folder.iterdir():
            (again / file.name).write_bytes(file.read_bytes())
        (again / "packing.json").write_text(json.dumps(changed))
        quantize(weights, again, options)
        packed = open_checkpoint(again)
        assert isinstance(packed, PackedCheckpoint)
        packed.verify()


def test_another_model_in_a_finished_folder_is_refused(tmp_path: Path) -> None:
    model, other, folder = saved(tmp_path / "model", 1), saved(tmp_path / "other", 2), tmp_path / "packed"
    (model / "chat_template.jinja").write_text("of the first")
    quantize(open_checkpoint(model), folder, QuantizeOptions())
    (folder / "README.md").write_text("mine")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    for source, options in (
        (other, QuantizeOptions()),
        (model, QuantizeOptions(bits=8)),
        (model, QuantizeOptions(rotate=False)),
    ):
        with pytest.raises(CheckpointError, match="--overwrite") as caught:
            quantize(open_checkpoint(source), folder, options)
        assert is_a_sentence(caught.value)
    with pytest.raises(CheckpointError, match="--overwrite"):
        quantize(RandomWeights(preset("tiny-llama"), seed=1), folder, QuantizeOptions())
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    quantize(open_checkpoint(other), folder, QuantizeOptions(), overwrite=True)
    packed = open_checkpoint(folder)
    assert isinstance(packed, PackedCheckpoint)
    packed.verify()
    assert not (folder / "chat_template.jinja").exists()
    assert (folder / "README.md").read_text() == "mine"
    assert before["packed.json"] != (folder / "packed.json").read_bytes()


def test_the_same_again_finds_it_there_and_mends_it(tmp_path: Path) -> None:
    model, folder = open_checkpoint(saved(tmp_path / "model")), tmp_path / "packed"
    texts = np.random.default_rng(0).integers(0, model.config.vocab_size, (4, 16))
    options = QuantizeOptions(held_out=texts)
    first = quantize(model, folder, options)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    again = quantize(model, folder, options)
    assert again.already
    assert not first.already
    assert again.divergence == first.divergence
    assert (again.bytes, again.bits_per_weight) == (first.bytes, first.bits_per_weight)
    assert quantize(model, folder, QuantizeOptions()).already
    with pytest.raises(CheckpointError, match="not measured on this text"):
        quantize(model, folder, QuantizeOptions(held_out=texts[:2]))
    with pytest.raises(CheckpointError, match="above the limit"):
        quantize(model, folder, replace(options, max_divergence=1e-9))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    file = folder / "layer-00001.safetensors"
    file.write_bytes(before[file.name][:-1] + b"?")
    mended = quantize(model, folder, QuantizeOptions())
    assert not mended.already
    assert file.read_bytes() == before[file.name]


def test_a_measurement_of_another_type_is_refused(tmp_path: Path) -> None:
    model, folder = open_checkpoint(saved(tmp_path / "model")), tmp_path / "packed"
    texts = np.random.default_rng(0).integers(0, model.config.vocab_size, (4, 16))
    quantize(model, folder, QuantizeOptions(held_out=texts))
    good = json.loads((folder / "packed.json").read_text())
    for value in ({**good["measured"], "mean": "x"}, {"held_out": good["measured"]["held_out"]}, [1], "x", None):
        (folder / "packed.json").write_text(json.dumps({**good, "measured": value}))
        with pytest.raises(CheckpointError) as caught:
            quantize(model, folder, QuantizeOptions(held_out=texts))
        assert is_a_sentence(caught.value)


def test_links_that_leave_the_folder_are_not_copied(tmp_path: Path) -> None:
    model, secret = saved(tmp_path / "model"), tmp_path / "id_rsa"
    secret.write_text("PRIVATE KEY")
    (model / "README.md").symlink_to(secret)
    (model / "chat_template.jinja").symlink_to("../id_rsa")
    (model / "own.json").write_text("{}")
    (model / "tokenizer_config.json").symlink_to("own.json")
    report = quantize(open_checkpoint(model), tmp_path / "packed", QuantizeOptions())
    assert all(b"PRIVATE" not in file.read_bytes() for file in (tmp_path / "packed").iterdir())
    assert (tmp_path / "packed" / "tokenizer_config.json").read_text() == "{}"
    assert [note.split(": ")[0] for note in report.notes] == [str(model / "chat_template.jinja"), str(model / "README.md")]  # fmt: skip  # noqa: E501


def test_links_of_the_hubs_cache_are_copied_by_content(tmp_path: Path) -> None:
    """As the hub's client lays it out: snapshots of links into blobs."""
    snapshot = tmp_path / "models--org--name" / "snapshots" / "0123456789abcdef0123456789abcdef01234567"
    saved(snapshot)
    blobs = tmp_path / "models--org--name" / "blobs"
    blobs.mkdir()
    (blobs / "abc").write_text("{}")
    (snapshot / "tokenizer.json").symlink_to("../../blobs/abc")
    (tmp_path / "other").write_text("PRIVATE")
    (snapshot / "README.md").symlink_to("../../../other")
    (tmp_path / "short").symlink_to(snapshot)
    for number, path in enumerate((snapshot, tmp_path / "short")):
        report = quantize(open_checkpoint(path), tmp_path / f"packed-{number}", QuantizeOptions())
        assert (tmp_path / f"packed-{number}" / "tokenizer.json").read_text() == "{}"
        assert not (tmp_path / f"packed-{number}" / "tokenizer.json").is_symlink()
        assert not (tmp_path / f"packed-{number}" / "README.md").exists()
        assert len(report.notes) == 1


WIDE = {
    "model_type": "llama", "vocab_size": 8, "hidden_size": 1, "intermediate_size": 1, "num_hidden_layers": 1,
    "num_attention_heads": 1, "num_key_value_heads": 1, "head_dim": 2, "max_position_embeddings": 64,
    "rms_norm_eps": 1e-5,
}  # fmt: skip


@pytest.mark.parametrize("change", [{"intermediate_size": 70_000}, {"hidden_size": 70_000}, {"head_dim": 70_000}])
def test_sizes_that_the_kernels_do_not_take_are_refused_before_the_work(
    change: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHI4_CACHE", str(tmp_path / "cache"))
    config = from_hf(WIDE)
    tensors = ((name, np.zeros(shape, np.float32)) for name, shape in tensor_shapes(config).items())
    save_checkpoint(tmp_path / "model", config, tensors)
    written = tmp_path / "model" / "config.json"
    written.write_text(json.dumps({**json.loads(written.read_text()), **change}))
    with pytest.raises(InputError, match="65,536") as caught:
        phi4.load(str(tmp_path / "model"), dtype="4-bit", executor="native")
    assert is_a_sentence(caught.value)
    with pytest.raises(InputError, match="65,536"):
        quantize(open_checkpoint(tmp_path / "model"), tmp_path / "packed", QuantizeOptions())
    assert not (tmp_path / "packed").exists()


def test_memory_that_runs_out_is_said(tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-llama"), seed=1)

    class Large:
        config = weights.config

        def read(self, name: str) -> np.ndarray:
            if name.startswith("layers.1."):
                raise MemoryError
            return weights.read(name)

    with pytest.raises(OutOfMemoryError, match="not enough memory"):
        quantize(Large(), tmp_path / "packed", QuantizeOptions())
    assert (tmp_path / "packed" / "layer-00000.safetensors").exists()


@pytest.mark.parametrize(
    "settings",
    [{"bits": 4.0}, {"bits": True}, {"bits": "4"}, {"bits": [4]}, {"method": ["gptq"]}, {"threads": 0},
     {"threads": 2.0}, {"sequences": np.zeros((2, 3)), "method": "gptq"}, {"held_out": np.zeros(3, np.int64)},
     {"held_out": np.zeros((0, 3), np.int64)},
     {"held_out": np.zeros((1, 3), np.int64), "max_divergence": float("nan")}],
    ids=str,
)  # fmt: skip
def test_settings_of_other_types(settings: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        QuantizeOptions(**settings)  # type: ignore[arg-type]
    assert is_a_sentence(caught.value)


def test_ids_that_the_model_does_not_have(tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-llama"), seed=1)
    for id_ in (-1, weights.config.vocab_size):
        with pytest.raises(InputError, match="vocabulary"):
            quantize(weights, tmp_path / "packed", QuantizeOptions(held_out=np.full((2, 4), id_)))


def test_little_text_is_said(tmp_path: Path) -> None:
    model, text = open_checkpoint(SHIPPED["nano"]), tmp_path / "text.txt"
    text.write_text("How many pens does Tom buy? He buys 3 pens. " * 160)
    texts, held_out = calibration_sequences(model, text, 16384)
    note = note_on_sequences(texts, held_out, 16384)
    assert note is not None
    assert f"{texts.size:,} tokens" in note
    assert "16,384" in note
    assert f"{held_out.size:,} to measure" in note
    assert note_on_sequences(*calibration_sequences(model, None, 2048), 2048) is None
    text.write_text("4 words, no more.")
    with pytest.raises(InputError, match="give more text"):
        calibration_sequences(model, text, 16384)


def test_texts_that_never_end_and_files_that_are_no_text(tmp_path: Path) -> None:
    model = open_checkpoint(SHIPPED["nano"])
    texts, _ = calibration_sequences(model, Path("/dev/zero"), 256)
    assert texts.size >= 256
    (tmp_path / "latin-1.txt").write_bytes(b"caf\xe9 " * 1000)
    for file in (
        tmp_path / "nothing.txt",
        tmp_path,
        tmp_path / "latin-1.txt",
        Path("/dev/null"),
        tmp_path / ("a" * 300),
    ):
        with pytest.raises(InputError) as caught:
            calibration_sequences(model, file, 256)
        assert is_a_sentence(caught.value)


def test_the_command_line_says_what_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phi4.cli.app.registered_commands", [])
    cli.register(["quantize"])
    cli.register(["info"])
    model, other, folder = saved(tmp_path / "model", 1), saved(tmp_path / "other", 2), tmp_path / "packed"
    (model / "README.md").symlink_to("/etc/hostname")
    run = CliRunner().invoke
    first = run(cli.app, ["quantize", str(model), str(folder)])
    assert "note: " in first.stderr
    assert "README.md" in first.stderr
    assert "already there" in run(cli.app, ["quantize", str(model), str(folder)]).stdout
    refused = run(cli.app, ["quantize", str(other), str(folder)])
    assert isinstance(refused.exception, CheckpointError)
    assert "bits per weight" in run(cli.app, ["quantize", str(other), str(folder), "--overwrite"]).stdout
    for limit in ("nan", "-1"):
        assert isinstance(run(cli.app, ["quantize", str(model), str(folder), "--max-kl", limit]).exception, InputError)


@pytest.mark.parametrize("seed", range(12))
def test_a_run_that_is_stopped_anywhere_resumes(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at some call that changes a file, again and again; in the end there is the same folder."""
    rng = random.Random(seed)
    model, folder = open_checkpoint(saved(tmp_path / "model")), tmp_path / "packed"
    (model.path / "tokenizer.json").write_text("{}")
    whole = quantize(model, tmp_path / "whole", QuantizeOptions()).folder
    left = 0

    def stopping(real: object) -> object:
        def call(*arguments: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
            return real(*arguments, **options)  # type: ignore[operator]

        return call

    for name in ("replace", "unlink", "open"):
        monkeypatch.setattr(os, name, stopping(getattr(os, name)))
    for _ in range(40):
        left = rng.randrange(1, 60)
        try:
            quantize(model, folder, QuantizeOptions())
            break
        except KeyboardInterrupt:
            continue
    left = 0
    quantize(model, folder, QuantizeOptions())
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        file.name: file.read_bytes() for file in whole.iterdir()
    }
