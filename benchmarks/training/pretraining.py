"""Pretraining on this CPU: tokens a second of phi4's trainer against a plain compiled torch loop of the same shape.

Both are started, compiled, and then run in turn, a few seconds each, so that both meet the same machine; the figure is
the median of the ratios of neighbouring turns.

    plain   what one writes first: nn.Linear, torch's own causal attention and cross-entropy, torch.compile over the
            whole loss, AdamW fused, all cores as threads of one process; rows without filler, drawn beforehand
    phi4    phi4 train pretrain as it is: problems written, tokenized and packed on the way, document masks, its own
            processes, attention and loss; only tokens of documents are counted, not filler

Both have the same optimizer (--muon: torch.optim.Muon against phi4's), precision (float32 where the CPU has no
bfloat16 products, since torch's are many times slower there) and tokens a step.

    python benchmarks/training/pretraining.py [--layers 5 --width 256 --ffn 704] [--muon] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from phi4.checkpoint.shipped import SHIPPED
from phi4.config import ModelConfig
from phi4.model import initial_weights
from phi4.resources import this_machine
from phi4.text import Tokenizer
from phi4.train.data.encoding import Encoder
from phi4.train.data.mixture import Mixture
from phi4.train.data.sources import Procedural
from phi4.train.distributed.parallel import fill, parallel_model
from phi4.train.distributed.ranks import Ranks, peak_flops
from phi4.train.distributed.workers import joined
from phi4.train.objectives.next_token import NextToken
from phi4.train.run.build import new_model_config
from phi4.train.run.config import ModelSection, OptimizerSection, ParallelSection
from phi4.train.run.hardware import training_flops
from phi4.train.run.run_stage import precision_of
from phi4.train.run.trainer import Settings, Trainer

REASONING = "phi4.nano.problems:reasoning"


class PlainBlock(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.heads, self.kv_heads, self.dim = config.heads, config.kv_heads, config.head_dim
        self.attention_norm = nn.RMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        self.q = nn.Linear(config.hidden_size, config.q_size, bias=False)
        self.k = nn.Linear(config.hidden_size, config.kv_size, bias=False)
        self.v = nn.Linear(config.hidden_size, config.kv_size, bias=False)
        self.o = nn.Linear(config.q_size, config.hidden_size, bias=False)
        self.mlp_norm = nn.RMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        self.gate = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        rows, length, _ = x.shape
        y = self.attention_norm(x)
        q = self.q(y).view(rows, length, self.heads, self.dim).transpose(1, 2)
        k = self.k(y).view(rows, length, self.kv_heads, self.dim).transpose(1, 2)
        v = self.v(y).view(rows, length, self.kv_heads, self.dim).transpose(1, 2)
        q, k = turned(q, cosine, sine), turned(k, cosine, sine)
        attended = functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        x = x + self.o(attended.transpose(1, 2).reshape(rows, length, -1))
        y = self.mlp_norm(x)
        return x + self.down(functional.silu(self.gate(y)) * self.up(y))


def turned(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), dim=-1)


class PlainModel(nn.Module):
    def __init__(self, config: ModelConfig, length: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(config.vocab_size, config.hidden_size)
        self.blocks = nn.ModuleList(PlainBlock(config) for _ in range(config.layers))
        self.norm = nn.RMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        self.head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        angles = torch.arange(length)[:, None] * torch.tensor(config.rope.inverse_frequencies(length))[None]
        self.register_buffer("cosine", angles.cos().float())
        self.register_buffer("sine", angles.sin().float())

    def forward(self, ids: Tensor, targets: Tensor) -> Tensor:
        x = self.embedding(ids)
        for block in self.blocks:
            x = block(x, self.cosine, self.sine)
        return functional.cross_entropy(self.head(self.norm(x)).flatten(0, 1).float(), targets.flatten())


def plain(options: argparse.Namespace) -> None:
    """Serve turns with the plain loop."""
    config, encoder, precision = shape_of(options)
    model = PlainModel(config, options.length)
    torch.set_num_threads(this_machine().cores)
    matrices = [each for name, each in model.named_parameters() if name.startswith("blocks.") and each.ndim == 2]
    others = [each for name, each in model.named_parameters() if not (name.startswith("blocks.") and each.ndim == 2)]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW([*others, *([] if options.muon else matrices)], lr=1e-3, betas=(0.9, 0.95), fused=True)
    ]
    if options.muon:
        optimizers.append(torch.optim.Muon(matrices, lr=1e-3))
    loss_of = torch.compile(model)
    source = Procedural("reasoning", REASONING, encoder, form="text", seed=0)
    width, rows, batches = options.length + 1, options.tokens // options.length, []
    ids: list[int] = []
    number = 0
    while len(batches) < 4:
        if len(ids) >= rows * width:
            batches.append(torch.tensor(ids[: rows * width]).view(rows, width))
            ids = ids[rows * width :]
        ids += source.example(number)[0].ids  # type: ignore[index]
        number += 1

    def step(at: int) -> int:
        batch = batches[at % len(batches)]
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == torch.bfloat16):
            loss = loss_of(batch[:, :-1], batch[:, 1:])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        loss.item()
        return rows * options.length

    serve(step, leads=True)


def phi4(options: argparse.Namespace) -> None:
    """Serve turns with phi4's trainer, as one of its processes."""
    config, encoder, precision = shape_of(options)
    size = int(os.environ["PROCESSES"])
    ranks = Ranks()
    if size > 1:
        threads = max(1, this_machine().cores // size)
        ranks = joined(os.environ["STORE"], int(os.environ["NUMBER"]), size, threads)
    rows = options.tokens // options.length // size
    model = parallel_model(config, ParallelSection(), ranks, precision=precision, compiled=True)
    fill(model, initial_weights(config, 0))
    settings = Settings(
        steps=10**9, micro_batches=size, rows=rows,
        optimizer=OptimizerSection(learning_rate=1e-3, name="muon" if options.muon else "adamw"),
        precision=precision, checkpoint_seconds=1e9,
    )  # fmt: skip
    mixture = Mixture(
        [Procedural("reasoning", REASONING, encoder, form="text", seed=0)],
        [1.0],
        length=options.length,
    )
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(model, NextToken(), mixture, settings, Path(folder), ranks=ranks)
        steps = trainer.steps()
        serve(lambda _: next(steps), leads=ranks.leads)


def serve(step: Any, *, leads: bool) -> None:
    """Two steps to compile, then for each line of input so many steps; the leader says tokens and seconds."""
    at = 0
    for at in range(2):
        step(at)
    if leads:
        print("ready", flush=True)
    for line in sys.stdin:
        tokens, start = 0, time.perf_counter()
        for _ in range(int(line)):
            at += 1
            tokens += step(at)
        if leads:
            print(json.dumps([tokens, time.perf_counter() - start]), flush=True)


def shape_of(options: argparse.Namespace) -> tuple[ModelConfig, Encoder, torch.dtype]:
    tokenizer = Tokenizer.from_folder(SHIPPED["nano"])
    section = ModelSection(hidden_size=options.width, intermediate_size=options.ffn, layers=options.layers,
                           heads=options.width // 64, kv_heads=max(1, options.width // 128))  # fmt: skip
    config = new_model_config(section, tokenizer, options.length)
    return config, Encoder(tokenizer, config.eos_ids), precision_of("auto", torch.device("cpu"))


class Contestant:
    """The processes of one side, which work when they are told to."""

    def __init__(self, side: str, arguments: list[str], processes: int, folder: str) -> None:
        self.processes = [
            subprocess.Popen(
                [sys.executable, __file__, *arguments, "--side", side], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, env={**os.environ, "PROCESSES": str(processes), "NUMBER": str(number),
                                "STORE": f"{folder}/{side}"},
            )
            for number in range(processes)
        ]  # fmt: skip
        assert self._line() == "ready", f"{side} did not start"

    def turn(self, steps: int) -> float:
        """Tokens a second over so many steps."""
        for process in self.processes:
            assert process.stdin is not None
            process.stdin.write(f"{steps}\n")
            process.stdin.flush()
        tokens, seconds = json.loads(self._line())
        return float(tokens / seconds)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def _line(self) -> str:
        assert self.processes[0].stdout is not None
        return self.processes[0].stdout.readline().strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--ffn", type=int, default=704)
    parser.add_argument("--length", type=int, default=256)
    parser.add_argument("--tokens", type=int, default=4096, help="a step")
    parser.add_argument("--muon", action="store_true")
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--steps", type=int, default=8, help="a turn")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--side", choices=["plain", "phi4"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        {"plain": plain, "phi4": phi4}[options.side](options)
        return
    arguments, cores = sys.argv[1:], this_machine().cores
    sides: dict[str, Contestant] = {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            for side, processes in {"plain": 1, "phi4": cores}.items():
                sides[side] = Contestant(side, arguments, processes, folder)
            speeds: dict[str, list[float]] = {side: [] for side in sides}
            for _ in range(options.turns):
                for side, contestant in sides.items():
                    speeds[side].append(contestant.turn(options.steps))
        finally:
            for contestant in sides.values():
                contestant.end()
    config, _, precision = shape_of(options)
    torch.set_num_threads(cores)
    flops, peak = training_flops(config, options.length), peak_flops(precision, Ranks()) or float("nan")
    ratios = [ours / theirs for ours, theirs in zip(speeds["phi4"], speeds["plain"], strict=True)]
    found = {
        "parameters": config.parameter_count(),
        "precision": str(precision).removeprefix("torch."),
        "optimizer": "muon" if options.muon else "adamw",
        "cores": cores,
        "tokens_per_second": {side: round(statistics.median(each)) for side, each in speeds.items()},
        "ratio": round(statistics.median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "share_of_peak": {side: round(statistics.median(each) * flops / peak, 3) for side, each in speeds.items()},
    }
    if options.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{found['parameters']:,} parameters, {found['precision']}, {found['optimizer']}, {cores} cores")
    print("| | tokens/s (median) | of the measured peak |\n|---|---|---|")
    for side in sides:
        print(f"| {side} | {found['tokens_per_second'][side]:,} | {found['share_of_peak'][side]:.0%} |")  # type: ignore[index]
    print(f"ratio {found['ratio']} (turns: {', '.join(map(str, found['ratios']))})")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
