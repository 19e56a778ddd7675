"""Folders and files as users have them: what is a model is found, and what is something else is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import phi4
from phi4.checkpoint import open_checkpoint, resolve, save_checkpoint
from phi4.checkpoint.gguf_choice import choose
from phi4.config import preset
from phi4.errors import CheckpointError, InputError, Phi4Error
from phi4.machine.describe import describe
from tests.support.gguf_writer import write_gguf
from tests.support.not_models import KINDS, LFS, laid_out
from tests.support.weights import RandomWeights


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("valid")
    weights = RandomWeights(preset("tiny-llama"), seed=3)
    save_checkpoint(folder, weights.config, weights.tensors.items())
    write_gguf(folder / "model.gguf", weights)
    return folder


def copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(source, target)
    return target


@pytest.mark.parametrize("name", ["sha256-abc", "MODEL.GGUF", "model.bin", "model.safetensors", "m"])
def test_a_gguf_file_is_known_by_its_content(valid: Path, tmp_path: Path, name: str) -> None:
    file = copy(valid / "model.gguf", tmp_path / name)
    assert resolve(str(file)) == file
    assert open_checkpoint(file).config.model_type == "llama"
    assert phi4.load(file, executor="native").config.hidden_size == 64


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["only-Q2_K.gguf"], "only-Q2_K.gguf"),
        (["a-Q8_0.gguf", "a-Q4_K_M.gguf", "a-Q2_K.gguf"], "a-Q4_K_M.gguf"),
        (["a-Q8_0.gguf", "a.Q5_K_M.gguf", "a-F16.gguf"], "a.Q5_K_M.gguf"),
        (["a.q4_k_m.gguf", "a.q8_0.gguf"], "a.q4_k_m.gguf"),
        (["A-Q4_K_M.GGUF", "A-Q8_0.GGUF"], "A-Q4_K_M.GGUF"),
        (["a-IQ2_XXS.gguf", "a-Q3_K_M.gguf"], "a-Q3_K_M.gguf"),
        (["mmproj-model-Q4_K_M.gguf", "imatrix.gguf", "a-Q6_K.gguf"], "a-Q6_K.gguf"),
        (["a-fp16.gguf", "a-Q8_0.gguf"], "a-Q8_0.gguf"),
        (["x.gguf", "y.gguf"], "x.gguf"),
        (["BF16/a-BF16.gguf", "Q4_K_M/a-Q4_K_M.gguf"], "Q4_K_M/a-Q4_K_M.gguf"),
    ],
)
def test_a_folder_of_gguf_files_has_a_default(
    valid: Path, tmp_path: Path, names: list[str], chosen: str, caplog: pytest.LogCaptureFixture
) -> None:
    for name in names:
        copy(valid / "model.gguf", tmp_path / name)
    notes: list[str] = []
    assert resolve(tmp_path, say=notes.append) == tmp_path / chosen
    assert open_checkpoint(tmp_path).path == tmp_path / chosen
    models = [name for name in names if "mmproj" not in name and "imatrix" not in name]
    assert [chosen in note for note in notes] == [True] * (len(models) > 1)
    assert not caplog.records
    resolve(tmp_path)
    assert [record.message for record in caplog.records] == notes


def test_the_choice_is_told_to_who_loads_and_to_who_asks(valid: Path, tmp_path: Path) -> None:
    for name in ("a-Q8_0.gguf", "a-Q4_K_M.gguf"):
        copy(valid / "model.gguf", tmp_path / name)
    assert any("a-Q4_K_M.gguf" in note for note in phi4.load(tmp_path, executor="native").notes)
    assert any("a-Q4_K_M.gguf" in note for note in describe(str(tmp_path)).notes)


SPLIT = [f"Q4_K_M/a-Q4_K_M-0000{number}-of-00002.gguf" for number in (1, 2)]


@pytest.mark.parametrize(
    ("part", "files"),
    [
        (None, SPLIT),
        ("Q4_K_M", SPLIT),
        ("q8_0", ["a-Q8_0.gguf"]),
        ("F16", ["a-F16.gguf"]),
        ("BF16", ["a-BF16.gguf"]),
        ("Q4_0", ["a-Q4_0.gguf"]),
        ("a-Q4_0_4_4.gguf", ["a-Q4_0_4_4.gguf"]),
        (SPLIT[0], SPLIT),
        ("mmproj", ["mmproj-F16.gguf"]),
    ],
)
def test_one_of_many_by_a_part_of_its_name(part: str | None, files: list[str]) -> None:
    names = ["README.md", "a-Q8_0.gguf", "a-F16.gguf", "a-BF16.gguf", "a-Q4_0.gguf", "a-Q4_0_4_4.gguf", *SPLIT,
             "mmproj-F16.gguf"]  # fmt: skip
    assert choose(names, part, "o/r").files == files


@pytest.mark.parametrize(
    ("names", "part", "named"),
    [
        (["a-Q4_K_M.gguf", "a-Q4_K_S.gguf"], "Q4_K", "several"),
        (["a-Q4_K_M.gguf"], "Q8_0", "none"),
        (SPLIT[:1], None, "2 shards, and 1 are there"),
        (["mmproj-F16.gguf"], None, "none of its GGUF files is a model"),
        ([], "Q8_0", "no GGUF files at all"),
        ([f"{'x' * 300}{number}.gguf" for number in range(1000)], "y", "992 more"),
    ],
)
def test_choices_that_cannot_be_made(names: list[str], part: str | None, named: str) -> None:
    with pytest.raises(InputError, match=named) as caught:
        choose(names, part, "o/r")
    assert len(str(caught.value)) < 1300


@pytest.mark.parametrize("case", KINDS)
@pytest.mark.parametrize("how", ["load", "info"])
def test_what_is_not_a_model_is_named(tmp_path: Path, case: str, how: str) -> None:
    files, named = KINDS[case]
    laid_out(tmp_path, files)
    with pytest.raises(InputError, match=named) as caught:
        phi4.load(tmp_path) if how == "load" else describe(str(tmp_path))
    assert str(caught.value).startswith(str(tmp_path))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("suffix", "tool"),
    [("qweight", "GPTQ"), ("scales", "MLX"), ("weight_packed", "compressed"), ("weight_scale_inv", "FP8"),
     ("SCB", "bitsandbytes"), ("weight.absmax", "bitsandbytes")],
)  # fmt: skip
def test_a_quantized_layout_is_named_by_its_tensors(tmp_path: Path, suffix: str, tool: str) -> None:
    import numpy as np
    from safetensors.numpy import load_file, save_file

    weights = RandomWeights(preset("tiny-llama"), seed=3)
    save_checkpoint(tmp_path, weights.config, weights.tensors.items(), dtype="float32")
    tensors = load_file(tmp_path / "model.safetensors")
    tensors[f"model.layers.0.mlp.down_proj.{suffix}"] = np.zeros(3, np.int32)
    save_file(tensors, tmp_path / "model.safetensors")
    with pytest.raises(CheckpointError, match=rf"quantized by .*{tool}"):
        open_checkpoint(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("model.safetensors", b"x" * 40, "give the folder"),
        ("config.json", b"{}", "give the folder"),
        ("pytorch_model.bin", b"x" * 40, "pickled"),
        ("model.gguf", b"GGML" * 20, "not a GGUF file"),
        ("model", b"x" * 40, "neither a folder nor a GGUF file"),
        ("model", b"", "is empty"),
        ("model", LFS, "Git LFS pointer"),
    ],
)
def test_single_files_that_are_not_models(tmp_path: Path, name: str, content: bytes, named: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CheckpointError, match=named):
        phi4.load(str(tmp_path / name))


NAMES: list[object] = [
    "a" * 300, "a" * 5000, "x/" * 3000, "~nosuchuser/x", "a\0b", "\0", "", "org/..", "a\nb", "\x1b[2J", "nowhere",
    Path("nowhere"), Path("a" * 300), None, 5, b"nano", ["nano"], "a b/c", "org/name.gguf",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
@pytest.mark.parametrize("how", ["load", "info"])
def test_names_that_name_nothing(name: object, how: str) -> None:
    with pytest.raises(InputError) as caught:
        phi4.load(name) if how == "load" else describe(name)  # type: ignore[arg-type]
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "model.safetensors.index.json"])
def test_a_folder_in_place_of_a_file(valid: Path, tmp_path: Path, name: str) -> None:
    for source in ("config.json", "model.safetensors"):
        if source != name and not (name.endswith("index.json") and source != "config.json"):
            copy(valid / source, tmp_path / source)
    (tmp_path / name).mkdir()
    with pytest.raises(InputError, match=str(tmp_path)):
        open_checkpoint(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user who may not read")
@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "model.safetensors.index.json", "."])
def test_files_of_another_user(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    weights = RandomWeights(preset("tiny-llama"), seed=3)
    save_checkpoint(folder, weights.config, weights.tensors.items(),
                    max_shard_bytes=40_000 if "index" in name else 10**9)  # fmt: skip
    for each in (folder, *(parent for parent in folder.parents if parent.is_relative_to("/tmp"))):
        each.chmod(each.stat().st_mode | 0o755)
    (folder / name).chmod(0)
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            open_checkpoint(resolve(folder))
            said = "it was read"
        except BaseException as error:
            said = f"{type(error).__mro__[-4].__name__}: {error}"
        os.write(writer, said.encode()[:900])
        os._exit(0)
    os.waitpid(child, 0)
    said = os.read(reader, 1000).decode()
    (folder / name).chmod(0o755)
    assert "Phi4Error" in said
    assert "Permission denied" in said


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.safetensors")
    os.mkfifo(tmp_path / "config.json")
    with pytest.raises(Phi4Error):
        phi4.load(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CheckpointError, match="not a regular file"):
        phi4.load(tmp_path / "pipe")
