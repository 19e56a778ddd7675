"""Several numbers at once: averages, the number in the middle, and tables that are read."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, inserted, multiplied, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.words import DAYS, THINGS, Noun, named, noun, people, someone

_MEASURED = (
    ("points in a game", noun("point"), 2, 40), ("goals in a match", noun("goal"), 0, 9), ("pages a day", noun("page"), 5, 60),
    ("degrees at noon", noun("degree"), 5, 35), ("kilometers a day", noun("kilometer"), 2, 40), ("points in a test", noun("point"), 40, 100),
    ("visitors a day", noun("visitor"), 20, 99), ("eggs a week", noun("egg"), 3, 30), ("cups of tea a week", noun("cup"), 2, 30),
    ("minutes on the way", noun("minute"), 10, 60), ("kilograms", noun("kilogram"), 10, 90), ("calls an hour", noun("call"), 3, 30),
)  # fmt: skip


def _listed(values: list[int], last: str = "and") -> str:
    return f"{', '.join(map(str, values[:-1]))} {last} {values[-1]}"


def _average(rng: random.Random) -> Drawn:
    what, unit, low, high = rng.choice(_MEASURED)
    count = rng.choice((2, 3, 3, 4, 4, 5))
    values = [rng.randint(low, high) for _ in range(count)]
    while sum(values) % count:
        values[-1] += 1
    total = sum(values)
    lines = [
        f"There are {count} numbers: {', '.join(map(str, values))}.",
        f"Sum: {summed(values)}.",
        f"{divided(total, count)}.",
    ]
    slots = {
        "who": someone(rng),
        "what": what,
        "row": _listed(values),
        "unit": unit,
        "units": unit.many,
        "many": noun("time"),
    }
    return Drawn(lines, unit(total // count), {"values": tuple(values)}, slots)


AVERAGE = Family(
    "average",
    _average,
    facts={
        "values": (
            "{who} <write> down {row} {what}",
            "the numbers <are|were> {row} {what}",
            "{who} <count> {row} {what}",
            "on a list <are|were> {row} {what}",
            "somebody <notes|noted> {row} {what}",
            "the record <shows|showed> {row} {what}",
            "{row} {what} <are|were> what {who} <see> on a chart",
            "{who} <keep> a list with {row} {what}",
            "{row} {what} <are|were> on record",
            "the single values <are|were> {row} {what}",
            "in {who.s} notebook one <reads|read> {row} {what}",
            "~measured one after the other, there <are|were> {row} {what}",
        ),
    },
    direct=(
        "what <is|was> the average",
        "what <is|was> the mean",
        "how much <is|was> that on average",
        "what <is|was> the average of these numbers",
        "which number <is|was> the mean",
        "how high <is|was> the average",
        "what <do|did> these numbers average",
        "what mean <do|did> the numbers give",
        "at what value <does|did> the average lie",
        "which value <do|did> the numbers have on average",
        "what <is|was> the mean value",
        "what average <comes|came> out",
        "what <is|was> the sum of the numbers divided by how many they <are|were>",
        "how large <is|was> the arithmetic mean",
        "~what would be the same number each time",
    ),
    indirect=(
        "what the average <is|was>",
        "how much that <is|was> on average",
        "what the mean of these numbers <is|was>",
        "how high the average <is|was>",
        "what these numbers <average|averaged>",
        "at what value the mean <lies|lay>",
        "which number <is|was> the mean",
        "which value the numbers <have|had> on average",
        "what the mean value <is|was>",
        "what average <comes|came> out",
        "what the sum of the numbers <is|was>, divided by how many they <are|were>",
        "how large the arithmetic mean <is|was>",
        "~what it would be if all were the same",
    ),
    noun=(
        "the average",
        "the mean",
        "the average of these numbers",
        "the mean of all the numbers",
        "the average value",
        "the arithmetic mean",
        "the mean value of the list",
        "the average of all that is listed",
        "the sum of the numbers divided by how many they <are|were>",
        "the arithmetic mean of the list",
        "the value that the numbers <have|had> on average",
        "the mean of what is listed",
        "the average that comes out",
    ),
    labels=("{what}: {row}",),
    whole=(
        "What is the average of {row} {units}?",
        "Find the mean of {row} {units}.",
        "Calculate the average: {row} {units}.",
        "I have {row} {what} in my notes. What is the average of these?",
        "Add up {row} {units} and divide by how many numbers there are. What is the average?",
        "If {who} <note> {row} {what}, what <is|was> the mean?",
        "Values in {units}: {row}. Average?",
        "Given {row} {units}, work out the mean.",
        "How large is the average when the single values are {row} {units}?",
        "Mean of {row} {units}: how much?",
        "{speaker}: I wrote down {row} {what}.\n{listener}: And what is the average of that?",
        "Suppose a list reads {row} {what}. What average does it have?",
        "Exercise: take the {units} in this list, {row}, and compute their arithmetic mean.",
        "The average of some values is wanted. In {units}, the values are {row}. What is it?",
        "Hi {listener}, what do I get as the average if my results are {row} {what}? Thanks, {speaker}",
        "Which mean results from the values {row}, all in {units}?",
        "Note to myself: {row} {what}. Still to do: find the average. What will it be?",
        "Share the total of {row} {units} evenly over all these numbers. What does each one become?",
        "Telegram: results {row} {units}. Stop. What average? Stop.",
        "In {who.s} notebook one reads {row} {what}. Which average goes under the list?",
        "Divide the sum of {row} {units} by the count of these numbers. Which mean do you find?",
        "At what value does the mean of {row} {units} lie?",
        "{speaker} calls {row} {units} a good result on average. Which average is meant?",
        "A newspaper reports {row} {what}. A reader wants to know only the mean. What should the newspaper say?",
        "The mean, please, of the following results: {row}, all of them in {units}.",
        "{listener}: How did it go?\n{speaker}: I had {row} {what}.\n{listener}: And how much is that on average?",
        "When {row} {units} are leveled out so that the total stays what it is, at what value do they all lie?",
        "Dear {listener}, my list says {row} {what}. For my report I need the mean value. Can you compute it? "
        "Yours, {speaker}",
        "{row}: these are the values, in {units}, and their arithmetic mean is asked for. What is it?",
        "Which number comes out if all of {row} {units} are added up and the sum is divided by how many "
        "values there are?",
        "~{row} {units}: how many are that on average?",
    ),
    asides=(),
    skip=SKIP - {"question, facts", "wonder", "in need", "wonder, known"},
)


def _missing_score(rng: random.Random) -> Drawn:
    count, mean = rng.choice((2, 3, 3, 4)), rng.randint(5, 60)
    values = [max(1, mean + rng.randint(-5, 5)) for _ in range(count)]
    total = mean * (count + 1)
    last = total - sum(values)
    while last < 1:
        values[0] -= 1
        last = total - sum(values)
    what, one = rng.choice(
        (
            ("test", "point"),
            ("game", "point"),
            ("match", "goal"),
            ("day", "page"),
            ("week", "visitor"),
            ("round", "point"),
        )
    )
    unit = noun(one)
    lines = [
        f"So far {', '.join(map(str, values))}; with one more the average must be {mean}.",
        f"All {count + 1} together: {multiplied(mean, count + 1)}.",
        f"So far: {summed(values)}.",
        f"Missing: {unit.after(subtracted(total, sum(values)))}.",
    ]
    slots = {"who": someone(rng), "row": _listed(values), "what": noun(what), "unit": unit, "count": count}
    return Drawn(lines, unit(last), {"values": tuple(values), "mean": mean}, slots)


MISSING_SCORE = Family(
    "number for an average",
    _missing_score,
    facts={
        "values": (
            "in {count what}, {who} <get> {row} {unit+}",
            "{who} <have> {row} {unit+} from {count what}",
            "{who.s} {what+} so far <are|were> {row} {unit+}",
            "{who} <write> down {row} {unit+} for the first {count what}",
            "the first {count what} bring {who.o} {row} {unit+}",
            "{count what} have brought {who.o} {row} {unit+} so far",
            "{who.s} list of {count what} reads {row} {unit+}",
            "~after {count what}, {who} <have> {row} {unit+} on the list",
        ),
        "mean": (
            "the average of all is to be {mean} after one more {what}",
            "{who} <want> an average of {mean} after the next {what}",
            "with one more {what}, {who} <want> to reach an average of {mean}",
            "the aim is an average of {mean} over all {what+}, one more included",
            "together with the next {what}, the average must be {mean}",
            "{who} <aim> at an average of {mean}, the next {what} counted too",
            "once the next {what} is over, the mean of all has to be {mean}",
            "~one more {what} should bring {who.o} to an average of {mean}",
        ),
    },
    direct=(
        "how many {unit+} <do> {who} need in the next {what}",
        "how many {unit+} must the next {what} bring",
        "how many {unit+} <do> {who} have to get in the next {what}",
        "how many {unit+} does it take in the next {what} to reach that average",
        "what number of {unit+} must {who} reach in the next {what}",
        "with how many {unit+} in the next {what} <do> {who} reach that average",
        "how many {unit+} should the next {what} add",
        "~what is needed the next time, in {unit+}",
    ),
    indirect=(
        "how many {unit+} {who} <need> in the next {what}",
        "how many {unit+} {who} must get in the next {what}",
        "how many {unit+} it takes in the next {what} to reach that average",
        "what number of {unit+} {who} must reach in the next {what}",
        "with how many {unit+} in the next {what} {who} <reach> that average",
        "how many {unit+} the next {what} should add",
        "~what the next {what} must bring in {unit+}",
    ),
    noun=(
        "the number of {unit+} needed in the next {what}",
        "the number of {unit+} for the next {what}",
        "the number of {unit+} that {who} must get in the next {what}",
        "the required number of {unit+} in the next {what}",
        "the number of {unit+} that the next {what} should add",
        "the number of {unit+} with which the next {what} gives that average",
    ),
    labels=("so far: {row} {unit+}; wanted average with one more {what}: {mean}",),
    whole=(
        "Which number must join {row} to make the average {mean}?",
        "{who} <have> {row} {unit+} so far. How many must {who} get in one more {what} for an average of {mean}?",
        "My {what+} so far: {row} {unit+}. I want an average of {mean} after the next one. How many {unit+} "
        "do I need in it?",
        "For the average of {row} {unit+} and one more {what} to be {mean}, how many {unit+} must that {what} give?",
        "Results: {row} {unit+}. Wanted: an average of {mean} with the next {what} counted. How many {unit+} "
        "in that {what}?",
        "Work out how many {unit+} the next {what} must give so that, after {row} {unit+}, the average of "
        "all is {mean}.",
        "If the average of all {what+} must be {mean}, and the first {count} of them gave {row} {unit+}, how "
        "many {unit+} must the only other {what} give?",
        "So far {row} {unit+}, target average {mean}, one {what} to go: how many {unit+} are needed?",
        "Suppose {who} <have> {row} {unit+} from {count what}. For an average of {mean} with the next {what} "
        "included, how many {unit+} must it bring?",
        "How many {unit+} <do> {who} need in the next {what} to average {mean}, after {row} {unit+} in those before?",
        "An average of {mean} is the goal. {count what} have brought {row} {unit+}, and only one {what} is "
        "left. How many {unit+} must it bring?",
        '"Only one {what} to go," says {speaker}. "I have {row} {unit+}, and my average over all {what+} must '
        'be {mean}. How many {unit+} do I need?"',
        "{speaker}: I have {row} {unit+} up to now, and one {what} is still to come.\n{listener}: How many "
        "{unit+} do you need in it for an average of {mean}?",
        "Find the result needed in the last {what}, in {unit+}: the others gave {row}, and all {what+} "
        "together should average {mean}.",
        "Average wanted over all {what+}: {mean}. Results of all but the last one: {row} {unit+}. Result "
        "needed in the last one?",
        "~{row}, and one more number. The average is {mean}. What is the last number?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP,
)


def _median(rng: random.Random) -> Drawn:
    count = rng.choice((3, 5, 5, 7))
    kind = rng.choice(("median", "median", "range", "mode"))
    values = rng.sample(range(1, rng.choice((20, 60, 100))), count)
    if kind == "mode":
        values[rng.randrange(1, count)] = values[0]
        rng.shuffle(values)
    up = sorted(values)
    lines = [
        f"The numbers are {', '.join(map(str, values))}.",
        inserted(values),
        f"In order: {', '.join(map(str, up))}.",
    ]
    if kind == "median":
        answer, name = up[count // 2], "median"
        lines.append(f"Number {count // 2 + 1} of {count} is in the middle: {answer}.")
    elif kind == "range":
        answer, name = up[-1] - up[0], "range"
        lines.append(f"Largest minus smallest: {subtracted(up[-1], up[0])}.")
    else:
        answer, name = max(values, key=values.count), "mode"
        lines.append(f"{answer} is there most often.")
    slots = {"row": ", ".join(map(str, values)), "name": name, "who": named(rng)}
    return Drawn(lines, str(answer), {"values": tuple(values), "kind": kind}, slots)


MEDIAN = Family(
    "median, range and mode",
    _median,
    facts={
        "row": (
            "the numbers are {row}",
            "{who} writes down {row}",
            "a list has the numbers {row}",
            "somebody measures {row}",
            "these numbers are given: {row}",
            "{who} has the numbers {row}",
            "we look at {row}",
            "the list reads {row}",
            "{row} are the numbers on {who.s} list",
            "~in a notebook stand {row}",
        ),
    },
    direct=(
        "what is the {name}",
        "what is the {name} of these numbers",
        "which number is the {name}",
        "how large is the {name}",
        "what is their {name}",
        "which value is the {name}",
        "what number does one get for the {name}",
        "what is the {name} of the list",
        "~what {name} do these numbers have",
    ),
    indirect=(
        "what the {name} is",
        "which number is the {name}",
        "how large the {name} of these numbers is",
        "what number one gets for the {name}",
        "which value is the {name} of the list",
        "what one finds as the {name}",
        "~what {name} these numbers have",
    ),
    noun=(
        "the {name}",
        "the {name} of these numbers",
        "the {name} of the list",
        "the value of the {name}",
        "the {name} of all the values",
        "the number that is the {name}",
        "the {name} of what is listed",
    ),
    labels=("numbers: {row}",),
    whole=(
        "What is the {name} of {row}?",
        "Find the {name}: {row}.",
        "I have the numbers {row}. What is [their|the] {name}?",
        "Given the numbers {row}, [find|name|work out] the {name}.",
        "Put {row} in order. What is the {name}?",
        "Which number is the {name} of this list: {row}?",
        "If the values are {row}, how large is the {name}?",
        "{who} measures {row}. Work out the {name} of these values.",
        "{name} of {row}: which number?",
        "Suppose somebody hands you the numbers {row} and wants their {name}. What do you say?",
        "A list was made: {row}. Which value is its {name}?",
        "{speaker}: My numbers are {row}.\n{listener}: And what do you get for the {name}?",
        "Exercise. Values: {row}. Determine the {name}.",
        "The {name} of the following numbers is wanted: {row}. What is it?",
        "{who} needs the {name} of a list for a report. The list reads {row}. Which number must {who} write in "
        "the report?",
        "Please tell me the {name}. My values are {row}.",
        "~{row}. The {name}?",
    ),
    asides=(),
    past=False,
    skip=SKIP - {"wonder", "in need", "wonder, known"},
)


def _table(rng: random.Random) -> Drawn:
    by_day = rng.random() < 0.4
    count = rng.choice((3, 4, 4, 5))
    keys = [DAYS[place] for place in range(rng.randint(0, 2), 7)][:count] if by_day else people(rng, count)
    thing: Noun = (
        rng.choice(THINGS)
        if not by_day
        else rng.choice((noun("visitor"), noun("page"), noun("egg"), noun("car"), noun("call")))
    )
    values = rng.sample(range(2, 60), count)
    cells = dict(zip(keys, values, strict=True))
    rows = _rows(cells, rng)
    where = "on" if by_day else "for"
    kind = rng.choice(("cell", "total", "most", "least", "gap", "pair"))
    first, second = rng.sample(keys, 2)
    if cells[first] < cells[second]:
        first, second = second, first
    told = ", ".join(f"{key} {value}" for key, value in cells.items())
    question, lines, answer = _asked(kind, cells, first, second, thing, told, where)
    slots = {"rows": rows, "q": question, "thing": thing, "what": "Day" if by_day else "Name"}
    return Drawn(
        lines, answer, {"cells": cells, "kind": kind, "first": first, "second": second, "thing": thing.one}, slots
    )


def _rows(cells: dict[str, int], rng: random.Random) -> str:
    """The table as text, in one of the ways in which people type tables."""
    style = rng.randrange(5)
    if style == 0:
        return "\n".join(f"| {key} | {value} |" for key, value in cells.items())
    if style == 1:
        return "\n".join(f"{key}: {value}" for key, value in cells.items())
    if style == 2:
        return "\n".join(f"{key} - {value}" for key, value in cells.items())
    if style == 3:
        return "; ".join(f"{key} = {value}" for key, value in cells.items())
    return ", ".join(f"{key} {value}" for key, value in cells.items())


def _so_far(cells: dict[str, int], most: bool) -> str:
    """The best row after each row that is read: "Ann 3; Bob 5 > 3, Bob 5; Cleo 4 < 5, Bob 5"."""
    (best, *others), parts = cells, []
    for key in others:
        held, number = cells[best], cells[key]
        if (number > held) == most:
            best = key
        parts.append(f"{key} {number} {'>' if number > held else '<'} {held}, {best} {cells[best]}")
    first = next(iter(cells))
    return "; ".join([f"{first} {cells[first]}", *parts])


def _asked(
    kind: str, cells: dict[str, int], first: str, second: str, thing: Noun, told: str, where: str
) -> tuple[str, list[str], str]:
    values = list(cells.values())
    if kind == "cell":
        return (
            f"how many {thing.many} are there {where} {first}",
            [f"The row of {first} says {cells[first]}."],
            thing(cells[first]),
        )
    if kind == "total":
        return (
            f"how many {thing.many} are there in all",
            [f"The table: {told}.", f"{summed(values)}."],
            thing(sum(values)),
        )
    if kind in ("most", "least"):
        best = max(cells, key=cells.__getitem__) if kind == "most" else min(cells, key=cells.__getitem__)
        who = "who has" if where == "for" else "which day has"
        return (
            f"{who} the {'most' if kind == 'most' else 'fewest'} {thing.many}",
            [f"The {'most' if kind == 'most' else 'fewest'} so far: {_so_far(cells, kind == 'most')}."],
            best,
        )
    if kind == "gap":
        gap = cells[first] - cells[second]
        return (
            f"how many more {thing.many} are there {where} {first} than {where} {second}",
            [f"{first}: {cells[first]}. {second}: {cells[second]}.", f"{subtracted(cells[first], cells[second])}."],
            thing(gap),
        )
    return (
        f"how many {thing.many} are there {where} {first} and {second} together",
        [f"{first}: {cells[first]}. {second}: {cells[second]}.", f"{added(cells[first], cells[second])}."],
        thing(cells[first] + cells[second]),
    )


TABLE = Family(
    "reading a table",
    _table,
    whole=(
        "[Look at this table|Here is a table|This table is given|Read the table] of {thing+}:\n{rows}\n^{q}?",
        "The table shows [the number of |]{thing+}.\n{rows}\n^{q}?",
        "{thing+}:\n{rows}\n^{q}?",
        "^{q}?\n{rows}",
        "{rows}\nThese are numbers of {thing+}. ^{q}?",
        "[Somebody|{speaker}] has written down the {thing+}: {rows}. ^{q}?",
        "From the following list of {thing+}, tell me: {q}?\n{rows}",
        "{what} and {thing+}:\n{rows}\n{speaker} asks: {q}?",
        "Given these {thing+}: {rows}. ^{q}?",
        "I have a list of {thing+}. {rows}. Can you tell me: {q}?",
        "{rows}\nThe list above gives the {thing+}. {speaker} wants to know: {q}?",
        "{speaker} keeps count of {thing+}:\n{rows}\n^{q}?",
        "I want to know: {q}? The {thing+} are listed here:\n{rows}",
        "My notes on {thing+}:\n{rows}\nSo {q}?",
        "[Take|Have] a look at the {thing+} below. ^{q}?\n{rows}",
        "If these are the {thing+}:\n{rows}\nthen {q}?",
        "{thing+}, as counted by {speaker}:\n{rows}\n{listener} asks: ^{q}?",
        "Dear {listener}, here are the numbers of {thing+}:\n{rows}\nPlease tell me: ^{q}? Yours, {speaker}",
        "Find out from the numbers of {thing+} below: ^{q}?\n{rows}",
        "Suppose the {thing+} are counted as follows.\n{rows}\n^{q}?",
        "{speaker} sends a message with the numbers of {thing+}:\n{rows}\n{listener} reads it. ^{q}?",
        "{rows}\nThat was the count of {thing+}. So {q}?",
        "{listener}: ^{q}?\n{speaker}: The answer follows from these numbers of {thing+}:\n{rows}",
        "Exercise. The numbers below are those of the {thing+}. Use them to say: {q}?\n{rows}",
        "{speaker}: Where can I see the {thing+}?\n{listener}: Here.\n{rows}\n{speaker}: Good. ^{q}?",
        "One look at the counts of {thing+} is enough to answer this: {q}?\n{rows}",
        "In a notebook the {thing+} have been counted:\n{rows}\nAnswer from the notebook: {q}?",
        "Telegram with counts of {thing+}: {rows}. Stop. ^{q}? Stop.",
        "{rows}\nEach entry gives a count of {thing+}. With that in mind, {q}?",
        "Statistics of {thing+}\n{rows}\nTask: ^{q}?",
        "The teacher writes the numbers of {thing+} on the board.\n{rows}\nThen the class is asked: {q}?",
        "Before you answer, read all the entries; they count {thing+}.\n{rows}\n^{q}?",
        "{listener} has lost count of the {thing+}, but {speaker} has not:\n{rows}\nSo {q}?",
        "We counted {thing+} and got this: {rows}. Now {q}?",
        "Use the data to reply. ^{q}? Counts of {thing+}:\n{rows}",
        "Report on {thing+}. The numbers were: {rows}. A reader of the report asks: {q}?",
        "{q}? To find out, see how the {thing+} were counted:\n{rows}",
        "~On the wall hangs a table of {thing+}:\n{rows}\nUsing it, {q}?",
        "~{q}, going by this list of {thing+}: {rows}?",
        "~Data ({thing+}): {rows}. Question: {q}?",
    ),
    past=False,
)

FAMILIES = (AVERAGE, MISSING_SCORE, MEDIAN, TABLE)
