"""The torch transformer: training, GPU inference, and the reference for faster code."""

from phi4.model.cache import KVCache
from phi4.model.executor import TorchExecutor
from phi4.model.transformer import Transformer, initial_weights

__all__ = ["KVCache", "TorchExecutor", "Transformer", "initial_weights"]
