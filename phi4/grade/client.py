"""A model behind an OpenAI-compatible server: the judge and the teacher of those who have one."""

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

LARGEST_REPLY = 2**22
KEY_VARIABLE = "OPENAI_API_KEY"
RETRY_SECONDS = 600.0
FIRST_CONTACT_SECONDS = 15.0
"""How long a server that has never answered is waited for: its address may be wrong."""
LONGEST_PAUSE = 30.0
_PASSING = (408, 429, 500, 502, 503, 504)
_OF_THE_REQUEST = (400, 408, 413, 422, 500, 504)
"""Statuses that may lie in what was asked; the others would come to any request."""
_SHOWN = 300


class ReplyError(Phi4Error):
    """The server is there, and has no answer that can be used to this one request."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected request would lose its body, and take the key to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


class Endpoint:
    """Chat completions of `model` at `url` (such as http://localhost:8000/v1), greedily; the key, if the server wants
    one, is in the environment as OPENAI_API_KEY, and in no message.

    timeout    seconds of one try
    patience   seconds in all for which a request is tried again that fails for a passing reason (no connection, no
               reply in time or a garbled one, 408, 429, 500, 502, 503, 504), with growing pauses or those that the
               server asks for (Retry-After); FIRST_CONTACT_SECONDS for a server that has never answered

    Raises:
        InputError: `url` is not an address.
    """

    def __init__(self, url: str, *, model: str, timeout: float = 60.0, patience: float = RETRY_SECONDS) -> None:
        parts = _address(url)
        if parts is None:
            raise InputError(f"{_shown(url):.100} is no address of a server; write http://HOST:PORT/v1")
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
            ReplyError: the server refuses this request, or replies with something else or too late.
            Phi4Error: the server is not there, or refuses whatever it is asked.
        """
        start, pauses = monotonic(), 0
        while True:
            options = dict(self._options)
            body = json.dumps({"model": self.model, "messages": list(messages), **options}).encode()
            asked: float | None = None
            try:
                reply = self._post(body)
                self._was_there = True
                return self._content(reply)
            except urllib.error.HTTPError as error:
                self._was_there = True
                said = self._words_of(error)
                if error.code in (400, 422) and (refused := [name for name in options if name in said]):
                    # Some models take no temperature; the server says which field it refuses.
                    self._options = {name: each for name, each in options.items() if name not in refused}
                    continue
                wrong = ReplyError if error.code in _OF_THE_REQUEST else Phi4Error
                why = one_line(f"{error.code} {error.reason}: {said}" if said else f"{error.code} {error.reason}")
                if error.code not in _PASSING:
                    hint = "give the address that it names" if 300 <= error.code < 400 else "see its log"
                    raise wrong(f"{self}: refused with {why:.{_SHOWN}}; {hint}") from None
                asked = _retry_after(error.headers.get("Retry-After"))
            except urllib.error.URLError as error:
                wrong, why = Phi4Error, str(error.reason)
            except (OSError, http.client.HTTPException) as error:
                # The connection stood, and what came over it was late, cut short or no HTTP.
                wrong, why = ReplyError, str(error) or type(error).__name__
            pause = min(LONGEST_PAUSE, 0.5 * 2**pauses) * random.uniform(0.75, 1.25)
            pauses = min(pauses + 1, 10)
            patience = self._patience if self._was_there else min(self._patience, FIRST_CONTACT_SECONDS)
            if asked is not None:
                # All who wait are told the same time.
                pause = asked + random.uniform(0, min(1.0, 0.1 * asked))
            if monotonic() - start + pause > patience:
                self._give_up(wrong, one_line(why), asked, patience)
            sleep(pause)

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", **_authorization()}
        request = urllib.request.Request(self._address, data=body, headers=headers)
        with _OPENER.open(request, timeout=self._timeout) as reply:
            content: bytes = reply.read(LARGEST_REPLY)
        return content

    def _give_up(self, wrong: type[Phi4Error], why: str, asked: float | None, patience: float) -> NoReturn:
        if asked is not None and asked > patience:
            raise wrong(
                f"{self}: asks to wait {asked:,.0f} s ({why:.{_SHOWN}}); try later, or give more --retry-seconds"
            )
        raise wrong(f"{self}: no answer within {patience:g} s ({why:.{_SHOWN}}); see whether the server runs")

    def _words_of(self, error: urllib.error.HTTPError) -> str:
        """What the server says of its refusal, on one line; empty if it says nothing."""
        try:
            with error:
                text = error.read(2**16).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return ""
        try:
            value = json.loads(text)
            told = value.get("error", value) if isinstance(value, dict) else value
            if isinstance(told, dict):
                told = " ".join(str(told[each]) for each in ("message", "detail", "param") if told.get(each))
            text = told if isinstance(told, str) and told else text
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
            raise ReplyError(f"{self}: replied with something that is no chat completion; see what runs there")
        return content


def one_line(text: str) -> str:
    """`text` on one line, without control characters and of bounded length."""
    return "".join(each if each.isprintable() else " " for each in " ".join(text[:2000].split()))


def _retry_after(value: str | None) -> float | None:
    """Seconds that a server asks to wait, which it says in seconds or as a date; None if it does not or garbles it."""
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
    """An address for a message: without what may be a password."""
    return repr(url.rpartition("@")[2])


def _authorization() -> dict[str, str]:
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise InputError(f"{KEY_VARIABLE} holds characters that no key has; set it anew")
    return {"Authorization": f"Bearer {key}"} if key else {}
