"""Every reader of a file from outside, as a function of that file's bytes.

A target keeps a folder with a valid model in it and replaces one file. Whatever the bytes, the outcome is a value or
one sentence of Phi4Error, within memory in proportion to the file.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import struct
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import huggingface_hub
import numpy as np
from gguf import GGMLQuantizationType
from huggingface_hub import constants, errors, hf_api
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from phi4 import text
from phi4.checkpoint import HubName, is_gguf_repository, open_checkpoint, remote_model, save_checkpoint
from phi4.checkpoint.gguf_checkpoint import GgufCheckpoint
from phi4.checkpoint.packed.folder import PackedCheckpoint
from phi4.config import ModelConfig, from_hf, load_config, preset, tensor_shapes, to_hf
from phi4.engine.generation_config import load_generation_config
from phi4.errors import Phi4Error
from phi4.native import NativeExecutor
from phi4.quant import QuantizeOptions, quantize
from tests.support.gguf_types import retyped
from tests.support.gguf_writer import always_f32, write_gguf
from tests.support.mutations import Mutation, mutated, mutated_json, mutated_safetensors
from tests.support.weights import RandomWeights

MEMORY_BASE, MEMORY_FACTOR = 8 << 20, 200
"""Bytes that reading may allocate in Python and NumPy: a base, and so many for each byte of the file (a list in JSON
takes up to 100)."""
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_sep|>"]
SENTENCES = ["The snail climbs 10 meters a day.", "héllo wörld 你好 😀", "  two  spaces\n"]
MESSAGES = [{"role": "user", "content": "How many? <|im_end|>"}, {"role": "assistant", "content": "Three."}]


@dataclass(frozen=True)
class Target:
    """`seeds` are valid contents of `file`; `read` reads the folder that it lies in, and may raise Phi4Error."""

    file: Path
    seeds: list[bytes]
    read: Callable[[], object]
    mutate: Mutation

    def run(self, data: bytes) -> bool:
        """Whether `data` gives a value; an error must be one line, and memory in proportion."""
        self.file.write_bytes(data)
        already = tracemalloc.is_tracing()
        if not already:
            tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        try:
            self.read()
        except Phi4Error as error:
            complaint = str(error)
        else:
            complaint = None
        used = tracemalloc.get_traced_memory()[1] - before
        if not already:
            tracemalloc.stop()
        allowed = MEMORY_BASE + MEMORY_FACTOR * len(data)
        assert used <= allowed, f"{used:,} bytes were allocated for a file of {len(data):,}"
        assert complaint is None or (complaint and "\n" not in complaint), f"the error is no sentence: {complaint!r}"
        return complaint is None


def _small(name: str) -> ModelConfig:
    """A preset of one layer that makes files of a few kilobytes."""
    config = preset(name)
    return replace(
        config, vocab_size=24, hidden_size=32, intermediate_size=32, layers=1, heads=2, kv_heads=1,
        sliding_windows=config.sliding_windows[-1:], experts=min(config.experts, 2),
        experts_per_token=min(config.experts_per_token, 2),
    )  # fmt: skip


def _read_all(folder: Path) -> None:
    checkpoint = open_checkpoint(folder)
    for name, shape in tensor_shapes(checkpoint.config).items():
        assert checkpoint.read(name).shape == shape


def safetensors(folder: Path) -> Target:
    weights = RandomWeights(_small("tiny-phi3"), seed=1)
    save_checkpoint(folder, weights.config, weights.tensors.items())
    file = folder / "model.safetensors"
    return Target(file, [file.read_bytes()], lambda: _read_all(folder), mutated_safetensors)


def index(folder: Path) -> Target:
    weights = RandomWeights(_small("tiny-llama"), seed=1)
    save_checkpoint(folder, weights.config, weights.tensors.items(), max_shard_bytes=8_000)
    file = folder / "model.safetensors.index.json"
    return Target(file, [file.read_bytes()], lambda: _read_all(folder), mutated_json)


def config(folder: Path) -> Target:
    def read() -> None:
        found = load_config(folder)
        found.parameter_count(active=True)
        if found.rope.dim <= 4096:
            found.rope.inverse_frequencies(1)
            found.rope.inverse_frequencies(found.max_positions)
        assert found.rope.attention_factor == found.rope.attention_factor
        assert from_hf(to_hf(found)).hidden_size == found.hidden_size

    names = [
        "tiny-phi3", "tiny-phi4-mini", "tiny-mixtral", "tiny-qwen2", "tiny-llama", "tiny-ministral", "tiny-granite",
    ]  # fmt: skip
    seeds = [json.dumps(to_hf(preset(name))).encode() for name in names]
    yarn = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64, "truncate": False}
    seeds.append(json.dumps({**to_hf(preset("tiny-qwen2")), "rope_scaling": yarn}).encode())
    return Target(folder / "config.json", seeds, read, mutated_json)


def generation_config(folder: Path) -> Target:
    valid = {"do_sample": True, "temperature": 0.7, "top_k": 50, "top_p": 0.9, "eos_token_id": [2, 5],
             "bos_token_id": 1, "repetition_penalty": 1.1, "stop_strings": ["<|end|>\n", "x"],
             "repetition_detection": {"max_pattern_size": 24, "min_pattern_size": 2, "min_count": 4}}  # fmt: skip
    file = folder / "generation_config.json"
    return Target(file, [json.dumps(valid).encode()], lambda: load_generation_config(folder, 160), mutated_json)


def gguf(folder: Path) -> Target:
    """The container, the configuration, the weights and the tokenizer of a GGUF file."""
    file, seeds = folder / "model.gguf", []
    tokens = [*SPECIAL, "<unk>", "▁", "▁a", *"abcdefghijklmnop", "ab"]
    assert len(tokens) == 24
    common = {"tokenizer.ggml.tokens": tokens, "tokenizer.ggml.token_type": [3] * 4 + [2] + [1] * 19,
              "tokenizer.ggml.eos_token_id": 2, "tokenizer.chat_template": text.known_template("mixtral")}  # fmt: skip
    pieces = {"tokenizer.ggml.model": "llama", "tokenizer.ggml.scores": [-float(i) for i in range(24)]}

    def in_blocks(name: str, value: np.ndarray) -> GGMLQuantizationType:  # noqa: ARG001
        return GGMLQuantizationType.Q4_0 if value.ndim > 1 else GGMLQuantizationType.F32

    kinds: dict[str, dict[str, object]] = {
        "tiny-phi3": {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "gpt-2", "tokenizer.ggml.merges": ["a b"]},
        "tiny-llama": pieces,
        "tiny-mixtral": pieces,
        "tiny-granite": pieces,
    }
    for name, keys in kinds.items():
        quantise = always_f32 if name == "tiny-phi3" else in_blocks
        write_gguf(file, RandomWeights(_small(name), seed=1), quantise=quantise, keys={**common, **keys})
        seeds.append(file.read_bytes())

    def read() -> None:
        checkpoint = GgufCheckpoint(file)
        for name, shape in tensor_shapes(checkpoint.config).items():
            assert checkpoint.read(name).shape == shape
        _use(text.Tokenizer.from_gguf(checkpoint.metadata, where=str(file)))

    def mutate(data: bytes, rng: random.Random) -> bytes:
        """Changes of types where the file can be taken apart, as a whole one can; else changes of bytes."""
        if rng.random() < 0.6:
            with contextlib.suppress(struct.error, UnicodeDecodeError, MemoryError):
                return retyped(data, rng)
        return mutated(data, rng, front=2500)

    return Target(file, seeds, read, mutate)


def hub(folder: Path) -> Target:
    """What a hub says of a model: its list of files, its index and the headers of its weights, as the client gives it.

    The client is stood in for, since a server for each answer would take a hundred times as long
    (tests/checkpoint/test_hub.py has the real one).
    """
    weights = RandomWeights(_small("tiny-llama"), seed=1)
    save_checkpoint(folder, weights.config, weights.tensors.items(), max_shard_bytes=8_000)
    index, headers = json.loads((folder / "model.safetensors.index.json").read_text()), {}
    for file in folder.glob("*.safetensors"):
        raw = file.read_bytes()
        headers[file.name] = json.loads(raw[8 : 8 + int.from_bytes(raw[:8], "little")])
    listing = {"id": "org/name", "siblings": [{"rfilename": each.name} for each in sorted(folder.iterdir())]}
    ggufs = {
        "id": "org/name",
        "siblings": [{"rfilename": f"a-{width}.gguf"} for width in ("Q4_K_M", "Q8_0")] + [{"rfilename": "b"}],
    }
    seeds = [json.dumps({"listing": listing, "index": index, "headers": headers}).encode()]
    seeds.append(json.dumps({"listing": ggufs, "index": index, "headers": headers}).encode())
    answer = folder / "answer.json"

    def read() -> None:
        try:
            said = json.loads(answer.read_bytes())
        except (ValueError, RecursionError):
            said = None
        said = said if isinstance(said, dict) else {}
        with contextlib.suppress(ValueError):
            (folder / "model.safetensors.index.json").write_text(json.dumps(said.get("index")))

        def model_info(*_: object, **__: object) -> object:
            return hf_api.ModelInfo(**said["listing"])

        def header(_: object, __: str, file: str, **___: object) -> object:
            raw = json.dumps(said["headers"][file]).encode()
            return hf_api._parse_safetensors_header(raw, file, "the hub")

        def download(_: str, file: str, **__: object) -> str:
            assert not os.path.isabs(file)
            assert ".." not in file
            return str(folder / file)

        with (
            mock.patch.object(constants, "is_offline_mode", return_value=False),
            mock.patch.object(huggingface_hub.HfApi, "model_info", model_info),
            mock.patch.object(huggingface_hub.HfApi, "parse_safetensors_file_metadata", header),
            mock.patch.object(huggingface_hub, "hf_hub_download", download),
            mock.patch.object(huggingface_hub, "snapshot_download", side_effect=_not_cached),
        ):
            if is_gguf_repository(HubName("org/name")):
                return
            found = remote_model(HubName("org/name"))
        assert found.weight_bytes >= 0
        assert found.stored

    return Target(answer, seeds, read, mutated_json)


def _not_cached(*_: object, **__: object) -> str:
    raise errors.LocalEntryNotFoundError("not in the cache")


def _packed(folder: Path) -> None:
    quantize(RandomWeights(_small("tiny-phi3"), seed=1), folder, QuantizeOptions(bits=4))


def packed_manifest(folder: Path) -> Target:
    _packed(folder)
    file = folder / "packed.json"

    def read() -> None:
        PackedCheckpoint(folder).verify()
        _read_all(folder)

    return Target(file, [file.read_bytes()], read, mutated_json)


def packed_weights(folder: Path) -> Target:
    """The weights of a layer, through the engine: any codes and scales are numbers to it."""
    _packed(folder)
    file = folder / "layer-00000.safetensors"
    valid = file.read_bytes()

    def read() -> None:
        _read_all(folder)
        scores = NativeExecutor(open_checkpoint(folder), threads=1).logits([3, 1, 2])
        assert scores.shape == (3, 24)

    def mutate(data: bytes, rng: object) -> bytes:
        """Of the true length, which the manifest names."""
        changed = mutated_safetensors(data, rng)  # type: ignore[arg-type]
        return changed[: len(valid)].ljust(len(valid), b"\0")

    return Target(file, [valid], read, mutate)


def _use(tokenizer: text.Tokenizer) -> None:
    for sentence in SENTENCES:
        ids = tokenizer.encode(sentence)
        tokenizer.encode(sentence, parse_special=True, add_bos=True)
        tokenizer.decode([*ids, tokenizer.vocab_size], skip_special=False)
        stream = tokenizer.stream()
        for id_ in ids:
            stream.push(id_)
        stream.finish()
    if tokenizer.chat_template is not None:
        tokenizer.encode_chat(MESSAGES)


def _byte_level() -> str:
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    backend.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(vocab_size=270, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False),
    )
    backend.add_special_tokens([AddedToken(each, lstrip=True, rstrip=True) for each in SPECIAL])
    return str(backend.to_str())


def _words() -> str:
    """The parts that `tokenizers` has and other files use: regexes, normalizers, a template after the tokens."""
    backend = Tokenizer(
        models.WordPiece({"[UNK]": 0, "a": 1, "##b": 2, "hello": 3, "10": 4, "[CLS]": 5}, unk_token="[UNK]")
    )
    backend.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" ", "▁"), normalizers.Strip()])
    backend.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(), pre_tokenizers.Digits()])
    backend.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    backend.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", 5)])
    return str(backend.to_str())


def tokenizer(folder: Path) -> Target:
    unigram = json.loads(_words())
    unigram["model"] = {"type": "Unigram", "unk_id": 0, "byte_fallback": False,
                        "vocab": [["<unk>", 0.0], ["▁", -1.5], ["a", -2.0], ["lo", -2.5]]}  # fmt: skip
    regex = json.loads(_byte_level())
    regex["pre_tokenizer"] = {"type": "Split", "pattern": {"Regex": r"\p{L}+|\p{N}{1,3}|\s+(?!\S)|\s+"},
                              "behavior": "Isolated", "invert": False}  # fmt: skip
    seeds = [_byte_level(), _words(), json.dumps(unigram), json.dumps(regex)]
    return Target(
        folder / "tokenizer.json", [each.encode() for each in seeds], lambda: _use(text.Tokenizer.from_folder(folder)),
        mutated_json,
    )  # fmt: skip


def tokenizer_config(folder: Path) -> Target:
    (folder / "tokenizer.json").write_text(_byte_level())
    named = {"name": "default", "template": text.known_template("qwen2.5")}
    seeds = [
        {
            "bos_token": "<|endoftext|>",
            "eos_token": {"content": "<|im_end|>"},
            "chat_template": text.known_template("phi-4"),
        },
        {"chat_template": [named, {"name": "tool_use", "template": "{{ tools }}"}], "pad_token": None},
    ]
    return Target(
        folder / "tokenizer_config.json", [json.dumps(each).encode() for each in seeds],
        lambda: _use(text.Tokenizer.from_folder(folder)), mutated_json,
    )  # fmt: skip


def template(folder: Path) -> Target:
    (folder / "tokenizer.json").write_text(_byte_level())
    (folder / "tokenizer_config.json").write_text('{"bos_token": "<|im_start|>", "eos_token": "<|im_end|>"}')
    names = ("phi-4", "mixtral", "qwen2.5", "granite-3.3", "llama-3.1")
    seeds = [text.known_template(name).encode() for name in names]
    seeds += [b"{% for m in messages %}{{ m.role ~ ': ' ~ m.content }}{% endfor %}"]

    def read() -> None:
        tokenizer = text.Tokenizer.from_folder(folder)
        assert tokenizer.chat_template is not None
        tokenizer.encode_chat(MESSAGES)

    return Target(folder / "chat_template.jinja", seeds, read, mutated)


MAKERS = (safetensors, index, config, generation_config, gguf, hub, packed_manifest, packed_weights, tokenizer,
          tokenizer_config, template)  # fmt: skip
TARGETS: Mapping[str, Callable[[Path], Target]] = {maker.__name__: maker for maker in MAKERS}
"""By name; each is made in an empty folder of its own."""
