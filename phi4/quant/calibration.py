"""Text to calibrate a quantized model on and to measure it on: a user's file, or the one that phi4 ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint
from phi4.errors import InputError
from phi4.text import Tokenizer

SEQUENCE_TOKENS = 256
"""Tokens of a sequence."""
HELD_OUT_TOKENS = 4096
SHIPPED_TEXT = Path(__file__).with_name("calibration.txt")
_TOKEN_CHARACTERS = 64
"""Characters of a file that are read for each token needed, which bounds the memory for any file."""


def calibration_sequences(
    checkpoint: Checkpoint, file: Path | None, tokens: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Token ids [sequences, T] to calibrate on and held-out ones to measure on, from `file` or the shipped text.

    Raises:
        InputError: the file cannot be read or is too short.
        TokenizerError: the model has no tokenizer.
    """
    tokenizer = Tokenizer.of_model(checkpoint.path, getattr(checkpoint, "metadata", None))
    length = min(SEQUENCE_TOKENS, checkpoint.config.max_positions)
    wanted = tokens + HELD_OUT_TOKENS
    ids = _shipped(tokenizer, wanted) if file is None else _ids_of(file, tokenizer, wanted)
    ids = [id_ for id_ in ids[:wanted] if id_ < checkpoint.config.vocab_size]
    rows = np.array(ids[: len(ids) // length * length], np.int64).reshape(-1, length)
    held_out = min(HELD_OUT_TOKENS // length, len(rows) // 4)
    if held_out < 1:
        raise InputError(f"{file or 'the text'}: has {len(ids):,} tokens of the model's vocabulary, and at least "
                         f"{4 * length:,} are needed; give more text")  # fmt: skip
    return rows[held_out:], rows[:held_out]


def note_on_sequences(sequences: npt.NDArray[np.int64], held_out: npt.NDArray[np.int64], tokens: int) -> str | None:
    """A note for the user if `calibration_sequences` gave fewer tokens than requested."""
    if sequences.size >= tokens:
        return None
    return (
        f"the text is short: {sequences.size:,} tokens are used to calibrate on, of {tokens:,} requested, and "
        f"{held_out.size:,} to measure on; more text gives a better model"
    )


def shipped_text() -> list[tuple[str, str]]:
    """The pieces of calibration.txt, each with its kind; in a dialogue a line "--" separates two speakers."""
    pieces = [piece.partition("\n") for piece in SHIPPED_TEXT.read_text(encoding="utf-8").split("\n== ")[1:]]
    return [(kind, piece.rstrip("\n")) for kind, _, piece in pieces]


def _shipped(tokenizer: Tokenizer, wanted: int) -> list[int]:
    """The shipped text, its dialogues in the model's own conversation format if it has one."""
    ids = list[int]()
    for kind, piece in shipped_text():
        if len(ids) >= wanted:
            break
        question, _, answer = piece.partition("\n--\n")
        if kind == "dialogue" and tokenizer.chat_template is not None:
            ids += tokenizer.encode_chat([{"role": "user", "content": question}])
            ids += tokenizer.encode(answer, add_bos=False)
        else:
            ids += tokenizer.encode(piece.replace("\n--\n", "\n"))
        if tokenizer.eos_id is not None:
            ids.append(tokenizer.eos_id)
    return ids


def _ids_of(file: Path, tokenizer: Tokenizer, wanted: int) -> list[int]:
    try:
        with file.open(encoding="utf-8") as stream:
            return tokenizer.encode(stream.read(_TOKEN_CHARACTERS * wanted))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not UTF-8 text; convert it first") from None
