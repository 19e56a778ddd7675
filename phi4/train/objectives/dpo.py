"""Direct preference optimization (Rafailov et al. 2023) on packed rows. Shapes: B rows, T positions, P pairs.

A pair is two documents that do not see each other, prompt + chosen and prompt + rejected. Where both sides are a single
token, as in pivotal token search, it is one document: the scores after the prompt hold both log-probabilities, so the
prompt is computed once, and the loss is the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from phi4.data.pairs import Pair, pair_of
from phi4.errors import InputError
from phi4.model import Transformer
from phi4.train.data.jsonl import Unusable, form_of
from phi4.train.data.packing import Batch, Document, Example
from phi4.train.data.sources import JsonLines
from phi4.train.objectives.next_token import Loss

CHANNELS = ("side", "reference", "other", "other_reference", "begins")


@dataclass(frozen=True)
class Preference:
    """-log sigmoid(m) for each pair, where its margin m is beta times how much more the model prefers the chosen answer
    than the reference does: log p(chosen) - log p(rejected), less the reference's.

    label_smoothing   the share of pairs that are taken to be the wrong way round (conservative DPO)
    nll               adds this multiple of the mean negative log-likelihood of the chosen answer's tokens

    Metrics: accuracy (m > 0), the margin, and the rewards beta (log p - the reference's log p) of both sides.
    """

    beta: float = 0.1
    label_smoothing: float = 0.0
    nll: float = 0.0

    @property
    def channels(self) -> tuple[str, ...]:
        return CHANNELS

    def loss(self, model: Transformer, batch: Batch) -> Loss:
        at, own, others = answer_logprobs(model, batch)
        side, reference, other, other_reference = (batch.channels[name].flatten()[at] for name in CHANNELS[:4])
        of_pair = _pair_numbers(batch)[at]

        def by_pair(values: Tensor) -> Tensor:
            return values.new_zeros(batch.inputs.numel()).index_add(0, of_pair, values)

        good, bad = side.clamp(min=0), (-side).clamp(min=0)
        single = (other > 0).to(side.dtype) * good
        chosen = self.beta * by_pair(good * (own - reference))
        rejected = self.beta * by_pair(bad * (own - reference) + single * (others - other_reference))
        margin = chosen - rejected
        losses = -functional.logsigmoid(margin)
        if self.label_smoothing:
            losses = (1 - self.label_smoothing) * losses - self.label_smoothing * functional.logsigmoid(-margin)
        if self.nll:
            counted = (side > 0).to(side.dtype)
            losses = losses - self.nll * by_pair(counted * own) / by_pair(counted).clamp(min=1)
        there = (by_pair(torch.ones_like(side)) > 0).to(side.dtype)
        metrics = {
            "accuracy": ((margin > 0) * there).sum(), "margin": (margin * there).sum().detach(),
            "chosen_reward": chosen.sum().detach(), "rejected_reward": rejected.sum().detach(),
        }  # fmt: skip
        return Loss((losses * there).sum(), there.sum(), metrics)


def answer_logprobs(model: Transformer, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """The places of a batch that count, as indices into its flattened arrays, and the log-probabilities there of the
    target and of the `other` token (of token 0, where there is none). Most tokens are of prompts, for which no scores
    over the vocabulary are made."""
    hidden = model.hidden(batch.inputs, documents=batch.documents)
    at = batch.weights.flatten().nonzero()[:, 0]
    logprobs = functional.log_softmax(model.logits(hidden.flatten(0, 1)[at]).float(), dim=-1)
    other = (batch.channels["other"].flatten()[at].long() - 1).clamp(min=0)
    own = logprobs.gather(1, batch.targets.flatten()[at][:, None])[:, 0]
    return at, own, logprobs.gather(1, other[:, None])[:, 0]


def _pair_numbers(batch: Batch) -> Tensor:
    """For each position [B T] the number of its pair among all rows; a row has fewer pairs than positions."""
    rows, length = batch.inputs.shape
    in_row = batch.channels["begins"].cumsum(dim=1).long() - 1
    first = torch.arange(rows, device=in_row.device)[:, None] * length
    return (first + in_row.clamp(min=0)).flatten()


def documents_of(pair: Pair, reference: Sequence[float] = (0.0, 0.0), *, normalized: bool = False) -> Example:
    """The documents of a pair, with the reference's log-probabilities of both sides; `normalized` divides the
    log-probabilities of each side by its number of tokens."""
    chosen, rejected = pair.chosen_ids, pair.rejected_ids
    if len(chosen) == len(rejected) == 1:
        return (_document(pair.prompt_ids, chosen, 1.0, reference, other=rejected[0] + 1, begins=True),)
    sizes = (len(chosen), len(rejected)) if normalized else (1, 1)
    return (
        _document(pair.prompt_ids, chosen, 1.0 / sizes[0], (reference[0], 0.0), begins=True),
        _document(pair.prompt_ids, rejected, -1.0 / sizes[1], (reference[1], 0.0), begins=False),
    )


def _document(
    prompt: Sequence[int], answer: Sequence[int], side: float, reference: Sequence[float], *, begins: bool,
    other: int = 0,
) -> Document:  # fmt: skip
    """`reference` and `other` stand at the last token, and that a pair begins at the second, the first predicted."""
    before, after = len(prompt), len(answer)
    nothing = [0.0] * (before + after - 1)
    channels = {
        "side": [0.0] * before + [side] * after,
        "reference": [*nothing, reference[0]],
        "other_reference": [*nothing, reference[1]],
        "other": [*nothing, float(other)],
        "begins": [0.0, float(begins), *[0.0] * (before + after - 2)],
    }
    return Document([*prompt, *answer], [0.0] * before + [1.0] * after, channels)


class Preferences:
    """The pairs of a .jsonl file (phi4.data.pairs) as a source; `references` are set before it is trained on.

    references   float32 [lines, 2]: the reference's log-probabilities of the chosen and the rejected side
    """

    def __init__(self, lines: JsonLines, *, vocab_size: int, normalized: bool) -> None:
        self.lines, self._vocab_size, self._normalized = lines, vocab_size, normalized
        self.name, self.epoch, self.fingerprint = lines.name, lines.epoch, lines.fingerprint
        self.path, self.size = lines.path, lines.size
        self.references: npt.NDArray[np.float32] = np.zeros((lines.epoch, 2), np.float32)

    def pair(self, line: int) -> Pair:
        """The pair of a line.

        Raises:
            Unusable: it is not one, or belongs to another model.
        """
        record = self.lines.record(line)
        if any(name not in record for name in ("prompt_ids", "chosen_ids", "rejected_ids")):
            raise Unusable("form", form_of(record))
        try:
            return pair_of("", record, self._vocab_size)
        except InputError as error:
            said = str(error).removeprefix(": ")
            raise Unusable("vocabulary" if "vocabulary" in said else "pair", said[:200]) from None

    def prompts(self, count: int) -> list[list[int]]:
        """The prompts of the first pairs."""
        found: list[list[int]] = []
        for line in range(self.epoch):
            if len(found) == count:
                break
            with contextlib.suppress(Unusable):
                found.append(list(self.pair(line).prompt_ids))
        return found

    def example(self, number: int) -> Example:
        return self.of_line(self.line_of(number))

    def line_of(self, number: int) -> int:
        return self.lines.line_of(number)

    def of_line(self, line: int) -> Example:
        return documents_of(self.pair(line), self.references[line], normalized=self._normalized)

    def where(self, line: int) -> str:
        return self.lines.where(line)
