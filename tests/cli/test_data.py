"""phi4 data as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phi4.checkpoint.shipped import SHIPPED
from phi4.nano.problems import FAMILIES, KINDS
from phi4.text import Tokenizer
from phi4.train.data.encoding import Encoder
from tests.support.command import phi4

TEST = (
    "A man walks nine miles to a lake, rests there, and walks home on a road of twelve miles. How far is that in all?"
)


def test_samples_in_words_and_json() -> None:
    words = phi4("data", "sample", "--family", "climbing", "-n", "2", "--seed", "1").stdout
    assert words.count("[reasoning: climbing]") == 2
    assert words.count("Answer: ") == 2
    lines = phi4(
        "data", "sample", "--kind", "unknown", "-n", "3", "--held-out", "--seed", "1", "--json"
    ).stdout.splitlines()
    drawn = [json.loads(line) for line in lines]
    assert [each["answer"] for each in drawn] == ["I don't know"] * 3
    assert all("~" in each["construction"] for each in drawn)
    assert phi4("data", "sample", "--seed", "7").stdout == phi4("data", "sample", "--seed", "7").stdout
    assert phi4("data", "sample", "--family", "list").stdout.split("\n")[:-1] == sorted(FAMILIES)


def test_a_line_of_a_sample_is_a_document_of_training() -> None:
    tokenizer = Tokenizer.from_folder(SHIPPED["nano"])
    assert tokenizer.eos_id is not None
    line = json.loads(phi4("data", "sample", "-n", "1", "--seed", "1", "--json").stdout)
    for form in ("text", "chat"):
        example = Encoder(tokenizer, [tokenizer.eos_id]).record(line, form)
        assert example is not None
        text = tokenizer.decode(example[0].ids)
        assert line["question"] in text
        assert line["solution"] in text


def test_all_kinds_are_drawn_in_held_out_wordings() -> None:
    lines = phi4("data", "sample", "-n", "400", "--held-out", "--seed", "1", "--json").stdout.splitlines()
    drawn = [json.loads(line) for line in lines]
    assert {each["kind"] for each in drawn} == {"reasoning", *KINDS}
    free = {"drill", "opener", "onestep", "terse"}  # nothing is held out of these by construction
    assert all("~" in each["construction"] for each in drawn if each["kind"] not in free)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--family", "climbng"], "climbing"), (["--kind", "poems"], "poems"),
        (["--family", "cost", "--kind", "chat"], "cost"), (["-n", "0"], "count"),
    ],
)  # fmt: skip
def test_wrong_usage(arguments: list[str], named: str) -> None:
    done = phi4("data", "sample", *arguments)
    assert done.returncode == 2
    assert named in done.stderr
    assert done.stdout == ""


def test_what_overlaps_is_removed_and_reported(tmp_path: Path) -> None:
    (tmp_path / "test.jsonl").write_text(json.dumps({"question": TEST}) + "\n")
    lines = [
        json.dumps({"question": text, "solution": "x"}) for text in ("One and one?", f"Well: {TEST}", "Two and two?")
    ]
    (tmp_path / "train.jsonl").write_text("\n".join(lines) + "\n")
    arguments = ("data", "decontaminate", str(tmp_path / "train.jsonl"), "--against", str(tmp_path / "test.jsonl"))
    report = json.loads(phi4(*arguments, "--out", str(tmp_path / "clean.jsonl"), "--json").stdout)
    assert (report["documents"], report["removed"]) == (3, 1)
    assert report["examples"][0]["test"] == "test.jsonl:1"
    assert (tmp_path / "clean.jsonl").read_text().splitlines() == [lines[0], lines[2]]
    assert "3 documents against 1 tests: 1 contaminated" in phi4(*arguments).stdout
    done = phi4("data", "decontaminate", str(tmp_path / "absent.jsonl"), "--against", str(tmp_path / "test.jsonl"))
    assert done.returncode == 2
    assert "absent.jsonl" in done.stderr
