"""From texts and messages to documents of token ids, with what counts in the loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phi4.errors import InputError, TemplateError
from phi4.text import Message, Tokenizer
from phi4.train.data.conversations import Tools, check_rendered, conversation_of, plain_text_of
from phi4.train.data.jsonl import Unusable, form_of
from phi4.train.data.packing import Document, Example


class Encoder:
    """Encodes as the model's own tokenizer and chat template do.

    end_ids         ids that end an answer
    prompt_weight   how much what the assistant does not write counts in the loss; None: not in a chat, fully in text
    vocab_size      of the model, which may be smaller than its tokenizer's
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        end_ids: Sequence[int],
        *,
        prompt_weight: float | None = None,
        vocab_size: int | None = None,
    ) -> None:
        self.tokenizer, self.end_ids, self.prompt_weight = tokenizer, frozenset(end_ids), prompt_weight
        self.vocab_size = tokenizer.vocab_size if vocab_size is None else vocab_size

    def text(self, *pieces: str | Message) -> Document:
        """A text between two end-of-text tokens, so that its first token is predicted too.

        pieces      follow one another, each encoded by itself; of messages that are not the assistant's the tokens
                    count by `prompt_weight`, all others fully

        Raises:
            InputError: the tokenizer has no bos token to stand there.
            Unusable: the model does not have all tokens.
        """
        end = self.tokenizer.bos_id
        if end is None:
            raise InputError("the tokenizer names no bos_token, which separates documents; add it to its config")
        ids, weights = [end], [1.0]
        for piece in pieces:
            text, asks = (piece, False) if isinstance(piece, str) else (piece["content"], piece["role"] != "assistant")
            found = self.tokenizer.encode(text, add_bos=False)
            ids += found
            weights += [self.prompt_weight if asks and self.prompt_weight is not None else 1.0] * len(found)
        return Document(self._checked([*ids, end]), [*weights, 1.0])

    def chat(self, messages: Sequence[Message], tools: Tools = None) -> Document:
        """A conversation in the template; the assistant's tokens count fully, with the one that ends each answer.

        Raises:
            Unusable: nobody answers, the template does not render an answer after its prompt unchanged, or refuses the
                conversation, or the model does not have all tokens.
        """
        ids: list[int] = []
        weights: list[float] = []
        for index, message in enumerate(messages):
            if message["role"] != "assistant":
                continue
            prompt = self._rendered(messages[:index], tools, add_generation_prompt=True)
            whole = self._rendered(messages[: index + 1], tools, add_generation_prompt=False)
            if prompt[: len(ids)] != ids or whole[: len(prompt)] != prompt:
                raise Unusable("answer", f"the template does not write message {index + 1} after its prompt unchanged")
            last = max((place for place in range(len(prompt), len(whole)) if whole[place] in self.end_ids), default=-1)
            answered = (last + 1 or len(whole)) - len(prompt)
            weights += [self.prompt_weight or 0.0] * (len(prompt) - len(ids)) + [1.0] * answered
            weights += [0.0] * (len(whole) - len(weights))
            ids = whole
        if not ids:
            raise Unusable("answer", "no message is of the role 'assistant'")
        return Document(self._checked(ids), weights)

    def record(self, record: Mapping[str, Any], form: str) -> Example:
        """The example of a JSON line: {"text"} or {"messages"}, with {"tools"} where the template renders them.

        In `form` "text", messages run on as paragraphs.

        Raises:
            Unusable: it is neither, or a part of it would not be learned from.
        """
        if any(key in record for key in ("rejected", "rejected_ids")):
            raise Unusable("rejected", form_of(dict(record)))
        if "messages" in record:
            messages, tools = conversation_of(record)
            if form == "text":
                if tools:
                    raise Unusable("lost", "has 'tools', which running text does not have")
                messages = plain_text_of(messages)
                return (self.text(*(
                    {**message, "content": message["content"] + ("\n\n" if number + 1 < len(messages) else "")}
                    for number, message in enumerate(messages)
                )),)  # fmt: skip
            document = self.chat(messages, tools)
            if self.tokenizer.chat_template is not None:
                answered = max(number for number, each in enumerate(messages, 1) if each["role"] == "assistant")
                check_rendered(self.tokenizer.chat_template, messages[:answered], tools)
            return (document,)
        if isinstance(text := record.get("text"), str) and text:
            return (self.text(text),)
        raise Unusable("form", form_of(dict(record)))

    def _rendered(self, messages: Sequence[Message], tools: Tools, *, add_generation_prompt: bool) -> list[int]:
        try:
            return self.tokenizer.encode_chat(messages, tools=tools, add_generation_prompt=add_generation_prompt)
        except TemplateError as error:
            raise Unusable("template", " ".join(str(error).split())[:200]) from None

    def _checked(self, ids: list[int]) -> list[int]:
        if (largest := max(ids)) >= self.vocab_size:
            text = next((text for text, id_ in self.tokenizer.special_ids.items() if id_ == largest), None)
            raise Unusable(
                "vocabulary",
                f"the token {largest}{f' {text!r:.40}' if text else ''}, and the model has {self.vocab_size}: its "
                "tokenizer is larger than it",
            )
        return ids
