"""What each stage of the recipe did to each measure, as Markdown with plots where matplotlib is installed."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path

from phi4.nano.evaluation import Score

REPORT, PLOT = "report.md", "measures.png"
STAGE_LINE = "{name:<10} {seconds:6.0f} s   {said}"


def report_of(scores: Sequence[Score]) -> str:
    """A Markdown table: right answers by family, with unseen numbers in trained wordings, and in wordings held out."""
    lines = ["| problems | trained wordings | held-out wordings |", "|---|---|---|"]
    for score in scores:
        lines.append(
            f"| {score.family} | {_share(score.seen_right, score.seen_asked)} | "
            f"{_share(score.unseen_right, score.unseen_asked)} |"
        )
    seen = _share(sum(score.seen_right for score in scores), sum(score.seen_asked for score in scores))
    unseen = _share(sum(score.unseen_right for score in scores), sum(score.unseen_asked for score in scores))
    return "\n".join([*lines, f"| **all** | {seen} | {unseen} |"])


def write_report(out: Path, stages: Sequence[str]) -> Path:
    """Write OUT/report.md from what the stages left in their folders."""
    from phi4.train.tracking import PLOT as CURVE
    from phi4.train.tracking import records

    measured = {name: scores for name in stages if (scores := _scores(out / name))}
    lines = ["# phi4-nano, stage by stage", ""]
    lines += ["| measure | " + " | ".join(measured) + " |", "|---" * (len(measured) + 1) + "|"]
    curves = {name: records(out / name) for name in measured}
    rows = {
        "steps": [f"{logged[-1]['step']:,.0f}" if logged else "-" for logged in curves.values()],
        "loss": [f"{logged[-1]['loss']:.4f}" if logged else "-" for logged in curves.values()],
        "bits per byte, held out": [_last(logged, "validation_bits_per_byte") for logged in curves.values()],
        "trained wordings, new numbers": [_all(scores, "seen") for scores in measured.values()],
        "held-out wordings": [_all(scores, "unseen") for scores in measured.values()],
    }
    lines += [f"| {measure} | {' | '.join(values)} |" for measure, values in rows.items()]
    if plot := _plot(out, measured):
        lines += ["", f"![right answers by stage]({plot.name})"]
    for name, scores in measured.items():
        lines += ["", f"## {name}", ""]
        if (out / name / CURVE).is_file():
            lines += [f"![loss of {name}]({name}/{CURVE})", ""]
        lines.append(report_of(scores))
    path = out / REPORT
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _scores(folder: Path) -> list[Score]:
    file = folder / "measures.json"
    return [Score(**each) for each in json.loads(file.read_text(encoding="utf-8"))] if file.exists() else []


def _plot(out: Path, measured: dict[str, list[Score]]) -> Path | None:
    if importlib.util.find_spec("matplotlib") is None or not measured:
        return None
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for kind, label in (("seen", "trained wordings"), ("unseen", "held-out wordings")):
        axes.plot(list(measured), [_ratio(scores, kind) for scores in measured.values()], "o-", label=label)
    axes.set(ylabel="right answers", ylim=(0, 1.02))
    axes.grid(alpha=0.3)
    axes.legend()
    path = out / PLOT
    figure.savefig(path, dpi=120)
    return path


def _ratio(scores: Sequence[Score], kind: str) -> float:
    asked = sum(getattr(score, f"{kind}_asked") for score in scores)
    return sum(getattr(score, f"{kind}_right") for score in scores) / asked if asked else float("nan")


def _all(scores: Sequence[Score], kind: str) -> str:
    return _share(
        sum(getattr(score, f"{kind}_right") for score in scores),
        sum(getattr(score, f"{kind}_asked") for score in scores),
    )


def _last(logged: Sequence[dict[str, float]], name: str) -> str:
    found = [each[name] for each in logged if name in each]
    return f"{found[-1]:.4f}" if found else "-"


def _share(right: int, asked: int) -> str:
    return f"{right / asked:.0%} ({right}/{asked})" if asked else "-"
