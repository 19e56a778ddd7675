"""The Python face of the compiled engine."""

from phi4.native._engine import cpu_features, kernel_names
from phi4.native.executor import NativeExecutor

__all__ = ["NativeExecutor", "cpu_features", "kernel_names"]
