"""Questions that cannot be answered: strangers to the tables, missing numbers, what nobody told, and nonsense."""

from __future__ import annotations

import random

from phi4.nano.problems.facts import absent, asked, indirect_of, invented, questioned, reading, slots_of, world
from phi4.nano.problems.family import Family, Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice, mended
from phi4.nano.problems.knowledge import TABLES
from phi4.nano.problems.topics import FAMILIES
from phi4.nano.problems.words import NAMES

FORMS = Forms(__file__)

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


_BY_NAME: dict[str, Family] = {family.name: family for family in FAMILIES}


def _incomplete(rng: random.Random, *, held_out: bool) -> Problem:
    """A problem of which one fact is left out."""
    name = rng.choice(list(FORMS["facts left out"]))
    # What a problem lacks if it does not tell a fact.
    lacks = {row[0]: row[1] for row in FORMS.rows("facts left out", name)}
    facts = [fact for fact in lacks if fact.startswith("~") == held_out]
    if not facts:
        return _incomplete(rng, held_out=held_out)
    marked = rng.choice(facts)
    fact = marked.removeprefix("~")
    question, construction, lacking = _BY_NAME[name].without(fact, lacks[marked], rng)
    reason = f"It does not say {lacking}, so it cannot be worked out."
    return _written(name, f"without {fact}{'~' * held_out}, {construction}", question, reason)


def _not_told(rng: random.Random, *, held_out: bool) -> Problem:
    """A text that tells of invented lands, but not what is asked."""
    _, facts = world(rng)
    land, attribute = absent(facts, rng)
    question, construction = questioned(facts, land, attribute, rng, held_out=held_out)
    reason = f"{reading(facts, land, attribute)}\nIt does not say {indirect_of(land, attribute)}."
    return _written("told", construction, question, reason)


def _attribute(rng: random.Random, *, held_out: bool) -> Problem:
    """Something about a known country that no table tells."""
    x = rng.choice(list(TABLES[0].rows))
    what = rng.choice(FORMS["countries"]["unseen attributes" if held_out else "attributes"]).format(x=x)
    question, construction = asked(
        ("what is {w}", "can you name {w}"), ("{w}", "what {w} is"), {"w": what}, rng, held_out=False
    )
    return _written("attribute", f"attribute{'~' * held_out}, {construction}", question, f"I don't know {what}.")


def _person(rng: random.Random, *, held_out: bool) -> Problem:
    """Somebody famous, or nobody at all."""
    name = rng.choice(FORMS["people"]["unseen" if held_out else "famous"])
    if rng.random() < 0.4:
        name = f"{rng.choice(NAMES)} {invented(rng)}"
    direct, indirect = (each.format(x=name) for each in rng.choice(FORMS.rows("people", "questions")))
    question, construction = asked((direct,), (indirect,), {}, rng, held_out=False)
    return _written("person", f"person{'~' * held_out}, {construction}", question, f"I don't know {indirect}.")


def _private(rng: random.Random, *, held_out: bool) -> Problem:
    """What only the asker, or the future, could know."""
    direct, what = rng.choice(
        [each for each in FORMS.rows("private", "questions") if each[0].startswith("~") == held_out]
    )
    asking = direct.removeprefix("~")
    question, construction = asked((asking,), (f"this: {asking}",), {}, rng, held_out=False)
    return _written(
        "private",
        f"private{'~' * held_out}, {construction}",
        question,
        f"I don't know {what}. I only see what is written here.",
    )


def _beyond(rng: random.Random, *, held_out: bool) -> Problem:
    """A task for which more would have to be known."""
    task, what = rng.choice([each for each in FORMS.rows("beyond", "tasks") if each[0].startswith("~") == held_out])
    voice = Voice({"t": lambda voice: voice.say(task.removeprefix("~"))}, rng)
    voice.say(rng.choice(FORMS["beyond"]["requests"]))
    return _written("beyond", f"beyond{'~' * held_out}", voice.text(), f"I don't know {what}. I am a very small model.")


def _nonsense(rng: random.Random, *, held_out: bool) -> Problem:
    """A question without sense."""
    direct, reason = rng.choice(
        [each for each in FORMS.rows("nonsense", "questions") if each[0].startswith("~") == held_out]
    )
    slots = {
        "x": rng.choice(FORMS["nonsense"]["unseen things" if held_out else "things"]),
        "p": rng.choice(FORMS["nonsense"]["parts"]),
    }
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
