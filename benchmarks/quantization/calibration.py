"""How much a packed model loses by the text that it was calibrated on: that which phi4 ships, or grade-school problems.

    python benchmarks/quantization/calibration.py MODEL --held-out prose=BOOK.txt code=FILE.py --bits 4 3 --json t.json

MODEL is nano or a folder of float weights with a tokenizer. KL divergence is from the float model, in nats a token, of
the engine on the packed folder, activations and KV cache in 8 bits as in use, on texts that the calibration has not
seen: the files of --held-out, and fresh problems of phi4-nano.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

import phi4
from phi4.checkpoint import PackedCheckpoint, open_checkpoint, resolve
from phi4.nano.problems import problem
from phi4.native import NativeExecutor
from phi4.quant import QuantizeOptions, quantize
from phi4.quant.calibration import SEQUENCE_TOKENS, calibration_sequences
from phi4.quant.kl import KLDivergence, divergence

Ids = npt.NDArray[np.int64]


def problem_text(tokenizer: phi4.Tokenizer, seed: str, tokens: int) -> Ids:
    """Questions with their answers, in the model's conversation format if any, int64 [sequences, SEQUENCE_TOKENS]."""
    rng, ids = random.Random(seed), list[int]()
    while len(ids) < tokens:
        written = problem(rng)
        if tokenizer.chat_template is not None:
            ids += tokenizer.encode_chat([{"role": "user", "content": written.question}])
        else:
            ids += tokenizer.encode(written.question + "\n")
        ids += tokenizer.encode(written.solution)
        if tokenizer.eos_id is not None:
            ids.append(tokenizer.eos_id)
    return rows(ids, tokens)


def rows(ids: list[int], tokens: int) -> Ids:
    count = min(len(ids), tokens) // SEQUENCE_TOKENS
    return np.array(ids[: count * SEQUENCE_TOKENS], np.int64).reshape(-1, SEQUENCE_TOKENS)


def logits(executor: NativeExecutor, texts: Ids) -> npt.NDArray[np.float32]:
    return np.concatenate([executor.logits(text) for text in texts.tolist()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--held-out", nargs="*", default=[], metavar="NAME=FILE")
    parser.add_argument("--bits", nargs="*", type=int, default=[4])
    parser.add_argument("--tokens", type=int, default=16384, help="to calibrate on")
    parser.add_argument("--held-out-tokens", type=int, default=4096, help="of each text")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    source = open_checkpoint(resolve(options.model))
    tokenizer = phi4.load(options.model, executor="native").tokenizer
    held_out = {"problems": problem_text(tokenizer, "held out", options.held_out_tokens)}
    for each in options.held_out:
        name, _, file = each.partition("=")
        text = Path(file).read_text(encoding="utf-8")[: 16 * options.held_out_tokens]
        held_out[name] = rows(tokenizer.encode(text), options.held_out_tokens)
    exact = NativeExecutor(source, threads=options.threads, dtype="float32")
    expected = {name: logits(exact, texts) for name, texts in held_out.items()}
    calibrations: dict[str, Ids | None] = {
        "nearest": None,
        "gptq, problems": problem_text(tokenizer, "calibration", options.tokens),
        "gptq, calibration.txt": calibration_sequences(source, None, options.tokens)[0],
    }
    table, results = Table("bits", "calibrated on", "held out", "KL", "KL 99%", "same best", "perplexity", "float"), []
    for bits in options.bits:
        for method, texts in calibrations.items():
            with tempfile.TemporaryDirectory() as place:
                folder = Path(place) / "packed"
                kind = "nearest" if texts is None else "gptq"
                quantize(
                    source, folder, QuantizeOptions(bits=bits, method=kind, sequences=texts, threads=options.threads)
                )
                packed = open_checkpoint(folder)
                assert isinstance(packed, PackedCheckpoint)
                executor = NativeExecutor(packed, threads=options.threads)
                for name, ids in held_out.items():
                    got = logits(executor, ids)
                    found = divergence(lambda at, e=expected[name]: e[at], lambda at, g=got: g[at], ids)  # type: ignore[misc]
                    add(table, results, bits, method, name, found)
                executor.close()
    Console(highlight=False, soft_wrap=True).print(table)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


def add(
    table: Table, results: list[dict[str, object]], bits: int, method: str, name: str, found: KLDivergence
) -> None:  # fmt: skip
    table.add_row(
        str(bits), method, name, f"{found.mean:.5f}", f"{found.p99:.4f}", f"{found.same_best:.2%}",
        f"{found.perplexity:.3f}", f"{found.reference_perplexity:.3f}",
    )  # fmt: skip
    results.append({"bits": bits, "calibrated": method, "held_out": name, **asdict(found)})


if __name__ == "__main__":
    main()
