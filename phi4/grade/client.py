"""A client of an OpenAI-compatible server, for judges and teachers."""

from __future__ import annotations

import email.utils
import http.client
import json
import os
import random
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from time import monotonic, sleep, time
from typing import Any, NoReturn
from urllib.parse import urlsplit, urlunsplit

from phi4.errors import InputError, Phi4Error

MAX_REPLY_BYTES = 2**22
KEY_VARIABLE = "OPENAI_API_KEY"
RETRY_SECONDS = 600.0
FIRST_CONTACT_SECONDS = 15.0
"""Seconds to retry a server that has never answered, since its address may be wrong."""
MAX_PAUSE_SECONDS = 30.0
_TEMPORARY = (408, 429, 500, 502, 503, 504)
_REQUEST_ERRORS = (400, 408, 413, 422, 500, 504)
"""Statuses that may concern this request only; the others would follow any request."""
_MAX_SHOWN = 300


class ReplyError(Phi4Error):
    """The server is there, but has no usable answer to this request."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses redirects: a redirected request would lose its body and send the key to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


class Endpoint:
    """Greedy chat completions of `model` at `url` (such as http://localhost:8000/v1). The server's key, if it needs
    one, is read from OPENAI_API_KEY and never shown in a message.

    timeout    seconds of one try
    patience   total seconds to retry a request after a temporary failure (no connection, a late or garbled reply, 408,
               429, 500, 502, 503, 504), with growing pauses or the server's Retry-After; FIRST_CONTACT_SECONDS for a
               server that has never answered

    Raises:
        InputError: `url` is not an address.
    """

    def __init__(self, url: str, *, model: str, timeout: float = 60.0, patience: float = RETRY_SECONDS) -> None:
        parts = _address(url)
        if parts is None:
            raise InputError(f"{_shown(url):.100} is not an address of a server; write http://HOST:PORT/v1")
        if parts.username or parts.password:
            raise InputError(f"{parts.hostname}: its address holds a user or password; put a key in {KEY_VARIABLE}")
        path = parts.path.rstrip("/").removesuffix("/chat/completions")
        self.url = urlunsplit(parts._replace(path=path, query="", fragment=""))
        self.model = model
        self._address = urlunsplit(parts._replace(path=f"{path}/chat/completions", fragment=""))
        self._timeout, self._patience = timeout, patience
        self._options: dict[str, Any] = {"temperature": 0}
        self._was_there = False

    def __str__(self) -> str:
        return str(self.url)

    def chat(self, messages: Sequence[Mapping[str, str]]) -> str:
        """The reply to `messages`.

        Raises:
            ReplyError: the server refuses this request, or its reply is malformed or late.
            Phi4Error: the server is not there, or refuses every request.
        """
        start, pauses = monotonic(), 0
        while True:
            options = dict(self._options)
            body = json.dumps({"model": self.model, "messages": list(messages), **options}).encode()
            retry_after: float | None = None
            try:
                reply = self._post(body)
                self._was_there = True
                return self._content(reply)
            except urllib.error.HTTPError as error:
                self._was_there = True
                message = self._error_message(error)
                if error.code in (400, 422) and (refused := [name for name in options if name in message]):
                    # Some models take no temperature; the server says which field it refuses.
                    self._options = {name: value for name, value in options.items() if name not in refused}
                    continue
                wrong = ReplyError if error.code in _REQUEST_ERRORS else Phi4Error
                why = one_line(f"{error.code} {error.reason}: {message}" if message else f"{error.code} {error.reason}")
                if error.code not in _TEMPORARY:
                    hint = "give the address that it names" if 300 <= error.code < 400 else "see its log"
                    raise wrong(f"{self}: refused with {why:.{_MAX_SHOWN}}; {hint}") from None
                retry_after = _retry_after(error.headers.get("Retry-After"))
            except urllib.error.URLError as error:
                wrong, why = Phi4Error, str(error.reason)
            except (OSError, http.client.HTTPException) as error:
                # The server was connected; its reply was late, cut short or not HTTP.
                wrong, why = ReplyError, str(error) or type(error).__name__
            pause = min(MAX_PAUSE_SECONDS, 0.5 * 2**pauses) * random.uniform(0.75, 1.25)
            pauses = min(pauses + 1, 10)
            patience = self._patience if self._was_there else min(self._patience, FIRST_CONTACT_SECONDS)
            if retry_after is not None:
                # Every waiting client gets the same time, so spread them.
                pause = retry_after + random.uniform(0, min(1.0, 0.1 * retry_after))
            if monotonic() - start + pause > patience:
                self._give_up(wrong, one_line(why), retry_after, patience)
            sleep(pause)

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", **_authorization()}
        request = urllib.request.Request(self._address, data=body, headers=headers)
        with _OPENER.open(request, timeout=self._timeout) as reply:
            content: bytes = reply.read(MAX_REPLY_BYTES)
        return content

    def _give_up(self, wrong: type[Phi4Error], why: str, retry_after: float | None, patience: float) -> NoReturn:
        if retry_after is not None and retry_after > patience:
            raise wrong(
                f"{self}: asks to wait {retry_after:,.0f} s ({why:.{_MAX_SHOWN}}); try later, or raise --retry-seconds"
            )
        raise wrong(f"{self}: no answer within {patience:g} s ({why:.{_MAX_SHOWN}}); see whether the server runs")

    def _error_message(self, error: urllib.error.HTTPError) -> str:
        """The server's error message, on one line; empty if there is none."""
        try:
            with error:
                text = error.read(2**16).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return ""
        try:
            value = json.loads(text)
            details = value.get("error", value) if isinstance(value, dict) else value
            if isinstance(details, dict):
                details = " ".join(str(details[key]) for key in ("message", "detail", "param") if details.get(key))
            text = details if isinstance(details, str) and details else text
        except (ValueError, RecursionError):
            pass
        key = os.environ.get(KEY_VARIABLE, "").strip()
        return one_line(text.replace(key, "***") if key else text)

    def _content(self, reply: bytes) -> str:
        try:
            content: Any = json.loads(reply)["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError):
            content = None
        if not isinstance(content, str):
            raise ReplyError(f"{self}: replied with something that is not a chat completion; see what runs there")
        return content


def one_line(text: str) -> str:
    """`text` on one line, without control characters and of bounded length."""
    return "".join(each if each.isprintable() else " " for each in " ".join(text[:2000].split()))


def _retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header, which holds seconds or a date; None if missing or malformed."""
    if not value:
        return None
    try:
        if value.strip().isdecimal():
            return float(min(int(value.strip()[:12]), 10**9))
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time())
    except (ValueError, TypeError, OverflowError):
        return None


def _address(url: str) -> Any:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        return parts if good and url.isascii() and url.isprintable() and " " not in url else None
    except ValueError:
        return None


def _shown(url: str) -> str:
    """An address for a message, without a possible password."""
    return repr(url.rpartition("@")[2])


def _authorization() -> dict[str, str]:
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise InputError(f"{KEY_VARIABLE} holds characters that no key has; set it again")
    return {"Authorization": f"Bearer {key}"} if key else {}
