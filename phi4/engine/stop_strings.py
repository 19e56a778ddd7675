"""Stop strings: where they end an answer, and what of its text may be shown before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress


class StopStrings:
    """Looks for strings that end an answer, and holds back what may be the beginning of one.

    They are sought in the text that all tokens stand for. Some of it is never shown, as that of special tokens.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = stops
        self._held = ""
        self._visible = bytearray()  # for each character held, whether it is part of the answer's text

    def push(self, text: str, *, visible: bool = True) -> tuple[str, bool]:
        """What may be shown of the text so far, and whether a stop string is complete; what follows it is dropped."""
        self._held += text
        self._visible += (b"\1" if visible else b"\0") * len(text)
        found = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if found:
            shown = self._release(min(found))
            self._release(len(self._held))
            return shown, True
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        return self._release(len(self._held) - keep), False

    def finish(self) -> str:
        """What was held back, when no more text comes."""
        return self._release(len(self._held))

    def _release(self, count: int) -> str:
        shown = "".join(compress(self._held[:count], self._visible))
        self._held, self._visible = self._held[count:], self._visible[count:]
        return shown


def _overlap(text: str, stop: str) -> int:
    """How many last characters of `text` begin `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(stop[:size])), 0)
