"""Rows of numbers and things: what comes next, what is missing, the nth, sums of neighbors, patterns that repeat."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import listed, named, noun, ordinal, someone

FORMS = Forms(__file__)


def _row(terms: list[int]) -> str:
    return ", ".join(map(str, terms))


def _next(name: str, draw: Callable[[random.Random], Drawn]) -> Family:
    return Family(name, draw, FORMS, section="next number", past=False)


def _steps(terms: list[int]) -> str:
    """The step from each term to the next."""
    steps = (f"{one} to {other} {'up' if other > one else 'down'} {abs(other - one)}" for one, other in pairwise(terms))
    return f"The steps: {', '.join(steps)}."


def _drawn(terms: list[int], lines: list[str], answer: int, rng: random.Random) -> Drawn:
    return Drawn(lines, str(answer), {"terms": tuple(terms)}, {"row": _row(terms), "who": named(rng)})


def _arithmetic(rng: random.Random) -> Drawn:
    step, count = rng.randint(2, 15), rng.choice((4, 4, 5))
    down = rng.random() < 0.3
    first = rng.randint(count * step, 99 + step) if down else rng.randint(1, 60)
    terms = [first + (-step if down else step) * place for place in range(count + 1)]
    work = subtracted if down else added
    lines = [
        _steps(terms[:-1]),
        f"Pattern: each number goes {'down' if down else 'up'} by {step}.",
        f"Next: {work(terms[-2], step)}.",
    ]
    return _drawn(terms[:-1], lines, terms[-1], rng)


def _geometric(rng: random.Random) -> Drawn:
    factor = rng.choice((2, 2, 3, 3, 4, 5, 10))
    count = {2: 5, 3: 4}.get(factor, 3)
    if rng.random() < 0.25:
        last = rng.randint(1, 6)
        terms = [last * factor**place for place in range(count, -1, -1)]
        lines = [
            _steps(terms[:-1]),
            f"{terms[0]} ÷ {terms[1]} = {factor}, {terms[1]} ÷ {terms[2]} = {factor}.",
            f"Pattern: each number is divided by {factor}.",
            f"Next: {terms[-2]} ÷ {factor} = {terms[-1]}.",
        ]
        return _drawn(terms[:-1], lines, terms[-1], rng)
    terms = [rng.randint(1, 6)]
    for _ in range(count):
        terms.append(terms[-1] * factor)
    lines = [
        _steps(terms[:-1]),
        f"{terms[0]} × {factor} = {terms[1]}, {terms[1]} × {factor} = {terms[2]}.",
        f"Pattern: each number is multiplied by {factor}.",
        f"Next: {multiplied(terms[-2], factor)}.",
    ]
    return _drawn(terms[:-1], lines, terms[-1], rng)


def _alternating(rng: random.Random) -> Drawn:
    up, down = rng.randint(3, 12), rng.randint(1, 8)
    while up == down:
        down = rng.randint(1, 8)
    first_up = rng.random() < 0.7
    steps = [up, -down] if first_up else [-down, up]
    terms = [rng.randint(20, 50) if not first_up or down > up else rng.randint(1, 40)]
    count = rng.choice((5, 6))
    for place in range(count):
        terms.append(terms[-1] + steps[place % 2])

    words = [f"{'up' if each > 0 else 'down'} by {abs(each)}" for each in steps]
    by = steps[(count - 1) % 2]
    work = added if by > 0 else subtracted
    lines = [
        _steps(terms[:-1]),
        f"Pattern: by turns {words[0]} and {words[1]}.",
        f"The last step was {words[(count - 2) % 2]}, so next: {work(terms[-2], abs(by))}.",
    ]
    return _drawn(terms[:-1], lines, terms[-1], rng)


def _growing(rng: random.Random) -> Drawn:
    first, gap, grow = rng.randint(1, 20), rng.randint(1, 6), rng.choice((1, 1, 2, 2, 3))
    gaps = [gap + grow * place for place in range(5)]
    terms = [first]
    for each in gaps:
        terms.append(terms[-1] + each)
    lines = [
        _steps(terms[:-1]),
        f"Pattern: each step is {grow} more than the one before.",
        f"Next step: {gaps[-2]} + {grow} = {gaps[-1]}. {added(terms[-2], gaps[-1])}.",
    ]
    return _drawn(terms[:-1], lines, terms[-1], rng)


def _fibonacci(rng: random.Random) -> Drawn:
    terms = [rng.randint(1, 9), rng.randint(1, 9)]
    for _ in range(4):
        terms.append(terms[-1] + terms[-2])
    lines = [
        _steps(terms[:-1]),
        f"{terms[0]} + {terms[1]} = {terms[2]}, {terms[1]} + {terms[2]} = {terms[3]}.",
        "Pattern: each number is the sum of the two before it.",
        f"Next: {added(terms[-3], terms[-2])}.",
    ]
    return _drawn(terms[:-1], lines, terms[-1], rng)


ARITHMETIC = _next("sequence", _arithmetic)
GEOMETRIC = _next("geometric sequence", _geometric)
ALTERNATING = _next("alternating sequence", _alternating)
GROWING = _next("growing steps", _growing)
FIBONACCI = _next("sum of two before", _fibonacci)


def _missing(rng: random.Random) -> Drawn:
    step, first = rng.randint(2, 15), rng.randint(1, 50)
    terms = [first + step * place for place in range(6)]
    hole = rng.randint(2, 4)
    shown = [str(term) if place != hole else rng.choice(("__", "?")) for place, term in enumerate(terms)]
    lines = [
        f"{subtracted(terms[1], terms[0])}.",
        f"Pattern: each number goes up by {step}.",
        f"Missing: {added(terms[hole - 1], step)}.",
        f"Check: {added(terms[hole], step)}.",
    ]
    slots = {"row": ", ".join(shown), "who": named(rng)}
    return Drawn(lines, str(terms[hole]), {"terms": tuple(terms), "hole": hole}, slots)


MISSING = Family("missing number", _missing, FORMS, past=False)


def _nth(rng: random.Random) -> Drawn:
    first, step, place = rng.randint(1, 30), rng.randint(2, 12), rng.randint(6, 30)
    steps = place - 1
    terms = [first + step * each for each in range(3)]
    lines = [
        f"The first number is {first}, and {subtracted(terms[1], first)} is added each time.",
        f"Exception: to the {ordinal(place)} number there are only {place} - 1 = {steps} steps.",
        f"{multiplied(step, steps)}.",
        f"{added(step * steps, first)}.",
    ]
    slots = {"row": _row(terms), "who": named(rng), "nth": ordinal(place), "step": step, "first": first}
    return Drawn(lines, str(first + step * steps), {"first": first, "step": step, "place": place}, slots)


NTH = Family("nth number", _nth, FORMS, past=False)


def _consecutive(rng: random.Random) -> Drawn:
    kind = rng.choice(("", "", "even ", "odd "))
    gap, count = (2 if kind else 1), rng.choice((3, 3, 5))
    middle = rng.randint(4, 60)
    if kind and (middle % 2 == 0) != (kind == "even "):
        middle += 1
    total = middle * count
    numbers = [middle + gap * place for place in range(-(count // 2), count // 2 + 1)]
    asked = rng.choice(("smallest", "largest", "middle"))
    answer = {"smallest": numbers[0], "largest": numbers[-1], "middle": middle}[asked]
    lines = [
        f"{count} consecutive {kind}numbers add up to {total}.",
        f"Pattern: the middle one is their average: {divided(total, count)}.",
    ]
    if asked != "middle":
        work = subtracted if asked == "smallest" else added
        lines.append(f"The {asked} one: {work(middle, gap * (count // 2))}.")
    words = {3: "three", 5: "five"}[count]
    slots = {"n": rng.choice((words, str(count))), "kind": kind, "asked": asked, "who": someone(rng)}
    return Drawn(lines, str(answer), {"total": total, "count": count, "gap": gap, "asked": asked}, slots)


CONSECUTIVE = Family("consecutive numbers", _consecutive, FORMS)

_BEADS = (
    ("red", "blue"), ("red", "green", "blue"), ("black", "white", "white"), ("yellow", "red", "red", "blue"),
    ("green", "yellow", "orange"), ("white", "blue", "red", "green"), ("pink", "purple"), ("red", "red", "white"),
    ("blue", "black", "green", "yellow", "white"), ("gold", "silver", "silver"),
)  # fmt: skip


def _repeating(rng: random.Random) -> Drawn:
    colors = rng.choice(_BEADS)
    size, place = len(colors), rng.randint(8, 60)
    rest = place % size
    color = colors[(place - 1) % size]
    thing = rng.choice(("bead", "flag", "light", "tile", "balloon", "square", "card", "flower", "lamp"))
    lines = [
        f"The pattern of {size} is: {', '.join(colors)}. The question is about number {place}.",
        f"{divided(place, size)}.",
        f"Number {rest} of the pattern is {color}."
        if rest
        else f"Nothing is left over, so it is the last of the pattern: {color}.",
    ]
    shown = ", ".join([*colors, *colors][: size + 2])
    slots = {
        "row": shown, "pattern": listed(colors), "thing": noun(thing), "nth": ordinal(place),
        "who": named(rng),
    }  # fmt: skip
    return Drawn(lines, color, {"colors": colors, "place": place}, slots)


REPEATING = Family("repeating pattern", _repeating, FORMS, past=False, numeric=False)

FAMILIES = (
    ARITHMETIC, GEOMETRIC, ALTERNATING, GROWING, FIBONACCI, MISSING, NTH, CONSECUTIVE, REPEATING,
)  # fmt: skip
