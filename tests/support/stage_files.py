"""The TOML files of a recipe that is small enough for tests."""

from __future__ import annotations

TOKENIZER = """
stage = "tokenizer"
[tokenizer]
vocab_size = 420
numbers = "digits"
special = "chat"
documents = 200
[data]
mixture = { reasoning = 1.0 }
[data.sources]
reasoning = { generator = "phi4.nano.problems:reasoning" }
"""
PRETRAIN = """
stage = "pretrain"
from = "tokenizer"
seed = 3
[model]
hidden_size = 32
intermediate_size = 48
layers = 2
heads = 4
kv_heads = 2
[data]
mixture = { sum = 0.8, difference = 0.2 }
sequence_length = 96
validation = { tokens = 768, every = 8 }
[data.sources]
sum = { generator = "phi4.nano.problems:sum" }
difference = { generator = "phi4.nano.problems:difference" }
[optimizer]
name = "muon"
learning_rate = 3e-3
warmup_steps = 2
[run]
steps = 24
tokens_per_step = 768
micro_batch_size = 4
compile = false
log_every = 2
[parallel]
workers = 1
"""
MIDTRAIN = PRETRAIN.replace('"pretrain"', '"midtrain"').replace('from = "tokenizer"', 'from = "pretrain"')
MIDTRAIN = (
    MIDTRAIN[: MIDTRAIN.index("hidden_size")]
    + """
rope_theta = 40_000
max_positions = 192
"""
    + MIDTRAIN[MIDTRAIN.index("[data]") :]
    .replace("sequence_length = 96", "sequence_length = 192")
    .replace("micro_batch_size = 4", "micro_batch_size = 2")
)
SFT = PRETRAIN.replace('"pretrain"', '"sft"').replace('from = "tokenizer"', 'from = "midtrain"')
SFT = SFT[: SFT.index("[model]")] + SFT[SFT.index("[data]") :].replace(
    "sequence_length = 96", "sequence_length = 192"
).replace("micro_batch_size = 4", "micro_batch_size = 2")
