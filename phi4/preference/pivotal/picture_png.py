"""The picture of one searched question as an image: its answers colored by p(success), and p along them."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phi4.errors import InputError, MissingDependencyError
from phi4.grade.statistics import Count, Looks
from phi4.preference.pivotal.picture import color, course, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS, MAX_LINES = 100, 40
FONT = "DejaVu Sans Mono"
_WIDTH, _MARGIN, _LINE, _CURVE = 11.0, 0.7, 0.24, 2.0
"""Inches: of the image, at its sides, of a line of text, of a curve with what is around it."""
_POINTS = 72 * (_WIDTH - 2 * _MARGIN) / COLUMNS / 0.602
"""The font's size at which COLUMNS characters fill a line; each is 0.602 of it wide."""


def draw(record: Mapping[str, Any], file: Path) -> None:
    """Write `file`, a .png or .svg, of a searched question.

    Raises:
        InputError: the file's suffix is not one of them, or the question was not searched.
        MissingDependencyError: matplotlib is not installed.
    """
    if file.suffix not in (".png", ".svg"):
        raise InputError(f"{file}: a picture is written as .png or .svg; choose one of these endings")
    if not record.get("answers"):
        raise InputError("the question was not searched, so there is nothing to draw; choose another with --question")
    if importlib.util.find_spec("matplotlib") is None:
        raise MissingDependencyError("the picture needs matplotlib, which is missing; pip install 'phi4[plot]'")
    from matplotlib.figure import Figure

    layouts = [_layout(answer["pieces"]) for answer in record["answers"]]
    question = _wrapped(visible(record["question"]))
    top = _LINE * (question.count("\n") + 2)
    height = top + sum(_LINE * (layout[-1][1] + 2) + _CURVE for layout in layouts)
    figure = Figure(figsize=(_WIDTH, height))

    def axes(below: float, size: float) -> Axes:
        """Axes whose top is so far below the figure's, in inches."""
        return figure.add_axes((_MARGIN / _WIDTH, 1 - (below + size) / height, 1 - 2 * _MARGIN / _WIDTH, size / height))

    figure.text(
        _MARGIN / _WIDTH, 1 - 0.5 * _LINE / height, _drawable(question), family=FONT, fontsize=_POINTS, va="top",
        parse_math=False,
    )  # fmt: skip
    for answer, layout in zip(record["answers"], layouts, strict=True):
        lines = layout[-1][1] + 1
        _draw_text(axes(top + _LINE, _LINE * lines), answer, layout)
        _draw_curve(axes(top + _LINE * (lines + 1), _CURVE - 0.6), answer)
        top += _LINE * (lines + 1) + _CURVE
    figure.savefig(file, dpi=120)


def _layout(pieces: Sequence[str]) -> list[tuple[int, int, str]]:
    """Column, line and text of each token."""
    places, column, line = [], 0, 0
    for piece in pieces:
        text = visible(piece).replace("\n", "\u23ce")
        if column and column + len(text) > COLUMNS:
            column, line = 0, line + 1
        places.append((column, min(line, MAX_LINES), text[:COLUMNS]))
        column += len(text)
        if piece.endswith("\n"):
            column, line = 0, line + 1
    return places


def _wrapped(text: str) -> str:
    lines = [line[start : start + COLUMNS] for line in text.splitlines() for start in range(0, len(line), COLUMNS)]
    return "\n".join(lines[:MAX_LINES])


def _drawable(text: str) -> str:
    """`text` with a box for what the font lacks."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont(FONT))
    return "".join(each if each == "\n" or font.get_char_index(ord(each)) else "\u25a1" for each in text)


def _draw_text(axes: Axes, answer: Mapping[str, Any], layout: Sequence[tuple[int, int, str]]) -> None:
    from matplotlib.patches import Rectangle

    values = course(answer)
    pivotal = {each["position"] for each in answer["pivotal"]}
    axes.set(xlim=(0, COLUMNS), ylim=(layout[-1][1] + 1, 0))
    axes.set_axis_off()
    axes.set_title(f"A {'right' if answer['right'] else 'wrong'} answer", loc="left", fontsize=9)
    for position, (column, line, text) in enumerate(layout):
        if line >= MAX_LINES:
            break
        fill = tuple(each / 255 for each in color(values[position + 1]))
        edge, width = ("black", 1.5) if position in pivotal else ("none", 0.0)
        order = 2 if position in pivotal else 1
        axes.add_patch(
            Rectangle((column, line), len(text), 0.9, facecolor=fill, edgecolor=edge, linewidth=width, zorder=order)
        )
        axes.text(
            column, line + 0.45, _drawable(text), family=FONT, fontsize=_POINTS, va="center", parse_math=False, zorder=3
        )


def _draw_curve(axes: Axes, answer: Mapping[str, Any]) -> None:
    values = course(answer)
    axes.plot(range(len(values)), values, color="0.4", linewidth=1)
    for position, right, total in answer["measured"]:
        low, high = Count(right, total).interval(Looks(1, 1).z)
        axes.plot([position, position], [low, high], color="0.75", linewidth=1.5, zorder=1)
        axes.plot(position, right / total, "o", color="black", markersize=3)
    for each in answer["pivotal"]:
        axes.axvline(each["position"] + 0.5, color="black", linestyle="--", linewidth=0.8)
    axes.set(xlim=(0, len(values) - 1), ylim=(-0.03, 1.03), ylabel="p(success)", xlabel="token")
