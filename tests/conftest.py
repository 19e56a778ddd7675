from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# Threads of torch that wait in a loop for one without a processor make tiny models ten times slower on a busy machine.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# A shell starts what it runs in the background with Ctrl-C ignored, and every process of a test would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# On a busy machine any example may be late.
settings.register_profile("phi4", deadline=None)
settings.load_profile("phi4")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material (tokenizers, templates, text) that lies beside a developer's checkout, not in it."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "tokenizers").is_dir():
        pytest.skip("needs the developers' folder of real tokenizers beside the checkout")
    return folder
