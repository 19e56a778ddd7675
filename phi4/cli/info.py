"""phi4 info: a model's configuration, memory and expected speed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from phi4.cli import options
from phi4.cli.output import write_json
from phi4.console import Console
from phi4.machine.describe import Description, describe
from phi4.terminal import tell


def info(
    model: Annotated[
        str, typer.Argument(help="nano, a folder, a GGUF file, a hub name, or a preset such as phi-4.")
    ] = "nano",
    context: Annotated[
        int | None, typer.Option("--context", "-c", help="Tokens of one conversation.", show_default="the model's")
    ] = None,
    offline: options.OfflineOption = False,
    json: options.JsonOption = False,
) -> None:
    """Describe MODEL: its configuration, the memory that it needs, and whether it fits this machine.

    For a hub name only the configuration and the headers of the weights are fetched; for a repository of GGUF files,
    the file that would run. Other kinds, such as adapters, are named.

      phi4 info phi-4

      phi4 info microsoft/phi-4 --context 4096 --json
    """
    description = describe(model, context=context, offline=offline)
    if json:
        write_json(asdict(description))
    else:
        _show(description)


def _show(description: Description) -> None:
    console = Console(soft_wrap=True)
    config = description.config
    windows = {window for window in config.sliding_windows if window is not None}
    facts = {
        "family": config.model_type,
        "layers": f"{config.layers}, width {config.hidden_size:,}, MLP {config.intermediate_size:,}",
        "heads": f"{config.heads} of {config.head_dim}, sharing {config.kv_heads} keys and values",
        "vocabulary": f"{config.vocab_size:,}{', tied' if config.tied_embeddings else ''}",
        "context": f"{config.max_positions:,} tokens",
        "positions": f"rotary, base {config.rope.theta:,.0f}, {config.rope.dim} of {config.head_dim} dims"
        + (f", {type(config.rope.scaling).__name__}" if config.rope.scaling else ""),
        "parameters": f"{description.parameters:,}, {description.embedding_parameters:,} of them embeddings",
    }
    if config.experts:
        active = f"{description.active_parameters:,} parameters active"
        facts["experts"] = f"{config.experts_per_token} of {config.experts} per token, {active}"
    if windows:
        count = sum(window is not None for window in config.sliding_windows)
        facts["windows"] = f"{', '.join(f'{window:,}' for window in sorted(windows))} tokens in {count} layers"
    if description.stored_bytes is not None:
        facts["stored"] = f"{description.stored_dtype}, {_size(description.stored_bytes)}"
    console.print(description.name, style="bold")
    for name, value in facts.items():
        console.print(f"  {name:<12}{value}")
    _show_template(console, description)

    machine = description.machine
    table = Table(
        title=f"Memory; here {_size(machine.available_bytes)} are free, {machine.cores} cores", title_justify="left"
    )
    for column in ("weights", "size", "context", "cache", "total", "fits"):
        table.add_column(column, justify="right")
    for need in description.needs:
        table.add_row(
            f"{need.width} ({need.bits_per_weight:g} bits)", _size(need.weight_bytes), f"{need.context:,}",
            f"{_size(need.cache_bytes)} ({need.cache_bits}-bit)", _size(need.total_bytes), "yes" if need.fits else "no",
        )  # fmt: skip
    console.print(table)
    _show_speeds(console, description)
    for note in description.notes:
        tell(f"note: {note}")


def _show_speeds(console: Console, description: Description) -> None:
    limits = description.limits
    if limits is None:
        return
    table = Table(
        title=f"Expected tokens per second; here {limits.bandwidth / 1e9:.0f} GB/s and {limits.int8_peak / 1e12:.2f} "
        f"int8 TOPS with {limits.threads} threads ({limits.kernels})",
        title_justify="left",
    )
    for column in ("weights", "read per token", "prefill", "decode", "16 together"):
        table.add_column(column, justify="right")
    for speed in description.speeds:
        table.add_row(f"{speed.bits}-bit", _size(speed.weight_bytes), f"{speed.prefill:.3g}", f"{speed.decode:.3g}",
                      f"{speed.batch16:.3g}")  # fmt: skip
    console.print(table)


def _show_template(console: Console, description: Description) -> None:
    template = description.template
    if template is None:
        return
    if template.equal:
        console.print(f"  {'template':<12}equals the known one of {template.known_name}")
        return
    console.print(f"  {'template':<12}differs from the known one of {template.known_name}:")
    for line in template.diff:
        console.print(f"    {line}")


def _size(count: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"
