"""phi4 data: look at what the writers write, and keep evaluation sets out of it."""

from __future__ import annotations

import json as json_format
import random
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phi4.cli.options import JsonOption
from phi4.cli.output import write
from phi4.errors import InputError

if TYPE_CHECKING:
    from phi4.data.synth import Problem

data = typer.Typer(no_args_is_help=True, help="Write training data, and keep evaluation sets out of it.")


@data.command()
def sample(
    family: Annotated[
        str | None, typer.Option("--family", "-f", help="One family of problems, such as climbing; list names all.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", "-k", help="reasoning, fact, unknown, chat, refusal, lookalike or drill.", show_default="all"
        ),
    ] = None,
    count: Annotated[int, typer.Option("-n", "--count", help="So many.", min=1)] = 5,
    held_out: Annotated[bool, typer.Option("--held-out", help="In wordings that training never sees.")] = False,
    seed: Annotated[int | None, typer.Option("--seed", help="Makes the draw repeatable.", show_default="none")] = None,
    json: JsonOption = False,
) -> None:
    """Print documents of the procedural writers: questions with their solutions.

      phi4 data sample --family climbing -n 3

      phi4 data sample --kind unknown --held-out --json

    With --json each line is one document, as phi4 train and phi4 data decontaminate read them.
    """
    from phi4.data import synth

    if family == "list":
        write("".join(f"{name}\n" for name in sorted(synth.FAMILIES)))
        return
    if family is not None and family not in synth.FAMILIES:
        near = get_close_matches(family, synth.FAMILIES, 1)
        raise InputError(f"there is no family {family!r}; {f'perhaps {near[0]}' if near else 'see --family list'}")
    kinds = ("reasoning", *synth.KINDS)
    if kind is not None and kind not in kinds:
        raise InputError(f"there is no kind {kind!r}; there are {', '.join(kinds)}")
    if family is not None and kind not in (None, "reasoning"):
        raise InputError(f"--family {family} is of the kind reasoning, and --kind is {kind}; leave one out")
    rng = random.Random(seed)
    for number in range(count):
        drawn = _drawn(family, kind, rng, held_out=held_out)
        if json:
            write(json_format.dumps(drawn.fields(), ensure_ascii=False) + "\n")
        else:
            write(("\n" if number else "") + f"[{drawn.kind}: {drawn.family}]\n{drawn.question}\n\n{drawn.solution}\n")


def _drawn(family: str | None, kind: str | None, rng: random.Random, *, held_out: bool) -> Problem:
    from phi4.data import synth

    if kind is not None and kind in synth.KINDS:
        return synth.KINDS[kind][1](rng, held_out=held_out)
    if family is None and not held_out:
        return synth.problem(rng) if kind == "reasoning" else synth.document(rng)
    return synth.problem_of(family or rng.choice(list(synth.FAMILIES)), rng, held_out=held_out)


@data.command()
def decontaminate(
    documents: Annotated[
        Path, typer.Argument(help="Documents in JSON Lines: {question, solution}, {text} or {messages}.")
    ],
    tests: Annotated[
        list[Path],
        typer.Option(
            "--against", "-a", help="A .jsonl, .csv or .txt file of tests, or a folder; may be given several times."
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the documents that may stay here.")] = None,
    allow: Annotated[
        list[Path] | None, typer.Option("--allow", help="Texts whose runs of 13 words are stock phrases.")
    ] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", help="Shared part of runs of 7 words that is too much.", min=0.0, max=1.0)
    ] = 0.6,
    json: JsonOption = False,
) -> None:
    """Find documents that share runs of words with tests, as the Phi-4 report does: 13 words, or most runs of 7.

    phi4 data decontaminate train.jsonl --against gsm8k/test.jsonl --out clean.jsonl
    """
    from phi4.data.decontaminate import Benchmarks, Report, clean, tests_of, text_of

    stock = [text for path in allow or () for _, text in tests_of(path)]
    benchmarks = Benchmarks(
        (test for path in tests for test in tests_of(path)),
        allowed=stock,
        contaminated=threshold,
        partial=threshold / 2,
    )
    report = Report(len(benchmarks))
    kept = clean(_lines(documents), benchmarks, report, text=lambda line: text_of(line[1], f"{documents}:{line[0]}"))
    if out is None:
        for _ in kept:
            pass
    else:
        try:
            with out.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for _, line in kept)
        except OSError as error:
            raise InputError(f"{out}: cannot be written ({error.strerror}); check the path") from None
    if json:
        write(json_format.dumps(report.fields(), ensure_ascii=False, indent=2) + "\n")
        return
    write(
        f"{report.documents:,} documents against {report.tests:,} tests: {report.removed:,} contaminated "
        f"({report.verdicts['13-gram']:,} by 13 words, {report.verdicts['7-gram']:,} by 7), "
        f"{report.verdicts['partial']:,} partly alike\n"
    )
    for name, number in report.by_set.most_common():
        write(f"  {name}: {number:,}\n")
    for example in report.examples[:5]:
        write(f"  {example['test']} ({example['verdict']}, {example['ratio']}): {str(example['document'])[:160]!r}\n")


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers, one at a time."""
    try:
        with file.open(encoding="utf-8") as opened:
            for number, line in enumerate(opened, 1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not UTF-8 text; convert it first") from None
