"""Things that are shared out, packed and left over; buses for many guests."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import divided
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import CONTAINERS, THINGS, noun, nouns, someone

FORMS = Forms(__file__)

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


SHARING = Family("sharing", _sharing, FORMS, ordered=True)


def _left_over(rng: random.Random) -> Drawn:
    thing, box = rng.choice(THINGS), rng.choice(CONTAINERS)
    size, boxes = rng.randint(3, 12), rng.randint(2, 15)
    rest = rng.randint(0, size - 1)
    total = size * boxes + rest
    lines = [f"{thing(total)}, {size} to a {box.one}.", f"{divided(total, size)}."]
    if not rest:
        lines.append("Nothing is left over.")
    return Drawn(lines, thing(rest), {"total": total, "size": size}, {"who": someone(rng), "thing": thing, "box": box})


LEFT_OVER = Family("left over", _left_over, FORMS)


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


BOXES_NEEDED = Family("boxes needed", _boxes_needed, FORMS)

_RIDES = (
    (noun("student"), noun("bus"), 20,
     60), (noun("guest"), noun("table"), 4, 12), (noun("person"), noun("boat"), 3, 10),
    (noun("child"), noun("van"), 5, 9), (noun("tourist"), noun("bus"), 15, 50), (noun("player"), noun("car"), 3, 5),
    (noun("passenger"), noun("minibus"), 8,
     20), (noun("visitor"), noun("elevator"), 4, 10), (noun("skier"), noun("cabin"), 4, 9),
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


BUSES = Family("buses", _buses, FORMS)

FAMILIES = (SHARING, LEFT_OVER, BOXES_NEEDED, BUSES)
