"""The command line as a user meets it: processes, pipes, exit codes, a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from phi4.config import preset
from tests.support.command import phi4

SNAIL = (
    "A snail climbs a 10-meter wall. Each day, it ascends 3 meters but slides down 2 meters at night. "
    "How many days will it take to reach the top?"
)


@pytest.mark.parametrize("executor", ["native", "auto"])
def test_the_standing_question(executor: str) -> None:
    done = phi4("ask", SNAIL, "--executor", executor)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "Answer: 8 days"
    assert "Pattern" in done.stdout
    assert "Exception" in done.stdout
    assert done.stderr == ""


def test_a_question_from_a_pipe() -> None:
    for arguments in (["ask"], ["ask", "-"]):
        done = phi4(*arguments, "--executor", "native", text="What is 3 + 4?\n")
        assert done.stdout.splitlines()[-1] == "Answer: 7"


def test_json_of_an_answer() -> None:
    done = phi4("ask", "What is 3 + 4?", "--json", "--logprobs", "2", "--choices", "2", "--seed", "1", "-t", "0.2",
                "--executor", "native")  # fmt: skip
    report = json.loads(done.stdout)
    assert report["executor"] == "native"
    assert report["usage"]["completion_tokens"] == sum(choice["tokens"] for choice in report["choices"])
    assert len(report["choices"]) == 2
    assert report["answer"] == report["choices"][0]["answer"]
    first = report["choices"][0]["logprobs"][0]
    assert len(first["best"]) == 2
    assert first["logprob"] <= 0


def test_stop_texts_and_limits() -> None:
    done = phi4("ask", SNAIL, "--stop", "Pattern", "--executor", "native")
    assert "Pattern" not in done.stdout
    done = phi4("ask", SNAIL, "--max-new-tokens", "3", "--json", "--executor", "native")
    assert json.loads(done.stdout)["finish_reason"] == "length"


WRONG = {
    "no such verb": (["bogus"], 2, "bogus"),
    "no such option": (["ask", "hi", "--bogus"], 2, "--bogus"),
    "no number": (["ask", "hi", "--temperature", "warm"], 2, "temperature"),
    "outside its range": (["ask", "hi", "--temperature", "-1"], 2, "temperature"),
    "no such path": (["ask", "hi", "--model", "/nowhere/at/all"], 2, "/nowhere/at/all"),
    "no such executor": (["ask", "hi", "--executor", "abacus"], 2, "abacus"),
    "an empty question": (["ask", "  "], 2, "empty"),
    "logprobs without JSON": (["ask", "hi", "--logprobs", "1"], 2, "--json"),
    "no such model to describe": (["info", "/nowhere"], 2, "/nowhere"),
    "no such recipe": (["recipe", "soup"], 2, "soup"),
    "no such config": (["train", "pretrain", "/nowhere.toml"], 2, "/nowhere.toml"),
    "a config of another stage": (["train", "sft", "phi-4/pretrain"], 2, "phi4 train pretrain"),
    "a question that is too long": (["ask", "word " * 1000, "--executor", "native"], 2, "context"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_is_one_sentence_and_exit_code_2(case: str) -> None:
    arguments, code, named = WRONG[case]
    done = phi4(*arguments)
    assert done.returncode == code
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    if done.stderr.startswith("phi4: "):
        assert len(done.stderr.strip().splitlines()) == 1


def test_a_hub_that_is_not_reached_is_exit_code_1(tmp_path: Path) -> None:
    done = phi4("ask", "hi", "--model", "org/model", "--offline", HF_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("phi4: org/model")


def test_debug_shows_a_traceback() -> None:
    done = phi4("--debug", "ask", "hi", "--model", "/nowhere/at/all")
    assert "Traceback" in done.stderr
    assert done.returncode != 0


def test_a_reader_that_has_seen_enough() -> None:
    line = f"{sys.executable} -m phi4 ask '{SNAIL}' --executor native | head -c 5"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("verb", ["ask", "chat", "info", "recipe", "train"])
def test_help_of_every_verb(verb: str) -> None:
    done = phi4(verb, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout
    assert verb in phi4("--help").stdout


def test_version() -> None:
    assert re.fullmatch(r"phi4 \d+\.\d+\.\d+", phi4("--version").stdout.strip())


def test_info_in_words_and_json() -> None:
    words = phi4("info", "mixtral-8x7b", "--context", "4096").stdout
    assert "46,702,792,704" in words
    assert "12,879,925,248" in words
    report = json.loads(phi4("info", "phi-4", "--json").stdout)
    assert report["parameters"] == preset("phi-4").parameter_count()
    assert {need["width"] for need in report["needs"]} == {"16-bit", "8-bit", "4-bit", "3-bit"}
    nano = json.loads(phi4("info", "--json").stdout)
    assert nano["template"]["equal"] is True
    assert nano["stored_dtype"] == "bfloat16"


def test_info_shows_how_a_template_differs(tmp_path: Path) -> None:
    from phi4.checkpoint.shipped import SHIPPED

    for file in SHIPPED["nano"].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    settings = json.loads((tmp_path / "tokenizer_config.json").read_text())
    settings["chat_template"] += "{{ 'surprise' }}"
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(settings))
    shown = phi4("info", str(tmp_path)).stdout
    assert "differs" in shown
    assert "surprise" in shown


def test_chat_in_a_pipe() -> None:
    fenced = '"""\nWhat is\n9 - 5?\n"""\n'
    lines = f"What is 3 + 4?\n/help\n/clear\n{fenced}/bogus\n/clear\nWhat is 2 + 2?\n/exit\nWhat is 1 + 1?\n"
    done = phi4("chat", "--executor", "native", text=lines)
    assert done.returncode == 0
    answers = [line for line in done.stdout.splitlines() if line.startswith("Answer")]
    assert answers == ["Answer: 7", "Answer: 4", "Answer: 4"]
    assert "/help" in done.stderr
    assert "no command /bogus" in done.stderr


def test_chat_saves_undoes_and_retries(tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    lines = (
        f"What is 3 + 4?\nWhat is 2 + 2?\n/undo\n/retry\n/set temperature 0.0\n/set temperature warm\n/save {file}\n"
    )
    done = phi4("chat", "--executor", "native", "--system", "Be brief.", text=lines)
    saved = json.loads(file.read_text())
    assert [message["role"] for message in saved] == ["system", "user", "assistant"]
    assert saved[1]["content"] == "What is 3 + 4?"
    assert "temperature" in done.stderr


def test_chat_drops_messages_that_no_longer_fit() -> None:
    done = phi4("chat", "--executor", "native", text=(SNAIL + "\n") * 4)
    assert done.returncode == 0
    assert "are dropped" in done.stderr


@pytest.fixture
def terminal(tmp_path: Path) -> pexpect.spawn:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "TERM": "dumb", "PROMPT_TOOLKIT_NO_CPR": "1"}
    child = pexpect.spawn(
        sys.executable, ["-m", "phi4", "chat", "--executor", "native", "--max-new-tokens", "200"], env=environment,
        timeout=60, encoding="utf-8", dimensions=(40, 120),
    )  # fmt: skip
    child.expect("> ")
    return child


def test_chat_in_a_terminal_keeps_a_history(terminal: pexpect.spawn, tmp_path: Path) -> None:
    terminal.send("What is 3 + 4?\r")
    terminal.expect("Answer: 7")
    terminal.expect("> ")
    terminal.send("\x04")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert "What is 3 + 4?" in (tmp_path / "phi4" / "chat_history").read_text()


def test_ctrl_c_stops_the_answer_and_not_the_program(terminal: pexpect.spawn) -> None:
    terminal.send(SNAIL + "\r")
    terminal.expect("The wall")
    terminal.sendintr()
    terminal.expect("stopped|Answer")
    terminal.expect("> ")
    for _ in range(10):  # until the prompt listens, the terminal itself takes the key
        terminal.sendintr()
        if terminal.expect(["> ", pexpect.TIMEOUT], timeout=3) == 0:
            break
    terminal.send("/clear\r")
    terminal.expect("cleared")
    terminal.expect("> ")
    terminal.send("What is 2 + 2?\r")
    terminal.expect("Answer: 4")
    terminal.send("\x04")
    terminal.expect(pexpect.EOF)
