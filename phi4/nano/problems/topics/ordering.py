"""Who is tallest, who won, who sits where: orders from comparisons, overtaking, turns, family ties."""

from __future__ import annotations

import random
from itertools import pairwise

from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import MEN, WOMEN, listed, named, ordinal_in_words, people

FORMS = Forms(__file__)

_BOXES = ("the red box", "the blue box", "the green box", "the white box", "the black box", "the yellow box")


def _pairs(order: list[str], rng: random.Random) -> list[tuple[str, str]]:
    """Neighbors in the order, the pairs in any order."""
    pairs = list(pairwise(order))
    rng.shuffle(pairs)
    return pairs


def _row(pairs: list[tuple[str, str]], order: list[str]) -> str:
    """The clues, all the same way round, and the row as it grows by one clue after the other."""
    left = list(pairs)
    row = list(left.pop(0))
    steps = [", ".join(row)]
    while left:
        clue = next(each for each in left if each[0] == row[-1] or each[1] == row[0])
        left.remove(clue)
        row = [*row, clue[1]] if clue[0] == row[-1] else [clue[0], *row]
        steps.append(f"{clue[0]} before {clue[1]}: {', '.join(row)}")
    clues = "; ".join(f"{first} before {second}" for first, second in pairs)
    numbered = ", ".join(f"{place} {name}" for place, name in enumerate(order, 1))
    return f"{clues}.\nThe row: {'; '.join(steps)}.\nBy number: {numbered}."


def _sentence(clues: list[str]) -> str:
    return ", and ".join([", ".join(clues[:-1]), clues[-1]]) if len(clues) > 1 else clues[0]


def _comparison(rng: random.Random) -> Drawn:
    more, less, most, least = rng.choice(FORMS.rows("tallest and shortest", "qualities"))
    count = rng.choice((3, 3, 4))
    boxes = more in ("heavier", "taller") and rng.random() < 0.2
    order = rng.sample(_BOXES, count) if boxes else people(rng, count)
    pairs = _pairs(order, rng)
    clues = [
        f"{first} is {more} than {second}" if rng.random() < 0.6 else f"{second} is {less} than {first}"
        for first, second in pairs
    ]
    asked, answer = rng.choice(
        ((most, order[0]), (least, order[-1]), (f"second {most}", order[1]), (f"second {least}", order[-2]))
    )
    lines = [
        f"Put them in a row, {more} ones first.",
        _row(pairs, order),
        f"The {asked} is number {order.index(answer) + 1} {answer}.",
    ]
    slots = {
        "clues": _sentence(clues), "list": ". ^".join(clues), "asked": asked,
        "names": listed(sorted(order)),
    }  # fmt: skip
    numbers = {"clues": tuple(clues), "more": more, "less": less, "asked": asked, "names": tuple(sorted(order))}
    return Drawn(lines, answer, numbers, slots)


COMPARISON = Family("tallest and shortest", _comparison, FORMS, past=False)


def _race(rng: random.Random) -> Drawn:
    count = rng.choice((3, 4, 4))
    order = people(rng, count)
    told = []
    pairs = _pairs(order, rng)
    for first, second in pairs:
        told.append(
            rng.choice((
                f"{first} finished before {second}", f"{second} finished after {first}",
                f"{second} came in right behind {first}", f"{first} was faster than {second}", f"{first} beat {second}",
            ))
        )  # fmt: skip
    place = rng.randrange(count)
    asked = {0: "first", count - 1: "last"}.get(place) or ordinal_in_words(place + 1)
    lines = [
        _row(pairs, order),
        f"{asked.capitalize()} is number {place + 1} {order[place]}.",
    ]
    slots = {
        "clues": _sentence(told), "list": ". ^".join(told), "asked": asked, "names": listed(sorted(order)),
        "race": rng.choice(("race", "swimming race", "bike race", "run", "sack race", "ski race")),
    }  # fmt: skip
    return Drawn(lines, order[place], {"clues": tuple(told), "place": place, "names": tuple(sorted(order))}, slots)


RACE = Family("race", _race, FORMS, past=False)


def _overtaking(rng: random.Random) -> Drawn:
    place = rng.randint(2, 12)
    word = ordinal_in_words(place)
    passed = rng.random() < 0.3
    if passed:
        # Somebody behind passes the one who was at this place.
        lines = [
            f"The runner was {word}, and one runner passes.",
            f"Exception: the one who passes takes the {word} place, so it is one place further back: "
            f"{place} + 1 = {place + 1}.",
        ]
        answer = ordinal_in_words(place + 1)
        event = f"<is|was> {word} and <is|was> passed by one other runner"
        doing = f"being {word} and being passed by one runner"
    else:
        lines = [
            f"The runner passes the one in {word} place.",
            f"Exception: the runner only takes that place, so it is the {word} place, and not the one before.",
        ]
        answer = word
        event = f"<passes|passed> the runner in {word} place"
        doing = f"passing the runner in {word} place"
    slots = {
        "event": lambda voice: voice.say(event), "does": doing, "who": named(rng),
        "race": rng.choice(("race", "marathon", "bike race", "ski race", "run")),
    }  # fmt: skip
    return Drawn(lines, answer, {"place": place, "passed": passed}, slots)


OVERTAKING = Family("overtaking", _overtaking, FORMS, numeric=False)


def _seats(rng: random.Random) -> Drawn:
    order = people(rng, rng.choice((3, 4, 4, 5)))
    pairs = _pairs(order, rng)
    told = [
        f"{first} sits just left of {second}" if rng.random() < 0.5 else f"{second} sits just right of {first}"
        for first, second in pairs
    ]
    count = len(order)
    choices = [("at the left end", order[0]), ("at the right end", order[-1])]
    if count % 2:
        choices.append(("in the middle", order[count // 2]))
    else:
        choices.append(("second from the left", order[1]))
    asked, answer = rng.choice(choices)
    lines = [
        "Put them in a row from left to right.",
        _row(pairs, order),
        f"{asked.capitalize()} is number {order.index(answer) + 1} {answer}.",
    ]
    slots = {
        "clues": _sentence(told), "list": ". ^".join(told), "asked": asked, "names": listed(sorted(order)),
        "bench": rng.choice(("bench", "sofa", "row of chairs", "wall", "long seat")),
    }  # fmt: skip
    return Drawn(lines, answer, {"clues": tuple(told), "asked": asked, "names": tuple(sorted(order))}, slots)


SEATS = Family("seats", _seats, FORMS, past=False)

_WINDS = ("north", "east", "south", "west")


def _turns(rng: random.Random) -> Drawn:
    at = rng.randrange(4)
    start = _WINDS[at]
    moves = [
        rng.choice(("right", "left", "around")) if rng.random() < 0.9 else "right"
        for _ in range(rng.choice((1, 2, 2, 3, 3)))
    ]
    steps = []
    for move in moves:
        before = _WINDS[at]
        at = (at + {"right": 1, "left": 3, "around": 2}[move]) % 4
        steps.append(f"{move} from {before}: {_WINDS[at]}")
    lines = [
        f"Start: {start}. Order of the winds, turning right: north, east, south, west.",
        ". ".join(f"{step[0].upper()}{step[1:]}" for step in steps) + ".",
    ]
    slots = {"who": named(rng), "start": start, "moves": ", then ".join(moves), "then": " and then ".join(moves)}
    return Drawn(lines, _WINDS[at], {"start": start, "moves": tuple(moves)}, slots)


TURNS = Family("turns", _turns, FORMS, ordered=True, numeric=False)

# What the parent of a parent, and so on, is called: for a woman, for a man.
_TIES = {
    ("parent", "parent"): ("grandmother", "grandfather"), ("child", "child"): ("granddaughter", "grandson"),
    ("sibling", "parent"): ("aunt", "uncle"), ("child", "sibling"): ("niece", "nephew"),
    ("parent", "sibling"): ("mother", "father"), ("sibling", "sibling"): ("sister", "brother"),
}  # fmt: skip
_STEPS = {"parent": ("mother", "father"), "child": ("daughter", "son"), "sibling": ("sister", "brother")}


def _relations(rng: random.Random) -> Drawn:
    first, second = rng.choice(sorted(_TIES))
    female = [rng.random() < 0.5 for _ in range(3)]
    names = [rng.choice(WOMEN if each else MEN) for each in female]
    while len(set(names)) < 3:
        names = [rng.choice(WOMEN if each else MEN) for each in female]
    one, middle, last = names
    a, b = _STEPS[first][not female[0]], _STEPS[second][not female[1]]
    answer = _TIES[first, second][not female[0]]
    if (first, second) == ("sibling", "sibling"):
        reason = f"A {a} of a {b} is again a {answer}."
    elif (first, second) == ("parent", "sibling"):
        reason = f"Brothers and sisters have the same {answer}, so the {a} of a {b} is the {answer}."
    else:
        reason = f"The {a} of a {b} is {'an' if answer[0] in 'au' else 'a'} {answer}."
    lines = [f"{one} is the {a} of {middle}, and {middle} is the {b} of {last}.", reason]
    told = [
        rng.choice((f"{one} is the {a} of {middle}", f"{one} is {middle}'s {a}")),
        rng.choice(
            (f"{middle} is the {b} of {last}", f"{middle} is {last}'s {b}", f"{last} has a {b} called {middle}")
        ),
    ]
    slots = {"one": one, "last": last, "middle": middle, "first": told[0], "second": told[1], "a": a, "b": b}
    numbers = {"first": first, "second": second, "female": female[0], "pair": (one, last)}
    return Drawn(lines, answer, numbers, slots)


RELATIONS = Family("family ties", _relations, FORMS, numeric=False, past=False)

FAMILIES = (COMPARISON, RACE, OVERTAKING, SEATS, TURNS, RELATIONS)
