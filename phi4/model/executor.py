"""Inference with the torch transformer: the executor for GPUs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from phi4.checkpoint import LoadProgress, Weights
from phi4.config import tensor_shapes
from phi4.errors import InputError
from phi4.model.cache import KVCache
from phi4.model.transformer import Transformer

Float32Array = npt.NDArray[np.float32]

PREFILL_CHUNK = 1024
_DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


@dataclass
class TorchState:
    """The KV cache of a batch, one left-padded row for each sequence.

    `histories` are the token ids of each row, from which the cache is rebuilt when LongRoPE switches.
    """

    cache: KVCache
    padding: Tensor | None
    histories: list[list[int]]


class TorchExecutor:
    """An executor; see phi4.engine.executor.Executor for the methods."""

    name = "torch"
    speculates = False

    def __init__(self, model: Transformer) -> None:
        self._open_model: Transformer | None = model.eval()
        self.config = model.config
        self.device = model.embedding.weight.device
        self.dtype = model.embedding.weight.dtype

    @property
    def model(self) -> Transformer:
        """Raises InputError: it is closed."""
        if self._open_model is None:
            raise InputError("this model is closed; load it again with phi4.load")
        return self._open_model

    def close(self) -> None:
        """Free the weights, after a running step."""
        self._open_model = None

    def __str__(self) -> str:
        return f"torch ({str(self.dtype).removeprefix('torch.')} weights, {self.device})"

    @staticmethod
    def best_device() -> str:
        """A GPU if torch can use one, else the CPU."""
        return "cuda" if torch.cuda.is_available() else "cpu"

    @classmethod
    def load(
        cls,
        weights: Weights,
        *,
        dtype: str | None = None,
        device: str | None = None,
        progress: LoadProgress | None = None,
    ) -> TorchExecutor:
        """Build the model and fill it tensor by tensor, with at most one extra tensor in memory.

        `dtype` is float32, float16 or bfloat16; by default the checkpoint's own on a GPU and float32 on a CPU.
        `device` is "cpu" or "cuda", by default a GPU if there is one. `progress` is called after each tensor.

        Raises:
            InputError: `dtype` is not one of the three, or there is no such `device`.
        """
        config = weights.config
        if device not in (None, "cpu", cls.best_device()):
            raise InputError(
                f"there is no device {device!r} here; choose cpu" + (" or cuda" * torch.cuda.is_available())
            )
        target = torch.device(device or cls.best_device())
        dtype = dtype or (config.dtype if target.type == "cuda" else "float32")
        if dtype not in _DTYPES:
            raise InputError(f"dtype {dtype!r} is not supported by torch execution; choose {', '.join(_DTYPES)}")
        with torch.device("meta"):
            model = Transformer(config)
        shapes = tensor_shapes(config)
        for number, (name, shape) in enumerate(shapes.items(), 1):
            tensor = torch.empty(shape, dtype=_DTYPES[dtype])
            weights.read_into(name, (tensor.view(torch.uint16) if dtype == "bfloat16" else tensor).numpy())
            owner, _, attribute = name.rpartition(".")
            setattr(model.get_submodule(owner), attribute, nn.Parameter(tensor.to(target), requires_grad=False))
            if progress is not None:
                progress(number, len(shapes))
        model.rotation.reset(target)
        return cls(model)

    @torch.inference_mode()
    def logits(self, ids: Sequence[int]) -> Float32Array:
        return self._array(self.model(self._tokens([ids]))[0])

    @torch.inference_mode()
    def prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[TorchState, Float32Array]:
        longest = max(map(len, prompts))
        pads = [longest - len(prompt) for prompt in prompts]
        padding = torch.tensor(pads, device=self.device) if any(pads) else None
        tokens = self._tokens([[0] * pad + list(prompt) for pad, prompt in zip(pads, prompts, strict=True)])
        cache = KVCache(self.config, len(prompts), dtype=self.dtype, device=self.device)
        chunk = longest if self.config.rope.switch_length is not None else PREFILL_CHUNK
        for part in torch.split(tokens, chunk, dim=1):
            hidden = self.model.hidden(part, padding=padding, cache=cache)
        state = TorchState(cache, padding, [list(prompt) for prompt in prompts])
        return state, self._array(self.model.logits(hidden[:, -1]))

    @torch.inference_mode()
    def decode(self, state: TorchState, ids: Sequence[int]) -> Float32Array:
        for history, token in zip(state.histories, ids, strict=True):
            history.append(token)
        switch = self.config.rope.switch_length
        if switch is not None and any(len(history) == switch + 1 for history in state.histories):
            rebuilt, logits = self.prefill(state.histories)
            state.cache, state.padding = rebuilt.cache, rebuilt.padding
            return logits
        hidden = self.model.hidden(self._tokens([[token] for token in ids]), padding=state.padding, cache=state.cache)
        return self._array(self.model.logits(hidden[:, -1]))

    @torch.inference_mode()
    def extend(self, state: TorchState, ids: Sequence[Sequence[int]]) -> list[Float32Array]:
        """Add tokens to each row; every row is recomputed, so this saves no time."""
        histories = [history + list(each) for history, each in zip(state.histories, ids, strict=True)]
        rebuilt, _ = self.prefill(histories)
        state.cache, state.padding, state.histories = rebuilt.cache, rebuilt.padding, rebuilt.histories
        return [self.logits(history)[-len(each) :] for history, each in zip(histories, ids, strict=True)]

    @torch.inference_mode()
    def rewind(self, state: TorchState, lengths: Sequence[int]) -> None:
        rebuilt, _ = self.prefill([history[:length] for history, length in zip(state.histories, lengths, strict=True)])
        state.cache, state.padding, state.histories = rebuilt.cache, rebuilt.padding, rebuilt.histories

    @torch.inference_mode()
    def select(self, state: TorchState, rows: Sequence[int]) -> TorchState:
        index = torch.tensor(list(rows), device=self.device)
        return TorchState(
            cache=state.cache.select(index),
            padding=None if state.padding is None else state.padding[index],
            histories=[list(state.histories[row]) for row in rows],
        )

    @torch.inference_mode()
    def fork(self, state: TorchState, row: int, length: int) -> TorchState:
        history = state.histories[row]
        switch = self.config.rope.switch_length
        if switch is not None and length <= switch < len(history):
            return self.prefill([history[:length]])[0]
        start = 0 if state.padding is None else int(state.padding[row])
        return TorchState(state.cache.fork(row, start, start + length), None, [history[:length]])

    @torch.inference_mode()
    def join(self, states: Sequence[TorchState]) -> TorchState:
        paddings = [
            torch.zeros(len(state.histories), dtype=torch.long, device=self.device)
            if state.padding is None
            else state.padding
            for state in states
        ]
        # Padding common to all rows is dropped, so that a batch whose rows come and go does not grow.
        length = max(state.cache.length - int(pad.min()) for state, pad in zip(states, paddings, strict=True))
        padding = torch.cat([pad + (length - state.cache.length) for state, pad in zip(states, paddings, strict=True)])
        return TorchState(
            cache=KVCache.joined([each.cache for each in states], length),
            padding=padding if bool(padding.any()) else None,
            histories=[history for each in states for history in each.histories],
        )

    def _tokens(self, rows: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor(rows, dtype=torch.long, device=self.device)

    @staticmethod
    def _array(tensor: Tensor) -> Float32Array:
        return tensor.float().cpu().numpy()
