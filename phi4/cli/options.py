"""Options that several verbs share, and how they become a model and its settings."""

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
    str, typer.Option("--executor", help="What computes: auto (torch on a GPU, else native), native or torch.")
]
DtypeOption = Annotated[
    str,
    typer.Option(
        "--dtype",
        help="float32, float16, bfloat16, or packed: 8-bit, 4-bit, 3-bit; auto packs what is large.",
        show_default="auto, by size",
    ),
]
DraftOption = Annotated[
    str | None,
    typer.Option("--draft", help="A small model of the same vocabulary that guesses ahead; answers stay the same."),
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Use only what is already in the hub's cache.")]
SystemOption = Annotated[str | None, typer.Option("--system", "-s", help="A system message to begin with.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]

TemperatureOption = Annotated[
    float | None, typer.Option("--temperature", "-t", help="0 takes the best token always.", show_default="the model's")
]
TopKOption = Annotated[
    int | None, typer.Option("--top-k", help="Draw from so many best tokens; 0, all.", show_default="the model's")
]
TopPOption = Annotated[
    float | None,
    typer.Option("--top-p", help="Draw from the best tokens of this probability.", show_default="the model's"),
]
MinPOption = Annotated[
    float | None,
    typer.Option("--min-p", help="Drop tokens below this share of the best one's.", show_default="the model's"),
]
RepetitionOption = Annotated[
    float | None, typer.Option("--repetition-penalty", help="Above 1, repeats less.", show_default="the model's")
]
FrequencyOption = Annotated[
    float | None, typer.Option("--frequency-penalty", help="Taken off for each use of a token.", show_default="0")
]
PresenceOption = Annotated[
    float | None, typer.Option("--presence-penalty", help="Taken off a token once used.", show_default="0")
]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Makes drawn answers repeatable.", show_default="none")]
MaxNewTokensOption = Annotated[
    int | None,
    typer.Option("--max-new-tokens", "-n", help="Longest answer in tokens.", show_default="the model's context"),
]
StopOption = Annotated[
    list[str] | None, typer.Option("--stop", help="A text that ends the answer; may be given several times.")
]
StopTokenOption = Annotated[
    list[str] | None,
    typer.Option("--stop-token", help="A token that ends the answer, by its id or text; may be given several times."),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option("--threads", help="Threads that compute.", show_default="OMP_NUM_THREADS, at most one a core"),
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
    """The model; a progress bar if that takes long, and what it has to note, go to stderr."""
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
    """What was read from stdin, whose stray bytes are surrogates, as text.

    Raises:
        InputError: it is neither in the stream's encoding nor in UTF-8.
    """
    try:
        raw.encode()
    except UnicodeEncodeError:
        try:
            raw = raw.encode(sys.stdin.encoding, "surrogateescape").decode("utf-8")
        except UnicodeError:
            raise InputError("what came on stdin is not UTF-8 text; convert it first") from None
    return raw.removeprefix("\ufeff")


def note_repetition(finish_reason: FinishReason | None) -> None:
    """Tell the user where an answer was ended because it repeated itself."""
    if finish_reason == "repetition":
        tell("note: the answer began to repeat itself and was ended")


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
    """Threads to compute with if the user does not say."""
    return threads_to_use()


class _LoadingBar:
    """A bar on stderr, once the work has taken a second and only in a terminal."""

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
    """A progress bar on stderr, for what takes long, in a terminal: call what it gives with the done and the total."""
    with _LoadingBar(title) as shown:
        yield shown.update
