"""A whole model from floats to a packed folder, one layer in memory at a time."""

from __future__ import annotations

import math
import os
import shutil
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Weights
from phi4.checkpoint.fingerprint import identity, unchanged
from phi4.checkpoint.packed.folder import VERSION, check_sizes, copied_files, files_of, matrices_of, write_tensors
from phi4.checkpoint.packed.format import packed_shapes
from phi4.config import ModelConfig, to_hf
from phi4.errors import CheckpointError, InputError, OutOfMemoryError
from phi4.files import replace_json, writing
from phi4.quant.hidden_states import Streams
from phi4.quant.kl import Divergence
from phi4.quant.options import QuantizeOptions
from phi4.quant.packer import Packer
from phi4.quant.resume import UnfinishedFolder, one_writer

QUANTIZER = 1
"""Counts the changes after which the same model and settings give other bytes."""


@dataclass(frozen=True)
class QuantizeReport:
    """What was written: bytes in all, bits a weight of the matrices, seconds, and the divergence if it was measured.

    already     whether the folder held this model with these settings, and nothing was left to do
    notes       what its user may want to know, a sentence each
    """

    folder: Path
    bytes: int
    bits_per_weight: float
    seconds: float
    divergence: Divergence | None
    already: bool = False
    notes: list[str] = field(default_factory=list)


def made_of(options: QuantizeOptions, origin: str) -> dict[str, Any]:
    """All that a packed model depends on, as its manifest says it; `origin` is the source's `identity`."""
    return {
        "format": "phi4-packed", "version": VERSION, "bits": options.bits, "rotated": options.rotate,
        "method": options.method, "quantizer": QUANTIZER, "source": origin,
        "texts": _digest(options.texts) if options.method == "gptq" else None,
    }  # fmt: skip


def quantize(
    source: Weights,
    folder: Path,
    options: QuantizeOptions,
    *,
    overwrite: bool = False,
    origin: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
) -> QuantizeReport:
    """Pack `source` into `folder`, whose manifest is written last.

    overwrite   replace a finished folder of another model or of other settings
    origin      the `identity` of `source`, if its caller has it
    progress    called with weights done and in all, or while another process packs, with files done and in all
    waiting     called once if another process is packing into the folder, whose end is waited for

    Files that a stopped run with the same source, options and texts finished are kept, and with texts the state of
    these after the last of them. So are those of a finished folder; of the same source and options, nothing is done.

    Raises:
        CheckpointError: the folder is in use for something else or cannot be written to, the source is too wide to be
        packed, changes meanwhile, holds a number that is not finite or makes some, or the result misses
        `max_divergence`.
        InputError: the texts hold ids that the model does not have.
        OutOfMemoryError, Phi4Error: there is not enough memory or room on the disk.
    """
    start = time.monotonic()
    folder = Path(folder)
    check_sizes(source.config, str(getattr(source, "path", "the model")))
    for texts in (options.texts, options.held_out):
        if texts is not None and not 0 <= texts.min() <= texts.max() < source.config.vocab_size:
            raise InputError(f"the texts hold ids from {texts.min():,} to {texts.max():,}, and the model's vocabulary "
                             f"is {source.config.vocab_size:,}; encode them with the model's tokenizer")  # fmt: skip
    copied, links = _beside_the_weights(source)
    files = files_of(source.config)
    told = False

    def look(done: int) -> None:
        nonlocal told
        if waiting is not None and not told:
            waiting()
        told = True
        if progress is not None:
            progress(done, len(files))

    with one_writer(folder, look):
        origin = identity(source, threads=options.threads) if origin is None else origin
        made = made_of(options, origin)
        unfinished = UnfinishedFolder(folder, made, _digest(options.held_out), list(files), overwrite=overwrite)
        finished = unfinished.finished
        if finished is not None:
            found = None if options.held_out is None else _measured_before(folder, finished)
            replace_json(folder / "config.json", to_hf(source.config))
            _check_divergence(folder, found, options)
        else:
            try:
                with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # what it leads to is looked for
                    found = _packed(source, unfinished, options, progress)
            except MemoryError:
                raise OutOfMemoryError(
                    f"{folder}: there is not enough memory to pack this model; free some and run it again, what is "
                    "done so far is kept"
                ) from None
            try:
                _check_divergence(folder, found, options)
            except CheckpointError:
                unfinished.discard()
                raise
            _finish(source, origin, unfinished, copied, found, options)
    written = sum(entry["bytes"] for entry in unfinished.done.values())
    notes = [f"{file}: is a link out of the model's folder, and was not copied; copy it to {folder} if it may be seen"
             for file in links]  # fmt: skip
    return QuantizeReport(
        folder, written, _matrix_bits(source.config, options.bits), time.monotonic() - start, found,
        already=finished is not None, notes=notes,
    )  # fmt: skip


def _beside_the_weights(source: Weights) -> tuple[list[Path], list[Path]]:
    path = getattr(source, "path", None)
    if not isinstance(path, Path) or not path.is_dir():
        return [], []
    copied, links = copied_files(path)
    for file in copied:
        if not os.access(file, os.R_OK):
            raise CheckpointError(f"{file}: cannot be read; change its permissions")
    return copied, links


def _packed(
    source: Weights, unfinished: UnfinishedFolder, options: QuantizeOptions, progress: Callable[[int, int], None] | None
) -> Divergence | None:
    """Write what is not whole, and measure."""
    config, streams = source.config, None
    if options.texts is not None or options.held_out is not None:
        streams = Streams(
            config, options.texts if options.method == "gptq" else None, options.held_out, rotate=options.rotate
        )
        if unfinished.streams is None or not streams.restore(unfinished.streams):
            unfinished.forget()
        if options.held_out is not None:
            unfinished.done.pop("head.safetensors", None)  # the divergence is measured with it
    packer = Packer(source, options, streams, progress)
    for name, contents in files_of(config).items():
        if name in unfinished.done:
            packer.skip(contents)
            continue
        entry = write_tensors(unfinished.folder / name, packer.file(name, contents))
        unfinished.add(name, entry, streams.save(unfinished.next_streams()) if streams is not None else None)
    return packer.divergence


def _check_divergence(folder: Path, found: Divergence | None, options: QuantizeOptions) -> None:
    if found is None:
        return
    if not all(math.isfinite(value) for value in (found.mean, found.p99, found.perplexity)):
        raise CheckpointError(
            f"{folder}: the divergence is not a number, since scores overflow in lm_head.weight, so nothing was kept; "
            "the model is damaged: fetch or train it again"
        )
    if options.max_divergence is not None and found.mean > options.max_divergence:
        raise CheckpointError(
            f"{folder}: the mean divergence is {found.mean:.4f} nats a token, above the limit of "
            f"{options.max_divergence:g}, so nothing was kept; use more bits or --method gptq"
        )


def _measured_before(folder: Path, manifest: dict[str, Any]) -> Divergence:
    measured = manifest["measured"]
    values = {each.name: measured.get(each.name) for each in fields(Divergence)}
    if not all(type(value) in (int, float) for value in values.values()):
        raise CheckpointError(f"{folder}: its manifest is damaged; give --overwrite to pack and measure it again")
    return Divergence(**values)


def _finish(
    source: Weights, origin: str, unfinished: UnfinishedFolder, copied: list[Path], found: Divergence | None,
    options: QuantizeOptions,
) -> None:  # fmt: skip
    folder = unfinished.folder
    if not unchanged(getattr(source, "files", [])) and identity(source, threads=options.threads) != origin:
        unfinished.forget()
        raise CheckpointError(
            f"{getattr(source, 'path', 'the model')}: changed while it was packed; wait until it is whole, and pack it "
            "again"
        )
    for file in copied:
        with writing(folder / file.name):
            shutil.copyfile(file, folder / file.name)
    replace_json(folder / "config.json", to_hf(source.config))
    measured = {} if found is None else {
        "divergence": found.mean, "measured": {**asdict(found), "held_out": _digest(options.held_out)}
    }  # fmt: skip
    unfinished.finish(measured)


def _digest(texts: npt.NDArray[np.int64] | None) -> list[int] | None:
    """What identifies texts in a manifest: their shape and a checksum."""
    return None if texts is None else [*texts.shape, zlib.crc32(np.ascontiguousarray(texts, np.int64).tobytes())]


def _matrix_bits(config: ModelConfig, bits: int) -> float:
    """Bits a weight of all matrices but the embedding, scales included."""
    stored = weights = 0
    for matrix in (
        each for contents in files_of(config).values() for name in contents for each in matrices_of(config, name)
    ):
        shapes = packed_shapes(bits, matrix.rows, matrix.cols)
        stored += math.prod(shapes["codes"]) + math.prod(shapes["scales"]) + 4 * math.prod(shapes["row_scales"])
        weights += matrix.rows * matrix.cols
    return 8 * stored / weights
