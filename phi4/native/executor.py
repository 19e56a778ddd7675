"""Inference by the compiled engine, on any CPU: see phi4.engine.executor.Executor for what each method takes and gives.

A row's logits do not depend on what else is computed with it, nor on how its tokens were divided into steps.

Threads may use one executor together, each with its own rows. A row's ids say what it stands for; the cache holds a
beginning of them, or a few positions more after a step whose result an exception (such as that of Ctrl-C) took away.
The next step cuts or computes what differs, so an exception at any place leaves rows that are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

import phi4.native._engine as _engine
from phi4.checkpoint import LoadProgress, PackedCheckpoint, Weights
from phi4.errors import ConfigError, InputError
from phi4.native.weights import native_shape, set_float_weights, set_packed_weights

Float32Array = npt.NDArray[np.float32]
LOGITS_AT_ONCE = 512
_Part = TypeVar("_Part")


class Row:
    """One sequence in the cache; when it is let go of, it may serve later prompts that begin alike."""

    sequence = -1

    def __init__(self, executor: NativeExecutor, sequence: int, ids: list[int], *, long_rope: bool) -> None:
        self._executor, self.ids, self.long_rope, self.sequence = executor, ids, long_rope, sequence

    def __del__(self) -> None:
        cache = self._executor.open_cache if self.sequence >= 0 else None
        if cache is not None:
            cache.end(self.sequence, self.ids, self.long_rope, self._executor.reuse_tokens)


@dataclass
class NativeState:
    rows: list[Row]


class NativeExecutor:
    """A model that runs in the native engine.

    weights        a packed checkpoint stays mapped; other weights are read into memory as `dtype`
    threads        CPU threads
    kv_bits        bits of the KV cache: 8 (default for packed weights), 16 (for 16-bit) or 32 (for float32)
    reuse_tokens   tokens of ended sequences that are kept for prompts with a common prefix
    progress       called after each tensor

    Raises:
        ConfigError: the engine does not support the model's sizes.
        InputError: PHI4_KERNELS names kernels that this processor does not have.
        Phi4Error: the system cannot start so many threads.
    """

    name = "native"
    speculates = True

    def __init__(
        self,
        weights: Weights,
        *,
        threads: int,
        dtype: str = "float32",
        kv_bits: int | None = None,
        reuse_tokens: int = 8192,
        progress: LoadProgress | None = None,
    ) -> None:
        self.config = weights.config
        self.dtype = weights.stored_dtype if isinstance(weights, PackedCheckpoint) else dtype
        self.kv_bits = kv_bits or {"float32": 32, "bfloat16": 16, "float16": 16}.get(self.dtype, 8)
        self.reuse_tokens = reuse_tokens
        try:
            shape = native_shape(self.config)
            self.open_cache: _engine.KvCache | None = _engine.KvCache(
                self.config.layers, self.config.kv_heads, self.config.head_dim, self.kv_bits
            )
        except ValueError as error:
            raise ConfigError(f"the engine cannot run this model: {error}") from None
        try:
            self._open_model: _engine.Model | None = _engine.Model(shape, threads)
        except ValueError as error:
            raise InputError(str(error)) from None
        try:
            if isinstance(weights, PackedCheckpoint):
                set_packed_weights(self.model, weights, progress)
            else:
                set_float_weights(self.model, weights, dtype, progress)
        except ValueError as error:
            raise ConfigError(f"the engine cannot run this model: {error}") from None

    @property
    def model(self) -> _engine.Model:
        """Raises InputError: it is closed."""
        return _opened(self._open_model)

    @property
    def cache(self) -> _engine.KvCache:
        """Raises InputError: it is closed."""
        return _opened(self.open_cache)

    def close(self) -> None:
        """Unmap or free the weights and the cache, and join the threads, after a running step."""
        self._open_model = self.open_cache = None

    def __str__(self) -> str:
        threads = self.model.threads
        return (f"the engine ({self.dtype} weights, {self.kv_bits}-bit cache, {self.model.kernels} kernels, "
                f"{threads} thread{'s' if threads > 1 else ''})")  # fmt: skip

    def logits(self, ids: Sequence[int]) -> Float32Array:
        row = self._row(list(ids), reuse=False)
        parts = [
            self._step([row], [list(ids[start : start + LOGITS_AT_ONCE])], every=True)
            for start in range(0, len(ids), LOGITS_AT_ONCE)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[NativeState, Float32Array]:
        rows = [self._row(list(prompt), reuse=True) for prompt in prompts]
        fresh = [list(prompt[len(row.ids) :]) for row, prompt in zip(rows, prompts, strict=True)]
        return NativeState(rows), self._step(rows, fresh)

    def decode(self, state: NativeState, ids: Sequence[int]) -> Float32Array:
        return self._step(state.rows, [[token] for token in ids])

    def extend(self, state: NativeState, ids: Sequence[Sequence[int]]) -> list[Float32Array]:
        """Add tokens to each row; the logits after each token, [len, vocab_size] for each row."""
        scores = self._step(state.rows, [list(row_ids) for row_ids in ids], every=True)
        return np.split(scores, np.cumsum([len(row_ids) for row_ids in ids])[:-1])

    def rewind(self, state: NativeState, lengths: Sequence[int]) -> None:
        """Cut each row to its first `length` tokens."""
        for row, length in zip(state.rows, lengths, strict=True):
            del row.ids[length:]
        self._held(state.rows)

    def select(self, state: NativeState, rows: Sequence[int]) -> NativeState:
        used: set[int] = set()
        chosen = []
        for number in rows:
            row = state.rows[number]
            chosen.append(self._copy(row, len(row.ids)) if number in used else row)
            used.add(number)
        return NativeState(chosen)

    def fork(self, state: NativeState, row: int, length: int) -> NativeState:
        source = state.rows[row]
        switch = self.config.rope.switch_length
        if source.long_rope and switch is not None and length <= switch:
            short = Row(self, self.cache.create(), [], long_rope=False)
            self._step([short], [source.ids[:length]])
            return NativeState([short])
        return NativeState([self._copy(source, length)])

    def join(self, states: Sequence[NativeState]) -> NativeState:
        return NativeState([row for state in states for row in state.rows])

    def _copy(self, row: Row, length: int) -> Row:
        ids = row.ids[:length]
        held = min(len(ids), self.cache.length(row.sequence))
        return Row(self, self.cache.fork(row.sequence, held), ids, long_rope=row.long_rope)

    def _row(self, prompt: list[int], *, reuse: bool) -> Row:
        """A row with the longest cached prefix of `prompt`, at most all but its last token."""
        long_rope = self._is_long(len(prompt))
        sequence, held = self.cache.begin(prompt, long_rope) if reuse else (self.cache.create(), 0)
        return Row(self, sequence, prompt[:held], long_rope=long_rope)

    def _is_long(self, length: int) -> bool:
        switch = self.config.rope.switch_length
        return switch is not None and length > switch

    def _held(self, rows: list[Row]) -> list[int]:
        """The number of cached tokens of each row; surplus cached tokens are dropped."""
        lengths = self.cache.lengths([row.sequence for row in rows])
        for row, length in zip(rows, lengths, strict=True):
            if length > len(row.ids):
                self.cache.truncate(row.sequence, len(row.ids))
        return [min(length, len(row.ids)) for row, length in zip(rows, lengths, strict=True)]

    def _step(self, rows: list[Row], fresh: list[list[int]], *, every: bool = False) -> Float32Array:
        """Append `fresh` to the rows; the logits after each row's last token, or after each token if `every`."""
        for row, new in zip(rows, fresh, strict=True):
            if not row.long_rope and self._is_long(len(row.ids) + len(new)):
                # Past LongRoPE's switch the frequencies of every position change, so the row is recomputed.
                self.cache.truncate(row.sequence, 0)
                row.long_rope = True
        parts = [row.ids[held:] + new for row, held, new in zip(rows, self._held(rows), fresh, strict=True)]
        counts = [len(part) for part in parts]
        ends = np.cumsum(counts, dtype=np.int32)
        if every:
            logits_at = np.concatenate([np.arange(end - len(new), end) for end, new in zip(ends, fresh, strict=True)])
        else:
            logits_at = ends - 1
        tokens = np.fromiter((token for part in parts for token in part), np.int32, int(ends[-1]))
        scores = self.model.step(
            self.cache, [row.sequence for row in rows], counts, [row.long_rope for row in rows], tokens,
            logits_at.astype(np.int32),
        )  # fmt: skip
        for row, new in zip(rows, fresh, strict=True):
            row.ids += new
        return scores

    @property
    def _ended(self) -> dict[int, tuple[list[int], bool]]:
        """Sequences kept for prefix reuse, oldest first."""
        return self.cache.ended()


def _opened(part: _Part | None) -> _Part:
    if part is None:
        raise InputError("this model is closed; load it again with phi4.load")
    return part
