"""Chat templates in jinja2's sandbox, set up as transformers does; also the program of a renderer that may be killed.

Nothing but what renders is imported here, so that a renderer starts at once and holds little. Each request and each
answer is a line of a number and a length in bytes, and JSON of that length.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import IO, Any

import jinja2
import jinja2.compiler
import jinja2.ext
import jinja2.filters
import jinja2.nodes
import jinja2.parser
import jinja2.sandbox
import jinja2.tests

from phi4.text.marked import METHODS, Marked, concat, formatted, marked, own, own_of
from phi4.text.messages import ROLES, Parts, UnfitMessageError, forms, read_all

MAX_OUTPUT_CHARS = 8 * 2**20
MEMORY_BYTES = 512 * 2**20
PROCESSOR_SECONDS = 2.0
OUT_OF_MEMORY = 70
"""What a renderer returns to the system when it has no memory left to answer with."""


class RenderingError(Exception):
    """A template that is malformed, refuses its messages, or writes too much; the message says which, in a line."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


@dataclass(frozen=True)
class Rendered:
    """A prompt; `own` holds a 1 for each character that the template itself wrote, and a 0 for one from outside."""

    text: str
    own: bytes


def one_line(text: str) -> str:
    """The beginning of `text` without line breaks, escape sequences and other characters that are not shown."""
    shown = "".join(each if each.isprintable() else " " for each in text[:2000])
    return " ".join(shown.split())[:300]


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


class _Generator(jinja2.compiler.CodeGenerator):
    """Marks the strings that stand in a template, and follows `~`."""

    def visit_Const(self, node: jinja2.nodes.Const, frame: jinja2.compiler.Frame) -> None:
        value = node.as_const(frame.eval_ctx)
        if isinstance(value, (str, list, tuple, dict)):
            self.write(f"environment.own({value!r})")
        else:
            super().visit_Const(node, frame)

    def visit_Concat(self, node: jinja2.nodes.Concat, frame: jinja2.compiler.Frame) -> None:
        if frame.eval_ctx.volatile or frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("environment.together((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return f"environment.own({''.join(group)!r})"


class _Environment(jinja2.sandbox.ImmutableSandboxedEnvironment):
    code_generator_class = _Generator
    concat = staticmethod(concat)
    own = staticmethod(own)

    @staticmethod
    def together(values: Iterable[Any]) -> str:
        return concat(str(_noticed(each)) for each in values)

    def getattr(self, obj: Any, attribute: str) -> Any:
        return super().getattr(marked(obj) if type(obj) is str and attribute in METHODS else obj, attribute)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        plain = super().wrap_str_format(value)
        if plain is None or not isinstance(value.__self__, Marked):
            return plain
        formatter = jinja2.sandbox.SandboxedFormatter(self)
        if value.__name__ == "format_map":
            return lambda named: formatted(formatter, value.__self__, (), named)
        return lambda *values, **named: formatted(formatter, value.__self__, values, named)


_state = threading.local()


def _noticed(value: Any) -> Any:
    """`value`, which is written; a null that is shows that the template does not expect one."""
    if value is None:
        _state.null_written = True
    return value


def _refuse(message: object) -> str:
    raise jinja2.exceptions.TemplateError(str(message))


def _tojson(
    value: Any, ensure_ascii: bool = False, indent: int | None = None, separators: Any = None, sort_keys: bool = False
) -> str:
    """jinja2's own filter escapes HTML, which a model has not seen."""
    read_all(value)
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _trim(value: Any, chars: str | None = None) -> str:
    return jinja2.filters.do_trim(_noticed(value), chars)


@jinja2.pass_eval_context
def _join(context: Any, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    joined: str = jinja2.filters.sync_do_join(context, value, marked(str(d)), attribute)
    return joined


@jinja2.pass_eval_context
def _replace(context: Any, s: Any, old: str, new: str, count: int | None = None) -> str:
    return jinja2.filters.do_replace(context, marked(s) if type(s) is str else s, old, new, count)


def _indent(s: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    indented = jinja2.filters.do_indent(s, width, first, blank)
    return own(indented) if isinstance(s, Marked) and all(own_of(s)) and type(width) is not str else indented


@lru_cache(maxsize=16)
def compiled(source: str) -> jinja2.Template:
    environment = _Environment(
        trim_blocks=True, lstrip_blocks=True, extensions=[_GenerationTag, jinja2.ext.loopcontrols], finalize=_noticed
    )
    environment.filters |= {"tojson": _tojson, "trim": _trim, "join": _join, "replace": _replace, "indent": _indent}
    now: Callable[[str], str] = lambda form: datetime.now().strftime(form)  # noqa: E731
    environment.globals |= {"raise_exception": _refuse, "strftime_now": now, "namespace": _Namespace}
    return environment.from_string(source)


def render(source: str, variables: Mapping[str, Any], tokens: Mapping[str, str] | None = None) -> Rendered:
    """Render `source`; `tokens` are variables too, whose texts count as the template's own.

    Messages are given as they are, and in plainer forms where the template does not take that (see
    phi4.text.messages). A role of the common ones counts as the template's own, since templates write special tokens
    around it.

    Raises:
        RenderingError: the template is malformed, refuses, fails or writes more than MAX_OUTPUT_CHARS.
    """
    names = {**{name: own(text) for name, text in (tokens or {}).items()}, **variables}
    taken: Rendered | None = None
    failure: RenderingError | None = None
    for messages in forms(variables.get("messages") or []):
        try:
            given = [_given(message) for message in messages]
            parts = [each["content"] for each in given if isinstance(each.get("content"), Parts)]
            found = _rendered(source, {**names, "messages": given})
        except (RenderingError, UnfitMessageError) as error:
            # What a plainer form fails with says more than that the first was not expected.
            failure = error if isinstance(error, RenderingError) else RenderingError(str(error))
            continue
        taken = taken or found
        if not _state.null_written and all(each.read for each in parts):
            return found
    if taken is None:
        raise failure or RenderingError("it cannot be rendered")
    return taken


def _given(message: Mapping[str, Any]) -> dict[str, Any]:
    content, role = message.get("content"), message.get("role")
    return {
        **message,
        **({"content": Parts(content)} if isinstance(content, list) else {}),
        **({"role": own(role)} if role in ROLES else {}),
    }


def _rendered(source: str, names: Mapping[str, Any]) -> Rendered:
    pieces: list[str] = []
    size = 0
    try:
        template = compiled(source)
        _state.null_written = False
        for piece in template.generate(**names):
            size += len(piece)
            if size > MAX_OUTPUT_CHARS:
                raise RenderingError(f"it writes more than {MAX_OUTPUT_CHARS:,} characters")
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
        raise RenderingError(str(error) or type(error).__name__) from None
    return Rendered("".join(pieces), b"".join(map(own_of, pieces)))


def runs_of(mask: bytes) -> list[int]:
    """The lengths of the runs in `mask`, of zeros and of ones in turn."""
    ends = [end for found in re.finditer(b"\1+", mask) for end in found.span()]
    return [end - start for start, end in zip([0, *ends], [*ends, len(mask)], strict=True)]


def mask_of(runs: list[int]) -> bytes:
    return b"".join(bytes((number % 2,)) * length for number, length in enumerate(runs))


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on every platform; the caller's clock is what remains
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _limit_time(seconds: float) -> None:
    """End this process after so much processor time; 0 lifts the limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def send(pipe: IO[bytes], number: int, data: bytes) -> None:
    """Raises OSError: the other side is gone."""
    for piece in (b"%d %d\n" % (number, len(data)), data):
        at = 0
        while at < len(piece):
            at += pipe.write(piece[at : at + (1 << 20)])


def receive(pipe: IO[bytes], largest: int) -> tuple[int, bytes]:
    """The number and the JSON of the next message.

    Raises:
        EOFError: the other side is gone, or says what is no message of at most `largest` bytes.
    """
    head = pipe.readline(64)
    found = re.fullmatch(rb"(\d{1,18}) (\d{1,18})\n", head)
    if found is None or int(found[2]) > largest:
        raise EOFError(head.decode(errors="replace"))
    data = bytearray()
    while len(data) < int(found[2]):
        piece = pipe.read(min(1 << 20, int(found[2]) - len(data)))
        if not piece:
            raise EOFError
        data += piece
    return int(found[1]), bytes(data)


def _answers(requests: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    while True:
        try:
            number, data = receive(requests, sys.maxsize)
        except EOFError:
            return
        _limit_time(PROCESSOR_SECONDS)
        try:
            request = json.loads(data)
            del data
            found = render(request["source"], request["variables"], request["tokens"])
            answer: dict[str, Any] = {"text": found.text, "runs": runs_of(found.own)}
        except RenderingError as error:
            answer = {"error": str(error)}
        except RecursionError:
            answer = {"error": "the messages are nested too deeply"}
        yield number, answer
        _limit_time(0)


def main() -> None:
    """Answer requests until there are none; the first answer, number 0, says that this program has started."""
    requests, answers = open(0, "rb", buffering=0), open(1, "wb", buffering=0)  # noqa: SIM115
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the caller, which ends this process if it wants
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})
    send(answers, 0, b"{}")
    _limit_memory()
    try:
        for number, answer in _answers(requests):
            send(answers, number, json.dumps(answer).encode())
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except OSError:  # the caller is gone
        return
