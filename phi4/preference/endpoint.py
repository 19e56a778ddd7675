"""A model behind an OpenAI-compatible server: the judge and the teacher of those who have one."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from phi4.errors import InputError, Phi4Error

LARGEST_REPLY = 2**22
KEY_VARIABLE = "OPENAI_API_KEY"
_OF_THE_REQUEST = (400, 413, 422, 500, 504)
"""Statuses that may lie in what was asked; the others would come to any request."""


class ReplyError(Phi4Error):
    """The server is there, and has no answer that can be used to this one request."""


class Endpoint:
    """Chat completions of `model` at `url` (such as http://localhost:8000/v1), greedily; the key, if the server wants
    one, is in the environment as OPENAI_API_KEY.

    attempts   tries of a request that fails for a passing reason (no connection, no reply in time or a garbled one,
               429, 5xx), with growing pauses

    Raises:
        InputError: the address is none.
    """

    def __init__(self, url: str, *, model: str, timeout: float = 60.0, attempts: int = 4) -> None:
        if not _is_address(url):
            raise InputError(f"{url!r} is no address of a server; write http://HOST:PORT/v1")
        self.url = url.rstrip("/").removesuffix("/chat/completions")
        self.model = model
        self._timeout, self._attempts = timeout, attempts

    def chat(self, messages: Sequence[Mapping[str, str]]) -> str:
        """The reply to `messages`.

        Raises:
            ReplyError: the server refuses this request, or replies with something else or too late.
            Phi4Error: the server is not there, or refuses whatever it is asked.
        """
        body = json.dumps({"model": self.model, "messages": list(messages), "temperature": 0}).encode()
        request = urllib.request.Request(
            f"{self.url}/chat/completions", data=body, headers={"Content-Type": "application/json", **_authorization()}
        )
        for attempt in range(self._attempts):
            try:
                with urllib.request.urlopen(request, timeout=self._timeout) as reply:
                    return self._content(reply.read(LARGEST_REPLY))
            except urllib.error.HTTPError as error:
                error.close()
                wrong = ReplyError if error.code in _OF_THE_REQUEST else Phi4Error
                why = f"{error.code} {error.reason}"
                if error.code != 429 and error.code < 500:
                    raise wrong(f"{self.url}: refused with {why:.120}; see its log") from None
            except urllib.error.URLError as error:
                wrong, why = Phi4Error, str(error.reason)
            except (OSError, http.client.HTTPException) as error:
                # The connection stood, and what came over it was late, cut short or no HTTP.
                wrong, why = ReplyError, str(error) or type(error).__name__
            if attempt + 1 < self._attempts:
                time.sleep(0.5 * 2**attempt)
        raise wrong(f"{self.url}: no answer after {self._attempts} attempts ({why:.120}); see whether the server runs")

    def _content(self, reply: bytes) -> str:
        try:
            content: Any = json.loads(reply)["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError):
            content = None
        if not isinstance(content, str):
            raise ReplyError(f"{self.url}: replied with something that is no chat completion; see what runs there")
        return content


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _authorization() -> dict[str, str]:
    key = os.environ.get(KEY_VARIABLE)
    return {"Authorization": f"Bearer {key}"} if key else {}
