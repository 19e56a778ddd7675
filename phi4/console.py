"""Rich's console and progress bars for untrusted text: without markup, and without escape sequences in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

import rich.console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn
from rich.segment import Segment

from phi4.terminal import escaped


class Console(rich.console.Console):
    """A console that prints text without interpreting markup.

    In a terminal, control characters in everything that is rendered are shown as escapes; a pipe or a file gets them
    unchanged.
    """

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False) -> None:
        super().__init__(stderr=stderr, soft_wrap=soft_wrap, markup=False, highlight=False, emoji=False)

    def render(
        self, renderable: rich.console.RenderableType, options: rich.console.ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if self.is_terminal and not segment.control:
                yield Segment(escaped(segment.text), segment.style)
            else:
                yield segment


def progress_bar(*columns: ProgressColumn, visible: bool = True, transient: bool = False) -> Progress:
    """A progress bar on stderr: the task's description, the bar, `columns`. Outside a terminal it is shown once."""
    return Progress(
        text_column("{task.description}"), BarColumn(), *columns,
        console=Console(stderr=True), disable=not visible, transient=transient,
    )  # fmt: skip


def text_column(shown: str) -> TextColumn:
    """A column of a progress bar, such as "{task.description}", without markup."""
    return TextColumn(shown, markup=False)
