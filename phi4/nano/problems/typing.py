"""Text as people type it: in small letters, without marks, shortened, with slips."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from phi4.nano.problems.words import NAMES, in_words

_SHORT = (
    (r"\bwhat is\b", ("whats", "what's", "wats")), (r"\bwhat are\b", ("what r", "whatre")),
    (r"\bhow are\b", ("how r", "how're")), (r"\bdo not\b", ("don't", "dont")), (r"\bdoes not\b", ("doesn't", "doesnt")),
    (r"\bI am\b", ("I'm", "im", "Im")), (r"\bthere is\b", ("there's", "theres")), (r"\bwho is\b", ("who's", "whos")),
    (r"\bhow much is\b", ("how much's", "how much")), (r"\byou\b", ("u", "you")), (r"\byour\b", ("ur", "your")),
    (r"\bare\b", ("r", "are")), (r"\bplease\b", ("pls", "plz", "please")), (r"\bPlease\b", ("Pls", "plz")),
    (r"\band\b", ("&", "and", "n")), (r"\bwith\b", ("w", "w/", "with")), (r"\bper\b", ("/", "a", "per")),
    (r"\beach\b", ("each", "ea")), (r"\bminutes\b", ("min", "mins", "minutes")), (r"\bhours\b", ("hrs", "h", "hours")),
    (r"\bseconds\b", ("sec", "secs", "seconds")), (r"\bmeters\b", ("m", "metres", "meters")),
    (r"\bkilometers\b", ("km", "kms", "kilometers")), (r"\bcentimeters\b", ("cm", "centimeters")),
    (r"\bfeet\b", ("ft", "feet")), (r"\binches\b", ("in", "inches", "inch")),
    (r"\bmiles per hour\b", ("mph", "miles/h")), (r"\bkilometers per hour\b", ("km/h", "kmh", "kph")),
    (r"\bdollars\b", ("bucks", "dollars", "usd", "dollar")), (r"\bpercent\b", ("%", "pct", "percent")),
    (r"\bbecause\b", ("cuz", "bc", "because")), (r"\bthe\b", ("the", "the", "the", "teh", "")),
    (r"\bof\b", ("of", "of", "of", "")), (r"\bhow many\b", ("how many", "how many", "hw many", "howmany", "# of")),
    (r"\bnumber of\b", ("no of", "# of", "number of")),
)  # fmt: skip
_SHORTENED = tuple((re.compile(pattern), forms) for pattern, forms in _SHORT)
_GLUED = re.compile(r"(\d) (m|cm|km|ft|in|inch|h|hrs|min|mins|sec|kg|g|am|pm|pct|usd)\b")
_WORD = re.compile(r"\b[a-z]{4,}\b")
_NUMBER_WORDS = {in_words(number): number for number in range(1, 100)}
_IN_WORDS = re.compile(rf"\b({'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)
_BEFORE = (
    "hi, ", "hey ", "hello! ", "ok so ", "so ", "um ", "question: ", "quick question: ", "help: ", "can you help? ",
    "pls help: ", "please: ", "homework: ", "solve: ", "riddle: ", "im stuck. ", "my teacher asked: ", "hey, ", "q: ",
    "ok. ", "yo ", "hmm ",
)  # fmt: skip
_AFTER = (
    " thanks", " thx", " pls", " please", " plz", "??", "?!", " ?", "!", " ...", " lol", " help", " help me",
    " and why", " show me", " explain", " quick", " asap", " :)", " ty", "  ", " step by step", " show your work",
)  # fmt: skip


def as_typed(text: str, rng: random.Random, *, care: float = 0.0) -> str:
    """`text` as carelessly as somebody types it; `care` 1 leaves it as it is.

    Numbers stay what they are, though words may become digits, and what is asked stays first line by line.
    """
    hand = rng.random()
    if rng.random() < care:
        return text
    if hand < 0.55:
        text = _shortened(text, rng, 0.35)
    if rng.random() < 0.5:
        text = _IN_WORDS.sub(lambda found: str(_NUMBER_WORDS[found[0].lower()]), text) if _counts(text) else text
    if rng.random() < 0.3:
        text = _slipped(text, rng)
    case = rng.random()
    if case < 0.62:
        text = text.lower()
    elif case < 0.67 and len(text) < 60:
        text = text.upper()
    elif case < 0.72:
        text = text[:1].lower() + text[1:]
    marks = rng.random()
    if marks < 0.45:
        text = text.rstrip("?.!")
    if marks < 0.22:
        text = re.sub(r"(?<!\d)[.](?= )", rng.choice((",", "", " -", ".")), text)
        text = re.sub(r"(?<=\D),(?= )", rng.choice(("", ",")), text)
    if marks < 0.15:
        text = text.replace("'", "")
    if rng.random() < 0.06:
        text = rng.choice(_BEFORE) + text
    if rng.random() < 0.10:
        text = text.rstrip("?.") + rng.choice(_AFTER)
    if rng.random() < 0.03:
        text = text.replace(" ", "  ", 1)
    return re.sub(r" +(?=\n)", "", text).strip() or "?"


# Names that the families do not use, so that names are copied and not recalled.
_OTHERS = (
    "Liz Al Ed Bo Sue Pam Dan Kim Lee Ann Jim Roy Ray Guy Ken Don Ron Jon John Mary Lisa Anne Beth Meg Peg Sal Vic "
    "Gus Abe Ike Jo Flo Fay May June Hope Joy Dee Kit Pat Sid Ned Ted Tod Rex Max Jay Kai Ty Lou Lola Lily Ava Isla "
    "Ana Eve Iris Pia Mila Noel Niko Otis Owen Finn Cole Dean Seth Luke Mike Matt Nate Chad Kurt Karl Jose Juan Rico "
    "Raul Ming Wei Jin Yan Li Hiro Aki Sana Zara Noor Amir Samir Hana Dina Rana Ines Elsa Greta Heidi Sven Olaf Bjorn "
    "Lena Petra Stan Walt Brad Chris Steve Brian Kyle Ryan Jason Megan Katie Emily Sophie Grace Chloe Ruby Daisy "
    "Poppy Rose Violet Hazel Stella Vicky Wanda Xavier Quinn Robin Taylor Jordan Casey Morgan Riley Avery Hunter "
    "Logan Mason"
).split()
_NAMED = re.compile(rf"\b({'|'.join(NAMES)})\b")


def renamed(texts: Sequence[str], rng: random.Random) -> list[str]:
    """The texts with other names in the place of those of the families, the same in each."""
    found = list(dict.fromkeys(name for text in texts for name in _NAMED.findall(text)))
    spare = [name for name in _OTHERS if not any(re.search(rf"\b{name}\b", text) for text in texts)]
    to = dict(zip(found, rng.sample(spare, len(found)), strict=True))
    return [_NAMED.sub(lambda name: to[name[0]], text) for text in texts]


def _counts(text: str) -> bool:
    """Whether number words in it are counts: "one" that stands for a thing is not."""
    return " one " not in f" {text.lower()} "


def _shortened(text: str, rng: random.Random, share: float) -> str:
    for pattern, forms in _SHORTENED:
        if rng.random() < share:
            text = pattern.sub(rng.choice(forms), text)
    text = re.sub(r" {2,}", " ", text).replace(" %", "%")
    if rng.random() < 0.4:
        text = _GLUED.sub(r"\1\2", text)
    return re.sub(r" ?/ ?(?=[a-z])", "/", text)


def _slipped(text: str, rng: random.Random) -> str:
    """One or two words with a letter left out, twice, or in the wrong place; words with capitals are left alone."""
    for _ in range(1 if len(text) < 60 else rng.randint(1, 2)):
        words = list(_WORD.finditer(text))
        if not words:
            return text
        word = rng.choice(words)
        place = rng.randrange(1, len(word[0]) - 1)
        spelt, kind = word[0], rng.random()
        if kind < 0.35:
            spelt = spelt[:place] + spelt[place + 1] + spelt[place] + spelt[place + 2 :]
        elif kind < 0.7:
            spelt = spelt[:place] + spelt[place + 1 :]
        elif kind < 0.9:
            spelt = spelt[: place + 1] + spelt[place:]
        else:
            spelt = spelt[:place] + rng.choice("aeiortnsl") + spelt[place + 1 :]
        text = text[: word.start()] + spelt + text[word.end() :]
    return text
