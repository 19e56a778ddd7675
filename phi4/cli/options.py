"""Options that several verbs share, and their conversion to a model and its settings."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phi4.engine import FinishReason, LanguageModel
from phi4.errors import InputError, shown
from phi4.resources import this_machine, threads_to_use
from phi4.terminal import tell

if TYPE_CHECKING:
    import rich.progress

ModelOption = Annotated[
    str, typer.Option("--model", "-m", help="nano, a folder, a .gguf file, or a hub name such as microsoft/phi-4.")
]
ExecutorOption = Annotated[
    str, typer.Option("--executor", help="Executor: auto (torch on a GPU, else native), native or torch.")
]
DtypeOption = Annotated[
    str,
    typer.Option(
        "--dtype",
        help="float32, float16, bfloat16, or packed: 8-bit, 4-bit, 3-bit; auto packs large models.",
        show_default="auto, by size",
    ),
]
DraftOption = Annotated[
    str | None,
    typer.Option("--draft", help="A small model that drafts tokens (speculative decoding); answers stay the same."),
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Use only models in the hub's cache.")]
SystemOption = Annotated[str | None, typer.Option("--system", "-s", help="A system message.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]

TemperatureOption = Annotated[
    float | None, typer.Option("--temperature", "-t", help="0 is greedy.", show_default="the model's")
]
TopKOption = Annotated[
    int | None,
    typer.Option("--top-k", help="Sample from the k best tokens; 0 is off.", show_default="the model's"),
]
TopPOption = Annotated[
    float | None,
    typer.Option("--top-p", help="Sample from the best tokens of this total probability.", show_default="the model's"),
]
MinPOption = Annotated[
    float | None,
    typer.Option(
        "--min-p", help="Drop tokens below this fraction of the best one's probability.", show_default="the model's"
    ),
]
RepetitionOption = Annotated[
    float | None, typer.Option("--repetition-penalty", help="Above 1 reduces repetition.", show_default="the model's")
]
FrequencyOption = Annotated[
    float | None,
    typer.Option("--frequency-penalty", help="Subtracted from a logit for each use of the token.", show_default="0"),
]
PresenceOption = Annotated[
    float | None,
    typer.Option("--presence-penalty", help="Subtracted from the logit of a used token.", show_default="0"),
]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Makes sampling repeatable.", show_default="none")]
MaxNewTokensOption = Annotated[
    int | None,
    typer.Option("--max-new-tokens", "-n", help="Maximum tokens of the answer.", show_default="the model's context"),
]
StopOption = Annotated[list[str] | None, typer.Option("--stop", help="A string that ends the answer; may be repeated.")]
StopTokenOption = Annotated[
    list[str] | None,
    typer.Option("--stop-token", help="A token that ends the answer, by its id or text; may be repeated."),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option("--threads", help="CPU threads.", show_default="OMP_NUM_THREADS, at most one per core"),
]


def chosen(**settings: Any) -> dict[str, Any]:
    """The settings that were given."""
    return {name: value for name, value in settings.items() if value is not None}


def loaded(
    model: str,
    *,
    executor: str,
    dtype: str,
    offline: bool,
    draft: str | None = None,
    threads: int | None = None,
) -> LanguageModel:
    """Load the model; a progress bar for slow loads and the model's notes go to stderr."""
    from phi4.engine import load

    with _LoadingBar("loading weights") as progress_bar:
        language_model = load(
            model, executor=executor, dtype=dtype, offline=offline, draft=draft, threads=threads,
            progress=progress_bar.update,
        )  # fmt: skip
    machine = this_machine()
    if sys.stderr.isatty() or machine.quota is not None:
        limit = f"; {machine}" if threads_to_use(threads) == machine.cores else ""
        tell(f"{model}, on {language_model.executor}{limit}")
    for note in language_model.notes:
        tell(f"note: {note}")
    return language_model


def input_text(raw: str) -> str:
    """Text from stdin, in which undecodable bytes are surrogates.

    Raises:
        InputError: it is neither in the stream's encoding nor in UTF-8.
    """
    try:
        raw.encode()
    except UnicodeEncodeError:
        try:
            raw = raw.encode(sys.stdin.encoding, "surrogateescape").decode("utf-8")
        except UnicodeError:
            raise InputError("stdin is not UTF-8 text; convert it first") from None
    return raw.removeprefix("\ufeff")


def note_repetition(finish_reason: FinishReason | None) -> None:
    """Write a note if repetition detection ended the answer."""
    if finish_reason == "repetition":
        tell("note: the answer repeated itself and was ended")


def stop_token_ids(model: LanguageModel, tokens: list[str] | None) -> list[int] | None:
    """The ids of `tokens`, each of them an id or the text of one token."""
    return None if tokens is None else [_token_id(model, each) for each in tokens]


def _token_id(model: LanguageModel, token: str) -> int:
    if token.isascii() and token.isdecimal():
        if len(token) > 9 or int(token) >= model.config.vocab_size:
            raise InputError(
                f"--stop-token {shown(token)} is outside the vocabulary of {model.config.vocab_size:,}; give another"
            )
        return int(token)
    if (id_ := model.tokenizer.special_ids.get(token)) is not None:
        return id_
    ids = model.tokenizer.encode(token, add_bos=False)
    if len(ids) != 1:
        raise InputError(f"--stop-token {shown(token)} is {len(ids)} tokens; give it as --stop, which takes any text")
    return ids[0]


def cores() -> int:
    """The default number of threads."""
    return threads_to_use()


class _LoadingBar:
    """A progress bar on stderr, in a terminal, after one second of work."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._start = time.monotonic()
        self._progress: rich.progress.Progress | None = None

    def __enter__(self) -> _LoadingBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def update(self, read: int, total: int) -> None:
        if self._progress is None and sys.stderr.isatty() and time.monotonic() - self._start > 1:
            from rich.progress import TaskProgressColumn, TimeRemainingColumn

            from phi4.console import progress_bar

            self._progress = progress_bar(TaskProgressColumn(), TimeRemainingColumn(), transient=True)
            self._task = self._progress.add_task(self._title, total=total)
            self._progress.start()
        if self._progress is not None:
            self._progress.update(self._task, completed=read)


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, in a terminal; call the given function with (done, total)."""
    with _LoadingBar(title) as progress:
        yield progress.update
