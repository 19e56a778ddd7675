"""Quantize a whole model into a packed folder, with one layer in memory at a time."""

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
from phi4.checkpoint.fingerprint import fingerprint, unchanged
from phi4.checkpoint.packed.folder import VERSION, check_sizes, copied_files, files_of, matrices_of, write_tensors
from phi4.checkpoint.packed.format import packed_shapes
from phi4.config import ModelConfig, to_hf
from phi4.errors import CheckpointError, InputError, OutOfMemoryError
from phi4.files import replace_json, writing
from phi4.quant.hidden_states import Streams
from phi4.quant.kl import KLDivergence
from phi4.quant.options import QuantizeOptions
from phi4.quant.packer import Packer
from phi4.quant.resume import ResumableFolder, one_writer

QUANTIZER = 1
"""Version of the quantizer: raised when the same model and settings give other bytes."""


@dataclass(frozen=True)
class QuantizeReport:
    """What was written: total bytes, bits per weight of the matrices, seconds, and the divergence if it was measured.

    already     whether the folder already held this model with these settings
    notes       sentences for the user
    """

    folder: Path
    bytes: int
    bits_per_weight: float
    seconds: float
    divergence: KLDivergence | None
    already: bool = False
    notes: list[str] = field(default_factory=list)


def made_of(options: QuantizeOptions, origin: str) -> dict[str, Any]:
    """Everything that a packed model depends on, as in its manifest; `origin` is the source's `fingerprint`."""
    return {
        "format": "phi4-packed", "version": VERSION, "bits": options.bits, "rotated": options.rotate,
        "method": options.method, "quantizer": QUANTIZER, "source": origin,
        "texts": _sequences_digest(options.sequences) if options.method == "gptq" else None,
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

    overwrite   replace a finished folder of another model or other settings
    origin      the `fingerprint` of `source`, if the caller has it
    progress    called with (weights done, all weights); while another process packs, with (files done, all files)
    waiting     called once if another process is packing into the folder, before waiting for it

    A stopped run with the same source, options and sequences is resumed: its complete files and the states of the
    sequences are kept. A finished folder of the same source and options is verified and left as it is.

    Raises:
        CheckpointError: the folder is in use for something else or cannot be written to; the source has a matrix too
        wide to pack, changes meanwhile, or has a weight or gives an activation that is not finite; or the result
        misses `max_divergence`.
        InputError: the sequences hold ids outside the vocabulary.
        OutOfMemoryError, Phi4Error: there is not enough memory or disk space.
    """
    start = time.monotonic()
    folder = Path(folder)
    check_sizes(source.config, str(getattr(source, "path", "the model")))
    for sequences in (options.sequences, options.held_out):
        if sequences is not None and not 0 <= sequences.min() <= sequences.max() < source.config.vocab_size:
            raise InputError(f"the sequences hold ids from {sequences.min():,} to {sequences.max():,}, and the model's "
                             f"vocabulary is {source.config.vocab_size:,}; encode them with its tokenizer")  # fmt: skip
    copied, links = _beside_the_weights(source)
    files = files_of(source.config)
    noted = False

    def on_wait(done: int) -> None:
        nonlocal noted
        if waiting is not None and not noted:
            waiting()
        noted = True
        if progress is not None:
            progress(done, len(files))

    with one_writer(folder, on_wait):
        origin = fingerprint(source, threads=options.threads) if origin is None else origin
        made = made_of(options, origin)
        resumable = ResumableFolder(folder, made, _sequences_digest(options.held_out), list(files), overwrite=overwrite)
        finished = resumable.finished
        if finished is not None:
            found = None if options.held_out is None else _measured_before(folder, finished)
            replace_json(folder / "config.json", to_hf(source.config))
            _check_divergence(folder, found, options)
        else:
            try:
                with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # checked in the results
                    found = _packed(source, resumable, options, progress)
            except MemoryError:
                raise OutOfMemoryError(
                    f"{folder}: there is not enough memory to pack this model; free some and run it again; finished "
                    "files are kept"
                ) from None
            try:
                _check_divergence(folder, found, options)
            except CheckpointError:
                resumable.discard()
                raise
            _finish(source, origin, resumable, copied, found, options)
    written = sum(entry["bytes"] for entry in resumable.done.values())
    notes = [f"{file}: links out of the model's folder and was not copied; copy it to {folder} if it may be published"
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
    source: Weights, resumable: ResumableFolder, options: QuantizeOptions, progress: Callable[[int, int], None] | None
) -> KLDivergence | None:
    """Write the missing files; the divergence if it is measured."""
    config, streams = source.config, None
    if options.sequences is not None or options.held_out is not None:
        streams = Streams(
            config, options.sequences if options.method == "gptq" else None, options.held_out, rotate=options.rotate
        )
        if resumable.streams is None or not streams.restore(resumable.streams):
            resumable.forget()
        if options.held_out is not None:
            resumable.done.pop("head.safetensors", None)  # the divergence is measured with it
    packer = Packer(source, options, streams, progress)
    for name, contents in files_of(config).items():
        if name in resumable.done:
            packer.skip(contents)
            continue
        entry = write_tensors(resumable.folder / name, packer.file(name, contents))
        resumable.add(name, entry, streams.save(resumable.next_streams()) if streams is not None else None)
    return packer.divergence


def _check_divergence(folder: Path, found: KLDivergence | None, options: QuantizeOptions) -> None:
    if found is None:
        return
    if not all(math.isfinite(value) for value in (found.mean, found.p99, found.perplexity)):
        raise CheckpointError(
            f"{folder}: the divergence is NaN, because logits overflow in lm_head.weight, so nothing was kept; "
            "the model is damaged: fetch or train it again"
        )
    if options.max_divergence is not None and found.mean > options.max_divergence:
        raise CheckpointError(
            f"{folder}: the mean divergence is {found.mean:.4f} nats per token, above the limit of "
            f"{options.max_divergence:g}, so nothing was kept; use more bits or --method gptq"
        )


def _measured_before(folder: Path, manifest: dict[str, Any]) -> KLDivergence:
    measured = manifest["measured"]
    values = {each.name: measured.get(each.name) for each in fields(KLDivergence)}
    if not all(type(value) in (int, float) for value in values.values()):
        raise CheckpointError(f"{folder}: its manifest is damaged; give --overwrite to pack and measure it again")
    return KLDivergence(**values)


def _finish(
    source: Weights, origin: str, resumable: ResumableFolder, copied: list[Path], found: KLDivergence | None,
    options: QuantizeOptions,
) -> None:  # fmt: skip
    folder = resumable.folder
    if not unchanged(getattr(source, "files", [])) and fingerprint(source, threads=options.threads) != origin:
        resumable.forget()
        raise CheckpointError(
            f"{getattr(source, 'path', 'the model')}: changed while it was packed; wait until it is complete, and "
            "pack it again"
        )
    for file in copied:
        with writing(folder / file.name):
            shutil.copyfile(file, folder / file.name)
    replace_json(folder / "config.json", to_hf(source.config))
    measured = {} if found is None else {
        "divergence": found.mean, "measured": {**asdict(found), "held_out": _sequences_digest(options.held_out)}
    }  # fmt: skip
    resumable.finish(measured)


def _sequences_digest(sequences: npt.NDArray[np.int64] | None) -> list[int] | None:
    """What identifies sequences in a manifest: their shape and a checksum."""
    return (
        None
        if sequences is None
        else [*sequences.shape, zlib.crc32(np.ascontiguousarray(sequences, np.int64).tobytes())]
    )


def _matrix_bits(config: ModelConfig, bits: int) -> float:
    """Bits per weight of all matrices without the embedding, with scales."""
    stored = weights = 0
    for matrix in (
        each for contents in files_of(config).values() for name in contents for each in matrices_of(config, name)
    ):
        shapes = packed_shapes(bits, matrix.rows, matrix.cols)
        stored += math.prod(shapes["codes"]) + math.prod(shapes["scales"]) + 4 * math.prod(shapes["row_scales"])
        weights += matrix.rows * matrix.cols
    return 8 * stored / weights
