"""Sums over the processes of one machine, in memory that they share: no byte goes through a socket."""

from __future__ import annotations

import os
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor

_MEMORY = Path("/dev/shm")


class SharedSums:
    """Adds up lists of float32 tensors that all `size` processes have, in the order of the processes.

    Each writes into a place of its own and then reads all of them. There are two sets of places, in turn, so that
    nobody writes where another still reads. `name` is known to these processes alone; the file of that name is gone as
    soon as everybody has it open.
    """

    def __init__(self, name: str, number: int, size: int) -> None:
        self.path, self.number, self.size = _MEMORY / name, number, size
        self._places: Tensor | None = None
        self._turn = 0

    def holds(self, tensors: list[Tensor]) -> bool:
        """Whether there is room for `tensors`, which is the same for every process; the first call makes it."""
        count = sum(each.numel() for each in tensors)
        if self._places is None:
            self._places = self._mapped(count)
        return self._places.shape[-1] == count

    def sum(self, tensors: list[Tensor]) -> None:
        """Each of `tensors` becomes its sum over all processes; in place."""
        if self._places is None or not self.holds(tensors):
            raise ValueError(f"{self.path}: there is no room for the sums; ask `holds` first")
        places, self._turn = self._places[self._turn], 1 - self._turn
        torch.cat([each.flatten() for each in tensors], out=places[self.number])
        dist.barrier()
        lengths = [each.numel() for each in tensors]
        for into, *pieces in zip(tensors, *(place.split(lengths) for place in places), strict=True):
            torch.add(pieces[0].view_as(into), pieces[1].view_as(into), out=into)
            for piece in pieces[2:]:
                into += piece.view_as(into)

    def _mapped(self, count: int) -> Tensor:
        """Places for `count` numbers, [2, size, count]; empty if there is no room."""
        needed = 2 * self.size * count * 4
        room = torch.tensor([int(self.number == 0 and self._made(needed))])
        dist.broadcast(room, 0)
        if not room.item():
            return torch.empty(0)
        flat = torch.from_file(str(self.path), shared=True, size=needed // 4, dtype=torch.float32)
        dist.barrier()
        if self.number == 0:
            self.path.unlink()
        return flat.view(2, self.size, count)

    def _made(self, size: int) -> bool:
        """A file of `size` bytes whose memory is there, so that no write to it can fail."""
        try:
            with self.path.open("xb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
        except (OSError, AttributeError):
            self.path.unlink(missing_ok=True)
            return False
        return True
