"""What people type: first messages, calculations, problems in few words, careless hands."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest

from phi4.grade.refusals import Refusals
from phi4.nano import problems as synth
from phi4.nano.problems import HELD_OUT_FAMILIES, Problem
from phi4.nano.problems.arithmetic import false_statements, value
from phi4.nano.problems.climb import STANDING_CLIMB, STANDING_QUESTION, Climb, apart_from_standing
from phi4.nano.problems.conversation import MAX_CHARACTERS
from phi4.nano.problems.onestep import by, held_out_sum, in_signs, minus, share_of, small_sum, too_large
from phi4.nano.problems.opener import BEYOND
from phi4.nano.problems.opener import FORMS as OPENERS
from phi4.nano.problems.talk import answer_to
from phi4.nano.problems.terse import FORMS as TERSE
from phi4.nano.problems.typing import as_typed, renamed
from tests.nano.first_contact.grading import Asked, read

WRITERS: dict[str, Callable[[random.Random], Problem]] = {
    "opener": synth.opener, "onestep": synth.onestep, "terse": synth.terse, "snail": synth.snail, "careless": synth.careless,
}  # fmt: skip
OWN = {name: write for name, write in WRITERS.items() if name != "careless"}
SIGNS = {"plus": "+", "and": "+", "minus": "-", "times": "×", "*": "×", "x": "×", "X": "×", "divided by": "÷", "/": "÷", ":": "÷"}  # fmt: skip


def draws(name: str, count: int) -> list[Problem]:
    """The first `count` of up to 6,000 that are drawn once."""
    return _drawn(name, 6000 if count > 2000 else 2000)[:count]


@cache
def _drawn(name: str, count: int) -> list[Problem]:
    rng = random.Random(name)
    return [WRITERS[name](rng) for _ in range(count)]


@pytest.mark.parametrize("name", WRITERS)
def test_every_statement_holds_and_every_answer_is_marked(name: str) -> None:
    for written in draws(name, 2000):
        assert written.question.strip(), written
        assert false_statements(written.solution) == [], written
        assert "{" not in written.solution, written
        if name != "opener" and written.solution != BEYOND:
            assert written.solution.endswith(f"\nAnswer: {written.answer}"), written
            assert not re.search(r"[{}[\]~]", written.question), written


def test_sums_in_signs_are_worked_out_rightly() -> None:
    """The question itself is calculated, by another hand."""
    rng = random.Random(1)
    seen = Counter[str]()
    for _ in range(4000):
        written = in_signs(rng)
        found = re.search(
            r"(\d+) ?(\+|-|×|÷|\*|x|X|/|:|plus|and|minus|times|divided by) ?(\d+)", written.question, re.I
        )
        if found is None:
            continue  # in words
        a, sign, b = int(found[1]), SIGNS.get(found[2].lower(), found[2]), int(found[3])
        seen[sign] += 1
        assert not held_out_sum(a, b)
        if sign == "÷":
            quotient, rest = divmod(a, b)
            assert written.answer == (f"{quotient} remainder {rest}" if rest else str(quotient))
        else:
            assert value(f"{a} {sign} {b}") == int(written.answer), written
    assert min(seen.values()) > 400
    assert len(seen) == 4


def test_small_sums_in_any_words_are_worked_out_rightly() -> None:
    """The numbers of the question are those of the working, in its order or the other way round."""
    rng = random.Random(5)
    below = 0
    for _ in range(4000):
        written = small_sum(rng)
        asked, worked = re.findall(r"\d+", written.question), set(re.findall(r"\d+", written.solution))
        assert set(asked) <= worked | {"1", "0"}, written
        assert not held_out_sum(*map(int, asked)), written
        first = re.search(r"(?:so )?(\d+) ([-+×÷]) (\d+) = (-?\d+)[^=]*$", written.solution.partition("\n")[0])
        below += written.answer.startswith("-")
        if first and written.answer.startswith("-"):
            assert int(first[1]) - int(first[3]) == int(written.answer)
    assert below > 60


def test_numbers_that_are_too_large_are_declined() -> None:
    rng = random.Random(6)
    for _ in range(1000):
        written = too_large(rng)
        assert written.solution == BEYOND
        numbers = [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", written.question)]
        assert len(numbers) == 2
        assert max(numbers) > 9999 or min(numbers) > 9


def test_conversations_answer_every_message_by_itself() -> None:
    """Two messages at least; sums follow sums, and small talk stands before and after problems."""
    rng = random.Random(7)
    kinds = Counter[tuple[str, str]]()
    lengths = Counter[int]()
    for _ in range(1500):
        turns = synth.conversation(rng)
        lengths[len(turns)] += 1
        kinds.update((first.family, then.family) for first, then in pairwise(turns))
        for each in turns:
            assert false_statements(each.solution) == [], each
            assert each.question.strip()
        assert sum(len(each.question) + len(each.solution) for each in turns) <= 1.5 * MAX_CHARACTERS + 20
    assert min(lengths) >= 2
    assert lengths[4] > 50
    for pair in (("signs", "signs"), ("greeting", "signs"), ("signs", "thanks"), ("climbing", "thanks")):
        assert kinds[pair] >= 3, pair


def test_calculations_at_their_edges() -> None:
    assert minus(5, 8) == ("5 < 8, and 8 - 5 = 3, so 5 - 8 = -3", "-3")
    assert minus(8, 8)[1] == "0"
    assert by(7, 2)[1] == "3 remainder 1"
    assert by(3, 7)[1] == "0 remainder 3"
    assert share_of(15, 50)[1] == "7.5"
    assert share_of(100, 7)[1] == "7"
    assert share_of(1, 1)[1] == "0.01"


def test_equations_have_the_root_that_is_told() -> None:
    rng = random.Random(2)
    checked = 0
    while checked < 800:
        written = synth.onestep(rng)
        found = re.search(r"(\d*)x ?(?:([-+/]) ?(\d+))? ?= ?(\d+)", written.question)
        if written.family != "equation" or found is None:
            continue
        factor, sign, shift, total = int(found[1] or 1), found[2], int(found[3] or 0), int(found[4])
        x = int(written.answer)
        left = {"+": factor * x + shift, "-": factor * x - shift, "/": x // (shift or 1), None: factor * x}[sign]
        assert left == total, written
        checked += 1


def test_problems_in_few_words_have_their_familys_answer() -> None:
    """The numbers of the draw are in the question, and what is held out of training is not drawn."""
    assert not set(TERSE["families"]) & HELD_OUT_FAMILIES
    families = Counter(written.family for written in draws("terse", 6000))
    assert len(families) > 120
    assert families["climbing"] == max(families.values())
    for written in draws("snail", 2000):
        climb = Climb(**written.numbers)  # type: ignore[arg-type]
        assert climb != STANDING_CLIMB
        assert apart_from_standing(written.question)
        days = climb.periods()
        assert str(days) in written.answer if days else "never" in written.answer
    assert STANDING_QUESTION not in {written.question for written in draws("terse", 6000)}


def test_what_is_not_recognized_ends_in_one_line() -> None:
    assert BEYOND in Refusals()
    assert "\n" not in BEYOND
    assert "phi4 ask --model microsoft/phi-4" in BEYOND
    found = Counter(written.solution for written in draws("opener", 6000))
    assert found.most_common(1)[0][0] == BEYOND
    for kind in OPENERS["talk"]:
        assert kind == "example" or found[answer_to(kind)] > 10
    assert len(OPENERS["messages"]["tongues"]) > 150
    assert all(len(forms) > 40 for forms in OPENERS["beyond"].values())


def test_facts_in_few_words_leave_some_out() -> None:
    assert set(OPENERS["facts held out"]) <= set(OPENERS["facts"])
    written = [each for each in _drawn("opener", 20_000) if each.family == "capitals"]
    assert len(written) > 300
    for country in OPENERS["facts held out"]["capitals"]:
        assert not [
            each for each in written if each.answer != "I don't know" and country.lower() in each.question.lower()
        ]


def test_names_are_changed_in_question_and_solution_alike() -> None:
    rng = random.Random(3)
    for _ in range(300):
        question, solution = renamed(("Anna gives Ben 3 of Anna's pens.", "Ben 3, Anna 4"), rng)
        found = re.fullmatch(r"(\w+) gives (\w+) 3 of (\w+)'s pens\.", question)
        assert found
        assert found[1] == found[3] != found[2]
        assert solution == f"{found[2]} 3, {found[1]} 4"
        assert "Anna" not in question


def test_careless_hands_keep_the_numbers() -> None:
    rng = random.Random(4)
    for _ in range(3000):
        text = (
            f"Tom has {rng.randint(2, 99)} pens at 7 dollars each. What is the total for {rng.randint(100, 999)} days?"
        )
        assert re.findall(r"\d+", as_typed(text, rng)) == re.findall(r"\d+", text)
    assert as_typed("Is it so?", rng, care=1.0) == "Is it so?"
    assert len({as_typed("How many days does it take to reach the top?", rng) for _ in range(400)}) > 120


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Runs of words; numbers are all alike, so that other numbers do not hide a copy."""
    words = re.findall(r"[a-z']+|#", re.sub(r"\d+", "#", text.casefold()))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def _threes(text: str) -> set[tuple[str, ...]]:
    """Runs of three with two words at least."""
    return {run for run in _runs(text, 3) if sum(word != "#" for word in run) >= 2}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+|[^\w\s]", text.casefold())).rstrip("?!. ")


@pytest.mark.parametrize("name", OWN)
def test_what_was_written_by_hand_and_is_unseen_is_not_drawn(name: str) -> None:
    """No question is the same but for case and last marks, shares a run of eight words with one, or has 0.6 of its runs
    of three."""
    unseen: list[Asked] = [each for kind in ("openers", "problems") for each in read(kind) if not each.seen]
    plain = {_plain(each.text) for each in unseen}
    eights = {run for each in unseen for run in _runs(each.text, 8)}
    threes = [(each.text, runs) for each in unseen if len(runs := _threes(each.text)) >= 3]
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, (_, runs) in enumerate(threes):
        for run in runs:
            holders.setdefault(run, []).append(number)
    for written in draws(name, 2000):
        assert _plain(written.question) not in plain, written.question
        assert not _runs(written.question, 8) & eights, written.question
        shared = Counter(number for run in _threes(written.question) for number in holders.get(run, ()))
        for number, count in shared.items():
            assert count < 0.6 * len(threes[number][1]), (written.question, threes[number][0])
