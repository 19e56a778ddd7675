"""How the stages of a recipe are run one after the other, from a seed to packed weights: that of phi4-nano, or of a
folder of one's own with the same kinds of stages.

A stage trains, searches in the answers of a model (phi4.nano.searches), or packs. Each leaves its folder in the run's
and is skipped when it is done, so a run that was stopped resumes. A folder that was made of another model or other
pairs is refused; packing and measuring, which take little, are done again.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from phi4.data.generators import generator_named
from phi4.engine import LanguageModel, load
from phi4.errors import InputError, nearest, shown
from phi4.files import replace_json, writing
from phi4.jobs.driver import ProgressCallback
from phi4.nano import searches
from phi4.nano.report import ASKED, MEASURES, SCORES, STAGE_LINE, scores_of, write_report
from phi4.nano.tasks import GROUPS, Score, evaluate, total
from phi4.quant import QuantizeOptions
from phi4.terminal import tell
from phi4.train.run.build import Places
from phi4.train.run.config import RECIPES, StageConfig, read_table, section_of, stage_of
from phi4.train.run.recipe import TRAINED, StageFile, read_recipe
from phi4.train.run.run_stage import made_by

SEARCHES: Mapping[str, Callable[..., dict[str, Any]]] = {
    "decline": searches.decline,
    "pivotal": searches.pivotal,
    "judge": searches.judge,
}
QUANTIZE = "quantize"
MADE_OF = "made-of.json"
"""Digests of the model that a stage searched, or of the pairs that it learned from, and how it was asked."""
_OF_TEXT = ("tokenizer", "pretrain", "midtrain")


@dataclass(frozen=True)
class QuantizeStage:
    """How a stage 'quantize' packs: `bits` a weight, as phi4 quantize takes them.

    Raises:
        InputError: the engine has no such width.
    """

    bits: int

    def __post_init__(self) -> None:
        QuantizeOptions(bits=self.bits)


@dataclass(frozen=True)
class Stage:
    """A stage with what its file says: of training, of a search (phi4.nano.searches), or of packing."""

    name: str
    kind: str
    start: str | None
    settings: Any


def make(
    out: Path,
    *,
    problems: int,
    searched: int,
    seed: int,
    folder: Path = RECIPES / "nano",
    start: str | None = None,
    changes: Sequence[str] = (),
    say: Callable[[str], None] = tell,
    watching: Callable[[str], AbstractContextManager[ProgressCallback]] = lambda _: nullcontext(lambda *_: None),
) -> Path:
    """The whole recipe of `folder` in the folder `out`; that of the last model that is trained.

    problems    of each family and kind of wording, to measure each stage's model on; 0 measures nothing
    searched    problems of each family whose answers are searched
    start       a model to start from, with its tokenizer, instead of from nothing: one that phi4 ships, or a folder in
                `out`, here, or beside the stages' files
    changes     to every stage that trains, such as "run.compile=false"; "sft.run.steps=100" and "judge.samples=16"
                change one stage
    say         is given a line a stage, and where the report is
    watching    shows how far a search is; it is told what it finds

    Raises:
        InputError: `start` is nowhere, a file or change is wrong, or a stage's folder was made of something else.
        TrainingError: a stage cannot continue.
        Phi4Error: its files cannot be written.
    """
    stages = read_stages(folder, out, changes, start=start)
    made: dict[str, Path] = {}
    chats: dict[str, bool] = {}
    skipped: dict[str, str] = {}
    for stage in stages:
        began, name, before = time.monotonic(), stage.name, stage.start or ""
        before = skipped.get(before, before)
        model = (
            made[before] if before in made else made_by(Places.of(out / name, folder).start(before)) if before else None
        )
        with writing(out / name):
            if stage.kind in SEARCHES:
                assert model is not None
                line = _search(stage, model, out / name, searched, seed, watching)
            else:
                if stage.kind == QUANTIZE:
                    assert model is not None
                    made[name], chats[name] = _packed(model, out / name, stage.settings.bits), chats.get(before, True)
                else:
                    config = replace(stage.settings, start=before or None)
                    made[name], chats[name] = _trained(config, out / name, folder, model), stage.kind not in _OF_TEXT
                    if made[name] == model:
                        skipped[name] = before
                asked = 0 if stage.kind == "tokenizer" else problems
                line = said(out / name, _measured(made[name], out / name, asked, seed, chats=chats[name]))
        say(STAGE_LINE.format(name=name, seconds=time.monotonic() - began, said=line))
    say(f"report: {write_report(out, [stage.name for stage in stages], title=f'phi4-{folder.name}')}")
    trained = [stage.name for stage in stages if stage.kind in TRAINED] or list(made)
    return made[trained[-1]]


def read_stages(folder: Path, out: Path, changes: Sequence[str] = (), *, start: str | None = None) -> list[Stage]:
    """The stages of a recipe in their order (phi4.train.run.recipe), each with all that its file says.

    Raises:
        InputError: a file or change is wrong, a stage starts from what makes no model, or `start` is nowhere.
    """
    changes = [*_shape_of(start, folder, out), *changes]
    files = read_recipe(folder, out, changes, start=start)
    kinds = {file.name: file.kind for file in files}
    return [Stage(file.name, file.kind, file.start, _settings(file, kinds)) for file in files]


def _settings(file: StageFile, kinds: Mapping[str, str]) -> Any:
    """What the file of a stage says; `kinds` are those of all stages of the recipe."""
    kind, where = file.kind, str(file.file)
    known = (*TRAINED, *SEARCHES, QUANTIZE)
    if kind not in known:
        raise InputError(f"{where}: stage is {shown(kind)}{nearest(kind, known)}; choose {', '.join(known)}")
    if (before := kinds.get(file.start or "")) in SEARCHES:
        raise InputError(f"{where}: 'from' names {file.start!r}, a stage {before!r}, which makes no model")
    if before == "tokenizer" and kind != "pretrain":
        raise InputError(f"{where}: 'from' names {file.start!r}, a tokenizer, and a stage {kind!r} needs a model")
    if kind in SEARCHES:
        return searches.search_of(kind, file.table, where)
    if kind == QUANTIZE:
        table = {key: value for key, value in file.table.items() if key not in ("stage", "from")}
        return section_of(QuantizeStage, table, where, "")
    config = stage_of(file.table, where)
    for section in config.data.sources.values():
        if section.generator is not None:
            try:
                generator_named(section.generator)
            except InputError as error:
                raise InputError(f"{where}: {error}") from None
    return config


def said(folder: Path, measures: Sequence[Score]) -> str:
    """What a stage came to, in a few words."""
    from phi4.train.run.tracking import records

    parts = []
    if logged := records(folder):
        last = logged[-1]
        parts.append(f"{last['step']:.0f} steps, loss {last['loss']:.3f}")
        if "validation_bits_per_byte" in last:
            parts.append(f"{last['validation_bits_per_byte']:.3f} bits per byte")
    shares = [f"{right / asked:.0%} {group}" for group in GROUPS if (asked := total(measures, group)[1])
              for right in [total(measures, group)[0]]]  # fmt: skip
    return "; ".join([*parts, ", ".join(shares)] if shares else parts) or "done"


def _shape_of(start: str | None, folder: Path, out: Path) -> list[str]:
    """The changes that let pretraining start from the model `start`: its rope base is kept."""
    if start is None:
        return []
    from phi4.checkpoint import open_checkpoint

    theta = open_checkpoint(made_by(Places.of(out / "any", folder).start(start, "--from names"))).config.rope.theta
    pretrained = [file.stem for file in sorted(folder.glob("*.toml")) if read_table(file).get("stage") == "pretrain"]
    return [f"{name}.model.rope_theta={theta}" for name in pretrained]


def _trained(config: StageConfig, folder: Path, recipe: Path, before: Path | None) -> Path:
    """What the stage makes of the model `before`: the same model, if searches found nothing for it to learn from."""
    from phi4.preference.divergence import measure_kl
    from phi4.train.distributed.workers import launch

    places = Places.of(folder, recipe)
    files = {
        name: places.find(source.path, "the pairs at")
        for name, source in config.data.sources.items()
        if source.path and name in config.data.mixture
    }
    found = {
        name: share for name, share in config.data.mixture.items() if name not in files or files[name].stat().st_size
    }
    if not found and before is not None and config.stage != "pretrain":
        folder.mkdir(parents=True, exist_ok=True)
        return before
    if files:
        _tied(folder, {name: _digest(file) for name, file in files.items()})
    config = replace(config, data=replace(config.data, mixture=found))
    return launch(config, folder, places, measure_kl=measure_kl)


def _search(
    stage: Stage,
    model: Path,
    folder: Path,
    count: int,
    seed: int,
    watching: Callable[[str], AbstractContextManager[ProgressCallback]],
) -> str:
    settings, summary = stage.settings, folder / searches.SUMMARY
    if not _tied(folder, {"model": _digest(model), "searched": count, "seed": seed, "settings": asdict(settings)}):
        # Its journal knows whether what is there belongs to this search.
        summary.unlink(missing_ok=True)
    if (found := searches.kept(summary)) is None:
        with watching("pairs") as watch:
            found = SEARCHES[stage.kind](_loaded(model), folder, settings=settings, count=count, seed=seed, watch=watch)
        replace_json(summary, found)
    return searches.said(found)


def _packed(model: Path, folder: Path, bits: int) -> Path:
    """The model in `bits`, as phi4 quantize packs it."""
    from phi4.checkpoint import open_checkpoint
    from phi4.checkpoint.packed.folder import MANIFEST
    from phi4.quant import quantize

    made, of = folder / "model", {"model": _digest(model), "bits": bits}
    if searches.kept(folder / MADE_OF) != of or not (made / MANIFEST).exists():
        if (made / MANIFEST).exists():
            shutil.rmtree(made)  # it is of another model, which is not replaced by itself
        quantize(open_checkpoint(model), made, QuantizeOptions(bits=bits))
        replace_json(folder / MADE_OF, of)
    return made


def _measured(made: Path, folder: Path, problems: int, seed: int, *, chats: bool) -> list[Score]:
    """The scores of a stage's model, kept in its folder with what was asked of which model; none of no problems."""
    if not problems:
        return []
    asked = {"problems": problems, "seed": seed, "model": _digest(made)}
    if (searches.kept(folder / MEASURES) or {}).get(ASKED) != asked:
        scores = evaluate(_loaded(made), count=problems, seed=seed, chats=chats)
        replace_json(folder / MEASURES, {ASKED: asked, SCORES: [asdict(score) for score in scores]})
    return scores_of(folder)


def _tied(folder: Path, made_of: dict[str, Any]) -> bool:
    """Note in `folder` what it is made of; whether that was there.

    Raises:
        InputError: it was made of something else.
    """
    there = searches.kept(folder / MADE_OF)
    if there is None:
        replace_json(folder / MADE_OF, made_of)
        return False
    for key, value in made_of.items():
        if there.get(key) != value:
            raise InputError(
                f"{folder}: was made of something else ({key} differs); give another folder with --out, or remove this "
                "one to begin anew"
            )
    return True


def _digest(path: Path) -> str:
    """Of a file, or of all files in a folder."""
    whole = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as opened:
                whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()[:16]


def _loaded(folder: Path) -> LanguageModel:
    return load(str(folder), executor="native")
