"""Work: workers, machines, two at one job, production, pages to read."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import noun, someone, two_people

FORMS = Forms(__file__)


def _workers(rng: random.Random) -> Drawn:
    task, kind = rng.choice(FORMS.rows("workers", "tasks"))
    total = rng.choice((12, 18, 20, 24, 30, 36, 40, 48, 60, 72, 80, 90, 96, 120))
    counts = [count for count in range(2, 16) if total % count == 0 and total // count >= 2]
    first, second = rng.sample(counts, 2)
    days = total // first
    worker, time = noun(kind), rng.choice((noun("day"), noun("hour")))
    lines = [
        f"{worker(first)} need {time(days)}, and the question is about {worker(second)}.",
        f"One {kind} alone would need {multiplied(days, first)} {time.many}.",
        f"{worker(second)}: {divided(total, second)}.",
    ]
    slots = {"task": task, "worker": worker, "time": time}
    return Drawn(lines, time(total // second), {"first": first, "days": days, "second": second}, slots)


WORKERS = Family("workers", _workers, FORMS)

_MACHINES = tuple(
    (noun(maker), noun(made))
    for maker, made in (
        ("machine", "widget"), ("hen", "egg"), ("printer", "poster"), ("cat", "mouse"), ("baker", "cake"),
        ("robot", "toy"), ("worker", "box"), ("press", "coin"), ("weaver", "basket"), ("cook", "pizza"),
        ("painter", "picture"), ("machine", "screw"),
    )
)  # fmt: skip


def _machines(rng: random.Random) -> Drawn:
    maker, made = rng.choice(_MACHINES)
    count = rng.randint(2, 12)
    time = rng.choice((noun("minute"), noun("hour"), noun("day")))
    # One maker makes `each` in `times`.
    times = count if rng.random() < 0.5 else rng.randint(2, 12)
    each = 1 if rng.random() < 0.6 else rng.randint(2, 5)
    products = count * each
    more = rng.choice(
        [number for number in (10, 20, 50, 100, count + 1, count * 2, count * 3, count + 5) if number != count]
    )
    rounds = 1 if rng.random() < 0.6 else rng.randint(2, 4)
    wanted = more * each * rounds
    lines = [
        f"{maker(count)} make {made(products)} in {time(times)}.",
        f"Pattern: all work at the same time, so in {time(times)} one {maker.one} makes {made(each)}: "
        f"{divided(products, count)}."
        if each > 1
        else f"Pattern: all work at the same time, so one {maker.one} makes one {made.one} in {time(times)}.",
        f"In {time(times)}, {maker(more)} make {made(more * each)}"
        + (f": {multiplied(more, each)}." if each > 1 else "."),
    ]
    if rounds > 1:
        lines.append(f"{made(wanted)} take {rounds} times as long: {multiplied(times, rounds)} {time.many}.")
    slots = {"maker": maker, "made": made, "time": time}
    numbers = {"count": count, "products": products, "times": times, "more": more, "wanted": wanted}
    return Drawn(lines, time(times * rounds), numbers, slots)


MACHINES = Family("machines", _machines, FORMS, past=False)


# Times alone whose time together is whole.
_PAIRS = tuple((a, b) for a in range(2, 25) for b in range(a, 41) if a * b <= 400 and (a * b) % (a + b) == 0)


def _together(rng: random.Random) -> Drawn:
    task, _ = rng.choice(FORMS.rows("workers", "tasks"))
    first, second = rng.choice(_PAIRS)
    if rng.random() < 0.5:
        first, second = second, first
    both = first * second // (first + second)
    time = rng.choice((noun("hour"), noun("day")))
    who, other = two_people(rng)
    lines = [
        f"Alone {who} needs {time(first)} and {other} {time(second)}.",
        f"In {first} × {second} = {first * second} {time.many} {who} does it {second} times and {other} {first} times."
        f" Together: {added(second, first)}.",
        f"So once takes {divided(first * second, first + second)}.",
    ]
    slots = {"task": task, "time": time, "who": who, "other": other}
    return Drawn(lines, time(both), {"first": first, "second": second}, slots)


WORK_TOGETHER = Family("work together", _together, FORMS, ordered=True)

_PRODUCTS = (
    ("a printer", "page", "minute", 5, 40, "print"), ("a baker", "loaf", "hour", 10, 60, "bake"),
    ("a machine", "bottle", "minute", 10, 90, "fill"), ("a factory", "car", "day", 5, 60, "build"),
    ("a typist", "word", "minute", 20, 90, "type"), ("a tailor", "shirt", "day", 2, 9, "sew"),
    ("a beekeeper", "jar", "day", 5, 40, "fill"), ("a robot", "part", "minute", 3, 30, "make"),
    ("a student", "problem", "hour", 4, 20, "solve"), ("a cook", "pancake", "minute", 2, 6, "make"),
    ("a gardener", "tulip", "hour", 15, 60, "plant"), ("a worker", "brick", "hour", 40, 90, "lay"),
)  # fmt: skip


def _production(rng: random.Random) -> Drawn:
    maker, made, unit, low, high, verb = rng.choice(_PRODUCTS)
    rate, times = rng.randint(low, high), rng.randint(2, 12)
    more = rng.random() < 0.5
    thing, time = noun(made), noun(unit)
    past = {"print": "printed", "bake": "baked", "fill": "filled", "build": "built", "type": "typed", "sew": "sewed",
            "make": "made", "solve": "solved", "plant": "planted", "lay": "laid"}[verb]  # fmt: skip
    third = f"{verb}s"
    ready = rng.randint(5, 90) if more else 0
    lines = [
        f"{thing(rate)} each {time.one}, for {time(times)}" + (f", and {ready} are ready before." if more else ".")
    ]
    lines.append(f"{multiplied(rate, times)}.")
    total = rate * times
    if more:
        lines.append(f"With the first {ready}: {added(total, ready)}.")
        total += ready
    before = f"{ready} {thing.many if ready > 1 else thing.one}" if more else "nothing"
    were = "were" if more else "was"
    slots = {
        "maker": maker, "made": thing, "time": time, "makes": third, "did": past, "make": verb,
        "ready": f"{before} {were} ready before",
    }  # fmt: skip
    return Drawn(lines, thing(total), {"rate": rate, "times": times, "before": ready}, slots)


PRODUCTION = Family("production", _production, FORMS, past=False)


def _reading(rng: random.Random) -> Drawn:
    pages = rng.randint(5, 40)
    days = rng.randint(2, 15)
    read = rng.randint(10, 90)
    whole = read + pages * days
    thing, time = noun("page"), rng.choice((noun("day"), noun("day"), noun("evening"), noun("hour")))
    lines = [
        f"The book has {thing(whole)}, {read} are read, and {pages} are read each {time.one}.",
        f"Left: {subtracted(whole, read)}.",
        f"{divided(whole - read, pages)}.",
    ]
    slots = {"who": someone(rng), "page": thing, "time": time}
    return Drawn(lines, time(days), {"whole": whole, "read": read, "pages": pages}, slots)


READING = Family("reading", _reading, FORMS)

FAMILIES = (WORKERS, MACHINES, WORK_TOGETHER, PRODUCTION, READING)
