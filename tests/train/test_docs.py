"""What docs/training.md tells people to write is run word for word: fine-tuning, preferences, a GGUF."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tokenizers

import phi4
from phi4.text.byte_level import PATTERNS, byte_level_definition
from phi4.train.distributed.workers import launch
from phi4.train.run.build import Places
from phi4.train.run.config import TokenizerSection, read_stage
from phi4.train.run.plan import plan
from phi4.train.run.tracking import records
from phi4.train.tokenizer import learned_tokenizer
from tests.support.problems import texts
from tests.support.repository import REPOSITORY

NANO = Path(phi4.__file__).parent / "nano" / "weights"


def blocks(section: str) -> list[tuple[str, str]]:
    """Language and text of the code blocks of a section."""
    text = (REPOSITORY / "docs" / "training.md").read_text(encoding="utf-8")
    (part,) = re.findall(rf"^## {re.escape(section)}\n(.*?)^## ", text, re.DOTALL | re.MULTILINE)
    return re.findall(r"^```(\w+)\n(.*?)^```", part, re.DOTALL | re.MULTILINE)  # type: ignore[no-any-return]


def made(config: str, out: str) -> Path:
    file = Path(config)
    return launch(read_stage(file), Path(out), Places.of(Path(out), file.absolute().parent))


def test_fine_tuning_and_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    (kinds, (line, sft, pairs, dpo)) = zip(*blocks("Fine-tuning a folder of one's own"), strict=True)
    assert kinds == ("json", "toml", "python", "toml")
    shutil.copytree(NANO, "my-model")
    others = [line.replace("Under the mat", f"In box {n}").replace("the key", f"toy {n}") for n in range(12)]
    Path("mine.jsonl").write_text(line + "".join(others))
    Path("sft.toml").write_text(sft)
    Path("dpo.toml").write_text(dpo)

    planned = plan(read_stage(Path("sft.toml")), Path("sft.toml"), gpu="h100")
    tuned = made("sft.toml", "runs/mine")
    done = json.loads((tuned.parent / "data.json").read_text())
    assert done["sources"]["mine"]["usable"] == 13
    assert done["sources"]["mine"]["passes"] == planned.epochs["mine"] == 3
    assert records(tuned.parent)[-1]["step"] == done["steps"] == planned.steps > 0
    assert phi4.load(str(tuned)).chat([{"role": "user", "content": "Where is the key?"}], max_new_tokens=4).text

    exec(compile(pairs, "docs/training.md", "exec"), {})
    assert made("dpo.toml", "runs/preferred") == Path("runs/preferred/model")
    log = records(Path("runs/preferred"))
    done = json.loads(Path("runs/preferred/data.json").read_text())
    assert (done["sources"]["pairs"]["usable"], done["sources"]["pairs"]["passes"]) == (1, 4)
    assert log[-1]["step"] == done["steps"]
    assert next(each["loss"] for each in log if "loss" in each) <= math.log(2) + 1e-2


def test_a_learned_vocabulary_cuts_text_as_llama_cpp_does_by_the_name_given() -> None:
    tokenizer = learned_tokenizer(texts(), TokenizerSection(vocab_size=700, numbers="phi-4", special="chat"))
    model = json.loads(tokenizer.to_str())["model"]
    merges = [" ".join(each) for each in model["merges"]]
    named = tokenizers.Tokenizer.from_str(
        json.dumps({**byte_level_definition(PATTERNS["dbrx"], model["vocab"], merges), "added_tokens": []})
    )
    for text in ("What is 12345 + 67?\n\n", "It's 3.14, I'VE  told you\t1,000,000", "naïve 日本語 ٣٤٥ 🚀 x\r\n y", " "):
        assert named.encode(text).ids == tokenizer.encode(text).ids, text


LLAMA_CPP = Path(os.environ.get("LLAMA_CPP", "nowhere"))


@pytest.mark.skipif(not (LLAMA_CPP / "convert_hf_to_gguf.py").is_file(), reason="LLAMA_CPP names no llama.cpp checkout")
def test_llama_cpps_own_converter(recipe: Path, tmp_path: Path) -> None:
    """The folder of a model with a vocabulary of its own, through the converter as the docs have it."""
    for name in ("tokenizer", "pretrain"):
        changes = ['tokenizer.numbers="phi-4"'] if name == "tokenizer" else []
        out = tmp_path / name
        launch(read_stage(recipe / f"{name}.toml", changes), out, Places((tmp_path,)))
    folder, file = tmp_path / "pretrain" / "model", tmp_path / "model.gguf"
    ((_, script),) = blocks("GGUF for llama.cpp")
    (tmp_path / "convert.py").write_text(script)
    done = subprocess.run(
        [sys.executable, tmp_path / "convert.py", folder, "--outfile", file, "--outtype", "f32"],
        env={**os.environ, "PYTHONPATH": f"{LLAMA_CPP}:{LLAMA_CPP / 'gguf-py'}"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    original, converted = (phi4.load(str(each), executor="native", dtype="float32") for each in (folder, file))
    prompt = original.chat_ids([{"role": "user", "content": "What is 12345 + 67?"}])
    assert converted.chat_ids([{"role": "user", "content": "What is 12345 + 67?"}]) == prompt
    np.testing.assert_allclose(converted.logits(prompt), original.logits(prompt), atol=1e-4)
