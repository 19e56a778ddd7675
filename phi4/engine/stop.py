"""What ends an answer: EOS ids, which any of a model's files name or families are trained on, and stop strings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import compress

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


class StopStrings:
    """Looks for strings that end an answer, and holds back what may be the beginning of one.

    They are sought in the text that all tokens stand for. Some of it is never shown, as that of special tokens.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = stops
        self._held = ""
        self._visible = bytearray()  # for each character held, whether it is part of the answer's text

    def push(self, text: str, *, visible: bool = True) -> tuple[str, bool]:
        """What may be shown of the text so far, and whether a stop string is complete; what follows it is dropped."""
        self._held += text
        self._visible += (b"\1" if visible else b"\0") * len(text)
        found = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if found:
            shown = self._release(min(found))
            self._release(len(self._held))
            return shown, True
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        return self._release(len(self._held) - keep), False

    def finish(self) -> str:
        """What was held back, when no more text comes."""
        return self._release(len(self._held))

    def _release(self, count: int) -> str:
        shown = "".join(compress(self._held[:count], self._visible))
        self._held, self._visible = self._held[count:], self._visible[count:]
        return shown


def _overlap(text: str, stop: str) -> int:
    """How many last characters of `text` begin `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(stop[:size])), 0)
