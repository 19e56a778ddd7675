"""phi4 train: the stages that make a model, each from a TOML file."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from phi4.errors import InputError, MissingDependencyError

train = typer.Typer(
    name="train",
    help="Make a model: each stage is a TOML file, and goes on where it was stopped.",
    no_args_is_help=True,
)

ConfigArgument = Annotated[Path, typer.Argument(help="The TOML file of the stage.", metavar="CONFIG")]
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
    """Learn from preference pairs (phi4 pivotal, phi4 data judge, phi4 data decline) by direct preference optimisation.

    The log-probabilities of the model that it starts from are computed once and kept beside the data.
    """
    _run("dpo", config, out, changes)


def _run(stage: str, path: Path, out: Path | None, changes: list[str] | None) -> None:
    _need_torch()
    from phi4.train.building import Places
    from phi4.train.config import read_stage
    from phi4.train.workers import launch

    config = read_stage(path, changes or [])
    if config.stage != stage:
        raise InputError(f"{path}: is of stage {config.stage!r}; run phi4 train {config.stage} {path}")
    out = out or Path("runs") / path.absolute().parent.name / path.stem
    made = launch(config, out, Places.of(out, path.absolute().parent))
    typer.echo(f"{stage}: {made}", err=True)


def _need_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        raise MissingDependencyError("training needs torch, which is not installed; pip install 'phi4[train]'")
