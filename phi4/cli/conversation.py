"""The state of a chat and its slash commands, independent of a terminal."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phi4.engine import FinishReason, LanguageModel
from phi4.engine.generate import check_prompt
from phi4.engine.sampling import by_field
from phi4.errors import InputError

HELP = """/help              this text
/clear             forget the conversation
/system [TEXT]     set the system message, or remove it without TEXT, and clear
/retry             ask the last question again
/undo              remove the last question and its answer
/set NAME VALUE    a setting, such as /set temperature 0.7
/save FILE         write the conversation as JSON
/exit              leave (so does Ctrl-D)

Several lines: end a line with \\, press Esc then Enter, or put \"\"\" before and after. Ctrl-C stops an answer."""


@dataclass
class Conversation:
    """The messages of a chat and its settings."""

    model: LanguageModel
    settings: dict[str, Any]
    system: str | None = None
    messages: list[dict[str, str]] = field(default_factory=list)
    finish_reason: FinishReason | None = (
        None  # of the last answer; None while it is generated, or if it was interrupted
    )

    def answer(self, question: str) -> Generator[str, None, None]:
        """Stream the answer in pieces. The exchange is kept, even if the generator is closed before the end.

        After an error the question is removed again.
        """
        self.messages.append({"role": "user", "content": question})
        pieces: list[str] = []
        self.finish_reason = None
        try:
            for event in self.model.stream_chat(self._prompt(self.messages), **self.settings):
                pieces.append(event.text)
                self.finish_reason = event.finish_reason
                yield event.text
        except Exception:
            self.messages.pop()
            raise
        except BaseException:  # closed, or interrupted
            self._keep(pieces)
            raise
        self._keep(pieces)

    def _keep(self, pieces: list[str]) -> None:
        self.messages.append({"role": "assistant", "content": "".join(pieces)})

    def overflow(self, question: str) -> int:
        """How many earlier messages must be dropped so that `question` and an answer fit into the context.

        Raises:
            InputError: the question alone does not fit.
        """
        check_prompt(self.model.executor, self.model.chat_ids(self._prompt([{"role": "user", "content": question}])))
        trial = [*self.messages, {"role": "user", "content": question}]
        dropped = 0
        while len(trial) - dropped > 1 and not self._fits(trial[dropped:]):
            dropped += 2
        return min(dropped, len(self.messages))

    def drop(self, count: int) -> None:
        del self.messages[:count]

    def _prompt(self, messages: list[dict[str, str]]) -> list[dict[str, str]]:
        return ([{"role": "system", "content": self.system}] if self.system else []) + messages

    def _fits(self, messages: list[dict[str, str]]) -> bool:
        """Whether the messages leave half of the context, or 1,024 tokens, for the answer."""
        limit = self.model.config.max_positions
        return len(self.model.chat_ids(self._prompt(messages))) <= limit - min(1024, limit // 2)

    def command(self, line: str) -> tuple[str, str | None]:
        """Run a slash command: the text to show, and a question to ask again if any.

        Raises:
            InputError: the command is unknown or fails.
            EOFError: the command is /exit.
        """
        name, _, rest = line.partition(" ")
        rest = rest.strip()
        match name:
            case "/help" | "/?":
                return HELP, None
            case "/exit" | "/quit" | "/bye":
                raise EOFError
            case "/clear":
                self.messages.clear()
                return "the conversation is cleared", None
            case "/system":
                self.system = rest or None
                self.messages.clear()
                return f"the system message is {rest!r}" if rest else "there is no system message", None
            case "/undo":
                self._last_question()
                return "removed", None
            case "/retry":
                return "", self._last_question()
            case "/set":
                return self._set(*rest.split(maxsplit=1)), None
            case "/save":
                return self._save(rest), None
        raise InputError(f"there is no command {name}; /help lists them")

    def _last_question(self) -> str:
        """Remove the last exchange, and return its question."""
        if not self.messages:
            raise InputError("nothing was asked yet")
        while self.messages[-1]["role"] != "user":
            self.messages.pop()
        return self.messages.pop()["content"]

    def _set(self, name: str = "", value: str = "") -> str:
        if not name or not value:
            return (
                "\n".join(f"{key} {set_value}" for key, set_value in self.settings.items())
                or "nothing is set; /set NAME VALUE"
            )
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            parsed = value
        settings = {**self.settings, **by_field({name: parsed})}
        if self.model.params(**settings).n > 1:
            raise InputError("a chat gives one answer to each question; n must be 1")
        self.settings = settings
        return f"{name} is {parsed}"

    def _save(self, file: str) -> str:
        if not file:
            raise InputError("the file is missing; write /save FILE")
        path = Path(file)
        try:
            path = path.expanduser()
            path.write_text(
                json.dumps(self._prompt(self.messages), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )
        except (OSError, ValueError, RuntimeError) as error:  # a NUL in the path, or ~ of an unknown user
            reason = error.strerror if isinstance(error, OSError) else error
            raise InputError(f"{path}: cannot be written ({reason}); choose another file") from None
        return f"saved {len(self.messages)} messages to {path}"
