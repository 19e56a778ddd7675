"""Plain sums of two numbers, asked in words and in signs, with numbers of one to four digits."""

from __future__ import annotations

import random
from collections.abc import Sequence

from phi4.nano.problems.arithmetic import (
    added,
    divided,
    long_difference,
    long_product,
    long_sum,
    multiplied,
    subtracted,
)
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.words import named

_NAMES = {"+": "sum", "-": "difference", "×": "product", "÷": "quotient"}


def _number(rng: random.Random) -> int:
    """Mostly of two digits, at times of one, three or four."""
    return rng.randint(*rng.choice(((1, 9), (10, 99), (10, 99), (10, 99), (100, 999), (1000, 9999))))


def sum_of(rng: random.Random) -> tuple[int, int, str, str]:
    """Two numbers, the worked sum, the result."""
    a, b = _number(rng), _number(rng)
    return a, b, long_sum(a, b) if max(a, b) > 999 else added(a, b), str(a + b)


def difference_of(rng: random.Random) -> tuple[int, int, str, str]:
    a, b = sorted((_number(rng), _number(rng)), reverse=True)
    return a, b, long_difference(a, b) if a > 999 else subtracted(a, b), str(a - b)


def product_of(rng: random.Random) -> tuple[int, int, str, str]:
    a, b = rng.choice(((9, 9), (99, 9), (99, 9), (99, 20), (999, 9), (99, 99), (9999, 9), (999, 99)))
    a, b = rng.randint(max(2, a // 10), a), rng.randint(2, b)
    work = long_product(a, b) if a > 999 or (a > 99 and b > 9) else multiplied(a, b)
    if rng.random() < 0.3 and a <= 99:
        return b, a, work if work.startswith(f"{b} ×") else f"{b} × {a} = {work}", str(a * b)
    return a, b, work, str(a * b)


def quotient_of(rng: random.Random) -> tuple[int, int, str, str]:
    divisor = rng.choice((rng.randint(2, 9), rng.randint(2, 12), rng.randint(11, 30)))
    quotient = rng.randint(2, rng.choice((12, 30, 99, 400)))
    rest = rng.randint(1, divisor - 1) if rng.random() < 0.3 else 0
    a = divisor * quotient + rest
    return a, divisor, divided(a, divisor), f"{quotient} remainder {rest}" if rest else str(quotient)


_WORKERS = {"+": sum_of, "-": difference_of, "×": product_of, "÷": quotient_of}


def _drawn(sign: str, rng: random.Random) -> Drawn:
    a, b, work, result = _WORKERS[sign](rng)
    signs = {"+": "+", "-": "-", "×": rng.choice("×××*x"), "÷": rng.choice("÷÷/")}
    # Beside a sign numbers are never in words.
    return Drawn([f"{work}."], result, {"a": a, "b": b}, {"term": f"{a} {signs[sign]} {b}", "who": named(rng)})


def _family(
    sign: str,
    told: Sequence[str],
    spoken: tuple[str, str],
    orders: Sequence[str],
    *,
    direct: Sequence[str],
    indirect: Sequence[str],
    noun: Sequence[str],
    result: tuple[str, str] | None = None,
) -> Family:
    """A family of sums; `result` is what is asked for, as "their sum", and said otherwise.

    `direct`, `indirect` and `noun` ask for it in words of its own.
    """
    asked, other = result or (f"their {_NAMES[sign]}", f"the {_NAMES[sign]} of both")
    return Family(
        _NAMES[sign],
        lambda rng: _drawn(sign, rng),
        facts={"numbers": told},
        direct=(f"what is {asked}", f"how large is {asked}", *direct, f"~what does one get as {other}"),
        indirect=(f"what {asked} is", *indirect, f"~how large {other} is"),
        noun=(asked, other, *noun),
        whole=(
            f"What is {{a}} {spoken[0]} {{b}}?",
            "What is {term}?",
            "{term} =",
            "{term} = ?",
            "{term}",
            "Compute {term}.",
            "Calculate {term}.",
            f"How much is {{a}} {spoken[0]} {{b}}?",
            "How much is {term}?",
            "Find the value of {term}.",
            f"What does {{a}} {spoken[0]} {{b}} equal?",
            "I need the answer to {term}.",
            "[Can|Could] you [calculate|do|solve] {term}[ for me|]?",
            "The exercise says {term}. What is the answer?",
            *orders,
            "~Work out {term}, please.",
            f"~{{a}} {spoken[1]} {{b}}: how much is it?",
            f"~Tell me the result of {{a}} {spoken[0]} {{b}}.",
            "Please give me the value of {term}.",
            "{term} equals what?",
            "My task is {term}. What do I write down?",
            "Quick: {term}?",
            "Solve {term}.",
            "Do you know what {term} is?",
            '{speaker} asks {listener}: "What is {term}?" What is the right reply?',
            "This is the question: {term}. What is the answer?",
        ),
        asides=(),
        past=False,
        skip=SKIP,
    )


_TOLD = (
    "the numbers are {a} and {b}",
    "{who} writes down {a} and {b}",
    "there are two numbers, {a} and {b}",
    "we take {a} and {b}",
    "{who} thinks of {a} and {b}",
    "two numbers are given: {a} and {b}",
    "~on two cards are {a} and {b}",
    "the first number is {a}, and the second is {b}",
    "someone picks the numbers {a} and {b}",
)
_DIVISION = (
    "{a} is to be divided by {b}",
    "{who} wants to divide {a} by {b}",
    "we divide {a} by {b}",
    "the dividend is {a} and the divisor is {b}",
    "{a} gets divided by {b}",
    "~the task is to divide {a} by {b}",
    "{who} carries out the division of {a} by {b}",
    "a division has {a} as its dividend and {b} as its divisor",
)

SUM = _family(
    "+",
    _TOLD,
    ("plus", "and"),
    (
        "Add {a} and {b}.",
        "What is the sum of {a} and {b}?",
        "Add {b} to {a}.",
        "If you add {a} to {b}, what is the total?",
        "Put {a} and {b} together. How much is that?",
        "I have the numbers {a} and {b}. How much are they together?",
        "Given {a} and {b}, find their sum.",
        "Start with {a}, then add {b}. Which number do you reach?",
        "The first number is {a}, the second {b}. Give the total.",
        "What total do {a} and {b} make?",
        "Increase {a} by {b}.",
        "{speaker} scores {a} in a game, and {listener} scores {b}. What is their score together?",
        "What is {b} more than {a}?",
        "Which number is {b} larger than {a}?",
    ),
    direct=(
        "how much are they together",
        "what do they add up to",
        "what is the total",
        "how much do the two of them make",
        "what number does one get by adding them",
    ),
    indirect=(
        "how much they are together",
        "what they add up to",
        "what the total is",
        "how much the two of them make",
        "what number one gets by adding them",
    ),
    noun=(
        "the total",
        "the number that they add up to",
        "the result of adding them",
        "the amount that they make together",
    ),
)
DIFFERENCE = _family(
    "-",
    _TOLD,
    ("minus", "less"),
    (
        "Subtract {b} from {a}.",
        "Take {b} away from {a}.",
        "What is the difference of {a} and {b}?",
        "How much more is {a} than {b}?",
        "By how much is {b} smaller than {a}?",
        "If {b} is taken from {a}, what is left?",
        "Start at {a} and go down by {b}. Which number do you reach?",
        "Given {a} and {b}, find their difference.",
        "I had {a}, and {b} of it is gone. What is left?",
        "Decrease {a} by {b}.",
        "What must be added to {b} to get {a}?",
        "From {a}, take away {b}. How much remains?",
        "How far is it from {b} to {a} on the number line?",
        "Which number is {b} smaller than {a}?",
        "What is {a} reduced by {b}?",
        "The first number is {a}, the second {b}, and the second is subtracted from the first. What remains?",
    ),
    direct=(
        "by how much do they differ",
        "how far apart are they",
        "what is left of the larger one when the smaller one is taken away",
        "what is the distance between them",
        "what does one get by subtracting the smaller from the larger",
    ),
    indirect=(
        "by how much they differ",
        "how far apart they are",
        "what the distance between them is",
        "what one gets by subtracting the smaller from the larger",
    ),
    noun=(
        "the gap between them",
        "the number by which they differ",
        "the distance between them",
        "the result of subtracting the smaller from the larger",
    ),
)
PRODUCT = _family(
    "×",
    _TOLD,
    ("times", "multiplied by"),
    (
        "Multiply {a} by {b}.",
        "What is the product of {a} and {b}?",
        "What do {a} and {b} make when one is multiplied with the other?",
        "If the factors are {a} and {b}, what is the product?",
        "Given {a} and {b}, find their product.",
        "There are {a} groups of {b}. How much is that in all?",
        "I have to multiply {b} with {a}. What is the answer?",
        "In a hall there are {a} rows with {b} seats in each. How many seats is that?",
        "Take {b} and multiply it by {a}.",
        "Each of {a} boxes holds {b} pencils. How many pencils are there in all the boxes?",
        "Find the number you get when {a} is multiplied by {b}.",
        "One factor is {a}, the other {b}. Give the product.",
        "How much are {a} lots of {b}?",
    ),
    direct=(
        "what do they make when they are multiplied",
        "what does multiplying them give",
        "what is the first times the second",
        "how much is one times the other",
        "what number do both factors make",
    ),
    indirect=(
        "what they make when they are multiplied",
        "what multiplying them gives",
        "how much one times the other is",
        "what the first times the second is",
    ),
    noun=(
        "the first times the second",
        "the number that multiplying them gives",
        "the result of multiplying them",
        "the number that both factors make",
    ),
)
QUOTIENT = _family(
    "÷",
    _DIVISION,
    ("divided by", "over"),
    (
        "Divide {a} by {b}.",
        "What does {a} divided by {b} make?",
        "How often does {b} go into {a}?",
        "How many times does {b} fit into {a}?",
        "If {a} is divided by {b}, what is the quotient?",
        "Given the dividend {a} and the divisor {b}, find the quotient.",
        "I have to divide {a} by {b}. What comes out?",
        "Make groups of {b} out of {a}. How many groups are there?",
        "With whole numbers, what is {a} divided by {b}?",
        "How many groups of {b} can be made from {a}?",
        "Carry out the division of {a} by {b}.",
        "The number {a} is divided by {b}. State the result.",
        "{b} is the divisor, {a} the dividend. Give the quotient.",
        "In {a}, how many times is {b} contained?",
        "What is the outcome if we divide {a} by {b}?",
    ),
    result=("the result", "the quotient"),
    direct=(
        "what comes out",
        "what does the division give",
        "what is the answer",
        "what is the outcome",
        "what should be written as the result",
    ),
    indirect=(
        "what comes out",
        "what the division gives",
        "what the outcome is",
        "what should be written as the result",
    ),
    noun=(
        "the answer to the division",
        "the outcome of the division",
        "the result of the division",
        "the result of dividing",
    ),
)

FAMILIES = (SUM, DIFFERENCE, PRODUCT, QUOTIENT)
