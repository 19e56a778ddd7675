"""Optimizers against torch's own and against the decomposition that Muon approximates."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from phi4.config import preset
from phi4.model import Transformer
from phi4.train.optim.optimizers import (
    NEWTON_SCHULZ,
    NEWTON_SCHULZ_STEPS,
    Muon,
    optimizers_of,
    orthogonalized,
    polar_factor,
    shared_out,
)
from phi4.train.run.config import OptimizerSection


@pytest.mark.parametrize("shape", [(8, 8), (6, 20), (20, 6), (3, 16, 5)])
def test_the_polar_factor_has_the_same_vectors_and_values_near_one(shape: tuple[int, ...]) -> None:
    matrices = torch.randn(*shape, generator=torch.Generator().manual_seed(1))
    factor = polar_factor(matrices)
    left, _, right = torch.linalg.svd(matrices, full_matrices=False)
    values = (left.mT @ factor @ right.mT).diagonal(dim1=-2, dim2=-1)
    assert (values > 0.5).all()
    assert (values < 1.3).all()
    torch.testing.assert_close(left @ torch.diag_embed(values) @ right, factor, atol=1e-4, rtol=1e-4)


@given(rows=st.integers(1, 24), factor=st.floats(2, 6), decades=st.floats(0, 5), seed=st.integers(0, 99))
@settings(max_examples=30)
def test_steps_on_the_gram_matrix_are_the_steps_on_the_matrix(
    rows: int, factor: float, decades: float, seed: int
) -> None:
    """Against double precision, for singular values over up to five decades."""
    generator = torch.Generator().manual_seed(seed)
    columns = int(rows * factor)
    left, _ = torch.linalg.qr(torch.randn(rows, rows, generator=generator, dtype=torch.float64))
    right, _ = torch.linalg.qr(torch.randn(columns, rows, generator=generator, dtype=torch.float64))
    exact = left @ torch.diag(10 ** -torch.linspace(0, decades, rows, dtype=torch.float64)) @ right.mT
    expected = exact / exact.norm()
    for _ in range(NEWTON_SCHULZ_STEPS):
        gram = expected @ expected.mT
        first, third, fifth = NEWTON_SCHULZ
        expected = first * expected + (third * gram + fifth * (gram @ gram)) @ expected
    got = polar_factor(exact.float())
    assert (got - expected).norm() < 2e-3 * expected.norm()


@pytest.mark.parametrize("shape", [(128, 256), (704, 256), (200, 256)])
def test_the_polar_factor_in_bfloat16_has_values_near_one_too(shape: tuple[int, int]) -> None:
    matrix = torch.randn(1, *shape, generator=torch.Generator().manual_seed(1))
    factor, exact = polar_factor(matrix, torch.bfloat16), polar_factor(matrix)
    values = torch.linalg.svdvals(factor.float())
    assert (values > 0.5).all()
    assert (values < 1.3).all()
    assert (factor.float() - exact).norm() < 0.05 * exact.norm()


def test_matrices_of_one_shape_are_worked_on_together_and_none_is_mixed_up() -> None:
    matrices = [torch.randn(*shape) for shape in [(4, 8), (8, 4), (4, 8), (5, 5), (4, 8)]]
    for got, matrix in zip(orthogonalized(matrices), matrices, strict=True):
        torch.testing.assert_close(got, polar_factor(matrix[None])[0], atol=1e-5, rtol=1e-4)


def test_the_steps_are_those_of_torchs_muon() -> None:
    """torch.optim.Muon computes in bfloat16, so the two agree to its precision."""
    torch.manual_seed(0)
    ours, theirs = (torch.nn.Parameter(torch.zeros(12, 30)) for _ in range(2))
    mine = Muon([ours], rate=0.02, momentum=0.9, weight_decay=0.1)
    reference = torch.optim.Muon(
        [theirs], lr=0.02, momentum=0.9, weight_decay=0.1, nesterov=True, adjust_lr_fn="match_rms_adamw"
    )
    for _ in range(4):
        gradient = torch.randn(12, 30)
        for parameter, optimizer in ((ours, mine), (theirs, reference)):
            parameter.grad = gradient.clone()
            optimizer.step()  # type: ignore[attr-defined]
    assert (ours - theirs).norm() < 0.02 * theirs.norm()


def test_every_parameter_has_one_optimizer_and_norms_do_not_decay() -> None:
    for name in ("tiny-phi3", "tiny-mixtral", "tiny-qwen2"):
        model = Transformer(preset(name))
        for kind in ("adamw", "muon"):
            optimizers = optimizers_of(model, OptimizerSection(learning_rate=1e-3, name=kind))  # type: ignore[arg-type]
            groups = [group for optimizer in optimizers for group in optimizer.param_groups]
            owned = [id(parameter) for group in groups for parameter in group["params"]]
            assert sorted(owned) == sorted(id(parameter) for parameter in model.parameters())
            assert all((group["weight_decay"] > 0) == (each.ndim > 1) for group in groups for each in group["params"])
            assert len(optimizers) == (2 if kind == "muon" else 1)


def test_the_work_is_shared_out_evenly() -> None:
    shapes = [(512, 256), (256, 256), (1408, 256), (256, 704)] * 5
    owners = shared_out(shapes, 2)
    load = [sum(min(s) ** 2 * max(s) for s, owner in zip(shapes, owners, strict=True) if owner == of) for of in (0, 1)]
    assert max(load) < 1.05 * min(load)
    assert set(shared_out(shapes, 1)) == {0}
    assert math.prod(shared_out([(2, 2)], 3)) == 0
