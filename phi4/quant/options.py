"""How a model is packed."""

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
    """How to pack.

    bits              8, 4 (4.25 bits a weight with scales) or 3 (3.25)
    method            "nearest" rounds with a search for scales; "gptq" also feeds errors back, and needs `texts`
    texts             token ids [texts, T] to calibrate on
    held_out          token ids [texts, T] on which the divergence from the float model is measured while packing
    max_divergence    refuse a result whose mean KL divergence on `held_out`, in nats a token, is above this
    rotate            turn inputs so that channels of large values do less harm
    threads           cores to use

    Raises:
        InputError: a setting cannot be used.
    """

    bits: int = 4
    method: str = "nearest"
    texts: npt.NDArray[np.int64] | None = None
    held_out: npt.NDArray[np.int64] | None = None
    max_divergence: float | None = None
    rotate: bool = True
    threads: int = 1

    def __post_init__(self) -> None:
        if type(self.bits) is not int or self.bits not in WIDTHS:
            raise InputError(f"bits is {self.bits!r:.40}; choose {', '.join(map(str, WIDTHS))}")
        if self.method not in METHODS:
            raise InputError(f"there is no method {self.method!r:.40}; choose {', '.join(METHODS)}")
        if self.method == "gptq" and self.texts is None:
            raise InputError("the method gptq needs text to calibrate on")
        if self.max_divergence is not None and self.held_out is None:
            raise InputError("a largest divergence needs text to measure it on")
        if self.max_divergence is not None and not self.max_divergence >= 0:
            raise InputError(f"the largest divergence is {self.max_divergence!r:.40}, and must be 0 or more")
        if type(self.threads) is not int or not 1 <= self.threads <= MAX_THREADS:
            raise InputError(f"threads is {self.threads!r:.40}, and must be from 1 to {MAX_THREADS:,}")
        for name, texts in (("texts", self.texts), ("held_out", self.held_out)):
            if texts is not None and (texts.ndim != 2 or not texts.size or not np.issubdtype(texts.dtype, np.integer)):
                raise InputError(f"{name} must be token ids [texts, T], at least one, and is {texts.dtype} "
                                 f"{list(texts.shape)}")  # fmt: skip
