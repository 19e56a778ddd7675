"""The processes that train together, and what they tell each other.

one         a single process
replicated  processes of one CPU, each with all weights and its share of the rows: on few cores two processes of one
            thread are faster than one of two, since nobody waits for the slower half of each product
sharded     the processes of torchrun, each with its shard of the weights (FSDP2)
"""

from __future__ import annotations

import atexit
import os
import time
from dataclasses import dataclass, field
from typing import Any, Literal

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.tensor import DTensor

from phi4.train.distributed.shared_memory import SharedSums
from phi4.train.run.hardware import GPUS

_SIDE, _TRIES = 768, 8


@dataclass(frozen=True)
class Ranks:
    """`number` is this process's, of `size`; `device` is where it computes; `shared` sums for replicated ones."""

    number: int = 0
    size: int = 1
    kind: Literal["one", "replicated", "sharded"] = "one"
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    shared: SharedSums | None = None

    @property
    def leads(self) -> bool:
        """Whether this process writes files and speaks."""
        return self.number == 0

    def sum(self, tensor: Tensor) -> Tensor:
        """`tensor` added up over all processes, in place."""
        if self.size > 1:
            dist.all_reduce(tensor)
        return tensor

    @property
    def gradient_scale(self) -> float:
        """What makes the gradients that ranks share a sum: FSDP2 leaves their mean."""
        return float(self.size) if self.kind == "sharded" else 1.0

    def sum_gradients(self, gradients: list[Tensor]) -> None:
        """Add up the gradients of replicated ranks, by shared memory where there is room; FSDP2 has its own."""
        if self.shared is not None and self.shared.holds(gradients):
            self.shared.sum(gradients)
        elif self.kind == "replicated":
            flat = self.sum(torch.cat([each.flatten() for each in gradients]))
            pieces = torch.split(flat, [each.numel() for each in gradients])
            torch._foreach_copy_(
                gradients, [piece.view_as(each) for piece, each in zip(pieces, gradients, strict=True)]
            )

    def norm(self, gradients: list[Tensor]) -> float:
        """The norm of the sum of all ranks' gradients."""
        total = torch.nn.utils.get_total_norm(gradients)
        return float(total.full_tensor() if isinstance(total, DTensor) else total) * self.gradient_scale

    def wait(self) -> None:
        """Until every process is here."""
        if self.size > 1:
            dist.barrier()


def ranks_of_torchrun() -> Ranks:
    """This process among those that torchrun started, or alone."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if torch.cuda.is_available() else None
    if device is not None:
        torch.cuda.set_device(device)
    device = device or torch.device("cpu")
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        return Ranks(device=device)
    join_group("nccl" if device.type == "cuda" else "gloo")
    return Ranks(dist.get_rank(), size, "sharded", device)


def join_group(backend: str, **settings: Any) -> None:
    """Join the process group, which this process leaves when it ends, at the latest.

    A group that is still there when the interpreter goes has threads that ask for its lock: they are ended in the
    middle of C++, which aborts the process, and a run that did all its work would report failure.
    """
    dist.init_process_group(backend, **settings)
    atexit.register(leave_group)


def leave_group() -> None:
    """Leave the process group, if there is one, with its threads and connections."""
    atexit.unregister(leave_group)
    if dist.is_initialized():
        dist.destroy_process_group()


def peak_flops(precision: torch.dtype, ranks: Ranks) -> float | None:
    """What all ranks together can do in a second: a GPU's published peak, or what this CPU's cores are measured at."""
    if ranks.device.type == "cuda":
        name = torch.cuda.get_device_name(ranks.device).lower()
        found = next((gpu for key, gpu in GPUS.items() if key in name), None)
        return None if found is None else found.bf16_flops * ranks.size
    a = torch.rand(_SIDE, _SIDE, dtype=precision)
    torch.mm(a, a)
    best = float("inf")
    for _ in range(_TRIES):
        start = time.perf_counter()
        torch.mm(a, a)
        best = min(best, time.perf_counter() - start)
    return 2.0 * _SIDE**3 / best * ranks.size
