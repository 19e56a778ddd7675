"""A sentence and an exit code for every exception."""

from __future__ import annotations

from phi4.errors import InputError, Phi4Error


def sentence(error: BaseException) -> tuple[str, int]:
    """The message for `error`, and its exit code."""
    if isinstance(error, Phi4Error):
        return str(error), error.exit_code
    if hasattr(error, "format_message"):  # errors of the command-line library about options and arguments
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "phi4"
        return f"{error.format_message().rstrip('.')}; see {command} --help", InputError.exit_code
    detail = " ".join(str(error).split())[:300]
    if isinstance(error, MemoryError):
        return (
            "there is not enough memory for this model; see phi4 info, and choose a smaller one or a lower --dtype", 1
        )  # fmt: skip
    if isinstance(error, RecursionError):
        return "the input is nested too deeply; give it with fewer levels", InputError.exit_code
    if isinstance(error, UnicodeError):
        return f"a text cannot be read or written in its encoding ({detail}); use UTF-8", InputError.exit_code
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename is not None else ""
        return f"{where}the system reports an error ({error.strerror or detail}); check path, permissions and space", 1
    if type(error).__name__ == "SafetensorError":
        return f"a safetensors file cannot be read or written ({detail}); check it, and the space on its disk", 1
    return f"unexpected error ({type(error).__name__}: {detail}); phi4 --debug shows where", 1
