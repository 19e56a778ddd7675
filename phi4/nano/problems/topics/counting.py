"""How many ways, pairs, legs and heads: handshakes, outfits, orders, tournaments, socks in the dark, Venn diagrams."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import added, divided, multiple, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import Noun, listed, named, noun, nouns, someone

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
            "one counts {count person} at a {place}",
            "at a {place} one finds {count person}",
        ),
        "rule": (
            "+each [{person} |]{does} every other {person}",
            "+every {person} {does} each of the others",
            "+each of them {does} all the others",
            "+there is one {what} between any two {person+}",
            "+for every pair of them we count one {what}",
            "~+nobody is left out: each {person} {does} every other one",
            "+to every two {person+} belongs exactly one {what}",
            "+whichever two {person+} one picks, there is one {what} between them",
        ),
        "count rule": (
            "at a {place}, each of {count person} {does} every other one",
            "each of {count person} {does} all the others",
            "every {person} {does} every other at a {place} of {count person}",
            "a {place} has {count person}, and for every two of them there is one {what}",
            "one counts {count person} at a {place}, and each one {does} every other",
            "for a {place} of {count person}, one {what} is counted for any two of them",
        ),
    },
    direct=(
        "how many {what+} are there",
        "how many {what+} is that in all",
        "what number of {what+} does that give",
        "how many {what+} can be counted",
        "how many {what+} does this come to",
        "~what is the total of {what+}",
        "to how many {what+} does this lead",
        "how large is the number of {what+}",
        "how many {what+} would a full list contain",
    ),
    indirect=(
        "how many {what+} there are in all",
        "+how many {what+} that makes",
        "what number of {what+} one gets",
        "how many {what+} can be counted",
        "~what the total of {what+} is",
        "+to how many {what+} this leads",
        "how large the number of {what+} is",
        "how many {what+} a full list would contain",
    ),
    noun=(
        "the number of {what+}",
        "the total number of {what+}",
        "the count of all {what+}",
        "the number of {what+} among all the {person+}",
        "the sum of all {what+}",
        "the full number of {what+}",
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
        "{person+}: {count}. One {what} for any two of them. ^{what+} in all?",
        "Suppose that there are {count person} at a {place}, and that each {does} every other one. To how many {what+} "
        "does that lead?",
        "{speaker}: We have {count person} at the {place}.\n{listener}: And each {does} every other "
        "one?\n{speaker}: Yes. How many {what+} is that in all?",
        "Exercise. In a {place} of {count person}, every {person} {does} every other one. Determine the number of "
        "{what+}.",
        "A full list of the {what+} at a {place} is to be drawn up. Each of the {count person} there {does} all "
        "the others. How many {what+} will be on the list?",
        "How many pairs, and so how many {what+}, are there among {count person} if every pair has its own {what}?",
        "Our {place} has {count person}. Since any two of them have one {what} between them, can you tell me how "
        "many {what+} there are?",
        "Number of {what+} wanted! The {place} has {count person}, and each of them {does} every other.",
        "Whichever two of the {count person} at a {place} you pick, there is one {what} between them. Work out the "
        "number of all the {what+}.",
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
            "{who} <find> {things} to pick from",
            "one <chooses|chose> from {things}",
        ),
        "rule": (
            "+[a|each] {result} <is|was> made of {each}",
            "+[a|one] {result} <has|had> {each}",
            "+for [a|each] {result} one <takes|took> {each}",
            "+every {result} <takes|took> {each}, no more and no less",
            "+to get [a|one] {result}, {who} <combine> {each}",
            "~+{each} <make|made> one {result}",
            "+[a|one] {result} <is|was> complete with {each}",
            "+{who} <need> {each} for every {result}",
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
        "how many combinations give [a|one] {result}",
        "how many {result+} can be put together without a repeat",
        "how large <is|was> the number of possible {result+}",
    ),
    indirect=(
        "how many different {result+} <are|were> possible",
        "how many different {result+} can be made",
        "in how many ways one can choose",
        "what the number of possible {result+} <is|was>",
        "~how many kinds of {result+} there <are|were>",
        "how many combinations give [a|one] {result}",
        "how many {result+} can be put together without a repeat",
        "how large the number of possible {result+} <is|was>",
    ),
    noun=(
        "the number of different {result+}",
        "the number of possible {result+}",
        "the number of {result+} that can be made",
        "the number of choices for one {result}",
        "the number of combinations for [a|one] {result}",
        "the count of {result+} that differ from each other",
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
        "There are {things}. ^{each}: that is one {result}. How many {result+} can be told apart?",
        "Suppose that [a|one] {result} comes about by choosing {each}, out of {things}. How many different "
        "{result+} exist?",
        "{speaker}: What do we have?\n{listener}: ^{things}.\n{speaker}: For [a|one] {result} we need {each}. So "
        "how many different {result+} can we get?",
        "Exercise. Let there be {things} to choose from, and let each {result} contain {each}. Determine the "
        "number of different {result+}.",
        "In how many ways can {who} choose {each} for [a|one] {result}, when there are {things}?",
        "{who} never <want> the same {result} twice. With {things} to choose from, and {each} for every {result}, "
        "how many {result+} <is|was> that at most?",
        "Hi {speaker}, we have {things} here. [A|One] {result} takes {each}. Can you tell me how many different "
        "{result+} are possible? Yours, {listener}",
        "List every {result} that has {each}, choosing from {things}. How many {result+} are on the list?",
        "The stock: {things}. The rule: {each} per {result}. The question: how many different {result+}?",
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
            "we think of {count} {things} that can all be told apart",
            "{count} {things} are given, each one unlike the rest",
            "{who} has {count} different {things} in mind",
            "the number of different {things} is {count}",
            "we are dealing with {count} {things}, none like another",
            "{who} can choose among {count} {things}, and no two are the same",
        ),
        "rule": (
            "+{rule}",
            "+now {rule}",
            "+{who} decides that {rule}",
            "+it is agreed that {rule}",
            "+the rule says that {rule}",
            "~+the plan is this: {rule}",
            "+it has been settled that {rule}",
            "+as {who} sees it, {rule}",
            "+for some reason, {rule}",
            "+we know that {rule}",
            "+what has to happen is that {rule}",
            "+somebody demands that {rule}",
            "+in the end, {rule}",
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
        "in how many ways can the places be filled",
        "how many different lists of the order could be written",
        "+how many ways of ordering them are there",
        "how many possibilities are there for the order",
        "what is the total number of orders",
        "how many times can it be done without repeating an order",
        "in how many ways may they follow each other",
        "how many orders differ from one another",
    ),
    indirect=(
        "in how many ways this can be done",
        "how many orders are possible",
        "in how many orders it can be done",
        "how many different orders there are",
        "how many orders one can choose from",
        "~how many arrangements exist",
        "in how many ways the places can be filled",
        "how many different lists of the order could be written",
        "+how many ways of ordering them there are",
        "how many possibilities there are for the order",
        "what the total number of orders is",
        "how many times it can be done without repeating an order",
        "in how many ways they may follow each other",
        "how many orders differ from one another",
    ),
    noun=(
        "the number of possible orders",
        "the number of ways",
        "the number of different orders",
        "the number of ways to do this",
        "the number of ways to fill the places",
        "the number of orders that can occur",
        "the total number of orders",
        "the number of possibilities for the order",
        "the count of all orders that are possible",
        "the number of orders without any repetition",
        "the number of ways in which they may follow each other",
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
        "Different {things}: {count}. Task: {rule}. Possible orders?",
        "Suppose we have {count} different {things} and {rule}. In how many ways can the places be filled?",
        "{speaker}: Here are {count} {things}, all different.\n{listener}: And {rule}, I hear.\n{speaker}: How "
        "many orders does that allow?",
        "Exercise. Given are {count} distinct {things}; {rule}. Determine the number of possible orders.",
        "{who} wants to try every order once. There are {count} different {things}, and {rule}. How many tries "
        "does that take?",
        "There are {count} different {things}, and {rule}. {who} writes one list for each order. How many lists "
        "are written?",
        "In how many orders can it be done: {count} {things}, no two of them alike, and {rule}?",
        "In front of me are {count} different {things}. ^{rule}, and the order matters. How many orders are open to me?",
        "A question about order: if there are {count} {things} that all differ from each other, and {rule}, how "
        "many orders can occur?",
        "Order counts here: {count} different {things} are at hand, and {rule}. How many orders are there?",
        "Every day {who} wants another order. With {count} different {things}, and given that {rule}, for "
        "how many days can {who} go on without a repetition?",
        "What is the total number of orders for {count} {things}, all different, when {rule}?",
        "Telegram: {count} different {things}. ^{rule}. Report number of possible orders.",
        "Fill the places one by one, and count the choices: there are {count} different {things}, and "
        "{rule}. What number of orders do you get?",
        "To begin with, there are {count} different {things}. ^{rule}. Work out how many ways there are "
        "to do it, if order makes a difference.",
        "Two orders are different if anything changes its place. Keeping that in mind, how many orders "
        "are there for {count} different {things} if {rule}?",
        "{listener}: How many different {things} are there?\n{speaker}: ^{count}.\n{listener}: And what "
        "happens with them?\n{speaker}: ^{rule}.\nWork out the number of possible orders.",
        "Let {count} different {things} be given, and suppose that {rule}. State the number of orders in "
        "which this can happen.",
        "Dear {speaker}, think of {count} {things} that are all different. ^{rule}. Can you work out how "
        "many orders are possible? Yours, {listener}",
        "A photographer takes one picture for each possible order. She finds {count} different {things}, "
        "and {rule}. How many pictures does she take?",
        "The number of possibilities is wanted. Here are the data: different {things}, {count}; task, "
        "{rule}; the order is important.",
        "{who} bets that nobody can guess the order. There are {count} different {things}, and {rule}. "
        "Out of how many possible orders does one have to guess?",
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
            "a {sport} tournament begins, and {count player} are in it",
            "the list for a {sport} tournament shows {count player}",
        ),
        "rule": (
            "+whoever loses [a match |]is out",
            "+the loser of each match goes home",
            "+after one defeat a {player} is out, and there are no draws",
            "+a single defeat ends the tournament for a {player}",
            "+only the winner of each match stays in",
            "~+nobody plays on after a defeat",
            "+every match sends its loser out",
            "+to lose once is to be out",
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
        "how many matches will the schedule list",
        "how many matches decide the tournament",
        "what do the matches add up to until somebody has won it all",
    ),
    indirect=(
        "how many matches are played in all",
        "how many matches it takes to find the winner",
        "how many matches the tournament has",
        "how many matches must be planned until there is a winner",
        "~after how many matches only one {player} is left",
        "how many matches the schedule will list",
        "how many matches decide the tournament",
        "what the number of matches is from the start to the final",
    ),
    noun=(
        "the number of matches",
        "the number of matches that it takes to find the winner",
        "the number of matches in the whole tournament",
        "the number of matches that must be planned",
        "the number of matches on the whole schedule",
        "the number of matches from the start to the final",
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
        "{sport} tournament: {count player}; lose once and you are out. Matches in all?",
        "Suppose {count player} play a {sport} tournament by the knockout system. How many matches will have been "
        "played when the winner is found?",
        "{speaker}: How many {player+} are in your {sport} tournament?\n{listener}: ^{count}. It is a "
        "knockout.\n{speaker}: Then how many matches will there be?",
        "Exercise. A knockout tournament in {sport} is entered by {count player}. Determine the number of matches "
        "up to and including the final.",
        "The hall must be booked by the match. Each match of our {sport} tournament puts its loser out, and {count "
        "player} want to win. For how many matches do we need the hall?",
        "A referee is paid for every match of a {sport} tournament in which whoever loses goes home. With "
        "{count player}, for how many matches is money needed?",
        "How many {sport} matches will it take to get from {count player} to one winner, if whoever loses is out?",
        "Every {player} but the winner of a {sport} tournament loses exactly once and then leaves. At the start "
        "there are {count player}. What is the number of matches?",
        "Can you help me plan? There are {count player}, the sport is {sport}, and one defeat ends the tournament "
        "for a {player}. I need to know the number of matches.",
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
            "{who} <keep> {things} in a {place}",
            "{things} <share|shared> a {place}",
        ),
        "dark": (
            "+it <is|was> too dark to see the colors",
            "+{who} <take> some out without looking",
            "+nobody <sees|saw> which ones <are|were> taken",
            "+{who} <cannot|could not> tell the colors apart in the dark",
            "+{who} <pull> them out one by one without seeing the colors",
            "~+they <are|were> taken out with closed eyes",
            "+the light <is|was> off, so no color <can|could> be seen",
            "+the colors <cannot|could not> be seen when one <takes|took> them out",
        ),
    },
    direct=(
        "how many must be taken to be sure of {two} of the same color",
        "how many {piece+} does one have to take so that {two} surely have the same color",
        "what is the smallest number of {piece+} that surely has {two} of the same color in it",
        "at least how many {piece+} must {who} take to have {two} of one color without fail",
        "how many {piece+} are needed in the worst case for {two} of the same color",
        "~how many {piece+} make it certain that {two} of one color are among them",
        "after how many {piece+} is it sure that {two} share a color",
        "how many must come out before {two} of one color are guaranteed",
        "what number of {piece+} is just enough to guarantee {two} of one color",
    ),
    indirect=(
        "how many must be taken to be sure of {two} of the same color",
        "how many {piece+} one must take so that {two} surely have the same color",
        "how many {piece+} are needed even in the worst case for {two} of the same color",
        "what the smallest number is that surely gives {two} of the same color",
        "~how many make it certain that {two} of one color are among them",
        "after how many {piece+} it is sure that {two} share a color",
        "how many must come out before {two} of one color are guaranteed",
        "what number of {piece+} is just enough to guarantee {two} of one color",
    ),
    noun=(
        "the smallest number that makes sure of {two} of the same color",
        "the smallest number of {piece+} with {two} of the same color for sure",
        "the least number of {piece+} that is always enough for {two} of one color",
        "the smallest draw that guarantees {two} {piece+} of one color",
        "the number of {piece+} needed in the worst case for {two} of one color",
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
        "{place} in the dark: {things}. Needed: {two} of one color. Least number of {piece+} to take out for sure?",
        "Suppose the lamp <is|was> broken and {who} <have> to take {piece+} out of a {place} with {things}. How "
        "few guarantee {two} of the same color?",
        "{speaker}: What is in the {place}?\n{listener}: ^{things}.\n{speaker}: I want {two} of one color, but I "
        "cannot see them. How many {piece+} must I take at least to be sure?",
        "Exercise. A {place} contains {things}. ^{piece+} are drawn blindly. Determine the least number of "
        "{piece+} that guarantees {two} of the same color.",
        "With bad luck, how many {piece+} does one have to draw from {things}, unseen, until {two} of them agree "
        "in color?",
        "{who} <want> {two} {piece+} of one color, no matter which. They <come|came> unseen out of a {place} with "
        "{things}. At least how many <are|were> needed to be sure?",
        "To be certain of {two} {piece+} in one color, how many should you take at least from a {place} in which "
        "there are {things}, if you cannot look?",
        "My {place} has {things} in it, and the room is dark. Please work out the smallest number of {piece+} I "
        "have to carry into the light to be sure that {two} of them are of one color.",
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
            "{who} <pass> {animals} on the way",
            "a photo <shows|showed> {animals}",
        ),
    },
    direct=(
        "how many legs <are|were> there[| in all| altogether]",
        "how many legs do they have[| in all| together]",
        "+what <do|did> their legs add up to",
        "+how many legs <belong|belonged> to them in all",
        "what <is|was> the number of all the legs",
        "~what number of legs is that",
        "how many legs can be counted",
        "how large <is|was> the number of legs",
        "+on how many legs <do|did> they all stand together",
    ),
    indirect=(
        "how many legs they have together",
        "how many legs there <are|were> in all",
        "+what their legs <add|added> up to",
        "+how many legs <belong|belonged> to all of them",
        "~what number of legs that is",
        "how many legs can be counted",
        "how large the number of legs <is|was>",
        "+on how many legs they all <stand|stood> together",
    ),
    noun=(
        "the number of legs",
        "the number of all their legs",
        "the total number of legs",
        "the sum of all their legs",
        "the number of legs that they have between them",
        "the count of all legs",
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
        "Legs on {animals}, in total?",
        "Suppose {animals} were all in one {place}. How many legs would that be?",
        "{speaker}: What do you see in the {place}?\n{listener}: ^{animals}.\n{speaker}: And how many legs is that "
        "in all?",
        "Exercise. A {place} contains {animals}. Determine how many legs they have between them.",
        "A toy maker carves {animals} and glues on the legs one by one. How many legs does this take?",
        "If every leg of {animals} needed one boot, how many legs would be waiting for a boot?",
        "My homework is about {animals}. I have to write down how many legs all of them have. What do I write?",
        "What do you get when you add up the legs of {animals}?",
        "{who} <look> under a fence and <see> only legs. They <belong|belonged> to {animals}. How many legs "
        "<are|were> there?",
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
            "{who} <look> after {small+} and {large+}, and there <are|were> {total} of them",
            "counting both {small+} and {large+}, there <are|were> {total} in a {place}",
        ),
        "legs": (
            "+together they <have|had> {legs leg}",
            "+there <are|were> {legs leg} in all",
            "+{who} <count> {legs leg}",
            "+all of them together <have|had> {legs leg}",
            "+{legs leg} <belong|belonged> to them",
            "~+the {leg+} <are|were> {legs} in number",
            "+somebody <counts|counted> {legs leg} on them",
            "+their {leg+} <add|added> up to {legs}",
        ),
        "total legs": (
            "{total} {small+} and {large+} <have|had> {legs leg} together",
            "among {small+} and {large+}, {who} <count> {total} {heads} and {legs leg}",
            "there <are|were> {legs leg} on {total} {small+} and {large+}",
            "{who} <have> {total} {small+} and {large+} with {legs leg} in all",
            "{who} <count> {legs leg} on {total} {small+} and {large+}",
            "{small+} and {large+}, {total} of them, <come|came> to {legs leg}",
        ),
    },
    direct=(
        "how many {asked+} <are|were> there",
        "how many of them <are|were> {asked+}",
        "what <is|was> the number of {asked+}",
        "what number of {asked+} <does|did> that make",
        "how many of the {total} <are|were> {asked+}",
        "~how many {asked+} <are|were> among them",
        "how many {asked+} fit these numbers",
        "what <is|was> the count of {asked+}",
        "how many {asked+} would one find",
    ),
    indirect=(
        "how many {asked+} there <are|were>",
        "how many of them <are|were> {asked+}",
        "how many of the {total} <are|were> {asked+}",
        "what the number of {asked+} <is|was>",
        "~how many {asked+} <are|were> among them",
        "how many {asked+} fit these numbers",
        "what the count of {asked+} <is|was>",
        "how many {asked+} one would find",
    ),
    noun=(
        "the number of {asked+}",
        "the count of {asked+}",
        "the exact number of {asked+}",
        "the number of {asked+} that fits",
        "the number of {asked+} in the whole group",
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
        "{leg+}: {legs}. Number of {small+} and {large+} together: {total}. Number of {asked+} alone?",
        "Suppose that {total} {small+} and {large+} have {legs leg} between them. How many {asked+} must there be?",
        "{speaker}: I have {small+} and {large+}.\n{listener}: How many in all?\n{speaker}: ^{total}, with {legs "
        "leg}.\n{listener}: Then how many are {asked+}?",
        "Exercise. A group consists of {small+} and {large+} only; its size is {total}, and the number of {leg+} "
        "is {legs}. Determine the number of {asked+}.",
        "How many {asked+} <do> {who} have? All we know is that {who} <have> {small+} and {large+}, {total} in "
        "all, and that these <have|had> {legs leg}.",
        "Every {small} has {few} {leg+}, every {large} has {many}. There are {total} of them, and {legs leg} "
        "altogether. How many are {asked+}?",
        "When {who} <count> {small+} and {large+}, the result <is|was> {total}; when {who} <count> the {leg+}, it "
        "<is|was> {legs}. How many {asked+} <are|were> there?",
        "Please work out for me how many {asked+} there are when {small+} and {large+}, {total} together, come to "
        "{legs leg}.",
    ),
    ordered=True,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)

FAMILIES = (HANDSHAKES, OUTFITS, ORDERS, KNOCKOUT, SOCKS, LEGS, HEADS)
