"""Whether a text contains an answer: as whole words and numbers, or anywhere in scripts without spaces."""

from __future__ import annotations

import re
import unicodedata

from phi4.grade.equality import plain

_NUMBER = re.compile(r"(?:(?<![^\W_])-)?(?:[1-9]\d{0,2}(?:,\d{3})+(?![\d,]*\d)|\d+)(?:\.\d+)?")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


def mentions(text: str, answer: str) -> bool:
    """Whether `text` has the words and numbers of `answer` in sequence. Punctuation is ignored, except in "C++", "C#"
    and numbers: "8" does not occur in "18", "8.5", "-8" or "1,800"."""
    wanted, given = _tokens(answer), _tokens(text)
    return bool(wanted) and f"\n{chr(10).join(wanted)}\n" in f"\n{chr(10).join(given)}\n"


def _tokens(text: str) -> list[str]:
    """Numbers, words, and single characters of scripts without spaces."""
    text, tokens, place = plain(text), [], 0
    while place < len(text):
        number = _NUMBER.match(text, place)
        end = number.end() if number is not None else place
        # Fractions, ratios and words that begin with digits are single tokens.
        while end < len(text) and (_is_letter(text[end]) or (number and _continues_number(text, end))):
            if _UNSPACED.match(text[end]):
                break
            end += 1
        if end == place:
            if _UNSPACED.match(text[place]):
                tokens.append(text[place])
            place += 1
            continue
        while number is None and end < len(text) and text[end] in "+#":
            end += 1
        word = text[place:end]
        if number is not None and end == number.end():
            word = word.replace(",", "")
            word = word.rstrip("0").rstrip(".") if "." in word else word
        tokens.append(word)
        place = end
    return tokens


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _continues_number(text: str, place: int) -> bool:
    return text[place] in "/:" and text[place + 1 : place + 2].isdigit()
