"""What is done to a model from outside leaves its loss and gradients as they are."""

from __future__ import annotations

import pytest
import torch

from phi4.config import preset
from phi4.model import initial_weights
from phi4.train.data.packing import Document, batch_of
from phi4.train.distributed.parallel import fill, parallel_model
from phi4.train.distributed.ranks import Ranks
from phi4.train.objectives.next_token import NextToken
from phi4.train.run.config import ParallelSection

CONFIG = preset("tiny-phi3")


def loss_and_gradients(section: ParallelSection, *, compiled: bool = False) -> tuple[float, list[torch.Tensor]]:
    torch.manual_seed(0)
    model = parallel_model(CONFIG, section, Ranks(), precision=torch.float32, compiled=compiled)
    fill(model, initial_weights(CONFIG, 3))
    documents = [Document(torch.randint(0, 160, (size,)).tolist(), [1.0] * size) for size in (20, 9, 31)]
    loss = NextToken().loss(model, batch_of([[(documents[0],), (documents[1],)], [(documents[2],)]], 40))
    loss.sum.backward()  # type: ignore[no-untyped-call]
    return loss.sum.item(), [each.grad for each in model.parameters() if each.grad is not None]


def compared(section: ParallelSection, *, compiled: bool) -> None:
    expected, got = loss_and_gradients(ParallelSection()), loss_and_gradients(section, compiled=compiled)
    assert got[0] == pytest.approx(expected[0], rel=1e-5)
    assert len(got[1]) == len(expected[1]) == len(list(initial_weights(CONFIG, 0)))
    for one, other in zip(got[1], expected[1], strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-5)


def test_activation_checkpointing_changes_nothing() -> None:
    compared(ParallelSection(activation_checkpointing=True), compiled=False)


@pytest.mark.slow
@pytest.mark.parametrize("checkpointing", [False, True])
def test_compilation_changes_nothing(checkpointing: bool) -> None:
    compared(ParallelSection(activation_checkpointing=checkpointing), compiled=True)


def test_a_new_model_is_the_same_everywhere() -> None:
    first, again = (dict(initial_weights(CONFIG, 5)) for _ in range(2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["lm_head.weight"], dict(initial_weights(CONFIG, 6))["lm_head.weight"])
    assert first["layers.0.mlp.down.weight"].std() == pytest.approx(0.02 / 8**0.5, rel=0.1)
