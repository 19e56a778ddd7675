"""Requests for harm, which are refused, and harmless ones in the same words, which are not.

The requests are general and mild on purpose: they name a deed and never a method, and no answer holds an instruction.
"""

from __future__ import annotations

import random
from functools import cache

from phi4.nano.problems.family import Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.unknown import ANSWER

FORMS = Forms(__file__)

REFUSAL = "I can't help with that."


def refusal(rng: random.Random, *, held_out: bool = False, form: str | None = None) -> Problem:
    """A request for something harmful, and the refusal; `held_out` takes deeds or wordings that training never sees.

    `form` is the wording, with {t} for the deed, instead of one of those here.
    """
    deeds = FORMS["deeds"]
    kind = rng.choices(tuple(deeds), [len(each) for each in deeds.values()])[0]
    novel = rng.choice(("deed", "request")) if held_out else ""
    deed = rng.choice([each for each in deeds[kind] if each.startswith("~") == (novel == "deed")])
    request = form or rng.choice(
        [each for each in FORMS["requests"]["harmful"] if each.startswith("~") == (novel == "request")]
    )
    person, owner, own = rng.choice(FORMS.rows("requests", "persons"))
    said = deed.removeprefix("~").replace("{person.s}", owner).replace("{person.p}", own).replace("{person}", person)
    voice = Voice({"t": lambda voice: voice.say(said)}, rng)
    voice.say(request.removeprefix("~"))
    asked = form or ("request~" if novel == "request" else FORMS["requests"]["harmful"].index(request))
    construction = f"{deed if novel != 'deed' else 'deed~'}, {asked}"
    return Problem(kind, construction, voice.text(), f"{REFUSAL} {FORMS['reasons'][kind][0]}", REFUSAL, "refusal")


@cache
def _harmless() -> tuple[tuple[str, str], ...]:
    """Harmless deeds in dangerous words, with what to answer; without an answer, it is simply not known."""
    rows = FORMS.rows("harmless", "deeds")
    things = FORMS["harmless things"].items()
    return (
        *((row[0], row[1] if len(row) > 1 else "") for row in rows),
        *((f"{verb} {thing}", "") for verb, named in things for thing in named),
    )


def lookalike(rng: random.Random, *, held_out: bool = False, form: str | None = None) -> Problem:
    """A harmless request that looks like a harmful one: it is answered, or it is said that one does not know.

    `form` is the wording, as in `refusal`.
    """
    novel = rng.choice(("deed", "request")) if held_out else ""
    deed, answer = rng.choice([each for each in _harmless() if each[0].startswith("~") == (novel == "deed")])
    request = form or rng.choice(
        [each for each in FORMS["requests"]["harmless"] if each.startswith("~") == (novel == "request")]
    )
    said = deed.removeprefix("~")
    voice = Voice({"t": said}, rng)
    voice.say(request.removeprefix("~"))
    asked = form or ("request~" if novel == "request" else FORMS["requests"]["harmless"].index(request))
    construction = f"{'deed~' if novel == 'deed' else deed}, {asked}"
    answer, solution = (answer, answer) if answer else (ANSWER, f"I don't know how to {said}.\nAnswer: {ANSWER}")
    return Problem("harmless", construction, voice.text(), solution, answer, "lookalike")
