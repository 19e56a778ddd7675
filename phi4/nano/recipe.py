"""How phi4-nano is made: problems are written, a tokenizer learnt, a model of Phi-4's layout trained, and exported.

Stages leave their results in one folder and are skipped when they are there, so a run that was stopped goes on.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

from tokenizers import Tokenizer

from phi4.config import ModelConfig, Rope
from phi4.data.synth import problem
from phi4.nano.tokenizer import END, END_OF_TEXT, PAD, SEPARATOR, START, VOCAB_SIZE, trained_tokenizer
from phi4.text import known_template
from phi4.train.documents import Document
from phi4.train.trainer import Trainer, TrainingConfig

CONTEXT = 320
TOKENIZER_PROBLEMS = 30_000
PROMPT_WEIGHT = 0.1


def training_config(steps: int, *, seed: int, threads: int | None) -> TrainingConfig:
    return TrainingConfig(steps=steps, rows=13, length=CONTEXT, seed=seed, threads=threads)


def model_config() -> ModelConfig:
    """Phi-4's layout (grouped queries, full rotation, SwiGLU, no biases, untied) with 4.7M parameters."""
    layers, head_dim = 5, 64
    return ModelConfig(
        model_type="phi3",
        vocab_size=VOCAB_SIZE,
        hidden_size=256,
        intermediate_size=704,
        layers=layers,
        heads=4,
        kv_heads=2,
        head_dim=head_dim,
        max_positions=CONTEXT,
        rms_norm_eps=1e-5,
        rope=Rope(theta=10_000.0, dim=head_dim),
        sliding_windows=(None,) * layers,
        attention_scale=head_dim**-0.5,
        bos_id=VOCAB_SIZE - 5,
        eos_ids=(VOCAB_SIZE - 3,),
        pad_id=VOCAB_SIZE - 1,
    )


def learn_tokenizer(out: Path, *, seed: int) -> Tokenizer:
    """The tokenizer of `out`, learnt from fresh problems if it is not there yet."""
    file = out / "tokenizer.json"
    if not file.exists():
        rng = random.Random(f"tokenizer/{seed}")
        texts = (text for _ in range(TOKENIZER_PROBLEMS) for text in _texts(rng))
        out.mkdir(parents=True, exist_ok=True)
        trained_tokenizer(texts).save(str(file), pretty=False)
    return Tokenizer.from_file(str(file))


def _texts(rng: random.Random) -> tuple[str, str, str]:
    written = problem(rng)
    return written.question, written.solution, "user assistant system"


class ChatWriter:
    """Draws conversations of one to three problems in the chat format; answers count fully, the rest a little."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        vocabulary = tokenizer.get_vocab()
        self.start, self.end, self.separator = (vocabulary[each] for each in (START, END, SEPARATOR))

    def __call__(self, rng: random.Random) -> Document:
        turns = rng.choices((1, 2, 3), (0.84, 0.12, 0.04))[0]
        ids: list[int] = []
        weights: list[float] = []
        for _ in range(turns):
            written = problem(rng)
            asked = [*self._message("user", written.question), self.end, *self._message("assistant", "")]
            answered = [*self._ids(written.solution), self.end]
            if len(ids) + len(asked) + len(answered) > CONTEXT:
                break
            ids += asked + answered
            weights += [PROMPT_WEIGHT] * len(asked) + [1.0] * len(answered)
        return Document(ids, weights)

    def _message(self, role: str, text: str) -> list[int]:
        return [self.start, *self._ids(role), self.separator, *self._ids(text)]

    def _ids(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)


def train(out: Path, *, steps: int, seed: int, threads: int | None) -> Trainer:
    """Train to the end in `out`/run, going on from its checkpoint."""
    from phi4.model import Transformer

    tokenizer = learn_tokenizer(out, seed=seed)
    model = Transformer(model_config())
    model.init_weights(seed)
    trainer = Trainer(model, ChatWriter(tokenizer), training_config(steps, seed=seed, threads=threads), out / "run")
    trainer.run()
    return trainer


def export(trainer: Trainer, out: Path) -> Path:
    """The trained model as a Hugging Face folder, `out`/model, in bfloat16 with tokenizer, template and settings."""
    from phi4.checkpoint import save_checkpoint

    folder = out / "model"
    tensors = ((name, each.detach().float().numpy()) for name, each in trainer.model.named_parameters())
    save_checkpoint(folder, trainer.model.config, tensors, dtype="bfloat16")
    shutil.copyfile(out / "tokenizer.json", folder / "tokenizer.json")
    for name, content in _settings().items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return folder


def _settings() -> dict[str, dict[str, object]]:
    """What a Hugging Face folder holds beside weights, config and tokenizer.json."""
    return {
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "add_prefix_space": False,
            "bos_token": END_OF_TEXT,
            "eos_token": END,
            "pad_token": PAD,
            "model_max_length": CONTEXT,
            "clean_up_tokenization_spaces": False,
            "chat_template": known_template("phi-4"),
        },
        "generation_config.json": {
            "bos_token_id": VOCAB_SIZE - 5,
            "eos_token_id": [VOCAB_SIZE - 3, VOCAB_SIZE - 5],
            "pad_token_id": VOCAB_SIZE - 1,
            "do_sample": False,
        },
    }


def make(out: Path, *, steps: int, seed: int, threads: int | None) -> Path:
    """The whole recipe in the folder `out`; the folder of the finished model."""
    return export(train(out, steps=steps, seed=seed, threads=threads), out)
