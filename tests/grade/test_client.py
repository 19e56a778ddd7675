"""Judges that are late, busy or away, and commands that hang or cannot start."""

from __future__ import annotations

import email.utils
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from phi4.engine import LanguageModel
from phi4.errors import InputError, Phi4Error
from phi4.grade.client import Endpoint, ReplyError
from phi4.grade.grader import Grader
from phi4.grade.refusals import Expected, Refusals
from phi4.grade.verifiers import Contains, FinalAnswer, Pattern, Question, verifier_of
from phi4.jobs.driver import RunSettings
from phi4.preference.collect import find_what_to_decline, judge_answers
from phi4.preference.decline import DeclineSettings
from phi4.preference.judged import JudgeSettings
from phi4.preference.pivotal.find import find_pivotal
from phi4.preference.pivotal.search import SearchSettings
from tests.support.chat_server import GOOD, Server

EIGHT = Question("How many?", "8")
QUESTIONS = [Question(f"ask {number}", "yes") for number in range(18)]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was slept, on a clock that only sleeping moves."""
    naps: list[float] = []
    monkeypatch.setattr("phi4.grade.client.sleep", naps.append)
    monkeypatch.setattr("phi4.grade.client.monotonic", lambda: sum(naps))
    return naps


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_server_is_waited_for_as_long_as_it_asks(server: Server, slept: list[float], status: int) -> None:
    date = email.utils.formatdate(time.time() + 30, usegmt=True)
    server.replies = [
        (status, {"Retry-After": "8"}, b""), (status, {"Retry-After": date}, b""),
        (status, {"Retry-After": "soon"}, b""), GOOD,
    ]  # fmt: skip
    assert Endpoint(server.url, model="").chat([]) == "fine"
    assert 8 <= slept[0] <= 9
    assert 20 <= slept[1] <= 31
    assert slept[2] < 8


def test_pauses_grow_up_to_a_stated_time(server: Server, slept: list[float]) -> None:
    server.replies = [(503, {}, b"loading the model\n\x1b[31m" + b"x" * 10_000)]
    with pytest.raises(Phi4Error, match=r"no answer within 600 s \(503 .*loading the model") as caught:
        Endpoint(server.url, model="").chat([])
    assert 500 < sum(slept) <= 600
    assert slept[0] < slept[3] < slept[6] <= 40
    assert len(str(caught.value)) < 600
    assert str(caught.value).isprintable()


def test_a_wait_that_is_too_long_is_said_at_once(server: Server, slept: list[float]) -> None:
    server.replies = [(429, {"Retry-After": "86400"}, b"quota")]
    with pytest.raises(Phi4Error, match=r"asks to wait 86,400 s"):
        Endpoint(server.url, model="").chat([])
    assert slept == []


def test_the_servers_own_words(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    told = {"error": {"message": "the model\n'big' does not exist; sk-very-secret", "param": "model"}}
    server.replies = [(404, {}, json.dumps(told).encode())]
    with pytest.raises(Phi4Error, match=r"404 .*the model 'big' does not exist; \*\*\*") as caught:
        Endpoint(server.url, model="big").chat([])
    assert "secret" not in str(caught.value)
    server.replies = [(302, {"Location": "http://elsewhere/v1"}, b"")]
    with pytest.raises(Phi4Error, match="refused with 302"):
        Endpoint(server.url, model="big").chat([])


@pytest.mark.parametrize("status", [400, 422])
def test_a_model_that_takes_no_temperature(server: Server, status: int) -> None:
    refusal = json.dumps({"error": {"message": "Unsupported value: 'temperature' does not support 0"}}).encode()
    server.replies = [(status, {}, refusal), GOOD]
    endpoint = Endpoint(server.url, model="o")
    assert endpoint.chat([]) == endpoint.chat([]) == "fine"
    assert ["temperature" in body for _, body in server.requests] == [True, False, False]
    server.replies = [(status, {}, refusal)]
    with pytest.raises(ReplyError, match="does not support 0"):
        endpoint.chat([])


@pytest.mark.parametrize("url", ["http://me:secret@host/v1", "http://host/v1 x", "ftp://me:secret@host"])
def test_an_address_that_is_none_shows_no_password(url: str) -> None:
    with pytest.raises(InputError) as caught:
        Endpoint(url, model="")
    assert "secret" not in str(caught.value)


def test_a_key_that_is_none_is_not_shown(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "se\ncret")
    with pytest.raises(InputError, match="OPENAI_API_KEY") as caught:
        Endpoint(server.url, model="").chat([])
    assert "cret" not in str(caught.value)


def test_a_command_that_is_late_has_given_no_verdict(tmp_path: Path) -> None:
    mark = tmp_path / "lived"
    late = verifier_of(f"command:(sleep 3; touch {mark}); true", timeout=0.2)
    with pytest.raises(ReplyError, match=r"no verdict within 0\.2 s"):
        late.is_right(EIGHT, "8")
    time.sleep(3.5)
    assert not mark.exists(), "what the command started lives on"


@pytest.mark.parametrize("command", ["/nowhere/at/all", "nosuchcommand --x", "/etc/passwd"])
def test_a_command_that_cannot_start_is_said_at_once(chain: LanguageModel, tmp_path: Path, command: str) -> None:
    with pytest.raises(InputError, match="cannot be started"):
        find_pivotal(chain, QUESTIONS, tmp_path / "x.jsonl", verifier=verifier_of(f"command:{command}"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verifier", [Pattern("zzz"), verifier_of("command:exit 1")])
def test_a_verifier_that_accepts_no_known_answer_stops_the_run(
    chain: LanguageModel, tmp_path: Path, verifier: Any
) -> None:
    out = tmp_path / "x.jsonl"
    with pytest.raises(InputError, match=r"accepts no known answer of the first 16 questions, such as 'yes'"):
        judge_answers(chain, QUESTIONS, out, judge=verifier)
    assert list(tmp_path.iterdir()) == []
    running = RunSettings(check_verifier=False)
    summary = judge_answers(chain, QUESTIONS[:2], out, judge=verifier, running=running)
    assert summary["statuses"] == {"unpaired": 2}


@pytest.mark.parametrize("verifier", [
    FinalAnswer(), Contains(), Pattern("is {answer}$"), Pattern(r"= (?P<answer>\w+)"), Pattern("yes$"),
    Expected(FinalAnswer(), Refusals()),
])  # fmt: skip
def test_a_verifier_that_is_sound_passes(verifier: Any) -> None:
    Grader(verifier).try_out(QUESTIONS)


def test_a_note_when_no_question_has_a_right_answer(chain: LanguageModel, tmp_path: Path) -> None:
    notes: list[str] = []

    def watch(state: Any, _: object) -> None:
        notes[:] = state.notes

    judge_answers(chain, QUESTIONS, tmp_path / "x.jsonl", judge=FinalAnswer(), progress=watch,
                  settings=JudgeSettings(samples=4))  # fmt: skip
    assert len(notes) == 1
    assert "none of the first 16 questions has a right answer" in notes[0]
    judge_answers(chain, QUESTIONS, tmp_path / "y.jsonl", judge=Pattern("yes$"), progress=watch,
                  settings=JudgeSettings(samples=4))  # fmt: skip
    assert notes == []


def test_a_verifier_that_is_late_teaches_no_refusal(chain: LanguageModel, tmp_path: Path) -> None:
    """Late verdicts skip their questions; a later run, in time, makes what a first one would have made."""

    class Late(Pattern):
        slow = True
        late = True

        def is_right(self, asked: Question, text: str) -> bool:
            if self.late and asked.question in ("ask 1", "ask 4"):
                raise ReplyError("no verdict within 1 s")
            return super().is_right(asked, text)

    out, sft, whole = tmp_path / "p.jsonl", tmp_path / "s.jsonl", tmp_path / "whole.jsonl"
    settings, never = DeclineSettings(samples=4), Refusals("know|never")
    verifier = Late("yes$")
    first = find_what_to_decline(chain, QUESTIONS[:6], out, sft=sft, verifier=verifier, settings=settings,
                                 refusals=never)  # fmt: skip
    assert first["left"] == 2
    assert first["skipped_because"] == {"no verdict within 1 s": 2}
    verifier.late = False
    again = find_what_to_decline(chain, QUESTIONS[:6], out, sft=sft, verifier=verifier, settings=settings,
                                 refusals=never)  # fmt: skip
    assert (again["left"], again["this_run"]["questions"]) == (0, 2)
    find_what_to_decline(chain, QUESTIONS[:6], whole, verifier=verifier, settings=settings, refusals=never)
    assert out.read_bytes() == whole.read_bytes()


def test_a_search_says_why_and_asks_again(chain: LanguageModel, tmp_path: Path) -> None:
    class Silent(Pattern):
        silent = True

        def is_right(self, asked: Question, text: str) -> bool:
            if self.silent and asked.question == "ask 1":
                raise ReplyError("no verdict")
            return super().is_right(asked, text)

    out, verifier, settings = tmp_path / "x.jsonl", Silent("yes$"), SearchSettings()
    verifier.slow = True
    long = Question("ask " + "1 " * 300, "yes")
    first = find_pivotal(chain, [*QUESTIONS[:2], long], out, verifier=verifier, settings=settings)
    assert first["left"] == 1
    assert sorted(first["skipped_because"].values()) == [1, 1]
    verifier.silent = False
    again = find_pivotal(chain, [*QUESTIONS[:2], long], out, verifier=verifier, settings=settings)
    assert (again["left"], again["statuses"]["skipped"], again["this_run"]["questions"]) == (0, 1, 1)


def test_a_file_of_somebody_else_is_left_alone(chain: LanguageModel, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.write_text("mine\n")
    with pytest.raises(InputError, match="choose another file"):
        judge_answers(chain, QUESTIONS[:1], out, judge=Pattern("yes$"))
    assert out.read_text() == "mine\n"
    with pytest.raises(InputError, match="the same file"):
        find_what_to_decline(chain, QUESTIONS[:1], tmp_path / "a", sft=tmp_path / "a", verifier=Pattern("yes$"),
                             refusals=Refusals("know"))  # fmt: skip


def test_a_run_is_tied_to_its_template(chain: LanguageModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "x.jsonl"
    judge_answers(chain, QUESTIONS[:2], out, judge=Pattern("yes$"))
    asked = chain.chat_ids
    monkeypatch.setattr(chain, "chat_ids", lambda messages: [*asked(messages), 0])
    with pytest.raises(InputError, match=r"other settings \(prompts\)"):
        judge_answers(chain, QUESTIONS[:2], out, judge=Pattern("yes$"))


def test_scores_that_are_not_numbers(chain: LanguageModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "logits", lambda ids: __import__("numpy").full((len(ids), 4), float("nan")))
    with pytest.raises(InputError, match="NaN"):
        judge_answers(chain, QUESTIONS[:1], tmp_path / "x.jsonl", judge=Pattern("yes$"))
