"""Streams: never half a character, soon, in linear time, and equal to the decoding of all ids at once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from phi4.text import StreamingDetokenizer, Tokenizer


@pytest.fixture(scope="module")
def phi(phi_folder: Path) -> Tokenizer:
    return Tokenizer.from_folder(phi_folder)


@pytest.fixture(scope="module")
def spm(spm_folder: Path) -> Tokenizer:
    return Tokenizer.from_folder(spm_folder)


def byte(tokenizer: Tokenizer, value: int) -> int:
    id_ = tokenizer._backend.token_to_id(f"<0x{value:02X}>")
    assert id_ is not None
    return int(id_)


def broken(tokenizer: Tokenizer) -> list[int]:
    return [id_ for id_ in range(tokenizer.vocab_size) if tokenizer.decode([id_], skip_special=False) == "\ufffd"]


def test_byte_tokens_are_shown_with_the_byte_that_completes_a_character(spm: Tokenizer) -> None:
    stream = spm.stream()
    pieces = [stream.push(byte(spm, value)) for value in "\n😀é\n".encode()]
    assert pieces == ["\n", "", "", "", "😀", "", "é", "\n"]
    assert stream.finish() == ""


def test_a_broken_byte_leaves_the_characters_before_it(spm: Tokenizer) -> None:
    ids = [byte(spm, value) for value in [*"é".encode(), 0xFF, *"你".encode(), 0xE4]]
    stream = spm.stream()
    assert "".join(map(stream.push, ids)) + stream.finish() == spm.decode(ids) == "é\ufffd你\ufffd"


@pytest.mark.parametrize("count", [6000])
@pytest.mark.parametrize("which", ["byte-level", "bytes", "cut characters"])
def test_runs_that_never_become_a_character_take_linear_time(
    phi: Tokenizer, spm: Tokenizer, which: str, count: int
) -> None:
    """Time is counted in ids that are decoded: a few for each that arrives."""
    tokenizer = phi if which == "byte-level" else spm
    run = {"byte-level": lambda: broken(phi)[:3], "bytes": lambda: [byte(spm, 0x80)],
           "cut characters": lambda: [byte(spm, 0xF0), byte(spm, 0x9F)]}[which]()  # fmt: skip
    ids = (run * count)[:count]
    work: Counter[str] = Counter()

    def decode(some: Sequence[int]) -> str:
        work["ids"] += len(some)
        return tokenizer.decode(some)

    stream = StreamingDetokenizer(decode, skipped=())
    pieces = [stream.push(id_) for id_ in ids]
    assert work["ids"] < 40 * count
    assert sum(map(len, pieces)) >= len(tokenizer.decode(ids)) - 3
    assert "".join(pieces) + stream.finish() == tokenizer.decode(ids)


def test_ids_without_text_in_the_stream_cost_no_more(spm: Tokenizer) -> None:
    ids = [spm.vocab_size + 5] * 3000 + spm.encode("snail", add_bos=False)
    work = 0

    def decode(some: Sequence[int]) -> str:
        nonlocal work
        work += len(some)
        return spm.decode(some)

    stream = StreamingDetokenizer(decode, skipped=())
    assert "".join(map(stream.push, ids)) + stream.finish() == "snail"
    assert work < 300 * len(ids)


def test_a_completion_keeps_the_space_between_it_and_the_prompt(spm: Tokenizer) -> None:
    prompt, answer = spm.encode("The snail"), spm.encode("climbs a wall", add_bos=False)
    stream = spm.stream(after=prompt)
    text = "".join(map(stream.push, answer)) + stream.finish()
    assert text == " climbs a wall"
    assert spm.decode(prompt) + text == spm.decode([*prompt, *answer])


@pytest.mark.parametrize("prompt", [[], [1]], ids=["nothing", "special tokens alone"])
def test_the_first_text_of_all_is_shown_as_decoding_shows_it(spm: Tokenizer, prompt: list[int]) -> None:
    answer = spm.encode("climbs", add_bos=False)
    stream = spm.stream(after=prompt)
    assert "".join(map(stream.push, answer)) + stream.finish() == spm.decode([*prompt, *answer]) == "climbs"


def test_a_prompt_may_end_within_a_character(phi: Tokenizer, spm: Tokenizer) -> None:
    ids = {phi: phi.encode("你好"), spm: [byte(spm, value) for value in "你好".encode()]}
    for tokenizer, all_ids in ids.items():
        for cut in range(1, len(all_ids)):
            stream = tokenizer.stream(after=all_ids[:cut])
            text = "".join(map(stream.push, all_ids[cut:])) + stream.finish()
            assert tokenizer.decode(all_ids[:cut]).rstrip("\ufffd") + text == "你好"


def test_a_prompt_may_end_with_a_replacement_character(phi: Tokenizer) -> None:
    stream = phi.stream(after=phi.encode("a\ufffd"))
    assert "".join(map(stream.push, phi.encode("bc"))) + stream.finish() == "bc"


@pytest.mark.parametrize("skip", [True, False])
def test_any_ids_after_any_ids(phi: Tokenizer, spm: Tokenizer, skip: bool) -> None:
    rng = random.Random(1)
    choices = {phi: broken(phi), spm: [byte(spm, value) for value in range(256)]}
    for _ in range(400):
        tokenizer = rng.choice([phi, spm])
        ids = [rng.choice(choices[tokenizer]) if rng.random() < 0.5 else rng.randrange(tokenizer.vocab_size)
               for _ in range(rng.randrange(40))]  # fmt: skip
        cut = rng.randrange(len(ids) + 1)
        stream = tokenizer.stream(skip_special=skip, after=ids[:cut])
        text = "".join(map(stream.push, ids[cut:])) + stream.finish()
        before, whole = (tokenizer.decode(some, skip_special=skip) for some in (ids[:cut], ids))
        assert whole == before + text if whole.startswith(before) else whole.endswith(text)
