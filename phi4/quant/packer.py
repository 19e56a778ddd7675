"""The files of a packed folder, one after the other, from the weights of a model."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Weights
from phi4.checkpoint.packed.folder import Matrix, files_of, matrices_of
from phi4.checkpoint.packed.format import PackedWeights
from phi4.config import tensor_shapes
from phi4.errors import CheckpointError
from phi4.native.product import packed_product
from phi4.quant.float_twin import Product
from phi4.quant.gptq import InputStatistics
from phi4.quant.hidden_states import Streams
from phi4.quant.kl import KLDivergence
from phi4.quant.options import QuantizeOptions
from phi4.quant.rounding import round_matrix

Float32Array = npt.NDArray[np.float32]
EMBEDDING_ROWS_AT_ONCE = 8192
VALUES_AT_ONCE = 1 << 22
STEMS = ("attention.qkv", "attention.output", "mlp.gate_up", "mlp.down")
GAINS = {"attention_norm.weight": "attention.qkv", "mlp_norm.weight": "mlp.gate_up"}
"""Norms whose gains are folded into the matrix that follows, which leaves gains of one. Weights that read outlier
channels are small, and no single step size fits both small important weights and large unimportant ones. For the same
reason the rows of the MLP's up projection are scaled to one norm, and the columns of the down projection that read them
are scaled back. The model's function does not change.
"""
MAX_WEIGHT = 1e18
"""Squares of larger weights overflow float32."""
Tensors = dict[str, npt.NDArray[Any]]


def _exact(weights: Float32Array, column_scales: Float32Array | None, row_norms: Float32Array | None) -> Product:
    """The float product of the matrix that round_matrix packs, without a copy of the matrix."""

    def product(rows: Float32Array) -> Float32Array:
        inputs = rows if column_scales is None else np.multiply(rows, column_scales, dtype=np.float32)
        outputs: Float32Array = inputs @ weights.T
        return outputs if row_norms is None else np.divide(outputs, row_norms, dtype=np.float32)

    return product


def _relative_norms(rows: Float32Array) -> Float32Array:
    """The norm of each row of [O, I] divided by their geometric mean, [O]; a row of zeros counts as norm 1."""
    norms: npt.NDArray[np.float64] = np.sqrt(np.einsum("oi,oi->o", rows, rows, dtype=np.float64))
    norms[norms < 1e-20] = 1.0
    relative: Float32Array = (norms / np.exp(np.log(norms).mean())).astype(np.float32)
    return relative


class Packer:
    """Packs one file after the other, and runs the calibration and held-out sequences through each packed matrix."""

    def __init__(
        self, source: Weights, options: QuantizeOptions, streams: Streams | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:  # fmt: skip
        self.divergence: KLDivergence | None = None
        self._source, self._config, self._options = source, source.config, options
        self._streams, self._progress = streams, progress
        self._done, self._total = 0, sum(map(self._size, files_of(source.config).values()))

    def skip(self, contents: list[str]) -> None:
        """Skip a file that is complete; a source that downloads need not fetch these tensors."""
        for name in contents:
            self._source.skip(name)
        self._advance(self._size(contents))

    def file(self, name: str, contents: list[str]) -> Tensors:
        """The tensors of a file of the folder, the largest first, which keeps them aligned."""
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
        norms: dict[int | None, Float32Array] = {}
        exact: Product | None = None
        for stem in STEMS:
            name = f"{prefix}{stem}.weight"
            values = self._read(name)
            for matrix in matrices_of(self._config, name):
                weights = values if matrix.expert is None else values[matrix.expert]
                column_scales, row_norms = gains.get(stem), None
                if stem == "mlp.gate_up":
                    norms[matrix.expert] = norm = _relative_norms(weights[len(weights) // 2 :])
                    row_norms = np.concatenate([np.ones_like(norm), norm])
                elif stem == "mlp.down":
                    column_scales = norms[matrix.expert]
                statistics = None if self._streams is None else self._streams.statistics(stem, matrix.expert)
                packed = self._packed(matrix, weights, statistics, tensors, column_scales, row_norms)
                if self._streams is not None:
                    exact = _exact(weights, column_scales, row_norms) if self._streams.in_floats else None
                    self._streams.advance(stem, matrix.expert, exact, self._product(matrix, packed))
                # Free this matrix before the next one is read.
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
        column_scales: Float32Array | None = None, row_norms: Float32Array | None = None,
    ) -> PackedWeights:  # fmt: skip
        options = self._options
        try:
            packed = round_matrix(
                weights, options.bits, rotate=options.rotate, threads=options.threads, statistics=statistics,
                column_scales=column_scales, row_norms=row_norms,
            )  # fmt: skip
        except (FloatingPointError, np.linalg.LinAlgError) as error:
            raise CheckpointError(
                f"{matrix.name} cannot be rounded ({error}); the model is damaged: fetch or train it again"
            ) from None
        tensors |= {f"{matrix.stored}.{part}": getattr(packed, part) for part in ("codes", "scales", "row_scales")}
        self._advance(weights.size)
        return packed

    def _product(self, matrix: Matrix, packed: PackedWeights) -> Product:
        options = self._options
        return packed_product(packed, matrix.rows, matrix.cols, rotated=options.rotate, threads=options.threads)

    def _read(self, name: str) -> Float32Array:
        values = self._source.read(name)
        flat = values.reshape(-1)
        for start in range(0, len(flat), VALUES_AT_ONCE):
            piece = flat[start : start + VALUES_AT_ONCE]
            largest = float(max(-piece.min(), piece.max()))
            if not largest <= MAX_WEIGHT:  # true for NaN too
                what = f"a value of {largest:.3g}" if np.isfinite(largest) else "a NaN or an infinity"
                raise CheckpointError(f"{name} holds {what}, which cannot be packed; the model is damaged: fetch or "
                                      "train it again")  # fmt: skip
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
