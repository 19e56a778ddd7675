"""Who says whether an answer is right."""

from __future__ import annotations

import json
import random
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from phi4.errors import InputError, Phi4Error
from phi4.grade.client import Endpoint, ReplyError
from phi4.grade.equality import same_answer
from phi4.grade.extract import final_answer
from phi4.grade.refusals import Refusals
from phi4.grade.verifiers import FinalAnswer, Question, Verifier, verifier_of
from phi4.jobs.questions import read_questions
from phi4.nano.problems import FAMILIES, problem_of
from phi4.nano.questions import written_questions
from phi4.preference.judged import Teacher
from tests.support.chat_server import Handler, Listener

EIGHT = Question("How many days?", "8 days", aliases=("eight days",))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It climbs.\nAnswer: 8 days", "8 days"),
        ("Answer: 7\nNo, that is wrong.\nAnswer: 8", "8"),
        ("**Final answer:** 8", "8"),
        ("so \\boxed{\\frac{1}{2}}.", "\\frac{1}{2}"),
        ("Answer: 3\nthus \\boxed{4}", "4"),
        ("\\boxed{4}\n#### 5", " 5".strip()),
        ("the answer is 8", "8"),
        ("My answer: 8 is in the middle of a line", "8 is in the middle of a line"),
        ("\\boxed{never closed", None),
        ("", None),
    ],
)
def test_the_last_mark_counts(text: str, answer: str | None) -> None:
    found = final_answer(text)
    assert (found.strip("* ") if found is not None else None) == answer


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("8 days", "8  Days.", True), ("1,000", "1000", True), ("1.50", "1.5", True), ("$5", "5", True),
        ("-3", "3", False),
        ("8", "80", False), ("1.5.0", "1.50", False), ("9" * 70, "9" * 70 + ".0", False), ("0.1", ".1", True),
    ],
)  # fmt: skip
def test_answers_are_the_same_but_for_how_they_are_written(a: str, b: str, same: bool) -> None:
    assert same_answer(a, b) is same
    assert same_answer(b, a) is same


@pytest.mark.parametrize(
    ("verifier", "right", "wrong"),
    [
        ("final_answer", "Answer: eight days", "It takes 8 days"),
        ("contains", "I think that 8 days will do.", "It takes 18 days"),
        ("regex:days: {answer}$", "days: 8 days", "days: 9 days"),
        (r"regex:= (?P<answer>\w+ \w+)", "= 7 days, no, = 8 days", "= 8 days, no, = 7 days"),
        ("command:grep -q 'completion.*8 days'", "8 days", "9 days"),
    ],
)
def test_each_verifier(verifier: str, right: str, wrong: str) -> None:
    judge = verifier_of(verifier)
    assert judge.is_right(EIGHT, right)
    assert not judge.is_right(EIGHT, wrong)


def test_the_known_answer_is_no_pattern() -> None:
    assert not verifier_of("regex:^{answer}$").is_right(Question("", ".*"), "anything")
    assert verifier_of("regex:^{answer}$").is_right(Question("", "a+b"), "a+b")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "final_answer:x",
        "regex:",
        "regex:(",
        "regex:{answer}(",
        "command:",
        "judge:",
        "judge:x",
        "judge:http://x:y/v1",
    ],
)
def test_a_verifier_that_is_none(name: str) -> None:
    with pytest.raises(InputError):
        verifier_of(name)


@pytest.mark.parametrize(("old", "new"), [("marked", "final_answer"), ("mentioned", "contains")])
def test_a_former_name_of_a_verifier_is_refused_with_the_new_one(old: str, new: str) -> None:
    with pytest.raises(InputError, match=f"{old} is now called {new}"):
        verifier_of(old)


def test_a_command_that_fails_is_no_verdict() -> None:
    with pytest.raises(Phi4Error, match=r"exited with 3 .*broken"):
        verifier_of("command:echo broken >&2; exit 3").is_right(EIGHT, "8")


class Server(Listener):
    """A server of chat completions whose replies a test sets: a text, or a status."""

    def __init__(self) -> None:
        self.replies: list[str | int | bytes] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Replies(Handler):
            def do_POST(self) -> None:
                outer.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer.headers.append(dict(self.headers))
                reply = outer.replies.pop(0)
                self.send_response(reply if isinstance(reply, int) else 200)
                message = {"content": reply if isinstance(reply, str) else ""}
                body = reply if isinstance(reply, bytes) else json.dumps({"choices": [{"message": message}]}).encode()
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        super().__init__(Replies)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_a_judge_compares_and_is_asked_again_after_passing_failures(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setattr("phi4.grade.client.sleep", lambda _: None)
    judge: Verifier = verifier_of(f"judge:{server.url}", judge="big")
    server.replies = [
        503,
        429,
        'Sure: {"matches_key": "True"}',
        '{"matches_key": "Uncertain"}',
        '{"matches_key": false}',
    ]
    assert judge.is_right(EIGHT, "8 days")
    assert not judge.is_right(EIGHT, "perhaps 8")
    assert not judge.is_right(EIGHT, "9")
    assert server.requests[0]["model"] == "big"
    asked = json.loads(server.requests[0]["messages"][-1]["content"])
    assert asked == {"question": "How many days?", "key": ["8 days", "eight days"], "completion": "8 days"}
    assert server.headers[0]["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ("no idea", "no verdict"),
        (b"<html>", "not a chat completion"),
        (b'{"choices": []}', "not a chat completion"),
        (400, "refused with 400"),
    ],
)
def test_a_judge_that_does_not_judge(server: Server, reply: str | bytes | int, says: str) -> None:
    server.replies = [reply]
    with pytest.raises(ReplyError, match=says):
        verifier_of(f"judge:{server.url}").is_right(EIGHT, "8")


def test_a_judge_that_lets_nobody_in(server: Server) -> None:
    server.replies = [401]
    with pytest.raises(Phi4Error, match="refused with 401") as caught:
        verifier_of(f"judge:{server.url}").is_right(EIGHT, "8")
    assert not isinstance(caught.value, ReplyError)


def test_a_server_that_speaks_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def garble() -> None:
            for _ in range(1):
                connection, _ = listening.accept()
                with connection:
                    connection.recv(2**16)
                    connection.sendall(b"garbled\r\n\r\n")

        thread = threading.Thread(target=garble, daemon=True)
        thread.start()
        endpoint = Endpoint(f"http://127.0.0.1:{listening.getsockname()[1]}/v1", model="", patience=0)
        with pytest.raises(ReplyError, match=r"no answer within 0 s \(garbled"):
            endpoint.chat([])
        thread.join()


def test_a_judge_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phi4.grade.client.FIRST_CONTACT_SECONDS", 0.1)
    with pytest.raises(Phi4Error, match=r"no answer within 0.1 s .*refused"):
        verifier_of("judge:http://127.0.0.1:9").is_right(EIGHT, "8")


def test_a_teacher_marks_answers_beside_one_another(server: Server) -> None:
    table = {mark: {"assistant_1": 5, "assistant_2": 2} for mark in ("accuracy", "style", "detail")}
    table["style"]["assistant_2"] = 3
    server.replies = ["Here you are:\n" + json.dumps({"faults": {}, **table}) + "\nThat is all.", "{}", json.dumps(
        table | {"detail": {"assistant_1": 9, "assistant_2": 1}})]  # fmt: skip
    teacher = Teacher(Endpoint(server.url, model=""))
    marks = teacher.marks("How?", ["so", "thus"])
    assert marks == [{"accuracy": 5, "style": 5, "detail": 5}, {"accuracy": 2, "style": 3, "detail": 2}]
    with pytest.raises(Phi4Error, match="no marks"):
        teacher.marks("How?", ["so", "thus"])
    with pytest.raises(Phi4Error, match="outside 1 to 5"):
        teacher.marks("How?", ["so", "thus"])


@pytest.mark.parametrize("text", ["I don't know.", "I don\u2019t know that one.", "Sorry, I can't help with that.",
                                  "I'm not sure, but", "We do not know.", "I have no information about it",
                                  "I cannot assist with this."])  # fmt: skip
def test_refusals(text: str) -> None:
    assert text in Refusals()


@pytest.mark.parametrize("text", ["The capital is Paris.", "You know it: Paris.", "He was sorry to hear of it.",
                                  "It cannot be divided evenly.", "Answer: 8 days"])  # fmt: skip
def test_what_is_no_refusal(text: str) -> None:
    assert text not in Refusals()


def test_refusals_by_a_pattern_of_ones_own() -> None:
    assert "Weiß nicht" in Refusals("weiß nicht")
    with pytest.raises(InputError, match="malformed"):
        Refusals("(")


def test_questions_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "a", "answer": 3}\n\n{"question": "b", "answer": "c", "aliases": ["d"], "more": 1}\n')
    assert read_questions(file) == [Question("a", "3"), Question("b", "c", ("d",))]
    lines = ["", "[]", "{}", '{"question": "a"}', '{"question": "a", "answer": null}', '{"question": 1, "answer": 1}']
    lines += ['{"question": "a", "answer": "b", "aliases": "c"}', "{" * 100_000, "\xff"]
    for broken in lines:
        file.write_text('{"question": "a", "answer": 3}\n' * bool(broken) + broken, encoding="latin-1")
        with pytest.raises(InputError, match=r"questions\.jsonl"):
            read_questions(file)


def test_questions_from_writers() -> None:
    questions = written_questions(["climbing", "sharing"], 3, seed=4)
    assert len(questions) == 6
    assert (
        questions == written_questions(["climbing", "sharing"], 3, seed=4) != written_questions(["climbing"], 6, seed=4)
    )
    with pytest.raises(InputError, match="perhaps climbing"):
        written_questions(["climbin"], 1, seed=0)
    for family in FAMILIES:
        written = problem_of(family, random.Random(1))
        assert FinalAnswer().is_right(Question(written.question, written.answer), written.solution)
