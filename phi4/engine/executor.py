"""What the engine asks of the code that computes: token ids in, logits out."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint, LoadProgress, PackedCheckpoint
from phi4.config import ModelConfig
from phi4.errors import InputError, MissingDependencyError, OutOfMemoryError
from phi4.resources import this_machine, threads_to_use

Float32Array = npt.NDArray[np.float32]
EXECUTORS = ("auto", "native", "torch")
DTYPES = ("float32", "bfloat16", "float16")
PACKED_BITS = 4.36
"""Bits of one weight in a 4-bit model, on average: 4.25 with its scales, and 8 in the embedding."""


class Executor(Protocol):
    """Runs a model. A state is the KV cache of a batch, one row for each sequence; rows do not see one another.

    `speculates` is true if speculative decoding is exact and pays off: a row's logits are the same bits however its
    tokens are divided into steps, and one step of several tokens costs less than several steps.
    """

    config: ModelConfig
    name: str
    speculates: bool

    def logits(self, ids: Sequence[int]) -> Float32Array:
        """Logits after every token of one sequence, float32 [len(ids), vocab_size]."""

    def prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[Any, Float32Array]:
        """Start one row for each prompt; the state, and the logits after each last token, [rows, vocab_size]."""

    def decode(self, state: Any, ids: Sequence[int]) -> Float32Array:
        """Add one token to each row of `state`; the logits after it, [rows, vocab_size]."""

    def extend(self, state: Any, ids: Sequence[Sequence[int]]) -> list[Float32Array]:
        """Add one or more tokens to each row; the logits after each token, [len, vocab_size] for each row."""

    def rewind(self, state: Any, lengths: Sequence[int]) -> None:
        """Cut each row to its first `length` >= 1 tokens."""

    def select(self, state: Any, rows: Sequence[int]) -> Any:
        """A state of these rows of `state`, which may repeat to fork a row; `state` is consumed."""

    def fork(self, state: Any, row: int, length: int) -> Any:
        """A state of one row with the first `length` >= 1 tokens of that row of `state`, which is not changed."""

    def join(self, states: Sequence[Any]) -> Any:
        """One state with the rows of all `states`, in order; `states` are consumed."""

    def close(self) -> None:
        """Free weights, cache and threads. A later step raises InputError; closing twice is allowed."""


def load_executor(
    checkpoint: Checkpoint,
    *,
    name: str = "auto",
    dtype: str | None = None,
    device: str | None = None,
    threads: int | None = None,
    progress: LoadProgress | None = None,
) -> Executor:
    """The executor `name`. Torch is imported only if it is requested or "auto" finds a GPU.

    name     "auto" is torch if torch is installed and there is a GPU, and the native engine otherwise
    dtype    float32, float16 or bfloat16; by default the stored dtype, or float32 for torch on a CPU. Packed weights
             take none
    device   for torch: "cpu" or "cuda"
    threads  CPU threads; see phi4.resources.threads_to_use
    progress called after each tensor that is read

    Raises:
        InputError: there is no such executor, or it does not take this dtype, device or number of threads.
        MissingDependencyError: torch is requested and not installed.
        OutOfMemoryError: the weights do not fit.
    """
    if name not in EXECUTORS:
        raise InputError(f"there is no executor {name!r}; choose {', '.join(EXECUTORS)}")
    if dtype is not None and dtype not in DTYPES:
        raise InputError(f"there is no dtype {dtype!r}; choose {', '.join(DTYPES)}")
    count = threads_to_use(threads)
    installed = importlib.util.find_spec("torch") is not None
    if name == "torch" and not installed:
        raise MissingDependencyError("the torch executor needs torch, which is missing; pip install 'phi4[train]'")
    packed = isinstance(checkpoint, PackedCheckpoint)
    if name == "torch" or (name == "auto" and not packed and not is_native(name, device)):
        from phi4.model import TorchExecutor

        device = device or TorchExecutor.best_device()
        chosen = dtype or (_dtype_that_fits(checkpoint.config) if device == "cpu" else None)
        if device == "cpu":
            _demand_memory(checkpoint.config, chosen or "float32")
            if threads is not None:  # torch reads OMP_NUM_THREADS itself
                import torch

                torch.set_num_threads(count)
        return TorchExecutor.load(checkpoint, dtype=chosen, device=device, progress=progress)
    if device not in (None, "cpu"):
        raise InputError("the native engine runs on the CPU; leave the device out, or use torch")
    from phi4.native import NativeExecutor

    if packed and dtype is not None:
        raise InputError(f"{checkpoint.path}: its weights are packed in {checkpoint.stored_dtype}; leave the dtype out")
    chosen = dtype or (checkpoint.stored_dtype if checkpoint.stored_dtype in DTYPES else "bfloat16")
    if not packed:
        _demand_memory(checkpoint.config, chosen)
    return NativeExecutor(checkpoint, threads=count, dtype=chosen, progress=progress)


@contextmanager
def enough_memory(work: str) -> Iterator[None]:
    """Turn a failed allocation inside the block into an OutOfMemoryError that names `work`."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        # torch raises a RuntimeError: a class of its own on a GPU, and this text on a CPU.
        of_torch = type(error).__name__ == "OutOfMemoryError" or "allocate memory" in str(error)
        if isinstance(error, MemoryError) or of_torch:
            raise OutOfMemoryError(
                f"there is not enough memory for {work}; see phi4 info, and choose a smaller model, a lower dtype, or "
                "fewer and shorter prompts"
            ) from None
        raise


def is_native(name: str, device: str | None = None) -> bool:
    """Whether `load_executor` runs float weights in the native engine."""
    if name == "auto":
        gpu = Path("/dev/nvidia0").exists() and importlib.util.find_spec("torch") is not None
        return not gpu and device in (None, "cpu")
    return name == "native"


def _demand_memory(config: ModelConfig, dtype: str) -> None:
    """Raises OutOfMemoryError unless a tenth of the free memory remains for the KV cache and activations."""
    if not _fits(config, dtype):
        needed, free = _bytes(config, dtype) / 1e9, this_machine().available_bytes / 1e9
        packed = config.parameter_count() * PACKED_BITS / 8e9
        way = (
            f'pack them with dtype="4-bit" (--dtype 4-bit) for the native engine, or with phi4 quantize, into about '
            f"{packed:.1f} GB"
        )
        raise OutOfMemoryError(
            f"the weights in {dtype} need {needed:.1f} GB, and {free:.1f} GB are free; "
            + (
                f"{way}, or choose a smaller model"
                if packed < 0.9 * free
                else f"packed in 4 bits they need about {packed:.1f} GB: free some memory, or choose a smaller model"
            )
        )


def _bytes(config: ModelConfig, dtype: str) -> int:
    return config.parameter_count() * (4 if dtype == "float32" else 2)


def _fits(config: ModelConfig, dtype: str) -> bool:
    return _bytes(config, dtype) <= this_machine().available_bytes * 9 // 10


def _dtype_that_fits(config: ModelConfig) -> str:
    return "float32" if _fits(config, "float32") else "bfloat16"
