"""GGUF files as llama.cpp itself computes them: evidence that row orders, keys and scalings are read as it means them.

Tolerance: llama.cpp keeps keys and values in 16 bits, so logits agree to half a percent of the largest.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from phi4.checkpoint import open_checkpoint
from phi4.config import preset
from phi4.model import TorchExecutor
from tests.support.gguf_writer import write_gguf
from tests.support.weights import RandomWeights

llama_cpp = pytest.importorskip(
    "llama_cpp", reason="llama-cpp-python, which takes ten minutes to compile, is not part of the dev extra"
)

# Not Ministral: llama.cpp ignores the windows of its "llama" architecture.
TINY = ["tiny-phi3", "tiny-phi4-mini", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-granite"]


@pytest.mark.parametrize("name", TINY)
def test_logits(tmp_path: Path, name: str) -> None:
    weights = RandomWeights(preset(name), seed=3)
    vocab_size = weights.config.vocab_size
    tokenizer = {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": [f"t{number}" for number in range(vocab_size)],
        "tokenizer.ggml.token_type": [1] * vocab_size,
        "tokenizer.ggml.merges": ["t 0"],
    }
    write_gguf(tmp_path / "model.gguf", weights, keys=tokenizer)
    ids = list(range(3, 43))
    got = TorchExecutor.load(open_checkpoint(tmp_path / "model.gguf"), device="cpu").logits(ids)
    peer = llama_cpp.Llama(str(tmp_path / "model.gguf"), n_ctx=256, logits_all=True, verbose=False, n_threads=1)
    peer.eval(ids)
    expected = np.array(peer.scores[: len(ids)])
    np.testing.assert_allclose(got, expected, rtol=0, atol=5e-3 * np.abs(expected).max())
    assert (got.argmax(axis=-1) == expected.argmax(axis=-1)).all()
