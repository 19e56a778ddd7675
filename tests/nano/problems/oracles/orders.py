"""Numbers, rows, sets, shapes: by listing what there is."""

from __future__ import annotations

import itertools
import math
import statistics
from fractions import Fraction

from tests.nano.problems.oracles import oracle


@oracle("sequence")
def arithmetic(terms):
    (step,) = {b - a for a, b in itertools.pairwise(terms)}
    return str(terms[-1] + step)


@oracle("geometric sequence")
def geometric(terms):
    (ratio,) = {Fraction(b, a) for a, b in itertools.pairwise(terms)}
    return str(terms[-1] * ratio)


@oracle("alternating sequence")
def alternating(terms):
    steps = [b - a for a, b in itertools.pairwise(terms)]
    assert len(set(steps[::2])) == len(set(steps[1::2])) == 1
    return str(terms[-1] + steps[-2])


@oracle("growing steps")
def growing(terms):
    steps = [b - a for a, b in itertools.pairwise(terms)]
    (grow,) = {b - a for a, b in itertools.pairwise(steps)}
    return str(terms[-1] + steps[-1] + grow)


@oracle("sum of two before")
def fibonacci(terms):
    assert all(a + b == c for a, b, c in zip(terms, terms[1:], terms[2:], strict=False))
    return str(terms[-2] + terms[-1])


@oracle("missing number")
def missing(terms, hole):
    known = {place: term for place, term in enumerate(terms) if place != hole}
    (found,) = [
        value
        for value in range(500)
        if len({b - a for a, b in itertools.pairwise([known.get(place, value) for place in range(len(terms))])}) == 1
    ]
    return str(found)


@oracle("nth number")
def nth(first, step, place):
    return str(next(itertools.islice(itertools.count(first, step), place - 1, None)))


@oracle("consecutive numbers")
def consecutive(total, count, gap, asked):
    (start,) = [low for low in range(-50, total) if sum(low + gap * place for place in range(count)) == total]
    row = [start + gap * place for place in range(count)]
    return str({"smallest": row[0], "largest": row[-1], "middle": row[count // 2]}[asked])


@oracle("repeating pattern")
def repeating(colors, place):
    return next(itertools.islice(itertools.cycle(colors), place - 1, None))


@oracle("two digits")
def two_digits(total, gap, larger):
    found = [
        number
        for number in range(10, 100)
        for tens, ones in [divmod(number, 10)]
        if tens + ones == total and (tens - ones if larger == "tens" else ones - tens) == gap
    ]
    (number,) = found
    return str(number)


@oracle("think of a number")
def thinking(factor, shift, plus, result):
    (number,) = [n for n in range(1000) if n * factor + (shift if plus else -shift) == result]
    return str(number)


@oracle("order of numbers")
def order_of_numbers(values, asked):
    up = sorted(values)
    return {
        "largest": str(up[-1]), "smallest": str(up[0]), "second": str(up[-2]), "order": ", ".join(map(str, up)),
        "down": ", ".join(map(str, up[::-1])),
    }[asked]  # fmt: skip


@oracle("rounding")
def rounding(value, unit):
    below, above = value, value
    while below % unit:
        below -= 1
    while above % unit:
        above += 1
    return str(below if value - below < above - value else above)


@oracle("digits of a number")
def digits(value, asked, place):
    text = str(value)
    return {"digit": text[::-1][place], "sum": str(sum(map(int, text))), "reverse": text[::-1]}[asked]


@oracle("largest equal groups")
def groups(first, second):
    return max(number for number in range(1, first + 1) if first % number == 0 and second % number == 0)


@oracle("counting numbers")
def counting(low, high, kind, step):
    tests = {"even": lambda n: n % 2 == 0, "odd": lambda n: n % 2 == 1, "multiple": lambda n: n % step == 0}
    return str(len([number for number in range(low, high + 1) if tests[kind](number)]))


@oracle("order of operations")
def operations(expression):
    return str(eval(expression.replace("×", "*")))


@oracle("two remainders")
def remainders(first, r, second, q):
    return str(next(number for number in range(first * second) if number % first == r and number % second == q))


@oracle("sum")
def sum_(a, b):
    return str(a + b)


@oracle("difference")
def difference(a, b):
    return str(a - b)


@oracle("product")
def product(a, b):
    return str(sum(a for _ in range(b)))


@oracle("quotient")
def quotient(a, b):
    times = len(range(b, a + 1, b))
    rest = a - times * b
    return f"{times} remainder {rest}" if rest else str(times)


@oracle("handshakes")
def handshakes(count):
    return len(list(itertools.combinations(range(count), 2)))


@oracle("outfits")
def outfits(counts):
    return len(list(itertools.product(*map(range, counts))))


@oracle("orders")
def orders(count, places):
    return str(len(list(itertools.permutations(range(count), places))))


@oracle("knockout")
def knockout(count):
    left, matches = count, 0
    while left > 1:
        left, matches = left - 1, matches + 1
    return matches


@oracle("socks in the dark")
def socks(counts, same):
    """The longest draw without so many of a color, and one more."""
    return sum(min(count, same - 1) for count in counts) + 1


@oracle("legs")
def legs(**counts):
    many = {"spider": 8, "ant": 6, "beetle": 6, "bee": 6, "hen": 2, "duck": 2, "goose": 2, "bird": 2, "person": 2}
    return sum(many.get(name, 4) for name, count in counts.items() for _ in range(count))


@oracle("heads and legs")
def heads(total, legs, few, many, asked):
    ((first, second),) = [(n, total - n) for n in range(total + 1) if n * few + (total - n) * many == legs]
    return second if asked == "many" else first


def _sets(first, second, both):
    one = set(range(first))
    other = set(range(first - both, first - both + second))
    assert len(one & other) == both
    return one, other


@oracle("at least one of two")
def either(first, second, both):
    one, other = _sets(first, second, both)
    return str(len(one | other))


@oracle("neither of two")
def neither(total, first, second, both):
    one, other = _sets(first, second, both)
    return str(len(set(range(total)) - one - other))


@oracle("both of two")
def both_of_two(total, first, second):
    one, other = set(range(first)), set(range(total - second, total))
    assert one | other == set(range(total))
    return str(len(one & other))


@oracle("only one of two")
def only_one(first, second, both, one):
    a, b = _sets(first, second, both)
    return str(len(a ^ b) if one else len(a - b))


@oracle("chance")
def chance(counts, color, **rest):
    balls = [name for name, count in counts.items() for _ in range(count)]
    good = [ball for ball in balls if (ball == color) != rest["not"]]
    value = Fraction(len(good), len(balls))
    return f"{value.numerator}/{value.denominator}"


@oracle("average")
def average(values):
    return statistics.mean(map(Fraction, values))


@oracle("number for an average")
def for_an_average(values, mean):
    return next(last for last in range(1000) if statistics.mean(map(Fraction, [*values, last])) == mean)


@oracle("median, range and mode")
def median(values, kind):
    ways = {"median": statistics.median, "mode": statistics.mode, "range": lambda row: max(row) - min(row)}
    return str(ways[kind](values))


@oracle("reading a table")
def table(cells, kind, first, second, **_):
    if kind in ("most", "least"):
        return sorted(cells, key=cells.__getitem__)[-1 if kind == "most" else 0]
    return {
        "cell": cells[first], "total": sum(cells.values()), "gap": cells[first] - cells[second],
        "pair": cells[first] + cells[second],
    }[kind]  # fmt: skip


@oracle("area")
def area(length, width):
    return len([(x, y) for x in range(length) for y in range(width)])


@oracle("perimeter")
def perimeter(length, width):
    return length + width + length + width


@oracle("the other side")
def other_side(side, area=None, perimeter=None):
    fits = (lambda x: x * side == area) if area else (lambda x: 2 * x + 2 * side == perimeter)
    return next(x for x in range(1, 1000) if fits(x))


@oracle("square")
def square(given, size, asked):
    measures = {"side": lambda s: s, "area": lambda s: s * s, "perimeter": lambda s: s + s + s + s}
    (side,) = [side for side in range(1, 200) if measures[given](side) == size]
    return measures[asked](side)


@oracle("tiles")
def tiles(length, width, tile):
    return len([(x, y) for x in range(0, length, tile) for y in range(0, width, tile)])


@oracle("volume")
def volume(sides):
    return math.prod(sides)


@oracle("angles")
def angles(angles, sum):
    left = sum
    for angle in angles:
        left -= angle
    return left


@oracle("posts and gaps")
def posts(length, gap):
    return len(range(0, length + 1, gap))


@oracle("around a ring")
def around(length, gap):
    return len(range(0, length, gap))


@oracle("cuts and pieces")
def cuts(pieces, each):
    now = time = 0
    now = 1
    while now < pieces:
        now, time = now + 1, time + each
    return time


@oracle("floors")
def floors(first, known, later):
    flight = Fraction(known, len(range(1, first)))
    return sum(flight for _ in range(1, later))


@oracle("elevator")
def elevator(start, steps):
    return sum(steps, start)


@oracle("from first to last")
def first_to_last(first, last):
    return len(range(first, last + 1))


@oracle("place in a row")
def place_in_row(left, right):
    return next(n for n in range(1, 200) if n - left + 1 == right)
