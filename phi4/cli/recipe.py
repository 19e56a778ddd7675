"""phi4 recipe: make a model from nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from phi4.errors import InputError, MissingDependencyError


def recipe(
    name: Annotated[str, typer.Argument(help="Which recipe; there is one: nano.")] = "nano",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the run and the model.")] = Path("runs/nano"),
    steps: Annotated[int, typer.Option("--steps", help="Training steps of 4,160 tokens.", min=1)] = 6000,
    seed: Annotated[int, typer.Option("--seed", help="Of data and weights.", min=0)] = 4,
    threads: Annotated[
        int | None, typer.Option("--threads", help="Threads of torch.", min=1, show_default="all cores")
    ] = None,
    problems: Annotated[
        int, typer.Option("--problems", help="Problems of each family and kind of wording to evaluate on.", min=1)
    ] = 100,
) -> None:
    """Make phi4-nano: write problems, learn a tokenizer, train, export and evaluate.

    A run that was stopped goes on where it was. The model is then in OUT/model: phi4 ask --model OUT/model "..."
    """
    if name != "nano":
        raise InputError(f"there is no recipe {name!r}; there is nano")
    if importlib.util.find_spec("torch") is None:
        raise MissingDependencyError("training needs torch, which is not installed; pip install 'phi4[train]'")
    from phi4.nano.evaluation import evaluate
    from phi4.nano.recipe import make
    from phi4.nano.report import report_of

    folder = make(out, steps=steps, seed=seed, threads=threads)
    from phi4.engine import load

    typer.echo(report_of(evaluate(load(str(folder)), count=problems, seed=seed)))
    typer.echo(f"the model is in {folder}", err=True)
