"""A whole model from floats to a packed folder, one layer in memory at a time."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packed_folder import (
    MANIFEST,
    VERSION,
    checksum,
    files_of,
    matrices_of,
    tokenizer_files,
    write_tensors,
)
from phi4.checkpoint.packing import WIDTHS, PackedWeights, unpack
from phi4.checkpoint.rotation import unrotated
from phi4.config import ModelConfig, tensor_shapes
from phi4.errors import CheckpointError, InputError
from phi4.quant.divergence import Divergence, divergence
from phi4.quant.reference import LayerRunner, rms_norm
from phi4.quant.rounding import InputStatistics, round_matrix

Float32Array = npt.NDArray[np.float32]
PROGRESS_FILE = "packing.json"
METHODS = ("nearest", "gptq")
EMBEDDING_ROWS_AT_ONCE = 8192


class Source(Protocol):
    @property
    def config(self) -> ModelConfig: ...

    def read(self, name: str) -> Float32Array: ...


@dataclass(frozen=True)
class QuantizeOptions:
    """How to pack.

    bits              8, 4 (4.25 bits a weight with scales) or 3 (3.25)
    method            "nearest" rounds with a search for scales; "gptq" also feeds errors back, and needs `texts`
    texts             token ids [texts, T] to calibrate on
    held_out          token ids [texts, T] on which the divergence from the float model is measured while packing
    max_divergence    refuse a result whose mean KL divergence on `held_out`, in nats a token, is above this
    rotate            turn inputs so that channels of large values do less harm
    threads           cores to use

    Raises:
        InputError: a setting cannot be used.
    """

    bits: int = 4
    method: str = "nearest"
    texts: npt.NDArray[np.int64] | None = None
    held_out: npt.NDArray[np.int64] | None = None
    max_divergence: float | None = None
    rotate: bool = True
    threads: int = 1

    def __post_init__(self) -> None:
        if self.bits not in WIDTHS:
            raise InputError(f"bits is {self.bits}; choose {', '.join(map(str, WIDTHS))}")
        if self.method not in METHODS:
            raise InputError(f"there is no method {self.method!r}; choose {', '.join(METHODS)}")
        if self.method == "gptq" and self.texts is None:
            raise InputError("the method gptq needs text to calibrate on")
        if self.method == "gptq" and not self.rotate:
            raise InputError("the method gptq packs rotated weights; leave the rotation on")
        if self.max_divergence is not None and self.held_out is None:
            raise InputError("a largest divergence needs text to measure it on")


@dataclass(frozen=True)
class QuantizeReport:
    """What was written: bytes in all, bits a weight of the matrices, seconds, and the divergence if it was measured."""

    folder: Path
    bytes: int
    bits_per_weight: float
    seconds: float
    divergence: Divergence | None


def quantize(
    source: Source, folder: Path, options: QuantizeOptions, *, progress: Callable[[int, int], None] | None = None
) -> QuantizeReport:
    """Pack `source` into `folder`, whose manifest is written last.

    Without calibration or measurement, files that an interrupted run with the same options finished are kept; with
    them the run begins again, since the text must pass through every layer.

    Raises:
        CheckpointError: the folder is in use for something else, or the result misses `max_divergence`.
    """
    start = time.monotonic()
    config = source.config
    plan = {"format": "phi4-packed", "version": VERSION, "bits": options.bits, "rotated": options.rotate,
            "method": options.method}  # fmt: skip
    done = _begin(folder, plan, config, options)
    stream = _Streams(config, options) if options.texts is not None or options.held_out is not None else None
    files = files_of(config)
    for number, (name, contents) in enumerate(files.items()):
        if stream is not None or name not in done:
            tensors = _packed_file(source, name, contents, options, stream)
            done[name] = write_tensors(folder / name, tensors)
            _write_json(folder / PROGRESS_FILE, {**plan, "files": done})
        elif skip := getattr(source, "skip", None):
            for each in contents:
                skip(each)
        if progress is not None:
            progress(number + 1, len(files))
    found = stream.result() if stream is not None else None
    if options.max_divergence is not None and found is not None and not found.mean <= options.max_divergence:
        for name in files:
            (folder / name).unlink()
        (folder / PROGRESS_FILE).unlink()
        raise CheckpointError(
            f"{folder}: the mean divergence is {found.mean:.4f} nats a token, above the limit of "
            f"{options.max_divergence:g}, so nothing was kept; use more bits or --method gptq"
        )
    path = getattr(source, "path", None)
    if isinstance(path, Path) and path.is_dir():
        for file in tokenizer_files(path):
            shutil.copyfile(file, folder / file.name)
    _write_json(folder / "config.json", config.to_hf())
    measured = {} if found is None else {"divergence": found.mean}
    _write_json(folder / MANIFEST, {**plan, **measured, "files": done})
    (folder / PROGRESS_FILE).unlink()
    weights = sum(matrix.rows * matrix.cols for name in [*tensor_shapes(config), "lm_head.weight"]
                  for matrix in matrices_of(config, name) if name != "lm_head.weight")  # fmt: skip
    weights += config.vocab_size * config.hidden_size
    written = sum(entry["bytes"] for entry in done.values())
    matrix_bytes = written - done["embedding.safetensors"]["bytes"]
    return QuantizeReport(folder, written, 8 * matrix_bytes / weights, time.monotonic() - start, found)


def _begin(folder: Path, plan: dict[str, Any], config: ModelConfig, options: QuantizeOptions) -> dict[str, Any]:
    """Make the folder; the files in it that a run with the same plan finished, by their checksums."""
    if folder.exists() and not folder.is_dir():
        raise CheckpointError(f"{folder}: is a file; give a folder to write to")
    folder.mkdir(parents=True, exist_ok=True)
    known = {*files_of(config), MANIFEST, PROGRESS_FILE, "config.json"}
    old = folder / MANIFEST
    if not old.exists() and not (folder / PROGRESS_FILE).exists() and any(folder.iterdir()):
        raise CheckpointError(f"{folder}: holds other files; give a new folder")
    old.unlink(missing_ok=True)
    try:
        before = json.loads((folder / PROGRESS_FILE).read_text(encoding="utf-8"))
        same = {key: before[key] for key in plan} == plan and options.texts is None and options.held_out is None
        kept = {
            name: entry
            for name, entry in before["files"].items()
            if same and name in known and (folder / name).is_file() and checksum(folder / name) == entry
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        kept = {}
    _write_json(folder / PROGRESS_FILE, {**plan, "files": kept})
    return kept


def _packed_file(
    source: Source, name: str, contents: list[str], options: QuantizeOptions, stream: _Streams | None
) -> dict[str, npt.NDArray[Any]]:
    """The tensors of one file of the folder, largest first, so that they lie aligned."""
    if name == "embedding.safetensors":
        values = source.read("embedding.weight")
        if stream is not None:
            stream.embed(values)
        return _embedding(values)
    config = source.config
    tied_head = "lm_head.weight" not in tensor_shapes(config)
    floats = {
        each: source.read("embedding.weight" if each == "lm_head.weight" and tied_head else each) for each in contents
    }
    statistics: dict[str, InputStatistics] = {}
    if stream is not None:
        statistics = stream.watch(name, floats)
    tensors: dict[str, npt.NDArray[Any]] = {}
    rounded = dict(floats)
    for each in contents:
        matrices = matrices_of(config, each)
        if not matrices:
            tensors[each] = floats[each]
        unpacked: list[Float32Array] = []
        for matrix in matrices:
            weights = floats[each] if matrix.expert is None else floats[each][matrix.expert]
            try:
                packed = round_matrix(
                    weights, options.bits, rotate=options.rotate, threads=options.threads,
                    statistics=statistics.get(matrix.stored) if options.method == "gptq" else None,
                )  # fmt: skip
            except ValueError as error:
                raise CheckpointError(f"{matrix.stored} cannot be packed: {error}; fetch the model again") from None
            tensors |= {f"{matrix.stored}.{part}": getattr(packed, part) for part in ("codes", "scales", "row_scales")}
            if stream is not None:
                unpacked.append(_values(packed, matrix.rows, matrix.cols, rotate=options.rotate))
        if unpacked:
            rounded[each] = unpacked[0] if matrices[0].expert is None else np.stack(unpacked)
    if stream is not None:
        stream.advance(name, floats, rounded)
    return dict(sorted(tensors.items(), key=lambda item: -item[1].nbytes))


def _embedding(values: Float32Array) -> dict[str, npt.NDArray[Any]]:
    codes = np.empty(values.shape, np.int8)
    scales = np.empty(len(values), np.float32)
    for at in range(0, len(values), EMBEDDING_ROWS_AT_ONCE):
        rows = values[at : at + EMBEDDING_ROWS_AT_ONCE]
        step = np.abs(rows).max(axis=1) / 127
        scales[at : at + len(rows)] = step
        codes[at : at + len(rows)] = np.rint(rows / np.where(step > 0, step, 1)[:, None])
    return {"embedding.codes": codes, "embedding.scales": scales}


def _values(packed: PackedWeights, rows: int, cols: int, *, rotate: bool) -> Float32Array:
    values = unpack(packed, rows, cols)
    return unrotated(values) if rotate else values


def _write_json(file: Path, contents: dict[str, Any]) -> None:
    beside = file.with_suffix(".json.new")
    beside.write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")
    os.replace(beside, file)


class _Streams:
    """Texts on their way through the layers: those to calibrate on as the packed model sees them, and the held-out ones
    both as the packed and as the float model does.
    """

    def __init__(self, config: ModelConfig, options: QuantizeOptions) -> None:
        self._config, self._options = config, options
        self._calibration: Float32Array | None = None
        self._float: Float32Array | None = None
        self._packed: Float32Array | None = None
        self._result: Divergence | None = None
        lengths = [texts.shape[1] for texts in (options.texts, options.held_out) if texts is not None]
        self._runners = {length: LayerRunner(config, length) for length in set(lengths)}

    def embed(self, values: Float32Array) -> None:
        scale = np.float32(self._config.embedding_scale)
        stored = _embedding(values)
        for texts, attribute, exact in (
            (self._options.texts, "_calibration", False),
            (self._options.held_out, "_packed", False),
            (self._options.held_out, "_float", True),
        ):
            if texts is None:
                continue
            ids = texts.reshape(-1)
            rows = values[ids] if exact else stored["embedding.codes"][ids] * stored["embedding.scales"][ids, None]
            setattr(self, attribute, (rows * scale).astype(np.float32))

    def watch(self, file: str, weights: dict[str, Float32Array]) -> dict[str, InputStatistics]:
        """Statistics of the inputs of the matrices in `file`, by the names they are stored under."""
        if self._options.method != "gptq" or self._calibration is None:
            return {}
        found: dict[str, InputStatistics] = {}

        def add(stored: str, rows: Float32Array) -> None:
            if stored not in found:
                found[stored] = InputStatistics.empty(rows.shape[1])
            found[stored].add(rows)

        if file == "head.safetensors":
            add("lm_head", rms_norm(self._calibration, weights["norm.weight"], self._config.rms_norm_eps))
            return found
        layer, prefix = _layer_of(weights)

        def watch(stem: str, expert: int | None, rows: Float32Array) -> None:
            add(f"{prefix}{stem}" if expert is None else f"{prefix}{stem}.{expert}", rows)

        assert self._options.texts is not None
        runner = self._runners[self._options.texts.shape[1]]
        runner.run(layer, _by_stem(weights, prefix), self._calibration, watch)
        return found

    def advance(self, file: str, floats: dict[str, Float32Array], rounded: dict[str, Float32Array]) -> None:
        if file == "head.safetensors":
            if self._float is not None and self._packed is not None:
                self._result = self._measured(floats, rounded)
            return
        layer, prefix = _layer_of(floats)
        for texts, attribute, weights in (
            (self._options.texts, "_calibration", rounded),
            (self._options.held_out, "_packed", rounded),
            (self._options.held_out, "_float", floats),
        ):
            if texts is not None:
                stream = self._runners[texts.shape[1]].run(layer, _by_stem(weights, prefix), getattr(self, attribute))
                setattr(self, attribute, stream)

    def _measured(self, floats: dict[str, Float32Array], rounded: dict[str, Float32Array]) -> Divergence:
        assert self._options.held_out is not None
        assert self._float is not None
        assert self._packed is not None
        eps, scale = self._config.rms_norm_eps, np.float32(self._config.logit_scale)

        def scores(stream: Float32Array, weights: dict[str, Float32Array], at: slice) -> Float32Array:
            normed = rms_norm(stream[at], weights["norm.weight"], eps)
            product: Float32Array = normed @ weights["lm_head.weight"].T * scale
            return product

        float_stream, packed_stream = self._float, self._packed
        return divergence(
            lambda at: scores(float_stream, floats, at),
            lambda at: scores(packed_stream, rounded, at),
            self._options.held_out,
        )

    def result(self) -> Divergence | None:
        return self._result


def _layer_of(weights: dict[str, Float32Array]) -> tuple[int, str]:
    layer = next(iter(weights)).split(".")[1]
    return int(layer), f"layers.{layer}."


def _by_stem(weights: dict[str, Float32Array], prefix: str) -> dict[str, Float32Array]:
    return {name.removeprefix(prefix): values for name, values in weights.items()}
