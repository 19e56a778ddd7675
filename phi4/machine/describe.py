"""A model's description and memory needs, from its configuration and headers; weights are not read."""

from __future__ import annotations

from dataclasses import dataclass, field

from phi4.checkpoint import hub_name, is_gguf_repository, open_checkpoint, remote_model, resolve
from phi4.config import PRESETS, ModelConfig, preset
from phi4.engine.language_model import read_tokenizer
from phi4.errors import InputError, Phi4Error
from phi4.machine.limits import BITS_PER_WEIGHT, Limits, Speed, expected_speed, limits_here
from phi4.resources import Machine, this_machine
from phi4.text import TemplateComparison, Tokenizer, compare_with_known, template_of

WEIGHT_BITS = {f"{width}-bit": bits for width, bits in BITS_PER_WEIGHT.items()}
CACHE_BITS = (16, 8)


@dataclass(frozen=True)
class MemoryNeed:
    """Bytes of the weights at a width and of one sequence's KV cache, and whether both fit into free memory."""

    width: str
    bits_per_weight: float
    weight_bytes: int
    context: int
    cache_bits: int
    cache_bytes: int
    fits: bool

    @property
    def total_bytes(self) -> int:
        return self.weight_bytes + self.cache_bytes


@dataclass(frozen=True)
class Description:
    """`stored_*` describe the files; for a preset they are None. `template` is None without a template.

    `speeds` are expected speeds of packed weights with a short context, from this machine's measured `limits`.
    """

    name: str
    config: ModelConfig
    parameters: int
    active_parameters: int
    embedding_parameters: int
    machine: Machine
    needs: list[MemoryNeed]
    stored_dtype: str | None = None
    stored_bytes: int | None = None
    template: TemplateComparison | None = None
    notes: list[str] = field(default_factory=list)
    limits: Limits | None = None
    speeds: list[Speed] = field(default_factory=list)


def describe(model: str, *, context: int | None = None, offline: bool = False) -> Description:
    """Describe "nano", a folder, a GGUF file, a preset such as "phi-4", or a hub name.

    `context` is the sequence length for the KV cache, by default the model's. For a hub name only the configuration and
    the safetensors headers are fetched; a GGUF file is fetched whole.

    Raises:
        InputError: there is no such model, or `context` is not above 0.
        Phi4Error: its files cannot be used.
    """

    if context is not None and context < 1:
        raise InputError(f"context is {context}, and must be at least 1")
    if isinstance(model, str) and model in PRESETS:
        return _described(model, preset(model), context)
    name = hub_name(model)
    if name is not None and not name.file and not is_gguf_repository(name, offline=offline):
        remote = remote_model(name, offline=offline)
        dtype = max(remote.stored, key=remote.stored.__getitem__)
        template = _template(template_of(remote.folder), remote.config)
        return _described(model, remote.config, context, dtype, remote.weight_bytes, *template)
    notes: list[str] = []
    checkpoint = open_checkpoint(resolve(model, offline=offline, say=notes.append))
    config = checkpoint.config
    comparison, more = _template(read_tokenizer(checkpoint), config)
    return _described(
        model, config, context, checkpoint.stored_dtype, checkpoint.stored_bytes, comparison, (*notes, *more)
    )


def cache_bytes(config: ModelConfig, context: int, bits: int) -> int:
    """Keys and values of one sequence of `context` tokens; a layer with a sliding window keeps at most the window."""
    kept = sum(min(context, window or context) for window in config.sliding_windows)
    return 2 * config.kv_size * kept * bits // 8


def _described(
    name: str,
    config: ModelConfig,
    context: int | None,
    stored_dtype: str | None = None,
    stored_bytes: int | None = None,
    template: TemplateComparison | None = None,
    notes: tuple[str, ...] = (),
) -> Description:
    machine, parameters = this_machine(), config.parameter_count()
    longest = min(context or config.max_positions, config.max_positions)
    lengths = sorted({min(4096, longest), longest})
    needs = [
        MemoryNeed(width, bits, weights, length, cache, held, weights + held <= machine.available_bytes)
        for width, bits in WEIGHT_BITS.items()
        for length in lengths
        for cache in CACHE_BITS
        for weights, held in ((int(parameters * bits / 8), cache_bytes(config, length, cache)),)
    ]
    heads = 1 if config.tied_embeddings else 2
    limits = limits_here(machine.cores)
    if context is not None and context > longest:
        notes = (*notes, f"a context of {context:,} is beyond the {longest:,} that it was trained for")
    return Description(
        name=name,
        config=config,
        parameters=parameters,
        active_parameters=config.parameter_count(active=True),
        embedding_parameters=heads * config.vocab_size * config.hidden_size,
        machine=machine,
        needs=needs,
        stored_dtype=stored_dtype,
        stored_bytes=stored_bytes,
        template=template,
        notes=list(notes),
        limits=limits,
        speeds=[expected_speed(config, bits, limits) for bits in BITS_PER_WEIGHT if bits < 16],
    )


def _template(
    tokenizer: Tokenizer | Phi4Error | str | None, config: ModelConfig
) -> tuple[TemplateComparison | None, tuple[str, ...]]:
    if isinstance(tokenizer, Phi4Error):
        return None, (str(tokenizer),)
    if isinstance(tokenizer, Tokenizer):
        tokenizer = tokenizer.chat_template.source if tokenizer.chat_template else None
    if tokenizer is None:
        return None, ("the model has no chat template of its own",)
    return compare_with_known(tokenizer, config.model_type), ()
