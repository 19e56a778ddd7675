"""Text as soon as it is certain, while tokens arrive one by one."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

REPLACEMENT = "�"


class StreamingDetokenizer:
    """Turns ids into pieces of text that never hold half a character, and join to the decoding of all ids at once.

    `decode` turns ids into text; `bytes_` are tokens of one raw byte, which later ones may complete, and `skipped`
    those that `decode` leaves out. Decoding looks back to the last piece only, since some decoders treat the first
    token apart (a leading space).
    """

    def __init__(
        self, decode: Callable[[Sequence[int]], str], *, bytes_: Container[int], skipped: Container[int]
    ) -> None:
        self._decode, self._bytes, self._skipped = decode, bytes_, skipped
        self._ids: list[int] = []
        self._context = 0  # where the tokens begin that the next piece is decoded with
        self._certain = 0  # tokens whose text has been given out
        self._context_text = ""
        self._given: list[str] = []

    def push(self, token_id: int) -> str:
        """The text that `token_id` makes certain, perhaps none."""
        self._ids.append(token_id)
        if token_id in self._skipped or token_id in self._bytes:
            return ""
        text = self._decode(self._ids[self._context :])
        if text.endswith(REPLACEMENT) or not text.startswith(self._context_text):
            return ""
        piece = text[len(self._context_text) :]
        self._context, self._certain = self._certain, len(self._ids)
        self._context_text = self._decode(self._ids[self._context : self._certain])
        self._given.append(piece)
        return piece

    def finish(self) -> str:
        """What is left: the text of a last character that was never completed included."""
        given = "".join(self._given)
        rest = self._decode(self._ids)[len(given) :]
        self._given.append(rest)
        return rest
