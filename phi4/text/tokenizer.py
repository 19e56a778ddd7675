"""From text to token ids and back, through the `tokenizers` library; special tokens in a user's text stay text."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import tokenizers

from phi4.errors import TokenizerError
from phi4.text.detokenizer import REPLACEMENT, StreamingDetokenizer
from phi4.text.rendering import Rendered
from phi4.text.template import ChatTemplate, Message
from phi4.text.tokenizer_files import NAMED, encodable, read_folder
from phi4.text.tokenizer_limits import line, load

MAX_ID = 2**24
_BYTE_TOKEN = re.compile(r"<0x[0-9A-Fa-f]{2}>")
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What a special token swallows beside it: Unicode's White_Space."""


class Tokenizer:
    """A vocabulary with its special tokens and chat template.

    bos_id, eos_id, pad_id    named by the checkpoint's files, or None
    special_ids               every added token by its text; control_ids are those of them that are not plain words
    notes                     what a user may want to know of how the vocabulary was read, a sentence each
    """

    def __init__(
        self,
        backend: tokenizers.Tokenizer,
        *,
        named: Mapping[str, str],
        chat_template: str | Mapping[str, str] | None,
        where: str,
        control: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> None:
        self._backend = backend
        self._where = where
        self.notes = list(notes)
        added = backend.get_added_tokens_decoder()
        self._added = {token.content: token for token in added.values() if token.content}
        self.special_ids: dict[str, int] = {token.content: id_ for id_, token in sorted(added.items())}
        self.vocab_size: int = max([backend.get_vocab_size(with_added_tokens=True) - 1, *added]) + 1
        self.bos_id, self.eos_id, self.pad_id = (
            backend.token_to_id(named[name]) if name in named else None for name in NAMED[:3]
        )
        self._control = {
            text for text, token in self._added.items() if token.special or text in named.values() or text in control
        }
        self.control_ids = frozenset(self.special_ids[text] for text in self._control)
        templates = {"default": chat_template} if isinstance(chat_template, str) else dict(chat_template or {})
        default = templates.get("default")
        self.chat_template = None if default is None else ChatTemplate(default, named, named=templates)

    def added_from(self, id_: int) -> bool:
        """Whether all ids from `id_` on, if there are any, are those of added tokens."""
        return set(range(id_, self.vocab_size)) <= set(self.special_ids.values())

    @classmethod
    def of_model(cls, path: Path, metadata: Mapping[str, Any] | None = None) -> Tokenizer:
        """The tokenizer of a model's folder, or of a GGUF file, whose `metadata` is then given.

        Raises:
            TokenizerError, TemplateError: as `from_folder` and `from_gguf`.
        """
        return cls.from_folder(path) if metadata is None else cls.from_gguf(metadata, where=str(path))

    @classmethod
    def from_folder(cls, folder: Path) -> Tokenizer:
        """Read tokenizer.json, or vocab.json and merges.txt, and what the other files of the tokenizer add.

        These are tokenizer_config.json, special_tokens_map.json, chat_template.* and additional_chat_templates/.

        Raises:
            TokenizerError: there is no tokenizer that can be read, or a file is malformed.
            TemplateError: the chat template is larger than any is.
        """
        found = read_folder(folder)
        return cls(
            found.backend, named=found.named, chat_template=found.templates, where=found.where, control=found.control
        )

    @classmethod
    def from_gguf(cls, metadata: Mapping[str, Any], *, where: str) -> Tokenizer:
        """Rebuild the tokenizer from the `tokenizer.*` keys of a GGUF file.

        Raises:
            TokenizerError: a key is missing or malformed, or the vocabulary's kind is not supported.
        """
        from phi4.text.gguf_tokenizer import definition_of

        found = definition_of(metadata, where)
        backend = load(json.dumps(found.definition), where)
        return cls(backend, named=found.named, chat_template=found.templates, where=where, notes=found.notes)

    def close(self) -> None:
        """End the processes that render the chat template; another rendering starts one again."""
        if self.chat_template is not None:
            self.chat_template.close()

    def encode(self, text: str, *, parse_special: bool = False, add_bos: bool | None = None) -> list[int]:
        """Token ids of `text`.

        parse_special   whether the texts of special tokens become those tokens; by default they stay text
        add_bos         None: begin as the checkpoint's tokenizer does (Llama and Mistral with bos, Phi-4 without)

        Raises:
            TokenizerError: `text` cannot be encoded, such as one with unpaired surrogates.
        """
        encoding = self._encoded(self._backend, text, automatic=add_bos is None)
        if not parse_special and self._parsed(encoding, text, None):
            encoding = self._encoded(self._text_only, text, automatic=add_bos is None)
        ids = list(encoding.ids)
        if add_bos and self.bos_id is not None and ids[:1] != [self.bos_id]:
            ids.insert(0, self.bos_id)
        return ids

    def decode(self, ids: Sequence[int], *, skip_special: bool = True) -> str:
        """The text of `ids`; ids outside the vocabulary have none.

        Raises:
            TokenizerError: the tokenizer's file asks for what cannot be done.
        """
        shown = [id_ for id_ in ids if id_ not in self.control_ids] if skip_special else list(ids)
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
            skipped=self.control_ids if skip_special else frozenset(),
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
        template: str | None = None,
    ) -> list[int]:
        """The prompt for `messages`: special tokens that the template writes are tokens, and from outside all is text.

        template    the name of the template to use, if not the one that fits; see ChatTemplate.rendered

        Raises:
            TokenizerError: there is no chat template.
            TemplateError: the template does not take the messages.
        """
        if self.chat_template is None:
            raise TokenizerError(
                f"{self._where}: the model has no chat template; use a completion of plain text instead"
            )
        rendered = self.chat_template.rendered(
            messages,
            tools=tools,
            documents=documents,
            variables=variables,
            add_generation_prompt=add_generation_prompt,
            name=template,
        )
        encoding = self._encoded(self._backend, rendered.text, automatic=False)
        if self._parsed(encoding, rendered.text, rendered.own):
            return self._encode_marked(rendered)
        return list(encoding.ids)

    def _parsed(self, encoding: tokenizers.Encoding, text: str, own: bytes | None) -> bool:
        """Whether text that is not the template's `own` was taken for a special token."""
        for id_, (start, end), automatic in zip(
            encoding.ids, encoding.offsets, encoding.special_tokens_mask, strict=True
        ):
            if id_ not in self.control_ids or automatic:
                continue
            covered = text[start:end]
            if id_ == self._unknown_id and str(self._backend.id_to_token(id_)) not in covered:
                continue  # a character that the vocabulary lacks
            start += len(covered) - len(covered.lstrip(_BLANKS))
            end -= len(covered) - len(covered.rstrip(_BLANKS))
            if own is None or start >= end or not all(own[start:end]):
                return True
        return False

    def _encode_marked(self, rendered: Rendered) -> list[int]:
        """Encode piece by piece: special tokens are sought in what the template wrote, and between them all is text."""
        text = rendered.text
        ids: list[int] = []
        position = 0
        strip_next = False
        for start, end, content in [*self._own_tokens(rendered), (len(text), len(text), None)]:
            piece = text[position:start]
            token = self._added[content] if content is not None else None
            if strip_next:
                piece = piece.lstrip(_BLANKS)
            if token is not None and token.lstrip:
                piece = piece.rstrip(_BLANKS)
            if piece:
                backend = self._text_only if position == 0 else self._text_only_inside
                ids += self._encoded(backend, piece, automatic=False).ids
            if token is not None and content is not None:
                ids.append(self.special_ids[content])
                strip_next, position = token.rstrip, end
        return ids

    def _own_tokens(self, rendered: Rendered) -> Iterator[tuple[int, int, str]]:
        """The special tokens all of whose characters are the template's own: where they begin and end, their texts."""
        if self._any_added is None:
            return
        for run in re.finditer(b"\1+", rendered.own):
            for match in self._any_added.finditer(rendered.text, run.start(), run.end()):
                if match[0] in self._control and not (self._added[match[0]].single_word and _in_word(match)):
                    yield match.start(), match.end(), match[0]

    def _encoded(self, backend: tokenizers.Tokenizer, text: str, *, automatic: bool) -> tokenizers.Encoding:
        if not isinstance(text, str):
            raise TokenizerError(f"what is to be encoded is a {type(text).__name__}, and must be text")
        if not encodable(text):
            raise TokenizerError("the text holds unpaired surrogates, which no tokenizer takes; remove them")
        with self._own_failures():
            return backend.encode(text, add_special_tokens=automatic)

    @contextmanager
    def _own_failures(self) -> Iterator[None]:
        """What the library raises over a file that it took, such as one without the unknown token that a text needs."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # the library panics, which is no Exception
            raise TokenizerError(
                f"{self._where}: cannot be used on this text ({line(error)}); fetch it again"
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
    def _any_added(self) -> re.Pattern[str] | None:
        longest_first = sorted(map(re.escape, self._added), key=len, reverse=True)
        return re.compile("|".join(longest_first)) if longest_first else None

    @cached_property
    def _unknown_id(self) -> int | None:
        model = self._backend.model
        id_ = getattr(model, "unk_id", None)
        token = getattr(model, "unk_token", None)
        return id_ if id_ is not None else None if token is None else self._backend.token_to_id(token)

    @cached_property
    def longest_token(self) -> int:
        """Characters of text that a token stands for at most; 0 if that is not known.

        A text of more than `n` times this does not fit in `n` tokens.
        """
        model, normalizer = self._backend.model, self._backend.normalizer
        bounded = isinstance(model, tokenizers.models.BPE) and (
            not model.fuse_unk or model.byte_fallback or model.unk_token is None
        )
        states = json.loads(normalizer.__getstate__()) if normalizer is not None else {}
        kinds = {each.get("type") for each in states.get("normalizers", [states])}
        if (
            not bounded
            or kinds - {None, "Prepend", "Replace"}
            or any(token.lstrip or token.rstrip for token in self._added.values() if not token.special)
        ):
            return 0
        replaced = [each for each in states.get("normalizers", [states]) if each.get("type") == "Replace"]
        if any(each["pattern"] != {"String": " "} or not each["content"] for each in replaced):
            return 0
        return max(map(len, self._backend.get_vocab(with_added_tokens=True)), default=0)

    @cached_property
    def _text_only(self) -> tokenizers.Tokenizer:
        """The same vocabulary with special tokens under names that nobody writes, so that their texts are ordinary."""
        return self._variant(inside=False)

    @cached_property
    def _text_only_inside(self) -> tokenizers.Tokenizer:
        """The same for text that does not begin a prompt: no space is put before it where only the first gets one."""
        return self._variant(inside=True)

    def _variant(self, *, inside: bool) -> tokenizers.Tokenizer:
        # The library writes a vocabulary in time and memory that its largest id decides.
        largest = max(self._backend.get_vocab(with_added_tokens=True).values(), default=0)
        if largest > MAX_ID:
            raise TokenizerError(
                f"{self._where}: gives a token the id {largest}, beyond any vocabulary; fetch it again"
            )
        definition = json.loads(self._backend.to_str())
        secret = secrets.token_hex(16)
        hidden = {text: f"<{secret}{id_}>" for text, id_ in self.special_ids.items() if text in self._control}
        for token in definition["added_tokens"]:
            token["content"] = hidden.get(token["content"], token["content"])
        _rename(definition["model"], hidden)
        if inside:
            stages = definition.get("pre_tokenizer") or {}
            for stage in stages.get("pretokenizers", [stages]):
                if stage.get("prepend_scheme") == "first":
                    stage["prepend_scheme"] = "never"
        return load(json.dumps(definition), self._where)


def _rename(model: dict[str, Any], names: Mapping[str, str]) -> None:
    """Give tokens of a model other names; merges that make one are left out."""
    vocabulary = model["vocab"]
    if isinstance(vocabulary, dict):
        model["vocab"] = {names.get(token, token): id_ for token, id_ in vocabulary.items()}
    else:
        model["vocab"] = [[names.get(token, token), score] for token, score in vocabulary]
    if model.get("unk_token") is not None:
        model["unk_token"] = names.get(model["unk_token"], model["unk_token"])
    if model.get("merges"):
        pairs = [each.split(" ") if isinstance(each, str) else each for each in model["merges"]]
        model["merges"] = [pair for pair in pairs if names.keys().isdisjoint((*pair, "".join(pair)))]


def _in_word(match: re.Match[str]) -> bool:
    around = match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    return any(each == "_" or each.isalnum() for each in around)
