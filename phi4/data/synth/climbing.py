"""The climbing snail: so much up by day, so much down by night, and no slide once it is at the top.

A mechanical answer divides the height by the net gain; the last climb is the exception. Some climbers never slide,
some are up on the first day, and some never arrive.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from phi4.data.synth.arithmetic import added, divided, subtracted
from phi4.data.synth.wording import NAMES, Problem, composed, joined, plural, spoken

CLIMBERS = (
    "snail snail snail snail snail snail slug ant frog beetle worm spider caterpillar cat monkey lizard squirrel "
    "climber robot mouse bug turtle gecko crab toad bear ladybug cricket kitten boy girl hiker lemur tortoise "
    "zorb wug blicket dax"
).split()
PLACES = (
    ("wall", "high"), ("wall", "high"), ("wall", "high"), ("wall", "tall"), ("well", "deep"), ("well", "deep"),
    ("pole", "high"), ("pole", "tall"), ("tree", "high"), ("tree", "tall"), ("tower", "high"), ("hill", "high"),
    ("pit", "deep"), ("rope", "long"), ("ladder", "long"), ("cliff", "high"), ("post", "tall"), ("hole", "deep"),
    ("fence", "high"), ("mountain", "high"), ("building", "tall"), ("slope", "long"), ("flagpole", "tall"),
    ("shaft", "deep"), ("ramp", "long"), ("trunk", "high"), ("dune", "high"), ("chimney", "tall"),
)  # fmt: skip
UNITS = (
    ("meter", "meters"), ("meter", "meters"), ("meter", "meters"), ("metre", "metres"), ("foot", "feet"),
    ("foot", "feet"), ("m", "m"), ("inch", "inches"), ("cm", "cm"), ("yard", "yards"), ("unit", "units"),
    ("step", "steps"), ("ft", "ft"), ("centimeter", "centimeters"), ("pace", "paces"),
)  # fmt: skip
# The stretch of time, the half in which it climbs, and the half in which it slides.
TIMES = (
    ("day", "day", "night"), ("day", "day", "night"), ("day", "day", "night"), ("day", "daytime", "night"),
    ("day", "morning", "evening"), ("day", "morning", "night"), ("hour", "hour", "rest"), ("minute", "minute", "break"),
    ("week", "week", "weekend"), ("turn", "turn", "pause"),
)  # fmt: skip

HEIGHTS = {
    "A climbs a height": "[A|A|The] {who} [climbs|climbs|is climbing|wants to climb|is trying to climb|starts to climb"
    "|tries to climb|sets out to climb|has to climb|must climb] [a {h}-{unit} {place}|a {place} that is {h} {units} {far}"
    "|a {place} {h} {units} {far}|a {place} of {h} {units}|a {h} {unit} {place}|a {h}-{unit}-{far} {place}].",
    "at the foot": "[A {who} is|A {who} sits|There is a {who}|A {who} starts|We find a {who}|A {who} was|One {who} is"
    "|A little {who} is] at the [bottom|foot|base] of a [{h}-{unit} {place}|{place} that is {h} {units} {far}"
    "|{place} {h} {units} {far}|{h} {unit} {place}].",
    "place is high": "[A|The|This] {place} is {h} {units} {far}[|, and a {who} starts at the bottom"
    "|. A {who} starts at the bottom|. A {who} wants to reach its top].",
    "height of place": "The [height|length|size] of [a|the] {place} is {h} {units}[|. A {who} is at the bottom].",
    "wants the top": "A {who} [wants|needs|hopes|tries|would like] to [reach|get to|come to] the top of a "
    "[{h}-{unit} {place}|{place} that is {h} {units} {far}|{place}, which is {h} {units} {far}"
    "|{place} whose height is {h} {units}].",
    "fell into": "A {who} [fell|has fallen|slipped|falls] into a [{h}-{unit} {place}|{place} that is {h} {units} {far}"
    "|{place} {h} {units} {far}|{h} {unit} {place}][| and wants to get out| and tries to climb out].",
    "its height is": "A {who} [is climbing|climbs|goes up|crawls up] a {place}. Its height is {h}[| {units}].",
    "top is away": "The top of the {place} is {h} {units} [above|away from] the {who}.",
    "there is a place": "There is a [{h}-{unit} {place}|{place} of {h} {units}|{place}, {h} {units} {far}][|, and a {who} "
    "wants to climb it|. A {who} climbs it| and a {who} at its foot].",
    "has to cover": "A {who} has {h} {units} to [go|climb|cover] to the top of a {place}.",
}
MOVES = {
    "each period": "[Each|Every] {time}[|,] [it|it|it|the {who}] {climbs} {u} {units}[ but|, but| and|, and|, but then"
    "| and then] {slides} {d}[ {units}|| {units}] [at {night}|at {night}|during the {night}|in the {night}|each {night}"
    "|every {night}|at {night}].",
    "by day and by night": "[During|In] the {day} [it|it|the {who}] {climbs} {u} {units}[,| and] [and|but] [during|in] the "
    "{night} it {slides} {d}[| {units}].",
    "plain halves": "[It|The {who}] {climbs} {u} {units} [each|every|a|per] {time} [and|but|, but|and then] {slides} {d}"
    "[| {units}] [each|every|a] {night}.",
    "two sentences": "[Each|Every] {time} [it|the {who}] {climbs} {u} {units}. [Each|Every|But each|But every|Then each] "
    "{night} it {slides} {d}[| {units}][| again].",
    "passive": "{u} {units} are [climbed|gained|made] [each|every] {time}, [but|and] {d} [are|{units} are] lost [each|every] "
    "{night}.",
    "progress nouns": "Its [daily climb|progress each {time}|climb each {time}|gain each {time}] is {u} {units}, [and|but] its "
    "[nightly slide|loss each {night}|slide each {night}|slip each {night}] is {d}[| {units}].",
    "down first": "[At|Each|Every] {night} it {slides} {d} {units}, [but|after|although] [each|every] {time} it {climbs} {u}"
    "[| {units}].",
    "after climbing": "After [climbing|going up|moving up|crawling up] {u} {units} [each|every] {time}, it {slides} {d}[| "
    "{units}] [at|each|every] {night}.",
    "can climb": "[It|The {who}] can [climb|go up|move up|crawl up] {u} {units} [a|per|each|in a] {time}, but [it |]{slides} {d}"
    "[| {units}] [each|every|at] {night}.",
    "for every": "For every {time} it {climbs} {u} {units}, and for every {night} it {slides} {d}[| {units}].",
    "manages": "[It|The {who}] manages {u} {units} [up|upwards] [a|each|every] {time} and [loses|gives back] {d}[| {units}] "
    "[a|each|every|at] {night}.",
    "up and down": "[Each|Every] {time} it [goes|moves|gets] {u} {units} up and [each|every|then at] {night} {d} {units} "
    "[down|back].",
    "while asleep": "[It|The {who}] {climbs} {u} {units} by {day}, but while it [sleeps|rests] at {night} it {slides} {d}[| "
    "{units}].",
}
QUESTIONS = {
    "how many will it take": "How many {times} will it take[| it| the {who}] to [reach the top|reach the top|get to the top|get "
    "out|climb to the top|arrive at the top]?",
    "how many does it take": "How many {times} does [it|the {who}] [need|take] to [reach the top|get to the top|get out"
    "|climb it]?",
    "how long": "How [long|many {times}] [does|will] it take to [reach|get to] the top?",
    "on which": "[On|In] which {time} does [it|the {who}] [reach|get to|arrive at] the top?",
    "when": "When [does|will] [it|the {who}] [reach|get to] the top?",
    "after how many": "After how many {times} [is it|will it be|is the {who}] at the top?",
    "tell me": "[Find|Tell me|Work out|Calculate|Say] [how many {times} it needs|after how many {times} it is at the top|the "
    "number of {times} it takes] [to reach the top|].",
}
WHOLE = {
    "question first": "How many {times} does [a|the] {who} need to climb a [{h}-{unit} {place}|{place} {h} {units} {far}"
    "|{place} of {h} {units}] if it {climbs} {u} {units} [each|every|a|per] {time} [but|and] {slides} {d}[| {units}] "
    "[each|every|at] {night}?",
    "if a climber": "If a {who} {climbs} {u} {units} [each|every|a|per] {time} and {slides} {d}[| {units}] [each|every|at] "
    "{night}, how [long|many {times}] [does it take|will it take|does it need] to [climb|get up|reach the top of] a [{h}-{unit} "
    "{place}|{place} {h} {units} {far}|{place} of {h} {units}]?",
    "who climbs, relative": "A {who} that {climbs} {u} {units} [each|every|a] {time} and {slides} {d}[| {units}] [each|every|a] "
    "{night} is at the [foot|bottom] of a [{h}-{unit} {place}|{place} {h} {units} {far}]. [When does it reach the top|How many "
    "{times} does it need to reach the top|How many {times} until it is at the top]?",
    "bound for the top": "To [reach|get to] the top of a [{h}-{unit} {place}|{place} of {h} {units}], a {who} {climbs} {u} "
    "{units} [each|every] {time}, [but|and] {slides} {d}[| {units}] [each|every|at] {night}. How many {times} does it [need|take]?",
    "how long must": "How long [must|does] a {who} climb that {climbs} {u} {units} [a|every|each] {time} and {slides} {d} at "
    "{night}, if the {place} is {h} {units} {far}?",
    "telegram": "{place}: {h} {units}. {who}: up {u} {units} [a|each|every|per] {time}, down {d} [a|each|every|per|at] {night}. "
    "[How many {times}|How many {times} to the top|When is it at the top]?",
    "dialogue": '"[The|My] {place} is {h} {units} {far}," says {name}. "[A|My] {who} {climbs} {u} {units} [each|every|a] {time} '
    'and {slides} {d}[| {units}] [each|every|a] {night}." [How many {times} until it is at the top?|When is it at the top?]',
    "given that": "Given that a {who} {climbs} {u} {units} [each|every|a|per] {time} and {slides} {d}[| {units}] [each|every|a"
    "|at] {night}, [on which {time}|after how many {times}] does it [reach|get to] the top of a {h}-{unit} {place}?",
}
NO_SLIDE = {
    "climbs only": "[Each|Every] {time} it {climbs} {u} {units}.",
    "never slides": "[It|The {who}] {climbs} {u} {units} [each|every|a|per] {time} and [never slides back|does not slide back"
    "|stays where it is at {night}|does not slip].",
    "keeps its height": "[Each|Every] {time} [it|the {who}] {climbs} {u} {units}, and at {night} it [rests|sleeps] without "
    "[sliding|slipping].",
}
ASIDES = (
    "The {who} is {x} years old.", "It is called {name}.", "{name} watches it.", "The {place} was built {x} years ago.",
    "There are {x} trees near the {place}.", "It weighs {x} grams.", "{name} has {x} of them.", "It starts on a Monday.",
    "The sun shines.", "It is {x} o'clock.",
)  # fmt: skip
CLIMBS = (
    "climbs", "climbs", "climbs", "climbs up", "ascends", "ascends", "goes up", "crawls up", "moves up", "creeps up",
    "rises", "gets up", "makes", "advances", "travels up", "gains",
)  # fmt: skip
SLIDES = (
    "slides down", "slides down", "slides down", "slides back", "slips back", "slips down", "falls back", "drops",
    "loses", "falls", "descends", "sinks", "slides", "slips", "drops back", "goes down", "falls down", "slithers down",
)  # fmt: skip

# Never trained on: what accuracy on unseen wordings is measured by.
HELD_OUT = frozenset({"has to cover", "while asleep", "for every", "after how many", "given that", "telegram",
                      "keeps its height"})  # fmt: skip
STANDING = ("A climbs a height", "each period", "how many will it take")


@dataclass(frozen=True)
class Climb:
    """Heights in one unit: the whole, a climb, a slide (0: none)."""

    height: int
    up: int
    down: int

    def periods(self) -> int | None:
        """The period in which the top is reached, by walking the climb; None if it never is."""
        if self.up < self.height and self.up <= self.down:
            return None
        at, period = 0, 0
        while True:
            period += 1
            at += self.up
            if at >= self.height:
                return period
            at -= self.down


STANDING_CLIMB = Climb(height=10, up=3, down=2)


def drawn_climb(rng: random.Random) -> Climb:
    """Any climb but STANDING_CLIMB, which training never sees."""
    while (climb := _drawn(rng)) == STANDING_CLIMB:
        pass
    return climb


def _drawn(rng: random.Random) -> Climb:
    kind = rng.random()
    if kind < 0.06:
        up = rng.randint(3, 30)
        return Climb(rng.randint(2, up), up, rng.randint(1, up - 1))
    if kind < 0.12:
        up = rng.randint(1, 9)
        return Climb(rng.randint(up + 1, 60), up, rng.randint(up, up + 4))
    if kind < 0.22:
        up = rng.randint(2, 12)
        return Climb(rng.randint(up + 1, 90), up, 0)
    up = rng.randint(2, 9) if rng.random() < 0.75 else rng.randint(5, 20)
    down = rng.randint(max(1, up - 9), up - 1)
    net = up - down
    if rng.random() < 0.5:
        return Climb(up + net * rng.randint(1, max(1, min(30, (100 - up) // net))), up, down)
    return Climb(rng.randint(up + 1, rng.choice((20, 30, 50, 100)) + up), up, down)


def climbing(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A climb in random words; `held_out` uses at least one construction that training never sees."""
    while True:
        climb = drawn_climb(rng)
        construction, question, unit, time, place = _asked(climb, rng, standing=not held_out and rng.random() < 0.12)
        if bool(HELD_OUT & set(construction)) == held_out:
            break
    solution, answer = _solved(climb, unit, time, place)
    return Problem("climbing", " + ".join(construction), question, solution, answer)


def _asked(
    climb: Climb, rng: random.Random, *, standing: bool
) -> tuple[tuple[str, ...], str, tuple[str, str], str, str]:
    who, (place, far), unit = rng.choice(CLIMBERS), rng.choice(PLACES), rng.choice(UNITS)
    time, day, night = rng.choice(TIMES)
    height = spoken(climb.height, rng)
    if standing:
        who, (place, far), unit = "snail", ("wall", "high"), ("meter", "meters")
        time, day, night = "day", "day", "night"
        height = str(climb.height)
    slots = {
        "who": who, "place": place, "far": far, "unit": unit[0], "units": unit[1], "h": height,
        "u": spoken(climb.up, rng), "d": spoken(climb.down, rng), "time": time, "times": f"{time}s", "day": day,
        "night": night, "climbs": rng.choice(CLIMBS), "slides": rng.choice(SLIDES), "name": rng.choice(NAMES),
        "x": str(rng.randint(2, 60)),
    }  # fmt: skip
    if climb.up == 1 or climb.down == 1 or climb.height == 1:
        slots["units"] = unit[1]
    if climb.down and not standing and rng.random() < 0.3:
        name = rng.choice(sorted(WHOLE))
        return (name,), joined([composed(WHOLE[name], slots, rng)]), unit, time, place
    tables = (HEIGHTS, MOVES if climb.down else NO_SLIDE, QUESTIONS)
    names = [rng.choice(sorted(table)) for table in tables]
    if standing:
        names = [STANDING[0], STANDING[1] if climb.down else names[1], STANDING[2]]
        slots["climbs"] = rng.choice(("ascends", "climbs", "goes up", "ascends"))
        slots["slides"] = rng.choice(("slides down", "slides down", "slides back", "slips back"))
    sentences = [composed(table[name], slots, rng) for table, name in zip(tables, names, strict=True)]
    if not standing and rng.random() < 0.15 and names[0] != "its height is":
        sentences[0], sentences[1] = sentences[1], sentences[0]
    if not standing and rng.random() < 0.12:
        sentences.insert(rng.randint(1, 2), rng.choice(ASIDES).format_map(slots))
    return tuple(names), joined(sentences), unit, time, place


def _solved(climb: Climb, unit: tuple[str, str], time: str, place: str) -> tuple[str, str]:
    height, up, down = climb.height, climb.up, climb.down
    one, many = unit

    def length(count: int) -> str:
        return f"{count} {one if count == 1 else many}"

    periods = climb.periods()
    slide = f"slides {down}" if down else "never slides"
    lines = [f"The {place} is {height} {many}. Each {time} it climbs {up} and {slide}."]
    if up >= height:
        lines.append(f"{up} is at least {height}, so it is at the top on the first {time}, before any slide.")
        answer = f"1 {time}"
    elif periods is None:
        lines.append(f"It slides at least as much as it climbs, so it gains nothing and {up} is less than {height}.")
        answer = "It never reaches the top"
    elif not down:
        quotient, rest = divmod(height, up)
        lines.append(f"{divided(height, up)}.")
        if rest:
            lines.append(f"One more {time} for the rest: {quotient} + 1 = {periods}.")
        answer = plural(periods, time)
    else:
        net, before = up - down, height - up
        lines.append(f"Pattern: each full {time} it gains {subtracted(up, down)} {one if net == 1 else many}.")
        lines.append(
            f"Exception: on the last {time} it reaches the top and does not slide. "
            f"So first it must get to {subtracted(height, up)}."
        )
        lines.append(f"{divided(before, net)}.")
        full = before // net
        if before % net:
            lines.append(f"Rounded up: {full} + 1 = {full + 1} full {time}s.")
            full += 1
        lines.append(
            f"After {plural(full, time)} it is at {length(full * net)}. On the next {time} it climbs "
            f"{added(full * net, up)}, {'the top' if full * net + up == height else 'past the top'}. "
            f"{full} + 1 = {periods}."
        )
        answer = plural(periods, time)
    lines.append(f"Answer: {answer}")
    return "\n".join(lines), answer
