"""Things that change hands, and two riddles about who remains and who is counted."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import ANIMALS, THINGS, noun, people, someone, two_people


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
            "{who} <count> {first thing}",
            "{first thing} <are|were> in {who.s} [drawer|cupboard]",
            "~at the beginning {who} <have> {first thing}",
        ),
        "away": (
            "+{who} [<give> away|<lose>|<sell>] {away}[| of them]",
            "+{who} <give> {away}[| of them] to {other}",
            "+{other} [<takes|took>|<borrows|borrowed>] {away} of them",
            "+{away} [of them |]<get|got> lost",
            "+{other} <gets|got> {away} of them from {who.o}",
            "+{who} <part> with {away} of them",
            "+{away} of them <{away:goes|go}|went> to {other}",
            "~+{away} <are|were> thrown away",
        ),
        "more": (
            "+{who} [<get>|<find>|<buy>] {more} [more|new ones]",
            "+{other} <gives|gave> {who.o} {more} [more|new ones]",
            "+{more} [new ones|more] <are|were> added",
            "+{who} <receive> {more} [more|new {more:one|ones}] from {other}",
            "+another {more} <{more:comes|come}|came> in",
            "+{who} <add> {more} [more|new {more:one|ones}]",
            "+{more} more <{more:is|are}|{more:was|were}> bought",
            "~+{who.p} collection <grows|grew> by {more}",
        ),
        "first away": (
            "{who} <have> {first thing} and <give> {away} of them to {other}",
            "of {who.s} {first thing}, {away} <are|were> lost",
            "{who} <start> with {first thing}, of which {other} <takes|took> {away}",
            "out of {first thing}, {who} <sell> {away}",
            "{who} <count> {first thing} and <part> with {away}",
            "{away} of {who.s} {first thing} <{away:goes|go}|went> to {other}",
        ),
    },
    direct=(
        "how many {thing+} <do> {who} have [now|then|in the end|at the end]",
        "how many {thing+} <are|were> there [now|in the end]",
        "what number of {thing+} <do> {who} [have|own] in the end",
        "how many {thing+} <belong|belonged> to {who.o} [now|in the end]",
        "what <is|was> the number of {thing+} [now|in the end]",
        "how many {thing+} can {who} count [now|in the end]",
        "+how many {thing+} <does|did> that leave {who.o} with",
        "~with how many {thing+} <do> {who} end up",
    ),
    indirect=(
        "how many {thing+} {who} <have> [now|then|in the end]",
        "how many {thing+} there <are|were> [now|in the end]",
        "how many {thing+} <belong|belonged> to {who.o} in the end",
        "what number of {thing+} {who} <have> in the end",
        "how many {thing+} {who} can count in the end",
        "+how many {thing+} {who} <own> after all this",
        "~with how many {thing+} {who} <end> up",
    ),
    noun=(
        "the number of {thing+} [now|in the end]",
        "the number of {thing+} that {who} <have> in the end",
        "+the number of {thing+} after all this",
        "the number of {thing+} that {who} can count in the end",
        "the count of {thing+} at the end",
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
        "Start: {first thing}. {away} sold. {more} bought. Stock at the end?",
        "Suppose {other} borrows {away} of my {first thing}, and I buy {more}. How many {thing+} do I have at "
        "home after that?",
        "{speaker}: I had {first thing}.\n{other}: But you gave me {away}.\n{speaker}: Yes, and {listener} "
        "brought me {more}. How many do I have now?",
        "Exercise: from {first thing}, {away} {away:is|are} removed; then {more} {more:is|are} added. "
        "Determine the number of {thing+} after that.",
        "Dear {listener}, I had {first thing} when you left. Since then I have lost {away} and found {more}. "
        "How many {thing+} will you see when you come back? Love, {speaker}",
        "On Monday {who} <have> {first thing}. On Tuesday {other} <takes|took> {away}, and on Wednesday "
        "{other} <brings|brought> {more} more. How many <are|were> there on Thursday?",
        "How many {thing+} are in the jar, if there were {first}, {speaker} took out {away}, and {listener} "
        "dropped in {more}?",
        "{who} <receive> {more} more, but before that {other} <takes|took> {away} of the {first thing} that "
        "{who} <have>. What <is|was> the number of {thing+} after both?",
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
            "{who} <counts|counted> {high thing} of {who.p} own",
            "on {who.s} table <are|were> {high thing}",
            "{who} <keeps|kept> {high thing} in a drawer",
            "{who} <comes|came> with {high thing}",
            "{who.s} collection <consists|consisted> of {high thing}",
            "the number of {who.s} {thing+} <is|was> {high}",
            "~{who} <owns|owned> {high thing}",
        ),
        "low": (
            "{other} <has|had> {low thing}",
            "there <are|were> {low thing} in {other.s} box",
            "{other} <has|had> only {low thing}",
            "in {other.s} bag <are|were> {low thing}",
            "{other} <has|had> just {low thing}",
            "{other} <counts|counted> only {low thing}",
            "on {other.s} table <are|were> {low thing}",
            "{other} <keeps|kept> {low thing} in a drawer",
            "{other} <comes|came> with only {low thing}",
            "{other.s} collection <consists|consisted> of {low thing}",
            "the number of {other.s} {thing+} <is|was> {low}",
            "~{other} <owns|owned> {low thing}",
        ),
        "high low": (
            "{who} <has|had> {high thing} and {other} <has|had> {low}",
            "{other} <has|had> {low thing}, but {who} <has|had> {high}",
            "{high thing} <belong|belonged> to {who.o} and {low} to {other.o}",
            "{who} <has|had> {high thing}, compared with {other.s} {low}",
            "{who} <counts|counted> {high thing}, {other} only {low}",
            "{who.s} {high thing} <are|were> more than {other.s} {low}",
            "next to {who.s} {high thing}, {other.s} {low} <look|looked> few",
            "{low thing} <are|were> all that {other} <has|had>, but {who} <has|had> {high}",
            "{high thing} <lie|lay> in front of {who.o} and {low} in front of {other.o}",
            "of {who.n} and {other.n}, {other.n} <has|had> the fewer {thing+}, {low}, and {who.n} <has|had> {high}",
        ),
    },
    direct=(
        "how many {thing+} must {who} give to {other.o} so that both have the same number",
        "how many {thing+} should {who} give to {other.o} so that they have equally many",
        "how many {thing+} must {who} hand over to {other.o} for both to have the same number",
        "what must {who} give to {other.o}, in {thing+}, so that both have the same number",
        "how many {thing+} must {who} give up in favor of {other.n} so that both have equally many",
        "what number of {thing+} should {who} hand to {other.o} so that neither has more",
        "how many of {who.s} {thing+} should go into the hands of {other.n} so that the two have equally many",
        "how large must a gift of {who.n} to {other.n} be, in {thing+}, for both to have the same number",
        "a present of how many {thing+} from {who.n} to {other.n} leaves both with the same number",
        "how many {thing+} does {who} have to let {other.o} have so that nobody is ahead",
        "to end up with as many {thing+} as {other.n}, how many must {who} give {other.o}",
        "~how many {thing+} have to pass from {who.o} to {other.o} to make them equal",
    ),
    indirect=(
        "how many {thing+} {who} must give to {other.o} so that both have equally many",
        "how many {thing+} {who} must hand over to {other.o} for both to have the same number",
        "what number of {thing+} {who} should give to {other.o} so that neither has more",
        "how many {thing+} {who} should part with for {other.o} to have equally many",
        "what {who} must give to {other.o}, in {thing+}, so that both have the same number",
        "how many of {who.s} {thing+} should go into the hands of {other.n} so that the two have equally many",
        "how large a gift of {who.n} to {other.n} must be, in {thing+}, for both to have the same number",
        "how big a present of {thing+} from {who.n} leaves {other.n} and the giver with the same number",
        "how many {thing+} {who} has to let {other.o} have so that nobody is ahead",
        "how many {thing+} {who} must give {other.o} to end up with as many as {other.n}",
        "~how many {thing+} {other} must get from {who.o} to draw level",
    ),
    noun=(
        "the number of {thing+} that {who} must give to {other.o} so that they have the same number",
        "the number of {thing+} {who} should hand to {other.o} so that neither has more",
        "the number of {thing+} that {who} must part with for {other.o} to have equally many",
        "the number of {thing+} that {who} must give up in favor of {other.n} so that both have equally many",
        "the number of {thing+} that {who} can give to {other.o} so that neither has more",
        "the size of the gift, in {thing+}, from {who.n} to {other.n} that leaves both with the same number",
        "the number of {thing+} given by {who.n} to {other.n} that evens things out",
        "the number of {who.s} {thing+} that should go into the hands of {other.n} for the two to have equally many",
        "the number of {thing+} that {who} has to let {other.o} have so that nobody is ahead",
        "the number of {thing+} that {other} should be given by {who.o} for both to have equally many",
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
        "{who.n} with {high thing}, {other.n} with {low}, and both want the same number: how many does {who.n} "
        "give to {other.n}?",
        "Suppose {who} has {high thing} and {other} has {low}. How many {thing+} does {who.n} give to "
        "{other.n} as a present if both have equally many after it?",
        "{who.n}: I have {high thing}.\n{other.n}: I have just {low}. That is unfair!\n{who.n}: Then I will "
        "give you some, so that we both have the same number. How many must I give you?",
        "Exercise: {who} holds {high thing}, {other} {low}. Determine how many {who.n} must hand over to "
        "{other.n} for both to hold equally many.",
        "Dear {listener}, I have {high thing} and my friend {other.n} has {low}. I want us to have the same "
        "number. How many should I give to {other.n}? Thanks, {who.n}",
        "{who.s} box has {high thing} in it, and {other.s} box has {low}. How many must {who.n} put into the "
        "box of {other.n} for the two boxes to hold equally many?",
        '"{who.n} has {high thing}, and I have only {low}," complains {other.n}. How many must {who.n} give to '
        "{other.n} so that both have the same number?",
        "Both are to have the same number: {who.n}, who has {high thing}, and {other.n}, who has {low}. Find "
        "the number of {thing+} that {who.n} gives to {other.n}.",
        "Two piles lie on a table, {who.s} with {high thing} and {other.s} with {low}. How many should be "
        "moved from the larger pile to the smaller one for the piles to be of the same size?",
        "{other} has {low thing}. {who}, who has {high}, gives away some of them, all to {other.n}, and then "
        "both have equally many. Find how many {thing+} were given away.",
        "A gift from {who.n} to {other.n} made both equally rich in {thing+}. Before it, {who.n} had {high} "
        "and {other.n} had {low}. How large was the gift?",
        "Before: {who.n} {high thing}, {other.n} {low}. After: both the same number. What did {who.n} give to "
        "{other.n}?",
        "Telegram to {who.n}: you have {high thing}, {other.n} has {low}. Stop. Send {other.n} some until you "
        "two are even. Stop. How many will you send?",
        "{who.n} and {other.n} want to own equal halves of all their {thing+}. At present {who.n} has {high} "
        "of them and {other.n} has {low}. How many must {who.n} give up to {other.n}?",
        "A mother sees that {who.n} got {high thing} and {other.n} only {low}. She takes some from {who.n} "
        "and gives all of these to {other.n}; now nobody has more. How many {thing+} did she take?",
        "Neither wants to be ahead of the other. {other.n} has {low thing} and {who.n} has {high}. What "
        "number of {thing+} must {who.n} let {other.n} have?",
        "With each one that {who.n} gives to {other.n}, their numbers of {thing+} come closer. {who.n} begins "
        "with {high}, {other.n} with {low}. How many has {who.n} given when the numbers are the same?",
        "Find how many {thing+} {other.n} should be given by {who.n}: {low} is what {other.n} has, {high} is "
        "what {who.n} has, and in the end nobody is to have more.",
        "{speaker} is asked to settle a quarrel. {who.n} holds {high thing}, {other.n} {low}. {speaker} lets "
        "{who.n} give {other.n} just as many as are needed for them to hold the same number. How many is "
        "that?",
        "{who.n} is ahead of {other.n}, {high thing} to {low}. By a present from {who.n} to {other.n} they "
        "should come to the same number. How many {thing+} make up the present?",
        "What present of {thing+} does it take to even things out, if {other.n} starts with {low}, {who.n} "
        "starts with {high}, and the present goes from {who.n} to {other.n}?",
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
            "{total animal} <live|lived> on {who.s} farm",
            "{who} <count> {total animal}",
            "~a herd of {total animal} <belongs|belonged> to {who.o}",
        ),
        "left": (
            "+all but {left}[| of them] {lost}",
            "+all of them but {left} {lost}",
            "+[every one|all of them] except {left} {lost}",
            "+they all {lost}, except for {left}",
            "+all of them {lost} but {left}",
            "+all but {left} of the {animal+} {lost}",
            "+all of the {animal+} apart from {left} {lost}",
            "~+with the exception of {left}, all of them {lost}",
        ),
        "total left": (
            "of {who.s} {total animal}, all but {left} {lost}",
            "{who} <have> {total animal}, of which all but {left} {lost}",
            "all but {left} of {who.s} {total animal} {lost}",
            "there <are|were> {total animal}, and all except {left} {lost}",
            "apart from {left}, all of {who.s} {total animal} {lost}",
            "{who} <own> {total animal}, and they all {lost} except {left}",
        ),
    },
    direct=(
        "how many {animal+} {stay}",
        "how many [of them|of the {animal+}] {stay}",
        "what number of {animal+} {stay}",
        "what is the number of {animal+} that {stay}",
        "what <is|was> the count of {animal+} that {stay}",
        "+how many of them all {stay}",
        "~how many {animal+} {stay} after that",
    ),
    indirect=(
        "how many [{animal+}|of them] {stay}",
        "what number of {animal+} {stay}",
        "how many [of {who.s} {animal+}|of these {animal+}] {stay}",
        "what <is|was> the count of {animal+} that {stay}",
        "what <is|was> the number of {animal+} that {stay}",
        "~how many of the {animal+} {stay} in the end",
    ),
    noun=(
        "the number of {animal+} that {stay}",
        "the count of {animal+} that {stay}",
        "+the number of those that {stay}",
        "the exact number of {animal+} that {stay}",
        "the number of those {animal+} that {stay}",
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
        "{total animal} in a field. All {lost}, apart from {left}. {animal+} that {stay}: how many?",
        "Suppose all of {total animal} {lost} except {left}. How many {stay}?",
        "{speaker}: {farm} <has|had> {total animal}.\n{listener}: I heard that all but {left} "
        "{lost}.\n{speaker}: So how many {stay}?",
        "Exercise: on a farm there <are|were> {total animal}. All of them but {left} {lost}. Give the number "
        "of {animal+} that {stay}.",
        "Dear {listener}, I <keep|kept> {total animal}, and all except {left} {lost}. How many {stay}? Yours, "
        "{speaker}",
        "Think carefully: if all of {farm}'s {total animal} apart from {left} {lost}, how many {animal+} {stay}?",
        "How many {animal+} {stay}? There <are|were> {total} on the farm of {farm}, and all but {left} of them {lost}.",
        "{farm} <looks|looked> after {total animal}. Apart from {left}, they all {lost}. What <is|was> the "
        "number of {animal+} that {stay}?",
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
            "{many kin} grew up with {who.o}",
            "the {kin+} of {who.n} are {many} in number",
            "~{who} can count on {many kin}",
        ),
        "seen": (
            "+each [{kin}|of {who.p} {kin+}] has {count seen}",
            "+every {kin} [of {who.n} |]has {count seen}",
            "+[each|every] one of the {kin+} has {count seen}",
            "+{count seen} is what each {kin} has",
            "+of the {kin+}, each has {count seen}",
            "+every single {kin} has {count seen}",
            "+whichever {kin} one asks, that {kin} has {count seen}",
            "~+any one of these {kin+} can say: I have {count seen}",
        ),
        "kin seen": (
            "{who} has {many kin}, each of whom has {count seen}",
            "each of {who.s} {many kin} has {count seen}",
            "each {kin} of {who.n} has {count seen}, and there are {many} such {kin+}",
            "{who} has {many kin}, and each of the {kin+} has {count seen}",
            "{many kin} live with {who.o}, and every single {kin} has {count seen}",
            "every one of {who.s} {kin+}, of whom there are {many}, has {count seen}",
        ),
    },
    direct=(
        "how many {seen+} does {who} have",
        "what number of {seen+} does {who} have",
        "what is the number of {who.s} {seen+}",
        "how many {seen+} are there for {who.o}",
        "{who} has how many {seen+}",
        "how many people are {seen+} of {who.n}",
        "~how many {seen+} can {who} name",
    ),
    indirect=(
        "how many {seen+} {who} has",
        "what number of {seen+} {who} has",
        "what the number of {who.s} {seen+} is",
        "how many people are {seen+} of {who.n}",
        "how many {seen+} there are for {who.o}",
        "~how many {seen+} {who} can name",
    ),
    noun=(
        "the number of {who.s} {seen+}",
        "the number of {seen+} that {who} has",
        "the count of {who.s} {seen+}",
        "the right number of {seen+} for {who.o}",
        "the number of {seen+} of {who.n}",
        "the exact number of {who.s} {seen+}",
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
        "{who.n} has {many kin}, each {kin} has {count seen}, so {who.n} has how many {seen+}?",
        "Suppose {who} has {many kin} and each of these has {count seen}. What number of {seen+} does {who} have?",
        "{speaker}: How many {kin+} does {who.n} have?\n{listener}: ^{many}, and every {kin} has {count "
        "seen}.\n{speaker}: Then how many {seen+} does {who.n} have?",
        "Exercise: {who} grew up with {many kin}. Each of the {kin+} has {count seen}. Determine how many "
        "{seen+} {who} has.",
        "Dear {listener}, I have {many kin}, and each of them has {count seen}. Can you work out how many "
        "{seen+} I have? Love, {who.n}",
        "{count seen} is what every {kin} of {who.n} has. {who.n} has {many kin}. Give the number of {who.s} {seen+}.",
        '"Each of my {many kin} has {count seen}," says {who.n}. "How many {seen+} do I have?"',
        "How many {seen+} are there for {who.n}, given {who.p} {many kin}, each of whom has {count seen}?",
        "~{many kin} of {who.n} have {count seen} each. And how many {seen+} has {who}?",
    ),
    ordered=True,
    past=False,
    skip=frozenset(
        {"question if", "question, facts", "message", "question, points", "polite, if", "what is, facts", "what is if"}
    ),
)

FAMILIES = (HAD, EVEN_OUT, ALL_BUT, SIBLINGS)
