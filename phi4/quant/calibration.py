"""Text to calibrate a quantized model on and to measure it on: a user's file, or the one that phi4 ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint
from phi4.errors import InputError, Phi4Error
from phi4.text import Tokenizer

TEXT_TOKENS = 256
"""Of a sequence."""
HELD_OUT_TOKENS = 4096
SHIPPED_TEXT = Path(__file__).with_name("calibration.txt")
_TOKEN_CHARACTERS = 64
"""So much of a file is read for each token that is wanted of it, however long it is."""
_SECTION, _TURN = re.compile(r"^==== (\w+)\n", re.MULTILINE), re.compile(r"^-- (user|assistant)\n", re.MULTILINE)


def calibration_texts(
    checkpoint: Checkpoint, file: Path | None, tokens: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Token ids [sequences, T] to calibrate on and others to measure on, of `file` or of the text that phi4 ships.

    Raises:
        InputError: the file cannot be read or is too short.
        TokenizerError: the model has no tokenizer.
    """
    tokenizer = Tokenizer.of_model(checkpoint.path, getattr(checkpoint, "metadata", None))
    length = min(TEXT_TOKENS, checkpoint.config.max_positions)
    wanted = tokens + HELD_OUT_TOKENS
    ids = _shipped(tokenizer, wanted) if file is None else _ids_of(file, tokenizer, wanted)
    ids = [id_ for id_ in ids[:wanted] if id_ < checkpoint.config.vocab_size]
    rows = np.array(ids[: len(ids) // length * length], np.int64).reshape(-1, length)
    held_out = min(HELD_OUT_TOKENS // length, len(rows) // 4)
    if held_out < 1:
        raise InputError(f"{file or 'the text'}: has {len(ids):,} tokens that the model knows, and at least "
                         f"{4 * length:,} are needed; give more text")  # fmt: skip
    return rows[held_out:], rows[:held_out]


def note_on_texts(texts: npt.NDArray[np.int64], held_out: npt.NDArray[np.int64], tokens: int) -> str | None:
    """What to say of `calibration_texts` that are less than was asked for."""
    if texts.size >= tokens:
        return None
    return (
        f"the text is short: {texts.size:,} tokens are used to calibrate on, of {tokens:,} that were asked for, and "
        f"{held_out.size:,} to measure on; more text gives a better model"
    )


def _shipped(tokenizer: Tokenizer, wanted: int) -> list[int]:
    """The shipped sections as documents; dialogues in the conversation format of the model, if it has one."""
    ids: list[int] = []
    for kind, section in sections(SHIPPED_TEXT.read_text(encoding="utf-8")):
        if len(ids) >= wanted:
            break
        ids += _dialogue(tokenizer, section) if kind == "dialogue" else tokenizer.encode(section)
        if tokenizer.eos_id is not None and ids[-1] != tokenizer.eos_id:
            ids.append(tokenizer.eos_id)
    return ids


def sections(text: str) -> Iterator[tuple[str, str]]:
    """The kind and the text of each section of the shipped file (its header says how they are written)."""
    _, *parts = _SECTION.split(text)
    yield from zip(parts[::2], (each.rstrip("\n") for each in parts[1::2]), strict=True)


def _dialogue(tokenizer: Tokenizer, section: str) -> list[int]:
    _, *parts = _TURN.split(section)
    turns = [(role, said.rstrip("\n")) for role, said in zip(parts[::2], parts[1::2], strict=True)]
    if tokenizer.chat_template is not None:
        try:
            messages = [{"role": role, "content": said} for role, said in turns]
            return tokenizer.encode_chat(messages, add_generation_prompt=False)
        except Phi4Error:
            pass  # a template may refuse what it does not know; the words are text all the same
    return tokenizer.encode("\n\n".join(said for _, said in turns))


def _ids_of(file: Path, tokenizer: Tokenizer, wanted: int) -> list[int]:
    try:
        with file.open(encoding="utf-8") as stream:
            return tokenizer.encode(stream.read(_TOKEN_CHARACTERS * wanted))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not UTF-8 text; convert it first") from None
