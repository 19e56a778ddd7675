"""A model's own generation_config.json: how it likes to be sampled, and what ends its answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phi4.config.generation import generation_eos_ids, read_generation_config
from phi4.engine.checks import quoted, stop_strings
from phi4.engine.sampling import SamplingParams
from phi4.errors import ConfigError, InputError

_SAMPLED = {"temperature": 1.0, "top_k": 50, "top_p": 1.0, "min_p": 0.0}
"""What transformers takes for a file that samples and is silent; without do_sample these do not count."""
_ALWAYS = ("repetition_penalty", "repetition_detection")
"""What counts in every file. The second is a key of phi4's own, which transformers keeps and does not use."""


@dataclass(frozen=True)
class GenerationDefaults:
    """Sampling as the model's authors set it (greedy unless the file says do_sample), and EOS ids."""

    params: SamplingParams = field(default_factory=SamplingParams)
    eos_ids: tuple[int, ...] = ()


def load_generation_config(folder: Path, vocab_size: int) -> GenerationDefaults:
    """Read the file of a model's folder; without one, greedy.

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
        raise ConfigError(f"{file}: do_sample is {quoted(sampled)}, and must be true or false")
    if sampled:
        values = {name: default if config.get(name) is None else config[name] for name, default in _SAMPLED.items()}
    values |= {name: config[name] for name in _ALWAYS if config.get(name) is not None}
    try:
        if config.get("stop_strings") is not None:
            values["stop"] = stop_strings(config["stop_strings"], "stop_strings")
        return SamplingParams(**values)
    except InputError as error:
        raise ConfigError(f"{file}: {error}") from None
