"""Models that are packed before they run: where they come from, on what they are calibrated, where they are kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint, PackedCheckpoint, hub_name, open_checkpoint, resolve
from phi4.checkpoint.fingerprint import Remembered, identity
from phi4.checkpoint.hub_stream import HubCheckpoint
from phi4.checkpoint.packed.folder import MANIFEST
from phi4.config import ModelConfig
from phi4.errors import InputError, Phi4Error, TokenizerError
from phi4.files import read_json
from phi4.resources import this_machine
from phi4.text import Tokenizer

TEXT_TOKENS = 256
HELD_OUT_TOKENS = 4096
PACKED_DTYPES = {"8-bit": 8, "4-bit": 4, "3-bit": 3}
SMALL_BYTES = 2_000_000_000
"""Weights that run as they are if they take no more than this in 16 bits."""
_REMEMBERED = "remembered"
_TOKEN_CHARACTERS = 64
"""So much of a file is read for each token that is wanted of it, however long it is."""


def packing_source(model: str, *, offline: bool) -> Checkpoint:
    """The float or GGUF weights of `model`; of a hub name, files are fetched as they are needed and dropped after.

    Raises:
        InputError: it is packed already.
    """

    name = hub_name(model)
    if name is not None and not name.file:
        return HubCheckpoint(name, cache_folder() / "fetching" / name.repo, offline=offline)
    checkpoint = open_checkpoint(resolve(model, offline=offline))
    if isinstance(checkpoint, PackedCheckpoint):
        raise InputError(f"{model}: is packed already, in {checkpoint.stored_dtype}; give the model it was made from")
    return checkpoint


def calibration_texts(
    checkpoint: Checkpoint, file: Path | None, tokens: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Token ids [texts, T] to calibrate on and others to measure on, of `file` or of calibration.txt, which phi4 ships.

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
    ids = _shipped(tokenizer, wanted) if file is None else _ids_of(file, tokenizer, wanted)
    ids = [id_ for id_ in ids[:wanted] if id_ < checkpoint.config.vocab_size]
    rows = np.array(ids[: len(ids) // length * length], np.int64).reshape(-1, length)
    held_out = min(HELD_OUT_TOKENS // length, len(rows) // 4)
    if held_out < 1:
        raise InputError(f"{file or 'the text'}: has {len(ids):,} tokens that the model knows, and at least "
                         f"{4 * length:,} are needed; give more text")  # fmt: skip
    return rows[held_out:], rows[:held_out]


def note_on_texts(texts: npt.NDArray[np.int64], held_out: npt.NDArray[np.int64], tokens: int) -> str | None:
    """What to say of `calibration_texts` that are less than was asked for."""
    if texts.size >= tokens:
        return None
    return (
        f"the text is short: {texts.size:,} tokens are used to calibrate on, of {tokens:,} that were asked for, and "
        f"{held_out.size:,} to measure on; more text gives a better model"
    )


def shipped_text() -> list[tuple[str, str]]:
    """The pieces of calibration.txt with the kind of each; in a dialogue a line "--" stands between two speakers."""
    text = Path(__file__).with_name("calibration.txt").read_text(encoding="utf-8")
    pieces = [piece.partition("\n") for piece in text.split("\n== ")[1:]]
    return [(kind, piece.rstrip("\n")) for kind, _, piece in pieces]


def _shipped(tokenizer: Tokenizer, wanted: int) -> list[int]:
    """The shipped text, its dialogues in the model's own conversation format if it has one."""
    ids = list[int]()
    for kind, piece in shipped_text():
        if len(ids) >= wanted:
            break
        question, _, answer = piece.partition("\n--\n")
        if kind == "dialogue" and tokenizer.chat_template is not None:
            ids += tokenizer.encode_chat([{"role": "user", "content": question}])
            ids += tokenizer.encode(answer, add_bos=False)
        else:
            ids += tokenizer.encode(piece.replace("\n--\n", "\n"))
        if tokenizer.eos_id is not None:
            ids.append(tokenizer.eos_id)
    return ids


def _ids_of(file: Path, tokenizer: Tokenizer, wanted: int) -> list[int]:
    try:
        with file.open(encoding="utf-8") as stream:
            return tokenizer.encode(stream.read(_TOKEN_CHARACTERS * wanted))
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
    """`checkpoint` at a width, from the cache or packed into it now, and what its user may want to know of that.

    A folder of the cache is used if it was made of these very weights (`identity`), of this configuration and with the
    settings and the quantizer of today, and if its checksums are right.

    Raises:
        InputError: the cache folder cannot be made.
        Phi4Error: as `quantize`.
    """
    from phi4.quant import QuantizeOptions, made_of, quantize  # not needed to run what is packed
    from phi4.quant.options import MAX_THREADS

    threads = min(this_machine().cores, MAX_THREADS)
    options = QuantizeOptions(bits=bits, threads=threads)
    cache, path, config = cache_folder(), checkpoint.path.resolve(), checkpoint.config.to_hf()
    name = re.sub(r"[^A-Za-z0-9._-]", "_", path.name)[:60]
    folder = cache / f"{name}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}-{bits}bit"
    origin = Remembered(cache / _REMEMBERED).recall(
        f"identity {config}", getattr(checkpoint, "files", []), lambda: identity(checkpoint, threads=threads)
    )
    was_there = os.path.isfile(folder / MANIFEST)  # False where the folder may not be looked into
    if was_there and (packed := _reusable(folder, made_of(options, origin), config)) is not None:
        return packed, None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{folder}: this folder of the cache cannot be made ({error.strerror}); set PHI4_CACHE to a folder that "
            "can be written to, or run the model unpacked, with --dtype bfloat16"
        ) from None
    try:
        report = quantize(checkpoint, folder, options, overwrite=True, origin=origin, progress=progress)
    except Phi4Error as error:
        if str(folder) not in str(error):
            raise
        raise type(error)(f"{error} (PHI4_CACHE chooses another folder for the cache)") from None
    packed = PackedCheckpoint(folder)
    if report.already:
        return packed, f"packed to {bits} bits meanwhile by another process, in {folder}"
    note = f"packed to {bits} bits in {report.seconds:.0f} s, once, in {folder}"
    if was_there:
        note += ", where there was a damaged model or one of other weights or settings"
    if checkpoint.stored_dtype not in ("float32", "float16", "bfloat16"):
        note += (
            f"; its {checkpoint.stored_dtype} weights were rounded a second time, which loses a little more: "
            "--dtype bfloat16 runs them as they are"
        )
    else:
        note += "; --dtype bfloat16 runs it unrounded, phi4 quantize --method gptq rounds it better"
    return packed, note


def _reusable(folder: Path, made: dict[str, Any], config: dict[str, Any]) -> PackedCheckpoint | None:
    """The packed model in `folder` if it was `made` of what is wanted and is whole."""
    try:
        packed = PackedCheckpoint(folder)
        same_config = read_json(folder / "config.json") == json.loads(json.dumps(config))
        if not made["source"] or packed.made_of != made or not same_config:
            return None
        check_once(packed)
    except (Phi4Error, OSError, ValueError):
        return None
    return packed


def check_once(packed: PackedCheckpoint) -> None:
    """Compare a packed model with its checksums when it is first used here, and again when its files have changed.

    Raises:
        CheckpointError: a file is not what was written.
    """

    def verified() -> str:
        packed.verify(threads=this_machine().cores)
        return "right"

    try:
        kept = cache_folder() / _REMEMBERED
    except InputError:
        kept = None
    Remembered(kept).recall(f"checksums {packed.manifest['files']}", packed.files, verified)


def cache_folder() -> Path:
    """$PHI4_CACHE, or phi4 in the user's cache folder.

    Raises:
        InputError: neither is known.
    """
    try:
        if found := os.environ.get("PHI4_CACHE"):
            return Path(found).expanduser()
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "phi4"
    except RuntimeError:
        raise InputError(
            "the home folder of this user is not known; set PHI4_CACHE to a folder for packed models"
        ) from None
