"""How old people are: gaps, sums, multiples, chains."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import Someone, named, noun, two_people

YEAR = noun("year")
_TIMES = {2: ("twice", "2 times"), 3: ("three times", "3 times"), 4: ("four times", "4 times"), 5: ("five times", "5 times"),
          6: ("six times", "6 times")}  # fmt: skip
ASIDES = (
    "{speaker} <is|was> their neighbor", "they live at number {x}", "{speaker} has a cat", "their house is {x} years old",
    "they like chess", "{speaker} is {x} years old", "they have {x} cousins", "it is a warm day",
)  # fmt: skip


def times(factor: int, rng: random.Random) -> str:
    """ "twice", "three times" or "3 times"."""
    return rng.choice(_TIMES[factor])


def years(age: int) -> str:
    return YEAR(age)


def _older(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    age, gap, later = rng.randint(3, 45), rng.randint(2, 20), rng.randint(2, 20)
    lines = [
        f"{who} is {age}, and {other} is {gap} years older: {added(age, gap)}.",
        f"In {later} years {other} is {added(age + gap, later)}.",
    ]
    slots = {"who": who, "other": other}
    return Drawn(lines, years(age + gap + later), {"age": age, "gap": gap, "later": later}, slots)


OLDER = Family(
    "older",
    _older,
    facts={
        "age": (
            "{who} is {age}[| years old][|| now| today]",
            "{who} has just turned {age}",
            "{who.s} age is {age}",
            "the age of {who.n} is {age}",
            "{who} is aged {age}",
            "{who} became {age} this year",
            "today {who} is {age}",
            "~{age} is {who.s} age",
        ),
        "gap": (
            "{other} is {gap} years older than {who.o}",
            "{who} is {gap} years younger than {other.o}",
            "{other} was born {gap} years before {who.o}",
            "between {other.n} and {who.n}, who is younger, there are {gap} years",
            "{who} is younger than {other.o} by {gap} years",
            "the age difference between {other.n} and {who.n}, the younger one, is {gap} years",
            "of {who.n} and {other.n}, {other.n} is the older one by {gap} years",
            "{other} is as old as {who.n} will be in {gap} years",
            "~{who} was born {gap} years after {other.o}",
        ),
        "age gap": (
            "{who} is {age}[| years old] and {other} is {gap} years older",
            "{who}, who is {age}, is {gap} years younger than {other.o}",
            "{other} is {gap} years older than {who.o}, who is {age}",
            "at {age}, {who} is {gap} years younger than {other.o}",
            "{who} is {age}, and {other}, the older of the two, was born {gap} years earlier",
            "{other} is {gap} years ahead of {who.o} in age, and {who} is {age}",
            "{who.n}, aged {age}, and {other.n}, who is older, are {gap} years apart",
            "~{who} is {age}, which is {gap} years less than {other.s} age",
        ),
    },
    direct=(
        "how old will {other} be in {later} years",
        "how old is {other} [after {later} years|{later} years from now]",
        "what age will {other} have in {later} years",
        "how old is {other} going to be [in {later} years|{later} years from now]",
        "{other} will be how old in {later} years",
        "how old will {other} be after {later} more years",
        "what is {other.s} age going to be in {later} years",
        "in {later} years, what will {other.s} age be",
        "how many years old will {other} be in {later} years",
        "~when {later} years have passed, how old is {other}",
    ),
    indirect=(
        "how old {other} will be in {later} years",
        "how old {other} is going to be {later} years from today",
        "how old {other} will be after {later} more years",
        "what {other.s} age is going to be in {later} years",
        "how many years old {other} will be in {later} years",
        "~what age {other} will have reached {later} years from now",
    ),
    noun=(
        "{other.s} age in {later} years",
        "the age of {other.n} {later} years from now",
        "{other.s} age after {later} more years",
        "the age that {other} will be in {later} years",
        "the future age of {other.n}, {later} years from today",
        "{other.s} age, not today but in {later} years",
    ),
    labels=("{who.n}: {age}; {other.n}: {gap} years older",),
    whole=(
        "How old is {other} in {later} years if {who} is {age} and {other} is {gap} years older?",
        "{who}, who is {age}, is {gap} years younger than {other.o}. How old will {other} be in {later} years?",
        "{who.n}: {age}. {other.n}: {gap} years older. {other.n} in {later} years: how old?",
        "Given that {who} is {age} and {gap} years younger than {other.o}, work out {other.s} age {later} years "
        "from now.",
        "Work out {other.s} age in {later} years: today {who} is {age}, and {other} was born {gap} years earlier "
        "than {who.o}.",
        "My name is {who.n} and I am {age}. {other} is {gap} years older than me. In {later} years, how old will "
        "{other} be?",
        "If {who} were {gap} years older, {who} would be as old as {other.o}. Today {who} is {age}. How old will "
        "{other} be in {later} years?",
        "There are {gap} years between {who.n} and {other.n}, the older of the two. {who} is {age} today; "
        "{later} years on, what is {other.s} age?",
        "{other}, {gap} years older than {who.o}, wants to know {other.p} age in {later} years. {who} is {age} "
        "now. What is the answer?",
        "{who.n} {age}, {other.n} {gap} years older: how old is {other.n} in {later} years?",
        "Suppose {who} is {age} today and {other} was born {gap} years earlier. How old can we expect {other} "
        "to be in {later} years?",
        "{speaker}: How old is {who.n}?\n{listener}: ^{age}. And {other.n} is {gap} years older.\n{speaker}: "
        "How old will {other.n} be in {later} years, then?",
        "In {later} years there will be a big party for {other.n}. Today {who} is {age}, and {other} is {gap} "
        "years older. How old will {other} be at the party?",
        "Find {other.s} age in {later} years. Known: {who.n} is {age} and the younger of the two by {gap} years.",
        "A question from {speaker}: {who} has just turned {age}, {other} is {gap} years older, so how old will "
        "{other} be {later} years from today?",
        "Exercise: {other} is older than {who.o} by {gap} years. {who.s} age is {age}. Determine the age of "
        "{other.n} after {later} more years.",
        "{other.s} age is {who.s} age plus {gap}. {who} is {age}. What will {other.s} age be in {later} years?",
        "~{later} years from now, how old will {other} be, who is {gap} years older than {who.o}, a {age}-year-old?",
    ),
    asides=ASIDES,
    past=False,
)


def _times_as_old(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    factor = rng.randint(2, 6)
    age = rng.randint(3, 90 // factor)
    reverse = rng.random() < 0.35
    whole = age * factor
    slots = {"who": who, "other": other, "f": times(factor, rng)}
    told = f"{other} is {factor} times as old as {who}: {who} younger, {other} older."
    if reverse:
        lines = [f"{told} {other} is {whole}.", f"Asked: {who} younger, so {divided(whole, factor)}."]
        slots |= {"known": other, "asked": who}
        return Drawn(lines, years(age), {"age": whole, "factor": factor, "of": "older"}, slots)
    lines = [f"{told} {who} is {age}.", f"Asked: {other} older, so {multiplied(age, factor)}."]
    slots |= {"known": who, "asked": other}
    return Drawn(lines, years(whole), {"age": age, "factor": factor, "of": "younger"}, slots)


TIMES_AS_OLD = Family(
    "times as old",
    _times_as_old,
    facts={
        "age": (
            "{known} is {age}[| years old][|| now| today]",
            "{known.s} age is {age}",
            "{known} turned {age} [yesterday|last week|this year]",
            "the age of {known.n} is {age}",
            "{known} is aged {age}",
            "{known} became {age} this year",
            "today {known} is {age}",
            "{known} is {age} years of age",
            "{known} had a birthday and is now {age}",
            "the number of years in {known.s} age is {age}",
            "a cake for {known.n} needs {age} candles, one for each year",
            "~{age} years is {known.s} age",
        ),
        "factor": (
            "{other} is {f} as old as {who.o}",
            "{other.s} age is {f} {who.s} age",
            "{other} is {f} the age of {who.n}",
            "{f} {who.s} age is {other.s} age",
            "{who.s} age, taken {f}, is {other.s} age",
            "compared with {who.o}, {other} is {f} as old",
            "{f} as old as {who.n} is {other.n}",
            "{other} counts {f} as many years as {who.n}",
            "{who.s} age fits {f} into the age of {other.n}",
            "{other} has been alive {f} as long as {who.o}",
            "{who} would have to be {f} as old to match {other.o}",
            "~the age of {other.n} is {f} that of {who.n}",
        ),
    },
    direct=(
        "how old is {asked}",
        "what is {asked.s} age",
        "what age is {asked}",
        "what must {asked.s} age be",
        "how old must {asked} be",
        "{asked} is how old",
        "can you say how old {asked} is",
        "what number is {asked.s} age",
        "what is the age of {asked.n}",
        "how many years does {asked} count",
        "what age does one find for {asked.n}",
        "how many candles belong on a cake for {asked.n}, one for each year",
        "+how old does that make {asked.o}",
        "~how many years has {asked} lived",
    ),
    indirect=(
        "how old {asked} is",
        "what {asked.s} age is",
        "what age {asked} is",
        "how old {asked} must be",
        "which age {asked} must be",
        "what number {asked.s} age is",
        "what the age of {asked.n} is",
        "what age one finds for {asked.n}",
        "how many candles belong on a cake for {asked.n}, one for each year",
        "+how old that makes {asked.o}",
        "~what age {asked} has reached",
    ),
    noun=(
        "{asked.s} age",
        "the age of {asked.o}",
        "{asked.s} age in years",
        "the present age of {asked.n}",
        "{asked.s} age today",
        "the number of years in {asked.s} age",
        "{asked.s} own age",
        "{asked.s} current age",
        "the number of years that {asked} counts",
        "the age that belongs to {asked.n}",
        "the age that one finds for {asked.n}",
    ),
    labels=("{known.n}: {age} years; {other.n}: {f} as old as {who.n}",),
    whole=(
        "{known} is {age}. {other} is {f} as old as {who.o}. And {asked.n}?",
        "{known.n}: {age}. {other.n}: {f} as old as {who.n}. {asked.s} age?",
        "How old is {asked}? {other} is {f} the age of {who.n}, and {known} is {age}.",
        "Given {known.s} age, {age}, and that {other} is {f} as old as {who.o}, find {asked.s} age.",
        "Work out the age of {asked.n}: {other.n} is {f} as old as {who.n}; {known.n} is {age}.",
        "If {who} were {f} as old, {who} would have {other.s} age. {known} is {age}. How old is {asked}?",
        "{known} turned {age} today. How old is {asked}, if {other} is {f} as old as {who.o}?",
        "{who.n} and {other.n} talk about their ages: {other.n} is {f} as old as {who.n}, and {known.n} is "
        "{age}. What is {asked.s} age?",
        "{other.n} {f} as old as {who.n}, {known.n} {age}: how old is {asked.n}?",
        "Suppose {other} is {f} as old as {who.o}. With {known.n} at {age}, what is the age of {asked.n}?",
        "{speaker}: How old is {known.n}?\n{listener}: ^{age}. And {other.n} is {f} as old as "
        "{who.n}.\n{speaker}: Then how old is {asked.n}?",
        "Dear {speaker}, did you know that {other} is {f} as old as {who.o}? {known} is {age}. How old does "
        "that make {asked.n}? Love, {listener}",
        "Exercise: {other} is {f} as old as {who.o}. {known.s} age is {age}. Determine {asked.s} age.",
        "Two people, {who.n} and {other.n}: the second is {f} as old as the first. {known.n} is {age}. What "
        "age is {asked.n}?",
        "I was told only that {known} is {age} years old and that {other.s} age is {f} {who.s} age. How old is "
        "{asked}, please?",
        "Find {asked.s} age. It is known that {other} is {f} as old as {who.o} and that {known} has just turned {age}.",
        "{other} has been alive {f} as long as {who.o}. {known.n} is {age} years old. How old is {asked.n}?",
        "To match {other.n} in age, {who.n} would have to be {f} as old. {known.n} is {age}. What age is {asked.n}?",
        "The age of {who.n} fits {f} into the age of {other.n}. If {known.n} is {age}, how old is {asked.n}?",
        "The cake for {other.n} has {f} as many candles as the cake for {who.n}, and the one for {known.n} "
        "has {age}. There is a candle for each year. How old is {asked.n}?",
        "Telegram: {known.n} is {age}. Stop. {other.n} is {f} as old as {who.n}. Stop. What is the age of "
        "{asked.n}? Stop.",
        "{who.n}: You are {f} as old as I am, {other.n}.\n{other.n}: That is true.\n{speaker}: Since "
        "{known.n} is {age}, how old is {asked.n}?",
        "The age of {asked.n} has been forgotten, but not the age of {known.n}, {age}, nor that {other.n} is "
        "{f} as old as {who.n}. What is the forgotten age?",
        "{f} as old as {who.n}: that is {other.n}. {age} years old: that is {known.n}. How old is {asked.n}?",
        "The years of {other.n} are {f} the years of {who.n}. The years of {known.n} number {age}. How many "
        "are the years of {asked.n}?",
        "Which age must {asked.n} write on a form, if {other.n} is {f} as old as {who.n} and {known.n} writes {age}?",
        '{other.n} looks at {who.n} and says: "I have lived {f} as long as you." If {known.n} is {age}, what '
        "is the age of {asked.n}?",
        "How old must {asked.n} be when {known.n} is {age} and {other.n} counts {f} the years of {who.n}?",
        "~[If you know|Knowing] that {known} is {age} and {other.n} {f} as old as {who.o}, what can you say about {asked.s} age?",
    ),
    asides=ASIDES,
    past=False,
)


def _together(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    young, gap = rng.randint(3, 45), rng.randint(1, 30)
    old, total = young + gap, young * 2 + gap
    asked = rng.choice((who, other))
    lines = [
        f"Together they are {total}, and {who} is {gap} {'years' if gap > 1 else 'year'} older than {other}. "
        f"By age: {other} younger, {who} older. Asked: {asked} {'older' if asked is who else 'younger'}.",
        f"Without the difference: {subtracted(total, gap)}. Half of it is {other}'s age: {divided(2 * young, 2)}.",
    ]
    if asked is who:
        lines.append(f"{who}: {added(young, gap)}.")
    slots = {"who": who, "other": other, "asked": asked, "year": YEAR}
    numbers = {"total": total, "gap": gap, "older": asked is who}
    return Drawn(lines, years(old if asked is who else young), numbers, slots)


TOGETHER = Family(
    "ages together",
    _together,
    facts={
        "total": (
            "{who.n} and {other.n} are {total} years old [together|in total|taken together]",
            "[together,|taken together,] {who.n} and {other.n} are {total} years old",
            "the sum of the ages of {who.n} and {other.n} is {total}",
            "the ages of {other.n} and {who.n} add up to {total}",
            "the ages of {who.n} and {other.n} come to {total}",
            "{who.n} and {other.n} have a combined age of {total}",
            "the total age of {who.n} and {other.n} is {total}",
            "taken together, the years of {who.n} and {other.n} number {total}",
            "the age of {who.n} plus the age of {other.n} is {total}",
            "{who.n} and {other.n} have lived {total} years between them",
            "the birthday cakes of {who.n} and {other.n} need {total} candles in all",
            "{total} is the sum of the ages of {other.n} and {who.n}",
            "~adding {who.s} age to that of {other.n} gives {total}",
        ),
        "gap": (
            "{who} is {gap year} older than {other.o}",
            "{other} is {gap year} younger than {who.o}",
            "{who} was born {gap year} before {other.o}",
            "{who} is older than {other.o} by {gap year}",
            "the age difference between {who.n} and {other.n}, the younger one, is {gap year}",
            "of {who.n} and {other.n}, {who.n} is the older one by {gap year}",
            "{other} is younger than {who.o} by {gap year}",
            "{who} has lived {gap year} longer than {other.o}",
            "{who.s} age exceeds {other.s} age by {gap year}",
            "when {other} was born, {who} was {gap year} old",
            "{who} is ahead of {other.o} in age by {gap year}",
            "~{other} came into the world {gap year} after {who.o}",
        ),
    },
    direct=(
        "how old is {asked}",
        "what is {asked.s} age",
        "how old must {asked} be",
        "{asked} is how old",
        "what age is {asked}",
        "how many years old is {asked}",
        "what number is {asked.s} age",
        "what is the age of {asked.n}",
        "how many years does {asked} count",
        "what age belongs to {asked.n}",
        "what does one find for {asked.s} age",
        "+how old does that make {asked.o}",
        "~what age has {asked} reached",
    ),
    indirect=(
        "how old {asked} is",
        "what {asked.s} age is",
        "what age {asked} is",
        "how old {asked} must be",
        "how many years old {asked} is",
        "what number {asked.s} age is",
        "what the age of {asked.n} is",
        "what age belongs to {asked.n}",
        "what one finds for {asked.s} age",
        "+how old that makes {asked.o}",
    ),
    noun=(
        "{asked.s} age",
        "the age of {asked.n}",
        "{asked.s} age in years",
        "the present age of {asked.n}",
        "{asked.s} age today",
        "the number of years in {asked.s} age",
        "{asked.s} own age",
        "{asked.s} current age",
        "the number of years that {asked} counts",
        "the age that belongs to {asked.n}",
        "the single age of {asked.n}",
        "~the age that {asked} has",
    ),
    labels=("sum of the ages of {who.n} and {other.n}: {total}; {who.n} is older by: {gap year}",),
    whole=(
        "{who.n} and {other.n} are {total} together, {who} being {gap year} older. How old is {asked}?",
        "How old is {asked}? {who.n} and {other.n} have a combined age of {total}, and {who} is {gap year} older "
        "than {other.o}.",
        "{who.n} is {gap year} older than {other.n}. Sum of their ages: {total}. {asked.s} age?",
        "Given that the ages of {who.n} and {other.n} come to {total} and that {other} is the younger one by "
        "{gap year}, how old is {asked}?",
        "Work out the age of {asked.n}: {other.n} is {gap year} younger than {who.n}; their ages add up to {total}.",
        "If {other} were {gap year} older, {other} would be as old as {who.o}. The sum of their ages is {total}. "
        "What is {asked.s} age?",
        '"We are {total} years old together, and I am {gap year} older than you," says {who} to {other.n}. How '
        "old is {asked}?",
        "Two friends, {who.n} and {other.n}, were born {gap year} apart, {who.n} first. Today their ages sum to "
        "{total}. How old is {asked}?",
        "{who.n} and {other.n}: {total} years together, {who.n} {gap year} older. Age of {asked.n}?",
        "Suppose {who} is {gap year} older than {other.o}, and together they are {total}. What is the age of "
        "{asked.n}?",
        "{speaker}: How old are {who.n} and {other.n}?\n{listener}: Together they are {total}, and {who.n} is "
        "{gap year} older.\n{speaker}: So how old is {asked.n}?",
        "A cake for {who.n} and {other.n} carries {total} candles, one for each year of their two ages. {who} "
        "is {gap year} older than {other.o}. How old is {asked}?",
        "Exercise: the combined age of {other.n} and {who.n} is {total} years. {other} is the younger by {gap "
        "year}. Determine {asked.s} age.",
        "Find out how old {asked} is. It is known that {who.n} is {gap year} older than {other.n} and that "
        "both ages together are {total}.",
        "My neighbors {who.n} and {other.n} say that their ages sum to {total}. {other} was born {gap year} "
        "later than {who.o}. Can you tell me how old {asked} is?",
        "Between {who.n} and {other.n}, the younger one, there {gap:is|are} {gap year}. Their total age is "
        "{total}. What age is {asked.n}?",
        "{total} years of life are split between {who.n} and {other.n}, and {who.n} has {gap} more of them. "
        "How old is {asked.n}?",
        "When {other.n} was born, {who.n} was already {gap year} old. Now their ages add up to {total}. How "
        "old is {asked.n} now?",
        "Take {gap year} away from {who.s} age and you have the age of {other.n}. Put the two ages together "
        "and you have {total}. What is the age of {asked.n}?",
        "The age of {other.n} lies {gap} below that of {who.n}, and the total of both is {total}. Find the "
        "age of {asked.n}.",
        "With {who.n} {gap year} ahead of {other.n}, and a total age of {total} for the two, how old is {asked.n}?",
        "Telegram about {who.n} and {other.n}: together {total} years old. Stop. {other.n} the younger by "
        "{gap year}. Stop. How old is {asked.n}? Stop.",
        "{other.n}: You are {gap year} older than I am.\n{who.n}: And both our ages make {total}.\n{speaker}: "
        "Then how old is {asked.n}?",
        "If {who.n} were {gap year} younger, {who.n} and {other.n} would be of the same age. In truth their "
        "ages come to {total} together. How old is {asked.n}?",
        "The ages of {who.n} and {other.n} have the sum {total} and the difference {gap}, and {who.n} is the "
        "older. Which number is the age of {asked.n}?",
        "On a bench sit {total} years of life: {who.n} and, {gap year} younger, {other.n}. How many of these "
        "years belong to {asked.n}?",
        "The age of {other.n} plus {gap} is the age of {who.n}; both ages together are {total}. So how old is "
        "{asked.n}?",
        "Tell me how old {asked.n} is. I know the lead in years that {who.n} has over {other.n}, {gap}, and "
        "the total of both their ages, {total}.",
        "~Two ages, {who.s} and {other.s}, make {total}. The first is {gap year} more than the second. How old is {asked}?",
    ),
    asides=ASIDES,
    past=False,
)


def _past_and_future(rng: random.Random) -> Drawn:
    who = named(rng)
    ago, later, age = rng.randint(2, 20), rng.randint(2, 25), rng.randint(3, 50)
    if rng.random() < 0.5:
        now = age + ago
        lines = [
            f"{ago} years ago {who} was {age}, so now: {added(age, ago)}.",
            f"In {later} years: {added(now, later)}.",
        ]
        numbers = {"age": age, "ago": ago, "later": later, "told": "past"}
        slots = {"who": who, **_when(f"{ago} years ago", f"in {later} years", "was", "will be", "be")}
        return Drawn(lines, years(now + later), numbers, slots)
    now = age + ago
    future = now + later
    lines = [
        f"In {later} years {who} will be {future}, so now: {subtracted(future, later)}.",
        f"{ago} years ago: {subtracted(now, ago)}.",
    ]
    slots = {"who": who, **_when(f"in {later} years", f"{ago} years ago", "will be", "was", "")}
    return Drawn(lines, years(age), {"age": future, "ago": ago, "later": later, "told": "future"}, slots)


def _when(known: str, asked: str, verb: str, asked_verb: str, infinitive: str) -> dict[str, str]:
    inverted = "will" if infinitive else "was"
    return {"then": known, "when": asked, "is": verb, "will": asked_verb, "inverted": inverted, "be": infinitive}


PAST_AND_FUTURE = Family(
    "past and future age",
    _past_and_future,
    facts={
        "age": (
            "{then}[,|] {who} {is} {age}[| years old]",
            "{who} {is} {age} years old {then}",
            "{who.s} age {then} {is} {age}",
            "it {is} {then} that {who} {is} {age}[| years old]",
            "{who}, {then}, {is} {age} years old",
            "the age of {who.n} {then} {is} {age}",
            "{who} {is} aged {age} {then}",
            "~{age} {is} {who.s} age {then}",
        ),
    },
    direct=(
        "how old {inverted} {who} {be} {when}",
        "what age {inverted} {who} {be} {when}",
        "{when}, how old {inverted} {who} {be}",
        "{who} {will} how old {when}",
        "can you say how old {who} {will} {when}",
        "{when}, what age {inverted} {who} {be}",
        "do you know how old {who} {will} {when}",
        "{who} {will} what age {when}",
        "~what {inverted} {who.s} age {be} {when}",
    ),
    indirect=(
        "how old {who} {will} {when}",
        "what age {who} {will} {when}",
        "how old {who} {will}, not now but {when}",
        "how old, {when}, {who} {will}",
        "what age, {when}, {who} {will}",
        "what the age of {who.n} {will} {when}",
        "~how many years old {who} {will} {when}",
    ),
    noun=(
        "{who.s} age {when}",
        "the age of {who.n} {when}",
        "the age that {who} {will} {when}",
        "{who.s} exact age {when}",
        "{who.s} age, not now but {when}",
        "the age of {who.n}, in years, {when}",
    ),
    labels=("{who.s} age {then}: {age}",),
    whole=(
        "If {who} {is} {age} years old {then}, how old {inverted} {who} {be} {when}?",
        "{who} {is} {age} years old {then}. And {when}?",
        "{when}, how old {inverted} {who} {be}, if {who.p} age {then} {is} {age}?",
        "{who.n}, {then}: {age} years old. {when}: how old?",
        "Given: {who} {is} {age} years old {then}. Work out {who.p} age {when}.",
        "How old {inverted} {who} {be} {when}? All that is known: {then}, {who} {is} {age}.",
        '"{then} I {is} {age} years old," says {who}. "How old {inverted} I {be} {when}?"',
        "{then} {who} {is} {age}; {when} {who} {will} how old?",
        "Find the age of {who.n} {when}, knowing that {then} {who.p} age {is} {age}.",
        "{who.n} {is} {age} {then}: age {when}?",
        "Suppose {who} {is} {age} {then}. What age {inverted} {who} {be} {when}?",
        "{speaker}: How old is {who.n}?\n{listener}: I only know that {who.n} {is} {age} {then}.\n{speaker}: "
        "That is enough. How old {inverted} {who.n} {be} {when}?",
        "Exercise: {then}, the age of {who.n} {is} {age}. Determine the age of {who.n} {when}.",
        "Dear {speaker}, {then} {who} {is} {age}. Please tell me how old {who} {will} {when}. Yours, {listener}",
        "What age {inverted} {who} {be} {when}, given that {who} {is} {age} {then}?",
        "We know one thing about {who.n}: {then} {who} {is} {age} years old. We want to know another: how old "
        "{inverted} {who} {be} {when}?",
        "A form asks for {who.s} age {when}. All that {who} can say is this: {then} my age {is} {age}. Which "
        "number goes into the form?",
        "~{age} {is} {who.s} age {then}. What {inverted} it {be} {when}?",
    ),
    asides=ASIDES,
    past=False,
)


def _chain(rng: random.Random) -> Drawn:
    (who, other), third = two_people(rng), named(rng)
    while third.first in (who.first, other.first):
        third = named(rng)
    age, first, second = rng.randint(22, 50), rng.randint(1, 10), rng.randint(1, 10)
    up, also = rng.random() < 0.5, rng.random() < 0.5
    middle = age + first if up else age - first
    last = middle + second if also else middle - second
    words = [("older" if each else "younger") for each in (up, also)]
    against = [("younger" if each else "older") for each in (up, also)]

    def step(start: int, by: int, upwards: bool) -> str:
        return added(start, by) if upwards else subtracted(start, by)

    lines = [
        f"From {who} to {other} to {third}. {who} is {age}.",
        f"{who} is the {against[0]}, {other} the {words[0]}, by {YEAR(first)}: {step(age, first, up)}.",
        f"{other} is the {against[1]}, {third} the {words[1]}, by {YEAR(second)}: {step(middle, second, also)}.",
    ]
    slots = {
        "who": _plain(who), "other": _plain(other), "third": _plain(third), "year": YEAR, "w": words[0], "v": words[1],
        "rw": against[0], "rv": against[1],
    }  # fmt: skip
    numbers = {"age": age, "first": first, "second": second, "up": up, "also": also}
    return Drawn(lines, years(last), numbers, slots)


def _plain(someone: Someone) -> str:
    return someone.first


CHAIN = Family(
    "chain of ages",
    _chain,
    facts={
        "age": (
            "{who} is {age}[| years old]",
            "{who}'s age is {age}",
            "{who} has just turned {age}",
            "{who} is aged {age}",
            "{who} turned {age} this year",
            "today {who} is {age}",
            "{who} became {age} this year",
            "{who} is {age} years of age",
            "{who} had a birthday and is now {age}",
            "the cake for {who} has {age} candles, one for each year",
            "one of them, {who}, is {age}",
            "~{age} is the age of {who}",
        ),
        "first": (
            "{other} is {first year} {w} than {who}",
            "{who} is {first year} {rw} than {other}",
            "{other} is {w} than {who} by {first year}",
            "between {who} and {other}, who is {w}, there {first:is|are} {first year}",
            "of {who} and {other}, {other} is the {w} one by {first year}",
            "{who} is {rw} than {other} by {first year}",
            "{who} would have to be {first year} {w} to be as old as {other}",
            "{who} and {other} are {first year} apart, {other} being {w}",
            "the age difference between {who} and {other}, the {w} one, is {first year}",
            "the ages of {who} and {other}, who is {w}, differ by {first year}",
            "~compared with {who}, {other} is {first year} {w}",
        ),
        "second": (
            "{third} is {second year} {v} than {other}",
            "{other} is {second year} {rv} than {third}",
            "{third} is {v} than {other} by {second year}",
            "between {other} and {third}, who is {v}, there {second:is|are} {second year}",
            "of {other} and {third}, {third} is the {v} one by {second year}",
            "{other} is {rv} than {third} by {second year}",
            "{other} would have to be {second year} {v} to be as old as {third}",
            "{other} and {third} are {second year} apart, {third} being {v}",
            "the age difference between {other} and {third}, the {v} one, is {second year}",
            "the ages of {other} and {third}, who is {v}, differ by {second year}",
            "~compared with {other}, {third} is {second year} {v}",
        ),
        "age first": (
            "{who} is {age} and {other} is {first year} {w}",
            "{other} is {first year} {w} than {who}, who is {age}",
            "{who}, who is {age}, is {first year} {rw} than {other}",
            "at {age}, {who} is {first year} {rw} than {other}",
            "{who} is {age}, and {other}, the {w} of the two, differs from that by {first year}",
            "{who}, aged {age}, is {rw} than {other} by {first year}",
            "{who}, aged {age}, and {other}, the {w} one, are {first year} apart",
            "{other} is {w} than {who}, aged {age}, by {first year}",
            "{who}, who is {age}, would have to be {first year} {w} to be as old as {other}",
            "{who} is {age}; {first year} {w} than that is {other}",
        ),
    },
    direct=(
        "how old is {third}",
        "what is {third}'s age",
        "what must {third}'s age be",
        "how old must {third} be",
        "{third} is how old",
        "how many years old is {third}",
        "what number is {third}'s age",
        "what is the age of {third}",
        "how many years does {third} count",
        "what age does one find for {third}",
        "+how old does that make {third}",
        "how many candles belong on the cake for {third}, one for each year",
        "~what age does {third} have",
    ),
    indirect=(
        "how old {third} is",
        "what age {third} is",
        "how old {third} must be",
        "how many years old {third} is",
        "what number {third}'s age is",
        "what the age of {third} is",
        "how many years {third} counts",
        "what age one finds for {third}",
        "+how old that makes {third}",
        "how many candles belong on the cake for {third}, one for each year",
        "~the age that {third} has",
    ),
    noun=(
        "{third}'s age",
        "the age of {third}",
        "{third}'s age in years",
        "the present age of {third}",
        "{third}'s age today",
        "the number of years in {third}'s age",
        "{third}'s own age",
        "the current age of {third}",
        "the number of years that {third} counts",
        "the age that one finds for {third}",
    ),
    labels=("{who}: {age}; {other}: {first year} {w} than {who}; {third}: {second year} {v} than {other}",),
    whole=(
        "{third} is {second year} {v} than {other}, who is {first year} {w} than {who}. If {who} is {age}, how old is {third}?",
        "How old is {third} if {who} is {age}, {other} is {first year} {w} than {who}, and {third} is {second "
        "year} {v} than {other}?",
        "Work out {third}'s age. {other} is {second year} {rv} than {third}, {who} is {first year} {rw} than "
        "{other}, and {who} is {age}.",
        "My name is {who} and I am {age}. {other} is {first year} {w} than me, and {third} is {second year} {v} "
        "than {other}. What is {third}'s age?",
        "Given {who}'s age, {age}, find {third}'s: {other} is {first year} {w} than {who} and {third} {second "
        "year} {v} than {other}.",
        "{who} turned {age}. {who} is {first year} {rw} than {other}, and {other} is {second year} {rv} than "
        "{third}. So how old is {third}?",
        "{first year} {w} than {who} is {other}; {second year} {v} than {other} is {third}. With {who} at {age}, "
        "how old is {third}?",
        "{who} {age}, {other} {first year} {w} than {who}, {third} {second year} {v} than {other}: age of {third}?",
        "Suppose {other} is {first year} {w} than {who} and {third} is {second year} {v} than {other}. With "
        "{who} at {age}, how old must {third} be?",
        "{speaker}: How old is {third}?\n{listener}: {third} is {second year} {v} than {other}, and {other} is "
        "{first year} {w} than {who}.\n{speaker}: And {who} is {age}. So what is the answer?",
        "Exercise: three ages are compared. {other} is {w} than {who} by {first year}, {third} is {v} than "
        "{other} by {second year}, and {who} is {age}. Determine the age of {third}.",
        "Dear {speaker}, I am {age}. My cousin {other} is {first year} {w} than I am, and my cousin {third} is "
        "{second year} {v} than {other}. Can you find out how old {third} is? Love, {who}",
        "Find {third}'s age from {who}'s. {who} is {age}; {who} is {first year} {rw} than {other}, who is "
        "{second year} {rv} than {third}.",
        "To learn {third}'s age, begin with {who}, who is {age}. Go on to {other}, who is {first year} {w} "
        "than {who}. Since {third} is {second year} {v} than {other}, what age do you get?",
        "{speaker} knows that {who} is {age}, that {other} is {first year} {w} than {who}, and that {third} is "
        "{second year} {v} than {other}. What age will {speaker} work out for {third}?",
        "Going from {who}, aged {age}, to {other}, people get {first year} {w}; going on from {other} to "
        "{third}, they get {second year} {v}. How old is {third}?",
        "{third} and {other} are {second year} apart, {third} being {v}. {other} and {who} are {first year} "
        "apart, {other} being {w}. {who} is {age}, and {third} is how old?",
        "Telegram: {who} is {age}. Stop. {other} is {w} than {who} by {first year}. Stop. {third} is {v} than "
        "{other} by {second year}. Stop. What age is {third}?",
        "{who}: I am {age}.\n{other}: I am {first year} {w} than you.\n{third}: And I am {second year} {v} "
        "than {other}.\n{speaker}: So how old are you, {third}?",
        "Only {who}'s age is told: {age}. But {third} is {v} than {other} by {second year}, and {other} is "
        "{w} than {who} by {first year}. Give the age of {third}.",
        "What is {third}'s age? Between {third}, who is {v}, and {other} there {second:is|are} {second year}. "
        "Between {other}, who is {w}, and {who} there {first:is|are} {first year}. {who} is {age}.",
        "{who}, at {age}, would have to be {first year} {w} to match {other}, and {other} would have to be "
        "{second year} {v} to match {third}. How old is {third}?",
        "Find a number of years: the age of {third}, who is {second year} {v} than {other}, who is {first "
        "year} {w} than {who}, who is {age}.",
        "Three cousins stand in a row. The first, {who}, is {age}. The second, {other}, is {first year} {w} "
        "than the first. The third, {third}, is {second year} {v} than the second. What is {third}'s age?",
        "A photo shows {who}, who is {age}, next to {other}, who is {first year} {w} than {who}. {third}, who "
        "took the photo, is {second year} {v} than {other}. How old is the one who took it?",
        "Two differences lead from {who} to {third}: {other} is {w} than {who} by {first year}, and {third} "
        "is {v} than {other} by {second year}. Since {who} is {age}, what age has to be found for {third}?",
        "{age} is how old {who} is. Who is {first year} {w}? That is {other}. And who is {second year} {v} "
        "than {other}? That is {third}. So what is the age of {third}?",
        "~{who}, {other} and {third} are friends. {who}: {age} years. {other}: {first year} {w}. {third}: {second year} {v} than "
        "{other}. How old is {third}?",
    ),
    asides=ASIDES,
    past=False,
)

FAMILIES = (OLDER, TIMES_AS_OLD, TOGETHER, PAST_AND_FUTURE, CHAIN)
