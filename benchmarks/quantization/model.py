"""The model that benchmarks/quantization/table.py measures on: Phi-4's layout, trained on English text and problems.

It has multiples of 256 inputs everywhere, so that llama.cpp's K-quants apply to all of it.

    python benchmarks/quantization/model.py runs/quantization --threads 1

A run that was stopped goes on. Without the developers' text (--text) it learns from phi4's own problems alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from phi4.checkpoint import save_checkpoint
from phi4.config import ModelConfig, Rope
from phi4.model import Transformer
from phi4.nano.problems import problem

TEXT = Path(__file__).resolve().parents[2] / "shared" / "data" / "text"
VOCAB_SIZE = 2048
CONTEXT, ROWS = 256, 16
PROBLEM_SHARE = 0.15
EVALUATION_TEXTS = 512
HELD_OUT_SHARE = 0.02
"""Of every source, its last part is kept from training: half of it to calibrate on, half to measure on."""
MAX_CHARS = 1_500_000
"""Of a source that are used."""
PEAK_RATE, WARMUP_STEPS, DECAY_SHARE = 3e-3, 100, 0.6
SAVE_SECONDS = 120.0


@dataclass(frozen=True)
class Corpus:
    """Texts, the problems last: to train on, and the parts of the same sources that training does not see."""

    train: list[str]
    calibration: list[str]
    held_out: list[str]


def corpus(folder: Path) -> Corpus:
    """Books, articles and textbooks of `folder`, and problems; the problems alone if it is not there."""
    found = Corpus([], [], [])
    for text in [*_english(folder), _problems(10_000)]:
        used = text[-MAX_CHARS:]
        kept = int(len(used) * HELD_OUT_SHARE) // 2
        found.train.append(used[: -2 * kept])
        found.calibration.append(used[-2 * kept : -kept])
        found.held_out.append(used[-kept:])
    return found


def _english(folder: Path) -> list[str]:
    files = [*sorted(folder.glob("books/*.txt.gz")), *sorted(folder.glob("wikitext-2/wikitext2*.gz"))]
    texts = [gzip.decompress(file.read_bytes()).decode() for file in files]
    for file in sorted(folder.glob("openstax-*.jsonl.gz")):
        lines = gzip.decompress(file.read_bytes()).decode().splitlines()
        texts.append("\n".join(json.loads(line)["text"] for line in lines))
    return texts


def _problems(count: int) -> str:
    rng = random.Random("quantisation")
    written = (problem(rng) for _ in range(count))
    return "".join(f"{each.question}\n{each.solution}\n\n" for each in written)


def model_config() -> ModelConfig:
    layers, head_dim = 4, 64
    return ModelConfig(
        model_type="phi3",
        vocab_size=VOCAB_SIZE,
        hidden_size=256,
        intermediate_size=768,
        layers=layers,
        heads=4,
        kv_heads=2,
        head_dim=head_dim,
        max_positions=CONTEXT,
        rms_norm_eps=1e-5,
        rope=Rope(theta=10_000.0, dim=head_dim),
        sliding_windows=(None,) * layers,
        attention_scale=head_dim**-0.5,
        bos_id=0,
        eos_ids=(0,),
        pad_id=0,
    )


def learned_tokenizer(found: Corpus) -> Tokenizer:
    """Byte-level BPE, learned from a part of each source."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCAB_SIZE,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((line for text in found.train for line in text[:300_000].splitlines(True)), trainer)
    return tokenizer


class Stretches:
    """Draws runs of tokens: of problems at their share, of other texts by their length."""

    def __init__(self, tokenizer: Tokenizer, texts: list[str]) -> None:
        *others, problems = texts
        self.problems = _token_ids(tokenizer, problems)
        self.others = _token_ids(tokenizer, "\n".join(others)) if others else self.problems

    def rows(self, rng: random.Random, rows: int, length: int) -> np.ndarray:
        """int64 [rows, length]"""
        return np.array([self._row(rng, length) for _ in range(rows)], np.int64)

    def _row(self, rng: random.Random, length: int) -> np.ndarray:
        source = self.problems if rng.random() < PROBLEM_SHARE else self.others
        at = rng.randrange(len(source) - length + 1)
        return source[at : at + length]


def _token_ids(tokenizer: Tokenizer, text: str) -> np.ndarray:
    lines = text.splitlines(keepends=True)
    pieces = ("".join(lines[at : at + 200]) for at in range(0, len(lines), 200))
    return np.concatenate([np.array(tokenizer.encode(piece).ids, np.uint16) for piece in pieces])


def prepare(out: Path, text: Path) -> None:
    """Write tokenizer.json, tokens.npz (what is trained on) and texts.npz: `calibration` and `held_out`, int64
    [EVALUATION_TEXTS, CONTEXT] each, drawn from what training does not see as training draws from the rest.
    """
    found = corpus(text)
    tokenizer = learned_tokenizer(found)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    drawn = {
        name: Stretches(tokenizer, getattr(found, name)).rows(random.Random(name), EVALUATION_TEXTS, CONTEXT)
        for name in ("calibration", "held_out")
    }
    np.savez(out / "texts.npz", **drawn)
    trained = Stretches(tokenizer, found.train)
    np.savez(out / "tokens.new.npz", others=trained.others, problems=trained.problems)
    os.replace(out / "tokens.new.npz", out / "tokens.npz")


class Training:
    """Next-token loss, AdamW, float32: small and slow enough that nothing more is worth its lines."""

    def __init__(self, out: Path, steps: int) -> None:
        self.out, self.steps, self.step = out, steps, 0
        self.stretches = Stretches.__new__(Stretches)
        with np.load(out / "tokens.npz") as tokens:
            self.stretches.others, self.stretches.problems = tokens["others"], tokens["problems"]
        self.model = Transformer(model_config())
        self.model.init_weights(0)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=PEAK_RATE, betas=(0.9, 0.95), weight_decay=0.1)
        self.loss = torch.compile(self._loss)
        if (out / "state.safetensors").exists():
            self._resume()

    def run(self) -> None:
        saved = start = time.monotonic()
        first = self.step
        while self.step < self.steps:
            rng = random.Random(f"step {self.step}")
            ids = torch.from_numpy(self.stretches.rows(rng, ROWS, CONTEXT + 1))
            share = min((self.step + 1) / WARMUP_STEPS, (self.steps - self.step) / (self.steps * DECAY_SHARE), 1.0)
            self.optimizer.param_groups[0]["lr"] = PEAK_RATE * share
            loss = self.loss(ids[:, :-1], ids[:, 1:])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
            self.step += 1
            if self.step % 20 == 0:
                now = time.monotonic()
                speed = (self.step - first) * ROWS * CONTEXT / (now - start)
                print(
                    f"step {self.step} of {self.steps}, loss {loss.item():.3f}, {speed:,.0f} tokens/s", file=sys.stderr
                )
                if now - saved > SAVE_SECONDS:
                    self._save()
                    saved = now
        self._save()

    def _loss(self, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        # Written out as two products, attention trains faster on a CPU than torch's fused one.
        with sdpa_kernel(SDPBackend.MATH):
            logits = self.model(inputs)
        return functional.cross_entropy(logits.flatten(0, 1), targets.flatten())

    def _save(self) -> None:
        tensors = {"step": torch.tensor(self.step)}
        for name, parameter in self.model.named_parameters():
            tensors[f"model/{name}"] = parameter.detach().contiguous()
            for key, value in self.optimizer.state[parameter].items():
                tensors[f"{key}/{name}"] = value.contiguous()
        save_file(tensors, self.out / "state.new")
        os.replace(self.out / "state.new", self.out / "state.safetensors")

    def _resume(self) -> None:
        tensors = load_file(self.out / "state.safetensors")
        self.step = int(tensors.pop("step"))
        parameters = dict(self.model.named_parameters())
        for place, tensor in tensors.items():
            key, name = place.split("/")
            if key == "model":
                parameters[name].data.copy_(tensor)
            else:
                self.optimizer.state[parameters[name]][key] = tensor


def train(out: Path, text: Path, *, steps: int) -> Path:
    """Train in `out`, going on from its checkpoint; the folder of the finished model, bfloat16."""
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "tokens.npz").exists():
        prepare(out, text)
    training = Training(out, steps)
    training.run()
    folder = out / "model"
    tensors = ((name, each.detach().numpy()) for name, each in training.model.named_parameters())
    save_checkpoint(folder, training.model.config, tensors, dtype="bfloat16")
    shutil.copyfile(out / "tokenizer.json", folder / "tokenizer.json")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--text", type=Path, default=TEXT, help=f"folder of English text (default: {TEXT})")
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if not options.text.is_dir():
        print(f"{options.text} is not there: the model learns from phi4's own problems alone", file=sys.stderr)
    print(train(options.out, options.text, steps=options.steps))


if __name__ == "__main__":
    main()
