"""Things that are shared out, packed and left over; buses for many guests."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import CONTAINERS, THINGS, noun, nouns, someone

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
            "{total thing} <are|were> ready to be handed out",
            "{who} <take> out {total thing}",
            "~in front of {who.o} <lie|lay> {total thing}",
            "{who} <put> {total thing} on a tray",
            "the number of {thing+} <is|was> {total}",
            "{total thing} <arrive|arrived> in a parcel",
            "a shelf <is|was> full of {thing+}, {total} in number",
        ),
        "groups": (
            "+{groups group} <share|shared> [them|the {thing+}] [equally|fairly|evenly]",
            "+they <are|were> [shared|divided|split] [equally|evenly|fairly] among {groups group}",
            "+each of {groups group} <gets|got> the same number",
            "+{who} <hand> them to {groups group}, equally many to each",
            "+{groups group} <want|wanted> to split them so that all <have|had> equally many",
            "+{who} <pass> them out to {groups group} in equal numbers",
            "+an equal number <is|was> set aside for each of {groups group}",
            "~+{groups group} <take|took> an equal part of them",
            "+the same number of them <is|was> meant for each of {groups group}",
            "+{groups group} <are|were> served, one as well as the other",
            "+{who} <serve> them out to {groups group}, no {group} getting more than another",
            "+they <have|had> to do for {groups group}, and all <are|were> treated alike",
        ),
        "total groups": (
            "{who} [<share>|<divide>] {total thing} [equally|evenly|fairly] among {groups group}",
            "{total thing} <are|were> [shared|divided|split] [equally|evenly] among {groups group}",
            "{groups group} [<share|shared>|<divide|divided>] {total thing} [equally|evenly|fairly]",
            "{who} <give> {total thing} to {groups group}, the same number to each",
            "out of {total thing}, each of {groups group} <receives|received> equally many",
            "there <are|were> {groups group} to share {total thing} [evenly|equally|fairly]",
            "{who} <split> {total thing} so that {groups group} <get|got> equally many",
            "{total thing} <go|went> to {groups group} in equal numbers",
            "~{groups group} and {total thing} <are|were> there, and everybody <gets|got> the same number",
            "{who} <serve> out {total thing} to {groups group}, no {group} getting more than another",
            "among {groups group}, {who} <distribute> {total thing} in equal numbers",
            "{groups group} <have|had> an equal right to {total thing}",
            "a set of {total thing} <is|was> broken up into equal portions for {groups group}",
        ),
    },
    direct=(
        "how many {thing+} does each [{group} |]get",
        "how many does each [of them |][get|have]",
        "how many {thing+} <are|were> there for each[| {group}]",
        "what number of {thing+} does each {group} end up with",
        "how many {thing+} <go|went> to each {group}",
        "how many {thing+} <does|did> one {group} receive",
        "how many {thing+} <are|were> handed to each {group}",
        "how many {thing+} can each {group} have",
        "how many of the {thing+} <belong|belonged> to one {group}",
        "~what is a fair share",
        "what <is|was> the portion of each {group}",
        "how many {thing+} will one {group} be given",
        "how many {thing+} <make|made> up one portion",
        "per {group}, how many {thing+} <are|were> there",
        "with how many {thing+} <does|did> each {group} go away",
    ),
    indirect=(
        "how many {thing+} each [{group} |]gets",
        "how many each of them gets",
        "how many {thing+} <go|went> to each {group}",
        "what number of {thing+} one {group} <receives|received>",
        "how many {thing+} <are|were> handed to each {group}",
        "how many of the {thing+} <belong|belonged> to one {group}",
        "~what everybody's share is",
        "what the portion of each {group} <is|was>",
        "how many {thing+} one {group} will be given",
        "how many {thing+} <make|made> up one portion",
        "how many {thing+} there <are|were> per {group}",
        "with how many {thing+} each {group} <goes|went> away",
    ),
    noun=(
        "the [number|share] of each {group}",
        "the number of {thing+} for each {group}",
        "the number of {thing+} per {group}",
        "the number of {thing+} handed to one {group}",
        "the number of {thing+} that each {group} receives",
        "the portion of each {group}",
        "the number of {thing+} that make up one portion",
        "the number of {thing+} that one {group} will be given",
        "the number of {thing+} with which each {group} <goes|went> away",
        "the size of one portion, in {thing+}",
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
        "{groups group}, {total thing}, the same number for all: how many per {group}?",
        "Suppose there are {total thing} on a tray, and {groups group} with an equal right to them. How many "
        "does each get?",
        "{speaker}: We have {total thing}.\n{listener}: And there are {groups group}. If all get the same "
        "number, how many are there for each?",
        "Exercise: divide {total thing} into {groups} equal parts, one for each {group}. How many {thing+} "
        "does one part have?",
        "Dear {listener}, I have {total thing} for {groups group}. How many can I give to each so that none "
        "gets more than another? Love, {speaker}",
        "Every {group} gets the same number when {total thing} are handed out to {groups group}. What number is it?",
        "None is to get more than another. Here are {groups group} and there are {total thing}. How many "
        "{thing+} can each {group} have?",
        "Find the number of {thing+} that one {group} gets out of {total}, when {groups group} in all are "
        "served equally.",
        "~{total thing} are to be given out to {groups group}. What is a fair share?",
        "{groups} equal portions are made from {total thing}, one for each {group}. How many {thing+} make up a "
        "portion?",
        "Deal out {total thing} to {groups group}, one at a time and always in turn, as long as there is one for each "
        "of them. How many does each {group} have then?",
        "What is the portion of each {group}, when {groups} of them have an equal right to {total thing}?",
        "Number of {thing+}: {total}. Number of {group+}: {groups}. All treated alike. {thing+} per {group}?",
        "{who} <treat> {groups group} alike and <have> {total thing} for them. With how many {thing+} <does|did> each "
        "{group} go away?",
        "Of {total thing}, one {group} is to have as many as another, and there are {groups group}. How many will one "
        "be given?",
        "{speaker}: Are these {total thing} all for me?\n{listener}: No, for {groups group}, and you are only one of "
        "them. You all have the same right to them.\n{speaker}: How many are for each {group}, then?",
        "Exercise. A set of {total thing} is distributed in equal numbers over {groups group}. State how many "
        "{thing+} each {group} has.",
        'A parcel comes for {groups group}. In it they find {total thing} and a note: "Do not quarrel! Each is to '
        'have as many as any other." How many {thing+} are there per {group}?',
        "To {speaker}: {total thing} have arrived. Hand them to the {groups group}, with no {group} getting more than "
        "another. How many do you hand to one {group}?",
        "How big can each portion be, in whole {thing+}, if {groups group} are to be served alike from {total thing}?",
        "I want to make {groups} bags with equally many {thing+} in each, one bag per {group}. I bought {total "
        "thing}. How many go into each bag?",
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
        "{total thing} <lie|lay> on a table, not yet packed",
        "{who} <bring> {total thing} for packing into {box+}",
        "~{total thing} <have|had> to be put into {box+}",
    ),
    "size": (
        "[a|each|every|one] {box} <holds|held> {size thing}",
        "{size thing} [<go|went>|<fit|fit>] into [a|each|one] {box}",
        "there <is|was> room for {size thing} in [a|each] {box}",
        "the {box+} <hold|held> {size thing} each",
        "it <takes|took> {size thing} to fill [a|each|one] {box}",
        "~a full {box} <has|had> {size thing} in it",
    ),
    "total size": (
        "{who} <put> {total thing} into {box+} of {size}",
        "{total thing} <are|were> packed into {box+}, {size} to a {box}",
        "{who} <fill> {box+} with {size thing} each and <have> {total thing} in all",
        "{who} <sort> {total thing} into {box+} that <hold|held> {size} each",
        "at {size} to a {box}, {who} <pack> {total thing}",
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
        "how many {thing+} <are|were> still there once all the full {box+} <are|were> packed",
        "what number of {thing+} <does|did> not go into a full {box}",
        "how many {thing+} <are|were> in excess after the last full {box}",
        "~how many {thing+} <remain|remained> without a full {box}",
    ),
    indirect=(
        "how many {thing+} <are|were> left over after filling as many {box+} as possible",
        "how many {thing+} <are|were> still there once all the full {box+} <are|were> packed",
        "what number of {thing+} <does|did> not go into a full {box}",
        "how many {thing+} <are|were> in excess after the last full {box}",
        "~how many {thing+} <remain|remained> that <do|did> not make a full {box}",
    ),
    noun=(
        "the number of {thing+} left over after filling full {box+}",
        "the number of {thing+} still there after the last full {box}",
        "the number of {thing+} outside the full {box+}",
        "the number of {thing+} over when no more {box+} can be filled",
    ),
    labels=("{thing+}: {total}; {thing+} in a {box}: {size}",),
    whole=(
        "{total thing} go into {box+} of {size}. How many are left over?",
        "What is left of {total thing} when full {box+} of {size} are packed?",
        "{total thing}, {size} per {box}, full {box+} only: how many are left over?",
        "Suppose {box+} of {size} are filled from {total thing} until there are too few for another one. How "
        "many {thing+} are still there?",
        "{speaker}: I have {total thing} and put {size} in every {box}.\n{listener}: And how many are left "
        "when no more {box+} can be filled?",
        "Exercise: {total thing} are packed, and each {box} gets exactly {size}. Give the number of {thing+} "
        "left over at the end.",
        "How many {thing+} do not get into a {box}, if every {box} must have exactly {size} and there are {total}?",
        "A {box} is closed as soon as {size thing} are in it. After {total} have come, how many {thing+} lie "
        "in the {box} that is still open?",
        "Dear {listener}, each {box} here takes {size thing}. I have {total}, and a {box} that is not full "
        "cannot be sold. How many {thing+} can I not sell? Love, {speaker}",
        "From {total thing}, {who} <take> {size} at a time and <fill> one {box} after another, as long as "
        "there are enough. How many {thing+} <are|were> over at the end?",
        "Work out how many {thing+} are in excess when {total} are used to fill {box+}, {size} to each.",
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
        "how many {box+} <are|were> in use once the last {thing} <is|was> packed",
        "how many {box+} <do> {who} have to bring for all the {thing+}",
        "~what is the smallest number of {box+} that holds all the {thing+}",
    ),
    indirect=(
        "how many {box+} <are|were> needed for all the {thing+}",
        "how many {box+} {who} must have to pack everything",
        "how many {box+} it <takes|took> to pack all the {thing+}",
        "what number of {box+} <is|was> enough for all the {thing+}",
        "how many {box+} {who} <have> to bring for all the {thing+}",
        "how many {box+} <are|were> in use once the last {thing} <is|was> packed",
        "~with how many {box+} all {thing+} <have|had> a place",
    ),
    noun=(
        "the number of {box+} needed for all the {thing+}",
        "the number of {box+} it <takes|took> to pack every {thing}",
        "the count of {box+} for packing everything",
        "the number of {box+} in use once the last {thing} <is|was> packed",
        "the number of {box+} that {who} <have> to bring for all the {thing+}",
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
        "{box+} of {size}, {total thing}, nothing left outside: number of {box+}?",
        "Suppose you pack {total thing}, and every {box} is full at {size}. How many {box+} do you need to "
        "have them all packed?",
        "{speaker}: Each {box} takes {size thing}.\n{listener}: And there are {total} to pack. How many {box+} "
        "do we need?",
        "Exercise: {total thing} are to be stored, not more than {size} in a {box}. Determine the number of "
        "{box+} required.",
        "Dear {listener}, please send me enough {box+} for {total thing}. One {box} holds {size}. How many "
        "{box+} do you have to send? Thanks, {speaker}",
        "A shop sells {box+} for {size thing} each. {who} <have> {total}. How many {box+} must {who} buy so "
        "that no {thing} is left without a {box}?",
        "How many {box+} are in use when the last of {total thing} is packed, {size} to each {box}?",
        "The {box+} hold {size thing} each, no more. Since {total} are to be packed, what is the number of "
        "{box+} that one must get?",
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
            "a list <names|named> {total guest}",
            "{total guest} <have come|came> together",
            "~places <are|were> needed for {total guest}",
            "{total guest} <have|had> to be fitted in",
            "in all, {total guest} <are|were> on the way",
            "the group <numbers|numbered> {total guest}",
            "it <is|was> a party of {total guest}",
        ),
        "size": (
            "[a|each|every|one] {bus} <has|had> room for {size guest}",
            "[a|each|one] {bus} <takes|took> [at most |up to |]{size guest}",
            "{size guest} <fill|filled> [a|one] {bus}",
            "no {bus} <holds|held> more than {size guest}",
            "the limit for [a|one|each] {bus} <is|was> {size guest}",
            "the {bus+} <have|had> space for {size guest} each",
            "up to {size guest} <can|could> share [a|one] {bus}",
            "~with {size guest} a {bus} <is|was> full",
            "at most {size guest} <get|got> into [a|one] {bus}",
            "more than {size guest} to a {bus} <is|was> not allowed",
            "[a|one] {bus} <can|could> be shared by {size guest} and no more",
            "the {bus+} <are|were> made for {size guest} each",
        ),
    },
    direct=(
        "how many {bus+} <are|were> needed",
        "how many {bus+} <do|did> they need",
        "what is the smallest number of {bus+} for all of them",
        "how many {bus+} <does|did> it take to have room for everyone",
        "with how many {bus+} <is|was> there room for everyone",
        "what number of {bus+} <is|was> enough for everyone",
        "how many {bus+} should be there so that nobody <has|had> to wait",
        "what number of {bus+} <does|did> the whole group need",
        "how many {bus+} <are|were> in use once nobody <is|was> left out",
        "~how many {bus+} <have|had> to be ordered",
        "how many {bus+} must be provided",
        "how many {bus+} will be taken up by the group",
        "how many {bus+} at least <does|did> the group fill or begin to fill",
        "what is the least number of {bus+} that can hold everyone",
        "without leaving anybody out, how few {bus+} will do",
    ),
    indirect=(
        "how many {bus+} <are|were> needed",
        "how many {bus+} it <takes|took> so that nobody is left out",
        "what number of {bus+} <is|was> enough for everyone",
        "how many {bus+} they <need|needed>",
        "how many {bus+} should be there so that nobody <has|had> to wait",
        "what number of {bus+} the whole group <needs|needed>",
        "~how many {bus+} <have|had> to be ordered for all of them",
        "how many {bus+} must be provided",
        "how many {bus+} will be taken up by the group",
        "how few {bus+} will do without leaving anybody out",
        "what the least number of {bus+} is that can hold everyone",
        "how many {bus+} at least the group <takes|took> up",
    ),
    noun=(
        "the number of {bus+} needed",
        "the smallest number of {bus+} for all",
        "the number of {bus+} that is enough for everyone",
        "the count of {bus+} for the whole group",
        "the required number of {bus+}",
        "the number of {bus+} that should be there so that nobody <has|had> to wait",
        "the least number of {bus+} that can hold everyone",
        "the number of {bus+} to be provided for the group",
        "the number of {bus+} taken up by the whole group",
        "the minimum of {bus+} with nobody left out",
        "the number of {bus+} that will just do for all of them",
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
        "{bus+} for {size}, {total guest} in all: number of {bus+}?",
        "Suppose {total guest} come. With at most {size} to a {bus}, how many {bus+} should be ready?",
        "{speaker}: How many can share one {bus}?\n{listener}: At most {size guest}.\n{speaker}: We are "
        "{total}. So how many {bus+} do we need?",
        "Exercise: {size guest} can share a {bus}. Determine the least number of {bus+} for {total guest}.",
        "Dear {listener}, a group of {total guest} is coming, and our {bus+} take {size} each. How many {bus+} "
        "should I get ready? Yours, {speaker}",
        "Nobody may be left out of a group of {total guest}. Each {bus} takes {size}. How many {bus+} must there be?",
        "{size} to a {bus} is the rule. Find out how many {bus+} {total guest} need.",
        "{total guest} are divided into groups of at most {size}, and each group gets a {bus}. What is the "
        "smallest number of {bus+} that will do?",
        "~All {total guest} must find a place, {size} in each {bus}. How many {bus+} is that?",
        "{size} and no more: that is what a {bus} can take. Our party numbers {total guest}. How many {bus+} must be "
        "provided?",
        "Put {total guest} into {bus+}, never more than {size} together. How few {bus+} will do?",
        "How many {bus+} at least will be taken up by {total guest} if there is space for {size} in each?",
        "Group: {total guest}. Limit per {bus}: {size}. {bus+} to be provided?",
        "A {bus} that can be shared by {size guest} is quite small for a party of {total}. Therefore several are "
        "provided. How many, if they are to hold everyone?",
        "One after another, {total guest} come in. As soon as {size} are in one {bus}, the next {bus} is opened. How "
        "many {bus+} have been opened when everyone is in?",
        "{speaker}: Are {total guest} too many for one {bus}?\n{listener}: Yes, only {size} get into it. We need "
        "several.\n{speaker}: How many, at least?",
        "Exercise. The capacity of a {bus} is {size guest}. Find the minimum number of {bus+} whose total capacity is "
        "not less than {total guest}.",
        "To {speaker}: we booked for {total guest}. By the rules, a {bus} must not hold more than {size}. Please "
        "check how many {bus+} we require, with nobody left behind.",
        "The plan for the trip says {total guest}. Every {bus} has {size} places. How many {bus+} should {speaker} "
        "reserve so that no one is without a place?",
        "I count {total guest}. A single {bus} holds {size} of them, two hold twice as many, and so on. At which "
        "number of {bus+} do all of them fit?",
        "It was announced that {total guest} would come, and each {bus} is made for {size}. The last {bus} may stay "
        "partly empty. What is the number of {bus+}?",
    ),
)

FAMILIES = (SHARING, LEFT_OVER, BOXES_NEEDED, BUSES)
