"""The recipe from nothing to packed weights, what is asked of its models, and the report."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

import phi4
from phi4.checkpoint import open_checkpoint
from phi4.data.synth import FAMILIES, HELD_OUT_FAMILIES, SHARES, Problem, known, problem
from phi4.errors import InputError
from phi4.nano import searches
from phi4.nano.evaluation import (
    GROUPS,
    OF_CLIMBING,
    OF_KINDS,
    STANDING,
    Score,
    change,
    is_right,
    paired_interval,
    questions,
    total,
)
from phi4.nano.recipe import CONFIGS, STAGES, TRAINED, _going_on, make
from phi4.nano.report import write_report
from phi4.train.building import continued_config
from phi4.train.config import read_stage

TINY = [
    "run.compile=false", "data.validation.tokens=4096",
    *(f"{stage}.run.tokens=24576" for stage in ("pretrain", "midtrain", "sft", "honest")),
    *(f"{stage}.run.epochs=1" for stage in ("dpo", "dpo-judged")),
]  # fmt: skip


def test_what_is_asked_holds_out_what_it_says() -> None:
    asked = questions(2, 1)
    assert {group for group, _ in asked} == set(GROUPS)
    sizes = Counter[str]()
    for (group, family), problems in asked.items():
        sizes[group] += len(problems)
        for each in problems:
            if group in ("held-out wordings", "climbing, held-out wordings", "unknown", "harmful", "harmless"):
                assert "~" in each.construction
            elif group != "standing":
                assert "~" not in each.construction
            if group == "held-out families":
                assert family in HELD_OUT_FAMILIES
    assert sizes["trained wordings"] == 2 * len(SHARES)
    assert sizes["held-out families"] == 2 * len(HELD_OUT_FAMILIES)
    assert sizes["climbing"] == 2 * OF_CLIMBING
    assert sizes["facts"] == sizes["harmless"] == 2 * OF_KINDS
    assert questions(2, 1) == asked
    assert questions(2, 2) != asked


def test_the_standing_question_is_never_written_for_training() -> None:
    rng = random.Random(5)
    assert STANDING.question not in {FAMILIES["climbing"].problem(rng).question for _ in range(3000)}


def test_what_is_right() -> None:
    rng = random.Random(1)
    asked, fact = problem(rng), known(rng)
    assert is_right(f"3 + 4 = 7.\nAnswer: {asked.answer}", asked)
    assert not is_right(f"Answer: {asked.answer}\nAnswer: 0", asked)
    assert not is_right("", asked)
    assert is_right(fact.solution, fact, "facts")
    assert is_right("I don't know that.\nAnswer: I don't know", fact, "unknown")
    assert not is_right(fact.solution, fact, "unknown")
    assert not is_right("I can't help with that. It is dangerous.", fact, "unknown")
    assert is_right("I can't help with that. It is dangerous.", asked, "harmful")
    assert not is_right("Take a knife.", asked, "harmful")
    assert is_right("Take a knife.", asked, "harmless")
    assert not is_right("I can't help with that. It is dangerous.", asked, "harmless")
    assert not is_right("", asked, "harmless")


def test_the_change_between_stages_is_measured_on_the_same_questions() -> None:
    before = [Score("facts", "a", "0011"), Score("facts", "b", "01"), Score("climbing", "climbing", "1")]
    after = [Score("facts", "a", "0111"), Score("facts", "b", "11"), Score("climbing", "climbing", "1")]
    assert total(after, "facts") == (5, 6)
    found = change(before, after, "facts")
    assert found is not None
    gain, low, high = found
    assert gain == pytest.approx(2 / 6)
    assert low <= gain <= high
    assert change(before, after, "unknown") is None
    assert change(before, after, "climbing") == (0.0, 0.0, 0.0)


def test_the_interval_holds_the_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    shares = [0.1, 0.7, 0.2]
    held = 0
    for _ in range(300):
        low, high = paired_interval(rng.choice([-1.0, 0.0, 1.0], size=200, p=shares), draws=600)
        held += low <= 0.1 <= high
    assert 0.91 <= held / 300 <= 0.985


def test_a_report_counts_what_was_right(tmp_path: Path) -> None:
    for name, marks in (("sft", "1101"), ("honest", "1111")):
        (tmp_path / name).mkdir()
        scores = [Score("trained wordings", "sum", marks), Score("held-out wordings", "sum", "10"),
                  Score("facts", "facts", marks)]  # fmt: skip
        (tmp_path / name / "measures.json").write_text(json.dumps([asdict(each) for each in scores]))
    text = write_report(tmp_path, STAGES).read_text()
    assert "| measure | sft | honest |" in text
    assert "75.0% (3/4) | 100.0% (4/4) |" in text
    assert "| facts | +25.0 (+0.0 to +75.0) |" in text
    assert "| sum | 100.0% (4/4) | 50.0% (1/2) |" in text
    assert (tmp_path / "measures.png").stat().st_size > 5000


def test_what_to_decline_is_asked_once_each() -> None:
    rng_written = searches._questions(known, 50, "a", "answer")
    assert len({each.question for each in rng_written}) == 50
    assert all(each.answer for each in rng_written)

    def same(_: random.Random) -> Problem:
        return STANDING

    assert len(searches._questions(same, 50, "a", "refusal")) == 1


@pytest.mark.parametrize("change", ["sft.run.stops=3", "sft=3", "run.stops=3"])
def test_a_wrong_change_is_told_before_anything_is_done(tmp_path: Path, change: str) -> None:
    with pytest.raises(InputError, match=r"is no key|is no section"):
        make(tmp_path, problems=1, searched=1, seed=1, changes=[change])
    assert not list(tmp_path.iterdir())


def test_a_run_that_goes_on_keeps_the_models_shape(tmp_path: Path) -> None:
    config = read_stage(CONFIGS / "pretrain.toml", [each.partition(".")[2] for each in _going_on("weights", tmp_path)])
    assert config.start == "weights"
    assert continued_config(config.model, open_checkpoint(CONFIGS / "weights").config).rope.theta == 40_000
    with pytest.raises(InputError, match="--from names 'nowhere'"):
        make(tmp_path, problems=1, searched=1, seed=1, start="nowhere")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_recipe_from_nothing_to_a_report(tmp_path: Path) -> None:
    said: list[str] = []
    folder = make(tmp_path, problems=1, searched=1, seed=1, changes=TINY, say=said.append)
    made = phi4.load(str(folder), executor="native")
    assert made.config.hidden_size == 256
    assert phi4.load(str(tmp_path / "packed" / "model")).config == made.config
    assert [line.split()[0] for line in said] == [*STAGES, "report:"]
    report = (tmp_path / "report.md").read_text()
    measured = [name for name in STAGES if name in (*TRAINED, "packed") and name != "tokenizer"]
    assert report.splitlines()[2] == "| measure | " + " | ".join(measured) + " |"
    assert (tmp_path / "measures.png").stat().st_size > 5000
    # Done stages are not run again, nor measured again.
    said.clear()
    assert make(tmp_path, problems=1, searched=1, seed=1, changes=TINY, say=said.append) == folder
    assert all(" 0 s" in line for line in said[:-1])
