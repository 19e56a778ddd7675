"""A stage from its config to a Hugging Face folder: `run_stage` is what `phi4 train STAGE CONFIG` does.

OUT/stage.json      the config that the folder was made with, and digests of its data and of what it started from
OUT/data.json       what its files held: lines, usable ones, why others are left out, and passes through them
OUT/log.jsonl, loss.png, state.json, *.safetensors      the run (phi4.train.run.trainer)
OUT/divergence.json of dpo with rollouts: the KL divergence from the reference
OUT/model/          what it made, for phi4.load and transformers, named so when all else is done; for a tokenizer, OUT
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tokenizers
import torch

from phi4.checkpoint import open_checkpoint, save_checkpoint
from phi4.config import ModelConfig, tensor_shapes
from phi4.errors import InputError
from phi4.files import put_in_place, replace_json, replace_text, writing
from phi4.model import Transformer, initial_weights
from phi4.text import Tokenizer, template_of
from phi4.train.data.encoding import Encoder
from phi4.train.data.mixture import Mixture
from phi4.train.distributed.parallel import fill, parallel_model, whole
from phi4.train.distributed.ranks import Ranks, peak_flops
from phi4.train.objectives.dpo import Preference, Preferences
from phi4.train.objectives.dpo_reference import add_references
from phi4.train.objectives.next_token import NextToken, Objective
from phi4.train.optim.schedule import warmup_of
from phi4.train.run.build import (
    Places,
    continued_config,
    held_out,
    mixture_of,
    new_model_config,
    of_pairs,
    validation_mixture,
    work_of,
)
from phi4.train.run.config import StageConfig
from phi4.train.run.difference import difference
from phi4.train.run.digests import digest_of
from phi4.train.run.hardware import training_flops
from phi4.train.run.start import generation_of, notes_of
from phi4.train.run.tracking import Tracker, plot
from phi4.train.run.trainer import Settings, Trainer
from phi4.train.tokenizer import byte_lengths, learned_tokenizer, save_tokenizer

STAGE, MODEL, DIVERGENCE, DATA = "stage.json", "model", "divergence.json", "data.json"
_TOKENIZER_FILES = (
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.model",
    "vocab.json", "merges.txt", "chat_template.jinja", "chat_template.json",
)  # fmt: skip
_UNIDENTIFYING = {"parallel": None, "run": ("checkpoint_minutes", "log_every", "track", "compile")}
_LENGTH = ("steps", "tokens", "epochs")
_OF_A_MODEL = (".json", ".jinja", ".safetensors", ".model")
_ELSEWHERE = "give another folder with --out, or remove this one to begin anew"

MeasureKL = Callable[[Path, Path, Sequence[Sequence[int]]], Mapping[str, Any]]
"""Of the folders of a model and of its reference, on prompts (token ids): what OUT/divergence.json shall hold."""


def run_stage(
    config: StageConfig, out: Path, places: Places, ranks: Ranks, *, measure_kl: MeasureKL | None = None
) -> Path:
    """Run a stage in the folder `out`, or resume it; the folder of what it made. A stage that is done is left.

    measure_kl  of dpo with rollouts; the process that leads calls it, at the end

    Raises:
        ValueError: [dpo] rollouts are asked for, and `measure_kl` is not given to the process that leads.
        InputError: the config, its data or its start is wrong, or `out` holds another run, or one that is longer.
        TrainingError: the run cannot continue.
    """
    if is_done(config, out, places):
        return made_by(out)
    if config.stage == "dpo" and config.dpo.rollouts and ranks.leads and measure_kl is None:
        raise ValueError("[dpo] rollouts need measure_kl, such as phi4.preference.divergence.measure_kl")
    if config.stage == "tokenizer":
        if ranks.leads:
            replace_json(out / STAGE, _record(config, places))
            _learn_tokenizer(config, out, places)
        return out
    _train(config, out, places, ranks, measure_kl)
    return out / MODEL


def made_by(out: Path) -> Path:
    """What a stage left in its folder `out`: a model, or a tokenizer."""
    return out / MODEL if (out / MODEL).is_dir() else out


def is_done(config: StageConfig, out: Path, places: Places) -> bool:
    """Whether `out` holds what this stage makes of this data. A run with a constant learning rate may be lengthened.

    Raises:
        InputError: it holds what another config, other data or another start made.
    """
    there = _recorded(out)
    if there is None:
        return False
    record = _record(config, places)
    wanted, before = record["config"], there["config"]
    kept = {key: value for key, value in _identity(before).items() if key != "after"}
    if (found := difference(kept, _identity(wanted))) is not None:
        raise InputError(f"{out}: was made with another config ({found}); {_ELSEWHERE}")
    made_of = there.get("made_of", {})
    for name, each in record["made_of"].items():
        if made_of.get(name, each) != each:
            raise InputError(f"{out}: was made when {name} held something else; {_ELSEWHERE}")
    made = made_by(out) / ("tokenizer.json" if config.stage == "tokenizer" else "config.json")
    return before.get("run") == wanted.get("run") and made.is_file()


def _recorded(out: Path) -> dict[str, Any] | None:
    """What `out` says that it was made with, if it says it."""
    if not (out / STAGE).is_file():
        return None
    try:
        there = json.loads((out / STAGE).read_text(encoding="utf-8"))
        assert isinstance(there["config"], dict)
        assert isinstance(there.get("made_of", {}), dict)
    except (OSError, ValueError, KeyError, TypeError, AssertionError):
        raise InputError(f"{out / STAGE}: is not a record of a stage; remove the folder to begin anew") from None
    return there  # type: ignore[no-any-return]


def _identity(described: dict[str, Any]) -> dict[str, Any]:
    """What a run must agree with to be resumed: not its length, if what a step does is the same for any length."""
    if not described.get("run") or (described.get("optimizer") or {}).get("schedule") != "constant":
        return described
    run = {key: value for key, value in described["run"].items() if key not in _LENGTH}
    return {key: value for key, value in described.items() if key != "steps"} | {"run": run}


def _record(config: StageConfig, places: Places) -> dict[str, Any]:
    """What makes a run this one: its config but for how the work is done, and what its data and its start hold."""
    described: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(config)))
    for each, keys in _UNIDENTIFYING.items():
        if keys is None:
            del described[each]
        elif described[each] is not None:
            described[each] = {key: value for key, value in described[each].items() if key not in keys}
    if (described["optimizer"] or {}).get("warmup_steps") is not None:
        del described["optimizer"]["warmup_share"]
    made_of = {}
    for name, section in config.data.sources.items():
        if section.path is not None and name in {**config.data.mixture, **(config.data.validation.mixture or {})}:
            path = places.find(section.path, f"the source {name!r} at")
            made_of[f"the source {name!r} ({path})"] = digest_of(path)
    if config.start is not None:
        start = made_by(places.start(config.start))
        files = [each for each in sorted(start.glob("*")) if each.suffix in _OF_A_MODEL and each.name != STAGE]
        digests = " ".join(f"{each.name} {digest_of(each)}" for each in files if each.is_file())
        made_of[f"'from' ({start})"] = hashlib.blake2b(digests.encode(), digest_size=8).hexdigest()
    return {"config": described, "made_of": made_of}


def _learn_tokenizer(config: StageConfig, out: Path, places: Places) -> None:
    from phi4.train.data.tokenizer_texts import texts_of

    assert config.tokenizer is not None
    texts = texts_of(config.data, places, seed=config.seed, documents=config.tokenizer.documents)
    save_tokenizer(learned_tokenizer(texts, config.tokenizer), out)


def _train(config: StageConfig, out: Path, places: Places, ranks: Ranks, measure_kl: MeasureKL | None) -> None:
    assert config.run is not None
    assert config.optimizer is not None
    assert config.start is not None
    run, data = config.run, config.data
    start = made_by(places.start(config.start))
    tokenizer = Tokenizer.from_folder(start)
    if config.stage == "pretrain" and not (start / "config.json").is_file():
        model_config = new_model_config(config.model, tokenizer, data.sequence_length)
        tensors = initial_weights(model_config, config.seed)
    else:
        before = open_checkpoint(start)
        model_config = continued_config(config.model, before.config)
        tensors = ((name, torch.from_numpy(before.read(name))) for name in tensor_shapes(model_config))
    if data.sequence_length > model_config.max_positions:
        raise InputError(
            f"[data] sequence_length is {data.sequence_length}, and the model has {model_config.max_positions} "
            "positions"
        )

    tracker = Tracker(out, title=config.stage, enabled=ranks.leads, also=run.track)
    read = training_data(config, start, tokenizer, model_config, places)
    for note in read.notes:
        tracker.say(f"note: {note}")
    mixture, validation = read.mixture, read.validation
    work = work_of(config, mixture, ranks)
    mixture, steps = work.mixture, work.steps
    validation = validation and held_out(validation, data.validation.tokens, ranks)
    for sentence in work.said:
        tracker.say(sentence)

    optimizer = replace(config.optimizer, warmup_steps=_warmup(config, out, steps))
    precision = precision_of(run.precision, ranks.device)
    model = parallel_model(model_config, config.parallel, ranks, precision=precision, compiled=run.compile)
    settings = Settings(
        steps=steps,
        micro_batches=run.tokens_per_step // (run.micro_batch_size * data.sequence_length),
        rows=run.micro_batch_size,
        optimizer=optimizer,
        precision=precision,
        log_every=run.log_every,
        checkpoint_seconds=run.checkpoint_minutes * 60,
        validate_every=data.validation.every,
        validation_tokens=data.validation.tokens,
        identity=_identity(_record(config, places)["config"] | {"steps": steps}),
        counts=work.counts,
        flops_per_token=training_flops(model_config, data.sequence_length),
        peak_flops=peak_flops(precision, ranks),
    )
    fill(model, tensors)
    for source in (*mixture.sources, *(validation.sources if validation else ())):
        if isinstance(source, Preferences):
            add_references(
                source, model, start, ranks, rows=run.micro_batch_size, length=data.sequence_length, precision=precision
            )
    trainer = Trainer(
        model,
        objective_of(config),
        mixture,
        settings,
        out,
        validation=validation,
        byte_lengths=None if config.stage == "dpo" else _byte_lengths(start, model_config.vocab_size),
        ranks=ranks,
        tracker=tracker,
    )
    if ranks.leads:
        # What a shorter run made, if this one is longer: with the new record beside it, it would pass for this one's.
        _remove(out / MODEL)
        replace_json(out / STAGE, {**_record(config, places), "warmup_steps": optimizer.warmup_steps})
        replace_json(out / DATA, work.described)
    trainer.run()
    made = out / f"{MODEL}.new"
    export(model, start, made, ranks, tokenizer=tokenizer, generation=read.generation)
    if not ranks.leads:
        return
    if config.stage == "dpo" and config.dpo.rollouts and measure_kl is not None:
        prompts = [source.prompts(config.dpo.rollouts) for source in mixture.sources if isinstance(source, Preferences)]
        turns = [each for turn in itertools.zip_longest(*prompts) for each in turn if each is not None]
        replace_json(out / DIVERGENCE, dict(measure_kl(made, start, turns[: config.dpo.rollouts])))
    plot(out, config.stage)
    with writing(out / MODEL):
        put_in_place(made, out / MODEL)


@dataclass(frozen=True)
class TrainingData:
    """What a stage learns from, before anything of it is read.

    generation  the generation_config.json of what is made
    notes       sentences about the start
    """

    mixture: Mixture
    validation: Mixture | None
    generation: Mapping[str, Any]
    notes: Sequence[str]


def training_data(
    config: StageConfig, start: Path, tokenizer: Tokenizer, model: ModelConfig, places: Places
) -> TrainingData:
    """The mixtures of a stage that starts from the folder `start`; its `tokenizer` is given a template if it has none.

    Raises:
        InputError: a source is nowhere or cannot be read, or the tokenizer does not go with `model`.
    """
    data = config.data
    form = data.form or ("text" if config.stage in ("pretrain", "midtrain") else "chat")
    notes = notes_of(start, tokenizer, model, chats=form == "chat" and config.stage != "dpo")
    generation = generation_of(start, tokenizer, model)
    encoder = Encoder(
        tokenizer, generation["eos_token_id"], prompt_weight=data.prompt_weight, vocab_size=model.vocab_size
    )
    mixture = mixture_of(data, encoder, places, form=form, seed=config.seed, shares=data.mixture)
    validation = validation_mixture(data, encoder, places, form=form, seed=config.seed)
    if config.stage == "dpo":
        mixture = of_pairs(mixture, model, config.dpo)
        validation = validation and of_pairs(validation, model, config.dpo)
    return TrainingData(mixture, validation, generation, notes)


def objective_of(config: StageConfig) -> Objective:
    """What the stage minimizes."""
    if config.stage == "dpo":
        return Preference(config.dpo.beta, config.dpo.label_smoothing, config.dpo.nll)
    return NextToken(masked=config.data.document_masks)


def _warmup(config: StageConfig, out: Path, steps: int) -> int:
    """Steps over which the rate rises; a run that is made longer, which its level rate allows, keeps those it had."""
    assert config.optimizer is not None
    before = (_recorded(out) or {}).get("warmup_steps")
    if config.optimizer.schedule == "constant" and config.optimizer.warmup_steps is None and type(before) is int:
        return before
    return warmup_of(config.optimizer, steps)


def export(
    model: Transformer, start: Path, folder: Path, ranks: Ranks, *, tokenizer: Tokenizer, generation: Mapping[str, Any],
    dtype: str = "bfloat16",
) -> None:  # fmt: skip
    """Write the model as a Hugging Face folder, with the tokenizer files of `start`, and its template if it has none.

    Raises:
        Phi4Error, InputError: a file cannot be written; the run's checkpoint stands.
    """
    tensors = ((name, whole(parameter).numpy()) for name, parameter in model.named_parameters())
    if not ranks.leads:
        for _ in tensors:
            pass
        ranks.wait()
        return
    config = model.config
    with writing(folder):
        _remove(folder)
        save_checkpoint(folder, config, tensors, dtype=dtype)
        for name in _TOKENIZER_FILES:
            if (start / name).is_file():
                shutil.copyfile(start / name, folder / name)
        if (settings := folder / "tokenizer_config.json").is_file():
            there = json.loads(settings.read_text(encoding="utf-8"))
            replace_json(settings, {**there, "model_max_length": config.max_positions})
        if tokenizer.chat_template is not None and template_of(start) is None:
            replace_text(folder / "chat_template.jinja", tokenizer.chat_template.source)
        replace_json(folder / "generation_config.json", generation)
    ranks.wait()


def precision_of(wanted: str, device: torch.device) -> torch.dtype:
    """bfloat16 on a GPU, and on a CPU that multiplies it in hardware; elsewhere it is slower than float32."""
    if wanted != "auto":
        return torch.bfloat16 if wanted == "bfloat16" else torch.float32
    fast = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if fast else torch.float32


def _remove(folder: Path) -> None:
    with writing(folder):
        if folder.exists():
            shutil.rmtree(folder)


def _byte_lengths(folder: Path, vocab_size: int) -> torch.Tensor:
    lengths = byte_lengths(tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json")))[:vocab_size]
    return torch.tensor(lengths + [0] * (vocab_size - len(lengths)))
