"""Things that change hands, and two riddles about who remains and who is counted."""

from __future__ import annotations

import random

from phi4.data.synth.arithmetic import added, divided, subtracted
from phi4.data.synth.family import Drawn, Family
from phi4.data.synth.words import ANIMALS, THINGS, noun, people, someone, two_people


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
            "{who.s} [box|bag] <holds|held> {first thing} at first",
            "~at the beginning {who} <have> {first thing}",
        ),
        "away": (
            "+{who} [<give> away|<lose>|<sell>] {away}[| of them]",
            "+{who} <give> {away}[| of them] to {other}",
            "+{other} [<takes|took>|<borrows|borrowed>] {away} of them",
            "+{away} [of them |]<get|got> lost",
            "+{other} <gets|got> {away} of them from {who.o}",
            "~+{away} <are|were> thrown away",
        ),
        "more": (
            "+{who} [<get>|<find>|<buy>] {more} [more|new ones]",
            "+{other} <gives|gave> {who.o} {more} [more|new ones]",
            "+{more} [new ones|more] <are|were> added",
            "+{who} <receive> {more} [more|new {more:one|ones}] from {other}",
            "+another {more} <{more:comes|come}|came> in",
            "~+{who.p} collection <grows|grew> by {more}",
        ),
        "first away": (
            "{who} <have> {first thing} and <give> {away} of them to {other}",
            "of {who.s} {first thing}, {away} <are|were> lost",
            "{who} <start> with {first thing}, of which {other} <takes|took> {away}",
            "out of {first thing}, {who} <sell> {away}",
        ),
    },
    direct=(
        "how many {thing+} <do> {who} have [now|then|in the end|at the end]",
        "how many {thing+} <are|were> there [now|in the end]",
        "what number of {thing+} <do> {who} [have|own] in the end",
        "how many {thing+} <belong|belonged> to {who.o} [now|in the end]",
        "what <is|was> the number of {thing+} [now|in the end]",
        "~with how many {thing+} <do> {who} end up",
    ),
    indirect=(
        "how many {thing+} {who} <have> [now|then|in the end]",
        "how many {thing+} there <are|were> [now|in the end]",
        "how many {thing+} <belong|belonged> to {who.o} in the end",
        "what number of {thing+} {who} <have> in the end",
        "~with how many {thing+} {who} <end> up",
    ),
    noun=(
        "the number of {thing+} [now|in the end]",
        "the number of {thing+} that {who} <have> in the end",
        "+the number of {thing+} after all this",
        "~{who.s} final number of {thing+}",
    ),
    labels=("{thing+} at first: {first}; given away: {away}; new: {more}",),
    whole=(
        "{who} <have> {first thing}, <give> away {away} and then <get> {more} more. How many {thing+} <do> {who} have now?",
        "How many {thing+} <do> {who} have after starting with {first}, giving away {away} and getting {more}?",
        "A box holds {first thing}. {other} takes out {away} and puts in {more}. How many are in the box now?",
        "I have {first thing}. If I give away {away} and somebody brings me {more}, how many {thing+} do I have then?",
        "After {who} <lose> {away} of {who.p} {first thing}, {other} <gives|gave> {who.o} {more} new "
        "{more:one|ones}. How many {thing+} <do> {who} have now?",
        "At first: {first thing}. Then minus {away}, then plus {more}. Number of {thing+} now?",
        "Work out how many {thing+} {who} <have> once {away} of {who.p} {first thing} "
        "<{away:is|are}|{away:was|were}> sold and {more} <{more:is|are}|{more:was|were}> bought.",
        "A box with {first thing} loses {away} and gains {more}. How many {thing+} does it hold in the end?",
        "Before {other} <gives|gave> {who.o} {more} more, {who} <give> away {away} of {who.p} {first thing}. "
        "How many <do> {who} have after both?",
        "Given {first thing} to begin with, {away} given away and {more} added, how many {thing+} are there now?",
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
            "in {who.s} bag <are|were> {high thing}",
            "~{who} <owns|owned> {high thing}",
        ),
        "low": (
            "{other} <has|had> {low thing}",
            "there <are|were> {low thing} in {other.s} box",
            "{other} <has|had> only {low thing}",
            "in {other.s} bag <are|were> {low thing}",
            "{other} <has|had> just {low thing}",
            "~{other} <owns|owned> {low thing}",
        ),
        "high low": (
            "{who} <has|had> {high thing} and {other} <has|had> {low}",
            "{other} <has|had> {low thing}, but {who} <has|had> {high}",
            "{high thing} <belong|belonged> to {who.o} and {low} to {other.o}",
            "{who} <has|had> {high thing}, compared with {other.s} {low}",
        ),
    },
    direct=(
        "how many {thing+} must {who} give to {other.o} so that both have the same number",
        "how many {thing+} should {who} give to {other.o} so that they have equally many",
        "how many {thing+} must {who} hand over to {other.o} for both to have the same number",
        "what must {who} give to {other.o}, in {thing+}, so that both have the same number",
        "~how many {thing+} have to pass from {who.o} to {other.o} to make them equal",
    ),
    indirect=(
        "how many {thing+} {who} must give to {other.o} so that both have equally many",
        "how many {thing+} {who} must hand over to {other.o} for both to have the same number",
        "what number of {thing+} {who} should give to {other.o} so that neither has more",
        "~how many {thing+} {other} must get from {who.o} to draw level",
    ),
    noun=(
        "the number of {thing+} that {who} must give to {other.o} so that they have the same number",
        "the number of {thing+} {who} should hand to {other.o} so that neither has more",
        "the number of {thing+} that {who} must part with for {other.o} to have equally many",
    ),
    labels=("{who.n}: {high thing}; {other.n}: {low thing}",),
    whole=(
        "{who} has {high thing}, {other} has {low}. {who} wants to be fair and give {other.o} some, so that both have the same "
        "number. How many?",
        "{who}: {high thing}. {other}: {low thing}. How many must {who.n} hand over for both to have equally many?",
        "I have {high thing} and {other} only {low}. How many must I give to {other.o} for us to have equally many?",
        "{other} has {low thing}, and {who} has {high}. Work out how many {who} must give to {other.o} for "
        "them to have equally many.",
        "How many {thing+} should {who} hand to {other.o} if {who} has {high} and {other} {low}, and both "
        "want to end with the same number?",
        "{who} has {high thing} while {other} has {low}. After {who} has given {other.o} some, they have the "
        "same number. How many were given?",
        "To be fair, {who}, with {high thing}, gives some to {other.o}, who has {low}, until neither has more. "
        "How many {thing+} does {who} give?",
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
            "{who} <look> after {total animal}",
            "{who} <keep> {total animal}[| on a farm]",
            "~a herd of {total animal} <belongs|belonged> to {who.o}",
        ),
        "left": (
            "+all but {left}[| of them] {lost}",
            "+all of them but {left} {lost}",
            "+[every one|all of them] except {left} {lost}",
            "+they all {lost}, except for {left}",
            "+all of them {lost} but {left}",
            "~+with the exception of {left}, all of them {lost}",
        ),
        "total left": (
            "of {who.s} {total animal}, all but {left} {lost}",
            "{who} <have> {total animal}, of which all but {left} {lost}",
            "all but {left} of {who.s} {total animal} {lost}",
            "there <are|were> {total animal}, and all except {left} {lost}",
        ),
    },
    direct=(
        "how many {animal+} {stay}",
        "how many [of them|of the {animal+}] {stay}",
        "what number of {animal+} {stay}",
        "what is the number of {animal+} that {stay}",
        "~how many {animal+} {stay} after that",
    ),
    indirect=(
        "how many [{animal+}|of them] {stay}",
        "what number of {animal+} {stay}",
        "how many [of {who.s} {animal+}|of these {animal+}] {stay}",
        "~how many of the {animal+} {stay} in the end",
    ),
    noun=(
        "the number of {animal+} that {stay}",
        "the count of {animal+} that {stay}",
        "+the number of those that {stay}",
    ),
    whole=(
        "A farmer has {total animal}. All but {left} {lost}. How many {stay}?",
        "{farm} counts {total animal}. Then all except {left} {lost}. How many {animal+} {stay}?",
        "There <are|were> {total animal}, and they all {lost} except {left}. How many {stay}?",
        "How many {animal+} {stay} if all but {left} of {total} {lost}?",
        "Of my {total animal}, all but {left} {lost}. How many of them {stay}?",
        "All but {left} {lost}; there <are|were> {total animal} at first. What number of them {stay}?",
        "Suddenly all except {left} of {farm}'s {total animal} {lost}. Work out how many {stay}.",
        "Given {total animal}, of which all but {left} {lost}, how many {stay}?",
        "~Riddle: {total animal}, all but {left} {lost}. How many {stay}?",
    ),
    ordered=True,
    skip=frozenset(
        {"question if", "question, facts", "message", "question, points", "polite, if", "what is, facts", "what is if"}
    ),
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
            "at home {who} has {many kin}",
            "the number of {who.s} {kin+} is {many}",
            "~{who} can count on {many kin}",
        ),
        "seen": (
            "+each [{kin}|of {who.p} {kin+}] has {count seen}",
            "+every {kin} [of {who.n} |]has {count seen}",
            "+[each|every] one of the {kin+} has {count seen}",
            "+{count seen} is what each {kin} has",
            "+of the {kin+}, each has {count seen}",
            "~+any one of these {kin+} can say: I have {count seen}",
        ),
        "kin seen": (
            "{who} has {many kin}, each of whom has {count seen}",
            "each of {who.s} {many kin} has {count seen}",
            "each {kin} of {who.n} has {count seen}, and there are {many} such {kin+}",
            "{who} has {many kin}, and each of the {kin+} has {count seen}",
        ),
    },
    direct=(
        "how many {seen+} does {who} have",
        "what number of {seen+} does {who} have",
        "what is the number of {who.s} {seen+}",
        "how many {seen+} are there for {who.o}",
        "~how many {seen+} can {who} name",
    ),
    indirect=(
        "how many {seen+} {who} has",
        "what number of {seen+} {who} has",
        "what the number of {who.s} {seen+} is",
        "~how many {seen+} {who} can name",
    ),
    noun=(
        "the number of {who.s} {seen+}",
        "the number of {seen+} that {who} has",
        "the count of {who.s} {seen+}",
        "the right number of {seen+} for {who.o}",
    ),
    whole=(
        "{who} has {many kin}. Each of them has {count seen}. How many {seen+} does {who} have?",
        "How many {seen+} does {who} have if {who} has {many kin} and every {kin} has {count seen}?",
        "My friend {who.n} has {many kin}, and each {kin} has {count seen}. "
        "I want to know how many {seen+} {who} has. Can you work it out?",
        "Each of {who.s} {kin+} has {count seen}. There are {many} such {kin+}. Work out how many {seen+} {who} has.",
        "{who}: {many kin}. Each {kin}: {count seen}. Number of {who.s} {seen+}?",
        "In {who.s} family every {kin} has {count seen}, and {who} has {many kin}. "
        "What is the number of {who.p} {seen+}?",
        "{who} grew up with {many kin}; each {kin} has {count seen}. Find the number of {seen+} that {who} has.",
        "~{many kin} of {who.n} have {count seen} each. And how many {seen+} has {who}?",
    ),
    ordered=True,
    past=False,
    skip=frozenset(
        {"question if", "question, facts", "message", "question, points", "polite, if", "what is, facts", "what is if"}
    ),
)

FAMILIES = (HAD, EVEN_OUT, ALL_BUT, SIBLINGS)
