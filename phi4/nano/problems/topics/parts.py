"""Fractions and ratios: parts of a whole, what remains, the whole from a part."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import THINGS, currency, noun, someone, two_people

FRACTIONS = {
    (1, 2): ("half", "1/2"), (1, 3): ("a third", "one third", "1/3"), (2, 3): ("two thirds", "2/3"),
    (1, 4): ("a quarter", "one fourth", "1/4"), (3, 4): ("three quarters", "3/4", "three fourths"), (1, 5): ("a fifth", "one fifth", "1/5"),
    (2, 5): ("two fifths", "2/5"), (3, 5): ("three fifths", "3/5"), (4, 5): ("four fifths", "4/5"), (1, 6): ("a sixth", "1/6"),
    (5, 6): ("five sixths", "5/6"), (1, 8): ("an eighth", "1/8"), (3, 8): ("three eighths", "3/8"), (1, 10): ("a tenth", "1/10"),
    (3, 10): ("three tenths", "3/10"), (2, 7): ("two sevenths", "2/7"), (1, 7): ("a seventh", "1/7"),
}  # fmt: skip


def _fraction(rng: random.Random) -> tuple[int, int, str]:
    """A fraction and what it is called."""
    top, bottom = rng.choice(tuple(FRACTIONS))
    return top, bottom, rng.choice(FRACTIONS[top, bottom])


def _of(whole: int, top: int, bottom: int, name: str) -> str:
    """The step that takes `top`/`bottom` of a whole."""
    step = f"1/{bottom} of {whole}: {divided(whole, bottom)}."
    if top > 1:
        step += f" {top}/{bottom}: {multiplied(whole // bottom, top)}."
    del name
    return step


def _fraction_of(rng: random.Random) -> Drawn:
    top, bottom, name = _fraction(rng)
    whole = bottom * rng.randint(2, 20)
    thing = rng.choice(THINGS)
    part = whole // bottom * top
    lines = [f"{name.capitalize()} of {thing(whole)}.", _of(whole, top, bottom, name)]
    slots = {
        "who": someone(rng),
        "thing": thing,
        "f": name,
        "adjective": rng.choice(("red", "old", "broken", "new", "blue", "small")),
    }
    return Drawn(lines, thing(part), {"whole": whole, "top": top, "bottom": bottom}, slots)


FRACTION_OF = Family(
    "fraction of",
    _fraction_of,
    facts={
        "whole": (
            "{who} <have> {whole thing}",
            "there <are|were> {whole thing} in a box",
            "{who} <own> {whole thing}",
            "a box <holds|held> {whole thing}",
            "{who} <count> {whole thing}",
            "{who} <collect> {whole thing}",
            "the number of {thing+} <is|was> {whole}",
            "~altogether there <are|were> {whole thing}",
        ),
        "part": (
            "+{f} of them <are|were> {adjective}",
            "+{f} of the {thing+} <are|were> {adjective}",
            "+exactly {f} of them <are|were> {adjective}",
            "+{f} of all these {thing+} <are|were> {adjective}",
            "+of these, {f} <are|were> {adjective}",
            "+among them, {f} <are|were> {adjective}",
            "+the fraction of {adjective} {thing+} <is|was> {f}",
            "~+{adjective} ones <make|made> up {f} of them",
        ),
        "whole part": (
            "of {who.s} {whole thing}, {f} <are|were> {adjective}",
            "{f} of {whole thing} <are|were> {adjective}",
            "{who} <have> {whole thing}, {f} of which <are|were> {adjective}",
            "{f} of the {whole thing} in a box <are|were> {adjective}",
            "among {whole thing}, {f} <are|were> {adjective}",
            "there <are|were> {whole thing} in a drawer, and {f} of these <are|were> {adjective}",
            "{who} <see> that {f} of {whole thing} <are|were> {adjective}",
        ),
    },
    direct=(
        "how many {thing+} <are|were> {adjective}",
        "how many of them <are|were> {adjective}",
        "how many {adjective} {thing+} <are|were> there",
        "of the {thing+}, how many <are|were> {adjective}",
        "+how many {thing+} <does|did> that fraction make",
        "+how many such {thing+} <are|were> there",
        "how many {thing+} <do|did> the {adjective} ones come to",
        "how many of all the {thing+} <are|were> {adjective}",
        "~what <is|was> the number of {adjective} ones",
    ),
    indirect=(
        "how many {thing+} <are|were> {adjective}",
        "how many of the {thing+} <are|were> {adjective}",
        "how many {adjective} {thing+} there <are|were>",
        "+how many such {thing+} there <are|were>",
        "of the {thing+}, how many <are|were> {adjective}",
        "how many of all the {thing+} <are|were> {adjective}",
        "~what the number of {adjective} ones <is|was>",
    ),
    noun=(
        "the number of {adjective} {thing+}",
        "the count of {adjective} {thing+}",
        "the number of {thing+} that <are|were> {adjective}",
        "+the number of such {thing+}",
        "the exact number of {adjective} {thing+}",
        "+the number of {thing+} in this part",
    ),
    labels=("{thing+}: {whole}; {adjective}: {f} of them",),
    whole=(
        "What is {f} of {whole thing}?",
        "How many {thing+} are {f} of {whole thing}?",
        "Work out {f} of {whole thing}.",
        "{who} <have> {whole thing}, and {f} of them <are|were> {adjective}. How many {adjective} {thing+} <is|was> "
        "that?",
        "If {f} of {whole thing} are {adjective}, how many {thing+} are {adjective}?",
        "{thing+}: {whole}. Of these, {adjective}: {f}. How many {adjective} {thing+} are there?",
        "How many {thing+} do I get when I take {f} of {whole thing}?",
        "Out of {whole thing}, {f} are {adjective}. Tell me how many are {adjective}.",
        "{whole thing}. Part taken: {f}. Number of {thing+} taken?",
        "Suppose {f} of {whole thing} are {adjective}. What number of {thing+} is that?",
        "{speaker}: I counted {whole thing} here.\n{listener}: And {f} of them are {adjective}.\n{speaker}: Then how "
        "many {adjective} {thing+} are there?",
        "Calculate how many {thing+} make up {f} of a set of {whole}.",
        "How many {thing+} are {adjective}? The fraction is {f}, and the number of all {thing+} is {whole}.",
        "{who} <look> through {whole thing} and <put> the {adjective} ones aside. They <are|were> {f} of all. How "
        "many <do> {who} put aside?",
        "A drawer contains {whole thing}, of which {f} are {adjective}. Determine the number of {adjective} {thing+}.",
        "Hi {speaker}, you may take {f} of my {whole thing}. How many {thing+} is that for you?",
        "~{f} of {whole thing}: how many {thing+}?",
    ),
    ordered=True,
)  # fmt: skip


def _remaining(rng: random.Random) -> Drawn:
    top, bottom, name = _fraction(rng)
    whole = bottom * rng.randint(2, 20)
    thing, verb = rng.choice(THINGS), rng.choice(("give away", "sell", "lose", "use"))
    part = whole // bottom * top
    lines = [
        f"{name.capitalize()} of {thing(whole)} go away.",
        _of(whole, top, bottom, name),
        f"Left: {thing.after(subtracted(whole, part))}.",
    ]
    slots = {"who": someone(rng), "thing": thing, "f": name, "sells": lambda voice: voice.say(f"<{verb}>")}
    return Drawn(lines, thing(whole - part), {"whole": whole, "top": top, "bottom": bottom}, slots)


REMAINING = Family(
    "what remains of a fraction",
    _remaining,
    facts={
        "whole": (
            "{who} <have> {whole thing}",
            "{who} <own> {whole thing}",
            "there <are|were> {whole thing} on {who.s} table",
            "{who} <start> with {whole thing}",
            "in {who.s} box there <are|were> {whole thing}",
            "{who} <collect> {whole thing}",
            "{who.s} bag <holds|held> {whole thing}",
            "at first {who} <have> {whole thing}",
            "~{whole thing} <belong|belonged> to {who.o}",
        ),
        "part": (
            "+{who} {sells} {f} of them",
            "+{who} {sells} {f} of the {thing+}",
            "+then {f} of them <are|were> gone",
            "+{who} {sells} exactly {f} of them",
            "+after a while {f} of the {thing+} <are|were> gone",
            "+in the course of the week {who} {sells} {f} of these",
            "+later {who} {sells} {f} of all these {thing+}",
            "~+{f} of them <do|did> not stay with {who.o}",
            "+the next day {f} of them <are|were> missing",
            "+of these, {who} {sells} {f}",
            "+a week later {who} {sells} {f} of them",
            "+it <happens|happened> that {who} {sells} {f} of the {thing+}",
        ),
        "whole part": (
            "{who} {sells} {f} of {whole thing}",
            "of {whole thing}, {who} {sells} {f}",
            "{who} <have> {whole thing} but {sells} {f} of them",
            "{f} of {who.s} {whole thing} <are|were> gone",
            "{who} <own> {whole thing} and then {sells} {f} of these",
            "from a total of {whole thing}, {who} {sells} {f}",
            "out of {who.s} {whole thing}, {f} <are|were> missing",
            "{who} <count> {whole thing} and later {sells} {f} of them",
            "having {whole thing}, {who} {sells} {f} of these",
            "{f} of a collection of {whole thing} <are|were> gone from {who.s} room",
        ),
    },
    direct=(
        "how many {thing+} <are|were> left",
        "how many {thing+} <do> {who} have left",
        "how many [of them |]<remain|remained>",
        "how many {thing+} <are|were> still there",
        "how many of the {thing+} <do> {who} still have",
        "how many {thing+} <are|were> not gone",
        "what number of {thing+} <is|was> left over",
        "how many {thing+} can {who} still use",
        "how many {thing+} <do> {who} have after that",
        "~how many {thing+} <do> {who} keep",
        "how many of the {thing+} can {who} still count",
        "to what number <is|was> {who.s} collection reduced",
        "without the part that <is|was> gone, how many {thing+} <are|were> there",
        "how many {thing+} <does|did> that leave",
        "how large <is|was> the rest, in {thing+}",
    ),
    indirect=(
        "how many {thing+} <are|were> left",
        "how many of the {thing+} {who} still <have>",
        "how many {thing+} <remain|remained>",
        "what number of {thing+} <is|was> left over",
        "how many {thing+} {who} <have> after that",
        "how many of the {thing+} <are|were> still there",
        "~how many {thing+} {who} <keep>",
        "how many of the {thing+} {who} can still count",
        "to what number {who.s} collection <is|was> reduced",
        "how many {thing+} that <leaves|left>",
        "how large the rest <is|was>, in {thing+}",
        "how many {thing+} there <are|were> without the part that <is|was> gone",
    ),
    noun=(
        "the number of {thing+} left",
        "what <is|was> left of the {thing+}",
        "the number of {thing+} that <remain|remained>",
        "the number of {who.s} remaining {thing+}",
        "the number of {thing+} left over",
        "the number of {thing+} not gone",
        "the number of {thing+} that {who} still <have>",
        "the rest of the {thing+}, as a number",
        "the number of {thing+} in the rest",
        "the number of {thing+} that this <leaves|left>",
        "the number to which {who.s} collection <is|was> reduced",
        "the number of {thing+} without the part that <is|was> gone",
    ),
    labels=("{thing+}: {whole}; gone: {f}",),
    whole=(
        "{who} <have> {whole thing} and {sells} {f} of them. How many <are|were> left?",
        "What is left of {whole thing} when {f} of them are gone?",
        "I had {whole thing}. Now {f} of them are gone. How many do I still have?",
        "After {f} of {whole thing} are sold, how many remain?",
        "{whole thing} in a box; {f} of them are taken out. How many {thing+} are still in the box?",
        "How many {thing+} <do> {who} have left if {who} {sells} {f} of {whole thing}?",
        "Work out how many of {whole thing} remain when {f} of them are lost.",
        "Given {whole thing}, {f} of which are used, how many are not used?",
        "At first: {whole thing}. Gone: {f} of them. Still there: how many?",
        "Suppose {who} <collect> {whole thing} and later {sells} {f} of these. How many {thing+} <do> {who} still "
        "have?",
        "{speaker}: I had {whole thing}.\n{listener}: Where are they now?\n{speaker}: I gave {f} of them to my "
        "sister. The others are here.\nHow many {thing+} does {speaker} still have?",
        "Calculate the number of {thing+} left over from {whole} when {f} of them have been removed.",
        "How many {thing+} are still in the drawer? Yesterday it held {whole}, but today {f} of these were taken out.",
        "A thief ran off with {f} of the {whole thing} in a shop. Determine how many {thing+} the thief left behind.",
        "{f} of {who.s} {thing+} <are|were> gone, and before that there were {whole}. What number <remains|remained>?",
        "Dear {listener}, you lent me {whole thing}, and I am sorry to say that I lost {f} of them. How many can I "
        "return to you? {speaker}",
        "~{whole thing} minus {f} of them: how many is that?",
        "{who.s} collection <has|had> {whole thing}",
        "to begin with, {who} <have> {whole thing}",
        "{who} <count> {whole thing} in {who.p} room",
        "the number of {who.s} {thing+} <is|was> {whole}",
        "Take {f} away from {whole thing}. How large is the rest?",
        "{whole thing} were on a shelf until somebody took {f} of them. To what number were they reduced?",
        "Of {who.s} {whole thing}, {f} <have|had> been lost. How many <have|had> not?",
        "The rest is asked for: {whole thing} at the beginning, {f} of them lost on the way. How large is it?",
        "Number of {thing+} before: {whole}. Part that is missing now: {f}. Number of {thing+} now?",
        "When {who} {sells} {f} of {whole thing}, how many <does|did> that leave?",
        "{speaker}: There were {whole thing} in this drawer!\n{listener}: Yes, but I have used {f} of them.\n"
        "{speaker}: So how many should I find there?",
        "Exercise. A set has {whole} elements, all of them {thing+}. {f} of the set is removed. How many elements has "
        "the set now?",
        "During the storm, {f} of the {thing+} in a store were damaged. There were {whole} in the store in all. How "
        "many came through without damage?",
        "Message to {listener}: of our {whole thing}, {f} have found a buyer. Please put the others back into the "
        "store. How many are you going to put back?",
        "A child eyes {whole thing} on a table. Soon {f} of them have disappeared. How many are still to be seen?",
        "I lent {f} of my {thing+} to {speaker} and have not had them back. I own {whole}. How many are with me now?",
    ),
    ordered=True,
)


def _from_part(rng: random.Random) -> Drawn:
    top, bottom, name = _fraction(rng)
    each = rng.randint(2, 20)
    whole, part = bottom * each, top * each
    thing = rng.choice(THINGS)
    lines = [f"{name.capitalize()} of the whole is {part}."]
    if top > 1:
        lines.append(f"1/{bottom}: {divided(part, top)}.")
    lines.append(f"The whole is {bottom} times that: {multiplied(each, bottom)}.")
    slots = {"who": someone(rng), "thing": thing, "f": name}
    return Drawn(lines, thing(whole), {"part": part, "top": top, "bottom": bottom}, slots)


FROM_PART = Family(
    "whole from a part",
    _from_part,
    facts={
        "part": (
            "{f} of {who.s} {thing+} <is|was> {part thing}",
            "{part thing} <are|were> {f} of all that {who} <have>",
            "{who} <give> away {f} of {who.p} {thing+}, and that <is|was> {part}",
            "{f} of the {thing+} in a box <are|were> {part}",
            "{who} <use> {part thing}, {f} of all that there <are|were>",
            "{part thing} <are|were> in a bag, and that <is|was> {f} of all the {thing+}",
            "{who} <sell> {part thing}, which <is|was> {f} of all {who.p} {thing+}",
            "{who} <find> {part thing}, exactly {f} of the {thing+} that <are|were> hidden",
            "the {part thing} on a table <make|made> up {f} of a collection",
            "in a drawer there <are|were> {part thing}, and these <are|were> {f} of the total",
            "the number of {thing+} in {f} of a collection <is|was> {part}",
            "~with {part thing}, {who} <have> just {f} of them in hand",
        ),
    },
    direct=(
        "how many {thing+} <are|were> there in all",
        "how many {thing+} <is|was> the whole",
        "what <is|was> the full number of {thing+}",
        "how many {thing+} <are|were> all of them together",
        "how many {thing+} <belong|belonged> to the whole",
        "to how many {thing+} <does|did> the total come",
        "what <is|was> the total number of {thing+}",
        "how large <is|was> the complete set of {thing+}",
        "~what number of {thing+} <is|was> all of it",
    ),
    indirect=(
        "how many {thing+} there <are|were> in all",
        "what the full number of {thing+} <is|was>",
        "how many {thing+} all of them together <are|were>",
        "what the total number of {thing+} <is|was>",
        "how many {thing+} make up the complete set",
        "how large the complete set of {thing+} <is|was>",
        "~what number of {thing+} the whole <is|was>",
    ),
    noun=(
        "the number of all the {thing+}",
        "the whole number of {thing+}",
        "the total number of {thing+}",
        "the full count of {thing+}",
        "the size of the complete set of {thing+}",
        "the number of {thing+} in the complete set",
        "the number of {thing+} altogether",
    ),
    labels=("{f} of the {thing+}: {part}",),
    whole=(
        "{f} of a number of {thing+} is {part}. How many {thing+} is the whole?",
        "If {f} of some {thing+} are {part thing}, how many are all of them?",
        "{who} <sell> {part thing}, and that <is|was> {f} of all {who.p} {thing+}. How many <do> {who} have at first?",
        "Of how many {thing+} are {part thing} exactly {f}?",
        "I know {f} of the total: {part thing}. Work out the total.",
        "How many {thing+} are in a box if {f} of them are {part}?",
        "{f} of the {thing+} = {part}. All of the {thing+} = how many?",
        "Given that {part} is {f} of the number of {thing+}, find the number of {thing+}.",
        "Part: {part thing}. Fraction of the total: {f}. Total?",
        "Suppose that {part thing} are exactly {f} of a collection. How many {thing+} does the collection have?",
        "{speaker}: I have found {part thing}.\n{listener}: That is just {f} of those that I hid.\n{speaker}: How "
        "many {thing+} did you hide?",
        "Calculate the total number of {thing+}, {f} of which is {part}.",
        "How many {thing+} did {speaker} have before? {f} of them, {part} in number, went to {listener}.",
        "A box was full of {thing+}. Somebody took out {f} of them, which was {part thing}. Determine how many there "
        "were in the full box.",
        "{part} of my {thing+} are at home. They are {f} of all that I own. What is the number of {thing+} that I own?",
        "Think of a pile of {thing+}. When {f} of the pile is counted, there are {part}. What would the count of the "
        "whole pile be?",
        "~{part thing} make {f} of the whole. How many are the whole?",
    ),
)


def _two_fractions(rng: random.Random) -> Drawn:
    first, second = rng.choice(((2, 2), (2, 3), (3, 2), (2, 4), (4, 2), (3, 3), (4, 3), (2, 5), (5, 2), (3, 4)))
    names = [rng.choice(FRACTIONS[1, each]) for each in (first, second)]
    # What is left after the first part must be whole parts of the second.
    unit = rng.randint(1, 6)
    whole = first * second * unit
    part = whole // first
    rest = whole - part
    while rest % second:
        unit += 1
        whole = first * second * unit
        part = whole // first
        rest = whole - part
    other = rest // second
    thing, (who, friend) = rng.choice(THINGS), two_people(rng)
    lines = [
        f"First {names[0]} of {whole}, then {names[1]} of the rest.",
        f"First: {divided(whole, first)}. Left: {subtracted(whole, part)}.",
        f"Exception: the second part is taken from the {rest} that are left: {divided(rest, second)}.",
        f"Left: {thing.after(subtracted(rest, other))}.",
    ]
    slots = {"who": who, "friend": friend.first, "thing": thing, "f": names[0], "g": names[1]}
    return Drawn(lines, thing(rest - other), {"whole": whole, "first": first, "second": second}, slots)


TWO_FRACTIONS = Family(
    "fraction of the rest",
    _two_fractions,
    facts={
        "whole": (
            "{who} <has|had> {whole thing}",
            "there <are|were> {whole thing} in {who.s} bag",
            "{who} <starts|started> with {whole thing}",
            "{who} <owns|owned> {whole thing}",
            "in {who.s} box there <are|were> {whole thing}",
            "at the start {who} <has|had> {whole thing}",
            "{who} <collects|collected> {whole thing}",
            "~{whole thing} <belong|belonged> to {who.o}",
        ),
        "first": (
            "+{who} <gives|gave> {f} of them to {friend}",
            "+{friend} <takes|took> {f} of them",
            "+{who} <hands|handed> {f} of them to {friend}",
            "+{friend} <gets|got> {f} of them from {who.o}",
            "+{who} <sells|sold> {f} of the {thing+} to {friend}",
            "+{who} <lets|let> {friend} have {f} of them",
            "+{f} of the {thing+} <are|were> given to {friend}",
            "~+{f} of them <go|went> to {friend}",
        ),
        "second": (
            "+{who} <loses|lost> {g} of the rest",
            "+{g} of what <is|was> left <gets|got> lost",
            "+of the remaining {thing+}, {who} <sells|sold> {g}",
            "+{who} <throws|threw> away {g} of the remaining {thing+}",
            "+{g} of the remaining {thing+} <are|were> given to a neighbor",
            "+{who} <uses|used> up {g} of what <is|was> left",
            "+{g} of the others <get|got> broken",
            "~+{g} of those still there <are|were> used up",
        ),
    },
    direct=(
        "how many {thing+} <are|were> left in the end",
        "how many {thing+} does {who} have then",
        "how many {thing+} <remain|remained> after that",
        "how many of the {thing+} does {who} still have at the end",
        "what <is|was> the final number of {thing+}",
        "how many {thing+} does {who} own after all this",
        "how many {thing+} <are|were> there in the end",
        "what number of {thing+} <is|was> left over at last",
        "~with how many {thing+} does {who} end up",
    ),
    indirect=(
        "how many {thing+} <are|were> left in the end",
        "how many {thing+} {who} still <has|had> at the end",
        "how many {thing+} <remain|remained> after that",
        "how many {thing+} {who} <owns|owned> after all this",
        "what number of {thing+} <is|was> left over at last",
        "how many {thing+} there <are|were> in the end",
        "~with how many {thing+} {who} <ends|ended> up",
    ),
    noun=(
        "the number of {thing+} left in the end",
        "the final number of {thing+}",
        "the number of {thing+} that {who} still <has|had>",
        "the number of {thing+} after all this",
        "the number of {thing+} left over at last",
        "the number of {thing+} that {who} <has|had> in the end",
    ),
    whole=(
        "{who} has {whole thing}, gives {f} of them away and then loses {g} of the rest. How many are left?",
        "{who} had {whole thing}. {friend} got {f} of them. Of the rest, {g} got lost. How many {thing+} did {who} "
        "still have?",
        "How many {thing+} are left of {whole thing} if first {f} of them are taken away, and after that {g} of the "
        "rest?",
        "I had {whole thing}. I gave {friend} {f} of them. After that I sold {g} of what I still had. How many do I "
        "have now?",
        "After giving {friend} {f} of {whole thing}, {who} loses {g} of the remaining ones. What number of {thing+} "
        "is left?",
        "Take {whole thing}. Remove {f} of them. From what remains, remove {g}. Work out the final number of {thing+}.",
        "{g} of the rest is lost after {friend} has taken {f} of {who.s} {whole thing}. How many {thing+} does {who} "
        "have now?",
        "Start: {whole thing}. First loss: {f} of all. Second loss: {g} of the rest. Number left?",
        "Suppose {f} of {whole thing} are sold on Monday, and {g} of the remaining ones on Tuesday. How many {thing+} "
        "are left on Wednesday?",
        "{speaker}: I gave {f} of my {whole thing} to my brother.\n{listener}: And then?\n{speaker}: Then I lost {g} "
        "of the rest.\n{listener}: So how many do you still have?",
        "Calculate how many of {whole thing} are left when {f} of them have been removed and then {g} of the "
        "remaining ones.",
        "How many {thing+} did {who} keep for the end? There were {whole} at first; {friend} was given {f} of them, "
        "and {g} of those that remained got lost.",
        "A box held {whole thing}. {f} of them were taken out, and later {g} of those still inside. Determine how "
        "many {thing+} the box held after that.",
        "Of {whole thing}, {who} put {f} in a red bag and {g} of the others in a blue bag. All that was left over "
        "stayed on the table. How many {thing+} stayed on the table?",
        "Dear {friend}, I had {whole thing}. You received {f} of them, and of what I kept, {g} got broken. What "
        "number of good {thing+} is left for me?",
        "~{whole thing}: {f} go, then {g} of the rest. How many stay?",
    ),
    ordered=True,
    timed=True,
    asides=(),
    skip=frozenset(
        {
            "question if",
            "question, facts",
            "what is, facts",
            "message",
            "question, points",
            "what is if",
            "command if",
            "polite, if",
        }
    ),
)


def _ratio(rng: random.Random) -> Drawn:
    a, b = rng.randint(1, 7), rng.randint(1, 7)
    while a == b:
        b = rng.randint(1, 7)
    unit = rng.randint(2, 15)
    total, parts = unit * (a + b), a + b
    part = noun("part")
    money = currency(rng)
    thing = rng.choice((money.noun, rng.choice(THINGS)))
    who, other = two_people(rng)
    asked = rng.choice((who, other))
    share = a if asked is who else b
    lines = [
        f"{thing(total)} in the ratio {a} to {b}: {who} {part(a)}, {other} {part(b)}.",
        f"Parts: {a} + {b} = {parts}. One part: {divided(total, parts)}.",
        f"{asked} {part(share)}: {multiplied(unit, share)} {thing.many}.",
    ]
    slots = {
        "who": who,
        "other": other,
        "asked": asked,
        "thing": thing,
        "part": part,
        "ratio": rng.choice((f"{a} to {b}", f"{a}:{b}")),
    }
    return Drawn(
        lines,
        thing(unit * share),
        {"total": total, "a": a, "b": b, "asked": "first" if asked is who else "second"},
        slots,
    )


RATIO = Family(
    "ratio",
    _ratio,
    facts={
        "share": (
            "{who.n} and {other.n} <share|shared> {total thing} in the ratio {ratio}",
            "{total thing} <are|were> divided between {who.n} and {other.n} in the ratio {ratio}",
            "in the ratio {ratio}, {who.n} and {other.n} <split|split> {total thing}",
            "of {total thing}, {who} <gets|got> {a part} and {other} {b part}",
            "{who.n} <gets|got> {a part} of {total thing}, and {other.n} <gets|got> the other {b part}",
            "{who.n} and {other.n} <receive|received> {total thing} and <divide|divided> them {ratio}",
            "{total thing} <are|were> given to {who.n} and {other.n}, shared out {ratio}",
            "{who.n} and {other.n} <agree|agreed> to split {total thing} in the ratio {ratio}",
            "the ratio in which {total thing} <go|went> to {who.n} and {other.n} <is|was> {ratio}",
            "{total thing} <are|were> cut into equal parts, {a part} for {who.n} and {b part} for {other.n}",
            "~the shares of {who.n} and {other.n} in {total thing} <are|were> as {ratio}",
            "{who.n} <takes|took> {a part} out of {total thing}, and the remaining {b part} <fall|fell> to {other.n}",
            "{other.n} <has|had> {b part} and {who.n} <has|had> {a part} in a common stock of {total thing}",
            "there <are|were> {total thing}, split so that {who.s} share and {other.s} share <have|had> the ratio "
            "{ratio}",
            "all parts being equal, {a} {a:goes|go} to {who.n} and {b} to {other.n}, and the parts together "
            "<are|were> {total thing}",
        ),
    },
    direct=(
        "how many {thing+} does {asked} get",
        "what <is|was> {asked.s} share",
        "how many of the {thing+} <go|went> to {asked.n}",
        "how many {thing+} <are|were> {asked.s}",
        "what <does|did> {asked.n} receive",
        "how many {thing+} <are|were> for {asked.n}",
        "what number of {thing+} <does|did> {asked.n} end up with",
        "how many {thing+} <is|was> the share of {asked.n}",
        "~how large <is|was> the part of {asked.n}",
        "how many of these {thing+} belong to {asked.n}",
        "what part of the {thing+}, as a number, <does|did> {asked.n} take home",
        "how many {thing+} will be handed to {asked.n}",
        "at how many {thing+} <does|did> the portion of {asked.n} stand",
        "out of all the {thing+}, how many can {asked.n} claim",
    ),
    indirect=(
        "how many {thing+} {asked} <gets|got>",
        "how many of the {thing+} <go|went> to {asked.n}",
        "what {asked.s} share <is|was>",
        "what {asked.n} <receives|received>",
        "how many {thing+} <are|were> for {asked.n}",
        "what number of {thing+} {asked.n} <ends|ended> up with",
        "~how large the part of {asked.n} <is|was>",
        "how many of these {thing+} belong to {asked.n}",
        "how many {thing+} will be handed to {asked.n}",
        "out of all the {thing+}, how many {asked.n} can claim",
        "how many {thing+} make up the portion of {asked.n}",
        "what {asked.n} <takes|took> home, counted in {thing+}",
    ),
    noun=(
        "{asked.s} share",
        "the number of {thing+} for {asked.n}",
        "the share of {asked.n}",
        "the number of {thing+} that {asked.n} <receives|received>",
        "the number of {thing+} in {asked.s} share",
        "the number of {thing+} that <go|went> to {asked.n}",
        "the portion of {asked.n}, in {thing+}",
        "the number of {thing+} that belong to {asked.n}",
        "the number of {thing+} that {asked.n} can claim",
        "the count of {thing+} handed to {asked.n}",
        "what {asked.n} gets out of the {thing+}",
    ),
    labels=("{thing+}: {total}; {who.n} to {other.n}: {ratio}",),
    whole=(
        "Divide {total thing} between {who.n} and {other.n} as {ratio}. What is the share of {asked.n}?",
        "What does {asked.n} get if {who.n} and {other.n} split {total thing} in the ratio {ratio}?",
        "Split {total thing} into equal parts: {a part} for {who.n}, {b part} for {other.n}. How many {thing+} are "
        "for {asked.n}?",
        "{total thing}, ratio {ratio}, for {who.n} and {other.n} in this order. How many for {asked.n}?",
        "I must divide {total thing} between {who.n} and {other.n} in the ratio {ratio}. How many do I give to "
        "{asked.n}?",
        "Given that the ratio of {who.s} share to {other.s} share is {ratio}, find {asked.s} share of {total thing}.",
        "In the ratio {ratio}, {total thing} are divided between {who.n} and {other.n}; work out how many {asked.n} "
        "gets.",
        "To share: {total thing}. {who.n} to {other.n}: {ratio}. Share of {asked.n}?",
        "Suppose {who.n} and {other.n} share {total thing} so that their shares have the ratio {ratio}. How many "
        "{thing+} belong to {asked.n}?",
        '{total thing} are to be shared. {who.n} says: "I take {a part}." {other.n} says: "And I take the other {b part}." All parts are equal. How many {thing+} does {asked.n} take?',
        "Calculate {asked.s} share when {total thing} are split between {who.n} and {other.n} in the ratio {ratio}.",
        "How many {thing+} does {asked.n} receive? There are {total} for {who.n} and {other.n}, and they share them "
        "in the ratio {ratio}.",
        "A prize of {total thing} went to {who.n} and {other.n}. They divided it in the ratio {ratio}. Determine how "
        "many {thing+} went to {asked.n}.",
        "The ratio is {ratio}, first {who.n}, then {other.n}. The total is {total thing}. What number of {thing+} is "
        "for {asked.n}?",
        "Please help {who.n} and {other.n} to share {total thing} fairly: by their work, the ratio should be {ratio}. "
        "What should {asked.n} have?",
        "~For every {a} that {who} gets, {other} gets {b}, and there are {total thing}. How many does {asked.n} get?",
        "{total thing} lie in heaps of the same size: {a} {a:heap|heaps} for {who.n} and {b} {b:heap|heaps} for "
        "{other.n}. How many {thing+} does {asked.n} take away?",
        "{who.n} and {other.n} take turns at a pile of {total thing}: {a} at a time for {who.n}, {b} at a time for "
        "{other.n}, equally often, until the pile is gone. How many {thing+} has {asked.n} then?",
        "{who.s} portion stands to {other.s} portion in the ratio {ratio}. Both portions together make {total thing}. "
        "What is the portion of {asked.n}?",
        "Equal shares: {a} of them {who.s}, {b} of them {other.s}. All shares: {total thing}. Total of {asked.n}?",
        "What portion can {asked.n} claim? {other.n} has a right to {b part} and {who.n} to {a part} of the {total "
        "thing} that they own in common.",
        "{who.n}: How do we share these {total thing}?\n{other.n}: By the hours of our work, I would say: in the "
        "ratio {ratio}, with you first.\n{who.n}: Agreed. And how many {thing+} will {asked.n} have?",
        "Exercise. A quantity of {total thing} is separated into two shares whose ratio is {ratio}. The first is "
        "{who.s}, the second {other.s}. How large is the share of {asked.n}?",
        "Note to {speaker}: please hand out the {total thing}. It was settled that {other.n} receives {b part} and "
        "{who.n} {a part}, all parts equal. How many {thing+} must you hand to {asked.n}?",
        "With {a part} for {who.n} against {b part} for {other.n}, a stock of {total thing} is used up exactly. How "
        "many of the {thing+} did {asked.n} get?",
        "Together, {who.n} and {other.n} have {total thing}. If what {who.n} has is compared with what {other.n} has, "
        "the ratio is {ratio}. Say how many {thing+} {asked.n} has.",
        "Cut a total of {total thing} into {a} + {b} equal parts. {who.n} is given the first {a}, {other.n} the last "
        "{b}. How many {thing+} are given to {asked.n}?",
        "A grandmother leaves {total thing} to two people. By her will, the ratio of {who.s} share to {other.s} share "
        "has to be {ratio}. How many {thing+} does {asked.n} inherit?",
    ),
)

FAMILIES = (FRACTION_OF, REMAINING, FROM_PART, TWO_FRACTIONS, RATIO)
