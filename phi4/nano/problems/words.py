"""Who and what the problems are about: people, things, units, money, and numbers in words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_IRREGULAR = {
    "foot": "feet", "inch": "inches", "child": "children", "person": "people", "man": "men", "woman": "women",
    "shelf": "shelves", "loaf": "loaves", "knife": "knives", "leaf": "leaves", "mouse": "mice", "sheep": "sheep",
    "goose": "geese", "fish": "fish", "potato": "potatoes", "tomato": "tomatoes", "half": "halves", "wolf": "wolves",
    "tooth": "teeth", "calf": "calves", "scarf": "scarves", "mango": "mangoes", "deer": "deer",
}  # fmt: skip


def in_words(number: int) -> str:
    """English for 0 to 99."""
    if number <= 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def ordinal_in_words(number: int) -> str:
    """ "first" to "twentieth"."""
    special = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth", 20: "twentieth"}
    return special.get(number) or f"{_SMALL[number]}th"


def plural_of(noun: str) -> str:
    """The plural of the noun, or of the last word of several."""
    head, _, last = noun.rpartition(" ")
    lead = f"{head} " if head else ""
    if last in _IRREGULAR:
        return lead + _IRREGULAR[last]
    if last.endswith(("s", "sh", "ch", "x")):
        return f"{lead}{last}es"
    if last.endswith("y") and last[-2] not in "aeiou":
        return f"{lead}{last[:-1]}ies"
    return f"{lead}{last}s"


@dataclass(frozen=True)
class Noun:
    """A thing that is counted."""

    one: str
    many: str

    def __call__(self, count: int) -> str:
        """The count with the noun: "1 pen", "5 pens"."""
        return f"{count} {self.one if count == 1 else self.many}"

    def after(self, statement: str) -> str:
        """A statement whose last number counts this: "7 - 3 = 4 pens", "7 - 6 = 1 pen"."""
        return f"{statement} {self.one if statement.endswith('= 1') else self.many}"


def noun(one: str, many: str | None = None) -> Noun:
    return Noun(one, many or plural_of(one))


def nouns(text: str) -> tuple[Noun, ...]:
    """Nouns of a text that parts them by commas."""
    return tuple(noun(each.strip()) for each in text.split(","))


SPEAKER, READER, OTHER, OTHERS = range(4)
"""Persons of verbs: I, you, she or it, they."""


@dataclass(frozen=True)
class Someone:
    """Whoever acts in a problem: what names them at first and again, their pronouns, and the person of their verbs."""

    first: str
    again: str
    subject: str
    object: str
    own: str
    person: int = OTHER
    pronouns: bool = True

    def named(self, case: str, *, first: bool, pronoun: bool) -> str:
        if case == "p":
            return self.own
        if self.person in (SPEAKER, READER) or (pronoun and case != "n"):
            return {"": self.subject, "o": self.object, "s": self.own, "n": self.subject}[case]
        name = self.first if first else self.again
        if case != "s":
            return name
        return f"{name}'" if name.endswith("s") and self.person == OTHERS else f"{name}'s"

    def __str__(self) -> str:
        return self.again


def it(name: str, *, pronouns: bool = True) -> Someone:
    """A thing or an animal that acts: "a car", then "the car" or "it"."""
    return Someone(f"a {name}", f"the {name}", "it", "it", "its", pronouns=pronouns)


WOMEN = (
    "Anna Carla Emma Grace Ivy Kate Maria Olivia Rosa Uma Wendy Zoe Mia Nina Sara Lena Clara Ella Ruth Amy Bella Chloe "
    "Diana Eva Fiona Gina Hannah Iris Julia Karen Laura Molly Nora Paula Rita Sofia Tina Vera Yara Aisha Fatima Priya "
    "Mei Yuki Ingrid Elena Amara Leila Jane Lucy Alice Helen Susan Linda Betty Carol Nadia Olga Wilma Dora"
).split()
MEN = (
    "Ben David Felix Henry Jack Leo Noah Paul Sam Tom Victor Yusuf Liam Omar Ravi Ali Hugo Max Oscar Ian Adam Carl "
    "Daniel Eric Frank George Harry Ivan James Kevin Lucas Mark Nick Peter Robert Simon Tim Walter Zack Ahmed Chen "
    "Diego Kofi Mateo Pedro Raj Hans Lars Pavel Bob Joe Alex Tony Greg Bill Fred Hamza Jorge Kenji Luis"
).split()
NAMES = (*WOMEN, *MEN)
_LAST = "Lee Brown Khan Lopez Smith Miller Rossi Novak Tanaka Silva Weber Green Young Adams Diaz Patel".split()
_ROLES = (
    "baker farmer teacher gardener student girl boy woman man tourist shopper nurse painter librarian child driver "
    "carpenter cook neighbor scout coach clerk collector grandmother grandfather princess pirate wizard"
).split()
_SHE = {"girl", "woman", "grandmother", "princess", "nurse", "librarian", "teacher", "baker"}
_RELATIONS = (
    ("sister", "she"), ("brother", "he"), ("uncle", "he"), ("aunt", "she"), ("mother", "she"), ("father", "he"),
    ("friend", "he"), ("cousin", "she"), ("grandmother", "she"), ("neighbor", "he"), ("boss", "she"),
)  # fmt: skip
_PRONOUNS = {"she": ("she", "her", "her"), "he": ("he", "him", "his")}
_PLURAL = (
    ("the twins", "the twins"), ("two friends", "the friends"), ("the children", "the children"),
    ("my parents", "my parents"), ("the Smiths", "the Smiths"), ("some students", "the students"),
    ("the neighbors", "the neighbors"), ("two brothers", "the brothers"),
)  # fmt: skip


def _named(name: str, pronoun: str, *, pronouns: bool = True) -> Someone:
    return Someone(name, name, *_PRONOUNS[pronoun], pronouns=pronouns)


_WOMEN = tuple(_named(each, "she") for each in WOMEN)
_MEN = tuple(_named(each, "he") for each in MEN)
_WITHOUT_PRONOUNS = tuple(_named(each, "she", pronouns=False) for each in WOMEN) + tuple(
    _named(each, "he", pronouns=False) for each in MEN
)
_SPEAKER = Someone("I", "I", "I", "me", "my", SPEAKER)
_ADDRESSED = Someone("you", "you", "you", "you", "your", READER)
_OTHERS = (
    *(Someone(f"a {each}", f"the {each}", *_PRONOUNS["she" if each in _SHE else "he"]) for each in _ROLES),
    *(Someone(f"the {each}", f"the {each}", *_PRONOUNS["she" if each in _SHE else "he"]) for each in _ROLES),
    *(_named(f"my {each}", pronoun) for each, pronoun in _RELATIONS),
    *(_named(f"Mrs. {each}", "she") for each in _LAST),
    *(_named(f"Mr. {each}", "he") for each in _LAST),
)
_PLURALS = tuple(Someone(first, again, "they", "them", "their", OTHERS) for first, again in _PLURAL)


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c", of two parts or more."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def named(rng: random.Random) -> Someone:
    """Somebody with a name."""
    return rng.choice(_WOMEN if rng.random() < 0.5 else _MEN)


def someone(rng: random.Random) -> Someone:
    """Anybody: mostly somebody with a name, else a role, a relation, the speaker, the reader, or several people."""
    chance = rng.random()
    if chance < 0.60:
        return named(rng)
    if chance < 0.84:
        return rng.choice(_OTHERS)
    if chance < 0.92:
        return _SPEAKER
    if chance < 0.96:
        return _ADDRESSED
    return rng.choice(_PLURALS)


def two_people(rng: random.Random) -> tuple[Someone, Someone]:
    """Two people with names; pronouns may mean them only where these tell them apart."""
    if rng.random() < 0.5:
        pair = [rng.choice(_WOMEN), rng.choice(_MEN)]
        rng.shuffle(pair)
        return pair[0], pair[1]
    first, second = rng.sample(_WITHOUT_PRONOUNS, 2)
    return first, second


def people(rng: random.Random, count: int) -> list[str]:
    """So many different names."""
    return rng.sample(NAMES, count)


@dataclass(frozen=True)
class Good:
    """Something that is sold, and what one may cost."""

    noun: Noun
    low: int
    high: int


def _goods(text: str, low: int, high: int) -> tuple[Good, ...]:
    return tuple(Good(each, low, high) for each in nouns(text))


GOODS = (
    *_goods("pencil, eraser, apple, lemon, postcard, banana, cookie, candle, balloon, orange, muffin, bun", 1, 4),
    *_goods("pen, notebook, sandwich, comic, flower, ice cream, cup, brush, coffee, pizza slice, magazine, pie", 2, 9),
    *_goods("book, ticket, shirt, hat, ball, toy, cake, plant, puzzle, scarf, poster, mug, game, plate, doll", 5, 25),
    *_goods("lamp, chair, jacket, backpack, watch, drum, blanket, radio, dress, kettle, tent", 15, 80),
)
THINGS = nouns(
    "apple, pen, book, stamp, sticker, marble, card, shell, bead, cookie, nut, egg, orange, pencil, coin, candy, "
    "flower, photo, balloon, button, toy car, peach, plum, cherry, block, postcard, badge, key, lemon, walnut, muffin, "
    "strawberry, magnet, bottle cap, pebble, notebook, ribbon, lollipop"
)
CONTAINERS = nouns("box, bag, basket, jar, crate, tray, shelf, drawer, bowl, carton, pack, tin, case, chest")
ANIMALS = nouns("sheep, goat, cow, hen, duck, rabbit, horse, pig, goose, pigeon, fish, bee")


@dataclass(frozen=True)
class Currency:
    """How amounts of money are written in a problem and, always with the word, in its solution."""

    noun: Noun
    sign: str
    share: float

    def __call__(self, amount: int) -> str:
        """ "12 dollars"."""
        return self.noun(amount)

    def say(self, amount: int, rng: random.Random) -> str:
        """ "$12", "12 dollars" or "twelve dollars"."""
        chance = rng.random()
        if self.sign and chance < self.share:
            return f"{self.sign}{amount}"
        if chance > 0.93 and amount < 100:
            return f"{in_words(amount)} {self.noun.one if amount == 1 else self.noun.many}"
        return self.noun(amount)


_DOLLARS = tuple(Currency(noun("dollar"), "$", share) for share in (0.0, 0.5, 0.9))
_CURRENCIES = (
    *_DOLLARS,
    *_DOLLARS,
    Currency(noun("euro"), "€", 0.5),
    Currency(noun("pound"), "£", 0.5),
    Currency(noun("coin"), "", 0.0),
)


def currency(rng: random.Random) -> Currency:
    return rng.choice(_CURRENCIES)


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
