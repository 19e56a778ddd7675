"""What training minimises: a loss over packed rows. Shapes: B rows, T positions, V vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from torch import Tensor
from torch.nn import functional

from phi4.model import Transformer
from phi4.train.packing import Batch


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
    """`channels` names what its documents carry beside ids and weights (phi4.train.packing.Document)."""

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
        logits = model.logits(hidden)
        losses = functional.cross_entropy(logits.flatten(0, 1).float(), batch.targets.flatten(), reduction="none")
        weights = batch.weights.flatten()
        return Loss((losses * weights).sum(), weights.sum())
