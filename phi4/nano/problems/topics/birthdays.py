"""Years of birth, and ages that are compared over the years."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.ages import ASIDES, YEAR, years
from phi4.nano.problems.words import named, ordinal, two_people


def _age_in_year(rng: random.Random) -> Drawn:
    who, age = named(rng), rng.randint(3, 95)
    year = rng.randint(1950, 2030)
    born = year - age
    lines = [f"{who} was born in {born}, and the year is {year}.", f"{who} turns {subtracted(year, born)}."]
    return Drawn(lines, years(age), {"born": born, "year": year}, {"who": who, "b": str(born), "y": str(year)})


AGE_IN_YEAR = Family(
    "age in a year",
    _age_in_year,
    facts={
        "born": (
            "{who} was born in {b}",
            "{who.s} year of birth is {b}",
            "{b} is the year in which {who} was born",
            "in {b}[,|] {who} was born",
            "{who.s} birth was in {b}",
            "{who} has {b} as {who.p} year of birth",
            "{who.s} life began in {b}",
            "{who} is a child of the year {b}",
            "it was in {b} that {who} was born",
            "{b} saw the birth of {who.n}",
            "{who.s} birth certificate bears the year {b}",
            "~{who} came into the world in {b}",
        ),
    },
    direct=(
        "how old does {who} turn in {y}",
        "what age does {who} reach in {y}",
        "in {y}, how old does {who} turn",
        "how old does {who} become in {y}",
        "what age does {who} get to in {y}",
        "what is {who.s} new age after {who.p} birthday in {y}",
        "which age does {who} turn in {y}",
        "{who} turns how old in {y}",
        "on {who.p} birthday in {y}, how old does {who} become",
        "how many years old is {who} after {who.p} birthday in {y}",
        "to what age does the birthday in {y} bring {who.o}",
        "how many candles belong on {who.s} birthday cake in {y}, one for each year",
        "the birthday in {y} makes {who.o} how old",
        "how many years does {who} complete on {who.p} birthday in {y}",
        "~how many birthdays has {who} had by the end of {y}",
    ),
    indirect=(
        "how old {who} turns in {y}",
        "what age {who} reaches in {y}",
        "how old {who} becomes in {y}",
        "what {who.s} new age is after {who.p} birthday in {y}",
        "which age {who} turns in {y}",
        "how old {who} is once {who.p} birthday in {y} has come",
        "to what age the birthday in {y} brings {who.o}",
        "how many years old {who} is after {who.p} birthday in {y}",
        "how many candles belong on {who.s} birthday cake in {y}, one for each year",
        "how old the birthday in {y} makes {who.o}",
        "how many years {who} completes on {who.p} birthday in {y}",
        "~which birthday {who} has in {y}",
    ),
    noun=(
        "the age that {who} reaches in {y}",
        "{who.s} age after {who.p} birthday in {y}",
        "the age that {who} gets to in {y}",
        "the age that {who} turns in {y}",
        "{who.s} new age in {y}, once {who.p} birthday has come",
        "the number of years from {who.s} birth to {who.p} birthday in {y}",
        "the age to which the birthday in {y} brings {who.o}",
        "the number of candles on {who.s} birthday cake in {y}, one for each year",
        "the age of {who.n} in {y}, counted after the birthday",
        "the number of years that {who} completes on {who.p} birthday in {y}",
        "~{who.s} age at the end of {y}",
    ),
    labels=("{who.n}: born in {b}; year: {y}",),
    whole=(
        "Born in {b}: how old does one turn in {y}?",
        "If {who} was born in {b}, how old does {who} turn in {y}?",
        "How old does {who} turn in {y}? Year of birth: {b}.",
        "{who.n}: born {b}. Age reached in {y}?",
        '"I was born in {b}," says {who}. "How old do I turn in {y}?"',
        "Given {who.s} year of birth, {b}, what age does {who} reach in {y}?",
        "From {b}, when {who} was born, to {who.p} birthday in {y}: how many years is that?",
        "Work out the age that {who} turns in {y}; the year of {who.p} birth is {b}.",
        "Year of birth {b}, birthday in {y}: how old does {who} turn?",
        "Suppose {who} was born in {b}. What age is reached on {who.p} birthday in {y}?",
        "{speaker}: When was {who.n} born?\n{listener}: In {b}.\n{speaker}: So how old does {who.n} turn in {y}?",
        "Exercise: a person was born in {b}. Determine the age that this person reaches in {y}.",
        "Dear {speaker}, for {who.s} birthday in {y} I will bake a cake with one candle for each year. {who} "
        "was born in {b}. How many candles do I need? Love, {listener}",
        "{who.s} passport gives {b} as the year of birth. What age does {who} turn in {y}?",
        "Find out what age {who} gets to in {y}, since the year of {who.p} birth was {b}.",
        "Count the years from {b} to {y}: {who} was born in the first of these years and has a birthday in the "
        "last. How old does {who} become?",
        "{y} is when {who} has a birthday, and {b} is when {who} was born. Age on that birthday?",
        "How many years does somebody complete in {y} whose year of birth is {b}?",
        "A club asks for ages, but {who} has only written down {b}, the year of {who.p} birth. Which age must "
        "stand on the list after {who.p} birthday in {y}?",
        "A tortoise hatched in {b}. How old does this tortoise become in {y}?",
        "A card for {who.s} birthday in {y} should have {who.p} new age on it. {who} was born in {b}. Which "
        "number goes on the card?",
        "By how many years does {who.s} birthday in {y} follow {who.p} birth in {b}? In other words, how old "
        "does {who} turn?",
        "{listener}: My cousin was born in {b}.\n{speaker}: And you plan a party for her birthday in {y}? How "
        "old does she turn?",
        "Take the year {b}, in which {who} was born, away from the year {y}, in which {who} has a birthday. "
        "What age does {who} reach?",
        "Telegram: {who.n} born {b}. Stop. Birthday in {y}. Stop. How old is that? Stop.",
        "In {y} {who} blows out the candles on a birthday cake. There is one candle for each year since "
        "{who.p} birth, which was in {b}. How many candles are there?",
        "When the year {y} brings {who.o} a birthday, how old does it make {who.o}, a child of the year {b}?",
        "What counts is the age that one reaches in the year. Which age counts in {y} for {who.o}, born in {b}?",
        "Two years are given, {y} for the birthday and {b} for the birth. Find the age that is reached.",
        "~The year is {y}. {who}, born in {b}, has a birthday party. How old is {who} now?",
    ),
    asides=ASIDES,
    past=False,
)


def _birth_year(rng: random.Random) -> Drawn:
    who, age = named(rng), rng.randint(3, 95)
    year = rng.randint(1950, 2030)
    born = year - age
    lines = [f"{who} turned {age} in {year}.", f"Year of birth: {subtracted(year, age)}."]
    return Drawn(lines, str(born), {"age": age, "year": year}, {"who": who, "y": str(year), "nth": ordinal(age)})


BIRTH_YEAR = Family(
    "year of birth",
    _birth_year,
    facts={
        "age": (
            "{who} turned {age} in {y}",
            "in {y}[,|] {who} turned {age}[| years old]",
            "{who} had {who.p} {nth} birthday in {y}",
            "{y} was the year in which {who} became {age}",
            "{who.s} {nth} birthday was in {y}",
            "{who} celebrated {who.p} {nth} birthday in {y}",
            "{y} was the year of {who.s} {nth} birthday",
            "{who} reached the age of {age} in {y}",
            "the year {y} saw {who} turn {age}",
            "{age} was the age that {who} reached in {y}",
            "people wished {who.o} a happy {nth} birthday in {y}",
            "in {y}, {who.s} birthday cake had {age} candles, one for each year",
            "~by the end of {y}, {who} was {age}",
        ),
    },
    direct=(
        "in [which|what] year was {who} born",
        "when was {who} born",
        "what is {who.s} year of birth",
        "[which|what] year was {who} born in",
        "what is {who.s} birth year",
        "in [which|what] year was {who.s} birth",
        "which year is {who.s} year of birth",
        "what year should {who} give as {who.p} year of birth",
        "which year was it when {who} was born",
        "what year of birth does {who} have",
        "{who} was born in [which|what] year",
        "which year saw the birth of {who.n}",
        "which year of birth stands in {who.s} passport",
        "into which year does {who.s} birth fall",
        "~which year did {who} come into the world",
    ),
    indirect=(
        "in which year {who} was born",
        "when {who} was born",
        "what year {who} was born in",
        "what {who.s} year of birth is",
        "in which year {who.s} birth was",
        "which year is {who.s} year of birth",
        "which year it was when {who} was born",
        "which year saw the birth of {who.n}",
        "what year of birth {who} has",
        "what {who.s} birth year is",
        "which year of birth stands in {who.s} passport",
        "into which year {who.s} birth falls",
        "~the year in which {who} came into the world",
    ),
    noun=(
        "{who.s} year of birth",
        "the year of {who.s} birth",
        "{who.s} birth year",
        "the year when {who} was born",
        "the year of birth of {who.n}",
        "{who.s} exact year of birth",
        "the year that saw the birth of {who.n}",
        "the year of birth in {who.s} passport",
        "the calendar year of {who.s} birth",
        "the year from which {who.s} age is counted",
        "the year into which {who.s} birth falls",
    ),
    labels=("age of {who.n} at the end of {y}: {age}",),
    whole=(
        "If {who} turned {age} in {y}, when was {who} born?",
        "Which year of birth has somebody who turned {age} in {y}?",
        "{who.n}: turned {age} in {y}. Year of birth?",
        "When was {who} born? In {y} {who} had {who.p} {nth} birthday.",
        '"I turned {age} in {y}," says {who}. "In which year was I born?"',
        "Given {who.s} {nth} birthday in {y}, find {who.p} year of birth.",
        "In {y} there were {age} candles on {who.s} birthday cake, one for each year. When was {who} born?",
        "Work out the year when {who} was born: {y} is when {who} turned {age}.",
        "Age reached in {y}: {age}. Year of birth?",
        "Suppose somebody becomes {age} in {y}. In which year was this person born?",
        "{speaker}: How old did {who.n} turn in {y}?\n{listener}: ^{age}.\n{speaker}: So when was {who.n} born?",
        "Exercise: determine the year of birth of a person who celebrated the {nth} birthday in {y}.",
        "Dear {speaker}, {who} turned {age} in {y}. Please tell me {who.p} year of birth. Yours, {listener}",
        "{who.s} family gave a party for {who.p} {nth} birthday. That was in {y}. What is {who.s} year of birth?",
        "A form asks {who.o} for the year of birth. {who} only knows that {y} brought {who.p} {nth} birthday. "
        "Which year must {who} write down?",
        "{who}, who reached the age of {age} in {y}, was born in which year?",
        "{age} years had gone by since {who.s} birth when {who} had a birthday in {y}. In what year was {who} born?",
        "Go back from {y}, when {who} became {age}, to the day of {who.p} birth. Which year is that?",
        "A stone over an old door says that its owner turned {age} in {y}. Find the owner's year of birth.",
        "Birthday: the {nth}. Year of that birthday: {y}. Birth year?",
        "Telegram to {speaker}: {who.n} turned {age} in {y}. Stop. Year of birth needed for passport. Stop. "
        "What is it? Stop.",
        'A guide in a museum says: "This painter became {age} in {y}." In what year was the painter born?',
        "The year {y} made {who.o} {age} years old. Tell me in which year {who} was born.",
        "{who} was born exactly {age} years before a birthday that fell in {y}. Which year of birth does that give?",
        "{speaker}: You turned {age} in {y}, did you not?\n{listener}: I did.\n{speaker}: Then what is your "
        "year of birth?",
        "In a family tree the year of {who.s} birth is missing. A letter says that {who} had {who.p} {nth} "
        "birthday in {y}. Which year has to be filled in?",
        "To turn {age} in {y}, in what year must one be born?",
        "My neighbor remembers her {nth} birthday, which was in {y}, but not the year of her birth. Can you name it?",
        "One number is {y}, the year of a birthday; the other is {age}, the age reached on it. What is the "
        "year of birth?",
        "~{y} minus a life of {age} years: when did it begin?",
    ),
    asides=ASIDES,
    past=False,
)


def _twice_as_old(rng: random.Random) -> Drawn:
    child, wait = rng.randint(2, 14), rng.randint(2, 25)
    while not 20 <= 2 * child + wait <= 60 or wait + child < 18:
        child, wait = rng.randint(2, 14), rng.randint(2, 25)
    parent = 2 * child + wait
    gap = parent - child
    who, other = two_people(rng)
    lines = [
        f"{who} is {parent} and {other} is {child}.",
        f"Pattern: the difference stays {subtracted(parent, child)}.",
        f"{who} is twice as old when {other} is as old as the difference, {gap}.",
        f"That takes {YEAR.after(subtracted(gap, child))}.",
    ]
    numbers = {"older": parent, "younger": child}
    return Drawn(lines, years(wait), numbers, {"who": who, "other": other})


TWICE_AS_OLD = Family(
    "twice as old",
    _twice_as_old,
    facts={
        "ages": (
            "{who} is {older}[| years old] and {other} is {younger}",
            "{other} is {younger}[| years old] and {who} is {older}",
            "{who.n}, {older}, lives with {other.n}, {younger}",
            "today {who} is {older} while {other} is {younger}",
            "{other} is only {younger}, but {who} is [already |]{older}",
            "{who.s} age is {older} and {other.s} age is {younger}",
            "{who} has just turned {older}, and {other} is {younger}",
            "the age of {who.n} is {older}, that of {other.n} is {younger}",
            "{who} has reached {older} and {other} has reached {younger}",
            "{older} is how old {who} is, and {other} is {younger}",
            "{other}, who is {younger}, knows {who.o}, who is {older}",
            "a cake for {who.n} needs {older} candles now, a cake for {other.n} {younger}",
            "~{younger} and {older} are the ages of {other.n} and {who.n}",
        ),
    },
    direct=(
        "in how many years will {who} be twice as old as {other.o}",
        "how many years does it take until {who} is twice as old as {other.o}",
        "after how many years is {who} twice as old as {other.o}",
        "in how many years will {other} be half as old as {who.o}",
        "how many years must go by until {who} is twice as old as {other.o}",
        "how many years does {other} have to wait to be half as old as {who.o}",
        "in how many years will {other.s} age be half of {who.s} age",
        "how many years pass before {who} is exactly twice as old as {other.o}",
        "in how many years will {who} be exactly two times as old as {other.o}",
        "after how many years does {who} count twice as many years as {other.n}",
        "how many more years must {other} live to have half of {who.s} age",
        "how many years later is {other} exactly half as old as {who.o}",
        "how many birthdays must each have before {who} is twice as old as {other.o}",
        "~how long is it, in years, until {who.s} age is double that of {other.n}",
    ),
    indirect=(
        "in how many years {who} will be twice as old as {other.o}",
        "after how many years {who} is twice as old as {other.o}",
        "in how many years {other} will be half as old as {who.o}",
        "how many years must go by until {who} is twice as old as {other.o}",
        "how many years {other} has to wait to be half as old as {who.o}",
        "how many years pass before {who} is exactly twice as old as {other.o}",
        "in how many years {who} will be exactly two times as old as {other.o}",
        "after how many years {who} counts twice as many years as {other.n}",
        "how many more years {other} must live to have half of {who.s} age",
        "how many years later {other} is exactly half as old as {who.o}",
        "how many birthdays each must have before {who} is twice as old as {other.o}",
        "~how many years from now {who.s} age will be double {other.s} age",
    ),
    noun=(
        "the number of years until {who} is twice as old as {other.o}",
        "the number of years after which {who} is twice as old as {other.o}",
        "the time in years until {other} is half as old as {who.o}",
        "the number of years that pass before {who} is exactly twice as old as {other.o}",
        "the number of years until {other.s} age is half of {who.s} age",
        "the number of years until {who} counts twice as many years as {other.n}",
        "the wait in years until {who} is exactly two times as old as {other.o}",
        "the number of years that {other} must still live to have half of {who.s} age",
        "the number of birthdays that each must have before {who} is twice as old as {other.o}",
        "the number of years after which {other} is exactly half as old as {who.o}",
    ),
    labels=("{who.n}: {older}; {other.n}: {younger}",),
    whole=(
        "{who} is {older}, {other.n} {younger}. When, in how many years, is {who} exactly twice as old?",
        "In how many years will {who} be twice as old as {other.o}, if today {who} is {older} and {other} is "
        "{younger}?",
        "{other.n} is {younger}; {who.n} is {older}. Years until {who.n} is twice as old as {other.n}?",
        "My name is {who.n}. I am {older} and {other} is {younger}. How many years must I wait until I am twice "
        "as old as {other.n}?",
        "Given {other.s} age, {younger}, and {who.s} age, {older}, after how many years is {who} exactly twice "
        "as old as {other.o}?",
        "Work out how many years go by until {other} is half as old as {who.o}: {other.n} is {younger} now and "
        "{who.n} is {older}.",
        "{other} is {younger}, which is less than half of {who.s} age, {older}. After how many years will "
        "{other} be exactly half as old as {who.o}?",
        '{who}, who is {older}, asks {other.n}, who is {younger}: "In how many years will I be twice as old as you?"',
        "Ages today: {older} for {who.n} and {younger} for {other.n}. How many years are left until {other.n} "
        "is half as old as {who.n}?",
        "Suppose {other} is {younger} and {who} is {older}. How many years must go by before {who} is twice as "
        "old as {other.o}?",
        "{who.n}: I am {older}, and you are {younger}.\n{other.n}: When will you be twice as old as I "
        "am?\n{who.n}: You tell me. In how many years?",
        "Exercise: {who} is {older} years of age and {other} is {younger}. Determine the number of years after "
        "which the one is exactly twice as old as the other.",
        "A parent, {who.n}, is {older}; the child, {other.n}, is {younger}. After how many years will the "
        "child be exactly half as old as the parent?",
        "{other.n}, who is {younger}, wants to be half as old as {who.n}, who is {older}. How many years must "
        "{other.n} wait?",
        "Both get a year older every year: {who.n}, who is {older} now, and {other.n}, who is {younger}. After "
        "how many years is {who.n} twice as old as {other.n}?",
        "Find the number of years it takes until {other.n}, today {younger}, is half as old as {who.n}, today {older}.",
        "{other.n} is {younger} now, and {who.n} is {older}. A time will come when {other.n} is exactly half "
        "as old as {who.n}. How many years must pass until then?",
        "Telegram: {who.n} is {older}. Stop. {other.n} is {younger}. Stop. In how many years is {who.n} twice "
        "as old as {other.n}? Stop.",
        "At {younger}, {other.n} is still below half of the age of {who.n}, who is {older}. How many years "
        "does it take to reach exactly half?",
        "Today {who.n} needs {older} candles on a cake and {other.n} needs {younger}. After how many years "
        "will {who.n} need exactly twice as many as {other.n}?",
        "{other.n}: I am {younger}. When will I be half as old as you?\n{who.n}: I am {older} now. Work out "
        "in how many years that will be.",
        "Dear {listener}, I am {older}, and my little cousin {other.n} is {younger}. How many years will it "
        "be until I am exactly two times as old as my cousin? Yours, {who.n}",
        "How many years older must both become, {who.n} from {older} and {other.n} from {younger}, for "
        "{who.n} to be twice as old as {other.n}?",
        "Two ages grow by 1 each year. The one of {other.n} starts at {younger}, the one of {who.n} at "
        "{older}. After how many years is the first half of the second?",
        "{who.n} was already around long before {other.n}: the one is {older}, the other {younger}. In how "
        "many years does {who.n} count exactly twice as many years as {other.n}?",
        "After some years {who.n}, who is {older} at present, will be exactly two times as old as {other.n}, "
        "who is {younger} at present. How many years are meant?",
        "Say how many birthdays {other.n}, who is {younger}, must still have until {who.n}, who is {older}, "
        "is just twice as old as {other.n}.",
        "A fairy grants a wish on the day when {other.n} is half as old as {who.n}. At this moment {who.n} is "
        "{older} and {other.n} is {younger}. How many years does the fairy have to wait?",
        "~Now: {who.n} {older}, {other.n} {younger}. Later: {who.n} twice as old as {other.n}. How many years later?",
    ),
    asides=ASIDES,
    past=False,
)


def _half_my_age(rng: random.Random) -> Drawn:
    who, other = two_people(rng)
    half = rng.random() < 0.7
    young = rng.randint(2, 10)
    then = young * 2
    now = rng.randint(then + 5, 90)
    gap = young
    first = then if half else young
    lines = [
        f"When {who} was {first}, {other} was {'half' if half else 'twice'} as old: "
        f"{divided(then, 2) if half else multiplied(young, 2)}.",
        f"Pattern: the difference of the ages stays {subtracted(then, young)}.",
    ]
    answer = now - gap if half else now + gap
    lines.append(f"Now {who} is {now}, so {other} is {subtracted(now, gap) if half else added(now, gap)}.")
    slots = {"who": who, "other": other}
    return Drawn(lines, years(answer), {"then": first, "half": "half" if half else "twice", "now": now}, slots)


HALF_MY_AGE = Family(
    "when I was six",
    _half_my_age,
    facts={
        "then": (
            "when {who} was {then}, {other} was {half} as old",
            "at the time when {who} was {then}[| years old], {other} was {half} {who.s} age",
            "{other} was {half} as old as {who.o} when {who} was {then}",
            "back when {who} was {then}, {other} was {half} that age",
            "in the year in which {who} turned {then}, {other} was {half} as old as {who.o}",
            "when {who} was a {then}-year-old, {other} was {half} as old",
            "{then} was {who.s} age when {other} was {half} as old as {who.o}",
            "~there was a time when {who} was {then} and {other.n} {half} as old",
        ),
        "now": (
            "now {who} is {now}[| years old]",
            "today {who} is {now}",
            "{who} is {now} [now|today]",
            "{who} is aged {now} [now|today]",
            "the present age of {who.n} is {now}",
            "{who} became {now} this year",
            "{who.s} age is {now} [now|today]",
            "~by now {who} has reached the age of {now}",
        ),
    },
    direct=(
        "how old is {other}[| now| today]",
        "what is {other.s} age[| now]",
        "+how old does that make {other.o} [now|today]",
        "what is the age of {other.n} [now|today]",
        "{other} is how old [now|today]",
        "how many years old is {other} [now|today]",
        "what number is {other.s} age [now|today]",
        "~what age does {other} have now",
    ),
    indirect=(
        "how old {other} is [now|today]",
        "what {other.s} age is [now|today]",
        "how old {other} must be [now|today]",
        "how many years old {other} is [now|today]",
        "what the age of {other.n} is [now|today]",
        "~what age {other} has now",
    ),
    noun=(
        "{other.s} age [now|today]",
        "the age of {other.n}",
        "{other.s} present age",
        "{other.s} age in years [now|today]",
        "the present age of {other.n}",
        "the number of years in {other.s} age [now|today]",
    ),
    labels=("{who.n} then: {then}; {other.n} then: {half} as old; {who.n} now: {now}",),
    whole=(
        "{who} says: When I was {then}, {other} was {half} my age. Now I am {now}. How old is {other}?",
        "{who} is {now} now. At {then}, {who} had a friend, {other}, who was {half} as old. How old is {other} now?",
        "How old is {other} today if {other} was {half} as old as {who.o} when {who} was {then}, and {who} is "
        "{now} now?",
        "{who.n} back then: {then}. {other.n} back then: {half} as old. {who.n} today: {now}. {other.n} today?",
        "Work out the age of {other.n}. Today {who} is {now}; back when {who} was {then}, {other} was {half} as old.",
        "Given that {who} is {now} today and that at the time when {who} was {then}, {other} was {half} as old, "
        "how old is {other}?",
        "My name is {who.n} and I am {now} now. When I was {then}, {other} was {half} as old as I was. How old "
        "is {other} now?",
        "{who.n} and {other.n} have the same birthday. When {who} turned {then}, {other} was {half} as old; "
        "today {who} turns {now}. How old is {other} today?",
        "{who.n} at {then}: {other.n} is {half} as old. {who.n} at {now}: how old is {other.n}?",
        "Suppose {who} is {now} today. When {who} was {then}, {other} was {half} as old. What is {other.s} age today?",
        "{speaker}: How old is {other.n}?\n{listener}: When {who.n} was {then}, {other.n} was {half} as "
        "old.\n{speaker}: And now {who.n} is {now}. So how old is {other.n} now?",
        "Exercise: at the age of {then}, {who} met {other.o}, who was {half} as old. Today {who} is {now}. "
        "Determine {other.s} age today.",
        "An old photo shows {who.o} at the age of {then} with {other.n}, who was {half} as old at that time. "
        "Now {who.n} is {now}. What age is {other.n} now?",
        "Dear {listener}, I am {now} today. I still remember that {other} was {half} as old as I was when I "
        "was {then}. How old must {other} be today? Yours, {who.n}",
        "Find {other.s} present age. {who.s} present age is {now}, and when {who.n} was {then}, {other.n} was "
        "{half} as old.",
        "The years go by: {who.n}, once {then}, is {now} today. {other.n}, who was {half} as old as {who.n} "
        "back then, is how old today?",
        "~{other} was {half} {who.s} age when {who} was {then}. {who} has turned {now}. And {other.n}?",
    ),
    asides=ASIDES,
    past=False,
)

FAMILIES = (AGE_IN_YEAR, BIRTH_YEAR, TWICE_AS_OLD, HALF_MY_AGE)
