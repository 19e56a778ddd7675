from __future__ import annotations

import pytest

from phi4.config import preset
from phi4.errors import InputError
from phi4.machine.describe import cache_bytes, describe


def test_cache_sizes_equal_the_published() -> None:
    """Bytes a token at 16 bits, phi4-facts: 204,800 for Phi-4, 131,072 for Mixtral and Llama, 147,456 for Ministral."""
    for name, per_token in (("phi-4", 204_800), ("mixtral-8x7b", 131_072), ("ministral-8b", 147_456)):
        assert cache_bytes(preset(name), 1000, 16) == 1000 * per_token


def test_windows_keep_no_more_than_they_see() -> None:
    config = preset("ministral-8b")
    assert cache_bytes(config, 131_072, 16) == 147_456 * (131_072 // 4 + 32_768 * 3 // 4)


def test_a_preset() -> None:
    description = describe("phi-4", context=4096)
    assert description.parameters == 14_659_507_200
    sizes = {need.width: need.weight_bytes for need in description.needs}
    assert sizes["16-bit"] == 2 * 14_659_507_200
    assert sizes["4-bit"] == int(14_659_507_200 * 4.25 / 8)
    available = description.machine.available_bytes
    assert all(need.fits == (need.total_bytes <= available) for need in description.needs)


def test_contexts() -> None:
    assert "beyond" in describe("phi-4", context=20_000).notes[0]
    with pytest.raises(InputError, match="context"):
        describe("phi-4", context=0)
