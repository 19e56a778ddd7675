"""Choice among several GGUF files: by a part of the name, or by the preferred quantization."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from phi4.errors import InputError, shown

PREFERRED = (
    "Q4_K_M", "Q4_K_L", "Q4_K_XL", "Q4_K_S", "Q4_K", "IQ4_XS", "IQ4_NL", "Q4_1", "Q4_0", "Q5_K_M", "Q5_K_L", "Q5_K_XL",
    "Q5_K_S", "Q5_K", "Q5_1", "Q5_0", "Q6_K", "Q6_K_L", "Q6_K_XL", "Q8_0", "Q8_K_XL", "Q3_K_L", "Q3_K_XL", "Q3_K_M",
    "Q3_K_S", "Q3_K", "BF16", "F16", "F32", "Q2_K", "Q2_K_L", "Q2_K_XL", "Q2_K_S",
)  # fmt: skip
"""Quantizations in the order of preference: 4 bits, as llama.cpp and Ollama choose by default, then more bits, then
fewer. Others, which phi4 may not read, come last."""

_SHARD = re.compile(r"-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf$", re.IGNORECASE)
_QUANTIZATION = re.compile(
    r"(?<![A-Za-z0-9])(I?Q\d+(?:_[A-Z0-9]{1,3})*|T?Q[12]_0|BF16|F16|FP16|F32|FP32|MXFP4)(?![A-Za-z0-9])", re.IGNORECASE
)
_NOT_MODELS = re.compile(r"mmproj|imatrix|(?<![a-z])(lora|adapter|vocab|projector)(?![a-z])", re.IGNORECASE)
_MAX_LISTED = 8


@dataclass(frozen=True)
class Choice:
    """The files of one model in order, and the names of the models that it was chosen from."""

    files: list[str]
    models: list[str]

    def note(self, where: str, how: str) -> str | None:
        """A sentence about the choice, if there were several models; `how` says how to choose another."""
        if len(self.models) == 1:
            return None
        return f"{where}: {shown(self.files[0], 160)} is used of {len(self.models)} GGUF models; {how}"


def is_gguf_name(name: str) -> bool:
    return name.lower().endswith(".gguf")


def choose(names: Iterable[str], part: str | None, where: str) -> Choice:
    """The model among GGUF files of these names that `part` names, or the preferred one, with all of its shards.

    Image projectors, importance matrices and adapters are not models and are skipped.

    Raises:
        InputError: there is none, `part` fits none or several, or shards are missing.
    """
    ggufs = sorted(name for name in names if is_gguf_name(name))
    models = _models([name for name in ggufs if not _NOT_MODELS.search(name)])
    if part is not None:
        models = _fitting(models, part) or _fitting(_models(ggufs), part)
        if len(models) != 1:
            kind = "fits several of" if models else "fits none of"
            raise InputError(f"{where}: {shown(part)} {kind} its files; there are {_listed(ggufs)}")
    if not models:
        raise InputError(f"{where}: none of its GGUF files is a model; there are {_listed(ggufs)}")
    stem = min(models, key=lambda name: (_rank(name), name))
    files = models[stem]
    if (match := _SHARD.search(files[0])) is not None and len(files) != int(match["count"]):
        raise InputError(
            f"{where}: {shown(files[0], 160)} is one of {int(match['count'])} shards, and {len(files)} are there; "
            "fetch the others too"
        )
    return Choice(files, sorted(models))


def _models(names: Sequence[str]) -> dict[str, list[str]]:
    """Files of each model, by its name without the shard number."""
    models: dict[str, list[str]] = {}
    for name in names:
        models.setdefault(_SHARD.sub(".gguf", name), []).append(name)
    return models


def _fitting(models: dict[str, list[str]], part: str) -> dict[str, list[str]]:
    """Models that `part` selects: by a file's whole name, by its quantization, or by any part of the name."""
    wanted = part.lower()
    rules: tuple[Callable[[str], bool], ...] = (
        lambda stem: wanted in (each.lower() for each in (stem, *models[stem])),
        lambda stem: wanted == _quantization(stem).lower(),
        lambda stem: wanted in stem.lower() or any(wanted in each.lower() for each in models[stem]),
    )
    for fits in rules:
        if fitting := {stem: files for stem, files in models.items() if fits(stem)}:
            return fitting
    return {}


def _quantization(stem: str) -> str:
    """The quantization in a name: the last word for one in the file name, or in its folder."""
    for piece in reversed(stem.split("/")):
        if words := _QUANTIZATION.findall(piece):
            return str(words[-1]).upper().replace("FP", "F").replace("MXF4", "MXFP4")
    return ""


def _rank(stem: str) -> int:
    quantization = _quantization(stem)
    return PREFERRED.index(quantization) if quantization in PREFERRED else len(PREFERRED)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
    return ", ".join(shown(name, 100)[1:-1] for name in names[:_MAX_LISTED]) + more if names else "no GGUF files at all"
