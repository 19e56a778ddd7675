"""How phi4-nano is made: the stages of Phi-4's recipe, each from its TOML file here, one after the other.

A stage leaves its folder in the run's and is skipped when it is done, so a run that was stopped goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from phi4.nano.evaluation import Score, evaluate
from phi4.nano.report import STAGE_LINE, write_report
from phi4.train.config import StageConfig, read_stage

CONFIGS = Path(__file__).resolve().parent
STAGES = ("tokenizer", "pretrain", "midtrain", "sft")
MEASURES = "measures.json"


def make(
    out: Path, *, problems: int, seed: int, changes: Sequence[str] = (), say: Callable[[str], None] = print
) -> Path:
    """The whole recipe in the folder `out`; the folder of the finished model.

    problems    of each family and kind of wording, to measure each stage's model on
    changes     to every stage that trains, such as "run.steps=100"
    say         is given a line a stage, and where the report is
    """
    made = out
    for name in STAGES:
        config = read_stage(CONFIGS / f"{name}.toml", () if name == "tokenizer" else changes)
        start = time.monotonic()
        made = _made(config, out / name)
        measures = _measured(config, made, out / name / MEASURES, problems=problems, seed=seed)
        say(STAGE_LINE.format(name=name, seconds=time.monotonic() - start, said=said(out / name, measures)))
    say(f"report: {write_report(out, STAGES)}")
    return made


def said(folder: Path, measures: Sequence[Score]) -> str:
    """What a stage came to, in a few words."""
    from phi4.train.tracking import records

    parts = []
    if logged := records(folder):
        last = logged[-1]
        parts.append(f"{last['step']:.0f} steps, loss {last['loss']:.3f}")
        if "validation_bits_per_byte" in last:
            parts.append(f"{last['validation_bits_per_byte']:.3f} bits per byte")
    if measures:
        seen = sum(score.seen_right for score in measures) / sum(score.seen_asked for score in measures)
        unseen = sum(score.unseen_right for score in measures) / max(1, sum(score.unseen_asked for score in measures))
        parts.append(f"right: {seen:.0%} in trained wordings, {unseen:.0%} in held-out ones")
    return ", ".join(parts) or "done"


def _made(config: StageConfig, folder: Path) -> Path:
    from phi4.train.building import Places
    from phi4.train.workers import launch

    return launch(config, folder, Places.of(folder, CONFIGS))


def _measured(config: StageConfig, made: Path, file: Path, *, problems: int, seed: int) -> list[Score]:
    """The scores of a stage's model, kept in its folder; a tokenizer has none."""
    from phi4.engine import load

    if config.stage == "tokenizer":
        return []
    if file.exists():
        return [Score(**score) for score in json.loads(file.read_text(encoding="utf-8"))]
    chats = config.stage not in ("pretrain", "midtrain")
    scores = evaluate(load(str(made), executor="native"), count=problems, seed=seed, chats=chats)
    file.write_text(json.dumps([asdict(score) for score in scores], indent=2) + "\n", encoding="utf-8")
    return scores
