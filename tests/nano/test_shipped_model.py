"""The model that the package ships: what the README says of it, and how it was measured."""

from __future__ import annotations

import random

import pytest
import tokenizers
import torch

import phi4
from phi4.checkpoint.shipped import SHIPPED
from phi4.engine import LanguageModel
from phi4.nano.problems import FAMILIES, problem_of
from phi4.nano.problems.climbing import climbing
from phi4.nano.tasks import STANDING, marked
from phi4.train.tokenizer import CHAT_SPECIAL
from tests.support.repository import answers_in_readme


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return phi4.load("nano", executor="native")


def test_it_is_small_and_complete() -> None:
    names = {file.name for file in SHIPPED["nano"].iterdir()}
    assert {"model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json", "README.md"} <= names
    assert (SHIPPED["nano"] / "model.safetensors").stat().st_size <= 16_000_000


def test_the_standing_question_shows_the_pattern_and_the_exception(model: LanguageModel) -> None:
    answer = model.chat([{"role": "user", "content": STANDING.question}]).text
    assert "gains 3 - 2 = 1 meter" in answer
    assert "on the last day it reaches the top and does not slide" in answer
    assert answer.endswith("Answer: 8 days")


def test_the_readmes_answers_are_what_it_says(model: LanguageModel) -> None:
    pairs = answers_in_readme()
    assert len(pairs) >= 4
    for question, expected in pairs:
        assert model.chat([{"role": "user", "content": question}]).text == expected


def test_new_numbers_and_new_wordings(model: LanguageModel) -> None:
    """Far below what the model card reports, so that only a broken model fails."""
    rng = random.Random(77)
    seen = [("climbing", climbing(rng)) for _ in range(60)]
    unseen = [("climbing", climbing(rng, held_out=True)) for _ in range(60)]
    assert sum(marked(model, seen)) >= 48
    assert sum(marked(model, unseen)) >= 24


def test_repetition_ends_an_answer_and_cuts_none_that_would_end(model: LanguageModel) -> None:
    """Made to go on past its end the model falls into loops; counting, columns and lists are none."""
    rng = random.Random(5)
    asked = [
        "count to 20", "1, 1, 1, 1, 1, ?", "What comes next: red, blue, red, blue, red, blue?", "1+1+1+1+1+1+1+1",
        "111111 + 222222", "99999999 + 1", "multiplication table of 7", "repeat after me: la la la la la la",
    ]  # fmt: skip
    asked += [problem_of(family, rng).question for family in FAMILIES]
    prompts = [model.chat_ids([{"role": "user", "content": each}]) for each in asked]
    assert {answer.finish_reason for answer in model.generate_batch(prompts)} == {"stop"}
    made = model.generate_batch(prompts[:64], ignore_eos=True)
    assert sum(answer.finish_reason == "repetition" for answer in made) >= 8
    assert all(answer.text for answer in made)


def test_transformers_gives_the_same_answer(model: LanguageModel) -> None:
    """An ordinary Hugging Face folder, loaded by somebody else's code."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(SHIPPED["nano"])
    reference = AutoModelForCausalLM.from_pretrained(SHIPPED["nano"], dtype=torch.float32)
    chat = [{"role": "user", "content": STANDING.question}]
    prompt = tokenizer.apply_chat_template(chat, add_generation_prompt=True, return_dict=False, return_tensors="pt")
    made = reference.generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=200, do_sample=False)
    text = tokenizer.decode(made[0, prompt.shape[1] :], skip_special_tokens=True)
    assert text == model.chat(chat).text


def test_the_tokenizer_cuts_numbers_into_pairs() -> None:
    backend = tokenizers.Tokenizer.from_file(str(SHIPPED["nano"] / "tokenizer.json"))
    assert backend.get_vocab_size() == 2048
    for number in range(100):
        for text in (f" {number}", f"{number:02d}"):
            assert len(backend.encode(f"x{text}").ids) == 2
    assert [backend.decode([id_]) for id_ in backend.encode("a 12345").ids][1:] == [" 1", "23", "45"]
    assert [backend.token_to_id(text) for text in CHAT_SPECIAL] == list(range(2043, 2048))
