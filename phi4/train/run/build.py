"""From a stage's sections to what the trainer takes: the model's configuration, the mixture, the number of steps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from phi4.checkpoint.shipped import SHIPPED
from phi4.config import ModelConfig, Rope, preset
from phi4.errors import InputError
from phi4.text import Tokenizer
from phi4.train.data.encoding import Encoder
from phi4.train.data.measure import Measured, is_small, measured
from phi4.train.data.mixture import Mixture
from phi4.train.data.order import FILES_ALONE, Interleaved, Order
from phi4.train.data.shards import ShardFolder
from phi4.train.data.sources import Finite, JsonLines, Procedural, Shards, Source
from phi4.train.distributed.ranks import Ranks
from phi4.train.objectives.dpo import Preferences
from phi4.train.run.config import DataSection, DpoSection, ModelSection, SourceSection, StageConfig
from phi4.train.run.digests import digest_of

_SIZES = ("hidden_size", "intermediate_size", "layers", "heads", "kv_heads", "head_dim", "max_positions")


@dataclass(frozen=True)
class Places:
    """Where a path of a config may begin: beside the stage's own folder, here, or beside the config file."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, out: Path, config_folder: Path | None) -> Places:
        return cls((out.absolute().parent, Path.cwd(), *([config_folder] if config_folder else [])))

    def start(self, name: str, what: str = "'from' names") -> Path:
        """The folder that `from` names: of a model that phi4 ships, such as "nano", or as `find` finds it."""
        return SHIPPED[name] if name in SHIPPED else self.find(name, what)

    def find(self, path: str, what: str) -> Path:
        """The place where `path` is.

        Raises:
            InputError: it is nowhere, or in two places that hold different things.
        """
        found = {each.resolve(): each for folder in self.folders if (each := folder / Path(path).expanduser()).exists()}
        first, *others = found.values() or (None,)
        for other in others:
            if first is not None and digest_of(other) != digest_of(first):
                raise InputError(f"{what} {path!r} may be {first} or {other}, which differ; give the whole path")
        if first is not None:
            return first
        raise InputError(f"{what} {path!r} is neither {' nor '.join(str(folder / path) for folder in self.folders)}")

    def of_source(self, name: str, section: SourceSection | None) -> Path:
        """The file or folder of the source `name` of a mixture, as its section gives it.

        Raises:
            InputError: it has no section or no path, or `find` fails.
        """
        if section is None or section.path is None:
            raise InputError(
                f"[data] mixture names {name!r}, which has neither path nor generator in [data.sources.{name}]"
            )
        return self.find(section.path, f"the source {name!r} at")


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
        if section is not None and section.generator is not None:
            sources.append(
                Procedural(
                    name,
                    section.generator,
                    encoder,
                    form=form,
                    seed=seed,
                    problems=section.problems,
                    answer_tokens=section.answer_tokens,
                )
            )
            continue
        path = places.of_source(name, section)
        if path.is_dir():
            sources.append(Shards(name, ShardFolder(path, vocab_size=encoder.tokenizer.vocab_size), seed=seed))
        else:
            sources.append(JsonLines(name, path, encoder, form=form, seed=seed))
    return Mixture(
        sources=sources,
        shares=list(shares.values()),
        length=data.sequence_length,
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
    """Held-out documents: of the sources that are named for it, or of those with a generator, under another seed."""
    shares = data.validation.mixture
    if shares is None:
        generated = {name for name, section in data.sources.items() if section.generator is not None}
        shares = {name: share for name, share in data.mixture.items() if name in generated}
    if not shares:
        return None
    return mixture_of(data, encoder, places, form=form, seed=f"{seed}/held out", shares=shares)


@dataclass(frozen=True)
class Work:
    """A run's data, read as far as it is read beforehand.

    mixture     with the order of its files, where they are known
    said        sentences about the data and the length of the run
    described   the same as numbers, for a file
    counts      lines of files, usable and skipped ones, for the log
    """

    mixture: Mixture
    steps: int
    said: Sequence[str]
    described: Mapping[str, Any]
    counts: Mapping[str, float]


def work_of(config: StageConfig, mixture: Mixture, ranks: Ranks) -> Work:
    """How many optimizer steps the run has, which `[run]` gives in steps, tokens or epochs, and on what.

    In epochs every line of every file comes so often, whatever its share; endless sources have their share of tokens
    beside them. Otherwise sources come by their shares; where all are files that are soon read, or shards, the order of
    their lines is known too. `tokens` are positions, padding included.

    Raises:
        InputError: epochs are asked for and no source has an end, a source with an end holds nothing, or one would be
            repeated beyond its max_epochs, or has no end and so no epochs.
    """
    run = config.run
    assert run is not None
    sections = config.data.sources
    limits = {source.name: section.max_epochs for source in mixture.sources
              if (section := sections.get(source.name)) is not None and section.max_epochs is not None}  # fmt: skip
    finite = [source for source in mixture.sources if isinstance(source, Finite)]
    for name in limits:
        if name not in {source.name for source in finite}:
            raise InputError(f"the source {name!r} never repeats; take max_epochs out of [data.sources.{name!r}]")
    if run.epochs is not None and not finite:
        raise InputError("[run] asks for epochs, and every source of the mixture is endless; give steps or tokens")
    found = {source.name: _measured(source, mixture, ranks) for source in finite
             if run.epochs is not None or source.name in limits or is_small(source)}  # fmt: skip
    mixture = replace(mixture, counted=frozenset(found))
    rows_a_step = run.tokens_per_step // config.data.sequence_length
    shares = dict(zip((source.name for source in mixture.sources), mixture.shares, strict=True))
    measures = [found[source.name] for source in finite if source.name in found]
    said = [str(each) for each in measures]
    if run.epochs is not None:
        mixture, rows = _in_epochs(mixture, finite, measures, run.epochs)
        steps = math.ceil(rows / rows_a_step)
        passes = dict.fromkeys(found, run.epochs)
        tokens = run.epochs * sum(each.tokens for each in measures)
        said.append(f"{run.epochs:g} epochs: {tokens:,.0f} tokens of files, {rows:,} rows, {steps:,} steps")
    else:
        steps = run.steps or math.ceil((run.tokens or 0) / run.tokens_per_step)
        if len(measures) == len(mixture.sources) and all(map(is_small, finite)):
            order = Order.of_shares(finite, measures, mixture.shares, **_packing(mixture))
            mixture = replace(mixture, order=order)
            passes = dict(zip(found, order.passes(steps * rows_a_step), strict=True))
        else:
            total = sum(mixture.shares)
            passes = {name: steps * run.tokens_per_step * shares[name] / total / each.tokens
                      for name, each in found.items()}  # fmt: skip
        if passes:
            times = ", ".join(f"{name} {each:.2g} times" for name, each in passes.items())
            said.append(f"{steps:,} steps go through {times}")
    for name, allowed in limits.items():
        if passes[name] > allowed:
            raise InputError(
                f"the source {name!r} would be gone through {passes[name]:.1f} times, and max_epochs is {allowed:g}; "
                "lower its share or the number of steps"
            )
    described = {
        "sources": {each.name: {**each.to_dict(), "passes": passes[each.name]} for each in measures}, "steps": steps,
    }  # fmt: skip
    lines, usable = sum(len(each.sizes) for each in measures), sum(each.usable for each in measures)
    counts = {"lines": float(lines), "usable": float(usable), "skipped": float(lines - usable)} if measures else {}
    return Work(mixture, max(1, steps), said, described, counts)


def held_out(mixture: Mixture, tokens: int, ranks: Ranks) -> Mixture:
    """The documents of `mixture` to measure on, about `tokens`: each once, where all are of files soon read."""
    finite = [source for source in mixture.sources if isinstance(source, Finite)]
    if len(finite) < len(mixture.sources) or not all(map(is_small, finite)):
        return mixture
    found = [_measured(source, mixture, ranks) for source in finite]
    if sum(each.tokens for each in found) <= tokens:
        order = Order.of_epochs(finite, found, 1, **_packing(mixture))
    else:
        order = Order.of_shares(finite, found, mixture.shares, **_packing(mixture), end=tokens)
    return replace(mixture, order=order)


def _in_epochs(
    mixture: Mixture, finite: Sequence[Finite], measures: Sequence[Measured], epochs: float
) -> tuple[Mixture, int]:
    """The mixture with its files in whole epochs, and the number of rows."""
    order = Order.of_epochs(finite, measures, epochs, **_packing(mixture))
    between, rows = FILES_ALONE, order.count()
    if len(finite) < len(mixture.sources):
        names = {source.name for source in finite}
        shares = zip(mixture.sources, mixture.shares, strict=True)
        of_files = sum(share for source, share in shares if source.name in names) / sum(mixture.shares)
        once = Order.of_epochs(finite, measures, 1, **_packing(mixture))
        tokens = sum(each.tokens for each in measures)
        # From one epoch, whatever their number, so that a longer run has the same rows in the same places.
        between = Interleaved(once.count(), round(tokens * (1 - of_files) / of_files / mixture.length))
    return replace(mixture, order=order, between=between), between.total(rows)


def _packing(mixture: Mixture) -> dict[str, Any]:
    return {"length": mixture.length, "window_rows": mixture.window_rows, "seed": mixture.seed}


def _measured(source: Finite, mixture: Mixture, ranks: Ranks) -> Measured:
    minimum = (mixture.minimums or {}).get(source.name, 0)
    return measured(source, length=mixture.length, long=mixture.long, minimum=minimum, ranks=ranks)
