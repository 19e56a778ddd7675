"""Units that are turned into others, temperatures that rise and fall, and weights that are compared."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.words import noun, someone, two_people

# The large unit, the small one, how many of these it has, and what is measured in them.
_UNITS = (
    (noun("kilometer"), noun("meter"), 1000, "a road is {v} long"), (noun("meter"), noun("centimeter"), 100, "a board is {v} long"),
    (noun("centimeter"), noun("millimeter"), 10, "a pencil is {v} long"), (noun("kilogram"), noun("gram"), 1000, "a bag weighs {v}"),
    (noun("hour"), noun("minute"), 60, "a trip takes {v}"), (noun("minute"), noun("second"), 60, "a song takes {v}"),
    (noun("day"), noun("hour"), 24, "a storm goes on for {v}"), (noun("foot"), noun("inch"), 12, "a pole is {v} high"),
    (noun("yard"), noun("foot"), 3, "a rope is {v} long"), (noun("dozen", "dozen"), noun("egg"), 12, "a farmer has {v}"),
    (noun("pound"), noun("ounce"), 16, "a cake weighs {v}"), (noun("gallon"), noun("quart"), 4, "a can holds {v}"),
    (noun("year"), noun("month"), 12, "a building takes {v}"), (noun("liter"), noun("milliliter"), 1000, "a bottle holds {v}"),
    (noun("dollar"), noun("cent"), 100, "a ride costs {v}"), (noun("ton"), noun("kilogram"), 1000, "an elephant weighs {v}"),
)  # fmt: skip


def _conversion(rng: random.Random) -> Drawn:
    large, small, size, context = rng.choice(_UNITS)
    count = rng.randint(2, 12 if size > 60 else 30 if size < 20 else 15)
    dozen = large.one == "dozen"
    known = large
    said = f"{count} dozen eggs" if dozen else large(count)
    lines = [f"1 {large.one} is {small(size)}."]
    if rng.random() < 0.55:
        total = count * size
        extra = rng.randint(1, size - 1) if rng.random() < 0.35 and size <= 100 and not dozen else 0
        if extra:
            said = f"{large(count)} and {small(extra)}"
        lines.append(f"{multiplied(count, size)}.")
        if extra:
            lines.append(f"{added(total, extra)}.")
        answer = small(total + extra)
        slots = {"s": said, "unit": small, "target": small.many}
        numbers = {"count": count, "extra": extra, "size": size, "down": True}
    else:
        total = count * size
        rest = rng.randint(1, size - 1) if rng.random() < 0.35 and size in (60, 12, 24, 7, 16) and not dozen else 0
        total += rest
        lines.append(f"{divided(total, size)}.")
        answer = large(count) + (f" and {small(rest)}" if rest else "")
        slots = {"s": small(total), "unit": large, "target": f"{large.many} and {small.many}" if rest else large.many}
        numbers = {"total": total, "size": size, "down": False}
    slots |= {"context": context.format(v=slots["s"]), "who": someone(rng), "known": known}
    return Drawn(lines, answer, numbers, slots)


CONVERSION = Family(
    "units",
    _conversion,
    facts={
        "value": (
            "{context}",
            "we know that {context}",
            "a label says that {context}",
            "in a report it says that {context}",
            "I read that {context}",
            "it turns out that {context}",
            "a friend tells me that {context}",
            "~somebody claims that {context}",
            "it is written somewhere that {context}",
            "we are informed that {context}",
            "a note tells us that {context}",
            "according to a sign, {context}",
            "in an old letter it is mentioned that {context}",
            "as was announced on the radio, {context}",
            "someone has measured or counted with care: {context}",
            "it has been recorded that {context}",
        ),
    },
    direct=(
        "how much is that in {target}",
        "how many {target} is that",
        "what is that in {target}",
        "what does that come to in {target}",
        "how much would that be, [expressed|counted] in {target}",
        "to how many {target} does that amount",
        "~how does one say this in {target}",
        "what is the same amount in {target}",
        "with {target} as the unit, how much is it",
        "how many {target} are equal to it",
        "what is the equivalent in {target}",
        "what does one get when it is converted to {target}",
        "what would a person who counts in {target} say",
        "what number of {target} does that equal",
        "if we change the unit to {target}, what is it",
    ),
    indirect=(
        "how much that is in {target}",
        "how many {target} that is",
        "how many {target} that makes",
        "what that comes to in {target}",
        "to how many {target} that amounts",
        "~how one says this in {target}",
        "what the same amount is in {target}",
        "how much it is with {target} as the unit",
        "how many {target} are equal to it",
        "what the equivalent in {target} is",
        "what one gets when it is converted to {target}",
        "what number of {target} that equals",
        "what a person who counts in {target} would say",
        "what it is if we change the unit to {target}",
    ),
    noun=(
        "this in {target}",
        "the same in {target}",
        "that, expressed in {target}",
        "the value in {target}",
        "the same amount, but in {target}",
        "its value when converted to {target}",
        "its equivalent in {target}",
        "the amount, converted to {target}",
        "the same thing with {target} as the unit",
        "the amount when one changes the unit to {target}",
        "the corresponding amount in {target}",
    ),
    labels=("given: {s}; wanted: {target}",),
    whole=(
        "How many {target} are {s}?",
        "What is {s} in {target}?",
        "Convert {s} to {target}.",
        "Turn {s} into {target}.",
        "Write {s} in {target}.",
        "How many {target} make {s}?",
        "{s} = how many {target}?",
        "In {target}, what is {s}?",
        "If {context}, then how much is it in {target}?",
        "{context}. Work out the same in {target}.",
        "I want to change {s} into {target}. How much will it be?",
        "A table says {s}, but {speaker} wants {target}. How much is that?",
        "~{s}: how much is it in {target}?",
        "~Give {s} in {target}.",
        "{s} -> {target}?",
        "If you had to express {s} with {target} as the unit, what would you write?",
        "{s} equals how many {target}?",
        "Exercise: rewrite {s} so that the unit is {target}.",
        "{speaker}: ^{context}.\n{listener}: Can you say that in {target}?",
        "Suppose {context}. Say the same with {target} as the unit.",
        "My friend only understands {target}, so what should I tell my friend instead of {s}?",
        "Which amount, in {target}, is the same as {s}?",
        "We read in the newspaper that {context}. How many {target} would that be?",
        "Change the unit: {s}, please, in {target}.",
        "By how many {target} could one replace {s}?",
        "How many {target} are one and the same as {s}?",
        "An old sign says that {context}. The new sign shall use {target}. What should be painted on it?",
        "Telegram: {context}. Send this in {target}.",
        "Do not say {s}; say it in {target}. What do you say?",
        "Which is the equivalent of {s} when we count in {target}?",
        "A form has a box for {target}, but what {speaker} knows is that {context}. What belongs in the box?",
        "{listener}: How many {target} is that?\n{speaker}: I only know that {context}.\nHelp {speaker} to answer.",
        "From {s} we want to come to {target}. State the result of the conversion.",
        "What we are told is that {context}; what we are asked for are {target}. Give the answer.",
        "Saying {s} is the same as saying what, if one has to use {target}?",
        "Let {s} be given. Determine the equivalent in {target}.",
        "Dear {speaker}, in your letter it says that {context}. Here everybody uses {target}. So how much "
        "would we call it? Yours, {listener}",
    ),
    past=False,
    asides=(),
    skip=SKIP,
)

_PLACES = (
    "the city",
    "the valley",
    "the mountains",
    "the desert",
    "a cellar",
    "the north",
    "a small town",
    "the harbor",
)


def _temperature(rng: random.Random) -> Drawn:
    degree = noun("degree")
    at = rng.randint(-10, 25)
    moves = [rng.randint(1, 15) * rng.choice((1, -1)) for _ in range(rng.choice((1, 2, 2, 3)))]
    if len(moves) > 1 and all(move > 0 for move in moves):
        moves[0] = -moves[0]
    start = at
    lines = [f"Start: {_degrees(at)}."]
    for move in moves:
        to = at + move
        name = "Rises" if move > 0 else "Falls"
        if min(at, to) >= 0:
            step = added(at, move) if move > 0 else subtracted(at, -move)
            lines.append(f"{name} by {abs(move)}: {step}.")
        else:
            sign, rest = "+" if move > 0 else "-", "+" if to > 0 else "-"
            lines.append(f"{name} by {abs(move)}: {at} {sign} {abs(move)} = 0 {rest} {abs(to)} = {to}.")
        at = to
    told = [f"{'rises' if move > 0 else 'falls'} by {degree(abs(move))}" for move in moves]
    past = [f"{'rose' if move > 0 else 'fell'} by {degree(abs(move))}" for move in moves]
    then, did = ", then ".join(told), ", then ".join(past)
    slots = {
        "t": _degrees(start), "then": lambda voice: voice.say(f"<{then}|{did}>"), "place": rng.choice(_PLACES),
        "time": rng.choice(("in the morning", "at noon", "at six", "at first", "at night")), "who": someone(rng),
        "told": then,
    }  # fmt: skip
    return Drawn(lines, _degrees(at), {"start": start, "moves": tuple(moves)}, slots)


def _degrees(value: int) -> str:
    """ "5 degrees", "3 degrees below zero", "0 degrees"."""
    return noun("degree")(abs(value)) + (" below zero" if value < 0 else "")


TEMPERATURE = Family(
    "temperature",
    _temperature,
    facts={
        "start": (
            "{time}[,|] the temperature in {place} <is|was> {t}",
            "it <is|was> {t} in {place} {time}",
            "a thermometer in {place} <shows|showed> {t} {time}",
            "the temperature in {place} <is|was> {t} {time}",
            "{place} <has|had> a temperature of {t} {time}",
            "in {place}[,|] they <measure|measured> {t} {time}",
            "~{time} one <reads|read> {t} in {place}",
            "people in {place} <report|reported> {t} {time}",
            "{t} <is|was> what the thermometer in {place} <says|said> {time}",
        ),
        "moves": (
            "+then it {then}",
            "+the temperature {then}",
            "+it {then}",
            "+after that it {then}",
            "+later the temperature {then}",
            "+the reading {then}",
            "~+in the hours that <follow|followed> it {then}",
            "+from there it {then}",
            "+as time <goes|went> by, the temperature {then}",
        ),
    },
    direct=(
        "what is the temperature then",
        "how many degrees is it in the end",
        "what temperature is it after that",
        "what is the final temperature",
        "to what temperature does that lead",
        "how warm or cold is it after all that",
        "which temperature is reached in the end",
        "~what does a thermometer show in the end",
        "at what temperature does that leave us",
        "where is the temperature when all of that is over",
        "after these changes, how warm or cold is it",
    ),
    indirect=(
        "what the temperature is then",
        "what temperature it is in the end",
        "how many degrees it is after that",
        "how warm or cold it is in the end",
        "~what a thermometer shows in the end",
        "at what temperature that leaves us",
        "where the temperature is when all of that is over",
        "what temperature is reached after these changes",
    ),
    noun=(
        "the temperature in the end",
        "the temperature after that",
        "the final temperature",
        "the temperature after all [these|the] changes",
        "the last temperature of all",
        "the temperature that is reached",
        "the temperature when all of that is over",
    ),
    labels=("start: {t}; after that it {told}",),
    whole=(
        "It is {t}, and the temperature {told}. What is the temperature then?",
        "What is the temperature if it is {t} at first and it {told}?",
        "What temperature do we get when it is {t} {time} and the temperature then {told}?",
        "Before it {then}, the temperature in {place} <is|was> {t}. What <is|was> it afterwards?",
        "Temperature {time}: {t}. Then it {told}. Temperature now?",
        "I look at the thermometer in {place}: {t}. Later it {told}. What temperature is it now?",
        "Work out the last temperature: at the start it is {t}, after which it {told}.",
        "In {place}, it <is|was> {t} {time}; the temperature {then}. How warm or cold <is|was> it then?",
        "~From {t} it {told}. Where does it end?",
        "{t}; it {told}; result?",
        "Suppose we start at {t} and the temperature {told}. At what temperature does that leave us?",
        "{speaker}: It is {t} in {place} {time}.\n{listener}: And what happens after that?\n{speaker}: It {told}. So "
        "how warm or cold is it at last?",
        "Exercise. The initial temperature is {t}. It {told}. Determine the final temperature.",
        "How warm or cold is it at last in {place}? Our thermometer shows {t} {time}, and from there it {told}.",
        "Weather report for {place}: {t} {time}. We expect that it {told}. What temperature can people expect after "
        "that?",
        "Dear {speaker}, as I write this, it is {t} in {place}. I heard on the radio that the temperature {told} "
        "before tomorrow. If so, what will the thermometer say then?",
        "A thermometer hangs in {place}. Its first reading is {t}; after this reading it {told}. Tell me its last "
        "reading.",
    ),
    ordered=True,
    numeric=False,
    asides=(),
    skip=SKIP,
)

# How a quality is told, its unit and range, what it is called, how it is asked, and whether two of it may be added.
_QUALITIES = (
    ("weighs", "weighed", "kilogram", 20, 90, "weight", "how much <does|did> {other} weigh", True),
    ("is", "was", "centimeter", 100, 190, "height", "how tall <is|was> {other}", False),
    ("jumps", "jumped", "centimeter", 90, 400, "jump", "how far <does|did> {other} jump", False),
    ("runs", "ran", "kilometer", 2, 40, "run", "how far <does|did> {other} run", True),
    ("reads", "read", "page", 20, 300, "book report", "how many pages <does|did> {other} read", True),
    ("scores", "scored", "point", 5, 99, "score", "how many points <does|did> {other} score", True),
    ("saves", "saved", "coin", 5, 99, "saving", "how many coins <does|did> {other} save", True),
)  # fmt: skip


def _difference(rng: random.Random) -> Drawn:
    verb, past, unit, low, high, name, question, addable = rng.choice(_QUALITIES)
    who, other = two_people(rng)
    a, gap = rng.randint(low, high), rng.randint(1, max(2, (high - low) // 3))
    more = rng.random() < 0.5 or a - gap < low
    b = a + gap if more else a - gap
    measure, tail = noun(unit), " tall" if name == "height" else ""
    word = ("taller" if more else "shorter") if name == "height" else "more" if more else "less"
    both = addable and rng.random() < 0.5
    shown = f"<{verb}|{past}>"
    asked = f"how many {measure.many} <is|was> that for both together" if both else question
    slots = {
        "who": who, "other": other, "unit": measure, "does": lambda voice: voice.say(shown), "tail": tail, "word": word,
        "q": lambda voice: voice.say(asked),
    }  # fmt: skip
    lines = [f"{who}: {measure(a)}{tail}. {other}: {measure(gap)} {word}."]
    step = added(a, gap) if more else subtracted(a, gap)
    numbers = {"a": a, "gap": gap, "greater": more, "both": both}
    if not both:
        lines.append(f"{other}: {measure.after(step)}.")
        return Drawn(lines, measure(b), numbers, slots)
    lines += [f"{other}: {step}.", f"Together: {added(max(a, b), min(a, b))} {measure.many}."]
    return Drawn(lines, measure(a + b), numbers, slots)


DIFFERENCE_OF = Family(
    "more or less",
    _difference,
    facts={
        "first": (
            "{who} {does} {a unit}{tail}",
            "it is known that {who} {does} {a unit}{tail}",
            "{who} {does} exactly {a unit}{tail}",
            "a list says that {who} {does} {a unit}{tail}",
            "we read that {who} {does} {a unit}{tail}",
            "~as to {who.o}, {who.n} {does} {a unit}{tail}",
            "a note states that {who} {does} {a unit}{tail}",
            "somebody found out that {who} {does} {a unit}{tail}",
        ),
        "second": (
            "{other} {does} {gap unit} {word} than {who.o}",
            "compared with {who.n}, {other} {does} {gap unit} {word}",
            "{other} {does} {word} than {who.n}, by {gap unit}",
            "{other} {does} {word} than {who.n}, the difference being {gap unit}",
            "a comparison shows that {other} {does} {gap unit} {word} than {who.n}",
            "~by {gap unit}, {other} {does} {word} than {who.n}",
            "measured against {who.n}, {other} {does} {gap unit} {word}",
            "someone adds that {other} {does} {gap unit} {word} than {who.n}",
        ),
        "first second": (
            "{who} {does} {a unit}{tail}, and {other} {gap unit} {word}",
            "{other} {does} {gap unit} {word} than {who.n}, who {does} {a unit}{tail}",
            "{who} {does} {a unit}{tail}, but {other} {does} {gap unit} {word}",
            "{other} {does} {gap unit} {word} compared with {who.n}, who {does} {a unit}{tail}",
            "while {who} {does} {a unit}{tail}, {other} {does} {gap unit} {word}",
            "{who} {does} {a unit}{tail}, and in comparison with that {other} {does} {gap unit} {word}",
        ),
    },
    ordered=True,
    direct=(
        "{q}",
        "the question is: {q}",
        "this is to be found: {q}",
        "~in the end, {q}",
        "can you say this: {q}",
        "please say: {q}",
    ),
    whole=(
        "{who} {does} {a unit}{tail}, and {other} {does} {gap unit} {word}. ^{q}?",
        "If {who} {does} {a unit}{tail} and {other} {gap unit} {word}, {q}?",
        "There are two people, {who} and {other}. The first {does} {a unit}{tail}; the second {does} {gap unit} "
        "{word}. ^{q}?",
        "Compare {who} with {other}: {who.n} {does} {a unit}{tail}, {other.n} {gap unit} {word}. ^{q}?",
        "{other} {does} {gap unit} {word} than {who.n}. ^{who.n} {does} {a unit}{tail}. Now, {q}?",
        "My notes say that {who} {does} {a unit}{tail}, and {other} {gap unit} {word} than that. My question is, {q}?",
        "First fact: {who} {does} {a unit}{tail}. Second fact: {other} {does} {gap unit} {word} than {who.o}. "
        "Question: {q}?",
        '{speaker} asks, "^{q}?" {listener} only knows that {who} {does} {a unit}{tail} and that {other} {does} {gap '
        "unit} {word} than {who.n}. What should {listener} answer?",
        "~{who.n}: {a unit}. {other.n}: {gap unit} {word}. ^{q}?",
        "{gap unit} {word} than {who.n}: that is what we know of {other.n}. ^{who.n} {does} {a unit}{tail}. So {q}?",
        "Suppose {other} {does} {gap unit} {word} than {who.n}, and {who.n} {does} {a unit}{tail}. Then {q}?",
        "{speaker}: I have heard that {who} {does} {a unit}{tail}.\n{listener}: And {other} {does} {gap unit} {word} "
        "than {who.n}.\n{speaker}: Tell me, {q}?",
        "Exercise. It is given that {who} {does} {a unit}{tail} and that {other}, in comparison, {does} {gap unit} "
        "{word}. Answer this: {q}?",
        "^{q}? What we know is that {other.n} {does} {gap unit} {word} than {who.n} and that {who.n} {does} {a "
        "unit}{tail}.",
        "Dear {speaker}, {who} {does} {a unit}{tail}. You also asked about {other.o}: {gap unit} {word} than {who.n}. "
        "Now you can work it out yourself: {q}?",
        "There is a difference of {gap unit} between two friends. {other.n} {does} {word} than {who.n}, and {who.n} "
        "{does} {a unit}{tail}. So, {q}?",
        "Someone who knows that {who} {does} {a unit}{tail} is told that {other} {does} {gap unit} {word}. ^{q}?",
    ),
)

FAMILIES = (CONVERSION, TEMPERATURE, DIFFERENCE_OF)
