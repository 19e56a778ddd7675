"""A whole model from floats to a packed folder, one layer in memory at a time."""

from __future__ import annotations

import math
import shutil
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.identity import identity
from phi4.checkpoint.packed_folder import VERSION, Matrix, files_of, matrices_of, tokenizer_files, write_tensors
from phi4.checkpoint.packing import WIDTHS, PackedWeights, packed_shapes
from phi4.config import ModelConfig, tensor_shapes
from phi4.errors import CheckpointError, InputError
from phi4.native.product import packed_product
from phi4.quant.divergence import Divergence
from phi4.quant.feedback import InputStatistics
from phi4.quant.reference import Product
from phi4.quant.rounding import round_matrix
from phi4.quant.streams import Streams
from phi4.quant.unfinished import UnfinishedFolder, write_json

Float32Array = npt.NDArray[np.float32]
METHODS = ("nearest", "gptq")
EMBEDDING_ROWS_AT_ONCE = 8192
STEMS = ("attention.qkv", "attention.output", "mlp.gate_up", "mlp.down")
GAINS = {"attention_norm.weight": "attention.qkv", "mlp_norm.weight": "mlp.gate_up"}
"""Norms whose gains are moved into the matrix that reads them, leaving ones. For loud channels weights are small, and
no one step suits small weights that count for much and large ones that count for little. For the same reason the rows
of the MLP's up projection are made of one length, and the columns that read them longer. The model stays the same.
"""
Tensors = dict[str, npt.NDArray[Any]]


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
    """Pack `source` into `folder`, whose manifest is written last. `progress` is called with weights done and in all.

    Files that a stopped run with the same source, options and texts finished are kept, and with texts the state of
    these after the last of them.

    Raises:
        CheckpointError: the folder is in use for something else, the source holds a number that is not finite, or the
        result misses `max_divergence`.
    """
    start = time.monotonic()
    config = source.config
    about = {"format": "phi4-packed", "version": VERSION, "bits": options.bits, "rotated": options.rotate,
             "method": options.method}  # fmt: skip
    files = files_of(config)
    unfinished = UnfinishedFolder(folder, {**about, **_origin(source, options)}, list(files))
    streams = None
    if options.texts is not None or options.held_out is not None:
        streams = Streams(
            config, options.texts if options.method == "gptq" else None, options.held_out, rotate=options.rotate
        )
        if unfinished.streams is None or not streams.restore(unfinished.streams):
            unfinished.forget()
        if options.held_out is not None:
            unfinished.done.pop("head.safetensors", None)  # the divergence is measured with it
    packer = _Packer(source, options, streams, progress)
    for name, contents in files.items():
        if name in unfinished.done:
            packer.skip(contents)
            continue
        entry = write_tensors(folder / name, packer.file(name, contents))
        unfinished.add(name, entry, streams.save(unfinished.next_streams()) if streams is not None else None)
    found = packer.divergence
    if options.max_divergence is not None and found is not None and not found.mean <= options.max_divergence:
        unfinished.discard()
        raise CheckpointError(
            f"{folder}: the mean divergence is {found.mean:.4f} nats a token, above the limit of "
            f"{options.max_divergence:g}, so nothing was kept; use more bits or --method gptq"
        )
    path = getattr(source, "path", None)
    if isinstance(path, Path) and path.is_dir():
        for file in tokenizer_files(path):
            shutil.copyfile(file, folder / file.name)
    write_json(folder / "config.json", config.to_hf())
    measured = {} if found is None else {"divergence": found.mean}
    unfinished.finish({**about, **measured})
    written = sum(entry["bytes"] for entry in unfinished.done.values())
    return QuantizeReport(folder, written, _matrix_bits(config, options.bits), time.monotonic() - start, found)


def _origin(source: Source, options: QuantizeOptions) -> dict[str, Any]:
    """What a packed model depends on beside its settings."""
    path = getattr(source, "path", None)
    origin: dict[str, Any] = {"source": identity(path) if isinstance(path, Path) else ""}
    for name, texts in (("texts", options.texts), ("held_out", options.held_out)):
        origin[name] = None if texts is None else [*texts.shape, zlib.crc32(texts.tobytes())]
    return origin


def _matrix_bits(config: ModelConfig, bits: int) -> float:
    """Bits a weight of all matrices but the embedding, scales included."""
    stored = weights = 0
    for matrix in (
        each for contents in files_of(config).values() for name in contents for each in matrices_of(config, name)
    ):
        shapes = packed_shapes(bits, matrix.rows, matrix.cols)
        stored += math.prod(shapes["codes"]) + math.prod(shapes["scales"]) + 4 * math.prod(shapes["row_scales"])
        weights += matrix.rows * matrix.cols
    return 8 * stored / weights


def _exact(weights: Float32Array, louder: Float32Array | None, quieter: Float32Array | None) -> Product:
    """What round_matrix packs, in floats and without a copy of the matrix."""

    def product(rows: Float32Array) -> Float32Array:
        inputs = rows if louder is None else np.multiply(rows, louder, dtype=np.float32)
        found: Float32Array = inputs @ weights.T
        return found if quieter is None else np.divide(found, quieter, dtype=np.float32)

    return product


def _lengths(rows: Float32Array) -> Float32Array:
    """The length of each row of [O, I] as a share of their geometric mean, [O]; of a row of zeros, 1."""
    length: npt.NDArray[np.float64] = np.sqrt(np.einsum("oi,oi->o", rows, rows, dtype=np.float64))
    length[length < 1e-20] = 1.0
    shares: Float32Array = (length / np.exp(np.log(length).mean())).astype(np.float32)
    return shares


class _Packer:
    """Packs one file after the other, and sends texts through what was packed."""

    def __init__(
        self, source: Source, options: QuantizeOptions, streams: Streams | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:  # fmt: skip
        self.divergence: Divergence | None = None
        self._source, self._config, self._options = source, source.config, options
        self._streams, self._progress = streams, progress
        self._done, self._total = 0, sum(map(self._size, files_of(source.config).values()))

    def skip(self, contents: list[str]) -> None:
        """Pass over a file that is whole already; a source that fetches is told what it need not."""
        if skip := getattr(self._source, "skip", None):
            for name in contents:
                skip(name)
        self._advance(self._size(contents))

    def file(self, name: str, contents: list[str]) -> Tensors:
        """The tensors of a file of the folder, largest first, so that they lie aligned."""
        if name == "embedding.safetensors":
            tensors = self._embedding()
        elif name == "head.safetensors":
            tensors = self._head()
        else:
            tensors = self._layer(int(contents[0].split(".")[1]), contents)
        return dict(sorted(tensors.items(), key=lambda item: -item[1].nbytes))

    def _embedding(self) -> Tensors:
        values = self._read("embedding.weight")
        codes = np.empty(values.shape, np.int8)
        scales = np.empty(len(values), np.float32)
        for at in range(0, len(values), EMBEDDING_ROWS_AT_ONCE):
            rows = values[at : at + EMBEDDING_ROWS_AT_ONCE]
            step = np.abs(rows).max(axis=1) / 127
            scales[at : at + len(rows)] = step
            codes[at : at + len(rows)] = np.rint(rows / np.where(step > 0, step, 1)[:, None])
        stored: Tensors = {"embedding.codes": codes, "embedding.scales": scales}
        if self._streams is not None:
            self._streams.embed(values, stored)
        self._advance(values.size)
        return stored

    def _layer(self, layer: int, contents: list[str]) -> Tensors:
        prefix = f"layers.{layer}."
        small = {
            each.removeprefix(prefix): self._read(each) for each in contents if not matrices_of(self._config, each)
        }
        gains = {stem: small[norm] for norm, stem in GAINS.items()}
        if "mlp.router.weight" in small:
            small["mlp.router.weight"] = small["mlp.router.weight"] * gains["mlp.gate_up"]
        small |= {norm: np.ones_like(small[norm]) for norm in GAINS}
        tensors: Tensors = {f"{prefix}{name}": values for name, values in small.items()}
        if self._streams is not None:
            self._streams.begin_layer(layer, small)
        lengths: dict[int | None, Float32Array] = {}
        exact: Product | None = None
        for stem in STEMS:
            name = f"{prefix}{stem}.weight"
            values = self._read(name)
            for matrix in matrices_of(self._config, name):
                weights = values if matrix.expert is None else values[matrix.expert]
                louder, quieter = gains.get(stem), None
                if stem == "mlp.gate_up":
                    lengths[matrix.expert] = length = _lengths(weights[len(weights) // 2 :])
                    quieter = np.concatenate([np.ones_like(length), length])
                elif stem == "mlp.down":
                    louder = lengths[matrix.expert]
                statistics = None if self._streams is None else self._streams.statistics(stem, matrix.expert)
                packed = self._packed(matrix, weights, statistics, tensors, louder, quieter)
                if self._streams is not None:
                    exact = _exact(weights, louder, quieter) if self._streams.in_floats else None
                    self._streams.take(stem, matrix.expert, exact, self._product(matrix, packed))
                # What is held on to stands beside the next matrix.
                del weights, statistics
                exact = None
        return tensors

    def _head(self) -> Tensors:
        gain = self._read("norm.weight")
        tied = "lm_head.weight" not in tensor_shapes(self._config)
        weights = self._read("embedding.weight" if tied else "lm_head.weight")
        ones = np.ones_like(gain)
        tensors: Tensors = {"norm.weight": ones}
        [matrix] = matrices_of(self._config, "lm_head.weight")
        statistics = None if self._streams is None else self._streams.head_statistics(ones)
        packed = self._packed(matrix, weights, statistics, tensors, gain)
        if self._streams is not None:
            exact = _exact(weights, gain, None)
            self.divergence = self._streams.divergence(ones, exact, self._product(matrix, packed))
        return tensors

    def _packed(
        self, matrix: Matrix, weights: Float32Array, statistics: InputStatistics | None, tensors: Tensors,
        louder: Float32Array | None = None, quieter: Float32Array | None = None,
    ) -> PackedWeights:  # fmt: skip
        options = self._options
        packed = round_matrix(
            weights, options.bits, rotate=options.rotate, threads=options.threads, statistics=statistics,
            louder=louder, quieter=quieter,
        )  # fmt: skip
        tensors |= {f"{matrix.stored}.{part}": getattr(packed, part) for part in ("codes", "scales", "row_scales")}
        self._advance(weights.size)
        return packed

    def _product(self, matrix: Matrix, packed: PackedWeights) -> Product:
        options = self._options
        return packed_product(packed, matrix.rows, matrix.cols, rotated=options.rotate, threads=options.threads)

    def _read(self, name: str) -> Float32Array:
        values = self._source.read(name)
        # A row at a time, and not as a mask of the whole; NaN and infinity survive a sum.
        if not all(np.isfinite(row.sum(dtype=np.float64)) for row in values.reshape(-1, values.shape[-1])):
            raise CheckpointError(f"{name} holds a NaN or an infinity, which cannot be packed; the model is damaged: "
                                  "fetch or train it again")  # fmt: skip
        return values

    def _size(self, contents: list[str]) -> int:
        shapes = tensor_shapes(self._config)
        matrices = [matrix for name in contents for matrix in matrices_of(self._config, name)]
        return sum(each.rows * each.cols for each in matrices) + (
            math.prod(shapes["embedding.weight"]) if "embedding.weight" in contents else 0
        )

    def _advance(self, weights: int) -> None:
        self._done += weights
        if self._progress is not None:
            self._progress(self._done, self._total)
