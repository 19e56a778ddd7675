"""A small local server that speaks the hub's file API, for the real client: metadata, HEAD, GET with ranges."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """Repositories by name, each a folder. `cut_after` cuts the first download of a file of that name short.

    `listings` are sent in place of what is known of a repository.
    """

    repositories: dict[str, Path]
    gated: set[str] = field(default_factory=set)
    cut_after: dict[str, int] = field(default_factory=dict)
    requests: list[tuple[str, str, str | None]] = field(default_factory=list)
    listings: dict[str, bytes] = field(default_factory=dict)
    sent_bytes: int = 0
    url: str = ""


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            del args

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, *, body: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.requests.append((self.command, path, self.headers.get("Range")))
            if match := re.fullmatch(r"/api/models/([^/]+/[^/]+)(/revision/[^/]+)?", path):
                self.model(match[1])
            elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+)/tree/[^/]+(/.*)?", path):
                self.tree(match[1])
            elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
                self.file(match[1], match[3], body=body)
            else:
                self.fail(404, "RepoNotFound")

        def fail(self, status: int, code: str) -> None:
            self.send_response(status)
            self.send_header("X-Error-Code", code)
            self.send_header("X-Error-Message", code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def found(self, repository: str) -> Path | None:
            if repository in hub.gated:
                self.fail(403, "GatedRepo")
                return None
            if repository not in hub.repositories:
                self.fail(404, "RepoNotFound")
                return None
            return hub.repositories[repository]

        def json(self, repository: str, value: object) -> None:
            raw = hub.listings.get(repository, json.dumps(value).encode())
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
            hub.sent_bytes += len(raw)

        def files(self, folder: Path) -> list[Path]:
            return sorted(each for each in folder.rglob("*") if each.is_file())

        def model(self, repository: str) -> None:
            if (folder := self.found(repository)) is not None:
                names = [{"rfilename": str(each.relative_to(folder))} for each in self.files(folder)]
                self.json(repository, {"id": repository, "modelId": repository, "sha": COMMIT, "siblings": names,
                                       "tags": [], "private": False, "downloads": 0, "likes": 0})  # fmt: skip

        def tree(self, repository: str) -> None:
            if (folder := self.found(repository)) is not None:
                self.json(
                    repository,
                    [
                        {"type": "file", "path": str(each.relative_to(folder)), "size": each.stat().st_size,
                         "oid": etag(each)}
                        for each in self.files(folder)
                    ],
                )  # fmt: skip

        def file(self, repository: str, name: str, *, body: bool) -> None:
            folder = self.found(repository)
            if folder is None:
                return
            file = folder / name
            if not file.is_file():
                self.fail(404, "EntryNotFound")
                return
            content, status, start = file.read_bytes(), 200, 0
            size, end = len(content), len(content)
            if match := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or ""):
                status, start = 206, int(match[1])
                end = min(size, int(match[2]) + 1) if match[2] else size
            self.send_response(status)
            self.send_header("ETag", f'"{etag(file)}"')
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(end - start))
            if status == 206:
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
            self.end_headers()
            if not body:
                return
            limit = hub.cut_after.pop(name, None)
            part = content[start:end] if limit is None else content[start : start + limit]
            self.wfile.write(part)
            hub.sent_bytes += len(part)
            if limit is not None:
                self.close_connection = True
                self.connection.close()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def etag(file: Path) -> str:
    return hashlib.sha1(file.read_bytes()).hexdigest()
