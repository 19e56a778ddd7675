"""Parameters by name: the one protocol that loaders, the quantizer and the trainer read weights through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.config import ModelConfig

Progress = Callable[[int, int], None]
"""Called with the number of tensors read so far, and of all."""


class Weights(Protocol):
    """Parameters by their canonical names and shapes (phi4.config.tensor_shapes), read on demand."""

    @property
    def config(self) -> ModelConfig: ...

    def read(self, name: str) -> npt.NDArray[np.float32]: ...

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        """Fill `out`, of float32, float16, or uint16 for the bits of bfloat16."""

    def skip(self, name: str) -> None:
        """Say that `name` will not be read, so that what is kept for it can go."""


class Checkpoint(Weights, Protocol):
    """Weights in files, which stay mapped."""

    @property
    def path(self) -> Path: ...

    @property
    def stored_dtype(self) -> str:
        """The type of most weights, such as "bfloat16" or "Q4_K"."""

    @property
    def stored_bytes(self) -> int: ...
