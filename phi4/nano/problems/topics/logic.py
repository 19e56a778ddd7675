"""Reasoning without sums: truth-tellers and liars, if and then, all and some, the odd one out."""

from __future__ import annotations

import random
from collections.abc import Callable

from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.topics.counting import SKIP
from phi4.nano.problems.words import people

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
    both = f'{one} says: "{capital}."'
    if replied:
        both += f' {other} says: "{replied[0].upper()}{replied[1:]}."'
    slots = {
        "one": one, "other": other, "both": both,
        "said": f'{one} says: "{capital}"' + (f', and {other} says: "{replied[0].upper()}{replied[1:]}"' if replied else ""),
        "rule": rng.choice(("truth-tellers always tell the truth, and liars always lie", "everybody is either a truth-teller or a liar",
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


LIARS = Family(
    "truth-tellers and liars",
    _liars,
    whole=(
        "^{place}, {rule}. {both} What are {one} and {other}?",
        "{both} Each of them is a truth-teller or a liar. What are they?",
        "{one} and {other} live {place} where {rule}. {both} Who is what?",
        "We meet {one} and {other}. ^{rule}. {both} Find out what each of them is.",
        "What are {one} and {other}, if {rule} and {said}?",
        "{both} Given that {rule}, tell who is a liar and who is a truth-teller.",
        "Puzzle: ^{rule}. {both} Is {one} a liar or a truth-teller, and what is {other}?",
        "^{place}, {rule}. {speaker} meets {one} and {other}. {both} What kind is each?",
        "I met {one} and {other}, and I know that {rule}. {both} Can you tell me what they are?",
        "Dear {speaker}, {place}, {rule}. {both} What are the two? Yours, {listener}",
        "Who is a liar here, and who is not? {both} Remember: {rule}.",
        "Given: {rule}. {both} Decide for {one} and for {other}: truth-teller or liar?",
        "Is {one} a liar? Is {other}? Listen: {both} ^{rule}.",
        "{one} and {other} talk to {speaker}. {both} If {rule}, who of the two is a liar, if anybody?",
        "Known: {rule}. Heard: {both} Asked: what is {one}, and what is {other}?",
        "There are two people {place}, {one} and {other}. {both} ^{rule}. Does {one} tell the truth? Does {other}?",
        "Work out what {one} and {other} are. All we know: {rule}; and {said}.",
        "~Of {one} and {other}, each always lies or never does. {both} Sort them into truth-tellers and liars.",
        "~{both} One cannot mix: {rule}. Which kind is {one}, and which {other}?",
        "~{speaker}: ^{rule}.\n{listener}: I heard this. {both}\n{speaker}: What are they?",
        "Liar or truth-teller? {both} Say it for each of the two, given that {rule}.",
        "Suppose that {rule}. Suppose also that {said}. What must {one} and {other} be?",
        "{one} and {other} are strangers to me. Here {rule}, and {said}. Help me to tell what each of them is.",
        "A riddle from {speaker}: two people, {one} and {other}, stand at a gate {place}. ^{rule}. {both} What "
        "does that make each of them?",
        "Exercise. Let it be agreed that {rule}, and let {one} and {other} be two people. {both} Determine for each of them: truth-teller or liar?",
        "{place}, {speaker} asks {one} and {other} what they are. {both} It is known that {rule}. What should "
        "{speaker} write down about the two?",
        "Which of the words truth-teller and liar fits {one}, and which fits {other}? The only clues: {rule}; {said}.",
        "My friend claims to have solved this. ^{rule}. {both} What is the solution for {one} and for {other}?",
        "Seen {place}: {one} and {other}. {both} Known there: {rule}. Verdict on each?",
        "Whom can one trust, {one}, {other}, both or neither? It is certain that {rule}. {both} Label "
        "each of them as a liar or a truth-teller.",
        "{both} From these words alone, and because {rule}, it can be worked out what {one} is and what "
        "{other} is. Do so.",
        "Telegram: {both} Remember that {rule}. Report what {one} and {other} are.",
        "Who of {one} and {other} tells the truth, and who lies? Here is all there is to go on: {rule}, and {said}.",
        "A judge has {one} and {other} before her. {both} She knows that {rule}. How must she label the two?",
        "Two labels are to be handed out, one to {one} and one to {other}: truth-teller or liar. ^{rule}. "
        "{both} Which label goes to whom?",
        "Try all cases: {one} may be a liar or not, and so may {other}. ^{rule}. {both} Which case is possible?",
        "{speaker} is lost {place} and meets {one} and {other}. ^{rule}, and {said}. Before asking for "
        "the way, {speaker} wants to know what each of the two is. Tell {speaker}.",
        "It is certain that {rule}. Moreover, it is known that {said}. For {one} and for {other}, find the only possible "
        "label, liar or truth-teller.",
        "In a book of riddles we find {one} and {other}, who live {place}. {both} The book adds that "
        "{rule}. At the end it asks what the two are. What is the solution?",
        "Complete both sentences with the right word, liar or truth-teller: {one} is a (what?), and "
        "{other} is a (what?). What you know: {rule}; {said}.",
        "Can {one} be believed? Can {other}? ^{rule}. {both} Give your verdict on each.",
        "Given that {said}, and that {rule}, there is just one way in which {one} and {other} can be "
        "liars or truth-tellers. Which way is it?",
    ),
    past=False,
)

# If the first, then the second: as clauses, with their negations.
_IFS = (
    ("it rains", "it does not rain", "the street is wet", "the street is not wet"),
    ("the dog barks", "the dog does not bark", "the baby wakes up", "the baby does not wake up"),
    ("the alarm rings", "the alarm does not ring", "{name} gets up", "{name} does not get up"),
    ("{name} is in Paris", "{name} is not in Paris", "{name} is in France", "{name} is not in France"),
    ("the light is red", "the light is not red", "the cars stop", "the cars do not stop"),
    ("{name} studies", "{name} does not study", "{name} passes the test", "{name} does not pass the test"),
    ("it snows", "it does not snow", "the school is closed", "the school is not closed"),
    ("the shop is open", "the shop is not open", "the lamp is on", "the lamp is not on"),
    ("the cat is hungry", "the cat is not hungry", "the cat meows", "the cat does not meow"),
    ("today is Sunday", "today is not Sunday", "the bank is closed", "the bank is not closed"),
    ("a blicket is red", "a blicket is not red", "it is sweet", "it is not sweet"),
    ("the wind blows", "the wind does not blow", "the mill turns", "the mill does not turn"),
    ("the key fits", "the key does not fit", "the door opens", "the door does not open"),
    ("{name} is tired", "{name} is not tired", "{name} goes to bed", "{name} does not go to bed"),
    ("the box is full", "the box is not full", "the box is heavy", "the box is not heavy"),
    ("the battery is empty", "the battery is not empty", "the radio is silent", "the radio is not silent"),
)  # fmt: skip


def _implication(rng: random.Random) -> Drawn:
    name = people(rng, 1)[0]
    p, not_p, q, not_q = (each.format(name=name) for each in rng.choice(_IFS))
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


IMPLICATION = Family(
    "if and then",
    _implication,
    facts={
        "rule": (
            "{rule}",
            "it always holds that {rule}",
            "there is a rule that {rule}",
            "we are sure that {rule}",
            "the rule says that {rule}",
            "it is certain that {rule}",
            "~the law is that {rule}",
            "nobody doubts that {rule}",
            "experience has shown that {rule}",
            "without exception, {rule}",
            "a reliable book states that {rule}",
            "everyone agrees, and rightly so, that {rule}",
            "one thing never changes: {rule}",
            "past cases leave no doubt that {rule}",
        ),
        "given": (
            "{given}",
            "now {given}",
            "one sees that {given}",
            "it is a fact that {given}",
            "we learn that {given}",
            "~at this moment, {given}",
            "somebody reports that {given}",
            "it turns out that {given}",
            "as it happens, {given}",
            "it has been checked and confirmed that {given}",
            "the news is that {given}",
            "in the case before us, {given}",
            "someone who knows tells us that {given}",
        ),
    },
    direct=(
        "is it true that {asked}: yes, no, or cannot tell",
        "is it certain that {asked}: yes, no, or cannot tell",
        "what can be said about this, yes, no, or cannot tell: {asked}",
        "does it follow that {asked}: yes, no, or cannot tell",
        "can one be sure that {asked}: yes, no, or cannot tell",
        "is it right to say that {asked}: yes, no, or cannot tell",
        "~what about this: {asked}",
        "is the claim right that {asked}: yes, no, or cannot tell",
        "how would you answer, with yes, no, or cannot tell: is it so that {asked}",
        "which of yes, no, and cannot tell is right for the claim that {asked}",
        "given these two facts, is it so that {asked}: yes, no, or cannot tell",
        "is it the case that {asked}: yes, no, or cannot tell",
        "is the statement true that {asked}: yes, no, or cannot tell",
        "what is the right reply, yes, no, or cannot tell, to somebody who asks whether {asked}",
        "what would a careful person reply, yes, no, or cannot tell, when asked whether {asked}",
        "how does one judge the statement that {asked}: yes, no, or cannot tell",
    ),
    indirect=(
        "whether it is true that {asked}, or that one cannot tell",
        "whether {asked}, or that one cannot tell",
        "whether it is certain that {asked}: yes, no, or cannot tell",
        "whether one can be sure that {asked}: yes, no, or cannot tell",
        "~what follows about this: {asked}",
        "whether the claim that {asked} is true, or that one cannot tell",
        "which of yes, no, and cannot tell is right for the claim that {asked}",
        "whether one may take it as true that {asked}: yes, no, or cannot tell",
        "whether the statement is true that {asked}: yes, no, or cannot tell",
        "whether it is the case that {asked}: yes, no, or cannot tell",
        "how one judges the statement that {asked}: yes, no, or cannot tell",
        "what a careful person would reply, yes, no, or cannot tell, when asked whether {asked}",
        "what the right reply is, yes, no, or cannot tell, to somebody who asks whether {asked}",
    ),
    whole=(
        "{rule}. ^{given}. Is it certain that {asked}? Answer yes, no, or cannot tell.",
        "Suppose that {rule}, and that {given}. Is it true that {asked}? Yes, no, or cannot tell?",
        "Rule: {rule}. Fact: {given}. Is this so: {asked}?",
        "We know two things. First, {rule}. Second, {given}. Can we be sure that {asked}? Yes, no, or cannot tell?",
        "Yes, no, or cannot tell: is it true that {asked}? It is known that {rule}, and that {given}.",
        "Does it follow that {asked}? The rule says: {rule}. Moreover, {given}. Choose one: yes, no, cannot tell.",
        "{speaker} says that {rule}, and this is right. {listener} sees that {given}. Is it then true that "
        "{asked}: yes, no, or cannot tell?",
        "{given}. We also know that {rule}. Say whether it is true that {asked}: yes, no, or cannot tell.",
        "Given the rule that {rule}, and seeing that {given}, can one say that {asked}? Answer yes, no, or cannot "
        "tell.",
        "~Premises: {rule}; {given}. Conclusion: {asked}. Does it hold? Say yes, no, or cannot tell.",
        "{speaker}: ^{rule}.\n{listener}: And {given}.\n{speaker}: So is it true that {asked}? Yes, no, or cannot "
        "tell?",
        "Is the claim right that {asked}? Think of two things: {rule}; {given}. Reply with yes, no, or cannot tell.",
        "My notebook says that {rule}. I notice that {given}. Yes, no, or cannot tell: {asked}?",
        "Exercise. Let it be given that {rule}. Let it also be given that {given}. Decide by yes, no, or cannot "
        "tell: {asked}.",
        "Dear {speaker}, as you know, {rule}. I have found that {given}. Does that mean that {asked}? Please "
        "answer yes, no, or cannot tell. Yours, {listener}",
        "It has been observed that {given}. Beyond that, only one rule is at hand, namely that {rule}. What is the "
        "verdict on the claim that {asked}: yes, no, or cannot tell?",
        "Always: {rule}. Now: {given}. ^{asked}: yes, no, or cannot tell?",
        "Assuming that {given}, and trusting the rule that {rule}, how would you answer the question whether "
        "{asked}: yes, no, or cannot tell?",
        "Read the rule: {rule}. Then look at the case: {given}. Pick yes, no, or cannot tell for this statement: "
        "{asked}.",
        "Ticking one box is enough: yes, no, or cannot tell. ^{rule}. ^{given}. The statement to judge is "
        "that {asked}.",
        "It is known that {given}. Take this together with the rule that {rule}. Is it the case that {asked}? Write yes, "
        "no, or cannot tell.",
        "A detective is sure of one rule: {rule}. The detective finds out that {given}. What should the detective put beside "
        "the sentence that {asked}: yes, no, or cannot tell?",
        "I wonder whether {asked}. All I have is that {given} and that {rule}. Is it yes, no, or cannot tell?",
        "Whether {asked} is the question. {given}: that has been checked. ^{rule}: that can be relied on. "
        "So which is it, yes, no, or cannot tell?",
        "{listener} bets that {asked}. Both players know that {rule}, and they have just learned that "
        "{given}. Is {listener} right: yes, no, or cannot tell?",
        "Telegram: {given}. Rule unchanged: {rule}. Reply yes, no, or cannot tell: {asked}.",
        "From a rule and a fact, judge a statement. The rule is that {rule}. The fact is that {given}. "
        "The statement is that {asked}. Is it true: yes, no, or cannot tell?",
        "Think it over: is it so that {asked}, once we accept that {rule} and learn that {given}? Yes, no, or cannot tell?",
        "{listener}: Is it so that {asked}?\n{speaker}: I only know that {given}.\n{listener}: But "
        "remember the rule: {rule}.\nWhat should {speaker} say: yes, no, or cannot tell?",
        "Yes, no, or cannot tell? A teacher has taught her class that {rule}. Today the class learns that {given}. A child "
        "asks whether {asked}. Which answer is right?",
        "Here is what has been found out: {given}. Here is what is always the case: {rule}. Here is what "
        "somebody would like to know: is it true that {asked}? Choose from yes, no, and cannot tell.",
        "There are three possible replies, yes, no, and cannot tell. Which of them do you give to someone "
        "who asks whether {asked}, when you know that {rule} and that {given}?",
        "Two things are certain: {rule}; {given}. A third is to be judged: {asked}. Say yes if it is so, no if it is not, "
        "and cannot tell if it may or may not be.",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP | {"if, question", "given, question", "it is known", "told", "suppose", "story"},
)

# Classes that lie one in the other; and classes that may lie in any way.
_NESTED = (
    ("cats", "animals", "living things"), ("roses", "flowers", "plants"), ("squares", "rectangles", "shapes"), ("oaks", "trees", "plants"),
    ("violins", "instruments", "things"), ("hammers", "tools", "things"), ("sparrows", "birds", "animals"), ("pears", "fruits", "plants"),
)  # fmt: skip
_CLASSES_OF = (
    ("bloops", "razzies", "lazzies"), ("zorbs", "wugs", "daxes"), ("teachers", "singers", "dancers"), ("toys", "gifts", "red things"),
    ("bakers", "runners", "poets"), ("fleps", "gorms", "tibbles"), ("doctors", "readers", "swimmers"), ("mips", "toves", "raths"),
    ("blue boxes", "big boxes", "open boxes"), ("students", "chess players", "musicians"), ("grells", "spoons", "hats"),
)  # fmt: skip
# Two premises about A and B, and about B and C; a conclusion; what follows.
_FORMS = (
    ("all {a} are {b}", "all {b} are {c}", "all {a} are {c}", "yes"),
    ("all {a} are {b}", "no {b} are {c}", "some {a} are {c}", "no"),
    ("all {a} are {b}", "no {b} are {c}", "no {a} are {c}", "yes"),
    ("all {a} are {b}", "some {b} are {c}", "some {a} are {c}", "cannot tell"),
    ("all {a} are {b}", "all {c} are {b}", "all {a} are {c}", "cannot tell"),
    ("all {a} are {b}", "all {b} are {c}", "all {c} are {a}", "cannot tell"),
    ("some {a} are {b}", "all {b} are {c}", "some {a} are {c}", "yes"),
    ("some {a} are {b}", "some {b} are {c}", "some {a} are {c}", "cannot tell"),
    ("no {a} are {b}", "all {c} are {b}", "some {a} are {c}", "no"),
    ("no {a} are {b}", "all {c} are {b}", "no {a} are {c}", "yes"),
    ("no {a} are {b}", "no {b} are {c}", "no {a} are {c}", "cannot tell"),
    ("some {a} are {b}", "no {b} are {c}", "all {a} are {c}", "no"),
)  # fmt: skip
_REASONS = {
    ("all {a} are {b}", "all {b} are {c}", "yes"): "Every one of the {a} is among the {b}, and these are among the {c}.",
    ("all {a} are {b}", "no {b} are {c}", "no"): "The {a} are among the {b}, and these are apart from the {c}.",
    ("all {a} are {b}", "no {b} are {c}", "yes"): "The {a} are among the {b}, and these are apart from the {c}.",
    ("all {a} are {b}", "some {b} are {c}", "cannot tell"): "The {b} that are {c} need not be {a}.",
    ("all {a} are {b}", "all {c} are {b}", "cannot tell"): "The {a} and the {c} are both among the {b}, but may be apart.",
    ("all {a} are {b}", "all {b} are {c}", "cannot tell"): "The {a} are among the {c}, but there may be other {c}.",
    ("some {a} are {b}", "all {b} are {c}", "yes"): "Those {a} that are {b} are among the {c}.",
    ("some {a} are {b}", "some {b} are {c}", "cannot tell"): "The {b} that are {a} need not be the ones that are {c}.",
    ("no {a} are {b}", "all {c} are {b}", "no"): "The {c} are among the {b}, and these are apart from the {a}.",
    ("no {a} are {b}", "all {c} are {b}", "yes"): "The {c} are among the {b}, and these are apart from the {a}.",
    ("no {a} are {b}", "no {b} are {c}", "cannot tell"): "Nothing is said about the {a} and the {c}.",
    ("some {a} are {b}", "no {b} are {c}", "no"): "Those {a} that are {b} are apart from the {c}.",
}  # fmt: skip


def _syllogism(rng: random.Random) -> Drawn:
    if rng.random() < 0.2:
        # Of real classes only what is true is said.
        (a, b, c), form = rng.choice(_NESTED), rng.choice((_FORMS[0], _FORMS[5]))
    else:
        (a, b, c), form = rng.sample(rng.choice(_CLASSES_OF), 3), rng.choice(_FORMS)
    names = {"a": a, "b": b, "c": c}
    first, second, conclusion = (each.format(**names) for each in form[:3])
    answer = form[3]
    lines = [
        f"{first[0].upper()}{first[1:]}, and {second}. Asked: {conclusion}.",
        _REASONS[form[0], form[1], answer].format(**names),
    ]
    if answer == "cannot tell":
        lines[1] = (
            f"Exception: {lines[1][0].lower()}{lines[1][1:]} So it does not follow, and its opposite does not either."
        )
    slots = {"first": first, "second": second, "conclusion": conclusion}
    return Drawn(lines, answer, {"first": form[0], "second": form[1], "conclusion": form[2]}, slots)


SYLLOGISM = Family(
    "all, some and no",
    _syllogism,
    facts={
        "first": (
            "{first}",
            "it is given that {first}",
            "we know that {first}",
            "it is true that {first}",
            "one fact is that {first}",
            "~as everybody there knows, {first}",
            "somebody has found out that {first}",
            "nobody doubts that {first}",
        ),
        "second": (
            "{second}",
            "it is also true that {second}",
            "moreover, {second}",
            "another fact is that {second}",
            "we also know that {second}",
            "~besides, {second}",
            "there is no doubt either that {second}",
            "it is just as certain that {second}",
        ),
    },
    direct=(
        "is it true that {conclusion}",
        "does it follow that {conclusion}",
        "can one be sure that {conclusion}: yes, no, or cannot tell",
        "is it the case that {conclusion}: yes, no, or cannot tell",
        "would it be true to say that {conclusion}",
        "can one say that {conclusion}: yes, no, or cannot tell",
        "~must it be so that {conclusion}",
        "is the claim right that {conclusion}: yes, no, or cannot tell",
        "which answer fits, yes, no, or cannot tell: is it so that {conclusion}",
        "do you agree, yes, no, or cannot tell, that {conclusion}",
    ),
    indirect=(
        "whether {conclusion}, or that one cannot tell",
        "whether it is true that {conclusion}: yes, no, or cannot tell",
        "whether it is certain that {conclusion}, or that one cannot tell",
        "~what follows about this: {conclusion}",
        "whether the claim is right that {conclusion}, or that one cannot tell",
        "which answer fits, yes, no, or cannot tell, to the claim that {conclusion}",
        "whether one may take it as true that {conclusion}: yes, no, or cannot tell",
    ),
    whole=(
        "{first}. ^{second}. Is it true that {conclusion}? Answer yes, no, or cannot tell.",
        "If {first} and {second}, is it certain that {conclusion}?",
        "Premises: {first}; {second}. Conclusion: {conclusion}. Yes, no, or cannot tell?",
        "Fact one: {first}. Fact two: {second}. Can we say that {conclusion}? Yes, no, or cannot tell.",
        "Does it follow from two facts that {conclusion}? The facts: {first}; {second}. Answer yes, no, or cannot "
        "tell.",
        "Yes, no, or cannot tell: is it true that {conclusion} when {first} and {second}?",
        "{speaker} says that {first}. {listener} says that {second}. Both are right. Is it then true that "
        "{conclusion}: yes, no, or cannot tell?",
        "We know that {first} and that {second}. Decide whether {conclusion}: yes, no, or cannot tell.",
        "I am sure that {first}; I am just as sure that {second}. Can I say that {conclusion}? Answer with yes, "
        "no, or cannot tell.",
        "~Take it as given: {first}, and {second}. What about the claim that {conclusion}: yes, no, or cannot tell?",
        "{first}; {second}. ^{conclusion}: yes, no, or cannot tell?",
        "Suppose that {first}. Suppose further that {second}. Would it be right to state that {conclusion}? Yes, "
        "no, or cannot tell?",
        "{speaker}: ^{first}.\n{listener}: And {second}.\n{speaker}: If we are both right, is it true that "
        "{conclusion}: yes, no, or cannot tell?",
        "Judge the statement that {conclusion}. All you may use is that {first} and that {second}. Write yes, no, "
        "or cannot tell.",
        "In a logic test it says: {first}; also, {second}. Below stands: {conclusion}. Which box should be ticked: "
        "yes, no, or cannot tell?",
        "Is it so that {conclusion}? I ask because {first} and {second}. Please say yes, no, or cannot tell.",
        "Two sentences are written on the board. ^{first}. ^{second}. A student adds that {conclusion}. Is the "
        "student right: yes, no, or cannot tell?",
        "On the one hand {first}, and on the other hand {second}. Does that make it true that {conclusion}? Yes, "
        "no, or cannot tell?",
        "Exercise. From the statements that {second} and that {first}, decide whether {conclusion}; answer yes, "
        "no, or cannot tell.",
    ),
    ordered=True,
    past=False,
    asides=(),
    skip=SKIP | {"it is known", "told", "story", "given, question"},
)

_CLASSES = {
    "animal": "dog cat horse cow sheep lion tiger bear mouse rabbit goat pig".split(),
    "fruit": "apple pear banana orange plum cherry peach grape lemon mango".split(),
    "color": "red blue green yellow white black brown pink purple orange".split(),
    "piece of furniture": "chair table bed sofa desk shelf cupboard stool".split(),
    "vehicle": "car bus train bike truck boat plane tram".split(),
    "tool": "hammer saw screwdriver pliers drill wrench chisel".split(),
    "piece of clothing": "shirt coat hat sock glove scarf jacket dress".split(),
    "musical instrument": "piano violin guitar flute drum trumpet harp cello".split(),
    "bird": "eagle sparrow owl pigeon swan robin crow parrot".split(),
    "vegetable": "carrot potato onion cabbage pea bean spinach leek".split(),
    "day of the week": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "month": "January March April June July August October December".split(),
    "part of the body": "arm leg hand foot nose ear knee shoulder".split(),
    "number": "three seven twelve twenty forty ninety".split(),
}  # fmt: skip


def _odd_one(rng: random.Random) -> Drawn:
    if rng.random() < 0.3:
        return _odd_number(rng)
    name, other = rng.sample(sorted(_CLASSES), 2)
    members = rng.sample(_CLASSES[name], 3 if rng.random() < 0.5 else 4)
    stranger = rng.choice([each for each in _CLASSES[other] if each not in _CLASSES[name]])
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
    return [
        each
        for each in row
        if any(
            all(other in words for other in row if other != each) and each not in words for words in _CLASSES.values()
        )
    ]


ODD_ONE = Family(
    "odd one out",
    _odd_one,
    facts={
        "row": (
            "there are these: {row}",
            "a list says {row}",
            "somebody puts together {row}",
            "we look at {row}",
            "the list is {row}",
            "somebody lists {row}",
            "~on a card are {row}",
            "a teacher has written down {row}",
            "a puzzle shows {row}",
        ),
    },
    direct=(
        "which one does not belong",
        "which of them does not fit",
        "which is the odd one out",
        "which one is not like the others",
        "which of these is of another kind",
        "what is the odd one out",
        "~which one must go",
        "which one differs from all the rest",
        "what is out of place here",
        "which one is the stranger in the group",
    ),
    indirect=(
        "which one does not belong",
        "which is the odd one out",
        "which one is not like the others",
        "which of them does not fit",
        "which of these is of another kind",
        "~which one must go",
        "which one differs from all the rest",
        "what is out of place here",
        "which one is the stranger in the group",
    ),
    noun=(
        "the odd one out",
        "the one that does not belong",
        "the one that is not like the others",
        "the stranger among them",
        "the one that differs from all the rest",
        "the misfit of the group",
        "the member of another kind",
    ),
    labels=("list: {row}",),
    whole=(
        "Which one does not belong: {row}?",
        "Find the odd one out: {row}.",
        "Which of these is not like the others: {row}?",
        "{row}: which is the odd one out?",
        "Here is a list: {row}. One of them is of another kind. Which?",
        "One of these does not belong with the rest: {row}. Name it.",
        "I have to cross out one of these because it does not fit: {row}. Which one is it?",
        "Look at {row} and tell me which one is out of place.",
        "Odd one out? {row}.",
        "{speaker} puts {row} into one group, but one of them is not like the rest. Which one is it?",
        "~All but one of {row} go together. Which one does not?",
        "Spot the stranger: {row}.",
        "Somebody has mixed something wrong into this list: {row}. What is it?",
        "{speaker}: I have {row}.\n{listener}: One of those is not like the others.\n{speaker}: Which one do you mean?",
        "Suppose you put {row} under one heading. Which one would be wrong there?",
        "Exercise. Consider {row}. State which of these differs in kind from the others.",
        "Which is the intruder here? ^{row}.",
        "My little brother has a worksheet with {row}. He has to circle the one that is different. Which one "
        "should he circle?",
        "Among {row} there is one misfit. Please name it.",
        "What does not fit in with the rest of this list: {row}?",
    ),
    past=False,
    asides=(),
    numeric=False,
    skip=SKIP,
)

FAMILIES = (LIARS, IMPLICATION, SYLLOGISM, ODD_ONE)
