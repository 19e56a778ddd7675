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
from phi4.errors import InputError, MissingDependencyError

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
    """The executor `name`; "auto" takes torch where it is installed and NumPy elsewhere. Torch is imported only here.

    dtype, device   for torch: float32, float16 or bfloat16; "cpu" or "cuda"

    Raises:
        InputError: there is no such executor, or it does not take this dtype.
        MissingDependencyError: torch is asked for and not installed.
    """
    if name not in EXECUTORS:
        raise InputError(f"there is no executor {name!r}; choose {', '.join(EXECUTORS)}")
    installed = importlib.util.find_spec("torch") is not None
    if name == "torch" and not installed:
        raise MissingDependencyError(
            "the torch executor needs torch, which is not installed; pip install 'phi4[train]'"
        )
    if name == "torch" or (name == "auto" and installed):
        from phi4.model import TorchExecutor

        return TorchExecutor.load(checkpoint, dtype=dtype or _dtype_that_fits(checkpoint, device), device=device)
    if dtype not in (None, "float32") or device not in (None, "cpu"):
        raise InputError("the numpy executor computes in float32 on the CPU; leave dtype and device out, or use torch")
    from phi4.native.numpy_executor import NumpyExecutor

    return NumpyExecutor(checkpoint, memory_bytes=this_machine().available_bytes // 2)


def _dtype_that_fits(checkpoint: Checkpoint, device: str | None) -> str | None:
    """bfloat16 on a CPU whose memory float32 weights would fill; otherwise the executor's own choice."""
    too_large = 4 * checkpoint.config.parameter_count() > this_machine().available_bytes * 3 // 4
    return "bfloat16" if too_large and device in (None, "cpu") else None
