"""phi4 quantize: a model in fewer bits."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from phi4.cli import options
from phi4.cli.options import bar
from phi4.cli.output import write
from phi4.console import Console
from phi4.errors import InputError
from phi4.terminal import tell


def quantize(
    source: Annotated[str, typer.Argument(help="nano, a folder, a .gguf file or a hub name.", metavar="SRC")],
    folder: Annotated[Path, typer.Argument(help="Folder to write.", metavar="DST")],
    bits: Annotated[int, typer.Option("--bits", help="8, 4 (4.25 with scales) or 3 (3.25).")] = 4,
    method: Annotated[
        str, typer.Option("--method", help="nearest: quick. gptq: better; calibrates on text and feeds errors back.")
    ] = "nearest",
    text: Annotated[
        Path | None,
        typer.Option("--text", help="UTF-8 text to calibrate and measure on.", show_default="the shipped text"),
    ] = None,
    tokens: Annotated[
        int, typer.Option("--tokens", help="Tokens of text to calibrate on.", min=256, max=1 << 20)
    ] = 16384,
    measure: Annotated[
        bool, typer.Option("--measure", help="Measure the divergence from the float model on held-out text.")
    ] = False,
    max_kl: Annotated[
        float | None,
        typer.Option("--max-kl", help="Keep nothing if the mean KL divergence, in nats per token, is above this."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a packed model of other weights or settings in DST.")
    ] = False,
    offline: options.OfflineOption = False,
    json: options.JsonOption = False,
) -> None:
    """Pack SRC in fewer bits into the folder DST, one layer in memory at a time.

    The same command resumes a stopped run; DST counts as a model only when it is complete.

    For a finished DST, the same command verifies the checksums and repacks damaged files.

    Files of a model on the hub are deleted as soon as they are packed.

      phi4 quantize microsoft/phi-4 phi-4-4bit --bits 4

      phi4 quantize ./my-model my-model-4bit --method gptq --text corpus.txt --max-kl 0.05
    """
    from phi4.quant import QuantizeOptions
    from phi4.quant import quantize as packed
    from phi4.quant.calibration import calibration_sequences, note_on_sequences
    from phi4.quant.on_load import packing_source

    if max_kl is not None and not max_kl >= 0:
        raise InputError(f"--max-kl is {max_kl:g}, and must be 0 or more")
    checkpoint = packing_source(source, offline=offline)
    sequences = held_out = None
    if method == "gptq" or measure or max_kl is not None:
        sequences, held_out = calibration_sequences(checkpoint, text, tokens)
        if method == "gptq" and (note := note_on_sequences(sequences, held_out, tokens)) is not None:
            tell(f"note: {note}")
    chosen = QuantizeOptions(
        bits=bits,
        method=method,
        sequences=sequences if method == "gptq" else None,
        held_out=held_out if measure or max_kl is not None else None,
        max_divergence=max_kl,
        threads=options.cores(),
    )
    with bar("packing") as update:
        report = packed(
            checkpoint, folder, chosen, overwrite=overwrite, progress=update,
            waiting=lambda: tell(f"note: another process packs into {folder}; waiting for it"),
        )  # fmt: skip
    for note in report.notes:
        tell(f"note: {note}")
    if json:
        write(json_format.dumps({**asdict(report), "folder": str(report.folder)}, indent=2) + "\n")
        return
    console = Console(soft_wrap=True)
    console.print(f"{folder}: {report.bytes / 1e9:.3f} GB, {report.bits_per_weight:.2f} bits per weight, "
                  f"{'already there, and complete' if report.already else f'{report.seconds:.0f} s'}")  # fmt: skip
    if report.divergence is not None:
        measured = report.divergence
        console.print(f"  KL divergence {measured.mean:.4f} nats per token (99%: {measured.p99:.3f}), same best token "
                      f"{measured.same_best:.1%}, perplexity {measured.perplexity:.3f} (float: "
                      f"{measured.reference_perplexity:.3f})")  # fmt: skip
