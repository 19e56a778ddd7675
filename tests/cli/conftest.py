from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import hostile_model


@pytest.fixture(scope="module")
def hostile(phi_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_model(tmp_path_factory.mktemp("hostile"), phi_folder)
