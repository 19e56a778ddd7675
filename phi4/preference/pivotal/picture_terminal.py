"""The picture of one searched question in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from phi4.preference.pivotal.picture import color, course, visible


def rendered(number: int, record: Mapping[str, Any]) -> Text:
    """The question and its searched answers: each token on the color of p(success) after it, pivotal ones
    underlined; then how each pivotal token moves p, and the other token of its pair."""
    right, total = record["p"]
    text = Text()
    text.append(f"Question {number + 1}, p(success) = {right / total:.2f} ({right} of {total})\n", "bold")
    text.append(f"{visible(record['question'])}\nKnown answer: {visible(record['answer'])}\n\n")
    for answer in record["answers"]:
        text.append(f"{'Right' if answer['right'] else 'Wrong'} answer\n", "italic")
        values = course(answer)
        pivotal = {each["position"] for each in answer["pivotal"]}
        for position, piece in enumerate(answer["pieces"]):
            red, green, blue = color(values[position + 1])
            emphasis = "bold underline " if position in pivotal else ""
            text.append(visible(piece), f"{emphasis}black on rgb({red},{green},{blue})")
        text.append("\n")
        for each in answer["pivotal"]:
            other = each["other"]
            instead = f"; {visible(other['text'])!r} instead: {_share(other['p'])}" if other else ""
            piece = visible(answer["pieces"][each["position"]])
            text.append(f"  {piece!r}: {_share(each['before'])} -> {_share(each['after'])}{instead}\n")
        text.append("\n")
    return text


def _share(count: list[int]) -> str:
    return f"{count[0] / count[1]:.2f}"
