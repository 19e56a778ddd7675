"""Weights by name: the protocol through which loaders, the quantizer and the trainer read weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.config import ModelConfig

LoadProgress = Callable[[int, int], None]
"""A progress callback of a loader: called with the number of tensors read so far, and of all."""


class Weights(Protocol):
    """Parameters by their canonical names and shapes (phi4.config.tensor_shapes), read on demand."""

    @property
    def config(self) -> ModelConfig: ...

    def read(self, name: str) -> npt.NDArray[np.float32]: ...

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        """Fill `out`, an array of float32, float16, or uint16 for the bits of bfloat16."""

    def skip(self, name: str) -> None:
        """Announce that `name` will not be read, so that resources for it can be freed."""


class Checkpoint(Weights, Protocol):
    """Weights in files, which stay mapped."""

    @property
    def path(self) -> Path: ...

    @property
    def stored_dtype(self) -> str:
        """The type of most weights, such as "bfloat16" or "Q4_K"."""

    @property
    def stored_bytes(self) -> int: ...
