"""What a stage takes over from the model that it starts from: its ends, its sampling, its template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from phi4.config import ModelConfig
from phi4.config.generation import generation_eos_ids, read_generation_config
from phi4.errors import InputError, Phi4Error
from phi4.text import ChatTemplate, Tokenizer, default_template, known_template


def generation_of(start: Path, tokenizer: Tokenizer, config: ModelConfig) -> dict[str, Any]:
    """The generation_config.json of what is made: that of `start`, with all ends that any of its files or its template
    name; of a new model also the token that separates documents.

    Raises:
        ConfigError: the file of `start` is malformed.
    """
    there = read_generation_config(start)
    ends = [
        *generation_eos_ids(there or {}, config.vocab_size, start), *config.eos_ids, *_ends_of_turn(tokenizer),
    ]  # fmt: skip
    if not (start / "config.json").is_file() and tokenizer.bos_id is not None:
        ends.append(tokenizer.bos_id)
    if there is None:
        there = {
            "bos_token_id": config.bos_id, "eos_token_id": None, "pad_token_id": config.pad_id, "do_sample": False,
        }  # fmt: skip
    return {**there, "eos_token_id": [each for each in dict.fromkeys(ends) if each < config.vocab_size]}


def notes_of(start: Path, tokenizer: Tokenizer, config: ModelConfig, *, chats: bool) -> Sequence[str]:
    """What is worth a word before the work begins; where the stage `chats`, a known template stands in for none.

    Raises:
        InputError: there is no template, and none is known for such a model.
    """
    notes = []
    if (start / "packed.json").is_file():
        notes.append(f"{start} is packed: the training begins with its rounded weights")
    if not (start / "tokenizer_config.json").is_file():
        notes.append(f"{start} has no tokenizer_config.json, and neither will what is made from it")
    if chats and tokenizer.chat_template is None:
        name = default_template(config.model_type, tokenizer.special_ids)
        if name is None:
            raise InputError(
                f"{start}: has no chat template, and none is known for such a model; add a chat_template.jinja"
            )
        names = {id_: text for text, id_ in tokenizer.special_ids.items()}
        tokens = {"bos_token": names.get(tokenizer.bos_id or -1), "eos_token": names.get(tokenizer.eos_id or -1)}
        tokenizer.chat_template = ChatTemplate(
            known_template(name), {key: text for key, text in tokens.items() if text is not None}
        )
        notes.append(f"{start} has no chat template; the known one of {name} is used and kept with what is made")
    return notes


def _ends_of_turn(tokenizer: Tokenizer) -> list[int]:
    """The token with which the template ends an answer: the first of the added ones behind it."""
    if tokenizer.chat_template is None:
        return []
    asked = {"role": "user", "content": "a"}
    try:
        ids = tokenizer.encode_chat([asked, {"role": "assistant", "content": "b"}], add_generation_prompt=False)
    except Phi4Error:
        return []
    added, found = frozenset(tokenizer.special_ids.values()), []
    for id_ in reversed(ids):
        if id_ in added:
            found.append(id_)
        elif tokenizer.decode([id_], skip_special=False).strip():
            break
    return found[-1:]
