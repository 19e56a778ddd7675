"""phi4 bench: the speed of a model on this machine, and its fraction of the machine's limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from phi4.cli import options
from phi4.cli.output import write_json
from phi4.config import PRESETS, preset
from phi4.console import Console
from phi4.errors import InputError
from phi4.machine.bench import BATCHES, CONTEXTS, BenchReport, RandomModel
from phi4.machine.bench import bench as measured
from phi4.resources import threads_to_use


def bench(
    shape: Annotated[
        str,
        typer.Option(
            "--shape",
            help="A preset: phi-4, mixtral-8x7b, qwen2.5-14b, llama-3.1-8b, ministral-8b, granite-3-8b, ...",
        ),
    ] = "phi-4",
    model: Annotated[
        str | None, typer.Option("--model", "-m", help="Use the shape of this folder or GGUF file instead.")
    ] = None,
    layers: Annotated[
        int | None, typer.Option("--layers", help="Measure fewer layers.", min=1, show_default="all")
    ] = None,
    bits: Annotated[int, typer.Option("--bits", help="Width of the weights: 8, 4 or 3.")] = 4,
    threads: options.ThreadsOption = None,
    prompt: Annotated[int, typer.Option("--prompt", help="Tokens of the prefill.", min=1)] = 512,
    plot_file: Annotated[
        Path | None, typer.Option("--plot", help="Also draw the sweeps to this .png or .svg.", show_default=False)
    ] = None,
    json: options.JsonOption = False,
) -> None:
    """Measure a full-size model with random weights on this machine; nothing is downloaded.

    First the machine's limits are measured: memory bandwidth and peak int8 throughput. Each speed is also given as a
    fraction of the limit that bounds it, and beside the prediction of phi4 info.

      phi4 bench --shape phi-4

      phi4 bench --shape mixtral-8x7b --layers 4 --json
    """
    if bits not in (8, 4, 3):
        raise InputError(f"--bits is {bits}; choose 8, 4 or 3")
    if model is not None:
        from phi4.checkpoint import open_checkpoint, resolve

        name, config = model, open_checkpoint(resolve(model)).config
    elif shape in PRESETS:
        name, config = shape, preset(shape)
    else:
        raise InputError(f"there is no shape {shape!r}; there are {', '.join(PRESETS)}")
    if plot_file is not None and plot_file.suffix not in (".png", ".svg"):
        raise InputError(f"{plot_file}: a plot is written as .png or .svg; choose one of these endings")
    if layers is not None and layers < config.layers:
        config = replace(config, layers=layers, sliding_windows=config.sliding_windows[:layers])
    contexts = [each for each in CONTEXTS if each < config.max_positions]
    console = Console(stderr=True)
    with console.status("") as status:
        subject = RandomModel(config, bits, threads_to_use(threads), status.update)
        report = measured(name, subject, prompt=min(prompt, config.max_positions), batches=BATCHES, contexts=contexts,
                          progress=status.update)  # fmt: skip
    if plot_file is not None:
        from phi4.machine.plot import plot

        plot(report, plot_file)
    if json:
        write_json(report.to_json())
    else:
        _show(report)


def _show(report: BenchReport) -> None:
    console = Console(soft_wrap=True)
    machine = report.machine
    console.print(Text(report.model, "bold"), end=f", {report.layers} layers, {report.bits}-bit: ")
    console.print(f"{report.weight_bytes_per_token / 1e9:.2f} GB of weights per token")
    console.print(f"  {machine['processor']}, {machine['threads']} threads, kernels {machine['kernels']}: "
                  f"{machine['bandwidth'] / 1e9:.1f} GB/s, {machine['int8_peak'] / 1e12:.2f} int8 TOPS")  # fmt: skip
    table = Table()
    for column in ("", "tokens/s", "fraction of the limit", "predicted"):
        table.add_column(column, justify="left" if not column else "right")
    prefill, decode = report.prefill, report.decode
    low, high = decode.share_quartiles
    table.add_row(f"prefill of {report.prefill_tokens}", f"{prefill.tokens_per_second:.1f}",
                  f"{prefill.share_of_limit:.2f} of the int8 peak", f"{report.predicted.prefill:.1f}")  # fmt: skip
    table.add_row("decode", f"{decode.tokens_per_second:.2f}",
                  f"{decode.share_of_limit:.2f} of the bandwidth ({low:.2f} to {high:.2f})",
                  f"{report.predicted.decode:.2f}")  # fmt: skip
    for each in report.batch:
        predicted = f"{report.predicted.batch16:.1f}" if each.sequences == 16 else ""
        table.add_row(f"{each.sequences} together", f"{each.tokens_per_second:.1f}",
                      f"{each.share_of_peak:.2f} of the peak, {each.share_of_bandwidth:.2f} of the bandwidth",
                      predicted)  # fmt: skip
    for point in report.context:
        table.add_row(f"after {point.context:,} tokens", f"{point.tokens_per_second:.2f}", "", "")
    console.print(table)
    console.print(f"  resident: {report.resident_bytes / 1e9:.2f} GB with {report.resident_context:,} tokens of cache")
