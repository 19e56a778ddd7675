r"""Texts of problems in files of their own: lists of templates by section, in a file `*.forms`.

    # cost                          a section: a family, or whatever else is said
    ## fact: price                  a list of it; the lines below are its templates, each in the grammar of grammar.py
    {p} <buys|bought> one {thing}
    = shopping / asides             the templates of a list above, here; of another file: = money / cost / asides

Words and sentences of other use stand in lists as well: one a line, or with the fields of a row parted by " | ". Empty
lines mean nothing. In a template, "\n" is a new line, and "\" takes the meaning of any other mark away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

Section = Mapping[str, tuple[str, ...]]
_Entry = TypeVar("_Entry")


class Forms(Mapping[str, Section]):
    """The sections of the file of forms beside `source` (a Python file), which is read when one is first asked for.

    Raises, when it is read:
        ValueError: a line is none of the above; the message names the file and the line.
    """

    def __init__(self, source: str | Path) -> None:
        self.path = Path(source).with_suffix(".forms")

    def __getitem__(self, section: str) -> Section:
        return self._sections[section]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def rows(self, section: str, name: str) -> tuple[tuple[str, ...], ...]:
        """A list whose lines are rows of fields."""
        if (section, name) not in self._rows:
            self._rows[section, name] = tuple(tuple(line.split(" | ")) for line in self[section][name])
        return self._rows[section, name]

    @cached_property
    def _rows(self) -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
        return {}

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        sections: dict[str, dict[str, tuple[str, ...]]] = {}
        lists: dict[str, tuple[str, ...]] = {}
        name = ""
        for number, line in enumerate(self.path.read_text(encoding="utf-8").split("\n"), 1):
            mark, _, rest = line.partition(" ")
            try:
                if mark == "#":
                    name, lists = "", _added(sections, rest, {})
                elif mark == "##":
                    if not sections:
                        raise ValueError(f"the list {rest!r} stands in no section; begin one with '# NAME'")
                    name = rest
                    _added(lists, name, ())
                elif line and not name:
                    raise ValueError(f"{line!r} stands in no list; begin one with '## NAME'")
                elif mark == "=":
                    lists[name] += self._of(sections, rest.split(" / "))
                elif line:
                    lists[name] += (_template(line),)
            except ValueError as error:
                raise ValueError(f"{self.path}:{number}: {error}") from None
        return sections

    def _of(self, sections: Mapping[str, Section], place: list[str]) -> tuple[str, ...]:
        """The templates of the list that a line with "=" names."""
        file, section, name = ["", "", *place][-3:]
        found = (Forms(self.path.with_name(file)) if file else sections).get(section, {})
        if name not in found:
            raise ValueError(f"there is no list {' / '.join(place)!r} above; name a section and a list of it")
        return found[name]


def _added(to: dict[str, _Entry], name: str, entry: _Entry) -> _Entry:
    if not name or name in to:
        raise ValueError(f"the name {name!r} stands here twice" if name else "a name is missing")
    to[name] = entry
    return entry


def _template(line: str) -> str:
    if line != line.strip():
        raise ValueError(f"{line!r} begins or ends with a blank; take it away")
    return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] == "n" else escaped[1], line)
