"""No figure of the README is forgotten: each stands on another page too, or is counted here, or says why neither."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal

import pytest

from phi4.checkpoint import open_checkpoint
from phi4.checkpoint.gguf_blocks import BY_NAME
from phi4.checkpoint.shipped import SHIPPED
from phi4.config import preset
from phi4.machine.bench import BATCHES, CONTEXTS
from phi4.machine.describe import describe
from phi4.nano.problems import SHARES
from phi4.quant.on_load import PACKED_DTYPES
from phi4.text.rendering import PROCESSOR_SECONDS
from tests.checkpoint import test_hostile_files, test_memory
from tests.support.chats import CHATS, TEMPLATES
from tests.support.pages import CARD, EXPERIMENTS, FIGURES, README, SIXTH, page
from tests.support.repository import readme

NUMBER = re.compile(r"(?<![\w.`/-])-?\d+(?:[,.]\d+)*(?:e-?\d+)?(?=x?(?![\w-]))")
"""A figure: digits that are not part of a name, such as Phi-4, 4-bit or Qwen2.5-14B."""
NOT_PROSE = re.compile(r"^```.*?^```|`[^`\n]*`|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
"""Code, whose answers and options other tests hold, and where links lead."""
QUANTIZATION = "docs/quantization.md"


# README pattern, and a page and pattern of the same figures, perhaps with more digits.
ELSEWHERE = [
    (r"KL divergence ([\d.]+) at", QUANTIZATION, r"phi4 4-bit, gptq\*\* \| \*\*4\.36\*\* \| \*\*([\d.]+)"),
    (r"KL divergence [\d.]+ at ([\d.]+) bits", QUANTIZATION, r"phi4 4-bit, gptq\*\* \| \*\*([\d.]+)"),
    (r"Q4_K_M has ([\d.]+) at", QUANTIZATION, r"\| GGUF Q4_K_M \| 5\.16 \| ([\d.]+)"),
    (r"Q4_K_M has [\d.]+ at ([\d.]+) on", QUANTIZATION, r"\| GGUF Q4_K_M \| ([\d.]+)"),
    (r"channels (\d+) to (\d+) times larger", QUANTIZATION, r"norm (\d+) to (\d+) times larger"),
    (r"larger still ([\d.]+), and", QUANTIZATION, r"KL, outlier channels.*?phi4 4-bit, gptq \| 4\.36 \| ([\d.]+)"),
    (r"and Q4_K_M ([\d.]+) \|", QUANTIZATION, r"KL, outlier channels.*?GGUF Q4_K_M, [a-z ]+ \| 5\.16 \| ([\d.]+)"),
    (r"packs them in (8), (4) or (3) bits", QUANTIZATION, r"packs a model in (8), (4) or (3) bits"),
    (r"Phi-4 in ([\d.]+) GB", README, r"resident memory with 4,096 tokens of context \| ([\d.]+) GB"),
    (r"prefill of (256) tokens", README, r"--shape phi-4 --prompt (\d+)`"),
    (r"The shape with (\d) layers", README, r"--shape phi-4 --layers (\d+)"),
    (r"declines ([\d.]+)%\.", CARD, r"honestly declined \| 424 \| [^|]*\| \*\*([\d.]+)%"),
    (r"for [\d.]+ \[([\d.]+), ([\d.]+)\] of facts", EXPERIMENTS,
     SIXTH + r"facts -[\d.]+ \[(?=-[\d.]+, -([\d.]+))-([\d.]+)"),
]  # fmt: skip


def phi_4() -> tuple[str, ...]:
    four = next(need for need in describe("phi-4").needs if need.width == "4-bit")
    return (str(preset("phi-4").layers), f"{four.bits_per_weight:g}")


def mutated_files() -> tuple[str, ...]:
    """Of the slow tests: safetensors with changed bytes and with changed numbers, and GGUF; in thousands, downwards."""
    count = test_hostile_files.THOROUGH
    return (f"{(count + count // 3 + count) // 1000},000",)


def configurations() -> tuple[str, ...]:
    from tests.support.configs import CONFIGS

    return ("64", str(len(CONFIGS)))


def memory_limit() -> tuple[str, ...]:
    found = re.search(r"(\d+) \* size \+ (\d+) \* 2\*\*20", test_memory.READ)
    assert found is not None
    return found.groups()


def llama_cpp_tolerance() -> tuple[str, ...]:
    found = re.search(r"atol=(\S+) \* np\.abs", page("tests/checkpoint/test_against_llama_cpp.py"))
    return (f"{100 * float(found[1]):g}",) if found else ()


def transformers_tolerance() -> tuple[str, ...]:
    found = re.search(r"atol=(\S+) \* np\.abs", page("tests/model/test_against_transformers.py"))
    return (found[1],) if found else ()


def python() -> tuple[str, ...]:
    return (tomllib.loads(page("pyproject.toml"))["project"]["requires-python"].removeprefix(">="),)


def parameters() -> tuple[str, ...]:
    return (f"{open_checkpoint(SHIPPED['nano']).config.parameter_count() / 1e6:.0f}",)


def context() -> tuple[str, ...]:
    return (str(json.loads(page("phi4/nano/weights/config.json"))["max_position_embeddings"]),)


# README pattern, and what its figures are counted to be.
COUNTED: list[tuple[str, Callable[[], tuple[str, ...]]]] = [
    (r"Phi-4 \(([\d.]+) billion", lambda: (f"{preset('phi-4').parameter_count() / 1e9:.1f}",)),
    (r"in (8), (4) or (3) bits", lambda: tuple(map(str, PACKED_DTYPES.values()))),
    (r"Python ([\d.]+) or newer", python),
    (r"phi4-nano has (\d+) million parameters", parameters),
    (r"Its context is (\d+) tokens", context),
    (r"it knows the (\d+) kinds", lambda: (str(len(SHARES)),)),
    (r"fresh problems of (\d+) families", lambda: (str(len(SHARES)),)),
    (r"shape, all (\d+) layers, ([\d.]+) bits a weight", phi_4),
    (r"\| (4) sequences together.*?\| (16) sequences together.*?\| (32) sequences together",
     lambda: tuple(str(each) for each in BATCHES if each in (4, 16, 32))),
    (r"decode after ([\d,]+) tokens.*?with ([\d,]+) tokens of context", lambda: (f"{CONTEXTS[-1]:,}",) * 2),
    (r"within (1e-4) of `transformers`", transformers_tolerance),
    (r"over (\d+) steps with cache, (\d+) configurations", configurations),
    (r"\| GGUF \| (\d+) number formats", lambda: (str(len(BY_NAME)),)),
    (r"logits within ([\d.]+)% of llama.cpp's own", llama_cpp_tolerance),
    (r"\| ([\d,]+) mutated files", mutated_files),
    (r"bounded memory \((\d+) times the file and (\d+) MB\)", memory_limit),
    (r"(\d+) templates, (\d+) renderings", lambda: (str(len(TEMPLATES)), str(len(TEMPLATES) * len(CHATS) * 2 * 2))),
    (r"hostile ones stopped in (\d+) s", lambda: (f"{PROCESSOR_SECONDS:.0f}",)),
]  # fmt: skip

# README pattern whose groups hold figures that stand nowhere else and cannot be counted, and why.
DECLARED = [
    (r"bits a weight, (\d) cores of an AMD", "the machine on which the speeds below were measured"),
    (r"(\| prefill of 256 tokens \|.*?resident memory with 4,096 tokens of context \| 8\.1 GB \|)",
     "measured by the command above the table, on one machine"),
    (r"(\| prefill of 512 tokens \|.*?18 \(6\.7x\) \|)", "measured by the command above the table, on one machine"),
    (r"llama-cpp-python ([\d.]+), built here; OpenVINO ([\d.]+) runs", "the versions that were measured"),
    (r"A share above (1) is no", "no figure: the whole"),
    (r"files in the cache: ([\d.]+) s .*?which ([\d.]+) s are the prompt's", "measured once, by hand"),
    (r"A model of (\d+) million parameters decodes at ([\d,]+) tokens/s in (\d) bits\s+and at ([\d,]+) in (\d)",
     "measured once, by hand"),
    (r"(\d+) ms more than starting Python", "measured once, by hand; the test holds what is imported"),
]  # fmt: skip


def match(pattern: str) -> re.Match[str]:
    found = re.search(pattern, readme(), re.DOTALL)
    assert found is not None, f"README.md has lost a figure: {pattern}"
    return found


def prose() -> str:
    """The README with blanks for code and addresses, every character in its place."""
    return NOT_PROSE.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), readme())


@pytest.mark.parametrize(("pattern", "there", "other"), ELSEWHERE, ids=[row[0][:40] for row in ELSEWHERE])
def test_a_figure_that_stands_elsewhere_perhaps_with_more_digits(pattern: str, there: str, other: str) -> None:
    shown, found = match(pattern).groups(), re.search(other, page(there), re.DOTALL)
    assert found is not None, f"{there} has lost a figure: {other}"
    assert shown == tuple(
        str(Decimal(its).quantize(Decimal(mine))) for mine, its in zip(shown, found.groups(), strict=True)
    )


@pytest.mark.parametrize(("pattern", "count"), COUNTED, ids=[row[0][:40] for row in COUNTED])
def test_a_figure_that_can_be_counted(pattern: str, count: Callable[[], tuple[str, ...]]) -> None:
    assert match(pattern).groups() == count()


def test_no_figure_is_forgotten() -> None:
    patterns = [row[0] for row in (*ELSEWHERE, *COUNTED, *DECLARED)]
    patterns += [pattern for here, pattern, _, _ in FIGURES if here == README]
    patterns += [other for _, _, there, other in FIGURES if there == README]
    held = [
        found.span(group)
        for pattern in patterns
        for found in [match(pattern)]
        for group in range(1, found.re.groups + 1)
    ]
    text = prose()
    forgotten = [
        text[max(0, found.start() - 40) : found.end() + 20]
        for found in NUMBER.finditer(text)
        if not any(start <= found.start() and found.end() <= end for start, end in held)
    ]
    assert not forgotten


@pytest.mark.parametrize(
    ("text", "figures"),
    [("97% right, 1,234 (1.4x) [-0.1, 0.4] 1e-4 in 2 s.", ["97", "1,234", "1.4", "-0.1", "0.4", "1e-4", "2"]),
     ("Phi-4 phi4 4-bit Qwen2.5-14B Mixtral 8x7B Q4_K_M int8 AVX-512 10-meter", [])],
)  # fmt: skip
def test_what_counts_as_a_figure(text: str, figures: list[str]) -> None:
    assert [found[0] for found in NUMBER.finditer(text)] == figures
