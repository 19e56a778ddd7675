"""A small grammar of English, so that a problem is seldom asked twice in the same words.

    [a|b|]              one of the alternatives, which may nest and may be empty
    {key}               a slot: a number (in digits or words), a text, a noun, somebody, or a part of the sentence
    {n thing}           a count with its noun: "1 pen", "five pens"
    {n-unit}            a measure that stands before a noun: "7-meter"
    {thing+}            a noun in the plural
    {n:is|are}          what agrees with a count
    {who.o}, {who.s}    somebody as an object ("her") and as an owner ("Anna's", "her")
    {who.n}, {who.p}    always the name; always the pronoun of the owner
    <buy>, <seller:buy> a verb that agrees with {who}, or with {seller}, in the tense of the problem
    <costs|cost>        what to say in the present | in the past
    ^                   a capital comes next, as where sentences begin

Somebody is named at the first mention ("a baker"), and later named again ("the baker") or meant by a pronoun. After
all parts stand, articles are mended ("a apple"), and sentences begin with capitals.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import cache
from typing import Protocol

from phi4.nano.problems.words import Noun, Someone, in_words

PRONOUN_SHARE = 0.45
COMMA_SHARE = 0.15


class Voice:
    """One text in the making.

    slots       ints, texts, nouns, somebody, or functions of the voice that say a part of the text
    tense       0 present, 1 past
    in_words    how often a number below 100 is said in words
    """

    __slots__ = ("in_words", "pieces", "random", "rng", "slots", "tense")

    def __init__(
        self, slots: Mapping[str, object], rng: random.Random, *, tense: int = 0, in_words: float = 0.0
    ) -> None:
        self.slots, self.rng, self.random = slots, rng, rng.random
        self.tense, self.in_words = tense, in_words
        self.pieces: list[str | tuple[Someone, str]] = []

    def say(self, template: str) -> None:
        for part in compiled(template):
            part.write(self)

    def number(self, value: int) -> str:
        if value < 100 and self.in_words and self.random() < self.in_words:
            return in_words(value)
        return f"{value:,}" if value >= 1000 and self.random() < COMMA_SHARE else str(value)

    def text(self, *, start: bool = True) -> str:
        """What was said, mended; if it is no `start` of a sentence, without a capital."""
        out: list[str] = []
        met: set[str] = set()
        for piece in self.pieces:
            if isinstance(piece, str):
                out.append(piece)
                continue
            someone, case = piece
            first = someone.first not in met
            met.add(someone.first)
            pronoun = not first and someone.pronouns and self.random() < PRONOUN_SHARE
            out.append(someone.named(case, first=first, pronoun=pronoun))
        return mended("".join(out)) if start else mended(f"… {''.join(out)}").removeprefix("… ")


class Part(Protocol):
    def write(self, voice: Voice) -> None: ...


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text

    def write(self, voice: Voice) -> None:
        voice.pieces.append(self.text)


class _Choice:
    def __init__(self, options: tuple[tuple[Part, ...], ...]) -> None:
        self.options, self.count = options, len(options)

    def write(self, voice: Voice) -> None:
        for part in self.options[int(voice.random() * self.count)]:
            part.write(voice)


class _Tense:
    def __init__(self, present: tuple[Part, ...], past: tuple[Part, ...]) -> None:
        self.forms = (present, past)

    def write(self, voice: Voice) -> None:
        for part in self.forms[voice.tense]:
            part.write(voice)


class _Slot:
    def __init__(self, key: str, case: str) -> None:
        self.key, self.case = key, case

    def write(self, voice: Voice) -> None:
        value = voice.slots[self.key]
        if isinstance(value, str):
            voice.pieces.append(value)
        elif isinstance(value, int):
            voice.pieces.append(voice.number(value))
        elif isinstance(value, Someone):
            voice.pieces.append((value, self.case))
        elif isinstance(value, Noun):
            voice.pieces.append(value.many if self.case == "+" else value.one)
        elif callable(value):
            value(voice)
        else:
            raise TypeError(f"{{{self.key}}} is {type(value).__name__}, which cannot be said")


class _Count:
    def __init__(self, key: str, noun: str, joint: str) -> None:
        self.key, self.noun, self.joint = key, noun, joint

    def write(self, voice: Voice) -> None:
        value, noun = voice.slots[self.key], voice.slots[self.noun]
        if not isinstance(noun, Noun):
            raise TypeError(f"{{{self.key}{self.joint}{self.noun}}}: {self.noun} is no noun")
        number = voice.number(value) if isinstance(value, int) else value
        voice.pieces.append(f"{number}{self.joint}{noun.one if self.joint == '-' or value == 1 else noun.many}")


class _Agreeing:
    def __init__(self, key: str, one: str, many: str) -> None:
        self.key, self.one, self.many = key, one, many

    def write(self, voice: Voice) -> None:
        voice.pieces.append(self.one if voice.slots[self.key] == 1 else self.many)


class _Verb:
    def __init__(self, verb: str, key: str) -> None:
        self.key = key
        base, third, past = _conjugated(verb)
        am, are, was, were = ("am", "are", "was", "were") if verb == "be" else (base, base, past, past)
        #                     I    you  she    they
        self.forms = ((am, are, third, are), (was, were, was, were))

    def write(self, voice: Voice) -> None:
        someone = voice.slots[self.key]
        if not isinstance(someone, Someone):
            raise TypeError(f"{{{self.key}}} is nobody that a verb could agree with")
        voice.pieces.append(self.forms[voice.tense][someone.person])


_PAST = {
    "be": "was", "have": "had", "do": "did", "go": "went", "buy": "bought", "sell": "sold", "give": "gave",
    "get": "got", "take": "took", "find": "found", "lose": "lost", "eat": "ate", "make": "made", "pay": "paid",
    "spend": "spent", "leave": "left", "run": "ran", "ride": "rode", "drive": "drove", "fly": "flew", "swim": "swam",
    "read": "read", "write": "wrote", "keep": "kept", "hold": "held", "begin": "began", "cut": "cut", "put": "put",
    "bring": "brought", "tell": "told", "say": "said", "know": "knew", "see": "saw", "think": "thought",
    "need": "needed", "set": "set", "win": "won", "grow": "grew", "sit": "sat", "stand": "stood", "drink": "drank",
    "come": "came", "throw": "threw", "choose": "chose", "earn": "earned", "want": "wanted", "send": "sent",
    "lend": "lent", "build": "built", "meet": "met", "wear": "wore", "feed": "fed", "catch": "caught", "sleep": "slept",
    "speak": "spoke", "break": "broke", "hear": "heard", "rise": "rose", "fall": "fell", "draw": "drew",
}  # fmt: skip


def _conjugated(verb: str) -> tuple[str, str, str]:
    """The verb, its third person and its past: of the first word, if there are several ("give away")."""
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    special = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    if first in special:
        third = special[first]
    elif first.endswith(("s", "sh", "ch", "x", "z")):
        third = f"{first}es"
    elif first.endswith("y") and first[-2] not in "aeiou":
        third = f"{first[:-1]}ies"
    else:
        third = f"{first}s"
    if first in _PAST:
        past = _PAST[first]
    elif first.endswith("e"):
        past = f"{first}d"
    elif first.endswith("y") and first[-2] not in "aeiou":
        past = f"{first[:-1]}ied"
    elif first in ("swap", "drop", "plan", "stop", "travel", "jog", "split", "ship", "chop", "step"):
        past = {"split": "split", "travel": "traveled"}.get(first, f"{first}{first[-1]}ed")
    else:
        past = f"{first}ed"
    return first + tail, third + tail, past + tail


@cache
def compiled(template: str) -> tuple[Part, ...]:
    """The parts of `template`.

    Raises:
        ValueError: a bracket is not closed.
    """
    parts, end = _sequence(template, 0, "")
    if end != len(template):
        raise ValueError(f"{template!r}: nothing opens the bracket at {end}")
    return parts


def _sequence(template: str, position: int, stops: str) -> tuple[tuple[Part, ...], int]:
    parts: list[Part] = []
    start = position
    while position < len(template) and template[position] not in stops:
        opened = template[position]
        if opened not in "[{<":
            position += 1
            continue
        if start < position:
            parts.append(_Text(template[start:position]))
        if opened == "[":
            options, position = _options(template, position + 1, "]")
            parts.append(_Choice(options))
        elif opened == "{":
            close = template.index("}", position)
            parts.append(_slot(template[position + 1 : close]))
            position = close + 1
        else:
            options, position = _options(template, position + 1, ">")
            parts.append(_tense_or_verb(options, template))
        start = position
    if start < position:
        parts.append(_Text(template[start:position]))
    return tuple(parts), position


def _options(template: str, position: int, close: str) -> tuple[tuple[tuple[Part, ...], ...], int]:
    options = []
    while True:
        option, position = _sequence(template, position, f"|{close}")
        options.append(option)
        if position == len(template):
            raise ValueError(f"{template!r}: a bracket is not closed")
        position += 1
        if template[position - 1] == close:
            return tuple(options), position


def _slot(text: str) -> Part:
    if ":" in text:
        key, _, forms = text.partition(":")
        return _Agreeing(key, *forms.split("|"))
    for joint in (" ", "-"):
        if joint in text:
            key, noun = text.split(joint)
            return _Count(key, noun, joint)
    if text.endswith("+"):
        return _Slot(text[:-1], "+")
    key, _, case = text.partition(".")
    return _Slot(key, case)


def _tense_or_verb(options: tuple[tuple[Part, ...], ...], template: str) -> Part:
    if len(options) == 2:
        return _Tense(*options)
    (option,) = options
    if len(option) != 1 or not isinstance(option[0], _Text):
        raise ValueError(f"{template!r}: a verb is one word")
    key, colon, verb = option[0].text.rpartition(":")
    return _Verb(verb, key if colon else "who")


_ARTICLE = re.compile(
    r"\b(a|(?<![A-Za-z] )A)(?= (?!(?:one|once)\b|euro|uni[cfoqtv]|use[drf]|utens)(?:[aeiou]|(?:8\d*|1[18])(?!\d)))"
)
_BEFORE_HOUR = re.compile(r"\b([Aa])(?= (?:hour|honest)\b)")
_SENTENCE = re.compile(r"(?:^|(?<!\.\.)[.?!] |: (?=\")|\n(?:[-*] |\d\. )?|\^ ?)[\"(]?[a-z]")
_GAPS = re.compile(r" {2,}|(?<![=,]) (?=[,.?;!])")


def mended(text: str) -> str:
    """`text` with right articles ("an apple"), single blanks, and capitals where sentences begin."""
    text = _GAPS.sub(lambda gap: " " if len(gap.group()) > 1 else "", text.strip())
    text = _ARTICLE.sub(r"\1n", text)
    text = _BEFORE_HOUR.sub(r"\1n", text)
    return _SENTENCE.sub(lambda start: start.group()[:-1] + start.group()[-1].upper(), text).replace("^", "")
