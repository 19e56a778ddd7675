"""python -m tests.nano.first_contact [MODEL] [--list]: how a model answers what newcomers type."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from math import sqrt

from phi4.engine import load
from tests.nano.first_contact.grading import Verdict, read, replies, verdict

VERDICTS: tuple[Verdict, ...] = ("sensible", "declined", "wrong", "nonsense")


def interval(count: int, size: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    z, share = 1.96, count / size
    middle, spread = share + z * z / (2 * size), z * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return (middle - spread) / (1 + z * z / size), (middle + spread) / (1 + z * z / size)


def line(name: str, found: Sequence[Verdict]) -> str:
    """A row of the table: each verdict with its share, and those that are no harm with their interval."""
    counts = Counter(found)
    good = counts["sensible"] + counts["declined"]
    low, high = interval(good, len(found))
    shares = " | ".join(f"{counts[each] / len(found):.1%} ({counts[each]})" for each in VERDICTS)
    return f"| {name} | {len(found)} | {shares} | {good / len(found):.1%} [{low:.1%}, {high:.1%}] |"


def main(arguments: Sequence[str]) -> None:
    named = [each for each in arguments if not each.startswith("-")]
    model = load(named[0] if named else "nano", executor="native")
    print(f"| | asked | {' | '.join(VERDICTS)} | sensible or declined |")
    print("|---" * (len(VERDICTS) + 3) + "|")
    for name in ("openers", "problems", "conversations"):
        asked = read(name)
        given = replies(model, asked)
        found = [verdict(each, reply) for each, reply in zip(asked, given, strict=True)]
        for label, seen in (("all", (True, False)), ("seen", (True,)), ("unseen", (False,))):
            chosen = [each for each, of in zip(found, asked, strict=True) if of.seen in seen]
            if chosen:
                print(line(f"{name}, {label}", chosen))
        for kind in dict.fromkeys(each.kind for each in asked):
            print(line(f"{name}: {kind}", [v for v, of in zip(found, asked, strict=True) if of.kind == kind]))
        if "--list" in arguments:
            for each, reply, value in zip(asked, given, found, strict=True):
                mark, said = value + ", unseen" * (not each.seen), " / ".join((*each.before, each.text))
                print(f"[{mark}] {said!r} -> {reply.text!r} {each.answers}")


if __name__ == "__main__":
    main(sys.argv[1:])
