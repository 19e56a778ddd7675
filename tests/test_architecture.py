"""docs/architecture.md names files and functions that exist, and has the import table that the tests enforce."""

from __future__ import annotations

import re

import pytest

from tests.support.layers import EVERYBODY, MAY_IMPORT
from tests.support.pages import page
from tests.support.repository import REPOSITORY

PAGE = page("docs/architecture.md")
PATHS = sorted(set(re.findall(r"`((?:phi4|csrc|tests)/[\w./-]+\.\w+)`", PAGE)))
# A name in backquotes, and the file in backquotes that follows it in the same parenthesis or sentence.
NAMED = sorted(set(re.findall(r"`([A-Za-z_]\w*)`(?: in| \() ?`?(phi4/[\w/]+\.py)`", PAGE)))


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_is_named_exists(path: str) -> None:
    assert (REPOSITORY / path).is_file()


@pytest.mark.parametrize(("name", "path"), NAMED)
def test_a_function_or_class_that_is_named_stands_in_its_file(name: str, path: str) -> None:
    assert re.search(rf"^\s*(?:class|def) {name}\b", (REPOSITORY / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_table_of_rooms_is_the_one_that_is_enforced() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE))
    for room, allowed in MAY_IMPORT.items():
        if room in EVERYBODY or room in ("serve", "evals", "nano", "machine"):
            continue
        assert {name for name in re.split(r", | and ", rows[room]) if name != "-"} == allowed, room
    assert len(NAMED) > 15
    assert len(PATHS) > 50
