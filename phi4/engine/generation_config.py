"""A model's own generation_config.json: sampling settings and EOS ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phi4.config.generation import generation_eos_ids, read_generation_config
from phi4.engine.checks import stop_strings
from phi4.engine.sampling import SamplingParams
from phi4.errors import ConfigError, InputError, shown

_SAMPLED = {"temperature": 1.0, "top_k": 50, "top_p": 1.0, "min_p": 0.0}
"""transformers' defaults for a file with do_sample; without do_sample these settings are ignored."""
_ALWAYS = ("repetition_penalty", "repetition_detection")
"""Settings that apply without do_sample too. The second is phi4's own key; transformers keeps and ignores it."""


@dataclass(frozen=True)
class GenerationDefaults:
    """The sampling settings of the model's authors (greedy without do_sample), and EOS ids."""

    params: SamplingParams = field(default_factory=SamplingParams)
    eos_ids: tuple[int, ...] = ()


def load_generation_config(folder: Path, vocab_size: int) -> GenerationDefaults:
    """Read the file in a model's folder; without the file, the defaults are greedy.

    Raises:
        ConfigError: the file is malformed; the message names the field.
    """
    config = read_generation_config(folder)
    if config is None:
        return GenerationDefaults()
    params = _params(config, folder / "generation_config.json")
    return GenerationDefaults(params, generation_eos_ids(config, vocab_size, folder))


def _params(config: dict[str, Any], file: Path) -> SamplingParams:
    values: dict[str, Any] = {}
    sampled = config.get("do_sample")
    if sampled is not None and not isinstance(sampled, bool):
        raise ConfigError(f"{file}: do_sample is {shown(sampled)}, and must be true or false")
    if sampled:
        values = {name: default if config.get(name) is None else config[name] for name, default in _SAMPLED.items()}
    values |= {name: config[name] for name in _ALWAYS if config.get(name) is not None}
    try:
        if config.get("stop_strings") is not None:
            values["stop"] = stop_strings(config["stop_strings"], "stop_strings")
        return SamplingParams(**values)
    except InputError as error:
        raise ConfigError(f"{file}: {error}") from None
