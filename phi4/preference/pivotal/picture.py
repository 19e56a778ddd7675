"""An HTML page of a search: answers colored by p(success), with pivotal tokens boxed.

Texts from models and files are escaped, control characters are shown as symbols, and the page's policy forbids scripts
and external resources.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from phi4.grade.statistics import Count, Looks, difference

MAX_QUESTIONS = 100
LOW, MIDDLE, HIGH = (214, 96, 77), (247, 247, 247), (67, 147, 195)
"""p = 0, 0.5 and 1: red, white, blue, which the color-blind readers can tell apart too."""
_WIDTH, _HEIGHT = 860, 130

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2em auto; padding: 0 1em; color: #1a1a1a;
       background: #fff; }
h1 { font-size: 1.4em; } h2 { font-size: 1em; margin: 2.5em 0 .3em; border-top: 1px solid #ccc; padding-top: 1em; }
.answer { font: 14px/2.1 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: .6em 0; }
.answer span { unicode-bidi: isolate; padding: .2em 0; }
.pivotal { outline: 2px solid #1a1a1a; outline-offset: -1px; border-radius: 3px; font-weight: bold; }
.note, td.text { color: #555; } td, th { padding: .1em .8em .1em 0; text-align: left; vertical-align: top; }
td.text { font-family: ui-monospace, monospace; white-space: pre; unicode-bidi: isolate; }
.scale { display: inline-block; width: 12em; height: .9em; vertical-align: middle; border: 1px solid #ccc; }
"""


def visible(text: str) -> str:
    """`text` with symbols in place of control characters, bidirectional controls and lone surrogates; line ends
    stay."""
    return "".join(each if each == "\n" else _sign(each) for each in text)


def _sign(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    hidden = 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or 0x200B <= code < 0x2010 or 0x2028 <= code < 0x2030
    hidden = hidden or 0x2060 <= code < 0x2070 or code == 0xFEFF
    return f"<{code:04x}>" if hidden else character


def color(p: float) -> tuple[int, int, int]:
    """The color of p(success)."""
    near, far, share = (MIDDLE, HIGH, 2 * p - 1) if p >= 0.5 else (MIDDLE, LOW, 1 - 2 * p)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(near, far, strict=True))
    return red, green, blue


def course(answer: Mapping[str, Any]) -> list[float]:
    """p(success) at each position of an answer, [tokens + 1]; straight lines between the positions measured."""
    known = {position: right / total for position, right, total in answer["measured"]}
    end = len(answer["ids"])
    known.setdefault(end, float(answer["right"]))
    places = sorted(known)
    known.setdefault(0, known[places[0]])
    places = sorted(known)
    values = []
    for position in range(end + 1):
        after = next(i for i, place in enumerate(places) if place >= position)
        b = places[after]
        a = places[after - 1] if after and b != position else b
        share = 0.0 if a == b else (position - a) / (b - a)
        values.append(known[a] + (known[b] - known[a]) * share)
    return values


def page(records: Sequence[tuple[int, Mapping[str, Any]]], *, title: str = "Pivotal tokens") -> str:
    """An HTML page of the searched questions among `records`, the first hundred of them."""
    searched = [(number, record) for number, record in records if record.get("answers")]
    shown = searched[:MAX_QUESTIONS]
    pairs = sum(len(record.get("pairs", [])) for _, record in records)
    stops = ", ".join(f"rgb{color(i / 8)}" for i in range(9))
    left_out = f" The first {MAX_QUESTIONS} are shown." if len(searched) > len(shown) else ""
    return "\n".join([
        "<!doctype html>", '<html lang="en"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>", f"<h1>{_text(title)}</h1>",
        f"<p>{len(records)} questions, {len(searched)} of middling difficulty searched, {pairs} pairs.{left_out} The "
        "color of a token is p(success) after it: the fraction of rollouts from there that are right. "
        "Between measured positions it is interpolated. Boxed tokens are pivotal.</p>",
        f'<p>p = 0 <span class="scale" style="background: linear-gradient(to right, {stops})"></span> 1</p>',
        *(_question(number, record) for number, record in shown), "</body></html>", "",
    ])  # fmt: skip


def _question(number: int, record: Mapping[str, Any]) -> str:
    right, total = record["p"]
    parts = [
        f"<h2>Question {number + 1}</h2>", f'<p class="answer">{_text(record["question"])}</p>',
        f'<p class="note">Known answer: {_text(record["answer"])}. p(success) = {_share(record["p"])} '
        f"({right} of {total} rollouts).</p>",
    ]  # fmt: skip
    return "\n".join([*parts, *(_answer(answer) for answer in record["answers"])])


def _answer(answer: Mapping[str, Any]) -> str:
    values = course(answer)
    pivotal = {each["position"]: each for each in answer["pivotal"]}
    spans = []
    for position, piece in enumerate(answer["pieces"]):
        style = f"background: rgb{color(values[position + 1])}"
        attributes = ' class="pivotal"' if position in pivotal else ""
        shown = _text(piece).replace("\n", "\u23ce\n")
        spans.append(f'<span{attributes} style="{style}" title="p = {values[position + 1]:.2f}">{shown}</span>')
    verdict = "right" if answer["right"] else "wrong"
    parts = [
        f'<p class="note">A {verdict} answer:</p>',
        f'<div class="answer">{"".join(spans)}</div>',
        _curve(answer, values),
    ]
    if pivotal:
        parts += [
            "<table><tr><th>token</th><th>p before</th><th>p after</th><th>change, 95% interval</th>"
            "<th>other token</th><th>its p</th></tr>",
            *(_row(answer, each) for each in answer["pivotal"]), "</table>",
        ]  # fmt: skip
    return "\n".join(parts)


def _row(answer: Mapping[str, Any], each: Mapping[str, Any]) -> str:
    before, after = (Count(*each[name]) for name in ("before", "after"))
    low, high = difference(before, after, Looks(1, 1).z)
    other = each["other"]
    cells = [
        f'<td class="text">{_text(answer["pieces"][each["position"]])}</td>',
        f"<td>{_share(each['before'])}</td>", f"<td>{_share(each['after'])}</td>",
        f"<td>{after.share - before.share:+.2f} ({low:+.2f} to {high:+.2f})</td>",
        f'<td class="text">{_text(other["text"])}</td>' if other else "<td>none</td>",
        f"<td>{_share(other['p'])}</td>" if other else "<td></td>",
    ]  # fmt: skip
    return f"<tr>{''.join(cells)}</tr>"


def _curve(answer: Mapping[str, Any], values: Sequence[float]) -> str:
    """p(success) along the answer as SVG, with intervals where it was measured."""
    step = _WIDTH / max(1, len(values) - 1)

    def y(p: float) -> float:
        return 5 + (_HEIGHT - 10) * (1 - p)

    points = " ".join(f"{i * step:.1f},{y(p):.1f}" for i, p in enumerate(values))
    marks = [f'<polyline points="{points}" fill="none" stroke="#555"/>']
    for position, right, total in answer["measured"]:
        low, high = Count(right, total).interval(Looks(1, 1).z)
        x = position * step
        marks.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y(low):.1f}" y2="{y(high):.1f}" stroke="#bbb"/>')
        marks.append(f'<circle cx="{x:.1f}" cy="{y(right / total):.1f}" r="2.5" fill="#1a1a1a"/>')
    for each in answer["pivotal"]:
        x = (each["position"] + 0.5) * step
        marks.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_HEIGHT}" stroke="#1a1a1a" stroke-dasharray="3"/>')
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="p(success) along the answer">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="#ccc"/>{"".join(marks)}</svg>'
    )


def _share(count: Sequence[int]) -> str:
    right, total = count
    return f"{right / total:.2f}" if total and math.isfinite(right / total) else "?"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)
