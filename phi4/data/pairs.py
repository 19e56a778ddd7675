"""Preference pairs in JSON Lines: what pivotal token search and judges write, and what DPO trains on.

A line holds `prompt_ids`, `chosen_ids` and `rejected_ids` (token ids; the prompt ends where the two differ), the texts
`prompt`, `chosen` and `rejected`, a `kind`, and further measured fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phi4.errors import InputError
from phi4.files import json_objects, keys_of


@dataclass(frozen=True)
class Pair:
    """Two continuations of one prompt, the first of which is preferred.

    `measured` are further fields of the line, such as p(success) of each side.
    """

    prompt_ids: Sequence[int]
    chosen_ids: Sequence[int]
    rejected_ids: Sequence[int]
    prompt: str = ""
    chosen: str = ""
    rejected: str = ""
    kind: str = ""
    measured: Mapping[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The pair as a JSON object."""
        return {
            "prompt_ids": list(self.prompt_ids), "chosen_ids": list(self.chosen_ids),
            "rejected_ids": list(self.rejected_ids), "prompt": self.prompt, "chosen": self.chosen,
            "rejected": self.rejected, "kind": self.kind, **self.measured,
        }  # fmt: skip


_TEXTS = ("prompt", "chosen", "rejected", "kind")
_IDS = ("prompt_ids", "chosen_ids", "rejected_ids")


def read_pairs(file: Path, *, vocab_size: int | None = None) -> Iterator[Pair]:
    """The pairs of `file`, in order; ids are checked against `vocab_size` if it is given.

    Raises:
        InputError: the file cannot be read, or a line is not a pair; the message names the line.
    """
    for where, line in json_objects(file):
        yield pair_of(where, line, vocab_size)


def pair_of(where: str, line: Mapping[str, Any], vocab_size: int | None) -> Pair:
    """The pair of a line's object; raises InputError, with `where`, if it is not one."""
    for name in _IDS:
        ids = line.get(name)
        if not isinstance(ids, list) or not ids or not all(type(each) is int and each >= 0 for each in ids):
            raise InputError(
                f"{where}: {name} must be a list of token ids that is not empty; the line has {keys_of(line)}"
            )
        if vocab_size is not None and max(ids) >= vocab_size:
            raise InputError(
                f"{where}: {name} holds token {max(ids)}, outside the vocabulary of {vocab_size:,}; "
                "the pairs belong to another model"
            )
    for name in _TEXTS:
        if not isinstance(line.get(name, ""), str):
            raise InputError(f"{where}: {name} must be text")
    if line["chosen_ids"] == line["rejected_ids"]:
        raise InputError(f"{where}: chosen_ids and rejected_ids are the same")
    rest = {name: value for name, value in line.items() if name not in (*_IDS, *_TEXTS)}
    return Pair(
        line["prompt_ids"], line["chosen_ids"], line["rejected_ids"],
        line.get("prompt", ""), line.get("chosen", ""), line.get("rejected", ""), line.get("kind", ""), rest,
    )  # fmt: skip
