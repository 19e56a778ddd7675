"""A server that answers as a judge's endpoint would."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], bytes]
GOOD: Reply = (200, {}, json.dumps({"choices": [{"message": {"content": "fine"}}]}).encode())


class Handler(BaseHTTPRequestHandler):
    """A handler that logs nothing."""

    def log_message(self, *_: object) -> None:
        pass


class Listener:
    """A server on a free port of loopback that answers in a thread until it is closed."""

    def __init__(self, handler: type[Handler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Server(Listener):
    """A server that gives its `replies` in order, the last one again and again."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [GOOD]
        self.requests: list[tuple[float, dict[str, Any]]] = []
        outer = self

        class Replies(Handler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append((time.monotonic(), body))
                status, headers, reply = outer.replies.pop(0) if len(outer.replies) > 1 else outer.replies[0]
                self.send_response(status)
                for name, value in {"Content-Length": str(len(reply)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply)

            do_GET = do_POST

        super().__init__(Replies)
