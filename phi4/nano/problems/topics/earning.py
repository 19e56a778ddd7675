"""Trading and saving: discount, profit, money put by."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.money import ASIDES
from phi4.nano.problems.words import GOODS, currency, noun, someone


def percent_lines(whole: int, percent: int) -> list[str]:
    """The part that `percent` of a whole is: by a tenth or a hundredth, whichever stays whole."""
    part = whole * percent // 100
    if percent in (50, 25, 75, 20) and whole % {50: 2, 25: 4, 75: 4, 20: 5}[percent] == 0:
        share, times = {50: (2, 1), 25: (4, 1), 75: (4, 3), 20: (5, 1)}[percent]
        names = {2: "a half", 4: "a quarter", 5: "a fifth"}
        line = f"{percent}% is {'three quarters' if times == 3 else names[share]}: {divided(whole, share)}"
        return [line + (f", and {multiplied(whole // share, 3)}." if times == 3 else ".")]
    if whole % 10 == 0 and percent % 10 == 0:
        line = f"10% is {divided(whole, 10)}"
        return [f"{line}. {percent}% is {multiplied(whole // 10, percent // 10)}." if percent > 10 else f"{line}."]
    if whole % 10 == 0 and percent == 5 and whole % 20 == 0:
        return [f"10% is {divided(whole, 10)}. 5% is half of that: {divided(whole // 10, 2)}."]
    if whole % 100 == 0:
        return [f"1% is {divided(whole, 100)}. {percent}% is {multiplied(whole // 100, percent)}."]
    return [f"{percent}% of {whole}: {multiplied(whole, percent)}, and {divided(whole * percent, 100)}: {part}."]


def _discount(rng: random.Random) -> Drawn:
    good, money = rng.choice([each for each in GOODS if each.high > 20]), currency(rng)
    percent = rng.choice((10, 20, 25, 50, 30, 40, 5, 75))
    step = {10: 10, 20: 5, 25: 4, 50: 2, 30: 10, 40: 5, 5: 20, 75: 4}[percent]
    price = step * rng.randint(max(2, 8 // step), max(3, 160 // step))
    off = price * percent // 100
    lines = [
        f"The price is {money(price)}, and it falls by {percent}%.",
        *percent_lines(price, percent),
        f"New price: {money.noun.after(subtracted(price, off))}.",
    ]
    slots = {"who": someone(rng), "thing": good.noun, "p": money.say(price, rng)}
    slots["off"] = f"{percent}%" if rng.random() < 0.7 else f"{percent} percent"
    return Drawn(lines, money(price - off), {"price": price, "percent": percent}, slots)


DISCOUNT = Family(
    "discount",
    _discount,
    facts={
        "price": (
            "[a|the] {thing} <costs|cost> {p}",
            "the [usual|old|full|normal] price of [a|the] {thing} <is|was> {p}",
            "a {thing} <is|was> sold for {p}",
            "{who} <look> at a {thing} for {p}",
            "a {thing} <is|was> priced at {p}",
            "without any discount, the {thing} <costs|cost> {p}",
            "{who} <want> a {thing}, priced at {p}",
            "~{p} <is|was> on the price tag of [a|the] {thing}",
        ),
        "off": (
            "there <is|was> a discount of {off}",
            "the shop <takes|took> {off} off the price",
            "the price <is|was> reduced by {off}",
            "everything in the shop <is|was> {off} off",
            "{who} <get> {off} off",
            "a coupon <gives|gave> {who.o} {off} off",
            "the seller <lowers|lowered> the price by {off}",
            "~today the price <falls|fell> by {off}",
        ),
        "price off": (
            "a {thing} that usually <costs|cost> {p} <is|was> {off} off",
            "a {thing} at {p} <is|was> sold at a discount of {off}",
            "with a discount of {off}, {who} <buy> a {thing} that usually <costs|cost> {p}",
            "the price of a {thing}, {p}, <is|was> cut by {off}",
            "{who} <get> a discount of {off} on a {thing} priced at {p}",
            "on sale, a {thing} that used to cost {p} <is|was> {off} cheaper",
            "~from the {p} that a {thing} <costs|cost>, {off} <is|was> taken off",
        ),
    },
    direct=(
        "how much <does|did> the {thing} cost [now|after the discount|then]",
        "what <is|was> the new price",
        "how much <do> {who} pay for the {thing}",
        "what <is|was> the reduced price",
        "for how much <is|was> the {thing} sold with the discount",
        "how much <do> {who} have to pay",
        "how much money <does|did> the {thing} cost at the lower price",
        "what <does|did> the shop charge for the {thing} with the discount",
        "how high <is|was> the lowered price",
        "~what must {who} pay in the end",
    ),
    indirect=(
        "what the {thing} <costs|cost> now",
        "how much {who} <pay> for it",
        "what {who} <have> to pay",
        "what the reduced price <is|was>",
        "for how much the {thing} <is|was> sold with the discount",
        "how high the lowered price <is|was>",
        "what the shop <charges|charged> for the {thing} with the discount",
        "how much money the {thing} <costs|cost> at the lower price",
        "~what the price <is|was> after that",
    ),
    noun=(
        "the new price",
        "the sale price of the {thing}",
        "the reduced price",
        "the amount to be paid for the {thing}",
        "the discounted price",
        "the reduced cost of the {thing}",
        "the lower price",
        "~the price after the discount",
    ),
    labels=("old price: {p}; discount: {off}",),
    whole=(
        "What does a {thing} at {p} cost with {off} off?",
        "How much is a {thing} for {p} after a discount of {off}?",
        "A {thing}, {p}, less {off}: how much is left to pay?",
        "I want a {thing} that costs {p}, and I have a coupon for {off} off. How much do I pay?",
        "Work out the new price of a {thing}: it cost {p} before the shop took {off} off.",
        "After a price cut of {off}, what does a {thing} cost that was {p} before?",
        "Given a price of {p} for a {thing} and a discount of {off}, what has to be paid?",
        "{who} <choose> a {thing} for {p}; at the till {off} <is|was> deducted. How much <do> {who} pay?",
        "{thing}, {p}. Discount: {off}. Price to pay?",
        "Suppose a shop cuts {off} from the price of a {thing}, which is {p}. What does the {thing} cost now?",
        "{speaker}: How much is this {thing}?\n{listener}: It was {p}, but you get {off} off.\n{speaker}: What do I "
        "pay, then?",
        "Calculate the sale price of a {thing} that is listed at {p}, with a reduction of {off}.",
        "How much money do I need for a {thing}? Normally it is {p}, but this week the price is lowered by {off}.",
        "As a club member, {speaker} pays {off} less than others. Others pay {p} for a {thing}. How much does "
        "{speaker} pay?",
        "The price of a {thing} was {p} until it was reduced by {off}. Determine the reduced price.",
        "Hi {listener}, I saw a {thing} marked {p}, and the seller said I could have it for {off} less. What would "
        "that be?",
        "~Sale! All prices down by {off}. The {thing} was {p}. And now?",
    ),
    asides=ASIDES,
    skip=frozenset({"what is if", "question, facts", "question if"}),
)


def _profit(rng: random.Random) -> Drawn:
    good, money = rng.choice(GOODS), currency(rng)
    count, buy = rng.randint(2, 20), rng.randint(good.low, good.high)
    gain = rng.randint(1, max(2, buy // 2))
    sell = buy + gain
    lines = [
        f"{good.noun(count)} are bought at {money(buy)} each and sold at {money(sell)} each.",
        f"Profit on one: {money.noun.after(subtracted(sell, buy))}.",
        f"Profit on all: {money.noun.after(multiplied(count, gain))}.",
    ]
    slots = {"who": someone(rng), "thing": good.noun, "p": money.say(buy, rng), "q": money.say(sell, rng)}
    return Drawn(lines, money(gain * count), {"count": count, "buy": buy, "sell": sell}, slots)


PROFIT = Family(
    "profit",
    _profit,
    facts={
        "bought": (
            "{who} <buy> {count thing} [at|for] {p} each",
            "{who} <pay> {p} for each of {count thing}",
            "{count thing} <cost|cost> {who.o} {p} each",
            "{who} <order> {count thing} at a cost of {p} each",
            "for {count thing}, {who} <pay> {p} each",
            "{who} <get> {count thing} from a factory at {p} each",
            "a dealer <lets|let> {who.o} have {count thing} at {p} each",
            "~at {p} apiece {who} <take> {count thing} to the market",
        ),
        "sold": (
            "+{who} <sell> them [at|for] {q} each",
            "+{who} <get> {q} for each of them",
            "+each [of them |]<is|was> sold for {q}",
            "+{who} <sell> all of them [again |]at {q} [each|apiece]",
            "+later somebody <pays|paid> {who.o} {q} for each one",
            "+customers <pay|paid> {who.o} {q} for each",
            "+{who} <offer> them at {q} each and <sell> every one",
            "~+every single one <brings|brought> {q}",
        ),
        "bought sold": (
            "{who} <buy> {count thing} at {p} each and <sell> them at {q} each",
            "{who} <buy> {thing+} at {p} and <sell> them at {q}, and {who} <sell> {count} of them",
            "{who} <sell> {count thing}, bought at {p} each, for {q} each",
            "each of {who.s} {count thing} <is|was> bought for {p} and sold for {q}",
            "{who} <pay> {p} for each of {count thing} and <get> {q} for each when selling them",
            "{count thing} that <cost|cost> {who.o} {p} each <are|were> sold at {q} each",
            "~for {p} each {who} <get> {count thing}, which {who} <sell> on for {q} each",
        ),
    },
    direct=(
        "how much profit <do> {who} make[| in all| altogether]",
        "what <is|was> the profit",
        "how much [money |]<do> {who} [earn|gain][| by this]",
        "what <do> {who} earn on all of them",
        "how large <is|was> {who.s} profit",
        "how much money <is|was> made",
        "how much more money <do> {who} take in than {who} <spend>",
        "what gain <do> {who} make in total",
        "what <does|did> the trade bring {who.o} after the costs",
        "~how much richer <be> {who} afterwards",
    ),
    indirect=(
        "how much [profit |]{who} <make>",
        "how large the profit <is|was>",
        "+what {who} <earn> on all of them",
        "how much money <is|was> made",
        "what gain {who} <make> in total",
        "what the trade <brings|brought> {who.o} after the costs",
        "how high the total profit <is|was>",
        "~how much {who} <gain> by the trade",
    ),
    noun=(
        "the profit",
        "{who.s} profit",
        "the whole profit",
        "the money that {who} <make>",
        "{who.s} total gain",
        "the total profit",
        "the overall gain",
        "the money that <is|was> left for {who.o} after the costs",
    ),
    labels=("bought: {count thing} at {p} each; sold at: {q} each",),
    whole=(
        "What is the profit on {count thing} that are bought at {p} and sold at {q} each?",
        "A shop pays {p} for a {thing} and sells it for {q}. How much does it earn on {count thing}?",
        "Cost of one {thing}: {p}. Selling price: {q}. Number sold: {count}. Total profit?",
        "I sell {count thing} at {q} each. I paid {p} for each of them. What is my profit on all of them?",
        "Each {thing} is sold for {q} after it was bought for {p}. Work out the profit on {count} of them.",
        "How much profit <do> {who} make by selling {count thing} at {q} each, if each <costs|cost> {who.o} {p}?",
        "Given a buying price of {p} and a selling price of {q} for one {thing}, what is the profit on {count}?",
        "If a trader pays {p} per {thing} and asks {q} per {thing}, how much is gained once {count} are sold?",
        "{count thing}. Paid for each: {p}. Received for each: {q}. Profit?",
        "Suppose {who} <get> {count thing} at {p} apiece and <sell> every one at {q}. What <is|was> the gain?",
        "{speaker}: I bought {count thing} at {p} each.\n{listener}: And what did you sell them for?\n{speaker}: I "
        "got {q} for each. What was my profit in total?",
        "Calculate the total gain when {count thing} costing {p} each are resold at {q} each.",
        "What did {speaker} earn? At the flea market {count thing} were sold for {q} each, after {speaker} had paid "
        "{p} for each.",
        "A stall buys {thing+} from a factory for {p} each, and its customers pay {q} each. Today {count} were sold. "
        "How much profit was made?",
        "{q} is what customers give for a {thing}; {p} is what the shop gave for it. {count thing} are sold. "
        "Determine the profit on all of them.",
        "My plan: buy {count thing} at {p} each, then sell all of them at {q} each. How much money would I make?",
        "~Bought at {p}, sold at {q}: what do {count thing} bring in profit?",
    ),
    ordered=True,
    timed=True,
    skip=frozenset(
        {"question, facts", "message", "question if", "question, points", "polite, if", "in need", "wonder"}
    ),
    asides=ASIDES,
)

_GOALS = (
    "bike",
    "phone",
    "guitar",
    "game",
    "camera",
    "tent",
    "skateboard",
    "book",
    "watch",
    "trip",
    "drum",
    "telescope",
)


def _saving(rng: random.Random) -> Drawn:
    money = currency(rng)
    step, weeks = rng.randint(2, 20), rng.randint(2, 20)
    start = rng.choice((0, rng.randint(3, 50)))
    short = rng.randint(0, step - 1) if rng.random() < 0.4 else 0
    goal = start + step * weeks - short
    time = rng.choice((noun("week"), noun("week"), noun("month"), noun("day")))
    lines = [f"The goal is {money(goal)}, and each {time.one} {money(step)} are saved."]
    need = goal - start
    if start:
        lines = [
            f"The goal is {money(goal)}, there are {money(start)} already, and each {time.one} {money(step)} are saved."
        ]
        lines.append(f"Still needed: {subtracted(goal, start)}.")
    lines.append(f"{divided(need, step)}.")
    if short:
        lines.append(f"The rest needs one more {time.one}: {need // step} + 1 = {weeks}.")
    slots = {
        "who": someone(rng), "time": time, "goal": rng.choice(_GOALS), "m": money.say(goal, rng), "p": money.say(step, rng),
        "q": money.say(start, rng) if start else "nothing",
    }  # fmt: skip
    return Drawn(lines, time(weeks), {"price": goal, "step": step, "start": start or "none"}, slots)


SAVING = Family(
    "saving",
    _saving,
    facts={
        "goal": (
            "{who} <want> to buy a {goal} for {m}",
            "{who} <want> a {goal} that <costs|cost> {m}",
            "a {goal} <costs|cost> {m}",
            "{who} <save> for a {goal} at {m}",
            "{who} <need> {m} for a {goal}",
            "a {goal} <is|was> on sale at {m}, and {who} <want> it",
            "the price of a {goal} that {who} <want> <is|was> {m}",
            "~{m} <is|was> the price of the {goal} that {who} <dream> of",
        ),
        "start": (
            "{who} [already |]<have> {q}",
            "{who} <have> {q} [at first|at the start|to begin with]",
            "there <is|was> {q} in {who.s} [piggy bank|purse] [so far|already]",
            "{who} <have> {q} saved already",
            "so far {who} <have> {q}",
            "up to now, {who} <have> saved {q}",
            "in {who.s} money box there <is|was> {q} at first",
            "~{who} <start> with {q}",
        ),
        "step": (
            "{who} <save> {p} [each|every|a|per] {time}",
            "[each|every] {time} {who} [<put> aside|<save>|<put> away] {p}",
            "{who} <can|could> save {p} [each|every|a] {time}",
            "{who} <add> {p} to {who.p} money [each|every] {time}",
            "[each|every] {time} {who} <get> {p} and <keep> it all",
            "{who} <set> aside {p} [each|every] {time}",
            "with each {time} that <passes|passed>, {who} <have> {p} more",
            "~{p} <go|went> into {who.s} savings every {time}",
        ),
        "start step": (
            "{who} <have> {q} and <save> {p} [each|every] {time}",
            "{who} <own> {q}, and each {time} {who} <put> {p} more aside",
            "{who} <get> {p} to save [each|every] {time}, and {who} <have> {q} already",
            "{who} <have> {q} at the start and <put> away {p} a {time}",
            "{who} <have> saved {q} so far, and every {time} {who} <set> aside {p}",
            "~with {q} to begin with, {who} <save> {p} every {time}",
        ),
    },
    direct=(
        "how many {time+} <does|did> it take",
        "how many {time+} <do> {who} need to save[| for it]",
        "after how many {time+} <do> {who} have enough",
        "how many {time+} must {who} save",
        "what number of {time+} <do> {who} have to wait",
        "how many {time+} <pass|passed> before {who} <have> the money",
        "in how many {time+} can {who} pay for the {goal}",
        "how many {time+} of saving <are|were> needed",
        "how many {time+} <go|went> by before {who} can buy the {goal}",
        "what number of {time+} <is|was> needed to have enough money",
        "~for how many {time+} must {who} keep on saving",
    ),
    indirect=(
        "how many {time+} {who} <need>",
        "after how many {time+} {who} <have> enough money",
        "how many {time+} {who} <have> to wait for the {goal}",
        "how many {time+} <pass|passed> before {who} <have> the money",
        "in how many {time+} {who} can buy the {goal}",
        "how many {time+} of saving <are|were> needed",
        "how many {time+} must go by before {who} can buy the {goal}",
        "what number of {time+} <is|was> needed to have enough money",
        "~how many {time+} it will take {who.o}",
    ),
    noun=(
        "the number of {time+} {who} <need>",
        "the number of {time+} that {who} <have> to save",
        "the number of {time+} before {who} can buy the {goal}",
        "the number of {time+} that {who} <have> to wait",
        "the number of {time+} of saving",
        "the least number of {time+} until the money <is|was> there",
        "~the time in {time+} until {who} <have> enough",
    ),
    labels=("price of the {goal}: {m}; saved so far: {q}; saved each {time}: {p}",),
    whole=(
        "How many {time+} does one save for a {goal} at {m} with {q} at the start and {p} more each {time}?",
        "I want a {goal}. It costs {m}, I have {q}, and I put by {p} each {time}. How many {time+} do I need?",
        "{who} <have> {q} in the bank and <add> {p} every {time}. "
        "After how many {time+} <can|could> {who} pay {m} for a {goal}?",
        "How many {time+} <must|had to> pass until {who} <can|could> buy a {goal} for {m}, if {who} <have> "
        "{q} and <put> away {p} a {time}?",
        "Wanted: a {goal} for {m}, with {q} in hand and {p} put by each {time}. Number of {time+} to wait?",
        "Work out in how many {time+} {who} <can|could> afford a {goal}: "
        "the price <is|was> {m}, and {who} <have> {q} and <add> {p} each {time}.",
        "Every {time} somebody puts {p} into a money box that had {q} in it before. "
        "It must hold {m} to pay for a {goal}. How many {time+} does that take?",
        "Price of a {goal}: {m}. Already saved: {q}. Added every {time}: {p}. How many {time+}?",
        "Suppose {who} <have> {q} and <set> aside {p} each {time}. How many {time+} will it take to get the {m} for a "
        "{goal}?",
        "{speaker}: I would love to have that {goal} for {m}.\n{listener}: How much do you have?\n{speaker}: I have "
        "{q}, but I get {p} each {time} and keep all of it.\n{listener}: Then after how many {time+} can you buy it?",
        "Calculate the number of {time+} needed to save {m} for a {goal} if {q} is there at the start and {p} is "
        "added per {time}.",
        "How many {time+} until {who} can buy the {goal}? The price is {m}; {q} is in the purse so far, and each "
        "{time} adds {p}.",
        "A {goal} is sold at {m}. {speaker} owns {q} and sets {p} aside every {time}. Determine how many {time+} must "
        "go by.",
        "Dear {listener}, I am saving up for a {goal} at {m}. So far I have {q}, and each {time} brings me {p}. In "
        "how many {time+} will I have enough? {speaker}",
        "By putting {p} in the bank each {time}, with {q} in it before, after how many {time+} will I have the {m} "
        "that a {goal} costs?",
        "~Goal: {m}. Now: {q}. Each {time}: {p} more. When is the goal reached, in how many {time+}?",
    ),
    asides=ASIDES,
)

FAMILIES = (DISCOUNT, PROFIT, SAVING)
