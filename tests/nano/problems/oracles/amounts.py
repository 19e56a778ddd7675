"""Money, things, parts, rates: piece by piece."""

from __future__ import annotations

import itertools
from fractions import Fraction

from tests.nano.problems.oracles import oracle


@oracle("cost")
def cost(count, price):
    return sum([price] * count)


@oracle("shopping")
def shopping(count, price, more, cost):
    return sum([price] * count + [cost] * more)


@oracle("change")
def change(count, price, paid):
    left = paid
    for _ in range(count):
        left -= price
    return left


@oracle("budget")
def budget(have, price):
    bought = 0
    while have >= price:
        have, bought = have - price, bought + 1
    return bought


@oracle("unit price")
def unit_price(count, total, wanted):
    (one,) = [price for price in range(1, total + 1) if price * count == total]
    return sum([one] * wanted)


@oracle("tickets")
def tickets(adults, price, children, child_price):
    child = Fraction(price, 2) if child_price == "half" else child_price
    return sum([price] * adults) + sum([child] * children)


@oracle("better offer")
def better_offer(count, total, more, cost, here, there):
    return f"the {here if Fraction(total, count) < Fraction(cost, more) else there}"


@oracle("coin values")
def coin_values(**counts):
    return sum(
        {"penny": 1, "nickel": 5, "dime": 10, "quarter": 25}[name]
        for name, count in counts.items()
        for _ in range(count)
    )


@oracle("discount")
def discount(price, percent):
    return Fraction(price) * (100 - percent) / 100


@oracle("profit")
def profit(count, buy, sell):
    return sum([sell] * count) - sum([buy] * count)


@oracle("saving")
def saving(price, step, start):
    have, times = 0 if start == "none" else start, 0
    while have < price:
        have, times = have + step, times + 1
    return times


@oracle("wage")
def wage(pay, hours, extra):
    return sum(pay for _ in range(hours)) + extra


@oracle("sharing a bill")
def bill(guests, bill, tip):
    return Fraction(bill + tip, guests)


@oracle("spending")
def spending(have, first, second):
    return have - (first + second)


@oracle("older")
def older(age, gap, later):
    born = -age - gap
    return later - born


@oracle("times as old")
def times_as_old(age, factor, of):
    return age * factor if of == "younger" else Fraction(age, factor)


@oracle("ages together")
def together(total, gap, older):
    ((young, old),) = [(a, total - a) for a in range(total) if total - a - a == gap]
    return old if older else young


@oracle("past and future age")
def past_and_future(age, ago, later, told):
    return age + ago + later if told == "past" else age - later - ago


@oracle("chain of ages")
def chain(age, first, second, up, also):
    return age + (first if up else -first) + (second if also else -second)


@oracle("age in a year")
def age_in_year(born, year):
    return sum(1 for _ in range(born, year))


@oracle("year of birth")
def year_of_birth(age, year):
    for _ in range(age):
        year -= 1
    return str(year)


@oracle("twice as old")
def twice_as_old(older, younger):
    return next(years for years in itertools.count() if older + years == 2 * (younger + years))


@oracle("when I was six")
def when_i_was_six(then, half, now):
    other = Fraction(then, 2) if half == "half" else then * 2
    while then < now:
        then, other = then + 1, other + 1
    return other


@oracle("sharing")
def sharing(total, groups):
    piles = [0] * groups
    while total >= groups:
        piles, total = [pile + 1 for pile in piles], total - groups
    return (piles[0], total) if total else piles[0]


@oracle("left over")
def left_over(total, size):
    while total >= size:
        total -= size
    return total


@oracle("boxes needed", "buses")
def boxes(total, size):
    used = 0
    while total > 0:
        total, used = total - size, used + 1
    return used


@oracle("had")
def had(first, away, more):
    things = list(range(first))
    del things[:away]
    return len(things + [0] * more)


@oracle("even out")
def even_out(high, low):
    return next(give for give in range(high) if high - give == low + give)


@oracle("all but")
def all_but(total, left):
    return min(total, left)


@oracle("brothers and sisters")
def siblings(count, **_):
    return len([each for each in range(count) if each != 0])


@oracle("fraction of")
def fraction_of(whole, top, bottom):
    return Fraction(top, bottom) * whole


@oracle("what remains of a fraction")
def remaining(whole, top, bottom):
    return whole * (1 - Fraction(top, bottom))


@oracle("whole from a part")
def from_part(part, top, bottom):
    return next(whole for whole in itertools.count(1) if Fraction(top, bottom) * whole == part)


@oracle("fraction of the rest")
def of_the_rest(whole, first, second):
    return whole * (1 - Fraction(1, first)) * (1 - Fraction(1, second))


@oracle("ratio")
def ratio(total, a, b, asked):
    ((first, second),) = [(x, total - x) for x in range(1, total) if x * b == (total - x) * a]
    return first if asked == "first" else second


@oracle("percent of")
def percent_of(whole, percent):
    return Fraction(whole * percent, 100)


@oracle("rise and fall in percent")
def percent_change(start, percent, up):
    return start * Fraction(100 + (percent if up else -percent), 100)


@oracle("what percent")
def what_percent(part, whole):
    return Fraction(100 * part, whole)


@oracle("recipe")
def recipe(need, dishes, wanted):
    return Fraction(need, dishes) * wanted


@oracle("mixture")
def mixture(a, low, b, high):
    prices = [low] * a + [high] * b
    return Fraction(sum(prices), len(prices))


@oracle("distance")
def distance(speed, times):
    at = 0
    for _ in range(times):
        at += speed
    return at


@oracle("duration")
def duration(speed, way):
    return next(time for time in itertools.count(1) if speed * time >= way)


@oracle("speed")
def speed(way, times):
    return (next(speed for speed in range(1, way + 1) if speed * times == way),)


@oracle("towards each other", "two pipes")
def towards(first, second, way=None, size=None):
    one, other, time = 0, way or size, 0
    while one < other:
        one, other, time = one + first, other - second, time + 1
    return time


@oracle("apart")
def apart(first, second, times, same):
    one = other = 0
    for _ in range(times):
        one, other = one + first, other + (second if same else -second)
    return abs(one - other)


@oracle("catching up")
def catching_up(ahead, slow, fast):
    behind, before, time = 0, ahead, 0
    while behind < before:
        behind, before, time = behind + fast, before + slow, time + 1
    return time


@oracle("round trip")
def round_trip(way, out, back):
    return Fraction(way, out) + Fraction(way, back)


@oracle("trip in two parts")
def two_parts(first, hours, second, more):
    return sum([first] * hours + [second] * more)


@oracle("train on a bridge")
def long_train(length, place_length, speed):
    end, time = -length, 0
    while end < place_length:
        end, time = end + speed, time + 1
    return time


@oracle("bird between two")
def bird(way, first, second, fast):
    """Walked in small steps: the bird moves while the two have not met."""
    steps = 60
    one, other, flown = Fraction(0), Fraction(way), Fraction(0)
    while one < other:
        one += Fraction(first, steps)
        other -= Fraction(second, steps)
        flown += Fraction(fast, steps)
    return flown


@oracle("map scale")
def map_scale(scale, map):
    return sum([scale] * map)


@oracle("fuel")
def fuel(per, every, way):
    return Fraction(per, every) * way


@oracle("workers")
def workers(first, days, second):
    return Fraction(first * days, second)


@oracle("machines")
def machines(count, products, times, more, wanted):
    rate = Fraction(products, count * times)
    return wanted / (rate * more)


@oracle("work together")
def work_together(first, second):
    return 1 / (Fraction(1, first) + Fraction(1, second))


@oracle("production")
def production(rate, times, before):
    return before + sum(rate for _ in range(times))


@oracle("reading")
def reading(whole, read, pages):
    days = 0
    while read < whole:
        read, days = read + pages, days + 1
    return days


@oracle("filling")
def filling(size, inflow, leak):
    level, times = 0, 0
    while level < size:
        level, times = level + inflow - leak, times + 1
    return times


@oracle("burning down")
def burning_down(length, shrink, left):
    times = 0
    while length > left:
        length, times = length - shrink, times + 1
    return times


@oracle("doubling area")
def doubling_area(days, steps):
    wanted = Fraction(1, 2**steps)
    area, day = Fraction(1, 2**days), 0
    while area < wanted:
        area, day = area * 2, day + 1
    return day


@oracle("doubling")
def doubling(start, rounds, factor):
    count = start
    for _ in range(rounds):
        count = sum([count] * factor)
    return count
