"""The recipe from nothing to packed weights, what is asked of its models, and the report."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import phi4
from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.shipped import SHIPPED
from phi4.errors import InputError, Phi4Error
from phi4.grade.statistics import Looks
from phi4.nano import recipe, searches
from phi4.nano.problems import FAMILIES, HELD_OUT_FAMILIES, SHARES, Problem, known, problem
from phi4.nano.recipe import make, read_stages
from phi4.nano.report import write_report
from phi4.nano.tasks import (
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
from phi4.preference.judged import JudgeSettings
from phi4.train.run.build import Places, continued_config
from phi4.train.run.config import RECIPES, StageConfig

NANO = RECIPES / "nano"
STAGES = (
    "tokenizer", "pretrain", "midtrain", "sft", "decline", "honest", "pivotal", "dpo", "judge", "dpo-judged", "packed",
)  # fmt: skip
TRAINED = tuple(name for name in STAGES if name not in ("decline", "pivotal", "judge", "packed"))
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
        (tmp_path / name / "measures.json").write_text(json.dumps({"scores": [asdict(each) for each in scores]}))
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


@pytest.mark.parametrize(
    "change",
    ["sft.run.stops=3", "sft=3", "run.stops=3", "packed.bits=5", "packed.bit=4",
     "pivotal.look.most=3", 'judge.samples="many"',
     "judge.pairs=9", "decline.questions.facts=-1"],
)  # fmt: skip
def test_a_wrong_change_is_told_before_anything_is_done(tmp_path: Path, change: str) -> None:
    with pytest.raises(InputError, match=r"is not a key|is not a section|must be|choose 8, 4|give at least two"):
        make(tmp_path, problems=1, searched=1, seed=1, changes=[change])
    assert not list(tmp_path.iterdir())


def test_a_run_that_goes_on_keeps_the_models_shape(tmp_path: Path) -> None:
    stages = read_stages(NANO, tmp_path, start="nano")
    assert [stage.name for stage in stages] == list(STAGES[1:])
    assert stages[0].start == "nano"
    assert continued_config(stages[0].settings.model, open_checkpoint(SHIPPED["nano"]).config).rope.theta == 40_000
    with pytest.raises(InputError, match="--from names 'nowhere'"):
        make(tmp_path, problems=1, searched=1, seed=1, start="nowhere")
    assert not list(tmp_path.iterdir())


@dataclass
class Hollow:
    """Stages that make files without training, asking or packing; what was done is noted."""

    trained: dict[str, str | None] = field(default_factory=dict)
    """The stages that trained, and what each started from."""
    searched: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    measured: list[tuple[int, int]] = field(default_factory=list)
    packed: int = 0
    weights: str = "first"
    pairs: dict[str, str] = field(default_factory=lambda: {"pivotal": "{}", "judge": "{}", "decline": "{}"})

    def launch(self, config: StageConfig, out: Path, _: Places, **__: Any) -> Path:
        self.trained[out.name] = config.start
        (out / "model").mkdir(parents=True, exist_ok=True)
        (out / "model" / "model.safetensors").write_text(f"{out.name} {self.weights}")
        return out / "model"

    def search(self, _: Any, out: Path, *, settings: Any, **__: Any) -> dict[str, Any]:
        self.settings[out.name] = settings
        self.searched.append(out.name)
        for file in ("pairs", "facts", "facts-sft", "safety", "safety-sft"):
            (out / f"{file}.jsonl").write_text(self.pairs[out.name])
        return {"pairs": 1, "questions": 1, "statuses": {}}

    def evaluate(self, _: Any, *, count: int, seed: int, chats: bool) -> list[Score]:
        self.measured.append((count, seed))
        return [Score("facts", "facts", "1" * count)] if chats else []

    def quantize(self, _: Any, folder: Path, __: Any) -> None:
        self.packed += 1
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "packed.json").write_text("{}")


@pytest.fixture
def hollow(monkeypatch: pytest.MonkeyPatch) -> Hollow:
    made = Hollow()
    monkeypatch.setattr("phi4.train.distributed.workers.launch", made.launch)
    monkeypatch.setattr(recipe, "SEARCHES", dict.fromkeys(recipe.SEARCHES, made.search))
    monkeypatch.setattr(recipe, "evaluate", made.evaluate)
    monkeypatch.setattr(recipe, "_loaded", lambda folder: folder)
    monkeypatch.setattr("phi4.quant.quantize", made.quantize)
    monkeypatch.setattr("phi4.checkpoint.open_checkpoint", lambda folder: folder)
    monkeypatch.setattr("phi4.nano.report._plot", lambda *_: None)
    return made


def _make(out: Path, *changes: str, problems: int = 1, searched: int = 1) -> Path:
    return make(out, problems=problems, searched=searched, seed=1, changes=changes, say=lambda _: None)


def test_the_order_is_what_the_files_say(tmp_path: Path) -> None:
    stages = read_stages(NANO, tmp_path)
    assert tuple(stage.name for stage in stages) == STAGES
    assert [stage.name for stage in stages if stage.kind in recipe.TRAINED] == list(TRAINED)


def test_a_stage_that_is_added_is_a_file_more(tmp_path: Path, hollow: Hollow) -> None:
    mine = _own(tmp_path, {"packed": ("dpo-judged", "typed")})
    text = (RECIPES / "nano-typed" / "typed.toml").read_text()
    (mine / "typed.toml").write_text(re.sub('from = "nano"', 'from = "dpo-judged"', text))
    out, said = tmp_path / "out", list[str]()
    assert make(out, problems=0, searched=1, seed=1, folder=mine, say=said.append) == out / "typed" / "model"
    assert [line.split()[0] for line in said] == [*STAGES[:-1], "typed", "packed", "report:"]
    assert hollow.trained["typed"] == "dpo-judged"
    assert not hollow.measured
    assert "# phi4-mine, stage by stage" in (out / "report.md").read_text()


def test_a_recipe_of_ones_own_may_begin_with_a_model(tmp_path: Path, hollow: Hollow) -> None:
    folder = RECIPES / "nano-typed"
    assert make(tmp_path, problems=0, searched=1, seed=1, folder=folder, say=lambda _: None) == tmp_path / "typed/model"
    assert hollow.trained == {"typed": "nano"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sft": ('"midtrain"', '"dpo"')}, r"\.toml: the stage comes after itself, by way of .*\.toml"),
        ({"sft": ('"midtrain"', '"sft"')}, r"sft\.toml: the stage comes after itself; change"),
        ({"dpo": ("pivotal/", "judge/")}, r"dpo\.toml: the stage comes after itself, by way of judge\.toml"),
        (
            {"sft": ('"midtrain"', '"midtrian"')},
            r"sft\.toml: 'from' names 'midtrian', .*did you mean 'midtrain'",
        ),
        (
            {"dpo": ("pivotal/", "pivotl/")},
            r"dpo\.toml: .* the path 'pivotl/pairs.jsonl', .*did you mean 'pivotal'",
        ),
        ({"judge": ('stage = "judge"', 'stage = "juge"')}, r"judge\.toml: stage is 'juge'; did you mean 'judge'"),
        ({"judge": ('stage = "judge"', "stage = 3")}, r"judge\.toml: says no stage"),
        ({"judge": ('from = "dpo"', "")}, r"judge\.toml: 'from' is missing"),
        ({"judge": ('from = "dpo"', "from = 3")}, r"judge\.toml: from is 3"),
        (
            {"packed": ("dpo-judged", "judge")},
            r"packed\.toml: 'from' names 'judge', .* which makes no model",
        ),
        ({"packed": ("dpo-judged", "tokenizer")}, r"packed\.toml: 'from' names 'tokenizer', a tokenizer"),
        ({"sft": ("problems:known", "problems:knwn")}, r"sft\.toml: .* has no generator 'knwn'; did you mean 'known'"),
    ],
)
def test_what_is_wrong_with_a_recipe_names_the_file(
    tmp_path: Path, changed: dict[str, tuple[str, str]], message: str
) -> None:
    mine = _own(tmp_path, changed)
    with pytest.raises(InputError, match=message):
        make(tmp_path / "out", problems=1, searched=1, seed=1, folder=mine)
    assert not (tmp_path / "out").exists()


def _own(folder: Path, changed: dict[str, tuple[str, str]]) -> Path:
    """A recipe like phi4-nano's, with a text of some files replaced by another."""
    mine = folder / "mine"
    shutil.copytree(NANO, mine)
    for name, (before, after) in changed.items():
        text = (mine / f"{name}.toml").read_text()
        assert before in text
        (mine / f"{name}.toml").write_text(text.replace(before, after, 1))
    return mine


def test_stages_are_measured_again_when_other_problems_are_asked(tmp_path: Path, hollow: Hollow) -> None:
    _make(tmp_path)
    once = len(hollow.measured)
    assert once == len(TRAINED)  # all but the tokenizer, and the packed model
    _make(tmp_path)
    assert len(hollow.measured) == once
    _make(tmp_path, problems=2)
    assert hollow.measured[once:] == [(2, 1)] * once
    assert "100.0% (2/2)" in (tmp_path / "report.md").read_text()


def test_a_stage_is_measured_again_when_its_model_or_the_seed_is_another(tmp_path: Path, hollow: Hollow) -> None:
    model = tmp_path / "model"
    model.mkdir()
    for weights, seed in (("a", 1), ("a", 1), ("b", 1), ("b", 2)):
        (model / "model.safetensors").write_text(weights)
        os.utime(model / "model.safetensors", (1, 1))
        recipe._measured(model, tmp_path, 3, seed, chats=True)
    assert hollow.measured == [(3, 1), (3, 1), (3, 2)]


def test_files_that_were_cut_short_are_made_again(tmp_path: Path, hollow: Hollow) -> None:
    _make(tmp_path)
    measured, searched = len(hollow.measured), len(hollow.searched)
    for file in (tmp_path / "sft" / "measures.json", tmp_path / "decline" / "summary.json"):
        file.write_text(file.read_text()[:20])
    _make(tmp_path)
    assert (len(hollow.measured), len(hollow.searched)) == (measured + 1, searched + 1)


def test_a_write_that_fails_is_one_sentence_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hollow: Hollow
) -> None:
    def full(file: Path, text: str, **_: Any) -> int:
        with file.open("w") as opened:
            opened.write(text[:5])
        raise OSError(28, "No space left on device")

    _make(tmp_path)
    measures = (tmp_path / "pretrain" / "measures.json").read_text()
    with monkeypatch.context() as patched:
        patched.setattr("phi4.train.distributed.workers.launch", lambda _, out, __, **___: out / "model")
        patched.setattr(Path, "write_text", full)
        with pytest.raises(Phi4Error, match=r"cannot be written \(No space left on device\); make room"):
            _make(tmp_path, problems=2)
    assert (tmp_path / "pretrain" / "measures.json").read_text() == measures
    _make(tmp_path, problems=2)
    assert hollow.searched == ["decline", "pivotal", "judge"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, hollow: Hollow) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"file.*: cannot be written \(Not a directory\); give a path"):
        _make(tmp_path / "file" / "out")
    assert not hollow.measured


def test_a_search_of_another_model_is_not_taken_for_this_ones(tmp_path: Path, hollow: Hollow) -> None:
    _make(tmp_path)
    assert hollow.searched == ["decline", "pivotal", "judge"]
    with pytest.raises(
        InputError, match=r"decline: was made of something else \(searched differs\); give another folder"
    ):
        _make(tmp_path, searched=2)
    hollow.weights = "second"
    with pytest.raises(InputError, match=r"decline: was made of something else \(model differs\)"):
        _make(tmp_path)
    assert hollow.searched == ["decline", "pivotal", "judge"]


def test_the_settings_of_searches_are_changed_as_those_of_stages(tmp_path: Path, hollow: Hollow) -> None:
    _make(tmp_path)
    assert hollow.settings == {
        "decline": searches.DeclineSearch(searches.Kinds(80, 40, 20, 20), 8, 0.5, 0.5, 5, contested=True),
        "pivotal": searches.PivotalSearch(looks=Looks(16, 64), unknown=50),
        "judge": JudgeSettings(samples=8, pairs=2),
    }
    with pytest.raises(InputError, match=r"pivotal: was made of something else \(settings differs\)"):
        _make(tmp_path, "pivotal.looks.most=128")
    _make(tmp_path / "other", "pivotal.looks.most=128", "decline.questions.facts=7", "judge.pairs=1")
    assert hollow.settings["pivotal"].looks.most == 128
    assert hollow.settings["decline"].questions.facts == 7
    assert hollow.settings["judge"].pairs == 1


def test_a_search_of_an_unknown_model_is_asked_of_its_journal(tmp_path: Path, hollow: Hollow) -> None:
    _make(tmp_path)
    (tmp_path / "judge" / recipe.MADE_OF).unlink()
    _make(tmp_path)
    assert hollow.searched == ["decline", "pivotal", "judge", "judge"]


def test_a_stage_that_learnt_from_other_pairs_is_refused(tmp_path: Path, hollow: Hollow) -> None:
    _make(tmp_path)
    (tmp_path / "decline" / "safety-sft.jsonl").write_text('{"other": 1}')
    with pytest.raises(InputError, match=r"honest: was made of something else \(safety differs\)"):
        _make(tmp_path)
    assert hollow.packed == 1


def test_another_model_is_packed_anew(tmp_path: Path, hollow: Hollow) -> None:
    model, out = tmp_path / "model", tmp_path / "packed"
    model.mkdir()
    for weights in ("a", "a", "b"):
        (model / "model.safetensors").write_text(weights)
        recipe._packed(model, out, 8)
    assert hollow.packed == 2


def test_a_stage_after_one_that_found_no_pairs_starts_from_the_last_model(tmp_path: Path, hollow: Hollow) -> None:
    hollow.pairs |= {"pivotal": "", "decline": ""}
    assert _make(tmp_path) == tmp_path / "dpo-judged" / "model"
    assert "dpo" not in hollow.trained
    assert hollow.trained["dpo-judged"] == "honest"
    assert hollow.trained["honest"] == "sft"
    hollow.pairs |= {"judge": ""}
    assert _make(tmp_path / "none") == tmp_path / "none" / "honest" / "model"


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
