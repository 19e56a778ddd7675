"""Things that are shared out, packed and left over; buses for many guests."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import divided
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import CONTAINERS, THINGS, noun, nouns, someone

_GROUPS = nouns("friend, child, student, class, neighbor, player, cousin, guest, scout, pupil, team, table")


def _sharing(rng: random.Random) -> Drawn:
    thing, group = rng.choice(THINGS), rng.choice(_GROUPS)
    groups, each = rng.randint(2, 12), rng.randint(2, 25)
    rest = rng.randint(1, groups - 1) if rng.random() < 0.3 else 0
    total = groups * each + rest
    lines = [f"{thing(total)} are shared by {groups}.", f"{divided(total, groups)}."]
    answer = f"{each} each" + (f", {rest} left over" if rest else "")
    return Drawn(
        lines, answer, {"total": total, "groups": groups}, {"who": someone(rng), "thing": thing, "group": group}
    )


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
    skip=frozenset(
        {"question, facts", "message", "question if", "question, points", "polite, if", "wonder", "in need"}
    ),
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

FAMILIES = (SHARING, LEFT_OVER, BOXES_NEEDED, BUSES)
