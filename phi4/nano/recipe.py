"""How phi4-nano is made: the stages of Phi-4's recipe, one after the other, from a seed to packed weights.

A stage that trains or searches in the answers of the model before it has a TOML file here; the last one packs. Each
leaves its folder in the run's and is skipped when it is done, so a run that was stopped goes on. A folder that was made
of another model or other pairs is refused; packing and measuring, which take little, are done again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from phi4.engine import LanguageModel, load
from phi4.errors import InputError
from phi4.files import replace_json, writing
from phi4.jobs.driver import ProgressCallback
from phi4.nano import searches
from phi4.nano.report import ASKED, MEASURES, SCORES, STAGE_LINE, scores_of, write_report
from phi4.nano.tasks import GROUPS, Score, evaluate, total
from phi4.terminal import tell
from phi4.train.run.config import RECIPES, StageConfig, read_stage

CONFIGS = RECIPES / "nano"
TRAINED = ("tokenizer", "pretrain", "midtrain", "sft", "honest", "dpo", "dpo-judged")
SEARCHES: Mapping[str, Callable[..., dict[str, Any]]] = {
    "decline": searches.decline,
    "pivotal": searches.pivotal,
    "judge": searches.judge,
}
PACKED = "packed"
STAGES = (
    "tokenizer", "pretrain", "midtrain", "sft", "decline", "honest", "pivotal", "dpo", "judge", "dpo-judged", PACKED,
)  # fmt: skip
"""In their order. A search looks into the model of the stage before it."""
MADE_OF = "made-of.json"
"""Digests of the model that a stage searched, or of the pairs that it learnt from, and how it was asked."""
_SEARCHED = {"decline": "sft", "pivotal": "honest", "judge": "dpo"}
_OF_TEXT = ("pretrain", "midtrain")
_PACKED_BITS = 8


def make(
    out: Path,
    *,
    problems: int,
    searched: int,
    seed: int,
    start: str | None = None,
    changes: Sequence[str] = (),
    say: Callable[[str], None] = tell,
    watching: Callable[[str], AbstractContextManager[ProgressCallback]] = lambda _: nullcontext(lambda *_: None),
) -> Path:
    """The whole recipe in the folder `out`; the folder of the finished model.

    problems    of each family and kind of wording, to measure each stage's model on
    searched    problems of each family whose answers are searched
    start       a model to go on from, with its tokenizer, instead of from nothing: a folder in `out`, here, or beside the
                stages' files
    changes     to every stage that trains, such as "run.compile=false"; "sft.run.steps=100" and "judge.samples=16"
                change one stage
    say         is given a line a stage, and where the report is
    watching    shows how far a search is; it is told what it finds

    Raises:
        InputError: `start` is nowhere, a change is wrong, or a stage's folder was made of something else.
        TrainingError: a stage cannot go on.
        Phi4Error: its files cannot be written.
    """
    changes = [*_going_on(start, out), *changes]
    configs = {name: read_stage(CONFIGS / f"{name}.toml", _of_stage(name, changes)) for name in TRAINED}
    settings = {name: searches.read_search(CONFIGS / f"{name}.toml", _of_stage(name, changes)) for name in SEARCHES}
    made: dict[str, Path] = {}
    for name in STAGES[1:] if start else STAGES:
        began = time.monotonic()
        with writing(out / name):
            if name in SEARCHES:
                line = _search(name, made[_SEARCHED[name]], out / name, settings[name], searched, seed, watching)
            else:
                if name == PACKED:
                    made[name] = _packed(made["dpo-judged"], out / name)
                else:
                    before = made.get(configs[name].start or "")
                    made[name] = _trained(configs[name], out / name, before)
                    if made[name] == before:
                        configs = _past(configs, name)
                line = said(out / name, _measured(name, made[name], out / name, problems, seed))
        say(STAGE_LINE.format(name=name, seconds=time.monotonic() - began, said=line))
    say(f"report: {write_report(out, STAGES)}")
    return made["dpo-judged"]


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


def _going_on(start: str | None, out: Path) -> list[str]:
    """The changes that let pretraining go on from a model, whose rope base it keeps."""
    if start is None:
        return []
    from phi4.checkpoint import open_checkpoint
    from phi4.train.run.build import Places

    config = open_checkpoint(Places.of(out / "pretrain", CONFIGS).find(start, "--from names")).config
    return [f"pretrain.from={json.dumps(start)}", f"pretrain.model.rope_theta={config.rope.theta}"]


def _of_stage(name: str, changes: Sequence[str]) -> list[str]:
    """The changes that are meant for a stage: those that name it and, if it trains, those that name none."""
    kept = []
    for change in changes:
        first, _, rest = change.partition(".")
        if first == name:
            kept.append(rest)
        elif first not in (*TRAINED, *SEARCHES) and name in TRAINED[1:]:
            kept.append(change)
    return kept


def _past(configs: Mapping[str, StageConfig], skipped: str) -> dict[str, StageConfig]:
    """The stages that start from `skipped`, which made no model, start from what it would have started from."""
    start = configs[skipped].start
    return {name: replace(each, start=start) if each.start == skipped else each for name, each in configs.items()}


def _trained(config: StageConfig, folder: Path, before: Path | None) -> Path:
    """What the stage makes of the model `before`: the same model, if searches found nothing for it to learn from."""
    from phi4.train.distributed.workers import launch
    from phi4.train.run.build import Places

    places = Places.of(folder, CONFIGS)
    files = {
        name: places.find(source.path, "the pairs at") for name, source in config.data.sources.items() if source.path
    }
    found = {
        name: share for name, share in config.data.mixture.items() if name not in files or files[name].stat().st_size
    }
    if not found and before is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return before
    if files:
        _tied(folder, {name: _digest(file) for name, file in files.items()})
    return launch(replace(config, data=replace(config.data, mixture=found)), folder, places)


def _search(
    name: str,
    model: Path,
    folder: Path,
    settings: Any,
    count: int,
    seed: int,
    watching: Callable[[str], AbstractContextManager[ProgressCallback]],
) -> str:
    summary = folder / searches.SUMMARY
    if not _tied(folder, {"model": _digest(model), "searched": count, "seed": seed, "settings": asdict(settings)}):
        # Its journal knows whether what is there belongs to this search.
        summary.unlink(missing_ok=True)
    if (found := searches.kept(summary)) is None:
        with watching("pairs") as watch:
            found = SEARCHES[name](_loaded(model), folder, settings=settings, count=count, seed=seed, watch=watch)
        replace_json(summary, found)
    return searches.said(found)


def _packed(model: Path, folder: Path) -> Path:
    """The model in 8 bits, as phi4 quantize packs it."""
    from phi4.checkpoint import open_checkpoint
    from phi4.checkpoint.packed.folder import MANIFEST
    from phi4.quant import QuantizeOptions, quantize

    made, of = folder / "model", {"model": _digest(model), "bits": _PACKED_BITS}
    if searches.kept(folder / MADE_OF) != of or not (made / MANIFEST).exists():
        if (made / MANIFEST).exists():
            shutil.rmtree(made)  # it is of another model, which is not replaced by itself
        quantize(open_checkpoint(model), made, QuantizeOptions(bits=_PACKED_BITS))
        replace_json(folder / MADE_OF, of)
    return made


def _measured(name: str, made: Path, folder: Path, problems: int, seed: int) -> list[Score]:
    """The scores of a stage's model, kept in its folder with what was asked of which model; a tokenizer has none."""
    if name == "tokenizer":
        return []
    asked = {"problems": problems, "seed": seed, "model": _digest(made)}
    if (searches.kept(folder / MEASURES) or {}).get(ASKED) != asked:
        scores = evaluate(_loaded(made), count=problems, seed=seed, chats=name not in _OF_TEXT)
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
