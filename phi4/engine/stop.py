"""Which tokens end an answer: what any of a model's files name, and the ends of turn that families are trained on."""

from __future__ import annotations

from collections.abc import Collection

from phi4.config import ModelConfig
from phi4.text import Tokenizer

END_TEXTS = (
    "<|im_end|>", "<|end|>", "<|eot_id|>", "<|eom_id|>", "<|eot|>", "<|eom|>", "<|endoftext|>", "<|end_of_text|>",
    "</s>", "<|eos|>", "<eos>", "[EOS]", "<EOT>", "_<EOT>", "[EOT]", "<|EOT|>",
    "<end_of_turn>", "<|end_of_turn|>", "<|endofturn|>", "[|endofturn|]", "<|END_OF_TURN_TOKEN|>",
    "<end_of_utterance>", "<｜end▁of▁sentence｜>", "<|return|>", "<|call|>", "<|calls|>", "<|flush|>",
    "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
)  # fmt: skip
"""Ends of turn and text, of tool calls, and of a file that is filled in. Files that were converted or merged often name
none or another; llama.cpp (src/llama-vocab.cpp, special_eog_ids) takes them by text for the same reason."""


def end_ids(config: ModelConfig, named: Collection[int], tokenizer: Tokenizer | None) -> frozenset[int]:
    """The ids after which an answer is over.

    `named` are those of generation_config.json. A text of END_TEXTS counts where it is an added token: in a vocabulary
    that spells it with ordinary tokens it is text like any other.
    """
    found = {*config.eos_ids, *named}
    if tokenizer is not None:
        found |= {tokenizer.special_ids[text] for text in END_TEXTS if text in tokenizer.special_ids}
        if tokenizer.eos_id is not None:
            found.add(tokenizer.eos_id)
    return frozenset(id_ for id_ in found if 0 <= id_ < config.vocab_size)
