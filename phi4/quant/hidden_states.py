"""Texts on their way through the layers while a model is packed: as the packed model computes them, and as the float
model does. From the first, each matrix is chosen for what it will be given; from both, the divergence is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packed.folder import write_tensors
from phi4.checkpoint.safetensors_file import SafetensorsFile
from phi4.config import ModelConfig
from phi4.errors import CheckpointError
from phi4.quant.float_twin import LayerPass, LayerRunner, Product, rms_norm
from phi4.quant.gptq import InputStatistics
from phi4.quant.kl import Divergence, divergence

Float32Array = npt.NDArray[np.float32]
ROWS_AT_ONCE = 1024
FLOAT = ("calibration in floats", "held out in floats")
TOKENS_TO_RELATE = 8
"""Tokens an input from which on the packed model's inputs are related to the float model's. Measured: with 64 that
lowers the divergence by 14%, with 16 by 10%, with 4 by 4%, and it costs as much time as all the rest.
"""


class Streams:
    """The state of `calibration` and `held_out`, token ids [texts, T] each or None, between two layers.

    rotate    whether matrices are rotated before they are packed
    """

    def __init__(
        self,
        config: ModelConfig,
        calibration: npt.NDArray[np.int64] | None,
        held_out: npt.NDArray[np.int64] | None,
        *,
        rotate: bool,
    ) -> None:
        self._config, self._held_out, self._rotate = config, held_out, rotate
        related = calibration is not None and calibration.size >= TOKENS_TO_RELATE * config.hidden_size
        texts = {"calibration": calibration, "calibration in floats": calibration if related else None,
                 "held out": held_out, "held out in floats": held_out}  # fmt: skip
        self._texts = {name: ids for name, ids in texts.items() if ids is not None}
        self._runners = {
            name: LayerRunner(config, ids.shape[1], None if name in FLOAT else 8) for name, ids in self._texts.items()
        }
        self._x_ND: dict[str, Float32Array] = {}
        self._passes: dict[str, LayerPass] = {}
        self._layer = 0

    def embed(self, values: Float32Array, stored: Mapping[str, npt.NDArray[Any]]) -> None:
        """Begin, with the float embedding and the packed one (`embedding.codes`, `embedding.scales`)."""
        scale = np.float32(self._config.embedding_scale)
        codes, scales = stored["embedding.codes"], stored["embedding.scales"]
        for name, texts in self._texts.items():
            ids = texts.reshape(-1)
            rows = values[ids] if name in FLOAT else codes[ids] * scales[ids, None]
            self._x_ND[name] = np.asarray(rows * scale, np.float32)

    def begin_layer(self, layer: int, small: Mapping[str, Float32Array]) -> None:
        """`small`: the layer's norms, biases and router by stem."""
        self._layer = layer
        self._passes = {name: LayerPass(self._runners[name], layer, small, x_ND) for name, x_ND in self._x_ND.items()}

    def statistics(self, stem: str, expert: int | None) -> InputStatistics | None:
        """Of what the next matrix will be given by the calibration texts; None without any."""
        if "calibration" not in self._passes:
            return None
        # An expert is chosen by other tokens in the float model.
        exact = self._passes.get("calibration in floats") if expert is None else None
        rows = self._passes["calibration"].inputs(stem, expert)
        return self._statistics(rows, None if exact is None else exact.inputs(stem, expert))

    @property
    def in_floats(self) -> bool:
        """Whether the float model's computation is followed too."""
        return any(name in FLOAT for name in self._texts)

    def take(self, stem: str, expert: int | None, exact: Product | None, packed: Product) -> None:
        """Send everything through a matrix, as it was, which is needed only `in_floats`, and as it was packed.

        Raises:
            CheckpointError: the matrix makes of them numbers that are not finite.
        """
        for name, each in self._passes.items():
            product = exact if name in FLOAT else packed
            assert product is not None
            each.take(stem, expert, product)
            if not each.is_finite(stem, expert):
                raise CheckpointError(
                    f"layers.{self._layer}.{stem}.weight makes numbers of the texts that are too large for float32; "
                    "the model is damaged: fetch or train it again"
                )

    def head_statistics(self, gain: Float32Array) -> InputStatistics | None:
        if "calibration" not in self._x_ND:
            return None
        exact = self._x_ND.get("calibration in floats")
        eps = self._config.rms_norm_eps
        return self._statistics(
            rms_norm(self._x_ND["calibration"], gain, eps), None if exact is None else rms_norm(exact, gain, eps)
        )

    def _statistics(self, rows: Float32Array, exact: Float32Array | None) -> InputStatistics:
        found = InputStatistics.empty(rows.shape[1], rotate=self._rotate, cross=exact is not None)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            piece = slice(start, start + ROWS_AT_ONCE)
            found.add(rows[piece], None if exact is None else exact[piece])
        return found

    def divergence(self, gain: Float32Array, exact: Product, packed: Product) -> Divergence | None:
        """Of the packed head's scores from the float one's, on the held-out texts."""
        if self._held_out is None:
            return None

        def scores(name: str, product: Product, at: slice) -> Float32Array:
            normed = rms_norm(self._x_ND[name][at], gain, self._config.rms_norm_eps)
            return product(normed) * np.float32(self._config.logit_scale)

        return divergence(
            lambda at: scores("held out in floats", exact, at),
            lambda at: scores("held out", packed, at),
            self._held_out,
        )

    def save(self, file: Path) -> dict[str, int]:
        """Write the state to a safetensors file; its bytes and CRC-32."""
        return write_tensors(file, self._x_ND)

    def restore(self, file: Path) -> bool:
        """Take up the state that `save` wrote; False if it is of other texts or another model."""
        stored = SafetensorsFile(file)
        shapes = {name: (ids.size, self._config.hidden_size) for name, ids in self._texts.items()}
        found = {name: each.shape for name, each in stored.tensors.items() if each.dtype == "F32"}
        if found != shapes:
            return False
        for name, each in stored.tensors.items():
            self._x_ND[name] = np.array(stored.file.array(each.offset, np.float32, each.shape, f"tensor {name!r}"))
        return True
