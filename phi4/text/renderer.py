"""Unknown templates are rendered in processes apart, each killed when it takes too long or too much.

Limits inside one interpreter do not hold: `'a' * 10**10`, a filter that pads, or a loop without output never come back
to where they could be checked. A process lives on between renderings, so a chat pays its start only once.
"""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import jinja2
import markupsafe

from phi4.text.rendering import (
    MAX_OUTPUT_CHARS,
    OUT_OF_MEMORY,
    PROCESSOR_SECONDS,
    Rendered,
    RenderingError,
    mask_of,
    one_line,
    receive,
    send,
)

MAX_PROCESSES = 4
"""Processes for one model at once; further requests wait for one of them."""
WALL_SECONDS = 30.0
"""How long an answer may take by the clock: much more than the processor time, for a machine that is busy."""
_MAX_ANSWER_BYTES = 16 * MAX_OUTPUT_CHARS + 2**16  # an escaped character takes up to 12 bytes of JSON, its mark up to 4
_PROGRAM = """
import json, sys, types
places = json.loads(sys.argv[1])
sys.path += places["libraries"]
for name, folder in places["packages"].items():
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder]
from phi4.text.rendering import main
main()
"""


class NoRendererError(Exception):
    """No process that renders could be started; which has nothing to do with what was to be rendered."""


class Renderer:
    """A few processes that render templates, started when needed; any thread may ask."""

    def __init__(self) -> None:
        self._reset()
        _renderers.add(self)

    def render(self, source: str, variables: Mapping[str, Any], tokens: Mapping[str, str]) -> Rendered:
        """As phi4.text.rendering.render, for variables that JSON can say.

        Raises:
            RenderingError: also when the process had to be killed.
            NoRendererError: no process could be started.
        """
        request = json.dumps({"source": source, "variables": variables, "tokens": tokens}).encode()
        for last in (False, True):
            process = self._taken()
            try:
                answer = process.answer(request)
            except _LostError as error:
                self._dropped(process)
                # A template that exceeds its limits would again; a process that stood still or was killed need not.
                if error.template_at_fault or last:
                    raise RenderingError(str(error)) from None
                continue
            except BaseException:  # the answer may still come, and must not be taken for that to another request
                self._dropped(process)
                raise
            self._given_back(process)
            if "error" in answer:
                raise RenderingError(str(answer["error"]))
            return Rendered(str(answer["text"]), mask_of(answer["runs"]))
        raise AssertionError

    def _reset(self) -> None:
        self._free = threading.Condition()
        self._idle: list[_Process] = []
        # Weak, so that a process which an interrupt kept from being given back ends and leaves its place to others.
        self._places: weakref.WeakSet[_Place] = weakref.WeakSet()
        self._processes: weakref.WeakSet[_Process] = weakref.WeakSet()

    def _taken(self) -> _Process:
        place, end = _Place(), time.monotonic() + WALL_SECONDS
        with self._free:
            while not self._idle and len(self._places) >= MAX_PROCESSES and time.monotonic() < end:
                self._free.wait(1.0)
            if self._idle:
                return self._idle.pop()
            self._places.add(place)
        try:
            process = _started(place)
        except BaseException:
            self._less(place)
            raise
        self._processes.add(process)
        return process

    def _given_back(self, process: _Process) -> None:
        with self._free:
            self._idle.append(process)
            self._free.notify()

    def _dropped(self, process: _Process) -> None:
        process.kill()
        self._less(process.place)

    def _less(self, place: _Place) -> None:
        with self._free:
            self._places.discard(place)
            self._free.notify()

    def close(self) -> None:
        """End the processes, whose requests under way are then a RenderingError, and join their threads."""
        with self._free:
            processes, self._idle = list(self._processes), []
        for process in processes:
            self._dropped(process)
            process.thread.join(WALL_SECONDS)

    def forget(self) -> None:
        """In a forked child: the processes are the parent's, which alone may talk to them."""
        for process in self._processes:
            process.let_go()
        self._reset()


class _LostError(Exception):
    """A process gave no answer."""

    def __init__(self, message: str, *, template_at_fault: bool) -> None:
        super().__init__(message)
        self.template_at_fault = template_at_fault


class _Place:
    """What a process takes of the number that there may be."""


class _Process:
    """One process, and a thread that talks to it, so that a caller can stop waiting at any time on any platform."""

    def __init__(self, interpreter: str, place: _Place) -> None:
        places = {
            "libraries": sorted({str(Path(str(module.__file__)).parent.parent) for module in (jinja2, markupsafe)}),
            "packages": {"phi4": str(Path(__file__).parent.parent), "phi4.text": str(Path(__file__).parent)},
        }
        self._process = subprocess.Popen(
            [interpreter, "-I", "-S", "-c", _PROGRAM, json.dumps(places)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
        self._number = 0
        self._requests: queue.SimpleQueue[tuple[int, bytes] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[int, bytes] | None] = queue.SimpleQueue()
        self._pipes = [cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)]
        self._errors = cast(IO[bytes], self._process.stderr)
        arguments = (*self._pipes, self._requests, self._answers)
        self.thread = threading.Thread(target=_converse, args=arguments, daemon=True)
        self.thread.start()
        self.place = place
        self.kill = weakref.finalize(self, _end, os.getpid(), self._process, self._errors, self._requests)

    def greet(self) -> None:
        """Wait until the program has started.

        Raises:
            OSError: it did not; the text says why, as far as it said so itself.
        """
        try:
            found = self._answers.get(timeout=2 * WALL_SECONDS)
        except queue.Empty:
            raise OSError("it does not answer") from None
        if found is None or found[0] != 0:
            self._process.kill()
            said = self._errors.read(1 << 16).decode(errors="replace").strip().splitlines() or ["it ended at once"]
            raise OSError(one_line(said[-1]))
        self._errors.close()

    def answer(self, request: bytes) -> dict[str, Any]:
        """Raises _LostError: there is none."""
        self._number += 1
        self._requests.put((self._number, request))
        try:
            found = self._answers.get(timeout=WALL_SECONDS)
        except queue.Empty:
            raise _LostError(f"it takes more than {WALL_SECONDS:.0f} seconds", template_at_fault=False) from None
        if found is None:
            raise self._ended()
        number, data = found
        answer = json.loads(data)
        if number != self._number or not isinstance(answer, dict):
            raise _LostError("the process that renders answered something else", template_at_fault=False)
        return answer

    def _ended(self) -> _LostError:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        code = self._process.poll()
        if code is not None and code == -getattr(signal, "SIGPROF", OUT_OF_MEMORY):
            return _LostError(
                f"it takes more than {PROCESSOR_SECONDS:.0f} seconds of processor time", template_at_fault=True
            )
        if code == OUT_OF_MEMORY:
            return _LostError("it takes more memory than it may", template_at_fault=True)
        return _LostError(f"the process that renders it ended ({code})", template_at_fault=False)

    def let_go(self) -> None:
        """Close this process's copies of the pipes, and leave the other process alone."""
        for pipe in (*self._pipes, self._errors):
            with suppress(OSError):
                pipe.close()
        self._process.returncode = 0  # it is not this process's child


def _converse(
    requests: IO[bytes],
    answers: IO[bytes],
    asked: queue.SimpleQueue[tuple[int, bytes] | None],
    answered: queue.SimpleQueue[tuple[int, bytes] | None],
) -> None:
    """Hand on each request and then its answer, the greeting first, until the process is gone."""
    try:
        answered.put(receive(answers, _MAX_ANSWER_BYTES))
        while (request := asked.get()) is not None:
            send(requests, *request)
            answered.put(receive(answers, _MAX_ANSWER_BYTES))
    except (OSError, EOFError, MemoryError):
        pass
    finally:
        answered.put(None)
        for pipe in (requests, answers):
            with suppress(OSError):
                pipe.close()


_renderers: weakref.WeakSet[Renderer] = weakref.WeakSet()
_found: list[str] = []  # the interpreter that a process was last started with


def _end(
    owner: int,
    process: subprocess.Popen[bytes],
    errors: IO[bytes],
    requests: queue.SimpleQueue[tuple[int, bytes] | None],
) -> None:
    """End a process, unless this is a fork of its `owner`; its thread closes the pipes that it talks through."""
    if os.getpid() != owner:
        return
    process.kill()
    errors.close()
    requests.put(None)
    process.wait()


def _forget_all() -> None:
    for renderer in list(_renderers):
        renderer.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def _started(place: _Place) -> _Process:
    """Raises NoRendererError: why none could be."""
    failed = []
    for interpreter in [*_found, *interpreters()]:
        process = None
        try:
            process = _Process(interpreter, place)
            process.greet()
        except (OSError, RuntimeError, ValueError) as error:
            failed.append(f"{interpreter}: {error}")
        except BaseException:
            if process is not None:
                process.kill()
            raise
        else:
            _found[:] = [interpreter]
            return process
        if process is not None:
            process.kill()
    if not failed:
        raise NoRendererError(
            "templates of models are rendered in a process apart, and no Python interpreter was found for it; set "
            "sys.executable to one"
        )
    raise NoRendererError(one_line(f"the process that renders templates did not start ({'; '.join(failed)})"))


def interpreters() -> Iterator[str]:
    """Programs that may be the Python interpreter, likely ones first: sys.executable may be a server, or nothing."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names = ["python.exe"] if os.name == "nt" else [f"python{version}", "python3", "python"]
    folders = [sysconfig.get_config_var("BINDIR")]
    for prefix in (sys.exec_prefix, sys.prefix, sys.base_exec_prefix, sys.base_prefix):
        folders += [prefix, os.path.join(prefix, "Scripts")] if os.name == "nt" else [os.path.join(prefix, "bin")]
    candidates = [sys.executable, getattr(sys, "_base_executable", None)]
    candidates += [os.path.join(folder, name) for folder in folders if folder for name in names]
    candidates += [shutil.which(name) for name in names]
    seen = set()
    for path in candidates:
        if path and path not in seen and re.match(r"(?i)(python|pypy)", os.path.basename(path)):
            seen.add(path)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                yield path
