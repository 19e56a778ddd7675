"""Lines of JSON, of which some may be broken."""

from __future__ import annotations

import json
from typing import Any


def record_of(line: bytes) -> dict[str, Any] | None:
    """The object that a line holds, or None if it is broken: no UTF-8, no JSON, another value, or a text that no
    tokenizer takes, since JSON can spell unpaired surrogates."""
    try:
        text = line.decode("utf-8-sig")
        record = json.loads(text)
        if "\\u" in text:
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
