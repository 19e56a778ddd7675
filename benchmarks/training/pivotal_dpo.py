"""What DPO adds to a model: answers are searched for pivotal tokens, their pairs trained on, and the same held-out
questions asked before and after.

    python benchmarks/training/pivotal_dpo.py runs/pivotal-dpo --model nano

Questions are fresh problems of the procedural writers, in wordings that the model's training may have seen; those that
are trained on, those that choose the learning rate and those that are reported have seeds of their own, and no question
of the latter two is among the first. Arms:

pivotal    DPO on the pairs of pivotal token search
judged     DPO on pairs of whole answers, a right and a wrong one, to as many of the same questions as pivotal has pairs
both       judged, starting from pivotal

For each arm the learning rate is the best of --rates on the questions kept for that. Reported are greedy answers, with
McNemar's exact test on the questions that changed, and answers drawn at temperature 1, both with a paired bootstrap
interval of the difference. Every step leaves its files in the folder and is skipped when they are there.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from math import comb
from pathlib import Path

import numpy as np

from phi4.checkpoint import resolve
from phi4.data.pairs import json_line, read_pairs
from phi4.engine import LanguageModel, SamplingParams, load
from phi4.grade.extract import final_answer
from phi4.grade.statistics import Looks
from phi4.grade.verifiers import FinalAnswer, Question
from phi4.jobs.driver import RunSettings, prompt_of
from phi4.jobs.rollouts import RolloutPool
from phi4.nano.problems import SHARES, problem_of
from phi4.nano.tasks import paired_interval
from phi4.preference.collect import judge_answers
from phi4.preference.judged import JudgeSettings
from phi4.preference.pivotal.find import find_pivotal
from phi4.preference.pivotal.search import SearchSettings

DRAWN = 8
LENGTH = 320


def questions_of(kind: str, families: Sequence[str], count: int, seed: int, without: set[str]) -> list[Question]:
    """`count` problems of each family that are not in `without`, to which they are added."""
    questions = []
    for family in families:
        rng = random.Random(f"pivotal-dpo/{seed}/{kind}/{family}")
        for _ in range(count):
            while (problem := problem_of(family, rng)).question in without:
                pass
            without.add(problem.question)
            questions.append(Question(problem.question, problem.answer))
    return questions


def measured(model: LanguageModel, questions: Sequence[Question], file: Path) -> dict[str, list[float]]:
    """For each question whether the greedy answer is right, and the share of right ones among those drawn."""
    if file.exists():
        return json.loads(file.read_text())  # type: ignore[no-any-return]
    judge = FinalAnswer()
    pools = {
        "greedy": (RolloutPool(model.executor, SamplingParams(), eos_ids=model.eos_ids, seed=0), 1),
        "drawn": (RolloutPool(model.executor, SamplingParams(temperature=1.0), eos_ids=model.eos_ids, seed=1), DRAWN),
    }
    found: dict[str, list[float]] = {}
    for name, (pool, count) in pools.items():
        right = np.zeros((len(questions), count))
        for owner, question in enumerate(questions):
            pool.add(owner, prompt_of(model, question, None))
            pool.ask(owner, (), 0, count)
        while pool.backlog:
            for rollout in pool.step():
                text = model.tokenizer.decode(list(rollout.ids))
                right[rollout.owner, rollout.number] = judge.is_right(questions[rollout.owner], text)
        found[name] = right.mean(axis=1).tolist()
    file.write_text(json.dumps(found))
    return found


def mcnemar(before: Sequence[float], after: Sequence[float]) -> tuple[int, int, float]:
    """Questions that became right, and wrong; and the exact two-sided p of as uneven a split by chance."""
    won = sum(b < a for b, a in zip(before, after, strict=True))
    lost = sum(b > a for b, a in zip(before, after, strict=True))
    tail = sum(comb(won + lost, k) for k in range(min(won, lost) + 1)) / 2 ** (won + lost)
    return won, lost, min(1.0, 2 * tail)


def trained(folder: Path, start: Path, pairs: Path, rate: float, arguments: argparse.Namespace) -> Path:
    """A model made by DPO from `start`."""
    from phi4.preference.divergence import measure_kl
    from phi4.train.distributed.workers import launch
    from phi4.train.run.build import Places
    from phi4.train.run.config import stage_of

    config = stage_of({
        "stage": "dpo", "from": str(start.absolute()), "seed": arguments.seed,
        "data": {"mixture": {"pairs": 1.0}, "sequence_length": LENGTH,
                 "sources": {"pairs": {"path": str(pairs.absolute())}}},
        "optimizer": {"learning_rate": rate, "warmup_steps": 5, "weight_decay": 0.0},
        "run": {"epochs": arguments.epochs, "tokens_per_step": 4 * LENGTH, "micro_batch_size": 4, "compile": False},
        "dpo": {"beta": arguments.beta, "rollouts": 64},
    }, "pivotal_dpo.py")  # fmt: skip
    return launch(config, folder, Places((folder.absolute().parent,)), measure_kl=measure_kl)


def judged_pairs(model: LanguageModel, questions: Sequence[Question], file: Path, wanted: int) -> Path:
    """Pairs of whole answers, `wanted` of them at most, to questions with right and wrong ones."""
    everything = file.with_name("judged-all.jsonl")
    judge_answers(model, questions, everything, judge=FinalAnswer(), settings=JudgeSettings(samples=16, pairs=3))
    pairs = list(read_pairs(everything))
    random.Random(0).shuffle(pairs)
    file.write_bytes(b"".join(json_line(pair.fields()) for pair in pairs[:wanted]))
    return file


def line(name: str, base: dict[str, list[float]], arm: dict[str, list[float]], kept: Sequence[int]) -> str:
    parts = [name]
    for how in ("greedy", "drawn"):
        before, after = ([found[how][i] for i in kept] for found in (base, arm))
        differences = np.asarray(after) - np.asarray(before)
        gain, (low, high) = differences.mean(), paired_interval(differences)
        parts.append(f"{np.mean(before):.1%} to {np.mean(after):.1%}, {gain:+.1%} ({low:+.1%} to {high:+.1%})")
        if how == "greedy":
            won, lost, chance = mcnemar(before, after)
            parts.append(f"+{won} -{lost}, p = {chance:.2g}")
    return f"| {' | '.join(parts)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="nano")
    parser.add_argument("--families", default="change,sequence,quotient,product,difference,had,sharing,older")
    parser.add_argument("--train", type=int, default=100, help="questions of each family that are searched")
    parser.add_argument("--choose", type=int, default=30, help="of each family, to choose the rate by")
    parser.add_argument("--test", type=int, default=80, help="of each family, to report")
    parser.add_argument("--rollouts", type=int, default=64)
    parser.add_argument("--rates", default="1e-4,3e-4,1e-3")
    parser.add_argument("--epochs", type=float, default=8.0)
    parser.add_argument("--beta", type=float, default=0.1)
    parser.add_argument("--arms", default="pivotal,judged,both")
    parser.add_argument("--dtype", default="8-bit", help="of the model while it is searched")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    families = arguments.families.split(",")
    if unknown := sorted(set(families) - set(SHARES)):
        sys.exit(f"there are no families {unknown}")
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    asked: set[str] = set()
    train = questions_of("train", families, arguments.train, arguments.seed, asked)
    choose = questions_of("choose", families, arguments.choose, arguments.seed, asked)
    test = questions_of("test", families, arguments.test, arguments.seed, asked)

    start = resolve(arguments.model)
    searching = load(str(start), executor="native", dtype=arguments.dtype)
    for question in train:
        assert final_answer("Answer: " + question.answer) == question.answer
    pairs = folder / "pivotal.jsonl"
    summary = find_pivotal(
        searching, train, pairs, verifier=FinalAnswer(),
        settings=SearchSettings(looks=Looks(16, arguments.rollouts)), running=RunSettings(seed=arguments.seed),
    )  # fmt: skip
    (folder / "search.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps(summary), flush=True)

    base = load(str(start), executor="native")
    before_choice = measured(base, choose, folder / "base-choose.json")
    before = measured(base, test, folder / "base-test.json")
    results, chosen = {}, {}
    for arm in arguments.arms.split(","):
        origin, data = start, pairs
        if arm != "pivotal":
            data = judged_pairs(searching, train, folder / "judged.jsonl", summary["pairs"])
        if arm == "both":
            origin = chosen["pivotal"][1]
        best: tuple[float, Path, float] | None = None
        for rate in map(float, arguments.rates.split(",")):
            made = trained(folder / f"{arm}-{rate:g}", origin, data, rate, arguments)
            model = load(str(made), executor="native")
            drawn = float(np.mean(measured(model, choose, folder / f"{arm}-{rate:g}-choose.json")["drawn"]))
            print(f"{arm}, rate {rate:g}: {np.mean(before_choice['drawn']):.1%} to {drawn:.1%} on the choosing set, "
                  f"{(made.parent / 'divergence.json').read_text()!s:.200}", flush=True)  # fmt: skip
            if best is None or drawn > best[2]:
                best = rate, made, drawn
        assert best is not None
        chosen[arm] = best
        results[arm] = measured(load(str(best[1]), executor="native"), test, folder / f"{arm}-test.json")

    print(f"\n{len(test)} questions, {DRAWN} answers drawn to each\n")
    print("| arm (rate) | greedy | changed, McNemar | drawn at temperature 1 |\n|---|---|---|---|")
    for arm, result in results.items():
        print(line(f"{arm} ({chosen[arm][0]:g})", before, result, range(len(test))))
    print("\nby family\n")
    print("| arm, family | greedy | changed, McNemar | drawn at temperature 1 |\n|---|---|---|---|")
    for arm, result in results.items():
        for number, family in enumerate(families):
            kept = range(number * arguments.test, (number + 1) * arguments.test)
            print(line(f"{arm}, {family}", before, result, kept))


if __name__ == "__main__":
    main()
