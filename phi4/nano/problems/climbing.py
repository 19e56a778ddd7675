"""The climbing snail in sentences of three parts: the height, the moves, the question; and in texts written whole."""

from __future__ import annotations

import random

from phi4.nano.problems.climb import (
    CLIMBERS,
    CLIMBS,
    PLACES,
    SLIDES,
    TIMES,
    UNITS,
    Climb,
    apart_from_standing,
    drawn_climb,
    solved,
)
from phi4.nano.problems.family import Problem
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.words import NAMES, Noun

HEIGHTS = {
    "A climbs a height": "[A|A|The] {who} [climbs|climbs|is climbing|wants to climb|is trying to climb|starts to climb|tries to climb|sets out to climb|has to climb|must climb] [a {h-unit} {place}|a {place} that is {h unit} {far}|a {place} {h unit} {far}|a {place} of {h unit}|a {h} {unit} {place}|a {h-unit}-{far} {place}].",
    "at the foot": "[A {who} is|A {who} sits|There is a {who}|A {who} starts|We find a {who}|A {who} was|One {who} is|A little {who} is] at the [bottom|foot|base] of a [{h-unit} {place}|{place} that is {h unit} {far}|{place} {h unit} {far}|{h} {unit} {place}].",
    "place is high": "[A|The|This] {place} is {h unit} {far}[|, and a {who} starts at the bottom|. A {who} starts at the bottom|. A {who} wants to reach its top].",
    "height of place": "The [height|length|size] of [a|the] {place} is {h unit}[|. A {who} is at the bottom].",
    "wants the top": "A {who} [wants|needs|hopes|tries|would like] to [reach|get to|come to] the top of a [{h-unit} {place}|{place} that is {h unit} {far}|{place}, which is {h unit} {far}|{place} whose height is {h unit}].",
    "fell into": "A {who} [fell|has fallen|slipped|falls] into a [{h-unit} {place}|{place} that is {h unit} {far}|{place} {h unit} {far}|{h} {unit} {place}][| and wants to get out| and tries to climb out].",
    "its height is": "A {who} [is climbing|climbs|goes up|crawls up] a {place}. Its height is [{h}|{h unit}].",
    "top is away": "The top of the {place} is {h unit} [above|away from] the {who}.",
    "there is a place": "There is a [{h-unit} {place}|{place} of {h unit}|{place}, {h unit} {far}][|, and a {who} wants to climb it|. A {who} climbs it| and a {who} at its foot].",
    "has to cover": "A {who} has {h unit} to [go|climb|cover] to the top of a {place}.",
}
MOVES = {
    "each period": "[Each|Every] {time}[|,] [it|it|it|the {who}] {climbs} {u unit}[ but|, but| and|, and|, but then| and then] {slides} [{d unit}|{d}|{d unit}] [at {night}|at {night}|during the {night}|in the {night}|each {night}|every {night}|at {night}].",
    "by day and by night": "[During|In] the {day} [it|it|the {who}] {climbs} {u unit}[, and|, but| and| but] [during|in] the {night} it {slides} [{d}|{d unit}].",
    "plain halves": "[It|The {who}] {climbs} {u unit} [each|every|a|per] {time} [and|but|, but|and then] {slides} [{d}|{d unit}] [each|every|a] {night}.",
    "two sentences": "[Each|Every] {time} [it|the {who}] {climbs} {u unit}. [Each|Every|But each|But every|Then each] {night} it {slides} [{d}|{d unit}][| again].",
    "passive": "{u unit} {u:is|are} [climbed|gained|made] [each|every] {time}, [but|and] [{d}|{d unit}] {d:is|are} lost [each|every] {night}.",
    "progress nouns": "Its [daily climb|progress each {time}|climb each {time}|gain each {time}] is {u unit}, [and|but] its [nightly slide|loss each {night}|slide each {night}|slip each {night}] is [{d}|{d unit}].",
    "down first": "[At|Each|Every] {night} it {slides} {d unit}, [but|after|although] [each|every] {time} it {climbs} [{u}|{u unit}].",
    "after climbing": "After [climbing|going up|moving up|crawling up] {u unit} [each|every] {time}, it {slides} [{d}|{d unit}] [at|each|every] {night}.",
    "can climb": "[It|The {who}] can [climb|go up|move up|crawl up] {u unit} [a|per|each|in a] {time}, but [it |]{slides} [{d}|{d unit}] [each|every|at] {night}.",
    "for every": "For every {time} it {climbs} {u unit}, and for every {night} it {slides} [{d}|{d unit}].",
    "manages": "[It|The {who}] manages {u unit} [up|upwards] [a|each|every] {time} and [loses|gives back] [{d}|{d unit}] [a|each|every|at] {night}.",
    "up and down": "[Each|Every] {time} it [goes|moves|gets] {u unit} up and [each|every|then at] {night} {d unit} [down|back].",
    "while asleep": "[It|The {who}] {climbs} {u unit} by {day}, but while it [sleeps|rests] at {night} it {slides} [{d}|{d unit}].",
    "brings and takes": "[Each|Every] {time} brings it {u unit} up, [but|and] [each|every] {night} takes it [{d}|{d unit}] down.",
}
QUESTIONS = {
    "how many will it take": "How many {times} will it take[| it| the {who}] to [reach the top|reach the top|get to the top|get out|climb to the top|arrive at the top]?",
    "how many does it take": "How many {times} does [it|the {who}] [need|take] to [reach the top|get to the top|get out|climb it]?",
    "how long": "How [long|many {times}] [does|will] it take to [reach|get to] the top?",
    "on which": "[On|In] which {time} does [it|the {who}] [reach|get to|arrive at] the top?",
    "when": "When [does|will] [it|the {who}] [reach|get to] the top?",
    "after how many": "After how many {times} [is it|will it be|is the {who}] at the top?",
    "tell me": "[Find|Tell me|Work out|Calculate|Say] [how many {times} it needs|after how many {times} it is at the top|the number of {times} it takes] [to reach the top|].",
    "first at the top": "What is the [first {time} on which [it|the {who}] is at the top|number of {times} that [it|the {who}] needs]?",
}
WHOLE = {
    "question first": "How many {times} does [a|the] {who} need to climb a [{h-unit} {place}|{place} {h unit} {far}|{place} of {h unit}] if it {climbs} {u unit} [each|every|a|per] {time} [but|and] {slides} [{d}|{d unit}] [each|every|at] {night}?",
    "if a climber": "If a {who} {climbs} {u unit} [each|every|a|per] {time} and {slides} [{d}|{d unit}] [each|every|at] {night}, how [long|many {times}] [does it take|will it take|does it need] to [climb|get up|reach the top of] a [{h-unit} {place}|{place} {h unit} {far}|{place} of {h unit}]?",
    "who climbs, relative": "A {who} that {climbs} {u unit} [each|every|a] {time} and {slides} [{d}|{d unit}] [each|every|a] {night} is at the [foot|bottom] of a [{h-unit} {place}|{place} {h unit} {far}]. [When does it reach the top|How many {times} does it need to reach the top|How many {times} until it is at the top]?",
    "bound for the top": "To [reach|get to] the top of a [{h-unit} {place}|{place} of {h unit}], a {who} {climbs} {u unit} [each|every] {time}, [but|and] {slides} [{d}|{d unit}] [each|every|at] {night}. How many {times} does it [need|take]?",
    "how long must": "How long [must|does] a {who} climb that {climbs} {u unit} [a|every|each] {time} and {slides} {d} at {night}, if the {place} is {h unit} {far}?",
    "telegram": "{place}: {h unit}. {who}: up {u unit} [a|each|every|per] {time}, down {d} [a|each|every|per|at] {night}. [How many {times}|How many {times} to the top|When is it at the top]?",
    "dialogue": '"[The|My] {place} is {h unit} {far}," says {name}. "[A|My] {who} {climbs} {u unit} [each|every|a] {time} '
    'and {slides} [{d}|{d unit}] [each|every|a] {night}." [How many {times} until it is at the top?|When is it at the top?]',
    "given that": "Given that a {who} {climbs} {u unit} [each|every|a|per] {time} and {slides} [{d}|{d unit}] [each|every|a|at] {night}, [on which {time}|after how many {times}] does it [reach|get to] the top of a {h-unit} {place}?",
    "imperative": "[Find|Work out] how many {times} a {who} needs to [climb|get up] a [{h-unit} {place}|{place} of {h unit}]: [each|every] {time} it {climbs} {u unit}, [each|every] {night} it {slides} {d unit}.",
    "moves, then height": "[Each|Every] {time} a {who} {climbs} {u unit} on a {place}, [and|but] [each|every] {night} "
    "it {slides} [{d}|{d unit}]. The {place} is {h unit} {far}. [How many {times} until it is at the top|When is it "
    "at the top|How long does the climb take]?",
}
NO_SLIDE = {
    "climbs only": "[Each|Every] {time} it {climbs} {u unit}.",
    "never slides": "[It|The {who}] {climbs} {u unit} [each|every|a|per] {time} and [never slides back|does not slide back|stays where it is at {night}|does not slip].",
    "keeps its height": "[Each|Every] {time} [it|the {who}] {climbs} {u unit}, and at {night} it [rests|sleeps] without [sliding|slipping].",
    "loses nothing": "[Each|Every] {time} [it|the {who}] {climbs} {u unit}, and at {night} it loses nothing.",
}
ASIDES = (
    "The {who} is {x} years old.", "It is called {name}.", "{name} watches it.", "The {place} was built {x} years ago.",
    "There are {x} trees near the {place}.", "It weighs {x} grams.", "{name} has {x} of them.", "It starts on a Monday.",
    "The sun shines.", "It is {x} o'clock.",
)  # fmt: skip
# Never trained on: what accuracy on unseen wordings is measured by.
HELD_OUT = frozenset({"has to cover", "while asleep", "for every", "after how many", "given that", "telegram",
                      "keeps its height"})  # fmt: skip
STANDING = ("A climbs a height", "each period", "how many will it take")


class Tables:
    """The writer of these wordings."""

    name = "climbing"
    held_out = True

    def problem(self, rng: random.Random, *, held_out: bool = False) -> Problem:
        return climbing(rng, held_out=held_out)

    def constructions(self) -> int:
        """How many ways the parts combine, and how many texts are written whole."""
        return len(HEIGHTS) * (len(MOVES) + len(NO_SLIDE)) * len(QUESTIONS) + len(WHOLE)


def climbing(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A climb in random words; `held_out` uses at least one construction that training never sees."""
    while True:
        climb = drawn_climb(rng)
        construction, question, unit, time, place = _asked(climb, rng, standing=not held_out and rng.random() < 0.12)
        if bool(HELD_OUT & set(construction)) == held_out and apart_from_standing(question):
            break
    lines, answer = solved(climb, unit, time, place)
    name = " + ".join(each + "~" * (each in HELD_OUT) for each in construction)
    solution = "\n".join([*lines, f"Answer: {answer}"])
    return Problem("climbing", name, question, solution, answer, numbers=climb.numbers())


def _asked(
    climb: Climb, rng: random.Random, *, standing: bool
) -> tuple[tuple[str, ...], str, tuple[str, str], str, str]:
    who, (place, far), unit = rng.choice(CLIMBERS), rng.choice(PLACES), rng.choice(UNITS)
    time, day, night = rng.choice(TIMES)
    if standing:
        who, (place, far), unit = "snail", ("wall", "high"), ("meter", "meters")
        time, day, night = "day", "day", "night"
    slots: dict[str, object] = {
        "who": who, "place": place, "far": far, "unit": Noun(*unit), "h": str(climb.height) if standing else climb.height,
        "u": climb.up, "d": climb.down, "time": time, "times": f"{time}s", "day": day, "night": night,
        "climbs": rng.choice(CLIMBS), "slides": rng.choice(SLIDES), "name": rng.choice(NAMES), "x": str(rng.randint(2, 60)),
    }  # fmt: skip
    if climb.down and not standing and rng.random() < 0.3:
        name = rng.choice(sorted(WHOLE))
        return (name,), _said(WHOLE[name], slots, rng), unit, time, place
    tables = (HEIGHTS, MOVES if climb.down else NO_SLIDE, QUESTIONS)
    names = [rng.choice(sorted(table)) for table in tables]
    while names[0] == "fell into" and far != "deep":
        names[0] = rng.choice(sorted(HEIGHTS))
    if standing:
        names = [STANDING[0], STANDING[1] if climb.down else names[1], STANDING[2]]
        slots["climbs"] = rng.choice(("ascends", "climbs", "goes up", "ascends"))
        slots["slides"] = rng.choice(("slides down", "slides down", "slides back", "slips back"))
    sentences = [_said(table[name], slots, rng) for table, name in zip(tables, names, strict=True)]
    if not standing and rng.random() < 0.15 and who in sentences[1]:
        sentences[0], sentences[1] = sentences[1], sentences[0]
    if not standing and rng.random() < 0.12:
        sentences.insert(rng.randint(1, 2), _said(rng.choice(ASIDES), slots, rng))
    return tuple(names), " ".join(sentences), unit, time, place


def _said(template: str, slots: dict[str, object], rng: random.Random) -> str:
    voice = Voice(slots, rng, in_words=0.12)
    voice.say(template)
    return voice.text()
