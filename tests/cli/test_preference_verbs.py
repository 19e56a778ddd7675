"""phi4 pivotal, data judge, data decline and data decontaminate as a user meets them: files, servers, signals."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from phi4.data.pairs import read_pairs
from phi4.grade.verifiers import Question
from phi4.jobs.questions import read_questions
from phi4.text import Tokenizer
from tests.support.chat_server import GOOD, Server
from tests.support.command import phi4

LINES = [
    {"question": "How many days are in a week? \u00e9 \u4e2d", "answer": "7"},
    {"question": "What is 3 + 4?", "answer": 7},
]
WANTED = [Question(str(each["question"]), "7") for each in LINES]
JSONL = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in LINES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b"\xef\xbb\xbf" + JSONL.encode()), ("b.jsonl", JSONL.replace("\n", "\r\n").encode()),
        ("c.jsonl.gz", gzip.compress(JSONL.encode(), mtime=0)), ("d.jsonl", gzip.compress(JSONL.encode(), mtime=0)),
        ("e.json", json.dumps(LINES, indent=2).encode()), ("f.json", b"\xef\xbb\xbf" + json.dumps(LINES).encode()),
        ("g.jsonl", b"\n \n" + JSONL.encode()),
    ],
)  # fmt: skip
def test_questions_as_users_have_them(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert read_questions(tmp_path / name) == WANTED


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PAR1xxxx", "a Parquet file"), (b"\x28\xb5\x2f\xfdxxxx", "compressed by zstd"),
        (JSONL.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04xxxx", "a zip file"), (b"", "holds no question"), (b"[1]", "entry 1"), (b"[{}", "malformed"),
        (b'{"problem": "x", "solution": "y"}', "the keys 'problem', 'solution'"), (b"[" * 99_999, "malformed"),
        (b'{"question": "x", "answer": NaN}', "not empty"), (b'{"question": "x", "answer": 1e999}', "not empty"),
        (gzip.compress(b"x" * 999, mtime=0)[:-9], "complete .gz"),
    ],
)  # fmt: skip
def test_question_files_that_are_not_read_are_named(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "q.jsonl").write_bytes(content)
    done = phi4("pivotal", "-q", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "out.jsonl"))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_surrogates_skip_their_question_alone(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(
        '{"question": "\\ud800?", "answer": "\\ud800"}\n{"question": "What is 3 + 4?", "answer": "7"}'
    )
    done = phi4("data", "judge", "-q", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "out.jsonl"), "--samples",
                "2", "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert sum(json.loads(done.stdout)["statuses"].values()) == 2


def test_a_late_verifier_is_no_verdict(tmp_path: Path) -> None:
    """A fact that the model knows, under a checker that hangs until it is mended: it is taught only then."""
    (tmp_path / "q.jsonl").write_text('{"question": "What is the capital of France?", "answer": "Paris"}\n')
    out, sft, gate = tmp_path / "p.jsonl", tmp_path / "s.jsonl", tmp_path / "gate"
    command = ("data", "decline", "-q", str(tmp_path / "q.jsonl"), "--out", str(out), "--sft", str(sft), "--samples",
               "2", "-t", "0.1", "--verifier", f"command:test -e {gate} || sleep 60; grep -q Paris",
               "--no-verifier-check", "--verifier-seconds")  # fmt: skip
    done = phi4(*command, "1")
    assert done.returncode == 1
    assert "no verdict within 1 s" in done.stderr
    assert "1 questions are left" in done.stderr
    assert sft.read_text() == ""
    gate.touch()
    assert phi4(*command, "60").returncode == 0
    assert "Paris" in sft.read_text()


def test_a_server_that_is_busy_leaves_questions_to_be_asked_again(tmp_path: Path) -> None:
    server = Server()
    try:
        verdict = {"choices": [{"message": {"content": '{"matches_key": "True"}'}}]}
        server.replies = [
            (200, {}, json.dumps(verdict).encode()),
            (400, {}, b'{"error": {"message": "no\\u001b[31m room"}}'),
        ]
        command = ("pivotal", "--family", "sum", "--count", "2", "--out", str(tmp_path / "x.jsonl"), "--verifier",
                   f"judge:{server.url}", "--rollouts", "2", "--first-rollouts", "2", "-n", "8")  # fmt: skip
        done = phi4(*command)
        assert done.returncode == 1
        assert "skipped: 2 (" in done.stderr
        assert "no [31m room" in done.stderr
        server.replies = [(200, {}, json.dumps(verdict).encode())]
        assert phi4(*command).returncode == 0
    finally:
        server.close()
    assert GOOD[0] == 200


def test_ctrl_c_and_kill_leave_a_run_that_ends_the_same(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    command = [sys.executable, "-m", "phi4", "data", "judge", "--family", "change", "--family", "age in a year",
               "--count", "8", "--samples", "4", "--sequences", "4", "--out"]  # fmt: skip
    assert subprocess.run([*command, whole], capture_output=True, check=False).returncode == 0
    for number, (sent, code) in enumerate(((signal.SIGINT, 130), (signal.SIGKILL, -9))):
        process = subprocess.Popen([*command, parts], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        journal = tmp_path / "parts.jsonl.journal"
        while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < 2 + 3 * number):
            time.sleep(0.01)
        process.send_signal(sent)
        _, said = process.communicate()
        assert process.returncode in (code, 0)
        assert "Traceback" not in said
    assert subprocess.run([*command, parts], capture_output=True, check=False).returncode == 0
    assert parts.read_bytes() == whole.read_bytes()


def test_ctrl_c_does_not_wait_for_a_command(tmp_path: Path) -> None:
    child = tmp_path / "child"
    process = subprocess.Popen(
        [sys.executable, "-m", "phi4", "data", "judge", "--family", "sum", "--count", "2", "--samples", "2", "--out",
         tmp_path / "x.jsonl", "--verifier", f"command:echo $$ > {child}; sleep 500", "--verifier-seconds", "400"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while process.poll() is None and not (child.exists() and child.read_text().strip()):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=100)
    assert process.returncode == 130
    assert "Traceback" not in said
    deadline = time.monotonic() + 60
    while runs(int(child.read_text())):  # it was killed, and whoever inherits it may not have asked for its end yet
        assert time.monotonic() < deadline
        time.sleep(0.05)


def runs(process: int) -> bool:
    """Whether the process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_pairs_end_once(tmp_path: Path) -> None:
    from phi4.checkpoint.shipped import SHIPPED

    out = tmp_path / "pairs.jsonl"
    assert phi4("data", "judge", "--family", "even out", "--count", "12", "-t", "1.3", "-o", str(out)).returncode == 0
    tokenizer = Tokenizer.from_folder(SHIPPED["nano"])
    end = tokenizer.encode("<|im_end|>", add_bos=False, parse_special=True)
    pairs = list(read_pairs(out))
    assert pairs
    for pair in pairs:
        assert [pair.chosen_ids.count(each) for each in end] == [1] * len(end)
        assert [pair.rejected_ids.count(each) for each in end] == [1] * len(end)


def test_documents_and_tests_of_other_forms(tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "a.jsonl").write_text('{"question": "one two three"}\n')
    (tests / "b.parquet").write_bytes(b"PAR1")
    documents = tmp_path / "docs.jsonl.gz"
    documents.write_bytes(gzip.compress('\ufeff{"text": "x"}\r\n{"text": "y"}\n'.encode()))
    done = phi4("data", "decontaminate", str(documents), "-a", str(tests), "--json")
    assert json.loads(done.stdout)["documents"] == 2
    assert json.loads(done.stdout)["unread"] == [str(tests / "b.parquet")]
    assert "not read" in done.stderr
    refused = [
        (b"PAR1", "Parquet"), (b'{"conversations": []}\n', "'conversations'"), (b"", "no document"),
        (b'{"text": ' + b"[" * 200_000, "not JSON"), (b'{"text": ' + b"9" * 5000 + b"}", "not JSON"),
    ]  # fmt: skip
    for content, says in refused:
        (tmp_path / "d.jsonl").write_bytes(content)
        done = phi4("data", "decontaminate", str(tmp_path / "d.jsonl"), "-a", str(tests), "-o", str(tmp_path / "o"))
        assert done.returncode == 2
        assert says in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_documents_are_cleaned_in_place(tmp_path: Path) -> None:
    file = tmp_path / "d.jsonl"
    file.write_text('{"text": "one"}\n{"text": "two"}\n')
    (tmp_path / "t.txt").write_text("three\n")
    done = phi4("data", "decontaminate", str(file), "-a", str(tmp_path / "t.txt"), "-o", str(file))
    assert done.returncode == 0
    assert file.read_text() == '{"text": "one"}\n{"text": "two"}\n'
    assert sorted(each.name for each in tmp_path.iterdir()) == ["d.jsonl", "t.txt"]
