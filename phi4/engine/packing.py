"""Models that are packed before they run: where they come from, on what they are calibrated, where they are kept."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint, PackedCheckpoint, hub_name, open_checkpoint, resolve
from phi4.checkpoint.hub_stream import HubCheckpoint
from phi4.checkpoint.identity import identity
from phi4.config import ModelConfig
from phi4.engine.machine import this_machine
from phi4.errors import InputError, TokenizerError
from phi4.text import Tokenizer

TEXT_TOKENS = 256
HELD_OUT_TOKENS = 4096
PACKED_DTYPES = {"8-bit": 8, "4-bit": 4, "3-bit": 3}
SMALL_BYTES = 2_000_000_000
"""Weights that run as they are if they take no more than this in 16 bits."""


def packing_source(model: str, *, offline: bool) -> Checkpoint:
    """The float or GGUF weights of `model`; of a hub name, files are fetched as they are needed and dropped after.

    Raises:
        InputError: it is packed already.
    """
    from phi4 import nano

    name = hub_name(model)
    if name is not None and not name.file:
        return HubCheckpoint(name, cache_folder() / "fetching" / name.repo, offline=offline)
    checkpoint = open_checkpoint(resolve(model, nano=nano.folder(), offline=offline))
    if isinstance(checkpoint, PackedCheckpoint):
        raise InputError(f"{model}: is packed already, in {checkpoint.stored_dtype}; give the model it was made from")
    return checkpoint


def calibration_texts(
    checkpoint: Checkpoint, file: Path | None, tokens: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Token ids [texts, T] to calibrate on and others to measure on, of `file` or of the problems that phi4 writes.

    Raises:
        InputError: the file cannot be read or is too short.
        TokenizerError: the model has no tokenizer.
    """
    from phi4.engine.language_model import read_tokenizer

    tokenizer = read_tokenizer(checkpoint)
    if isinstance(tokenizer, TokenizerError):
        raise tokenizer
    length = min(TEXT_TOKENS, checkpoint.config.max_positions)
    wanted = tokens + HELD_OUT_TOKENS
    ids = _shipped(tokenizer, wanted) if file is None else _ids_of(file, tokenizer)
    ids = [id_ for id_ in ids[:wanted] if id_ < checkpoint.config.vocab_size]
    rows = np.array(ids[: len(ids) // length * length], np.int64).reshape(-1, length)
    held_out = min(HELD_OUT_TOKENS // length, len(rows) // 4)
    if held_out < 1:
        raise InputError(f"{file}: has {len(ids):,} tokens, and at least {4 * length:,} are needed; give more text")
    return rows[held_out:], rows[:held_out]


def _shipped(tokenizer: Tokenizer, wanted: int) -> list[int]:
    """Questions with their answers, in the model's own conversation format if it has one."""
    from phi4.data.synth import problem

    rng, ids = random.Random("calibration"), list[int]()
    while len(ids) < wanted:
        written = problem(rng)
        if tokenizer.chat_template is not None:
            ids += tokenizer.encode_chat([{"role": "user", "content": written.question}])
        else:
            ids += tokenizer.encode(written.question + "\n")
        ids += tokenizer.encode(written.solution)
        if tokenizer.eos_id is not None:
            ids.append(tokenizer.eos_id)
    return ids


def _ids_of(file: Path, tokenizer: Tokenizer) -> list[int]:
    try:
        return tokenizer.encode(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not UTF-8 text; convert it first") from None


def width_to_run(config: ModelConfig) -> int:
    """Bits to run a model in if its user does not say: 16 if it is small, 8 if that fits easily, or else 4."""
    if 2 * config.parameter_count() <= SMALL_BYTES:
        return 16
    return 8 if config.parameter_count() <= this_machine().available_bytes // 4 else 4


def packed_once(
    checkpoint: Checkpoint, bits: int, *, progress: Callable[[int, int], None] | None = None
) -> tuple[PackedCheckpoint, str | None]:
    """`checkpoint` at a width, from the cache or packed into it now, and what its user may want to know of that."""
    folder = cache_folder() / f"{checkpoint.path.stem[:60]}-{identity(checkpoint.path)}-{bits}bit"
    note = None
    if not (folder / "packed.json").is_file():
        from phi4.quant import QuantizeOptions, quantize  # not needed to run what is packed

        report = quantize(
            checkpoint, folder, QuantizeOptions(bits=bits, threads=this_machine().cores), progress=progress
        )
        note = f"packed to {bits} bits in {report.seconds:.0f} s, once, in {folder}"
        if checkpoint.stored_dtype not in ("float32", "float16", "bfloat16"):
            note += (
                f"; its {checkpoint.stored_dtype} weights were rounded a second time, which loses a little more: "
                "--dtype bfloat16 runs them as they are"
            )
        else:
            note += "; --dtype bfloat16 runs it unrounded, phi4 quantize --method gptq rounds it better"
    packed = open_checkpoint(folder)
    assert isinstance(packed, PackedCheckpoint)
    return packed, note


def cache_folder() -> Path:
    """$PHI4_CACHE, or phi4 in the user's cache folder."""
    if found := os.environ.get("PHI4_CACHE"):
        return Path(found)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "phi4"
