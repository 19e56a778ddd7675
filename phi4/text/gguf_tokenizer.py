"""The tokenizer of a GGUF file, rebuilt from its metadata as the `tokenizer.json` that it was converted from.

GGUF keeps tokens, their kinds, merges or scores, and the name of a pre-tokenizer whose regex the reader must know.
What it does not keep (which special tokens swallow blanks) is put back where a model's vocabulary is recognised.
Source: llama.cpp, docs of the GGUF format and src/llama-vocab.cpp, for keys, kinds and regexes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NoReturn

from phi4.errors import TokenizerError
from phi4.text.byte_level import PATTERNS, byte_level_definition, pattern_by_sight

MAX_MERGED_CHARS = 256
"""Characters of the longest piece that merges are sought for; the released vocabularies stay below 64."""
MAX_REPLAYED = 2**25
"""Squares of the characters of pieces that can be put together in many ways, together, which is what the search for
their merges takes; a vocabulary of 256,000 words has some millions."""

_UNKNOWN, _CONTROL, _USER_DEFINED = 2, 3, 4
_NAMED = {
    "bos_token": "tokenizer.ggml.bos_token_id",
    "eos_token": "tokenizer.ggml.eos_token_id",
    "pad_token": "tokenizer.ggml.padding_token_id",
    "unk_token": "tokenizer.ggml.unknown_token_id",
}


@dataclass(frozen=True)
class GgufTokenizer:
    """The tokenizer.json of the metadata, the texts of bos, eos, pad and unk, the chat templates by name, and what was
    not as it should be."""

    definition: dict[str, Any]
    named: dict[str, str]
    templates: dict[str, str]
    notes: list[str] = field(default_factory=list)


def definition_of(metadata: Mapping[str, Any], where: str) -> GgufTokenizer:
    """Raises TokenizerError: what is missing, malformed or not supported, and `where`."""
    return _Reader(metadata, where).read()


class _Reader:
    def __init__(self, metadata: Mapping[str, Any], where: str) -> None:
        self.metadata, self.where = metadata, where
        self.notes: list[str] = []
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

    def token_id(self, key: str) -> int | None:
        """The id of a special token; -1 stands for none."""
        id_ = self.metadata.get(key)
        if id_ is None or (id_ in (-1, 2**32 - 1, 2**64 - 1) and not isinstance(id_, bool)):
            return None
        if isinstance(id_, bool) or not isinstance(id_, int) or not 0 <= id_ < len(self.tokens):
            self.fail(f"{key} {id_!r:.40} is outside the vocabulary of {len(self.tokens):,}")
        return id_

    def read(self) -> GgufTokenizer:
        kind = self.metadata.get("tokenizer.ggml.model")
        if kind == "gpt2":
            definition, begins = self.byte_level()
        elif kind == "llama":
            definition, begins = self.sentencepiece()
        else:
            self.fail(f"tokenizer.ggml.model {kind!r:.40} is not supported; phi4 reads gpt2 and llama")
        ids = {name: id_ for name, key in _NAMED.items() if (id_ := self.token_id(key)) is not None}
        named = {name: self.tokens[id_] for name, id_ in ids.items()}
        definition["added_tokens"] = self.added_tokens()
        if self.flag("tokenizer.ggml.add_bos_token", begins) and "bos_token" in named:
            definition["post_processor"] = self.beginning_with(named["bos_token"], ids["bos_token"])
        return GgufTokenizer(definition, named, self.templates(), self.notes)

    def templates(self) -> dict[str, str]:
        key = "tokenizer.chat_template"
        found = {
            name[len(key) + 1 :] or "default": text
            for name, text in self.metadata.items()
            if name == key or name.startswith(f"{key}.")
        }
        if not all(isinstance(text, str) for text in found.values()):
            self.fail(f"{key} is not text; the file is corrupt: fetch it again")
        return found

    def byte_level(self) -> tuple[dict[str, Any], bool]:
        pre = self.metadata.get("tokenizer.ggml.pre")
        if pre is None or pre == "default":
            name = pattern_by_sight(self.tokens)
            cut = "as llama.cpp does then" if name == "default" else f"as for {name}, by the special tokens"
            self.notes.append(
                f"the file does not name how text is cut into words (tokenizer.ggml.pre); it is done {cut}, which may "
                "not be as the model was trained: a newer conversion of the model names it"
            )
            pre = name
        if not isinstance(pre, str) or pre not in PATTERNS:
            self.fail(f"tokenizer.ggml.pre {pre!r:.40} is not supported; phi4 knows {', '.join(PATTERNS)}")
        merges = self.strings("tokenizer.ggml.merges")
        vocabulary = {token: id_ for id_, token in enumerate(self.tokens)}
        for merge in merges:
            left, space, right = merge.partition(" ")
            if not space or not {left, right, left + right} <= vocabulary.keys():
                self.fail(f"the merge {merge!r:.40} is not of two tokens; the file is corrupt: fetch it again")
        return byte_level_definition(PATTERNS[pre], vocabulary, merges), PATTERNS[pre].bos

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
        if any(map(math.isnan, scores)):
            self.fail("tokenizer.ggml.scores holds NaN; the file is corrupt: fetch it again")
        unknown = self.token_id("tokenizer.ggml.unknown_token_id")
        vocabulary = {token: id_ for id_, token in enumerate(self.tokens)}
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
                "vocab": vocabulary,
                "merges": self.merges(pieces, vocabulary),
                "unk_token": None if unknown is None else self.tokens[unknown],
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

    def merges(self, pieces: Mapping[str, float], ids: Mapping[str, int]) -> list[str]:
        """The merges that scores stand for: any two pieces whose joint is a piece, the best joint first.

        A piece can be put together in as many ways as it has characters, and only one of them is ever reached: what
        happens within it until it is whole is what happens to its characters alone. Where there are many ways the
        one that is reached is found by doing so, which bounds the merges of a piece.
        """
        replayed = 0
        found = []
        for piece, score in pieces.items():
            if len(piece) > MAX_MERGED_CHARS:
                continue
            cuts = [cut for cut in range(1, len(piece)) if piece[:cut] in ids and piece[cut:] in ids]
            if len(cuts) > _FEW:
                replayed += len(piece) ** 2
                if replayed > MAX_REPLAYED:
                    self.fail(
                        "the vocabulary holds the parts of long texts in place of words; fetch another conversion"
                    )
                cuts = [cut for cut in (_last_merge(piece, pieces, ids),) if cut]
            found += [(*_rank(piece[:cut], piece[cut:], score, ids), piece, cut) for cut in cuts]
        found.sort()
        return [f"{piece[:cut]} {piece[cut:]}" for *_, piece, cut in found]

    def beginning_with(self, token: str, id_: int) -> dict[str, Any]:
        """A post-processor that puts `token` before a text."""
        begin, text = {"SpecialToken": {"id": token, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}
        return {
            "type": "TemplateProcessing",
            "single": [begin, text],
            "pair": [begin, text, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {token: {"id": token, "ids": [id_], "tokens": [token]}},
        }


_FEW = 8  # ways of putting a piece together that are all kept
_NEVER = (math.inf, 0, 0, 0, 0)


def _rank(left: str, right: str, score: float, ids: Mapping[str, int]) -> tuple[float, int, int, int, int]:
    return (-score, len(left), len(right), ids[left], ids[right])


def _last_merge(piece: str, pieces: Mapping[str, float], ids: Mapping[str, int]) -> int:
    """Where the two parts meet that merging the characters of `piece`, best pair first, ends with; 0 if it does not."""

    def rank(left: str, right: str) -> tuple[float, int, int, int, int]:
        score = pieces.get(left + right)
        return _NEVER if score is None or left not in ids or right not in ids else _rank(left, right, score, ids)

    parts = list(piece)
    ranks = [rank(*pair) for pair in pairwise(parts)]
    while len(parts) > 2:
        best = min(ranks)
        if best is _NEVER:
            return 0
        at = ranks.index(best)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
        del ranks[at]
        for side in (at - 1, at):
            if 0 <= side < len(ranks):
                ranks[side] = rank(parts[side], parts[side + 1])
    return len(parts[0])
