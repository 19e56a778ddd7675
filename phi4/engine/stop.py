"""What ends an answer: EOS ids, from a model's files or from known special tokens, and stop strings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import compress

from phi4.config import ModelConfig
from phi4.text import Tokenizer

EOS_TEXTS = (
    "<|im_end|>", "<|end|>", "<|eot_id|>", "<|eom_id|>", "<|eot|>", "<|eom|>", "<|endoftext|>", "<|end_of_text|>",
    "</s>", "<|eos|>", "<eos>", "[EOS]", "<EOT>", "_<EOT>", "[EOT]", "<|EOT|>",
    "<end_of_turn>", "<|end_of_turn|>", "<|endofturn|>", "[|endofturn|]", "<|END_OF_TURN_TOKEN|>",
    "<end_of_utterance>", "<｜end▁of▁sentence｜>", "<|return|>", "<|call|>", "<|calls|>", "<|flush|>",
    "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
)  # fmt: skip
"""Special tokens that end a turn, a text, a tool call or a fill-in-the-middle. Converted and merged models often name
no EOS id or a wrong one; llama.cpp (src/llama-vocab.cpp, special_eog_ids) finds them by text for the same reason."""


def all_eos_ids(config: ModelConfig, named: Collection[int], tokenizer: Tokenizer | None) -> frozenset[int]:
    """The ids that end an answer: of config.json, of generation_config.json (`named`) and of the tokenizer.

    A text of EOS_TEXTS counts only if it is an added token of the tokenizer.
    """
    ids = {*config.eos_ids, *named}
    if tokenizer is not None:
        ids |= {tokenizer.special_ids[text] for text in EOS_TEXTS if text in tokenizer.special_ids}
        if tokenizer.eos_id is not None:
            ids.add(tokenizer.eos_id)
    return frozenset(id_ for id_ in ids if 0 <= id_ < config.vocab_size)


class StopStrings:
    """Searches for strings that end an answer, and holds back text that may be the beginning of one.

    The search covers the text of all tokens, including that of special tokens, which is never shown.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = stops
        self._held = ""
        self._visible = bytearray()  # one byte for each held character: whether it is shown

    def push(self, text: str, *, visible: bool = True) -> tuple[str, bool]:
        """Add text; the text that may be shown now, and whether a stop string is complete. Text after it is dropped."""
        self._held += text
        self._visible += (b"\1" if visible else b"\0") * len(text)
        matches = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if matches:
            shown = self._release(min(matches))
            self._release(len(self._held))
            return shown, True
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        return self._release(len(self._held) - keep), False

    def finish(self) -> str:
        """The text still held back, once all text was added."""
        return self._release(len(self._held))

    def _release(self, count: int) -> str:
        shown = "".join(compress(self._held[:count], self._visible))
        self._held, self._visible = self._held[count:], self._visible[count:]
        return shown


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` that is a beginning of `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(stop[:size])), 0)
