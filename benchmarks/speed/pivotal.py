"""How fast pivotal token search is: the same search with more and more rollouts under way together.

    python benchmarks/speed/pivotal.py --family change --count 4 --dtype 8-bit

For each number of sequences: rollouts and tokens a second, and questions a minute. Then what sharing prefixes saves:
tokens computed, beside what they would be if every rollout computed its prompt and prefix (as with an engine that keeps
nothing), or if each call for several rollouts did so once (as with `n` answers to a prompt).
The pairs of all runs must be the same bytes.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from phi4.engine import load
from phi4.grade.verifiers import FinalAnswer
from phi4.jobs.driver import RunSettings
from phi4.nano.questions import written_questions
from phi4.preference.pivotal.find import find_pivotal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="nano")
    parser.add_argument("--dtype", default="auto")
    parser.add_argument("--family", action="append")
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--sequences", default="1,4,8,16,32,64,128")
    arguments = parser.parse_args()
    model = load(arguments.model, executor="native", dtype=arguments.dtype)
    threads = model.executor.model.threads  # type: ignore[attr-defined]
    questions = written_questions(arguments.family or ["change"], arguments.count, seed=0)
    print(f"{arguments.model}, {model.executor.dtype}, {threads} threads, {len(questions)} questions\n")  # type: ignore[attr-defined]
    print("| sequences | rollouts/s | tokens/s | questions/min |\n|---|---|---|---|")
    results, summary = set(), {}
    for sequences in map(int, arguments.sequences.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "pairs.jsonl"
            running = RunSettings(sequences=sequences)
            summary = find_pivotal(model, questions, out, verifier=FinalAnswer(), running=running)
            results.add(out.read_bytes())
        run = summary["this_run"]
        speed = run["tokens_computed"] / run["seconds"]
        print(f"| {sequences} | {run['rollouts_per_second']:,.0f} | {speed:,.0f} | {run['questions_per_minute']:.1f} |",
              flush=True)  # fmt: skip
    assert len(results) == 1, "the pairs depend on the batch"
    run = summary["this_run"]
    found = {name: summary[name] for name in ("statuses", "answers_searched", "pivotal_tokens", "pairs")}
    print(f"\n{found}, {run['rollouts']:,} rollouts")
    for name in ("tokens_computed", "tokens_shared_by_call", "tokens_unshared"):
        print(f"{name.replace('_', ' ')}: {run[name]:,} ({run[name] / run['tokens_computed']:.2f} times)")


if __name__ == "__main__":
    main()
