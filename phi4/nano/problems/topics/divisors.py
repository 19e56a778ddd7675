"""Divisors, multiples and remainders, and the order of operations."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.numbers import BARE_SKIP
from phi4.nano.problems.words import CONTAINERS, THINGS, named, someone


def _groups(rng: random.Random) -> Drawn:
    common = rng.randint(2, 15)
    first, second = rng.sample(range(2, 10), 2)
    while math.gcd(first, second) > 1:
        first, second = rng.sample(range(1, 10), 2)
    a, b = common * first, common * second
    thing, other = rng.sample(THINGS, 2)
    box = rng.choice(CONTAINERS)
    lines = [
        f"{thing(a)} and {other(b)}, and nothing may be left over.",
        f"Pattern: the number of {box.many} divides both. Divide the larger by the smaller, then the smaller by what is left.",
    ]
    large, small = max(a, b), min(a, b)
    while small:
        lines.append(f"{divided(large, small)}.")
        large, small = small, large % small
    lines.append(f"Nothing is left with {common}.")
    slots = {"thing": thing, "other": other, "box": box, "who": someone(rng)}
    return Drawn(lines, box(common), {"first": a, "second": b}, slots)


GROUPS = Family(
    "largest equal groups",
    _groups,
    facts={
        "things": (
            "{who} <have> {first thing} and {second other}",
            "there <are|were> {first thing} and {second other}",
            "{first thing} and {second other} <are|were> to be packed",
            "{who} <pack> {first thing} and {second other}",
            "{who} <bring> {first thing} and {second other}",
            "~on the table <lie|lay> {first thing} and {second other}",
            "a shop <delivers|delivered> {first thing} and {second other}",
            "the supply <is|was> {first thing} and {second other}",
        ),
        "rule": (
            "+all of them <go|went> into {box+} with the same content, and nothing <is|was> left over",
            "+they <are|were> put into equal {box+} without a rest",
            "+every {box} <gets|got> the same number of {thing+} and the same number of {other+}, and nothing <remains|remained>",
            "+all of them <are|were> shared out evenly among {box+}",
            "+{who} <fill> {box+} that <have|had> the same in them, with nothing over",
            "~+the {box+} must all be alike, and everything must be used",
            "+everything <is|was> divided into {box+} with identical content",
            "+each {box} <holds|held> the same as every other, and not one piece <stays|stayed> out",
        ),
    },
    direct=(
        "how many {box+} can there be at most",
        "what is the largest number of {box+}",
        "what is the greatest number of {box+} that one can make",
        "how many {box+} can be filled at the most",
        "what is the highest number of {box+}",
        "how large can the number of {box+} be",
        "~up to how many {box+} are possible",
        "into how many {box+} can everything go at the most",
        "what is the maximum number of {box+}",
        "how many equal {box+} can be made at the very most",
    ),
    indirect=(
        "how many {box+} there can be at most",
        "how many {box+} can be filled at the most",
        "what the largest number of {box+} is",
        "how large the number of {box+} can be",
        "~up to how many {box+} are possible",
        "into how many {box+} everything can go at the most",
        "what the maximum number of {box+} is",
    ),
    noun=(
        "the largest possible number of {box+}",
        "the greatest number of equal {box+}",
        "the highest possible number of {box+}",
        "the maximum number of {box+}",
        "the largest number of identical {box+}",
    ),
    whole=(
        "What is the greatest number of equal {box+} that one can make from {first thing} and {second other}, using all of them?",
        "{who} <want> to share out {first thing} and {second other} among {box+}, each with the same "
        "content, until all <are|were> used up. What <is|was> the greatest number of {box+} that {who} "
        "<can|could> fill?",
        "{first thing}, {second other}. All of them go into {box+} that hold the same. Largest number of {box+}?",
        "How many {box+} can be filled at the most if each gets the same share of {first thing} and the same "
        "share of {second other}, with none remaining?",
        "I have {first thing} and {second other} to pack. Each {box} must look the same inside, and I may "
        "not keep any back. What is the largest number of {box+} that I can pack?",
        "Given {first thing} and {second other}, find the largest number of equal {box+} that use all of them.",
        "Divide {first thing} and {second other} evenly into as many {box+} as you can, with none staying "
        "behind. How many {box+} is that?",
        "~From {first thing} and {second other}, equal {box+} are made, nothing left. How many at most?",
        "No leftovers, identical {box+}, {first thing}, {second other}: maximum number of {box+}?",
        "Suppose every {box} has to hold the same mix of {thing+} and {other+}. With {first thing} and "
        "{second other}, all of which must be used, how many {box+} can be filled at the very most?",
        "Exercise: {first thing} and {second other} are distributed completely among identical {box+}. "
        "Determine the maximum number of {box+}.",
        "{speaker}: We have {first thing} and {second other}.\n{listener}: Then let us make equal {box+} and "
        "use up everything.\nWhat is the largest number of {box+} that they can make?",
        "For a party I am filling {box+}, all the same inside. There are {first thing} and {second other}, "
        "and I want to use every one. At the most, how many {box+} will there be?",
        "What is the maximum number of {box+} if {first thing} and {second other} are spread over them "
        "evenly and none are left?",
        "Pack {second other} and {first thing} so that no {box} differs from another and nothing stays "
        "outside. What is the greatest number of {box+} you can fill?",
        "A teacher wants as many identical {box+} as possible. Into them go {first thing} and {second "
        "other}, every single one. How many {box+} does the teacher get?",
    ),
    ordered=True,
    asides=(),
    skip=BARE_SKIP - {"wonder, known", "in need", "wonder", "story"},
)


def _count_multiples(rng: random.Random) -> Drawn:
    kind = rng.choice(("even", "odd", "multiple"))
    low, high = rng.randint(1, 50), 0
    if kind == "multiple":
        step = rng.randint(3, 12)
        low, high = 1, step * rng.randint(2, 12) + rng.randint(0, step - 1)
        found = high // step
        lines = [f"The numbers are 1 to {high}, and multiples of {step} count.", f"{divided(high, step)}."]
        what, name = f"multiples of {step}", f"numbers that {step} divides"
    else:
        high = low + rng.randint(4, 20)
        numbers = [number for number in range(low, high + 1) if number % 2 == (kind == "odd")]
        found = len(numbers)
        first, last = numbers[0], numbers[-1]
        lines = [
            f"The numbers are {low} to {high}. The first {kind} one is {first}, the last {kind} one is {last}.",
            f"They go up by 2: {subtracted(last, first)}, {divided(last - first, 2)}.",
            f"Exception: the first one counts too. {found - 1} + 1 = {found}.",
        ]
        what = name = f"{kind} numbers"
        step = 2
    numbers_told = {"low": low, "high": high, "kind": kind, "step": step}
    return Drawn(lines, str(found), numbers_told, {"what": what, "name": name, "who": named(rng)})


COUNT_MULTIPLES = Family(
    "counting numbers",
    _count_multiples,
    facts={
        "range": (
            "{who} writes down all the whole numbers from {low} to {high}",
            "the whole numbers from {low} to {high} are on a list",
            "there is a card for each whole number from {low} to {high}",
            "we look at the whole numbers from {low} to {high}, both included",
            "a list begins with {low}, ends with {high} and has every whole number in between",
            "~a row of boxes has the numbers {low} to {high} on it",
            "{who} reads aloud every whole number from {low} through {high}",
            "we have all the whole numbers that begin at {low} and end at {high}",
            "a counter runs through every whole number, the first being {low} and the last {high}",
            "{low} is the lowest and {high} the highest of all the whole numbers that {who} says aloud",
            "lockers in a hall bear all the whole numbers from {low} to {high}",
            "{who} types all whole numbers that are neither below {low} nor above {high}",
            "nothing between {low} and {high} is left out as {who} recites the whole numbers, both ends included",
        ),
    },
    direct=(
        "how many {what} are there",
        "how many of them are {what}",
        "how many {what} are among them",
        "what is the number of {what}",
        "how many {what} can be counted",
        "+what number of them are {what}",
        "~how many {name} does one find there",
        "how often do {what} occur",
        "how many times do {what} come up",
        "what is the count of {what}",
        "how many among these numbers are {what}",
        "how long is a list of just the {what}",
        "how many of the numbers belong to the {what}",
        "how many would stay if only the {what} were kept",
        "what is the total of numbers here that are {what}",
        "+how many of these does one call {what}",
    ),
    indirect=(
        "how many {what} there are",
        "how many of them are {what}",
        "what the number of {what} is",
        "how many {what} can be counted",
        "+how many {what} are among them",
        "~how many {name} one finds there",
        "how often {what} occur",
        "what the count of {what} is",
        "how many would stay if only the {what} were kept",
        "how long a list of just the {what} is",
        "how many among these numbers are {what}",
        "how many {what} the whole range holds",
        "what number of {what} there is in total",
    ),
    noun=(
        "the number of {what}",
        "the number of {what} among them",
        "the count of {what}",
        "the number of all the {what}",
        "the number of {what} in this range",
        "the number of times that {what} occur",
        "the length of a list of just the {what}",
        "the size of the group of {what}",
        "the total number of {what}",
        "the number of entries that are {what}",
        "the quantity of {what} in all",
    ),
    whole=(
        "How many {what} are there from {low} to {high}?",
        "Count the {what} from {low} to {high}, both included.",
        "{who} counts from {low} to {high} and claps at each of the {what}. How many claps are there?",
        "Whole numbers from {low} to {high}, ends included. Number of {what} among them?",
        "Of the whole numbers from {low} to {high}, how many are {what}?",
        "I write the numbers {low} to {high} on a page and mark the {what}. How many marks do I make?",
        "If one starts at {low} and stops at {high}, both included, how many {what} come up on the way?",
        "Work out how many {what} lie between {low} and {high}, with {low} and {high} themselves included.",
        "~From {low} up to {high}: how many {name}?",
        "{what} between {low} and {high}, both ends counted: how many?",
        "A bag has one ball for each whole number from {low} to {high}. How many of the numbers on the balls "
        "are {what}?",
        "Suppose that you list every whole number from {low} to {high}. What is the number of {what} on your list?",
        "Exercise: of the whole numbers that are at least {low} and at most {high}, determine how many are {what}.",
        "Pages {low} to {high} of a book are torn out. How many of these page numbers are {what}?",
        "{speaker}: I have written down every whole number from {low} to {high}.\n{listener}: How many {what} "
        "are there in your list?\nWhat is the right answer?",
        "Can you help me count? I want all the {what} from {low} through {high}. What is their number?",
        "How many ticket numbers are {what} if the tickets of a lottery are numbered from {low} to {high}?",
        "Tell me the count of {what} if we start with {low}, end with {high} and leave out no whole number.",
        "All whole numbers below {low} or above {high} are crossed out. How many {what} remain?",
        "{low} is the smallest and {high} the largest number allowed. How many {what} are allowed?",
        "Telegram: start {low}, end {high}, every whole number, ends included. Report number of {what}.",
        "How many steps of a staircase have labels that are {what}, when the labels go {low}, then the "
        "next whole number, and so forth until {high}?",
        "The {what} are painted red, all other whole numbers blue. Going through the numbers from {low} "
        "to {high}, both of them too, how many red ones does one see?",
        "{who} deletes everything but the {what} from a file that held each whole number from {low} to "
        "{high}. How many numbers are in the file after that?",
        "Let x be a whole number with {low} ≤ x ≤ {high}. How many choices of x belong to the {what}?",
        "Only {what} win a prize, and the players bear the whole numbers from {low} to {high}. What is "
        "the number of winners?",
        "{listener}: Pick the {what}, please.\n{speaker}: Out of which numbers?\n{listener}: The whole "
        "ones, lowest {low}, highest {high}.\nHow many does {speaker} pick?",
        "Nothing under {low}, nothing over {high}: within these limits, what is the total count of {what}?",
        "Every whole number from {low} through {high} gets one line in my notebook, and I underline the "
        "{what}. How many lines are underlined?",
        "When the whole numbers {low} to {high} are split into {what} and the rest, how many {what} are there?",
        "It begins with {low} and ends with {high}: a complete run of whole numbers. State how many of "
        "its members are {what}.",
        "Guests number {low} to {high} are at the door, one for each whole number. All whose numbers belong to the {what} may "
        "come in. How many may come in?",
        "With {high} as the last and {low} as the first whole number that counts, how many {what} does one have?",
    ),
    asides=(),
    past=False,
)


def _operations(rng: random.Random) -> Drawn:
    a, b, c = rng.randint(2, 30), rng.randint(2, 9), rng.randint(2, 12)
    product = b * c
    kind = rng.randrange(5)
    if kind == 0:
        text, words = f"{a} + {b} × {c}", f"{a} plus {b} times {c}"
        lines = [
            f"The term is {text}. Pattern: times goes before plus.",
            f"{multiplied(c, b)}.",
            f"{added(a, product)}.",
        ]
        answer = a + product
    elif kind == 1:
        text, words = f"{b} × {c} + {a}", f"{b} times {c}, plus {a}"
        lines = [
            f"The term is {text}. Pattern: times goes before plus.",
            f"{multiplied(c, b)}.",
            f"{added(product, a)}.",
        ]
        answer = product + a
    elif kind == 2:
        a = product + rng.randint(1, 40)
        text, words = f"{a} - {b} × {c}", f"{a} minus {b} times {c}"
        lines = [
            f"The term is {text}. Pattern: times goes before minus.",
            f"{multiplied(c, b)}.",
            f"{subtracted(a, product)}.",
        ]
        answer = a - product
    elif kind == 3:
        text, words = f"({a} + {c}) × {b}", f"the sum of {a} and {c}, times {b}"
        lines = [
            f"The term is {text}. Pattern: the parentheses go first.",
            f"{added(a, c)}.",
            f"{multiplied(a + c, b)}.",
        ]
        answer = (a + c) * b
    else:
        a = c + rng.randint(1, 30)
        text, words = f"({a} - {c}) × {b}", f"the difference of {a} and {c}, times {b}"
        lines = [
            f"The term is {text}. Pattern: the parentheses go first.",
            f"{subtracted(a, c)}.",
            f"{multiplied(a - c, b)}.",
        ]
        answer = (a - c) * b
    slots = {"text": text, "words": words, "who": named(rng)}
    return Drawn(lines, str(answer), {"expression": text}, slots)


OPERATIONS = Family(
    "order of operations",
    _operations,
    facts={
        "text": (
            "{who} works out {text}",
            "on the board stands {text}",
            "an exercise says {text}",
            "the term {text} is given",
            "{who} writes {text} on a sheet of paper",
            "{who} is asked for the value of {text}",
            "~someone types {text} into a good calculator",
            "the teacher asks for {text}",
            "{who} reads {text} in a book",
        ),
    },
    direct=(
        "what is the result",
        "what comes out",
        "how much is that",
        "which number comes out",
        "what should the answer be",
        "what is its value",
        "~what does it amount to",
        "what number does this give",
        "what do we get in the end",
        "to what number is that equal",
    ),
    indirect=(
        "what the result is",
        "how much that is",
        "what comes out",
        "which number it gives",
        "what the answer should be",
        "~what it amounts to",
        "what number this gives",
        "what we get in the end",
        "to what number that is equal",
    ),
    noun=(
        "the result",
        "the value",
        "the number that comes out",
        "the right answer",
        "the number this is equal to",
        "the final result",
    ),
    labels=("term: {text}",),
    whole=(
        "What is {text}?",
        "{text} = ?",
        "Calculate {text}.",
        "How much is {text}?",
        "Compute {text}",
        "{who} has to work out {text}. What should {who} get?",
        "Mind the order of operations: {text}. What do you get?",
        "{text}: what is the value?",
        "I am stuck at {text}. What is the right result?",
        "How much is {words}?",
        "The answer to {text} is wanted. What is it?",
        "~What does {text} make?",
        "~Evaluate {text}.",
        "Simplify {text}.",
        "Your turn: {text}.",
        "Please work out {text} step by step.",
        "{text} equals what?",
        "Which number does {text} give?",
        "Exercise: determine the value of the expression {text}.",
        "{speaker} and {listener} argue about {text}. What is the right value?",
        'A friend asks me: "What is {words}?" What do I answer?',
        "Suppose x = {text}. What is x?",
    ),
    asides=(),
    past=False,
    skip=BARE_SKIP,
)


def _remainder(rng: random.Random) -> Drawn:
    first, second = rng.sample(range(3, 10), 2)
    while math.gcd(first, second) > 1:
        first, second = rng.sample(range(3, 10), 2)
    number = rng.randint(max(first, second), first * second - 1)
    r, q = number % first, number % second
    big, small = max(first, second), min(first, second)
    rb, rs = number % big, number % small
    row = list(range(rb if rb else big, number + 1, big))
    while len(row) > 8:
        number = rng.randint(max(first, second), first * second - 1)
        r, q = number % first, number % second
        rb, rs = number % big, number % small
        row = list(range(rb if rb else big, number + 1, big))
    lines = [
        f"Divided by {first} it leaves {r}, divided by {second} it leaves {q}.",
        f"The larger is {big}: divided by {big} it leaves {rb}. Wanted: divided by {small} it leaves {rs}.",
        f"Numbers by {small}: {', '.join(f'{each} leaves {each % small}' for each in row)}. So it is {number}.",
    ]
    slots = {"who": someone(rng), "thing": rng.choice(THINGS)}
    return Drawn(lines, str(number), {"first": first, "r": r, "second": second, "q": q}, slots)


REMAINDER = Family(
    "two remainders",
    _remainder,
    facts={
        "first": (
            "divided by {first}, a number leaves {r}",
            "a number leaves a remainder of {r} when it is divided by {first}",
            "split into groups of {first}, a number has a rest of {r}",
            "a number that is shared out among {first} leaves {r}",
            "there is a number that leaves {r} after division by {first}",
            "~the remainder of a number with {first} is {r}",
            "dividing a certain number by {first} gives a remainder of {r}",
            "a certain number is {r} more than a multiple of {first}",
        ),
        "second": (
            "+divided by {second}, it leaves {q}",
            "+when it is divided by {second}, there is a rest of {q}",
            "+with {second} the remainder is {q}",
            "+shared out among {second}, it leaves {q}",
            "+it leaves a remainder of {q} after division by {second}",
            "~+a division by {second} ends with {q} over",
            "+dividing it by {second} gives a remainder of {q}",
            "+the same number is {q} more than a multiple of {second}",
        ),
        "first second": (
            "a number leaves {r} when divided by {first} and {q} when divided by {second}",
            "taken by {first}, some {thing+} leave {r} over, and taken by {second} they leave {q}",
            "dividing a number by {first} leaves {r}, and dividing it by {second} leaves {q}",
            "upon division by {first} and by {second}, a number has the remainders {r} and {q}, in this order",
            "some {thing+} in groups of {first} leave {r} over, and in groups of {second} they leave {q}",
        ),
    },
    direct=(
        "what is the smallest number of this kind",
        "what is the smallest number for which this is true",
        "what is the least number that fits",
        "how small can such a number be",
        "what is the smallest it can be",
        "~which number is the first to do so",
        "what is the smallest possible number",
        "which number is the smallest that fits",
        "what is the minimum for such a number",
    ),
    indirect=(
        "what the smallest number of this kind is",
        "how small such a number can be",
        "what the least number is that fits",
        "~which number is the first to do so",
        "what the smallest possible number is",
        "which number is the smallest that fits",
    ),
    noun=(
        "the smallest such number",
        "the smallest number of this kind",
        "the least number that fits",
        "the smallest number for which this is true",
        "the smallest possible number",
        "the minimum for such a number",
    ),
    labels=("remainder with {first}: {r}; remainder with {second}: {q}",),
    whole=(
        "What is the smallest number that leaves {r} when divided by {first} and {q} when divided by {second}?",
        "Divide a number by {first}, and {r} {r:is|are} left; divide it by {second}, and {q} {q:is|are} left. "
        "What is the smallest such number?",
        "I think of the smallest number that has a remainder of {r} after division by {first} and of {q} "
        "after division by {second}. What is my number?",
        "By {first}: {r} left over. By {second}: {q} left over. Smallest number?",
        "{who} <have> some {thing+}. In rows of {first}, {r} {r:is|are} left over; in rows of {second}, {q} "
        "{q:is|are} left over. What is the smallest number of {thing+} that {who} can have?",
        "Find the smallest number for which division by {first} gives a remainder of {r} and division by "
        "{second} a remainder of {q}.",
        "What number must one take, as small as possible, to be left with {r} when dividing by {first} and "
        "with {q} when dividing by {second}?",
        "~Remainder {r} with {first}, remainder {q} with {second}: which is the smallest number?",
        "Smallest number wanted: divided by {first} it leaves {r}, divided by {second} it leaves {q}.",
        "Suppose n leaves {r} when divided by {first} and {q} when divided by {second}. How small can n be?",
        "Exercise: determine the smallest number whose division by {first} leaves {r} and whose division by "
        "{second} leaves {q}.",
        "{speaker} puts {thing+} into groups of {first} and has {r} over. In groups of {second} there "
        "{q:is|are} {q} over. How many {thing+} does {speaker} have at least?",
        "{listener}: My number leaves {q} when I divide it by {second}.\n{speaker}: And by "
        "{first}?\n{listener}: Then it leaves {r}.\nWhat is the smallest number that {listener} can have?",
        "How small can a number be if {q} {q:remains|remain} after division by {second} and {r} "
        "{r:remains|remain} after division by {first}?",
        "Nobody has counted the {thing+}. Packed by {first}, they leave {r}; packed by {second}, they leave "
        "{q}. What is the least number of {thing+} there can be?",
        "Help me find the least number that gives a remainder of {r} when I divide by {first} and a "
        "remainder of {q} when I divide by {second}. What is it?",
        "Two clues about a number: dividing it by {second} leaves {q}, dividing it by {first} leaves {r}. "
        "Name the smallest number that fits both.",
    ),
    ordered=True,
    asides=(),
    past=False,
    skip=BARE_SKIP - {"wonder, known", "in need", "wonder"},
)

FAMILIES = (GROUPS, COUNT_MULTIPLES, OPERATIONS, REMAINDER)
