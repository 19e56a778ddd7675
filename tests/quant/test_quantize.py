"""Packing whole models: what is written runs, is refused when damaged, and a stopped run goes on."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import phi4
from phi4.checkpoint import PackedCheckpoint, open_checkpoint, save_checkpoint
from phi4.checkpoint.packed.hadamard import rotated, unrotated
from phi4.checkpoint.shipped import SHIPPED
from phi4.config import preset, tensor_shapes
from phi4.errors import CheckpointError, InputError, Phi4Error
from phi4.native import NativeExecutor, _engine
from phi4.quant import QuantizeOptions, quantize
from phi4.quant.kl import divergence
from tests.support.weights import RandomWeights

FAMILIES = ["tiny-phi3", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-ministral", "tiny-granite", "tiny-phi4-mini"]


@pytest.mark.parametrize("bits", [8, 4, 3])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_packed_model_computes_what_its_values_say(family: str, bits: int, tmp_path: Path) -> None:
    weights = RandomWeights(preset(family), seed=4)
    quantize(weights, tmp_path / "packed", QuantizeOptions(bits=bits))
    packed = open_checkpoint(tmp_path / "packed")
    assert isinstance(packed, PackedCheckpoint)
    packed.verify()
    assert packed.config == replace(weights.config, dtype=packed.config.dtype)
    values = NativeExecutor(_Values(packed), threads=1, dtype="float32", kv_bits=16)
    ids = np.random.default_rng(0).integers(0, weights.config.vocab_size, 60).tolist()
    expected, found = values.logits(ids), NativeExecutor(packed, threads=2, kv_bits=16).logits(ids)
    # What remains are the 8-bit activations; in a mixture they send some tokens to other experts.
    limit = 0.25 if weights.config.experts else 0.05
    assert np.median(np.abs(found - expected)) < limit * np.abs(expected).mean()


class _Values:
    """The values of a packed model as float weights; a tied head is as it was packed."""

    def __init__(self, packed: PackedCheckpoint) -> None:
        self._packed = packed
        self.config = replace(packed.config, tied_embeddings=False)

    def read(self, name: str) -> np.ndarray:
        return self._packed.read(name)


def test_eight_bits_are_near_the_float_model_and_widths_are_in_order(tmp_path: Path) -> None:
    """phi4-nano: the divergence that the engine itself shows, activations and cache in 8 bits."""
    checkpoint = open_checkpoint(SHIPPED["nano"])
    texts = nano_texts(6)
    model = NativeExecutor(checkpoint, threads=2, dtype="bfloat16")
    found = {}
    for bits in (8, 4, 3):
        quantize(checkpoint, tmp_path / str(bits), QuantizeOptions(bits=bits, threads=2))
        packed = NativeExecutor(open_checkpoint(tmp_path / str(bits)), threads=2)
        expected = np.concatenate([model.logits(text) for text in texts.tolist()])
        got = np.concatenate([packed.logits(text) for text in texts.tolist()])
        found[bits] = divergence(lambda at, expected=expected: expected[at], lambda at, got=got: got[at], texts).mean
    assert found[8] < 0.01
    assert found[8] < found[4] < found[3] < 0.4


def nano_texts(count: int) -> np.ndarray:
    """Rows of problems that the shipped model solves: on other text its doubt outweighs the loss of bits."""
    from phi4.nano.problems.arithmetic import added
    from phi4.nano.problems.climbing import climbing

    model, rng, ids = phi4.load("nano"), random.Random(8), list[int]()
    while len(ids) < 256 * count:
        climb, a, b = climbing(rng), rng.randint(10, 99), rng.randint(10, 99)
        for question, solution in (
            (climb.question, climb.solution),
            (f"What is {a} + {b}?", f"{added(a, b)}.\nAnswer: {a + b}"),
        ):
            ids += model.chat_ids([{"role": "user", "content": question}])
            ids += model.tokenizer.encode(solution)
    return np.array(ids[: 256 * count], np.int64).reshape(count, 256)


def test_error_feedback_is_better_than_the_nearest(tmp_path: Path) -> None:
    checkpoint = open_checkpoint(SHIPPED["nano"])
    texts = nano_texts(24)
    reports = {
        method: quantize(
            checkpoint,
            tmp_path / method,
            QuantizeOptions(bits=3, method=method, sequences=texts[4:], held_out=texts[:4], threads=2),
        )
        for method in ("nearest", "gptq")
    }
    near, fed = (reports[method].divergence for method in ("nearest", "gptq"))
    assert near is not None
    assert fed is not None
    assert fed.mean < 0.8 * near.mean
    # The reference of the measurement is the model itself.
    scores = np.concatenate([phi4.load("nano", dtype="float32").logits(text)[:-1] for text in texts[:4].tolist()])
    scores = scores - scores.max(axis=1, keepdims=True)
    chosen = texts[:4, 1:].reshape(-1)
    loss = np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(chosen)), chosen]
    assert near.reference_perplexity == pytest.approx(np.exp(loss.mean()), rel=1e-3)


@pytest.mark.parametrize("inputs", [1, 7, 48, 64, 352, 5120])
def test_the_slow_rotation_is_the_engines(inputs: int) -> None:
    rows = np.random.default_rng(inputs).standard_normal((5, inputs)).astype(np.float32)
    turned = rows.copy()
    _engine.rotate(turned)
    np.testing.assert_allclose(rotated(rows), turned, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(unrotated(turned), rows, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("method", ["nearest", "gptq"])
def test_outlier_channels_that_the_weights_make_up_for_do_no_harm(method: str, tmp_path: Path) -> None:
    """A model whose norms and up projections are far larger in a few channels, and whose matrices undo it."""
    plain = open_checkpoint(SHIPPED["nano"])
    texts = nano_texts(12)
    expected = NativeExecutor(plain, threads=2, dtype="float32")
    found = []
    for number, weights in enumerate((plain, OutlierChannels(plain))):
        given = texts[4:] if method == "gptq" else None
        options = QuantizeOptions(bits=4, method=method, sequences=given, threads=2)
        quantize(weights, tmp_path / str(number), options)
        packed = NativeExecutor(open_checkpoint(tmp_path / str(number)), threads=2)
        a = np.concatenate([expected.logits(text) for text in texts[:4].tolist()])
        b = np.concatenate([packed.logits(text) for text in texts[:4].tolist()])
        found.append(divergence(lambda at, a=a: a[at], lambda at, b=b: b[at], texts[:4]).mean)
    assert found[1] < 1.2 * found[0]


class OutlierChannels:
    """Equal to `weights` as a function, but a few channels of every norm and up projection are far larger."""

    def __init__(self, weights: object) -> None:
        self._weights, self.config = weights, weights.config  # type: ignore[attr-defined]
        rng = np.random.default_rng(5)
        self._gain = np.ones(self.config.hidden_size, np.float32)
        self._gain[rng.choice(self.config.hidden_size, 5, replace=False)] = rng.uniform(30, 100, 5)
        self._inner = np.ones(self.config.intermediate_size, np.float32)
        self._inner[rng.choice(self.config.intermediate_size, 5, replace=False)] = 100

    def read(self, name: str) -> np.ndarray:
        values = self._weights.read(name)  # type: ignore[attr-defined]
        if name.endswith("norm.weight"):
            return values * self._gain
        if name.endswith("gate_up.weight"):
            values = np.concatenate([np.ones_like(self._inner), self._inner])[:, None] * values
        if name.endswith(("qkv.weight", "gate_up.weight", "lm_head.weight")):
            return values / self._gain
        return values / self._inner if name.endswith("down.weight") else values


def stopping_at(share: float) -> Callable[[int, int], None]:
    def stop(done: int, total: int) -> None:
        if done >= share * total:
            raise KeyboardInterrupt

    return stop


def test_a_stopped_run_goes_on_and_never_looks_whole(tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    options = QuantizeOptions(bits=4)
    folder = tmp_path / "packed"
    with pytest.raises(KeyboardInterrupt):
        quantize(weights, folder, options, progress=stopping_at(0.95))
    with pytest.raises(Phi4Error, match="packing was stopped"):
        open_checkpoint(folder)
    (folder / "layer-00001.safetensors").write_bytes(b"damaged meanwhile")
    asked: list[str] = []
    quantize(_Asked(weights, asked), folder, options)
    assert "embedding.weight" not in asked
    assert not any(name.startswith("layers.0.") for name in asked)
    assert any(name.startswith("layers.1.") for name in asked)
    whole = quantize(weights, tmp_path / "at once", options)
    for file in whole.folder.glob("*.safetensors"):
        assert file.read_bytes() == (folder / file.name).read_bytes()
    assert not list(folder.glob("*.new"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8, 1.0])
def test_a_stopped_run_with_texts_goes_on_where_it_was(share: float, tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    texts = np.random.default_rng(0).integers(0, weights.config.vocab_size, (12, 32))
    options = QuantizeOptions(bits=4, method="gptq", sequences=texts[:8], held_out=texts[8:])
    folder = tmp_path / "packed"
    with pytest.raises(KeyboardInterrupt):
        quantize(weights, folder, options, progress=stopping_at(share))
    with pytest.raises(Phi4Error):
        open_checkpoint(folder)
    asked: list[str] = []
    found = quantize(_Asked(weights, asked), folder, options)
    assert share < 0.5 or "embedding.weight" not in asked
    whole = quantize(weights, tmp_path / "at once", options)
    assert found.divergence == whole.divergence
    assert {file.name for file in folder.iterdir()} == {file.name for file in whole.folder.iterdir()}
    for file in whole.folder.glob("*.safetensors"):
        assert file.read_bytes() == (folder / file.name).read_bytes()


@pytest.mark.parametrize("changed", ["bits", "texts", "state"])
def test_what_another_run_left_is_not_taken_up(changed: str, tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    texts = np.random.default_rng(0).integers(0, weights.config.vocab_size, (8, 32))
    before = QuantizeOptions(bits=4, method="gptq", sequences=texts)
    folder = tmp_path / "packed"
    with pytest.raises(KeyboardInterrupt):
        quantize(weights, folder, before, progress=stopping_at(0.8))
    options = {"bits": replace(before, bits=3), "texts": replace(before, sequences=texts[::-1]), "state": before}[
        changed
    ]
    if changed == "state":
        [file] = folder.glob("streams-*")
        file.write_bytes(file.read_bytes()[:-1] + b"!")
    asked: list[str] = []
    quantize(_Asked(weights, asked), folder, options)
    assert "embedding.weight" in asked
    whole = quantize(weights, tmp_path / "at once", options)
    for file in whole.folder.glob("*.safetensors"):
        assert file.read_bytes() == (folder / file.name).read_bytes()


def test_another_models_layers_are_not_taken_up(tmp_path: Path) -> None:
    """Two models of one shape, packed into one folder after a stop."""
    for seed in (4, 5):
        weights = RandomWeights(preset("tiny-phi3"), seed=seed)
        save_checkpoint(tmp_path / f"model-{seed}", weights.config, weights.tensors.items())
    folder = tmp_path / "packed"
    with pytest.raises(KeyboardInterrupt):
        quantize(open_checkpoint(tmp_path / "model-4"), folder, QuantizeOptions(), progress=stopping_at(0.8))
    quantize(open_checkpoint(tmp_path / "model-5"), folder, QuantizeOptions())
    whole = quantize(open_checkpoint(tmp_path / "model-5"), tmp_path / "at once", QuantizeOptions())
    for file in whole.folder.glob("*.safetensors"):
        assert file.read_bytes() == (folder / file.name).read_bytes()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_divergence_while_packing_is_the_engines(family: str, tmp_path: Path) -> None:
    weights = RandomWeights(preset(family), seed=4)
    texts = np.random.default_rng(0).integers(0, weights.config.vocab_size, (24, 40))
    options = QuantizeOptions(bits=4, method="gptq", sequences=texts[4:], held_out=texts[:4])
    measured = quantize(weights, tmp_path / "packed", options).divergence
    packed = NativeExecutor(open_checkpoint(tmp_path / "packed"), threads=1)
    exact = NativeExecutor(weights, threads=1, dtype="float32")
    found, expected = (np.concatenate([model.logits(text) for text in texts[:4].tolist()]) for model in (packed, exact))
    engines = divergence(lambda at: expected[at], lambda at: found[at], texts[:4])
    assert measured is not None
    assert measured.reference_perplexity == pytest.approx(engines.reference_perplexity, rel=1e-4)
    # An activation that lies between two codes may go either way, and in a mixture advance a token to another expert.
    assert measured.mean == pytest.approx(engines.mean, rel=0.25 if weights.config.experts else 0.05)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["layers.1.mlp.down.weight", "embedding.weight", "norm.weight"])
def test_weights_that_are_no_numbers_are_refused(name: str, value: float, tmp_path: Path) -> None:
    weights = RandomWeights(preset("tiny-phi3"), seed=4)
    weights.tensors[name].reshape(-1)[17] = value
    with pytest.raises(CheckpointError, match=f"{name}.*NaN"):
        quantize(weights, tmp_path / "packed", QuantizeOptions())


class _Asked:
    def __init__(self, weights: RandomWeights, asked: list[str]) -> None:
        self._weights, self._asked, self.config = weights, asked, weights.config

    def read(self, name: str) -> np.ndarray:
        self._asked.append(name)
        return self._weights.read(name)

    def skip(self, name: str) -> None:
        """A file that is complete needs no weights."""


def test_a_divergence_above_the_limit_keeps_nothing(tmp_path: Path) -> None:
    checkpoint = open_checkpoint(SHIPPED["nano"])
    texts = nano_texts(2)
    options = QuantizeOptions(bits=3, held_out=texts, max_divergence=1e-6, threads=2)
    with pytest.raises(CheckpointError, match="above the limit"):
        quantize(checkpoint, tmp_path / "packed", options)
    assert not list((tmp_path / "packed").iterdir())


def test_other_peoples_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CheckpointError, match="other files"):
        quantize(RandomWeights(preset("tiny-phi3"), seed=4), tmp_path, QuantizeOptions())
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    "settings",
    [{"bits": 5}, {"method": "magic"}, {"method": "gptq"}, {"max_divergence": 0.1}],
    ids=["bits", "method", "no text", "nothing to measure on"],
)
def test_settings_that_cannot_be_used(settings: dict[str, object]) -> None:
    with pytest.raises(InputError):
        QuantizeOptions(**settings)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def packed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed") / "model"
    quantize(RandomWeights(preset("tiny-qwen2"), seed=4), folder, QuantizeOptions(bits=4))
    return folder


@pytest.mark.parametrize("seed", range(150))
def test_damaged_folders_open_or_say_why(packed_folder: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    for file in packed_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    victim = tmp_path / rng.choice(sorted(file.name for file in tmp_path.iterdir()))
    data = bytearray(victim.read_bytes())
    kind = rng.randrange(4)
    if kind == 0:
        del data[rng.randrange(len(data)) :]
    elif kind == 1:
        data[rng.randrange(min(len(data), 600))] = rng.randrange(256)
    elif kind == 2:
        data += bytes(rng.randrange(1, 100))
    else:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    victim.write_bytes(data)
    try:
        checkpoint = open_checkpoint(tmp_path)
        executor = NativeExecutor(checkpoint, threads=1)
    except Phi4Error:
        return
    executor.logits([1, 2, 3])
    if victim.suffix == ".safetensors" and data != (packed_folder / victim.name).read_bytes():
        assert isinstance(checkpoint, PackedCheckpoint)
        with pytest.raises(CheckpointError, match="checksum"):
            checkpoint.verify()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"version": 2}, "version"),
        ({"bits": 5}, "lacks"),
        ({"bits": 8}, "should be"),
        ({"format": "zip"}, "manifest"),
        ({"files": {}}, "not those"),
        ({"rotated": 1}, "lacks"),
    ],
)
def test_manifests_that_lie(packed_folder: Path, tmp_path: Path, change: dict[str, object], problem: str) -> None:
    for file in packed_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    manifest = json.loads((tmp_path / "packed.json").read_text())
    (tmp_path / "packed.json").write_text(json.dumps({**manifest, **change}))
    with pytest.raises(CheckpointError, match=problem):
        open_checkpoint(tmp_path)


def test_load_packs_once_into_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHI4_CACHE", str(tmp_path / "cache"))
    weights = RandomWeights(preset("tiny-llama"), seed=4)
    save_checkpoint(tmp_path / "model", weights.config, weights.tensors.items())
    first = phi4.load(str(tmp_path / "model"), dtype="4-bit", executor="native")
    assert "once" in first.notes[0]
    again = phi4.load(str(tmp_path / "model"), dtype="4-bit", executor="native")
    assert again.notes == []
    np.testing.assert_array_equal(first.logits([1, 2, 3]), again.logits([1, 2, 3]))
    assert again.executor.dtype == "4-bit"  # type: ignore[attr-defined]
    as_it_is = phi4.load(str(tmp_path / "model"), dtype="bfloat16", executor="native")
    assert as_it_is.executor.dtype == "bfloat16"  # type: ignore[attr-defined]


def test_every_tensor_of_a_model_has_a_place_in_a_packed_folder() -> None:
    from phi4.checkpoint.packed.folder import files_of

    for family in FAMILIES:
        config = preset(family)
        held = [name for names in files_of(config).values() for name in names]
        assert set(held) >= set(tensor_shapes(config))
        assert len(held) == len(set(held))
