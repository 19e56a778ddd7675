"""Reasoning without sums: truth-tellers and liars, if and then, all and some, the odd one out."""

from __future__ import annotations

import random
from collections.abc import Callable

from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.words import people

FORMS = Forms(__file__)

# What one of two says about the two (himself and the other), in words, and when it is true: given whether the speaker
# and the other tell the truth.
_STATEMENTS: tuple[tuple[str, Callable[[bool, bool], bool]], ...] = (
    ("{other} is a liar", lambda _, other: not other),
    ("{other} tells the truth", lambda _, other: other),
    ("we are both liars", lambda me, other: not me and not other),
    ("{other} and I are of the same kind", lambda me, other: me == other),
    ("{other} and I are not of the same kind", lambda me, other: me != other),
    ("at least one of us is a liar", lambda me, other: not (me and other)),
    ("exactly one of us is a liar", lambda me, other: me != other),
    ("I am a liar or {other} is a truth-teller", lambda me, other: not me or other),
)
_KINDS = {True: "truth-teller", False: "liar"}


def liars_fit(first: int, second: int | None) -> list[tuple[bool, bool]]:
    """Who may be truth-tellers when the first makes statement `first` and the second `second`, or says nothing."""
    return [
        (one, other)
        for one in (True, False)
        for other in (True, False)
        if _STATEMENTS[first][1](one, other) == one and (second is None or _STATEMENTS[second][1](other, one) == other)
    ]


_SOLVABLE = [
    (first, second)
    for first in range(len(_STATEMENTS))
    for second in (None, *range(len(_STATEMENTS)))
    if len(liars_fit(first, second)) == 1
]


def _liars(rng: random.Random) -> Drawn:
    first, second = rng.choice(_SOLVABLE)
    one, other = people(rng, 2)
    ((truth, other_truth),) = liars_fit(first, second)
    said = _STATEMENTS[first][0].format(other=other)
    lines = [f"{one} says: {said}."]
    replied = ""
    if second is not None:
        replied = _STATEMENTS[second][0].format(other=one)
        lines[0] += f" {other} says: {replied}."
    for a in (True, False):
        for b in (True, False):
            lines.append(f"{one} {_KINDS[a]}, {other} {_KINDS[b]}: {_checked(first, second, a, b, one, other)}.")
    answer = f"{one} {_KINDS[truth]}, {other} {_KINDS[other_truth]}"
    capital = said[0].upper() + said[1:]
    both, told = f'{one} says: "{capital}."', f'{one} says: "{capital}"'
    if replied:
        reply = replied[0].upper() + replied[1:]
        both, told = f'{both} {other} says: "{reply}."', f'{told}, and {other} says: "{reply}"'
    slots = {
        "one": one, "other": other, "both": both, "said": told,
        "rule": rng.choice(("truth-tellers always tell the truth, and liars always lie",
                            "everybody is either a truth-teller or a liar",
                            "a truth-teller never lies, and a liar always does")),
        "place": rng.choice(("on an island", "in a strange town", "on a planet", "in a village", "in a school")),
    }  # fmt: skip
    return Drawn(lines, answer, {"first": first, "second": second, "one": one, "other": other}, slots)


def _checked(first: int, second: int | None, a: bool, b: bool, one: str, other: str) -> str:
    """Why an assignment does not fit, or that it does."""
    true = _STATEMENTS[first][1](a, b)
    if true != a:
        return f"{one}'s words are {'true' if true else 'false'}, no"
    if second is not None:
        true = _STATEMENTS[second][1](b, a)
        if true != b:
            return f"{other}'s words are {'true' if true else 'false'}, no"
    return "it fits"


LIARS = Family("truth-tellers and liars", _liars, FORMS, past=False)


def _implication(rng: random.Random) -> Drawn:
    name = people(rng, 1)[0]
    p, not_p, q, not_q = (each.format(name=name) for each in rng.choice(FORMS.rows("if and then", "rules")))
    kind = rng.choice(("p", "p", "not q", "not q", "q", "not p"))
    only = rng.random() < 0.2
    rule = f"{q} only if {p}" if only else f"if {p}, {q}"
    # "q only if p" says: if q, then p.
    given, asked = {"p": (p, q), "not q": (not_q, p), "q": (q, p), "not p": (not_p, q)}[kind]
    if not only:
        answer = {"p": "yes", "not q": "no"}.get(kind, "cannot tell")
    else:
        answer = {"q": "yes", "not p": "no"}.get(kind, "cannot tell")
    asked_is = f"it is true that {asked}"
    first, then = (q, p) if only else (p, q)
    part = "if" if (given in (p, not_p)) != only else "then"
    lines = [
        f"The rule goes one way: {first} (the if), {then} (the then).",
        f"It is known that {given} ({'' if given in (p, q) else 'not '}the {part}).",
        {
            "yes": f"With the if comes the then: {then}.",
            "no": f"Without the then there is no if: {not_q if only else not_p}.",
            "cannot tell": "Exception: about this case the rule says nothing.",
        }[answer],
    ]
    if only:
        lines.insert(0, f"The rule says that {q} only if {p}: so when {q}, then {p}.")
    slots = {"rule": rule, "given": given, "asked": asked, "asked_is": asked_is}
    return Drawn(lines, answer, {"only": only, "kind": kind}, slots)


IMPLICATION = Family("if and then", _implication, FORMS, ordered=True, past=False)


def _syllogism(rng: random.Random) -> Drawn:
    # Two premises about A and B, and about B and C; a conclusion; what follows; and why.
    forms = FORMS.rows("all, some and no", "syllogisms")
    if rng.random() < 0.2:
        # Of real classes only what is true is said.
        classes, form = rng.choice(FORMS.rows("all, some and no", "nested classes")), rng.choice((forms[0], forms[5]))
    else:
        classes = tuple(rng.sample(rng.choice(FORMS.rows("all, some and no", "classes")), 3))
        form = rng.choice(forms)
    names = dict(zip("abc", classes, strict=True))
    first, second, conclusion, answer, reason = (each.format(**names) for each in form)
    lines = [f"{first[0].upper()}{first[1:]}, and {second}. Asked: {conclusion}.", reason]
    if answer == "cannot tell":
        lines[1] = (
            f"Exception: {lines[1][0].lower()}{lines[1][1:]} So it does not follow, and its opposite does not either."
        )
    slots = {"first": first, "second": second, "conclusion": conclusion}
    return Drawn(lines, answer, {"first": form[0], "second": form[1], "conclusion": form[2]}, slots)


SYLLOGISM = Family("all, some and no", _syllogism, FORMS, ordered=True, past=False)


def _odd_one(rng: random.Random) -> Drawn:
    if rng.random() < 0.3:
        return _odd_number(rng)
    classes = FORMS["classes of things"]
    name, other = rng.sample(sorted(classes), 2)
    members = rng.sample(classes[name], 3 if rng.random() < 0.5 else 4)
    stranger = rng.choice([each for each in classes[other] if each not in classes[name]])
    row = [*members, stranger]
    rng.shuffle(row)
    seen = [f"{each}: {name}" for each in row[: row.index(stranger)]]
    lines = [f"Most of them: {name}.", f"{'; '.join([*seen, f'{stranger}: {other}'])}, so {stranger} does not belong."]
    return Drawn(lines, stranger, {"row": tuple(row), "kind": "word"}, {"row": ", ".join(row)})


def _odd_number(rng: random.Random) -> Drawn:
    step = rng.choice((2, 2, 5, 3, 10))
    members = [step * number for number in rng.sample(range(1, 13), rng.choice((3, 4)))]
    stranger = rng.choice([number for number in range(3, 60) if number % step and number not in members])
    row = [*members, stranger]
    rng.shuffle(row)
    name = "even" if step == 2 else f"a multiple of {step}"
    seen = [f"{each}: yes" for each in row[: row.index(stranger)]]
    lines = [f"Most of them: {name}.", f"{'; '.join([*seen, f'{stranger}: no'])}, so {stranger} does not belong."]
    shown = ", ".join(map(str, row))
    return Drawn(
        lines,
        str(stranger),
        {"row": tuple(row), "kind": "number", "step": step},
        {"row": f"{shown} (all but one are {'even' if step == 2 else f'multiples of {step}'})"},
    )


def odd_ones(row: tuple[str, ...]) -> list[str]:
    """Words of which all others share a class that the word is not in."""
    classes = FORMS["classes of things"].values()
    return [
        each
        for each in row
        if any(all(other in words for other in row if other != each) and each not in words for words in classes)
    ]


ODD_ONE = Family("odd one out", _odd_one, FORMS, past=False, numeric=False)

FAMILIES = (LIARS, IMPLICATION, SYLLOGISM, ODD_ONE)
