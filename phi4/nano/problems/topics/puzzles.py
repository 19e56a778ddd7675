"""Puzzles with a catch: the bat and the ball, weighing coins, balances, the ferry, cats in houses, fewest coins."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiple, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import Noun, currency, noun, nouns, someone

FORMS = Forms(__file__)


def _bat_and_ball(rng: random.Random) -> Drawn:
    dear, cheap = rng.choice(FORMS.rows("bat and ball", "pairs"))
    money = currency(rng)
    low, gap = rng.randint(1, 30), rng.randint(1, 60)
    total, high = low * 2 + gap, low + gap
    asked = rng.choice((cheap, cheap, dear))
    lines = [
        f"Together {money(total)}, and the {dear} costs {gap} more than the {cheap}.",
        f"Exception: the {cheap} is not simply the rest. "
        f"Without the {gap} more, both would cost the same: {subtracted(total, gap)}.",
        f"The {cheap}: {divided(low * 2, 2)}.",
    ]
    if asked == dear:
        lines.append(f"The {dear}: {added(low, gap)}.")
    slots = {
        "dear": dear, "cheap": cheap, "asked": asked, "m": money.say(total, rng), "p": money.say(gap, rng),
        "who": someone(rng),
    }  # fmt: skip
    return Drawn(
        lines,
        money(low if asked == cheap else high),
        {"total": total, "gap": gap, "asked": "low" if asked == cheap else "high"},
        slots,
    )


BAT_AND_BALL = Family("bat and ball", _bat_and_ball, FORMS)


def _weighings(rng: random.Random) -> Drawn:
    count = rng.choice((3, 5, 8, 9, 12, 20, 25, 27, 40, 80, 81)) if rng.random() < 0.5 else rng.randint(2, 100)
    thing = rng.choice(nouns("coin, ball, ring, pearl, bar of gold, marble, weight, egg"))
    if thing.one == "bar of gold":
        thing = Noun("bar of gold", "bars of gold")
    odd = rng.choice(("lighter", "heavier"))
    lines = [
        f"There are {thing(count)}, and one is {odd}.",
        "Pattern: one weighing compares two of three groups and leaves a third of them in question.",
    ]
    at, steps, reach = count, 0, []
    while at > 1:
        after = -(-at // 3)
        reach.append(f"{at} to {after}")
        at, steps = after, steps + 1
    lines.append(f"{', '.join(reach)}: {steps} {'step' if steps == 1 else 'steps'}.")
    slots = {"thing": thing, "odd": odd, "who": someone(rng)}
    return Drawn(lines, noun("weighing")(steps), {"count": count}, slots)


WEIGHINGS = Family("weighing coins", _weighings, FORMS, ordered=True)

_FRUIT = nouns("apple, pear, peach, orange, lemon, mango, potato, onion, tomato, carrot, banana, bun")


def _balance(rng: random.Random) -> Drawn:
    first, second = rng.sample(_FRUIT, 2)
    gram = rng.choice((noun("gram"), noun("gram"), noun("ounce")))
    a, unit = rng.randint(2, 6), rng.randint(2, 12) * 5 if gram.one == "gram" else rng.randint(1, 2)
    # a of the first weigh as much as b of the second.
    factor = rng.randint(2, 6)
    b = a * factor if rng.random() < 0.6 else factor
    weight = unit * a
    if (b * weight) % a:
        b = a * factor
    light = weight
    heavy = b * light // a
    lines = [
        f"{first(a)} weigh as much as {second(b)}, and one {second.one} weighs {gram(light)}.",
    ]
    if b % a:
        lines += [f"{second(b)}: {multiplied(light, b)}.", f"One {first.one}: {divided(light * b, a)}."]
    else:
        each = second(b // a)
        lines += [
            f"One {first.one} weighs as much as {each}: {divided(b, a)}.",
            f"{each}: {multiplied(light, b // a)}.",
        ]
    slots = {"first": first, "second": second, "gram": gram, "who": someone(rng)}
    return Drawn(lines, gram(heavy), {"a": a, "b": b, "light": light}, slots)


BALANCE = Family("balance", _balance, FORMS)

_CREW = nouns("explorer, soldier, friend, scout, hiker, traveler, child, farmer, monk, nurse")


def _ferry(rng: random.Random) -> Drawn:
    size = rng.randint(2, 5)
    person = rng.choice(_CREW)
    back, boat = rng.random() < 0.75, rng.choice(("boat", "raft", "canoe"))
    if back:
        over = rng.randint(1, 8)
        count = size + over * (size - 1) - rng.randint(0, size - 2)
        trips, left = 1, count - size
        lines = [
            f"{person(count)}, and the {boat} holds {size}.",
            f"Exception: somebody must bring the {boat} back, "
            f"so a trip over and back takes only {size} - 1 = {size - 1} to the other side.",
            f"The last trip takes {size}. Before: {subtracted(count, size)}.",
        ]
        rounds = -(-left // (size - 1))
        lines.append(
            f"Over and back: {divided(left, size - 1)}"
            + (f", and one more for the rest: {left // (size - 1)} + 1 = {rounds}." if left % (size - 1) else ".")
        )
        trips = 2 * rounds + 1
        lines.append(f"Crossings: {rounds} × 2 + 1 = {trips}.")
        rules = [
            f"somebody must row the {boat} back for the others", f"the {boat} does not come back by itself",
            f"one of them must always row back with the {boat}",
        ]  # fmt: skip
    else:
        count = rng.randint(size + 1, size * 8)
        trips = -(-count // size)
        lines = [f"{person(count)}, and the {boat} holds {size} besides the ferryman.", f"{divided(count, size)}."]
        if count % size:
            lines.append(f"Exception: the rest needs a trip too: {count // size} + 1 = {trips}.")
        lines.append(f"To and fro, but for the last way back: {trips} × 2 - 1 = {trips * 2 - 1}.")
        trips = trips * 2 - 1
        rules = ["a ferryman rows them over and comes back for more", "a ferryman, who is not counted, rows both ways"]
    slots = {
        "person": person,
        "rule": rng.choice(rules),
        "boat": boat,
        "river": rng.choice(("river", "lake", "stream")),
    }
    return Drawn(lines, noun("crossing")(trips), {"count": count, "size": size, "back": back}, slots)


FERRY = Family("crossing a river", _ferry, FORMS, ordered=True, past=False)


def _nested(rng: random.Random) -> Drawn:
    names = [noun(each) for each in rng.choice(FORMS.rows("cats in houses", "nested things"))]
    counts = [rng.randint(2, 9) for _ in names]
    if names[2].one == "page":
        counts[2] *= 10
    total = counts[0] * counts[1] * counts[2]
    lines = [
        f"{names[0](counts[0])}, {names[1](counts[1])} in each, {names[2](counts[2])} for each of these.",
        f"{multiple(counts)}.",
    ]
    slots = {"a": names[0], "b": names[1], "c": names[2], "who": someone(rng)}
    return Drawn(lines, names[2](total), {"first": counts[0], "second": counts[1], "third": counts[2]}, slots)


NESTED = Family("cats in houses", _nested, FORMS, ordered=True, past=False)


def _fewest(rng: random.Random) -> Drawn:
    values = rng.choice(
        ((25, 10, 5, 1), (10, 5, 1), (20, 10, 5, 1), (50, 20, 10, 5, 1), (10, 5, 2, 1), (20, 5, 1), (50, 10, 5, 1))
    )
    unit = rng.choice((noun("cent"), noun("dollar"), noun("euro"), noun("point")))
    amount = rng.randint(values[0] // 2 + 2, values[0] * 4)
    piece = noun("coin") if unit.one in ("cent", "euro") else noun("bill") if unit.one == "dollar" else noun("card")
    lines = [f"{unit(amount)} from pieces of {', '.join(map(str, values))}, the largest first."]
    left, counts = amount, []
    for value in values:
        count = left // value
        if count:
            lines.append(f"{count} × {value} = {count * value}, {left} - {count * value} = {left - count * value}.")
            counts.append(count)
            left -= count * value
    total = sum(counts)
    lines.append(f"{' + '.join(map(str, counts))} = {total}." if len(counts) > 1 else f"That is {total}.")
    row = f"{', '.join(map(str, values[:-1]))} and {values[-1]}"
    slots = {"who": someone(rng), "unit": unit, "row": row, "piece": piece}
    return Drawn(lines, piece(total), {"amount": amount, "values": values}, slots)


FEWEST = Family("fewest coins", _fewest, FORMS)

FAMILIES = (BAT_AND_BALL, WEIGHINGS, BALANCE, FERRY, NESTED, FEWEST)
