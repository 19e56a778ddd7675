from __future__ import annotations

from collections.abc import Iterator

import pytest

from phi4.text.renderer import Renderer


@pytest.fixture(scope="module")
def one_renderer() -> Iterator[None]:
    """Templates that are made in a module are rendered by the same processes, not by a new one each."""
    shared = Renderer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("phi4.text.template.Renderer", lambda: shared)
        yield
