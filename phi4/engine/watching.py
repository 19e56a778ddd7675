"""A checkpoint that tells how far the reading of its weights has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint
from phi4.config import tensor_shapes

Progress = Callable[[int, int], None]
"""Called with the number of tensors read so far, and of all."""


class WatchedCheckpoint:
    """Reads from `checkpoint` and calls `progress` after each tensor."""

    def __init__(self, checkpoint: Checkpoint, progress: Progress | None) -> None:
        self.path, self.config = checkpoint.path, checkpoint.config
        self.checkpoint, self._progress = checkpoint, progress
        self._total, self._read = len(tensor_shapes(checkpoint.config)), 0

    @property
    def stored_dtype(self) -> str:
        return self.checkpoint.stored_dtype

    @property
    def stored_bytes(self) -> int:
        return self.checkpoint.stored_bytes

    def read(self, name: str) -> npt.NDArray[np.float32]:
        value = self.checkpoint.read(name)
        self._count()
        return value

    def read_into(self, name: str, out: npt.NDArray[Any]) -> None:
        self.checkpoint.read_into(name, out)
        self._count()

    def _count(self) -> None:
        if self._progress is not None:
            self._read += 1
            self._progress(self._read, self._total)
