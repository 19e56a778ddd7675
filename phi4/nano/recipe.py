"""How phi4-nano is made: the stages of Phi-4's recipe, one after the other, from a seed to packed weights.

A stage that trains has a TOML file here; the others search in the answers of the model before them, or pack it. Each
leaves its folder in the run's and is skipped when it is done, so a run that was stopped goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path

from phi4.engine import LanguageModel, load
from phi4.nano import searches
from phi4.nano.evaluation import GROUPS, Score, evaluate, total
from phi4.nano.report import MEASURES, STAGE_LINE, write_report
from phi4.preference.run import Watcher
from phi4.train.config import StageConfig, read_stage

CONFIGS = Path(__file__).resolve().parent
TRAINED = ("tokenizer", "pretrain", "midtrain", "sft", "honest", "dpo", "dpo-judged")
SEARCHES = {"decline": searches.decline, "pivotal": searches.pivotal, "judge": searches.judge}
PACKED = "packed"
STAGES = (
    "tokenizer", "pretrain", "midtrain", "sft", "decline", "honest", "pivotal", "dpo", "judge", "dpo-judged", PACKED,
)  # fmt: skip
"""In their order. A search looks into the model of the stage before it."""
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
    say: Callable[[str], None] = print,
    watching: Callable[[str], AbstractContextManager[Watcher]] = lambda _: nullcontext(lambda *_: None),
) -> Path:
    """The whole recipe in the folder `out`; the folder of the finished model.

    problems    of each family and kind of wording, to measure each stage's model on
    searched    problems of each family whose answers are searched
    start       a model to go on from, with its tokenizer, instead of from nothing: a folder in `out`, here, or beside the
                stages' files
    changes     to every stage that trains, such as "run.compile=false"; "sft.run.steps=100" changes one stage
    say         is given a line a stage, and where the report is
    watching    shows how far a search is; it is told what it finds

    Raises:
        InputError: `start` is nowhere, or a change is wrong.
    """
    changes = [*_going_on(start, out), *changes]
    configs = {name: read_stage(CONFIGS / f"{name}.toml", _of_stage(name, changes)) for name in TRAINED}
    made: dict[str, Path] = {}
    for name in STAGES[1:] if start else STAGES:
        began = time.monotonic()
        if name in SEARCHES:
            line = _search(name, made[_SEARCHED[name]], out / name, searched, seed, watching)
        else:
            if name == PACKED:
                made[name] = _packed(made["dpo-judged"], out / name)
            else:
                made[name] = _trained(configs[name], out / name, made.get(configs[name].start or ""))
            line = said(out / name, _measured(name, made[name], out / name / MEASURES, problems, seed))
        say(STAGE_LINE.format(name=name, seconds=time.monotonic() - began, said=line))
    say(f"report: {write_report(out, STAGES)}")
    return made["dpo-judged"]


def said(folder: Path, measures: Sequence[Score]) -> str:
    """What a stage came to, in a few words."""
    from phi4.train.tracking import records

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
    from phi4.train.building import Places

    config = open_checkpoint(Places.of(out / "pretrain", CONFIGS).find(start, "--from names")).config
    return [f"pretrain.from={json.dumps(start)}", f"pretrain.model.rope_theta={config.rope.theta}"]


def _of_stage(name: str, changes: Sequence[str]) -> list[str]:
    """The changes that are meant for a stage: all but those that name another one."""
    kept = []
    for change in changes:
        first, _, rest = change.partition(".")
        if first == name:
            kept.append(rest)
        elif first not in TRAINED and name != "tokenizer":
            kept.append(change)
    return kept


def _trained(config: StageConfig, folder: Path, before: Path | None) -> Path:
    """What the stage makes of the model `before`: the same model, if searches found nothing for it to learn from."""
    from phi4.train.building import Places
    from phi4.train.workers import launch

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
    return launch(replace(config, data=replace(config.data, mixture=found)), folder, places)


def _search(
    name: str, model: Path, folder: Path, count: int, seed: int, watching: Callable[[str], AbstractContextManager[Watcher]]
) -> str:  # fmt: skip
    summary = folder / searches.SUMMARY
    if (found := searches.kept(summary)) is None:
        folder.mkdir(parents=True, exist_ok=True)
        with watching("pairs") as watch:
            found = SEARCHES[name](_loaded(model), folder, count=count, seed=seed, watch=watch)
        summary.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return searches.said(found)


def _packed(model: Path, folder: Path) -> Path:
    """The model in 8 bits, as phi4 quantize packs it."""
    from phi4.checkpoint import open_checkpoint
    from phi4.checkpoint.packed_folder import MANIFEST
    from phi4.quant import QuantizeOptions, quantize

    made = folder / "model"
    if not (made / MANIFEST).exists():
        quantize(open_checkpoint(model), made, QuantizeOptions(bits=_PACKED_BITS))
    return made


def _measured(name: str, made: Path, file: Path, problems: int, seed: int) -> list[Score]:
    """The scores of a stage's model, kept in its folder; a tokenizer has none."""
    if name == "tokenizer":
        return []
    if file.exists() and file.stat().st_mtime >= (made / "config.json").stat().st_mtime:
        return [Score(**score) for score in json.loads(file.read_text(encoding="utf-8"))]
    scores = evaluate(_loaded(made), count=problems, seed=seed, chats=name not in _OF_TEXT)
    file.write_text(json.dumps([asdict(score) for score in scores], indent=2) + "\n", encoding="utf-8")
    return scores


def _loaded(folder: Path) -> LanguageModel:
    return load(str(folder), executor="native")
