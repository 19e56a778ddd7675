"""From text to token ids and back, through the `tokenizers` library; special tokens in a user's text stay text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import tokenizers

from phi4.errors import TokenizerError
from phi4.text.detokenizer import REPLACEMENT, StreamingDetokenizer
from phi4.text.template import ChatTemplate, Message

LARGEST_FILE = 128 * 2**20
LARGEST_ID = 2**24
_NONCHARACTERS = [chr(code) for code in range(0xFDD0, 0xFDF0)]
_BYTE_TOKEN = re.compile(r"<0x[0-9A-Fa-f]{2}>")
_NAMED = ("bos_token", "eos_token", "pad_token", "unk_token", "sep_token", "cls_token", "mask_token")


class Tokenizer:
    """A vocabulary with its special tokens and chat template.

    bos_id, eos_id, pad_id    named by the checkpoint's files, or None
    special_ids               every added token by its text
    """

    def __init__(
        self, backend: tokenizers.Tokenizer, *, named: Mapping[str, str], chat_template: str | None, where: str
    ) -> None:
        self._backend = backend
        self._where = where
        added = backend.get_added_tokens_decoder()
        self._added = {token.content: token for token in added.values() if token.content}
        self.special_ids: dict[str, int] = {token.content: id_ for id_, token in sorted(added.items())}
        self.vocab_size: int = max([backend.get_vocab_size(with_added_tokens=True) - 1, *added]) + 1
        self.bos_id, self.eos_id, self.pad_id = (
            backend.token_to_id(named[name]) if name in named else None for name in _NAMED[:3]
        )
        self.chat_template = None if chat_template is None else ChatTemplate(chat_template, named)
        longest_first = sorted(map(re.escape, self._added), key=len, reverse=True)
        self._any_added = re.compile("|".join(longest_first)) if longest_first else None

    @cached_property
    def longest_token(self) -> int:
        """Characters of the longest token's text: a text of more than `n` times this does not fit in `n` tokens."""
        return max(map(len, self._backend.get_vocab(with_added_tokens=True)), default=0)

    def added_from(self, id_: int) -> bool:
        """Whether all ids from `id_` on, if there are any, are those of added tokens."""
        return set(range(id_, self.vocab_size)) <= set(self.special_ids.values())

    @classmethod
    def from_folder(cls, folder: Path) -> Tokenizer:
        """Read tokenizer.json, and what tokenizer_config.json, special_tokens_map.json and chat_template.* add.

        Raises:
            TokenizerError: there is no tokenizer.json, or a file is malformed.
            TemplateError: the chat template is larger than any is.
        """
        file = folder / "tokenizer.json"
        if not file.is_file():
            sentencepiece = (folder / "tokenizer.model").exists()
            raise TokenizerError(
                f"{folder}: has no tokenizer.json"
                + (" but a tokenizer.model of SentencePiece" if sentencepiece else "")
                + "; text cannot be turned into tokens: add the tokenizer.json of the same model"
            )
        backend = _loaded(_read(file), str(file))
        config = _json(folder / "tokenizer_config.json")
        special = _json(folder / "special_tokens_map.json")
        named = {name: text for name in _NAMED if (text := _token_text(config.get(name) or special.get(name)))}
        for name, text in named.items():
            if not _encodable(text):
                raise TokenizerError(
                    f"{folder}: the {name} {text!r:.40} holds unpaired surrogates; fetch the model again"
                )
        return cls(backend, named=named, chat_template=template_of(folder), where=str(file))

    @classmethod
    def from_gguf(cls, metadata: Mapping[str, Any], *, where: str) -> Tokenizer:
        """Rebuild the tokenizer from the `tokenizer.*` keys of a GGUF file.

        Raises:
            TokenizerError: a key is missing or malformed, or the vocabulary's kind is not supported.
        """
        from phi4.text.gguf_tokenizer import definition_of

        definition, named, chat_template = definition_of(metadata, where)
        return cls(_loaded(json.dumps(definition), where), named=named, chat_template=chat_template, where=where)

    def encode(self, text: str, *, parse_special: bool = False, add_bos: bool | None = None) -> list[int]:
        """Token ids of `text`.

        parse_special   whether the texts of special tokens become those tokens; by default they stay text
        add_bos         None: begin as the checkpoint's tokenizer does (Llama and Mistral with bos, Phi-4 without)

        Raises:
            TokenizerError: `text` cannot be encoded, such as one with unpaired surrogates.
        """
        plain = not parse_special and self._any_added is not None and self._any_added.search(text) is not None
        ids = self._encoded(self._text_only if plain else self._backend, text, automatic=add_bos is None)
        if add_bos and self.bos_id is not None and ids[:1] != [self.bos_id]:
            ids.insert(0, self.bos_id)
        return ids

    def decode(self, ids: Sequence[int], *, skip_special: bool = True) -> str:
        """The text of `ids`; ids outside the vocabulary have none.

        Raises:
            TokenizerError: the tokenizer's file asks for what cannot be done.
        """
        shown = [id_ for id_ in ids if id_ not in self._special_ids] if skip_special else list(ids)
        with self._own_failures():
            if (tokens := self._mended(shown)) is not None:
                return str(self._backend.decoder.decode(tokens))
            return str(self._backend.decode(shown, skip_special_tokens=False))

    def stream(self, *, skip_special: bool = True, after: Sequence[int] = ()) -> StreamingDetokenizer:
        """A decoder for ids that arrive one by one.

        after   the ids just before the first, as those of the prompt that a completion continues: a decoder which
                strips the first space of a text then keeps the space between the two
        """
        return StreamingDetokenizer(
            lambda ids: self.decode(ids, skip_special=skip_special),
            skipped=self._special_ids if skip_special else frozenset(),
            after=after,
        )

    def _mended(self, ids: Sequence[int]) -> list[str] | None:
        """The tokens of `ids` with a replacement character for each byte that is in no character; None if none is.

        Of a run of byte tokens that is not UTF-8 the library shows nothing else, so that one byte would change the
        text of those before it.
        """
        tokens: list[str] = []
        broken = False
        for is_byte, run in groupby(ids, self._bytes.__contains__):
            if not is_byte:
                tokens += [token for id_ in run if (token := self._backend.id_to_token(id_)) is not None]
                continue
            characters = bytes(self._bytes[id_] for id_ in run).decode(errors="surrogateescape")
            for character in characters:
                if "\udc80" <= character <= "\udcff":
                    tokens.append(REPLACEMENT)
                    broken = True
                else:
                    tokens += [f"<0x{byte:02X}>" for byte in character.encode()]
        return tokens if broken else None

    def encode_chat(
        self,
        messages: Sequence[Message],
        *,
        tools: Sequence[Mapping[str, Any]] | None = None,
        documents: Sequence[Mapping[str, Any]] | None = None,
        add_generation_prompt: bool = True,
        variables: Mapping[str, Any] | None = None,
    ) -> list[int]:
        """The prompt for `messages`: special tokens that the template writes are tokens, those in a message are text.

        Raises:
            TokenizerError: there is no chat template.
            TemplateError: the template does not take the messages.
        """
        if self.chat_template is None:
            raise TokenizerError(
                f"{self._where}: the model has no chat template; use a completion of plain text instead"
            )
        inputs = {"messages": list(messages), "tools": tools, "documents": documents, "variables": variables or {}}
        marker = _unused_noncharacter(inputs)
        guarded, found = self._guarded(inputs, marker)
        rendered = self.chat_template.render(
            guarded["messages"],
            tools=guarded["tools"],
            documents=guarded["documents"],
            variables=guarded["variables"],
            add_generation_prompt=add_generation_prompt,
        )
        if not found:
            return self._encoded(self._backend, rendered, automatic=False)
        return self._encode_guarded(rendered, marker)

    def _guarded(self, value: Any, marker: str) -> tuple[Any, bool]:
        """`value` with `marker` inside every added token's text, and whether there was one."""
        if isinstance(value, str):
            if self._any_added is None or not self._any_added.search(value):
                return value, False
            return self._any_added.sub(lambda match: match[0][:1] + marker + match[0][1:], value), True
        if isinstance(value, Mapping):
            pairs = {key: self._guarded(each, marker) for key, each in value.items()}
            return {key: each for key, (each, _) in pairs.items()}, any(found for _, found in pairs.values())
        if isinstance(value, (list, tuple)):
            items = [self._guarded(each, marker) for each in value]
            return [each for each, _ in items], any(found for _, found in items)
        return value, False

    def _encode_guarded(self, rendered: str, marker: str) -> list[int]:
        """Encode piece by piece: between the template's own special tokens, markers are removed and all is text."""
        assert self._any_added is not None
        ids: list[int] = []
        position = 0
        strip_next = False
        for match in [*self._any_added.finditer(rendered), None]:
            text = rendered[position : match.start() if match else len(rendered)]
            token = self._added[match[0]] if match else None
            if strip_next:
                text = text.lstrip()
            if token is not None and token.lstrip:
                text = text.rstrip()
            if text := text.replace(marker, ""):
                backend = self._text_only if position == 0 else self._text_only_inside
                ids += self._encoded(backend, text, automatic=False)
            if match is not None and token is not None:
                ids.append(self.special_ids[match[0]])
                strip_next, position = token.rstrip, match.end()
        return ids

    def _encoded(self, backend: tokenizers.Tokenizer, text: str, *, automatic: bool) -> list[int]:
        if not _encodable(text):
            raise TokenizerError("the text holds unpaired surrogates, which no tokenizer takes; remove them")
        with self._own_failures():
            return list(backend.encode(text, add_special_tokens=automatic).ids)

    @contextmanager
    def _own_failures(self) -> Iterator[None]:
        """What the library raises over a file that it took, such as one without the unknown token that a text needs."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # the library panics, which is no Exception
            raise TokenizerError(
                f"{self._where}: cannot be used on this text ({_line(error)}); fetch it again"
            ) from None

    @cached_property
    def _bytes(self) -> dict[int, int]:
        """The tokens that decode to one byte each, where the decoder is one that puts bytes together."""
        decoder = self._backend.decoder
        if decoder is None or b"ByteFallback" not in decoder.__getstate__():
            return {}
        vocabulary = self._backend.get_vocab(with_added_tokens=False)
        return {id_: int(token[3:5], 16) for token, id_ in vocabulary.items() if _BYTE_TOKEN.fullmatch(token)}

    @cached_property
    def _special_ids(self) -> frozenset[int]:
        return frozenset(self.special_ids[text] for text, token in self._added.items() if token.special)

    @cached_property
    def _text_only(self) -> tokenizers.Tokenizer:
        """The same vocabulary without added tokens, so that their texts are ordinary."""
        return self._variant(inside=False)

    @cached_property
    def _text_only_inside(self) -> tokenizers.Tokenizer:
        """The same for text that does not begin a prompt: no space is put before it where only the first gets one."""
        return self._variant(inside=True)

    def _variant(self, *, inside: bool) -> tokenizers.Tokenizer:
        # The library writes a vocabulary in time and memory that its largest id decides.
        largest = max(self._backend.get_vocab(with_added_tokens=True).values(), default=0)
        if largest > LARGEST_ID:
            raise TokenizerError(
                f"{self._where}: gives a token the id {largest}, beyond any vocabulary; fetch it again"
            )
        definition = json.loads(self._backend.to_str())
        definition["added_tokens"] = []
        if inside:
            stages = definition.get("pre_tokenizer") or {}
            for stage in stages.get("pretokenizers", [stages]):
                if stage.get("prepend_scheme") == "first":
                    stage["prepend_scheme"] = "never"
        return _loaded(json.dumps(definition), self._where)


def _unused_noncharacter(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    for marker in _NONCHARACTERS:
        if marker not in text:
            return marker
    raise TokenizerError("the messages use every noncharacter from U+FDD0 to U+FDEF; remove one")


def _loaded(definition: str, where: str) -> tokenizers.Tokenizer:
    try:
        return tokenizers.Tokenizer.from_str(definition)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the library panics on some malformed files, which is no Exception
        raise TokenizerError(f"{where}: is no valid tokenizer ({_line(error)}); fetch it again") from None


def _line(error: BaseException) -> str:
    """The beginning of an error's text, in one line."""
    return " ".join(str(error).split())[:160]


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read(file: Path) -> str:
    if file.stat().st_size > LARGEST_FILE:
        raise TokenizerError(f"{file}: larger than {LARGEST_FILE:,} bytes, which no tokenizer file is; fetch it again")
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TokenizerError(f"{file}: cannot be read as UTF-8 text ({error}); fetch it again") from None


def _json(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        parsed = json.loads(_read(file))
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise TokenizerError(f"{file}: is no JSON object; fetch it again")
    return parsed


def _token_text(value: Any) -> str | None:
    """A token is named by its text, or by an object that holds it."""
    text = value.get("content") if isinstance(value, dict) else value
    return text if isinstance(text, str) and text else None


def template_of(folder: Path) -> str | None:
    """A folder's chat template, from chat_template.jinja, chat_template.json or tokenizer_config.json.

    Of several named ones it is "default"; without one, None.

    Raises:
        TokenizerError: a file is malformed.
    """
    if (folder / "chat_template.jinja").is_file():
        return _read(folder / "chat_template.jinja")
    settings = {**_json(folder / "tokenizer_config.json"), **_json(folder / "chat_template.json")}
    template = settings.get("chat_template")
    if isinstance(template, list):
        named = {
            each["name"]: each["template"]
            for each in template
            if isinstance(each, dict) and isinstance(each.get("name"), str) and isinstance(each.get("template"), str)
        }
        template = named.get("default")
    if template is not None and not isinstance(template, str):
        raise TokenizerError(f"{folder}: the chat_template in tokenizer_config.json is not text; fetch it again")
    return template
