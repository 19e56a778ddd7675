"""The fused loss against torch's own, forwards and backwards."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from phi4.train.objectives import next_token as objective
from phi4.train.objectives.next_token import weighted_cross_entropy


@given(
    tokens=st.integers(1, 40), vocabulary=st.integers(2, 70), scale=st.sampled_from([1.0, 0.0625, 3.0]),
    chunk=st.integers(1, 800), seed=st.integers(0, 9),
)  # fmt: skip
def test_it_equals_the_plain_loss_and_its_gradients(
    tokens: int, vocabulary: int, scale: float, chunk: int, seed: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    hidden = torch.randn(tokens, 12, generator=generator) * 5
    head = torch.randn(vocabulary, 12, generator=generator)
    targets = torch.randint(0, vocabulary, (tokens,), generator=generator)
    weights = torch.rand(tokens, generator=generator)
    results = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(objective._CHUNK_LOGITS, "cpu", chunk)
        for fused in (True, False):
            x, w = hidden.clone().requires_grad_(), head.clone().requires_grad_()
            if fused:
                total = weighted_cross_entropy(x, w, targets, weights, scale)
            else:
                losses = functional.cross_entropy(x @ w.mT * scale, targets, reduction="none")
                total = (losses * weights).sum()
            (total * 0.5).backward()  # type: ignore[no-untyped-call]
            results.append((total.detach(), x.grad, w.grad))
    for got, expected in zip(*results, strict=True):
        torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-4)


def test_large_logits_do_not_overflow_and_no_gradient_costs_none() -> None:
    hidden, head = torch.tensor([[1000.0, 0.0]]), torch.eye(2)
    assert weighted_cross_entropy(hidden, head, torch.tensor([1]), torch.ones(1)).item() == 1000.0
    assert weighted_cross_entropy(hidden[:0], head, torch.tensor([], dtype=torch.long), torch.ones(0)).item() == 0.0


def test_in_bfloat16_it_is_near() -> None:
    torch.manual_seed(0)
    hidden, head = torch.randn(30, 16, requires_grad=True), torch.randn(50, 16, requires_grad=True)
    targets, weights = torch.randint(0, 50, (30,)), torch.ones(30)
    exact = functional.cross_entropy(hidden @ head.mT, targets, reduction="sum")
    with torch.autocast("cpu", torch.bfloat16):
        near = weighted_cross_entropy(hidden, head, targets, weights)
    assert near.dtype == torch.float32
    assert near.item() == pytest.approx(exact.item(), rel=0.01)
    expected = torch.autograd.grad(exact, [hidden, head])
    got = torch.autograd.grad(near, [hidden, head])
    for one, other in zip(got, expected, strict=True):
        assert one.dtype == torch.float32
        assert (one - other).norm() < 0.02 * other.norm()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_compiled_it_is_the_same(dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    head = torch.randn(70, 16, requires_grad=True)
    for tokens in (40, 7, 1, 33):
        hidden = torch.randn(tokens, 16, requires_grad=True)
        targets, weights = torch.randint(0, 70, (tokens,)), torch.rand(tokens)
        results = []
        for compiled in (True, False):
            with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
                total = weighted_cross_entropy(hidden, head, targets, weights, 0.5, compiled=compiled)
            results.append((total.detach(), *torch.autograd.grad(total, [hidden, head])))
        for got, expected in zip(*results, strict=True):
            torch.testing.assert_close(got, expected, rtol=1e-5 if dtype == torch.float32 else 2e-2, atol=1e-5)
