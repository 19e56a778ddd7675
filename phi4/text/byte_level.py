"""Byte-level BPE: how the released vocabularies cut a text into words, by the names that GGUF files give to it.

Source: llama.cpp, src/llama-vocab.cpp, for names and regexes; the tokenizer.json of the models where they are public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_ENDS = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_UPPER, _LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_O200K_ENDS = r" ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_CL100K = rf"{_CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}{{1,3}}|{_ENDS}"
_QWEN2 = rf"{_CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}|{_ENDS}"
_TEKKEN = rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*|\p{{N}}|{_O200K_ENDS}"
_O200K = (
    rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+{_CONTRACTIONS}?|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*"
    rf"{_CONTRACTIONS}?|\p{{N}}{{1,3}}|{_O200K_ENDS}"
)
_GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"

# The cased letters but Georgian's small ones, which deepseek-llm's own list leaves out.
_CASED = r"(?:(?![ა-ჿ])[\p{Lu}\p{Ll}\p{Lt}])"
_DEEPSEEK = (
    r"[\r\n]", rf"\s?{_CASED}+", r"\s?[!-/:-~！-／：-～‘-‟　-。]+", r"\s+$", r"[一-龥ࠀ-一가-퟿]+", r"\p{N}+",
)  # fmt: skip
_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)"


@dataclass(frozen=True)
class Pattern:
    """The regexes that cut a text, one after the other; whether words that are tokens stay whole, a text begins with
    bos by itself, and is brought to Unicode's composed form first."""

    regexes: tuple[str, ...]
    whole_words: bool = False
    bos: bool = False
    composed: bool = False


_LLAMA_3 = Pattern((_CL100K,), whole_words=True, bos=True)
_DIGITS = Pattern((r"\p{N}", _GPT2))
_COMPOSED = Pattern((_QWEN2,), composed=True)
PATTERNS: Mapping[str, Pattern] = {
    **dict.fromkeys(("dbrx", "smaug-bpe"), Pattern((_CL100K,))),
    **dict.fromkeys(
        ("llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"), _LLAMA_3
    ),
    **dict.fromkeys(("qwen2", "deepseek-r1-qwen", "kormo", "megrez"), _COMPOSED),
    "stablelm2": Pattern((_QWEN2,)),
    "tekken": Pattern((_TEKKEN,), whole_words=True, bos=True),
    **dict.fromkeys(("gpt-4o", "llama4"), Pattern((_O200K,))),
    **dict.fromkeys(("gpt-2", "phi-2", "mpt", "olmo", "jais", "granite-docling"), Pattern((_GPT2,))),
    **dict.fromkeys(("starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b"), _DIGITS),
    "deepseek-llm": Pattern(_DEEPSEEK),
    "deepseek-coder": Pattern((r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", r"[一-龥ࠀ-一가-퟿]+", r"\p{N}")),
    "default": Pattern((r"[\p{P}\$\+<=>\^~\|]+", _WORDS, r"\p{N}+", "[0-9][0-9][0-9]")),
}
"""By name."""
# Special tokens that show which vocabulary it is, where a file does not name its pattern.
_SIGHTS = (
    ("dbrx", {"<|im_sep|>", "<|dummy_0|>"}),
    ("llama-bpe", {"<|begin_of_text|>", "<|start_header_id|>"}),
    ("qwen2", {"<|im_start|>", "<|object_ref_start|>"}),
    ("gpt-4o", {"<|endofprompt|>", "<|tool_call|>"}),
    ("tekken", {"[INST]", "[AVAILABLE_TOOLS]", "<s>"}),
    ("refact", {"<|start_of_role|>", "<|end_of_role|>"}),
)


def pattern_by_sight(tokens: Sequence[str]) -> str:
    """The name of the pattern of a vocabulary that is known by its special tokens, or "default"."""
    present = set(tokens)
    return next((name for name, sight in _SIGHTS if sight <= present), "default")


def byte_level_definition(pattern: Pattern, vocabulary: Mapping[str, int], merges: Sequence[str]) -> dict[str, Any]:
    """The tokenizer.json, without added tokens, of a vocabulary over bytes written as letters."""
    splits = [{"type": "Split", "pattern": {"Regex": each}, "behavior": "Isolated", "invert": False}
              for each in pattern.regexes]  # fmt: skip
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    return {
        "version": "1.0",
        "normalizer": {"type": "NFC"} if pattern.composed else None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [*splits, byte_level]},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE", "vocab": vocabulary, "merges": merges, "ignore_merges": pattern.whole_words,
            "byte_fallback": False, "fuse_unk": False,
        },
    }  # fmt: skip
