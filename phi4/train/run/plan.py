"""What a stage would take on a cluster: memory a GPU, tokens a day, days. No GPU is needed for it, and data
only where the stage is in epochs, whose lines are counted.

Time is operations / (GPUs x published peak x MFU). The MFU, the share of the peak that is attained, is an assumption:
by default what well-tuned runs of dense models of this size report, 0.40. Phi-4's own 9.8T tokens in 21 days on 1,920
H100 (its model card) come to 0.27 by the same count.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from phi4.config import ModelConfig, preset
from phi4.config.hf import load_config
from phi4.errors import InputError
from phi4.train.run.config import StageConfig, read_stage
from phi4.train.run.hardware import GPUS, training_flops

if TYPE_CHECKING:
    from phi4.train.run.build import Work

MFU = 0.40
MAX_GPUS = 1920
"""As many as Phi-4 was trained on, of which a plan takes as many as can share a step where it is not told how many."""
RESERVED = 0.08
"""Of a GPU's memory, for the driver, communication buffers and fragmentation."""
_BF16, _FLOAT32 = 2, 4
_GIB = 2**30


@dataclass(frozen=True)
class Memory:
    """Bytes a GPU, at the worst moment of a step.

    weights         float32 shards that the optimizer works on
    gradients       float32 shards
    optimizer       two moments of AdamW, or one and two of Muon
    gathered        bfloat16 copies of the layers at work and of the embeddings, and a layer's gradients
    activations     what the backward pass needs of the micro-batch
    """

    weights: float
    gradients: float
    optimizer: float
    gathered: float
    activations: float

    @property
    def total(self) -> float:
        return self.weights + self.gradients + self.optimizer + self.gathered + self.activations


@dataclass(frozen=True)
class Plan:
    """`epochs` are by source, where the config says how many unique tokens it has, or its lines were counted; `data`
    says what they came to."""

    stage: str
    parameters: int
    gpus: int
    gpu: str
    shard: int
    replicas: int
    micro_batches_per_gpu: int
    steps: int
    tokens: float
    memory: Memory
    gpu_bytes: float
    mfu: float
    flops_per_token: float
    recomputed: float
    tokens_per_second: float
    tokens_per_day: float
    days: float
    gpu_hours: float
    epochs: Mapping[str, float]
    data: Sequence[str] = ()
    parallelism: str = "FSDP2: weights in shards over a group of GPUs, replicas of groups; no tensor parallelism"

    @property
    def fits(self) -> bool:
        return self.memory.total <= self.gpu_bytes * (1 - RESERVED)


def plan(
    config: StageConfig, path: Path, *, out: Path | None = None, gpus: int | None = None, gpu: str, mfu: float = MFU
) -> Plan:
    """The plan of the stage whose file is `path`; a stage that starts from another finds its sizes in that file.

    out     the folder that the stage would run in, beside which what it starts from and its data may lie
    gpus    None, the most up to `MAX_GPUS` that can share a step evenly and make whole copies of the weights

    Raises:
        InputError: the GPU is unknown, the sizes are nowhere, the step does not divide among the GPUs, or a stage is in
            epochs and its lines cannot be counted.
    """
    if config.run is None or config.optimizer is None:
        raise InputError(f"{path}: a stage {config.stage!r} does not train; there is nothing to plan")
    if gpu not in GPUS:
        raise InputError(f"there is no GPU {gpu!r} in the table; choose {', '.join(GPUS)}")
    run, length = config.run, config.data.sequence_length
    model = planned_model(config, path, out)
    micro_batches = run.tokens_per_step // (run.micro_batch_size * length)
    if gpus is None:
        gpus = next(each for each in range(MAX_GPUS, 0, -1)
                    if micro_batches % each == 0 and each % min(config.parallel.shard or each, each) == 0)  # fmt: skip
    if micro_batches % gpus:
        raise InputError(
            f"{path}: a step has {micro_batches} micro-batches of {run.micro_batch_size} rows, which {gpus} GPUs "
            "cannot share evenly; change tokens_per_step, micro_batch_size or --gpus"
        )
    shard = min(config.parallel.shard or gpus, gpus)
    if gpus % shard:
        raise InputError(f"{path}: {gpus} GPUs are not a multiple of [parallel] shard, which is {shard}")
    work = _counted(config, path, out) if run.epochs is not None else None
    steps = work.steps if work else run.steps or math.ceil((run.tokens or 0) / run.tokens_per_step)
    tokens = float(steps) * run.tokens_per_step
    flops = training_flops(model, length)
    checkpointing, muon = config.parallel.activation_checkpointing, config.optimizer.name == "muon"
    # Activation checkpointing runs the forward pass, a third of the operations, twice; the MFU counts it once.
    recomputed = 4 / 3 if checkpointing else 1.0
    speed = gpus * GPUS[gpu].bf16_flops * mfu / (flops * recomputed)
    total_share = sum(config.data.mixture.values())
    return Plan(
        stage=config.stage,
        parameters=model.parameter_count(),
        gpus=gpus,
        gpu=gpu,
        shard=shard,
        replicas=gpus // shard,
        micro_batches_per_gpu=micro_batches // gpus,
        steps=steps,
        tokens=tokens,
        memory=memory(
            model, rows=run.micro_batch_size, length=length, shard=shard, muon=muon, checkpointing=checkpointing
        ),
        gpu_bytes=GPUS[gpu].memory_gib * _GIB,
        mfu=mfu,
        flops_per_token=flops,
        recomputed=recomputed,
        tokens_per_second=speed,
        tokens_per_day=speed * 86_400,
        days=tokens / speed / 86_400,
        gpu_hours=gpus * tokens / speed / 3600,
        epochs={
            name: tokens * share / total_share / unique
            for name, share in config.data.mixture.items()
            if name in config.data.sources and (unique := config.data.sources[name].unique_tokens)
        }
        | {name: each["passes"] for name, each in (work.described["sources"] if work else {}).items()},
        data=work.said if work else (),
    )


def planned_model(config: StageConfig, path: Path, out: Path | None = None) -> ModelConfig:
    """The configuration that a stage trains: from its file and those of the stages before it, or from the folder of a
    model that it starts from.

    Raises:
        InputError: no file says what the sizes are.
        ConfigError: the folder's config.json describes a model that phi4 cannot run.
    """
    section, before = config.model, path.parent / f"{config.start}.toml"
    if not before.is_file() and (folder := _start(config, path, out)) is not None:
        from phi4.train.run.build import continued_config

        return continued_config(section, load_config(folder))
    if config.stage == "pretrain":
        sizes = {
            name: value
            for name in ("hidden_size", "intermediate_size", "layers", "heads", "kv_heads", "head_dim")
            if (value := getattr(section, name)) is not None
        }
        base = preset(section.preset or "phi-4")
        if section.preset is None:
            sizes.setdefault("kv_heads", sizes.get("heads", base.heads))
            sizes.setdefault("head_dim", sizes.get("hidden_size", base.hidden_size) // sizes.get("heads", base.heads))
        model = replace(base, **sizes)
        if before.is_file():
            learned = read_stage(before).tokenizer
            model = replace(model, vocab_size=learned.vocab_size) if learned else model
        return model
    if not before.is_file():
        raise InputError(
            f"{path}: starts from {config.start!r}, which is not a model's folder, and there is no {before.name} "
            "beside it that says the model's sizes"
        )
    return planned_model(read_stage(before), before, out)


def _start(config: StageConfig, path: Path, out: Path | None) -> Path | None:
    """The folder with the config.json of what a stage starts from, if there is one where the stage would look."""
    folders = (*([out.absolute().parent] if out else []), Path.cwd(), path.absolute().parent)
    places = [folder / Path(config.start or "").expanduser() for folder in folders]
    found = [inner for place in places for inner in (place / "model", place) if (inner / "config.json").is_file()]
    if config.start is None or not found:
        return None
    from phi4.train.run.build import Places
    from phi4.train.run.run_stage import made_by

    return made_by(Places(folders).start(config.start))


def _counted(config: StageConfig, path: Path, out: Path | None) -> Work:
    """The stage's steps, whose lines are counted with the tokenizer of what it starts from.

    Raises:
        InputError: that is not made yet, or the lines cannot be counted.
    """
    otherwise = "or give tokens or steps: --set run.tokens=8e9"
    if (start := _start(config, path, out)) is None:
        raise InputError(
            f"{path}: [run] is in epochs, and {config.start!r} is not made yet, whose tokenizer would count the lines; "
            f"make it first, {otherwise}"
        )
    from phi4.text import Tokenizer
    from phi4.train.distributed.ranks import Ranks
    from phi4.train.run.build import Places, continued_config, work_of
    from phi4.train.run.run_stage import training_data

    places = Places.of(out or path, path.absolute().parent)
    model = continued_config(config.model, load_config(start))
    try:
        data = training_data(config, start, Tokenizer.from_folder(start), model, places)
        return work_of(config, data.mixture, Ranks())
    except InputError as error:
        raise InputError(f"{path}: [run] is in epochs, and they cannot be counted: {error}; {otherwise}") from None


def memory(model: ModelConfig, *, rows: int, length: int, shard: int, muon: bool, checkpointing: bool) -> Memory:
    """Bytes a GPU under FSDP2 with `shard` GPUs to a copy of the weights."""
    count = model.parameter_count()
    embeddings = model.vocab_size * model.hidden_size * (1 if model.tied_embeddings else 2)
    layer = (count - embeddings) / model.layers
    moments = 2 * count - (count - embeddings if muon else 0)
    # Two layers are there at a time, the one at work and the next; the embeddings stay. A layer's gradients are bf16
    # until they are summed into float32 shards.
    gathered = _BF16 * (2 * layer + embeddings) + (_BF16 + _FLOAT32) * max(layer, embeddings / 2) if shard > 1 else 0
    return Memory(
        weights=_FLOAT32 * count / shard,
        gradients=_FLOAT32 * count / shard,
        optimizer=_FLOAT32 * moments / shard,
        gathered=gathered if shard > 1 else _BF16 * count,
        activations=rows * length * activation_bytes(model, checkpointing=checkpointing),
    )


def activation_bytes(model: ModelConfig, *, checkpointing: bool) -> float:
    """Bytes a token that the forward pass leaves for the backward one, in bfloat16, with fused attention.

    A layer keeps its two inputs and their norms, q, k and v before and after rotation, attention's result, gate and up,
    and their product; with checkpointing only its input, while one layer at a time is whole. The logits are counted
    once in bfloat16 and once in float32, a chunk of rows at a time (phi4.train.objectives.next_token).
    """
    hidden, inner = model.hidden_size, model.intermediate_size * max(1, model.experts_per_token)
    qkv, rotated = model.q_size + 2 * model.kv_size, model.q_size + model.kv_size
    layer = _BF16 * (4 * hidden + qkv + rotated + model.q_size + 4 * inner)
    layers = _BF16 * hidden * model.layers + layer if checkpointing else layer * model.layers
    return layers + _BF16 * 3 * hidden
