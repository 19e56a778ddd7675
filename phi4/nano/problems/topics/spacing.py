"""One more, or one less: posts and gaps, cuts and pieces, floors and flights of stairs, pages, places in a row."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import listed, noun, nouns, ordinal, ordinal_in_words, someone, two_people

METER = noun("meter")
_UNITS = (METER, METER, noun("foot"), noun("yard"))
_LINES = (
    (noun("post"), "fence"), (noun("tree"), "road"), (noun("lamp"), "street"), (noun("flag"), "path"), (noun("bench"), "walk"),
    (noun("tree"), "avenue"), (noun("pole"), "track"), (noun("bush"), "wall"), (noun("stone"), "garden path"), (noun("pillar"), "hall"),
)  # fmt: skip
_UNASKABLE = frozenset({"question if", "question, facts", "what is, facts", "message", "question, points", "what is if", "command if",
                        "polite, if", "wonder", "in need", "wonder, known"})  # fmt: skip


def _posts(rng: random.Random) -> Drawn:
    gap, gaps = rng.randint(2, 15), rng.randint(2, 30)
    post, line = rng.choice(_LINES)
    unit = rng.choice(_UNITS)
    length = gap * gaps
    lines = [
        f"The {line} is {unit(length)} long, with a {post.one} every {unit(gap)}.",
        f"Gaps: {divided(length, gap)}.",
        f"Exception: there is a {post.one} at both ends, so one more than gaps: {gaps} + 1 = {gaps + 1}.",
    ]
    slots = {"post": post, "line": line, "unit": unit, "who": someone(rng)}
    return Drawn(lines, post(gaps + 1), {"length": length, "gap": gap}, slots)


_LENGTH = (
    "[a|the] {line} <is|was> {length unit} long",
    "the length of [a|the] {line} <is|was> {length unit}",
    "there <is|was> a {line} of {length unit}",
    "{length unit} <is|was> the length of [a|the] {line}",
    "[a|the] {line} <has|had> a length of {length unit}",
    "{who} <measure> a {line} and <find> a length of {length unit}",
    "[a|the] {line} <goes|went> on for {length unit}",
    "~from end to end [a|the] {line} <measures|measured> {length unit}",
)

POSTS = Family(
    "posts and gaps",
    _posts,
    facts={
        "length": _LENGTH,
        "gap": (
            "there <is|was> a {post} every {gap unit}, also at both ends",
            "{post+} <stand|stood> {gap unit} apart, the first and the last at the ends",
            "from end to end[,|] {who} <set> a {post} every {gap unit}",
            "every {gap unit}, beginning and ending with one, <comes|came> a {post}",
            "neighboring {post+} <are|were> {gap unit} apart, and there <is|was> one at each end",
            "a {post} <is|was> placed at each end, and in between one every {gap unit}",
            "the space from {post} to {post} <is|was> {gap unit}, and the first and the last <are|were> right at "
            "the ends",
            "both ends <get|got> a {post}, and so <does|did> every {gap unit} in between",
            "~between one {post} and the next there <are|were> {gap unit}, and both ends <have|had> one",
        ),
        "length gap": (
            "along a {line} of {length unit} {who} <put> a {post} every {gap unit}, at both ends too",
            "a {length-unit} {line} <has|had> {post+} {gap unit} apart, including one at each end",
            "{post+} <stand|stood> at both ends of a {line} of {length unit} and every {gap unit} in between",
            "a {line} <is|was> {length unit} long, and from its start to its end there <is|was> a {post} every "
            "{gap unit}, on both ends too",
            "{who} <line> a {line} of {length unit} with {post+}, {gap unit} apart, from one end right to the other",
            "{length unit} of a {line} <get|got> a {post} at either end and one every {gap unit} in between",
        ),
    },
    direct=(
        "how many {post+} <are|were> there",
        "how many {post+} <are|were> needed",
        "how many {post+} does [that|this] make",
        "how many {post+} <do> {who} need",
        "how many {post+} <does|did> the {line} have",
        "how many {post+} <does|did> it take",
        "how many {post+} <have|had> to be set in all",
        "what <is|was> the total number of {post+}",
        "counting those at the ends, how many {post+} <are|were> there",
        "~what number of {post+} <stands|stood> there",
    ),
    indirect=(
        "how many {post+} <are|were> needed",
        "how many {post+} there <are|were>",
        "how many {post+} the {line} <has|had>",
        "how many {post+} it <takes|took>",
        "how many {post+} <have|had> to be set in all",
        "what the total number of {post+} <is|was>",
        "~what number of {post+} <stands|stood> there",
    ),
    noun=(
        "the number of {post+}",
        "the number of {post+} along the {line}",
        "the count of all the {post+}",
        "the total number of {post+}",
        "the number of {post+} with those at the ends",
    ),
    labels=("{line}: {length unit}; a {post} every {gap unit}, at both ends too",),
    whole=(
        "How many {post+} does a {line} of {length unit} have if they are {gap unit} apart and stand at both ends?",
        "{line}: {length unit}. Space between {post+}: {gap unit}. First and last {post} right at the ends. "
        "How many {post+}?",
        "I am putting {post+} along a {line} of {length unit}, one every {gap unit}, starting at one end and "
        "finishing at the other. How many {post+} do I need?",
        "Work out how many {post+} it takes to line a {length-unit} {line} with one every {gap unit} when "
        "both ends get one too.",
        "If {post+} were set {gap unit} apart along a {line}, from its very start to its very end, and the "
        "{line} were {length unit} long, how many would there be?",
        "Given a {line} of {length unit} and {post+} every {gap unit} with one at each end, how many {post+} is that?",
        "A {post} stands where a {line} begins. Another follows every {gap unit}, until the last one stands "
        "at the end, after {length unit}. How many {post+} are there?",
        "{speaker}: The {line} is {length unit} long, and I want a {post} every {gap unit}, also at both "
        "ends.\n{listener}: How many {post+} must I bring?",
        "{post+}: one at each end of the {line} and one every {gap unit} in between. Length of the {line}: {length "
        "unit}. Number of {post+}?",
        "Suppose that a {line} measuring {length unit} is to have {post+} at intervals of {gap unit}, the first at "
        "its beginning and the last at its end. How many will be required?",
        "Determine the number of {post+} along a {line} of {length unit}, where neighbors are {gap unit} apart and "
        "each end has one.",
        "{who} <walk> along a {line} from end to end, {length unit} in all. There <is|was> a {post} at the start, "
        "one after every {gap unit} and one at the end. How many {post+} <do> {who} come to?",
        "We have to order {post+} for a {line}. It is {length unit} long, they will be {gap unit} apart, and "
        "neither end may stay without one. How many should we order?",
        "Neighboring {post+} are {gap unit} from each other. From the first, at one end of a {line}, to the last, "
        "at the other end, it is {length unit}. What is the number of {post+}?",
        "What number of {post+} does it take for a {line} when it is {length unit} long and one has to be set at "
        "the very start and then after each {gap unit} up to the very end?",
        "A worker carries {post+} to a {line} and sets up one at its start, then one after every {gap unit}, the "
        "last one exactly at its end. The {line} has a length of {length unit}. How many did the worker set up?",
        "~{length unit} of {line}, a {post} each {gap unit}, the ends included: how many {post+}?",
    ),
)


def _around(rng: random.Random) -> Drawn:
    gap, gaps = rng.randint(2, 15), rng.randint(4, 30)
    post = rng.choice(
        (
            noun("tree"),
            noun("post"),
            noun("lamp"),
            noun("flag"),
            noun("bench"),
            noun("candle"),
            noun("chair"),
            noun("tent"),
        )
    )
    ring = rng.choice(
        (
            "round pond",
            "circular track",
            "round lake",
            "circular garden",
            "round square",
            "circular path",
            "round field",
        )
    )
    unit = rng.choice(_UNITS)
    length = gap * gaps
    lines = [
        f"The {ring} is {unit(length)} around, with a {post.one} every {unit(gap)}.",
        f"Gaps: {divided(length, gap)}.",
        f"Exception: a ring has no ends, so there are as many {post.many} as gaps.",
    ]
    slots = {"post": post, "ring": ring, "unit": unit, "who": someone(rng)}
    return Drawn(lines, post(gaps), {"length": length, "gap": gap}, slots)


AROUND = Family(
    "around a ring",
    _around,
    facts={
        "length": (
            "[a|the] {ring} <is|was> {length unit} around",
            "the way around [a|the] {ring} <is|was> {length unit} long",
            "once around [a|the] {ring} it <is|was> {length unit}",
            "[a|the] {ring} <has|had> a border of {length unit}",
            "the distance around [a|the] {ring} <is|was> {length unit}",
            "there <is|was> a {ring} with a border {length unit} long",
            "~to walk around [a|the] {ring} <takes|took> {length unit}",
        ),
        "gap": (
            "there <is|was> a {post} every {gap unit}",
            "{post+} <stand|stood> {gap unit} apart all the way around",
            "all around it {who} <set> a {post} every {gap unit}",
            "along the whole border[,|] neighboring {post+} <are|were> {gap unit} apart",
            "every {gap unit} along its border <comes|came> a {post}",
            "{post+} <are|were> set all around it at intervals of {gap unit}",
            "~between one {post} and the next there <are|were> {gap unit}, all the way around",
        ),
        "length gap": (
            "around a {ring} of {length unit} {who} <put> a {post} every {gap unit}",
            "{post+} <are|were> {gap unit} apart around a {ring} of {length unit}",
            "the border of a {ring} <is|was> {length unit} long and <has|had> a {post} every {gap unit}",
            "{who} <set> {post+} {gap unit} apart all along the {length-unit} border of a {ring}",
            "at intervals of {gap unit}, {post+} <stand|stood> around a {ring} whose border <is|was> {length unit} "
            "long",
        ),
    },
    direct=(
        "how many {post+} <are|were> there",
        "how many {post+} <are|were> needed",
        "how many {post+} <have|had> to be set",
        "how many {post+} does that make in all",
        "what <is|was> the total number of {post+}",
        "~what number of {post+} <stands|stood> around it",
    ),
    indirect=(
        "how many {post+} <are|were> needed",
        "how many {post+} <have|had> to be set",
        "how many {post+} there <are|were>",
        "what the total number of {post+} <is|was>",
        "~what number of {post+} <stands|stood> around it",
    ),
    noun=(
        "the number of {post+}",
        "the number of {post+} around the {ring}",
        "the total number of {post+}",
        "the count of all the {post+}",
    ),
    labels=("{ring}: {length unit} around; a {post} every {gap unit}",),
    whole=(
        "How many {post+} stand around a {ring} of {length unit} if they are {gap unit} apart?",
        "The way around a {ring} is {length unit}. If a {post} is set every {gap unit}, how many {post+} are needed?",
        "{speaker}: I want a {post} every {gap unit}, all the way around the {ring}.\n{listener}: It is {length "
        "unit} around. So how many {post+} do you need?",
        "Suppose {post+} are placed at intervals of {gap unit} along the whole border of a {ring}, which is {length "
        "unit} long. How many are there?",
        "Space from one {post} to the next: {gap unit}. Border of the {ring}: {length unit}. Number of {post+}?",
        "I <walk|walked> once around a {ring}, {length unit} in all, and <see|saw> a {post} every {gap unit}. How "
        "many different {post+} <do|did> I see?",
        "Determine the number of {post+} that surround a {ring} of {length unit} when neighbors are {gap unit} apart.",
        "We want to put {post+} around our {ring}, with {gap unit} from each to the next. Its border measures "
        "{length unit}. How many shall we buy?",
        "Work out how many {post+} {who} <need>: they <are|were> to be set {gap unit} apart, all around a {ring} "
        "whose border <is|was> {length unit} long.",
        "All around a {ring}, every {gap unit}, there <is|was> a {post}. What <is|was> the number of {post+}, if "
        "one lap around <is|was> {length unit} long?",
        "~A {ring}, {length unit} around, a {post} each {gap unit}: how many {post+}?",
    ),
    ordered=True,
)

_LONG = nouns("log, board, rope, ribbon, pipe, stick, beam, rod, plank, wire, loaf, cable")


def _cuts(rng: random.Random) -> Drawn:
    log, minute = rng.choice(_LONG), rng.choice((noun("minute"), noun("minute"), noun("second")))
    pieces, each = rng.randint(2, 15), rng.randint(1, 9)
    who, cuts = someone(rng), pieces - 1
    word = "saw" if log.one in ("log", "board", "beam", "plank") else "cut"
    lines = [
        f"The {log.one} becomes {pieces} pieces, and one cut takes {minute(each)}.",
        f"Exception: the last cut makes two pieces, so there is one cut fewer than pieces: {pieces} - 1 = {cuts}.",
        f"{minute.after(multiplied(each, cuts))}.",
    ]
    slots = {"who": who, "log": log, "minute": minute, "saw": lambda voice: voice.say(f"<{word}>"), "to": word}
    return Drawn(lines, minute(each * cuts), {"pieces": pieces, "each": each}, slots)


CUTS = Family(
    "cuts and pieces",
    _cuts,
    facts={
        "pieces": (
            "{who} {saw} a {log} into {pieces} pieces",
            "a {log} <is|was> divided into {pieces} pieces",
            "{who} <want> {pieces} pieces from one {log}",
            "{who} <need> a {log} in {pieces} pieces",
            "a {log} <is|was> to become {pieces} pieces",
            "one {log} <is|was> cut until there <are|were> {pieces} pieces",
            "{pieces} pieces <are|were> to be made from a {log}",
            "the plan <is|was> to cut a {log} into {pieces} pieces",
            "~out of a single {log} {who} <make> {pieces} pieces",
        ),
        "each": (
            "[one|each|every] cut <takes|took> {each minute}",
            "{who} <need> {each minute} for [a|one|each] cut",
            "for [a|each] cut it <takes|took> {each minute}",
            "every cut <lasts|lasted> {each minute}",
            "{each minute} <{each:goes|go}|went> by with each cut",
            "the time for [one|each] cut <is|was> {each minute}",
            "to cut through once <takes|took> {each minute}",
            "~a single cut <costs|cost> {each minute}",
        ),
        "pieces each": (
            "{who} {saw} a {log} into {pieces} pieces, and each cut <takes|took> {each minute}",
            "with {each minute} for a cut, {who} {saw} a {log} into {pieces} pieces",
            "a {log} <becomes|became> {pieces} pieces by cuts of {each minute} each",
            "it <takes|took> {who.o} {each minute} to make one cut, and a {log} <is|was> to be in {pieces} pieces",
            "{pieces} pieces <are|were> cut from one whole {log}, at {each minute} a cut, with nothing left over",
            "{who} <cut> one {log} into {pieces} pieces and <take> {each minute} over each cut",
        ),
    },
    direct=(
        "how long <does|did> it take",
        "how many {minute+} <does|did> [it|this|the whole job] take",
        "how many {minute+} <do> {who} need",
        "how much time <goes|went> into the cutting",
        "how many {minute+} <pass|passed> before all pieces <are|were> ready",
        "how much time <do> {who} spend cutting",
        "what time <is|was> needed for all the cuts",
        "how many {minute+} of cutting <is|was> that",
        "for how long <do> {who} have to cut",
        "~after how many {minute+} <be> {who} through with it",
    ),
    indirect=(
        "how long it <takes|took>",
        "how many {minute+} {who} <need>",
        "how long the whole job <takes|took>",
        "how many {minute+} all the cuts together <take|took>",
        "how much time {who} <spend> cutting",
        "what time <is|was> needed for all the cuts",
        "how many {minute+} of cutting that <makes|made>",
        "for how long {who} <have> to cut",
        "~after how many {minute+} {who} <be> through with it",
    ),
    noun=(
        "the time for the whole job",
        "the number of {minute+} that {who} <need>",
        "the time that all the cuts take together",
        "the total cutting time",
        "the time needed for all the cuts",
        "the number of {minute+} spent cutting",
    ),
    labels=("pieces of one {log}: {pieces}; time for a cut: {each minute}",),
    whole=(
        "How long does it take to {to} a {log} into {pieces} pieces if each cut takes {each minute}?",
        "A {log} is to become {pieces} pieces. At {each minute} per cut, how much time does that take?",
        "I [want|have] to {to} a {log} into {pieces} pieces, and every cut takes me {each minute}. How long "
        "will it take me?",
        "If each cut through a {log} lasts {each minute}, how many {minute+} does it take until there are "
        "{pieces} pieces?",
        "Work out the time it takes to divide a {log} into {pieces} pieces with cuts of {each minute} each.",
        "Job: a {log} into {pieces} pieces. Time per cut: {each minute}. Total time?",
        "Cut by cut, {who} <turn> a {log} into {pieces} pieces; one cut <takes|took> {each minute}. How many "
        "{minute+} <do|did> the cuts take together?",
        "Someone orders a {log} in {pieces} pieces. The shop needs {each minute} per cut. What is the working time "
        "for the order?",
        "{speaker}: Please {to} this {log} into {pieces} pieces.\n{listener}: Each cut takes me {each minute}. How "
        "long will I be busy?",
        "Suppose a cut takes {each minute}. For how many {minute+} must one work to turn one {log} into {pieces} "
        "pieces?",
        "{who} <have> a {log} and <want> it in {pieces} pieces. How much time <is|was> needed if {who} <make> one "
        "cut after another, and each <takes|took> {each minute}?",
        "A machine makes one cut in {each minute}. It is fed with a whole {log} and stops when {pieces} pieces lie "
        "there. For how long does it run?",
        "Determine the total time of the cuts by which one {log} is divided into {pieces} pieces, {each minute} "
        "being needed for each cut.",
        "My uncle asks me to {to} a {log} into {pieces} pieces. I make the cuts one by one, {each minute} each. "
        "After what time can I stop?",
        "How many {minute+} of work are there in {pieces} pieces that are cut from one {log}, when it takes {each "
        "minute} to cut through it once?",
        "~One {log}, {pieces} pieces wanted, {each minute} a cut: how many {minute+}?",
    ),
)


def _floors(rng: random.Random) -> Drawn:
    first, each = rng.randint(2, 8), rng.randint(2, 30)
    later = rng.randint(3, 20)
    while later == first:
        later = rng.randint(3, 20)
    unit = rng.choice((noun("second"), noun("second"), noun("step"), noun("stair")))
    time = unit.one == "second"
    flights = first - 1
    goes = "It takes" if time else "There are"
    lines = [
        f"{goes} {unit(each * flights)} from floor 1 to floor {first}.",
        f"Exception: from floor 1 to floor {first} there are only {first} - 1 = {flights} flights.",
        f"One flight: {divided(each * flights, flights)}.",
        f"From floor 1 to floor {later}: {later} - 1 = {later - 1} flights, and {multiplied(each, later - 1)} {unit.many}.",
    ]
    who = someone(rng)
    slots = {"who": who, "unit": unit, "nth": ordinal_in_words(first), "kth": ordinal_in_words(later)}
    if time:
        slots |= {"takes": lambda v: v.say("it <takes|took> {who.o} {known unit}"), "need": "seconds does it take"}
    else:
        slots |= {"takes": lambda v: v.say("{who} <climb> {known unit}"), "need": f"{unit.many} are there"}
    return Drawn(lines, unit(each * (later - 1)), {"first": first, "known": each * flights, "later": later}, slots)


FLOORS = Family(
    "floors",
    _floors,
    facts={
        "known": (
            "{takes} from floor 1 to floor {first}",
            "from floor 1 to floor {first}, {takes}",
            "{takes} to get from the first floor to the {nth}",
            "between floor 1 and floor {first}, {takes}",
            "to get from floor 1 to floor {first}, {takes}",
            "{takes} to come from floor 1 to floor {first}",
            "with floor 1 as the start and floor {first} as the goal, {takes}",
            "~on the way from floor 1 up to floor {first}, {takes}",
        ),
    },
    direct=(
        "how many {need} from floor 1 to floor {later}",
        "how many {need} from the first floor to the {kth}",
        "from floor 1 to floor {later}, how many {need}",
        "how many {unit+} is it from floor 1 to floor {later}",
        "how many {unit+} away from floor 1 is floor {later}",
        "what is the number of {unit+} between floor 1 and floor {later}",
        "how many {unit+} lie between floor 1 and floor {later}",
        "to get from floor 1 to floor {later}, how many {need}",
        "for the way from the first floor to the {kth}, how many {need}",
        "~up to floor {later} from floor 1, how many {need}",
    ),
    noun=(
        "the number of {unit+} from floor 1 to floor {later}",
        "the number of {unit+} between floor 1 and floor {later}",
        "the count of {unit+} from the first floor to floor {later}",
        "the {unit+} between the first floor and the {kth}",
        "the number of {unit+} it takes from floor 1 to floor {later}",
        "the total of {unit+} between floor 1 and floor {later}",
        "~the number of {unit+} from floor 1 up to the {kth}",
    ),
    whole=(
        "{takes} from floor 1 to floor {first}. And from floor 1 to floor {later}?",
        "I go up from floor 1. On floor {first} I have counted {known unit}. How many will I have counted on "
        "floor {later}?",
        "If it is {known unit} from floor 1 to floor {first}, how many {unit+} is it from floor 1 to floor {later}?",
        "How many {need} from floor 1 to floor {later} when {takes} from floor 1 to floor {first}?",
        "Given {known unit} between floor 1 and floor {first}, how many {unit+} are there between floor 1 "
        "and floor {later}?",
        "Work out how far it is, in {unit+}, from floor 1 to floor {later}; from floor 1 to floor {first}, {takes}.",
        "Floor {first} comes after {known unit}, counted from floor 1. After how many {unit+} from floor 1 "
        "does floor {later} come?",
        "{speaker}: It is {known unit} from floor 1 to floor {first}.\n{listener}: Then how many {unit+} is it from "
        "floor 1 to floor {later}?",
        "The stairs in a house are the same on every floor. A postman who starts on floor 1 is on floor {first} "
        "after {known unit}. After how many {unit+} from floor 1 is he on floor {later}?",
        "Suppose that between every two floors the stairs are equal, and that it is {known unit} from the first "
        "floor to the {nth}. How many {unit+} is it from the first floor to the {kth}?",
        "How many {need} to get to floor {later}, starting at floor 1? For the way from floor 1 to floor {first}, "
        "{takes}.",
        "A tower has the same stairs from each floor to the next. The way from floor 1 to floor {first} is {known "
        "unit}. Determine, in {unit+}, the way from floor 1 to floor {later}.",
        "A girl lives on floor {later} and her friend on floor {first}. For the friend it is {known unit} up from "
        "floor 1. How many {unit+} is it for the girl?",
        "We are on floor 1. Up to floor {first} it would be {known unit}, but we want to go to floor {later}. How "
        "many {unit+} is that?",
        "I always count on the stairs: {known unit} from the first floor to the {nth}. Tell me how many {unit+} I "
        "shall count from the first floor to the {kth}.",
        "~All floors are alike. From 1 to {first}: {known unit}. From 1 to {later}?",
    ),
)


def _elevator(rng: random.Random) -> Drawn:
    floors = [rng.randint(1, 15)]
    moves: list[int] = []
    count = rng.choice((2, 3, 3, 4))
    for place in range(count):
        up = rng.random() < 0.5 if place else True
        low, high = (1, 9) if up else (1, floors[-1])
        if not up and floors[-1] < 2:
            up = True
            low, high = 1, 9
        if not up:
            high = min(9, floors[-1] - 1)
            if high < 1:
                up, high = True, 9
        step = rng.randint(low, high)
        moves.append(step if up else -step)
        floors.append(floors[-1] + moves[-1])
    words = [f"up {abs(move)}" if move > 0 else f"down {abs(move)}" for move in moves]
    lines = [f"Start: floor {floors[0]}. Moves: {', '.join(words)}."]
    lines += [
        f"{'Up' if move > 0 else 'Down'}: {(added if move > 0 else subtracted)(at, abs(move))}."
        for at, move in zip(floors, moves, strict=False)
    ]
    told = [f"{abs(move)} {'floors' if abs(move) > 1 else 'floor'} {'up' if move > 0 else 'down'}" for move in moves]
    slots = {
        "who": someone(rng), "moves": listed(told),
        "then": f"{', then '.join(told)}",
    }  # fmt: skip
    return Drawn(lines, f"floor {floors[-1]}", {"start": floors[0], "steps": tuple(moves)}, slots)


ELEVATOR = Family(
    "elevator",
    _elevator,
    facts={
        "start": (
            "an elevator <is|was> on floor {start}",
            "{who} <get> into an elevator on floor {start}",
            "{who} <start> on floor {start}",
            "on floor {start}[,|] {who} <take> the elevator",
            "{who} <board> an elevator on floor {start}",
            "the elevator <stands|stood> on floor {start}",
            "floor {start} <is|was> where {who} <enter> an elevator",
            "an elevator <starts|started> on floor {start}",
            "~the ride <begins|began> at floor {start}",
            "{who} <enter> the elevator of a tower on floor {start}",
            "when its doors <close|closed>, an elevator <is|was> on floor {start}",
            "an elevator <waits|waited> for {who.o} on floor {start}",
            "the first floor number that {who} <see> in the elevator <is|was> {start}",
        ),
        "steps": (
            "+it <goes|went> {then}",
            "+{who} <ride> {then}",
            "+it <takes|took> {who.o} {moves}",
            "+the elevator <moves|moved> {then}",
            "+from there it <travels|traveled> {moves}",
            "+it <carries|carried> {who.o} {then}",
            "+the ride <goes|went> {moves}",
            "+from there {who} <go> {then}",
            "~+the moves that <follow|followed> <are|were>: {then}",
            "+it <is|was> sent {then}",
            "+its way <leads|led> {then}",
            "+the doors <close|closed>, and it <rises|rose> or <sinks|sank> like this: {then}",
            "+the buttons <make|made> it go {moves}",
            "+the trip <consists|consisted> of {moves}",
        ),
        "start steps": (
            "from floor {start} {who} <ride> {then}",
            "starting on floor {start}, {who} <go> {moves}",
            "{who} <leave> floor {start} in an elevator, which <goes|went> {then}",
            "an elevator that <stands|stood> on floor {start} <goes|went> {moves}",
            "an elevator <starts|started> on floor {start} and <travels|traveled> {then}",
            "on floor {start} {who} <step> into an elevator and <ride> {moves}",
            "{who} <enter> an elevator on floor {start}, and it <takes|took> {who.o} {then}",
            "an elevator <leaves|left> floor {start} and <is|was> sent {then}",
            "a trip of {moves} <starts|started> on floor {start}",
            "with floor {start} as the start, an elevator <moves|moved> {then}",
        ),
    },
    direct=(
        "on which floor <be> {who} [now|then|at the end]",
        "[which|what] floor <is|was> that",
        "where does the ride end",
        "[which|what] floor <do> {who} reach [in the end|at last]",
        "on what floor does the elevator stop",
        "where <is|was> the elevator after that",
        "what <is|was> the number of the floor reached",
        "on which floor <does|did> the ride finish",
        "to which floor <does|did> that lead",
        "~at which floor <do> {who} get out",
        "what floor number <is|was> on the display at the end",
        "on what floor <do|did> the doors open at last",
        "how high up <is|was> the elevator then, as a floor number",
        "which floor <is|was> the last one of this trip",
        "what <is|was> the destination, given as a floor",
    ),
    indirect=(
        "on which floor {who} <be> at the end",
        "which floor {who} <reach> in the end",
        "where the ride ends",
        "on what floor the elevator <stops|stopped>",
        "which floor <is|was> reached",
        "on which floor the ride <finishes|finished>",
        "to which floor that <leads|led>",
        "~at which floor {who} <get> out",
        "what floor number <is|was> on the display at the end",
        "on what floor the doors <open|opened> at last",
        "which floor <is|was> the last one of this trip",
        "what the destination <is|was>, given as a floor",
        "what number the floor at the end <has|had>",
    ),
    noun=(
        "the last floor",
        "the floor at the end",
        "the floor that {who} <reach> in the end",
        "the floor where the elevator stops",
        "the floor on which the ride ends",
        "the number of the floor that <is|was> reached",
        "the floor number on the display at the end",
        "the floor on which the doors <open|opened> at last",
        "the destination, as a floor",
        "the last floor of this trip",
        "the floor where the elevator <comes|came> to rest",
    ),
    labels=("start: floor {start}; moves: {then}",),
    whole=(
        "On which floor does an elevator stop that starts on floor {start} and goes {then}?",
        "I took an elevator on floor {start} and went {then}. [Which|What] floor am I on[ now|]?",
        "Starting from floor {start}, an elevator moves {moves}. Which floor does it reach?",
        "Work out where {who} <leave> the elevator: {who} <enter> it on floor {start}, and it <goes|went> {then}.",
        "If the elevator that {who} <take> on floor {start} <goes|went> {then}, which floor <is|was> reached?",
        "Which floor do we come to after going {moves} from floor {start}?",
        "{who} <press> the buttons of an elevator on floor {start}; it <takes|took> {who.o} {then}. "
        "[What|Which] floor number <do> {who} see when the doors open?",
        "{speaker}: I am in the elevator on floor {start}.\n{listener}: Go {then}. On which floor are you then?",
        "Suppose an elevator stands on floor {start}. It travels {then}. Name the floor it has reached.",
        "An elevator is to be tested. From floor {start} it is made to go {then}. Name the floor at which the test "
        "is over.",
        "Which floor <do> {who} get to? {who} <take> an elevator that <starts|started> on floor {start} and "
        "<goes|went> {then}.",
        "To bring a parcel, a boy rides {then}, beginning on floor {start}. To which floor does he bring it?",
        "From floor {start} the elevator of a hotel is sent {then}. Where does it stand after that?",
        "Determine the floor that is reached from floor {start} by riding {moves}.",
        "We got in on floor {start} and were carried {then}. When the doors opened, what floor were we on?",
        "After going {then}, an elevator stops. It had started on floor {start}. On which floor does it stop?",
        "~Floor {start}. {then}. Which floor is it now?",
        "{moves}: these are the moves of an elevator that stood on floor {start}. What is its final floor?",
        "Keep track of the floor. At first it is {start}. The elevator then goes {then}. What floor do "
        "you have at the end?",
        "What does the display of an elevator show at last, if it shows floor {start} first and the trip goes {then}?",
        "Telegram from an elevator: was on floor {start}. Went {then}. Which floor number should I report?",
        "{who} <live> on floor {start}. There {who} <get> into the elevator and <travel> {moves}. On what floor <be> {who} then?",
        "Carry out these orders with an elevator that waits on floor {start}: {then}. At what floor are you done?",
        "{listener}: Where are you?\n{speaker}: In the elevator. I got in on floor {start} and have gone "
        "{then} since.\nOn which floor is {speaker}?",
        "A cat slips into an elevator on floor {start} and is carried {moves} before it slips out again. "
        "On which floor does it slip out?",
        "Exercise: an elevator at floor {start} is moved {then}. Determine its new floor.",
        "The repairman drives an empty elevator {moves}. Where does it come to rest, if floor {start} is "
        "where it stood before?",
        "Add for up, subtract for down: the first floor number is {start}, and the trip goes {then}. What "
        "is the last floor number?",
        "Dear {speaker}, your parcel was put into the elevator on floor {start}. Somebody sent it {then}. "
        "On what floor will you find it? Yours, {listener}",
        "Having left floor {start} and gone {moves}, an elevator breaks down. At which floor must the "
        "mechanic look for it?",
    ),
    ordered=True,
    timed=True,
    skip=_UNASKABLE,
    numeric=False,
)


def _pages(rng: random.Random) -> Drawn:
    kind = rng.choice((("page", "read"), ("exercise", "solve"), ("seat", "reserve"), ("ticket", "sell"), ("chapter", "read"),
                       ("box", "check"), ("picture", "paint"), ("door", "paint"), ("house", "visit")))  # fmt: skip
    first = rng.randint(2, 90)
    last = first + rng.randint(2, 40)
    thing, who = noun(kind[0]), someone(rng)
    lines = [
        f"The first is number {first}, the last is number {last}, and both count.",
        f"{subtracted(last, first)}.",
        f"Exception: both ends count, so it is one more: {last - first} + 1 = {last - first + 1}.",
    ]
    slots = {"who": who, "thing": thing, "does": lambda voice: voice.say(f"<{kind[1]}>"), "do": kind[1]}
    return Drawn(lines, thing(last - first + 1), {"first": first, "last": last}, slots)


PAGES = Family(
    "from first to last",
    _pages,
    facts={
        "span": (
            "{who} {does} {thing+} {first} to {last}, both included",
            "{who} {does} the {thing+} from number {first} to number {last}, the last one too",
            "{who} {does} everything from {thing} {first} through {thing} {last}",
            "beginning with {thing} {first} and ending with {thing} {last}, {who} {does} them all",
            "{thing} {first} <is|was> the first and {thing} {last} the last one that {who} {does}",
            "{thing+} {first} to {last}, the first and the last among them, <are|were> what {who} {does}",
            "{who} {does} the {thing+} numbered {first} to {last}, including both of these",
            "the {thing+} that {who} {does} <begin|began> with number {first} and <end|ended> with number {last}, "
            "and none <is|was> left out",
            "~{who} {does} each {thing} from {first} up to and including {last}",
        ),
    },
    direct=(
        "how many {thing+} <is|was> that",
        "how many {thing+} <do> {who} {do}",
        "how many {thing+} does that come to",
        "how many {thing+} <is|was> it in all",
        "what <is|was> the number of these {thing+}",
        "how many {thing+} does that make altogether",
        "how many different {thing+} <are|were> those",
        "~what number of {thing+} <do> {who} {do} in all",
    ),
    indirect=(
        "how many {thing+} that <is|was>",
        "how many {thing+} {who} {does}",
        "how many {thing+} that comes to",
        "how many {thing+} it <is|was> in all",
        "how many {thing+} that makes altogether",
        "what the number of these {thing+} <is|was>",
        "~what number of {thing+} that <makes|made>",
    ),
    noun=(
        "the number of {thing+}",
        "the number of {thing+} that {who} {does}",
        "the count of {thing+}",
        "the number of all these {thing+}",
        "the total of {thing+} that {who} {does}",
    ),
    labels=("first {thing}: {first}; last {thing}: {last}; both count",),
    whole=(
        "How many {thing+} are there from {thing} {first} to {thing} {last}, both included?",
        "How many {thing+} are there from {first} to {last}, both ends included?",
        "I {do} {thing+} {first} through {last}. How many {thing+} is that?",
        "{who} <begin> with {thing} {first} and <stop> after {thing} {last}. How many {thing+} <do> {who} {do}?",
        "If the first {thing} is number {first} and the last is number {last}, how many {thing+} are there?",
        "Count the {thing+} {first} to {last}, the first and the last too. How many are there?",
        "{thing} {first}, {thing} {last} and all {thing+} between them: how many are that together?",
        "{thing} {last} comes last and {thing} {first} comes first. How many {thing+} must {who} {do} to be "
        "done with all of them?",
        "How many {thing+} does one {do} who starts with number {first}, leaves none out and stops only after "
        "number {last}?",
        "{speaker}: Please {do} the {thing+} from number {first} to number {last}, both of them too.\n{listener}: "
        "How many {thing+} is that in all?",
        "Suppose somebody has to {do} every {thing} from number {first} to number {last}, both included. How many "
        "{thing+} is that?",
        "Determine the number of {thing+} with numbers that are at least {first} and at most {last}.",
        "My list for today: {do} {thing} {first}, {do} {thing} {last}, and {do} each {thing} in between. How many "
        "{thing+} are on my list?",
        "How many {thing+} <do> {who} {do}, when {thing} {first} <is|was> the first, {thing} {last} the last, and "
        "none between them <is|was> left out?",
        "{who} {does} one {thing} after another. The first <is|was> number {first}, and all <is|was> done when "
        "number {last} <is|was> done too. What <is|was> the number of {thing+} altogether?",
        "All the {thing+} have numbers one after the other. The lowest is {first}, the highest {last}. How many "
        "{thing+} are there?",
        "~From number {first} to number {last}, the ends counted: how many {thing+}?",
    ),
)


def _in_row(rng: random.Random) -> Drawn:
    left, right = rng.randint(2, 20), rng.randint(2, 20)
    who, _ = two_people(rng)
    kind, sides = rng.choice((
        ("row", ("the left", "the right")), ("line", ("the front", "the back")), ("queue", ("the front", "the end")),
        ("row of chairs", ("the left", "the right")), ("class list", ("the top", "the bottom")), ("race", ("the first", "the last")),
        ("column", ("the top", "the bottom")),
    ))  # fmt: skip
    person = rng.choice((noun("person"), noun("child"), noun("student")))
    lines = [
        f"{who} is number {left} from {sides[0]} and number {right} from {sides[1]}.",
        f"{added(left, right)}.",
        f"Exception: {who} is counted twice, so take one away: {left + right} - 1 = {left + right - 1}.",
    ]
    words = rng.random() < 0.3
    say = ordinal_in_words if words else ordinal
    slots = {
        "who": who, "row": kind, "one": sides[0], "other": sides[1], "a": say(left), "b": say(right), "person": person,
    }  # fmt: skip
    return Drawn(lines, person(left + right - 1), {"left": left, "right": right}, slots)


IN_ROW = Family(
    "place in a row",
    _in_row,
    facts={
        "places": (
            "in a {row}[,|] {who} <is|was> the {a} from {one} and the {b} from {other}",
            "{who} <is|was> {a} from {one} and {b} from {other} in a {row}",
            "counted from {one} of a {row}, {who} <is|was> the {a}, counted from {other} the {b}",
            "in a {row}, {who} <has|had> the {a} place from {one} and the {b} place from {other}",
            "{who.s} place in a {row} <is|was> the {a} from {one} and the {b} from {other}",
            "counting from {one} of a {row}, you <find|found> {who} in the {a} place, and from {other} in the "
            "{b} place",
            "the {a} {person} from {one} in a {row} <is|was> {who}, and from {other} {who} <is|was> the {b}",
            "from {one} of a {row} {who} <is|was> counted {a}, and from {other} {b}",
            "whoever <counts|counted> from {one} of a {row} <reaches|reached> {who} in the {a} place, and from "
            "{other} in the {b}",
            "~{who} <looks|looked> at the {row}: {who.n} <is|was> the {a} from {one}, and also the {b} from {other}",
        ),
    },
    direct=(
        "how many {person+} <are|were> [in it|there in all]",
        "how many {person+} <are|were> there",
        "how many {person+} does the {row} have",
        "counting {who.o}, how many {person+} <are|were> there",
        "how large <is|was> the {row}, counted in {person+}",
        "of how many {person+} does the {row} consist",
        "how many {person+} <are|were> there, with {who} among them",
        "~what is the whole number of {person+}",
    ),
    indirect=(
        "how many {person+} there <are|were>",
        "how many {person+} the {row} <has|had>",
        "how many {person+} <are|were> in the {row}",
        "how large the {row} <is|was>, counted in {person+}",
        "how many {person+} there <are|were>, with {who} among them",
        "~what the whole number of {person+} is",
    ),
    noun=(
        "the number of {person+}",
        "the number of {person+} in the {row}",
        "the count of {person+}",
        "the number of {person+} in all",
        "the total number of {person+} in the {row}",
        "the number of {person+}, with {who} among them",
    ),
    labels=("{who} in a {row}: {a} from {one}; {b} from {other}",),
    whole=(
        "How many {person+} are in a {row} where {who} is the {a} from {one} and the {b} from {other}?",
        "I am the {a} from {one} and the {b} from {other} in a {row}. How many {person+} are there, counting me?",
        "Work out how many {person+} a {row} has if {who} is {a} counted from {one} and {b} counted from {other}.",
        "If you count from {one} of a {row}, {who} comes {a}; if you count from {other}, {who} comes {b}. "
        "How many {person+} is that in all?",
        "Given that the {a} from {one} of a {row} is also the {b} from {other}, how many {person+} are in it?",
        "The {b} {person} from {other} of a {row} is {who}, who is at the same time the {a} from {one}. How "
        "many {person+} are there altogether?",
        "In a {row}, the {a} place from {one} and the {b} place from {other} are one and the same, and it is "
        "{who.s}. How many {person+} does the {row} have?",
        "Exercise: {who} has the {a} place of a {row}, counting from {one}. If the counting begins from {other}, it "
        "is the {b} place. State the number of {person+}.",
        "{speaker}: In our {row} {who} is the {a} from {one}.\n{listener}: And from {other} {who.n} is the {b}. How "
        "many {person+} are there, then?",
        "Suppose that {who} is in a {row}, in the {b} place counted from {other} and in the {a} place counted from "
        "{one}. Determine the number of {person+} in the {row}.",
        "How long is a {row}, counted in {person+}, if the {a} {person} from {one} is the same as the {b} from "
        "{other}?",
        "My teacher counts from {one} of our {row} and says that I am the {a}. My friend counts from {other} and "
        "says that I am the {b}. Both are right. How many {person+} are there in all?",
        "Somebody finds {who} in a {row}: {a} if one begins at {one}, {b} if one begins at {other}. What is the "
        "total number of {person+}?",
        "To find {who} in a {row}, go to the {a} {person} from {one} or to the {b} {person} from {other}. Of how "
        "many {person+} does the {row} consist?",
        "There is a {row} with {who} in it, the {b} {person} from {other}. From {one}, {who.n} is the {a}. State "
        "how many {person+} it has.",
        "~{who}: {a} from {one}, {b} from {other}. How many {person+} make up the {row}?",
    ),
)

FAMILIES = (POSTS, AROUND, CUTS, FLOORS, ELEVATOR, PAGES, IN_ROW)
