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
from phi4.cli.failures import sentence
from phi4.cli.options import chosen, input_text, loaded, note_repetition
from phi4.cli.output import complain, trace, write
from phi4.terminal import tell

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

_FENCE = '"""'


def chat(
    context: typer.Context,
    model: options.ModelOption = "nano",
    system: options.SystemOption = None,
    temperature: options.TemperatureOption = None,
    top_k: options.TopKOption = None,
    top_p: options.TopPOption = None,
    min_p: options.MinPOption = None,
    repetition_penalty: options.RepetitionOption = None,
    seed: options.SeedOption = None,
    max_new_tokens: options.MaxNewTokensOption = None,
    stop: options.StopOption = None,
    stop_token: options.StopTokenOption = None,
    draft: options.DraftOption = None,
    executor: options.ExecutorOption = "auto",
    dtype: options.DtypeOption = "auto",
    threads: options.ThreadsOption = None,
    offline: options.OfflineOption = False,
) -> None:
    """Talk with a model.

    /help lists the commands. Ctrl-C stops an answer, Ctrl-D leaves. Without a terminal, every line of stdin is a
    question, and only the answers go to stdout.
    """
    settings = chosen(
        temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p, repetition_penalty=repetition_penalty,
        seed=seed, max_new_tokens=max_new_tokens, stop=stop,
    )  # fmt: skip
    language_model = loaded(model, executor=executor, dtype=dtype, offline=offline, draft=draft, threads=threads)
    settings |= chosen(stop_token_ids=options.stop_token_ids(language_model, stop_token))
    language_model.params(**settings)
    conversation = Conversation(language_model, settings, system=system)
    in_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if in_terminal:
        tell("/help for help, Ctrl-D to leave")
    for line in _terminal_lines() if in_terminal else _piped_lines():
        try:
            _respond(conversation, input_text(line))
        except EOFError:
            return
        except (typer.Exit, typer.Abort):
            raise
        except KeyboardInterrupt:
            tell(" [stopped]")
        except Exception as error:  # no error ends the conversation
            if context.obj:
                trace(error)
            complain(sentence(error)[0])


def _respond(conversation: Conversation, line: str) -> None:
    question: str | None = line
    if line.startswith("/"):
        shown, question = conversation.command(line)
        if shown:
            tell(shown)
    if question is None or not question.strip():
        return
    if count := conversation.overflow(question):
        conversation.drop(count)
        tell(f"note: the first {count} messages no longer fit into the context and are dropped")
    with closing(conversation.answer(question)) as pieces:
        try:
            for piece in pieces:
                write(piece)
        except KeyboardInterrupt:
            tell(" [stopped]")
    write("\n")
    note_repetition(conversation.finish_reason)


def _piped_lines() -> Iterator[str]:
    """Questions from stdin; several lines are joined as in a terminal."""
    lines = (line.rstrip("\r\n") for line in sys.stdin)
    for line in lines:
        yield from _joined(line, lambda: next(lines, None))


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
    """`line` with its continuation lines: after a final backslash, or up to a closing fence."""
    if line.startswith(_FENCE):
        text = line[len(_FENCE) :]
        while not text.rstrip().endswith(_FENCE):
            following = more()
            if following is None:
                break
            text += "\n" + following
        yield text.rstrip().removesuffix(_FENCE).strip()
        return
    while line.endswith("\\"):
        following = more()
        line = line[:-1] + "\n" + (following or "")
        if following is None:
            break
    yield line


def _session() -> PromptSession[str]:
    """A prompt with a history file in the user's state folder; Esc-Enter starts a new line."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    try:
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "phi4"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "chat_history").open("ab").close()
        history: FileHistory | InMemoryHistory = FileHistory(str(folder / "chat_history"))
    except (OSError, RuntimeError):  # no writable home folder: keep the history in memory
        history = InMemoryHistory()
    return PromptSession(history=history, key_bindings=keys)
