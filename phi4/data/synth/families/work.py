"""Work: workers, machines, two at one job, production, pages to read."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import noun, someone, two_people

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
            "a team of {first worker} <needs|needed> {days time} to {task}",
            "{first worker} together can {task} in {days time}",
            "{days time} of work <are|were> what it <takes|took> {first worker} to {task}",
            "~a job <is|was> to {task}, and {first worker} <have|had> it done in {days time}",
        ),
    },
    direct=(
        "how many {time+} would {second worker} need",
        "how long would it take {second worker} at the same speed",
        "how many {time+} does it take {second worker}",
        "how many {time+} would the same job take {second worker}",
        "how long would a team of {second worker} need",
        "how long would the job take if {second worker} did it",
        "~in how many {time+} would {second} of them be done",
    ),
    indirect=(
        "how many {time+} {second worker} would need",
        "how long it takes {second worker}",
        "how many {time+} the same job takes {second worker}",
        "how long a team of {second worker} would need",
        "how long the job would take if {second worker} did it",
        "~when {second} of them would be done",
    ),
    noun=(
        "the time that {second worker} need for it",
        "the time that the same job takes {second worker}",
        "the time a team of {second worker} would need",
        "~the number of {time+} for {second worker}",
    ),
    labels=("task: {task}; {first worker}: {days time}; now: {second worker}",),
    whole=(
        "If {first worker} can {task} in {days time}, how long do {second worker} need?",
        "{first worker}: {days time}. {second worker}: how many {time+}, if all work equally fast?",
        "How long would {second worker} need to {task} if {first worker} <need|needed> {days time} for it?",
        "I can hire {second worker} to {task}. Last time, {first worker} of the same speed did it in {days time}. How "
        "many {time+} will it take now?",
        "Job: {task}. A team of {first}: {days time}. A team of {second}: how many {time+}?",
        "It takes {days time} to {task} when {first worker} do it. Now {second worker} do it instead. Work out how "
        "many {time+} they need.",
        "A job that {first worker} finish in {days time} is given to {second worker}, who work at the same pace. How "
        "long are they busy?",
        "To {task}, {first worker} <work|worked> for {days time}. If there were {second worker}, how many {time+} "
        "would the job take?",
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
    more = rng.choice(
        [number for number in (10, 20, 50, 100, count + 1, count * 2, count * 3, count + 5) if number != count]
    )
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
            "{count maker} together make {products made} in {times time}",
            "after {times time}, {count maker} have made {products made}",
            "{count maker}, all working at the same time, make {products made} in {times time}",
            "~for {products made}, {count maker} need {times time}",
        ),
    },
    direct=(
        "how long does it take {more maker} to make {wanted made}",
        "how many {time+} do {more maker} need for {wanted made}",
        "in how many {time+} do {more maker} make {wanted made}",
        "how much time do {more maker} need to make {wanted made}",
        "how long must {more maker} work to make {wanted made}",
        "after how many {time+} have {more maker} made {wanted made}",
        "~when would {wanted made} be ready if {more maker} worked on them",
    ),
    indirect=(
        "how many {time+} {more maker} need for {wanted made}",
        "how long it takes {more maker} to make {wanted made}",
        "in how many {time+} {more maker} make {wanted made}",
        "how long {more maker} must work for {wanted made}",
        "~how soon {more maker} would have {wanted made} ready",
    ),
    noun=(
        "the time that {more maker} need for {wanted made}",
        "the number of {time+} that {more maker} need to make {wanted made}",
        "the time in which {more maker} make {wanted made}",
    ),
    labels=("{count maker}, {products made}: {times time}; {more maker}, {wanted made}: ?",),
    whole=(
        "If {count maker} make {products made} in {times time}, how long do {more maker} need to make {wanted made}?",
        "{count maker} make {products made} in {times time}; {more maker} are to make {wanted made}. How many {time+} "
        "does that take?",
        "How long do {more maker} work to make {wanted made} when {count maker} make {products made} in {times time}?",
        "I have {more maker} and want {wanted made}. I know that {count maker} make {products made} in {times time}. "
        "How many {time+} must I wait?",
        "Given {products made} from {count maker} in {times time}, how many {time+} do {more maker} take to make "
        "{wanted made}?",
        "{products made} are made in {times time} by {count maker}. If there were {more maker} instead, how long "
        "would {wanted made} take?",
        "Work out the time: {count maker} make {products made} in {times time}, and {more maker} have to make {wanted "
        "made}.",
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
            "{who}, working alone, <needs|needed> {first time} to {task}",
            "the time {who} alone <takes|took> to {task} <is|was> {first time}",
            "~to {task} <is|was> {first time} of work for {who.o}",
        ),
        "second": (
            "+{other} <needs|needed> {second time} [for it|for the same job]",
            "+{other} can do [it|the same] in {second time}",
            "+it <takes|took> {other.o} {second time}",
            "+{other}, working alone, <needs|needed> {second time}",
            "+{other.s} time for it <is|was> {second time}",
            "~+the same job <is|was> {second time} of work for {other.o}",
        ),
        "first second": (
            "to {task}[,|] {who} <needs|needed> {first time} and {other} {second time}",
            "{who} can {task} in {first time}, {other} in {second}",
            "{who} alone can {task} in {first time}, and {other} alone in {second time}",
            "it <takes|took> {who.o} {first time} alone to {task}, and {other.o} {second time} alone",
        ),
    },
    ordered=True,
    direct=(
        "how long do they need together",
        "how many {time+} do both need when they work together",
        "how long does it take both together",
        "how many {time+} do the two of them need as a team",
        "working side by side, how many {time+} do they need",
        "~in how many {time+} is it done if both of them join in",
    ),
    indirect=(
        "how many {time+} they need together",
        "how long it takes both together",
        "how many {time+} the two of them need as a team",
        "how long they need when they work side by side",
        "~when it is done if both of them join in",
    ),
    noun=(
        "the time that both need together",
        "the number of {time+} that both need together",
        "the time they need as a team",
    ),
    labels=("{who.n} alone: {first time}; {other.n} alone: {second time}",),
    whole=(
        "{who} can {task} in {first time} and {other} in {second time}. How many {time+} does it take both together?",
        "How long do {who} and {other} need together to {task}, if {who.n} alone needs {first time} and {other.n} "
        "alone {second time}?",
        '"I can {task} in {first time}," says {who}. "I can do it in {second time}," says {other}. How many {time+} '
        "do they need together?",
        "{who} and {other} want to {task} as a team. Alone, {who.n} would take {first time} and {other.n} {second "
        "time}. How long will they take?",
        "Job: {task}. {who}: {first time}. {other}: {second time}. Both at the same time: how many {time+}?",
        "If {who} and {other} {task} together, how many {time+} does it take? Working alone, {who.n} needs {first "
        "time}, and {other.n} needs {second time}.",
        "Alone, {who} <needs|needed> {first time} to {task}, and {other} <needs|needed> {second time}. Work out how "
        "long it would take them side by side.",
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
    lines = [
        f"{thing(rate)} each {time.one}, for {time(times)}" + (f", and {ready} are ready before." if more else ".")
    ]
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
            "in one {time}[,|] {maker} {makes} {rate made}",
            "~one {time} is enough for {maker} to {make} {rate made}",
        ),
        "before": (
            "{ready}",
            "when the work began, {ready}",
            "{ready} the work began",
            "{ready} the first {time}",
            "to begin with, {ready}",
            "~it is known that {ready}",
        ),
        "times": (
            "the work goes on for {times time}",
            "the work takes {times time}",
            "{times time} are left",
            "the work stops after {times time}",
            "+this is kept up for {times time}",
            "~{times time} go by",
        ),
    },
    direct=(
        "how many {made+} are there in the end",
        "how many {made+} are ready after that",
        "how many {made+} does that make in all",
        "how many {made+} are finished at the end of the work",
        "what is the number of {made+} at the end",
        "~what is the final number of {made+}",
    ),
    indirect=(
        "how many {made+} there are in the end",
        "how many {made+} are ready after that",
        "how many {made+} that makes in all",
        "how many {made+} are finished at the end of the work",
        "~how many {made+} will be ready in all",
    ),
    noun=(
        "the number of {made+} in the end",
        "the total number of {made+}",
        "the number of {made+} after that",
        "the number of all finished {made+}",
    ),
    labels=("rate: {rate made} a {time}; duration: {times time}; before: {before}",),
    whole=(
        "{maker} {makes} {rate made} a {time}, and {ready}. How many {made+} are there after {times time}?",
        "How many {made+} are ready after {times time} if {maker} {makes} {rate made} a {time} and {ready}?",
        "{ready}. Now {maker} {makes} {rate made} each {time} for {times time}. How many {made+} does that make in "
        "all?",
        "I watch {maker} for {times time}: {rate made} each {time}. ^{ready}. How many {made+} are there now?",
        "Speed: {rate made} a {time}. Time: {times time}. Ready before: {before}. How many {made+} at the end?",
        "Given {rate made} a {time} from {maker}, and given that {ready}, how many {made+} are there {times time} "
        "later?",
        "For {times time}, {maker} {makes} {rate made} a {time}; {ready}. Work out how many {made+} there are at the "
        "end.",
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
            "the whole of {who.s} book <is|was> {whole page}",
            "{who} <want> to read a book of {whole page}",
            "~the last page of the book <has|had> the number {whole}",
        ),
        "read": (
            "{who} <have> already read {read page}",
            "{read page} <are|were> already read",
            "{who} <be> done with the first {read page}",
            "{who} <have> finished {read page} so far",
            "the first {read page} <are|were> done",
            "~{who} <have> {read page} behind {who.o}",
        ),
        "pages": (
            "{who} <read> {pages page} [a|each|every|per] {time}",
            "[each|every] {time} {who} <read> {pages page}",
            "{who} <manage> {pages page} [a|each|every] {time}",
            "from now on[,|] {who} <read> {pages page} [a|each|every] {time}",
            "{who} <go> on at {pages page} [a|per] {time}",
            "~{pages page} <are|were> {who.s} portion for [a|every] {time}",
        ),
    },
    direct=(
        "how many [more |]{time+} <do> {who} need to finish [it|the book]",
        "how many {time+} <does|did> the rest take",
        "after how many [more |]{time+} <be> {who} done",
        "how many more {time+} <does|did> the book last",
        "how many {time+} <is|was> it to the end of the book",
        "in how many {time+} <do> {who} reach the last page",
        "~for how many {time+} <is|was> there still something to read",
    ),
    indirect=(
        "how many {time+} {who} <need> for the rest",
        "how many [more |]{time+} the rest of the book <takes|took>",
        "in how many {time+} {who} <finish> the book",
        "how many {time+} <are|were> needed for the rest",
        "~after how many {time+} {who} <be> done with the book",
    ),
    noun=(
        "the number of {time+} that {who} <need> for the rest",
        "the number of {time+} until the book <is|was> finished",
        "the number of {time+} for the rest of the book",
        "the number of {time+} to the last page",
    ),
    labels=("book: {whole page}; read: {read page}; each {time}: {pages page}",),
    whole=(
        "{who} <read> {pages page} a {time} and <have> read {read} of {whole page}. How many {time+} for the rest?",
        "My book has {whole page}. I have read {read} of them, and I read {pages page} a {time}. How many {time+} "
        "will it take me to finish?",
        "How many {time+} <do> {who} need to finish a book of {whole page} if {read} <are|were> read and {who} <read> "
        "{pages} a {time}?",
        "Book: {whole page}. Done: {read}. Pace: {pages} a {time}. How many {time+} to go?",
        "At {pages page} a {time}, how long <do> {who} need for the rest of a book of {whole page}, of which {read} "
        "<are|were> done?",
        "Of the {whole page} of {who.s} book, {read} <are|were> done; each {time} {pages} <follow|followed>. In how "
        "many {time+} <is|was> the end reached?",
        "Work out how many {time+} are left: {who} <be> done with {read page} of {whole}, and <read> {pages} a {time}.",
        "~{whole page}, {read} of them read, {pages} more each {time}: when <is|was> the book finished?",
    ),
)

FAMILIES = (WORKERS, MACHINES, WORK_TOGETHER, PRODUCTION, READING)
