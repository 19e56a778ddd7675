"""Buying: what things cost, the change, how many the money is enough for, which offer is better."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import GOODS, Good, Noun, currency, noun, people, someone

ASIDES = (
    "the shop <is|was> {x} years old", "the shop <opens|opened> at nine", "{speaker} <is|was> waiting outside",
    "there <are|were> {x} other people in the shop", "it <is|was> raining", "the walk to the shop <takes|took> {x} minutes",
    "{speaker} <has|had> {x} books", "the shop <belongs|belonged> to {speaker}",
)  # fmt: skip


def two_goods(rng: random.Random) -> tuple[Good, Good]:
    """Two different goods of similar prices."""
    first = rng.choice(GOODS)
    second = rng.choice([each for each in GOODS if each.high == first.high and each is not first])
    return first, second


def _cost(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, price = rng.randint(2, 12), rng.randint(good.low, good.high)
    lines = [
        f"One {good.noun.one} costs {money(price)}, and there are {good.noun(count)}.",
        f"Total: {multiplied(price, count)} {money.noun.many}.",
    ]
    slots = {"who": someone(rng), "thing": good.noun, "p": money.say(price, rng)}
    return Drawn(lines, money(price * count), {"count": count, "price": price}, slots)


COST = Family(
    "cost",
    _cost,
    facts={
        "price": (
            "[one|a|each|every] {thing} <costs|cost> {p}",
            "the price of [one|a|each] {thing} <is|was> {p}",
            "{thing+} <cost|cost> {p} [each|apiece|a piece]",
            "{p} <is|was> the price of [a|one] {thing}",
            "[a|one] {thing} <is|was> sold for {p}",
            "+[one|each] of them <costs|cost> {p}",
            "~for [one|every] {thing} the shop <asks|asked> {p}",
        ),
        "count": (
            "{who} [<buy>|<order>|<take>|<get>] {count thing}",
            "{who} [<need>|<want>] {count thing}",
            "{who} <want> to [buy|have] {count thing}",
            "{count thing} <are|were> bought by {who.o}",
            "~there <are|were> {count thing} in {who.s} [basket|shopping cart]",
        ),
        "price count": (
            "{who} <buy> {count thing} [at|for] {p} [each|apiece|a piece]",
            "{who} <buy> {count thing}, [and each|each of which|and every one] <costs|cost> {p}",
            "~{who} <buy> {thing+} at {p} each, {count} of them in all",
        ),
    },
    direct=(
        "how much <do> {who} [pay|have to pay|spend]",
        "how much money <do> {who} need",
        "how much <does|did> it cost[| in all| in total| altogether]",
        "what <is|was> the total",
        "+how much is that[| in all| altogether]",
        "~what sum <is|was> on the bill",
    ),
    indirect=(
        "how much {who} [<pay>|<spend>|<have> to pay]",
        "how much money {who} <need>",
        "~what {who} <owe> the shop",
    ),
    noun=("the total [price|cost]", "the price of {count thing}", "~the sum on the bill"),
    labels=("price of one {thing}: {p}; number of {thing+}: {count}", "{thing+}: {count}; each: {p}"),
    whole=(
        "{count thing} [at|for] {p} each: how much is that?",
        "How much do {count thing} cost [at {p} each|if each costs {p}|at a price of {p}]?",
        "What is the price of {count thing} when one is {p}?",
        "If one {thing} costs {p}, what do {count} cost?",
        "~There are {thing+} in a window with a sign: {p} a piece. What do {count} of them cost?",
    ),
    asides=ASIDES,
)


def _shopping(rng: random.Random) -> Drawn:
    (first, second), money = two_goods(rng), currency(rng)
    count, price = rng.randint(2, 9), rng.randint(first.low, first.high)
    more, cost = rng.randint(2, 9), rng.randint(second.low, second.high)
    one, other = price * count, cost * more
    lines = [
        f"{first.noun(count)} at {money(price)} each and {second.noun(more)} at {money(cost)} each.",
        f"{first.noun.many.capitalize()}: {multiplied(price, count)}.",
        f"{second.noun.many.capitalize()}: {multiplied(cost, more)}.",
        f"Together: {added(one, other)} {money.noun.many}.",
    ]
    numbers = {"count": count, "price": price, "more": more, "cost": cost}
    slots = {
        "who": someone(rng), "thing": first.noun, "other": second.noun, "p": money.say(price, rng),
        "q": money.say(cost, rng),
    }  # fmt: skip
    return Drawn(lines, money(one + other), numbers, slots)


SHOPPING = Family(
    "shopping",
    _shopping,
    facts={
        "first": (
            "{who} <buy> {count thing} at {p} each",
            "{who} <take> {count thing}, [each at|which cost] {p} apiece",
            "{count thing} at {p} each <are|were> in {who.s} basket",
            "{who} <pay> {p} for each of {count thing}",
            "~{count thing} <go|went> into {who.s} cart, and each <costs|cost> {p}",
        ),
        "second": (
            "{who} [also |]<buy> {more other} at {q} each",
            "{who} <get> {more other} for {q} [each|apiece]",
            "{more other} at {q} each <are|were> on the list[| too]",
            "+there <are|were> also {more other} at {q} each",
            "~{more other} <are|were> needed as well, at {q} each",
        ),
        "first second": (
            "{who} <buy> {count thing} at {p} each and {more other} at {q} each",
            "{who} <choose> {count thing} for {p} each, and {more other} for {q} each",
            "{thing+} <cost|cost> {p} each and {other+} {q} each, and {who} <buy> {count} of the first and {more} of the second",
            "~{who} <fill> a bag with {count thing} at {p} and {more other} at {q} a piece",
        ),
    },
    direct=(
        "how much <do> {who} [pay|spend][| in all| altogether| in total]",
        "what <is|was> the total",
        "how much <does|did> everything cost",
        "+how much is all of it together",
        "~how much money <do> {who} need for all of this",
    ),
    indirect=("how much {who} [<spend>|<pay>][| in all| altogether]", "how much everything <costs|cost>"),
    noun=("the total [price|cost]", "~the sum on the bill"),
    labels=("{count thing} at {p} each; {more other} at {q} each", "{thing+}: {count}, {p} each; {other+}: {more}, {q} each"),
    whole=(
        "What do {count thing} and {more other} cost together if one {thing} costs {p} and one {other} costs {q}?",
        "A {thing} is {p} and a {other} is {q}. How much are {count thing} and {more other}?",
        "One pays {p} for a {thing} and {q} for a {other}. What is to be paid for {count} of the {thing+} and {more} of the "
        "{other+}?",
        "~Shopping list: {count thing}, {more other}. Prices: {thing} {p}, {other} {q}. What is the sum?",
    ),
    asides=ASIDES,
)


def _change(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, price = rng.randint(1, 9), rng.randint(good.low, good.high)
    total = count * price
    paid = rng.choice([note for note in (10, 20, 50, 100, 200, 500, 1000) if note > total][:2])
    what = f"{good.noun(count)} at {money(price)} each" if count > 1 else f"one {good.noun.one} for {money(price)}"
    lines = [f"{what}, paid with {money(paid)}."]
    if count > 1:
        lines.append(f"Total: {multiplied(price, count)}.")
    lines.append(f"Change: {money.noun.after(subtracted(paid, total))}.")
    slots = {
        "who": someone(rng), "thing": good.noun, "p": money.say(price, rng), "m": money.say(paid, rng),
        "money": money.noun, "each": " each" if count > 1 else "",
    }  # fmt: skip
    return Drawn(lines, money(paid - total), {"count": count, "price": price, "paid": paid}, slots)


CHANGE = Family(
    "change",
    _change,
    facts={
        "buy": (
            "{who} <buy> {count thing} [at|for] {p}{each}",
            "{who} <get> {count thing}, and [one|a] {thing} <costs|cost> {p}",
            "{who} <order> {count thing}; the price <is|was> {p}{each}",
            "the price of [a|one] {thing} <is|was> {p} and {who} <take> {count}",
            "~{p} <is|was> the price of one {thing}, and {who} <need> {count} of them",
        ),
        "pay": (
            "{who} <pay> with {m}",
            "{who} <give> the [cashier|seller|clerk] {m}",
            "{who} <hand> over {m}",
            "{who} <have> only a {paid-money} [bill|note] to pay with",
            "the [cashier|seller] <gets|got> {m} from {who.o}",
            "~{m} <is|was> put on the counter",
        ),
        "buy pay": (
            "{who} <pay> for {count thing} at {p}{each} with {m}",
            "~{m} <is|was> what {who} <give> for {count thing} at {p}{each}",
        ),
    },
    direct=(
        "how much change <do> {who} get[| back| in return]",
        "how much money <do> {who} get back",
        "how much [is the change|should {who} get back]",
        "what <is|was> {who.s} change",
        "~how many {money+} <are|were> given back",
    ),
    indirect=("how much change {who} [<get>|<get> back]", "how much {who} <get> back", "~what {who} should receive in return"),
    noun=("the change", "{who.s} change", "~the amount that is given back"),
    labels=("{count thing} at {p}{each}; paid: {m}", "bought: {count thing}; price of one: {p}; paid: {m}"),
    whole=(
        "{who} <have> {m} and <buy> {count thing} [at|for] {p}{each}. [How much [money |]is left|How much [money |]<do> {who} "
        "have left|What remains]?",
        "How much change <do> {who} get from {m} for {count thing} at {p}{each}?",
        "If {who} <buy> {count thing} that cost {p}{each}, how much is left of {m}?",
        "From a {paid-money} note, {who} <pay> for {count thing} at {p}{each}. What comes back?",
        "~{count thing} at {p}{each}, paid with {m}: what is the change?",
    ),
    asides=ASIDES,
)


def _budget(rng: random.Random) -> Drawn:
    good, money = rng.choice([each for each in GOODS if each.high > 4]), currency(rng)
    price, count = rng.randint(max(2, good.low), good.high), rng.randint(2, 15)
    rest = rng.randint(0, price - 1) if rng.random() < 0.7 else 0
    have = price * count + rest
    lines = [f"There are {money(have)}, and one {good.noun.one} costs {money(price)}.", f"{divided(have, price)}."]
    if rest:
        lines.append(f"The {money(rest)} left over {'is' if rest == 1 else 'are'} not enough for another one.")
    slots = {
        "who": someone(rng), "thing": good.noun, "p": money.say(price, rng), "m": money.say(have, rng), "money": money.noun
    }  # fmt: skip
    return Drawn(lines, good.noun(count), {"have": have, "price": price}, slots)


BUDGET = Family(
    "budget",
    _budget,
    facts={
        "have": (
            "{who} <have> {m}[| to spend]",
            "{who} <have> saved {m}",
            "there <is|was> {m} in {who.s} [purse|wallet|pocket]",
            "{who} <want> to spend {m}",
            "~{who} <be> given {m} for shopping",
        ),
        "price": (
            "[a|one|each] {thing} <costs|cost> {p}",
            "{thing+} <cost|cost> {p} [each|apiece]",
            "the price of [a|one] {thing} <is|was> {p}",
            "{p} <is|was> the price of one {thing}",
            "~for {p} one <gets|got> a {thing}",
        ),
        "have price": ("{who} <have> {m} for {thing+} that cost {p} each", "~with {m}, {who} <go> to buy {thing+} at {p} each"),
    },
    direct=(
        "how many {thing+} can {who} buy",
        "how many {thing+} can {who} [get|afford]",
        "what is the [largest|greatest] number of {thing+} that {who} can buy",
        "~for how many {thing+} is the money enough",
    ),
    indirect=("how many {thing+} {who} can [buy|afford|get]", "~how many {thing+} the money is enough for"),
    noun=("the largest number of {thing+} {who} can buy", "the number of {thing+} that {who} can afford"),
    labels=("money: {m}; price of one {thing}: {p}", "one {thing}: {p}; budget: {m}"),
    whole=(
        "How many {thing+} at {p} each can one buy [for|with] {m}?",
        "One {thing} costs {p}. How many can you get for {m}?",
        "[With|For] {m}, how many {thing+} at {p} each can {who} buy?",
        "~{m} in the pocket and {thing+} at {p} apiece: how many will it be at most?",
    ),
    asides=ASIDES,
)


def _unit_price(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, price = rng.randint(2, 9), rng.randint(max(2, good.low), good.high)
    wanted = rng.choice([number for number in range(1, 13) if number != count])
    total = count * price
    lines = [
        f"{good.noun(count)} cost {money(total)}, and the question is about {good.noun(wanted)}.",
        f"One {good.noun.one}: {divided(total, count)}.",
    ]
    if wanted > 1:
        lines.append(f"{good.noun(wanted)}: {multiplied(price, wanted)} {money.noun.many}.")
    numbers = {"count": count, "total": total, "wanted": wanted}
    slots = {"who": someone(rng), "thing": good.noun, "m": money.say(total, rng)}
    return Drawn(lines, money(price * wanted), numbers, slots)


UNIT_PRICE = Family(
    "unit price",
    _unit_price,
    facts={
        "known": (
            "{count thing} <cost|cost> {m}",
            "{count thing} <are|were> sold for {m}",
            "{who} <pay> {m} for {count thing}",
            "the price of {count thing} <is|was> {m}",
            "for {m} one <gets|got> {count thing}",
            "~{m} <is|was> what {who} <spend> on {count thing}",
        ),
    },
    direct=(
        "how much [do {wanted thing} cost|would {wanted thing} cost]",
        "what is the price of {wanted thing}",
        "what would {who} pay for {wanted thing} at the same price",
        "~how much money is needed for {wanted} of them",
    ),
    indirect=("how much {wanted thing} would cost", "what {who} would pay for {wanted thing}"),
    noun=("the price of {wanted thing}", "~the cost of {wanted thing} at this price"),
    labels=("price of {count thing}: {m}; wanted: {wanted thing}",),
    whole=(
        "{count thing} cost {m}. And {wanted}?",
        "If {count thing} cost {m}, how much are {wanted}?",
        "{who} <buy> {count thing} for {m}. {speaker} wants {wanted thing} of the same kind. How much must {speaker} pay?",
        "Every {thing} costs the same. {count} of them cost {m}. What do {wanted} cost?",
        "~At the rate of {m} for {count thing}, what is the price of {wanted}?",
    ),
    asides=ASIDES,
)

_SHOWS = ("show", "museum", "zoo", "circus", "concert", "movie", "fair", "play", "game", "park", "pool", "train ride")


def _tickets(rng: random.Random) -> Drawn:
    money = currency(rng)
    price = rng.randint(5, 30)
    half = rng.random() < 0.25 and price % 2 == 0
    child = price // 2 if half else rng.randint(2, price - 1)
    adults, children = rng.randint(1, 8), rng.randint(2, 12)
    one, other = adults * price, children * child
    grown, young = noun("adult"), noun("child")
    lines = [f"{grown(adults)} at {money(price)} each and {young(children)} at {money(child)} each."]
    if half:
        lines = [f"{grown(adults)} at {money(price)} each and {young(children)} at half price: {divided(price, 2)}."]
    lines += [
        f"Adults: {multiplied(price, adults)}.",
        f"Children: {multiplied(child, children)}.",
        f"Together: {added(one, other)} {money.noun.many}.",
    ]
    numbers = {"adults": adults, "price": price, "children": children, "child_price": "half" if half else child}
    slots = {
        "p": money.say(price, rng), "q": "half of that" if half else money.say(child, rng), "show": rng.choice(_SHOWS),
        "adult": grown, "young": young, "group": rng.choice(("family", "group", "club", "party")), "who": someone(rng),
    }  # fmt: skip
    return Drawn(lines, money(one + other), numbers, slots)


TICKETS = Family(
    "tickets",
    _tickets,
    facts={
        "prices": (
            "[a ticket|a ticket for the {show}] <costs|cost> {p} for an adult and {q} for a child",
            "an adult <pays|paid> {p} [at|for] the {show}, and a child <pays|paid> {q}",
            "for adults the {show} <costs|cost> {p}, for children {q}",
            "a ticket for an adult <is|was> {p}, one for a child <is|was> {q}",
            "~the {show} <charges|charged> {p} for each adult and {q} for each child",
        ),
        "guests": (
            "a {group} of {adults adult} and {children young} <goes|went> to the {show}",
            "{adults adult} and {children young} <visit|visited> the {show}",
            "{who} <buy> tickets for {adults adult} and {children young}",
            "there <are|were> {children young} and {adults adult} in the {group}",
            "~{children young} <come|came> along with {adults adult}",
        ),
    },
    direct=(
        "how much do the tickets cost[| in all| altogether| in total]",
        "how much <is|was> [the entrance|it] for all of them",
        "what <do|did> they pay [together|in all]",
        "~how much money <is|was> taken at the entrance",
    ),
    indirect=("how much they pay [together|in all]", "how much all the tickets cost"),
    noun=("the total price of the tickets", "the price for all of them"),
    whole=(
        "What do {adults adult} and {children young} pay at the {show} if an adult's ticket is {p} and a child's is {q}?",
        "Tickets: adults {p}, children {q}. How much for {adults adult} and {children young}?",
        "~The {show} costs {p}, but children pay {q}. {adults adult} come with {children young}. What is the whole price?",
    ),
    skip=frozenset({"question if", "question, facts", "what is, facts", "question, points", "what is if"}),
    asides=ASIDES,
)

_SHOPS = ("Corner Shop", "Big Market", "Blue Store", "Sun Shop", "Old Mill", "City Shop", "Green Market", "Red Barn")


def _better_offer(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    here, there = rng.sample(_SHOPS, 2)
    counts = [rng.randint(2, 9), rng.randint(2, 9)]
    prices = rng.sample(range(max(1, good.low), good.high + 2), 2)
    totals = [count * price for count, price in zip(counts, prices, strict=True)]
    best = here if prices[0] < prices[1] else there
    low, high = sorted(prices)
    lines = [
        f"At the {here}: {good.noun(counts[0])} for {money(totals[0])}. One costs: {divided(totals[0], counts[0])}.",
        f"At the {there}: {good.noun(counts[1])} for {money(totals[1])}. One costs: {divided(totals[1], counts[1])}.",
        f"{low} < {high}, so the {best} is cheaper.",
    ]
    numbers = {"count": counts[0], "total": totals[0], "more": counts[1], "cost": totals[1], "here": here, "there": there}
    slots = {"thing": good.noun, "m": money.say(totals[0], rng), "q": money.say(totals[1], rng), "who": someone(rng)}
    return Drawn(lines, f"the {best}", numbers, slots)


BETTER_OFFER = Family(
    "better offer",
    _better_offer,
    facts={
        "first": (
            "[at|in] the {here}, {count thing} <cost|cost> {m}",
            "the {here} <sells|sold> {count thing} for {m}",
            "{count thing} <are|were> {m} at the {here}",
            "~you <get|got> {count thing} for {m} if you <go|went> to the {here}",
        ),
        "second": (
            "[at|in] the {there}, {more thing} <cost|cost> {q}",
            "the {there} <sells|sold> {more thing} for {q}",
            "{more thing} <are|were> {q} at the {there}",
            "~you <get|got> {more thing} for {q} if you <go|went> to the {there}",
        ),
        "first second": (
            "the {here} <asks|asked> {m} for {count thing}, the {there} {q} for {more}",
            "{who} <see> {count thing} for {m} at the {here} and {more thing} for {q} at the {there}",
        ),
    },
    direct=(
        "which shop <is|was> cheaper",
        "where <is|was> one {thing} cheaper",
        "which <is|was> the better offer",
        "~where should {who} buy {thing+}",
    ),
    indirect=("where one {thing} <is|was> cheaper", "which of the shops <is|was> cheaper", "~where {who} should buy {thing+}"),
    noun=("the cheaper shop",),
    labels=("{here}: {count thing} for {m}; {there}: {more thing} for {q}",),
    whole=(
        "Where are {thing+} cheaper: at the {here}, {count} for {m}, or at the {there}, {more} for {q}?",
        "~{count thing} for {m} at the {here} or {more thing} for {q} at the {there}: which is the better buy?",
    ),
    asides=ASIDES,
)


def _coin_values(rng: random.Random) -> Drawn:
    kinds = rng.sample((("nickel", 5), ("dime", 10), ("quarter", 25), ("penny", 1)), rng.choice((2, 2, 3)))
    kinds.sort(key=lambda kind: -kind[1])
    counts = [rng.randint(2, 9) for _ in kinds]
    names = [Noun(name, "pennies" if name == "penny" else f"{name}s") for name, _ in kinds]
    totals = [count * worth for count, (_, worth) in zip(counts, kinds, strict=True)]
    lines = [
        "A " + ", a ".join(f"{name} is {noun('cent')(worth)}" for name, worth in kinds) + ".",
        *(f"{name(count)}: {multiplied(worth, count)}." for name, count, (_, worth) in zip(names, counts, kinds, strict=True)),
    ]
    at = totals[0]
    for total in totals[1:]:
        lines.append(f"{added(at, total)}.")
        at += total
    told = [f"{name(count)}" for name, count in zip(names, counts, strict=True)]
    order = rng.sample(told, len(told))
    listed = f"{', '.join(order[:-1])} and {order[-1]}"
    slots = {"who": someone(rng), "coins": listed, "friend": people(rng, 1)[0]}
    numbers = {name: count for (name, _), count in zip(kinds, counts, strict=True)}
    return Drawn(lines, noun("cent")(at), numbers, slots)


COIN_VALUES = Family(
    "coin values",
    _coin_values,
    facts={
        "coins": (
            "{who} <have> {coins}[| in a jar| in a pocket]",
            "there <are|were> {coins} in {who.s} [purse|piggy bank|pocket]",
            "{who} <find> {coins}",
            "{who} [<save>|<count>|<get>] {coins}",
            "~{coins} <lie|lay> on the table",
        ),
    },
    direct=(
        "how many cents is that[| in all| altogether]",
        "how much [money |]<is|was> that in cents",
        "how many cents <do> {who} have",
        "~what <are|were> all the coins worth in cents",
    ),
    indirect=("how many cents that is", "how many cents {who} <have>", "~what the coins are worth in cents"),
    noun=("the value of the coins in cents", "the total in cents"),
    whole=(
        "How many cents are {coins}?",
        "What are {coins} worth in cents?",
        "~{friend} trades {coins} for cents. How many cents is that?",
    ),
    skip=frozenset({"question if", "question, facts", "message", "question, points", "polite, if"}),
    asides=ASIDES,
)

FAMILIES = (COST, SHOPPING, CHANGE, BUDGET, UNIT_PRICE, TICKETS, BETTER_OFFER, COIN_VALUES)
