"""What is done to a plain model from outside: shards over processes, layers computed again, compilation."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from functools import partial

import torch
from torch import Tensor
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard, register_fsdp_forward_method
from torch.distributed.tensor import DTensor, distribute_tensor
from torch.utils.checkpoint import checkpoint

from phi4.config import ModelConfig
from phi4.errors import InputError, MissingDependencyError
from phi4.model import Transformer
from phi4.train.distributed.ranks import Ranks
from phi4.train.run.config import ParallelSection


def parallel_model(
    config: ModelConfig, section: ParallelSection, ranks: Ranks, *, precision: torch.dtype, compiled: bool
) -> Transformer:
    """A model with no weights yet, on its device; `fill` gives it some.

    Compiled is all between tokens and the last norm; with shards, each layer by itself. The attention is the fastest
    that the device has for training.

    With shards, each layer is gathered in `precision` when it is its turn, gradients are summed in float32, and the
    weights that the optimizer sees are float32 (FSDP2). `section.shard` ranks hold one copy of the weights; the copies
    are replicas.

    Raises:
        InputError: the number of processes is not a multiple of `shard`.
        MissingDependencyError: there is no compiler.
    """
    if (
        compiled
        and ranks.device.type == "cpu"
        and not any(map(shutil.which, (os.environ.get("CXX", "g++"), "clang++")))
    ):
        raise MissingDependencyError(
            "torch.compile needs a C++ compiler on a CPU and none was found; install g++, or turn it off: "
            "--set run.compile=false"
        )
    with torch.device("meta"):
        model = Transformer(config)
    for layer in model.layers:
        if section.activation_checkpointing:
            layer.forward = partial(checkpoint, layer.forward, use_reentrant=False)
        if compiled and ranks.kind == "sharded":
            layer.compile()
    if ranks.kind == "sharded":
        shard = section.shard or ranks.size
        if ranks.size % shard:
            raise InputError(f"[parallel] shard is {shard}, and {ranks.size} processes are not a multiple of it")
        sizes, names = ((shard,), ("shard",)) if shard == ranks.size else (
            (ranks.size // shard, shard), ("replicate", "shard")
        )  # fmt: skip
        mesh = init_device_mesh(ranks.device.type, sizes, mesh_dim_names=names)
        policy = MixedPrecisionPolicy(param_dtype=precision, reduce_dtype=torch.float32)
        for layer in model.layers:
            fully_shard(layer, mesh=mesh, mp_policy=policy)
        fully_shard(model, mesh=mesh, mp_policy=policy)
        for method in ("hidden", "logits"):
            register_fsdp_forward_method(model, method)
    model.to_empty(device=ranks.device)
    model.rotation.reset(ranks.device)
    if compiled and ranks.kind != "sharded":
        model.hidden = torch.compile(model.hidden)  # type: ignore[method-assign]
    model.compiled = compiled
    model.attention = "blocked" if ranks.device.type == "cpu" else "flex" if compiled else "fused"
    return model


def fill(model: Transformer, tensors: Iterable[tuple[str, Tensor]]) -> None:
    """Set the parameters from whole tensors by name, of which one is held at a time; each rank keeps its shard."""
    parameters = dict(model.named_parameters())
    for name, tensor in tensors:
        set_whole(parameters[name], tensor)


@torch.no_grad()
def set_whole(target: Tensor, tensor: Tensor) -> None:
    """Set `target`, or this rank's shard of it, to the whole `tensor`, which every rank has."""
    if isinstance(target, DTensor):
        tensor = distribute_tensor(tensor.to(target.device), target.device_mesh, target.placements, src_data_rank=None)
    target.copy_(tensor)


def reshard(model: Transformer) -> None:
    """Let go of weights that passes without a backward one have left gathered (FSDP2 keeps the root's): an optimizer or
    a checkpoint would take the copies for the weights."""
    if isinstance(model, FSDPModule):
        model.reshard()


def whole(parameter: Tensor) -> Tensor:
    """All of a parameter, on the CPU in float32; every rank must ask."""
    full = parameter.full_tensor() if isinstance(parameter, DTensor) else parameter
    return full.detach().float().cpu()
