"""Lines of JSON, of which some may be broken or of no use."""

from __future__ import annotations

import gzip
import json
import mmap
import shutil
import tempfile
from pathlib import Path
from typing import Any

from phi4.files import json_object

_GZIP = b"\x1f\x8b"
FORMS = '{"text": ...}, {"messages": [{"role", "content"}, ...]}'
REASONS = {
    "broken": "not a JSON object in UTF-8",
    "form": "of a form that is not read",
    "lost": "with a part that the chat template does not render",
    "template": "refused by the chat template",
    "answer": "without an answer that can be learned",
    "vocabulary": "with tokens that the model does not have",
    "pair": "not a preference pair",
    "rejected": "a preference pair",
    "long": "longer than a row",
    "short": "too short",
}
"""Why a line is not learned from, as it is counted and said."""


class Unusable(Exception):
    """A line or document that is not learned from; `reason` is a key of REASONS, `detail` says what it is here."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{REASONS[reason]}{f' ({detail})' if detail else ''}")
        self.reason, self.detail = reason, detail


def record_of(line: bytes) -> dict[str, Any] | None:
    """The object that a line holds, or None if it is broken: not a JSON object in UTF-8, or with a text that no
    tokenizer takes, since JSON can spell unpaired surrogates."""
    record = json_object(line)
    if record is not None and b"\\u" in line:
        try:
            json.dumps(record, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return None
    return record


def mapped(path: Path) -> mmap.mmap:
    """The bytes of a file that is not empty, mapped; one that gzip compressed is unpacked into a file without a name.

    Raises:
        OSError, EOFError, ValueError, zlib.error: it cannot be read, or is empty.
    """
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with gzip.open(path) as packed, tempfile.TemporaryFile() as unpacked:
        shutil.copyfileobj(packed, unpacked)
        unpacked.flush()
        return mmap.mmap(unpacked.fileno(), 0, access=mmap.ACCESS_READ)


def form_of(record: dict[str, Any]) -> str:
    """What a record that is not read looks like, for a message."""
    keys = set(record)
    known = {
        "the form of ShareGPT": {"conversations"},
        "the form of Alpaca": {"instruction", "output"},
        "a text preference pair": {"chosen", "rejected"},
        "a prompt with its completion": {"prompt", "completion"},
        "a prompt with its response": {"prompt", "response"},
        "a question with its answer": {"question", "answer"},
    }
    name = next((f"; {name}" for name, needed in known.items() if needed <= keys), "")
    listed = ", ".join(repr(key)[:40] for key in list(record)[:6]) + (", ..." if len(record) > 6 else "")
    return f"has the keys {listed or '(none)'}{name}"
