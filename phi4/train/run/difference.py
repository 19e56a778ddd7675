"""Where two settings differ, for a message."""

from __future__ import annotations

import json
from typing import Any


def difference(before: Any, now: Any, key: str = "") -> str | None:
    """The first key at which two settings differ, with both values, as part of a sentence, or None."""
    if before == now:
        return None
    if isinstance(before, dict) and isinstance(now, dict):
        for each in [*before, *(name for name in now if name not in before)]:
            if (found := difference(before.get(each), now.get(each), f"{key}.{each}" if key else each)) is not None:
                return found
        return None  # a key that is not set is as good as none
    return f"{key} differs: {_short(before)} before, {_short(now)} now"


def _short(value: Any) -> str:
    text = "not set" if value is None else json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
