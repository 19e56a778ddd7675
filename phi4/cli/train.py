"""phi4 train: the stages that make a model, each from a TOML file."""

from __future__ import annotations

import importlib.util
import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phi4.cli import options
from phi4.cli.output import write
from phi4.errors import InputError, MissingDependencyError
from phi4.terminal import tell

if TYPE_CHECKING:
    from phi4.train.run.plan import Plan

train = typer.Typer(
    name="train",
    help="Make a model: each stage is a TOML file, and a stopped one resumes.",
    no_args_is_help=True,
)

ConfigArgument = Annotated[
    str, typer.Argument(help="The TOML file of the stage, or one that phi4 ships: phi-4/pretrain.", metavar="CONFIG")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Folder of the run.", show_default="runs/FOLDER/NAME, as the config is called"),
]
SetOption = Annotated[
    list[str] | None, typer.Option("--set", help="Change a key of the config, as KEY=VALUE: --set run.steps=100")
]


@train.command()
def tokenizer(config: ConfigArgument, out: OutOption = None, changes: SetOption = None) -> None:
    """Learn a byte-level BPE with Phi-4's special tokens from the texts of a mixture."""
    _run("tokenizer", config, out, changes)


@train.command()
def pretrain(config: ConfigArgument, out: OutOption = None, changes: SetOption = None) -> None:
    """Train a new model to predict the next token of packed documents.

    Several GPUs or machines: torchrun --nproc-per-node 8 -m phi4 train pretrain CONFIG
    """
    _run("pretrain", config, out, changes)


@train.command()
def midtrain(config: ConfigArgument, out: OutOption = None, changes: SetOption = None) -> None:
    """Stretch a model's context: a higher rope base, longer rows, long documents and recall of the old mixture."""
    _run("midtrain", config, out, changes)


@train.command()
def sft(config: ConfigArgument, out: OutOption = None, changes: SetOption = None) -> None:
    """Teach a model to answer: conversations in its chat template, loss on the assistant's tokens only."""
    _run("sft", config, out, changes)


@train.command()
def dpo(config: ConfigArgument, out: OutOption = None, changes: SetOption = None) -> None:
    """Learn from preference pairs (phi4 pivotal, phi4 data judge, phi4 data decline) by direct preference optimization.

    The log-probabilities of the model that it starts from are computed once and kept beside the data.
    """
    _run("dpo", config, out, changes)


@train.command()
def plan(
    config: ConfigArgument,
    gpus: Annotated[
        int | None,
        typer.Option("--gpus", help="How many GPUs.", min=1, show_default="the most up to 1,920 that can share a step"),
    ] = None,
    gpu: Annotated[str, typer.Option("--gpu", help="Which: h100, h200, b200, a100, mi300x.")] = "h100",
    mfu: Annotated[
        float | None,
        typer.Option("--mfu", help="Share of the peak that is assumed.", min=0.01, max=1.0, show_default="0.40"),
    ] = None,
    changes: SetOption = None,
    json: options.JsonOption = False,
) -> None:
    """Say what a stage takes on a cluster: memory a GPU, tokens a day, days. Nothing is run.

    The sizes come from the config, from those of the stages before it, or from the folder of a model that it starts
    from. Of a stage in epochs the lines are counted.

    phi4 train plan phi-4/pretrain --gpus 1920 --gpu h100
    """
    from phi4.train.run import plan as planning
    from phi4.train.run.config import config_file, read_stage

    path = config_file(config)
    stage = read_stage(path, changes or [])
    try:
        found = planning.plan(stage, path, out=_default_out(path), gpus=gpus, gpu=gpu, mfu=mfu or planning.MFU)
    except ModuleNotFoundError:
        _need_torch()  # a plan of lines or of a model's own folder reads them as the training does
        raise
    if json:
        memory = {**asdict(found.memory), "total": found.memory.total}
        write(json_format.dumps({**asdict(found), "memory": memory, "fits": found.fits}, indent=2) + "\n")
    else:
        write(_table(found, chosen=gpus is None) + "\n")


def _table(found: Plan, *, chosen: bool) -> str:
    """`chosen`: the number of GPUs was not given."""
    from phi4.train.run.plan import MAX_GPUS

    gib = 2**30
    memory = ", ".join(
        f"{name} {getattr(found.memory, name) / gib:.1f}"
        for name in ("weights", "gradients", "optimizer", "gathered", "activations")
    )
    rows = {
        "model": f"{found.parameters:,} parameters",
        "run": f"{found.tokens:.4g} tokens in {found.steps:,} steps",
        "layout": f"{found.gpus:,} {found.gpu}: {found.replicas} copies of the weights over {found.shard} GPUs each, "
        f"{found.micro_batches_per_gpu} micro-batches a step"
        + (f" (the most GPUs up to {MAX_GPUS:,} that can share a step; --gpus takes others)" if chosen else ""),
        "parallelism": found.parallelism,
        "memory a GPU": f"{found.memory.total / gib:.1f} of {found.gpu_bytes / gib:.0f} GiB ({memory})"
        + ("" if found.fits else "; DOES NOT FIT"),
        "operations": f"{found.flops_per_token / 1e9:.1f} GFLOP a token"
        + (f", times {found.recomputed:.2f} for activation checkpointing" if found.recomputed > 1 else ""),
        "speed": f"{found.tokens_per_second:,.0f} tokens a second, {found.tokens_per_day:.3g} a day, "
        f"at an assumed MFU of {found.mfu:.2f}",
        "time": f"{found.days:.1f} days, {found.gpu_hours:,.0f} GPU hours",
    }
    if found.data:
        rows["data"] = "; ".join(found.data)
    if found.epochs:
        rows["epochs"] = ", ".join(f"{name} {epochs:.1f}" for name, epochs in found.epochs.items())
    return "\n".join(f"{name:<14}{text}" for name, text in rows.items())


@train.command()
def shards(
    source: Annotated[Path, typer.Argument(help='A .jsonl file of {"text": ...} lines.', metavar="SRC")],
    folder: Annotated[Path, typer.Argument(help="Folder to write.", metavar="DST")],
    tokenizer: Annotated[Path, typer.Option("--tokenizer", help="Folder of a tokenizer or model.")],
) -> None:
    """Tokenize texts once into shards that are memory-mapped in training."""
    from phi4.text import Tokenizer
    from phi4.train.data.shards import shards_of_texts

    written = shards_of_texts(source, folder, Tokenizer.from_folder(tokenizer))
    skipped = f"; {written.skipped:,} lines skipped: {written.first}" if written.skipped else ""
    tell(f"{folder}: {written.tokens:,} tokens of {written.documents:,} documents{skipped}")


@train.command()
def mean(
    models: Annotated[list[str], typer.Argument(help="Folders of models of one shape.", metavar="MODEL...")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write.")],
    shares: Annotated[
        str | None,
        typer.Option("--shares", help="Share of each model, such as 0.6,0.2,0.2.", show_default="equal ones"),
    ] = None,
) -> None:
    """Take the mean of the weights of several models that were trained from one."""
    from phi4.train.mean import mean_of

    try:
        given = [float(share) for share in shares.split(",")] if shares else [1.0] * len(models)
    except ValueError:
        raise InputError(f"--shares is {shares!r}, and must be numbers with commas between") from None
    if len(given) != len(models):
        raise InputError(f"--shares has {len(given)} numbers for {len(models)} models; give one for each")
    tell(f"made {mean_of([(Path(each), share) for each, share in zip(models, given, strict=True)], out)}")


def _run(stage: str, name: str, out: Path | None, changes: list[str] | None) -> None:
    _need_torch()
    from phi4.preference.divergence import measure_kl
    from phi4.train.distributed.workers import launch
    from phi4.train.run.build import Places
    from phi4.train.run.config import config_file, read_stage
    from phi4.train.run.run_stage import is_done

    path = config_file(name)
    config = read_stage(path, changes or [])
    if config.stage != stage:
        raise InputError(f"{path}: is of stage {config.stage!r}; run phi4 train {config.stage} {path}")
    out = out or _default_out(path)
    places = Places.of(out, path.absolute().parent)
    already = is_done(config, out, places)
    made = launch(config, out, places, measure_kl=measure_kl)
    tell(f"{stage}: {made} was already made of this config and data" if already else f"{stage}: made {made}")
    if (divergence := out / "divergence.json").is_file():
        found = json_format.loads(divergence.read_text(encoding="utf-8"))
        tell(
            f"KL from the reference on {found['answers']} answers: {found['per_token']:.4f} "
            f"(+- {found['per_token_error']:.4f}) nats a token, {found['per_answer']:.3f} an answer"
        )


def _default_out(config: Path) -> Path:
    return Path("runs") / config.absolute().parent.name / config.stem


def _need_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        raise MissingDependencyError("training needs torch, which is not installed; pip install 'phi4[train]'")
