"""The plot of a bench report."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from phi4.errors import InputError, MissingDependencyError
from phi4.machine.bench import BenchReport


def plot(report: BenchReport, file: Path) -> None:
    """Write `file`, a .png or .svg: tokens a second by sequences decoding together, and by context.

    Raises:
        InputError: the file's ending is none of them.
        MissingDependencyError: matplotlib is not installed.
    """
    if file.suffix not in (".png", ".svg"):
        raise InputError(f"{file}: a plot is written as .png or .svg; choose one of these endings")
    if importlib.util.find_spec("matplotlib") is None:
        raise MissingDependencyError("the plot needs matplotlib, which is missing; pip install 'phi4[plot]'")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    counts = [each.sequences for each in report.batch]
    left.plot(counts, [each.tokens_per_second for each in report.batch], "o-", label="measured")
    peak = report.machine["int8_peak"]
    ceiling = [each.tokens_per_second / each.share_of_peak for each in report.batch if each.share_of_peak]
    memory = [each.tokens_per_second / each.share_of_bandwidth for each in report.batch]
    left.plot(counts, [min(a, b) for a, b in zip(ceiling, memory, strict=True)], "--", color="grey", label="limit")
    left.set(xscale="log", xlabel="sequences decoding together", ylabel="tokens a second in all", ylim=(0, None))
    left.set_xticks(counts, [str(count) for count in counts])
    left.minorticks_off()
    left.set_title(f"Batches (int8 peak {peak / 1e12:.2f} TOPS)")
    left.legend()
    right.plot([each.context for each in report.context], [each.tokens_per_second for each in report.context], "o-")
    right.axhline(report.decode.tokens_per_second, ls="--", color="grey", label="context of 64")
    right.set(xlabel="tokens of context", ylabel="tokens a second", ylim=(0, None))
    right.set_title("One sequence")
    right.legend()
    layers = f"{report.layers} layers"
    figure.suptitle(f"{report.model}, {report.bits}-bit, {layers}: {report.machine['processor']}, "
                    f"{report.machine['threads']} threads")  # fmt: skip
    figure.savefig(file, dpi=130)
