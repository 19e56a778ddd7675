"""How many ways, pairs, legs and heads: handshakes, outfits, orders, tournaments, socks in the dark, Venn diagrams."""

from __future__ import annotations

import math
import random

from phi4.data.synth.arithmetic import added, divided, multiple, multiplied, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import Noun, listed, named, noun, nouns, someone

SKIP = frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if",
                  "polite, if", "wonder, known", "in need", "wonder"})  # fmt: skip

_MEETINGS = (
    (noun("person"), "shakes hands with", "handshake", "meeting"), (noun("guest"), "shakes hands with", "handshake", "party"),
    (noun("friend"), "hugs", "hug", "reunion"), (noun("player"), "plays one game against", "game", "tournament"),
    (noun("team"), "plays one match against", "match", "league"), (noun("town"), "is joined by one road to", "road", "district"),
    (noun("student"), "exchanges a greeting with", "greeting", "class"), (noun("computer"), "has one cable to", "cable", "network"),
    (noun("guest"), "clinks glasses with", "clink", "dinner"), (noun("chess player"), "plays once against", "game", "club"),
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


HANDSHAKES = Family(
    "handshakes",
    _handshakes,
    facts={
        "count": (
            "there are {count person} at a {place}",
            "{count person} come together for a {place}",
            "a {place} has {count person}",
            "a {place} is made up of {count person}",
            "the number of {person+} at a {place} is {count}",
            "~a {place} brings together {count person}",
        ),
        "rule": (
            "+each [{person} |]{does} every other {person}",
            "+every {person} {does} each of the others",
            "+each of them {does} all the others",
            "+there is one {what} between any two {person+}",
            "+for every pair of them we count one {what}",
            "~+nobody is left out: each {person} {does} every other one",
        ),
        "count rule": (
            "at a {place}, each of {count person} {does} every other one",
            "each of {count person} {does} all the others",
            "every {person} {does} every other at a {place} of {count person}",
            "a {place} has {count person}, and for every two of them there is one {what}",
        ),
    },
    direct=(
        "how many {what+} are there",
        "how many {what+} is that in all",
        "what number of {what+} does that give",
        "how many {what+} can be counted",
        "how many {what+} does this come to",
        "~what is the total of {what+}",
    ),
    indirect=(
        "how many {what+} there are in all",
        "+how many {what+} that makes",
        "what number of {what+} one gets",
        "how many {what+} can be counted",
        "~what the total of {what+} is",
    ),
    noun=(
        "the number of {what+}",
        "the total number of {what+}",
        "the count of all {what+}",
        "the number of {what+} among all the {person+}",
    ),
    labels=("{person+}: {count}; each {does} every other one",),
    whole=(
        "How many {what+} are there if each of {count person} {does} every other one?",
        "If everyone in a group of {count person} {does} everyone else, how many {what+} are there?",
        "A {place} has {count person}, and every one of them {does} every other. Work out how many {what+} there are.",
        "^{place} with {count person}; each one {does} all the rest. Number of {what+}?",
        "At a {place} every {person} {does} every other {person}. There are {count person}. "
        "How many {what+} does that make?",
        "I count the {what+} at a {place} of {count person}, where each {person} {does} every other. "
        "How many do I get?",
        "Given {count person} and one {what} between any two of them, how many {what+} are there in all?",
        "There is one {what} for every pair of {person+}. With {count} of them at a {place}, what is the "
        "number of {what+}?",
        "~{count person}, and each {does} each other one: how many {what+}?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)

_SETS = (
    ("shirt", "trouser", "hat", "outfit"), ("soup", "main dish", "dessert", "menu"), ("bread", "cheese", "sauce", "sandwich"),
    ("frame", "color", "wheel", "bike"), ("cone", "flavor", "topping", "ice cream"), ("cover", "paper", "ribbon", "notebook"),
    ("road to the river", "bridge", "path to the castle", "way"), ("jacket", "scarf", "cap", "outfit"), ("letter", "digit", "color", "label"),
    ("crust", "sauce", "topping", "pizza"),
)  # fmt: skip


def _outfits(rng: random.Random) -> Drawn:
    chosen = rng.choice(_SETS)
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


OUTFITS = Family(
    "outfits",
    _outfits,
    facts={
        "choices": (
            "{who} <have> {things}",
            "there <are|were> {things} to choose from",
            "{who} <can|could> choose among {things}",
            "the choice <is|was> among {things}",
            "{who} <pick> from {things}",
            "at hand <are|were> {things}",
            "~{things} <are|were> on offer",
        ),
        "rule": (
            "+[a|each] {result} <is|was> made of {each}",
            "+[a|one] {result} <has|had> {each}",
            "+for [a|each] {result} one <takes|took> {each}",
            "+every {result} <takes|took> {each}, no more and no less",
            "+to get [a|one] {result}, {who} <combine> {each}",
            "~+{each} <make|made> one {result}",
        ),
    },
    direct=(
        "how many different {result+} <are|were> possible",
        "how many {result+} can be made",
        "in how many ways can one choose",
        "what <is|was> the number of possible {result+}",
        "how many different {result+} <do> {who} have to choose from",
        "how many choices of {result} can be told apart",
        "~how many kinds of {result+} <are|were> there",
    ),
    indirect=(
        "how many different {result+} <are|were> possible",
        "how many different {result+} can be made",
        "in how many ways one can choose",
        "what the number of possible {result+} <is|was>",
        "~how many kinds of {result+} there <are|were>",
    ),
    noun=(
        "the number of different {result+}",
        "the number of possible {result+}",
        "the number of {result+} that can be made",
        "the number of choices for one {result}",
    ),
    whole=(
        "How many different {result+} can be made from {things} if one {result} has {each}?",
        "{who} <have> {things}. If each {result} needs {each}, how many different {result+} can there be?",
        "Take {each} for every {result}. To choose from, there are {things}. "
        "Work out the number of different {result+}.",
        "Choices: {things}. One {result} = {each}. Number of {result+}?",
        "I want one {result} with {each}. There are {things} for me to choose from. "
        "How many different {result+} could I get?",
        "Given {things}, how many {result+} are there when one {result} always consists of {each}?",
        "Every {result} consists of {each}; all possible {result+} from {things} are to be counted. "
        "How many are there?",
        "~{things}: how many {result+} of {each}?",
    ),
    ordered=True,
    asides=(),
    skip=SKIP,
)

_LINES = (
    ("people", "sit on a bench"), ("books", "stand on a shelf"), ("children", "stand in a line"), ("runners", "finish a race"),
    ("letters", "be put in a row"), ("cars", "park in a row"), ("pictures", "hang side by side"), ("friends", "line up for a photo"),
    ("flags", "hang on a pole one above the other"), ("songs", "be played one after the other"), ("cards", "be laid in a row"),
)  # fmt: skip


def _orders(rng: random.Random) -> Drawn:
    things, stand = rng.choice(_LINES)
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


ORDERS = Family(
    "orders",
    _orders,
    facts={
        "count": (
            "there are {count} different {things}",
            "{who} looks at {count} different {things}",
            "we have {count} {things}, no two alike",
            "a group of {count} different {things} is given",
            "{who} starts with {count} {things} that all differ",
            "~{count} {things} are there, all of them different",
        ),
        "rule": (
            "+{rule}",
            "+now {rule}",
            "+{who} decides that {rule}",
            "+it is agreed that {rule}",
            "+the rule says that {rule}",
            "~+the plan is this: {rule}",
        ),
    },
    direct=(
        "in how many ways can this be done",
        "how many orders are possible",
        "how many different orders are there",
        "in how many different orders can it happen",
        "how many orders can one choose from",
        "what is the number of possible orders",
        "~how many arrangements exist",
    ),
    indirect=(
        "in how many ways this can be done",
        "how many orders are possible",
        "in how many orders it can be done",
        "how many different orders there are",
        "how many orders one can choose from",
        "~how many arrangements exist",
    ),
    noun=(
        "the number of possible orders",
        "the number of ways",
        "the number of different orders",
        "the number of ways to do this",
    ),
    whole=(
        "There are {count} different {things}, and {rule}. How many orders are there?",
        "{who} sees {count} different {things}. ^{rule}. In how many orders can this happen?",
        "How many orders are possible if there are {count} different {things} and {rule}?",
        "Given: {count} different {things}, and {rule}. Count the possible orders.",
        "I start with {count} different {things}, and {rule}: how many orders can I choose from?",
        "Work out the number of possible orders: there are {count} {things}, no two the same, and {rule}.",
        "The order matters. There are {count} {things}, each unlike the others, and {rule}. Number of ways?",
        "~{count} {things}; {rule}. How many ways are there to do so?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP,
)


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


KNOCKOUT = Family(
    "knockout",
    _knockout,
    facts={
        "count": (
            "{count player} take part in a {sport} tournament",
            "a {sport} tournament starts with {count player}",
            "there are {count player} in a {sport} tournament",
            "{count player} enter a {sport} tournament",
            "a {sport} tournament is held for {count player}",
            "~for a {sport} cup[,|] {count player} have signed up",
        ),
        "rule": (
            "+whoever loses [a match |]is out",
            "+the loser of each match goes home",
            "+after one defeat a {player} is out, and there are no draws",
            "+a single defeat ends the tournament for a {player}",
            "+only the winner of each match stays in",
            "~+nobody plays on after a defeat",
        ),
    },
    direct=(
        "how many matches are there until one {player} has won",
        "how many matches are played in all",
        "how many matches does it take to find the winner",
        "how many matches must be planned",
        "what number of matches leads to the winner",
        "how many matches does the whole tournament have",
        "~after how many matches is only one {player} left",
    ),
    indirect=(
        "how many matches are played in all",
        "how many matches it takes to find the winner",
        "how many matches the tournament has",
        "how many matches must be planned until there is a winner",
        "~after how many matches only one {player} is left",
    ),
    noun=(
        "the number of matches",
        "the number of matches that it takes to find the winner",
        "the number of matches in the whole tournament",
        "the number of matches that must be planned",
    ),
    whole=(
        "In a knockout tournament with {count player}, how many matches are needed to find the winner?",
        "A {sport} tournament is played in knockout rounds: one defeat and a {player} is out. "
        "{count player} begin. How many matches are played?",
        "Work out how many matches a knockout {sport} tournament with {count player} has.",
        "I run a {sport} tournament for {count player}. Every match sends its loser home. "
        "How many matches do I have to plan?",
        "{sport}, knockout, {count player}. Number of matches?",
        "How many matches must be played before the {sport} winner is known, when {count player} enter and "
        "every loser drops out?",
        "Each match knocks out one {player}; {count player} start, and the one who is never beaten wins. "
        "How many matches is that?",
        "~{count player}, losers out at once: how many matches until the last one stands?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)

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


SOCKS = Family(
    "socks in the dark",
    _socks,
    facts={
        "things": (
            "there <are|were> {things} in a [dark |]{place}",
            "a {place} <holds|held> {things}",
            "{who} <have> {things} in a {place}",
            "in a {place} <are|were> {things}, all mixed",
            "{things} <are|were> kept in a {place}",
            "~mixed up in a {place} <lie|lay> {things}",
        ),
        "dark": (
            "+it <is|was> too dark to see the colors",
            "+{who} <take> some out without looking",
            "+nobody <sees|saw> which ones <are|were> taken",
            "+{who} <cannot|could not> tell the colors apart in the dark",
            "+{who} <pull> them out one by one without seeing the colors",
            "~+they <are|were> taken out with closed eyes",
        ),
    },
    direct=(
        "how many must be taken to be sure of {two} of the same color",
        "how many {piece+} does one have to take so that {two} surely have the same color",
        "what is the smallest number of {piece+} that surely has {two} of the same color in it",
        "at least how many {piece+} must {who} take to have {two} of one color without fail",
        "how many {piece+} are needed in the worst case for {two} of the same color",
        "~how many {piece+} make it certain that {two} of one color are among them",
    ),
    indirect=(
        "how many must be taken to be sure of {two} of the same color",
        "how many {piece+} one must take so that {two} surely have the same color",
        "how many {piece+} are needed even in the worst case for {two} of the same color",
        "what the smallest number is that surely gives {two} of the same color",
        "~how many make it certain that {two} of one color are among them",
    ),
    noun=(
        "the smallest number that makes sure of {two} of the same color",
        "the smallest number of {piece+} with {two} of the same color for sure",
        "the least number of {piece+} that is always enough for {two} of one color",
    ),
    whole=(
        "From {things}, how many must one take in the dark to be sure of {two} of the same color?",
        "A {place} holds {things}. Without looking, {who} <take> out one after another. "
        "After how many {piece+} <do> {who} surely have {two} of the same color?",
        "{who} <reach> into a dark {place} with {things}. At least how many {piece+} must {who} take so that "
        "{two} of them are sure to have one color?",
        "I cannot see the colors of the {piece+} that I take from a {place}. In it are {things}. "
        "How many must I take to have {two} of the same color for sure?",
        "In the {place}: {things}. Wanted: {two} of the same color, drawn blind. "
        "Smallest number of {piece+} that is sure to be enough?",
        "What is the smallest number of {piece+} to draw blindly from {things} if {two} of them must be of "
        "the same color?",
        "Work out the worst case: out of {things}, {piece+} are drawn in the dark until there are {two} of "
        "the same color. How many are drawn at most?",
        "~{things}, no light: how many {piece+} until {two} surely match?",
    ),
    ordered=True,
    asides=(),
    skip=SKIP,
)

_LEGS = {
    "dog": 4, "cat": 4, "cow": 4, "horse": 4, "sheep": 4, "rabbit": 4, "goat": 4, "pig": 4, "hen": 2, "duck": 2, "goose": 2, "bird": 2,
    "person": 2, "ant": 6, "beetle": 6, "bee": 6, "spider": 8,
}  # fmt: skip


def _legs(rng: random.Random) -> Drawn:
    names = rng.sample(sorted(_LEGS), rng.choice((2, 2, 3)))
    counts = [rng.randint(2, 12) for _ in names]
    told = [noun(name)(count) for name, count in zip(names, counts, strict=True)]
    parts = [count * _LEGS[name] for name, count in zip(names, counts, strict=True)]
    lines = ["A " + ", a ".join(f"{name} has {_LEGS[name]} legs" for name in names) + "."]
    lines[0] = lines[0].replace("A ant", "An ant").replace(", a ant", ", an ant")
    lines += [
        f"{noun(name)(count)}: {multiplied(_LEGS[name], count) if count > 10 else f'{_LEGS[name]} × {count} = {_LEGS[name] * count}'}."
        for name, count in zip(names, counts, strict=True)
    ]
    at = parts[0]
    for part in parts[1:]:
        lines.append(f"{added(at, part)}.")
        at += part
    slots = {
        "who": someone(rng), "animals": listed(told),
        "place": rng.choice(("yard", "field", "garden", "barn", "park", "room")),
    }  # fmt: skip
    return Drawn(lines, noun("leg")(at), dict(zip(names, counts, strict=True)), slots)


LEGS = Family(
    "legs",
    _legs,
    facts={
        "animals": (
            "there <are|were> {animals} in a {place}",
            "{who} <see> {animals} in a {place}",
            "{who} <count> {animals}",
            "in a {place} <are|were> {animals}",
            "{animals} <come|came> into a {place}",
            "{animals} <meet|met> in a {place}",
            "~a {place} <has|had> {animals} in it",
        ),
    },
    direct=(
        "how many legs <are|were> there[| in all| altogether]",
        "how many legs do they have[| in all| together]",
        "+what <do|did> their legs add up to",
        "+how many legs <belong|belonged> to them in all",
        "what <is|was> the number of all the legs",
        "~what number of legs is that",
    ),
    indirect=(
        "how many legs they have together",
        "how many legs there <are|were> in all",
        "+what their legs <add|added> up to",
        "+how many legs <belong|belonged> to all of them",
        "~what number of legs that is",
    ),
    noun=(
        "the number of legs",
        "the number of all their legs",
        "the total number of legs",
        "the sum of all their legs",
    ),
    labels=("animals: {animals}",),
    whole=(
        "How many legs do {animals} have together?",
        "{animals}: how many legs?",
        "I see {animals} in the {place}. How many legs are in front of me?",
        "In the {place}: {animals}. Total number of legs?",
        "Work out how many legs there are on {animals} taken together.",
        "Given {animals}, what is the number of all their legs?",
        "If {animals} meet in a {place}, how many legs come together?",
        "How many legs go past {who.o} when {animals} go by?",
        "{who} <paint> {animals}, every one with all its legs. How many legs <do> {who} paint?",
        "~Count the legs of {animals}. How many are there?",
    ),
    asides=(),
    skip=SKIP - {"wonder", "wonder, known", "in need", "question, facts"},
)

_FARMS = (
    ("hen", 2, "cow", 4, "leg"), ("chicken", 2, "rabbit", 4, "leg"), ("duck", 2, "sheep", 4, "leg"), ("hen", 2, "pig", 4, "leg"),
    ("bird", 2, "cat", 4, "leg"), ("bike", 2, "car", 4, "wheel"), ("bike", 2, "tricycle", 3, "wheel"), ("stool", 3, "chair", 4, "leg"),
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
        f"Pattern: each {many_name} has {many} - {few} = {gap} more. {large.many.capitalize()}: {divided(legs - total * few, gap)}.",
    ]
    if not asked_many:
        lines.append(f"{small.many.capitalize()}: {subtracted(total, second)}.")
    asked = large if asked_many else small
    slots = {
        "small": small, "large": large, "leg": leg, "asked": asked, "who": someone(rng),
        "heads": "heads" if what == "leg" and few_name != "stool" else "things",
        "place": rng.choice(("farm", "field", "yard")) if what == "leg" and few_name not in ("stool", "ant") else "room",
    }  # fmt: skip
    numbers = {"total": total, "legs": legs, "few": few, "many": many, "asked": "many" if asked_many else "few"}
    return Drawn(lines, asked(second if asked_many else first), numbers, slots)


HEADS = Family(
    "heads and legs",
    _heads,
    facts={
        "total": (
            "there <are|were> {small+} and {large+}, {total} in all, in a {place}",
            "{who} <have> {small+} and {large+}, {total} altogether",
            "{who} <count> {total} {heads} of {small+} and {large+}",
            "a {place} <has|had> {total} {heads}, of {small+} and {large+}",
            "{total} {heads}, all of them {small+} or {large+}, <are|were> in a {place}",
            "~{small+} and {large+} <are|were> together, {total} {heads} in number",
        ),
        "legs": (
            "+together they <have|had> {legs leg}",
            "+there <are|were> {legs leg} in all",
            "+{who} <count> {legs leg}",
            "+all of them together <have|had> {legs leg}",
            "+{legs leg} <belong|belonged> to them",
            "~+the {leg+} <are|were> {legs} in number",
        ),
        "total legs": (
            "{total} {small+} and {large+} <have|had> {legs leg} together",
            "among {small+} and {large+}, {who} <count> {total} {heads} and {legs leg}",
            "there <are|were> {legs leg} on {total} {small+} and {large+}",
            "{who} <have> {total} {small+} and {large+} with {legs leg} in all",
        ),
    },
    direct=(
        "how many {asked+} <are|were> there",
        "how many of them <are|were> {asked+}",
        "what <is|was> the number of {asked+}",
        "what number of {asked+} <does|did> that make",
        "how many of the {total} <are|were> {asked+}",
        "~how many {asked+} <are|were> among them",
    ),
    indirect=(
        "how many {asked+} there <are|were>",
        "how many of them <are|were> {asked+}",
        "how many of the {total} <are|were> {asked+}",
        "what the number of {asked+} <is|was>",
        "~how many {asked+} <are|were> among them",
    ),
    noun=(
        "the number of {asked+}",
        "the count of {asked+}",
        "the exact number of {asked+}",
    ),
    labels=("{small+} and {large+}: {total} in all; {leg+}: {legs}",),
    whole=(
        "{small+} and {large+}: {total} {heads}, {legs leg}. How many {asked+} are there?",
        "There are only {small+} and {large+} in a {place}. Together they have {legs leg}, and there are "
        "{total} of them. Find the number of {asked+}.",
        "{total} {heads}, {legs leg}, nothing but {small+} and {large+}: how many {asked+}?",
        "How many {asked+} are there if {total} {small+} and {large+} have {legs leg} in all?",
        "I have {small+} and {large+}. All of them together are {total}, and I count {legs leg}. "
        "How many {asked+} do I have?",
        "Given {legs leg} on {total} {small+} and {large+}, work out how many of them are {asked+}.",
        "A {place} holds {small+} and {large+}, {total} altogether. "
        "Each {small} has {few} {leg+} and each {large} {many}, which makes {legs} in all. How many are {asked+}?",
        "~In a {place} with {small+} and {large+} one counts {total} {heads} and {legs leg}. How many {asked+} is that?",
    ),
    ordered=True,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)

FAMILIES = (HANDSHAKES, OUTFITS, ORDERS, KNOCKOUT, SOCKS, LEGS, HEADS)
