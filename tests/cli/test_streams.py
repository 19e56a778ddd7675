"""What may be wrong with the streams and the system of a command line: no traceback, and nothing lost in silence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import phi4
from tests.support.successor import model_of
from tests.support.terminal import HOSTILE, in_terminal
from tests.support.tokenizers import with_added

PRICE = "Tom buys 3 pens at 4 dollars each and pays with 20 dollars. How much change does he get?"


def shell(line: str, *, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """`line` in bash, where phi4 stands for the program."""
    program = f'phi4() {{ {sys.executable} -m phi4 "$@"; }}; set -o pipefail; '
    return subprocess.run(["bash", "-c", program + line], input=text, capture_output=True, text=True, timeout=120,
                          check=False, env={**os.environ, **environment})  # fmt: skip


def one_sentence(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.startswith("phi4: ")]
    assert len(lines) == 1, stderr
    assert "Traceback" not in stderr
    return lines[0]


ASK = "phi4 ask 'What is 3 + 4?' --executor native"


@pytest.mark.parametrize(
    "verb", [ASK, ASK + " --json", "phi4 info", "phi4 info --json", "phi4 --help", "phi4 --version"]
)
@pytest.mark.parametrize("stdout", ["> /dev/full", ">&-"])
def test_an_output_that_cannot_be_written(verb: str, stdout: str) -> None:
    done = shell(f"{verb} {stdout}")
    assert done.returncode == 1
    one_sentence(done.stderr)
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("verb", [ASK, ASK + " --json", "phi4 info", "phi4 --help", "phi4 chat --executor native"])
def test_a_reader_that_leaves_is_no_failure_worth_words(verb: str) -> None:
    done = shell(f"{verb} | true", text="What is 3 + 4?\n" * 3)
    assert done.stderr == ""


def test_other_closed_streams() -> None:
    assert "empty" in one_sentence(shell("phi4 ask <&-").stderr)
    assert shell("phi4 chat --executor native <&-").returncode == 0
    done = shell(f"{ASK} 2>&-")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Answer: 7")
    assert shell("phi4 ask hi --model /nowhere/at/all 2>&-").returncode == 2
    assert shell(f"{ASK} <&- >&- 2>&-").returncode == 1
    done = shell("phi4 chat --executor native > /dev/full", text="What is 3 + 4?\n" * 3)
    assert done.returncode == 1
    one_sentence(done.stderr)


def in_encoding(encoding: str, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "phi4", *arguments], input=data, capture_output=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": encoding})  # fmt: skip


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "cp1252"])
def test_a_stream_that_cannot_hold_a_character(encoding: str) -> None:
    done = in_encoding(encoding, "ask", PRICE, "--executor", "native")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == b"Answer: 8 dollars"
    if encoding == "ascii":
        assert b"Total: 4 ? 3 = 12." in done.stdout
    report = json.loads(in_encoding(encoding, "ask", PRICE, "--json", "--executor", "native").stdout.decode("ascii"))
    assert "4 × 3 = 12" in report["answer"]
    for arguments in (["--help"], ["ask", "--help"], ["info"], ["info", "--json"]):
        done = in_encoding(encoding, *arguments)
        assert done.returncode == 0, done.stderr


def test_questions_in_another_encoding_than_the_streams() -> None:
    ask = ("ask", "--json", "--executor", "native")
    usage = [json.loads(in_encoding(encoding, *ask, data=data).stdout)["usage"]
             for encoding, data in (("utf-8", "What is 17 × 6?".encode()), ("ascii", "What is 17 × 6?\r\n".encode()),
                                    ("utf-8", "\ufeffWhat is 17 × 6?".encode()),
                                    ("latin-1", "What is 17 × 6?".encode("latin-1")))]  # fmt: skip
    assert usage == usage[:1] * 4
    bad = in_encoding("utf-8", "chat", "--executor", "native", data=b"caf\xe9 \xff\nWhat is 3 + 4?\n")
    assert b"not UTF-8" in bad.stderr
    assert bad.stdout.splitlines()[-1] == b"Answer: 7"
    assert bad.returncode == 0


def test_lines_that_end_as_on_windows(tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    text = f'What is \\\r\n3 + 4?\r\n"""\r\nWhat is\r\n9 - 5?\r\n"""\r\n/save {file}\r\n/exit\r\nWhat is 1 + 1?\r\n'
    done = phi4("chat", "--executor", "native", text=text)
    assert "no command" not in done.stderr
    saved = json.loads(file.read_text())
    assert [each["content"] for each in saved if each["role"] == "user"] == ["What is \n3 + 4?", "What is\n9 - 5?"]
    assert not any("Answer: 2" in line for line in done.stdout.splitlines())
    same = [json.loads(phi4("ask", "--json", "--executor", "native", text=each).stdout)["usage"]["prompt_tokens"]
            for each in ("What is\r\n3 + 4?\r\n", "What is\n3 + 4?\n")]  # fmt: skip
    assert same[0] == same[1]


@pytest.mark.parametrize("where", [["--debug", "ask"], ["ask", "--debug"], ["ask", "hi", "--debug"]])
def test_debug_may_stand_anywhere(where: list[str]) -> None:
    done = phi4(*where, "--model", "/nowhere/at/all", *([] if "hi" in where else ["hi"]))
    assert "Traceback" in done.stderr
    assert done.returncode == 2
    assert "/nowhere/at/all" in one_line_of(done.stderr)


def one_line_of(stderr: str) -> str:
    return next(line for line in stderr.splitlines() if line.startswith("phi4: "))


def test_debug_after_two_dashes_is_a_value() -> None:
    done = phi4("ask", "--executor", "native", "--", "--debug")
    assert done.returncode == 0


PATCHED = """
import sys
from safetensors import SafetensorError
import phi4.cli.options, phi4.cli, phi4.engine
def load(*_, **__): raise {error}
phi4.engine.load = load
sys.argv = ["phi4", "ask", "hi"]
phi4.cli.main()
"""
UNEXPECTED = {
    "OSError(28, 'No space left on device', '/cache/x')": (1, "/cache/x"),
    "FileNotFoundError(2, 'No such file', '/proc/x')": (1, "/proc/x"),
    "SafetensorError('Error while deserializing header')": (1, "safetensors"),
    "RecursionError()": (2, "nested"),
    "MemoryError()": (1, "not enough memory"),
    "UnicodeDecodeError('utf-8', b'x', 0, 1, 'bad')": (2, "UTF-8"),
    "ValueError('a\\nb\\x1b[31m')": (1, "phi4 --debug"),
    "KeyError('k')": (1, "KeyError"),
    "KeyboardInterrupt()": (130, ""),
}


@pytest.mark.parametrize("error", UNEXPECTED)
def test_whatever_is_raised_is_one_sentence(error: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PATCHED.format(error=error)], capture_output=True, text=True, check=False
    )
    code, named = UNEXPECTED[error]
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    if named:
        assert named in one_sentence(done.stderr)
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["a" * 300, "/" + "b/" * 3000, "~nosuchuser/x", f"/tmp/{HOSTILE}", "x\n\ny"])
def test_names_that_no_file_has(name: str) -> None:
    done = phi4("ask", "hi", "--model", name, "--offline")
    assert done.returncode in (1, 2)
    one_sentence(done.stderr)
    assert not set(done.stderr) & set("\x1b\x07\x7f\x9b\u202e")


def test_escape_sequences_go_to_pipes_as_they_are(hostile: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "phi4", "ask", "hi", "--model", str(hostile), "--executor", "native"],
                          capture_output=True, check=True)  # fmt: skip
    assert done.stdout.decode() == f"h{HOSTILE}[bold red]\n"


def test_escape_sequences_of_a_model_do_not_reach_a_terminal(hostile: Path) -> None:
    shown = in_terminal("ask", "hi", "--model", str(hostile), "--executor", "native")
    assert "h\\x1b]0;owned\\x07\\x1b[31m\\x7f\\x9b2J\\u202e[bold red]" in shown
    assert not set(shown) & set("\x1b\x07\x7f\x9b\u202e")


def test_escape_sequences_of_files_do_not_reach_a_terminal(hostile: Path, tmp_path: Path) -> None:
    folder = tmp_path / f"[red]{HOSTILE}"
    shutil.copytree(hostile, folder)
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings["chat_template"] = f"{{# {HOSTILE} [red] #}}{{{{ raise_exception('no\\n{HOSTILE}') }}}}"
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    for arguments in (["info", str(folder)], ["ask", "hi", "--model", str(folder), "--executor", "native"]):
        shown = in_terminal(*arguments)
        assert "\\x1b" in shown
        assert "[red]" in shown
        assert not set(shown) & set("\x1b\x07\x7f\x9b\u202e")
    one_sentence(phi4("ask", "hi", "--model", str(folder), "--executor", "native").stderr)


def test_raw_prompts_and_ends(phi_folder: Path, tmp_path: Path) -> None:
    added = with_added(phi_folder, tmp_path / "tokenizer", {"<|fim_middle|>": True, "<|user|>": True})
    model = model_of(tmp_path / "model", added, ["<|fim_middle|>", "m", "e", "t", "<|user|>"])
    end = model.tokenizer.special_ids["<|user|>"]
    common = ("--model", str(tmp_path / "model"), "--executor", "native", "--max-new-tokens", "20")
    prompt = "10 <|fim_middle|>"
    for stop in (["--stop-token", "<|user|>"], ["--stop-token", str(end)], ["--stop", "<|user|>"]):
        assert phi4("ask", "--raw", prompt, *common, *stop).stdout == "met\n"
    assert phi4("ask", "--raw", prompt, *common, "--stop-token", "t").stdout == "me\n"
    report = json.loads(phi4("ask", "--raw", "--json", *common, "--stop", "e", text=prompt).stdout)
    assert (report["answer"], report["finish_reason"]) == ("m", "stop")
    assert report["usage"]["prompt_tokens"] == len(model.tokenizer.encode(prompt, parse_special=True))
    assert phi4("ask", "--raw", prompt, *common, "--stop", "et", "--choices", "2").stdout == "m\nm\n"
    for wrong in (["--stop-token", "met 10"], ["--stop-token", "99999999999"], ["--system", "x"], ["--stop", ""]):
        done = phi4("ask", "--raw", prompt, *common, *wrong)
        assert done.returncode == 2
        one_sentence(done.stderr)


def test_an_answer_that_repeats_itself_is_ended_with_a_note(phi_folder: Path, tmp_path: Path) -> None:
    model_of(tmp_path / "model", phi_folder, ["<|im_sep|>", "h", "i"])
    file = tmp_path / "model" / "generation_config.json"
    file.write_text(json.dumps({"repetition_detection": {"max_pattern_size": 3, "min_count": 3}}))
    for verb, text in (("ask", "Hi"), ("chat", "Hi\n"), ("ask --choices 2", "Hi")):
        done = shell(f"phi4 {verb} --model {tmp_path}/model --executor native", text=text)
        assert done.stdout == "hihihi\n" * (2 if "2" in verb else 1)
        assert "note: the answer repeated itself and was ended" in done.stderr


def test_threads_at_the_command_line(phi_folder: Path, tmp_path: Path) -> None:  # noqa: ARG001
    for verb in (["ask", "What is 3 + 4?"], ["chat"]):
        done = phi4(*verb, "--executor", "native", "--threads", "1", text="What is 3 + 4?\n", OMP_NUM_THREADS="many")
        assert done.stdout.splitlines()[-1] == "Answer: 7"
        done = phi4(*verb, "--executor", "native", text="x\n", OMP_NUM_THREADS="many")
        assert done.returncode == 2
        assert "OMP_NUM_THREADS" in one_sentence(done.stderr)
        assert phi4(*verb, "--threads", "0").returncode == 2
        assert "--threads" in phi4(*verb, "--help").stdout
