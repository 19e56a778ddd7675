"""phi4 data: what the writers write, training data from a model's own answers, and what of it resembles tests."""

from __future__ import annotations

import json as json_format
import random
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phi4.cli import options
from phi4.cli.options import loaded
from phi4.cli.output import write
from phi4.cli.rollout_options import (
    CountOption,
    FamilyOption,
    JudgeModelOption,
    NoVerifierCheckOption,
    QuestionsOption,
    RetrySecondsOption,
    SeedOption,
    SequencesOption,
    VerifierOption,
    VerifierSecondsOption,
    end_with,
    questions_of,
    watching,
)
from phi4.errors import InputError
from phi4.files import replacing
from phi4.terminal import tell

if TYPE_CHECKING:
    from phi4.nano.problems import Problem

data = typer.Typer(no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})

OutOption = Annotated[Path, typer.Option("--out", "-o", help="Where the pairs go (JSON Lines).")]
SamplesOption = Annotated[int, typer.Option("--samples", help="Answers drawn to each question.", min=1)]
TemperatureOption = Annotated[float, typer.Option("--temperature", "-t", help="Of the answers.")]


@data.callback()
def _group() -> None:
    """Training data: written problems, judged pairs, what a model should decline, and what resembles tests."""


@data.command()
def judge(
    out: OutOption,
    questions: QuestionsOption = None,
    family: FamilyOption = None,
    count: CountOption = 100,
    model: options.ModelOption = "nano",
    system: options.SystemOption = None,
    verifier: VerifierOption = "final_answer",
    judge_model: JudgeModelOption = None,
    verifier_seconds: VerifierSecondsOption = 60.0,
    retry_seconds: RetrySecondsOption = 600.0,
    no_verifier_check: NoVerifierCheckOption = False,
    teacher: Annotated[
        str | None,
        typer.Option("--teacher", help="URL of an OpenAI-compatible server that marks the answers; no verifier then."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Of the teacher's marks: overall, or accuracy.")] = "overall",
    margin: Annotated[float, typer.Option("--margin", help="Least difference of the teacher's marks in a pair.")] = 1.0,
    samples: SamplesOption = 8,
    pairs: Annotated[int, typer.Option("--pairs", help="Most pairs of a question.", min=1)] = 1,
    temperature: TemperatureOption = 1.0,
    max_new_tokens: options.MaxNewTokensOption = None,
    sequences: SequencesOption = 32,
    seed: SeedOption = 0,
    executor: options.ExecutorOption = "auto",
    dtype: options.DtypeOption = "auto",
    offline: options.OfflineOption = False,
    json: options.JsonOption = False,
) -> None:
    """Draw several answers to each question, and write pairs of a better and a worse one, as the judge says.

    The judge is the verifier (right or wrong), or with --teacher a model that marks the answers beside one another. A
    run that was stopped resumes when the same command is given again.

      phi4 data judge --family climbing --count 200 --out judged.jsonl

      phi4 data judge -q prompts.jsonl --teacher http://localhost:8000/v1 --judge-model phi-4 --out judged.jsonl
    """
    from phi4.grade.client import Endpoint
    from phi4.grade.verifiers import Verifier, verifier_of
    from phi4.jobs.driver import RunSettings
    from phi4.preference.collect import judge_answers
    from phi4.preference.judged import JudgeSettings, Teacher

    asked = questions_of(questions, family, count, seed)
    settings = JudgeSettings(samples, pairs, by, margin)
    running = RunSettings(temperature, max_new_tokens, system, seed, sequences, check_verifier=not no_verifier_check)
    by_whom: Teacher | Verifier = verifier_of(
        verifier, judge=judge_model, timeout=verifier_seconds, patience=retry_seconds
    )
    if teacher is not None:
        by_whom = Teacher(Endpoint(teacher, model=judge_model or "", timeout=verifier_seconds, patience=retry_seconds))
    language_model = loaded(model, executor=executor, dtype=dtype, offline=offline)
    with watching("pairs") as watch:
        summary = judge_answers(
            language_model, asked, out, judge=by_whom, settings=settings, running=running, progress=watch
        )
    _say(summary, out, json)
    end_with(summary)


@data.command()
def decline(
    questions: Annotated[
        Path,
        typer.Option(
            "--questions",
            "-q",
            help='JSON Lines: {"question", "answer", "aliases"} a fact; "answer": null, unanswerable; "harmful": true, '
            'to be declined; "harmful": false, harmless though it may not look so.',
        ),
    ],
    out: OutOption,
    sft: Annotated[
        Path | None, typer.Option("--sft", help='Where conversations for SFT go: {"messages"} a line.')
    ] = None,
    model: options.ModelOption = "nano",
    system: options.SystemOption = None,
    verifier: VerifierOption = "contains",
    judge_model: JudgeModelOption = None,
    verifier_seconds: VerifierSecondsOption = 60.0,
    retry_seconds: RetrySecondsOption = 600.0,
    no_verifier_check: NoVerifierCheckOption = False,
    samples: SamplesOption = 8,
    known: Annotated[float, typer.Option("--known", help="Least share of right answers of what it knows.")] = 0.5,
    unknown: Annotated[float, typer.Option("--unknown", help="Most of what it does not know.")] = 0.5,
    first_tokens: Annotated[
        int, typer.Option("--first-tokens", help="Of each side of a pair that count; 0, all.", min=0)
    ] = 5,
    refusal: Annotated[
        list[str] | None,
        typer.Option(
            "--refusal", help="What to decline with; may be given several times.", show_default="I don't know."
        ),
    ] = None,
    refusal_pattern: Annotated[
        str | None,
        typer.Option("--refusal-pattern", help="Regular expression of answers that decline.", show_default="phrases"),
    ] = None,
    contested: Annotated[
        bool, typer.Option("--contested", help="Prefer an answer to declining only where it sometimes declines.")
    ] = False,
    temperature: TemperatureOption = 1.0,
    max_new_tokens: options.MaxNewTokensOption = None,
    sequences: SequencesOption = 32,
    seed: SeedOption = 0,
    executor: options.ExecutorOption = "auto",
    dtype: options.DtypeOption = "auto",
    offline: options.OfflineOption = False,
    json: options.JsonOption = False,
) -> None:
    """Find out by the model's own failures what it should answer and what it should decline.

    Several answers are drawn to each question. Where the model is usually right, it is taught its right answer, and
    where it is usually wrong, to decline. Pairs put a right answer over declining where it is sometimes right, and
    declining over a wrong answer where it is sometimes wrong. Harmful questions are always declined, and harmless ones
    answered.

      phi4 data decline --questions facts.jsonl --out pairs.jsonl --sft sft.jsonl

      phi4 data decline -q safety.jsonl --refusal "I can't help with that." --out pairs.jsonl --sft sft.jsonl
    """
    from phi4.grade.refusals import Refusals
    from phi4.grade.verifiers import verifier_of
    from phi4.jobs.driver import RunSettings
    from phi4.preference.collect import find_what_to_decline
    from phi4.preference.decline import DeclineSettings, read_declinable

    asked = read_declinable(questions)
    texts = tuple(refusal) if refusal else DeclineSettings().refusals
    settings = DeclineSettings(samples, known, unknown, first_tokens or None, texts, contested)
    running = RunSettings(temperature, max_new_tokens, system, seed, sequences, check_verifier=not no_verifier_check)
    judging, refusals = (
        verifier_of(verifier, judge=judge_model, timeout=verifier_seconds, patience=retry_seconds),
        Refusals(refusal_pattern),
    )
    language_model = loaded(model, executor=executor, dtype=dtype, offline=offline)
    with watching("pairs") as watch:
        summary = find_what_to_decline(
            language_model, asked, out, sft=sft, verifier=judging, refusals=refusals, settings=settings,
            running=running, progress=watch,
        )  # fmt: skip
    _say(summary, out, json)
    end_with(summary)


def _say(summary: dict[str, Any], out: Path, as_json: bool) -> None:
    if as_json:
        write(json_format.dumps(summary, indent=2) + "\n")
        return
    statuses = ", ".join(f"{count} {status}" for status, count in summary["statuses"].items())
    kinds = ", ".join(f"{count} {kind}" for kind, count in summary["pairs"].items()) or "no"
    write(f"{summary['questions']} questions: {statuses}\n{kinds} pairs in {out}\n")
    if summary["conversations"]:
        write(f"{summary['conversations']} conversations for SFT\n")


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
    held_out: Annotated[
        bool, typer.Option("--held-out", help="In wordings that training never sees; drills have none.")
    ] = False,
    seed: Annotated[int | None, typer.Option("--seed", help="Makes the draw repeatable.", show_default="none")] = None,
    json: options.JsonOption = False,
) -> None:
    """Print documents of the procedural writers: questions with their solutions.

      phi4 data sample --family climbing -n 3

      phi4 data sample --kind unknown --held-out --json

    With --json each line is one document, as phi4 train reads it ("messages") and phi4 data decontaminate.
    """
    from phi4.nano import problems as synth

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
    from phi4.nano import problems as synth

    if family is None and kind is None:
        return synth.document(rng, held_out=held_out)
    if kind is not None and kind in synth.KINDS:
        return synth.KINDS[kind][1](rng, held_out=held_out)
    if family is None and not held_out:
        return synth.problem(rng)
    return synth.problem_of(family or rng.choice(list(synth.FAMILIES)), rng, held_out=held_out)


@data.command()
def decontaminate(
    documents: Annotated[
        Path, typer.Argument(help="Documents in JSON Lines, plain or .gz: {question, solution}, {text} or {messages}.")
    ],
    tests: Annotated[
        list[Path],
        typer.Option(
            "--against",
            "-a",
            help="A .jsonl, .csv or .txt file of tests, plain or as .gz, or a folder; may be given several times.",
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the documents that may stay here.")] = None,
    allow: Annotated[
        list[Path] | None, typer.Option("--allow", help="Texts whose runs of 13 words are stock phrases.")
    ] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", help="Shared part of runs of 7 words that is too much.", min=0.0, max=1.0)
    ] = 0.6,
    json: options.JsonOption = False,
) -> None:
    """Find documents that share runs of words with tests, as the Phi-4 report does: 13 words, or most runs of 7.

    phi4 data decontaminate train.jsonl --against gsm8k/test.jsonl --out clean.jsonl
    """
    from phi4.data.decontaminate import (
        Benchmarks,
        DecontaminationReport,
        clean,
        read_tests,
        text_lines,
        text_of,
        unread_of,
    )

    stock = [text for path in allow or () for _, text in read_tests(path)]
    benchmarks = Benchmarks(
        (test for path in tests for test in read_tests(path)),
        allowed=stock,
        contaminated=threshold,
        partial=threshold / 2,
    )
    report = DecontaminationReport(len(benchmarks))
    lines = ((number, line) for number, line in text_lines(documents) if line.strip())
    kept = clean(lines, benchmarks, report, text=lambda line: text_of(line[1], f"{documents}:{line[0]}"))
    if out is None:
        for _ in kept:
            pass
    else:
        _write_whole(out, (f"{line}\n" for _, line in kept))
    unread = [str(each) for path in tests if path.is_dir() for each in unread_of(path)]
    if unread:
        more = f" and {len(unread) - 3} more" if len(unread) > 3 else ""
        tell(f"note: not read, since only .jsonl, .csv and .txt are: {', '.join(unread[:3])}{more}")
    if not report.documents:
        raise InputError(f"{documents}: holds no document")
    if json:
        write(json_format.dumps({**report.fields(), "unread": unread}, ensure_ascii=False, indent=2) + "\n")
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


def _write_whole(file: Path, lines: Iterator[str]) -> None:
    """Write all of `lines` or nothing: `file` may be what they are read from."""
    with replacing(file) as beside, beside.open("w", encoding="utf-8") as opened:
        opened.writelines(lines)
