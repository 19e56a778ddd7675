"""The families of problems, by topic: each file holds a few that are told alike."""

from __future__ import annotations

from phi4.nano.problems.family import Family
from phi4.nano.problems.topics import (
    ages,
    birthdays,
    calendars,
    clocks,
    counting,
    divisors,
    earning,
    geometry,
    giving,
    growth,
    logic,
    money,
    motion,
    numbers,
    ordering,
    parts,
    percent,
    prices,
    puzzles,
    rhythms,
    sequences,
    sets,
    shapes,
    sharing,
    spacing,
    sums,
    tables,
    trips,
    units,
    wages,
    work,
)

TOPICS = (
    money, prices, earning, wages, ages, birthdays, sharing, giving, parts, percent, motion, trips, work, growth,
    calendars, clocks, rhythms, spacing, sequences, numbers, divisors, sums, counting, sets, tables, geometry, shapes,
    ordering, logic, puzzles, units,
)  # fmt: skip

FAMILIES: tuple[Family, ...] = tuple(family for topic in TOPICS for family in topic.FAMILIES)
