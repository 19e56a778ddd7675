"""Packing on load: models that are quantized into a cache folder before they run."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from phi4.checkpoint import Checkpoint, PackedCheckpoint, hub_name, open_checkpoint, resolve
from phi4.checkpoint.fingerprint import Remembered, fingerprint
from phi4.checkpoint.hub_stream import HubCheckpoint
from phi4.checkpoint.packed.folder import MANIFEST, MAX_JSON_BYTES
from phi4.config import ModelConfig, to_hf
from phi4.config.files import read_json
from phi4.errors import CheckpointError, InputError, Phi4Error
from phi4.resources import this_machine, threads_to_use

PACKED_DTYPES = {"8-bit": 8, "4-bit": 4, "3-bit": 3}
SMALL_BYTES = 2_000_000_000
"""Weights of at most this size in 16 bits run without packing."""
_REMEMBERED = "remembered"


def packing_source(model: str, *, offline: bool) -> Checkpoint:
    """The float or GGUF weights of `model`; the files of a hub name are fetched when needed and deleted after use.

    Raises:
        InputError: the model is packed already.
    """
    name = hub_name(model)
    if name is not None and not name.file:
        return HubCheckpoint(name, cache_folder() / "fetching" / name.repo, offline=offline)
    checkpoint = open_checkpoint(resolve(model, offline=offline))
    if isinstance(checkpoint, PackedCheckpoint):
        raise InputError(f"{model}: is packed already, in {checkpoint.stored_dtype}; give the model it was made from")
    return checkpoint


def width_to_run(config: ModelConfig) -> int:
    """Bits that dtype="auto" runs a model in: 16 if it is small, 8 if that fits easily, otherwise 4."""
    if 2 * config.parameter_count() <= SMALL_BYTES:
        return 16
    return 8 if config.parameter_count() <= this_machine().available_bytes // 4 else 4


def packed_once(
    checkpoint: Checkpoint, bits: int, *, progress: Callable[[int, int], None] | None = None
) -> tuple[PackedCheckpoint, str | None]:
    """`checkpoint` in `bits`, from the cache or packed into it now, and a note for the user if there is one.

    A folder of the cache is reused if it was made from the same weights (`fingerprint`) and configuration with the
    same settings and quantizer, and if its checksums are right.

    Raises:
        InputError: the cache folder cannot be made.
        Phi4Error: as `quantize`.
    """
    from phi4.quant import QuantizeOptions, made_of, quantize  # not needed to run packed weights
    from phi4.quant.options import MAX_THREADS

    threads = min(threads_to_use(), MAX_THREADS)
    options = QuantizeOptions(bits=bits, threads=threads)
    cache, path, config = cache_folder(), checkpoint.path.resolve(), to_hf(checkpoint.config)
    name = re.sub(r"[^A-Za-z0-9._-]", "_", path.name)[:60]
    folder = cache / f"{name}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}-{bits}bit"
    origin = Remembered(cache / _REMEMBERED).recall(
        f"identity {config}", getattr(checkpoint, "files", []), lambda: fingerprint(checkpoint, threads=threads)
    )
    existed = os.path.isfile(folder / MANIFEST)  # False if the folder is not accessible
    if existed and (packed := _reusable(folder, made_of(options, origin), config)) is not None:
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
        return packed, f"another process packed it to {bits} bits meanwhile, in {folder}"
    note = f"packed to {bits} bits in {report.seconds:.0f} s, once, in {folder}"
    if existed:
        note += ", in place of a damaged model or one of other weights or settings"
    if checkpoint.stored_dtype not in ("float32", "float16", "bfloat16"):
        note += (
            f"; its {checkpoint.stored_dtype} weights were rounded a second time, which loses a little more: "
            "--dtype bfloat16 runs them as they are"
        )
    else:
        note += "; --dtype bfloat16 runs it unrounded, phi4 quantize --method gptq rounds it better"
    return packed, note


def _reusable(folder: Path, made: dict[str, Any], config: dict[str, Any]) -> PackedCheckpoint | None:
    """The packed model in `folder` if it was `made` from this source with these settings and is complete."""
    try:
        packed = PackedCheckpoint(folder)
        same_config = read_json(folder / "config.json", max_bytes=MAX_JSON_BYTES, error=CheckpointError) == json.loads(
            json.dumps(config)
        )
        if not made["source"] or packed.made_of != made or not same_config:
            return None
        check_once(packed)
    except (Phi4Error, OSError, ValueError):
        return None
    return packed


def check_once(packed: PackedCheckpoint) -> None:
    """Verify a packed model's checksums when it is first used on this machine, and after a change of its files.

    Raises:
        CheckpointError: a checksum is wrong.
    """

    def verified() -> str:
        packed.verify(threads=threads_to_use())
        return "right"

    try:
        memory = cache_folder() / _REMEMBERED
    except InputError:
        memory = None
    Remembered(memory).recall(f"checksums {packed.manifest['files']}", packed.files, verified)


def cache_folder() -> Path:
    """$PHI4_CACHE, or phi4 in the user's cache folder.

    Raises:
        InputError: the user's home folder is not known.
    """
    try:
        if folder := os.environ.get("PHI4_CACHE"):
            return Path(folder).expanduser()
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "phi4"
    except RuntimeError:
        raise InputError(
            "the home folder of this user is not known; set PHI4_CACHE to a folder for packed models"
        ) from None
