from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material (tokenizers, templates, text) that lies beside a developer's checkout, not in it."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "tokenizers").is_dir():
        pytest.skip("needs the developers' folder of real tokenizers beside the checkout")
    return folder
