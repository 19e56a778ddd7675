"""Puzzles with a catch: the bat and the ball, weighing coins, balances, the ferry, cats in houses, fewest coins."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiple, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.words import Noun, currency, noun, nouns, someone

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
            "the prices of a {dear} and a {cheap} <add|added> up to {m}",
            "{who} <buy> a {dear} and a {cheap}, and both together <come|came> to {m}",
            "~for a {dear} and a {cheap} the shop <takes|took> {m}",
            "a {dear} <is|was> sold with a {cheap} for {m} in all",
            "whoever <wants|wanted> a {dear} and a {cheap} <has|had> to pay {m}",
        ),
        "gap": (
            "the {dear} <costs|cost> {p} more than the {cheap}",
            "the {cheap} <is|was> {p} cheaper than the {dear}",
            "the {cheap} <costs|cost> {p} less than the {dear}",
            "the difference <is|was> {p}, and the {dear} <is|was> the dearer one",
            "the price of the {dear} <is|was> {p} above that of the {cheap}",
            "the {cheap} <is|was> to be had for {p} less than the {dear}",
            "~compared with the {cheap}, the {dear} <is|was> {p} dearer",
            "to get the {dear} instead of the {cheap}, one <pays|paid> {p} more",
            "between the cheaper {cheap} and the dearer {dear} there <is|was> a difference of {p}",
        ),
    },
    direct=(
        "how much <does|did> the {asked} cost",
        "what <is|was> the price of the {asked}",
        "how much <is|was> the {asked}",
        "what <does|did> the {asked} cost",
        "at what price <is|was> the {asked} sold",
        "how much money <is|was> the {asked} worth",
        "+the {asked} <costs|cost> how much",
        "~what <is|was> to be paid for the {asked} alone",
        "+how much of the money <goes|went> for the {asked}",
        "what <does|did> the price tag on the {asked} say",
        "for how much <does|did> the {asked} sell",
    ),
    indirect=(
        "how much the {asked} <costs|cost>",
        "what the price of the {asked} <is|was>",
        "at what price the {asked} <is|was> sold",
        "how much money the {asked} <is|was> worth",
        "~what the {asked} alone <costs|cost>",
        "+how much of the money <goes|went> for the {asked}",
        "what the price tag on the {asked} <says|said>",
        "for how much the {asked} <sells|sold>",
    ),
    noun=(
        "the price of the {asked}",
        "the cost of the {asked}",
        "the amount that the {asked} <costs|cost>",
        "the money needed for the {asked}",
        "the figure on the price tag of the {asked}",
    ),
    labels=("{dear} and {cheap} together: {m}; the {dear} is dearer by: {p}",),
    whole=(
        "A {dear} and a {cheap} cost {m} in total. The {dear} costs {p} more than the {cheap}. How much does the {asked} cost?",
        "Prices: {dear} + {cheap} = {m}; the {dear} is {p} above the {cheap}. Price of the {asked}?",
        "How much is the {asked}, when a {dear} and a {cheap} come to {m} and the {dear} is the dearer one by {p}?",
        "{who} <pay> {m} for a {dear} and a {cheap}. The {cheap} <is|was> {p} less than the {dear}. What <does|did> the {asked} cost?",
        "Given a {dear} that costs {p} more than a {cheap}, and {m} for the pair, what is the price of the {asked}?",
        "The {dear} costs {p} more than the {cheap}. Bought together, they cost {m}. Work out the price of the {asked}.",
        "I bought a {dear} and a {cheap} and paid {m}. The {dear} was {p} more than the {cheap}; how much was the {asked}?",
        "~{m} for both, {dear} and {cheap}, and {p} between their prices, the {dear} being dearer. And the {asked}?",
        "{dear} and {cheap}: {m}. ^{dear} minus {cheap}: {p}. ^{asked}: how much?",
        "Suppose a {cheap} is {p} cheaper than a {dear}, and the two cost {m} together. What is the price of the "
        "{asked}?",
        "{speaker}: I got a {dear} and a {cheap} for {m}.\n{listener}: What did each cost?\n{speaker}: The {dear} "
        "cost {p} more than the {cheap}.\n{listener}: Then how much was the {asked}?",
        "Exercise. The sum of the prices of a {dear} and a {cheap} is {m}; their difference is {p}, and it is the "
        "{dear} that is more expensive. Determine the price of the {asked}.",
        "What does the price tag on a {asked} say, if a {dear} is {p} more expensive than a {cheap} and the pair "
        "costs {m}?",
        "Careful, this is easy to get wrong: together, a {dear} and a {cheap} cost {m}, and the {cheap} is cheaper "
        "by {p}. What does the {asked} cost?",
        "{who} <have> exactly {m}, which <is|was> just enough for a {dear} and a {cheap}. The {dear} <costs|cost> "
        "{p} more than the {cheap}. How much of the money <goes|went> for the {asked}?",
        "Hi {speaker}, I paid {m} for two things, a {dear} and a {cheap}. I only remember that the {cheap} was {p} "
        "less than the {dear}. Please tell me the price of the {asked}. Yours, {listener}",
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
            "a box <holds|held> {count thing} that <look|looked> the same",
            "{who} <find> {count thing}, each just like the others",
            "~on a table <lie|lay> {count thing}, and no eye can tell them apart",
            "{who} <be> given {count thing} of one shape and size",
            "a bag <contains|contained> {count thing} of one shape and color",
        ),
        "odd": (
            "+one of them <is|was> {odd} than the others",
            "+exactly one <is|was> {odd}, and all the others <weigh|weighed> the same",
            "+a single one <is|was> {odd} than the rest",
            "+all <weigh|weighed> the same but one, which <is|was> {odd}",
            "+their weights <are|were> equal, except that one <is|was> {odd}",
            "~+there <is|was> a false one among them, and it <is|was> {odd}",
            "+just one of them <differs|differed> in weight: it <is|was> {odd}",
            "+except for a {odd} one, all <have|had> the same weight",
        ),
        "scale": (
            "+{who} <have> a balance without weights",
            "+there <is|was> a balance with two pans",
            "+a balance scale may be used",
            "+the only tool <is|was> a pan balance",
            "+the weighing <is|was> done on a balance that only <shows|showed> which side is heavier",
            "~+nothing but a balance with two pans <is|was> at hand",
            "+for the search there <is|was> a balance that <compares|compared> two sides",
            "+two sides can be compared on a balance",
        ),
    },
    direct=(
        "how many weighings are enough to find it",
        "how many weighings does one need at most to find it",
        "what is the smallest number of weighings that always finds it",
        "how many times must the balance be used to find it in any case",
        "what is the least number of weighings after which it is surely found",
        "how few weighings will always find it",
        "~with how many weighings can one be certain to find it",
        "after how many weighings at most is it found with the best plan",
        "how many weighings does the best plan need in the worst case",
        "how many weighings must one be ready for with the best plan",
    ),
    indirect=(
        "how many weighings are enough to find it",
        "how many times the balance must be used to find it in any case",
        "what the least number of weighings is that always finds it",
        "how few weighings will always find it",
        "~with how many weighings one can be certain to find it",
        "after how many weighings at most it is found with the best plan",
        "how many weighings the best plan needs in the worst case",
        "how many weighings one must be ready for with the best plan",
    ),
    noun=(
        "the smallest number of weighings that always finds it",
        "the least number of weighings that is sure to find it",
        "the number of weighings that are enough to find it",
        "the number of weighings that the best plan needs in the worst case",
        "the lowest number of weighings with which it is always found",
    ),
    labels=("{thing+}: {count}; one is {odd}; tool: a balance",),
    whole=(
        "One of {count thing} is {odd}. How many weighings on a balance are enough to find it?",
        "How many times must a balance be used to find the one {odd} {thing} among {count}, when the rest weigh the same?",
        "{who} <have> {count thing}. All but one <weigh|weighed> the same, and that one <is|was> {odd}. What is the smallest number of weighings on a balance that is sure to find it?",
        "Given a balance and {count thing}, one of which is {odd} than the others, how many weighings always find it?",
        "One {odd} {thing} hides in a heap of {count}. All the others weigh the same. Work out how many weighings on a balance find it in any case.",
        "I must find the {odd} one of {count thing} with a balance; the others weigh the same. What is the least number of weighings that always works?",
        "Of {count thing}, all are equal in weight except one, which is {odd}. With a pan balance, how few weighings find it for sure?",
        "~{count thing}, one of them {odd}, and a balance: how many weighings at most?",
        "{thing+}: {count}. Odd one: {odd}. Tool: balance with two pans. Fewest weighings that always find it?",
        "Suppose a single {thing} out of {count} is {odd} than all the rest, which are equal. How many weighings "
        "on a balance does the best plan need in the worst case?",
        "{speaker}: One of my {count thing} is {odd}.\n{listener}: Do the others weigh the same?\n{speaker}: Yes, "
        "and I have a balance. What is the least number of weighings that is surely enough?",
        "Exercise. Among {count thing} there is exactly one {odd} one; all the rest is of equal weight. Determine "
        "the least number of weighings on a pan balance that identifies it in every case.",
        "Each use of the balance <costs|cost> money, so {who} <want> to use it as rarely as possible. One of "
        "{count thing} <is|was> {odd} than the others, and it <must|had to> be found. How many weighings <are|were> enough "
        "in any case?",
        "To find the {odd} one of {count thing} with the help of a balance and the best plan, how many weighings "
        "must you be ready for? All the others are equal in weight.",
        "How few weighings on a balance will always show which of {count thing} is the {odd} one, if only that one "
        "differs?",
        "Please help: somebody has mixed in a {odd} {thing} with equal ones, so that there are now {count thing}. "
        "I can compare them on a balance. What is the smallest number of weighings with which I am sure to find "
        "it?",
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


BALANCE = Family(
    "balance",
    _balance,
    facts={
        "even": (
            "{a first} <weigh|weighed> as much as {b second}",
            "on a balance, {a first} <are|were> even with {b second}",
            "{b second} <have|had> the same weight as {a first}",
            "{a first} on one pan and {b second} on the other <keep|kept> a scale level",
            "it <takes|took> {b second} to balance {a first}",
            "{a first} <are|were> exactly as heavy as {b second}",
            "~a scale <does|did> not move with {a first} left and {b second} right",
            "the weight of {a first} <is|was> that of {b second}",
            "{b second} <make|made> up for {a first} on a balance",
        ),
        "light": (
            "[one|a] {second} <weighs|weighed> {light gram}",
            "the weight of [one|a] {second} <is|was> {light gram}",
            "each {second} <has|had> a weight of {light gram}",
            "a {second} <is|was> found to weigh {light gram}",
            "the scale <shows|showed> {light gram} for [one|a] {second}",
            "~{light gram} <is|was> what [one|a] {second} <weighs|weighed>",
            "one {second} alone <comes|came> to {light gram}",
            "every {second} <is|was> {light gram} in weight",
        ),
    },
    direct=(
        "how much <does|did> one {first} weigh",
        "what <is|was> the weight of one {first}",
        "how many {gram+} <does|did> one {first} weigh",
        "what <does|did> one {first} weigh",
        "what weight <does|did> one {first} have",
        "what would a scale show for one {first}",
        "~how heavy <is|was> a single {first}, in {gram+}",
        "what <does|did> each of the {first+} weigh",
        "what weight must each {first} have",
        "how many {gram+} <does|did> the scale show for each {first}",
    ),
    indirect=(
        "how much one {first} <weighs|weighed>",
        "what one {first} <weighs|weighed>",
        "how many {gram+} one {first} <weighs|weighed>",
        "what a scale would show for one {first}",
        "~how heavy a single {first} <is|was>",
        "what each of the {first+} <weighs|weighed>",
        "what weight each {first} must have",
        "how many {gram+} the scale <shows|showed> for each {first}",
    ),
    noun=(
        "the weight of one {first}",
        "the number of {gram+} that one {first} <weighs|weighed>",
        "the weight in {gram+} of one {first}",
        "the weight of each {first}",
        "the weight that each {first} must have",
    ),
    labels=("{a first} = {b second}; one {second} = {light gram}",),
    whole=(
        "If {a first} weigh as much as {b second} and a {second} weighs {light gram}, what does a {first} weigh?",
        "What is the weight of one {first}, given that {a first} balance {b second} and that each {second} weighs {light gram}?",
        "One {second} weighs {light gram}. {b second} weigh the same as {a first}. Work out the weight of one {first}.",
        "On the left pan there are {a first}. On the right pan there are {b second} of {light gram} each. The scale is even. How much does each {first} weigh?",
        "{who} <put> {a first} on one side of a scale and {b second} of {light gram} each on the other, and it <balances|balanced>. How many {gram+} <does|did> one {first} weigh?",
        "Each {second} weighs {light gram}; {b second} = {a first} in weight; weight of one {first}?",
        "I know that a {second} weighs {light gram} and that it takes {b second} to balance {a first}. What should one {first} weigh?",
        "~{a first} against {b second}: level. A {second}: {light gram}. And a {first}?",
        "Weight of one {second}: {light gram}. Weight of {a first}: the same as {b second}. Weight of one {first}?",
        "Suppose {b second}, each of {light gram}, weigh exactly as much as {a first}. What must each {first} weigh?",
        "{speaker}: The scale is level with {a first} on one side.\n{listener}: What is on the other?\n{speaker}: "
        "^{b second}, and each of them weighs {light gram}.\n{listener}: Then what does one {first} weigh?",
        "Exercise. The weight of {a first} equals that of {b second}. The weight of a {second} is {light gram}. "
        "Determine the weight of a {first}.",
        "How much does each {first} weigh if a cook can replace {a first} by {b second} of {light gram} apiece "
        "without changing the weight?",
        "{who} <have> no weights, so {who} <use> {second+} instead, which <weigh|weighed> {light gram} each. It "
        "<takes|took> {b second} to balance {a first}. What <does|did> one {first} weigh?",
        "In a parcel, {a first} may be swapped for {b second}, as the weight stays the same. Knowing that one "
        "{second} comes to {light gram}, work out the weight of one {first}.",
        "At the market, {b second} kept the scale even with {a first}. A {second} weighs {light gram}, so how many "
        "{gram+} does a {first} weigh?",
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
            "{count person} have a {river} to cross",
            "the way of {count person} leads over a {river}",
            "~at the bank of a {river} <stand|stood> {count person}",
            "on one side of a {river} there are {count person} who want to get over",
            "a {river} stops {count person}, who must get across",
        ),
        "size": (
            "+the only {boat} <holds|held> {size} of them",
            "+{size} of them <fit|fit> into the {boat}",
            "+their {boat} <has|had> room for {size}",
            "+no more than {size} of them can be in the only {boat}",
            "+there is one {boat}, with {size} places for them",
            "+the {boat} takes {size} of them at a time",
            "~+the {boat} <is|was> full with {size} of them",
            "+the {boat} can carry {size} of them at once",
            "+more than {size} of them at once would sink the only {boat}",
        ),
        "rule": (
            "+{rule}",
            "+the rule is that {rule}",
            "+it is known that {rule}",
            "~+and this <is|was> how it works: {rule}",
            "+everybody understands that {rule}",
            "+as for the rowing, {rule}",
        ),
    },
    direct=(
        "how many crossings, to and fro, are needed until all are over",
        "how many times must the {boat} cross the {river}, each way counted, until all are over",
        "how many crossings does the {boat} make, there and back, to bring everybody over",
        "what is the smallest number of crossings, each way counted, that brings all across",
        "how many times is the {river} crossed, in both directions together, to get everyone over",
        "~counting each way, how often does the {boat} cross before all are on the other side",
        "how many one-way crossings does the {boat} make until everybody is across",
        "how many crossings in either direction must be made to bring all to the far side",
        "what is the least number of one-way crossings that gets everybody over",
    ),
    indirect=(
        "how many crossings, each way counted, are needed",
        "how many crossings, there and back together, are needed to bring all over",
        "what the smallest number of crossings is, if each way counts",
        "how many times the {boat} must cross until all are over, each way counted",
        "~how often the {boat} crosses, each way counted",
        "how many one-way crossings the {boat} must make until everybody is across",
        "how many crossings in either direction are needed to bring all to the far side",
    ),
    noun=(
        "the smallest number of crossings, each way counted",
        "the number of crossings, there and back, that bring all over",
        "the least number of crossings if each way counts as one",
        "the least number of one-way crossings that gets everybody over",
        "the number of one-way crossings until all are on the far side",
    ),
    labels=("{person+}: {count}; places in the {boat}: {size}; {rule}",),
    whole=(
        "{count person} must cross a {river} in a {boat} for {size}, and {rule}. How many crossings, each way counted, does it take?",
        "How many times does the {boat} cross, each way counted, if {count person} want to get over a {river}, it holds {size} of them, and {rule}?",
        "With a {boat} that has room for {size} of them, {count person} must get over a {river}; {rule}. If each way is one crossing, how many crossings are needed at least?",
        "Given that {rule}, how many crossings, there and back, bring {count person} over a {river} in a {boat} with {size} places?",
        "Work out the crossings, each way counted, that {count person} need to get over a {river}: their {boat} holds {size}, and {rule}.",
        "Group: {count person}. Places in the {boat}: {size}. Note: ^{rule}. How many crossings of the {river}, each way counted, do they need?",
        "I watch {count person} at a {river}. Only {size} of them can be in the {boat} at once, and {rule}. How many crossings, each way counted, will I see until all are over?",
        "~A {boat} for {size}, {count person}, and {rule}: how many crossings, each way counted?",
        "{river} to cross: {count person}. ^{boat}: {size} places for them. ^{rule}. One-way crossings in all?",
        "Suppose {count person} stand before a {river} and find a {boat} that can carry {size} of them. If {rule}, "
        "how many one-way crossings does it take until all are over?",
        "{speaker}: There are {count person} who have to get over the {river}.\n{listener}: The {boat} carries "
        "only {size} of them, and {rule}.\n{speaker}: How many one-way crossings will that be?",
        "Exercise. ^{count person} are to be brought across a {river} in a {boat} that takes {size} of them at a time. Condition: {rule}. Determine the least number of one-way crossings.",
        "The bridge over a {river} is down, so {count person} have to use a {boat} that holds {size} of them; "
        "{rule}. With there and back as two crossings, how many crossings are made until nobody is left behind?",
        "How many one-way crossings get {count person} to the far side of a {river}? The {boat} can take {size} of "
        "them, and {rule}.",
        "Please plan this for me: {count person} must be brought over a {river}. There is only one {boat}, it "
        "takes {size} of them, and {rule}. I need the smallest number of crossings, with each way counted as one.",
        "Since {rule}, it takes a while until {count person} are across the {river} in a {boat} for {size} of "
        "them. Work out how many one-way crossings are made.",
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
            "we start with {first a}",
            "{who} <see> {first a}",
            "~before {who.o} are {first a}",
            "{who} <think> of {first a}",
            "the story begins with {first a}",
        ),
        "second": (
            "+each {a} has {second b}",
            "+in each {a} there are {second b}",
            "+every {a} comes with {second b}",
            "+for each {a} we count {second b}",
            "+you find {second b} in each {a}",
            "~+to each of the {a+} belong {second b}",
            "+{second b} go with each {a}",
            "+no {a} is without its {second b}",
        ),
        "third": (
            "+each {b} has {third c}",
            "+there are {third c} to each {b}",
            "+every {b} comes with {third c}",
            "+for each {b} we count {third c}",
            "+each {b} in turn has {third c}",
            "~+to each {b} belong {third c}",
            "+{third c} go with each {b}",
            "+no {b} is without its {third c}",
        ),
    },
    direct=(
        "how many {c+} are there",
        "how many {c+} are there in all",
        "what is the number of all the {c+}",
        "what is the total number of {c+}",
        "how many {c+} can be counted",
        "how many {c+} are found in all of them",
        "~how many {c+} is that altogether",
        "how large is the number of {c+}",
        "how many {c+} would a full count show",
        "+how many {c+} does that come to",
    ),
    indirect=(
        "how many {c+} there are in all",
        "what the number of all the {c+} is",
        "how many {c+} can be counted in all",
        "how many {c+} are found in all of them",
        "~how many {c+} that makes",
        "how large the number of {c+} is",
        "how many {c+} a full count would show",
        "+how many {c+} this comes to",
    ),
    noun=(
        "the number of all the {c+}",
        "the total number of {c+}",
        "the count of all the {c+}",
        "the full number of {c+}",
        "the number of {c+} in all the {a+} together",
    ),
    labels=("{a+}: {first}; {b+} to a {a}: {second}; {c+} to a {b}: {third}",),
    whole=(
        "How many {c+} are there if each of {first a} has {second b}, and each {b} has {third c}?",
        "There are {third c} to each {b} and {second b} to each {a}. With {first a}, how many {c+} are there in all?",
        "{who} <want> to count all the {c+}. There are {first a}, each {a} has {second b}, and each {b} has {third c}. What is the total number of {c+}?",
        "Given that every {b} has {third c} and every {a} has {second b}, how many {c+} do {first a} have?",
        "Work out the number of {c+} in all: {first a}; {second b} to a {a}; {third c} to a {b}.",
        "I see {first a}. For every {a} I count {second b}, and for every {b} {third c}. How many {c+} do I count in all?",
        "There are {second b} in each of {first a}. Since every {b} has {third c}, what is the number of {c+} in total?",
        "~{first a} with {second b} each, and {third c} for every {b}: how many {c+}?",
        "{a+}: {first}. ^{b+} per {a}: {second}. ^{c+} per {b}: {third}. ^{c+} in all?",
        "Suppose every {a} has {second b} and every {b} has {third c}. If there are {first a}, how many {c+} does "
        "that come to?",
        "{speaker}: I counted {first a}.\n{listener}: And how many {b+} for each?\n{speaker}: ^{second}, and "
        "{third c} to every {b}.\n{listener}: Then how many {c+} did you find?",
        "Exercise. Let there be {third c} per {b}, {second b} per {a}, and {first a}. Determine the number of {c+}.",
        "Someone drew {first a}, put {second b} with every {a}, and added {third c} for every single {b}. What is "
        "the number of {c+} in the picture?",
        "If I wanted to give a number to each of the {c+}, how far would I have to count? There are {first a}, "
        "{second b} to a {a}, and {third c} to a {b}.",
        "Each {b} comes with {third c}. Each {a} comes with {second b}. Please tell me how many {c+} come with "
        "{first a}.",
        "Our report lists {first a}. It says that {second b} were seen for each {a} and {third c} for each {b}. "
        "What total should it give for the {c+}?",
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
            "one <uses|used> only {piece+} of {row} {unit+}",
            "there <are|were> plenty of {piece+} worth {row} {unit+}",
            "~one <has|had> {piece+} with the values {row} {unit+}",
            "the only {piece+} in use <are|were> those of {row} {unit+}",
            "one can take {piece+} of {row} {unit+}, as many as needed",
        ),
        "amount": (
            "{who} <want> to pay {amount unit}",
            "{who} <have> to pay exactly {amount unit}",
            "{amount unit} <are|were> to be paid",
            "{who} <need> exactly {amount unit}",
            "{who} <owe> {amount unit}",
            "~the sum to pay <is|was> {amount unit}",
            "{who} <be> asked for {amount unit}",
            "exactly {amount unit} must be put together",
        ),
    },
    direct=(
        "what is the fewest number of {piece+} for that",
        "how many {piece+} are needed at least",
        "what <is|was> the smallest number of {piece+} that can be used",
        "how many {piece+} must be handed over at least",
        "how many {piece+} does it take, if they are to be the fewest",
        "~with how few {piece+} can it be done",
        "how small can the number of {piece+} be",
        "at the very least, how many {piece+} change hands",
        "what is the lowest possible number of {piece+}",
    ),
    indirect=(
        "how many {piece+} are needed at least",
        "what the smallest number of {piece+} <is|was> that can be used",
        "how many {piece+} must be handed over at least",
        "~with how few {piece+} it can be done",
        "how small the number of {piece+} can be",
        "how many {piece+} change hands at the very least",
        "what the lowest possible number of {piece+} is",
    ),
    noun=(
        "the smallest number of {piece+}",
        "the fewest number of {piece+} needed",
        "the least number of {piece+} that will do",
        "the lowest possible number of {piece+}",
        "the size of the smallest pile of {piece+} that will do",
    ),
    labels=("{piece+}: {row} {unit+}; sum: {amount unit}",),
    whole=(
        "With {piece+} of {row} {unit+}, how many does one need at least for {amount unit}?",
        "{amount unit} must be made up from {piece+} of {row} {unit+}. What is the smallest number of {piece+} that does it?",
        "How many {piece+} will {who} need at least to pay {amount unit}, if there are {piece+} of {row} {unit+}?",
        "Given {piece+} of {row} {unit+}, find the smallest number of them that makes {amount unit}.",
        "{who} <pay> {amount unit} exactly and <use> the smallest number of {piece+}. There <are|were> {piece+} of {row} {unit+}. How many {piece+} <are|were> used?",
        "I have {piece+} of {row} {unit+}, plenty of each. To hand over exactly {amount unit}, how many {piece+} do I need at least?",
        "Available: {piece+} of {row} {unit+}. Amount: {amount unit}. Fewest {piece+}?",
        "~Pay {amount unit} with as few {piece+} of {row} {unit+} as possible. How many are they?",
        "{amount unit}; {piece+} of {row} {unit+}. Lowest number of {piece+}?",
        "Suppose the only {piece+} are those of {row} {unit+}. How small can the number of {piece+} be that make "
        "exactly {amount unit}?",
        "{speaker}: That makes {amount unit}.\n{listener}: I have {piece+} of {row} {unit+}, and I want to hand "
        "over only a few of them.\n{speaker}: What is the smallest number that will do?",
        "Exercise. There are {piece+} with the values {row} {unit+}. Determine the minimum number of {piece+} "
        "whose sum is {amount unit}.",
        "A machine pays out {amount unit} in {piece+} of {row} {unit+}, and always in the smallest possible number "
        "of them. How many {piece+} come out?",
        "How many {piece+} are in the smallest pile worth exactly {amount unit}, when there are {piece+} of {row} "
        "{unit+}?",
        "{who} <do> not like to carry many {piece+} but <need> exactly {amount unit}. There <are|were> {piece+} of "
        "{row} {unit+} to take from. What <is|was> the least number that would do?",
        "Hi {speaker}, can you make up {amount unit} for me from {piece+} of {row} {unit+}? Take the fewest you "
        "can, and tell me how many that is. Yours, {listener}",
    ),
)

FAMILIES = (BAT_AND_BALL, WEIGHINGS, BALANCE, FERRY, NESTED, FEWEST)
