"""Sentences composed from parts, so that a problem is seldom asked twice in the same words.

A template offers choices in brackets, which may nest and may be empty, and takes slots in braces:
`"[Each|Every] day it [climbs|goes up] {up}[, but| but] slides {down}."`
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()

NAMES = (
    "Anna Ben Carla David Emma Felix Grace Henry Ivy Jack Kate Leo Maria Noah Olivia Paul Quinn Rosa Sam Tom Uma "
    "Victor Wendy Yusuf Zoe Mia Liam Nina Omar Ravi Sara Ali Lena Hugo Clara Max Ella Oscar Ruth Ian"
).split()


@dataclass(frozen=True)
class Problem:
    """A question with a worked solution that ends in its answer.

    `construction` names the wording it was built from, so that whole constructions can be held out.
    """

    family: str
    construction: str
    question: str
    solution: str
    answer: str


def in_words(number: int) -> str:
    """English for 0 to 99."""
    if number <= 20:
        return _WORDS[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_WORDS[ones]}" if ones else "")


def spoken(number: int, rng: random.Random, *, share: float = 0.12) -> str:
    """Digits, or for a `share` of small numbers, words."""
    return in_words(number) if number < 100 and rng.random() < share else str(number)


def composed(template: str, slots: Mapping[str, str], rng: random.Random) -> str:
    """One sentence of `template`: a choice taken at every bracket, the slots filled in."""
    position = 0

    def sequence(stops: str) -> str:
        nonlocal position
        parts: list[str] = []
        while position < len(template) and template[position] not in stops:
            if template[position] == "[":
                position += 1
                choices = [sequence("|]")]
                while template[position] == "|":
                    position += 1
                    choices.append(sequence("|]"))
                position += 1
                parts.append(rng.choice(choices))
            else:
                parts.append(template[position])
                position += 1
        return "".join(parts)

    return sequence("").format_map(slots).replace(" ,", ",").replace(" .", ".")


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def joined(sentences: Sequence[str]) -> str:
    return " ".join(capitalised(sentence) for sentence in sentences if sentence)


def plural(count: int, noun: str) -> str:
    """ "1 day", "2 days"; nouns that are abbreviations stay as they are."""
    return f"{count} {noun}" if count == 1 or len(noun) <= 2 else f"{count} {plural_of(noun)}"


def plural_of(noun: str) -> str:
    irregular = {"foot": "feet", "inch": "inches", "box": "boxes", "child": "children", "glass": "glasses",
                 "peach": "peaches", "cherry": "cherries", "story": "stories", "class": "classes"}  # fmt: skip
    return irregular.get(noun, f"{noun}s")
