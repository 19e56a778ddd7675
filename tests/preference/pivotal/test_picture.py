"""Pictures show what a search found, whatever texts a model or a file brought."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phi4.errors import InputError
from phi4.preference.pivotal.picture import color, course, page, visible
from phi4.preference.pivotal.picture_png import draw
from phi4.preference.pivotal.picture_terminal import rendered
from phi4.preference.pivotal.record import check_record

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='x", "</span></div></body>",
    "&lt;b&gt;",
    "</style><style>", "<!--", "]]>", "\x1b[31mred\x1b[0m\x07", "\u202edesrever", "\u2028", "\ud800",
    "$x^2$ $", "\\frac", "\x00", "日本",
    "a\nb\n", "", "\t", "%s {0} {x}", "javascript:alert(1)", "[bold]", "a" * 300,
]  # fmt: skip


def record_of(pieces: list[str]) -> dict[str, Any]:
    size = len(pieces)
    return {
        "status": "searched", "question": "".join(pieces), "answer": pieces[0], "prompt_tokens": 3, "p": [5, 10],
        "pairs": [{}],
        "answers": [{
            "ids": list(range(size)), "pieces": pieces, "right": True,
            "measured": [[0, 5, 10], [size // 2, 2, 10], [size // 2 + 1, 9, 10]],
            "pivotal": [{"position": size // 2, "before": [2, 10], "after": [9, 10],
                         "other": {"id": 1, "text": pieces[-1], "p": [1, 10]}}],
        }],
    }  # fmt: skip


class Tags(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def test_hostile_text_stays_text_in_html() -> None:
    harmless = Tags(page([(0, record_of(["x"] * len(HOSTILE)))]))
    hostile = Tags(page([(0, record_of(HOSTILE))], title=HOSTILE[0]))
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in harmless.tags]
    assert [sorted(attributes) for _, attributes in hostile.tags] == [sorted(each) for _, each in harmless.tags]
    policy = next(attributes for tag, attributes in hostile.tags if "http-equiv" in attributes)
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "<script>alert(1)</script>" in hostile.text
    assert "\u241b[31mred" in hostile.text
    assert not set("\x1b\x00\u202e\u2028\ud800") & set(hostile.text)
    page([(0, record_of(HOSTILE))]).encode("utf-8")


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
@settings(max_examples=60)
def test_any_text_stays_text_in_html(pieces: list[str]) -> None:
    found = Tags(page([(0, record_of(pieces))]))
    assert len([tag for tag, _ in found.tags if tag == "span"]) == len(pieces) + 1
    for piece in pieces:
        assert visible(piece).replace("\n", "\u23ce\n") in found.text


def test_pivotal_tokens_are_marked_and_colours_follow_p() -> None:
    found = Tags(page([(0, record_of(list("abcdefgh")))]))
    spans = [attributes for tag, attributes in found.tags if tag == "span"][1:]
    assert [("class" in each) for each in spans] == [position == 4 for position in range(8)]
    assert spans[3]["title"] == "p = 0.20"
    assert spans[3]["style"] == f"background: rgb{color(0.2)}"
    assert spans[4]["style"] == f"background: rgb{color(0.9)}"
    assert "+0.70 (" in found.text


def test_p_between_measured_places_is_a_straight_line() -> None:
    answer = record_of(list("abcdefgh"))["answers"][0]
    assert course(answer) == pytest.approx([0.5, 0.425, 0.35, 0.275, 0.2, 0.9, 0.9 + 0.1 / 3, 0.9 + 0.2 / 3, 1.0])


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_images_take_any_text(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"picture{ending}"
    draw(record_of(HOSTILE), file)
    assert file.stat().st_size > 5000
    draw(record_of(["word "] * 1000), file)


def test_images_that_cannot_be_drawn(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="endings"):
        draw(record_of(["a"]), tmp_path / "picture.gif")
    with pytest.raises(InputError, match="not searched"):
        draw({"status": "easy", "answers": []}, tmp_path / "picture.png")


def test_a_terminal_gets_no_control_characters() -> None:
    text = rendered(0, record_of(HOSTILE)).plain
    assert not [each for each in text if each != "\n" and (ord(each) < 32 or 127 <= ord(each) < 160)]
    assert "\u241b[31mred" in text


def test_show(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    journal = tmp_path / "pairs.jsonl.journal"
    lines = [{"format": "phi4-preference-1"}, {"number": 1, "status": "skipped", "question": "q", "why": "long"},
             {"number": 0, **record_of(HOSTILE)}]  # fmt: skip
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines))

    def show(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "phi4", "pivotal", "show", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = show(file)
    assert done.returncode == 0
    assert "Question 1, p(success) = 0.50 (5 of 10)" in done.stdout
    assert "Question 2 was skipped" in done.stdout
    assert "\x1b" not in done.stdout
    done = show(file, "--html", tmp_path / "page.html", "--png", tmp_path / "page.png")
    assert done.returncode == 0, done.stderr
    assert "<script>" not in (tmp_path / "page.html").read_text()
    assert [each["number"] for each in json.loads(show(journal, "--json").stdout)] == [1, 2]
    for arguments, complaint in (
        ((file, "--question", 7), "has no question 7"),
        ((file, "--html", "/nowhere/page.html"), "make it first"),
        ((tmp_path / "nothing.jsonl",), "cannot be read"),
        ((file, "--png", tmp_path / "page.gif"), "endings"),
    ):
        done = show(*arguments)
        assert (done.returncode, complaint in done.stderr) == (2, True), done.stderr


@given(data=st.data())
@settings(max_examples=300)
def test_a_record_that_is_drawn_was_whole(data: st.DataObject) -> None:
    """A value somewhere in a record is replaced: it is refused in a sentence, or the picture is drawn."""
    record = record_of(["a", "b", "c", "d"])
    place: Any = record
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(
        st.sampled_from(
            [None, -1, 0, 5, 2**40, 1.5, float("nan"), True, "x", [], {}, [1], [[]], [1, 0], [3, 2], {"a": 1}]
        )
    )
    record = copy.deepcopy(record)
    try:
        check_record(0, record)
    except InputError:
        return
    page([(0, record)])
    if record.get("answers"):
        rendered(0, record)
