"""The tokenizer of a GGUF file, rebuilt from its metadata as the `tokenizer.json` that it was converted from.

GGUF keeps tokens, their kinds, merges or scores, and the name of a pre-tokenizer whose regex the reader must know.
What it does not keep (which special tokens swallow blanks) is put back where a model's vocabulary is recognised.
Source: llama.cpp, docs of the GGUF format and src/llama-vocab.cpp, for keys, kinds and regexes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from phi4.errors import TokenizerError

LONGEST_MERGED = 256
"""Characters of the longest piece that merges are sought for; the released vocabularies stay below 64."""

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

# Name of a pre-tokenizer -> the regexes that cut a text, one after the other.
_REGEXES: Mapping[str, tuple[str, ...]] = {
    "dbrx": (_CL100K,),
    "llama-bpe": (_CL100K,),
    "llama3": (_CL100K,),
    "llama-v3": (_CL100K,),
    "smaug-bpe": (_CL100K,),
    "qwen2": (_QWEN2,),
    "tekken": (_TEKKEN,),
    "gpt-4o": (_O200K,),
    "gpt-2": (_GPT2,),
    "starcoder": (r"\p{N}", _GPT2),
    "refact": (r"\p{N}", _GPT2),
}
_WHOLE_WORDS_FIRST = frozenset({"llama-bpe", "llama3", "llama-v3", "tekken"})
_BEGIN_WITH_BOS = frozenset({"llama-bpe", "llama3", "llama-v3", "tekken"})
_COMPOSED = frozenset({"qwen2"})  # text is brought to Unicode's composed form first

_UNKNOWN, _CONTROL, _USER_DEFINED = 2, 3, 4
_NAMED = {
    "bos_token": "tokenizer.ggml.bos_token_id",
    "eos_token": "tokenizer.ggml.eos_token_id",
    "pad_token": "tokenizer.ggml.padding_token_id",
    "unk_token": "tokenizer.ggml.unknown_token_id",
}


def definition_of(metadata: Mapping[str, Any], where: str) -> tuple[dict[str, Any], dict[str, str], str | None]:
    """The tokenizer.json of the metadata, the texts of bos, eos, pad and unk, and the chat template if there is one.

    Raises:
        TokenizerError: what is missing, malformed or not supported, and `where`.
    """
    return _Reader(metadata, where).read()


class _Reader:
    def __init__(self, metadata: Mapping[str, Any], where: str) -> None:
        self.metadata, self.where = metadata, where
        self.tokens = self.strings("tokenizer.ggml.tokens")
        self.kinds = self.numbers("tokenizer.ggml.token_type", len(self.tokens)) or [1] * len(self.tokens)

    def fail(self, problem: str) -> NoReturn:
        raise TokenizerError(f"{self.where}: {problem}")

    def strings(self, key: str) -> list[str]:
        value = self.metadata.get(key)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.fail(f"{key} is missing or no list of texts; the file has no tokenizer that phi4 can use")
        return value

    def numbers(self, key: str, count: int) -> list[float]:
        value = self.metadata.get(key)
        if value is None:
            return []
        try:
            found = [float(each) for each in value] if not isinstance(value, (str, bytes, Mapping)) else None
        except (TypeError, ValueError):
            found = None
        if found is None or len(found) != count:
            self.fail(
                f"{key} is not a list of {count} numbers, one for each token; the file is corrupt: fetch it again"
            )
        return found

    def flag(self, key: str, default: bool) -> bool:
        value = self.metadata.get(key, default)
        if not isinstance(value, (bool, int)) or value not in (0, 1):
            self.fail(f"{key} is {value!r:.40}, and must be true or false")
        return bool(value)

    def read(self) -> tuple[dict[str, Any], dict[str, str], str | None]:
        kind = self.metadata.get("tokenizer.ggml.model")
        if kind == "gpt2":
            definition, begins = self.byte_level()
        elif kind == "llama":
            definition, begins = self.sentencepiece()
        else:
            self.fail(f"tokenizer.ggml.model {kind!r:.40} is not supported; phi4 reads gpt2 and llama")
        named = self.named()
        definition["added_tokens"] = self.added_tokens()
        if self.flag("tokenizer.ggml.add_bos_token", begins) and "bos_token" in named:
            definition["post_processor"] = self.beginning_with(named["bos_token"])
        template = self.metadata.get("tokenizer.chat_template")
        if template is not None and not isinstance(template, str):
            self.fail("tokenizer.chat_template is no text; the file is corrupt: fetch it again")
        return definition, named, template

    def named(self) -> dict[str, str]:
        found = {}
        for name, key in _NAMED.items():
            id_ = self.metadata.get(key)
            if id_ is None:
                continue
            if isinstance(id_, bool) or not isinstance(id_, int) or not 0 <= id_ < len(self.tokens):
                self.fail(f"{key} {id_!r:.40} is outside the vocabulary of {len(self.tokens):,}")
            found[name] = self.tokens[id_]
        return found

    def byte_level(self) -> tuple[dict[str, Any], bool]:
        pre = self.metadata.get("tokenizer.ggml.pre")
        if not isinstance(pre, str) or pre not in _REGEXES:
            self.fail(f"tokenizer.ggml.pre {pre!r:.40} is not supported; phi4 knows {', '.join(_REGEXES)}")
        merges = self.strings("tokenizer.ggml.merges")
        vocabulary = {token: id_ for id_, token in enumerate(self.tokens)}
        for merge in merges:
            left, space, right = merge.partition(" ")
            if not space or not {left, right, left + right} <= vocabulary.keys():
                self.fail(f"the merge {merge!r:.40} is not of two tokens; the file is corrupt: fetch it again")
        splits = [{"type": "Split", "pattern": {"Regex": each}, "behavior": "Isolated", "invert": False}
                  for each in _REGEXES[pre]]  # fmt: skip
        byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
        definition = {
            "version": "1.0",
            "normalizer": {"type": "NFC"} if pre in _COMPOSED else None,
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [*splits, byte_level]},
            "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            "model": {
                "type": "BPE", "vocab": vocabulary, "merges": merges, "ignore_merges": pre in _WHOLE_WORDS_FIRST,
                "byte_fallback": False, "fuse_unk": False,
            },
        }  # fmt: skip
        return definition, pre in _BEGIN_WITH_BOS

    def sentencepiece(self) -> tuple[dict[str, Any], bool]:
        scores = self.numbers("tokenizer.ggml.scores", len(self.tokens))
        if not scores:
            self.fail("tokenizer.ggml.scores is missing; the file has no tokenizer that phi4 can use")
        special = (_UNKNOWN, _CONTROL, _USER_DEFINED)
        pieces = {
            token: score
            for token, score, kind in zip(self.tokens, scores, self.kinds, strict=True)
            if kind not in special
        }
        unknown = self.metadata.get("tokenizer.ggml.unknown_token_id")
        space_first = self.flag("tokenizer.ggml.add_space_prefix", True)
        replace: dict[str, Any] = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
        back: list[dict[str, Any]] = [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
        ]
        if space_first:
            back.append({"type": "Strip", "content": " ", "start": 1, "stop": 0})
        definition = {
            "version": "1.0",
            "normalizer": {
                "type": "Sequence",
                "normalizers": [{"type": "Prepend", "prepend": "▁"}, replace] if space_first else [replace],
            },
            "pre_tokenizer": None,
            "decoder": {"type": "Sequence", "decoders": back},
            "model": {
                "type": "BPE",
                "vocab": {token: id_ for id_, token in enumerate(self.tokens)},
                "merges": _merges_of(pieces, {token: id_ for id_, token in enumerate(self.tokens)}),
                "unk_token": self.tokens[unknown]
                if isinstance(unknown, int) and 0 <= unknown < len(self.tokens)
                else None,
                "fuse_unk": True,
                "byte_fallback": True,
                "ignore_merges": False,
            },
        }
        return definition, True

    def added_tokens(self) -> list[dict[str, Any]]:
        before, after, spared = self.blanks()
        return [
            {
                "id": id_,
                "content": token,
                "single_word": False,
                "normalized": False,
                "special": kind != _USER_DEFINED,
                "lstrip": before and token not in spared,
                "rstrip": after and token not in spared,
            }
            for id_, (token, kind) in enumerate(zip(self.tokens, self.kinds, strict=True))
            if kind in (_UNKNOWN, _CONTROL, _USER_DEFINED) and token
        ]

    def blanks(self) -> tuple[bool, bool, Sequence[str]]:
        """Whether special tokens swallow blanks before and after them, and which do not; Phi-4 and Phi-3 by sight."""
        present = set(self.tokens)
        if {"<|im_start|>", "<|im_sep|>", "<|dummy_0|>"} <= present:
            return True, True, ()
        if {"<|assistant|>", "<|placeholder1|>", "<|end|>"} <= present:
            return False, True, ("<unk>", "<s>", "<|endoftext|>")
        return False, False, ()

    def beginning_with(self, token: str) -> dict[str, Any]:
        """A post-processor that puts `token` before a text."""
        begin, text = {"SpecialToken": {"id": token, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}
        return {
            "type": "TemplateProcessing",
            "single": [begin, text],
            "pair": [begin, text, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {token: {"id": token, "ids": [self.tokens.index(token)], "tokens": [token]}},
        }


def _merges_of(pieces: Mapping[str, float], ids: Mapping[str, int]) -> list[str]:
    """The merges that scores stand for: any two pieces whose joint is a piece, the best joint first."""
    found = [
        (-score, len(piece[:cut]), len(piece[cut:]), ids[piece[:cut]], ids[piece[cut:]], f"{piece[:cut]} {piece[cut:]}")
        for piece, score in pieces.items()
        if len(piece) <= LONGEST_MERGED
        for cut in range(1, len(piece))
        if piece[:cut] in ids and piece[cut:] in ids
    ]
    found.sort()
    return [merge for *_, merge in found]
