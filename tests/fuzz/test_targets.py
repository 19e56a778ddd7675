"""The fuzz targets without a fuzzer: valid files are read, and a few hundred changes of each give a value or one error.

`python -m tests.fuzz` runs them for as long as one likes, guided by coverage.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

CHANGES = {"template": 40, "tokenizer_config": 150}
"""A template that never ends costs two seconds."""


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_give_a_value_or_one_error(name: str, tmp_path: Path) -> None:
    target = TARGETS[name](tmp_path)
    for seed in target.seeds:
        assert target.run(seed)
    target.run(b"")
    rng = random.Random(name)
    for _ in range(CHANGES.get(name, 300)):
        target.run(target.mutate(rng.choice(target.seeds), rng))
