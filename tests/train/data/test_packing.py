"""Packing: documents stay whole and apart, rows are full, and the loss is that of the documents one by one."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from phi4.config import preset
from phi4.model import Transformer
from phi4.train.data.packing import Document, batch_of, best_fit
from phi4.train.objectives.next_token import NextToken


@given(sizes=st.lists(st.integers(1, 50), max_size=80), width=st.integers(50, 120))
def test_best_fit_takes_every_example_once_into_rows_that_hold_it(sizes: list[int], width: int) -> None:
    rows = best_fit(sizes, width)
    assert sorted(index for row in rows for index in row) == list(range(len(sizes)))
    assert all(sum(sizes[index] for index in row) <= width for row in rows)
    # No two rows could have been one.
    loads = sorted(sum(sizes[index] for index in row) for row in rows)
    assert len(loads) < 2 or loads[0] + loads[1] > width


def test_rows_of_problems_have_little_filler() -> None:
    rng = random.Random(1)
    sizes = [rng.randint(40, 200) for _ in range(400)]
    rows = best_fit(sizes, 257)
    assert sum(sizes) / (257 * len(rows)) > 0.97


def test_an_example_that_fits_no_row_is_an_error() -> None:
    with pytest.raises(ValueError, match="51 tokens does not fit"):
        best_fit([3, 51], 50)


def test_documents_are_laid_out_whole_and_apart() -> None:
    first = Document([5, 6, 7], [1.0, 1.0, 0.5], {"side": [0.0, 0.0, 1.0]})
    second = Document([8, 9], [1.0, 1.0], {"side": [0.0, -1.0]})
    batch = batch_of([[(first, second)], [(second,)]], length=6, channels=["side"])
    assert batch.inputs.tolist() == [[5, 6, 7, 8, 9, 0], [8, 9, 0, 0, 0, 0]]
    assert batch.targets.tolist() == [[6, 7, 8, 9, 0, 0], [9, 0, 0, 0, 0, 0]]
    assert batch.weights.tolist() == [[1.0, 0.5, 0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
    assert batch.documents.tolist() == [[0, 0, 0, 1, 1, -1], [0, 0, -1, -1, -1, -1]]
    assert batch.channels["side"].tolist() == [[0.0, 1.0, 0.0, -1.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
    assert batch.tokens == 7


@pytest.mark.parametrize("name", ["tiny-phi3", "tiny-mixtral", "tiny-ministral"])
def test_the_packed_loss_and_its_gradient_are_those_of_the_documents_alone(name: str) -> None:
    rng = random.Random(3)
    documents = [
        Document([rng.randrange(160) for _ in range(size)], [rng.choice((0.0, 0.3, 1.0)) for _ in range(size)])
        for size in (3, 17, 9, 30, 2, 11, 25)
    ]
    torch.manual_seed(0)
    model = Transformer(replace(preset(name), sliding_windows=(None, 8, None, 8)))
    model.init_weights(1)

    def found(batches: list[list[list[tuple[Document, ...]]]], length: int) -> tuple[float, float, torch.Tensor]:
        total = weight = 0.0
        model.zero_grad()
        for rows in batches:
            loss = NextToken().loss(model, batch_of(rows, length))
            loss.sum.backward()  # type: ignore[no-untyped-call]
            total, weight = total + loss.sum.item(), weight + loss.weight.item()
        gradient = torch.cat([each.grad.flatten() for each in model.parameters() if each.grad is not None])
        return total, weight, gradient

    rows = [[(documents[i],) for i in row] for row in best_fit([len(each.ids) for each in documents], 41)]
    packed = found([rows], 40)
    alone = found([[[(each,)]] for each in documents], 40)
    assert packed[1] == pytest.approx(alone[1])
    assert packed[0] == pytest.approx(alone[0], rel=1e-5)
    torch.testing.assert_close(packed[2], alone[2], rtol=1e-3, atol=1e-5)
    unmasked = NextToken(masked=False).loss(model, batch_of(rows, 40)).sum.item()
    assert abs(unmasked - alone[0]) > 1e-3
