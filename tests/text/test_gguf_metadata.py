"""What GGUF files say of their tokenizers in other words, in wrong types, and with vocabularies made to do harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st

import phi4
from phi4.errors import TemplateError, TokenizerError
from phi4.text import Tokenizer
from phi4.text.gguf_tokenizer import definition_of
from tests.support.tokenizers import AWKWARD, as_gguf

SAME = [
    ("gpt-2", "phi-2"), ("gpt-2", "olmo"), ("gpt-2", "mpt"), ("starcoder", "refact"), ("starcoder", "command-r"),
    ("starcoder", "smollm"), ("llama-bpe", "llama3"), ("llama-bpe", "llama-v3"), ("llama-bpe", "falcon3"),
    ("dbrx", "smaug-bpe"), ("qwen2", "deepseek-r1-qwen"), ("qwen2", "megrez"),
]  # fmt: skip


def piecewise(tokens: Mapping[str, float], **metadata: Any) -> dict[str, Any]:
    """The metadata of a vocabulary of SentencePiece, after its three special tokens."""
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": ["<unk>", "<s>", "</s>", *tokens],
        "tokenizer.ggml.scores": [0.0, 0.0, 0.0, *tokens.values()],
        "tokenizer.ggml.token_type": [2, 3, 3] + [1] * len(tokens),
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
        **metadata,
    }


SMALL = piecewise({each: -float(id_) for id_, each in enumerate(["▁", "▁a", *"abcdefgh", "ab"])})


def read(metadata: dict[str, Any]) -> Tokenizer:
    return Tokenizer.from_gguf(metadata, where="x.gguf")


@pytest.mark.parametrize(("name", "alias"), SAME)
def test_names_of_one_pattern(phi_folder: Path, name: str, alias: str) -> None:
    found, expected = read(as_gguf(phi_folder, alias)), read(as_gguf(phi_folder, name))
    for text in AWKWARD:
        assert found.encode(text) == expected.encode(text)
    assert not found.notes


@pytest.mark.parametrize("pre", [None, "default"])
def test_an_unnamed_pattern_is_found_by_the_special_tokens(phi_folder: Path, pre: str | None) -> None:
    """Phi-4's, as conversions from before its pattern had a name are."""
    unnamed = as_gguf(phi_folder, "dbrx")
    if pre is None:
        del unnamed["tokenizer.ggml.pre"]
    else:
        unnamed["tokenizer.ggml.pre"] = pre
    dummy = unnamed["tokenizer.ggml.tokens"].index("<|dummy_85|>")
    named = as_gguf(phi_folder, "dbrx")
    for metadata in (named, unnamed):
        metadata["tokenizer.ggml.tokens"] = [*metadata["tokenizer.ggml.tokens"]]
        metadata["tokenizer.ggml.tokens"][dummy] = "<|dummy_0|>"
    found, expected = read(unnamed), read(named)
    for text in AWKWARD:
        assert found.encode(text) == expected.encode(text)
    assert len(found.notes) == 1
    assert "tokenizer.ggml.pre" in found.notes[0]
    assert "as for dbrx" in found.notes[0]
    assert not expected.notes


def test_an_unnamed_pattern_of_an_unknown_vocabulary_is_llama_cpps(phi_folder: Path) -> None:
    metadata = as_gguf(phi_folder, "gpt-2")
    del metadata["tokenizer.ggml.pre"]
    tokenizer = read(metadata)
    assert "as llama.cpp does then" in tokenizer.notes[0]
    for text in AWKWARD:
        assert tokenizer.decode(tokenizer.encode(text)) == text


@pytest.mark.parametrize("none", [-1, 2**32 - 1])
@pytest.mark.parametrize("key", ["bos", "eos", "padding", "unknown"])
def test_an_id_of_minus_one_is_none(none: int, key: str) -> None:
    tokenizer = read({**SMALL, f"tokenizer.ggml.{key}_token_id": none})
    ids = {"bos": tokenizer.bos_id, "eos": tokenizer.eos_id, "padding": tokenizer.pad_id}
    assert ids.get(key) is None
    assert tokenizer.encode("ab", add_bos=False) == read(SMALL).encode("ab", add_bos=False)


def test_named_templates() -> None:
    keys = {"tokenizer.chat_template": "D", "tokenizer.chat_template.tool_use": "T", "tokenizer.chat_template.rag": "R"}
    template = read({**SMALL, **keys, "tokenizer.chat_templates": ["tool_use", "rag"]}).chat_template
    assert template is not None
    assert template.render([]) == "D"
    assert template.render([], tools=[{"name": "f"}]) == "T"
    assert template.render([], documents=[{"text": "x"}]) == "R"


VALUES: list[Any] = [
    0, 1, -1, 2**31, 2**63 - 1, 7, 0.0, 1.5, float("nan"), float("inf"), True, False, "", "x", "\0", [], [1], [1, 2],
    [0.5], [float("nan")], ["x"], ["x", "y"], [True], [[]], [None], {}, None, [1] * 14, [0.5] * 14, ["x"] * 14,
    [float("nan")] * 14, [2**70] * 14, [-1] * 14, list("abcdefghijklmn"), [""] * 14, ["\ud800"] * 14,
]  # fmt: skip
KEYS = ["model", "pre", "tokens", "scores", "token_type", "merges", "bos_token_id", "eos_token_id", "unknown_token_id",
        "padding_token_id", "add_bos_token", "add_space_prefix"]  # fmt: skip


@pytest.mark.parametrize("key", [*(f"tokenizer.ggml.{each}" for each in KEYS), "tokenizer.chat_template"])
@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_values_of_any_type_are_taken_or_refused_in_a_sentence(key: str, kind: str) -> None:
    assert len(SMALL["tokenizer.ggml.tokens"]) == 14
    valid = {**SMALL, "tokenizer.ggml.model": kind, "tokenizer.ggml.merges": ["a b"], "tokenizer.ggml.pre": "gpt-2"}
    assert read(valid).encode("ab")
    for value in VALUES:
        try:
            tokenizer = read({**valid, key: value})
            tokenizer.decode(tokenizer.encode("abc de", parse_special=True))
        except (TokenizerError, TemplateError) as error:
            said = str(error)
        else:
            said = ""
        assert "\n" not in said, value
        assert len(said) < 1200, value


def every_merge(tokens: Mapping[str, float]) -> list[str]:
    """All that the scores stand for, without any thought of which is ever reached."""
    ids = {token: id_ for id_, token in enumerate(tokens)}
    found = sorted(
        (-score, cut, len(piece) - cut, ids[piece[:cut]], ids[piece[cut:]], f"{piece[:cut]} {piece[cut:]}")
        for piece, score in tokens.items()
        for cut in range(1, len(piece))
        if piece[:cut] in ids and piece[cut:] in ids
    )
    return [merge for *_, merge in found]


PIECES = st.one_of(
    st.text("ab", min_size=2, max_size=24),
    st.text("a", min_size=2, max_size=40),
    st.text("abc▁", min_size=2, max_size=6),
)
SCORES = st.one_of(st.integers(-4, 0).map(float), st.floats(-10, 0))


@st.composite
def vocabularies(draw: st.DrawFn) -> dict[str, float]:
    """With many ways to put pieces together, so that those that are kept can be the wrong ones."""
    pieces = draw(st.lists(PIECES, max_size=6))
    parts = [
        piece[start:end] for piece in pieces for start in range(len(piece)) for end in range(start + 2, len(piece) + 1)
    ]
    kept = draw(st.sets(st.sampled_from(parts), max_size=80)) if parts else set()
    runs = {"a" * length for length in range(2, draw(st.integers(2, 30)))}
    tokens = ["▁", *"abc", *sorted({*pieces, *kept, *runs})]
    return {token: draw(SCORES) for token in dict.fromkeys(tokens)}


@settings(max_examples=120)
@given(vocabularies(), st.lists(st.text("abc ", max_size=40), min_size=1, max_size=8))
def test_merges_that_are_left_out_are_never_reached(tokens: dict[str, float], texts: list[str]) -> None:
    metadata = piecewise(tokens)
    definition = definition_of(metadata, "x").definition
    ids = {token: id_ for id_, token in enumerate(metadata["tokenizer.ggml.tokens"])}
    fewer = set(definition["model"]["merges"])
    merges = every_merge(tokens)
    assert fewer <= set(merges)
    definition["model"]["merges"] = merges
    assert definition["model"]["vocab"] == ids
    reference = tokenizers.Tokenizer.from_str(json.dumps(definition))
    tokenizer = read(metadata)
    for text in [*texts, "a" * 60, "ab" * 30, "".join(tokens)]:
        assert tokenizer.encode(text, add_bos=False) == reference.encode(text, add_special_tokens=False).ids


PROGRAM = """
import resource
from phi4.errors import TokenizerError
from phi4.text import Tokenizer
length = 260
text = "".join(chr(33 + (i * 7 + i * i // 5) % 90) for i in range(length))
pieces = sorted({text[i:j] for i in range(length) for j in range(i + 1, min(length, i + 256) + 1)}, key=len)
metadata = {
    "tokenizer.ggml.model": "llama", "tokenizer.ggml.tokens": pieces, "tokenizer.ggml.scores": [0.0] * len(pieces),
    "tokenizer.ggml.token_type": [1] * len(pieces),
}
size = sum(len(each) + 16 for each in pieces)
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    Tokenizer.from_gguf(metadata, where="x")
except TokenizerError as error:
    assert "parts of long texts" in str(error)
after = resource.getrusage(resource.RUSAGE_SELF)
assert (after.ru_maxrss - before.ru_maxrss) * 1024 < 16 * size, after.ru_maxrss - before.ru_maxrss
assert after.ru_utime - before.ru_utime < 40, after.ru_utime - before.ru_utime
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory in the unit that Linux has")
def test_a_vocabulary_of_all_parts_of_a_text_takes_bounded_memory_and_time() -> None:
    """Where every part can be put together in every way, all merges would be cubic in the length of the text."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=280, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(phi4.__file__).parent.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
