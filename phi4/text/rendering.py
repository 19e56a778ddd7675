"""Chat templates in jinja2's sandbox, set up as transformers does; also the program of a renderer that may be killed.

This file imports nothing of phi4, so that the renderer (`python rendering.py`) starts at once and holds little. It
reads a JSON request a line and answers with a JSON line, within the memory and processor time it set for itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

import jinja2
import jinja2.ext
import jinja2.nodes
import jinja2.parser
import jinja2.sandbox

LARGEST_OUTPUT = 8 * 2**20
MEMORY_BYTES = 512 * 2**20
PROCESSOR_SECONDS = 3


class RenderingError(Exception):
    """A template that is malformed, refuses its messages, or writes too much; the message says which."""


class _GenerationTag(jinja2.ext.Extension):
    """`{% generation %}` marks an assistant's text for training; rendering ignores it."""

    tags = {"generation"}  # noqa: RUF012

    def parse(self, parser: jinja2.parser.Parser) -> list[jinja2.nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class _Namespace(jinja2.utils.Namespace):
    def __setitem__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            raise jinja2.exceptions.SecurityError(f"a template may not set {name!r}")
        super().__setitem__(name, value)


def _refuse(message: object) -> str:
    raise jinja2.exceptions.TemplateError(str(message))


def _tojson(
    value: Any, ensure_ascii: bool = False, indent: int | None = None, separators: Any = None, sort_keys: bool = False
) -> str:
    """jinja2's own filter escapes HTML, which a model has not seen."""
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


@lru_cache(maxsize=16)
def compiled(source: str) -> jinja2.Template:
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[_GenerationTag, jinja2.ext.loopcontrols]
    )
    environment.filters["tojson"] = _tojson
    now: Callable[[str], str] = lambda form: datetime.now().strftime(form)  # noqa: E731
    environment.globals |= {"raise_exception": _refuse, "strftime_now": now, "namespace": _Namespace}
    return environment.from_string(source)


def render(source: str, variables: dict[str, Any]) -> str:
    """Raises RenderingError: the template is malformed, refuses, fails or writes more than LARGEST_OUTPUT."""
    pieces: list[str] = []
    size = 0
    try:
        for piece in compiled(source).generate(**variables):
            size += len(piece)
            if size > LARGEST_OUTPUT:
                raise RenderingError(f"it writes more than {LARGEST_OUTPUT:,} characters")
            pieces.append(piece)
    except RenderingError:
        raise
    except MemoryError:
        raise RenderingError("it needs too much memory") from None
    except RecursionError:
        raise RenderingError("it is nested too deeply") from None
    except jinja2.TemplateSyntaxError as error:
        raise RenderingError(f"line {error.lineno} is malformed: {error.message}") from None
    except Exception as error:  # a template can raise anything that Python can
        raise RenderingError(str(error)[:500] or type(error).__name__) from None
    return "".join(pieces)


def _limit() -> None:
    """Memory once; processor time anew before each request, counted from what is spent."""
    try:
        import resource
    except ImportError:  # not on this platform: the caller's clock is the limit that remains
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime) + PROCESSOR_SECONDS
    for limit, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, seconds)):
        try:
            resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))
        except (ValueError, OSError):
            continue


def main() -> None:
    for line in sys.stdin:
        _limit()
        try:
            request = json.loads(line)
            answer = {"text": render(request["source"], request["variables"])}
        except RenderingError as error:
            answer = {"error": str(error)}
        except (MemoryError, RecursionError):
            answer = {"error": "it needs too much memory"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
