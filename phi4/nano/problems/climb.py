"""A climb: so much up by day, so much down by night, and no slide once it is at the top.

A mechanical answer divides the height by the net gain; the last climb is the exception. Some climbers never slide,
some are up on the first day, and some never arrive.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from phi4.data.ngrams import ngrams, words_of
from phi4.nano.problems.arithmetic import added, divided, subtracted
from phi4.nano.problems.words import noun

STANDING_QUESTION = (
    "A snail climbs a 10-meter wall. Each day, it ascends 3 meters but slides down 2 meters at night. "
    "How many days will it take to reach the top?"
)
"""What people ask first. Its numbers and its runs of words are kept out of training."""
RUN = 13
_STANDING_RUNS = ngrams(words_of(STANDING_QUESTION), RUN)

CLIMBERS = (
    "snail snail snail snail snail snail slug ant frog beetle worm spider caterpillar cat monkey lizard squirrel "
    "robot mouse bug turtle gecko crab toad bear ladybug cricket kitten lemur tortoise koala salamander "
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
# The stretch of time, the part of it in which one climbs, and the part in which one slides.
TIMES = (
    ("day", "day", "night"), ("day", "day", "night"), ("day", "day", "night"), ("day", "daytime", "night"),
    ("day", "morning", "night"),
)  # fmt: skip

CLIMBS = (
    "climbs", "climbs", "climbs", "climbs up", "ascends", "ascends", "goes up", "crawls up", "moves up", "creeps up",
    "rises", "gets up", "makes", "advances", "travels up", "gains",
)  # fmt: skip
SLIDES = (
    "slides down", "slides down", "slides down", "slides back", "slips back", "slips down", "falls back", "drops",
    "loses", "falls", "descends", "sinks", "slides", "slips", "drops back", "goes down", "falls down", "slithers down",
)  # fmt: skip


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

    def numbers(self) -> dict[str, int]:
        return {"height": self.height, "up": self.up, "down": self.down}


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


def apart_from_standing(question: str) -> bool:
    """Whether the question shares no run of 13 words with the standing question."""
    return not _STANDING_RUNS & ngrams(words_of(question), RUN)


def solved(climb: Climb, unit: tuple[str, str], time: str, place: str) -> tuple[list[str], str]:
    """The lines of the solution and the answer; `unit` in singular and plural."""
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
        answer = noun(time)(periods)
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
            f"After {noun(time)(full)} it is at {length(full * net)}. On the next {time} it climbs "
            f"{added(full * net, up)}, {'the top' if full * net + up == height else 'past the top'}. "
            f"{full} + 1 = {periods}."
        )
        answer = noun(time)(periods)
    return lines, answer
