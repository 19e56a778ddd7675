"""Unknown templates are rendered in a process apart, which is killed when it takes too long or too much.

Limits inside one interpreter do not hold: `'a' * 10**10`, a filter that pads, or a loop without output never come back
to where they could be checked. The process lives on between renderings, so a chat pays its start only once.
"""

from __future__ import annotations

import atexit
import json
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from phi4.text.rendering import LARGEST_OUTPUT, RenderingError

SECONDS = 2.0
_START_SECONDS = 20.0


class Renderer:
    """A process that renders templates; one request at a time, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def render(self, source: str, variables: dict[str, Any]) -> str:
        """Raises RenderingError: also when the process had to be killed."""
        request = json.dumps({"source": source, "variables": variables}).encode() + b"\n"
        with self._lock:
            process = self._started()
            answer = self._exchange(process, request, SECONDS)
            if answer is None:
                self.close()
                raise RenderingError(f"it takes more than {SECONDS:.0f} seconds, or more memory than it may")
        if "error" in answer:
            raise RenderingError(str(answer["error"]))
        return str(answer["text"])

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            program = Path(__file__).with_name("rendering.py")
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            hello = json.dumps({"source": "", "variables": {}}).encode() + b"\n"
            if self._exchange(self._process, hello, _START_SECONDS) != {"text": ""}:
                self.close()
                raise RenderingError("the process that renders templates did not start")
        return self._process

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], request: bytes, seconds: float) -> dict[str, Any] | None:
        """The answer to `request`, or None if it did not come whole and in time."""
        assert process.stdin is not None
        assert process.stdout is not None
        deadline = time.monotonic() + seconds
        writer = threading.Thread(target=_send, args=(process.stdin, request), daemon=True)
        writer.start()
        received = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not received.endswith(b"\n"):
                left = deadline - time.monotonic()
                # An escaped character takes at most 12 bytes of JSON.
                if left <= 0 or len(received) > 12 * LARGEST_OUTPUT + 1024 or not selector.select(left):
                    return None
                piece = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
                if not piece:
                    return None
                received += piece
        writer.join()
        answer = json.loads(received)
        return answer if isinstance(answer, dict) else None


def _send(pipe: Any, request: bytes) -> None:
    try:
        pipe.write(request)
        pipe.flush()
    except OSError:  # the process is gone, which the reader notices
        return
