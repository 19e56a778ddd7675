"""Prompts of ordinary messages against transformers' apply_chat_template, id for id, with the fitting vocabulary."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tokenizers
from tokenizers import AddedToken, decoders, models, pre_tokenizers

from phi4.errors import TemplateError
from phi4.text import Tokenizer, known_template
from tests.support.chats import CHATS, TOOL

SHIPPED = ["phi-4", "phi-4-first-release", "phi-4-mini", "phi-3-medium", "qwen2.5", "llama-3.1", "mixtral",
           "ministral", "granite-3.0", "granite-3.3"]  # fmt: skip
OTHERS = ["Qwen-Qwen2.5-7B-Instruct", "granite-3.0-instruct", "ibm-granite-granite-3.3-2B-Instruct",
          "meta-llama-Llama-3.1-8B-Instruct", "microsoft-Phi-3.5-mini-instruct", "mistral-instruct",
          "mistralai-Mistral-Nemo-Instruct-2407", "phi-3", "qwen2.5-instruct"]  # fmt: skip
SPECIAL = re.compile(r"<\|[^|>{}' ]+\|>|\[/?[A-Z_]+\]|</?s>|</?tool_call>")


@cache
def real(folder: str) -> str:
    return (Path(folder) / "tokenizer.json").read_text()


def backend_for(name: str, source: str, shared: Path | None) -> tokenizers.Tokenizer:
    """The model's own where there is one, else one of bytes with the special tokens that stand in the template."""
    if shared is not None and name in ("phi-4", "phi-4-first-release"):
        return tokenizers.Tokenizer.from_str(real(str(shared / "tokenizers" / "phi-4")))
    if shared is not None and name in ("phi-3-medium", "microsoft-Phi-3.5-mini-instruct", "phi-3"):
        return tokenizers.Tokenizer.from_str(real(str(shared / "tokenizers" / "phi-3-medium")))
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    backend = tokenizers.Tokenizer(models.BPE({letter: id_ for id_, letter in enumerate(alphabet)}, []))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    found = {"<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>", *SPECIAL.findall(source)}
    backend.add_special_tokens([AddedToken(each, normalized=False) for each in sorted(found)])
    return backend


def assert_same_ids(source: str, backend: tokenizers.Tokenizer, folder: Path) -> None:
    from transformers import PreTrainedTokenizerFast

    (folder / "tokenizer.json").write_text(backend.to_str())
    config = {"bos_token": "<s>", "eos_token": "</s>"} if backend.token_to_id("<s>") is not None else {}
    config = config or {"bos_token": "<|endoftext|>", "eos_token": "<|im_end|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({**config, "chat_template": source}))
    tokenizer = Tokenizer.from_folder(folder)
    reference = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), chat_template=source, **config)
    compared = 0
    for chat in filter(None, CHATS.values()):  # transformers refuses no messages by itself
        for tools in (None, [TOOL]):
            for prompt in (True, False):
                given: dict[str, Any] = {"tools": tools, "add_generation_prompt": prompt}
                variables = {"date_string": "26 Jul 2024"}
                try:
                    expected = reference.apply_chat_template(chat, return_dict=False, **given, **variables)
                except Exception:  # whatever a template raises
                    with pytest.raises(TemplateError):
                        tokenizer.encode_chat(chat, **given, variables=variables)
                else:
                    assert tokenizer.encode_chat(chat, **given, variables=variables) == expected
                    compared += 1
    assert compared >= 6


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates(name: str, tmp_path: Path) -> None:
    source = known_template(name)
    assert_same_ids(source, backend_for(name, source, None), tmp_path)


@pytest.mark.parametrize("name", ["phi-4", "phi-4-first-release", "phi-3-medium"])
def test_shipped_templates_with_the_models_own_vocabulary(name: str, shared: Path, tmp_path: Path) -> None:
    source = known_template(name)
    assert_same_ids(source, backend_for(name, source, shared), tmp_path)


@pytest.mark.parametrize("name", OTHERS)
def test_templates_as_their_makers_publish_them(name: str, shared: Path, tmp_path: Path) -> None:
    source = (shared / "templates" / f"{name}.jinja").read_bytes().decode()
    assert_same_ids(source, backend_for(name, source, shared), tmp_path)


def test_every_template_at_hand_is_compared(shared: Path) -> None:
    assert {file.stem for file in (shared / "templates").glob("*.jinja")} == set(OTHERS)
