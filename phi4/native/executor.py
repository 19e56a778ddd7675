"""Inference by the compiled engine, on any CPU: see phi4.engine.executor.Executor for what each method takes and gives.

A row's logits do not depend on what else is computed with it, nor on how its tokens were divided into steps.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import PackedCheckpoint
from phi4.errors import InputError
from phi4.native import _engine
from phi4.native.weights import Weights, native_shape, set_float_weights, set_packed_weights

Float32Array = npt.NDArray[np.float32]
SHORTEST_REUSE = 16
"""Tokens that a prompt must share with an earlier sequence for its keys and values to be taken from there."""
LOGITS_AT_ONCE = 512


class Row:
    """One sequence in the cache; when it is let go of, it may serve later prompts that begin alike."""

    def __init__(self, executor: NativeExecutor, sequence: int, ids: list[int], *, long_rope: bool) -> None:
        self._executor, self.sequence, self.ids, self.long_rope = executor, sequence, ids, long_rope

    def __del__(self) -> None:
        self._executor._finished(self)


@dataclass
class NativeState:
    rows: list[Row]


class NativeExecutor:
    """A model in the engine.

    weights        a packed checkpoint stays mapped; any other is read into memory as `dtype`
    threads        cores to use
    kv_bits        of a number of the KV cache: 8 (by default if packed), 16 (if 16-bit) or 32 (if float32)
    reuse_tokens   tokens of ended sequences that are kept for prompts that begin alike

    Raises:
        InputError: PHI4_KERNELS names kernels that this processor does not have.
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
    ) -> None:
        self.config = weights.config
        try:
            self.model = _engine.Model(native_shape(self.config), threads)
        except ValueError as error:
            raise InputError(str(error)) from None
        # What watches the reading of a checkpoint hides its kind.
        inner = getattr(weights, "checkpoint", weights)
        if isinstance(inner, PackedCheckpoint):
            set_packed_weights(self.model, inner)
            self.dtype = inner.stored_dtype
        else:
            set_float_weights(self.model, weights, dtype)
            self.dtype = dtype
        self.kv_bits = kv_bits or {"float32": 32, "bfloat16": 16, "float16": 16}.get(self.dtype, 8)
        self.cache = _engine.KvCache(self.config.layers, self.config.kv_heads, self.config.head_dim, self.kv_bits)
        self._ended: OrderedDict[int, tuple[npt.NDArray[np.int32], bool]] = OrderedDict()
        self._reuse_tokens = reuse_tokens

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
        """Add some tokens to each row, and give the scores after every one of them, [len, vocab_size] a row."""
        scores = self._step(state.rows, [list(each) for each in ids], every=True)
        return np.split(scores, np.cumsum([len(each) for each in ids])[:-1])

    def rewind(self, state: NativeState, lengths: Sequence[int]) -> None:
        """Cut each row to its first `length` tokens."""
        for row, length in zip(state.rows, lengths, strict=True):
            if length < len(row.ids):
                self.cache.truncate(row.sequence, length)
                del row.ids[length:]

    def select(self, state: NativeState, rows: Sequence[int]) -> NativeState:
        used: set[int] = set()
        chosen = []
        for number in rows:
            row = state.rows[number]
            if number in used:
                fork = self.cache.fork(row.sequence, len(row.ids))
                row = Row(self, fork, list(row.ids), long_rope=row.long_rope)
            chosen.append(row)
            used.add(number)
        return NativeState(chosen)

    def fork(self, state: NativeState, row: int, length: int) -> NativeState:
        source = state.rows[row]
        ids = source.ids[:length]
        switch = self.config.rope.switch_length
        if source.long_rope and switch is not None and length <= switch:
            short = Row(self, self.cache.create(), [], long_rope=False)
            self._step([short], [ids])
            return NativeState([short])
        return NativeState([Row(self, self.cache.fork(source.sequence, length), ids, long_rope=source.long_rope)])

    def join(self, states: Sequence[NativeState]) -> NativeState:
        return NativeState([row for state in states for row in state.rows])

    def _row(self, prompt: list[int], *, reuse: bool) -> Row:
        """A row that already holds the longest beginning of `prompt` that an ended sequence has, but its last token."""
        switch = self.config.rope.switch_length
        long_rope = switch is not None and len(prompt) > switch
        best, source = 0, -1
        if reuse:
            wanted = np.asarray(prompt[:-1], np.int32)
            for sequence, (ids, long) in list(self._ended.items()):
                size = min(len(ids), len(wanted))
                different = np.flatnonzero(ids[:size] != wanted[:size])
                common = int(different[0]) if len(different) else size
                if long == long_rope and common > best:
                    best, source = common, sequence
        if best >= SHORTEST_REUSE:
            self._ended.move_to_end(source)
            return Row(self, self.cache.fork(source, best), prompt[:best], long_rope=long_rope)
        return Row(self, self.cache.create(), [], long_rope=long_rope)

    def _finished(self, row: Row) -> None:
        if len(row.ids) >= SHORTEST_REUSE and len(row.ids) <= self._reuse_tokens:
            self._ended[row.sequence] = (np.asarray(row.ids, np.int32), row.long_rope)
            while sum(len(ids) for ids, _ in self._ended.values()) > self._reuse_tokens:
                self.cache.release(self._ended.popitem(last=False)[0])
        else:
            self.cache.release(row.sequence)

    def _step(self, rows: list[Row], fresh: list[list[int]], *, every: bool = False) -> Float32Array:
        """Append `fresh` to the rows -> the scores after each row's last token, or after `every` one."""
        tails = [len(new) for new in fresh]
        for number, row in enumerate(rows):
            self._cross(row, fresh, number)
        counts = [len(new) for new in fresh]
        ends = np.cumsum(counts, dtype=np.int32)
        if every:
            wanted = np.concatenate([np.arange(end - tail, end) for end, tail in zip(ends, tails, strict=True)])
        else:
            wanted = ends - 1
        tokens = np.fromiter((token for new in fresh for token in new), np.int32, int(ends[-1]))
        scores = self.model.step(
            self.cache, [row.sequence for row in rows], counts, [row.long_rope for row in rows], tokens,
            wanted.astype(np.int32),
        )  # fmt: skip
        for row, new in zip(rows, fresh, strict=True):
            row.ids += new
        return scores

    def _cross(self, row: Row, fresh: list[list[int]], number: int) -> None:
        """Past LongRoPE's switch the frequencies of every position change: the row is computed anew."""
        switch = self.config.rope.switch_length
        if switch is None or row.long_rope or len(row.ids) + len(fresh[number]) <= switch:
            return
        fresh[number] = [*row.ids, *fresh[number]]
        self.cache.truncate(row.sequence, 0)
        row.ids, row.long_rope = [], True
