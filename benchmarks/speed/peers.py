"""The engines that phi4 is measured beside: each makes a random model of a shape and times prefill and decode.

Run as a program, it serves one engine: lines of JSON on stdin ask for a measurement, lines on stdout answer.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from phi4.config import ModelConfig, preset, to_hf


def shape_of(name: str, layers: int) -> ModelConfig:
    config = preset(name)
    return replace(config, layers=layers, sliding_windows=config.sliding_windows[:layers])


class Phi4Engine:
    """phi4, packed in 4 bits."""

    def __init__(self, config: ModelConfig, threads: int, folder: Path) -> None:  # noqa: ARG002
        from phi4.machine.bench import RandomModel, StepTimer

        self._timer = StepTimer(RandomModel(config, 4, threads))
        self.about = f"phi4, 4.25 bits, kernels {self._timer.kernels}"

    def prefill(self, tokens: int) -> float:
        return self._timer.prefill(tokens)

    def decode(self, sequences: int, steps: int) -> float:
        return self._timer.decode(sequences, context=64, steps=steps)


class LlamaCpp:
    """llama.cpp through llama-cpp-python, Q4_K_M as its own quantiser makes it."""

    def __init__(self, config: ModelConfig, threads: int, folder: Path) -> None:
        import llama_cpp

        lib: Any = llama_cpp.llama_cpp
        self._lib, self._vocab = lib, config.vocab_size
        lib.llama_backend_init()
        file = folder / f"{config.model_type}-{config.layers}-Q4_K_M.gguf"
        if not file.exists():
            self._make(config, file, threads)
        params = lib.llama_model_default_params()
        self._model = lib.llama_model_load_from_file(str(file).encode(), params)
        settings = lib.llama_context_default_params()
        settings.n_ctx, settings.n_batch, settings.n_ubatch, settings.n_seq_max = 32 * 256, 512, 512, 32
        settings.n_threads = settings.n_threads_batch = threads
        settings.kv_unified = True
        self._context = lib.llama_init_from_model(self._model, settings)
        system = lib.llama_print_system_info().decode()
        bits = 8 * file.stat().st_size / config.parameter_count()
        self.about = f"llama.cpp (llama-cpp-python {llama_cpp.__version__}: {system.strip()}), Q4_K_M, {bits:.2f} bits"

    def _make(self, config: ModelConfig, file: Path, threads: int) -> None:
        import gguf

        lib = self._lib
        plain = file.with_suffix(".f16.gguf")
        writer = gguf.GGUFWriter(plain, "phi3", use_temp_file=False)
        for add, value in (
            (writer.add_context_length, config.max_positions), (writer.add_embedding_length, config.hidden_size),
            (writer.add_block_count, config.layers), (writer.add_feed_forward_length, config.intermediate_size),
            (writer.add_head_count, config.heads), (writer.add_head_count_kv, config.kv_heads),
            (writer.add_layer_norm_rms_eps, config.rms_norm_eps), (writer.add_rope_dimension_count, config.rope.dim),
            (writer.add_rope_freq_base, config.rope.theta), (writer.add_vocab_size, config.vocab_size),
            (writer.add_tokenizer_model, "no_vocab"), (writer.add_sliding_window, 0),
        ):  # fmt: skip
            add(value)
        hidden, inner = config.hidden_size, config.intermediate_size
        rng = np.random.default_rng(0)

        def matrix(rows: int, cols: int) -> np.ndarray:
            noise = rng.standard_normal(1 << 20).astype(np.float16) * np.float16(0.02)
            return np.resize(noise[: (1 << 20) - 7], (rows, cols))

        writer.add_tensor("token_embd.weight", matrix(config.vocab_size, hidden))
        writer.add_tensor("output.weight", matrix(config.vocab_size, hidden))
        writer.add_tensor("output_norm.weight", np.ones(hidden, np.float32))
        for i in range(config.layers):
            writer.add_tensor(f"blk.{i}.attn_norm.weight", np.ones(hidden, np.float32))
            writer.add_tensor(f"blk.{i}.ffn_norm.weight", np.ones(hidden, np.float32))
            writer.add_tensor(f"blk.{i}.attn_qkv.weight", matrix(config.q_size + 2 * config.kv_size, hidden))
            writer.add_tensor(f"blk.{i}.attn_output.weight", matrix(hidden, config.q_size))
            writer.add_tensor(f"blk.{i}.ffn_up.weight", matrix(2 * inner, hidden))
            writer.add_tensor(f"blk.{i}.ffn_down.weight", matrix(hidden, inner))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        params = lib.llama_model_quantize_default_params()
        params.ftype, params.nthread = lib.LLAMA_FTYPE_MOSTLY_Q4_K_M, threads
        lib.llama_model_quantize(str(plain).encode(), str(file).encode(), params)
        plain.unlink()

    def prefill(self, tokens: int) -> float:
        self._clear()
        return self._run([(i, 0) for i in range(tokens)])

    def decode(self, sequences: int, steps: int) -> float:
        self._clear()
        for each in range(sequences):
            self._run([(i, each) for i in range(64)])
        times = [self._run([(64 + step, each) for each in range(sequences)]) for step in range(steps + 1)]
        return float(np.median(times[1:]))

    def _clear(self) -> None:
        self._lib.llama_memory_clear(self._lib.llama_get_memory(self._context), True)

    def _run(self, places: list[tuple[int, int]]) -> float:
        """One batch of tokens at (position, sequence); logits are asked for as phi4 gives them."""
        lib = self._lib
        batch = lib.llama_batch_init(len(places), 0, 1)
        batch.n_tokens = len(places)
        last = {sequence: i for i, (_, sequence) in enumerate(places)}
        for i, (position, sequence) in enumerate(places):
            batch.token[i] = (position * 7919) % self._vocab
            batch.pos[i], batch.n_seq_id[i], batch.seq_id[i][0] = position, 1, sequence
            batch.logits[i] = last[sequence] == i
        start = time.perf_counter()
        if lib.llama_decode(self._context, batch):
            raise RuntimeError("llama_decode failed")
        lib.llama_synchronize(self._context)
        seconds = time.perf_counter() - start
        lib.llama_batch_free(batch)
        return seconds


class OpenVino:
    """OpenVINO, 4-bit weights in groups of 128, dynamic 8-bit activations: the matrices of the model alone, without
    attention, norms and sampling, so its figures here are an upper bound.
    """

    def __init__(self, config: ModelConfig, threads: int, folder: Path) -> None:  # noqa: ARG002
        import openvino as ov
        from openvino import opset13 as op

        rng, group = np.random.default_rng(0), 128
        self._held: list[Any] = []  # OpenVINO reads constants where they lie

        def linear(x: Any, rows: int, cols: int) -> Any:
            packed = rng.integers(0, 256, rows * cols // 2, np.uint8)
            tensor = ov.Tensor(packed, ov.Shape([rows, cols // group, group]), ov.Type.u4)
            self._held += [packed, tensor]
            weights = op.convert(op.constant(tensor, shared_memory=True), ov.Type.f16)
            zero = op.constant(np.full((rows, cols // group, 1), 8, np.float16))
            scale = op.constant(np.full((rows, cols // group, 1), 1e-3, np.float16))
            values = op.multiply(op.subtract(weights, zero), scale)
            values = op.convert(op.reshape(values, op.constant(np.array([rows, cols])), False), ov.Type.f32)
            return op.matmul(x, values, False, True)

        hidden, inner = config.hidden_size, config.intermediate_size
        x = op.parameter([-1, hidden], ov.Type.f32)
        stream: Any = x
        for _ in range(config.layers):
            qkv = linear(stream, config.q_size + 2 * config.kv_size, hidden)
            part = op.slice(qkv, op.constant([0]), op.constant([config.q_size]), op.constant([1]), op.constant([1]))
            stream = op.add(stream, linear(part, hidden, config.q_size))
            both = linear(stream, 2 * inner, hidden)
            gate = op.slice(both, op.constant([0]), op.constant([inner]), op.constant([1]), op.constant([1]))
            up = op.slice(both, op.constant([inner]), op.constant([2 * inner]), op.constant([1]), op.constant([1]))
            stream = op.add(stream, linear(op.multiply(op.swish(gate), up), hidden, inner))
        body = ov.Model([stream], [x], "layers")
        y = op.parameter([-1, hidden], ov.Type.f32)
        head = ov.Model([linear(y, config.vocab_size, hidden)], [y], "head")
        core = ov.Core()
        settings = {
            "INFERENCE_NUM_THREADS": threads,
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": group,
            "PERFORMANCE_HINT": "LATENCY",
        }
        self._body, self._head = (
            core.compile_model(each, "CPU", settings).create_infer_request() for each in (body, head)
        )
        self._hidden = hidden
        self.about = f"OpenVINO {ov.__version__.split('-')[0]}, 4.13 bits, matrices alone"

    def _time(self, tokens: int, rows: int) -> float:
        x = np.random.default_rng(1).standard_normal((tokens, self._hidden)).astype(np.float32)
        start = time.perf_counter()
        self._body.infer([x])
        self._head.infer([x[:rows]])
        return time.perf_counter() - start

    def prefill(self, tokens: int) -> float:
        return self._time(tokens, 1)

    def decode(self, sequences: int, steps: int) -> float:
        return float(np.median([self._time(sequences, sequences) for _ in range(steps + 1)][1:]))


class Transformers:
    """transformers on torch: what a user runs who quantises nothing. In bfloat16 where the processor has instructions
    for it, and elsewhere in float32, which is then faster.
    """

    def __init__(self, config: ModelConfig, threads: int, folder: Path) -> None:  # noqa: ARG002
        import torch
        import transformers

        torch.set_num_threads(threads)
        dtype = torch.bfloat16 if {"avx512_bf16", "amx_bf16", "bf16"} & _cpu_flags() else torch.float32
        self._torch, self._vocab = torch, config.vocab_size
        hf = transformers.AutoConfig.for_model(**to_hf(config))
        with torch.device("meta"):
            model = transformers.AutoModelForCausalLM.from_config(hf, dtype=dtype)
        self._model = model.to_empty(device="cpu").eval()
        for parameter in self._model.parameters():
            parameter.data.normal_(0, 0.02)
        for name, buffer in self._model.named_buffers():
            if name.endswith("inv_freq"):
                buffer.copy_(torch.tensor(config.rope.inverse_frequencies(1)))
        self.about = f"transformers {transformers.__version__} on torch {torch.__version__}, {dtype}"

    def _run(self, ids: Any, past: Any = None) -> tuple[float, Any]:
        with self._torch.inference_mode():
            start = time.perf_counter()
            out = self._model(ids, past_key_values=past, use_cache=True, logits_to_keep=1)
            return time.perf_counter() - start, out.past_key_values

    def prefill(self, tokens: int) -> float:
        return self._run(self._torch.randint(0, self._vocab, (1, tokens)))[0]

    def decode(self, sequences: int, steps: int) -> float:
        _, past = self._run(self._torch.randint(0, self._vocab, (sequences, 64)))
        times = []
        for _ in range(steps + 1):
            seconds, past = self._run(self._torch.randint(0, self._vocab, (sequences, 1)), past)
            times.append(seconds)
        return float(np.median(times[1:]))


def _cpu_flags() -> set[str]:
    return set(Path("/proc/cpuinfo").read_text(encoding="utf-8").split())


ENGINES = {"phi4": Phi4Engine, "llama.cpp": LlamaCpp, "openvino": OpenVino, "transformers": Transformers}


def main() -> None:
    name, shape, layers, threads, folder = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what an engine itself prints goes to stderr
    engine = ENGINES[name](shape_of(shape, int(layers)), int(threads), Path(folder))
    print(json.dumps(engine.about), file=answers, flush=True)
    for line in sys.stdin:
        kind, first, second = json.loads(line)
        seconds = engine.prefill(first) if kind == "prefill" else engine.decode(first, second)
        print(json.dumps(seconds), file=answers, flush=True)


if __name__ == "__main__":
    main()
