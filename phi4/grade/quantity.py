"""Numbers with units, as people, models and LaTeX write them. Values are exact: 1/3 is not 0.333.

A missing unit equals any unit ("8" is "8 dollars"), and two different units differ ("8 km" is not "8 miles"; nothing is
converted). A percent sign is a unit like any other: 50% is 50, and is not 0.5.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

MAX_NUMBER_DIGITS = 60
"""Digits of a number; longer numbers are compared as text."""


class Quantity(NamedTuple):
    value: Fraction
    unit: str

    def equals(self, other: Quantity) -> bool:
        """Whether the values are equal and the units do not conflict."""
        if self.value != other.value:
            return False
        if self.unit == other.unit:
            return True
        return not (self.unit and other.unit) and not {self.unit, other.unit} & _NEVER_LEFT_OUT


# Thousands go by threes or not at all: "1,2" and "12,34" are not numbers.
_NUMBER = r"(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_CURRENCY = r"(?:(?:us)?\$|€|£|¥|₹|(?:usd|eur|gbp|jpy|inr|rs\.?)(?=[\s\d]))"
_PATTERN = re.compile(
    rf"""(?P<sign>[-+]|(?:minus|negative)\s)?\s*(?P<currency>{_CURRENCY})?\s*(?P<inner>[-+])?\s*
    (?:(?P<whole>\d+)\s+(?P<part>\d+)\s*/\s*(?P<of>\d+)
      |(?P<above>{_NUMBER})\s*/\s*(?P<below>{_NUMBER})
      |(?P<number>{_NUMBER})(?:\s*[×*]\s*10\s*\^\s*\{{?(?P<power>[-+]?\d{{1,3}})\}}?|e(?P<exponent>[-+]?\d{{1,3}})(?![\w]))?)
    (?P<unit>\D.*)?""",
    re.VERBOSE,
)
_FRACTION = re.compile(rf"\\frac\s*(?:\{{\s*(-?)\s*({_NUMBER})\s*\}}|()(\d))\s*(?:\{{\s*({_NUMBER})\s*\}}|(\d))")

_ONES = dict(zip(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split(), range(20), strict=True,
))  # fmt: skip
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_IN_WORDS = re.compile(rf"(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(list(_ONES)[1:10])}))?|({'|'.join(_ONES)}))\b")
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_TRAILING_WORDS = re.compile(r"\s*\b(?:in total|in all|altogether|total|left|left over|remaining|exactly)$")
_UNIT = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*(?:\^\{?[23]\}?)?|[%°$€£¥₹/]")
_NO_UNITS = frozenset(
    "of or and not nor to out minus plus times than over under is are was were be if half halves third thirds quarter "
    "quarters fourths fifths tenth tenths hundredth hundredths squared cubed factorial mod modulo base root power but "
    "except without unless from by between until vs versus maybe perhaps probably approximately about around almost "
    "nearly roughly wrong incorrect x pi sqrt i e".split()
) | {*_ONES, *_TENS, *_SCALES}  # fmt: skip
_NEVER_LEFT_OUT = frozenset({"k", "bn", "mn", *"百千万萬億亿兆만억조"})
_NAMES = {
    name: unit
    for unit, names in {
        "dollar": "$ us$ usd", "euro": "€ eur", "pound": "£ gbp lb lbs", "yen": "¥ jpy", "rupee": "₹ inr rs rs.",
        "cent": "¢ ct", "%": "percent percentage pct", "°": "degree deg", "km": "kilometer kilometre kms",
        "m": "meter metre", "cm": "centimeter centimetre cms", "mm": "millimeter millimetre", "mile": "mi",
        "foot": "feet ft", "inch": "in", "yard": "yd", "hour": "hr h", "minute": "min", "second": "sec s", "year": "yr",
        "kg": "kilogram kilo kgs", "g": "gram", "mg": "milligram", "liter": "litre l", "ml": "milliliter millilitre",
        "mph": "mile/hour", "km/hour": "kph kmh km/h", "person": "people", "child": "children", "man": "men",
        "woman": "women", "°c": "°/c °/celsius", "°f": "°/f °/fahrenheit",
    }.items()
    for name in names.split()
}  # fmt: skip


def quantity(text: str) -> Quantity | None:
    """The number that `text` is, with its unit; None for anything else, such as a range, two numbers or a sum.

    text   as `phi4.grade.equality.plain` returns it
    """
    text = _FRACTION.sub(lambda found: f" {found[1] or ''}{found[2] or found[4]}/{found[5] or found[6]}", text).strip()
    words = _IN_WORDS.match(text)
    if words is not None:
        value = Fraction(_ONES[words[3]] if words[3] else _TENS[words[1]] + _ONES.get(words[2] or "", 0))
        return _with_unit(value, "", text[words.end() :])
    found = _PATTERN.fullmatch(text)
    if found is None or sum(each.isdigit() for each in text) > MAX_NUMBER_DIGITS or (found["sign"] and found["inner"]):
        return None
    if found["of"]:
        whole, part, of = (Fraction(found[each]) for each in ("whole", "part", "of"))
        if part >= of:
            return None
        value = whole + part / of
    elif found["below"]:
        above, below = (_number(found[each]) for each in ("above", "below"))
        if not below:
            return None
        value = above / below
    else:
        value = _number(found["number"]) * Fraction(10) ** int(found["power"] or found["exponent"] or 0)
    if (found["sign"] or found["inner"] or "+") != "+":
        value = -value
    return _with_unit(value, found["currency"] or "", found["unit"] or "")


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _with_unit(value: Fraction, currency: str, rest: str) -> Quantity | None:
    rest = _TRAILING_WORDS.sub("", rest.strip())
    rest = re.sub(r"^square\s+(\w+)", r"\1^2", rest)
    rest = re.sub(r"^cubic\s+(\w+)", r"\1^3", rest)
    words = [currency] if currency else []
    place = 0
    while place < len(rest):
        found = _UNIT.match(rest, place)
        if found is None:
            return None
        words.append(found.group())
        place = found.end()
        place += len(rest[place:]) - len(rest[place:].lstrip())
    if words and words[0] in _SCALES:
        value *= _SCALES[words.pop(0)]
    elif len(words) > 1 and currency and words[1] in _SCALES:
        value *= _SCALES[words.pop(1)]
    if len(words) > 5 or _NO_UNITS & set(words) or ("in" in words and len(words) > 1):
        return None
    joined = "/".join(_named(each) for each in words if each not in ("/", "per", "each", "a"))
    return Quantity(value, _NAMES.get(joined, joined))


def _named(word: str) -> str:
    """The canonical name of a unit: the shortest, in the singular."""
    word, power, size = word.partition("^")
    size = size.strip("{}")
    for name in (word, _singular(word)):
        if name in _NAMES:
            return _NAMES[name] + power + size
    return _singular(word) + power + size


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:[sxz]|[cs]h)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word
