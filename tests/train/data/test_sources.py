"""Sources and the mixture: pure functions of seed and place, in the shares that were asked for, whatever is broken."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi4.checkpoint.shipped import SHIPPED
from phi4.errors import InputError
from phi4.text import ChatTemplate, Tokenizer
from phi4.train.data.encoding import Encoder
from phi4.train.data.jsonl import Unusable
from phi4.train.data.measure import measured
from phi4.train.data.mixture import Mixture, Stream
from phi4.train.data.packing import Batch, Document, Example
from phi4.train.data.shards import ShardFolder, shards_of_texts, write_shards
from phi4.train.data.sources import JsonLines, Procedural, Shards, permuted
from phi4.train.data.tokenizer_texts import texts_of
from phi4.train.distributed.ranks import Ranks
from phi4.train.run.build import Places
from phi4.train.run.config import DataSection, SourceSection

REASONING = "phi4.nano.problems:reasoning"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    tokenizer = Tokenizer.from_folder(SHIPPED["nano"])
    assert tokenizer.eos_id is not None
    return Encoder(tokenizer, [tokenizer.eos_id], prompt_weight=0.1)


class Numbered:
    """Documents whose first token says the source, and whose second says which example."""

    epoch = None

    def __init__(self, name: str, size: int) -> None:
        self.name, self.size, self.fingerprint = name, size, name

    def example(self, number: int) -> Example:
        ids = [int(self.name), number] + [0] * (self.size - 2)
        return (Document(ids, [1.0] * self.size),)


def drawn(batch: Batch) -> list[tuple[int, int]]:
    """(source, number) of every document of a batch of Numbered."""
    found = []
    for row in range(len(batch.inputs)):
        for document in batch.documents[row].unique().tolist():
            if document >= 0:
                ids = batch.inputs[row][batch.documents[row] == document]
                found.append((int(ids[0]), int(ids[1])))
    return found


def mixture(**changes: object) -> Mixture:
    settings: dict[str, object] = {"length": 63, "window_rows": 8, "seed": 1, **changes}
    return Mixture([Numbered("1", 20), Numbered("2", 7)], [3.0, 1.0], **settings)  # type: ignore[arg-type]


@given(size=st.integers(1, 300), seed=st.integers(0, 5))
def test_a_shuffle_without_a_table_is_one(size: int, seed: int) -> None:
    found = [permuted(place, size, f"{seed}") for place in range(size)]
    assert sorted(found) == list(range(size))


def test_epochs_are_shuffled_differently() -> None:
    orders = [[permuted(place, 500, f"s/{epoch}") for place in range(500)] for epoch in range(2)]
    assert orders[0] != orders[1]
    assert abs(np.corrcoef(orders[0], range(500))[0, 1]) < 0.2


def test_shares_are_of_tokens_and_every_example_comes_once() -> None:
    streams = [Stream(mixture(), rows=4, number=number, streams=2) for number in range(2)]
    found = Counter(document for _ in range(40) for stream in streams for document in drawn(stream.next()))
    assert set(found.values()) == {1}
    ones, twos = (sum(20 if source == 1 else 7 for source, _ in found if source == each) for each in (1, 2))
    assert ones / (ones + twos) == pytest.approx(0.75, abs=0.03)
    # What lies behind the last window is unseen; before it there are no holes.
    numbers = sorted(number for source, number in found if source == 1)
    assert len(numbers) > 0.8 * (numbers[-1] + 1)


@given(stops=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_a_stream_goes_on_from_its_place(stops: list[int]) -> None:
    whole = Stream(mixture(), rows=3, number=1, streams=2)
    parts = Stream(mixture(), rows=3, number=1, streams=2)
    for count in stops:
        for _ in range(count):
            expected, got = whole.next(), parts.next()
            assert expected.inputs.equal(got.inputs)
            assert expected.weights.equal(got.weights)
        place = json.loads(json.dumps(parts.place))
        parts = Stream(mixture(), rows=3, number=1, streams=2)
        parts.place = place


def test_long_documents_are_cut_so_that_every_token_is_predicted_once() -> None:
    class Long:
        name, epoch, fingerprint = "long", None, "long"

        def example(self, number: int) -> Example:
            return (Document(list(range(100 * number, 100 * number + 100)), [1.0] * 100),)

    cut = Mixture([Long()], [1.0], length=30, long="cut", window_rows=4)
    batches = [Stream(cut, rows=4, number=0, streams=1).next() for _ in range(1)]
    targets = Counter(
        int(t) for b in batches for t, w in zip(b.targets.flatten(), b.weights.flatten(), strict=True) if w
    )
    assert set(targets.values()) == {1}
    with pytest.raises(InputError, match=r"longer than a row .100 tokens, and a row has 30"):
        Stream(Mixture([Long()], [1.0], length=30, long="skip"), rows=4, number=0, streams=1).next()


def test_short_documents_are_passed_over() -> None:
    only = Mixture([Numbered("1", 20), Numbered("2", 7)], [1.0, 1.0], length=63, minimums={"1": 8})
    assert {source for source, _ in drawn(Stream(only, rows=4, number=0, streams=1).next())} == {1, 2}
    with pytest.raises(InputError, match="min_tokens is 30"):
        Stream(Mixture([Numbered("1", 20)], [1.0], length=63, minimums={"1": 30}), rows=4, number=0, streams=1).next()


def write_lines(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_kind_of_line_becomes_documents_and_broken_ones_are_counted(tmp_path: Path, encoder: Encoder) -> None:
    chat = [{"role": "user", "content": "What is 2 + 2?"}, {"role": "assistant", "content": "4"}]
    lines = [
        json.dumps({"text": "a snail climbs"}),
        json.dumps({"messages": chat}),
        '{"text": "cut sho',
        "not JSON at all",
        json.dumps({"conversations": [{"from": "human", "value": "2 + 2?"}]}),
        json.dumps({"title": "neither"}),
        "  ",
        json.dumps([1, 2]),
        "[" * 100_000,
        '{"text": "a \\ud800 b"}',
        '{"messages": [{"role": "user", "content": "2"}, {"role": "assistant", "content": "\\uDC00"}]}',
        '{"text": "a pair: \\ud83d\\ude00"}',
    ]
    source = JsonLines("file", write_lines(tmp_path / "a.jsonl", lines), encoder, form="chat", seed=0)
    assert source.epoch == 11
    found = measured(source, length=64, long="skip", minimum=0, ranks=Ranks())
    assert found.usable == 3
    said = {each.reason: (each.count, each.first) for each in found.skipped}
    assert said == {
        "broken": (6, "line 3"),
        "form": (2, "line 5: has the keys 'conversations'; the form of ShareGPT"),
    }
    assert [source.line_of(number) for number in range(11)] != [source.line_of(number) for number in range(11, 22)]

    few = write_lines(tmp_path / "b.jsonl", lines[:4])
    stream = Stream(
        Mixture([JsonLines("few", few, encoder, form="text", seed=0)], [1.0], length=64, window_rows=2),
        rows=2, number=0, streams=1, channels=["side"] * 0,
    )  # fmt: skip
    stream.next()
    assert stream.skipped["few"] > 0


def test_a_file_of_nothing_but_broken_lines_stops_with_a_sentence(tmp_path: Path, encoder: Encoder) -> None:
    source = JsonLines("bad", write_lines(tmp_path / "bad.jsonl", ["nonsense"] * 20), encoder, form="text", seed=0)
    with pytest.raises(InputError, match=r"'bad' gave 1000 examples in a row that .* is not a JSON object"):
        Stream(Mixture([source], [1.0], length=64), rows=2, number=0, streams=1).next()
    with pytest.raises(InputError, match="cannot be read"):
        JsonLines("none", tmp_path / "none.jsonl", encoder, form="text", seed=0)
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InputError, match="cannot be read"):
        JsonLines("empty", tmp_path / "empty.jsonl", encoder, form="text", seed=0)


def test_a_file_that_was_replaced_by_one_of_its_size_is_noticed(tmp_path: Path, encoder: Encoder) -> None:
    def fingerprint(text: str) -> str:
        path = write_lines(tmp_path / "a.jsonl", [json.dumps({"text": text})])
        return JsonLines("a", path, encoder, form="text", seed=0).fingerprint

    assert fingerprint("a snail") == fingerprint("a snail") != fingerprint("a snake")

    def of_shards(documents: list[list[int]]) -> str:
        write_shards(tmp_path / "s", documents, vocab_size=500)
        return Shards("s", ShardFolder(tmp_path / "s", vocab_size=500), seed=0).fingerprint

    assert of_shards([[1, 2], [3]]) == of_shards([[1, 2], [3]])
    assert len({of_shards(each) for each in ([[1, 2], [3]], [[1], [2, 3]], [[1, 2], [4]])}) == 3


def test_only_what_the_assistant_says_counts(encoder: Encoder) -> None:
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is 2 + 2?"},
        {"role": "assistant", "content": "2 + 2 = 4."},
        {"role": "user", "content": "Thanks <|im_end|>"},
        {"role": "assistant", "content": "You are welcome."},
    ]
    document = encoder.chat(messages)
    assert list(document.ids) == encoder.tokenizer.encode_chat(messages, add_generation_prompt=False)
    counted = [id_ for id_, weight in zip(document.ids, document.weights, strict=True) if weight == 1.0]
    text = encoder.tokenizer.decode(counted, skip_special=False)
    assert text == "2 + 2 = 4.<|im_end|>You are welcome.<|im_end|>"
    assert set(document.weights) == {0.1, 1.0}
    with pytest.raises(Unusable, match="no message is of the role 'assistant'"):
        encoder.chat(messages[:2])


def test_texts_stand_between_ends_of_text(encoder: Encoder) -> None:
    document = encoder.text("a <|im_end|> b")
    end = encoder.tokenizer.bos_id
    assert document.ids[0] == document.ids[-1] == end
    assert encoder.tokenizer.decode(list(document.ids[1:-1])) == "a <|im_end|> b"
    assert encoder.tokenizer.eos_id not in document.ids


def test_questions_in_running_text_count_by_their_weight(encoder: Encoder) -> None:
    source = Procedural("reasoning", REASONING, encoder, form="text", seed=3, problems=(2, 2))
    (document,) = source.example(4)
    decode = encoder.tokenizer.decode
    rng = random.Random("3/synth:reasoning/4")
    rng.randint(2, 2)
    (first,), (second,) = source.write(rng), source.write(rng)
    assert decode(list(document.ids[1:-1])) == (
        f"{first.question}\n{first.solution}\n\n{second.question}\n{second.solution}"
    )
    asked = [id_ for id_, weight in zip(document.ids, document.weights, strict=True) if weight == 0.1]
    assert decode(asked) == f"{first.question}\n{second.question}\n"
    record = {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4."}]}
    (document,) = encoder.record(record, "text")
    assert decode(list(document.ids[1:-1])) == "2 + 2?\n\n4."
    assert decode([id_ for id_, weight in zip(document.ids, document.weights, strict=True) if weight != 1.0]) == (
        "2 + 2?\n\n"
    )
    plain = Encoder(encoder.tokenizer, [0]).record(record, "text")
    assert set(plain[0].weights) == {1.0}


def test_every_answer_of_a_conversation_counts(encoder: Encoder) -> None:
    source = Procedural("conversation", "phi4.nano.problems:conversation", encoder, form="chat", seed=3)
    (document,) = source.example(7)
    rng = random.Random("3/synth:conversation/7")
    rng.randint(1, 1)
    turns = source.write(rng)
    assert len(turns) >= 2
    counted = [id_ for id_, weight in zip(document.ids, document.weights, strict=True) if weight == 1.0]
    text = encoder.tokenizer.decode(counted, skip_special=False)
    assert text == "".join(f"{each.solution}<|im_end|>" for each in turns)
    whole = encoder.tokenizer.decode(list(document.ids), skip_special=False)
    assert all(each.question in whole for each in turns)


def test_documents_of_set_answers_may_end_early(encoder: Encoder) -> None:
    """After so many tokens of the last answer, three times of four; the others, and what stands before, are whole."""
    ended = Procedural("conversation", "phi4.nano.problems:conversation", encoder, form="chat", seed=3, answer_tokens=4)
    whole = Procedural("conversation", "phi4.nano.problems:conversation", encoder, form="chat", seed=3)
    assert ended.fingerprint != whole.fingerprint
    early = 0
    for number in range(60):
        (short,), (full,) = ended.example(number), whole.example(number)
        assert list(full.ids[: len(short.ids)]) == list(short.ids)
        assert list(full.weights[: len(short.ids)]) == list(short.weights)
        if len(short.ids) == len(full.ids):
            continue
        early += 1
        assert short.weights[-4:] == [1.0] * 4
        assert short.weights[-5] != 1.0
    assert 30 < early < 60


def test_procedural_writers_are_pure_functions_of_their_place(encoder: Encoder) -> None:
    one = Procedural("reasoning", REASONING, encoder, form="chat", seed=3)
    other = Procedural("reasoning", REASONING, encoder, form="chat", seed=3)
    assert [one.example(number) for number in (5, 2, 5)] == [other.example(number) for number in (5, 2, 5)]
    assert one.example(5) != one.example(6)
    assert Procedural("reasoning", REASONING, encoder, form="chat", seed=4).example(5) != one.example(5)
    family = Procedural(
        "climbing", "phi4.nano.problems:climbing", encoder, form="text", seed=3, problems=(3, 3)
    ).example(0)
    assert encoder.tokenizer.decode(list(family[0].ids)).count("Answer:") == 3
    # Two sources of one generator are two sets of documents.
    assert Procedural("other", REASONING, encoder, form="chat", seed=3).example(5) != one.example(5)


def test_shards_hold_documents_and_miss_what_is_missing(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    documents = [rng.integers(0, 500, rng.integers(1, 40)).tolist() for _ in range(50)]
    tokens = write_shards(tmp_path / "s", documents, vocab_size=500, shard_tokens=200).tokens
    assert tokens == sum(map(len, documents))
    folder = ShardFolder(tmp_path / "s", vocab_size=500)
    assert (folder.documents, folder.tokens) == (50, tokens)
    assert [folder.document(number).tolist() for number in range(50)] == documents
    source = Shards("s", folder, seed=0)
    seen = [list(example[0].ids) for number in range(50) for example in [source.example(number)]]
    assert sorted(seen) == sorted(documents)

    (tmp_path / "s" / "shards.json").rename(tmp_path / "listed.json")
    assert ShardFolder(tmp_path / "s", vocab_size=500).tokens == tokens  # datatrove writes no list
    (tmp_path / "listed.json").rename(tmp_path / "s" / "shards.json")
    small, unread = (ShardFolder(tmp_path / "s", vocab_size=size) for size in (10, 500))
    with pytest.raises(InputError, match="another tokenizer"):
        small.document(0)
    (tmp_path / "s" / "00001.ds").unlink()
    with pytest.raises(InputError, match=r"00001\.ds: the shard or its index is missing"):
        ShardFolder(tmp_path / "s", vocab_size=500)
    with pytest.raises(InputError, match=r"00001\.ds: the shard is gone"):
        [unread.document(number) for number in range(50)]
    (tmp_path / "s" / "00000.ds").write_bytes(b"abc")
    with pytest.raises(InputError, match="do not fit its index"):
        ShardFolder(tmp_path / "s", vocab_size=500)
    with pytest.raises(InputError, match="no token shards"):
        ShardFolder(tmp_path, vocab_size=500)


@pytest.mark.parametrize("over_others", [False, True])
def test_shards_that_were_not_all_written_are_not_taken_for_all(tmp_path: Path, over_others: bool) -> None:
    if over_others:
        write_shards(tmp_path, [[1, 2], [3, 4]], vocab_size=500, shard_tokens=2)

    def stopped() -> Iterator[list[int]]:
        yield [5, 6]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_shards(tmp_path, stopped(), vocab_size=500, shard_tokens=2)
    assert (tmp_path / "00000.ds").exists()
    with pytest.raises(InputError, match="cut short; write them again"):
        ShardFolder(tmp_path, vocab_size=500)


def test_texts_become_shards(tmp_path: Path, encoder: Encoder) -> None:
    texts = ["a snail climbs", "two snails climb", "three"]
    lines = [*(json.dumps({"text": text}) for text in texts), "broken", json.dumps({"text": 3}), '{"text": "\\ud800"}']
    written = shards_of_texts(write_lines(tmp_path / "t.jsonl", lines), tmp_path / "t", encoder.tokenizer)
    assert (written.documents, written.skipped) == (3, 3)
    folder = ShardFolder(tmp_path / "t", vocab_size=encoder.tokenizer.vocab_size)
    assert folder.tokens == written.tokens
    assert [list(folder.document(number)) for number in range(3)] == [list(encoder.text(text).ids) for text in texts]
    with pytest.raises(InputError, match="nowhere"):
        shards_of_texts(tmp_path / "nowhere.jsonl", tmp_path / "t", encoder.tokenizer)


def test_a_tokenizer_is_learnt_from_the_lines_that_are_whole(tmp_path: Path) -> None:
    write_lines(tmp_path / "t.jsonl", ['{"text": "a \\ud800 b"}', '{"text": "three"}', "broken"])
    data = DataSection({"t": 1.0}, sources={"t": SourceSection("t.jsonl")})
    assert list(texts_of(data, Places((tmp_path,)), seed=0, documents=10)) == ["three"]


def asked(**answer: object) -> list[dict[str, object]]:
    return [{"role": "user", "content": "What is 2 + 2?"}, {"role": "assistant", "content": "4", **answer}]


LOST = {
    "another role": ({"messages": [{"role": "human", "content": "s"}, *asked()[1:]]}, "lost"),
    "tools": ({"messages": asked(), "tools": [{"type": "function", "function": {"name": "add"}}]}, "lost"),
    "a tool call": (
        {"messages": asked(tool_calls=[{"type": "function", "function": {"name": "add", "arguments": {"a": "2"}}}])},
        "lost",
    ),
    "a text beside": ({"messages": asked(), "text": "something else"}, "lost"),
    "an image": ({"messages": [{"role": "user", "content": [{"type": "image"}]}, *asked()[1:]]}, "lost"),
    "nobody answers": ({"messages": asked()[:1]}, "answer"),
    "Alpaca": ({"instruction": "Add.", "input": "2 2", "output": "4"}, "form"),
    "a pair of ids": ({"prompt_ids": [1], "chosen_ids": [2], "rejected_ids": [3]}, "rejected"),
    "a pair of texts": ({"prompt": "2 + 2?", "chosen": "4", "rejected": "5"}, "rejected"),
}


@pytest.mark.parametrize("case", LOST)
def test_a_conversation_is_not_learned_without_a_part_of_it(case: str, encoder: Encoder) -> None:
    record, reason = LOST[case]
    with pytest.raises(Unusable) as found:
        encoder.record(record, "chat")
    assert found.value.reason == reason
    assert encoder.record({"messages": asked(), "prompt": "What is 2 + 2?", "id": 7}, "chat")


def test_preference_pairs_are_not_fine_tuned_on(tmp_path: Path, encoder: Encoder) -> None:
    lines = [json.dumps({"messages": asked()}), json.dumps(LOST["a pair of ids"][0])]
    source = JsonLines("mixed", write_lines(tmp_path / "a.jsonl", lines), encoder, form="chat", seed=0)
    with pytest.raises(InputError, match=r"a\.jsonl: holds preference pairs \(line 2: .*stage 'dpo'"):
        measured(source, length=64, long="skip", minimum=0, ranks=Ranks())
    with pytest.raises(InputError, match="rejected answers"):
        Stream(Mixture([source], [1.0], length=64), rows=2, number=0, streams=1).next()


def test_compressed_lines_are_read(tmp_path: Path, encoder: Encoder) -> None:
    text = "".join(json.dumps({"text": f"{number} snails"}) + "\n" for number in range(20))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    source = JsonLines("a", tmp_path / "a.jsonl.gz", encoder, form="text", seed=0)
    assert measured(source, length=64, long="skip", minimum=0, ranks=Ranks()).usable == 20
    assert shards_of_texts(tmp_path / "a.jsonl.gz", tmp_path / "s", encoder.tokenizer).documents == 20
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text.encode())[:40])
    with pytest.raises(InputError, match="cannot be read"):
        JsonLines("a", tmp_path / "a.jsonl.gz", encoder, form="text", seed=0)


def test_shards_of_nothing_are_an_error(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(InputError, match="no document that can be written: line 1 has the keys 'messages'"):
        shards_of_texts(write_lines(tmp_path / "a.jsonl", ['{"messages": []}']), tmp_path / "s", encoder.tokenizer)


STRICT = (
    "{%- if messages[0].role == 'system' %}{{ raise_exception('no system message, please') }}{% endif -%}"
    "{%- if tools %}<|im_start|>system<|im_sep|>{% for tool in tools %}{{ tool | tojson }}{% endfor %}<|im_end|>"
    "{% endif -%}"
    "{%- for m in messages %}<|im_start|>{{ m.role }}<|im_sep|>{{ m.content or '' }}"
    "{% for call in m.tool_calls or [] %}{{ call.function.name }} {{ call.function.arguments | tojson }}{% endfor %}"
    "<|im_end|>{% endfor -%}{%- if add_generation_prompt %}<|im_start|>assistant<|im_sep|>{% endif -%}"
)  # fmt: skip


@pytest.fixture(scope="module")
def strict() -> Encoder:
    """An encoder whose template renders tools, and refuses a system message."""
    tokenizer = Tokenizer.from_folder(SHIPPED["nano"])
    tokenizer.chat_template = ChatTemplate(STRICT, {})
    assert tokenizer.eos_id is not None
    return Encoder(tokenizer, [tokenizer.eos_id])


def test_a_line_that_the_template_refuses_is_left_out_with_its_reason(tmp_path: Path, strict: Encoder) -> None:
    lines = [json.dumps({"messages": asked()})] * 20
    lines[7] = json.dumps({"messages": [{"role": "system", "content": "Be brief."}, *asked()]})
    source = JsonLines("mine", write_lines(tmp_path / "a.jsonl", lines), strict, form="chat", seed=0)
    found = measured(source, length=64, long="skip", minimum=0, ranks=Ranks())
    assert found.usable == 19
    ((reason, count, first),) = [(each.reason, each.count, each.first) for each in found.skipped]
    assert (reason, count) == ("template", 1)
    assert first.startswith("line 8: ")
    assert "no system message, please" in first


def test_tools_that_the_template_renders_are_learned_with(strict: Encoder) -> None:
    tools = [{"type": "function", "function": {"name": "add", "description": "Adds.", "parameters": {}}}]
    call = {"type": "function", "function": {"name": "add", "arguments": {"a": "12", "b": "30"}}}
    messages = [
        asked()[0], {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": "42"}, {"role": "assistant", "content": "It is 42."},
    ]  # fmt: skip
    (document,) = strict.record({"messages": messages, "tools": tools}, "chat")
    text = strict.tokenizer.decode(document.ids, skip_special=False)
    assert all(part in text for part in ('"description": "Adds."', 'add {"a": "12", "b": "30"}', "42<|im_end|>"))
    learned = [id_ for id_, weight in zip(document.ids, document.weights, strict=True) if weight]
    assert strict.tokenizer.decode(learned, skip_special=False) == (
        'add {"a": "12", "b": "30"}<|im_end|>It is 42.<|im_end|>'
    )


def test_tokens_that_the_model_does_not_have_are_named(tmp_path: Path, encoder: Encoder) -> None:
    end = encoder.tokenizer.special_ids["<|im_end|>"]
    smaller = Encoder(encoder.tokenizer, [end], vocab_size=end)
    lines = [json.dumps({"messages": asked()})] * 3
    source = JsonLines("mine", write_lines(tmp_path / "a.jsonl", lines), smaller, form="chat", seed=0)
    said = rf"3 of 3 lines are with tokens that the model does not have \(line 1: the token .*the model has {end}: its"
    with pytest.raises(InputError, match=said):
        measured(source, length=64, long="skip", minimum=0, ranks=Ranks())
