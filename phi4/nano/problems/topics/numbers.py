"""Puzzles about numbers themselves: digits, guessing, order, rounding."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, inserted, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import named, someone

BARE_SKIP = frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if",
                        "polite, if", "story", "wonder, known", "in need", "wonder"})  # fmt: skip


def _digits(rng: random.Random) -> Drawn:
    ones = rng.randint(0, 9)
    tens = rng.randint(1, 9)
    while tens == ones:
        tens = rng.randint(1, 9)
    high, low = max(tens, ones), min(tens, ones)
    total, gap = tens + ones, high - low
    where = "tens" if tens > ones else "ones"
    lines = [
        f"The digits add up to {total}, and the {where} digit is {gap} more than the other.",
        f"Without the difference: {total} - {gap} = {2 * low}. Half of it is the smaller digit: {2 * low} ÷ 2 = {low}.",
        f"The larger digit: {low} + {gap} = {high}.",
        f"Tens {tens}, ones {ones}.",
    ]
    slots = {
        "where": where, "there": "ones" if where == "tens" else "tens", "who": named(rng),
    }  # fmt: skip
    return Drawn(lines, str(10 * tens + ones), {"total": total, "gap": gap, "larger": where}, slots)


DIGITS = Family(
    "two digits",
    _digits,
    facts={
        "total": (
            "the digits of a two-digit number add up to {total}",
            "a number has two digits whose sum is {total}",
            "the sum of the digits of a two-digit number is {total}",
            "{who} thinks of a two-digit number whose digits make {total} together",
            "a two-digit number has a digit sum of {total}",
            "{who} writes down a two-digit number with the digit sum {total}",
            "in a two-digit number, the tens digit plus the ones digit is {total}",
            "~adding its two digits, one gets {total} from a number",
            "{total} is the sum of the tens digit and the ones digit of a number",
            "someone has a two-digit number whose digits total {total}",
            "a two-digit number is such that both digits come to {total} in all",
            "there is a two-digit number, and the sum of its digits comes to {total}",
            "the tens digit and the ones digit of a two-digit number give {total} when one adds them",
            "the digit sum of some two-digit number equals {total}",
        ),
        "gap": (
            "the {where} digit is {gap} more than the {there} digit",
            "the {where} digit is {gap} larger than the {there} digit",
            "the {there} digit is {gap} less than the {where} digit",
            "+its {where} digit is greater than its {there} digit by {gap}",
            "adding {gap} to the {there} digit gives the {where} digit",
            "the {there} digit plus {gap} is the {where} digit",
            "~from the {where} digit to the {there} digit it goes down by {gap}",
            "+its digits differ by {gap}, and the one in the {where} place is the larger",
            "taking {gap} away from the {where} digit leaves the {there} digit",
            "the {where} digit exceeds the {there} digit by {gap}",
            "one would have to add {gap} to the {there} digit to make it equal to the {where} digit",
            "the difference between the larger {where} digit and the smaller {there} digit is {gap}",
            "to get the {there} digit, one subtracts {gap} from the {where} digit",
            "there is a difference of {gap} in favor of the {where} digit over the {there} digit",
        ),
    },
    direct=(
        "what is the number",
        "which number is it",
        "what number is that",
        "which two-digit number is meant",
        "what two-digit number fits",
        "what must this number be",
        "~which two digits does it have, as one number",
        "what number are we looking for",
        "+which number answers to this description",
        "what two-digit number has these properties",
        "how does one write this number",
        "which two-digit number do these clues describe",
        "what is the two-digit number behind these clues",
        "what is the value of the two-digit number",
        "how much is the number itself",
    ),
    indirect=(
        "what the number is",
        "which number it is",
        "which two-digit number is meant",
        "what two-digit number fits",
        "what this number must be",
        "what number we are looking for",
        "+which number answers to this description",
        "how one writes this number",
        "which two-digit number these clues describe",
        "what the value of the two-digit number is",
        "what two-digit number has these properties",
        "how much the number itself is",
    ),
    noun=(
        "the number",
        "this two-digit number",
        "the number in question",
        "the two-digit number that fits",
        "the number that answers to this description",
        "the number we are looking for",
        "the two-digit number with these properties",
        "the value of the two-digit number",
        "the two-digit number behind these clues",
        "the number itself",
        "the only two-digit number that is possible",
    ),
    labels=("sum of the two digits: {total}; the {where} digit is larger by: {gap}",),
    whole=(
        "Which two-digit number has the digit sum {total} and a {where} digit that is {gap} more than the {there} digit?",
        "I am a two-digit number. My digits add up to {total}, and my {where} digit is {gap} more than my {there} "
        "digit. What am I?",
        "Find a two-digit number: its digits have the sum {total}, and {where} digit minus {there} digit is {gap}.",
        "Given a two-digit number whose {there} digit is {gap} less than its {where} digit and whose digits add up "
        "to {total}, what is it?",
        "{who} forgot a two-digit code. The {where} digit was {gap} more than the {there} digit; their sum was {total}. "
        "What was the code?",
        "Digit sum: {total}. The {where} digit = the {there} digit + {gap}. What is the two-digit number?",
        "Work out which two-digit number is meant if the {where} digit is {gap} larger than the {there} digit and "
        "their sum is {total}.",
        "~Two digits, {total} together, the {where} digit ahead by {gap}: which number is it?",
        "My digits: sum {total}, the {where} digit {gap} above the {there} digit. Which two-digit number am I?",
        "A bus has a two-digit number with a digit sum of {total}. If you subtract the {there} digit from "
        "the {where} digit, you have {gap}. What is the number of the bus?",
        "Let the digits of a two-digit number have the sum {total}, and let the {where} digit exceed the "
        "{there} digit by {gap}. Determine the number.",
        "{speaker}: I have a two-digit number in mind. Its digit sum is {total}.\n{listener}: And the "
        "difference?\n{speaker}: The {there} digit is {gap} smaller than the {where} digit.\nWhich number does "
        "{speaker} have in mind?",
        "What is the two-digit number? Clue one: the {there} digit plus {gap} makes the {where} digit. Clue "
        "two: both digits make {total} together.",
        "Can you guess my two-digit number? It has {total} as its digit sum, and its {where} digit beats its "
        "{there} digit by {gap}.",
        "On a door there is a two-digit number. Its {where} digit is {gap} higher than its {there} digit, "
        "and the two add up to {total}. Give the number on the door.",
        "Two-digit number wanted: {where} digit minus {there} digit = {gap}, {where} digit plus {there} "
        "digit = {total}.",
        "If the digits of a two-digit number differ by {gap}, the {where} digit being the larger, and make "
        "{total} when added, what is the number?",
        "Both digits of a two-digit number together come to {total}. Subtract {gap} from the {where} "
        "digit, and it equals the {there} digit. Which number is this?",
        "A two-digit number has a smaller {there} digit and a larger {where} digit. They differ by {gap}, "
        "and their total is {total}. Write the number.",
        "{speaker} lives in a house with a two-digit number. The sum of its digits is {total}, and the "
        "{there} digit would need {gap} more to be as large as the {where} digit. Where does {speaker} "
        "live: at what number?",
        "Telegram: two-digit number. Digit sum {total}. The {there} digit plus {gap} equals the {where} "
        "digit. Send the number.",
        "Which number with two digits satisfies two conditions: the {where} digit exceeds the {there} "
        "digit by {gap}, and the sum of both is {total}?",
        "A lock opens with a two-digit number. Someone has left a hint: {total} is the sum of the digits, "
        "and the {there} digit is smaller than the {where} digit by {gap}. Which number opens the lock?",
        "If t is the tens digit and u the ones digit, then t + u = {total}, and the {where} digit minus "
        "the {there} digit is {gap}. What two-digit number do t and u form?",
        "The age of {who} is a two-digit number. Its digits sum to {total}. The {where} digit is larger "
        "than the {there} digit, with a difference of {gap}. How old is {who}?",
        "{listener}: My locker number has two digits.\n{speaker}: How do they compare?\n{listener}: The "
        "{where} digit is {gap} larger than the {there} digit. Their sum is {total}.\nWhat is the locker "
        "number?",
        "Share out a sum of {total} between the tens digit and the ones digit of a number so that the {where} digit gets "
        "{gap} more than the {there} digit. What two-digit number have you made?",
        "To the {there} digit of a two-digit number one adds {gap} and has its {where} digit; to its "
        "{there} digit one adds its {where} digit and has {total}. State the number.",
        "Among all two-digit numbers whose digits sum to {total}, one has a {where} digit that is {gap} "
        "larger than its {there} digit. Find that one.",
        "Hi {speaker}, guess the number of my bus! It has two digits, the {there} digit is {gap} less "
        "than the {where} digit, and {total} is what they sum to. Yours, {listener}",
    ),
    asides=(),
    past=False,
)


def _thinking(rng: random.Random) -> Drawn:
    number, factor, shift = rng.randint(2, 30), rng.randint(2, 9), rng.randint(1, 30)
    plus = rng.random() < 0.6 or shift >= number * factor
    result = number * factor + (shift if plus else -shift)
    who = someone(rng)
    lines = [
        f"A number times {factor}, then {'plus' if plus else 'minus'} {shift}, is {result}.",
        f"Go back: {subtracted(result, shift) if plus else added(result, shift)}.",
        f"{divided(number * factor, factor)}.",
    ]
    shifts = ("add", "adding", "more than") if plus else ("subtract", "subtracting", "less than")
    slots = {
        "who": who, "add": shifts[0], "adding": shifts[1], "more": shifts[2],
        "f": {2: rng.choice(("double it", "multiply it by 2")), 3: rng.choice(("triple it", "multiply it by 3"))}.get(
            factor, f"multiply it by {factor}"
        ),
        "plus": "plus" if plus else "minus", "adds": lambda voice: voice.say(f"<{shifts[0]}>"),
        "added": "added" if plus else "taken away", "sign": "+" if plus else "-",
    }  # fmt: skip
    return Drawn(lines, str(number), {"factor": factor, "shift": shift, "plus": plus, "result": result}, slots)


THINKING = Family(
    "think of a number",
    _thinking,
    facts={
        "steps": (
            "{who} <think> of a number, <multiply> it by {factor} and then {adds} {shift}",
            "{who} <multiply> a number by {factor} and {adds} {shift}",
            "a number <is|was> multiplied by {factor}, and then {shift} <is|was> {added}",
            "{factor} times a number {plus} {shift} <is|was> looked at",
            "after multiplying a number by {factor}, {who} {adds} {shift}",
            "{who} <start> with a number, <multiply> it by {factor} and {adds} {shift}",
            "~with a secret number, {who} <do> two things: multiply by {factor}, then {add} {shift}",
            "first a number <is|was> made {factor} times as large, and then {shift} <is|was> {added}",
            "{who} <write> down {factor} times a number and {adds} {shift}",
        ),
        "result": (
            "+the result <is|was> {result}",
            "+{who} <get> {result}",
            "+that <makes|made> {result}",
            "+in the end {who} <have> {result}",
            "+the answer <is|was> {result}",
            "+this <gives|gave> {result}",
            "~+{result} <comes|came> out",
            "+what {who} <have> after that <is|was> {result}",
            "+the two steps <lead|led> to {result}",
        ),
        "steps result": (
            "{factor} times a number {plus} {shift} <is|was> {result}",
            "{result} <is|was> {shift} {more} {factor} times a number",
            "{who} <multiply> a number by {factor}, {adds} {shift} and <get> {result}",
            "multiplying a number by {factor} and {adding} {shift} <gives|gave> {result}",
            "{result} <is|was> what {who} <get> by multiplying a number by {factor} and {adding} {shift}",
            "starting from a number, multiplying by {factor} and {adding} {shift} <leads|led> to {result}",
            "to arrive at {result}, {who} <multiply> a number by {factor} and then {adds} {shift}",
        ),
    },
    direct=(
        "what <is|was> the number",
        "which number <is|was> it",
        "what number <do> {who} start with",
        "what number <do> {who} have in mind",
        "which number <is|was> multiplied",
        "what <is|was> this number before the two steps",
        "~which number <is|was> at the start",
        "what number <do> {who} choose",
        "+which number <lies|lay> behind this result",
    ),
    indirect=(
        "what the number <is|was>",
        "which number {who} <start> with",
        "what number {who} <have> in mind",
        "which number <is|was> multiplied",
        "what this number <is|was> before the two steps",
        "~which number <is|was> at the start",
        "what number {who} <choose>",
        "+which number <lies|lay> behind this result",
    ),
    noun=(
        "the number",
        "the first number",
        "the number that <is|was> multiplied",
        "the number that {who} <have> in mind",
        "the number that {who} <choose>",
        "the number behind the result",
        "the number before the two steps",
    ),
    whole=(
        "I think of a number. I {f} and {add} {shift}. The result is {result}. What is my number?",
        "{factor} × ? {sign} {shift} = {result}. What number belongs in place of the question mark?",
        "Which number, times {factor} and {plus} {shift}, gives {result}?",
        "Solve {factor} × x {sign} {shift} = {result} for x.",
        "A number is multiplied by {factor}. After that, {shift} is {added}. Now it is {result}. What was it before?",
        "Take my number, {f}, {add} {shift}, and you have {result}. Which number did I choose?",
        "What number did {who} choose if {factor} times that number {plus} {shift} is {result}?",
        "Given that {result} is {shift} {more} {factor} times a number, find the number.",
        "After multiplying my number by {factor} and {adding} {shift}, I have {result}. What did I have at first?",
        "~?, times {factor}, {plus} {shift}, makes {result}. What is the unknown number?",
        "I'm thinking of a number. ^{factor} times my number, {plus} {shift}, is {result}. Can you tell me my number?",
        "What number did I have before multiplying it by {factor} and {adding} {shift}, which gave me {result}?",
        "{speaker}: Think of a number, {f} and then {add} {shift}.\n{listener}: That makes "
        "{result}.\n{speaker}: Then I know your number!\nWhat number did {listener} think of?",
        "Exercise: determine the x for which {result} = {factor} × x {sign} {shift}.",
        "Undo this: a number was multiplied by {factor}, then {shift} was {added}, and that gave {result}. "
        "Which number was it?",
        "A machine multiplies any number by {factor}; after that, {shift} is {added}. It shows {result}. "
        "Which number was put in?",
        "How did {who} get {result}? By multiplying a certain number by {factor} and {adding} {shift}. What "
        "is that number?",
        "Suppose {factor} times some number, {plus} {shift}, equals {result}. Then what is the number?",
        "Tell me which number becomes {result} when you {f} and {add} {shift}.",
    ),
    ordered=True,
    asides=(),
    skip=BARE_SKIP - {"in need", "wonder"},
)


def _sorted(rng: random.Random) -> Drawn:
    count = rng.choice((3, 4, 4, 5))
    size = rng.choice((20, 100, 100, 1000))
    base = rng.randint(0, size)
    values = (
        rng.sample(range(max(0, base - 30), base + 40), count)
        if rng.random() < 0.5
        else rng.sample(range(1, size), count)
    )
    asked = rng.choice(("largest", "smallest", "order", "down", "second"))
    up = sorted(values)
    shown = ", ".join(map(str, up))
    lines = [
        f"The numbers are {', '.join(map(str, values))}.",
        inserted(values),
        f"In order: {' < '.join(map(str, up))}.",
    ]
    words = {
        "largest": ("what is the [largest|greatest|biggest] of them", "the [largest|greatest] number", str(up[-1])),
        "smallest": ("what is the [smallest|least] of them", "the smallest number", str(up[0])),
        "order": ("what is their order from the smallest to the largest", "their order from the smallest to the largest", shown),
        "down": ("what is their order from the largest to the smallest", "their order from the largest to the smallest",
                 ", ".join(map(str, reversed(up)))),
        "second": ("what is the second largest of them", "the second largest number", str(up[-2])),
    }[asked]  # fmt: skip
    slots = {
        "row": ", ".join(map(str, values)), "who": named(rng), "q": lambda voice: voice.say(words[0]),
        "name": lambda voice: voice.say(words[1]),
    }  # fmt: skip
    return Drawn(lines, words[2], {"values": tuple(values), "asked": asked}, slots)


SORTED = Family(
    "order of numbers",
    _sorted,
    facts={
        "row": (
            "there are the numbers {row}",
            "{who} has cards with the numbers {row}",
            "on the board are {row}",
            "the numbers {row} are given",
            "{who} writes the numbers {row} on paper",
            "a list has these numbers in it: {row}",
            "~somebody calls out {row}",
            "{row} are the numbers to be compared",
            "a screen shows {row}",
            "the numbers at hand are {row}",
            "{who} is given {row} to compare",
            "these numbers have been collected: {row}",
            "a row of cards shows {row}",
            "the numbers to be sorted by size are {row}",
        ),
    },
    direct=(
        "{q}",
        "of these, {q}",
        "compared by size, {q}",
        "in this list, {q}",
        "+comparing them, {q}",
        "~among these numbers, {q}",
        "once they are compared, {q}",
        "with all of them in view, {q}",
        "when all are sorted by size, {q}",
        "going by size alone, {q}",
        "as far as size is concerned, {q}",
        "if one compares each with each, {q}",
        "seen as a group, {q}",
    ),
    noun=(
        "{name}",
        "{name} among them",
        "{name} in this list",
        "{name} here",
        "{name} in this collection",
        "{name} in that case",
        "{name}, going by size",
        "{name} in the row given",
        "{name} by comparison",
        "{name} once all are compared",
        "{name} with all of them considered",
    ),
    labels=("numbers: {row}",),
    whole=(
        "Of the numbers {row}, {q}?",
        "{row}: give {name}.",
        "{who} has the numbers {row} on cards. {q}?",
        "Here are some numbers: {row}. What is {name}?",
        "Given the numbers {row}, {q}?",
        "Find {name}: {row}.",
        "A list of numbers ({row}) is to be put in order. {q}?",
        "Compare the numbers {row} and give {name}.",
        "~Look at {row}. Tell {name}.",
        "Numbers: {row}. Wanted: {name}.",
        "Please give {name}. The numbers are {row}.",
        "Suppose that {row} are the numbers in a list. {q}?",
        "Exercise: consider {row} and state {name}.",
        "I drew the numbers {row} from a bag. {q}?",
        '{speaker} shows {listener} the numbers {row} and asks: "{q}?"',
        "{who} gets the numbers {row} and has to find {name}. What is the right answer?",
        "Name {name} if the numbers are {row}.",
        "The tickets of some friends have the numbers {row}. {q}?",
        "{name} is what I want to know. The numbers I have are {row}.",
        "Out of {row}, work out {name}.",
        "Telegram: numbers {row}. Send {name}.",
        "Line up the numbers {row} by size in your head. Then say: {q}?",
        "{speaker}: I have got the numbers {row}.\n{listener}: And {q}?\nWhat does {speaker} answer?",
        "Some pupils hold up cards with {row}. The teacher asks for {name}. What is the right reply?",
        "{row} are the numbers of the buses that stop here. ^{q}?",
        "The scores in a game were {row}. Determine {name}.",
        "My little sister can already compare numbers. I show her {row} and ask for {name}. What should she say?",
        "By size alone, {q}? The numbers to be compared are {row}.",
        "When {row} are compared with each other, {q}?",
        "{who} sorts {row} by size in order to find {name}. What does {who} find?",
        "A computer reads {row} and prints {name}. What does it print?",
        "Let the numbers {row} be given. State {name}.",
    ),
    asides=(),
    past=False,
    skip=BARE_SKIP,
    numeric=False,
)


def _rounded(rng: random.Random) -> Drawn:
    unit = rng.choice((10, 10, 100))
    number = rng.randint(11, 989) if unit == 10 else rng.randint(110, 9890)
    if number % unit == 0:
        number += rng.randint(1, unit - 1)
    low, high = number // unit * unit, number // unit * unit + unit
    up = number - low >= unit // 2
    lines = [
        f"{number} lies between {low} and {high}.",
        f"{number} - {low} = {number - low} and {high} - {number} = {high - number}.",
        f"{number - low} = {high - number}, so by rule it goes up."
        if 2 * (number - low) == unit
        else f"{'The second' if up else 'The first'} is less, so it goes {'up' if up else 'down'}.",
    ]
    name = {10: "ten", 100: "hundred"}[unit]
    slots = {"who": named(rng), "name": name, "number": str(number)}
    return Drawn(lines, str(high if up else low), {"value": number, "unit": unit}, slots)


ROUNDED = Family(
    "rounding",
    _rounded,
    facts={
        "number": (
            "a number is {number}",
            "{who} has counted {number} people",
            "a shop sold {number} tickets",
            "the distance is {number} meters",
            "a school has {number} students",
            "{who} has saved {number} cents",
            "a counter shows {number}",
            "~exactly measured, it is {number}",
            "a library owns {number} books",
            "{who} reads {number} in a report",
        ),
    },
    direct=(
        "what is that rounded to the nearest {name}",
        "what does one get by rounding it to the nearest {name}",
        "what number do we get if we round it to the nearest {name}",
        "what does rounding to the nearest {name} make of it",
        "what round number does one write for it, to the nearest {name}",
        "~to the nearest {name}, how much is that",
        "what does the number become when it is rounded to the nearest {name}",
        "how is this number written if one rounds it to the nearest {name}",
    ),
    indirect=(
        "what that is to the nearest {name}",
        "what one gets by rounding it to the nearest {name}",
        "what rounding to the nearest {name} makes of it",
        "~how much it is, rounded to the nearest {name}",
        "what the number becomes when it is rounded to the nearest {name}",
        "how this number is written if one rounds it to the nearest {name}",
    ),
    noun=(
        "this number to the nearest {name}",
        "this number rounded to the nearest {name}",
        "the result of rounding it to the nearest {name}",
        "the rounded number, to the nearest {name}",
        "the number that rounding to the nearest {name} gives",
        "this number after rounding to the nearest {name}",
    ),
    labels=("number: {number}; round to: the nearest {name}",),
    whole=(
        "Round {number} to the nearest {name}.",
        "What is {number} rounded to the nearest {name}?",
        "Rounding {number} to the nearest {name} gives which number?",
        "If you round {number} to the nearest {name}, what do you get?",
        "A shop sold {number} tickets. Give this number to the nearest {name}.",
        "{who} rounds {number} to the nearest {name}. What does {who} write down?",
        "The exact number is {number}. A newspaper rounds it to the nearest {name}. Which number is printed?",
        "Number: {number}. Needed: the same number rounded to the nearest {name}.",
        "~{number}, to the nearest {name}: what is it?",
        "Rounded to the nearest {name}, {number} becomes what number?",
        "Please round off {number}. We only need the nearest {name}.",
        "Suppose {number} people live in a village. A map gives this number rounded to the nearest {name}. "
        "What does the map say?",
        "Exercise: give {number} correct to the nearest {name}.",
        "{speaker}: The meter shows {number}.\n{listener}: Round that to the nearest {name} for me.\nWhat does "
        "{speaker} answer?",
        "My step counter shows {number}, but I only want to note it rounded to the nearest {name}. What "
        "number do I note?",
        "When {number} is rounded and only the nearest {name} is kept, what is the result?",
        "What should I write for {number} if the form asks me to round to the nearest {name}?",
        "The population of a town, {number}, must be rounded to the nearest {name} for a report. Give the "
        "number for the report.",
    ),
    asides=(),
    past=False,
    skip=BARE_SKIP,
    numeric=False,
)


def _place_value(rng: random.Random) -> Drawn:
    number = rng.randint(102, 9876)
    digits = str(number)
    names = ("ones", "tens", "hundreds", "thousands")
    places = list(range(len(digits)))
    asked = rng.choice(places)
    digit = digits[-1 - asked]
    kind = rng.choice(("digit", "digit", "sum", "reverse"))
    lines = [
        f"The number is {number}: "
        + ", ".join(f"{names[place]} {digits[-1 - place]}" for place in reversed(places))
        + "."
    ]
    if kind == "digit":
        answer, question, name = digit, f"what is the {names[asked]} digit", f"the {names[asked]} digit"
        lines.append(f"The {names[asked]} digit is {digit}.")
    elif kind == "sum":
        values = [int(each) for each in digits]
        answer, question, name = str(sum(values)), "what is the sum of its digits", "the sum of its digits"
        lines.append(f"{summed(values)}.")
    else:
        while number % 10 == 0:
            number += 1
        digits = str(number)
        lines = [
            f"The number is {number}: the digits are {', '.join(digits)}.",
            f"From the back: {', '.join(digits[::-1])}.",
        ]
        answer, question, name = (
            digits[::-1],
            "what does one get by writing its digits backwards",
            "the number with its digits backwards",
        )
    slots = {"who": named(rng), "q": question, "name": name, "number": str(number)}
    return Drawn(lines, answer, {"value": number, "asked": kind, "place": asked}, slots)


PLACE_VALUE = Family(
    "digits of a number",
    _place_value,
    facts={
        "number": (
            "a number is {number}",
            "{who} writes down {number}",
            "the number on a ticket is {number}",
            "a house has the number {number}",
            "{who} types the number {number}",
            "a machine shows {number}",
            "the code of a lock is {number}",
            "~on a card stands {number}",
            "somebody chooses the number {number}",
            "{number} is printed on a label",
        ),
    },
    direct=(
        "{q}",
        "for this number, {q}",
        "reading it digit by digit, {q}",
        "when you look at this number, {q}",
        "~as to this number, {q}",
        "looking only at its digits, {q}",
        "going through its digits, {q}",
    ),
    noun=(
        "{name}",
        "{name} here",
        "{name} in this case",
        "{name} in this example",
        "{name} this time",
    ),
    labels=("number: {number}",),
    whole=(
        "Look at {number}: {q}?",
        "Take {number}. {q}?",
        "The number is {number}. {q}?",
        '{who} writes {number} on the board and asks: "{q}?"',
        "Given {number}, find {name}.",
        "What is {name} if the number is {number}?",
        "I have the number {number} in front of me and need {name}. What is it?",
        "Work out {name}. The number is {number}.",
        "~{number}. Tell {name}.",
        "Suppose a ticket has the number {number}. {q}?",
        "{speaker} asks {listener} for {name}. The number is {number}. What should {listener} say?",
        "Exercise: let the number {number} be given. Determine {name}.",
        "My locker has the number {number}. Can you work out {name}?",
        "{q}? The number in question is {number}.",
        "When the number is {number}, {q}?",
        "A clerk enters {number} and then needs {name}. What is it?",
        "Number: {number}. Wanted: {name}.",
        "{speaker}: My number is {number}.\n{listener}: And {q}?\nGive the answer.",
    ),
    asides=(),
    past=False,
    skip=BARE_SKIP,
    numeric=False,
)

FAMILIES = (DIGITS, THINKING, SORTED, ROUNDED, PLACE_VALUE)
