"""Pivotal token search on a model whose truth is known, and on phi4-nano."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from phi4.data.pairs import read_pairs
from phi4.engine import LanguageModel
from phi4.errors import InputError
from phi4.grade.statistics import Looks
from phi4.grade.verifiers import Pattern, Question
from phi4.jobs.driver import RunSettings
from phi4.jobs.journal import journal_of, read_journal
from phi4.preference.pivotal.find import find_pivotal
from phi4.preference.pivotal.search import SearchSettings
from tests.support.chain import END, WORDS, load_chain, p

YES = Pattern(rf"yes\s*({END.replace('|', '[|]')})?$")
QUESTIONS = [Question(f"ask {number}", "yes") for number in range(4)]


def searched(model: LanguageModel, out: Path, **settings: Any) -> dict[str, Any]:
    running = RunSettings(**{name: settings.pop(name) for name in ("seed", "sequences") if name in settings})
    return find_pivotal(model, settings.pop("questions", QUESTIONS), out, verifier=YES, running=running, **settings)


@pytest.fixture(scope="module")
def found(chain: LanguageModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("search") / "pairs.jsonl"
    searched(chain, out)
    return out


def test_every_pivotal_token_is_found_and_no_other(found: Path) -> None:
    searched_answers = [answer for _, record in read_journal(found) for answer in record["answers"]]
    assert len(searched_answers) == 8
    for answer in searched_answers:
        words = [WORDS[each] for each in answer["ids"]][:-1]
        courses = [p("we"), *map(p, words)]
        true = [i for i in range(len(words)) if abs(courses[i + 1] - courses[i]) >= 0.2]
        assert [each["position"] for each in answer["pivotal"]] == true, words


def test_estimates_are_near_the_truth(found: Path) -> None:
    for _, record in read_journal(found):
        for answer in record["answers"]:
            for position, right, total in answer["measured"]:
                truth = p(WORDS[answer["ids"][position - 1]]) if position else p("we")
                assert abs(right / total - truth) <= 4 * (truth * (1 - truth) / total) ** 0.5 + 1e-9


def test_pairs_share_a_prefix_and_differ_in_a_token_that_raises_and_one_that_lowers(found: Path) -> None:
    pairs = list(read_pairs(found, vocab_size=len(WORDS)))
    assert len(pairs) >= 6
    for pair in pairs:
        (chosen,), (rejected,) = pair.chosen_ids, pair.rejected_ids
        assert p(WORDS[chosen]) > p(WORDS[pair.prompt_ids[-1]]) > p(WORDS[rejected])
        assert pair.prompt.split()[-1] == WORDS[pair.prompt_ids[-1]]
        assert (pair.chosen, pair.rejected) == (WORDS[chosen], WORDS[rejected])
        assert pair.measured["p_chosen"][0] / pair.measured["p_chosen"][1] == pytest.approx(p(WORDS[chosen]), abs=0.2)


def test_the_result_does_not_depend_on_the_batch(chain: LanguageModel, found: Path, tmp_path: Path) -> None:
    for sequences in (5, 100):
        out = tmp_path / f"{sequences}.jsonl"
        searched(chain, out, sequences=sequences, questions=QUESTIONS[:2])
        assert out.read_bytes()
        assert found.read_bytes().startswith(out.read_bytes())


def test_another_seed_draws_otherwise(chain: LanguageModel, found: Path, tmp_path: Path) -> None:
    searched(chain, tmp_path / "pairs.jsonl", seed=1, questions=QUESTIONS[:2])
    assert not found.read_bytes().startswith((tmp_path / "pairs.jsonl").read_bytes())


def test_questions_that_are_too_easy_or_too_hard_are_left_out_early(chain: LanguageModel, tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"
    summary = searched(chain, out, settings=SearchSettings(hardest=0.75, easiest=0.95), questions=QUESTIONS[:3])
    assert summary["statuses"] == {"hard": 3}
    assert summary["this_run"]["rollouts"] < 3 * 128
    assert out.read_bytes() == b""


def test_no_prefix_is_computed_twice(chain_folder: Path, tmp_path: Path) -> None:
    model = load_chain(chain_folder)
    computed = 0
    step = model.executor._step  # type: ignore[attr-defined]

    def counted(rows: Any, fresh: list[list[int]], **options: Any) -> Any:
        nonlocal computed
        computed += sum(map(len, fresh))
        return step(rows, fresh, **options)

    long = [Question("ask " + " ".join(["1"] * 150), "yes")]
    out = tmp_path / "pairs.jsonl"
    # The model's fingerprint is computed first, of 16 tokens.
    model.executor._step = counted  # type: ignore[attr-defined]
    summary = searched(model, out, questions=long)["this_run"]
    assert computed == summary["tokens_computed"] + 16
    record = next(record for _, record in read_journal(out))
    drawn = summary["tokens_unshared"] - summary["rollouts"] * record["prompt_tokens"]
    assert computed - 16 < record["prompt_tokens"] + drawn
    assert summary["tokens_unshared"] > 20 * computed


KILLED = """
import os, signal, sys
from phi4.cli import main
from phi4.jobs.journal import Journal
add, left = Journal.add, int(sys.argv.pop(1))
def counted(self, number, record):
    global left
    add(self, number, record)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
Journal.add = counted
main()
"""
"""The command line in a process that is killed after so many records, with other questions in flight."""


def test_a_search_that_is_killed_twice_goes_on(chain_folder: Path, chain: LanguageModel, tmp_path: Path) -> None:
    questions = [Question(f"ask {a} {b}", "yes") for a in range(5) for b in range(2)]
    (tmp_path / "questions.jsonl").write_text(
        "".join(json.dumps({"question": each.question, "answer": each.answer}) + "\n" for each in questions)
    )
    looks = Looks(8, 32)
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    searched(chain, whole, questions=questions, settings=SearchSettings(looks=looks))
    command = [
        sys.executable, "-m", "phi4", "pivotal", "--questions", tmp_path / "questions.jsonl", "--out", parts, "--model",
        chain_folder, "--verifier", YES.name, "--rollouts", "32", "--first-rollouts", "8", "--dtype", "float32",
        "--executor", "native", "--sequences", "4", "--json",
    ]  # fmt: skip
    for _ in range(2):
        killed = [sys.executable, "-c", KILLED, "3", *map(str, command[3:])]
        assert subprocess.run(killed, stdout=subprocess.DEVNULL, check=False).returncode == -signal.SIGKILL
    kept = records(parts)
    assert kept == 6
    with journal_of(parts).open("ab") as journal:
        journal.write(b'{"number": 7, "status": "sea')  # as if killed while writing
    done = subprocess.run(command, capture_output=True, check=True)
    summary = json.loads(done.stdout)
    assert parts.read_bytes() == whole.read_bytes()
    assert summary["this_run"]["questions"] == len(questions) - kept
    assert summary["questions"] == len(questions)


def records(file: Path) -> int:
    journal = journal_of(file)
    return max(0, journal.read_bytes().count(b"\n") - 1) if journal.exists() else 0


def test_another_search_is_not_continued(chain: LanguageModel, found: Path) -> None:
    before = found.read_bytes(), os.stat(journal_of(found)).st_size
    with pytest.raises(InputError, match=r"other settings [(]gap[)]"):
        searched(chain, found, settings=SearchSettings(gap=0.3))
    with pytest.raises(InputError, match="questions"):
        searched(chain, found, questions=QUESTIONS[:2])
    assert (found.read_bytes(), os.stat(journal_of(found)).st_size) == before


def test_a_search_in_use_is_left_alone(chain: LanguageModel, tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"

    def meddle(*_: object) -> None:
        with pytest.raises(InputError, match="another run writes here"):
            searched(chain, out)

    searched(chain, out, questions=QUESTIONS[:1], progress=meddle)


def test_a_question_that_does_not_fit_is_skipped_with_its_reason(chain: LanguageModel, tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"
    questions = [Question("ask " + "1 " * 300, "yes"), QUESTIONS[0]]
    assert searched(chain, out, questions=questions)["statuses"] == {"searched": 1, "skipped": 1}
    assert "context" in next(read_journal(out))[1]["why"]
