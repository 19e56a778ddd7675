"""One loop for all stages: an objective over packed rows, from a place in a mixture to the last step.

What a step sees depends on the seed and the step alone; what a checkpoint holds is the weights, the optimizers' state,
the step and the place in the data. So a run that is stopped at any moment resumes on the same curve, bit for bit, on
the same layout of processes.
"""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from phi4.errors import InputError, TrainingError
from phi4.model import Transformer
from phi4.train.data.mixture import BatchStream, Mixture, streams_of
from phi4.train.data.packing import Batch
from phi4.train.data.prefetch import prefetched
from phi4.train.distributed.parallel import reshard
from phi4.train.distributed.ranks import Ranks
from phi4.train.objectives.next_token import Loss, Objective
from phi4.train.optim.optimizers import optimizers_of
from phi4.train.optim.schedule import share_of_peak
from phi4.train.run.checkpoints import Checkpoints, Progress
from phi4.train.run.config import OptimizerSection
from phi4.train.run.tracking import Tracker

_COUNTS = ("weight", "lines", "usable", "skipped", "steps_without_loss")


@dataclass(frozen=True)
class Settings:
    """What the loop needs to know.

    steps               optimizer steps of the whole run
    micro_batches       of a step, over all ranks; a multiple of their number
    rows                of a micro-batch
    validation_tokens   held-out tokens to measure on, about, the same ones each time
    identity            what a checkpoint must agree with to be resumed from
    counts              what the log's first record says of the data
    flops_per_token, peak_flops     of all ranks together, for the share of the peak that the run attains
    """

    steps: int
    micro_batches: int
    rows: int
    optimizer: OptimizerSection
    precision: torch.dtype = torch.float32
    log_every: int = 20
    checkpoint_seconds: float = 180.0
    validate_every: int = 500
    validation_tokens: int = 65_536
    identity: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, float] = field(default_factory=dict)
    flops_per_token: float | None = None
    peak_flops: float | None = None


class Trainer:
    """Trains `model` in `folder`, which holds the newest checkpoint and a log; a folder with one is resumed.

    model           float32, on its device and, where there are several ranks, already parallel
                    (phi4.train.distributed.parallel)
    validation      documents to measure on that training does not see
    byte_lengths    int64 [V]: UTF-8 bytes of each token, for bits per byte

    Raises:
        InputError: the folder holds another run, or this one beyond `settings.steps`; or what a step does cannot be
            shared out among the ranks.
    """

    def __init__(
        self,
        model: Transformer,
        objective: Objective,
        mixture: Mixture,
        settings: Settings,
        folder: Path,
        *,
        validation: Mixture | None = None,
        byte_lengths: Tensor | None = None,
        ranks: Ranks | None = None,
        tracker: Tracker | None = None,
    ) -> None:
        self.model, self.objective, self.mixture, self.settings = model, objective, mixture, settings
        self.ranks = ranks or Ranks()
        if settings.micro_batches % self.ranks.size:
            raise InputError(
                f"{settings.micro_batches} micro-batches a step cannot be shared out evenly among {self.ranks.size} "
                "processes; change tokens_per_step, rows or the number of processes"
            )
        self.optimizers = optimizers_of(model, settings.optimizer, settings.precision)
        self.streams = self._streams(mixture)
        self.validation = self._validation_batches(validation)
        self.byte_lengths = None if byte_lengths is None else byte_lengths.to(self.ranks.device)
        self.step, self._sums = 0, dict(settings.counts)
        self._places = [stream.place for stream in self.streams]
        self.identity = {**settings.identity, "data": [source.fingerprint for source in mixture.sources]}
        self.checkpoints = Checkpoints(folder, model, self.optimizers, self.ranks)
        if (found := self.checkpoints.load(self.identity)) is not None:
            if found.step > settings.steps:
                raise InputError(
                    f"{folder}: holds a run that has done {found.step} steps, and this one has {settings.steps}; ask "
                    "for more, give another folder, or remove this one to begin anew"
                )
            self.step, self._sums = found.step, dict(found.sums)
            self._places = [list(found.places[stream.number]) for stream in self.streams]
            for stream, place in zip(self.streams, self._places, strict=True):
                if len(place) != len(stream.place):
                    raise InputError(
                        f"{folder}: holds a run whose data was counted otherwise, by another version of phi4; give "
                        "another folder, or remove this one to begin anew"
                    )
                stream.place = place
        self.tracker = tracker or Tracker(folder, enabled=self.ranks.leads)
        self.tracker.resume(self.step)

    @property
    def done(self) -> bool:
        return self.step >= self.settings.steps

    def run(self, until: int | None = None) -> None:
        """Train up to step `until`, by default to the end, and leave a checkpoint. SIGINT and SIGTERM do so sooner.

        Raises:
            TrainingError: the loss is NaN, or a checkpoint cannot be written; the last checkpoint stands.
            KeyboardInterrupt: the run was asked to stop; its checkpoint is written.
        """
        settings = self.settings
        until = settings.steps if until is None else min(until, settings.steps)
        if self.step >= until:
            return
        saved = logged = time.monotonic()
        tokens = 0.0
        batches = prefetched(self._batches())
        with _asked_to_stop() as asked, self.tracker.progress(self.step, settings.steps) as bar:
            while self.step < until:
                drawn, places, skipped = next(batches)
                learned = sum(batch.tokens for batch in drawn)
                wish = {"stop": float(asked.is_set()), "save": 0.0, "skipped": float(skipped), "tokens": float(learned)}
                if self.ranks.leads:
                    wish["save"] = float(time.monotonic() - saved > settings.checkpoint_seconds)
                totals = self._one_step(drawn, wish)
                stop, save = totals.pop("stop") > 0, totals.pop("save") > 0
                self.step, self._places = self.step + 1, places
                tokens += totals.pop("tokens")
                for name, value in totals.items():
                    self._sums[name] = self._sums.get(name, 0.0) + value
                bar.update(self.step)
                last = self.step == settings.steps
                measure = bool(self.validation) and (last or self.step % settings.validate_every == 0)
                if measure or last or self.step % settings.log_every == 0:
                    now = time.monotonic()
                    record = self._record(tokens / (now - logged))
                    if measure:
                        record |= self.validated()
                    self.tracker.log(record)
                    bar.update(self.step, record)
                    self._sums, tokens, logged = {}, 0.0, time.monotonic()
                if save or stop or self.step == until:
                    self._save()
                    saved = time.monotonic()
                if stop:
                    batches.close()
                    raise KeyboardInterrupt
        batches.close()

    def steps(self) -> Iterator[int]:
        """Train one step for each item that is asked for, and give its tokens; nothing is logged or saved."""
        batches = prefetched(self._batches())
        try:
            for drawn, self._places, _ in batches:
                totals = self._one_step(drawn, {"tokens": float(sum(batch.tokens for batch in drawn))})
                self.step += 1
                yield int(totals["tokens"])
        finally:
            batches.close()

    @torch.no_grad()
    def validated(self) -> dict[str, float]:
        """The mean loss over the held-out documents, and in bits per byte of their text where bytes are known."""
        if not self.validation:
            return {}
        self.model.eval()
        sums: dict[str, Tensor] = {}
        for batch in self.validation:
            batch = batch.to(self.ranks.device)
            loss = self._loss(batch)
            found = {"loss": loss.sum, "weight": loss.weight, **loss.metrics}
            if self.byte_lengths is not None:
                found["bytes"] = (self.byte_lengths[batch.targets] * batch.weights).sum()
            for name, value in found.items():
                sums[name] = sums.get(name, torch.zeros_like(value)) + value
        reshard(self.model)
        totals = self._summed(sums)
        weight = totals.pop("weight")
        measured = {f"validation_{name}": value / weight for name, value in totals.items() if name != "bytes"}
        if totals.get("bytes"):
            measured["validation_bits_per_byte"] = totals["loss"] / totals["bytes"] / math.log(2)
        return measured

    def _streams(self, mixture: Mixture) -> list[BatchStream]:
        settings = self.settings
        numbers = range(self.ranks.number, settings.micro_batches, self.ranks.size)
        return streams_of(mixture, rows=settings.rows, numbers=numbers, streams=settings.micro_batches,
                          channels=self.objective.channels)  # fmt: skip

    def _validation_batches(self, validation: Mixture | None) -> list[Batch]:
        """This rank's part of the held-out rows; all ranks have as many.

        Raises:
            InputError: nothing in them counts in the loss.
        """
        if validation is None:
            return []
        per_round = self.settings.micro_batches * self.settings.rows
        if validation.order is None:
            rounds = math.ceil(self.settings.validation_tokens / (per_round * validation.length))
        else:
            rounds = math.ceil(validation.order.count() / per_round)
        batches = [stream.next() for stream in self._streams(validation) for _ in range(rounds)]
        counted = torch.tensor([sum(float(batch.weights.sum()) for batch in batches)], device=self.ranks.device)
        if not self.ranks.sum(counted).item():
            raise InputError(
                "[data.validation] gives documents in which no token counts in the loss; name sources with answers "
                "that fit a row, or leave it out"
            )
        return batches

    def _batches(self) -> Iterator[tuple[list[Batch], list[list[int]], int]]:
        """The micro-batches of each step of this rank, the places of its streams after them, and examples skipped."""
        before = 0
        while True:
            drawn = [stream.next() for stream in self.streams]
            skipped = sum(sum(stream.skipped.values()) for stream in self.streams)
            yield drawn, [stream.place for stream in self.streams], skipped - before
            before = skipped

    def _loss(self, batch: Batch) -> Loss:
        with torch.autocast(self.ranks.device.type, torch.bfloat16, enabled=self.settings.precision == torch.bfloat16):
            return self.objective.loss(self.model, batch)

    def _one_step(self, batches: list[Batch], wish: Mapping[str, float]) -> dict[str, float]:
        """One optimizer step; the sums of loss, weight, metrics and wishes over all micro-batches and ranks."""
        self.model.train()
        sums: dict[str, Tensor] = {}
        for batch in batches:
            loss = self._loss(batch.to(self.ranks.device))
            loss.sum.backward()  # type: ignore[no-untyped-call]
            for name, value in {"loss": loss.sum.detach(), "weight": loss.weight, **loss.metrics}.items():
                sums[name] = sums[name] + value if name in sums else value
        totals = self._summed(sums | {name: torch.tensor(value) for name, value in wish.items()})
        if not totals["weight"]:
            for optimizer in self.optimizers:
                optimizer.zero_grad(set_to_none=True)
            return {**totals, "gradient_norm": 0.0, "steps_without_loss": 1.0}
        norm = self._scaled_gradients(totals["weight"])
        if not math.isfinite(norm) or not math.isfinite(totals["loss"]):
            kept = "there is no checkpoint yet" if (at := self.checkpoints.step()) is None else (
                f"the checkpoint of step {at} stands"
            )  # fmt: skip
            raise TrainingError(
                f"step {self.step + 1}: the loss or its gradient is NaN or infinite; {kept}; lower the learning "
                "rate or look at the data of this step, and run again"
            )
        share = share_of_peak(self.settings.optimizer, self.step, self.settings.steps)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * share
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return {**totals, "gradient_norm": norm * totals["weight"]}

    def _scaled_gradients(self, weight: float) -> float:
        """Turn the gradients of sums into the clipped one of the mean over all ranks; its norm before clipping."""
        gradients = [each.grad for each in self.model.parameters() if each.grad is not None]
        self.ranks.sum_gradients(gradients)
        norm = self.ranks.norm(gradients) / weight
        scale = min(1.0, self.settings.optimizer.clip_norm / max(norm, 1e-12)) / weight
        if math.isfinite(scale):
            torch._foreach_mul_(gradients, scale * self.ranks.gradient_scale)
        return norm

    def _summed(self, sums: Mapping[str, Tensor]) -> dict[str, float]:
        """Scalars added up over all ranks, in double precision, as numbers."""
        names = sorted(sums)
        values = torch.stack([sums[name].double().to(self.ranks.device) for name in names])
        return dict(zip(names, self.ranks.sum(values).tolist(), strict=True))

    def _record(self, speed: float) -> dict[str, float]:
        """A line of the log, from the sums since the one before."""
        weight = self._sums["weight"]
        record: dict[str, float] = {"step": self.step}
        if weight:
            record |= {name: value / weight for name, value in self._sums.items() if name not in _COUNTS}
        record["rate"] = self.optimizers[-1].param_groups[0]["lr"]
        record["tokens_per_second"] = round(speed, 1)
        if self.settings.flops_per_token and self.settings.peak_flops:
            record["mfu"] = round(speed * self.settings.flops_per_token / self.settings.peak_flops, 4)
        record |= {name: found for name in _COUNTS[1:] if (found := self._sums.get(name))}
        return record

    def _save(self) -> None:
        places = torch.zeros(self.settings.micro_batches, len(self._places[0]), dtype=torch.int64)
        for stream, place in zip(self.streams, self._places, strict=True):
            places[stream.number] = torch.tensor(place)
        everyones = self.ranks.sum(places.to(self.ranks.device)).tolist()
        self.checkpoints.save(Progress(self.step, everyones, self._sums), self.identity)


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, where this is the main thread; a second signal acts as ever."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def ask(number: int, _: object) -> None:
        asked.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, ask)
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
