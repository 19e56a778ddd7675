"""What the engine asks of the code that computes: token ids in, logits out."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint
from phi4.config import ModelConfig
from phi4.engine.machine import this_machine
from phi4.errors import InputError, MissingDependencyError, OutOfMemoryError

Float32Array = npt.NDArray[np.float32]
EXECUTORS = ("auto", "torch", "numpy")


class Executor(Protocol):
    """Runs a model. A state holds the sequences under way, a row each; rows do not see one another."""

    config: ModelConfig
    name: str

    def logits(self, ids: Sequence[int]) -> Float32Array:
        """Scores after every token of one sequence, [len(ids), vocab_size]."""

    def prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[Any, Float32Array]:
        """Begin a row with each prompt; the state, and the scores after each last token, [rows, vocab_size]."""

    def decode(self, state: Any, ids: Sequence[int]) -> Float32Array:
        """Add one token to each row of `state`, and give the scores after it, [rows, vocab_size]."""

    def select(self, state: Any, rows: Sequence[int]) -> Any:
        """A state of these rows of `state`, which may repeat (to go on in several ways) and is used up by this."""


def load_executor(
    checkpoint: Checkpoint, *, name: str = "auto", dtype: str | None = None, device: str | None = None
) -> Executor:
    """The executor `name`. Torch is imported only here.

    name            "auto" takes torch where it is installed and the weights fit memory, and NumPy elsewhere
    dtype, device   for torch: float32, float16 or bfloat16 (by default what fits); "cpu" or "cuda"

    Raises:
        InputError: there is no such executor, or it does not take this dtype.
        MissingDependencyError: torch is asked for and not installed.
        OutOfMemoryError: torch is asked for and the weights do not fit.
    """
    if name not in EXECUTORS:
        raise InputError(f"there is no executor {name!r}; choose {', '.join(EXECUTORS)}")
    installed = importlib.util.find_spec("torch") is not None
    if name == "torch" and not installed:
        raise MissingDependencyError("the torch executor needs torch, which is missing; pip install 'phi4[train]'")
    if name == "torch" or (name == "auto" and installed):
        from phi4.model import TorchExecutor

        device = device or TorchExecutor.best_device()
        chosen = dtype or (_dtype_that_fits(checkpoint.config) if device == "cpu" else None)
        if device != "cpu" or _fits(checkpoint.config, chosen):
            return TorchExecutor.load(checkpoint, dtype=chosen, device=device)
        if name == "torch":
            needed, free = _bytes(checkpoint.config, chosen) / 1e9, this_machine().available_bytes / 1e9
            raise OutOfMemoryError(
                f"the weights in {chosen} need {needed:.1f} GB, and {free:.1f} GB are free; choose a smaller model, or "
                "the numpy executor, which reads weights as it needs them"
            )
    if dtype not in (None, "float32") or device not in (None, "cpu"):
        raise InputError("the numpy executor computes in float32 on the CPU; leave dtype and device out, or use torch")
    from phi4.native.numpy_executor import NumpyExecutor

    return NumpyExecutor(checkpoint, memory_bytes=this_machine().available_bytes // 2)


def _bytes(config: ModelConfig, dtype: str | None) -> int:
    return config.parameter_count() * (4 if dtype in (None, "float32") else 2)


def _fits(config: ModelConfig, dtype: str | None) -> bool:
    """Whether the weights leave a tenth of what is free for the cache and the work."""
    return _bytes(config, dtype) <= this_machine().available_bytes * 9 // 10


def _dtype_that_fits(config: ModelConfig) -> str:
    return "float32" if _fits(config, "float32") else "bfloat16"
