"""Word n-grams by which texts are compared, as in the Phi-4 report (appendix B, and its worked example)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BETWEEN_WORDS = re.compile(r"\W+")


def words_of(text: str) -> list[str]:
    """Lower-case words without punctuation; a text that ends in punctuation has a last empty word.

    With this splitting, the report's example of a contaminated document has its printed ratio of 15/38.
    """
    return _BETWEEN_WORDS.split(text.lower())


def ngrams(words: Sequence[str], size: int) -> set[str]:
    """The set of n-grams of `size` words, as strings."""
    return {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}
