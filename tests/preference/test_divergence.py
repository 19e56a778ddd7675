"""The divergence on a model's own answers, against the same summed over all answers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from phi4.engine import LanguageModel, load
from phi4.errors import InputError
from phi4.preference.divergence import divergence
from tests.support.chain import SEPARATOR, TABLE, WORDS, load_chain, save_chain


def test_it_is_what_all_answers_say(chain: LanguageModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, "we", {"left": 0.2, "right": 0.3, "up": 0.5})
    monkeypatch.setitem(TABLE, "then", {"yes": 0.7, "no": 0.3})
    other = load_chain(save_chain(tmp_path / "other"))
    monkeypatch.undo()
    prompts = [chain.chat_ids([{"role": "user", "content": "ask"}])] * 300
    found = divergence(chain, other, prompts, seed=1)
    at_we = 0.5 * math.log(0.5 / 0.2) + 0.2 * math.log(0.2 / 0.5)
    at_then = 0.9 * math.log(0.9 / 0.7) + 0.1 * math.log(0.1 / 0.3)
    assert found.per_answer == pytest.approx(at_we + 0.5 * at_then, abs=3 * found.per_answer_error + 1e-3)
    assert 0 < found.per_answer_error < 0.02
    assert found.per_token == pytest.approx(found.per_answer * 300 / found.tokens)
    same = divergence(chain, chain, prompts[:5])
    assert same.per_answer == same.per_token == 0
    assert np.isfinite(same.per_token_error)
    assert WORDS[prompts[0][-1]] == SEPARATOR


def test_models_that_cannot_be_compared(chain: LanguageModel) -> None:
    with pytest.raises(InputError, match="vocabularies"):
        divergence(chain, load("nano", executor="native"), [[1]])
    with pytest.raises(InputError, match="no prompt"):
        divergence(chain, chain, [])
