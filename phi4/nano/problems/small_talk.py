"""Small talk composed of parts, by kind: "[a|b|]" is one of the alternatives, which may nest and may be empty; {key} is
a slot of opener.forms."""

from __future__ import annotations

import random
import re

from phi4.nano.problems.forms import Forms

FORMS = Forms(__file__)
_CHOICE = re.compile(r"\[([^\[\]]*)\]")


def composed(kind: str, rng: random.Random) -> str:
    """A message of a kind, with its slots still to fill."""
    text = rng.choice(FORMS["composed"][kind])
    while "[" in text:
        text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    return " ".join(text.split())
