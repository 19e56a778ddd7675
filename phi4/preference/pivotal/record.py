"""Checks of a search's record from a file before it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phi4.errors import InputError

_MAX_TOKENS = 2**17


def check_record(number: int, record: Mapping[str, Any]) -> None:
    """Raises InputError unless `record` is what phi4.preference.pivotal.search writes; the message names the field."""

    def demand(holds: bool, field: str) -> None:
        if not holds:
            raise InputError(f"question {number + 1}: its {field} is malformed; search again")

    demand(isinstance(record.get("status"), str), "status")
    if record["status"] == "skipped":
        return
    demand(isinstance(record.get("question"), str) and isinstance(record.get("answer"), str), "question")
    demand(_is_count(record.get("p")), "p")
    demand(_is_list_of(record.get("answers"), dict) and _is_list_of(record.get("pairs"), dict), "answers")
    for answer in record["answers"]:
        ids, pieces = answer.get("ids"), answer.get("pieces")
        demand(
            _is_list_of(ids, int) and _is_list_of(pieces, str) and 0 < len(ids) == len(pieces) < _MAX_TOKENS, "pieces"
        )
        measured, pivotal = answer.get("measured"), answer.get("pivotal")
        demand(_is_list_of(measured, list) and _is_list_of(pivotal, dict), "measured")
        demand(
            all(len(each) == 3 and _is_place(each[0], len(ids) + 1) and _is_count(each[1:]) for each in measured),
            "measured",
        )
        for each in pivotal:
            demand(_is_place(each.get("position"), len(ids)), "position")
            demand(_is_count(each.get("before")) and _is_count(each.get("after")), "before")
            other = each.get("other", {})
            good = isinstance(other, dict) and isinstance(other.get("text"), str) and _is_count(other.get("p"))
            demand(other is None or good, "other")
        demand(isinstance(answer.get("right"), bool), "right")


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(type(each) is kind for each in value)


def _is_place(value: Any, end: int) -> bool:
    return type(value) is int and 0 <= value < end


def _is_count(value: Any) -> bool:
    return _is_list_of(value, int) and len(value) == 2 and 0 <= value[0] <= value[1] and 1 <= value[1] <= 2**31
