"""The plain texts of a mixture, for learning a tokenizer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from phi4.data.generators import generator_named
from phi4.errors import InputError
from phi4.files import byte_lines
from phi4.train.data.jsonl import FORMS, form_of, record_of
from phi4.train.data.sources import seed_of
from phi4.train.run.build import Places
from phi4.train.run.config import DataSection


def texts_of(data: DataSection, places: Places, *, seed: int, documents: int) -> Iterator[str]:
    """About `documents` of the mixture, of each source its share; files are read from their beginning.

    Raises:
        InputError: a source has no texts, or cannot be read.
    """
    total = sum(data.mixture.values())
    for name, share in data.mixture.items():
        wanted = round(documents * share / total)
        section = data.sources.get(name)
        if section is not None and section.generator is not None:
            write, rng = generator_named(section.generator), random.Random(f"tokenizer/{seed}/{seed_of(name)}")
            for _ in range(wanted):
                for written in write(rng):
                    yield written.question
                    yield written.solution
            continue
        path = places.of_source(name, section)
        if path.is_dir():
            raise InputError(f"{path}: holds tokens, and a tokenizer is learned from text; give a .jsonl file")
        yield from _lines(path, wanted)


def _lines(path: Path, wanted: int) -> Iterator[str]:
    first, found = "it is empty", False
    for number, line in islice(byte_lines(path), wanted):
        record = record_of(line)
        texts = list(_texts(record or {}))
        yield from texts
        found = found or bool(texts)
        if number == 1:
            first = f"line 1 {'is not a JSON object' if record is None else form_of(record)}"
    if not found:
        raise InputError(f"{path}: has no texts to learn from: {first}; the lines that are read are {FORMS}")


def _texts(record: dict[str, Any]) -> Iterator[str]:
    messages = record.get("messages")
    contents = (
        [each.get("content") for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []
    )
    yield from (each for each in (record.get("text"), *contents) if isinstance(each, str))
