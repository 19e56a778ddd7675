"""Final answers: what is found, what counts as the same, and what must not."""

from __future__ import annotations

import json
import random
import time
from fractions import Fraction
from pathlib import Path

import pytest

from phi4.grade.equality import same_answer
from phi4.grade.extract import final_answer
from phi4.grade.mention import mentions
from phi4.grade.verifiers import FinalAnswer, Question, verifier_of

FINAL_ANSWER = FinalAnswer()
RIGHT = [
    ("8", "Answer: 8"), ("8", "Answer:\n8"), ("8", "Answer:\n\n8"), ("8", "The answer is 8."), ("8", "#### 8"),
    ("8", "so \\boxed{8}."), ("8", "\\boxed{\\text{8}}"), ("8", "**Answer:** 8"), ("8", "**Answer**: 8"),
    ("8", "**Final Answer:** 8"), ("8", "Final answer: 8"), ("8", "Final answer\n8"), ("8", "### Final Answer\n\n8"),
    ("8", "answer = 8"), ("8", "Answer: 8 dollars"), ("8", "Answer: $8"), ("8", "Answer: 8 km"), ("8", "Answer: 8%"),
    ("8", "Answer: $8$"), ("8", "The answer is $8$."), ("8", "Answer: \\(8\\)"), ("8", "Answer: \\[8\\]"),
    ("8", "Answer:\n\\[\n8\n\\]"), ("8", "Answer: 8.0"), ("8", "Answer: 8."), ("8", "Answer: **8**"),
    ("8", "answer: 8 days."), ("8", "The final answer is $8$. I hope it is correct."),
    ("8", "Final Answer: The final answer is $8$. I hope it is correct."), ("8", "Answer: x = 8"),
    ("8", "Answer: 2 + 6 = 8"), ("8", "Answer: It takes 8 days"), ("8", "Answer: She has 8 apples left."),
    ("8", "Answer: eight"), ("8", "Answer: \uff18"), ("8", "Answer: 7\nNo.\nAnswer: 8"),
    ("8", "The correct answer is: 8"), ("8", "The answer to the question is 8"), ("8", "\u7b54\u6848\uff1a8"),
    ("8", "\u7b54\u6848\u662f8\u3002"), ("8", "Antwort: 8"), ("8", "<think>Answer: 9</think>Answer: 8"),
    ("8", "<answer>8</answer>"), ("8", "Therefore, the answer is **8**."), ("8", "Answer: 8, because 2*4=8"),
    ("8", "Answer: 8 (since 2*4 = 8)"), ("8", "8"), ("8", "### Answer: 8"), ("8", "#### Answer\n8"),
    ("8", "Answer: \\text{8 dollars}"), ("8", "Answer: 8\\text{ km}"), ("8", "Answer: 8, in total"),
    ("8", "Answer: Total: 8"), ("8", "The answer is: $$8$$"), ("8", "The answer is:\n$$\n8\n$$"),
    ("8", "Answer: `8`"), ("8", "Answer: \\$8"), ("8", "Answer: 8^\\circ"), ("8", "Answer: 8\u00b0"),
    ("8", "Answer: 16/2"), ("8", "Answer: \\frac{16}{2}"), ("8", "Answer: +8"), ("8", "Answer: USD 8"),
    ("8", "Answer: 8 square meters"), ("8", "Answer: (8)"), ("8", "No, the answer is 8"), ("8", "Answer: 8, not 9"),
    ("8", "\\boxed{x=8}"), ("8", "\\boxed 8"), ("8", "Ans: 8"), ("8", "I think the answer is 8."),
    ("1/2", "Answer: 0.5"), ("1/2", "Answer: \\frac{1}{2}"), ("1/2", "Answer: \\dfrac{1}{2}"),
    ("1/2", "\\boxed{\\frac12}"), ("1/2", "Answer: \u00bd"), ("1/2", "Answer: 2/4"), ("1/2", "Answer: .5"),
    ("1/2", "Answer: 0.50 km"), ("1.5", "Answer: 1 1/2"), ("1.5", "Answer: 1\u00bd"),
    ("1.5", "\\boxed{1\\frac{1}{2}}"), ("-5", "Answer: \u22125"), ("-5", "Answer: \u20135"),
    ("-5", "Answer: \uff0d5"), ("-5", "Answer: -$5"), ("-5", "Answer: $-5$"), ("-5", "Answer: minus 5"),
    ("-\\frac{1}{2}", "Answer: -0.5"), ("-1/2", "\\boxed{\\frac{-1}{2}}"), ("1,234", "Answer: 1234"),
    ("1234", "Answer: 1,234"), ("1234", "Answer: 1{,}234"), ("1234", "Answer: 1\\,234"),
    ("1234", "Answer: $1,234.00"), ("8000", "\\boxed{8,000}"), ("29", "Answer: $29.00"),
    ("8000000", "Answer: 8 million"), ("1e3", "Answer: 1000"), ("1000", "Answer: 1 \\times 10^3"),
    ("1000", "Answer: 1 \u00d7 10\u00b3"), ("A", "Answer: A"), ("A", "Answer: (A)"), ("A", "Answer: A."),
    ("A", "Answer: Option A"), ("A", "Answer: **A**"), ("A", "Answer: **(A)**"), ("A", "The answer is (A)."),
    ("A", "Answer: A) Paris"), ("A", "Answer: (A) Paris"), ("A", "Answer: A. Paris"), ("A", "\\boxed{A}"),
    ("A", "\\boxed{\\text{A}}"), ("A", "Answer: $\\textbf{(A)}$"), ("A", "The answer is A because a car moves."),
    ("A", "A"), ("A", "Answer: a"), ("B", "The answer is B because a car moves."),
    ("B", "Answer: B. Note that A is close"), ("D", "Answer seems to be A at first.\n\nAnswer: D"),
    ("C", "Antwort:\n\nAntwort: C"), ("Paris", "Answer: The Paris"), ("Caf\u00e9", "Answer: Cafe\u0301"),
    ("\u4e1c\u4eac", "\u7b54\u6848\uff1a\u4e1c\u4eac\u3002"), ("2\\sqrt{3}", "\\boxed{2 \\sqrt 3}"),
    ("(1,2)", "\\boxed{\\left( 1, 2 \\right)}"), ("\\pi", "Answer: \u03c0"), ("10^2", "Answer: 10\u00b2"),
    ("8 days", "Answer: 8"), ("8 dollars", "Answer: $8"), ("50%", "Answer: 50 percent"), ("50", "Answer: 50\\%"),
    ("the Eiffel Tower", "Answer: Eiffel Tower"), ("sol\n#### 72", "Answer: 72 clips"), ("sol #### 72", "x\n#### 72"),
    ("\\text{June 20}", "Answer: June 20"), ("8 km", "Answer: 8 kilometers"), ("8 feet", "Answer: 8 ft"),
]  # fmt: skip
WRONG = [
    ("8", "Answer: 18"), ("8", "Answer: 8 of 9"), ("8", "Answer: 8 or 9"), ("8", "Answer: not 8"),
    ("8", "Answer: 80"), ("8", "Answer: -8"), ("8", "Answer: 8.5"), ("8", "Answer: 8/9"), ("8", "Answer: 8 and 9"),
    ("8", "Answer: 8, 9"), ("8", "Answer: 8-9"), ("8", "Answer: 8 to 9"), ("8", "The answer is not 8"),
    ("8", "I don't think the answer is 8."), ("8", "The wrong answer is 8"), ("8", "Answer: 8 million"),
    ("8", "Answer: 8k"), ("8", "Answer: less than 8"), ("8", "Answer: at least 8"), ("8", "Answer: 8 out of ten"),
    ("8", "Answer: 8 or nine"), ("8", "It takes 8 days"), ("8", ""), ("8", "Answer: 8\nAnswer: 9"),
    ("8", "Answer: 8. Wait, 9."), ("8", "The answer is 8? No, the answer is 9."), ("8", "Answer: x^8"),
    ("8", "Answer: 8\u00b2"), ("8", "Answer: 8\u00b3"), ("8", "Answer: 10\u2088"), ("8", "Answer: 2 (8)"),
    ("8", "Answer: 8:00"), ("8", "Answer: 8x"), ("8", "Answer: 8!"), ("8", "Answer: x = 3, y = 8"),
    ("8", "Answer: it is not 8"), ("8", "Answer: half is 8"), ("8", "One might think the answer is 8."),
    ("8", "<think>The answer is 8"), ("8", "<think>Answer: 8</think>"), ("8", "Answer: 8 = 2 + 5 + 1 = 9"),
    ("8", "Answer: 8\u4e07"), ("8", "Answer: 8 dozen"), ("8", "Answer: 8 hundred"), ("8", "Answer: 8.8"),
    ("8", "Answer: 8,8"), ("8", "Answer: 08,1"), ("8", "Answer: 8 + 1"), ("8", "Answer: 8 minus 1"),
    ("8", "Answer: \\frac{8}{9}"), ("8", "Answer: 8\\frac{1}{2}"), ("8", "Answer: \u221a8"),
    ("8", "Answer: \\sqrt{8}"), ("8", "Answer: 8\\pi"), ("8", "Answer: 8\u03c0"), ("8", "Answer: 8i"),
    ("8", "Answer: 8e"), ("8", "Answer: 8 8"), ("8", "Answer:"), ("8", "Answer: 8 wrong"),
    ("8", "Answer: between 7 and 8"), ("8", "Answer: 8 less than nine"), ("8", "Answer: 8?"), ("8", "\\boxed{8"),
    ("8", "Answer: not 8 because 9"), ("8", "Answer: 8 squared"), ("8", "Answer: about 8"), ("8", "Answer: $8 to $9"),
    ("8", "Answer: 8 1/2"), ("8", "Answer: (8, 9)"), ("8", "Answer: 8 halves"), ("8", "Answer: 1/8"),
    ("8", "Answer: 8\u00d72"), ("8", "Answer: 8 x 2"), ("8", "Answer: 2\u00b78"), ("8", "Answer: A8"),
    ("12", "Answer: 1,2"), ("1234", "Answer: 12,34"), ("1234", "Answer: 1.234"), ("0.5", "Answer: 50%"),
    ("50%", "Answer: 0.5"), ("8 miles", "Answer: 8 km"), ("8 dollars", "Answer: 8 euros"), ("$8", "Answer: 8%"),
    ("A", "Answer: B"), ("A", "Answer: A or B"), ("A", "Answer: A, B"), ("A", "Answer: A and B"), ("A", "Answer: AB"),
    ("A", "Answer: A car moves"), ("B", "Answer: not B"), ("C", "Answer: C++"), ("1/3", "Answer: 0.333"),
    ("3/4", "Answer: 3:4"), ("31/2", "Answer: 3\u00bd"), ("11/2", "Answer: 1 1/2"), ("11/2", "Answer: 1\\frac{1}{2}"),
    ("105", "Answer: 10\u2085"), ("102", "Answer: 10\u00b2"), ("102", "Answer: 10^2"), ("8 cm", "Answer: 8 cm^2"),
    ("8 am", "Answer: 8 pm"), ("5", "Answer: \u22125"), ("123", "Answer: 0,123"), ("1/2", "Answer: 1/0"),
    ("1/2/2020", "Answer: 1/2"), ("", "Answer: "), ("", "Answer: 8"), ("x = 8", "Answer: y = 8"),
    ("3 hours", "Answer: 3 minutes"), ("1/2004!", "Answer: 1/2006!"), ("12:00", "Answer: 1:00"),
]  # fmt: skip
SOLUTIONS = [
    ("He has 48/2 = <<48/2=24>>24 left.\nSo 48+24 = <<48+24=72>>72 in all.\n#### 72", "72"),
    ("It costs $<<3*400=1200>>1,200.\n#### 1,200", "1200"),
    ("It falls to 2 - 7 = -5 degrees.\n#### -5", "-5"),
    ("Each gets 7 / 2 = <<7/2=3.5>>3.5.\n#### 3.5", "3.5"),
    ("We have $\\frac{1}{2} + \\frac{1}{4} = \\boxed{\\frac{3}{4}}$.", "0.75"),
]
FORMS = (
    "#### {}",
    "Answer: {}",
    "The answer is {}.",
    "so \\boxed{{{}}}",
    "**Final answer:** ${}",
    "Answer: {} dollars",
)


@pytest.mark.parametrize(("key", "text"), RIGHT)
def test_a_right_answer_however_it_is_written(key: str, text: str) -> None:
    assert FINAL_ANSWER.is_right(Question("", key), text)


@pytest.mark.parametrize(("key", "text"), WRONG)
def test_a_wrong_answer_that_looks_like_the_right_one(key: str, text: str) -> None:
    assert not FINAL_ANSWER.is_right(Question("", key), text)


def wrong_ones(key: str, others: list[str], rng: random.Random) -> list[str]:
    """Answers that are not `key`, a number, but made of it."""
    value = Fraction(key.replace(",", ""))
    made = [
        str(value + 1), str(value - 1), str(-value), str(value * 10), str(float(value) / 10), key[::-1], f"1{key}",
        f"{key}5", f"{key} of {value + 1}", f"{key} or {value + 1}", f"not {key}", f"{key}%2", rng.choice(others),
    ]  # fmt: skip

    def differs(text: str) -> bool:
        try:
            return Fraction(text.replace(",", "")) != value
        except ValueError:
            return True

    return [each for each in made if differs(each)]


def judge_solutions(solutions: list[tuple[str, str]], others: list[str]) -> int:
    """Holds each solution to be the answer to itself, and wrong ones to be wrong; how many of these there were."""
    rng, refused = random.Random(0), 0
    for solution, key in solutions:
        asked = Question("", solution)
        assert FINAL_ANSWER.is_right(asked, solution)
        for form in FORMS:
            assert FINAL_ANSWER.is_right(asked, f"Let us see.\n{form.format(key)}")
            for wrong in wrong_ones(key, others, rng):
                assert not FINAL_ANSWER.is_right(asked, f"Let us see.\n{form.format(wrong)}"), (key, wrong)
                refused += 1
    return refused


def test_keys_that_are_whole_solutions() -> None:
    assert judge_solutions(SOLUTIONS, [key for _, key in SOLUTIONS]) > 300


def test_all_of_gsm8k(shared: Path) -> None:
    lines = (shared / "data" / "eval" / "gsm8k" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    solutions = [(answer := json.loads(line)["answer"], answer.rpartition("#### ")[2]) for line in lines]
    assert len(solutions) == 7473
    assert all(FINAL_ANSWER.is_right(Question("", solution), solution) for solution, _ in solutions)
    some = random.Random(1).sample(solutions, 100)
    assert judge_solutions(some, [key for _, key in solutions]) > 1000


@pytest.mark.parametrize(
    ("text", "answer", "there"),
    [
        ("I think that 8 days will do.", "8 days", True), ("It takes 18 days", "8 days", False),
        ("It has 8 legs.", "8", True), ("It has 1,800 legs.", "800", False), ("It is 8.5.", "8", False),
        ("It is -8 degrees.", "8", False), ("It is \u22128 degrees.", "-8", True), ("a range of 5-8", "8", True),
        ("It holds 1234 of them.", "1,234", True), ("It is 3/8.", "8", False), ("8.0 liters", "8", True),
        ("It is written in C++.", "C++", True), ("It is written in C++.", "C", False), ("C# it is", "C", False),
        ("\u65e5\u672c\u306e\u9996\u90fd\u306f\u6771\u4eac\u3067\u3059\u3002", "\u6771\u4eac", True),
        ("Cafe\u0301 Central", "caf\u00e9", True),
        ("He is from St. Petersburg", "St Petersburg", True), ("Parisian", "Paris", False), ("anything", "...", False),
        ("\uc218\ub3c4\ub294 \uc11c\uc6b8\uc785\ub2c8\ub2e4", "\uc11c\uc6b8", True), ("x", "sol\n#### x", True),
    ],
)  # fmt: skip
def test_what_a_text_mentions(text: str, answer: str, there: bool) -> None:
    assert verifier_of("contains").is_right(Question("", answer), text) is there
    if "####" not in answer:
        assert mentions(text, answer) is there


@pytest.mark.parametrize("a", ["8", "$8", "8 dollars", "1/2", "-5", "A", "Paris", "2\\sqrt{3}"])
@pytest.mark.parametrize("b", ["8", "8 km", "8%", "0.5", "5", "(A)", "paris.", "2 \\sqrt 3", "\u22125"])
def test_sameness_has_no_direction(a: str, b: str) -> None:
    assert same_answer(a, b) is same_answer(b, a)


HOSTILE = [
    "answer " * 20_000, "Answer:\n" * 20_000, "\\boxed{" * 20_000, "#### \n" * 20_000, "the answer is " * 10_000,
    "$" * 50_000, "<answer>" * 20_000, "answer" + " " * 100_000, "**" * 50_000 + "answer:", "Answer: " + "x " * 50_000,
    "Answer: " + "1," * 900, "Answer: " + "\\text{" * 300, "Answer: " + "1 " * 900, "Answer: " + "1/" * 900,
    "\ud800 answer: 8",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    FINAL_ANSWER.is_right(Question("", "8"), text)
    assert final_answer(text) is None or len(text) > 0
    assert time.process_time() - start < 5
