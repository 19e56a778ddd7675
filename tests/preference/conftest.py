from __future__ import annotations

from pathlib import Path

import pytest

from phi4.engine import LanguageModel
from tests.support.chain import load_chain, save_chain


@pytest.fixture(scope="session")
def chain_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_chain(tmp_path_factory.mktemp("chain"))


@pytest.fixture(scope="session")
def chain(chain_folder: Path) -> LanguageModel:
    return load_chain(chain_folder)
