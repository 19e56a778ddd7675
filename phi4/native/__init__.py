"""The Python face of the compiled engine."""

from phi4.native._engine import cpu_features

__all__ = ["cpu_features"]
