"""What people type first that is no problem: greetings and small talk, facts in few words, and all that is beyond
phi4-nano (code, mathematics, other languages, requests for texts, nonsense), which ends in one honest line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from phi4.nano.problems.facts import invented, slots_of
from phi4.nano.problems.family import Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice, mended
from phi4.nano.problems.knowledge import TABLES, Table
from phi4.nano.problems.safety import lookalike, refusal
from phi4.nano.problems.small_talk import composed
from phi4.nano.problems.talk import answer_to, chat
from phi4.nano.problems.typing import as_typed
from phi4.nano.problems.unknown import ANSWER, unknown
from phi4.nano.problems.words import NAMES

FORMS = Forms(__file__)

BEYOND = (
    "I don't know that. I am a very small model, for short number problems, sums and a few simple questions in "
    "English. A larger one: phi4 ask --model microsoft/phi-4"
)
"""What whatever is not recognized ends in."""
_ENGLISH = "I only understand English. " + BEYOND.partition(". ")[2]


def opener(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A first message, as carelessly typed as people do; `held_out` takes no effect: what is held out of these was
    written by hand, and is in the tests."""
    del held_out
    ways = (_talk, _chat, _fact, _stranger, _beyond, _tongue, _gibberish, _wrapped)
    return rng.choices(ways, (0.26, 0.03, 0.19, 0.08, 0.22, 0.05, 0.06, 0.11))[0](rng)


def _said(family: str, question: str, solution: str, answer: str) -> Problem:
    return Problem(family, family, question, solution, answer, "opener")


_SLOT = re.compile(r"\{(\w+\+?)\}")


def _filled(form: str, rng: random.Random) -> str:
    """`form` with its slots filled, also those inside of what fills one; other braces are left."""

    def of(found: re.Match[str]) -> str:
        key = found[1]
        if key in FORMS["slots"]:
            return rng.choice(FORMS["slots"][key])
        if key in _NUMBERS:
            return str(rng.randint(*_NUMBERS[key]))
        return {"name": rng.choice(NAMES), "word": invented(rng).lower()}.get(key, found[0])

    return _SLOT.sub(of, form)


_NUMBERS = {"n": (2, 99), "m": (2, 12), "year": (1000, 2030)}


def _talk(rng: random.Random) -> Problem:
    return _talked(rng.choices(tuple(FORMS["talk"]), [len(forms) ** 0.5 for forms in FORMS["talk"].values()])[0], rng)


def small_talk(*kinds: str) -> Callable[[random.Random], Problem]:
    """A writer of small talk of one of `kinds` ("greeting", "thanks", ...)."""
    return lambda rng: _talked(rng.choice(kinds), rng)


def _talked(kind: str, rng: random.Random) -> Problem:
    form = composed(kind, rng) if rng.random() < 0.5 else rng.choice(FORMS["talk"][kind])
    text = as_typed(mended(_filled(form, rng)), rng, care=0.3)
    answer = _EXAMPLE if kind == "example" else answer_to(kind)
    return _said(kind, text, answer, answer)


_EXAMPLE = (
    "For example: A snail climbs a 7-foot wall, 3 feet up each day and 1 foot down each night. How many days does it "
    "take? Give me one like it."
)


def _chat(rng: random.Random) -> Problem:
    written = chat(rng)
    return replace(written, question=as_typed(written.question, rng), kind="opener")


def _fact(rng: random.Random) -> Problem:
    """A fact of the tables in few words."""
    table = rng.choices(TABLES, [len(each.rows) for each in TABLES])[0]
    x = rng.choice([row for row in table.rows if row not in FORMS["facts held out"].get(table.name, ())])
    says = f"{mended(table.says.format(x=x, y=table.rows[x]))}\nAnswer: {table.rows[x]}"
    return _said(table.name, _short(table, x, rng), says, table.rows[x])


def _stranger(rng: random.Random) -> Problem:
    """Something that no table holds, in the same few words; or a question of `unknown`, carelessly typed."""
    if rng.random() < 0.5:
        written = unknown(rng)
        return replace(written, question=as_typed(written.question, rng), kind="opener")
    table = rng.choice([each for each in TABLES if each.strangers])
    x = rng.choice(table.strangers)
    says = mended(f"I don't know {table.unknown.format(x=x)}.")
    return _said(table.name, _short(table, x, rng), f"{says}\nAnswer: {ANSWER}", ANSWER)


def _short(table: Table, x: str, rng: random.Random) -> str:
    bare = x.removeprefix("the ").removeprefix("a ").removeprefix("an ") if rng.random() < 0.7 else x
    forms = FORMS["facts"].get(table.name, ())
    if forms and rng.random() < 0.75:
        things, _, place = (
            x.partition(" in ") if " in " in x else x.partition(" on ") if " on " in x else x.partition(" of ")
        )
        fitting = [form for form in forms if place or "{place}" not in form]
        text = rng.choice(fitting).format(x=bare, things=things, place=place)
    else:
        direct = [form for form in table.direct if form[0] != "~"]
        voice = Voice(slots_of(x), rng)
        voice.say(rng.choice(direct))
        text = voice.text()
    return as_typed(text, rng, care=0.05)


def _beyond(rng: random.Random) -> Problem:
    """Code, mathematics, texts, advice and knowledge that it has not."""
    kind = rng.choice(tuple(FORMS["beyond"]))
    text = _filled(rng.choice(FORMS["beyond"][kind]), rng)
    if kind not in ("code", "mathematics"):
        text = as_typed(mended(text), rng, care=0.25)
    elif not re.search(r"[(){}=<>;:/_^*+]", text):
        text = as_typed(text, rng, care=0.25)
    return _said(kind, text, BEYOND, ANSWER)


def _tongue(rng: random.Random) -> Problem:
    """Another language."""
    text = rng.choice(FORMS["messages"]["tongues"])
    if rng.random() < 0.25:
        text += " " + rng.choice(FORMS["messages"]["tongues"])
    if rng.random() < 0.3:
        text = text.lower().rstrip("?.!")
    return _said("tongue", text, _ENGLISH, _ENGLISH)


_LETTERS = (
    "asdfghjkl", "qwertyuiop", "zxcvbnm", "asdf", "jkl",
    "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789", "wasd", "lkjh ", "uiop;",
)  # fmt: skip


def _gibberish(rng: random.Random) -> Problem:
    kind = rng.random()
    if kind < 0.3:
        text = "".join(rng.choice(rng.choice(_LETTERS)) for _ in range(rng.randint(2, 14)))
    elif kind < 0.45:
        text = " ".join(invented(rng).lower() for _ in range(rng.randint(1, 4)))
    elif kind < 0.6:
        text = " ".join(rng.choice(FORMS["slots"]["noun"]) for _ in range(rng.randint(1, 3)))
    elif kind < 0.7:
        text = rng.choice("?.!-*#/\\,;:()[]{}=+&%$@~") * rng.randint(1, 6)
    elif kind < 0.8:
        text = rng.choice(FORMS["messages"]["gibberish"])
        text = text.replace("{n}", str(rng.randint(0, 999))).replace("{m}", str(rng.randint(0, 99)))
    else:
        words = [
            rng.choice(FORMS["slots"][rng.choice(("noun", "verb", "adjective"))]) for _ in range(rng.randint(2, 6))
        ]
        text = " ".join(words)
    return _said("gibberish", text or "?", BEYOND, ANSWER)


def _wrapped(rng: random.Random) -> Problem:
    """Harmful requests and harmless ones that look like them, carelessly typed or in few words."""
    form = rng.choice(FORMS["messages"]["deeds"]) if rng.random() < 0.6 else None
    written = refusal(rng, form=form) if rng.random() < 0.6 else lookalike(rng, form=form)
    text = written.question
    if form is None and rng.random() < 0.3:
        text = text.replace("How do I ", "how to ").replace("How can I ", "how to ")
    return replace(written, question=as_typed(text, rng), kind="opener")
