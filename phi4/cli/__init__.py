"""The command line: one file for each verb; errors become one sentence and an exit code here."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from phi4.cli.failures import sentence
from phi4.cli.output import cannot_write, complain, prepare, show_warnings, trace, write
from phi4.errors import InputError
from phi4.native import _engine

VERBS = ("ask", "chat", "info", "quantize", "bench", "recipe", "train", "pivotal", "data")
"""Each is a function or a Typer group in the module of its name."""

_CUT_FILE = (
    "phi4: a file of the model was truncated, or its disk failed, while it was in use; stop what writes to it, "
    "and fetch or pack the model again\n"
)

app = typer.Typer(
    name="phi4",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def register(arguments: Sequence[str]) -> None:
    """Add the verb that `arguments` begin with, or all verbs if there is none; other verbs are not imported."""
    first = next((each for each in arguments if not each.startswith("-")), None)
    for verb in [first] if first in VERBS else VERBS:
        command = getattr(importlib.import_module(f"phi4.cli.{verb}"), verb)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=verb)
        else:
            app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        import phi4

        write(f"phi4 {phi4.__version__}\n")
        raise typer.Exit


@app.callback()
def phi4(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show a traceback when something fails; before or after the verb.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Run, measure, quantize and train small language models such as Phi-4."""


def main() -> None:
    """Run the command line and exit: 0 done, 1 the work failed, 2 wrong usage or input, 130 interrupted."""
    prepare()
    show_warnings()
    _engine.end_on_bus_error(_CUT_FILE)
    arguments, debug = _without_debug(sys.argv[1:])
    try:
        register(arguments)
        code = app(args=arguments, standalone_mode=False, obj=debug)
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except Exception as error:
        code = _failed(error, debug)
    try:
        sys.stdout.flush()
    except OSError as error:
        code = cannot_write(error)
    sys.exit(code if isinstance(code, int) else 0)


def _without_debug(arguments: list[str]) -> tuple[list[str], bool]:
    """The arguments without --debug, which may be anywhere before a --, and whether it was given."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    kept = [each for each in arguments[:end] if each != "--debug"]
    return kept + arguments[end:], len(kept) < end


def _failed(error: Exception, debug: bool) -> int:
    if isinstance(error, BrokenPipeError):
        return cannot_write(error)
    if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help
        error.show()  # type: ignore[attr-defined]
        return InputError.exit_code
    if debug:
        trace(error)
    if isinstance(error, OSError) and error.filename is None:
        try:  # stdout's buffer still has what could not be written
            sys.stdout.flush()
        except OSError as refused:
            return cannot_write(refused)
    message, code = sentence(error)
    complain(message)
    return code
