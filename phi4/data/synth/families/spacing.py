"""One more, or one less: posts and gaps, cuts and pieces, floors and flights of stairs, pages, places in a row."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, multiplied, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import listed, noun, nouns, ordinal, ordinal_in_words, someone, two_people

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
            "~between one {post} and the next there <are|were> {gap unit}, and both ends <have|had> one",
        ),
        "length gap": (
            "along a {line} of {length unit} {who} <put> a {post} every {gap unit}, at both ends too",
            "a {length-unit} {line} <has|had> {post+} {gap unit} apart, including one at each end",
            "{post+} <stand|stood> at both ends of a {line} of {length unit} and every {gap unit} in between",
            "a {line} <is|was> {length unit} long, and from its start to its end there <is|was> a {post} every "
            "{gap unit}, on both ends too",
        ),
    },
    direct=(
        "how many {post+} <are|were> there",
        "how many {post+} <are|were> needed",
        "how many {post+} does [that|this] make",
        "how many {post+} <do> {who} need",
        "how many {post+} <does|did> the {line} have",
        "how many {post+} <does|did> it take",
        "~what number of {post+} <stands|stood> there",
    ),
    indirect=(
        "how many {post+} <are|were> needed",
        "how many {post+} there <are|were>",
        "how many {post+} the {line} <has|had>",
        "how many {post+} it <takes|took>",
        "~what number of {post+} <stands|stood> there",
    ),
    noun=(
        "the number of {post+}",
        "the number of {post+} along the {line}",
        "the count of all the {post+}",
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
            "~to walk around [a|the] {ring} <takes|took> {length unit}",
        ),
        "gap": (
            "there <is|was> a {post} every {gap unit}",
            "{post+} <stand|stood> {gap unit} apart all the way around",
            "all around it {who} <set> a {post} every {gap unit}",
            "~between one {post} and the next there <are|were> {gap unit}, all the way around",
        ),
        "length gap": (
            "around a {ring} of {length unit} {who} <put> a {post} every {gap unit}",
            "{post+} <are|were> {gap unit} apart around a {ring} of {length unit}",
        ),
    },
    direct=(
        "how many {post+} <are|were> there",
        "how many {post+} <are|were> needed",
        "~what number of {post+} <stands|stood> around it",
    ),
    indirect=("how many {post+} <are|were> needed", "~what number of {post+} <stands|stood> around it"),
    noun=("the number of {post+}",),
    labels=("{ring}: {length unit} around; a {post} every {gap unit}",),
    whole=(
        "How many {post+} stand around a {ring} of {length unit} if they are {gap unit} apart?",
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
            "~out of a single {log} {who} <make> {pieces} pieces",
        ),
        "each": (
            "[one|each|every] cut <takes|took> {each minute}",
            "{who} <need> {each minute} for [a|one|each] cut",
            "for [a|each] cut it <takes|took> {each minute}",
            "every cut <lasts|lasted> {each minute}",
            "{each minute} <{each:goes|go}|went> by with each cut",
            "~a single cut <costs|cost> {each minute}",
        ),
        "pieces each": (
            "{who} {saw} a {log} into {pieces} pieces, and each cut <takes|took> {each minute}",
            "with {each minute} for a cut, {who} {saw} a {log} into {pieces} pieces",
            "a {log} <becomes|became> {pieces} pieces by cuts of {each minute} each",
            "it <takes|took> {who.o} {each minute} to make one cut, and a {log} <is|was> to be in {pieces} pieces",
        ),
    },
    direct=(
        "how long <does|did> it take",
        "how many {minute+} <does|did> [it|this|the whole job] take",
        "how many {minute+} <do> {who} need",
        "how much time <goes|went> into the cutting",
        "how many {minute+} <pass|passed> before all pieces <are|were> ready",
        "how much time <do> {who} spend cutting",
        "~after how many {minute+} <be> {who} through with it",
    ),
    indirect=(
        "how long it <takes|took>",
        "how many {minute+} {who} <need>",
        "how long the whole job <takes|took>",
        "how many {minute+} all the cuts together <take|took>",
        "how much time {who} <spend> cutting",
        "~after how many {minute+} {who} <be> through with it",
    ),
    noun=(
        "the time for the whole job",
        "the number of {minute+} that {who} <need>",
        "the time that all the cuts take together",
        "the total cutting time",
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
        "~up to floor {later} from floor 1, how many {need}",
    ),
    noun=(
        "the number of {unit+} from floor 1 to floor {later}",
        "the number of {unit+} between floor 1 and floor {later}",
        "the count of {unit+} from the first floor to floor {later}",
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
            "~the ride <begins|began> at floor {start}",
        ),
        "steps": (
            "+it <goes|went> {then}",
            "+{who} <ride> {then}",
            "+it <takes|took> {who.o} {moves}",
            "+the elevator <moves|moved> {then}",
            "+from there it <travels|traveled> {moves}",
            "~+the moves that <follow|followed> <are|were>: {then}",
        ),
        "start steps": (
            "from floor {start} {who} <ride> {then}",
            "starting on floor {start}, {who} <go> {moves}",
            "{who} <leave> floor {start} in an elevator, which <goes|went> {then}",
            "an elevator that <stands|stood> on floor {start} <goes|went> {moves}",
        ),
    },
    direct=(
        "on which floor <be> {who} [now|then|at the end]",
        "[which|what] floor <is|was> that",
        "where does the ride end",
        "[which|what] floor <do> {who} reach [in the end|at last]",
        "on what floor does the elevator stop",
        "where <is|was> the elevator after that",
        "~at which floor <do> {who} get out",
    ),
    indirect=(
        "on which floor {who} <be> at the end",
        "which floor {who} <reach> in the end",
        "where the ride ends",
        "on what floor the elevator <stops|stopped>",
        "~at which floor {who} <get> out",
    ),
    noun=(
        "the last floor",
        "the floor at the end",
        "the floor that {who} <reach> in the end",
        "the floor where the elevator stops",
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
        "~Floor {start}. {then}. Which floor is it now?",
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
            "~{who} {does} each {thing} from {first} up to and including {last}",
        ),
    },
    direct=(
        "how many {thing+} <is|was> that",
        "how many {thing+} <do> {who} {do}",
        "how many {thing+} does that come to",
        "how many {thing+} <is|was> it in all",
        "~what number of {thing+} <do> {who} {do} in all",
    ),
    indirect=(
        "how many {thing+} that <is|was>",
        "how many {thing+} {who} {does}",
        "how many {thing+} that comes to",
        "how many {thing+} it <is|was> in all",
        "~what number of {thing+} that <makes|made>",
    ),
    noun=(
        "the number of {thing+}",
        "the number of {thing+} that {who} {does}",
        "the count of {thing+}",
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
            "~{who} <looks|looked> at the {row}: {who.n} <is|was> the {a} from {one}, and also the {b} from {other}",
        ),
    },
    direct=(
        "how many {person+} <are|were> [in it|there in all]",
        "how many {person+} <are|were> there",
        "how many {person+} does the {row} have",
        "counting {who.o}, how many {person+} <are|were> there",
        "~what is the whole number of {person+}",
    ),
    indirect=(
        "how many {person+} there <are|were>",
        "how many {person+} the {row} <has|had>",
        "how many {person+} <are|were> in the {row}",
        "~what the whole number of {person+} is",
    ),
    noun=(
        "the number of {person+}",
        "the number of {person+} in the {row}",
        "the count of {person+}",
        "the number of {person+} in all",
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
        "~{who}: {a} from {one}, {b} from {other}. How many {person+} make up the {row}?",
    ),
)

FAMILIES = (POSTS, AROUND, CUTS, FLOORS, ELEVATOR, PAGES, IN_ROW)
