"""Puzzles with a catch: the bat and the ball, weighing coins, balances, the ferry, cats in houses, fewest coins."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiple, multiplied, subtracted
from phi4.data.synth.families.counting import SKIP
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import Noun, currency, noun, nouns, someone

_PAIRS = (
    ("bat", "ball"), ("book", "pen"), ("hat", "scarf"), ("lamp", "bulb"), ("cup", "saucer"), ("racket", "ball"), ("shirt", "tie"),
    ("bottle", "cork"), ("bucket", "spade"), ("phone", "case"), ("cake", "candle"), ("chair", "cushion"), ("bow", "arrow"),
)  # fmt: skip


def _bat_and_ball(rng: random.Random) -> Drawn:
    dear, cheap = rng.choice(_PAIRS)
    money = currency(rng)
    low, gap = rng.randint(1, 30), rng.randint(1, 60)
    total, high = low * 2 + gap, low + gap
    asked = rng.choice((cheap, cheap, dear))
    lines = [
        f"Together {money(total)}, and the {dear} costs {gap} more than the {cheap}.",
        f"Exception: the {cheap} is not simply the rest. Without the {gap} more, both would cost the same: {subtracted(total, gap)}.",
        f"The {cheap}: {divided(low * 2, 2)}.",
    ]
    if asked == dear:
        lines.append(f"The {dear}: {added(low, gap)}.")
    slots = {
        "dear": dear, "cheap": cheap, "asked": asked, "m": money.say(total, rng), "p": money.say(gap, rng), "who": someone(rng),
    }  # fmt: skip
    return Drawn(
        lines,
        money(low if asked == cheap else high),
        {"total": total, "gap": gap, "asked": "low" if asked == cheap else "high"},
        slots,
    )


BAT_AND_BALL = Family(
    "bat and ball",
    _bat_and_ball,
    facts={
        "total": (
            "a {dear} and a {cheap} <cost|cost> {m} together",
            "together, a {dear} and a {cheap} <cost|cost> {m}",
            "{who} <pay> {m} for a {dear} and a {cheap}",
            "the price of a {dear} with a {cheap} <is|was> {m}",
            "~for a {dear} and a {cheap} the shop <takes|took> {m}",
        ),
        "gap": (
            "the {dear} <costs|cost> {p} more than the {cheap}",
            "the {cheap} <is|was> {p} cheaper than the {dear}",
            "the {cheap} <costs|cost> {p} less than the {dear}",
            "the difference <is|was> {p}, and the {dear} <is|was> the dearer one",
            "~compared with the {cheap}, the {dear} <is|was> {p} dearer",
        ),
    },
    direct=(
        "how much <does|did> the {asked} cost",
        "what <is|was> the price of the {asked}",
        "how much <is|was> the {asked}",
        "~what <is|was> to be paid for the {asked} alone",
    ),
    indirect=("how much the {asked} <costs|cost>", "~what the {asked} alone <costs|cost>"),
    noun=("the price of the {asked}",),
    labels=("{dear} and {cheap} together: {m}; the {dear} is dearer by: {p}",),
    whole=(
        "A {dear} and a {cheap} cost {m} in total. The {dear} costs {p} more than the {cheap}. How much does the {asked} cost?",
        "~{m} for both, {dear} and {cheap}, and {p} between their prices, the {dear} being dearer. And the {asked}?",
    ),
)


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


WEIGHINGS = Family(
    "weighing coins",
    _weighings,
    facts={
        "count": (
            "there <are|were> {count thing} that look alike",
            "{who} <have> {count thing}, all of the same look",
            "{count thing} of the same look <lie|lay> on a table",
            "~on a table <lie|lay> {count thing}, and no eye can tell them apart",
        ),
        "odd": (
            "+one of them <is|was> {odd} than the others",
            "+exactly one <is|was> {odd}, and all the others <weigh|weighed> the same",
            "+a single one <is|was> {odd} than the rest",
            "~+there <is|was> a false one among them, and it <is|was> {odd}",
        ),
        "scale": (
            "+{who} <have> a balance without weights",
            "+there <is|was> a balance with two pans",
            "+a balance scale may be used",
            "~+nothing but a balance with two pans <is|was> at hand",
        ),
    },
    direct=(
        "how many weighings are enough to find it",
        "how many weighings does one need at most to find it",
        "what is the smallest number of weighings that always finds it",
        "~with how many weighings can one be certain to find it",
    ),
    indirect=("how many weighings are enough to find it", "~with how many weighings one can be certain to find it"),
    noun=("the smallest number of weighings that always finds it",),
    labels=("{thing+}: {count}; one is {odd}; tool: a balance",),
    whole=(
        "One of {count thing} is {odd}. How many weighings on a balance are enough to find it?",
        "~{count thing}, one of them {odd}, and a balance: how many weighings at most?",
    ),
    ordered=True,
    asides=(),
    skip=SKIP,
)

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
        f"{second(b)}: {multiplied(light, b)}.",
        f"One {first.one}: {divided(light * b, a)}.",
    ]
    slots = {"first": first, "second": second, "gram": gram, "who": someone(rng)}
    return Drawn(lines, gram(heavy), {"a": a, "b": b, "light": light}, slots)


BALANCE = Family(
    "balance",
    _balance,
    facts={
        "even": (
            "{a first} <weigh|weighed> as much as {b second}",
            "on a balance, {a first} <are|were> even with {b second}",
            "{b second} <have|had> the same weight as {a first}",
            "{a first} on one pan and {b second} on the other <keep|kept> a scale level",
            "~a scale <does|did> not move with {a first} left and {b second} right",
        ),
        "light": (
            "[one|a] {second} <weighs|weighed> {light gram}",
            "the weight of [one|a] {second} <is|was> {light gram}",
            "each {second} <has|had> a weight of {light gram}",
            "~{light gram} <is|was> what [one|a] {second} <weighs|weighed>",
        ),
    },
    direct=(
        "how much <does|did> one {first} weigh",
        "what <is|was> the weight of one {first}",
        "how many {gram+} <does|did> one {first} weigh",
        "~how heavy <is|was> a single {first}, in {gram+}",
    ),
    indirect=("how much one {first} <weighs|weighed>", "~how heavy a single {first} <is|was>"),
    noun=("the weight of one {first}",),
    labels=("{a first} = {b second}; one {second} = {light gram}",),
    whole=(
        "If {a first} weigh as much as {b second} and a {second} weighs {light gram}, what does a {first} weigh?",
        "~{a first} against {b second}: level. A {second}: {light gram}. And a {first}?",
    ),
    asides=(),
)

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
            f"Exception: somebody must bring the {boat} back, so a trip over and back takes only {size} - 1 = {size - 1} to the other side.",
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


FERRY = Family(
    "crossing a river",
    _ferry,
    facts={
        "count": (
            "{count person} <want|wanted> to cross a {river}",
            "there <are|were> {count person} who <have|had> to cross a {river}",
            "a group of {count person} <comes|came> to a {river}",
            "~at the bank of a {river} <stand|stood> {count person}",
        ),
        "size": (
            "+the only {boat} <holds|held> {size} of them",
            "+{size} of them <fit|fit> into the {boat}",
            "+their {boat} <has|had> room for {size}",
            "~+the {boat} <is|was> full with {size} of them",
        ),
        "rule": ("+{rule}", "~+and this <is|was> how it works: {rule}"),
    },
    direct=(
        "how many crossings, to and fro, are needed until all are over",
        "how many times must the {boat} cross the {river}, each way counted, until all are over",
        "~counting each way, how often does the {boat} cross before all are on the other side",
    ),
    indirect=("how many crossings, each way counted, are needed", "~how often the {boat} crosses, each way counted"),
    noun=("the smallest number of crossings, each way counted",),
    labels=("{person+}: {count}; places in the {boat}: {size}; {rule}",),
    whole=(
        "{count person} must cross a {river} in a {boat} for {size}, and {rule}. How many crossings, each way counted, does it take?",
        "~A {boat} for {size}, {count person}, and {rule}: how many crossings, each way counted?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP,
)

_NESTED = (
    ("house", "cat", "mouse"), ("street", "house", "window"), ("wagon", "bag", "kitten"), ("tree", "branch", "bird"), ("shelf", "box", "pencil"),
    ("school", "class", "student"), ("farm", "barn", "cow"), ("train", "car", "seat"), ("garden", "bush", "rose"), ("ship", "chest", "coin"),
    ("floor", "room", "lamp"), ("shelf", "book", "page"), ("hive", "comb", "bee"), ("team", "player", "ball"),
)  # fmt: skip


def _nested(rng: random.Random) -> Drawn:
    names = [noun(each) for each in rng.choice(_NESTED)]
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


NESTED = Family(
    "cats in houses",
    _nested,
    facts={
        "first": (
            "there are {first a}",
            "{who} <count> {first a}",
            "{who} <look> at {first a}",
            "~before {who.o} are {first a}",
        ),
        "second": (
            "+each {a} has {second b}",
            "+in each {a} there are {second b}",
            "+every {a} comes with {second b}",
            "~+to each of the {a+} belong {second b}",
        ),
        "third": (
            "+each {b} has {third c}",
            "+there are {third c} to each {b}",
            "+every {b} comes with {third c}",
            "~+to each {b} belong {third c}",
        ),
    },
    direct=(
        "how many {c+} are there",
        "how many {c+} are there in all",
        "what is the number of all the {c+}",
        "~how many {c+} is that altogether",
    ),
    indirect=("how many {c+} there are in all", "~how many {c+} that makes"),
    noun=("the number of all the {c+}",),
    labels=("{a+}: {first}; {b+} to a {a}: {second}; {c+} to a {b}: {third}",),
    whole=(
        "How many {c+} are there if each of {first a} has {second b}, and each {b} has {third c}?",
        "~{first a} with {second b} each, and {third c} for every {b}: how many {c+}?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP,
)


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


FEWEST = Family(
    "fewest coins",
    _fewest,
    facts={
        "values": (
            "there <are|were> {piece+} of {row} {unit+}",
            "in a country there <are|were> {piece+} of {row} {unit+}",
            "the {piece+} <are|were> worth {row} {unit+}",
            "~one <has|had> {piece+} with the values {row} {unit+}",
        ),
        "amount": (
            "{who} <want> to pay {amount unit}",
            "{who} <have> to pay exactly {amount unit}",
            "{amount unit} <are|were> to be paid",
            "~the sum to pay <is|was> {amount unit}",
        ),
    },
    direct=(
        "what is the fewest number of {piece+} for that",
        "how many {piece+} are needed at least",
        "~with how few {piece+} can it be done",
    ),
    indirect=("how many {piece+} are needed at least", "~with how few {piece+} it can be done"),
    noun=("the smallest number of {piece+}",),
    labels=("{piece+}: {row} {unit+}; sum: {amount unit}",),
    whole=(
        "With {piece+} of {row} {unit+}, how many does one need at least for {amount unit}?",
        "~Pay {amount unit} with as few {piece+} of {row} {unit+} as possible. How many are they?",
    ),
)

FAMILIES = (BAT_AND_BALL, WEIGHINGS, BALANCE, FERRY, NESTED, FEWEST)
