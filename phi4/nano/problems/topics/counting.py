"""How many ways, pairs, legs and heads: handshakes, outfits, orders, tournaments, socks in the dark, Venn diagrams."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import added, divided, multiple, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import Noun, listed, named, noun, nouns, someone

FORMS = Forms(__file__)


_MEETINGS = (
    (noun("person"), "shakes hands with", "handshake",
     "meeting"), (noun("guest"), "shakes hands with", "handshake", "party"),
    (noun("friend"), "hugs", "hug", "reunion"), (noun("player"), "plays one game against", "game", "tournament"),
    (noun("team"), "plays one match against", "match",
     "league"), (noun("town"), "is joined by one road to", "road", "district"),
    (noun("student"), "exchanges a greeting with", "greeting",
     "class"), (noun("computer"), "has one cable to", "cable", "network"),
    (noun("guest"), "clinks glasses with", "clink",
     "dinner"), (noun("chess player"), "plays once against", "game", "club"),
)  # fmt: skip


def _handshakes(rng: random.Random) -> Drawn:
    person, does, what, place = rng.choice(_MEETINGS)
    count = rng.randint(3, 20)
    total = count * (count - 1) // 2
    lines = [
        f"There are {person(count)}, and each has {count} - 1 = {count - 1} others.",
        f"{multiplied(count, count - 1)}.",
        f"Exception: so each {what} is counted twice, from both sides. {divided(count * (count - 1), 2)}.",
    ]
    slots = {"person": person, "does": does, "what": noun(what), "place": place}
    return Drawn(lines, noun(what)(total), {"count": count}, slots)


HANDSHAKES = Family("handshakes", _handshakes, FORMS, ordered=True, past=False)


def _outfits(rng: random.Random) -> Drawn:
    chosen = rng.choice(FORMS.rows("outfits", "parts and wholes"))
    size = rng.choice((2, 2, 3))
    kinds = [Noun(each, "pairs of trousers") if each == "trouser" else noun(each) for each in chosen[:size]]
    if size == 2 and chosen[3] == "way":
        kinds = [noun("road to the river"), noun("bridge")]
    counts = [rng.randint(2, 9 if size == 2 else 6) for _ in kinds]
    result = noun(chosen[3])
    told = [kind(count) for kind, count in zip(kinds, counts, strict=True)]
    total = math.prod(counts)
    lines = [
        f"The choices: {', '.join(told)}.",
        "Pattern: each choice goes with each of the others, so the numbers are multiplied.",
        f"{multiple(counts)}.",
    ]
    slots = {
        "who": someone(rng), "things": listed(told), "result": result,
        "each": ", ".join(f"one of the {kind.many}" for kind in kinds[:-1]) + f" and one of the {kinds[-1].many}",
    }  # fmt: skip
    return Drawn(lines, result(total), {"counts": tuple(counts)}, slots)


OUTFITS = Family("outfits", _outfits, FORMS, ordered=True)


def _orders(rng: random.Random) -> Drawn:
    things, stand = rng.choice(FORMS.rows("orders", "rows of things"))
    count = rng.randint(3, 6)
    places = count if rng.random() < 0.6 or count < 4 else rng.randint(2, 3)
    factors = [count - place for place in range(places)]
    total = math.prod(factors)
    lines = [
        f"There are {count} {things} for {places} places.",
        "Pattern: for the first place there are " + ", then ".join(map(str, factors)) + " choices.",
        f"{multiple(factors)}." if places > 1 else f"{count}.",
    ]
    rule = f"{places} of them are to {stand}" if places < count else f"all of them are to {stand}"
    slots = {"rule": rule, "things": things, "who": named(rng)}
    return Drawn(lines, str(total), {"count": count, "places": places}, slots)


ORDERS = Family("orders", _orders, FORMS, ordered=True, past=False)


def _knockout(rng: random.Random) -> Drawn:
    count = rng.choice((8, 16, 32, 64, rng.randint(5, 150)))
    player = rng.choice((noun("player"), noun("team"), noun("boxer"), noun("wrestler"), noun("fencer")))
    sport = rng.choice(("tennis", "chess", "football", "judo", "table tennis", "badminton", "hockey"))
    if player.one in ("boxer", "wrestler", "fencer"):
        sport = {"boxer": "boxing", "wrestler": "wrestling", "fencer": "fencing"}[player.one]
    lines = [
        f"There are {player(count)}, and the loser of each match is out.",
        f"Pattern: each match takes out one {player.one}, and all but one must go: {count} - 1 = {count - 1}.",
    ]
    return Drawn(lines, noun("match")(count - 1), {"count": count}, {"player": player, "sport": sport})


KNOCKOUT = Family("knockout", _knockout, FORMS, ordered=True, past=False)

_PIECES = nouns("sock, glove, ball, marble, mitten, card, shoe, button, bead")


def _socks(rng: random.Random) -> Drawn:
    colors = rng.sample(("red", "blue", "black", "white", "green", "gray", "brown", "yellow"), rng.choice((2, 2, 3, 4)))
    counts = [rng.randint(4, 20) for _ in colors]
    piece = rng.choice(_PIECES)
    same = rng.choice((2, 2, 2, 3)) if min(counts) >= 3 else 2
    answer = len(colors) * (same - 1) + 1
    told = [f"{count} {color} {piece.many}" for count, color in zip(counts, colors, strict=True)]
    worst = len(colors) * (same - 1)
    lines = [
        f"There are {len(colors)} colors, and {same} {piece.many} of one color are wanted.",
        f"Pattern: at worst the first {worst} are {'all different' if same == 2 else 'two of each color'}"
        + (f": {same - 1} × {len(colors)} = {worst}." if same > 2 else "."),
        f"The next one must make it: {worst} + 1 = {answer}.",
    ]
    slots = {
        "who": someone(rng), "piece": piece, "things": listed(told),
        "place": rng.choice(("drawer", "bag", "box", "basket")), "same": same, "two": {2: "two", 3: "three"}[same],
    }  # fmt: skip
    return Drawn(lines, piece(answer), {"counts": tuple(counts), "same": same}, slots)


SOCKS = Family("socks in the dark", _socks, FORMS, ordered=True)

_LEGS = {
    "dog": 4, "cat": 4, "cow": 4, "horse": 4, "sheep": 4, "rabbit": 4, "goat": 4, "pig": 4, "hen": 2, "duck": 2,
    "goose": 2, "bird": 2, "person": 2, "ant": 6, "beetle": 6, "bee": 6, "spider": 8,
}  # fmt: skip


def _legs(rng: random.Random) -> Drawn:
    names = rng.sample(sorted(_LEGS), rng.choice((2, 2, 3)))
    counts = [rng.randint(2, 12) for _ in names]
    told = [noun(name)(count) for name, count in zip(names, counts, strict=True)]
    parts = [count * _LEGS[name] for name, count in zip(names, counts, strict=True)]
    lines = ["A " + ", a ".join(f"{name} has {_LEGS[name]} legs" for name in names) + "."]
    lines[0] = lines[0].replace("A ant", "An ant").replace(", a ant", ", an ant")
    for name, count, part in zip(names, counts, parts, strict=True):
        work = multiplied(_LEGS[name], count) if count > 10 else f"{_LEGS[name]} × {count} = {part}"
        lines.append(f"{noun(name)(count)}: {work}.")
    at = parts[0]
    for part in parts[1:]:
        lines.append(f"{added(at, part)}.")
        at += part
    slots = {
        "who": someone(rng), "animals": listed(told),
        "place": rng.choice(("yard", "field", "garden", "barn", "park", "room")),
    }  # fmt: skip
    return Drawn(lines, noun("leg")(at), dict(zip(names, counts, strict=True)), slots)


LEGS = Family("legs", _legs, FORMS)

_FARMS = (
    ("hen", 2, "cow", 4,
     "leg"), ("chicken", 2, "rabbit", 4, "leg"), ("duck", 2, "sheep", 4, "leg"), ("hen", 2, "pig", 4, "leg"),
    ("bird", 2, "cat", 4,
     "leg"), ("bike", 2, "car", 4, "wheel"), ("bike", 2, "tricycle", 3, "wheel"), ("stool", 3, "chair", 4, "leg"),
    ("goose", 2, "goat", 4, "leg"), ("ant", 6, "spider", 8, "leg"), ("scooter", 2, "wagon", 4, "wheel"),
)  # fmt: skip


def _heads(rng: random.Random) -> Drawn:
    few_name, few, many_name, many, what = rng.choice(_FARMS)
    small, large = noun(few_name), noun(many_name)
    first, second = rng.randint(2, 20), rng.randint(2, 20)
    total, legs = first + second, first * few + second * many
    gap = many - few
    asked_many = rng.random() < 0.6
    leg = noun(what)
    lines = [
        f"There are {total} in all with {leg(legs)}. A {few_name} has {few}, a {many_name} {many}.",
        f"If all were {small.many}: {multiplied(total, few)} {leg.many}.",
        f"But there are {subtracted(legs, total * few)} more.",
        f"Pattern: each {many_name} has {many} - {few} = {gap} more. "
        f"{large.many.capitalize()}: {divided(legs - total * few, gap)}.",
    ]
    if not asked_many:
        lines.append(f"{small.many.capitalize()}: {subtracted(total, second)}.")
    asked = large if asked_many else small
    slots = {
        "small": small, "large": large, "leg": leg, "asked": asked, "who": someone(rng),
        "heads": "heads" if what == "leg" and few_name != "stool" else "things",
        "place": rng.choice(("farm", "field",
                             "yard")) if what == "leg" and few_name not in ("stool", "ant") else "room",
    }  # fmt: skip
    numbers = {"total": total, "legs": legs, "few": few, "many": many, "asked": "many" if asked_many else "few"}
    return Drawn(lines, asked(second if asked_many else first), numbers, slots)


HEADS = Family("heads and legs", _heads, FORMS, ordered=True)

FAMILIES = (HANDSHAKES, OUTFITS, ORDERS, KNOCKOUT, SOCKS, LEGS, HEADS)
