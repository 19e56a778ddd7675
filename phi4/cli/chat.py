"""phi4 chat: a conversation in a terminal, or line by line in a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from phi4.cli import options
from phi4.cli.conversation import Conversation
from phi4.cli.options import chosen, loaded
from phi4.cli.output import write
from phi4.errors import Phi4Error

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

_FENCE = '"""'


def chat(
    model: options.ModelOption = "nano",
    system: options.SystemOption = None,
    temperature: options.TemperatureOption = None,
    top_k: options.TopKOption = None,
    top_p: options.TopPOption = None,
    min_p: options.MinPOption = None,
    repetition_penalty: options.RepetitionOption = None,
    seed: options.SeedOption = None,
    max_new_tokens: options.MaxNewTokensOption = None,
    draft: options.DraftOption = None,
    executor: options.ExecutorOption = "auto",
    dtype: options.DtypeOption = None,
    offline: options.OfflineOption = False,
) -> None:
    """Talk with a model.

    /help lists the commands. Ctrl-C stops an answer, Ctrl-D leaves. Without a terminal every line of stdin is a
    question, and the answers alone go to stdout.
    """
    settings = chosen(
        temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p, repetition_penalty=repetition_penalty,
        seed=seed, max_new_tokens=max_new_tokens,
    )  # fmt: skip
    language_model = loaded(model, executor=executor, dtype=dtype, offline=offline, draft=draft)
    language_model.params(**settings)
    conversation = Conversation(language_model, settings, system=system)
    in_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if in_terminal:
        typer.echo("/help for help, Ctrl-D to leave", err=True)
    for line in _terminal_lines() if in_terminal else _piped_lines():
        try:
            _respond(conversation, line)
        except EOFError:
            return
        except Phi4Error as error:
            typer.echo(f"phi4: {error}", err=True)


def _respond(conversation: Conversation, line: str) -> None:
    question: str | None = line
    if line.startswith("/"):
        shown, question = conversation.command(line)
        if shown:
            typer.echo(shown, err=True)
    if question is None or not question.strip():
        return
    if count := conversation.forgotten(question):
        conversation.forget(count)
        typer.echo(f"note: the first {count} messages no longer fit the context and are forgotten", err=True)
    with closing(conversation.answer(question)) as pieces:
        try:
            for piece in pieces:
                write(piece)
        except KeyboardInterrupt:
            typer.echo(" [stopped]", err=True)
    write("\n")


def _piped_lines() -> Iterator[str]:
    """Questions from stdin, with the same ways to write several lines."""
    lines = iter(sys.stdin)
    for line in lines:
        yield from _joined(line.rstrip("\n"), lambda: next(lines, None))


def _terminal_lines() -> Iterator[str]:
    session = _session()
    while True:
        try:
            line = session.prompt("> ")
            yield from _joined(line, lambda: session.prompt(". "))
        except KeyboardInterrupt:  # an empty prompt again, as in a shell
            continue
        except EOFError:
            return


def _joined(line: str, more: Callable[[], str | None]) -> Iterator[str]:
    """`line` with those that continue it: after a last backslash, or up to a closing fence."""
    if line.startswith(_FENCE):
        text = line[len(_FENCE) :]
        while not text.rstrip().endswith(_FENCE):
            following = more()
            if following is None:
                break
            text += "\n" + following.rstrip("\n")
        yield text.rstrip().removesuffix(_FENCE).strip()
        return
    while line.endswith("\\"):
        following = more()
        line = line[:-1] + "\n" + (following or "").rstrip("\n")
        if following is None:
            break
    yield line


def _session() -> PromptSession[str]:
    """A prompt with history, kept in the user's state folder, where Esc-Enter begins a new line."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "phi4"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        history: FileHistory | InMemoryHistory = FileHistory(str(folder / "chat_history"))
    except OSError:  # a home that cannot be written to: history lasts as long as the program
        history = InMemoryHistory()
    return PromptSession(history=history, key_bindings=keys)
