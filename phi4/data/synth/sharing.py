"""Things that are given, shared out, packed and left over."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import ANIMALS, CONTAINERS, THINGS, noun, nouns, people, someone, two_people

_GROUPS = nouns("friend, child, student, class, neighbor, player, cousin, guest, scout, pupil, team, table")


def _sharing(rng: random.Random) -> Drawn:
    thing, group = rng.choice(THINGS), rng.choice(_GROUPS)
    groups, each = rng.randint(2, 12), rng.randint(2, 25)
    rest = rng.randint(1, groups - 1) if rng.random() < 0.3 else 0
    total = groups * each + rest
    lines = [f"{thing(total)} are shared by {groups}.", f"{divided(total, groups)}."]
    answer = f"{each} each" + (f", {rest} left over" if rest else "")
    return Drawn(lines, answer, {"total": total, "groups": groups}, {"who": someone(rng), "thing": thing, "group": group})


SHARING = Family(
    "sharing",
    _sharing,
    facts={
        "total": (
            "{who} <have> {total thing}",
            "there <are|were> {total thing}",
            "{who} <bring> {total thing}",
            "a [box|bag|basket] <holds|held> {total thing}",
            "~in front of {who.o} <lie|lay> {total thing}",
        ),
        "groups": (
            "+{groups group} <share|shared> [them|the {thing+}] [equally|fairly|evenly]",
            "+they <are|were> [shared|divided|split] [equally|evenly|fairly] among {groups group}",
            "+each of {groups group} <gets|got> the same number",
            "~+{groups group} <take|took> an equal part of them",
        ),
        "total groups": (
            "{who} [<share>|<divide>] {total thing} [equally|evenly|fairly] among {groups group}",
            "{total thing} <are|were> [shared|divided|split] [equally|evenly] among {groups group}",
            "{groups group} [<share|shared>|<divide|divided>] {total thing} [equally|evenly|fairly]",
            "{who} <give> {total thing} to {groups group}, the same number to each",
            "~{groups group} and {total thing} <are|were> there, and everybody <gets|got> the same number",
        ),
    },
    direct=(
        "how many {thing+} does each [{group} |]get",
        "how many does each [of them |][get|have]",
        "how many {thing+} <are|were> there for each[| {group}]",
        "~what is a fair share",
    ),
    indirect=("how many {thing+} each [{group} |]gets", "how many each of them gets", "~what everybody's share is"),
    noun=("the [number|share] of each {group}",),
    labels=("{thing+}: {total}; {group+}: {groups}; equal shares",),
    whole=(
        "How many {thing+} does each of {groups group} get if {total} are [shared|split|divided] [equally|evenly]?",
        "There are {total thing} for {groups group}. How many for each?",
        "If {groups group} share {total thing} [equally|evenly|fairly], how many [does|will] each [get|have]?",
        "Share {total thing} among {groups group}. How many does each get?",
        "~{total thing} are to be given out to {groups group}. What is a fair share?",
    ),
    ordered=True,
    skip=frozenset({"question, facts", "message", "question if", "question, points", "polite, if", "wonder", "in need"}),
)


def _left_over(rng: random.Random) -> Drawn:
    thing, box = rng.choice(THINGS), rng.choice(CONTAINERS)
    size, boxes = rng.randint(3, 12), rng.randint(2, 15)
    rest = rng.randint(0, size - 1)
    total = size * boxes + rest
    lines = [f"{thing(total)}, {size} to a {box.one}.", f"{divided(total, size)}."]
    if not rest:
        lines.append("Nothing is left over.")
    return Drawn(lines, thing(rest), {"total": total, "size": size}, {"who": someone(rng), "thing": thing, "box": box})


_PACKED = {
    "total": (
        "{who} <have> {total thing}",
        "there <are|were> {total thing} to be packed",
        "{who} <pack> {total thing} into {box+}",
        "~{total thing} <have|had> to be put into {box+}",
    ),
    "size": (
        "[a|each|every|one] {box} <holds|held> {size thing}",
        "{size thing} [<go|went>|<fit|fit>] into [a|each|one] {box}",
        "there <is|was> room for {size thing} in [a|each] {box}",
        "~a full {box} <has|had> {size thing} in it",
    ),
    "total size": (
        "{who} <put> {total thing} into {box+} of {size}",
        "{total thing} <are|were> packed into {box+}, {size} to a {box}",
        "{who} <fill> {box+} with {size thing} each and <have> {total thing} in all",
        "~with {total thing}, {who} <fill> as many {box+} of {size} as possible",
    ),
}

LEFT_OVER = Family(
    "left over",
    _left_over,
    facts=_PACKED,
    direct=(
        "how many {thing+} <are|were> left over when all {box+} that can be filled are full",
        "how many {thing+} <do|did> not fit into a full {box}",
        "how many {thing+} <are|were> left[| over] after filling as many {box+} as possible",
        "~how many {thing+} <remain|remained> without a full {box}",
    ),
    indirect=(
        "how many {thing+} <are|were> left over after filling as many {box+} as possible",
        "~how many {thing+} <remain|remained> that <do|did> not make a full {box}",
    ),
    noun=("the number of {thing+} left over after filling full {box+}",),
    labels=("{thing+}: {total}; {thing+} in a {box}: {size}",),
    whole=(
        "{total thing} go into {box+} of {size}. How many are left over?",
        "What is left of {total thing} when full {box+} of {size} are packed?",
        "~Pack {total thing} by {size} into {box+}. What is the remainder?",
    ),
)


def _boxes_needed(rng: random.Random) -> Drawn:
    thing, box = rng.choice(THINGS), rng.choice(CONTAINERS)
    size, boxes = rng.randint(3, 12), rng.randint(2, 15)
    rest = rng.randint(0, size - 1)
    total = size * boxes + rest
    lines = [f"{thing(total)}, {size} to a {box.one}.", f"{divided(total, size)}."]
    if rest:
        lines.append(f"Exception: the last {rest} need a {box.one} too. {boxes} + 1 = {boxes + 1}.")
    answer = box(boxes + (rest > 0))
    return Drawn(lines, answer, {"total": total, "size": size}, {"who": someone(rng), "thing": thing, "box": box})


BOXES_NEEDED = Family(
    "boxes needed",
    _boxes_needed,
    facts=_PACKED,
    direct=(
        "how many {box+} <are|were> needed for all of them",
        "how many {box+} <do> {who} need for all {thing+}",
        "how many {box+} does it take so that nothing is left outside",
        "~what is the smallest number of {box+} that holds all the {thing+}",
    ),
    indirect=(
        "how many {box+} <are|were> needed for all the {thing+}",
        "~with how many {box+} all {thing+} <have|had> a place",
    ),
    noun=("the number of {box+} needed for all the {thing+}", "~the smallest number of {box+} that holds all {thing+}"),
    labels=("{thing+} to pack: {total}; {thing+} in a {box}: {size}",),
    whole=(
        "How many {box+} of {size} are needed for {total thing}?",
        "A {box} holds {size thing}. How many {box+} does one need to pack all of {total thing}?",
        "~All of {total thing} must go into {box+} of {size}. How many will be used?",
    ),
)

_RIDES = (
    (noun("student"), noun("bus"), 20, 60), (noun("guest"), noun("table"), 4, 12), (noun("person"), noun("boat"), 3, 10),
    (noun("child"), noun("van"), 5, 9), (noun("tourist"), noun("bus"), 15, 50), (noun("player"), noun("car"), 3, 5),
    (noun("passenger"), noun("minibus"), 8, 20), (noun("visitor"), noun("elevator"), 4, 10), (noun("skier"), noun("cabin"), 4, 9),
    (noun("scout"), noun("tent"), 2, 8), (noun("person"), noun("bench"), 3, 5), (noun("pupil"), noun("canoe"), 2, 4),
)  # fmt: skip


def _buses(rng: random.Random) -> Drawn:
    person, bus, low, high = rng.choice(_RIDES)
    size, full = rng.randint(low, high), rng.randint(2, 9)
    rest = rng.randint(0, size - 1)
    total = size * full + rest
    lines = [f"{person(total)}, at most {size} to a {bus.one}.", f"{divided(total, size)}."]
    if rest:
        verb = "needs" if rest == 1 else "need"
        lines.append(f"Exception: the last {rest} {verb} a {bus.one} too. {full} + 1 = {full + 1}.")
    answer = bus(full + (rest > 0))
    return Drawn(lines, answer, {"total": total, "size": size}, {"guest": person, "bus": bus})


BUSES = Family(
    "buses",
    _buses,
    facts={
        "total": (
            "there <are|were> {total guest}",
            "{total guest} <need|needed> a place",
            "a group of {total guest} <arrives|arrived>",
            "~places <are|were> needed for {total guest}",
        ),
        "size": (
            "[a|each|every|one] {bus} <has|had> room for {size guest}",
            "[a|each|one] {bus} <takes|took> [at most |up to |]{size guest}",
            "{size guest} <fill|filled> [a|one] {bus}",
            "no {bus} <holds|held> more than {size guest}",
            "~with {size guest} a {bus} <is|was> full",
        ),
    },
    direct=(
        "how many {bus+} <are|were> needed",
        "how many {bus+} <do|did> they need",
        "what is the smallest number of {bus+} for all of them",
        "~how many {bus+} <have|had> to be ordered",
    ),
    indirect=("how many {bus+} <are|were> needed", "~how many {bus+} <have|had> to be ordered for all of them"),
    noun=("the number of {bus+} needed", "the smallest number of {bus+} for all"),
    labels=("{guest+}: {total}; places in a {bus}: {size}",),
    whole=(
        "How many {bus+} for {size guest} each are needed for {total guest}?",
        "{total guest} and {bus+} that hold {size} each: how many {bus+} are needed so that nobody is left out?",
        "~All {total guest} must find a place, {size} in each {bus}. How many {bus+} is that?",
    ),
)


def _had(rng: random.Random) -> Drawn:
    thing, (who, other) = rng.choice(THINGS), two_people(rng)
    first = rng.randint(5, 90)
    away, more = rng.randint(1, first - 1), rng.randint(1, 40)
    lines = [
        f"At first {thing(first)}. {away} go away: {subtracted(first, away)}.",
        f"{more} come: {thing.after(added(first - away, more))}.",
    ]
    numbers = {"first": first, "away": away, "more": more}
    slots = {"who": who if rng.random() < 0.7 else someone(rng), "other": other.first, "thing": thing}
    return Drawn(lines, thing(first - away + more), numbers, slots)


HAD = Family(
    "had",
    _had,
    facts={
        "first": (
            "{who} <have> {first thing}[| at first| in the morning]",
            "{who} <own> {first thing}",
            "there <are|were> {first thing} in {who.s} [box|room|bag]",
            "{who} <start> with {first thing}",
            "~at the beginning {who} <have> {first thing}",
        ),
        "away": (
            "+{who} [<give> away|<lose>|<sell>] {away}[| of them]",
            "+{who} <give> {away}[| of them] to {other}",
            "+{other} [<takes|took>|<borrows|borrowed>] {away} of them",
            "+{away} [of them |]<get|got> lost",
            "~+{away} <are|were> thrown away",
        ),
        "more": (
            "+{who} [<get>|<find>|<buy>] {more} [more|new ones]",
            "+{other} <gives|gave> {who.o} {more} [more|new ones]",
            "+{more} [new ones|more] <are|were> added",
            "~+{who.p} collection <grows|grew> by {more}",
        ),
        "first away": (
            "{who} <have> {first thing} and <give> {away} of them to {other}",
            "of {who.s} {first thing}, {away} <are|were> lost",
        ),
    },
    direct=(
        "how many {thing+} <do> {who} have [now|then|in the end|at the end]",
        "how many {thing+} <are|were> there [now|in the end]",
        "what number of {thing+} <do> {who} [have|own] in the end",
        "~with how many {thing+} <do> {who} end up",
    ),
    indirect=("how many {thing+} {who} <have> [now|then|in the end]", "~with how many {thing+} {who} <end> up"),
    noun=("the number of {thing+} [now|in the end]", "~{who.s} final number of {thing+}"),
    labels=("{thing+} at first: {first}; given away: {away}; new: {more}",),
    whole=(
        "{who} <have> {first thing}, <give> away {away} and then <get> {more} more. How many {thing+} <do> {who} have now?",
        "How many {thing+} <do> {who} have after starting with {first}, giving away {away} and getting {more}?",
        "A box holds {first thing}. {other} takes out {away} and puts in {more}. How many are in the box now?",
        "~{first thing}; {away} out, {more} in. How many {thing+} is it then?",
    ),
    ordered=True,
    timed=True,
    skip=frozenset({"question if", "question, facts", "message", "question, points", "polite, if"}),
    asides=("it <is|was> a warm day", "{speaker} <has|had> a cat", "this <happens|happened> on a Friday"),
)


def _even_out(rng: random.Random) -> Drawn:
    thing, (who, other) = rng.choice(THINGS), two_people(rng)
    give, low = rng.randint(1, 20), rng.randint(2, 50)
    high = low + 2 * give
    gap = 2 * give
    lines = [
        f"{who} has {high} and {other} has {low}. The difference is {subtracted(high, low)}.",
        "Pattern: each one that is given away makes the difference smaller by 2.",
        f"{divided(gap, 2)}.",
    ]
    slots = {"who": who, "other": other, "thing": thing}
    return Drawn(lines, thing(give), {"high": high, "low": low}, slots)


EVEN_OUT = Family(
    "even out",
    _even_out,
    facts={
        "high": (
            "{who} <has|had> {high thing}",
            "there <are|were> {high thing} in {who.s} box",
            "{high thing} <belong|belonged> to {who.o}",
            "~{who} <owns|owned> {high thing}",
        ),
        "low": (
            "{other} <has|had> {low thing}",
            "there <are|were> {low thing} in {other.s} box",
            "{other} <has|had> only {low thing}",
            "~{other} <owns|owned> {low thing}",
        ),
        "high low": (
            "{who} <has|had> {high thing} and {other} <has|had> {low}",
            "{other} <has|had> {low thing}, but {who} <has|had> {high}",
        ),
    },
    direct=(
        "how many {thing+} must {who} give to {other.o} so that both have the same number",
        "how many {thing+} should {who} give to {other.o} so that they have equally many",
        "~how many {thing+} have to pass from {who.o} to {other.o} to make them equal",
    ),
    indirect=(
        "how many {thing+} {who} must give to {other.o} so that both have equally many",
        "~how many {thing+} {other} must get from {who.o} to draw level",
    ),
    noun=("the number of {thing+} that {who} must give to {other.o} so that they have the same number",),
    labels=("{who.n}: {high thing}; {other.n}: {low thing}",),
    whole=(
        "{who} has {high thing}, {other} has {low}. {who} wants to be fair and give {other.o} some, so that both have the same "
        "number. How many?",
        "~{high} and {low thing}: how many must go from the first to the second to make both equal?",
    ),
)


def _all_but(rng: random.Random) -> Drawn:
    animal, who = rng.choice(ANIMALS), someone(rng)
    total = rng.randint(8, 60)
    left = rng.randint(2, total - 2)
    verb, done = rng.choice((("run away", "ran away"), ("die", "died"), ("are sold", "were sold"), ("escape", "escaped"),
                             ("fall asleep", "fell asleep"), ("leave", "left")))  # fmt: skip
    lines = [
        f"There are {animal(total)}, and all but {left} {verb}.",
        f"Exception: all but {left} means that {left} do not. So {left} are left; nothing is taken away from {total}.",
    ]
    slots = {
        "who": who, "animal": animal, "lost": lambda voice: voice.say(f"<{verb}|{done}>"), "farm": rng.choice(people(rng, 3))
    }  # fmt: skip
    if verb == "fall asleep":
        lines[1] = f"Exception: all but {left} means that {left} do not. So {left} stay awake."
        slots["stay"] = lambda voice: voice.say("<are|were> still awake")
    else:
        slots["stay"] = lambda voice: voice.say("<are|were> left")
    return Drawn(lines, str(left), {"total": total, "left": left}, slots)


ALL_BUT = Family(
    "all but",
    _all_but,
    facts={
        "total": (
            "{who} <have> {total animal}",
            "there <are|were> {total animal} [on a farm|in a field|on {who.s} farm]",
            "{who} <own> {total animal}",
            "~a herd of {total animal} <belongs|belonged> to {who.o}",
        ),
        "left": (
            "+all but {left}[| of them] {lost}",
            "+all of them but {left} {lost}",
            "+[every one|all of them] except {left} {lost}",
            "~+with the exception of {left}, all of them {lost}",
        ),
        "total left": (
            "of {who.s} {total animal}, all but {left} {lost}",
            "{who} <have> {total animal}, of which all but {left} {lost}",
        ),
    },
    direct=(
        "how many {animal+} {stay}",
        "how many [of them|of the {animal+}] {stay}",
        "~how many {animal+} {stay} after that",
    ),
    indirect=("how many [{animal+}|of them] {stay}", "~how many of the {animal+} {stay} in the end"),
    noun=("the number of {animal+} that {stay}",),
    whole=(
        "A farmer has {total animal}. All but {left} {lost}. How many {stay}?",
        "{farm} counts {total animal}. Then all except {left} {lost}. How many {animal+} {stay}?",
        "~Riddle: {total animal}, all but {left} {lost}. How many {stay}?",
    ),
    ordered=True,
    skip=frozenset({"question if", "question, facts", "message", "question, points", "polite, if", "what is, facts", "what is if"}),
)


def _siblings(rng: random.Random) -> Drawn:
    brothers, sisters = rng.randint(2, 7), rng.randint(2, 6)
    girl = rng.random() < 0.5
    who, other = two_people(rng)
    del other
    while (who.subject == "she") != girl:
        who = two_people(rng)[0]
    # A girl's brothers see her among their sisters; a boy's sisters see him among their brothers.
    kin, seen = (noun("brother"), noun("sister")) if girl else (noun("sister"), noun("brother"))
    many, answer = (brothers, sisters) if girl else (sisters, brothers)
    seen_count = answer + 1
    one = "she" if girl else "he"
    lines = [
        f"{who} has {kin(many)}, and each {kin.one} has {seen(seen_count)}.",
        f"Exception: {who} is one of those {seen.many}, and {one} is no {seen.one} of {'her' if girl else 'his'} own.",
        f"{seen_count} - 1 = {answer}.",
    ]
    slots = {"who": who, "kin": kin, "seen": seen}
    return Drawn(lines, seen(answer), {"many": many, "count": seen_count, "girl": girl}, slots)


SIBLINGS = Family(
    "brothers and sisters",
    _siblings,
    facts={
        "kin": (
            "{who} has {many kin}",
            "{who} [lives with|grew up with] {many kin}",
            "there are {many kin} in {who.s} family",
            "~{who} can count on {many kin}",
        ),
        "seen": (
            "+each [{kin}|of {who.p} {kin+}] has {count seen}",
            "+every {kin} [of {who.n} |]has {count seen}",
            "+[each|every] one of the {kin+} has {count seen}",
            "~+any one of these {kin+} can say: I have {count seen}",
        ),
        "kin seen": ("{who} has {many kin}, each of whom has {count seen}", "each of {who.s} {many kin} has {count seen}"),
    },
    direct=("how many {seen+} does {who} have", "what number of {seen+} does {who} have", "~how many {seen+} can {who} name"),
    indirect=("how many {seen+} {who} has", "~how many {seen+} {who} can name"),
    noun=("the number of {who.s} {seen+}", "the number of {seen+} that {who} has"),
    whole=(
        "{who} has {many kin}. Each of them has {count seen}. How many {seen+} does {who} have?",
        "~{many kin} of {who.n} have {count seen} each. And how many {seen+} has {who}?",
    ),
    ordered=True,
    past=False,
    skip=frozenset({"question if", "question, facts", "message", "question, points", "polite, if", "what is, facts", "what is if"}),
)

FAMILIES = (SHARING, LEFT_OVER, BOXES_NEEDED, BUSES, HAD, EVEN_OUT, ALL_BUT, SIBLINGS)
