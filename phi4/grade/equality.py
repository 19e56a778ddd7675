"""Whether two answers are equal: numbers by value and unit, options by letter, everything else by its words.

Only formatting is ignored: case, white space, Unicode forms, Markdown, LaTeX wrappers, a leading article, a final
period. In doubt two answers are different.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from phi4.grade.quantity import quantity

MAX_ANSWER_CHARS = 2000
"""Characters of an answer that is parsed; longer answers are compared as they are."""

_SUPERSCRIPTS = str.maketrans({each: f"^{digit}" for digit, each in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})
_SUBSCRIPTS = str.maketrans({each: f"_{digit}" for digit, each in enumerate("₀₁₂₃₄₅₆₇₈₉")})
_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d", "-") | {
    "\u2044": "/", "\u2215": "/", "\u066c": ",", "\u066b": ".", "π": r"\pi", "∞": r"\infty", "·": "×", "º": "°",
    "’": "'", "\u2009": r"\,", "\u202f": r"\,", "\u00a0": r"\,",
})  # fmt: skip
_UNSEEN = dict.fromkeys([0xAD, 0xFEFF, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
_WRAPPERS = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal)?|math(?:rm|bf|it|sf|tt|bb|cal)?|mbox|hbox|operatorname|boldsymbol|bm|boxed|fbox)"
    r"\s*\{([^{}]*)\}"
)
_LATEX = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(?<=\d)(?:\\,|\\ |\{,\})(?=\d{3}(?!\d))", ","),
        (r"\\(?:left|right|big|Big|bigl|bigr|displaystyle|textstyle|limits|!)(?![A-Za-z])\.?", ""),
        (r"\\[()\[\]]", " "),
        (r"\\(?:quad|qquad|[,;: ])|~", " "),
        (r"\^\s*(?:\{\s*\\circ\s*\}|\\circ)|\\degree(?![A-Za-z])", "°"),
        (r"\\[dtc]frac(?![A-Za-z])", r"\\frac"),
        (r"\\(?:times|cdot)(?![A-Za-z])", "×"),
        (r"\\([%$#&_])", r"\1"),
        (r"\\sqrt\s*(\w)", r"\\sqrt{\1}"),
        (r"\\(?:leq|le)(?![A-Za-z])", "≤"),
        (r"\\(?:geq|ge)(?![A-Za-z])", "≥"),
        (r"\\(?:neq|ne)(?![A-Za-z])", "≠"),
        (r"\\pm(?![A-Za-z])", "±"),
    )
]
_MATHS = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$")
_ENDS = " \t*_`\"'“”‘«»「」『』"
_OPTION = re.compile(r"(?:(?:option|choice)\s+)?[(\[{]?\s*([a-z])\s*[)\]}]?[.:]?")
_LABELLED = re.compile(r"(?:[(\[]([a-z])[)\]]|([a-z])[.:)])\s+(\S.*)", re.DOTALL)
_ASSIGNED = re.compile(r"([a-z]\w?|[\d\s.,+×*/÷()$-]*[+×*/÷-][\d\s.,+×*/÷()$=-]*)\s*=\s*([^=]+)")
_ARTICLE = re.compile(r"(?:the|an|a)\s+(?=\w\w)")


def same_answer(a: str, b: str) -> bool:
    """Whether `a` and `b` are the same answer; an empty answer equals none."""
    if max(len(a), len(b)) > MAX_ANSWER_CHARS:
        return a.strip() == b.strip()
    a, b = plain(a), plain(b)
    if not a or not b:
        return False
    if a == b:
        return True
    if _same_once(a, b):
        return True
    # One side may have a letter with its option's text, or a result with its expression.
    return any(_same_once(part, b) for part in _parts(a)) or any(_same_once(a, part) for part in _parts(b))


@lru_cache(4096)
def plain(text: str) -> str:
    """`text` without formatting: Unicode forms (NFKC), LaTeX and Markdown, case, white space, a final period."""
    text = "".join(_vulgar(each) for each in text.translate(_UNSEEN))
    text = text.translate(_SUPERSCRIPTS).translate(_SUBSCRIPTS).translate(_SIGNS)
    text = "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each for each in unicodedata.normalize("NFKC", text)
    )
    before = None
    while before != text:
        before, text = text, _WRAPPERS.sub(r" \1 ", text)
    for pattern, by in _LATEX:
        text = pattern.sub(by, text)
    text = _MATHS.sub(lambda found: f" {found[1] or found[2]} ", text).replace("**", "").casefold()
    before = None
    while before != text:
        before, text = text, " ".join(text.split()).strip(_ENDS).rstrip(".。,;:")
        if text[:1] + text[-1:] in ("()", "{}") and not re.search(r"[(){},]", text[1:-1]):
            text = text[1:-1]
    return text


def _vulgar(character: str) -> str:
    """½ as " 1/2": NFKC alone would turn 3½ into 31/2."""
    form = unicodedata.decomposition(character)
    if not form.startswith("<fraction>"):
        return character
    return " " + "".join(chr(int(each, 16)) for each in form.split()[1:])


def _same_once(a: str, b: str) -> bool:
    first, second = quantity(a), quantity(b)
    if first is not None and second is not None:
        return first.equals(second)
    one, other = _OPTION.fullmatch(a), _OPTION.fullmatch(b)
    if one is not None and other is not None:
        return one[1] == other[1]
    return _words(a) == _words(b)


def _parts(text: str) -> list[str]:
    labelled = _LABELLED.fullmatch(text)
    if labelled is not None:
        return [labelled[1] or labelled[2], labelled[3]]
    assigned = _ASSIGNED.fullmatch(text)
    return [assigned[2].strip()] if assigned is not None else []


def _words(text: str) -> str:
    """Without a leading article, and without spaces that do not separate words."""
    return re.sub(r"(?<!\w) +| +(?!\w)", "", _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text)
