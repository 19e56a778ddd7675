"""Text as soon as it is certain, while tokens arrive one by one."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

REPLACEMENT = "�"
_WINDOW = 12  # tokens that are decoded together before half of them are left behind
_RESYNCHRONIZED = 4  # characters after which UTF-8 reads alike from any beginning
_MAX_WINDOW = 256


class StreamingDetokenizer:
    """Turns ids into pieces of text that never hold half a character, and join to the decoding of all ids at once.

    `decode` turns ids into text; `skipped` are ids that it leaves out. `after` are ids just before the first: the
    pieces are what decoding adds to the text of those, so that a decoder which strips the first space of a text keeps
    the space between prompt and answer. Each step decodes a few of the last tokens only, so a stream takes time in
    proportion to its length.
    """

    def __init__(
        self, decode: Callable[[Sequence[int]], str], *, skipped: Container[int], after: Sequence[int] = ()
    ) -> None:
        self._decode, self._skipped = decode, skipped
        self._before = self._tail(after)
        self._base = decode(self._before) if self._before else ""
        self._all: list[int] = []
        self._window = list(self._before)
        self._given_of_window = len(self._base)  # characters of the window's text that need not be given out again
        self._longest = len(self._window) + _WINDOW
        self._given = 0  # characters given out

    def push(self, token_id: int) -> str:
        """The text that `token_id` makes certain, perhaps none."""
        if token_id in self._skipped:
            return ""
        self._all.append(token_id)
        self._window.append(token_id)
        text = self._decode(self._window)
        if not self._given:
            self._given_of_window = _alike(self._base, text)
        certain = len(text) - _pending(text)
        piece = text[self._given_of_window : certain]
        self._given_of_window += len(piece)
        self._given += len(piece)
        if len(self._window) > self._longest:
            self._shorten()
        return piece

    def finish(self) -> str:
        """What is left: the text of a last character that was never completed included."""
        text = self._decode([*self._before, *self._all])
        before = _alike(self._decode(self._before), text) if self._before else 0
        rest = text[before + self._given :]
        self._given += len(rest)
        return rest

    def _tail(self, after: Sequence[int]) -> list[int]:
        """The last of the ids before, enough to begin with a text."""
        shown = [id_ for id_ in after[-_MAX_WINDOW:] if id_ not in self._skipped]
        count = _WINDOW
        while count < len(shown) and len(self._decode(shown[-count:])) < _RESYNCHRONIZED:
            count *= 2
        return shown[-count:]

    def _shorten(self) -> None:
        """Leave the older half of the window behind, unless what stays has too little text to go on from."""
        rest = self._window[len(self._window) // 2 :]
        text = self._decode(rest)
        certain = len(text) - _pending(text)
        if certain >= _RESYNCHRONIZED or len(self._window) >= _MAX_WINDOW:
            self._window, self._given_of_window, self._longest = rest, certain, len(rest) + _WINDOW
            self._base = text[:certain]
        else:
            self._longest *= 2


def _pending(text: str) -> int:
    """How many characters at the end may be the beginning of one that later tokens complete."""
    return min(3, len(text) - len(text.rstrip(REPLACEMENT)))


def _alike(before: str, text: str) -> int:
    """How much of the text before begins `text` too: a character that it broke off in may have been completed."""
    pairs = zip(before, text, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(before), len(text)))
