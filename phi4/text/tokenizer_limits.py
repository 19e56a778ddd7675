"""What a tokenizer's file may ask for: text that it makes much longer is refused before any is given to it.

The library runs in this process, and an allocation that fails within it ends the process.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, NoReturn

import tokenizers

from phi4.errors import TokenizerError

MAX_GROWTH = 16
"""How many characters may become of one, by all replacements together; released tokenizers make two at most."""
MAX_INSERTED_CHARS = 256
"""Characters of what is put before or around a text or a word."""
MAX_TEMPLATE_IDS = 256
"""Special tokens that may be put around a text."""


def load(definition: str, where: str) -> tokenizers.Tokenizer:
    """The tokenizer of a tokenizer.json's text. What it says of truncation and padding is for training, and left out.

    Raises:
        TokenizerError: it is malformed, or would make texts much longer; `where` is named.
    """
    try:
        backend = tokenizers.Tokenizer.from_str(definition)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the library panics on some malformed files, which is no Exception
        raise TokenizerError(f"{where}: is not a valid tokenizer ({line(error)}); fetch it again") from None
    backend.no_truncation()
    backend.no_padding()
    _Limits(where).check(backend)
    return backend


def line(error: BaseException) -> str:
    """The beginning of an error's text, in one line of characters that are shown."""
    shown = "".join(each if each.isprintable() else " " for each in str(error)[:1000])
    return " ".join(shown.split())[:160]


class _Limits:
    def __init__(self, where: str) -> None:
        self.where = where

    def fail(self, problem: str) -> NoReturn:
        raise TokenizerError(f"{self.where}: {problem}, which no model's tokenizer does; fetch it again")

    def check(self, backend: tokenizers.Tokenizer) -> None:
        normalizer, splitter, processor, decoder = (
            self.stages(part)
            for part in (backend.normalizer, backend.pre_tokenizer, backend.post_processor, backend.decoder)
        )
        for stages in (normalizer, splitter, decoder):
            self.growth(stages)
        self.template(processor)
        for name in ("unk_token", "continuing_subword_prefix", "end_of_word_suffix"):
            if len(getattr(backend.model, name, None) or "") > MAX_INSERTED_CHARS:
                self.fail(f"its model has a {name} of more than {MAX_INSERTED_CHARS} characters")

    def stages(self, part: Any) -> list[dict[str, Any]]:
        """A part of the tokenizer as the stages that it consists of, in turn."""
        found: list[dict[str, Any]] = []
        pending = [json.loads(part.__getstate__())] if part is not None else []
        while pending:
            stage = pending.pop()
            if isinstance(stage, list):
                pending += reversed(stage)
            elif isinstance(stage, dict):
                lists = [each for key, each in stage.items() if key in _SEQUENCES and isinstance(each, list)]
                if stage.get("type") == "Sequence":
                    pending += reversed([each for some in lists for each in some])
                else:
                    found.append(stage)
        return found

    def growth(self, stages: list[dict[str, Any]]) -> None:
        factor, inserted = 1.0, 0
        for stage in stages:
            if stage.get("type") == "Replace":
                pattern, content = stage.get("pattern"), len(str(stage.get("content", "")))
                text, regex = (
                    pattern.get(kind, "") if isinstance(pattern, dict) else "" for kind in ("String", "Regex")
                )
                may_be_empty = not text and not (regex and self.takes_a_character(regex))
                factor *= 1 + content if may_be_empty else max(1.0, content / max(1, len(text)))
            elif stage.get("type") == "Prepend":
                inserted += len(str(stage.get("prepend", "")))
            elif stage.get("type") == "Precompiled":
                factor *= self.longest_mapped(str(stage.get("precompiled_charsmap") or ""))
            elif len(json.dumps(stage.get("replacement", stage.get("prefix", "")))) > MAX_INSERTED_CHARS:
                self.fail(f"it puts more than {MAX_INSERTED_CHARS} characters into a text at a time")
        if factor > MAX_GROWTH:
            self.fail(f"its replacements make texts more than {MAX_GROWTH} times as long")
        if inserted * factor > MAX_INSERTED_CHARS:
            self.fail(f"it puts more than {MAX_INSERTED_CHARS} characters before a text")

    def takes_a_character(self, regex: str) -> bool:
        """Whether a match of `regex` has a character for certain; others may be between any two."""
        if any(each in regex for each in ("(?", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G", "\\K", "^", "$")):
            return False
        return str(tokenizers.normalizers.Replace(tokenizers.Regex(regex), "x").normalize_str("")) == ""

    def longest_mapped(self, charsmap: str) -> float:
        """How many characters SentencePiece's table makes of one at most; the usual one, of NFKC, up to 18."""
        try:
            table = base64.b64decode(charsmap)
        except (binascii.Error, ValueError):
            return 1.0
        trie = int.from_bytes(table[:4], "little")
        longest = max(map(len, table[4 + trie :].split(b"\0")), default=0)
        return 1.0 if longest <= _MAX_NFKC_BYTES else longest

    def template(self, stages: list[dict[str, Any]]) -> None:
        ids = 0
        for stage in stages:
            for name in ("single", "pair"):
                pieces = [each for each in stage.get(name) or [] if isinstance(each, dict)]
                texts = sum("Sequence" in each for each in pieces)
                if texts > (1 if name == "single" else 2):
                    self.fail("it repeats a text")
                special = stage.get("special_tokens") or {}
                counts = {key: len(each.get("ids", ())) for key, each in special.items() if isinstance(each, dict)}
                named = [each["SpecialToken"].get("id") for each in pieces if "SpecialToken" in each]
                ids += sum(counts.get(each, 1) for each in named)
        if ids > MAX_TEMPLATE_IDS:
            self.fail(f"it puts more than {MAX_TEMPLATE_IDS} tokens around a text")


_SEQUENCES = ("normalizers", "pretokenizers", "processors", "decoders")
_MAX_NFKC_BYTES = 64  # bytes
