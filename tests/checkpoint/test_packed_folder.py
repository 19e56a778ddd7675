"""Packed folders as others may make them: a value or one sentence, whatever stands in them."""

from __future__ import annotations

import copy
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import pytest

from phi4.checkpoint import PackedCheckpoint, open_checkpoint
from phi4.checkpoint.packed.folder import files_of
from phi4.config import from_hf, preset, tensor_shapes
from phi4.errors import CheckpointError, InputError, Phi4Error
from phi4.native import NativeExecutor
from phi4.quant import QuantizeOptions, quantize
from tests.support.weights import RandomWeights

VALUES = [
    None, True, False, 0, 1, 4, -1, 2**63, 10**400, 1.0, 4.0, 1.5, 1e308, math.nan, math.inf, "", "4", "nearest",
    "a\0b\x1b[31m\n", "\ud800", "x" * 100_000, [], [4], [[]], {}, {"bits": 4}, {"": {"bytes": 1, "crc32": 1}},
]  # fmt: skip
KEYS = ["format", "version", "bits", "rotated", "method", "quantizer", "source", "texts", "divergence", "measured",
        "files", "another"]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed") / "model"
    quantize(RandomWeights(preset("tiny-phi3"), seed=1), folder, QuantizeOptions(bits=4))
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    for file in whole.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def opened_or_a_sentence(folder: Path) -> None:
    try:
        scores = NativeExecutor(open_checkpoint(folder), threads=1).logits([3, 1, 2])
    except Phi4Error as error:
        message = str(error)
        if len(message) > 600 + len(str(folder)) or not message.isprintable():
            pytest.fail(f"not a sentence: {message[:200]!r}")
    else:
        assert scores.shape[0] == 3


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_manifest_as_every_type(key: str, folder: Path) -> None:
    file = folder / "packed.json"
    good = json.loads(file.read_text())
    for value in VALUES:
        file.write_text(json.dumps({**good, key: value}))
        opened_or_a_sentence(folder)
    if key in good and key not in ("quantizer", "source", "texts"):
        file.write_text(json.dumps({name: value for name, value in good.items() if name != key}))
        opened_or_a_sentence(folder)


@pytest.mark.parametrize("part", ["entry", "bytes", "crc32"])
def test_every_entry_of_the_files_as_every_type(part: str, folder: Path) -> None:
    file = folder / "packed.json"
    good = json.loads(file.read_text())
    for value in VALUES:
        entry = value if part == "entry" else {**good["files"]["head.safetensors"], part: value}
        file.write_text(json.dumps({**good, "files": {**good["files"], "head.safetensors": entry}}))
        opened_or_a_sentence(folder)


@pytest.mark.parametrize("key", ["bits", "version"])
@pytest.mark.parametrize("value", [4.0, 1.0, True, "4", [4], {}, 10**300, math.inf, None])
def test_numbers_of_another_type_are_refused(key: str, value: object, folder: Path) -> None:
    file = folder / "packed.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), key: value}))
    with pytest.raises(CheckpointError, match="quantize the model again"):
        open_checkpoint(folder)


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"a":' * 50_000, "9" * 5000, "[]", "\ufeff{}", "\0", "{" * 10])
def test_manifests_that_are_no_json(text: str, folder: Path) -> None:
    (folder / "packed.json").write_text(text, encoding="utf-8")
    with pytest.raises(CheckpointError, match=r"packed\.json"):
        open_checkpoint(folder)
    (folder / "packed.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(CheckpointError, match=r"packed\.json"):
        open_checkpoint(folder)


def test_a_manifest_of_any_length_is_not_read_into_memory(folder: Path) -> None:
    with (folder / "packed.json").open("r+b") as stream:
        stream.truncate(10**10)
    with pytest.raises(CheckpointError, match=r"packed\.json"):
        open_checkpoint(folder)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_thousands_of_manifests(seed: int, folder: Path) -> None:
    rng = random.Random(seed)
    file = folder / "packed.json"
    good = json.loads(file.read_text())
    for _ in range(250):
        changed = json.loads(json.dumps(good))
        for _ in range(rng.randint(1, 3)):
            place = changed
            while isinstance(place, dict) and place and rng.random() < 0.6:
                key = rng.choice(list(place))
                if not isinstance(place[key], dict):
                    break
                place = place[key]
            if isinstance(place, dict):
                place[rng.choice([*place, "x"])] = copy.deepcopy(rng.choice(VALUES))
        file.write_text(json.dumps(changed))
        opened_or_a_sentence(folder)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    "tensor", ["embedding.scales", "layers.0.attention_norm.weight", "layers.1.mlp.down.row_scales"]
)
def test_scales_and_norms_that_are_not_finite_are_refused(tensor: str, value: float, folder: Path) -> None:
    change_floats(folder, tensor, value)
    with pytest.raises(CheckpointError, match=rf"{tensor}.*NaN"):
        NativeExecutor(open_checkpoint(folder), threads=1)


@pytest.mark.parametrize("value", [3e38, -3e38, 1e-42, 0.0])
def test_scales_of_any_finite_size_are_computed_with(value: float, folder: Path) -> None:
    change_floats(folder, "layers.1.mlp.down.row_scales", value)
    opened_or_a_sentence(folder)
    assert open_checkpoint(folder).read("layers.1.mlp.down.weight").shape


def change_floats(folder: Path, tensor: str, value: float) -> None:
    """Write `value` as the second number of a tensor, wherever it lies."""
    checkpoint = open_checkpoint(folder)
    assert isinstance(checkpoint, PackedCheckpoint)
    file, _ = checkpoint._tensors[tensor]
    with file.file.path.open("r+b") as stream:
        stream.seek(file.tensors[tensor].offset + 4)
        stream.write(np.float32(value).tobytes())


@pytest.mark.parametrize("family", ["tiny-phi3", "tiny-mixtral", "tiny-granite"])
@pytest.mark.parametrize("bits", [8, 4, 3])
def test_random_codes_and_scales_are_computed_with_or_refused(bits: int, family: str, tmp_path: Path) -> None:
    quantize(RandomWeights(preset(family), seed=1), tmp_path, QuantizeOptions(bits=bits))
    rng = np.random.default_rng(bits)
    for file in tmp_path.glob("*.safetensors"):
        raw = bytearray(file.read_bytes())
        start = 8 + int.from_bytes(raw[:8], "little")
        for entry in json.loads(raw[8:start]).values():
            begin, end = (start + each for each in entry["data_offsets"])
            if entry["dtype"] == "F32":
                values = rng.standard_normal((end - begin) // 4) * 10.0 ** rng.integers(-45, 38, (end - begin) // 4)
                raw[begin:end] = values.clip(-3e38, 3e38).astype(np.float32).tobytes()
            else:
                raw[begin:end] = rng.integers(0, 256, end - begin, np.uint8).tobytes()
        file.write_bytes(raw)
    scores = NativeExecutor(open_checkpoint(tmp_path), threads=2).logits(list(range(40)))
    assert scores.shape[0] == 40


def test_sizes_that_the_kernels_do_not_take_are_refused(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    for key in ("hidden_size", "intermediate_size", "head_dim"):
        (folder / "config.json").write_text(json.dumps({**config, key: 70_000}))
        with pytest.raises(InputError, match="65,536"):
            open_checkpoint(folder)


def test_files_of_many_layers_are_listed_in_linear_time() -> None:
    tiny = {"model_type": "llama", "vocab_size": 8, "hidden_size": 2, "intermediate_size": 1, "num_attention_heads": 1,
            "max_position_embeddings": 64, "rms_norm_eps": 1e-5}  # fmt: skip

    def seconds(layers: int) -> float:
        config = from_hf({**tiny, "num_hidden_layers": layers})
        assert set(tensor_shapes(config)) == {name for names in files_of(config).values() for name in names}
        start = time.process_time()
        files_of(config)
        return time.process_time() - start

    # Of eight times as many layers a quadratic list takes 64 times as long.
    assert seconds(4096) < 30 * max(seconds(512), 1e-3)
