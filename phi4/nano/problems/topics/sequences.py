"""Rows of numbers and things: what comes next, what is missing, the nth, sums of neighbors, patterns that repeat."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import listed, named, noun, ordinal, someone

_NEXT_FACTS = {
    "row": (
        "[a|the] sequence [starts|begins] with {row}",
        "the first numbers are {row}",
        "{who} [writes|writes down] the numbers {row}",
        "a row of numbers goes {row}",
        "the pattern is {row}",
        "~on a strip of paper one reads {row}",
        "{row} are the numbers at the start of a pattern",
        "somebody has listed {row} so far",
        "a machine prints {row} one after another",
        "the list so far consists of {row}",
        "one after another, {row} appear on a screen",
        "a child says {row} and has a pattern in mind",
        "by a fixed rule, {who} has produced {row}",
        "so far we have {row}, all made by the same rule",
    ),
}
_NEXT_DIRECT = (
    "[which|what] number comes next",
    "what is the next number",
    "how does the row go on",
    "which number is next in line",
    "+with which number does it continue",
    "which number has to be written next",
    "what would the next number be",
    "~what number should follow",
    "what is the very next term",
    "+which number does the pattern produce next",
    "what will the next entry be",
    "what does the rule give as the next number",
    "how should one extend the list by one number",
    "which number does one expect at the next place",
    "what number is due now",
    "if one more number is added by the same rule, which is it",
    "+to which number does the same rule lead now",
)
_NEXT_INDIRECT = (
    "which number comes next",
    "what the next number is",
    "which number is next in line",
    "with which number the row continues",
    "what the next number has to be",
    "~which number should follow",
    "what the very next term is",
    "+what number the pattern produces next",
    "what the next entry will be",
    "what the rule gives as the next number",
    "which number is due now",
    "which number one expects at the next place",
    "how one should extend the list by one number",
    "which number has to be added to keep the rule",
)
_NEXT_NOUN = (
    "the next number",
    "the number that comes next",
    "the number that is next in line",
    "the number with which the row continues",
    "the very next term",
    "the upcoming number",
    "the next entry",
    "the number that is due now",
    "the number that the same rule gives next",
    "the number one place further on",
    "the right number for the next place",
    "the number that extends the list by the same rule",
)
_NEXT_WHOLE = (
    "What [comes next|is next|is the next number][:|?| in the sequence:| in this sequence:] {row}[| ...|, ...|, ?]",
    "[Continue|Continue the sequence|Continue the pattern|Find the next number|Give the next number]: {row}[|, ...|, ?]",
    "{row}, ... What is the next number?",
    "{row}, ?",
    "{row}: what is next?",
    "Look at the numbers {row}. What would the next one be?",
    "Given the numbers {row}, find the one that is next.",
    "I have written {row}. Which number do I have to write next?",
    "If a row of numbers begins {row}, with which number does it continue?",
    "Numbers so far: {row}. Next number?",
    "{who} counts in a pattern: {row}. Work out {who.s} next number.",
    "~Which number comes after {row}?",
    "~Fill in: {row}, __",
    "Next term of {row}?",
    "A pattern is hidden in {row}. Discover it and tell me the next number.",
    "My little brother wrote {row} and asked me which number he has to write now. What do I tell him?",
    "Which number would you add at the end of {row} to keep the pattern going?",
    "Suppose a machine prints {row}. What does it print next?",
    "{speaker}: My numbers are {row}.\n{listener}: I see the pattern!\nWhich number does {listener} expect next?",
    "Exercise: study the sequence {row} and determine its next term.",
    "In a quiz, the numbers {row} light up one by one. Which number will light up next?",
    "What is the next entry in a list that has {row} so far?",
    "Extend the list by one number: {row}.",
    "One more number, please, by the same rule: {row}.",
    "By which number is the list {row} made one longer if the rule stays the same?",
    "{row}. By the same rule, what is due now?",
    "The rule behind {row} is not told. Discover it, use it once more and say what number you get.",
    "A clerk stamps {row} on forms, each form with a new number. What is the stamp on the next form?",
    "{speaker}: ^{row}.\n{listener}: Go on.\n{speaker}: I forgot the rule.\nWhat is {speaker} supposed to say?",
    "Telegram: received {row}. Send the next one. What number is sent?",
    "The last page of a notebook is torn off just behind {row}. What number stood first on the torn page?",
    "How does it go on? ^{row} ... Only one more number is needed.",
    "A toy shows a new number every minute: first {row}. What does the toy show a minute later?",
    "There is a rule by which each number of {row} leads to a new one. To what number does the last of them lead?",
    "Predict one number. What you have to go on is {row}.",
    "You are handed {row} and asked for one more number that obeys the rule of the rest. Which do you hand back?",
    "Steps of a hidden pattern have led to {row}. After one more step, where are we?",
    "Dear {speaker}, this morning I got as far as {row}. What number should I begin with tomorrow if "
    "I keep to the pattern? Yours, {listener}",
)
_NEXT_SKIP = frozenset({"question if", "what is if", "command if", "polite, if", "if, question", "story"})


def _row(terms: list[int]) -> str:
    return ", ".join(map(str, terms))


def _next(name: str, draw: Callable[[random.Random], Drawn]) -> Family:
    return Family(
        name,
        draw,
        facts=_NEXT_FACTS,
        direct=_NEXT_DIRECT,
        indirect=_NEXT_INDIRECT,
        noun=_NEXT_NOUN,
        labels=("[sequence|row|numbers]: {row}",),
        whole=_NEXT_WHOLE,
        asides=(),
        past=False,
        skip=_NEXT_SKIP,
    )


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


MISSING = Family(
    "missing number",
    _missing,
    facts={
        "row": (
            "in the row {row} a number is missing",
            "{who} writes {row} and leaves one number out",
            "a pattern goes {row}",
            "one number of the sequence {row} is hidden",
            "{who} sees the numbers {row}, with one of them missing",
            "the numbers {row} go up by equal steps, but one is not shown",
            "~the row {row} has a gap",
            "someone has covered one number of {row}",
            "in {row}, every step is the same and one number is blank",
            "from the evenly spaced numbers {row}, one has been erased",
        ),
    },
    direct=(
        "which number is missing",
        "what is the missing number",
        "what number belongs in the gap",
        "which number has been hidden",
        "what number makes the row complete",
        "which number has to be written there",
        "~what was left out",
        "what should stand at the empty place",
        "which number was erased",
        "what is the value of the unknown entry",
    ),
    indirect=(
        "which number is missing",
        "what the missing number is",
        "what number makes the row complete",
        "which number has been hidden",
        "which number has to be written there",
        "~which number belongs in the gap",
        "what should stand at the empty place",
        "what the value of the unknown entry is",
    ),
    noun=(
        "the missing number",
        "the number in the gap",
        "the number that makes the row complete",
        "the hidden number",
        "the unknown entry",
        "the number for the empty place",
        "the value that has been erased",
    ),
    labels=("row: {row}",),
    whole=(
        "Fill in the missing number: {row}.",
        "Which number is missing in {row}?",
        "{row}. What belongs in the gap?",
        "Complete the row: {row}.",
        "In {row}, one number is not shown. Work out that number.",
        "Given the row {row}, which number has been hidden?",
        "I can't read one number in this row: {row}. Which number is it?",
        "The numbers {row} go up by equal steps. Find the missing one.",
        "What number has to stand in the empty place if a row goes {row}?",
        "~What goes in the gap: {row}?",
        "{row}: missing number?",
        "A drop of ink fell on this row: {row}. What number is under the ink?",
        "Find what the blank stands for: {row}.",
        "Suppose the numbers {row} keep an equal distance from each other. What is the hidden one?",
        "Exercise: the terms {row} rise by a constant amount. Determine the term that is not given.",
        "{speaker}: I have lost one of my numbers. They were {row}.\n{listener}: Then I know which one!\nWhich "
        "number was lost?",
        "Which value makes all the steps between neighbors equal in {row}?",
        "The house numbers on one side of a street are {row}, always with the same step. One sign fell off. "
        "What number was on it?",
        "Can you replace the empty spot by the right number? The list is {row}. What number do you put there?",
    ),
    asides=(),
    past=False,
    skip=_NEXT_SKIP,
)


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


NTH = Family(
    "nth number",
    _nth,
    facts={
        "row": (
            "a sequence starts with {row} and goes on like that",
            "the numbers {row}, ... go up by the same step",
            "{who} writes {row} and goes on in this way",
            "a row of numbers starts at {first} and goes up by {step} each time",
            "the first number is {first}, and every next one is {step} more",
            "~counting from {first} in steps of {step} gives a long row of numbers",
            "{first} opens a sequence in which the step is always {step}",
            "someone lists {row} and continues without changing the step",
            "to get from one number of a list to the next, one adds {step}, and the list begins with {first}",
            "the distance between neighbors in a list is {step}, and {first} is the lowest number and comes first",
            "{who} begins with {first} and adds {step} over and over, writing down each number",
            "each number of a list exceeds the one before by {step}, the very first being {first}",
            "at the head of a list stands {first}, and from one number to the next the list grows by {step}",
            "with {step} added at every step, a list runs {row} and so forth",
        ),
    },
    direct=(
        "what is the {nth} number",
        "which number is the {nth}",
        "what number stands at the {nth} place",
        "which number comes {nth}",
        "what do we find at the {nth} place",
        "what value does the {nth} number have",
        "~which number does one get to as the {nth}",
        "what is the {nth} term",
        "how large is the {nth} number",
        "which value stands {nth} in line",
        "what is the value of entry {place}",
        "what number would be written {nth}",
        "on which number does one land after writing {place} of them",
        "what number fills the {nth} place of the list",
        "which number is reached when {place} numbers have been written",
        "how much is the {nth} one",
    ),
    indirect=(
        "what the {nth} number is",
        "which number stands at the {nth} place",
        "which number comes {nth}",
        "what value the {nth} number has",
        "~which number one gets to as the {nth}",
        "what the {nth} term is",
        "how large the {nth} number is",
        "what the value of entry {place} is",
        "what number would be written {nth}",
        "what number fills the {nth} place of the list",
        "which number is reached when {place} numbers have been written",
        "how much the {nth} one is",
    ),
    noun=(
        "the {nth} number",
        "the number at the {nth} place",
        "the value of the {nth} number",
        "the number that comes {nth}",
        "the {nth} term",
        "the {nth} entry of the list",
        "the value of entry {place}",
        "the last of the first {place} numbers",
        "the number in position {place}",
        "the number written {nth}",
        "the number that fills the {nth} place",
    ),
    labels=("first number: {first}; step: {step}",),
    whole=(
        "What is the {nth} number of {row}, ...?",
        "A row of numbers begins {row} and keeps the same step. Work out the {nth} number.",
        "If the first number is {first} and each next one is {step} more, what is the {nth} one?",
        "Start with {first} as the first number. Add {step} again and again. What is the {nth} number?",
        "{who} writes numbers with a step of {step}, and the first of them is {first}. Which number is the {nth}?",
        "Given the row {row}, ..., find its {nth} number.",
        "I count {row} and go on like this. What is the {nth} number that I say?",
        "First number: {first}. Added each time: {step}. Value of the {nth} number?",
        "~{row}, and so on: which is number {place}?",
        "Term number {place} of {row}, ...: what is it?",
        "Suppose you begin at {first} and keep adding {step}. If {first} counts as the first number, what is "
        "the {nth}?",
        "Exercise: an arithmetic sequence has the first term {first} and the common difference {step}. "
        "Determine the {nth} term.",
        "I need the {nth} number of a list. The list opens with {row}, and the step never changes. Can you "
        "tell me the number?",
        '{speaker} says: "My numbers go {row}, and the step stays the same." Then {listener} asks: "What is '
        'your {nth} one?" What should {speaker} answer?',
        "The houses of a street are numbered {row}, always with the same step. Which number does the {nth} house have?",
        "How big does the {nth} number get if {first} comes first and every number is {step} larger than the "
        "one before it?",
        "Step {step}, first number {first}: what is the {nth} number?",
        "Every number of a sequence is {step} above the one before. The sequence opens with {first}. Compute "
        "its {nth} term.",
        "Each number is {step} less than its successor, and the very first is {first}. How much is the {nth}?",
        "{who} lights one lamp at {first} {first:meter|meters} from a gate and one more lamp every {step} meters beyond "
        "it. How many meters from the gate is the {nth} lamp?",
        "Write {first}. Write the number that is {step} higher. Go on until {place} numbers are on the "
        "page. Which is the last?",
        "On the first day there {first:is|are} {first} {first:coin|coins} in a jar. Each day after that, {step} more are put in. "
        "How many coins are in the jar on the {nth} day?",
        "What do you read at position {place} of a list that is headed by {first} and grows by {step} "
        "from entry to entry?",
        "Telegram: list opens {first}. Growth {step} per entry. Send entry {place}.",
        "A theater has {first} {first:seat|seats} in its first row, and every row has {step} more than the row in "
        "front of it. How many seats are in row {place}?",
        "You see {row} on a page. The same amount is added each time. If {place} numbers are written, "
        "with what number does the page end?",
        "{listener}: My list has {place} numbers and begins with {first}.\n{speaker}: By how much do they "
        "grow?\n{listener}: By {step} each time.\nWhat is the last number of the list?",
        "The gap between one term and the next is always {step}, and {first} is term one. How much is term {place}?",
        "A frog sits at {first} on a number line. Standing there is its first stop, and each jump takes "
        "it {step} to the right. At what number is its {nth} stop?",
        "To which value has a list grown at its {nth} entry, given that it opens with {row} and never "
        "changes its step?",
        "Let a(1) = {first}, and let every term be {step} more than the one before it. What is a({place})?",
    ),
    asides=(),
    past=False,
    skip=_NEXT_SKIP - {"what is if", "question if", "if, question"},
)


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


CONSECUTIVE = Family(
    "consecutive numbers",
    _consecutive,
    facts={
        "total": (
            "the sum of {n} consecutive {kind}numbers is {total}",
            "{n} consecutive {kind}numbers add up to {total}",
            "adding {n} {kind}numbers that follow one another gives {total}",
            "{who} <add> {n} consecutive {kind}numbers and <get> {total}",
            "{who} <get> {total} by adding {n} consecutive {kind}numbers",
            "the total of {n} {kind}numbers in a row is {total}",
            "~{total} is what {n} neighboring {kind}numbers make together",
            "there <are|were> {n} consecutive {kind}numbers with the sum {total}",
            "putting {n} consecutive {kind}numbers together <makes|made> {total}",
            "somebody <reaches|reached> a sum of {total} with {n} {kind}numbers that come one right after another",
            "{total} <is|was> the sum when {who} <put> {n} consecutive {kind}numbers together",
            "the total comes to {total} for {n} consecutive {kind}numbers",
            "{n} {kind}numbers, one directly after another, have {total} as their sum",
            "one can split {total} into {n} consecutive {kind}numbers",
            "the sum {total} <is|was> made up of {n} consecutive {kind}numbers",
        ),
    },
    direct=(
        "what is the {asked} one of them",
        "which is the {asked} number",
        "what is the {asked} one",
        "which number is the {asked} one",
        "what number is the {asked} of them",
        "what is the value of the {asked} one",
        "~how large is the {asked} one",
        "which of them is the {asked} one",
        "what must the {asked} number be",
        "what does the {asked} one equal",
        "what does one find for the {asked} of these numbers",
        "what does the {asked} of them have to be",
        "which number stands as the {asked} in this group",
        "what is the {asked} part of this sum",
        "to what number does the word {asked} apply here",
    ),
    indirect=(
        "what the {asked} one of them is",
        "which number is the {asked} one",
        "what the {asked} number is",
        "what the value of the {asked} one is",
        "~how large the {asked} one is",
        "which of them is the {asked} one",
        "what the {asked} number must be",
        "what the {asked} of them has to be",
        "which number stands as the {asked} in this group",
        "what the {asked} part of this sum is",
        "what one finds for the {asked} of these numbers",
        "to what number the word {asked} applies here",
    ),
    noun=(
        "the {asked} one of them",
        "the {asked} number",
        "the value of the {asked} one",
        "the {asked} of these numbers",
        "the {asked} one in this group",
        "the {asked} of the {n} numbers",
        "the {asked} part of this sum",
        "the number that is {asked} among them",
        "the {asked} number that was added",
        "the {asked} one of the whole group",
        "the {asked} member of the row",
    ),
    labels=("consecutive {kind}numbers: {n}; sum: {total}",),
    whole=(
        "{n} consecutive {kind}numbers make {total} together. Which is the {asked} one?",
        "What is the {asked} of {n} consecutive {kind}numbers whose sum is {total}?",
        "Given {n} consecutive {kind}numbers with a sum of {total}, find the {asked} one.",
        "I add {n} consecutive {kind}numbers and get {total}. Which number is the {asked} one?",
        "If you add up {n} {kind}numbers that come one right after the other, you get {total}. What is the {asked} number?",
        "Sum of {n} consecutive {kind}numbers: {total}. ^{asked} number?",
        "They are consecutive {kind}numbers, there are {n} of them, and they add up to {total}. Work out the {asked} one.",
        "~Write {total} as a sum of {n} consecutive {kind}numbers. What is the {asked} one of them?",
        "We need {n} consecutive {kind}numbers whose total is {total}. Name the {asked} one.",
        "{speaker}: I added {n} consecutive {kind}numbers.\n{listener}: What did you get?\n{speaker}: I got "
        "{total}.\nWhat is the {asked} number that {speaker} added?",
        "Exercise: determine the {asked} of {n} consecutive {kind}numbers that sum to {total}.",
        "What must the {asked} number be for {n} consecutive {kind}numbers to reach a total of {total}?",
        "On {n} cards there are consecutive {kind}numbers, and added up they give {total}. What is the "
        "{asked} number on the cards?",
        "Tell me the {asked} one, please: {n} consecutive {kind}numbers, sum {total}.",
        "My {n} secret numbers are consecutive {kind}numbers with a total of {total}. Can you find out the "
        "{asked} one?",
        "Suppose {n} {kind}numbers, each directly after the one before, come to {total} in all. Which is the "
        "{asked} number?",
        "The {asked} number is wanted: {n} consecutive {kind}numbers were added, and the outcome was {total}.",
        "Split {total} into {n} consecutive {kind}numbers. What is the {asked} part?",
        "{total} is made up of {n} consecutive {kind}numbers. Work out the {asked} one.",
        "A total of {total}, and {n} consecutive {kind}numbers that make it: which is the {asked} of these?",
        "{n} friends have consecutive {kind}numbers on their shirts. The numbers on all the shirts come "
        "to {total}. What is the {asked} number on a shirt?",
        "{who} <add> up the {n} consecutive {kind}numbers on some tickets. The total <is|was> {total}. "
        "What <is|was> the {asked} number on a ticket?",
        "Which {n} consecutive {kind}numbers have the total {total}? I only need the {asked} one of them.",
        "Telegram: {n} consecutive {kind}numbers. Total {total}. Send only the {asked}.",
        "Let the sum of {n} consecutive {kind}numbers be equal to {total}. State the {asked} number.",
        "A total of {total} is reached by {n} {kind}numbers in a row, none of them skipped. What must the "
        "{asked} of them be?",
        "{listener}: What is your {asked} number?\n{speaker}: I will not say. But there are {n} of them, "
        "they are consecutive {kind}numbers, and they add up to {total}.\nWhat is the {asked} number?",
        "What is the {asked} house number if {n} houses have consecutive {kind}numbers and these numbers "
        "have the sum {total}?",
        "Someone tore {n} consecutive {kind}numbers off a long list and noted just their sum, {total}. "
        "Restore the {asked} one.",
        "To get {total}, take {n} consecutive {kind}numbers and add them. Only: which? Tell me the {asked}.",
    ),
)

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


REPEATING = Family(
    "repeating pattern",
    _repeating,
    facts={
        "pattern": (
            "{who} puts {thing+} in a row in the order {pattern}, then again from the beginning",
            "the colors of {thing+} in a row repeat {pattern}",
            "in a row of {thing+}, the pattern {pattern} repeats again and again",
            "{thing+} in a row are {pattern} by turns, always in this order",
            "the order of the colors in a line of {thing+} is {pattern}, and it starts anew each time",
            "{who} sets up {thing+} one by one, always {pattern} and then the same again",
            "~again and again, {thing+} follow each other as {pattern}",
            "a line of {thing+} is colored {pattern}, and after that the same colors return in the same order",
            "{pattern} is the order of the {thing+} in a row, and this order never stops repeating",
        ),
    },
    direct=(
        "what color is the {nth} {thing}",
        "which color does {thing} number {place} have",
        "what is the color of the {nth} {thing}",
        "what color do we see at the {nth} {thing}",
        "which color does the {nth} {thing} get",
        "+which color comes at place {place}",
        "~of what color will the {nth} one be",
        "what will be the color of {thing} number {place}",
        "in which color is the {nth} {thing}",
        "what color turns up at number {place}",
    ),
    indirect=(
        "what color the {nth} {thing} has",
        "which color {thing} number {place} has",
        "what the color of the {nth} {thing} is",
        "which color comes at the {nth} place",
        "~of what color the {nth} one is",
        "in which color the {nth} {thing} is",
        "what color turns up at number {place}",
    ),
    noun=(
        "the color of the {nth} {thing}",
        "the color of {thing} number {place}",
        "the color at the {nth} place",
        "the color of the {nth} one in the row",
        "the color that {thing} number {place} has",
    ),
    labels=("pattern of the {thing+}: {pattern}",),
    whole=(
        "{row}, ... What color is the {nth} {thing} if the pattern {pattern} goes on?",
        "A row of {thing+} is {pattern}, then the same again from the start, and so it goes on. Name the color of the {nth} {thing}.",
        "What color is {thing} number {place} in a row of {thing+} that repeats {pattern}?",
        "If {thing+} come in the order {pattern} and this order repeats, which color does the {nth} {thing} have?",
        "I put {thing+} in this order: {pattern}. Then I start again, and so on. What color will my {nth} {thing} be?",
        "Colors of the {thing+}: {pattern}, repeated without end. Color of {thing} number {place}?",
        "Given {thing+} in the repeating order {pattern}, find the color of number {place}.",
        "~A chain of {thing+} goes {pattern}, over and over. The {nth} one has which color?",
        "{pattern}, and then the same colors again: that is how the {thing+} are lined up. What color is "
        "number {place}?",
        "Suppose that {who} paints {thing+} in the order {pattern} and then begins the order anew, as often "
        "as needed. Which color does {who} use for the {nth} {thing}?",
        "Exercise: the colors {pattern} repeat along a row of {thing+}. Determine the color of {thing} number {place}.",
        "{nth} {thing}, repeating colors {pattern}: what color?",
        "{speaker}: My {thing+} repeat the colors {pattern}.\n{listener}: Then I know the color of the {nth} "
        "one.\nWhich color is it?",
        "Say which color comes up at the {nth} {thing} when the {thing+} cycle through {pattern}.",
        "We are decorating a hall with {thing+}: first {pattern}, then the same colors from the start, all "
        "the way along. What color do we need for number {place}?",
        "How is the {nth} {thing} colored in a line of {thing+} that keeps going through {pattern} in this order?",
    ),
    asides=(),
    past=False,
    numeric=False,
)

FAMILIES = (
    ARITHMETIC, GEOMETRIC, ALTERNATING, GROWING, FIBONACCI, MISSING, NTH, CONSECUTIVE, REPEATING,
)  # fmt: skip
