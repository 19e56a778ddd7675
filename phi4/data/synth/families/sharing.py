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
            "{who} <collect> {total thing}",
            "{total thing} <come|came> out of a [box|bag|basket]",
            "~in front of {who.o} <lie|lay> {total thing}",
        ),
        "groups": (
            "+{groups group} <share|shared> [them|the {thing+}] [equally|fairly|evenly]",
            "+they <are|were> [shared|divided|split] [equally|evenly|fairly] among {groups group}",
            "+each of {groups group} <gets|got> the same number",
            "+{who} <hand> them to {groups group}, equally many to each",
            "+{groups group} <want|wanted> to split them so that all <have|had> equally many",
            "~+{groups group} <take|took> an equal part of them",
        ),
        "total groups": (
            "{who} [<share>|<divide>] {total thing} [equally|evenly|fairly] among {groups group}",
            "{total thing} <are|were> [shared|divided|split] [equally|evenly] among {groups group}",
            "{groups group} [<share|shared>|<divide|divided>] {total thing} [equally|evenly|fairly]",
            "{who} <give> {total thing} to {groups group}, the same number to each",
            "out of {total thing}, each of {groups group} <receives|received> equally many",
            "there <are|were> {groups group} to share {total thing} [evenly|equally|fairly]",
            "~{groups group} and {total thing} <are|were> there, and everybody <gets|got> the same number",
        ),
    },
    direct=(
        "how many {thing+} does each [{group} |]get",
        "how many does each [of them |][get|have]",
        "how many {thing+} <are|were> there for each[| {group}]",
        "what number of {thing+} does each {group} end up with",
        "how many {thing+} <go|went> to each {group}",
        "how many {thing+} <does|did> one {group} receive",
        "~what is a fair share",
    ),
    indirect=(
        "how many {thing+} each [{group} |]gets",
        "how many each of them gets",
        "how many {thing+} <go|went> to each {group}",
        "what number of {thing+} one {group} <receives|received>",
        "~what everybody's share is",
    ),
    noun=(
        "the [number|share] of each {group}",
        "the number of {thing+} for each {group}",
        "the number of {thing+} per {group}",
    ),
    labels=("{thing+}: {total}; {group+}: {groups}; equal shares",),
    whole=(
        "How many {thing+} does each of {groups group} get if {total} are [shared|split|divided] [equally|evenly]?",
        "There are {total thing} for {groups group}. How many for each?",
        "If {groups group} share {total thing} [equally|evenly|fairly], how many [does|will] each [get|have]?",
        "Share {total thing} among {groups group}. How many does each get?",
        "{total thing}, {groups group}, equal shares: how many {thing+} each?",
        "I [want|have|would like] to split {total thing} [evenly|equally] among {groups group}. How many "
        "should I give to each [one|{group}]?",
        "After {total thing} have been [split|divided] [evenly|equally] among {groups group}, how many does "
        "each one have?",
        "Work out how many {thing+} each of {groups group} gets; there are {total thing}, and all get equally many.",
        "There are {groups group}. {total thing} are divided among them, equally many to each. How many "
        "{thing+} is that for one {group}?",
        "Given {total thing} to be split evenly, how many come to each of {groups group}?",
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


_STORED = {
    "total": ("{who} <want> to pack away {total thing}", "{total thing} <wait|waited> to be packed"),
    "size": ("no {box} <takes|took> more than {size thing}", "{size thing} <fill|filled> [a|one|each] {box}"),
    "total size": (
        "{who} <store> {total thing} in {box+}, at most {size} in each",
        "{box+} for {size thing} each <are|were> used to pack {total thing}",
    ),
}

BOXES_NEEDED = Family(
    "boxes needed",
    _boxes_needed,
    facts={key: (*forms, *_STORED[key]) for key, forms in _PACKED.items()},
    direct=(
        "how many {box+} <are|were> needed for all of them",
        "how many {box+} <do> {who} need for all {thing+}",
        "how many {box+} does it take so that nothing is left outside",
        "how many {box+} must {who} have to pack everything",
        "how many {box+} <does|did> it take to pack them all",
        "what number of {box+} <is|was> enough for all the {thing+}",
        "how many {box+} should {who} get ready so that every {thing} can be packed",
        "~what is the smallest number of {box+} that holds all the {thing+}",
    ),
    indirect=(
        "how many {box+} <are|were> needed for all the {thing+}",
        "how many {box+} {who} must have to pack everything",
        "how many {box+} it <takes|took> to pack all the {thing+}",
        "what number of {box+} <is|was> enough for all the {thing+}",
        "~with how many {box+} all {thing+} <have|had> a place",
    ),
    noun=(
        "the number of {box+} needed for all the {thing+}",
        "the number of {box+} it <takes|took> to pack every {thing}",
        "the count of {box+} for packing everything",
        "~the smallest number of {box+} that holds all {thing+}",
    ),
    labels=("{thing+} to pack: {total}; {thing+} in a {box}: {size}",),
    whole=(
        "How many {box+} of {size} are needed for {total thing}?",
        "A {box} holds {size thing}. How many {box+} does one need to pack all of {total thing}?",
        "{total thing} to pack, {size} per {box}: how many {box+}?",
        "I have {total thing}, and at most {size} fit into one {box}. How many {box+} should I "
        "[get|buy|take] so that everything is packed?",
        "Work out how many {box+} it takes to pack {total thing} when [only|no more than] {size} fit into each.",
        "Given {box+} that hold {size thing} each, how many of them are needed to store {total thing}?",
        "If {size thing} <is|was> the most that <goes|went> into a {box}, how many {box+} <do> {who} need to "
        "pack [all |]{total thing}?",
        "{who} <fill> one {box} after another with {size thing} each, until all {total} <are|were> packed. "
        "How many {box+} does that take, counting the last one[ even if it is not full]?",
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
            "{total guest} <are|were> waiting",
            "the number of {guest+} <is|was> {total}",
            "~places <are|were> needed for {total guest}",
        ),
        "size": (
            "[a|each|every|one] {bus} <has|had> room for {size guest}",
            "[a|each|one] {bus} <takes|took> [at most |up to |]{size guest}",
            "{size guest} <fill|filled> [a|one] {bus}",
            "no {bus} <holds|held> more than {size guest}",
            "the limit for [a|one|each] {bus} <is|was> {size guest}",
            "~with {size guest} a {bus} <is|was> full",
        ),
    },
    direct=(
        "how many {bus+} <are|were> needed",
        "how many {bus+} <do|did> they need",
        "what is the smallest number of {bus+} for all of them",
        "how many {bus+} <does|did> it take to have room for everyone",
        "with how many {bus+} <is|was> there room for everyone",
        "what number of {bus+} <is|was> enough for everyone",
        "~how many {bus+} <have|had> to be ordered",
    ),
    indirect=(
        "how many {bus+} <are|were> needed",
        "how many {bus+} it <takes|took> so that nobody is left out",
        "what number of {bus+} <is|was> enough for everyone",
        "how many {bus+} they <need|needed>",
        "~how many {bus+} <have|had> to be ordered for all of them",
    ),
    noun=(
        "the number of {bus+} needed",
        "the smallest number of {bus+} for all",
        "the number of {bus+} that is enough for everyone",
        "the count of {bus+} for the whole group",
    ),
    labels=("{guest+}: {total}; places in a {bus}: {size}",),
    whole=(
        "How many {bus+} for {size guest} each are needed for {total guest}?",
        "{total guest} and {bus+} that hold {size} each: how many {bus+} are needed so that nobody is left out?",
        "{total guest}, {size} per {bus}: how many {bus+}?",
        "We are {total guest}, and one {bus} takes [only |at most |]{size} of us. How many {bus+} do we need?",
        "Work out the number of {bus+} for {total guest} if each has room for [up to |no more than |]{size}.",
        "If no {bus} can take more than {size guest}, how many {bus+} does a group of {total} need?",
        "Given {total guest} and room for {size} in a {bus}, how many {bus+} [does it take|are needed] for everyone?",
        "One {bus} fills up with {size guest}, then the next one, until nobody of the {total} is left "
        "waiting. How many {bus+} are used, counting the last one[ even if it is not full]?",
        "~All {total guest} must find a place, {size} in each {bus}. How many {bus+} is that?",
    ),
)

FAMILIES = (SHARING, LEFT_OVER, BOXES_NEEDED, BUSES)
