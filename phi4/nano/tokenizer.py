"""phi4-nano's tokenizer: byte-level BPE in Phi-4's style with a vocabulary of 2,048.

Numbers are cut into pairs of digits from the right (" 38" is one token, 100 is " 1" and "00"), every pair has a token
with and without a leading space, and the special tokens are those of Phi-4's chat format, blanks stripped on both
sides as in its released tokenizer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

VOCAB_SIZE = 2048
END_OF_TEXT, START, END, SEPARATOR, PAD = "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|dummy_85|>"
SPECIAL = (END_OF_TEXT, START, END, SEPARATOR, PAD)

_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)| ?\p{N}{1,2}(?=(?:\p{N}{2})*(?!\p{N}))"
    r"|[^\r\n\p{L}\p{N}]?\p{L}+| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def trained_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """A tokenizer of VOCAB_SIZE entries learnt from `texts`; every number below 100 is one token."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCAB_SIZE - len(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_with_numbers(texts), trainer)
    tokenizer.add_special_tokens([AddedToken(each, lstrip=True, rstrip=True, special=True) for each in SPECIAL])
    return tokenizer


def _with_numbers(texts: Iterable[str]) -> Iterator[str]:
    """`texts`, and all pairs of digits so often that each is merged whole."""
    yield from texts
    pairs = [f"{number:02d}" for number in range(100)] + [str(number) for number in range(10)]
    line = "".join(f"x{pair}x {pair}" for pair in pairs)
    for _ in range(2000):
        yield line
