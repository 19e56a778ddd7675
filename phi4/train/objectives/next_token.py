"""What training minimizes: a loss over packed rows.

Shapes: B rows, T positions, N tokens, D hidden_size, V vocab_size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.nn import functional

from phi4.model import Transformer
from phi4.train.data.packing import Batch

_CHUNK_LOGITS = {"cpu": 1 << 22, "cuda": 1 << 27}


@dataclass(frozen=True)
class Loss:
    """A sum over what counts, and how much does: the step's loss is all sums over all weights.

    Micro-batches and ranks are added up before the division, so that the gradient is that of one large batch.

    sum         scalar with gradient
    weight      scalar without
    metrics     more sums by name, logged over the same weight
    """

    sum: Tensor
    weight: Tensor
    metrics: Mapping[str, Tensor] = field(default_factory=dict)


class Objective(Protocol):
    """`channels` names what its documents carry beside ids and weights (phi4.train.data.packing.Document)."""

    @property
    def channels(self) -> tuple[str, ...]: ...

    def loss(self, model: Transformer, batch: Batch) -> Loss: ...


@dataclass(frozen=True)
class NextToken:
    """The mean negative log-likelihood of the tokens that count, in nats.

    masked      whether a packed document sees only itself
    """

    masked: bool = True

    @property
    def channels(self) -> tuple[str, ...]:
        return ()

    def loss(self, model: Transformer, batch: Batch) -> Loss:
        hidden = model.hidden(batch.inputs, documents=batch.documents if self.masked else None)
        counted = batch.weights.flatten().nonzero().squeeze(1)
        weights = batch.weights.flatten()[counted]
        targets = batch.targets.flatten()[counted]
        streams = hidden.flatten(0, 1)[counted]
        total = weighted_cross_entropy(
            streams, model.head, targets, weights, model.config.logit_scale, compiled=model.compiled
        )
        return Loss(total, weights.sum())


def weighted_cross_entropy(
    hidden_ND: Tensor,
    head_VD: Tensor,
    targets_N: Tensor,
    weights_N: Tensor,
    scale: float = 1.0,
    *,
    compiled: bool = False,
) -> Tensor:
    """The sum of `weights` times the cross-entropy of `scale` * `hidden` @ `head`.T with `targets`, a float32 scalar.

    The logits are there a chunk of tokens at a time: their gradient is made in the forward pass and goes into those of
    `hidden` and `head` at once. The arithmetic on them is in float32. `compiled`, a row of logits is read once.
    """
    device = hidden_ND.device.type
    dtype = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else hidden_ND.dtype
    differentiated = torch.is_grad_enabled() and (hidden_ND.requires_grad or head_VD.requires_grad)
    total: Tensor = _CrossEntropy.apply(  # type: ignore[no-untyped-call]
        hidden_ND, head_VD, targets_N, weights_N, scale, dtype, differentiated, compiled
    )
    return total


def _loss_and_gradient(logits_NV: Tensor, targets_N: Tensor, weights_N: Tensor, scale: float) -> tuple[Tensor, Tensor]:
    """The weighted sum of cross-entropies, float32, and its gradient in the type of `logits`."""
    scores = logits_NV.float() * scale
    largest = scores.amax(dim=-1, keepdim=True)
    shares = (scores - largest).exp()
    sums = shares.sum(dim=-1, keepdim=True)
    weights, targets = weights_N[:, None], targets_N[:, None]
    loss = (weights * (sums.log() + largest - scores.gather(-1, targets))).sum()
    token = torch.arange(logits_NV.shape[1], dtype=torch.int32, device=logits_NV.device)
    weights = weights * scale
    gradient = shares * (weights / sums) - torch.where(token == targets.int(), weights, 0.0)
    return loss, gradient.to(logits_NV.dtype)


@cache
def _compiled() -> Callable[..., tuple[Tensor, Tensor]]:
    compiled = torch.compile(_loss_and_gradient)

    def called(logits: Tensor, targets: Tensor, weights: Tensor, scale: float) -> tuple[Tensor, Tensor]:
        for each in (logits, targets, weights):  # the last chunk has any number of tokens
            torch._dynamo.maybe_mark_dynamic(each, 0)
        return compiled(logits, targets, weights, scale)

    return called


class _CrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        context: Any,
        hidden_ND: Tensor,
        head_VD: Tensor,
        targets_N: Tensor,
        weights_N: Tensor,
        scale: float,
        dtype: torch.dtype,
        differentiated: bool,
        compiled: bool,
    ) -> Tensor:
        hidden, head = hidden_ND.detach().to(dtype), head_VD.detach().to(dtype)
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        hidden_gradient = torch.empty_like(hidden) if differentiated else None
        head_gradient = torch.zeros(head.shape, dtype=torch.float32, device=head.device) if differentiated else None
        size = max(1, _CHUNK_LOGITS.get(hidden.device.type, 1 << 26) // len(head))
        for chunk in (slice(start, start + size) for start in range(0, len(hidden), size)):
            weights, targets = weights_N[chunk], targets_N[chunk]
            logits = hidden[chunk] @ head.mT
            if hidden_gradient is None or head_gradient is None:
                logits = logits.float() * scale
                total += (weights * functional.cross_entropy(logits, targets, reduction="none")).sum()
            else:
                loss, gradient = (_compiled() if compiled else _loss_and_gradient)(logits, targets, weights, scale)
                total += loss
                torch.mm(gradient, head, out=hidden_gradient[chunk])
                if dtype == torch.float32:
                    head_gradient.addmm_(gradient.mT, hidden[chunk])
                else:
                    head_gradient += gradient.mT @ hidden[chunk]
        context.save_for_backward(hidden_gradient, head_gradient)
        context.types = hidden_ND.dtype, head_VD.dtype
        return total

    @staticmethod
    def backward(context: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        hidden_gradient, head_gradient = context.saved_tensors
        hidden_type, head_type = context.types
        hidden_gradient = (hidden_gradient * upstream).to(hidden_type)
        return hidden_gradient, (head_gradient * upstream).to(head_type), *(None,) * 6
