"""Recognizes folders and repositories that are not models for phi4: one sentence for each kind.

The sentences serve local folders and repositories on the hub, whose file names are known before any file is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from phi4.checkpoint.hf_folder import INDEX, SINGLE
from phi4.checkpoint.packed.folder import MANIFEST
from phi4.errors import shown

PICKLED = re.compile(r"[^/]*\.(bin|pt|pth|ckpt|pkl|pickle)")
_FOREIGN = (
    (r"(onnx/)?[^/]*\.onnx", "ONNX files"),
    (r"(openvino/)?openvino_[^/]*\.xml", "OpenVINO files"),
    (r"tf_model[^/]*\.h5", "TensorFlow weights"),
    (r"flax_model[^/]*\.msgpack", "Flax weights"),
    (r"mlc-chat-config\.json|params_shard_\d+\.bin", "MLC files"),
    (r"[^/]*\.mlpackage(/.*)?|[^/]*\.mlmodelc?(/.*)?", "Core ML files"),
    (r"[^/]*\.(tflite|litertlm|task)", "LiteRT files"),
    (r"[^/]*\.nemo", "NeMo files"),
    (r"[^/]*\.engine|rank\d+\.engine", "TensorRT engines"),
    (r"[^/]*\.pte", "ExecuTorch files"),
    (r"[^/]*\.rkllm", "RKLLM files"),
    (r"[^/]*\.llamafile", "llamafiles"),
)


def is_model(names: Collection[str]) -> bool:
    """Whether files of these names look like a Hugging Face or a packed model."""
    return "config.json" in names and (SINGLE in names or INDEX in names or MANIFEST in names)


def problem_of_kind(names: Collection[str], read: Callable[[str], Any]) -> str | None:
    """The problem with a folder of these files, if it is a known kind of something else; None otherwise.

    names   files with their subfolders, separated by "/"
    read    returns the JSON value of a file, or None if it cannot be read
    """
    if is_model(names):
        return None
    if "adapter_config.json" in names:
        return _adapter(read("adapter_config.json"))
    if "model_index.json" in names:
        return "is a diffusers pipeline, which makes images or the like; give a language model"
    for pattern, kind in _FOREIGN:
        if any(re.fullmatch(pattern, name) for name in names) and not _weights(names):
            return f"holds {kind}, which phi4 does not read; give the safetensors version of this model or a GGUF file"
    if "config.json" not in names and any(re.fullmatch(r"consolidated.*\.(safetensors|pth)", name) for name in names):
        return (
            "holds a model in its maker's own format (consolidated weights, params.json); give the version with "
            "config.json and model.safetensors"
        )
    if "config.json" in names and not _weights(names):
        if pickled := sorted(name for name in names if PICKLED.fullmatch(name)):
            return (
                f"has only pickled weights ({shown(pickled[0])[1:-1]}), and pickled weights are refused, since loading "
                "them can run any code; use a safetensors version of this model, or convert it where you trust it"
            )
        return f"has config.json but no weights; {SINGLE}, or {INDEX} and the files it names, must be beside it"
    if "config.json" in names and any(name.endswith(".safetensors") and "/" not in name for name in names):
        return f"has neither {SINGLE} nor {INDEX}, which maps tensors to files; fetch it too"
    return None


def _weights(names: Collection[str]) -> bool:
    return any(name.endswith((".safetensors", ".safetensors.index.json")) and "/" not in name for name in names)


def _adapter(config: Any) -> str:
    config = config if isinstance(config, dict) else {}
    kind, base = config.get("peft_type"), config.get("base_model_name_or_path")
    named = "a LoRA adapter" if kind in (None, "LORA") else f"an adapter ({shown(kind, 24)[1:-1]})"
    whose = f"for {shown(base, 120)[1:-1]}" if isinstance(base, str) and base else "for another model"
    return (
        f"is {named} {whose}, not a whole model; merge it into that model (merge_and_unload and save_pretrained of "
        "peft) and give the merged folder"
    )
