"""Every family: its answers are found a second way, its statements are recomputed, its wordings come out whole."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from phi4.nano.problems import FAMILIES, HELD_OUT_FAMILIES, SHARES, Problem, problem_of
from phi4.nano.problems.arithmetic import false_statements, statements
from phi4.nano.problems.family import Family, Several
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import compiled
from phi4.nano.problems.plans import PLANS
from phi4.nano.problems.words import in_words, ordinal_in_words
from tests.nano.problems.oracles import ORACLES, expected
from tests.support.problems import slots_of

COUNT = 120
# Marks of the grammar that were left in, verbs that were not said, blanks that are doubled or stand before a mark.
BROKEN = re.compile(r"[\[\]{}|^~]|<(?!\w*\d)|\s\s(?!\n)| [.,?!](?!\.)|(?<!\.)\.\.(?!\.)")
WRONG_ARTICLE = re.compile(r"\b[Aa] (?!one|once|euro|uni|us[ei]|uten)[aeiou]")


@cache
def draws(family: str, count: int = COUNT) -> list[Problem]:
    """Problems of training and held-out ones, by turns."""
    rng = random.Random(f"tests/{family}")
    return [problem_of(family, rng, held_out=bool(number % 2)) for number in range(count)]


def numbers_of(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(number) for number in re.findall(r"-?\d+", text))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_answer_is_found_a_second_way(family: str) -> None:
    for written in draws(family):
        second = expected(family, written.numbers)
        if isinstance(second, str):
            assert written.answer == second, written
        else:
            found = second if isinstance(second, tuple) else (second,)
            assert numbers_of(written.answer.removesuffix(" the top")) == tuple(map(Fraction, found)), written


def test_every_family_has_an_oracle() -> None:
    assert set(ORACLES) == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_statements_are_true_and_wordings_whole(family: str) -> None:
    for written in draws(family):
        assert not false_statements(written.solution), written
        assert written.solution.endswith(f"\nAnswer: {written.answer}"), written
        assert len(written.solution.splitlines()) >= 2
        plain = written.question
        if family == "reading a table":
            plain = plain.replace("| ", "").replace(" |", "")
        for ending in (", ?", "= ?", "× ?"):
            plain = plain.replace(ending, "")
        assert not BROKEN.search(plain), written
        assert not re.search(r"[\[\]{}|^~]", written.solution), written
        assert written.question[:1] == written.question[:1].upper()
        assert not WRONG_ARTICLE.search(plain), written
        assert not re.search(r"\b1 (?!pm|am)[a-z]+s (are|were)\b", plain), written


# Numbers that are said otherwise than as themselves: in another unit, as a fraction, a date, or by a word.
SAID_OTHERWISE: dict[str, set[str]] = {
    "rounding": {"unit"},
    "times as old": {"factor"}, "tickets": {"child_price"}, "production": {"before"}, "burning down": {"left"},
    "doubling area": {"steps"}, "doubling": {"factor"}, "weekday after": {"start"}, "weekday before": {"start"},
    "weekday of a date": {"month", "start"}, "days between dates": {"later", "month"}, "date after days": {"month"},
    "month after": {"start"}, "weeks and days": {"rest"}, "end time": {"length", "start"},
    "how long": {"end", "start"}, "12 and 24 hours": {"minutes"}, "fraction of": {"bottom", "top"},
    "what remains of a fraction": {"bottom", "top"}, "whole from a part": {"bottom", "top"},
    "fraction of the rest": {"first", "second"}, "nth number": {"first", "place", "step"},
    "repeating pattern": {"place"}, "digits of a number": {"place"}, "counting numbers": {"step"},
    "heads and legs": {"few", "many"}, "units": {"count", "extra", "size", "total"},
    "consecutive numbers": {"count", "gap"}, "socks in the dark": {"same"}, "race": {"place"},
    "overtaking": {"place"}, "orders": {"places"}, "square": {"size"}, "place in a row": {"left", "right"},
    "think of a number": {"factor"}, "truth-tellers and liars": {"first", "second"}, "odd one out": {"step"},
    "temperature": {"start"}, "climbing": {"down", "up"}, "two remainders": {"q", "r"}, "angles": {"sum"},
    "missing number": {"hole"}, "saving": {"start"},
}  # fmt: skip
WORDS = {in_words(number): number for number in range(100)} | {
    ordinal_in_words(number): number for number in range(2, 21)
}


def said(text: str) -> set[int]:
    """Numbers in digits or words."""
    found = {int(number.replace(",", "")) for number in re.findall(r"\d+(?:,\d{3})*", text)}
    found |= {int(number) for number in re.findall(r"\d+", text)}
    words = re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower())
    return found | {WORDS[word] for each in words for word in (each, *each.split("-")) if word in WORDS}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_question_tells_its_numbers(family: str) -> None:
    for written in draws(family):
        told = said(written.question)
        for role, value in written.numbers.items():
            if type(value) is int and role not in SAID_OTHERWISE.get(family, set()):
                assert value in told, (role, written)


@pytest.mark.parametrize("family", FAMILIES)
def test_wordings_are_many_and_some_are_held_out(family: str) -> None:
    rng = random.Random(f"wordings/{family}")
    shapes = {masked(problem_of(family, rng)) for _ in range(300)}
    assert len(shapes) >= 120, f"only {len(shapes)} of 300 are different"
    for _ in range(60):
        assert "~" not in problem_of(family, rng).construction
        assert "~" in problem_of(family, rng, held_out=True).construction


def masked(written: Problem) -> str:
    """The question without its numbers."""
    return re.sub(r"\d+", "N", written.question)


def test_there_are_enough_families() -> None:
    assert len(FAMILIES) >= 80
    assert len(HELD_OUT_FAMILIES) >= 5
    assert set(FAMILIES) == set(SHARES) | HELD_OUT_FAMILIES
    assert FAMILIES["climbing"].constructions() >= 30


def writers(family: object) -> Iterable[Family]:
    if isinstance(family, Several):
        return itertools.chain.from_iterable(writers(writer) for _, writer in family.writers)
    return [family] if isinstance(family, Family) else []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_slot_of_every_template_is_drawn(family: str) -> None:
    rng = random.Random(3)
    for writer in writers(FAMILIES[family]):
        draws = [writer.draw(rng) for _ in range(30)]
        known = set.intersection(*({*drawn.slots, *drawn.numbers} for drawn in draws)) | {"speaker", "listener", "x"}
        asked = (writer.direct, writer.indirect, writer.noun, writer.labels, writer.whole, writer.asides)
        for template in itertools.chain(*writer.facts.values(), *asked):
            assert compiled(template.lstrip("~+"))
            assert slots_of(template) <= known, template


def test_every_section_and_list_is_used() -> None:
    """Lists of a family are those that `Family` reads, and what its Python names."""
    read = {"direct", "indirect", "noun", "labels", "whole", "asides", "unsuited plans"}
    plans = {plan.name for plan in PLANS}
    used: dict[Path, set[str]] = {}
    for writer in itertools.chain(*map(writers, FAMILIES.values())):
        assert isinstance(writer.forms, Forms)
        assert writer.skip <= plans
        used.setdefault(writer.forms.path, set()).add(writer.section or writer.name)
    for path, sections in used.items():
        source = path.with_suffix(".py").read_text()
        for section, lists in Forms(path).items():
            if section not in sections:
                assert f'"{section}"' in source, (path, section)
                continue
            for name in lists:
                assert name.startswith("fact: ") or name in read or f'"{name}"' in source, (path, section, name)


def test_statements_are_found_at_all() -> None:
    rng = random.Random(4)
    found = sum(len(statements(problem_of(name, rng).solution)) for name in FAMILIES for _ in range(5))
    assert found > 5 * len(FAMILIES)
