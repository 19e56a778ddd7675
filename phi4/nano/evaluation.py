"""How often phi4-nano is right: fresh problems with known answers, in wordings it was trained on and in others."""

from __future__ import annotations

import random
from dataclasses import dataclass

from phi4.data.synth import FAMILIES, SHARES, Problem, problem_of
from phi4.engine import LanguageModel

BATCH = 32


@dataclass(frozen=True)
class Score:
    """Right answers of a family, of so many asked, with unseen numbers in seen wordings, and in unseen wordings."""

    family: str
    seen_right: int
    seen_asked: int
    unseen_right: int
    unseen_asked: int


def evaluate(model: LanguageModel, *, count: int, seed: int, chats: bool = True) -> list[Score]:
    """Ask `count` problems of each family and kind of wording; an answer is right if its last line is.

    A model that does not `chats` yet is given the question as text to go on from.
    The problems are drawn from the training writers with a seed of their own, so the numbers are new but for chance.
    """
    scores = []
    for family in SHARES:
        rng = random.Random(f"evaluation/{seed}/{family}")
        seen = [problem_of(family, rng) for _ in range(count)]
        unseen = [problem_of(family, rng, held_out=True) for _ in range(count if FAMILIES[family].held_out else 0)]
        scores.append(
            Score(family, right(model, seen, chats=chats), len(seen), right(model, unseen, chats=chats), len(unseen))
        )
    return scores


def right(model: LanguageModel, problems: list[Problem], *, chats: bool = True) -> int:
    """How many of `problems` the model answers rightly, greedily."""
    begin = model.tokenizer.bos_id

    def prompt(question: str) -> list[int]:
        if chats:
            return model.chat_ids([{"role": "user", "content": question}])
        return [*([begin] if begin is not None else []), *model.tokenizer.encode(f"{question}\n", add_bos=False)]

    total = 0
    for start in range(0, len(problems), BATCH):
        batch = problems[start : start + BATCH]
        stop: list[str] = [] if chats else ["\n\n"]
        answers = model.generate_batch([prompt(each.question) for each in batch], temperature=0.0, stop=stop)
        total += sum(is_right(answer.text, each) for answer, each in zip(answers, batch, strict=True))
    return total


def is_right(text: str, asked: Problem) -> bool:
    return text.strip().splitlines()[-1:] == [f"Answer: {asked.answer}"]
