"""What people type with one calculation in it: "3 apples - 1", "12*13", "15% of 80", "solve x+3=10", "i had 8 pens and
lost 3". The solutions take the steps of the families; sums whose numbers add up to 3 modulo 7 are held out where they
stand in signs alone."""

from __future__ import annotations

import random
from collections.abc import Callable

from phi4.nano.problems.arithmetic import (
    added,
    divided,
    long_difference,
    long_product,
    long_sum,
    multiple,
    multiplied,
    subtracted,
    summed,
)
from phi4.nano.problems.family import Problem
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.opener import BEYOND
from phi4.nano.problems.typing import as_typed, renamed
from phi4.nano.problems.unknown import ANSWER
from phi4.nano.problems.words import NAMES, THINGS, Noun, in_words, noun, nouns

FORMS = Forms(__file__)

Worked = tuple[str, str]
"""The working, and the result."""


def held_out_sum(a: int, b: int) -> bool:
    """Whether a sum of these, in signs alone, is kept out of training."""
    return (a + b) % 7 == 3


def plus(a: int, b: int) -> Worked:
    return (long_sum(a, b) if max(a, b) > 999 else added(a, b)), str(a + b)


def minus(a: int, b: int) -> Worked:
    if a < b:
        work, result = minus(b, a)
        return f"{a} < {b}, and {work}, so {a} - {b} = -{result}", f"-{result}"
    return (long_difference(a, b) if a > 999 else subtracted(a, b)), str(a - b)


def times(a: int, b: int) -> Worked:
    if a < b:
        a, b = b, a
    return (long_product(a, b) if a > 999 or (a > 99 and b > 9) else multiplied(a, b)), str(a * b)


def by(a: int, b: int) -> Worked:
    quotient, rest = divmod(a, b)
    return divided(a, b), f"{quotient} remainder {rest}" if rest else str(quotient)


def share_of(percent: int, whole: int) -> Worked:
    """So many percent: the product, and its last two digits cut off behind a point."""
    product, result = percent * whole, (f"{percent * whole / 100:.2f}").rstrip("0").rstrip(".")
    return f"{multiplied(whole, percent)}, and {product} ÷ 100 = {result}", result


def _size(rng: random.Random, top: int = 9999) -> int:
    low, high = rng.choice(((1, 9), (1, 9), (10, 99), (10, 99), (100, 999), (1000, 9999)))
    return min(top, rng.randint(low, high))


def _factors(rng: random.Random) -> tuple[int, int]:
    a, b = rng.choice(((9, 9), (12, 12), (20, 20), (99, 9), (99, 20), (99, 99), (99, 99), (999, 9), (9999, 9)))
    return rng.randint(1, a), rng.randint(1, b)


_SIGNS = {
    "+": ("+", " + ", "+", " plus ", " and "), "-": ("-", " - ", "-", " minus ", " - "),
    "×": ("*", " * ", "x", " x ", " times ", "×", "X"), "÷": ("/", " / ", "/", " divided by ", "÷", ":"),
}  # fmt: skip


def in_signs(rng: random.Random) -> Problem:
    """Two numbers and a sign."""
    while True:
        sign = rng.choice("++--××÷÷")
        if sign == "×":
            a, b = _factors(rng)
        elif sign == "÷":
            b = rng.choice((rng.randint(2, 9), rng.randint(2, 12), rng.randint(10, 30)))
            a = b * rng.randint(1, rng.choice((12, 12, 30, 99))) + (rng.randint(1, b - 1) if rng.random() < 0.2 else 0)
        else:
            a, b = _size(rng), _size(rng)
            if sign == "-" and a < b and rng.random() < 0.7:
                a, b = b, a
        if not held_out_sum(a, b):
            break
    work, result = {"+": plus, "-": minus, "×": times, "÷": by}[sign](a, b)
    joint = rng.choice(_SIGNS[sign])
    said = f"{a}{joint}{b}"
    if rng.random() < 0.04 and max(a, b) < 100:
        said = f"{in_words(a)}{joint if joint[0] == ' ' else f' {joint} '}{in_words(b)}"
    return _written("signs", rng.choice(FORMS["asked"]["around"]).format(s=said), f"{work}.", result, rng)


def small_sum(rng: random.Random) -> Problem:
    """Two small numbers, asked in any way."""
    while True:
        sign = rng.choice("++--×÷")
        top = rng.choice((9, 12, 12, 20, 50, 99))
        a, b = rng.randint(1, top), rng.randint(1, min(top, 20) if rng.random() < 0.6 else top)
        if sign in "×÷":
            a, b = rng.randint(1, 12), rng.randint(1, 12)
            a, b = (a * b, b) if sign == "÷" else (a, b)
        elif sign == "-" and a < b and rng.random() < 0.75:
            a, b = b, a
        if not held_out_sum(a, b):
            break
    work, result = {"+": plus, "-": minus, "×": times, "÷": by}[sign](a, b)
    kind = rng.random()
    if kind < 0.25:
        said = rng.choice(FORMS["in words"][sign]).format(a=a, b=b)
    elif kind < 0.5:
        said = rng.choice(FORMS["asked"]["sentence"]).format(s=f"{a} {sign} {b}")  # fmt: skip
    else:
        said = rng.choice(FORMS["asked"]["around"]).format(s=f"{a}{rng.choice(_SIGNS[sign])}{b}")
    return _written("signs", said, f"{work}.", result, rng)


def too_large(rng: random.Random) -> Problem:
    """Numbers beyond what comes out right: of five digits and more, or a product of three digits by two."""
    sign = rng.choice("++-×÷")
    digits = rng.choice((5, 5, 6, 6, 7))
    a, b = rng.randint(10 ** (digits - 1), 10**digits - 1), rng.randint(10 ** rng.randint(1, 5), 999_999)
    if sign == "-":
        a, b = max(a, b), min(a, b)
    if sign == "×":
        low, high, least, most = rng.choice(
            ((101, 999, 11, 99), (101, 999, 101, 999), (1001, 9999, 11, 9999), (10_001, 99_999, 2, 9),
             (10_001, 999_999, 11, 999))
        )  # fmt: skip
        a, b = rng.randint(low, high), rng.randint(least, most)
    elif sign == "÷":
        b = rng.randint(3, 999)
    said = f"{a:,}" if rng.random() < 0.1 else str(a)
    said = rng.choice(FORMS["asked"]["around"]).format(s=f"{said}{rng.choice(_SIGNS[sign])}{b}")
    return Problem("too large", "too large", said, BEYOND, ANSWER, "onestep")


def _several(rng: random.Random) -> Problem:
    """Three or four numbers: a sum, a product, or products before sums."""
    kind = rng.random()
    if kind < 0.4:
        values = [rng.randint(1, 60) for _ in range(rng.choice((3, 3, 4)))]
        work, result, sign = summed(values), sum(values), "+"
    elif kind < 0.6:
        values = [rng.randint(2, 9) for _ in range(3)]
        work, result, sign = multiple(values), values[0] * values[1] * values[2], rng.choice("*x")
    else:
        a, b, c = rng.randint(1, 50), rng.randint(2, 12), rng.randint(2, 12)
        first = rng.random() < 0.5
        said = f"{b}*{c}+{a}" if first else f"{a}+{b}*{c}"
        steps = f"Products go first: {b} × {c} = {b * c}. " + (
            f"{added(b * c, a)}." if first else f"{added(a, b * c)}."
        )
        said = said.replace("*", rng.choice(("*", " * ", "x", " x "))).replace("+", rng.choice(("+", " + ")))
        return _written("several", rng.choice(FORMS["asked"]["around"]).format(s=said), steps, str(a + b * c), rng)
    joint = rng.choice((sign, f" {sign} "))
    said = joint.join(map(str, values))
    return _written("several", rng.choice(FORMS["asked"]["around"]).format(s=said), f"{work}.", str(result), rng)


def _percent(rng: random.Random) -> Problem:
    while True:
        percent = rng.choice(
            (1, 2, 5, 10, 10, 12, 15, 15, 20, 20, 25, 25, 30, 40, 50, 50, 60, 70, 75, 80, 90, 100, rng.randint(1, 99))
        )
        whole = rng.choice(
            (rng.randint(1, 20) * 10, rng.randint(1, 99), rng.randint(1, 30) * 20, rng.randint(1, 9) * 100)
        )
        if not held_out_sum(percent, whole):
            break
    work, result = share_of(percent, whole)
    said = rng.choice(FORMS["asked"]["percent"])
    said = rng.choice(FORMS["asked"]["around"]).format(s=said.format(p=percent, w=whole))
    return _written("percent", said, f"{percent}% of {whole}: {work}.", result, rng)


def _part(rng: random.Random) -> Problem:
    """Half of it, twice as much, squared."""
    name, count, many = rng.choice(
        (
            ("half", 2, False),
            ("a third", 3, False),
            ("a quarter", 4, False),
            ("twice", 2, True),
            ("double", 2, True),
            ("three times", 3, True),
            ("squared", 0, True),
        )
    )
    while True:
        number = rng.randint(1, 60) * (1 if many else count)
        if not held_out_sum(number, count):
            break
    if not count:
        number = rng.randint(2, 30)
        while held_out_sum(number, 2):
            number = rng.randint(2, 30)
        said = rng.choice(
            (f"{number}^2", f"{number} squared", f"{number}²", f"the square of {number}", f"{number} ^ 2")
        )
        return _written(
            "part",
            rng.choice(FORMS["asked"]["around"]).format(s=said),
            f"{number} squared is {times(number, number)[0]}.",
            str(number**2),
            rng,
        )
    said = f"{name} {number}" if many else rng.choice((f"{name} of {number}", f"{name} {number}"))
    work, result = times(number, count) if many else by(number, count)
    return _written("part", rng.choice(FORMS["asked"]["around"]).format(s=said), f"{work}.", result, rng)


def _equation(rng: random.Random) -> Problem:
    """x in one or two steps, with whole numbers."""
    while True:
        x, b, factor = rng.randint(1, 40), rng.randint(1, 50), rng.randint(2, 9)
        if not held_out_sum(x, b):
            break
    kind = rng.randrange(6)
    if kind == 0:
        equation, work = f"x + {b} = {x + b}", f"x = {subtracted(x + b, b)}"
    elif kind == 1:
        x += b
        equation, work = f"x - {b} = {x - b}", f"x = {added(x - b, b)}"
    elif kind == 2:
        equation, work = f"{factor}x = {factor * x}", f"x is {factor * x} ÷ {factor}: {divided(factor * x, factor)}"
    elif kind == 3:
        equation, work = f"x/{factor} = {x}", f"x is {factor} times {x}: {multiplied(x, factor)}"
        x *= factor
    elif kind == 4:
        total = factor * x + b
        equation = f"{factor}x + {b} = {total}"
        work = f"{factor}x is {subtracted(total, b)}. x is {total - b} ÷ {factor}: {divided(total - b, factor)}"
    else:
        b = rng.randint(1, factor * x - 1)
        total = factor * x - b
        equation = f"{factor}x - {b} = {total}"
        work = f"{factor}x is {added(total, b)}. x is {total + b} ÷ {factor}: {divided(total + b, factor)}"
    style = rng.random()
    said = equation.replace(" ", "") if style < 0.5 else equation
    said = said.replace("x", rng.choice("xxxyn")) if style > 0.9 and "x/" not in said else said
    return _written("equation", rng.choice(FORMS["asked"]["equation"]).format(e=said), f"{work}.", str(x), rng)


_ANIMALS = nouns("dog, frog, duck, cow, bee, goat, owl, ant, horse, pig, child, boy, girl, player, car, boat")


def _story(rng: random.Random) -> Problem:
    """A story of one step."""
    sign = rng.choice(tuple(FORMS["stories"]))
    form, _, unit = rng.choice(FORMS["stories"][sign]).partition("~")
    thing = rng.choice(_ANIMALS if sign in "+-" and rng.random() < 0.15 else THINGS)
    who, other = rng.sample(NAMES, 2)
    big = rng.choice((9, 12, 20, 50, 99))
    a, b = rng.randint(2, big), rng.randint(2, big)
    if sign == "-":
        a, b = max(a, b) + 1, min(a, b)
    if sign in "×÷":
        a, b = rng.randint(2, rng.choice((6, 9, 12, 20))), rng.randint(2, rng.choice((9, 12, 20, 60)))
    if sign == "÷":
        b = rng.randint(2, 12)
    if unit in ("years", "hours", "km per hour") or " old" in form:
        b = rng.randint(2, 12) if sign == "×" else b
    voice = Voice({"a": a, "b": b, "c": a * b, "thing": thing, "who": who, "other": other}, rng, in_words=0.05)
    voice.say(form)
    work, result = {"+": plus, "-": minus, "×": times, "÷": by}[sign](a * b if sign == "÷" else a, b)
    if unit:
        counted: Callable[[str], str] = _unit(unit)
    else:
        counted = thing.after
    answer = counted(f"= {result}").removeprefix("= ")
    question = voice.text()
    if rng.random() < 0.5:
        (question,) = renamed((question,), rng)
    return _written("story", as_typed(question, rng, care=0.1), f"{counted(work)}.", answer, rng)


def _unit(unit: str) -> Callable[[str], str]:
    if unit in ("km", "km per hour", "flies"):
        return lambda statement: f"{statement} {unit}"
    one: Noun = noun(unit.removesuffix("s"))
    return one.after


_WAYS: tuple[tuple[Callable[[random.Random], Problem], float], ...] = (
    (in_signs, 0.22),
    (small_sum, 0.12),
    (too_large, 0.04),
    (_several, 0.10),
    (_percent, 0.12),
    (_part, 0.06),
    (_equation, 0.10),
    (_story, 0.24),
)


def onestep(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A calculation as people type it; `held_out` takes no effect: what is held out was written by hand."""
    del held_out
    return rng.choices([way for way, _ in _WAYS], [share for _, share in _WAYS])[0](rng)


def _written(family: str, question: str, work: str, answer: str, rng: random.Random) -> Problem:
    if family != "story" and rng.random() < 0.15:
        question = question.upper() if rng.random() < 0.3 else question.capitalize()
    return Problem(family, family, question, f"{work}\nAnswer: {answer}", answer, "onestep")
