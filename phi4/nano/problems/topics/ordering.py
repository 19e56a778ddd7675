"""Who is tallest, who won, who sits where: orders from comparisons, overtaking, turns, family ties."""

from __future__ import annotations

import random
from itertools import pairwise

from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.words import MEN, WOMEN, listed, named, ordinal_in_words, people

# Comparative, its opposite, the two superlatives, and what has the quality.
_QUALITIES = (
    ("taller", "shorter", "tallest", "shortest"), ("older", "younger", "oldest", "youngest"), ("faster", "slower", "fastest", "slowest"),
    ("heavier", "lighter", "heaviest", "lightest"), ("stronger", "weaker", "strongest", "weakest"), ("richer", "poorer", "richest", "poorest"),
)  # fmt: skip
_BOXES = ("the red box", "the blue box", "the green box", "the white box", "the black box", "the yellow box")


def _pairs(order: list[str], rng: random.Random) -> list[tuple[str, str]]:
    """Neighbors in the order, the pairs in any order."""
    pairs = list(pairwise(order))
    rng.shuffle(pairs)
    return pairs


def _row(pairs: list[tuple[str, str]], order: list[str]) -> str:
    """The clues, all the same way round, and the row as it grows by one clue after the other."""
    left = list(pairs)
    row = list(left.pop(0))
    steps = [", ".join(row)]
    while left:
        clue = next(each for each in left if each[0] == row[-1] or each[1] == row[0])
        left.remove(clue)
        row = [*row, clue[1]] if clue[0] == row[-1] else [clue[0], *row]
        steps.append(f"{clue[0]} before {clue[1]}: {', '.join(row)}")
    clues = "; ".join(f"{first} before {second}" for first, second in pairs)
    return f"{clues}.\nThe row: {'; '.join(steps)}.\nBy number: {', '.join(f'{place} {name}' for place, name in enumerate(order, 1))}."


def _sentence(clues: list[str]) -> str:
    return ", and ".join([", ".join(clues[:-1]), clues[-1]]) if len(clues) > 1 else clues[0]


def _comparison(rng: random.Random) -> Drawn:
    more, less, most, least = rng.choice(_QUALITIES)
    count = rng.choice((3, 3, 4))
    boxes = more in ("heavier", "taller") and rng.random() < 0.2
    order = rng.sample(_BOXES, count) if boxes else people(rng, count)
    pairs = _pairs(order, rng)
    clues = [
        f"{first} is {more} than {second}" if rng.random() < 0.6 else f"{second} is {less} than {first}"
        for first, second in pairs
    ]
    asked, answer = rng.choice(
        ((most, order[0]), (least, order[-1]), (f"second {most}", order[1]), (f"second {least}", order[-2]))
    )
    lines = [
        f"Put them in a row, {more} ones first.",
        _row(pairs, order),
        f"The {asked} is number {order.index(answer) + 1} {answer}.",
    ]
    slots = {
        "clues": _sentence(clues), "list": ". ^".join(clues), "asked": asked,
        "names": listed(sorted(order)),
    }  # fmt: skip
    numbers = {"clues": tuple(clues), "more": more, "less": less, "asked": asked, "names": tuple(sorted(order))}
    return Drawn(lines, answer, numbers, slots)


COMPARISON = Family(
    "tallest and shortest",
    _comparison,
    facts={
        "clues": (
            "{clues}",
            "we compare {names}: {clues}",
            "it is certain that {clues}",
            "{names} compare like this: {clues}",
            "it turns out that {clues}",
            "~of {names} one knows this: {clues}",
            "a look at {names} shows that {clues}",
            "from a comparison of {names} we learn that {clues}",
            "somebody has noted that {clues}",
            "these comparisons are right: {clues}",
            "there can be no doubt that {clues}",
            "when {names} are put side by side, one finds that {clues}",
            "all we are told about {names} is that {clues}",
        ),
    },
    direct=(
        "who is the {asked}",
        "which of them is the {asked}",
        "who is the {asked} of them all",
        "which one is the {asked}",
        "put in order, which one is the {asked}",
        "which of them comes out as the {asked}",
        "~who of {names} is the {asked}",
        "which one can be called the {asked}",
        "who ranks as the {asked}",
        "which is the {asked} of the whole group",
        "which of them has to be the {asked}",
        "to whom or what does the title of the {asked} belong",
        "which one do these clues show to be the {asked}",
        "with everyone compared, which one is found to be the {asked}",
        "which name goes with the word {asked}",
    ),
    indirect=(
        "who is the {asked}",
        "which of them is the {asked}",
        "which one is the {asked}",
        "which of them comes out as the {asked}",
        "~who of {names} is the {asked}",
        "which one can be called the {asked}",
        "who ranks as the {asked}",
        "which is the {asked} of the whole group",
        "which of them has to be the {asked}",
        "which name goes with the word {asked}",
        "which one the clues show to be the {asked}",
        "to which of them the title of the {asked} belongs",
        "which one is found to be the {asked}",
    ),
    labels=("{list}",),
    whole=(
        "Who is the {asked} if {clues}?",
        "{list}. Who is the {asked}?",
        "Among {names}, {clues}. Who is the {asked}?",
        "Given that {clues}, which one is the {asked}?",
        "Which one is the {asked}? ^{list}.",
        "I compared {names}. ^{list}. Which one turned out to be the {asked}?",
        "{list}. Name the {asked}.",
        "Somebody asks for the {asked}. The clues: {clues}. Which one is it?",
        "Work out which one is the {asked}, knowing that {clues}.",
        "~Find the {asked} of {names}. ^{list}.",
        "Clues: {clues}. ^{asked} of all?",
        "Suppose that {clues}. Which one would you call the {asked}?",
        '{speaker} asks {listener}: "Who is the {asked} here?" All that {listener} knows is that {clues}. What '
        "should the reply be?",
        "Exercise. It is given that {clues}. Arrange {names} in order and state which is the {asked}.",
        "Hey, can you help me? ^{list}. I can't figure out the {asked}; which one is it?",
        "One of {names} is the {asked}. Which one, seeing that {clues}?",
        "Note to self: {clues}. Still to be settled: who is the {asked}?",
        "A ranking is to be made from these remarks. ^{list}. Which one goes down as the {asked}?",
        "The title of the {asked} goes to one of {names}. ^{clues}. Which one gets the title?",
        "Rank {names}, using only this: {clues}. Which one do you put down as the {asked}?",
        "{speaker}: ^{list}.\n{listener}: That is all I need.\nWhich one does {listener} take to be the {asked}?",
        "{list}. A prize is given to the {asked}. Which one receives it?",
        "A quarrel broke out over which one is the {asked}. These points are settled: {clues}. So which one is it?",
        "Telegram: {clues}. Reply with the name of the {asked}.",
        "Could you draw {names} in a row, in order, and point to the {asked}? What you need to know: {clues}.",
        "Since {clues}, exactly one can be the {asked}. Which one?",
        'In a book of riddles it says: "^{list}. To which one does the word {asked} apply?" What is the solution?',
        "Three steps: read that {clues}; make a ranking; name the one that is the {asked}.",
        "If I told you that {clues}, which one would you pick out as the {asked}?",
        "We were asked to find out which one is the {asked}, and we compared {names} two at a time. Our "
        "results: {clues}. What should we say?",
        "The judges write: {clues}. Whose name or label stands on the line for the {asked}?",
    ),
    past=False,
    asides=(),
    skip=frozenset({"suppose", "labels, command", "it is known"}),
)


def _race(rng: random.Random) -> Drawn:
    count = rng.choice((3, 4, 4))
    order = people(rng, count)
    told = []
    pairs = _pairs(order, rng)
    for first, second in pairs:
        told.append(
            rng.choice((
                f"{first} finished before {second}", f"{second} finished after {first}", f"{second} came in right behind {first}",
                f"{first} was faster than {second}", f"{first} beat {second}",
            ))
        )  # fmt: skip
    place = rng.randrange(count)
    asked = {0: "first", count - 1: "last"}.get(place) or ordinal_in_words(place + 1)
    lines = [
        _row(pairs, order),
        f"{asked.capitalize()} is number {place + 1} {order[place]}.",
    ]
    slots = {
        "clues": _sentence(told), "list": ". ^".join(told), "asked": asked, "names": listed(sorted(order)),
        "race": rng.choice(("race", "swimming race", "bike race", "run", "sack race", "ski race")),
    }  # fmt: skip
    return Drawn(lines, order[place], {"clues": tuple(told), "place": place, "names": tuple(sorted(order))}, slots)


RACE = Family(
    "race",
    _race,
    facts={
        "clues": (
            "in a {race}[,|] {clues}",
            "{names} took part in a {race}: {clues}",
            "there was a {race}, and {clues}",
            "~the news of a {race}: {clues}",
            "{names} were the only ones in a {race}, in which {clues}",
            "at the finish of a {race} one could see that {clues}",
        ),
    },
    direct=(
        "who came {asked}",
        "who was {asked}",
        "which of them came in {asked}",
        "~who of {names} finished {asked}",
        "who reached the finish {asked}",
        "which of them took {asked} place",
        "which one was {asked} at the finish",
    ),
    indirect=(
        "who came {asked}",
        "which of them was {asked}",
        "~who of {names} finished {asked}",
        "who reached the finish {asked}",
        "which of them took {asked} place",
        "which one was {asked} at the finish",
    ),
    whole=(
        "Who came {asked} in a {race} in which {clues}?",
        "{names} ran a {race}. ^{list}. Who came {asked}?",
        "~{list}. Who was {asked} in this {race}?",
        "^{race}, results: {clues}. ^{asked} place: who?",
        "Which of {names} took {asked} place in the {race}? These are the clues: {clues}.",
        "Suppose that in a {race} {clues}. Who reached the finish {asked}?",
        "After a {race}, {speaker} remembers only this: {clues}. Name the one who came {asked}.",
        "{speaker}: How did the {race} go?\n{listener}: ^{list}.\n{speaker}: Then who was {asked}?",
        "I missed the {race}, but I was told that {clues}. Tell me who took {asked} place.",
        "Exercise: from the statements below, determine who was {asked} in a {race}. ^{list}.",
        "The {race} is over, and {names} have all arrived. ^{list}. Which of them was {asked}?",
    ),
    past=False,
    asides=(),
    skip=frozenset({"suppose", "labels, command", "it is known", "story"}),
)


def _overtaking(rng: random.Random) -> Drawn:
    place = rng.randint(2, 12)
    word = ordinal_in_words(place)
    passed = rng.random() < 0.3
    if passed:
        # Somebody behind passes the one who was at this place.
        lines = [
            f"The runner was {word}, and one runner passes.",
            f"Exception: the one who passes takes the {word} place, so it is one place further back: {place} + 1 = {place + 1}.",
        ]
        answer = ordinal_in_words(place + 1)
        event = f"<is|was> {word} and <is|was> passed by one other runner"
        doing = f"being {word} and being passed by one runner"
    else:
        lines = [
            f"The runner passes the one in {word} place.",
            f"Exception: the runner only takes that place, so it is the {word} place, and not the one before.",
        ]
        answer = word
        event = f"<passes|passed> the runner in {word} place"
        doing = f"passing the runner in {word} place"
    slots = {
        "event": lambda voice: voice.say(event), "does": doing, "who": named(rng),
        "race": rng.choice(("race", "marathon", "bike race", "ski race", "run")),
    }  # fmt: skip
    return Drawn(lines, answer, {"place": place, "passed": passed}, slots)


OVERTAKING = Family(
    "overtaking",
    _overtaking,
    facts={
        "event": (
            "in a {race}[,|] {who} {event}",
            "{who}, in a {race}, {event}",
            "just before the end of a {race}, {who} {event}",
            "{who} {event} in a {race}",
            "{who} <takes|took> part in a {race} and {event}",
            "a {race} <is|was> on, and {who} {event}",
            "~on the last lap of a {race} it happens: {who} {event}",
            "halfway through a {race}, {who} {event}",
            "a {race} <reaches|reached> the point where {who} {event}",
        ),
    },
    direct=(
        "in which place <is|was> {who} then",
        "what place does {who} have after that",
        "which place <is|was> {who} in now",
        "what <is|was> {who.s} new place",
        "which place does {who} hold after this",
        "which position does {who} have now",
        "~at what place does {who} run from then on",
        "what rank does {who} take after that",
        "what place would a scoreboard show for {who.o} then",
        "+in what place does that leave {who.o}",
    ),
    indirect=(
        "in which place {who} <is|was> then",
        "what {who.s} new place <is|was>",
        "which place {who} <has|had> after that",
        "which position {who} <is|was> in then",
        "~at what place {who} <runs|ran> from then on",
        "what rank {who} takes after that",
        "what place a scoreboard would show for {who.o} then",
        "+in what place that leaves {who.o}",
    ),
    noun=(
        "{who.s} place after that",
        "the place of {who.n} then",
        "{who.s} new place",
        "the new position of {who.n}",
        "{who.s} rank after this",
        "the place that {who} <holds|held> after that",
        "the place where this <puts|put> {who.o}",
    ),
    numeric=False,
    whole=(
        "In a {race}, what place does {who} have after {does}?",
        "{who} {event} in a {race}. What <is|was> {who.s} place then?",
        "Which place <does|did> {who} have once {who} {event} in a {race}?",
        "In a {race} I find myself {does}. In what place am I now?",
        "Think carefully: in a {race}, {who} {event}. What place <does|did> that give {who.o}?",
        "Given that {who} {event} in a {race}, name {who.s} new place.",
        "Say which place {who} <holds|held> in a {race} after {does}.",
        "~{does} in a {race}: which place is that?",
        "{race}: {who} {event}. New place?",
        "Suppose that, during a {race}, {who} {event}. Where does this put {who.o}: in which place?",
        "{speaker} <watches|watched> a {race} in which {who} {event}. Right after this, what <is|was> the place of "
        "{who.n}?",
        "Exercise. During a {race}, {who} {event}. State the place that {who} <occupies|occupied> afterwards.",
        'After {does} in a {race}, {who} asks: "What is my place now?" What is the right answer?',
        "Don't be fooled: when {who} {event} in a {race}, what <does|did> {who.s} place become?",
        "My friend {who} {event} in a {race}. Can you work out {who.s} position after that?",
        "Determine the place that results for {who} from {does} in a {race}.",
        "The announcer at a {race} says that {who} {event}. Which place should the announcer now give for {who.o}?",
    ),
    asides=(),
)


def _seats(rng: random.Random) -> Drawn:
    order = people(rng, rng.choice((3, 4, 4, 5)))
    pairs = _pairs(order, rng)
    told = [
        f"{first} sits just left of {second}" if rng.random() < 0.5 else f"{second} sits just right of {first}"
        for first, second in pairs
    ]
    count = len(order)
    choices = [("at the left end", order[0]), ("at the right end", order[-1])]
    if count % 2:
        choices.append(("in the middle", order[count // 2]))
    else:
        choices.append(("second from the left", order[1]))
    asked, answer = rng.choice(choices)
    lines = [
        "Put them in a row from left to right.",
        _row(pairs, order),
        f"{asked.capitalize()} is number {order.index(answer) + 1} {answer}.",
    ]
    slots = {
        "clues": _sentence(told), "list": ". ^".join(told), "asked": asked, "names": listed(sorted(order)),
        "bench": rng.choice(("bench", "sofa", "row of chairs", "wall", "long seat")),
    }  # fmt: skip
    return Drawn(lines, answer, {"clues": tuple(told), "asked": asked, "names": tuple(sorted(order))}, slots)


SEATS = Family(
    "seats",
    _seats,
    facts={
        "clues": (
            "on a {bench}[,|] {clues}",
            "{names} sit on a {bench}: {clues}",
            "as one sees them on a {bench}, {clues}",
            "there is a {bench} on which {clues}",
            "{names} have found places on a {bench}, and {clues}",
            "a photo shows a {bench} on which {clues}",
            "~a {bench} is taken by {names}: {clues}",
            "{names} are side by side on a {bench}, where {clues}",
            "a painter draws people on a {bench}, and in the picture {clues}",
            "looking at a {bench} from the front, we note that {clues}",
            "somebody describes a {bench} and says that {clues}",
            "nobody else is on the {bench} with {names}, and {clues}",
            "the order on a {bench} is such that {clues}",
            "{names} fill a {bench} so that {clues}",
        ),
    },
    direct=(
        "who sits {asked}",
        "who is {asked}",
        "which of them sits {asked}",
        "which person sits {asked}",
        "who has the place {asked}",
        "who can be found {asked}",
        "~whose seat is {asked}",
        "which of the people is seated {asked}",
        "whom does one find {asked}",
        "who has been put {asked}",
        "which of the names belongs to the person {asked}",
        "who occupies the spot {asked}",
        "what is the name of the one {asked}",
        "who would you point to {asked}",
        "in the whole row, who is {asked}",
    ),
    indirect=(
        "who sits {asked}",
        "which of them sits {asked}",
        "who has the place {asked}",
        "who can be found {asked}",
        "~whose seat is {asked}",
        "which of the people is seated {asked}",
        "whom one finds {asked}",
        "who has been put {asked}",
        "who occupies the spot {asked}",
        "what the one {asked} is called",
        "which name belongs to the person {asked}",
        "who in the whole row is {asked}",
        "which person is to be found {asked}",
    ),
    whole=(
        "Who sits {asked} on a {bench} if {clues}?",
        "{names} share a {bench}. ^{list}. Who sits {asked}?",
        "There are {names} on a {bench}. It is true that {clues}. Who sits {asked}?",
        "I look at a {bench}. ^{list}. Whom do I see {asked}?",
        "Who has the place {asked} on this {bench}? ^{list}.",
        "Given that {clues} on a {bench}, name the one who sits {asked}.",
        "Places on a {bench}: {clues}. Tell me who is {asked}.",
        "{names} sit down on a {bench} so that {clues}. Which of them is {asked}?",
        "~{list}. All are on one {bench}. Who is {asked}?",
        "^{bench}: {clues}. ^{asked}: who?",
        "Suppose that on a {bench} {clues}. Whom would you find {asked}?",
        "{names} are having their picture taken on a {bench}. ^{list}. Name the person {asked}.",
        "{speaker}: Who is sitting {asked} on the {bench}?\n{listener}: Work it out yourself. ^{list}.",
        "Exercise: determine the person who is seated {asked} on a {bench}, using these facts. ^{list}.",
        "I keep forgetting who is {asked} on our {bench}. What I do remember is that {clues}. Can you tell me?",
        "A {bench} has a place for each of {names}. ^{list}. Which name belongs {asked}?",
        "Seating plan for a {bench}. ^{list}. Please fill in the name of the person {asked}.",
        "From left to right along a {bench} we know only neighbors: {clues}. What is the name of the person {asked}?",
        "Line up {names} on a {bench} as these remarks demand. ^{list}. When you are done, who is {asked}?",
        "What name do you read {asked} if you write down {names} from left to right the way they sit on a "
        "{bench}? ^{list}.",
        "Telegram from the {bench}: {clues}. Wanted: name of person {asked}.",
        "The {bench} is full. ^{list}. ^{speaker} brings a cup of tea for the person {asked}. Who gets it?",
        "To whom does the spot {asked} belong on a {bench} where {clues}?",
        'A child draws a {bench} and explains: "^{list}." Who did the child draw {asked}?',
        "Facts about a {bench} and the people on it: {clues}. Now complete the sentence: the person "
        "{asked} is called what?",
        "{names} take their places on a {bench}, nobody else does, and {clues}. If a ball is thrown to "
        "the one {asked}, who catches it?",
        "Dear {speaker}, we are on a {bench} so that you can draw us. ^{list}. Who is {asked}? Yours, {listener}",
        "Reconstruct the order of {names} on a {bench} from this: {clues}. Who occupies the place {asked}?",
        "I can see who sits beside whom on the {bench}: {clues}. What I cannot see is who is {asked}. Can "
        "you work it out?",
        "It is true that {clues}. Now one person gets up from the {bench}, the one {asked}. Who gets up?",
    ),
    past=False,
    asides=(),
    skip=frozenset({"suppose", "labels, command", "it is known", "story"}),
)

_WINDS = ("north", "east", "south", "west")


def _turns(rng: random.Random) -> Drawn:
    at = rng.randrange(4)
    start = _WINDS[at]
    moves = [
        rng.choice(("right", "left", "around")) if rng.random() < 0.9 else "right"
        for _ in range(rng.choice((1, 2, 2, 3, 3)))
    ]
    steps = []
    for move in moves:
        before = _WINDS[at]
        at = (at + {"right": 1, "left": 3, "around": 2}[move]) % 4
        steps.append(f"{move} from {before}: {_WINDS[at]}")
    lines = [
        f"Start: {start}. Order of the winds, turning right: north, east, south, west.",
        ". ".join(f"{step[0].upper()}{step[1:]}" for step in steps) + ".",
    ]
    slots = {"who": named(rng), "start": start, "moves": ", then ".join(moves), "then": " and then ".join(moves)}
    return Drawn(lines, _WINDS[at], {"start": start, "moves": tuple(moves)}, slots)


TURNS = Family(
    "turns",
    _turns,
    facts={
        "start": (
            "{who} <looks|looked> to the {start}",
            "{who} <faces|faced> {start}",
            "{who} <walks|walked> {start}",
            "at first {who} <faces|faced> {start}",
            "{who} <stands|stood> with {who.p} face to the {start}",
            "{who} <starts|started> out facing {start}",
            "~{who.s} nose <points|pointed> {start}",
            "{who} <is|was> looking {start}",
            "to begin with, {who} <is|was> turned to the {start}",
        ),
        "moves": (
            "+{who} <turns|turned> {moves}",
            "+then {who} <turns|turned> {then}",
            "+{who} <makes|made> these turns: {moves}",
            "+after that {who} <turns|turned> {then}",
            "+from there {who} <turns|turned> {moves}",
            "~+the turns that <follow|followed> <are|were> {moves}",
            "+{who} <goes|went> on to turn {then}",
            "+{who} <is|was> told to turn {moves}, and <does|did> so",
        ),
        "start moves": (
            "{who} <faces|faced> {start} and <turns|turned> {moves}",
            "looking {start} at first, {who} <turns|turned> {moves}",
            "having faced {start}, {who} <turns|turned> {moves}",
            "{who}, facing {start} at first, <turns|turned> {then}",
            "{who} <turns|turned> {then} after facing {start}",
            "{who} first <faces|faced> {start}, then <turns|turned> {moves}",
        ),
    },
    direct=(
        "in which direction does {who} look then",
        "which way does {who} face now",
        "to which side of the compass does {who} look",
        "what direction is {who} facing after that",
        "which direction does {who} end up facing",
        "to which side does {who} look after these turns",
        "~where does {who.s} nose point in the end",
        "which point of the compass is in front of {who.o} now",
        "toward which side is {who} turned at last",
        "what would a compass say about {who.s} direction after that",
    ),
    indirect=(
        "in which direction {who} looks then",
        "which direction {who} ends up facing",
        "to which side {who} looks after these turns",
        "~which way {who} faces in the end",
        "which point of the compass is in front of {who.o} now",
        "toward which side {who} is turned at last",
        "what direction {who} has after the last turn",
    ),
    noun=(
        "the direction at the end",
        "the direction in which {who} looks then",
        "{who.s} direction after these turns",
        "the side of the compass that {who} faces then",
        "the compass point in front of {who.o} at last",
        "the direction after the last turn",
        "{who.s} final direction",
    ),
    labels=("first direction: {start}; turns: {moves}",),
    whole=(
        "If {who} faces {start} and turns {moves}, which way does {who} face?",
        "{who} faces {start}. {who} turns {then}. What direction is {who} facing now?",
        "I am facing {start}. I turn {then}. In which direction do I look now?",
        "In which direction does {who} look after turning {then}, having faced {start} before?",
        "A robot that looks {start} is told to turn {then}. Give its direction afterwards.",
        "A car goes {start} and turns {moves}. In which direction does it go after that?",
        "Start: facing {start}. Turns: {moves}. Final direction?",
        "~{start}, then {moves}: which direction is that?",
        "Facing {start} now; about to turn {then}. Which side of the compass will be ahead of me afterwards?",
        "Suppose that a ship on a course to the {start} turns {moves}. What is its new course?",
        "{speaker} calls out the turns: {moves}. {listener}, who was facing {start}, carries them out. Determine "
        "the direction that {listener} has at last.",
        "Stand so that you face {start}. Now turn {then}. What point of the compass do you see ahead?",
        "What direction results for somebody who faces {start} and turns {then}?",
        "A soldier stands facing {start}. The command is: turn {moves}. Where is the soldier looking when all of "
        "this has been carried out?",
        "Exercise. From {start}, {who} turns {moves}. State {who.s} final direction.",
        "I was walking {start} when I had to turn {then}. Can you tell me the direction that I had after that?",
        "{speaker}: I am facing {start}.\n{listener}: Turn {then}.\n{speaker}: Done. Which direction am I facing?",
    ),
    ordered=True,
    asides=(),
    numeric=False,
    skip=SKIP,
)

# What the parent of a parent, and so on, is called: for a woman, for a man.
_TIES = {
    ("parent", "parent"): ("grandmother", "grandfather"), ("child", "child"): ("granddaughter", "grandson"),
    ("sibling", "parent"): ("aunt", "uncle"), ("child", "sibling"): ("niece", "nephew"),
    ("parent", "sibling"): ("mother", "father"), ("sibling", "sibling"): ("sister", "brother"),
}  # fmt: skip
_STEPS = {"parent": ("mother", "father"), "child": ("daughter", "son"), "sibling": ("sister", "brother")}


def _relations(rng: random.Random) -> Drawn:
    first, second = rng.choice(sorted(_TIES))
    female = [rng.random() < 0.5 for _ in range(3)]
    names = [rng.choice(WOMEN if each else MEN) for each in female]
    while len(set(names)) < 3:
        names = [rng.choice(WOMEN if each else MEN) for each in female]
    one, middle, last = names
    a, b = _STEPS[first][not female[0]], _STEPS[second][not female[1]]
    answer = _TIES[first, second][not female[0]]
    if (first, second) == ("sibling", "sibling"):
        reason = f"A {a} of a {b} is again a {answer}."
    elif (first, second) == ("parent", "sibling"):
        reason = f"Brothers and sisters have the same {answer}, so the {a} of a {b} is the {answer}."
    else:
        reason = f"The {a} of a {b} is {'an' if answer[0] in 'au' else 'a'} {answer}."
    lines = [f"{one} is the {a} of {middle}, and {middle} is the {b} of {last}.", reason]
    told = [
        rng.choice((f"{one} is the {a} of {middle}", f"{one} is {middle}'s {a}")),
        rng.choice(
            (f"{middle} is the {b} of {last}", f"{middle} is {last}'s {b}", f"{last} has a {b} called {middle}")
        ),
    ]
    slots = {"one": one, "last": last, "middle": middle, "first": told[0], "second": told[1], "a": a, "b": b}
    numbers = {"first": first, "second": second, "female": female[0], "pair": (one, last)}
    return Drawn(lines, answer, numbers, slots)


RELATIONS = Family(
    "family ties",
    _relations,
    facts={
        "first": (
            "{first}",
            "to begin with, {first}",
            "in this family {first}",
            "the {a} of {middle} is {one}",
            "{middle} has a {a} named {one}",
            "~people say that {first}",
            "it is {one} who is the {a} of {middle}",
            "the family book lists {one} as the {a} of {middle}",
            "as for {middle}, {one} is the {a}",
            "we are told about {middle} that {one} is the {a}",
            "everybody knows {one} as the {a} of {middle}",
            "a letter mentions {one}, the {a} of {middle}",
            "on the family tree, {one} is marked as {middle}'s {a}",
        ),
        "second": (
            "{second}",
            "+besides, {second}",
            "+in the same family, {second}",
            "the {b} of {last} is {middle}",
            "{last} has a {b} named {middle}",
            "~people say that {second}",
            "it is {middle} who is the {b} of {last}",
            "the family book lists {middle} as the {b} of {last}",
            "as for {last}, {middle} is the {b}",
            "everybody knows {middle} as the {b} of {last}",
            "a letter mentions {middle}, the {b} of {last}",
            "on the family tree, {middle} is marked as {last}'s {b}",
        ),
        "first second": (
            "{one} is the {a} of {middle}, who is the {b} of {last}",
            "{last} is the one whose {b} is {middle}, and {middle}'s {a} is {one}",
            "{middle} is the {b} of {last} and has a {a} called {one}",
            "{last} has a {b}, {middle}, whose {a} is {one}",
            "{one} is the {a} of {last}'s {b}, whose name is {middle}",
            "{one} is {a} to {middle}, and {middle} is {b} to {last}",
            "the {b} of {last} is {middle}, and the {a} of {middle} is {one}",
            "{middle}, whose {a} is {one}, is {last}'s {b}",
            "the person whose {b} is {middle} bears the name {last}, and {middle}'s {a} bears the name {one}",
            "there are three people in a picture: {last}, {middle}, who is the {b} of {last}, and {one}, who "
            "is {middle}'s {a}",
        ),
    },
    direct=(
        "what is {one} to {last}",
        "how is {one} related to {last}",
        "in what relation does {one} stand to {last}",
        "who is {one} to {last}",
        "what is {one} in relation to {last}",
        "~what does {last} call {one}: which relative is that",
        "+what does that make {one} to {last}",
        "which word says what {one} is to {last}",
        "seen from {last}, what is {one}",
        "what family word fits {one} from the point of view of {last}",
        "by what tie is {one} joined to {last}",
        "as what would {last} introduce {one}",
        "which place in the family does {one} have for {last}",
    ),
    indirect=(
        "what {one} is to {last}",
        "how {one} is related to {last}",
        "in what relation {one} stands to {last}",
        "who {one} is to {last}",
        "~which relative of {last} {one} is",
        "+what that makes {one} to {last}",
        "which word says what {one} is to {last}",
        "what {one} is, seen from {last}",
        "what family word fits {one} from the point of view of {last}",
        "by what tie {one} is joined to {last}",
        "as what {last} would introduce {one}",
        "which place in the family {one} has for {last}",
    ),
    noun=(
        "the relation of {one} to {last}",
        "{one}'s relation to {last}",
        "the word for what {one} is to {last}",
        "the name of the tie from {one} to {last}",
        "the family word for {one} as seen from {last}",
        "the tie by which {one} is joined to {last}",
        "the word with which {last} would introduce {one}",
        "the place that {one} has in the family of {last}",
        "the kind of kinship that {one} has to {last}",
        "the family title of {one} with regard to {last}",
    ),
    numeric=False,
    labels=("{a} of {middle}: {one}; {b} of {last}: {middle}",),
    whole=(
        "{one} is the {a} of {middle}. {middle} is the {b} of {last}. What is {one} to {last}?",
        "{last}'s {b} is {middle}, and {middle}'s {a} is {one}. What is {one} to {last}?",
        "What is {one} to {last} if {one} is the {a} of {middle} and {middle} is the {b} of {last}?",
        "{middle} has a {a} called {one}. {middle} is also {last}'s {b}. How is {one} related to {last}?",
        "I am {one}, the {a} of {middle}. {middle} is the {b} of {last}. What am I to {last}?",
        "Family tree: {one}, {a} of {middle}; {middle}, {b} of {last}. How is {one} related to {last}?",
        "Since {middle} is the {b} of {last}, and {one} is the {a} of {middle}, in what relation does {one} stand to "
        "{last}?",
        "Name the relation of {one} to {last}. {middle} is {last}'s {b}. {one} is {middle}'s {a}.",
        "~If you are {last}, your {b} is {middle} and {one} is the {a} of {middle}, which relative of yours is {one}?",
        "{one}: {a} of {middle}. {middle}: {b} of {last}. So {one} to {last}?",
        "Suppose {last} has a {b}, {middle}, and {middle} has a {a}, {one}. What would {one} be to {last}?",
        "{speaker}: Who is {one}?\n{listener}: The {a} of {middle}.\n{speaker}: And {middle}?\n{listener}: "
        "{last}'s {b}.\n{speaker}: Then what is {one} to {last}?",
        "Which word describes {one} as seen from {last}, whose {b} is {middle}, if {middle}'s {a} is {one}?",
        "Exercise. Let {middle} be the {b} of {last}, and let {one} be the {a} of {middle}. Determine how {one} is "
        "related to {last}.",
        "I am {middle}. My {a} is {one}, and I am the {b} of {last}. What is {one} to {last}?",
        "At a party, {one} is introduced as {middle}'s {a}, and {middle} as {last}'s {b}. What should {one} be "
        "called in relation to {last}?",
        "A photo shows {last} with {middle}, {last}'s {b}, and with {one}, the {a} of {middle}. In what relation "
        "does {one} stand to {last}?",
        "How is {one} related to {last}? Hint: {last} has a {b} called {middle}, and it is {one} who is the {a} of "
        "{middle}.",
        "{last} wants to introduce {one} to the guests. {one} is the {a} of {middle}, and {middle} is the "
        "{b} of {last}. With what family word does {last} introduce {one}?",
        "One step: from {last} to the {b}, {middle}. Another step: from {middle} to the {a}, {one}. Where "
        "in the family of {last} does that bring us?",
        "What should a family tree say about {one} with regard to {last}, when {middle} is {b} to {last} "
        "and has {one} as {a}?",
        '"{middle} is my {b}," says {last}, "and {one} is the {a} of {middle}." What is {one} to {last}?',
        "Telegram: {one} {a} of {middle}. {middle} {b} of {last}. State kinship of {one} to {last}.",
        'If the {b} of {last} goes by the name of {middle}, and if {middle} calls {one} "my {a}", what '
        "may {last} say that {one} is?",
        "{last} writes a card to {one}. {one} is {middle}'s {a}, and {middle} in turn is {last}'s {b}. "
        "What family word could stand on the card for {one}?",
        "Find the family word: {last} has {middle} as a {b}; {middle} has {one} as a {a}; and {last} has "
        "{one} as a what?",
        "The {a} of the {b} of {last} is {one}; the {b} is {middle}. How are the two related, that is, "
        "what is {one} to {last}?",
        "{listener}: Is {one} of your family, {last}?\n{last}: Of course. My {b} is {middle}, and {one} "
        "is the {a} of {middle}.\nWhat is {one} to {last}?",
        "Between {one} and {last} stands {middle}. To {last}, {middle} is a {b}; to {middle}, {one} is a "
        "{a}. Determine what {one} is to {last}.",
        "A notary reads: the heir {one} is the {a} of {middle}; the said {middle} is the {b} of {last}. "
        "By what family word must the notary describe {one} with regard to {last}?",
    ),
    past=False,
    asides=(),
)

FAMILIES = (COMPARISON, RACE, OVERTAKING, SEATS, TURNS, RELATIONS)
