"""AdamW, and Muon for the matrices of the layers. Each group of parameters holds the peak of its rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.tensor import DTensor, distribute_tensor

from phi4.train.run.config import OptimizerSection

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
NEWTON_SCHULZ_STEPS = 5


def optimizers_of(
    model: nn.Module, config: OptimizerSection, precision: torch.dtype = torch.float32
) -> list[torch.optim.Optimizer]:
    """The optimizers of `config` for all parameters of `model`; `precision` is that of Muon's products.

    Weight decay acts on matrices, not on norms and biases. Of experts' stacked matrices each is one.
    """
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        by_muon = config.name == "muon" and parameter.ndim >= 2 and name.startswith("layers.")
        (matrices if by_muon else others).append(parameter)
    groups = [
        {"params": [each for each in others if each.ndim >= 2], "weight_decay": config.weight_decay},
        {"params": [each for each in others if each.ndim < 2], "weight_decay": 0.0},
    ]
    rate = config.learning_rate
    adamw = torch.optim.AdamW(
        [{**group, "peak": rate} for group in groups if group["params"]],
        lr=rate, betas=config.betas, eps=config.eps, fused=True,
    )  # fmt: skip
    if not matrices:
        return [adamw]
    muon = Muon(
        matrices,
        rate=config.matrix_learning_rate or rate,
        momentum=config.momentum,
        weight_decay=config.weight_decay,
        precision=precision,
    )
    return [muon, adamw]


class Muon(torch.optim.Optimizer):
    """Momentum whose matrix is replaced by the nearest one with singular values near 1 (Keller Jordan, 2024).

    The update of a matrix [m, n] is lr * 0.2 * sqrt(max(m, n)) times that, so that its root mean square is AdamW's
    (arXiv 2502.16982, section 2.2), and rates and weight decay mean what they do there.

    Matrices of one shape are worked on together. With several processes each takes its part of the matrices and gives
    the others the result.
    """

    def __init__(
        self,
        params: Iterable[nn.Parameter],
        *,
        rate: float,
        momentum: float,
        weight_decay: float,
        precision: torch.dtype = torch.float32,
    ) -> None:
        self.precision = precision
        super().__init__(params, {"lr": rate, "peak": rate, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        assert closure is None
        for group in self.param_groups:
            parameters = [each for each in group["params"] if each.grad is not None]
            gradients = [each.grad for each in parameters]
            for parameter in parameters:
                if "momentum_buffer" not in self.state[parameter]:
                    self.state[parameter]["momentum_buffer"] = torch.zeros_like(parameter)
            buffers = [self.state[each]["momentum_buffer"] for each in parameters]
            torch._foreach_lerp_(buffers, gradients, 1 - group["momentum"])
            ahead = torch._foreach_lerp(gradients, buffers, group["momentum"])  # Nesterov
            full = [each.full_tensor() if isinstance(each, DTensor) else each for each in ahead]
            updates = orthogonalized(full, self.precision)
            for parameter, update in zip(parameters, updates, strict=True):
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                if isinstance(parameter, DTensor):
                    update = distribute_tensor(update, parameter.device_mesh, parameter.placements, src_data_rank=None)
                scale = 0.2 * max(parameter.shape[-2:]) ** 0.5
                parameter.add_(update.to(parameter.dtype), alpha=-group["lr"] * scale)


def orthogonalized(matrices: list[Tensor], precision: torch.dtype = torch.float32) -> list[Tensor]:
    """`polar_factor` of each [..., m, n], those of one shape together, shared out among the processes."""
    ranks, rank = (dist.get_world_size(), dist.get_rank()) if dist.is_initialized() else (1, 0)
    owners = shared_out([tuple(each.shape) for each in matrices], ranks)
    by_shape: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, owner in enumerate(owners):
        if owner == rank:
            by_shape[tuple(matrices[index].shape)].append(index)
    found: list[Tensor] = [each.new_empty(0) for each in matrices]
    for indices in by_shape.values():
        factors = polar_factor(torch.stack([matrices[i] for i in indices]), precision)
        for index, factor in zip(indices, factors, strict=True):
            found[index] = factor
    if ranks > 1:
        found = _exchanged(found, matrices, owners, rank, ranks)
    return found


def polar_factor(matrices: Tensor, precision: torch.dtype = torch.float32) -> Tensor:
    """For each of a stack [..., m, n], a matrix with the same singular vectors and singular values near 1.

    Newton-Schulz: five steps of X <- (a + b XX' + c (XX')^2) X. In float32, matrices that are far from square have
    their steps taken on XX' alone.
    """
    wide = matrices if matrices.shape[-2] <= matrices.shape[-1] else matrices.mT
    x = wide.to(precision)
    x = x / x.flatten(-2).norm(dim=-1)[..., None, None].clamp(min=1e-7)
    if x.dtype == torch.float32 and x.shape[-1] >= 2 * x.shape[-2]:
        x = _newton_schulz_on_gram(x)
    else:
        first, third, fifth = NEWTON_SCHULZ
        for _ in range(NEWTON_SCHULZ_STEPS):
            gram = x @ x.mT
            x = first * x + (third * gram + fifth * (gram @ gram)) @ x
    result: Tensor = x if wide is matrices else x.mT
    return result


def _newton_schulz_on_gram(x: Tensor) -> Tensor:
    """The same steps as polynomials of the m x m matrix XX', which commute, put to X at the end: for n = 5 m, half of
    the operations. It needs float32, since XX' has the squares of the singular values."""
    first, third, fifth = NEWTON_SCHULZ
    gram = x @ x.mT
    identity = torch.eye(gram.shape[-1], dtype=gram.dtype, device=gram.device)
    product = None
    for step in range(NEWTON_SCHULZ_STEPS):
        factor = first * identity + third * gram + fifth * (gram @ gram)
        product = factor if product is None else factor @ product
        if step + 1 < NEWTON_SCHULZ_STEPS:
            gram = factor @ gram @ factor
    assert product is not None
    return product @ x


def shared_out(shapes: list[tuple[int, ...]], ranks: int) -> list[int]:
    """Which rank works on which matrix, so that the work is even: the costliest first, to whom has least."""
    costs = [min(shape[-2:]) ** 2 * max(shape[-2:]) for shape in shapes]
    load = [0] * ranks
    owners = [0] * len(shapes)
    for index in sorted(range(len(shapes)), key=lambda each: (-costs[each], each)):
        owners[index] = min(range(ranks), key=load.__getitem__)
        load[owners[index]] += costs[index]
    return owners


def _exchanged(found: list[Tensor], like: list[Tensor], owners: list[int], rank: int, ranks: int) -> list[Tensor]:
    """Every rank's results to every rank, in one collective."""
    sizes = [sum(each.numel() for each, owner in zip(like, owners, strict=True) if owner == of) for of in range(ranks)]
    dtype = next((each.dtype for each, owner in zip(found, owners, strict=True) if owner == rank), torch.float32)
    mine = torch.zeros(max(sizes), dtype=dtype, device=like[0].device)
    flat = [each.flatten() for each, owner in zip(found, owners, strict=True) if owner == rank]
    if flat:
        mine[: sizes[rank]] = torch.cat(flat)
    everyones = [torch.empty_like(mine) for _ in range(ranks)]
    dist.all_gather(everyones, mine)
    starts = [0] * ranks
    results: list[Tensor] = []
    for each, owner in zip(like, owners, strict=True):
        piece = everyones[owner][starts[owner] : starts[owner] + each.numel()]
        results.append(piece.view(each.shape))
        starts[owner] += each.numel()
    return results
