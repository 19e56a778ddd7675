"""A model behind an OpenAI-compatible server: the judge and the teacher of those who have one."""

from __future__ import annotations

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


class Endpoint:
    """Chat completions of `model` at `url` (such as http://localhost:8000/v1), greedily; the key, if the server wants
    one, is in the environment as OPENAI_API_KEY.

    attempts   tries of a request that fails for a passing reason (no connection, 429, 5xx), with growing pauses

    Raises:
        InputError: the address is none.
    """

    def __init__(self, url: str, *, model: str, timeout: float = 60.0, attempts: int = 4) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"{url!r} is no address of a server; write http://HOST:PORT/v1")
        self.url = url.rstrip("/").removesuffix("/chat/completions")
        self.model = model
        self._timeout, self._attempts = timeout, attempts

    def chat(self, messages: Sequence[Mapping[str, str]]) -> str:
        """The reply to `messages`.

        Raises:
            Phi4Error: the server does not answer, refuses, or replies with something else.
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
                if error.code != 429 and error.code < 500:
                    raise Phi4Error(f"{self.url}: refused with {error.code} {error.reason}; see its log") from None
                why = f"{error.code} {error.reason}"
            except (OSError, TimeoutError) as error:
                why = str(getattr(error, "reason", error))
            if attempt + 1 < self._attempts:
                time.sleep(0.5 * 2**attempt)
        raise Phi4Error(f"{self.url}: no answer after {self._attempts} attempts ({why}); see whether the server runs")

    def _content(self, reply: bytes) -> str:
        try:
            content: Any = json.loads(reply)["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError):
            content = None
        if not isinstance(content, str):
            raise Phi4Error(f"{self.url}: replied with something that is no chat completion; see what runs there")
        return content


def _authorization() -> dict[str, str]:
    key = os.environ.get(KEY_VARIABLE)
    return {"Authorization": f"Bearer {key}"} if key else {}
