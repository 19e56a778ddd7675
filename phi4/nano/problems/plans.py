"""Plans: in what order and dress the facts and the question of a problem come.

A plan is a template over parts of the problem, one of which asks:

    {S}  the facts as sentences                  {D}  the question, direct: "how much does she pay"
    {C}  the facts as clauses joined by "and"    {I}  the question, indirect: "how much she pays"
    {F} {R}  the first fact, and the rest        {N}  what is asked, as a noun: "the total price"
    {B}  the facts as a list of points           {L}  the facts as labels: "price: $3; number: 5"
    {find}, {Find}  a verb that suits {N}, which may be no number
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_TEMPLATES: dict[str, tuple[float, str]] = {
    "facts, question": (6, "{S} [|||So |Now |Then |But ]{D}?"),
    "if, question": (3, "[If|If|If|When] {C}, [|||then ]{D}?"),
    "question if": (3, "{D} if {C}?"),
    "question, facts": (2, "{D}? {S}"),
    "what is, facts": (1, "What is {N}? {S}"),
    "what is if": (1, "What is {N} if {C}?"),
    "facts, command": (2, "{S} {Find} {N}."),
    "facts, what is": (2, "{S} [What is|What is|What would be] {N}?"),
    "facts, tell": (2, "{S} [Tell me|Say|Work out|Find out|Figure out|Please tell me|Explain] {I}."),
    "command if": (1, "[{Find}|{Find}|Please {find}] {N} if {C}."),
    "polite": (1.5, "{S} [Can|Could|Would] you [please |kindly |]tell me {I}?"),
    "polite, if": (1.5, "[Can|Could] you [please |][tell me|work out|say] {I} if {C}?"),
    "given, question": (1.5, "Given that {C}, {D}?"),
    "given, command": (1, "Given that {C}, {find} {N}."),
    "knowing": (1, "Knowing that {C}, {find} {N}."),
    "suppose": (1.5, "[Suppose|Assume|Imagine|Let us say|Let's assume|Say] [that |]{C}. {D}?"),
    "wonder": (1.5, "{speaker} [wonders|wants to know|would like to know|is asked|asks] {I}. {S}"),
    "wonder, known": (1, "{speaker} [wants to find out|has to say|must work out] {I}. "
                         "[This is known|Here are the facts|What we know]: {C}."),
    "said": (1.5, '"{F}," says {speaker}. "{R} {D}?"'),
    "asked at the end": (1, '{S} "{D}?" asks {speaker}.'),
    "two speakers": (1, "{speaker}: ^{F}.\n{listener}: [And |^]{R}\n{speaker}: [So |^]{D}?"),
    "teacher": (1, 'The teacher says: "{S}" [Then she asks|Her question is|She asks the class]: "{D}?"'),
    "letter": (1, "Dear {speaker}, {S} [Can you tell me {I}?|Please tell me {I}.] [Yours|Best wishes|Love|Thanks], "
                  "{listener}"),
    "letter, question": (0.7, "Dear {speaker}, {S} {D}? [Yours|Best wishes|Love|Thanks], {listener}"),
    "message": (1, "[Hi|Hey|Hello|Hi {speaker}|Hello {speaker}][,|!] "
                   "[quick question|I have a question|a small question|can you help me]: {D}? {S}"),
    "points": (1.5, "[Here is what we know|Known facts|Facts|We know this|Given]:\n{B}\n{D}?"),
    "question, points": (1, "{D}?\n{B}"),
    "labels": (1.5, "{L}. {D}?"),
    "labels, command": (1, "[Given|Data|Known]: {L}. [Find|Asked|Wanted|Question]: {N}."),
    "homework": (1, "[My homework|A worksheet|Our math book|The next exercise|A riddle|This puzzle] "
                    "[says|goes like this|reads]: {S} {D}?"),
    "in need": (1, "I [need|want|have|would like|am trying] to [know|find out|work out] {I}. {S}"
                   "[ Can you help[ me|]?| Please help.|]"),
    "story": (1, "[Once|One day|Last week|In a small town|This is a true story:] {F}. {R} {D}?"),
    "it is known": (1, "It is [known|given|true] that {C}. {D}?"),
    "told": (1, "[I know that|We are told that|Remember that|Note that] {C}. [So |]{D}?"),
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A plan with what it needs of a problem.

    parts           letters of the parts
    asks            the part that asks: "D", "I" or "N"
    asks_first      the question comes before the facts
    """

    name: str
    weight: float
    template: str
    parts: frozenset[str]
    asks: str
    asks_first: bool


def _plan(name: str, weight: float, template: str) -> Plan:
    letters = re.findall(r"\{([A-Z])\}", template)
    (asks,) = set(letters) & set("DIN")
    return Plan(name, weight, template, frozenset(letters), asks, letters[0] == asks)


PLANS: tuple[Plan, ...] = tuple(_plan(name, *entry) for name, entry in _TEMPLATES.items())

# Clauses that do not matter, for families that have none of their own.
ASIDES = (
    "the sun <is|was> shining", "{speaker} <is|was> watching", "{speaker} <is|was> {x} years old",
    "there <are|were> {x} chairs in the room", "the way home <takes|took> {x} minutes",
    "{speaker} <lives|lived> at number {x}", "{listener} <has|had> {x} books", "the house <is|was> {x} years old",
    "{speaker} <has|had> a blue hat", "it <is|was> a warm day",
)  # fmt: skip

# Verbs for what is asked as a noun, if it is a number and if it is not.
FIND = {
    True: ("[find|calculate|work out|determine|compute|give]", "[Find|Calculate|Work out|Determine|Compute|Give]"),
    False: ("[find|work out|determine|give|name]", "[Find|Work out|Determine|Give|Name|Tell]"),
}
_ALWAYS_SEEN = {"facts, question", "facts, command", "facts, tell", "labels", "labels, command"}
_HELD_OUT_PLANS = 3


def held_out_plans(family: str) -> frozenset[str]:
    """Some plans in which training never sees the family, though it sees other families in them."""
    names = [plan.name for plan in PLANS if plan.name not in _ALWAYS_SEEN]
    return frozenset(sorted(names, key=lambda plan: zlib.crc32(f"{family}/{plan}".encode()))[:_HELD_OUT_PLANS])
