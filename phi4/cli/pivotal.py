"""phi4 pivotal: the tokens that decide whether an answer comes out right, and preference pairs of them."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

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

pivotal = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})

HtmlOption = Annotated[Path | None, typer.Option("--html", help="Write a page of the answers, colored by p(success).")]
PngOption = Annotated[Path | None, typer.Option("--png", help="Draw one searched question (.png or .svg).")]
QuestionOption = Annotated[int | None, typer.Option("--question", help="The number of the question to draw.", min=1)]


@pivotal.callback(invoke_without_command=True)
def search(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where the pairs go (JSON Lines).")] = None,
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
    gap: Annotated[float, typer.Option("--gap", help="Least change of p(success) of a pivotal token.")] = 0.2,
    hardest: Annotated[float, typer.Option("--hardest", help="Questions of lower p(success) are left out.")] = 0.2,
    easiest: Annotated[float, typer.Option("--easiest", help="Questions of higher p(success) are left out.")] = 0.8,
    rollouts: Annotated[int, typer.Option("--rollouts", help="Most rollouts of an estimate.")] = 128,
    first_rollouts: Annotated[
        int, typer.Option("--first-rollouts", help="Rollouts at the first look; each further look has twice as many.")
    ] = 16,
    confidence: Annotated[
        float, typer.Option("--confidence", help="Of what is concluded from an estimate, over all looks.")
    ] = 0.95,
    answers: Annotated[int, typer.Option("--answers", help="Answers to each question that are searched.")] = 2,
    temperature: Annotated[float, typer.Option("--temperature", "-t", help="Of the rollouts.")] = 1.0,
    max_new_tokens: options.MaxNewTokensOption = None,
    sequences: SequencesOption = 32,
    seed: SeedOption = 0,
    html: HtmlOption = None,
    png: PngOption = None,
    question: QuestionOption = None,
    executor: options.ExecutorOption = "auto",
    dtype: options.DtypeOption = "auto",
    offline: options.OfflineOption = False,
    json: options.JsonOption = False,
) -> None:
    """Search the tokens that decide whether an answer comes out right, and write preference pairs of them.

    From many rollouts, p(success) is estimated at places of an answer; where it moves by the gap, the answer is halved
    down to the token that moves it. Each pair shares the prompt and the answer so far, and differs in that token. A
    search that was stopped resumes when the same command is given again.

      phi4 pivotal --family climbing --count 50 --out pairs.jsonl --html pairs.html

      phi4 pivotal --questions gsm8k.jsonl --model ./my-model --out pairs.jsonl --json

      phi4 pivotal show pairs.jsonl
    """
    if context.invoked_subcommand is not None:
        return
    if out is None:
        raise InputError("there is nowhere to write to; add --out pairs.jsonl")
    _check_pictures(html, png)
    asked = questions_of(questions, family, count, seed)
    from phi4.grade.statistics import Looks
    from phi4.grade.verifiers import verifier_of
    from phi4.jobs.driver import RunSettings
    from phi4.preference.pivotal.find import find_pivotal
    from phi4.preference.pivotal.search import SearchSettings

    settings = SearchSettings(
        gap=gap, hardest=hardest, easiest=easiest, looks=Looks(first_rollouts, rollouts, confidence), answers=answers
    )
    running = RunSettings(temperature, max_new_tokens, system, seed, sequences, check_verifier=not no_verifier_check)
    judge = verifier_of(verifier, judge=judge_model, timeout=verifier_seconds, patience=retry_seconds)
    language_model = loaded(model, executor=executor, dtype=dtype, offline=offline)
    with watching("pairs") as watch:
        summary = find_pivotal(
            language_model, asked, out, verifier=judge, settings=settings, running=running, progress=watch
        )
    _draw(out, html, png, question)
    write(json_format.dumps(summary, indent=2) + "\n" if json else _said(summary, out))
    end_with(summary)


@pivotal.command()
def show(
    file: Annotated[Path, typer.Argument(help="The pairs of a search, or its journal.")],
    question: QuestionOption = None,
    html: HtmlOption = None,
    png: PngOption = None,
    json: options.JsonOption = False,
) -> None:
    """Show a stored search: answers colored by p(success), with pivotal tokens underlined or boxed."""
    from phi4.jobs.journal import read_journal
    from phi4.preference.pivotal.record import check_record

    _check_pictures(html, png)
    records = list(read_journal(file))
    for number, record in records:
        check_record(number, record)
    if html or png:
        _draw(file, html, png, question)
        return
    shown = [(number, record) for number, record in records if question in (None, number + 1)]
    if not shown:
        raise InputError(f"{file}: has no question {question}; there are {len(records)}")
    if json:
        write(json_format.dumps([{"number": number + 1, **record} for number, record in shown], indent=2) + "\n")
        return
    from phi4.console import Console
    from phi4.preference.pivotal.picture_terminal import rendered

    console = Console()
    for number, record in shown:
        if record.get("answers"):
            console.print(rendered(number, record))
        else:
            console.print(f"Question {number + 1} was {_WHY.get(record['status'], 'left out')}\n")


_WHY = {"easy": "too easy to search", "hard": "too hard to search", "skipped": "skipped"}


def _check_pictures(html: Path | None, png: Path | None) -> None:
    """Before hours of work: whether the pictures can be written."""
    if png is not None and png.suffix not in (".png", ".svg"):
        raise InputError(f"{png}: a picture is written as .png or .svg; choose one of these endings")
    for file in (html, png):
        if file is not None and not file.resolve().parent.is_dir():
            raise InputError(f"{file}: its folder does not exist; make it first")


def _draw(file: Path, html: Path | None, png: Path | None, question: int | None) -> None:
    from phi4.jobs.journal import read_journal

    records = list(read_journal(file))
    if question is not None:
        records = [each for each in records if each[0] + 1 == question]
    if html is not None:
        from phi4.preference.pivotal.picture import page

        html.write_text(page(records), encoding="utf-8")
    if png is not None:
        from phi4.preference.pivotal.picture_png import draw

        most = max((record for _, record in records if record.get("answers")), key=_pivotal_tokens, default={})
        draw(most, png)


def _pivotal_tokens(record: Mapping[str, Any]) -> int:
    return sum(len(answer["pivotal"]) for answer in record["answers"])


def _said(summary: Mapping[str, Any], out: Path) -> str:
    statuses, run = summary["statuses"], summary["this_run"]
    named = ", ".join(f"{count} {status}" for status, count in statuses.items())
    return (
        f"{summary['questions']} questions: {named}\n"
        f"{summary['answers_searched']} answers searched, {summary['pivotal_tokens']} pivotal tokens, "
        f"{summary['pairs']} pairs in {out}\n"
        f"{run['rollouts']:,} rollouts in {run['seconds']:,.1f} s ({run['rollouts_per_second']:,.0f} a second); "
        f"{run['tokens_computed']:,} tokens computed, {run['tokens_unshared']:,} without shared prefixes\n"
    )
