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
        str, typer.Option("--method", help="nearest: quick. gptq: feeds errors back, on text, and is better.")
    ] = "nearest",
    text: Annotated[
        Path | None,
        typer.Option("--text", help="UTF-8 text to calibrate and measure on.", show_default="what phi4 ships"),
    ] = None,
    tokens: Annotated[
        int, typer.Option("--tokens", help="Tokens of text to calibrate on.", min=256, max=1 << 20)
    ] = 16384,
    measure: Annotated[
        bool, typer.Option("--measure", help="Measure the divergence from the float model on held-out text.")
    ] = False,
    max_kl: Annotated[
        float | None,
        typer.Option("--max-kl", help="Keep nothing if the mean KL divergence, in nats a token, is above this."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a packed model in DST that is of other weights or settings.")
    ] = False,
    offline: options.OfflineOption = False,
    json: options.JsonOption = False,
) -> None:
    """Pack SRC in fewer bits into the folder DST, one layer in memory at a time.

    A run that was stopped resumes when the same command is given again; DST looks whole only when it is.

    Of a finished DST the same command compares the checksums and packs damaged files anew.

    Of a model on the hub each file is dropped when it has been packed.

      phi4 quantize microsoft/phi-4 phi-4-4bit --bits 4

      phi4 quantize ./my-model my-model-4bit --method gptq --text corpus.txt --max-kl 0.05
    """
    from phi4.quant import QuantizeOptions
    from phi4.quant import quantize as packed
    from phi4.quant.calibration import calibration_texts, note_on_texts
    from phi4.quant.on_load import packing_source

    if max_kl is not None and not max_kl >= 0:
        raise InputError(f"--max-kl is {max_kl:g}, and must be 0 or more")
    checkpoint = packing_source(source, offline=offline)
    texts = held_out = None
    if method == "gptq" or measure or max_kl is not None:
        texts, held_out = calibration_texts(checkpoint, text, tokens)
        if method == "gptq" and (note := note_on_texts(texts, held_out, tokens)) is not None:
            tell(f"note: {note}")
    chosen = QuantizeOptions(
        bits=bits,
        method=method,
        texts=texts if method == "gptq" else None,
        held_out=held_out if measure or max_kl is not None else None,
        max_divergence=max_kl,
        threads=options.cores(),
    )
    with bar("packing") as update:
        report = packed(
            checkpoint, folder, chosen, overwrite=overwrite, progress=update,
            waiting=lambda: tell(f"note: another process packs into {folder}; waiting for its end"),
        )  # fmt: skip
    for note in report.notes:
        tell(f"note: {note}")
    if json:
        write(json_format.dumps({**asdict(report), "folder": str(report.folder)}, indent=2) + "\n")
        return
    console = Console(soft_wrap=True)
    console.print(f"{folder}: {report.bytes / 1e9:.3f} GB, {report.bits_per_weight:.2f} bits a weight, "
                  f"{'there already, and whole' if report.already else f'{report.seconds:.0f} s'}")  # fmt: skip
    if report.divergence is not None:
        found = report.divergence
        console.print(f"  KL divergence {found.mean:.4f} nats a token (99%: {found.p99:.3f}), the same best token "
                      f"{found.same_best:.1%}, perplexity {found.perplexity:.3f} (float: "
                      f"{found.reference_perplexity:.3f})")  # fmt: skip
