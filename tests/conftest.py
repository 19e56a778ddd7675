from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from phi4.engine import LanguageModel
from tests.support.chain import load_chain, save_chain
from tests.support.repository import REPOSITORY
from tests.support.tokenizers import save_phi, save_spm

# Threads of torch that wait in a loop for one without a processor make tiny models ten times slower on a busy machine.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# A shell starts what it runs in the background with Ctrl-C ignored, and every process of a test would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# On a busy machine any example may be late.
settings.register_profile("phi4", deadline=None)
settings.load_profile("phi4")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material (tokenizers, templates, text) that lies beside a developer's checkout, not in it."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "tokenizers").is_dir():
        pytest.skip("needs the developers' folder of real tokenizers beside the checkout")
    return folder


@pytest.fixture(scope="session")
def phi_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a byte-level tokenizer, Phi-4's special tokens, flags and template."""
    return save_phi(tmp_path_factory.mktemp("phi"))


@pytest.fixture(scope="session")
def spm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tokenizer in the manner of Llama 2 and Mixtral."""
    return save_spm(tmp_path_factory.mktemp("spm"))


@pytest.fixture(scope="session")
def chain_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_chain(tmp_path_factory.mktemp("chain"))


@pytest.fixture(scope="session")
def chain(chain_folder: Path) -> LanguageModel:
    return load_chain(chain_folder)
