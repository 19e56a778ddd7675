"""llama.cpp's own quantisation of a model, and the logits that llama.cpp itself computes with the result.

Run as a program under an interpreter that has llama-cpp-python and gguf:

    python benchmarks/quantization/gguf_types.py FOLDER TYPE [--imatrix]

FOLDER holds `model.npz` (float32 tensors by their GGUF names), `metadata.json`, `texts.npy` (int64 [texts, T]) and
`imatrix.npz` (mean squares of the inputs, by GGUF name). Writes `TYPE.npy`, float32 [texts * T, vocab_size], and says
on stdout, in JSON, the bits a weight of the matrices without the embedding, the types that were chosen, and seconds.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

TYPES = {
    "F16": "LLAMA_FTYPE_MOSTLY_F16", "Q8_0": "LLAMA_FTYPE_MOSTLY_Q8_0", "Q4_0": "LLAMA_FTYPE_MOSTLY_Q4_0",
    "IQ4_XS": "LLAMA_FTYPE_MOSTLY_IQ4_XS", "Q4_K_S": "LLAMA_FTYPE_MOSTLY_Q4_K_S",
    "Q4_K_M": "LLAMA_FTYPE_MOSTLY_Q4_K_M", "Q3_K_M": "LLAMA_FTYPE_MOSTLY_Q3_K_M",
}  # fmt: skip


def write_float(folder: Path, file: Path) -> None:
    """The model of `folder` as a GGUF file of the phi3 architecture, float32."""
    import gguf

    about = json.loads((folder / "metadata.json").read_text())
    writer = gguf.GGUFWriter(file, "phi3", use_temp_file=False)
    writer.add_context_length(about["max_positions"])
    writer.add_embedding_length(about["hidden_size"])
    writer.add_block_count(about["layers"])
    writer.add_feed_forward_length(about["intermediate_size"])
    writer.add_head_count(about["heads"])
    writer.add_head_count_kv(about["kv_heads"])
    writer.add_layer_norm_rms_eps(about["rms_norm_eps"])
    writer.add_rope_dimension_count(about["rope_dim"])
    writer.add_rope_freq_base(about["rope_theta"])
    writer.add_vocab_size(about["vocab_size"])
    writer.add_tokenizer_model("no_vocab")
    writer.add_sliding_window(0)
    with np.load(folder / "model.npz") as tensors:
        for name, values in tensors.items():
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def quantised(lib: Any, plain: Path, file: Path, kind: str, imatrix: dict[str, np.ndarray] | None) -> None:
    params = lib.llama_model_quantize_default_params()
    params.ftype, params.nthread = getattr(lib, TYPES[kind]), 1
    if imatrix is not None:
        held = {name: np.ascontiguousarray(values, np.float32) for name, values in imatrix.items()}
        entries = (lib.llama_model_imatrix_data * (len(held) + 1))()
        for entry, (name, values) in zip(entries, held.items(), strict=False):
            entry.name, entry.size = name.encode(), values.size
            entry.data = values.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        params.imatrix = entries
    if lib.llama_model_quantize(str(plain).encode(), str(file).encode(), params):
        raise RuntimeError(f"llama.cpp could not write {file}")


def matrices(file: Path) -> tuple[float, dict[str, int]]:
    """Bits a weight of all matrices but the embedding, and how many are of which type."""
    import gguf

    found = [
        each for each in gguf.GGUFReader(file).tensors if len(each.shape) == 2 and each.name != "token_embd.weight"
    ]
    bits = 8 * sum(int(each.n_bytes) for each in found) / sum(int(each.n_elements) for each in found)
    return bits, dict(Counter(each.tensor_type.name for each in found))


def write_logits(lib: Any, file: Path, texts: np.ndarray, vocab_size: int, out: Path) -> None:
    model = lib.llama_model_load_from_file(str(file).encode(), lib.llama_model_default_params())
    settings = lib.llama_context_default_params()
    length = texts.shape[1]
    settings.n_ctx = settings.n_batch = settings.n_ubatch = length
    settings.n_threads = settings.n_threads_batch = 1
    context = lib.llama_init_from_model(model, settings)
    logits = np.lib.format.open_memmap(out, "w+", np.float32, (texts.size, vocab_size))
    batch = lib.llama_batch_init(length, 0, 1)
    batch.n_tokens = length
    for row, text in enumerate(texts.tolist()):
        lib.llama_memory_clear(lib.llama_get_memory(context), True)
        for at, token in enumerate(text):
            batch.token[at], batch.pos[at], batch.n_seq_id[at] = token, at, 1
            batch.seq_id[at][0], batch.logits[at] = 0, True
        if lib.llama_decode(context, batch):
            raise RuntimeError("llama_decode failed")
        found = np.ctypeslib.as_array(lib.llama_get_logits(context), (length, vocab_size))
        logits[row * length : (row + 1) * length] = found
    logits.flush()
    lib.llama_batch_free(batch)
    lib.llama_free(context)
    lib.llama_model_free(model)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("kind", choices=TYPES)
    parser.add_argument("--imatrix", action="store_true")
    options = parser.parse_args()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what llama.cpp prints goes to stderr
    import llama_cpp

    lib: Any = llama_cpp.llama_cpp
    lib.llama_backend_init()
    folder, plain = options.folder, options.folder / "plain.gguf"
    if not plain.exists():
        write_float(folder, plain)
    imatrix = None
    if options.imatrix:
        with np.load(folder / "imatrix.npz") as stored:
            imatrix = dict(stored.items())
    file = folder / f"{options.kind}.gguf"
    start = time.perf_counter()
    quantised(lib, plain, file, options.kind, imatrix)
    seconds = time.perf_counter() - start
    bits, types = matrices(file)
    vocab_size = json.loads((folder / "metadata.json").read_text())["vocab_size"]
    write_logits(lib, file, np.load(folder / "texts.npy"), vocab_size, folder / f"{options.kind}.npy")
    file.unlink()
    about = {"bits": bits, "types": types, "seconds": seconds, "version": llama_cpp.__version__}
    print(json.dumps(about), file=answers, flush=True)


if __name__ == "__main__":
    main()
