"""What people type with one calculation in it: "3 apples - 1", "12*13", "15% of 80", "solve x+3=10", "i had 8 pens and
lost 3". The solutions take the steps of the families; sums whose numbers add up to 3 modulo 7 are held out where they
stand in signs alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

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
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.opener import BEYOND
from phi4.nano.problems.typing import as_typed, renamed
from phi4.nano.problems.unknown import ANSWER
from phi4.nano.problems.words import NAMES, THINGS, Noun, in_words, noun

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


_SIGNS = {"+": ("+", " + ", "+", " plus ", " and "), "-": ("-", " - ", "-", " minus ", " - "), "×": ("*", " * ", "x", " x ", " times ", "×", "X"),
          "÷": ("/", " / ", "/", " divided by ", "÷", ":")}  # fmt: skip
_AROUND = (
    "{s}", "{s}", "{s}", "{s}", "{s}=", "{s} =", "{s}?", "{s} = ?", "{s}=?", "what is {s}", "whats {s}", "what's {s}?", "calculate {s}",
    "compute {s}", "how much is {s}", "{s} please", "solve {s}", "can you do {s}", "{s} equals", "hi, {s}", "ok {s}", "tell me {s}", "math: {s}",
    "i need {s}", "{s} thanks", "do you know {s}", "and {s}?", "now {s}", "result of {s}", "answer {s}", "wat is {s}", "{s} is what",
)  # fmt: skip


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
    return _written("signs", rng.choice(_AROUND).format(s=said), f"{work}.", result, rng)


_ASKED: Mapping[str, tuple[str, ...]] = {
    "+": ("add {a} and {b}", "sum of {a} and {b}", "{a} added to {b}", "what do i get if i add {a} to {b}", "{a} plus {b} is", "{a} & {b} together", "the sum of {a} and {b}", "{a} and {b} makes", "What is the sum of {a} and {b}?"),
    "-": ("take {b} from {a}", "{a} take away {b}", "subtract {b} from {a}", "{b} less than {a}", "{a} less {b}", "difference of {a} and {b}", "{a} without {b}", "from {a} to {b} down", "What is the difference between {a} and {b}?"),
    "×": ("multiply {a} by {b}", "{a} multiplied by {b}", "product of {a} and {b}", "{a} by {b} multiplied", "the product of {a} and {b}", "{b} lots of {a}", "What is the product of {a} and {b}?", "{a} multiply {b}"),
    "÷": ("divide {a} by {b}", "{a} over {b}", "{a} shared by {b}", "how often does {b} go into {a}", "how many times does {b} fit in {a}", "{a} split in {b}", "What is {a} divided by {b}?", "quotient of {a} and {b}"),
}  # fmt: skip


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
        said = rng.choice(_ASKED[sign]).format(a=a, b=b)
    elif kind < 0.5:
        said = rng.choice(("What is {s}?", "How much is {s}?", "Calculate {s}.", "What does {s} make?", "What is {s}", "And {s}?", "What about {s}?", "Now {s}.", "Then {s}?", "Ok, {s}?", "Tell me {s}.", "And what is {s}?")).format(s=f"{a} {sign} {b}")  # fmt: skip
    else:
        said = rng.choice(_AROUND).format(s=f"{a}{rng.choice(_SIGNS[sign])}{b}")
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
            ((101, 999, 11, 99), (101, 999, 101, 999), (1001, 9999, 11, 9999), (10_001, 99_999, 2, 9), (10_001, 999_999, 11, 999))
        )  # fmt: skip
        a, b = rng.randint(low, high), rng.randint(least, most)
    elif sign == "÷":
        b = rng.randint(3, 999)
    said = f"{a:,}" if rng.random() < 0.1 else str(a)
    said = rng.choice(_AROUND).format(s=f"{said}{rng.choice(_SIGNS[sign])}{b}")
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
        return _written("several", rng.choice(_AROUND).format(s=said), steps, str(a + b * c), rng)
    joint = rng.choice((sign, f" {sign} "))
    said = joint.join(map(str, values))
    return _written("several", rng.choice(_AROUND).format(s=said), f"{work}.", str(result), rng)


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
    said = rng.choice(
        (
            "{p}% of {w}",
            "{p}% of {w}",
            "{p} percent of {w}",
            "{p} % of {w}",
            "{p}pct of {w}",
            "{p}% from {w}",
            "{w} * {p}%",
        )
    )
    said = rng.choice(_AROUND).format(s=said.format(p=percent, w=whole))
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
            rng.choice(_AROUND).format(s=said),
            f"{number} squared is {times(number, number)[0]}.",
            str(number**2),
            rng,
        )
    said = f"{name} {number}" if many else rng.choice((f"{name} of {number}", f"{name} {number}"))
    work, result = times(number, count) if many else by(number, count)
    return _written("part", rng.choice(_AROUND).format(s=said), f"{work}.", result, rng)


_EQUATION = (
    "solve {e}", "{e}", "{e}", "{e}, x?", "{e} find x", "find x: {e}", "{e} what is x", "{e} solve", "x in {e}", "solve for x {e}", "if {e} what is x", "whats x if {e}",
    "{e} x=?", "{e} x = ?", "what is x in {e}", "get x: {e}", "solve this {e}", "can you solve {e}", "solve the equation {e}",
)  # fmt: skip


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
    return _written("equation", rng.choice(_EQUATION).format(e=said), f"{work}.", str(x), rng)


# What is stated, what is done with the numbers, and the noun of the answer: the things, "{m}" money, or another.
_STORIES: dict[str, tuple[str, ...]] = {
    "+": (
        "{who} has {a thing} and gets {b} more. how many now", "{a thing} + {b thing}", "{a thing} plus {b thing}", "i have {a thing} and find {b} more, how many in total", "{a thing} and {b} more", "there are {a thing} here and {b} there. all together?",
        "{who} had {a thing}, then {other} gave {who} {b}. how many has {who}", "i picked {a thing} and my [sister|brother|dad|mom] picked {b}, how many together", "{a} {thing+} in one [box|bag] and {b} in the other. total", "{who} has {a thing}. {other} has {b}. how many do they have together",
        "{b} more than {a thing}", "{who} collects {a thing} on monday and {b} on tuesday. sum?", "if you have {a thing} and buy {b} more how many do you have", "we had {a thing}, now {b} came on top, how many are there", "{a} red and {b} blue {thing+}, how many {thing+}", "add {b thing} to {a thing}",
        "{who} ate {a thing} and {other} ate {b}. how many did they eat", "{who} is {a}. {other} is {b} years older. how old is {other}~years", "{who} is {a} now. how old in {b} years~years", "im {a}, how old will i be in {b} years~years", "my brother is {a} and my sister is {b} years older. her age?~years",
        "{who} is {a}, in {b} years {who} is?~years", "it costs {a} dollars and {b} dollars shipping. total~dollars", "i paid {a} dollars for a [book|hat|lamp] and {b} dollars for a [pen|toy|cup]. total?~dollars", "i walked {a} km and then {b} km more. how far~km",
        "{who} found {a thing} today and {b} yesterday. how many is that", "[a|my] [shelf|drawer|basket] has {a thing}, {other} puts in {b} more. now how many", "{a thing} came first, then {b} more arrived. how many {thing+} are here now", "i counted {a thing} in the morning and {b} in the evening, total?", "{who} buys {a thing} and after that {b} more, all in all?", "first {a thing}, later {b} on top. sum of {thing+}", "my [mom|dad|aunt] gave me {a thing} and my [uncle|friend|teacher] gave me {b}. what do i have now", "a [class|team|club] has {a thing} and gets {b} new ones. how many then", "{who} is {a} and i am {b} years older than {who}. how old am i~years", "{b} years ago i was {a}. how old am i now~years", "a [book|game|bag] for {a} dollars and a [pen|ball|cap] for {b} dollars. pay how much~dollars", "{a} minutes of [reading|running|math] and {b} minutes of [music|tennis|drawing]. minutes in all?~minutes", "{a} points in round one, {b} in round two. how many points~points", "it was {a} dollars and went up by {b} dollars. price now~dollars",
    ),
    "-": (
        "{who} has {a thing} and gives {b} away. how many left", "{a thing} - {b}", "{a thing} minus {b}", "{a thing} - {b thing}", "i had {a thing} and lost {b}. how many now", "{a thing}, {b} are gone. left?", "there were {a thing} and {b} got eaten, how many remain", "{who} had {a thing}. {other} took {b}. how many does {who} still have",
        "take {b} away from {a thing}", "out of {a thing} i ate {b}. how many are left", "{a} {thing+} in a [box|bag|jar], i take out {b}, how many stay inside", "{who} has {a thing}, {other} has {b}. how many more has {who}", "i need {a thing} and have {b}, how many more do i need", "{who} gave {b} of {a thing} to {other}. whats left",
        "{a} {thing+} on the table, {b} fall down. how many still on it", "if i have {a thing} and you take {b} how many do i have", "{who} baked {a thing} and sold {b}. how many are left over", "{who} is {a} and {other} is {b} years younger. how old is {other}~years", "how old was {who} {b} years ago if {who} is {a}~years", "in {b} years i am {a}. my age now?~years",
        "i have {a} dollars and spend {b}. how much left~dollars", "{a} dollars minus {b} dollars~dollars", "price {a} dollars, i pay {b} less. how much~dollars", "i have {a} dollars and a [book|hat|ticket] costs {b}. what is left~dollars", "{who} owed {a} dollars, paid back {b}. still owes?~dollars", "{a} km to go, {b} km done. rest?~km",
        "{who} owned {a thing}. {b} got lost. how many does {who} have now", "of {a thing} {b} are broken, how many are whole", "{a thing} were on the shelf, somebody bought {b}. what remains", "{a} {thing+}, {b} of them sold. unsold?", "{who} must make {a thing}, {b} are done. how many are to do", "there are {a thing} and {b} fly away. how many stay here", "{other} borrows {b} of the {a thing} of {who}. how many are left with {who}", "a [bus|train|boat] with {a} people, {b} get off. people now?~people", "i had {a} dollars before i paid {b} dollars for a [ticket|shirt|meal]. money left?~dollars", "{a} dollars was the price, now it is {b} dollars cheaper. new price?~dollars", "{who} wants {a thing} but only has {b}. how many are missing", "{who} has {a thing} and {other} has {b}. how many fewer has {other}", "the [book|film|trip] takes {a} minutes, {b} minutes are over. minutes left?~minutes", "{a} pages, {b} read. still to read?~pages", "{a} points to win, i have {b}. missing points~points",
    ),
    "×": (
        "{a} bags with {b thing} each. how many", "{a} boxes, {b thing} in each, total?", "{b thing} per day for {a} days", "{a} kids with {b thing} each, how many {thing+}", "{who} buys {a} packs of {b thing}. how many {thing+}", "each of {a} friends has {b thing}. all together?", "{a} times {b thing}", "{a} rows of {b thing}",
        "i eat {b thing} every day. how many in {a} days", "every box has {b thing}. i have {a} boxes, how many {thing+}", "{a} hours at {b} dollars an hour~dollars", "i earn {b} dollars an hour, work {a} hours. pay?~dollars", "{a} tickets, {b} dollars each~dollars", "{b} dollars a day for {a} days~dollars", "i get {b} dollars per hour. how much for {a} hours~dollars",
        "{who} makes {b} dollars an hour and works {a} hours, how much money~dollars", "{b} pages a day, {a} days. pages?~pages", "a [machine|worker|cook] makes {b thing} an hour. how many in {a} hours", "{a} weeks with {b} dollars saved each week~dollars", "it prints {b} pages a minute, how many in {a} minutes~pages", "a [car|train|bus] goes {b} km an hour. how far in {a} hours~km",
        "{b} km/h for {a} hours how far~km", "driving {b} miles per hour for {a} hours, how many miles~miles", "{who} is {b}. {other} is {a} times as old. how old is {other}~years", "my dad is {a} times my age, i am {b}. his age~years", "{a} spiders {b} flies each, flies?~flies",
        "{a} [tables|carts|trays] carry {b thing} each. number of {thing+}?", "{who} gets {b thing} a week. how many after {a} weeks", "in each of {a} [rooms|houses|trees|nests] there are {b thing}. all {thing+}?", "{a} children, everyone brings {b thing}. how many are there", "one pack is {b thing}. how many in {a} packs", "{b} dollars for each of {a} [days|lessons|rides]. sum?~dollars", "{a} [tickets|books|pizzas] at {b} dollars. what do i pay~dollars", "{a} km every day for {b} days. how far~km", "{b} minutes a lap, {a} laps. minutes?~minutes", "{who} saves {b} dollars each month. after {a} months?~dollars", "{a} rows with {b} seats. seats?~seats",
    ),
    "÷": (
        "{c thing} for {b} kids, how many each", "{c thing} divided by {b}", "{c thing} / {b}", "{b} friends share {c thing}. how many does each get", "{c thing} in bags of {b}. how many bags~bags", "split {c thing} in {b} equal parts", "{c} dollars for {b} people, each?~dollars", "{b} friends pay a bill of {c} dollars. each pays~dollars", "bill {c} dollars, {b} of us, how much each~dollars",
        "we split {c} dollars {b} ways~dollars", "{b} tickets cost {c} dollars. one ticket?~dollars", "{b thing} cost {c} dollars, what does one cost~dollars", "saving {b} dollars a week, how many weeks for {c} dollars~weeks", "i save {b} dollars every month. when do i have {c}? months~months", "{c} pages, {b} a day. how many days~days", "book with {c} pages, i read {b} every day. days?~days",
        "{c} km at {b} km/h, how many hours~hours", "how long for {c} miles at {b} mph~hours", "{who} runs {c} km in {b} hours. speed~km per hour", "{c} km in {b} hours how fast~km per hour", "{c thing}, {b} per day. for how many days~days", "need {c} dollars, save {b} a day, how many days~days", "{c} dollars a week, per {b} days it is the same each day. a day?~dollars",
        "want a [bike|phone|game] for {c} dollars and i save {b} dollars a week, how long~weeks", "each gets the same: {c thing}, {b} kids",
        "{b} kids get the same number out of {c thing}. each?", "{c thing} go into {b} [boxes|bags|bowls], same in each. how many per one", "put {c thing} in {b} equal rows. how many in one row", "{b} people pay {c} dollars together, all the same. one person?~dollars", "{c} dollars bill for {b} friends, what is one share~dollars", "split the {c} dollars fairly, {b} of us~dollars", "the bill of {c} dollars is split evenly by {b} people, each?~dollars", "how many weeks to save {c} dollars with {b} dollars a week~weeks", "{b} dollars a month, goal {c} dollars. months needed~months", "{c} minutes for {b} laps, one lap is how long~minutes", "{who} reads {b} pages a day and the book has {c} pages. days?~days", "it takes how many hours to drive {c} km with {b} km an hour~hours", "drive {c} miles at {b} mph, hours?~hours", "a trip of {c} km, speed {b} km/h. time?~hours", "{c} dollars for {b} [hours|days] of work, for one?~dollars",
    ),
}  # fmt: skip


_ANIMALS = tuple(map(noun, ("dog", "frog", "duck", "cow", "bee", "goat", "owl", "ant", "horse", "pig", "child", "boy", "girl", "player", "car", "boat")))  # fmt: skip


def _story(rng: random.Random) -> Problem:
    """A story of one step."""
    sign = rng.choice(tuple(_STORIES))
    form, _, unit = rng.choice(_STORIES[sign]).partition("~")
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
