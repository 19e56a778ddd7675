"""phi4 recipe: make a model from nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from phi4.cli.output import write
from phi4.cli.rollout_options import watching
from phi4.errors import MissingDependencyError
from phi4.terminal import tell


def recipe(
    name: Annotated[
        str, typer.Argument(help="One that phi4 ships, such as nano, or a folder with a TOML file for each stage.")
    ] = "nano",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Folder for the stages and the report.",
            show_default="runs/NAME, as the recipe is called",
        ),
    ] = None,
    problems: Annotated[
        int,
        typer.Option(
            "--problems", help="Problems of each family and wording to measure on; 0 measures nothing.", min=0
        ),
    ] = 10,
    searched: Annotated[
        int, typer.Option("--searched", help="Problems of each family whose answers are searched for pairs.", min=1)
    ] = 12,
    seed: Annotated[int, typer.Option("--seed", help="Of the problems that are measured and searched.", min=0)] = 4,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="MODEL",
            help="Go on from this model, with its tokenizer, instead of from nothing; 'nano' is the shipped one.",
        ),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="Change a key of every stage that trains, or of one that trains or searches: --set run.compile=false, "
            "--set pretrain.run.tokens=2e7, --set pivotal.looks.most=128",
        ),
    ] = None,
) -> None:
    """Make a model by a recipe. That of phi4-nano: learn a tokenizer, pretrain, midtrain, fine-tune, find what to
    decline and pivotal tokens in its own answers, prefer by them, pack, and measure what each stage did.

    The stages are TOML files in phi4/recipes/nano, or in a folder of your own; each says what it starts from, and their
    order follows from that. One that is done is skipped, so a run that was stopped resumes, and one that was made of
    another model, other pairs or settings is refused until its folder is removed.
    The model of nano is then in OUT/dpo-judged/model, and its packed weights in OUT/packed/model.

      phi4 recipe nano --out runs/nano --set pretrain.run.tokens=2e7

      phi4 ask --model runs/nano/packed/model "..."

      phi4 recipe my-recipe --problems 0
    """
    if importlib.util.find_spec("torch") is None:
        raise MissingDependencyError("training needs torch, which is not installed; pip install 'phi4[train]'")
    from phi4.nano.recipe import make
    from phi4.train.run.recipe import recipe_folder

    files = recipe_folder(name)
    folder = make(
        out or Path("runs") / files.absolute().name, folder=files,
        problems=problems, searched=searched, seed=seed, start=start, changes=changes or [],
        say=lambda line: write(f"{line}\n"), watching=watching,
    )  # fmt: skip
    tell(f"the model is in {folder}")
