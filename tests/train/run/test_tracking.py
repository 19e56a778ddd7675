"""The log, its plot, and TensorBoard."""

from __future__ import annotations

import importlib.util
import json
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from phi4.errors import MissingDependencyError, Phi4Error
from phi4.train.run.tracking import LOG, PLOT, Tracker, plot, records

RECORDS = [{"step": step, "loss": 1 / step, "tokens_per_second": 10.0} for step in (2, 4, 6)]


def logged(folder: Path) -> Tracker:
    tracker = Tracker(folder)
    for record in RECORDS:
        tracker.log(record)
    return tracker


def test_what_comes_after_the_step_of_a_resumed_run_is_forgotten(tmp_path: Path) -> None:
    logged(tmp_path)
    with (tmp_path / LOG).open("a") as file:
        file.write('{"step": 8, "lo')  # a kill cut the line short
    Tracker(tmp_path).resume(4)
    assert records(tmp_path) == RECORDS[:2]
    Tracker(tmp_path, enabled=False).resume(0)
    assert records(tmp_path) == RECORDS[:2]


def test_other_ranks_say_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tracker = Tracker(tmp_path / "none", enabled=False)
    tracker.log(RECORDS[0])
    with tracker.progress(0, 10) as bar:
        bar.update(5, RECORDS[0])
    assert not (tmp_path / "none").exists()
    assert capsys.readouterr().err == ""


def test_the_bar_says_loss_speed_and_share_of_peak(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Tracker(tmp_path, title="sft").progress(0, 10) as bar:
        bar.update(3)
        bar.update(4, {**RECORDS[0], "mfu": 0.4})
    said = capsys.readouterr().err
    assert "loss 0.5000" in said
    assert "10 tokens/s" in said
    assert "40%" in said


def test_a_log_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    tracker = logged(tmp_path)
    (tmp_path / LOG).unlink()
    (tmp_path / LOG).mkdir()
    with pytest.raises(Phi4Error, match=r"log\.jsonl: cannot be written"):
        tracker.log(RECORDS[0])


def test_what_else_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Phi4Error, match=r"run: cannot be written .*; give a path"):
        Tracker(tmp_path / "file" / "run")
    tracker = logged(tmp_path)
    (tmp_path / f"{LOG}.new").mkdir()
    with pytest.raises(Phi4Error, match=r"log\.jsonl: cannot be written"):
        tracker.resume(4)
    pytest.importorskip("matplotlib", reason="needs matplotlib (the extra plot)")
    (tmp_path / PLOT).mkdir()
    with pytest.raises(Phi4Error, match=r"loss\.png: cannot be written"):
        plot(tmp_path, "pretrain")


def test_runs_of_one_name_are_two_on_weights_and_biases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wandb = ModuleType("wandb")
    wandb.__spec__ = ModuleSpec("wandb", None)
    ids: list[str] = []
    monkeypatch.setattr(wandb, "init", lambda **settings: ids.append(settings["id"]), raising=False)
    monkeypatch.setitem(sys.modules, "wandb", wandb)
    for folder in (tmp_path / "a" / "sft", tmp_path / "b" / "sft", tmp_path / "a" / "sft"):
        Tracker(folder, also=["wandb"]).resume(0)
    assert ids[0] == ids[2] != ids[1]


def test_the_curves_are_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs matplotlib (the extra plot)")
    logged(tmp_path).log({"step": 8, "loss": 0.1, "tokens_per_second": 1.0, "validation_loss": 0.2})
    drawn = plot(tmp_path, "pretrain")
    assert drawn is not None
    assert drawn.read_bytes()[:4] == b"\x89PNG"
    assert plot(tmp_path / "nothing", "none") is None


def test_tensorboard_is_written_or_asked_for(tmp_path: Path) -> None:
    if importlib.util.find_spec("tensorboard") is None:
        with pytest.raises(MissingDependencyError, match="pip install 'phi4\\[tensorboard\\]'"):
            Tracker(tmp_path, also=["tensorboard"])
        return
    first = Tracker(tmp_path, also=["tensorboard"])
    first.resume(0)
    first.log(RECORDS[0])
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [(each.step, each.value) for each in events.Scalars("loss")] == [(2, 0.5)]


def test_json_of_the_log_is_exact(tmp_path: Path) -> None:
    value = 0.1 + 0.2
    Tracker(tmp_path).log({"step": 1, "loss": value})
    assert json.loads((tmp_path / LOG).read_text())["loss"] == value


def test_tensorboard_goes_on_cleanly_after_a_kill(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard", reason="needs tensorboard (the extra tensorboard)")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    for begins in (0, 4):
        tracker = Tracker(tmp_path, also=["tensorboard"])
        tracker.resume(begins)
        for record in RECORDS:
            if record["step"] > begins:
                tracker.log(record)
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [each.step for each in events.Scalars("loss")] == [2, 4, 6]


def test_weights_and_biases_goes_on_with_its_run_after_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its library is asked for and sent: the same run again, and no step that it has already."""
    wandb = ModuleType("wandb")
    wandb.__spec__ = ModuleSpec("wandb", None)
    asked: list[dict[str, Any]] = []
    sent: list[int] = []

    def init(**settings: Any) -> SimpleNamespace:
        asked.append(settings)
        at = sent[-1] + 1 if sent else 0  # as the library has it: one more than the last step that it was sent
        return SimpleNamespace(step=at, log=lambda _, step: sent.append(step))

    monkeypatch.setattr(wandb, "init", init, raising=False)
    monkeypatch.setitem(sys.modules, "wandb", wandb)
    for begins in (0, 2):  # the first run was killed after step 6, and its checkpoint is that of step 2
        tracker = Tracker(tmp_path / "sft", also=["wandb"])
        tracker.resume(begins)
        for record in [*RECORDS, {"step": 8, "loss": 0.1, "tokens_per_second": 1.0}][bool(begins) : 3 + bool(begins)]:
            tracker.log(record)
    assert sent == [2, 4, 6, 8]
    assert [each["step"] for each in records(tmp_path / "sft")] == [2, 4, 6, 8]
    assert asked[0]["id"] == asked[1]["id"]
    assert [each["resume"] for each in asked] == ["allow", "allow"]
