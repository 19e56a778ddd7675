"""Bounds-checked access to files of weights: every offset, length and count is checked here.

Python's integers do not overflow, so `offset + length` and a product of dimensions are exact; each is compared with the
file's size before anything is allocated. Arrays are views of the memory map: reading copies nothing.
"""

from __future__ import annotations

import math
import mmap
import os
import stat
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from phi4.errors import CheckpointError


class BoundedFile:
    """A regular file, mapped read-only; reads outside of it raise CheckpointError.

    Raises:
        CheckpointError: the file is missing, unreadable, empty, or not a regular file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise CheckpointError(f"{path}: cannot be opened ({error.strerror}); check the path") from None
        try:
            self.status = os.fstat(descriptor)
            if not stat.S_ISREG(self.status.st_mode):
                self.fail("is not a regular file; give the file itself")
            self.size = self.status.st_size
            if self.size == 0:
                self.fail("is empty; the download probably failed: fetch it again")
            self._map = mmap.mmap(descriptor, self.size, access=mmap.ACCESS_READ)
        finally:
            os.close(descriptor)

    def fail(self, problem: str) -> NoReturn:
        raise CheckpointError(f"{self.path}: {problem}")

    def check(self, offset: int, length: int, what: str) -> None:
        """Raises CheckpointError unless `length` bytes at `offset` lie in the file."""
        if offset < 0 or length < 0 or offset + length > self.size:
            self.fail(
                f"{what} would be the {length:,} bytes at {offset:,}, but the file has {self.size:,}; "
                "it is truncated or corrupt: fetch it again"
            )

    def bytes(self, offset: int, length: int, what: str) -> bytes:
        """A copy of `length` bytes."""
        self.check(offset, length, what)
        return self._map[offset : offset + length]

    def unsigned(self, offset: int, width: int, what: str) -> int:
        """A little-endian unsigned integer of `width` bytes."""
        return int.from_bytes(self.bytes(offset, width, what), "little")

    def array(self, offset: int, dtype: npt.DTypeLike, shape: tuple[int, ...], what: str) -> npt.NDArray[Any]:
        """A read-only view of `shape` elements, without a copy, for any alignment of `offset`."""
        kind = np.dtype(dtype)
        if any(side < 0 for side in shape):
            self.fail(f"{what} has a negative dimension in {list(shape)}; the file is corrupt: fetch it again")
        count = math.prod(shape)
        self.check(offset, count * kind.itemsize, what)
        return np.frombuffer(self._map, dtype=kind, count=count, offset=offset).reshape(shape)

    def release(self, offset: int, length: int) -> None:
        """Drop the pages of a part that has been read from this process's resident memory."""
        if hasattr(mmap, "MADV_DONTNEED"):
            start = offset - offset % mmap.PAGESIZE
            self._map.madvise(mmap.MADV_DONTNEED, start, min(length + offset - start, self.size - start))
