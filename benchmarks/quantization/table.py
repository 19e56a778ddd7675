"""How much a model loses at each width and method, beside GGUF types of the same model at their bits a weight.

    python benchmarks/quantization/model.py runs/quantization
    python benchmarks/quantization/table.py runs/quantization --python PEERS --json table.json --plot table.png

KL divergence is from the float model, in nats a token, on text that training and calibration did not see. phi4's is
of its engine on the packed folder, activations and KV cache in 8 bits as in use (`kv 16`: cache in 16 bits); GGUF's is
of llama.cpp itself on the file that its own quantiser wrote, activations as it rounds them, cache in 16 bits. The
importance matrix and phi4's calibration come from the same text. Bits count every matrix but the embedding, scales
included. llama-cpp-python and gguf are looked for in the interpreter `--python`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from sources import Held, massive_activations, mean_squares, outlier_channels

from phi4.checkpoint import PackedCheckpoint, open_checkpoint
from phi4.checkpoint.packed.folder import matrices_of
from phi4.config import tensor_shapes
from phi4.native import NativeExecutor
from phi4.quant import QuantizeOptions, quantize
from phi4.quant.kl import KLDivergence, divergence

GGUF_TYPES = ("F16", "Q8_0", "Q4_K_M", "IQ4_XS", "Q4_0", "Q3_K_M")


@dataclass(frozen=True)
class Result:
    model: str
    name: str
    bits: float
    seconds: float
    divergence: KLDivergence


class Measured:
    """A model, the text it is measured on, and the float logits that everything is held to."""

    def __init__(self, name: str, model: Held, calibration: npt.NDArray[np.int64], held_out: npt.NDArray[np.int64],
                 threads: int) -> None:  # fmt: skip
        self.name, self.model, self.threads = name, model, threads
        self.calibration, self.held_out = calibration, held_out
        self._logits = _logits(NativeExecutor(model, threads=threads, dtype="float32"), held_out)

    def ours(self, bits: int, method: str, *, rotate: bool = True) -> Iterator[Result]:
        with tempfile.TemporaryDirectory() as folder:
            texts = self.calibration if method == "gptq" else None
            options = QuantizeOptions(bits=bits, method=method, sequences=texts, rotate=rotate, threads=self.threads)
            report = quantize(self.model, Path(folder) / "packed", options)
            packed = open_checkpoint(Path(folder) / "packed")
            assert isinstance(packed, PackedCheckpoint)
            for kv_bits in (8, 16):
                executor = NativeExecutor(packed, threads=self.threads, kv_bits=kv_bits)
                found = self._divergence(_logits(executor, self.held_out))
                name = (
                    f"phi4 {bits}-bit {method}{'' if rotate else ', not rotated'}{', kv 16' if kv_bits == 16 else ''}"
                )
                yield Result(self.name, name, matrix_bits(packed), report.seconds, found)

    def gguf(self, python: str, types: tuple[str, ...]) -> Iterator[Result]:
        program = Path(__file__).with_name("gguf_types.py")
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            self._write(folder)
            for kind in types:
                for imatrix in (False, True) if kind not in ("F16", "Q8_0") else (False,):
                    arguments = [python, str(program), place, kind, *(["--imatrix"] if imatrix else [])]
                    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
                    if done.returncode:
                        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
                    about = json.loads(done.stdout)
                    logits = np.load(folder / f"{kind}.npy", mmap_mode="r")
                    name = f"GGUF {kind}{' imatrix' if imatrix else ''}"
                    yield Result(self.name, name, about["bits"], about["seconds"], self._divergence(logits))

    def _divergence(self, logits: npt.NDArray[np.float32]) -> KLDivergence:
        return divergence(lambda at: self._logits[at], lambda at: logits[at], self.held_out)

    def _write(self, folder: Path) -> None:
        config = self.model.config
        about = {key: getattr(config, key) for key in ("max_positions", "hidden_size", "layers", "intermediate_size",
                                                       "heads", "kv_heads", "rms_norm_eps", "vocab_size")}  # fmt: skip
        about |= {"rope_dim": config.rope.dim, "rope_theta": config.rope.theta}
        (folder / "metadata.json").write_text(json.dumps(about))
        names = {name: gguf_name(name) for name in self.model.tensors}
        np.savez(folder / "model.npz", **{names[name]: values for name, values in self.model.tensors.items()})
        importance = mean_squares(self.model, self.calibration)
        np.savez(folder / "imatrix.npz", **{names[name]: values for name, values in importance.items()})
        np.save(folder / "texts.npy", self.held_out)


def gguf_name(name: str) -> str:
    """llama.cpp's name of a canonical tensor of the phi3 architecture."""
    top = {
        "embedding.weight": "token_embd.weight",
        "norm.weight": "output_norm.weight",
        "lm_head.weight": "output.weight",
    }
    if name in top:
        return top[name]
    _, layer, rest = name.split(".", 2)
    stems = {"attention_norm": "attn_norm", "attention.qkv": "attn_qkv", "attention.output": "attn_output",
             "mlp_norm": "ffn_norm", "mlp.gate_up": "ffn_up", "mlp.down": "ffn_down"}  # fmt: skip
    return f"blk.{layer}.{stems[rest.removesuffix('.weight')]}.weight"


def matrix_bits(packed: PackedCheckpoint) -> float:
    """Bits a weight of all matrices but the embedding, scales included."""
    held = weights = 0
    for name in tensor_shapes(packed.config):
        for matrix in matrices_of(packed.config, name):
            parts = packed.packed(matrix)
            held += parts.codes.nbytes + parts.scales.nbytes + parts.row_scales.nbytes
            weights += matrix.rows * matrix.cols
    return 8 * held / weights


def _logits(executor: NativeExecutor, texts: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    return np.concatenate([executor.logits(text) for text in texts.tolist()])


def shown(results: list[Result]) -> Table:
    table = Table("model", "", "bits", "KL", "KL 99%", "same best", "perplexity", "seconds")
    for each in sorted(results, key=lambda each: (each.model, -each.bits, each.divergence.mean)):
        found = each.divergence
        table.add_row(each.model, each.name, f"{each.bits:.2f}", f"{found.mean:.5f}", f"{found.p99:.4f}",
                      f"{found.same_best:.2%}", f"{found.perplexity:.3f}", f"{each.seconds:.1f}")  # fmt: skip
    return table


def plot(results: list[Result], file: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    plain = [each for each in results if each.model == results[0].model]
    kinds = {"phi4 nearest": ("nearest", "o"), "phi4 gptq": ("gptq", "s"), "GGUF": ("GGUF", "^")}
    for label, (word, marker) in kinds.items():
        chosen = [each for each in plain if word in each.name and "F16" not in each.name]
        axes.scatter([e.bits for e in chosen], [e.divergence.mean for e in chosen], marker=marker, label=label)
        if word == "GGUF":
            for each in chosen:
                axes.annotate(each.name.removeprefix("GGUF "), (each.bits, each.divergence.mean), fontsize=7,
                              xytext=(4, 3), textcoords="offset points")  # fmt: skip
    axes.set(xlabel="bits a weight", ylabel="mean KL divergence from the float model, nats a token", yscale="log")
    axes.legend()
    figure.savefig(file, dpi=150, bbox_inches="tight")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder that model.py made")
    parser.add_argument("--python", help="interpreter that has llama-cpp-python and gguf (default: no GGUF rows)")
    parser.add_argument("--models", nargs="*", default=["plain", "outlier", "massive"])
    parser.add_argument("--bits", nargs="*", type=int, default=[8, 4, 3])
    parser.add_argument("--types", nargs="*", default=GGUF_TYPES)
    parser.add_argument("--calibration-sequences", type=int, default=64, help="of 256 tokens each")
    parser.add_argument("--held-out-sequences", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    console, log = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
    with np.load(options.run / "texts.npz") as texts:
        calibration = texts["calibration"][: options.calibration_sequences]
        held_out = texts["held_out"][: options.held_out_sequences]
    plain = Held.of(open_checkpoint(options.run / "model"))
    made: dict[str, Any] = {
        "plain": lambda: plain,
        "outlier": lambda: outlier_channels(plain),
        "massive": lambda: massive_activations(plain, calibration[:16]),
    }
    results: list[Result] = []
    start = time.perf_counter()
    for name in options.models:
        measured = Measured(name, made[name](), calibration, held_out, options.threads)
        for bits in options.bits:
            for rotate in (True, False):
                for method in ("nearest", "gptq"):
                    results += measured.ours(bits, method, rotate=rotate)
        if options.python:
            results += measured.gguf(options.python, tuple(options.types))
        log.print(f"{name}: {time.perf_counter() - start:.0f} s")
    reference = results[0].divergence
    console.print(shown(results))
    console.print(f"Float model: perplexity {reference.reference_perplexity:.3f} on {reference.tokens:,} tokens.")
    if options.json:
        entries = [{**asdict(each), "divergence": asdict(each.divergence)} for each in results]
        options.json.write_text(json.dumps(entries, indent=2) + "\n")
    if options.plot:
        plot(results, options.plot)


if __name__ == "__main__":
    sys.exit(main())
