"""From texts and messages to documents of token ids, with what counts in the loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from phi4.errors import InputError
from phi4.text import Message, Tokenizer
from phi4.train.packing import Document, Example


class Encoder:
    """Encodes as the model's own tokenizer and chat template do.

    end_ids         ids that end an answer (the model's eos_ids)
    prompt_weight   how much what the assistant does not write counts in the loss; None: not in a chat, fully in text
    """

    def __init__(self, tokenizer: Tokenizer, end_ids: Sequence[int], *, prompt_weight: float | None = None) -> None:
        self.tokenizer, self.end_ids, self.prompt_weight = tokenizer, frozenset(end_ids), prompt_weight

    def text(self, *pieces: str | Message) -> Document:
        """A text between two end-of-text tokens, so that its first token is predicted too.

        pieces      follow one another, each encoded by itself; of messages that are not the assistant's the tokens
                    count by `prompt_weight`, all others fully

        Raises:
            InputError: the tokenizer has no bos token to stand there.
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
        return Document([*ids, end], [*weights, 1.0])

    def chat(self, messages: Sequence[Message]) -> Document | None:
        """A conversation in the template; the assistant's tokens count fully, with the one that ends each answer.

        None if the template does not render an answer after its prompt unchanged, or nobody answers.
        """
        ids: list[int] = []
        weights: list[float] = []
        for index, message in enumerate(messages):
            if message["role"] != "assistant":
                continue
            prompt = self.tokenizer.encode_chat(messages[:index], add_generation_prompt=True)
            whole = self.tokenizer.encode_chat(messages[: index + 1], add_generation_prompt=False)
            if prompt[: len(ids)] != ids or whole[: len(prompt)] != prompt:
                return None
            last = max((place for place in range(len(prompt), len(whole)) if whole[place] in self.end_ids), default=-1)
            answered = (last + 1 or len(whole)) - len(prompt)
            weights += [self.prompt_weight or 0.0] * (len(prompt) - len(ids)) + [1.0] * answered
            weights += [0.0] * (len(whole) - len(weights))
            ids = whole
        return Document(ids, weights) if ids else None

    def record(self, record: Mapping[str, Any], form: str) -> Example | None:
        """The example of a JSON line: {"text"}, {"messages"}, or {"prompt_ids", "chosen_ids", "rejected_ids"}.

        In `form` "text", messages run on as paragraphs. A pair is two documents whose answers count; their channel
        "side" is 1 for the chosen and -1 for the rejected. None for a record that is none of these.
        """
        if isinstance(text := record.get("text"), str) and text:
            return (self.text(text),)
        if _are_messages(messages := record.get("messages")):
            if form == "text":
                return (self.text(*(
                    {**message, "content": message["content"] + ("\n\n" if number + 1 < len(messages) else "")}
                    for number, message in enumerate(messages)
                )),)  # fmt: skip
            document = self.chat(messages)
            return None if document is None else (document,)
        prompt, chosen, rejected = (record.get(name) for name in ("prompt_ids", "chosen_ids", "rejected_ids"))
        if all(map(self._are_ids, (prompt, chosen, rejected))):
            return (_answered(prompt, chosen, 1.0), _answered(prompt, rejected, -1.0))
        return None

    def _are_ids(self, value: Any) -> bool:
        return isinstance(value, list) and bool(value) and all(
            type(each) is int and 0 <= each < self.tokenizer.vocab_size for each in value
        )  # fmt: skip


def _answered(prompt: Any, answer: Any, side: float) -> Document:
    weights = [0.0] * len(prompt) + [1.0] * len(answer)
    return Document([*prompt, *answer], weights, {"side": [side * weight for weight in weights]})


def _are_messages(value: Any) -> TypeGuard[list[dict[str, str]]]:
    return isinstance(value, list) and bool(value) and all(
        isinstance(each, dict) and isinstance(each.get("role"), str) and isinstance(each.get("content"), str)
        for each in value
    )  # fmt: skip
