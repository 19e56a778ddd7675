"""A recipe is a folder with a TOML file for each stage, and its order is what the files say.

A stage comes after the one that its `from` names, and after those in whose folders its sources lie, as in
`path = "pivotal/pairs.jsonl"`. Of stages that could come next the first by name does.
"""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from phi4.checkpoint.shipped import SHIPPED
from phi4.errors import InputError, nearest, shown
from phi4.train.run.build import Places
from phi4.train.run.config import RECIPES, StageName, read_table, set_key

TRAINED: tuple[str, ...] = get_args(StageName)
"""What `stage =` says of those that phi4.train runs."""
FROM = "'from' names"


@dataclass(frozen=True)
class StageFile:
    """A stage of a recipe, named as its file; the table is the file's, with the changes that were asked for."""

    file: Path
    table: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.file.stem

    @property
    def kind(self) -> str:
        return str(self.table["stage"])

    @property
    def start(self) -> str | None:
        return self.table.get("from")

    def paths(self) -> Iterable[str]:
        """The paths of its sources."""
        data = self.table.get("data")
        sources = data.get("sources") if isinstance(data, dict) else None
        for section in sources.values() if isinstance(sources, dict) else ():
            if isinstance(section, dict) and isinstance(section.get("path"), str):
                yield section["path"]


def recipe_folder(name: str) -> Path:
    """The folder of a recipe: one that phi4 ships, such as "nano", or a path.

    Raises:
        InputError: there is neither, or no TOML file in it.
    """
    shipped = sorted(each.name for each in RECIPES.iterdir() if each.is_dir())
    folder = RECIPES / name if name in shipped else Path(name)
    if not folder.is_dir():
        raise InputError(
            f"there is no recipe {shown(name)}{nearest(name, shipped)}; give a folder with a TOML file for each stage, "
            f"or one of {', '.join(shipped)}"
        )
    if not any(folder.glob("*.toml")):
        raise InputError(f"{folder}: holds no TOML file, and a recipe has one for each stage")
    return folder


def read_recipe(folder: Path, out: Path, changes: Sequence[str] = (), *, start: str | None = None) -> list[StageFile]:
    """The stages of the recipe in `folder`, in their order, to be run in `out`.

    changes     such as "sft.run.steps=100" of one stage, or "run.compile=false" of all that train a model
    start       a model to start from: the stages that start from a tokenizer, or else from no stage, start from it,
                and no tokenizer is learned

    Raises:
        InputError: a file cannot be read, a stage starts from or reads what is nowhere, or comes after itself.
    """
    files = {each.stem: StageFile(each, read_table(each)) for each in sorted(folder.glob("*.toml"))}
    for stage in files.values():
        if not isinstance(stage.table.get("stage"), str):
            raise InputError(f'{stage.file}: says no stage, such as stage = "sft"')
    for change in changes:
        first, _, rest = change.partition(".")
        meant = [files[first]] if first in files else [
            each for each in files.values() if each.kind in TRAINED and each.kind != "tokenizer"
        ]  # fmt: skip
        for stage in meant:
            set_key(rest if first in files else change, stage.table)  # type: ignore[arg-type]
    for stage in files.values():
        if not isinstance(stage.start, str | None):
            raise InputError(f"{stage.file}: from is {shown(stage.start)}, and must be a text")
        if stage.start is None and stage.kind != "tokenizer":
            raise InputError(f"{stage.file}: 'from' is missing: name the stage or the folder that has the model")
    if start is not None:
        files = _going_on(files, start)
    return [files[name] for name in _ordered(files, out, folder)]


def _going_on(files: Mapping[str, StageFile], start: str) -> dict[str, StageFile]:
    kept = {name: stage for name, stage in files.items() if stage.kind != "tokenizer"}
    tokenizers = files.keys() - kept.keys()
    first = [each for each in kept.values() if (each.start in tokenizers if tokenizers else each.start not in kept)]
    return kept | {each.name: replace(each, table={**each.table, "from": start}) for each in first}


def _ordered(files: Mapping[str, StageFile], out: Path, folder: Path) -> list[str]:
    after: dict[str, set[str]] = {}
    for name, stage in files.items():
        places, after[name] = Places.of(out / name, folder), set()
        if stage.start is not None and stage.start in files:
            after[name].add(stage.start)
        elif stage.start is not None:
            _there(stage, stage.start, places, files, FROM)
        for path in stage.paths():
            if (of := PurePosixPath(path).parts[:1]) and of[0] in files:
                after[name].add(of[0])
            else:
                _there(stage, path, places, files, "a source has the path")
    sorter = graphlib.TopologicalSorter({name: sorted(names) for name, names in sorted(after.items())})
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        first, *others = error.args[1][:-1]
        by = f", by way of {', '.join(f'{each}.toml' for each in others)}" if others else ""
        raise InputError(f"{files[first].file}: the stage comes after itself{by}; change a 'from' or a path") from None
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()])
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order


def _there(stage: StageFile, path: str, places: Places, files: Mapping[str, StageFile], what: str) -> None:
    """Raise InputError if what is of no stage of the recipe is nowhere else either."""
    if what == FROM and path in SHIPPED:
        return
    if any((folder / Path(path).expanduser()).exists() for folder in places.folders):
        places.find(path, what)
        return
    others = [each for each in files if each != stage.name]
    near = nearest(PurePosixPath(path).parts[0] if path else "", others, cutoff=0.7)
    raise InputError(
        f"{stage.file}: {what} {shown(path)}, which is neither of a stage of the recipe nor in one of "
        f"{', '.join(map(str, places.folders))}{near}"
    )
