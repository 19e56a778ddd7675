"""Files of a run: each is whole or not there, and one that cannot be written is said in a sentence."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from phi4.errors import TrainingError


def replace_text(path: Path, text: str) -> None:
    """Write `text` beside `path`, then put it in its place.

    Raises:
        TrainingError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.new")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)


def replace_json(path: Path, content: Any) -> None:
    """`content` as JSON by `replace_text`."""
    replace_text(path, json.dumps(content, indent=2) + "\n")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the disk refuses to write at `path`, as a TrainingError."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        raise TrainingError(
            f"{path}: cannot be written ({reason(error)}); make room or give a folder that can be written to, and run "
            "again to go on"
        ) from None


def reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
