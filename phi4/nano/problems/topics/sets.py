"""Groups that overlap: how many are in either, in neither, in both, in one alone; and chances."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import added, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import listed, noun, someone

FORMS = Forms(__file__)

_PEOPLE = (
    (noun("student"), "class"), (noun("child"), "group"), (noun("guest"), "hotel"), (noun("member"), "club"),
    (noun("scout"), "camp"), (noun("person"), "office"), (noun("pupil"), "school class"), (noun("neighbor"), "street"),
)  # fmt: skip


def _venn(rng: random.Random) -> tuple[int, int, int, int]:
    """Only the first, only the second, both, neither."""
    return rng.randint(2, 20), rng.randint(2, 20), rng.randint(2, 15), rng.randint(1, 15)


def _slots(rng: random.Random) -> dict[str, object]:
    people, place = rng.choice(_PEOPLE)
    # As the third person plural says it, "like tea"; for one, "likes tea".
    first, second = rng.sample(rng.choice(FORMS.rows("words", "likes")), 2)
    return {"people": people, "place": place, "p": first, "q": second, "who": someone(rng)}


def _either(rng: random.Random) -> Drawn:
    a, b, both, _ = _venn(rng)
    first, second = a + both, b + both
    slots = _slots(rng)
    lines = [
        f"{first} {slots['p']}, {second} {slots['q']}, and {both} do both.",
        f"{added(first, second)}.",
        f"Exception: those who do both are counted twice, so take them away once: {subtracted(first + second, both)}.",
    ]
    return Drawn(lines, str(a + b + both), {"first": first, "second": second, "both": both}, slots)


EITHER = Family("at least one of two", _either, FORMS, ordered=True, past=False)


def _neither(rng: random.Random) -> Drawn:
    a, b, both, neither = _venn(rng)
    first, second, total = a + both, b + both, a + b + both + neither
    slots = _slots(rng)
    lines = [
        f"There are {total}. {first} {slots['p']}, {second} {slots['q']}, and {both} do both.",
        f"At least one: {added(first, second)}, "
        f"and without counting the {both} twice {subtracted(first + second, both)}.",
        f"Neither: {subtracted(total, a + b + both)}.",
    ]
    return Drawn(lines, str(neither), {"total": total, "first": first, "second": second, "both": both}, slots)


NEITHER = Family("neither of two", _neither, FORMS, ordered=True, past=False)


def _overlap(rng: random.Random) -> Drawn:
    a, b, both, _ = _venn(rng)
    first, second, total = a + both, b + both, a + b + both
    slots = _slots(rng)
    lines = [
        f"There are {total}, and all do at least one. {first} {slots['p']}, {second} {slots['q']}.",
        f"{added(first, second)}.",
        f"Pattern: what is above {total} was counted twice: {subtracted(first + second, total)}.",
    ]
    return Drawn(lines, str(both), {"total": total, "first": first, "second": second}, slots)


OVERLAP = Family("both of two", _overlap, FORMS, ordered=True, past=False)


def _only(rng: random.Random) -> Drawn:
    a, b, both, _ = _venn(rng)
    first, second = a + both, b + both
    slots = _slots(rng)
    one = rng.random() < 0.5
    lines = [f"{first} {slots['p']}, {second} {slots['q']}, and {both} do both."]
    if one:
        lines += [
            f"Only the first: {subtracted(first, both)}. Only the second: {subtracted(second, both)}.",
            f"Exactly one: {added(a, b)}.",
        ]
        slots["just"] = "do exactly one of the two"
    else:
        lines.append(f"Only the first: {subtracted(first, both)}.")
        slots["just"] = f"only {slots['p']}"
    return Drawn(lines, str(a + b if one else a), {"first": first, "second": second, "both": both, "one": one}, slots)


ONLY = Family("only one of two", _only, FORMS, ordered=True, past=False)

_COLORS = ("red", "blue", "green", "yellow", "white", "black")
_BALLS = (
    noun("ball"),
    noun("marble"),
    noun("bead"),
    noun("card"),
    noun("chip"),
    noun("button"),
    noun("candy"),
    noun("sock"),
)


def _chance(rng: random.Random) -> Drawn:
    colors = rng.sample(_COLORS, rng.choice((2, 2, 3)))
    counts = [rng.randint(1, 9) for _ in colors]
    total = sum(counts)
    ball = rng.choice(_BALLS)
    place = rng.randrange(len(colors))
    color, want = colors[place], counts[place]
    common = math.gcd(want, total)
    not_it = rng.random() < 0.25
    if not_it:
        want = total - want
        common = math.gcd(want, total)
    told = [
        f"{count} {color} {ball.one if count == 1 else ball.many}" for count, color in zip(counts, colors, strict=True)
    ]
    wanted = f"all but {color} {counts[place]}, {subtracted(total, counts[place])}" if not_it else f"{color} {want}"
    lines = [
        f"By color: {', '.join(f'{each} {count}' for each, count in zip(colors, counts, strict=True))}.",
        f"In all: {summed(counts)}.",
        f"Wanted: {wanted}. That is {want} of {total}"
        + (f", and {want}/{total} = {want // common}/{total // common}." if common > 1 else "."),
    ]
    slots = {
        "things": listed(told), "ball": ball, "color": color, "who": someone(rng),
        "bag": rng.choice(("bag", "box", "jar", "basket", "hat", "bowl")), "is": "is not" if not_it else "is",
    }  # fmt: skip
    answer = f"{want // common}/{total // common}"
    return Drawn(
        lines, answer, {"counts": dict(zip(colors, counts, strict=True)), "color": color, "not": not_it}, slots
    )


CHANCE = Family("chance", _chance, FORMS, ordered=True)

FAMILIES = (EITHER, NEITHER, OVERLAP, ONLY, CHANCE)
