"""Runs of words by which texts are compared, cut as the Phi-4 report cuts them (appendix B, and its worked example)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BETWEEN_WORDS = re.compile(r"\W+")


def words_of(text: str) -> list[str]:
    """Words in small letters without punctuation; a text that ends in punctuation has a last empty word.

    So cut, the report's example of a contaminated document has its printed ratio of 15/38.
    """
    return _BETWEEN_WORDS.split(text.lower())


def ngrams(words: Sequence[str], size: int) -> set[str]:
    """The different runs of `size` words, each as one string."""
    return {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}
