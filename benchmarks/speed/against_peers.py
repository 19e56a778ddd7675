"""phi4 beside llama.cpp, OpenVINO and transformers: the same shape and lengths, in alternation, as ratios.

    python benchmarks/speed/against_peers.py --shape phi-4 --layers 4 --json peers.json

Each engine that is installed runs in a process of its own and is asked in turn, round after round; what is printed are
medians, and phi4's speed over the peer's as the median of the rounds' ratios. An engine that took over a minute for an
answer is asked only once. llama-cpp-python, openvino and transformers come from the package registry; `--python` names
an interpreter that has them if this one does not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from phi4.resources import this_machine

ONCE_SECONDS = 60.0
QUESTIONS: dict[str, tuple[str, int, int]] = {
    "prefill of 512": ("prefill", 512, 0),
    "decode": ("decode", 1, 6),
    "16 together": ("decode", 16, 2),
    "32 together": ("decode", 32, 2),
}


class Peer:
    """An engine in a process of its own."""

    def __init__(self, name: str, python: str, arguments: list[str]) -> None:
        self.name = name
        program = Path(__file__).with_name("peers.py")
        self._process = subprocess.Popen(
            [python, str(program), name, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.about = self._answer()

    def ask(self, question: tuple[str, int, int]) -> float:
        assert self._process.stdin is not None
        print(json.dumps(question), file=self._process.stdin, flush=True)
        return float(self._answer())

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended")
        return json.loads(line)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", default="phi-4")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--python", default=sys.executable, help="interpreter of the peers")
    parser.add_argument("--peers", nargs="*", default=["llama.cpp", "openvino", "transformers"])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    console = Console(highlight=False, soft_wrap=True)
    with tempfile.TemporaryDirectory() as folder:
        arguments = [options.shape, str(options.layers), str(this_machine().cores), folder]
        engines: list[Peer] = []
        for name in ["phi4", *options.peers]:
            try:
                engines.append(Peer(name, sys.executable if name == "phi4" else options.python, arguments))
                console.print(engines[-1].about)
            except RuntimeError:
                console.print(f"{name}: left out, it is not installed or did not start")
        seconds: dict[str, dict[str, list[float]]] = {
            question: {engine.name: [] for engine in engines} for question in QUESTIONS
        }
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("", total=len(QUESTIONS) * options.rounds * len(engines))
            for question, asked in QUESTIONS.items():
                for _ in range(options.rounds):
                    for engine in engines:
                        progress.update(bar, advance=1, description=f"{engine.name}, {question}")
                        taken = seconds[question][engine.name]
                        taken.append(taken[0] if taken and taken[0] > ONCE_SECONDS else engine.ask(asked))
        for engine in engines:
            engine.close()
    table = Table(title=f"{options.shape}, {options.layers} layers: tokens a second, and phi4's over the peer's")
    table.add_column("")
    for engine in engines:
        table.add_column(engine.name, justify="right")
    results: dict[str, Any] = {"engines": {engine.name: engine.about for engine in engines}}
    for question, (_, tokens, _) in QUESTIONS.items():
        row, ours = [question], seconds[question]["phi4"]
        results[question] = {}
        for engine in engines:
            theirs = seconds[question][engine.name]
            ratio = median(other / own for other, own in zip(theirs, ours, strict=True))
            speed = tokens / median(theirs)
            results[question][engine.name] = {"tokens_per_second": speed, "ratio": ratio}
            row.append(f"{speed:.1f}" + ("" if engine.name == "phi4" else f"  ({ratio:.2f}x)"))
        table.add_row(*row)
    console.print(table)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
