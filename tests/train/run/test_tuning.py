"""Fine-tuning a folder on a file of one's own: what is kept of the start, and what is reported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import phi4
from phi4.errors import InputError
from phi4.text import Tokenizer, known_template
from phi4.train.distributed.ranks import Ranks
from phi4.train.run.build import Places
from phi4.train.run.config import set_key, stage_of
from phi4.train.run.lock import alone
from phi4.train.run.run_stage import run_stage
from phi4.train.run.tracking import records


def conversations(path: Path, count: int) -> None:
    for n in range(count):
        messages = [{"role": "user", "content": f"What is {n} + 1?"}, {"role": "assistant", "content": f"{n + 1}"}]
        with path.open("a" if n else "w", encoding="utf-8") as file:
            file.write(json.dumps({"messages": messages}) + "\n")


def tuned(start: Path, path: Path, out: Path, *changes: str) -> Path:
    table = {
        "stage": "sft", "from": str(start), "data": {"mixture": {"mine": 1.0}, "sequence_length": 96,
        "sources": {"mine": {"path": str(path)}}}, "optimizer": {"learning_rate": 1e-3},
        "run": {"epochs": 2, "tokens_per_step": 192, "micro_batch_size": 2, "compile": False},
    }  # fmt: skip
    for change in changes:
        set_key(change, table)
    return run_stage(stage_of(table, "the test"), out, Places((out.parent,)), Ranks())


def test_a_folder_keeps_the_ends_and_the_sampling_of_its_start(pretrained: Path, tmp_path: Path) -> None:
    start = tmp_path / "start"
    shutil.copytree(pretrained / "model", start)
    conversations(tmp_path / "a.jsonl", 12)
    tokenizer = Tokenizer.from_folder(start)
    other = tokenizer.special_ids["<|im_sep|>"]
    sampling = {"do_sample": True, "temperature": 0.6, "top_p": 0.9}
    (start / "generation_config.json").write_text(json.dumps({"eos_token_id": [tokenizer.eos_id, other], **sampling}))
    (start / "tokenizer_config.json").unlink()
    template = (
        "a template of its own {%- for m in messages %}<|im_start|>{{ m.role }}<|im_sep|>{{ m.content }}<|im_end|>"
    )
    (start / "chat_template.jinja").write_text(
        template + "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant<|im_sep|>{% endif %}"
    )
    made = tuned(start, tmp_path / "a.jsonl", tmp_path / "out")
    found = json.loads((made / "generation_config.json").read_text())
    assert found == {"eos_token_id": [tokenizer.eos_id, other], **sampling}
    assert (made / "chat_template.jinja").read_bytes() == (start / "chat_template.jinja").read_bytes()
    assert not (made / "tokenizer_config.json").exists()


def test_a_stage_is_not_done_when_its_data_or_its_start_is_another(pretrained: Path, tmp_path: Path) -> None:
    start, file = tmp_path / "start", tmp_path / "a.jsonl"
    shutil.copytree(pretrained / "model", start)
    conversations(file, 12)
    tuned(start, file, tmp_path / "out")
    before = (tmp_path / "out" / "model" / "model.safetensors").stat().st_mtime_ns
    tuned(start, file, tmp_path / "out")
    assert (tmp_path / "out" / "model" / "model.safetensors").stat().st_mtime_ns == before
    with pytest.raises(InputError, match=r"run\.epochs differs: 2.* before, 3.* now"):
        tuned(start, file, tmp_path / "out", "run.epochs=3")
    conversations(file, 13)
    with pytest.raises(InputError, match=r"was made when the source 'mine' \(.*a\.jsonl\) held something else"):
        tuned(start, file, tmp_path / "out")
    conversations(file, 12)
    with (start / "model.safetensors").open("r+b") as weights_file:
        weights_file.seek(-1, os.SEEK_END)
        weights_file.write(b"\x01")
    with pytest.raises(InputError, match=r"was made when 'from' .* held something else"):
        tuned(start, file, tmp_path / "out")


def test_a_path_that_may_be_two_files_is_told(tmp_path: Path) -> None:
    for folder, text in (("a", "1"), ("b", "1"), ("c", "2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.jsonl").write_text(text)
    a, b, c = (tmp_path / each for each in "abc")
    assert Places((a, b)).find("mine.jsonl", "the source at") == a / "mine.jsonl"
    with pytest.raises(InputError, match=r"may be .*a/mine\.jsonl or .*c/mine\.jsonl, which differ"):
        Places((a, b, c)).find("mine.jsonl", "the source at")


def test_one_run_works_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with alone(folder), pytest.raises(InputError, match="another run works here"), alone(folder):
        pass
    with alone(tmp_path / "out"):
        pass


def test_a_step_in_which_nothing_counts_is_told_and_skipped(pretrained: Path, tmp_path: Path) -> None:
    asked = {"role": "user", "content": "one two three " * 100}
    line = json.dumps({"messages": [asked, {"role": "assistant", "content": "4"}]})
    (tmp_path / "a.jsonl").write_text(line + "\n")
    out = tmp_path / "out"
    changes = ('data.long="cut"', "run.micro_batch_size=1", "run.tokens_per_step=96", "run.log_every=1", "run.epochs=1")
    tuned(pretrained / "model", tmp_path / "a.jsonl", out, *changes)
    found = records(out)
    assert found[0]["lines"] == found[0]["usable"] == 1
    assert sum(each.get("steps_without_loss", 0) for each in found) == len(found) - 1 > 2
    assert [each for each in found if "loss" in each] == [each for each in found if "steps_without_loss" not in each]


HOLD = """
import sys, time
from pathlib import Path
from phi4.train.run.lock import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(300)
"""


def test_a_folder_is_free_again_when_its_run_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(InputError, match="another run works here"), alone(folder):
            pass
        process.kill()
    with alone(folder):
        pass


def test_a_base_model_without_template_takes_the_known_one(
    pretrained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one that `phi4 ask` takes, which is kept with what is made."""
    start = tmp_path / "start"
    shutil.copytree(pretrained / "model", start)
    settings = json.loads((start / "tokenizer_config.json").read_text())
    (start / "tokenizer_config.json").write_text(json.dumps({**settings, "chat_template": None}))
    conversations(tmp_path / "a.jsonl", 12)
    made = tuned(start, tmp_path / "a.jsonl", tmp_path / "out", "run.epochs=1")
    assert "has no chat template; the known one of phi-4 is used" in " ".join(capsys.readouterr().err.split())
    assert (made / "chat_template.jinja").read_text() == known_template("phi-4")
    prompt = [{"role": "user", "content": "What is 2 + 1?"}]
    assert phi4.load(str(made)).chat_ids(prompt) == phi4.load(str(start)).chat_ids(prompt)
