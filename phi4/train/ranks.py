"""The processes that train together, and what they tell each other.

one         a single process
replicated  processes of one CPU, each with all weights and its share of the rows: on few cores two processes of one
            thread are faster than one of two, since nobody waits for the slower half of each product
sharded     the processes of torchrun, each with its shard of the weights (FSDP2)
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.tensor import DTensor


@dataclass(frozen=True)
class Ranks:
    """`number` is this process's, of `size`; `device` is where it computes."""

    number: int = 0
    size: int = 1
    kind: Literal["one", "replicated", "sharded"] = "one"
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

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
        """Add up the gradients of replicated ranks, in one collective; FSDP2 has its own."""
        if self.kind == "replicated":
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
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return Ranks(dist.get_rank(), size, "sharded", device)
