"""Percentages and proportions: parts, rises and falls, recipes, mixtures."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.earning import percent_lines
from phi4.nano.problems.words import currency, noun, someone


def _percent_of(rng: random.Random) -> Drawn:
    percent = rng.choice((10, 20, 25, 50, 75, 5, 30, 40, 60, 1, 15, 80, 90))
    step = {10: 10, 20: 5, 25: 4, 50: 2, 75: 4, 5: 20, 30: 10, 40: 10, 60: 10, 1: 100, 15: 20, 80: 10, 90: 10}[percent]
    whole = step * rng.randint(2, 12 if step > 50 else 40)
    while whole > 900:
        whole -= step
    person = rng.choice(
        (
            noun("student"),
            noun("guest"),
            noun("visitor"),
            noun("member"),
            noun("ticket"),
            noun("egg"),
            noun("tree"),
            noun("house"),
        )
    )
    what = {"ticket": "sold", "egg": "broken", "tree": "old", "house": "empty"}.get(
        person.one, rng.choice(("present", "from abroad", "left-handed", "under 12"))
    )
    lines = [f"{percent}% of {person(whole)}.", *percent_lines(whole, percent)]
    part = whole * percent // 100
    slots = {"person": person, "what": what, "f": f"{percent}%" if rng.random() < 0.7 else f"{percent} percent"}
    return Drawn(lines, person(part), {"whole": whole, "percent": percent}, slots)


PERCENT_OF = Family(
    "percent of",
    _percent_of,
    facts={
        "whole": (
            "there <are|were> {whole person}",
            "the number of {person+} <is|was> {whole}",
            "somebody <counts|counted> {whole person}",
            "{whole person} <are|were> counted",
            "a report <is|was> about {whole person}",
            "the list <has|had> {whole person} on it",
            "a survey <covers|covered> {whole person}",
            "~in all one <finds|found> {whole person}",
        ),
        "part": (
            "+{f} of them <are|were> {what}",
            "+{f} of the {person+} <are|were> {what}",
            "+of these, {f} <are|were> {what}",
            "+exactly {f} of all the {person+} <are|were> {what}",
            "+the share of {person+} that <are|were> {what} <is|was> {f}",
            "+among them, {f} <are|were> {what}",
            "~+those that <are|were> {what} <make|made> up {f}",
        ),
        "whole part": (
            "of {whole person}, {f} <are|were> {what}",
            "{f} of {whole person} <are|were> {what}",
            "among {whole person}, {f} <are|were> {what}",
            "there <are|were> {whole person}, and {f} of these <are|were> {what}",
            "a report <says|said> that {f} of {whole person} <are|were> {what}",
            "{f} of a total of {whole person} <are|were> {what}",
            "~out of {whole person} a share of {f} <is|was> {what}",
        ),
    },
    direct=(
        "how many {person+} <are|were> {what}",
        "how many of them <are|were> {what}",
        "how many {person+} <is|was> that",
        "of all the {person+}, how many <are|were> {what}",
        "how many {person+} <is|was> {f}",
        "+to how many {person+} <does|did> this apply",
        "what <is|was> the exact number of {person+} that <are|were> {what}",
        "+how many such {person+} <are|were> there",
        "how many <are|were> {what}",
        "~what number <is|was> {what}",
    ),
    indirect=(
        "how many {person+} <are|were> {what}",
        "how many of the {person+} <are|were> {what}",
        "how many {person+} {f} <is|was>",
        "+how many such {person+} there <are|were>",
        "how many <are|were> {what}",
        "+how many {person+} this share <is|was>",
        "~how many that <makes|made> in number",
    ),
    noun=(
        "the number of {person+} that <are|were> {what}",
        "{f} of the {person+}",
        "the count of {person+} that <are|were> {what}",
        "+the number of such {person+}",
        "the exact number of {person+} that <are|were> {what}",
    ),
    labels=("{person+}: {whole}; {what}: {f}",),
    whole=(
        "What is {f} of {whole person}?",
        "How many {person+} are {f} of {whole person}?",
        "Find {f} of {whole person}.",
        "There are {whole person}. How many is {f} of them?",
        "If {f} of {whole person} are {what}, how many {person+} are {what}?",
        "{person+}: {whole}. Of these, {what}: {f}. How many are {what}?",
        "I counted {whole person} and saw that {f} of them were {what}. How many were {what}?",
        "Work out how many of {whole person} are {what} if {f} of them are.",
        "Total: {whole person}. Share: {f}. Number?",
        "Suppose there are {whole person}, and exactly {f} of them are {what}. What is the number of {person+} that "
        "are {what}?",
        "{speaker}: We have {whole person} on our list.\n{listener}: I read that {f} of them are {what}.\n{speaker}: "
        "How many is that?",
        "Calculate how many {person+} make up {f} of a total of {whole}.",
        "How many {person+} are {what}? The count of all {person+} is {whole}, and {f} of these are {what}.",
        "According to a report, {f} of {whole person} were {what}. Determine their number.",
        "Take {whole person} as 100%. What number of {person+} corresponds to {f}?",
        "Hey {speaker}, {f} of our {whole person} are {what}. Can you tell me how many that makes?",
        "~{f} of {whole person}: how many are that?",
    ),
    ordered=True,
    asides=(),
)


def _percent_change(rng: random.Random) -> Drawn:
    percent = rng.choice((10, 20, 25, 50, 5, 30, 40))
    step = {10: 10, 20: 5, 25: 4, 50: 2, 5: 20, 30: 10, 40: 5}[percent]
    start = step * rng.randint(-(-20 // step), 40)
    up = rng.random() < 0.6
    part = start * percent // 100
    what, unit = rng.choice((("rent", "dollars"), ("number of students", ""), ("price of a table", "dollars"), ("population of a village", ""),
                             ("number of members", ""), ("weight of a calf", "kilograms"), ("height of a tree", "centimeters"),
                             ("pay for the job", "dollars"), ("number of visitors", ""), ("salary", "dollars")))  # fmt: skip
    unit_text = f" {unit}" if unit else ""
    lines = [
        f"It is {start}{unit_text} and goes {'up' if up else 'down'} by {percent}%.",
        *percent_lines(start, percent),
        f"{(added if up else subtracted)(start, part)}{unit_text}.",
    ]
    end = start + part if up else start - part
    slots = {
        "what": what, "s": f"{start}{unit_text}", "f": f"{percent}%" if rng.random() < 0.7 else f"{percent} percent",
        "rises": lambda v: v.say("<[rises|goes up|grows]|[rose|went up|grew]>" if up else "<[falls|goes down|drops]|[fell|went down|dropped]>"),
        "more": "higher" if up else "lower",
    }  # fmt: skip
    return Drawn(lines, f"{end}{unit_text}", {"start": start, "percent": percent, "up": up}, slots)


PERCENT_CHANGE = Family(
    "rise and fall in percent",
    _percent_change,
    facts={
        "start": (
            "the {what} <is|was> {s}",
            "at first the {what} <is|was> {s}",
            "last year the {what} was {s}",
            "the {what} <starts|started> at {s}",
            "the {what} used to be {s}",
            "the first value noted for the {what} <is|was> {s}",
            "the {what} was {s} before",
            "~{s} <is|was> the {what} to begin with",
        ),
        "change": (
            "+it {rises} by {f}",
            "+then it {rises} by {f}",
            "+after a year it <is|was> {f} {more}",
            "+a year later it <is|was> {f} {more}",
            "+soon it <is|was> {f} {more} than before",
            "+in the next year it {rises} by {f}",
            "+afterwards it {rises} by {f}",
            "+some time later it {rises} by exactly {f}",
            "~+there <is|was> a change: {f} {more}",
        ),
        "start change": (
            "the {what} {rises} by {f} from {s}",
            "from {s}, the {what} {rises} by {f}",
            "the {what}, {s} at first, {rises} by {f}",
            "starting at {s}, the {what} {rises} by {f}",
            "the {what} <is|was> {s} before it {rises} by {f}",
            "the {what} <stands|stood> at {s} and then {rises} by {f}",
        ),
    },
    direct=(
        "what <is|was> it then",
        "how much <is|was> it after that",
        "what <is|was> the new value",
        "what <is|was> the {what} after that",
        "what <does|did> the {what} become",
        "what value <does|did> it have then",
        "how high <is|was> the {what} in the end",
        "at what value <does|did> the {what} end up",
        "where <does|did> the {what} stand after the change",
        "~to how much does it come",
    ),
    indirect=(
        "how much it <is|was> after that",
        "what the new value <is|was>",
        "what the {what} <is|was> after that",
        "what the {what} <becomes|became>",
        "at what value the {what} <ends|ended> up",
        "how high the {what} <is|was> in the end",
        "what value it then <has|had>",
        "~to how much it comes",
    ),
    noun=(
        "the new value",
        "the value after that",
        "the new {what}",
        "the {what} after this change",
        "the final value",
        "the {what} in the end",
        "the value that it <reaches|reached>",
    ),
    labels=("{what}: {s}; change: {f} {more}",),
    whole=(
        "What is {f} {more} than {s}?",
        "The {what} was {s}. Now it is {f} {more}. What is the {what} now?",
        "What <is|was> the {what} after it {rises} by {f} from {s}?",
        "If the {what} <is|was> {s} and {rises} by {f}, how much <is|was> it afterwards?",
        "Work out the new {what}: before, it was {s}; now it is {f} {more}.",
        "Old {what}: {s}. New {what}: {f} {more} than that. What is the new {what}?",
        "I know that the {what} {rises} by {f}. Before that, it <is|was> {s}. What <is|was> the new value?",
        "{what}: {s}. One year later: {f} {more}. Value then?",
        "Suppose the {what} is {s} this year, and next year it will be {f} {more}. What will it be then?",
        "{speaker}: The {what} was {s} before.\n{listener}: I heard it is {f} {more} now.\n{speaker}: What is it, "
        "then?",
        "Calculate the value that is {f} {more} than {s}.",
        "Which value <is|was> reached when the {what}, {s} at first, {rises} by {f}?",
        "A newspaper reports that the {what}, which was {s} a year ago, is {f} {more} today. Determine the {what} "
        "today.",
        "What is the {what} this year? Last year it was {s}, and now it is {f} {more}.",
        "Our notes say: {what}, first {s}, afterwards {f} {more}. What should we write down as the second value?",
        "~{s}, then {f} {more}: how much is that?",
    ),
    ordered=True,
    asides=(),
    skip=frozenset(
        {
            "question if",
            "question, facts",
            "what is, facts",
            "message",
            "question, points",
            "what is if",
            "command if",
            "polite, if",
        }
    ),
)


def _what_percent(rng: random.Random) -> Drawn:
    whole = rng.choice((10, 20, 25, 50, 100, 200, 4, 5))
    part = rng.randint(2, whole - 1)
    thing = rng.choice(
        (
            noun("question"),
            noun("seat"),
            noun("shot"),
            noun("apple"),
            noun("day"),
            noun("page"),
            noun("tile"),
            noun("game"),
        )
    )
    what = {
        "question": "answered right",
        "seat": "taken",
        "shot": "on target",
        "apple": "red",
        "day": "rainy",
        "page": "read",
        "tile": "blue",
        "game": "won",
    }[thing.one]
    lines = [f"{part} of {whole} {thing.many} are {what}."]
    if whole <= 100:
        lines.append(
            f"100 ÷ {whole} = {100 // whole}. {multiplied(part, 100 // whole)}."
            if whole < 100
            else f"Of 100, {part} is {part}%."
        )
        percent = f"{part * 100 // whole}%"
    else:
        part = part // 2 * 2 or 2
        lines = [f"{part} of {whole} {thing.many} are {what}.", f"Of 100 it is half of that: {divided(part, 2)}."]
        percent = f"{part // 2}%"
    slots = {"thing": thing, "what": what, "who": someone(rng)}
    return Drawn(lines, percent, {"part": part, "whole": whole}, slots)


WHAT_PERCENT = Family(
    "what percent",
    _what_percent,
    facts={
        "whole": (
            "there <are|were> {whole thing}",
            "somebody <counts|counted> {whole thing}",
            "the number of {thing+} <is|was> {whole}",
            "{who} <look> at {whole thing}",
            "{whole thing} <are|were> counted",
            "a list <has|had> {whole thing} on it",
            "the total <is|was> {whole thing}",
            "~in all there <are|were> {whole thing}",
        ),
        "part": (
            "+{part} of them <are|were> {what}",
            "+{part} <are|were> {what}",
            "+among them, {part} <are|were> {what}",
            "+{part} of the {thing+} <are|were> {what}",
            "+of these, {part} <are|were> {what}",
            "+exactly {part} of these <are|were> {what}",
            "+the number of {thing+} that <are|were> {what} <is|was> {part}",
            "~+the ones that <are|were> {what} <are|were> {part} in number",
        ),
        "whole part": (
            "of {whole thing}, {part} <are|were> {what}",
            "{part} out of {whole thing} <are|were> {what}",
            "there <are|were> {whole thing}, and {part} of these <are|were> {what}",
            "{who} <see> that {part} of {whole thing} <are|were> {what}",
            "exactly {part} of a total of {whole thing} <are|were> {what}",
            "out of a total of {whole thing}, {part} <are|were> {what}",
        ),
    },
    direct=(
        "what percent <is|was> that",
        "how many percent <are|were> {what}",
        "what percent of the {thing+} <are|were> {what}",
        "what percentage <is|was> that",
        "what percentage of the {thing+} <is|was> {what}",
        "how many percent of the {thing+} <is|was> that",
        "+how large <is|was> this share as a percentage",
        "what percentage <is|was> {what}",
        "what share of the {thing+}, as a percentage, <is|was> {what}",
        "~how much <is|was> that in percent",
    ),
    indirect=(
        "what percent of the {thing+} <are|were> {what}",
        "what percentage of the {thing+} <is|was> {what}",
        "how many percent <are|were> {what}",
        "what percentage <is|was> {what}",
        "+how large this share <is|was> as a percentage",
        "how many percent of the {thing+} <are|were> {what}",
        "~how much that <is|was> in percent",
    ),
    noun=(
        "the percentage of the {thing+} that <are|were> {what}",
        "the share in percent",
        "the percentage that <is|was> {what}",
        "this part of the {thing+} as a percentage",
        "the percentage of {thing+} that <are|were> {what}",
        "the share of the {thing+} that <are|were> {what}, as a percentage",
    ),
    labels=("{thing+}: {whole}; {what}: {part}",),
    whole=(
        "What percent is {part} out of {whole thing}?",
        "{part} of {whole thing}: what percent is that?",
        "If {part} of {whole thing} are {what}, what percentage is that?",
        "There are {whole thing}. {part} of them are {what}. What percentage of the {thing+} is {what}?",
        "{what}: {part} of {whole thing}. Percentage?",
        "I counted {whole thing}, and {part} were {what}. How many percent were {what}?",
        "What percentage is {what} if there are {whole thing} and {part} of them are {what}?",
        "Work out what percent of the {thing+} are {what}: {whole} in all, {part} of them {what}.",
        "Total {thing+}: {whole}. Number {what}: {part}. What is the percentage?",
        "Suppose {whole thing} are counted and {part} of these are {what}. What share is that, as a percentage?",
        "{speaker}: There were {whole thing}.\n{listener}: How many of them were {what}?\n{speaker}: I counted "
        "{part}.\nWhat percentage of the {thing+} was {what}?",
        "Express as a percentage: {part} of {whole thing}.",
        "How many percent of {whole thing} are {part thing}?",
        '{who} <have> a list of {whole thing}. Next to {part} of them it <says|said> "{what}". What percentage <is|was> this?',
        "The number of {thing+} is {whole}, and the number that are {what} is {part}. Determine the percentage that "
        "is {what}.",
        "Please help me, {speaker}: {part} {thing+} are {what}, and altogether we have {whole}. What percent are "
        "{what}?",
        "~Give {part} out of {whole thing} in percent.",
    ),
    ordered=True,
    asides=(),
)

_FOODS = (
    (noun("egg"), noun("pancake")), (noun("cup of flour", "cups of flour"), noun("muffin")), (noun("spoon of sugar", "spoons of sugar"), noun("cookie")),
    (noun("apple"), noun("pie")), (noun("lemon"), noun("glass of lemonade", "glasses of lemonade")), (noun("potato"), noun("bowl of soup", "bowls of soup")),
    (noun("gram of rice", "grams of rice"), noun("serving")), (noun("tomato"), noun("pizza")), (noun("banana"), noun("smoothie")),
    (noun("gram of pasta", "grams of pasta"), noun("serving")),
)  # fmt: skip


def _recipe(rng: random.Random) -> Drawn:
    food, dish = rng.choice(_FOODS)
    base = rng.randint(2, 8)
    factor = rng.randint(2, 9)
    per = rng.randint(2, 12)
    if "gram" in food.one:
        per *= 25
    down = rng.random() < 0.2
    dishes, wanted, need, answer = (
        (base * factor, base, per * factor, per) if down else (base, base * factor, per, per * factor)
    )
    lines = [f"{food(need)} are for {dish(dishes)}, and {dish(wanted)} are wanted."]
    if down:
        lines += [
            f"{wanted} < {dishes}, so that is a part: {divided(dishes, wanted)}, so {factor} times less.",
            f"{divided(need, factor)}.",
        ]
    else:
        lines += [
            f"{wanted} > {dishes}, so that is more: {divided(wanted, dishes)}, so {factor} times as much.",
            f"{multiplied(need, factor)} {food.many}.",
        ]
    slots = {"food": food, "dish": dish, "who": someone(rng)}
    return Drawn(lines, food(answer), {"need": need, "dishes": dishes, "wanted": wanted}, slots)


RECIPE = Family(
    "recipe",
    _recipe,
    facts={
        "recipe": (
            "a recipe for {dishes dish} <needs|needed> {need food}",
            "for {dishes dish} one <takes|took> {need food}",
            "{need food} <make|made> {dishes dish}",
            "{who} <use> {need food} for {dishes dish}",
            "it <takes|took> {need food} to make {dishes dish}",
            "{dishes dish} <are|were> made from {need food}",
            "with {need food}, {who} can make {dishes dish}",
            "~the cookbook <says|said>: {need food} for {dishes dish}",
            "{dishes dish} <call|called> for {need food}",
            "{who} <use> {need food}, and the result <is|was> {dishes dish}",
            "a list for {dishes dish} <has|had> {need food} on it",
            "{need food} <go|went> into {dishes dish}",
        ),
        "wanted": (
            "{who} <want> to make {wanted dish}",
            "{who} <need> {wanted dish}",
            "this time there <are|were> to be {wanted dish}",
            "{wanted dish} <are|were> to be made",
            "the plan <is|was> to make {wanted dish}",
            "{who} <have> to prepare {wanted dish}",
            "{who} <plan> to make {wanted dish}",
            "{who.s} guests <ask|asked> for {wanted dish}",
            "~{wanted dish} <are|were> ordered",
            "{who} <be> asked to make {wanted dish}",
            "for the party, {who} <make> {wanted dish}",
            "{who} <aim> at {wanted dish}",
            "now it <is|was> {wanted dish} that {who} <make>",
        ),
    },
    direct=(
        "how many {food+} <are|were> needed",
        "how many {food+} <do> {who} need",
        "how much <is|was> needed for that",
        "how many {food+} should {who} take",
        "how many {food+} <do> {who} have to use",
        "what <is|was> the number of {food+} for that",
        "how many {food+} must {who} use",
        "how many {food+} <does|did> it take this time",
        "what number of {food+} will be needed",
        "~what amount of {food+} <is|was> right for this",
        "how many {food+} go into {wanted dish}",
        "how many {food+} should be on the shopping list",
        "for the number that {who} <want>, how many {food+} <are|were> called for",
        "how many {food+} must be at hand",
        "with how many {food+} can {who} do it",
    ),
    indirect=(
        "how many {food+} <are|were> needed",
        "how many {food+} {who} <need>",
        "how many {food+} should be taken",
        "how many {food+} {who} must use",
        "how many {food+} it <takes|took> this time",
        "what number of {food+} {who} should take",
        "~what amount of {food+} <is|was> right",
        "how many {food+} go into {wanted dish}",
        "how many {food+} should be on the shopping list",
        "how many {food+} must be at hand",
        "how many {food+} <are|were> called for this time",
        "with how many {food+} {who} can do it",
    ),
    noun=(
        "the number of {food+} needed",
        "the right number of {food+}",
        "the number of {food+} for {wanted dish}",
        "the necessary number of {food+}",
        "the number of {food+} that {who} <need>",
        "the number of {food+} to be used",
        "the number of {food+} that go into {wanted dish}",
        "the number of {food+} called for this time",
        "the number of {food+} on the shopping list",
        "the quantity of {food+} that {wanted dish} call for",
        "the number of {food+} that must be at hand",
    ),
    labels=("recipe: {need food} for {dishes dish}; wanted: {wanted dish}",),
    whole=(
        "{need food} are enough for {dishes dish}. How many {food+} are needed for {wanted dish}?",
        "If {dishes dish} take {need food}, how many {food+} do {wanted dish} take?",
        "{who} <make> {wanted dish}. The recipe <is|was> for {dishes dish} and <needs|needed> {need food}. How many "
        "{food+} <do> {who} need?",
        "How many {food+} go into {wanted dish} if {need food} go into {dishes dish}?",
        "For {dishes dish} I need {need food}. Tell me how many {food+} I need for {wanted dish}.",
        "Given that {need food} make {dishes dish}, work out how many {food+} make {wanted dish}.",
        "A recipe for {dishes dish} has {need food}. Now it is changed to make {wanted dish}. What is the new number "
        "of {food+}?",
        "To make {wanted dish}, how many {food+} should we buy, when {dishes dish} need {need food}?",
        "Recipe: {need food}, makes {dishes dish}. Needed: {wanted dish}. Number of {food+}?",
        "Suppose you make {dishes dish} with {need food}. What number of {food+} do you need for {wanted dish}?",
        "{speaker}: I used {need food} and got {dishes dish}.\n{listener}: I would like to have {wanted "
        "dish}.\n{speaker}: Then how many {food+} do you need?",
        "Calculate the number of {food+} for {wanted dish}, knowing that the recipe calls for {need food} to make "
        "{dishes dish}.",
        "How many {food+} should {who} put on the shopping list for {wanted dish}? By the recipe, {dishes dish} take "
        "{need food}.",
        "The {need food} in a recipe are meant for {dishes dish}. Determine how many {food+} it takes for {wanted "
        "dish}.",
        "Dear {listener}, your recipe has {need food} for {dishes dish}. I am going to make {wanted dish}. How many "
        "{food+} should I have ready? {speaker}",
        "A cook wants {wanted dish} instead of {dishes dish}. {need food} would be used for {dishes}. How many "
        "{food+} must the cook use?",
        "~{dishes dish}: {need food}. {wanted dish}: how many {food+}?",
        "{wanted dish} are to be on the table. How many {food+} go into them, if {dishes dish} call for {need food}?",
        "Keep to the proportion: {dishes dish} to {need food}. For {wanted dish}, how many {food+} is that?",
        "A list for {dishes dish} has {need food} on it. {who} <change> the list to suit {wanted dish}. What number "
        "of {food+} <do> {who} put there?",
        "Dishes in the recipe: {dishes dish}. {food+} in the recipe: {need}. Dishes to be made: {wanted dish}. "
        "{food+} to be used?",
        "When {who} <use> {need food}, the result <is|was> {dishes dish}. With how many {food+} would the result be "
        "{wanted dish}?",
        "How many {food+} must be at hand before a cook can start on {wanted dish}? As a rule, {need food} go into "
        "{dishes dish}.",
        "{speaker}: What do I need for {dishes dish}?\n{listener}: You need {need food}.\n{speaker}: But it is "
        "{wanted dish} that I am asked for!\n{listener}: Then how many {food+} will you use?",
        "Exercise. The number of {food+} is proportional to the number of dishes. {dishes dish} call for {need food}. "
        "How many {food+} do {wanted dish} call for?",
        "Hi {speaker}, I can only find the recipe for {dishes dish}. It takes {need food}. Since I promised {wanted "
        "dish} to the club, please tell me how many {food+} I should have at home.",
        "Yesterday {who} made {dishes dish}, and {need food} were used up. Tomorrow it will be {wanted dish}. If all "
        "goes in proportion, how many {food+} will be used up tomorrow?",
        "My grandmother turned {need food} into {dishes dish}. How many {food+} do I need to turn out {wanted dish} "
        "just like hers?",
        "The kitchen is asked for {wanted dish}. Its recipe, made for {dishes dish}, uses {need food}, and everything "
        "is scaled in the same way. State how many {food+} the kitchen will use.",
    ),
)


def _mixture(rng: random.Random) -> Drawn:
    money = currency(rng)
    low, high = sorted(rng.sample(range(2, 30), 2))
    a, b = rng.randint(1, 9), rng.randint(1, 9)
    while (a * low + b * high) % (a + b):
        low, high = sorted(rng.sample(range(2, 30), 2))
        a, b = rng.randint(1, 9), rng.randint(1, 9)
    what = rng.choice(("tea", "coffee", "nuts", "rice", "candy", "seed", "flour"))
    unit = rng.choice((noun("kilogram"), noun("pound"), noun("bag")))
    if money.noun.one == "pound" and unit.one == "pound":
        unit = noun("bag")
    one, other = a * low, b * high
    lines = [
        f"{unit(a)} at {money(low)} and {unit(b)} at {money(high)} a {unit.one}.",
        f"{multiplied(low, a)}, {multiplied(high, b)}. Together: {added(one, other)}.",
        f"There are {a} + {b} = {a + b} {unit.many}, so one costs {divided(one + other, a + b)}.",
    ]
    slots = {
        "what": what, "unit": unit, "p": money.say(low, rng), "q": money.say(high, rng), "who": someone(rng), "money": money.noun
    }  # fmt: skip
    return Drawn(lines, money((one + other) // (a + b)), {"a": a, "low": low, "b": b, "high": high}, slots)


MIXTURE = Family(
    "mixture",
    _mixture,
    facts={
        "first": (
            "{who} <mix> {a unit} of {what} at {p} a {unit} with {b unit} at {q} a {unit}",
            "{a unit} of {what} at {p} a {unit} <are|were> mixed with {b unit} at {q}",
            "into one sack <go|went> {a unit} of {what} at {p} and {b unit} at {q} a {unit}",
            "a mixture <has|had> {a unit} of {what} at {p} a {unit} and {b unit} at {q} a {unit}",
            "to {a unit} of {what} at {p} a {unit}, {who} <add> {b unit} at {q} a {unit}",
            "{who} <buy> {a unit} of {what} at {p} a {unit} and {b unit} at {q} a {unit} and <mix> all of it",
            "{a unit} of {what} at {p} a {unit} and {b unit} at {q} a {unit} <are|were> stirred together in a barrel",
            "{who} <pour> together {a unit} of {what} at {p} a {unit} and {b unit} at {q} a {unit}",
            "a merchant <mixes|mixed> {b unit} of {what} at {q} a {unit} with {a unit} at {p} a {unit}",
            "a mixture <is|was> made from {b unit} of {what} at {q} a {unit} and {a unit} at {p} a {unit}",
            "~with {a unit} of {what} for {p} a {unit} and {b unit} for {q}, {who} <make> a mixture",
            "{who} <combine> two kinds of {what}, {a unit} at {p} a {unit} and {b unit} at {q} a {unit}",
            "of {what} at {p} a {unit} {who} <take> {a unit}, of {what} at {q} a {unit} {b unit}, and <mix> them",
            "{b unit} of {what} at {q} a {unit} <{b:comes|come}|came> into a mixture together with {a unit} at {p} a "
            "{unit}",
            "in a mixture of {what}, {a unit} <{a:costs|cost}|cost> {p} per {unit} and {b unit} <{b:costs|cost}|cost> "
            "{q} per {unit}",
        ),
    },
    direct=(
        "what <is|was> the price of one {unit} of the mixture",
        "how much <does|did> a {unit} of the mixture cost",
        "what <does|did> the mixture cost per {unit}",
        "what <does|did> each {unit} of the mixture cost",
        "what price <does|did> one {unit} of the mixture have",
        "how much <is|was> a single {unit} of the mixture",
        "what <does|did> a {unit} cost after the mixing",
        "what <is|was> the cost of the mixture per {unit}",
        "~how many {money+} <is|was> a {unit} of this blend worth",
        "what price per {unit} <does|did> the mixing give",
        "what should be asked for a {unit} of the mixture so that nothing is lost or won",
        "for how much must a {unit} of the mixture be sold to bring in just what it cost",
        "on average, what <does|did> a {unit} in the mixture cost",
        "at what price per {unit} <does|did> the mixture come out",
    ),
    indirect=(
        "how much one {unit} of the mixture <costs|cost>",
        "what the mixture <costs|cost> per {unit}",
        "what price one {unit} of the mixture <has|had>",
        "what the cost of the mixture <is|was> per {unit}",
        "how much a single {unit} of the mixture <costs|cost>",
        "how much each {unit} of the mixture <costs|cost>",
        "~what a {unit} of this blend <is|was> worth",
        "what price per {unit} the mixing <gives|gave>",
        "what a {unit} in the mixture <costs|cost> on average",
        "at what price per {unit} the mixture <comes|came> out",
        "what should be asked for a {unit} of the mixture so that nothing is lost or won",
        "for how much a {unit} of the mixture must be sold to bring in just what it cost",
    ),
    noun=(
        "the price of one {unit} of the mixture",
        "the price per {unit} of the mixture",
        "the cost of a {unit} of the mixture",
        "the cost per {unit} of the mixture",
        "the average price of a {unit}",
        "the price of a single {unit} of the mixture",
        "the price per {unit} that the mixing <gives|gave>",
        "the average cost of a {unit} in the mixture",
        "the mean price of the mixture per {unit}",
        "the price at which each {unit} of the mixture comes out",
        "the price of a {unit} of the mixture at which nothing is lost or won",
    ),
    labels=("mixed: {a unit} at {p} a {unit}; {b unit} at {q} a {unit}",),
    whole=(
        "What does a {unit} cost if {a unit} of {what} at {p} and {b unit} at {q} a {unit} are mixed?",
        "Mix {a unit} of {what} at {p} a {unit} with {b unit} at {q} a {unit}. What is the price of one {unit} of "
        "the mixture?",
        "I mixed {a unit} of {what}, at {p} a {unit}, with {b unit}, at {q} a {unit}. How much does one {unit} of my "
        "mixture cost?",
        "Given {a unit} of {what} at {p} a {unit} and {b unit} at {q} a {unit}, find the price per {unit} when all "
        "of it is mixed.",
        "How much does a {unit} of mixed {what} cost, made from {a unit} at {p} a {unit} and {b unit} at {q} a {unit}?",
        "{who} <mix> two kinds of {what}: {a unit} at {p} a {unit}; {b unit} at {q} a {unit}. What <does|did> one "
        "{unit} of the mixture cost?",
        "Two kinds of {what} are poured together. Of the first there {a:is|are} {a unit} at {p} a {unit}, of the "
        "second {b unit} at {q} a {unit}. Work out the price of one {unit} of the mixture.",
        "Mixed: {a unit} of {what} at {p} a {unit}, {b unit} at {q} a {unit}. Price per {unit} of the mixture?",
        "Suppose a merchant mixes {a unit} of {what} at {p} a {unit} with {b unit} at {q} a {unit}. How much does a "
        "single {unit} of the mixture cost?",
        "{speaker}: I have {a unit} of {what} at {p} a {unit}.\n{listener}: I have {b unit} at {q} a {unit}. Let us "
        "mix everything.\nWhat does one {unit} of the mixture cost?",
        "Calculate the average price per {unit} of {what} for {a unit} at {p} a {unit} and {b unit} at {q} a {unit} "
        "together.",
        "What is the price of a {unit} of the mixture? It contains {b unit} of {what} at {q} a {unit} and {a unit} at "
        "{p} a {unit}.",
        "{what} at {p} a {unit} and {what} at {q} a {unit} are combined, {a unit} of the former and {b unit} of the "
        "latter. Determine what one {unit} of the mixture costs.",
        "A shop stirs {a unit} of cheap {what}, {p} a {unit}, into {b unit} of better {what}, {q} a {unit}. What "
        "should a {unit} of the mixture cost?",
        "Hi {speaker}, if I combine {b unit} of {what} for {q} a {unit} and {a unit} for {p} a {unit}, how much am I "
        "paying per {unit} on average?",
        "~{what}: {a unit} for {p} each, {b unit} for {q} each, all in one sack. What is one {unit} of it worth?",
        "Of two kinds of {what}, one costs {p} a {unit}, the other {q}. What is the mean price per {unit} if {a unit} "
        "of the one and {b unit} of the other are mixed?",
        "At what price per {unit} does a mixture come out if {b unit} of {what} at {q} a {unit} and {a unit} at {p} a "
        "{unit} go into it?",
        "{who} <buy> {a unit} of {what} at {p} a {unit}, {b unit} of a finer kind at {q} a {unit}, and <mix> all of "
        "it. On average, what <does|did> a {unit} cost?",
        "Kind one: {a unit} of {what}, {p} per {unit}. Kind two: {b unit}, {q} per {unit}. Both mixed. Cost of one "
        "{unit}?",
        "First add up what all of it costs, then divide by the number of {unit+}: {a unit} of {what} at {p} a {unit}, "
        "mixed with {b unit} at {q} a {unit}. What does one {unit} of the mixture cost?",
        "A dealer has {what} at {p} a {unit} and {what} at {q} a {unit}. He mixes {a unit} from the first barrel with "
        "{b unit} from the second. For how much must he sell a {unit} of the mixture to get back just what it cost?",
        "{speaker}: What is in this mixture?\n{listener}: There {b:is|are} {b unit} of {what} for {q} a {unit} in "
        "it.\n{speaker}: And the rest?\n{listener}: The rest {a:is|are} {a unit} for {p} a {unit}.\n{speaker}: Then "
        "what price per {unit} does that give?",
        "Exercise. Find the mean price per {unit} of a mixture that consists of {a unit} of {what} at {p} per {unit} "
        "and of {b unit} at {q} per {unit}.",
        "Dear {speaker}, your {a unit} of {what}, bought for {p} a {unit}, and my {b unit}, bought for {q} a {unit}, "
        "were put into the same barrel by mistake. What did a {unit} of this mixture cost us on average?",
        "How much should a shop ask for a {unit} of mixed {what}, if it wants neither to lose nor to win? The mixture "
        "is made of {a unit} at {p} a {unit} and {b unit} at {q} a {unit}.",
        "For a party, {who} <have> {what} mixed: {b unit} of the kind that <costs|cost> {q} a {unit}, and {a unit} of "
        "the kind that <costs|cost> {p}. What price per {unit} <does|did> the mixing give?",
        "When {a unit} of {what} with a price of {p} a {unit} and {b unit} with a price of {q} a {unit} are poured "
        "into one another, what is the price of a {unit} afterwards?",
    ),
    asides=(),
)

FAMILIES = (PERCENT_OF, PERCENT_CHANGE, WHAT_PERCENT, RECIPE, MIXTURE)
