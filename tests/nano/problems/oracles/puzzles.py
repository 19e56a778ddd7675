"""Puzzles and logic: by trying every case."""

from __future__ import annotations

import itertools
import re
from functools import cache

from phi4.nano.problems.words import ordinal_in_words
from tests.nano.problems.oracles import oracle

# Who stands before whom in a comparison: the first of the two names, or the second.
_SAYS = re.compile(
    r"(?P<a>[\w ]+?) (?P<how>is \w+ than|finished before|finished after|came in right behind|was faster than|beat|"
    r"sits just left of|sits just right of) (?P<b>[\w ]+)"
)
_FIRST = {"finished before", "was faster than", "beat", "sits just left of"}


def _orders(clues, names, more=None):
    """All orders of the names in which the clues hold."""
    pairs = []
    for clue in clues:
        found = _SAYS.fullmatch(clue)
        assert found, clue
        how = found["how"]
        ahead = how == f"is {more} than" if how.startswith("is ") else how in _FIRST
        pairs.append(((found["a"], found["b"]) if ahead else (found["b"], found["a"]), how))
    for order in itertools.permutations(names):
        at = {name: place for place, name in enumerate(order)}
        if all(
            at[second] - at[first] == 1 if "sits" in how or "right behind" in how else at[first] < at[second]
            for (first, second), how in pairs
        ):
            yield order


@oracle("tallest and shortest")
def tallest(clues, more, asked, names, **_):
    (order,) = _orders(clues, names, more)
    superlatives = {"heavier": "heaviest"}
    place = 1 if asked.startswith("second") else 0
    return order[place] if asked.endswith(superlatives.get(more, f"{more[:-1]}st")) else order[-1 - place]


@oracle("race")
def race(clues, place, names):
    (order,) = _orders(clues, names)
    return order[place]


@oracle("seats")
def seats(clues, asked, names):
    (order,) = _orders(clues, names)
    return order[
        {"at the left end": 0, "at the right end": -1, "in the middle": len(order) // 2, "second from the left": 1}[
            asked
        ]
    ]


@oracle("overtaking")
def overtaking(place, passed):
    runners = list(range(1, 20))
    me = place if passed else place + 1  # who passes the one in `place` was right behind
    behind = place + 1
    at = runners.index(behind if passed else me)
    runners[at - 1], runners[at] = runners[at], runners[at - 1]
    return ordinal_in_words(runners.index(me) + 1)


@oracle("turns")
def turns(start, moves):
    vectors = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}
    x, y = vectors[start]
    for move in moves:
        x, y = {"right": (y, -x), "left": (-y, x), "around": (-x, -y)}[move]
    return next(name for name, vector in vectors.items() if vector == (x, y))


@oracle("family ties")
def family_ties(first, second, female, **_):
    """By generations: a parent is one above, a child one below."""
    up = {"parent": 1, "child": -1, "sibling": 0}
    height = up[first] + up[second]
    own = (("parent", "sibling"), ("sibling", "sibling"))
    straight = "sibling" not in (first, second) or (first, second) in own
    words = {
        (2, True): ("grandmother", "grandfather"), (-2, True): ("granddaughter", "grandson"),
        (1, False): ("aunt", "uncle"), (-1, False): ("niece", "nephew"), (1, True): ("mother", "father"), (0, True): ("sister", "brother"),
    }  # fmt: skip
    return words[height, straight][0 if female else 1]


@oracle("truth-tellers and liars")
def liars(first, second, one, other):
    def says(which, me, you):
        """The statements as sentences, in the order in which they are numbered."""
        return (
            not you, you, not me and not you, me == you, me != you, not me or not you, [me, you].count(False) == 1,
            not me or you,
        )[which]  # fmt: skip

    kinds = {True: "truth-teller", False: "liar"}
    fitting = [
        (a, b)
        for a, b in itertools.product((True, False), repeat=2)
        if says(first, a, b) is a and (second is None or says(second, b, a) is b)
    ]
    ((a, b),) = fitting
    return f"{one} {kinds[a]}, {other} {kinds[b]}"


@oracle("if and then")
def implication(only, kind):
    """The worlds in which the rule and the fact hold; is the asked true in all, in none, or in some?"""
    worlds = [(p, q) for p, q in itertools.product((True, False), repeat=2) if (p or not q if only else q or not p)]
    place, true = {"p": (0, True), "not q": (1, False), "q": (1, True), "not p": (0, False)}[kind]
    worlds = [world for world in worlds if world[place] is true]
    asked = {(q if kind in ("p", "not p") else p) for p, q in worlds}
    return {frozenset({True}): "yes", frozenset({False}): "no"}.get(frozenset(asked), "cannot tell")


@cache
def _models():
    """Every world of at most one of each of the eight sorts of things (in A or not, in B, in C) with no class empty."""
    sorts = list(itertools.product((True, False), repeat=3))
    worlds = []
    for present in itertools.product((True, False), repeat=8):
        things = [sort for sort, here in zip(sorts, present, strict=True) if here]
        if all(any(thing[place] for thing in things) for place in range(3)):
            worlds.append(things)
    return worlds


def _holds(sentence, things):
    quantity, first, second = re.fullmatch(r"(all|some|no) \{(\w)\} are \{(\w)\}", sentence).groups()
    a, b = "abc".index(first), "abc".index(second)
    members = [thing[b] for thing in things if thing[a]]
    return {"all": all(members), "some": any(members), "no": not any(members)}[quantity]


@oracle("all, some and no")
def syllogism(first, second, conclusion):
    worlds = [things for things in _models() if _holds(first, things) and _holds(second, things)]
    found = frozenset(_holds(conclusion, things) for things in worlds)
    return {frozenset({True}): "yes", frozenset({False}): "no"}.get(found, "cannot tell")


@oracle("odd one out")
def odd_one(row, kind, step=None):
    if kind == "number":
        (odd,) = [number for number in row if number % step]
        return str(odd)
    from phi4.nano.problems.topics.logic import odd_ones

    (odd,) = odd_ones(row)
    return odd


@oracle("bat and ball")
def bat_and_ball(total, gap, asked):
    ((low, high),) = [(low, total - low) for low in range(total + 1) if total - 2 * low == gap]
    return low if asked == "low" else high


@oracle("weighing coins")
def weighings(count):
    """The best split into two equal pans and a rest, by the worst case."""

    @cache
    def needed(coins):
        if coins <= 1:
            return 0
        return 1 + min(max(needed(pan), needed(coins - 2 * pan)) for pan in range(1, coins // 2 + 1))

    return needed(count)


@oracle("balance")
def balance(a, b, light):
    return next(heavy for heavy in itertools.count(1) if a * heavy == b * light)


@oracle("crossing a river")
def crossing(count, size, back):
    here, crossings = count, 0
    while True:
        here, crossings = here - min(size, here), crossings + 1
        if here == 0:
            return crossings
        here, crossings = here + (1 if back else 0), crossings + 1


@oracle("cats in houses")
def cats_in_houses(first, second, third):
    return len(list(itertools.product(range(first), range(second), range(third))))


@oracle("fewest coins")
def fewest(amount, values):
    best = [0] + [10**6] * amount
    for total in range(1, amount + 1):
        best[total] = 1 + min(best[total - value] for value in values if value <= total)
    return best[amount]


@oracle("units")
def units(size, down, count=None, extra=None, total=None):
    if down:
        return sum([size] * count) + extra
    large = 0
    while total >= size:
        total, large = total - size, large + 1
    return (large, total) if total else large


@oracle("temperature")
def temperature(start, moves):
    end = sum(moves, start)
    return f"{abs(end)} degree{'' if abs(end) == 1 else 's'}" + (" below zero" if end < 0 else "")


@oracle("more or less")
def more_or_less(a, gap, greater, both):
    b = a + gap if greater else a - gap
    return a + b if both else b


@oracle("climbing")
def climbing(height, up, down):
    """Walked: a top that is not reached in so many periods never is."""
    at = 0
    for period in range(1, 2000):
        at += up
        if at >= height:
            return period
        at -= down
    return "It never reaches the top"
