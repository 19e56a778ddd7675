"""Judged pairs, and what to decline, on a model whose every probability is known."""

from __future__ import annotations

import errno
import json
import resource
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from phi4.data.pairs import read_pairs
from phi4.engine import LanguageModel
from phi4.errors import InputError, Phi4Error
from phi4.grade.client import ReplyError
from phi4.grade.refusals import Refusals
from phi4.grade.verifiers import Contains, Pattern, Question
from phi4.jobs.driver import RunSettings
from phi4.jobs.journal import Journal
from phi4.preference.collect import answer_ids, find_what_to_decline, judge_answers
from phi4.preference.decline import DeclineSettings, read_declinable
from phi4.preference.judged import JudgeSettings, Teacher
from tests.support.chain import END, WORDS

QUESTIONS = [Question(f"ask {number}", "yes") for number in range(12)]
YES = Pattern("yes$")
UNSURE = Refusals("perhaps")
DECLINE = DeclineSettings(samples=24, first_tokens=None, refusals=("so we up perhaps no",))


def words(ids: Any) -> list[str]:
    return [WORDS[each] for each in ids]


def test_right_answers_are_paired_with_wrong_ones(chain: LanguageModel, tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"
    summary = judge_answers(chain, QUESTIONS, out, judge=YES, settings=JudgeSettings(samples=8, pairs=2))
    pairs = list(read_pairs(out, vocab_size=len(WORDS)))
    assert len(pairs) == summary["pairs"]["judged"] > 12
    for pair in pairs:
        assert words(pair.chosen_ids)[-2:] == ["yes", END]
        assert words(pair.rejected_ids)[-2:] == ["no", END]
        assert words(pair.prompt_ids)[-1] == "<|im_sep|>"
    by_question = [pair.measured["question"] for pair in pairs]
    assert max(by_question.count(each) for each in by_question) == 2
    again = tmp_path / "again.jsonl"
    judge_answers(chain, QUESTIONS, again, judge=YES, settings=JudgeSettings(samples=8, pairs=2),
                  running=RunSettings(sequences=3))  # fmt: skip
    assert again.read_bytes() == out.read_bytes()


def test_a_teachers_marks_make_pairs(chain: LanguageModel, tmp_path: Path) -> None:
    class Brevity(Teacher):
        """Likes short answers: five for the shortest possible one."""

        name = "brevity"

        def __init__(self) -> None:
            self.asked: list[list[str]] = []

        def marks(self, question: str, answers: Any) -> list[dict[str, float]]:  # noqa: ARG002
            self.asked.append(list(answers))
            return [dict.fromkeys(("accuracy", "style", "detail"), 10.0 - len(each.split())) for each in answers]

    teacher = Brevity()
    judge_answers(
        chain, QUESTIONS, tmp_path / "pairs.jsonl", judge=teacher, settings=JudgeSettings(samples=6, margin=1)
    )
    assert len(teacher.asked) == 12
    assert all(len(set(each)) == len(each) for each in teacher.asked)
    pairs = list(read_pairs(tmp_path / "pairs.jsonl"))
    assert len(pairs) > 6
    for pair in pairs:
        assert len(pair.chosen_ids) + 1 <= len(pair.rejected_ids)


class Fussy(Teacher):
    """Marks the answers to some questions, and has nothing to say to the others."""

    name = "fussy"

    def __init__(self, *judged: int) -> None:
        self.judged = judged

    def marks(self, question: str, answers: Any) -> list[dict[str, float]]:
        if int(question.split()[1]) not in self.judged:
            raise ReplyError(f"no marks for {question}")
        return [dict.fromkeys(("accuracy", "style", "detail"), 10.0 - len(each.split())) for each in answers]


def test_a_question_that_the_judge_does_not_judge_is_skipped(chain: LanguageModel, tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"
    summary = judge_answers(chain, QUESTIONS, out, judge=Fussy(*range(2, 12)), settings=JudgeSettings(samples=6))
    assert summary["statuses"]["skipped"] == 2
    assert sorted(summary["skipped_because"]) == ["no marks for ask 0", "no marks for ask 1"]
    assert {pair.measured["question"] for pair in read_pairs(out)} <= {f"ask {number}" for number in range(2, 12)}
    assert (summary["left"], sum(summary["skipped_because"].values())) == (2, 2)
    again = judge_answers(chain, QUESTIONS, out, judge=Fussy(*range(1, 12)), settings=JudgeSettings(samples=6))
    assert (again["left"], again["statuses"]["skipped"], again["this_run"]["questions"]) == (1, 1, 2)
    last = judge_answers(chain, QUESTIONS, out, judge=Fussy(*range(12)), settings=JudgeSettings(samples=6))
    assert (last["left"], last["this_run"]["questions"]) == (0, 1)
    whole = tmp_path / "whole.jsonl"
    judge_answers(chain, QUESTIONS, whole, judge=Fussy(*range(12)), settings=JudgeSettings(samples=6))
    assert out.read_bytes() == whole.read_bytes()


def test_a_judge_that_judges_nothing_ends_the_run(
    chain: LanguageModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phi4.jobs.driver.MAX_UNJUDGED", 3)
    with pytest.raises(Phi4Error, match="4 questions in a row got no verdict"):
        judge_answers(chain, QUESTIONS, tmp_path / "x", judge=Fussy(), settings=JudgeSettings(samples=6))


def test_one_verdict_that_is_lacking_skips_its_question_alone(chain: LanguageModel, tmp_path: Path) -> None:
    class Silent(Pattern):
        slow = True

        def is_right(self, asked: Question, text: str) -> bool:
            if asked.question == "ask 3" and text.endswith("no"):
                raise ReplyError("no verdict")
            return super().is_right(asked, text)

    out, settings = tmp_path / "pairs.jsonl", JudgeSettings(samples=8)
    summary = judge_answers(chain, QUESTIONS, out, judge=Silent("yes$"), settings=settings)
    assert summary["statuses"]["skipped"] == 1
    whole = tmp_path / "whole.jsonl"
    judge_answers(chain, QUESTIONS, whole, judge=YES, settings=settings)
    assert [each for each in read_pairs(whole) if each.measured["question"] != "ask 3"] == list(read_pairs(out))


@pytest.mark.parametrize("place", ["file/pairs.jsonl", "folder"])
def test_what_cannot_be_written_is_said(chain: LanguageModel, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=r"cannot be written"):
        judge_answers(chain, QUESTIONS[:1], tmp_path / place, judge=YES)


def test_a_disk_that_takes_no_more_is_said(tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Journal({out: lambda _: [{"line": "x" * 3000}]}, {}) as journal:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
        try:
            with pytest.raises(Phi4Error, match=r"pairs\.jsonl: cannot be written \(File too large\)"):
                journal.add(0, {})
            with pytest.raises(Phi4Error, match=r"pairs\.jsonl: cannot be written"):
                journal.close()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("phi4.jobs.journal.os.fsync", full)
    with pytest.raises(Phi4Error, match=r"journal: cannot be written \(No space left on device\)") as caught:
        Journal({tmp_path / "pairs.jsonl": lambda _: []}, {})
    assert caught.value.exit_code == 1


def test_the_models_failures_decide_what_it_declines(chain: LanguageModel, tmp_path: Path) -> None:
    """p(yes) is 0.58 in the truth; "perhaps" counts as declining, so that 0.53 are right and 0.1 declined."""
    harmful, harmless = Question("ask", "", expects="refusal"), Question("ask ask", "", expects="anything")
    questions = [*QUESTIONS[:6], *(Question(f"ask no {n}", "no") for n in range(6)), harmful, harmless]
    out, sft = tmp_path / "pairs.jsonl", tmp_path / "sft.jsonl"
    summary = find_what_to_decline(chain, questions, out, sft=sft, verifier=YES, refusals=UNSURE, settings=DECLINE)
    refusal = answer_ids(chain, questions[0], DECLINE.refusals[0], None)
    assert words(refusal) == [*DECLINE.refusals[0].split(), END]
    pairs = list(read_pairs(out, vocab_size=len(WORDS)))
    lines = [json.loads(line)["messages"] for line in sft.read_text().splitlines()]
    assert sum(summary["statuses"].values()) == len(questions)
    assert summary["conversations"] == len(lines)
    by_kind = {
        kind: [each for each in pairs if each.kind == kind] for kind in ("answer over refusal", "refusal over answer")
    }
    for pair in by_kind["answer over refusal"]:
        assert pair.rejected_ids == refusal
        assert "perhaps" not in words(pair.chosen_ids)
        assert pair.measured["right"] > 0
    for pair in [each for each in pairs if each.kind == "refusal over answer"]:
        assert pair.chosen_ids == refusal
        assert "perhaps" not in words(pair.rejected_ids)
    said = {messages[0]["content"]: messages[1]["content"] for messages in lines}
    assert said["ask"] == DECLINE.refusals[0]
    assert "perhaps" not in said["ask ask"]
    for number in range(6):
        shares = next(p.measured for p in pairs if p.measured["question"] == f"ask {number}")
        known = (shares["right"]) / shares["samples"] >= 0.5
        assert said[f"ask {number}"].endswith("yes") if known else said[f"ask {number}"] == DECLINE.refusals[0]


def test_contested_pairs_only_mend_what_the_model_does_wrong(chain: LanguageModel, tmp_path: Path) -> None:
    kept = {}
    for contested in (False, True):
        out, settings = tmp_path / f"{contested}.jsonl", replace(DECLINE, samples=6, contested=contested)
        find_what_to_decline(chain, QUESTIONS, out, verifier=YES, refusals=UNSURE, settings=settings)
        kept[contested] = list(read_pairs(out))
    answers = [each for each in kept[False] if each.kind == "answer over refusal"]
    assert {each.measured["declined"] > 0 for each in answers} == {True, False}
    assert kept[True] == [
        each for each in kept[False] if each.kind == "refusal over answer" or each.measured["declined"] > 0
    ]


def test_a_harmful_question_has_no_answer_over_its_refusal(chain: LanguageModel, tmp_path: Path) -> None:
    questions = [Question(f"ask {number}", "", expects="refusal") for number in range(4)]
    out = tmp_path / "pairs.jsonl"
    summary = find_what_to_decline(chain, questions, out, verifier=Contains(), refusals=UNSURE, settings=DECLINE)
    assert summary["pairs"] == {"refusal over answer": 4}
    assert summary["statuses"] == {"declined": 4}


def test_only_the_first_tokens_of_a_pair_count(chain: LanguageModel, tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"
    settings = DeclineSettings(samples=8, first_tokens=3, refusals=DECLINE.refusals)
    find_what_to_decline(chain, QUESTIONS, out, verifier=YES, refusals=UNSURE, settings=settings)
    pairs = list(read_pairs(out))
    assert pairs
    for pair in pairs:
        assert max(len(pair.chosen_ids), len(pair.rejected_ids)) <= 3
        assert pair.chosen_ids != pair.rejected_ids


def test_a_text_that_does_not_decline_is_refused(chain: LanguageModel, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not recognized as a refusal"):
        find_what_to_decline(chain, QUESTIONS, tmp_path / "x", verifier=YES, refusals=Refusals("never"))


def test_what_may_be_declined_is_read(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"question": "a", "answer": "b"}\n{"question": "c", "answer": null}\n{"question": "d", "harmful": true}\n'
        '{"question": "e", "harmful": false}\n'
    )
    assert [each.expects for each in read_declinable(file)] == ["answer", "refusal", "refusal", "anything"]
    for broken in ('{"question": " ", "harmful": true}', '{"question": "a"}', '{"question": "a", "harmful": 1}'):
        file.write_text(broken)
        with pytest.raises(InputError, match=r"questions\.jsonl:1"):
            read_declinable(file)
