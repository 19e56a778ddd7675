"""Fractions and ratios: parts of a whole, what remains, the whole from a part."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import THINGS, currency, noun, someone, two_people

FORMS = Forms(__file__)

FRACTIONS = {
    (1, 2): ("half", "1/2"), (1, 3): ("a third", "one third", "1/3"), (2, 3): ("two thirds", "2/3"),
    (1, 4): ("a quarter", "one fourth", "1/4"), (3, 4): ("three quarters", "3/4", "three fourths"),
    (1, 5): ("a fifth", "one fifth", "1/5"), (2, 5): ("two fifths", "2/5"), (3, 5): ("three fifths", "3/5"),
    (4, 5): ("four fifths", "4/5"), (1, 6): ("a sixth", "1/6"), (5, 6): ("five sixths", "5/6"),
    (1, 8): ("an eighth", "1/8"), (3, 8): ("three eighths", "3/8"), (1, 10): ("a tenth", "1/10"),
    (3, 10): ("three tenths", "3/10"), (2, 7): ("two sevenths", "2/7"), (1, 7): ("a seventh", "1/7"),
}  # fmt: skip


def _fraction(rng: random.Random) -> tuple[int, int, str]:
    """A fraction and what it is called."""
    top, bottom = rng.choice(tuple(FRACTIONS))
    return top, bottom, rng.choice(FRACTIONS[top, bottom])


def _of(whole: int, top: int, bottom: int, name: str) -> str:
    """The step that takes `top`/`bottom` of a whole."""
    step = f"1/{bottom} of {whole}: {divided(whole, bottom)}."
    if top > 1:
        step += f" {top}/{bottom}: {multiplied(whole // bottom, top)}."
    del name
    return step


def _fraction_of(rng: random.Random) -> Drawn:
    top, bottom, name = _fraction(rng)
    whole = bottom * rng.randint(2, 20)
    thing = rng.choice(THINGS)
    part = whole // bottom * top
    lines = [f"{name.capitalize()} of {thing(whole)}.", _of(whole, top, bottom, name)]
    slots = {
        "who": someone(rng),
        "thing": thing,
        "f": name,
        "adjective": rng.choice(("red", "old", "broken", "new", "blue", "small")),
    }
    return Drawn(lines, thing(part), {"whole": whole, "top": top, "bottom": bottom}, slots)


FRACTION_OF = Family("fraction of", _fraction_of, FORMS, ordered=True)  # fmt: skip


def _remaining(rng: random.Random) -> Drawn:
    top, bottom, name = _fraction(rng)
    whole = bottom * rng.randint(2, 20)
    thing, verb = rng.choice(THINGS), rng.choice(("give away", "sell", "lose", "use"))
    part = whole // bottom * top
    lines = [
        f"{name.capitalize()} of {thing(whole)} go away.",
        _of(whole, top, bottom, name),
        f"Left: {thing.after(subtracted(whole, part))}.",
    ]
    slots = {"who": someone(rng), "thing": thing, "f": name, "sells": lambda voice: voice.say(f"<{verb}>")}
    return Drawn(lines, thing(whole - part), {"whole": whole, "top": top, "bottom": bottom}, slots)


REMAINING = Family("what remains of a fraction", _remaining, FORMS, ordered=True)


def _from_part(rng: random.Random) -> Drawn:
    top, bottom, name = _fraction(rng)
    each = rng.randint(2, 20)
    whole, part = bottom * each, top * each
    thing = rng.choice(THINGS)
    lines = [f"{name.capitalize()} of the whole is {part}."]
    if top > 1:
        lines.append(f"1/{bottom}: {divided(part, top)}.")
    lines.append(f"The whole is {bottom} times that: {multiplied(each, bottom)}.")
    slots = {"who": someone(rng), "thing": thing, "f": name}
    return Drawn(lines, thing(whole), {"part": part, "top": top, "bottom": bottom}, slots)


FROM_PART = Family("whole from a part", _from_part, FORMS)


def _two_fractions(rng: random.Random) -> Drawn:
    first, second = rng.choice(((2, 2), (2, 3), (3, 2), (2, 4), (4, 2), (3, 3), (4, 3), (2, 5), (5, 2), (3, 4)))
    names = [rng.choice(FRACTIONS[1, each]) for each in (first, second)]
    # What is left after the first part must be whole parts of the second.
    unit = rng.randint(1, 6)
    whole = first * second * unit
    part = whole // first
    rest = whole - part
    while rest % second:
        unit += 1
        whole = first * second * unit
        part = whole // first
        rest = whole - part
    other = rest // second
    thing, (who, friend) = rng.choice(THINGS), two_people(rng)
    lines = [
        f"First {names[0]} of {whole}, then {names[1]} of the rest.",
        f"First: {divided(whole, first)}. Left: {subtracted(whole, part)}.",
        f"Exception: the second part is taken from the {rest} that are left: {divided(rest, second)}.",
        f"Left: {thing.after(subtracted(rest, other))}.",
    ]
    slots = {"who": who, "friend": friend.first, "thing": thing, "f": names[0], "g": names[1]}
    return Drawn(lines, thing(rest - other), {"whole": whole, "first": first, "second": second}, slots)


TWO_FRACTIONS = Family("fraction of the rest", _two_fractions, FORMS, ordered=True, timed=True)


def _ratio(rng: random.Random) -> Drawn:
    a, b = rng.randint(1, 7), rng.randint(1, 7)
    while a == b:
        b = rng.randint(1, 7)
    unit = rng.randint(2, 15)
    total, parts = unit * (a + b), a + b
    part = noun("part")
    money = currency(rng)
    thing = rng.choice((money.noun, rng.choice(THINGS)))
    who, other = two_people(rng)
    asked = rng.choice((who, other))
    share = a if asked is who else b
    lines = [
        f"{thing(total)} in the ratio {a} to {b}: {who} {part(a)}, {other} {part(b)}.",
        f"Parts: {a} + {b} = {parts}. One part: {divided(total, parts)}.",
        f"{asked} {part(share)}: {multiplied(unit, share)} {thing.many}.",
    ]
    slots = {
        "who": who,
        "other": other,
        "asked": asked,
        "thing": thing,
        "part": part,
        "ratio": rng.choice((f"{a} to {b}", f"{a}:{b}")),
    }
    return Drawn(
        lines,
        thing(unit * share),
        {"total": total, "a": a, "b": b, "asked": "first" if asked is who else "second"},
        slots,
    )


RATIO = Family("ratio", _ratio, FORMS)

FAMILIES = (FRACTION_OF, REMAINING, FROM_PART, TWO_FRACTIONS, RATIO)
