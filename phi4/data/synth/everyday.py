"""Everyday problems of one or two steps: buying, sharing, speed, filling, ages, sequences, plain sums.

A family is a table of templates by construction, one that draws the numbers, and one that works the answer out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.wording import NAMES, Problem, capitalised, composed, plural, plural_of, spoken

Solved = tuple[dict[str, int], list[str], str]
"""Numbers for the slots, the lines of the solution (slots allowed), the answer."""

THINGS = (
    "apple pen book ticket pencil cookie ball stamp egg orange notebook candle cup peach toy card marble sticker flower "
    "muffin box banana shirt lemon"
).split()
GROUPS = ("friend", "child", "student", "class", "neighbor", "player", "basket", "bag", "box", "table")
VEHICLES = ("car", "train", "bus", "bike", "boat", "runner", "truck", "plane", "cyclist", "ship", "drone", "horse")
DISTANCES = (("kilometer", "kilometers"), ("mile", "miles"), ("km", "km"), ("meter", "meters"))
PERIODS = ("hour", "hour", "minute", "day")
VOLUMES = (("liter", "liters"), ("gallon", "gallons"), ("bucket", "buckets"), ("litre", "litres"))
VESSELS = ("tank", "pool", "tub", "barrel", "bath", "pond")


@dataclass(frozen=True)
class Family:
    """One kind of problem. `held_out` constructions are never trained on."""

    solve: Callable[[random.Random], Solved]
    templates: Mapping[str, str]
    held_out: frozenset[str]


def _buying(rng: random.Random) -> Solved:
    count, price = rng.randint(2, 12), rng.randint(2, 25)
    total = count * price
    paid = rng.choice([note for note in (20, 50, 100, 200, 500) if note >= total])
    lines = [f"{count} {{things}} at {price} dollars each: {multiplied(price, count)} dollars.",
             f"Change: {subtracted(paid, total)} dollars."]  # fmt: skip
    return {"a": count, "b": price, "c": paid}, lines, plural(paid - total, "dollar")


def _cost(rng: random.Random) -> Solved:
    count, price = rng.randint(2, 20), rng.randint(2, 30)
    if count > 10 and price > 10:
        count = rng.randint(2, 10)
    lines = [f"{count} {{things}} at {price} dollars each: {multiplied(price, count)} dollars."]
    return {"a": count, "b": price}, lines, plural(count * price, "dollar")


def _sharing(rng: random.Random) -> Solved:
    groups = rng.randint(2, 12)
    each = rng.randint(2, 25)
    rest = rng.randint(1, groups - 1) if rng.random() < 0.3 else 0
    total = groups * each + rest
    lines = [f"Share {total} {{things}} among {groups}.", f"{divided(total, groups)}."]
    answer = f"{each} each" + (f", {rest} left over" if rest else "")
    return {"a": total, "b": groups}, lines, answer


def _distance(rng: random.Random) -> Solved:
    speed, time = rng.randint(3, 90), rng.randint(2, 9)
    lines = [f"{speed} {{units}} each {{time}}, for {time} {{times}}.", f"{multiplied(speed, time)}."]
    return {"a": speed, "b": time}, lines, f"{speed * time} {{units}}"


def _duration(rng: random.Random) -> Solved:
    speed, time = rng.randint(2, 12), rng.randint(2, 30)
    lines = [f"{speed * time} {{units}} at {speed} {{units}} each {{time}}.", f"{divided(speed * time, speed)}."]
    return {"a": speed, "b": speed * time}, lines, f"{time} {{times}}"


def _filling(rng: random.Random) -> Solved:
    inflow = rng.randint(3, 20)
    leak = rng.randint(max(1, inflow - 9), inflow - 1)
    net, time = inflow - leak, rng.randint(2, 20)
    lines = [f"Each {{time}} {inflow} {{units}} flow in and {leak} leak out, so the gain is {subtracted(inflow, leak)}.",
             f"{divided(net * time, net)}."]  # fmt: skip
    return {"a": net * time, "b": inflow, "c": leak}, lines, f"{time} {{times}}"


def _older(rng: random.Random) -> Solved:
    age, gap, years = rng.randint(4, 40), rng.randint(2, 15), rng.randint(2, 20)
    lines = [f"{{name}} is {age}. {{other}} is {gap} years older: {added(age, gap)}.",
             f"In {years} years {{other}} is {added(age + gap, years)}."]  # fmt: skip
    return {"a": age, "b": gap, "c": years}, lines, plural(age + gap + years, "year")


def _times_as_old(rng: random.Random) -> Solved:
    age, factor = rng.randint(3, 15), rng.randint(2, 6)
    lines = [f"{{name}} is {age}. {{other}} is {factor} times as old: {multiplied(age, factor)}."]
    return {"a": age, "b": factor}, lines, plural(age * factor, "year")


def _sequence(rng: random.Random) -> Solved:
    step = rng.randint(2, 12)
    down = rng.random() < 0.3
    first = rng.randint(4 * step + 1, 99) if down else rng.randint(1, 40)
    signed = -step if down else step
    terms = [first + signed * i for i in range(5)]
    second, third, last = terms[1], terms[2], terms[3]
    difference = subtracted(first, second) if down else subtracted(second, first)
    again = subtracted(second, third) if down else subtracted(third, second)
    change = "down" if down else "up"
    lines = [f"{difference}, {again}. Each number goes {change} by {step}.",
             f"{subtracted(last, step) if down else added(last, step)}."]  # fmt: skip
    return dict(zip("abcd", terms, strict=False)), lines, str(terms[4])


def _had(rng: random.Random) -> Solved:
    start, less, more = rng.randint(10, 90), rng.randint(2, 40), rng.randint(2, 40)
    less = min(less, start - 1)
    lines = [f"{subtracted(start, less)} are left.", f"Then {added(start - less, more)}."]
    return {"a": start, "b": less, "c": more}, lines, f"{start - less + more} {{things}}"


def _sum(rng: random.Random) -> Solved:
    a, b = rng.randint(2, 120), rng.randint(2, 99)
    return {"a": a, "b": b}, [f"{added(a, b)}."], str(a + b)


def _difference(rng: random.Random) -> Solved:
    a = rng.randint(3, 150)
    b = rng.randint(1, min(a, 99))
    return {"a": a, "b": b}, [f"{subtracted(a, b)}."], str(a - b)


def _product(rng: random.Random) -> Solved:
    a, b = rng.randint(2, 60), rng.randint(2, 12 if rng.random() < 0.3 else 9)
    if a > 12 and b > 9:
        b = rng.randint(2, 9)
    return {"a": a, "b": b}, [f"{multiplied(a, b)}."], str(a * b)


def _quotient(rng: random.Random) -> Solved:
    b, quotient = rng.randint(2, 12), rng.randint(2, 40)
    return {"a": b * quotient, "b": b}, [f"{divided(b * quotient, b)}."], str(quotient)


FAMILIES: Mapping[str, Family] = {
    "change": Family(
        _buying,
        {
            "pays with": "{name} buys {a} {things} [at|for] {b} dollars each and pays with [a {c} dollar bill|{c} dollars]. "
            "[How much change does {name} get|What is the change|How much money comes back|How many dollars come back]?",
            "symbols": "{a} {things} cost ${b} each. [You pay|{name} pays] [with |]${c}. [What is the change|How much change is "
            "there|How much comes back]?",
            "each costs": "[One|A|Each] {thing} costs {b} dollars. {name} [buys|takes|wants] {a} [of them|{things}] and [gives|hands "
            "over|pays] {c} dollars. [How much change is due|What change does {name} get|How much does {name} get back]?",
            "has money": "{name} has {c} dollars and [buys|gets] {a} {things} for {b} dollars each. [How much is left|How many "
            "dollars are left|How much money does {name} have left|What remains]?",
            "question first": "How much change does {name} get from {c} dollars [for|after buying|when buying] {a} {things} at {b} "
            "dollars each?",
            "if bought": "If {name} buys {a} {things} that cost {b} dollars each, how much is left of {c} dollars?",
        },
        frozenset({"if bought"}),
    ),
    "cost": Family(
        _cost,
        {
            "how much for": "[How much do|What do] {a} {things} cost [at|if each costs|if one costs|at a price of] {b} dollars[| "
            "each]?",
            "one costs": "[One|A|Each] {thing} costs [{b} dollars|${b}]. [How much do {a} {things} cost|What is the price of {a} "
            "{things}|How much are {a} of them|What do {a} cost]?",
            "buys": "{name} buys {a} {things} at [{b} dollars|${b}] [each|apiece|a piece]. [How much does {name} pay|What does it "
            "cost|How much is that|What is the total]?",
            "price of": "The price of a {thing} is {b} dollars. {name} [buys|needs|takes] {a}. [How much does {name} pay|What is the "
            "total]?",
            "sells": "{name} sells {a} {things} for {b} dollars each. How much [money does {name} get|does {name} earn|does {name} "
            "take in]?",
        },
        frozenset({"price of"}),
    ),
    "sharing": Family(
        _sharing,
        {
            "shares": "{name} [shares|splits|divides] {a} {things} [equally |evenly |fairly |]among {b} {groups}. [How many does each "
            "get|How many {things} does each {group} get|How many are there for each]?",
            "there are": "There are {a} {things} [and|for] {b} {groups}. [How many does each get|How many {things} for each "
            "{group}|Each {group} gets the same number. How many is that]?",
            "packs": "{name} puts {a} {things} into {b} {groups}, the same number in each. How many are in each [one|{group}]?",
            "question first": "How many {things} does each of {b} {groups} get if {a} [{things} |]are [shared|split|divided] [equally"
            "|evenly]?",
            "if share": "If {b} {groups} share {a} {things} [equally|evenly|fairly], how many [does|will] each [get|have]?",
            "fair share": "{a} {things} are to be given out to {b} {groups}. What is a fair share?",
        },
        frozenset({"fair share"}),
    ),
    "distance": Family(
        _distance,
        {
            "travels": "A {vehicle} [travels|goes|moves|covers|does] {a} {units} [per|an|each|every|in one] {time}. How far [does it "
            "[go|travel|get]|is it after|will it go] in {b} {times}?",
            "speed of": "[A {vehicle} has a speed of|The speed of a {vehicle} is] {a} {units} [per|each|every] {time}. [How far does "
            "it [go|travel] in {b} {times}|What distance does it cover in {b} {times}|How many {units} is that in {b} {times}]?",
            "goes for": "A {vehicle} [goes|travels|moves] for {b} {times} at {a} {units} [per|each|every|a] {time}. [How far does it "
            "[go|get]|What distance is that|How many {units} does it cover]?",
            "question first": "How [far|many {units}] does a {vehicle} [go|travel] in {b} {times} at {a} {units} [per|a|each] {time}?",
            "if moves": "If a {vehicle} [moves|goes|travels] {a} {units} [each|every|per] {time}, how far [is it|has it gone|does it "
            "get] after {b} {times}?",
        },
        frozenset({"if moves"}),
    ),
    "duration": Family(
        _duration,
        {
            "travels": "A {vehicle} [travels|goes|moves|covers] {a} {units} [per|each|every|in one] {time}. How [long|many {times}] "
            "does it [take|need] for {b} {units}?",
            "way is": "The [way|road|trip|route] is {b} {units} long. A {vehicle} [goes|travels|moves] {a} {units} [per|each|every] "
            "{time}. How [long|many {times}] does [it take|the trip take|it need]?",
            "question first": "How many {times} does a {vehicle} need for {b} {units} at {a} {units} [per|a|each] {time}?",
            "to cover": "To [cover|go|travel] {b} {units} at {a} {units} [per|a|each] {time}, how [long|many {times}] does a {vehicle} "
            "[need|take]?",
            "reads pages": "{name} reads {a} pages [each|every|a] {time}. How many {times} does {name} need for [a book of {b} pages|{b} "
            "pages]?",
        },
        frozenset({"to cover"}),
    ),
    "filling": Family(
        _filling,
        {
            "holds": "A {vessel} holds {a} {units}. [Each|Every] {time} {b} {units} flow in and {c} [leak out|flow out|run out]. How "
            "[long|many {times}] [does it take to fill it|until it is full|does it take]?",
            "to fill": "[To fill|Someone fills] a {vessel} of {a} {units}[,|:] {b} {units} [flow|come|run] in [each|every|per] {time}, "
            "but {c} {units} [leak|run|flow] out[| each {time}]. [How many {times} does it take|When is it full|How long does it "
            "take]?",
            "pump": "A pump [puts|brings] {b} {units} into [a|the] {vessel} [each|every|per] {time}, but {c} [leak|flow] out. The "
            "{vessel} holds {a} {units}. [How many {times} until it is full|When is it full]?",
            "question first": "How many {times} does it take to fill a {vessel} of {a} {units} if {b} {units} flow in and {c} leak out "
            "[each|every|per] {time}?",
            "empty": "An empty {vessel} of {a} {units} gains {b} {units} and loses {c} [each|every|a] {time}. When is it full?",
        },
        frozenset({"empty"}),
    ),
    "older": Family(
        _older,
        {
            "is older": "{name} is {a}[| years old]. {other} is {b} years older[| than {name}]. How old [is|will] {other} [|be ]in {c} "
            "years?",
            "question first": "How old is {other} in {c} years if {name} is {a} and {other} is {b} years older?",
            "now": "{name} is {a} years old now, and {other} is {b} years older. [What age is {other}|How old is {other}] [after {c} "
            "years|in {c} years|{c} years from now]?",
            "younger": "{name}, who is {a}, is {b} years younger than {other}. How old will {other} be in {c} years?",
        },
        frozenset({"younger"}),
    ),
    "times as old": Family(
        _times_as_old,
        {
            "is": "{name} is {a}[| years old]. {other} is {b} times as old[| as {name}]. How old is {other}?",
            "times the age": "{other} is {b} times [the age of {name}|{name}'s age]. {name} is {a}. [How old is {other}|What is "
            "{other}'s age]?",
            "question first": "How old is {other}, who is {b} times as old as {name}, if {name} is {a}?",
        },
        frozenset({"times the age"}),
    ),
    "sequence": Family(
        _sequence,
        {
            "what comes next": "What [comes next|is next|is the next number][:|?| in the sequence| in this sequence:] {a}, {b}, {c}, "
            "{d}[| ...|, ...|, ?]",
            "continue": "[Continue|Continue the sequence|Continue the pattern|Find the next number|Give the next number]: {a}, {b}, "
            "{c}, {d}[|, ...]",
            "after": "Which number comes after {a}, {b}, {c}, {d}?",
        },
        frozenset({"after"}),
    ),
    "had": Family(
        _had,
        {
            "gives and gets": "{name} has {a} {things}, [gives|gives away|loses|sells|eats] {b}[| of them] and [then |]"
            "[gets|finds|buys|receives] {c} [more|new ones]. How many [{things} |]does {name} have [now|then|in the end]?",
            "sentences": "{name} [had|has] {a} {things}. {b} [are|were] [lost|sold|given away|eaten]. Then {c} [more|new ones] "
            "[arrive|come|are added]. How many {things} are there [now|in the end]?",
            "question first": "How many {things} does {name} have after starting with {a}, giving away {b} and getting {c}?",
            "box": "A box [holds|has] {a} {things}. {name} takes out {b} and puts in {c}. How many [{things} |]are in the box now?",
        },
        frozenset({"box"}),
    ),
    "sum": Family(
        _sum,
        {
            "what is": "What is {a} [+|plus|+] {b}?",
            "bare": "{a} + {b}[| =| = ?]",
            "add": "[Add {a} and {b}|Compute {a} + {b}|Calculate {a} + {b}|What is the sum of {a} and {b}|How much is {a} plus {b}].",
        },
        frozenset(),
    ),
    "difference": Family(
        _difference,
        {
            "what is": "What is {a} [-|minus|-] {b}?",
            "bare": "{a} - {b}[| =| = ?]",
            "subtract": "[Subtract {b} from {a}|Compute {a} - {b}|Calculate {a} - {b}|How much is {a} minus {b}|Take {b} from {a}].",
        },
        frozenset(),
    ),
    "product": Family(
        _product,
        {
            "what is": "What is {a} [×|times|x|*] {b}?",
            "bare": "{a} [×|x|*] {b}[| =| = ?]",
            "multiply": "[Multiply {a} by {b}|Compute {a} × {b}|Calculate {a} * {b}|How much is {a} times {b}].",
        },
        frozenset(),
    ),
    "quotient": Family(
        _quotient,
        {
            "what is": "What is {a} [÷|divided by|/] {b}?",
            "bare": "{a} [÷|/] {b}[| =| = ?]",
            "divide": "[Divide {a} by {b}|Compute {a} ÷ {b}|Calculate {a} / {b}|How much is {a} divided by {b}].",
        },
        frozenset(),
    ),
}
BARE = frozenset({"sum", "difference", "product", "quotient", "sequence"})


def everyday(family: str, rng: random.Random, *, held_out: bool = False) -> Problem:
    """A problem of `family` in random words; `held_out` takes a construction that training never sees."""
    kind = FAMILIES[family]
    numbers, lines, answer = kind.solve(rng)
    names = [name for name in kind.templates if (name in kind.held_out) == held_out] or list(kind.templates)
    construction = rng.choice(names)
    thing, group = rng.choice(THINGS), rng.choice(GROUPS)
    unit = rng.choice(VOLUMES if family == "filling" else DISTANCES)
    time = rng.choice(PERIODS)
    name, other = rng.sample(NAMES, 2)
    slots = {
        "thing": thing, "things": plural_of(thing), "group": group, "groups": _groups(group), "vehicle": rng.choice(VEHICLES),
        "units": "pages" if construction == "reads pages" else unit[1], "time": time, "times": f"{time}s",
        "vessel": rng.choice(VESSELS), "name": name, "other": other,
    }  # fmt: skip
    share = 0.0 if family in BARE else 0.1
    asked = {key: spoken(value, rng, share=share) for key, value in numbers.items()}
    solution = [capitalised(line.format_map(slots)) for line in lines]
    answer = answer.format_map(slots)
    question = capitalised(composed(kind.templates[construction], {**slots, **asked}, rng))
    return Problem(family, construction, question, "\n".join([*solution, f"Answer: {answer}"]), answer)


def _groups(group: str) -> str:
    return {"child": "children"}.get(group, plural_of(group))


def drilled(rng: random.Random) -> Problem:
    """Six sums in one task, for practice in arithmetic alone."""
    sums, lines, results = [], [], []
    for _ in range(6):
        family = rng.choice(("sum", "difference", "product", "quotient"))
        numbers, (line,), result = FAMILIES[family].solve(rng)
        sign = {"sum": "+", "difference": "-", "product": "×", "quotient": "÷"}[family]
        sums.append(f"{numbers['a']} {sign} {numbers['b']}")
        lines.append(line)
        results.append(result)
    return Problem("drill", "drill", "\n".join(["Compute:", *sums]), "\n".join(lines), ", ".join(results))
