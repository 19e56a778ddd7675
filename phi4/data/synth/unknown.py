"""Questions that cannot be answered: strangers to the tables, missing numbers, what nobody told, and nonsense."""

from __future__ import annotations

import random

from phi4.data.synth.facts import absent, asked, indirect_of, invented, questioned, slots_of, world
from phi4.data.synth.families import FAMILIES
from phi4.data.synth.family import Family, Problem
from phi4.data.synth.grammar import Voice, mended
from phi4.data.synth.knowledge import TABLES
from phi4.data.synth.words import NAMES

ANSWER = "I don't know"


def unknown(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A question to which the right answer is that one does not know; `held_out` takes strangers, missing facts and
    wordings that training never asks about."""
    ways = (_stranger, _incomplete, _not_told, _attribute, _person, _private, _beyond, _nonsense)
    way = rng.choices(ways, (0.26, 0.24, 0.14, 0.08, 0.08, 0.08, 0.06, 0.06))[0]
    return way(rng, held_out=held_out)


def _written(family: str, construction: str, question: str, reason: str) -> Problem:
    return Problem(family, construction, question, f"{reason}\nAnswer: {ANSWER}", ANSWER, "unknown")


def _stranger(rng: random.Random, *, held_out: bool) -> Problem:
    """A country, animal or number that no table holds."""
    tables = [table for table in TABLES if (table.unseen if held_out else table.strangers)]
    table = rng.choices(tables, [len(each.strangers) for each in tables])[0]
    x = rng.choice(table.unseen if held_out else table.strangers)
    if table.name in ("capitals", "continents") and rng.random() < 0.25:
        x = invented(rng)
    question, construction = asked(table.direct, table.indirect, slots_of(x), rng, held_out=False)
    return _written(
        table.name,
        f"stranger{'~' * held_out}, {construction}",
        question,
        mended(f"I don't know {table.unknown.format(x=x)}."),
    )


# What a problem lacks if it does not tell a fact; "~" is never left out in training.
_LACKS: dict[str, dict[str, str]] = {
    "cost": {"price": "what one {thing} costs", "count": "how many {thing+} there are"},
    "change": {"pay": "with how much money one pays", "~buy": "what is bought"},
    "budget": {"have": "how much money there is", "~price": "what one {thing} costs"},
    "discount": {"price": "what the old price is", "~off": "how large the discount is"},
    "saving": {"step": "how much is saved each {time}", "goal": "how much is needed"},
    "wage": {"hours": "how many hours the work takes", "~pay": "what is paid for an hour"},
    "sharing a bill": {"guests": "how many people share", "bill": "how large the bill is"},
    "older": {"age": "how old {who.n} is", "~gap": "how many years there are between the two"},
    "times as old": {"age": "how old {known.n} is"},
    "ages together": {"total": "how old they are together", "~gap": "how many years one is older"},
    "chain of ages": {"age": "how old {who} is", "~second": "how old {third} is compared with {other}"},
    "boxes needed": {"size": "how many {thing+} go into one {box}", "~total": "how many {thing+} there are"},
    "buses": {"total": "how many {guest+} there are", "size": "how many {guest+} one {bus} takes"},
    "even out": {"low": "how many {thing+} {other.n} has", "~high": "how many {thing+} {who.n} has"},
    "fraction of": {"part": "how many of them are {adjective}"},
    "percent of": {"part": "what part of them is {what}"},
    "recipe": {"recipe": "what the recipe says", "wanted": "how many {dish+} are wanted"},
    "distance": {"speed": "how fast it goes", "times": "how long it takes"},
    "duration": {"way": "how long the way is", "~speed": "how fast it goes"},
    "speed": {"way": "how long the way is", "times": "how long it takes"},
    "catching up": {"ahead": "how far one is ahead", "~speeds": "how fast they go"},
    "round trip": {"speeds": "how fast it goes", "way": "how long the way is"},
    "fuel": {"use": "how much fuel is used", "~way": "how long the trip is"},
    "filling": {"size": "how much the {vessel} holds", "flow": "how much flows in and out"},
    "reading": {"pages": "how many pages are read each {time}", "whole": "how many pages the book has"},
    "work together": {"second": "how long the other one needs"},
    "posts and gaps": {"length": "how long the whole way is", "gap": "how far apart the {post+} are"},
    "cuts and pieces": {"each": "how long one cut takes", "~pieces": "into how many pieces it is cut"},
    "area": {"width": "how wide it is"},
    "perimeter": {"width": "how wide it is"},
    "tiles": {"tile": "how large a tile is", "place": "how large the place is that they cover"},
    "map scale": {"scale": "what the scale of the map is", "~map": "how long it is on the map"},
    "balance": {"light": "what one {second} weighs", "~even": "how the two compare"},
    "bat and ball": {"gap": "how much more the {dear} costs", "~total": "what both cost together"},
    "better offer": {"second": "what the other shop asks", "first": "what the other shop asks"},
    "more or less": {"first": "what is known of {who.n}"},
    "heads and legs": {"legs": "how many {leg+} there are"},
    "doubling": {"start": "how many {cell+} there are at first"},
    "unit price": {"known": "what {thing+} cost"},
}
_BY_NAME: dict[str, Family] = {family.name: family for family in FAMILIES}


def _incomplete(rng: random.Random, *, held_out: bool) -> Problem:
    """A problem of which one fact is left out."""
    name = rng.choice(list(_LACKS))
    facts = [fact for fact in _LACKS[name] if fact.startswith("~") == held_out]
    if not facts:
        return _incomplete(rng, held_out=held_out)
    marked = rng.choice(facts)
    fact = marked.removeprefix("~")
    question, construction, lacking = _BY_NAME[name].without(fact, _LACKS[name][marked], rng)
    reason = f"It does not say {lacking}, so it cannot be worked out."
    return _written(name, f"without {fact}{'~' * held_out}, {construction}", question, reason)


def _not_told(rng: random.Random, *, held_out: bool) -> Problem:
    """A text that tells of invented lands, but not what is asked."""
    _, facts = world(rng)
    land, attribute = absent(facts, rng)
    question, construction = questioned(facts, land, attribute, rng, held_out=held_out)
    return _written("told", construction, question, f"The text does not say {indirect_of(land, attribute)}.")


_ATTRIBUTES = (
    "the population of {x}", "the president of {x}", "the national flower of {x}", "the highest mountain of {x}", "the oldest city of {x}",
    "the most famous writer of {x}", "the area of {x}", "the national bird of {x}", "the prime minister of {x}", "the largest lake of {x}",
)  # fmt: skip
_UNSEEN_ATTRIBUTES = (
    "the coldest month in {x}",
    "the first king of {x}",
    "the longest bridge of {x}",
    "the favorite sport of {x}",
)


def _attribute(rng: random.Random, *, held_out: bool) -> Problem:
    """Something about a known country that no table tells."""
    x = rng.choice(list(TABLES[0].rows))
    what = rng.choice(_UNSEEN_ATTRIBUTES if held_out else _ATTRIBUTES).format(x=x)
    question, construction = asked(
        ("what is {w}", "can you name {w}"), ("{w}", "what {w} is"), {"w": what}, rng, held_out=False
    )
    return _written("attribute", f"attribute{'~' * held_out}, {construction}", question, f"I don't know {what}.")


_FAMOUS = (
    "Albert Einstein", "Napoleon", "William Shakespeare", "Mozart", "Isaac Newton", "Marie Curie", "Cleopatra", "Picasso", "Gandhi",
    "Charles Darwin", "Plato", "Beethoven", "Julius Caesar", "Leonardo da Vinci", "Galileo", "Rembrandt", "Homer", "Joan of Arc",
)  # fmt: skip
_UNSEEN_FAMOUS = (
    "Ada Lovelace",
    "Alan Turing",
    "Marco Polo",
    "Confucius",
    "Aristotle",
    "Johann Sebastian Bach",
    "Columbus",
)
_LIVES = (
    ("who was {x}", "who {x} was"), ("when was {x} born", "when {x} was born"), ("where was {x} born", "where {x} was born"),
    ("what did {x} do", "what {x} did"), ("when did {x} die", "when {x} died"), ("who was the wife of {x}", "who the wife of {x} was"),
    ("how old did {x} get", "how old {x} got"), ("where did {x} live", "where {x} lived"),
)  # fmt: skip


def _person(rng: random.Random, *, held_out: bool) -> Problem:
    """Somebody famous, or nobody at all."""
    name = rng.choice(_UNSEEN_FAMOUS if held_out else _FAMOUS)
    if rng.random() < 0.4:
        name = f"{rng.choice(NAMES)} {invented(rng)}"
    direct, indirect = (each.format(x=name) for each in rng.choice(_LIVES))
    question, construction = asked((direct,), (indirect,), {}, rng, held_out=False)
    return _written("person", f"person{'~' * held_out}, {construction}", question, f"I don't know {indirect}.")


_PRIVATE = (
    ("what is my name", "your name"), ("how old am I", "how old you are"), ("where do I live", "where you live"),
    ("what did I eat today", "what you ate today"), ("what time is it", "what time it is"), ("what is the weather like", "what the weather is like"),
    ("what day is it today", "what day it is today"), ("who won the game yesterday", "who won the game"), ("what is in the news", "the news"),
    ("will it rain tomorrow", "whether it will rain"), ("where are my keys", "where your keys are"), ("what am I thinking of", "what you are thinking of"),
    ("what is the name of my dog", "the name of your dog"), ("how much money do I have", "how much money you have"),
    ("which number will win the lottery", "which number will win"), ("what is my favorite color", "your favorite color"),
    ("~who is calling me", "who is calling you"), ("~what did my sister say", "what your sister said"), ("~how tall am I", "how tall you are"),
    ("~when will the bus come", "when the bus will come"), ("~what is the price of bread in my town", "the price of bread in your town"),
    ("~what is on my table", "what is on your table"),
)  # fmt: skip


def _private(rng: random.Random, *, held_out: bool) -> Problem:
    """What only the asker, or the future, could know."""
    direct, what = rng.choice([each for each in _PRIVATE if each[0].startswith("~") == held_out])
    asking = direct.removeprefix("~")
    question, construction = asked((asking,), (f"this: {asking}",), {}, rng, held_out=False)
    return _written(
        "private",
        f"private{'~' * held_out}, {construction}",
        question,
        f"I don't know {what}. I only see what is written here.",
    )


_TASKS = (
    ("write a poem about [love|the sea|autumn|a cat]", "how to write poems"), ("write a Python function that sorts a list", "how to write programs"),
    ("translate [hello|thank you|the house|a book] into [French|German|Spanish|Latin]", "other languages"),
    ("explain [gravity|democracy|photosynthesis|inflation|evolution|electricity|DNA]", "enough about that to explain it"),
    ("tell me how [a computer works|a plane flies|magnets work|a radio works|bread is made]", "how that works"),
    ("summarize the plot of [Hamlet|the Odyssey|Don Quixote|Faust]", "that story"), ("tell me a joke about [teachers|cats|soup]", "any jokes"),
    ("recommend a [book|movie|restaurant|song] to me", "any that I could recommend"), ("tell me why [the sky is blue|cats purr|we dream|leaves fall]", "the reason"),
    ("plan a trip to [Rome|Japan|the mountains]", "how to plan trips"), ("tell me how to cook [pasta|a goose|rice]", "how to cook that"),
    ("~compose a song for my mother", "how to write songs"), ("~name the best player of all times", "who that is"),
    ("~explain black holes", "enough about that to explain it"), ("~tell me how a clock is made", "how that works"),
    ("~translate good night into Italian", "other languages"),
)  # fmt: skip
_REQUESTS = (
    "^{t}.",
    "Please {t}.",
    "Can you {t}?",
    "Could you {t} for me?",
    "I want you to {t}.",
    "Help me: {t}.",
    "Will you {t}?",
)


def _beyond(rng: random.Random, *, held_out: bool) -> Problem:
    """A task for which more would have to be known."""
    task, what = rng.choice([each for each in _TASKS if each[0].startswith("~") == held_out])
    voice = Voice({"t": lambda voice: voice.say(task.removeprefix("~"))}, rng)
    voice.say(rng.choice(_REQUESTS))
    return _written("beyond", f"beyond{'~' * held_out}", voice.text(), f"I don't know {what}. I am a very small model.")


_THINGS = (
    "Tuesday",
    "the number 7",
    "a dream",
    "yesterday",
    "the letter B",
    "a shadow",
    "silence",
    "the past",
    "jealousy",
    "an idea",
    "midnight",
)
_UNSEEN_THINGS = ("Thursday", "the number 12", "a promise", "tomorrow", "the letter K", "noon")
_SENSELESS = (
    ("how many {p} does {x} have", "{x} has no {p}"), ("what color is {x}", "{x} has no color"), ("how heavy is {x}", "{x} has no weight"),
    ("what does {x} taste like", "{x} has no taste"), ("how many {p} are there in {x}", "there are no {p} in {x}"),
    ("how long is {x} in meters", "{x} has no length in meters"), ("what sound does {x} make on a plate", "{x} makes no sound on a plate"),
    ("~who painted {x} with {p}", "nobody paints {x} with {p}"), ("~how fast does {x} swim", "{x} does not swim"),
)  # fmt: skip
_PARTS = ("corners", "wheels", "legs", "teeth", "doors", "leaves", "handles", "buttons", "windows", "wings")


def _nonsense(rng: random.Random, *, held_out: bool) -> Problem:
    """A question without sense."""
    direct, reason = rng.choice([each for each in _SENSELESS if each[0].startswith("~") == held_out])
    slots = {"x": rng.choice(_UNSEEN_THINGS if held_out else _THINGS), "p": rng.choice(_PARTS)}
    question, construction = asked(
        (direct.removeprefix("~").format(**slots),),
        ("this: " + direct.removeprefix("~").format(**slots),),
        {},
        rng,
        held_out=False,
    )
    return _written(
        "nonsense",
        f"nonsense{'~' * held_out}, {construction}",
        question,
        mended(f"The question makes no sense: {reason.format(**slots)}."),
    )
