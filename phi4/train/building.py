"""From a stage's sections to what the trainer takes: the model's configuration, the mixture, the number of steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from phi4.config import ModelConfig, Rope, preset
from phi4.errors import InputError
from phi4.text import Tokenizer
from phi4.train.config import DataSection, DpoSection, ModelSection, StageConfig
from phi4.train.encoding import Encoder
from phi4.train.mixture import Mixture
from phi4.train.packing import size_of
from phi4.train.preference import Preferences
from phi4.train.shards import ShardFolder
from phi4.train.sources import PROCEDURAL, JsonLines, Procedural, Shards, Source

_SIZES = ("hidden_size", "intermediate_size", "layers", "heads", "kv_heads", "head_dim", "max_positions")


@dataclass(frozen=True)
class Places:
    """Where a path of a config may begin: beside the stage's own folder, here, or beside the config file."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, out: Path, config_folder: Path | None) -> Places:
        return cls((out.absolute().parent, Path.cwd(), *([config_folder] if config_folder else [])))

    def find(self, path: str, what: str) -> Path:
        """The first of the places where `path` is.

        Raises:
            InputError: it is nowhere.
        """
        for folder in self.folders:
            if (folder / path).exists():
                return folder / path
        raise InputError(f"{what} {path!r} is neither {' nor '.join(str(folder / path) for folder in self.folders)}")


def new_model_config(section: ModelSection, tokenizer: Tokenizer, length: int) -> ModelConfig:
    """The configuration of a new model: a preset with changes, or Phi-4's layout in the sizes given.

    Raises:
        InputError: a size is missing, sizes do not go together, or the vocabulary lacks Phi-4's special tokens.
    """
    given = {name: value for name in _SIZES if (value := getattr(section, name)) is not None}
    if section.preset is None:
        needed = ("hidden_size", "intermediate_size", "layers", "heads")
        if missing := [name for name in needed if name not in given]:
            raise InputError(f"[model] has no preset, so it needs {', '.join(missing)} too")
        given = {"kv_heads": given["heads"], "head_dim": given["hidden_size"] // given["heads"], **given}
    base = preset(section.preset or "phi-4")
    sizes = {**{name: getattr(base, name) for name in _SIZES}, "max_positions": length, **given}
    if sizes["heads"] % sizes["kv_heads"]:
        raise InputError(f"[model] {sizes['heads']} heads cannot share {sizes['kv_heads']} kv_heads evenly")
    theta = section.rope_theta or (base.rope.theta if section.preset else 10_000.0)
    rope = base.rope if sizes["head_dim"] == base.head_dim else Rope(theta=theta, dim=sizes["head_dim"])
    tied = base.tied_embeddings if section.tied_embeddings is None else section.tied_embeddings
    windows = base.sliding_windows[: sizes["layers"]] if sizes["layers"] <= base.layers else (None,) * sizes["layers"]
    return replace(
        base,
        **sizes,
        vocab_size=tokenizer.vocab_size,
        rope=replace(rope, theta=theta),
        sliding_windows=windows,
        attention_scale=sizes["head_dim"] ** -0.5,
        tied_embeddings=tied,
        bos_id=tokenizer.bos_id,
        eos_ids=() if tokenizer.eos_id is None else (tokenizer.eos_id,),
        pad_id=tokenizer.pad_id,
    )


def continued_config(section: ModelSection, config: ModelConfig) -> ModelConfig:
    """The configuration of a checkpoint that is trained further, with what a stage may change.

    Raises:
        InputError: a size is named that is not the trained model's, or a preset.
    """
    for name in ("preset", "tied_embeddings", *_SIZES):
        wanted = getattr(section, name)
        if name != "max_positions" and wanted is not None and wanted != getattr(config, name, None):
            raise InputError(
                f"[model] {name} cannot be changed in a trained model; a later stage may set rope_theta and "
                "max_positions"
            )
    rope = config.rope if section.rope_theta is None else replace(config.rope, theta=section.rope_theta)
    return replace(config, rope=rope, max_positions=section.max_positions or config.max_positions)


def mixture_of(
    data: DataSection, encoder: Encoder, places: Places, *, form: str, seed: int | str, shares: Mapping[str, float]
) -> Mixture:
    """The sources of `shares` and how they are packed.

    Raises:
        InputError: a source has no path, or what is there cannot be read.
    """
    sources: list[Source] = []
    for name in shares:
        section = data.sources.get(name)
        if name.startswith(PROCEDURAL):
            problems = section.problems if section else (1, 1)
            sources.append(Procedural(name, encoder, form=form, seed=seed, problems=problems))
            continue
        if section is None or section.path is None:
            raise InputError(
                f"[data] mixture names {name!r}, which is no procedural writer ({PROCEDURAL}...) and has no path in "
                f"[data.sources.{name}]"
            )
        path = places.find(section.path, f"the source {name!r} at")
        if path.is_dir():
            sources.append(Shards(name, ShardFolder(path, vocab_size=encoder.tokenizer.vocab_size), seed=seed))
        else:
            sources.append(JsonLines(name, path, encoder, form=form, seed=seed))
    return Mixture(
        sources=sources,
        shares=list(shares.values()),
        length=data.length,
        long=data.long or ("cut" if form == "text" else "skip"),
        minimums={name: section.min_tokens for name, section in data.sources.items()},
    )


def of_pairs(mixture: Mixture, model: ModelConfig, dpo: DpoSection) -> Mixture:
    """The mixture with its files read as preference pairs.

    Raises:
        InputError: a source is no .jsonl file.
    """
    sources: list[Source] = []
    for source in mixture.sources:
        if not isinstance(source, JsonLines):
            raise InputError(f"the source {source.name!r} holds no preference pairs; dpo learns from .jsonl files")
        sources.append(Preferences(source, vocab_size=model.vocab_size, normalized=dpo.length_normalized))
    return replace(mixture, sources=sources)


def validation_mixture(data: DataSection, encoder: Encoder, places: Places, *, form: str, seed: int) -> Mixture | None:
    """Held-out documents: of the sources that are named for it, or of the procedural ones, under another seed."""
    shares = data.validation.mixture
    if shares is None:
        shares = {name: share for name, share in data.mixture.items() if name.startswith(PROCEDURAL)}
    if not shares:
        return None
    return mixture_of(data, encoder, places, form=form, seed=f"{seed}/held out", shares=shares)


def tokens_of(source: Source) -> int | None:
    """Tokens of one pass through a finite source; every line is encoded for it."""
    if isinstance(source, Shards):
        return source.folder.tokens
    if source.epoch is None:
        return None
    return sum(size_of(example) for number in range(source.epoch) if (example := source.example(number)) is not None)


def steps_of(config: StageConfig, mixture: Mixture) -> int:
    """Optimizer steps of the run, which `[run]` gives in steps, tokens or epochs.

    Epochs are passes through the finite sources taken together, each as often as its share has it.

    Raises:
        InputError: epochs are asked for and no source has an end, a source with an end holds nothing, or one would be
            repeated beyond its max_epochs, or has no end and so no epochs.
    """
    run = config.run
    assert run is not None
    total_share = sum(mixture.shares)
    shares = {source.name: share / total_share for source, share in zip(mixture.sources, mixture.shares, strict=True)}
    limited = [name for name, section in config.data.sources.items() if section.max_epochs and name in shares]
    unique = {
        source.name: found
        for source in mixture.sources
        if (run.epochs is not None or source.name in limited) and (found := tokens_of(source)) is not None
    }
    for name in limited:
        if name not in unique:
            raise InputError(f"the source {name!r} never repeats; take max_epochs out of [data.sources.{name!r}]")
    for name, found in unique.items():
        if not found:
            raise InputError(f"the source {name!r} holds nothing that can be used; look at its files")
    if run.steps is not None:
        steps = run.steps
    elif run.tokens is not None:
        steps = math.ceil(run.tokens / run.tokens_per_step)
    else:
        if not unique:
            raise InputError("[run] asks for epochs, and every source of the mixture is endless; give steps or tokens")
        assert run.epochs is not None
        tokens = run.epochs * sum(unique.values()) / sum(shares[name] for name in unique)
        steps = math.ceil(tokens / run.tokens_per_step)
    for name in limited:
        epochs = steps * run.tokens_per_step * shares[name] / unique[name]
        allowed = config.data.sources[name].max_epochs
        if allowed is not None and epochs > allowed:
            raise InputError(
                f"the source {name!r} would be gone through {epochs:.1f} times, and max_epochs is {allowed:g}; lower "
                "its share or the number of steps"
            )
    return max(1, steps)
