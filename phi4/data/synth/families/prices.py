"""Prices that are compared and added up: tickets, offers of shops, coins."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied
from phi4.data.synth.families.money import ASIDES
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import GOODS, Noun, currency, listed, noun, people, someone

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
            "the ticket price at the {show} <is|was> {p} for adults and {q} for children",
            "one adult's ticket <is|was> {p}, and one child's ticket <is|was> {q}",
            "the {show} <sells|sold> tickets at {p} per adult and {q} per child",
            "every adult <has|had> to pay {p} for the {show} and every child {q}",
            "~the {show} <charges|charged> {p} for each adult and {q} for each child",
        ),
        "guests": (
            "a {group} of {adults adult} and {children young} <goes|went> to the {show}",
            "{adults adult} and {children young} <visit|visited> the {show}",
            "{who} <buy> tickets for {adults adult} and {children young}",
            "there <are|were> {children young} and {adults adult} in the {group}",
            "a {group} <consists|consisted> of {adults adult} and {children young}",
            "tickets for {adults adult} and {children young} <are|were> bought",
            "the visitors to the {show} <are|were> {adults adult} and {children young}",
            "{adults adult} and {children young} <stand|stood> in line for tickets",
            "~{children young} <come|came> along with {adults adult}",
        ),
    },
    direct=(
        "how much do the tickets cost[| in all| altogether| in total]",
        "how much <is|was> [the entrance|it] for all of them",
        "what <do|did> they pay [together|in all]",
        "what <do|did> all the tickets come to",
        "how much <do|did> they have to pay",
        "what <is|was> the bill for the tickets",
        "how much money <do|did> they need for the tickets",
        "what <does|did> the visit cost all of them together",
        "how much must be paid for all the tickets",
        "~how much money <is|was> taken at the entrance",
    ),
    indirect=(
        "how much they pay [together|in all]",
        "how much all the tickets cost",
        "what all the tickets come to",
        "how much must be paid for all of them",
        "what the bill for the tickets <is|was>",
        "how much money they <need|needed> for the tickets",
        "what the visit <costs|cost> all of them together",
        "how much money it <takes|took> to buy all the tickets",
    ),
    noun=(
        "the total price of the tickets",
        "the price for all of them",
        "the total for all the tickets",
        "the bill for the tickets",
        "the cost of all the tickets",
        "the amount that they all <pay|paid> together",
        "the money needed for the tickets",
    ),
    whole=(
        "What do {adults adult} and {children young} pay at the {show} if an adult's ticket is {p} and a child's is {q}?",
        "Tickets: adults {p}, children {q}. How much for {adults adult} and {children young}?",
        "{adults adult} and {children young} want to go to the {show}. Adults pay {p}, children {q}. How much money "
        "do they need?",
        "How much must I pay for {adults adult} and {children young} if an adult pays {p} and a child {q}?",
        "Prices at the {show}: adult {p}; child {q}. Work out the total for {adults adult} and {children young}.",
        "Given {p} for an adult's ticket and {q} for a child's, find the total for {adults adult} and "
        "{children young}.",
        "I bought tickets for {adults adult}, {p} per adult, and for {children young}, {q} per child. What did I pay?",
        "Our {group}, {adults adult} and {children young}, went to the {show}, where an adult paid {p} and a child "
        "{q}. What was the total?",
        "{adults adult}, {children young}. Ticket prices: {p} per adult, {q} per child. Sum?",
        "Suppose a {group} of {adults adult} and {children young} visits the {show}. An adult's ticket costs {p}, a "
        "child's {q}. How much does the {group} pay?",
        "{speaker}: What does it cost to see the {show}?\n{listener}: {p} for an adult and {q} for a "
        "child.\n{speaker}: We are {adults adult} and {children young}. How much do we pay?",
        "Calculate the price of tickets to the {show} for {children young} and {adults adult}: adults are charged "
        "{p}, children {q}.",
        "How much money did {who} need? {adults adult} and {children young} were to have tickets, at {p} for an adult "
        "and {q} for a child.",
        "A sign at the {show} reads: adults {p}, children {q}. What will it cost {adults adult} and {children young} "
        "to get in?",
        "Dear {speaker}, {adults adult} and {children young} will come to the {show}. A ticket is {p} for an adult "
        "and {q} for a child. What is the whole bill? {listener}",
        "An adult is admitted to the {show} for {p}, a child for {q}. Determine the sum paid by {adults adult} and "
        "{children young}.",
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
    lines = [
        f"At the {here}: {good.noun(counts[0])} for {money(totals[0])}. One costs: {divided(totals[0], counts[0])}.",
        f"At the {there}: {good.noun(counts[1])} for {money(totals[1])}. One costs: {divided(totals[1], counts[1])}.",
        f"{prices[0]} at the {here}, {prices[1]} at the {there}: the smaller is {min(prices)} at the {best}.",
    ]
    numbers = {
        "count": counts[0],
        "total": totals[0],
        "more": counts[1],
        "cost": totals[1],
        "here": here,
        "there": there,
    }
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
            "the price of {count thing} at the {here} <is|was> {m}",
            "the {here} <offers|offered> {count thing} for {m}",
            "the {here} <has|had> {count thing} on offer for {m}",
            "a customer of the {here} <pays|paid> {m} for {count thing}",
            "~you <get|got> {count thing} for {m} if you <go|went> to the {here}",
        ),
        "second": (
            "[at|in] the {there}, {more thing} <cost|cost> {q}",
            "the {there} <sells|sold> {more thing} for {q}",
            "{more thing} <are|were> {q} at the {there}",
            "the price of {more thing} at the {there} <is|was> {q}",
            "the {there} <offers|offered> {more thing} for {q}",
            "the {there} <has|had> {more thing} on offer for {q}",
            "a customer of the {there} <pays|paid> {q} for {more thing}",
            "~you <get|got> {more thing} for {q} if you <go|went> to the {there}",
        ),
        "first second": (
            "the {here} <asks|asked> {m} for {count thing}, the {there} {q} for {more}",
            "{who} <see> {count thing} for {m} at the {here} and {more thing} for {q} at the {there}",
            "two shops <sell|sold> {thing+}: the {here} {count} for {m}, the {there} {more} for {q}",
            "{count thing} <cost|cost> {m} at the {here}, and {more} <cost|cost> {q} at the {there}",
            "{q} <is|was> the price of {more thing} at the {there}, while at the {here} {count} <cost|cost> {m}",
            "the {here} <charges|charged> {m} for {count thing}, while the {there} <charges|charged> {q} for {more}",
        ),
    },
    ordered=True,
    direct=(
        "which shop <is|was> cheaper",
        "where <is|was> one {thing} cheaper",
        "which <is|was> the better offer",
        "in which shop <does|did> one {thing} cost less",
        "which shop <has|had> the lower price per {thing}",
        "at which of the two shops <is|was> one {thing} cheaper",
        "which of the two shops <sells|sold> {thing+} at a lower price each",
        "where <does|did> a single {thing} cost less",
        "where <do> {who} pay less per {thing}",
        "~where should {who} buy {thing+}",
    ),
    indirect=(
        "where one {thing} <is|was> cheaper",
        "which of the shops <is|was> cheaper",
        "in which shop one {thing} <costs|cost> less",
        "which shop <has|had> the lower price per {thing}",
        "where a single {thing} <costs|cost> less",
        "which of the two shops <sells|sold> {thing+} at a lower price each",
        "where {who} <pay> less per {thing}",
        "~where {who} should buy {thing+}",
    ),
    noun=(
        "the cheaper shop",
        "the shop with the lower price per {thing}",
        "the shop with the better offer",
        "the shop where one {thing} <costs|cost> less",
        "the shop in which {who} <pay> less per {thing}",
    ),
    labels=("{here}: {count thing} for {m}; {there}: {more thing} for {q}",),
    whole=(
        "Where are {thing+} cheaper: at the {here}, {count} for {m}, or at the {there}, {more} for {q}?",
        "At the {here} I can get {count thing} for {m}, at the {there} {more} for {q}. Which shop is cheaper per "
        "{thing}?",
        "Which shop sells one {thing} for less if the {here} asks {m} for {count} and the {there} {q} for {more}?",
        "{here}: {count thing}, {m}. {there}: {more thing}, {q}. Cheaper shop per {thing}?",
        "Compare the {here}, where {count thing} cost {m}, with the {there}, where {more} cost {q}. Name the shop "
        "that is cheaper per {thing}.",
        "Given that the {here} sells {count thing} for {m} and the {there} sells {more} for {q}, where does one "
        "{thing} cost less?",
        "Two shops sell {thing+}. You pay {m} for {count} at the {here}; at the {there} you pay {q} for {more}. Work "
        "out where one {thing} is cheaper.",
        "Price check for {thing+}. {here}: {m} buys {count}. {there}: {q} buys {more}. Which shop is cheaper per "
        "{thing}?",
        "Suppose the {here} offers {count thing} for {m}, and the {there} offers {more} for {q}. Which shop has the "
        "lower price per {thing}?",
        "{speaker}: I paid {m} for {count thing} at the {here}.\n{listener}: And I paid {q} for {more} at the "
        "{there}.\nAt which shop does one {thing} cost less?",
        "{thing+}: the {here} sells {count} for {m}; the {there} sells {more} for {q}. Determine the shop with the "
        "better price for one {thing}.",
        "Which is the cheaper place to get a {thing}, the {here} or the {there}? The first charges {m} for {count}, "
        "the second {q} for {more}.",
        "{who} <want> to pay as little as possible per {thing}. The {here} <has|had> {count} for {m}, the {there} "
        "{more} for {q}. Which shop should {who} choose?",
        "A pack of {count thing} is {m} at the {here}. A pack of {more} is {q} at the {there}. In which shop is the "
        "price of a single {thing} lower?",
        "Hi {speaker}, I need {thing+}. I can have {count} for {m} from the {here}, or {more} for {q} from the "
        "{there}. Where do I pay less for each?",
        "~{count thing} for {m} at the {here} or {more thing} for {q} at the {there}: which is the better buy?",
    ),
    asides=ASIDES,
    numeric=False,
)


def _coin_values(rng: random.Random) -> Drawn:
    kinds = rng.sample((("nickel", 5), ("dime", 10), ("quarter", 25), ("penny", 1)), rng.choice((2, 2, 3)))
    counts = [rng.randint(2, 9) for _ in kinds]
    names = [Noun(name, "pennies" if name == "penny" else f"{name}s") for name, _ in kinds]
    totals = [count * worth for count, (_, worth) in zip(counts, kinds, strict=True)]
    lines = [
        "A " + ", a ".join(f"{name} is {noun('cent')(worth)}" for name, worth in kinds) + ".",
        *(
            f"{name(count)}: {multiplied(worth, count)}."
            for name, count, (_, worth) in zip(names, counts, kinds, strict=True)
        ),
    ]
    at = totals[0]
    for total in totals[1:]:
        lines.append(f"{added(at, total)}.")
        at += total
    told = [name(count) for name, count in zip(names, counts, strict=True)]
    slots = {"who": someone(rng), "coins": listed(told), "friend": people(rng, 1)[0]}
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
            "in a drawer there <are|were> {coins}",
            "{who} <put> {coins} into a box",
            "{who.s} wallet <holds|held> {coins}",
            "{who.s} coins <are|were> {coins}",
            "{who} <collect> {coins} in a glass",
            "~{coins} <lie|lay> on the table",
        ),
    },
    direct=(
        "how many cents is that[| in all| altogether]",
        "how much [money |]<is|was> that in cents",
        "how many cents <do> {who} have",
        "how many cents <do|did> the coins add up to",
        "what <is|was> the sum of the coins in cents",
        "how many cents do these coins make",
        "how many cents <are|were> there in all",
        "what amount in cents <do> {who} have",
        "how much <is|was> all of it together in cents",
        "~what <are|were> all the coins worth in cents",
    ),
    indirect=(
        "how many cents that is",
        "how many cents {who} <have>",
        "how many cents these coins make",
        "how much money that is in cents",
        "what the coins add up to in cents",
        "how many cents there <are|were> in all",
        "what amount in cents {who} <have>",
        "what sum in cents the coins make",
        "~what the coins are worth in cents",
    ),
    noun=(
        "the value of the coins in cents",
        "the total in cents",
        "the sum of the coins in cents",
        "the amount in cents",
        "the number of cents that {who} <have>",
        "the whole amount in cents",
        "the number of cents in all",
    ),
    whole=(
        "How many cents are {coins}?",
        "What are {coins} worth in cents?",
        "I have {coins}. How many cents do I have?",
        "Count the money: {coins}. How many cents is it?",
        "Work out, in cents, the value of {coins}.",
        "If a purse holds {coins}, how many cents are in it?",
        "A snack costs exactly {coins}. What is its price in cents?",
        "Given {coins}, find the total in cents.",
        "{coins}: total in cents?",
        "Suppose you pick up {coins}. How many cents have you found?",
        "{speaker}: What is in your pocket?\n{listener}: There are {coins}.\n{speaker}: How many cents does that make?",
        "How many cents did {who} save? In the piggy bank there were {coins}.",
        "Add up {coins} and state the sum in cents.",
        "{who} <pay> for a postcard with {coins} and <get> nothing back. How many cents <does|did> the postcard cost?",
        "A cashier counts {coins}. Determine the amount in cents.",
        "Hey {speaker}, I just emptied my wallet on the bed: {coins}. What does it come to in cents?",
        "~{friend} trades {coins} for cents. How many cents is that?",
    ),
    skip=frozenset({"question if", "question, facts", "message", "question, points", "polite, if"}),
    asides=ASIDES,
)

FAMILIES = (TICKETS, BETTER_OFFER, COIN_VALUES)
