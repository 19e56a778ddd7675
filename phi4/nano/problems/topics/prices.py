"""Prices that are compared and added up: tickets, offers of shops, coins."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.money import ASIDES
from phi4.nano.problems.words import GOODS, Noun, currency, listed, noun, people, someone

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
            "to see the {show}[,|] an adult <needs|needed> {p} and a child {q}",
            "admission to the {show} <is|was> {p} per adult and {q} per child",
            "{p} <lets|let> an adult into the {show}, while a child <gets|got> in for {q}",
            "whoever <is|was> grown up <pays|paid> {p} at the {show}, and whoever <is|was> a child <pays|paid> {q}",
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
            "the {group} <counts|counted> {adults adult} and {children young}",
            "tickets for {children young} and {adults adult} <are|were> on {who.s} list",
            "{adults adult} <want|wanted> to get in, and so <do|did> {children young}",
            "at the ticket desk there <are|were> {children young} and {adults adult}",
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
        "how much <does|did> admission cost the whole {group}",
        "to what total <do|did> all the tickets add up",
        "how much <is|was> to be handed over at the ticket desk",
        "what price <is|was> there to pay for old and young together",
        "how much <do|did> adults and children pay between them",
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
        "how much admission <costs|cost> the whole {group}",
        "to what total all the tickets <add|added> up",
        "how much <is|was> to be handed over at the ticket desk",
        "what price there <is|was> to pay for old and young together",
        "how much adults and children <pay|paid> between them",
    ),
    noun=(
        "the total price of the tickets",
        "the price for all of them",
        "the total for all the tickets",
        "the bill for the tickets",
        "the cost of all the tickets",
        "the amount that they all <pay|paid> together",
        "the money needed for the tickets",
        "the cost of admission for the whole {group}",
        "the sum to be handed over at the ticket desk",
        "what adults and children <pay|paid> between them",
        "the price to be paid for old and young together",
        "the overall price of admission",
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
        "For a seat, grown-ups pay {p} and children {q}. What do {adults adult} and {children young} pay between them?",
        "Admission is {p} per adult and {q} per child. State the cost of admission for {adults adult} together with "
        "{children young}.",
        "How much is to be handed over at the ticket desk by a {group} that counts {adults adult} and {children "
        "young}, if {p} lets in an adult and {q} a child?",
        "Adult: {p}. Child: {q}. Visitors: {adults adult}, {children young}. Total to be paid?",
        "{who} <send> {children young} and {adults adult} to the {show}. Each adult <needs|needed> {p} to get in and "
        "each child {q}. What <does|did> it cost to let all of them in?",
        "At the {show}, a ticket is {p}, or {q} if it is for a child. The {group} orders {adults} of the first kind "
        "and {children} of the second. How much is that?",
        "{speaker}: How many are you?\n{listener}: We are {adults adult} with {children young}.\n{speaker}: An adult "
        "is {p}, a child {q}.\n{listener}: Then how much do all of us pay?",
        "Exercise. Tickets for the {show} have two prices, {p} for adults and {q} for children. Find the total price "
        "for {adults adult} and {children young}.",
        "Could you add this up? On the order form for the {show} it says: tickets for adults, {p} each; tickets for "
        "children, {q} each. I filled in {adults} and {children}, in this order.",
        "A teacher plans a day at the {show} for {adults adult} and {children young}. Grown-ups get in for {p}, and "
        "children for {q}. How much money must the teacher collect?",
        "Count the money that a {group} spends on getting in: {adults adult}, {p} per head, and {children young}, {q} "
        "per head.",
        "The family sends {speaker} to the ticket desk of the {show}. There it costs {p} to let in an adult, and to "
        "let in a child it costs {q}. Since the family has {adults adult} and {children young}, what will {speaker} "
        "pay?",
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
        f"One each: {prices[0]} {here}, {prices[1]} {there}. The smaller: {min(prices)} {best}.",
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
            "for {count thing}, the {here} <wants|wanted> {m}",
            "{m} <is|was> what the {here} <charges|charged> for {count thing}",
            "at the {here} a pack of {count thing} <is|was> priced at {m}",
            "{count thing} <are|were> to be had for {m} at the {here}",
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
            "for {more thing}, the {there} <wants|wanted> {q}",
            "{q} <is|was> what the {there} <charges|charged> for {more thing}",
            "at the {there} a pack of {more thing} <is|was> priced at {q}",
            "{more thing} <are|were> to be had for {q} at the {there}",
        ),
        "first second": (
            "the {here} <asks|asked> {m} for {count thing}, the {there} {q} for {more}",
            "{who} <see> {count thing} for {m} at the {here} and {more thing} for {q} at the {there}",
            "two shops <sell|sold> {thing+}: the {here} {count} for {m}, the {there} {more} for {q}",
            "{count thing} <cost|cost> {m} at the {here}, and {more} <cost|cost> {q} at the {there}",
            "{q} <is|was> the price of {more thing} at the {there}, while at the {here} {count} <cost|cost> {m}",
            "the {here} <charges|charged> {m} for {count thing}, while the {there} <charges|charged> {q} for {more}",
            "{m} <buys|bought> {count thing} at the {here}, and {q} <buys|bought> {more} at the {there}",
            "a sign at the {here} <says|said> {count thing} for {m}, and one at the {there} <says|said> {more thing} "
            "for {q}",
            "for {count thing} one <leaves|left> {m} at the {here}, for {more thing} {q} at the {there}",
            "{who} <compare> {count thing} for {m} from the {here} with {more thing} for {q} from the {there}",
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
        "which of the two <asks|asked> less for a single {thing}",
        "whose {thing+} <are|were> cheaper by the piece",
        "at which shop <is|was> the unit price of the {thing+} lower",
        "which shop <gives|gave> more {thing+} for the same money",
        "from which of these shops <is|was> a {thing} less expensive",
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
        "which of the two <asks|asked> less for a single {thing}",
        "whose {thing+} <are|were> cheaper by the piece",
        "at which shop the unit price of the {thing+} <is|was> lower",
        "which shop <gives|gave> more {thing+} for the same money",
        "from which of these shops a {thing} <is|was> less expensive",
    ),
    noun=(
        "the cheaper shop",
        "the shop with the lower price per {thing}",
        "the shop with the better offer",
        "the shop where one {thing} <costs|cost> less",
        "the shop in which {who} <pay> less per {thing}",
        "the shop that <asks|asked> less for a single {thing}",
        "the shop whose {thing+} <are|were> cheaper by the piece",
        "the shop with the lower unit price",
        "the less expensive of the two shops, counted by the {thing}",
        "the shop that <gives|gave> more {thing+} for the same money",
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
        "{m} gets you {count thing} at the {here}, whereas {q} gets you {more} at the {there}. Whose {thing+} are "
        "cheaper by the piece?",
        "Divide the price by the number and say which shop asks less for one {thing}: the {here} ({m}, {count thing}) "
        "or the {there} ({q}, {more thing}).",
        "The {there} wants {q} for {more thing}; the {here} wants {m} for {count}. From which of the two is a single "
        "{thing} less expensive?",
        "Shop one: {here}. Pack: {count thing}. Price: {m}. Shop two: {there}. Pack: {more thing}. Price: {q}. Lower "
        "unit price at which shop?",
        "{speaker} came home from the {here} with {count thing} and a bill of {m}. {listener} came from the {there} "
        "with {more thing} and a bill of {q}. Which shop charged less per {thing}?",
        "{speaker}: The {here} has {thing+} in packs of {count}, {m} a pack.\n{listener}: The {there} has packs of "
        "{more}, {q} a pack.\n{speaker}: And where is each {thing} cheaper?",
        "Exercise. Unit prices are to be compared. At the {here}, the price of {count thing} is {m}; at the {there}, "
        "the price of {more thing} is {q}. Name the shop with the lower unit price.",
        "Which gives you more {thing+} for your money: the {here}, whose pack of {count} costs {m}, or the {there}, "
        "whose pack of {more} costs {q}?",
        "Dear {speaker}, our club needs many {thing+}. We have two offers: {count} for {m} by the {here}, and {more} "
        "for {q} by the {there}. From which shop would each {thing} cost us less? {listener}",
        "I am standing in front of the {here}, where {count thing} are sold at {m}. On my phone I see that the "
        "{there} sells {more} at {q}. Which of them is cheaper, counted by the {thing}?",
        "An advertisement praises the {there}: only {q} for {more thing}! The {here} answers: only {m} for {count}! "
        "Whose price for one {thing} is really the lower one?",
        "Two bills are on the desk. One is from the {here}: {count thing}, {m}. The other is from the {there}: {more "
        "thing}, {q}. Find the shop where less was paid per {thing}.",
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
