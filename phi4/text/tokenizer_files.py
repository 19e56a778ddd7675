"""The files of a folder that say what its tokenizer is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tokenizers

from phi4.config.files import is_file, own_file, read_json, read_text
from phi4.errors import TokenizerError
from phi4.text.byte_level import PATTERNS, byte_level_definition
from phi4.text.tokenizer_limits import load

MAX_FILE_BYTES = 128 * 2**20
NAMED = ("bos_token", "eos_token", "pad_token", "unk_token", "sep_token", "cls_token", "mask_token")
_LISTED = ("additional_special_tokens", "extra_special_tokens")
# The regexes of tokenizer classes that keep vocab.json and merges.txt, by the beginnings of their names.
_CLASSES = {
    "Qwen2": "qwen2",
    "Llama": "llama-bpe",
    "GPT2": "gpt-2",
    "PreTrainedTokenizerFast": "gpt-2",
    "Granite": "refact",
}


@dataclass(frozen=True)
class FolderTokenizer:
    """What a folder's files say: `named` are the texts of bos_token and the like, `control` further special tokens."""

    backend: tokenizers.Tokenizer
    where: str
    named: Mapping[str, str]
    control: tuple[str, ...]
    templates: Mapping[str, str]


def read_folder(folder: Path) -> FolderTokenizer:
    """Raises TokenizerError: there is no tokenizer that can be read, or a file is malformed."""
    config, special = _json(folder / "tokenizer_config.json"), _json(folder / "special_tokens_map.json")
    named = {name: text for name in NAMED if (text := _token_text(config.get(name) or special.get(name)))}
    for name, text in named.items():
        if not encodable(text):
            raise TokenizerError(f"{folder}: the {name} {text!r:.40} holds unpaired surrogates; fetch the model again")
    listed = [config.get(key) or special.get(key) for key in _LISTED]
    control = [text for some in listed if isinstance(some, list) for each in some if (text := _token_text(each))]
    file = folder / "tokenizer.json"
    if is_file(file, error=TokenizerError):
        backend = load(_read(file), str(file))
    elif is_file(folder / "vocab.json", error=TokenizerError) and is_file(folder / "merges.txt", error=TokenizerError):
        file = folder / "vocab.json"
        backend = load(json.dumps(_of_vocabulary(folder, config, named, control)), str(file))
    else:
        raise TokenizerError(_missing(folder))
    return FolderTokenizer(backend, str(file), named, tuple(control), _templates(folder, config))


def _missing(folder: Path) -> str:
    others = {
        "tokenizer.model": "a tokenizer.model of SentencePiece or tiktoken",
        "tekken.json": "a tekken.json of Mistral",
        "vocab.json": "a vocab.json without merges.txt",
    }
    found = next((f" but {text}" for name, text in others.items() if is_file(folder / name, error=TokenizerError)), "")
    return (
        f"{folder}: has no tokenizer.json{found}; text cannot be turned into tokens: add the tokenizer.json of the "
        "same model"
    )


def _of_vocabulary(
    folder: Path, config: Mapping[str, Any], named: Mapping[str, str], control: list[str]
) -> dict[str, Any]:
    """The tokenizer.json that vocab.json, merges.txt and the added tokens of the other files stand for."""
    vocabulary = _json(folder / "vocab.json")
    if not all(type(id_) is int and 0 <= id_ < 2**24 for id_ in vocabulary.values()):
        raise TokenizerError(f"{folder / 'vocab.json'}: does not give every token an id; fetch it again")
    lines = _read(folder / "merges.txt").split("\n")
    merges = [line.rstrip("\r") for line in lines if line.strip() and not line.startswith("#version")]
    for merge in merges:
        left, space, right = merge.partition(" ")
        if not space or not {left, right, left + right} <= vocabulary.keys():
            raise TokenizerError(
                f"{folder / 'merges.txt'}: the merge {merge!r:.40} is not of two tokens of vocab.json; fetch both again"
            )
    added = _added_tokens(folder, config)
    kind = str(config.get("tokenizer_class") or "GPT2")
    if {"<|im_sep|>", "<|dummy_0|>"} <= {*vocabulary, *(each["content"] for each in added.values())}:
        pattern = "dbrx"  # Phi-4's class is GPT-2's, and its regex is not
    else:
        pattern = next((name for begin, name in _CLASSES.items() if kind.startswith(begin)), "")
    if not pattern:
        raise TokenizerError(
            f"{folder}: has no tokenizer.json, and how a {kind:.40} cuts text is in no other file; add the "
            "tokenizer.json of the same model"
        )
    listed: list[dict[str, Any]] = []
    for id_, token in sorted(added.items()):
        text = token["content"]
        expected = vocabulary.get(text, max([*vocabulary.values(), *(each["id"] for each in listed)], default=-1) + 1)
        if id_ != expected:
            raise TokenizerError(f"{folder}: the added token {text!r:.40} has the id {id_}, and not {expected}")
        listed.append({
            "id": id_, "content": text, "special": bool(token.get("special", text in (*named.values(), *control))),
            **{flag: bool(token.get(flag, False)) for flag in ("single_word", "lstrip", "rstrip", "normalized")},
        })  # fmt: skip
    definition = byte_level_definition(PATTERNS[pattern], vocabulary, merges)
    return {**definition, "added_tokens": listed}


def _added_tokens(folder: Path, config: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """By id, from tokenizer_config.json and the older added_tokens.json."""
    found: dict[int, dict[str, Any]] = {}
    for text, id_ in _json(folder / "added_tokens.json").items():
        if type(id_) is int and id_ >= 0 and text:
            found[id_] = {"content": text}
    decoder = config.get("added_tokens_decoder")
    for key, token in decoder.items() if isinstance(decoder, dict) else ():
        if not (key.isdecimal() and len(key) < 9 and isinstance(token, dict) and _token_text(token)):
            raise TokenizerError(
                f"{folder / 'tokenizer_config.json'}: the added token {key!r:.40} is not a token; fetch it again"
            )
        found[int(key)] = token
    return found


def encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read(file: Path) -> str:
    return read_text(file, max_bytes=MAX_FILE_BYTES, error=TokenizerError)


def _json(file: Path) -> dict[str, Any]:
    """The object that a file holds; an empty one without the file."""
    if not is_file(file, error=TokenizerError):
        return {}
    parsed = read_json(file, max_bytes=MAX_FILE_BYTES, error=TokenizerError)
    if not isinstance(parsed, dict):
        raise TokenizerError(f"{file}: is not a JSON object; fetch it again")
    return parsed


def _token_text(value: Any) -> str | None:
    """A token is named by its text, or by an object that holds it."""
    text = value.get("content") if isinstance(value, dict) else value
    return text if isinstance(text, str) and text else None


def template_of(folder: Path) -> str | None:
    """A folder's chat template, of several the default one; None without one.

    Raises:
        TokenizerError: a file is malformed.
    """
    return _templates(folder, _json(folder / "tokenizer_config.json")).get("default")


def _templates(folder: Path, config: Mapping[str, Any]) -> dict[str, str]:
    """A folder's chat templates by name: chat_template.jinja, or what chat_template.json or tokenizer_config.json,
    which is `config`, holds, is "default" or several named ones; each file of additional_chat_templates/ is named by
    itself.
    """
    for name in ("chat_template.jinja", "chat_template.json", "tokenizer_config.json"):
        own_file(folder, name, error=TokenizerError)  # whose text becomes the prompt
    settings = {**config, **_json(folder / "chat_template.json")}
    template = settings.get("chat_template")
    if isinstance(template, list):
        template = {
            each["name"]: each.get("template")
            for each in template
            if isinstance(each, dict) and isinstance(each.get("name"), str)
        }
    named = template if isinstance(template, dict) else {} if template is None else {"default": template}
    if is_file(folder / "chat_template.jinja", error=TokenizerError):
        named = {**named, "default": _template(folder / "chat_template.jinja")}
    additional = folder / "additional_chat_templates"
    try:
        files = sorted(additional.glob("*.jinja"))
    except OSError as error:
        raise TokenizerError(f"{additional}: cannot be read ({error.strerror})") from None
    for file in files:
        own_file(folder, f"additional_chat_templates/{file.name}", error=TokenizerError)
    named = {**named, **{file.name.removesuffix(".jinja"): _template(file) for file in files}}
    if not all(isinstance(each, str) for each in named.values()):
        raise TokenizerError(f"{folder}: the chat_template in tokenizer_config.json is not text; fetch it again")
    if len(named) == 1 and "default" not in named:
        named = {"default": next(iter(named.values())), **named}
    return named


def _template(file: Path) -> str:
    """With the ends of lines that Python's text files have, as transformers reads it."""
    return _read(file).replace("\r\n", "\n").replace("\r", "\n")
