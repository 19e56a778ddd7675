"""Learning a tokenizer: byte-level BPE with Phi-4's special tokens, and a choice of how numbers are cut.

Special tokens strip blanks on both sides, as in Phi-4's released tokenizer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from phi4.errors import InputError
from phi4.files import replace_json, replace_text
from phi4.text import known_template
from phi4.train.run.config import TokenizerSection

END_OF_TEXT, START, END, SEPARATOR, PAD = "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|dummy_85|>"
CHAT_SPECIAL = (END_OF_TEXT, START, END, SEPARATOR, PAD)
ROLES = "system user assistant"

# Phi-4's own cut (that of cl100k_base), with the part for numbers left open.
_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|NUMBER"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_NUMBERS = {
    "phi-4": r"\p{N}{1,3}",
    "digits": r" ?\p{N}",
    "pairs": r" ?\p{N}{1,2}(?=(?:\p{N}{2})*(?!\p{N}))",  # from the right: 12345 is 1, 23, 45
}
_REPEATS = 2000


def phi4_special() -> tuple[str, ...]:
    """Phi-4's 96 added tokens in the order of their ids, 100256 to 100351 in its own vocabulary."""
    named = {
        1: END_OF_TEXT, 2: "<|fim_prefix|>", 3: "<|fim_middle|>", 4: "<|fim_suffix|>", 8: START, 9: END,
        10: SEPARATOR, 20: "<|endofprompt|>",
    }  # fmt: skip
    dummies = iter(range(96))
    return tuple(named.get(place) or f"<|dummy_{next(dummies)}|>" for place in range(96))


def learned_tokenizer(texts: Iterable[str], section: TokenizerSection) -> Tokenizer:
    """A tokenizer of `section.vocab_size` entries, learned from `texts`.

    With "digits" and "pairs", every digit or pair has a token with and without a space before it.

    Raises:
        InputError: the texts have too little variety for so large a vocabulary.
    """
    special = phi4_special() if section.special == "phi-4" else CHAT_SPECIAL
    if section.vocab_size < (least := 256 + len(special)):
        raise InputError(
            f"[tokenizer] vocab_size is {section.vocab_size}, and 256 bytes and the {len(special)} special tokens take "
            f"{least}; ask for more"
        )
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PATTERN.replace("NUMBER", _NUMBERS[section.numbers])), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=section.vocab_size - len(special),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_with_numbers(texts, section.numbers), trainer)
    tokenizer.add_special_tokens([AddedToken(each, lstrip=True, rstrip=True, special=True) for each in special])
    if (size := tokenizer.get_vocab_size()) != section.vocab_size:
        raise InputError(
            f"the texts give only {size} tokens, and vocab_size asks for {section.vocab_size}; read more documents or "
            "ask for fewer tokens"
        )
    return tokenizer


def _with_numbers(texts: Iterable[str], numbers: str) -> Iterator[str]:
    """`texts`, the words that the chat format uses, and all numbers that shall be one token, often enough."""
    yield from texts
    wanted = {"phi-4": [], "digits": [], "pairs": [f"{number:02d}" for number in range(100)]}[numbers]
    wanted += [str(digit) for digit in range(10)] if numbers != "phi-4" else []
    line = ROLES + "".join(f"x{each}x {each}" for each in wanted)
    for _ in range(_REPEATS):
        yield line


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Write what a Hugging Face folder holds of a tokenizer, with Phi-4's chat template; tokenizer.json comes last.

    Raises:
        Phi4Error, InputError: a file cannot be written.
    """
    settings: dict[str, Any] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "add_prefix_space": False,
        "bos_token": END_OF_TEXT,
        "eos_token": END,
        "pad_token": PAD,
        "clean_up_tokenization_spaces": False,
        "chat_template": known_template("phi-4"),
    }
    replace_json(folder / "tokenizer_config.json", settings)
    replace_text(folder / "tokenizer.json", tokenizer.to_str(pretty=False))


def byte_lengths(tokenizer: Tokenizer) -> list[int]:
    """For each id, the bytes of text that it stands for; special tokens stand for none.

    Byte-level tokens are written with one character for each byte; of others the UTF-8 of their text is taken.
    """
    alphabet = set(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = tokenizer.get_vocab()
    added = set(tokenizer.get_added_tokens_decoder())
    lengths = [0] * (max(vocabulary.values()) + 1)
    byte_level = all(alphabet.issuperset(token) for token, id_ in vocabulary.items() if id_ not in added)
    for token, id_ in vocabulary.items():
        if id_ not in added:
            lengths[id_] = len(token) if byte_level else len(token.replace("▁", " ").encode())
    return lengths
