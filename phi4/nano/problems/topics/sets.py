"""Groups that overlap: how many are in either, in neither, in both, in one alone; and chances."""

from __future__ import annotations

import math
import random

from phi4.nano.problems.arithmetic import added, subtracted, summed
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.words import listed, noun, someone

_PEOPLE = (
    (noun("student"), "class"), (noun("child"), "group"), (noun("guest"), "hotel"), (noun("member"), "club"),
    (noun("scout"), "camp"), (noun("person"), "office"), (noun("pupil"), "school class"), (noun("neighbor"), "street"),
)  # fmt: skip
# Two things that people do or have: in the third person plural, as "like tea", and for one, "likes tea".
_LIKES = (
    ("play football", "play tennis"), ("speak French", "speak German"), ("like tea", "like coffee"), ("have a dog", "have a cat"),
    ("take art", "take music"), ("read novels", "read comics"), ("have a brother", "have a sister"), ("swim", "run"),
    ("like apples", "like pears"), ("play the piano", "play the guitar"), ("ride a bike", "ride a bus"), ("learn Spanish", "learn Italian"),
    ("own a car", "own a boat"), ("like chess", "like checkers"), ("bring a hat", "bring an umbrella"),
)  # fmt: skip


def _venn(rng: random.Random) -> tuple[int, int, int, int]:
    """Only the first, only the second, both, neither."""
    return rng.randint(2, 20), rng.randint(2, 20), rng.randint(2, 15), rng.randint(1, 15)


def _slots(rng: random.Random) -> dict[str, object]:
    people, place = rng.choice(_PEOPLE)
    first, second = rng.sample(rng.choice(_LIKES), 2)
    return {"people": people, "place": place, "p": first, "q": second, "who": someone(rng)}


_FIRST = (
    "in a {place}[,|] {first people} {p}",
    "{first people} of a {place} {p}",
    "there are {first people} in a {place} who {p}",
    "{first} of all {people+} in a {place} {p}",
    "those who {p}, counted in a {place}, are {first people}",
    "~a {place} has {first people} who {p}",
)
_SECOND = (
    "+{second people} {q}",
    "+there are {second people} who {q}",
    "+the number of those who {q} is {second}",
    "+counting those who {q}, one gets {second}",
    "+{second} of the {people+} {q}",
    "~+those who {q} are {second} in number",
)
_BOTH = (
    "+{both people} do both",
    "+{both people} {p} and {q}",
    "+{both people} are in both groups",
    "+{both people} not only {p} but also {q}",
    "+counted in the one group as well as in the other are {both people}",
    "~+the two groups share {both people}",
)


def _either(rng: random.Random) -> Drawn:
    a, b, both, _ = _venn(rng)
    first, second = a + both, b + both
    slots = _slots(rng)
    lines = [
        f"{first} {slots['p']}, {second} {slots['q']}, and {both} do both.",
        f"{added(first, second)}.",
        f"Exception: those who do both are counted twice, so take them away once: {subtracted(first + second, both)}.",
    ]
    return Drawn(lines, str(a + b + both), {"first": first, "second": second, "both": both}, slots)


EITHER = Family(
    "at least one of two",
    _either,
    facts={
        "first": (
            *_FIRST,
            "of the {people+} in a {place}, {first} {p}",
            "{first people} who {p} are found in a {place}",
            "asked in a {place} whether they {p}, {first people} say yes",
            "a list of a {place} names {first people} who {p}",
            "it is true of {first people} of a {place} that they {p}",
            "one group in a {place}, those who {p}, has {first people}",
        ),
        "second": (
            *_SECOND,
            "+in the same {place}, {second people} {q}",
            "+{second} {q}",
            "+asked whether they {q}, {second} say yes",
            "+a list names {second people} who {q}",
            "+it is true of {second people} that they {q}",
            "+another group, those who {q}, has {second people}",
        ),
        "both": (
            *_BOTH,
            "+{both} of these are in both groups",
            "+both things are true of {both people}",
            "+{both people} would say yes to both",
            "+{both} do the one thing as well as the other",
            "+{both} belong to the first group and also to the second",
            "+both things hold for {both people}",
        ),
    },
    direct=(
        "how many do at least one of the two",
        "how many {p} or {q}, or both",
        "how many are in at least one of the groups",
        "how many {people+} do one or both of the two",
        "how many {people+} {p} or {q} or do both",
        "how many {people+} are in one group or the other, or in both",
        "how many different {people+} are in the two groups",
        "how many {people+} are counted when everybody in the two groups is counted just once",
        "how many {people+} would say yes to at least one of the two",
        "of how many {people+} is at least one of the two true",
        "how many {people+} are there in all who {p} or {q} or do both",
        "how many {people+} does one get by putting the two groups together and counting nobody twice",
        "how many names are needed for a list of all who {p} or {q} or do both",
        "~what is the size of the two groups taken together",
    ),
    indirect=(
        "how many do at least one of the two",
        "how many {p} or {q}, or both",
        "how many {people+} are in at least one of the groups",
        "how many {people+} do one or both of the two",
        "how many different {people+} are in the two groups",
        "how many {people+} {p} or {q} or do both",
        "how many {people+} are in one group or in the other or in both",
        "how many {people+} would say yes to at least one of the two",
        "of how many {people+} at least one of the two is true",
        "how many {people+} one gets by putting the two groups together and counting nobody twice",
        "how many names are needed for a list of all who {p} or {q} or do both",
        "what number of {people+} do one of the two or both",
        "~how large the two groups are when taken together",
    ),
    noun=(
        "the number of those who {p} or {q}, or both",
        "the number of {people+} who do at least one of the two",
        "the number of {people+} in at least one of the groups",
        "the number of different {people+} in the two groups",
        "the number of {people+} who {p} or {q} or do both",
        "the number of {people+} who would say yes to at least one of the two",
        "the number of {people+} of whom at least one is true",
        "the number of names on a list of all who {p} or {q} or do both",
        "the number of {people+} in the two groups, nobody being counted twice",
        "the number of all {people+} who do one of the two or both",
    ),
    labels=("{people+} who {p}: {first}; {people+} who {q}: {second}; both: {both}",),
    whole=(
        "{first people} {p}, {second} {q}, and {both} do both. How many do at least one of the two?",
        "How many {people+} {p} or {q}, or do both, if {first} {p}, {second} {q}, and {both} are in both groups?",
        "In a {place}, {both people} {p} and {q}. Counting them too, {first} {p} and {second} {q}. How many do at least one of the two?",
        "Given {first people} who {p}, {second} who {q}, and {both} who do both, find how many do at least one of the two.",
        "In a {place}, one list names all who {p}, {first} in number. Another names all who {q}, and these are {second}. {both people} are on both lists. How many different {people+} are on the lists?",
        "{first people} {p}; {second people} {q}; {both} were counted in both groups. Work out how many {p} or {q} or do both.",
        "I ask around in a {place}: {first people} {p} and {second} {q}. Of all these, {both} do both. How many {people+} do at least one of the two?",
        "{first people} who {p} and {second} who {q}, where {both} are in both counts: how many different {people+} "
        "is that?",
        "Suppose {both people} {p} and {q}. With them, {first} {p}, and with them again, {second} {q}. How "
        "many {p} or {q} or do both?",
        "How many names are on a list of all {people+} in a {place} who {p} or {q}, when {first} {p}, {second} "
        "{q} and {both} do both?",
        '"In our {place}, {first} {p}, {second} {q}, and {both} of us do both," says {speaker}. "How many of '
        'us do one or the other or both?"',
        "A survey in a {place}: {second people} {q}, {first} {p}, and {both} said yes to both. How many said "
        "yes at least once?",
        "Count nobody twice. {first people} {p}, {second people} {q}, and {both people} are in both groups. "
        "How many {people+} are there in the two groups?",
        "{speaker}: ^{first people} {p}, and {second} {q}.\n{listener}: Do some of them do both?\n{speaker}: "
        "Yes, {both}. How many do at least one of the two?",
        "Exercise: of the {people+} in a {place}, {first} {p}, {second} {q} and {both} do both. Give the "
        "number of {people+} who do one or both of these things.",
        "All in a {place} who {p} get a badge, and so do all who {q}, but nobody gets two. {first people} "
        "{p}, {second} {q}, and {both} do both. How many badges are needed?",
        "Draw two circles, one for the {first people} who {p} and one for the {second} who {q}. {both} stand "
        "where the circles overlap. How many {people+} stand in the circles?",
        'The questions were: "Do you {p}?" and "Do you {q}?" ^{first people} said yes to the first, {second} '
        "to the second, and {both} to both. How many said yes to at least one?",
        "Of those who {p}, {first} in all, and those who {q}, {second} in all, {both} are the same {people+}. "
        "How many {people+} are there in the two groups?",
        "All who {p} or {q} or do both are invited. {both people} do both, {second} {q} (with these), and "
        "{first} {p} (with these). How many are invited?",
        "Telegram: {first people} {p}. Stop. {second} {q}. Stop. {both} are in both groups. Stop. How many "
        "different {people+} is that?",
        "Dear {listener}, in our {place} {first} {p}, {second} {q}, and {both} do both. I will write one "
        "letter to each of them. How many letters is that? Yours, {speaker}",
        "Put the group of {first people} who {p} together with the group of {second} who {q}. Since {both} "
        "are in both, how many are in the group that results?",
        "What number of {people+} {p} or {q} or do both, when {second} {q}, {first} {p}, and both are true of {both}?",
        "{listener}: ^{second people} {q}.\n{speaker}: And {first} {p}. But {both} of all these do "
        "both.\n{listener}: So how many different {people+} have we found?",
        "There is a card for each of the {people+} in a {place} who {p} or {q}. On {first} cards it says that "
        "they {p}, on {second} that they {q}, and {both} of these cards say both. How many cards are there?",
        "Somebody adds {first people} who {p} and {second people} who {q}, but {both} of them do both and so "
        "were counted twice. What is the right number of {people+}?",
        "~{p}: {first}. {q}: {second}. Both: {both}. How many {people+} do at least one?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)


def _neither(rng: random.Random) -> Drawn:
    a, b, both, neither = _venn(rng)
    first, second, total = a + both, b + both, a + b + both + neither
    slots = _slots(rng)
    lines = [
        f"There are {total}. {first} {slots['p']}, {second} {slots['q']}, and {both} do both.",
        f"At least one: {added(first, second)}, and without counting the {both} twice {subtracted(first + second, both)}.",
        f"Neither: {subtracted(total, a + b + both)}.",
    ]
    return Drawn(lines, str(neither), {"total": total, "first": first, "second": second, "both": both}, slots)


_TOTAL = (
    "there are {total people} in a {place}",
    "a {place} has {total people}",
    "a {place} consists of {total people}",
    "we look at the {total people} of a {place}",
    "all in all there are {total people} in a {place}",
    "in a {place} there are {total people}",
    "counting all {people+} of a {place}, one gets {total}",
    "~{total people} make up a {place}",
)

NEITHER = Family(
    "neither of two",
    _neither,
    facts={
        "total": (
            *_TOTAL,
            "{total people} belong to a {place}",
            "the number of {people+} in a {place} is {total}",
            "there is a {place} with {total people}",
            "a count in a {place} gives {total people}",
        ),
        "first": (
            "+{first} of them {p}",
            "+of these, {first} {p}",
            "+{first people} {p}",
            "+{first} out of them {p}",
            "+among them are {first people} who {p}",
            "+{first} of the {people+} {p}",
            "+one group, those who {p}, has {first people}",
            "+{first} say that they {p}",
            "+it is true of {first} of them that they {p}",
            "+asked whether they {p}, {first} say yes",
            "+the list of those who {p} has {first} names",
            "~+those who {p} are {first} in number",
        ),
        "second": (
            "+{second} {q}",
            "+{second people} {q}",
            "+of them all, {second} {q}",
            "+{second} of the {total} {q}",
            "+there are {second} who {q}",
            "+another group, those who {q}, has {second people}",
            "+{second} of the {people+} {q}",
            "+{second} say that they {q}",
            "+it is true of {second people} that they {q}",
            "+asked whether they {q}, {second} say yes",
            "+{second} names are on the list of those who {q}",
            "~+those who {q} are {second} in number",
        ),
        "both": (
            "+{both} do both",
            "+{both people} do both",
            "+{both} {p} and {q}",
            "+{both} of them are in both groups",
            "+{both} were counted in both groups",
            "+{both} not only {p} but also {q}",
            "+{both people} do the one and the other",
            "+both things are true of {both people}",
            "+{both people} do the one thing as well as the other",
            "+{both} belong to the first group and also to the second",
            "+{both people} would say yes to both",
            "~+the two groups share {both people}",
        ),
        "first second": (
            "+{first} of them {p} and {second} {q}",
            "+{first} {p} and {second} {q}",
            "+{first people} {p}, and {second} {q}",
            "+there are {first} who {p} and {second} who {q}",
            "+{first} of the {people+} {p}, while {second} {q}",
            "+there are two groups, {first} who {p} and {second} who {q}",
            "+{second} {q}, and {first} {p}",
            "+{first} say that they {p}, and {second} say that they {q}",
            "+asked what they do, {second} say that they {q} and {first} that they {p}",
        ),
    },
    direct=(
        "how many do neither",
        "how many do neither of the two",
        "how many are in neither group",
        "how many neither {p} nor {q}",
        "how many {people+} do neither of the two things",
        "how many {people+} are outside of both groups",
        "how many {people+} do not do either of the two",
        "how many do not {p} and do not {q} either",
        "for how many {people+} is neither true",
        "of how many {people+} is it true that they do neither",
        "how many {people+} would say no to both",
        "what number of {people+} neither {p} nor {q}",
        "how many {people+} are counted in neither of the groups",
        "how many {people+} remain when all who {p} and all who {q} have gone out",
        "~how many are left without any of the two",
    ),
    indirect=(
        "how many do neither of the two",
        "how many neither {p} nor {q}",
        "how many {people+} are outside of both groups",
        "how many do neither",
        "how many {people+} do not do either of the two",
        "how many do not {p} and do not {q} either",
        "for how many {people+} neither is true",
        "of how many {people+} it is true that they do neither",
        "how many {people+} would say no to both",
        "what number of {people+} neither {p} nor {q}",
        "how many {people+} are counted in neither of the groups",
        "how many {people+} remain when all who {p} and all who {q} have gone out",
        "~how many are in none of the groups",
    ),
    noun=(
        "the number of those who do neither",
        "the number of {people+} who neither {p} nor {q}",
        "the number of {people+} outside of both groups",
        "the number of {people+} who do not do either",
        "the number of {people+} for whom neither is true",
        "the number of {people+} who do not {p} and do not {q} either",
        "the number of {people+} who would say no to both",
        "the number of {people+} who are counted in neither of the groups",
        "the number of {people+} who remain when all who {p} and all who {q} have gone out",
        "the size of the group of those who neither {p} nor {q}",
        "the count of {people+} of whom neither is true",
    ),
    labels=("{people+}: {total}; {p}: {first}; {q}: {second}; both: {both}",),
    whole=(
        "Of {total people}, {first} {p}, {second} {q} and {both} do both. How many do neither?",
        "How many of {total people} neither {p} nor {q}, if {first} {p}, {second} {q} and {both} do both?",
        "A {place} has {total people}. {first} {p}; {second} {q}; {both} of them are in both groups. Work out how many are in neither group.",
        "{first people} {p}, {second} {q}, and {both} do both. If there are {total people} in all, how many do neither of the two?",
        "Given a {place} of {total people}, where {first} {p}, {second} {q} and {both} do both, find the number of those who do neither.",
        "I count {total people} in a {place}. There are {first} who {p} and {second} who {q}, with {both} in both groups. How many are outside of both groups?",
        "{both} of {total people} {p} and {q}. In all, {first} {p} and {second} {q}. The rest do neither. How many are they?",
        "{total people} in a {place}; {first} of them {p}; {second} {q}; {both} of these do both. Number of "
        "those who do neither?",
        "Suppose {both} of {total people} not only {p} but also {q}. With them, {first} {p}, and {second} {q}. "
        "How many do not do either?",
        "In a {place} with {total people} there are two groups, {first} who {p} and {second} who {q}, with "
        "{both people} in both groups. How many {people+} are in neither?",
        "{speaker}: Of the {total people} here, {first} {p} and {second} {q}.\n{listener}: How many do "
        "neither, if {both} do both?",
        "Exercise: {total people} were asked. {first} said that they {p}, {second} said that they {q}, and "
        "{both} said both. How many said neither?",
        "Those who neither {p} nor {q} are to be counted. In a {place} of {total people}, {second} {q}, "
        "{first} {p} and {both} do both. What is the count?",
        "Our {place} has {total people}. I know that {first} {p}, that {second} {q}, and that {both} do both. "
        "Can you say how many do neither?",
        "From a list of {total people}, {speaker} crosses out the {first} who {p} and then the {second} who "
        "{q}; {both} names get crossed out twice. How many names are not crossed out?",
        "In a room are {total people}. All who {p} go out, and so do all who {q}. {first} {p}, {second} {q}, "
        "and {both} do both. How many stay in the room?",
        'The first question was: "Do you {p}?" Of {total people}, {first} said yes. The second was: "Do you '
        '{q}?" ^{second} said yes, and {both} said yes both times. How many said no both times?',
        "Draw two circles for a {place} of {total people}, one for the {first} who {p} and one for the "
        "{second} who {q}. {both} stand where the circles overlap. How many stand outside of both circles?",
        "{speaker} thinks that all {total people} of a {place} {p} or {q}. In truth {first} {p}, {second} "
        "{q}, and {both} of these do both. How many {people+} do neither and so prove {speaker} wrong?",
        "Besides {first people} who {p} and {second} who {q}, with {both} in both groups, there are others in "
        "a {place} of {total people}. How many others are there?",
        "From {total people}, take away all who {p}, {first} of them, and all who {q}, {second} of them, but "
        "nobody twice: {both} do both. How many are left over?",
        "There is a card for each of the {total people} of a {place}. On {first} cards it says that they {p}, "
        "on {second} that they {q}, and on {both} cards it says both. On how many cards does it say neither?",
        "{listener}: Do all the {total people} here {p} or {q}?\n{speaker}: No. ^{first} {p}, {second} {q}, "
        "and {both} of them do both.\n{listener}: How many do neither, then?",
        "Dear {listener}, of the {total people} in our {place}, {first} {p} and {second} {q}, and {both} do "
        "both. I want to invite all who do neither. How many will that be? Yours, {speaker}",
        'How many {people+} of a {place} would have to say "neither" when asked whether they {p} or {q}? '
        "There are {total} in all; {first} {p}, {second} {q}, and {both} do both.",
        "Let there be {total people}. If exactly {first} {p}, exactly {second} {q} and exactly {both} do "
        "both, what number of them do neither of the two?",
        "When {both} of {total people} {p} and also {q}, while in all {first} {p} and {second} {q}, the "
        "number of those who do neither is fixed. What is it?",
        "~{total people}: {p} {first}, {q} {second}, both {both}. How many do nothing of the two?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)


def _overlap(rng: random.Random) -> Drawn:
    a, b, both, _ = _venn(rng)
    first, second, total = a + both, b + both, a + b + both
    slots = _slots(rng)
    lines = [
        f"There are {total}, and all do at least one. {first} {slots['p']}, {second} {slots['q']}.",
        f"{added(first, second)}.",
        f"Pattern: what is above {total} was counted twice: {subtracted(first + second, total)}.",
    ]
    return Drawn(lines, str(both), {"total": total, "first": first, "second": second}, slots)


OVERLAP = Family(
    "both of two",
    _overlap,
    facts={
        "total": _TOTAL,
        "all": (
            "+each of them does at least one of the following",
            "+all of them {p} or {q}, or both",
            "+everybody is in at least one of two groups",
            "+all of them do at least one of two things",
            "+all are in one of two groups or in both",
            "+every {people} is in one of two groups or in both",
            "+everyone does one of two things or both",
            "~+nobody is in none of two groups",
        ),
        "first second": (
            "+{first} {p} and {second} {q}",
            "+{first people} {p}, {second} {q}",
            "+of these, {first} {p} and {second} {q}",
            "+{first} of them {p}, and {second} of them {q}",
            "+there are {first} who {p} and {second} who {q}",
            "+{second people} {q}, and {first people} {p}",
            "+one group, those who {p}, has {first people}, and the other, those who {q}, has {second}",
            "~+those who {p} are {first} in number, those who {q} {second}",
        ),
    },
    direct=(
        "how many do both",
        "how many {p} and {q}",
        "how many are in both groups",
        "how many {people+} {p} and also {q}",
        "how many {people+} do both things",
        "what is the number of those in both groups",
        "how many {people+} are counted in both groups",
        "how many not only {p} but also {q}",
        "how many {people+} do the one as well as the other",
        "~how many belong to the two groups at once",
    ),
    indirect=(
        "how many do both",
        "how many {people+} {p} and also {q}",
        "how many are in both groups",
        "how many {people+} do both things",
        "how many not only {p} but also {q}",
        "how many {people+} do the one as well as the other",
        "how many {people+} are counted in both groups",
        "~how many belong to the two groups at once",
    ),
    noun=(
        "the number of those who do both",
        "the number of {people+} in both groups",
        "the number of {people+} who {p} and also {q}",
        "the number of {people+} who do the one and the other",
        "the number of those who not only {p} but also {q}",
    ),
    whole=(
        "All of {total people} {p} or {q}, or both: {first} {p} and {second} {q}. How many do both?",
        "How many of {total people} {p} and also {q}, if all do at least one of the two, {first} {p} and {second} {q}?",
        "In a {place}, {first people} {p} and {second people} {q}. Every one of the {total} is in one group or in both. Work out how many are in both groups.",
        "{first people} {p}, and {second people} {q}, but in all they are only {total people}. How many do both?",
        "Given that each of {total people} is in at least one of two groups, and that {first} {p} and {second} {q}, find the number in both groups.",
        "I counted {total people} who {p} or {q} or do both. {first} {p}; {second} {q}. How many of them are in both groups?",
        "Two lists: {first people} who {p}, and {second} who {q}. There are {total} different {people+} on the lists. How many are on both?",
        "A {place} of {total people} has two groups that overlap: {first} who {p} and {second} who {q}. "
        "Everybody is in at least one. How many are in both?",
        "{first people} {p} and {second people} {q}. Yet when each is counted only once, these are just {total "
        "people}. How many were counted twice?",
        "Suppose everybody in a {place} of {total people} does one of two things or both. If {first} {p} and "
        "{second} {q}, how many do both?",
        '"There are {total} of us in the {place}, and each of us is in one of two groups or in both," says '
        '{speaker}. "{first} {p}, {second} {q}. How many do both?"',
        "{speaker}: ^{first people} {p}, and {second people} {q}.\n{listener}: But there are only {total "
        "people} in all, and everybody does at least one of these. So how many do both?",
        "Exercise: {total people} were asked two questions, and all said yes to at least one. {first} said "
        "that they {p}, {second} that they {q}. How many said yes to both?",
        "How many {people+} are on both of two lists, when {first} are on the list of those who {p}, {second} "
        "on the list of those who {q}, and {total} on at least one?",
        "Of the {total people} in a {place}, {second} {q}; {first} {p}, and all who do not {q} are among "
        "these. Find out how many do both.",
        "~{total people}, nobody without at least one: {first} {p}, {second} {q}. How many do both?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)


def _only(rng: random.Random) -> Drawn:
    a, b, both, _ = _venn(rng)
    first, second = a + both, b + both
    slots = _slots(rng)
    one = rng.random() < 0.5
    lines = [f"{first} {slots['p']}, {second} {slots['q']}, and {both} do both."]
    if one:
        lines += [
            f"Only the first: {subtracted(first, both)}. Only the second: {subtracted(second, both)}.",
            f"Exactly one: {added(a, b)}.",
        ]
        slots["just"] = "do exactly one of the two"
    else:
        lines.append(f"Only the first: {subtracted(first, both)}.")
        slots["just"] = f"only {slots['p']}"
    return Drawn(lines, str(a + b if one else a), {"first": first, "second": second, "both": both, "one": one}, slots)


ONLY = Family(
    "only one of two",
    _only,
    facts={"first": _FIRST, "second": _SECOND, "both": _BOTH},
    direct=(
        "how many {just}",
        "how many {people+} {just}",
        "what is the number of those who {just}",
        "how many of the {people+} {just}",
        "what number of {people+} {just}",
        "how many {people+} are there who {just}",
        "~how large is the group of those who {just}",
    ),
    indirect=(
        "how many {just}",
        "how many {people+} {just}",
        "what number of {people+} {just}",
        "how many {people+} there are who {just}",
        "~how large the group is of those who {just}",
    ),
    noun=(
        "the number of those who {just}",
        "the number of {people+} who {just}",
        "the count of {people+} who {just}",
        "the number of all who {just}",
    ),
    labels=("{people+} who {p}: {first}; {people+} who {q}: {second}; both: {both}",),
    whole=(
        "{first people} {p}, {second} {q}, and {both} do both. How many {just}?",
        "How many {people+} {just}, if {first} {p}, {second} {q} and {both} do both?",
        "In a {place}, {both people} {p} and {q}. Counting them too, {first} {p} and {second} {q}. How many {just}?",
        "Given {first people} who {p}, {second} who {q}, and {both} who do both, work out how many {just}.",
        "{first people} who {p}, {second} who {q}, {both} of them in both groups: how many {just}?",
        '"In our {place}, {first} {p}, {second} {q}, and {both} do both," says {speaker}. "How many {just}?"',
        "A survey in a {place}: {second people} {q}, {first} {p}, and {both} said yes to both. Find the number "
        "of those who {just}.",
        "{speaker}: ^{first people} {p}, and {second} {q}.\n{listener}: Do some of them do both?\n{speaker}: "
        "Yes, {both}. How many {just}?",
        "Two lists hang in a {place}. One has the {first people} who {p}, the other the {second} who {q}. On "
        "both lists are {both} names. How many {people+} {just}?",
        "Suppose that {first people} {p}, that {second} {q}, and that {both} of these do both. What is the "
        "number of {people+} who {just}?",
        "~{p}: {first}. {q}: {second}. Both: {both}. How many {people+} {just}?",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP - {"wonder, known", "in need", "wonder"},
)

_COLORS = ("red", "blue", "green", "yellow", "white", "black")
_BALLS = (
    noun("ball"),
    noun("marble"),
    noun("bead"),
    noun("card"),
    noun("chip"),
    noun("button"),
    noun("candy"),
    noun("sock"),
)


def _chance(rng: random.Random) -> Drawn:
    colors = rng.sample(_COLORS, rng.choice((2, 2, 3)))
    counts = [rng.randint(1, 9) for _ in colors]
    total = sum(counts)
    ball = rng.choice(_BALLS)
    place = rng.randrange(len(colors))
    color, want = colors[place], counts[place]
    common = math.gcd(want, total)
    not_it = rng.random() < 0.25
    if not_it:
        want = total - want
        common = math.gcd(want, total)
    told = [
        f"{count} {color} {ball.one if count == 1 else ball.many}" for count, color in zip(counts, colors, strict=True)
    ]
    lines = [
        f"By color: {', '.join(f'{each} {count}' for each, count in zip(colors, counts, strict=True))}.",
        f"In all: {summed(counts)}.",
        f"Wanted: {f'all but {color} {counts[place]}, {subtracted(total, counts[place])}' if not_it else f'{color} {want}'}. "
        f"That is {want} of {total}"
        + (f", and {want}/{total} = {want // common}/{total // common}." if common > 1 else "."),
    ]
    slots = {
        "things": listed(told), "ball": ball, "color": color, "who": someone(rng),
        "bag": rng.choice(("bag", "box", "jar", "basket", "hat", "bowl")), "is": "is not" if not_it else "is",
    }  # fmt: skip
    answer = f"{want // common}/{total // common}"
    return Drawn(
        lines, answer, {"counts": dict(zip(colors, counts, strict=True)), "color": color, "not": not_it}, slots
    )


CHANCE = Family(
    "chance",
    _chance,
    facts={
        "things": (
            "a {bag} <holds|held> {things}",
            "there <are|were> {things} in a {bag}",
            "{who} <put> {things} into a {bag}",
            "{things} <are|were> put into a {bag}",
            "{who} <have> a {bag} with {things}",
            "{who} <fill> a {bag} with {things}",
            "a {bag} <contains|contained> {things}",
            "inside a {bag} <are|were> {things}",
            "into a {bag} {who} <drop> {things}",
            "{who} <own> a {bag} with {things} in it",
            "the contents of a {bag} <are|were> {things}",
            "~in a {bag} one <finds|found> {things}",
        ),
        "draw": (
            "+{who} <take> one [of them |]without looking",
            "+one [of them |]<is|was> taken out at random",
            "+a {ball} <is|was> drawn with closed eyes",
            "+{who} <reach> in and <take> out one {ball} without looking",
            "+chance <decides|decided> which {ball} <is|was> taken",
            "+somebody <takes|took> a {ball} and <does|did> not look",
            "+{who} <pull> out one {ball} at random",
            "+without a look inside, one {ball} <is|was> taken out",
            "+with eyes shut, {who} <take> one {ball}",
            "+one {ball} <is|was> chosen by chance",
            "+one {ball} <falls|fell> out by chance",
            "+after good mixing, a single {ball} <is|was> drawn",
            "~+blindly a {ball} <is|was> picked",
        ),
    },
    direct=(
        "what is the chance that it {is} {color}",
        "what is the probability that it {is} {color}",
        "how great is the chance that it {is} {color}",
        "with what probability can one say that it {is} {color}",
        "what fraction gives the chance that it {is} {color}",
        "what is the chance of a {ball} that {is} {color}",
        "what chance is there that the {ball} {is} {color}",
        "which fraction is the probability that the {ball} {is} {color}",
        "what chance does one have that it {is} {color}",
        "which fraction tells how probable it is that the {ball} {is} {color}",
        "how large is the probability of a {ball} that {is} {color}",
        "what probability belongs to the case that it {is} {color}",
        "as a fraction, what is the chance that the {ball} {is} {color}",
        "~how likely is it, as a fraction, that it {is} {color}",
    ),
    indirect=(
        "what the chance is that it {is} {color}",
        "what the probability is that it {is} {color}",
        "how great the chance is that it {is} {color}",
        "what fraction gives the chance that it {is} {color}",
        "what chance there is that the {ball} {is} {color}",
        "which fraction is the probability that it {is} {color}",
        "with what probability the {ball} {is} {color}",
        "what chance one has that it {is} {color}",
        "which fraction tells how probable it is that the {ball} {is} {color}",
        "how large the probability of a {ball} that {is} {color} is",
        "what probability belongs to the case that it {is} {color}",
        "what, as a fraction, the chance is that the {ball} {is} {color}",
        "~how likely it is, as a fraction, that it {is} {color}",
    ),
    noun=(
        "the probability that it {is} {color}",
        "the chance that it {is} {color}",
        "the probability that the {ball} {is} {color}",
        "the chance of a {ball} that {is} {color}",
        "the probability of a {ball} that {is} {color}",
        "the fraction that gives the chance that it {is} {color}",
        "the fraction that tells how probable it is that the {ball} {is} {color}",
        "the probability of the case that it {is} {color}",
        "the chance, as a fraction, that the {ball} {is} {color}",
        "the probability with which the {ball} {is} {color}",
        "the size of the chance that it {is} {color}",
    ),
    whole=(
        "From {things}, one is drawn at random. What is the probability that it {is} {color}?",
        "What is the probability that a {ball} drawn at random from a {bag} with {things} {is} {color}?",
        "If one of {things} is taken without looking, what is the chance that it {is} {color}?",
        "A {bag} holds {things}. One {ball} is taken at random; find the probability that it {is} {color}.",
        "Given a {bag} with {things}, work out the chance that a {ball} drawn from it at random {is} {color}.",
        "I close my eyes and take one {ball} from a {bag}. Inside are {things}. How great is the chance that my {ball} {is} {color}?",
        "Contents of a {bag}: {things}. One is drawn without looking. Probability that it {is} {color}?",
        "One {ball} out of {things}, taken at random: probability that it {is} {color}?",
        "Suppose somebody reaches into a {bag} with {things} and pulls one out without looking. What chance is "
        "there that it {is} {color}?",
        "{speaker}: My {bag} has {things} in it. Take one with your eyes closed.\n{listener}: What is the "
        "chance that it {is} {color}?",
        "Exercise: a {bag} contains {things}. A {ball} is chosen by chance. Determine the probability that "
        "this {ball} {is} {color}.",
        "The chance that a {ball} {is} {color} is wanted. It is drawn at random from {things}. What fraction "
        "is this chance?",
        "Dear {listener}, I have a {bag} with {things}. If I draw one without looking, what is the probability "
        "that it {is} {color}? Love, {speaker}",
        "Nobody looks when one {ball} is taken from a {bag} with {things}. With what probability is it one "
        "that {is} {color}?",
        "Mix {things} and draw one at random. What is the chance of getting one that {is} {color}?",
        "The {bag} falls over, and one {ball} comes out by chance. In the {bag} there were {things}. With "
        "what probability can we say that this {ball} {is} {color}?",
        "A game is won with a {ball} that {is} {color}. There are {things}, and one is drawn at random. What "
        "is the chance of winning?",
        "Say as a fraction how probable it is that one {ball}, drawn at random, {is} {color}. The {bag} that "
        "it comes from has {things} in it.",
        "Telegram: {bag} holds {things}. Stop. One drawn at random. Stop. Probability that it {is} {color}? Stop.",
        "There are {things}. Each is as likely to be drawn as any other, and one is drawn. How probable is it "
        "that this one {is} {color}?",
        "{listener}: What do you have in your {bag}?\n{speaker}: I have {things}.\n{listener}: If I take one "
        "without looking, how great is the chance that it {is} {color}?",
        "What part of {things} {is} {color}? Exactly this part is the chance that a random {ball} {is} "
        "{color}. Find it.",
        "Chance decides which {ball} comes out of a {bag} with {things}. Work out the probability of one that "
        "{is} {color}.",
        "A child is allowed to pull one {ball} out of a {bag} in the dark. The {bag} holds {things}. Which "
        "fraction gives the chance that the {ball} {is} {color}?",
        "{speaker} hopes to draw a {ball} that {is} {color}. The {bag} contains {things}, and one is drawn at "
        "random. Find the chance that this hope comes true.",
        "How probable is it to get a {ball} that {is} {color} when one is taken, without a look, from {things}?",
        "After {things} have been put into a {bag} and shaken well, one is taken out unseen. What probability "
        "is there that it {is} {color}?",
        "~{things} in a {bag}, one picked blindly: what is the chance that it {is} {color}?",
    ),
    ordered=True,
    asides=(),
    skip=SKIP,
)

FAMILIES = (EITHER, NEITHER, OVERLAP, ONLY, CHANCE)
