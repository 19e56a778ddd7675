"""DPO on packed rows against pairs that are computed one by one, and the stage from pairs to a model."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from phi4.checkpoint import save_checkpoint
from phi4.config import preset
from phi4.data.pairs import Pair
from phi4.engine import load
from phi4.errors import InputError
from phi4.model import Transformer
from phi4.preference.divergence import measure_kl
from phi4.text import Tokenizer
from phi4.train.data.encoding import Encoder
from phi4.train.data.measure import measured
from phi4.train.data.packing import Batch, batch_of, best_fit, size_of
from phi4.train.data.sources import JsonLines
from phi4.train.distributed.ranks import Ranks
from phi4.train.objectives.dpo import CHANNELS, Preference, Preferences, _document, documents_of
from phi4.train.objectives.dpo_reference import add_references
from phi4.train.objectives.next_token import Loss
from phi4.train.run.build import Places
from phi4.train.run.config import stage_of
from phi4.train.run.run_stage import run_stage
from tests.support.chain import WORDS, save_chain

CONFIG = preset("tiny-phi3")
LENGTH = 60
OBJECTIVES = [
    Preference(beta=0.3), Preference(beta=0.1, label_smoothing=0.2), Preference(beta=0.5, nll=0.7),
    Preference(beta=2.0, label_smoothing=0.1, nll=0.2),
]  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Transformer:
    made = Transformer(CONFIG)
    made.init_weights(3)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.mul_(3.0)  # so that the loss is far from that of a model that knows nothing
    return made


def drawn_pairs(count: int, seed: int, *, single: float = 0.5) -> list[tuple[Pair, tuple[float, float]]]:
    rng = random.Random(seed)

    def ids(least: int, most: int) -> list[int]:
        return [rng.randrange(CONFIG.vocab_size) for _ in range(rng.randint(least, most))]

    pairs = []
    for _ in range(count):
        if rng.random() < single:
            chosen, rejected = ([each] for each in rng.sample(range(CONFIG.vocab_size), 2))
        else:
            chosen, rejected = ids(1, 9), ids(2, 9)
        pairs.append((Pair(ids(1, 12), chosen, rejected), (-rng.random() * 5, -rng.random() * 5)))
    return pairs


def packed(pairs: Sequence[tuple[Pair, tuple[float, float]]], *, normalized: bool = False) -> Batch:
    examples = [documents_of(pair, reference, normalized=normalized) for pair, reference in pairs]
    rows = best_fit([size_of(each) for each in examples], LENGTH + 1)
    return batch_of([[examples[i] for i in row] for row in rows], LENGTH, CHANNELS)


def gradients(model: Transformer, losses: Sequence[Loss]) -> dict[str, torch.Tensor]:
    model.zero_grad()
    for loss in losses:
        loss.sum.backward()  # type: ignore[no-untyped-call]
    return {name: each.grad.clone() for name, each in model.named_parameters() if each.grad is not None}


def value(tensor: torch.Tensor) -> float:
    return float(tensor.detach())


def assert_equal(got: dict[str, torch.Tensor], expected: dict[str, torch.Tensor]) -> None:
    """Gradients agree to 1e-5 of the largest of each parameter."""
    assert got.keys() == expected.keys()
    for name, wanted in expected.items():
        torch.testing.assert_close(got[name], wanted, rtol=1e-4, atol=1e-5 * float(wanted.abs().max()), msg=name)


def logp(model: Transformer, prompt: Sequence[int], answer: Sequence[int]) -> torch.Tensor:
    """log p(answer | prompt) of one sequence, by itself."""
    ids = torch.tensor([[*prompt, *answer]])
    scores = functional.log_softmax(model(ids)[0].float(), dim=-1)
    return sum((scores[len(prompt) - 1 + i, token] for i, token in enumerate(answer)), torch.zeros(()))


@pytest.mark.parametrize("objective", OBJECTIVES, ids=str)
@pytest.mark.parametrize("normalized", [False, True])
def test_packed_pairs_are_what_they_are_alone(model: Transformer, objective: Preference, normalized: bool) -> None:
    """Against the formula of the paper, on sequences that are computed one by one: loss, metrics and gradient."""
    pairs = drawn_pairs(17, seed=1)
    batch = packed(pairs, normalized=normalized)
    assert batch.inputs.shape[0] < 12
    loss = objective.loss(model, batch)
    got = gradients(model, [loss])

    total, accurate, margins, chosen_rewards = torch.zeros(()), 0, 0.0, 0.0
    for pair, (reference_chosen, reference_rejected) in pairs:
        sizes = (len(pair.chosen_ids), len(pair.rejected_ids)) if normalized else (1, 1)
        chosen = (logp(model, pair.prompt_ids, pair.chosen_ids) - reference_chosen) / sizes[0]
        rejected = (logp(model, pair.prompt_ids, pair.rejected_ids) - reference_rejected) / sizes[1]
        margin = objective.beta * (chosen - rejected)
        smoothing = objective.label_smoothing
        total = total - (1 - smoothing) * functional.logsigmoid(margin) - smoothing * functional.logsigmoid(-margin)
        own = logp(model, pair.prompt_ids, pair.chosen_ids)
        total = total - objective.nll * own / len(pair.chosen_ids)
        accurate += bool(margin > 0)
        margins += value(margin)
        chosen_rewards += objective.beta * value(chosen)
    expected = gradients(model, [Loss(total, torch.tensor(17.0))])

    assert value(loss.weight) == 17
    assert value(loss.sum) == pytest.approx(value(total), rel=1e-5)
    assert value(loss.metrics["accuracy"]) == accurate
    assert value(loss.metrics["margin"]) == pytest.approx(margins, rel=1e-4, abs=1e-4)
    assert value(loss.metrics["chosen_reward"]) == pytest.approx(chosen_rewards, rel=1e-4, abs=1e-4)
    assert_equal(got, expected)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=str)
def test_packed_and_unpacked_rows_agree(model: Transformer, objective: Preference) -> None:
    """The same objective on full rows, and on a row for each pair."""
    pairs = drawn_pairs(23, seed=2)
    together = objective.loss(model, packed(pairs))
    apart = [objective.loss(model, packed([each])) for each in pairs]
    assert value(together.sum) == pytest.approx(sum(value(each.sum) for each in apart), rel=1e-5)
    for name, total in together.metrics.items():
        assert value(total) == pytest.approx(sum(value(each.metrics[name]) for each in apart), rel=1e-4, abs=1e-4)
    assert_equal(gradients(model, [together]), gradients(model, apart))


def test_a_pair_of_single_tokens_is_the_same_in_one_document_and_in_two(model: Transformer) -> None:
    objective = Preference(beta=0.7, nll=0.3)
    for pair, reference in drawn_pairs(5, seed=3, single=1.0):
        (one,) = documents_of(pair, reference)
        assert len(one.ids) == len(pair.prompt_ids) + 1
        two = (
            _document(pair.prompt_ids, pair.chosen_ids, 1.0, (reference[0], 0.0), begins=True),
            _document(pair.prompt_ids, pair.rejected_ids, -1.0, (reference[1], 0.0), begins=False),
        )
        a, b = (objective.loss(model, batch_of([[each]], LENGTH, CHANNELS)) for each in ((one,), two))
        assert value(a.sum) == pytest.approx(value(b.sum), rel=1e-5)
        assert_equal(gradients(model, [a]), gradients(model, [b]))


def trl_sigmoid_loss(
    policy_chosen: torch.Tensor, policy_rejected: torch.Tensor, reference_chosen: torch.Tensor,
    reference_rejected: torch.Tensor, beta: float, label_smoothing: float,
) -> torch.Tensor:  # fmt: skip
    """The sigmoid loss as TRL's documentation of DPOTrainer has it (conservative DPO where labels are smoothed)."""
    logits = (policy_chosen - policy_rejected) - (reference_chosen - reference_rejected)
    return -functional.logsigmoid(beta * logits) * (1 - label_smoothing) - functional.logsigmoid(
        -beta * logits
    ) * label_smoothing  # fmt: skip


def test_trls_formula(model: Transformer) -> None:
    pairs = drawn_pairs(9, seed=4)
    policy = [[value(logp(model, pair.prompt_ids, ids)) for ids in (pair.chosen_ids, pair.rejected_ids)]
              for pair, _ in pairs]  # fmt: skip
    chosen, rejected = torch.tensor(policy).T
    reference_chosen, reference_rejected = torch.tensor([reference for _, reference in pairs]).T
    expected = trl_sigmoid_loss(chosen, rejected, reference_chosen, reference_rejected, 0.4, 0.1)
    loss = Preference(beta=0.4, label_smoothing=0.1).loss(model, packed(pairs))
    assert value(loss.sum / loss.weight) == pytest.approx(float(expected.mean()), rel=1e-5)


def test_a_pair_does_not_see_its_neighbours(model: Transformer) -> None:
    """What fills the rest of a row changes nothing."""
    objective = Preference()
    (first, second, third) = drawn_pairs(3, seed=5)
    alone = value(objective.loss(model, packed([first])).sum)
    for other in (second, third):
        examples = [documents_of(*other), documents_of(*first)]
        both = objective.loss(model, batch_of([examples], LENGTH, CHANNELS))
        rest = value(objective.loss(model, packed([other])).sum)
        assert value(both.sum) - rest == pytest.approx(alone, rel=1e-4)


def write_pairs(file: Path, pairs: Sequence[Pair]) -> None:
    file.write_text("".join(json.dumps(pair.fields()) + "\n" for pair in pairs), encoding="utf-8")


def source_of(file: Path, folder: Path) -> Preferences:
    encoder = Encoder(Tokenizer.from_folder(folder), [0])
    lines = JsonLines("pairs", file, encoder, form="chat", seed=0)
    return Preferences(lines, vocab_size=CONFIG.vocab_size, normalized=False)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory, model: Transformer) -> Path:
    """The model's folder; its tokenizer is the chain's, whose ids are among the model's."""
    folder = save_chain(tmp_path_factory.mktemp("model"))
    tensors = ((name, each.detach().numpy()) for name, each in model.named_parameters())
    save_checkpoint(folder, CONFIG, tensors, dtype="float32")
    return folder


def test_references_are_computed_once_and_kept(tmp_path: Path, model: Transformer, checkpoint: Path) -> None:
    pairs = [pair for pair, _ in drawn_pairs(40, seed=6)]
    pairs[7] = Pair([1] * 100, [2], [3])  # longer than a row
    file = tmp_path / "pairs.jsonl"
    write_pairs(file, pairs)
    with file.open("a") as stream:
        stream.write("{broken\n")
    source = source_of(file, checkpoint)
    settings: dict[str, Any] = {"rows": 3, "length": LENGTH, "precision": torch.float32}
    add_references(source, model, checkpoint, Ranks(), **settings)
    assert np.isnan(source.references[[7, 40]]).all()
    for line, pair in enumerate(pairs):
        if line != 7:
            expected = [value(logp(model, pair.prompt_ids, ids)) for ids in (pair.chosen_ids, pair.rejected_ids)]
            assert source.references[line].tolist() == pytest.approx(expected, rel=1e-4, abs=1e-4)

    # At the start the model is its own reference: every margin is 0 and the loss is log 2.
    lines = [line for line in range(40) if line != 7]
    examples = [example for line in lines if size_of(example := source.of_line(line)) <= LENGTH]
    rows = best_fit([size_of(each) for each in examples], LENGTH + 1)
    loss = Preference(beta=0.5).loss(model, batch_of([[examples[i] for i in row] for row in rows], LENGTH, CHANNELS))
    assert value(loss.weight) == len(examples) == 39
    assert value(loss.sum / loss.weight) == pytest.approx(math.log(2), abs=1e-5)

    class Never(Transformer):
        def hidden(self, *_: Any, **__: Any) -> Any:
            raise AssertionError("computed again")

    again = source_of(file, checkpoint)
    add_references(again, Never(CONFIG), checkpoint, Ranks(), **settings)
    np.testing.assert_array_equal(again.references, source.references)

    (kept,) = tmp_path.glob("*.safetensors")
    kept.write_bytes(kept.read_bytes()[:-5])
    with pytest.raises(AssertionError, match="computed again"):
        add_references(again, Never(CONFIG), checkpoint, Ranks(), **settings)
    write_pairs(file, pairs[:20])
    with pytest.raises(AssertionError, match="computed again"):
        add_references(source_of(file, checkpoint), Never(CONFIG), checkpoint, Ranks(), **settings)


def stage(start: Path, mixture: dict[str, float], **changes: Any) -> dict[str, Any]:
    return {
        "stage": "dpo", "from": str(start), "seed": 1,
        "data": {"mixture": mixture, "sequence_length": 32,
                 "sources": {"pairs": {"path": "pairs.jsonl"}, "held": {"path": "held.jsonl"}},
                 "validation": {"mixture": {"held": 1.0}, "tokens": 256}},
        "optimizer": {"learning_rate": 0.02, "warmup_steps": 2, "weight_decay": 0.0},
        "run": {"steps": 30, "tokens_per_step": 128, "micro_batch_size": 4, "log_every": 1, "compile": False,
                "precision": "float32"},
        "dpo": {"beta": 0.5, **changes},
    }  # fmt: skip


def test_the_stage_moves_what_the_pairs_say(tmp_path: Path) -> None:
    """On the model whose probabilities are known, pairs prefer "left" to "right" after "we"."""
    start = save_chain(tmp_path / "start")
    before = load(str(start), executor="native", dtype="float32")
    prompts = [before.chat_ids([{"role": "user", "content": f"ask {n}"}]) for n in range(12)]
    we, left, right, up = map(WORDS.index, ("we", "left", "right", "up"))
    pairs = [Pair([*prompt, WORDS.index("so"), we], [left], [right]) for prompt in prompts]
    write_pairs(tmp_path / "pairs.jsonl", pairs[:8])
    write_pairs(tmp_path / "held.jsonl", pairs[8:])
    config = stage_of(stage(start, {"pairs": 1.0}, rollouts=8), "the test")
    out = tmp_path / "out"
    with pytest.raises(ValueError, match="rollouts need measure_kl"):
        run_stage(config, out, Places((tmp_path,)), Ranks())
    made = run_stage(config, out, Places((tmp_path,)), Ranks(), measure_kl=measure_kl)
    log = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert log[0]["loss"] == pytest.approx(math.log(2), abs=1e-4)
    assert log[-1]["accuracy"] == log[-1]["validation_accuracy"] == 1.0
    assert log[-1]["loss"] < 0.3
    assert log[-1]["margin"] == pytest.approx(log[-1]["chosen_reward"] - log[-1]["rejected_reward"], abs=1e-3)

    def shares(folder: Path) -> np.ndarray:
        scores = load(str(folder), executor="native", dtype="float32").logits([*prompts[0], WORDS.index("so"), we])[-1]
        return np.exp(scores - np.logaddexp.reduce(scores))  # type: ignore[no-any-return]

    old, new = shares(start), shares(made)
    assert old[[left, right, up]].tolist() == pytest.approx([0.5, 0.3, 0.2], abs=0.01)
    assert new[left] > 0.6 > 0.1 > new[right]
    found = json.loads((out / "divergence.json").read_text())
    assert found["answers"] == 8
    # The pairs' prompts end with "we", where the two models part; after it they agree, but for what the steps blurred.
    kl = float((new[[left, right, up]] * np.log(new[[left, right, up]] / old[[left, right, up]])).sum())
    assert found["per_answer"] == pytest.approx(kl, rel=0.25)
    (kept,) = tmp_path.glob("pairs.reference-*.safetensors")
    assert kept.stat().st_size < 1000


def test_what_is_no_pair_cannot_be_learnt_from(tmp_path: Path) -> None:
    start = save_chain(tmp_path / "start")
    for name in ("pairs", "held"):
        write_pairs(tmp_path / f"{name}.jsonl", [Pair([1], [2], [3])])
    table = stage(start, {"climbing": 1.0})
    table["data"]["sources"]["climbing"] = {"generator": "phi4.nano.problems:climbing"}
    config = stage_of(table, "the test")
    with pytest.raises(InputError, match="no preference pairs"):
        run_stage(config, tmp_path / "out", Places((tmp_path,)), Ranks())
    (tmp_path / "pairs.jsonl").write_text('{"prompt_ids": [1]}\n')
    config = stage_of(stage(start, {"pairs": 1.0}), "the test")
    with pytest.raises(InputError, match=r"holds nothing that can be used: 1 of 1 lines are of a form .*'prompt_ids'"):
        run_stage(config, tmp_path / "out2", Places((tmp_path,)), Ranks())


@pytest.mark.slow
def test_processes_share_out_pairs_and_references(tmp_path: Path) -> None:
    """Alone, as two replicas, compiled, and under torchrun with the weights in two shards: the same curve."""
    start = save_chain(tmp_path / "start")
    rng = random.Random(0)
    pairs = []
    for _ in range(60):
        prompt, chosen, rejected = ([rng.randrange(len(WORDS)) for _ in range(rng.randint(1, 8))] for _ in range(3))
        if chosen != rejected:
            pairs.append(Pair(prompt, chosen, rejected))
    write_pairs(tmp_path / "held.jsonl", pairs[:20])
    curves = {}
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    for name, workers, extra in (("one", 1, ()), ("replicas", 2, ()), ("compiled", 1, ("run.compile=true",)),
                                 ("shards", 1, ())):  # fmt: skip
        folder = tmp_path / name
        folder.mkdir()
        for file in ("pairs.jsonl", "held.jsonl"):
            write_pairs(folder / file, pairs[20:] if file == "pairs.jsonl" else pairs[:20])
        table = {**stage(start, {"pairs": 1.0}, rollouts=8), "parallel": {"workers": workers}}
        table["run"] |= {"steps": 6, "micro_batch_size": 2}
        table["optimizer"]["eps"] = 1e-3  # of gradients that are 0 but for the last bits, AdamW would make whole steps
        (folder / "dpo.toml").write_text(toml(table))
        line = [sys.executable, *(torchrun if name == "shards" else ()), "-m", "phi4", "train", "dpo"]
        line += [str(folder / "dpo.toml"), "--out", str(folder / "out"), *(f"--set={each}" for each in extra)]
        done = subprocess.run(line, cwd=folder, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True,
                              text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        log = [json.loads(each) for each in (folder / "out" / "log.jsonl").read_text().splitlines()]
        assert log[0]["loss"] == pytest.approx(math.log(2), abs=1e-4)
        curves[name] = [[each["loss"], each["accuracy"], each["margin"], each["gradient_norm"]] for each in log]
        assert len(list(folder.glob("pairs.reference-*.safetensors"))) == 1
        assert json.loads((folder / "out" / "divergence.json").read_text())["answers"] == 8
        assert "KL from the reference on 8 answers" in done.stderr
    for name in ("replicas", "compiled", "shards"):
        np.testing.assert_allclose(curves[name], curves["one"], rtol=2e-3, atol=2e-4, err_msg=name)


def toml(table: dict[str, Any]) -> str:
    """A table of texts, numbers, truths and tables as TOML; tables in one line."""

    def value(each: Any) -> str:
        if isinstance(each, dict):
            return "{ " + ", ".join(f"{json.dumps(key)} = {value(inner)}" for key, inner in each.items()) + " }"
        return json.dumps(each)

    return "".join(f"{key} = {value(each)}\n" for key, each in table.items())


def test_pairs_of_another_tokenizer_are_named(tmp_path: Path, checkpoint: Path) -> None:
    others = [Pair([1], [CONFIG.vocab_size + n], [3]) for n in range(3)]
    write_pairs(tmp_path / "pairs.jsonl", [Pair([1], [2], [3]), *others])
    settings: dict[str, Any] = {"length": LENGTH, "long": "skip", "minimum": 0, "ranks": Ranks()}
    found = measured(source_of(tmp_path / "pairs.jsonl", checkpoint), **settings)
    assert (found.usable, found.skipped[0].reason, found.skipped[0].count) == (1, "vocabulary", 3)
    assert found.skipped[0].first.startswith("line 2: ")
    write_pairs(tmp_path / "pairs.jsonl", others)
    with pytest.raises(InputError, match=r"3 of 3 lines are with tokens that the model does not have \(line 1: "):
        measured(source_of(tmp_path / "pairs.jsonl", checkpoint), **settings)


def test_a_reference_whose_log_probabilities_are_not_numbers_ends_the_work(tmp_path: Path, checkpoint: Path) -> None:
    write_pairs(tmp_path / "pairs.jsonl", [pair for pair, _ in drawn_pairs(5, seed=7)])
    damaged = Transformer(CONFIG)
    damaged.init_weights(3)
    with torch.no_grad():
        next(iter(damaged.parameters())).fill_(math.nan)
    with pytest.raises(InputError, match=r"the log-probabilities of the pair of line 1 of .*pairs\.jsonl are not num"):
        add_references(source_of(tmp_path / "pairs.jsonl", checkpoint), damaged, checkpoint, Ranks(), rows=3,
                       length=LENGTH, precision=torch.float32)  # fmt: skip
    assert not list(tmp_path.glob("*.safetensors*"))
