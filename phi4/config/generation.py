"""The reader of a model folder's generation_config.json, and the EOS ids in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from phi4.config.files import is_file, read_json
from phi4.errors import ConfigError, shown

_MAX_FILE_BYTES = 2**20


def read_generation_config(folder: Path) -> dict[str, Any] | None:
    """The JSON object in the file; None if there is no file.

    Raises:
        ConfigError: the file cannot be read, or is not a JSON object.
    """
    file = folder / "generation_config.json"
    if not is_file(file, error=ConfigError):
        return None
    config = read_json(file, max_bytes=_MAX_FILE_BYTES, error=ConfigError)
    if not isinstance(config, dict):
        raise ConfigError(f"{file}: is not a JSON object; fetch the model again")
    return config


def generation_eos_ids(config: dict[str, Any], vocab_size: int, folder: Path) -> tuple[int, ...]:
    """The EOS ids in `config`, the object that was read from `folder`.

    Raises:
        ConfigError: one is not an id of the vocabulary.
    """
    value = config.get("eos_token_id")
    listed = value if isinstance(value, list) else [] if value is None else [value]
    for id_ in listed:
        if isinstance(id_, bool) or not isinstance(id_, int) or not -1 <= id_ < vocab_size:
            raise ConfigError(
                f"{folder / 'generation_config.json'}: eos_token_id {shown(id_)} is outside the vocabulary of "
                f"{vocab_size:,}"
            )
    return tuple(each for each in listed if each >= 0)  # -1 stands for none
