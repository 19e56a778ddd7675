"""Units that are turned into others, temperatures that rise and fall, and weights that are compared."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import noun, someone, two_people

FORMS = Forms(__file__)

# The large unit, the small one, how many of these it has, and what is measured in them.
_UNITS = (
    (noun("kilometer"), noun("meter"), 1000,
     "a road is {v} long"), (noun("meter"), noun("centimeter"), 100, "a board is {v} long"),
    (noun("centimeter"), noun("millimeter"), 10,
     "a pencil is {v} long"), (noun("kilogram"), noun("gram"), 1000, "a bag weighs {v}"),
    (noun("hour"), noun("minute"), 60, "a trip takes {v}"), (noun("minute"), noun("second"), 60, "a song takes {v}"),
    (noun("day"), noun("hour"), 24, "a storm goes on for {v}"), (noun("foot"), noun("inch"), 12, "a pole is {v} high"),
    (noun("yard"), noun("foot"), 3,
     "a rope is {v} long"), (noun("dozen", "dozen"), noun("egg"), 12, "a farmer has {v}"),
    (noun("pound"), noun("ounce"), 16, "a cake weighs {v}"), (noun("gallon"), noun("quart"), 4, "a can holds {v}"),
    (noun("year"), noun("month"), 12,
     "a building takes {v}"), (noun("liter"), noun("milliliter"), 1000, "a bottle holds {v}"),
    (noun("dollar"), noun("cent"), 100,
     "a ride costs {v}"), (noun("ton"), noun("kilogram"), 1000, "an elephant weighs {v}"),
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


CONVERSION = Family("units", _conversion, FORMS, past=False)


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
        "t": _degrees(start), "then": lambda voice: voice.say(f"<{then}|{did}>"),
        "place": rng.choice(FORMS["temperature"]["places"]),
        "time": rng.choice(("in the morning", "at noon", "at six", "at first", "at night")), "who": someone(rng),
        "told": then,
    }  # fmt: skip
    return Drawn(lines, _degrees(at), {"start": start, "moves": tuple(moves)}, slots)


def _degrees(value: int) -> str:
    """ "5 degrees", "3 degrees below zero", "0 degrees"."""
    return noun("degree")(abs(value)) + (" below zero" if value < 0 else "")


TEMPERATURE = Family("temperature", _temperature, FORMS, ordered=True, numeric=False)

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


DIFFERENCE_OF = Family("more or less", _difference, FORMS, ordered=True)

FAMILIES = (CONVERSION, TEMPERATURE, DIFFERENCE_OF)
