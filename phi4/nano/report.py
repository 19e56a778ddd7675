"""The table of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from phi4.nano.evaluation import Score


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


def _share(right: int, asked: int) -> str:
    return f"{right / asked:.0%} ({right}/{asked})" if asked else "-"
