"""Small tables of certain facts (knowledge.forms). What stands in them is known; what stands beside them is not, and is
asked as well.

`strangers` are asked in training, and the answer is "I don't know"; `unseen` are never asked in training, to measure
whether that carries over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from phi4.nano.problems.forms import Forms

FORMS = Forms(__file__)


@dataclass(frozen=True)
class Table:
    """Facts of one kind, read from the section of its name."""

    name: str

    @cached_property
    def rows(self) -> Mapping[str, str]:
        """What is asked about, and the answer."""
        return {x: y for x, _, y in (row.partition(": ") for row in self._list("rows"))}

    @property
    def direct(self) -> tuple[str, ...]:
        """The question, with {x} for what is asked about; "~" marks templates never used in training."""
        return self._list("direct")

    @property
    def indirect(self) -> tuple[str, ...]:
        return self._list("indirect")

    @property
    def says(self) -> str:
        """The answer as a sentence, with {x} and {y}."""
        return self._list("says")[0]

    @property
    def unknown(self) -> str:
        """What is not known about a stranger, after "I don't know "."""
        return self._list("unknown")[0]

    @property
    def strangers(self) -> tuple[str, ...]:
        return self._list("strangers")

    @property
    def unseen(self) -> tuple[str, ...]:
        return self._list("unseen")

    @property
    def back(self) -> tuple[str, ...]:
        """The question from the answer to what it belongs to, where that is one thing alone."""
        return self._list("back")

    @property
    def back_says(self) -> str:
        return self._list("back says")[0]

    @cached_property
    def back_rows(self) -> Mapping[str, str]:
        return {y: x for x, y in self.rows.items()} if self.back else {}

    def _list(self, name: str) -> tuple[str, ...]:
        return FORMS[self.name].get(name, ())


def how_many(x: str, *, indirect: bool = False) -> str:
    """ "days in a week" as a question: "how many days are there in a week"."""
    for joint in (" in ", " on ", " of "):
        if joint in x:
            things, _, place = x.partition(joint)
            break
    else:
        return f"how many {x} there are" if indirect else f"how many {x} are there"
    if joint == " of ":
        return f"how many {things} {place} has" if indirect else f"how many {things} does {place} have"
    return f"how many {things} there are{joint}{place}" if indirect else f"how many {things} are there{joint}{place}"


TABLES: tuple[Table, ...] = tuple(
    Table(name)
    for name in (
        "capitals", "continents", "opposites", "sounds", "babies", "colors", "plurals", "past tense", "homes", "tools",
        "jobs", "quantities", "firsts",
    )
)  # fmt: skip
