"""A stage's TOML file as frozen dataclasses: every value is checked, and a misspelt key is told the nearest one.

stage = "sft"
from = "midtrain"            # a stage of the same run, or the folder of a tokenizer or model
[model]      sizes (pretrain), or what changes (midtrain: rope_theta, max_positions)
[data]       mixture, length, [data.sources.NAME], [data.validation]
[optimizer]  name, learning_rate, schedule, ...
[run]        steps or tokens or epochs, tokens_per_step, ...
[parallel]   how the work is shared out
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field
from pathlib import Path
from typing import Any, Literal

from phi4.errors import InputError, nearest

StageName = Literal["tokenizer", "pretrain", "midtrain", "sft", "dpo"]
_FORMER = "synth:"
"""How mixtures named generators before sources did."""
Check = tuple[Callable[[Any], bool], str]

POSITIVE: Check = (lambda value: value > 0, "above 0")
NOT_NEGATIVE: Check = (lambda value: value >= 0, "0 or more")
SHARE: Check = (lambda value: 0 <= value <= 1, "from 0 to 1")


def _key(default: Any = MISSING, *, check: Check | None = None, name: str | None = None) -> Any:
    """A key of a section; `name` is how the file spells it, where Python cannot."""
    metadata = {"check": check, "name": name}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass(frozen=True)
class ModelSection:
    """Sizes of a new model: a preset, changed by what is given; without one, all sizes are needed.

    A later stage may raise `rope_theta` and `max_positions`, and nothing else.
    """

    preset: str | None = None
    hidden_size: int | None = _key(None, check=POSITIVE)
    intermediate_size: int | None = _key(None, check=POSITIVE)
    layers: int | None = _key(None, check=POSITIVE)
    heads: int | None = _key(None, check=POSITIVE)
    kv_heads: int | None = _key(None, check=POSITIVE)
    head_dim: int | None = _key(None, check=POSITIVE)
    max_positions: int | None = _key(None, check=POSITIVE)
    rope_theta: float | None = _key(None, check=POSITIVE)
    tied_embeddings: bool | None = None


@dataclass(frozen=True)
class SourceSection:
    """Where the documents of a name in the mixture come from: a generator, or a path.

    path            a .jsonl file, or a folder of token shards
    generator       a registered one, such as "phi4.nano.problems:reasoning" (phi4.data.generators)
    unique_tokens   what the source holds, for `phi4 train plan`, where the data need not be there
    max_epochs      a run that would repeat the source more often does not start; not of generators
    min_tokens      shorter documents are passed over
    problems        generators: the least and the greatest number of problems in one document
    answer_tokens   generators in chat form: three of four documents end after this number of tokens of their last
                    answer, so that more of them fit where short messages have long set answers
    """

    path: str | None = None
    generator: str | None = None
    unique_tokens: float | None = _key(None, check=POSITIVE)
    max_epochs: float | None = _key(None, check=POSITIVE)
    min_tokens: int = _key(0, check=NOT_NEGATIVE)
    problems: tuple[int, int] = _key(
        (1, 1), check=(lambda pair: 1 <= pair[0] <= pair[1], "the least number, 1 or more, and then the greatest")
    )
    answer_tokens: int | None = _key(None, check=POSITIVE)


@dataclass(frozen=True)
class ValidationSection:
    """Documents that training does not see: generated ones under another seed, or the sources named here.

    tokens      how many, the same ones each time
    every       steps between two measurements, each with a line of the log; there is one at the end in any case
    """

    mixture: Mapping[str, float] | None = None
    tokens: int = _key(65_536, check=POSITIVE)
    every: int = _key(500, check=POSITIVE)


@dataclass(frozen=True)
class DataSection:
    """The mixture, by share of tokens.

    sequence_length positions of a row; documents are packed into rows
    long            what becomes of documents that do not fit: "cut" into pieces, or "skip" with a count
    form            "text" runs on; "chat" is messages, in the template of the model
    prompt_weight   how much what the assistant does not write, and problems' questions, count in the loss; by default 0
                    in the form "chat", and 1 in "text"
    document_masks  whether a packed document sees only itself
    """

    mixture: Mapping[str, float]
    sequence_length: int = _key(4096, check=POSITIVE)
    sources: Mapping[str, SourceSection] = field(default_factory=dict)
    validation: ValidationSection = ValidationSection()
    form: Literal["text", "chat"] | None = None
    long: Literal["cut", "skip"] | None = None
    prompt_weight: float | None = _key(None, check=SHARE)
    document_masks: bool = True


@dataclass(frozen=True)
class TokenizerSection:
    """A byte-level BPE with Phi-4's special tokens.

    numbers     "phi-4": up to three digits from the left; "digits": one by one; "pairs": base 100 from the right
    special     "phi-4": all 96, dummies included; "chat": the five that the chat format and padding need
    documents   how many are read to learn from
    """

    vocab_size: int = _key(check=(lambda value: value >= 300, "300 or more: 256 bytes and the special tokens"))
    numbers: Literal["phi-4", "digits", "pairs"] = "phi-4"
    special: Literal["phi-4", "chat"] = "phi-4"
    documents: int = _key(30_000, check=POSITIVE)


@dataclass(frozen=True)
class OptimizerSection:
    """Rates are peaks. `muon` moves the matrices of the layers at `matrix_learning_rate`, and the rest as AdamW does.

    matrix_learning_rate    by default the other one: Muon's updates are as large as AdamW's

    schedule        "linear": up over the warm-up, then down to final_share over the rest; "wsd": up, constant, and down
                    over the last decay_share of the steps; "constant": up, and level
    warmup_steps    by default warmup_share of the steps
    """

    learning_rate: float = _key(check=POSITIVE)
    name: Literal["adamw", "muon"] = "adamw"
    matrix_learning_rate: float | None = _key(None, check=POSITIVE)
    momentum: float = _key(0.95, check=SHARE)
    betas: tuple[float, float] = _key((0.9, 0.95), check=(lambda pair: all(0 <= each < 1 for each in pair), "below 1"))
    eps: float = _key(1e-8, check=POSITIVE)
    weight_decay: float = _key(0.1, check=NOT_NEGATIVE)
    schedule: Literal["linear", "wsd", "constant"] = "linear"
    warmup_steps: int | None = _key(None, check=NOT_NEGATIVE)
    warmup_share: float = _key(0.03, check=SHARE)
    decay_share: float = _key(0.2, check=SHARE)
    final_share: float = _key(0.0, check=SHARE)
    clip_norm: float = _key(1.0, check=POSITIVE)


@dataclass(frozen=True)
class DpoSection:
    """How pairs are learned from (phi4.train.objectives.dpo).

    beta                how dear it is to leave the reference, which is the model that the stage starts from
    label_smoothing     the share of pairs that are taken to be the wrong way round
    length_normalized   a side's log-probability is divided by its number of tokens
    nll                 adds this multiple of the chosen answer's mean negative log-likelihood
    rollouts            answers that the trained model draws, at the end, for its KL divergence from the reference
    """

    beta: float = _key(0.1, check=POSITIVE)
    label_smoothing: float = _key(0.0, check=(lambda value: 0 <= value < 0.5, "from 0 to below 0.5"))
    length_normalized: bool = False
    nll: float = _key(0.0, check=NOT_NEGATIVE)
    rollouts: int = _key(0, check=NOT_NEGATIVE)


@dataclass(frozen=True)
class RunSection:
    """How long and in what pieces: one of `steps`, `tokens` and `epochs`.

    tokens_per_step     positions over all micro-batches and ranks; a multiple of micro_batch_size x sequence_length
    tokens              positions of all steps, padding included
    epochs              passes through every file: each of its lines comes so often
    micro_batch_size    rows of one micro-batch on one rank
    precision           "auto": bfloat16 on a GPU, and on a CPU if it is faster there; weights are float32 always
    compile             whether torch.compile is used
    checkpoint_minutes  between two checkpoints; there is one at the end in any case
    track               besides log.jsonl: "tensorboard", "wandb"
    """

    tokens_per_step: int = _key(check=POSITIVE)
    micro_batch_size: int = _key(check=POSITIVE)
    steps: int | None = _key(None, check=POSITIVE)
    tokens: float | None = _key(None, check=POSITIVE)
    epochs: float | None = _key(None, check=POSITIVE)
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    compile: bool = True
    log_every: int = _key(20, check=POSITIVE)
    checkpoint_minutes: float = _key(3.0, check=POSITIVE)
    track: tuple[Literal["tensorboard", "wandb"], ...] = ()


@dataclass(frozen=True)
class ParallelSection:
    """How the work is shared out among the processes of torchrun, or of this machine's cores.

    shard                       GPUs over which one copy of the weights lies (FSDP2); 0, all there are
    activation_checkpointing    layers are recomputed in the backward pass: less memory, a third more work
    workers                     processes on a CPU, each with its share of the rows and cores; 0, as many as is fast
    """

    shard: int = _key(0, check=NOT_NEGATIVE)
    activation_checkpointing: bool = False
    workers: int = _key(0, check=NOT_NEGATIVE)


@dataclass(frozen=True)
class StageConfig:
    """A stage as its file says it; [dpo] is of the stage of this name, whose sources are pairs."""

    stage: StageName
    data: DataSection
    start: str | None = _key(None, name="from")
    seed: int = _key(0, check=NOT_NEGATIVE)
    model: ModelSection = ModelSection()
    tokenizer: TokenizerSection | None = None
    optimizer: OptimizerSection | None = None
    run: RunSection | None = None
    dpo: DpoSection = DpoSection()
    parallel: ParallelSection = ParallelSection()


RECIPES = Path(__file__).resolve().parents[2] / "recipes"
RUN_LENGTHS = ("steps", "tokens", "epochs")
RENAMED = {"run.rows": "micro_batch_size", "data.length": "sequence_length"}
"""Keys that had another name, as files of before may hold them."""


def config_file(name: str) -> Path:
    """The config at a path, or one that phi4 ships, such as "phi-4/pretrain".

    Raises:
        InputError: there is neither.
    """
    if Path(name).is_file():
        return Path(name)
    shipped = {str(file.relative_to(RECIPES).with_suffix("")): file for file in sorted(RECIPES.rglob("*.toml"))}
    if name not in shipped:
        raise InputError(f"{name}: is neither a file nor a config that phi4 ships; those are {', '.join(shipped)}")
    return shipped[name]


def read_stage(path: Path, changes: Sequence[str] = ()) -> StageConfig:
    """The stage that the TOML file at `path` describes, with `changes` such as "run.steps=100" made to it.

    Raises:
        InputError: the file cannot be read, is no TOML, or holds a key or value that is wrong.
    """
    table = read_table(path)
    for change in changes:
        set_key(change, table)
    return stage_of(table, str(path))


def read_table(path: Path) -> dict[str, Any]:
    """The TOML file at `path`.

    Raises:
        InputError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give the TOML file of a stage") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is no TOML: {error}") from None


def stage_of(table: Mapping[str, Any], where: str) -> StageConfig:
    """The stage that a table describes, as `table_of` gives it; `where` is named in errors."""
    if "stage" in table:  # first, since other stages have other keys
        _value(StageName, table["stage"], where, "stage")
    config: StageConfig = section_of(StageConfig, table, where, "")
    _check(config, where)
    return config


def table_of(config: Any) -> dict[str, Any]:
    """A stage, or a section of it, as a table of plain values, without what is not set."""
    table: dict[str, Any] = {}
    for each in dataclasses.fields(config):
        value = getattr(config, each.name)
        if value is not None:
            table[each.metadata.get("name") or each.name] = _plain(value)
    return table


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return table_of(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return list(value) if isinstance(value, tuple) else value


def set_key(change: str, table: dict[str, Any]) -> None:
    """Set one key, given as KEY=VALUE in TOML; a value that is no TOML is a text.

    A run has one length: `run.steps`, `run.tokens` or `run.epochs` takes the place of whichever is there.
    """
    key, equals, value = change.partition("=")
    if not equals or not key.strip():
        raise InputError(f"--set {change}: is not of the form KEY=VALUE, such as run.steps=100")
    try:
        made = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        made = value
    *sections, last = key.strip().split(".")
    for section in sections:
        table = table.setdefault(section, {})
        if not isinstance(table, dict):
            raise InputError(f"--set {change}: {section} is not a section")
    if sections == ["run"] and last in RUN_LENGTHS:
        for other in RUN_LENGTHS:
            table.pop(other, None)
    table[last] = made


def _check(config: StageConfig, where: str) -> None:
    """What no key can say of itself."""
    if config.stage == "tokenizer":
        if config.tokenizer is None:
            raise InputError(f"{where}: a stage 'tokenizer' needs a section [tokenizer]")
    else:
        for name in ("optimizer", "run"):
            if getattr(config, name) is None:
                raise InputError(f"{where}: a stage {config.stage!r} needs a section [{name}]")
        if config.start is None:
            what = "the tokenizer" if config.stage == "pretrain" else "the model"
            raise InputError(f"{where}: 'from' is missing: name the stage or the folder that has {what}")
    if config.run is not None:
        run = config.run
        if sum(each is not None for each in (run.steps, run.tokens, run.epochs)) != 1:
            raise InputError(f"{where}: [run] needs exactly one of steps, tokens and epochs")
        rows, rest = divmod(run.tokens_per_step, config.data.sequence_length)
        if rest or rows % run.micro_batch_size:
            raise InputError(
                f"{where}: [run] tokens_per_step is {run.tokens_per_step}, which is not a multiple of "
                f"{run.micro_batch_size} rows x {config.data.sequence_length} positions"
            )
    for table, what in ((config.data.mixture, "mixture"), (config.data.validation.mixture, "validation.mixture")):
        if table is not None and (not table or min(table.values()) <= 0):
            raise InputError(f"{where}: [data] {what} needs at least one source, and shares above 0")
        for name in table or ():
            if name.startswith(_FORMER):
                short = name.removeprefix(_FORMER)
                key = json.dumps(short) if " " in short else short
                generator = "reasoning" if short == "problem" else short
                raise InputError(
                    f"{where}: [data] {what} names {name!r}; call it {short!r} there, and under [data.sources] say "
                    f'{key} = {{ generator = "phi4.nano.problems:{generator}" }}'
                )
    for name, section in config.data.sources.items():
        if section.path is not None and section.generator is not None:
            raise InputError(f"{where}: [data.sources.{name}] has a path and a generator; leave one out")


def section_of(kind: type[Any], table: Any, where: str, place: str) -> Any:
    """An instance of the dataclass `kind` from a table of the file."""
    if not isinstance(table, dict):
        raise InputError(f"{where}: {place or 'the file'} must be a section")
    hints = typing.get_type_hints(kind)
    by_key = {each.metadata.get("name") or each.name: each for each in dataclasses.fields(kind)}
    for key in table:
        if (new := RENAMED.get(_full(place, key))) is not None:
            raise InputError(f"{where}: {_full(place, key)} is called {new} now; rename it")
        if key not in by_key:
            raise InputError(f"{where}: {_full(place, key)} is not a key{nearest(key, by_key)}")
    values: dict[str, Any] = {}
    for key, each in by_key.items():
        if key not in table:
            if each.default is MISSING and each.default_factory is MISSING:
                raise InputError(f"{where}: {_full(place, key)} is missing")
            continue
        value = _value(hints[each.name], table[key], where, _full(place, key))
        check = each.metadata.get("check")
        if check is not None and value is not None and not check[0](value):
            raise InputError(f"{where}: {_full(place, key)} is {table[key]!r}, and must be {check[1]}")
        values[each.name] = value
    return kind(**values)


def _value(hint: Any, value: Any, where: str, place: str) -> Any:
    """`value` as the type `hint`, or an error."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(next(each for each in arguments if each is not type(None)), value, where, place)
    if dataclasses.is_dataclass(hint):
        return section_of(typing.cast(type[Any], hint), value, where, place)
    if origin is Literal:
        if value not in arguments:
            raise InputError(
                f"{where}: {place} is {value!r}{nearest(value, arguments)}; choose {', '.join(map(str, arguments))}"
            )
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise InputError(f"{where}: {place} is {value!r}, and must be a list")
        kinds = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else list(arguments)
        if len(kinds) != len(value):
            raise InputError(f"{where}: {place} has {len(value)} values, and must have {len(kinds)}")
        return tuple(_value(kind, each, where, place) for kind, each in zip(kinds, value, strict=True))
    if origin is not None:  # Mapping[str, X]
        if not isinstance(value, dict):
            raise InputError(f"{where}: {place} must be a table of names")
        return {key: _value(arguments[1], each, where, _full(place, key)) for key, each in value.items()}
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        names = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}
        raise InputError(f"{where}: {place} is {value!r}, and must be {names[hint]}")
    return value


def _full(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
