"""Files of forms: what their lines mean, errors that name the line, and that each is read only when it is needed."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from pathlib import Path

import pytest

from phi4.nano.problems import climbing, knowledge, safety, talk
from phi4.nano.problems.forms import Forms
from phi4.nano.problems.grammar import compiled
from phi4.nano.problems.knowledge import TABLES
from phi4.nano.problems.onestep import FORMS as ONESTEP
from phi4.nano.problems.terse import FORMS as TERSE
from phi4.nano.problems.topics import FAMILIES as TOPIC_FAMILIES
from phi4.nano.problems.unknown import FORMS as UNKNOWN
from tests.support.problems import slots_of

GOOD = """
# cost
## fact: price
{p} <buys|bought> one {thing}

~each {thing} is {p}
## asides

# two lines
## whole
{speaker}: Hello.\\n{listener}: Hi.
\\# is no section, and \\\\ is one mark
= cost / fact: price
"""


def forms(text: str, folder: Path, name: str = "test.forms") -> Forms:
    folder.joinpath(name).write_text(text, encoding="utf-8")
    return Forms(folder / name)


def test_lists_stand_in_sections_in_their_order(tmp_path: Path) -> None:
    read = forms(GOOD, tmp_path)
    price = ("{p} <buys|bought> one {thing}", "~each {thing} is {p}")
    assert list(read) == ["cost", "two lines"]
    assert len(read) == 2
    assert dict(read["cost"]) == {"fact: price": price, "asides": ()}
    assert read["two lines"]["whole"] == (
        "{speaker}: Hello.\n{listener}: Hi.",
        "# is no section, and \\ is one mark",
        *price,
    )


def test_a_list_of_another_file_is_taken(tmp_path: Path) -> None:
    forms("# cost\n## asides\nit rains\n", tmp_path, "money.forms")
    read = forms("# wage\n## asides\nthe sun shines\n= money / cost / asides\n", tmp_path)
    assert read["wage"]["asides"] == ("the sun shines", "it rains")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("hello", 1, "stands in no list"),
        ("# cost\nhello", 2, "stands in no list"),
        ("# cost\n## whole\na\n# more\nb", 5, "stands in no list"),
        ("## whole", 1, "stands in no section"),
        ("# cost\n## whole\n## whole", 3, "'whole' stands here twice"),
        ("# cost\n\n# cost", 3, "'cost' stands here twice"),
        ("#", 1, "a name is missing"),
        ("# cost\n##", 2, "a name is missing"),
        ("# cost\n## whole\n= cost / noun", 3, "no list 'cost / noun' above"),
        ("# cost\n## whole\n= noun", 3, "no list 'noun' above"),
        ("# cost\n## whole\nhello ", 3, "begins or ends with a blank"),
        ("# cost\n## whole\n hello", 3, "begins or ends with a blank"),
    ],
)
def test_an_error_names_the_file_and_the_line(text: str, line: int, says: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=rf"test\.forms:{line}: .*{says}"):
        len(forms(text, tmp_path))


def test_files_are_read_when_a_problem_needs_them() -> None:
    """An import reads none, and the first problem of a topic reads that of the topic alone."""
    script = """
import random, sys
read = []
sys.addaudithook(lambda event, of: event == "open" and str(of[0]).endswith(".forms") and read.append(of[0]))
from phi4.nano import problems as synth
print(len(read))
synth.problem_of("distance", random.Random(1))
synth.problem_of("duration", random.Random(1))
print(*(path.rpartition("/")[2] for path in map(str, read)))
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "0\nmotion.forms\n"


def test_tables_and_climbs_fill_the_slots_that_they_have() -> None:
    for table in TABLES:
        for template in (*table.direct, *table.indirect, *table.back, table.unknown):
            assert slots_of(template) <= {"x", "how_many", "how_many_indirect"}, template
        assert slots_of(table.says) == {"x", "y"}
    assert [table.name for table in TABLES] == list(knowledge.FORMS)
    drawn = {
        "who",
        "place",
        "far",
        "unit",
        "h",
        "u",
        "d",
        "time",
        "times",
        "day",
        "night",
        "climbs",
        "slides",
        "name",
        "x",
    }
    for section in climbing.FORMS.values():
        for template in itertools.chain(*section.values()):
            assert compiled(template)
            assert slots_of(template) <= drawn, template


def test_every_fact_that_is_left_out_is_one_that_the_family_tells() -> None:
    rng = random.Random(5)
    by_name = {family.name: family for family in TOPIC_FAMILIES}
    for name in UNKNOWN["facts left out"]:
        drawn = by_name[name].draw(rng)
        told = {fact for facts in by_name[name].facts for fact in facts.split(" ")}
        for fact, lacking in UNKNOWN.rows("facts left out", name):
            assert fact.removeprefix("~") in told, (name, fact)
            assert slots_of(lacking) <= {*drawn.slots, *drawn.numbers}, (name, lacking)


def test_small_talk_is_answered() -> None:
    assert list(talk.FORMS["said"]) == list(talk.FORMS["answers"])
    for template in itertools.chain(*talk.FORMS["said"].values()):
        assert slots_of(template) <= {"name"}, template


def test_forms_of_few_words_fill_slots_of_their_family() -> None:
    rng = random.Random(6)
    for family in TOPIC_FAMILIES:
        drawn = [family.draw(rng) for _ in range(30)]
        known = set.intersection(*({*each.slots, *each.numbers} for each in drawn))
        for template in TERSE["families"].get(family.name, ()):
            assert compiled(template)
            assert slots_of(template) <= known, (family.name, template)
    sums = {"a", "b", "c", "thing", "who", "other"}
    for template in itertools.chain(*ONESTEP["stories"].values()):
        assert slots_of(template.partition("~")[0]) <= sums, template


def test_harmful_deeds_have_a_reason() -> None:
    assert list(safety.FORMS["deeds"]) == list(safety.FORMS["reasons"])
    for request in (*safety.FORMS["requests"]["harmful"], *safety.FORMS["requests"]["harmless"]):
        assert slots_of(request) == {"t"}, request
    for deed in itertools.chain(*safety.FORMS["deeds"].values()):
        assert slots_of(deed) <= {"person"}, deed
