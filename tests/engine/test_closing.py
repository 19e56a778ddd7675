"""A closed model holds nothing of the machine, and says in a sentence that it is closed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import phi4
from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.shipped import SHIPPED
from phi4.errors import InputError
from phi4.quant import QuantizeOptions, quantize

CHAT = [{"role": "user", "content": "hi"}]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closing") / "packed"
    quantize(open_checkpoint(SHIPPED["nano"]), folder, QuantizeOptions(bits=8))
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_weights_are_unmapped_and_threads_ended(packed: Path) -> None:
    script = f"""
import os, phi4
def tasks(): return len(os.listdir("/proc/self/task"))
before = None
for _ in range(2):
    with phi4.load({str(packed)!r}, executor="native", threads=4) as model:
        assert model.generate("a", max_tokens=2).ids
        assert {str(packed)!r} in open("/proc/self/maps").read()
        during = tasks()
    assert {str(packed)!r} not in open("/proc/self/maps").read()
    assert during - tasks() >= 3, (during, tasks())
    assert before in (None, tasks()), (before, tasks())
    before = tasks()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_renderer_ends(packed: Path) -> None:
    model = phi4.load(packed, executor="native")
    template = model.tokenizer.chat_template
    assert template is not None
    template.source += " "  # not a known template any more, which is rendered in a process apart
    before = threading.active_count()
    model.chat(CHAT, max_tokens=1)
    process = next(iter(template._renderer._processes))._process
    assert process.poll() is None
    model.close()
    assert process.poll() is not None
    assert threading.active_count() == before


@pytest.mark.parametrize("executor", ["native", "torch"])
def test_a_closed_model_says_so(executor: str) -> None:
    if executor == "torch":
        pytest.importorskip("torch")
    model = phi4.load("nano", executor=executor)
    running = model.stream("a", max_tokens=20, ignore_eos=True)
    next(running)
    compute = model.executor
    model.close()
    model.close()
    for act in (
        lambda: model.chat(CHAT), lambda: model.stream_chat(CHAT), lambda: model.generate("a"),
        lambda: model.generate([5]), lambda: model.stream([5]), lambda: model.logits([5]), lambda: model.tokenizer,
        lambda: model.__enter__(), lambda: list(running), lambda: compute.logits([5]),
    ):  # fmt: skip
        with pytest.raises(InputError, match="is closed; load it again"):
            act()
    assert model.config.vocab_size
