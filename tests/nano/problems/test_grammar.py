"""The grammar: choices, agreement, mentions, articles, capitals."""

from __future__ import annotations

import random

import pytest

from phi4.nano.problems.grammar import Voice, compiled, mended
from phi4.nano.problems.words import Someone, in_words, it, noun, ordinal, ordinal_in_words, plural_of

ANNA = Someone("Anna", "Anna", "she", "her", "her")
BAKER = Someone("a baker", "the baker", "he", "him", "his", pronouns=False)
TWINS = Someone("the twins", "the twins", "they", "them", "their", 3)
ME = Someone("I", "I", "I", "me", "my", 0)


def say(template: str, *, tense: int = 0, words: float = 0.0, seed: int = 0, **slots: object) -> str:
    voice = Voice(slots, random.Random(seed), tense=tense, in_words=words)
    voice.say(template)
    return voice.text()


def test_choices_nest_and_may_be_empty() -> None:
    outcomes = {say("[a|b[c|]] {x}[.|]", seed=seed, x="[1]") for seed in range(200)}
    assert outcomes == {"A [1].", "Bc [1].", "B [1].", "A [1]", "Bc [1]", "B [1]"}


@pytest.mark.parametrize("template", ["[a", "a]b[", "<a|b", "{x"])
def test_a_bracket_that_is_not_closed_is_an_error(template: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|substring"):
        compiled(template)


@pytest.mark.parametrize(
    ("who", "present", "past"),
    [(ANNA, "Anna buys", "Anna bought"), (TWINS, "The twins buy", "The twins bought"), (ME, "I buy", "I bought")],
)
def test_verbs_agree_and_have_a_past(who: Someone, present: str, past: str) -> None:
    assert say("{who} <buy>", who=who) == present
    assert say("{who} <buy>", who=who, tense=1) == past


def test_irregular_verbs() -> None:
    assert (
        say("{who} <be>, {who.n} <have>, {who.n} <carry>, {who.n} <go> on", who=ANNA)
        == "Anna is, Anna has, Anna carries, Anna goes on"
    )
    assert (
        say("{who} <be>, {who.n} <carry>, {who.n} <save>", who=TWINS, tense=1)
        == "The twins were, the twins carried, the twins saved"
    )
    assert say("{who} <be>, it <costs|cost>", who=ME, tense=1) == "I was, it cost"


def test_a_first_mention_names_and_a_later_one_may_be_a_pronoun() -> None:
    later = {say("{who} and {who}; {who.o} and {who.s} hat", who=ANNA, seed=seed) for seed in range(60)}
    assert all(text.startswith("Anna and ") for text in later)
    assert any("she; her and her hat" in text for text in later)
    assert {say("{who} and {who}, {who.s} hat", who=BAKER, seed=seed) for seed in range(20)} == {
        "A baker and the baker, the baker's hat"
    }
    assert {say("{who}, {who}", who=it("car"), seed=seed) for seed in range(30)} == {"A car, the car", "A car, it"}
    assert say("{who}, {who.n}, {who.p}", who=ANNA) == "Anna, Anna, her"


def test_counts_and_nouns() -> None:
    pen = noun("pen")
    assert (
        say("{n thing}, {m thing}, a {m-thing} box, {thing+}", n=1, m=5, thing=pen)
        == "1 pen, 5 pens, a 5-pen box, pens"
    )
    assert say("{n thing}", n=21, thing=pen, words=1.0) == "Twenty-one pens"
    assert say("{n:is|are}, {m:is|are}", n=1, m=2) == "Is, are"
    assert pen.after("7 - 6 = 1") == "7 - 6 = 1 pen"
    assert pen.after("17 - 6 = 11") == "17 - 6 = 11 pens"


def test_a_slot_that_cannot_be_said_is_an_error() -> None:
    with pytest.raises(TypeError, match="list"):
        say("{x}", x=[1])
    with pytest.raises(KeyError):
        say("{nobody}")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a apple and a pear", "An apple and a pear"),
        ("a hour, a unit, a one, a uncle, a onion", "An hour, a unit, a one, an uncle, an onion"),
        ("a 8-meter wall, a 11 and a 80", "An 8-meter wall, an 11 and an 80"), ("a 10, a 110", "A 10, a 110"),
        ("what is it ? yes .", "What is it? Yes."), ("it is 5 pm. then it ends", "It is 5 pm. Then it ends"),
        ('she says: "one pen. two pens" now', 'She says: "One pen. Two pens" now'),
        ("3, 5, ... go on", "3, 5, ... go on"),
        ("a:\n- one\n2. two", "A:\n- One\n2. Two"), ('"is it so?" asks Ben', '"Is it so?" asks Ben'), ("x: ^one", "X: One"),
    ],
)  # fmt: skip
def test_texts_are_mended(text: str, right: str) -> None:
    assert mended(text) == right


def test_words() -> None:
    assert [in_words(number) for number in (0, 12, 20, 21, 45, 99)] == [
        "zero",
        "twelve",
        "twenty",
        "twenty-one",
        "forty-five",
        "ninety-nine",
    ]
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 111)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "111th",
    ]
    assert [ordinal_in_words(number) for number in (1, 5, 9, 12, 14, 20)] == [
        "first",
        "fifth",
        "ninth",
        "twelfth",
        "fourteenth",
        "twentieth",
    ]
    assert [plural_of(word) for word in ("box", "city", "toy car", "foot", "fish", "bus", "person")] == [
        "boxes", "cities", "toy cars", "feet", "fish", "buses", "people"
    ]  # fmt: skip
