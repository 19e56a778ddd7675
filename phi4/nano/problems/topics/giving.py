"""Things that change hands, and two riddles about who remains and who is counted."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import ANIMALS, THINGS, noun, people, someone, two_people

FORMS = Forms(__file__)


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


HAD = Family("had", _had, FORMS, ordered=True, timed=True)


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


EVEN_OUT = Family("even out", _even_out, FORMS)


def _all_but(rng: random.Random) -> Drawn:
    animal, who = rng.choice(ANIMALS), someone(rng)
    total = rng.randint(8, 60)
    left = rng.randint(2, total - 2)
    verb, done = rng.choice((("run away", "ran away"), ("die", "died"), ("are sold", "were sold"),
                             ("escape", "escaped"), ("fall asleep", "fell asleep"), ("leave", "left")))  # fmt: skip
    lines = [
        f"There are {animal(total)}, and all but {left} {verb}.",
        f"Exception: all but {left} means that {left} do not. So {left} are left; nothing is taken away from {total}.",
    ]
    slots = {
        "who": who, "animal": animal, "lost": lambda voice: voice.say(f"<{verb}|{done}>"),
        "farm": rng.choice(people(rng, 3))
    }  # fmt: skip
    if verb == "fall asleep":
        lines[1] = f"Exception: all but {left} means that {left} do not. So {left} stay awake."
        slots["stay"] = lambda voice: voice.say("<are|were> still awake")
    else:
        slots["stay"] = lambda voice: voice.say("<are|were> left")
    return Drawn(lines, str(left), {"total": total, "left": left}, slots)


ALL_BUT = Family("all but", _all_but, FORMS, ordered=True)


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


SIBLINGS = Family("brothers and sisters", _siblings, FORMS, ordered=True, past=False)

FAMILIES = (HAD, EVEN_OUT, ALL_BUT, SIBLINGS)
