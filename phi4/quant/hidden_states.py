"""Hidden states of calibration and held-out sequences while a model is packed: of the packed model and of the float
model. The packed model's states give each matrix its input statistics; both together give the KL divergence.
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
from phi4.quant.kl import KLDivergence, divergence

Float32Array = npt.NDArray[np.float32]
ROWS_AT_ONCE = 1024
FLOAT = ("calibration in floats", "held out in floats")
TOKENS_TO_RELATE = 8
"""Tokens per input channel from which the packed model's inputs are regressed on the float model's. Measured: this
lowers the divergence by 14% with 64 tokens, by 10% with 16, by 4% with 4, and doubles the time.
"""


class Streams:
    """The residual streams of `calibration` and `held_out`, token ids [sequences, T] or None, between two layers.

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
        named = {"calibration": calibration, "calibration in floats": calibration if related else None,
                 "held out": held_out, "held out in floats": held_out}  # fmt: skip
        self._sequences = {name: ids for name, ids in named.items() if ids is not None}
        self._runners = {
            name: LayerRunner(config, ids.shape[1], None if name in FLOAT else 8)
            for name, ids in self._sequences.items()
        }
        self._x_ND: dict[str, Float32Array] = {}
        self._passes: dict[str, LayerPass] = {}
        self._layer = 0

    def embed(self, values: Float32Array, stored: Mapping[str, npt.NDArray[Any]]) -> None:
        """Start from the float embedding and the packed one (`embedding.codes`, `embedding.scales`)."""
        scale = np.float32(self._config.embedding_scale)
        codes, scales = stored["embedding.codes"], stored["embedding.scales"]
        for name, sequences in self._sequences.items():
            ids = sequences.reshape(-1)
            rows = values[ids] if name in FLOAT else codes[ids] * scales[ids, None]
            self._x_ND[name] = np.asarray(rows * scale, np.float32)

    def begin_layer(self, layer: int, small: Mapping[str, Float32Array]) -> None:
        """`small`: the layer's norms, biases and router by stem."""
        self._layer = layer
        self._passes = {name: LayerPass(self._runners[name], layer, small, x_ND) for name, x_ND in self._x_ND.items()}

    def statistics(self, stem: str, expert: int | None) -> InputStatistics | None:
        """Statistics of the next matrix's inputs on the calibration sequences; None without any."""
        if "calibration" not in self._passes:
            return None
        # The float model routes other tokens to an expert.
        exact = self._passes.get("calibration in floats") if expert is None else None
        rows = self._passes["calibration"].inputs(stem, expert)
        return self._statistics(rows, None if exact is None else exact.inputs(stem, expert))

    @property
    def in_floats(self) -> bool:
        """Whether the float model's states are computed too."""
        return any(name in FLOAT for name in self._sequences)

    def advance(self, stem: str, expert: int | None, exact: Product | None, packed: Product) -> None:
        """Multiply all states by a matrix: the float one (`exact`, needed only if `in_floats`) and the packed one.

        Raises:
            CheckpointError: an output of the matrix is not finite.
        """
        for name, layer_pass in self._passes.items():
            product = exact if name in FLOAT else packed
            assert product is not None
            layer_pass.advance(stem, expert, product)
            if not layer_pass.is_finite(stem, expert):
                raise CheckpointError(
                    f"layers.{self._layer}.{stem}.weight gives outputs that overflow float32 on the text; "
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
        statistics = InputStatistics.empty(rows.shape[1], rotate=self._rotate, cross=exact is not None)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            piece = slice(start, start + ROWS_AT_ONCE)
            statistics.add(rows[piece], None if exact is None else exact[piece])
        return statistics

    def divergence(self, gain: Float32Array, exact: Product, packed: Product) -> KLDivergence | None:
        """KL divergence of the packed model from the float model on the held-out sequences."""
        if self._held_out is None:
            return None

        def logits(name: str, product: Product, at: slice) -> Float32Array:
            normed = rms_norm(self._x_ND[name][at], gain, self._config.rms_norm_eps)
            return product(normed) * np.float32(self._config.logit_scale)

        return divergence(
            lambda at: logits("held out in floats", exact, at),
            lambda at: logits("held out", packed, at),
            self._held_out,
        )

    def save(self, file: Path) -> dict[str, int]:
        """Write the state to a safetensors file; its bytes and CRC-32."""
        return write_tensors(file, self._x_ND)

    def restore(self, file: Path) -> bool:
        """Resume from the state that `save` wrote; False if it is of other sequences or another model."""
        stored = SafetensorsFile(file)
        shapes = {name: (ids.size, self._config.hidden_size) for name, ids in self._sequences.items()}
        stored_shapes = {name: tensor.shape for name, tensor in stored.tensors.items() if tensor.dtype == "F32"}
        if stored_shapes != shapes:
            return False
        for name, tensor in stored.tensors.items():
            self._x_ND[name] = np.array(stored.file.array(tensor.offset, np.float32, tensor.shape, f"tensor {name!r}"))
        return True
