"""A small trainer: next-token loss on packed rows, Muon for matrices and AdamW for the rest, exact resume.

Documents of a step depend on the seed and the step alone, so a run that is stopped and resumed sees what it would
have seen. Checkpoints are safetensors beside a JSON file; nothing is pickled.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from phi4.errors import InputError
from phi4.model import Transformer
from phi4.train.documents import Batch, Document, packed

LOG = "log.jsonl"
_WEIGHTS, _STATE = "state.safetensors", "state.json"


@dataclass(frozen=True)
class TrainingConfig:
    """`steps` of `rows` x `length` tokens. Rates rise over `warmup_steps`, and fall linearly to 0 over the last
    `decay_share` of the steps. `threads` of None leaves torch's own number."""

    steps: int
    rows: int = 16
    length: int = 256
    warmup_steps: int = 100
    decay_share: float = 0.5
    muon_rate: float = 0.02
    adamw_rate: float = 3e-3
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    seed: int = 0
    compile: bool = True
    checkpoint_seconds: float = 180.0
    threads: int | None = None

    def rate(self, step: int) -> float:
        """The share of the peak learning rate at `step`."""
        warm = min(1.0, (step + 1) / self.warmup_steps)
        left = (self.steps - step) / max(1.0, self.steps * self.decay_share)
        return min(warm, left, 1.0)


class Trainer:
    """Trains `model` in `folder`, which holds the newest checkpoint and a log; a folder with one is resumed."""

    def __init__(
        self, model: Transformer, draw: Callable[[random.Random], Document], config: TrainingConfig, folder: Path
    ) -> None:
        self.model, self.draw, self.config, self.folder = model, draw, config, folder
        folder.mkdir(parents=True, exist_ok=True)
        matrices = {
            name: each for name, each in model.named_parameters() if name.startswith("layers.") and each.ndim == 2
        }
        others = [each for name, each in model.named_parameters() if name not in matrices]
        self.optimizers: list[torch.optim.Optimizer] = [
            torch.optim.Muon(matrices.values(), lr=config.muon_rate, weight_decay=config.weight_decay, momentum=0.95),
            torch.optim.AdamW(others, lr=config.adamw_rate, betas=(0.9, 0.95), weight_decay=0.0),
        ]
        self.peaks = [config.muon_rate, config.adamw_rate]
        self.loss = torch.compile(self._loss) if config.compile else self._loss
        self.step = 0
        if (folder / _STATE).exists():
            self._resume()

    def run(self, until: int | None = None) -> None:
        """Train up to step `until`, by default to the end, and leave a checkpoint."""
        if self.config.threads:
            torch.set_num_threads(self.config.threads)
        until = self.config.steps if until is None else until
        saved = logged = time.monotonic()
        tokens = 0
        with _progress() as progress, (self.folder / LOG).open("a", encoding="utf-8") as log:
            task = progress.add_task("training", total=until, completed=self.step, loss="-", speed="-")
            while self.step < until:
                loss = self._one_step(self._batch(self.step))
                self.step += 1
                tokens += self.config.rows * self.config.length
                if self.step % 20 == 0 or self.step == until:
                    now = time.monotonic()
                    speed, logged, tokens = tokens / (now - logged), now, 0
                    progress.update(task, completed=self.step, loss=f"{loss:.4f}", speed=f"{speed:,.0f}")
                    record = {"step": self.step, "loss": round(loss, 5), "tokens_per_second": round(speed)}
                    log.write(json.dumps(record) + "\n")
                    log.flush()
                    if now - saved > self.config.checkpoint_seconds:
                        self._save()
                        saved = now
        self._save()

    def _batch(self, step: int) -> Batch:
        rng = random.Random(f"{self.config.seed}/{step}")
        return packed(lambda: self.draw(rng), rows=self.config.rows, length=self.config.length)

    def _one_step(self, batch: Batch) -> float:
        share = self.config.rate(self.step)
        for optimizer, peak in zip(self.optimizers, self.peaks, strict=True):
            for group in optimizer.param_groups:
                group["lr"] = peak * share
        self.model.train()
        loss = self.loss(batch.inputs, batch.targets, batch.weights, batch.documents)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip_norm)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def _loss(self, inputs: Tensor, targets: Tensor, weights: Tensor, documents: Tensor) -> Tensor:
        # Written out as two products, attention trains faster on a CPU than torch's fused one.
        with torch.autocast("cpu", dtype=torch.bfloat16), sdpa_kernel(SDPBackend.MATH):
            logits = self.model(inputs, documents)
        losses = functional.cross_entropy(logits.flatten(0, 1).float(), targets.flatten(), reduction="none")
        return (losses * weights.flatten()).sum() / weights.sum()

    def _named_state(self) -> Iterator[tuple[str, Tensor]]:
        for name, parameter in self.model.named_parameters():
            yield f"model/{name}", parameter.detach()
            for optimizer in self.optimizers:
                for key, value in optimizer.state.get(parameter, {}).items():
                    yield f"optimizer/{name}/{key}", value

    def _save(self) -> None:
        """Both files are written aside and renamed, the JSON last: a checkpoint is whole or is the one before."""
        weights, state = self.folder / f"{self.step}-{_WEIGHTS}", self.folder / _STATE
        save_file({name: tensor.contiguous() for name, tensor in self._named_state()}, weights)
        beside = state.with_suffix(".new")
        beside.write_text(json.dumps({"step": self.step, "weights": weights.name, "config": asdict(self.config)}))
        os.replace(beside, state)
        for older in self.folder.glob(f"*-{_WEIGHTS}"):
            if older != weights:
                older.unlink()

    def _resume(self) -> None:
        state = json.loads((self.folder / _STATE).read_text())
        if state["config"]["seed"] != self.config.seed or state["config"]["steps"] != self.config.steps:
            raise InputError(
                f"{self.folder}: holds a run of {state['config']['steps']} steps with seed {state['config']['seed']}, "
                "not the one asked for; give another folder or remove this one"
            )
        tensors = load_file(self.folder / state["weights"])
        parameters = dict(self.model.named_parameters())
        owners = {
            each: optimizer
            for optimizer in self.optimizers
            for group in optimizer.param_groups
            for each in group["params"]
        }
        for name, tensor in tensors.items():
            kind, parameter_name, *key = name.split("/")
            parameter = parameters[parameter_name]
            if kind == "model":
                parameter.data.copy_(tensor)
            else:
                owners[parameter].state[parameter][key[0]] = tensor
        self.step = state["step"]


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("loss {task.fields[loss]}  {task.fields[speed]} tokens/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
