"""What the engine asks of the code that computes: token ids in, logits out."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint, PackedCheckpoint, Progress
from phi4.config import ModelConfig
from phi4.errors import InputError, MissingDependencyError, OutOfMemoryError
from phi4.resources import this_machine, threads_to_use

Float32Array = npt.NDArray[np.float32]
EXECUTORS = ("auto", "native", "torch")
DTYPES = ("float32", "bfloat16", "float16")
PACKED_BITS = 4.36
"""Of a weight packed in 4 bits: 4.25 with scales, and the embedding's 8, about."""


class Executor(Protocol):
    """Runs a model. A state holds the sequences under way, a row each; rows do not see one another.

    `speculates` says whether a row's logits are the same bits however its tokens are divided into steps, and several
    tokens of a row in one step cost less than so many steps: what speculative decoding stands on.
    """

    config: ModelConfig
    name: str
    speculates: bool

    def logits(self, ids: Sequence[int]) -> Float32Array:
        """Scores after every token of one sequence, [len(ids), vocab_size]."""

    def prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[Any, Float32Array]:
        """Begin a row with each prompt; the state, and the scores after each last token, [rows, vocab_size]."""

    def decode(self, state: Any, ids: Sequence[int]) -> Float32Array:
        """Add one token to each row of `state`, and give the scores after it, [rows, vocab_size]."""

    def extend(self, state: Any, ids: Sequence[Sequence[int]]) -> list[Float32Array]:
        """Add one or more tokens to each row, and give the scores after each of them, [len, vocab_size] a row."""

    def rewind(self, state: Any, lengths: Sequence[int]) -> None:
        """Cut each row to its first `length` >= 1 tokens."""

    def select(self, state: Any, rows: Sequence[int]) -> Any:
        """A state of these rows of `state`, which may repeat (to go on in several ways) and is used up by this."""

    def fork(self, state: Any, row: int, length: int) -> Any:
        """A state of one row, the first `length` >= 1 tokens of that row of `state`, which stays as it is."""

    def join(self, states: Sequence[Any]) -> Any:
        """One state with the rows of all `states`, in their order; they are used up by this."""

    def close(self) -> None:
        """Let go of weights, cache and threads; a step after that is an InputError. More than once does no harm."""


def load_executor(
    checkpoint: Checkpoint,
    *,
    name: str = "auto",
    dtype: str | None = None,
    device: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Executor:
    """The executor `name`. Torch is imported only here, and only where it is asked for or a GPU is there.

    name     "auto" takes torch where it is installed and a GPU is there, and the native engine elsewhere
    dtype    float32, float16 or bfloat16; by default what the weights are stored in, or float32 for torch on a CPU.
             Packed weights have their own
    device   for torch: "cpu" or "cuda"
    threads  of the CPU to compute with; see phi4.resources.threads_to_use
    progress called after each tensor that is read

    Raises:
        InputError: there is no such executor, or it does not take this dtype, device or number of threads.
        MissingDependencyError: torch is asked for and not installed.
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
            if threads is not None:  # by default torch looks at OMP_NUM_THREADS itself
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
    """What runs out of memory inside is an OutOfMemoryError that says for which `work`."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        # torch raises a RuntimeError: of its own class on a GPU, with this text on a CPU.
        torchs = type(error).__name__ == "OutOfMemoryError" or "allocate memory" in str(error)
        if isinstance(error, MemoryError) or torchs:
            raise OutOfMemoryError(
                f"there is not enough memory for {work}; see phi4 info, and choose a smaller model, a lower dtype, or "
                "fewer and shorter prompts"
            ) from None
        raise


def is_native(name: str, device: str | None = None) -> bool:
    """Whether `load_executor` takes the native engine for float weights."""
    if name == "auto":
        gpu = Path("/dev/nvidia0").exists() and importlib.util.find_spec("torch") is not None
        return not gpu and device in (None, "cpu")
    return name == "native"


def _demand_memory(config: ModelConfig, dtype: str) -> None:
    """Raises OutOfMemoryError unless the weights leave a tenth of what is free for the cache and the work."""
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
