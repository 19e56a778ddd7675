"""A journal resumes its own run, also one that holds a verifier's former name, and refuses another run's."""

from __future__ import annotations

from pathlib import Path

import pytest

from phi4.errors import InputError
from phi4.grade.verifiers import Contains, FinalAnswer
from phi4.jobs.journal import Journal


@pytest.mark.parametrize("key", ["verifier", "judge"])
@pytest.mark.parametrize("suffix", ["", ", refusals phrases"])
def test_a_former_name_of_a_verifier_is_resumed(tmp_path: Path, key: str, suffix: str) -> None:
    outputs = {tmp_path / "pairs.jsonl": lambda record: [record]}
    with Journal(outputs, {key: f"marked, rules 2{suffix}"}) as journal:
        journal.add(0, {"status": "searched"})
    with Journal(outputs, {key: f"{FinalAnswer().name}{suffix}"}) as journal:
        assert journal.records == {0: {"status": "searched"}}
    with pytest.raises(InputError, match=key):
        Journal(outputs, {key: f"{Contains().name}{suffix}"})
