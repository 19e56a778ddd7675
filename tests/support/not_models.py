"""What people point phi4 at that is not a model, and what the error says of it."""

from __future__ import annotations

import json
from pathlib import Path

from phi4.config import preset, to_hf

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 7\n"
LORA = {"peft_type": "LORA", "base_model_name_or_path": "microsoft/phi-4"}
CONFIG = to_hf(preset("tiny-llama"))
KINDS: dict[str, tuple[dict[str, object], str]] = {
    "LoRA": ({"adapter_config.json": LORA, "adapter_model.safetensors": b"x"}, "is a LoRA adapter for microsoft/phi-4"),
    "LoRA with its base's config": (
        {"adapter_config.json": LORA, "adapter_model.safetensors": b"x", "config.json": CONFIG}, "merge it into",
    ),
    "another adapter": ({"adapter_config.json": {"peft_type": "IA3"}}, r"an adapter \(IA3\) for another model"),
    "a malformed adapter": ({"adapter_config.json": [1]}, "is a LoRA adapter for another model"),
    "MLX": ({"config.json": {**CONFIG, "quantization": {"bits": 4, "group_size": 64}}, "model.safetensors": b"x"},
            r"quantized by MLX \(4 bits, groups of 64\)"),
    "MLX of lately": (
        {"config.json": {**CONFIG, "quantization_config": {"bits": 4, "group_size": 32}}, "model.safetensors": b"x"},
        "quantized by MLX",
    ),
    "AWQ": ({"config.json": {**CONFIG, "quantization_config": {"quant_method": "awq", "bits": 4, "group_size": 128}},
             "model.safetensors": b"x"}, r"quantized by awq \(4 bits"),
    "bitsandbytes": ({"config.json": {**CONFIG, "quantization_config": {"load_in_4bit": True,
                                                                        "quant_method": "bitsandbytes"}},
                      "model.safetensors": b"x"}, r"bitsandbytes \(4 bits\)"),
    "sparseml": ({"config.json": {**CONFIG, "compression_config": {"format": "pack-quantized"}},
                  "model.safetensors": b"x"}, "pack-quantized"),
    "diffusers": ({"model_index.json": {}, "unet/config.json": {}}, "diffusers pipeline"),
    "ONNX": ({"config.json": CONFIG, "onnx/model.onnx": b"x"}, "holds ONNX files"),
    "OpenVINO": ({"config.json": CONFIG, "openvino_model.xml": b"<xml>", "openvino_model.bin": b"x"}, "OpenVINO"),
    "TensorFlow": ({"config.json": CONFIG, "tf_model.h5": b"x"}, "TensorFlow"),
    "pickles": ({"config.json": CONFIG, "pytorch_model.bin": b"x"}, "pickled weights are refused"),
    "pickled shards": ({"config.json": CONFIG, "pytorch_model-00001-of-00002.bin": b"x"}, "pickled"),
    "Meta's": ({"params.json": {}, "consolidated.00.pth": b"x"}, "maker's own format"),
    "Mistral's": ({"params.json": {}, "consolidated.safetensors": b"x", "tekken.json": {}}, "maker's own format"),
    "no weights": ({"config.json": CONFIG, "tokenizer.json": {}}, "no weights"),
    "shards alone": ({"config.json": CONFIG, "model-00001-of-00002.safetensors": b"x"}, "neither model.safetensors"),
    "nothing": ({}, "no config.json"),
    "its parent": ({"run/checkpoint-5/config.json": CONFIG}, "run/checkpoint-5"),
    "a cache": ({f"models--a--b/snapshots/{'0' * 40}/config.json": CONFIG}, "snapshots"),
    "LFS config": ({"config.json": LFS, "model.safetensors": b"x"}, "Git LFS pointer"),
    "LFS index": ({"config.json": CONFIG, "model.safetensors.index.json": LFS}, "Git LFS pointer"),
    "LFS weights": ({"config.json": CONFIG, "model.safetensors": LFS}, "Git LFS pointer"),
    "LFS GGUF": ({"model.gguf": LFS}, "Git LFS pointer"),
    "LFS packed": ({"config.json": LFS, "packed.json": LFS}, "LFS|packed"),
    "a web page": ({"config.json": b"<!DOCTYPE html><html>", "model.safetensors": b"x"}, "web page"),
    "a web page as GGUF": ({"model.gguf": b"<html>no</html>"}, "web page"),
}  # fmt: skip


def laid_out(folder: Path, files: dict[str, object]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder
