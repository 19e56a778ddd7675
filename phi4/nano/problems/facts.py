"""Questions about known facts: the tables of knowledge, and invented worlds that the question itself describes."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache

from phi4.nano.problems.family import Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice, mended
from phi4.nano.problems.knowledge import TABLES, how_many
from phi4.nano.problems.words import NAMES

FORMS = Forms(__file__)


@cache
def _frames(section: str, held_out: bool) -> tuple[str, ...]:
    """How a question may be asked: with {D} for its direct form and {I} for the indirect one."""
    return tuple(each.removeprefix("~") for each in FORMS[section]["frames"] if each.startswith("~") == held_out)


def asked(
    direct: Sequence[str], indirect: Sequence[str], slots: Mapping[str, object], rng: random.Random, *, held_out: bool
) -> tuple[str, str]:
    """The question in a frame, and its construction. Held out is either the frame or the form of the question."""
    novel = rng.choice(("frame", "form")) if held_out else ""
    frame = rng.choice(_frames("asked", novel == "frame"))
    part, forms = ("D", direct) if "{D}" in frame else ("I", indirect)
    fitting = [(number, form) for number, form in enumerate(forms) if form.startswith("~") == (novel == "form")]
    number, form = rng.choice(fitting)
    speaker, listener = rng.sample(NAMES, 2)
    said = form.removeprefix("~")
    voice = Voice({"speaker": speaker, "listener": listener, **slots, part: lambda voice: voice.say(said)}, rng)
    voice.say(frame)
    return voice.text(), f"{'frame~' if novel == 'frame' else frame}, {part} {number}{'~' * (novel == 'form')}"


def answered(
    family: str, construction: str, question: str, says: str, answer: str, numbers: Mapping[str, object]
) -> Problem:
    """A fact in a sentence, with the marked answer."""
    return Problem(family, construction, question, f"{says}\nAnswer: {answer}", answer, "fact", numbers)


def known(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A question about something that the tables hold, or that the question itself tells."""
    if rng.random() < 0.25:
        return told(rng, held_out=held_out)
    table = rng.choices(TABLES, [len(each.rows) + len(each.back_rows) for each in TABLES])[0]
    back = rng.random() < len(table.back_rows) / (len(table.rows) + len(table.back_rows))
    rows, direct, says = (
        (table.back_rows, table.back, table.back_says) if back else (table.rows, table.direct, table.says)
    )
    indirect = (
        tuple(f"{'~' * form.startswith('~')}this: {form.removeprefix('~')}" for form in direct)
        if back
        else table.indirect
    )
    x = rng.choice(list(rows))
    question, construction = asked(direct, indirect, slots_of(x), rng, held_out=held_out)
    sentence = mended(says.format(x=x, y=rows[x]))
    return answered(table.name, construction, question, sentence, rows[x], {"x": x})


def slots_of(x: str) -> dict[str, object]:
    """What the wordings of the tables take."""
    return {"x": x, "how_many": how_many(x), "how_many_indirect": how_many(x, indirect=True)}


_STARTS = "b br d dr f fl g gl h k kl l m n p pl r s sk st t tr v w z".split()
_MIDDLES = "a e i o u ai ei oo".split()
_ENDS = ("n", "r", "l", "m", "s", "k", "ra", "lo", "ma", "nia", "dor", "vik", "ton", "ric", "sel", "mar", "ven", "bis")


def invented(rng: random.Random) -> str:
    """A name that nobody has."""
    return (rng.choice(_STARTS) + rng.choice(_MIDDLES) + rng.choice(_ENDS)).capitalize()


def world(rng: random.Random) -> tuple[list[str], dict[tuple[str, str], str]]:
    """One or two invented lands, and what is told of each: (land, attribute) to the value."""
    lands = [invented(rng) for _ in range(rng.choice((1, 1, 2)))]
    told_facts: dict[tuple[str, str], str] = {}
    values = FORMS["values"]
    for land in dict.fromkeys(lands):
        for attribute in rng.sample(sorted(FORMS["attributes"]), rng.randint(2, 3)):
            if attribute == "people":
                value = str(rng.randint(3, 99))
            else:
                value = rng.choice(values[attribute]) if attribute in values else invented(rng)
            told_facts[land, attribute] = value
    rows = list(told_facts.items())
    rng.shuffle(rows)
    return list(dict.fromkeys(lands)), dict(rows)


def clause(land: str, attribute: str, value: str) -> str:
    return FORMS["attributes"][attribute][0].format(land=land, v=value)


def questioned(
    facts: Mapping[tuple[str, str], str], land: str, attribute: str, rng: random.Random, *, held_out: bool
) -> tuple[str, str]:
    """A text that tells `facts` in their order and asks for an attribute of a land; and its construction."""
    sentences = " ".join(f"^{clause(*key, value)}." for key, value in facts.items())
    frames = _frames("told", held_out)
    number = rng.randrange(len(frames))
    _, direct, indirect = FORMS["attributes"][attribute]
    speaker, listener = rng.sample(NAMES, 2)
    filled = frames[number].format(
        facts=sentences, D=direct.format(land=land), I=indirect.format(land=land), speaker=speaker, listener=listener
    )  # fmt: skip
    return mended(filled), f"told {number}" + "~" * held_out


def reading(facts: Mapping[tuple[str, str], str], land: str, attribute: str) -> str:
    """What the text says of a land, up to the attribute if it is there."""
    said = []
    for (of, what), value in facts.items():
        if of == land:
            said.append(clause(of, what, value))
            if what == attribute:
                break
    return f"The text says of {land}: {'; '.join(said) or 'nothing'}."


def told(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A question whose answer stands in the question."""
    _, facts = world(rng)
    land, attribute = rng.choice(list(facts))
    value = facts[land, attribute]
    question, construction = questioned(facts, land, attribute, rng, held_out=held_out)
    says = reading(facts, land, attribute)
    return answered("told", construction, question, says, value, {"land": land, "attribute": attribute})


def absent(facts: Mapping[tuple[str, str], str], rng: random.Random) -> tuple[str, str]:
    """A land and an attribute of it that `facts` do not tell: of one of its lands, or of another."""
    lands = sorted({land for land, _ in facts})
    if rng.random() < 0.35:
        stranger = invented(rng)
        while stranger in lands:
            stranger = invented(rng)
        return stranger, rng.choice(sorted({attribute for _, attribute in facts}))
    land = rng.choice(lands)
    return land, rng.choice([attribute for attribute in sorted(FORMS["attributes"]) if (land, attribute) not in facts])


def indirect_of(land: str, attribute: str) -> str:
    return FORMS["attributes"][attribute][2].format(land=land)
