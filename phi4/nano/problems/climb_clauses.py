"""The climb told in clauses, in every order and dress."""

from __future__ import annotations

import random

from phi4.nano.problems.climb import (
    CLIMBERS,
    CLIMBS,
    PLACES,
    SLIDES,
    UNITS,
    Climb,
    apart_from_standing,
    drawn_climb,
    solved,
)
from phi4.nano.problems.climbing import Tables
from phi4.nano.problems.family import Drawn, Family, Several
from phi4.nano.problems.words import Noun, it, noun

# A stretch of time, the part of it in which one climbs, the part in which one slides, and how to say that it is then.
_TIMES = (
    *(("day", "day", "night", "at night"),) * 6, ("day", "daytime", "night", "at night"), ("day", "morning", "night", "at night"),
    ("day", "morning", "evening", "in the evening"), ("week", "week", "weekend", "at the weekend"),
)  # fmt: skip
_ASIDES = (
    "{speaker} watches it", "the {place} was built {x} years ago",
    "there are {x} trees near the {place}", "{speaker} lives nearby", "it is spring", "the sun shines",
)  # fmt: skip


def drawn_words(rng: random.Random, *, slides: bool) -> Drawn:
    """A climb in random words, with a slide or without."""
    climb = drawn_climb(rng)
    while bool(climb.down) != slides:
        climb = drawn_climb(rng)
    return _worded(climb, rng)


def _worded(climb: Climb, rng: random.Random) -> Drawn:
    (place, far), (one, many) = rng.choice(PLACES), rng.choice(UNITS)
    time, day, night, then = rng.choice(_TIMES)
    lines, answer = solved(climb, (one, many), time, place)
    slots = {
        "who": it(rng.choice(CLIMBERS)), "place": place, "far": far, "unit": Noun(one, many), "time": noun(time), "day": day,
        "night": night, "then": then, "climbs": rng.choice(CLIMBS), "slides": rng.choice(SLIDES),
    }  # fmt: skip
    return Drawn(lines, answer, climb.numbers(), slots)


_HEIGHT = (
    "{who} is at the [foot|bottom] of a {height-unit} {place}",
    "a {place} is {height unit} {far}",
    "{who} wants to [get to|reach] the top of a {place} of {height unit}",
    "from the [foot|bottom] to the top of a {place} there are {height unit}",
    "the top of a {place} is {height unit} above {who.o}",
    "{who} has a {place} of {height unit} before it",
    "a {place} measures {height unit} from bottom to top",
    "the height of a {place} is {height unit}",
    "{who} is about to climb a {place}, {height unit} {far}",
    "a {place} of {height unit} rises above {who.o}",
    "it is {height unit} from {who.o} to the top of a {place}",
    "a {place} ends {height unit} above {who.o}",
    "{height unit} of {place} lie before {who.o}",
    "on its way up a {place}, {who} has {height unit} to go",
    "{who} looks up at a {place} of {height unit}",
    "~{height unit} separate {who} from the top of a {place}",
)
_UP = (
    "[each|every] {time} {who} {climbs} {up unit}",
    "{who} {climbs} {up unit} [each|every|a|per] {time}",
    "[in|during] the {day} {who} {climbs} {up unit}",
    "{who} makes {up unit} of progress [each|every] {time}",
    "one {time} brings {who} {up unit} higher",
    "the climb of one {time} is {up unit}",
    "in one {time}[,|] {who} can climb {up unit}",
    "{up unit} {up:is|are} gained [each|every] {time}",
    "{who} manages {up unit} of height [a|each|every] {time}",
    "{who.s} pace is {up unit} [a|per] {time}",
    "the {day} lifts {who.o} by {up unit}",
    "with [each|every] {time}[,|] {up unit} of height {up:is|are} won",
    "~{up unit} is what {who} climbs in the course of one {time}",
)
_DOWN = (
    "{then} {who} {slides} {down unit}",
    "[each|every] {night} {who} {slides} {down unit}",
    "[during|in] the {night} {who} {slides} {down unit}",
    "{down unit} {down:is|are} lost again [each|every] {night}",
    "the {night} takes {down unit} away again",
    "one {night} costs {who} {down unit}",
    "{who} {slides} {down unit} {then}",
    "after [each|every] {night}[,|] {who} is {down unit} lower",
    "{down unit} {down:is|are} given back {then}",
    "{who} loses {down unit} {then}",
    "with [each|every] {night}[,|] {down unit} of height {down:is|are} gone",
    "the {night} pulls {who.o} down by {down unit}",
    "{then} {who} gives back {down unit}",
    "~when the {night} comes, {down unit} of the climb {down:is|are} undone",
)
_DIRECT = (
    "how many {time+} does {who} need to reach the top",
    "how many {time+} will it take {who.o} to get to the top",
    "on which {time} does {who} [reach|arrive at] the top",
    "in how many {time+} does {who} [get|come] to the top",
    "when does {who} arrive at the top",
    "how many {time+} does the climb take",
    "how long does it take {who.o} to reach the top",
    "what is the first {time} on which {who} is at the top",
    "how many {time+} of climbing bring {who} to the top",
    "~how many {time+} pass before {who} stands at the top",
)
_INDIRECT = (
    "how many {time+} {who} needs to reach the top",
    "on which {time} {who} arrives at the top",
    "when {who} reaches the top",
    "how long the climb takes",
    "how many {time+} it takes {who.o} to get to the top",
    "in how many {time+} {who} gets to the top",
    "~how many {time+} go by before {who} stands at the top",
)
_NOUN = (
    "the number of {time+} that {who} needs",
    "the {time} on which {who} reaches the top",
    "the number of {time+} that the climb takes",
    "the first {time} on which {who} is at the top",
    "~the duration of the climb in {time+}",
)
# What the tables hold out as well.
_UNSEEN = frozenset({"given, question", "given, command", "labels", "labels, command"})

SLIDING = Family(
    "climbing",
    lambda rng: drawn_words(rng, slides=True),
    facts={
        "height": _HEIGHT,
        "up": _UP,
        "down": _DOWN,
        "up down": (
            "{who} {climbs} {up unit} in the {day} and {slides} {down unit} {then}",
            "{who} gains {up unit} each {time}, of which it loses {down} {then}",
            "each {time} {who} goes up {up unit}, but each {night} down {down unit}",
            "{who} is {up unit} higher after each {day}, but {down unit} lower again after the {night}",
            "though {who} {climbs} {up unit} each {time}, it {slides} {down unit} {then}",
            "{who} {climbs} {up unit} [each|every] {time}, only to slide back {down unit} {then}",
            "[each|every] {time} brings {who} {up unit} up, but [each|every] {night} {down unit} down",
            "{who} wins {up unit} [each|every] {time} and gives {down} back {then}",
            "[each|every] {time} {up unit} {up:is|are} won, and [each|every] {night} {down} {down:is|are} lost",
            "the {day} adds {up unit} to {who.s} height, and the {night} takes off {down}",
            "{who} {climbs} {up unit} a {time}, but {down} {down:has|have} gone again after the {night}",
            "{up unit} up [each|every] {time} and {down unit} down [each|every] {night} is how {who} gets on",
            "{up unit} {up:is|are} gained by {who.o} [each|every] {time}, {down} of which it gives back {then}",
            "with {up unit} of climb a {time} goes {down unit} of slide a {night} for {who.o}",
            "{who} is carried up {up unit} by [each|every] {time} of climbing and down {down unit} by [each|every] {night}",
            "for {who.o}, a {time} means {up unit} more, and a {night} means {down unit} less",
            "{then} {who} loses {down} of the {up unit} that it has climbed in the {day}",
            "{down} of the {up unit} climbed in a {day} {down:is|are} given back to the {night}",
            "{who} {climbs} {up unit} [each|every] {time}, but {down unit} of that [is|are] for nothing, since it {slides} {then}",
            "[each|every] {time} {who} {climbs} {up unit}, and all but {down} of {up:it|them} it keeps through the {night}",
            "the {night} undoes {down} of the {up unit} that [each|every] {day} brings {who.o}",
            "{up unit} {up:is|are} climbed [each|every] {time}, a part of which, {down unit}, {who} loses {then}",
            "{who} never keeps all of the {up unit} of a {day}: {down} {down:is|are} lost {then}",
            "[each|every] {night} costs {who} {down} of the {up unit} that the {day} has brought",
            "out of a {time}'s gain of {up unit}, {who} hands {down} back {then}",
            "from [each|every] {time}'s climb of {up unit} the {night} takes {down} away, which is how {who} gets on",
            "~of the {up unit} that {who} {climbs} each {time}, {down} {down:is|are} lost {then}",
        ),
        "height up": (
            "{who} {climbs} {up unit} each {time} on a {place} of {height unit}",
            "a {place} is {height unit} {far}, and {who} {climbs} {up unit} of it each {time}",
            "to get up a {place} of {height unit}, {who} {climbs} {up unit} [each|every] {time}",
            "{who.n}, which {climbs} {up unit} [each|every] {time}, is at the foot of a {height-unit} {place}",
        ),
        "height up down": (
            "on a {place} of {height unit}, {who} goes up {up unit} each {time} and down {down unit} each {night}",
            "{who}, at the foot of a {height-unit} {place}, {climbs} {up unit} each {time} and {slides} {down unit} {then}",
            "each {time} {who} {climbs} {up unit} on a {place} of {height unit}, and {then} it {slides} {down unit}",
            "a {place} is {height unit} {far}, each {time} {who} {climbs} {up unit}, and each {night} it "
            "{slides} {down unit}",
            "~a {place}, {height unit} {far}, sees {who} go up {up unit} each {time} and down {down unit} each {night}",
        ),
    },
    direct=_DIRECT,
    indirect=_INDIRECT,
    noun=_NOUN,
    labels=("{place}: {height unit}; {who}, up each {time}: {up unit}; down each {night}: {down unit}",),
    whole=(
        "A {height-unit} {place}, {up unit} up each {time}, {down unit} down each {night}: how many {time+} does {who} need?",
        "How many {time+} until {who}, which {climbs} {up unit} a {time} and {slides} {down unit} {then}, is at the top of a {place} "
        "of {height unit}?",
        "I am watching {who}. ^each {time} it {climbs} {up unit} on a {place}, and {then} it {slides} {down unit}. The {place} is "
        "{height unit} {far}. On which {time} will it be at the top?",
        "What is the first {time} on which {who} reaches the top of a {place}, {height unit} {far}, when it {climbs} {up unit} each "
        "{time} and {slides} {down unit} {then}?",
        "Up {up unit}, down {down unit}: so goes each {time} and each {night} of {who} on a {place} of {height unit}. How many {time+} "
        "until the top?",
        "{who} has to climb {height unit} up a {place}. Its plan: {up unit} each {time}. Its problem: {down unit} down each {night}. "
        "How many {time+} does it take?",
        "Riddle: {who} sits at the foot of a {place}. ^each {time} it {climbs} {up unit}, each {night} it {slides} {down unit}. The top "
        "is {height unit} above. When does it get there?",
        "{speaker}: How {far} is the {place}?\n{listener}: {height unit}. And {who} {climbs} {up unit} of it a {time}, but {slides} "
        "{down unit} {then}.\n{speaker}: Then how many {time+} does it need?",
        "If {who} on a {height-unit} {place} {climbs} {up unit} each {time} but {slides} {down unit} {then}, on which "
        "{time} does it come to the top?",
        "Work out how many {time+} {who} needs to the top: the {place} is {height unit} {far}, the climb of a {time} "
        "is {up unit}, and the slide of a {night} is {down unit}.",
        "{down unit} {down:is|are} lost each {night}, {up unit} {up:is|are} won each {time}, and the {place} is "
        "{height unit} {far}. How long does {who} take to its top?",
        "I put {who} at the bottom of a {place}. The top is {height unit} away. Every {time} it {climbs} {up unit}, "
        "and every {night} it {slides} {down unit}. How many {time+} must I wait until it is up?",
        "{who} {climbs} {up unit} a {time}, {slides} {down unit} {then}, and has a {place} of {height unit} before "
        "it. How many {time+} is it until the top?",
        "In the {day} {up unit} up, {then} {down unit} down, {height unit} in all: how many {time+} does {who} need on this {place}?",
        "{who} and a {place}: {height unit} to climb, {up unit} won [each|every] {time}, {down unit} lost [each|every] {night}. How many "
        "{time+} to the top?",
        "A {place} has {height unit}. ^{who} makes {up unit} of them a {time}, and {then} {down unit} {down:is|are} lost. How many {time+} "
        "is it on its way?",
        "How many {time+} does {who} spend on a {place} of {height unit} with {up unit} of climb a {time} and {down unit} of slide a "
        "{night}?",
        "Dear {speaker}, {who} lives here by a {place}. I have measured: {up unit} up each {time}, {down unit} down each {night}. The "
        "{place} measures {height unit}. On which {time} will it be at the top? {listener}",
        "Exercise: height of a {place}, {height unit}; climb of {who.o}, {up unit} a {time}; slide, {down unit} a {night}. Determine "
        "the {time} on which it reaches the top.",
        "The way up a {place} is {height unit}. ^{who} goes {up unit} of it each {time}, and {then} {down unit} back. When is it done?",
        "Each {time} {who} is {up unit} further up a {place} of {height unit}, and after each {night} it finds itself {down unit} further "
        "down. How many {time+} until it is up?",
        "If each {time} is worth {up unit} and each {night} costs {down unit}, after how many {time+} has {who} climbed a {place} of "
        "{height unit}?",
        "{up unit} of climbing each {time}, {down unit} of sliding each {night}, a {place} of {height unit}. When is {who} at the top?",
        "With {down unit} lost {then} and {up unit} gained in the {day}, on which {time} is {who} at the top of a {height-unit} {place}?",
        "{speaker} asks about {who.o}: after how many {time+} is it at the top of a {place}? ^each {time} it gains {up unit}, each {night} "
        "it loses {down}, and the {place} has {height unit}.",
        "~Think of {who} on a {place} whose top is at {height unit}. ^{up unit} forward each {time}, {down unit} back {then}. Count the "
        "{time+} until it is up.",
        "~Each {time} plus {up unit}, each {night} minus {down unit}: this is how {who} tries to conquer a {place} of {height unit}. "
        "How many {time+} are needed?",
    ),
    asides=_ASIDES,
    past=False,
    unseen=_UNSEEN,
)

STEADY = Family(
    "climbing",
    lambda rng: drawn_words(rng, slides=False),
    facts={
        "height": _HEIGHT,
        "up": _UP,
        "stays": (
            "{who} never slides back",
            "{then} {who} stays where it is",
            "nothing is lost {then}",
            "{who} does not slide {then}",
            "{then} {who} holds on well",
            "no {night} brings {who.o} down",
            "{then} {who} clings to its place",
            "{who} gives nothing back {then}",
            "~{then} {who} rests and keeps its height",
        ),
        "up stays": (
            "{who} {climbs} {up unit} each {time} and never slides back",
            "{who} {climbs} {up unit} [each|every] {time} without ever sliding back",
            "each {time} {who} is {up unit} higher, and {then} it loses nothing",
        ),
        "height up stays": (
            "{who} {climbs} a {height-unit} {place}, {up unit} each {time}, and does not slide {then}",
            "{who.n}, which never slides, {climbs} {up unit} each {time} on a {place} of {height unit}",
            "a {place} is {height unit} {far}, and {who} {climbs} {up unit} each {time} and loses nothing {then}",
        ),
    },
    direct=_DIRECT,
    indirect=_INDIRECT,
    noun=_NOUN,
    labels=("{place}: {height unit}; {who}, up each {time}: {up unit}; down each {night}: nothing",),
    whole=(
        "How many {time+} does {who} need for a {place} of {height unit} at {up unit} a {time}, if it never slides?",
        "{who} {climbs} {up unit} each {time} and stays there {then}. The {place} is {height unit} {far}. When is it at the top?",
        "On which {time} is {who} at the top of a {height-unit} {place} if it {climbs} {up unit} each {time} and "
        "loses nothing {then}?",
        "{who} {climbs} {up unit} on a {place} each {time} until it is at the top. It never slides back. The {place} "
        "is {height unit} {far}. How many {time+} does that take?",
        "I watch {who} on a {place}, {height unit} {far}. Every {time} it is {up unit} higher, and {then} it stays "
        "where it is. When will it reach the top?",
        "Work out how many {time+} {who} needs to the top: {height unit} of {place}, {up unit} each {time}, and it "
        "never slides.",
        "{height unit} of {place}, {up unit} a {time} and nothing lost {then}: after how many {time+} is {who} at the top?",
        "A {place} of {height unit}, {who} that never slides, {up unit} a {time}: how many {time+}?",
        "{who} does {up unit} of a {height-unit} {place} [each|every] {time}. It holds on well {then}. How many {time+} to the top?",
        "How long is {who} on its way up a {place} of {height unit} if it makes {up unit} each {time} and does not slip {then}?",
        "At {up unit} a {time}, and with no slipping {then}, when does {who} get to the top of a {place}, {height unit} {far}?",
        "The {place}: {height unit}. The pace: {up unit} each {time}, and nothing lost {then}. How many {time+} does {who} need to the top?",
        "Up {up unit} each {time}, never down: when is {who} at the top of a {place} of {height unit}?",
        "{who} {climbs} {up unit} of a {place} [each|every] {time} and loses none of it {then}. The {place} has {height unit}. How many "
        "{time+} does that take?",
        "~{up unit} up each {time}, no slide {then}: how long does {who} take for {height unit} of {place}?",
    ),
    asides=_ASIDES,
    past=False,
    unseen=_UNSEEN,
)

CLIMBING = Several("climbing", ((0.35, Tables()), (0.53, SLIDING), (0.12, STEADY)), accepts=apart_from_standing)

FAMILIES = (CLIMBING,)
