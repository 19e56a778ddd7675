"""Options of the verbs that draw many answers, and how they become questions and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phi4.cli.output import complain
from phi4.errors import InputError
from phi4.terminal import tell

if TYPE_CHECKING:
    from phi4.grade.verifiers import Question
    from phi4.jobs.driver import ProgressCallback

QuestionsOption = Annotated[
    Path | None,
    typer.Option(
        "--questions", "-q", help='JSON Lines (or .gz, or a JSON array) of {"question", "answer"}, "aliases" if any.'
    ),
]
FamilyOption = Annotated[
    list[str] | None, typer.Option("--family", help="Fresh problems of this family; may be given several times.")
]
CountOption = Annotated[int, typer.Option("--count", help="Problems of each --family.", min=1)]
VerifierOption = Annotated[
    str,
    typer.Option(
        "--verifier",
        help='Who judges: final_answer (after "Answer:", "the answer is", #### or \\boxed), contains, regex:PATTERN, '
        "command:COMMAND, or judge:URL of an OpenAI-compatible server.",
    ),
]
JudgeModelOption = Annotated[str | None, typer.Option("--judge-model", help="The model's name on the judge's server.")]
VerifierSecondsOption = Annotated[
    float,
    typer.Option("--verifier-seconds", help="Of one verdict of a command or server; a late one skips its question."),
]
RetrySecondsOption = Annotated[
    float, typer.Option("--retry-seconds", help="For which a server that is busy, late or away is asked again.")
]
NoVerifierCheckOption = Annotated[
    bool, typer.Option("--no-verifier-check", help="Do not try the verifier on known answers before the run.")
]
SequencesOption = Annotated[int, typer.Option("--sequences", help="Answers under way together.", min=1, max=1024)]
SeedOption = Annotated[int, typer.Option("--seed", help="Makes the draws repeatable.", min=0)]


def questions_of(file: Path | None, families: list[str] | None, count: int, seed: int) -> list[Question]:
    """The questions that the options name."""
    if (file is None) == (not families):
        raise InputError("give either --questions FILE or --family NAME, which says what to ask")
    if file is not None:
        from phi4.jobs.questions import read_questions

        return read_questions(file)
    from phi4.nano.questions import written_questions

    return written_questions(families or [], count, seed=seed)


@contextmanager
def watching(wanted: str) -> Iterator[ProgressCallback]:
    """A progress bar on stderr, in a terminal, with the rollouts a second and the `wanted` found so far."""
    from rich.progress import MofNCompleteColumn, TimeElapsedColumn, TimeRemainingColumn

    from phi4.console import progress_bar, text_column

    columns = (MofNCompleteColumn(), text_column("{task.fields[found]}"), TimeElapsedColumn(), TimeRemainingColumn())
    with progress_bar(*columns, visible=sys.stderr.isatty()) as bar:
        task = bar.add_task("questions", total=None, found="")

        told = 0

        def watch(state: Any, records: Mapping[int, Mapping[str, Any]]) -> None:
            nonlocal told
            while state.notes and told < len(state.notes):
                bar.console.print(f"note: {state.notes[told]}", soft_wrap=True)
                told += 1
            found = sum(len(record.get(wanted, [])) for record in records.values())
            speed = state.rollouts / state.seconds
            bar.update(
                task, total=state.total, completed=state.done, found=f"{found} {wanted}, {speed:,.0f} rollouts/s"
            )

        yield watch


def end_with(summary: Mapping[str, Any]) -> None:
    """Say why questions were skipped.

    Raises:
        typer.Exit: some are left, with code 1.
    """
    for why, count in summary["skipped_because"].items():
        tell(f"skipped: {count} ({why})")
    if summary["left"]:
        complain(f"{summary['left']} questions are left; give the same command again to ask them")
        raise typer.Exit(1)
