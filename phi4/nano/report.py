"""What each stage of the recipe did to each measure, as Markdown with plots where matplotlib is installed."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from phi4.files import replace_text, writing
from phi4.nano import searches
from phi4.nano.tasks import GROUPS, Score, change, total

REPORT, PLOT, MEASURES = "report.md", "measures.png", "measures.json"
ASKED, SCORES = "asked", "scores"
"""Of measures.json: how many problems of which seed were asked of which model, and what came out."""
STAGE_LINE = "{name:<10} {seconds:6.0f} s   {said}"
Measured = Mapping[str, Sequence[Score]]


def write_report(out: Path, stages: Sequence[str], *, title: str = "phi4-nano") -> Path:
    """Write OUT/report.md from what the stages left in their folders.

    Raises:
        Phi4Error, InputError: it cannot be written.
    """
    from phi4.train.run.tracking import PLOT as CURVE

    measured = {name: scores for name in stages if (scores := scores_of(out / name))}
    lines = [f"# {title}, stage by stage", ""]
    if measured:
        lines += [*table(out, measured), ""]
    if plot := _plot(out, measured):
        lines += [f"![right answers by stage]({plot.name})", ""]
    if measured:
        lines += ["## What each stage changed", "", *changes(measured), ""]
    for name in stages:
        if (found := searches.kept(out / name / searches.SUMMARY)) is not None:
            lines += [f"## {name}", "", searches.said(found), ""]
        elif (out / name / CURVE).is_file():
            lines += [f"## {name}", "", f"![loss of {name}]({name}/{CURVE})", ""]
    if measured:
        last = list(measured)[-1]
        lines += [f"## Every family, {last}", "", *families(measured[last])]
    path = out / REPORT
    replace_text(path, "\n".join(lines) + "\n")
    return path


def table(out: Path, measured: Measured) -> list[str]:
    """Markdown: a row a measure, a column a stage."""
    from phi4.train.run.tracking import records

    curves = {name: records(out / name) for name in measured}
    rows = {
        "steps": [f"{logged[-1]['step']:,.0f}" if logged else "-" for logged in curves.values()],
        "loss": [f"{logged[-1]['loss']:.4f}" if logged else "-" for logged in curves.values()],
        "bits per byte, held out": [_last(logged, "validation_bits_per_byte") for logged in curves.values()],
    }
    for group, meaning in GROUPS.items():
        rows[f"{group}: {meaning}"] = [share(*total(scores, group)) for scores in measured.values()]
    lines = ["| measure | " + " | ".join(measured) + " |", "|---" * (len(measured) + 1) + "|"]
    return [*lines, *(f"| {measure} | {' | '.join(values)} |" for measure, values in rows.items())]


def changes(measured: Measured) -> list[str]:
    """Markdown: from each stage to the next, by how much the share of right answers rose, with 95% intervals."""
    names = [name for name, scores in measured.items() if any(score.group == "facts" for score in scores)]
    steps = list(itertools.pairwise(names))
    lines = ["| measure | " + " | ".join(f"{a} to {b}" for a, b in steps) + " |", "|---" * (len(steps) + 1) + "|"]
    for group in GROUPS:
        found = [change(measured[a], measured[b], group) for a, b in steps]
        lines.append(f"| {group} | " + " | ".join(_interval(each) for each in found) + " |")
    return lines


def families(scores: Sequence[Score]) -> list[str]:
    """Markdown: right answers of each family, in trained and in held-out wordings."""
    by_family: dict[str, dict[str, Score]] = {}
    for score in scores:
        by_family.setdefault(score.family, {})[score.group] = score
    lines = ["| family | trained wordings | held-out wordings |", "|---|---|---|"]
    for family, found in by_family.items():
        if "trained wordings" in found or "held-out families" in found:
            seen = found.get("trained wordings") or found["held-out families"]
            mark = "" if "trained wordings" in found else " (held out)"
            other = found.get("held-out wordings")
            lines.append(
                f"| {family}{mark} | {share(seen.right, seen.asked)} | "
                f"{share(other.right, other.asked) if other else '-'} |"
            )
    return lines


def scores_of(folder: Path) -> list[Score]:
    """What a stage's model was measured at; none if it was not."""
    return [Score(**each) for each in (searches.kept(folder / MEASURES) or {}).get(SCORES, [])]


def share(right: int, asked: int) -> str:
    return f"{right / asked:.1%} ({right}/{asked})" if asked else "-"


def _interval(found: tuple[float, float, float] | None) -> str:
    return "-" if found is None else f"{100 * found[0]:+.1f} ({100 * found[1]:+.1f} to {100 * found[2]:+.1f})"


def _plot(out: Path, measured: Measured) -> Path | None:
    if importlib.util.find_spec("matplotlib") is None or not measured:
        return None
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.subplots()
    for group in GROUPS:
        points = [(name, right / asked) for name, scores in measured.items()
                  for right, asked in [total(scores, group)] if asked > 1]  # fmt: skip
        if points:
            axes.plot(*zip(*points, strict=True), "o-", label=group)
    axes.set(ylabel="right answers", ylim=(0, 1.02))
    axes.grid(alpha=0.3)
    figure.legend(loc="outside right upper")
    path = out / PLOT
    with writing(path):
        figure.savefig(path, dpi=120)
    return path


def _last(logged: Sequence[dict[str, float]], name: str) -> str:
    found = [each[name] for each in logged if name in each]
    return f"{found[-1]:.4f}" if found else "-"
