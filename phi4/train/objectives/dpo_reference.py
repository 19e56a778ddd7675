"""The reference's log-probabilities of preference pairs: computed once, and kept beside the data.

DATA.reference-KEY.safetensors holds `logprobs`, float32 [lines, 2], of the chosen and the rejected answer of each line
of DATA.jsonl, and NaN for lines that are not pairs or are too long. KEY is a checksum of the data and of the model.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from phi4.errors import InputError
from phi4.files import replacing
from phi4.model import Transformer
from phi4.train.data.jsonl import Unusable
from phi4.train.data.packing import Example, batch_of, best_fit, size_of
from phi4.train.distributed.parallel import reshard
from phi4.train.distributed.ranks import Ranks
from phi4.train.objectives.dpo import CHANNELS, Preferences, answer_logprobs, documents_of

_CHUNK = 2**22
_WINDOW = 4096


def add_references(
    source: Preferences, model: Transformer, checkpoint: Path, ranks: Ranks, *, rows: int, length: int,
    precision: torch.dtype,
) -> None:  # fmt: skip
    """Set the references of `source` to the log-probabilities of `model`, from the file beside the data if it is there.

    model        holds the weights of the folder `checkpoint`
    rows         of `length` positions, are computed together; longer pairs are left out

    Raises:
        InputError: the model's log-probabilities of a pair are not numbers.
        Phi4Error, InputError: the file cannot be written.
    """
    key = _key(source, checkpoint, ranks, length=length, precision=precision)
    data = source.lines.path
    file = data.with_name(f"{data.stem}.reference-{key[:16]}.safetensors")
    found = _read(file, key, source.lines.epoch) if ranks.leads else None
    there = ranks.sum(torch.tensor([int(found is not None)], device=ranks.device))
    if not int(there):
        found = _computed(source, model, ranks, rows=rows, length=length, precision=precision)
        if np.isinf(found).any():
            line = int(np.isinf(found).any(axis=1).argmax())
            raise InputError(
                f"{checkpoint}: the log-probabilities of the pair of {source.where(line)} of {data} are not numbers; "
                "its weights are damaged or overflow, and nothing can be compared with it"
            )
        if ranks.leads:
            _write(file, found, key)
    elif found is None:
        found = np.zeros((source.lines.epoch, 2), np.float32)
    if int(there) and ranks.size > 1:
        found = ranks.sum(torch.from_numpy(found).to(ranks.device)).cpu().numpy()
    source.references = found


@torch.no_grad()
def _computed(
    source: Preferences, model: Transformer, ranks: Ranks, *, rows: int, length: int, precision: torch.dtype
) -> npt.NDArray[np.float32]:
    """[lines, 2]; each rank computes its part, and all have the whole."""
    model.eval()
    sums = torch.zeros(source.lines.epoch, 2, dtype=torch.float64, device=ranks.device)
    known = torch.zeros(source.lines.epoch, device=ranks.device)
    for window in _windows(source, length):
        packed = best_fit([size_of(example) for _, example in window], length + 1)
        batches = [packed[start : start + rows] for start in range(0, len(packed), rows)]
        # Where ranks hold parts of the weights, all must compute as often: the last round is filled up.
        for start in range(0, len(batches), ranks.size):
            mine = start + ranks.number
            chosen = batches[mine] if mine < len(batches) else batches[0]
            batch = batch_of([[window[i][1] for i in row] for row in chosen], length, CHANNELS).to(ranks.device)
            with torch.autocast(ranks.device.type, torch.bfloat16, enabled=precision == torch.bfloat16):
                at, own, others = answer_logprobs(model, batch)
            if mine >= len(batches):
                continue
            lines = _lines_at([[window[i] for i in row] for row in chosen], length).to(ranks.device)[at]
            side = (batch.channels["side"].flatten()[at] < 0).long()
            sums.view(-1).index_add_(0, lines * 2 + side, own.double())
            single = batch.channels["other"].flatten()[at] > 0
            sums.view(-1).index_add_(0, lines[single] * 2 + 1, others[single].double())
            known[lines] = 1
    reshard(model)
    sums, known = ranks.sum(sums), ranks.sum(known)
    sums[~sums.isfinite()] = torch.inf  # what is not a number, told apart from what was not computed
    sums[known == 0] = torch.nan
    return sums.float().cpu().numpy()


def _windows(source: Preferences, length: int) -> Iterator[list[tuple[int, Example]]]:
    """The pairs of all lines that fit, with their lines, some thousand at a time."""
    window: list[tuple[int, Example]] = []
    for line in range(source.lines.epoch):
        with contextlib.suppress(Unusable):
            if size_of(example := documents_of(source.pair(line))) <= length + 1:
                window.append((line, example))
        if len(window) == _WINDOW or (window and line + 1 == source.lines.epoch):
            yield window
            window = []


def _lines_at(rows: list[list[tuple[int, Example]]], length: int) -> torch.Tensor:
    """The line of the pair at each position of a batch, flattened."""
    lines = torch.zeros(len(rows), length, dtype=torch.long)
    for number, row in enumerate(rows):
        start = 0
        for line, example in row:
            end = start + size_of(example)
            lines[number, start:end] = line
            start = end
    return lines.flatten()


def _key(source: Preferences, checkpoint: Path, ranks: Ranks, *, length: int, precision: torch.dtype) -> str:
    """A checksum of the data, the weights, and what else decides the numbers; one rank reads the files."""
    digest = torch.zeros(32, dtype=torch.int64, device=ranks.device)
    if ranks.leads:
        found = hashlib.sha256(f"{length} {precision}".encode())
        for path in [source.lines.path, *sorted(checkpoint.glob("*.safetensors")), checkpoint / "config.json"]:
            found.update(path.name.encode() if path.parent == checkpoint else b"data")
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    found.update(chunk)
        digest += torch.tensor(list(found.digest()), device=ranks.device)
    return bytes(ranks.sum(digest).tolist()).hex()


def _read(file: Path, key: str, lines: int) -> npt.NDArray[np.float32] | None:
    """What is stored, if it is what was asked for."""
    try:
        found = load_file(file)
    except (OSError, SafetensorError):
        return None
    logprobs = found.get("logprobs")
    stored = found.get("key")
    if logprobs is None or logprobs.shape != (lines, 2) or logprobs.dtype != np.float32:
        return None
    return logprobs if stored is not None and stored.tobytes().hex() == key else None


def _write(file: Path, logprobs: npt.NDArray[np.float32], key: str) -> None:
    with replacing(file) as beside:
        save_file({"logprobs": logprobs, "key": np.frombuffer(bytes.fromhex(key), np.uint8)}, beside)
