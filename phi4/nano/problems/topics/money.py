"""Buying: what things cost, the change, how many the money is enough for."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import GOODS, Good, currency, someone

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
            "{who} <pay> {p} to get one {thing}",
            "every single {thing} <is|was> priced at {p}",
            "~for [one|every] {thing} the shop <asks|asked> {p}",
            "whoever <wants|wanted> a {thing} <has|had> to pay {p}",
            "{p} <buys|bought> one {thing}",
            "a single {thing} <sells|sold> at {p}",
            "the price tag on each {thing} <says|said> {p}",
        ),
        "count": (
            "{who} [<buy>|<order>|<take>|<get>] {count thing}",
            "{who} [<need>|<want>] {count thing}",
            "{who} <want> to [buy|have] {count thing}",
            "{count thing} <are|were> bought by {who.o}",
            "{who} <leave> the shop with {count thing}",
            "{who} <choose> {count thing}",
            "{who} <put> {count thing} on the counter",
            "{who.s} order <is|was> for {count thing}",
            "~there <are|were> {count thing} in {who.s} [basket|shopping cart]",
            "{who} <come> home with {count thing}",
            "it <is|was> {count thing} that {who} <want>",
            "{who} <decide> on {count thing}",
            "the number of {thing+} that {who} <buy> <is|was> {count}",
        ),
        "price count": (
            "{who} <buy> {count thing} [at|for] {p} [each|apiece|a piece]",
            "{who} <buy> {count thing}, [and each|each of which|and every one] <costs|cost> {p}",
            "{who} <order> {count thing} that <cost|cost> {p} each",
            "for {count thing}, {who} <pay> {p} each",
            "at {p} each, {count thing} <are|were> bought by {who.o}",
            "{who} <purchase> {count thing} priced at {p} each",
            "the {count thing} that {who} <want> <cost|cost> {p} apiece",
            "{who} <pick> out {count thing}, all of them at {p} each",
            "~{who} <buy> {thing+} at {p} each, {count} of them in all",
            "{who} <get> {count thing}, paying {p} for each of them",
            "each of the {count thing} that {who} <choose> <sells|sold> at {p}",
            "{count} times {who} <pay> {p}, each time for one {thing}",
            "{who.s} purchase <is|was> {count thing} with a price tag of {p} on each",
        ),
    },
    direct=(
        "how much <do> {who} [pay|have to pay|spend]",
        "how much money <do> {who} need",
        "how much <does|did> it cost[| in all| in total| altogether]",
        "what <is|was> the total",
        "+how much is that[| in all| altogether]",
        "what <do> {who} pay altogether",
        "what <does|did> it all come to",
        "how much must be paid",
        "what will {who} be charged",
        "how large <is|was> the whole price",
        "what amount of money <does|did> this make",
        "~what sum <is|was> on the bill",
        "how much <do> {who} have to hand over",
        "at what total <do> {who} arrive",
        "what <do|did> the {thing+} cost {who.o} altogether",
        "how much money <do> {who} part with",
        "what <is|was> the price of {count thing}",
    ),
    indirect=(
        "how much {who} [<pay>|<spend>|<have> to pay]",
        "how much money {who} <need>",
        "what {who} <pay> altogether",
        "what it all <comes|came> to",
        "how much must be paid",
        "what {who} will be charged",
        "how large the whole price <is|was>",
        "what amount of money {who} <have> to hand over",
        "~what {who} <owe> the shop",
        "how much {who} <have> to hand over",
        "at what total {who} <arrive>",
        "what the {thing+} <cost|cost> {who.o} altogether",
        "how much money {who} <part> with",
        "what the price of {count thing} <is|was>",
    ),
    noun=(
        "the total [price|cost]",
        "the price of {count thing}",
        "the amount that {who} <pay>",
        "the price of all the {thing+}",
        "the total that must be paid",
        "the amount due",
        "the full price of {who.s} purchase",
        "the money that {who} <have> to hand over",
        "~the sum on the bill",
        "the total at which {who} <arrive>",
        "the money that {who} <part> with",
        "the overall cost of the {thing+}",
        "the price to be paid for the whole lot of {thing+}",
        "what all the {thing+} cost together",
    ),
    labels=("price of one {thing}: {p}; number of {thing+}: {count}", "{thing+}: {count}; each: {p}"),
    whole=(
        "{count thing} [at|for] {p} each: how much is that?",
        "How much do {count thing} cost [at {p} each|if each costs {p}|at a price of {p}]?",
        "What is the price of {count thing} when one is {p}?",
        "If one {thing} costs {p}, what do {count} cost?",
        "{count thing}. One: {p}. Total?",
        "Work out what {count thing} cost in all, each of them at {p}.",
        "Each {thing} that {who} <buy> <costs|cost> {p}, and {who} <buy> {count} of them. What <do> {who} pay?",
        "I would like {count thing} and know that one is {p}. How much money should I bring?",
        "{thing+} at {p} apiece; {who} <order> {count}. How much is to be paid?",
        "After {who} <buy> {count thing}, each priced at {p}, how much <have> {who} spent?",
        "{count thing}, {p} apiece - how much altogether?",
        "A single {thing} sells for {p}. Calculate the cost of {count}.",
        "Suppose that {p} buys one {thing}. What sum would buy {count}?",
        "Hey {speaker}, can you bring me {count thing}? They are {p} each. What will I have to give you?",
        "Price per {thing}: {p}. Quantity: {count}. Find the amount due.",
        "{speaker}: What does a {thing} cost?\n{listener}: It costs {p}.\n{speaker}: Then I take {count}. How much "
        "must I pay?",
        "How much did {speaker} spend? The receipt says {count thing}, and every {thing} was {p}.",
        "{count thing} were ordered at a price of {p} per {thing}. Determine the total cost.",
        "{who} <have> to pay {p} for every {thing}. What will it cost {who.o} to buy {count}?",
        "~There are {thing+} in a window with a sign: {p} a piece. What do {count} of them cost?",
        "{p} buys one {thing}. How much does it take to buy {count}?",
        "{count} times the price of a {thing} must be paid, and a {thing} is {p}. What is the total?",
        "What does {who} part with for {count thing}, if whoever wants a {thing} has to pay {p}?",
        "A row of {count thing} is on the counter, each with a price tag of {p}. Add up the price tags.",
        "The total, please! {who} <take> {count thing}; each <sells|sold> at {p}.",
        "At {p} per {thing}, how high is the price of {count}?",
        "{speaker}: I need {count thing}.\n{listener}: They are {p} each.\n{speaker}: At what total do I arrive?",
        "Exercise. The unit price is {p}, the quantity is {count thing}. State the total price.",
        "To {speaker}: our club ordered {count thing}. The dealer charges {p} for a single {thing}. Please prepare "
        "the money. How much will you prepare?",
        "Each time {who} <pay> {p}, one {thing} <is|was> handed out. That <happens|happened> {count} times. How much "
        "<do> {who} pay altogether?",
        "How high is the price of {count thing} in a shop where one {thing} is to be had for {p}?",
        "I looked up the price of a {thing} and found {p}. My mother asked me to get {count}. Figure out how much I "
        "have to hand over.",
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
            "for {count thing}, {who} <pay> {p} each",
            "{who} <order> {count thing} that <cost|cost> {p} each",
            "{who} <put> {count thing} in the basket, priced at {p} each",
            "{who} <pick> {count thing}, and the price <is|was> {p} apiece",
            "~{count thing} <go|went> into {who.s} cart, and each <costs|cost> {p}",
        ),
        "second": (
            "{who} [also |]<buy> {more other} at {q} each",
            "{who} <get> {more other} for {q} [each|apiece]",
            "{more other} at {q} each <are|were> on the list[| too]",
            "+there <are|were> also {more other} at {q} each",
            "{who} <choose> {more other} that <cost|cost> {q} each[| as well]",
            "for {more other}, {who} <pay> {q} each",
            "{who} <purchase> {more other} priced at {q} apiece",
            "{more other}, which <cost|cost> {q} each, <are|were> bought[| as well]",
            "~{more other} <are|were> needed as well, at {q} each",
        ),
        "first second": (
            "{who} <buy> {count thing} at {p} each and {more other} at {q} each",
            "{who} <choose> {count thing} for {p} each, and {more other} for {q} each",
            "{thing+} <cost|cost> {p} each and {other+} {q} each, and {who} <buy> {count} of the first and {more} of the second",
            "{count thing} at {p} each and {more other} at {q} each <are|were> what {who} <buy>",
            "for {count thing} {who} <pay> {p} each, and for {more other} {q} each",
            "on {who.s} receipt there <are|were> {count thing} at {p} each and {more other} at {q} each",
            "{who} <need> {count thing} and {more other}, and a {thing} <costs|cost> {p} and a {other} {q}",
            "~{who} <fill> a bag with {count thing} at {p} and {more other} at {q} a piece",
        ),
    },
    ordered=True,
    direct=(
        "how much <do> {who} [pay|spend][| in all| altogether| in total]",
        "what <is|was> the total",
        "how much <does|did> everything cost",
        "+how much is all of it together",
        "what <do> {who} pay for everything",
        "how much must {who} pay",
        "what <does|did> it all come to",
        "how much money <is|was> spent",
        "what <is|was> the price of the whole purchase",
        "how much will {who} be charged",
        "how much do the {thing+} and the {other+} cost together",
        "~how much money <do> {who} need for all of this",
    ),
    indirect=(
        "how much {who} [<spend>|<pay>][| in all| altogether]",
        "how much everything <costs|cost>",
        "what {who} <pay> for everything",
        "how much money <is|was> spent",
        "what the total <is|was>",
        "what the whole purchase <costs|cost>",
        "how much {who} will be charged",
        "how much the {thing+} and the {other+} <cost|cost> together",
    ),
    noun=(
        "the total [price|cost]",
        "the cost of everything",
        "the amount that {who} <spend>",
        "the price of it all",
        "the price of the whole purchase",
        "the amount due at the till",
        "the cost of the {thing+} and the {other+} together",
        "~the sum on the bill",
    ),
    labels=(
        "{count thing} at {p} each; {more other} at {q} each",
        "{thing+}: {count}, {p} each; {other+}: {more}, {q} each",
    ),
    whole=(
        "What do {count thing} and {more other} cost together if one {thing} costs {p} and one {other} costs {q}?",
        "A {thing} is {p} and a {other} is {q}. How much are {count thing} and {more other}?",
        "One pays {p} for a {thing} and {q} for a {other}. What is to be paid for {count} of the {thing+} and {more} of the "
        "{other+}?",
        "{who} <buy> {count thing} and {more other}. One {thing} <costs|cost> {p}, one {other} {q}. How much <do> "
        "{who} pay?",
        "{thing+}: {count} at {p} each; {other+}: {more} at {q} each. Total?",
        "With {thing+} at {p} each and {other+} at {q} each, what must {who} pay for {count thing} and {more other}?",
        "Work out the cost of {count thing} at {p} each plus {more other} at {q} each.",
        "I am buying {count thing}, which are {p} each, and {more other}, which are {q} each. How much will I spend?",
        "After paying for {count thing} ({p} each) and {more other} ({q} each), how much <have> {who} spent?",
        "{count thing}, {p} each, and {more other}, {q} each: how much altogether?",
        "Calculate the total for {more other} at {q} apiece and {count thing} at {p} apiece.",
        "Suppose a {thing} costs {p} and a {other} costs {q}. What would {count thing} and {more other} come to?",
        "{speaker}: How much are the {thing+} and the {other+}?\n{listener}: One {thing} is {p}, and one {other} is "
        "{q}.\n{speaker}: I take {count thing} and {more other}. What do I owe you?",
        "How much money do I need for {count thing} and {more other}? The price of a {thing} is {p}, that of a "
        "{other} {q}.",
        "A school orders {count thing} at a unit price of {p} and {more other} at a unit price of {q}. Determine the "
        "total cost.",
        "{who} <want> {more other} and {count thing}. Every {other} <is|was> {q}, and every {thing} <is|was> {p}. "
        "Find the amount due.",
        "Hi {speaker}, please buy {count thing} ({p} apiece) and {more other} ({q} apiece). How much money must I "
        "give you?",
        "In {who.s} basket there <are|were> {count thing} and {more other}. A {thing} <is|was> sold at {p}, a {other} "
        "at {q}. What <does|did> the basket cost?",
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
            "{who} <choose> {count thing} for {p}{each}",
            "the [shop|seller] <gives|gave> {who.o} {count thing} for {p}{each}",
            "{who} <purchase> {count thing}, priced at {p}{each}",
            "{who.s} order <is|was> for {count thing} at {p}{each}",
            "~{p} <is|was> the price of one {thing}, and {who} <need> {count} of them",
        ),
        "pay": (
            "{who} <pay> with {m}",
            "{who} <give> the [cashier|seller|clerk] {m}",
            "{who} <hand> over {m}",
            "{who} <have> only a {paid-money} [bill|note] to pay with",
            "the [cashier|seller] <gets|got> {m} from {who.o}",
            "the [cashier|clerk] <receives|received> {m} from {who.o}",
            "{who} <take> {m} out of {who.p} purse to pay",
            "~{m} <is|was> put on the counter",
        ),
        "buy pay": (
            "{who} <pay> for {count thing} at {p}{each} with {m}",
            "{who} <buy> {count thing} for {p}{each} and <pay> with {m}",
            "from {m}, {who} <pay> for {count thing} at {p}{each}",
            "{who} <use> {m} to pay for {count thing} at {p}{each}",
            "{who} <hand> over {m} for {count thing}, sold at {p}{each}",
            "with {m} in hand, {who} <pay> the price of {count thing} at {p}{each}",
            "~{m} <is|was> what {who} <give> for {count thing} at {p}{each}",
        ),
    },
    direct=(
        "how much change <do> {who} get[| back| in return]",
        "how much money <do> {who} get back",
        "how much [is the change|should {who} get back]",
        "what <is|was> {who.s} change",
        "what <do> {who} get back",
        "how much of the money <is|was> left",
        "how much money <is|was> returned to {who.o}",
        "how much must the [cashier|seller] return",
        "how large <is|was> the change",
        "what amount will {who} be handed back",
        "how much more than the price <do> {who} pay",
        "~how many {money+} <are|were> given back",
    ),
    indirect=(
        "how much change {who} [<get>|<get> back]",
        "how much {who} <get> back",
        "what {who.s} change <is|was>",
        "how much of the money <is|was> left",
        "how much money <is|was> returned to {who.o}",
        "how large the change <is|was>",
        "what amount will be handed back to {who.o}",
        "how much the [cashier|seller] must return",
        "~what {who} should receive in return",
    ),
    noun=(
        "the change",
        "{who.s} change",
        "the money that {who} <get> back",
        "the rest of the money",
        "the sum that comes back to {who.o}",
        "the money left after paying",
        "the change that {who} <receive>",
        "~the amount that is given back",
    ),
    labels=("{count thing} at {p}{each}; paid: {m}", "bought: {count thing}; price of one: {p}; paid: {m}"),
    whole=(
        "{who} <have> {m} and <buy> {count thing} [at|for] {p}{each}. [How much [money |]is left|How much [money |]<do> {who} "
        "have left|What remains]?",
        "How much change <do> {who} get from {m} for {count thing} at {p}{each}?",
        "If {who} <buy> {count thing} that cost {p}{each}, how much is left of {m}?",
        "From a {paid-money} note, {who} <pay> for {count thing} at {p}{each}. What comes back?",
        "To pay for {count thing} at {p}{each}, {who} <hand> over {m}. How much <is|was> the change?",
        "What should I get back from {m} after buying {count thing} [at|for] {p}{each}?",
        "Take the price of {count thing} at {p}{each} from {m}. What remains?",
        "Work out the change from {m} for one who buys {count thing} at {p}{each}.",
        "The cashier <takes|took> {m} from {who.o} for {count thing} at {p}{each}. How much must the cashier hand "
        "back?",
        "A {thing} costs {p}. {speaker} takes {count thing} and pays with {m}. Change?",
        "Price: {p}{each}. Bought: {count thing}. Handed over: {m}. Change due?",
        "Suppose you pay for {count thing} at {p}{each} and give the clerk {m}. What amount do you receive back?",
        "{speaker}: I take {count thing} for {p}{each}. Here is {m}.\n{listener}: Thank you. How much do I have to "
        "give you back?",
        "Calculate how much of {m} remains after buying {count thing} at {p}{each}.",
        "A customer lays down {m} to settle a bill for {count thing} at {p}{each}. Determine the change.",
        "I gave the seller {m}. I had chosen {count thing} at {p}{each}. What should the seller give me?",
        "How much will I still have in my purse if I start out with {m} and buy {count thing} at {p}{each}?",
        "{who} <come> with {m} and <go> home with {count thing}, bought for {p}{each}. How much of the money <do> "
        "{who} bring back?",
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
            "{who} <bring> {m}[| to the shop]",
            "{who.s} budget <is|was> {m}",
            "{who} <carry> {m} in cash",
            "the money that {who} <have> <is|was> {m}",
            "~{who} <be> given {m} for shopping",
            "{m} <is|was> all the money that {who} <have>",
            "{who} <be> ready to spend up to {m}",
            "not more than {m} <is|was> to be spent by {who.o}",
            "{who} <find> {m} in {who.p} drawer",
        ),
        "price": (
            "[a|one|each] {thing} <costs|cost> {p}",
            "{thing+} <cost|cost> {p} [each|apiece]",
            "the price of [a|one] {thing} <is|was> {p}",
            "{p} <is|was> the price of one {thing}",
            "the shop <sells|sold> {thing+} at {p} each",
            "[one|a] {thing} <is|was> sold for {p}",
            "one <has|had> to pay {p} to get a {thing}",
            "every {thing} in the shop <is|was> priced at {p}",
            "~for {p} one <gets|got> a {thing}",
            "the price tag on every {thing} <says|said> {p}",
            "a single {thing} <sells|sold> at {p}",
            "whoever <wants|wanted> a {thing} <pays|paid> {p}",
            "buying one {thing} <takes|took> {p}",
        ),
        "have price": (
            "{who} <have> {m} for {thing+} that cost {p} each",
            "{who} <have> {m}, and [a|one] {thing} <costs|cost> {p}",
            "{who} <want> to spend {m} on {thing+} that <cost|cost> {p} each",
            "{thing+} at {p} each <are|were> what {who} <want> to buy with {m}",
            "a {thing} <costs|cost> {p}, and {who.s} budget <is|was> {m}",
            "{who} <bring> {m} to a shop that <sells|sold> {thing+} at {p} each",
            "~with {m}, {who} <go> to buy {thing+} at {p} each",
            "{who} <put> {m} aside for {thing+}, which <cost|cost> {p} each",
            "{m} <is|was> {who.s} limit, and each {thing} <takes|took> {p} of it",
            "{thing+} <sell|sold> at {p} apiece, and {who} <have> {m} in hand",
            "{who} <come> with {m} to a stall where every {thing} <is|was> {p}",
        ),
    },
    direct=(
        "how many {thing+} can {who} buy",
        "how many {thing+} can {who} [get|afford]",
        "what is the [largest|greatest] number of {thing+} that {who} can buy",
        "how many {thing+} can {who} pay for",
        "up to how many {thing+} can {who} buy",
        "what number of {thing+} can {who} afford",
        "how many {thing+} at most will {who} be able to buy",
        "how many whole {thing+} can {who.s} money buy",
        "how many {thing+} <are|were> within {who.s} budget",
        "~for how many {thing+} is the money enough",
        "how many {thing+} can be paid for with {who.s} money",
        "how many times can {who} pay the price of a {thing}",
        "how many {thing+} will {who} have after buying as many as possible",
        "how many {thing+} fit into {who.s} budget",
        "what is the highest count of {thing+} that {who} can take home",
    ),
    indirect=(
        "how many {thing+} {who} can [buy|afford|get]",
        "how many {thing+} {who} can pay for",
        "up to how many {thing+} {who} can buy",
        "what number of {thing+} {who} can afford",
        "how many {thing+} <are|were> within {who.s} budget",
        "how many {thing+} {who} will be able to pay for",
        "how many {thing+} at most {who.s} money can buy",
        "~how many {thing+} the money is enough for",
        "how many {thing+} can be paid for with {who.s} money",
        "how many {thing+} fit into {who.s} budget",
        "how many times {who} can pay the price of a {thing}",
        "what the highest count of {thing+} is that {who} can take home",
        "how many {thing+} {who} will have after buying as many as possible",
    ),
    noun=(
        "the largest number of {thing+} {who} can buy",
        "the number of {thing+} that {who} can afford",
        "the greatest number of {thing+} {who} can pay for",
        "the greatest number of {thing+} that {who} can get",
        "the maximum number of {thing+} for that money",
        "the number of {thing+} within {who.s} budget",
        "the number of {thing+} that {who.s} money can buy",
        "the highest count of {thing+} that fits into {who.s} budget",
        "the number of times that {who} can pay the price of a {thing}",
        "the largest possible number of {thing+} in {who.s} basket",
        "how many {thing+} {who} can take home at most",
        "the top number of {thing+} that can be paid for with that money",
    ),
    labels=("money: {m}; price of one {thing}: {p}", "one {thing}: {p}; budget: {m}"),
    whole=(
        "How many {thing+} at {p} each can one buy [for|with] {m}?",
        "One {thing} costs {p}. How many can you get for {m}?",
        "[With|For] {m}, how many {thing+} at {p} each can {who} buy?",
        "I have {m} and want as many {thing+} as I can get. One is {p}. How many will I get?",
        "{thing+}: {p} each. Money: {m}. How many can be bought?",
        "If a {thing} is sold for {p}, how many of them can {who} afford with {m}?",
        "Work out how many {thing+} {m} will buy at {p} each.",
        "{who} <spend> {m} on {thing+}, as far as the money <goes|went>; each <costs|cost> {p}. How many <do> "
        "{who} get?",
        "A shop sells {thing+} at {p} each. What is the greatest number that {m} can pay for?",
        "Budget: {m}. Price of a {thing}: {p}. Maximum number of {thing+}?",
        "Suppose each {thing} is {p}. At most how many could be bought with {m}?",
        "{speaker}: I have {m}.\n{listener}: A {thing} is {p} here.\n{speaker}: Then how many {thing+} can I get?",
        "How many {thing+}, priced at {p} each, does a budget of {m} allow?",
        "Determine the largest number of {thing+} that can be purchased with {m} when every {thing} is priced at {p}.",
        "{who} <empty> {who.p} piggy bank and <find> {m}. In the shop, a {thing} <is|was> {p}. How many could {who} "
        "buy?",
        "My aunt gave me {m} to buy {thing+}. Since one of them costs {p}, how many can I bring home?",
        "You may spend {m} and no more. You buy only {thing+}, and you pay {p} for each. How many can you get?",
        "One {thing}, {p}. My money, {m}. Greatest number of {thing+} that I can get?",
        "~{m} in the pocket and {thing+} at {p} apiece: how many will it be at most?",
        "Each {thing} takes {p} out of a purse that holds {m}. After how many {thing+} can no other be bought?",
        "{p}, and one {thing} is yours. With {m} to spend, how many {thing+} can be yours?",
        "{who} <buy> one {thing} after another, each for {p}, until what <is|was> left of {who.p} {m} <is|was> too "
        "little for one more. How many {thing+} <do> {who} buy?",
        "Count how often the price of a {thing}, {p}, can be paid out of {m}.",
        "Limit: {m}. Item: {thing}. Price per item: {p}. Most items?",
        "How far does {m} go when every {thing} costs {p}? Give the number of {thing+}.",
        "{speaker}: How many {thing+} shall I bring?\n{listener}: As many as you can get for {m}.\n{speaker}: They "
        "are {p} each. So how many is that?",
        "Exercise. A customer can spend no more than {m}. The unit price of a {thing} is {p}. State the greatest "
        "number of {thing+} that the customer can purchase.",
        "Hi {speaker}, I left {m} on the kitchen table. Please get {thing+} with it, as many as possible; I saw them "
        "for {p} apiece. How many are you going to get?",
        "The club has {m} left this year and needs new {thing+}. If the price of one is {p}, to how many {thing+} can "
        "the club treat itself at most?",
        "A machine gives out one {thing} each time somebody pays {p}. How many {thing+} can {who} draw from it with "
        "{m}?",
        "Since one {thing} is priced at {p}, a wallet with {m} in it will do for a number of {thing+}. What is this "
        "number at most?",
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
            "a pack of {count thing} <costs|cost> {m}",
            "it <takes|took> {m} to buy {count thing}",
            "{who} <buy> {count thing} and <pay> {m} in all",
            "the bill for {count thing} <comes|came> to {m}",
            "{count thing} together <are|were> priced at {m}",
            "a customer <is|was> charged {m} for {count thing}",
            "~{m} <is|was> what {who} <spend> on {count thing}",
            "{m} <is|was> the price tag on a pack of {count thing}",
            "whoever <takes|took> {count thing} <pays|paid> {m} for them",
            "{who} <get> {count thing} in return for {m}",
            "{count thing} of one sort <sell|sold> at {m}",
        ),
    },
    direct=(
        "how much [do {wanted thing} cost|would {wanted thing} cost]",
        "what is the price of {wanted thing}",
        "what would {who} pay for {wanted thing} at the same price",
        "what must {who} pay for {wanted thing}",
        "what {wanted:does|do} {wanted thing} cost",
        "how much must be paid for {wanted thing}",
        "what will {wanted thing} come to",
        "what would one be charged for {wanted thing}",
        "what amount would buy {wanted thing}",
        "~how much money is needed for {wanted} of them",
        "what price would be asked for {wanted thing}",
        "how much should {who} put aside for {wanted thing}",
        "at what price could one have {wanted thing}",
        "how much would have to be handed over for {wanted thing}",
        "at an unchanged price per {thing}, what would {who} spend on {wanted thing}",
    ),
    indirect=(
        "how much {wanted thing} would cost",
        "what {who} would pay for {wanted thing}",
        "what {wanted thing} would cost",
        "how much must be paid for {wanted thing}",
        "what the price of {wanted thing} would be",
        "what {wanted thing} will come to",
        "what amount would buy {wanted thing}",
        "how much {who} would be charged for {wanted thing}",
        "what price would be asked for {wanted thing}",
        "how much {who} should put aside for {wanted thing}",
        "at what price one could have {wanted thing}",
        "how much would have to be handed over for {wanted thing}",
        "what {who} would spend on {wanted thing}",
    ),
    noun=(
        "the price of {wanted thing}",
        "the amount to pay for {wanted thing}",
        "the total for {wanted thing}",
        "the sum that buys {wanted thing}",
        "the amount charged for {wanted thing}",
        "~the cost of {wanted thing} at this price",
        "the price that would be asked for {wanted thing}",
        "the money to put aside for {wanted thing}",
        "what one would hand over for {wanted thing}",
        "the sum to be spent on {wanted thing}",
        "the price at which one could have {wanted thing}",
    ),
    labels=("price of {count thing}: {m}; wanted: {wanted thing}",),
    whole=(
        "{count thing} cost {m}. And {wanted}?",
        "If {count thing} cost {m}, how much are {wanted}?",
        "{who} <buy> {count thing} for {m}. {speaker} wants {wanted thing} of the same kind. How much must {speaker} pay?",
        "Every {thing} costs the same. {count} of them cost {m}. What do {wanted} cost?",
        "{count thing}: {m}. {wanted thing}: how much?",
        "How much must {who} pay for {wanted thing} if {count thing} cost {m}?",
        "Find what one pays for {wanted thing}, knowing that {count thing} of the same kind cost {m}.",
        "In a shop where {count thing} cost {m}, how much is one charged for {wanted thing}?",
        "I paid {m} and got {count thing}. Now I want {wanted thing} at the same price; how much will that be?",
        "{speaker} <needs|needed> {wanted thing}. {listener} <knows|knew> that {count thing} <cost|cost> {m}, and "
        "that all {thing+} <cost|cost> the same. What must {speaker} pay?",
        "{m} will buy {count thing}. What sum will buy {wanted}?",
        "Suppose {count thing} can be had for {m}. Calculate what {wanted} would cost.",
        "{speaker}: I got {count thing} and paid {m}.\n{listener}: I need {wanted thing} of that sort. What will I "
        "have to pay?",
        "What would you charge me for {wanted thing}, if you charge {m} for {count}?",
        "All {thing+} have the same price. {speaker} spent {m} on {count thing}. Determine the cost of {wanted}.",
        "Wanted: {wanted thing}. Known: {count} of them are {m}. Amount to pay?",
        "I need to know the price of {wanted thing}. My receipt says {m} for {count thing}. Can you work it out?",
        "A bill of {m} was for {count thing}, all alike. How large would it be for {wanted thing}?",
        "Yesterday {speaker} paid {m} for {count thing}. Prices have not changed. How much must {listener} pay today "
        "for {wanted thing}?",
        "~At the rate of {m} for {count thing}, what is the price of {wanted}?",
        "What price should {wanted thing} have, when a pack of {count} of the same sort has {m} on its price tag?",
        "A dealer lets {count thing} go for {m}. He always asks the same for each {thing}. What does he ask for "
        "{wanted}?",
        "Instead of {count thing}, which cost {m}, {who} <take> {wanted}. The price of each <is|was> the same. What "
        "<do> {who} spend?",
        "{count thing}, {m}. {wanted thing}, what price? Each {thing} costs the same.",
        "First find what one {thing} costs, given that {count} cost {m}; then say what {wanted} would cost.",
        "Put the question this way: somebody hands over {m} and gets {count thing}. How much would somebody hand over "
        "to get {wanted} of the same sort?",
        "{speaker}: Here is my receipt: {count thing}, {m} in all.\n{listener}: I want the same {thing+}, but "
        "{wanted} instead of {count}.\n{speaker}: Then how much money do you have to take along?",
        "Exercise. The price is proportional to the number. For {count thing} the price is {m}; find the price for "
        "{wanted}.",
        "Hello {speaker}, last time you sold me {count thing} and I paid {m}. Please send me {wanted thing} of that "
        "kind now and tell me the price. What will you write?",
        "How much should I put aside for {wanted thing}? In the catalog there is a set of {count} at {m}, and the "
        "shop also sells them one by one without changing the price of each.",
        "For {m}, a school got {count thing}. Another school wants {wanted thing} from the same dealer, on the same "
        "terms. What will that school have to pay?",
        "Someone in front of me in the line took {count thing} and was asked for {m}. I have {wanted thing} of the "
        "same sort in my hand. What will I be asked for?",
    ),
    asides=ASIDES,
)

FAMILIES = (COST, SHOPPING, CHANGE, BUDGET, UNIT_PRICE)
