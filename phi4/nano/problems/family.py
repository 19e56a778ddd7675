"""What a family of problems is, and how a problem of it is put into words.

A family draws numbers with their solution, and says in clauses what the numbers are. A problem is a plan (plans.py),
a choice of clauses that tell every fact once, and a form of the question; or a text that is written whole. Forms that
begin with "~" are never drawn for training, nor is a family in the plans that are held out for it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.plans import ASIDES, FIND, PLANS, Plan, held_out_plans
from phi4.nano.problems.words import NAMES, Someone

WHOLE_SHARE = 0.07
MAX_WHOLE = 0.4
ASIDE_SHARE = 0.12
PAST_SHARE = 0.35
WORDY_SHARE = 0.15
MAX_JOINED = 3
_FACT = "fact: "


@dataclass(frozen=True)
class Problem:
    """A question with a worked solution that ends in its answer.

    kind            "reasoning", "drill", "fact", "unknown", "chat", "refusal" or "lookalike"
    construction    the wording it was built from; what is held out from training bears a "~"
    numbers         what the answer follows from, by role
    """

    family: str
    construction: str
    question: str
    solution: str
    answer: str
    kind: str = "reasoning"
    numbers: Mapping[str, object] = field(default_factory=dict, hash=False)

    def fields(self) -> dict[str, object]:
        """The problem as JSON can hold it, and as the conversation that training reads ("messages")."""
        return {
            "kind": self.kind, "family": self.family, "construction": self.construction, "question": self.question,
            "solution": self.solution, "answer": self.answer,
            "messages": [
                {"role": "user", "content": self.question}, {"role": "assistant", "content": self.solution},
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One draw of a family: the lines of the solution, the answer, the numbers by role, and slots for the wording.

    The numbers are slots too.
    """

    lines: Sequence[str]
    answer: str
    numbers: Mapping[str, object]
    slots: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One way to say something. `follows` says that it cannot stand before any fact."""

    name: str
    template: str
    held_out: bool
    follows: bool


def _form(key: str, number: int, text: str) -> Form:
    held_out, text = text.startswith("~"), text.removeprefix("~")
    return Form(f"{key} {number}" + "~" * held_out, text.removeprefix("+"), held_out, text.startswith("+"))


@dataclass(frozen=True)
class Family:
    """One kind of problem.

    draw        its numbers, solution and slots
    forms       its templates: `section` of them, or the one with its name, holds the lists below
    ordered     facts are told in the order they stand in
    timed       and one after the other happens, so that "then" joins them
    past        the problem may be told in the past
    numeric     what is asked is a number, so that it can be calculated
    whole_share of the draws, what each whole text takes, up to a limit
    unseen      plans held out besides those that are held out of every family
    """

    name: str
    draw: Callable[[random.Random], Drawn]
    forms: Mapping[str, Mapping[str, Sequence[str]]]
    section: str = ""
    ordered: bool = False
    timed: bool = False
    past: bool = True
    numeric: bool = True
    whole_share: float = WHOLE_SHARE
    unseen: frozenset[str] = frozenset()

    @cached_property
    def _lists(self) -> Mapping[str, Sequence[str]]:
        return self.forms[self.section or self.name]

    @cached_property
    def facts(self) -> Mapping[str, Sequence[str]]:
        """Clauses by the facts that they tell: "fact: price", or "fact: price count" for both at once. One that begins
        with "+" does not come first."""
        return {name.removeprefix(_FACT): each for name, each in self._lists.items() if name.startswith(_FACT)}

    @property
    def direct(self) -> Sequence[str]:
        """Forms of the question, as `indirect` and `noun`: see plans.py. One with "+" only follows the facts."""
        return self._lists.get("direct", ())

    @property
    def indirect(self) -> Sequence[str]:
        return self._lists.get("indirect", ())

    @property
    def noun(self) -> Sequence[str]:
        return self._lists.get("noun", ())

    @property
    def labels(self) -> Sequence[str]:
        """All facts as labels."""
        return self._lists.get("labels", ())

    @property
    def whole(self) -> Sequence[str]:
        """Whole texts."""
        return self._lists.get("whole", ())

    @cached_property
    def asides(self) -> Sequence[str]:
        """Clauses that do not matter."""
        return self._lists.get("asides", ASIDES)

    @cached_property
    def skip(self) -> frozenset[str]:
        """Names of plans that do not suit it."""
        return frozenset(self._lists.get("unsuited plans", ()))

    @property
    def held_out(self) -> bool:
        """Whether some wordings are held out from training."""
        return any(form.held_out for forms in self._forms.values() for form in forms) or bool(self._plans[True])

    def problem(self, rng: random.Random, *, held_out: bool = False) -> Problem:
        """A problem in random words; `held_out` uses a construction that training never sees."""
        drawn = self.draw(rng)
        voice = self._voice(drawn, rng)
        construction = self._say(voice, rng, held_out=held_out)
        solution = "\n".join([*drawn.lines, f"Answer: {drawn.answer}"])
        return Problem(self.name, construction, voice.text(), solution, drawn.answer, numbers=drawn.numbers)

    def _voice(self, drawn: Drawn, rng: random.Random) -> Voice:
        return Voice(
            {**_frame(drawn, rng), **drawn.numbers, **drawn.slots},
            rng,
            tense=int(self.past and rng.random() < PAST_SHARE),
            in_words=0.8 if rng.random() < WORDY_SHARE else 0.03,
        )

    def without(self, fact: str, lacking: str, rng: random.Random) -> tuple[str, str, str]:
        """A question that leaves out `fact`, its construction, and the template `lacking` filled in for it."""
        drawn = self.draw(rng)
        voice = self._voice(drawn, rng)
        told = [fact_ for fact_ in self._facts if fact_ != fact]
        covers = [cover for cover in _covers(self.facts, told) if all(fact not in key.split(" ") for key in cover)]
        most = max((len(cover) for cover in covers), default=0)
        plans = [
            plan
            for plan in self._plans[False]
            if "L" not in plan.parts and not ("F" in plan.parts and most < 2) and (told or plan.parts <= {"D"})
        ] or [_BARE]
        plan = rng.choices(plans, [each.weight for each in plans])[0]
        cover = rng.choice([each for each in covers if not ("F" in plan.parts and len(each) < 2)] or [()])
        clauses = self._formed(list(cover), "", rng)
        ask = rng.choice(self._drawable[plan.asks, False, plan.asks_first or not cover])
        self._tell(voice, plan, clauses, ask, rng)
        filled = Voice(voice.slots, rng)
        filled.say(lacking)
        return (
            voice.text(),
            f"{plan.name}, {', '.join(each.name for each in clauses)}, {ask.name}",
            filled.text(start=False),
        )

    def constructions(self) -> int:
        """How many there are; the order of the facts and the choices inside of a form are not counted."""
        forms = {key: len(forms) for key, forms in self._forms.items()}
        told = 0
        for cover in self._covers:
            ways = 1
            for key in cover:
                ways *= forms[key]
            told += ways
        plans = [plan for plans in self._plans.values() for plan in plans]
        return forms["W"] + sum(forms[plan.asks] * (forms["L"] if "L" in plan.parts else told) for plan in plans)

    @cached_property
    def _forms(self) -> dict[str, list[Form]]:
        asked = {"D": self.direct, "I": self.indirect, "N": self.noun, "L": self.labels, "W": self.whole}
        return {key: [_form(key, *each) for each in enumerate(forms)] for key, forms in {**self.facts, **asked}.items()}

    @cached_property
    def _drawable(self) -> dict[tuple[str, bool, bool], list[Form]]:
        """Forms by key, whether they are held out, and whether they stand first."""
        return {
            (key, out, first): [form for form in forms if form.held_out == out and not (first and form.follows)]
            for key, forms in self._forms.items()
            for out in (False, True)
            for first in (False, True)
        }

    @cached_property
    def _facts(self) -> list[str]:
        """Every fact, in the order they stand in."""
        return list(dict.fromkeys(fact for key in self.facts for fact in key.split(" ")))

    @cached_property
    def _covers(self) -> list[tuple[str, ...]]:
        return _covers(self.facts, self._facts)

    @cached_property
    def _plans(self) -> dict[bool, list[Plan]]:
        """Plans that suit the family, for training and held out."""
        if not self.facts:
            return {False: [], True: []}
        has = {"D": self.direct, "I": self.indirect, "N": self.noun, "L": self.labels}
        most, fewest = len(self._covers[-1]), len(self._covers[0])
        suits = [
            plan
            for plan in PLANS
            if plan.name not in self.skip
            and all(has.get(part, True) for part in plan.parts)
            and not ("F" in plan.parts and most < 2)
            and not ("C" in plan.parts and fewest > MAX_JOINED)
        ]
        out = held_out_plans(self.name) | self.unseen
        return {False: [plan for plan in suits if plan.name not in out], True: [p for p in suits if p.name in out]}

    @cached_property
    def _novelties(self) -> list[str]:
        """What can be held out of a wording: a clause, the question ("D", "I" or "N"), a whole text, the plan."""
        keys = [key for key in self._forms if self._drawable[key, True, False]]
        asked = {plan.asks for plan in self._plans[False]}
        keys = [key for key in keys if key not in ("D", "I", "N") or key in asked]
        return keys + ["plan"] * bool(self._plans[True])

    def _say(self, voice: Voice, rng: random.Random, *, held_out: bool) -> str:
        """Says the problem; the construction that was used."""
        novel = rng.choice(self._novelties) if held_out else ""
        wholes = self._drawable["W", novel == "W", False]
        if novel == "W" or (
            not novel and wholes and (not self.facts or rng.random() < min(MAX_WHOLE, self.whole_share * len(wholes)))
        ):
            form = rng.choice(wholes)
            voice.say(form.template)
            return form.name
        plans, weights = self._fitting(novel)
        plan = rng.choices(plans, weights)[0]
        ask = rng.choice(self._drawable[plan.asks, novel == plan.asks, plan.asks_first])
        names = [plan.name + "~" * (novel == "plan")]
        if "L" in plan.parts:
            label = rng.choice(self._drawable["L", novel == "L", False])
            names.append(label.name)
            voice.slots = {**voice.slots, **self._verbs, "L": _part(label.template), plan.asks: _part(ask.template)}
            voice.say(plan.template)
        else:
            clauses = self._clauses(plan, novel, rng)
            names += [clause.name for clause in clauses]
            self._tell(voice, plan, clauses, ask, rng)
        return ", ".join([*names, ask.name])

    def _tell(self, voice: Voice, plan: Plan, clauses: Sequence[Form], ask: Form, rng: random.Random) -> None:
        """Says the plan with its clauses and its question."""
        told = _Told([clause.template for clause in clauses], self, rng)
        voice.slots = {
            **voice.slots, **self._verbs, "S": told.sentences, "C": told.joined, "B": told.points, "F": told.first,
            "R": told.rest, plan.asks: _part(ask.template),
        }  # fmt: skip
        voice.say(plan.template)

    @cached_property
    def _verbs(self) -> dict[str, object]:
        return {name: _part(verbs) for name, verbs in zip(("find", "Find"), FIND[self.numeric], strict=True)}

    def _fitting(self, novel: str) -> tuple[list[Plan], list[float]]:
        """Plans, with their weights, in which what is `novel` can be said."""
        if novel not in self._fits:
            plans = self._plans[novel == "plan"]
            if novel in ("D", "I", "N"):
                plans = [plan for plan in plans if plan.asks == novel]
            elif novel == "L":
                plans = [plan for plan in plans if "L" in plan.parts]
            elif novel in self.facts:
                plans = [plan for plan in plans if "L" not in plan.parts and self._fitting_covers(plan, novel)]
            plans = [plan for plan in plans if self._drawable[plan.asks, novel == plan.asks, plan.asks_first]]
            self._fits[novel] = plans, [plan.weight for plan in plans]
        return self._fits[novel]

    def _fitting_covers(self, plan: Plan, novel: str) -> list[tuple[str, ...]]:
        """Ways to tell the facts in `plan`, with what is `novel` among them."""
        if (plan.name, novel) not in self._fitting_keys:
            self._fitting_keys[plan.name, novel] = [
                cover
                for cover in self._covers
                if (novel not in self.facts or novel in cover)
                and not ("F" in plan.parts and len(cover) < 2)
                and not ("C" in plan.parts and len(cover) > MAX_JOINED)
            ]
        return self._fitting_keys[plan.name, novel]

    @cached_property
    def _fits(self) -> dict[str, tuple[list[Plan], list[float]]]:
        return {}

    @cached_property
    def _fitting_keys(self) -> dict[tuple[str, str], list[tuple[str, ...]]]:
        return {}

    def _clauses(self, plan: Plan, novel: str, rng: random.Random) -> list[Form]:
        """A form for each of the facts, in an order that reads."""
        return self._formed(list(rng.choice(self._fitting_covers(plan, novel))), novel, rng)

    def _formed(self, keys: list[str], novel: str, rng: random.Random) -> list[Form]:
        """A form for each key, in an order in which one that can stand first does."""
        if not self.ordered:
            rng.shuffle(keys)
            for place, key in enumerate(keys):
                if self._drawable[key, key == novel, True]:
                    keys.insert(0, keys.pop(place))
                    break
        forms = []
        for place, key in enumerate(keys):
            fitting = self._drawable[key, key == novel, not place] or self._drawable[key, key == novel, False]
            forms.append(rng.choice(fitting))
        return forms


_BARE = Plan("question alone", 1.0, "{D}?", frozenset({"D"}), "D", True)


def _covers(facts: Mapping[str, Sequence[str]], every: Sequence[str]) -> list[tuple[str, ...]]:
    """All ways to tell each of `every` fact once: keys in the order of their facts."""
    covers = []
    for count in range(1, len(every) + 1):
        for chosen in itertools.combinations(facts, count):
            told = [fact for key in chosen for fact in key.split(" ")]
            if sorted(told) == sorted(every):
                covers.append(tuple(sorted(chosen, key=lambda key: every.index(key.split(" ")[0]))))
    return covers


class Written(Protocol):
    """Whatever writes the problems of a family."""

    @property
    def name(self) -> str: ...

    @property
    def held_out(self) -> bool: ...

    def problem(self, rng: random.Random, *, held_out: bool = False) -> Problem: ...

    def constructions(self) -> int: ...


@dataclass(frozen=True)
class Several:
    """A family whose problems several writers share, by weight. `accepts` drops questions that must not occur."""

    name: str
    writers: Sequence[tuple[float, Written]]
    accepts: Callable[[str], bool] = lambda _: True

    @property
    def held_out(self) -> bool:
        return any(writer.held_out for _, writer in self.writers)

    def problem(self, rng: random.Random, *, held_out: bool = False) -> Problem:
        weights, writers = zip(*self.writers, strict=True)
        while True:
            written: Problem = rng.choices(writers, weights)[0].problem(rng, held_out=held_out)
            if self.accepts(written.question):
                return replace(written, family=self.name)

    def constructions(self) -> int:
        return sum(writer.constructions() for _, writer in self.writers)


def _part(template: str) -> Callable[[Voice], None]:
    return lambda voice: voice.say(template)


def _frame(drawn: Drawn, rng: random.Random) -> dict[str, object]:
    """Slots of plans and asides; the names are nobody's in the problem."""
    taken = {each.first if isinstance(each, Someone) else each for each in drawn.slots.values()}
    taken |= {each for each in drawn.numbers.values() if isinstance(each, str)}
    speaker, listener = rng.sample(NAMES, 2)
    while speaker in taken or listener in taken:
        speaker, listener = rng.sample(NAMES, 2)
    return {"speaker": speaker, "listener": listener, "x": rng.randint(2, 60)}


class _Told:
    """Clauses as the parts of a plan."""

    def __init__(self, clauses: Sequence[str], family: Family, rng: random.Random) -> None:
        self.clauses, self.family, self.rng = clauses, family, rng

    def sentences(self, voice: Voice) -> None:
        clauses = list(self.clauses)
        if self.family.asides and self.rng.random() < ASIDE_SHARE:
            clauses.insert(self.rng.randint(1, len(clauses)), self.rng.choice(self.family.asides))
        self._in_sentences(clauses, voice)

    def rest(self, voice: Voice) -> None:
        self._in_sentences(self.clauses[1:], voice)

    def first(self, voice: Voice) -> None:
        voice.say(self.clauses[0])

    def joined(self, voice: Voice) -> None:
        last = len(self.clauses) - 1
        chance = self.rng.random()
        for place, clause in enumerate(self.clauses):
            if place:
                if place < last:
                    joint = ", "
                elif self.family.timed:
                    joint = " and then " if chance < 0.5 else ", and "
                elif last == 1:
                    joint = " and " if chance < 0.65 or "while" in "".join(self.clauses) else " while "
                    joint = ", and " if 0.5 < chance < 0.65 else joint
                else:
                    joint = ", and "
                voice.pieces.append(joint)
            voice.say(clause)

    def points(self, voice: Voice) -> None:
        mark = (
            "- {clause}"
            if (chance := self.rng.random()) < 0.5
            else "{number}. {clause}"
            if chance < 0.8
            else "* {clause}"
        )
        for number, clause in enumerate(self.clauses, 1):
            voice.pieces.append(("\n" if number > 1 else "") + mark.partition("{clause}")[0].format(number=number))
            voice.say(clause)
            if mark[0] != "*":
                voice.pieces.append(".")

    def _in_sentences(self, clauses: Sequence[str], voice: Voice) -> None:
        joints, weights = _TIMED_JOINTS if self.family.timed else _JOINTS
        fresh = True
        for place, clause in enumerate(clauses):
            if place:
                # Two clauses at most share a sentence.
                joint = self.rng.choices(joints, weights)[0] if fresh else ". "
                fresh = joint.startswith(".")
                voice.pieces.append(joint)
            voice.say(clause)
        voice.pieces.append(".")


_JOINTS = ((". ", ", and ", " and ", "; ", ". Also, ", ", while "), (0.7, 0.09, 0.07, 0.05, 0.04, 0.05))
_TIMED_JOINTS = ((". ", ". Then ", ", and then ", " and then ", ". After that, "), (0.6, 0.16, 0.09, 0.07, 0.08))
