"""The command line: one thin file for each verb; errors become one sentence and an exit code here alone."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from phi4.errors import InputError, Phi4Error
from phi4.native import _engine

VERBS = ("ask", "chat", "info", "quantize", "bench", "recipe", "train", "pivotal", "data")
"""Each is a function, or a group of verbs, of its name in a module of its name."""

_CUT_FILE = (
    "phi4: a file of the model was cut, or its disk failed, while it was in use; stop what writes to it, "
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
    """Add the verb that `arguments` begin with, or all of them where none is named: others need not be imported."""
    first = next((each for each in arguments if not each.startswith("-")), None)
    for verb in [first] if first in VERBS else VERBS:
        found = getattr(importlib.import_module(f"phi4.cli.{verb}"), verb)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=verb)
        else:
            app.command()(found)


def _version(wanted: bool) -> None:
    if wanted:
        import phi4

        typer.echo(f"phi4 {phi4.__version__}")
        raise typer.Exit


@app.callback()
def phi4(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Phi-4 and its peers on your own machine: ask, chat, look, and make."""
    context.obj = debug


def main() -> None:
    """Run the command line and exit: 0 done, 1 the work failed, 2 wrong usage or input, 130 interrupted."""
    debug = "--debug" in sys.argv[1:2]
    register(sys.argv[1:])
    _engine.end_on_bus_error(_CUT_FILE)
    try:
        code = app(standalone_mode=False)
        if isinstance(code, int) and code:
            sys.exit(code)
    except Phi4Error as error:
        if debug:
            raise
        _complain(str(error))
        sys.exit(error.exit_code)
    except typer.Abort:
        sys.exit(130)
    except KeyboardInterrupt:
        sys.exit(130)
    except MemoryError:
        if debug:
            raise
        _complain(
            "there is not enough memory for this model; see phi4 info, and choose a smaller one or a lower --dtype"
        )
        sys.exit(1)
    except Exception as error:
        if debug or not _is_usage(error):
            raise
        error.show()  # type: ignore[attr-defined]
        sys.exit(InputError.exit_code)


def _is_usage(error: Exception) -> bool:
    """Whether this is the command-line library's own complaint about options and arguments."""
    return hasattr(error, "show") and hasattr(error, "exit_code")


def _complain(message: str) -> None:
    typer.echo(f"phi4: {message}", err=True)
