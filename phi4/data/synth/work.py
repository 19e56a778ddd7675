"""Work and flow: tanks, pipes, workers, machines, pages, candles, and things that double."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import Noun, noun, nouns, someone, two_people

LITERS = (noun("liter"), noun("gallon"), noun("bucket"), noun("litre"))
VESSELS = ("tank", "pool", "tub", "barrel", "bath", "pond", "cistern", "basin")
_TIMES = (noun("hour"), noun("minute"), noun("minute"), noun("day"))


def _vessel(rng: random.Random) -> dict[str, object]:
    return {"vessel": rng.choice(VESSELS), "unit": rng.choice(LITERS), "time": rng.choice(_TIMES), "who": someone(rng)}


_HOLDS = (
    "[a|the] {vessel} <holds|held> {size unit}",
    "[a|the] {vessel} <has|had> room for {size unit}",
    "{who} <fill> [a|the] {vessel} of {size unit}",
    "{size unit} <fit|fit> into [a|the] {vessel}",
    "an empty {vessel} <holds|held> {size unit} when full",
    "~it <takes|took> {size unit} to fill [a|the] {vessel}",
)


def _filling(rng: random.Random) -> Drawn:
    inflow = rng.randint(3, 20)
    leak = rng.randint(max(1, inflow - 9), inflow - 1)
    net, times = inflow - leak, rng.randint(2, 20)
    slots = _vessel(rng)
    unit, time = slots["unit"], slots["time"]
    assert isinstance(unit, Noun)
    assert isinstance(time, Noun)
    lines = [
        f"The {slots['vessel']} holds {unit(net * times)}. Each {time.one} {inflow} flow in and {leak} leak out.",
        f"Pattern: each {time.one} it gains {subtracted(inflow, leak)}.",
        f"{divided(net * times, net)}.",
    ]
    return Drawn(lines, time(times), {"size": net * times, "inflow": inflow, "leak": leak}, slots)


FILLING = Family(
    "filling",
    _filling,
    facts={
        "size": _HOLDS,
        "flow": (
            "[each|every] {time} {inflow unit} [flow|come|run] in and {leak} [leak|flow|run] out",
            "{inflow unit} [flow|run] in [each|every|per] {time}, but {leak} [leak|run] out",
            "a pump [puts|brings] in {inflow unit} [each|every|a] {time}, but {leak} leak away",
            "a pipe brings {inflow unit} per {time}, while a hole loses {leak}",
            "it gains {inflow unit} and loses {leak} [each|every|a] {time}",
            "~through a hole {leak unit} are lost [each|every] {time}, while {inflow} are poured in",
        ),
    },
    direct=(
        "how many {time+} does it take until the {vessel} is full",
        "how long does it take to fill the {vessel}",
        "after how many {time+} is the {vessel} full",
        "when is the {vessel} full",
        "~how many {time+} pass before the {vessel} runs over",
    ),
    indirect=("how many {time+} it takes to fill the {vessel}", "when the {vessel} is full", "~after how many {time+} no more fits in"),
    noun=("the time until the {vessel} is full", "the number of {time+} until the {vessel} is full"),
    labels=("{vessel}: {size unit}; in: {inflow} a {time}; out: {leak} a {time}",),
    whole=(
        "To fill a {vessel} of {size unit}, {inflow unit} come in each {time}, but {leak unit} leak out. How long does it take?",
        "How many {time+} does it take to fill a {vessel} of {size unit} if {inflow unit} flow in and {leak} leak out each {time}?",
        "A {vessel} of {size unit}: {inflow unit} flow in each {time}, but {leak} leak out. How long does it take to fill?",
        "~An empty {vessel} of {size unit} gains {inflow unit} and loses {leak} each {time}. When is it full?",
    ),
    past=False,
)


def _two_pipes(rng: random.Random) -> Drawn:
    first, second, times = rng.randint(2, 20), rng.randint(2, 20), rng.randint(2, 15)
    both = first + second
    slots = _vessel(rng)
    unit, time = slots["unit"], slots["time"]
    assert isinstance(unit, Noun)
    assert isinstance(time, Noun)
    lines = [
        f"The {slots['vessel']} holds {unit(both * times)}. The pipes bring {first} and {second} each {time.one}.",
        f"Together: {added(first, second)} each {time.one}.",
        f"{divided(both * times, both)}.",
    ]
    return Drawn(lines, time(times), {"size": both * times, "first": first, "second": second}, slots)


TWO_PIPES = Family(
    "two pipes",
    _two_pipes,
    facts={
        "size": _HOLDS,
        "pipes": (
            "one [pipe|tap] brings {first unit} [a|each|per] {time}, another [pipe|tap] {second}",
            "two [pipes|taps|pumps] bring {first} and {second unit} [a|each|per] {time}",
            "{first unit} per {time} come from one tap, {second unit} from a second one",
            "the [cold|left] tap gives {first unit} a {time} and the [hot|right] one {second}",
            "~from two sides, {first} and {second unit} run in every {time}",
        ),
    },
    direct=(
        "how long do [both|the two] together need to fill it",
        "how many {time+} does it take until the {vessel} is full",
        "after how many {time+} is the {vessel} full if both run",
        "~how many {time+} do they need when both are open",
    ),
    indirect=("how many {time+} both together need to fill the {vessel}", "~after how many {time+} nothing more fits in"),
    noun=("the time until the {vessel} is full", "the number of {time+} until the {vessel} is full"),
    labels=("{vessel}: {size unit}; first pipe: {first} a {time}; second pipe: {second} a {time}",),
    whole=(
        "Two pipes fill a {vessel} of {size unit}, one with {first unit} a {time} and one with {second}. How long does it take?",
        "~{size unit} must come in, {first} by one pipe and {second} by the other each {time}. How many {time+} will it be?",
    ),
    past=False,
    skip=frozenset({"question, facts", "question if"}),
)

_TASKS = (
    ("paint a house", "painter"), ("dig a ditch", "worker"), ("build a wall", "mason"), ("mow a field", "gardener"),
    ("clean a school", "cleaner"), ("pick the grapes", "picker"), ("harvest a field", "farmer"), ("unload a ship", "worker"),
    ("pave a road", "worker"), ("pack the parcels", "helper"), ("knit the blankets", "helper"), ("sort the mail", "clerk"),
)  # fmt: skip


def _workers(rng: random.Random) -> Drawn:
    task, kind = rng.choice(_TASKS)
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


WORKERS = Family(
    "workers",
    _workers,
    facts={
        "known": (
            "{first worker} <need|needed> {days time} to {task}",
            "it <takes|took> {first worker} {days time} to {task}",
            "{first worker} can {task} in {days time}",
            "to {task}[,|] {first worker} <work|worked> {days time}",
            "~a job <is|was> to {task}, and {first worker} <have|had> it done in {days time}",
        ),
    },
    direct=(
        "how many {time+} would {second worker} need",
        "how long would it take {second worker} at the same speed",
        "how many {time+} does it take {second worker}",
        "~in how many {time+} would {second} of them be done",
    ),
    indirect=("how many {time+} {second worker} would need", "how long it takes {second worker}", "~when {second} of them would be done"),
    noun=("the time that {second worker} need for it", "~the number of {time+} for {second worker}"),
    labels=("task: {task}; {first worker}: {days time}; now: {second worker}",),
    whole=(
        "If {first worker} can {task} in {days time}, how long do {second worker} need?",
        "{first worker}: {days time}. {second worker}: how many {time+}, if all work equally fast?",
        "~All {worker+} work equally fast. With {first} of them, to {task} takes {days time}. And with {second}?",
    ),
)

_MACHINES = tuple(
    (noun(maker), noun(made))
    for maker, made in (
        ("machine", "widget"), ("hen", "egg"), ("printer", "poster"), ("cat", "mouse"), ("baker", "cake"), ("robot", "toy"),
        ("worker", "box"), ("press", "coin"), ("weaver", "basket"), ("cook", "pizza"), ("painter", "picture"), ("machine", "screw"),
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
    more = rng.choice([number for number in (10, 20, 50, 100, count + 1, count * 2, count * 3, count + 5) if number != count])
    rounds = 1 if rng.random() < 0.6 else rng.randint(2, 4)
    wanted = more * each * rounds
    lines = [
        f"{maker(count)} make {made(products)} in {time(times)}.",
        f"Pattern: all work at the same time, so in {time(times)} one {maker.one} makes {made(each)}: {divided(products, count)}."
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


MACHINES = Family(
    "machines",
    _machines,
    facts={
        "known": (
            "{count maker} make {products made} in {times time}",
            "it takes {count maker} {times time} to make {products made}",
            "in {times time}[,|] {count maker} make {products made}",
            "{products made} are made by {count maker} in {times time}",
            "~for {products made}, {count maker} need {times time}",
        ),
    },
    direct=(
        "how long does it take {more maker} to make {wanted made}",
        "how many {time+} do {more maker} need for {wanted made}",
        "in how many {time+} do {more maker} make {wanted made}",
        "~when would {wanted made} be ready if {more maker} worked on them",
    ),
    indirect=("how many {time+} {more maker} need for {wanted made}", "~how soon {more maker} would have {wanted made} ready"),
    noun=("the time that {more maker} need for {wanted made}",),
    labels=("{count maker}, {products made}: {times time}; {more maker}, {wanted made}: ?",),
    whole=(
        "If {count maker} make {products made} in {times time}, how long do {more maker} need to make {wanted made}?",
        "~{count maker} - {products made} - {times time}. {more maker} - {wanted made} - how many {time+}?",
    ),
    past=False,
)


# Times alone whose time together is whole.
_PAIRS = tuple((a, b) for a in range(2, 25) for b in range(a, 41) if a * b <= 400 and (a * b) % (a + b) == 0)


def _together(rng: random.Random) -> Drawn:
    task, _ = rng.choice(_TASKS)
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


WORK_TOGETHER = Family(
    "work together",
    _together,
    facts={
        "first": (
            "{who} <needs|needed> {first time} to {task}[| alone]",
            "alone, {who} can {task} in {first time}",
            "it <takes|took> {who.o} {first time} to {task}",
            "~to {task} <is|was> {first time} of work for {who.o}",
        ),
        "second": (
            "+{other} <needs|needed> {second time} [for it|for the same job]",
            "+{other} can do [it|the same] in {second time}",
            "+it <takes|took> {other.o} {second time}",
            "~+the same job <is|was> {second time} of work for {other.o}",
        ),
        "first second": (
            "to {task}[,|] {who} <needs|needed> {first time} and {other} {second time}",
            "{who} can {task} in {first time}, {other} in {second}",
        ),
    },
    direct=(
        "how long do they need together",
        "how many {time+} do both need when they work together",
        "~in how many {time+} is it done if both of them join in",
    ),
    indirect=("how many {time+} they need together", "~when it is done if both of them join in"),
    noun=("the time that both need together",),
    labels=("{who.n} alone: {first time}; {other.n} alone: {second time}",),
    whole=(
        "{who} can {task} in {first time} and {other} in {second time}. How many {time+} does it take both together?",
        "~One person takes {first time} to {task}, another {second time}. If they share the job, how many {time+} is that?",
    ),
    skip=frozenset({"question, facts", "question if", "what is, facts", "message", "question, points", "wonder", "in need", "polite, if",
                    "what is if", "command if"}),
)  # fmt: skip

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
    lines = [f"{thing(rate)} each {time.one}, for {time(times)}" + (f", and {ready} are ready before." if more else ".")]
    lines.append(f"{multiplied(rate, times)}.")
    total = rate * times
    if more:
        lines.append(f"With the first {ready}: {added(total, ready)}.")
        total += ready
    slots = {
        "maker": maker, "made": thing, "time": time, "makes": third, "did": past, "make": verb,
        "ready": f"{ready} {thing.many if ready > 1 else thing.one} were ready before" if more else "nothing was ready before",
    }  # fmt: skip
    return Drawn(lines, thing(total), {"rate": rate, "times": times, "before": ready}, slots)


PRODUCTION = Family(
    "production",
    _production,
    facts={
        "rate": (
            "{maker} {makes} {rate made} [a|per|each|every] {time}",
            "each {time}[,|] {maker} {makes} {rate made}",
            "{maker} can {make} {rate made} [a|per] {time}",
            "{rate made} a {time} is what {maker} {makes}",
            "~one {time} is enough for {maker} to {make} {rate made}",
        ),
        "before": ("{ready}", "when the work began, {ready}", "~it is known that {ready}"),
        "times": (
            "the work goes on for {times time}",
            "the work takes {times time}",
            "{times time} are left",
            "~{times time} go by",
        ),
    },
    direct=(
        "how many {made+} are there in the end",
        "how many {made+} are ready after that",
        "~what is the final number of {made+}",
    ),
    indirect=("how many {made+} there are in the end", "~how many {made+} will be ready in all"),
    noun=("the number of {made+} in the end", "the total number of {made+}"),
    labels=("rate: {rate made} a {time}; duration: {times time}; before: {before}",),
    whole=(
        "{maker} {makes} {rate made} a {time}, and {ready}. How many {made+} are there after {times time}?",
        "~{times time} of work at {rate made} each, and {ready}: how many {made+} are that together?",
    ),
    past=False,
    skip=frozenset({"question if", "command if", "what is if", "polite, if"}),
)


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


READING = Family(
    "reading",
    _reading,
    facts={
        "whole": (
            "a book <has|had> {whole page}",
            "{who} <read> a book of {whole page}",
            "{who.s} book <is|was> {whole page} long",
            "there <are|were> {whole page} in {who.s} book",
            "~the last page of the book <has|had> the number {whole}",
        ),
        "read": (
            "{who} <have> already read {read page}",
            "{read page} <are|were> already read",
            "{who} <be> done with the first {read page}",
            "~{who} <have> {read page} behind {who.o}",
        ),
        "pages": (
            "{who} <read> {pages page} [a|each|every|per] {time}",
            "[each|every] {time} {who} <read> {pages page}",
            "{who} <manage> {pages page} [a|each|every] {time}",
            "~{pages page} <are|were> {who.s} portion for [a|every] {time}",
        ),
    },
    direct=(
        "how many [more |]{time+} <do> {who} need to finish [it|the book]",
        "how many {time+} <does|did> the rest take",
        "after how many [more |]{time+} <be> {who} done",
        "~for how many {time+} <is|was> there still something to read",
    ),
    indirect=("how many {time+} {who} <need> for the rest", "~after how many {time+} {who} <be> done with the book"),
    noun=("the number of {time+} that {who} <need> for the rest", "the number of {time+} until the book <is|was> finished"),
    labels=("book: {whole page}; read: {read page}; each {time}: {pages page}",),
    whole=(
        "{who} <read> {pages page} a {time} and <have> read {read} of {whole page}. How many {time+} for the rest?",
        "~{whole page}, {read} of them read, {pages} more each {time}: when <is|was> the book finished?",
    ),
)


def _candle(rng: random.Random) -> Drawn:
    shrink, times = rng.randint(2, 9), rng.randint(2, 12)
    left = rng.choice((0, 0, rng.randint(1, 20)))
    length = shrink * times + left
    unit, time = rng.choice((noun("centimeter"), noun("inch"), noun("millimeter"))), rng.choice((noun("hour"), noun("day")))
    thing = rng.choice(("candle", "candle", "pencil", "icicle", "block of ice", "bar of soap", "chalk"))
    verb = {"candle": ("burn down", "burns down"), "pencil": ("get shorter", "gets shorter"), "chalk": ("wear down", "wears down"),
            "icicle": ("melt", "melts"), "block of ice": ("melt", "melts"), "bar of soap": ("shrink", "shrinks")}[thing]  # fmt: skip
    end = "is gone" if not left else f"is {unit(left)} long"
    lines = [f"The {thing} is {unit(length)} long and loses {unit(shrink)} each {time.one}."]
    if left:
        lines.append(f"It may lose {subtracted(length, left)} {unit.many}.")
    lines.append(f"{divided(length - left, shrink)}.")
    slots = {"thing": f"piece of {thing}" if thing == "chalk" else thing, "unit": unit, "time": time, "melts": verb[1], "end": end}
    return Drawn(lines, time(times), {"length": length, "shrink": shrink, "left": left}, slots)


CANDLE = Family(
    "burning down",
    _candle,
    facts={
        "length": (
            "a {thing} is {length unit} long",
            "the length of a {thing} is {length unit}",
            "there is a {thing} of {length unit}",
            "a {thing} has a length of {length unit}",
            "~a {thing} measures {length unit}",
        ),
        "shrink": (
            "it {melts} by {shrink unit} [each|every|per|a] {time}",
            "[each|every] {time} it loses {shrink unit}",
            "{shrink unit} [disappear|are lost] [each|every] {time}",
            "~every {time} makes it {shrink unit} shorter",
        ),
    },
    direct=(
        "after how many {time+} can one say that it {end}",
        "how many {time+} does it take until it {end}",
        "how long does it take until it {end}",
        "~how many {time+} pass before it {end}",
    ),
    indirect=("after how many {time+} it {end}", "~how many {time+} pass before it {end}"),
    noun=("the time until it {end}", "the number of {time+} until it {end}"),
    labels=("length: {length unit}; loss each {time}: {shrink unit}",),
    whole=(
        "A {thing} of {length unit} {melts} by {shrink unit} each {time}. When can one say that it {end}?",
        "~{length unit} at first, {shrink unit} less each {time}: when does the {thing} reach the point where it {end}?",
    ),
    ordered=True,
    past=False,
    skip=frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "wonder", "in need", "polite, if",
                    "what is if", "command if", "wonder, known"}),
)  # fmt: skip

_GROWERS = nouns("lily pad, water lily, weed, floating plant, leaf")
_PLACES = ("pond", "lake", "pool", "ditch", "basin")


def _lilies(rng: random.Random) -> Drawn:
    days = rng.randint(5, 60)
    steps = rng.randint(1, 3)
    share = {1: "half", 2: "a quarter", 3: "an eighth"}[steps]
    time = rng.choice((noun("day"), noun("day"), noun("hour"), noun("week")))
    what, place = rng.choice(_GROWERS).many, rng.choice(_PLACES)
    lines = [
        f"The area doubles each {time.one}, and the {place} is full after {time(days)}.",
        f"Pattern: going back one {time.one} halves it.",
    ]
    at = days
    for name in ("half", "a quarter", "an eighth")[:steps]:
        lines.append(f"{name.capitalize()} full: {at} - 1 = {at - 1}.")
        at -= 1
    slots = {"what": what, "place": place, "time": time, "share": share}
    return Drawn(lines, time(at), {"days": days, "steps": steps}, slots)


LILIES = Family(
    "doubling area",
    _lilies,
    facts={
        "doubles": (
            "{what} in a {place} double the area that they cover [each|every] {time}",
            "the area of {what} in a {place} doubles [each|every] {time}",
            "[each|every] {time} the {what} on a {place} cover twice as much",
            "~every {time}, {what} cover twice as much of a {place} as before",
        ),
        "full": (
            "the whole {place} is covered after {days time}",
            "it takes {days time} until the {place} is full",
            "after {days time} the {place} is covered completely",
            "~{days time} go by until nothing of the {place} is free",
        ),
    },
    direct=(
        "after how many {time+} is {share} of the {place} covered",
        "how long does it take until {share} of the {place} is covered",
        "when is {share} of the {place} covered",
        "~at which {time} is just {share} of the {place} covered",
    ),
    indirect=("after how many {time+} {share} of the {place} is covered", "~when just {share} of the {place} was covered"),
    noun=("the time until {share} of the {place} is covered", "the number of {time+} until {share} of the {place} is covered"),
    labels=("area: doubles each {time}; {place} full after: {days time}",),
    whole=(
        "A patch of {what} doubles each {time} and covers a {place} in {days time}. How long does it take to cover {share} of it?",
        "~If {what} that double each {time} fill a {place} in {days time}, when was {share} of it filled?",
    ),
    past=False,
)

_CELLS = (
    (Noun("bacterium", "bacteria"), "hour minute"), (noun("yeast cell"), "hour minute"), (noun("rabbit"), "month year"),
    (noun("fly"), "week month"), (noun("amoeba"), "day hour"), (noun("mushroom"), "day week"), (noun("cell"), "hour day"),
    (noun("follower"), "day week"), (noun("visitor"), "day week"), (noun("bubble"), "minute second"), (noun("coin"), "day"),
)  # fmt: skip


def _doubling(rng: random.Random) -> Drawn:
    start, factor = rng.randint(1, 12), rng.choice((2, 2, 2, 3))
    rounds = rng.randint(2, 5) if factor == 2 else rng.randint(2, 3)
    cell, spans = rng.choice(_CELLS)
    time = noun(rng.choice(spans.split()))
    word = "doubles" if factor == 2 else "triples"
    at, steps = start, []
    for _ in range(rounds):
        steps.append(multiplied(at, factor) if at * factor >= 100 else f"{at} × {factor} = {at * factor}")
        at *= factor
    lines = [f"There {'is' if start == 1 else 'are'} {cell(start)}, and the number {word} each {time.one}, {rounds} times."]
    lines.append(", ".join(steps) + ".")
    slots = {"cell": cell, "time": time, "doubles": word, "times": f"{'twice' if factor == 2 else 'three times'}"}
    return Drawn(lines, cell(at), {"start": start, "rounds": rounds, "factor": factor}, slots)


DOUBLING = Family(
    "doubling",
    _doubling,
    facts={
        "start": (
            "at first one counts {start cell}",
            "we begin with {start cell}",
            "the start is {start cell}",
            "somebody counts {start cell}",
            "~at the beginning one sees {start cell}",
        ),
        "factor": (
            "[each|every] {time} the number of {cell+} {doubles}",
            "the number of {cell+} {doubles} [each|every] {time}",
            "after each {time} there are {times} as many {cell+}",
            "~{times} as many {cell+} are there after every {time}",
        ),
    },
    direct=(
        "how many {cell+} are there after {rounds time}",
        "what is the number of {cell+} after {rounds time}",
        "after {rounds time}, how many are there",
        "~how many {cell+} can be counted {rounds time} later",
    ),
    indirect=("how many {cell+} there are after {rounds time}", "~to how many {cell+} they grow in {rounds time}"),
    noun=("the number of {cell+} after {rounds time}",),
    labels=("start: {start cell}; rule: {doubles} each {time}; duration: {rounds time}",),
    whole=(
        "{start cell} at first, and the number {doubles} each {time}. How many after {rounds time}?",
        "~If {cell+} grow so that their number {doubles} each {time}, and at first there were {start}, how many are there {rounds "
        "time} later?",
    ),
    past=False,
)

FAMILIES = (
    FILLING, TWO_PIPES, WORKERS, MACHINES, WORK_TOGETHER, PRODUCTION, READING, CANDLE, LILIES, DOUBLING,
)  # fmt: skip
