"""Rope scaling in `config.json`: the dictionary under `rope_scaling` or `rope_parameters`, read and written."""

from __future__ import annotations

from typing import Any, NoReturn, Protocol

from phi4.config.rope import LinearScaling, Llama3Scaling, LongRopeScaling, RopeScaling, YarnScaling
from phi4.errors import shown


class ConfigReader(Protocol):
    """The checks of phi4.config.hf, which raise ConfigError with the file's name."""

    def fail(self, problem: str) -> NoReturn: ...

    def number(self, name: str, value: Any) -> float: ...

    def flag(self, name: str, value: Any) -> bool: ...

    def size(self, name: str, value: Any) -> int: ...


class ScalingReader:
    """The scaling in a rope dictionary; every key is used or refused."""

    def __init__(
        self,
        reader: ConfigReader,
        parameters: dict[str, Any],
        *,
        frequencies: int,
        max_positions: int,
        original_max_positions: int | None,
    ) -> None:
        """`original_max_positions` is the value outside the dictionary, as in Phi-3's files; it has priority."""
        self.reader, self.parameters = reader, parameters
        self.frequencies, self.max_positions = frequencies, max_positions
        self.original_max_positions = original_max_positions

    def read(self) -> RopeScaling | None:
        kind, older = (self.parameters.pop(name, None) for name in ("rope_type", "type"))
        if kind is not None and older is not None and kind != older:
            self.reader.fail(f"rope scaling has both {shown(kind)} and {shown(older)} as its type")
        kind = kind or older or "default"
        if "long_factor" in self.parameters and kind in ("su", "yarn"):
            kind = "longrope"  # its name in the first releases of Phi-3
        makers = {
            "default": self.default,
            "linear": self.linear,
            "llama3": self.llama3,
            "yarn": self.yarn,
            "longrope": self.longrope,
        }
        if not isinstance(kind, str) or kind not in makers:
            self.reader.fail(f"rope scaling {shown(kind)} is not supported; phi4 computes {', '.join(makers)}")
        scaling = makers[kind]()
        if left := [name for name, value in self.parameters.items() if value is not None]:
            self.reader.fail(
                f"rope scaling {shown(kind)} has the unknown field {shown(left[0])}, which may change the computation"
            )
        return scaling

    def number(self, name: str) -> float:
        return self.reader.number(f"rope scaling's {name}", self.parameters.pop(name, None))

    def optional(self, name: str) -> float | None:
        return self.number(name) if self.parameters.get(name) is not None else None

    def original(self) -> int:
        name = "original_max_position_embeddings"
        inside = self.parameters.pop(name, None)
        size = self.reader.size(name, self.original_max_positions or inside or self.max_positions)
        if size < 2:
            self.reader.fail(f"{name} is {size}, and must be at least 2")
        return size

    def default(self) -> None:
        self.parameters.pop("original_max_position_embeddings", None)
        self.parameters.pop("factor", None)

    def linear(self) -> LinearScaling:
        self.parameters.pop("original_max_position_embeddings", None)
        return LinearScaling(self.number("factor"))

    def llama3(self) -> Llama3Scaling:
        low, high = self.number("low_freq_factor"), self.number("high_freq_factor")
        if low >= high:
            self.reader.fail(f"rope scaling's low_freq_factor {low} must be below its high_freq_factor {high}")
        return Llama3Scaling(self.number("factor"), low, high, self.original())

    def yarn(self) -> YarnScaling:
        truncate = self.parameters.pop("truncate", None)
        return YarnScaling(
            factor=self.number("factor"),
            original_max_positions=self.original(),
            beta_fast=self.optional("beta_fast") or 32.0,
            beta_slow=self.optional("beta_slow") or 1.0,
            explicit_attention_factor=self.optional("attention_factor"),
            mscale=self.optional("mscale"),
            mscale_all_dim=self.optional("mscale_all_dim"),
            truncate=True if truncate is None else self.reader.flag("rope scaling's truncate", truncate),
        )

    def longrope(self) -> LongRopeScaling:
        original = self.original()
        return LongRopeScaling(
            short_factors=self.factors("short_factor"),
            long_factors=self.factors("long_factor"),
            original_max_positions=original,
            factor=self.optional("factor") or self.max_positions / original,
            explicit_attention_factor=self.optional("attention_factor"),
        )

    def factors(self, name: str) -> tuple[float, ...]:
        values = self.parameters.pop(name, None)
        if not isinstance(values, list) or len(values) != self.frequencies:
            self.reader.fail(f"rope scaling's {name} must list {self.frequencies} numbers, one a rotated pair")
        return tuple(self.reader.number(f"rope scaling's {name}", value) for value in values)


def scaling_to_hf(scaling: RopeScaling | None) -> dict[str, Any] | None:
    match scaling:
        case None:
            return None
        case LinearScaling(factor):
            return {"rope_type": "linear", "factor": factor}
        case Llama3Scaling(factor, low, high, original):
            return {
                "rope_type": "llama3",
                "factor": factor,
                "low_freq_factor": low,
                "high_freq_factor": high,
                "original_max_position_embeddings": original,
            }
        case YarnScaling():
            found = {
                "rope_type": "yarn",
                "factor": scaling.factor,
                "original_max_position_embeddings": scaling.original_max_positions,
                "beta_fast": scaling.beta_fast,
                "beta_slow": scaling.beta_slow,
                "attention_factor": scaling.explicit_attention_factor,
                "mscale": scaling.mscale,
                "mscale_all_dim": scaling.mscale_all_dim,
            }
            found = {name: value for name, value in found.items() if value is not None}
            return found if scaling.truncate else {**found, "truncate": False}
        case LongRopeScaling():
            found = {
                "rope_type": "longrope",
                "short_factor": list(scaling.short_factors),
                "long_factor": list(scaling.long_factors),
                "original_max_position_embeddings": scaling.original_max_positions,
                "factor": scaling.factor,
            }
            if scaling.explicit_attention_factor is not None:
                found["attention_factor"] = scaling.explicit_attention_factor
            return found
