"""What two settings differ in, for the message that refuses to resume."""

from __future__ import annotations

from phi4.train.run.difference import difference


def test_the_first_key_that_differs_is_named() -> None:
    before = {"run": {"steps": 3, "rows": 2}, "seed": 1}
    assert difference(before, {"run": {"steps": 3, "rows": 4}, "seed": 2}) == "run.rows differs: 2 before, 4 now"
    assert difference(before, before) is None


def test_a_key_that_an_older_record_lacks_is_one_that_is_not_set() -> None:
    before = {"sources": {"web": {"path": "web.jsonl"}}}
    assert difference(before, {"sources": {"web": {"path": "web.jsonl", "generator": None}}}) is None
    now = {"sources": {"web": {"path": "web.jsonl", "generator": "a:b"}}}
    assert difference(before, now) == 'sources.web.generator differs: not set before, "a:b" now'
