"""Overlap with tests: the example of the Phi-4 report, planted copies, files of several kinds."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from phi4.data.decontaminate import Benchmarks, DecontaminationReport, clean, read_tests, text_of
from phi4.data.ngrams import ngrams, words_of
from phi4.errors import InputError
from phi4.nano import problems as synth

QUESTION = (
    "A farmer keeps twelve brown hens in a small barn behind the old mill, and each of them lays five eggs in a week "
    "of spring. How many eggs does the farmer carry to the market after three such weeks?"
)


def run(texts: list[str], benchmarks: Benchmarks) -> tuple[list[str], DecontaminationReport]:
    report = DecontaminationReport(len(benchmarks))
    return list(clean(texts, benchmarks, report, text=lambda each: each)), report


def test_words_are_cut_as_in_the_reports_example() -> None:
    """Its training text has 38 runs of 7 words because the question mark at the end leaves an empty word."""
    assert words_of("Weighs 1.8 kg, or 2?") == ["weighs", "1", "8", "kg", "or", "2", ""]
    words = " ".join(f"w{number}" for number in range(43)) + "?"
    assert len(ngrams(words_of(words), 7)) == 38
    test = Benchmarks(
        [("t:1", " ".join([*(f"w{number}" for number in range(21)), *(f"v{number}" for number in range(26))]))]
    )
    assert test.check(words).ratio == 15 / 38 == 0.39473684210526316


def test_a_copy_is_found_by_13_words_and_a_paraphrase_by_7() -> None:
    benchmarks = Benchmarks(
        [("set:1", QUESTION), ("set:2", "Something else entirely, that shares no words with it at all.")]
    )
    exact = benchmarks.check(f"Here is one: {QUESTION.upper()} Think.")
    assert exact.verdict == "13-gram"
    assert exact.test == "set:1"
    assert len(exact.segment.split()) == 13
    assert exact.ratio > 0.95
    words = QUESTION.split()
    broken = " ".join(word for place, word in enumerate(words) if place % 12 != 11)
    near = benchmarks.check(broken)
    assert near.verdict in ("7-gram", "partial")
    assert near.segment == ""
    assert (
        benchmarks.check("A snail climbs a wall of nine meters and slides two meters back each night, always.").verdict
        == "clean"
    )
    assert benchmarks.check("").verdict == "clean"
    assert benchmarks.check("Short text.").verdict == "clean"


def test_stock_phrases_are_allowed() -> None:
    phrase = "true false true false a b c d true false true false true false"
    assert Benchmarks([("s:1", phrase)]).check(phrase).verdict == "13-gram"
    allowed = Benchmarks([("s:1", phrase)], allowed=[phrase], contaminated=1.1)
    assert allowed.check(phrase).verdict == "partial"


def test_planted_copies_are_removed_and_reported() -> None:
    rng = random.Random(1)
    documents = [synth.problem(rng).question for _ in range(500)]
    planted = sorted(rng.sample(range(500), 20))
    for place in planted:
        documents[place] += " " + QUESTION
    kept, report = run(documents, Benchmarks([("eval.jsonl:7", QUESTION)]))
    assert kept == [text for place, text in enumerate(documents) if place not in planted]
    assert report.documents == 500
    assert report.removed == 20
    assert report.by_set == Counter({"eval.jsonl": 20})
    fields = json.loads(json.dumps(report.fields()))
    assert fields["removed"] == fields["verdicts"]["13-gram"] == 20
    assert fields["examples"][0]["test"] == "eval.jsonl:7"


def naive(text: str, tests: list[str]) -> bool:
    """The slow way: every run of 13 words against every test."""
    runs = ngrams(words_of(text), 13)
    return any(runs & ngrams(words_of(test), 13) for test in tests)


def test_the_index_finds_what_the_slow_way_finds() -> None:
    rng = random.Random(2)
    vocabulary = [f"w{number}" for number in range(4)]
    tests = [" ".join(rng.choices(vocabulary, k=rng.randint(5, 400))) for _ in range(20)]
    benchmarks = Benchmarks([(f"t:{number}", test) for number, test in enumerate(tests)], contaminated=2.0)
    for _ in range(300):
        text = " ".join(rng.choices(vocabulary, k=rng.randint(0, 600)))
        if rng.random() < 0.3:
            words = rng.choice(tests).split()
            start = rng.randrange(len(words))
            text += " " + " ".join(words[start : start + rng.choice((12, 13, 20))])
        assert (benchmarks.check(text).verdict == "13-gram") == naive(text, tests)


def test_files_of_tests(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"question": "One?", "choices": {"text": ["x", "y"]}}\n\n{"messages": [{"content": "Two"}]}\n'
    )
    (tmp_path / "b.csv").write_text("Three,3\nFour,4\n")
    (tmp_path / "notes.md").write_text("ignored")
    assert dict(read_tests(tmp_path)) == {
        "a.jsonl:1": "One?\nx\ny",
        "a.jsonl:3": "Two",
        "b.csv:1": "Three,3",
        "b.csv:2": "Four,4",
    }


def test_packed_files_of_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"prompt": "One?"}\n'))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"Two,2\r\nThree,3"))
    (tmp_path / "c.tar.gz").write_bytes(b"ignored")
    assert dict(read_tests(tmp_path)) == {"a.jsonl.gz:1": "One?", "b.csv.gz:1": "Two,2", "b.csv.gz:2": "Three,3"}
    assert dict(read_tests(tmp_path / "a.jsonl.gz")) == {"a.jsonl.gz:1": "One?"}

    bomb = tmp_path / "bomb.txt.gz"
    monkeypatch.setattr("phi4.data.decontaminate.MAX_UNPACKED_CHARS", 1000)
    bomb.write_bytes(gzip.compress(b"again\n" * 1000))
    with pytest.raises(InputError, match=r"bomb.* more than 1,000 characters"):
        list(read_tests(bomb))
    monkeypatch.setattr("phi4.files.MAX_LINE_BYTES", 100)
    bomb.write_bytes(gzip.compress(b"short\n" + b"x" * 101))
    with pytest.raises(InputError, match=r"bomb.*:2: the line is longer than 100 bytes"):
        list(read_tests(bomb))


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-9], lambda raw: raw[:20] + b"\xff" * 9 + raw[29:], lambda _: b"x"]
)
def test_damaged_archives(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    packed = gzip.compress("\n".join(f"line {number * 7919}" for number in range(50)).encode())
    (tmp_path / "a.txt.gz").write_bytes(damage(packed))
    with pytest.raises(InputError, match=r"not a complete \.gz file"):
        list(read_tests(tmp_path))


@pytest.mark.parametrize("line", ["{", "[1]", '{"other": 1}'])
def test_broken_lines_are_named(line: str) -> None:
    with pytest.raises(InputError, match="file:3"):
        text_of(line, "file:3")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_tests(tmp_path / "absent.jsonl"))
    (tmp_path / "latin.txt").write_bytes("é".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        list(read_tests(tmp_path / "latin.txt"))
    (tmp_path / "latin.txt").unlink()
    with pytest.raises(InputError, match="no tests"):
        list(read_tests(tmp_path))


def test_the_writers_do_not_repeat_real_tests(shared: Path) -> None:
    """Against GSM8K and MMLU, as they lie beside the checkout: nothing of them is in what is written here."""
    sets = [shared / "data" / "eval" / name for name in ("gsm8k", "mmlu", "arc")]
    benchmarks = Benchmarks(test for folder in sets for test in read_tests(folder))
    assert len(benchmarks) > 8000
    rng = random.Random(3)
    _, report = run(
        [f"{each.question}\n{each.solution}" for each in (synth.document(rng) for _ in range(4000))], benchmarks
    )
    assert report.removed == 0, report.examples
