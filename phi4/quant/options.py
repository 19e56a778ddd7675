"""Settings of quantization."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phi4.checkpoint.packed.format import WIDTHS
from phi4.errors import InputError

METHODS = ("nearest", "gptq")
MAX_THREADS = 1024


@dataclass(frozen=True)
class QuantizeOptions:
    """Settings of quantization.

    bits              8, 4 (4.25 bits per weight with scales) or 3 (3.25)
    method            "nearest" rounds with a search for scales; "gptq" also feeds errors back and needs `sequences`
    sequences         token ids [sequences, T] to calibrate on
    held_out          token ids [sequences, T] to measure the divergence from the float model on
    max_divergence    refuse a result whose mean KL divergence on `held_out`, in nats per token, is above this
    rotate            Hadamard-rotate the inputs of matrices, which spreads outlier channels
    threads           CPU threads

    Raises:
        InputError: a setting is invalid.
    """

    bits: int = 4
    method: str = "nearest"
    sequences: npt.NDArray[np.int64] | None = None
    held_out: npt.NDArray[np.int64] | None = None
    max_divergence: float | None = None
    rotate: bool = True
    threads: int = 1

    def __post_init__(self) -> None:
        if type(self.bits) is not int or self.bits not in WIDTHS:
            raise InputError(f"bits is {self.bits!r:.40}; choose {', '.join(map(str, WIDTHS))}")
        if self.method not in METHODS:
            raise InputError(f"there is no method {self.method!r:.40}; choose {', '.join(METHODS)}")
        if self.method == "gptq" and self.sequences is None:
            raise InputError("the method gptq needs text to calibrate on")
        if self.max_divergence is not None and self.held_out is None:
            raise InputError("a maximum divergence needs text to measure it on")
        if self.max_divergence is not None and not self.max_divergence >= 0:
            raise InputError(f"the maximum divergence is {self.max_divergence!r:.40}, and must be 0 or more")
        if type(self.threads) is not int or not 1 <= self.threads <= MAX_THREADS:
            raise InputError(f"threads is {self.threads!r:.40}, and must be from 1 to {MAX_THREADS:,}")
        for name, sequences in (("sequences", self.sequences), ("held_out", self.held_out)):
            if sequences is not None and (
                sequences.ndim != 2 or not sequences.size or not np.issubdtype(sequences.dtype, np.integer)
            ):
                raise InputError(f"{name} must be token ids [sequences, T], at least one, and is {sequences.dtype} "
                                 f"{list(sequences.shape)}")  # fmt: skip
